//! `/akt/{file}/skal`: why a colleague in the unit, without a part in the file, needs to read it.
//!
//! Nobody else comes here: whoever has a ground is never asked, and to everybody outside the unit the address names nothing. The page
//! tells whom to ask instead, and nothing of what stands in the file.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use law::Choice;
use record::access::UNAVOIDABLE;
use record::organisation::Member;
use record::{Code, FileId};
use store::{Contact, Reason};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, not_found, see_other};
use crate::fields::{self, Choose, Field};
use crate::file_page::{Back, Sheet, read_text};
use crate::pages::search::contact_words;
use crate::reading::choose;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/skal", show, give)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
) -> Result<Page, Page> {
    let contact = asked(&desk, &visitor, &file).await?;
    // Of one reason there is nothing to choose.
    let chosen = contact.tied.then(|| ("reason".to_owned(), UNAVOIDABLE.to_owned()));
    Ok(draw(&desk, &visitor, &contact, &Typed::from_pairs(chosen), &Back::fresh()))
}

async fn give(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let contact = asked(&desk, &visitor, &file).await?;
    let reason = match read(&desk, &visitor, contact.tied, &typed) {
        Ok(reason) => reason,
        Err(errors) => return Ok(draw(&desk, &visitor, &contact, &typed, &Back::wrong(errors))),
    };
    let (who, now, file) = (visitor.actor.clone(), visitor.now, contact.file);
    let given = blocking(&desk, move |desk| desk.house.give_reason(&who, now, file, &reason)).await?;
    given.or_trouble(&desk, &visitor)?;
    Ok(see_other(&format!("/akt/{file}")))
}

/// Whom to contact; 404 for everybody who is not to be asked.
async fn asked(desk: &Arc<Desk>, visitor: &Visitor, file: &str) -> Result<Contact, Page> {
    let file: FileId = file.parse().map_err(|_| not_found())?;
    let who = visitor.actor.clone();
    let asked = blocking(desk, move |desk| desk.house.asked_for_reason(&who, file)).await?;
    asked.or_trouble(desk, visitor)
}

/// Reads a reason from its form: of somebody who is tied to the file, or of a colleague.
///
/// # Errors
/// What is wrong, at its field.
pub fn read(desk: &Desk, visitor: &Visitor, tied: bool, typed: &Typed) -> Result<Reason, Errors> {
    let choices = reasons(desk, visitor, tied);
    read_of(visitor, typed, &choices, ["reason-missing", "reason-words-missing"])
}

/// The reasons that are asked for: of somebody who is tied to the file that nobody else can do it in time, of others any other.
fn reasons<'d>(desk: &'d Desk, visitor: &Visitor, tied: bool) -> Vec<&'d Choice> {
    let mut choices = desk.house.law.list("reading_reason", visitor.now.today);
    choices.retain(|choice| (choice.code == UNAVOIDABLE) == tied);
    choices
}

/// Reads one of some choices, and the words that must stand beside it. The messages are for what is missing.
///
/// # Errors
/// What is wrong, at its field.
pub(super) fn read_of(
    visitor: &Visitor,
    typed: &Typed,
    choices: &[&Choice],
    missing: [&str; 2],
) -> Result<Reason, Errors> {
    let mut errors = Errors::none();
    let code = typed.get("reason");
    if choices.iter().all(|choice| choice.code != code) {
        errors.push("reason", visitor.w.t(missing[0]));
    }
    let words = read_text(visitor, typed, "words", &mut errors);
    if words.is_none() {
        errors.push("words", visitor.w.t(missing[1]));
    }
    match words {
        Some(words) if errors.is_empty() => Ok(Reason { code: Code::from(code), words }),
        _ => Err(errors),
    }
}

fn draw(desk: &Desk, visitor: &Visitor, contact: &Contact, typed: &Typed, back: &Back) -> Page {
    let w = visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let choices = reasons(desk, visitor, contact.tied);
    let page = ReasonPage {
        w,
        shell: visitor.shell(
            desk,
            if contact.tied { w.t("reason-tied-title") } else { w.t("reason-title") },
            Place::Elsewhere,
        ),
        file: contact.file,
        tied: contact.tied,
        contact: contact_words(desk, w, &instead_of(desk, visitor, contact)),
        errors: &back.errors,
        reason: sheet.choice("reason", "reason-why", options_of(w, &choices)),
        words: Field { max: 500, ..sheet.area("words", "reason-words", 2) },
    };
    html_with(back.status, &page)
}

/// Whom to turn to: where it is the reader's own matter, whoever leads the unit.
fn instead_of(desk: &Desk, visitor: &Visitor, contact: &Contact) -> Contact {
    let own = visitor.actor.staff;
    if contact.worker != Some(own) {
        return contact.clone();
    }
    let organisation = desk.organisation();
    let leads = |member: &&Member| {
        member.staff != own && contact.unit.is_some_and(|unit| member.manages.contains(&unit))
    };
    let leader = organisation.members.iter().filter(leads).min_by_key(|member| member.level);
    Contact { worker: leader.map(|member| member.staff), ..contact.clone() }
}

/// The law's choices, as a form offers them.
pub(super) fn options_of(w: &Words, choices: &[&Choice]) -> Vec<Choose<'static>> {
    let option = |choice: &&Choice| {
        let words = if w.lang() == Lang::Sv { &choice.sv } else { &choice.en };
        choose(choice.code.clone(), words.clone(), false)
    };
    choices.iter().map(option).collect()
}

#[derive(Template)]
#[template(path = "reason.html")]
struct ReasonPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    file: FileId,
    tied: bool,
    contact: String,
    errors: &'a Errors,
    reason: fields::Choice<'a>,
    words: Field<'a>,
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use record::person::ProtectionLevel;

    use crate::testing::{Child, TestDesk};

    const WORDS: &str = "Mamman ringde och Ulla är sjuk i dag";

    async fn at(desk: &TestDesk, login: &str, child: Child, end: &str) -> crate::testing::Answer {
        desk.get(&desk.login(login).await, &format!("/akt/{}{end}", child.file)).await
    }

    #[tokio::test]
    async fn a_colleague_says_why_reads_and_it_stands_under_who_has_read() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        let oskar = desk.login("oskar").await;
        let file = format!("/akt/{}", child.file);

        let found = desk.post(&oskar, "/sok", &[("q", "Tindra")]).await;
        assert!(found.body.contains(&format!("{file}/skal")), "the search leads here");
        let asked = desk.get(&oskar, &file).await;
        assert_eq!(
            (asked.status, asked.location()),
            (StatusCode::SEE_OTHER, format!("{file}/skal").as_str())
        );
        let page = desk.get(&oskar, &format!("{file}/skal")).await;
        assert!(page.body.contains("Ulla Ekdahl"), "whom to ask instead");
        assert!(!page.body.contains("Tindra"), "nothing of what stands in the file");

        let empty = desk.post(&oskar, &format!("{file}/skal"), &[("words", WORDS)]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.body.contains(WORDS) && empty.body.contains("Välj varför"), "kept, and told");
        let empty = desk.post(&oskar, &format!("{file}/skal"), &[("reason", "cover"), ("words", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);

        let given =
            desk.post(&oskar, &format!("{file}/skal"), &[("reason", "cover"), ("words", WORDS)]).await;
        assert_eq!((given.status, given.location()), (StatusCode::SEE_OTHER, file.as_str()));
        let page = desk.get(&oskar, &file).await;
        assert!(page.body.contains("Tindra") && page.body.contains("angivet skäl"));
        assert!(!page.body.contains("/anteckning"), "reads, and is offered nothing to write");
        let timeline = desk.get(&oskar, &format!("{file}/tidslinje")).await;
        assert!(timeline.status == StatusCode::OK && !timeline.body.contains("/bestridande"));
        let form = desk.get(&oskar, &format!("{file}/anteckning")).await;
        assert_eq!(form.status, StatusCode::NOT_FOUND);

        let readers = at(&desk, "ulla", child, "/lasare").await.body;
        for told in ["Oskar Blom", "Kollega med angivet skäl", "Jag ersätter den som har ärendet", WORDS] {
            assert!(readers.contains(told), "{told}");
        }
    }

    #[tokio::test]
    async fn nobody_else_learns_that_there_is_anything_to_ask_for() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        let protected = desk.seed_with("Dold", "Planterad", ProtectionLevel::Marked);
        desk.distribute(protected, "ulla");
        let nothing = desk.get(&desk.login("umar").await, "/akt/1/skal").await;
        for (login, child) in [("umar", child), ("mia", child), ("oskar", protected), ("ulla", child)] {
            let page = at(&desk, login, child, "/skal").await;
            assert_eq!((page.status, &page.body), (StatusCode::NOT_FOUND, &nothing.body), "{login}");
        }
        let given = [("reason", "other"), ("words", WORDS)];
        let umar = desk.login("umar").await;
        let posted = desk.post(&umar, &format!("/akt/{}/skal", child.file), &given).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
        assert_eq!(at(&desk, "umar", child, "").await.status, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_reason_holds_for_an_hour() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        let reason = store::Reason { code: "cover".into(), words: crate::testing::text(WORDS) };
        let (house, oskar, then) = (&desk.desk.house, desk.actor("oskar"), desk.now());
        house.give_reason(&oskar, then, child.file, &reason).expect("a colleague may");
        let after = |us: i64| {
            let instant = jiff::Timestamp::from_microsecond(then.micros() + us).expect("an instant");
            house.look(&oskar, store::Now { instant, ..then }, child.file, store::Part::Child)
        };
        assert!(after(store::HOLDS_US - 1).is_ok());
        assert!(matches!(after(store::HOLDS_US), Err(store::Trouble::ReasonNeeded(_))));
    }
}
