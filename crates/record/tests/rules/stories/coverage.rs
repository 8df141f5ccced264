//! Counts from the law data what the stories must have shown, and says what is missing.

#![expect(clippy::print_stdout, reason = "the counts are what the test is asked for")]

use super::{
    TYPES, all,
    changes::Verb,
    runner::{Act, Told, tell},
    story::Story,
};
use law::{LawBook, Rule};
use std::collections::BTreeSet;

/// What an event does to the clocks of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// It starts them, alone or as the companion a start waits for.
    Starts,
    /// It is what they ask for.
    Fulfils,
    /// It puts another clock in their place.
    Replaces,
    /// It gives them another day.
    Extends,
    /// It makes them pointless.
    Ends,
}

/// `investigation.extended Replaces DL-021`.
type Touch = (String, Part, String);

/// Every part that an event plays in a driven rule.
fn parts(event: &str, rule: &Rule) -> Vec<Part> {
    let among = |names: &[String]| names.iter().any(|name| name == event);
    let plays = [
        (Part::Starts, among(&rule.starts_at) || rule.only_with.iter().any(|with| with.event == event)),
        (Part::Fulfils, among(&rule.fulfilled_by)),
        (Part::Replaces, among(&rule.superseded_by)),
        (Part::Extends, rule.extended_by.as_deref() == Some(event)),
        (Part::Ends, among(&rule.ends_with)),
    ];
    plays.into_iter().filter(|(_, plays)| *plays).map(|(part, _)| part).collect()
}

/// All that these events do according to the law data.
fn touches<'a>(events: impl Iterator<Item = &'a String>) -> BTreeSet<Touch> {
    let rules = || LawBook::sweden().rules().iter().filter(|rule| rule.is_driven());
    let of = |event: &String| {
        let touch = |rule: &Rule| {
            parts(event, rule)
                .into_iter()
                .map(|part| (event.clone(), part, rule.id.to_string()))
                .collect::<Vec<_>>()
        };
        rules().flat_map(touch).collect::<Vec<_>>()
    };
    events.flat_map(of).collect()
}

/// What an act has shown: of the parts its events play, those that a clock then moved by. An earlier event has its part in a clock that
/// waited for a companion, and in one whose start is written down only now, after what met it.
fn shown(act: &Act) -> BTreeSet<Touch> {
    let now: BTreeSet<String> = act.events.iter().map(|event| event.name.to_string()).collect();
    let of_now = touches(now.iter()).into_iter().filter(|(_, part, rule)| moved(act, *part, rule));
    let late = |(_, part, rule): &Touch| {
        let started = moved(act, Part::Starts, rule);
        started && if *part == Part::Starts { has_companion(rule) } else { moved(act, *part, rule) }
    };
    of_now.chain(touches(act.before.iter()).into_iter().filter(late)).collect()
}

/// Whether a clock of the rule did in this act what the part is about.
fn moved(act: &Act, part: Part, rule: &str) -> bool {
    let verb = match part {
        Part::Starts => Verb::Starts,
        Part::Fulfils => Verb::Meets,
        Part::Replaces | Part::Ends => Verb::Drops,
        Part::Extends => Verb::Moves,
    };
    act.changes.iter().any(|change| change.verb == verb && change.clock.rule.as_str() == rule)
}

fn has_companion(rule: &str) -> bool {
    let mut rules = LawBook::sweden().rules().iter();
    rules.any(|row| row.id.as_str() == rule && !row.only_with.is_empty())
}

/// What the types of decision cause: the events of their rows, and those that their decisions were seen to cause.
fn caused(told: &[Told]) -> BTreeSet<String> {
    let of_rows = LawBook::sweden().decision_types().iter().filter(|kind| TYPES.contains(&kind.id.as_str()));
    let of_rows = of_rows.flat_map(|kind| kind.emits.iter().cloned());
    let acts = told.iter().flat_map(|told| &told.acts);
    let ours = acts.filter(|act| act.decisions.iter().any(|kind| TYPES.contains(&kind.as_str())));
    of_rows.chain(ours.flat_map(|act| act.events.iter().map(|event| event.name.to_string()))).collect()
}

fn told(stories: &[Story]) -> Vec<Told> {
    stories.iter().map(|story| tell(story).unwrap_or_default()).collect()
}

#[test]
fn the_stories_show_all_that_the_decisions_do_to_the_clocks() {
    let stories = all();
    let told = told(&stories);
    let wanted = touches(caused(&told).iter());
    let shown: BTreeSet<Touch> = told.iter().flat_map(|told| &told.acts).flat_map(shown).collect();
    let missing: Vec<String> =
        wanted.difference(&shown).map(|(event, part, rule)| format!("{event} {part:?} {rule}")).collect();
    let rules: BTreeSet<&String> = wanted.iter().map(|(_, _, rule)| rule).collect();
    let (acts, looks) =
        told.iter().fold((0, 0), |(acts, looks), told| (acts + told.acts.len(), looks + told.looks));
    let refusals: usize = told.iter().map(|told| told.refused.len()).sum();
    println!(
        "{} stories: {acts} acts, {looks} looks, {refusals} refusals; {} parts of {} rules",
        stories.len(),
        wanted.len(),
        rules.len()
    );
    assert!(missing.is_empty(), "no story shows: {missing:#?}");
}

/// The acts in which a decision of this type was made or recorded.
fn acts_of<'a>(told: &'a [Told], kind: &'a str) -> impl Iterator<Item = &'a Act> {
    let acts = told.iter().flat_map(|told| &told.acts);
    acts.filter(move |act| act.decisions.iter().any(|made| made == kind))
}

/// What the type's row starts without a companion, and no story shows of it.
fn unseen_starts(told: &[Told], kind: &str) -> Vec<Touch> {
    let shown: BTreeSet<Touch> = acts_of(told, kind).flat_map(shown).collect();
    let rows = LawBook::sweden().decision_types().iter().filter(|row| row.id.as_str() == kind);
    let caused = touches(rows.flat_map(|row| &row.emits)).into_iter();
    let starts = caused.filter(|(_, part, rule)| *part == Part::Starts && !has_companion(rule));
    starts.filter(|touch| !shown.contains(touch)).collect()
}

/// Each type has a story in which it is decided and one in which it is refused.
#[test]
fn every_type_has_its_stories() {
    let stories = all();
    let told = told(&stories);
    let is_refused = |kind: &str| told.iter().any(|told| told.refused.iter().any(|refused| refused == kind));
    for kind in TYPES {
        assert!(stories.iter().any(|story| story.decision == kind), "no story of {kind}");
        assert!(is_refused(kind), "{kind} is never refused");
        assert!(acts_of(&told, kind).next().is_some(), "{kind} is never decided");
        assert_eq!(unseen_starts(&told, kind), [], "not seen to be caused by {kind}");
    }
}
