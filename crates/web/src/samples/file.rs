//! Samples of a child's file: what is written from day to day, who is who, and what stands in the wrong place.

use record::identity::IdentityNumber;
use record::person::ProtectionLevel;

use super::Sampler;
use super::lists::{LONG, full, noted};
use crate::scene::Scene;

/// What is written about a child from day to day.
pub(super) async fn in_the_file(at: &mut Sampler) {
    let (scene, _, meeting) = full();
    let seq = noted(&scene);
    let dispute = [("person", "Karin"), ("text", "Det stämmer inte alls.")];
    for (page, typed) in [("tillagg", &[("text", "Förskolan ringde åter.")][..]), ("bestridande", &dispute)]
    {
        at.does(&scene, "ulla", &scene.path(&format!("/post/{seq}/{page}")), typed).await;
    }
    for (login, rest) in [("ulla", ""), ("ulla", "?gjort=sparat"), ("frida", "")] {
        at.opens("child.html", &scene, login, &scene.path(rest)).await;
    }
    for rest in ["/tidslinje", "/tidslinje?visa=voice", "/tidslinje?gjort=flyttad", "/tidslinje?visa=beslut"]
    {
        at.opens("timeline.html", &scene, "ulla", &scene.path(rest)).await;
    }
    for sought in ["Förskolan", "finns ingenstans", ""] {
        at.posts("timeline.html", &scene, "ulla", &scene.path("/tidslinje"), &[("sok", sought)]).await;
    }
    let note = scene.path("/anteckning");
    for rest in ["", &format!("?citera={seq}.1"), &format!("?mote={meeting}")] {
        at.opens("note.html", &scene, "ulla", &format!("{note}{rest}")).await;
    }
    at.sends("note.html", &scene, "ulla", &note, &[("occurred", "2099-01-01"), ("text", "")]).await;
    let rewritten = [("occurred", "2099-01-01"), ("words-1", "Med andra ord än de som citeras.")];
    at.sends("note.html", &scene, "ulla", &format!("{note}?citera={seq}.1"), &rewritten).await;
    for page in ["tillagg", "bestridande"] {
        let template = if page == "tillagg" { "addendum.html" } else { "dispute.html" };
        let path = scene.path(&format!("/post/{seq}/{page}"));
        at.opens(template, &scene, "ulla", &path).await;
        at.sends(template, &scene, "ulla", &path, &[("text", "")]).await;
    }
    at.opens("document.html", &scene, "ulla", &scene.path("/dokument/ny")).await;
    at.sends("document.html", &scene, "ulla", &scene.path("/dokument/ny"), &[("title", "")]).await;
    at.opens("meeting.html", &scene, "ulla", &scene.path("/mote")).await;
    at.sends("meeting.html", &scene, "ulla", &scene.path("/mote"), &[("occurred", "")]).await;
    let path = scene.path(&format!("/mote/{meeting}"));
    at.opens("meeting_one.html", &scene, "ulla", &path).await;
    at.sends("meeting_one.html", &scene, "ulla", &path, &[("outcome", "")]).await;
    at.opens("occurrence.html", &scene, "ulla", &scene.path("/handelse")).await;
    at.sends(
        "occurrence.html",
        &scene,
        "ulla",
        &scene.path("/handelse"),
        &[("kind", "Något som inte finns")],
    )
    .await;
    at.opens("record_decision.html", &scene, "ulla", &scene.path("/beslut/nytt")).await;
    at.sends(
        "record_decision.html",
        &scene,
        "ulla",
        &scene.path("/beslut/nytt"),
        &[("kind", "Något som inte finns")],
    )
    .await;
    at.opens("readers.html", &scene, "ulla", &scene.path("/lasare")).await;
    drafted(at, &scene).await;
    asked_for(at).await;
    broken(at).await;
}

/// A text whose file has become somebody else's.
async fn drafted(at: &mut Sampler, scene: &Scene) {
    let ulla = scene.at.login("ulla").await;
    let id = "0193a000-0000-7000-8000-000000000001";
    let path = format!("/utkast/{id}?form=note&file={}", scene.melker.file);
    assert_eq!(scene.at.post(&ulla, &path, &[("draft_version", "0"), ("text", LONG)]).await.status, 200);
    scene.at.distribute(scene.melker, "oskar");
    at.opens("draft_text.html", scene, "ulla", &format!("/utkast/{id}")).await;
    at.opens("my_day.html", scene, "ulla", "/").await;
    scene.at.desk.clock.advance(5);
    at.opens("group.html", scene, "frida", "/gruppen").await;
}

/// A colleague without a part in it says why they open the file.
async fn asked_for(at: &mut Sampler) {
    let scene = Scene::assessed();
    let path = scene.path("/skal");
    at.opens("reason.html", &scene, "oskar", &path).await;
    at.posts("reason.html", &scene, "oskar", &path, &[("words", LONG)]).await;
    let oskar = scene.at.login("oskar").await;
    let given = scene
        .at
        .post(&oskar, &path, &[("reason", "cover"), ("words", "Jag ersätter den som är borta på måndag.")])
        .await;
    assert_eq!(given.status, 303);
    at.opens("child.html", &scene, "oskar", &scene.path("")).await;
    at.opens("timeline.html", &scene, "oskar", &scene.path("/tidslinje")).await;
    at.opens("readers.html", &scene, "ulla", &scene.path("/lasare")).await;
}

/// Reception breaks the glass, and whoever leads the unit looks into it.
async fn broken(at: &mut Sampler) {
    let scene = Scene::assessed();
    let nod = scene.path("/nod");
    at.posts("search.html", &scene, "moa", "/sok", &[("q", &scene.alva.number.to_string())]).await;
    at.opens("glass.html", &scene, "moa", &nod).await;
    at.posts("glass.html", &scene, "moa", &nod, &[("words", LONG)]).await;
    let protected = scene.at.seed_with("Åsa", "Ängström", ProtectionLevel::Marked);
    scene.at.distribute(protected, "ulla");
    at.opens("glass.html", &scene, "moa", &format!("/akt/{}/nod", protected.file)).await;
    let said = [("reason", "danger"), ("words", "Polisen har Alva hos sig.")];
    at.does(&scene, "moa", &nod, &said).await;
    at.opens("child.html", &scene, "moa", &scene.path("")).await;
    at.opens("my_day.html", &scene, "frida", "/").await;
    at.opens("readers.html", &scene, "moa", &scene.path("/lasare")).await;
    let waits = scene.at.desk.house.glasses_to_review(&scene.at.actor("frida")).expect("a list");
    let review = format!("/nodoppning/{}", waits[0].id);
    at.opens("glass_review.html", &scene, "frida", &review).await;
    at.posts("glass_review.html", &scene, "frida", &review, &[("words", LONG)]).await;
    let found = [("reason", "needed"), ("words", "Jag har talat med Moa.")];
    at.does(&scene, "frida", &review, &found).await;
    let late = [("reason", "mistaken"), ("words", "Jag har ändrat mig.")];
    at.posts("glass_review.html", &scene, "frida", &review, &late).await;
    at.opens("my_day.html", &scene, "frida", "/?gjort=granskat").await;
    at.opens("readers.html", &scene, "ulla", &scene.path("/lasare")).await;
    scene.at.propose(scene.alva, "ulla", "D03", "utskottet");
    let reads = scene.at.desk.house.look(
        &scene.at.actor("utskottet"),
        scene.at.now(),
        scene.alva.file,
        store::Part::Child,
    );
    reads.expect("asked to decide");
    at.opens("letter.html", &scene, "ulla", &scene.path(&format!("/lasare/kopia/{}", scene.karin))).await;
    let matter = record::MatterId::new(scene.at.desk.house.new_id(scene.at.now()));
    let second = record::Command::ReceiveReport(matter, crate::testing::report());
    scene.at.act("mia", scene.alva.file, vec![second]).expect("a second report");
    at.opens("child.html", &scene, "mia", &scene.path("")).await;
}

/// Who is who around the child.
pub(super) async fn people(at: &mut Sampler) {
    let scene = Scene::assessed();
    let path = scene.path("/personer");
    at.opens("family.html", &scene, "ulla", &path).await;
    at.sends("family.html", &scene, "ulla", &path, &[("given", ""), ("as-of", "x"), ("number", "12")]).await;
    let single = scene.at.seed_child("Åsa", "Ängström");
    scene.at.distribute(single, "ulla");
    at.opens("family.html", &scene, "ulla", &format!("/akt/{}/personer", single.file)).await;
    for person in [scene.karin, scene.par, scene.alva.person] {
        let path = scene.path(&format!("/personer/{person}"));
        at.opens("person.html", &scene, "ulla", &path).await;
        let wrong = [("do", "number"), ("number", "12"), ("source", "register"), ("as-of", "2026-11-24")];
        at.sends("person.html", &scene, "ulla", &path, &wrong).await;
    }
    let renamed = [
        ("do", "name"),
        ("given", "Katarina"),
        ("family", "Löv"),
        ("source", "register"),
        ("as-of", "2026-11-24"),
    ];
    let path = scene.path(&format!("/personer/{}", scene.karin));
    at.does(&scene, "ulla", &path, &renamed).await;
    at.opens("person.html", &scene, "ulla", &path).await;
    let known = single.number.to_string();
    let same = [
        ("do", "correct"),
        ("number", &*known),
        ("motive", "Förväxling"),
        ("source", "register"),
        ("as-of", "2026-11-24"),
    ];
    let path = scene.path(&format!("/personer/{}", scene.alva.person));
    at.sends("person.html", &scene, "ulla", &path, &same).await;
    let same = [
        ("do", "move"),
        ("number", &*known),
        ("motive", "Förväxling"),
        ("source", "register"),
        ("as-of", "2026-11-24"),
    ];
    at.sends("move_all_check.html", &scene, "ulla", &path, &same).await;
    let brother = IdentityNumber::synthetic("2016-05-06".parse().expect("a day"), 44).to_string();
    let fileless = [
        ("number", &*brother),
        ("given", "Örjan"),
        ("family", "Lövdahl"),
        ("relation", "sibling"),
        ("source", "register"),
        ("as-of", "2026-11-24"),
    ];
    at.does(&scene, "ulla", &scene.path("/personer"), &fileless).await;
    at.posts("search.html", &scene, "mia", "/sok", &[("q", &brother)]).await;
    let same = [
        ("do", "move"),
        ("number", &*brother),
        ("motive", "Förväxling"),
        ("source", "register"),
        ("as-of", "2026-11-24"),
    ];
    at.sends("move_all_check.html", &scene, "ulla", &path, &same).await;
}

/// A note in the wrong child's file.
pub(super) async fn moves(at: &mut Sampler) {
    let (scene, ..) = full();
    let seq = noted(&scene);
    let path = scene.path(&format!("/post/{seq}/flytta"));
    at.opens("move.html", &scene, "ulla", &path).await;
    at.sends("move.html", &scene, "ulla", &path, &[("number", "12345")]).await;
    at.opens("timeline.html", &scene, "frida", &scene.path("/tidslinje")).await;
    at.sends("move_check.html", &scene, "ulla", &path, &[("to", &scene.melker.file.to_string())]).await;
    let report = scene.path("/post/2/flytta");
    at.opens("move.html", &scene, "ulla", &report).await;
    at.sends("move_check.html", &scene, "ulla", &report, &[("to", &scene.melker.file.to_string())]).await;
    let ulla = scene.at.login("ulla").await;
    let check = scene.fill(&ulla, &path, &[("to", &scene.melker.file.to_string())]).await;
    assert_eq!(scene.send(&ulla, &path, &check, &[]).await.status, 303);
    at.opens("timeline.html", &scene, "ulla", &scene.path("/tidslinje")).await;
    at.opens("readers.html", &scene, "ulla", &format!("/akt/{}/lasare", scene.melker.file)).await;
}
