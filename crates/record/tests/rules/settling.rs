//! Decisions that settle something: what they cannot do without, and what they set in motion.

use crate::{given::given, words::*};
use law::Level;
use record::{
    Command, Entry, Field, MatterState, Refusal,
    decision::{Decision, Flag, RecordDecision, Signing},
};

fn ready() -> crate::given::Given {
    let consents = [2, 3].map(|guardian| stand(guardian, "family_treatment", "consents"));
    given(communicated().into_iter().chain(consents))
}

fn demands(kind: &str, fact: &str, provision: &str) -> Refusal {
    Refusal::Demands { kind: kind.parse().unwrap(), fact: fact.to_owned(), provision: provision.to_owned() }
}

#[test]
fn an_investigation_is_not_closed_before_it_is_written_and_communicated() {
    let close = || make(20, settling("D07"));
    let investigated = given(investigated());
    investigated.when(close()).refused(&demands(
        "D07",
        "investigation_written",
        "14 kap. 3 § SoL (2025:400)",
    ));
    let written = investigated.and(written(20));
    written.when(close()).refused(&demands("D07", "communicated", "25 § FL"));
    let closed = ready().and(close());
    assert!(closed.file.running_investigations().next().is_none());
    assert_eq!(closed.running("DL-021"), 0);
    assert_eq!(closed.running("DL-024"), 2, "each guardian must be told");
}

#[test]
fn nothing_is_settled_without_the_child_reasons_and_what_is_best() {
    let ready = ready();
    let refused = |wrong: Decision, field| ready.when(make(20, wrong)).refused(&Refusal::Missing(field));
    refused(Decision { child: None, ..settling("D07") }, Field::ChildView);
    refused(Decision { best_interests: None, ..settling("D07") }, Field::BestInterests);
    refused(Decision { reasons: Vec::new(), ..settling("D07") }, Field::Motive);
    refused(Decision { grants: Vec::new(), ..d08() }, Field::Service);
}

#[test]
fn a_service_is_granted_with_consent_and_opens_a_matter_of_its_own() {
    let granted = ready().when(make(20, d08())).then(|entries| {
        assert!(matches!(entries, [Entry::DecisionMade(_), Entry::ServiceGranted(_)]), "{entries:?}");
    });
    assert!(matches!(granted.file.matters[&matter(30)].state, MatterState::Service(_)));
    assert_eq!(granted.file.matters[&matter(30)].unit, id(70), "the authority stays responsible");
    assert!(granted.file.running_investigations().next().is_none(), "the investigation ended with it");
    assert_eq!(granted.running("DL-032"), 1, "three months to begin");
    assert_eq!(granted.running("DL-044"), 1, "a day to follow up");
}

/// Only a service under 11 kap. 1 § or 12 kap. 1 § is reported when it is not carried out (34 kap. 1 § SoL), and D10 is under 11 kap. 4 §.
#[test]
fn an_additional_service_is_followed_up_but_not_reported() {
    let additional = Decision { grants: vec![a_grant(30, "family_treatment")], ..settling("D10") };
    let granted = ready().and(make(20, additional));
    assert_eq!((granted.running("DL-032"), granted.running("DL-044")), (0, 1));
}

#[test]
fn without_consent_no_service_is_granted_here() {
    let one = given(communicated()).and(stand(2, "family_treatment", "consents"));
    one.when(make(20, d08())).refused(&Refusal::ConsentLacking {
        provision: "6 kap. 11 och 13 §§ FB".to_owned(),
        lacking: vec![person(3)],
        one_guardian: Some("D12".parse().unwrap()),
    });
    // A committee lets it go ahead with one, and then it can be granted.
    let let_go = RecordDecision { matter: matter(20), ..recorded(20, decision("D12"), Level::Committee) };
    one.and(Command::RecordDecision(let_go)).and(make(20, d08()));
}

/// A service that was begun without consent is recorded: it is what happened.
#[test]
fn a_grant_made_elsewhere_is_recorded_as_it_was() {
    let elsewhere = recorded(20, d08(), Level::UnitHead);
    given(investigated()).when(Command::RecordDecision(elsewhere)).then(|entries| {
        let Entry::DecisionRecorded(made) = entries[0] else { panic!("{entries:?}") };
        assert!(made.flags.contains(&Flag::Demanded("communicated".to_owned())), "{:?}", made.flags);
        assert!(matches!(entries[1], Entry::ServiceGranted(_)));
    });
}

#[test]
fn an_application_that_was_never_made_cannot_be_rejected() {
    let reject = || Decision { wording: Some(why("Ansökan avslås.")), ..settling("D09") };
    let ready = ready();
    ready.when(make(20, reject())).refused(&demands("D09", "applied_for", "11 kap. 1 § SoL (2025:400)"));
    let applied = ready.and(stand(2, "contact_family", "applies"));
    assert_eq!(applied.running("DL-011"), 1);
    assert_eq!(applied.and(make(20, reject())).running("DL-011"), 0, "it has its answer");
}

fn d06(until: &str) -> Decision {
    let reason = Some("awaiting_police".into());
    Decision { until: Some(day(until)), reason, ..decision("D06") }
}

#[test]
fn an_extension_in_time_takes_the_place_of_the_old_day() {
    let extended = given(investigated()).on("2027-03-01").and(make(20, d06("2027-05-01")));
    assert_eq!((extended.running("DL-021"), extended.running("DL-022")), (0, 1));
    let made = extended.log.last().unwrap();
    let Entry::DecisionMade(made) = &made.entry else { panic!("{made:?}") };
    assert!(made.flags.is_empty());
}

#[test]
fn an_extension_after_the_last_day_is_made_flagged_and_hides_nothing() {
    let late = given(investigated()).on("2027-04-01").and(make(20, d06("2027-05-01")));
    let made = late.log.last().unwrap();
    let Entry::DecisionMade(made) = &made.entry else { panic!("{made:?}") };
    assert_eq!(made.flags, [Flag::AfterTheLastDay]);
    assert!(late.clocks("DL-021")[0].is_overdue(late.today), "the old day has still passed");
}

#[test]
fn what_is_signed_is_what_was_shown() {
    let worker = ready().by(case_worker()).and(propose(20, settling("D07"))).by(unit_head());
    let open = worker.file.proposals.values().next().unwrap();
    let signing =
        |shown: String| Command::SignProposal(Signing { proposal: settling("D07").id, shown, minutes: None });
    let shown = open.fingerprint(&worker.file);
    // The investigation is written anew between showing and signing.
    let rewritten = worker.clone().and(written(20));
    rewritten.when(signing(shown.clone())).refused(&Refusal::TextHasChanged);
    worker.when(signing(shown.clone())).then(|entries| {
        let Entry::DecisionMade(made) = entries[0] else { panic!("{entries:?}") };
        assert_eq!(made.binds.as_ref(), Some(&shown));
        assert_eq!(made.presented_by.as_ref().map(|by| by.staff), Some(case_worker().staff));
    });
}

#[test]
fn a_change_is_made_as_low_as_what_it_changes_and_no_lower() {
    let granted = ready().and(make(20, d08()));
    let change = || {
        let wording = Some(why("Insatsen minskas till varannan vecka."));
        Decision {
            changes: Some(d08().id),
            wording,
            reason: Some("not_to_detriment".into()),
            ..settling("D53")
        }
    };
    let by_worker = granted.clone().by(unqualified()).when(make(30, change())).answer;
    assert!(matches!(by_worker, Err(Refusal::NotAuthorised { .. })), "{by_worker:?}");
    let changed = granted.and(make(30, change()));
    assert_eq!(changed.file.decisions[&d08().id].changed_by, [change().id]);
    let astray = Decision { changes: Some(id(12345)), ..change() };
    changed.when(make(30, Decision { id: id(4711), ..astray })).refused(&Refusal::NoSuchDecision);
}

#[test]
fn a_follow_up_after_an_investigation_is_a_matter_beside_with_an_end() {
    let d21 = Decision { until: Some(day("2027-05-01")), beside: Some(matter(31)), ..settling("D21") };
    ready().when(make(20, d21.clone())).refused(&Refusal::NothingDecidedYet);
    let followed = ready().and(make(20, settling("D07"))).and(make(20, d21));
    assert!(matches!(followed.file.matters[&matter(31)].state, MatterState::Measure(_)));
    let hands =
        |number| (followed.file.matters[&matter(number)].unit, followed.file.matters[&matter(number)].main);
    assert_eq!(hands(31), hands(20), "it stays with whoever investigated");
    assert_eq!(followed.running("DL-040b"), 1);
    let ended = followed.and(happened(31, "followup.closed"));
    assert!(!ended.file.matters[&matter(31)].is_running());
    assert_eq!(ended.running("DL-040b"), 0);
}
