//! Shared drafts: a text that several people write in sections, over weeks, before somebody signs it.
//!
//! An ordinary draft is its author's. The text of an investigation is the matter's: whoever may write in the matter writes in it, and
//! nothing of it goes with somebody who leaves. Each section is a draft of its own, so that two people in two sections never meet; in
//! the same section the later of two savings is refused, with both texts, unless it was written with the newest before one's eyes.
//!
//! It lies in the same table as other drafts, sealed at the same kind of place. Its owner is the matter. Its id is a keyed hash of the
//! matter and the section, so that two first savings meet, and nobody outside this file can name it. Which section it is, and who saved
//! it last, stand inside the sealed text.

use crate::{
    Result, Tx,
    drafts::{self, Save, Saved},
    error::Error,
    house::{Answer, House, Now, Trouble},
    keyring::Keyring,
    sql::drafts as sql,
};
use record::{
    Actor, CaseFile, FileId, MatterId, StaffId,
    access::{Act, may},
    sight::Sight,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// What stands in the form column of every shared draft: that it is one, and nothing about what it says.
pub(crate) const FORM: &str = "shared";

/// A section that is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedPlace {
    /// The file.
    pub file: FileId,
    /// The matter whose text it is.
    pub matter: MatterId,
    /// The section, as a code of the page's own.
    pub section: String,
    /// The version the writer has before their eyes; 0 before the first saving.
    pub seen: i64,
}

/// A section as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedDraft {
    /// The section.
    pub section: String,
    /// The file it was saved in: whose entries it means when it names them by number. Another than the matter's when the matter has
    /// moved since.
    pub file: FileId,
    /// Its version.
    pub version: i64,
    /// Who saved it last.
    pub by: StaffId,
    /// When, in microseconds.
    pub updated_us: i64,
    /// The text.
    pub text: String,
}

/// The text is not printed.
impl std::fmt::Debug for SharedDraft {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SharedDraft({} v{}, {} bytes)", self.section, self.version, self.text.len())
    }
}

/// What a saving became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharedSaved {
    /// It is saved.
    Done {
        /// The version to name at the next saving.
        version: i64,
    },
    /// Somebody else was first. Nothing is changed.
    Stale(SharedDraft),
    /// It has been signed meanwhile: there is no such draft any more.
    Gone,
}

/// The sections that somebody had before their eyes when they signed: each with its version, and no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The matter whose text is signed.
    pub matter: MatterId,
    /// Section and version.
    pub sections: Vec<(String, i64)>,
}

/// A text in somebody's matters that is not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedRow {
    /// The file.
    pub file: FileId,
    /// The matter.
    pub matter: MatterId,
    /// When any of its sections was last saved, in microseconds.
    pub updated_us: i64,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Sheet {
    section: String,
    file: FileId,
    by: StaffId,
    text: String,
}

impl House {
    /// Saves a section.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for whoever may not write in the matter, and for a matter that is not in the file.
    pub fn save_shared(&self, who: &Actor, now: Now, place: &SharedPlace, text: &str) -> Answer<SharedSaved> {
        self.may_write_in(who, place.file, place.matter)?;
        let sheet =
            Sheet { section: place.section.clone(), file: place.file, by: who.staff, text: text.to_owned() };
        let sealed = serde_json::to_vec(&sheet).map_err(|_| Error::Unreadable("a draft"))?;
        let (keys, authority, place) = (Arc::clone(self.keys()), self.authority.0, place.clone());
        let saved = self.db.write(move |tx| {
            let save = Save {
                authority,
                draft: id_of(&keys, authority, place.matter, &place.section),
                owner: place.matter.uuid(),
                file: Some(place.file.uuid()),
                form: FORM,
                seen: place.seen,
                now_us: now.micros(),
                text: &sealed,
            };
            drafts::save(tx, &keys, &save)
        })?;
        Ok(match saved {
            Saved::Done { version } => SharedSaved::Done { version },
            Saved::Gone => SharedSaved::Gone,
            Saved::Stale { stored, .. } => {
                let stored = opened(&stored)?;
                // The same words from two people are no quarrel.
                if stored.text == sheet.text {
                    SharedSaved::Done { version: stored.version }
                } else {
                    SharedSaved::Stale(stored)
                }
            }
        })
    }

    /// The sections that are written so far, for whoever may write in the matter.
    ///
    /// # Errors
    /// As [`House::save_shared`].
    pub fn shared_drafts(&self, who: &Actor, file: FileId, matter: MatterId) -> Answer<Vec<SharedDraft>> {
        self.may_write_in(who, file, matter)?;
        Ok(self.db.read(|tx| all(tx, self.keys(), self.authority.0, matter))?)
    }

    /// Texts that are not signed in the matters where somebody is responsible or second worker: one row for each matter.
    pub fn shared_drafts_of(&self, who: &Actor) -> Result<Vec<SharedRow>> {
        let with = [self.authority.0.into(), who.staff.uuid().into(), FORM.into(), drafts::LIST_MAX.into()];
        let rows = self.db.read(|tx| tx.rows(sql::SHARED_OF_WORKER, &with))?;
        let read = |row: &crate::Row| {
            Ok(SharedRow {
                file: FileId::new(row.id(0)?),
                matter: MatterId::new(row.id(1)?),
                updated_us: row.int(2)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Whether somebody may write in a matter of a file: the one question behind every shared draft. No is the answer to everything else.
    fn may_write_in(&self, who: &Actor, file: FileId, matter: MatterId) -> Answer<()> {
        self.read(|tx| {
            let access = self.access_of(tx, who, file)?;
            let basis = may(who, Act::Write, &access).ok_or(Trouble::NotFound)?;
            let folded = self.folded(tx, file)?;
            let sees = Sight::of(who, basis, &access);
            if reaches(&sees, &folded.file, matter) { Ok(()) } else { Err(Trouble::NotFound) }
        })
    }
}

/// An investigation is no provider's, and nothing that waits for somebody to have it.
fn reaches(sight: &Sight, file: &CaseFile, matter: MatterId) -> bool {
    *sight == Sight::Whole && file.matters.contains_key(&matter)
}

/// Removes what is signed, if it still is what was shown. `false`: something else stands there, and nothing was removed.
pub(crate) fn sign(tx: &mut dyn Tx, keys: &Keyring, authority: i64, shown: &Shown) -> Result<bool> {
    let owner = shown.matter.uuid();
    let with = [authority.into(), owner.into(), FORM.into()];
    let rows = tx.rows(sql::SHARED_HOLD, &with)?;
    let mut stands =
        rows.iter().map(|row| Ok((row.id(0)?, row.int(1)?))).collect::<Result<Vec<(Uuid, i64)>>>()?;
    let mut seen: Vec<(Uuid, i64)> = shown
        .sections
        .iter()
        .map(|(section, version)| (id_of(keys, authority, shown.matter, section), *version))
        .collect();
    stands.sort_unstable();
    seen.sort_unstable();
    if stands != seen {
        return Ok(false);
    }
    tx.run(sql::REMOVE_SHARED, &with)?;
    Ok(true)
}

fn all(tx: &mut dyn Tx, keys: &Keyring, authority: i64, matter: MatterId) -> Result<Vec<SharedDraft>> {
    let owner = matter.uuid();
    let rows = tx.rows(sql::SHARED_VERSIONS, &[authority.into(), owner.into(), FORM.into()])?;
    let mut found = Vec::new();
    for row in rows {
        if let Some(draft) = drafts::load(tx, keys, authority, row.id(0)?, owner)? {
            found.push(opened(&draft)?);
        }
    }
    Ok(found)
}

fn opened(draft: &drafts::Draft) -> Result<SharedDraft> {
    let Sheet { section, file, by, text } =
        serde_json::from_slice(&draft.text).map_err(|_| Error::Unreadable("a draft"))?;
    let drafts::DraftRow { version, updated_us, .. } = draft.row;
    Ok(SharedDraft { section, file, version, by, updated_us, text })
}

/// The id of a section's draft: the same for everybody, and known to nobody who has not the key.
fn id_of(keys: &Keyring, authority: i64, matter: MatterId, section: &str) -> Uuid {
    let token = keys.form_token(authority, &format!("shared draft\n{matter}\n{section}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&token.as_bytes()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
