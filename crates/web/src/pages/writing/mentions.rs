//! What the file already says of a section's subject: found, shown with its source, and quoted by a tick. Nothing is typed twice.

use record::{Entry, Moment, Part, Recorded, Speaker};

use super::sections::Kind;
use crate::desk::Typed;
use crate::entry_view::{self, StatementView, original};
use crate::entry_words;
use crate::reading::Reading;

/// Most statements that a section shows beside those that are quoted in it; the newest.
const MOST: usize = 40;

/// A statement that can be quoted, or is.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// What the box sends: `12.0`, entry and place.
    pub(super) value: String,
    /// Quoted in the section.
    pub(super) ticked: bool,
    /// What it says; none when it has left the file.
    pub(super) said: Option<StatementView>,
    /// Who wrote what, and when.
    pub(super) source: String,
    /// Where it stands.
    pub(super) href: String,
    /// What has been added to it or said against it later.
    pub(super) later: Vec<String>,
}

/// The statements of a file that can be quoted, newest first.
pub(super) struct Statements<'a> {
    reading: Reading<'a>,
    all: Vec<(&'a Recorded, usize, &'a Part)>,
}

impl<'a> Statements<'a> {
    /// Reads the file once, for every section.
    pub(super) fn of(reading: Reading<'a>) -> Self {
        let moved = &reading.open.file.moved_away;
        let mut entries: Vec<&Recorded> = reading.open.entries.iter().map(AsRef::as_ref).collect();
        entries.retain(|entry| is_source(original(&entry.entry)) && !moved.contains(&entry.seq));
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.occurred, entry.seq)));
        let stated = |entry: &'a Recorded| {
            let parts = original(&entry.entry).statements().into_iter().enumerate();
            parts.map(move |(place, part)| (entry, place, part))
        };
        Self { reading, all: entries.into_iter().flat_map(stated).collect() }
    }

    /// What a section quotes, and what else speaks of its subject.
    pub(super) fn for_section(&self, kind: &Kind, typed: &Typed) -> (Vec<Mention>, Vec<Mention>) {
        let ticked = typed.all("quote");
        let value = |entry: &Recorded, place: usize| format!("{}.{place}", entry.seq);
        let speaks = |part: &Part| match kind {
            Kind::Area(area) => {
                let area = self.reading.law.choice(crate::areas::LIST, area.as_str());
                area.is_some_and(|area| area.is_spoken_of(part.text.as_str()))
            }
            Kind::Child => part.said_by == Some(Speaker::Child),
            _ => false,
        };
        let quoted = ticked.iter().map(|asked| {
            let found = self.all.iter().find(|(entry, place, _)| value(entry, *place) == **asked);
            found.map_or_else(
                || self.gone(asked),
                |(entry, place, part)| self.mention(entry, *place, part, true),
            )
        });
        let others = self.all.iter().filter(|(entry, place, part)| {
            speaks(part)
                && !part.is_withdrawn(&self.reading.open.file.moved_away)
                && !ticked.contains(&value(entry, *place).as_str())
        });
        let others = others.take(MOST).map(|(entry, place, part)| self.mention(entry, *place, part, false));
        (quoted.collect(), others.collect())
    }

    fn mention(&self, entry: &Recorded, place: usize, part: &Part, ticked: bool) -> Mention {
        let w = self.reading.w;
        let values = [
            ("what", entry_words::title(&self.reading, &entry.entry).into()),
            ("who", entry.by.name.clone().into()),
            ("when", self.reading.moment(Moment { minute: None, ..entry.occurred }).into()),
        ];
        Mention {
            value: format!("{}.{place}", entry.seq),
            ticked,
            said: entry_view::statements(&self.reading, [part]).pop(),
            source: w.with("writing-source", &values),
            href: format!("/akt/{}/tidslinje#p{}", self.reading.open.id, entry.seq),
            later: if ticked { self.later(entry.seq) } else { Vec::new() },
        }
    }

    /// A quotation whose source has been moved to another file: that it was chosen is not hidden.
    fn gone(&self, asked: &str) -> Mention {
        Mention {
            value: asked.to_owned(),
            ticked: true,
            said: None,
            source: self.reading.w.t("writing-quote-gone").into_owned(),
            href: format!("/akt/{}/tidslinje", self.reading.open.id),
            later: Vec::new(),
        }
    }

    /// What has been written about an entry since: whoever quotes it should know.
    fn later(&self, seq: i64) -> Vec<String> {
        let (reading, w) = (&self.reading, self.reading.w);
        let about = |entry: &Recorded| {
            let (key, parts): (_, Vec<&Part>) = match &entry.entry {
                Entry::NoteAmended(addendum) if addendum.to == seq => {
                    ("writing-amended", addendum.parts.iter().collect())
                }
                Entry::EntryDisputed(dispute) if dispute.of == seq => {
                    ("writing-disputed", vec![&dispute.said])
                }
                _ => return None,
            };
            let text: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
            let values = [("who", entry.by.name.clone().into()), ("text", text.join(" ").into())];
            Some(w.with(key, &values))
        };
        reading.open.entries.iter().map(AsRef::as_ref).filter_map(about).collect()
    }
}

/// What an investigation rests on: what came in, what was seen and said. Not what the authority has itself written for others to read.
fn is_source(entry: &Entry) -> bool {
    matches!(
        entry,
        Entry::ReportReceived(_)
            | Entry::UnbornInformationReceived(_)
            | Entry::ProtectionAssessed(_)
            | Entry::PreliminaryAssessed(_)
            | Entry::NoteSigned(_)
            | Entry::NoteAmended(_)
            | Entry::EntryDisputed(_)
            | Entry::ReplyReceived(_)
            | Entry::StandTaken(_)
            | Entry::OccurrenceRecorded(_)
    )
}
