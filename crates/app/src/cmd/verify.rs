//! `lykta verify`: is the record whole?

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result, ensure};
use seal::{Proof, PublicKey, Signed};
use store::{House, Trust, Verdict};

use super::{FAILED, complain, place, say};

/// What to check.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::Args,
    /// A whole export, made with `lykta export`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["data", "views"])]
    export: Option<PathBuf>,
    /// A proof of one entry, made with `lykta prove`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["data", "export", "witness", "views"], requires = "public_key")]
    proof: Option<PathBuf>,
    /// A checkpoint that was kept elsewhere, made with `lykta witness`; may be given several times
    #[arg(long, value_name = "FILE")]
    witness: Vec<PathBuf>,
    /// The key that checkpoints must be signed with, had from elsewhere: lykta/1+…; may be given several times
    #[arg(long, value_name = "KEY")]
    public_key: Vec<PublicKey>,
    /// Also compare the views with the record: needs the key, and a data directory that nobody else has open
    #[arg(long)]
    views: bool,
}

/// One line per authority on standard output; exit code 1 if anything is broken.
///
/// A chain cannot know that its tail was cut off together with its head; that shows only against a checkpoint kept elsewhere.
pub(crate) fn run(args: &Args) -> ExitCode {
    match whole(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(error) => {
            complain(format_args!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

fn whole(args: &Args) -> Result<bool> {
    if let Some(file) = &args.proof {
        return proved(file, &args.public_key);
    }
    let witnesses = args.witness.iter().map(|file| witness(file)).collect::<Result<_>>()?;
    let trust = Trust { witnesses, keys: args.public_key.clone() };
    let verdicts = verdicts(args, &trust)?;
    let mut whole = !verdicts.is_empty();
    for verdict in &verdicts {
        say(verdict);
        whole &= verdict.outcome.is_ok();
    }
    for signed in &trust.witnesses {
        let authority = signed.checkpoint.authority;
        let known = verdicts.iter().any(|verdict| verdict.authority == authority);
        ensure!(known, "a checkpoint kept elsewhere is of authority {authority}, which is not here");
    }
    if args.views && whole {
        let home = args.place.opened()?;
        let house = House::open(&home, None)?;
        let same = house.view_rows()? == house.refolded_rows()?;
        say(format_args!("authority={} views={}", house.authority.0, if same { "ok" } else { "broken" }));
        whole &= same;
    }
    Ok(whole)
}

/// What is found in an export, a directory or a database.
fn verdicts(args: &Args, trust: &Trust) -> Result<Vec<Verdict>> {
    if let Some(file) = &args.export {
        return Ok(vec![store::export::verify_export(file, trust)?]);
    }
    let home = args.place.anywhere()?;
    store::verify(&home, trust).with_context(|| home.to_string())
}

/// A checkpoint from a file.
pub(crate) fn witness(file: &Path) -> Result<Signed> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    text.parse().with_context(|| format!("{} is not a checkpoint", file.display()))
}

/// Whether a proof proves its entry under one of the keys, and what it proves.
fn proved(file: &Path, keys: &[PublicKey]) -> Result<bool> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let proof: Proof = text.parse().with_context(|| format!("{} is not a proof", file.display()))?;
    let mut why = None;
    for key in keys {
        match proof.check(key) {
            Ok(header) => {
                say(format_args!(
                    "authority={} proved height={} of={} kind={} recorded={} number={}",
                    header.authority,
                    proof.height,
                    proof.signed.checkpoint.height,
                    header.kind,
                    jiff::Timestamp::from_microsecond(header.at_us)?,
                    header.number.unwrap_or("-"),
                ));
                return Ok(true);
            }
            Err(unproved) => why = Some(unproved),
        }
    }
    let why = why.context("no key to check it with")?;
    say(format_args!("not proved: {why}"));
    Ok(false)
}
