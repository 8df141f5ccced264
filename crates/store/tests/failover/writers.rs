//! Eight people, each writing notes in a child's file of their own, and the ledger of what they were told.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle, sleep},
    time::{Duration, Instant},
};

use law::{DelegationOrder, Level};
use record::{
    Actor, Code, Command, CommandId, FileId, Moment, Opened, Organisation, Part, PartKind, PersonId, StaffId,
    Subject, Text, UnitId,
    note::Note,
    person::{FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced},
};
use store::{Done, Error, Home, House, Now, Part as Page, Step, Trouble, Wish};
use uuid::Uuid;

const WRITERS: usize = 8;

/// What they have in common.
struct Shared {
    house: Arc<House>,
    stop: AtomicBool,
    /// Notes that were answered as written, all together.
    answered: AtomicU64,
    in_doubt: AtomicUsize,
    /// When somebody was last answered, and the longest time between two answers since it was last asked.
    pulse: Mutex<(Instant, Duration)>,
}

/// People at work.
pub(crate) struct Writers {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<Ledger>>,
}

/// What one of them was told: how many notes stand in their file.
struct Ledger {
    file: FileId,
    answered: u64,
}

/// What all of them were told.
pub(crate) struct Told {
    house: Arc<House>,
    ledgers: Vec<Ledger>,
    pub(crate) in_doubt: usize,
}

impl Writers {
    pub(crate) fn begin(home: Home, round: u128) -> Self {
        let organisation = Organisation::new("Lyktinge", "Socialnämnden", vec![], vec![]);
        let house = House::open_demo(home, organisation, DelegationOrder::lyktinge()).unwrap();
        let shared = Arc::new(Shared {
            house,
            stop: AtomicBool::new(false),
            answered: AtomicU64::new(0),
            in_doubt: AtomicUsize::new(0),
            pulse: Mutex::new((now(), Duration::ZERO)),
        });
        let threads = (0..WRITERS).map(|number| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.write_notes(round * 100 + number as u128 + 1))
        });
        Self { threads: threads.collect(), shared }
    }

    pub(crate) fn in_doubt(&self) -> usize {
        self.shared.in_doubt.load(Ordering::SeqCst)
    }

    /// The longest time without an answer while something happens.
    pub(crate) fn silence_of(&self, happens: impl FnOnce()) -> Duration {
        *self.shared.pulse.lock().unwrap() = (now(), Duration::ZERO);
        happens();
        self.shared.pulse.lock().unwrap().1
    }

    pub(crate) fn wait_for_progress(&self, longest: Duration) {
        let (before, until) = (self.shared.answered.load(Ordering::SeqCst), now() + longest);
        while self.shared.answered.load(Ordering::SeqCst) < before + 10 * WRITERS as u64 {
            assert!(now() < until, "nobody can write");
            sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn end(self) -> Told {
        self.shared.stop.store(true, Ordering::SeqCst);
        let in_doubt = self.in_doubt();
        let ledgers = self.threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        Told { house: Arc::clone(&self.shared.house), ledgers, in_doubt }
    }
}

impl Shared {
    fn write_notes(&self, number: u128) -> Ledger {
        let (file, person) = (FileId::new(id(number, 1)), PersonId::new(id(number, 2)));
        let opened = Opened { person, subject: Subject::Child, birth: None, unit: unit() };
        let commands = vec![Command::OpenFile(opened)];
        let steps = vec![
            Step::Person { person, commands: vec![PersonCommand::Register(registration(number))] },
            Step::File { file, seen: None, commands },
        ];
        self.until_answered(&Wish { id: CommandId::new(id(number, 3)), steps, draft: None });
        let mut answered = 0;
        while !self.stop.load(Ordering::SeqCst) {
            let commands = vec![note(answered)];
            let steps = vec![Step::File { file, seen: None, commands }];
            let wish =
                Wish { id: CommandId::new(id(number, 1000 + u128::from(answered))), steps, draft: None };
            self.until_answered(&wish);
            answered += 1;
        }
        Ledger { file, answered }
    }

    /// As a person does whose page says that it is not known: the same form again, until it is answered.
    fn until_answered(&self, wish: &Wish) -> Done {
        for attempt in 0.. {
            match self.house.act(&worker(), at(), wish) {
                Ok(done) => {
                    self.answered.fetch_add(1, Ordering::SeqCst);
                    let mut pulse = self.pulse.lock().unwrap();
                    *pulse = (now(), pulse.1.max(pulse.0.elapsed()));
                    return done;
                }
                Err(Trouble::Storage(
                    Error::Lost | Error::Away(_) | Error::Busy | Error::Constraint(_) | Error::Engine(_),
                )) => {
                    if attempt == 0 {
                        self.in_doubt.fetch_add(1, Ordering::SeqCst);
                    }
                    sleep(Duration::from_millis(100));
                }
                Err(trouble) => panic!("{trouble}"),
            }
        }
        unreachable!("a loop without an end")
    }
}

impl Told {
    pub(crate) fn acknowledged(&self) -> u64 {
        self.ledgers.iter().map(|ledger| ledger.answered).sum()
    }

    /// Every note that was answered stands in its file, once and in its order, and no other does.
    pub(crate) fn expect_all_once(&self) {
        for ledger in &self.ledgers {
            let open = self.house.look(&worker(), at(), ledger.file, Page::Timeline).unwrap();
            let mut stands: HashMap<String, usize> = HashMap::new();
            for text in
                open.entries.iter().flat_map(|entry| entry.entry.parts()).map(|part| part.text.as_str())
            {
                *stands.entry(text.to_owned()).or_default() += 1;
            }
            for number in 0..ledger.answered {
                assert_eq!(stands.remove(&words(number)), Some(1), "note {number} of {}", ledger.file);
            }
            assert!(stands.is_empty(), "nobody was answered about {stands:?}");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "waiting is measured")]
fn now() -> Instant {
    Instant::now()
}

fn at() -> Now {
    Now { instant: "2026-11-24T09:00:00Z".parse().unwrap(), today: "2026-11-24".parse().unwrap() }
}

fn id(writer: u128, number: u128) -> Uuid {
    Uuid::from_u128((writer << 64) | number)
}

fn unit() -> UnitId {
    UnitId::new(Uuid::from_u128(1))
}

fn worker() -> Actor {
    Actor {
        staff: StaffId::new(Uuid::from_u128(101)),
        name: "Anställd".into(),
        title: "enhetschef".into(),
        level: Level::UnitHead,
        unit: unit(),
        manages: vec![unit()],
        reception: true,
        qualified: true,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    }
}

fn registration(number: u128) -> Registration {
    let today = at().today;
    let name = PersonName::new(&format!("Barn {number}"), "Påhittad");
    Registration {
        name: Some(Sourced::new(name, FactSource::Worker, today)),
        ..Registration::new(Sourced::new(ProtectionLevel::None, FactSource::Worker, today))
    }
}

fn words(number: u64) -> String {
    format!("Anteckning {number}.")
}

fn note(number: u64) -> Command {
    let note = Note {
        at: Moment::on(at().today),
        kind: Code::from("call"),
        parts: vec![Part::new(PartKind::Fact, Text::typed(&words(number)).unwrap().unwrap())],
        with: vec![],
        child: false,
        meeting: None,
        document: None,
        late: false,
    };
    Command::SignNote(None, note)
}
