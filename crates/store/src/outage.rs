//! What must be known when nothing works: every file with something running, with its clocks and how to reach people.
//!
//! It is read for a pack that opens without Lykta. Reading it is reading all of those files, so it is written in the access log before it is
//! handed out. Who is protected, or lives with somebody who is, is marked as such and belongs in a pack of its own; no address or telephone
//! number of somebody protected is in either.

use std::collections::BTreeMap;
use std::sync::Arc;

use law::Clock;
use record::{
    CaseFile, FileId, PersonId,
    person::{Address, Person},
};
use uuid::Uuid;

use crate::access_log::{self, LISTED_MAX, Look};
use crate::error::Result;
use crate::house::{Answer, House, Now};
use crate::people::NameCard;
use crate::sql::outage as sql;
use crate::tx::Tx;
use crate::views::{MatterRow, ViewRow};

/// Files read at a time.
const PAGE: i64 = 200;

/// A file with something running.
#[derive(Debug)]
pub struct OutageFile {
    /// Which.
    pub file: FileId,
    /// As it stands.
    pub state: Arc<CaseFile>,
    /// What runs in it.
    pub matters: Vec<MatterRow>,
    /// Clocks that run and have begun.
    pub clocks: Vec<Clock>,
    /// The child and everybody around it now.
    pub people: BTreeMap<PersonId, Reachable>,
    /// The child or somebody around it is protected, or it is kept from somebody where the child is: it belongs in the pack of its own.
    pub protected: bool,
}

/// A person, and how to reach them. Of somebody protected there is no more than the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reachable {
    /// Name and birth.
    pub card: NameCard,
    /// Telephone number, as written.
    pub phone: Option<String>,
    /// Address.
    pub address: Option<Address>,
}

impl OutageFile {
    /// The child.
    pub fn child(&self) -> Option<&Reachable> {
        self.people.get(&self.state.person()?)
    }

    /// There is need of immediate protection.
    pub fn is_acute(&self) -> bool {
        self.matters.iter().any(|matter| matter.immediate)
    }
}

impl House {
    /// Every file of the authority with something running. `actor` is who makes the pack; the program itself at night.
    pub fn outage(&self, actor: Uuid, now: Now) -> Answer<Vec<OutageFile>> {
        let files = self.read(|tx| {
            let mut all = Vec::new();
            for file in self.running_files(tx)? {
                all.push(self.outage_file(tx, file, now)?);
            }
            Ok(all)
        })?;
        self.write_down_outage(actor, now, &files)?;
        Ok(files)
    }

    fn running_files(&self, tx: &mut dyn Tx) -> Result<Vec<FileId>> {
        let (mut all, mut after) = (Vec::new(), Uuid::nil());
        loop {
            let rows = tx.rows(sql::RUNNING, &[self.authority.0.into(), after.into(), PAGE.into()])?;
            for row in &rows {
                after = row.id(0)?;
                all.push(FileId::new(after));
            }
            if rows.is_empty() {
                return Ok(all);
            }
        }
    }

    fn outage_file(&self, tx: &mut dyn Tx, file: FileId, now: Now) -> Answer<OutageFile> {
        let folded = self.folded(tx, file)?;
        let state = Arc::clone(&folded.file);
        let matters = folded.rows.iter().filter_map(|row| match row {
            ViewRow::Matter(matter) if matter.phase != "closed" => Some(matter.clone()),
            _ => None,
        });
        let clocks = folded.clocks.iter().filter(|clock| clock.is_running() && clock.has_started(now.today));
        let (mut people, mut protected) = (BTreeMap::new(), state.hides_whereabouts(self.law));
        let mut around = state.family.persons();
        around.extend(state.guardians(now.today));
        around.extend(state.person());
        let cards = self.cards(tx, &around)?;
        for (id, card) in cards {
            let (person, _) = self.person(tx, id)?;
            protected |= person.is_protected() || card.protected;
            people.insert(id, reachable(card, &person));
        }
        Ok(OutageFile {
            file,
            matters: matters.collect(),
            clocks: clocks.cloned().collect(),
            people,
            protected,
            state,
        })
    }

    fn write_down_outage(&self, actor: Uuid, now: Now, files: &[OutageFile]) -> Result<()> {
        let ids: Vec<Uuid> = files.iter().map(|file| file.file.uuid()).collect();
        let (keys, authority, at_us) = (Arc::clone(&self.keys), self.authority.0, now.micros());
        self.db.write(move |tx| {
            // Also a pack of nothing is a pack that was made.
            let none = [ids.as_slice()];
            let pages: Vec<&[Uuid]> =
                if ids.is_empty() { none.to_vec() } else { ids.chunks(LISTED_MAX).collect() };
            for listed in pages {
                let (purpose, part) = ("outage", "outage_pack");
                let look = Look { authority, at_us, actor, stream: None, purpose, part, listed };
                access_log::write(tx, &keys, &look)?;
            }
            Ok(())
        })
    }
}

fn reachable(card: NameCard, person: &Person) -> Reachable {
    Reachable {
        card,
        phone: person.shown_phone().map(|phone| phone.value.clone()),
        address: person.shown_address().map(|address| address.value.clone()),
    }
}
