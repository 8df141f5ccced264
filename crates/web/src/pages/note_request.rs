//! A journal note as it is asked for: the statements, the meeting it ends, the siblings it also concerns, the document that came with it.

use std::sync::Arc;

use law::Day;
use record::{
    Code, Command, CommandId, DocumentId, DraftId, FileId, MatterId, MeetingId, Moment, Part, PersonId, Text,
    document::ReceivedDocument,
    meeting::{Meeting, MeetingEnd, MeetingEnded},
    note::Note,
    report::Arrival,
};
use store::{OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking};
use crate::file_page::{self, read_all_known, read_day, read_known, read_matter, read_moment, read_text};
use crate::pages::meeting_end::same_meeting;
use crate::said;
use crate::siblings::{self, OwnWords};
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
    /// Those who were there and stand around that child too.
    pub with: Vec<PersonId>,
    /// The same meeting as it was booked in that file.
    pub meeting: Option<MeetingId>,
    /// It is still to be ended as held.
    pub held: bool,
}

impl NoteRequest {
    /// One step per file; all or none.
    pub fn into_wish(self, id: CommandId, draft: Option<DraftId>) -> Wish {
        let at = self.note.at;
        let ended = |id| Command::EndMeeting(MeetingEnded { id, end: MeetingEnd::Held, at });
        let of_sibling = |sibling: SiblingNote| {
            let SiblingNote { file, matter, parts, child, with, meeting, held } = sibling;
            let note = Note { parts, child, with, meeting, document: None, ..self.note.clone() };
            let ends = meeting.filter(|_| held).map(ended);
            let commands = ends.into_iter().chain([Command::SignNote(matter, note)]).collect();
            Step::File { file, seen: None, commands }
        };
        let steps: Vec<Step> = self.siblings.into_iter().map(of_sibling).collect();
        let mut commands: Vec<Command> = self.held.map(ended).into_iter().collect();
        let mut own_note = self.note.clone();
        if let Some(received) = self.received {
            own_note.document = Some(received.id);
            commands.push(Command::ReceiveDocument(self.matter, received));
        }
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
    let about = About::read(visitor, open, typed, errors);
    let mut siblings = Vec::new();
    for sibling in siblings::ticked(desk, visitor, &reading, typed, errors).await? {
        let theirs = sibling.open.id;
        let mut shared = said::for_sibling(&reading, &parts, siblings::has_voice(typed, theirs));
        shared.extend(OwnWords::read(visitor, typed, theirs, errors));
        let meeting = about.meeting_of(&sibling.open, open);
        siblings.push(SiblingNote {
            file: theirs,
            matter: sibling.matter(),
            parts: shared,
            child: sibling.took_part,
            with: sibling.around(about.with.iter().copied()),
            meeting: meeting.map(|(id, _)| id),
            held: meeting.is_some_and(|(_, meeting)| meeting.end.is_none()),
        });
    }
    let only_here = read_text(visitor, typed, "only-here", errors);
    let parts = parts.into_iter().chain(only_here.map(Part::fact)).collect();
    Ok(at.map(|at| about.request(open, typed, at, parts, siblings)))
}

/// What the note points to in its file. An id that names nothing there is told at its field.
struct About {
    matter: Option<MatterId>,
    meeting: Option<MeetingId>,
    document: Option<DocumentId>,
    with: Vec<PersonId>,
}

impl About {
    fn read(visitor: &Visitor, open: &OpenFile, typed: &Typed, errors: &mut Errors) -> Self {
        let file = &open.file;
        let circle = file.family.persons();
        Self {
            matter: read_matter(visitor, open, typed, errors),
            meeting: read_known(visitor, typed, "meeting", errors, |id| file.meetings.contains_key(id)),
            document: read_known(visitor, typed, "document", errors, |id| file.documents.contains_key(id)),
            with: read_all_known(visitor, typed, "with", errors, |person| circle.contains(person)),
        }
    }

    /// The same meeting in a sibling's file, unless it came to nothing there.
    fn meeting_of<'a>(&self, theirs: &'a OpenFile, here: &OpenFile) -> Option<(MeetingId, &'a Meeting)> {
        let booking = &here.file.meetings.get(&self.meeting?)?.booking;
        let came = |meeting: &Meeting| matches!(meeting.end, None | Some(MeetingEnd::Held));
        same_meeting(theirs, booking).filter(|(_, meeting)| came(meeting))
    }

    fn request(
        self,
        open: &OpenFile,
        typed: &Typed,
        at: Moment,
        parts: Vec<Part>,
        siblings: Vec<SiblingNote>,
    ) -> NoteRequest {
        let Self { matter, meeting, document, with } = self;
        let kind = Code::from(typed.get("kind"));
        let child = typed.has("child");
        let unfinished =
            |id: &MeetingId| open.file.meetings.get(id).is_some_and(|meeting| meeting.end.is_none());
        NoteRequest {
            file: open.id,
            matter,
            note: Note { at, kind, parts, with, child, meeting, document, late: false },
            held: meeting.filter(unfinished),
            siblings,
            received: None,
        }
    }
}

/// What is said of a document that comes with a note: little, since the note tells the rest.
pub(crate) struct Attached {
    document: Document,
    sender: Text,
    title: Text,
    channel: Code,
    day: Option<Day>,
}

/// How a document that comes with a note has come, unless something else is chosen: handed over where people met, else by e-mail.
fn usual_channel(kind: &str) -> &'static str {
    let met = ["meeting", "child_talk", "home_visit", "observation"].contains(&kind);
    if met { "visit" } else { "email" }
}

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
    let channel = Some(typed.trimmed("channel")).filter(|code| !code.is_empty());
    let channel = channel.unwrap_or_else(|| usual_channel(typed.trimmed("kind")));
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
        let kept = blocking(desk, move |desk| document.keep(desk, now, file, matter)).await?;
        let (id, original) = kept.or_trouble(desk, visitor)?;
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
