//! Samples of a service from the grant to its end.

use record::MatterId;
use record::decision::Decision;
use record::follow_up::Rater;

use super::Sampler;
use super::lists::LONG;
use crate::service_scene::ServiceScene;

/// A service from the grant to its end, for the authority and for whoever carries it out.
pub(super) async fn services(at: &mut Sampler) {
    for (state, service) in &[
        ("granted", ServiceScene::granted()),
        ("assigned", ServiceScene::assigned()),
        ("taken", ServiceScene::taken()),
    ] {
        for login in ["ulla", "olga"] {
            if login == "ulla" || *state != "granted" {
                at.opens("service.html", &service.scene, login, &service.path("insats")).await;
                at.opens("assignment.html", &service.scene, login, &service.path("uppdrag")).await;
            }
        }
        at.opens("assignment.html", &service.scene, "ulla", &service.path("uppdrag?nytt=ja")).await;
        at.opens("child.html", &service.scene, "ulla", &service.scene.path("")).await;
    }
    let service = ServiceScene::granted();
    at.sends(
        "assignment.html",
        &service.scene,
        "ulla",
        &service.path("uppdrag"),
        &[("wish-child", "Inte på torsdagar.")],
    )
    .await;
    service.scene.at.desk.clock.advance(100);
    at.opens("service.html", &service.scene, "ulla", &service.path("insats")).await;
    let service = ServiceScene::planned();
    at.sends(
        "service.html",
        &service.scene,
        "olga",
        &service.path("insats"),
        &[("step", "interrupted"), ("words", "")],
    )
    .await;
    service.scene.at.desk.clock.advance(60);
    service.follow_up("2027-01-20T10:00", &[(Rater::Child, 3), (Rater::Provider, 4)]);
    for login in ["ulla", "olga"] {
        at.opens("service.html", &service.scene, login, &service.path("insats?gjort=uppfoljning")).await;
        at.opens("child.html", &service.scene, login, &service.scene.path("")).await;
        at.opens("timeline.html", &service.scene, login, &service.scene.path("/tidslinje")).await;
    }
    let ended =
        [("step", "ended"), ("reasons", "goal_reached"), ("words", "Nu äter de middag på kvällarna.")];
    at.does(&service.scene, "olga", &service.path("insats"), &ended).await;
    for login in ["ulla", "olga"] {
        at.opens("service.html", &service.scene, login, &service.path("insats")).await;
    }
}

/// What is planned in a service, and how it went.
pub(super) async fn plans(at: &mut Sampler) {
    let service = ServiceScene::taken();
    let plan = service.path("genomforandeplan");
    at.opens("service_plan.html", &service.scene, "olga", &plan).await;
    at.sends(
        "service_plan.html",
        &service.scene,
        "olga",
        &plan,
        &[("goal-1", "Mamma skriker inte på mig"), ("goal-2", "Öka närvaron")],
    )
    .await;
    at.sends("service_plan.html", &service.scene, "olga", &plan, &[("goal-1", ""), ("review", "x")]).await;
    let scale = [
        ("goal-1", "Jag somnar i min egen säng."),
        ("goal-1-measure", "gas"),
        ("goal-1-baseline", "-1"),
        ("goal-1-c", "Somnar själv fyra kvällar av sju."),
        ("goal-1-activity-1", "Läsa tillsammans på kvällarna."),
        ("asked", "yes"),
    ];
    at.does(&service.scene, "olga", &plan, &scale).await;
    at.opens("service.html", &service.scene, "olga", &service.path("insats")).await;
    let service = ServiceScene::planned();
    at.opens("service_plan.html", &service.scene, "olga", &service.path("genomforandeplan")).await;
    let path = service.path("uppfoljning");
    for login in ["ulla", "olga"] {
        at.opens("follow_up.html", &service.scene, login, &path).await;
    }
    at.sends(
        "follow_up.html",
        &service.scene,
        "olga",
        &path,
        &[("outcome", "end"), ("own", "11"), ("text", LONG)],
    )
    .await;
    let written = ServiceScene::written();
    written.decide(written.decision("D07"));
    let beside = MatterId::new(written.scene.at.desk.house.new_id(written.scene.at.now()));
    let until = "2027-05-01".parse().ok();
    written.decide(Decision { until, beside: Some(beside), ..written.decision("D21") });
    let path = written.scene.path(&format!("/arende/{beside}/uppfoljning"));
    at.opens("follow_up_after.html", &written.scene, "ulla", &path).await;
    at.opens("child.html", &written.scene, "ulla", &written.scene.path("")).await;
    at.does(&written.scene, "ulla", &path, &[("text", "På ett möte på förskolan.")]).await;
    at.opens("follow_up_after.html", &written.scene, "ulla", &path).await;
    at.sends("follow_up_after.html", &written.scene, "ulla", &path, &[("text", "")]).await;
}

/// What was drawn up and is sent.
pub(super) async fn sent(at: &mut Sampler) {
    let service = ServiceScene::granted_outside();
    let (seq, place) = service.quoted();
    at.does(
        &service.scene,
        "ulla",
        &service.path("uppdrag"),
        &[("needs", &format!("{seq}.{place}")), ("wish-child", "Inte på torsdagar.")],
    )
    .await;
    let path = service.path("skicka/uppdrag");
    at.opens("dispatch.html", &service.scene, "ulla", &format!("{path}?gjort=uppdrag-skrivet")).await;
    at.sends("dispatch.html", &service.scene, "ulla", &path, &[]).await;
    let address = ("address-provider", "Provbolaget AB\nTestgatan 1\n123 45 Testköping");
    at.sends("dispatch.html", &service.scene, "ulla", &path, &[("way-provider", "letter"), address]).await;
    let typed = [("way-provider", "letter"), address, ("rests-provider", "U07")];
    at.does(&service.scene, "ulla", &path, &typed).await;
    at.opens("dispatch.html", &service.scene, "ulla", &path).await;
    at.opens("service.html", &service.scene, "ulla", &service.path("insats")).await;
    at.opens("assignment.html", &service.scene, "ulla", &service.path("uppdrag")).await;
    let planned = ServiceScene::planned();
    at.opens("dispatch.html", &planned.scene, "olga", &planned.path("skicka/genomforandeplan")).await;
}
