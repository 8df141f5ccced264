//! A journal note as it is asked for: the statements, the meeting it ends, the siblings it also concerns, the document that came with it.

use std::sync::Arc;

use law::Day;
use record::{
    Code, Command, CommandId, DocumentId, DraftId, FileId, MatterId, MeetingId, Moment, Part, PartKind, Text,
    document::{Original, ReceivedDocument},
    meeting::{MeetingEnd, MeetingEnded},
    note::Note,
    report::Arrival,
};
use store::{Incoming, OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking};
use crate::file_page::{self, read_day, read_moment, read_text};
use crate::kin;
use crate::said;
use crate::upload::{Document, Upload};

/// A note as it is asked for, by the form now and by the programming interface later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRequest {
    /// The file.
    pub file: FileId,
    /// In which matter.
    pub matter: Option<MatterId>,
    /// The note.
    pub note: Note,
    /// The booked meeting it tells of, still to be ended as held.
    pub held: Option<MeetingId>,
    /// Other children's files the note is signed into.
    pub siblings: Vec<SiblingNote>,
    /// A document that came with what the note tells of; registered in the same step.
    pub received: Option<ReceivedDocument>,
}

/// The same note in a sibling's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiblingNote {
    /// The file.
    pub file: FileId,
    /// In which matter there.
    pub matter: Option<MatterId>,
    /// The statements as they concern that child.
    pub parts: Vec<Part>,
    /// That child took part.
    pub child: bool,
}

impl NoteRequest {
    /// One step per file; all or none.
    pub fn into_wish(self, id: CommandId, draft: Option<DraftId>) -> Wish {
        let mut commands = Vec::new();
        if let Some(id) = self.held {
            commands.push(Command::EndMeeting(MeetingEnded { id, end: MeetingEnd::Held, at: self.note.at }));
        }
        let of_sibling = |sibling: SiblingNote| {
            let shared = self.note.clone();
            let note = Note {
                parts: sibling.parts,
                child: sibling.child,
                with: Vec::new(),
                meeting: None,
                document: None,
                ..shared
            };
            Step::File {
                file: sibling.file,
                seen: None,
                commands: vec![Command::SignNote(sibling.matter, note)],
            }
        };
        let mut own_note = self.note.clone();
        if let Some(received) = self.received {
            own_note.document = Some(received.id);
            commands.push(Command::ReceiveDocument(self.matter, received));
        }
        let steps: Vec<Step> = self.siblings.into_iter().map(of_sibling).collect();
        commands.push(Command::SignNote(self.matter, own_note));
        let own = Step::File { file: self.file, seen: None, commands };
        Wish { id, steps: std::iter::once(own).chain(steps).collect(), draft }
    }
}

/// Reads the form. Opens the files of the siblings that are ticked, to find the matter there.
pub(crate) async fn read(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    errors: &mut Errors,
) -> Result<Option<NoteRequest>, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let parts = said::read(&reading, visitor, typed, errors);
    let at = read_moment(visitor, typed, "occurred", errors);
    let mut siblings = Vec::new();
    for sibling in kin::siblings(desk, visitor, &reading).await? {
        let file = sibling.file.to_string();
        let took_part = typed.is("sibling-took-part", &file);
        // Who took part is concerned, also when only that box was ticked.
        if !(took_part || typed.is("sibling", &file)) {
            continue;
        }
        let theirs = file_page::open(desk, visitor, &sibling.file.to_string(), store::Part::Form).await?;
        let mut shared = said::for_sibling(&reading, &parts);
        let only = read_text(visitor, typed, &only_name(sibling.file), errors);
        shared.extend(only.map(|text| Part::new(PartKind::Fact, text)));
        siblings.push(SiblingNote {
            file: sibling.file,
            matter: kin::likely_matter(theirs.file.matters.iter()),
            parts: shared,
            child: took_part,
        });
    }
    let only_here = read_text(visitor, typed, "only-here", errors);
    let parts = parts.into_iter().chain(only_here.map(|text| Part::new(PartKind::Fact, text))).collect();
    Ok(at.map(|at| request(open, typed, at, parts, siblings)))
}

fn request(
    open: &OpenFile,
    typed: &Typed,
    at: Moment,
    parts: Vec<Part>,
    siblings: Vec<SiblingNote>,
) -> NoteRequest {
    let meeting: Option<MeetingId> = typed.id("meeting");
    let unfinished = |id: &MeetingId| open.file.meetings.get(id).is_some_and(|meeting| meeting.end.is_none());
    NoteRequest {
        file: open.id,
        matter: typed.id("matter"),
        note: Note {
            at,
            kind: Code::from(typed.get("kind")),
            parts,
            with: typed.all("with").iter().filter_map(|text| text.parse().ok()).collect(),
            child: typed.has("child"),
            meeting,
            document: typed.id("document"),
            late: false,
        },
        held: meeting.filter(unfinished),
        siblings,
        received: None,
    }
}

/// The name of the field for what concerns only one sibling.
pub(crate) fn only_name(file: FileId) -> String {
    format!("only-{file}")
}

/// What is said of a document that comes with a note: little, since the note tells the rest.
pub(crate) struct Attached {
    document: Document,
    sender: Text,
    title: Text,
    channel: Code,
    day: Option<Day>,
}

/// How a document that comes with a note has come, unless something else is chosen: it was handed over when they met.
pub(crate) const HANDED_OVER: &str = "visit";

/// Reads the document and what is said of it. Without a title the file's own name stands.
pub(crate) fn attached(
    visitor: &Visitor,
    typed: &Typed,
    upload: Option<Upload>,
    errors: &mut Errors,
) -> Option<Attached> {
    let document = match upload? {
        Upload::Taken(document) => document,
        Upload::Refused(why) => {
            errors.push("document", why.text(visitor.w));
            return None;
        }
    };
    let sender = read_text(visitor, typed, "sender", errors);
    if sender.is_none() {
        errors.push("sender", visitor.w.t("error-note-sender"));
    }
    let title = read_text(visitor, typed, "document-title", errors);
    let title = title.or_else(|| Text::typed(&document.name).ok().flatten());
    let channel = Some(typed.trimmed("channel")).filter(|code| !code.is_empty()).unwrap_or(HANDED_OVER);
    let day = read_day(visitor, typed, "arrived", errors);
    Some(Attached { document, sender: sender?, title: title?, channel: Code::from(channel), day })
}

impl NoteRequest {
    /// Seals the document's bytes and lets the note carry it.
    pub(crate) async fn with_document(
        mut self,
        desk: &Arc<Desk>,
        visitor: &Visitor,
        attached: Option<Attached>,
    ) -> Result<Self, Page> {
        let Some(Attached { document, sender, title, channel, day }) = attached else { return Ok(self) };
        let (now, file, matter) = (visitor.now, self.file, self.matter);
        let work = move |desk: &Desk| {
            let incoming =
                Incoming { name: &document.name, media_type: document.media_type, bytes: &document.bytes };
            desk.house.keep_original(now, file, matter, incoming)
        };
        let (id, original): (DocumentId, Original) = blocking(desk, work).await?.or_trouble(desk, visitor)?;
        self.received = Some(ReceivedDocument {
            id,
            title,
            sender,
            channel,
            arrival: Arrival::at(day.map_or(self.note.at, Moment::on)),
            original: Some(original),
            keep: Vec::new(),
        });
        Ok(self)
    }
}
