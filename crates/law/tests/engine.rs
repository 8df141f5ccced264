//! Histories and the clocks they must give.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use law::{Clock, ClockState, Day, Event, LawBook, clocks};

const REPORT: Option<u128> = Some(1);
const INVESTIGATION: Option<u128> = Some(2);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn event(name: &str, on: &str, matter: Option<u128>) -> Event {
    Event { name: name.to_owned().into(), day: day(on), matter, subject: None, about: None, until: None }
}

fn of(rule: &str, events: &[Event]) -> Vec<Clock> {
    let birth = Some(day("2012-05-06"));
    clocks(events, birth, LawBook::sweden()).into_iter().filter(|clock| clock.rule.as_str() == rule).collect()
}

fn states(rule: &str, events: &[Event]) -> Vec<ClockState> {
    of(rule, events).into_iter().map(|clock| clock.state).collect()
}

#[test]
fn a_report_starts_two_clocks_and_each_is_stopped_in_its_own_matter() {
    let events = [
        event("report.received", "2026-03-02", REPORT),
        event("report.received", "2026-03-05", Some(9)),
        event("protection_assessment.documented", "2026-03-02", REPORT),
        event("report.opened", "2026-03-10", REPORT),
    ];
    let done = |on| ClockState::Done(day(on));
    assert_eq!(states("DL-001", &events), [done("2026-03-02"), ClockState::Running]);
    assert_eq!(states("DL-002", &events), [done("2026-03-10"), ClockState::Running]);
}

#[test]
fn a_row_not_valid_that_day_starts_nothing() {
    let before = [event("sip.need_assessed", "2025-06-30", REPORT)];
    assert_eq!((of("DL-120a", &before).len(), of("DL-120b", &before).len()), (1, 0));
    let after = [event("sip.need_assessed", "2025-07-01", REPORT)];
    assert_eq!((of("DL-120a", &after).len(), of("DL-120b", &after).len()), (0, 1));
}

#[test]
fn fourteen_days_move_only_by_a_timely_extension() {
    let with = |on| {
        let extension = Event { until: Some(day("2026-04-04")), ..event("assessment.extended", on, REPORT) };
        of("DL-002", &[event("report.received", "2026-03-02", REPORT), extension]).remove(0)
    };
    let in_time = with("2026-03-16");
    assert_eq!(in_time.due.nominal, Some(day("2026-04-04")));
    assert_eq!(
        in_time.due.latest_lawful,
        Some(day("2026-04-04")),
        "a day that was set is not moved, even to Monday"
    );
    let too_late = with("2026-03-17");
    assert_eq!(too_late.due.nominal, Some(day("2026-03-16")));
    assert!(too_late.is_overdue(day("2026-03-17")));
}

#[test]
fn a_timely_extension_replaces_the_four_months_and_a_late_one_hides_nothing() {
    let extended = |on| {
        let until = Some(day("2026-08-15"));
        [
            event("investigation.opened", "2026-03-01", INVESTIGATION),
            Event { until, ..event("investigation.extended", on, INVESTIGATION) },
        ]
    };
    let in_time = extended("2026-07-01");
    assert_eq!(states("DL-021", &in_time), [ClockState::Superseded(day("2026-07-01"))]);
    assert_eq!(of("DL-022", &in_time)[0].due.nominal, Some(day("2026-08-15")));

    let late = extended("2026-07-02");
    assert!(of("DL-021", &late)[0].is_overdue(day("2026-07-02")), "still overdue beside the new clock");
    assert!(of("DL-022", &late)[0].is_running());
}

#[test]
fn a_second_extension_replaces_the_first() {
    let extension =
        |on, until| Event { until: Some(day(until)), ..event("investigation.extended", on, INVESTIGATION) };
    let opened = event("investigation.opened", "2026-03-01", INVESTIGATION);
    let closed = event("investigation.closed", "2026-09-20", INVESTIGATION);
    let events =
        [opened, extension("2026-06-20", "2026-08-15"), extension("2026-08-15", "2026-09-30"), closed];
    let expected = [ClockState::Superseded(day("2026-08-15")), ClockState::Done(day("2026-09-20"))];
    assert_eq!(states("DL-022", &events), expected);

    let late = [&events[..2], &[extension("2026-08-16", "2026-09-30")]].concat();
    let running = of("DL-022", &late);
    assert_eq!(running.len(), 2);
    assert!(running[0].is_overdue(day("2026-08-16")) && running[1].is_running());
}

#[test]
fn each_party_is_told_and_has_a_clock() {
    let told = |name: &str, on, party| Event { subject: Some(party), ..event(name, on, INVESTIGATION) };
    let opening = event("investigation.opened", "2026-03-02", INVESTIGATION);
    let opened = |party| told("investigation.opened", "2026-03-02", party);
    let notice = |party, on| told("investigation_notice.given_to_each_party", on, party);

    let events = [opening.clone(), opened(71), opened(72), notice(72, "2026-03-03")];
    let parties: Vec<_> = of("DL-020", &events).iter().map(|clock| (clock.subject, clock.state)).collect();
    assert_eq!(parties, [(Some(71), ClockState::Running), (Some(72), ClockState::Done(day("2026-03-03")))]);
    assert_eq!(of("DL-021", &events).len(), 1, "the parties do not multiply the investigation");

    let nobody_known = [opening, notice(73, "2026-03-09")];
    assert_eq!(states("DL-020", &nobody_known), [ClockState::Done(day("2026-03-09"))]);
}

/// 33 § FL: two decisions on one day are told of one by one. A notice that names no decision, as an old or a recorded one, counts for both.
#[test]
fn each_decision_is_told_of_by_itself() {
    let about = |name: &str, party, decision| Event {
        subject: party,
        about: decision,
        ..event(name, "2026-03-02", INVESTIGATION)
    };
    let made = |decision| {
        [None, Some(71), Some(72)].map(|party| about("decision.for_party", party, Some(decision))).to_vec()
    };
    let told = |decision| about("decision_notice.sent", Some(71), decision);
    let running = |events: &[Event]| -> Vec<_> {
        let clocks = of("DL-024", events).into_iter().filter(Clock::is_running);
        clocks.map(|clock| (clock.subject, clock.about)).collect()
    };
    let made = [made(1), made(2)].concat();
    let [mother, father] = [Some(71), Some(72)];
    let each = [(mother, Some(1)), (father, Some(1)), (mother, Some(2)), (father, Some(2))];
    assert_eq!(running(&made), each);
    let first = [&made[..], &[told(Some(1))]].concat();
    assert_eq!(running(&first), [(father, Some(1)), (mother, Some(2)), (father, Some(2))]);
    let both = [&made[..], &[told(None)]].concat();
    assert_eq!(running(&both), [(father, Some(1)), (father, Some(2))]);

    // One that named nothing is the first named decision's, and no party's is left over.
    let unnamed = [about("decision.for_party", None, None), made[0].clone(), made[1].clone()];
    assert_eq!(running(&unnamed), [(mother, Some(1))]);
}

#[test]
fn a_recurring_rule_has_one_running_clock_from_the_last_fulfilment() {
    let mut events = vec![
        event("placement.decided", "2026-01-08", Some(5)),
        event("placement.executed", "2026-01-10", Some(5)),
        event("sol_consideration.made", "2026-06-01", Some(5)),
        event("sol_consideration.made", "2026-11-20", None),
    ];
    let all = of("DL-051", &events);
    let running: Vec<_> = all.iter().filter(|clock| clock.is_running()).collect();
    assert_eq!(all.len(), 3);
    assert_eq!(running.len(), 1);
    assert_eq!((running[0].started, running[0].due.nominal), (day("2026-11-20"), Some(day("2027-05-20"))));

    // An old consideration that is recorded late neither stops nor restarts the running clock.
    events.push(event("sol_consideration.made", "2026-03-01", None));
    assert_eq!(of("DL-051", &events), all);

    events.push(event("placement.ended", "2026-12-01", Some(5)));
    assert!(of("DL-051", &events).iter().all(|clock| !clock.is_running()), "no care, nothing to consider");
}

#[test]
fn a_lapse_is_not_overdue_and_no_late_act_undoes_it() {
    let mut events = vec![event("lvu_6.decided", "2026-12-18", INVESTIGATION)];
    let clock = of("DL-070", &events).remove(0);
    // Due on Christmas Day, in time until the 28th.
    assert!(!clock.is_overdue(day("2026-12-25")));
    assert!(clock.is_overdue(day("2026-12-26")) && !clock.is_lapsed(day("2026-12-28")));
    assert!(clock.is_lapsed(day("2026-12-29")) && !clock.is_overdue(day("2026-12-29")));
    assert_eq!(clock.days_left(day("2026-12-18")), Some(7));

    events.push(event("lvu_6.submitted_to_court", "2026-12-29", INVESTIGATION));
    assert!(of("DL-070", &events)[0].is_lapsed(day("2026-12-29")));
    events[1].day = day("2026-12-28");
    assert!(!of("DL-070", &events)[0].is_lapsed(day("2027-12-29")));
}

#[test]
fn nobody_is_late_with_a_right() {
    let events = [event("appealable_notice.delivered", "2026-03-02", REPORT)];
    let appeal = of("DL-025", &events).remove(0);
    assert_eq!(appeal.due.nominal, Some(day("2026-03-23")));
    assert!(!appeal.is_overdue(day("2027-01-01")) && !appeal.is_lapsed(day("2027-01-01")));
}

#[test]
fn ages_run_while_the_measure_runs_and_are_counted_from_the_birth() {
    let mut events = vec![event("lvu_care.executed", "2026-03-02", Some(5))];
    let eighteen = of("DL-087", &events).remove(0);
    assert_eq!((eighteen.started, eighteen.due.nominal), (day("2026-03-02"), Some(day("2030-05-06"))));
    assert!(of("DL-088", &events).is_empty(), "care under section 2 does not last to 21");

    let unknown = clocks(&events, None, LawBook::sweden());
    let unknown = unknown.iter().find(|clock| clock.rule.as_str() == "DL-087").unwrap();
    assert!(
        unknown.is_running() && unknown.due.nominal.is_none(),
        "no birth, no day, but the clock is there"
    );

    events.push(event("lvu_care.ended", "2027-01-01", Some(5)));
    assert_eq!(states("DL-087", &events), [ClockState::Done(day("2027-01-01"))]);
    assert!(of("DL-087", &[event("report.received", "2026-03-02", REPORT)]).is_empty());
}

#[test]
fn the_two_months_in_an_emergency_home_need_an_emergency_home() {
    let closed = event("investigation.closed", "2026-03-02", INVESTIGATION);
    let home = |on| event("jourhem.decided", on, Some(5));
    assert!(of("DL-050", std::slice::from_ref(&closed)).is_empty());
    assert_eq!(of("DL-050", &[home("2026-02-01"), closed.clone()]).len(), 1);
    assert_eq!(of("DL-050", &[closed.clone(), home("2026-04-01")])[0].started, day("2026-03-02"));
    assert!(of("DL-050", &[closed.clone(), home("2026-08-01")]).is_empty(), "that is another stay");
    let moved = event("placement.moved_or_ended", "2026-02-20", Some(5));
    assert!(of("DL-050", &[home("2026-02-01"), moved, closed]).is_empty(), "the child has left the home");
}

#[test]
fn a_start_recorded_late_looks_back_at_what_nobody_has_used() {
    let decided = event("lvu_6.decided", "2026-03-02", INVESTIGATION);
    let submitted = event("lvu_6.submitted_to_court", "2026-03-04", INVESTIGATION);
    let wrong_order = [submitted.clone(), decided.clone()];
    assert_eq!(states("DL-070", &wrong_order), [ClockState::Done(day("2026-03-04"))]);

    let second = event("lvu_6.decided", "2026-03-03", INVESTIGATION);
    let one_for_two = [decided, submitted, second];
    let expected = [ClockState::Done(day("2026-03-04")), ClockState::Running];
    assert_eq!(states("DL-070", &one_for_two), expected, "one submission does not serve two decisions");
}

#[test]
fn an_act_before_the_start_stops_nothing() {
    let events = [
        event("report.received", "2026-03-02", REPORT),
        event("protection_assessment.documented", "2026-03-01", REPORT),
    ];
    assert_eq!(states("DL-001", &events), [ClockState::Running]);
}

#[test]
fn words_run_too_but_have_no_day() {
    let events = [event("decision.for_party", "2026-03-02", REPORT)];
    let soon = of("DL-024", &events).remove(0);
    assert_eq!((soon.due.nominal, soon.days_left(day("2026-04-02"))), (None, None));
    assert!(soon.is_running() && !soon.is_overdue(day("2036-01-01")));
}
