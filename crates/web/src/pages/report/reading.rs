//! From what was typed to a [`ReportRequest`]: every mistake at its field, nothing guessed that could be asked.

use std::sync::Arc;

use law::Day;
use record::person::{Birth, ProtectionLevel, Registration, Sourced, fold_name};
use record::report::{Arrival, Reporter};
use record::{Code, PersonId, Text};
use store::{Answer, Hit, Part};

use super::request::{ChildRequest, ReportRequest, Unborn, Whose, source_of};
use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking};
use crate::file_page::{read_day, read_moment, read_text};
use crate::pages::report_lookup::{Found, Row, Sought, candidates, find, is_childs};
use crate::refusals;
use crate::words::{Lang, Words};

/// The answer to "who is it?" that means: none of those.
pub(super) const SOMEBODY_NEW: &str = "ny";

/// What reading a form gave: a request, or what to draw again.
pub(super) struct Read {
    /// The request, if everything could be taken.
    pub(super) request: Option<ReportRequest>,
    /// What is wrong.
    pub(super) errors: Errors,
    /// Who was found for each row.
    pub(super) found: Vec<Found>,
}

/// Reads the whole form. Looks every child up, so that none is registered twice.
pub(super) async fn read(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: &Typed,
    has_document: bool,
) -> Result<Read, Page> {
    let mut errors = Errors::none();
    for field in typed.broken() {
        errors.push(field, visitor.w.t("refusal-broken-text"));
    }
    let category = Code::from(typed.trimmed("category"));
    if desk.house.law.choice("reporter_category", category.as_str()).is_none() {
        errors.push("category", visitor.w.t("report-error-category"));
    }
    let arrival = read_arrival(visitor, typed, &mut errors);
    let reporter = read_reporter(visitor, typed, &category, &mut errors);
    let concern = read_text(visitor, typed, "concern", &mut errors);
    // A day of arrival that lies ahead is told at its own field, not at the child's.
    let day =
        arrival.as_ref().map_or(visitor.now.today, |arrival| arrival.received.day.min(visitor.now.today));
    let (children, found) = read_children(desk, visitor, typed, (&category, day), &mut errors).await?;
    let told = |child: &ChildRequest| concern.is_some() || child.own.is_some() || child.words.is_some();
    if !has_document && !children.iter().all(told) {
        errors.push("concern", visitor.w.t("refusal-missing-concern"));
    }
    let told_by = told_by(desk, visitor, typed, &category, &mut errors);
    let (Some(arrival), Some((told_by, informant)), true) = (arrival, told_by, errors.is_empty()) else {
        return Ok(Read { request: None, errors, found });
    };
    let request = ReportRequest {
        command: typed.command()?,
        draft: typed.draft(),
        unit: visitor.actor.unit,
        arrival,
        channel: Code::from(typed.trimmed("channel")),
        reporter,
        concern,
        reasons: typed.all("reasons").into_iter().map(Code::from).collect(),
        child_knows: yes_or_no(typed.get("child-knows")),
        guardians_know: yes_or_no(typed.get("guardians-know")),
        siblings: typed.has("siblings"),
        children,
        document_title: Text::typed(&Words::of(Lang::Sv).t("report-document-title")).ok().flatten(),
        told_by,
        informant,
    };
    Ok(Read { request: Some(request), errors, found })
}

/// `None` is "not known".
fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn read_arrival(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Option<Arrival> {
    let received = read_moment(visitor, typed, "arrived", errors);
    let deemed = read_day(visitor, typed, "deemed", errors);
    let why = read_text(visitor, typed, "deemed-why", errors);
    let received = received?;
    Some(Arrival { received, deemed: deemed.unwrap_or(received.day), why })
}

fn read_reporter(visitor: &Visitor, typed: &Typed, category: &Code, errors: &mut Errors) -> Reporter {
    let anonymous = typed.has("anonymous");
    let mut line = |name: &str| read_text(visitor, typed, name, errors);
    let (name, role, contact) = (line("reporter-name"), line("reporter-role"), line("reporter-contact"));
    if !anonymous && name.is_none() && role.is_none() {
        errors.push("reporter-name", visitor.w.t("refusal-missing-reporter"));
    }
    if anonymous && name.is_some() {
        errors.push("reporter-name", visitor.w.t("report-error-anonymous-name"));
    }
    let wants_feedback = typed.has("wants-feedback");
    // Whether the reporter has the duty follows from the category; the record settles it.
    Reporter { category: category.clone(), mandated: false, name, role, contact, anonymous, wants_feedback }
}

/// The reporter by role, or by category where the role would tell who it is; and by name, role and number. A neighbour's role says which
/// neighbour: of a private reporter only the category stands outside the report.
fn told_by(
    desk: &Desk,
    visitor: &Visitor,
    typed: &Typed,
    category: &Code,
    errors: &mut Errors,
) -> Option<(Text, Text)> {
    let choice = desk.house.law.choice("reporter_category", category.as_str())?;
    // What is stored is Swedish, whatever the page speaks.
    let category = &choice.sv;
    let role = typed.trimmed("reporter-role");
    let by_duty = choice.mandated == Some(true);
    let by_role = if by_duty && !role.is_empty() { role } else { category.as_str() };
    let known = ["reporter-name", "reporter-role", "reporter-contact"].map(|field| typed.trimmed(field));
    let known: Vec<&str> = known.into_iter().filter(|text| !text.is_empty()).collect();
    let in_full = if known.is_empty() { category.clone() } else { known.join(", ") };
    let informant = Words::of(Lang::Sv).t1("report-informant", "who", in_full);
    if let (Ok(Some(by_role)), Ok(Some(informant))) = (Text::typed(by_role), Text::typed(&informant)) {
        return Some((by_role, informant));
    }
    errors.push("reporter-role", visitor.w.t("refusal-control-character"));
    None
}

/// Reads the rows in which somebody is named, and looks them up.
async fn read_children(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: &Typed,
    source: (&Code, Day),
    errors: &mut Errors,
) -> Result<(Vec<ChildRequest>, Vec<Found>), Page> {
    let rows = look_up(desk, visitor, typed).await?;
    let mut children: Vec<ChildRequest> = Vec::new();
    let mut found = Vec::with_capacity(rows.len());
    for (one, whose) in rows {
        let row = Row::all(typed).find(|row| row.n == one.row).expect("the row was looked up just now");
        let whose = match whose {
            Some(known) => Some(known),
            None => choose(visitor, row, &one, source, errors),
        };
        let name = |field: &str| Row::name(row.n, field);
        let own = read_text(visitor, typed, &name("own"), errors);
        let words = read_text(visitor, typed, &name("words"), errors);
        let unborn = read_unborn(visitor, row, errors);
        if let Some(whose) = whose {
            children.push(ChildRequest { row: row.n, whose, unborn, own, words, keep: row.filled("keep") });
        }
        found.push(one);
    }
    if found.is_empty() {
        errors.push(Row::name(1, "number"), visitor.w.t("report-error-nobody"));
    }
    refuse_twice(visitor, &children, errors);
    Ok((children, found))
}

/// Searches for every row in one go, and opens what may be opened to tell a child's file from a parent's own.
async fn look_up(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: &Typed,
) -> Result<Vec<(Found, Option<Whose>)>, Page> {
    let (who, form) = (visitor.clone(), typed.clone());
    let work = move |desk: &Desk| {
        let named = Row::all(&form).filter(|row| !row.is_blank());
        let one = |row: Row<'_>| {
            let found = find(desk, &who, row)?;
            let whose = match picked(&who, row, &found) {
                Some(hit) => Some(whose_of(desk, &who, row, hit)?),
                None => None,
            };
            Ok((found, whose))
        };
        named.map(one).collect::<Answer<Vec<_>>>()
    };
    blocking(desk, work).await?.or_trouble(desk, visitor)
}

/// The one person a row means, if that is beyond doubt: the only one with the number, the file one came from, or the one chosen.
fn picked<'h>(who: &Visitor, row: Row<'_>, found: &'h Found) -> Option<&'h Hit> {
    let among = candidates(row, who.now.today, &found.hits);
    let chosen: Option<PersonId> = row.get("pick").parse().ok();
    match (row.sought(who.now.today), chosen, among.as_slice()) {
        (_, Some(person), among) => among.iter().find(|hit| hit.person == person).copied(),
        (Sought::Number(_) | Sought::File(_), None, [only]) => Some(only),
        _ => None,
    }
}

/// How a known person's report is written: into the file of the right kind, seen or blind, or into a new one.
fn whose_of(desk: &Desk, who: &Visitor, row: Row<'_>, hit: &Hit) -> Answer<Whose> {
    for file in &hit.files {
        let open = desk.house.look(&who.actor, who.now, *file, Part::Form)?;
        if is_childs(&open) != row.filled("unborn") {
            let related = open.file.family.relations.iter().map(|one| one.person).collect();
            // Reception reads its own report in a file that is somebody's, and writes nothing else there.
            let blind = !open.access.reaches_whole_file(open.basis);
            return Ok(Whose::File { file: *file, person: hit.person, blind, related });
        }
    }
    // Of a file that is somebody else's nothing is known, not even whose kind it is; the record refuses the wrong one.
    if let Some(elsewhere) = hit.elsewhere.first().filter(|_| hit.files.is_empty()) {
        return Ok(Whose::File {
            file: elsewhere.file,
            person: hit.person,
            blind: true,
            related: Vec::new(),
        });
    }
    Ok(Whose::Person { person: hit.person, birth: hit.card.as_ref().and_then(store::NameCard::birth) })
}

/// Nobody is picked: either nobody is known, or somebody may be and must be chosen or ruled out.
fn choose(
    visitor: &Visitor,
    row: Row<'_>,
    found: &Found,
    source: (&Code, Day),
    errors: &mut Errors,
) -> Option<Whose> {
    if let Sought::Wrong(error) = row.sought(visitor.now.today) {
        errors.push(Row::name(row.n, "number"), refusals::identity(visitor.w, error).text);
        return None;
    }
    let among = candidates(row, visitor.now.today, &found.hits);
    let exact = matches!(row.sought(visitor.now.today), Sought::Number(_));
    // An exact number is never given to one more person; a name may be.
    if !among.is_empty() && (exact || row.get("pick") != SOMEBODY_NEW) {
        errors.push(Row::name(row.n, "pick"), visitor.w.t("report-error-which"));
        return None;
    }
    register(visitor, row, source, errors).map(|new| Whose::New(Box::new(new)))
}

/// Somebody the authority has not met before. Source of each fact is the reporter, as of the day of the report.
fn register(
    visitor: &Visitor,
    row: Row<'_>,
    (category, day): (&Code, Day),
    errors: &mut Errors,
) -> Option<Registration> {
    let number = match row.sought(visitor.now.today) {
        Sought::Number(number) => Some(number),
        _ => None,
    };
    let Ok(birth) = row.birth() else {
        errors.push(Row::name(row.n, "birth"), visitor.w.t("refusal-bad-day"));
        return None;
    };
    // The number speaks of a day near enough; who knows better writes it.
    let birth = birth.or_else(|| number.and_then(|number| number.birth_from_number()));
    let source = source_of(category);
    let name = row.person_name();
    let described = !row.get("description").is_empty();
    let mut new = Registration::new(Sourced::new(protection(row.get("protection")), source.clone(), day));
    new.name = (!fold_name(&name.full()).is_empty()).then(|| Sourced::new(name, source.clone(), day));
    new.description = described.then(|| row.get("description").to_owned());
    new.number = number.map(|number| Sourced::new(number, source.clone(), day));
    let estimated = row.filled("estimated");
    new.birth = birth.map(|day_of_birth| Sourced::new(Birth { day: day_of_birth, estimated }, source, day));
    Some(new)
}

/// The level of protection by its code; what cannot be read counts as protected.
pub(crate) fn protection(code: &str) -> ProtectionLevel {
    match code {
        "" | "none" => ProtectionLevel::None,
        "marked" => ProtectionLevel::Marked,
        "protected_registration" => ProtectionLevel::ProtectedRegistration,
        "assumed_identity" => ProtectionLevel::AssumedIdentity,
        _ => ProtectionLevel::Unknown,
    }
}

fn read_unborn(visitor: &Visitor, row: Row<'_>, errors: &mut Errors) -> Option<Unborn> {
    if !row.filled("unborn") {
        return None;
    }
    let expected = match row.get("expected") {
        "" => None,
        typed => typed
            .parse()
            .map_err(|_| errors.push(Row::name(row.n, "expected"), visitor.w.t("refusal-bad-day")))
            .ok(),
    };
    Some(Unborn { expected })
}

/// The same child in two rows would be two reports of one thing.
fn refuse_twice(visitor: &Visitor, children: &[ChildRequest], errors: &mut Errors) {
    for (at, child) in children.iter().enumerate() {
        if children[..at].iter().any(|other| is_same(&other.whose, &child.whose)) {
            errors.push(Row::name(child.row, "number"), visitor.w.t("report-error-twice"));
        }
    }
}

fn is_same(one: &Whose, other: &Whose) -> bool {
    let person = |whose: &Whose| match whose {
        Whose::File { person, .. } | Whose::Person { person, .. } => Some(*person),
        Whose::New(_) => None,
    };
    match (one, other) {
        (Whose::New(one), Whose::New(other)) => {
            let number = |new: &Registration| new.number.as_ref().map(|number| number.value);
            number(one).is_some() && number(one) == number(other)
        }
        _ => person(one).is_some() && person(one) == person(other),
    }
}
