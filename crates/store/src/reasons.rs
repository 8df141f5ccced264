//! Reasons for reading: a colleague in the unit that has a file, and no part in it, says why, and may read for an hour.
//!
//! The ground for a reading is otherwise derived and nobody is asked. The reason is written down before anything is shown, it stands
//! under *Vem har läst*, and it opens nothing of a protected person and nothing outside the unit.

use crate::{
    Row, Tx, Value, access_log, edge,
    house::{Answer, House, Now, Trouble},
    lists::{Contact, person_of},
    look::OpenFile,
    sql::reasons as sql,
    views,
};
use record::{
    Actor, Code, FileId, StaffId, Text,
    access::{Act, Basis, FileAccess, may, may_give_reason},
};
use seal::{Place, Purpose};
use std::sync::Arc;

/// How long a reason holds, in microseconds: an hour, so that a day's absence does not become a standing right.
pub const HOLDS_US: i64 = 3600 * 1_000_000;

/// Most reasons that a page shows.
const SHOWN_MAX: i64 = 200;

/// A reason as it is given.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Code of `reading_reason`.
    pub code: Code,
    /// In own words, so that whoever reviews it need not ask.
    pub words: Text,
}

/// A reason that was given.
#[derive(Clone, Debug)]
pub struct Given {
    /// Who gave it.
    pub by: StaffId,
    /// When, in microseconds.
    pub at_us: i64,
    /// Why.
    pub reason: Reason,
}

impl House {
    /// Whom to contact about a file that somebody may open only with a reason.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for everybody who is not to be asked, whether they have a better ground or none.
    pub fn asked_for_reason(&self, who: &Actor, file: FileId) -> Answer<Contact> {
        self.read(|tx| {
            let access = views::access(tx, self.authority, file)?;
            if may(who, Act::Read, &access).is_some() || !self.may_be_asked(tx, who, file, &access)? {
                return Err(Trouble::NotFound);
            }
            Ok(Contact::of(file, &access, true))
        })
    }

    /// Writes the reason down, durably, as an opening of the file; it then holds for [`HOLDS_US`].
    ///
    /// # Errors
    /// [`Trouble::NotFound`] as for [`House::asked_for_reason`].
    pub fn give_reason(&self, who: &Actor, now: Now, file: FileId, reason: &Reason) -> Answer<()> {
        self.asked_for_reason(who, file)?;
        let (authority, id, at_us) = (self.authority.0, edge::id(now.micros()), now.micros());
        let key = self.keys().derived(Purpose::AccessLog, authority);
        let place = Place::Reason { authority, reason: id };
        let sealed = seal::seal(&key, &place, reason.words.as_str().as_bytes(), edge::nonce());
        let with: [Value; 8] = [
            authority.into(),
            id.into(),
            file.uuid().into(),
            who.staff.uuid().into(),
            at_us.into(),
            (at_us + HOLDS_US).into(),
            reason.code.as_str().into(),
            sealed.into(),
        ];
        let keys = Arc::clone(self.keys());
        let look = self.look_at(who, now, file, Basis::Stated, "reason");
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

    fn given(&self, row: &Row) -> Answer<Given> {
        let authority = self.authority.0;
        let key = self.keys().derived(Purpose::AccessLog, authority);
        let plain = seal::open(&key, &Place::Reason { authority, reason: row.id(0)? }, &row.bytes(4)?)
            .map_err(crate::Error::from)?;
        let words = str::from_utf8(&plain).ok().and_then(|text| Text::typed(text).ok().flatten());
        let words = words.ok_or(crate::Error::Unreadable("a reason"))?;
        Ok(Given {
            by: StaffId::new(row.id(1)?),
            at_us: row.int(2)?,
            reason: Reason { code: Code::from(row.text(3)?.as_str()), words },
        })
    }

    /// On what a reading rests: a derived ground, or a reason that still holds.
    ///
    /// # Errors
    /// [`Trouble::ReasonNeeded`] to a colleague who is to be asked, [`Trouble::NotFound`] to everybody else.
    pub(crate) fn ground_for_reading(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        now: Now,
        file: FileId,
        access: &mut FileAccess,
    ) -> Answer<Basis> {
        if let Some(basis) = may(who, Act::Read, access) {
            return Ok(basis);
        }
        if !self.may_be_asked(tx, who, file, access)? {
            return Err(Trouble::NotFound);
        }
        let with =
            [self.authority.0.into(), file.uuid().into(), who.staff.uuid().into(), now.micros().into()];
        let until = tx.row(sql::HOLDS, &with)?.map(|row| row.maybe(0, Row::int)).transpose()?.flatten();
        access.stated = until.is_some();
        may(who, Act::Read, access).ok_or(Trouble::ReasonNeeded(file))
    }

    /// A colleague of the unit, and a child whose identity is not protected: protected people's files open on a derived ground only.
    pub(crate) fn may_be_asked(
        &self,
        tx: &mut dyn Tx,
        who: &Actor,
        file: FileId,
        access: &FileAccess,
    ) -> Answer<bool> {
        if !may_give_reason(who, access) {
            return Ok(false);
        }
        let Some(person) = person_of(tx, self.authority.0, file)? else { return Ok(false) };
        Ok(self.cards(tx, &[person])?.get(&person).is_some_and(|card| !card.protected))
    }
}
