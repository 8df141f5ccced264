use crate::{given::given, words::*};
use record::{
    Command, Field, Part, Refusal,
    text::{Audience, Ground, Quote},
    written::{Section, WrittenInvestigation},
};

fn write(written: WrittenInvestigation) -> Command {
    Command::SignInvestigation(matter(20), written)
}

#[test]
fn every_version_stands() {
    let twice = given(investigated()).and(written(20)).and(written(20));
    let state = twice.file.running_investigations().next().unwrap().1;
    let seqs: Vec<i64> = state.written.iter().map(|version| version.seq).collect();
    assert_eq!(seqs.len(), 2);
    assert!(seqs.iter().all(|seq| twice.file.entries.contains_key(seq)));
}

#[test]
fn text_without_a_question_and_a_question_without_text_are_named() {
    let loose = Section { answers: Vec::new(), ..a_writing().sections.remove(0) };
    let writing = WrittenInvestigation { sections: vec![loose], ..a_writing() };
    assert_eq!(writing.untied().count(), 1);
    assert_eq!(writing.unanswered().collect::<Vec<_>>(), [0, 1]);
    assert_eq!(a_writing().untied().count(), 0);
    assert_eq!(a_writing().unanswered().collect::<Vec<_>>(), [1]);
}

#[test]
fn nothing_and_an_answer_to_no_question_are_refused() {
    let investigated = given(investigated());
    investigated.when(write(WrittenInvestigation::default())).refused(&Refusal::Missing(Field::Text));
    let astray = Section { answers: vec![7], ..a_writing().sections.remove(0) };
    let writing = WrittenInvestigation { sections: vec![astray], ..a_writing() };
    investigated.when(write(writing)).refused(&Refusal::Missing(Field::Questions));
}

/// What the child wants kept from the guardians stays so when the note is quoted into the investigation.
#[test]
fn a_label_follows_its_text_into_the_investigation() {
    let secret = fact("Han vill bo hos mormor.").kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    let noted = given(investigated()).and(note(vec![secret]));
    let seq = noted.file.version;
    let quote = Part { quotes: Some(Quote { seq, part: 0 }), ..fact("Han vill bo hos mormor.") };
    let section = Section { parts: vec![quote], ..a_writing().sections.remove(0) };
    noted.when(write(WrittenInvestigation { sections: vec![section], ..a_writing() })).then(|entries| {
        let part = entries[0].statements()[0];
        assert_eq!(part.keep[0].from, Audience::Guardians);
    });
}

/// An investigation that was closed unwritten is better written late than never.
#[test]
fn what_was_never_written_can_be_written_after_the_end() {
    let closed = given(investigated()).and(happened(20, "investigation.closed"));
    assert!(closed.file.running_investigations().next().is_none());
    closed.and(written(20));
}
