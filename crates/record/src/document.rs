//! A document is received (*inkommen handling*): sender, channel, when it came, and the original, sealed as it was.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::{DocumentId, MatterId},
    refusal::{Field, Refusal},
    report::Arrival,
    secrecy,
    text::{Code, Keep, Text},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The original, by what it can be recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Original {
    /// SHA-256 of the bytes as they came, in hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
    /// The file's name as it came; shown, never used as a path.
    pub name: String,
    /// Media type, as recognised from the bytes.
    pub media_type: String,
}

/// A received document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReceivedDocument {
    /// Its id.
    pub id: DocumentId,
    /// What it is: "Polisrapport", "Intyg från BVC".
    pub title: Text,
    /// From whom.
    pub sender: Text,
    /// Code of `arrival_channel`.
    pub channel: Code,
    /// When.
    pub arrival: Arrival,
    /// The original, when it is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// From whom it must be kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<Keep>,
}

pub(crate) fn receive(
    file: &CaseFile,
    matter: Option<MatterId>,
    document: ReceivedDocument,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.is_open()?;
    if let Some(matter) = matter {
        file.matter(matter)?;
    }
    if file.documents.contains_key(&document.id) {
        return Err(Refusal::IdTaken);
    }
    check::code(cx, "arrival_channel", &document.channel, Field::Channel)?;
    document.arrival.check(file, cx)?;
    let mut document = document;
    if is_of_private_reporter(file, matter, document.id) {
        document.keep.extend(secrecy::of_private_reporter());
    }
    let occurred = document.arrival.received;
    Ok(vec![NewEntry::new(matter, occurred, Entry::DocumentReceived(document))])
}

/// The letter that a report came in shows who wrote it.
fn is_of_private_reporter(file: &CaseFile, matter: Option<MatterId>, document: DocumentId) -> bool {
    let report = matter.and_then(|matter| file.report(matter).ok());
    report.is_some_and(|report| report.document == Some(document) && !report.mandated)
}

pub(crate) fn received(file: &mut CaseFile, document: &ReceivedDocument, by: &Recorded) {
    file.documents.insert(document.id, by.seq);
    file.happened("document.received_or_drawn_up", document.arrival.deemed, by.matter);
    let registered = by.at_day().max(document.arrival.deemed);
    file.happened("document.placed_in_personakt", registered, by.matter);
}
