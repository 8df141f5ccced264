//! `/akt/{file}/samtycken`: the register of consents to share. To whom, what for, how much and until when; and who takes one back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use law::DisclosureGround;
use record::sharing::{GROUND, KINDS, SharingConsent, SharingRevoked, Standing};
use record::{Code, Command, FileId, Moment, PersonId, SharingConsentId};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, see_other};
use crate::disclosure_view::{ground, unsure, whole};
use crate::fields::{Choice, Choose, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_day, read_known, read_moment, read_text, title,
};
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/samtycken", show, sign)
}

/// The consents that hold at a moment, to choose from.
pub fn holding(reading: &Reading<'_>, at: Moment) -> Vec<Choose<'static>> {
    let holding = reading.open.file.sharing.iter().filter(|(_, standing)| standing.holds(at));
    holding.map(|(id, standing)| choose(id.to_string(), words(reading, standing), false)).collect()
}

/// What something that is sent outside may rest on: each consent that holds now and reaches it, and each provision that lets it be sent without
/// one, with its conditions and how sure it is. A consent's value is `U04:` and its id.
pub fn carriers(reading: &Reading<'_>, sort: &str, at: Moment) -> Vec<Choose<'static>> {
    let kinds = [Code::from(sort)];
    let all = reading.open.file.sharing.iter();
    let reaching = all.filter(|(_, standing)| standing.holds(at) && standing.reaches(&kinds));
    let consent = |(id, standing): (&SharingConsentId, &Standing)| Choose {
        hint: Some(standing.consent.purpose.to_string().into()),
        ..choose(format!("{GROUND}:{id}"), words(reading, standing), false)
    };
    let rows = reading.law.disclosure_grounds().iter();
    let without = rows.filter(|row| row.sending && row.is_valid_on(reading.today) && row.id != GROUND);
    let provision = |row: &DisclosureGround| {
        let when = reading.in_language(&row.when_sv, &row.when_en);
        let unsure = unsure(reading, row.certainty).map(|unsure| format!(" {unsure}")).unwrap_or_default();
        Choose {
            hint: Some(format!("{when}{unsure}").into()),
            ..choose(row.id.clone(), ground(reading, &Code::from(row.id.as_str())), false)
        }
    };
    reaching.map(consent).chain(without.map(provision)).collect()
}

/// What was chosen of [`carriers`]: the row of the law, and the consent where there is one.
pub fn read_carrier(chosen: &str) -> Option<(Code, Option<SharingConsentId>)> {
    match chosen.split_once(':') {
        Some((ground, consent)) => Some((Code::from(ground), Some(consent.parse().ok()?))),
        None if chosen.is_empty() => None,
        None => Some((Code::from(chosen), None)),
    }
}

/// What something that was sent rests on, in words.
pub fn carried(reading: &Reading<'_>, row: &Code, consent: Option<SharingConsentId>) -> String {
    let standing = consent.and_then(|id| reading.open.file.sharing.get(&id));
    standing.map_or_else(|| ground(reading, row), |standing| words(reading, standing))
}

/// "Beslut; Skola och förskola".
pub fn kinds(reading: &Reading<'_>, kinds: &[Code]) -> String {
    kinds.iter().map(|kind| reading.code(KINDS, kind)).collect::<Vec<_>>().join("; ")
}

/// The sorts of information to choose among.
pub fn kind_choices<'a>(reading: &Reading<'_>, sheet: Sheet<'a>, label_key: &'static str) -> Choice<'a> {
    sheet.choice("kind", label_key, reading.choices(KINDS, ""))
}

/// The sorts that were ticked.
pub fn read_kinds(typed: &Typed) -> Vec<Code> {
    typed.all("kind").into_iter().filter(|kind| !kind.is_empty()).map(Code::from).collect()
}

/// "Ekbackens skola, samtycke från Karin tis 24 nov: Skola och förskola".
fn words(reading: &Reading<'_>, standing: &Standing) -> String {
    let consent = &standing.consent;
    let to = consent.to.as_str().lines().next().unwrap_or_default();
    let (who, day) = (reading.name(consent.by), reading.day(consent.at.day));
    let kinds = kinds(reading, &consent.kinds);
    let values = [("to", to.into()), ("who", who.into()), ("day", day.into()), ("kinds", kinds.into())];
    reading.w.with("sharing-choice", &values)
}

/// A consent as the register shows it.
struct Row {
    id: SharingConsentId,
    to: String,
    purpose: String,
    kinds: String,
    extent: String,
    by: String,
    /// From when to when, or that it was taken back.
    time: String,
    holds: bool,
}

impl Row {
    fn of(reading: &Reading<'_>, now: Moment, id: SharingConsentId, standing: &Standing) -> Self {
        let w = reading.w;
        let consent = &standing.consent;
        let from = reading.day(consent.at.day);
        let time = match (standing.revoked, consent.until) {
            (Some(back), _) => {
                w.with("sharing-taken-back", &[("from", from.into()), ("day", reading.moment(back).into())])
            }
            (None, Some(last)) => {
                w.with("sharing-until", &[("from", from.into()), ("day", reading.day(last).into())])
            }
            (None, None) => w.t1("sharing-from", "from", from),
        };
        Self {
            id,
            to: consent.to.to_string(),
            purpose: consent.purpose.to_string(),
            kinds: kinds(reading, &consent.kinds),
            extent: consent.extent.to_string(),
            by: reading.full_name(consent.by),
            time,
            holds: standing.holds(now),
        }
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    whole(&open)?;
    let typed = Typed::from_pairs(moment_pairs("occurred", moment_now(&visitor)));
    let done = done_words(visitor.w, query.as_deref());
    Ok(draw(&desk, &visitor, &open, &typed, &Back::fresh(), done))
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    whole(&open)?;
    let here = format!("/akt/{}/samtycken", open.id);
    let known = |id: &SharingConsentId| open.file.sharing.contains_key(id);
    // The id of the form is that of the consent: sending it twice is consenting once.
    let id = SharingConsentId::new(typed.command()?.uuid());
    let mut errors = Errors::none();
    let (read, done) = match read_known(&visitor, &typed, "revoke", &mut errors, known) {
        Some(revoked) => {
            let at = moment_now(&visitor);
            (Ok(Command::RevokeSharing(SharingRevoked { id: revoked, at })), "aterkallat")
        }
        None if !errors.is_empty() => (Err(errors), ""),
        None => (read(&visitor, &open, id, &typed).map(Command::ConsentToSharing), "delning"),
    };
    match file_page::carry_out(&desk, &visitor, &open, &typed, read).await? {
        None => Ok(see_other(&format!("{here}?gjort={done}"))),
        Some(back) => Ok(draw(&desk, &visitor, &open, &typed, &back, None)),
    }
}

fn read(
    visitor: &Visitor,
    open: &OpenFile,
    id: SharingConsentId,
    typed: &Typed,
) -> Result<SharingConsent, Errors> {
    let mut errors = Errors::none();
    let at = read_moment(visitor, typed, "occurred", &mut errors);
    let until = read_day(visitor, typed, "until", &mut errors);
    let by = read_known(visitor, typed, "person", &mut errors, |id: &PersonId| open.people.contains_key(id));
    let to = read_text(visitor, typed, "recipient", &mut errors);
    let purpose = read_text(visitor, typed, "purpose", &mut errors);
    let extent = read_text(visitor, typed, "text", &mut errors);
    let kinds = read_kinds(typed);
    for (name, missing, key) in [
        ("person", by.is_none(), "error-sharing-by"),
        ("recipient", to.is_none(), "error-sharing-to"),
        ("purpose", purpose.is_none(), "error-sharing-purpose"),
        ("kind", kinds.is_empty(), "error-sharing-kind"),
        ("text", extent.is_none(), "error-sharing-extent"),
    ] {
        if missing {
            errors.push(name, visitor.w.t(key));
        }
    }
    match (at, by, to, purpose, extent) {
        (Some(at), Some(by), Some(to), Some(purpose), Some(extent)) if errors.is_empty() => {
            Ok(SharingConsent { id, by, at, to, purpose, kinds, extent, until })
        }
        _ => Err(errors),
    }
}

fn draw(
    desk: &Desk,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    back: &Back,
    done: Option<String>,
) -> Page {
    let reading = file_page::reading(desk, visitor, open);
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let (file, now) = (&open.file, moment_now(visitor));
    let people = file.person().into_iter().chain(reading.guardians());
    let people = people.map(|person| choose(person.to_string(), reading.full_name(person), false));
    let mut all: Vec<(&SharingConsentId, &Standing)> = file.sharing.iter().collect();
    all.sort_by_key(|(_, standing)| std::cmp::Reverse(standing.consent.at));
    let page = SharingPage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("sharing-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        done,
        errors: &back.errors,
        since: &back.since,
        rows: all.into_iter().map(|(id, standing)| Row::of(&reading, now, *id, standing)).collect(),
        by: sheet.choice("person", "sharing-by", people.collect()),
        to: sheet.text("recipient", "label-sharing-to"),
        purpose: sheet.text("purpose", "label-sharing-purpose"),
        kinds: kind_choices(&reading, sheet, "label-sharing-kinds"),
        extent: sheet.area("text", "label-sharing-extent", 2),
        until: Field { optional: true, ..sheet.day("until", "label-until") },
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
    };
    html_with(back.status, &page)
}

#[derive(Template)]
#[template(path = "sharing.html")]
struct SharingPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    done: Option<String>,
    errors: &'a Errors,
    since: &'a [String],
    rows: Vec<Row>,
    by: Choice<'a>,
    to: Field<'a>,
    purpose: Field<'a>,
    kinds: Choice<'a>,
    extent: Field<'a>,
    until: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
}
