//! `/akt/{file}/forslag/{decision}`: a proposal, exactly as it was sent, before the one who may decide it. Decide, or send back with words.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use record::{
    Command, DecisionId, FileId, Text,
    decision::{OpenProposal, Return},
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::fields::Field;
use crate::file_page::{self, Back, Hidden, Sheet, read_text, title};
use crate::pages::decision::Frozen;
use crate::parts::PersonHead;
use crate::rights::{self, Right};
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/akt/{file}/forslag/{decision}", get(show).post(answer))
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
            Self::Return(motive) => Command::ReturnProposal(Return { proposal: id, motive }),
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
        // Sent twice, or answered by somebody else: nothing is left to answer.
        let known = decision.parse::<DecisionId>().is_ok_and(|id| is_answered(&open, id));
        return if known { Ok(see_other(&format!("/akt/{}", open.id))) } else { Err(not_found()) };
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
