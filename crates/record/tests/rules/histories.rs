//! What was ever written can be read: one stored sample and more of every kind of entry, in the version it was written in.

use jiff::Timestamp;
use record::{
    Entry, PartKind, Recorded, Speaker,
    entry::VERSION,
    person::PersonEntry,
    text::Audience,
    upcast::{Sheet, Stamp, Unreadable, decode, encode},
};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// How many kinds of entry there are. The match below does not compile when one is added: raise this, and store a sample of it.
const KINDS: usize = 48;

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
        Entry::PlanSettled(_) => 26,
        Entry::StandTaken(_) => 27,
        Entry::InvestigationWritten(_) => 28,
        Entry::MaterialShared(_) => 29,
        Entry::ReplyReceived(_) => 30,
        Entry::DecisionNotified(_) => 31,
        Entry::NoticeReceived(_) => 32,
        Entry::ServiceGranted(_) => 33,
        Entry::AssignmentGiven(_) => 34,
        Entry::AssignmentAnswered(_) => 35,
        Entry::ServicePlanned(_) => 36,
        Entry::ServiceStepped(_) => 37,
        Entry::FollowedUp(_) => 38,
        Entry::Dispatched(_) => 39,
        Entry::DisclosureRequested(_) => 40,
        Entry::Disclosed(_) => 41,
        Entry::DisclosureRefused(_) => 42,
        Entry::HandedOver(_) => 43,
        Entry::SharingConsented(_) => 44,
        Entry::SharingRevoked(_) => 45,
        Entry::DisclosureTested(_) => 46,
        Entry::DisclosureSentBack(_) => 47,
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
    (1..=VERSION).flat_map(read_version).collect()
}

/// The samples that were written in one version. A version holds only those whose form it changed.
fn read_version(version: u16) -> Vec<(Recorded, Vec<u8>)> {
    let all = samples(&format!("v{version}")).into_iter();
    all.map(|(name, bytes)| {
        let read = decode(stamp(version), &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
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
    // The newest version that holds a kind holds its form of today.
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for version in (1..=VERSION).rev() {
        let samples = read_version(version);
        for (read, bytes) in samples.iter().filter(|(read, _)| !seen.contains(read.entry.kind())) {
            let (kind, again) = (read.entry.kind(), again(read));
            assert_eq!(json(&again), json(bytes), "{kind}");
            assert_eq!(decode(stamp(VERSION), &again).unwrap(), *read, "{kind}");
        }
        seen.extend(samples.iter().map(|(read, _)| read.entry.kind()));
    }
}

fn again(read: &Recorded) -> Vec<u8> {
    let Recorded { occurred, by, law, matter, entry, .. } = read.clone();
    encode(&Sheet { occurred, by, law, matter, entry })
}

fn words(json: &serde_json::Value, into: &mut Vec<String>) {
    match json {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| words(one, into)),
        serde_json::Value::Object(all) => all.values().for_each(|one| words(one, into)),
        _ => {}
    }
}

#[test]
fn every_word_of_an_older_version_stands_in_todays() {
    for (read, bytes) in read() {
        let (mut then, mut now) = (Vec::new(), Vec::new());
        words(&json(&bytes), &mut then);
        words(&json(&again(&read)), &mut now);
        let lost: Vec<_> = then.iter().filter(|text| !now.contains(text)).collect();
        assert!(lost.is_empty(), "{} lost {lost:?}", read.entry.kind());
    }
}

/// In version 1 these words had no speaker and no label, and nothing reminded of them.
#[test]
fn what_stood_bare_has_its_labels_now() {
    let old = read_version(1);
    let all =
        || old.iter().flat_map(|(read, _)| read.entry.parts().into_iter().map(|part| (&read.entry, part)));
    let heard = all().find(|(_, part)| part.text.as_str() == "Jag är ofta hungrig.").unwrap().1;
    assert_eq!((heard.kind, &heard.said_by), (PartKind::Words, &Some(Speaker::Child)));
    let (notice, withheld) = all().find(|(_, part)| part.text.as_str() == "Hot.").unwrap();
    let Entry::PartyNotified(notice) = notice else { panic!("a notice") };
    assert_eq!(withheld.keep[0].from, Audience::Person(notice.person));
    assert!(all().any(|(_, part)| part.text.as_str() == "Så sa jag inte." && part.said_by.is_some()));
}

/// Up to version 2 an investigation's questions were bare texts.
#[test]
fn every_question_is_a_statement_now() {
    let asked = |read: &Recorded| match &read.entry {
        Entry::InvestigationOpened(opening) => opening.questions.clone(),
        Entry::PlanSettled(plan) => plan.questions.clone(),
        Entry::InvestigationWritten(written) => written.questions.clone(),
        Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => {
            made.decision.opening.iter().flat_map(|opening| opening.questions.clone()).collect()
        }
        _ => Vec::new(),
    };
    for version in 1..=VERSION {
        let all: Vec<_> = read_version(version).iter().flat_map(|(read, _)| asked(read)).collect();
        assert!(!all.is_empty(), "version {version} asks nothing");
        assert!(all.iter().all(|question| question.kind == PartKind::Assessment), "version {version}");
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
    assert!(matches!(decode(stamp(VERSION + 1), &bytes), Err(Unreadable::FromTheFuture(_))));
    for version in 1..=VERSION {
        for damaged in [&b"{}"[..], b"[]", b"7", b"{\"entry\":7}"] {
            assert!(matches!(decode(stamp(version), damaged), Err(Unreadable::Damaged(_))), "{damaged:?}");
        }
    }
}

/// A kind that was added without a new version, as the recipe allows, is what a newer program wrote too.
#[test]
fn a_kind_that_is_not_known_is_a_newer_programs() {
    let (_, bytes) = read().swap_remove(0);
    let mut sheet: serde_json::Value = serde_json::from_slice(&bytes).expect("a sheet");
    sheet["entry"] = serde_json::json!({ "from_the_future": {} });
    let unknown = sheet.to_string();
    assert!(matches!(decode(stamp(VERSION), unknown.as_bytes()), Err(Unreadable::UnknownKind)));
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
