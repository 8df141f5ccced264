//! A report of concern about two siblings, from the telephone call to the decision, through the one way to write and the one way to read.

#![expect(clippy::unwrap_used, reason = "a story that cannot be told is a failed test")]

use jiff::Timestamp;
use law::{Day, DelegationOrder, Level};
use record::{
    Actor, Code, Command, CommandId, DecisionId, FileId, MatterId, Moment, Opened, Organisation, Part,
    PartKind, PersonId, Reader, Refusal, StaffId, Subject, Text, UnitId, Verdict,
    decision::{Decision, Proposal, Signing},
    distribution::Distribution,
    family::{FamilyFact, Guardianship},
    feedback::{Feedback, FeedbackValue},
    investigation::Opening,
    moving::MovedOut,
    note::Note,
    person::{FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter},
    text::{Audience, Ground, Speaker},
};
use std::{path::Path, sync::Arc};
use store::{Done, House, Now, OpenFile, Part as Page, Step, Trouble, Wish};
use testhome::TestHome;
use uuid::Uuid;

#[path = "story/clock.rs"]
mod clock;
#[path = "story/damaged.rs"]
mod damaged;
#[path = "story/destroyed.rs"]
mod destroyed;
#[path = "story/moved.rs"]
mod moved;
#[path = "story/organised.rs"]
mod organised;
#[path = "story/rights.rs"]
mod rights;
#[path = "story/rotated.rs"]
mod rotated;
#[path = "story/shared.rs"]
mod shared;
#[path = "story/two_nodes.rs"]
mod two_nodes;

const TODAY: &str = "2026-11-24";

struct Story {
    house: Arc<House>,
    home: TestHome,
    next: u128,
}

fn now() -> Now {
    Now { instant: "2026-11-24T09:00:00Z".parse::<Timestamp>().unwrap(), today: day(TODAY) }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn text(words: &str) -> Text {
    Text::typed(words).unwrap().unwrap()
}

fn fact(words: &str) -> Part {
    Part::new(PartKind::Fact, text(words))
}

fn unit(number: u128) -> UnitId {
    UnitId::new(Uuid::from_u128(number))
}

fn worker(number: u128, level: Level, home: u128) -> Actor {
    Actor {
        staff: StaffId::new(Uuid::from_u128(number)),
        name: format!("Anställd {number}"),
        title: "socialsekreterare".into(),
        level,
        unit: unit(home),
        manages: Vec::new(),
        reception: false,
        qualified: true,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    }
}

fn reception() -> Actor {
    Actor { reception: true, ..worker(101, Level::CaseWorker, 1) }
}

fn investigator() -> Actor {
    worker(102, Level::CaseWorker, 2)
}

fn stranger() -> Actor {
    worker(103, Level::CaseWorker, 3)
}

fn first() -> Actor {
    Actor { manages: vec![unit(1), unit(2)], ..worker(104, Level::FirstSocialWorker, 1) }
}

fn open(home: &TestHome) -> Arc<House> {
    let organisation = Organisation::new("Lyktinge", "Socialnämnden", vec![], vec![]);
    House::open_demo(home.home(), organisation, DelegationOrder::lyktinge()).unwrap()
}

fn running(open: &OpenFile) -> Vec<String> {
    open.clocks.iter().filter(|clock| clock.is_running()).map(|clock| clock.rule.to_string()).collect()
}

impl Story {
    fn new() -> Self {
        Self::within(TestHome::new())
    }

    fn within(home: TestHome) -> Self {
        Self { house: open(&home), home, next: 1000 }
    }

    /// As a restart does.
    fn reopened(self) -> Self {
        let Self { house, home, next } = self;
        drop(house);
        Self { house: open(&home), home, next }
    }

    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    fn act(&mut self, who: &Actor, file: FileId, command: Command) -> Result<Done, Trouble> {
        let steps = vec![Step::File { file, seen: None, commands: vec![command] }];
        let wish = Wish { id: CommandId::new(self.id()), steps, draft: None };
        self.house.act(who, now(), &wish)
    }

    /// One call about two siblings: one wish over four streams.
    fn report_siblings(&mut self) -> Vec<(FileId, MatterId)> {
        let (mut steps, mut opened) = (Vec::new(), Vec::new());
        for (given, birth) in [("Tindra", "2015-04-09"), ("Melker", "2018-10-02")] {
            let (person, file) = (PersonId::new(self.id()), FileId::new(self.id()));
            let matter = MatterId::new(self.id());
            steps.push(Step::Person {
                person,
                commands: vec![PersonCommand::Register(register(given, birth))],
            });
            let opening = Opened { person, subject: Subject::Child, birth: Some(day(birth)), unit: unit(1) };
            let commands = vec![Command::OpenFile(opening), Command::ReceiveReport(matter, report())];
            steps.push(Step::File { file, seen: None, commands });
            opened.push((file, matter));
        }
        let wish = Wish { id: CommandId::new(self.id()), steps, draft: None };
        let done = self.house.act(&reception(), now(), &wish).unwrap();
        let mut numbers: Vec<_> = done.numbers.iter().map(|(_, number)| number.clone()).collect();
        numbers.sort();
        assert_eq!(numbers, ["2026-1", "2026-2"]);
        let again = self.house.act(&reception(), now(), &wish).unwrap();
        assert!(again.already, "the same command id does the same thing once");
        opened
    }

    /// A new report about a child who has a file.
    fn report_again(&mut self, file: FileId) -> MatterId {
        let matter = MatterId::new(self.id());
        self.act(&reception(), file, Command::ReceiveReport(matter, report())).unwrap();
        matter
    }

    fn assess(&mut self, file: FileId, matter: MatterId) {
        let assessment = ProtectionAssessment {
            made: moment("2026-11-24T09:30"),
            outcome: Code::from("no_immediate_need"),
            immediate: false,
            parts: vec![fact("Barnen är i skolan och hämtas av sin mormor.")],
            measures: None,
            late: false,
            unqualified: false,
        };
        let command = Command::AssessProtection(AssessProtection { matter, assessment, opening: None });
        self.act(&reception(), file, command).unwrap();
    }
}

fn register(given: &str, birth: &str) -> Registration {
    let today = day(TODAY);
    let birth = record::person::Birth { day: day(birth), estimated: false };
    Registration {
        name: Some(Sourced::new(PersonName::new(given, "Planterad"), FactSource::Worker, today)),
        birth: Some(Sourced::new(birth, FactSource::Worker, today)),
        ..Registration::new(Sourced::new(ProtectionLevel::None, FactSource::Worker, today))
    }
}

fn report() -> Report {
    Report {
        arrival: Arrival::at(moment("2026-11-24T08:40")),
        channel: Code::from("phone"),
        reporter: Reporter {
            category: Code::from("SKO"),
            mandated: true,
            name: Some(text("Rektor Planteradsson")),
            role: None,
            contact: None,
            anonymous: false,
            wants_feedback: true,
        },
        concern: vec![fact("Har kommit hungriga till skolan i två veckor.").said_by(Speaker::Reporter)],
        reasons: vec![],
        violence: false,
        child_knows: None,
        guardians_know: Some(false),
        siblings: vec![],
        document: None,
    }
}

fn note(words: &str) -> Command {
    let part = Part::new(PartKind::Words, text(words)).said_by(Speaker::Child);
    let note = Note {
        at: moment("2026-11-24T09:45"),
        kind: Code::from("child_talk"),
        parts: vec![part.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian)],
        with: vec![],
        child: true,
        meeting: None,
        document: None,
        late: false,
    };
    Command::SignNote(None, note)
}

#[test]
fn a_report_about_siblings_is_assessed_decided_and_found_again() {
    let mut story = Story::new();
    let (file, matter) = story.report_siblings()[0];
    let open = story.house.look(&reception(), now(), file, Page::Timeline).unwrap();
    assert_eq!(open.child().unwrap().name(), "Tindra Planterad");
    assert!(running(&open).contains(&"DL-001".into()) && running(&open).contains(&"DL-002".into()));

    let decision = Decision::new(DecisionId::new(story.id()), "D03".parse().unwrap());
    let early = story.act(&first(), file, Command::MakeDecision(matter, decision.clone()));
    assert!(matches!(early, Err(Trouble::Refused { refusal: Refusal::Demands { .. }, .. })), "{early:?}");

    story.assess(file, matter);
    let decision = Decision { reasons: vec![fact("Skolan och mormodern räcker till.")], ..decision };
    let unauthorised = story.act(&reception(), file, Command::MakeDecision(matter, decision.clone()));
    assert!(matches!(unauthorised, Err(Trouble::Refused { refusal: Refusal::NotAuthorised { .. }, .. })));

    let proposal = Proposal { decision: decision.clone(), to: Some(first().staff) };
    story.act(&reception(), file, Command::ProposeDecision(matter, proposal)).unwrap();
    assert_eq!(story.house.my_day(&first(), now(), day("2026-12-01")).unwrap().to_decide.len(), 1);
    let open = story.house.look(&first(), now(), file, Page::Timeline).unwrap();
    let shown = open.file.proposals[&decision.id].fingerprint(&open.file);
    let signing = Signing { proposal: decision.id, shown, minutes: None };
    story.act(&first(), file, Command::SignProposal(signing)).unwrap();

    let open = story.house.look(&first(), now(), file, Page::Timeline).unwrap();
    assert!(running(&open).contains(&"DL-004b".into()), "the reporter asked: {:?}", running(&open));
    assert!(!running(&open).contains(&"DL-002".into()));

    let told = Feedback::Given { at: moment(TODAY), value: FeedbackValue::Opened, way: Code::from("letter") };
    let wrong = story.act(&first(), file, Command::GiveFeedback(matter, told));
    assert!(
        matches!(wrong, Err(Trouble::Refused { refusal: Refusal::FeedbackDoesNotMatch, .. })),
        "{wrong:?}"
    );

    assert_eq!(story.house.find_name(&first(), now(), "tindra plant").unwrap().len(), 1);
    assert_eq!(story.house.find_matter(&first(), now(), "2026-1").unwrap().len(), 1);
}

/// Nobody enters a person in the register without a file to name them in, whoever they are.
#[test]
fn a_person_is_registered_on_the_ground_of_a_file_that_names_them() {
    let mut story = Story::new();
    let person = PersonId::new(story.id());
    let registration = register("Tindra", "2017-05-11");
    for who in [reception(), first()] {
        let commands = vec![PersonCommand::Register(registration.clone())];
        let steps = vec![Step::Person { person, commands }];
        let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
        assert_eq!(story.house.act(&who, now(), &wish), Err(Trouble::NotFound));
    }
    assert!(story.house.find_name(&reception(), now(), "tindra").unwrap().is_empty());
}

#[test]
fn a_stranger_gets_the_answer_of_a_file_that_is_not_there() {
    let mut story = Story::new();
    let (file, matter) = story.report_siblings()[0];
    let nowhere = FileId::new(story.id());
    let look = |file| story.house.look(&stranger(), now(), file, Page::Child).unwrap_err().to_string();
    assert_eq!(look(file), look(nowhere));
    assert!(matches!(story.act(&stranger(), file, note("Ej mitt.")), Err(Trouble::NotFound)));
    assert!(story.house.find_matter(&stranger(), now(), "2026-1").unwrap().is_empty());
    assert!(story.house.find_name(&stranger(), now(), "tindra").unwrap().is_empty());

    let to = Distribution { main: investigator().staff, second: None, unit: unit(2) };
    story.act(&first(), file, Command::Distribute(matter, to)).unwrap();
    assert!(story.house.look(&investigator(), now(), file, Page::Child).is_ok(), "assigned");
    assert!(story.house.look(&reception(), now(), file, Page::Child).is_err(), "no longer reception's");
    assert!(story.house.find_name(&reception(), now(), "tindra").unwrap().is_empty(), "not for the asking");
    let blind = story.house.find_name_to_report(&reception(), now(), "tindra").unwrap();
    assert_eq!(blind[0].elsewhere[0].worker, Some(investigator().staff), "known here, contact the worker");
}

#[test]
fn reception_sees_of_somebody_elses_file_only_the_report_it_took() {
    let mut story = Story::new();
    let (file, matter) = story.report_siblings()[0];
    story.assess(file, matter);
    story.act(&reception(), file, note("Bara för handläggaren.")).unwrap();
    let to = Distribution { main: investigator().staff, second: None, unit: unit(2) };
    story.act(&first(), file, Command::Distribute(matter, to)).unwrap();

    let new = MatterId::new(story.id());
    story.act(&reception(), file, Command::ReceiveReport(new, report())).unwrap();
    let open = story.house.look(&reception(), now(), file, Page::Timeline).unwrap();
    assert!(
        open.entries.iter().all(|entry| entry.matter.is_none_or(|matter| matter == new)),
        "the new report alone"
    );
    assert!(open.file.notes.is_empty() && !open.file.matters.contains_key(&matter));
    story.assess(file, new);
    assert!(matches!(story.act(&reception(), file, note("Inte här.")), Err(Trouble::NotFound)));
    let away = Distribution { main: reception().staff, second: None, unit: unit(1) };
    assert!(matches!(
        story.act(&reception(), file, Command::Distribute(matter, away)),
        Err(Trouble::NotFound)
    ));

    let whole = story.house.look(&investigator(), now(), file, Page::Timeline).unwrap();
    assert_eq!(whole.file.matters[&new].unit, unit(2), "a new report goes to the unit that has the child");
}

#[test]
fn a_note_in_the_wrong_file_leaves_it_and_stands_in_the_right_one() {
    let mut story = Story::new();
    let files: Vec<FileId> = story.report_siblings().into_iter().map(|(file, _)| file).collect();
    story.act(&reception(), files[0], note("Jag vill inte sova hemma.")).unwrap();
    let open = story.house.look(&reception(), now(), files[0], Page::Timeline).unwrap();
    let written = open.entries.last().unwrap();
    let out = Command::MoveOut(MovedOut { seqs: vec![written.seq], to: files[1] });
    let arriving = Command::MoveIn(House::arriving(&open, &[written.seq]));
    let steps = vec![
        Step::File { file: files[0], seen: Some(open.version()), commands: vec![out] },
        Step::File { file: files[1], seen: None, commands: vec![arriving] },
    ];
    let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
    story.house.act(&reception(), now(), &wish).unwrap();

    let wrong = story.house.look(&reception(), now(), files[0], Page::Timeline).unwrap();
    assert!(wrong.entries.iter().all(|entry| entry.seq != written.seq));
    assert!(!wrong.file.notes.contains_key(&written.seq));
    let right = story.house.look(&reception(), now(), files[1], Page::Timeline).unwrap();
    let arrived = right.entries.last().unwrap();
    assert_eq!(arrived.entry.parts()[0].text.as_str(), "Jag vill inte sova hemma.");
    assert_eq!(arrived.occurred, written.occurred);
    let guardian = Reader::Guardian(PersonId::new(story.id()));
    let verdict = record::visible_to(guardian, arrived.entry.parts()[0], &right.file);
    assert!(matches!(verdict, Verdict::Keep { ground: Ground::ChildAgainstGuardian, .. }), "{verdict:?}");
}

/// What is kept in memory of a file that was written in is what the next start reads from the disk.
#[test]
fn a_file_reads_the_same_from_memory_and_from_the_log() {
    let mut story = Story::new();
    let (file, matter) = story.report_siblings()[0];
    story.assess(file, matter);
    let later = Now { instant: "2026-11-24T09:00:00.123456789Z".parse().unwrap(), ..now() };
    let steps = vec![Step::File { file, seen: None, commands: vec![note("Sa något mer.")] }];
    let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
    story.house.act(&reception(), later, &wish).unwrap();
    story.act(&reception(), file, note("Klockan gick bakåt.")).unwrap();
    let kept = story.house.look(&reception(), now(), file, Page::Timeline).unwrap();
    let Story { house, home, .. } = story;
    drop(house);
    let read = open(&home).look(&reception(), now(), file, Page::Timeline).unwrap();
    assert_eq!(kept.entries, read.entries);
    assert_eq!((kept.file, kept.clocks), (read.file, read.clocks));
}

#[test]
fn what_rests_on_what_was_seen_conflicts_and_a_note_does_not() {
    let mut story = Story::new();
    let (file, matter) = story.report_siblings()[0];
    story.assess(file, matter);
    let seen = story.house.look(&first(), now(), file, Page::Form).unwrap().version();
    story.act(&reception(), file, note("Sa något mer.")).unwrap();
    let opening = Opening { matter: MatterId::new(story.id()), questions: vec![], from: None };
    let blank = Decision::new(DecisionId::new(story.id()), "D02".parse().unwrap());
    let command = Command::MakeDecision(matter, Decision { opening: Some(opening), ..blank });
    let wish = Wish::about(CommandId::new(story.id()), file, seen, command);
    match story.house.act(&first(), now(), &wish) {
        Err(Trouble::Conflict { since, .. }) => assert_eq!(since, [seen + 1]),
        other => panic!("{other:?}"),
    }
    let wish = Wish::about(CommandId::new(story.id()), file, seen, note("Och detta."));
    story.house.act(&first(), now(), &wish).unwrap();
}

#[test]
fn an_opened_investigation_tells_each_party_at_once() {
    let mut story = Story::new();
    let (file, matter) = story.report_siblings()[0];
    let guardian = |person| {
        let source = text("Folkbokföringen");
        let kind = Code::from("joint");
        FamilyFact::Guardianship(Guardianship {
            person,
            kind,
            from: Some(day("2015-04-09")),
            to: None,
            source,
        })
    };
    let parents = [PersonId::new(story.id()), PersonId::new(story.id())];
    let facts = parents.map(guardian).to_vec();
    let learnt = Step::File { file, seen: None, commands: vec![Command::LearnFamily(facts)] };
    let unknown = Wish { id: CommandId::new(story.id()), steps: vec![learnt.clone()], draft: None };
    let nobody = story.house.act(&reception(), now(), &unknown);
    assert!(matches!(nobody, Err(Trouble::Refused { .. })), "an id alone is nobody: {nobody:?}");
    let registered = parents.map(|person| {
        let commands = vec![PersonCommand::Register(register("Jon", "1987-02-11"))];
        Step::Person { person, commands }
    });
    let steps = registered.into_iter().chain([learnt]).collect();
    let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
    story.house.act(&reception(), now(), &wish).unwrap();
    story.assess(file, matter);
    let opening = Opening {
        matter: MatterId::new(story.id()),
        questions: vec![Part::assessment(text("Får barnen mat?"))],
        from: None,
    };
    let blank = Decision::new(DecisionId::new(story.id()), "D02".parse().unwrap());
    let decision = Decision { opening: Some(opening), ..blank };
    story.act(&first(), file, Command::MakeDecision(matter, decision)).unwrap();
    let open = story.house.look(&first(), now(), file, Page::Child).unwrap();
    assert_eq!(running(&open).iter().filter(|rule| *rule == "DL-020").count(), 2, "one clock per guardian");
    assert_eq!(running(&open).iter().filter(|rule| *rule == "DL-021").count(), 1);
}

#[test]
fn views_counted_again_are_the_same_also_after_damage() {
    let mut story = Story::new();
    let reports = story.report_siblings();
    story.assess(reports[0].0, reports[0].1);
    story.act(&reception(), reports[1].0, note("Hej.")).unwrap();
    let rows = story.house.view_rows().unwrap();
    assert!(rows.len() > 8);
    assert_eq!(story.house.refolded_rows().unwrap(), rows);
    story.house.db.write(|tx| tx.run(store::Sql("DELETE FROM view_clock"), &[])).unwrap();
    assert_ne!(story.house.view_rows().unwrap(), rows);
    let rebuilt = story.house.rebuild().unwrap();
    assert_eq!((rebuilt.files, rebuilt.people), (2, 2));
    assert_eq!(story.house.view_rows().unwrap(), rows);
    assert_eq!(story.house.find_name(&reception(), now(), "melker").unwrap().len(), 1);
}

/// A step of the schema may leave word that the views are stale: they are counted anew before anybody reads them, and once.
#[test]
fn stale_views_are_counted_anew_at_the_next_start() {
    const STALE: store::Sql =
        store::Sql("INSERT INTO setting (authority, name, value) VALUES (1, 'views', 'stale')");
    const LOST: store::Sql = store::Sql("DELETE FROM view_clock");
    let mut story = Story::new();
    story.report_siblings();
    let rows = story.house.view_rows().unwrap();
    story.house.db.write(|tx| tx.run(STALE, &[]).and_then(|_| tx.run(LOST, &[]))).unwrap();
    let Story { house, home, .. } = story;
    drop(house);
    let house = open(&home);
    assert_eq!(house.view_rows().unwrap(), rows);
    house.db.write(|tx| tx.run(LOST, &[])).unwrap();
    drop(house);
    assert_ne!(open(&home).view_rows().unwrap(), rows, "nothing was said of this");
}

#[test]
fn no_clear_name_or_text_lies_in_any_file() {
    let mut story = Story::new();
    let (file, matter) = story.report_siblings()[0];
    story.assess(file, matter);
    story.act(&reception(), file, note("Planterade ord om natten.")).unwrap();
    std::fs::write(story.home.dir().join("control"), "hit the Planterad target").unwrap();
    let files = story.home.files();
    let holds = |path: &Path, needle: &str| {
        let inside = std::fs::read(path).unwrap_or_default(); // a server goes on working with its files
        memchr::memmem::find(&inside, needle.as_bytes()).is_some()
    };
    let found = |needle: &str| -> Vec<String> {
        let paths = files.iter().filter(|path| holds(path, needle));
        paths.map(|path| path.display().to_string()).collect()
    };
    assert_eq!(found("Planterad").len(), 1, "finds what was planted, and nothing else");
    for needle in ["Tindra", "Melker", "Planterade ord", "hungriga", "Rektor", "2015-04-09"] {
        assert!(found(needle).is_empty(), "{needle} lies in the clear");
    }
}

#[test]
fn the_lantern_counts_what_needs_somebody_now() {
    let mut story = Story::new();
    let needs = |story: &Story, who: &Actor, on: &str| story.house.needs_now(who, day(on)).unwrap();
    let [(one, first_report), (two, second_report)] = story.report_siblings()[..] else { panic!("two") };
    assert_eq!(needs(&story, &reception(), TODAY), 2, "two reports nobody has assessed");
    story.assess(one, first_report);
    assert_eq!(needs(&story, &reception(), TODAY), 1);

    let decision = Decision::new(DecisionId::new(story.id()), "D03".parse().unwrap());
    let decision = Decision { reasons: vec![fact("Mormodern räcker till.")], ..decision };
    let proposal = Proposal { decision, to: Some(first().staff) };
    assert_eq!(needs(&story, &first(), TODAY), 0);
    story.act(&reception(), one, Command::ProposeDecision(first_report, proposal)).unwrap();
    assert_eq!(needs(&story, &first(), TODAY), 1, "a proposal");

    let to = Distribution { main: investigator().staff, second: Some(stranger().staff), unit: unit(2) };
    story.act(&first(), two, Command::Distribute(second_report, to)).unwrap();
    let late = "2026-12-20";
    let listed = story.house.my_day(&investigator(), now(), day(late)).unwrap().clocks.len();
    assert!(listed > 0, "the preliminary assessment's fortnight has passed");
    for worker in [investigator(), stranger()] {
        assert_eq!(usize::try_from(needs(&story, &worker, late)).unwrap(), listed, "main and second alike");
    }
}

/// Two tabs with one form: what was signed in the first is done once; what was changed in the second is told, never dropped.
#[test]
fn a_form_sent_again_with_other_words_is_not_taken_for_the_first() {
    let mut story = Story::new();
    let (file, _) = story.report_siblings()[0];
    let commands = |words: &str| vec![note(words)];
    let id = CommandId::new(story.id());
    let wish = |words: &str| {
        let steps = vec![Step::File { file, seen: None, commands: commands(words) }];
        Wish { id, steps, draft: None }
    };
    let send = |who: &Actor, words: &str| {
        story.house.act_on_form(who, now(), &wish(words), Some(&format!("text={words}")))
    };
    assert!(!send(&reception(), "Hon ringde.").unwrap().already);
    assert!(send(&reception(), "Hon ringde.").unwrap().already);
    assert_eq!(send(&reception(), "Hon ringde igen.").unwrap_err(), Trouble::SentOtherwise);
    assert_eq!(send(&first(), "Hon ringde.").unwrap_err(), Trouble::SentOtherwise, "another account");
    let asked = |form| story.house.is_done(&reception(), id, Some(form));
    assert!(asked("text=Hon ringde.").unwrap());
    assert_eq!(asked("text=Hon ringde igen.").unwrap_err(), Trouble::SentOtherwise);
    let unused = CommandId::new(Uuid::from_u128(9));
    assert!(!story.house.is_done(&reception(), unused, None).unwrap());
    let open = story.house.look(&reception(), now(), file, Page::Timeline).unwrap();
    let notes = open.entries.iter().filter(|entry| matches!(entry.entry, record::Entry::NoteSigned(_)));
    assert_eq!(notes.count(), 1);
}

/// The two tabs are pressed at the same time: the writer, not the reading before it, tells them apart.
#[test]
fn two_forms_at_once_under_one_id_are_told_apart_by_the_writer() {
    let mut story = Story::new();
    let (file, _) = story.report_siblings()[0];
    let id = CommandId::new(story.id());
    let house = &story.house;
    let send = |words: String| {
        let steps = vec![Step::File { file, seen: None, commands: vec![note(&words)] }];
        house.act_on_form(&reception(), now(), &Wish { id, steps, draft: None }, Some(&words))
    };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let tabs: Vec<_> = (0..8).map(|n| scope.spawn(move || send(format!("Flik {}.", n % 2)))).collect();
        tabs.into_iter().map(|tab| tab.join().unwrap()).collect()
    });
    let count = |wanted: fn(&Result<Done, Trouble>) -> bool| answers.iter().filter(|a| wanted(a)).count();
    assert_eq!(count(|answer| answer.as_ref().is_ok_and(|done| !done.already)), 1);
    assert_eq!(count(|answer| answer.as_ref().is_ok_and(|done| done.already)), 3);
    assert_eq!(count(|answer| *answer == Err(Trouble::SentOtherwise)), 4);
}
