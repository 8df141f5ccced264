//! `/kopplingar`: *jag har en koppling till …* (jäv, 16–18 §§ FL). Anybody says so here, with a number and of which kind, and no more; whoever
//! leads them settles it.
//!
//! Whether the number is of somebody who is known here is not told: the answer is one and the same.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use record::FileId;
use record::identity::IdentityNumber;
use record::organisation::{Tie, TieId, TieKind};
use store::{ListNames, TiesToSettle};

use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html_with, not_found, see_other,
};
use crate::fields::{Choice, Field};
use crate::file_page::{Back, Sheet};
use crate::reading::choose;
use crate::refusals;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page, and what whoever leads settles.
pub fn routes() -> Routes {
    Routes::new().form("/kopplingar", show, say).act("/kopplingar/prova", settle)
}

/// A tie that waits to be settled.
struct Waiting {
    id: TieId,
    /// Who has it, of which kind.
    words: String,
    /// It bars by itself: there is nothing to settle but that somebody else takes over.
    always: bool,
    /// The files it shuts that the reader may open: whose, and where.
    files: Vec<(String, FileId)>,
}

#[derive(Template)]
#[template(path = "ties.html")]
struct TiesPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    done: Option<String>,
    errors: &'a Errors,
    number: Field<'a>,
    kind: Choice<'a>,
    waiting: Vec<Waiting>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let done = done_words(visitor.w, query.as_deref());
    draw(&desk, &visitor, done, &Typed::default(), &Back::fresh()).await
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    done: Option<String>,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let (w, who, now) = (visitor.w, visitor.actor.clone(), visitor.now);
    let told = blocking(desk, move |desk| desk.house.ties_to_settle(&who, now)).await?;
    let TiesToSettle { ties, names } = told.or_trouble(desk, visitor)?;
    let sheet = Sheet { typed, errors: &back.errors };
    let kinds = TieKind::ALL.map(|kind| choose(kind.code(), w.t(kind_key(kind)), false)).into();
    let page = TiesPage {
        w,
        shell: visitor.shell(desk, w.t("ties-title"), Place::More),
        done,
        errors: &back.errors,
        number: sheet.fill(Field::identity_number("number", "ties-number")),
        kind: sheet.choice("kind", "ties-kind", kinds),
        waiting: ties.iter().map(|(tie, files)| waiting(desk, w, &names, (tie, files))).collect(),
    };
    Ok(html_with(back.status, &page))
}

fn waiting(desk: &Desk, w: &Words, names: &ListNames, (tie, files): (&Tie, &[FileId])) -> Waiting {
    let organisation = desk.organisation();
    let who = organisation.known(tie.staff);
    let who = who.map_or_else(|| w.t("staff-unknown").into_owned(), |member| member.name.clone());
    let name = |file: &FileId| match names.of(*file) {
        Some(card) => card.name().to_owned(),
        None => w.t("ties-a-file").into_owned(),
    };
    Waiting {
        id: tie.id,
        words: w.with("ties-one", &[("who", who.into()), ("kind", w.t(kind_key(tie.kind)).into())]),
        always: tie.kind.always_bars(),
        files: files.iter().map(|file| (name(file), *file)).collect(),
    }
}

fn kind_key(kind: TieKind) -> &'static str {
    match kind {
        TieKind::Own => "tie-own",
        TieKind::Relative => "tie-relative",
        TieKind::Neighbour => "tie-neighbour",
        TieKind::Other => "tie-other",
    }
}

/// Somebody says that they have a tie.
async fn say(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    let mut errors = Errors::none();
    let number = IdentityNumber::parse(typed.trimmed("number"), visitor.now.today);
    if let Err(error) = &number {
        errors.push("number", refusals::identity(visitor.w, *error).text);
    }
    let kind = TieKind::ALL.into_iter().find(|kind| kind.code() == typed.get("kind"));
    if kind.is_none() {
        errors.push("kind", visitor.w.t("ties-error-kind"));
    }
    let (Ok(number), Some(kind)) = (number, kind) else {
        return draw(&desk, &visitor, None, &typed, &Back::wrong(errors)).await;
    };
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let said = blocking(&desk, move |desk| desk.house.declare_tie(&who, now, number, kind)).await?;
    said.or_trouble(&desk, &visitor)?;
    Ok(see_other("/kopplingar?gjort=koppling"))
}

/// Whoever leads settles it.
async fn settle(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    let id: TieId = typed.id("tie").ok_or_else(not_found)?;
    let bars = typed.get("bars") != "no";
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let settled = blocking(&desk, move |desk| desk.house.settle_tie(&who, now, id, bars)).await?;
    settled.or_trouble(&desk, &visitor)?;
    Ok(see_other("/kopplingar?gjort=provad"))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use record::{Command, distribution::Distribution, identity::IdentityNumber};

    use crate::testing::{Child, TestDesk};

    async fn say(desk: &TestDesk, login: &str, number: &str, kind: &str) -> crate::testing::Answer {
        let cookie = desk.login(login).await;
        desk.post(&cookie, "/kopplingar", &[("number", number), ("kind", kind)]).await
    }

    async fn opens(desk: &TestDesk, login: &str, child: Child) -> StatusCode {
        desk.get(&desk.login(login).await, &format!("/akt/{}/tidslinje", child.file)).await.status
    }

    /// A relative's file is shut to whoever had it, at once: to read, to be given, to lead; and nobody is told whether a number is known.
    #[tokio::test]
    async fn a_relatives_file_is_shut_at_once() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        assert_eq!(opens(&desk, "ulla", child).await, StatusCode::OK);
        let said = say(&desk, "ulla", &child.number.to_string(), "relative").await;
        let nobody = IdentityNumber::synthetic("2011-02-03".parse().expect("a day"), 239).to_string();
        let unknown = say(&desk, "ulla", &nobody, "relative").await;
        assert_eq!((said.status, said.location()), (unknown.status, unknown.location()));
        assert_eq!(said.location(), "/kopplingar?gjort=koppling");
        assert_eq!(desk.desk.house.establishment().ties.len(), 1, "to whom is not known here nobody is tied");
        assert_eq!(opens(&desk, "ulla", child).await, StatusCode::SEE_OTHER, "asked for what cannot wait");
        let own = desk.get(&desk.login("ulla").await, "/").await.body;
        assert!(!own.contains("Tindra"), "the list names nobody who is shut");

        // Frida leads: she may not be tied either, and gives it to somebody who is not.
        let to = desk.actor("ulla");
        let again = Distribution { main: to.staff, second: None, unit: to.unit };
        let refused = desk.act("frida", child.file, vec![Command::Distribute(child.matter, again)]);
        assert!(matches!(refused, Err(store::Trouble::Refused { refusal: record::Refusal::Tied, .. })));
        desk.distribute(child, "umar");
        assert_eq!(opens(&desk, "umar", child).await, StatusCode::OK);
        say(&desk, "frida", &child.number.to_string(), "own").await;
        let to = desk.actor("umar");
        let given = Distribution { main: to.staff, second: None, unit: to.unit };
        let shut = desk.act("frida", child.file, vec![Command::Distribute(child.matter, given)]);
        assert!(matches!(shut, Err(store::Trouble::NotFound)));
    }

    /// A neighbour goes on until whoever leads has settled it; and nobody settles their own.
    #[tokio::test]
    async fn a_neighbour_is_settled_by_whoever_leads() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        say(&desk, "ulla", &child.number.to_string(), "neighbour").await;
        assert_eq!(opens(&desk, "ulla", child).await, StatusCode::OK, "not settled yet");
        let tie = desk.desk.house.establishment().ties[0].id.to_string();
        let bars = [("tie", tie.as_str()), ("bars", "yes")];
        let (ulla, frida) = (desk.login("ulla").await, desk.login("frida").await);
        assert_eq!(desk.post(&ulla, "/kopplingar/prova", &bars).await.status, StatusCode::NOT_FOUND);
        assert!(desk.get(&frida, "/").await.body.contains("/kopplingar"), "it waits for her");
        let page = desk.get(&frida, "/kopplingar").await.body;
        assert!(page.contains("Ulla Ekdahl") && page.contains("Tindra Planterad"), "{page}");
        let free = [("tie", tie.as_str()), ("bars", "no")];
        assert_eq!(desk.post(&frida, "/kopplingar/prova", &free).await.status, StatusCode::SEE_OTHER);
        assert_eq!(opens(&desk, "ulla", child).await, StatusCode::OK);
        assert!(!desk.get(&frida, "/kopplingar").await.body.contains(&tie), "settled");
        assert_eq!(desk.post(&frida, "/kopplingar/prova", &bars).await.status, StatusCode::SEE_OTHER);
        assert_eq!(opens(&desk, "ulla", child).await, StatusCode::SEE_OTHER, "settled anew");
    }

    /// What nobody else can do without considerable delay is done, for an hour, with the reason beside it in the log (17 § FL).
    #[tokio::test]
    async fn what_nobody_else_can_do_in_time_is_done_and_logged() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        say(&desk, "ulla", &child.number.to_string(), "relative").await;
        let ulla = desk.login("ulla").await;
        let path = format!("/akt/{}/skal", child.file);
        let page = desk.get(&ulla, &path).await.body;
        assert!(page.contains("17 § förvaltningslagen") && !page.contains("value=\"cover\""), "{page}");
        assert!(page.contains("Kontakta Frida Månsson") && !page.contains("Kontakta Ulla"), "{page}");
        let other = [("reason", "cover"), ("words", "Jag vill läsa")];
        assert_eq!(desk.post(&ulla, &path, &other).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let reason =
            [("reason", "unavoidable"), ("words", "Barnet måste hämtas nu och jag är ensam i tjänst")];
        assert_eq!(desk.post(&ulla, &path, &reason).await.status, StatusCode::SEE_OTHER);
        assert_eq!(opens(&desk, "ulla", child).await, StatusCode::OK);
        let note = desk.get(&ulla, &format!("/akt/{}/anteckning", child.file)).await;
        assert_eq!(note.status, StatusCode::OK, "and may write");
        let readers = desk.get(&desk.login("frida").await, &format!("/akt/{}/lasare", child.file)).await.body;
        assert!(readers.contains("Ingen annan kan göra det utan olägligt uppskov"), "{readers}");
        // Nobody without a tie gives that reason, and a tie opens nothing to whoever had no ground.
        let oskar = desk.login("oskar").await;
        assert_eq!(desk.post(&oskar, &path, &reason).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        say(&desk, "oskar", &child.number.to_string(), "relative").await;
        assert_eq!(desk.get(&oskar, &path).await.status, StatusCode::NOT_FOUND);
        desk.desk.clock.advance(1);
        assert_eq!(opens(&desk, "ulla", child).await, StatusCode::SEE_OTHER, "the hour has passed");
    }
}
