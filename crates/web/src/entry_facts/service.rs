//! What stands under the heading of what is granted, done and followed up.

use record::{
    follow_up::FollowUp,
    service::{Grant, Step},
};

use super::{FactLine, fact, headed};
use crate::reading::Reading;

pub(super) fn of_grant(reading: &Reading<'_>, grant: &Grant) -> Vec<FactLine> {
    let mut facts = vec![
        fact("label-service", reading.code("service_kind", &grant.service)),
        headed(reading, "label-goal", &grant.goal),
    ];
    facts.extend(grant.extent.iter().map(|part| headed(reading, "label-extent", part)));
    facts.push(fact("label-from", reading.day(grant.from)));
    facts.extend(grant.until.map(|day| fact("label-until", reading.day(day))));
    facts.push(fact("label-review", reading.day(grant.review)));
    facts.extend(grant.provider.map(|unit| fact("label-provider", reading.unit(unit))));
    facts.extend(grant.suitable.iter().map(|part| headed(reading, "label-suitable", part)));
    facts
}

pub(super) fn of_step(reading: &Reading<'_>, step: &Step) -> Vec<FactLine> {
    match step {
        Step::Ended { reason, .. } => vec![fact("label-reason", reading.code("service_end_reason", reason))],
        _ => Vec::new(),
    }
}

pub(super) fn of_follow_up(reading: &Reading<'_>, follow_up: &FollowUp) -> Vec<FactLine> {
    let helped = follow_up.helped.iter().map(|part| headed(reading, "label-helped", part));
    let hindered = follow_up.hindered.iter().map(|part| headed(reading, "label-hindered", part));
    let own = follow_up.childs_own.map(|value| fact("label-childs-own", format!("{value}/10")));
    let next = follow_up.next.map(|day| fact("label-review", reading.day(day)));
    helped.chain(hindered).chain(own).chain(next).collect()
}
