//! The decision page, from the form through the check page to the file.

use jiff::SignedDuration;
use record::decision::Decision;
use record::report::Report;
use record::{Command, CommandId, DecisionId, MatterId};
use store::{Now, Step, Wish};

use crate::investigated::Investigated;
use crate::scene::Scene;
use crate::testing::{Child, fact, report};

const D02: [(&str, &str); 3] = [("outcome", "D02"), ("motive", "Skolans oro är stor."), ("deed", "check")];

/// Frida sends a proposal back: what Ulla wrote is where her next one starts.
#[tokio::test]
async fn a_proposal_that_came_back_is_where_the_next_one_starts() {
    let scene = Scene::assessed();
    let id = scene.at.propose(scene.alva, "ulla", "D03", "frida");
    let frida = scene.at.login("frida").await;
    let proposal = scene.path(&format!("/forslag/{id}"));
    let words = [("deed", "return"), ("motive", "Prata med BVC först.")];
    assert_eq!(scene.fill(&frida, &proposal, &words).await.status, 303);
    let ulla = scene.at.login("ulla").await;
    let form = scene.at.get(&ulla, &scene.report_path("/beslut")).await;
    assert!(form.body.contains("Så ser det ut.</textarea>"), "{}", form.body);
    let chosen = form.body.split("value=\"D03\"").nth(1).expect("the outcome");
    assert!(chosen.starts_with(" checked"), "the outcome is chosen");
}

#[tokio::test]
async fn a_qualified_worker_opens_an_investigation_in_two_pages() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.report_path("/beslut");
    let check = scene.fill(&ulla, &path, &D02).await;
    assert_eq!(check.status, 200);
    let form = scene.at.get(&ulla, &path).await;
    assert!(form.body.contains("only only-D02") && form.body.contains("vad som föranlett utredningen"));
    for words in
        ["Granska beslutet", "Skolans oro är stor.", "Behöver barnet stöd eller skydd", "Fatta beslutet"]
    {
        assert!(check.body.contains(words), "{words}");
    }
    for _ in 0..2 {
        let done = scene.send(&ulla, &path, &check, &[]).await;
        assert_eq!(done.status, 303);
        assert!(done.location().ends_with("/underratta?gjort=beslut"), "{}", done.location());
    }
    let line = scene.timeline(scene.alva).await;
    assert_eq!(line.matches("Beslut: Inleda utredning").count(), 1);
    let page = scene.at.get(&ulla, &scene.path("")).await;
    assert!(page.body.contains("Underrätta dem det gäller"));
}

#[tokio::test]
async fn without_authority_the_page_says_who_may_and_sends_it_there() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.report_path("/beslut");
    let typed = [("outcome", "D03"), ("motive", "Oron är redan hanterad."), ("deed", "check")];
    let check = scene.fill(&ulla, &path, &typed).await;
    let frida = scene.at.actor("frida");
    assert!(check.body.contains("Du kan inte fatta det här beslutet"));
    assert!(check.body.contains("Beslutas av förste socialsekreterare."));
    assert!(check.body.contains("Delegationsordningen, punkt 1.2") && check.body.contains(&frida.name));
    assert!(!check.body.contains("Fatta beslutet"));
    // The worker's own attempt to decide is refused whatever the form says.
    let forced = scene.send(&ulla, &path, &check, &[("deed", "sign"), ("command", &fresh(&scene))]).await;
    assert_eq!(forced.status, 422);
    let to = frida.staff.to_string();
    for nobody in
        [scene.at.actor("olga").staff.to_string(), scene.at.desk.house.new_id(scene.at.now()).to_string()]
    {
        let sent = scene.send(&ulla, &path, &check, &[("to", &nobody), ("deed", "propose")]).await;
        assert_eq!(sent.status, 404, "whoever may not decide is not let in by a proposal");
    }
    let sent = scene.send(&ulla, &path, &check, &[("to", &to), ("deed", "propose")]).await;
    assert_eq!(sent.location(), scene.path("?gjort=forslag"));
    let line = scene.timeline(scene.alva).await;
    assert!(line.contains("Förslag skickat till") && !line.contains("Beslut: Inte inleda"));
}

fn fresh(scene: &Scene) -> String {
    scene.at.desk.house.new_id(scene.at.now()).to_string()
}

#[tokio::test]
async fn before_the_protection_assessment_nothing_is_decided() {
    let scene = Scene::new();
    let ulla = scene.at.login("ulla").await;
    let refused = scene.fill(&ulla, &scene.report_path("/beslut"), &D02).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("id=\"outcome-error\"") && refused.body.contains("Skolans oro är stor."));
    assert!(refused.body.contains("Gör skyddsbedömningen"));
}

#[tokio::test]
async fn violence_bars_not_opening_until_the_tag_is_corrected_with_reasons() {
    let scene = Scene::with(&Report { violence: true, ..report() });
    scene.assess();
    let frida = scene.at.login("frida").await;
    let path = scene.report_path("/beslut");
    let form = scene.at.get(&frida, &path).await;
    assert!(
        !form.body.contains("value=\"D02\" checked"),
        "the page says that violence opens, it does not choose"
    );
    assert!(form.body.contains("value=\"D02\" autofocus"));
    let typed = [("outcome", "D03"), ("motive", "Uppgifterna gällde en annan familj."), ("deed", "check")];
    let barred = scene.send(&frida, &path, &form, &typed).await;
    assert_eq!(barred.status, 422);
    assert!(barred.body.contains("Uppgifterna gällde en annan familj."));
    assert!(barred.body.contains(&scene.report_path("/markning")));
    let tag = scene.report_path("/markning");
    assert_eq!(scene.fill(&frida, &tag, &[("motive", " ")]).await.status, 422);
    let corrected = scene.fill(&frida, &tag, &[("motive", "Fel familj.")]).await;
    assert_eq!(corrected.status, 303);
    let check = scene.fill(&frida, &path, &typed).await;
    let next = scene.report_path("/aterkoppling?gjort=beslut");
    assert_eq!(scene.send(&frida, &path, &check, &[]).await.location(), next);
    let line = scene.timeline(scene.alva).await;
    assert!(line.contains("Märkningen våld togs bort") && line.contains("Fel familj."));
    assert!(line.contains("Beslut: Inte inleda utredning"));
}

/// A report that comes during an investigation is linked to it; from where one lands, and from where it is worked on, its words are one
/// step away.
#[tokio::test]
async fn the_words_of_a_linked_report_are_one_step_away() {
    let made = Investigated::opened();
    let scene = &made.scene;
    let new = || scene.at.desk.house.new_id(scene.at.now());
    let (matter, decision) = (MatterId::new(new()), DecisionId::new(new()));
    let linked = Decision {
        reasons: vec![fact("Uppgifterna rör det som utreds.")],
        links_to: Some(made.matter),
        ..Decision::new(decision, "D05".parse().expect("a type"))
    };
    made.act("mia", Command::ReceiveReport(matter, report()));
    scene.at.assess(Child { matter, ..scene.alva });
    scene.at.distribute(Child { matter, ..scene.alva }, "ulla");
    made.act("frida", Command::MakeDecision(matter, linked));
    let open = made.look("ulla");
    let (entry, _) = crate::kin::report_in(&open, matter).expect("the report");
    let words = format!("href=\"{}#p{}\"", scene.path("/tidslinje"), entry.seq);
    let ulla = scene.at.login("ulla").await;
    for page in [
        scene.path("?gjort=beslut"),
        scene.path(&format!("/arende/{matter}/aterkoppling?gjort=beslut")),
        made.path("/utredning"),
    ] {
        assert!(scene.at.get(&ulla, &page).await.body.contains(&words), "{page}");
    }
    assert!(
        scene.at.get(&ulla, &scene.path("/tidslinje")).await.body.contains(&format!("id=\"p{}\"", entry.seq))
    );
}

#[tokio::test]
async fn what_came_in_between_is_told_and_what_was_typed_stays() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.report_path("/beslut");
    let check = scene.fill(&ulla, &path, &D02).await;
    scene.fill(&ulla, &scene.path("/anteckning"), &[("text", "Ny uppgift från BVC.")]).await;
    let stale = scene.send(&ulla, &path, &check, &[]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("Det här har hänt sedan du öppnade sidan"));
    assert!(stale.body.contains("Samtal (") && stale.body.contains("Skolans oro är stor."));
    assert!(!scene.timeline(scene.alva).await.contains("Beslut: Inleda"));
    let check = scene.send(&ulla, &path, &stale, &[("deed", "check")]).await;
    assert_eq!(scene.send(&ulla, &path, &check, &[]).await.status, 303);
}

#[tokio::test]
async fn siblings_from_one_report_are_decided_together_each_with_own_reasons() {
    let scene = Scene::assessed();
    let frida = scene.at.login("frida").await;
    let path = scene.report_path("/beslut");
    let melker = scene.melker.file.to_string();
    let own = format!("motive-{melker}");
    let typed = [
        ("outcome", "D03"),
        ("motive", "Familjen har redan stöd."),
        ("sibling", &*melker),
        (&*own, "Melker trivs i förskolan."),
        ("deed", "check"),
    ];
    let check = scene.fill(&frida, &path, &typed).await;
    assert!(check.body.contains("<h3>Melker</h3>"));
    assert_eq!(scene.send(&frida, &path, &check, &[]).await.status, 303);
    let (alva, melker) = (scene.timeline(scene.alva).await, scene.timeline(scene.melker).await);
    for line in [&alva, &melker] {
        assert!(line.contains("Beslut: Inte inleda utredning") && line.contains("Familjen har redan stöd."));
    }
    assert!(melker.contains("trivs i förskolan") && !alva.contains("trivs i förskolan"));
}

/// What each child has said, and what is best for it, is asked for each: a decision for two has both children's part.
#[tokio::test]
async fn a_decision_for_two_has_each_childs_own_part() {
    let scene = Scene::assessed();
    let frida = scene.at.login("frida").await;
    let path = scene.report_path("/beslut");
    let melker = scene.melker.file.to_string();
    let [view, best] = ["child-view", "best-interests"].map(|name| format!("{name}-{melker}"));
    let typed = [
        ("outcome", "D03"),
        ("motive", "Familjen har redan stöd."),
        ("sibling", &*melker),
        ("child-view", "Alva vill ha det lugnt."),
        ("best-interests", "Lugn för Alva."),
        (&*view, "Melker vill gå på fotboll."),
        (&*best, "Fotboll för Melker."),
        ("keep", &*view),
        ("deed", "check"),
    ];
    let check = scene.fill(&frida, &path, &typed).await;
    assert_eq!(scene.send(&frida, &path, &check, &[]).await.status, 303);
    let (alva, melker) = (scene.timeline(scene.alva).await, scene.timeline(scene.melker).await);
    for (line, own, others) in [(&alva, "Alva vill", "Melker vill"), (&melker, "Melker vill", "Alva vill")] {
        assert!(line.contains(own) && !line.contains(others), "{own}");
    }
    assert!(alva.contains("Lugn för Alva.") && !alva.contains("Fotboll för Melker."));
    assert!(melker.contains("Fotboll för Melker.") && !melker.contains("Lugn för Alva."));
    let kept = "Ska inte visas för vårdnadshavarna (12 kap. 3 § OSL)";
    assert!(melker.contains(kept) && !alva.contains(kept));
}

/// Two reports that came the same minute are one only when they were registered as one.
#[tokio::test]
async fn a_report_of_the_same_minute_is_not_the_same_report() {
    let scene = Scene::assessed();
    let frida = scene.at.login("frida").await;
    let second = MatterId::new(scene.at.desk.house.new_id(scene.at.now()));
    let report = Report { siblings: vec![scene.melker.person], ..report() };
    let later = Now { instant: scene.at.now().instant + SignedDuration::from_secs(60), ..scene.at.now() };
    let step = Step::File {
        file: scene.alva.file,
        seen: None,
        commands: vec![Command::ReceiveReport(second, report)],
    };
    let id = CommandId::new(scene.at.desk.house.new_id(later));
    let wish = Wish { id, steps: vec![step], draft: None };
    scene.at.desk.house.act(&scene.at.actor("mia"), later, &wish).expect("a second report");
    let box_of = format!("name=\"sibling\" value=\"{}\"", scene.melker.file);
    let first = scene.at.get(&frida, &scene.report_path("/beslut")).await;
    assert!(first.body.contains(&box_of));
    let second = scene.at.get(&frida, &scene.path(&format!("/arende/{second}/beslut"))).await;
    assert_eq!(second.status, 200);
    assert!(!second.body.contains(&box_of), "Melker's report is another");
}

#[tokio::test]
async fn an_extension_wants_an_accepted_reason_and_a_later_day() {
    let scene = Scene::assessed();
    let enar = scene.at.login("enar").await;
    let path = scene.report_path("/beslut");
    let ask = async |reason: &str, until: &str| {
        let typed = [
            ("outcome", "D04"),
            ("motive", "Väntar."),
            ("reasons", reason),
            ("until", until),
            ("deed", "check"),
        ];
        scene.fill(&enar, &path, &typed).await
    };
    assert!(ask("", "2026-12-20").await.body.contains("id=\"reasons-error\""));
    assert!(ask("workload", "2026-12-20").await.body.contains("id=\"reasons-error\""));
    assert!(ask("police_interview_first", "2026-12-01").await.body.contains("id=\"until-error\""));
    let doubtful = ask("holidays_or_staffing", "2026-12-20").await;
    assert!(
        doubtful.body.contains("value=\"reason_not_accepted\""),
        "an uncertain row asks: {}",
        doubtful.body
    );
    let considered = [("considered", "reason_not_accepted"), ("deed", "check")];
    assert_eq!(
        scene.send(&enar, &path, &doubtful, &considered).await.status,
        200,
        "and takes yes for an answer"
    );
    let check = ask("other_exceptional", "2026-12-20").await;
    assert_eq!(scene.send(&enar, &path, &check, &[]).await.status, 303);
}

#[tokio::test]
async fn a_reason_that_is_in_no_list_is_told_where_it_was_chosen() {
    let scene = Scene::assessed();
    let frida = scene.at.login("frida").await;
    let path = scene.report_path("/beslut");
    for (outcome, field) in [("D03", "not-opened"), ("D04", "reasons")] {
        let typed = [
            ("outcome", outcome),
            ("motive", "Familjen har redan stöd."),
            (field, "solen"),
            ("until", "2026-12-20"),
            ("deed", "check"),
        ];
        let refused = scene.fill(&frida, &path, &typed).await;
        assert_eq!(refused.status, 422, "{outcome}");
        assert!(refused.body.contains(&format!("id=\"{field}-error\"")), "{outcome}");
        assert!(refused.body.contains("Familjen har redan stöd."), "{outcome}");
    }
}

#[tokio::test]
async fn unknown_matters_are_not_there() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    for rest in ["/arende/0192b0a0-0000-7000-8000-000000000001/beslut", "/arende/x/beslut"] {
        assert_eq!(scene.at.get(&ulla, &scene.path(rest)).await.status, 404, "{rest}");
    }
}
