use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Code, Command, Entry, Field, Part, Reader, Refusal, Verdict,
    note::{Addendum, Dispute, Note},
    text::{Audience, Ground, Keep, Quote, Speaker},
    visible_to,
};

const FROM_GUARDIANS: Keep = Keep { from: Audience::Guardians, ground: Ground::ChildAgainstGuardian };

fn quoting(seq: i64, part: usize) -> Part {
    Part { quotes: Some(Quote { seq, part }), ..said(Speaker::Child, "Jag vill inte sova hemma.") }
}

/// A file in which entry 2 is a note with the child's own words, which the guardians may not hear.
fn told() -> Given {
    let words = said(Speaker::Child, "Jag vill inte sova hemma.");
    given([
        file(),
        note(vec![fact("Samtal."), words.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian)]),
    ])
}

fn amend(to: i64, parts: Vec<Part>) -> Command {
    Command::AmendNote(Addendum { to, parts })
}

#[test]
fn late_is_flagged() {
    let made = |at: &str| Command::SignNote(None, Note { at: moment(at), ..a_note(vec![fact("Hej.")]) });
    let late = |at: &str| {
        let entries = given([file()]).when(made(at)).answer.unwrap();
        matches!(&entries[0].entry, Entry::NoteSigned(note) if note.late)
    };
    assert!(late("2026-11-22") && !late("2026-11-23"));
}

#[test]
fn a_note_says_something_about_something_that_happened() {
    let open = given([file()]);
    let fine = || a_note(vec![fact("Hej.")]);
    let sign = |note| Command::SignNote(None, note);
    given([]).when(sign(fine())).refused(&Refusal::FileNotOpen);
    open.when(sign(a_note(Vec::new()))).refused(&Refusal::Missing(Field::Text));
    open.when(sign(Note { at: moment("2026-11-25"), ..fine() })).refused(&Refusal::InFuture(Field::Occurred));
    open.when(sign(Note { at: moment("2015-04-08"), ..fine() }))
        .refused(&Refusal::BeforeBirth(Field::Occurred));
    open.when(sign(Note { meeting: Some(id(60)), ..fine() })).refused(&Refusal::NoSuchMeeting);
    open.when(Command::SignNote(Some(matter(10)), fine())).refused(&Refusal::NoSuchMatter);
    let (list, code) = ("note_kind".into(), "poem".to_owned());
    open.when(sign(Note { kind: Code::from("poem"), ..fine() })).refused(&Refusal::UnknownCode {
        list,
        code,
        field: Field::Kind,
    });
    open.when(note(vec![quoting(7, 0)])).refused(&Refusal::NoSuchEntry);
}

#[test]
fn labels_follow_the_text_into_every_quote() {
    let assessment = || {
        let mut assessment = an_assessment("no_immediate_need");
        assessment.parts = vec![quoting(2, 1)];
        record::protection::AssessProtection { matter: matter(10), assessment, opening: None }
    };
    let told = told().and(report(10));
    let reasons = vec![quoting(2, 1)];
    let everywhere = [
        note(vec![quoting(2, 1)]),
        amend(2, vec![quoting(2, 1)]),
        Command::AssessProtection(assessment()),
        make(10, record::decision::Decision { reasons, ..d04("2026-12-20") }),
        Command::DisputeEntry(Dispute { of: 2, said: quoting(2, 1) }),
        Command::RerouteReport(matter(10), record::report::Rerouting { motive: quoting(2, 1) }),
    ];
    for command in everywhere {
        told.when(command.clone()).then(|entries| {
            assert_eq!(entries[0].parts()[0].keep, [FROM_GUARDIANS], "{command:?}");
        });
    }
    let unlabelled = Part { quotes: Some(Quote { seq: 2, part: 0 }), ..fact("Samtal.") };
    told.when(note(vec![unlabelled])).then(|entries| assert!(entries[0].parts()[0].keep.is_empty()));
    told.when(note(vec![quoting(2, 2)])).refused(&Refusal::NoSuchEntry);
}

/// What somebody is said to have said here is what stands there, word for word, and said by the same.
#[test]
fn a_quotation_is_its_sources_words() {
    let told = told();
    let other = |part: Part| Part { quotes: Some(Quote { seq: 2, part: 1 }), ..part };
    let rewritten = other(said(Speaker::Child, "Jag vill sova hemma."));
    let of_the_mother = other(said(Speaker::Person(person(2)), "Jag vill inte sova hemma."));
    let as_a_fact = other(fact("Jag vill inte sova hemma."));
    for part in [rewritten, of_the_mother, as_a_fact] {
        told.when(note(vec![part.clone()])).refused(&Refusal::NotItsWords);
        told.when(amend(2, vec![part])).refused(&Refusal::NotItsWords);
    }
    let corrected = told.and(amend(2, vec![fact("Hon sa så i tisdags.")]));
    corrected.when(note(vec![quoting(2, 1)])).written();
}

#[test]
fn a_quotation_of_a_quotation_quotes_the_source() {
    let twice = told().and(note(vec![quoting(2, 1)])).when(note(vec![quoting(3, 0)])).then(|entries| {
        assert_eq!(entries[0].parts()[0].quotes, Some(Quote { seq: 2, part: 1 }));
    });
    let verdict =
        visible_to(Reader::Guardian(person(2)), twice.log[3].entry.parts().first().unwrap(), &twice.file);
    assert_eq!(verdict, Verdict::Keep { ground: Ground::ChildAgainstGuardian, party: true });
}

#[test]
fn an_addendum_leaves_the_earlier_text_legible() {
    let amended = told().and(amend(2, vec![fact("Det var i tisdags.")]));
    assert_eq!(amended.file.notes[&2].addenda, [3]);
    assert!(amended.file.entries.contains_key(&2) && amended.file.entries.contains_key(&3));
    assert_eq!(amended.log[1], told().log[1]);
    amended.when(amend(2, Vec::new())).refused(&Refusal::Missing(Field::Text));
    amended.when(amend(9, vec![fact("x")])).refused(&Refusal::NoSuchEntry);
    amended.when(amend(1, vec![fact("x")])).refused(&Refusal::NotThatEntry);
    amended.when(amend(3, vec![fact("x")])).refused(&Refusal::NotThatEntry);
}

/// A wrong outcome in a decision is as wrong as a wrong word in a note.
#[test]
fn whatever_says_something_in_words_can_be_corrected_beside_it() {
    let open = given([file(), report(10), assessed(10), make(10, decision("D03"))]);
    for (seq, kind) in [(2, "the report"), (3, "the assessment"), (4, "the decision")] {
        let amended = open.when(amend(seq, vec![fact("Det var i tisdags.")])).written();
        assert_eq!(amended.file.entries[&5].follows, Some(seq), "{kind}");
        assert_eq!(amended.file.entries[&5].matter, Some(matter(10)), "{kind}");
        assert_eq!(amended.log[..4], open.log[..], "{kind} stands");
    }
}

#[test]
fn anybody_may_say_that_an_entry_is_wrong() {
    let dispute = |of, by| Command::DisputeEntry(Dispute { of, said: said(by, "Så sa jag inte.") });
    let disputed = told().and(report(10)).and(dispute(2, Speaker::Child));
    assert_eq!(disputed.file.notes[&2].disputes, [4]);
    disputed.when(dispute(3, Speaker::Person(person(2)))).written();
    disputed.when(dispute(9, Speaker::Child)).refused(&Refusal::NoSuchEntry);
}

#[test]
fn the_text_is_never_printed_by_accident() {
    let printed = format!("{:?}", told().log);
    assert!(!printed.contains("sova"), "a case text in a log line is a leak");
}
