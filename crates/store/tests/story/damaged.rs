//! Damaged files: whatever the damage, nobody is ever shown something else than what was written. Either it is refused where it is met,
//! or the check names it, or it lay where nothing was.

use super::*;
use fastrand::Rng;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use store::{Error, KeyError, Trust, key_file, keyring::Keyring, verify};

/// Seeded offsets at which one bit is turned, in each file.
const FLIPS: usize = 40;

/// A record that was closed in peace, and what stands in it.
struct Record {
    home: TestHome,
    /// Every entry of every file, as it is told.
    told: BTreeMap<FileId, Vec<String>>,
    /// Every row of every view.
    views: Vec<Vec<store::Value>>,
}

fn record(words: &str) -> Record {
    let mut story = Story::within(TestHome::in_files());
    let files = story.report_siblings();
    for (file, matter) in &files {
        story.assess(*file, *matter);
        for number in 0..50 {
            let long = format!("{words} {number}. ").repeat(100);
            story.act(&reception(), *file, note(&long)).unwrap();
        }
    }
    let told = files.iter().map(|(file, _)| (*file, tell(&story.house, *file).unwrap())).collect();
    let views = story.house.view_rows().unwrap();
    let Story { house, home, .. } = story;
    drop(house);
    Record { home, told, views }
}

fn tell(house: &House, file: FileId) -> Result<Vec<String>, Trouble> {
    let open = house.look(&reception(), now(), file, Page::Timeline)?;
    let told = |entry: &record::Recorded| {
        let texts: Vec<&str> = entry.entry.parts().iter().map(|part| part.text.as_str()).collect();
        format!("{} {} {}", entry.seq, entry.entry.kind(), texts.join(" "))
    };
    Ok(open.entries.iter().map(|entry| told(entry)).collect())
}

/// What came of opening a damaged record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    /// It did not open, and said why.
    Refused,
    /// Something in it could not be shown, and that was said.
    Withheld,
    /// All of it was shown as it was written, and the check names the damage.
    Named,
    /// All of it was shown, and the damage lay where nothing was.
    Unharmed,
}

impl Record {
    fn path(&self, file: &str) -> PathBuf {
        self.home.dir().join(file)
    }

    /// Opens it, reads everything, and checks it. Panics where something else than what was written is shown, or something is left out
    /// in silence.
    fn opened(&self, what: &str) -> Came {
        let organisation = Organisation::new("Lyktinge", "Socialnämnden", vec![], vec![]);
        let house = match House::open_demo(self.home.home(), organisation, DelegationOrder::lyktinge()) {
            Ok(house) => house,
            Err(error) => {
                expect_helpful(&error, self.home.dir(), what);
                return Came::Refused;
            }
        };
        let mut withheld = false;
        for (file, written) in &self.told {
            match tell(&house, *file) {
                Ok(told) => assert_eq!(&told, written, "{what}: something else is shown"),
                // A damaged view may say that the file is nobody's: it is then kept from everybody.
                Err(_) => withheld = true,
            }
        }
        let views = house.view_rows().is_ok_and(|rows| rows == self.views);
        drop(house);
        let verdicts = verify(self.home.home(), &Trust::default());
        let whole = verdicts.is_ok_and(|all| !all.is_empty() && all.iter().all(|one| one.outcome.is_ok()));
        match (withheld, whole && views) {
            (true, _) => Came::Withheld,
            (false, false) => Came::Named,
            (false, true) => Came::Unharmed,
        }
    }

    /// Damages a file, looks what comes of it, and puts it back.
    fn damaged(&self, file: &str, what: &str, damage: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>) -> Came {
        let kept: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(self.home.dir())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect();
        let path = self.path(file);
        match damage(fs::read(&path).unwrap()) {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let came = self.opened(&format!("{file}: {what}"));
        for entry in fs::read_dir(self.home.dir()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        for (path, bytes) in kept {
            fs::write(&path, bytes).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(&path, mode).unwrap();
        }
        came
    }
}

/// The text names what is wrong, where, and what to do. Where is the file, or the directory if it is about several; for what is read out of
/// the database the command puts the directory before it.
fn expect_helpful(error: &Error, dir: &Path, what: &str) {
    let told = error.to_string();
    let does =
        ["`lykta restore`", "ut back the", "use a newer program"].iter().any(|words| told.contains(words));
    assert!(does, "{what}: what is to be done? {told}");
    let read_out =
        matches!(error, Error::Schema(_) | Error::Unreadable(_) | Error::Key(KeyError::WrongMaster));
    assert!(read_out || told.contains(dir.to_str().unwrap()), "{what}: where? {told}");
}

#[test]
fn a_bit_that_turns_anywhere_shows_nobody_anything_else() {
    let record = record("Planterade ord");
    assert_eq!(record.opened("nothing"), Came::Unharmed);
    let mut rng = Rng::with_seed(20_261_130);
    for (file, flips) in [("lykta.db", 4 * FLIPS), ("keys.db", FLIPS), ("lykta.key", 32)] {
        let mut counts: BTreeMap<Came, usize> = BTreeMap::new();
        let size = fs::metadata(record.path(file)).unwrap().len();
        for number in 0..flips {
            let at = if file == "lykta.key" { number } else { rng.usize(..usize::try_from(size).unwrap()) };
            let bit = 1 << rng.u8(..8);
            let came = record.damaged(file, &format!("bit {bit} of byte {at}"), |mut bytes| {
                bytes[at] ^= bit;
                Some(bytes)
            });
            *counts.entry(came).or_default() += 1;
        }
        if file == "lykta.key" {
            assert_eq!(counts, BTreeMap::from([(Came::Refused, 32)]), "another key is no key");
        } else {
            assert!(counts.keys().any(|came| *came != Came::Unharmed), "{file}: {counts:?}");
        }
    }
}

/// Cut short, emptied, exchanged, gone: what is no longer the file is never taken for it.
#[test]
fn a_file_that_is_another_or_half_is_refused() {
    let [record, other] = ["Planterade ord", "Andra ord"].map(record);
    let elsewhere = |file: &str| fs::read(other.path(file)).unwrap();
    let own = |file: &str| fs::read(record.path(file)).unwrap();
    for (file, beside) in [("lykta.db", "keys.db"), ("keys.db", "lykta.db"), ("lykta.key", "lykta.db")] {
        let size = own(file).len();
        for (what, damage) in [
            ("cut to half", Some(own(file)[..size / 2].to_vec())),
            ("cut by a tenth", Some(own(file)[..size * 9 / 10].to_vec())),
            ("cut to less than a page", Some(own(file)[..size.min(4096) - 1].to_vec())),
            ("emptied", Some(Vec::new())),
            ("another's", Some(elsewhere(file))),
            ("another file", Some(own(beside))),
            ("text", Some(b"no database and no key, but long enough to be looked at as one".repeat(100))),
            ("gone", None),
        ] {
            let came = record.damaged(file, what, |_| damage);
            let cut = what.starts_with("cut");
            assert!(came == Came::Refused || cut && came != Came::Unharmed, "{file} {what}: {came:?}");
        }
    }
    assert_eq!(record.opened("all put back"), Came::Unharmed);
    let master = key_file::read_demo(other.home.dir()).unwrap();
    assert!(Keyring::open(record.home.dir(), master).is_err(), "another's key");
}

/// Yesterday's keys beside today's register: each is whole by itself, and they belong to one installation.
#[test]
fn keys_from_another_time_are_told() {
    let mut story = Story::within(TestHome::in_files());
    let (file, _) = story.report_siblings()[0];
    let mut story = story.reopened();
    let path = story.home.dir().join("keys.db");
    let early = fs::read(&path).unwrap();
    for _ in 0..8 {
        story.report_again(file);
    }
    let Story { house, home, .. } = story;
    drop(house);
    fs::write(&path, early).unwrap();
    let organisation = Organisation::new("Lyktinge", "Socialnämnden", vec![], vec![]);
    let refused = House::open_demo(home.home(), organisation, DelegationOrder::lyktinge()).err().unwrap();
    assert_eq!(refused, KeyError::NotTogether(home.dir().display().to_string()).into());
    expect_helpful(&refused, home.dir(), "yesterday's keys");
}
