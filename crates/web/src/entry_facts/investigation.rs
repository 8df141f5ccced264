//! What stands under the heading of a plan, a written investigation, and what was sent to somebody.

use record::{
    Code, communication::Sharing, decision_notice::DecisionTelling, dispatch::Dispatch, plan::Plan,
    written::WrittenInvestigation,
};

use super::{FactLine, fact, headed, list, not_heard};
use crate::pages::sharing;
use crate::reading::Reading;

pub(super) fn of_plan(reading: &Reading<'_>, plan: &Plan) -> Vec<FactLine> {
    let asked = plan.questions.iter().map(|question| headed(reading, "label-question", question));
    let mut facts: Vec<FactLine> = asked.collect();
    facts.extend(areas(reading, plan.areas.iter()));
    facts.push(fact("label-depth", reading.code("investigation_depth", &plan.depth)));
    facts.extend(plan.depth_reason.iter().map(|part| headed(reading, "label-depth-reason", part)));
    facts.extend(plan.child.iter().map(|part| headed(reading, "label-child-part", part)));
    facts.extend(list("label-checks", plan.checks.iter().map(|day| reading.day(*day))));
    facts
}

pub(super) fn of_written(reading: &Reading<'_>, written: &WrittenInvestigation) -> Vec<FactLine> {
    let asked = written.questions.iter().map(|question| headed(reading, "label-question", question));
    let mut facts: Vec<FactLine> = asked.collect();
    facts.extend(areas(reading, written.sections.iter().map(|section| &section.area)));
    facts.extend(written.instruments.iter().map(|instrument| {
        let line = headed(reading, "label-instrument", &instrument.result);
        FactLine { answer: format!("{}:", instrument.name), ..line }
    }));
    facts.extend(written.child.as_ref().and_then(|child| not_heard(reading, child)));
    facts.extend(written.proposal.iter().map(|part| headed(reading, "label-proposal", part)));
    facts
}

pub(super) fn of_sharing(reading: &Reading<'_>, sharing: &Sharing) -> Vec<FactLine> {
    match sharing {
        Sharing::Given { way, reply_by, copy } => {
            let mut facts = vec![
                fact("label-way", reading.code("notice_way", way)),
                fact("label-reply-by", reading.day(*reply_by)),
            ];
            facts.extend(withheld(&copy.withheld));
            facts
        }
        Sharing::Waived { exception, .. } => {
            vec![fact("label-exception", reading.code("communication_exception", exception))]
        }
    }
}

pub(super) fn of_notice(reading: &Reading<'_>, telling: &DecisionTelling) -> Vec<FactLine> {
    match telling {
        DecisionTelling::Told { way, received, copy, .. } => {
            let mut facts = vec![fact("label-way", reading.code("notice_way", way))];
            facts.extend(received.map(|day| fact("label-received", reading.day(day))));
            facts.extend(withheld(&copy.withheld));
            facts
        }
        DecisionTelling::Withheld { exception, .. } => {
            vec![fact("label-exception", reading.code("decision_notice_exception", exception))]
        }
    }
}

pub(super) fn of_dispatch(reading: &Reading<'_>, dispatch: &Dispatch) -> Vec<FactLine> {
    let way = fact("label-way", reading.code("notice_way", &dispatch.way));
    let rests = dispatch.ground.as_ref().map(|row| sharing::carried(reading, row, dispatch.consent));
    let rests = rests.map(|rests| fact("label-rests", rests));
    std::iter::once(way).chain(rests).chain(withheld(&dispatch.copy.withheld)).collect()
}

/// How many statements were left out of a copy: that something was, and never what.
fn withheld(grounds: &[record::text::Ground]) -> Option<FactLine> {
    (!grounds.is_empty()).then(|| fact("label-left-out", grounds.len().to_string()))
}

fn areas<'a>(reading: &Reading<'_>, codes: impl Iterator<Item = &'a Code>) -> Vec<FactLine> {
    list("label-areas", codes.map(|code| reading.code("investigation_area", code)))
}
