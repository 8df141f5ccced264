//! Samples of decisions: made, proposed, as they stand, and told.

use law::Level;
use record::communication::Reply;
use record::decision::{Decision, DecisionMaker, RecordDecision};
use record::investigation::Opening;
use record::report::Report;
use record::service::Grant;
use record::{Code, Command, DecisionId, MatterId, MatterState, Moment};

use super::Sampler;
use super::lists::LONG;
use crate::investigated::Investigated;
use crate::scene::Scene;
use crate::testing::{fact, report};

/// Decisions on a report, made, proposed, sent back.
pub(super) async fn decisions(at: &mut Sampler) {
    let violent = Scene::with(&Report { violence: true, ..report() });
    let path = violent.report_path("/beslut");
    at.opens("decision.html", &violent, "ulla", &path).await;
    at.sends(
        "decision.html",
        &violent,
        "ulla",
        &path,
        &[("outcome", "D02"), ("motive", LONG), ("deed", "check")],
    )
    .await;
    let scene = Scene::assessed();
    let path = scene.report_path("/beslut");
    let opening = [("outcome", "D02"), ("motive", LONG), ("deed", "check")];
    at.sends("decision_check.html", &scene, "ulla", &path, &opening).await;
    at.sends(
        "decision_check.html",
        &scene,
        "ulla",
        &path,
        &[("outcome", "D03"), ("motive", LONG), ("deed", "check")],
    )
    .await;
    at.sends("decision.html", &scene, "ulla", &path, &[("outcome", ""), ("motive", ""), ("deed", "check")])
        .await;
    proposals(at, &scene).await;
}

/// A proposal: read, sent back, sent anew with other words.
async fn proposals(at: &mut Sampler, scene: &Scene) {
    let path = scene.report_path("/beslut");
    let proposed = scene.at.propose(scene.alva, "ulla", "D03", "frida");
    at.opens("decision.html", scene, "ulla", &path).await;
    at.opens("child.html", scene, "frida", &scene.path("")).await;
    let proposal = scene.path(&format!("/forslag/{proposed}"));
    for login in ["ulla", "frida"] {
        at.opens("proposal.html", scene, login, &proposal).await;
    }
    at.sends("proposal.html", scene, "frida", &proposal, &[("deed", "return"), ("motive", "")]).await;
    at.does(scene, "frida", &proposal, &[("deed", "return"), ("motive", "Tala med förskolan först.")]).await;
    at.opens("decision.html", scene, "ulla", &path).await;
    let frida = scene.at.actor("frida").staff.to_string();
    let anew = [
        ("outcome", "D03"),
        ("motive", "Så ser det ut nu, efter samtalet."),
        ("to", &*frida),
        ("deed", "propose"),
    ];
    at.does(scene, "ulla", &path, &anew).await;
    let again = *scene.file_of_alva().proposals.keys().next_back().unwrap_or(&proposed);
    at.opens("proposal.html", scene, "frida", &scene.path(&format!("/forslag/{again}"))).await;
    at.opens("group.html", scene, "frida", "/gruppen").await;
    at.sends(
        "proposal.html",
        scene,
        "frida",
        &scene.path(&format!("/forslag/{again}")),
        &[("shown", "0000"), ("deed", "decide")],
    )
    .await;
    unusual(at).await;
}

/// Decisions by somebody new, by a committee, and what is closed.
async fn unusual(at: &mut Sampler) {
    let unqualified = Scene::registered(&report());
    unqualified.at.distribute(unqualified.alva, "oskar");
    let typed = [("outcome", "no_immediate_need"), ("text", "Skolan ser barnet varje dag.")];
    at.does(&unqualified, "oskar", &unqualified.report_path("/skydd"), &typed).await;
    at.opens("group.html", &unqualified, "frida", "/gruppen").await;
    at.opens("timeline.html", &unqualified, "oskar", &unqualified.path("/tidslinje")).await;
    at.opens("decision.html", &unqualified, "oskar", &unqualified.report_path("/beslut")).await;
    let unchanged = Scene::assessed();
    for _ in 0..2 {
        let id = unchanged.at.propose(unchanged.alva, "ulla", "D03", "utskottet");
        let proposal = unchanged.path(&format!("/forslag/{id}"));
        at.opens("proposal.html", &unchanged, "utskottet", &proposal).await;
        at.opens("child.html", &unchanged, "utskottet", &unchanged.path("")).await;
        at.opens("family.html", &unchanged, "utskottet", &unchanged.path("/personer")).await;
        let back = [("deed", "return"), ("motive", "Tala med förskolan först.")];
        at.does(&unchanged, "utskottet", &proposal, &back).await;
    }
    let closed = Scene::assessed();
    closed.not_opened(closed.alva);
    at.opens("child.html", &closed, "frida", &closed.path("")).await;
}

/// Decisions in an investigation, what the parties have answered, and what stands.
pub(super) async fn investigations(at: &mut Sampler) {
    let made = Investigated::consented();
    let path = made.path("/beslut");
    at.opens("decision.html", &made.scene, "frida", &path).await;
    let grant = [
        ("outcome", "D08"),
        ("motive", "Familjen behöver hjälp att få vardagen att gå ihop."),
        ("best-interests", "Att mamma orkar är bäst för Alva."),
        ("service", "family_treatment"),
        ("goal", "Alva får mat och hjälp med läxor varje dag."),
        ("quote", "analysis"),
        ("deed", "check"),
    ];
    at.sends("decision_check.html", &made.scene, "frida", &path, &grant).await;
    at.sends(
        "decision.html",
        &made.scene,
        "frida",
        &path,
        &[("outcome", "D08"), ("motive", ""), ("goal", ""), ("deed", "check")],
    )
    .await;
    consents(at, &made, &grant).await;
    let frida = made.scene.at.actor("frida").staff.to_string();
    let kept = grant.into_iter().filter(|(name, _)| *name != "deed");
    let proposal: Vec<_> = kept.chain([("deed", "propose"), ("to", &*frida)]).collect();
    at.does(&made.scene, "ulla", &path, &proposal).await;
    let waiting = *made.look("ulla").file.proposals.keys().next().expect("it waits");
    let proposal = made.scene.path(&format!("/forslag/{waiting}"));
    at.opens("proposal.html", &made.scene, "frida", &proposal).await;
    at.does(&made.scene, "frida", &proposal, &[("deed", "decide")]).await;
    decided(at, &made, waiting).await;
    alone(at).await;
    careful(at).await;
}

/// What the parties answer about a service, and what they answer the investigation.
async fn consents(at: &mut Sampler, made: &Investigated, grant: &[(&str, &str)]) {
    let consent = made.path("/samtycke");
    at.opens("consent.html", &made.scene, "ulla", &consent).await;
    at.sends("consent.html", &made.scene, "ulla", &consent, &[("occurred", "x")]).await;
    let fresh = Investigated::ready();
    at.opens("consent.html", &fresh.scene, "ulla", &fresh.path("/samtycke")).await;
    at.sends("decision.html", &fresh.scene, "frida", &fresh.path("/beslut"), grant).await;
    at.opens("decision.html", &made.scene, "ulla", &made.path("/beslut")).await;
    let moment = Moment::of(made.scene.at.now().instant);
    let nothing = Reply { person: made.scene.karin, at: moment, parts: vec![], oral: true };
    made.act("ulla", Command::ReceiveReply(made.matter, nothing));
    at.opens("communication.html", &made.scene, "ulla", &made.path("/kommunicering")).await;
}

/// A decision as it stands, and its way to the parties.
async fn decided(at: &mut Sampler, made: &Investigated, decision: DecisionId) {
    let stands = made.scene.path(&format!("/beslut/{decision}"));
    for login in ["frida", "ulla"] {
        at.opens("decision_stands.html", &made.scene, login, &stands).await;
    }
    at.opens("decision.html", &made.scene, "frida", &format!("{stands}/andra")).await;
    at.opens("child.html", &made.scene, "ulla", &made.scene.path("")).await;
    at.opens("timeline.html", &made.scene, "ulla", &made.scene.path("/tidslinje")).await;
    let notice = format!("{stands}/underrattelse");
    at.opens("decision_notice.html", &made.scene, "ulla", &notice).await;
    at.sends("decision_notice.html", &made.scene, "ulla", &notice, &[("occurred", "x")]).await;
    let ways = [made.scene.karin, made.scene.par, made.scene.alva.person]
        .map(|person| crate::party::name("way", person));
    let told: Vec<_> =
        ways.iter().map(|way| (&**way, "in_person")).chain([("why", "Du sa att det är svårt.")]).collect();
    at.does(&made.scene, "ulla", &notice, &told[..2]).await;
    at.opens("decision_notice.html", &made.scene, "ulla", &notice).await;
    at.does(&made.scene, "ulla", &notice, &told[2..]).await;
    at.opens("decision_notice.html", &made.scene, "ulla", &notice).await;
    let page = made.scene.at.get(&made.scene.at.login("ulla").await, &notice).await.body;
    for letter in page.split(&format!("href=\"{notice}/")).skip(1).filter_map(|rest| rest.split('"').next()) {
        at.opens("letter.html", &made.scene, "ulla", &format!("{notice}/{letter}")).await;
    }
    made.stand(made.scene.karin, "withdrawn");
    let file = made.look("ulla").file;
    let granted = file.matters.iter().find(|(_, one)| matches!(one.state, MatterState::Service(_)));
    let service = made.scene.path(&format!("/arende/{}/insats", granted.expect("what was granted").0));
    at.opens("service.html", &made.scene, "ulla", &service).await;
    at.opens("child.html", &made.scene, "ulla", &made.scene.path("")).await;
}

/// A child around whom nobody is known, in an investigation where nothing is written.
async fn alone(at: &mut Sampler) {
    let scene = Scene::registered(&report());
    let child = scene.at.seed_child("Åsa", "Ängström");
    scene.at.assess(child);
    scene.at.distribute(child, "ulla");
    let new = || scene.at.desk.house.new_id(scene.at.now());
    let (matter, service) = (MatterId::new(new()), MatterId::new(new()));
    let opening = Some(Opening { matter, questions: vec![fact("Behöver barnet stöd?")], from: None });
    let decision = |kind: &str| Decision {
        reasons: vec![fact("Så är det.")],
        ..Decision::new(DecisionId::new(new()), kind.parse().expect("a type"))
    };
    let opened = Command::MakeDecision(child.matter, Decision { opening, ..decision("D02") });
    scene.at.act("ulla", child.file, vec![opened]).expect("opened");
    let path = |rest: &str| format!("/akt/{}/arende/{matter}{rest}", child.file);
    at.opens("communication.html", &scene, "ulla", &path("/kommunicering")).await;
    at.opens("consent.html", &scene, "ulla", &path("/samtycke")).await;
    at.opens("notice.html", &scene, "ulla", &path("/underratta")).await;
    let plan = [("areas", "child.education"), ("depth", "ordinary"), ("questions", "Vad behöver barnet?")];
    at.does(&scene, "ulla", &path("/plan"), &plan).await;
    at.opens("dispatch.html", &scene, "ulla", &path("/skicka/utredningsplan")).await;
    let grant = Grant {
        matter: service,
        service: Code::from("contact_person"),
        from: "2026-12-01".parse().expect("a day"),
        until: None,
        extent: None,
        goal: fact("Barnet har någon att prata med."),
        review: "2027-03-01".parse().expect("a day"),
        provider: None,
        suitable: None,
    };
    let decision =
        Decision { grants: vec![grant], best_interests: Some(fact("Att ha någon.")), ..decision("D08") };
    let made_by = DecisionMaker { name: "Enar Lindroth".to_owned(), title: None, level: Level::UnitHead };
    let made = "2026-11-24T08:58".parse().expect("a moment");
    let recorded = RecordDecision { matter, decision, made, made_by, urgent: false, document: None };
    scene.at.act("ulla", child.file, vec![Command::RecordDecision(recorded)]).expect("granted");
    at.opens("assignment.html", &scene, "ulla", &format!("/akt/{}/arende/{service}/uppdrag", child.file))
        .await;
}

/// The notice of a decision after a report of violence.
async fn careful(at: &mut Sampler) {
    let violent = Scene::with(&Report { violence: true, ..report() });
    violent.assess();
    let matter = violent.investigated();
    violent.write(matter, vec![fact("Skolan ringde på morgonen.")]);
    let ended = violent
        .decided(matter, "D07", |decision| Decision { reasons: vec![fact("Så är det.")], ..decision });
    let notice = violent.path(&format!("/beslut/{ended}/underrattelse"));
    at.opens("decision_notice.html", &violent, "frida", &notice).await;
}
