//! The one way to read a file: access is checked, the reading is written down durably, and only then is anything shown.

use crate::{
    access_log::{self, Look},
    house::{Answer, House, Now, Trouble},
    people::NameCard,
};
use law::{Clock, Day, LawBook};
use record::{
    Actor, CaseFile, Entry, FileId, MatterId, Organisation, PersonId, Recorded,
    access::{Basis, FileAccess, Glass, Part},
    moving::MovedIn,
    sight::Sight,
    stand,
};
use std::{collections::BTreeMap, sync::Arc};

/// A file, open before a reader.
#[derive(Clone, Debug)]
pub struct OpenFile {
    /// Which.
    pub id: FileId,
    /// As it stands.
    pub file: Arc<CaseFile>,
    /// Who works here on the day it was opened, by whom a page names the people who write in it.
    pub organisation: Arc<Organisation>,
    /// Its entries, oldest first; those moved away are not among them.
    pub entries: Vec<Arc<Recorded>>,
    /// Its clocks, running and done.
    pub clocks: Vec<Clock>,
    /// On what the reading rests.
    pub basis: Basis,
    /// Until when, in microseconds, where it rests on a reason or a broken glass.
    pub until_us: Option<i64>,
    /// Who has the file.
    pub access: FileAccess,
    /// How much of it the reader sees.
    pub sight: Sight,
    /// Name cards of the child and everybody named.
    pub people: BTreeMap<PersonId, NameCard>,
    /// The child is being investigated. Also reception is told, who sees nothing of it: a second investigation is not opened blindly.
    pub investigated: bool,
    /// Services that run without the consent they rest on, each since when. Also whoever carries one out is told, who sees no answer: that
    /// the ground is gone, not who took it away nor in what words.
    pub without_consent: BTreeMap<MatterId, Day>,
}

impl OpenFile {
    /// The child's card.
    pub fn child(&self) -> Option<&NameCard> {
        self.people.get(&self.file.person()?)
    }

    /// The version to send back with a command that rests on what was seen.
    pub fn version(&self) -> i64 {
        self.file.version
    }

    /// Whether the reader may open a part of it: links lead nowhere else.
    pub fn shows(&self, part: Part) -> bool {
        part.is_for(self.basis, self.access.glass)
    }

    /// An entry by its number.
    pub fn entry(&self, seq: i64) -> Option<&Recorded> {
        self.entries.iter().find(|entry| entry.seq == seq).map(Arc::as_ref)
    }
}

impl House {
    /// Opens a file for a reader. Returns once the reading is written down.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for a file that is not there and for one that is not theirs, alike; [`Trouble::ReasonNeeded`] for a
    /// colleague in the unit that has it.
    pub fn look(&self, who: &Actor, now: Now, file: FileId, part: Part) -> Answer<OpenFile> {
        let open = self.read(|tx| self.read_file(tx, who, now, file, part))?;
        self.write_down_look(who, now, file, as_logged(open.basis, &open.access), part)?;
        Ok(open)
    }

    fn read_file(
        &self,
        tx: &mut dyn crate::Tx,
        who: &Actor,
        now: Now,
        file: FileId,
        part: Part,
    ) -> Answer<OpenFile> {
        let mut access = self.access(tx, (who, now), file)?;
        let (basis, until_us) = self.ground_for_reading(tx, (who, now), (file, part), &mut access)?;
        let folded = self.folded(tx, file)?;
        let (mut state, mut entries) = (Arc::clone(&folded.file), folded.entries.clone());
        let mut clocks = folded.clocks.clone();
        if state.opened.is_none() {
            return Err(Trouble::NotFound);
        }
        let investigated = state.running_investigations().next().is_some();
        let mut without_consent = without_consent(&state, now.today, self.law);
        let sight = Sight::of(who, basis, &access);
        if sight != Sight::Whole {
            let (seen, own) = sight.through(&state, entries.iter().map(|entry| (**entry).clone()).collect());
            (state, entries) = (Arc::new(seen), own.into_iter().map(Arc::new).collect());
            clocks = record::duties(&state, self.law);
        }
        without_consent.retain(|matter, _| state.matters.contains_key(matter));
        clocks.retain(|clock| clock.has_started(now.today));
        if basis == Basis::FormerProvider {
            // What is to be done now is no longer theirs.
            clocks.clear();
        }
        let people = self.people_seen(tx, &state, &sight, access.glass)?;
        if !state.moved_away.is_empty() {
            let state = Arc::make_mut(&mut state);
            for proposal in state.proposals.values_mut() {
                proposal.withdraw_moved(&state.moved_away);
            }
        }
        let entries = record::moving::standing(entries, &state.moved_away);
        Ok(OpenFile {
            id: file,
            organisation: self.organisation(now.today),
            file: state,
            entries,
            clocks,
            basis,
            until_us,
            access,
            sight,
            people,
            investigated,
            without_consent,
        })
    }

    /// The name cards of those the file names. Who is protected, but for the child, is named to nobody who sees but a part of it.
    fn people_seen(
        &self,
        tx: &mut dyn crate::Tx,
        state: &CaseFile,
        sight: &Sight,
        glass: Option<Glass>,
    ) -> Answer<BTreeMap<PersonId, NameCard>> {
        let mut named = state.family.ever_named();
        named.extend(state.person());
        let mut people = self.cards(tx, &named)?;
        let but_the_child =
            |id: &PersonId, card: &mut NameCard| !card.protected || state.person() == Some(*id);
        match sight {
            Sight::Whole if glass == Some(Glass::Protected) => people.retain(but_the_child),
            Sight::Whole => {}
            Sight::Waiting => people.retain(|_, card| !card.protected),
            // Whoever decides must know about whom, and whoever carries out a service for whom it is.
            Sight::Asked(_) | Sight::Services(_) => people.retain(but_the_child),
        }
        Ok(people)
    }

    fn write_down_look(&self, who: &Actor, now: Now, file: FileId, basis: Basis, part: Part) -> Answer<()> {
        let look = self.look_at(who, now, file, basis, part.code());
        let keys = Arc::clone(&self.keys);
        self.db.write(move |tx| access_log::write(tx, &keys, &look).map(|_| ()))?;
        Ok(())
    }

    /// Writing is reading too: the act stands in the access log, in the same transaction.
    pub(crate) fn log_act(
        &self,
        tx: &mut dyn crate::Tx,
        who: &Actor,
        now: Now,
        file: FileId,
        basis: Basis,
    ) -> crate::Result<()> {
        let look = self.look_at(who, now, file, basis, "act");
        access_log::write(tx, &self.keys, &look).map(|_| ())
    }

    /// The row of the access log for an opening of a file.
    pub(crate) fn look_at(
        &self,
        who: &Actor,
        now: Now,
        file: FileId,
        basis: Basis,
        part: &'static str,
    ) -> Look<'static> {
        Look {
            authority: self.authority.0,
            at_us: now.micros(),
            actor: who.staff.uuid(),
            stream: Some(file.uuid()),
            purpose: basis_code(basis),
            part,
            listed: &[],
        }
    }

    /// Takes what is in an entry out of the wrong file and into the right one: the entries as they arrive there.
    pub fn arriving(open: &OpenFile, seqs: &[i64]) -> Vec<record::moving::Arriving> {
        let moved = open.entries.iter().filter(|entry| seqs.contains(&entry.seq));
        moved
            .map(|entry| record::moving::Arriving {
                matter: entry.matter,
                occurred: entry.occurred,
                moved: original(open.id, entry),
            })
            .collect()
    }
}

/// The basis that is written down: of somebody who is tied to the file it is the reason they gave, whatever they did on what ground.
pub(crate) fn as_logged(basis: Basis, access: &FileAccess) -> Basis {
    if access.tied.is_some() && basis != Basis::Blind { Basis::Stated } else { basis }
}

fn without_consent(file: &CaseFile, today: Day, law: &LawBook) -> BTreeMap<MatterId, Day> {
    let since =
        |matter: &MatterId| stand::without_consent(file, *matter, today, law).map(|found| found.since);
    file.matters.keys().filter_map(|matter| Some((*matter, since(matter)?))).collect()
}

/// What has been moved before arrives as what it was: by whom and when it was first written.
fn original(from: FileId, entry: &Recorded) -> MovedIn {
    let seq = entry.seq;
    match &entry.entry {
        Entry::MovedIn(moved) => MovedIn { from, seq, ..moved.clone() },
        written => {
            MovedIn { from, seq, by: entry.by.clone(), at: entry.at, entry: Box::new(written.clone()) }
        }
    }
}

/// The basis, as the access log writes it.
pub fn basis_code(basis: Basis) -> &'static str {
    match basis {
        Basis::Assigned => "assigned",
        Basis::StandsIn => "stands_in",
        Basis::CoWorker => "co_worker",
        Basis::Manager => "manager",
        Basis::Asked => "asked",
        Basis::Reception => "reception",
        Basis::Blind => "blind",
        Basis::Provider => "provider",
        Basis::FormerProvider => "former_provider",
        Basis::Stated => "stated",
        Basis::Glass => "glass",
    }
}
