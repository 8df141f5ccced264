//! Meetings: booked, held, cancelled. A meeting that was held waits for its note.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::{MatterId, MeetingId, PersonId, StaffId},
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Code, Text},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A booked meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Booking {
    /// Its id.
    pub id: MeetingId,
    /// When.
    pub at: Moment,
    /// Code of `meeting_kind`.
    pub kind: Code,
    /// Who of the authority.
    pub worker: StaffId,
    /// With whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<PersonId>,
    /// The child takes part.
    #[serde(default)]
    pub child: bool,
    /// Where, or by what means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
}

/// What became of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeetingEnd {
    /// It was held.
    Held,
    /// Somebody did not come.
    Missed,
    /// It was called off.
    CalledOff,
}

/// The end of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MeetingEnded {
    /// Which.
    pub id: MeetingId,
    /// How.
    pub end: MeetingEnd,
    /// When it in fact was.
    pub at: Moment,
}

/// A meeting in the state of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// As booked.
    pub booking: Booking,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// How it ended.
    pub end: Option<MeetingEnd>,
    /// A note about it is signed.
    pub noted: bool,
}

pub(crate) fn book(
    file: &CaseFile,
    matter: Option<MatterId>,
    booking: Booking,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    if let Some(matter) = matter {
        file.matter(matter)?;
    }
    if file.meetings.contains_key(&booking.id) {
        return Err(Refusal::IdTaken);
    }
    check::code(cx, "meeting_kind", &booking.kind, Field::Kind)?;
    check::after_birth(file, booking.at.day, Field::Occurred)?;
    Ok(vec![NewEntry::new(matter, cx.moment(), Entry::MeetingBooked(booking))])
}

pub(crate) fn booked(file: &mut CaseFile, booking: &Booking, by: &Recorded) {
    let meeting = Meeting { booking: booking.clone(), matter: by.matter, end: None, noted: false };
    file.meetings.insert(booking.id, meeting);
}

pub(crate) fn end(file: &CaseFile, ended: MeetingEnded, cx: &Context<'_>) -> Result<Vec<NewEntry>, Refusal> {
    let meeting = file.meetings.get(&ended.id).ok_or(Refusal::NoSuchMeeting)?;
    if meeting.end.is_some() {
        return Err(Refusal::DoneAlready);
    }
    if ended.end == MeetingEnd::Held {
        check::happened(cx, ended.at, Field::Occurred)?;
    }
    let at = if ended.end == MeetingEnd::Held { ended.at } else { cx.moment() };
    Ok(vec![NewEntry::new(meeting.matter, at, Entry::MeetingEnded(ended))])
}

pub(crate) fn ended(file: &mut CaseFile, ended: &MeetingEnded, by: &Recorded) {
    let Some(meeting) = file.meetings.get_mut(&ended.id) else { return };
    meeting.end = Some(ended.end);
    if ended.end == MeetingEnd::Held && !meeting.noted {
        file.happened("case_event.occurred", by.occurred.day, by.matter);
    }
}
