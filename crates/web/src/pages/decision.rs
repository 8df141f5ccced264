//! `/akt/{file}/arende/{matter}/beslut`: the decision after the preliminary assessment: to open an investigation, not to open, to extend, to
//! link to one that runs.
//!
//! Two pages at one address. The form; then the check page with the text as it will stand, and the one button the reader has the right to:
//! to decide, or to send the proposal to somebody who may. The law's demands are tested before the check page is shown, so that a decision
//! that cannot be made is not first read through.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use law::{Asks, DecisionType};
use record::{
    Command, Context, Entry, FileId, Matter, MatterId, decide,
    decision::{Decision, Proposal},
    facts,
    report::ReportState,
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, not_found, see_other};
use crate::entry_view::{fact_key, statements};
use crate::entry_words::of_decision_facts;
use crate::fields::{Choice, Choose, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, title};
use crate::kin;
use crate::pages::decision_request::{self, DecisionRequest, Deed, OneDecision, SiblingReport};
use crate::pages::drafts;
use crate::pages::preliminary::not_heard;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::refusals;
use crate::rights::{self, Right};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

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
        let alike = at.siblings.iter().filter(|one| one.alike);
        presets.extend(alike.map(|one| ("sibling".to_owned(), one.sibling.file.to_string())));
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
    siblings: Vec<SiblingReport>,
}

impl At {
    async fn open(desk: &Arc<Desk>, visitor: &Visitor, file: &str, matter: &str) -> Result<Self, Page> {
        let open = file_page::open(desk, visitor, file, store::Part::Form).await?;
        let (matter, _) = file_page::matter(&open, matter)?;
        open.file.report(matter).map_err(|_| not_found())?;
        let mut siblings = Vec::new();
        let reading = file_page::reading(desk, visitor, &open);
        let named = kin::named_in(&reading, matter);
        let kin = kin::siblings(desk, visitor, &reading).await?;
        for sibling in kin.into_iter().filter(|sibling| named.contains(&sibling.person)) {
            let theirs = file_page::open(desk, visitor, &sibling.file.to_string(), store::Part::Form).await?;
            siblings.extend(SiblingReport::find(&sibling, &theirs, &open, matter));
        }
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
            pairs.push((one.field("decision"), id()));
            pairs.push((one.field("opening"), id()));
            pairs.push((one.field("seen"), one.version.to_string()));
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

    fn form_page(
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
            not_opened: optional(&reading, sheet, "not-opened", "decision-not-opened", "not_opened_reason"),
            reasons: optional(&reading, sheet, "reasons", "decision-extension", "extension_reason"),
            until: sheet.day("until", "decision-until"),
            links_to: self.links_to(&reading, sheet),
            child_view: sheet.area("child-view", "decision-child", 2),
            not_heard: not_heard(&reading, sheet),
            keep: sheet.typed.is("keep", "child-view"),
            best_interests: sheet.area("best-interests", "decision-best", 2),
            siblings: self.siblings.iter().map(|one| SiblingBox::of(sheet, one)).collect(),
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
            let missing =
                kind.requires.iter().filter(|c| facts::holds(file, self.matter, &c.fact) != Some(true));
            let barring =
                kind.barred_when.iter().filter(|c| facts::holds(file, self.matter, &c.fact) != Some(false));
            for condition in missing.chain(barring).filter(|c| !c.certainty.on(today).is_certain()) {
                let fact = w.t(fact_key(&condition.fact)).into_owned();
                let values = [("fact", fact.into()), ("provision", condition.provision.to_string().into())];
                boxes.push(Considered {
                    outcome: kind.id.to_string(),
                    fact: condition.fact.clone(),
                    words: w.with("decision-considered", &values),
                    ticked: typed.is("considered", &condition.fact),
                });
            }
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
        let theirs = self.siblings.iter().flat_map(|one| ["decision", "opening"].map(|name| one.field(name)));
        let typed = own.chain(theirs).map(|name| (name.clone(), typed.get(&name).to_owned()));
        // The versions are those the reader now has before their eyes.
        let seen = self.siblings.iter().map(|one| (one.field("seen"), one.version.to_string()));
        typed.chain(seen).collect()
    }

    fn check_page(&self, desk: &Desk, visitor: &Visitor, typed: &Typed, request: &DecisionRequest) -> Page {
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
        let sibling = self.siblings.iter().find(|report| report.sibling.file == one.file);
        Frozen::of(reading, &one.decision, sibling.map(|report| report.sibling.name.clone()))
    }
}

/// The outcomes in force.
fn kinds<'d>(desk: &'d Desk, visitor: &Visitor) -> Vec<&'d DecisionType> {
    desk.house.law.made_here(visitor.now.today).collect()
}

fn optional<'a>(
    reading: &Reading<'_>,
    sheet: Sheet<'a>,
    name: &'static str,
    label: &'static str,
    list: &str,
) -> Choice<'a> {
    let mut options = vec![choose("", reading.w.t("choose-none"), false)];
    options.extend(reading.choices(list, ""));
    sheet.choice(name, label, options)
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

/// A row of law that only asks to be considered.
struct Considered {
    outcome: String,
    fact: String,
    words: String,
    ticked: bool,
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
}

impl<'a> SiblingBox<'a> {
    fn of(sheet: Sheet<'a>, one: &SiblingReport) -> Self {
        let motive = Field { max: 60_000, ..Field::area(one.field("motive"), "decision-motive-own") }.rows(2);
        let number = one.number.clone().unwrap_or_default();
        Self {
            file: one.sibling.file,
            words: format!("{} · {number}", one.sibling.name),
            ticked: sheet.typed.is("sibling", &one.sibling.file.to_string()),
            motive: sheet.fill(motive),
        }
    }
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
    child_view: Field<'a>,
    not_heard: Choice<'a>,
    keep: bool,
    best_interests: Field<'a>,
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
        self.only(|kind| decision_request::reason_field(kind) == Some(field))
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

#[cfg(test)]
mod tests {
    use crate::scene::Scene;
    use crate::testing::report;
    use record::report::Report;

    const D02: [(&str, &str); 3] =
        [("outcome", "D02"), ("motive", "Skolans oro är stor."), ("deed", "check")];

    /// Frida sends a proposal back: what Ulla wrote is where her next one starts.
    #[tokio::test]
    async fn a_proposal_that_came_back_is_where_the_next_one_starts() {
        let scene = Scene::assessed();
        let id = scene.at.propose(scene.alva, "ulla", "D03", "frida");
        let frida = scene.at.login("frida").await;
        let proposal = scene.path(&format!("/forslag/{id}"));
        let words = [("deed", "return"), ("motive", "Prata med BVC först.")];
        assert_eq!(scene.fill(&frida, &proposal, &words).await.status, 303);
        let ulla = scene.at.login("ulla").await;
        let form = scene.at.get(&ulla, &scene.report_path("/beslut")).await;
        assert!(form.body.contains("Så ser det ut.</textarea>"), "{}", form.body);
        let chosen = form.body.split("value=\"D03\"").nth(1).expect("the outcome");
        assert!(chosen.starts_with(" checked"), "the outcome is chosen");
    }

    #[tokio::test]
    async fn a_qualified_worker_opens_an_investigation_in_two_pages() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/beslut");
        let check = scene.fill(&ulla, &path, &D02).await;
        assert_eq!(check.status, 200);
        let form = scene.at.get(&ulla, &path).await;
        assert!(form.body.contains("only only-D02") && form.body.contains("vad som föranlett utredningen"));
        for words in
            ["Granska beslutet", "Skolans oro är stor.", "Behöver barnet stöd eller skydd", "Fatta beslutet"]
        {
            assert!(check.body.contains(words), "{words}");
        }
        for _ in 0..2 {
            let done = scene.send(&ulla, &path, &check, &[]).await;
            assert_eq!(done.status, 303);
            assert!(done.location().ends_with("/underratta?gjort=beslut"), "{}", done.location());
        }
        let line = scene.timeline(scene.alva).await;
        assert_eq!(line.matches("Beslut: Inleda utredning").count(), 1);
        let page = scene.at.get(&ulla, &scene.path("")).await;
        assert!(page.body.contains("Underrätta dem det gäller"));
    }

    #[tokio::test]
    async fn without_authority_the_page_says_who_may_and_sends_it_there() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/beslut");
        let typed = [("outcome", "D03"), ("motive", "Oron är redan hanterad."), ("deed", "check")];
        let check = scene.fill(&ulla, &path, &typed).await;
        let frida = scene.at.actor("frida");
        assert!(check.body.contains("Du kan inte fatta det här beslutet"));
        assert!(check.body.contains("Beslutas av förste socialsekreterare."));
        assert!(check.body.contains("Delegationsordningen, punkt 1.2") && check.body.contains(&frida.name));
        assert!(!check.body.contains("Fatta beslutet"));
        // The worker's own attempt to decide is refused whatever the form says.
        let forced = scene.send(&ulla, &path, &check, &[("deed", "sign"), ("command", &fresh(&scene))]).await;
        assert_eq!(forced.status, 422);
        let to = frida.staff.to_string();
        for nobody in
            [scene.at.actor("olga").staff.to_string(), scene.at.desk.house.new_id(scene.at.now()).to_string()]
        {
            let sent = scene.send(&ulla, &path, &check, &[("to", &nobody), ("deed", "propose")]).await;
            assert_eq!(sent.status, 404, "whoever may not decide is not let in by a proposal");
        }
        let sent = scene.send(&ulla, &path, &check, &[("to", &to), ("deed", "propose")]).await;
        assert_eq!(sent.location(), scene.path("?gjort=forslag"));
        let line = scene.timeline(scene.alva).await;
        assert!(line.contains("Förslag skickat till") && !line.contains("Beslut: Inte inleda"));
    }

    fn fresh(scene: &Scene) -> String {
        scene.at.desk.house.new_id(scene.at.now()).to_string()
    }

    #[tokio::test]
    async fn before_the_protection_assessment_nothing_is_decided() {
        let scene = Scene::new();
        let ulla = scene.at.login("ulla").await;
        let refused = scene.fill(&ulla, &scene.report_path("/beslut"), &D02).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("id=\"outcome-error\"") && refused.body.contains("Skolans oro är stor.")
        );
        assert!(refused.body.contains("Gör skyddsbedömningen"));
    }

    #[tokio::test]
    async fn violence_bars_not_opening_until_the_tag_is_corrected_with_reasons() {
        let scene = Scene::with(&Report { violence: true, ..report() });
        scene.assess();
        let frida = scene.at.login("frida").await;
        let path = scene.report_path("/beslut");
        let form = scene.at.get(&frida, &path).await;
        assert!(
            !form.body.contains("value=\"D02\" checked"),
            "the page says that violence opens, it does not choose"
        );
        assert!(form.body.contains("value=\"D02\" autofocus"));
        let typed =
            [("outcome", "D03"), ("motive", "Uppgifterna gällde en annan familj."), ("deed", "check")];
        let barred = scene.send(&frida, &path, &form, &typed).await;
        assert_eq!(barred.status, 422);
        assert!(barred.body.contains("Uppgifterna gällde en annan familj."));
        assert!(barred.body.contains(&scene.report_path("/markning")));
        let tag = scene.report_path("/markning");
        assert_eq!(scene.fill(&frida, &tag, &[("motive", " ")]).await.status, 422);
        let corrected = scene.fill(&frida, &tag, &[("motive", "Fel familj.")]).await;
        assert_eq!(corrected.status, 303);
        let check = scene.fill(&frida, &path, &typed).await;
        let next = scene.report_path("/aterkoppling?gjort=beslut");
        assert_eq!(scene.send(&frida, &path, &check, &[]).await.location(), next);
        let line = scene.timeline(scene.alva).await;
        assert!(line.contains("Märkningen våld togs bort") && line.contains("Fel familj."));
        assert!(line.contains("Beslut: Inte inleda utredning"));
    }

    #[tokio::test]
    async fn what_came_in_between_is_told_and_what_was_typed_stays() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/beslut");
        let check = scene.fill(&ulla, &path, &D02).await;
        scene.fill(&ulla, &scene.path("/anteckning"), &[("text", "Ny uppgift från BVC.")]).await;
        let stale = scene.send(&ulla, &path, &check, &[]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.body.contains("Det här har hänt sedan du öppnade sidan"));
        assert!(stale.body.contains("Samtal (") && stale.body.contains("Skolans oro är stor."));
        assert!(!scene.timeline(scene.alva).await.contains("Beslut: Inleda"));
        let check = scene.send(&ulla, &path, &stale, &[("deed", "check")]).await;
        assert_eq!(scene.send(&ulla, &path, &check, &[]).await.status, 303);
    }

    #[tokio::test]
    async fn siblings_from_one_report_are_decided_together_each_with_own_reasons() {
        let scene = Scene::assessed();
        let frida = scene.at.login("frida").await;
        let path = scene.report_path("/beslut");
        let melker = scene.melker.file.to_string();
        let own = format!("motive-{melker}");
        let typed = [
            ("outcome", "D03"),
            ("motive", "Familjen har redan stöd."),
            ("sibling", &*melker),
            (&*own, "Melker trivs i förskolan."),
            ("deed", "check"),
        ];
        let check = scene.fill(&frida, &path, &typed).await;
        assert!(check.body.contains("<h3>Melker</h3>"));
        assert_eq!(scene.send(&frida, &path, &check, &[]).await.status, 303);
        let (alva, melker) = (scene.timeline(scene.alva).await, scene.timeline(scene.melker).await);
        for line in [&alva, &melker] {
            assert!(
                line.contains("Beslut: Inte inleda utredning") && line.contains("Familjen har redan stöd.")
            );
        }
        assert!(melker.contains("trivs i förskolan") && !alva.contains("trivs i förskolan"));
    }

    #[tokio::test]
    async fn an_extension_wants_an_accepted_reason_and_a_later_day() {
        let scene = Scene::assessed();
        let enar = scene.at.login("enar").await;
        let path = scene.report_path("/beslut");
        let ask = async |reason: &str, until: &str| {
            let typed = [
                ("outcome", "D04"),
                ("motive", "Väntar."),
                ("reasons", reason),
                ("until", until),
                ("deed", "check"),
            ];
            scene.fill(&enar, &path, &typed).await
        };
        assert!(ask("", "2026-12-20").await.body.contains("id=\"reasons-error\""));
        assert!(ask("workload", "2026-12-20").await.body.contains("id=\"reasons-error\""));
        assert!(ask("police_interview_first", "2026-12-01").await.body.contains("id=\"until-error\""));
        let check = ask("police_interview_first", "2026-12-20").await;
        assert_eq!(scene.send(&enar, &path, &check, &[]).await.status, 303);
    }

    #[tokio::test]
    async fn unknown_matters_are_not_there() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        for rest in ["/arende/0192b0a0-0000-7000-8000-000000000001/beslut", "/arende/x/beslut"] {
            assert_eq!(scene.at.get(&ulla, &scene.path(rest)).await.status, 404, "{rest}");
        }
    }
}
