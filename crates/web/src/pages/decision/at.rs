//! Where a decision is made: the matter, which types of decision belong there, what stands in the form from the start, what comes after.

use std::sync::Arc;

use law::{Asks, Condition, DecisionType, MadeIn, Obstacle};
use record::{
    Command, Context, DecisionId, Entry, Matter, MatterId, MatterState, Refusal, decide,
    decision::{CONSENT, Decision, FOR_PARTY, Proposal},
    facts,
    preliminary::ChildHeard,
    report::ReportState,
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, not_found};
use crate::file_page;
use crate::kin::{self, SameReport};
use crate::pages::decision_request::{self, DecisionRequest, Deed, Form, grants, reason_field};
use crate::reading::Reading;
use crate::refusals;
use crate::rights::{self, Right};
use crate::siblings::own_name;
use crate::signed::Signed;
use crate::words::{Lang, Words};

/// The event that ends an investigation.
const CLOSED: &str = "investigation.closed";

/// The matter a decision is made in, and those of siblings that came with it.
pub(super) struct At {
    pub(super) open: OpenFile,
    pub(super) matter: MatterId,
    pub(super) siblings: Vec<SameReport>,
    /// The decision that is changed or corrected, when that is what the page is for.
    pub(super) changed: Option<DecisionId>,
    /// The types that can be made here.
    pub(super) kinds: Vec<&'static DecisionType>,
}

impl At {
    /// A decision in a matter.
    pub(super) async fn open(
        desk: &Arc<Desk>,
        visitor: &Visitor,
        file: &str,
        matter: &str,
    ) -> Result<Self, Page> {
        let open = file_page::open(desk, visitor, file, store::Part::Form).await?;
        let (id, matter) = file_page::matter(&open, matter)?;
        let kinds = made_in(desk, visitor, places(matter), false);
        let mut siblings = kin::same_report(desk, visitor, &open, id).await?;
        siblings.retain(|one| one.open.file.report(one.matter).is_ok_and(|report| report.end.is_none()));
        Ok(Self { open, matter: id, siblings, changed: None, kinds })
    }

    /// A decision that changes or corrects one that stands, in the matter of that one.
    pub(super) async fn change(
        desk: &Arc<Desk>,
        visitor: &Visitor,
        file: &str,
        decision: &str,
    ) -> Result<Self, Page> {
        let open = file_page::open(desk, visitor, file, store::Part::Form).await?;
        let id: DecisionId = decision.parse().map_err(|_| not_found())?;
        let matter = open.file.decisions.get(&id).ok_or_else(not_found)?.matter;
        let kinds = made_in(desk, visitor, &[MadeIn::Anywhere], true);
        Ok(Self { open, matter, siblings: Vec::new(), changed: Some(id), kinds })
    }

    /// The page's own address.
    pub(super) fn path(&self) -> String {
        match self.changed {
            Some(changed) => format!("/akt/{}/beslut/{changed}/andra", self.open.id),
            None => format!("/akt/{}/arende/{}/beslut", self.open.id, self.matter),
        }
    }

    /// The name of its draft.
    pub(super) fn draft(&self) -> String {
        match self.changed {
            Some(changed) => format!("change-{changed}"),
            None => format!("decision-{}", self.matter),
        }
    }

    pub(super) fn matter(&self) -> &Matter {
        self.open.file.matter(self.matter).expect("the matter was found when the page was opened")
    }

    /// The report it is about, where it is about one.
    pub(super) fn report(&self) -> Option<&ReportState> {
        self.open.file.report(self.matter).ok().filter(|_| self.changed.is_none())
    }

    /// Is the decision made in an investigation that runs?
    pub(super) fn is_investigation_running(&self) -> bool {
        self.open.file.running_investigations().any(|(matter, _)| matter == self.matter)
    }

    pub(super) fn asked_by(&self, what: Asks) -> bool {
        self.kinds.iter().any(|kind| kind.asks_for(what))
    }

    pub(super) fn form<'a>(&'a self, desk: &'a Desk, visitor: &'a Visitor) -> Form<'a> {
        let (open, matter) = (&self.open, self.matter);
        Form { desk, visitor, open, matter, kinds: &self.kinds, siblings: &self.siblings }
    }

    /// The reader's right to make such a decision here. A change is made as low as the decision it changes.
    pub(super) fn right(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        reading: &Reading<'_>,
        kind: &DecisionType,
    ) -> Right {
        rights::right(desk, visitor, reading, (self.judged(desk, visitor, kind), None), self.matter().unit)
    }

    /// May a proposal of this kind be put before somebody?
    pub(super) fn may_be_sent(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        kind: &DecisionType,
        to: record::StaffId,
    ) -> bool {
        rights::may_be_sent(desk, &self.judged(desk, visitor, kind).id, visitor.actor.staff, to)
    }

    fn judged<'k>(&self, desk: &Desk, visitor: &Visitor, kind: &'k DecisionType) -> &'k DecisionType {
        rights::judged(desk.house.law, &self.open.file, kind, self.changed, visitor.now.today)
    }

    /// What comes next: to tell the parties, or the reporter who waits to hear that there is no investigation.
    pub(super) fn after(&self, deed: Deed, decided: &Decided) -> String {
        let file = self.open.id;
        let waits = self.report().is_some_and(|report| report.feedback_wanted.is_some());
        match (deed, decided.opening) {
            (Deed::Propose(_), _) => format!("/akt/{file}?gjort=forslag"),
            (Deed::Make, Some(opening)) => format!("/akt/{file}/arende/{opening}/underratta?gjort=beslut"),
            (Deed::Make, None) if decided.for_parties => {
                format!("/akt/{file}/beslut/{}/underrattelse?gjort=beslut", decided.id)
            }
            (Deed::Make, None) if waits && decided.ends_report => {
                format!("/akt/{file}/arende/{}/aterkoppling?gjort=beslut", self.matter)
            }
            (Deed::Make, None) => format!("/akt/{file}?gjort=beslut"),
        }
    }

    /// What came next when the same form was sent the first time.
    pub(super) fn after_before(&self, typed: &Typed) -> String {
        let opening = typed.id("opening").filter(|id| self.open.file.matters.contains_key(id));
        let made = typed.id("decision").and_then(|id| Some((id, self.open.file.decisions.get(&id)?)));
        let (id, for_parties) = match made {
            Some((id, state)) => (id, state.for_parties),
            None => return self.after(Deed::Propose(None), &Decided::nothing()),
        };
        self.after(Deed::Make, &Decided { id, opening, ends_report: false, for_parties })
    }

    /// What stands in the form from the start: ids for what may be written, what the investigation has said already, what is nearest at
    /// hand. The outcome is nobody's guess.
    pub(super) fn presets(&self, desk: &Desk, visitor: &Visitor) -> Vec<(String, String)> {
        let id = || desk.house.new_id(visitor.now).to_string();
        let mut pairs = vec![
            ("decision".to_owned(), id()),
            ("opening".to_owned(), id()),
            ("beside".to_owned(), id()),
            ("closes".to_owned(), "yes".to_owned()),
            // What is stored is Swedish, whatever the page speaks.
            ("questions".to_owned(), Words::of(Lang::Sv).t("decision-question").into_owned()),
        ];
        pairs.extend(self.changed.map(|changed| ("changes".to_owned(), changed.to_string())));
        for one in &self.siblings {
            pairs.push((own_name("decision", one.open.id), id()));
            pairs.push((own_name("opening", one.open.id), id()));
            pairs.push((own_name("seen", one.open.id), one.open.version().to_string()));
        }
        if self.asked_by(Asks::Grants) {
            let reading = file_page::reading(desk, visitor, &self.open);
            pairs.extend(grants::presets(desk, visitor, &reading, self.matter));
        }
        pairs.extend(self.heard());
        let running = self.open.file.running_investigations().next();
        pairs.extend(running.map(|(matter, _)| ("links-to".to_owned(), matter.to_string())));
        let returned = self.returned().and_then(|decision| {
            Some((decision, desk.house.law.decision_type(&decision.kind, visitor.now.today).ok()?))
        });
        if let Some((returned, kind)) = returned {
            let proposed = decision_request::presets_of(returned, kind);
            // Whether it closes and which rows it had is as it was proposed, also where it was not.
            pairs.retain(|(name, _)| name != "closes" && !proposed.iter().any(|(other, _)| other == name));
            pairs.extend(proposed);
        }
        pairs
    }

    /// The child's part, as it stands in the signed investigation.
    fn heard(&self) -> Vec<(String, String)> {
        let signed = Signed::last(&self.open, self.matter).filter(|_| self.asked_by(Asks::Child));
        let pair = |name: &str, value: String| (name.to_owned(), value);
        match signed.and_then(|signed| signed.written.child.as_ref()) {
            Some(ChildHeard::Heard(said)) => {
                let kept = (!said.keep.is_empty()).then(|| pair("keep", "child-view".to_owned()));
                std::iter::once(pair("child-view", said.text.to_string())).chain(kept).collect()
            }
            Some(ChildHeard::NotHeard { reason, words }) => {
                let words = words.as_ref().map(|part| pair("child-view", part.text.to_string()));
                words.into_iter().chain([pair("child-not-heard", reason.as_str().to_owned())]).collect()
            }
            None => Vec::new(),
        }
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
        for entry in entries.rev() {
            match &entry.entry {
                // What was decided since is where one starts anew.
                Entry::DecisionMade(_) => return None,
                Entry::DecisionProposed(proposal) => {
                    let decision = &proposal.decision;
                    if came_back(decision.id) && decision.changes == self.changed {
                        return Some(decision);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// What the law says of the decision as it is written, before anybody's right to make it is asked. Told where it can be mended.
    pub(super) fn refusal(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        request: &DecisionRequest,
    ) -> Option<Errors> {
        let orders = desk.house.delegation();
        let cx = Context {
            now: visitor.now.instant,
            today: visitor.now.today,
            law: desk.house.law,
            delegation: &orders,
            actor: &visitor.actor,
        };
        let own = request.decisions.first()?;
        let proposal = Proposal { decision: own.decision.clone(), to: None };
        let refusal = decide(&self.open.file, Command::ProposeDecision(own.matter, proposal), &cx).err()?;
        let told = refusals::refusal(visitor.w, &refusal);
        let reading = file_page::reading(desk, visitor, &self.open);
        let field = match &refusal {
            Refusal::ConsentLacking { .. } => grants::lacking(&reading, own.matter, &own.decision.grants),
            Refusal::Asks { fact, .. } if fact == CONSENT => {
                grants::lacking(&reading, own.matter, &own.decision.grants)
            }
            _ => at_its_reason(desk, &own.decision, told.field).to_owned(),
        };
        Some(Errors::one(field, told.text))
    }

    /// What must be done first, by the law's rows for the types that are offered, and where.
    pub(super) fn undone(&self, visitor: &Visitor) -> Vec<Undone> {
        let today = visitor.now.today;
        let investigated = self.is_investigation_running();
        let holds = |fact: &str| facts::holds(&self.open.file, self.matter, fact, today) == Some(true);
        // What holds only for some reasons is told when one of them is chosen.
        let required = self.kinds.iter().flat_map(|kind| &kind.requires).filter(|row| row.covers(None));
        let blocks =
            |row: &&Condition| row.obstacle(holds(&row.fact), investigated, today) == Some(Obstacle::Blocks);
        let mut undone: Vec<Undone> = Vec::new();
        for row in required.filter(blocks) {
            let told =
                Undone::of(visitor, &row.fact, &format!("/akt/{}/arende/{}", self.open.id, self.matter));
            undone.extend(told.filter(|one| undone.iter().all(|other| other.href != one.href)));
        }
        undone
    }
}

/// Something to do before a decision can be made.
pub(super) struct Undone {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) href: String,
    pub(super) link: String,
}

impl Undone {
    /// In words, for a fact that has a page where it is mended.
    fn of(visitor: &Visitor, fact: &str, at: &str) -> Option<Self> {
        let (key, place, link) = match fact {
            "protection_assessed" => ("decision-unprotected", "skydd", "step-protection"),
            "investigation_written" => ("decision-unwritten", "utredning", "decision-write"),
            "communicated" => ("decision-uncommunicated", "kommunicering", "decision-communicate"),
            _ => return None,
        };
        let w = visitor.w;
        Some(Self {
            title: w.t(key).into_owned(),
            text: w.t(&format!("{key}-text")).into_owned(),
            href: format!("{at}/{place}"),
            link: w.t(link).into_owned(),
        })
    }
}

/// What a decision leads on to.
pub(super) struct Decided {
    id: DecisionId,
    opening: Option<MatterId>,
    ends_report: bool,
    for_parties: bool,
}

impl Decided {
    pub(super) fn of(desk: &Desk, request: &DecisionRequest) -> Self {
        let decision = &request.decisions[0].decision;
        let opening = decision.opening.as_ref().map(|opening| opening.matter);
        let mut kinds = desk.house.law.decision_types().iter();
        let kind = kinds.find(|kind| kind.id == decision.kind);
        Self {
            id: decision.id,
            opening,
            ends_report: kind.is_none_or(|kind| !kind.asks_for(Asks::Until)),
            for_parties: kind.is_some_and(|kind| kind.emits(FOR_PARTY)),
        }
    }

    fn nothing() -> Self {
        let id = DecisionId::new(uuid::Uuid::nil());
        Self { id, opening: None, ends_report: false, for_parties: false }
    }
}

/// Whether an investigation may go on after such a decision, and whoever decides says whether it does.
pub(super) fn may_close(kind: &DecisionType) -> bool {
    kind.made_in == MadeIn::Investigation && kind.emits(FOR_PARTY) && !kind.emits(CLOSED)
}

/// The kinds of decision that belong in a matter as it stands.
fn places(matter: &Matter) -> &'static [MadeIn] {
    match &matter.state {
        MatterState::Report(_) => &[MadeIn::Report],
        MatterState::Investigation(state) if state.closed.is_none() => {
            &[MadeIn::Investigation, MadeIn::Anywhere]
        }
        MatterState::Investigation(_) => &[MadeIn::ClosedInvestigation, MadeIn::Anywhere],
        MatterState::Service(_) | MatterState::Measure(_) => &[MadeIn::Anywhere],
    }
}

/// What changes another decision is reached from that one; anything else from its matter.
fn made_in(desk: &Desk, visitor: &Visitor, places: &[MadeIn], changing: bool) -> Vec<&'static DecisionType> {
    let of = |place: &MadeIn| desk.house.law.made_here(*place, visitor.now.today);
    places.iter().flat_map(of).filter(|kind| kind.asks_for(Asks::Changes) == changing).collect()
}

/// A reason of the type's own list is told at that list's field.
fn at_its_reason(desk: &Desk, decision: &Decision, field: &'static str) -> &'static str {
    let mut kinds = desk.house.law.decision_types().iter();
    let kind = kinds.find(|kind| kind.id == decision.kind);
    kind.filter(|_| field == "reasons").and_then(reason_field).unwrap_or(field)
}
