//! `lykta key`: the key file is made, an epoch begins, everything is wrapped anew in it, the old one ends.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context as _, Result, ensure};
use clap::Subcommand;
use store::{
    DEMO_AUTHORITY, Home, House, evidence,
    key_file::{self, KeyFile, Lock, LockedBy},
};

use super::{complain, place, say, unlock};

/// What is done.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a key file for a new installation. Everything that will be written is opened with it, and lost with it
    Make(Make),
    /// What a key file holds, never its secrets; with --data or --database also what is wrapped in which epoch
    Show(place::Args),
    /// Put a new epoch into the key file. Then the file goes to every node, and then `lykta key rotate`
    Begin(place::Args),
    /// Wrap every key anew in the newest epoch of the key file, while people work. Can be run again
    Rotate(place::Args),
    /// Take an epoch that nothing is wrapped in out of the key file, for good
    End(End),
}

/// Where, and locked with what.
#[derive(Debug, clap::Args)]
struct Make {
    /// The file to make
    #[arg(long, value_name = "FILE", env = "LYKTA_KEY")]
    key: PathBuf,
    #[command(flatten)]
    lock: unlock::LockArgs,
    /// With no lock but the right to read the file
    #[arg(long, conflicts_with_all = ["key_identity", "key_passphrase_file"])]
    unlocked: bool,
}

/// Which epoch.
#[derive(Debug, clap::Args)]
struct End {
    /// The epoch's number, as `lykta key show` tells it
    epoch: u32,
    #[command(flatten)]
    place: place::Args,
}

/// Does it.
pub(crate) fn run(args: &Args) -> Result<()> {
    match &args.what {
        What::Make(args) => make(args),
        What::Show(place) => show(place),
        What::Begin(place) => begin(place),
        What::Rotate(place) => rotate(place),
        What::End(End { epoch, place }) => end(*epoch, place),
    }
}

fn make(args: &Make) -> Result<()> {
    let lock = if args.unlocked { Lock::None } else { args.lock.new_lock(&args.key)? };
    let file = KeyFile::new(args.key.clone(), lock);
    file.make()?;
    tell(&file)?;
    complain("keep a copy where neither the servers nor their backups are: without it nothing can be read");
    Ok(())
}

fn show(place: &place::Args) -> Result<()> {
    if !place.names_a_record()? {
        return tell(&place.key_file()?);
    }
    let home = place.opened()?;
    tell(&home.key_file())?;
    let house = house(&home)?;
    let current = house.keys().epoch()?;
    let left = house.not_in(current)?;
    say(format_args!(
        "current={current} in-older-epochs={} keys={} drafts={} messages={}",
        left.total(),
        left.keys,
        left.drafts,
        left.messages
    ));
    Ok(())
}

fn begin(place: &place::Args) -> Result<()> {
    let file = place.key_file()?;
    let epoch = file.begin_epoch()?;
    say(format_args!("epoch={epoch} begun"));
    complain("copy the file to every node and to its safe place, then run `lykta key rotate`");
    Ok(())
}

fn rotate(place: &place::Args) -> Result<()> {
    let home = place.opened()?;
    let newest = home.key_file().read()?.newest();
    let house = house(&home)?;
    let (before, left) = (house.keys().epoch()?, house.not_in(newest)?.total());
    ensure!(
        before != newest || left > 0,
        "everything is wrapped in epoch {newest}, the newest in the key file: begin another with `lykta key begin`"
    );
    let done = house.rotate(newest)?;
    say(format_args!(
        "epoch={newest} wrapped={} keys={} drafts={} messages={} left={}",
        done.total(),
        done.keys,
        done.drafts,
        done.messages,
        house.not_in(newest)?.total()
    ));
    Ok(())
}

fn end(epoch: u32, place: &place::Args) -> Result<()> {
    house(&place.opened()?)?.end_epoch(epoch)?;
    say(format_args!("epoch={epoch} ended"));
    complain(
        "it ends where no copy of the key file holds it: copy this one over every other, in its safe place too, and restart every node",
    );
    Ok(())
}

/// Opened beside a program that may be running.
fn house(home: &Home) -> Result<Arc<House>> {
    let house = House::open_beside(home);
    house.with_context(|| home.to_string())
}

fn tell(file: &KeyFile) -> Result<()> {
    let lock = match key_file::locked_by(file.path())? {
        LockedBy::Nothing => "none",
        LockedBy::Passphrase => "passphrase",
        LockedBy::Identity => "identity",
        LockedBy::Token => "token",
    };
    let master = file.read()?;
    let epochs: Vec<String> = master.epochs().iter().map(u32::to_string).collect();
    say(format_args!("key={} lock={lock} epochs={}", key_file::fingerprint(&master), epochs.join(",")));
    say(format_args!(
        "authority={} signs-with={}",
        DEMO_AUTHORITY.0,
        evidence::public_key(&master, DEMO_AUTHORITY.0)
    ));
    Ok(())
}
