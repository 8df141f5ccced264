//! `/akt/{file}/arende/{matter}/beslut`: the decision after the preliminary assessment: to open an investigation, not to open, to extend, to
//! link to one that runs.
//!
//! Two pages at one address. The form; then the check page with the text as it will stand, and the one button the reader has the right to:
//! to decide, or to send the proposal to somebody who may. The law's demands are tested before the check page is shown, so that a decision
//! that cannot be made is not first read through.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use law::{Asks, DecisionType};
use record::{
    Command, Context, Entry, Matter, MatterId, decide,
    decision::{Decision, Proposal},
    report::ReportState,
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, not_found, see_other};
use crate::file_page::{self, Back};
use crate::kin::{self, SameReport};
use crate::pages::decision_request::{self, DecisionRequest, Deed, stands_alike};
use crate::pages::drafts;
use crate::refusals;
use crate::rights;
use crate::routes::Routes;
use crate::siblings::own_name;
use crate::words::{Lang, Words};

pub(crate) use self::drawing::Frozen;

mod drawing;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/beslut", show, send)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let at = At::open(&desk, &visitor, &file, &matter).await?;
    let kept = drafts::kept(&desk, &visitor, &at.form(), Some(at.open.id)).await?;
    let mut presets = at.presets(&desk, &visitor);
    if kept.values.is_empty() {
        // What came in one report and stands alike is mostly decided as one. A box that somebody has cleared stays clear.
        let alike = at.siblings.iter().filter(|one| stands_alike(one, at.of().1));
        presets.extend(alike.map(|one| ("sibling".to_owned(), one.open.id.to_string())));
    }
    let typed = kept.typed(presets);
    Ok(at.form_page(
        &desk,
        &visitor,
        &typed,
        &Back::fresh(),
        kept.view,
        done_words(visitor.w, query.as_deref()),
    ))
}

async fn send(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let at = At::open(&desk, &visitor, &file, &matter).await?;
    let command = typed.command()?;
    let back =
        match decision_request::read(desk.house.law, &visitor, &at.open, at.matter, &at.siblings, &typed) {
            // Sent twice: what its first sending decided no longer waits.
            Err(_) if file_page::is_done(&desk, &visitor, &typed).await? => {
                return Ok(see_other(&at.after_before(&typed)));
            }
            Err(errors) => Back::wrong(errors),
            Ok(request) => match file_page::deed(&typed) {
                deed @ ("sign" | "propose") => {
                    let decided = Decided::of(&desk, &request);
                    let deed = if deed == "sign" { Deed::Make } else { Deed::Propose(typed.id("to")) };
                    if let Deed::Propose(Some(to)) = deed
                        && !rights::may_be_sent(&desk, &request.decisions[0].decision.kind, to)
                    {
                        return Err(not_found());
                    }
                    let wish = request.into_wish(command, typed.draft(), deed);
                    match file_page::act(&desk, &visitor, wish).await? {
                        Ok(_) => return Ok(see_other(&at.after(deed, &decided))),
                        Err(back) => back,
                    }
                }
                "change" => Back::fresh(),
                _ => match at.refusal(&desk, &visitor, &request) {
                    None => return Ok(at.check_page(&desk, &visitor, &typed, &request)),
                    Some(errors) => Back::wrong(errors),
                },
            },
        };
    let back = decision_request::told_at_its_reason(back, desk.house.law, typed.get("outcome"));
    let draft = drafts::draft_of(&desk, &visitor, &typed, &at.form(), Some(at.open.id)).await?;
    Ok(at.form_page(&desk, &visitor, &typed, &back, draft, None))
}

/// What a decision leads on to.
struct Decided {
    opening: Option<MatterId>,
    ends_report: bool,
}

impl Decided {
    fn of(desk: &Desk, request: &DecisionRequest) -> Self {
        let decision = &request.decisions[0].decision;
        let opening = decision.opening.as_ref().map(|opening| opening.matter);
        let kinds = desk.house.law.decision_types().iter();
        let extends = |kind: &DecisionType| kind.id == decision.kind && kind.asks_for(Asks::Until);
        Self { opening, ends_report: !kinds.into_iter().any(extends) }
    }
}

/// The report a decision is about, and those of siblings that came with it.
struct At {
    open: OpenFile,
    matter: MatterId,
    siblings: Vec<SameReport>,
}

impl At {
    async fn open(desk: &Arc<Desk>, visitor: &Visitor, file: &str, matter: &str) -> Result<Self, Page> {
        let open = file_page::open(desk, visitor, file, store::Part::Form).await?;
        let (matter, _) = file_page::matter(&open, matter)?;
        open.file.report(matter).map_err(|_| not_found())?;
        let mut siblings = kin::same_report(desk, visitor, &open, matter).await?;
        siblings.retain(|one| one.open.file.report(one.matter).is_ok_and(|report| report.end.is_none()));
        Ok(Self { open, matter, siblings })
    }

    fn form(&self) -> String {
        format!("decision-{}", self.matter)
    }

    fn of(&self) -> (&Matter, &ReportState) {
        let matter =
            self.open.file.matter(self.matter).expect("the matter was found when the page was opened");
        let report = self.open.file.report(self.matter).expect("and it was a report");
        (matter, report)
    }

    /// What comes next: to tell the parties of an investigation, or the reporter who waits to hear that there is none.
    fn after(&self, deed: Deed, decided: &Decided) -> String {
        let file = self.open.id;
        let owes_feedback = self.of().1.feedback_wanted.is_some() && decided.ends_report;
        match (deed, decided.opening) {
            (Deed::Propose(_), _) => format!("/akt/{file}?gjort=forslag"),
            (Deed::Make, Some(opening)) => format!("/akt/{file}/arende/{opening}/underratta?gjort=beslut"),
            (Deed::Make, None) if owes_feedback => {
                format!("/akt/{file}/arende/{}/aterkoppling?gjort=beslut", self.matter)
            }
            (Deed::Make, None) => format!("/akt/{file}?gjort=beslut"),
        }
    }

    /// What came next when the same form was sent the first time.
    fn after_before(&self, typed: &Typed) -> String {
        let opened = typed.id("opening").filter(|id| self.open.file.matters.contains_key(id));
        self.after(Deed::Make, &Decided { opening: opened, ends_report: false })
    }

    /// Ids for what may be written, and an investigation that runs as the one to link to. The outcome is nobody's guess.
    fn presets(&self, desk: &Desk, visitor: &Visitor) -> Vec<(String, String)> {
        let id = || desk.house.new_id(visitor.now).to_string();
        let mut pairs = vec![
            ("decision".to_owned(), id()),
            ("opening".to_owned(), id()),
            // What is stored is Swedish, whatever the page speaks.
            ("questions".to_owned(), Words::of(Lang::Sv).t("decision-question").into_owned()),
        ];
        for one in &self.siblings {
            pairs.push((own_name("decision", one.open.id), id()));
            pairs.push((own_name("opening", one.open.id), id()));
            pairs.push((own_name("seen", one.open.id), one.open.version().to_string()));
        }
        let running = self.open.file.running_investigations().next();
        pairs.extend(running.map(|(matter, _)| ("links-to".to_owned(), matter.to_string())));
        let returned = self.returned().and_then(|decision| {
            Some((decision, desk.house.law.decision_type(&decision.kind, visitor.now.today).ok()?))
        });
        if let Some((returned, kind)) = returned {
            let proposed = decision_request::presets_of(returned, kind);
            pairs.retain(|(name, _)| !proposed.iter().any(|(proposed, _)| proposed == name));
            pairs.extend(proposed);
        }
        pairs
    }

    /// The proposal that was sent back last: what was written in it is where the next one starts.
    fn returned(&self) -> Option<&Decision> {
        let entries = self.open.entries.iter().filter(|entry| entry.matter == Some(self.matter));
        let came_back = |id| {
            let mut all = self.open.entries.iter();
            all.any(
                |entry| matches!(&entry.entry, Entry::ProposalReturned(returned) if returned.proposal == id),
            )
        };
        entries.rev().find_map(|entry| match &entry.entry {
            Entry::DecisionProposed(proposal) => {
                Some(&proposal.decision).filter(|decision| came_back(decision.id))
            }
            _ => None,
        })
    }

    /// What the law says of the decision as it is written, before anybody's right to make it is asked.
    fn refusal(&self, desk: &Desk, visitor: &Visitor, request: &DecisionRequest) -> Option<Errors> {
        let cx = Context {
            now: visitor.now.instant,
            today: visitor.now.today,
            law: desk.house.law,
            delegation: &desk.house.delegation,
            actor: &visitor.actor,
        };
        let own = request.decisions.first()?;
        let proposal = Proposal { decision: own.decision.clone(), to: None };
        let refusal = decide(&self.open.file, Command::ProposeDecision(own.matter, proposal), &cx).err()?;
        let told = refusals::refusal(visitor.w, &refusal);
        Some(Errors::one(told.field, told.text))
    }
}

#[cfg(test)]
mod tests;
