//! What the subjects' own modules change in a file as it stands, and what is told to the clocks.

use super::{CaseFile, MatterState};
use crate::{
    decision::Decision, id::DecisionId, id::MatterId, id::PersonId, investigation::InvestigationState,
    report::ReportEnd, report::ReportState, service::ServiceState, stand,
};
use law::{Day, Ends, LawBook};
use std::borrow::Cow;

impl CaseFile {
    pub(crate) fn report_mut(&mut self, matter: MatterId) -> Option<&mut ReportState> {
        match &mut self.matters.get_mut(&matter)?.state {
            MatterState::Report(report) => Some(report),
            _ => None,
        }
    }

    pub(crate) fn investigation_mut(&mut self, matter: MatterId) -> Option<&mut InvestigationState> {
        match &mut self.matters.get_mut(&matter)?.state {
            MatterState::Investigation(state) => Some(state),
            _ => None,
        }
    }

    pub(crate) fn service_mut(&mut self, matter: MatterId) -> Option<&mut ServiceState> {
        match &mut self.matters.get_mut(&matter)?.state {
            MatterState::Service(state) => Some(state),
            _ => None,
        }
    }

    fn end(&mut self, matter: MatterId, what: Ends, day: Day) {
        let by = self.version;
        let state = self.matters.get_mut(&matter).map(|matter| &mut matter.state);
        match (what, state) {
            (Ends::Investigation, Some(MatterState::Investigation(state))) => state.closed = Some(day),
            (Ends::Measure, Some(MatterState::Measure(state))) => state.ended = Some(day),
            (Ends::Service, Some(MatterState::Service(state))) => {
                state.ended = Some(day);
                state.ended_by.get_or_insert(by);
            }
            _ => {}
        }
    }

    /// A report has its outcome; nobody need answer what was proposed in it, and what was applied for follows into the investigation.
    pub(crate) fn end_report(&mut self, matter: MatterId, end: ReportEnd, day: Day) {
        let investigation = end.investigation();
        let Some(report) = self.report_mut(matter) else { return };
        report.end = Some(end);
        report.ended = Some(day);
        self.proposals.retain(|_, proposal| proposal.matter != matter);
        if let Some(investigation) = investigation {
            stand::follow(self, matter, investigation, day);
        }
    }

    pub(crate) fn happened(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        day: Day,
        matter: Option<MatterId>,
    ) {
        self.happened_until(name, day, matter, None);
    }

    pub(crate) fn happened_until(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        day: Day,
        matter: Option<MatterId>,
        until: Option<Day>,
    ) {
        self.tell(law::Event { until, ..event(name, day, matter) });
    }

    /// What happens in the file with something that has a name of its own, such as a request.
    pub(crate) fn happened_about(&mut self, name: &'static str, day: Day, about: u128) {
        self.tell(law::Event { about: Some(about), ..event(name, day, None) });
    }

    pub(crate) fn happened_to(&mut self, name: &'static str, day: Day, matter: MatterId, person: PersonId) {
        self.happened_to_until(name, day, matter, person, None);
    }

    pub(crate) fn happened_to_until(
        &mut self,
        name: &'static str,
        day: Day,
        matter: MatterId,
        person: PersonId,
        until: Option<Day>,
    ) {
        let subject = Some(person.as_u128());
        self.tell(law::Event { subject, until, ..event(name, day, Some(matter)) });
    }

    /// What a decision causes, until the day it sets.
    pub(crate) fn decided(&mut self, decision: &Decision, cause: &str, day: Day, matter: MatterId) {
        let about = Some(decision.id.as_u128());
        let cause = event(cause.to_owned(), day, Some(matter));
        self.tell(law::Event { about, until: decision.until, ..cause });
    }

    /// What happens to one party with one decision: it is told of by itself (33 § FL), and appealed by itself (44 § FL).
    pub(crate) fn decided_for(
        &mut self,
        name: &'static str,
        day: Day,
        (matter, decision): (MatterId, DecisionId),
        person: PersonId,
    ) {
        let (subject, about) = (Some(person.as_u128()), Some(decision.as_u128()));
        self.tell(law::Event { subject, about, ..event(name, day, Some(matter)) });
    }

    /// The clocks are told, and what the event ends has ended.
    fn tell(&mut self, event: law::Event) {
        if let Some((matter, ends)) = event.matter.filter(|_| event.subject.is_none()).zip(ends(&event.name))
        {
            self.end(MatterId::new(uuid::Uuid::from_u128(matter)), ends, event.day);
        }
        self.events.push(event);
    }
}

fn event(name: impl Into<Cow<'static, str>>, day: Day, matter: Option<MatterId>) -> law::Event {
    let matter = matter.map(MatterId::as_u128);
    law::Event { name: name.into(), day, matter, subject: None, about: None, until: None }
}

/// What an event ends, however it came to be recorded. What the log says means the same for ever: the book that is compiled in answers,
/// and no name is taken out of it.
fn ends(event: &str) -> Option<Ends> {
    LawBook::sweden().event_name(event)?.ends
}
