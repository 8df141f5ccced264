//! A simulated year: an invented municipality in which people do what is lawful, at random, day after day, and now and then what is
//! not. A simple model knows what must have become of it, and is asked after every step.
//!
//! The ordinary test is a small town for five months, so that investigations come to their end. A year of a municipality of two hundred
//! thousand is the same with other numbers (docs/year.md):
//!
//! ```sh
//! REPORTS=32 DAYS=365 WORKERS=120 cargo test --release -p store --test year -- --nocapture
//! ```
//!
//! `SEED` repeats a run; it is printed first.

#![expect(clippy::unwrap_used, reason = "a year that cannot be told is a failed test")]

mod commands;
mod model;
mod snoopers;
mod town;

use law::Day;
use record::{Command, FileId, Refusal};
use store::{Done, Trouble};

use model::{Child, Matter, Phase, Task, What};
use town::{Size, Town, reception, stranger};

/// How much there is of everything: from the environment, or as the ordinary test wants it.
fn size() -> Size {
    let number = |name: &str, otherwise: f64| {
        #[expect(clippy::disallowed_methods, reason = "this is the edge of a test")]
        let set = std::env::var(name).ok();
        set.map_or(otherwise, |text| text.parse().expect("a number"))
    };
    Size {
        seed: number("SEED", 20_261_130.0),
        days: number("DAYS", 160.0),
        reports: number("REPORTS", 1.4),
        workers: number("WORKERS", 12.0),
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the seed is told, so that a run can be repeated")]
fn lawful_people_at_random() {
    let size = size();
    println!("SEED={} DAYS={} REPORTS={} WORKERS={}", size.seed, size.days, size.reports, size.workers);
    let mut town = Town::new(size);
    while town.day < town.last {
        a_day(&mut town);
        town.snoop();
        town.at_night();
        town.day = town.day.plus_days(1);
    }
    let counted = town.finish();
    println!("{counted}");
    assert!(counted.checked.explained_of_thousand() >= 950, "what people do for their work explains itself");
    assert!(
        counted.checked.planted.len() >= 5,
        "nearly every kind was planted: {:?}",
        counted.checked.planted
    );
}

/// Reports come in as they do on that day of the week, and what is due is done in whatever order it happens to be.
fn a_day(town: &mut Town) {
    for _ in 0..town.reports_today() {
        report(town);
    }
    let mut tasks = town.tasks.remove(&town.day).unwrap_or_default();
    town.rng.shuffle(&mut tasks);
    for task in tasks {
        probe(town, task);
        carry_out(town, task);
        town.check(task.child);
    }
}

/// One call about one family: new, or one that has been heard of before.
fn report(town: &mut Town) {
    let known = !town.children.is_empty() && town.rng.f64() < 0.3;
    let violence = town.rng.f64() < 0.2;
    if known {
        let child = town.rng.usize(..town.children.len());
        let matter = town.id();
        let file = town.children[child].file;
        let command = Command::ReceiveReport(matter, commands::report(town.now(), violence, &[]));
        town.expect(&reception(), file, vec![command]);
        town.received(child, matter, violence);
        town.check(child);
        return;
    }
    let siblings = town.draw_siblings();
    let first = town.children.len();
    let (wish, matters) = town.new_family(siblings, violence);
    let done = town.carry(&reception(), &wish).expect("a report is always received");
    assert_eq!(done.numbers.len(), siblings, "each has its number");
    let again = town.carry(&reception(), &wish).expect("sent twice");
    assert_eq!(again, Done { already: true, ..done }, "and is done once");
    for (child, matter) in (first..).zip(matters) {
        town.received(child, matter, violence);
        town.check(child);
    }
}

fn carry_out(town: &mut Town, Task { child, matter, what }: Task) {
    let file = town.children[child].file;
    let (today, now) = (town.day, town.now());
    match what {
        What::Assess => {
            let command = commands::assess(matter, now);
            town.expect(&reception(), file, vec![command]);
            town.matter(child, matter).phase = Phase::Assessed;
            let days = town.rng.i64(1..=13);
            town.later(days, child, matter, What::Decide);
        }
        What::Decide => decide(town, child, matter),
        What::Tell => {
            let guardian = town.children[child].guardian;
            town.by_worker(child, matter, vec![commands::told(matter, guardian, now)]);
        }
        What::Plan => town.by_worker(child, matter, vec![commands::plan(matter, now)]),
        What::Note => {
            if town.rng.f64() < 0.08 {
                town.stand_in(child);
            }
            town.by_worker(child, matter, vec![commands::note(matter, now)]);
        }
        What::Write => {
            town.by_worker(child, matter, vec![commands::write(matter)]);
            let guardian = town.children[child].guardian;
            let reply_by = today.plus_days(14);
            town.by_worker(child, matter, vec![commands::share(matter, guardian, now, reply_by)]);
            town.matter(child, matter).phase = Phase::Written;
            town.later(15, child, matter, What::Close);
        }
        What::Close => close(town, child, matter),
        What::Start => town.by_head(child, vec![commands::step(matter, now, record::service::Step::Started)]),
        What::End => {
            let ended = record::service::Step::Ended { reason: "goal_reached".into(), result: None };
            town.by_head(child, vec![commands::step(matter, now, ended)]);
            town.matter(child, matter).phase = Phase::Closed;
        }
    }
}

/// What is reported while an investigation runs belongs to it; violence is always investigated; the rest as it happens.
fn decide(town: &mut Town, child: usize, matter: record::MatterId) {
    let running = town.children[child].running_investigation();
    let violence = town.matter(child, matter).violence;
    let decision = match running {
        Some(investigation) => commands::link(town.decision("D05"), investigation),
        None if violence || town.rng.f64() < 0.4 => {
            let investigation = town.id();
            let decision = commands::open(town.decision("D02"), investigation);
            town.children[child].matters.push(Matter::new(investigation, town.day, Phase::Investigated));
            decision
        }
        None => commands::leave(town.decision("D03")),
    };
    let opens = decision.opening.as_ref().map(|opening| opening.matter);
    town.by_head(child, vec![Command::MakeDecision(matter, decision)]);
    town.matter(child, matter).phase = Phase::Closed;
    if let Some(investigation) = opens {
        let worker = town.draw_worker();
        town.by_head(child, vec![commands::distribute(investigation, &worker)]);
        town.matter(child, investigation).worker = Some(worker);
        town.later(1, child, investigation, What::Tell);
        town.later(3, child, investigation, What::Plan);
        for _ in 0..town.rng.u8(1..=5) {
            let days = town.rng.i64(4..70);
            town.later(days, child, investigation, What::Note);
        }
        let days = town.rng.i64(70..100);
        town.later(days, child, investigation, What::Write);
    }
}

/// Some end with a service, which the guardian has consented to, most without.
fn close(town: &mut Town, child: usize, matter: record::MatterId) {
    let now = town.now();
    let grants = town.rng.f64() < 0.3;
    if grants {
        let (service, guardian) = (town.id(), town.children[child].guardian);
        town.by_worker(child, matter, vec![commands::consent(matter, guardian, now)]);
        let decision = commands::grant(town.decision("D08"), service, town.day);
        town.by_head(child, vec![Command::MakeDecision(matter, decision)]);
        // Whoever investigated goes on being responsible.
        let worker = town.matter(child, matter).worker.clone();
        town.children[child]
            .matters
            .push(Matter { worker, ..Matter::new(service, town.day, Phase::Serving) });
        town.later(2, child, service, What::Start);
        let days = town.rng.i64(20..120);
        town.later(days, child, service, What::End);
    } else {
        let decision = commands::settled(town.decision("D07"));
        town.by_head(child, vec![Command::MakeDecision(matter, decision)]);
    }
    town.matter(child, matter).phase = Phase::Closed;
}

/// Now and then somebody tries what may not be. Nothing comes of it.
fn probe(town: &mut Town, Task { child, matter, what }: Task) {
    if town.rng.f64() > 0.05 {
        return;
    }
    let (file, before) = (town.children[child].file, town.children[child].version);
    let refused = match (what, town.rng.u8(..3)) {
        (_, 0) => {
            let note = commands::note(matter, town.now());
            let answer = town.try_it(&stranger(), file, None, vec![note]);
            matches!(answer, Err(Trouble::NotFound))
        }
        (What::Assess, _) => {
            let decision = commands::leave(town.decision("D03"));
            let answer =
                town.try_it(&town.head(), file, Some(before), vec![Command::MakeDecision(matter, decision)]);
            matches!(
                answer,
                Err(Trouble::Refused { refusal: Refusal::Demands { .. } | Refusal::Barred { .. }, .. })
            )
        }
        (What::Decide | What::Close, _) => {
            let decision = commands::leave(town.decision("D03"));
            let stale = vec![Command::MakeDecision(matter, decision)];
            let answer = town.try_it(&town.head(), file, Some(before - 1), stale);
            matches!(answer, Err(Trouble::Conflict { since, .. }) if since == [before])
        }
        (What::Write, _) => {
            let decision = commands::settled(town.decision("D07"));
            let answer =
                town.try_it(&town.head(), file, Some(before), vec![Command::MakeDecision(matter, decision)]);
            matches!(answer, Err(Trouble::Refused { refusal: Refusal::Demands { .. }, .. }))
        }
        _ => return,
    };
    assert!(refused, "{what:?} was let through in {file}");
    town.probes += 1;
    town.check(child);
}

/// What a child is expected to look like, so that a failure says more than two numbers.
fn told(child: &Child, day: Day, file: FileId) -> String {
    let matters: Vec<_> = child.matters.iter().map(|matter| (matter.id, matter.phase)).collect();
    format!("{file} on {day}: {matters:?}")
}
