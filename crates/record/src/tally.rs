//! What is counted for statistics: how many, in which year, and nothing that tells who.
//!
//! A file counts in cells. The store adds and takes away the difference each time something is written, so that what is corrected or moved
//! counts where it belongs. When a matter is destroyed by the book its cells stay: "the year's figures" do not change because a time has
//! run out. A cell has no day, no unit, no person and no order, so there is nothing in it to destroy.
//!
//! One value at a time is counted, never two crossed: who reported and how old the child was stand in cells of their own, and no row
//! says that the same report had both.
//!
//! What may be shown of it is another matter: [`figures`](crate::figures).

use crate::{
    file::{CaseFile, Matter, MatterState},
    report::{ReportEnd, ReportState},
};
use law::{Clock, ClockState, Day, Nature};
use std::collections::BTreeMap;

/// A report so many days after another about the same child is *another* one.
const AGAIN_DAYS: i64 = 365;

/// Every age that is told apart, as a code.
pub const AGES: [&str; 6] = ["unborn", "0-5", "6-12", "13-17", "18-", "unknown"];

/// The first report about a child in a year's time, and another one.
pub const AGAIN: [&str; 2] = ["first", "again"];

/// What is counted. Its code is kept for ever; what a page calls it may change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Reports received, by who reported: codes of `reporter_category`.
    Reporters,
    /// Reports received, by the child's age that day.
    ReportAges,
    /// Reports received: the first about the child in a year's time, or another one.
    Again,
    /// Children about whom something was reported that year.
    Children,
    /// Reports that have their outcome, by which.
    Outcomes,
    /// Protection assessments, by what they found.
    Protection,
    /// Investigations opened, by the child's age that day.
    InvestigationAges,
    /// Investigations closed, by whether a service was granted from them.
    Closed,
    /// Services granted, by which: codes of `service_kind`.
    Services,
    /// Measures recorded, by the decision that began them.
    Measures,
    /// Times that the law sets, by whether they were kept: one measure for each rule that somebody must act by.
    Time(String),
}

/// Every measure but those of the law's times.
pub const MEASURES: [Measure; 10] = [
    Measure::Reporters,
    Measure::ReportAges,
    Measure::Again,
    Measure::Children,
    Measure::Outcomes,
    Measure::Protection,
    Measure::InvestigationAges,
    Measure::Closed,
    Measure::Services,
    Measure::Measures,
];

/// What a measure of one of the law's times begins with, before the rule.
const TIME: &str = "time.";

impl Measure {
    /// Its code.
    pub fn code(&self) -> String {
        let code = match self {
            Self::Reporters => "report.reporter",
            Self::ReportAges => "report.age",
            Self::Again => "report.again",
            Self::Children => "report.children",
            Self::Outcomes => "report.outcome",
            Self::Protection => "protection",
            Self::InvestigationAges => "investigation.age",
            Self::Closed => "investigation.closed",
            Self::Services => "service.kind",
            Self::Measures => "measure.kind",
            Self::Time(rule) => return format!("{TIME}{rule}"),
        };
        code.to_owned()
    }

    /// The measure of a code; none for one that this program does not know.
    pub fn of(code: &str) -> Option<Self> {
        if let Some(rule) = code.strip_prefix(TIME) {
            return Some(Self::Time(rule.to_owned()));
        }
        MEASURES.into_iter().find(|measure| measure.code() == code)
    }
}

/// One thing that is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The year it belongs to.
    pub year: i16,
    /// What is counted.
    pub measure: Measure,
    /// Which of the values of that, as a code.
    pub value: String,
}

/// How many there are of each. A cell that is not there is none.
pub type Tally = BTreeMap<Cell, i64>;

/// What a file counts for.
///
/// Where the birth is not known the age is `unknown`; before the birth it is `unborn`.
pub fn tally(file: &CaseFile, clocks: &[Clock]) -> Tally {
    let mut counted = Counted { file, tally: Tally::new() };
    for (id, matter) in &file.matters {
        counted.matter(matter);
        if let MatterState::Investigation(state) = &matter.state {
            counted.add(state.opened, Measure::InvestigationAges, counted.age(state.opened));
            if let Some(closed) = state.closed {
                let granted = file.matters.values().any(
                    |other| matches!(&other.state, MatterState::Service(service) if service.from == *id),
                );
                counted.add(closed, Measure::Closed, if granted { "service" } else { "nothing" });
            }
        }
    }
    counted.reports();
    for clock in clocks {
        counted.time(clock);
    }
    counted.tally
}

/// What has changed from one tally to another: cells that are the same are left out.
pub fn difference(before: &Tally, after: &Tally) -> Tally {
    let mut changed = after.clone();
    for (cell, count) in before {
        *changed.entry(cell.clone()).or_default() -= count;
    }
    changed.retain(|_, count| *count != 0);
    changed
}

struct Counted<'a> {
    file: &'a CaseFile,
    tally: Tally,
}

impl Counted<'_> {
    fn add(&mut self, on: Day, measure: Measure, value: impl Into<String>) {
        let cell = Cell { year: on.year(), measure, value: value.into() };
        *self.tally.entry(cell).or_default() += 1;
    }

    fn matter(&mut self, matter: &Matter) {
        match &matter.state {
            MatterState::Report(report) => self.report(report),
            MatterState::Service(service) => {
                self.add(matter.opened, Measure::Services, service.grant.service.as_str());
            }
            MatterState::Measure(measure) => {
                self.add(matter.opened, Measure::Measures, measure.kind.as_str());
            }
            MatterState::Investigation(_) => {}
        }
    }

    fn report(&mut self, report: &ReportState) {
        // What was no report of concern is counted as what it became, and nowhere else.
        if let (Some(end), Some(ended)) = (&report.end, report.ended) {
            self.add(ended, Measure::Outcomes, outcome(end));
        }
        if report.end == Some(ReportEnd::Rerouted) {
            return;
        }
        let on = report.arrival.deemed;
        self.add(on, Measure::Reporters, report.category.as_str());
        self.add(on, Measure::ReportAges, self.age(on));
        if let Some(assessed) = &report.protection {
            self.add(assessed.day, Measure::Protection, if report.immediate { "immediate" } else { "none" });
        }
    }

    /// Reports beside each other: which are the first, and in which years there were any.
    fn reports(&mut self) {
        let report = |matter: &Matter| match &matter.state {
            MatterState::Report(report) if report.end != Some(ReportEnd::Rerouted) => {
                Some(report.arrival.deemed)
            }
            _ => None,
        };
        let mut days: Vec<Day> = self.file.matters.values().filter_map(report).collect();
        days.sort_unstable();
        let mut last: Option<Day> = None;
        for on in days {
            let again = last.is_some_and(|last| last.days_until(on) <= AGAIN_DAYS);
            self.add(on, Measure::Again, if again { "again" } else { "first" });
            if last.is_none_or(|last| last.year() != on.year()) {
                self.add(on, Measure::Children, "children");
            }
            last = Some(on);
        }
    }

    fn time(&mut self, clock: &Clock) {
        let acts = matches!(clock.nature, Nature::Duty | Nature::Lapse);
        if let (true, ClockState::Done(done), Some(latest)) = (acts, &clock.state, clock.due.latest_lawful) {
            let kept = if *done <= latest { "kept" } else { "late" };
            self.add(*done, Measure::Time(clock.rule.as_str().to_owned()), kept);
        }
    }

    fn age(&self, on: Day) -> &'static str {
        let Some(birth) = self.file.birth() else { return "unknown" };
        match on.age_on(birth) {
            None => "unborn",
            Some(..6) => "0-5",
            Some(6..13) => "6-12",
            Some(13..18) => "13-17",
            Some(_) => "18-",
        }
    }
}

fn outcome(end: &ReportEnd) -> &'static str {
    match end {
        ReportEnd::Opened(_) => "opened",
        ReportEnd::NotOpened => "not_opened",
        ReportEnd::Linked(_) => "linked",
        ReportEnd::Rerouted => "rerouted",
    }
}
