use record::Entry;
use record::decision::Decision;
use record::follow_up::{FollowUp, Rater};
use record::{MatterId, MatterState};

use crate::service_scene::ServiceScene;
use crate::testing::Answer;

async fn send(at: &ServiceScene, login: &str, typed: &[(&str, &str)]) -> Answer {
    let cookie = at.scene.at.login(login).await;
    at.scene.fill(&cookie, &at.path("uppfoljning"), typed).await
}

fn follow_ups(at: &ServiceScene) -> Vec<FollowUp> {
    let open = at.open();
    let signed = open.entries.iter().filter_map(|entry| match &entry.entry {
        Entry::FollowedUp(follow_up) => Some(follow_up.clone()),
        _ => None,
    });
    signed.collect()
}

#[tokio::test]
async fn two_values_and_a_few_words_are_a_follow_up() {
    let at = ServiceScene::planned();
    let [count, scale] = at.goals.map(|goal| format!("value-{goal}"));
    let typed =
        [(count.as_str(), "4"), (&scale, "1"), ("text", "De äter tillsammans."), ("helped", "Matsedeln.")];
    let done = send(&at, "olga", &typed).await;
    assert_eq!(done.location(), at.path("insats?gjort=uppfoljning"), "{}", done.body);
    let [signed] = follow_ups(&at).try_into().expect("one");
    let values: Vec<_> = signed.ratings.iter().map(|one| (one.by, one.value)).collect();
    assert_eq!(
        values,
        [(Rater::Provider, 4), (Rater::Provider, 1)],
        "whoever carries it out rates, unless said"
    );
    assert_eq!((signed.outcome.as_str(), signed.next.is_some()), ("continue", true));
    let ulla = at.scene.at.login("ulla").await;
    let page = at.scene.at.get(&ulla, &at.path("insats")).await.body;
    assert!(page.contains("Matsedeln.") && page.contains("Hjälpte"));
}

#[tokio::test]
async fn others_rate_beside_and_the_child_says_how_it_is() {
    let at = ServiceScene::planned();
    let goal = at.goals[0];
    let (own, child, mother) =
        (format!("value-{goal}"), format!("value-{goal}-child"), format!("value-{goal}-{}", at.scene.karin));
    let typed =
        [(own.as_str(), "3"), (&child, "2"), (&mother, "4"), ("own", "7"), ("child-words", "Olga är snäll.")];
    assert_eq!(send(&at, "ulla", &typed).await.status, 303);
    let [signed] = follow_ups(&at).try_into().expect("one");
    let values: Vec<_> = signed.ratings.iter().map(|one| (one.by, one.value)).collect();
    assert_eq!(values, [(Rater::Worker, 3), (Rater::Child, 2), (Rater::Guardian(at.scene.karin), 4)]);
    assert_eq!(signed.childs_own, Some(7));
}

#[tokio::test]
async fn a_value_off_the_scale_is_told_at_its_field() {
    let at = ServiceScene::planned();
    let [count, scale] = at.goals.map(|goal| format!("value-{goal}"));
    for (name, wrong) in [(count.as_str(), "-1"), (&count, "fyra"), (&scale, "3"), ("own", "11")] {
        let typed = [(name, wrong), ("text", "Det går framåt.")];
        let refused = send(&at, "olga", &typed).await;
        assert_eq!(refused.status, 422, "{name} {wrong}");
        assert!(refused.body.contains(&format!("id=\"{name}-error\"")), "{name} {wrong}");
        assert!(refused.body.contains("Det går framåt."), "nothing typed is lost");
    }
    assert!(follow_ups(&at).is_empty());
}

#[tokio::test]
async fn a_service_can_end_here() {
    let at = ServiceScene::planned();
    let without = send(&at, "olga", &[("outcome", "end"), ("text", "Nu går det bra.")]).await;
    assert!(without.status == 422 && without.body.contains("id=\"reasons-error\""));
    assert!(without.body.contains("Nu går det bra."));
    let typed = [("outcome", "end"), ("reasons", "goal_reached"), ("result", "De äter middag varje dag.")];
    assert_eq!(send(&at, "olga", &typed).await.status, 303);
    let open = at.open();
    let MatterState::Service(service) = &open.file.matters[&at.service].state else { panic!("a service") };
    assert!(service.ended.is_some());
    let running =
        open.clocks.iter().filter(|clock| clock.is_running() && clock.matter == Some(at.service.as_u128()));
    assert_eq!(running.count(), 0, "no clock is left behind");
    assert_eq!(follow_ups(&at)[0].next, None);
}

#[tokio::test]
async fn a_follow_up_that_asks_for_an_investigation_is_not_forgotten() {
    let at = ServiceScene::planned();
    assert_eq!(
        send(&at, "olga", &[("outcome", "new_investigation"), ("text", "Hon kom med blåmärken.")])
            .await
            .status,
        303
    );
    let page = |login: &'static str| {
        let at = &at;
        async move { at.scene.at.get(&at.scene.at.login(login).await, &at.path("insats")).await.body }
    };
    assert!(page("ulla").await.contains("behövde barnets situation utredas"));
    assert!(!page("olga").await.contains("/anmalan?akt="), "it is not the provider's to open");
}

#[tokio::test]
async fn a_follow_up_that_asks_for_a_change_leads_to_the_decision() {
    let at = ServiceScene::planned();
    let typed = [("outcome", "change"), ("text", "En gång i veckan räcker inte.")];
    assert_eq!(send(&at, "olga", &typed).await.status, 303);
    let ulla = at.scene.at.login("ulla").await;
    let page = at.scene.at.get(&ulla, &at.path("insats")).await.body;
    assert!(page.contains("behövde insatsen ändras") && page.contains("/andra\""), "{page}");
    let olga = at.scene.at.login("olga").await;
    assert!(!at.scene.at.get(&olga, &at.path("insats")).await.body.contains("/andra\""));
}

/// The day that was set is cleared by the follow-up, and the next one is set.
#[tokio::test]
async fn the_clock_of_the_follow_up_is_cleared_and_set_again() {
    let at = ServiceScene::planned();
    at.scene.at.desk.clock.advance(100);
    let running = |at: &ServiceScene| {
        let clocks = at.open().clocks;
        let own = clocks.iter().filter(|clock| clock.rule.as_str() == "DL-044" && clock.is_running());
        own.filter_map(|clock| clock.due.nominal).map(|day| day.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(running(&at), ["2027-02-24"]);
    assert_eq!(send(&at, "olga", &[("text", "Det går."), ("review", "2027-06-01")]).await.status, 303);
    assert_eq!(running(&at), ["2027-06-01"]);
}

fn followed_after() -> (ServiceScene, MatterId) {
    let at = ServiceScene::written();
    at.decide(at.decision("D07"));
    let beside = MatterId::new(at.scene.at.desk.house.new_id(at.scene.at.now()));
    let until = "2027-05-01".parse().ok();
    at.decide(Decision { until, beside: Some(beside), ..at.decision("D21") });
    (at, beside)
}

/// Follow-up after an investigation closed without service: a matter with a last day, whose beginning and end are told.
#[tokio::test]
async fn a_follow_up_after_an_investigation_has_its_page_and_its_end() {
    let (at, beside) = followed_after();
    let ulla = at.scene.at.login("ulla").await;
    let path = at.scene.path(&format!("/arende/{beside}/uppfoljning"));
    let child = at.scene.at.get(&ulla, &at.scene.path("")).await.body;
    assert!(child.contains(&path));
    let page = at.scene.at.get(&ulla, &path).await;
    assert_eq!(page.status, 200);
    for words in ["Det här får ni göra", "Sista dag", "De är informerade", "23 kap. 1 och 5 §§ SoL"] {
        assert!(page.body.contains(words), "{words}");
    }
    assert_eq!(at.scene.send(&ulla, &path, &page, &[("text", "På ett möte.")]).await.status, 303);
    let told = at.scene.at.get(&ulla, &path).await;
    assert!(!told.body.contains("De är informerade") && told.body.contains("Avsluta uppföljningen"));
    let without = at.scene.send(&ulla, &path, &told, &[]).await;
    assert!(without.status == 422 && without.body.contains("id=\"text-error\""));
    let typed = [("text", "Alva har det bra.")];
    assert_eq!(at.scene.send(&ulla, &path, &told, &typed).await.status, 303);
    let open = at.open();
    assert!(!open.file.matters[&beside].is_running());
    let end = open.clocks.iter().filter(|clock| clock.rule.as_str() == "DL-040b" && clock.is_running());
    assert_eq!(end.count(), 0);
    let page = at.scene.at.get(&ulla, &path).await.body;
    assert!(page.contains("De är informerade"), "the end is told too");
}

#[tokio::test]
async fn what_is_neither_service_nor_follow_up_has_no_such_page() {
    let at = ServiceScene::granted();
    let ulla = at.scene.at.login("ulla").await;
    assert_eq!(at.scene.at.get(&ulla, &at.scene.report_path("/uppfoljning")).await.status, 404);
    let stranger = at.scene.at.login("umar").await;
    assert_eq!(at.scene.at.get(&stranger, &at.path("uppfoljning")).await.status, 404);
}
