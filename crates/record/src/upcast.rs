//! Old entries stay readable: what was written in an earlier form is turned into today's, one pure step per version.
//!
//! The log is never rewritten. When a kind changes its form, raise its version, add a step here and keep a sample of the old form under
//! `tests/histories/`; a test reads every sample there is.

use crate::{
    context::Author,
    entry::{Entry, VERSION},
    file::Recorded,
    id::MatterId,
    moment::Moment,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What is sealed: the entry with everything that tells of a person. The header beside it holds the rest in the clear.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sheet {
    /// When it happened.
    pub occurred: Moment,
    /// Who signed it.
    pub by: Author,
    /// The law data it was decided under.
    pub law: String,
    /// In which matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<MatterId>,
    /// What happened.
    pub entry: Entry,
}

/// The clear part of an entry, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Number in the stream.
    pub seq: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The form it was written in.
    pub version: u16,
    /// The matter's number, on the entry that opens it.
    pub number: Option<String>,
}

/// Why an entry cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Written by a newer Lykta: it is shown as such, and nothing is written to this stream until this node is upgraded.
    #[error("written in version {0}, this program reads up to {VERSION}")]
    FromTheFuture(u16),
    /// A whole sheet, with an entry of a kind or with a word that this program does not know. What is sealed is what some Lykta has written,
    /// so it was a newer one: as [`Unreadable::FromTheFuture`].
    #[error("of a kind that this program does not know")]
    UnknownKind,
    /// Not what was written.
    #[error("damaged entry: {0}")]
    Damaged(#[from] serde_json::Error),
}

/// The bytes to seal.
pub fn encode(sheet: &Sheet) -> Vec<u8> {
    serde_json::to_vec(sheet).expect("an entry of owned text, ids and days has a JSON form")
}

/// Reads what was sealed, whatever version it was written in.
pub fn decode(stamp: Stamp, plain: &[u8]) -> Result<Recorded, Unreadable> {
    if stamp.version > VERSION {
        return Err(Unreadable::FromTheFuture(stamp.version));
    }
    let Sheet { occurred, by, law, matter, entry } = sheet(stamp.version, plain)
        .map_err(|error| if is_sheet(plain) { Unreadable::UnknownKind } else { error.into() })?;
    Ok(Recorded { seq: stamp.seq, at: stamp.at, occurred, by, law, matter, number: stamp.number, entry })
}

/// Whether something has the outer form that every version's sheets have.
fn is_sheet(plain: &[u8]) -> bool {
    serde_json::from_slice::<Value>(plain).is_ok_and(|sheet| {
        ["occurred", "by", "law"].iter().all(|name| sheet.get(name).is_some()) && sheet["entry"].is_object()
    })
}

fn sheet(version: u16, plain: &[u8]) -> serde_json::Result<Sheet> {
    if version == VERSION {
        return serde_json::from_slice(plain);
    }
    let mut sheet: Value = serde_json::from_slice(plain)?;
    if let Some(entry) = sheet.get_mut("entry") {
        if version < 2 {
            label_what_stood_bare(entry);
        }
        label_the_questions(entry);
    }
    serde_json::from_value(sheet)
}

/// Where version 1 kept words as bare text, and what the text is: a kind of statement, and for the child's words who said them.
const BARE: [(&str, &str); 22] = [
    ("/report_rerouted/motive", "assessment"),
    ("/tag_corrected/motive", "assessment"),
    ("/proposal_returned/motive", "assessment"),
    ("/feedback_given/refused/motive", "assessment"),
    ("/party_notified/telling/withheld/motive", "assessment"),
    ("/party_notified/telling/told/letter", "fact"),
    ("/occurrence_recorded/text", "fact"),
    ("/protection_assessed/measures", "fact"),
    ("/preliminary_assessed/child/heard", CHILDS),
    ("/preliminary_assessed/child/not_heard/words", "fact"),
    ("/decision_proposed/decision/wording", "assessment"),
    ("/decision_made/decision/wording", "assessment"),
    ("/decision_recorded/decision/wording", "assessment"),
    ("/decision_proposed/decision/best_interests", "assessment"),
    ("/decision_made/decision/best_interests", "assessment"),
    ("/decision_recorded/decision/best_interests", "assessment"),
    ("/decision_proposed/decision/child/heard", CHILDS),
    ("/decision_made/decision/child/heard", CHILDS),
    ("/decision_recorded/decision/child/heard", CHILDS),
    ("/decision_proposed/decision/child/not_heard/words", "fact"),
    ("/decision_made/decision/child/not_heard/words", "fact"),
    ("/decision_recorded/decision/child/not_heard/words", "fact"),
];

/// The one kind of [`BARE`] that has a speaker.
const CHILDS: &str = "words";

/// Version 1 to 2: every text becomes a statement that can say whose it is and from whom it is kept.
fn label_what_stood_bare(entry: &mut Value) {
    for (place, kind) in BARE {
        if let Some(text) = entry.pointer_mut(place) {
            *text = json!({ "kind": kind, "text": text.take() });
            if kind == CHILDS {
                text["said_by"] = json!("child");
            }
        }
    }
    if let Some(notice) = entry.get_mut("party_notified") {
        let from = json!({ "person": notice["person"] });
        if let Some(motive) = notice.pointer_mut("/telling/withheld/motive") {
            motive["keep"] = json!([{ "from": from, "ground": "child_against_guardian" }]);
        }
    }
    if let Some(dispute) = entry.get_mut("entry_disputed").and_then(Value::as_object_mut) {
        let (by, text) = (dispute.remove("by"), dispute.remove("text"));
        dispute.insert("said".to_owned(), json!({ "kind": "words", "text": text, "said_by": by }));
    }
    if let Some(moved) = entry.pointer_mut("/moved_in/entry") {
        label_what_stood_bare(moved);
    }
}

/// Where versions 1 and 2 kept an investigation's questions as bare texts.
const QUESTIONS: [&str; 6] = [
    "/investigation_opened/questions",
    "/plan_settled/questions",
    "/investigation_written/questions",
    "/decision_proposed/decision/opening/questions",
    "/decision_made/decision/opening/questions",
    "/decision_recorded/decision/opening/questions",
];

/// Version 2 to 3: the questions become statements too.
fn label_the_questions(entry: &mut Value) {
    for place in QUESTIONS {
        for question in entry.pointer_mut(place).and_then(Value::as_array_mut).into_iter().flatten() {
            *question = json!({ "kind": "assessment", "text": question.take() });
        }
    }
    if let Some(moved) = entry.pointer_mut("/moved_in/entry") {
        label_the_questions(moved);
    }
}
