//! Every rule that something drives is started and stopped in some history; every other says what it waits for.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
#![expect(clippy::print_stdout, reason = "the counts are what the test is asked for")]

use law::{Clock, ClockState, Day, Event, LawBook, Length, Rule, clocks};

/// The kinds of entry the record writes that a row may name.
const ENTRY_KINDS: [&str; 29] = [
    "report_received",
    "protection_assessed",
    "preliminary_assessed",
    "decision_made",
    "decision_recorded",
    "occurrence_recorded",
    "party_notified",
    "feedback_requested",
    "feedback_given",
    "document_received",
    "note_signed",
    "meeting_booked",
    "meeting_ended",
    "report_rerouted",
    "file_opened",
    "plan_settled",
    "stand_taken",
    "investigation_written",
    "material_shared",
    "reply_received",
    "decision_notified",
    "notice_received",
    "service_granted",
    "service_planned",
    "service_stepped",
    "followed_up",
    "disclosure_requested",
    "disclosed",
    "disclosure_refused",
];

/// A day on which the row is in force.
fn start_of(rule: &Rule) -> Day {
    let usual = Day::new(2026, 3, 2).unwrap().max(rule.valid_from);
    rule.valid_to.map_or(usual, |last| last.min(usual))
}

fn event(name: &str, day: Day) -> Event {
    Event { name: name.to_owned().into(), day, matter: Some(1), subject: None, about: None, until: None }
}

/// The clocks of `rule` after it has started by `start` and each of `then` has happened the same day.
fn run(rule: &Rule, start: &str, then: &[&str]) -> Vec<Clock> {
    let day = start_of(rule);
    let companion = rule.only_with.first().map(|companion| event(&companion.event, day));
    let mut events: Vec<Event> = companion.into_iter().collect();
    events.push(Event { until: Some(day.plus_days(30)), ..event(start, day) });
    events.extend(then.iter().map(|name| event(name, day)));
    let birth = Some(Day::new(2015, 5, 6).unwrap());
    clocks(&events, birth, LawBook::sweden()).into_iter().filter(|clock| clock.rule == rule.id).collect()
}

#[test]
fn every_driven_row_is_raised_and_cleared() {
    let (mut by_act, mut by_hand, mut waiting) = (0, 0, 0);
    for rule in LawBook::sweden().rules() {
        if let Some(what) = &rule.waiting_for {
            assert!(!what.is_empty());
            assert!(run(rule, &rule.starts_at[0], &[]).is_empty(), "{} waits and yet runs", rule.id);
            waiting += 1;
            continue;
        }
        if rule.is_driven_by_hand_only() {
            assert_eq!(rule.driven_by, ["occurrence_recorded"], "{}", rule.id);
            by_hand += 1;
        } else {
            by_act += 1;
        }
        for start in &rule.starts_at {
            let raised = run(rule, start, &[]);
            assert!(raised.len() == 1 && raised[0].is_running(), "{} is not raised by {start}", rule.id);
            for end in &rule.fulfilled_by {
                let cleared = run(rule, start, &[end]);
                assert!(
                    matches!(cleared[0].state, ClockState::Done(_)),
                    "{} is not cleared by {end}",
                    rule.id
                );
                let next = usize::from(matches!(rule.length, Length::Recurring(_)));
                assert_eq!(cleared.len(), 1 + next, "{} after {end}", rule.id);
            }
            for end in rule.superseded_by.iter().chain(&rule.ends_with) {
                let cleared = run(rule, start, &[end]);
                assert!(
                    matches!(cleared[0].state, ClockState::Superseded(_)),
                    "{} is not ended by {end}",
                    rule.id
                );
            }
        }
    }
    println!("driven by an act {by_act}, only by hand {by_hand}, waiting {waiting}");
    assert!(by_act > 0 && by_hand > 0, "the two are told apart");
    assert_eq!(by_act + by_hand + waiting, LawBook::sweden().rules().len());
}

/// `driven_by` is no decoration: it agrees with what the types of decision cause.
#[test]
fn rows_name_the_entries_that_drive_them() {
    let book = LawBook::sweden();
    for rule in book.rules().iter().filter(|rule| rule.is_driven()) {
        for kind in &rule.driven_by {
            assert!(ENTRY_KINDS.contains(&kind.as_str()), "{}: {kind} is no kind of entry", rule.id);
        }
        // D02 opens a new matter, whose own entry is the event.
        let speaks_of = |event: &String| {
            rule.starts_at.contains(event)
                || rule.fulfilled_by.contains(event)
                || rule.superseded_by.contains(event)
                || rule.extended_by.as_ref() == Some(event)
                || rule.ends_with.contains(event)
                || rule.only_with.iter().any(|companion| companion.event == *event)
        };
        let caused = |here: bool| {
            let mut kinds = book.decision_types().iter().filter(|kind| !here || kind.can_be_made_here);
            kinds.any(|kind| kind.events().any(speaks_of)) || speaks_of(&"investigation.opened".to_owned())
        };
        let named = |kind: &str| rule.driven_by.iter().any(|driver| driver == kind);
        assert_eq!(named("decision_recorded"), caused(false), "{}", rule.id);
        assert_eq!(named("decision_made"), caused(true), "{}", rule.id);
        assert!(named("occurrence_recorded"), "{}: anything that happens can be recorded", rule.id);
    }
}

/// An event a decision causes that no rule listens to is a slip of the pen, unless it is named here.
#[test]
fn decisions_cause_events_that_some_rule_hears() {
    let book = LawBook::sweden();
    let unheard = ["custody_action.decided"];
    for kind in book.decision_types() {
        for event in kind.events() {
            let heard = book.rules().iter().any(|rule| {
                let only_with = rule.only_with.iter().any(|companion| companion.event == *event);
                let heard = [&rule.starts_at, &rule.fulfilled_by, &rule.superseded_by, &rule.ends_with];
                only_with
                    || rule.extended_by.as_ref() == Some(event)
                    || heard.iter().any(|list| list.contains(event))
            });
            assert!(
                heard || unheard.contains(&event.as_str()),
                "{} causes {event}, which nothing hears",
                kind.id
            );
        }
    }
}
