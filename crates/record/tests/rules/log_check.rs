//! What of a unit's reading is looked at, and why.

use crate::words::id;
use jiff::{SignedDuration, Timestamp};
use record::{
    FileId, StaffId,
    log_check::{
        Explanation, Judged, LONG_AFTER, MANY_FILES, Opened, Opening, Reader, Sign, drawn, explanation, judge,
    },
    organisation::Term,
};
use std::collections::BTreeMap;

/// A Tuesday at ten in Sweden.
const TEN: &str = "2026-11-24T09:00:00Z";

fn at(instant: &str) -> Timestamp {
    instant.parse().expect("an instant")
}

fn opening(reader: u128, file: u128, ground: &str, instant: Timestamp) -> Opening {
    Opening { at: instant, reader: id(reader), file: id(file), ground: ground.to_owned() }
}

fn judged(openings: &[Opening]) -> Judged {
    let reader = |name: &str, duty| Reader { family_name: name.to_owned(), duty, turns: Vec::new() };
    let tuesday = TEN[..10].parse().ok();
    let turns = vec![Term { from: tuesday, to: tuesday }];
    let on_turn = Reader { turns, ..reader("nattström", false) };
    let readers: BTreeMap<StaffId, Reader> =
        [(id(1), reader("ekdahl", false)), (id(2), reader("hästbacka", true)), (id(3), on_turn)].into();
    let names = ["lövdahl", "ekdahl"].map(str::to_owned);
    let other = Opened { runs: true, ..Opened::default() };
    let relative = Opened { family_names: names.into(), ..other.clone() };
    let old = Opened { runs: false, written: Some(at(TEN) - LONG_AFTER), ..Opened::default() };
    let mut files: BTreeMap<FileId, Opened> = [(id(10), other), (id(11), relative), (id(12), old)].into();
    files.extend((100..200).map(|file| (id(file), Opened { runs: true, ..Opened::default() })));
    judge(openings, &readers, &files)
}

fn signs(openings: &[Opening]) -> Vec<Vec<Sign>> {
    judged(openings).queue.iter().map(|one| one.signs.iter().copied().collect()).collect()
}

#[test]
fn what_a_relation_explains_is_not_looked_at() {
    for ground in [
        "assigned",
        "co_worker",
        "stands_in",
        "manager",
        "asked",
        "reception",
        "blind",
        "provider",
        "former_provider",
    ] {
        let judged = judged(&[opening(1, 10, ground, at(TEN))]);
        assert_eq!((judged.queue.len(), judged.rest.len(), judged.explained), (0, 1, 1), "{ground}");
    }
}

/// A turn of duty reaches through the night after its last day, and no further.
#[test]
fn whoever_has_a_turn_of_duty_works_at_any_hour_of_it() {
    for (instant, expected) in [
        ("2026-11-24T21:00:00Z", 0),
        ("2026-11-25T02:00:00Z", 0),
        ("2026-11-25T21:00:00Z", 1),
        ("2026-11-23T21:00:00Z", 1),
    ] {
        assert_eq!(signs(&[opening(3, 10, "reception", at(instant))]).len(), expected, "{instant}");
    }
}

#[test]
fn what_only_the_reader_explains_always_is() {
    for (ground, sign) in
        [("stated", Sign::Stated), ("glass", Sign::Glass), ("of another program", Sign::Unexplained)]
    {
        let one = [opening(1, 10, ground, at(TEN))];
        assert_eq!(signs(&one), [vec![sign]], "{ground}");
        assert_eq!(judged(&one).explained, 0);
    }
    assert_eq!(explanation(""), Explanation::None);
}

#[test]
fn a_day_with_a_file_is_looked_at_once_with_all_its_signs() {
    let evening = at(TEN) + SignedDuration::from_hours(12);
    let openings = [
        opening(1, 11, "assigned", at(TEN)),
        opening(1, 11, "assigned", evening),
        opening(1, 11, "stated", at(TEN)),
    ];
    let judged = judged(&openings);
    assert_eq!(judged.queue.len(), 1);
    let signs: Vec<_> = judged.queue[0].signs.iter().copied().collect();
    assert_eq!(signs, [Sign::Stated, Sign::SameName, Sign::OutsideHours]);
    assert_eq!((judged.queue[0].openings, judged.openings, judged.explained), (3, 3, 2));
}

#[test]
fn hours_are_swedish_and_duty_has_none() {
    let hours = [
        ("2026-11-24T05:00:00Z", false), // six in the morning
        ("2026-11-24T04:59:59Z", true),
        ("2026-11-24T18:59:59Z", false), // just before eight in the evening
        ("2026-11-24T19:00:00Z", true),
        ("2026-07-01T04:00:00Z", false), // six in summer
        ("2026-11-28T10:00:00Z", true),  // a Saturday
        ("2026-12-25T10:00:00Z", true),  // Christmas Day, a Friday
    ];
    for (instant, outside) in hours {
        assert_eq!(
            signs(&[opening(1, 10, "assigned", at(instant))]).len(),
            usize::from(outside),
            "{instant}"
        );
        assert!(signs(&[opening(2, 10, "assigned", at(instant))]).is_empty(), "{instant} on duty");
    }
}

#[test]
fn a_file_where_all_ended_long_ago_is_looked_at() {
    let after = |seconds| at(TEN) + SignedDuration::from_secs(seconds);
    assert!(signs(&[opening(1, 12, "assigned", after(0))]).is_empty());
    assert_eq!(signs(&[opening(1, 12, "assigned", after(1))]), [vec![Sign::LongAfter]]);
}

#[test]
fn many_files_within_an_hour_are_one_thing_to_look_at() {
    let spread = |files: u128, minutes: i64| -> Vec<Opening> {
        let nth =
            |nth: u128| at(TEN) + SignedDuration::from_mins(minutes * i64::try_from(nth).expect("small"));
        (0..files).map(|n| opening(1, 100 + n, "manager", nth(n))).collect()
    };
    let most = u128::try_from(MANY_FILES).expect("small");
    let judged_many = judged(&spread(most, 1));
    assert_eq!(judged_many.queue.len(), 1);
    assert_eq!((judged_many.queue[0].file, judged_many.queue[0].openings), (None, MANY_FILES));
    assert!(judged(&spread(most - 1, 1)).queue.is_empty());
    assert!(judged(&spread(most, 10)).queue.is_empty(), "as many in a day");
    let same: Vec<Opening> =
        spread(most, 1).into_iter().map(|one| Opening { file: id(100), ..one }).collect();
    assert!(judged(&same).queue.is_empty(), "one file many times");
}

#[test]
fn the_lots_choose_the_sample() {
    let openings: Vec<Opening> = (100..150).map(|file| opening(2, file, "assigned", at(TEN))).collect();
    let rest = judged(&openings).rest;
    assert_eq!(rest.len(), 50);
    let lot = |file: Option<FileId>| file.expect("a file").as_u128();
    let low = drawn(&rest, 3, |one| lot(one.file));
    let high = drawn(&rest, 3, |one| std::cmp::Reverse(lot(one.file)));
    let files =
        |drawn: &[record::log_check::Looked]| drawn.iter().map(|one| lot(one.file)).collect::<Vec<_>>();
    assert_eq!((files(&low), files(&high)), (vec![100, 101, 102], vec![147, 148, 149]));
    assert!(low.iter().all(|one| one.signs == [Sign::Drawn].into()));
    assert_eq!(drawn(&rest, 90, |one| lot(one.file)).len(), 50, "no more than there are");
}
