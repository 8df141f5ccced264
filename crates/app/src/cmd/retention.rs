//! `lykta retention`: what the law says is to be kept or destroyed, and two people's way from there to its being done.

use std::{collections::BTreeMap, path::PathBuf, str::FromStr, sync::Arc};

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use law::{Certainty, Day, Fate, KeepingGround, LawBook};
use record::{
    Actor, FileId, MatterId,
    disposal::{DisposalEntry, DisposalId, HoldGround, Planned, Standing, Target, because},
    retention::Stays,
};
use store::{Destroyed, DisposalTrouble, House, Listed, Now, waits_for_people};
use web::desk::DemoClock;

use super::{demo::days_forward, place, say};
use crate::{archive, edge};

/// As whom, in which directory, and what.
#[derive(Debug, clap::Args)]
#[command(mut_args(|arg| arg.global(true)))] // before what is done or after it
pub(crate) struct Args {
    #[command(flatten)]
    place: place::OfOne,
    /// The login of somebody who leads a unit
    #[arg(long, value_name = "NAME", global = true, default_value = "")]
    user: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// What becomes of each matter: changes nothing
    Plan {
        /// As it would be on this day
        #[arg(long, value_name = "DAY")]
        on: Option<Day>,
        /// Also what is not due for years
        #[arg(long)]
        all: bool,
    },
    /// Propose that what is due is destroyed; prints the proposal's id
    Propose {
        /// What, as `plan` names it; without any: everything that is due
        things: Vec<Thing>,
    },
    /// Decide a proposal that somebody else has made; it then waits in quarantine
    Decide {
        /// The proposal's id
        proposal: DisposalId,
    },
    /// Take something out of its proposal or its quarantine
    Restore(Because),
    /// Let something stay, whatever its time says
    Hold {
        #[command(flatten)]
        what: Because,
        /// On which ground
        #[arg(long, value_enum)]
        ground: Ground,
    },
    /// Lift a hold; the others on the same thing stay
    Lift {
        #[command(flatten)]
        what: Because,
        /// Which of them, where there are several
        #[arg(long, value_enum)]
        ground: Option<Ground>,
    },
    /// Say that a matter holds something that is kept longer
    Mark {
        #[command(flatten)]
        what: Because,
        /// What it holds
        #[arg(long, value_enum)]
        ground: Kept,
    },
    /// Make a package for the archive of what is kept for ever in a file; prints its digest
    Deliver {
        /// The file
        file: FileId,
        /// The directory in which the package's folder is put
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Note that the archive has received the newest package of a file
    Delivered {
        /// The file
        file: FileId,
        /// The digest that the receipt names: SHA-256 of the package's METS.xml
        #[arg(long)]
        digest: String,
        /// The archive's receipt
        #[arg(long)]
        receipt: String,
    },
    /// Name the municipality, once: some keep everything for research, and nothing is destroyed before it is known
    Municipality {
        /// Its official code of four digits
        code: String,
    },
    /// Note how the authority has decided to read a row that is not settled
    Confirm {
        /// The row, such as R5b
        row: String,
        /// The decision, by date and number
        #[arg(long)]
        decision: String,
    },
    /// Destroy what is decided and has been in quarantine
    Execute,
    /// Note for how many years the authority has decided to keep who has read what
    KeepReadings {
        /// Years
        #[arg(long)]
        years: i16,
        /// The decision, by date and number
        #[arg(long)]
        decision: String,
    },
    /// Destroy older rows of who has read what; somebody else does it than whoever noted the years
    DestroyReadings,
}

/// One thing, and why.
#[derive(Debug, clap::Args)]
struct Because {
    /// What, as `plan` names it
    thing: Thing,
    /// Why, in words
    #[arg(long)]
    because: String,
}

/// A matter `FILE/MATTER`, or what stands outside the matters of a file: `FILE`.
#[derive(Clone, Copy, Debug)]
struct Thing(Target);

impl FromStr for Thing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (file, matter) = text.split_once('/').map_or((text, None), |(file, matter)| (file, Some(matter)));
        let read = |text: &str| text.parse().map_err(|_| format!("{text:?} is no id"));
        let file: FileId = FileId::new(read(file)?);
        let matter = matter.map(read).transpose()?.map(MatterId::new);
        Ok(Self(Target { file, matter }))
    }
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Ground {
    DocumentRequest,
    Appeal,
    Supervision,
    Trial,
    Other,
}

impl From<Ground> for HoldGround {
    fn from(ground: Ground) -> Self {
        match ground {
            Ground::DocumentRequest => Self::DocumentRequest,
            Ground::Appeal => Self::Appeal,
            Ground::Supervision => Self::Supervision,
            Ground::Trial => Self::Trial,
            Ground::Other => Self::Other,
        }
    }
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kept {
    Placed,
    Parenthood,
    CustodyAgreement,
    Investigated,
}

impl From<Kept> for KeepingGround {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Placed => Self::Placed,
            Kept::Parenthood => Self::Parenthood,
            Kept::CustodyAgreement => Self::CustodyAgreement,
            Kept::Investigated => Self::Investigated,
        }
    }
}

/// Does it, or says why not.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.opened()?;
    let house = House::open(&home, None).with_context(|| home.to_string())?;
    let now = DemoClock::new(edge::now, days_forward(&house)?).now();
    let organisation = house.organisation(now.today);
    let member = organisation.by_login(&args.user);
    let who = member.with_context(|| format!("nobody logs in as {:?}; say --user", args.user))?.actor();
    match &args.what {
        What::Plan { on, all } => {
            let today = on.unwrap_or(now.today);
            tell_plan(&house, &who, Now { today, ..now }, *all)
        }
        What::Propose { things } => propose(&house, &who, now, things),
        What::Decide { proposal } => decide(&house, &who, now, *proposal),
        What::Municipality { code } => {
            house.dispose(&who, now, DisposalEntry::MunicipalityNamed { code: code.clone() })?;
            let keeps_all = LawBook::sweden().sample().keeps_all(code);
            say(format_args!(
                "municipality={code} keeps-everything={}",
                if keeps_all { "yes" } else { "no" }
            ));
            Ok(())
        }
        What::Deliver { file, to } => {
            let (place, package) = archive::deliver(&house, &who, now, *file, to)?;
            say(format_args!("package={} digest={}", place.display(), package.digest));
            Ok(())
        }
        What::Delivered { file, digest, receipt } => {
            house.archive_received(&who, now, *file, (digest, &because(receipt)?))?;
            say("done");
            Ok(())
        }
        What::Execute => execute(&house, &who, now),
        What::DestroyReadings => {
            say(format_args!("readings={}", house.destroy_old_readings(&who, now)?));
            Ok(())
        }
        other => {
            house.dispose(&who, now, wish(other)?)?;
            say("done");
            Ok(())
        }
    }
}

/// What is written for a subcommand that is a single step.
fn wish(what: &What) -> Result<DisposalEntry> {
    Ok(match what {
        What::Restore(what) => {
            DisposalEntry::DisposalRestored { target: what.thing.0, why: because(&what.because)? }
        }
        What::Hold { what, ground } => DisposalEntry::HoldPlaced {
            target: what.thing.0,
            ground: (*ground).into(),
            why: because(&what.because)?,
        },
        What::Lift { what, ground } => DisposalEntry::HoldLifted {
            target: what.thing.0,
            ground: ground.map(Into::into),
            why: because(&what.because)?,
        },
        What::Mark { what, ground } => DisposalEntry::GroundMarked {
            file: what.thing.0.file,
            matter: what.thing.0.matter.context("a ground is set on a matter: FILE/MATTER")?,
            ground: (*ground).into(),
            why: because(&what.because)?,
        },
        What::Confirm { row, decision } => {
            DisposalEntry::ReadingConfirmed { row: row.clone(), decision: because(decision)? }
        }
        What::KeepReadings { years, decision } => {
            DisposalEntry::ReadingsKept { years: *years, decision: because(decision)? }
        }
        What::Plan { .. }
        | What::Propose { .. }
        | What::Decide { .. }
        | What::Municipality { .. }
        | What::Deliver { .. }
        | What::Delivered { .. }
        | What::Execute
        | What::DestroyReadings => bail!("not a single step"),
    })
}

fn tell_plan(house: &Arc<House>, who: &Actor, now: Now, all: bool) -> Result<()> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    house.plan_disposal(who, now, |listed| {
        *counts.entry(standing(listed.planned.standing)).or_default() += 1;
        if all || waits_for_people(&listed.planned) {
            say(line(&listed));
        }
    })?;
    let counts: Vec<String> = counts.iter().map(|(standing, count)| format!("{standing}={count}")).collect();
    say(format_args!("day={} {}", now.today, counts.join(" ")));
    Ok(())
}

/// One line for scripts: what, by which row and provision, from when to when, where it stands.
fn line(listed: &Listed<'_>) -> String {
    let Planned { target, row, provision, fate, standing: stands } = &listed.planned;
    let (earliest, latest) = match fate {
        Fate::Between { earliest, latest } => (earliest.to_string(), latest.to_string()),
        Fate::Kept => ("never".to_owned(), "never".to_owned()),
        Fate::Unknown => ("unknown".to_owned(), "unknown".to_owned()),
    };
    let number = listed.number.as_deref().unwrap_or("-");
    let certainty: Certainty = row.certainty;
    format!(
        "{} number={number} row={} earliest={earliest} latest={latest} standing={} provision={provision:?} certainty={certainty} reviewed={}",
        name(*target),
        row.id,
        standing(*stands),
        if row.reviewed_by.is_some() { "yes" } else { "no" },
    )
}

fn name(target: Target) -> String {
    match target.matter {
        Some(matter) => format!("{}/{matter}", target.file),
        None => target.file.to_string(),
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Kept => "kept",
        Standing::Unknown => "birth-unknown",
        Standing::NotYet => "not-yet",
        Standing::Stays(Stays::Running(_)) => "file-in-work",
        Standing::Stays(Stays::Remains(_)) => "goes-last",
        Standing::Held(_) => "held",
        Standing::Frozen => "frozen",
        Standing::AwaitsDelivery => "awaits-archive",
        Standing::Due { late: false } => "due",
        Standing::Due { late: true } => "late",
    }
}

fn propose(house: &Arc<House>, who: &Actor, now: Now, things: &[Thing]) -> Result<()> {
    let mut targets: Vec<Target> = things.iter().map(|thing| thing.0).collect();
    if targets.is_empty() {
        house.plan_disposal(who, now, |listed| {
            if matches!(listed.planned.standing, Standing::Due { .. }) {
                targets.push(listed.planned.target);
            }
        })?;
        targets.truncate(record::disposal::TARGETS_MAX);
    }
    let id = DisposalId::new(store::edge::id(now.micros()));
    house.propose_disposal(who, now, id, &targets)?;
    say(format_args!("proposal={id} things={}", targets.len()));
    Ok(())
}

fn decide(house: &Arc<House>, who: &Actor, now: Now, id: DisposalId) -> Result<()> {
    let proposal = house.decide_proposal(who, now, id)?;
    let (_, quarantine_to) = proposal.decided.as_ref().context("it has been decided")?;
    for item in proposal.late() {
        say(format_args!("late {} latest={}", name(item.target), item.latest));
    }
    say(format_args!("quarantine-to={quarantine_to} late={}", proposal.late().count()));
    Ok(())
}

fn execute(house: &Arc<House>, who: &Actor, now: Now) -> Result<()> {
    let mut destroyed = Destroyed::default();
    let ended = house.destroy_ripe(who, now, &mut destroyed);
    for item in &destroyed.done {
        say(format_args!("destroyed {} row={}", name(item.target), item.row));
    }
    for target in &destroyed.held {
        say(format_args!("held {}", name(*target)));
    }
    for target in &destroyed.restored {
        say(format_args!("restored {}: something has been written since", name(*target)));
    }
    say(format_args!(
        "destroyed={} held={} restored={}",
        destroyed.done.len(),
        destroyed.held.len(),
        destroyed.restored.len()
    ));
    ended.map_err(|trouble| match trouble {
        DisposalTrouble::Storage(error) => anyhow::Error::new(error)
            .context("what is named above is done and stays so; the rest is as it was"),
        other => other.into(),
    })
}
