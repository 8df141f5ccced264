//! `lykta organisation`: who works for the authority and where, taken in from a file or shown.

use std::{
    fmt::Display,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, bail, ensure};
use clap::Subcommand;
use law::Day;
use record::{
    Actor, Organisation, UnitId,
    organisation::{Establishment, OrganisationRefusal},
};
use store::{House, Now, OrganisationTrouble};
use web::desk::DemoClock;

use super::{complain, demo::days_forward, place, say};
use crate::{edge, roster};

/// Longest file that is read, in bytes: ten thousand people.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Where, and what.
#[derive(Debug, clap::Args)]
#[command(mut_args(|arg| arg.global(true)))] // before what is done or after it
pub(crate) struct Args {
    #[command(flatten)]
    place: place::OfOne,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Take in units, people, posts, duty and absence: all of the file or nothing; what it does not name stays
    Import {
        /// The file, as docs/operations/authority.md tells
        file: PathBuf,
        /// The login of the unit head who does it; without: an operator at the server
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
    },
    /// Who works where, and who stands in for whom
    Show {
        /// As it is on this day
        #[arg(long, value_name = "DAY")]
        on: Option<Day>,
    },
}

/// Does it.
pub(crate) fn run(args: &Args) -> Result<()> {
    match &args.what {
        What::Import { file, user } => import(&args.place, file, user.as_deref()),
        What::Show { on } => {
            let home = args.place.opened()?;
            let house = House::open(&home, None).with_context(|| home.to_string())?;
            let day = on.map_or_else(|| now(&house).map(|now| now.today), Ok)?;
            show(&house.organisation(day), None, 0);
            Ok(())
        }
    }
}

fn import(place: &place::OfOne, file: &Path, user: Option<&str>) -> Result<()> {
    let text = text_of(file)?;
    let home = place.named()?;
    let mut new_id = store::edge::blind_id;
    let mut read = |now: &Establishment| all_right(file, roster::read(&text, now, &mut new_id));
    // An empty place is not begun with a file that cannot be taken.
    let is_here = home.authorities()?.contains(&home.authority());
    let begin = if is_here { None } else { Some(read(&Establishment::default())?.board) };
    let house = House::open(&home, begin.as_deref()).with_context(|| home.to_string())?;
    let now = now(&house)?;
    let who = user.map(|login| somebody(&house, now, login)).transpose()?;
    let roster = read(&house.establishment())?;
    match house.organise(who.as_ref(), now, roster.changes.clone()) {
        Ok(()) | Err(OrganisationTrouble::Refused(OrganisationRefusal::Nothing)) => {}
        Err(OrganisationTrouble::Refused(OrganisationRefusal::Faults(faults))) => {
            all_right(file, Err::<(), _>(roster.told(&faults)))?;
        }
        Err(trouble) => return Err(trouble).context("nothing was taken in"),
    }
    let that = house.organisation(now.today);
    let (units, people) = (that.units.len(), that.members.len());
    say(format_args!("changed={} units={units} people={people}", roster.changes.len()));
    Ok(())
}

/// The text of a file to take in.
pub(super) fn text_of(file: &Path) -> Result<String> {
    let told = || format!("{}: nothing was taken in", file.display());
    let bytes = fs::metadata(file).with_context(told)?.len();
    ensure!(bytes <= FILE_BYTES_MAX, "{}: longer than {FILE_BYTES_MAX} bytes", file.display());
    fs::read_to_string(file).with_context(told)
}

/// What was read, or every fault on a line of its own and nothing taken in.
pub(super) fn all_right<T, F: Display>(file: &Path, read: Result<T, Vec<F>>) -> Result<T> {
    match read {
        Ok(read) => Ok(read),
        Err(faults) => {
            for fault in &faults {
                complain(format_args!("{}: {fault}", file.display()));
            }
            bail!("{} faults in {}: nothing was taken in", faults.len(), file.display())
        }
    }
}

/// The moment, which the demo may have set forward.
pub(super) fn now(house: &House) -> Result<Now> {
    Ok(DemoClock::new(edge::now, days_forward(house)?).now())
}

/// Somebody who works there today.
pub(super) fn somebody(house: &Arc<House>, now: Now, login: &str) -> Result<Actor> {
    let organisation = house.organisation(now.today);
    let member = organisation.by_login(login).with_context(|| format!("nobody logs in as {login:?}"))?;
    Ok(member.actor())
}

/// A unit with its people and its parts, indented by how deep it stands.
fn show(organisation: &Organisation, unit: Option<UnitId>, depth: usize) {
    let indent = "  ".repeat(depth);
    if unit.is_none() {
        say(format_args!("{}, {}", organisation.municipality, organisation.board));
    }
    for part in organisation.parts_of(unit) {
        say(format_args!("{indent}{}", part.name));
        for member in organisation.team(part.id) {
            let away = match organisation.stands_in_for(member.staff) {
                Some(by) => format!(" away={}", by.login),
                None => String::new(),
            };
            let duty = if organisation.is_on_duty(member.staff) { " duty" } else { "" };
            let qualified = if member.qualified { "" } else { " unqualified" };
            let (login, name, title) = (&member.login, &member.name, &member.title);
            say(format_args!("{indent}  {login}: {name}, {title}{qualified}{duty}{away}"));
        }
        show(organisation, Some(part.id), depth + 1);
    }
}
