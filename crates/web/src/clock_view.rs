//! From the law's clocks to the clocks of the pages: the duty as a verb phrase, how the day was counted, and how sure it is.
//!
//! A phrase belongs to a rule's number and not to its version: `DL-040a` and `DL-040b` ask for the same thing. Its message
//! is `duty-dl-040`; a rule without one is shown by its name in the law data.

use std::borrow::Cow;

use jiff::civil::Date;
use law::{Day, LawBook, Length, Nature, Period, Rule, RuleId, Unit, due};
use record::{DecisionId, FileId, MatterId};
use store::ClockRow;

use crate::format;
use crate::parts::{Certainty, Clock, ClockKind};
use crate::words::{Lang, Words};

/// A clock of an opened file. `None` when the law has only words and no day, or when it does not run.
///
/// The caller adds matter and address: `Clock { matter: …, href: …, ..clock }`.
pub fn of_clock(w: &Words, law: &LawBook, clock: &law::Clock, today: Day) -> Option<Clock<'static>> {
    let rule = law.rule(&clock.rule).ok()?;
    let nominal = clock.due.nominal.filter(|_| clock.is_running())?;
    Some(told(
        w,
        law,
        rule,
        &Times { started: clock.started, nominal, latest: clock.due.latest_lawful, today },
    ))
}

/// Something the law asks for in words, without a day to count to: "skyndsamt", "vid nästa sammanträde".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undated {
    /// When, in the law's words.
    pub when: String,
    /// What is owed.
    pub duty: String,
    /// Since which day.
    pub since: String,
    /// Where it stands.
    pub provision: String,
}

/// A running clock that has no day. `None` for one that has, and for one that does not run.
pub fn undated(w: &Words, law: &LawBook, clock: &law::Clock) -> Option<Undated> {
    let rule = law.rule(&clock.rule).ok().filter(|_| clock.is_running() && clock.due.nominal.is_none())?;
    in_words(w, rule, clock.started, clock.due.provision.clone())
}

/// The same for a clock of a list, which holds only those that run.
pub fn undated_row(w: &Words, law: &LawBook, row: &ClockRow) -> Option<Undated> {
    let rule = rule_of(law, row).filter(|_| row.nominal_on.is_none())?;
    let provision = rule.provision_on(rule.deciding_day(row.started_on).max(row.started_on));
    in_words(w, rule, row.started_on, provision.map(ToString::to_string).unwrap_or_default())
}

fn in_words(w: &Words, rule: &Rule, started: Day, provision: String) -> Option<Undated> {
    let key = match &rule.length {
        Length::WithoutUndueDelay => "undated-promptly",
        Length::AsSoonAsPossible => "undated-soonest",
        Length::NextBoardMeeting => "undated-board",
        Length::LocallySet => "undated-regularly",
        Length::SetByDecision | Length::SetByRequester => "undated-set",
        Length::Before(_) => "undated-before",
        Length::NoFixedLimit => "undated-no-limit",
        // A day that is only not known yet, as when nobody knows the birth.
        _ => return None,
    };
    let since = format::day(w, started.into());
    Some(Undated { when: w.t(key).into_owned(), duty: duty(w, rule), since, provision })
}

/// A clock of a list.
pub fn of_row(w: &Words, law: &LawBook, row: &ClockRow, today: Day) -> Option<Clock<'static>> {
    let rule = rule_of(law, row)?;
    let nominal = row.nominal_on?;
    Some(told(w, law, rule, &Times { started: row.started_on, nominal, latest: row.latest_on, today }))
}

/// Whom a clock of a list is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// For us: something is owed, or ends unless we act.
    ForUs,
    /// For a party who may act, or for a court.
    ForOthers,
    /// For nobody: a right that was not used in time, or a day that only permits something.
    ForNobody,
}

/// Whom a clock of a list is waiting for on a day.
pub fn waits(law: &LawBook, row: &ClockRow, today: Day) -> Waits {
    let Some(rule) = rule_of(law, row) else { return Waits::ForNobody };
    match rule.nature {
        Nature::Right if row.nominal_on.is_some_and(|day| day < today) => Waits::ForNobody,
        Nature::Right => Waits::ForOthers,
        Nature::Retention | Nature::Secrecy => Waits::ForNobody,
        _ if rule.others_act => Waits::ForOthers,
        Nature::Duty | Nature::Lapse | Nature::Age | Nature::EndOfPower => Waits::ForUs,
    }
}

/// Where a duty is done; a duty without a page of its own is met in the child's file. Of a decision the parties are told on its own page.
pub fn address(rule: &str, file: FileId, matter: Option<MatterId>, about: Option<DecisionId>) -> String {
    let page = match rule.get(..6).unwrap_or(rule) {
        "DL-001" => "skydd",
        "DL-002" => "beslut",
        "DL-004" => "aterkoppling",
        "DL-020" | "DL-130" => "underratta",
        "DL-032" | "DL-033" => "insats",
        "DL-044" => "uppfoljning",
        "DL-023" => "kommunicering",
        "DL-024" => match about {
            Some(decision) => return format!("/akt/{file}/beslut/{decision}/underrattelse"),
            None => "underrattelse",
        },
        "DL-125" | "DL-126" | "DL-131" => match about {
            Some(request) => return format!("/akt/{file}/utlamnande/{request}"),
            None => return format!("/akt/{file}/utlamnat"),
        },
        "DL-021" => "utredning",
        _ => return format!("/akt/{file}"),
    };
    matter.map_or_else(|| format!("/akt/{file}"), |matter| format!("/akt/{file}/arende/{matter}/{page}"))
}

fn rule_of<'a>(law: &'a LawBook, row: &ClockRow) -> Option<&'a Rule> {
    law.rule(&row.rule.parse::<RuleId>().ok()?).ok()
}

/// The days of a clock.
struct Times {
    started: Day,
    nominal: Day,
    latest: Option<Day>,
    today: Day,
}

fn told(w: &Words, law: &LawBook, rule: &Rule, times: &Times) -> Clock<'static> {
    let law_day = rule.deciding_day(times.started).max(times.started);
    let must_act = rule.nature == Nature::Duty;
    let certainty = match rule.reviewed_by {
        _ if !rule.certainty.on(law_day).is_certain() => Certainty::Uncertain,
        None => Certainty::Unreviewed,
        Some(_) => Certainty::Reviewed,
    };
    let provision = rule.provision_on(law_day).map(ToString::to_string);
    Clock {
        duty: duty(w, rule).into(),
        matter: Cow::Borrowed(""),
        href: None,
        day: times.nominal.into(),
        latest_lawful: times.latest.filter(|latest| must_act && *latest != times.nominal).map(Date::from),
        stands_to: times.latest.filter(|_| rule.nature == Nature::Lapse).map(Date::from),
        today: times.today.into(),
        kind: if matches!(rule.nature, Nature::Duty | Nature::Right) {
            ClockKind::Duty
        } else {
            ClockKind::Lapse
        },
        provision: provision.unwrap_or_else(|| w.t("clock-no-provision").into_owned()).into(),
        counted: counted(w, law, rule, times).into(),
        certainty,
    }
}

/// What is owed, as a short verb phrase.
fn duty(w: &Words, rule: &Rule) -> String {
    let number = rule.id.as_str().get(..6).unwrap_or_default().to_ascii_lowercase();
    let key = format!("duty-{number}");
    if w.has(&key) {
        return w.t(&key).into_owned();
    }
    in_language(w, &rule.name_sv, &rule.name_en).to_owned()
}

/// One sentence or two: "14 dagar från tis 24 nov 2026 (anmälan kom in)."
fn counted(w: &Words, law: &LawBook, rule: &Rule, times: &Times) -> String {
    let from = format::day(w, times.started.into());
    let start = match rule.starts_at.first().and_then(|event| law.event_name(event)) {
        Some(event) => format!("{from} ({})", in_language(w, &event.sv, &event.en)),
        None => from,
    };
    let told = match &rule.length {
        Length::Immediate | Length::SameDay => w.t1("counted-at-once", "start", start),
        Length::SameDayOrNext => w.t1("counted-same-or-next", "start", start),
        Length::Period(length) => {
            w.with("counted-period", &[("length", period(w, *length).into()), ("start", start.into())])
        }
        Length::Recurring(length) => {
            w.with("counted-recurring", &[("length", period(w, *length).into()), ("start", start.into())])
        }
        Length::Hours(hours) => w.with("counted-hours", &[("n", (*hours).into()), ("start", start.into())]),
        Length::Age { years } => w.t1("counted-age", "n", *years),
        Length::FixedDate { .. } => w.t("counted-yearly").into_owned(),
        _ => w.t1("counted-set", "start", start),
    };
    if is_moved(rule, times) { format!("{told} {}", w.t("counted-extended")) } else { told }
}

/// Whether a decision has moved the day from where the law puts it.
fn is_moved(rule: &Rule, times: &Times) -> bool {
    let by_law = due(rule, times.started, None, None).ok().and_then(|due| due.nominal);
    rule.extended_by.is_some() && by_law.is_some_and(|day| day != times.nominal)
}

fn period(w: &Words, period: Period) -> String {
    let key = match period.unit {
        Unit::Days => "period-days",
        Unit::Weeks => "period-weeks",
        Unit::Months => "period-months",
        Unit::Years => "period-years",
    };
    w.t1(key, "n", period.count)
}

fn in_language<'a>(w: &Words, sv: &'a str, en: &'a str) -> &'a str {
    if w.lang() == Lang::En { en } else { sv }
}

#[cfg(test)]
mod tests {
    use record::{StaffId, UnitId};
    use uuid::Uuid;

    use super::*;
    use crate::parts::Nearness;

    fn row(rule: &str, started: &str, nominal: &str, latest: &str) -> ClockRow {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        ClockRow {
            matter: None,
            rule: rule.to_owned(),
            subject: None,
            about: None,
            started_on: day(started),
            nominal_on: Some(day(nominal)),
            latest_on: Some(day(latest)),
            unit: UnitId::new(Uuid::nil()),
            main: None::<StaffId>,
            second: None,
        }
    }

    fn shown(row: &ClockRow, today: &str) -> Clock<'static> {
        let today = today.parse().expect("a day");
        of_row(Words::of(Lang::Sv), LawBook::sweden(), row, today).expect("a clock with a day")
    }

    #[test]
    fn every_rule_that_is_driven_has_a_phrase_of_its_own() {
        for lang in Lang::ALL {
            for rule in LawBook::sweden().rules().iter().filter(|rule| rule.is_driven()) {
                let key = format!("duty-{}", rule.id.as_str()[..6].to_ascii_lowercase());
                assert!(Words::of(lang).has(&key), "{} in {}: {}", key, lang.tag(), rule.name_sv);
            }
        }
    }

    #[test]
    fn a_clock_says_what_how_and_how_sure() {
        let clock = shown(&row("DL-002", "2026-11-24", "2026-12-08", "2026-12-08"), "2026-11-24");
        assert_eq!(clock.duty, "Besluta om utredning ska inledas");
        assert_eq!(clock.counted, "14 dagar från tis 24 nov 2026 (Anmälan kom in).");
        assert_eq!(clock.provision, "20 kap. 2 § SoL (2025:400)");
        assert_eq!((clock.certainty, clock.latest_lawful), (Certainty::Unreviewed, None));
    }

    #[test]
    fn what_has_no_day_is_told_in_words() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let name = "urgent_decision.made_by_chair_or_member";
        let made = law::Event {
            name: name.into(),
            day: day("2026-11-20"),
            matter: Some(7),
            subject: None,
            about: None,
            until: None,
        };
        let (w, law) = (Words::of(Lang::Sv), LawBook::sweden());
        let clocks = law::clocks(&[made], None, law);
        let told: Vec<Undated> = clocks.iter().filter_map(|clock| undated(w, law, clock)).collect();
        let report = told.iter().find(|one| one.when == "Vid nästa sammanträde").expect("the board is told");
        assert!(report.since.contains("20 nov") && report.provision.contains("KL"), "{report:?}");
        assert!(
            clocks
                .iter()
                .filter_map(|clock| of_clock(w, law, clock, day("2026-11-24")))
                .all(|one| one.duty != report.duty)
        );
    }

    #[test]
    fn an_extension_is_told() {
        let clock = shown(&row("DL-002", "2026-11-24", "2026-12-20", "2026-12-20"), "2026-11-24");
        assert!(clock.counted.ends_with("Dagen är flyttad genom ett beslut."), "{}", clock.counted);
    }

    /// The later day is room only for somebody who owes something; on a lapse it is never offered.
    #[test]
    fn the_latest_lawful_day_is_shown_for_duties_only() {
        let duty = shown(&row("DL-021", "2026-10-31", "2027-02-28", "2027-03-01"), "2026-11-24");
        assert_eq!(duty.latest_lawful.map(|day| day.to_string()).as_deref(), Some("2027-03-01"));
        let lapse = |on| shown(&row("DL-070", "2026-12-18", "2026-12-25", "2026-12-28"), on);
        assert_eq!(
            (lapse("2026-12-26").latest_lawful, lapse("2026-12-26").nearness()),
            (None, Nearness::Late)
        );
        assert_eq!(
            lapse("2026-12-28").nearness(),
            Nearness::Late,
            "it still stands, and nobody is told that it has ended"
        );
        assert_eq!(lapse("2026-12-29").nearness(), Nearness::Lapsed);
    }

    #[test]
    fn of_a_decision_one_is_told_on_its_own_page() {
        let [file, matter, decision] = [1, 2, 3].map(Uuid::from_u128);
        let (file, matter, decision) = (FileId::new(file), MatterId::new(matter), DecisionId::new(decision));
        let of = |about| address("DL-024", file, Some(matter), about);
        assert_eq!(of(Some(decision)), format!("/akt/{file}/beslut/{decision}/underrattelse"));
        assert_eq!(of(None), format!("/akt/{file}/arende/{matter}/underrattelse"), "which one is not known");
    }

    #[test]
    fn a_right_waits_for_the_party_and_then_for_nobody() {
        let right = row("DL-025", "2026-11-02", "2026-11-23", "2026-11-23");
        let on = |day: &str| waits(LawBook::sweden(), &right, day.parse().expect("a day"));
        assert_eq!((on("2026-11-23"), on("2026-11-24")), (Waits::ForOthers, Waits::ForNobody));
        let court = row("DL-071", "2026-11-02", "2026-11-09", "2026-11-09");
        assert_eq!(waits(LawBook::sweden(), &court, "2026-11-24".parse().expect("a day")), Waits::ForOthers);
    }
}
