//! A record moves from one engine to the other and back. All of it arrives, nobody acts twice, and what goes wrong on the way loses nothing.

use std::path::PathBuf;

use super::*;
use record::{DocumentId, DraftId, document::ReceivedDocument};
use store::{
    DraftPlace, Error, Home, Incoming, KeyError, ResidenceState, Trust, access_tokens,
    key_file::{KeyFile, Lock},
    messages,
    moving::{self, Move, Moved},
    secret::Secret,
    sessions,
};

const PROOF: sessions::Proof = sessions::Proof { level: 3, at_us: 0 };

/// The sort of scope, limits and bytes that are told of.
const LIMITS: sessions::Limits = sessions::Limits { idle_us: i64::MAX / 4, absolute_us: i64::MAX / 4 };
const POLICE: &[u8] = b"%PDF-1.4 ett dokument som inte ryms i en post";

/// A key file that lies elsewhere, and places that are opened with it.
struct Keys {
    file: KeyFile,
    folder: tempfile::TempDir,
}

impl Keys {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::new(folder.path().join("keys"), Lock::None);
        file.make().unwrap();
        Self { file, folder }
    }

    fn home(&self, home: &TestHome) -> Home {
        home.home().with_key(self.file.clone())
    }

    fn open(&self, home: &TestHome) -> store::Result<Arc<House>> {
        let organisation = Organisation::new("Lyktinge", "Socialnämnden", vec![], vec![]);
        House::open_demo(self.home(home), organisation, DelegationOrder::lyktinge())
    }

    fn through(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn copy(&self, from: &TestHome, to: &TestHome, through: &str) -> store::Result<Moved> {
        let (from, to) = (self.home(from), self.home(to));
        let through = self.through(through);
        moving::copy(&Move { from: &from, to: &to, authority: 1, through: &through, now_us: now().micros() })
    }
}

/// What was told, to be found again.
struct Told {
    files: Vec<(FileId, MatterId)>,
    document: DocumentId,
    draft: DraftId,
    session: Secret,
    token: Secret,
    message: Uuid,
}

/// A story with something of everything that a register holds.
fn tell(story: &mut Story) -> Told {
    let files = story.report_siblings();
    let (file, matter) = files[0];
    story.assess(file, matter);
    story.act(&reception(), file, note("Mormor hämtar.")).unwrap();
    let keep = |story: &Story, bytes: &[u8]| {
        let incoming = Incoming { name: "rapport.pdf", media_type: "application/pdf", bytes };
        story.house.keep_original(now(), file, Some(matter), incoming).unwrap()
    };
    let (document, original) = keep(story, POLICE);
    let received = ReceivedDocument {
        id: document,
        title: text("Polisrapport"),
        sender: text("Polisen"),
        channel: Code::from("letter"),
        arrival: report().arrival,
        original: Some(original),
        keep: Vec::new(),
    };
    story.act(&reception(), file, Command::ReceiveDocument(Some(matter), received)).unwrap();
    keep(story, b"paa vaeg");
    let place = DraftPlace { draft: DraftId::new(story.id()), file: None, form: "note".into(), seen: 0 };
    let house = Arc::clone(&story.house);
    house.save_draft(&reception(), now(), &place, b"halvskrivet".to_vec()).unwrap();
    let staff = reception().staff.uuid();
    let session = house.db.write(move |tx| sessions::start(tx, 1, staff, PROOF, 5, LIMITS)).unwrap();
    let new = access_tokens::New {
        authority: 1,
        account: staff,
        label: "skript".into(),
        scopes: vec![access_tokens::Scope::Read],
        now_us: 5,
        ends_us: i64::MAX,
    };
    let token = house.db.write(move |tx| access_tokens::make(tx, &new)).unwrap();
    let keys = Arc::clone(house.keys());
    let new = messages::New {
        authority: 1,
        account: staff,
        now_us: now().micros(),
        today: now().today,
        bytes: b"{\"en\": \"anmaelan\"}".to_vec(),
        sender: Some("skolan-17".into()),
        substance: None,
        fault: None,
    };
    let fault = messages::Fault { reason: "not_json", details: "rad 1".into(), keep: true };
    let aside = messages::New { bytes: b"{".to_vec(), sender: None, fault: Some(fault), ..new.clone() };
    let take = |new: messages::New| {
        let keys = Arc::clone(&keys);
        house.db.write(move |tx| messages::take(tx, &keys, &new)).unwrap().0.id
    };
    let (message, aside) = (take(new), take(aside));
    house.handle_set_aside(&reception(), now(), aside, &text("Registrerad för hand.")).unwrap();
    house.set_setting("municipality", "1234".into()).unwrap();
    house.look(&reception(), now(), files[1].0, Page::Timeline).unwrap();
    Told { files, document, draft: place.draft, session, token, message }
}

/// Everything that was told is here, and goes on.
fn expect_all(house: &Arc<House>, told: &Told) {
    let (file, _) = told.files[0];
    let open = house.look(&reception(), now(), file, Page::Timeline).unwrap();
    assert!(open.entries.iter().any(|entry| matches!(entry.entry, record::Entry::NoteSigned(_))));
    assert_eq!(house.read_original(&reception(), now(), file, told.document).unwrap().1, POLICE);
    assert_eq!(house.draft(&reception(), told.draft).unwrap().unwrap().text, b"halvskrivet");
    let (token, message) = (&told.token, told.message);
    assert!(house.db.read(|tx| access_tokens::find(tx, 1, token, 6)).unwrap().is_some(), "tokens go on");
    assert_eq!(
        house.db.read(|tx| messages::bytes(tx, house.keys(), 1, message)).unwrap().unwrap(),
        b"{\"en\": \"anmaelan\"}"
    );
    let aside = house.set_aside(&reception(), now()).unwrap();
    assert!(aside.waiting.is_empty());
    assert_eq!(aside.handled[0].handled.as_ref().unwrap().words, "Registrerad för hand.");
    assert_eq!(house.setting("municipality").unwrap().as_deref(), Some("1234"));
    assert_eq!(house.find_name(&reception(), now(), "tindra").unwrap().len(), 1);
    assert_eq!(house.view_rows().unwrap(), house.refolded_rows().unwrap());
}

/// The view rows, with ids as one engine gives them back.
fn rows(house: &House) -> Vec<Vec<store::Value>> {
    let same = |value: store::Value| match value {
        store::Value::Id(id) => store::Value::Bytes(id.as_bytes().to_vec()),
        other => other,
    };
    house.view_rows().unwrap().into_iter().map(|row| row.into_iter().map(same).collect()).collect()
}

fn session(house: &House, told: &Told) -> bool {
    house.db.read(|tx| sessions::find(tx, 1, &told.session, 6, LIMITS)).unwrap().is_some()
}

fn state<T: std::fmt::Debug>(answer: store::Result<T>) -> ResidenceState {
    match answer {
        Err(Error::Elsewhere(residence)) => residence.state,
        other => panic!("it should be elsewhere: {other:?}"),
    }
}

fn opened(answer: store::Result<Arc<House>>) -> store::Result<()> {
    answer.map(|_| ())
}

fn height(home: &TestHome) -> i64 {
    let verdicts = store::verify(home.home(), &Trust::default()).unwrap();
    verdicts[0].outcome.unwrap().height
}

#[test]
fn a_told_story_moves_to_the_other_engine_and_back() {
    let (keys, first) = (Keys::new(), TestHome::in_files());
    let mut story = Story { house: keys.open(&first).unwrap(), home: first, next: 1000 };
    let told = tell(&mut story);
    expect_all(&story.house, &told);
    assert!(session(&story.house, &told));
    let (views, of_file) = (rows(&story.house), told.files[0].0);
    let readers = story.house.readers(&first_reader(), now(), of_file).unwrap().1.len();
    let before = story.house.db.read(|tx| store::log::head(tx, 1)).unwrap();
    let Story { house, home: first, .. } = story;
    drop(house);

    let (second, third) = (TestHome::on_postgres(), TestHome::in_files());
    let moved = keys.copy(&first, &second, "one").unwrap();
    assert_eq!(moved.verdict.outcome.unwrap().height, before.height);
    assert!(moved.keys >= 6 && moved.rows >= 8, "{moved:?}");
    let house = keys.open(&second).unwrap();
    assert_eq!(rows(&house), views);
    expect_all(&house, &told);
    assert!(!session(&house, &told), "everybody logs in anew");
    assert_eq!(house.readers(&first_reader(), now(), of_file).unwrap().1.len(), readers + 3);
    assert_eq!(state(opened(keys.open(&first))), ResidenceState::Left);
    assert_eq!(height(&first), before.height, "what was left can still be verified");

    // A node that has it open in the cluster is told at its next write, whatever it writes.
    let moved = keys.copy(&second, &third, "two").unwrap();
    assert_eq!(state(house.save_draft_again(&told)), ResidenceState::Left);
    let wish = || {
        let steps = vec![Step::File { file: of_file, seen: None, commands: vec![note("För sent.")] }];
        Wish { id: CommandId::new(Uuid::from_u128(9)), steps, draft: None }
    };
    let refused = house.act(&reception(), now(), &wish()).unwrap_err();
    assert!(matches!(refused, Trouble::Storage(Error::Elsewhere(_))), "{refused:?}");
    let reached = moved.verdict.outcome.unwrap().height;
    assert_eq!(height(&second), reached, "nothing was written after it had left");

    let house = keys.open(&third).unwrap();
    assert_eq!(rows(&house), views);
    expect_all(&house, &told);
    let mut story = Story { house, home: third, next: 5000 };
    let matter = story.report_again(of_file);
    let open = story.house.look(&reception(), now(), of_file, Page::Timeline).unwrap();
    let number = open.entries.iter().rev().find(|entry| entry.matter == Some(matter)).unwrap();
    assert_eq!(number.number.as_deref(), Some("2026-3"), "numbers go on without a gap");
}

/// Somebody who may see who has read.
fn first_reader() -> Actor {
    reception()
}

trait Again {
    fn save_draft_again(&self, told: &Told) -> store::Result<()>;
}

impl Again for House {
    fn save_draft_again(&self, told: &Told) -> store::Result<()> {
        let place = DraftPlace { draft: told.draft, file: None, form: "note".into(), seen: 1 };
        match self.save_draft(&reception(), now(), &place, b"mer".to_vec()) {
            Ok(_) => Ok(()),
            Err(Trouble::Storage(error)) => Err(error),
            Err(other) => panic!("{other}"),
        }
    }
}

/// Cut short when everything is in but the last tables: neither place acts, the half-written one is no record, and the same command goes on.
#[test]
fn an_interrupted_copy_is_half_written_and_goes_on() {
    let (keys, from, to) = (Keys::new(), TestHome::on_postgres(), TestHome::in_files());
    let mut story = Story { house: keys.open(&from).unwrap(), home: from, next: 1000 };
    let told = tell(&mut story);
    let Story { house, home: from, .. } = story;
    let views = rows(&house);
    // The target's disk refuses what comes late.
    assert!(keys.copy(&from, &to, "out/").is_err(), "nowhere to write the export");
    let target = rusqlite::Connection::open(to.dir().join("lykta.db")).unwrap();
    target
        .execute_batch(
            "CREATE TRIGGER stop BEFORE INSERT ON counter BEGIN SELECT RAISE(ABORT, 'stopped'); END",
        )
        .unwrap();
    assert!(matches!(keys.copy(&from, &to, "out"), Err(Error::Constraint(_))));
    assert_eq!(state(house.save_draft_again(&told)), ResidenceState::Leaving);
    assert_eq!(state(opened(keys.open(&from))), ResidenceState::Leaving);
    assert_eq!(state(opened(keys.open(&to))), ResidenceState::Arriving);
    assert_eq!(state(store::verify(to.home(), &Trust::default())), ResidenceState::Arriving, "no record yet");
    let told_so = Error::Elsewhere(store::Residence {
        authority: 1,
        state: ResidenceState::Arriving,
        place: "`lykta copy --from x`".into(),
    });
    assert!(told_so.to_string().contains("half-written here"), "{told_so}");

    // Called off, the record stays and goes on; moved again, it finds that the half is of another day and says so.
    assert_eq!(moving::call_off(&keys.home(&from), 1), Ok(true));
    assert_eq!(moving::call_off(&keys.home(&from), 1), Ok(false));
    house.save_draft_again(&told).unwrap();
    target.execute_batch("DROP TRIGGER stop").unwrap();
    let refused = keys.copy(&from, &to, "out");
    assert!(
        matches!(&refused, Err(Error::Unmoved(why)) if why.contains("use an empty place")),
        "{refused:?}"
    );
    assert_eq!(state(opened(keys.open(&to))), ResidenceState::Arriving);

    // Into an empty place it goes. Begun again with everything already there it is done as well.
    let empty = TestHome::in_files();
    assert_eq!(moving::call_off(&keys.home(&from), 1), Ok(true));
    keys.copy(&from, &empty, "out").unwrap();
    let moved = keys.open(&empty).unwrap();
    assert_eq!(rows(&moved), views);
    assert_eq!(moved.draft(&reception(), told.draft).unwrap().unwrap().text, b"mer");
}

/// The last step of all was cut off: the source has left, and the target does not know yet that it is whole.
#[test]
fn a_copy_that_was_cut_off_at_any_step_is_done_by_beginning_again() {
    let (keys, from, to) = (Keys::new(), TestHome::in_files(), TestHome::in_files());
    let mut story = Story { house: keys.open(&from).unwrap(), home: from, next: 1000 };
    let told = tell(&mut story);
    let Story { house, home: from, .. } = story;
    drop(house);
    for stop in ["entry", "access", "command_seen", "attachment", "draft", "message", "setting"] {
        assert!(keys.copy(&from, &to, "out/").is_err(), "nowhere to write the export");
        let target = rusqlite::Connection::open(to.dir().join("lykta.db")).unwrap();
        let guard =
            format!("CREATE TRIGGER stop BEFORE INSERT ON {stop} BEGIN SELECT RAISE(ABORT, 'stopped'); END");
        target.execute_batch(&guard).unwrap();
        assert!(matches!(keys.copy(&from, &to, "out"), Err(Error::Constraint(_))), "{stop}");
        target.execute_batch("DROP TRIGGER stop").unwrap();
    }
    let target = rusqlite::Connection::open(to.dir().join("lykta.db")).unwrap();
    let guard = "CREATE TRIGGER stop BEFORE DELETE ON residence BEGIN SELECT RAISE(ABORT, 'stopped'); END";
    target.execute_batch(guard).unwrap();
    assert!(matches!(keys.copy(&from, &to, "out"), Err(Error::Constraint(_))));
    target.execute_batch("DROP TRIGGER stop").unwrap();
    assert_eq!(state(opened(keys.open(&from))), ResidenceState::Left);
    assert_eq!(state(moving::call_off(&keys.home(&from), 1)), ResidenceState::Left, "it has left for good");
    keys.copy(&from, &to, "out").unwrap();
    expect_all(&keys.open(&to).unwrap(), &told);
}

/// What is damaged is not moved, and stays as it is: nothing is shut, and nothing arrives.
#[test]
fn a_damaged_source_is_refused() {
    let (keys, from, to) = (Keys::new(), TestHome::in_files(), TestHome::in_files());
    let mut story = Story { house: keys.open(&from).unwrap(), home: from, next: 1000 };
    tell(&mut story);
    let Story { house, home: from, .. } = story;
    drop(house);
    let register = rusqlite::Connection::open(from.dir().join("lykta.db")).unwrap();
    register
        .execute_batch(
            "DROP TRIGGER entry_is_never_changed; UPDATE entry SET actor = zeroblob(16) WHERE height = 4",
        )
        .unwrap();
    let refused = keys.copy(&from, &to, "out");
    assert!(matches!(&refused, Err(Error::Unmoved(why)) if why.contains("broken height=4")), "{refused:?}");
    assert!(!to.dir().join("lykta.db").exists() && !keys.through("out").exists());
    assert!(keys.open(&from).is_ok(), "it was not shut");
}

#[test]
fn a_record_moves_only_to_where_there_is_none_and_under_its_own_key() {
    let (keys, from, to) = (Keys::new(), TestHome::in_files(), TestHome::on_postgres());
    let mut story = Story { house: keys.open(&from).unwrap(), home: from, next: 1000 };
    tell(&mut story);
    let Story { house, home: from, .. } = story;
    assert_eq!(keys.copy(&from, &to, "out").err(), Some(Error::InUse), "a program works there");
    drop(house);
    let same = keys.copy(&from, &from, "out");
    assert!(
        matches!(&same, Err(Error::Unmoved(why)) if why.contains("both the source and the target")),
        "{same:?}"
    );
    drop(keys.open(&to).unwrap());
    let taken = keys.copy(&from, &to, "out");
    assert!(
        matches!(&taken, Err(Error::Unmoved(why)) if why.contains("already holds the record")),
        "{taken:?}"
    );
    let (others, third) = (Keys::new(), TestHome::on_postgres());
    drop(others.open(&third).unwrap());
    assert_eq!(keys.copy(&from, &third, "out").err(), Some(KeyError::WrongMaster.into()));
    assert!(keys.open(&from).is_ok(), "it was not shut");
    let none = moving::call_off(&TestHome::in_files().home(), 1);
    assert!(none.is_err(), "where there is no record none is made");
}
