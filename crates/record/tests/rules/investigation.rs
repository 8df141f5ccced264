use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Code, Command, Field, PersonId, Refusal,
    family::{FamilyFact, LearntBirth},
    investigation::{PartyNotice, Telling},
};

fn notice(person: PersonId, telling: Telling) -> Command {
    let at = moment("2026-11-24T12:30");
    Command::NotifyParty(matter(20), PartyNotice { person, at, telling })
}

fn told(person: PersonId) -> Command {
    notice(person, Telling::Told { way: Code::from("letter"), letter: Some(fact("Hej!")) })
}

fn withheld(person: PersonId, exception: &str) -> Command {
    notice(person, Telling::withheld(Code::from(exception), why("Polisen hör barnet i dag.")))
}

fn opened(before: Given) -> Given {
    before.and(report(10)).and(assessed(10)).and(make(10, d02(20)))
}

#[test]
fn each_guardian_is_told_and_each_has_a_clock() {
    let investigation = opened(given([file(), guardian(2), guardian(3)]));
    assert_eq!(investigation.running("DL-020"), 2);
    let first = investigation.and(told(person(2)));
    assert_eq!(first.running("DL-020"), 1);
    assert_eq!(first.and(told(person(3))).running("DL-020"), 0);
}

#[test]
fn a_child_of_fifteen_is_told_in_its_own_right() {
    for (birth, parties) in [("2011-11-24", 2), ("2011-11-25", 1)] {
        let investigation = opened(given([file_of_child_born(birth), guardian(2)]));
        let people: Vec<_> = investigation.file.parties(day("2026-11-24")).collect();
        assert_eq!(people.contains(&child()), parties == 2, "born {birth}");
        assert_eq!(investigation.running("DL-020"), parties, "born {birth}");
    }
}

#[test]
fn a_former_guardian_is_no_party() {
    let mut custody = guardian(2);
    if let Command::LearnFamily(facts) = &mut custody {
        let [FamilyFact::Guardianship(custody)] = facts.as_mut_slice() else { panic!() };
        custody.to = Some(day("2026-11-23"));
    }
    assert_eq!(opened(given([file(), custody])).file.parties(day("2026-11-24")).count(), 0);
}

#[test]
fn a_guardian_who_becomes_known_later_must_be_told_too() {
    let investigation = opened(given([file()]));
    assert_eq!(investigation.running("DL-020"), 1, "somebody must be told, whoever it is");
    let both = investigation.and(guardian(2)).and(guardian(3));
    assert_eq!(both.running("DL-020"), 2);
    let one = both.and(told(person(2)));
    assert_eq!(one.running("DL-020"), 1);
    assert_eq!(one.clone().and(guardian(2)).running("DL-020"), 1, "not asked to tell twice");
    assert_eq!(one.and(told(person(3))).running("DL-020"), 0);
}

/// An exception that passes puts off and does not end: they are to be told when it has passed.
#[test]
fn what_is_put_off_is_still_to_be_done() {
    let untold = |given: &Given| {
        let state = given.file.running_investigations().next().unwrap().1;
        (state.untold(&given.file, given.today), state.left_out().collect::<Vec<_>>())
    };
    let investigation = opened(given([file(), guardian(2)]));
    let waits = investigation.clone().and(withheld(person(2), "police_interview_pending"));
    assert_eq!(waits.running("DL-020"), 1);
    assert_eq!(untold(&waits), (vec![person(2)], vec![person(2)]));
    let after = waits.and(told(person(2)));
    assert_eq!((after.running("DL-020"), untold(&after)), (0, (Vec::new(), Vec::new())));
    let for_good = investigation.and(withheld(person(2), "risk_for_child"));
    assert_eq!(untold(&for_good), (Vec::new(), vec![person(2)]), "and may be told after all");
}

#[test]
fn not_telling_needs_an_exception_of_the_list() {
    let investigation = opened(given([file(), guardian(2)]));
    assert_eq!(investigation.clone().and(withheld(person(2), "risk_for_child")).running("DL-020"), 0);
    let refused = |list: &'static str, code: &str| Refusal::UnknownCode {
        list: list.into(),
        code: code.to_owned(),
        field: Field::Way,
    };
    let shy = Telling::withheld(Code::from("shy"), why("Vill inte."));
    investigation.when(notice(person(2), shy)).refused(&refused("notice_exception", "shy"));
    let shouted = Telling::Told { way: Code::from("shout"), letter: None };
    investigation.when(notice(person(2), shouted)).refused(&refused("notice_way", "shout"));
}

#[test]
fn a_notice_has_its_time_and_its_investigation() {
    let investigation = opened(given([file(), guardian(2)]));
    let at = |at: &str| {
        let telling = Telling::Told { way: Code::from("phone"), letter: None };
        Command::NotifyParty(matter(20), PartyNotice { person: person(2), at: moment(at), telling })
    };
    investigation.when(at("2026-11-25")).refused(&Refusal::InFuture(Field::Occurred));
    investigation.when(at("2026-11-23")).refused(&Refusal::BeforeArrival(Field::Occurred));
    let report = given([file(), report(10)]);
    let telling = Telling::Told { way: Code::from("phone"), letter: None };
    let wrong = PartyNotice { person: person(2), at: moment("2026-11-24T12:30"), telling };
    report.when(Command::NotifyParty(matter(10), wrong)).refused(&Refusal::WrongKindOfMatter);
}

/// Late is wrong but still happened.
#[test]
fn a_notice_after_the_end_is_recorded() {
    let closed = opened(given([file(), guardian(2)])).and(happened(20, "investigation.closed"));
    assert_eq!(closed.running("DL-020"), 1);
    assert_eq!(closed.and(told(person(2))).running("DL-020"), 0);
}

/// Nobody writes anything on her birthday; the clock is there all the same, and only as long as the investigation runs.
#[test]
fn a_child_who_turns_fifteen_meanwhile_is_told_as_a_party() {
    let investigation = opened(given([file_of_child_born("2011-12-10"), guardian(2)]));
    let asked = |given: &Given, on: &str| {
        let clocks = given.clocks("DL-130");
        clocks.iter().filter(|clock| clock.is_running() && clock.has_started(day(on))).count()
    };
    let untold = |given: &Given, on: &str| {
        let (_, state) = given.file.running_investigations().next().expect("it runs");
        state.untold(&given.file, day(on)).contains(&child())
    };
    // Told as a child of fourteen, in a suitable way.
    let told_young = investigation.and(told(child()));
    for (on, party) in [("2026-12-09", false), ("2026-12-10", true)] {
        assert_eq!(asked(&told_young, on), usize::from(party), "{on}");
        assert_eq!(untold(&told_young, on), party, "{on}");
    }
    let at = moment("2026-12-10T08:00");
    let telling = Telling::Told { way: Code::from("letter"), letter: None };
    let notice = PartyNotice { person: child(), at, telling };
    let told_as_party = told_young.clone().on("2026-12-10").and(Command::NotifyParty(matter(20), notice));
    assert_eq!(asked(&told_as_party, "2026-12-11"), 0);
    assert!(!untold(&told_as_party, "2026-12-11"));
    // Ended before the birthday: there is nothing to be told of.
    let closed = told_young.and(happened(20, "investigation.closed"));
    assert_eq!(asked(&closed, "2026-12-10"), 0);
}

#[test]
fn a_birth_learnt_late_makes_the_child_a_party_of_what_already_runs() {
    let investigation = opened(given([file_of_child_born("2012-01-01"), guardian(2)]));
    let learnt =
        LearntBirth { day: day("2010-01-01"), source: text("Skatteverket"), as_of: day("2026-11-24") };
    let learnt = investigation.and(Command::LearnFamily(vec![FamilyFact::Birth(learnt)]));
    assert_eq!(learnt.running("DL-130"), 1);
    assert_eq!(learnt.and(told(child())).running("DL-130"), 0);
}

#[test]
fn nobody_has_custody_of_somebody_who_is_eighteen() {
    for (birth, parties) in [("2008-11-25", 2), ("2008-11-24", 1)] {
        let investigation = opened(given([file_of_child_born(birth), guardian(2)]));
        assert_eq!(investigation.file.parties(day("2026-11-24")).count(), parties, "born {birth}");
        let later = investigation.and(guardian(3));
        assert_eq!(later.running("DL-020"), if parties == 2 { 3 } else { 1 }, "born {birth}");
    }
}
