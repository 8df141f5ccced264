//! Tells a story to the record, line by line, and says where the two do not agree.

use super::{
    changes::{Change, changes, keeps_its_day, running},
    deeds::Deed,
    story::{Line, Story, What},
};
use crate::{
    given::{Given, given},
    words::{day, file_of_child_born, guardian, moment},
};
use law::{Clock, Day, DelegationOrder, Event, LawBook};
use record::{
    Command, Entry, NewEntry, Refusal,
    decision::{Flag, Made},
    duties,
};

/// What a story has shown.
#[derive(Default)]
pub(crate) struct Told {
    /// What was done, in order.
    pub(crate) acts: Vec<Act>,
    /// The types of decision that were refused at least once.
    pub(crate) refused: Vec<String>,
    /// How many days on which somebody only looked.
    pub(crate) looks: usize,
}

/// What one act has shown.
pub(crate) struct Act {
    /// The types of the decisions it made or recorded.
    pub(crate) decisions: Vec<String>,
    /// What the clocks had been told before it, by name.
    pub(crate) before: Vec<String>,
    /// What the clocks were told by it.
    pub(crate) events: Vec<Event>,
    /// What became of the clocks: all of it was expected.
    pub(crate) changes: Vec<Change>,
}

/// Tells a story. The error names the line and both what was expected and what came.
pub(crate) fn tell(story: &Story) -> Result<Told, String> {
    let Some(first) = story.lines.first() else { return Err(format!("{}: nothing happens", story.name)) };
    let family = [file_of_child_born(story.born), guardian(2), guardian(3)];
    let mut file = family.into_iter().fold(given([]).on(date(first.day)), Given::and);
    let mut told = Told::default();
    for line in &story.lines {
        let at = |wrong: String| {
            format!("{} {}\n{}: {}\n{wrong}", story.decision, story.name, line.day, line.what)
        };
        check_calendar(line.day, file.today).map_err(at)?;
        file = follow(file.on(date(line.day)).by(line.actor.clone()), line, &mut told).map_err(at)?;
        for (what, question) in &line.so {
            if !question(&file) {
                return Err(at(format!("it is not so that {what}")));
            }
        }
    }
    Ok(told)
}

/// `2026-03-02` of `Mon 2026-03-02`.
fn date(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(_, date)| date)
}

/// The weekday is that of the date, and time does not run backwards.
fn check_calendar(line: &str, before: Day) -> Result<(), String> {
    let today = day(date(line));
    let weekday = format!("{:?}", today.weekday());
    if !line.starts_with(&weekday[..3]) {
        return Err(format!("{today} is a {weekday}"));
    }
    if today < before { Err(format!("{today} is before {before}")) } else { Ok(()) }
}

fn follow(file: Given, line: &Line, told: &mut Told) -> Result<Given, String> {
    match &line.deed {
        What::Done { deed, clocks, flags } => done(file, deed, clocks, flags, told),
        What::Refused(deed, why) => refused(file, deed, why, told),
        What::Seen(clocks) => {
            told.looks += 1;
            compare("clocks that run", clocks, &running(&all_clocks(&file), file.today))?;
            Ok(file)
        }
    }
}

fn done(file: Given, deed: &Deed, clocks: &[&str], flags: &[Flag], told: &mut Told) -> Result<Given, String> {
    let entries = file.when(command(&file, deed)).answer.map_err(|why| format!("refused: {why:?}"))?;
    let (before, known) = (all_clocks(&file), file.file.events.len());
    let after = file.write(&entries);
    let changes = changes(&before, &all_clocks(&after));
    let found: Vec<String> = changes.iter().map(ToString::to_string).collect();
    compare("changes to the clocks", clocks, &found)?;
    if let Some(wrong) = changes.iter().find(|change| !keeps_its_day(&change.clock)) {
        return Err(format!("{wrong} is not quiet until its day and late after it"));
    }
    let decisions: Vec<&Made> = entries.iter().filter_map(made).collect();
    for made in &decisions {
        check_made(made, flags)?;
    }
    let decisions = decisions.into_iter().map(|made| made.decision.kind.to_string()).collect();
    let (earlier, events) = after.file.events.split_at(known);
    let earlier = earlier.iter().map(|event| event.name.to_string()).collect();
    told.acts.push(Act { decisions, before: earlier, events: events.to_vec(), changes });
    Ok(after)
}

fn refused(file: Given, deed: &Deed, why: &Refusal, told: &mut Told) -> Result<Given, String> {
    let wanted = command(&file, deed);
    if let Command::MakeDecision(_, decision)
    | Command::ProposeDecision(_, record::decision::Proposal { decision, .. }) = &wanted
    {
        told.refused.push(decision.kind.to_string());
    }
    match file.when(wanted).answer {
        Err(answer) if answer == *why => Ok(file),
        answer => Err(format!("expected the refusal {why:?}\nbut came {answer:?}")),
    }
}

fn command(file: &Given, deed: &Deed) -> Command {
    deed(moment(&format!("{}T09:00", file.today)))
}

/// Every clock that has begun. What begins on a birthday is nobody's errand before it.
fn all_clocks(file: &Given) -> Vec<Clock> {
    let clocks = duties(&file.file, LawBook::sweden()).into_iter();
    clocks.filter(|clock| clock.has_started(file.today)).collect()
}

fn made(new: &NewEntry) -> Option<&Made> {
    match &new.entry {
        Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => Some(made),
        _ => None,
    }
}

/// A decision stands on the provision of its day and, when made here, on its point of the delegation order; it has its flags and no other.
fn check_made(made: &Made, flags: &[Flag]) -> Result<(), String> {
    let kind =
        LawBook::sweden().decision_type(&made.decision.kind, made.made.day).map_err(|why| why.to_string())?;
    let provision = kind.provision_on(made.made.day).map(ToString::to_string).unwrap_or_default();
    if made.provision != provision {
        return Err(format!("{} stands on {}, not on {provision}", kind.id, made.provision));
    }
    let order = DelegationOrder::lyktinge();
    let point = order.point(&kind.id).map(|point| point.number.clone());
    if made.point.is_some() && point.is_some() && made.point != point {
        return Err(format!("{} by point {:?}, not {point:?}", kind.id, made.point));
    }
    if made.flags == flags {
        Ok(())
    } else {
        Err(format!("flags expected {flags:?}\nbut came {:?}", made.flags))
    }
}

/// The same texts, in any order: none is missing and none is there that nobody expected.
fn compare(of: &str, expected: &[&str], found: &[String]) -> Result<(), String> {
    let expected: Vec<String> = expected.iter().map(|text| (*text).to_owned()).collect();
    let (missing, unexpected) = (without(&expected, found), without(found, &expected));
    if missing.is_empty() && unexpected.is_empty() {
        return Ok(());
    }
    Err(format!("{of}: missing {missing:#?}, unexpected {unexpected:#?}"))
}

/// What stands in the one and not in the other, as often as it stands there more.
fn without(all: &[String], others: &[String]) -> Vec<String> {
    let mut left = others.to_vec();
    let mut missing = Vec::new();
    for text in all {
        match left.iter().position(|other| other == text) {
            Some(at) => drop(left.remove(at)),
            None => missing.push(text.clone()),
        }
    }
    missing
}
