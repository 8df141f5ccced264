//! What the lists show: my day, the group, a search. Rows of ids, days and codes, with the name cards of just these rows.
//!
//! One access row is written per list, with the ids it showed, sealed; it is durable before the list is returned.

use crate::{
    Question, Result, Row, Tx,
    access_log::{self, Look},
    house::{Answer, House, Now},
    people::{Known, NameCard},
    sql::views as sql,
    views::{self, ClockRow, MatterRow, MeetingRow, ProposalRow},
};
use law::Day;
use record::{
    Actor, FileId, MatterId, PersonId, StaffId, UnitId,
    access::{Act, FileAccess, may, may_break_glass},
    identity::IdentityNumber,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

mod rows;

use rows::{clock_row, matter_row, meeting_row, proposal_row, service_row};

/// Most name cards a page opens.
pub(crate) const CARDS_PER_PAGE: usize = 50;

/// A row of a list: which file, and what it says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InFile<T> {
    /// Which file.
    pub file: FileId,
    /// What.
    pub row: T,
}

/// A worker's day.
#[derive(Clone, Debug, Default)]
pub struct MyDay {
    /// Clocks in matters where they are main or second worker, due up to the horizon, overdue first.
    pub clocks: Vec<InFile<ClockRow>>,
    /// Meetings up to the horizon, and held ones whose note is not signed.
    pub meetings: Vec<InFile<MeetingRow>>,
    /// Proposals that wait for them.
    pub to_decide: Vec<InFile<ProposalRow>>,
    /// Their own proposals that wait for others.
    pub waiting: Vec<InFile<ProposalRow>>,
    /// Their running matters.
    pub matters: Vec<InFile<MatterRow>>,
    /// Services they carry out for others, and those that wait for somebody in their unit to take them.
    pub services: Vec<InFile<ServiceRow>>,
    /// What did not find room.
    pub left_out: LeftOut,
    /// Whose file each is, and the name cards that may be shown.
    pub names: Names,
}

/// A service as its provider sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    /// Its matter.
    pub matter: MatterRow,
    /// Somebody has taken the assignment.
    pub taken: bool,
}

/// A unit, for those who lead it, and reception's incoming.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Running matters.
    pub matters: Vec<InFile<MatterRow>>,
    /// Clocks due up to the horizon.
    pub clocks: Vec<InFile<ClockRow>>,
    /// Clocks that have no day: what the law asks for in words.
    pub undated: Vec<InFile<ClockRow>>,
    /// Proposals that wait.
    pub proposals: Vec<InFile<ProposalRow>>,
    /// By which act each matter that nobody has was opened. What one act opened, such as a report about siblings, belongs together.
    pub opened_by: BTreeMap<MatterId, OpeningAct>,
    /// What did not find room.
    pub left_out: LeftOut,
    /// Names.
    pub names: Names,
}

/// Requests for disclosure that wait for an answer, for those who handle them.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    /// The oldest first: each with when it came, and its last day where the law gives one.
    pub waiting: Vec<InFile<ClockRow>>,
    /// Answers that have been tested and are to be seen by a second person; the id is that of the request.
    pub for_second: Vec<InFile<ProposalRow>>,
    /// What did not find room.
    pub left_out: LeftOut,
    /// Names.
    pub names: Names,
}

/// How many rows the lists of a page have beyond those it shows, by kind. All zero where everything is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Clocks with a day.
    pub clocks: usize,
    /// Clocks without.
    pub undated: usize,
    /// Meetings.
    pub meetings: usize,
    /// Proposals.
    pub proposals: usize,
    /// Matters.
    pub matters: usize,
}

/// An act, as far as it tells what was done at once: everything in one wish has the same moment and the same hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpeningAct {
    at_us: i64,
    actor: StaffId,
}

type Proposals = Vec<InFile<ProposalRow>>;

/// Names of the files in a list.
#[derive(Clone, Debug, Default)]
pub struct Names {
    persons: BTreeMap<FileId, PersonId>,
    cards: BTreeMap<PersonId, NameCard>,
    masked: BTreeSet<FileId>,
}

impl Names {
    /// The card of the person a file is about; `None` when it is masked or not opened.
    pub fn of(&self, file: FileId) -> Option<&NameCard> {
        if self.masked.contains(&file) { None } else { self.cards.get(self.persons.get(&file)?) }
    }

    /// With the names of other files.
    pub(crate) fn add(&mut self, more: Self) {
        self.persons.extend(more.persons);
        self.cards.extend(more.cards);
        self.masked.extend(more.masked);
    }

    /// Is the name held back because the person is protected?
    pub fn is_masked(&self, file: FileId) -> bool {
        self.masked.contains(&file)
    }
}

/// A hit of a search.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The person.
    pub person: PersonId,
    /// The card, unless masked.
    pub card: Option<NameCard>,
    /// Files about the person that the searcher may open.
    pub files: Vec<FileId>,
    /// Files about the person that others have; the unit and the worker to contact, never what stands in them.
    pub elsewhere: Vec<Contact>,
}

/// Whom to contact about a file one may not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The file; reception can attach a report to it blind.
    pub file: FileId,
    /// The unit.
    pub unit: Option<UnitId>,
    /// The responsible worker.
    pub worker: Option<StaffId>,
    /// The searcher is a colleague in the unit and may open the file for a reason.
    pub for_a_reason: bool,
    /// The searcher receives reports and may break the glass over the file.
    pub glass: bool,
    /// The searcher has a ground and is tied to somebody in the file.
    pub tied: bool,
}

impl Contact {
    pub(crate) fn of(file: FileId, access: &FileAccess) -> Self {
        let (unit, worker) = (access.units.first().copied(), access.main.first().copied());
        Self { file, unit, worker, for_a_reason: false, glass: false, tied: access.tied.is_some() }
    }
}

impl House {
    /// A worker's day, with clocks and meetings up to and including `horizon`; with it the work of those they stand in for.
    pub fn my_day(&self, who: &Actor, now: Now, horizon: Day) -> Answer<MyDay> {
        let authority = self.authority.0;
        let (until, today) = (horizon.to_string(), now.today.to_string());
        let day = self.read(|tx| {
            let mut left_out = LeftOut::default();
            let (mut clocks, mut meetings, mut matters, mut services) = (vec![], vec![], vec![], vec![]);
            let staff: Vec<StaffId> = who.answers_for().collect();
            let mut asked: Vec<Asked> = Vec::new();
            for staff in &staff {
                let own = [authority.into(), staff.uuid().into()];
                let by_day = [&own[..], &[until.as_str().into(), today.as_str().into()]].concat();
                let clocks = [&sql::CLOCKS_OF_WORKER, &sql::CLOCKS_OF_SECOND, &sql::CLOCKS_OF_PROVIDER];
                asked.extend(clocks.map(|list| (list, by_day.clone())));
                let after = horizon.plus_days(1).to_string();
                asked.push((&sql::MEETINGS_OF_WORKER, [&own[..], &[after.into()]].concat()));
                asked.push((&sql::MATTERS_OF_WORKER, own.to_vec()));
                // What waits for anybody in a unit waits for its own people.
                let unit = if *staff == who.staff { who.unit.uuid() } else { uuid::Uuid::nil() };
                asked.push((&sql::SERVICES_OF_WORKER, [&own[..], &[unit.into()]].concat()));
            }
            asked.extend(self.proposals_asked(who));
            let mut answers = answered(tx, &asked)?.into_iter();
            for _ in &staff {
                for _ in 0..3 {
                    clocks.extend(read(&mut answers, clock_row, &mut left_out.clocks)?);
                }
                meetings.extend(read(&mut answers, meeting_row, &mut left_out.meetings)?);
                matters.extend(read(&mut answers, matter_row, &mut left_out.matters)?);
                services.extend(read(&mut answers, service_row, &mut left_out.matters)?);
            }
            let [to_decide, waiting] = proposals_of(&mut answers, who, &mut left_out.proposals)?;
            clocks.sort_by(|a, b| {
                (a.row.nominal_on, &a.row.rule, a.file).cmp(&(b.row.nominal_on, &b.row.rule, b.file))
            });
            // Whoever stands in may be the second worker already.
            once(&mut clocks);
            once(&mut meetings);
            once(&mut matters);
            once(&mut services);
            let files = files([
                &clocks.iter().map(|r| r.file).collect::<Vec<_>>(),
                &services.iter().map(|r| r.file).collect(),
                &meetings.iter().map(|r| r.file).collect(),
                &to_decide.iter().map(|r| r.file).collect(),
                &waiting.iter().map(|r| r.file).collect(),
                &matters.iter().map(|r| r.file).collect(),
            ]);
            let names = self.names_of(tx, who, &files)?;
            Ok(MyDay { clocks, meetings, to_decide, waiting, matters, services, left_out, names })
        })?;
        self.write_down_list(who, now, "my_day", day.names.persons.keys().copied())?;
        Ok(day)
    }

    /// A unit's matters, clocks and proposals, for those who lead it or receive its reports.
    pub fn group(&self, who: &Actor, now: Now, unit: UnitId, horizon: Day) -> Answer<Group> {
        let leads = who.manages.contains(&unit) || (who.reception && who.unit == unit);
        if !leads {
            return Err(crate::house::Trouble::NotFound);
        }
        let authority = self.authority.0;
        let group = self.read(|tx| {
            let mut left_out = LeftOut::default();
            let own = [authority.into(), unit.uuid().into()];
            let today = now.today.to_string();
            let begun = [authority.into(), unit.uuid().into(), today.clone().into()];
            let by_day = [authority.into(), unit.uuid().into(), horizon.to_string().into(), today.into()];
            let lists: [Asked; 4] = [
                (&sql::MATTERS_OF_UNIT, own.to_vec()),
                (&sql::CLOCKS_OF_UNIT, by_day.to_vec()),
                (&sql::UNDATED_OF_UNIT, begun.to_vec()),
                (&sql::PROPOSALS_OF_UNIT, own.to_vec()),
            ];
            let mut answers = answered(tx, &lists)?.into_iter();
            let matters = read(&mut answers, matter_row, &mut left_out.matters)?;
            let clocks = read(&mut answers, clock_row, &mut left_out.clocks)?;
            let undated = read(&mut answers, clock_row, &mut left_out.undated)?;
            let proposals = read(&mut answers, proposal_row, &mut left_out.proposals)?;
            let files = files([
                &matters.iter().map(|r| r.file).collect::<Vec<_>>(),
                &clocks.iter().map(|r| r.file).collect(),
                &proposals.iter().map(|r| r.file).collect(),
                &undated.iter().map(|r| r.file).collect(),
            ]);
            let names = self.names_of(tx, who, &files)?;
            let opened_by = opening_acts(tx, authority, unit)?;
            Ok(Group { matters, clocks, undated, proposals, opened_by, left_out, names })
        })?;
        self.write_down_list(who, now, "group", group.names.persons.keys().copied())?;
        Ok(group)
    }

    /// Requests for disclosure that wait, across files: in somebody's own matters and those of whom they stand in for, and in the units they lead.
    pub fn requests(&self, who: &Actor, now: Now) -> Answer<Requests> {
        let authority = self.authority.0;
        let rules = record::disclosure::RULES.map(crate::Value::from);
        let requests = self.read(|tx| {
            let mut left_out = LeftOut::default();
            let (mut waiting, mut for_second) = (Vec::new(), Vec::new());
            let of = |id: uuid::Uuid| [&[authority.into(), id.into()], &rules[..]].concat();
            for staff in who.answers_for() {
                let own = of(staff.uuid());
                for list in [&sql::REQUESTS_OF_WORKER, &sql::REQUESTS_OF_SECOND] {
                    waiting.extend(Self::rows(tx, list, &own, clock_row, &mut left_out.clocks)?);
                }
                let own = [authority.into(), staff.uuid().into()];
                for_second.extend(Self::rows(tx, &sql::PROPOSALS_OF, &own, proposal_row, &mut 0)?);
            }
            for unit in &who.manages {
                let (list, own) = (&sql::REQUESTS_OF_UNIT, of(unit.uuid()));
                waiting.extend(Self::rows(tx, list, &own, clock_row, &mut left_out.clocks)?);
                let own = [authority.into(), unit.uuid().into()];
                for_second.extend(Self::rows(tx, &sql::PROPOSALS_OF_UNIT, &own, proposal_row, &mut 0)?);
            }
            let answers = record::disclosure::answers();
            for_second.retain(|one| answers.as_ref().is_some_and(|kind| kind.as_str() == one.row.kind));
            once(&mut waiting);
            once(&mut for_second);
            waiting.sort_by_key(|one| (one.row.started_on, one.file));
            let files = files([
                &for_second.iter().map(|one| one.file).collect::<Vec<_>>(),
                &waiting.iter().map(|one| one.file).collect(),
            ]);
            let names = self.names_of(tx, who, &files)?;
            Ok(Requests { waiting, for_second, left_out, names })
        })?;
        self.write_down_list(who, now, "requests", requests.names.persons.keys().copied())?;
        Ok(requests)
    }

    /// Finds by an exact identity number. Reception and duty always get an answer; others only about files they may open.
    pub fn find_number(&self, who: &Actor, now: Now, number: IdentityNumber) -> Answer<Vec<Hit>> {
        let hits = self.read(|tx| {
            let known = self.who_has(tx, number)?;
            known.into_iter().map(|known| self.hit(tx, who, known)).collect::<Answer<Vec<_>>>()
        })?;
        self.answer_search(who, now, hits, true)
    }

    /// The child of a file that whoever receives reports was led to by a search: known, whom to contact, and nothing of what stands there.
    ///
    /// # Errors
    /// [`Trouble::NotFound`](crate::Trouble::NotFound) for a file that is not there, and for everybody who does not receive reports.
    pub fn find_file_to_report(&self, who: &Actor, now: Now, file: FileId) -> Answer<Hit> {
        let found = self.read(|tx| {
            let person = person_of(tx, self.authority.0, file)?.filter(|_| who.reception);
            let person = person.ok_or(crate::Trouble::NotFound)?;
            let files = self.files_of(tx, person)?;
            self.hit(tx, who, Known { person, files })
        })?;
        self.answer_search(who, now, vec![found], true)?.pop().ok_or(crate::Trouble::NotFound)
    }

    /// Finds by words of a name, among people who are not protected.
    pub fn find_name(&self, who: &Actor, now: Now, words: &str) -> Answer<Vec<Hit>> {
        let hits = self.named(who, words)?;
        self.answer_search(who, now, hits, false)
    }

    /// As [`find_name`](Self::find_name), for somebody who is registering a report: a child who is known elsewhere is told of, with whom
    /// to contact, so that no child gets a second file for want of a number.
    pub fn find_name_to_report(&self, who: &Actor, now: Now, words: &str) -> Answer<Vec<Hit>> {
        let hits = self.named(who, words)?;
        self.answer_search(who, now, hits, true)
    }

    /// Finds by a matter's number.
    pub fn find_matter(&self, who: &Actor, now: Now, number: &str) -> Answer<Vec<Hit>> {
        let authority = self.authority.0;
        let hits = self.read(|tx| {
            let mut hits = Vec::new();
            for row in tx.rows(sql::FILE_OF_NUMBER, &[authority.into(), number.into()])? {
                let file = FileId::new(row.id(0)?);
                if let Some(person) = person_of(tx, authority, file)? {
                    hits.push(self.hit(tx, who, Known { person, files: vec![file] })?);
                }
            }
            Ok(hits)
        })?;
        self.answer_search(who, now, hits, false)
    }

    fn named(&self, who: &Actor, words: &str) -> Answer<Vec<Hit>> {
        self.read(|tx| {
            self.destroyed(tx)?; // whose names are gone with them
            let mut hits = Vec::new();
            for person in self.names.find(tx, &self.keys, words)?.into_iter().map(PersonId::new) {
                let files = self.files_of(tx, person)?;
                hits.push(self.hit(tx, who, Known { person, files })?);
            }
            Ok(hits)
        })
    }

    /// What one searcher may know of one person.
    fn hit(&self, tx: &mut dyn Tx, who: &Actor, known: Known) -> Answer<Hit> {
        let (mut files, mut elsewhere, mut works) = (Vec::new(), Vec::new(), false);
        for file in known.files {
            let access = self.access_of(tx, who, file)?;
            if may(who, Act::Read, &access).is_some() {
                works |= access.is_worked_by(who);
                files.push(file);
            } else {
                let for_a_reason = self.may_be_asked(tx, who, file, &access)?;
                let glass = !for_a_reason && may_break_glass(who, &access);
                elsewhere.push(Contact { for_a_reason, glass, ..Contact::of(file, &access) });
            }
        }
        let card = self.cards(tx, &[known.person])?.remove(&known.person);
        let card = card.filter(|card| !card.protected || works);
        Ok(Hit { person: known.person, card, files, elsewhere })
    }

    /// Somebody who may open none of the files learns nothing of them. But whoever receives reports learns whom to contact, when the
    /// child is pointed out exactly; and a colleague in the unit that has the file, that it opens for a reason.
    fn answer_search(&self, who: &Actor, now: Now, mut hits: Vec<Hit>, exact: bool) -> Answer<Vec<Hit>> {
        if !(who.reception && exact) {
            for hit in &mut hits {
                hit.elsewhere.retain(|contact| contact.for_a_reason);
            }
            hits.retain(|hit| !hit.files.is_empty() || !hit.elsewhere.is_empty());
        }
        let shown: Vec<FileId> = hits
            .iter()
            .flat_map(|hit| hit.files.iter().copied().chain(hit.elsewhere.iter().map(|one| one.file)))
            .collect();
        self.write_down_list(who, now, "search", shown)?;
        Ok(hits)
    }

    pub(crate) fn names_of(&self, tx: &mut dyn Tx, who: &Actor, files: &[FileId]) -> Answer<Names> {
        let mut names = Names::default();
        let mut about = views::access_of_all(tx, self.authority, &files[..files.len().min(CARDS_PER_PAGE)])?;
        let tied = self.files_tied_to(tx, &who.tied_to)?;
        about.retain(|file, _| !tied.contains(file));
        // A meeting or a proposal of one's own may stand in a file that has since become somebody else's.
        about.retain(|_, (_, access)| may(who, Act::Read, access).is_some());
        let people: BTreeSet<PersonId> = about.values().map(|(person, _)| *person).collect();
        let cards = self.cards(tx, &people.into_iter().collect::<Vec<_>>())?;
        for (file, (person, access)) in about {
            names.persons.insert(file, person);
            match cards.get(&person) {
                Some(card) if card.protected && !access.is_worked_by(who) => {
                    names.masked.insert(file);
                }
                Some(card) => {
                    names.cards.insert(person, card.clone());
                }
                None => {}
            }
        }
        Ok(names)
    }

    pub(crate) fn write_down_list(
        &self,
        who: &Actor,
        now: Now,
        part: &'static str,
        files: impl IntoIterator<Item = FileId>,
    ) -> Answer<()> {
        let (listed, keys) = (listed(files), Arc::clone(&self.keys));
        let look = self.look_at_list(who, now, part);
        self.db
            .write(move |tx| access_log::write(tx, &keys, &Look { listed: &listed, ..look }).map(|_| ()))?;
        Ok(())
    }

    /// The row of the access log for a list, but for what it showed ([`listed`]).
    pub(crate) fn look_at_list(&self, who: &Actor, now: Now, part: &'static str) -> Look<'static> {
        let (authority, at_us, actor) = (self.authority.0, now.micros(), who.staff.uuid());
        Look { authority, at_us, actor, stream: None, purpose: "list", part, listed: &[] }
    }

    /// Reads with an answer that is not only about storage.
    pub(crate) fn read<T: Send>(&self, work: impl FnOnce(&mut dyn Tx) -> Answer<T> + Send) -> Answer<T> {
        self.db.read(|tx| Ok(work(tx)))?
    }

    /// The proposals that were sent to somebody.
    pub(crate) fn sent_to(&self, tx: &mut dyn Tx, to: StaffId) -> Answer<Proposals> {
        let own = [self.authority.0.into(), to.uuid().into()];
        let proposals = Self::rows(tx, &sql::PROPOSALS_OF, &own, proposal_row, &mut 0)?;
        Ok(proposals.into_iter().filter(|proposal| proposal.row.to == Some(to)).collect())
    }

    /// Where proposals stand that somebody is to decide or has made.
    fn proposals_asked(&self, who: &Actor) -> Vec<Asked> {
        let of = |id: uuid::Uuid| vec![self.authority.0.into(), id.into()];
        let mut asked: Vec<Asked> = vec![(&sql::PROPOSALS_OF, of(who.staff.uuid()))];
        asked.extend(who.in_place_of.iter().map(|away| (&sql::PROPOSALS_OF, of(away.uuid()))));
        asked.extend(who.manages.iter().map(|unit| (&sql::PROPOSALS_FOR_LEADER, of(unit.uuid()))));
        asked
    }

    /// The rows of a list. What it does not hold is counted, only when it came back full.
    fn rows<T>(
        tx: &mut dyn Tx,
        list: &'static sql::List,
        with: &[crate::Value],
        row: fn(&Row) -> Result<InFile<T>>,
        left_out: &mut usize,
    ) -> Answer<Vec<InFile<T>>> {
        Ok(read(&mut answered(tx, &[(list, with.to_vec())])?.into_iter(), row, left_out)?)
    }
}

/// A list, and the values that it is asked with.
type Asked = (&'static sql::List, Vec<crate::Value>);

/// The rows of a list, and how many it does not hold.
struct Answered {
    rows: Vec<Row>,
    left_out: usize,
}

/// The rows of several lists, asked for at once. What one does not hold is counted, only when it came back full.
fn answered(tx: &mut dyn Tx, asked: &[Asked]) -> Result<Vec<Answered>> {
    let questions: Vec<Question> =
        asked.iter().map(|(list, with)| Question { sql: list.rows, with: with.clone() }).collect();
    let answers = tx.rows_of_each(&questions)?;
    let all = |((list, with), rows): (&Asked, Vec<Row>)| {
        let full = rows.len() >= list.most;
        let all = if full { tx.row(list.all, with)?.map(|row| row.int(0)).transpose()? } else { None };
        let left_out =
            usize::try_from(all.unwrap_or_default()).unwrap_or_default().saturating_sub(rows.len());
        Ok(Answered { rows, left_out })
    };
    asked.iter().zip(answers).map(all).collect()
}

/// Reads the next of the answers.
fn read<T>(
    answers: &mut impl Iterator<Item = Answered>,
    row: fn(&Row) -> Result<T>,
    left_out: &mut usize,
) -> Result<Vec<T>> {
    let next = answers.next().expect("as many answers as lists were asked for");
    *left_out += next.left_out;
    next.rows.iter().map(row).collect()
}

/// The proposals somebody is to decide, and those of their own that wait for others: read as [`House::proposals_asked`] asked for them.
fn proposals_of(
    answers: &mut impl Iterator<Item = Answered>,
    who: &Actor,
    left_out: &mut usize,
) -> Result<[Proposals; 2]> {
    let own = read(answers, proposal_row, left_out)?;
    let (mut to_decide, waiting): (Vec<_>, Vec<_>) =
        own.into_iter().partition(|proposal| proposal.row.to == Some(who.staff));
    for away in &who.in_place_of {
        let theirs = read(answers, proposal_row, left_out)?;
        to_decide.extend(theirs.into_iter().filter(|proposal| proposal.row.to == Some(*away)));
    }
    for _ in &who.manages {
        to_decide.extend(read(answers, proposal_row, left_out)?);
    }
    Ok([to_decide, waiting])
}

/// What a list showed, as it stands in its row of the access log.
pub(crate) fn listed(files: impl IntoIterator<Item = FileId>) -> Vec<uuid::Uuid> {
    files.into_iter().map(FileId::uuid).take(access_log::LISTED_MAX).collect()
}

/// Each row once, in the order they stand.
fn once<T: PartialEq>(rows: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::with_capacity(rows.len());
    for row in rows.drain(..) {
        if !kept.contains(&row) {
            kept.push(row);
        }
    }
    *rows = kept;
}

/// The opening acts of a unit's matters that nobody has.
fn opening_acts(tx: &mut dyn Tx, authority: i64, unit: UnitId) -> Result<BTreeMap<MatterId, OpeningAct>> {
    let rows = tx.rows(sql::OPENINGS_OF_UNIT, &[authority.into(), unit.uuid().into()])?;
    let act = |row: &Row| {
        let act = OpeningAct { at_us: row.int(1)?, actor: StaffId::new(row.id(2)?) };
        Ok((MatterId::new(row.id(0)?), act))
    };
    rows.iter().map(act).collect()
}

/// Each file once, in the order the rows stand: the names that are opened are those of the first rows.
fn files<const N: usize>(lists: [&Vec<FileId>; N]) -> Vec<FileId> {
    let mut met = BTreeSet::new();
    lists.into_iter().flatten().copied().filter(|file| met.insert(*file)).collect()
}

/// The person a file is about.
pub(crate) fn person_of(tx: &mut dyn Tx, authority: i64, file: FileId) -> Result<Option<PersonId>> {
    let row = tx.row(sql::PERSON_OF_FILE, &[authority.into(), file.uuid().into()])?;
    row.map(|row| row.id(0).map(PersonId::new)).transpose()
}

#[cfg(test)]
mod tests;
