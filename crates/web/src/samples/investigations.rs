//! Samples of an investigation: planned, written, and given to the parties.

use record::decision::Decision;
use record::plan::Plan;
use record::text::{Audience, Ground};
use record::{Code, Command, DecisionId, MatterId, Part, Speaker};

use super::Sampler;
use super::lists::{full, noted};
use crate::scene::Scene;
use crate::testing::{Child, fact, report, text};

/// An investigation that is written.
pub(super) async fn writing(at: &mut Sampler) {
    let (scene, ..) = full();
    let path = scene.investigation_path("/utredning");
    at.opens("writing.html", &scene, "ulla", &path).await;
    linked(&scene);
    at.opens("writing.html", &scene, "ulla", &path).await;
    let plan = scene.investigation_path("/plan");
    at.opens("plan.html", &scene, "ulla", &plan).await;
    let wrong = [("questions", ""), ("depth", ""), ("checks", "2020-01-01"), ("view-1", "Det är bra.")];
    at.sends("plan.html", &scene, "ulla", &plan, &wrong).await;
    settle(&scene, &["Vilket stöd behöver barnet?"]);
    at.opens("writing.html", &scene, "ulla", &path).await;
    at.sends("plan.html", &scene, "ulla", &plan, &[("deed", "")]).await;
    settle(&scene, &["Vilket stöd behöver barnet?", "Är hemmet tryggt på kvällarna?"]);
    at.opens("plan.html", &scene, "ulla", &plan).await;
    at.sends("plan.html", &scene, "ulla", &plan, &[("questions", "En helt ny fråga?")]).await;
    at.opens("writing.html", &scene, "ulla", &path).await;
    written(at, &scene, &path).await;
}

/// A plan that looks into school and safety.
fn settle(scene: &Scene, questions: &[&str]) {
    let plan = Plan {
        at: "2026-11-24T08:55".parse().expect("a moment"),
        questions: questions.iter().map(|question| Part::assessment(text(question))).collect(),
        areas: vec![Code::from("parent.safety"), Code::from("child.education")],
        depth: Code::from("ordinary"),
        depth_reason: None,
        contacts: vec![],
        child: None,
        views: vec![],
        checks: vec![],
    };
    let settled = Command::SettlePlan(scene.investigation, plan);
    scene.at.act("ulla", scene.alva.file, vec![settled]).expect("planned");
}

/// The text, also when somebody else has saved or signed meanwhile.
async fn written(at: &mut Sampler, scene: &Scene, path: &str) {
    let quote = format!("{}.5", noted(scene));
    let typed = [
        ("child.education-text", "Hon har varit borta tre dagar från förskolan."),
        ("child.education-quote", &*quote),
        ("heard-child-view", "Jag vill ha lugn och ro på kvällarna."),
        ("analysis-analysis", "Förskolan behöver anpassas."),
        ("proposal-proposal", "Kontaktperson på måndagar."),
        ("deed", "check"),
    ];
    at.does(scene, "ulla", path, &typed).await;
    at.opens("writing.html", scene, "ulla", path).await;
    let stale = [
        ("child.education-version", "0"),
        ("child.education-text", "En annan text om förskolan."),
        ("deed", "save"),
    ];
    at.sends("writing.html", scene, "oskar", path, &stale).await;
    let check = format!("{path}/granska");
    at.opens("writing_check.html", scene, "ulla", &check).await;
    at.sends("writing_check.html", scene, "ulla", &check, &[("shown", "0"), ("fingerprint", "0")]).await;
    at.does(scene, "ulla", &check, &[]).await;
    let written = scene.file_of_alva().investigation(scene.investigation).expect("it is one").written[0].seq;
    at.opens("writing_signed.html", scene, "ulla", &format!("{path}/{written}")).await;
    at.opens("writing.html", scene, "ulla", path).await;
    let signed = [
        ("child.education-version", "3"),
        ("child.education-text", "En annan text om förskolan."),
        ("deed", "save"),
    ];
    at.sends("writing.html", scene, "oskar", path, &signed).await;
}

/// A report that came while the investigation ran, and was linked to it.
fn linked(scene: &Scene) {
    let new = || scene.at.desk.house.new_id(scene.at.now());
    let child = Child { matter: MatterId::new(new()), ..scene.alva };
    let decision = Decision {
        reasons: vec![fact("Uppgifterna rör det som utreds.")],
        links_to: Some(scene.investigation),
        ..Decision::new(DecisionId::new(new()), "D05".parse().expect("a type"))
    };
    scene.at.act("mia", child.file, vec![Command::ReceiveReport(child.matter, report())]).expect("received");
    scene.at.assess(child);
    scene.at.distribute(child, "ulla");
    scene.at.act("frida", child.file, vec![Command::MakeDecision(child.matter, decision)]).expect("linked");
}

/// What goes out to the parties.
pub(super) async fn told(at: &mut Sampler) {
    let scene = Scene::assessed();
    let matter = scene.investigated();
    let notices = scene.path(&format!("/arende/{matter}/underratta"));
    at.opens("notice.html", &scene, "ulla", &format!("{notices}?gjort=beslut")).await;
    at.sends("notice.html", &scene, "ulla", &notices, &[("occurred", "x")]).await;
    at.opens("letter.html", &scene, "ulla", &scene.path(&format!("/arende/{matter}/brev/{}", scene.karin)))
        .await;
    let said = |words: &str| Part::words(Speaker::Child, text(words));
    let kept =
        said("Pappa blir arg när jag berättar.").kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    at.opens("communication.html", &scene, "ulla", &scene.path(&format!("/arende/{matter}/kommunicering")))
        .await;
    scene.write(matter, vec![fact("Skolan ringde på morgonen."), said("Jag vill äta frukost hemma."), kept]);
    let path = scene.path(&format!("/arende/{matter}/kommunicering"));
    at.opens("communication.html", &scene, "ulla", &format!("{path}?gjort=utredning")).await;
    at.sends("communication.html", &scene, "ulla", &path, &[("occurred", "x")]).await;
    let ulla = scene.at.login("ulla").await;
    let (karin, par) = (crate::party::name("way", scene.karin), crate::party::name("way", scene.par));
    at.does(&scene, "ulla", &path, &[(&*karin, "letter"), (&*par, "in_person")]).await;
    at.opens("communication.html", &scene, "ulla", &path).await;
    let page = scene.at.get(&ulla, &path).await.body;
    let copy =
        page.split(&format!("{path}/")).nth(1).and_then(|rest| rest.split('"').next()).expect("a copy");
    at.opens("letter.html", &scene, "ulla", &format!("{path}/{copy}")).await;
    at.does(&scene, "ulla", &notices, &[(&*karin, "letter"), (&*par, "letter")]).await;
    at.opens("notice.html", &scene, "ulla", &notices).await;
    let child = crate::party::name("way", scene.alva.person);
    at.does(&scene, "ulla", &notices, &[(&*child, "in_person")]).await;
    at.opens("notice.html", &scene, "ulla", &notices).await;
    let tag = scene.report_path("/markning");
    at.sends("tag.html", &scene, "ulla", &tag, &[("motive", "Hon berättade om våld."), ("seen", "1")]).await;
}
