//! The form of a decision, drawn.

use askama::Template;
use law::{Asks, DecisionType};
use record::{
    DecisionId,
    decision::{end_of_power, replaced_day},
    organisation::Member,
};

use super::at::{At, Undone, may_close};
use super::fields::{ChildFields, Considered, GrantFields, SiblingBox, StepField, steps};
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with};
use crate::entry_view::{StatementView, statements};
use crate::fields::{Choice, Choose, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, title};
use crate::pages::consent;
use crate::pages::decision_request::reason_field;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::shell::{Place, Shell};
use crate::siblings::own_name;
use crate::signed::Signed;
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
        let heading = self.heading(&reading);
        let page = DecisionPage {
            kinds: &self.kinds,
            w,
            shell: visitor.shell(desk, title(&reading, Some(self.matter), &heading), Place::Elsewhere),
            heading,
            head: file_page::head(&reading),
            tag: format!("/akt/{}/arende/{}/markning", self.open.id, self.matter),
            consent: consent::address(self.open.id, self.matter),
            action: self.path(),
            hidden: Hidden::of(desk, visitor, &self.open, typed),
            ids: self.ids(typed),
            draft,
            done,
            errors: &back.errors,
            since: &back.since,
            violence: self.report().is_some_and(|report| report.violence),
            undone: self.undone(visitor),
            waiting: self.waiting(),
            changed: self.changed.map(|id| self.named(&reading, id)),
            outcome: sheet.choice("outcome", "decision-outcome", self.outcomes(desk, visitor, &reading)),
            considered: self.considered(desk, visitor, typed),
            contents: contents(&reading, &self.kinds),
            wording: sheet.area("text", "decision-wording", 2),
            motive: sheet.area("motive", "decision-motive", if self.report().is_some() { 6 } else { 4 }),
            quoted: self.quoted(&reading),
            quote: typed.is("quote", "analysis"),
            questions: sheet.area("questions", "decision-questions", 2),
            questions_kept: sheet.area("questions-kept", "decision-questions-kept", 2).optional(),
            reasons: reasons(&reading, sheet),
            until: sheet.day("until", "decision-until"),
            last_days: self.last_days(desk, &reading),
            links_to: self.links_to(&reading, sheet),
            grants: self.grants(&reading, sheet),
            closes: typed.has("closes"),
            steps: steps(&reading, sheet),
            own: ChildFields::of(&reading, sheet, None),
            sibling_error: sheet.errors.of("sibling"),
            siblings: self.siblings.iter().map(|one| SiblingBox::of(&reading, sheet, one)).collect(),
            direct: self.direct(desk, visitor, &reading, sheet),
        };
        html_with(back.status, &page)
    }

    fn grants<'s>(&self, reading: &Reading<'_>, sheet: Sheet<'s>) -> Vec<GrantFields<'s>> {
        let asks = self.asked_by(Asks::Grants);
        if asks { GrantFields::rows(reading, self.matter, sheet) } else { Vec::new() }
    }

    fn heading(&self, reading: &Reading<'_>) -> String {
        let key = match (self.report(), self.changed) {
            (_, Some(_)) => "decision-change-title",
            (Some(_), None) => "decision-title",
            (None, None) => "decision-title-any",
        };
        reading.w.t(key).into_owned()
    }

    /// Where a proposal waits already: two about the same would be one too many.
    fn waiting(&self) -> Option<String> {
        let mut waiting = self.open.file.proposals.iter();
        let (id, _) = waiting.find(|(_, proposal)| proposal.matter == self.matter)?;
        Some(format!("/akt/{}/forslag/{id}", self.open.id))
    }

    /// A decision that stands, by what it is and when it was made.
    fn named(&self, reading: &Reading<'_>, id: DecisionId) -> Changed {
        let state = self.open.file.decisions.get(&id).expect("it was found when the page was opened");
        Changed {
            words: format!("{}, {}", reading.decision(&state.kind), reading.day(state.made)),
            href: format!("/akt/{}/beslut/{id}", self.open.id),
        }
    }

    /// The outcomes that can be chosen, each with its provision and who decides it.
    fn outcomes(&self, desk: &Desk, visitor: &Visitor, reading: &Reading<'_>) -> Vec<Choose<'static>> {
        let running = self.open.file.running_investigations().next().is_some();
        let mut kinds: Vec<_> =
            self.kinds.iter().filter(|kind| running || !kind.asks_for(Asks::LinksTo)).collect();
        // While the child is investigated, what comes belongs there.
        kinds.sort_by_key(|kind| !kind.asks_for(Asks::LinksTo));
        kinds
            .into_iter()
            .map(|kind| {
                let right = self.right(desk, visitor, reading, kind);
                let provision =
                    kind.provision_on(visitor.now.today).map(ToString::to_string).unwrap_or_default();
                let hint = if right.may { provision } else { format!("{provision}. {}", right.why) };
                let words = reading.in_language(&kind.name_sv, &kind.name_en).to_owned();
                Choose { hint: Some(hint.into()), ..choose(kind.id.as_str(), words, false) }
            })
            .collect()
    }

    /// Whom the form itself can send the proposal to, where the reader may make none of the decisions it offers.
    fn direct<'s>(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        reading: &Reading<'_>,
        sheet: Sheet<'s>,
    ) -> Option<Choice<'s>> {
        let mut who: Vec<Member> = Vec::new();
        for kind in self.kinds.iter().filter(|_| self.report().is_none()) {
            let right = self.right(desk, visitor, reading, kind);
            if right.may {
                return None;
            }
            let new = |member: &Member| who.iter().all(|one| one.staff != member.staff);
            let further: Vec<Member> = right.who.into_iter().filter(new).collect();
            who.extend(further);
        }
        who.sort_by_key(|member| member.level);
        // A name alone: a list of names and titles is wider than a telephone.
        let option = |member: &Member| choose(member.staff.to_string(), member.name.clone(), false);
        let options: Vec<_> = who.iter().map(option).collect();
        (!options.is_empty()).then(|| sheet.choice("to", "right-send-to", options))
    }

    /// The assessment of the signed investigation, to be quoted.
    fn quoted(&self, reading: &Reading<'_>) -> Vec<StatementView> {
        let signed = Signed::last(&self.open, self.matter).filter(|_| self.changed.is_none());
        signed.map(|signed| statements(reading, &signed.written.analysis)).unwrap_or_default()
    }

    /// The last day as it is, for each outcome that moves it; and the end of the power, for each that one bounds.
    fn last_days(&self, desk: &Desk, reading: &Reading<'_>) -> Vec<(String, String)> {
        let (file, law, w) = (&self.open.file, desk.house.law, reading.w);
        let moved = |kind: &DecisionType| {
            let day = replaced_day(file, self.matter, kind, law)?;
            let key = if day < reading.today { "decision-last-day-passed" } else { "decision-last-day" };
            Some(w.t1(key, "day", reading.day(day)))
        };
        let bounded = |kind: &DecisionType| {
            let due = end_of_power(file, self.matter, kind, law)?;
            let day = reading.day(due.nominal?);
            Some(w.with("decision-power-ends", &[("day", day.into()), ("provision", due.provision.into())]))
        };
        let dated = self.kinds.iter().filter(|kind| kind.asks_for(Asks::Until));
        let told = dated.flat_map(|kind| {
            moved(kind).into_iter().chain(bounded(kind)).map(|words| (kind.id.to_string(), words))
        });
        told.collect()
    }

    fn links_to<'s>(&self, reading: &Reading<'_>, sheet: Sheet<'s>) -> Choice<'s> {
        let running = self.open.file.running_investigations();
        let options = running.map(|(id, _)| choose(id.to_string(), reading.matter(id), false)).collect();
        sheet.choice("links-to", "decision-links", options)
    }

    /// The ids a form carries for what may be written.
    fn ids(&self, typed: &Typed) -> Vec<(String, String)> {
        let own = ["decision", "opening", "beside", "changes"].map(str::to_owned).into_iter();
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
}

/// The lists that a type's reason is chosen from, by the name of their field.
fn reasons<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> [(&'static str, Choice<'a>); 5] {
    let list = |name, label, list| (name, sheet.of_list(reading, name, label, ("choose-none", list)));
    [
        list("not-opened", "decision-not-opened", "not_opened_reason"),
        list("reasons", "decision-extension", "extension_reason"),
        list("reasons-longer", "decision-longer", "investigation_extension_reason"),
        list("reasons-ended", "decision-ended", "investigation_end_reason"),
        list("reasons-changed", "decision-change-ground", "change_ground"),
    ]
}

/// The decision that is changed.
struct Changed {
    words: String,
    href: String,
}

/// What the law wants a decision to say: a quiet reminder beside the reasons, nothing to tick.
struct Contents {
    outcome: String,
    items: Vec<String>,
}

fn contents(reading: &Reading<'_>, kinds: &[&DecisionType]) -> Vec<Contents> {
    let of = |kind: &&DecisionType| {
        let both = kind.contents.iter().zip(&kind.contents_en);
        let items = both.map(|(sv, en)| reading.in_language(sv, en).to_owned()).collect();
        Contents { outcome: kind.id.to_string(), items }
    };
    kinds.iter().filter(|kind| !kind.contents.is_empty()).map(of).collect()
}

#[derive(Template)]
#[template(path = "decision.html")]
struct DecisionPage<'a> {
    kinds: &'a [&'static DecisionType],
    w: &'a Words,
    shell: Shell<'a>,
    heading: String,
    head: PersonHead<'a>,
    /// Where the tag of violence is corrected.
    tag: String,
    /// Where consent is taken down.
    consent: String,
    action: String,
    hidden: Hidden,
    ids: Vec<(String, String)>,
    draft: Draft<'a>,
    done: Option<String>,
    errors: &'a Errors,
    since: &'a [String],
    violence: bool,
    undone: Vec<Undone>,
    /// A proposal in the matter that nobody has answered yet.
    waiting: Option<String>,
    changed: Option<Changed>,
    outcome: Choice<'a>,
    considered: Vec<Considered>,
    contents: Vec<Contents>,
    wording: Field<'a>,
    motive: Field<'a>,
    quoted: Vec<StatementView>,
    quote: bool,
    questions: Field<'a>,
    /// Those that the guardians may not see: they would tell what the child has said in confidence.
    questions_kept: Field<'a>,
    reasons: [(&'static str, Choice<'a>); 5],
    until: Field<'a>,
    last_days: Vec<(String, String)>,
    links_to: Choice<'a>,
    grants: Vec<GrantFields<'a>>,
    closes: bool,
    steps: Vec<StepField<'a>>,
    own: ChildFields<'a>,
    sibling_error: Option<&'a str>,
    siblings: Vec<SiblingBox<'a>>,
    /// Whom the proposal goes to, when the form itself sends it.
    direct: Option<Choice<'a>>,
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

    /// Does any outcome ask for this?
    fn asks(&self, what: Asks) -> bool {
        self.kinds.iter().any(|kind| kind.asks_for(what))
    }

    /// Where the outcome has its reason in this field.
    fn reasoned(&self, field: &str) -> String {
        self.only(|kind| reason_field(kind) == Some(field))
    }

    /// Is there such a field at all?
    fn has_reason(&self, field: &str) -> bool {
        self.kinds.iter().any(|kind| reason_field(kind) == Some(field))
    }

    /// Where it is said whether the investigation ends with it.
    fn closing(&self) -> String {
        self.only(may_close)
    }

    /// May some outcome end the investigation?
    fn may_close(&self) -> bool {
        self.kinds.iter().any(|kind| may_close(kind))
    }

    /// Do some of the steps stand written already?
    fn steps_written(&self) -> bool {
        self.steps.iter().any(|step| !step.area.value.is_empty())
    }
}
