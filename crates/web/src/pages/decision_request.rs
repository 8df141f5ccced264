//! The decision after the preliminary assessment as it is asked for: what the form holds, for one child or for several from the same report.

use law::{Asks, Day, DecisionType, LawBook};
use record::preliminary::ChildHeard;
use record::{
    Code, Command, CommandId, DecisionId, DraftId, FileId, MatterId, Part, PartKind, StaffId, Text,
    decision::{Decision, Proposal},
    investigation::Opening,
    report::ReportState,
};
use store::{OpenFile, Step, Wish};

use crate::desk::{Errors, Typed, Visitor};
use crate::file_page::{Back, read_day, read_text};
use crate::kin::{self, SameReport};
use crate::pages::preliminary::{child_heard, field_of};
use crate::siblings::own_name;

/// The field of a form that holds the reason a type's list is chosen from: each list has a field of its own.
pub fn reason_field(kind: &DecisionType) -> Option<&'static str> {
    match kind.reason_list.as_deref()? {
        "not_opened_reason" => Some("not-opened"),
        "investigation_extension_reason" => Some("reasons-longer"),
        "investigation_end_reason" => Some("reasons-ended"),
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

/// Reads the form. The outcome decides which fields count: what is typed in another outcome's fields is left alone.
pub fn read(
    law: &LawBook,
    visitor: &Visitor,
    open: &OpenFile,
    matter: MatterId,
    siblings: &[SameReport],
    typed: &Typed,
) -> Result<DecisionRequest, Errors> {
    let mut errors = Errors::none();
    let kind = law
        .made_here(law::MadeIn::Report, visitor.now.today)
        .find(|kind| kind.id.as_str() == typed.get("outcome"));
    let id = typed.id("decision");
    let (Some(kind), Some(id)) = (kind, id) else {
        return Err(Errors::one("outcome", visitor.w.t("refusal-missing-outcome")));
    };
    let content = Content::read(law, visitor, typed, kind, &mut errors);
    let seen = typed.seen().unwrap_or(0);
    let own = OfChild::read(visitor, typed, None, &mut errors);
    let decision = content.decision(id, kind, typed.id("opening"), own);
    let mut decisions = vec![OneDecision { file: open.id, seen, matter, decision }];
    // A sibling that was ticked and can no longer be decided with this one is gone.
    let waits: Vec<String> = siblings.iter().map(|one| one.open.id.to_string()).collect();
    kin::tell_gone(visitor, typed, &waits, &mut errors);
    // A link leads to an investigation in the child's own file; a sibling's is chosen on the sibling's page.
    let shared = !kind.asks_for(Asks::LinksTo);
    let alike = |one: &&SameReport| shared && typed.is("sibling", &one.open.id.to_string());
    for one in siblings.iter().filter(alike) {
        let field = |name| own_name(name, one.open.id);
        let own = OfChild::read(visitor, typed, Some(one.open.id), &mut errors);
        let Some(id) = typed.id(&field("decision")) else {
            errors.push("sibling", visitor.w.t1("error-sibling-new", "who", one.sibling.name.as_str()));
            continue;
        };
        let seen = typed.get(&field("seen")).parse().unwrap_or(0);
        let decision = content.decision(id, kind, typed.id(&field("opening")), own);
        decisions.push(OneDecision { file: one.open.id, seen, matter: one.matter, decision });
    }
    if errors.is_empty() { Ok(DecisionRequest { decisions }) } else { Err(errors) }
}

/// The fields of a form that say what a decision said: for a proposal that came back.
pub fn presets_of(decision: &Decision, kind: &DecisionType) -> Vec<(String, String)> {
    let lines = |texts: Vec<String>, between: &str| Some(texts.join(between)).filter(|text| !text.is_empty());
    let reasons = decision.reasons.iter().map(|part| part.text.to_string()).collect();
    let questions = decision.opening.iter().flat_map(|opening| &opening.questions);
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
        (reason, decision.reason.as_ref().map(|code| code.as_str().to_owned())),
        ("best-interests", decision.best_interests.as_ref().map(|part| part.text.to_string())),
        ("child-view", heard.map(|words| words.text.to_string())),
        ("keep", kept.then(|| "child-view".to_owned())),
        ("child-not-heard", not_heard),
        ("until", decision.until.map(|day| day.to_string())),
        ("questions", lines(questions.map(|part| part.text.to_string()).collect(), "\n")),
        ("links-to", decision.links_to.map(|matter| matter.to_string())),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// What a decision says of one child alone: what it has said and what is best for it are never another child's.
struct OfChild {
    motive: Option<Text>,
    heard: Option<ChildHeard>,
    best_interests: Option<Part>,
}

impl OfChild {
    /// Reads the fields about the child whose page it is, or about a sibling, who has reasons of its own beside the common ones.
    fn read(visitor: &Visitor, typed: &Typed, sibling: Option<FileId>, errors: &mut Errors) -> Self {
        let mut text = |name| read_text(visitor, typed, &field_of(name, sibling), errors);
        let best_interests = text("best-interests").map(Part::assessment);
        let motive = sibling.and_then(|_| text("motive"));
        Self { motive, heard: child_heard(visitor, typed, sibling, errors), best_interests }
    }
}

/// What the decisions for all children have in common.
struct Content {
    reasons: Option<Text>,
    reason: Option<Code>,
    until: Option<Day>,
    questions: Vec<Part>,
    links_to: Option<MatterId>,
    acknowledged: Vec<String>,
}

impl Content {
    fn read(
        law: &LawBook,
        visitor: &Visitor,
        typed: &Typed,
        kind: &DecisionType,
        errors: &mut Errors,
    ) -> Self {
        Self {
            reasons: read_text(visitor, typed, "motive", errors),
            reason: read_reason(law, visitor, typed, kind, errors),
            until: read_day(visitor, typed, "until", errors).filter(|_| kind.asks_for(Asks::Until)),
            questions: if kind.asks_for(Asks::Opening) {
                questions(visitor, typed, errors)
            } else {
                Vec::new()
            },
            links_to: typed.id("links-to").filter(|_| kind.asks_for(Asks::LinksTo)),
            acknowledged: typed.all("considered").into_iter().map(str::to_owned).collect(),
        }
    }

    fn decision(
        &self,
        id: DecisionId,
        kind: &DecisionType,
        opening: Option<MatterId>,
        own: OfChild,
    ) -> Decision {
        let reasons = self.reasons.iter().cloned().chain(own.motive);
        let opens = kind.asks_for(Asks::Opening);
        let opening = opening.filter(|_| opens).map(|matter| Opening {
            matter,
            questions: self.questions.clone(),
            from: None,
        });
        Decision {
            reasons: reasons.map(|text| Part::new(PartKind::Assessment, text)).collect(),
            reason: self.reason.clone(),
            child: own.heard,
            best_interests: own.best_interests,
            until: self.until,
            opening,
            links_to: self.links_to,
            acknowledged: self.acknowledged.clone(),
            ..Decision::new(id, kind.id.clone())
        }
    }
}

/// One question per line.
fn questions(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Vec<Part> {
    let text = read_text(visitor, typed, "questions", errors);
    if text.is_none() && errors.of("questions").is_none() {
        errors.push("questions", visitor.w.t("refusal-missing-questions"));
    }
    let lines = text.iter().flat_map(|text| text.as_str().lines());
    lines.filter_map(|line| Text::typed(line).ok().flatten()).map(Part::assessment).collect()
}
