//! What the paths that everything rests on cost in instructions, and how many they may take.
//!
//! A limit is what was counted when it was set and a tenth more. Whoever makes a path dearer with good reason sets a new limit in the same
//! commit, and says why. Only the thread that asks is counted: what the writer's thread does is counted in `append`, by the function itself.

#![expect(
    unused_qualifications,
    missing_docs,
    clippy::disallowed_methods,
    reason = "the library's macros write so"
)]

mod town;

use std::hint::black_box;
use std::sync::Arc;

use gungraun::prelude::*;
use gungraun::{Callgrind, EntryPoint, EventKind};
use record::Recorded;
use seal::Leaf;
use store::Trust;
use store::log::{Append, NewEntry, Subject};
use tempfile::TempDir;
use town::Town;

/// Entries of the file that is opened and folded.
const LONG: usize = 1_000;

/// Files of the worker whose list is drawn.
const FILES: usize = 40;

/// Entries of each.
const ENTRIES: usize = 20;

/// Entries appended, in commits of their own.
const APPENDED: usize = 100;

fn limit(instructions: u64) -> LibraryBenchmarkConfig {
    let limit = Callgrind::default().hard_limits([(EventKind::Ir, instructions)]).clone();
    LibraryBenchmarkConfig::default().tool(limit).clone()
}

/// The same, counting a function wherever it runs and nothing else.
fn limit_of(function: &str, instructions: u64) -> LibraryBenchmarkConfig {
    let mut counted = Callgrind::default();
    counted.hard_limits([(EventKind::Ir, instructions)]).entry_point(EntryPoint::Custom(function.to_owned()));
    LibraryBenchmarkConfig::default().tool(counted).clone()
}

fn small() -> Town {
    Town::of(1, ENTRIES)
}

fn wide() -> Town {
    Town::of(FILES, ENTRIES)
}

fn long() -> Town {
    Town::of(1, LONG)
}

fn opened() -> Vec<Arc<Recorded>> {
    let town = long();
    let open = town.house.look(&town.who, town.now, town.files[0], store::Part::Timeline);
    open.expect("one's own file").entries
}

fn written() -> TempDir {
    wide().closed()
}

// Sealed entries, each the next of the chain, each durable.
#[library_benchmark(config = limit_of("store::log::append", 23_500_000))]
#[bench::one_by_one(setup = small)]
fn append(town: Town) -> Town {
    for seq in 0..APPENDED {
        let (house, key, actor, at_us) =
            (Arc::clone(&town.house), town.files[0].uuid(), town.who.staff.uuid(), town.now.micros());
        let stream = town.id();
        let _: usize = black_box(seq);
        let done = town.house.db.write(move |tx| {
            let plain = [7; 1_000];
            let entries = [NewEntry { kind: "count", version: 1, key, number: None, plain: &plain }];
            let append = Append {
                authority: house.authority.0,
                stream,
                subject: Subject::Administration,
                expected: 0,
                actor,
                at_us,
                entries: &entries,
            };
            store::log::append(tx, &append, &mut |header, plain| house.keys().seal(header, plain))
        });
        done.expect("appended");
    }
    town
}

// A file of a thousand entries folded, nothing read.
#[library_benchmark(config = limit(41_300_000))]
#[bench::thousand(setup = opened)]
fn fold(entries: Vec<Arc<Recorded>>) -> (record::CaseFile, Vec<Arc<Recorded>>) {
    (record::fold(black_box(&entries).iter().map(Arc::as_ref)), entries)
}

// The same file read, opened and folded by somebody who asks for it the first time since the start.
#[library_benchmark(config = limit(106_000_000))]
#[bench::thousand(setup = long)]
fn open(town: Town) -> Town {
    town.house.forget_kept();
    let open = town.house.look(&town.who, town.now, black_box(town.files[0]), store::Part::Timeline);
    black_box(open.expect("one's own file"));
    town
}

// The list of a worker's day.
#[library_benchmark(config = limit(8_100_000))]
#[bench::forty_files(setup = wide)]
fn worklist(town: Town) -> Town {
    let day = town.house.my_day(black_box(&town.who), town.now, town.now.today.plus_days(14));
    black_box(day.expect("one's own day"));
    town
}

// Every entry's leaf and link counted anew.
#[library_benchmark(config = limit(82_500_000))]
#[bench::all(setup = written)]
fn verify(dir: TempDir) -> TempDir {
    let verdicts = store::verify(black_box(dir.path()), &Trust::default());
    assert!(verdicts.expect("a register").iter().all(|verdict| verdict.outcome.is_ok()));
    dir
}

// The root over ten thousand leaves.
#[library_benchmark(config = limit(85_600_000))]
fn tree() -> seal::Root {
    let mut tree = seal::Tree::default();
    for number in 0..10_000_u32 {
        let mut leaf = [0; 32];
        leaf[..4].copy_from_slice(&number.to_le_bytes());
        tree.push(Leaf::from_bytes(leaf));
    }
    tree.root()
}

library_benchmark_group!(name = paths, benchmarks = [append, fold, open, worklist, verify, tree]);

main!(library_benchmark_groups = paths);
