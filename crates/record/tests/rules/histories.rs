//! What was ever written can be read: one stored sample and more of every kind of entry, in the version it was written in.

use jiff::Timestamp;
use record::{
    Entry, Recorded,
    person::PersonEntry,
    upcast::{Sheet, Stamp, Unreadable, decode, encode},
};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// How many kinds of entry there are. The match below does not compile when one is added: raise this, and store a sample of it.
const KINDS: usize = 26;

fn number_of(entry: &Entry) -> usize {
    match entry {
        Entry::FileOpened(_) => 0,
        Entry::FamilyLearnt(_) => 1,
        Entry::ReportReceived(_) => 2,
        Entry::ReportRerouted(_) => 3,
        Entry::TagCorrected(_) => 4,
        Entry::ProtectionAssessed(_) => 5,
        Entry::PreliminaryAssessed(_) => 6,
        Entry::DecisionProposed(_) => 7,
        Entry::ProposalReturned(_) => 8,
        Entry::DecisionMade(_) => 9,
        Entry::DecisionRecorded(_) => 10,
        Entry::InvestigationOpened(_) => 11,
        Entry::PartyNotified(_) => 12,
        Entry::FeedbackRequested(_) => 13,
        Entry::FeedbackGiven(_) => 14,
        Entry::DocumentReceived(_) => 15,
        Entry::MeetingBooked(_) => 16,
        Entry::MeetingEnded(_) => 17,
        Entry::MatterDistributed(_) => 18,
        Entry::NoteSigned(_) => 19,
        Entry::NoteAmended(_) => 20,
        Entry::EntryDisputed(_) => 21,
        Entry::OccurrenceRecorded(_) => 22,
        Entry::UnbornInformationReceived(_) => 23,
        Entry::MovedOut(_) => 24,
        Entry::MovedIn(_) => 25,
    }
}

/// The samples of a folder: the kind the file is named after, and its bytes.
fn samples(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/histories").join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let named =
        files.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
    named.map(|(name, bytes)| (name.split('.').next().unwrap().to_owned(), bytes)).collect()
}

fn stamp(version: u16) -> Stamp {
    Stamp { seq: 7, at: Timestamp::UNIX_EPOCH, version, number: Some("2026-1".to_owned()) }
}

/// Every sample of the log, as it reads today, with its bytes.
pub(crate) fn read() -> Vec<(Recorded, Vec<u8>)> {
    let all = samples("v1").into_iter();
    all.map(|(name, bytes)| {
        let read = decode(stamp(1), &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.entry.kind(), name, "a sample is named after its kind");
        (read, bytes)
    })
    .collect()
}

fn json(bytes: &[u8]) -> serde_json::Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn every_kind_has_a_sample() {
    let found: BTreeSet<usize> = read().iter().map(|(read, _)| number_of(&read.entry)).collect();
    let missing: Vec<usize> = (0..KINDS).filter(|kind| !found.contains(kind)).collect();
    assert!(missing.is_empty() && found.len() == KINDS, "no stored sample of the kinds {missing:?}");
}

/// A field that was renamed or dropped without a new version would silently lose what stands in the log.
#[test]
fn nothing_is_lost_when_a_sample_of_todays_version_is_written_again() {
    for (read, bytes) in read() {
        let kind = read.entry.kind();
        let Recorded { occurred, by, law, matter, entry, .. } = read.clone();
        let again = encode(&Sheet { occurred, by, law, matter, entry });
        assert_eq!(json(&again), json(&bytes), "{kind}");
        assert_eq!(decode(stamp(1), &again).unwrap(), read, "{kind}");
    }
}

#[test]
fn the_stamp_is_kept() {
    let (read, _) = read().swap_remove(0);
    assert_eq!((read.seq, read.at, read.number.as_deref()), (7, Timestamp::UNIX_EPOCH, Some("2026-1")));
}

#[test]
fn what_a_newer_program_wrote_is_said_to_be_so() {
    let (_, bytes) = read().swap_remove(0);
    assert!(matches!(decode(stamp(2), &bytes), Err(Unreadable::FromTheFuture(2))));
    assert!(matches!(decode(stamp(1), b"{}"), Err(Unreadable::Damaged(_))));
}

fn number_of_person_entry(entry: &PersonEntry) -> usize {
    match entry {
        PersonEntry::PersonRegistered(_) => 0,
        PersonEntry::PersonFactChanged { .. } => 1,
        PersonEntry::IdentityCorrected { .. } => 2,
    }
}

#[test]
fn every_kind_of_a_persons_entries_has_a_sample_too() {
    let mut found = BTreeSet::new();
    for (name, bytes) in samples("v1/person") {
        let entry: PersonEntry =
            serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(entry.kind(), name);
        assert_eq!(serde_json::to_value(&entry).unwrap(), json(&bytes), "{name}");
        found.insert(number_of_person_entry(&entry));
    }
    assert_eq!((found.len(), PersonEntry::VERSION), (3, 1));
}
