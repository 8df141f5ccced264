use crate::{given::given, words::*};
use record::{
    Code, Command, Field, Refusal,
    family::{FamilyFact, Guardianship, Language, Relation},
};

fn relation(kind: &str, as_of: &str) -> Command {
    let (kind, source, as_of) = (Code::from(kind), text("Mamman"), day(as_of));
    let relation =
        Relation { person: person(4), kind, lives_with_child: Some(true), source, as_of, ended: false };
    Command::LearnFamily(vec![FamilyFact::Relation(relation)])
}

fn custody(kind: &str, from: &str) -> Command {
    let (kind, source, from) = (Code::from(kind), text("Skatteverket"), Some(day(from)));
    let custody = Guardianship { person: person(2), kind, from, to: None, source };
    Command::LearnFamily(vec![FamilyFact::Guardianship(custody)])
}

fn language(as_of: &str, interpreter: bool) -> Command {
    let (language, source, as_of) = (text("dari"), text("Skolan"), day(as_of));
    let language = Language { person: person(2), language, interpreter, source, as_of };
    Command::LearnFamily(vec![FamilyFact::Language(language)])
}

#[test]
fn facts_have_kinds_of_the_law_and_days_that_have_come() {
    let open = given([file()]);
    let unknown = |list: &'static str, code: &str| Refusal::UnknownCode {
        list: list.into(),
        code: code.to_owned(),
        field: Field::Kind,
    };
    open.when(relation("pen_friend", "2026-11-24")).refused(&unknown("relation_kind", "pen_friend"));
    open.when(custody("some", "2026-11-24")).refused(&unknown("guardianship_kind", "some"));
    for future in
        [relation("mother", "2026-11-25"), custody("sole", "2026-11-25"), language("2026-11-25", true)]
    {
        open.when(future).refused(&Refusal::InFuture(Field::Occurred));
    }
    given([]).when(relation("mother", "2026-11-24")).refused(&Refusal::FileNotOpen);
}

#[test]
fn newer_facts_take_the_place_of_older_ones() {
    let file = given([
        file(),
        relation("mother", "2020-01-01"),
        relation("mother", "2026-11-24"),
        custody("joint", "2015-04-09"),
        custody("sole", "2026-01-01"),
        language("2020-01-01", false),
        language("2026-11-24", true),
    ]);
    let family = &file.file.family;
    assert_eq!((family.relations.len(), family.guardians.len(), family.languages.len()), (1, 2, 1));
    assert!(family.languages[0].interpreter);
    assert_eq!(family.persons(), [person(2), person(4)]);
}

#[test]
fn somebody_whose_relation_has_ended_can_still_be_named() {
    let ended = Relation {
        person: person(4),
        kind: Code::from("mother"),
        lives_with_child: None,
        source: text("Mamman"),
        as_of: day("2026-11-24"),
        ended: true,
    };
    let learnt = |relation| Command::LearnFamily(vec![FamilyFact::Relation(relation)]);
    let family = given([file(), learnt(ended)]).file.family;
    assert_eq!((family.persons(), family.ever_named()), (vec![], vec![person(4)]));
}

#[test]
fn custody_does_not_end_before_it_began() {
    let ends = |to| {
        let (kind, source, from) = (Code::from("joint"), text("Skatteverket"), Some(day("2026-11-10")));
        let custody = Guardianship { person: person(2), kind, from, to: Some(day(to)), source };
        given([file()]).when(Command::LearnFamily(vec![FamilyFact::Guardianship(custody)]))
    };
    ends("2026-11-09").refused(&Refusal::NotLater(Field::Until));
    ends("2026-11-10").written();
}

/// "Sedan" left blank is not a day that somebody said.
#[test]
fn custody_since_nobody_knows_when() {
    let learn = |from: Option<&str>, to: Option<&str>| {
        let (kind, source) = (Code::from("joint"), text("Mamman"));
        let (from, to) = (from.map(day), to.map(day));
        let custody = Guardianship { person: person(2), kind, from, to, source };
        Command::LearnFamily(vec![FamilyFact::Guardianship(custody)])
    };
    let since = |given: &crate::given::Given, on: &str| given.file.family.guardians_on(day(on)).count();
    let unknown = given([file(), learn(None, None)]);
    assert_eq!((since(&unknown, "2015-06-01"), since(&unknown, "2026-11-24")), (1, 1));
    // The day is learnt: the same custody, not another.
    let known = unknown.clone().and(learn(Some("2020-01-01"), None));
    assert_eq!((since(&known, "2019-12-31"), since(&known, "2020-01-01")), (0, 1));
    assert_eq!(known.file.family.guardians.len(), 1);
    // It ends, and begins again: two.
    let ended = unknown.and(learn(None, Some("2026-01-01")));
    assert_eq!((since(&ended, "2026-01-01"), since(&ended, "2026-01-02")), (1, 0));
    let again = ended.and(learn(Some("2026-06-01"), None));
    assert_eq!((since(&again, "2026-03-01"), since(&again, "2026-11-24")), (0, 1));
    assert_eq!(again.file.family.guardians.len(), 2);
}
