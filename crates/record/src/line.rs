//! What belongs together in a file that lasts for years: an investigation, the reports that led to it, and the services granted from it.
//!
//! An answer about a service is an answer to the question that was asked then. It counts where it belongs and nowhere else: what a guardian
//! consented to in one investigation is no consent in the next, two years later (6 kap. 11 och 13 §§ FB).

use crate::{
    file::{CaseFile, MatterState},
    id::MatterId,
};
use std::collections::BTreeSet;

impl CaseFile {
    /// The matters of the same line as this one, which is among them. A service that was granted in another service's matter is of that
    /// service's line; a report that led to nothing, and a measure, are lines of their own.
    pub fn line_of(&self, matter: MatterId) -> BTreeSet<MatterId> {
        let beginning = self.beginning_of(matter);
        let others = self.matters.keys().copied().filter(|other| self.beginning_of(*other) == beginning);
        others.chain([matter]).collect()
    }

    /// The matter that a line hangs on: the investigation, where there is one. Whatever the log says, the way there ends.
    fn beginning_of(&self, matter: MatterId) -> MatterId {
        let way = std::iter::successors(Some(matter), |matter| self.comes_from(*matter));
        way.take(self.matters.len() + 1).last().unwrap_or(matter)
    }

    /// One step towards the investigation.
    fn comes_from(&self, matter: MatterId) -> Option<MatterId> {
        match &self.matters.get(&matter)?.state {
            MatterState::Service(service) => Some(service.from),
            MatterState::Report(_) => self.investigation_of(matter),
            MatterState::Investigation(_) | MatterState::Measure(_) => None,
        }
    }

    fn investigation_of(&self, report: MatterId) -> Option<MatterId> {
        let answers = |state: &MatterState| match state {
            MatterState::Investigation(state) => state.reports.contains(&report),
            _ => false,
        };
        self.matters.iter().find(|(_, matter)| answers(&matter.state)).map(|(id, _)| *id)
    }
}
