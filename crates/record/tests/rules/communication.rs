use crate::{given::given, words::*};
use record::{
    Code, Command, Entry, Field, Reader, Refusal,
    communication::{Communication, Sharing},
    party_copy::{Block, PartyCopy, quoted, to_test},
    text::{Audience, Ground, Speaker},
};
use std::collections::BTreeSet;

fn waived(exception: &str) -> Command {
    let sharing =
        Sharing::Waived { exception: Code::from(exception), motive: why("Han flyttar med honom då.") };
    let communication = Communication { person: person(3), at: moment("2026-11-24T12:30"), sharing };
    Command::ShareMaterial(matter(20), communication)
}

#[test]
fn each_party_has_a_time_of_its_own_to_answer() {
    let shared = given(investigated())
        .and(written(20))
        .and(shared(2, PartyCopy::default()))
        .and(shared(3, PartyCopy::default()));
    assert_eq!(shared.running("DL-023"), 2);
    let one = shared.and(replied(2));
    assert_eq!(one.running("DL-023"), 1);
    assert_eq!(one.running("DL-021"), 1, "the investigation still runs");
    let awaited = |given: &crate::given::Given, on: &str| {
        let state = given.file.running_investigations().next().unwrap().1;
        state.unheard(&given.file, day(on)).collect::<Vec<_>>()
    };
    assert_eq!(awaited(&one, "2026-12-08"), [person(3)]);
    assert_eq!(awaited(&one, "2026-12-09"), [], "the time has passed");
}

#[test]
fn nothing_is_given_before_it_is_written() {
    given(investigated()).when(shared(2, PartyCopy::default())).refused(&Refusal::NothingWritten);
}

#[test]
fn a_ground_for_not_giving_is_kept_from_the_one_who_is_not_given() {
    given(investigated()).when(waived("harder_to_carry_out")).then(|entries| {
        let Entry::MaterialShared(Communication { sharing: Sharing::Waived { motive, .. }, .. }) = entries[0]
        else {
            panic!("{entries:?}")
        };
        assert_eq!(motive.keep[0].from, Audience::Person(person(3)));
    });
}

#[test]
fn an_answer_day_before_the_letter_is_refused() {
    let written = given(investigated()).and(written(20));
    let sharing =
        Sharing::Given { way: Code::from("letter"), reply_by: day("2026-11-24"), copy: PartyCopy::default() };
    let communication = Communication { person: person(2), at: moment("2026-11-24T12:30"), sharing };
    written.when(Command::ShareMaterial(matter(20), communication)).refused(&Refusal::NotLater(Field::Until));
}

#[test]
fn who_was_given_nothing_answers_nothing() {
    given(investigated()).and(written(20)).when(replied(2)).refused(&Refusal::NotInFile(Field::Person));
}

/// What must be kept is left out, what must be tested as well until somebody has; and the copy says that something is missing.
#[test]
fn a_copy_is_built_without_what_its_reader_must_not_have() {
    let kept = said(Speaker::Child, "Jag vill bo hos mormor.")
        .kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    let childs = said(Speaker::Child, "Jag vill ha middag.");
    let noted = given(investigated()).and(note(vec![fact("Skolan ringde."), childs, kept]));
    let entry = noted.log.last().unwrap();
    let blocks = vec![Block { heading: None, parts: quoted(entry.seq, entry.entry.statements()) }];
    let guardian = Reader::Guardian(person(2));
    let tested: Vec<usize> =
        to_test(&blocks, guardian, &noted.file).iter().map(|tested| tested.part).collect();
    assert_eq!(tested, [1, 2]);

    let words = |copy: &PartyCopy| -> Vec<String> {
        copy.blocks.iter().flat_map(|block| &block.parts).map(|part| part.text.as_str().to_owned()).collect()
    };
    let untested = PartyCopy::of(blocks.clone(), guardian, &noted.file, &BTreeSet::new());
    assert_eq!(words(&untested), ["Skolan ringde."]);
    assert_eq!(untested.withheld, [Ground::ChildAgainstGuardian; 2]);
    let released = PartyCopy::of(blocks, guardian, &noted.file, &BTreeSet::from([(0, 1)]));
    assert_eq!(words(&released), ["Skolan ringde.", "Jag vill ha middag."]);
}

/// What is written anew is given anew before it is decided on (25 § FL): nobody has answered what they have not seen. Who was left out on a
/// ground stays left out.
#[test]
fn an_investigation_that_is_written_anew_is_communicated_anew() {
    let anew = given(communicated()).and(written(20));
    let (kind, fact) = ("D07".parse().unwrap(), "communicated".to_owned());
    let refusal = Refusal::Demands { kind, fact, provision: "25 § FL".to_owned() };
    anew.when(make(20, settling("D07"))).refused(&refusal);
    let one = anew.and(shared(2, PartyCopy::default())).and(replied(2));
    one.when(make(20, settling("D07"))).refused(&refusal);
    one.and(waived("obviously_unnecessary")).and(make(20, settling("D07")));
}
