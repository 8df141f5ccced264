//! The two pages of a decision, drawn: the form, and the check page with the text as it will stand.

use askama::Template;
use law::{Asks, DecisionType};
use record::{FileId, MatterId, decision::Decision, facts};

use super::At;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found};
use crate::entry_facts::of_decision_facts;
use crate::entry_view::{fact_key, statements};
use crate::fields::{Choice, Choose, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, title};
use crate::kin::SameReport;
use crate::pages::decision_request::{DecisionRequest, OneDecision, reason_field};
use crate::pages::preliminary::{field_of, not_heard};
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::rights::{self, Right};
use crate::shell::{Place, Shell};
use crate::siblings::own_name;
use crate::words::Words;

impl At {
    pub(super) fn form_page(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        typed: &Typed,
        back: &Back,
        draft: Draft<'static>,
        done: Option<String>,
    ) -> Page {
        let reading = file_page::reading(desk, visitor, &self.open);
        let sheet = Sheet { typed, errors: &back.errors };
        let w = visitor.w;
        let (_, report) = self.of();
        let page = DecisionPage {
            kinds: kinds(desk, visitor),
            w,
            shell: visitor.shell(
                desk,
                title(&reading, Some(self.matter), &w.t("decision-title")),
                Place::Elsewhere,
            ),
            head: file_page::head(&reading),
            file: self.open.id,
            matter: self.matter,
            hidden: Hidden::of(desk, visitor, &self.open, typed),
            ids: self.ids(typed),
            draft,
            done,
            errors: &back.errors,
            since: &back.since,
            violence: report.violence,
            unprotected: report.protection.is_none(),
            outcome: sheet.choice("outcome", "decision-outcome", self.outcomes(desk, visitor, &reading)),
            considered: self.considered(desk, visitor, typed),
            contents: contents(desk, visitor),
            motive: sheet.area("motive", "decision-motive", 6),
            questions: sheet.area("questions", "decision-questions", 2),
            not_opened: sheet.of_list(
                &reading,
                "not-opened",
                "decision-not-opened",
                ("choose-none", "not_opened_reason"),
            ),
            reasons: sheet.of_list(
                &reading,
                "reasons",
                "decision-extension",
                ("choose-none", "extension_reason"),
            ),
            until: sheet.day("until", "decision-until"),
            links_to: self.links_to(&reading, sheet),
            own: ChildFields::of(&reading, sheet, None),
            sibling_error: sheet.errors.of("sibling"),
            siblings: self.siblings.iter().map(|one| SiblingBox::of(&reading, sheet, one)).collect(),
        };
        html_with(back.status, &page)
    }

    /// The outcomes that can be chosen, each with its provision and who decides it.
    fn outcomes(&self, desk: &Desk, visitor: &Visitor, reading: &Reading<'_>) -> Vec<Choose<'static>> {
        let running = self.open.file.running_investigations().next().is_some();
        let kinds = kinds(desk, visitor).into_iter();
        let kinds = kinds.filter(|kind| running || !kind.asks_for(Asks::LinksTo));
        kinds
            .map(|kind| {
                let right = rights::right(desk, visitor, reading, kind, self.of().0.unit);
                let provision =
                    kind.provision_on(visitor.now.today).map(ToString::to_string).unwrap_or_default();
                let hint = if right.may { provision } else { format!("{provision}. {}", right.why) };
                let words = reading.in_language(&kind.name_sv, &kind.name_en).to_owned();
                Choose { hint: Some(hint.into()), ..choose(kind.id.as_str(), words, false) }
            })
            .collect()
    }

    /// Uncertain rows of law that speak against an outcome as things stand: whoever decides says that they have been considered.
    fn considered(&self, desk: &Desk, visitor: &Visitor, typed: &Typed) -> Vec<Considered> {
        let (file, today, w) = (&self.open.file, visitor.now.today, visitor.w);
        let mut boxes: Vec<Considered> = Vec::new();
        for kind in kinds(desk, visitor) {
            let missing = kind
                .requires
                .iter()
                .filter(|c| facts::holds(file, self.matter, &c.fact, today) != Some(true));
            let barring = kind
                .barred_when
                .iter()
                .filter(|c| facts::holds(file, self.matter, &c.fact, today) != Some(false));
            for condition in missing.chain(barring).filter(|c| !c.blocks_on(today)) {
                boxes.push(Considered::of(w, typed, kind, &condition.fact, &condition.provision.to_string()));
            }
            boxes.extend(doubtful_reason(desk, visitor, typed, kind));
        }
        boxes
    }

    fn links_to<'s>(&self, reading: &Reading<'_>, sheet: Sheet<'s>) -> Choice<'s> {
        let running = self.open.file.running_investigations();
        let options = running.map(|(id, _)| choose(id.to_string(), reading.matter(id), false)).collect();
        sheet.choice("links-to", "decision-links", options)
    }

    /// The ids a form carries for what may be written.
    fn ids(&self, typed: &Typed) -> Vec<(String, String)> {
        let own = ["decision", "opening"].map(str::to_owned).into_iter();
        let theirs = self
            .siblings
            .iter()
            .flat_map(|one| ["decision", "opening"].map(|name| own_name(name, one.open.id)));
        let typed = own.chain(theirs).map(|name| (name.clone(), typed.get(&name).to_owned()));
        // The versions are those the reader now has before their eyes.
        let seen =
            self.siblings.iter().map(|one| (own_name("seen", one.open.id), one.open.version().to_string()));
        typed.chain(seen).collect()
    }

    pub(super) fn check_page(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        typed: &Typed,
        request: &DecisionRequest,
    ) -> Page {
        let reading = file_page::reading(desk, visitor, &self.open);
        let w = visitor.w;
        let kind = &request.decisions[0].decision.kind;
        let Ok(kind) = desk.house.law.decision_type(kind, visitor.now.today) else { return not_found() };
        let own = ["command", "seen", "deed", "to"];
        let page = CheckPage {
            w,
            shell: visitor.shell(
                desk,
                title(&reading, Some(self.matter), &w.t("check-title")),
                Place::Elsewhere,
            ),
            head: file_page::head(&reading),
            file: self.open.id,
            matter: self.matter,
            // Read through on the version the form was drawn from: what came since is told at the signing.
            hidden: Hidden {
                seen: typed.seen().unwrap_or_else(|| self.open.version()),
                ..Hidden::of(desk, visitor, &self.open, typed)
            },
            carried: typed
                .pairs()
                .filter(|(name, _)| !own.contains(name))
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .collect(),
            name: reading.in_language(&kind.name_sv, &kind.name_en).to_owned(),
            provision: kind.provision_on(visitor.now.today).map(ToString::to_string).unwrap_or_default(),
            decisions: request.decisions.iter().map(|one| self.frozen(&reading, one)).collect(),
            right: rights::right(desk, visitor, &reading, kind, self.of().0.unit),
        };
        crate::desk::html(&page)
    }

    fn frozen(&self, reading: &Reading<'_>, one: &OneDecision) -> Frozen {
        let sibling = self.siblings.iter().find(|report| report.open.id == one.file);
        Frozen::of(reading, &one.decision, sibling.map(|report| report.sibling.name.clone()))
    }
}

/// The outcomes in force.
fn kinds<'d>(desk: &'d Desk, visitor: &Visitor) -> Vec<&'d DecisionType> {
    desk.house.law.made_here(law::MadeIn::Report, visitor.now.today).collect()
}

/// A decision as it will stand, for one child.
pub(crate) struct Frozen {
    /// Whose, when there are several.
    pub(crate) child: String,
    /// What it says besides its reasons.
    pub(crate) facts: Vec<crate::entry_view::FactLine>,
    /// Its reasons.
    pub(crate) statements: Vec<crate::entry_view::StatementView>,
}

impl Frozen {
    pub(crate) fn of(reading: &Reading<'_>, decision: &Decision, child: Option<String>) -> Self {
        Self {
            child: child.unwrap_or_else(|| reading.child()),
            facts: of_decision_facts(reading, decision),
            statements: statements(reading, decision.statements()),
        }
    }
}

/// The chosen reason, where an uncertain row says that it does not suffice.
fn doubtful_reason(desk: &Desk, visitor: &Visitor, typed: &Typed, kind: &DecisionType) -> Option<Considered> {
    let chosen = typed.trimmed(reason_field(kind)?);
    let reason =
        desk.house.law.choice(kind.reason_list.as_ref()?, chosen).filter(|reason| !reason.accepted)?;
    let asks = !reason.certainty.on(visitor.now.today).is_certain();
    let provision = reason.provision.as_ref().map(ToString::to_string).unwrap_or_default();
    asks.then(|| Considered::of(visitor.w, typed, kind, facts::REASON_NOT_ACCEPTED, &provision))
}

/// A row of law that only asks to be considered.
struct Considered {
    outcome: String,
    fact: String,
    words: String,
    ticked: bool,
}

impl Considered {
    fn of(w: &Words, typed: &Typed, kind: &DecisionType, fact: &str, provision: &str) -> Self {
        let values = [("fact", w.t(fact_key(fact)).into_owned().into()), ("provision", provision.into())];
        Self {
            outcome: kind.id.to_string(),
            fact: fact.to_owned(),
            words: w.with("decision-considered", &values),
            ticked: typed.is("considered", fact),
        }
    }
}

/// What the law wants a decision to say: a quiet reminder beside the reasons, nothing to tick.
struct Contents {
    outcome: String,
    items: Vec<String>,
}

fn contents(desk: &Desk, visitor: &Visitor) -> Vec<Contents> {
    let of = |kind: &DecisionType| Contents { outcome: kind.id.to_string(), items: kind.contents.clone() };
    kinds(desk, visitor).into_iter().filter(|kind| !kind.contents.is_empty()).map(of).collect()
}

/// A sibling whose report can get the same decision.
struct SiblingBox<'a> {
    file: FileId,
    words: String,
    ticked: bool,
    motive: Field<'a>,
    own: ChildFields<'a>,
}

impl<'a> SiblingBox<'a> {
    fn of(reading: &Reading<'_>, sheet: Sheet<'a>, one: &SameReport) -> Self {
        let file = one.open.id;
        let number = one.open.file.matters.get(&one.matter).and_then(|matter| matter.number.clone());
        Self {
            file,
            words: format!("{} · {}", one.sibling.name, number.unwrap_or_default()),
            ticked: sheet.typed.is("sibling", &file.to_string()),
            motive: area(sheet, "motive", Some(file), "decision-motive-own"),
            own: ChildFields::of(reading, sheet, Some(file)),
        }
    }
}

/// What is asked about one child alone: what it has said, and what is best for it.
struct ChildFields<'a> {
    view: Field<'a>,
    keep: bool,
    not_heard: Choice<'a>,
    best_interests: Field<'a>,
}

impl<'a> ChildFields<'a> {
    fn of(reading: &Reading<'_>, sheet: Sheet<'a>, sibling: Option<FileId>) -> Self {
        Self {
            view: area(sheet, "child-view", sibling, "decision-child"),
            keep: sheet.typed.is("keep", &field_of("child-view", sibling)),
            not_heard: not_heard(reading, sheet, sibling),
            best_interests: area(sheet, "best-interests", sibling, "decision-best"),
        }
    }

    /// Is there anything in them that must be seen?
    fn is_written(&self) -> bool {
        !self.view.value.is_empty() || !self.best_interests.value.is_empty()
    }
}

fn area<'a>(sheet: Sheet<'a>, name: &str, sibling: Option<FileId>, label_key: &'static str) -> Field<'a> {
    sheet.fill(Field { max: 60_000, ..Field::area(field_of(name, sibling), label_key) }.rows(2))
}

#[derive(Template)]
#[template(path = "decision.html")]
struct DecisionPage<'a> {
    kinds: Vec<&'a DecisionType>,
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    ids: Vec<(String, String)>,
    draft: Draft<'a>,
    done: Option<String>,
    errors: &'a Errors,
    since: &'a [String],
    violence: bool,
    unprotected: bool,
    outcome: Choice<'a>,
    considered: Vec<Considered>,
    contents: Vec<Contents>,
    motive: Field<'a>,
    questions: Field<'a>,
    not_opened: Choice<'a>,
    reasons: Choice<'a>,
    until: Field<'a>,
    links_to: Choice<'a>,
    own: ChildFields<'a>,
    sibling_error: Option<&'a str>,
    siblings: Vec<SiblingBox<'a>>,
}

impl DecisionPage<'_> {
    /// The classes of a field that only some outcomes have: it is shown where one of them is chosen.
    fn only(&self, wants: impl Fn(&DecisionType) -> bool) -> String {
        let kinds = self.kinds.iter().filter(|kind| wants(kind));
        let classes: Vec<String> = kinds.map(|kind| format!("only-{}", kind.id)).collect();
        format!("only {}", classes.join(" "))
    }

    /// Where the outcome asks for this.
    fn asking(&self, what: Asks) -> String {
        self.only(|kind| kind.asks_for(what))
    }

    /// Where the outcome has its reason in this field.
    fn reasoned(&self, field: &str) -> String {
        self.only(|kind| reason_field(kind) == Some(field))
    }
}

#[derive(Template)]
#[template(path = "decision_check.html")]
struct CheckPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    /// Everything typed, carried on to the signing.
    carried: Vec<(String, String)>,
    name: String,
    provision: String,
    decisions: Vec<Frozen>,
    right: Right,
}
