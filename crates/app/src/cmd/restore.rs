//! `lykta restore`: coming back from a backup, into an empty place.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use seal::PublicKey;
use store::{
    Home, Trust,
    key_file::KeyFile,
    restore::{Known, Original, Recovered, Restore, Restored, finish, restore},
};

use super::{complain, place, say, unlock, verify};
use crate::edge;

/// From what, where to, and what becomes of the original.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("since").required(true).args(["tail", "no_tail"])))]
#[command(group(clap::ArgGroup::new("before").required(true).args(["original", "original_database", "original_gone"])))]
pub(crate) struct Args {
    /// The register's backup
    #[arg(long, value_name = "DIR", required_unless_present = "recovered", requires_all = ["keyring", "data"])]
    backup: Option<PathBuf>,
    /// The keyring's backup: the newest there is. Without one, what came with a recovered database is the newest
    #[arg(long, value_name = "DIR")]
    keyring: Option<PathBuf>,
    #[command(flatten)]
    key: unlock::Args,
    /// Where to: a directory that is not there, or empty
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The database is what PostgreSQL has recovered from its own backup, on a server that no node reaches yet
    #[arg(long, conflicts_with_all = ["backup", "data", "original"])]
    recovered: bool,
    #[command(flatten)]
    database: place::Database,
    /// What has been written since, made with `lykta export --after`; several in order
    #[arg(long, value_name = "FILE")]
    tail: Vec<PathBuf>,
    /// There is no tail: what was written, destroyed or kept secret since the backup, or since a recovered log ended, is lost
    #[arg(long)]
    no_tail: bool,
    /// A checkpoint that was kept elsewhere: what comes back must reach it and be what it says; may be given several times
    #[arg(long, value_name = "FILE")]
    witness: Vec<PathBuf>,
    /// The key that checkpoints must be signed with, had from elsewhere: lykta/1+…; may be given several times
    #[arg(long, value_name = "KEY")]
    public_key: Vec<PublicKey>,
    /// The height that the record had reached, as far as is known: less is refused. Of another authority than the first AUTHORITY:N
    #[arg(long, value_name = "N", value_parser = height)]
    height: Vec<(i64, i64)>,
    /// The directory of the original, which is shut for good; no program may be running there
    #[arg(long, value_name = "DIR")]
    original: Option<PathBuf>,
    /// The database of the original, which is shut there for good, whoever has it open
    #[arg(
        long,
        value_name = "URL",
        env = "LYKTA_ORIGINAL_DATABASE",
        hide_env_values = true,
        conflicts_with = "backup"
    )]
    original_database: Option<String>,
    /// The original is gone and cannot act again, and how: it is written in the record
    #[arg(long, value_name = "HOW")]
    original_gone: Option<String>,
}

impl Args {
    fn known(&self) -> Result<Known> {
        let witnesses = self.witness.iter().map(|file| verify::witness(file)).collect::<Result<_>>()?;
        let trust = Trust { witnesses, keys: self.public_key.clone() };
        Ok(Known { trust, heights: self.height.clone() })
    }

    fn key_file(&self) -> Result<KeyFile> {
        self.key.named()?.context("which key file? --key FILE")
    }
}

/// A height, of the first authority or of the one before the colon.
fn height(text: &str) -> Result<(i64, i64), String> {
    let (authority, height) = text.split_once(':').unwrap_or(("", text));
    let number = |text: &str| text.parse().map_err(|_| format!("{text:?} is no number"));
    let authority = if authority.is_empty() { store::DEMO_AUTHORITY.0 } else { number(authority)? };
    Ok((authority, number(height)?))
}

/// Restores, and says what came back.
pub(crate) fn run(args: &Args) -> Result<()> {
    let known = args.known()?;
    let restored = if args.recovered { recovered(args, &known)? } else { copied(args, &known)? };
    let made = restored.made_us.map(Timestamp::from_microsecond).transpose()?;
    let made = made.map_or_else(|| "recovered".to_owned(), |made| made.to_string());
    say(format_args!("restored backup={made} entries-from-tails={}", restored.from_tails));
    restored.verdicts.iter().for_each(say);
    if known.is_nothing() {
        complain(
            "nothing was known of how far it had reached: hold the height above against the last checkpoint that was kept elsewhere",
        );
    }
    Ok(())
}

/// From a backup, into a directory.
fn copied(args: &Args, known: &Known) -> Result<Restored> {
    let (Some(backup), Some(keyring), Some(data)) = (&args.backup, &args.keyring, &args.data) else {
        unreachable!("they are asked for together");
    };
    let original = match (&args.original, &args.original_gone) {
        (Some(dir), _) => Original::At(dir),
        (None, Some(how)) => Original::Gone(how),
        (None, None) => bail!("a directory's original is in a directory: --original DIR"),
    };
    let restored = restore(&Restore {
        backup,
        keyring,
        master: &args.key_file()?.read()?,
        tails: &args.tail,
        known,
        original,
        to: data,
        now_us: edge::now().as_microsecond(),
    });
    restored.with_context(|| format!("nothing is in {}", data.display()))
}

/// From what PostgreSQL has recovered, where it is.
fn recovered(args: &Args, known: &Known) -> Result<Restored> {
    let key = args.key_file()?;
    let address = args.database.address()?.context("which database? --database URL")?;
    let home = Home::on("", address).with_key(key.clone());
    let left = match &args.original_database {
        Some(url) => Some(Home::on("", args.database.another(url)?).with_key(key)),
        None => None,
    };
    let original = match (&left, &args.original_gone) {
        (Some(left), _) => Original::InDatabase(left),
        (None, Some(how)) => Original::Gone(how),
        (None, None) => {
            bail!("what becomes of the original? --original-database URL, or --original-gone HOW")
        }
    };
    let restored = finish(&Recovered {
        home: &home,
        keyring: args.keyring.as_deref(),
        tails: &args.tail,
        known,
        original,
        now_us: edge::now().as_microsecond(),
    });
    restored.with_context(|| format!("{home} is no record yet"))
}
