//! Checking the access log (*loggkontroll*, 10 § SoLPuL): what of a unit's reading explains itself, what somebody must look at, and a
//! sample of the rest.
//!
//! Whoever opens a file stands on a ground, or it does not open. So the check does not ask who had no right; it asks what a right may hide.
//! A ground that the record tells, *is the child's worker*, explains a reading. One that the reader has put into words does not explain
//! itself: it is always looked at. And some readings are looked at though they explain themselves, because they have the look of curiosity.
//! A [`Sign`] says which; none of them says that anything is wrong.
//!
//! What is not known here gives no sign: where staff live, who their relatives are, their own identity numbers.

use crate::{
    id::{FileId, StaffId},
    organisation::Term,
};
use jiff::{SignedDuration, Timestamp, civil::DateTime};
use law::{Day, rest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// From this hour until [`DAY_ENDS`], on days that are not days of rest, everybody may be at work. Whoever is on duty works at any hour.
pub const DAY_BEGINS: i8 = 6;

/// The hour when the working day is over.
pub const DAY_ENDS: i8 = 20;

/// So many files opened by one person within an hour are more than one works with.
pub const MANY_FILES: usize = 20;

/// So long after the last that was written in a file where nothing runs, few have anything to do there.
pub const LONG_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An opening of a file, as the access log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub reader: StaffId,
    /// Which file.
    pub file: FileId,
    /// On what ground, as the log writes it.
    pub ground: String,
}

/// What is known of somebody who reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// Family name, folded as for searching.
    pub family_name: String,
    /// Works at any hour.
    pub duty: bool,
    /// Turns of duty: each through the night after its last day.
    pub turns: Vec<Term>,
}

impl Reader {
    /// Whether they may be at work at a moment outside the working day.
    fn is_on_duty(&self, at: DateTime) -> bool {
        let day = Day::from(at.date());
        let night = (at.hour() < DAY_BEGINS).then(|| day.plus_days(-1));
        self.duty || self.turns.iter().any(|turn| turn.holds(day) || night.is_some_and(|day| turn.holds(day)))
    }
}

/// What is known of a file that was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Family names of the child and of everybody named there, folded as for searching.
    pub family_names: BTreeSet<String>,
    /// Something runs in it.
    pub runs: bool,
    /// When something was last written in it.
    pub written: Option<Timestamp>,
}

/// How far a ground explains why somebody read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// The record tells it: their matter, their unit, their service, a proposal sent to them, a review that is theirs to do.
    Itself,
    /// The reader has told it.
    InWords,
    /// Nobody has.
    None,
}

/// How far a ground of the access log explains a reading. One that this program does not know explains nothing.
pub fn explanation(ground: &str) -> Explanation {
    match ground {
        "assigned" | "co_worker" | "stands_in" | "manager" | "asked" | "reception" | "blind" | "provider"
        | "former_provider" | "review" => Explanation::Itself,
        "stated" | "glass" => Explanation::InWords,
        _ => Explanation::None,
    }
}

/// Why somebody looks at a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// No ground explains it.
    Unexplained,
    /// The glass was broken.
    Glass,
    /// A colleague gave a reason.
    Stated,
    /// The reader has the family name of somebody in the file.
    SameName,
    /// In the evening, at night or on a day of rest, by somebody who is not on duty.
    OutsideHours,
    /// Nothing runs in the file, and it was long since anything was written there.
    LongAfter,
    /// Unusually many files within an hour.
    ManyFiles,
    /// Drawn at random.
    Drawn,
}

impl Sign {
    /// Its code, as pages and the sealed record of a check write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unexplained => "unexplained",
            Self::Glass => "glass",
            Self::Stated => "stated",
            Self::SameName => "same_name",
            Self::OutsideHours => "outside_hours",
            Self::LongAfter => "long_after",
            Self::ManyFiles => "many_files",
            Self::Drawn => "drawn",
        }
    }
}

/// What somebody looks at: one reader's openings of one file on one day; without a file, one reader's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// Who read.
    pub reader: StaffId,
    /// Which file; none where it is about how many there were.
    pub file: Option<FileId>,
    /// On which day.
    pub day: Day,
    /// How many openings; how many files where it is about that.
    pub openings: usize,
    /// Why it is looked at.
    pub signs: BTreeSet<Sign>,
}

/// A month of a unit's reading, judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Openings in all.
    pub openings: usize,
    /// Openings that explain themselves.
    pub explained: usize,
    /// What somebody must look at, by day.
    pub queue: Vec<Looked>,
    /// The rest, from which a sample is drawn.
    pub rest: Vec<Looked>,
}

/// Judges openings. What is not known of a reader or a file gives no sign.
pub fn judge(
    openings: &[Opening],
    readers: &BTreeMap<StaffId, Reader>,
    files: &BTreeMap<FileId, Opened>,
) -> Judged {
    let mut days: BTreeMap<(Day, StaffId, FileId), Looked> = BTreeMap::new();
    let explained = openings.iter().filter(|one| explanation(&one.ground) == Explanation::Itself).count();
    for opening in openings {
        let (reader, file) = (opening.reader, opening.file);
        let at = local(opening.at);
        let day = Day::from(at.date());
        let looked = days.entry((day, reader, file)).or_insert_with(|| Looked {
            reader,
            file: Some(file),
            day,
            openings: 0,
            signs: BTreeSet::new(),
        });
        looked.openings += 1;
        looked.signs.extend(signs(opening, at, readers.get(&reader), files.get(&file)));
    }
    let (mut queue, others): (Vec<_>, Vec<_>) = days.into_values().partition(|one| !one.signs.is_empty());
    queue.extend(many_files(openings));
    queue.sort_by_key(|one| (one.day, one.reader, one.file));
    Judged { openings: openings.len(), explained, queue, rest: others }
}

/// Draws a sample of what nobody must look at: those with the lowest lots. Whoever cannot tell the lots beforehand cannot choose it, and the
/// same lots draw the same again.
pub fn drawn<Lot: Ord>(rest: &[Looked], most: usize, lot: impl Fn(&Looked) -> Lot) -> Vec<Looked> {
    let mut lots: Vec<(Lot, &Looked)> = rest.iter().map(|one| (lot(one), one)).collect();
    lots.sort_by(|one, other| one.0.cmp(&other.0));
    let drawn = lots.into_iter().take(most);
    let mut drawn: Vec<Looked> =
        drawn.map(|(_, one)| Looked { signs: [Sign::Drawn].into(), ..one.clone() }).collect();
    drawn.sort_by_key(|one| (one.day, one.reader, one.file));
    drawn
}

fn signs(opening: &Opening, at: DateTime, reader: Option<&Reader>, file: Option<&Opened>) -> Vec<Sign> {
    let words = match (explanation(&opening.ground), opening.ground.as_str()) {
        (Explanation::Itself, _) => None,
        (Explanation::InWords, "glass") => Some(Sign::Glass),
        (Explanation::InWords, _) => Some(Sign::Stated),
        (Explanation::None, _) => Some(Sign::Unexplained),
    };
    let same = |reader: &Reader, file: &Opened| {
        !reader.family_name.is_empty() && file.family_names.contains(&reader.family_name)
    };
    let same = reader.zip(file).is_some_and(|(reader, file)| same(reader, file)).then_some(Sign::SameName);
    let outside = reader
        .is_some_and(|reader| is_outside_hours(at) && !reader.is_on_duty(at))
        .then_some(Sign::OutsideHours);
    let long_after = |written: Timestamp| opening.at.duration_since(written) > LONG_AFTER;
    let long_after = file.is_some_and(|file| !file.runs && file.written.is_some_and(long_after));
    [words, same, outside, long_after.then_some(Sign::LongAfter)].into_iter().flatten().collect()
}

fn is_outside_hours(at: DateTime) -> bool {
    rest(Day::from(at.date())).is_some() || !(DAY_BEGINS..DAY_ENDS).contains(&at.hour())
}

/// The days on which somebody opened unusually many files within an hour, with the most there were.
fn many_files(openings: &[Opening]) -> impl Iterator<Item = Looked> {
    let mut by_reader: BTreeMap<StaffId, Vec<&Opening>> = BTreeMap::new();
    for opening in openings {
        by_reader.entry(opening.reader).or_default().push(opening);
    }
    let mut most: BTreeMap<(Day, StaffId), usize> = BTreeMap::new();
    for (reader, mut own) in by_reader {
        own.sort_by_key(|opening| opening.at);
        let (mut from, mut within) = (0, BTreeMap::<FileId, usize>::new());
        for opening in &own {
            *within.entry(opening.file).or_default() += 1;
            while opening.at.duration_since(own[from].at) >= SignedDuration::from_hours(1) {
                if let Some(count) = within.get_mut(&own[from].file) {
                    *count -= 1;
                }
                within.retain(|_, count| *count > 0);
                from += 1;
            }
            let day = most.entry((Day::from(local(opening.at).date()), reader)).or_default();
            *day = within.len().max(*day);
        }
    }
    let many = most.into_iter().filter(|(_, files)| *files >= MANY_FILES);
    many.map(|((day, reader), openings)| Looked {
        reader,
        file: None,
        day,
        openings,
        signs: [Sign::ManyFiles].into(),
    })
}

fn local(at: Timestamp) -> DateTime {
    at.to_zoned(crate::stockholm()).datetime()
}
