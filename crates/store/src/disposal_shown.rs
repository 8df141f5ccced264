//! What the pages of destruction show: what waits for a decision, lies in quarantine, is held and has been destroyed; and the plan, some files at
//! a time. For whoever leads a unit, as all of it is.

use std::collections::BTreeMap;

use law::Day;
use record::{
    Actor, Author, FileId,
    disposal::{
        DisposalEntry, DisposalId, DisposalRefusal, DisposalSheet, Disposals, HoldGround, ProposedItem,
        Target, plan,
    },
};
use uuid::Uuid;

use crate::{
    administration::ADMINISTRATION,
    disposal::{DisposalAnswer, Listed, number_of, waits_for_people},
    error::Error,
    house::{House, Now, Trouble},
    lists::{CARDS_PER_PAGE, Names},
    log,
    tx::Tx,
};

/// Most lines of the protocol on a page, newest first.
const PROTOCOL_MAX: usize = 100;

/// Where the authority stands.
#[derive(Debug, Default)]
pub struct DisposalBoard {
    /// The municipality's code; none while nobody has named it, and nothing is then proposed.
    pub municipality: Option<String>,
    /// Proposals, decided and not, oldest first.
    pub proposals: Vec<ShownProposal>,
    /// What is held, once for each ground.
    pub holds: Vec<(Target, HoldGround)>,
    /// What has been destroyed, newest first.
    pub protocol: Vec<ProtocolLine>,
    /// The numbers of the matters that are named here.
    pub numbers: BTreeMap<Target, String>,
    /// Whose files they are, where the reader may know.
    pub names: Names,
}

/// A proposal on a page.
#[derive(Debug)]
pub struct ShownProposal {
    /// Which.
    pub id: DisposalId,
    /// Who proposed it.
    pub by: Author,
    /// When.
    pub on: Day,
    /// Who decided, if somebody has, and the last day in quarantine.
    pub decided: Option<(Author, Day)>,
    /// What stands in it.
    pub items: Vec<ProposedItem>,
    /// The reader is not the second person: they proposed it, or stand in for whoever did.
    pub own: bool,
}

/// Something that has been destroyed: what the record still says of it.
#[derive(Debug)]
pub struct ProtocolLine {
    /// When, and by whom.
    pub on: Day,
    /// Who carried it out.
    pub by: Author,
    /// Who had proposed it.
    pub proposed: Option<Author>,
    /// Who had decided it.
    pub decided: Option<Author>,
    /// The row of `law-data/retention.toml`.
    pub row: String,
    /// Entries emptied.
    pub entries: u32,
    /// Documents removed.
    pub documents: u32,
}

/// Some files' part of the plan.
#[derive(Debug)]
pub struct PlanPage {
    /// What waits for people.
    pub things: Vec<Listed<'static>>,
    /// The file after which the next page begins, where there are more.
    pub next: Option<FileId>,
    /// Whose files they are, where the reader may know.
    pub names: Names,
}

impl House {
    /// What waits, lies in quarantine, is held and has been destroyed. The files it names are opened, and that is a row of the access log.
    ///
    /// # Errors
    /// [`DisposalRefusal::NotForYou`] for somebody who leads no unit.
    pub fn disposal_board(&self, who: &Actor, now: Now) -> DisposalAnswer<DisposalBoard> {
        leads(who)?;
        let mut board = self.db.read(|tx| {
            let (sheets, disposals) = self.disposal_sheets(tx)?;
            let mut board = board_of(who, &sheets, disposals);
            for target in board.targets() {
                let number = target.matter.zip(Some(self.readable_entries(tx, target.file)?));
                let number = number.and_then(|(matter, entries)| number_of(&entries, matter));
                board.numbers.extend(number.map(|number| (target, number)));
            }
            Ok(board)
        })?;
        let files: Vec<FileId> = board.targets().iter().map(|target| target.file).collect();
        board.names = self.names_shown(who, &files)?;
        self.log_pages(who, now, &files)?;
        Ok(board)
    }

    /// The part of the plan that is about the files after one, some at a time. They are opened, and that is a row of the access log.
    ///
    /// # Errors
    /// As [`House::disposal_board`].
    pub fn disposal_plan_page(
        &self,
        who: &Actor,
        now: Now,
        after: Option<FileId>,
    ) -> DisposalAnswer<PlanPage> {
        leads(who)?;
        let disposals = self.db.read(|tx| self.disposals(tx))?;
        let files = self.page_of_files(after.map_or_else(Uuid::nil, FileId::uuid))?;
        self.log_page(who, now, &files)?;
        let mut things = Vec::new();
        for file in files.iter().copied().map(FileId::new) {
            let entries = self.entries_to_judge(file)?;
            for planned in plan(file, &entries, self.law, &disposals, now.today)? {
                let number = planned.target.matter.and_then(|matter| number_of(&entries, matter));
                let free = disposals.proposed(planned.target).is_none();
                things.extend((free && waits_for_people(&planned)).then_some(Listed { number, planned }));
            }
        }
        let shown: Vec<FileId> = things.iter().map(|one| one.planned.target.file).collect();
        let last = files.last().copied();
        let more = match last {
            Some(last) => !self.page_of_files(last)?.is_empty(),
            None => false,
        };
        Ok(PlanPage {
            names: self.names_shown(who, &shown)?,
            next: last.filter(|_| more).map(FileId::new),
            things,
        })
    }

    /// Whose file a thing stands in, where the reader may know, and the matter's number. The file is opened, and that is a row of the access log.
    ///
    /// # Errors
    /// [`DisposalRefusal::NotForYou`], and [`DisposalRefusal::NotProposed`] for a thing that is not there.
    pub fn disposal_name(
        &self,
        who: &Actor,
        now: Now,
        target: Target,
    ) -> DisposalAnswer<(Names, Option<String>)> {
        leads(who)?;
        let entries = self.entries_to_judge(target.file)?;
        if !entries.iter().any(|entry| entry.matter == target.matter) {
            return Err(DisposalRefusal::NotProposed.into());
        }
        self.log_page(who, now, &[target.file.uuid()])?;
        let number = target.matter.and_then(|matter| number_of(&entries, matter));
        Ok((self.names_shown(who, &[target.file])?, number))
    }

    fn names_shown(&self, who: &Actor, files: &[FileId]) -> Result<Names, Error> {
        let mut files = files.to_vec();
        files.sort_unstable();
        files.dedup();
        let all = self.read(|tx| {
            let mut names = Names::default();
            for some in files.chunks(CARDS_PER_PAGE) {
                names.add(self.names_of(tx, who, some)?);
            }
            Ok(names)
        });
        all.map_err(|trouble| match trouble {
            Trouble::Storage(error) => error,
            _ => Error::Unreadable("a name card"),
        })
    }

    fn log_pages(&self, who: &Actor, now: Now, files: &[FileId]) -> Result<(), Error> {
        let ids: Vec<Uuid> = files.iter().map(|file| file.uuid()).collect();
        if ids.is_empty() {
            return self.log_page(who, now, &ids);
        }
        ids.chunks(crate::access_log::LISTED_MAX).try_for_each(|some| self.log_page(who, now, some))
    }

    fn disposal_sheets(&self, tx: &mut dyn Tx) -> Result<(Vec<DisposalSheet>, Disposals), Error> {
        let stored = log::entries_of(tx, self.authority.0, ADMINISTRATION)?;
        let sheets = stored.iter().map(|entry| self.disposal_sheet(entry)).collect::<Result<Vec<_>, _>>()?;
        let disposals = sheets.iter().fold(Disposals::default(), Disposals::after);
        Ok((sheets, disposals))
    }
}

impl DisposalBoard {
    /// Everything that is named on it and still there.
    fn targets(&self) -> Vec<Target> {
        let proposed = self.proposals.iter().flat_map(|one| one.items.iter().map(|item| item.target));
        proposed.chain(self.holds.iter().map(|(target, _)| *target)).collect()
    }
}

fn leads(who: &Actor) -> DisposalAnswer<()> {
    if who.manages.is_empty() { Err(DisposalRefusal::NotForYou.into()) } else { Ok(()) }
}

fn board_of(who: &Actor, sheets: &[DisposalSheet], disposals: Disposals) -> DisposalBoard {
    let proposals = disposals.proposals.into_iter().map(|(id, proposal)| ShownProposal {
        id,
        own: who.answers_for().any(|staff| staff == proposal.by.staff),
        by: proposal.by,
        on: proposal.on,
        decided: proposal.decided,
        items: proposal.items.into_values().collect(),
    });
    DisposalBoard {
        municipality: disposals.municipality,
        proposals: proposals.collect(),
        holds: disposals
            .holds
            .into_iter()
            .flat_map(|(target, grounds)| grounds.into_iter().map(move |ground| (target, ground)))
            .collect(),
        protocol: protocol(sheets),
        ..DisposalBoard::default()
    }
}

fn protocol(sheets: &[DisposalSheet]) -> Vec<ProtocolLine> {
    let (mut proposed, mut decided) = (BTreeMap::new(), BTreeMap::new());
    let mut lines = Vec::new();
    for sheet in sheets {
        match &sheet.entry {
            DisposalEntry::DisposalProposed { id, .. } => {
                proposed.insert(*id, sheet.by.clone());
            }
            DisposalEntry::DisposalDecided { id, .. } => {
                decided.insert(*id, sheet.by.clone());
            }
            DisposalEntry::DisposalDone { id, item, entries, documents } => lines.push(ProtocolLine {
                on: sheet.on,
                by: sheet.by.clone(),
                proposed: proposed.get(id).cloned(),
                decided: decided.get(id).cloned(),
                row: item.row.clone(),
                entries: *entries,
                documents: *documents,
            }),
            _ => {}
        }
    }
    lines.reverse();
    lines.truncate(PROTOCOL_MAX);
    lines
}
