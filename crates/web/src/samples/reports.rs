//! Samples of a report of concern, until somebody decides.

use record::report::Report;

use super::Sampler;
use super::lists::LONG;
use crate::scene::Scene;
use crate::testing::report;

/// Somebody is worried about a child.
pub(super) async fn reports(at: &mut Sampler) {
    let scene = Scene::registered(&report());
    at.opens("report.html", &scene, "mia", "/anmalan").await;
    let wrong =
        [("concern", ""), ("arrived", "2099-01-01"), ("child-1-number", "201213140000"), ("deemed", "x")];
    at.sends("report.html", &scene, "mia", "/anmalan", &wrong).await;
    let known = scene.alva.number.to_string();
    for number in [&*known, "201504091234", "199001019802"] {
        at.sends("report.html", &scene, "mia", "/anmalan", &[("child-1-number", number), ("do", "look-up")])
            .await;
    }
    at.sends(
        "report.html",
        &scene,
        "mia",
        "/anmalan",
        &[("child-1-given", "Alva"), ("child-1-family", "Lövdahl"), ("do", "look-up")],
    )
    .await;
    at.sends("report.html", &scene, "mia", "/anmalan", &[("do", "add-row")]).await;
    at.opens("report_may_not.html", &scene, "olga", "/anmalan").await;
    at.opens("reroute.html", &scene, "mia", &scene.report_path("/hor-inte-hit")).await;
    at.sends("reroute.html", &scene, "mia", &scene.report_path("/hor-inte-hit"), &[("motive", "")]).await;
    let assessed = Scene::assessed();
    at.opens("report.html", &assessed, "ulla", &format!("/anmalan?akt={}", assessed.alva.file)).await;
    at.opens("reroute.html", &assessed, "ulla", &assessed.report_path("/hor-inte-hit")).await;
    for scene in [&assessed, &Scene::with(&Report { violence: true, ..report() })] {
        at.opens("tag.html", scene, "ulla", &scene.report_path("/markning")).await;
        at.sends("tag.html", scene, "ulla", &scene.report_path("/markning"), &[("motive", "")]).await;
    }
    let mut unasked = report();
    unasked.reporter.wants_feedback = false;
    let unasked = Scene::with(&unasked);
    unasked.assess();
    at.opens("feedback.html", &unasked, "frida", &unasked.report_path("/aterkoppling")).await;
    at.opens("feedback.html", &assessed, "frida", &assessed.report_path("/aterkoppling")).await;
    at.sends("feedback.html", &assessed, "frida", &assessed.report_path("/aterkoppling"), &[("do", "told")])
        .await;
    for child in [assessed.alva, assessed.melker] {
        assessed.not_opened(child);
    }
    at.opens("feedback.html", &assessed, "frida", &assessed.report_path("/aterkoppling?gjort=beslut")).await;
    let refuse = [("do", "refuse"), ("motive", ""), ("way", "phone")];
    at.sends("feedback.html", &assessed, "frida", &assessed.report_path("/aterkoppling"), &refuse).await;
}

/// Somebody is worried about a child who is not born yet.
pub(super) async fn unborn(at: &mut Sampler) {
    let scene = Scene::registered(&report());
    let expecting = [
        ("category", "SKO"),
        ("reporter-name", "Rektor Planteradsson"),
        ("channel", "phone"),
        ("child-1-number", "198989219848"),
        ("child-1-given", "Jenny"),
        ("child-1-family", "Tallåker"),
        ("child-1-unborn", "yes"),
        ("child-1-expected", "2027-03-01"),
        ("concern", "Dricker och väntar barn."),
    ];
    let hers = at.does(&scene, "mia", "/anmalan", &expecting).await;
    at.opens("child.html", &scene, "mia", &hers).await;
}

/// Is the child safe now?
pub(super) async fn protection(at: &mut Sampler) {
    let scene = Scene::with(&Report { violence: true, ..report() });
    let path = scene.report_path("/skydd");
    at.opens("protection.html", &scene, "ulla", &path).await;
    at.opens("protection.html", &scene, "ulla", &format!("{path}?ny=ja&akut=ja")).await;
    at.sends("protection.html", &scene, "ulla", &path, &[("text", LONG)]).await;
    scene.at.desk.clock.advance(3);
    at.opens("protection.html", &scene, "ulla", &path).await;
    let acute = [
        ("outcome", "taking_into_care_considered"),
        ("text", "Barnet är ensamt hemma."),
        ("measures", "Vi åker dit nu."),
    ];
    at.does(&scene, "ulla", &path, &acute).await;
    at.opens("child.html", &scene, "ulla", &scene.path("")).await;
    let scene = Scene::assessed();
    at.opens("protection.html", &scene, "ulla", &scene.report_path("/skydd")).await;
    let late = [
        ("command", "0193a000-0000-7000-8000-0000000000ab"),
        ("text", LONG),
        ("outcome", "no_immediate_need"),
    ];
    at.posts("protection.html", &scene, "ulla", &scene.report_path("/skydd"), &late).await;
    at.opens("protection.html", &scene, "ulla", &scene.report_path("/skydd?igen=ja")).await;
    let path = scene.report_path("/forhandsbedomning");
    at.opens("preliminary.html", &scene, "ulla", &path).await;
    at.sends("preliminary.html", &scene, "ulla", &path, &[("occurred", "i går")]).await;
    at.does(&scene, "ulla", &path, &[("text", LONG)]).await;
    scene.at.desk.clock.advance(16);
    at.opens("preliminary.html", &scene, "ulla", &path).await;
}
