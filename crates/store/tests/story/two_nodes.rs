//! Two nodes on one database: neither knows of the other, and nothing is lost, doubled or stale.

use super::*;
use store::{SharedPlace, SharedSaved, sessions};

const PROOF: sessions::Proof = sessions::Proof { level: 3, at_us: 0 };

/// The same register, opened by another program.
fn second_node(story: &Story) -> Arc<House> {
    open(&story.home)
}

fn story() -> Story {
    Story::within(TestHome::on_postgres())
}

/// What one has written the other reads at once, in the file as in the lists: caches hold by version and by height.
#[test]
fn what_one_node_writes_the_other_reads_at_once() {
    let mut story = story();
    let other = second_node(&story);
    let (file, matter) = story.report_siblings()[0];
    let read = |house: &House| house.look(&reception(), now(), file, Page::Timeline).unwrap().version();
    assert_eq!(read(&story.house), read(&other), "both keep the folded file now");
    story.assess(file, matter);
    assert_eq!(read(&story.house), read(&other));
    let steps = vec![Step::File { file, seen: None, commands: vec![note("Från den andra noden.")] }];
    other.act(&reception(), now(), &Wish { id: CommandId::new(story.id()), steps, draft: None }).unwrap();
    assert_eq!(read(&story.house), read(&other));
    for house in [&story.house, &other] {
        assert_eq!(house.find_name(&reception(), now(), "melker").unwrap().len(), 1);
        assert_eq!(house.view_rows().unwrap(), house.refolded_rows().unwrap());
    }
}

/// Both write in the same file at the same time, notes that rest on nothing: all of them stand, each once, in one chain.
#[test]
fn interleaved_writes_of_two_nodes_are_one_chain() {
    const EACH: u128 = 25;
    let mut story = story();
    let other = second_node(&story);
    let files = story.report_siblings();
    let houses = [&story.house, &other];
    std::thread::scope(|scope| {
        for (node, house) in houses.into_iter().enumerate() {
            for (place, (file, _)) in files.iter().enumerate() {
                let file = *file;
                scope.spawn(move || {
                    for turn in 0..EACH {
                        let node = u128::try_from(node * 2 + place).unwrap();
                        let id = CommandId::new(Uuid::from_u128(100_000 + node * 1000 + turn));
                        let commands = vec![note(&format!("Nod {node}, {turn}."))];
                        let wish =
                            Wish { id, steps: vec![Step::File { file, seen: None, commands }], draft: None };
                        let send = || house.act(&reception(), now(), &wish);
                        // Told to come again when the other was faster four times in a row: nothing was done, so it does.
                        while matches!(send(), Err(Trouble::Storage(store::Error::Busy))) {}
                        assert!(send().unwrap().already, "sent again it is done already");
                    }
                });
            }
        }
    });
    for (file, _) in &files {
        let open = story.house.look(&reception(), now(), *file, Page::Timeline).unwrap();
        let notes = open.entries.iter().filter(|entry| matches!(entry.entry, record::Entry::NoteSigned(_)));
        assert_eq!(u128::try_from(notes.count()).unwrap(), 2 * EACH);
    }
    let verdicts = store::verify(story.home.home(), &store::Trust::default()).unwrap();
    assert!(verdicts.iter().all(|verdict| verdict.outcome.is_ok()), "{verdicts:?}");
    assert_eq!(story.house.view_rows().unwrap(), story.house.refolded_rows().unwrap());
}

/// Wishes over several files in both orders, and registrations beside them: nobody waits for each other for ever.
#[test]
fn wishes_over_several_files_never_wait_for_each_other() {
    let mut story = story();
    let other = second_node(&story);
    let files: Vec<FileId> = story.report_siblings().into_iter().map(|(file, _)| file).collect();
    std::thread::scope(|scope| {
        for (node, house) in [&story.house, &other].into_iter().enumerate() {
            let mut files = files.clone();
            if node == 1 {
                files.reverse();
            }
            scope.spawn(move || {
                for turn in 0..15_u128 {
                    let node = u128::try_from(node).unwrap();
                    let id = CommandId::new(Uuid::from_u128(200_000 + node * 1000 + turn));
                    let step = |file: &FileId| Step::File {
                        file: *file,
                        seen: None,
                        commands: vec![note("Båda barnen.")],
                    };
                    let wish = Wish { id, steps: files.iter().map(step).collect(), draft: None };
                    while matches!(
                        house.act(&reception(), now(), &wish),
                        Err(Trouble::Storage(store::Error::Busy))
                    ) {}
                }
            });
        }
    });
    for file in files {
        let open = other.look(&reception(), now(), file, Page::Timeline).unwrap();
        let notes = open.entries.iter().filter(|entry| matches!(entry.entry, record::Entry::NoteSigned(_)));
        assert_eq!(notes.count(), 30);
    }
}

/// Who is logged in, and what is being written, is known to every node.
#[test]
fn sessions_and_drafts_are_everybodys() {
    let mut story = story();
    let other = second_node(&story);
    let limits = sessions::Limits { idle_us: 1000, absolute_us: 1000 };
    let staff = reception().staff.uuid();
    let token = story.house.db.write(move |tx| sessions::start(tx, 1, staff, PROOF, 5, limits)).unwrap();
    let found = other.db.read(|tx| sessions::find(tx, 1, &token, 6, limits)).unwrap();
    assert_eq!(found.map(|session| session.account), Some(staff));

    let (file, matter) = story.report_siblings()[0];
    story.assess(file, matter);
    let to = Distribution { main: investigator().staff, second: None, unit: unit(2) };
    story.act(&first(), file, Command::Distribute(matter, to)).unwrap();
    let save = |house: &House, seen: i64, text: &str| {
        let place = SharedPlace { file, matter, section: "school".into(), seen };
        house.save_shared(&investigator(), now(), &place, text).unwrap()
    };
    assert_eq!(save(&story.house, 0, "Först."), SharedSaved::Done { version: 1 });
    assert!(matches!(save(&other, 0, "Samtidigt."), SharedSaved::Stale(_)));
    assert_eq!(save(&other, 1, "Båda."), SharedSaved::Done { version: 2 });
    assert_eq!(story.house.shared_drafts(&investigator(), file, matter).unwrap()[0].text, "Båda.");
}

/// One node at a time does what is done for all, and another takes over when it is heard of no more.
#[test]
fn a_job_is_one_nodes_at_a_time() {
    let story = story();
    let other = second_node(&story);
    let holds = |house: &House, at: i64| house.holds_job("register", at).unwrap();
    assert!(holds(&story.house, 0));
    assert!(!holds(&other, 1));
    assert!(holds(&story.house, 2), "and keeps it");
    assert!(!holds(&other, store::LEASE_US));
    assert!(holds(&other, store::LEASE_US + 2), "it was heard of no more");
    assert!(!holds(&story.house, store::LEASE_US + 3));
}

/// An entry that only a newer program can read, in a later form or of a kind that is not known: the file is neither shown nor added to by
/// the older node beside it, although it has the file in memory as it was. In every other file both go on.
#[test]
fn an_older_node_adds_nothing_to_what_it_cannot_read() {
    let unreadable = || Trouble::Storage(store::Error::Unreadable("an entry"));
    let sheet = br#"{"occurred":"2026-11-24T09:00","by":{},"law":"","entry":{"from_the_future":{}}}"#;
    for (version, plain, told) in [
        (u16::MAX, &b"{}"[..], Trouble::Newer),
        (record::entry::VERSION, sheet, Trouble::Newer),
        (1, b"{}", unreadable()),
    ] {
        let mut newer = story();
        let older = second_node(&newer);
        let [(file, _), (sibling, _)] = newer.report_siblings()[..] else { panic!("two") };
        older.look(&reception(), now(), file, Page::Child).unwrap();
        newer_entry(&newer, file, version, plain.to_vec());
        let house = Arc::clone(&newer.house);
        let height = || house.db.read(|tx| store::log::head(tx, 1)).unwrap().height;
        let before = height();
        let wish = |id, file| {
            let steps = vec![Step::File { file, seen: None, commands: vec![note("Ser ingenting.")] }];
            Wish { id: CommandId::new(Uuid::from_u128(id)), steps, draft: None }
        };
        assert_eq!(older.act(&reception(), now(), &wish(7, file)).unwrap_err(), told);
        assert_eq!(older.look(&reception(), now(), file, Page::Child).unwrap_err(), told);
        assert_eq!(height(), before);
        older.act(&reception(), now(), &wish(8, sibling)).unwrap();
        newer.act(&reception(), sibling, note("Vid sidan av.")).unwrap();
        assert_eq!(height(), before + 2);
    }
}

fn newer_entry(story: &Story, file: FileId, version: u16, plain: Vec<u8>) {
    use store::log::{self, Append, NewEntry, Subject};
    let (keys, stream) = (Arc::clone(story.house.keys()), file.uuid());
    let write = move |tx: &mut dyn store::Tx| {
        let expected = log::version(tx, 1, stream)?;
        let kind = "from_the_future";
        let entries = &[NewEntry { kind, version, key: stream, number: None, plain: &plain }];
        let (subject, actor) = (Subject::File, reception().staff.uuid());
        let append = Append { authority: 1, stream, subject, expected, actor, at_us: 0, entries };
        log::append(tx, &append, &mut |header, plain| keys.seal(header, plain))
    };
    story.house.db.write(write).unwrap();
}

/// A note in the wrong child's file is shown at no node once one has moved it, although the others had the file in memory with it.
#[test]
fn what_one_node_moved_away_no_other_shows() {
    let mut story = story();
    let other = second_node(&story);
    let [(wrong, _), (right, _)] = story.report_siblings()[..] else { panic!("two") };
    story.act(&reception(), wrong, note("Om det andra barnet.")).unwrap();
    let read = |file| other.look(&reception(), now(), file, Page::Timeline).unwrap();
    let open = read(wrong);
    let seqs = vec![open.version()];
    let out = Command::MoveOut(MovedOut { seqs: seqs.clone(), to: right });
    let arriving = vec![Command::MoveIn(House::arriving(&open, &seqs))];
    let steps = vec![
        Step::File { file: wrong, seen: Some(open.version()), commands: vec![out] },
        Step::File { file: right, seen: None, commands: arriving },
    ];
    let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
    story.house.act(&reception(), now(), &wish).unwrap();
    let notes = |file| {
        let standing = read(file).entries;
        standing.iter().filter(|entry| matches!(entry.entry, record::Entry::NoteSigned(_))).count()
    };
    assert_eq!(notes(wrong), 0);
    assert!(read(right).entries.iter().any(|entry| matches!(entry.entry, record::Entry::MovedIn(_))));
}
