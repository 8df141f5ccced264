//! Reasons for reading: a colleague in the unit that has a file, and no part in it, says why, and may read for an hour.
//!
//! The ground for a reading is otherwise derived and nobody is asked. The reason is written down before anything is shown, it stands
//! under *Vem har läst*, and it opens nothing of a protected person and nothing outside the unit. Whoever has no ground at all may in an
//! emergency [break the glass](crate::glass); that is written down in the same place.

use crate::{
    Row, Tx, Value, access_log, edge,
    house::{Answer, House, Now, Trouble},
    lists::{Contact, person_of},
    look::{OpenFile, basis_code},
    sql::reasons as sql,
};
use record::{
    Actor, Code, FileId, StaffId, Text, UnitId,
    access::{
        Act, Basis, FileAccess, Glass, Part, UNAVOIDABLE, may, may_break_glass, may_give_reason, may_open,
    },
};
use seal::{Place, Purpose};
use std::sync::Arc;
use uuid::Uuid;

/// How long a reason holds, in microseconds: an hour, so that a day's absence does not become a standing right.
pub const HOLDS_US: i64 = 3600 * 1_000_000;

/// Most reasons that a page shows.
const SHOWN_MAX: i64 = 200;

/// A reason as it is given.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Code of `reading_reason`, of `glass_purpose` where the glass was broken, of `reading_outcome` for what a review found.
    pub code: Code,
    /// In own words, so that whoever reviews it need not ask.
    pub words: Text,
}

/// A reason that was given.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its id.
    pub id: Uuid,
    /// For which file.
    pub file: FileId,
    /// Who gave it.
    pub by: StaffId,
    /// When, in microseconds.
    pub at_us: i64,
    /// Until when it holds, in microseconds.
    pub until_us: i64,
    /// [`Basis::Stated`] or [`Basis::Glass`].
    pub ground: Basis,
    /// Whose leader looks into it. None for the oldest reasons, which said nothing of it.
    pub unit: Option<UnitId>,
    /// Why.
    pub reason: Reason,
    /// What somebody else found when they looked into it.
    pub review: Option<Review>,
}

/// What came of looking into a reason.
#[derive(Clone, Debug)]
pub struct Review {
    /// Who looked into it.
    pub by: StaffId,
    /// When, in microseconds.
    pub at_us: i64,
    /// What they found.
    pub found: Reason,
}

/// A reason that is about to be written down.
#[derive(Clone, Copy)]
pub(crate) struct Giving<'a> {
    pub(crate) file: FileId,
    pub(crate) reason: &'a Reason,
    pub(crate) ground: Basis,
    pub(crate) unit: UnitId,
}

impl House {
    /// Whom to contact about a file that somebody may open only with a reason.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for everybody who is not to be asked, whether they have a better ground or none.
    pub fn asked_for_reason(&self, who: &Actor, file: FileId) -> Answer<Contact> {
        self.read(|tx| {
            let access = self.access_of(tx, who, file)?;
            if may(who, Act::Read, &access).is_some() || !self.may_be_asked(tx, who, file, &access)? {
                return Err(Trouble::NotFound);
            }
            Ok(Contact::of(file, &access))
        })
    }

    /// Writes the reason down, durably, as an opening of the file; it then holds for [`HOLDS_US`].
    ///
    /// # Errors
    /// [`Trouble::NotFound`] as for [`House::asked_for_reason`].
    pub fn give_reason(&self, who: &Actor, now: Now, file: FileId, reason: &Reason) -> Answer<()> {
        // 17 § FL is the one reason of somebody who is tied, and nobody else's.
        if self.asked_for_reason(who, file)?.tied != (reason.code.as_str() == UNAVOIDABLE) {
            return Err(Trouble::NotFound);
        }
        self.write_reason(who, now, Giving { file, reason, ground: Basis::Stated, unit: who.unit })
    }

    /// Writes a reason down together with its row in the access log.
    pub(crate) fn write_reason(&self, who: &Actor, now: Now, giving: Giving<'_>) -> Answer<()> {
        let Giving { file, reason, ground, unit } = giving;
        let (authority, id, at_us) = (self.authority.0, edge::id(now.micros()), now.micros());
        let with: [Value; 10] = [
            authority.into(),
            id.into(),
            file.uuid().into(),
            who.staff.uuid().into(),
            at_us.into(),
            (at_us + HOLDS_US).into(),
            reason.code.as_str().into(),
            self.seal_words(id, reason.words.as_str()).into(),
            basis_code(ground).into(),
            unit.uuid().into(),
        ];
        let keys = Arc::clone(self.keys());
        let part = if ground == Basis::Glass { "glass" } else { "reason" };
        let look = self.look_at(who, now, file, ground, part);
        self.db.write(move |tx| {
            tx.run(sql::NEW, &with)?;
            access_log::write(tx, &keys, &look).map(|_| ())
        })?;
        Ok(())
    }

    /// The reasons given for reading a file, latest first. The open file is the right to ask.
    pub fn reasons(&self, open: &OpenFile) -> Answer<Vec<Given>> {
        let with = [self.authority.0.into(), open.id.uuid().into(), SHOWN_MAX.into()];
        self.read(|tx| tx.rows(sql::OF_FILE, &with)?.iter().map(|row| self.given(row)).collect())
    }

    pub(crate) fn given(&self, row: &Row) -> Answer<Given> {
        let reason = |from: usize, id: Uuid, code: usize| -> Answer<Reason> {
            Ok(Reason {
                code: Code::from(row.text(code)?.as_str()),
                words: self.words(id, &row.bytes(from)?)?,
            })
        };
        let id = row.id(0)?;
        let review = match row.maybe(9, Row::id)? {
            None => None,
            Some(review) => Some(Review {
                by: StaffId::new(row.id(10)?),
                at_us: row.int(11)?,
                found: reason(13, review, 12)?,
            }),
        };
        Ok(Given {
            id,
            file: FileId::new(row.id(1)?),
            by: StaffId::new(row.id(2)?),
            at_us: row.int(3)?,
            until_us: row.int(4)?,
            ground: if row.text(7)? == "glass" { Basis::Glass } else { Basis::Stated },
            unit: row.maybe(8, Row::id)?.map(UnitId::new),
            reason: reason(6, id, 5)?,
            review,
        })
    }

    /// Seals words that somebody has written about reading, under an id of their own.
    pub(crate) fn seal_words(&self, id: Uuid, words: &str) -> Vec<u8> {
        let authority = self.authority.0;
        let key = self.keys().derived(Purpose::AccessLog, authority);
        seal::seal(&key, &Place::Reason { authority, reason: id }, words.as_bytes(), edge::nonce())
    }

    pub(crate) fn unsealed(&self, id: Uuid, sealed: &[u8]) -> crate::Result<String> {
        let authority = self.authority.0;
        let key = self.keys().derived(Purpose::AccessLog, authority);
        let plain = seal::open(&key, &Place::Reason { authority, reason: id }, sealed)?;
        String::from_utf8(plain).map_err(|_| crate::Error::Unreadable("a reason"))
    }

    fn words(&self, id: Uuid, sealed: &[u8]) -> Answer<Text> {
        let words = Text::typed(&self.unsealed(id, sealed)?).ok().flatten();
        Ok(words.ok_or(crate::Error::Unreadable("a reason"))?)
    }

    /// On what the opening of a part rests: a derived ground, or a reason or a broken glass that still holds; and until when.
    ///
    /// # Errors
    /// [`Trouble::ReasonNeeded`] to a colleague who is to be asked, [`Trouble::NotFound`] to everybody else.
    pub(crate) fn ground_for_reading(
        &self,
        tx: &mut dyn Tx,
        (who, now): (&Actor, Now),
        (file, part): (FileId, Part),
        access: &mut FileAccess,
    ) -> Answer<(Basis, Option<i64>)> {
        let mut until = None;
        if may_break_glass(who, access) {
            until = self.holds_until(tx, (who, now), file, Basis::Glass)?;
            if until.is_some() {
                access.glass = Some(self.glass_over(tx, file)?);
            }
        }
        if let Some(basis) = may_open(who, part, access) {
            let until = match access.tied {
                Some(_) => self.holds_until(tx, (who, now), file, Basis::Stated)?,
                None => until.filter(|_| basis == Basis::Glass),
            };
            return Ok((basis, until));
        }
        if may(who, Act::Read, access).is_some() || !self.may_be_asked(tx, who, file, access)? {
            return Err(Trouble::NotFound);
        }
        let until = self.holds_until(tx, (who, now), file, Basis::Stated)?;
        access.stated = until.is_some();
        match may_open(who, part, access) {
            Some(basis) => Ok((basis, until)),
            None if access.stated => Err(Trouble::NotFound),
            None => Err(Trouble::ReasonNeeded(file)),
        }
    }

    /// Until when what somebody has said on a ground lets them read.
    pub(crate) fn holds_until(
        &self,
        tx: &mut dyn Tx,
        (who, now): (&Actor, Now),
        file: FileId,
        ground: Basis,
    ) -> crate::Result<Option<i64>> {
        let with = [
            self.authority.0.into(),
            file.uuid().into(),
            who.staff.uuid().into(),
            now.micros().into(),
            basis_code(ground).into(),
        ];
        Ok(tx.row(sql::HOLDS, &with)?.map(|row| row.maybe(0, Row::int)).transpose()?.flatten())
    }

    /// A colleague of the unit, and a child whose identity is not protected: protected people's files open on a derived ground only.
    pub(crate) fn may_be_asked(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        file: FileId,
        access: &FileAccess,
    ) -> Answer<bool> {
        Ok(may_give_reason(who, access) && self.glass_over(tx, file)? == Glass::Whole)
    }

    /// How much a broken glass shows of a file: less where the child is protected, and where nobody can tell.
    pub(crate) fn glass_over(&self, tx: &mut dyn Tx, file: FileId) -> Answer<Glass> {
        let Some(person) = person_of(tx, self.authority.0, file)? else { return Ok(Glass::Protected) };
        let open = self.cards(tx, &[person])?.get(&person).is_some_and(|card| !card.protected);
        Ok(if open { Glass::Whole } else { Glass::Protected })
    }
}
