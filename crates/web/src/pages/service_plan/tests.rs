use record::Entry;
use record::service_plan::{Measure, ServicePlan};

use super::request::number;
use crate::service_scene::ServiceScene;
use crate::testing::Answer;

const GOAL: [(&str, &str); 7] = [
    ("goal-1", "Jag äter middag hemma."),
    ("goal-1-unit", "middagar i veckan"),
    ("goal-1-target", "5"),
    ("goal-1-baseline", "1"),
    ("goal-1-activity-1", "Handla tillsammans, mamma och Olga, måndagar."),
    ("goal-1-activity-2", "Veckomatsedel på kylen."),
    ("child-view", "Det blir bra."),
];

async fn send(at: &ServiceScene, typed: &[(&str, &str)]) -> Answer {
    let olga = at.scene.at.login("olga").await;
    at.scene.fill(&olga, &at.path("genomforandeplan"), typed).await
}

fn plans(at: &ServiceScene) -> Vec<ServicePlan> {
    let open = at.open();
    let planned = open.entries.iter().filter_map(|entry| match &entry.entry {
        Entry::ServicePlanned(plan) => Some(plan.clone()),
        _ => None,
    });
    planned.collect()
}

#[tokio::test]
async fn a_goal_that_can_be_followed_up_is_saved_without_a_question() {
    let at = ServiceScene::taken();
    let done = send(&at, &GOAL).await;
    assert_eq!(done.location(), at.path("insats?gjort=genomforandeplan"), "{}", done.body);
    let [plan] = plans(&at).try_into().expect("one plan");
    let goal = &plan.goals[0];
    assert_eq!(
        goal.part.said_by,
        Some(record::Speaker::Child),
        "the child's words unless somebody says otherwise"
    );
    assert!(matches!(&goal.measure, Some(Measure::Count { target: 5, .. })));
    assert_eq!((goal.baseline, goal.activities.len()), (Some(1), 2));
    assert_eq!(goal.by, Some(plan.review), "preset");
    assert!(plan.child.is_some());
}

/// What could be clearer is asked once, at its goal; the same form sent again is saved.
#[tokio::test]
async fn doubts_are_asked_once_and_never_block() {
    let at = ServiceScene::taken();
    let olga = at.scene.at.login("olga").await;
    let path = at.path("genomforandeplan");
    let typed = [("goal-1", "Mamma skriker inte"), ("goal-2", "Öka närvaron")];
    let asked = at.scene.fill(&olga, &path, &typed).await;
    assert_eq!(asked.status, 200);
    assert!(plans(&at).is_empty());
    for words in [
        "Vad ska hända i stället?",
        "Bättre eller mer än vad?",
        "Hur ser ni att målet är nått?",
        "Mamma skriker inte",
    ] {
        assert!(asked.body.contains(words), "{words}");
    }
    assert!(asked.body.contains("id=\"goal-2-doubts\""), "each at its goal");
    let done = at.scene.send(&olga, &path, &asked, &[]).await;
    assert_eq!(done.status, 303);
    assert_eq!(plans(&at)[0].goals.len(), 2);
}

#[tokio::test]
async fn a_goal_without_a_baseline_is_asked_and_taken() {
    let at = ServiceScene::taken();
    let typed: Vec<_> = GOAL.into_iter().filter(|(name, _)| *name != "goal-1-baseline").collect();
    let asked = send(&at, &typed).await;
    assert!(asked.status == 200 && asked.body.contains("Hur är det i dag?"));
    let typed: Vec<_> = typed.into_iter().chain([("asked", "yes")]).collect();
    assert_eq!(send(&at, &typed).await.status, 303);
}

#[tokio::test]
async fn rows_grow_without_losing_anything() {
    let at = ServiceScene::taken();
    let grown = send(&at, &[&GOAL[..], &[("deed", "goal")]].concat()).await;
    assert_eq!(grown.status, 200);
    assert!(grown.body.contains("name=\"goal-3\"") && !grown.body.contains("name=\"goal-4\""));
    let grown = send(&at, &[&GOAL[..], &[("deed", "activity-1")]].concat()).await;
    assert!(grown.body.contains("name=\"goal-1-activity-3\""));
    for (_, words) in GOAL {
        assert!(grown.body.contains(words), "{words}");
    }
    let most = send(&at, &[("goals", "9999999"), ("deed", "goal"), ("goal-1", "Jag sover.")]).await;
    assert!(most.body.contains("name=\"goal-12\"") && !most.body.contains("name=\"goal-13\""));
}

#[tokio::test]
async fn what_cannot_be_read_is_told_at_its_field() {
    let at = ServiceScene::taken();
    for (name, wrong) in
        [("goal-1-target", "många"), ("goal-1-baseline", "-3"), ("goal-1-day", "imorgon"), ("review", "")]
    {
        let typed: Vec<_> =
            GOAL.into_iter().filter(|(other, _)| *other != name).chain([(name, wrong)]).collect();
        let refused = send(&at, &typed).await;
        assert_eq!(refused.status, 422, "{name}");
        assert!(refused.body.contains(&format!("id=\"{name}-error\"")), "{name}");
        assert!(refused.body.contains("Veckomatsedel på kylen."), "{name}: nothing typed is lost");
    }
    let empty = send(&at, &[("goal-1", " ")]).await;
    assert!(empty.status == 422 && empty.body.contains("id=\"goal-1-error\""));
    let astray = send(&at, &[("goal-2-activity-1", "Handla.")]).await;
    assert!(astray.status == 422 && astray.body.contains("id=\"goal-2-error\""));
}

/// A later plan is the same goals, so that their values can be followed.
#[tokio::test]
async fn a_later_plan_keeps_the_goals_ids() {
    let at = ServiceScene::planned();
    let done = send(&at, &[("goal-1-target", "6"), ("asked", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let [first, second] = plans(&at).try_into().expect("two plans");
    let ids = |plan: &ServicePlan| plan.goals.iter().map(|goal| goal.id).collect::<Vec<_>>();
    assert_eq!(ids(&first), ids(&second));
    assert!(matches!(&second.goals[0].measure, Some(Measure::Count { target: 6, .. })));
    assert!(matches!(&second.goals[1].measure, Some(Measure::Attainment { .. })));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    assert_eq!(["−1", "-1", "+2", " 3 ", "0"].map(number), [Some(-1), Some(-1), Some(2), Some(3), Some(0)]);
    assert_eq!(["", "två", "1,5", "++1"].map(number), [None; 4]);
}
