//! What stands beside the record: drafts, settings, and who has read.
//!
//! None of this is in the chain. Each method is what one page asks, with the access rule where the page could otherwise learn
//! something about a file.

use crate::{
    Result,
    access_log::{self, Looked},
    drafts::{self, Draft, DraftRow, Saved},
    house::{Answer, House, Now, Trouble},
    look::OpenFile,
    sql::settings as sql,
    views,
};
use record::{
    Actor, DraftId, FileId,
    access::{Act, Basis, Part, may},
};
use std::sync::Arc;

/// Most openings that "who has read" shows.
pub const READERS_MAX: i64 = 1000;

/// Which form a draft belongs to, and what it was drawn from. Fixed at the first saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftPlace {
    /// The draft.
    pub draft: DraftId,
    /// The form, as a code.
    pub form: String,
    /// The file it is about, if that is known.
    pub file: Option<FileId>,
    /// The version the author has before their eyes; 0 before the first saving.
    pub seen: i64,
}

impl House {
    /// Saves a draft. A draft about a file is begun only by somebody who may read the file; what one has begun one may go on saving,
    /// whoever has the file by then, for it is one's own text.
    pub fn save_draft(&self, who: &Actor, now: Now, place: &DraftPlace, text: Vec<u8>) -> Answer<Saved> {
        let begun = self.draft(who, place.draft)?.is_some();
        if let Some(file) = place.file.filter(|_| !begun) {
            self.may_read(who, file)?;
        }
        let (keys, place, owner, authority) =
            (Arc::clone(self.keys()), place.clone(), who.staff.uuid(), self.authority.0);
        Ok(self.db.write(move |tx| {
            let save = drafts::Save {
                authority,
                draft: place.draft.uuid(),
                owner,
                file: place.file.map(FileId::uuid),
                form: &place.form,
                seen: place.seen,
                now_us: now.micros(),
                text: &text,
            };
            drafts::save(tx, &keys, &save)
        })?)
    }

    /// A draft of one's own, with its text.
    pub fn draft(&self, who: &Actor, draft: DraftId) -> Result<Option<Draft>> {
        let authority = self.authority.0;
        self.db.read(|tx| drafts::load(tx, self.keys(), authority, draft.uuid(), who.staff.uuid()))
    }

    /// One's own drafts, latest first.
    pub fn drafts_of(&self, who: &Actor) -> Result<Vec<DraftRow>> {
        self.db.read(|tx| drafts::of_owner(tx, self.authority.0, who.staff.uuid()))
    }

    /// On what somebody may open a file, without opening it: a draft of one's own leads to its form, or where the file has become
    /// somebody else's to the bare text.
    pub fn open_to(&self, who: &Actor, file: FileId) -> Result<Option<Basis>> {
        let access = self.db.read(|tx| self.access_of(tx, who, file))?;
        Ok(may(who, Act::Read, &access))
    }

    /// Throws a draft of one's own away. Returns whether it was there.
    pub fn remove_draft(&self, who: &Actor, draft: DraftId) -> Result<bool> {
        let (authority, owner) = (self.authority.0, who.staff.uuid());
        self.db.write(move |tx| drafts::remove(tx, authority, draft.uuid(), owner))
    }

    /// Drafts in the files of the units somebody leads, not saved since a time: forgotten, or their author is ill.
    pub fn old_drafts(&self, who: &Actor, before_us: i64) -> Result<Vec<DraftRow>> {
        let authority = self.authority;
        self.db.read(|tx| {
            let mut found = Vec::new();
            for row in drafts::untouched_since(tx, authority.0, before_us)? {
                let Some(file) = row.file else { continue };
                let access = views::access(tx, authority, FileId::new(file))?;
                if row.owner != who.staff.uuid() && access.units.iter().any(|unit| who.manages.contains(unit))
                {
                    found.push(row);
                }
            }
            Ok(found)
        })
    }

    /// Takes over a colleague's draft that [`House::old_drafts`] lists. It is written in the access log of the file.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] when it is not in that list (any more).
    pub fn take_over_draft(&self, who: &Actor, now: Now, draft: DraftId, before_us: i64) -> Answer<FileId> {
        let stored = self.old_drafts(who, before_us)?.into_iter().find(|row| row.draft == draft.uuid());
        let Some((stored, file)) = stored.and_then(|row| row.file.map(|file| (row, FileId::new(file))))
        else {
            return Err(Trouble::NotFound);
        };
        let basis = self.may_read(who, file)?;
        let (keys, authority, owner) = (Arc::clone(self.keys()), self.authority.0, who.staff.uuid());
        let look = self.look_at(who, now, file, basis, "draft");
        let taken = self.db.write(move |tx| {
            let taken = drafts::take_over(tx, &keys, authority, &stored, owner, now.micros())?;
            if taken.is_some() {
                access_log::write(tx, &keys, &look)?;
            }
            Ok(taken)
        })?;
        taken.map(|_| file).ok_or(Trouble::NotFound)
    }

    /// Who has opened a file, latest first, at most [`READERS_MAX`] openings. Asking is itself an opening and stands on top.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for a file that is not there and for one that is not theirs, alike.
    pub fn readers(&self, who: &Actor, now: Now, file: FileId) -> Answer<(OpenFile, Vec<Looked>)> {
        let open = self.look(who, now, file, Part::Readers)?;
        let after_us = now.micros().saturating_add(1);
        let looks = |tx: &mut dyn crate::Tx| {
            access_log::of_stream(tx, self.authority.0, file.uuid(), after_us, READERS_MAX)
        };
        Ok((open, self.db.read(looks)?))
    }

    /// A setting of the authority, as text.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        let row = self.db.read(|tx| tx.row(sql::GET, &[self.authority.0.into(), name.into()]))?;
        row.map(|row| row.text(0)).transpose()
    }

    /// Changes a setting.
    pub fn set_setting(&self, name: &'static str, value: String) -> Result<()> {
        let authority = self.authority.0;
        self.db.write(move |tx| {
            tx.run(sql::PUT, &[authority.into(), name.into(), value.as_str().into()])?;
            Ok(())
        })
    }

    fn may_read(&self, who: &Actor, file: FileId) -> Answer<Basis> {
        let access = self.db.read(|tx| self.access_of(tx, who, file))?;
        may(who, Act::Read, &access).ok_or(Trouble::NotFound)
    }
}
