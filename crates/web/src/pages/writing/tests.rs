//! Several people write one text: nothing is lost, nothing is overwritten unseen, and what is signed is what was read.

use axum::http::StatusCode;
use record::note::Note;
use record::plan::Plan;
use record::text::{Audience, Ground};
use record::{Code, Command, Part, Speaker};

use crate::scene::Scene;
use crate::testing::{Answer, fact, text};

const SCHOOL: &str = "child.education";

/// An investigation of two areas, with a note in which Alva speaks of school in confidence.
fn planned() -> Scene {
    let scene = Scene::investigating();
    let plan = Plan {
        at: "2026-11-24T08:55".parse().expect("a moment"),
        questions: vec![Part::assessment(text("Vilket stöd behöver barnet?"))],
        areas: vec![Code::from("parent.safety"), Code::from(SCHOOL)],
        depth: Code::from("ordinary"),
        depth_reason: None,
        contacts: vec![],
        child: None,
        views: vec![],
        checks: vec![],
    };
    let said = Part::words(Speaker::Child, text("I skolan är det tyst."));
    let note = Note {
        at: "2026-11-24T08:50".parse().expect("a moment"),
        kind: Code::from("child_talk"),
        parts: vec![
            fact("Läraren var med."),
            said.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian),
        ],
        with: vec![],
        child: true,
        meeting: None,
        document: None,
        late: false,
    };
    let matter = scene.investigation;
    let commands = vec![Command::SettlePlan(matter, plan), Command::SignNote(Some(matter), note)];
    scene.at.act("ulla", scene.alva.file, commands).expect("planned and noted");
    scene
}

/// The number of the note's entry.
fn note_of(scene: &Scene) -> i64 {
    *scene.file_of_alva().notes.keys().next_back().expect("a note")
}

fn here(scene: &Scene, rest: &str) -> String {
    scene.investigation_path(&format!("/utredning{rest}"))
}

/// Opens the page, types, and presses a button.
async fn write(scene: &Scene, cookie: &str, typed: &[(&str, &str)], deed: &str) -> Answer {
    let path = here(scene, "");
    scene.fill(cookie, &path, &[typed, &[("deed", deed)]].concat()).await
}

#[tokio::test]
async fn it_is_written_checked_and_signed_in_one_go() {
    let scene = planned();
    let ulla = scene.at.login("ulla").await;
    let page = scene.at.get(&ulla, &here(&scene, "")).await.body;
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not on the page"));
    assert!(at("id=\"child.education\"") < at("id=\"parent.safety\""), "areas in the order of the list");
    assert_eq!(page.matches(" autofocus").count(), 1);
    assert!(at(" autofocus") < at("id=\"parent.safety\""), "the cursor stands in the first text");
    let quote = format!("{}.1", note_of(&scene));
    let typed = [
        ("child.education-text", "Hon har varit borta tre dagar."),
        ("child.education-quote", &*quote),
        ("heard-child-view", "Jag vill ha lugn och ro."),
        ("analysis-analysis", "Skolan behöver anpassas."),
        ("proposal-proposal", "Kontaktperson."),
    ];
    let saved = write(&scene, &ulla, &typed, "check").await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, here(&scene, "/granska").as_str()));
    let check = scene.at.get(&ulla, saved.location()).await;
    assert!(
        check.body.contains("Hon har varit borta tre dagar.") && check.body.contains("I skolan är det tyst.")
    );
    assert!(check.body.contains("Karin:"), "what a guardian must not simply get is counted");
    let signed = scene.send(&ulla, &here(&scene, "/granska"), &check, &[]).await;
    assert_eq!(signed.location(), scene.investigation_path("/kommunicering?gjort=utredning"));
    let again = scene.send(&ulla, &here(&scene, "/granska"), &check, &[]).await;
    assert_eq!(again.location(), signed.location(), "sent twice is done once");
    let file = scene.file_of_alva();
    let written = &file.investigation(scene.investigation).expect("it is one").written;
    assert_eq!(written.len(), 1);
    let meta = &file.entries[&written[0].seq];
    assert!(meta.quotes.iter().flatten().any(|quote| quote.part == 1), "the quotation is linked");
    assert!(meta.labels.iter().any(|keep| !keep.is_empty()), "and keeps its label");
    let drafts =
        scene.at.desk.house.shared_drafts(&scene.at.actor("ulla"), scene.alva.file, scene.investigation);
    assert_eq!(drafts.expect("hers"), vec![], "what is signed is no draft any more");
    let read = scene.at.get(&ulla, &here(&scene, &format!("/{}", written[0].seq))).await;
    assert!(read.status == StatusCode::OK && read.body.contains("Kontaktperson."));
    let page = scene.at.get(&ulla, &here(&scene, "")).await.body;
    assert!(page.contains("Hon har varit borta tre dagar."), "written anew it starts from what was signed");
    assert!(page.contains(&format!("value=\"{quote}\" checked")), "with its quotations");
}

/// Main and second worker in different sections: neither old copy overwrites the other's text.
#[tokio::test]
async fn two_sections_never_meet() {
    let scene = planned();
    let (ulla, oskar) = (scene.at.login("ulla").await, scene.at.login("oskar").await);
    let path = here(&scene, "");
    let (hers, his) = (scene.at.get(&ulla, &path).await, scene.at.get(&oskar, &path).await);
    let one = [("child.education-text", "Ullas text."), ("deed", "save")];
    assert_eq!(scene.send(&ulla, &path, &hers, &one).await.status, StatusCode::SEE_OTHER);
    let other = [("parent.safety-text", "Oskars text."), ("deed", "save")];
    assert_eq!(scene.send(&oskar, &path, &his, &other).await.status, StatusCode::SEE_OTHER);
    let page = scene.at.get(&ulla, &path).await.body;
    assert!(page.contains("Ullas text.") && page.contains("Oskars text."));
    assert!(page.contains("Oskar") && page.contains("sparade 09.00"), "who wrote last is told quietly");
}

#[tokio::test]
async fn in_the_same_section_both_texts_are_shown_and_the_reader_chooses() {
    let scene = planned();
    let (ulla, oskar) = (scene.at.login("ulla").await, scene.at.login("oskar").await);
    let path = here(&scene, "");
    let his = scene.at.get(&oskar, &path).await;
    write(&scene, &ulla, &[("child.education-text", "Ullas text.")], "save").await;
    let clash =
        scene.send(&oskar, &path, &his, &[("child.education-text", "Oskars text."), ("deed", "save")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.body.contains("Ullas text.") && clash.body.contains("Oskars text."));
    let page = scene.at.get(&ulla, &path).await.body;
    assert!(page.contains("Ullas text.") && !page.contains("Oskars text."), "nothing was overwritten unseen");
    let chosen = scene.send(&oskar, &path, &clash, &[("deed", "save")]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "with both before his eyes he may");
    assert!(scene.at.get(&ulla, &path).await.body.contains("Oskars text."));
}

/// The script keeps one section, and says so only when it is committed.
#[tokio::test]
async fn a_section_is_kept_while_it_is_written() {
    let scene = planned();
    let (ulla, oskar) = (scene.at.login("ulla").await, scene.at.login("oskar").await);
    let keep = here(&scene, "/avsnitt/child.education");
    let post = |version: &'static str, text: &'static str| {
        [("draft_version", version), ("child.education-text", text)]
    };
    let first = scene.at.post(&ulla, &keep, &post("0", "Hon")).await;
    assert!(first.status == StatusCode::OK && first.body.contains("\"version\":1"), "{}", first.body);
    assert!(first.body.contains("\"child.education-was\""));
    let stale = scene.at.post(&oskar, &keep, &post("0", "Han")).await;
    assert!(stale.status == StatusCode::CONFLICT && stale.body.contains("Hon"));
    let next = scene.at.post(&oskar, &keep, &post("1", "Hon har")).await;
    assert!(next.body.contains("\"version\":2"));
    let odd = scene.at.post(&ulla, &here(&scene, "/avsnitt/something"), &post("0", "x")).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_who_may_write_in_the_matter_reads_or_saves() {
    let scene = planned();
    let ulla = scene.at.login("ulla").await;
    write(&scene, &ulla, &[("child.education-text", "Ullas text.")], "save").await;
    let (keep, page) = (here(&scene, "/avsnitt/child.education"), here(&scene, ""));
    for stranger in ["olga", "umar", "fatima", "mia"] {
        let cookie = scene.at.login(stranger).await;
        let answers = [
            scene.at.get(&cookie, &page).await,
            scene.at.get(&cookie, &here(&scene, "/granska")).await,
            scene.at.post(&cookie, &keep, &[("draft_version", "1"), ("child.education-text", "x")]).await,
        ];
        for answer in answers {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{stranger}");
            assert!(!answer.body.contains("Ullas text."));
        }
    }
    let frida = scene.at.login("frida").await;
    assert_eq!(scene.at.get(&frida, &page).await.status, StatusCode::OK, "who leads the unit may");
}

/// A colleague who writes while the check page is read: nothing is signed, and the new text is shown.
#[tokio::test]
async fn what_is_signed_is_what_was_read() {
    let scene = planned();
    let (ulla, oskar) = (scene.at.login("ulla").await, scene.at.login("oskar").await);
    write(&scene, &ulla, &[("child.education-text", "Ullas text.")], "check").await;
    let check = scene.at.get(&ulla, &here(&scene, "/granska")).await;
    write(&scene, &oskar, &[("parent.safety-text", "Oskars text.")], "save").await;
    let answer = scene.send(&ulla, &here(&scene, "/granska"), &check, &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Oskars text.") && answer.body.contains("har skrivit i Säkerhet"));
    assert!(scene.file_of_alva().investigation(scene.investigation).expect("it is one").written.is_empty());
    let signed = scene.send(&ulla, &here(&scene, "/granska"), &answer, &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "read anew it can be signed");
}

#[tokio::test]
async fn what_ties_to_no_question_is_asked_about_and_gaps_are_questions() {
    let scene = planned();
    let ulla = scene.at.login("ulla").await;
    let typed = [("child.education-text", "Går i fyran."), ("child.education-answers", "")];
    write(&scene, &ulla, &typed, "check").await;
    let check = scene.at.get(&ulla, &here(&scene, "/granska")).await.body;
    assert!(check.contains("Vilken fråga besvarar det?") && check.contains("#child.education-questions"));
    assert!(check.contains("Vad säger Alva själv?") && check.contains("Vilket stöd behöver barnet?"));
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_with_everything_kept() {
    let scene = planned();
    let ulla = scene.at.login("ulla").await;
    let path = here(&scene, "");
    let page = scene.at.get(&ulla, &path).await;
    let long = "å".repeat(1_100_000);
    for (field, value, at) in [
        ("child.education-text", &*long, "child.education-text"),
        ("child.education-text", "Ett tecken: \u{7}", "child.education-text"),
        ("parent.safety-words-1", "Någon sa det.", "parent.safety-by-1"),
        ("factors-factor-1", "Har en god vän.", "factors-area-1"),
        ("instruments-name-1", "Ett test", "instruments-result-1"),
    ] {
        let mut form: Vec<(&str, &str)> = vec![("analysis-analysis", "Detta ska stå kvar."), (field, value)];
        let marks: Vec<(String, String)> =
            ["child.education", "parent.safety", "factors", "instruments", "analysis"]
                .map(|code| (format!("{code}-was"), "changed".to_owned()))
                .into();
        form.extend(marks.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let answer = scene.at.post_document(&ulla, &path, &form, ("", b"")).await;
        let _ = &page;
        assert!(answer.status.is_client_error(), "{at}: {}", answer.status);
        assert!(answer.body.contains(&format!("href=\"#{at}\"")), "no error at {at}");
        assert!(answer.body.contains("Detta ska stå kvar."));
        assert!(answer.body.contains(value.get(..20).unwrap_or(value)), "{at}: what was typed is gone");
    }
}

#[tokio::test]
async fn a_quotation_whose_source_was_corrected_or_moved_says_so_at_its_place() {
    let scene = planned();
    let ulla = scene.at.login("ulla").await;
    let seq = note_of(&scene);
    let quote = format!("{seq}.1");
    write(&scene, &ulla, &[("child.education-quote", &quote)], "save").await;
    let addendum = record::note::Addendum { to: seq, parts: vec![fact("Det var på fritids.")] };
    scene.at.act("ulla", scene.alva.file, vec![Command::AmendNote(addendum)]).expect("added");
    let page = scene.at.get(&ulla, &here(&scene, "")).await.body;
    assert!(page.contains("Det var på fritids."), "what was added stands at the quotation");
    write(&scene, &ulla, &[("child.education-quote", "999.0")], "save").await;
    let page = scene.at.get(&ulla, &here(&scene, "")).await.body;
    assert!(page.contains("har flyttats till en annan akt") && page.contains("value=\"999.0\" checked"));
    let check = scene.at.get(&ulla, &here(&scene, "/granska")).await.body;
    assert!(check.contains("finns inte längre i akten") && !check.contains("Skriv under <kbd>"));
}

#[tokio::test]
async fn an_area_can_be_added_and_the_text_is_at_hand_for_both_workers() {
    let scene = planned();
    let (ulla, oskar) = (scene.at.login("ulla").await, scene.at.login("oskar").await);
    write(&scene, &ulla, &[("add", "child.health")], "save").await;
    let page = scene.at.get(&oskar, &here(&scene, "")).await.body;
    assert!(page.contains("id=\"child.health\""));
    for cookie in [&ulla, &oskar] {
        let day = scene.at.get(cookie, "/").await.body;
        assert_eq!(day.matches("Fortsätt skriva utredningen").count(), 1, "one row for the matter");
    }
    let frida = scene.at.login("frida").await;
    assert!(!scene.at.get(&frida, "/").await.body.contains("Fortsätt skriva utredningen"));
}
