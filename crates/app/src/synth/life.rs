//! What happens to the invented children, drawn and not yet written: days, codes and outcomes. Pure: the same seed and place give the same.

use fastrand::Rng;

use super::{marginals::Marginals, names};

/// The children of one report, and their guardian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Family {
    pub(super) name: String,
    pub(super) guardian: String,
    /// Tells the identity numbers of two families with the same birthdays apart.
    pub(super) serial: u16,
    pub(super) children: Vec<Child>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Child {
    pub(super) given: String,
    pub(super) male: bool,
    /// Age in days when the first report came.
    pub(super) age: i64,
    pub(super) protected: bool,
    /// In the order they came; the first is the family's, on day 0.
    pub(super) reports: Vec<Report>,
}

/// A report. Days are counted from the family's first report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) day: i64,
    pub(super) reporter: String,
    pub(super) cause: String,
    pub(super) reason: String,
    pub(super) decided: i64,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// An investigation, from the day of the decision.
    Opened(Investigation),
    /// To the investigation that an earlier report opened: its place among the reports.
    Linked(usize),
    /// A service already meets the need.
    Service,
    NotOpened,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Investigation {
    pub(super) closed: i64,
    /// Days on which something is noted.
    pub(super) notes: Vec<i64>,
    pub(super) result: Ending,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    NoService,
    /// A service of a kind, for so many days.
    OpenCare(String, i64),
    Placement(String, i64),
    /// Application for care without consent, and a placement for so many days.
    CareOrder(i64),
    Moved,
}

impl Family {
    /// The family at a place in the register.
    pub(super) fn draw(marginals: &Marginals, rng: &mut Rng) -> Self {
        let number = marginals.siblings.draw(rng);
        let first = First::draw(marginals, rng);
        let children = (0..number).map(|_| Child::draw(marginals, &first, rng)).collect();
        Self { name: names::family(rng), guardian: names::given(rng), serial: rng.u16(1..=499) * 2, children }
    }

    /// Days from its first report to its last: when the first came is counted back from the last.
    pub(super) fn span(&self) -> i64 {
        let days = self.children.iter().flat_map(|child| &child.reports).map(|report| report.day);
        days.max().unwrap_or_default()
    }
}

/// What the children of a report have in common.
struct First {
    reporter: String,
    cause: String,
    reason: String,
    decided: i64,
}

impl First {
    fn draw(marginals: &Marginals, rng: &mut Rng) -> Self {
        let (cause, reason) = marginals.causes.draw(rng);
        let (cause, reason) = (cause.to_owned(), reason.to_owned());
        let reporter = marginals.reporters.draw(rng).to_owned();
        Self { reporter, cause, reason, decided: rng.i64(0..=marginals.preliminary.days_max) }
    }
}

impl Child {
    fn draw(marginals: &Marginals, first: &First, rng: &mut Rng) -> Self {
        let male = marginals.sex.draw(rng) == "male";
        let mut child = Self {
            given: names::given(rng),
            male,
            age: marginals.ages.draw(rng),
            protected: rng.f64() < marginals.protected.share,
            reports: Vec::new(),
        };
        for number in 0..marginals.reports_per_child.draw(rng) {
            let about = if number == 0 { None } else { Some(First::draw(marginals, rng)) };
            let report = child.report(marginals, about.as_ref().unwrap_or(first), rng);
            child.reports.push(report);
        }
        child
    }

    /// The next report: while the last investigation runs, or some time after all is settled.
    fn report(&self, marginals: &Marginals, about: &First, rng: &mut Rng) -> Report {
        let First { reporter, cause, reason, decided } = about;
        let (reporter, cause, reason) = (reporter.clone(), cause.clone(), reason.clone());
        let last = self.reports.iter().enumerate().rev().find_map(|(place, report)| match &report.outcome {
            Outcome::Opened(investigation) => Some((place, report.decided, investigation.closed)),
            _ => None,
        });
        if let Some((place, opened, closed)) = last
            && closed > opened + 1
            && rng.f64() < marginals.again.while_investigated
        {
            let day = rng.i64(opened + 1..closed);
            let decided = (day + decided).min(closed - 1).max(day);
            return Report { day, reporter, cause, reason, decided, outcome: Outcome::Linked(place) };
        }
        let day = self.settled().map_or(0, |settled| settled + marginals.again.draw_gap(rng));
        let decided = day + decided;
        let outcome = outcome(marginals, &cause, decided, rng);
        Report { day, reporter, cause, reason, decided, outcome }
    }

    /// The day when nothing of what has come so far is open, save a service.
    fn settled(&self) -> Option<i64> {
        let settled = self.reports.iter().map(|report| match &report.outcome {
            Outcome::Opened(investigation) => investigation.closed,
            _ => report.decided,
        });
        settled.max()
    }
}

/// What becomes of a report that no running investigation takes up.
fn outcome(marginals: &Marginals, cause: &str, decided: i64, rng: &mut Rng) -> Outcome {
    let shares = &marginals.outcomes;
    let open = chance_to_open(marginals, cause);
    if rng.f64() < open {
        return Outcome::Opened(investigation(marginals, decided, rng));
    }
    let (service, none) = (shares.of("service"), shares.of("none"));
    if rng.f64() < service / (service + none) { Outcome::Service } else { Outcome::NotOpened }
}

/// Violence is always investigated; the other causes as often as makes the whole come out.
fn chance_to_open(marginals: &Marginals, cause: &str) -> f64 {
    let violent = marginals.causes.share["violence"];
    let unlinked = 1.0 - marginals.outcomes.of("linked");
    let opened = marginals.outcomes.of("opened") / unlinked;
    if cause == "violence" { 1.0 } else { (opened - violent) / (1.0 - violent) }
}

fn investigation(marginals: &Marginals, opened: i64, rng: &mut Rng) -> Investigation {
    let takes = marginals.investigation.draw(rng);
    let notes = marginals.notes.draw(takes, rng);
    let mut notes: Vec<i64> = (0..notes).map(|_| opened + rng.i64(0..takes)).collect();
    notes.sort_unstable();
    let result = match marginals.investigation_outcomes.draw(rng) {
        "open_care" => {
            Ending::OpenCare(marginals.services.draw(rng).to_owned(), marginals.service_days.draw(rng))
        }
        "placement" => {
            Ending::Placement(marginals.placements.draw(rng).to_owned(), marginals.service_days.draw(rng))
        }
        "care_order" => Ending::CareOrder(marginals.service_days.draw(rng)),
        "moved" => Ending::Moved,
        _ => Ending::NoService,
    };
    Investigation { closed: opened + takes, notes, result }
}
