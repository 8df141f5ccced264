use crate::{given::given, words::*};
use record::{Command, Entry, Field, Refusal, UnbornInformation, duties};

fn information() -> UnbornInformation {
    let parts = vec![fact("Barnmorskan är orolig.")];
    UnbornInformation { at: moment("2026-11-24T10:00"), expected: Some(day("2027-02-01")), parts }
}

#[test]
fn it_lies_in_the_expectant_parents_own_file_without_clocks() {
    let after = given([expectant_parents_file()])
        .when(Command::ReceiveUnbornInformation(information()))
        .then(|entries| assert!(matches!(entries, [Entry::UnbornInformationReceived(_)])));
    assert!(duties(&after.file, law::LawBook::sweden()).is_empty());
    assert!(after.file.matters.is_empty());
    assert_eq!(after.file.birth(), None, "the parent's birth date is no child's");
    after.when(report(10)).refused(&Refusal::NotAChildsFile);
}

#[test]
fn it_says_something_and_has_come() {
    let open = given([expectant_parents_file()]);
    let blank = UnbornInformation { parts: Vec::new(), ..information() };
    open.when(Command::ReceiveUnbornInformation(blank)).refused(&Refusal::Missing(Field::Text));
    let later = UnbornInformation { at: moment("2026-11-25"), ..information() };
    open.when(Command::ReceiveUnbornInformation(later)).refused(&Refusal::InFuture(Field::Occurred));
    given([]).when(Command::ReceiveUnbornInformation(information())).refused(&Refusal::FileNotOpen);
}
