//! The note page, from the form to the file.

use crate::scene::Scene;
use record::meeting::Booking;
use record::{Code, Command, DraftId, MeetingId};

#[tokio::test]
async fn the_cursor_stands_in_the_text_and_signing_takes_nothing_more() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    let page = scene.at.get(&ulla, &path).await;
    let textarea = page.body.split("<textarea").nth(1).and_then(|rest| rest.split('>').next());
    assert!(textarea.is_some_and(|tag| tag.contains("id=\"text\"") && tag.contains("autofocus")));
    let done = scene.send(&ulla, &path, &page, &[("text", "Skolan ringde igen.")]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, &*scene.path("/tidslinje?gjort=anteckning")));
    assert!(scene.timeline(scene.alva).await.contains("Skolan ringde igen."));
    assert!(!scene.timeline(scene.melker).await.contains("Skolan ringde igen."));
}

#[tokio::test]
async fn sent_twice_it_is_signed_once() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    let page = scene.at.get(&ulla, &path).await;
    for _ in 0..2 {
        let done = scene.send(&ulla, &path, &page, &[("text", "Bara en gång.")]).await;
        assert_eq!(done.status, 303);
    }
    assert_eq!(scene.timeline(scene.alva).await.matches("Bara en gång.").count(), 1);
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_at_its_field_and_everything_typed_stays() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    let cases: [(&[(&str, &str)], &str); 5] = [
        (&[("text", "")], "id=\"text-error\""),
        (&[("text", "Kvar."), ("occurred", "2026-11-25")], "id=\"occurred-error\""),
        (&[("text", "Kvar."), ("occurred", "2010-01-01")], "id=\"occurred-error\""),
        (&[("text", "Kvar."), ("occurred", "i går")], "id=\"occurred-error\""),
        (&[("text", "Kvar."), ("words-1", "Sa något.")], "id=\"by-1-error\""),
    ];
    for (typed, at) in cases {
        let page = scene.fill(&ulla, &path, typed).await;
        assert_eq!(page.status, 422, "{at}");
        assert!(page.body.contains(at), "{at}");
        assert!(typed.iter().all(|(_, value)| page.body.contains(value)), "{at}");
    }
    let broken = scene.fill(&ulla, &path, &[("text", "a\u{0}b")]).await;
    assert_eq!(broken.status, 422);
    assert!(broken.body.contains("id=\"text-error\""));
}

#[tokio::test]
async fn the_three_kinds_stay_apart_and_the_childs_wish_is_remembered() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let typed = [
        ("text", "Hembesök."),
        ("child-words", "Jag vill inte att pappa får veta."),
        ("keep", "child-words"),
        ("by-1", "karin"),
        ("words-1", "Hon ska byta arbetstid."),
        ("by-2", "Skolsköterskan"),
        ("words-2", "Hon kommer ofta."),
        ("assessment", "Alva bär för mycket."),
    ];
    assert_eq!(scene.fill(&ulla, &scene.path("/anteckning"), &typed).await.status, 303);
    let line = scene.timeline(scene.alva).await;
    assert!(line.contains("<blockquote class=\"text\">Jag vill inte att pappa får veta.</blockquote>"));
    assert!(line.contains("Sagt av <bdi>Karin</bdi>") && line.contains("Sagt av <bdi>Skolsköterskan</bdi>"));
    assert!(line.contains("Ska inte visas för vårdnadshavarna (12 kap. 3 § OSL)"));
    assert!(line.contains("data-kind=\"note voice\""));
}

#[tokio::test]
async fn todays_meeting_is_guessed_and_ended_by_its_note() {
    let scene = Scene::assessed();
    let id = MeetingId::new(scene.at.desk.house.new_id(scene.at.now()));
    let booking = Booking {
        id,
        at: "2026-11-24T08:55".parse().expect("a moment"),
        kind: Code::from("home_visit"),
        worker: scene.at.actor("ulla").staff,
        with: vec![],
        child: true,
        place: None,
    };
    scene.at.act("ulla", scene.alva.file, vec![Command::BookMeeting(None, booking)]).expect("booked");
    let ulla = scene.at.login("ulla").await;
    let page = scene.at.get(&ulla, &scene.path("/anteckning")).await;
    assert!(page.body.contains("<option value=\"home_visit\" selected>"));
    assert!(page.body.contains("value=\"08:55\""));
    let done = scene.send(&ulla, &scene.path("/anteckning"), &page, &[("text", "Vi var där.")]).await;
    assert_eq!(done.status, 303);
    let child = scene.at.get(&ulla, &scene.path("")).await;
    assert!(child.body.contains("Senaste mötet var"));
    assert!(!child.body.contains("Väntar på anteckning"));
}

#[tokio::test]
async fn one_call_about_two_children_stands_in_both_files_and_their_own_parts_apart() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let melker = scene.melker.file.to_string();
    let only = format!("only-{melker}");
    let typed = [
        ("text", "Samtal med skolan om båda barnen."),
        ("child-words", "Jag tar hand om Melker."),
        ("sibling", &*melker),
        (&*only, "Melker har frukost hos fritids."),
        ("only-here", "Alva har varit borta två dagar."),
    ];
    assert_eq!(scene.fill(&ulla, &scene.path("/anteckning"), &typed).await.status, 303);
    let (alva, melker) = (scene.timeline(scene.alva).await, scene.timeline(scene.melker).await);
    for line in [&alva, &melker] {
        assert!(line.contains("Samtal med skolan om båda barnen."));
    }
    assert!(alva.contains("borta två dagar") && !alva.contains("frukost hos fritids"));
    assert!(melker.contains("frukost hos fritids") && !melker.contains("borta två dagar"));
    assert!(alva.contains("Jag tar hand om Melker.") && !melker.contains("Jag tar hand om Melker."));
}

/// What the child has said, and what must be kept, stays in its own file; a sibling has words of its own, with a box of their own.
#[tokio::test]
async fn a_childs_own_words_reach_a_siblings_file_only_when_somebody_says_so() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let melker = scene.melker.file.to_string();
    let said = format!("said-{melker}");
    let typed = [
        ("text", "Hembesök hos båda."),
        ("child-words", "Jag vill inte att pappa får veta."),
        ("keep", "child-words"),
        ("by-1", "Karin"),
        ("words-1", "Han slog mig i går."),
        ("keep", "words-1"),
        ("sibling", &*melker),
        (&*said, "Jag sover hos Alva när de bråkar."),
        ("keep", &*said),
    ];
    let path = scene.path("/anteckning");
    assert_eq!(scene.fill(&ulla, &path, &typed).await.status, 303);
    let (alva, line) = (scene.timeline(scene.alva).await, scene.timeline(scene.melker).await);
    assert!(line.contains("Hembesök hos båda."));
    for kept in ["Jag vill inte att pappa får veta.", "Han slog mig i går."] {
        assert!(alva.contains(kept) && !line.contains(kept), "{kept}");
    }
    let own = "<blockquote class=\"text\">Jag sover hos Alva när de bråkar.</blockquote>";
    assert!(line.contains(own) && !alva.contains("Jag sover hos Alva"), "his words, in his file alone");
    assert!(line.contains("Ska inte visas för vårdnadshavarna (12 kap. 3 § OSL)"));
    let with_voice: Vec<_> = typed.into_iter().chain([("sibling-voice", &*melker)]).collect();
    assert_eq!(scene.fill(&ulla, &path, &with_voice).await.status, 303);
    let line = scene.timeline(scene.melker).await;
    assert!(line.contains("Jag vill inte att pappa får veta.") && line.contains("Han slog mig i går."));
    assert!(line.contains("Sagt av <bdi>Alva</bdi>"), "in Melker's file the words are his sister's");
}

#[tokio::test]
async fn a_quotation_carries_its_text_and_its_labels() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    scene.fill(&ulla, &path, &[("text", "x"), ("child-words", "Säg inget."), ("keep", "child-words")]).await;
    let line = scene.timeline(scene.alva).await;
    let quote =
        line.split("citera=").find(|rest| rest.contains(".1\"")).and_then(|rest| rest.split('"').next());
    let asked = scene.path(&format!("/anteckning?citera={}", quote.expect("a quote handle")));
    let page = scene.at.get(&ulla, &asked).await;
    assert!(page.body.contains("Säg inget.</textarea>"));
    assert_eq!(scene.send(&ulla, &asked, &page, &[("text", "Om det.")]).await.status, 303);
    let line = scene.timeline(scene.alva).await;
    assert_eq!(line.matches("Ska inte visas för vårdnadshavarna").count(), 2);
}

/// Words that have been rewritten are no quotation of what stands in the file; what is kept from somebody is so all the same, and what is
/// written beside a quotation is the writer's own.
#[tokio::test]
async fn rewritten_words_are_no_quotation_and_keep_their_labels() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    let said = [("text", "x"), ("child-words", "Säg inget."), ("keep", "child-words")];
    assert_eq!(scene.fill(&ulla, &path, &said).await.status, 303);
    let look = || {
        let (who, now) = (scene.at.actor("ulla"), scene.at.now());
        scene.at.desk.house.look(&who, now, scene.alva.file, store::Part::Timeline).expect("her file")
    };
    let source = look().version();
    let asked = scene.path(&format!("/anteckning?citera={source}.1"));
    let quotes = record::text::Quote { seq: source, part: 1 };
    for (typed, told) in [
        ("Säg inget.", vec![("Säg inget.", true)]),
        ("Säg inget. Eller?", vec![("Säg inget. Eller?", false)]),
        ("Säg något.", vec![("Säg något.", false)]),
        (
            "Hon viskade.\r\n\r\nSäg inget.\r\n\r\nSedan gick hon.",
            vec![("Hon viskade.", false), ("Säg inget.", true), ("Sedan gick hon.", false)],
        ),
    ] {
        let page = scene.at.get(&ulla, &asked).await;
        assert_eq!(scene.send(&ulla, &asked, &page, &[("child-words", typed)]).await.status, 303);
        let open = look();
        let note = open.entries.last().expect("the note");
        let parts = note.entry.parts();
        let found: Vec<_> =
            parts.iter().map(|part| (part.text.as_str(), part.quotes == Some(quotes))).collect();
        assert_eq!(found, told);
        assert!(
            parts.iter().filter(|part| part.quotes.is_some() || told.len() == 1).all(|p| !p.keep.is_empty())
        );
    }
    let page = scene.at.get(&ulla, &asked).await;
    assert!(page.body.contains("Citat ur akten") && !page.body.contains("Inte längre ett citat"));
    let typed = [("child-words", "Säg något."), ("occurred", "i går")];
    let back = scene.send(&ulla, &asked, &page, &typed).await;
    assert_eq!(back.status, 422);
    assert!(back.body.contains("Inte längre ett citat"), "it is said at the field");
}

#[tokio::test]
async fn a_second_quotation_keeps_its_own_speaker_and_a_taken_field_says_so() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    for said in ["Säg inget.", "Jag vill hem."] {
        scene.fill(&ulla, &path, &[("text", said), ("child-words", said), ("keep", "child-words")]).await;
    }
    let open = scene.at.desk.house.look(
        &scene.at.actor("ulla"),
        scene.at.now(),
        scene.alva.file,
        store::Part::Timeline,
    );
    let last = open.expect("her file").version();
    let quote = async |seq: i64, part: u8| {
        let page = scene.at.get(&ulla, &scene.path(&format!("/anteckning?citera={seq}.{part}"))).await;
        let draft = format!("/utkast/{}?form=note&file={}", page.hidden("draft"), scene.alva.file);
        (page, draft)
    };
    let (first, draft) = quote(last - 1, 1).await;
    let typed = [("child-words", "Säg inget."), ("quotes-child-words", first.hidden("quotes-child-words"))];
    assert!(scene.at.post(&ulla, &draft, &typed).await.status.is_success());
    let (second, _) = quote(last, 1).await;
    assert!(
        second.body.contains("Säg inget.</textarea>") && second.body.contains("Jag vill hem.</textarea>")
    );
    assert_eq!(second.hidden("quotes-words-1"), format!("{last}.1"), "in a field of its own");
    assert_eq!(second.hidden("quotes-child-words"), format!("{}.1", last - 1), "and the first stays");
}

#[tokio::test]
async fn what_is_written_is_kept_until_it_is_signed() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    let page = scene.at.get(&ulla, &path).await;
    let url = page.body.split("data-draft-url=\"").nth(1).and_then(|rest| rest.split('"').next());
    let url = url.expect("an address").replace("&#38;", "&").replace("&amp;", "&");
    let kept = [("text", "Halvvägs genom"), ("child-words", "Jag vill"), ("draft_version", "0")];
    assert_eq!(scene.at.post(&ulla, &url, &kept).await.status, 200);
    let again = scene.at.get(&ulla, &path).await;
    assert!(again.body.contains("Halvvägs genom</textarea>") && again.body.contains("Jag vill</textarea>"));
    assert_eq!(scene.send(&ulla, &path, &again, &[]).await.status, 303);
    assert!(!scene.at.get(&ulla, &path).await.body.contains("Halvvägs"), "signed: the draft is gone");
    assert!(scene.timeline(scene.alva).await.contains("Halvvägs genom"));
}

#[tokio::test]
async fn nobody_writes_in_a_file_that_is_not_theirs() {
    let scene = Scene::assessed();
    let umar = scene.at.login("umar").await;
    let path = scene.path("/anteckning");
    assert_eq!(scene.at.get(&umar, &path).await.status, 404);
    let command = scene.at.desk.house.new_id(scene.at.now()).to_string();
    let form = [("command", &*command), ("text", "Hej"), ("kind", "call"), ("occurred", "2026-11-24")];
    assert_eq!(scene.at.post(&umar, &path, &form).await.status, 404);
}

#[tokio::test]
async fn a_document_comes_with_the_note_in_one_step() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    let page = scene.at.get(&ulla, &path).await;
    let typed = [
        ("command", page.hidden("command")),
        ("kind", "contact"),
        ("occurred", "2026-11-24"),
        ("matter", ""),
        ("text", "Skolan skickade närvaron."),
    ];
    let pdf = ("narvaro.pdf", b"%PDF-1.7 rapport".as_slice());
    let nobody = scene.at.post_document(&ulla, &path, &typed, pdf).await;
    assert_eq!(nobody.status, 422);
    assert!(nobody.body.contains("id=\"sender-error\"") && nobody.body.contains("id=\"document-error\""));
    assert!(nobody.body.contains("Skolan skickade närvaron."), "the text is kept, the file is chosen again");
    let from: Vec<_> = typed.into_iter().chain([("sender", "Granskolan")]).collect();
    assert_eq!(
        scene.at.post_document(&ulla, &path, &from, ("narvaro.pdf", b"MZ".as_slice())).await.status,
        422,
        "no known kind"
    );
    assert_eq!(scene.at.post_document(&ulla, &path, &from, pdf).await.status, 303);
    let line = scene.timeline(scene.alva).await;
    assert!(line.contains("narvaro.pdf") && line.contains("Granskolan"));
    assert!(
        line.contains("E-post") && !line.contains("Besök"),
        "nobody met: it came by e-mail, unless something else is said"
    );
    assert_eq!(line.matches("/dokument/").count(), 2, "at the note and at the document itself");
}

#[tokio::test]
async fn with_a_file_that_is_not_the_readers_nothing_is_signed() {
    let scene = Scene::assessed();
    let other = scene.at.seed_child("Nils", "Berg");
    scene.at.distribute(other, "umar");
    let ulla = scene.at.login("ulla").await;
    let guessed = other.file.to_string();
    for name in ["sibling", "sibling-took-part"] {
        let typed = [("text", "Om dem båda."), (name, &*guessed)];
        let refused = scene.fill(&ulla, &scene.path("/anteckning"), &typed).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("id=\"sibling-error\"") && refused.body.contains("Om dem båda."));
    }
    assert!(!scene.timeline(scene.alva).await.contains("Om dem båda."), "all or none");
}

#[tokio::test]
async fn what_names_nothing_in_the_file_is_told_and_never_taken_for_nothing() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let nothing = scene.at.desk.house.new_id(scene.at.now()).to_string();
    for name in ["meeting", "document", "with", "matter"] {
        for value in [&*nothing, "x"] {
            let typed = [("text", "Kvar."), (name, value)];
            let refused = scene.fill(&ulla, &scene.path("/anteckning"), &typed).await;
            assert_eq!(refused.status, 422, "{name}");
            assert!(refused.body.contains(&format!("href=\"#{name}\"")), "{name}");
            assert!(refused.body.contains("Kvar.</textarea>"), "{name}");
        }
    }
}

/// No field cuts off what is pasted: all of it comes back, with what to do about it. It is more than a draft holds, which is said too.
#[tokio::test]
async fn two_million_letters_come_back_with_an_error_at_their_field() {
    let scene = Scene::new();
    let ulla = scene.at.login("ulla").await;
    let path = scene.path("/anteckning");
    let pasted = "Två megabyte. ".repeat(150_000);
    let refused = scene.fill(&ulla, &path, &[("text", &*pasted)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("id=\"text-error\"") && refused.body.contains(pasted.trim_end()));
    let textareas = refused.body.split("<textarea").skip(1);
    assert!(
        textareas.into_iter().all(|tag| !tag.split('>').next().unwrap_or_default().contains("maxlength"))
    );
    let kept = format!(
        "/utkast/{}?form=note&file={}",
        DraftId::new(scene.at.desk.house.new_id(scene.at.now())),
        scene.alva.file
    );
    let draft = scene.at.post(&ulla, &kept, &[("draft_version", "0"), ("text", &*pasted)]).await;
    assert_eq!(draft.status, 413);
}

/// Whoever carries a service out reads what is written in its matter: nobody's words get there without somebody having chosen it.
#[tokio::test]
async fn a_note_is_not_preset_where_a_provider_reads_it() {
    let at = crate::service_scene::ServiceScene::planned();
    let path = at.scene.path("/anteckning");
    let service = format!("<option value=\"{}\"", at.service);
    let ulla = at.scene.at.login("ulla").await;
    let page = at.scene.at.get(&ulla, &path).await.body;
    assert!(page.contains(&format!("{service}>")) && page.contains("(läses också av Öppenvården)"));
    let asked = at.scene.at.get(&ulla, &format!("{path}?arende={}", at.service)).await.body;
    assert!(asked.contains(&format!("{service} selected>")));
    let olga = at.scene.at.login("olga").await;
    let own = at.scene.at.get(&olga, &path).await.body;
    assert!(own.contains(&format!("{service} selected>")) && !own.contains("läses också"));
}
