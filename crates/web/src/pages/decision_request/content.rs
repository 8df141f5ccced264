//! What is typed in a decision's fields, each read where the type asks for it.

use law::{Asks, Day, DecisionType};
use record::preliminary::ChildHeard;
use record::{
    Code, DecisionId, FileId, MatterId, Part, PartKind, Text, decision::Decision, investigation::Opening,
    service::Grant,
};

use super::{Form, grants, read_reason};
use crate::desk::{Errors, Typed, Visitor};
use crate::file_page::{read_day, read_known, read_text};
use crate::pages::preliminary::{child_heard, field_of};
use crate::signed::Signed;

/// The box that lets the assessment of the signed investigation stand among the reasons.
pub(super) const ANALYSIS: &str = "analysis";

/// The name of the field in which one step of weighing the child's best interests is written.
pub(super) fn step_name(step: &Code) -> String {
    format!("step-{}", step.as_str())
}

/// What a decision says of one child alone: what it has said and what is best for it are never another child's.
pub(super) struct OfChild {
    motive: Option<Text>,
    heard: Option<ChildHeard>,
    weight: Option<Part>,
    best_interests: Option<Part>,
}

impl OfChild {
    /// Reads the fields about the child whose page it is, or about a sibling, who has reasons of its own beside the common ones.
    pub(super) fn read(form: &Form<'_>, typed: &Typed, sibling: Option<FileId>, errors: &mut Errors) -> Self {
        let visitor = form.visitor;
        let mut text = |name| read_text(visitor, typed, &field_of(name, sibling), errors);
        let best_interests = text("best-interests").map(Part::assessment);
        let weight = text("child-weight").map(Part::assessment);
        let motive = sibling.and_then(|_| text("motive"));
        let signed = Signed::last(form.open, form.matter).filter(|_| sibling.is_none());
        let heard = child_heard(visitor, typed, sibling, errors);
        let heard = heard.map(|heard| match signed {
            Some(signed) => signed.quoted_child(heard),
            None => heard,
        });
        Self { motive, heard, weight, best_interests }
    }
}

/// What the decisions for all children have in common.
pub(super) struct Content<'a> {
    kind: &'a DecisionType,
    wording: Option<Part>,
    reasons: Vec<Part>,
    reason: Option<Code>,
    until: Option<Day>,
    questions: Vec<Part>,
    links_to: Option<MatterId>,
    interests: Vec<(Code, Part)>,
    grants: Vec<Grant>,
    closes: bool,
    changes: Option<DecisionId>,
    beside: Option<MatterId>,
    acknowledged: Vec<String>,
}

impl<'a> Content<'a> {
    /// Reads what the type asks for.
    pub(super) fn read(form: &Form<'_>, typed: &Typed, kind: &'a DecisionType, errors: &mut Errors) -> Self {
        let (visitor, law) = (form.visitor, form.desk.house.law);
        let asks = |what| kind.asks_for(what);
        let stands = |id: &DecisionId| form.open.file.decisions.contains_key(id);
        let grants = if asks(Asks::Grants) {
            grants::read(form.desk, visitor, form.open, typed, errors)
        } else {
            Vec::new()
        };
        let changes = asks(Asks::Changes).then(|| read_known(visitor, typed, "changes", errors, stands));
        let wording = asks(Asks::Wording).then(|| read_text(visitor, typed, "text", errors)).flatten();
        Self {
            kind,
            wording: wording.map(Part::assessment),
            reasons: reasons(form, typed, errors),
            reason: read_reason(law, visitor, typed, kind, errors),
            until: read_day(visitor, typed, "until", errors).filter(|_| asks(Asks::Until)),
            questions: if asks(Asks::Opening) { questions(visitor, typed, errors) } else { Vec::new() },
            links_to: typed.id("links-to").filter(|_| asks(Asks::LinksTo)),
            interests: if asks(Asks::BestInterests) { steps(form, typed, errors) } else { Vec::new() },
            grants,
            closes: typed.has("closes"),
            changes: changes.flatten(),
            beside: typed.id("beside").filter(|_| asks(Asks::Beside)),
            acknowledged: typed.all("considered").into_iter().map(str::to_owned).collect(),
        }
    }

    /// The decision about one child.
    pub(super) fn decision(&self, id: DecisionId, opening: Option<MatterId>, own: OfChild) -> Decision {
        let opens = self.kind.asks_for(Asks::Opening);
        let opening = opening.filter(|_| opens).map(|matter| Opening {
            matter,
            questions: self.questions.clone(),
            from: None,
        });
        Decision {
            wording: self.wording.clone(),
            reasons: self.reasons.iter().cloned().chain(own.motive.map(Part::assessment)).collect(),
            reason: self.reason.clone(),
            child: own.heard,
            child_weight: own.weight,
            best_interests: own.best_interests,
            interests: self.interests.clone(),
            until: self.until,
            opening,
            links_to: self.links_to,
            grants: self.grants.clone(),
            closes: self.closes,
            changes: self.changes,
            beside: self.beside,
            acknowledged: self.acknowledged.clone(),
            ..Decision::new(id, self.kind.id.clone())
        }
    }
}

/// What the investigation makes of it, quoted where its box is ticked, and then what is written here.
fn reasons(form: &Form<'_>, typed: &Typed, errors: &mut Errors) -> Vec<Part> {
    let signed = Signed::last(form.open, form.matter).filter(|_| typed.is("quote", ANALYSIS));
    let quoted = signed.map(|signed| signed.analysis()).unwrap_or_default();
    let own = read_text(form.visitor, typed, "motive", errors);
    quoted.into_iter().chain(own.map(|text| Part::new(PartKind::Assessment, text))).collect()
}

/// The steps that somebody has written in.
fn steps(form: &Form<'_>, typed: &Typed, errors: &mut Errors) -> Vec<(Code, Part)> {
    let steps = form.desk.house.law.list("best_interests_step", form.visitor.now.today).into_iter();
    let written = steps.filter_map(|step| {
        let code = Code::from(step.code.as_str());
        let text = read_text(form.visitor, typed, &step_name(&code), errors)?;
        Some((code, Part::assessment(text)))
    });
    written.collect()
}

/// The field of the questions that would tell the guardians what the child has said in confidence.
pub(super) const QUESTIONS_KEPT: &str = "questions-kept";

/// One question per line, those that the guardians may see first.
fn questions(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Vec<Part> {
    let mut of = |field| {
        let text = read_text(visitor, typed, field, errors);
        let lines = text.iter().flat_map(|text| text.as_str().lines());
        lines.filter_map(|line| Text::typed(line).ok().flatten()).map(Part::assessment).collect::<Vec<_>>()
    };
    let (shown, kept) = (of("questions"), of(QUESTIONS_KEPT));
    if shown.is_empty() && kept.is_empty() {
        errors.push("questions", visitor.w.t("refusal-missing-questions"));
    }
    shown.into_iter().chain(kept.into_iter().map(Part::in_confidence)).collect()
}
