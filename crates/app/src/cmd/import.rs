//! `lykta import reports DIR`: takes in the messages of a directory. The program may be running meanwhile.

use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use clap::Subcommand;
use inbox::{
    Outcome, Receipt, Rules,
    folder::{self, Imported},
};
use law::LawBook;
use record::Actor;
use store::{
    Error, Home, House,
    messages::{self, Counts},
};
use web::desk::DemoClock;

use super::{complain, demo::days_forward, place, say};
use crate::edge;

/// How often a running program is asked whether it has registered what was received, and how many times at most.
const ASK_EVERY: Duration = Duration::from_millis(250);
const ASK_TIMES: usize = 120;

/// What to take in.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Reports of concern, one a file, in the format of docs/messages.md
    Reports(Reports),
}

/// From where, and as whom.
#[derive(Debug, clap::Args)]
struct Reports {
    /// The directory the files lie in; each is moved to registered/ or set-aside/ below it
    dir: PathBuf,
    #[command(flatten)]
    place: place::OfOne,
    /// The login of the member of staff who receives them: somebody who may register reports
    #[arg(long, value_name = "NAME")]
    user: String,
}

/// Takes them in; one line for each file, one with this run's numbers and one with all there are.
pub(crate) fn run(args: &Args) -> Result<()> {
    let What::Reports(args) = &args.what;
    let home = args.place.opened()?;
    ensure!(args.dir.is_dir(), "there is no directory {}", args.dir.display());
    let (actor, demo) = receiver(&home, &args.user)?;
    let (imported, counts) = match House::open(&home, None) {
        Ok(house) => {
            let clock = DemoClock::new(edge::now, days_forward(&house)?);
            inbox::register_waiting(&house, clock.now())?;
            let receive = |bytes: &[u8]| inbox::receive(&house, &actor, clock.now(), bytes);
            let imported = folder::import(&args.dir, receive)?;
            (imported, house.db.read(|tx| messages::counts(tx, home.authority()))?)
        }
        Err(Error::InUse) => {
            let imported = beside(&args.dir, &home, &actor, demo)?;
            (imported, messages::counts_beside(&home, home.authority())?)
        }
        Err(error) => return Err(error).with_context(|| home.to_string()),
    };
    tell(&imported, counts);
    let waiting = imported.taken.iter().filter(|taken| taken.receipt.outcome == Outcome::Waiting).count();
    ensure!(waiting == 0, "{waiting} are received and still wait; the running program registers them");
    Ok(())
}

/// Who receives them, as the record knows them today, and whether it takes only invented people.
fn receiver(home: &Home, user: &str) -> Result<(Actor, bool)> {
    let house = House::open_beside(home).with_context(|| home.to_string())?;
    let now = DemoClock::new(edge::now, days_forward(&house)?).now();
    let organisation = house.organisation(now.today);
    let member = organisation.by_login(user);
    let actor = member.with_context(|| format!("nobody logs in as {user:?}"))?.actor();
    ensure!(inbox::may_receive(&actor), "{user:?} does not receive reports");
    Ok((actor, house.demo))
}

/// Receives beside a running program, and waits for it to register what was received.
fn beside(dir: &Path, home: &Home, actor: &Actor, demo: bool) -> Result<Imported> {
    let authority = home.authority();
    let clock = DemoClock::new(edge::now, messages::days_forward_beside(home, authority)?);
    let receive = |bytes: &[u8]| {
        let now = clock.now();
        let rules = Rules { law: LawBook::sweden(), today: now.today, demo };
        inbox::receive_beside(home, authority, actor, now, rules, bytes)
    };
    let mut imported = folder::import(dir, receive)?;
    for _ in 0..ASK_TIMES {
        let mut waiting = false;
        for taken in &mut imported.taken {
            if taken.receipt.outcome == Outcome::Waiting {
                let now = inbox::standing_beside(home, authority, taken.receipt.id)?;
                taken.receipt = Receipt { received_before: taken.receipt.received_before, ..now };
                waiting |= taken.receipt.outcome == Outcome::Waiting;
                folder::put_away(dir, &dir.join(&taken.name), &taken.receipt)?;
            }
        }
        if !waiting {
            break;
        }
        thread::sleep(ASK_EVERY);
    }
    Ok(imported)
}

fn tell(imported: &Imported, counts: Counts) {
    for taken in &imported.taken {
        let again = if taken.receipt.received_before { " (received before)" } else { "" };
        let became = match &taken.receipt.outcome {
            Outcome::Waiting => "waiting".to_owned(),
            Outcome::Registered { files } => {
                let numbers = files.iter().map(|kept| kept.number.as_deref().unwrap_or("-"));
                format!("registered {}", numbers.collect::<Vec<_>>().join(" "))
            }
            Outcome::SetAside { reason, details, .. } => format!("set aside, {reason}: {details}"),
        };
        say(format_args!("{} {}: {became}{again}", taken.receipt.number, taken.name));
    }
    for (name, left) in &imported.left {
        complain(format_args!("{name} is left where it is: {}", left.why()));
    }
    let now = imported.counted();
    say(format_args!(
        "received={} registered={} set_aside={} waiting={} known={} left={}",
        now.received, now.registered, now.set_aside, now.waiting, now.known, now.left
    ));
    say(format_args!(
        "all received={} registered={} set_aside={} waiting={}",
        counts.received(),
        counts.registered,
        counts.set_aside,
        counts.waiting
    ));
}
