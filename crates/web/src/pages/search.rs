//! `/sok`: finds by name, identity number or matter number, and by nothing else.
//!
//! The question is posted and its answer is neither redirected nor kept, so that no name and no number ever stands in an address.
//! Every search is written in the access log with what it showed. Reception always gets an answer to an exact number: a child
//! who is hidden from reception becomes a duplicate and loses its history.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use law::Day;
use record::identity::IdentityNumber;
use store::{Contact, Hit};

use crate::beat;
use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html, refused};
use crate::fields::Field;
use crate::format;
use crate::refusals;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The field.
const FIELD: &str = "q";

/// The longest question, in characters.
const LONGEST: usize = 100;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::new().form("/sok", show, search)
}

/// What is asked, by what it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Question {
    /// `2026-1043`.
    Matter(String),
    /// An identity number that holds.
    Number(IdentityNumber),
    /// Words of a name.
    Name(String),
}

impl Question {
    /// Reads a question, or says what to do about it.
    fn read(w: &Words, text: &str, today: Day) -> Result<Self, String> {
        let text = text.trim();
        let told = |key: &str| Err(w.t(key).into_owned());
        if text.chars().count() > LONGEST || text.contains('\u{fffd}') {
            return told("search-unreadable");
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
        if let Some(number) = matter_number(text) {
            return Ok(Self::Matter(number));
        }
        match IdentityNumber::parse(text, today) {
            Ok(number) => Ok(Self::Number(number)),
            Err(error) if digits >= 6 => Err(refusals::identity(w, error).text),
            Err(_) if letters >= 2 => Ok(Self::Name(text.to_owned())),
            Err(_) if text.is_empty() => told("search-empty"),
            Err(_) => told("search-too-short"),
        }
    }
}

/// Four digits, a hyphen, and at most seven: no identity number is written so.
fn matter_number(text: &str) -> Option<String> {
    let (year, rest) = text.split_once('-')?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (year.len() == 4 && rest.len() <= 7 && is_digits(year) && is_digits(rest)).then(|| text.to_owned())
}

/// A hit, as this searcher may see it.
struct Found {
    name: String,
    masked: bool,
    facts: String,
    files: Vec<String>,
    elsewhere: Vec<String>,
    /// Where a colleague in the unit says why and then reads.
    for_a_reason: Vec<String>,
    /// Where reception breaks the glass.
    glass: Vec<String>,
    register: Option<String>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    field: Field<'a>,
    errors: &'a Errors,
    /// None before anything is asked.
    found: Option<Vec<Found>>,
    reception: bool,
}

async fn show(State(desk): State<Arc<Desk>>, visitor: Visitor) -> Page {
    html(&page(&desk, &visitor, "", &Errors::none(), None))
}

async fn search(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let question = match Question::read(visitor.w, typed.get(FIELD), now.today) {
        Ok(question) => question,
        Err(text) => {
            let errors = Errors::one(FIELD, text);
            return Ok(refused(&page(&desk, &visitor, typed.get(FIELD), &errors, None)));
        }
    };
    let hits = blocking(&desk, move |desk| match &question {
        Question::Matter(number) => desk.house.find_matter(&who, now, number),
        Question::Number(number) => desk.house.find_number(&who, now, *number),
        Question::Name(words) => desk.house.find_name(&who, now, words),
    });
    let hits = hits.await?.or_trouble(&desk, &visitor)?;
    let found = hits.iter().map(|hit| found(&desk, &visitor, hit)).collect();
    Ok(beat::mark(html(&page(&desk, &visitor, typed.get(FIELD), &Errors::none(), Some(found)))))
}

fn page<'a>(
    desk: &'a Desk,
    visitor: &'a Visitor,
    asked: &'a str,
    errors: &'a Errors,
    found: Option<Vec<Found>>,
) -> SearchPage<'a> {
    let w = visitor.w;
    let mut field = Field::text(FIELD, "search-label").hint("search-hint").value(asked).focused();
    field.error = errors.of(FIELD).map(Into::into);
    let shell = visitor.shell(desk, w.t("rail-search"), Place::Search);
    SearchPage { w, shell, field, errors, found, reception: visitor.actor.reception }
}

fn found(desk: &Desk, visitor: &Visitor, hit: &Hit) -> Found {
    let w = visitor.w;
    let first = hit.files.first().or_else(|| hit.elsewhere.first().map(|contact| &contact.file));
    let register = first.filter(|_| visitor.actor.reception).map(|file| format!("/anmalan?akt={file}"));
    let name =
        hit.card.as_ref().map_or_else(|| w.t("row-masked").into_owned(), |card| card.name().to_owned());
    Found {
        name,
        masked: hit.card.as_ref().is_none_or(|card| card.protected),
        facts: facts(w, visitor.now.today, hit),
        files: hit.files.iter().map(|file| format!("/akt/{file}")).collect(),
        elsewhere: hit.elsewhere.iter().map(|contact| contact_words(desk, w, contact)).collect(),
        for_a_reason: hit
            .elsewhere
            .iter()
            .filter(|contact| contact.for_a_reason)
            .map(|contact| format!("/akt/{}/skal", contact.file))
            .collect(),
        glass: hit
            .elsewhere
            .iter()
            .filter(|contact| contact.glass)
            .map(|contact| format!("/akt/{}/nod", contact.file))
            .collect(),
        register,
    }
}

/// Birth and age; the number too, for who may open the file anyway.
fn facts(w: &Words, today: Day, hit: &Hit) -> String {
    let Some(card) = &hit.card else { return String::new() };
    let mut facts = Vec::new();
    if let Some(number) = card.number().filter(|_| !hit.files.is_empty()) {
        facts.push(number.to_owned());
    }
    if let Some(birth) = card.birth() {
        let age = format::age(Date::from(birth), Date::from(today));
        facts.push(if age >= 0 { w.t1("search-age", "n", age) } else { w.t("search-unborn").into_owned() });
    }
    facts.join(" · ")
}

/// "Känd hos Utredningsgrupp 1. Kontakta Ulla Ekdahl, 08-465 004 11."
pub(super) fn contact_words(desk: &Desk, w: &Words, contact: &Contact) -> String {
    let organisation = desk.organisation();
    let worker = contact.worker.and_then(|worker| organisation.member(worker));
    // The worker's own unit: the one that received the first report may have left the matter long ago.
    let unit = worker.map(|worker| worker.unit).or(contact.unit).and_then(|unit| organisation.unit(unit));
    let unit = unit.map_or_else(|| desk.site.authority.clone(), |unit| unit.name.clone());
    match worker {
        Some(worker) => w.with(
            "search-known-contact",
            &[
                ("unit", unit.into()),
                ("who", worker.name.clone().into()),
                ("phone", worker.phone.clone().into()),
            ],
        ),
        None => w.t1("search-known", "unit", unit),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{StatusCode, header};
    use record::person::ProtectionLevel;

    use super::*;
    use crate::testing::TestDesk;
    use crate::words::Lang;

    fn read(text: &str) -> Result<Question, String> {
        Question::read(Words::of(Lang::Sv), text, "2026-11-24".parse().expect("a day"))
    }

    #[test]
    fn a_question_is_known_by_its_look() {
        assert_eq!(read(" 2026-1043 "), Ok(Question::Matter("2026-1043".to_owned())));
        assert!(matches!(read("850101-2382"), Ok(Question::Number(_))));
        assert!(matches!(read("198501012382"), Ok(Question::Number(_))));
        assert_eq!(read("Åsa Öberg"), Ok(Question::Name("Åsa Öberg".to_owned())));
        for wrong in
            ["", "  ", "a", "850101-2383", "20261301-0000", "\u{fffd}\u{fffd}\u{fffd}", &"a".repeat(101)]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn what_is_found_leads_to_the_file_and_no_name_to_an_address() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        let mia = desk.login("mia").await;
        for asked in ["tindra", "planterad tindra", &child.number.to_string(), "2026-1"] {
            let page = desk.post(&mia, "/sok", &[("q", asked)]).await;
            assert_eq!(page.status, StatusCode::OK, "answered where it stands: {asked}");
            assert!(page.body.contains(&format!("href=\"/akt/{}\"", child.file)), "{asked}");
            assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
        }
    }

    #[tokio::test]
    async fn who_may_not_open_the_file_learns_nothing() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        let umar = desk.login("umar").await;
        let nobody = desk.post(&umar, "/sok", &[("q", "Ingen Alls")]).await.body;
        for asked in ["tindra", &child.number.to_string(), "2026-1"] {
            let page = desk.post(&umar, "/sok", &[("q", asked)]).await.body;
            assert!(!page.contains(&child.file.to_string()) && !page.contains("Tindra"), "{asked}");
            let shown = page.replace(&format!("value=\"{asked}\""), "");
            assert_eq!(shown, nobody.replace("value=\"Ingen Alls\"", ""), "as if nobody were there");
        }
    }

    /// A child at risk is never hidden from reception: known here, contact the worker, nothing of what stands in the file.
    #[tokio::test]
    async fn reception_is_told_whom_to_contact_also_about_a_protected_child() {
        let desk = TestDesk::new();
        let child = desk.seed_with("Tindra", "Planterad", ProtectionLevel::Marked);
        desk.distribute(child, "umar");
        let mia = desk.login("mia").await;
        let page = desk.post(&mia, "/sok", &[("q", &child.number.to_string())]).await.body;
        assert!(page.contains("Känd hos Utredningsgrupp 2. Kontakta Umar Siddiqui, 08-465 004 21."));
        assert!(page.contains(&format!("href=\"/anmalan?akt={}\"", child.file)));
        assert!(page.contains("Skyddade uppgifter") && !page.contains("Tindra"));
        assert!(!page.contains(&child.person.to_string()));
        assert!(!page.contains(&format!("href=\"/akt/{}\"", child.file)));
        let by_name = desk.post(&mia, "/sok", &[("q", "tindra")]).await.body;
        assert!(!by_name.contains(&child.file.to_string()), "protected people are not found by name");
    }

    #[tokio::test]
    async fn a_wrong_number_is_told_at_the_field_with_the_number_kept() {
        let desk = TestDesk::new();
        let mia = desk.login("mia").await;
        let page = desk.post(&mia, "/sok", &[("q", "850101-2383")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("value=\"850101-2383\"") && page.body.contains("id=\"q-error\""));
        let broken = desk.post_bytes(&mia, "/sok", b"q=%ff%fe%00".to_vec()).await;
        assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    /// The child's file is in another unit: reception registers the report without opening it.
    #[tokio::test]
    async fn reception_follows_the_link_and_registers_a_report_blind() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.assess(child);
        desk.distribute(child, "ulla");
        let mia = desk.login("mia").await;
        let found = desk.post(&mia, "/sok", &[("q", &child.number.to_string())]).await.body;
        let link = found.split("href=\"").find(|rest| rest.starts_with("/anmalan?akt=")).expect("a link");
        let link = link.split('"').next().expect("an address");
        let form = desk.get(&mia, link).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.body);
        assert!(form.body.contains("Ulla Ekdahl"), "whom to contact: {}", form.body);
        let file = child.file.to_string();
        let call = [
            ("command", form.hidden("command")),
            ("category", "POL"),
            ("reporter-role", "polisassistent"),
            ("channel", "phone"),
            ("arrived", "2026-11-24"),
            ("child-1-file", file.as_str()),
            ("concern", "Hittades ensam på stationen."),
        ];
        let sent = desk.post(&mia, "/anmalan", &call).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let open = desk.desk.house.look(&desk.actor("ulla"), desk.now(), child.file, store::Part::Child);
        assert_eq!(open.expect("hers").file.matters.len(), 2);
        let stranger = desk.login("umar").await;
        assert_eq!(desk.get(&stranger, link).await.status, StatusCode::NOT_FOUND);
    }
}
