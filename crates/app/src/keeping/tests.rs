use std::{fs, path::Path};

use age::x25519;
use jiff::{Timestamp, ToSpan as _};
use law::DelegationOrder;
use testhome::TestHome;

use super::*;
use crate::demo;

/// Nights pass as the test says.
struct Clock(Now);

impl Clock {
    fn new() -> Self {
        Self(at("2026-11-24T08:00:00Z"))
    }

    fn wait(&mut self, micros: i64) {
        let instant = self.0.instant.checked_add(micros.microseconds()).unwrap();
        self.0 = at(&instant.to_string());
    }

    /// A minute past the next midnight.
    fn night(&mut self) {
        let midnight = self.0.today.plus_days(1).to_string();
        self.0 = at(&format!("{midnight}T00:01:00+01:00"));
    }

    fn look(&self, keeper: &mut Keeper, house: &Arc<House>) {
        keeper.look(house, self.0, self.0.micros());
    }
}

fn at(instant: &str) -> Now {
    let instant: Timestamp = instant.parse().unwrap();
    Now { instant, today: record::Moment::of(instant).day }
}

/// The packs of the night, in a directory, for somebody who has a key.
fn nightly(folder: &Path, packs: &Path) -> Nightly {
    let recipients = folder.join("recipients");
    fs::write(&recipients, format!("{}\n", x25519::Identity::generate().to_public())).unwrap();
    let locked = |name: &str| Locked::for_those_in(&recipients, packs.join(name)).unwrap();
    Nightly { ordinary: locked("avbrott.age"), protected: Some(locked("avbrott-skyddade.age")) }
}

fn checkpoints(house: &House) -> usize {
    let verdicts = store::verify(house.db.home(), &store::Trust::default()).unwrap();
    usize::try_from(verdicts[0].outcome.unwrap().checkpoints).unwrap()
}

fn modified(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_default()
}

/// A night passes, and what should lie there does; another, and it lies there anew. Within a day nothing is done twice.
#[test]
fn a_night_passes_and_its_work_is_done_once() {
    let (home, house, _) = demo::tests::started();
    let packs = home.dir().join("packs");
    fs::create_dir(&packs).unwrap();
    let (mut clock, mut keeper) = (Clock::new(), Keeper::of(Some(nightly(home.dir(), &packs))));
    clock.look(&mut keeper, &house);
    let (first, kept) = (modified(&packs.join("avbrott.age")), packs.join("avbrott-skyddade.age"));
    assert!(!first.is_empty() && kept.exists() && checkpoints(&house) == 1);
    for job in Job::ALL {
        let state = house.job(job.name()).unwrap();
        assert!(state.done == Some(clock.0.today) && state.failed.is_none(), "{job:?}: {state:?}");
    }
    clock.wait(3600 * 1_000_000);
    clock.look(&mut keeper, &house);
    assert!(modified(&packs.join("avbrott.age")) == first && checkpoints(&house) == 1, "once a day");

    clock.night();
    clock.look(&mut keeper, &house);
    assert_ne!(modified(&packs.join("avbrott.age")), first);
    assert_eq!(checkpoints(&house), 2);
    assert_eq!(house.job("quarantine").unwrap().done, Some(clock.0.today));
    assert_eq!(house.job("quarantine").unwrap().note, "undecided=0 ripe=0");
    let counted = house.job("retention").unwrap();
    assert_eq!((counted.done, counted.note.as_str()), (Some(clock.0.today.plus_days(-1)), "due=0 late=0"));
    for _ in 0..6 {
        clock.night();
        clock.look(&mut keeper, &house);
    }
    assert_eq!(house.job("retention").unwrap().done, Some(clock.0.today), "once a week");
    // A pack that somebody has taken away is made anew.
    fs::remove_file(&kept).unwrap();
    clock.look(&mut keeper, &house);
    assert!(kept.exists());
}

/// What fails is noted with why and how often, does not keep the other jobs from being done, and is tried again after a while.
#[test]
fn a_job_that_fails_is_told_and_tried_again() {
    let (home, house, _) = demo::tests::started();
    let packs = home.dir().join("packs"); // not there, as when a disk is not plugged in
    let (mut clock, mut keeper) = (Clock::new(), Keeper::of(Some(nightly(home.dir(), &packs))));
    clock.look(&mut keeper, &house);
    let failed = |house: &House| house.job("outage").unwrap().failed;
    let first = failed(&house).expect("noted");
    assert!(first.times == 1 && first.why.contains("avbrott.age"), "{first:?}");
    assert_eq!(checkpoints(&house), 1, "the others are done");
    let told = store::jobs::states_beside(house.db.home(), 1).unwrap();
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["checkpoint", "outage", "quarantine", "retention"]);

    clock.wait(AGAIN_US - 1);
    clock.look(&mut keeper, &house);
    assert_eq!(failed(&house).unwrap().times, 1, "not at once");
    clock.wait(1);
    clock.look(&mut keeper, &house);
    assert_eq!(failed(&house).unwrap().times, 2);
    fs::create_dir(&packs).unwrap();
    clock.wait(AGAIN_US);
    clock.look(&mut keeper, &house);
    assert_eq!(failed(&house), None);
    assert!(packs.join("avbrott.age").exists());
}

/// Of two nodes one does the work of the night, and the other when it is heard of no more.
#[test]
fn of_two_nodes_one_does_it() {
    let home = TestHome::on_postgres();
    let open = || House::open_demo(home.home(), demo::organisation(), DelegationOrder::lyktinge()).unwrap();
    let (one, other) = (open(), open());
    one.set_setting("municipality", "1234".to_owned()).unwrap();
    let places = ["one", "other"].map(|name| home.dir().join(name));
    for place in &places {
        fs::create_dir(place).unwrap();
    }
    let [mut here, mut there] = places.each_ref().map(|place| Keeper::of(Some(nightly(home.dir(), place))));
    let made = |place: &Path| place.join("avbrott.age").exists();
    let mut clock = Clock::new();
    clock.look(&mut here, &one);
    clock.look(&mut there, &other);
    assert!(made(&places[0]) && !made(&places[1]));
    clock.wait(LEASE_US / 2);
    clock.look(&mut there, &other);
    assert!(!made(&places[1]), "the first may only be busy");
    clock.wait(LEASE_US);
    clock.look(&mut there, &other);
    assert!(made(&places[1]), "it was heard of no more: its disk may be gone as well");
    fs::remove_file(places[0].join("avbrott.age")).unwrap();
    clock.look(&mut here, &one);
    assert!(!made(&places[0]), "and comes second when it is back");
}
