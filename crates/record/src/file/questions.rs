//! What is asked of a file as it stands.

use super::{CaseFile, EntryMeta, Matter, MatterState, Recorded, Subject, evolve};
use crate::{
    context::Context, decision::DecisionState, entry::Entry, entry::NewEntry, fingerprint::Print,
    id::DecisionId, id::MatterId, id::PersonId, id::UnitId, investigation::InvestigationState,
    refusal::Refusal, report::ReportState, service::ServiceState, text::Ground, text::Keep, text::Part,
    text::Quote,
};
use law::{Day, DecisionTypeId, LawBook};
use std::sync::Arc;

impl CaseFile {
    /// The child's birth date, if it is a child's file and the date is known.
    pub fn birth(&self) -> Option<Day> {
        self.opened.as_ref().filter(|opened| opened.subject == Subject::Child)?.birth
    }

    /// The person whose file it is.
    pub fn person(&self) -> Option<PersonId> {
        self.opened.as_ref().map(|opened| opened.person)
    }

    /// The investigations that run.
    pub fn running_investigations(&self) -> impl Iterator<Item = (MatterId, &InvestigationState)> {
        self.matters.iter().filter_map(|(id, matter)| match &matter.state {
            MatterState::Investigation(state) if state.closed.is_none() => Some((*id, state)),
            _ => None,
        })
    }

    /// Whether it may be kept from somebody where the child is: something written says so, or a decision that can. Such a decision may be about
    /// contact alone; then it says too much, never too little.
    pub fn hides_whereabouts(&self, law: &LawBook) -> bool {
        let hides = |keep: &Keep| keep.ground == Ground::Whereabouts;
        let labelled = |meta: &Arc<EntryMeta>| meta.labels.iter().flatten().chain(&meta.whole).any(hides);
        let types = law.decision_types();
        let decided = |kind: &DecisionTypeId| types.iter().any(|one| one.id == *kind && one.whereabouts);
        let measure =
            |matter: &Matter| matches!(&matter.state, MatterState::Measure(state) if decided(&state.kind));
        self.entries.values().any(labelled)
            || self.decisions.values().any(|decision| decided(&decision.kind))
            || self.matters.values().any(measure)
    }

    /// The report in a matter.
    pub fn report(&self, matter: MatterId) -> Result<&ReportState, Refusal> {
        match &self.matter(matter)?.state {
            MatterState::Report(report) => Ok(report),
            _ => Err(Refusal::WrongKindOfMatter),
        }
    }

    /// Whether somebody without a duty to report has reported.
    pub fn has_private_report(&self) -> bool {
        let mut states = self.matters.values().map(|matter| &matter.state);
        states.any(|state| matches!(state, MatterState::Report(report) if !report.mandated))
    }

    /// The unit that has the child now: that of the newest running matter somebody is responsible for.
    pub(crate) fn holding_unit(&self) -> Option<UnitId> {
        let held = self.matters.values().filter(|matter| matter.is_running() && matter.main.is_some());
        held.max_by_key(|matter| matter.opened).map(|matter| matter.unit)
    }

    /// The matters whose unit and workers have the file now. Once a running matter is somebody's, closed ones count no more; before that
    /// the newest closed one still does, so that nobody is without a worker between two matters.
    pub fn current_matters(&self) -> impl Iterator<Item = (MatterId, &Matter)> {
        let running = || self.matters.iter().filter(|(_, matter)| matter.is_running());
        let held = running().any(|(_, matter)| matter.main.is_some());
        let closed = self.matters.iter().filter(|(_, matter)| !matter.is_running());
        let newest = closed.max_by_key(|(_, matter)| matter.opened).filter(|_| !held);
        running().chain(newest).map(|(id, matter)| (*id, matter))
    }

    /// A matter.
    pub fn matter(&self, matter: MatterId) -> Result<&Matter, Refusal> {
        self.matters.get(&matter).ok_or(Refusal::NoSuchMatter)
    }

    /// The day from which the child is told and heard in its own right (3 kap. 4 § SoL).
    pub fn party_since(&self) -> Option<Day> {
        self.birth()?.birthday(law::AGE_OF_PARTY)
    }

    /// Who has custody on a day: nobody, once the child is grown (6 kap. 2 § FB).
    pub fn guardians(&self, day: Day) -> impl Iterator<Item = PersonId> + '_ {
        let grown = self.birth().and_then(|birth| birth.birthday(law::AGE_OF_MAJORITY));
        let minor = grown.is_none_or(|grown| day < grown);
        self.family.guardians_on(day).filter(move |_| minor)
    }

    /// Who must be told and heard in their own right on a day: the guardians until the child is eighteen, and the child from fifteen.
    pub fn parties(&self, day: Day) -> impl Iterator<Item = PersonId> + '_ {
        let own = self.party_since().is_some_and(|since| since <= day);
        self.guardians(day).chain(self.person().filter(move |_| own))
    }

    /// Whether the clocks have been told of this about this person in this matter.
    pub(crate) fn has_happened_to(&self, name: &str, matter: MatterId, person: PersonId) -> bool {
        let (matter, subject) = (Some(matter.as_u128()), Some(person.as_u128()));
        self.events
            .iter()
            .any(|event| (event.matter, event.subject) == (matter, subject) && event.name == name)
    }

    pub(crate) fn is_open(&self) -> Result<(), Refusal> {
        self.opened.as_ref().map(|_| ()).ok_or(Refusal::FileNotOpen)
    }

    pub(crate) fn is_childs(&self) -> Result<(), Refusal> {
        match &self.opened {
            None => Err(Refusal::FileNotOpen),
            Some(opened) if opened.subject == Subject::Child => Ok(()),
            Some(_) => Err(Refusal::NotAChildsFile),
        }
    }

    pub(crate) fn is_free(&self, matter: MatterId) -> Result<(), Refusal> {
        if self.matters.contains_key(&matter) { Err(Refusal::IdTaken) } else { Ok(()) }
    }

    pub(crate) fn open_report(&self, matter: MatterId) -> Result<&ReportState, Refusal> {
        let report = self.report(matter)?;
        if report.end.is_some() { Err(Refusal::MatterClosed) } else { Ok(report) }
    }

    /// The investigation in a matter, also one that has ended.
    pub fn investigation(&self, matter: MatterId) -> Result<&InvestigationState, Refusal> {
        match &self.matter(matter)?.state {
            MatterState::Investigation(state) => Ok(state),
            _ => Err(Refusal::WrongKindOfMatter),
        }
    }

    pub(crate) fn running_investigation(&self, matter: MatterId) -> Result<&InvestigationState, Refusal> {
        let state = self.investigation(matter)?;
        if state.closed.is_some() { Err(Refusal::MatterClosed) } else { Ok(state) }
    }

    /// The service in a matter.
    pub fn service(&self, matter: MatterId) -> Result<&ServiceState, Refusal> {
        match &self.matter(matter)?.state {
            MatterState::Service(state) => Ok(state),
            _ => Err(Refusal::WrongKindOfMatter),
        }
    }

    /// The services that a decision granted.
    pub(crate) fn services_of(&self, decision: DecisionId) -> impl Iterator<Item = &ServiceState> {
        self.matters.values().filter_map(move |matter| match &matter.state {
            MatterState::Service(state) if state.decision == decision => Some(state),
            _ => None,
        })
    }

    /// What was decided before it was changed, and changed again.
    pub(crate) fn first_decided(&self, decision: DecisionId) -> Option<(DecisionId, &DecisionState)> {
        let changed = |(_, state): &(&DecisionId, &DecisionState)| state.changed_by.contains(&decision);
        match self.decisions.iter().find(changed) {
            Some((earlier, _)) if *earlier != decision => self.first_decided(*earlier),
            _ => self.decisions.get(&decision).map(|state| (decision, state)),
        }
    }

    pub(crate) fn running_service(&self, matter: MatterId) -> Result<&ServiceState, Refusal> {
        let state = self.service(matter)?;
        if state.ended.is_some() { Err(Refusal::MatterClosed) } else { Ok(state) }
    }

    pub(crate) fn entry_for(&self, seq: i64) -> Result<&EntryMeta, Refusal> {
        if self.moved_away.contains(&seq) {
            return Err(Refusal::MovedAway);
        }
        self.entries.get(&seq).map(Arc::as_ref).ok_or(Refusal::NoSuchEntry)
    }

    /// Entries as they are written: the labels of what their parts quote follow the text, and a quotation is its source's words. What
    /// arrives from another file brings its labels along.
    pub(crate) fn quoting(&self, mut entries: Vec<NewEntry>) -> Result<Vec<NewEntry>, Refusal> {
        let own = entries.iter_mut().filter(|new| !matches!(new.entry, Entry::MovedIn(_)));
        for part in own.flat_map(|new| new.entry.parts_mut()) {
            self.label_as_source(part)?;
        }
        Ok(entries)
    }

    /// A quotation of a quotation quotes the source, so that it leaves with the source.
    fn label_as_source(&self, part: &mut Part) -> Result<(), Refusal> {
        if let Some(Quote { seq, part: place }) = part.quotes {
            let source = self.entry_for(seq)?;
            part.keep.extend(source.labels.get(place).ok_or(Refusal::NoSuchEntry)?);
            if source.prints.get(place) != Some(&Print::of(part)) {
                return Err(Refusal::NotItsWords);
            }
            part.keep.sort_unstable();
            part.keep.dedup();
            part.quotes = source.quotes.get(place).copied().flatten().or(part.quotes);
            if part.quotes.is_some_and(|root| self.moved_away.contains(&root.seq)) {
                return Err(Refusal::MovedAway);
            }
        }
        Ok(())
    }

    /// The file as it will stand when entries that are not yet written have been.
    #[must_use]
    pub fn after(self, entries: &[NewEntry], cx: &Context<'_>) -> Self {
        entries.iter().fold(self, |file, new| {
            let entry = Recorded {
                seq: file.version + 1,
                at: cx.now,
                occurred: new.occurred,
                by: cx.actor.author(),
                law: cx.law.version().to_owned(),
                matter: new.matter,
                number: None,
                entry: new.entry.clone(),
            };
            evolve(file, &entry)
        })
    }
}
