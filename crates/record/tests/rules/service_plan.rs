use crate::{service::granted, words::*};
use record::{
    Command, Field, Refusal,
    service_plan::{Doubt, Goal, ServicePlan},
};

fn agree(plan: ServicePlan) -> Command {
    Command::PlanService(matter(30), plan)
}

#[test]
fn the_plan_moves_the_day_to_follow_up() {
    let planned = granted().and(agree(a_service_plan()));
    assert_eq!(planned.file.service(matter(30)).unwrap().review, day("2027-02-01"));
    let running: Vec<_> = planned.clocks("DL-044").into_iter().filter(law::Clock::is_running).collect();
    assert_eq!(running.len(), 1);
    assert_eq!(running[0].due.nominal, Some(day("2027-02-01")));
}

#[test]
fn a_plan_without_goals_and_a_value_off_the_scale_are_refused() {
    let without = ServicePlan { goals: Vec::new(), ..a_service_plan() };
    granted().when(agree(without)).refused(&Refusal::Missing(Field::Goal));
    let off = Goal { baseline: Some(-1), ..goal(601, "Jag äter middag.") };
    let plan = ServicePlan { goals: vec![off], ..a_service_plan() };
    granted().when(agree(plan)).refused(&Refusal::OffScale(id(601)));
}

/// Doubts are asked about, never blocked.
#[test]
fn a_goal_is_doubted_where_nobody_could_follow_it_up() {
    let doubts = |goal: Goal| goal.doubts();
    assert_eq!(doubts(goal(1, "Jag äter middag hemma fem dagar i veckan.")), []);
    let bare = |words: &str| Goal { measure: None, baseline: None, by: None, ..goal(1, words) };
    let always = [Doubt::NoMeasure, Doubt::NoDay];
    let with = |first: &[Doubt]| [first, &always].concat();
    assert_eq!(doubts(bare("Familjebehandling en gång i veckan")), with(&[Doubt::MeasureAsGoal]));
    assert_eq!(doubts(bare("Han sover samt äter frukost")), with(&[Doubt::TwoInOne]));
    assert_eq!(doubts(bare("Mamma skriker inte")), with(&[Doubt::Negation]));
    assert_eq!(doubts(bare("Öka närvaron")), with(&[Doubt::NoUnit]));
    let unmeasured = Goal { baseline: None, ..goal(1, "Jag äter middag.") };
    assert_eq!(doubts(unmeasured), [Doubt::NoBaseline]);
    granted().and(agree(ServicePlan { goals: vec![bare("Öka närvaron")], ..a_service_plan() }));
}
