//! The clock engine: the seam between what happened and what the law asks for.
//!
//! The record turns its entries into [`Event`]s with the names the law data use; [`clocks`] replays them and says
//! which clocks have started, when each is due, and which are done. Clocks are never stored as truth: they are
//! computed anew whenever the history or the law data change.

use std::borrow::Cow;

use crate::{Day, Due, LawBook, Nature, Rule, RuleId, Scope, due};

/// Something that happened in a child's file, by the name the law data use for it (`report.received`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The name, one of [`LawBook::events`].
    pub name: Cow<'static, str>,
    /// The day it happened (not the day it was written down).
    pub day: Day,
    /// The matter it belongs to, if any.
    pub matter: Option<u128>,
    /// The person it concerns, where that matters: the party who was told.
    pub subject: Option<u128>,
    /// What it is about, where there may be several in one matter: the decision that a party was told of. What is recorded by hand names none.
    pub about: Option<u128>,
    /// The day it sets, if it sets one: the end of an extension.
    pub until: Option<Day>,
}

impl Event {
    fn is_any_of(&self, names: &[String]) -> bool {
        names.iter().any(|name| *name == self.name)
    }
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// Nothing has stopped it.
    Running,
    /// What it asked for was done that day.
    Done(Day),
    /// Another rule took its place that day, or the measure it watched over ended.
    Superseded(Day),
}

/// One rule that has started in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The rule.
    pub rule: RuleId,
    /// What kind of time it is.
    pub nature: Nature,
    /// The matter whose event started it.
    pub matter: Option<u128>,
    /// The party it is for, if the rule is one per party.
    pub subject: Option<u128>,
    /// What it is about, if the rule is one per party and its start named it: each decision is told of by itself (33 § FL).
    pub about: Option<u128>,
    /// The day it started.
    pub started: Day,
    /// When it is due.
    pub due: Due,
    /// Where it stands.
    pub state: ClockState,
}

impl Clock {
    /// Whether it still runs.
    pub fn is_running(&self) -> bool {
        self.state == ClockState::Running
    }

    /// Whether it has begun on a day. A birthday is known long before it comes; until then the clock is nobody's errand.
    pub fn has_started(&self, today: Day) -> bool {
        self.started <= today
    }

    /// Whether its nominal day has passed undone, and someone should have acted. What has lapsed is no longer
    /// overdue: acting would not help. A right that was not used is nobody's fault.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.is_running()
            && matches!(self.nature, Nature::Duty | Nature::Lapse | Nature::Age | Nature::EndOfPower)
            && self.due.nominal.is_some_and(|nominal| nominal < today)
            && !self.is_lapsed(today)
    }

    /// Whether a legal effect fell because nobody acted by the latest lawful day. An act that came later changes
    /// nothing, nor that its end was recorded: an order submitted to the court on the ninth day had fallen on the eighth.
    pub fn is_lapsed(&self, today: Day) -> bool {
        let acted_or_today = match self.state {
            ClockState::Running => today,
            ClockState::Done(day) | ClockState::Superseded(day) => day,
        };
        self.nature == Nature::Lapse && self.due.latest_lawful.is_some_and(|latest| latest < acted_or_today)
    }

    /// Days until the nominal day, negative after it; `None` if it does not run or has no day.
    pub fn days_left(&self, today: Day) -> Option<i64> {
        self.due.nominal.filter(|_| self.is_running()).map(|nominal| today.days_until(nominal))
    }
}

/// All clocks that the events of one file have started, in the order they started.
///
/// `events` come in the order they were recorded; each carries the day it happened. `birth` is the child's, if it
/// is known. The rules:
///
/// - The version of a rule is chosen by the day of the event that starts it; a row not valid that day starts
///   nothing. A row that nothing drives yet (`waiting_for`) starts nothing.
/// - A clock is one per rule and matter, file or party ([`Scope`]); for a party, one for each decision it is about. While it runs, a second
///   start changes nothing.
/// - A clock that has lapsed runs for nobody: a second start then has a clock of its own.
/// - Some rules also need another event, before or after the start ([`Rule::only_with`]).
/// - Only an event on or after the start day stops it. A start that is recorded late looks back: an event which
///   happened after it, was recorded before it and stopped no other clock, stops it.
/// - A rule that recurs has one running clock, counted from the last fulfilment.
/// - An extension counts only if it is dated on or before the nominal day. Made later it hides nothing: the old
///   clock stays overdue beside the new one.
///
/// ```
/// use law::{ClockState, Day, Event, LawBook, clocks};
///
/// let day = |text: &str| text.parse::<Day>();
/// let event = |name: &'static str, day| Event { name: name.into(), day, matter: Some(7), subject: None, about: None, until: None };
/// let events = [
///     event("report.received", day("2026-03-02")?),
///     event("protection_assessment.documented", day("2026-03-02")?),
/// ];
/// let clocks = clocks(&events, None, LawBook::sweden());
/// let of = |id: &str| clocks.iter().find(|clock| clock.rule.as_str() == id);
///
/// assert_eq!(of("DL-001").map(|clock| clock.state), Some(ClockState::Done(day("2026-03-02")?)));
/// assert_eq!(of("DL-002").and_then(|clock| clock.days_left(day("2026-03-06").ok()?)), Some(10));
/// # Ok::<(), law::LawError>(())
/// ```
pub fn clocks(events: &[Event], birth: Option<Day>, book: &LawBook) -> Vec<Clock> {
    let mut replay = Replay { events, birth, started: Vec::new() };
    for (at, event) in events.iter().enumerate() {
        for rule in book.rules_touched_by(&event.name) {
            replay.settle(rule, at);
            replay.start(rule, at);
        }
    }
    replay.started.into_iter().map(|started| started.clock).collect()
}

/// A clock with the events (by their index) that started and fulfilled it.
struct Started {
    clock: Clock,
    by: usize,
    fulfilled_by: Option<usize>,
}

struct Replay<'a> {
    events: &'a [Event],
    birth: Option<Day>,
    started: Vec<Started>,
}

impl Replay<'_> {
    /// Lets the event stop or move the running clocks of `rule` that it concerns.
    fn settle(&mut self, rule: &Rule, at: usize) {
        let event = &self.events[at];
        for started in self.started.iter_mut().filter(|started| started.clock.rule == rule.id) {
            if concerns(rule.scope, event, &self.events[started.by]) {
                started.meet(rule, at, event);
            }
        }
    }

    /// Starts a clock of `rule`, if the event is a start or the companion an earlier start was waiting for.
    fn start(&mut self, rule: &Rule, at: usize) {
        let event = &self.events[at];
        let is_start = event.is_any_of(&rule.starts_at) && rule.is_valid_on(event.day);
        if let Some(from) = is_start.then(|| self.companion_day(rule, at)).flatten() {
            self.raise(rule, at, from);
        }
        let is_companion = rule.only_with.iter().any(|companion| companion.event == event.name);
        let waiting = is_companion.then(|| self.last_start_before(rule, at)).flatten();
        if let Some((by, from)) = waiting.and_then(|by| Some((by, self.day_with(rule, by, at)?))) {
            self.raise(rule, by, from);
        }
    }

    /// The day to count from when the start at `at` needs no companion or already has one.
    fn companion_day(&self, rule: &Rule, at: usize) -> Option<Day> {
        if rule.only_with.is_empty() {
            return Some(self.events[at].day);
        }
        let settled =
            |between: &Event| between.is_any_of(&rule.fulfilled_by) || between.is_any_of(&rule.ends_with);
        (0..at)
            .rev()
            .take_while(|&before| {
                let event = &self.events[before];
                !(settled(event) && concerns(rule.scope, event, &self.events[at]))
            })
            .find_map(|before| self.day_with(rule, at, before))
    }

    /// The day to count from when the start at `by` and the event at `other` belong together.
    fn day_with(&self, rule: &Rule, by: usize, other: usize) -> Option<Day> {
        let (start, other) = (&self.events[by], &self.events[other]);
        let in_time =
            rule.only_with.iter().filter(|companion| companion.event == other.name).any(|companion| {
                companion
                    .within
                    .is_none_or(|within| within.after(start.day).is_none_or(|last| other.day <= last))
                    && companion
                        .later_than
                        .is_none_or(|gap| gap.after(other.day).is_some_and(|last| last < start.day))
            });
        let together = in_time && concerns(rule.scope, other, start);
        // "At once" cannot be before both are known.
        let from = if rule.length.is_at_once() { start.day.max(other.day) } else { start.day };
        together.then_some(from)
    }

    /// The last event before `at` that would start `rule` there and has not done so.
    fn last_start_before(&self, rule: &Rule, at: usize) -> Option<usize> {
        let by = (0..at).rev().find(|&before| {
            let event = &self.events[before];
            event.is_any_of(&rule.starts_at)
                && rule.is_valid_on(event.day)
                && concerns(rule.scope, &self.events[at], event)
        })?;
        let used = self.started.iter().any(|started| started.by == by && started.clock.rule == rule.id);
        (!used).then_some(by)
    }

    /// Adds the clock, unless the same one already runs.
    fn raise(&mut self, rule: &Rule, by: usize, from: Day) {
        let event = &self.events[by];
        let [subject, about] =
            [event.subject, event.about].map(|id| id.filter(|_| rule.scope == Scope::Party));
        if subject.is_some() && self.name_the_party(rule, by) {
            return;
        }
        // A replacement that came too late runs beside the clock it could not replace.
        let replaces = event.is_any_of(&rule.superseded_by);
        let runs = self.started.iter().any(|started| {
            started.clock.rule == rule.id
                && started.clock.is_running()
                && !started.clock.is_lapsed(event.day)
                && (rule.scope == Scope::File || started.clock.matter == event.matter)
                && started.clock.subject == subject
                && agree(started.clock.about, about)
        });
        if runs && !replaces {
            return;
        }
        // A day outside the calendar cannot be warned about; the years 1 to 9999 are all a record can hold.
        let Ok(due) = due(rule, from, self.birth, event.until) else { return };
        let (rule_id, nature, matter) = (rule.id.clone(), rule.nature, event.matter);
        let state = ClockState::Running;
        let clock = Clock { rule: rule_id, nature, matter, subject, about, started: from, due, state };
        let mut started = Started { clock, by, fulfilled_by: None };
        self.look_back(rule, &mut started);
        self.started.push(started);
    }

    /// Gives a clock that started for nobody in particular (no party was known) to the first party that is named.
    fn name_the_party(&mut self, rule: &Rule, by: usize) -> bool {
        let event = &self.events[by];
        let nameless = self.started.iter_mut().find(|started| {
            let clock = &started.clock;
            clock.rule == rule.id
                && clock.is_running()
                && clock.matter == event.matter
                && clock.subject.is_none()
                && agree(clock.about, event.about)
        });
        let Some(started) = nameless else { return false };
        started.clock.subject = event.subject;
        started.clock.about = event.about.or(started.clock.about);
        started.by = by;
        true
    }

    /// Lets events that were recorded before the start but happened after it stop the new clock, unless they
    /// already fulfilled another one.
    fn look_back(&self, rule: &Rule, started: &mut Started) {
        let start = &self.events[started.by];
        for (at, event) in self.events[..started.by].iter().enumerate() {
            let used = |other: &Started| other.clock.rule == rule.id && other.fulfilled_by == Some(at);
            if event.day > start.day && concerns(rule.scope, event, start) && !self.started.iter().any(used) {
                started.meet(rule, at, event);
            }
        }
    }
}

impl Started {
    /// What one event in its scope does to a running clock.
    fn meet(&mut self, rule: &Rule, at: usize, event: &Event) {
        let clock = &mut self.clock;
        if !clock.is_running() || event.day < clock.started {
            return;
        }
        let in_time = clock.due.nominal.is_none_or(|nominal| event.day <= nominal);
        if let Some(until) = event
            .until
            .filter(|_| in_time && rule.extended_by.as_ref().is_some_and(|name| *name == event.name))
        {
            clock.due = clock.due.extended(until);
        }
        if event.is_any_of(&rule.fulfilled_by) {
            clock.state = ClockState::Done(event.day);
            self.fulfilled_by = Some(at);
        } else if event.is_any_of(&rule.ends_with) || (in_time && event.is_any_of(&rule.superseded_by)) {
            clock.state = ClockState::Superseded(event.day);
        }
    }
}

/// Whether `event` belongs to the clock that `start` started. In a rule per party an event about nobody in
/// particular concerns every party, and a start for nobody in particular is anybody's; the same holds for what they are about.
fn concerns(scope: Scope, event: &Event, start: &Event) -> bool {
    match scope {
        Scope::File => true,
        Scope::Matter => event.matter == start.matter,
        Scope::Party => {
            event.matter == start.matter
                && agree(event.subject, start.subject)
                && agree(event.about, start.about)
        }
    }
}

/// Whether two names are the same, or one of the two names nothing in particular.
fn agree(one: Option<u128>, other: Option<u128>) -> bool {
    one.is_none() || other.is_none() || one == other
}
