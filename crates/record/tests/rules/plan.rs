use crate::{given::given, words::*};
use record::{Code, Command, Field, Refusal, plan::Plan};

fn plan(plan: Plan) -> Command {
    Command::SettlePlan(matter(20), plan)
}

#[test]
fn a_plan_settles_the_questions_and_a_later_one_takes_its_place() {
    let planned = given(investigated()).and(plan(a_plan()));
    assert_eq!(planned.file.running_investigations().next().unwrap().1.questions, a_plan().questions);
    let narrower = Plan { questions: vec![question("Får han mat hemma?")], ..a_plan() };
    let again = planned.and(plan(narrower.clone()));
    let state = again.file.running_investigations().next().unwrap().1;
    assert_eq!(state.questions, narrower.questions);
    assert_eq!(state.plan.as_deref(), Some(&narrower));
}

#[test]
fn a_plan_that_cannot_be_followed_is_refused() {
    let investigated = given(investigated());
    let refused = |wrong: Plan, why: &Refusal| investigated.when(plan(wrong)).refused(why);
    refused(Plan { questions: Vec::new(), ..a_plan() }, &Refusal::Missing(Field::Questions));
    refused(Plan { checks: vec![day("2026-11-01")], ..a_plan() }, &Refusal::NotLater(Field::Checks));
    refused(Plan { at: moment("2026-11-20"), ..a_plan() }, &Refusal::BeforeArrival(Field::Occurred));
    for wrong in [
        Plan { depth: Code::from("bottomless"), ..a_plan() },
        Plan { areas: vec![Code::from("child.shoes")], ..a_plan() },
    ] {
        let answer = investigated.when(plan(wrong)).answer;
        assert!(matches!(answer, Err(Refusal::UnknownCode { .. })), "{answer:?}");
    }
}

#[test]
fn a_report_is_not_investigated_before_it_is_decided() {
    let assessed = given([file(), report(10), assessed(10)]);
    assessed.when(Command::SettlePlan(matter(10), a_plan())).refused(&Refusal::WrongKindOfMatter);
}
