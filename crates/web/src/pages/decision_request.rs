//! A decision as it is asked for: what the form holds, for one child or for several from the same report.
//!
//! Which fields count is what the type in the law data asks for. What is typed in another type's fields is left alone.

use law::{Asks, DecisionType, LawBook};
use record::preliminary::ChildHeard;
use record::{
    Code, Command, CommandId, DraftId, FileId, MatterId, Part, StaffId,
    decision::{Decision, Proposal},
    report::ReportState,
};
use store::{OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, Typed, Visitor};
use crate::file_page::Back;
use crate::kin::{self, SameReport};
use crate::siblings::own_name;

mod content;
pub mod grants;

use content::{Content, OfChild};

/// The field of a form that holds the reason a type's list is chosen from: each list has a field of its own.
pub fn reason_field(kind: &DecisionType) -> Option<&'static str> {
    match kind.reason_list.as_deref()? {
        "not_opened_reason" => Some("not-opened"),
        "investigation_extension_reason" => Some("reasons-longer"),
        "investigation_end_reason" => Some("reasons-ended"),
        "change_ground" => Some("reasons-changed"),
        _ => Some("reasons"),
    }
}

/// What is done with the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is made.
    Make,
    /// It is put before somebody; `None` is whoever leads the unit.
    Propose(Option<StaffId>),
}

/// A decision about one child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneDecision {
    /// The file.
    pub file: FileId,
    /// The version that was seen.
    pub seen: i64,
    /// The report.
    pub matter: MatterId,
    /// What is decided.
    pub decision: Decision,
}

/// The same decision for one or several children from one report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRequest {
    /// One per child; the first is that of the page.
    pub decisions: Vec<OneDecision>,
}

impl DecisionRequest {
    /// One step per child; all or none.
    pub fn into_wish(self, id: CommandId, draft: Option<DraftId>, deed: Deed) -> Wish {
        let step = |one: OneDecision| {
            let command = match deed {
                Deed::Make => Command::MakeDecision(one.matter, one.decision),
                Deed::Propose(to) => {
                    Command::ProposeDecision(one.matter, Proposal { decision: one.decision, to })
                }
            };
            Step::File { file: one.file, seen: Some(one.seen), commands: vec![command] }
        };
        Wish { id, steps: self.decisions.into_iter().map(step).collect(), draft }
    }
}

/// Whether a sibling's report stands as the one the page is about: violence, acute need and protection assessment. Then both are mostly
/// decided alike.
pub fn stands_alike(one: &SameReport, here: &ReportState) -> bool {
    let stands = |report: &ReportState| (report.violence, report.immediate, report.protection.is_some());
    one.open.file.report(one.matter).is_ok_and(|report| stands(report) == stands(here))
}

/// Reads the reason from the type's list, for a type that has one. What is not in the list is told at its field.
pub fn read_reason(
    law: &LawBook,
    visitor: &Visitor,
    typed: &Typed,
    kind: &DecisionType,
    errors: &mut Errors,
) -> Option<Code> {
    let field = reason_field(kind)?;
    let code = Some(typed.trimmed(field)).filter(|code| !code.is_empty())?;
    let choice = kind.reason_list.as_deref().and_then(|list| law.choice(list, code));
    if !choice.is_some_and(|choice| choice.is_valid_on(visitor.now.today)) {
        errors.push(field, visitor.w.t("refusal-unknown-code"));
    }
    Some(Code::from(code))
}

/// What the record refuses in a reason is told at the field of that type's reasons.
pub fn told_at_its_reason(back: Back, law: &LawBook, kind: &str) -> Back {
    let kind = law.decision_types().iter().find(|one| one.id.as_str() == kind);
    match kind.and_then(reason_field) {
        Some(field) => Back { errors: back.errors.told_at("reasons", field), ..back },
        None => back,
    }
}

/// A form that is read: whose, about what, and which types it offers.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// Who has sent it.
    pub visitor: &'a Visitor,
    /// The file.
    pub open: &'a OpenFile,
    /// The matter.
    pub matter: MatterId,
    /// The types it offers.
    pub kinds: &'a [&'a DecisionType],
    /// Siblings whose reports can get the same decision.
    pub siblings: &'a [SameReport],
}

impl Form<'_> {
    /// Reads what is typed. The outcome decides which fields count.
    ///
    /// # Errors
    /// What cannot be taken, at its fields.
    pub fn read(&self, typed: &Typed) -> Result<DecisionRequest, Errors> {
        let visitor = self.visitor;
        let mut errors = Errors::none();
        let chosen = typed.get("outcome");
        let kind = self.kinds.iter().find(|kind| kind.id.as_str() == chosen);
        let (Some(kind), Some(id)) = (kind, typed.id("decision")) else {
            return Err(Errors::one("outcome", visitor.w.t("refusal-missing-outcome")));
        };
        let content = Content::read(self, typed, kind, &mut errors);
        let seen = typed.seen().unwrap_or(0);
        let own = OfChild::read(self, typed, None, &mut errors);
        let decision = content.decision(id, typed.id("opening"), own);
        let mut decisions = vec![OneDecision { file: self.open.id, seen, matter: self.matter, decision }];
        // A sibling that was ticked and can no longer be decided with this one is gone.
        let waits: Vec<String> = self.siblings.iter().map(|one| one.open.id.to_string()).collect();
        kin::tell_gone(visitor, typed, &waits, &mut errors);
        // A link leads to an investigation in the child's own file; a sibling's is chosen on the sibling's page.
        let shared = !kind.asks_for(Asks::LinksTo);
        let alike = |one: &&SameReport| shared && typed.is("sibling", &one.open.id.to_string());
        for one in self.siblings.iter().filter(alike) {
            let field = |name| own_name(name, one.open.id);
            let own = OfChild::read(self, typed, Some(one.open.id), &mut errors);
            let Some(id) = typed.id(&field("decision")) else {
                errors.push("sibling", visitor.w.t1("error-sibling-new", "who", one.sibling.name.as_str()));
                continue;
            };
            let seen = typed.get(&field("seen")).parse().unwrap_or(0);
            let decision = content.decision(id, typed.id(&field("opening")), own);
            decisions.push(OneDecision { file: one.open.id, seen, matter: one.matter, decision });
        }
        if errors.is_empty() { Ok(DecisionRequest { decisions }) } else { Err(errors) }
    }
}

/// The fields of a form that say what a decision said: for a proposal that came back.
pub fn presets_of(decision: &Decision, kind: &DecisionType) -> Vec<(String, String)> {
    let lines = |texts: Vec<String>, between: &str| Some(texts.join(between)).filter(|text| !text.is_empty());
    let text = |part: &Option<Part>| part.as_ref().map(|part| part.text.to_string());
    let (quoted, own): (Vec<&Part>, Vec<&Part>) =
        decision.reasons.iter().partition(|part| part.quotes.is_some());
    let reasons = own.iter().map(|part| part.text.to_string()).collect();
    let questions = decision.opening.iter().flat_map(|opening| &opening.questions);
    let (shown, hidden): (Vec<&Part>, Vec<&Part>) = questions.partition(|part| part.keep.is_empty());
    let one_per_line =
        |parts: Vec<&Part>| lines(parts.iter().map(|part| part.text.to_string()).collect(), "\n");
    let reason = reason_field(kind).unwrap_or_default();
    let (heard, not_heard) = match &decision.child {
        Some(ChildHeard::Heard(words)) => (Some(words), None),
        Some(ChildHeard::NotHeard { reason, words }) => (words.as_ref(), Some(reason.as_str().to_owned())),
        None => (None, None),
    };
    let kept = heard.is_some_and(|words| !words.keep.is_empty());
    let fields = [
        ("outcome", Some(decision.kind.to_string())),
        ("motive", lines(reasons, "\n\n")),
        ("quote", (!quoted.is_empty()).then(|| content::ANALYSIS.to_owned())),
        ("text", text(&decision.wording)),
        (reason, decision.reason.as_ref().map(|code| code.as_str().to_owned())),
        ("best-interests", text(&decision.best_interests)),
        ("child-view", heard.map(|words| words.text.to_string())),
        ("child-weight", text(&decision.child_weight)),
        ("keep", kept.then(|| "child-view".to_owned())),
        ("child-not-heard", not_heard),
        ("until", decision.until.map(|day| day.to_string())),
        ("questions", one_per_line(shown)),
        (content::QUESTIONS_KEPT, one_per_line(hidden)),
        ("links-to", decision.links_to.map(|matter| matter.to_string())),
        ("changes", decision.changes.map(|changed| changed.to_string())),
        ("closes", decision.closes.then(|| "yes".to_owned())),
    ];
    let steps =
        decision.interests.iter().map(|(step, part)| (content::step_name(step), part.text.to_string()));
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    fields.chain(steps).chain(grants::presets_of(&decision.grants)).collect()
}
