//! What the model reminds of, as a table: every reader, every speaker, every label.

use crate::{
    given::{Given, given},
    words::*,
};
use record::{
    Code, Command, Entry, Part, Reader, Verdict,
    decision::Decision,
    investigation::{PartyNotice, Telling},
    preliminary::ChildHeard,
    report::{Report, Reporter},
    secrecy::reporter_visible_to,
    text::{Audience, Ground, Speaker},
    visible_to,
};

const MOTHER: u128 = 2;
const FATHER: u128 = 3;

fn open() -> Given {
    given([file(), guardian(MOTHER), guardian(FATHER)])
}

fn mother() -> Reader {
    Reader::Guardian(person(MOTHER))
}

fn assess(ground: Ground) -> Verdict {
    Verdict::Assess { ground, party: true }
}

fn keep(ground: Ground) -> Verdict {
    Verdict::Keep { ground, party: true }
}

const OUTSIDE: Verdict = Verdict::Keep { ground: Ground::PersonalCircumstances, party: false };

fn spoken(speaker: Option<Speaker>) -> Part {
    Part { said_by: speaker, ..fact("Så är det.") }
}

#[test]
fn every_reader_and_every_speaker() {
    use Ground::{ChildAgainstGuardian, PersonalCircumstances};
    let others = assess(PersonalCircumstances);
    //  speaker, to the child, to the mother
    let table = [
        (None, Verdict::Show, Verdict::Show),
        (Some(Speaker::Child), Verdict::Show, assess(ChildAgainstGuardian)),
        (Some(Speaker::Person(person(MOTHER))), others, Verdict::Show),
        (Some(Speaker::Person(person(FATHER))), others, others),
        (Some(Speaker::Person(child())), Verdict::Show, others),
        (Some(Speaker::Reporter), others, others),
        (Some(Speaker::Other(text("en lärare"))), others, others),
    ];
    let file = open().file;
    for (speaker, to_child, to_mother) in table {
        let part = spoken(speaker.clone());
        assert_eq!(visible_to(Reader::Child, &part, &file), to_child, "{speaker:?} to the child");
        assert_eq!(visible_to(mother(), &part, &file), to_mother, "{speaker:?} to the mother");
        assert_eq!(visible_to(Reader::Other, &part, &file), OUTSIDE, "{speaker:?} to anybody else");
    }
}

#[test]
fn every_label_before_every_speaker() {
    let labels = [
        (Audience::Guardians, [false, true, true]),
        (Audience::Person(person(MOTHER)), [false, true, false]),
        (Audience::Person(person(FATHER)), [false, false, true]),
        (Audience::Person(child()), [true, false, false]),
        (Audience::Child, [true, false, false]),
    ];
    let readers = [Reader::Child, mother(), Reader::Guardian(person(FATHER))];
    let speakers =
        [None, Some(Speaker::Child), Some(Speaker::Reporter), Some(Speaker::Person(person(MOTHER)))];
    let grounds =
        [Ground::ChildAgainstGuardian, Ground::Whereabouts, Ground::Reporter, Ground::PersonalCircumstances];
    let file = open().file;
    for ((audience, kept), speaker, ground) in
        labels.iter().flat_map(|l| speakers.iter().flat_map(move |s| grounds.map(|g| (l, s, g))))
    {
        let plain = spoken(speaker.clone());
        let labelled = plain.clone().kept_from(*audience, ground);
        for (reader, kept) in readers.into_iter().zip(kept) {
            let expected = if *kept { keep(ground) } else { visible_to(reader, &plain, &file) };
            assert_eq!(visible_to(reader, &labelled, &file), expected, "{audience:?} {speaker:?} {reader:?}");
        }
        let outside = Verdict::Keep { ground, party: false };
        assert_eq!(visible_to(Reader::Other, &labelled, &file), outside, "{audience:?} {speaker:?}");
    }
}

/// What a provider outside the authority gets was chosen for it: the rest is tested, and where a hidden child is stays here.
#[test]
fn a_provider_gets_what_was_chosen_for_it_once_the_labels_are_tested() {
    let private = open().and(Command::ReceiveReport(matter(10), a_private_report())).file;
    let to_provider = |part: &Part| visible_to(Reader::Provider, part, &private);
    let assess = |ground| Verdict::Assess { ground, party: false };
    let plain = spoken(Some(Speaker::Child));
    assert_eq!(to_provider(&plain), Verdict::Show);
    assert_eq!(to_provider(&plain.clone().in_confidence()), assess(Ground::ChildAgainstGuardian));
    assert_eq!(to_provider(&spoken(Some(Speaker::Reporter))), assess(Ground::Reporter));
    let hidden = plain.in_confidence().kept_from(Audience::Guardians, Ground::Whereabouts);
    assert_eq!(to_provider(&hidden), Verdict::Keep { ground: Ground::Whereabouts, party: false });
}

/// 26 kap. 5 § OSL covers what a private reporter has said, and 12 kap. 3 § every child against its own guardian.
#[test]
fn a_private_reporters_and_a_siblings_words_have_grounds_of_their_own() {
    let words = |speaker| spoken(Some(speaker));
    let private = open().and(Command::ReceiveReport(matter(10), a_private_report())).file;
    let mandated = open().and(report(10)).file;
    for reader in [Reader::Child, mother()] {
        let said = words(Speaker::Reporter);
        assert_eq!(visible_to(reader, &said, &private), assess(Ground::Reporter));
        assert_eq!(visible_to(reader, &said, &mandated), assess(Ground::PersonalCircumstances));
    }
    let brother = record::family::Relation {
        person: person(4),
        kind: Code::from("half_sibling"),
        lives_with_child: None,
        source: text("Folkbokföringen"),
        as_of: day("2026-11-24"),
        ended: false,
    };
    let related = vec![record::family::FamilyFact::Relation(brother)];
    let with_brother = open().and(Command::LearnFamily(related)).file;
    let said = words(Speaker::Person(person(4)));
    assert_eq!(visible_to(mother(), &said, &with_brother), assess(Ground::ChildAgainstGuardian));
    assert_eq!(visible_to(Reader::Child, &said, &with_brother), assess(Ground::PersonalCircumstances));
    assert_eq!(
        visible_to(mother(), &said, &open().file),
        assess(Ground::PersonalCircumstances),
        "no sibling"
    );
}

#[test]
fn what_is_about_somebody_else_is_tested_for_their_sake() {
    let file = open().file;
    let about = |number| Part { about: vec![person(number)], ..fact("Han dricker.") };
    assert_eq!(visible_to(mother(), &about(MOTHER), &file), Verdict::Show);
    assert_eq!(visible_to(mother(), &about(FATHER), &file), assess(Ground::PersonalCircumstances));
    assert_eq!(visible_to(Reader::Child, &about(FATHER), &file), assess(Ground::PersonalCircumstances));
}

#[test]
fn a_private_reporter_is_kept_until_somebody_has_tested_it() {
    let private = a_private_report().reporter;
    let mandated = Reporter { mandated: true, ..private.clone() };
    let private = Reporter { mandated: false, ..private };
    for reader in [Reader::Child, mother()] {
        assert_eq!(reporter_visible_to(reader, &private), keep(Ground::Reporter));
        assert_eq!(
            reporter_visible_to(reader, &mandated),
            Verdict::Show,
            "who reports by duty does so by name"
        );
    }
    assert_eq!(reporter_visible_to(Reader::Other, &private), OUTSIDE);
    assert_eq!(reporter_visible_to(Reader::Other, &mandated), OUTSIDE);
}

/// The letter shows who wrote it, and is labelled so without anybody having to remember it.
#[test]
fn the_letter_a_private_report_came_in_is_kept_like_the_name() {
    let received = |report: Report| {
        let document = Some(id(50));
        let report = Command::ReceiveReport(matter(10), Report { document, ..report });
        let open = open().and(report).and(Command::ReceiveDocument(Some(matter(10)), a_document(50)));
        open.log.last().map(|entry| entry.entry.clone()).expect("an entry")
    };
    let verdicts = |report: Report| {
        let Entry::DocumentReceived(document) = received(report) else { panic!("a document") };
        let part = Part { keep: document.keep, ..fact("Brevet") };
        [Reader::Child, mother()].map(|reader| visible_to(reader, &part, &open().file))
    };
    assert_eq!(verdicts(a_private_report()), [keep(Ground::Reporter); 2]);
    assert_eq!(verdicts(a_report()), [Verdict::Show; 2]);
    // Another document in the same report says nothing of the reporter.
    let open = open().and(Command::ReceiveReport(matter(10), a_private_report()));
    open.when(Command::ReceiveDocument(Some(matter(10)), a_document(51))).then(|entries| {
        assert!(matches!(entries, [Entry::DocumentReceived(document)] if document.keep.is_empty()));
    });
}

#[test]
fn grounds_are_codes_of_the_law() {
    let grounds =
        [Ground::ChildAgainstGuardian, Ground::Whereabouts, Ground::Reporter, Ground::PersonalCircumstances];
    for ground in grounds {
        assert!(law::LawBook::sweden().choice("osl_ground", ground.code()).is_some(), "{ground:?}");
    }
}

/// The part of the file that says this.
fn saying(open: &Given, words: &str) -> Part {
    let mut parts = open.log.iter().flat_map(|entry| entry.entry.parts());
    parts.find(|part| part.text.as_str() == words).expect("it stands in the file").clone()
}

/// What the child says in a decision is as secret as what it says in a note: the same default, the same label, whatever the form called it.
#[test]
fn the_childs_words_in_a_decision_are_the_childs() {
    let reported = given([file(), guardian(MOTHER), report(10), assessed(10)]);
    let heard = |part: Part| {
        let child = Some(ChildHeard::Heard(part));
        let open = reported.clone().and(make(10, Decision { child, ..d02(20) }));
        let part = saying(&open, "Pappa slår mig.");
        (visible_to(mother(), &part, &open.file), visible_to(Reader::Child, &part, &open.file))
    };
    let bare = fact("Pappa slår mig.");
    assert_eq!(heard(bare.clone()), (assess(Ground::ChildAgainstGuardian), Verdict::Show));
    let labelled = bare.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    assert_eq!(heard(labelled), (keep(Ground::ChildAgainstGuardian), Verdict::Show));
}

#[test]
fn why_a_guardian_is_not_told_is_kept_from_that_guardian() {
    let open =
        given([file(), guardian(MOTHER), guardian(FATHER), report(10), assessed(10), make(10, d02(20))]);
    let untold = |number| {
        let exception = Code::from("risk_for_child");
        let telling = Telling::withheld(exception, why("Polisen hör barnet."));
        let notice = PartyNotice { person: person(number), at: moment("2026-11-24T12:00"), telling };
        let open = open.clone().and(Command::NotifyParty(matter(20), notice));
        let part = saying(&open, "Polisen hör barnet.");
        let readers = [mother(), Reader::Guardian(person(FATHER)), Reader::Child];
        readers.map(|reader| visible_to(reader, &part, &open.file))
    };
    assert_eq!(untold(MOTHER), [keep(Ground::ChildAgainstGuardian), Verdict::Show, Verdict::Show]);
    assert_eq!(untold(1), [Verdict::Show, Verdict::Show, keep(Ground::PersonalCircumstances)]);
}

/// Where a child is may be kept from somebody by what is written, or by a decision; the outage pack asks.
#[test]
fn a_file_tells_that_it_hides_where_the_child_is() {
    let law = law::LawBook::sweden();
    let plain = given([file(), guardian(MOTHER), report(10)]);
    assert!(!plain.file.hides_whereabouts(law));
    let part = said(Speaker::Child, "Jag bor hos Mona.").kept_from(Audience::Guardians, Ground::Whereabouts);
    let written = plain.clone().and(Command::SignNote(Some(matter(10)), a_note(vec![part])));
    assert!(written.file.hides_whereabouts(law));
    let other =
        said(Speaker::Child, "Jag är rädd.").kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    let written = plain.and(Command::SignNote(Some(matter(10)), a_note(vec![other])));
    assert!(!written.file.hides_whereabouts(law));
    let types = law.decision_types().iter().filter(|kind| kind.whereabouts);
    let named: Vec<&str> = types.map(|kind| kind.id.as_str()).collect();
    assert_eq!(named, ["D20b", "D37"]);
}
