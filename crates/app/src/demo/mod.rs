//! The demo municipality: made on the first start, opened on every later one.
//!
//! The stories under `demo/stories` are told through [`House::act`], the function that every page writes through, by the people who
//! would have done it and at the time they would have. Nothing here can put anything into the record that a page could not.
//!
//! | file | what it is for |
//! | --- | --- |
//! | `story` | a story as it is written |
//! | `almanac` | its days, around the first start |
//! | `cast` | its names, and the ids they stand for |
//! | `tell` | a step becomes a wish |
//! | `people`, `commands`, `decisions`, `words` | the parts of the wish |
//! | `numbers` | synthetic identity numbers |

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, bail, ensure};
use jiff::Timestamp;
use law::DelegationOrder;
use record::Organisation;
use store::{Db, Error, Home, House, Now, Options};

use self::{
    almanac::Almanac,
    numbers::Numbers,
    story::Story,
    tell::{Door, Teller},
};

mod almanac;
mod cast;
mod commands;
mod decisions;
mod investigations;
mod numbers;
mod people;
mod services;
mod stories;
mod story;
mod tell;
mod words;

/// The setting that says that every story has been told.
const WHOLE: &str = "demo_whole";

/// The people and units of Lyktinge.
pub(crate) fn organisation() -> Organisation {
    toml::from_str(include_str!("../../demo/lyktinge.toml")).expect("a test reads the embedded organisation")
}

/// Opens the house of the demo municipality without telling any stories: empty, if there is nothing.
pub(crate) fn open_house(home: impl Into<Home>) -> Result<Arc<House>> {
    open_house_of(home, organisation())
}

/// Opens it with other people than Lyktinge's own: as many as are needed for measuring.
pub(crate) fn open_house_of(home: impl Into<Home>, organisation: Organisation) -> Result<Arc<House>> {
    let home = home.into();
    let house = House::open_demo(&home, organisation, DelegationOrder::lyktinge());
    house.with_context(|| format!("cannot open the demo in {home}"))
}

/// Opens the demo, making it first where there is nothing.
///
/// In a directory it is made beside its place and moved there when it is whole: a start that is cut short leaves no half municipality
/// behind. A database cannot be moved, and what is in the record stays: there it says when it is whole, and a half one is refused.
///
/// # Errors
/// When there is data without its key, or another process has it open; the text says which.
pub(crate) fn open(home: impl Into<Home>, now: Timestamp) -> Result<Arc<House>> {
    let home = home.into();
    if home.database().is_some() {
        return open_in_database(&home, now);
    }
    if is_empty(home.dir())? {
        make(&home, now)?;
    }
    open_house(home)
}

fn open_in_database(home: &Home, now: Timestamp) -> Result<Arc<House>> {
    let begun = home.has_begun()?;
    let house = House::open_demo(home, organisation(), DelegationOrder::lyktinge())?;
    if !begun {
        tell_all(&house, &|who, now, wish| Ok(house.act(who, now, wish).map(|_| ())?), now)?;
        house.set_setting(WHOLE, "yes".to_owned())?;
    }
    ensure!(
        house.setting(WHOLE)?.is_some(),
        "the demo in this database is being made, or its making was cut short: then drop the database and make it again"
    );
    Ok(house)
}

fn is_empty(dir: &Path) -> Result<bool> {
    match fs::read_dir(dir) {
        Ok(mut inside) => Ok(inside.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| dir.display().to_string()),
    }
}

fn make(home: &Home, now: Timestamp) -> Result<()> {
    let dir = home.dir();
    let workshop = workshop(dir)?;
    clear(&workshop)?;
    let house = House::open_demo(home.beside(&workshop), organisation(), DelegationOrder::lyktinge())?;
    tell_all(&house, &|who, now, wish| Ok(house.act(who, now, wish).map(|_| ())?), now)?;
    drop(house);
    fs::rename(&workshop, dir).with_context(|| format!("cannot make {}", dir.display()))
}

/// Where the demo is made: a sibling of its place, so that moving it is one step of the file system.
fn workshop(dir: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(dir)?;
    let mut name = absolute.file_name().context("a data directory needs a name")?.to_owned();
    name.push(".unfinished");
    Ok(absolute.with_file_name(name))
}

/// Removes what an interrupted start left, but not what another process is at work on.
fn clear(workshop: &Path) -> Result<()> {
    if !workshop.exists() {
        return Ok(());
    }
    match Db::open(workshop, Options::default()) {
        Err(Error::InUse) => bail!("another process is making the demo in {}", workshop.display()),
        _ => fs::remove_dir_all(workshop).with_context(|| workshop.display().to_string()),
    }
}

/// Tells every story.
fn tell_all(house: &Arc<House>, door: Door<'_>, first: Timestamp) -> Result<()> {
    let stories = stories::ALL.iter().map(|(file, text)| read(file, text)).collect::<Result<Vec<_>>>()?;
    tell_these(&stories, house, door, first)
}

/// Tells stories, in the order of [`stories::ALL`]. What was done first is told first, whichever story it belongs to, since the record
/// is one.
fn tell_these(stories: &[Story], house: &Arc<House>, door: Door<'_>, first: Timestamp) -> Result<()> {
    let almanac = Almanac::new(first);
    let mut tellers: Vec<Teller<'_>> =
        stories.iter().map(|story| Teller::new((house, door), almanac, story)).collect();
    let mut numbers = Numbers::new();
    for (at, now, step) in in_order(stories, almanac) {
        let (file, _) = stories::ALL[at];
        let told = &stories[at].step[step];
        let place = || format!("{file}, step {} of {:?}, by {}", step + 1, stories[at].title, told.by);
        tellers[at].tell(told, now, &mut numbers).with_context(place)?;
    }
    Ok(())
}

fn read(file: &str, text: &str) -> Result<Story> {
    toml::from_str(text).with_context(|| file.to_owned())
}

/// Every step of every story by when it was done: which story, when, which step.
fn in_order(stories: &[Story], almanac: Almanac) -> Vec<(usize, Now, usize)> {
    let mut all = Vec::new();
    for (at, story) in stories.iter().enumerate() {
        let mut before = None;
        for (place, step) in story.step.iter().enumerate() {
            let now = almanac.now(step.at, tell::office_hours(&step.by), before);
            all.push((at, now, place));
            before = Some(now);
        }
    }
    all.sort_by_key(|(_, now, _)| now.instant);
    all
}

#[cfg(test)]
mod abuse;
#[cfg(test)]
mod asking;
#[cfg(test)]
mod canaries;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod two_doors;
