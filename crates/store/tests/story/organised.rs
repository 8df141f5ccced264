//! How the authority is organised and what its board has delegated: written down, read back, and gone by from its day.

use super::*;
use law::{DelegationOrder, WhyNot};
use record::organisation::{
    Absence, AbsenceId, Change, Employee, OrganisationRefusal, Post, PostId, Term, Unit, UnitKind,
};
use store::OrganisationTrouble;

fn head() -> Actor {
    Actor { manages: vec![unit(1)], ..worker(900, Level::UnitHead, 1) }
}

fn somebody(number: u128, term: Term) -> Vec<Change> {
    let staff = StaffId::new(Uuid::from_u128(number));
    let employee = Employee {
        staff,
        login: format!("person{number}"),
        name: format!("Planterad {number}"),
        phone: "08-465 004 77".into(),
        qualified: true,
        employed: term,
        supervision: None,
    };
    let post = Post {
        id: PostId::new(staff.uuid()),
        staff,
        title: "socialsekreterare".into(),
        level: Level::CaseWorker,
        unit: unit(1),
        manages: vec![],
        reception: false,
        term: Term::default(),
    };
    vec![Change::Employee(employee), Change::Post(post)]
}

fn a_unit() -> Change {
    let unit = Unit { id: unit(1), name: "Mottagningen".into(), kind: UnitKind::Reception, under: None };
    Change::Unit { unit, term: Term::default() }
}

fn until(to: &str) -> Term {
    Term { from: None, to: Some(day(to)) }
}

/// In the chain, sealed, and folded anew by the next start; the demo's own is written once.
#[test]
fn what_is_written_of_the_authority_stands_after_a_restart() {
    let story = Story::new();
    let changes =
        [vec![a_unit()], somebody(501, until("2026-12-31")), somebody(502, Term::default())].concat();
    story.house.organise(None, now(), changes).unwrap();
    let written = story.house.establishment();
    let height = |house: &House| house.db.read(|tx| store::log::head(tx, 1)).unwrap().height;
    let before = height(&story.house);
    let story = story.reopened();
    assert_eq!(story.house.establishment(), written);
    assert_eq!(height(&story.house), before, "opening it again writes nothing");
    let that = |on: &str| story.house.organisation(day(on));
    assert_eq!(that("2026-12-31").members.len(), 2);
    assert_eq!(that("2027-01-01").members.len(), 1, "the last day has passed");
    let verdicts = store::verify(story.home.home(), &store::Trust::default()).unwrap();
    assert!(verdicts.iter().all(|verdict| verdict.outcome.is_ok()), "{verdicts:?}");
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    let story = Story::new();
    story.house.organise(None, now(), [vec![a_unit()], somebody(501, Term::default())].concat()).unwrap();
    let before = story.house.establishment();
    let alone = Absence {
        id: AbsenceId::new(Uuid::from_u128(1)),
        staff: StaffId::new(Uuid::from_u128(501)),
        term: until("2026-12-31"),
        substitute: StaffId::new(Uuid::from_u128(999)),
    };
    let wish = [somebody(502, Term::default()), vec![Change::Absence(alone)]].concat();
    let refused = story.house.organise(Some(&head()), now(), wish.clone());
    assert!(matches!(
        refused,
        Err(OrganisationTrouble::Refused(OrganisationRefusal::Faults(faults))) if faults.len() == 1 && faults[0].at == 2
    ));
    let refused = story.house.organise(Some(&first()), now(), somebody(502, Term::default()));
    assert_eq!(refused, Err(OrganisationTrouble::Refused(OrganisationRefusal::NotForYou)));
    let order = DelegationOrder { adopted: day(TODAY), ..DelegationOrder::lyktinge() };
    let refused = story.house.adopt_delegation(Some(&first()), now(), order, None);
    assert_eq!(refused, Err(OrganisationTrouble::Refused(OrganisationRefusal::NotForYou)));
    assert_eq!(story.house.establishment(), before);
}

fn order(adopted: &str, lowest: Level) -> DelegationOrder {
    let mut order = DelegationOrder::lyktinge();
    (order.adopted, order.valid_from) = (day(adopted), day(TODAY));
    order.points.iter_mut().filter(|point| point.decision_type.as_str() == "D02").for_each(|point| {
        point.lowest = lowest;
    });
    order
}

/// A decision is made by the order in force on its day, says which, and is listed for the board without a name.
#[test]
fn a_decision_goes_by_the_order_of_its_day_and_keeps_which_it_was() {
    let mut story = Story::new();
    let files = story.report_siblings();
    let open = |story: &mut Story, (file, matter): (FileId, MatterId)| {
        story.assess(file, matter);
        let opening = Opening {
            matter: MatterId::new(story.id()),
            questions: vec![Part::assessment(text("Får barnet mat?"))],
            from: None,
        };
        let blank = Decision::new(DecisionId::new(story.id()), "D02".parse().unwrap());
        let decision = Decision { opening: Some(opening), ..blank };
        story.act(&reception(), file, Command::MakeDecision(matter, decision))
    };
    open(&mut story, files[0]).unwrap();
    story.house.adopt_delegation(Some(&head()), now(), order(TODAY, Level::UnitHead), None).unwrap();
    let refused = open(&mut story, files[1]);
    let why = WhyNot::DelegationOrder { point: Some("1.1".into()) };
    assert!(
        matches!(&refused, Err(Trouble::Refused { refusal: Refusal::NotAuthorised { lowest: Level::UnitHead, why: told, .. }, .. }) if *told == why),
        "{refused:?}"
    );

    let (listed, more) = story.house.delegated_decisions(&head(), now(), day(TODAY), day(TODAY)).unwrap();
    let [one] = &listed[..] else { panic!("{listed:?}") };
    assert_eq!((one.kind.as_str(), one.made, one.level, more), ("D02", day(TODAY), Level::CaseWorker, false));
    assert_eq!((one.point.as_deref(), one.order), (Some("1.1"), Some(day("2025-06-11"))));
    assert!(one.number.as_deref().is_some_and(|number| number.starts_with("2026-")));
    for (from, to) in [("2026-11-01", "2026-11-23"), ("2026-11-25", "2026-12-31")] {
        assert_eq!(story.house.delegated_decisions(&head(), now(), day(from), day(to)).unwrap().0, []);
    }
    let curious = story.house.delegated_decisions(&first(), now(), day(TODAY), day(TODAY));
    assert_eq!(curious, Err(Trouble::NotFound));
}

/// Whom one node has let go, no other lets in.
#[test]
fn what_one_node_writes_of_the_authority_the_other_goes_by() {
    let story = Story::within(TestHome::on_postgres());
    let other = open(&story.home);
    let staff = StaffId::new(Uuid::from_u128(501));
    let here = |house: &House| house.organisation_now(day(TODAY)).unwrap().member(staff).is_some();
    story.house.organise(None, now(), [vec![a_unit()], somebody(501, Term::default())].concat()).unwrap();
    assert!(here(&story.house) && here(&other));
    other.organise(None, now(), somebody(501, until("2026-11-23"))).unwrap();
    assert!(!here(&story.house) && !here(&other));
    other.adopt_delegation(Some(&head()), now(), order(TODAY, Level::UnitHead), None).unwrap();
    story.house.follow().unwrap();
    assert_eq!(story.house.delegation(), other.delegation());
}

/// Whoever leaves before the month is over has read in it all the same.
#[test]
fn the_log_check_of_a_month_takes_whoever_left_during_it() {
    let mut story = Story::new();
    let (file, _) = story.report_siblings()[0];
    let changes = [vec![a_unit()], somebody(501, until("2026-11-25"))].concat();
    story.house.organise(None, now(), changes).unwrap();
    let leaver = Actor { reception: true, ..worker(501, Level::CaseWorker, 1) };
    story.house.look(&leaver, now(), file, Page::Timeline).unwrap();
    let later = Now { instant: "2026-12-02T09:00:00Z".parse().unwrap(), today: day("2026-12-02") };
    let month: store::log_check::Month = "2026-11".parse().unwrap();
    let check = story.house.log_check(&first(), later, unit(1), month).unwrap();
    assert_eq!((check.openings, check.left.as_slice()), (1, &[leaver.staff][..]));
    assert_eq!(story.house.log_checks_waiting(&first(), later).unwrap(), [(unit(1), month)]);
}

/// A month that nobody has signed waits on, and one that only the reader has signed waits for somebody else.
#[test]
fn a_month_waits_until_somebody_else_has_checked_each_who_read_in_it() {
    let mut story = Story::new();
    let (file, _) = story.report_siblings()[0];
    let changes = [vec![a_unit()], somebody(501, Term::default())].concat();
    story.house.organise(None, now(), changes).unwrap();
    let leads = |number, level| Actor { reception: true, manages: vec![unit(1)], ..worker(number, level, 1) };
    let (one, other) = (leads(501, Level::FirstSocialWorker), leads(900, Level::UnitHead));
    story.house.look(&one, now(), file, Page::Timeline).unwrap();
    let month: store::log_check::Month = "2026-11".parse().unwrap();
    let at = |instant: &str, today| Now { instant: instant.parse().unwrap(), today: day(today) };
    let (soon, late) = (at("2026-12-02T09:00:00Z", "2026-12-02"), at("2027-02-20T09:00:00Z", "2027-02-20"));
    let waits =
        |who: &Actor, now| story.house.log_checks_waiting(who, now).unwrap().contains(&(unit(1), month));
    assert!(waits(&other, soon) && waits(&other, late) && !waits(&one, soon), "it is another who checks");
    let sign = |who: &Actor| {
        let check = story.house.log_check(who, soon, unit(1), month).unwrap();
        let outcomes = check
            .looked
            .iter()
            .map(|one| (store::log_check::key(&one.looked), Code::from("needed")))
            .collect();
        story.house.sign_log_check(who, soon, (unit(1), month), &outcomes, &text("Gått igenom.")).unwrap()
    };
    assert_eq!(sign(&one), Ok(()));
    assert!(waits(&other, soon), "whoever signs has not checked their own reading");
    assert_eq!(sign(&other), Ok(()));
    assert!(!waits(&other, soon) && !waits(&other, late));
}
