//! The binary `lykta`: the demo municipality, the law on the command line, `verify` and `rebuild`.
//!
//! One file per subcommand under `cmd`. Nothing is decided here: arguments are read, a function of another crate is called, its
//! answer is printed. Exit codes: 0 done; 1 it went wrong, or a chain is broken; 2 the question was wrong.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod archive;
mod bench;
mod cmd;
mod demo;
mod edge;
mod keeping;
mod outage;
#[cfg(test)]
mod pages;
mod roster;
mod serving;
mod synth;

/// Lykta: the record of a municipality's child and youth unit. Without a subcommand: `demo`.
#[derive(Debug, Parser)]
#[command(name = "lykta", version, about, args_conflicts_with_subcommands = true)]
struct Lykta {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    demo: cmd::demo::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The demo municipality Lyktinge, for this computer only; no real people
    Demo(cmd::demo::Args),
    /// What the law data say: days, provisions, how they were counted
    Law(cmd::law::Args),
    /// Check a record, a backup or a proof; needs no key
    Verify(cmd::verify::Args),
    /// Sign what the record is now, so that it can be held to it
    Checkpoint(cmd::checkpoint::Args),
    /// Hand out the newest checkpoint, to be kept where this record's administrator does not reach
    Witness(cmd::checkpoint::WitnessArgs),
    /// Prove that one entry belongs to the record, for somebody who has nothing but a public key
    Prove(cmd::prove::Args),
    /// The key file: make it, begin an epoch, wrap everything anew in it, end the one before
    Key(cmd::key::Args),
    /// Copy a record that is in use, and apart from it its keys
    Backup(cmd::backup::Args),
    /// Write the record, or what has come since a backup, as a file of lines
    Export(cmd::export::Args),
    /// Come back from a backup, into an empty place
    Restore(cmd::restore::Args),
    /// Move a record to another register: between a directory and a database, or between databases
    Copy(cmd::copy::Args),
    /// What the running program does by itself at night, and how it went
    Jobs(cmd::jobs::Args),
    /// What must be known when nothing works, encrypted for those who hold the keys
    OutagePack(cmd::outage::Args),
    /// Make the views anew from the record
    Rebuild(cmd::rebuild::Args),
    /// Who works for the authority and where: take it in from a file, or show it
    Organisation(cmd::organisation::Args),
    /// The board's delegation order: take in one that has been adopted, or show the one in force
    Delegation(cmd::delegation::Args),
    /// What is kept, what is to be destroyed, and doing it when two people have decided
    Retention(cmd::retention::Args),
    /// Make the tables of a PostgreSQL database, or bring them up to this program
    Prepare(cmd::prepare::Args),
    /// Take in what other systems send
    Import(cmd::import::Args),
    /// Who may log in: open an account, close one, list them
    Account(cmd::account::Args),
    /// Make a token with which a program uses the API as a member of staff
    Token(cmd::token::Args),
    /// A register in earnest, for real people: needs accounts, a key of its own and TLS
    Serve(cmd::serve::Args),
    /// Fill an empty record with invented files, for measuring: one municipality, or a country of them
    Generate(cmd::generate::Args),
    /// Measure what this program does in a second
    #[command(hide = true)]
    Bench(cmd::bench::Args),
}

fn main() -> ExitCode {
    cmd::log_to_stderr();
    let lykta = Lykta::parse();
    match lykta.command.unwrap_or(Command::Demo(lykta.demo)) {
        Command::Demo(args) => cmd::answer(cmd::demo::run(&args)),
        Command::Law(args) => cmd::law::run(&args),
        Command::Verify(args) => cmd::verify::run(&args),
        Command::Checkpoint(args) => cmd::answer(cmd::checkpoint::run(&args)),
        Command::Witness(args) => cmd::answer(cmd::checkpoint::witness(&args)),
        Command::Prove(args) => cmd::answer(cmd::prove::run(&args)),
        Command::Key(args) => cmd::answer(cmd::key::run(&args)),
        Command::Backup(args) => cmd::answer(cmd::backup::run(&args)),
        Command::Export(args) => cmd::answer(cmd::export::run(&args)),
        Command::Restore(args) => cmd::answer(cmd::restore::run(&args)),
        Command::Copy(args) => cmd::answer(cmd::copy::run(&args)),
        Command::Jobs(args) => cmd::answer(cmd::jobs::run(&args)),
        Command::OutagePack(args) => cmd::answer(cmd::outage::run(&args)),
        Command::Rebuild(args) => cmd::answer(cmd::rebuild::run(&args)),
        Command::Organisation(args) => cmd::answer(cmd::organisation::run(&args)),
        Command::Delegation(args) => cmd::answer(cmd::delegation::run(&args)),
        Command::Retention(args) => cmd::answer(cmd::retention::run(&args)),
        Command::Prepare(args) => cmd::answer(cmd::prepare::run(&args)),
        Command::Import(args) => cmd::answer(cmd::import::run(&args)),
        Command::Account(args) => cmd::answer(cmd::account::run(&args)),
        Command::Token(args) => cmd::answer(cmd::token::run(&args)),
        Command::Serve(args) => cmd::answer(cmd::serve::run(&args)),
        Command::Generate(args) => cmd::answer(cmd::generate::run(&args)),
        Command::Bench(args) => cmd::answer(cmd::bench::run(&args)),
    }
}
