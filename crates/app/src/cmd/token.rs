//! `lykta token`: a token with which a program uses the API as a member of staff. The program may be running meanwhile.

use anyhow::{Context as _, Result, ensure};
use jiff::ToSpan as _;
use store::{
    DEMO_AUTHORITY, House,
    access_tokens::{self, New, Scope},
};
use web::desk::DemoClock;

use super::{complain, demo::days_forward, place, say};
use crate::edge;

/// For whom, and what for.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: place::OfOne,
    /// The login of the member of staff whose rights it has
    #[arg(long, value_name = "NAME")]
    user: String,
    /// What it may be used for, within those rights: read, write, report; several with commas
    #[arg(long, value_name = "SCOPE", value_delimiter = ',', required = true)]
    scope: Vec<Scope>,
    /// How many days it holds
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=400))]
    days: u16,
    /// What it is for, in a few words; no personal data
    #[arg(long, default_value = "script")]
    label: String,
}

/// Prints the token alone on the first line: it is told once.
pub(crate) fn run(args: &Args) -> Result<()> {
    let home = args.place.opened()?;
    let house = House::open_beside(&home).with_context(|| home.to_string())?;
    let now = edge::now();
    let today = DemoClock::new(edge::now, days_forward(&house)?).now().today;
    let organisation = house.organisation(today);
    let member = organisation.by_login(&args.user);
    let member = member.with_context(|| format!("nobody logs in as {:?}", args.user))?;
    // In the demo a button logs in, and nobody needs an account.
    ensure!(
        house.demo || house.has_open_account(member.staff.uuid())?,
        "{} has no open account: `lykta account open` opens one",
        member.name
    );
    let ends = now.checked_add((i64::from(args.days) * 24).hours())?;
    let new = New {
        authority: home.authority(),
        account: member.staff.uuid(),
        label: args.label.clone(),
        scopes: args.scope.clone(),
        now_us: now.as_microsecond(),
        ends_us: ends.as_microsecond(),
    };
    let token = access_tokens::make_beside(&home, &new)?;
    // Of another authority than the first it says at whose door it is shown.
    let first = home.authority() == DEMO_AUTHORITY.0;
    let door = if first { String::new() } else { format!("{}.", home.authority()) };
    say(format_args!("{door}{}", token.reveal()));
    complain(format_args!("holds for {} days, as {}; it is not shown again", args.days, member.name));
    Ok(())
}
