//! The one way to write.
//!
//! A wish names one or more streams and what to do with each. [`House::act`] checks access, folds, decides, seals and appends; all of it in
//! one transaction, or nothing. The same command id does the same thing once, however often it is sent.

use crate::{
    Error, Result, Tx, attachments,
    commands::{self, Before, Sent},
    drafts,
    folded::{Counted, Folded},
    house::{Answer, House, Now, Trouble},
    log::{self, Append, NewEntry as Sheaf, Subject},
    look::as_logged,
    messages::{self, Kept},
    numbers,
    open::{PersonSheet, key_of},
    people,
    shared::{self, Shown},
    tally,
    views::{self, ViewRow},
};
use jiff::Timestamp;
use law::LawBook;
use record::{
    Actor, CaseFile, Command, CommandId, DocumentId, DraftId, Entry, Field, FileId, MatterId, NewEntry,
    PersonId, Recorded, Refusal,
    access::{Act, Basis, may},
    decide,
    entry::VERSION,
    evolve, fold,
    person::{Person, PersonCommand, PersonEntry, decide_person, evolve_person},
    sight::Sight,
    upcast::{Sheet, encode},
};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

/// How often a wish that does not rest on what was seen is decided anew when somebody else came first.
const TRIES: usize = 4;

/// What somebody wants to do, in one go.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Made when the form was rendered: sending it twice does it once.
    pub id: CommandId,
    /// What to do with each stream; all or none.
    pub steps: Vec<Step>,
    /// The draft that this signs; it goes in the same transaction.
    pub draft: Option<DraftId>,
}

/// What to do with one stream.
#[derive(Clone, Debug)]
pub enum Step {
    /// With a child's file.
    File {
        /// Which.
        file: FileId,
        /// The version the actor saw; `None` when nothing was seen, as when reception attaches a report blind.
        seen: Option<i64>,
        /// What to do, in order.
        commands: Vec<Command>,
    },
    /// With a person.
    Person {
        /// Who.
        person: PersonId,
        /// What to do, in order.
        commands: Vec<PersonCommand>,
    },
}

impl Step {
    fn stream(&self) -> Uuid {
        match self {
            Self::File { file, .. } => file.uuid(),
            Self::Person { person, .. } => person.uuid(),
        }
    }
}

/// What a wish became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Numbers given to matters that were opened.
    pub numbers: Vec<(MatterId, String)>,
    /// It had been done before, by the same command id.
    pub already: bool,
}

/// What belongs to a wish without being a step of it, and goes in its transaction.
#[derive(Clone, Default)]
struct Besides {
    /// The text that is signed, as it was shown.
    shown: Option<Shown>,
    /// The message that is registered.
    message: Option<Uuid>,
}

/// What planning came to.
enum Planned {
    /// The command had been done before.
    Done(Done),
    /// What to write.
    Steps(Vec<Plan>),
}

/// A step, decided but not yet written.
enum Plan {
    File(FilePlan),
    Person(PersonPlan),
}

/// What one transaction wrote.
#[derive(Default)]
struct Written {
    numbers: Vec<(MatterId, String)>,
    files: Vec<(FileId, Arc<Folded>)>,
    /// How far destruction had come.
    destroyed: i64,
    before: Before,
    /// Nothing was written: what would have been signed is not what was shown.
    text_changed: bool,
}

struct FilePlan {
    file: FileId,
    basis: Option<Basis>,
    before: Arc<Folded>,
    after: Arc<Counted>,
    entries: Vec<NewEntry>,
}

struct PersonPlan {
    person: PersonId,
    ground: Option<(FileId, Basis)>,
    version: i64,
    before: Box<Person>,
    after: Box<Person>,
    entries: Vec<PersonEntry>,
}

impl House {
    /// Carries out a wish, or says why not. The only writer there is.
    ///
    /// # Errors
    /// [`Trouble::Refused`] and [`Trouble::PersonRefused`] name the step; [`Trouble::Conflict`] names what came since; nothing was then written.
    pub fn act(self: &Arc<Self>, who: &Actor, now: Now, wish: &Wish) -> Answer<Done> {
        self.act_on_form(who, now, wish, None)
    }

    /// The same for a wish that was read from a form: all that stood in it, so that only the same form is the same command.
    ///
    /// # Errors
    /// As [`House::act`]; [`Trouble::SentOtherwise`] where the id was used before for another form or by somebody else.
    pub fn act_on_form(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        wish: &Wish,
        form: Option<&str>,
    ) -> Answer<Done> {
        self.act_signing(who, now, wish, form, None)
    }

    /// The same for a wish that signs what several people have written: the sections go in the same transaction, and only if they are
    /// what was shown.
    ///
    /// # Errors
    /// As [`House::act_on_form`]; [`Trouble::TextChanged`] where somebody has written in a section since.
    pub fn act_signing(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        wish: &Wish,
        form: Option<&str>,
        shown: Option<&Shown>,
    ) -> Answer<Done> {
        self.carry_out(who, now, wish, form, &Besides { shown: shown.cloned(), message: None })
    }

    /// The same for a wish that registers a message which was received before: where it was registered is noted in the same transaction, so
    /// that it is in the record and no longer waiting, or neither.
    ///
    /// # Errors
    /// As [`House::act`].
    pub fn act_on_message(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        wish: &Wish,
        message: Uuid,
    ) -> Answer<Done> {
        self.carry_out(who, now, wish, None, &Besides { shown: None, message: Some(message) })
    }

    fn carry_out(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        wish: &Wish,
        form: Option<&str>,
        besides: &Besides,
    ) -> Answer<Done> {
        let sent = self.sent(who, form);
        for attempt in 1.. {
            let plans = match self.plan(who, now, wish, sent)? {
                Planned::Done(done) => return Ok(done),
                Planned::Steps(plans) => plans,
            };
            assert!(!plans.is_empty(), "a wish names at least one stream");
            match self.write_down(who, now, (wish, besides), sent, plans) {
                Err(Trouble::Storage(Error::Conflict { .. })) if attempt < TRIES => {}
                Err(Trouble::Storage(Error::Conflict { .. })) => return Err(Trouble::Storage(Error::Busy)),
                answer => return answer,
            }
        }
        unreachable!("the last attempt always answers")
    }

    /// Has this form been carried out? A page asks before it reads a form that its own first sending has made untrue.
    ///
    /// # Errors
    /// [`Trouble::SentOtherwise`] where the id was used for something else.
    pub fn is_done(&self, who: &Actor, id: CommandId, form: Option<&str>) -> Answer<bool> {
        let sent = self.sent(who, form);
        self.read(|tx| match commands::before(tx, self.authority.0, id.uuid(), sent)? {
            Before::New => Ok(false),
            Before::Done => Ok(true),
            Before::Otherwise => Err(Trouble::SentOtherwise),
        })
    }

    fn sent(&self, who: &Actor, form: Option<&str>) -> Sent {
        let token = |form| *self.keys.form_token(self.authority.0, form).as_bytes();
        Sent { actor: who.staff.uuid(), asked: form.map(token) }
    }

    /// Decides every step in one reading transaction. A command that has been done answers with what it became.
    fn plan(&self, who: &Actor, now: Now, wish: &Wish, sent: Sent) -> Answer<Planned> {
        self.read(|tx| {
            match commands::before(tx, self.authority.0, wish.id.uuid(), sent)? {
                Before::New => {}
                Before::Done => return self.done_before(tx, wish.id).map(Planned::Done),
                Before::Otherwise => return Err(Trouble::SentOtherwise),
            }
            let steps = wish.steps.iter().enumerate();
            let mut plans: Vec<Plan> = steps
                .map(|(place, step)| self.plan_step(tx, who, now, place, step))
                .collect::<Answer<_>>()?;
            self.expect_registered(tx, wish, &plans)?;
            plans.sort_by_key(Plan::stream);
            Ok(Planned::Steps(plans))
        })
    }

    /// What a command became the first time: the numbers it was given stand in its entries.
    fn done_before(&self, tx: &mut dyn Tx, id: CommandId) -> Answer<Done> {
        let mut numbers = Vec::new();
        if let Some(done) = commands::recall(tx, self.authority.0, id.uuid())? {
            let (before, most) = (done.first_height - 1, done.last_height - done.first_height + 1);
            let most = usize::try_from(most).unwrap_or_default();
            for entry in log::entries_after(tx, self.authority.0, before, most)? {
                let Some(number) = entry.number else { continue };
                let folded = self.folded(tx, FileId::new(entry.stream))?;
                let mut matters = folded.file.matters.iter();
                let numbered = matters.find(|(_, matter)| matter.number.as_ref() == Some(&number));
                numbers.extend(numbered.map(|(matter, _)| (*matter, number.clone())));
            }
        }
        Ok(Done { numbers, already: true })
    }

    /// A file names only people who are registered, or are so in the same wish: an id alone is nobody.
    /// Whoever a file names is somebody, and whoever is registered is named by a file that the actor writes in: nobody is entered in the
    /// register of people by themselves, without a ground that somebody could ask after.
    fn expect_registered(&self, tx: &mut dyn Tx, wish: &Wish, plans: &[Plan]) -> Answer<()> {
        let named = |person: PersonId| {
            let names = |plan: &FilePlan| plan.after.rows.contains(&ViewRow::Person(person));
            plans.iter().any(|plan| matches!(plan, Plan::File(plan) if names(plan)))
        };
        let is_new =
            |plan: &&Plan| matches!(plan, Plan::Person(plan) if plan.version == 0 && !named(plan.person));
        if plans.iter().any(|plan| is_new(&plan)) {
            return Err(Trouble::NotFound);
        }
        let registered = |person: PersonId| {
            wish.steps.iter().any(|step| matches!(step, Step::Person { person: own, .. } if *own == person))
        };
        for (step, plan) in plans.iter().enumerate() {
            let Plan::File(plan) = plan else { continue };
            for row in plan.after.rows.difference(&plan.before.rows) {
                let ViewRow::Person(person) = row else { continue };
                if !registered(*person) && log::version(tx, self.authority.0, person.uuid())? == 0
                    || log::is_about_other(tx, self.authority.0, person.uuid(), Subject::Person)?
                {
                    let refusal = Refusal::NotInFile(Field::Person);
                    return Err(Trouble::Refused { step, refusal });
                }
            }
        }
        Ok(())
    }

    fn plan_step(&self, tx: &mut dyn Tx, who: &Actor, now: Now, place: usize, step: &Step) -> Answer<Plan> {
        let (stream, subject) = match step {
            Step::File { file, .. } => (file.uuid(), Subject::File),
            Step::Person { person, .. } => (person.uuid(), Subject::Person),
        };
        if log::is_about_other(tx, self.authority.0, stream, subject)? {
            return Err(Trouble::NotFound);
        }
        match step {
            Step::File { file, seen, commands } => {
                self.plan_file(tx, who, now, place, *file, *seen, commands).map(Plan::File)
            }
            Step::Person { person, commands } => {
                self.plan_person(tx, who, now, place, *person, commands).map(Plan::Person)
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of one wish, taken apart once")]
    fn plan_file(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        now: Now,
        place: usize,
        file: FileId,
        seen: Option<i64>,
        commands: &[Command],
    ) -> Answer<FilePlan> {
        let before = self.folded(tx, file)?;
        let basis = self.basis(tx, (who, now), file, &before.file, commands)?;
        if self.is_given_to_tied(tx, now, file, commands)? {
            return Err(Trouble::Refused { step: place, refusal: Refusal::Tied });
        }
        let rests_on_seen = commands.iter().any(Command::depends_on_what_was_seen);
        if let Some(seen) = seen.filter(|seen| rests_on_seen && *seen < before.file.version) {
            return Err(Trouble::Conflict { file, since: (seen + 1..=before.file.version).collect() });
        }
        let orders = Arc::clone(&self.organised(tx)?.orders);
        let cx = self.context(&orders, who, now);
        let mut state = CaseFile::clone(&before.file);
        let mut entries = Vec::new();
        for command in commands {
            let new = decide(&state, command.clone(), &cx)
                .map_err(|refusal| Trouble::Refused { step: place, refusal })?;
            state = state.after(&new, &cx);
            entries.extend(new);
        }
        // Commands that say nothing, such as no facts about the family, leave nothing to write.
        if entries.is_empty() {
            return Err(Trouble::Refused { step: place, refusal: Refusal::NothingToCorrect });
        }
        if !self.are_kept(tx, file, &entries)? {
            return Err(Trouble::Refused { step: place, refusal: Refusal::NotTheOriginal });
        }
        let after = Arc::new(self.with_rows(state));
        Ok(FilePlan { file, basis, before, after, entries })
    }

    /// On what the actor's right rests. A file that is not there yet may be opened by whoever receives reports or leads a unit.
    fn basis(
        &self,
        tx: &mut dyn Tx,
        (who, now): (&Actor, Now),
        file: FileId,
        state: &CaseFile,
        commands: &[Command],
    ) -> Answer<Option<Basis>> {
        if state.version == 0 {
            let opens = matches!(commands.first(), Some(Command::OpenFile(_)));
            let may_open = who.reception || !who.manages.is_empty();
            return if opens && may_open { Ok(None) } else { Err(Trouble::NotFound) };
        }
        let access = self.access(tx, (who, now), file)?;
        let mut basis = None;
        for command in commands {
            let held = may(who, command.act(), &access).ok_or(Trouble::NotFound)?;
            let sight = if held == Basis::Blind { Sight::Waiting } else { Sight::of(who, held, &access) };
            if !sight.allows(state, command) {
                return Err(Trouble::NotFound);
            }
            basis = Some(as_logged(held, &access));
        }
        if basis.is_some() {
            return Ok(basis);
        }
        let held = may(who, Act::Read, &access).ok_or(Trouble::NotFound)?;
        Ok(Some(as_logged(held, &access)))
    }

    /// Whether a matter is to be given to somebody who is tied to somebody in the file.
    fn is_given_to_tied(
        &self,
        tx: &mut dyn Tx,
        now: Now,
        file: FileId,
        commands: &[Command],
    ) -> Result<bool> {
        let organisation = self.organisation(now.today);
        for command in commands {
            let Command::Distribute(_, given) = command else { continue };
            for staff in [Some(given.main), given.second].into_iter().flatten() {
                let tied_to = organisation.member(staff).map_or(&[][..], |member| &member.tied_to);
                if self.files_tied_to(tx, tied_to)?.contains(&file) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// A file naming the person in which the actor may write: a person's data are changed on the ground of a file. `None` for somebody
    /// who is being registered, on the ground of the file that the same wish [names them in](Self::expect_registered).
    fn ground(
        &self,
        tx: &mut dyn Tx,
        (who, now): (&Actor, Now),
        person: PersonId,
        version: i64,
    ) -> Answer<Option<(FileId, Basis)>> {
        if version == 0 {
            return Ok(None);
        }
        for file in views::files_naming(tx, self.authority, person)? {
            let access = self.access(tx, (who, now), file)?;
            if let Some(basis) =
                may(who, Act::Write, &access).filter(|basis| access.reaches_whole_file(*basis))
            {
                return Ok(Some((file, as_logged(basis, &access))));
            }
        }
        Err(Trouble::NotFound)
    }

    fn plan_person(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        now: Now,
        place: usize,
        person: PersonId,
        commands: &[PersonCommand],
    ) -> Answer<PersonPlan> {
        let (before, version) = self.person(tx, person)?;
        let ground = self.ground(tx, (who, now), person, version)?;
        let mut state = before.clone();
        let mut entries = Vec::new();
        for command in commands {
            let new = decide_person(&state, command.clone(), now.today, self.demo)
                .map_err(|refusal| Trouble::PersonRefused { step: place, refusal })?;
            state = new.iter().fold(state, evolve_person);
            entries.extend(new);
        }
        Ok(PersonPlan { person, ground, version, before: Box::new(before), after: Box::new(state), entries })
    }

    /// Makes the keys that are new, then writes everything in one transaction, unless the id has been used for something else meanwhile or
    /// the text that is signed is another.
    fn write_down(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        (wish, besides): (&Wish, &Besides),
        sent: Sent,
        plans: Vec<Plan>,
    ) -> Answer<Done> {
        let keys: BTreeSet<Uuid> = plans.iter().flat_map(Plan::keys).collect();
        self.keys.ensure(self.authority.0, &keys.into_iter().collect::<Vec<_>>())?;
        let (house, who) = (Arc::clone(self), who.clone());
        let (id, draft, besides) = (wish.id, wish.draft, besides.clone());
        let written = self.db.write(move |tx| {
            let authority = house.authority.0;
            log::lock(tx, authority)?;
            let before = commands::before(tx, authority, id.uuid(), sent)?;
            if before != Before::New {
                // Written while this one was being decided: a double click.
                return Ok(Written { before, ..Written::default() });
            }
            if let Some(shown) = &besides.shown
                && !shared::sign(tx, &house.keys, authority, shown)?
            {
                return Ok(Written { text_changed: true, ..Written::default() });
            }
            let written = house.write_plans(tx, &who, now, (id, sent), &plans)?;
            if let Some(message) = besides.message {
                messages::registered(tx, authority, message, &kept_in(&plans, &written))?;
            }
            if let Some(draft) = draft {
                drafts::remove(tx, authority, draft.uuid(), who.staff.uuid())?;
            }
            Ok(written)
        })?;
        for (file, folded) in &written.files {
            self.kept.keep(*file, folded);
        }
        match written {
            Written { before: Before::Otherwise, .. } => Err(Trouble::SentOtherwise),
            Written { text_changed: true, .. } => Err(Trouble::TextChanged),
            Written { before: Before::Done, .. } => self.read(|tx| self.done_before(tx, wish.id)),
            Written { numbers, .. } => Ok(Done { numbers, already: false }),
        }
    }

    /// Writes every stream and remembers what the command became.
    fn write_plans(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        now: Now,
        (id, Sent { actor, asked }): (CommandId, Sent),
        plans: &[Plan],
    ) -> Result<Written> {
        let mut written = Written { destroyed: self.destroyed(tx)?, ..Written::default() };
        let mut heights: Option<(i64, i64)> = None;
        for plan in plans {
            let appended = match plan {
                Plan::File(plan) => self.write_file(tx, who, now, plan, &mut written)?,
                Plan::Person(plan) => self.write_person(tx, who, now, plan)?,
            };
            let first = heights.map_or(appended.first_height, |(first, _)| first);
            heights = Some((first, appended.last_height));
        }
        let (first_height, last_height) = heights.unwrap_or((0, 0));
        let became = commands::Done { actor, at_us: now.micros(), first_height, last_height, asked };
        commands::remember(tx, self.authority.0, id.uuid(), &became)?;
        Ok(written)
    }

    fn write_file(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        now: Now,
        plan: &FilePlan,
        written: &mut Written,
    ) -> Result<log::Appended> {
        if plan.before.destroyed != written.destroyed {
            // What it was decided on may be gone since: it is decided anew.
            let (stream, expected) = (plan.file.uuid(), plan.before.file.version);
            return Err(Error::Conflict { stream, expected, found: expected });
        }
        let mut recorded = Vec::with_capacity(plan.entries.len());
        for (new, seq) in plan.entries.iter().zip(plan.before.file.version + 1..) {
            recorded.push(self.recorded(tx, who, now, seq, new, written)?);
        }
        let payloads: Vec<Vec<u8>> = recorded.iter().map(|entry| encode(&sheet(entry))).collect();
        let sheaves: Vec<Sheaf<'_>> =
            recorded.iter().zip(&payloads).map(|(entry, plain)| sheaf(plan.file, entry, plain)).collect();
        let append = Append {
            authority: self.authority.0,
            stream: plan.file.uuid(),
            subject: Subject::File,
            expected: plan.before.file.version,
            actor: who.staff.uuid(),
            at_us: now.micros(),
            entries: &sheaves,
        };
        let appended = log::append(tx, &append, &mut |header, plain| self.keys.seal(header, plain))?;
        // As it stands in the log: whole microseconds, and never before the entry before it.
        let at = Timestamp::from_microsecond(appended.at_us).map_err(|_| Error::Unreadable("an instant"))?;
        for entry in &mut recorded {
            entry.at = at;
        }
        let after = self.after(tx, plan, &recorded)?;
        views::write_difference(tx, self.authority, plan.file, &plan.before.rows, &after.rows)?;
        tally::write_difference(tx, self.authority.0, &plan.before.tally(), &after.tally())?;
        for document in recorded.iter().filter_map(|entry| carried(&entry.entry)) {
            attachments::carry(tx, self.authority.0, document.uuid(), appended.last_height)?;
        }
        if let Some(basis) = plan.basis {
            self.log_act(tx, who, now, plan.file, basis)?;
        }
        let bytes = payloads.iter().map(Vec::len).sum();
        written.files.push((plan.file, plan.before.and(recorded, bytes, after)));
        Ok(appended)
    }

    /// The file after the new entries. As planned, unless a number was dealt meanwhile; folded from the start when entries were moved
    /// away, which no single step can undo.
    fn after(&self, tx: &mut dyn Tx, plan: &FilePlan, recorded: &[Recorded]) -> Result<Arc<Counted>> {
        let moved = recorded.iter().any(|entry| matches!(entry.entry, Entry::MovedOut(_)));
        let numbered = recorded.iter().any(|entry| entry.number.is_some());
        if moved {
            let all = self.readable_entries(tx, plan.file)?;
            return Ok(Arc::new(self.with_rows(fold(&all))));
        }
        if numbered {
            let file = recorded.iter().fold(CaseFile::clone(&plan.before.file), evolve);
            return Ok(Arc::new(self.with_rows(file)));
        }
        Ok(Arc::clone(&plan.after))
    }

    fn recorded(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        now: Now,
        seq: i64,
        new: &NewEntry,
        written: &mut Written,
    ) -> Result<Recorded> {
        let number = if new.entry.opens_matter() {
            let year = now.today.year();
            let number = format!("{year}-{}", numbers::next(tx, self.authority.0, "matter", year)?);
            written.numbers.extend(new.matter.map(|matter| (matter, number.clone())));
            Some(number)
        } else {
            None
        };
        Ok(Recorded {
            seq,
            at: now.instant,
            occurred: new.occurred,
            by: who.author(),
            law: LawBook::version(self.law).to_owned(),
            matter: new.matter,
            number,
            entry: new.entry.clone(),
        })
    }

    fn write_person(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        now: Now,
        plan: &PersonPlan,
    ) -> Result<log::Appended> {
        let payloads: Vec<(&'static str, Vec<u8>)> = plan
            .entries
            .iter()
            .map(|entry| {
                let sheet = PersonSheet { by: who.author(), entry: entry.clone() };
                (entry.kind(), serde_json::to_vec(&sheet).expect("an entry of owned text has a JSON form"))
            })
            .collect();
        let key = plan.person.uuid();
        let sheaves: Vec<Sheaf<'_>> = payloads
            .iter()
            .map(|(kind, plain)| Sheaf { kind, version: PersonEntry::VERSION, key, number: None, plain })
            .collect();
        let append = Append {
            authority: self.authority.0,
            stream: key,
            subject: Subject::Person,
            expected: plan.version,
            actor: who.staff.uuid(),
            at_us: now.micros(),
            entries: &sheaves,
        };
        let appended = log::append(tx, &append, &mut |header, plain| self.keys.seal(header, plain))?;
        if let Some((file, basis)) = plan.ground {
            self.log_act(tx, who, now, file, basis)?;
        }
        people::write(self, tx, plan.person, (&plan.before, &plan.after), appended.last_height)?;
        Ok(appended)
    }
}

impl Plan {
    /// Streams are written in the order of their ids, however they were wished.
    fn stream(&self) -> Uuid {
        match self {
            Self::File(plan) => plan.file.uuid(),
            Self::Person(plan) => plan.person.uuid(),
        }
    }

    fn keys(&self) -> Vec<Uuid> {
        match self {
            Self::File(plan) => plan.entries.iter().map(|entry| key_of(plan.file, entry.matter)).collect(),
            Self::Person(plan) => vec![plan.person.uuid()],
        }
    }
}

/// The files that a message was registered in, each with the matter it opened.
fn kept_in(plans: &[Plan], written: &Written) -> Vec<Kept> {
    let files = plans.iter().filter_map(|plan| match plan {
        Plan::File(plan) => Some(plan),
        Plan::Person(_) => None,
    });
    let kept = |plan: &FilePlan| {
        let matter = plan.entries.iter().find(|new| new.entry.opens_matter()).and_then(|new| new.matter);
        let number = written.numbers.iter().find(|(numbered, _)| Some(*numbered) == matter);
        Kept {
            file: plan.file.uuid(),
            matter: matter.map(MatterId::uuid),
            number: number.map(|(_, number)| number.clone()),
        }
    };
    files.map(kept).collect()
}

/// The attachment that an entry carries, which is then an orphan no longer.
fn carried(entry: &Entry) -> Option<DocumentId> {
    match entry {
        Entry::DocumentReceived(document) => document.original.as_ref().map(|_| document.id),
        _ => None,
    }
}

fn sheet(entry: &Recorded) -> Sheet {
    Sheet {
        occurred: entry.occurred,
        by: entry.by.clone(),
        law: entry.law.clone(),
        matter: entry.matter,
        entry: entry.entry.clone(),
    }
}

fn sheaf<'a>(file: FileId, entry: &'a Recorded, plain: &'a [u8]) -> Sheaf<'a> {
    Sheaf {
        kind: entry.entry.kind(),
        version: VERSION,
        key: key_of(file, entry.matter),
        number: entry.number.as_deref(),
        plain,
    }
}

impl Wish {
    /// A wish about one file, resting on what was seen of it.
    pub fn about(id: CommandId, file: FileId, seen: i64, command: Command) -> Self {
        Self { id, steps: vec![Step::File { file, seen: Some(seen), commands: vec![command] }], draft: None }
    }

    /// Every stream the wish names, once each.
    pub fn streams(&self) -> BTreeSet<Uuid> {
        self.steps.iter().map(Step::stream).collect()
    }
}
