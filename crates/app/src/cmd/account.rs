//! `lykta account`: who may log in. The program may be running meanwhile: it finds what was opened or closed at the next request.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use jiff::{Timestamp, ToSpan as _};
use record::{Organisation, organisation::Member};
use store::{
    DEMO_AUTHORITY, Home, House,
    accounts::{self, Account},
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

/// Whose.
#[derive(Debug, clap::Args)]
struct OfArgs {
    #[command(flatten)]
    place: place::Args,
    /// The login name of the member of staff
    #[arg(long, value_name = "NAME")]
    user: String,
}

/// Of which record.
#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    place: place::Args,
}

/// Opens, closes or lists.
pub(crate) fn run(args: &Args) -> Result<()> {
    match &args.what {
        What::Open(args) => open(args),
        What::Close(args) => close(args),
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
    let of = (DEMO_AUTHORITY.0, member.staff.uuid());
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
    let of = (DEMO_AUTHORITY.0, member.staff.uuid());
    let ended = accounts::close_beside(&home, of, edge::now().as_microsecond())?;
    let ended = ended.with_context(|| format!("{} has no open account", member.name))?;
    say(format_args!("{} closed sessions={} tokens={}", args.user, ended.sessions, ended.tokens));
    Ok(())
}

/// One line for each time an account was open: for whoever reviews them.
fn list(args: &ListArgs) -> Result<()> {
    let home = args.place.opened()?;
    let organisation = as_it_stands(&home)?;
    for account in accounts::all_beside(&home, DEMO_AUTHORITY.0)? {
        say(line(&organisation, &account)?);
    }
    Ok(())
}

fn line(organisation: &Organisation, account: &Account) -> Result<String> {
    let member = organisation.member(record::StaffId::new(account.account));
    let login = member.map_or_else(|| account.account.to_string(), |member| member.login.clone());
    let opened = Timestamp::from_microsecond(account.opened_us)?;
    let closed = account.closed_us.map(Timestamp::from_microsecond).transpose()?;
    let closed = closed.map(|closed| format!(" closed={closed}")).unwrap_or_default();
    let holds = |login: &&accounts::Login| login.ended_us.is_none();
    let logins: Vec<&str> = account.logins.iter().filter(holds).map(|login| &*login.way).collect();
    let logins = if logins.is_empty() { "none".to_owned() } else { logins.join(",") };
    Ok(format!("{login} opened={opened}{closed} logins={logins}"))
}
