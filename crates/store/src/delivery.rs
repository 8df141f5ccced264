//! What is kept for ever in a file, opened for the archive; that a package of it has been made; and the archive's receipt.
//!
//! The opening is a row of the access log before anything is handed out. Only what is kept is opened: the file is folded from those entries
//! alone, so nothing that is drawn from it can tell of the rest.

use std::sync::Arc;

use law::Fate;
use record::{
    Actor, DocumentId, FileId, Recorded,
    access::Basis,
    disposal::{
        DisposalContext, DisposalEntry, DisposalRefusal, Disposals, Kept, KeptPart, Package, package_made,
        receipt_of,
    },
    document::ReceivedDocument,
    fold,
    moving::standing,
    retention::items,
    sight::Sight,
    text::Text,
};

use crate::{
    access_log, attachments,
    disposal::{DisposalAnswer, DisposalTrouble},
    error::Error,
    house::{House, Now},
    look::OpenFile,
    originals::{received, sum_of},
    tx::Tx,
};

/// What is to be delivered of a file.
#[derive(Debug)]
pub struct Delivery {
    /// The file as it stands with what is kept and nothing else.
    pub open: OpenFile,
    /// What is kept, and how far.
    pub parts: Vec<KeptPart>,
    /// On which grounds: the rows of `law-data/retention.toml`, each once.
    pub rows: Vec<String>,
}

impl Delivery {
    /// The documents that came as files, with the entry that each was received by.
    pub fn originals(&self) -> impl Iterator<Item = (&Recorded, &ReceivedDocument)> {
        self.open.entries.iter().filter_map(|entry| {
            let document = received(&entry.entry).filter(|document| document.original.is_some())?;
            Some((entry.as_ref(), document))
        })
    }
}

impl House {
    /// Opens what is kept for ever in a file, for its package. Returns once the reading is written down.
    ///
    /// # Errors
    /// [`DisposalRefusal::NotForYou`] for somebody who leads no unit, [`DisposalRefusal::Tied`], and [`DisposalRefusal::NothingKept`], also
    /// for a file that is not there.
    pub fn open_for_archive(&self, who: &Actor, now: Now, file: FileId) -> DisposalAnswer<Delivery> {
        if who.manages.is_empty() {
            return Err(DisposalRefusal::NotForYou.into());
        }
        let delivery = self.db.read(|tx| Ok(self.read_kept(tx, who, now, file)))??;
        let look = self.look_at(who, now, file, Basis::Manager, "archive");
        let look = access_log::Look { purpose: "disposal", ..look };
        let keys = Arc::clone(&self.keys);
        self.db.write(move |tx| access_log::write(tx, &keys, &look).map(|_| ()))?;
        Ok(delivery)
    }

    fn read_kept(&self, tx: &mut dyn Tx, who: &Actor, now: Now, file: FileId) -> DisposalAnswer<Delivery> {
        let access = self.access_of(tx, who, file)?;
        if access.tied.is_some() {
            return Err(DisposalRefusal::Tied.into());
        }
        let disposals = self.disposals(tx)?;
        let entries = self.readable_entries(tx, file)?;
        let judged = items(&entries, self.law, disposals.municipality.as_deref(), &disposals.marks)?;
        let kept = Kept::of(&judged);
        let parts = kept.parts(&entries);
        if parts.is_empty() {
            return Err(DisposalRefusal::NothingKept.into());
        }
        let mut rows: Vec<String> = judged
            .iter()
            .filter(|item| item.disposal.fate == Fate::Kept)
            .map(|item| item.disposal.row.id.clone())
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let own: Vec<Recorded> = entries.into_iter().filter(|entry| kept.holds(entry)).collect();
        let state = fold(&own);
        let mut named = state.family.ever_named();
        named.extend(state.person());
        let people = self.cards(tx, &named).map_err(|_| Error::Unreadable("a name card"))?;
        let entries = standing(own.into_iter().map(Arc::new).collect(), &state.moved_away);
        let open = OpenFile {
            id: file,
            organisation: self.organisation(now.today),
            entries,
            clocks: Vec::new(),
            basis: Basis::Manager,
            until_us: None,
            access,
            sight: Sight::Whole,
            people,
            investigated: false,
            without_consent: std::collections::BTreeMap::new(),
            file: Arc::new(state),
        };
        Ok(Delivery { open, parts, rows })
    }

    /// The bytes of a document that came as a file, checked against what its entry says of it.
    ///
    /// # Errors
    /// [`Error::NoAttachment`] for one that is not among what is delivered.
    pub fn delivered_original(&self, delivery: &Delivery, document: DocumentId) -> Result<Vec<u8>, Error> {
        let found = delivery.originals().find(|(_, received)| received.id == document);
        let original =
            found.and_then(|(_, received)| received.original.as_ref()).ok_or(Error::NoAttachment)?;
        let sum = sum_of(original).map_err(|_| Error::NoAttachment)?;
        self.db.read(|tx| attachments::read(tx, &self.keys, self.authority.0, document.uuid(), sum))
    }

    /// Writes that a package has been made.
    ///
    /// # Errors
    /// [`DisposalRefusal::WrittenSince`] where something was written to what is kept while it was made.
    pub fn package_made(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        file: FileId,
        package: Package,
    ) -> DisposalAnswer<()> {
        let rule = move |_: &Disposals, kept: &[KeptPart], cx: &DisposalContext<'_>| {
            package_made(kept, file, package.clone(), cx)
        };
        self.decided_of(who, now, file, rule)
    }

    /// Writes that the archive has received the newest package, by the digest that its receipt names.
    ///
    /// # Errors
    /// [`DisposalRefusal::NoPackage`] for another digest, [`DisposalRefusal::WrittenSince`] where it has to be delivered again.
    pub fn archive_received(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        file: FileId,
        (digest, receipt): (&str, &Text),
    ) -> DisposalAnswer<()> {
        let (digest, receipt) = (digest.to_owned(), receipt.clone());
        let rule = move |disposals: &Disposals, kept: &[KeptPart], cx: &DisposalContext<'_>| {
            receipt_of((disposals, kept), file, &digest, receipt.clone(), cx)
        };
        self.decided_of(who, now, file, rule)
    }

    /// Writes what a rule makes of what is kept of a file, as that is in the same transaction.
    fn decided_of(
        self: &Arc<Self>,
        who: &Actor,
        now: Now,
        file: FileId,
        rule: impl Fn(&Disposals, &[KeptPart], &DisposalContext<'_>) -> Result<DisposalEntry, DisposalRefusal>
        + Send
        + 'static,
    ) -> DisposalAnswer<()> {
        let house = Arc::clone(self);
        self.decided_by(who, now, move |tx, disposals, cx| {
            let entries = house.readable_entries(tx, file)?;
            let judged = items(&entries, house.law, disposals.municipality.as_deref(), &disposals.marks);
            let judged = match judged {
                Ok(judged) => judged,
                Err(beyond) => return Ok(Err(DisposalTrouble::from(beyond))),
            };
            let kept = Kept::of(&judged).parts(&entries);
            Ok(rule(disposals, &kept, cx).map_err(DisposalTrouble::from))
        })
    }
}
