//! Who may do and see what, where the ground is easily taken for granted.

use super::*;
use record::family::Relation;

fn relation(person: PersonId, ended: bool) -> FamilyFact {
    FamilyFact::Relation(Relation {
        person,
        kind: Code::from("foster_parent"),
        lives_with_child: Some(!ended),
        source: text("Skolan"),
        as_of: day(TODAY),
        ended,
    })
}

fn registers(person: PersonId) -> Step {
    Step::Person { person, commands: vec![PersonCommand::Register(register("Alma", "1984-04-09"))] }
}

#[test]
fn nobody_is_registered_but_in_a_file_that_one_may_write_in() {
    let mut story = Story::new();
    let (file, _) = story.report_siblings()[0];
    let person = PersonId::new(story.id());
    let learnt = Command::LearnFamily(vec![relation(person, false)]);
    let in_a_file = Step::File { file, seen: None, commands: vec![learnt] };
    let mut wish = |who: &Actor, steps| {
        let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
        story.house.act(who, now(), &wish)
    };
    assert_eq!(wish(&reception(), vec![registers(person)]).unwrap_err(), Trouble::NotFound);
    let both = || vec![registers(person), in_a_file.clone()];
    assert_eq!(wish(&stranger(), both()).unwrap_err(), Trouble::NotFound);
    wish(&reception(), both()).unwrap();
}

#[test]
fn whoever_was_tied_to_somebody_in_a_file_still_is_when_the_relation_has_ended() {
    let mut story = Story::new();
    let (file, _) = story.report_siblings()[0];
    let person = PersonId::new(story.id());
    let tied = Actor { tied_to: vec![person], ..reception() };
    assert!(story.house.look(&tied, now(), file, Page::Timeline).is_ok(), "before anybody is named");
    let learnt = Command::LearnFamily(vec![relation(person, false)]);
    let steps = vec![registers(person), Step::File { file, seen: None, commands: vec![learnt] }];
    let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
    story.house.act(&reception(), now(), &wish).unwrap();
    assert!(story.house.look(&tied, now(), file, Page::Timeline).is_err());
    story.act(&reception(), file, Command::LearnFamily(vec![relation(person, true)])).unwrap();
    assert!(story.house.look(&tied, now(), file, Page::Timeline).is_err());
}
