use super::*;
use crate::{
    context::Actor,
    disposal::{DisposalContext, DisposalRefusal, decide_disposal},
    id::UnitId,
};
use law::{LawBook, Level};
use uuid::Uuid;

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn leader(number: u128) -> Actor {
    let unit: UnitId = id(900);
    Actor {
        staff: id(number),
        name: "Enar Lindroth".to_owned(),
        title: "enhetschef".to_owned(),
        level: Level::UnitHead,
        unit,
        manages: vec![unit],
        reception: false,
        qualified: true,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    }
}

fn target(matter: u128) -> Target {
    Target { file: id(1), matter: Some(id(matter)) }
}

fn item(matter: u128, latest: &str) -> ProposedItem {
    let latest = day(latest);
    ProposedItem { target: target(matter), row: "R5b".to_owned(), earliest: day("2031-11-24"), latest }
}

fn why() -> Text {
    because("Vårdnadshavaren har begärt handlingen.").expect("a reason")
}

fn proposed(items: Vec<ProposedItem>) -> DisposalEntry {
    DisposalEntry::DisposalProposed { id: id(50), items }
}

fn decided() -> DisposalEntry {
    DisposalEntry::DisposalDecided { id: id(50), quarantine_to: day("1970-01-01") }
}

/// What has been written so far, with who acts on which day.
#[derive(Clone)]
struct Given(Disposals, Actor, Day);

fn given() -> Given {
    let named = DisposalEntry::MunicipalityNamed { code: "0000".to_owned() };
    nobody_has_said_where().and(named)
}

fn nobody_has_said_where() -> Given {
    Given(Disposals::default(), leader(1), day("2032-01-05"))
}

impl Given {
    fn by(self, number: u128) -> Self {
        Self(self.0, leader(number), self.2)
    }

    fn on(self, today: &str) -> Self {
        Self(self.0, self.1, day(today))
    }

    fn when(&self, wish: DisposalEntry) -> Result<DisposalEntry, DisposalRefusal> {
        let cx = DisposalContext { today: self.2, law: LawBook::sweden(), actor: &self.1 };
        match wish {
            DisposalEntry::DisposalDecided { id, .. } => second_person(&self.0, id, &cx),
            other => decide_disposal(&self.0, other, &cx),
        }
    }

    #[track_caller]
    fn and(self, wish: DisposalEntry) -> Self {
        let entry = self.when(wish).expect("refused");
        let sheet = DisposalSheet { by: self.1.author(), on: self.2, entry };
        Self(self.0.after(&sheet), self.1, self.2)
    }

    fn ripe_on(&self, today: &str) -> Vec<Target> {
        self.0.ripe(day(today)).map(|(_, item)| item.target).collect()
    }
}

#[test]
fn two_people_and_a_month_and_then_it_is_ripe() {
    let asked = given().and(proposed(vec![item(10, "2032-12-31"), item(11, "2032-12-31")]));
    assert_eq!(asked.when(decided()), Err(DisposalRefusal::SamePerson));
    let waits = asked.by(2).and(decided());
    assert_eq!(waits.ripe_on("2032-02-04"), [], "the last day of the quarantine");
    assert_eq!(waits.ripe_on("2032-02-05"), [target(10), target(11)]);
    assert_eq!(waits.when(decided()), Err(DisposalRefusal::AlreadyDecided));
}

/// The quarantine ends before the last lawful day where there is room for a week, and is never shorter.
#[test]
fn the_quarantine_fits_the_window() {
    let to = |today: &str| {
        let asked = given().on(today).and(proposed(vec![item(10, "2032-12-31")]));
        match asked.by(2).when(decided()) {
            Ok(DisposalEntry::DisposalDecided { quarantine_to, .. }) => quarantine_to,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(to("2032-03-01"), day("2032-03-31"));
    assert_eq!(to("2032-12-10"), day("2032-12-30"), "done on 31 December");
    assert_eq!(to("2032-12-29"), day("2033-01-05"), "late, but not without notice");
    assert_eq!(to("2034-01-01"), day("2034-01-08"));
}

#[test]
fn what_is_restored_stays_and_the_rest_goes() {
    let waits =
        given().and(proposed(vec![item(10, "2032-12-31"), item(11, "2032-12-31")])).by(2).and(decided());
    let restored = waits.and(DisposalEntry::DisposalRestored { target: target(10), why: why() });
    assert_eq!(restored.ripe_on("2032-12-30"), [target(11)]);
    let again = restored.when(DisposalEntry::DisposalRestored { target: target(10), why: why() });
    assert_eq!(again, Err(DisposalRefusal::NotProposed));
}

#[test]
fn two_holds_are_lifted_one_at_a_time() {
    use HoldGround::{DocumentRequest, Supervision};
    let place = |ground: HoldGround| DisposalEntry::HoldPlaced { target: target(10), ground, why: why() };
    let lift =
        |ground: Option<HoldGround>| DisposalEntry::HoldLifted { target: target(10), ground, why: why() };
    let both = given().and(place(DocumentRequest)).and(place(Supervision)).and(place(Supervision));
    assert_eq!(both.when(lift(None)), Err(DisposalRefusal::WhichHold));
    assert_eq!(both.when(lift(Some(HoldGround::Trial))), Err(DisposalRefusal::NotHeld));
    let one = both.and(lift(Some(DocumentRequest)));
    assert_eq!(one.0.hold_on(target(10)), Some(Supervision), "supervision goes on");
    let none = one.and(lift(None));
    assert_eq!((none.0.hold_on(target(10)), none.0.holds.len()), (None, 0));
    // What was written before each ground had a lifting of its own lifted all.
    let old = given().and(place(DocumentRequest)).and(place(Supervision));
    let sheet = DisposalSheet { by: leader(1).author(), on: day("2032-01-05"), entry: lift(None) };
    assert_eq!(old.0.after(&sheet).hold_on(target(10)), None);
}

#[test]
fn a_hold_on_a_matter_follows_it_to_the_file_it_is_moved_to() {
    let placed = DisposalEntry::HoldPlaced { target: target(10), ground: HoldGround::Appeal, why: why() };
    let held = given().and(placed);
    assert_eq!(held.0.hold_on(Target { file: id(2), ..target(10) }), Some(HoldGround::Appeal));
    assert_eq!(held.0.hold_on(Target { file: id(2), ..target(11) }), None);
}

#[test]
fn another_municipality_is_named_by_somebody_else() {
    let name = |code: &str| DisposalEntry::MunicipalityNamed { code: code.to_owned() };
    let named = given();
    assert_eq!(named.when(name("0001")), Err(DisposalRefusal::Named("0000".to_owned())));
    assert!(named.when(name("0000")).is_ok(), "the same again changes nothing");
    assert_eq!(named.by(2).and(name("0001")).0.municipality.as_deref(), Some("0001"));
}

#[test]
fn nobody_destroys_readings_in_the_place_of_whoever_noted_the_years() {
    let years = LawBook::sweden().readings().least_years;
    let kept = given().and(DisposalEntry::ReadingsKept { years, decision: why() });
    let asked = |actor: &Actor| {
        old_readings(&kept.0, &DisposalContext { today: kept.2, law: LawBook::sweden(), actor })
    };
    let substitute = Actor { in_place_of: vec![leader(1).staff], ..leader(2) };
    assert_eq!(asked(&substitute), Err(DisposalRefusal::SamePerson));
    assert!(asked(&leader(2)).is_ok());
}

#[test]
fn a_hold_stops_every_step_and_reaches_what_the_rest_cannot_be_read_without() {
    let hold_on = |matter: Option<u128>| DisposalEntry::HoldPlaced {
        target: Target { file: id(1), matter: matter.map(id) },
        ground: HoldGround::DocumentRequest,
        why: why(),
    };
    let held = given().and(hold_on(Some(10)));
    let refused = Err(DisposalRefusal::Held(HoldGround::DocumentRequest));
    assert_eq!(held.when(proposed(vec![item(10, "2032-12-31")])), refused);
    assert!(held.when(proposed(vec![item(11, "2032-12-31")])).is_ok(), "another matter is another matter");
    assert_eq!(held.0.hold_on(Target { file: id(1), matter: None }), Some(HoldGround::DocumentRequest));
    assert_eq!(held.0.hold_on(Target { file: id(2), matter: None }), None);

    let whole = given().and(proposed(vec![item(10, "2032-12-31")])).and(hold_on(None)).by(2);
    assert_eq!(whole.when(decided()), refused);
    let whole = Target { file: id(1), matter: None };
    let lifted =
        given().and(hold_on(None)).and(DisposalEntry::HoldLifted { target: whole, ground: None, why: why() });
    assert_eq!(lifted.0.hold_on(target(10)), None);
    assert_eq!(
        lifted.when(DisposalEntry::HoldLifted { target: whole, ground: None, why: why() }),
        Err(DisposalRefusal::NotHeld)
    );
}

#[test]
fn nothing_is_proposed_twice_and_nobody_proposes_nothing() {
    let asked = given().and(proposed(vec![item(10, "2032-12-31")]));
    let again = DisposalEntry::DisposalProposed { id: id(51), items: vec![item(10, "2032-12-31")] };
    assert_eq!(asked.when(again), Err(DisposalRefusal::Proposed(id(50))));
    assert_eq!(given().when(proposed(Vec::new())), Err(DisposalRefusal::Amount(0)));
    let many = (0..501).map(|matter| item(matter, "2032-12-31")).collect();
    assert_eq!(given().when(proposed(many)), Err(DisposalRefusal::Amount(501)));
    assert_eq!(given().when(decided()), Err(DisposalRefusal::NoProposal));
}

#[test]
fn only_whoever_leads_a_unit_has_a_say() {
    let mut worker = given();
    worker.1.manages.clear();
    assert_eq!(worker.when(proposed(vec![item(10, "2032-12-31")])), Err(DisposalRefusal::NotForYou));
}

#[test]
fn only_a_row_that_is_not_settled_is_confirmed() {
    let confirm = |row: &str| DisposalEntry::ReadingConfirmed { row: row.to_owned(), decision: why() };
    assert!(given().when(confirm("R5")).is_ok());
    assert_eq!(given().when(confirm("R6")), Err(DisposalRefusal::NoSuchRow("R6".to_owned())));
}

/// What was ever written can be read: one of each kind, in the form it is stored in.
#[test]
fn the_stored_form_is_frozen() {
    let entries = [
        proposed(vec![item(10, "2032-12-31")]),
        decided(),
        DisposalEntry::HoldPlaced { target: target(10), ground: HoldGround::Appeal, why: why() },
        DisposalEntry::GroundMarked {
            file: id(1),
            matter: id(10),
            ground: KeepingGround::Parenthood,
            why: why(),
        },
        DisposalEntry::DisposalDone { id: id(50), item: item(10, "2032-12-31"), entries: 7, documents: 1 },
        DisposalEntry::PackageMade {
            file: id(1),
            package: Package {
                id: "lykta-7".to_owned(),
                digest: "ab".to_owned(),
                parts: vec![
                    KeptPart { matter: Some(id(10)), through: 12 },
                    KeptPart { matter: None, through: 2 },
                ],
            },
        },
        DisposalEntry::ArchiveDelivered { file: id(1), receipt: why(), digest: Some("ab".to_owned()) },
    ];
    let stored: Vec<String> =
        entries.iter().map(|entry| serde_json::to_string(entry).expect("written")).collect();
    assert_eq!(
        stored[2],
        r#"{"hold_placed":{"target":{"file":"00000000-0000-0000-0000-000000000001","matter":"00000000-0000-0000-0000-00000000000a"},"ground":"appeal","why":"Vårdnadshavaren har begärt handlingen."}}"#
    );
    assert_eq!(
        stored[5],
        r#"{"package_made":{"file":"00000000-0000-0000-0000-000000000001","package":{"id":"lykta-7","digest":"ab","parts":[{"matter":"00000000-0000-0000-0000-00000000000a","through":12},{"through":2}]}}}"#
    );
    let typed =
        r#"{"archive_delivered":{"file":"00000000-0000-0000-0000-000000000001","receipt":"2031/17"}}"#;
    assert!(serde_json::from_str::<DisposalEntry>(typed).is_ok(), "from before there were packages");
    for (entry, text) in entries.iter().zip(&stored) {
        assert_eq!(serde_json::from_str::<DisposalEntry>(text).expect("read"), *entry);
    }
}

/// How long rows of the access log are kept is the authority's to decide, within what the law data say; two people see to it.
#[test]
fn readings_are_kept_until_decided_and_destroyed_by_somebody_else() {
    let old = |given: &Given| {
        let cx = DisposalContext { today: given.2, law: LawBook::sweden(), actor: &given.1 };
        old_readings(&given.0, &cx)
    };
    let kept = |years| DisposalEntry::ReadingsKept { years, decision: why() };
    assert_eq!(old(&given()), Err(DisposalRefusal::ReadingsUndecided));
    assert_eq!(given().when(kept(4)), Err(DisposalRefusal::ReadingsKept(5)));
    let decided = given().and(kept(10));
    assert_eq!(old(&decided), Err(DisposalRefusal::SamePerson));
    assert_eq!(old(&decided.clone().by(2)), Ok(day("2022-01-05")));
    assert_eq!(old(&decided.by(2).on("2036-02-29")), Ok(day("2026-02-28")));
}

/// Some municipalities keep everything: until it is known which one this is, nothing is proposed.
#[test]
fn nothing_is_proposed_before_the_municipality_is_named() {
    let wish = proposed(vec![item(10, "2032-12-31")]);
    assert_eq!(nobody_has_said_where().when(wish.clone()), Err(DisposalRefusal::WhichMunicipality));
    for code in ["", "148", "14800", "1 80", "Lund"] {
        let named = DisposalEntry::MunicipalityNamed { code: code.to_owned() };
        let refused = nobody_has_said_where().when(named);
        assert_eq!(refused, Err(DisposalRefusal::NoMunicipality(code.to_owned())));
    }
    assert_eq!(given().when(wish.clone()), Ok(wish));
}

/// A week is a week: where there is no room for it, what is late is named.
#[test]
fn what_the_quarantine_makes_late_is_named() {
    let late = |today: &str| {
        let asked = given().on(today).and(proposed(vec![item(10, "2032-12-31"), item(11, "2033-12-31")]));
        let decided = asked.by(2).and(decided());
        let proposal = decided.0.proposals.get(&id(50)).expect("decided");
        proposal.late().map(|item| item.target).collect::<Vec<_>>()
    };
    assert_eq!(late("2032-11-01"), []);
    assert_eq!(late("2032-12-23"), [], "the last day that leaves room for a week");
    assert_eq!(late("2032-12-24"), [target(10)]);
    assert_eq!(late("2033-01-03"), [target(10)]);
}
