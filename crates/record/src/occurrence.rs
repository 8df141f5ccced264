//! Something happened that the law's clocks must know of: custody executed, a judgment final, an appeal received.
//!
//! A later page will have its own form for most of these. Until then they can be recorded, so that the need of immediate protection never
//! ends at a missing page. The event's name is one that the law data use.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, MatterState, Recorded},
    id::{DocumentId, MatterId},
    moment::Moment,
    refusal::{Field, Refusal},
    stand,
    text::Part,
};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An event of the law data, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Occurrence {
    /// The event's name in the law data, such as `lvu_6.executed`.
    pub event: String,
    /// When.
    pub at: Moment,
    /// A day that goes with it: until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Part>,
    /// The document that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
}

pub(crate) fn record(
    file: &CaseFile,
    matter: MatterId,
    occurrence: Occurrence,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    if matches!(file.matter(matter)?.state, MatterState::Report(_))
        && cx.law.event_name(&occurrence.event).is_some_and(|event| event.own_form)
    {
        return Err(Refusal::HasItsOwnForm);
    }
    check::happened(cx, occurrence.at, Field::Occurred)?;
    check::after_birth(file, occurrence.at.day, Field::Occurred)?;
    if !cx.law.events().contains(&occurrence.event) {
        return Err(Refusal::UnknownCode {
            list: "event".into(),
            code: occurrence.event,
            field: Field::Kind,
        });
    }
    let at = occurrence.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::OccurrenceRecorded(occurrence))])
}

pub(crate) fn recorded(file: &mut CaseFile, occurrence: &Occurrence, by: &Recorded) {
    let day = occurrence.at.day;
    match by.matter.filter(|_| stand::is_application(&occurrence.event)) {
        Some(matter) => stand::applied(file, matter, &occurrence.event, day),
        None => file.happened_until(occurrence.event.as_str().to_owned(), day, by.matter, occurrence.until),
    }
}
