//! The answers of `lykta law …`, as text. Pure: the binary prints them and turns an error into exit code 2.

use crate::{Day, Due, LawBook, LawError, READ_ON, Rule, RuleId, due};

/// The rule and its answer. A rule counted from the birth is asked with the date of birth when there is only one
/// date.
fn answer(id: &str, date: &str, birth: Option<&str>) -> Result<(&'static Rule, Due), LawError> {
    let id: RuleId = id.parse()?;
    let rule = LawBook::sweden().rule(&id)?;
    let start: Day = date.parse()?;
    let birth = birth.map_or(Ok(start), str::parse)?;
    let decides = if rule.is_counted_from_birth() { birth } else { start };
    LawBook::sweden().rule_for(&id, decides)?;
    Ok((rule, due(rule, start, Some(birth), None)?))
}

/// One line for scripts: the days, the provision, the certainty.
///
/// ```
/// assert_eq!(
///     law::cli::due_line("DL-021", "2026-10-31", None)?,
///     "nominal=2027-02-28 latest_lawful=2027-03-01 provision=\"20 kap. 3 § SoL (2025:400)\" certainty=verified"
/// );
/// # Ok::<(), law::LawError>(())
/// ```
///
/// A retention rule has an earliest day instead: `earliest=2040-05-04 provision=… certainty=…`. For a rule counted
/// from the child's birth `date` is the date of birth, unless `birth` is given too.
///
/// # Errors
/// Every [`LawError`] that a wrong question can cause.
pub fn due_line(id: &str, date: &str, birth: Option<&str>) -> Result<String, LawError> {
    let (rule, due) = answer(id, date, birth)?;
    if due.nominal.is_none() && due.earliest.is_none() {
        return Err(LawError::NoFixedLength { rule: rule.id.clone(), length: rule.length.to_string() });
    }
    let days = [("nominal", due.nominal), ("latest_lawful", due.latest_lawful), ("earliest", due.earliest)];
    let days: Vec<String> =
        days.into_iter().filter_map(|(name, day)| day.map(|day| format!("{name}={day}"))).collect();
    Ok(format!("{} provision=\"{}\" certainty={}", days.join(" "), due.provision, due.certainty))
}

/// The same answer in Swedish words: how the days were counted, where that stands, and how sure it is.
///
/// # Errors
/// As [`due_line`], except that a rule without a fixed length is explained too.
pub fn explain(id: &str, date: &str, birth: Option<&str>) -> Result<String, LawError> {
    let (rule, due) = answer(id, date, birth)?;
    let mut lines = vec![format!("{} {}", rule.id, rule.name_sv), String::new()];
    lines.extend(due.how.iter().map(words::step));
    lines.push(String::new());
    lines.push(words::verdict(rule, &due));
    lines.push(format!("Startar: {}.", words::events(&rule.starts_at)));
    lines.push(format!("Uppfylls: {}.", words::events(&rule.fulfilled_by)));
    lines.push(format!("Förlängning: {}", rule.extension));
    lines
        .push(format!("Lagrum: {}", if due.provision.is_empty() { "inget angivet" } else { &due.provision }));
    lines.push(words::certainty(due.certainty).to_owned());
    lines.push(match &rule.reviewed_by {
        Some(lawyer) => format!("Granskad av jurist: {lawyer}."),
        None => "Ej granskad av jurist.".to_owned(),
    });
    lines.push(format!("Källa: {}", rule.source));
    let (year, month, day) = READ_ON;
    lines.push(format!(
        "Lagtexten lästes {year}-{month:02}-{day:02}; senare ändringar kan saknas. Lagdata {}.",
        LawBook::sweden().version()
    ));
    Ok(lines.join("\n") + "\n")
}

/// The Swedish of an explanation.
mod words {
    use crate::{Certainty, Due, LawBook, Nature, Period, Rest, Rule, Step, Unit};

    pub(super) fn events(names: &[String]) -> String {
        let in_words = |name: &String| LawBook::sweden().event_name(name).map(|name| name.sv.clone());
        names.iter().filter_map(in_words).collect::<Vec<_>>().join("; ")
    }

    pub(super) fn step(step: &Step) -> String {
        match step {
            Step::Start(day) => format!("Räknas från {day}, som är dag noll."),
            Step::Birth(day) => format!("Räknas från födelsen {day}."),
            Step::BirthUnknown => "Födelsedagen är inte känd, så dagen kan inte räknas ut.".to_owned(),
            Step::AtOnce => "Lagen säger genast: startdagen är dagen.".to_owned(),
            Step::NextDayAtLatest(day) => format!("Allra senast nästa dag, {day}."),
            Step::OnlyWords => "Lagen anger ingen tid i dagar, bara i ord.".to_owned(),
            Step::ForEver => "Bevaras för alltid.".to_owned(),
            Step::Counted { period: counted, to } => format!("{} framåt blir {to}.", period(*counted)),
            Step::LastOfMonth(day) => {
                format!(
                    "Månaden saknar det dagtalet, så dess sista dag gäller: {day} (1 § lagen (1930:173))."
                )
            }
            Step::Hours { hours, to } => format!("{hours} timmar, räknat i hela dagar, blir {to}."),
            Step::Yearly(day) => format!("Nästa sådan dag är {day}."),
            Step::Reaches { years, on } => format!("{years} år fylls {on}."),
            Step::Set(day) => format!("Dagen är bestämd till {day}."),
            Step::NotYetSet => "Dagen är inte bestämd ännu.".to_owned(),
            Step::Rests { day, why } => format!("{day} är {}.", rest(*why)),
            Step::MayWaitUntil(day) => {
                format!("Åtgärden får då vidtas senast nästa vardag, {day} (2 § lagen (1930:173)).")
            }
            Step::NeverMoved(nature) => format!("Dagen flyttas inte: {}.", never_moved(*nature)),
            Step::Extended(day) => format!("Förlängd till {day}."),
        }
    }

    pub(super) fn verdict(rule: &Rule, due: &Due) -> String {
        match (due.nominal, due.latest_lawful, due.earliest) {
            (Some(nominal), Some(latest), _) if nominal != latest && rule.nature == Nature::Lapse => {
                format!(
                    "Sista dag: {nominal}. Planera inte för {latest}; först därefter är det säkert att rätten är förlorad."
                )
            }
            (Some(nominal), Some(latest), _) if nominal != latest => {
                format!("Sista dag: {nominal}. Lagligt senast {latest}.")
            }
            (Some(nominal), ..) => format!("Sista dag: {nominal}."),
            (_, _, Some(earliest)) => format!("Får gallras tidigast {earliest}."),
            _ => "Ingen dag kan räknas ut.".to_owned(),
        }
    }

    pub(super) fn certainty(certainty: Certainty) -> &'static str {
        match certainty {
            Certainty::Verified => "Säkerhet: ordalydelsen är läst i källan.",
            Certainty::ValidFromFromKnowledge => {
                "Säkerhet: ordalydelsen är läst, men från vilken dag den gällde är ur minnet."
            }
            Certainty::ValidFromInferred => {
                "Säkerhet: ordalydelsen är läst, men från vilken dag den gäller är en slutsats."
            }
            Certainty::Inferred => "OSÄKERT: en slutsats av lagtext som är läst.",
            Certainty::FromKnowledge => "OSÄKERT: ur minnet, inte kontrollerat mot källan.",
        }
    }

    fn period(period: Period) -> String {
        let (one, many) = match period.unit {
            Unit::Days => ("dag", "dagar"),
            Unit::Weeks => ("vecka", "veckor"),
            Unit::Months => ("månad", "månader"),
            Unit::Years => ("år", "år"),
        };
        format!("{} {}", period.count, if period.count == 1 { one } else { many })
    }

    fn rest(rest: Rest) -> &'static str {
        match rest {
            Rest::Saturday => "en lördag",
            Rest::Sunday => "en söndag",
            Rest::PublicHoliday => "en helgdag",
            Rest::MidsummerEve => "midsommarafton",
            Rest::ChristmasEve => "julafton",
            Rest::NewYearsEve => "nyårsafton",
        }
    }

    fn never_moved(nature: Nature) -> &'static str {
        match nature {
            Nature::Age => "en ålder nås på födelsedagen",
            Nature::EndOfPower => "tiden tar slut av sig själv, ingen behöver göra något",
            Nature::Retention => "en gallringsfrist är en tidigaste dag",
            Nature::Secrecy => "en sekretesstid tar slut av sig själv",
            Nature::Duty | Nature::Lapse | Nature::Right => "tiden är inte av det slaget",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_as_scripts_read_it() {
        assert_eq!(
            due_line("DL-070", "2026-12-18", None).unwrap(),
            "nominal=2026-12-25 latest_lawful=2026-12-28 provision=\"7 § LVU\" certainty=verified"
        );
        assert_eq!(
            due_line("DL-100", "2026-11-21", None).unwrap(),
            "earliest=2031-11-21 provision=\"16 kap. 1 § SoL (2025:400)\" certainty=verified"
        );
        assert!(
            due_line("DL-021", "2020-01-31", None)
                .unwrap()
                .contains("11 kap. 2 § andra stycket SoL (2001:453)")
        );
    }

    #[test]
    fn an_age_is_asked_with_the_date_of_birth() {
        let line = "nominal=2028-05-06 latest_lawful=2028-05-06 provision=\"21 § LVU\" certainty=verified";
        assert_eq!(due_line("DL-087", "2010-05-06", None).unwrap(), line);
        assert_eq!(due_line("DL-087", "2026-11-21", Some("2010-05-06")).unwrap(), line);
        assert!(due_line("DL-102", "2010-05-06", None).unwrap().starts_with("earliest=2040-05-06 "));
    }

    #[test]
    fn wrong_questions_are_told_apart() {
        let error = |id, date| due_line(id, date, None).unwrap_err().to_string();
        assert_eq!(
            error("DL-999", "2026-10-31"),
            "unknown rule `DL-999`; rules are named DL-001, DL-002, ..."
        );
        assert_eq!(
            error("banana", "2026-10-31"),
            "unknown rule `banana`; rules are named DL-001, DL-002, ..."
        );
        assert!(error("DL-021", "2026-02-30").starts_with("`2026-02-30` is not a date"));
        assert!(
            error("DL-062", "2026-10-31").starts_with("rule DL-062 has no fixed length (no-fixed-limit)")
        );
        assert!(error("DL-104", "2026-10-31").contains("(never)"));
        assert_eq!(
            error("DL-040a", "2026-10-31"),
            "rule DL-040a is valid 2013-01-01 to 2025-06-30 and does not cover 2026-10-31; use DL-040b instead"
        );
        assert!(error("DL-040b", "2025-06-30").ends_with("use DL-040a instead"));
        assert!(error("DL-021", "9999-12-31").ends_with("leaves the calendar"));
        assert!(due_line("DL-087", "2026-10-31", Some("2026-13-01")).is_err());
    }

    #[test]
    fn an_explanation_says_how_and_how_sure() {
        let told = explain("DL-021", "2026-10-31", None).unwrap();
        for part in [
            "Räknas från 2026-10-31, som är dag noll.",
            "4 månader framåt blir 2027-02-28.",
            "Månaden saknar det dagtalet",
            "2027-02-28 är en söndag.",
            "senast nästa vardag, 2027-03-01",
            "Sista dag: 2027-02-28. Lagligt senast 2027-03-01.",
            "Lagrum: 20 kap. 3 § SoL (2025:400)",
            "Ej granskad av jurist.",
        ] {
            assert!(told.contains(part), "{part}\nis not in\n{told}");
        }
        assert!(explain("DL-125", "2026-10-31", None).unwrap().contains("OSÄKERT: ur minnet"));
        assert!(explain("DL-062", "2026-10-31", None).unwrap().contains("Ingen dag kan räknas ut."));
        assert!(explain("DL-070", "2026-12-18", None).unwrap().contains("Planera inte för 2026-12-28"));
    }
}
