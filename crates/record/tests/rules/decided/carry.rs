//! Carries a decision out through the record's own commands, each on its day, as the board would have done at its desk.

use super::data::{Decided, Happening, What};
use crate::{
    given::{Given, given},
    words::*,
};
use law::{Day, Level};
use record::{
    Code, Command, Entry, Moment, Opened, Subject,
    decision::{Decision, Flag, RecordDecision},
    family::{FamilyFact, Guardianship},
    occurrence::Occurrence,
};

/// The matter in which everything is told until an investigation is opened, and that investigation.
const MEASURE: u128 = 1;
const INVESTIGATION: u128 = 20;

/// A day, and the file as it stands at its end.
pub(crate) struct Evening {
    pub(crate) day: Day,
    pub(crate) file: Given,
}

/// Every day from the first event to the last day looked at. Nothing is ever refused: what is recorded has happened.
pub(crate) fn evenings(decided: &Decided) -> Result<Vec<Evening>, String> {
    let first = decided.events.first().ok_or("nothing happens")?.day;
    let mut file = family(first);
    let mut evenings = Vec::new();
    for day in days(first, decided.until) {
        file = file.on(&day.to_string());
        for (number, event) in decided.events.iter().enumerate().filter(|(_, event)| event.day == day) {
            let entries = file.when(command(&file, event, number)).answer;
            file = file.write(&entries.map_err(|why| format!("{}: refused: {why:?}", event.id))?);
        }
        evenings.push(Evening { day, file: file.clone() });
    }
    Ok(evenings)
}

fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (0..=first.days_until(last)).map(move |days| first.plus_days(days))
}

/// A child of whom nothing is known but two guardians, which is learnt today: the list of kinds of guardianship begins with the act of
/// 2025. Appointing a social worker opens a matter and starts no clock.
fn family(first: Day) -> Given {
    let opened = Opened { person: child(), subject: Subject::Child, birth: None, unit: id(70) };
    let appointed =
        RecordDecision { made: Moment::on(first), ..recorded(MEASURE, decision("D63"), Level::UnitHead) };
    given([Command::OpenFile(opened), guardian_ever(2), guardian_ever(3)])
        .on(&first.to_string())
        .and(Command::RecordDecision(appointed))
}

fn guardian_ever(number: u128) -> Command {
    let custody = Guardianship {
        person: person(number),
        kind: Code::from("joint"),
        from: None,
        to: None,
        source: text("Folkbokföringen"),
    };
    Command::LearnFamily(vec![FamilyFact::Guardianship(custody)])
}

fn command(file: &Given, event: &Happening, number: usize) -> Command {
    let investigated = file.file.matters.contains_key(&matter(INVESTIGATION));
    let here = if investigated { INVESTIGATION } else { MEASURE };
    match &event.what {
        What::Decision { kind, by } => record(here, kind, *by, event.day, number),
        What::Happened(name) => {
            let (event, at) = (name.clone(), Moment::on(event.day));
            let occurrence = Occurrence { event, at, until: None, text: None, document: None };
            Command::RecordOccurrence(matter(here), occurrence)
        }
    }
}

fn record(here: u128, kind: &str, by: Level, on: Day, number: usize) -> Command {
    let opening = (kind == "D02").then(|| opening(INVESTIGATION));
    let id = id(3000 + u128::try_from(number).unwrap());
    let decision = Decision { id, opening, ..settling(kind) };
    let urgent = by == Level::Chair;
    Command::RecordDecision(RecordDecision { made: Moment::on(on), urgent, ..recorded(here, decision, by) })
}

impl Evening {
    /// Everything that somebody must see this evening: clocks that are overdue or have lapsed, and what decisions lack.
    pub(crate) fn shown(&self) -> Vec<String> {
        let clocks = self.clocks().filter_map(|clock| {
            let state = match () {
                () if clock.is_lapsed(self.day) => "lapsed",
                () if clock.is_overdue(self.day) => "overdue",
                () => return None,
            };
            Some(format!("{} {state}", clock.rule))
        });
        let mut shown: Vec<String> = clocks.chain(self.lacks()).collect();
        shown.sort_unstable();
        shown
    }

    /// The clocks that have begun.
    pub(crate) fn clocks(&self) -> impl Iterator<Item = law::Clock> {
        let clocks = record::duties(&self.file.file, law::LawBook::sweden()).into_iter();
        clocks.filter(|clock| clock.has_started(self.day))
    }

    fn lacks(&self) -> impl Iterator<Item = String> {
        let made = self.file.log.iter().filter_map(|recorded| match &recorded.entry {
            Entry::DecisionRecorded(made) => Some(made),
            _ => None,
        });
        made.flat_map(|made| {
            let kind = &made.decision.kind;
            made.flags.iter().map(move |flag| match flag {
                Flag::Demanded(fact) => format!("{kind} without {fact}"),
                other => format!("{kind} {other:?}"),
            })
        })
    }
}
