use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Command, Entry, Moment, Part, Reader, Refusal, Verdict, fold,
    moving::{Arriving, MovedIn, MovedOut, standing},
    note::{Addendum, Dispute},
    report::ReportPhase,
    text::{Audience, Ground, Quote, Speaker},
    visible_to,
};
use std::sync::Arc;

fn out(seqs: &[i64]) -> Command {
    Command::MoveOut(MovedOut { seqs: seqs.to_vec(), to: id(500) })
}

fn quoting(seq: i64) -> Part {
    Part { quotes: Some(Quote { seq, part: 0 }), ..said(Speaker::Child, "Jag vill inte sova hemma.") }
}

fn words() -> Part {
    said(Speaker::Child, "Jag vill inte sova hemma.")
        .kept_from(Audience::Guardians, Ground::ChildAgainstGuardian)
}

/// The entries as they leave for another file.
fn leaving(from: &Given, seqs: &[i64]) -> Command {
    let entries = from.log.iter().filter(|entry| seqs.contains(&entry.seq));
    let arriving = entries.map(|entry| Arriving {
        matter: entry.matter,
        occurred: entry.occurred,
        moved: MovedIn {
            from: id(499),
            seq: entry.seq,
            by: entry.by.clone(),
            at: entry.at,
            entry: Box::new(entry.entry.clone()),
        },
    });
    Command::MoveIn(arriving.collect())
}

/// As a reader meets the file: folded anew from the log.
fn anew(given: &Given) -> record::CaseFile {
    fold(&given.log)
}

#[test]
fn a_moved_note_leaves_every_view_and_every_quote() {
    let wrong = given([file(), note(vec![words()]), note(vec![quoting(2)]), note(vec![quoting(3)])]);
    let after = wrong.and(out(&[2]));
    let file = anew(&after);
    assert!(!file.notes.contains_key(&2) && !file.entries.contains_key(&2));
    assert!(file.entries.contains_key(&5), "an entry without content says so");
    for quote in &after.log[2..4] {
        let gone = Verdict::Keep { ground: Ground::PersonalCircumstances, party: false };
        for reader in [Reader::Child, Reader::Guardian(person(2)), Reader::Other] {
            assert_eq!(visible_to(reader, quote.entry.parts()[0], &file), gone);
        }
    }
    let read = standing(after.log.iter().cloned().map(Arc::new).collect(), &file.moved_away);
    assert!(read.iter().all(|entry| entry.seq != 2), "the entry itself");
    let said = words().text.to_string();
    assert!(
        read.iter().flat_map(|entry| entry.entry.parts()).all(|part| part.text.as_str() != said),
        "and its words"
    );
    let after = Given { file, ..after };
    for again in [out(&[2]), note(vec![quoting(2)]), note(vec![quoting(3)])] {
        after.when(again).refused(&Refusal::MovedAway);
    }
    let addendum = Addendum { to: 2, parts: vec![fact("x")] };
    after.when(Command::AmendNote(addendum)).refused(&Refusal::MovedAway);
}

#[test]
fn the_text_stands_in_the_right_file_with_its_own_time_and_author() {
    let wrong = given([file(), note(vec![words()])]).by(case_worker()).on("2026-11-25");
    let right = given([file(), note(vec![fact("Annat.")])]).on("2026-11-25").and(leaving(&wrong, &[2]));
    let arrived = right.log.last().unwrap();
    assert_eq!(arrived.occurred, Moment { minute: Some(600), ..moment("2026-11-24") });
    assert_eq!(right.file.notes[&3].by.staff, unit_head().staff);
    let reader = Reader::Guardian(person(2));
    let kept = Verdict::Keep { ground: Ground::ChildAgainstGuardian, party: true };
    assert_eq!(visible_to(reader, arrived.entry.parts()[0], &right.file), kept, "labels come along");
}

#[test]
fn a_note_takes_its_addenda_and_disputes_along() {
    let wrong = given([
        file(),
        note(vec![said(Speaker::Child, "Jag vill inte sova hemma.")]),
        note(vec![words()]),
        Command::AmendNote(Addendum { to: 3, parts: vec![quoting(3), quoting(2)] }),
        Command::DisputeEntry(Dispute { of: 3, said: said(Speaker::Child, "Nej.") }),
    ]);
    for start in 3..=5 {
        assert_eq!(wrong.file.moves_with(&[start]).into_iter().collect::<Vec<_>>(), [3, 4, 5]);
    }
    wrong.when(out(&[3])).refused(&Refusal::NotThatEntry);
    wrong.when(out(&[3, 4, 5])).written();

    let right = given([file(), note(vec![fact("a")]), note(vec![fact("b")]), note(vec![fact("c")])]);
    right.when(leaving(&wrong, &[4])).refused(&Refusal::NotThatEntry);
    let right = right.and(leaving(&wrong, &[3, 4, 5]));
    assert!(right.file.notes[&3].addenda.is_empty(), "not on the note that has the old number here");
    assert_eq!((&right.file.notes[&5].addenda[..], &right.file.notes[&5].disputes[..]), (&[6][..], &[7][..]));
    let parts = right.log[5].entry.parts();
    assert_eq!(parts[0].quotes, Some(Quote { seq: 5, part: 0 }));
    assert_eq!(parts[1].quotes, None, "what it quoted stayed behind");
}

#[test]
fn a_report_moves_with_its_whole_matter_and_what_it_opened() {
    let wrong = given([
        file(),
        report(10),
        assessed(10),
        make(10, d02(20)),
        Command::SignNote(Some(matter(20)), a_note(vec![fact("Hembesök.")])),
        report(11),
        note(vec![fact("Om något annat.")]),
    ]);
    let all: Vec<i64> = wrong.file.moves_with(&[2]).into_iter().collect();
    assert_eq!(all, [2, 3, 4, 5, 6]);
    assert_eq!(wrong.file.moves_with(&[5]).into_iter().collect::<Vec<_>>(), all, "and the other way round");
    assert_eq!(wrong.file.moves_with(&[7]).len(), 1);
    assert_eq!(wrong.file.moves_with(&[6]).len(), 1, "a note in the matter can be moved alone");
    wrong.when(out(&[2])).refused(&Refusal::NotThatEntry);
    let left = anew(&wrong.clone().and(out(&all)));
    assert_eq!(left.matters.keys().copied().collect::<Vec<_>>(), [matter(11)]);
    assert!(left.events.iter().all(|event| event.matter.is_none_or(|of| of == 11)), "no clock of it runs on");

    let right = given([file()]).and(leaving(&wrong, &all));
    assert_eq!(right.file.report(matter(10)).unwrap().phase(), ReportPhase::Closed);
    assert_eq!((right.running("DL-021"), right.running("DL-002")), (1, 0));
    assert!(right.log[1..].iter().all(|entry| entry.matter.is_some()));
}

#[test]
fn a_note_whose_matter_stays_behind_stands_in_the_file_itself() {
    let in_matter = Command::SignNote(Some(matter(10)), a_note(vec![fact("Hembesök.")]));
    let wrong = given([file(), report(10), in_matter]);
    let right = given([file()]).and(leaving(&wrong, &[3]));
    assert_eq!(right.log[1].matter, None);
}

#[test]
fn what_only_makes_sense_where_it_stands_stays() {
    let wrong = given([file(), guardian(2), note(vec![words()])]);
    for seq in [1, 2] {
        wrong.when(out(&[seq])).refused(&Refusal::NotThatEntry);
    }
    wrong.when(out(&[])).refused(&Refusal::NoSuchEntry);
    wrong.when(out(&[9])).refused(&Refusal::NoSuchEntry);
    let after = wrong.clone().and(out(&[3]));
    Given { file: anew(&after), ..after }.when(out(&[4])).refused(&Refusal::NotThatEntry);

    given([file()]).when(leaving(&wrong, &[1])).refused(&Refusal::NotThatEntry);
    given([]).when(leaving(&wrong, &[3])).refused(&Refusal::FileNotOpen);
}

/// An entry can land in the wrong file twice.
#[test]
fn what_has_arrived_can_leave_again() {
    let first = given([file(), report(10)]);
    let second = given([file(), note(vec![fact("Eget.")])]).and(leaving(&first, &[2]));
    assert!(matches!(second.log[2].entry, Entry::MovedIn(_)));
    let third = given([file()]).and(leaving(&second, &[3]));
    assert_eq!(third.running("DL-002"), 1);
    assert!(anew(&second.and(out(&[3]))).matters.is_empty());
}
