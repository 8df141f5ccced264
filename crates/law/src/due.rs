//! From a rule and a start to a day: [`due`].

use crate::{Certainty, Day, LawError, Length, Nature, Period, Rest, Rule, next_weekday, rest};

/// The answer to "by when?", with the way it was reached.
///
/// Which days are set depends on the rule's [`Nature`]:
///
/// | nature | `nominal` | `latest_lawful` | `earliest` |
/// |---|---|---|---|
/// | duty, lapse, right | the day counted | that day, or the next weekday (2 § lagen 1930:173) | – |
/// | age, end of power, secrecy | the day counted | the same day, always | – |
/// | retention | – | – | the day counted |
///
/// A rule whose length is only a word ("snarast") has no day at all. Lists, colours and warnings follow `nominal`;
/// `latest_lawful` only says from when a lapse is certain, and is never offered as room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day as counted, not moved.
    pub nominal: Option<Day>,
    /// The last day on which the act is still in time.
    pub latest_lawful: Option<Day>,
    /// The first day on which something may be destroyed.
    pub earliest: Option<Day>,
    /// The citation that is right for the day that decides; empty if the row has none.
    pub provision: String,
    /// How sure the row is for that day.
    pub certainty: Certainty,
    /// Whether a lawyer has reviewed the row.
    pub reviewed: bool,
    /// The computation step by step, for whoever asks how.
    pub how: Vec<Step>,
}

/// One step of the computation. Data, not text: pages and command line put it into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Counting starts here; this is day 0.
    Start(Day),
    /// Counted from the birth, not from the start event.
    Birth(Day),
    /// The birth is not known, so there is no day yet.
    BirthUnknown,
    /// "At once": the start day is the day.
    AtOnce,
    /// The day after the start at the very latest.
    NextDayAtLatest(Day),
    /// The law has only words; there is no day.
    OnlyWords,
    /// Kept for ever.
    ForEver,
    /// A period was counted.
    Counted {
        /// How long.
        period: Period,
        /// Where that leads.
        to: Day,
    },
    /// The month has no such day number, so its last day counts (1 § lagen 1930:173).
    LastOfMonth(Day),
    /// Hours were rounded up to whole days.
    Hours {
        /// How many.
        hours: u32,
        /// Where that leads.
        to: Day,
    },
    /// The yearly date that comes next.
    Yearly(Day),
    /// The birthday on which an age is reached.
    Reaches {
        /// The age.
        years: u16,
        /// The birthday.
        on: Day,
    },
    /// A day that a decision, a requester or a booked meeting has set.
    Set(Day),
    /// No day has been set yet.
    NotYetSet,
    /// The day came to rest on a day without work.
    Rests {
        /// The day.
        day: Day,
        /// Why.
        why: Rest,
    },
    /// The act may be done as late as this weekday (2 § lagen 1930:173).
    MayWaitUntil(Day),
    /// The day rests, but this kind of time is never moved.
    NeverMoved(Nature),
    /// A timely extension moved the day here.
    Extended(Day),
}

/// When `rule` is due, if it started on `start`.
///
/// `birth` is needed by rules counted from the child's birth; without it they have no day yet. `until` is the day
/// that a decision, a requester or a booked meeting has set, for the rules whose length is such a day. Whether the
/// rule was in force at all is a question for [`LawBook::rule_for`](crate::LawBook::rule_for).
///
/// ```
/// use law::{Day, LawBook, due};
///
/// let book = LawBook::sweden();
/// let four_months = book.rule(&"DL-021".parse()?)?;
/// let due = due(four_months, Day::new(2026, 10, 31)?, None, None)?;
/// assert_eq!(due.nominal, Some(Day::new(2027, 2, 28)?), "a Sunday");
/// assert_eq!(due.latest_lawful, Some(Day::new(2027, 3, 1)?));
/// assert_eq!(due.provision, "20 kap. 3 § SoL (2025:400)");
/// # Ok::<(), law::LawError>(())
/// ```
///
/// # Errors
/// [`LawError::BeyondCalendar`] when the day would lie after the year 9999.
pub fn due(rule: &Rule, start: Day, birth: Option<Day>, until: Option<Day>) -> Result<Due, LawError> {
    let mut how = vec![Step::Start(start)];
    let from = if rule.is_counted_from_birth() { birth } else { Some(start) };
    let counted = if let Some(from) = from {
        if from != start {
            how.push(Step::Birth(from));
        }
        count(&rule.length, from, until, &mut how).ok_or(LawError::BeyondCalendar(from))?
    } else {
        how.push(Step::BirthUnknown);
        None
    };
    let latest_lawful = counted.map(|day| latest_lawful(rule, day, &mut how));
    let law_day = rule.deciding_day(from.unwrap_or(start)).max(start);
    let is_retention = rule.nature == Nature::Retention;
    Ok(Due {
        nominal: counted.filter(|_| !is_retention),
        latest_lawful: latest_lawful.filter(|_| !is_retention),
        earliest: counted.filter(|_| is_retention),
        provision: rule.provision_on(law_day).map(ToString::to_string).unwrap_or_default(),
        certainty: rule.certainty.on(law_day),
        reviewed: rule.reviewed_by.is_some(),
        how,
    })
}

impl Due {
    /// The same answer after a timely extension to `until`. The new day is one a decision has set, so it is not
    /// moved when the world rests: lagen (1930:173) speaks of time that a statute has set.
    pub(crate) fn extended(&self, until: Day) -> Self {
        let mut moved = self.clone();
        moved.nominal = Some(until);
        moved.latest_lawful = Some(until);
        moved.how.push(Step::Extended(until));
        moved
    }
}

impl Rule {
    /// The day whose law counts for something that starts on `start`.
    ///
    /// Procedure follows the day of the start event. Retention and secrecy follow the law of the day on which the
    /// question arises, and an age the law of the birthday: for those it is the day the time has run out.
    pub fn deciding_day(&self, start: Day) -> Day {
        if matches!(self.nature, Nature::Retention | Nature::Secrecy | Nature::Age) {
            count(&self.length, start, None, &mut Vec::new()).flatten().unwrap_or(start)
        } else {
            start
        }
    }
}

/// Counts `length` from `from`. The outer `None` is the end of the calendar, the inner one a length without a day.
#[expect(
    clippy::option_option,
    reason = "both are `nothing`, but only one is an error; the type stays private"
)]
fn count(length: &Length, from: Day, until: Option<Day>, how: &mut Vec<Step>) -> Option<Option<Day>> {
    let (day, step) = match *length {
        Length::Immediate | Length::SameDay | Length::SameDayOrNext => (Some(from), Step::AtOnce),
        Length::WithoutUndueDelay | Length::AsSoonAsPossible | Length::NoFixedLimit => {
            (None, Step::OnlyWords)
        }
        Length::Never => (None, Step::ForEver),
        Length::SetByDecision
        | Length::SetByRequester
        | Length::NextBoardMeeting
        | Length::LocallySet
        | Length::Before(_) => (until, until.map_or(Step::NotYetSet, Step::Set)),
        Length::FixedDate { month, day } => {
            let next = yearly(from, month, day)?;
            (Some(next), Step::Yearly(next))
        }
        Length::Age { years } => {
            let on = from.plus_months(i32::from(years) * 12)?;
            (Some(on), Step::Reaches { years, on })
        }
        Length::Period(period) | Length::Recurring(period) => {
            let to = period.after(from)?;
            how.push(Step::Counted { period, to });
            if !(period.counts_months() && to.day() != from.day()) {
                return Some(Some(to));
            }
            (Some(to), Step::LastOfMonth(to))
        }
        Length::Hours(hours) => {
            let to = from.plus_days(i64::from(hours.div_ceil(24)));
            (Some(to), Step::Hours { hours, to })
        }
    };
    how.push(step);
    Some(day)
}

/// The next such date on or after `from`; 29 February waits for a year that has one.
fn yearly(from: Day, month: i8, day: i8) -> Option<Day> {
    (0..=8)
        .filter_map(|years| Day::new(from.year().checked_add(years)?, month, day).ok())
        .find(|&date| date >= from)
}

/// The last day on which the act is in time, given the day as counted.
fn latest_lawful(rule: &Rule, nominal: Day, how: &mut Vec<Step>) -> Day {
    if rule.length == Length::SameDayOrNext {
        let next = nominal.plus_days(1);
        how.push(Step::NextDayAtLatest(next));
        return next;
    }
    // "At once" does not wait for Monday, and a day someone chose was chosen with a calendar at hand.
    if rule.length.is_at_once() || how.iter().any(|step| matches!(step, Step::Set(_))) {
        return nominal;
    }
    let Some(why) = rest(nominal) else { return nominal };
    how.push(Step::Rests { day: nominal, why });
    if rule.nature.is_shifted() {
        let weekday = next_weekday(nominal);
        how.push(Step::MayWaitUntil(weekday));
        weekday
    } else {
        how.push(Step::NeverMoved(rule.nature));
        nominal
    }
}
