//! A report as it is asked for, by the form now and by the programming interface later, and the one wish it becomes.

use law::Day;
use record::document::{Original, ReceivedDocument};
use record::family::{FamilyFact, Relation};
use record::id::Id;
use record::person::{FactSource, PersonCommand, Registration};
use record::report::{Arrival, Report, Reporter};
use record::secrecy::of_private_reporter;
use record::{
    Code, Command, CommandId, DocumentId, DraftId, FileId, MatterId, Opened, Part, PartKind, PersonId,
    Speaker, Subject, Text, UnbornInformation, UnitId,
};
use sha2::{Digest, Sha256};
use store::{Step, Wish};

/// One call or letter about one child or several.
#[derive(Clone)]
pub struct ReportRequest {
    /// The form's own id, from which every new id is made: sending it twice makes nothing twice.
    pub command: CommandId,
    /// The draft it signs.
    pub draft: Option<DraftId>,
    /// The unit that receives.
    pub unit: UnitId,
    /// When it came.
    pub arrival: Arrival,
    /// How it came.
    pub channel: Code,
    /// Who reports.
    pub reporter: Reporter,
    /// What has happened, as told of all the children.
    pub concern: Option<Text>,
    /// Codes of `reason`.
    pub reasons: Vec<Code>,
    /// Does the child know of the report?
    pub child_knows: Option<bool>,
    /// Do the guardians?
    pub guardians_know: Option<bool>,
    /// The children are each other's siblings.
    pub siblings: bool,
    /// Whom it is about.
    pub children: Vec<ChildRequest>,
    /// What the written report is registered as, when there is one.
    pub document_title: Option<Text>,
    /// The reporter by role, as it may stand outside the report itself: "rektor, Ängsbackens skola".
    pub told_by: Text,
    /// The reporter by name and number, for information about an expected child, which has no report to hold it.
    pub informant: Text,
}

/// One child in a report.
#[derive(Clone)]
pub struct ChildRequest {
    /// The row of the form.
    pub row: usize,
    /// Who it is.
    pub whose: Whose,
    /// An expected child: then `whose` is the expectant parent.
    pub unborn: Option<Unborn>,
    /// What concerns only this child.
    pub own: Option<Text>,
    /// The child's own words, as the reporter retells them.
    pub words: Option<Text>,
    /// The child does not want the guardians to know.
    pub keep: bool,
}

/// An expected child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unborn {
    /// Expected day of birth.
    pub expected: Option<Day>,
}

/// Who a child is, as far as the authority knows.
#[derive(Clone)]
pub enum Whose {
    /// Has a file.
    File {
        /// Which.
        file: FileId,
        /// Whose.
        person: PersonId,
        /// The reader may not see it: only the report is attached.
        blind: bool,
        /// Siblings that stand in it already.
        related: Vec<PersonId>,
    },
    /// Is known, as somebody's parent or sibling, and has no file.
    Person {
        /// Who.
        person: PersonId,
        /// Day of birth.
        birth: Option<Day>,
    },
    /// Is not known.
    New(Box<Registration>),
}

/// A wish and which row of the form each of its steps comes from.
pub struct Asked {
    /// The wish.
    pub wish: Wish,
    /// The row of each step.
    pub rows: Vec<usize>,
}

/// The ids of one child's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    /// The person.
    pub person: PersonId,
    /// The file.
    pub file: FileId,
    /// The report.
    pub matter: MatterId,
}

/// The bytes of an id (UUID version 7) that say when it was drawn, in milliseconds.
const TIME: usize = 6;

/// An id made from the form's own: the same each time the form is sent, and nothing anybody can aim at an id that exists. It begins with
/// the time of the form's, as every other id begins with its own: matters are shown in the order of their ids.
fn made<Kind>(command: CommandId, what: &str, row: usize) -> Id<Kind> {
    let digest = Sha256::new()
        .chain_update(command.uuid().as_bytes())
        .chain_update(what.as_bytes())
        .chain_update(row.to_be_bytes())
        .finalize();
    let mut bytes: [u8; 16] = digest[..16].try_into().expect("a digest of 32 bytes has 16");
    bytes[..TIME].copy_from_slice(&command.uuid().as_bytes()[..TIME]);
    Id::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The ids that a child nobody knew was given by a form.
pub fn ids_of_new(command: CommandId, row: usize) -> Ids {
    Ids {
        person: made(command, "person", row),
        file: made(command, "file", row),
        matter: made(command, "matter", row),
    }
}

impl ReportRequest {
    /// The ids of a child's report.
    pub fn ids(&self, child: &ChildRequest) -> Ids {
        let matter = made(self.command, "matter", child.row);
        match &child.whose {
            Whose::File { file, person, .. } => Ids { person: *person, file: *file, matter },
            Whose::Person { person, .. } => {
                Ids { person: *person, file: made(self.command, "file", child.row), matter }
            }
            Whose::New(_) => ids_of_new(self.command, child.row),
        }
    }

    /// The wish: persons first, then a step per file. `originals` are the stored documents, one per child that has one.
    pub fn into_wish(self, originals: &[Option<(DocumentId, Original)>]) -> Asked {
        let mut steps = Vec::new();
        let mut rows = Vec::new();
        for child in &self.children {
            if let Whose::New(registration) = &child.whose {
                let commands = vec![PersonCommand::Register((**registration).clone())];
                steps.push(Step::Person { person: self.ids(child).person, commands });
                rows.push(child.row);
            }
        }
        for (child, original) in self.children.iter().zip(originals) {
            let commands = self.commands(child, original.as_ref());
            steps.push(Step::File { file: self.ids(child).file, seen: None, commands });
            rows.push(child.row);
        }
        Asked { wish: Wish { id: self.command, steps, draft: self.draft }, rows }
    }

    /// What is written in one child's file.
    fn commands(&self, child: &ChildRequest, original: Option<&(DocumentId, Original)>) -> Vec<Command> {
        let ids = self.ids(child);
        let mut commands: Vec<Command> = self.opening(child).into_iter().collect();
        if child.unborn.is_none() {
            let facts = self.family_facts(child);
            if !facts.is_empty() {
                commands.push(Command::LearnFamily(facts));
            }
        }
        match child.unborn {
            Some(unborn) => commands.push(Command::ReceiveUnbornInformation(self.unborn(child, unborn))),
            None => commands.push(Command::ReceiveReport(ids.matter, self.report(child, original))),
        }
        if let Some((id, original)) = original {
            let matter = child.unborn.is_none().then_some(ids.matter);
            let mut document = self.document(*id, original);
            if matter.is_none() {
                document.keep.extend(of_private_reporter());
            }
            commands.push(Command::ReceiveDocument(matter, document));
        }
        commands
    }

    /// The file is opened if there is none.
    fn opening(&self, child: &ChildRequest) -> Option<Command> {
        let birth = match &child.whose {
            Whose::File { .. } => return None,
            Whose::Person { birth, .. } => *birth,
            Whose::New(registration) => registration.birth.as_ref().map(|birth| birth.value.day),
        };
        let subject = if child.unborn.is_some() { Subject::ExpectantParent } else { Subject::Child };
        let birth = birth.filter(|_| subject == Subject::Child);
        Some(Command::OpenFile(Opened { person: self.ids(child).person, subject, birth, unit: self.unit }))
    }

    /// The other children of the report, by person.
    fn others<'a>(&'a self, child: &'a ChildRequest) -> impl Iterator<Item = PersonId> + 'a {
        let born = self.children.iter().filter(|other| other.unborn.is_none() && other.row != child.row);
        born.map(|other| self.ids(other).person)
    }

    /// Siblings who do not stand in the file yet. Nothing is written of a family in a file that is not the reader's.
    fn family_facts(&self, child: &ChildRequest) -> Vec<FamilyFact> {
        let known: &[PersonId] = match &child.whose {
            _ if !self.siblings => return Vec::new(),
            Whose::File { blind: true, .. } => return Vec::new(),
            Whose::File { related, .. } => related,
            Whose::Person { .. } | Whose::New(_) => &[],
        };
        let new = self.others(child).filter(|person| !known.contains(person));
        let relation = |person| Relation {
            person,
            kind: Code::from("sibling"),
            lives_with_child: None,
            source: self.told_by.clone(),
            as_of: self.arrival.received.day,
            ended: false,
        };
        new.map(|person| FamilyFact::Relation(relation(person))).collect()
    }

    fn report(&self, child: &ChildRequest, original: Option<&(DocumentId, Original)>) -> Report {
        Report {
            arrival: self.arrival.clone(),
            channel: self.channel.clone(),
            reporter: self.reporter.clone(),
            concern: self.parts(child, &Speaker::Reporter),
            reasons: self.reasons.clone(),
            violence: false,
            child_knows: self.child_knows,
            guardians_know: self.guardians_know,
            siblings: self.others(child).collect(),
            document: original.map(|(id, _)| *id),
        }
    }

    /// Information about an expected child holds no report, so who told it stands with the words.
    fn unborn(&self, child: &ChildRequest, unborn: Unborn) -> UnbornInformation {
        let mut parts = self.parts(child, &Speaker::Other(self.told_by.clone()));
        // There is no report to say whether whoever told it did so by duty: kept until somebody has tested it.
        let informant = Part::new(PartKind::Fact, self.informant.clone());
        parts.push(Part { keep: of_private_reporter().into(), ..informant });
        UnbornInformation { at: self.arrival.received, expected: unborn.expected, parts }
    }

    /// The common account, then what concerns only this child, then its own words.
    fn parts(&self, child: &ChildRequest, reporter: &Speaker) -> Vec<Part> {
        let told = [&self.concern, &child.own].into_iter().flatten();
        let told = told.map(|text| Part::new(PartKind::Words, text.clone()).said_by(reporter.clone()));
        let mut parts: Vec<Part> = told.collect();
        if let Some(words) = &child.words {
            let part = Part::new(PartKind::Words, words.clone()).said_by(Speaker::Child);
            parts.push(if child.keep { part.in_confidence() } else { part });
        }
        parts
    }

    fn document(&self, id: DocumentId, original: &Original) -> ReceivedDocument {
        ReceivedDocument {
            id,
            title: self.document_title.clone().unwrap_or_else(|| self.told_by.clone()),
            sender: self.told_by.clone(),
            channel: self.channel.clone(),
            arrival: self.arrival.clone(),
            original: Some(original.clone()),
            keep: Vec::new(),
        }
    }
}

/// Where a fact about a person comes from when a reporter gave it.
pub fn source_of(category: &Code) -> FactSource {
    FactSource::SaidBy(category.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A child's page shows the newest matter first, by its id: whether a program drew the id or a form.
    #[test]
    fn ids_made_of_a_form_stand_where_the_form_stands_in_time() {
        let at =
            |milliseconds: u64| uuid::Builder::from_unix_timestamp_millis(milliseconds, &[7; 10]).into_uuid();
        let first = ids_of_new(CommandId::new(at(1000)), 1);
        let second = ids_of_new(CommandId::new(at(1001)), 1);
        let (before, after) = (MatterId::new(at(999)), MatterId::new(at(1002)));
        assert!(before < first.matter && first.matter < second.matter && second.matter < after);
        assert_ne!(first.matter.uuid(), first.file.uuid());
        assert_eq!(first, ids_of_new(CommandId::new(at(1000)), 1), "sent again it is the same");
    }
}
