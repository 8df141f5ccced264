//! `/akt/{file}/forslag/{decision}`: a proposal, exactly as it was sent, before the one who may decide it. Decide, or send back with words.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::{
    Command, DecisionId, FileId, Text,
    decision::{OpenProposal, Return},
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other, told};
use crate::fields::Field;
use crate::file_page::{self, Back, Hidden, Sheet, read_text, title};
use crate::pages::decision::Frozen;
use crate::parts::PersonHead;
use crate::rights::{self, Right};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/forslag/{decision}", show, answer)
}

/// The answer to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalRequest {
    /// Decided to the letter as it was proposed.
    Decide,
    /// Sent back, with what is wanted.
    Return(Text),
}

impl ProposalRequest {
    /// The command. What is decided is the proposal's own text, whatever a form says.
    pub fn into_command(self, id: DecisionId, open: &OpenProposal) -> Command {
        match self {
            Self::Decide => Command::MakeDecision(open.matter, open.decision.clone()),
            Self::Return(motive) => {
                Command::ReturnProposal(Return { proposal: id, motive: record::Part::assessment(motive) })
            }
        }
    }

    fn read(visitor: &Visitor, typed: &Typed) -> Result<Self, Errors> {
        if file_page::deed(typed) == "decide" {
            return Ok(Self::Decide);
        }
        let mut errors = Errors::none();
        let motive = read_text(visitor, typed, "motive", &mut errors);
        motive.map(Self::Return).ok_or_else(|| {
            errors.push("motive", visitor.w.t("error-return-motive"));
            errors
        })
    }
}

fn find<'a>(open: &'a OpenFile, text: &str) -> Result<(DecisionId, &'a OpenProposal), Page> {
    let id: DecisionId = text.parse().map_err(|_| not_found())?;
    open.file.proposals.get(&id).map(|proposal| (id, proposal)).ok_or_else(not_found)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    // Answered meanwhile: the child's page says what became of it.
    if decision.parse::<DecisionId>().is_ok_and(|id| is_answered(&open, id)) {
        return Ok(see_other(&format!("/akt/{}", open.id)));
    }
    draw(&desk, &visitor, &open, &decision, &Typed::default(), &Back::fresh())
}

fn is_answered(open: &OpenFile, id: DecisionId) -> bool {
    let known = open.entries.iter().any(|entry| match &entry.entry {
        record::Entry::DecisionProposed(proposal) => proposal.decision.id == id,
        _ => false,
    });
    known && !open.file.proposals.contains_key(&id)
}

async fn answer(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let command = typed.command()?;
    let Ok((id, proposal)) = find(&open, &decision) else {
        let known = decision.parse::<DecisionId>().is_ok_and(|id| is_answered(&open, id));
        let done = file_page::is_done(&desk, &visitor, &typed).await?;
        return Err(match known {
            true if done || typed.trimmed("motive").is_empty() => see_other(&format!("/akt/{}", open.id)),
            // Somebody else was first: what was to be said with it is given back.
            true => told(StatusCode::CONFLICT, "proposal-answered"),
            false => not_found(),
        });
    };
    let back = match ProposalRequest::read(&visitor, &typed) {
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let done = if request == ProposalRequest::Decide { "beslut" } else { "retur" };
            let opening = proposal.decision.opening.as_ref().filter(|_| done == "beslut").map(|o| o.matter);
            let mut wish = file_page::wish(&typed, open.id, vec![request.into_command(id, proposal)])?;
            wish.id = command;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => {
                    let at = opening.map(|matter| format!("/arende/{matter}/underratta")).unwrap_or_default();
                    return Ok(see_other(&format!("/akt/{}{at}?gjort={done}", open.id)));
                }
                Err(back) => back,
            }
        }
    };
    draw(&desk, &visitor, &open, &decision, &typed, &back)
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    decision: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let (id, proposal) = find(open, decision)?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let today = visitor.now.today;
    let kind = desk.house.law.decision_type(&proposal.decision.kind, today).map_err(|_| not_found())?;
    let unit = open.file.matter(proposal.matter).map_err(|_| not_found())?.unit;
    let presented =
        [("who", rights_signature(&proposal.by).into()), ("when", reading.moment(proposal.at).into())];
    let page = ProposalPage {
        w: visitor.w,
        shell: visitor.shell(
            desk,
            title(&reading, Some(proposal.matter), &visitor.w.t("proposal-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: open.id,
        decision: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        name: reading.in_language(&kind.name_sv, &kind.name_en).to_owned(),
        provision: kind.provision_on(today).map(ToString::to_string).unwrap_or_default(),
        presented: visitor.w.with("proposal-presented", &presented),
        frozen: Frozen::of(&reading, &proposal.decision, None),
        right: rights::right(desk, visitor, &reading, kind, unit),
        to: proposal.to.map(|to| reading.staff(to)),
        motive: sheet.area("motive", "proposal-motive", 3),
    };
    Ok(html_with(back.status, &page))
}

fn rights_signature(by: &record::Author) -> String {
    format!("{}, {}", by.name, by.title)
}

#[derive(Template)]
#[template(path = "proposal.html")]
struct ProposalPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    decision: DecisionId,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    name: String,
    provision: String,
    presented: String,
    frozen: Frozen,
    right: Right,
    to: Option<String>,
    motive: Field<'a>,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    fn proposed(scene: &Scene) -> String {
        let id = scene.at.propose(scene.alva, "ulla", "D03", "frida");
        scene.path(&format!("/forslag/{id}"))
    }

    #[tokio::test]
    async fn the_delegate_sees_the_text_as_it_was_sent_and_decides_it() {
        let scene = Scene::assessed();
        let path = proposed(&scene);
        let frida = scene.at.login("frida").await;
        let page = scene.at.get(&frida, &path).await;
        for words in ["Inte inleda utredning", "Så ser det ut.", "Föredraget av Ulla", "Fatta beslutet"] {
            assert!(page.body.contains(words), "{words}");
        }
        for _ in 0..2 {
            let done = scene.send(&frida, &path, &page, &[]).await;
            assert_eq!(done.status, 303, "sent twice, decided once");
        }
        let line = scene.timeline(scene.alva).await;
        assert_eq!(line.matches("Beslut: Inte inleda utredning").count(), 1);
        assert!(line.contains("Föredraget av"));
        assert_eq!(
            scene.at.get(&frida, &path).await.location(),
            scene.path(""),
            "answered: nothing left to read"
        );
    }

    #[tokio::test]
    async fn a_proposal_goes_back_with_words_and_not_without() {
        let scene = Scene::assessed();
        let path = proposed(&scene);
        let frida = scene.at.login("frida").await;
        let empty = scene.fill(&frida, &path, &[("deed", "return")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.body.contains("id=\"motive-error\""));
        let back = scene.fill(&frida, &path, &[("deed", "return"), ("motive", "Prata med BVC först.")]).await;
        assert_eq!(back.location(), scene.path("?gjort=retur"));
        assert!(scene.timeline(scene.alva).await.contains("Prata med BVC först."));
    }

    #[tokio::test]
    async fn the_one_who_proposed_reads_it_and_learns_whose_it_is() {
        let scene = Scene::assessed();
        let path = proposed(&scene);
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &path).await;
        assert!(page.body.contains("Du kan inte fatta det här beslutet"));
        assert!(page.body.contains(&scene.at.actor("frida").name) && !page.body.contains("Fatta beslutet"));
    }

    #[tokio::test]
    async fn unknown_proposals_are_not_there() {
        let scene = Scene::assessed();
        let frida = scene.at.login("frida").await;
        let path = scene.path("/forslag/0192b0a0-0000-7000-8000-000000000001");
        assert_eq!(scene.at.get(&frida, &path).await.status, 404);
        let command = scene.at.desk.house.new_id(scene.at.now()).to_string();
        let form = [("command", &*command), ("deed", "decide")];
        assert_eq!(scene.at.post(&frida, &path, &form).await.status, 404);
    }

    #[tokio::test]
    async fn words_written_while_somebody_else_decided_are_given_back() {
        let scene = Scene::assessed();
        let path = proposed(&scene);
        let frida = scene.at.login("frida").await;
        let page = scene.at.get(&frida, &path).await;
        assert_eq!(scene.fill(&frida, &path, &[]).await.status, 303);
        let typed = [("deed", "return"), ("motive", "Prata med BVC innan vi bestämmer något.")];
        let late = scene.send(&frida, &path, &page, &typed).await;
        assert_eq!(late.status, 409);
        assert!(late.body.contains("Prata med BVC innan vi bestämmer något."));
    }
}
