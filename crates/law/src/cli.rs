//! The answers of `lykta law …`, as text. Pure: the binary prints them and turns an error into exit code 2.

use crate::{Day, LawBook, LawError, Rule, RuleId, due};

/// The question both commands ask: which rule, from which day, and its answer.
fn ask(id: &str, date: &str, birth: Option<&str>) -> Result<(&'static Rule, crate::Due), LawError> {
    let book = LawBook::sweden();
    let id: RuleId = id.parse()?;
    book.rule(&id)?;
    let start: Day = date.parse()?;
    let birth: Option<Day> = birth.map(str::parse).transpose()?;
    // A rule counted from the birth, asked with one date only, is asked with the date of birth.
    let rule = book.rule_for(
        &id,
        birth.filter(|_| book.rule(&id).is_ok_and(Rule::is_counted_from_birth)).unwrap_or(start),
    )?;
    let due = due(rule, start, birth.or(Some(start)), None)?;
    if due.nominal.is_none() && due.earliest.is_none() {
        return Err(LawError::NoFixedLength { rule: id, length: rule.length.to_string() });
    }
    Ok((rule, due))
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
    let (_, due) = ask(id, date, birth)?;
    let days = [("nominal", due.nominal), ("latest_lawful", due.latest_lawful), ("earliest", due.earliest)];
    let days: Vec<String> =
        days.into_iter().filter_map(|(name, day)| day.map(|day| format!("{name}={day}"))).collect();
    Ok(format!("{} provision=\"{}\" certainty={}", days.join(" "), due.provision, due.certainty))
}
