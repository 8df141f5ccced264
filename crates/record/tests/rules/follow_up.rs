use crate::{given::Given, service::granted, words::*};
use record::{
    Command, Field, Refusal,
    follow_up::{FollowUp, Rater, Rating},
};

fn planned() -> Given {
    granted().and(Command::PlanService(matter(30), a_service_plan())).on("2027-02-01")
}

fn sign(follow_up: FollowUp) -> Command {
    Command::FollowUp(matter(30), follow_up)
}

fn rating(goal: u128, by: Rater, value: i32) -> Rating {
    Rating { goal: id(goal), by, value }
}

#[test]
fn a_follow_up_stops_its_clock_and_the_next_day_starts_another() {
    let once = planned().and(sign(a_follow_up("2027-02-01T10:00")));
    assert_eq!(once.running("DL-044"), 0);
    let next = FollowUp { next: Some(day("2027-05-01")), ..a_follow_up("2027-02-01T10:00") };
    let again = planned().and(sign(next));
    assert_eq!(again.running("DL-044"), 1);
    assert_eq!(again.file.service(matter(30)).unwrap().review, day("2027-05-01"));
}

#[test]
fn each_rater_has_a_value_of_their_own() {
    let ratings = vec![
        rating(601, Rater::Child, 4),
        rating(601, Rater::Guardian(person(2)), 5),
        rating(601, Rater::Provider, 3),
    ];
    planned().and(sign(FollowUp { ratings, childs_own: Some(8), ..a_follow_up("2027-02-01T10:00") }));
}

#[test]
fn a_value_of_no_goal_or_off_the_scale_is_refused() {
    let with = |ratings| FollowUp { ratings, ..a_follow_up("2027-02-01T10:00") };
    planned().when(sign(with(vec![rating(699, Rater::Child, 1)]))).refused(&Refusal::NotInFile(Field::Goal));
    planned().when(sign(with(vec![rating(601, Rater::Child, -3)]))).refused(&Refusal::OffScale(id(601)));
    let eleven = FollowUp { childs_own: Some(11), ..a_follow_up("2027-02-01T10:00") };
    planned().when(sign(eleven)).refused(&Refusal::Missing(Field::ChildView));
    let backwards = FollowUp { next: Some(day("2027-01-01")), ..a_follow_up("2027-02-01T10:00") };
    planned().when(sign(backwards)).refused(&Refusal::NotLater(Field::Review));
}
