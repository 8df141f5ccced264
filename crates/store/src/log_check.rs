//! The log check (*loggkontroll*, 10 § SoLPuL): a unit's reading of a month, for whoever leads it.
//!
//! [`record::log_check`] judges; here the rows are read and the month is signed. Whoever leads a unit checks everybody's reading but their
//! own: a month is done when somebody else has checked each who read in it. The sample is drawn by lots that nobody can tell without the
//! authority's key, so nobody can choose it, and the same lots draw it again. What was looked at, what was found and in which words is
//! sealed; that it was done, by whom and how much there was stands in clear.

use crate::{
    Tx, Value,
    access_log::{self, Look},
    edge,
    house::{Answer, House, Now, Trouble},
    lists::{Names, listed, person_of},
    readings::midnight,
    reasons::Given,
    sql::{log_check as sql, reasons as reasons_sql},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use law::Day;
use record::{
    Actor, Code, FileId, PersonId, StaffId, Text, UnitId,
    access::Basis,
    log_check::{Judged, Looked, Opened, Opening, Reader, Sign, drawn, judge},
    organisation::Member,
    person::fold_name,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
    sync::Arc,
};

/// How many readings that nobody must look at are looked at all the same.
pub const DRAWN: usize = 5;

/// How many months a unit's list shows.
const MONTHS: usize = 4;

/// Most openings of one reader in a month that are judged. Somebody who opens a file every minute of a working month stays below.
const OPENINGS_MAX: i64 = 20_000;

/// Most reasons of a file that are looked through for those of one day.
const REASONS_MAX: i64 = 200;

/// A month of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month a day is in.
    pub fn of(day: Day) -> Self {
        Self(Date::from(day).first_of_month())
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.0.into()
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.saturating_sub(1.month()))
    }

    /// Whether it is over on a day.
    pub fn is_over(self, today: Day) -> bool {
        self.next() <= today
    }

    fn next(self) -> Day {
        self.0.saturating_add(1.month()).into()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl FromStr for Month {
    type Err = law::LawError;

    /// Reads `2026-11`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        format!("{text}-01").parse::<Day>().map(Self::of)
    }
}

/// A unit's reading of a month, before whoever leads the unit.
#[derive(Clone, Debug)]
pub struct LogCheck {
    /// Which unit.
    pub unit: UnitId,
    /// Which month.
    pub month: Month,
    /// The month is over: the sample is drawn, and it can be signed.
    pub over: bool,
    /// Openings of files, but for the checker's own.
    pub openings: usize,
    /// Those of them that explain themselves.
    pub explained: usize,
    /// What is to be looked at, by day: what has a sign, and what was drawn.
    pub looked: Vec<ToLookAt>,
    /// Openings of the checker's own: another checks them.
    pub own: usize,
    /// Who has read, and whose reading nobody else has checked.
    pub left: Vec<StaffId>,
    /// Who has signed the month.
    pub signed: Vec<Signed>,
    /// Whose files they are, where the checker may know it.
    pub names: Names,
}

/// Something to look at, with what its reader has said about it.
#[derive(Clone, Debug)]
pub struct ToLookAt {
    /// What.
    pub looked: Looked,
    /// The reasons given and the glasses broken that day.
    pub said: Vec<Given>,
}

impl ToLookAt {
    /// A glass was broken, and nobody has looked into that yet: the month waits for it.
    pub fn awaits_review(&self) -> bool {
        self.said.iter().any(|given| given.ground == Basis::Glass && given.review.is_none())
    }
}

/// What was found of something that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was looked at.
    pub looked: Looked,
    /// Code of `reading_outcome`.
    pub outcome: Code,
}

/// A month that somebody has signed.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who.
    pub by: StaffId,
    /// When, in microseconds.
    pub at_us: i64,
    /// Openings there were.
    pub openings: u64,
    /// Those that explained themselves.
    pub explained: u64,
    /// What was found.
    pub found: Vec<Found>,
    /// In own words: what was done, and what follows from it.
    pub words: String,
}

/// What is sealed of a signed month.
#[derive(Serialize, Deserialize)]
struct Sealed {
    found: Vec<Found>,
    words: String,
}

/// A unit's last months, and who has signed each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMonths {
    /// The unit.
    pub unit: UnitId,
    /// The running month first.
    pub months: Vec<(Month, Vec<StaffId>)>,
}

/// Why a month is not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSigned {
    /// It is not over.
    NotOver,
    /// Something has no outcome.
    Unfinished,
    /// A broken glass has not been reviewed.
    GlassOpen,
    /// They have signed it already.
    Already,
}

impl House {
    /// A unit's reading of a month, for somebody who leads the unit. Showing it is written in the access log, with the files it names.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for everybody who does not lead the unit, and for one that is not there.
    pub fn log_check(&self, who: &Actor, now: Now, unit: UnitId, month: Month) -> Answer<LogCheck> {
        let check = self.checked(who, now, unit, month)?;
        self.write_down_list(who, now, "log_check", files_of(&check))?;
        Ok(check)
    }

    /// The units somebody leads with their last months, and who has signed them.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for everybody who leads no unit.
    pub fn log_checks(&self, who: &Actor, now: Now) -> Answer<Vec<UnitMonths>> {
        if who.manages.is_empty() {
            return Err(Trouble::NotFound);
        }
        let last = std::iter::successors(Some(Month::of(now.today)), |month| Some(month.before()));
        let last: Vec<Month> = last.take(MONTHS).collect();
        self.read(|tx| {
            let mut units = Vec::new();
            for unit in &who.manages {
                let mut months = Vec::new();
                for month in &last {
                    let signed = self.signed(tx, *unit, *month)?;
                    months.push((*month, signed.into_iter().map(|signed| signed.by).collect()));
                }
                units.push(UnitMonths { unit: *unit, months });
            }
            Ok(units)
        })
    }

    /// The months that are over of units somebody leads, oldest first, in which somebody else has read whom nobody else has checked. One that
    /// is never signed goes on waiting for as long as the unit's list shows it.
    ///
    /// # Errors
    /// [`Trouble::Storage`] when they cannot be read.
    pub fn log_checks_waiting(&self, who: &Actor, now: Now) -> Answer<Vec<(UnitId, Month)>> {
        if who.manages.is_empty() {
            return Ok(Vec::new()); // Min dag asks for everybody
        }
        let over = std::iter::successors(Some(Month::of(now.today).before()), |month| Some(month.before()));
        let over: Vec<Month> = over.take(MONTHS - 1).collect();
        self.read(|tx| {
            let mut waiting = Vec::new();
            for month in over.iter().rev() {
                for unit in &who.manages {
                    if self.waits_for(tx, who, *unit, *month)? {
                        waiting.push((*unit, *month));
                    }
                }
            }
            Ok(waiting)
        })
    }

    /// Whether somebody has read in a month whose reading this one may check and nobody else has.
    fn waits_for(&self, tx: &mut dyn Tx, who: &Actor, unit: UnitId, month: Month) -> Answer<bool> {
        let signed: BTreeSet<StaffId> =
            self.signed(tx, unit, month)?.iter().map(|signed| signed.by).collect();
        if signed.len() > 1 || signed.contains(&who.staff) {
            return Ok(false); // two have checked each other's too, or this one has checked everybody else's
        }
        let unchecked = |reader: &StaffId| *reader != who.staff && signed.iter().all(|by| by == reader);
        let readers = self.readers_of(unit, month.first(), month.next().plus_days(-1));
        let (begins, ends) =
            (midnight(month.first())?.as_microsecond(), midnight(month.next())?.as_microsecond());
        for reader in readers.into_keys().filter(unchecked) {
            let of = [self.authority.0.into(), reader.uuid().into()];
            let with: Vec<Value> = of.into_iter().chain([begins.into(), ends.into(), 1.into()]).collect();
            if tx.row(sql::OF_READER, &with)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Signs a month: everything that is to be looked at has an outcome, and there are words.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] as for [`House::log_check`]; [`NotSigned`] inside when something is missing.
    pub fn sign_log_check(
        &self,
        who: &Actor,
        now: Now,
        (unit, month): (UnitId, Month),
        outcomes: &BTreeMap<String, Code>,
        words: &Text,
    ) -> Answer<Result<(), NotSigned>> {
        let check = self.checked(who, now, unit, month)?;
        if !check.over {
            return Ok(Err(NotSigned::NotOver));
        }
        if check.signed.iter().any(|signed| signed.by == who.staff) {
            return Ok(Err(NotSigned::Already));
        }
        if check.looked.iter().any(ToLookAt::awaits_review) {
            return Ok(Err(NotSigned::GlassOpen));
        }
        let known = self.law.list("reading_outcome", now.today);
        let found = check.looked.iter().map(|one| {
            let outcome = outcomes.get(&key(&one.looked))?;
            let looked = one.looked.clone();
            known
                .iter()
                .any(|choice| choice.code == outcome.as_str())
                .then(|| Found { looked, outcome: outcome.clone() })
        });
        let Some(found) = found.collect::<Option<Vec<_>>>() else { return Ok(Err(NotSigned::Unfinished)) };
        let sealed = Sealed { found, words: words.to_string() };
        self.write_signing(who, now, &check, &sealed)?;
        Ok(Ok(()))
    }

    fn write_signing(&self, who: &Actor, now: Now, check: &LogCheck, sealed: &Sealed) -> Answer<()> {
        let (authority, signing) = (self.authority.0, edge::id(now.micros()));
        let drawn = check.looked.iter().filter(|one| one.looked.signs.contains(&Sign::Drawn)).count();
        let number = |count: usize| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
        let plain = serde_json::to_string(sealed).map_err(|_| crate::Error::Unreadable("a log check"))?;
        let with: [Value; 11] = [
            authority.into(),
            check.unit.uuid().into(),
            check.month.to_string().as_str().into(),
            who.staff.uuid().into(),
            signing.into(),
            now.micros().into(),
            number(check.openings),
            number(check.explained),
            number(check.looked.len() - drawn),
            number(drawn),
            self.seal_words(signing, &plain).into(),
        ];
        let (listed, keys) = (listed(files_of(check)), Arc::clone(self.keys()));
        let look = self.look_at_list(who, now, "log_check_signed");
        self.db.write(move |tx| {
            tx.run(sql::SIGN, &with)?;
            access_log::write(tx, &keys, &Look { listed: &listed, ..look }).map(|_| ())
        })?;
        Ok(())
    }

    /// What is known of everybody who has been in a unit on some of these days: also of whoever has left it since, or the month would end
    /// without anybody having looked. Whoever leads a duty unit has no duty by that.
    fn readers_of(&self, unit: UnitId, from: Day, to: Day) -> BTreeMap<StaffId, Reader> {
        let all = self.establishment();
        let reader = |member: &Member| Reader {
            family_name: family_name(&member.name),
            duty: member.level == law::Level::EmergencyDuty,
            turns: all
                .duties
                .iter()
                .filter(|turn| turn.staff == member.staff)
                .map(|turn| turn.term)
                .collect(),
        };
        let mut readers = BTreeMap::new();
        for day in (0..=from.days_until(to)).map(|days| from.plus_days(days)) {
            for member in self.organisation(day).team(unit) {
                readers.entry(member.staff).or_insert_with(|| reader(member));
            }
        }
        readers
    }

    fn checked(&self, who: &Actor, now: Now, unit: UnitId, month: Month) -> Answer<LogCheck> {
        if !who.manages.contains(&unit) {
            return Err(Trouble::NotFound);
        }
        let over = month.is_over(now.today);
        let to = if over { month.next().plus_days(-1) } else { now.today };
        let readers = self.readers_of(unit, month.first(), to);
        let team: Vec<StaffId> = readers.keys().copied().collect();
        self.read(|tx| {
            let (own, openings): (Vec<_>, Vec<_>) =
                self.openings(tx, &team, month)?.into_iter().partition(|one| one.reader == who.staff);
            let files = self.files_opened(tx, &openings)?;
            let openings: Vec<Opening> =
                openings.into_iter().filter(|one| files.contains_key(&one.file)).collect();
            let Judged { openings: all, explained, mut queue, rest } = judge(&openings, &readers, &files);
            if over {
                queue.extend(drawn(&rest, DRAWN, |one| self.lot(unit, month, one)));
            }
            let looked = queue.into_iter().map(|looked| self.with_what_was_said(tx, looked));
            let looked = looked.collect::<Answer<Vec<_>>>()?;
            let signed = self.signed(tx, unit, month)?;
            let readers: BTreeSet<StaffId> = openings.iter().chain(&own).map(|one| one.reader).collect();
            let checked = |reader: &StaffId| signed.iter().any(|signed| signed.by != *reader);
            let left = readers.into_iter().filter(|reader| !checked(reader)).collect();
            let files: BTreeSet<FileId> = looked.iter().filter_map(|one| one.looked.file).collect();
            let names = self.names_of(tx, who, &files.into_iter().collect::<Vec<_>>())?;
            let own = own.len();
            Ok(LogCheck { unit, month, over, openings: all, explained, looked, own, left, signed, names })
        })
    }

    /// What the people of a unit opened in a month.
    fn openings(&self, tx: &mut dyn Tx, team: &[StaffId], month: Month) -> Answer<Vec<Opening>> {
        let mut openings = Vec::new();
        for reader in team {
            let with = [
                self.authority.0.into(),
                reader.uuid().into(),
                midnight(month.first())?.as_microsecond().into(),
                midnight(month.next())?.as_microsecond().into(),
                OPENINGS_MAX.into(),
            ];
            for row in tx.rows(sql::OF_READER, &with)? {
                openings.push(Opening {
                    at: Timestamp::from_microsecond(row.int(0)?).unwrap_or_default(),
                    reader: *reader,
                    file: FileId::new(row.id(1)?),
                    ground: row.text(2)?,
                });
            }
        }
        Ok(openings)
    }

    /// What is known of the files that were opened. What else may stand in the log, such as a message, is none.
    fn files_opened(&self, tx: &mut dyn Tx, openings: &[Opening]) -> Answer<BTreeMap<FileId, Opened>> {
        let mut files = BTreeMap::new();
        for file in openings.iter().map(|opening| opening.file).collect::<BTreeSet<_>>() {
            if person_of(tx, self.authority.0, file)?.is_none() {
                continue;
            }
            let with = [self.authority.0.into(), file.uuid().into()];
            let people = tx.rows(sql::PEOPLE, &with)?;
            let people: Vec<PersonId> =
                people.iter().map(|row| row.id(0).map(PersonId::new)).collect::<crate::Result<_>>()?;
            let cards = self.cards(tx, &people)?;
            let named = cards.values().filter(|card| card.first_name() != card.name());
            let written = tx.row(sql::WRITTEN, &with)?.map(|row| row.int(0)).transpose()?;
            let opened = Opened {
                family_names: named.map(|card| family_name(card.name())).collect(),
                runs: tx.row(sql::RUNS, &with)?.is_some(),
                written: written.and_then(|at_us| Timestamp::from_microsecond(at_us).ok()),
            };
            files.insert(file, opened);
        }
        Ok(files)
    }

    /// Where in the order of lots a reading stands.
    fn lot(&self, unit: UnitId, month: Month, one: &Looked) -> [u8; 32] {
        let text = format!("log check\n{unit}\n{month}\n{}", key(one));
        *self.keys.token(self.authority.0, &text).as_bytes()
    }

    fn with_what_was_said(&self, tx: &mut dyn Tx, looked: Looked) -> Answer<ToLookAt> {
        let in_words = looked.signs.contains(&Sign::Stated) || looked.signs.contains(&Sign::Glass);
        let Some(file) = looked.file.filter(|_| in_words) else {
            return Ok(ToLookAt { looked, said: Vec::new() });
        };
        let with = [self.authority.0.into(), file.uuid().into(), REASONS_MAX.into()];
        let given = tx.rows(reasons_sql::OF_FILE, &with)?;
        let mut given = given.iter().map(|row| self.given(row)).collect::<Answer<Vec<_>>>()?;
        given.retain(|given| given.by == looked.reader && day_of(given.at_us) == looked.day);
        Ok(ToLookAt { looked, said: given })
    }

    fn signed(&self, tx: &mut dyn Tx, unit: UnitId, month: Month) -> Answer<Vec<Signed>> {
        let with = [self.authority.0.into(), unit.uuid().into(), month.to_string().as_str().into()];
        let rows = tx.rows(sql::SIGNED, &with)?;
        let signed = |row: &crate::Row| -> Answer<Signed> {
            let plain = self.unsealed(row.id(1)?, &row.bytes(7)?)?;
            let sealed: Sealed =
                serde_json::from_str(&plain).map_err(|_| crate::Error::Unreadable("a log check"))?;
            Ok(Signed {
                by: StaffId::new(row.id(0)?),
                at_us: row.int(2)?,
                openings: row.int(3)?.unsigned_abs(),
                explained: row.int(4)?.unsigned_abs(),
                found: sealed.found,
                words: sealed.words,
            })
        };
        rows.iter().map(signed).collect()
    }
}

/// What a form calls something to look at: the same for as long as it is the same.
pub fn key(looked: &Looked) -> String {
    let file = looked.file.map_or_else(|| "many".to_owned(), |file| file.to_string());
    format!("{}-{file}-{}", looked.reader, looked.day)
}

/// The files that are to be looked at, each once.
fn files_of(check: &LogCheck) -> BTreeSet<FileId> {
    check.looked.iter().filter_map(|one| one.looked.file).collect()
}

/// The last of somebody's names, as names are compared.
fn family_name(name: &str) -> String {
    fold_name(name.split_whitespace().next_back().unwrap_or_default())
}

fn day_of(at_us: i64) -> Day {
    let at = Timestamp::from_microsecond(at_us).unwrap_or_default();
    at.to_zoned(record::stockholm()).date().into()
}
