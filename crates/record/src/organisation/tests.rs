use super::*;
use law::{Day, DelegationOrder, LawBook, PointWhy};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn term(from: &str, to: &str) -> Term {
    let read = |text: &str| (!text.is_empty()).then(|| day(text));
    Term { from: read(from), to: read(to) }
}

fn staff(number: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(number))
}

fn unit(number: u128) -> UnitId {
    UnitId::new(Uuid::from_u128(number))
}

fn a_unit(number: u128, name: &str, under: Option<UnitId>) -> Change {
    let unit = Unit { id: unit(number), name: name.to_owned(), kind: UnitKind::Investigation, under };
    Change::Unit { unit, term: Term::default() }
}

fn person(number: u128, login: &str) -> Employee {
    Employee {
        staff: staff(number),
        login: login.to_owned(),
        name: format!("{login} Testsson"),
        phone: "08-465 004 99".to_owned(),
        qualified: true,
        employed: Term::default(),
        supervision: None,
    }
}

fn post(number: u128, who: u128, level: Level) -> Post {
    Post {
        id: PostId::new(Uuid::from_u128(number)),
        staff: staff(who),
        title: format!("titel {number}"),
        level,
        unit: unit(1),
        manages: Vec::new(),
        reception: false,
        term: Term::default(),
    }
}

fn away(number: u128, who: u128, substitute: u128, term: Term) -> Absence {
    let id = AbsenceId::new(Uuid::from_u128(number));
    Absence { id, staff: staff(who), term, substitute: staff(substitute) }
}

/// What is written, with changes that must not be refused.
fn written(before: &Establishment, changes: Vec<Change>) -> Establishment {
    let entry = decide_changes(before, changes).expect("nothing is wrong with it");
    before.clone().after(&OrganisationSheet { by: None, on: None, entry })
}

fn faults(before: &Establishment, change: Change) -> Vec<Fault> {
    match decide_changes(before, vec![change]) {
        Err(OrganisationRefusal::Faults(faults)) => faults.into_iter().map(|fault| fault.why).collect(),
        other => panic!("{other:?}"),
    }
}

/// A board with a unit, and in it the case workers 1 to 3.
fn small() -> Establishment {
    let named = Change::Named { municipality: "Lyktinge kommun".into(), board: "Socialnämnden".into() };
    let mut changes = vec![named, a_unit(1, "Utredning", None)];
    for (number, login) in [(1, "ada"), (2, "bo"), (3, "cia")] {
        changes.push(Change::Employee(person(number, login)));
        changes.push(Change::Post(post(number, number, Level::CaseWorker)));
    }
    written(&Establishment::default(), changes)
}

#[test]
fn what_a_register_begins_with_comes_back_as_it_was() {
    let begun = small().on(day("2026-11-24"));
    let again = written(&Establishment::default(), begun.clone().founding());
    for on in ["1990-01-01", "2026-11-24", "2060-01-01"] {
        assert_eq!(again.on(day(on)), begun);
    }
}

#[test]
fn an_employment_has_a_first_and_a_last_day_and_the_name_is_known_for_ever() {
    let employed = term("2026-03-01", "2026-08-31");
    let of = Employee { employed, ..person(4, "dan") };
    let all = written(&small(), vec![Change::Employee(of), Change::Post(post(4, 4, Level::CaseWorker))]);
    for (on, here) in
        [("2026-02-28", false), ("2026-03-01", true), ("2026-08-31", true), ("2026-09-01", false)]
    {
        let that = all.on(day(on));
        assert_eq!(that.member(staff(4)).is_some(), here, "{on}");
        assert_eq!(that.by_login("dan").is_some(), here, "{on}");
        assert_eq!(that.known(staff(4)).unwrap().name, "dan Testsson");
    }
}

#[test]
fn several_posts_give_the_power_of_the_highest_and_the_home_of_the_oldest() {
    let head = Post {
        title: "tf enhetschef".to_owned(),
        manages: vec![unit(1), unit(2)],
        unit: unit(2),
        term: term("2026-06-01", "2026-08-31"),
        ..post(9, 1, Level::UnitHead)
    };
    let all = written(&small(), vec![a_unit(2, "Ledning", None), Change::Post(head)]);
    let july = all.on(day("2026-07-01"));
    let ada = july.member(staff(1)).unwrap();
    assert_eq!((ada.level, ada.title.as_str(), ada.unit), (Level::UnitHead, "tf enhetschef", unit(1)));
    assert_eq!(ada.manages, [unit(1), unit(2)]);
    let september = all.on(day("2026-09-01"));
    let ada = september.member(staff(1)).unwrap();
    assert_eq!((ada.level, ada.manages.len()), (Level::CaseWorker, 0));
}

#[test]
fn nobody_is_both_an_official_and_an_elected_body() {
    let elected = Post { term: term("2026-06-01", ""), ..post(9, 1, Level::Committee) };
    assert_eq!(faults(&small(), Change::Post(elected)), [Fault::PowersMixed]);
    assert_eq!(
        faults(&small(), Change::Post(post(9, 1, Level::Court))),
        [Fault::NotAPost, Fault::PowersMixed]
    );
}

#[test]
fn whoever_is_away_has_somebody_who_answers_each_day() {
    let week = term("2026-07-06", "2026-07-12");
    let all = written(&small(), vec![Change::Absence(away(1, 1, 2, week))]);
    let that = |on: &str| all.on(day(on));
    assert_eq!(that("2026-07-06").stands_in_for(staff(1)).unwrap().staff, staff(2));
    assert_eq!(that("2026-07-12").in_place_of(staff(2)), [staff(1)]);
    assert!(!that("2026-07-05").is_away(staff(1)) && !that("2026-07-13").is_away(staff(1)));

    assert_eq!(faults(&all, Change::Absence(away(2, 3, 1, week))), [Fault::SubstituteAway]);
    assert_eq!(faults(&all, Change::Absence(away(2, 3, 3, week))), [Fault::Themselves]);
    assert_eq!(faults(&all, Change::Absence(away(2, 1, 3, week))), [Fault::AwayTwice]);
    let leaving = Employee { employed: term("", "2026-07-10"), ..person(2, "bo") };
    assert_eq!(faults(&all, Change::Employee(leaving.clone())), [Fault::StandsIn]);
    let gone = written(&small(), vec![Change::Employee(leaving)]);
    assert_eq!(faults(&gone, Change::Absence(away(1, 1, 2, week))), [Fault::SubstituteNotHere]);

    // The substitute falls ill on one of the days: the work goes on to whoever stands in for the substitute, and never round.
    let ill = term("2026-07-08", "2026-07-08");
    let chain = written(&all, vec![Change::Absence(away(2, 2, 3, ill))]);
    assert_eq!(chain.on(day("2026-07-08")).stands_in_for(staff(1)).unwrap().staff, staff(3));
    assert_eq!(chain.on(day("2026-07-08")).in_place_of(staff(3)), [staff(1), staff(2)]);
    assert_eq!(faults(&all, Change::Absence(away(2, 2, 1, ill))), [Fault::SubstituteAway]);
}

/// Somebody comes, leaves, is away or changes posts: any of it, in any order, as far as it is not refused.
fn any_change() -> impl Strategy<Value = Change> {
    let day = |number: u8| day("2026-07-01").plus_days(i64::from(number));
    let a_term = prop_oneof![
        (0..20_u8, 0..8_u8).prop_map(move |(from, more)| (Some(day(from)), Some(day(from + more)))),
        (0..20_u8).prop_map(move |to| (None, Some(day(to)))),
        (0..20_u8).prop_map(move |from| (Some(day(from)), None)),
    ];
    let a_term = a_term.prop_map(|(from, to)| Term { from, to });
    (0..3_u8, 1..7_u128, 1..4_u128, 1..4_u128, a_term).prop_map(|(what, id, who, other, term)| match what {
        0 => Change::Absence(away(id, who, other, term)),
        1 => Change::Post(Post { term, ..post(id, who, Level::CaseWorker) }),
        _ => Change::Employee(Employee { employed: term, ..person(who, &format!("login{who}")) }),
    })
}

proptest! {
    /// Whoever is employed and has a post has somebody who answers for their work, each day, however people come, go and are away: they
    /// themselves or one who is there. And where nobody does, because they have left, it is told for just those days.
    #[test]
    fn for_no_day_is_work_without_somebody_who_answers(wishes in prop::collection::vec(any_change(), 1..30)) {
        let mut all = small();
        for wish in wishes {
            if let Ok(entry) = decide_changes(&all, vec![wish]) {
                all = all.after(&OrganisationSheet { by: None, on: None, entry });
            }
        }
        let workers: BTreeSet<StaffId> = (1..4).map(staff).collect();
        let (first, last) = (day("2026-06-29"), day("2026-08-01"));
        let told = all.unanswered(&workers, (first, last));
        let mut on = first;
        while on <= last {
            let that = all.on(on);
            for who in &workers {
                let by = that.answers_for(*who);
                prop_assert!(by.is_none_or(|by| !that.is_away(by.staff)), "{who} on {on}");
                prop_assert!(by.is_some() || that.member(*who).is_none(), "{who} on {on}");
                let gap = told.iter().any(|(of, gap)| of == who && gap.holds(on));
                prop_assert_eq!(gap, by.is_none(), "{} on {}", who, on);
                let handed = that.members.iter().filter(|member| member.in_place_of.contains(who));
                prop_assert!(handed.map(|member| member.staff).eq(by.map(|by| by.staff).filter(|by| by != who)));
            }
            on = on.plus_days(1);
        }
    }
}

/// A post that ends, or goes to somebody else, leaves nobody away without the one who stands in.
#[test]
fn whoever_stands_in_keeps_a_post_so_long() {
    let week = term("2026-07-06", "2026-07-12");
    let all = written(&small(), vec![Change::Absence(away(1, 1, 2, week))]);
    let until = |to| Post { term: term("", to), ..post(2, 2, Level::CaseWorker) };
    assert_eq!(faults(&all, Change::Post(until("2026-07-10"))), [Fault::StandsIn]);
    assert_eq!(faults(&all, Change::Post(post(2, 3, Level::CaseWorker))), [Fault::StandsIn]);
    let next = Post { term: term("2026-07-11", ""), ..post(9, 2, Level::CaseWorker) };
    written(&all, vec![Change::Post(until("2026-07-10")), Change::Post(next)]);
    let ended = written(&small(), vec![Change::Post(until("2026-07-10"))]);
    assert_eq!(faults(&ended, Change::Absence(away(1, 1, 2, week))), [Fault::SubstituteNotHere]);
}

#[test]
fn duty_gives_the_right_to_receive_on_its_days_alone() {
    let duty =
        Duty { id: DutyId::new(Uuid::from_u128(1)), staff: staff(3), term: term("2026-07-10", "2026-07-12") };
    let all = written(&small(), vec![Change::Duty(duty)]);
    for (on, receives) in [("2026-07-09", false), ("2026-07-10", true), ("2026-07-13", false)] {
        let that = all.on(day(on));
        assert_eq!(that.member(staff(3)).unwrap().reception, receives, "{on}");
        assert_eq!(that.is_on_duty(staff(3)), receives, "{on}");
    }
}

#[test]
fn units_are_a_tree() {
    let all =
        written(&small(), vec![a_unit(2, "Grupp 1", Some(unit(1))), a_unit(3, "Grupp 2", Some(unit(1)))]);
    let that = all.on(day("2026-07-01"));
    let names = |under| that.parts_of(under).map(|unit| unit.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(None), ["Utredning"]);
    assert_eq!(names(Some(unit(1))), ["Grupp 1", "Grupp 2"]);
    assert_eq!(faults(&all, a_unit(1, "Utredning", Some(unit(3)))), [Fault::UnderItself]);
    assert_eq!(faults(&all, a_unit(4, "Grupp 3", Some(unit(9)))), [Fault::NoUnit(unit(9))]);
}

#[test]
fn what_names_nobody_or_says_nothing_is_refused() {
    let all = small();
    assert_eq!(faults(&all, Change::Employee(person(4, "ada"))), [Fault::LoginTaken("ada".into())]);
    let nameless =
        Employee { name: " ".into(), employed: term("2026-02-01", "2026-01-01"), ..person(4, "dan") };
    assert_eq!(faults(&all, Change::Employee(nameless)), [Fault::Missing("name"), Fault::Backwards]);
    assert_eq!(faults(&all, Change::Post(post(9, 9, Level::CaseWorker))), [Fault::NoPerson(staff(9))]);
    let unqualified = Employee { qualified: false, ..person(2, "bo") };
    let all = written(&all, vec![Change::Employee(unqualified)]);
    let by = |number| Some(Supervision { by: staff(number), to: None });
    let new = |number| Change::Employee(Employee { supervision: by(number), ..person(3, "cia") });
    assert_eq!(faults(&all, new(2)), [Fault::SupervisorUnqualified]);
    assert_eq!(faults(&all, new(3)), [Fault::Themselves]);
    assert_eq!(faults(&all, new(9)), [Fault::NoPerson(staff(9))]);
    written(&all, vec![new(1)]);
    assert_eq!(decide_changes(&all, Vec::new()), Err(OrganisationRefusal::Nothing));
}

#[test]
fn the_order_in_force_is_the_one_of_the_day_and_never_below_the_law() {
    let (law, today) = (LawBook::sweden(), day("2026-11-24"));
    let adopt = |before: &Establishment, order| adopt_order(before, order, None, (law, today));
    let order = |adopted: &str, from: &str| DelegationOrder {
        adopted: day(adopted),
        valid_from: day(from),
        ..DelegationOrder::lyktinge()
    };
    let write = |before: Establishment, order| {
        let entry = adopt(&before, order).expect("nothing is wrong with it");
        before.after(&OrganisationSheet { by: None, on: Some(today), entry })
    };
    let all = write(small(), order("2025-06-11", "2025-07-01"));
    let all = write(all, order("2026-11-18", "2027-01-01"));
    assert_eq!(all.orders.on(day("2026-12-31")).adopted, day("2025-06-11"));
    assert_eq!(all.orders.on(day("2027-01-01")).adopted, day("2026-11-18"));

    let refused = |order| adopt(&all, order).unwrap_err();
    assert_eq!(
        refused(order("2026-11-18", "2027-02-01")),
        OrganisationRefusal::AdoptedTwice(day("2026-11-18"))
    );
    assert_eq!(
        refused(order("2026-11-25", "2027-02-01")),
        OrganisationRefusal::NotAdoptedYet(day("2026-11-25"))
    );
    let (adopted, valid_from) = (day("2026-11-20"), day("2026-11-19"));
    assert_eq!(
        refused(order("2026-11-20", "2026-11-19")),
        OrganisationRefusal::BeginsBeforeAdopted { adopted, valid_from }
    );
    let mut low = order("2026-11-20", "2027-02-01");
    let taking = low.points.iter_mut().find(|point| point.decision_type.as_str() == "D27").unwrap();
    taking.lowest = Level::UnitHead;
    let OrganisationRefusal::Points(faults) = refused(low) else { panic!("it is below the floor") };
    assert!(matches!(faults[..], [law::PointFault { why: PointWhy::BelowFloor { .. }, .. }]), "{faults:?}");
}

/// What is written is read for ever: its form is not the code's to change.
#[test]
fn the_written_form_is_held() {
    let entry = OrganisationEntry::OrganisationChanged {
        changes: vec![
            a_unit(1, "Utredning", None),
            Change::Post(Post { term: term("2026-01-01", ""), ..post(2, 1, Level::CaseWorker) }),
            Change::Absence(away(3, 1, 2, term("", "2026-07-12"))),
        ],
    };
    let sheet = OrganisationSheet { by: None, on: Some(day("2026-11-24")), entry };
    let id = |number: u8| format!("00000000-0000-0000-0000-00000000000{number}");
    let expected = format!(
        r#"{{"on":"2026-11-24","entry":{{"organisation_changed":{{"changes":[{{"unit":{{"unit":{{"id":"{one}","name":"Utredning","kind":"investigation"}},"term":{{}}}}}},{{"post":{{"id":"{two}","staff":"{one}","title":"titel 2","level":"case_worker","unit":"{one}","reception":false,"term":{{"from":"2026-01-01"}}}}}},{{"absence":{{"id":"{three}","staff":"{one}","term":{{"to":"2026-07-12"}},"substitute":"{two}"}}}}]}}}}}}"#,
        one = id(1),
        two = id(2),
        three = id(3),
    );
    assert_eq!(serde_json::to_string(&sheet).unwrap(), expected);
    assert_eq!(serde_json::from_str::<OrganisationSheet>(&expected).unwrap(), sheet);
}

/// A unit head changes anything, whoever leads a group who is away and on duty in it, and nobody else anything.
#[test]
fn whoever_leads_a_group_says_who_is_away_in_it_and_no_more() {
    let all = small();
    let today = day("2026-11-24");
    let actor = |level, manages: &[u128]| {
        let mut actor = all.on(today).member(staff(3)).unwrap().actor();
        (actor.level, actor.manages) = (level, manages.iter().map(|number| unit(*number)).collect());
        actor
    };
    let absence = [Change::Absence(away(1, 1, 2, term("2026-12-01", "2026-12-02")))];
    let anything = [Change::Employee(person(1, "ada"))];
    let may = |who: &Actor, changes: &[Change]| may_write(who, changes, &all, today);
    let (head, leader) = (actor(Level::UnitHead, &[2]), actor(Level::FirstSocialWorker, &[1]));
    assert!(may(&head, &absence) && may(&head, &anything));
    assert!(may(&leader, &absence) && !may(&leader, &anything));
    for who in
        [actor(Level::FirstSocialWorker, &[2]), actor(Level::CaseWorker, &[]), actor(Level::Board, &[1])]
    {
        assert!(!may(&who, &anything), "{who:?}");
    }
    assert!(!may(&actor(Level::FirstSocialWorker, &[2]), &absence), "of another unit");
    assert!(!may(&actor(Level::UnitHead, &[]), &anything), "leads nothing");
}
