use crate::{given::given, words::*};
use record::{Command, Refusal, distribution::Distribution};

fn distribute(second: Option<u128>) -> Command {
    let to = Distribution { main: id(81), second: second.map(id), unit: id(71) };
    Command::Distribute(matter(10), to)
}

#[test]
fn a_matter_is_given_to_a_worker_and_perhaps_a_second() {
    given([file()]).when(distribute(None)).refused(&Refusal::NoSuchMatter);
    let one = given([file(), report(10)]).and(distribute(None));
    assert_eq!(one.file.matters[&matter(10)].main, Some(id(81)));
    assert_eq!(one.file.matters[&matter(10)].unit, id(71));
    one.when(distribute(None)).refused(&Refusal::DoneAlready);
    let two = one.and(distribute(Some(82)));
    assert_eq!(two.file.matters[&matter(10)].second, Some(id(82)));
}
