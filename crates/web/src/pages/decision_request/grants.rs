//! The services of a decision: a row of fields for each, of which the second waits folded.

use law::Day;
use record::{Code, MatterId, Part, UnitId, organisation::UnitKind, service::Grant};
use store::OpenFile;

use crate::desk::{Desk, Errors, Typed, Visitor};
use crate::file_page::{read_known, read_text};
use crate::reading::Reading;
use crate::{consent_view, refusals};

/// How many services one decision may grant. Further ones are decided by themselves.
pub const ROWS: usize = 2;

/// A service is followed up for the first time after so many days, unless somebody chooses another day: thirteen weeks, so that it falls on
/// the same day of the week.
const FIRST_REVIEW_DAYS: i64 = 91;

/// The name of a field in a row: the first row bears the names that the record's refusals use.
pub fn row_name(name: &str, row: usize) -> String {
    if row == 0 { name.to_owned() } else { format!("{name}-{}", row + 1) }
}

/// What stands in the rows before anybody has written: the service that was asked for, from today, the first day of follow-up, our own
/// provider of open care.
pub fn presets(
    desk: &Desk,
    visitor: &Visitor,
    reading: &Reading<'_>,
    matter: MatterId,
) -> Vec<(String, String)> {
    let today = visitor.now.today;
    let open_care = reading.organisation.units.iter().find(|unit| unit.kind == UnitKind::OpenCare);
    let wanted = consent_view::wanted(reading, matter, desk.house.law).map(|code| code.as_str().to_owned());
    let mut pairs = vec![("service".to_owned(), wanted.unwrap_or_default())];
    for row in 0..ROWS {
        pairs.extend([
            (row_name("grant", row), desk.house.new_id(visitor.now).to_string()),
            (row_name("grant-from", row), today.to_string()),
            (row_name("review", row), today.plus_days(FIRST_REVIEW_DAYS).to_string()),
            (row_name("provider", row), open_care.map(|unit| unit.id.to_string()).unwrap_or_default()),
        ]);
    }
    pairs
}

/// The rows as a form holds them, of a proposal that came back.
pub fn presets_of(grants: &[Grant]) -> Vec<(String, String)> {
    let text = |part: Option<&Part>| part.map(|part| part.text.to_string()).unwrap_or_default();
    let of = |(row, grant): (usize, &Grant)| {
        [
            ("grant", grant.matter.to_string()),
            ("service", grant.service.as_str().to_owned()),
            ("grant-from", grant.from.to_string()),
            ("grant-until", grant.until.map(|day| day.to_string()).unwrap_or_default()),
            ("extent", text(grant.extent.as_ref())),
            ("goal", text(Some(&grant.goal))),
            ("review", grant.review.to_string()),
            ("provider", grant.provider.map(|unit| unit.to_string()).unwrap_or_default()),
            ("suitable", text(grant.suitable.as_ref())),
        ]
        .map(|(name, value)| (row_name(name, row), value))
    };
    grants.iter().enumerate().flat_map(of).collect()
}

/// Reads the rows. A row without a service grants nothing.
pub fn read(
    desk: &Desk,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    errors: &mut Errors,
) -> Vec<Grant> {
    (0..ROWS).filter_map(|row| read_row(desk, visitor, open, typed, errors, row)).collect()
}

fn read_row(
    desk: &Desk,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    errors: &mut Errors,
    row: usize,
) -> Option<Grant> {
    let name = |name: &str| row_name(name, row);
    let service = Some(typed.trimmed(&name("service"))).filter(|code| !code.is_empty())?;
    let known = desk.house.law.choice("service_kind", service);
    if !known.is_some_and(|choice| choice.is_valid_on(visitor.now.today)) {
        errors.push(name("service"), visitor.w.t("refusal-unknown-code"));
    }
    let is_unit = |id: &UnitId| open.organisation.unit(*id).is_some();
    let [from, until, review] =
        ["grant-from", "grant-until", "review"].map(|field| day(visitor, typed, &name(field), errors));
    let mut part = |field| read_text(visitor, typed, &name(field), errors).map(Part::assessment);
    let [extent, goal, suitable] = ["extent", "goal", "suitable"].map(&mut part);
    let provider = read_known(visitor, typed, &name("provider"), errors, is_unit);
    let matter: Option<MatterId> = typed.id(&name("grant")).filter(|id| !open.file.matters.contains_key(id));
    let mut missing = |field: &str, key: &str| errors.push(name(field), visitor.w.t(key));
    if goal.is_none() {
        missing("goal", "error-grant-goal");
    }
    if from.is_none() {
        missing("grant-from", "error-grant-from");
    }
    if review.is_none() {
        missing("review", "refusal-missing-review");
    }
    if matter.is_none() {
        missing("service", "refusal-id-taken");
    }
    let (matter, from, goal, review) = (matter?, from?, goal?, review?);
    if until.is_some_and(|until| until < from) {
        missing("grant-until", "error-grant-until");
    }
    if review < from {
        missing("review", "error-grant-review");
    }
    let service = Code::from(service);
    Some(Grant { matter, service, from, until, extent, goal, review, provider, suitable })
}

fn day(visitor: &Visitor, typed: &Typed, name: &str, errors: &mut Errors) -> Option<Day> {
    let text = typed.trimmed(name);
    if text.is_empty() {
        return None;
    }
    let day = text.parse().ok();
    if day.is_none() {
        errors.push(name, visitor.w.t("error-day"));
    }
    day
}

/// The field of the first service that lacks consent: what the record refuses is told there.
pub fn lacking(reading: &Reading<'_>, matter: MatterId, grants: &[Grant]) -> String {
    let open = |grant: &&Grant| {
        let suitable = grant.suitable.is_some();
        !consent_view::ConsentView::of(reading, matter, &grant.service, suitable).enough
    };
    let row = grants.iter().position(|grant| open(&grant)).unwrap_or_default();
    row_name(refusals::field_name(record::Field::Service), row)
}
