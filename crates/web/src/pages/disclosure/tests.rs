use axum::http::StatusCode;
use record::Part;
use record::report::{Report, Reporter};
use record::text::{Audience, Ground, Speaker};

use crate::scene::Scene;
use crate::testing::{Answer, fact, text};

const OPEN: &str = "Alva kom utan frukost i tisdags.";
const SECRET: &str = "Jag vill inte att pappa får veta var jag sover.";
const OF_KARIN: &str = "Karin har varit på sjukhus.";

/// Alva's file, with a note in the matter: a fact, what she said in confidence, and something about her mother.
fn told() -> Scene {
    let scene = Scene::assessed();
    let secret = Part::words(Speaker::Child, text(SECRET))
        .kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    let of_karin = Part { about: vec![scene.karin], ..fact(OF_KARIN) };
    scene.note_a_call("2026-11-24T08:55", vec![fact(OPEN), secret, of_karin]);
    scene
}

/// Ulla registers a request, gives out what is suggested, and opens the copy: the request's page and the letter. Where the order demands a
/// second person Frida sends it.
async fn flow(scene: &Scene, asked: &[(&str, &str)], more: &[(&str, &str)]) -> (String, String) {
    let ulla = scene.at.login("ulla").await;
    let new = scene.path("/utlamnande/ny");
    let form = [&[("text", "Allt som står.")], asked].concat();
    let registered = scene.fill(&ulla, &new, &form).await;
    assert_eq!(registered.status, StatusCode::SEE_OTHER, "{}", registered.body);
    let page = registered.location().to_owned();
    let given = [&[("way", "letter"), ("motive", "Prövat uppgift för uppgift.")], more].concat();
    let given = scene.fill(&ulla, &page, &given).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    let mut copy = given.location().to_owned();
    if !copy.ends_with("/kopia") {
        copy = seconded(scene, &page).await;
    }
    let copy = scene.at.get(&ulla, &copy).await;
    assert_eq!(copy.status, StatusCode::OK);
    let (_, letter) = copy.body.split_once("<article").expect("a letter");
    let (letter, _) = letter.split_once("</article>").expect("and its end");
    (page, letter.to_owned())
}

/// Frida, who leads the unit, sends what Ulla has tested: where it leads.
async fn seconded(scene: &Scene, page: &str) -> String {
    let frida = scene.at.login("frida").await;
    let sent = scene.fill(&frida, page, &[("deed", "confirm")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    sent.location().to_owned()
}

/// The number of the note in the file.
fn note(scene: &Scene) -> i64 {
    let open = scene.at.desk.house.look(
        &scene.at.actor("ulla"),
        scene.at.now(),
        scene.alva.file,
        store::Part::Timeline,
    );
    open.expect("hers").version()
}

/// Nothing of the copy is hidden by a style or a script, and nothing is told of the file it came from.
fn assert_bare(letter: &str) {
    let (_, letter) = letter.split_once("</header>").expect("below its head");
    for hidden in ["hidden", "display:none", "<!--", "<script", "<input", "data-", "<details"] {
        assert!(!letter.contains(hidden), "{hidden} in {letter}");
    }
}

#[tokio::test]
async fn a_child_reads_what_stands_about_it_in_plain_words() {
    let scene = told();
    let child = scene.alva.person.to_string();
    let (page, letter) = flow(&scene, &[("route", "own_data"), ("person", &child)], &[]).await;
    assert!(letter.contains("<h1>Det som står om dig</h1>"), "{letter}");
    assert!(letter.contains("Hej Alva. Du har frågat") && letter.contains("for-child"), "{letter}");
    assert!(letter.contains(OPEN) && letter.contains(SECRET), "its own words are its own");
    assert!(letter.contains("█████ har varit på sjukhus."), "a name is covered until it is tested: {letter}");
    assert!(!letter.contains("Karin"), "{letter}");
    assert_bare(&letter);
    let ulla = scene.at.login("ulla").await;
    let again = scene.at.get(&ulla, &page).await.body;
    assert!(!again.contains("how-") && again.contains("/kopia"), "it is done, and leads to the copy");
}

#[tokio::test]
async fn a_guardian_is_not_given_what_the_child_has_said_in_confidence() {
    let scene = told();
    let karin = scene.karin.to_string();
    let (_, letter) = flow(&scene, &[("route", "own_data"), ("person", &karin)], &[]).await;
    assert!(letter.contains(OPEN) && letter.contains(OF_KARIN), "what is about herself is hers: {letter}");
    assert!(!letter.contains("sover") && letter.contains("12 kap. 3 §"), "{letter}");
    assert_bare(&letter);
}

/// Whose words they are stands before them, so a covered name in them hides nothing; and a fact that names somebody protected may tell where
/// they are. Neither is suggested to be given.
#[tokio::test]
async fn what_the_other_has_said_and_where_somebody_protected_is_are_not_suggested() {
    let scene = told();
    let words = Part::words(Speaker::Person(scene.karin), text("Jag, Karin, har bytt arbete."));
    scene.note_a_call("2026-11-24T08:56", vec![fact("Pär bor hos sin syster i hamnen."), words]);
    for (person, kept, given) in [(scene.par, "arbete", "hamnen"), (scene.karin, "hamnen", "Jag, Karin")] {
        let (_, letter) = flow(&scene, &[("route", "own_data"), ("person", &person.to_string())], &[]).await;
        assert!(letter.contains(given), "what is their own is theirs: {letter}");
        assert!(!letter.contains(kept), "{kept}: {letter}");
    }
}

#[tokio::test]
async fn a_party_is_given_the_matter() {
    let scene = told();
    let (karin, matter) = (scene.karin.to_string(), scene.alva.matter.to_string());
    let asked = [("route", "party_insight"), ("person", &*karin), ("matter", &*matter)];
    let (_, letter) = flow(&scene, &asked, &[]).await;
    assert!(letter.contains("Du är part i ärendet") && letter.contains(OPEN), "{letter}");
    assert!(!letter.contains("sover"), "{letter}");
    assert_bare(&letter);
}

/// Alva is eleven: she is no party yet, and is told who is and what she can ask for instead.
#[tokio::test]
async fn whoever_may_not_ask_by_a_way_is_told_who_may() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let (child, matter) = (scene.alva.person.to_string(), scene.alva.matter.to_string());
    let form = [("route", "party_insight"), ("person", &*child), ("matter", &*matter), ("text", "Allt.")];
    let refused = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Ett barn är part från 15 år"), "{}", refused.body);
    assert!(refused.body.contains("id=\"person-error\""), "at the field: {}", refused.body);
}

#[tokio::test]
async fn a_data_subject_is_told_what_the_data_are_for() {
    let scene = told();
    let karin = scene.karin.to_string();
    let (_, letter) = flow(&scene, &[("route", "data_subject"), ("person", &karin)], &[]).await;
    assert!(letter.contains("Ändamål") && letter.contains("Integritetsskyddsmyndigheten"), "{letter}");
    assert!(letter.contains(OPEN) && !letter.contains("sover"), "{letter}");
    assert_bare(&letter);
}

/// A brother may ask what is written about him; a guardian's ground is not among those he can be given it on.
#[tokio::test]
async fn a_guardians_ground_is_offered_to_guardians_alone() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let grounds = async |person: &str| {
        let asked = [("route", "data_subject"), ("person", person), ("text", "Allt.")];
        let page = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &asked).await.location().to_owned();
        let page = scene.at.get(&ulla, &page).await.body;
        page.split("name=\"ground\" value=\"").skip(1).map(|one| one[..3].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(grounds(&scene.karin.to_string()).await, ["U02", "U01"]);
    assert_eq!(grounds(&scene.melker.person.to_string()).await, ["U01"]);
}

/// Nobody need say who they are, and nothing is given that nobody has found harmless.
#[tokio::test]
async fn anybody_is_given_what_somebody_has_tested_and_nothing_else() {
    let scene = told();
    let show = format!("how-{}-0", note(&scene));
    let (_, letter) = flow(&scene, &[("route", "official_document")], &[(&show, "show")]).await;
    assert!(letter.contains(OPEN) && letter.contains("Ur akten"), "{letter}");
    for kept in ["sover", "sjukhus", "Karin", "hungrig", "Lövdahl"] {
        assert!(!letter.contains(kept), "{kept} in {letter}");
    }
    assert_bare(&letter);
    let ulla = scene.at.login("ulla").await;
    let ledger = scene.at.get(&ulla, &scene.path("/utlamnat")).await.body;
    assert!(ledger.contains("Den som begär") && ledger.contains("1 visade"), "{ledger}");
}

#[tokio::test]
async fn words_can_be_covered_and_the_copy_is_shown_first() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let karin = scene.karin.to_string();
    let form = [("route", "own_data"), ("person", &*karin), ("text", "Allt.")];
    let page = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &form).await.location().to_owned();
    let seq = note(&scene) - 1;
    let (how, hide) = (format!("how-{seq}-0"), format!("hide-{seq}-0"));
    let covered = [(&*how, "mask"), (&*hide, "frukost"), ("deed", "preview")];
    let preview = scene.fill(&ulla, &page, &covered).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(preview.body.contains("Alva kom utan █████ i tisdags."), "{}", preview.body);
    let nothing = [(&*how, "mask"), (&*hide, "lunch"), ("way", "letter"), ("motive", "Prövat.")];
    let refused = scene.fill(&ulla, &page, &nothing).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&format!("id=\"{hide}-error\"")), "{}", refused.body);
    // One line of two that stands nowhere was meant to hide something: it is not passed over.
    let misspelt = [(&*how, "mask"), (&*hide, "frukost\nAlwa"), ("way", "letter"), ("motive", "Prövat.")];
    let refused = scene.fill(&ulla, &page, &misspelt).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("”Alwa” står inte så i texten"), "{}", refused.body);
    assert!(refused.body.contains("frukost\nAlwa</textarea>"), "what was typed stands: {}", refused.body);
    let marked = format!("how-{seq}-1");
    let shown = [(&*marked, "show"), ("way", "letter"), ("motive", "Prövat.")];
    let refused = scene.fill(&ulla, &page, &shown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "what is marked needs a reason of its own");
}

#[tokio::test]
async fn a_refusal_is_a_decision_that_tells_how_to_appeal() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let form = [("route", "official_document"), ("text", "Allt om Alva.")];
    let page = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &form).await.location().to_owned();
    let path = format!("{page}/avslag");
    let empty = scene.fill(&ulla, &path, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("id=\"motive-error\"") && empty.body.contains("id=\"reasons-error\""));
    let reasons = [("reasons", "26:1"), ("motive", "Det står inte klart att ingen lider men.")];
    let decided = scene.fill(&ulla, &path, &reasons).await;
    assert_eq!(decided.location(), format!("{page}?gjort=provat"), "a second person decides it");
    let letter = scene.at.get(&ulla, &seconded(&scene, &page).await).await.body;
    for told in ["kammarrätten", "tre veckor", "26 kap. 1 §", "Det står inte klart"] {
        assert!(letter.contains(told), "{told}: {letter}");
    }
    // Whoever asks may be anybody, and is not told that there is a file.
    let title = letter.split_once("</title>").expect("a title").0;
    let letter = letter.split_once("<article").and_then(|(_, rest)| rest.split_once("</article>"));
    let sent = format!("{title}{}", letter.expect("a letter").0);
    for known in [">2026-1<", "Utredningsgrupp", "Lövdahl", "Alva", "Ärende"] {
        assert!(!sent.contains(known), "{known}: {sent}");
    }
}

#[tokio::test]
async fn whoever_sees_a_part_of_the_file_gives_nothing_out() {
    let scene = told();
    for login in ["mia", "umar", "olga"] {
        let session = scene.at.login(login).await;
        for page in ["/utlamnat", "/utlamnande/ny", "/utlamnat/ny", "/samtycken"] {
            let answer: Answer = scene.at.get(&session, &scene.path(page)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login} {page}");
        }
    }
}

/// What rests on consent needs one that holds, and taking it back holds at once.
#[tokio::test]
async fn what_is_handed_over_with_consent_stops_when_it_is_taken_back() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let (register, over) = (scene.path("/samtycken"), scene.path("/utlamnat/ny"));
    let karin = scene.karin.to_string();
    let consent = [
        ("person", &*karin),
        ("recipient", "Ekbackens skola"),
        ("purpose", "Stöd"),
        ("kind", "contact"),
        ("text", "Att vi har kontakt"),
    ];
    let form = |consent| {
        let (what, kind) = (("text", "Att familjen har kontakt."), ("kind", "contact"));
        let to = ("recipient", "Ekbackens skola");
        [to, what, kind, ("reasons", "U04"), ("way", "phone"), ("consent", consent)]
    };
    let refused = scene.fill(&ulla, &over, &form("")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Det finns inget samtycke som gäller"), "{}", refused.body);
    let saved = scene.fill(&ulla, &register, &consent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = scene.at.get(&ulla, &register).await.body;
    let id = page.split("name=\"revoke\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.expect("it can be taken back").to_owned();
    let done = scene.fill(&ulla, &over, &form(&id)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let back = scene.fill(&ulla, &register, &[("revoke", &id)]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    let refused = scene.fill(&ulla, &over, &form(&id)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!scene.at.get(&ulla, &register).await.body.contains("name=\"revoke\""));
}

/// The board's order of the demo wants a second person. Whoever tested it waits and is told for whom, until when; whoever leads the unit has it
/// in their day; what they send back is tested anew with all that was chosen.
#[tokio::test]
async fn a_second_person_sees_what_was_tested_and_sends_it_or_sends_it_back() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let karin = scene.karin.to_string();
    let form = [("route", "own_data"), ("person", &*karin), ("text", "Allt.")];
    let page = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &form).await.location().to_owned();
    let first = scene.at.get(&ulla, &page).await.body;
    assert!(first.contains("Klar för andra person") && first.contains("punkt 5.5"), "{first}");
    let seq = note(&scene) - 1;
    let (how, hide) = (format!("how-{seq}-0"), format!("hide-{seq}-0"));
    let test = ("motive", "Prövat uppgift för uppgift.");
    let tested = [("way", "letter"), test, (&*how, "mask"), (&*hide, "frukost")];
    let done = scene.fill(&ulla, &page, &tested).await;
    assert_eq!(done.location(), format!("{page}?gjort=provat"), "{}", done.body);
    let own = scene.at.get(&ulla, &page).await.body;
    for told in ["Prövat av Ulla", "Senast ons", "Frida", "Pröva om"] {
        assert!(own.contains(told), "{told}: {own}");
    }
    assert!(!own.contains("value=\"confirm\"") && !own.contains("/kopia"), "she sends nothing herself");
    let frida = scene.at.login("frida").await;
    assert!(scene.at.get(&frida, "/").await.body.contains(&page), "it is in her day");
    let theirs = scene.at.get(&frida, &page).await.body;
    assert!(
        theirs.contains("Alva kom utan █████ i tisdags.") && theirs.contains("Prövat uppgift för uppgift.")
    );
    let empty = scene.fill(&frida, &page, &[("deed", "return")]).await;
    assert!(empty.status == 422 && empty.body.contains("id=\"back-error\""), "{}", empty.body);
    let back = [("deed", "return"), ("back", "Dölj också dagen.")];
    assert_eq!(scene.fill(&frida, &page, &back).await.status, StatusCode::SEE_OTHER);
    let again = scene.at.get(&ulla, &page).await.body;
    assert!(again.contains("Dölj också dagen.") && again.contains(">\nfrukost</textarea>"), "{again}");
    scene.fill(&ulla, &page, &[(&*hide, "frukost\ntisdags")]).await;
    let copy = seconded(&scene, &page).await;
    let letter = scene.at.get(&ulla, &copy).await.body;
    assert!(letter.contains("Alva kom utan █████ i █████."), "{letter}");
    let line = scene.timeline(scene.alva).await;
    assert!(line.contains("Prövat av") && line.contains("Utlämnande skickat tillbaka"), "{line}");
}

/// Nobody who asks waits past the next working day: then whoever tested it sends it, and the file says so.
#[tokio::test]
async fn what_nobody_came_to_in_time_goes_without_a_second_person() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let form = [("route", "official_document"), ("text", "Allt om Alva.")];
    let page = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &form).await.location().to_owned();
    let show = format!("how-{}-0", note(&scene) - 1);
    let tested = [(&*show, "show"), ("way", "letter"), ("motive", "Det står klart att ingen lider men.")];
    scene.fill(&ulla, &page, &tested).await;
    assert!(!scene.at.get(&ulla, &page).await.body.contains("Lämna ut utan andra person"), "not yet");
    scene.at.desk.clock.advance(1);
    let ulla = scene.at.login("ulla").await;
    let late = scene.at.get(&ulla, &page).await.body;
    assert!(late.contains("Lämna ut utan andra person"), "{late}");
    let sent = scene.fill(&ulla, &page, &[("deed", "confirm")]).await;
    assert!(sent.location().ends_with("/kopia"), "{}", sent.body);
    assert!(scene.timeline(scene.alva).await.contains("utan andra person i tid"));
}

/// What nothing speaks against can be put out of sight; what was chosen for it goes along, and what was typed stays.
#[tokio::test]
async fn only_what_is_marked_is_shown_when_asked_for_and_nothing_is_lost() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let karin = scene.karin.to_string();
    let form = [("route", "own_data"), ("person", &*karin), ("text", "Allt.")];
    let page = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &form).await.location().to_owned();
    let all = scene.at.get(&ulla, &page).await.body;
    let marked = scene.at.get(&ulla, &format!("{page}?visa=markta")).await.body;
    assert!(all.contains(OPEN) && all.contains(SECRET), "{all}");
    let shown = |page: &str, text: &str| page.split("<article").next().unwrap_or(page).matches(text).count();
    let preview = 1;
    assert_eq!((shown(&all, OPEN), shown(&marked, OPEN)), (1 + preview, preview), "only in the preview");
    assert!(shown(&marked, SECRET) == 1 && marked.contains("Visa alla uppgifter"), "{marked}");
    let seq = note(&scene) - 1;
    let open = format!("name=\"how-{seq}-0\" value=\"show\"");
    assert!(marked.contains(&open), "what is out of sight goes along: {marked}");
    let typed = [("motive", "Halvvägs."), ("deed", "preview")];
    let narrowed = scene.fill(&ulla, &format!("{page}?visa=markta"), &typed).await;
    assert!(narrowed.status == 200 && narrowed.body.contains("Halvvägs."), "{}", narrowed.body);
    let given = [("way", "letter"), ("motive", "Prövat.")];
    let before = scene.at.get(&ulla, &format!("{page}?visa=markta")).await;
    assert_eq!(scene.send(&ulla, &page, &before, &given).await.status, StatusCode::SEE_OTHER);
    let letter = scene.at.get(&ulla, &seconded(&scene, &page).await).await.body;
    assert!(letter.contains(OPEN) && !letter.contains("sover"), "given as it was chosen: {letter}");
}

/// How sure a row of the law is, is said as it is: what was concluded from a wording is not called unread.
#[tokio::test]
async fn a_row_of_the_law_says_how_sure_it_is() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let karin = scene.karin.to_string();
    let ask = [("route", "own_data"), ("person", &*karin), ("text", "Allt.")];
    let own = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &ask).await.location().to_owned();
    let own = scene.at.get(&ulla, &own).await.body;
    assert!(own.contains("en slutsats av lagtext som är läst") && !own.contains("inte läst i sin helhet"));
    let ask = [("route", "data_subject"), ("person", &*karin), ("text", "Allt.")];
    let subject = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &ask).await.location().to_owned();
    assert!(scene.at.get(&ulla, &subject).await.body.contains("bygger på yrkeskunskap"));
    let ask = [("route", "official_document"), ("text", "Allt.")];
    let public = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &ask).await.location().to_owned();
    assert!(!scene.at.get(&ulla, &public).await.body.contains("Osäkert"), "its wording was read");
}

/// A teacher is named to a parent; how to reach her is hers, and is left out until somebody has tested it.
#[tokio::test]
async fn a_reporters_telephone_is_left_out_until_somebody_has_tested_it() {
    let report = crate::testing::report();
    let reporter = Reporter { contact: Some(text("070-174 06 05")), ..report.reporter };
    let scene = Scene::with(&Report { reporter, ..report });
    let karin = scene.karin.to_string();
    let (seq, person) = (reported(&scene), ("person", &*karin));
    // Her brother is named among the facts: they are kept until somebody has looked.
    let (facts, contact) = (format!("how-{seq}-f"), format!("how-{seq}-c"));
    let (_, letter) = flow(&scene, &[("route", "own_data"), person], &[(&facts, "show")]).await;
    assert!(letter.contains("Rektor Planteradsson") && !letter.contains("070-174"), "{letter}");
    let (_, letter) = flow(&scene, &[("route", "own_data"), person], &[(&contact, "show")]).await;
    assert!(letter.contains("Anmälarens telefon eller adress: 070-174 06 05"), "{letter}");
}

/// The number of the report in the file.
fn reported(scene: &Scene) -> i64 {
    let (ulla, now) = (scene.at.actor("ulla"), scene.at.now());
    let open = scene.at.desk.house.look(&ulla, now, scene.alva.file, store::Part::Timeline).expect("hers");
    let mut entries = open.entries.iter();
    entries.find(|one| one.entry.reporter().is_some()).expect("a report").seq
}

/// ASVS V7.5.3: what is given out of the house asks who gives it, and what was typed comes back.
#[tokio::test]
async fn v7_5_3_giving_out_asks_who_it_is_and_loses_nothing() {
    let scene = told();
    let ulla = scene.at.login("ulla").await;
    let form = [("route", "official_document"), ("text", "Allt om Alva.")];
    let page = scene.fill(&ulla, &scene.path("/utlamnande/ny"), &form).await.location().to_owned();
    let old = scene.at.login_of_old("ulla").await;
    let (show, motive) = (format!("how-{}-0", note(&scene) - 1), "Det står klart att ingen lider men.");
    let given = [(&*show, "show"), ("way", "letter"), ("motive", motive)];
    let asked = scene.fill(&old, &page, &given).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.body.contains(motive), "what was typed is given back");
    assert!(scene.at.get(&ulla, &page).await.body.contains("Lämna ut"), "and nothing was done");
}
