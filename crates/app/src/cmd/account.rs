//! `lykta account`: who may log in. The program may be running meanwhile: it finds what was opened or closed at the next request.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use jiff::{Timestamp, ToSpan as _};
use record::{Organisation, organisation::Member};
use store::{
    Home, House,
    accounts::{self, Account},
    emergency::{self, Emergency, Standing},
};
use web::desk::DemoClock;

use super::{complain, demo::days_forward, place, say};
use crate::edge;

/// What is to be done.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Open an account, or let its owner bind another login: prints a code that is used once
    Open(OpenArgs),
    /// Close an account: its sessions, tokens and logins end at once
    Close(OfArgs),
    /// Seal one of the two emergency accounts: prints a code that binds the security key for its envelope; or close it
    Emergency(EmergencyArgs),
    /// Every account there has been, from when to when, and what it is opened with
    List(ListArgs),
}

/// For whom, and how long the code holds.
#[derive(Debug, clap::Args)]
struct OpenArgs {
    #[command(flatten)]
    of: OfArgs,
    /// How many hours the code can be used
    #[arg(long, default_value_t = 72, value_parser = clap::value_parser!(u16).range(1..=336))]
    hours: u16,
}

/// Which of the two, and how long the code holds.
#[derive(Debug, clap::Args)]
struct EmergencyArgs {
    #[command(flatten)]
    place: place::OfOne,
    /// Which of the two
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=2))]
    number: u8,
    /// How many hours the code can be used
    #[arg(long, default_value_t = 72, value_parser = clap::value_parser!(u16).range(1..=336))]
    hours: u16,
    /// Close it instead: the key in its envelope opens nothing from then on
    #[arg(long, conflicts_with = "hours")]
    close: bool,
}

/// Whose.
#[derive(Debug, clap::Args)]
struct OfArgs {
    #[command(flatten)]
    place: place::OfOne,
    /// The login name of the member of staff
    #[arg(long, value_name = "NAME")]
    user: String,
}

/// Of which record.
#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    place: place::OfOne,
}

/// Opens, closes or lists.
pub(crate) fn run(args: &Args) -> Result<()> {
    match &args.what {
        What::Open(args) => open(args),
        What::Close(args) => close(args),
        What::Emergency(args) => emergency(args),
        What::List(args) => list(args),
    }
}

/// Who works there today, as the record tells it.
fn as_it_stands(home: &Home) -> Result<Arc<Organisation>> {
    let house = House::open_beside(home).with_context(|| home.to_string())?;
    let today = DemoClock::new(edge::now, days_forward(&house)?).now().today;
    Ok(house.organisation(today))
}

fn member<'a>(organisation: &'a Organisation, login: &str) -> Result<&'a Member> {
    organisation.by_login(login).with_context(|| format!("nobody here is called {login:?}"))
}

/// Prints the code alone on the first line: it is told once.
fn open(args: &OpenArgs) -> Result<()> {
    let home = args.of.place.opened()?;
    let organisation = as_it_stands(&home)?;
    let member = member(&organisation, &args.of.user)?;
    let now = edge::now();
    let ends = now.checked_add(i64::from(args.hours).hours())?;
    let of = (home.authority(), member.staff.uuid());
    let code = accounts::open_beside(&home, of, now.as_microsecond(), ends.as_microsecond())?;
    say(code.reveal());
    complain(format_args!(
        "for {}, to be used once at /koppla, within {} hours. Hand it over in person; it is not shown again",
        member.name, args.hours
    ));
    Ok(())
}

fn close(args: &OfArgs) -> Result<()> {
    let home = args.place.opened()?;
    let organisation = as_it_stands(&home)?;
    let member = member(&organisation, &args.user)?;
    let of = (home.authority(), member.staff.uuid());
    let ended = accounts::close_beside(&home, of, edge::now().as_microsecond())?;
    let ended = ended.with_context(|| format!("{} has no open account", member.name))?;
    say(format_args!("{} closed sessions={} tokens={}", args.user, ended.sessions, ended.tokens));
    Ok(())
}

/// Opens a sealed account, or lets another key be bound to it. The code is printed alone on the first line: it is told once.
fn emergency(args: &EmergencyArgs) -> Result<()> {
    let home = args.place.opened()?;
    let number = args.number;
    let account = Emergency::numbered(number).context("there are two")?.account();
    let (of, now) = ((home.authority(), account), edge::now());
    if args.close {
        let ended = accounts::close_beside(&home, of, now.as_microsecond())?;
        let ended = ended.with_context(|| format!("emergency account {number} is not open"))?;
        say(format_args!("emergency-{number} closed sessions={}", ended.sessions));
        return Ok(());
    }
    let ends = now.checked_add(i64::from(args.hours).hours())?;
    let code = accounts::open_beside(&home, of, now.as_microsecond(), ends.as_microsecond())?;
    say(code.reveal());
    complain(format_args!(
        "for emergency account {number}, to be used once at /koppla, within {} hours, with the security key that goes into its envelope. \
         When it has been bound the key from before opens nothing. It is not shown again",
        args.hours
    ));
    Ok(())
}

/// One line for each time an account was open: for whoever reviews them.
fn list(args: &ListArgs) -> Result<()> {
    let home = args.place.opened()?;
    let organisation = as_it_stands(&home)?;
    let standings = emergency::standings_beside(&home, home.authority())?;
    for account in accounts::all_beside(&home, home.authority())? {
        let stands = standings.iter().find(|one| one.emergency.account() == account.account);
        let seal = stands.filter(|_| account.closed_us.is_none()).map(seal).transpose()?;
        say(format_args!("{}{}", line(&organisation, &account)?, seal.unwrap_or_default()));
    }
    Ok(())
}

/// How a sealed account stands: whether a key that nobody has used lies in its envelope, and whether its use waits to be looked into.
fn seal(stands: &Standing) -> Result<String> {
    let seal = match (stands.has_key, stands.is_broken()) {
        (_, true) => "broken",
        (true, false) => "whole",
        (false, false) => "none",
    };
    let used = stands.used.map(|used| Timestamp::from_microsecond(used.at_us)).transpose()?;
    let used = used.map(|used| format!(" used={used}")).unwrap_or_default();
    let waits = if stands.awaits_review() { " unreviewed" } else { "" };
    Ok(format!(" seal={seal}{used}{waits}"))
}

fn line(organisation: &Organisation, account: &Account) -> Result<String> {
    let member = organisation.member(record::StaffId::new(account.account));
    let login = match (Emergency::of(account.account), member) {
        (Some(emergency), _) => format!("emergency-{}", emergency.number()),
        (None, Some(member)) => member.login.clone(),
        (None, None) => account.account.to_string(),
    };
    let opened = Timestamp::from_microsecond(account.opened_us)?;
    let closed = account.closed_us.map(Timestamp::from_microsecond).transpose()?;
    let closed = closed.map(|closed| format!(" closed={closed}")).unwrap_or_default();
    let holds = |login: &&accounts::Login| login.ended_us.is_none();
    let logins: Vec<&str> = account.logins.iter().filter(holds).map(|login| &*login.way).collect();
    let logins = if logins.is_empty() { "none".to_owned() } else { logins.join(",") };
    Ok(format!("{login} opened={opened}{closed} logins={logins}"))
}
