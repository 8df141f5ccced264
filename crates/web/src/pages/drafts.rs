//! `/utkast`: what is written is kept while it is written, and nobody's text is lost with a session, a browser or an illness.
//!
//! A form page asks [`kept`] when it is drawn. The answer says where the form's text is kept, and what was written there
//! last time. The page's own script then posts the whole form here after each pause; without script there is a button.
//! Signing the form removes the draft in the same transaction (`Wish.draft`).
//!
//! | address | does |
//! | --- | --- |
//! | `POST /utkast/{id}` | keeps what is written; 409 with both texts when another window was first |
//! | `GET /utkast/{id}` | goes to the form, which shows the text again; shows the bare text when the file is somebody else's by now |
//! | `POST /utkast/{id}/kasta` | throws it away |
//! | `POST /utkast/{id}/overta` | takes over a colleague's old draft |

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use jiff::civil::Time;
use record::access::Basis;
use record::{Actor, DraftId, FileId};
use serde::Deserialize;
use serde_json::{Value, json};
use store::drafts::{DRAFT_BYTES_MAX, DraftRow, Saved};
use store::{DraftPlace, Now};

use crate::desk::{
    Desk, OrTrouble, Page, Typed, Visitor, blocking, html, not_found, see_other, told as told_page,
};
use crate::fields::Draft;
use crate::format;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::typed::UNSEEN;
use crate::words::Words;
use crate::written::GivenBack;

/// The setting: after how many days a draft counts as left lying.
const DAYS_SETTING: &str = "draft_days";

/// Days, where the authority has set nothing else.
const DAYS: i64 = 3;

/// The longest name of a form.
const FORM_MAX: usize = 80;

/// The routes of drafts.
pub fn routes() -> Routes {
    Routes::new()
        .form("/utkast/{draft}", open, keep)
        .act("/utkast/{draft}/kasta", throw_away)
        .act("/utkast/{draft}/overta", take_over)
}

/// The draft of a form that is drawn again after a refusal: the one it came with.
pub async fn draft_of(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: &Typed,
    form: &str,
    file: Option<FileId>,
) -> Result<Draft<'static>, Page> {
    let kept = kept(desk, visitor, form, file).await?;
    Ok(match typed.draft() {
        Some(id) if kept.view.version == 0 => view(id, form, file, 0, None),
        _ => kept.view,
    })
}

/// A form's draft with every value, also where several boxes share a name.
#[derive(Clone)]
pub struct Kept {
    /// For `form::draft_attributes`, and `form::draft_status`, which also carries the hidden field `draft`.
    pub view: Draft<'static>,
    /// Names and values as they were kept; empty for a new draft.
    pub values: Vec<(String, String)>,
}

impl Kept {
    /// What the form starts with: the presets, except where something was kept.
    pub fn typed(&self, presets: Vec<(String, String)>) -> Typed {
        if self.values.is_empty() {
            return Typed::from_pairs(presets);
        }
        let absent = |(name, _): &(String, String)| !self.values.iter().any(|(kept, _)| kept == name);
        Typed::from_pairs(presets.into_iter().filter(absent).chain(self.values.iter().cloned()))
    }
}

/// A form that begins anew, beside whatever else of its sort is kept.
pub fn fresh(desk: &Desk, visitor: &Visitor, form: &str, file: Option<FileId>) -> Kept {
    let id = DraftId::new(desk.house.new_id(visitor.now));
    Kept { view: view(id, form, file, 0, None), values: Vec::new() }
}

/// The draft of a form, for drawing it: where it is kept, and what was written last time; nothing for a new one.
///
/// `form` is the form's name, with the matter or the entry it is about behind a hyphen where a file has several:
/// `note`, `decision-0192…`. [`place_of_form`] knows the address of each.
pub async fn kept(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    form: &str,
    file: Option<FileId>,
) -> Result<Kept, Page> {
    let (who, name) = (visitor.actor.clone(), form.to_owned());
    let found = blocking(desk, move |desk| {
        let rows = desk.house.drafts_of(&who)?;
        let row = rows.into_iter().find(|row| row.form == name && row.file == file.map(FileId::uuid));
        row.map_or(Ok(None), |row| desk.house.draft(&who, DraftId::new(row.draft)))
    });
    let found = found.await?.or_trouble(desk, visitor)?;
    let Some(draft) = found else { return Ok(fresh(desk, visitor, form, file)) };
    let (id, saved) = (DraftId::new(draft.row.draft), Some(time_of(draft.row.updated_us)));
    Ok(Kept { view: view(id, form, file, draft.row.version, saved), values: values_of(&draft.text) })
}

/// Keeps what stands in a form that was sent in part, for those who are left: it is there when the form is drawn again.
pub async fn leave(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    form: &str,
    file: FileId,
    pairs: Vec<(String, String)>,
) -> Result<(), Page> {
    if pairs.iter().all(|(_, value)| value.trim().is_empty()) {
        return Ok(());
    }
    let draft = DraftId::new(desk.house.new_id(visitor.now));
    let place = DraftPlace { draft, form: form.to_owned(), file: Some(file), seen: 0 };
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let text = serde_json::to_vec(&pairs).unwrap_or_default();
    let saved = blocking(desk, move |desk| desk.house.save_draft(&who, now, &place, text)).await?;
    saved.or_trouble(desk, visitor).map(|_| ())
}

fn view(id: DraftId, form: &str, file: Option<FileId>, version: i64, saved: Option<Time>) -> Draft<'static> {
    debug_assert!(FORMS.iter().any(|(name, _)| form.split('-').next() == Some(name)), "{form} has no place");
    let about = file.map(|file| format!("&file={file}")).unwrap_or_default();
    let url = format!("/utkast/{id}?form={form}{about}");
    Draft { url: url.into(), version: u64::try_from(version).unwrap_or_default(), saved }
}

/// The forms that are kept, by name, and where each is filled in. `{about}` is what stands behind the hyphen in a draft's form.
const FORMS: &[(&str, &str)] = &[
    ("report", "/anmalan"),
    ("note", "/akt/{file}/anteckning"),
    ("document", "/akt/{file}/dokument/ny"),
    ("record", "/akt/{file}/beslut/nytt"),
    ("person", "/akt/{file}/personer"),
    ("addendum", "/akt/{file}/post/{about}/tillagg"),
    ("protection", "/akt/{file}/arende/{about}/skydd"),
    ("preliminary", "/akt/{file}/arende/{about}/forhandsbedomning"),
    ("decision", "/akt/{file}/arende/{about}/beslut"),
    ("change", "/akt/{file}/beslut/{about}/andra"),
    ("stand", "/akt/{file}/arende/{about}/samtycke"),
    ("communication", "/akt/{file}/arende/{about}/kommunicering"),
    ("send_assignment", "/akt/{file}/arende/{about}/skicka/uppdrag"),
    ("send_service_plan", "/akt/{file}/arende/{about}/skicka/genomforandeplan"),
    ("send_plan", "/akt/{file}/arende/{about}/skicka/utredningsplan"),
    ("told", "/akt/{file}/beslut/{about}/underrattelse"),
    ("plan", "/akt/{file}/arende/{about}/plan"),
    ("feedback", "/akt/{file}/arende/{about}/aterkoppling"),
    ("assignment", "/akt/{file}/arende/{about}/uppdrag"),
    ("service_plan", "/akt/{file}/arende/{about}/genomforandeplan"),
    ("follow_up", "/akt/{file}/arende/{about}/uppfoljning"),
    ("disclosure", "/akt/{file}/utlamnande/{about}"),
];

/// Where a form is filled in, by its name and file. A form this program does not know is looked for in its file.
pub fn place_of_form(form: &str, file: Option<FileId>) -> String {
    let (name, about) = form.split_once('-').unwrap_or((form, ""));
    let known = FORMS.iter().find(|(known, _)| *known == name).map(|(_, place)| *place);
    match (known, file) {
        (Some(place), Some(file)) => place.replace("{file}", &file.to_string()).replace("{about}", about),
        (Some(place), None) if !place.contains('{') => place.to_owned(),
        (_, Some(file)) => format!("/akt/{file}"),
        (_, None) => "/".to_owned(),
    }
}

/// What a list calls a draft: "Anteckning".
pub fn form_words(w: &Words, form: &str) -> String {
    let name = form.split_once('-').map_or(form, |(name, _)| name);
    let key = format!("draft-form-{name}");
    if w.has(&key) { w.t(&key).into_owned() } else { w.t("draft-form-other").into_owned() }
}

/// The moment before which a draft counts as left lying, in microseconds.
pub fn left_lying_before(desk: &Desk, now: Now) -> store::Result<i64> {
    Ok(now.micros() - days(desk)? * 24 * 3600 * 1_000_000)
}

/// After how many days a draft counts as left lying here.
pub fn days(desk: &Desk) -> store::Result<i64> {
    let set = desk.house.setting(DAYS_SETTING)?;
    Ok(set.and_then(|days| read_days(&days)).unwrap_or(DAYS))
}

/// A number of days that makes sense: from one to a year.
pub fn read_days(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|days| (1..=365).contains(days))
}

/// Sets it for the whole authority.
pub fn set_days(desk: &Desk, days: i64) -> store::Result<()> {
    desk.house.set_setting(DAYS_SETTING, days.to_string())
}

/// The time of day in Sweden.
pub fn time_of(micros: i64) -> Time {
    let instant = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
    instant.to_zoned(record::stockholm()).time()
}

/// A draft's text is the form's pairs as JSON.
pub fn values_of(text: &[u8]) -> Vec<(String, String)> {
    serde_json::from_slice(text).unwrap_or_default()
}

/// What the address of a keeping says about the form.
#[derive(Deserialize)]
struct About {
    form: String,
    file: Option<FileId>,
}

/// What is kept of a form, whichever door it came through.
#[derive(Clone, Debug)]
pub struct KeepDraft {
    place: DraftPlace,
    text: Vec<u8>,
}

/// Why a draft cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// The form's name is none of ours.
    NoForm,
    /// More than a draft holds.
    TooLarge,
}

impl KeepDraft {
    /// Reads what is to be kept.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn of(place: DraftPlace, typed: &Typed) -> Result<Self, NotKept> {
        if !is_form_name(&place.form) {
            return Err(NotKept::NoForm);
        }
        let pairs: Vec<_> = typed.pairs().filter(|(name, _)| !UNSEEN.contains(name)).collect();
        let text = serde_json::to_vec(&pairs).unwrap_or_default();
        // What no draft can hold stays in its form, which says so when it is sent.
        if text.len() > DRAFT_BYTES_MAX { Err(NotKept::TooLarge) } else { Ok(Self { place, text }) }
    }

    /// Keeps it.
    ///
    /// # Errors
    /// [`Trouble::NotFound`](store::Trouble::NotFound) for a file that is not there, or not for them.
    pub fn keep(self, desk: &Desk, who: &Actor, now: Now) -> store::Answer<Saved> {
        desk.house.save_draft(who, now, &self.place, self.text)
    }
}

async fn keep(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(draft): Path<String>,
    Query(about): Query<About>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Page, Page> {
    let draft: DraftId = draft.parse().map_err(|_| not_found())?;
    let seen = typed.get("draft_version").parse().unwrap_or(0);
    let place = DraftPlace { draft, form: about.form.clone(), file: about.file, seen };
    let request = KeepDraft::of(place, &typed).map_err(|why| match why {
        NotKept::NoForm => StatusCode::BAD_REQUEST.into_response(),
        NotKept::TooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    })?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let saved = blocking(&desk, move |desk| request.keep(desk, &who, now)).await?;
    let saved = saved.or_trouble(&desk, &visitor)?;
    // Without script the button "Spara utkast" is an ordinary post, and the form is drawn again with what was kept.
    if headers.get(header::ACCEPT).is_some_and(|kinds| kinds.as_bytes().starts_with(b"text/html")) {
        return Ok(match saved {
            Saved::Done { .. } => see_other(&way_to(&desk, &visitor, draft, &about.form, about.file).await?),
            Saved::Stale { .. } => told_page(StatusCode::CONFLICT, "draft-clash"),
            Saved::Gone => told_page(StatusCode::NOT_FOUND, "draft-gone"),
        });
    }
    Ok(match saved {
        Saved::Done { version } => {
            let saved = format::time(visitor.w, time_of(now.micros()));
            told(StatusCode::OK, &json!({ "version": version, "saved": saved }))
        }
        Saved::Stale { stored, .. } => {
            let theirs: HashMap<_, _> = values_of(&stored.text).into_iter().collect();
            told(StatusCode::CONFLICT, &json!({ "theirs": theirs }))
        }
        Saved::Gone => not_found(),
    })
}

/// An answer to the page's script.
fn told(status: StatusCode, answer: &Value) -> Page {
    (status, [(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response()
}

/// Only what our own pages call a form: it stands in the clear, so nobody may put a name there.
fn is_form_name(form: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    !form.is_empty() && form.len() <= FORM_MAX && form.bytes().all(plain)
}

async fn open(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(draft): Path<String>,
) -> Result<Page, Page> {
    let row = own_row(&desk, &visitor, &draft).await?;
    let (id, file) = (DraftId::new(row.draft), row.file.map(FileId::new));
    let way = way_to(&desk, &visitor, id, &row.form, file).await?;
    if way != address(id) {
        return Ok(see_other(&way));
    }
    let who = visitor.actor.clone();
    let kept = blocking(&desk, move |desk| desk.house.draft(&who, id)).await?.or_trouble(&desk, &visitor)?;
    let values = kept.map(|kept| Typed::from_pairs(values_of(&kept.text))).unwrap_or_default();
    let w = visitor.w;
    Ok(html(&DraftTextPage {
        w,
        shell: visitor.shell(&desk, form_words(w, &row.form), Place::Elsewhere),
        draft: id,
        back: GivenBack::of(&values, ""),
    }))
}

/// Where a draft leads: to its form, or to its bare text when the file has become somebody else's. In a service that has ended only the
/// form of an addendum is left to whoever carried it out.
async fn way_to(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    draft: DraftId,
    form: &str,
    file: Option<FileId>,
) -> Result<String, Page> {
    let who = visitor.actor.clone();
    let Some(at) = file else { return Ok(place_of_form(form, file)) };
    let basis = blocking(desk, move |desk| desk.house.open_to(&who, at)).await?.or_trouble(desk, visitor)?;
    let is_open = match basis {
        None => false,
        Some(Basis::FormerProvider) => form.starts_with("addendum-"),
        Some(_) => true,
    };
    Ok(if is_open { place_of_form(form, file) } else { address(draft) })
}

fn address(draft: DraftId) -> String {
    format!("/utkast/{draft}")
}

/// The text of a draft whose file is not open to its author any more: the text, and nothing of the file.
#[derive(Template)]
#[template(path = "draft_text.html")]
struct DraftTextPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    draft: DraftId,
    back: Option<GivenBack>,
}

async fn own_row(desk: &Arc<Desk>, visitor: &Visitor, draft: &str) -> Result<DraftRow, Page> {
    let draft: DraftId = draft.parse().map_err(|_| not_found())?;
    let who = visitor.actor.clone();
    let rows = blocking(desk, move |desk| desk.house.drafts_of(&who)).await?.or_trouble(desk, visitor)?;
    rows.into_iter().find(|row| row.draft == draft.uuid()).ok_or_else(not_found)
}

async fn throw_away(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(draft): Path<String>,
) -> Result<Page, Page> {
    let draft: DraftId = draft.parse().map_err(|_| not_found())?;
    let who = visitor.actor.clone();
    let gone = blocking(&desk, move |desk| desk.house.remove_draft(&who, draft)).await?;
    if gone.or_trouble(&desk, &visitor)? { Ok(see_other("/?gjort=kastat")) } else { Err(not_found()) }
}

async fn take_over(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(draft): Path<String>,
) -> Result<Page, Page> {
    let draft: DraftId = draft.parse().map_err(|_| not_found())?;
    let asker = visitor.clone();
    let taken = blocking(&desk, move |desk| {
        let before = left_lying_before(desk, asker.now)?;
        desk.house.take_over_draft(&asker.actor, asker.now, draft, before)
    });
    taken.await?.or_trouble(&desk, &visitor)?;
    Ok(see_other("/?gjort=overtaget"))
}

#[cfg(test)]
mod tests;
