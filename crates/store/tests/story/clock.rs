//! A computer whose clock jumps: the record keeps its order, deadlines keep their days, and sessions neither live for ever nor all die.

use super::*;
use store::sessions;

const PROOF: sessions::Proof = sessions::Proof { level: 3, at_us: 0 };

/// Instants as a bad clock tells them, one after the other, and the day it thinks it is in Sweden.
const JUMPS: [(&str, &str); 12] = [
    ("2026-11-24T09:00:00Z", "2026-11-24"),
    ("2026-11-25T09:00:00Z", "2026-11-25"), // a day ahead
    ("2026-11-24T08:00:00Z", "2026-11-24"), // and an hour back
    ("2026-12-31T22:59:59.999999Z", "2026-12-31"),
    ("2026-12-31T23:00:00Z", "2027-01-01"), // the new year
    ("2027-03-28T00:59:59Z", "2027-03-28"),
    ("2027-03-28T01:00:00Z", "2027-03-28"), // summer time
    ("2027-10-31T00:30:00Z", "2027-10-31"),
    ("2027-10-31T01:30:00Z", "2027-10-31"), // the hour that comes twice
    ("2028-02-29T11:00:00Z", "2028-02-29"),
    ("1969-07-20T20:17:40Z", "1969-07-20"), // before there were clocks
    ("2026-11-24T10:00:00Z", "2026-11-24"),
];

fn at((instant, today): (&str, &str)) -> Now {
    Now { instant: instant.parse().unwrap(), today: day(today) }
}

/// A note about the morning of the report, whatever the clock says now.
fn about_the_morning(words: &str) -> Command {
    let Command::SignNote(matter, note) = note(words) else { unreachable!("a note") };
    Command::SignNote(matter, Note { at: moment("2026-11-24T07:30"), ..note })
}

#[test]
fn the_order_of_the_record_is_the_order_of_writing_whatever_the_clock_says() {
    let mut story = Story::new();
    let (file, _) = story.report_siblings()[0];
    let mut written = Vec::new();
    for (number, jump) in JUMPS.into_iter().enumerate() {
        let words = format!("Anteckning {number}.");
        let steps = vec![Step::File { file, seen: None, commands: vec![about_the_morning(&words)] }];
        let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
        match story.house.act(&reception(), at(jump), &wish) {
            Ok(done) => {
                assert!(!done.already);
                written.push(words);
            }
            // On such a day the morning has not been yet: refused, and nothing is written.
            Err(Trouble::Refused { .. }) => assert!(jump.1 < "2026", "{jump:?}"),
            Err(trouble) => panic!("{jump:?}: {trouble}"),
        }
    }
    assert_eq!(written.len(), JUMPS.len() - 1);
    let story = story.reopened();
    let open = story.house.look(&reception(), now(), file, Page::Timeline).unwrap();
    let notes: Vec<_> = open.entries.iter().filter(|entry| entry.entry.kind() == "note_signed").collect();
    let texts: Vec<&str> = notes.iter().map(|note| note.entry.parts()[0].text.as_str()).collect();
    assert_eq!(texts, written, "by number, not by clock");
    assert!(open.entries.is_sorted_by_key(|entry| entry.at), "recorded time never goes backwards");
    let verdicts = store::verify(story.home.home(), &store::Trust::default()).unwrap();
    assert!(verdicts.iter().all(|verdict| verdict.outcome.is_ok()), "{verdicts:?}");
    assert_eq!(story.house.view_rows().unwrap(), story.house.refolded_rows().unwrap());
}

/// Fourteen days from the day a report came, by the calendar, also over a leap day, a new year and a night that is an hour too short or
/// too long; and a clock that has jumped since moves none of them.
#[test]
fn a_deadline_keeps_its_day_when_the_clock_jumps() {
    for (came, instant, due) in [
        ("2026-12-31", "2026-12-31T22:45:00Z", "2027-01-14"),
        ("2027-03-27", "2027-03-27T22:45:00Z", "2027-04-10"),
        ("2027-10-30", "2027-10-30T21:45:00Z", "2027-11-13"),
        ("2028-02-29", "2028-02-29T22:45:00Z", "2028-03-14"),
    ] {
        let mut story = Story::new();
        let (person, file) = (PersonId::new(story.id()), FileId::new(story.id()));
        let matter = MatterId::new(story.id());
        let opening =
            Opened { person, subject: Subject::Child, birth: Some(day("2015-04-09")), unit: unit(1) };
        let arrival = Arrival::at(moment(&format!("{came}T23:30")));
        let report = Report { arrival, ..report() };
        let steps = vec![
            Step::Person {
                person,
                commands: vec![PersonCommand::Register(register("Tindra", "2015-04-09"))],
            },
            Step::File {
                file,
                seen: None,
                commands: vec![Command::OpenFile(opening), Command::ReceiveReport(matter, report)],
            },
        ];
        let wish = Wish { id: CommandId::new(story.id()), steps, draft: None };
        story.house.act(&reception(), at((instant, came)), &wish).unwrap();
        for jump in JUMPS {
            let open = story.house.look(&reception(), at(jump), file, Page::Child).unwrap();
            let clock = open.clocks.iter().find(|clock| clock.rule.as_str() == "DL-002");
            // On a day before it began it is nobody's errand yet.
            let begun = (day(jump.1) >= day(came)).then(|| day(due));
            assert_eq!(clock.and_then(|clock| clock.due.nominal), begun, "came {came}, looked at {jump:?}");
        }
    }
}

#[test]
fn sessions_neither_live_for_ever_nor_all_die_when_the_clock_jumps() {
    const HOUR: i64 = 3_600_000_000;
    let limits = sessions::Limits { idle_us: HOUR, absolute_us: 12 * HOUR };
    let story = Story::new();
    let staff = reception().staff.uuid();
    let start =
        |at: i64| story.house.db.write(move |tx| sessions::start(tx, 1, staff, PROOF, at, limits)).unwrap();
    let now_us = now().micros();
    let holds = |token: &store::secret::Secret, at: i64| {
        story.house.db.read(|tx| sessions::find(tx, 1, token, at, limits)).unwrap().is_some()
    };
    let token = start(now_us);
    assert!(!holds(&token, now_us + 24 * HOUR), "a day ahead nobody is logged in");
    assert!(holds(&token, now_us), "and when the clock is put right, whoever was is so again");
    assert!(holds(&token, now_us - HOUR) && holds(&token, -HOUR), "back in time nobody is thrown out");
    let ahead = start(now_us + 24 * HOUR);
    assert!(holds(&ahead, now_us));
    let sign_of_life = ahead.clone();
    let touch = now_us + 25 * HOUR;
    story.house.db.write(move |tx| sessions::touch(tx, 1, &sign_of_life, touch)).unwrap();
    assert!(!holds(&ahead, now_us + 36 * HOUR), "however far ahead it began, it ends");
}
