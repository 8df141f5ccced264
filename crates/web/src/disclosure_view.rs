//! What is asked for and given out of a file, in words: routes, grounds, and how many items were given how.

use law::{Certainty, Day};
use record::disclosure::{Item, RequestState, Route, Treatment};
use record::sight::Sight;
use record::text::Ground;
use record::{Code, DisclosureId, FileId};
use store::OpenFile;

use crate::desk::{Page, not_found};
use crate::entry_view::ground_provision;
use crate::reading::Reading;

/// The page where a request is tested.
pub fn address(file: FileId, request: DisclosureId) -> String {
    format!("/akt/{file}/utlamnande/{request}")
}

/// The copy as it was given out.
pub fn copy_address(file: FileId, request: DisclosureId) -> String {
    format!("/akt/{file}/utlamnande/{request}/kopia")
}

/// The decision that refuses.
pub fn decision_address(file: FileId, request: DisclosureId) -> String {
    format!("/akt/{file}/utlamnande/{request}/beslut")
}

/// The ledger.
pub fn ledger_address(file: FileId) -> String {
    format!("/akt/{file}/utlamnat")
}

/// What is given out is settled by somebody who sees all of the file.
///
/// # Errors
/// 404 for anybody who sees a part of it only.
pub fn whole(open: &OpenFile) -> Result<(), Page> {
    if open.sight == Sight::Whole { Ok(()) } else { Err(not_found()) }
}

/// The request that an address names.
///
/// # Errors
/// 404 where it names none of this file's.
pub fn request<'a>(open: &'a OpenFile, text: &str) -> Result<(DisclosureId, &'a RequestState), Page> {
    let id: DisclosureId = text.parse().map_err(|_| not_found())?;
    open.file.disclosures.get(&id).map(|state| (id, state)).ok_or_else(not_found)
}

/// What a route is called.
pub fn route(reading: &Reading<'_>, code: &str) -> String {
    let row = reading.law.disclosure_route(code);
    row.map_or_else(|| code.to_owned(), |row| reading.in_language(&row.name_sv, &row.name_en).to_owned())
}

/// Who asks, as far as anybody needs to know.
pub fn who(reading: &Reading<'_>, route: &Route) -> String {
    match (route, route.person()) {
        (_, Some(person)) => reading.full_name(person),
        (Route::OfficialDocument(asking), None) => match &asking.recipient {
            Some(recipient) => recipient.as_str().lines().next().unwrap_or_default().to_owned(),
            None => reading.w.t("disclosure-anybody").into_owned(),
        },
        (_, None) => reading.w.t("disclosure-anybody").into_owned(),
    }
}

/// A ground of disclosure, with where it stands.
pub fn ground(reading: &Reading<'_>, id: &Code) -> String {
    let Some(row) = reading.law.disclosure_ground(id.as_str()) else { return id.as_str().to_owned() };
    format!("{} ({})", reading.in_language(&row.name_sv, &row.name_en), row.provision)
}

/// How sure a row of the law is today, where it is not beyond doubt: whether its wording was read, and what is concluded or remembered.
pub fn unsure(reading: &Reading<'_>, certainty: Certainty) -> Option<String> {
    unsure_key(certainty, reading.today).map(|key| reading.w.t(key).into_owned())
}

/// The message that says so.
pub fn unsure_key(certainty: Certainty, today: Day) -> Option<&'static str> {
    match certainty.on(today) {
        Certainty::Verified => None,
        Certainty::ValidFromFromKnowledge => Some("ground-day-from-knowledge"),
        Certainty::ValidFromInferred => Some("ground-day-inferred"),
        Certainty::Inferred => Some("ground-inferred"),
        Certainty::FromKnowledge => Some("ground-from-knowledge"),
    }
}

/// Where the grounds stand on which something is left out, each once.
pub fn grounds(reading: &Reading<'_>, grounds: Vec<Ground>) -> Vec<String> {
    grounds.into_iter().map(|ground| ground_provision(reading, ground)).collect()
}

/// How many items were given, given in part, and left out.
pub fn counted(reading: &Reading<'_>, items: &[Item]) -> String {
    let of = |is: fn(&Treatment) -> bool| items.iter().filter(|item| is(&item.treatment)).count();
    let values = [
        ("shown", of(|it| *it == Treatment::Shown).into()),
        ("masked", of(|it| matches!(it, Treatment::Masked { .. })).into()),
        ("kept", of(|it| matches!(it, Treatment::Kept(_))).into()),
    ];
    reading.w.with("disclosure-counted", &values)
}
