//! What a decision changes in the file, and what the clocks are told of it.

use super::{Decision, DecisionState, Made, OpenProposal, Proposal, Return};
use crate::{
    file::{CaseFile, Matter, MatterState, MeasureState, Recorded},
    id::{MatterId, PersonId},
    report::ReportEnd,
};
use law::{Day, Level};

pub(crate) fn proposed(file: &mut CaseFile, proposal: &Proposal, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let open = OpenProposal {
        matter,
        decision: proposal.decision.clone(),
        to: proposal.to,
        by: by.by.clone(),
        at: by.occurred,
    };
    file.proposals.insert(proposal.decision.id, open);
}

pub(crate) fn sent_back(file: &mut CaseFile, returned: &Return) {
    file.proposals.remove(&returned.proposal);
}

pub(crate) fn made(file: &mut CaseFile, made: &Made, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let day = made.made.day;
    file.proposals.remove(&made.decision.id);
    file.matters.entry(matter).or_insert_with(|| {
        let measure = MeasureState { kind: made.decision.kind.clone(), ended: None };
        Matter::opened(by, day, MatterState::Measure(measure))
    });
    if made.made_by.level == Level::Chair {
        file.happened("urgent_decision.made_by_chair_or_member", day, Some(matter));
    }
    for cause in &made.causes {
        file.decided(&made.decision, cause, day, matter);
    }
    stands(file, matter, made, by);
    open_beside(file, made, by);
    end_report(file, matter, made, day);
}

/// The event after which each party must be told (33 § FL).
pub const FOR_PARTY: &str = "decision.for_party";

/// Remembers a decision for those who must be told of it, and for later ones that change it.
fn stands(file: &mut CaseFile, matter: MatterId, made: &Made, by: &Recorded) {
    let day = made.made.day;
    let for_parties = made.causes.iter().any(|cause| cause == FOR_PARTY);
    if for_parties {
        let parties: Vec<PersonId> = file.parties(day).collect();
        for person in parties {
            file.decided_for(FOR_PARTY, day, (matter, made.decision.id), person);
        }
    }
    let Decision { id, kind, changes, .. } = &made.decision;
    if let Some(changed) = changes.and_then(|changed| file.decisions.get_mut(&changed)) {
        changed.changed_by.push(*id);
    }
    let state = DecisionState {
        seq: by.seq,
        matter,
        kind: kind.clone(),
        made: day,
        for_parties,
        appealable: made.appealable,
        notified: Vec::new(),
        changed_by: Vec::new(),
    };
    file.decisions.insert(*id, state);
}

/// Opens the matter that the decision opens beside its own. Whoever had the matter goes on being responsible.
fn open_beside(file: &mut CaseFile, made: &Made, by: &Recorded) {
    let Some(matter) = made.decision.beside else { return };
    let measure = MeasureState { kind: made.decision.kind.clone(), ended: None };
    let opened = Matter::opened(by, made.made.day, MatterState::Measure(measure));
    let opened = match by.matter.and_then(|own| file.matters.get(&own)) {
        Some(own) => opened.held_as(own),
        None => opened,
    };
    file.matters.entry(matter).or_insert(opened);
}

fn end_report(file: &mut CaseFile, matter: MatterId, made: &Made, day: Day) {
    let decision = &made.decision;
    let caused = |event: &str| made.causes.iter().any(|cause| cause == event);
    let linked = caused("report.linked_to_ongoing_investigation");
    if file.report(matter).is_err() {
        return;
    }
    if let Some(opening) = &decision.opening {
        file.end_report(matter, ReportEnd::Opened(opening.matter), day);
    } else if let Some(investigation) = decision.links_to.filter(|_| linked) {
        file.end_report(matter, ReportEnd::Linked(investigation), day);
        if let Some(state) = file.investigation_mut(investigation) {
            state.reports.push(matter);
        }
    } else if caused("report.not_opened") {
        file.end_report(matter, ReportEnd::NotOpened, day);
    } else if let Some(report) = file.report_mut(matter).filter(|_| caused("assessment.extended")) {
        report.extended = decision.until;
    }
}
