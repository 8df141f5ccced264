//! What the workspace does to itself.
//!
//! `cargo xtask test` is the one command that says whether Lykta is whole: format, lints, documentation, unit,
//! property, story and browser tests. The other commands make what people look at: `screens` saves every page
//! as a picture, `abuse` asks what nobody means, `attack` lets other people's tools loose on it, `faults` breaks what can break, `bench` writes the table in `docs/bench.md`, `gates`
//! counts instructions, `vendor` fetches the few outside assets.
//!
//! Each command is one module, and each module is a list of [`run::Run`] steps. A step prints its headline and
//! its time; the first step that fails ends the run and says what to do.

#![expect(clippy::print_stdout, reason = "a task runner speaks on standard output")]

mod abuse;
mod attack;
mod bench;
mod browser;
mod counts;
mod faults;
mod gates;
mod run;
mod screens;
mod test;
mod vendor;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks of the Lykta workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Format check, lints, documentation, every test, and the real program in a real browser.
    Test,
    /// Save every page in light, dusk, 320 px and print under `screens/`.
    Screens,
    /// Ask the real program what nobody means: `docs/abuse.md`.
    Abuse,
    /// Attack the real program with other people's tools: `docs/attack.md`.
    Attack,
    /// Break everything that can break, and write what came of it: `docs/faults.md`.
    Faults,
    /// Measure speed and memory, and write `docs/bench.md`.
    Bench(bench::Options),
    /// Count instructions, and fail where a path takes more than it may.
    Gates,
    /// Fetch the vendored style sheets, fonts and icons again and record their hashes.
    Vendor,
}

fn main() -> ExitCode {
    match Arguments::parse().task {
        Task::Test => run::finish(test::run),
        Task::Screens => run::finish(screens::run),
        Task::Abuse => run::finish(abuse::run),
        Task::Attack => run::finish(attack::run),
        Task::Faults => run::finish(faults::run),
        Task::Bench(options) => run::finish(|run| bench::run(run, &options)),
        Task::Gates => run::finish(gates::run),
        Task::Vendor => run::finish(|run| run.step("vendor", |_| vendor::run())),
    }
}
