use std::{collections::BTreeSet, sync::LazyLock};

use record::{FileId, MatterState};
use store::{MyDay, Part};
use testhome::TestHome;

use super::*;

/// A demo that is first started at an instant.
fn started_at(instant: &str) -> (TestHome, Arc<House>, Now) {
    let (home, first) = (TestHome::new(), instant.parse::<Timestamp>().unwrap());
    let house = open(home.home(), first).map_err(|error| format!("{error:#}")).unwrap();
    let now = Now { instant: first, today: record::Moment::of(first).day };
    (home, house, now)
}

/// A demo first started on Tuesday 24 November 2026 at nine: a copy of one that is made once for all tests.
pub(crate) fn started() -> (TestHome, Arc<House>, Now) {
    static MADE: LazyLock<TestHome> = LazyLock::new(|| started_at("2026-11-24T08:00:00Z").0);
    let home = MADE.copied();
    let house = open_house(home.home()).unwrap();
    let instant = "2026-11-24T08:00:00Z".parse().unwrap();
    (home, house, Now { instant, today: record::Moment::of(instant).day })
}

fn group(house: &House, now: Now, login: &str) -> Vec<store::Group> {
    let who = tell::actor(&house.organisation(now.today), login).unwrap();
    let horizon = now.today.plus_days(7);
    who.manages.iter().map(|unit| house.group(&who, now, *unit, horizon).unwrap()).collect()
}

fn day(house: &House, now: Now, login: &str) -> MyDay {
    let who = tell::actor(&house.organisation(now.today), login).unwrap();
    house.my_day(&who, now, now.today.plus_days(7)).unwrap()
}

/// What the demo promises whoever opens it: some forty children, and something to do for everybody.
#[test]
fn there_is_a_child_in_every_phase() {
    let (_home, house, now) = started();
    let groups = group(&house, now, "enar");
    let clocks: Vec<_> = groups.iter().flat_map(|group| &group.clocks).map(|one| &one.row).collect();
    let matters: Vec<_> =
        groups.iter().flat_map(|group| &group.matters).map(|one| (one.file, &one.row)).collect();
    let files: BTreeSet<FileId> = matters.iter().map(|(file, _)| *file).collect();
    assert!(files.len() >= 30, "{} files have a running matter", files.len());

    let waiting = |phase: &str| matters.iter().filter(|(_, row)| row.phase == phase).count();
    assert!(waiting("received") >= 3, "reports without protection assessment");
    assert!(waiting("assessing") >= 5, "reports that wait for a decision");
    let today =
        |(_, row): &&(FileId, &store::MatterRow)| row.phase == "received" && row.opened_on == now.today;
    assert!(matters.iter().filter(today).count() >= 3, "some of them from today");
    assert!(
        matters.iter().any(|(_, row)| row.main.is_none() && row.phase != "received"),
        "something to distribute"
    );
    assert!(matters.iter().any(|(_, row)| row.immediate), "an immediate need");

    let overdue =
        |rule: &str| clocks.iter().any(|clock| clock.rule == rule && clock.nominal_on < Some(now.today));
    assert!(overdue("DL-002"), "fourteen days that have run out");
    assert!(overdue("DL-021"), "four months that have run out");
    assert!(groups.iter().any(|group| !group.proposals.is_empty()), "a proposal waits");
}

#[test]
fn everybody_has_something_to_do() {
    let (_home, house, now) = started();
    for login in ["mia", "moa", "ulla", "oskar", "umar", "olga", "fatima"] {
        assert!(!day(&house, now, login).matters.is_empty(), "{login}");
    }
    assert!(!day(&house, now, "frida").to_decide.is_empty());
    for login in ["ulla", "umar", "oskar", "olga", "fatima"] {
        assert!(!day(&house, now, login).meetings.is_empty(), "{login} has a meeting this week");
    }
}

/// Whichever day it is first started, also in the middle of a holiday night or when summer time begins.
#[test]
fn the_stories_are_told_on_a_sunday_just_after_midnight() {
    started_at("2026-11-21T23:01:00Z");
}

#[test]
fn the_stories_are_told_after_the_long_holidays() {
    started_at("2027-01-07T07:00:00Z");
}

#[test]
fn the_stories_are_told_on_the_leap_day_before_summer_time() {
    started_at("2028-02-29T15:00:00Z");
}

/// An expectant parent's own file has no matter and no clock.
#[test]
fn the_unborn_child_has_neither_file_nor_clock() {
    let (_home, house, now) = started();
    let who = tell::actor(&house.organisation(now.today), "mia").unwrap();
    let hit = house.find_name(&who, now, "Jasmin Holmgren").unwrap().remove(0);
    let open = house.look(&who, now, hit.files[0], Part::Timeline).unwrap();
    assert!(open.file.matters.is_empty() && open.clocks.is_empty());
    assert!(
        open.entries.iter().any(|entry| matches!(entry.entry, record::Entry::UnbornInformationReceived(_)))
    );
}

/// A moved note is in the right file, by its author and at its time, and gone from the wrong one.
#[test]
fn the_moved_note_stands_in_the_right_file() {
    let (_home, house, now) = started();
    let who = tell::actor(&house.organisation(now.today), "ulla").unwrap();
    let open = |name: &str| {
        let hit = house.find_name(&who, now, name).unwrap().remove(0);
        house.look(&who, now, hit.files[0], Part::Timeline).unwrap()
    };
    let notes = |open: &store::OpenFile| open.file.notes.len();
    let (sofia, stella) = (open("Sofia Forsell"), open("Stella Forsell"));
    assert_eq!((notes(&sofia), notes(&stella)), (1, 0));
    assert!(sofia.file.matters.values().any(|matter| matches!(matter.state, MatterState::Investigation(_))));
}

#[test]
fn every_story_file_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/stories");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let stories = files.filter(|file| file.extension().is_some_and(|kind| kind == "toml"));
    let mut names: Vec<String> =
        stories.map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, stories::ALL.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
}

/// No telephone number of a story or of the organisation can ring at anybody.
#[test]
fn every_telephone_number_is_from_the_series_for_fiction() {
    let texts = stories::ALL.iter().map(|(_, text)| *text).chain([include_str!("../../demo/lyktinge.toml")]);
    for line in texts.flat_map(str::lines) {
        let Some((_, number)) = line.split_once("phone = ").or_else(|| line.split_once("contact = ")) else {
            continue;
        };
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let number: u64 = digits.parse().unwrap();
        let invented =
            (701_740_605..=701_740_699).contains(&number) || (846_500_400..=846_500_499).contains(&number);
        assert!(invented, "{line}");
    }
}

#[test]
fn an_interrupted_start_leaves_nothing_and_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("demo");
    let half = workshop(&dir).unwrap();
    drop(House::open_demo(&half, organisation(), DelegationOrder::lyktinge()).unwrap());
    let first = "2026-11-24T08:00:00Z".parse().unwrap();
    let house = open(&dir, first).unwrap();
    assert!(!half.exists() && dir.join("lykta.db").exists());
    drop(house);
    open(&dir, first).unwrap();
}

#[test]
fn a_demo_that_another_process_is_making_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("demo");
    let half = workshop(&dir).unwrap();
    let at_work = House::open_demo(&half, organisation(), DelegationOrder::lyktinge()).unwrap();
    assert!(open(&dir, "2026-11-24T08:00:00Z".parse().unwrap()).is_err());
    assert!(half.join("lykta.db").exists());
    drop(at_work);
}

/// No file of the data directory holds a name, a number or a sentence in the clear. The search first finds one that is.
#[test]
fn nothing_stands_in_the_clear_on_disk() {
    let (home, house, now) = started();
    let who = tell::actor(&house.organisation(now.today), "enar").unwrap();
    let names = ["Tuva Nygård", "Elias Berg", "Lina Haddad"];
    let numbers = names.map(|name| {
        let hit = house.find_name(&who, now, name).unwrap().remove(0);
        hit.card.unwrap().number().unwrap().to_owned()
    });
    let texts = [
        "Nygård",
        "Haddad",
        "Karin Fors",
        "Smedjegatan 4",
        "070-174 06 05",
        "Jag brukar sjunga för honom",
        "fritidsledaren",
    ];
    let planted = texts.into_iter().map(str::to_owned).chain(numbers.iter().flat_map(|number| {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        [number.clone(), digits[2..].to_owned(), digits]
    }));
    let planted: Vec<String> = planted.collect();
    drop(house);

    let control = format!("…{}…", planted.join("\u{0}")).to_ascii_lowercase();
    assert!(planted.iter().all(|text| holds(control.as_bytes(), text)), "the search finds what is there");
    for file in home.files() {
        // A server goes on working with its files.
        let inside = fs::read(&file).unwrap_or_default();
        let folded = inside.to_ascii_lowercase();
        for text in &planted {
            assert!(!holds(&folded, text), "{text:?} stands in the clear in {}", file.display());
        }
    }
}

/// Whether a text stands in bytes, whose letters a to z are small.
fn holds(folded: &[u8], text: &str) -> bool {
    memchr::memmem::find(folded, text.to_ascii_lowercase().as_bytes()).is_some()
}

/// The demo is told only once: another start changes nothing.
#[test]
fn a_later_start_continues() {
    let (home, house, _) = started();
    let rows = house.view_rows().unwrap();
    drop(house);
    let house = open(home.home(), "2026-12-01T08:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(house.view_rows().unwrap(), rows);
    assert_eq!(house.refolded_rows().unwrap(), rows, "the views are what the record says");
}
