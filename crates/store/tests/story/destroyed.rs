//! What becomes of a report that led to nothing, six years later: it is counted, proposed, decided by somebody else, waits, and is gone,
//! and the chain still holds.

use super::*;
use law::KeepingGround;
use record::disposal::{
    DisposalEntry, DisposalId, DisposalRefusal, HoldGround, Package, Standing, Target, because,
};
use record::tally::{Cell, Measure};
use store::{Destroyed, DisposalTrouble, Listed, Trust, verify};

fn on(today: &str) -> Now {
    Now { instant: format!("{today}T09:00:00Z").parse::<Timestamp>().unwrap(), today: day(today) }
}

fn why() -> Text {
    because("Vårdnadshavaren har överklagat.").unwrap()
}

fn second() -> Actor {
    Actor { manages: vec![unit(2)], ..worker(105, Level::UnitHead, 2) }
}

impl Story {
    /// Two siblings were reported in 2026, and nothing was opened. The authority has decided how it reads the law.
    fn told_in_2026() -> (Self, Vec<(FileId, MatterId)>) {
        Self::told_within(TestHome::new())
    }

    fn told_within(home: TestHome) -> (Self, Vec<(FileId, MatterId)>) {
        let mut story = Self::within(home);
        let files = story.report_siblings();
        for (file, matter) in &files {
            story.assess(*file, *matter);
            let decision = Decision::new(DecisionId::new(story.id()), "D03".parse().unwrap());
            let decision = Decision { reasons: vec![fact("Skolan räcker till.")], ..decision };
            story.act(&first(), *file, Command::MakeDecision(*matter, decision)).unwrap();
        }
        let decision = because("Nämnden 2031-01-07, § 4").unwrap();
        let confirmed = DisposalEntry::ReadingConfirmed { row: "R5b".into(), decision };
        story.house.dispose(&first(), on("2031-01-08"), confirmed).unwrap();
        story.named("0000");
        (story, files)
    }

    fn named(&self, code: &str) {
        self.named_by(&first(), code);
    }

    fn named_by(&self, who: &Actor, code: &str) {
        let named = DisposalEntry::MunicipalityNamed { code: code.to_owned() };
        self.house.dispose(who, on("2031-01-08"), named).unwrap();
    }

    fn standing(&self, today: &str, target: Target) -> Option<Standing> {
        let mut found = None;
        let each = |listed: Listed<'_>| {
            if listed.planned.target == target {
                found = Some(listed.planned.standing);
            }
        };
        self.house.plan_disposal(&first(), on(today), each).unwrap();
        found
    }

    /// Proposed on the day by one, decided by another.
    fn doomed(&mut self, today: &str, target: Target) -> DisposalId {
        let id = DisposalId::new(self.id());
        self.house.propose_disposal(&first(), on(today), id, &[target]).unwrap();
        self.house.decide_proposal(&second(), on(today), id).unwrap();
        id
    }

    /// Writes something more in a matter, as of the day it was told.
    fn amend(&mut self, file: FileId, matter: MatterId) {
        let Command::SignNote(_, note) = note("Ett tillägg.") else { unreachable!("a note is a note") };
        self.act(&first(), file, Command::SignNote(Some(matter), note)).unwrap();
    }

    fn destroy(&self, today: &str) -> Destroyed {
        let mut destroyed = Destroyed::default();
        self.house.destroy_ripe(&first(), on(today), &mut destroyed).unwrap();
        destroyed
    }

    /// Whether the bytes of an id lie in any file, or in any row of any table.
    fn holds(&self, bytes: &[u8]) -> bool {
        if let Some(database) = self.home.database() {
            return database.holds(&Uuid::from_slice(bytes).unwrap().to_string());
        }
        std::fs::read_dir(self.home.dir()).unwrap().any(|file| {
            let content = std::fs::read(file.unwrap().path()).unwrap_or_default();
            content.windows(bytes.len()).any(|window| window == bytes)
        })
    }

    fn verdict(&self) -> String {
        verify(self.home.home(), &Trust::default()).unwrap()[0].to_string()
    }
}

fn matter(file: FileId, matter: MatterId) -> Target {
    Target { file, matter: Some(matter) }
}

fn outside(file: FileId) -> Target {
    Target { file, matter: None }
}

#[test]
fn a_report_that_led_to_nothing_is_destroyed_and_leaves_no_trace_of_itself() {
    let (mut story, files) = Story::told_in_2026();
    let (file, own) = files[0];
    let target = matter(file, own);
    assert_eq!(story.standing("2031-11-23", target), Some(Standing::NotYet));
    assert_eq!(story.standing("2032-01-05", target), Some(Standing::Due { late: false }));
    let before = story.house.look(&first(), now(), file, Page::Timeline).unwrap();
    assert!(story.holds(own.uuid().as_bytes()), "the search finds what is there");
    let counted = story.house.tally().unwrap();
    let reports = |cell: &&Cell| cell.measure == Measure::Reporters;
    assert_eq!(counted.keys().find(reports).map(|cell| counted[cell]), Some(2), "{counted:?}");

    let steps = vec![Step::File { file: files[1].0, seen: None, commands: vec![note("Syskonet.")] }];
    let elsewhere = Wish { id: CommandId::new(story.id()), steps, draft: None };
    story.house.act(&first(), now(), &elsewhere).unwrap();

    story.doomed("2032-01-05", target);
    assert_eq!(story.destroy("2032-02-04"), Destroyed::default(), "still in quarantine");
    assert!(story.house.look(&first(), now(), file, Page::Timeline).unwrap().file.matters.contains_key(&own));
    let destroyed = story.destroy("2032-02-05");
    assert_eq!(destroyed.done.iter().map(|item| item.target).collect::<Vec<_>>(), [target]);

    let after = story.house.look(&first(), now(), file, Page::Timeline).unwrap();
    assert!(!after.file.matters.contains_key(&own));
    assert!(after.entries.iter().all(|entry| entry.matter != Some(own)));
    assert_eq!(after.version(), before.version(), "whoever writes next does not meet what is gone");
    assert!(story.house.act(&first(), now(), &elsewhere).unwrap().already, "sent again, and done once");
    assert!(story.house.find_matter(&first(), now(), "2026-1").unwrap().is_empty());
    assert_eq!(story.house.find_matter(&first(), now(), "2026-2").unwrap().len(), 1, "the sibling's stays");
    assert!(story.verdict().starts_with("authority=1 ok"), "{}", story.verdict());
    assert_eq!(story.house.view_rows().unwrap(), story.house.refolded_rows().unwrap());
    story.act(&first(), file, note("Efteråt.")).unwrap();

    drop((before, after));
    let story = story.reopened();
    assert!(!story.holds(own.uuid().as_bytes()), "not in the register, not among the keys");
    assert_eq!(story.house.tally().unwrap(), counted, "the year's figures are what they were");
    assert!(story.verdict().starts_with("authority=1 ok"), "{}", story.verdict());
}

/// The file itself goes when its last matter has gone, and with it whoever stood in no other file.
#[test]
fn the_file_goes_last_and_takes_along_who_stands_nowhere_else() {
    let (mut story, files) = Story::told_in_2026();
    let (file, own) = files[0];
    let child = story.house.look(&first(), now(), file, Page::Child).unwrap().file.person().unwrap();
    assert_eq!(
        story.standing("2032-01-05", outside(file)),
        Some(Standing::Stays(record::retention::Stays::Remains(own)))
    );
    let id = DisposalId::new(story.id());
    let early = story.house.propose_disposal(&first(), on("2032-01-05"), id, &[outside(file)]);
    assert_eq!(early, Err(DisposalTrouble::Refused(DisposalRefusal::NotDue(outside(file)))));

    story.doomed("2032-01-05", matter(file, own));
    story.destroy("2032-02-05");
    story.doomed("2032-02-05", outside(file));
    assert_eq!(story.house.find_name(&first(), now(), "tindra").unwrap().len(), 1);
    assert_eq!(story.destroy("2032-03-20").done.len(), 1);

    assert_eq!(story.house.look(&first(), now(), file, Page::Child).unwrap_err(), Trouble::NotFound);
    assert!(story.house.find_name(&first(), now(), "tindra").unwrap().is_empty());
    assert_eq!(story.house.find_name(&first(), now(), "melker").unwrap().len(), 1);
    assert_eq!(story.standing("2032-03-20", outside(file)), None);
    assert_eq!(story.house.view_rows().unwrap(), story.house.refolded_rows().unwrap());
    assert!(story.verdict().starts_with("authority=1 ok"), "{}", story.verdict());
    let story = story.reopened();
    assert!(!story.holds(child.uuid().as_bytes()));
}

#[test]
fn a_hold_waits_and_something_written_since_takes_it_out() {
    let (mut story, files) = Story::told_in_2026();
    let (held, written) = (matter(files[0].0, files[0].1), matter(files[1].0, files[1].1));
    story.doomed("2032-01-05", held);
    story.doomed("2032-01-05", written);
    let why = because("Mormor har begärt ut anmälan.").unwrap();
    let placed =
        DisposalEntry::HoldPlaced { target: held, ground: HoldGround::DocumentRequest, why: why.clone() };
    story.house.dispose(&second(), on("2032-01-20"), placed).unwrap();
    let steps = vec![Step::File { file: files[1].0, seen: None, commands: vec![note_on("2032-01-21")] }];
    let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
    story.house.act(&first(), on("2032-01-21"), &wish).unwrap();

    let destroyed = story.destroy("2032-02-05");
    assert_eq!(destroyed, Destroyed { done: vec![], held: vec![held], restored: vec![written] });
    assert_eq!(story.standing("2032-02-05", written), Some(Standing::NotYet), "five years from the note");
    story
        .house
        .dispose(&second(), on("2032-02-06"), DisposalEntry::HoldLifted { target: held, ground: None, why })
        .unwrap();
    assert_eq!(story.destroy("2032-02-07").done.len(), 1, "the decision still stands");
}

/// What is kept goes to the archive as it stands, and the rest waits for the archive's receipt.
#[test]
fn nothing_is_destroyed_until_the_archive_has_what_is_kept_as_it_stands() {
    let (mut story, files) = Story::told_in_2026();
    let (file, own) = files[0];
    let kept = story.report_again(file);
    story.assess(file, kept);
    let decision = Decision::new(DecisionId::new(story.id()), "D03".parse().unwrap());
    let decision = Decision { reasons: vec![fact("Faderskapet utreds för sig.")], ..decision };
    story.act(&first(), file, Command::MakeDecision(kept, decision)).unwrap();
    let on_day = on("2036-02-05");
    let refused = |answer| match answer {
        Err(DisposalTrouble::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let opened = story.house.open_for_archive(&first(), on_day, file).map(|_| ());
    assert_eq!(refused(opened), DisposalRefusal::NothingKept);
    let ground = KeepingGround::Parenthood;
    let marked =
        DisposalEntry::GroundMarked { file, matter: kept, ground, why: because("S-protokoll.").unwrap() };
    story.house.dispose(&first(), on_day, marked).unwrap();
    let target = matter(file, own);
    assert_eq!(story.standing("2036-02-05", target), Some(Standing::AwaitsDelivery));

    let nobody = Actor { manages: vec![], ..first() };
    let opened = story.house.open_for_archive(&nobody, on_day, file).map(|_| ());
    assert_eq!(refused(opened), DisposalRefusal::NotForYou);
    let read = |story: &Story| {
        let (_, looks) = story.house.readers(&first(), on_day, file).unwrap();
        looks.iter().filter(|look| look.part == "archive" && look.purpose == "disposal").count()
    };
    assert_eq!(read(&story), 0);
    let delivery = story.house.open_for_archive(&first(), on_day, file).unwrap();
    assert_eq!(delivery.rows, ["R4"]);
    assert!(delivery.open.entries.iter().all(|entry| entry.matter.is_none_or(|matter| matter == kept)));
    assert!(!delivery.open.file.matters.contains_key(&own), "nothing drawn from it can tell of the rest");
    assert_eq!(read(&story), 1, "who opened it stands in the file's own list");

    let digest = "ab".repeat(32);
    let made = |delivery: &store::Delivery, digest: &str| Package {
        id: "lykta-1".to_owned(),
        digest: digest.to_owned(),
        parts: delivery.parts.clone(),
    };
    let receipt = because("Kommunarkivet 2032/17").unwrap();
    let received = |story: &Story, digest: &str| {
        story.house.archive_received(&second(), on_day, file, (digest, &receipt))
    };
    assert_eq!(refused(received(&story, &digest)), DisposalRefusal::NoPackage);
    story.house.package_made(&first(), on_day, file, made(&delivery, &digest)).unwrap();
    assert_eq!(story.standing("2036-02-05", target), Some(Standing::AwaitsDelivery), "on its way");
    assert_eq!(refused(received(&story, &"cd".repeat(32))), DisposalRefusal::NoPackage);

    story.amend(file, kept);
    assert_eq!(refused(received(&story, &digest)), DisposalRefusal::WrittenSince);
    let stale = story.house.package_made(&first(), on_day, file, made(&delivery, &digest));
    assert_eq!(refused(stale), DisposalRefusal::WrittenSince);
    let delivery = story.house.open_for_archive(&first(), on_day, file).unwrap();
    story.house.package_made(&first(), on_day, file, made(&delivery, &digest)).unwrap();
    received(&story, &digest).unwrap();
    assert_eq!(story.standing("2041-06-05", target), Some(Standing::Due { late: false }));
    story.doomed("2041-06-05", target);
    story.amend(file, kept);
    assert_eq!(story.destroy("2041-07-08").restored, [target], "written since");
    assert_eq!(story.standing("2046-09-05", target), Some(Standing::AwaitsDelivery), "delivered again first");
}

fn note_on(today: &str) -> Command {
    let note = Note {
        at: moment(today),
        kind: Code::from("call"),
        parts: vec![fact("Mormor ringde.")],
        with: vec![],
        child: false,
        meeting: None,
        document: None,
        late: false,
    };
    Command::SignNote(None, note)
}

/// The record comes first and the key after it: if the program dies in between, the next start finishes.
#[test]
fn a_key_that_outlived_its_destruction_goes_at_the_next_start() {
    let (mut story, files) = Story::told_within(TestHome::in_files());
    let own = files[0].1;
    story.doomed("2032-01-05", matter(files[0].0, own));
    let story = story.reopened();
    let keys = std::fs::read(story.home.dir().join("keys.db")).unwrap();
    assert_eq!(story.destroy("2032-02-05").done.len(), 1);
    let Story { house, home, next } = story;
    drop(house);
    std::fs::write(home.dir().join("keys.db"), keys).unwrap();
    let story = Story { house: open(&home), home, next };
    assert!(story.holds(own.uuid().as_bytes()), "as when the power failed");
    assert_eq!(story.house.finish_destructions(now().micros()), Ok(1));
    assert_eq!(story.house.finish_destructions(now().micros()), Ok(0));
    let story = story.reopened();
    assert!(!story.holds(own.uuid().as_bytes()));
}

/// A report that was first taken into the wrong child's file lies sealed there too, under the same key.
#[test]
fn what_was_moved_is_emptied_where_it_first_lay() {
    let mut story = Story::new();
    let files = story.report_siblings();
    let ((wrong, own), (right, _)) = (files[0], files[1]);
    let open = story.house.look(&reception(), now(), wrong, Page::Timeline).unwrap();
    let seqs: Vec<i64> = open.file.moves_with(&[2]).into_iter().collect();
    let out = Command::MoveOut(MovedOut { seqs: seqs.clone(), to: right });
    let steps = vec![
        Step::File { file: wrong, seen: Some(open.version()), commands: vec![out] },
        Step::File {
            file: right,
            seen: None,
            commands: vec![Command::MoveIn(House::arriving(&open, &seqs))],
        },
    ];
    let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
    story.house.act(&reception(), now(), &wish).unwrap();
    for matter in [own, files[1].1] {
        story.assess(right, matter);
        let decision = Decision::new(DecisionId::new(story.id()), "D03".parse().unwrap());
        let decision = Decision { reasons: vec![fact("Skolan räcker till.")], ..decision };
        story.act(&first(), right, Command::MakeDecision(matter, decision)).unwrap();
    }
    let decision = because("Nämnden 2031-01-07, § 4").unwrap();
    let confirmed = DisposalEntry::ReadingConfirmed { row: "R5b".into(), decision };
    story.house.dispose(&first(), on("2031-01-08"), confirmed).unwrap();
    story.named("0000");

    let placed = |target, ground| DisposalEntry::HoldPlaced { target, ground, why: why() };
    let lifted = |target| DisposalEntry::HoldLifted { target, ground: None, why: why() };
    for held in [matter(wrong, own), outside(wrong), matter(right, own)] {
        story.house.dispose(&second(), on("2032-01-04"), placed(held, HoldGround::Appeal)).unwrap();
        let standing = story.standing("2032-01-05", matter(right, own));
        assert_eq!(standing, Some(Standing::Held(HoldGround::Appeal)), "{held:?} holds it where it is now");
        story.house.dispose(&second(), on("2032-01-04"), lifted(held)).unwrap();
    }
    let nothing = matter(right, MatterId::new(story.id()));
    assert_eq!(
        story.house.dispose(&second(), on("2032-01-04"), placed(nothing, HoldGround::Appeal)),
        Err(DisposalTrouble::Refused(DisposalRefusal::NotThere(nothing)))
    );

    let counted = story.house.tally().unwrap();
    story.doomed("2032-01-05", matter(right, own));
    assert_eq!(story.destroy("2032-02-05").done.len(), 1);
    assert_eq!(story.house.tally().unwrap(), counted, "counted where it was moved to, once");
    assert!(story.house.look(&first(), now(), wrong, Page::Timeline).unwrap().entries.len() <= 2);
    assert!(story.verdict().starts_with("authority=1 ok"), "{}", story.verdict());
    assert_eq!(story.house.view_rows().unwrap(), story.house.refolded_rows().unwrap());
}

/// What one node has destroyed another does not show out of its memory, although the stream's version is what it was; and it holds neither
/// the key nor the name any longer.
#[test]
fn what_one_node_destroyed_no_other_shows() {
    let (mut story, files) = Story::told_within(TestHome::on_postgres());
    let (file, own) = files[0];
    let other = open(&story.home);
    other.warm().unwrap();
    let reads = |house: &House| house.look(&first(), now(), file, Page::Timeline).unwrap();
    assert!(reads(&other).file.matters.contains_key(&own), "and keeps it in memory");
    let copied = sealed_under(&other, own.uuid());
    assert!(other.keys().open_entry(&copied).unwrap().is_some(), "and its key");
    story.doomed("2032-01-05", matter(file, own));
    let version = reads(&other).version();
    assert_eq!(story.destroy("2032-02-05").done.len(), 1);
    let after = reads(&other);
    assert_eq!(after.version(), version);
    assert!(!after.file.matters.contains_key(&own));
    let opened = other.keys().open_entry(&copied);
    assert_eq!(opened, Err(store::KeyError::Destroyed(own.uuid()).into()), "not from a copy either");

    let child = after.file.person().unwrap().uuid();
    let named = sealed_under(&other, child);
    story.doomed("2032-02-05", outside(file));
    assert_eq!(indexed(&other, "tindra").len(), 1);
    assert_eq!(story.destroy("2032-03-20").done.len(), 1);
    assert!(indexed(&other, "tindra").is_empty());
    assert_eq!(indexed(&other, "melker").len(), 1);
    assert_eq!(other.keys().open_entry(&named), Err(store::KeyError::Destroyed(child).into()));
}

/// A node where nobody reads lets go as well, when it looks after itself.
#[test]
fn a_node_that_nobody_works_at_follows() {
    let (mut story, files) = Story::told_within(TestHome::on_postgres());
    let (file, own) = files[0];
    let other = open(&story.home);
    let copied = sealed_under(&other, own.uuid());
    assert!(other.keys().open_entry(&copied).unwrap().is_some());
    story.doomed("2032-01-05", matter(file, own));
    other.follow().unwrap();
    assert!(other.keys().open_entry(&copied).unwrap().is_some(), "it is not destroyed yet");
    assert_eq!(story.destroy("2032-02-05").done.len(), 1);
    other.follow().unwrap();
    assert_eq!(other.keys().open_entry(&copied), Err(store::KeyError::Destroyed(own.uuid()).into()));
}

/// An entry as somebody has copied it out of the log.
fn sealed_under(house: &House, key: Uuid) -> store::log::Entry {
    let all = house.db.read(|tx| store::log::entries_after(tx, 1, 0, 1000)).unwrap();
    all.into_iter().find(|entry| entry.key == key).unwrap()
}

/// Who is found by a name, by whoever must find everybody.
fn indexed(house: &House, name: &str) -> Vec<PersonId> {
    let hits = house.find_name_to_report(&reception(), now(), name).unwrap();
    hits.into_iter().map(|hit| hit.person).collect()
}

/// Who has read what is kept as long as the authority has decided, and then goes all at once: the roots and the chain stay.
#[test]
fn old_readings_go_by_the_book_and_the_chain_says_so() {
    const ROWS: store::Sql = store::Sql("SELECT count(*) FROM access WHERE authority = $1");
    const TAKE: store::Sql = store::Sql("DELETE FROM access WHERE authority = $1");
    let (story, files) = Story::told_in_2026();
    let (house, held) = (&story.house, outside(files[1].0));
    let rows =
        || house.db.read(|tx| tx.row(ROWS, &[house.authority.0.into()])).unwrap().unwrap().int(0).unwrap();
    house.look(&first(), now(), files[0].0, Page::Timeline).unwrap();
    house.cover_readings(now()).unwrap();
    let old = rows();
    house.look(&first(), on("2031-06-01"), files[1].0, Page::Timeline).unwrap();
    house.cover_readings(on("2031-06-01")).unwrap();
    house.look(&first(), on("2031-06-02"), files[0].0, Page::Timeline).unwrap();
    let all = rows();
    assert!(old > 1 && all > old);

    let undecided = DisposalTrouble::Refused(DisposalRefusal::ReadingsUndecided);
    assert_eq!(house.destroy_old_readings(&second(), on("2036-01-10")), Err(undecided));
    let kept =
        DisposalEntry::ReadingsKept { years: 5, decision: because("Nämnden 2035-12-01, § 9").unwrap() };
    house.dispose(&first(), on("2036-01-10"), kept).unwrap();
    let same = DisposalTrouble::Refused(DisposalRefusal::SamePerson);
    assert_eq!(house.destroy_old_readings(&first(), on("2036-01-10")), Err(same));
    let authority = house.authority.0;
    let taken = house.db.write(move |tx| tx.run(TAKE, &[authority.into()]));
    assert!(taken.is_err(), "nobody else takes a row: {taken:?}");

    let why = because("Tillsyn pågår.").unwrap();
    let placed =
        DisposalEntry::HoldPlaced { target: held, ground: HoldGround::Supervision, why: why.clone() };
    house.dispose(&first(), on("2036-01-10"), placed).unwrap();
    assert_eq!(
        house.destroy_old_readings(&second(), on("2036-01-10")),
        Ok(0),
        "its first rows are the oldest"
    );
    house
        .dispose(&first(), on("2036-01-10"), DisposalEntry::HoldLifted { target: held, ground: None, why })
        .unwrap();
    assert_eq!(house.destroy_old_readings(&second(), on("2036-01-10")), Ok(old.unsigned_abs()));
    assert_eq!(rows(), all - old, "what is younger stays");
    assert!(story.verdict().starts_with("authority=1 ok"), "{}", story.verdict());
    assert_eq!(house.destroy_old_readings(&second(), on("2036-01-11")), Ok(0), "once");
    house.take_checkpoint(on("2036-01-12")).unwrap();
    assert!(story.verdict().starts_with("authority=1 ok"), "{}", story.verdict());
}

/// A municipality that keeps everything for research destroys nothing, also what was proposed while it was thought to be another.
#[test]
fn a_municipality_that_keeps_everything_destroys_nothing() {
    let (mut story, files) = Story::told_in_2026();
    let target = matter(files[0].0, files[0].1);
    story.doomed("2032-01-05", target);
    story.named_by(&second(), "1480");
    assert_eq!(story.standing("2032-01-05", matter(files[1].0, files[1].1)), Some(Standing::Kept));
    assert_eq!(story.destroy("2032-02-05").restored, [target]);
    let id = DisposalId::new(story.id());
    let refused = story.house.propose_disposal(&first(), on("2032-02-05"), id, &[target]);
    assert_eq!(refused, Err(DisposalTrouble::Refused(DisposalRefusal::NotDue(target))));
}
