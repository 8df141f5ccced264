//! What must be so: as little as tells whether the record is right.

use law::Day;
use record::{Actor, FileId, MatterId, PersonId};

/// A child with a file.
pub(crate) struct Child {
    pub(crate) file: FileId,
    pub(crate) guardian: PersonId,
    pub(crate) name: String,
    /// How many entries the file has.
    pub(crate) version: i64,
    pub(crate) matters: Vec<Matter>,
}

/// A matter, and where it stands.
pub(crate) struct Matter {
    pub(crate) id: MatterId,
    pub(crate) opened: Day,
    pub(crate) phase: Phase,
    pub(crate) violence: bool,
    pub(crate) worker: Option<Actor>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// A report that nobody has assessed.
    Received,
    /// A report that waits for its decision.
    Assessed,
    /// An investigation that runs.
    Investigated,
    /// One that is written, and whose parties have had their say.
    Written,
    /// A service that runs.
    Serving,
    Closed,
}

/// Something that somebody will do on a day.
#[derive(Clone, Copy)]
pub(crate) struct Task {
    pub(crate) child: usize,
    pub(crate) matter: MatterId,
    pub(crate) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Assess,
    Decide,
    Tell,
    Plan,
    Note,
    Write,
    Close,
    Start,
    End,
}

impl Matter {
    pub(crate) fn new(id: MatterId, opened: Day, phase: Phase) -> Self {
        Self { id, opened, phase, violence: false, worker: None }
    }

    fn is_running(&self) -> bool {
        self.phase != Phase::Closed
    }

    fn is_of(&self, worker: &Actor) -> bool {
        self.worker.as_ref().is_some_and(|own| own.staff == worker.staff)
    }
}

impl Child {
    pub(crate) fn running_investigation(&self) -> Option<MatterId> {
        let runs = |matter: &&Matter| matches!(matter.phase, Phase::Investigated | Phase::Written);
        self.matters.iter().find(runs).map(|matter| matter.id)
    }

    /// How many running matters a worker has here: their own, and each report that nobody has, if the child is theirs.
    pub(crate) fn on_the_list_of(&self, worker: &Actor) -> usize {
        let theirs = self.is_with(worker);
        let reports = [Phase::Received, Phase::Assessed];
        let listed = |matter: &&Matter| matter.is_of(worker) || theirs && reports.contains(&matter.phase);
        self.matters.iter().filter(|matter| matter.is_running()).filter(listed).count()
    }

    /// A child is with whoever has a running matter; if nobody has, with whoever had the newest of the closed ones.
    fn is_with(&self, worker: &Actor) -> bool {
        let mut held = self.matters.iter().filter(|matter| matter.is_running() && matter.worker.is_some());
        if held.clone().next().is_some() {
            return held.any(|matter| matter.is_of(worker));
        }
        let closed = self.matters.iter().filter(|matter| !matter.is_running());
        closed.max_by_key(|matter| (matter.opened, matter.id)).is_some_and(|newest| newest.is_of(worker))
    }

    /// How many matters are in one of these phases.
    pub(crate) fn count(&self, phases: &[Phase]) -> usize {
        self.matters.iter().filter(|matter| phases.contains(&matter.phase)).count()
    }

    /// How many clocks of a rule must run: the protection assessment's, the preliminary assessment's, the investigation's.
    pub(crate) fn clocks(&self) -> [(&'static str, usize); 3] {
        use Phase::{Assessed, Investigated, Received, Written};
        [
            ("DL-001", self.count(&[Received])),
            ("DL-002", self.count(&[Received, Assessed])),
            ("DL-021", self.count(&[Investigated, Written])),
        ]
    }
}

/// Weekdays have their reports, Mondays most, weekends few; summer half as many.
pub(crate) fn share_of(day: Day) -> f64 {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday};
    let of_week = match day.weekday() {
        Monday => 1.5,
        Friday => 0.9,
        Saturday | Sunday => 0.25,
        _ => 1.1,
    };
    let of_year = if (7..=8).contains(&day.month()) { 0.5 } else { 1.0 };
    of_week * of_year
}
