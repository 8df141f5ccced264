//! From a message to a wish of the record: who each child is, and what is written in each file.
//!
//! It does what reception does at the page for reports, with one difference: there is nobody to ask. A child is found by an exact
//! identity number, or registered anew with what is known. What cannot be settled without a person is a [`Fault`], and the message is
//! set aside for one.

use crate::examining::{Rules, SEVERAL_PEOPLE, fault, identity};
use crate::message::{Child, Protection, ReportMessage, Words};
use crate::telling;
use law::Day;
use record::document::{Original, ReceivedDocument};
use record::family::{FamilyFact, Relation};
use record::id::Id;
use record::identity::IdentityNumber;
use record::person::{
    Birth, FactSource, LIMITS, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced, fold_name,
};
use record::report::{Arrival, Report, Reporter};
use record::secrecy::of_private_reporter;
use record::text::{Audience, Ground, Keep};
use record::{
    Actor, Code, Command, CommandId, DocumentId, FileId, MatterId, Moment, Opened, Part, PersonId, Speaker,
    Subject, Text, UnbornInformation,
};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use store::messages::{Fault, Message};
use store::{Answer, Hit, House, Incoming, NameCard, Now, Part as Page, Step, Wish};
use uuid::Uuid;

/// A message on its way into the record.
pub(crate) struct Registering<'a> {
    pub(crate) house: &'a Arc<House>,
    pub(crate) actor: &'a Actor,
    pub(crate) now: Now,
    pub(crate) received: &'a Message,
    pub(crate) message: &'a ReportMessage,
    pub(crate) bytes: &'a [u8],
}

/// A child, as far as the authority knows it.
struct Whose {
    place: usize,
    person: PersonId,
    file: FileId,
    matter: MatterId,
    known: Known,
    /// Its identity is protected, by what the record knows or by what the message says: where it is is kept from the guardians.
    masked: bool,
}

enum Known {
    /// Has a file; `blind` where only the report may be attached. Who is its sibling already.
    InFile { blind: bool, related: Vec<PersonId> },
    /// Is somebody's parent or sibling, without a file.
    AsPerson { birth: Option<Day> },
    /// Is new.
    New(Box<Registration>),
}

/// What a level of protection is called in the record.
pub(crate) fn level(protection: Protection) -> ProtectionLevel {
    match protection {
        Protection::None => ProtectionLevel::None,
        Protection::Marked => ProtectionLevel::Marked,
        Protection::ProtectedRegistration => ProtectionLevel::ProtectedRegistration,
        Protection::AssumedIdentity => ProtectionLevel::AssumedIdentity,
    }
}

/// The command by which a message is registered: always the same, so that it is registered once.
pub(crate) fn command_of(message: Uuid) -> CommandId {
    made(message, "command", 0)
}

/// An id made from the message's own: the same however often it is tried.
fn made<Kind>(message: Uuid, what: &str, place: usize) -> Id<Kind> {
    let digest = Sha256::new()
        .chain_update(message.as_bytes())
        .chain_update(what.as_bytes())
        .chain_update(place.to_be_bytes())
        .finalize();
    let bytes: [u8; 16] = digest[..16].try_into().expect("a digest of 32 bytes has 16");
    Id::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

impl Registering<'_> {
    /// The wish that registers the message; its originals are stored, sealed under each matter, when this returns.
    pub(crate) fn wish(&self) -> Answer<Result<Wish, Fault>> {
        let mut children = Vec::with_capacity(self.message.children.len());
        for (place, child) in self.message.children.iter().enumerate() {
            match self.whose(place, child)? {
                Ok(whose) => children.push(whose),
                Err(fault) => return Ok(Err(fault)),
            }
        }
        let mut steps = Vec::new();
        for child in &children {
            if let Known::New(registration) = &child.known {
                let commands = vec![PersonCommand::Register((**registration).clone())];
                steps.push(Step::Person { person: child.person, commands });
            }
        }
        for child in &children {
            let commands = self.commands(child, &children)?;
            steps.push(Step::File { file: child.file, seen: None, commands });
        }
        Ok(Ok(Wish { id: command_of(self.received.id), steps, draft: None }))
    }

    fn arrival(&self) -> Arrival {
        let here = || jiff::Timestamp::from_microsecond(self.received.at_us).unwrap_or(self.now.instant);
        Arrival::at(Moment::of(self.message.received_at.unwrap_or_else(here)))
    }

    fn child(&self, whose: &Whose) -> &Child {
        &self.message.children[whose.place]
    }

    fn whose(&self, place: usize, child: &Child) -> Answer<Result<Whose, Fault>> {
        let rules = Rules { law: self.house.law, today: self.now.today, demo: self.house.demo };
        let path = format!("children[{place}].number");
        let number = match identity(rules, &path, child.number.as_ref().map(Words::as_str)) {
            Ok(number) => number,
            Err(fault) => return Ok(Err(fault)),
        };
        let hits = match number {
            Some(number) => self.house.find_number(self.actor, self.now, number)?,
            None => Vec::new(),
        };
        let protected = child.protection.is_some_and(|protection| level(protection).is_protected());
        let id = self.received.id;
        let matter = made(id, "matter", place);
        let file = made(id, "file", place);
        Ok(match hits.as_slice() {
            [] => {
                let known = Known::New(Box::new(self.registration(child, number)));
                Ok(Whose { place, person: made(id, "person", place), file, matter, known, masked: protected })
            }
            [hit] => {
                let (file, known) = self.known(child, hit, file)?;
                Ok(Whose {
                    place,
                    person: hit.person,
                    file,
                    matter,
                    known,
                    masked: protected || hit.card.is_none(),
                })
            }
            several => {
                let details =
                    format!("{path}: {} personer här har numret. Någon måste välja vem.", several.len());
                Err(fault(SEVERAL_PEOPLE, details))
            }
        })
    }

    /// Into which file a known person's report is written: one of the right kind, seen or blind, or a new one.
    fn known(&self, child: &Child, hit: &Hit, new: FileId) -> Answer<(FileId, Known)> {
        for file in &hit.files {
            let open = self.house.look(self.actor, self.now, *file, Page::Form)?;
            let childs = open.file.opened.as_ref().is_some_and(|opened| opened.subject == Subject::Child);
            if childs != child.unborn {
                let related = open.file.family.relations.iter().map(|one| one.person).collect();
                let blind = !open.access.reaches_whole_file(open.basis);
                return Ok((*file, Known::InFile { blind, related }));
            }
        }
        // Of a file that is somebody else's nothing is known, not even whose kind it is; the record refuses the wrong one.
        if let Some(elsewhere) = hit.elsewhere.first().filter(|_| hit.files.is_empty()) {
            return Ok((elsewhere.file, Known::InFile { blind: true, related: Vec::new() }));
        }
        Ok((new, Known::AsPerson { birth: hit.card.as_ref().and_then(NameCard::birth) }))
    }

    /// Somebody the authority has not met before. The source of each fact is the reporter, as of the day of the report.
    fn registration(&self, child: &Child, number: Option<IdentityNumber>) -> Registration {
        let day = self.arrival().received.day.min(self.now.today);
        let source = FactSource::SaidBy(Code::from(self.message.reporter.category.as_str()));
        let protection = child.protection.map_or(ProtectionLevel::None, level);
        let mut new = Registration::new(Sourced::new(protection, source.clone(), day));
        let half = |half: Option<&crate::message::Line>| half.map_or("", Words::as_str).to_owned();
        let name = child.name.as_ref();
        let name = name.map(|name| PersonName::new(half(name.given.as_ref()), half(name.family.as_ref())));
        let name = name.filter(|name| !fold_name(&name.full()).is_empty());
        new.name = name.map(|name| Sourced::new(name, source.clone(), day));
        new.description = child.description.as_ref().map(|words| words.as_str().to_owned());
        new.number = number.map(|number| Sourced::new(number, source.clone(), day));
        // An expectant parent's day of birth is nobody's clock here, but the number's owner is known by it all the same.
        let birth = child.birth.or_else(|| number.and_then(|number| number.birth_from_number()));
        let estimated = child.birth_estimated;
        new.birth = birth
            .map(|day_of_birth| Sourced::new(Birth { day: day_of_birth, estimated }, source.clone(), day));
        new.address = address(child).map(|address| Sourced::new(address, source.clone(), day));
        let phone = child.phone.as_ref().map(|phone| phone.as_str().to_owned());
        new.phone = phone.map(|phone| Sourced::new(phone, source, day));
        new
    }

    fn commands(&self, whose: &Whose, all: &[Whose]) -> Answer<Vec<Command>> {
        let child = self.child(whose);
        let mut commands: Vec<Command> = self.opening(whose).into_iter().collect();
        let facts = self.siblings(whose, all);
        if !facts.is_empty() {
            commands.push(Command::LearnFamily(facts));
        }
        let matter = (!child.unborn).then_some(whose.matter);
        let name = format!("anmalan-{}.json", self.received.number);
        let incoming = Incoming { name: &name, media_type: "application/json", bytes: self.bytes };
        let (document, original) = self.house.keep_original(self.now, whose.file, matter, incoming)?;
        if child.unborn {
            let told = self.parts(whose, &Speaker::Other(self.told_by()));
            commands.push(Command::ReceiveUnbornInformation(UnbornInformation {
                at: self.arrival().received,
                expected: child.expected_birth,
                parts: told.into_iter().chain([self.informant(child)]).collect(),
            }));
        } else {
            commands.push(Command::ReceiveReport(whose.matter, self.report(whose, all, document)));
        }
        commands.push(Command::ReceiveDocument(matter, self.document(document, original, matter, all)));
        Ok(commands)
    }

    /// The file is opened if there is none.
    fn opening(&self, whose: &Whose) -> Option<Command> {
        let birth = match &whose.known {
            Known::InFile { .. } => return None,
            Known::AsPerson { birth } => *birth,
            Known::New(registration) => registration.birth.as_ref().map(|birth| birth.value.day),
        };
        let unborn = self.child(whose).unborn;
        let subject = if unborn { Subject::ExpectantParent } else { Subject::Child };
        let birth = birth.filter(|_| !unborn);
        Some(Command::OpenFile(Opened { person: whose.person, subject, birth, unit: self.actor.unit }))
    }

    /// The other born children of the message.
    fn others<'a>(&'a self, whose: &'a Whose, all: &'a [Whose]) -> impl Iterator<Item = PersonId> + 'a {
        let born = all.iter().filter(|other| !self.child(other).unborn && other.place != whose.place);
        born.map(|other| other.person)
    }

    /// Siblings who do not stand in the file yet. Nothing is written of a family in a file that is not the reader's.
    fn siblings(&self, whose: &Whose, all: &[Whose]) -> Vec<FamilyFact> {
        let known: &[PersonId] = match &whose.known {
            Known::InFile { blind: true, .. } => return Vec::new(),
            _ if !self.message.children_are_siblings || self.child(whose).unborn => return Vec::new(),
            Known::InFile { related, .. } => related,
            Known::AsPerson { .. } | Known::New(_) => &[],
        };
        let relation = |person| Relation {
            person,
            kind: Code::from("sibling"),
            lives_with_child: None,
            source: self.told_by(),
            as_of: self.arrival().received.day,
            ended: false,
        };
        let new = self.others(whose, all).filter(|person| !known.contains(person));
        new.map(|person| FamilyFact::Relation(relation(person))).collect()
    }

    fn report(&self, whose: &Whose, all: &[Whose], document: DocumentId) -> Report {
        let (message, child) = (self.message, self.child(whose));
        Report {
            arrival: self.arrival(),
            channel: Code::from(message.channel.as_str()),
            reporter: Reporter {
                category: Code::from(message.reporter.category.as_str()),
                // Whether the reporter has the duty follows from the category; the record settles it.
                mandated: false,
                name: message.reporter.name.as_ref().map(|name| name.text().clone()),
                role: telling::role_in_full(&message.reporter, child),
                contact: telling::contact(&message.reporter),
                anonymous: message.reporter.anonymous,
                wants_feedback: message.reporter.wants_feedback,
            },
            concern: self.parts(whose, &Speaker::Reporter),
            reasons: message.report.reasons.iter().map(|code| Code::from(code.as_str())).collect(),
            violence: message.violence_by_somebody_close == Some(true),
            child_knows: child.informed,
            guardians_know: self.guardians_know(),
            siblings: self.others(whose, all).collect(),
            document: Some(document),
        }
    }

    /// Yes if all of them know, no if one is said not to; else nobody has said.
    fn guardians_know(&self) -> Option<bool> {
        let guardians = &self.message.guardians;
        if guardians.iter().any(|one| one.informed == Some(false)) {
            return Some(false);
        }
        (!guardians.is_empty() && guardians.iter().all(|one| one.informed == Some(true))).then_some(true)
    }

    /// What is told: the common account, what concerns this child alone, its own words, and then everything else the message says.
    fn parts(&self, whose: &Whose, speaker: &Speaker) -> Vec<Part> {
        let (message, child) = (self.message, self.child(whose));
        let said = |text: Text| Part::words(speaker.clone(), text);
        let told = &message.report;
        let urgent = "Anmälaren uppger att barnet behöver skydd genast.";
        let mut parts = Vec::new();
        parts.extend((message.urgent == Some(true)).then(|| said(telling::text(urgent))));
        parts.push(said(told.concern.text().clone()));
        let more = [("Bakgrund", told.history.as_ref()), ("Andras syn", told.other_views.as_ref())];
        let more = more.into_iter().chain([("Om just det här barnet", child.concern.as_ref())]);
        parts.extend(more.filter_map(|(heading, words)| Some(said(telling::under(heading, words?)))));
        if let Some(words) = &child.words {
            let part = Part::words(Speaker::Child, words.text().clone());
            parts.push(if child.words_in_confidence { part.in_confidence() } else { part });
        }
        let known = !matches!(whose.known, Known::New(_));
        let details = telling::of_child(message, child, known).under("Uppgifter i anmälan");
        parts.extend(details.map(said));
        parts.extend(telling::family(message).under("Familjen enligt anmälan").map(said));
        let hidden = |text, ground| said(text).kept_from(Audience::Guardians, ground);
        let contacts = telling::guardians_reached(message).under("Så nås vårdnadshavarna enligt anmälan");
        parts.extend(contacts.map(|text| hidden(text, Ground::PersonalCircumstances)));
        let unwritten = known || child.address.is_some() && address(child).is_none();
        let reached = telling::reached(child).under("Så nås barnet enligt anmälan").filter(|_| unwritten);
        parts.extend(
            reached.map(|text| if whose.masked { hidden(text, Ground::Whereabouts) } else { said(text) }),
        );
        if child.unborn {
            parts.extend(telling::of_unborn(self.house.law, message).under("Om anmälan").map(said));
        }
        parts.push(Part::fact(telling::envelope(message, self.received)));
        parts
    }

    /// Information about an expected child holds no report, so who told it stands with the words: kept until somebody has tested it.
    fn informant(&self, child: &Child) -> Part {
        let reporter = &self.message.reporter;
        let name = reporter.name.as_ref().map(|name| name.as_str().to_owned());
        let role = telling::role_in_full(reporter, child).map(|role| role.to_string());
        let contact = telling::contact(reporter).map(|contact| contact.to_string());
        let all: Vec<String> = [name, role, contact].into_iter().flatten().collect();
        let who = if all.is_empty() { self.told_by().to_string() } else { all.join(", ") };
        let text = telling::text(&format!("Uppgifterna kommer från {who}."));
        Part { keep: of_private_reporter().into(), ..Part::fact(text) }
    }

    /// The reporter as they may stand outside the report: by role where they report by duty, else by category alone, since a
    /// neighbour's role says which neighbour.
    fn told_by(&self) -> Text {
        let category = self.message.reporter.category.as_str();
        let choice = self.house.law.choice("reporter_category", category);
        let by_duty = choice.is_some_and(|choice| choice.mandated == Some(true));
        let role = telling::role(&self.message.reporter).filter(|_| by_duty);
        telling::text(&role.unwrap_or_else(|| choice.map_or(category, |choice| &choice.sv).to_owned()))
    }

    fn document(
        &self,
        id: DocumentId,
        original: Original,
        matter: Option<MatterId>,
        all: &[Whose],
    ) -> ReceivedDocument {
        ReceivedDocument {
            id,
            title: telling::text(&format!("Anmälan som meddelande, kvitto {}", self.received.number)),
            sender: self.told_by(),
            channel: Code::from(self.message.channel.as_str()),
            arrival: self.arrival(),
            original: Some(original),
            keep: self.kept_of_message(matter, all),
        }
    }

    /// The message as it came holds what is labelled in the report, and what is told of the other children: its labels are all of theirs.
    fn kept_of_message(&self, matter: Option<MatterId>, all: &[Whose]) -> Vec<Keep> {
        let message = self.message;
        let from_guardians = |ground| Keep { from: Audience::Guardians, ground };
        let mut keep = Vec::new();
        if matter.is_none() {
            keep.extend(of_private_reporter());
        }
        if message.children.iter().any(|child| child.words_in_confidence) {
            keep.push(from_guardians(Ground::ChildAgainstGuardian));
        }
        if all.iter().any(|whose| whose.masked) {
            keep.push(from_guardians(Ground::Whereabouts));
        }
        let reached = message.guardians.iter().any(|one| one.phone.is_some() || one.address.is_some());
        if reached || message.children.len() > 1 {
            keep.push(from_guardians(Ground::PersonalCircumstances));
        }
        keep
    }
}

/// The child's address as the record keeps one; none if it is longer than that, and then it stands as text.
fn address(child: &Child) -> Option<record::person::Address> {
    let given = child.address.as_ref()?;
    let lines = [Some(&given.line1), given.line2.as_ref(), given.line3.as_ref()];
    let address = record::person::Address {
        care_of: given.care_of.as_ref().map(|name| name.as_str().to_owned()),
        street: lines.into_iter().flatten().map(Words::as_str).collect::<Vec<_>>().join(", "),
        postcode: given.postcode.as_ref().map_or("", Words::as_str).to_owned(),
        town: given.town.as_ref().map_or("", Words::as_str).to_owned(),
    };
    let care_of = address.care_of.as_deref().unwrap_or_default();
    let all = [care_of, &address.street, &address.postcode, &address.town];
    let length: usize = all.iter().map(|part| part.chars().count() + 2).sum();
    (length <= LIMITS.address).then_some(address)
}
