//! The timeline: entries in stretches of what went on then.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::Day;
use record::{Entry, MatterId, MatterState};

use super::{EntryView, original, views};
use crate::reading::Reading;

/// A stretch of the line: what went on then.
#[derive(Clone, Debug)]
pub struct Band {
    /// The message of its name.
    pub name_key: &'static str,
    /// Its oldest entry's day.
    pub from: Date,
    /// Its newest entry's day.
    pub to: Date,
    /// Its entries, newest first.
    pub entries: Vec<EntryView>,
}

/// The whole file as bands, newest first; with words to look for, only the entries that hold them.
pub fn line(reading: &Reading<'_>, sought: Option<&str>) -> Vec<Band> {
    let sought = sought.map(str::to_lowercase);
    let spans = spans(reading);
    let mut entries = views(reading);
    entries.sort_by_key(|(at, view)| std::cmp::Reverse((*at, view.seq)));
    let mut bands: Vec<Band> = Vec::new();
    for (at, view) in entries {
        if sought.as_ref().is_some_and(|sought| !view.searchable().contains(sought)) {
            continue;
        }
        let name_key = band_of(&spans, at.day);
        match bands.last_mut().filter(|band| band.name_key == name_key) {
            Some(band) => {
                band.from = view.day;
                band.entries.push(view);
            }
            None => bands.push(Band { name_key, from: view.day, to: view.day, entries: vec![view] }),
        }
    }
    bands
}

/// What went on from when to when, strongest first.
struct Span {
    name_key: &'static str,
    from: Day,
    to: Option<Day>,
}

fn spans(reading: &Reading<'_>) -> Vec<Span> {
    let mut ended: BTreeMap<MatterId, Day> = BTreeMap::new();
    for entry in &reading.open.entries {
        let ends = match original(&entry.entry) {
            Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => {
                made.causes.iter().any(|cause| cause.starts_with("report."))
            }
            Entry::ReportRerouted(_) => true,
            _ => false,
        };
        if let Some(matter) = entry.matter.filter(|_| ends) {
            ended.insert(matter, entry.occurred.day);
        }
    }
    let mut spans: Vec<(u8, Span)> = Vec::new();
    for (id, matter) in &reading.open.file.matters {
        let (weight, name_key, to) = match &matter.state {
            MatterState::Investigation(state) => (0, "band-investigation", state.closed),
            MatterState::Service(service) => (1, "band-service", service.ended),
            MatterState::Measure(measure) => (1, "band-measure", measure.ended),
            MatterState::Report(_) => (2, "band-report", ended.get(id).copied()),
        };
        spans.push((weight, Span { name_key, from: matter.opened, to }));
    }
    spans.sort_by_key(|(weight, _)| *weight);
    spans.into_iter().map(|(_, span)| span).collect()
}

fn band_of(spans: &[Span], day: Day) -> &'static str {
    let holds = |span: &&Span| span.from <= day && span.to.is_none_or(|to| day <= to);
    spans.iter().find(holds).map_or("band-quiet", |span| span.name_key)
}
