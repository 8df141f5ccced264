//! What is kept and what is destroyed: [`disposal`].
//!
//! The rows are `law-data/retention.toml`, asked in their order; the first whose grounds all hold decides. Each names the
//! rule of time that says how long. Nothing here destroys anything: the answer is a window of days and a reason, for
//! people to decide on.

use serde::{Deserialize, Serialize};

use crate::{Certainty, Day, Due, LawBook, LawError, Length, Provision, RuleId, due};

/// Something about a matter that decides how long it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeepingGround {
    /// The authority lies where everything is kept for research.
    AuthorityKeepsAll,
    /// The person was born on a day of the research sample.
    BornInSample,
    /// It is connected with a placement of the child.
    Placed,
    /// It is about parenthood or adoption.
    Parenthood,
    /// It holds an approved agreement on custody, residence or contact.
    CustodyAgreement,
    /// It is an investigation of a child's need of protection or support, or a report that one answers.
    Investigated,
    /// It was decided not to open an investigation.
    NotOpened,
    /// It is a service to a child, or a follow-up of one.
    Served,
}

/// One row of what is kept and for how long.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRow {
    /// Its name in decisions and lists: `R5b`.
    pub id: String,
    /// In Swedish: what it is about.
    pub name_sv: String,
    /// In English.
    pub name_en: String,
    /// The grounds that must all hold.
    pub when: Vec<KeepingGround>,
    /// The rule that says how long.
    pub rule: RuleId,
    /// Rules that must have run out as well.
    #[serde(default)]
    pub and_not_before: Vec<RuleId>,
    /// In Swedish: why nothing is destroyed by this row before the authority has decided how it reads it.
    pub frozen_sv: Option<String>,
    /// In English.
    pub frozen_en: Option<String>,
    /// How sure it is that the row reaches what it names.
    pub certainty: Certainty,
    /// Where the wording was read.
    pub source: String,
    /// The lawyer who has reviewed the row; empty: nobody has.
    pub reviewed_by: Option<String>,
}

/// By what a ground is told, where something in the matter tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldBy {
    /// The ground.
    pub name: KeepingGround,
    /// Any of these events.
    pub events: Vec<String>,
    /// Or a granted service of any of these groups of `service_kind`.
    #[serde(default)]
    pub service_groups: Vec<String>,
}

/// The research sample: what is kept for ever whatever it is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Codes of counties, the first two digits of a municipality's code.
    pub counties: Vec<String>,
    /// Codes of municipalities.
    pub municipalities: Vec<String>,
    /// Days of the month.
    pub days: Vec<i8>,
    /// Where it stands.
    pub provision: Provision,
    /// Where the wording was read.
    pub source: String,
}

/// How long rows of the access log are kept at least. No act says it: an authority decides, for as long or longer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// Years.
    pub least_years: i16,
    /// In Swedish: why not less.
    pub why_sv: String,
    /// In English.
    pub why_en: String,
    /// What that rests on.
    pub provision: Provision,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where the wording was read.
    pub source: String,
}

impl Sample {
    /// Whether an authority keeps everything, by its municipality's official code of four digits.
    pub fn keeps_all(&self, municipality: &str) -> bool {
        let county = municipality.get(..2).unwrap_or_default();
        self.counties.iter().any(|code| code == county)
            || self.municipalities.iter().any(|code| code == municipality)
    }

    /// Whether somebody born on this day belongs to it.
    pub fn has(&self, birth: Day) -> bool {
        self.days.contains(&birth.day())
    }
}

/// What the days are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// The day of the last note about the person, wherever in the file it stands; later than every closed matter.
    pub last_note: Day,
    /// The child's day of birth, if it is known.
    pub birth: Option<Day>,
}

/// How long something is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// For ever; one day delivered to the archive.
    Kept,
    /// Destroyed within these days: not before the first, done by the last (16 kap. 1 § SoL).
    Between {
        /// The first day on which it may be destroyed.
        earliest: Day,
        /// The last day of the next calendar year, when it must be done.
        latest: Day,
    },
    /// There is no day: the person's birth is not known.
    Unknown,
}

/// What the law says becomes of a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposal<'a> {
    /// The row that decides.
    pub row: &'a RetentionRow,
    /// The time.
    pub fate: Fate,
    /// How it was counted, by each rule.
    pub how: Vec<Due>,
}

/// What becomes of something of which `holds` answers the grounds.
///
/// A row whose rule is not in force on the day that decides is passed over: before the first day of the rule of 30 years
/// a child's investigation is destroyed like any other note.
///
/// ```
/// use law::{Anchors, Day, Fate, KeepingGround, LawBook, disposal};
///
/// let anchors = Anchors { last_note: Day::new(2026, 3, 2)?, birth: Some(Day::new(2018, 6, 14)?) };
/// let investigated = disposal(LawBook::sweden(), anchors, |ground| ground == KeepingGround::Investigated)?;
/// let (earliest, latest) = (Day::new(2048, 6, 14)?, Day::new(2049, 12, 31)?);
/// assert_eq!(investigated.fate, Fate::Between { earliest, latest }, "the child's thirtieth birthday");
///
/// let placed = disposal(LawBook::sweden(), anchors, |ground| ground != KeepingGround::Parenthood)?;
/// assert_eq!((placed.row.id.as_str(), placed.fate), ("R1", Fate::Kept), "the first row that holds");
/// # Ok::<(), law::LawError>(())
/// ```
///
/// # Errors
/// [`LawError::BeyondCalendar`] when a day would lie after the year 9999.
pub fn disposal(
    book: &LawBook,
    anchors: Anchors,
    holds: impl Fn(KeepingGround) -> bool,
) -> Result<Disposal<'_>, LawError> {
    for row in book.retention() {
        if !row.when.iter().all(|ground| holds(*ground)) {
            continue;
        }
        if let Some((fate, how)) = by_row(book, row, anchors)? {
            return Ok(Disposal { row, fate, how });
        }
    }
    unreachable!("the last row takes what is left, and its rule has no end")
}

/// None if the row's rule was not, or not yet, in force on the day that decides.
fn by_row(
    book: &LawBook,
    row: &RetentionRow,
    anchors: Anchors,
) -> Result<Option<(Fate, Vec<Due>)>, LawError> {
    let mut how = Vec::new();
    let mut earliest = anchors.last_note;
    for id in std::iter::once(&row.rule).chain(&row.and_not_before) {
        let rule = book.rule(id)?;
        let due = due(rule, anchors.last_note, anchors.birth, None)?;
        let Some(day) = due.earliest else {
            let fate = if rule.length == Length::Never { Fate::Kept } else { Fate::Unknown };
            how.push(due);
            return Ok(Some((fate, how)));
        };
        if !rule.is_valid_on(day) {
            return Ok(None);
        }
        earliest = earliest.max(day);
        how.push(due);
    }
    let latest = Day::new(earliest.year() + 1, 12, 31).map_err(|_| LawError::BeyondCalendar(earliest))?;
    Ok(Some((Fate::Between { earliest, latest }, how)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn told(last_note: &str, birth: Option<&str>, grounds: &[KeepingGround]) -> (String, Fate) {
        let anchors = Anchors { last_note: day(last_note), birth: birth.map(day) };
        let disposal = disposal(LawBook::sweden(), anchors, |ground| grounds.contains(&ground));
        let disposal = disposal.expect("within the calendar");
        (disposal.row.id.clone(), disposal.fate)
    }

    fn between(earliest: &str, latest: &str) -> Fate {
        Fate::Between { earliest: day(earliest), latest: day(latest) }
    }

    #[test]
    fn what_is_left_goes_five_years_after_the_last_note() {
        let left = told("2026-11-30", Some("2018-06-14"), &[]);
        assert_eq!(left, ("R6".to_owned(), between("2031-11-30", "2032-12-31")));
    }

    /// Five years after a last note can be later than the thirtieth birthday.
    #[test]
    fn an_investigation_waits_for_both_days() {
        let early = told("2026-11-30", Some("2018-06-14"), &[KeepingGround::Investigated]);
        assert_eq!(early, ("R5".to_owned(), between("2048-06-14", "2049-12-31")));
        let late = told("2046-02-28", Some("2018-06-14"), &[KeepingGround::Investigated]);
        assert_eq!(late, ("R5".to_owned(), between("2051-02-28", "2052-12-31")));
    }

    #[test]
    fn an_unknown_birth_gives_no_day_where_the_age_decides() {
        assert_eq!(told("2026-11-30", None, &[KeepingGround::Investigated]).1, Fate::Unknown);
        assert_eq!(
            told("2026-11-30", None, &[KeepingGround::NotOpened]).1,
            between("2031-11-30", "2032-12-31")
        );
    }

    #[test]
    fn the_first_ground_that_holds_decides() {
        use KeepingGround::{BornInSample, Investigated, NotOpened, Placed, Served};
        let row = |grounds: &[KeepingGround]| told("2026-11-30", Some("2018-06-15"), grounds).0;
        assert_eq!(row(&[Placed, Investigated]), "R3");
        assert_eq!(row(&[BornInSample, Placed]), "R2");
        assert_eq!(row(&[Investigated, NotOpened]), "R5");
        assert_eq!(row(&[Served]), "R5c");
        assert_eq!(row(&[NotOpened]), "R5b");
    }

    #[test]
    fn the_sample_is_by_county_municipality_and_birthday() {
        let sample = LawBook::sweden().sample();
        for kept in ["0580", "0980", "2281", "1480"] {
            assert!(sample.keeps_all(kept), "{kept}");
        }
        for other in ["0180", "1481", "", "1", "åäö"] {
            assert!(!sample.keeps_all(other), "{other}");
        }
        assert!(sample.has(day("2018-06-15")) && !sample.has(day("2018-06-14")));
    }

    /// 29 February has no namesake thirty years later: the last day of the month is the birthday.
    #[test]
    fn a_leap_day_child_is_thirty_on_the_last_of_february() {
        let leap = told("2026-11-30", Some("2016-02-29"), &[KeepingGround::Investigated]);
        assert_eq!(leap.1, between("2046-02-28", "2047-12-31"));
    }
}
