//! Every column of a decision type's row, tried: the ground of its day, who may make it, what it cannot do without, how it is challenged and
//! whom it must be told to. What the rows say is typed here once more, by hand from the acts, so that a slip in the law data is seen.

use super::{TYPES, deeds::*};
use crate::{
    given::{Given, given},
    words::*,
};
use law::{Appeal, Asks, DecisionType, LawBook, Level, WhyNot};
use record::{
    Actor, Code, Command, DecisionId, Entry, Field, PersonId, Refusal,
    decision::{Decision, Made},
    decision_notice::{DecisionNotice, DecisionTelling},
    party_copy::PartyCopy,
};

/// Type; point of Lyktinge's delegation order and the lowest who may by it; whether they must have the qualification of 25 kap. 1 § SoL; how
/// it is challenged; whether the parties are told of it as of a decision (33 § FL); its ground now, and in the act of 2001 where it stood
/// there. A change is made as the service that it changes in these tests, and stands on the point of that.
const TABLE: &str = "
D02 | 1.1 | case_worker         | qualified | none            | -    | 14 kap. 2 § och 20 kap. 2 § SoL (2025:400) | 11 kap. 1 och 1 a §§ SoL (2001:453)
D03 | 1.2 | first_social_worker | qualified | legality        | -    | 20 kap. 2 § SoL (2025:400)                 | 11 kap. 1 a § SoL (2001:453)
D04 | 1.3 | unit_head           | qualified | none            | -    | 20 kap. 2 § SoL (2025:400)                 | 11 kap. 1 a § SoL (2001:453)
D05 | 1.4 | case_worker         | qualified | none            | -    | 20 kap. 2 § SoL (2025:400)                 | 11 kap. 1 a § SoL (2001:453)
D06 | 1.5 | first_social_worker | qualified | none            | -    | 20 kap. 3 § SoL (2025:400)                 | 11 kap. 2 § SoL (2001:453)
D07 | 1.6 | first_social_worker | qualified | legality        | told | 20 kap. 3 § SoL (2025:400)                 | 11 kap. 2 § SoL (2001:453)
D08 | 2.1 | first_social_worker | qualified | administrative  | told | 11 kap. 1 § och 13 kap. 7 § SoL (2025:400) | 4 kap. 1 § SoL (2001:453)
D09 | 2.2 | first_social_worker | qualified | administrative  | told | 11 kap. 1 § SoL (2025:400)                 | 4 kap. 1 § SoL (2001:453)
D10 | 2.3 | unit_head           | qualified | legality        | told | 11 kap. 4 § SoL (2025:400)                 | 4 kap. 2 § SoL (2001:453)
D21 | 2.6 | first_social_worker | qualified | legality        | told | 23 kap. 1 § SoL (2025:400)                 | 11 kap. 4 a § SoL (2001:453)
D53 | 2.1 | first_social_worker | qualified | same_as_changed | told | 14 kap. 9 § SoL (2025:400); 37–39 §§ FL    | 14 kap. 9 § SoL (2025:400); 37–39 §§ FL
D54 | 5.3 | case_worker         | anybody   | same_as_changed | -    | 36 § FL                                    | 36 § FL
";

struct Row {
    kind: &'static str,
    point: &'static str,
    lowest: Level,
    qualified: bool,
    appeal: Appeal,
    told: bool,
    ground: &'static str,
    old: &'static str,
}

fn rows() -> Vec<Row> {
    TABLE.trim().lines().map(Row::read).collect()
}

/// A word as the law data write it.
fn word<T: serde::de::DeserializeOwned>(word: &str) -> T {
    serde_json::from_value(word.into()).unwrap()
}

impl Row {
    fn read(line: &'static str) -> Self {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [kind, point, lowest, qualified, appeal, told, ground, old] = cells[..] else { panic!("{line}") };
        let (qualified, told) = (qualified == "qualified", told == "told");
        Self { kind, point, lowest: word(lowest), qualified, appeal: word(appeal), told, ground, old }
    }

    fn law(&self) -> &'static DecisionType {
        LawBook::sweden().decision_type(&self.kind.parse().unwrap(), day("2026-11-24")).unwrap()
    }

    /// A file in which such a decision can be made, the matter, and the decision with all that belongs to it.
    fn ready(&self) -> (Given, u128, Decision) {
        let closed = || agreed().and(make(20, settling("D07")));
        let granted = || agreed().and(make(20, d08()));
        match self.kind {
            "D02" => (reported(), 10, d02(20)),
            "D03" => (reported(), 10, decision("D03")),
            "D04" => (reported(), 10, d04("2026-12-31")),
            "D05" => (given(investigated()).and(report(11)).and(assessed(11)), 11, d05(20)),
            "D06" => (given(investigated()), 20, more_time("2027-05-31", "awaiting_police")),
            "D07" => (agreed(), 20, settling("D07")),
            "D08" => (agreed(), 20, d08()),
            "D09" => (agreed().and(stand(2, "contact_family", "applies")), 20, rejects()),
            "D10" => {
                (agreed(), 20, Decision { grants: vec![a_grant(32, "family_treatment")], ..settling("D10") })
            }
            "D21" => (
                [mother(), father()]
                    .into_iter()
                    .fold(closed(), |file, who| told(file, settling("D07").id, who)),
                20,
                follow_up_until("2027-05-24", "Alla samtycker."),
            ),
            "D53" => (granted(), 30, changes(d08().id)),
            "D54" => (granted(), 30, corrects(d08().id)),
            other => panic!("{other}"),
        }
    }

    /// A file in which a fact that the row demands is not there.
    fn without(fact: &str) -> (Given, u128) {
        match fact {
            "protection_assessed" => (given([file(), guardian(2), report(10)]), 10),
            "investigation_running" => (reported(), 10),
            "investigation_written" => (given(investigated()), 20),
            "communicated" => (given(investigated()).and(written(20)), 20),
            "applied_for" => (given(communicated()), 20),
            "closed_without_service" => (agreed().and(make(20, d08())), 20),
            other => panic!("{other}"),
        }
    }
}

/// An investigation that everybody has had their say of, and consent to a service.
fn agreed() -> Given {
    let consents = [2, 3].map(|who| stand(who, "family_treatment", "consents"));
    given(communicated().into_iter().chain(consents))
}

fn reported() -> Given {
    given([file(), guardian(2), guardian(3), report(10), assessed(10)])
}

/// The decision without something its row asks for, and where that is missing.
fn lacking(asks: Asks, decision: Decision) -> (Decision, Field) {
    match asks {
        Asks::Reasons => (Decision { reasons: Vec::new(), ..decision }, Field::Motive),
        Asks::ReasonCode => (Decision { reason: None, ..decision }, Field::Reasons),
        Asks::Until => (Decision { until: None, ..decision }, Field::Until),
        Asks::Opening => (Decision { opening: None, ..decision }, Field::Questions),
        Asks::LinksTo => (Decision { links_to: None, ..decision }, Field::Outcome),
        Asks::Child => (Decision { child: None, ..decision }, Field::ChildView),
        Asks::BestInterests => (Decision { best_interests: None, ..decision }, Field::BestInterests),
        Asks::Wording => (Decision { wording: None, ..decision }, Field::Text),
        Asks::Grants => (Decision { grants: Vec::new(), ..decision }, Field::Service),
        Asks::Changes => (Decision { changes: None, ..decision }, Field::Outcome),
        Asks::Beside => (Decision { beside: None, ..decision }, Field::Outcome),
    }
}

#[test]
fn the_law_data_say_what_the_acts_say() {
    assert_eq!(rows().iter().map(|row| row.kind).collect::<Vec<_>>(), TYPES);
    for row in rows() {
        let law = row.law();
        let ground = |on: &str| law.provision_on(day(on)).map(ToString::to_string).unwrap_or_default();
        assert_eq!(
            (ground("2025-07-01").as_str(), ground("2025-06-30").as_str()),
            (row.ground, row.old),
            "{}",
            row.kind
        );
        assert_eq!((law.appeal, law.qualification_required), (row.appeal, row.qualified), "{}", row.kind);
        assert_eq!(law.emits("decision.for_party"), row.told, "{}", row.kind);
        assert!(law.can_be_made_here, "{}", row.kind);
    }
}

#[test]
fn each_can_be_made_and_stands_on_its_ground_and_its_point() {
    for row in rows() {
        let (file, matter, decision) = row.ready();
        let made = |entries: &[&Entry]| -> Made {
            let Entry::DecisionMade(made) = entries[0] else { panic!("{entries:?}") };
            made.clone()
        };
        file.when(make(matter, decision)).then(|entries| {
            let made = made(entries);
            assert_eq!(
                (made.provision.as_str(), made.point.as_deref()),
                (row.ground, Some(row.point)),
                "{}",
                row.kind
            );
            assert!(made.flags.is_empty(), "{}: {:?}", row.kind, made.flags);
        });
    }
}

/// The floor of the law and the point of the delegation order (25 kap. 1 §, 30 kap. SoL).
#[test]
fn whoever_is_too_low_or_has_no_qualification_is_refused() {
    for row in rows() {
        let (file, matter, decision) = row.ready();
        let by = |actor: Actor| file.clone().by(actor).when(make(matter, decision.clone()));
        let refusal =
            |why| Refusal::NotAuthorised { kind: row.kind.parse().unwrap(), lowest: row.lowest, why };
        let lower = match row.lowest {
            Level::UnitHead => Some(first_social_worker()),
            Level::FirstSocialWorker => Some(case_worker()),
            _ => None,
        };
        if let Some(lower) = lower {
            by(lower).refused(&refusal(WhyNot::DelegationOrder { point: Some(row.point.to_owned()) }));
        }
        let untaught = by(Actor { qualified: false, level: row.lowest, ..unit_head() });
        if row.qualified {
            untaught.refused(&refusal(WhyNot::Qualification));
        } else {
            untaught.written();
        }
    }
}

#[test]
fn nothing_that_the_row_asks_for_can_be_left_out() {
    for row in rows() {
        for asks in &row.law().asks_for {
            let (file, matter, decision) = row.ready();
            let (lacking, field) = lacking(*asks, decision);
            file.when(make(matter, lacking)).refused(&Refusal::Missing(field));
        }
    }
}

#[test]
fn nothing_that_the_row_demands_first_can_be_missing() {
    for row in rows() {
        for demand in &row.law().requires {
            let (_, _, decision) = row.ready();
            let decision = if demand.to_detriment { to_the_detriment(decision) } else { decision };
            let (file, matter) = Row::without(&demand.fact);
            let refused = demands(row.kind, &demand.fact, demand.provision.as_str());
            file.when(make(matter, decision)).refused(&refused);
        }
    }
}

fn to_the_detriment(decision: Decision) -> Decision {
    Decision { reason: Some(Code::from("compelling_safety")), ..decision }
}

fn told(file: Given, of: DecisionId, who: PersonId) -> Given {
    let way = Code::from("in_person");
    let telling = DecisionTelling::Told { way, received: None, copy: PartyCopy::default(), letter: None };
    let at = moment("2026-11-24T12:50");
    file.and(Command::NotifyDecision(DecisionNotice { decision: of, person: who, at, telling }))
}

/// Each guardian must be told where something is settled (33 § FL), and three weeks run from the day they have it where they can appeal (44
/// § FL): from Tuesday 24 November to Tuesday 15 December.
#[test]
fn whom_it_concerns_is_told_and_may_appeal_as_the_row_says() {
    for row in rows() {
        let (file, matter, decision) = row.ready();
        let (of, before) = (decision.id, file.running("DL-024"));
        let made = file.and(make(matter, decision));
        let guardians = if row.told { 2 } else { 0 };
        assert_eq!(made.running("DL-024") - before, guardians, "{}", row.kind);
        let told = told(made, of, mother());
        assert_eq!(told.running("DL-024") - before, guardians / 2, "{}", row.kind);
        let appeals = matches!(row.appeal, Appeal::Administrative | Appeal::SameAsChanged);
        let last = told.clocks("DL-025").first().and_then(|clock| clock.due.nominal);
        assert_eq!(last, appeals.then(|| day("2026-12-15")), "{}", row.kind);
    }
}
