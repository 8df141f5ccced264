//! A text that several people write: it is the matter's, and nobody's who may not write there.

use super::*;
use store::{SharedDraft, SharedPlace, SharedSaved, Shown};

/// A child's matter, given to the investigator and a second worker.
struct Writing {
    story: Story,
    file: FileId,
    matter: MatterId,
}

fn second() -> Actor {
    worker(105, Level::CaseWorker, 2)
}

fn given() -> Writing {
    let mut story = Story::new();
    let (file, matter) = story.report_siblings()[0];
    story.assess(file, matter);
    let mut writing = Writing { story, file, matter };
    writing.distribute(&investigator());
    writing
}

impl Writing {
    fn distribute(&mut self, main: &Actor) {
        let to = Distribution { main: main.staff, second: Some(second().staff), unit: unit(2) };
        self.story.act(&first(), self.file, Command::Distribute(self.matter, to)).unwrap();
    }

    fn save(&self, who: &Actor, section: &str, seen: i64, text: &str) -> Result<SharedSaved, Trouble> {
        let place = SharedPlace { file: self.file, matter: self.matter, section: section.into(), seen };
        self.story.house.save_shared(who, now(), &place, text)
    }

    fn read(&self, who: &Actor) -> Result<Vec<SharedDraft>, Trouble> {
        self.story.house.shared_drafts(who, self.file, self.matter)
    }

    fn sign(&mut self, shown: &[(&str, i64)]) -> Result<Done, Trouble> {
        let sections = shown.iter().map(|(section, version)| ((*section).to_owned(), *version)).collect();
        let shown = Shown { matter: self.matter, sections };
        let steps = vec![Step::File { file: self.file, seen: None, commands: vec![note("Undertecknat.")] }];
        let wish = Wish { id: CommandId::new(self.story.id()), steps, draft: None };
        self.story.house.act_signing(&investigator(), now(), &wish, None, Some(&shown))
    }
}

#[test]
fn two_people_write_in_it_and_the_later_of_two_savings_is_shown_both() {
    let writing = given();
    let done = |version| Ok(SharedSaved::Done { version });
    assert_eq!(writing.save(&investigator(), "school", 0, "Först."), done(1));
    assert_eq!(writing.save(&second(), "safety", 0, "I ett annat avsnitt."), done(1));
    let Ok(SharedSaved::Stale(stored)) = writing.save(&second(), "school", 0, "Samtidigt.") else {
        panic!("both began it")
    };
    assert_eq!((stored.text.as_str(), stored.by, stored.version), ("Först.", investigator().staff, 1));
    assert_eq!(writing.save(&second(), "school", 1, "Båda."), done(2));
    assert_eq!(writing.save(&investigator(), "school", 1, "Båda."), done(2), "the same words are no quarrel");
    let mut read: Vec<_> = writing.read(&investigator()).unwrap().into_iter().map(|one| one.text).collect();
    read.sort();
    assert_eq!(read, ["Båda.", "I ett annat avsnitt."]);
}

/// Fails closed: whoever may only read, was only asked, or has nothing to do with it, gets the answer of a text that is not there.
#[test]
fn nobody_without_the_right_to_write_there_reads_or_saves_it() {
    let mut writing = given();
    writing.save(&investigator(), "school", 0, "Hemligt.").unwrap();
    let asked = worker(106, Level::FirstSocialWorker, 3);
    let colleague = worker(107, Level::CaseWorker, 2);
    let decision = Decision::new(DecisionId::new(writing.story.id()), "D03".parse().unwrap());
    let decision = Decision { reasons: vec![fact("Skolan räcker till.")], ..decision };
    let proposal = Proposal { decision, to: Some(asked.staff) };
    let propose = Command::ProposeDecision(writing.matter, proposal);
    let file = writing.file;
    writing.story.act(&investigator(), file, propose).unwrap();
    assert!(
        writing.story.house.look(&asked, now(), file, Page::Child).is_ok(),
        "who is asked reads the file"
    );
    for who in [stranger(), reception(), asked, colleague] {
        assert!(matches!(writing.read(&who), Err(Trouble::NotFound)), "{}", who.name);
        assert!(matches!(writing.save(&who, "school", 1, "x"), Err(Trouble::NotFound)), "{}", who.name);
        assert!(writing.story.house.shared_drafts_of(&who).unwrap().is_empty());
    }
    let other = MatterId::new(writing.story.id());
    assert!(matches!(
        writing.story.house.shared_drafts(&investigator(), file, other),
        Err(Trouble::NotFound)
    ));
    assert!(writing.read(&first()).is_ok(), "who leads the unit may");
}

#[test]
fn it_stays_with_the_matter_when_its_worker_changes() {
    let mut writing = given();
    writing.save(&investigator(), "school", 0, "Text.").unwrap();
    let heir = worker(108, Level::CaseWorker, 2);
    writing.distribute(&heir);
    assert!(matches!(writing.read(&investigator()), Err(Trouble::NotFound)));
    assert_eq!(writing.read(&heir).unwrap()[0].text, "Text.");
    let rows = |who: &Actor| writing.story.house.shared_drafts_of(who).unwrap();
    assert_eq!((rows(&heir).len(), rows(&second()).len(), rows(&investigator()).len()), (1, 1, 0));
    let old = writing.story.house.old_drafts(&first(), now().micros() + 1).unwrap();
    assert_eq!(old, vec![], "it is nobody's to take over");
}

#[test]
fn signing_removes_what_was_shown_and_nothing_else() {
    let mut writing = given();
    writing.save(&investigator(), "school", 0, "Ett.").unwrap();
    writing.save(&second(), "safety", 0, "Två.").unwrap();
    let before =
        writing.story.house.look(&investigator(), now(), writing.file, Page::Form).unwrap().version();
    for shown in [&[("school", 1)][..], &[("school", 1), ("safety", 2)], &[]] {
        assert!(matches!(writing.sign(shown), Err(Trouble::TextChanged)), "{shown:?}");
    }
    let look = writing.story.house.look(&investigator(), now(), writing.file, Page::Form).unwrap();
    assert_eq!(
        (look.version(), writing.read(&investigator()).unwrap().len()),
        (before, 2),
        "nothing happened"
    );
    writing.sign(&[("safety", 1), ("school", 1)]).unwrap();
    assert_eq!(writing.read(&investigator()).unwrap(), vec![]);
    assert_eq!(writing.save(&second(), "safety", 1, "För sent."), Ok(SharedSaved::Gone));
}
