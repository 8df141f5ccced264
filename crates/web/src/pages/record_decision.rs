//! `/akt/{file}/beslut/nytt`: a decision that was made elsewhere is recorded: in a meeting, by telephone at night, in a court.
//!
//! Recording what has happened is never refused for being late or made by the wrong person; it is flagged. Any of the law's types can be
//! recorded, and starts its clocks, so that a child's need of protection never ends at a page that is missing.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use law::{Asks, DecisionType, Level};
use record::{
    Command, DecisionId, DocumentId, FileId, MatterId, Moment, Part, PartKind,
    decision::{Decision, DecisionMaker, RecordDecision},
    investigation::Opening,
};
use serde::Deserialize;
use store::OpenFile;

use crate::choices::documents;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, see_other};
use crate::fields::{Choice, Choose, Draft, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_day, read_known, read_matter, read_moment,
    read_text, title,
};
use crate::kin;
use crate::pages::decision_request::{read_reason, told_at_its_reason};
use crate::pages::drafts;
use crate::parts::PersonHead;
use crate::reading::{LEVELS, Reading, capital, choose, level_code};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The form's name among drafts.
const FORM: &str = "record";

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/beslut/nytt", show, sign)
}

/// `?arende=`: in which matter; `?slag=`: which type.
#[derive(Deserialize)]
struct Asked {
    arende: Option<String>,
    slag: Option<String>,
}

/// A decision made elsewhere, as it is asked to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDecisionRequest {
    /// What the record is told.
    pub record: RecordDecision,
}

impl RecordDecisionRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::RecordDecision(self.record)
    }

    fn read(desk: &Desk, visitor: &Visitor, open: &OpenFile, typed: &Typed) -> Result<Self, Errors> {
        let w = visitor.w;
        let mut errors = Errors::none();
        let kind = kind_of(desk, typed.trimmed("kind"));
        if kind.is_none() {
            errors.push("kind", w.t("error-decision-kind"));
        }
        let made = read_moment(visitor, typed, "occurred", &mut errors);
        let wording = read_text(visitor, typed, "text", &mut errors).map(Part::assessment);
        let reasons = read_text(visitor, typed, "motive", &mut errors);
        let until = read_day(visitor, typed, "until", &mut errors);
        let made_by = read_maker(visitor, typed, &mut errors);
        let reason = kind.and_then(|kind| read_reason(desk.house.law, visitor, typed, kind, &mut errors));
        let links = kind.is_some_and(|kind| kind.asks_for(Asks::LinksTo));
        let is_there = |id: &MatterId| open.file.matters.contains_key(id);
        let links_to = read_known(visitor, typed, "links-to", &mut errors, is_there).filter(|_| links);
        if links && links_to.is_none() {
            errors.push("links-to", w.t("error-links-to"));
        }
        // "Nytt ärende" is an empty choice; an id that names no matter of the file is none.
        let matter = read_matter(visitor, open, typed, &mut errors).or_else(|| typed.id("new-matter"));
        let is_there = |id: &DocumentId| open.file.documents.contains_key(id);
        let document = read_known(visitor, typed, "document", &mut errors, is_there);
        let id: Option<DecisionId> = typed.id("decision");
        let (Some(kind), Some(made), Some(made_by), Some(matter), Some(id), true) =
            (kind, made, made_by, matter, id, errors.is_empty())
        else {
            return Err(errors);
        };
        let reasons = reasons.map(|text| Part::new(PartKind::Assessment, text)).into_iter().collect();
        let opening = opening(kind, typed);
        let decision = Decision {
            wording,
            reasons,
            reason,
            links_to,
            until,
            opening,
            ..Decision::new(id, kind.id.clone())
        };
        let urgent = typed.has("urgent");
        Ok(Self { record: RecordDecision { matter, decision, made, made_by, urgent, document } })
    }
}

fn read_maker(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Option<DecisionMaker> {
    let level = LEVELS.into_iter().find(|level| level_code(*level) == typed.get("level"));
    if level.is_none() {
        errors.push("level", visitor.w.t("error-level"));
    }
    let name = read_text(visitor, typed, "person", errors);
    if name.is_none() {
        errors.push("person", visitor.w.t("refusal-missing-person"));
    }
    let title = read_text(visitor, typed, "maker-title", errors).map(|title| title.to_string());
    Some(DecisionMaker { name: name?.to_string(), title, level: level? })
}

/// A recorded decision to open opens the investigation too: its clocks start as if it had been decided here.
fn opening(kind: &DecisionType, typed: &Typed) -> Option<Opening> {
    let matter = typed.id("opening").filter(|_| kind.asks_for(Asks::Opening))?;
    Some(Opening { matter, questions: Vec::new(), from: None })
}

/// The type that is meant: the field suggests "D27 Omedelbart omhändertagande", and what begins with an id is that type.
fn kind_of<'d>(desk: &'d Desk, typed: &str) -> Option<&'d DecisionType> {
    let first = typed.split_whitespace().next().unwrap_or_default().to_uppercase();
    let all = desk.house.law.decision_types();
    let numbered = all.iter().find(|kind| kind.id.as_str() == first);
    let named = |kind: &&DecisionType| {
        kind.name_sv.to_lowercase() == typed.to_lowercase()
            || kind.name_en.to_lowercase() == typed.to_lowercase()
    };
    numbered.or_else(|| all.iter().find(named))
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let kept = drafts::kept(&desk, &visitor, FORM, Some(open.id)).await?;
    let kind = asked.slag.as_deref().and_then(|slag| kind_of(&desk, slag));
    let asked = asked.arende.and_then(|text| text.parse::<MatterId>().ok());
    let matter = asked.or_else(|| kin::likely_matter(open.file.matters.iter()));
    let id = || desk.house.new_id(visitor.now).to_string();
    let now: Moment = moment_now(&visitor);
    let mut pairs = moment_pairs("occurred", now);
    pairs.extend([
        ("decision".to_owned(), id()),
        ("opening".to_owned(), id()),
        ("new-matter".to_owned(), id()),
        ("matter".to_owned(), matter.map(|matter| matter.to_string()).unwrap_or_default()),
        ("level".to_owned(), level_code(Level::Committee).to_owned()),
    ]);
    let reading = file_page::reading(&desk, &visitor, &open);
    pairs.extend(kind.map(|kind| ("kind".to_owned(), listed(&reading, kind))));
    Ok(draw(&desk, &visitor, &open, &kept.typed(pairs), &Back::fresh(), kept.view))
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let read = RecordDecisionRequest::read(&desk, &visitor, &open, &typed);
    let read = read.map(RecordDecisionRequest::into_command);
    let Some(back) = file_page::carry_out(&desk, &visitor, &open, &typed, read).await? else {
        return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=beslut-infort", open.id)));
    };
    let kind = kind_of(&desk, typed.trimmed("kind"));
    let kind = kind.map(|kind| kind.id.as_str()).unwrap_or_default();
    let back = told_at_its_reason(back, desk.house.law, kind);
    let draft = drafts::draft_of(&desk, &visitor, &typed, FORM, Some(open.id)).await?;
    Ok(draw(&desk, &visitor, &open, &typed, &back, draft))
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
) -> Page {
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let ids = ["decision", "opening", "new-matter"].map(|name| (name, typed.get(name).to_owned()));
    let page = RecordPage {
        w,
        shell: visitor.shell(
            desk,
            title(&reading, typed.id("matter"), &w.t("record-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        ids: ids.into(),
        draft,
        errors: &back.errors,
        kind: Field { focus: true, ..sheet.text("kind", "record-kind") },
        kinds: kinds(&reading),
        day: sheet.day("occurred", "record-day"),
        time: sheet.time("occurred-time", "note-time"),
        person: sheet.text("person", "record-person"),
        people: reading.organisation.members.iter().map(|member| member.name.clone()).collect(),
        maker_title: Field { optional: true, ..sheet.text("maker-title", "record-maker-title") },
        level: sheet.choice("level", "record-level", levels(&reading)),
        urgent: typed.has("urgent"),
        matters: matters(&reading, sheet),
        text: sheet.area("text", "record-text", 3),
        motive: Field { optional: true, ..sheet.area("motive", "record-motive", 3) },
        until: Field { optional: true, ..sheet.day("until", "record-until") },
        document: documents(&reading, sheet),
        own: OwnFields::of(&reading, sheet),
    };
    html_with(back.status, &page)
}

/// What only some types ask for.
struct OwnFields<'a> {
    lists: Vec<Choice<'a>>,
    /// Something is chosen there, or wrong.
    open: bool,
}

impl<'a> OwnFields<'a> {
    fn of(reading: &Reading<'_>, sheet: Sheet<'a>) -> Self {
        let list = |(name, label, list)| sheet.of_list(reading, name, label, ("record-none", list));
        let reasons = [
            ("not-opened", "record-not-opened", "not_opened_reason"),
            ("reasons", "record-extension", "extension_reason"),
            ("reasons-longer", "record-longer", "investigation_extension_reason"),
            ("reasons-ended", "record-ended", "investigation_end_reason"),
            ("reasons-changed", "record-change-ground", "change_ground"),
        ];
        let mut lists: Vec<_> = reasons.map(list).into();
        lists.push(investigations(reading, sheet));
        let used = |one: &Choice<'_>| one.error.is_some() || sheet.ticked(&one.name);
        Self { open: lists.iter().any(used), lists }
    }
}

/// Every type in force, as the field suggests it.
fn kinds(reading: &Reading<'_>) -> Vec<String> {
    let types = reading.law.decision_types().iter().filter(|kind| kind.is_valid_on(reading.today));
    types.map(|kind| listed(reading, kind)).collect()
}

/// A type, as the field suggests it.
fn listed(reading: &Reading<'_>, kind: &DecisionType) -> String {
    format!("{} {}", kind.id, reading.in_language(&kind.name_sv, &kind.name_en))
}

fn levels(reading: &Reading<'_>) -> Vec<Choose<'static>> {
    LEVELS.map(|level| choose(level_code(level), capital(&reading.level(level)), false)).into()
}

/// Every matter, and a new one for what has none yet: a placement, compulsory care.
fn matters<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Choice<'a> {
    let all = reading.open.file.matters.iter().rev();
    let mut options: Vec<_> = all.map(|(id, _)| choose(id.to_string(), reading.matter(*id), false)).collect();
    options.push(choose("", reading.w.t("record-new-matter"), false));
    sheet.choice("matter", "label-matter", options)
}

/// The investigations of this file, for the decision that ties a report to one of them.
fn investigations<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Choice<'a> {
    let all = reading.open.file.matters.iter().rev();
    let is = |matter: &record::Matter| matches!(matter.state, record::MatterState::Investigation(_));
    let named = all
        .filter(|(_, matter)| is(matter))
        .map(|(id, _)| choose(id.to_string(), reading.matter(*id), false));
    let none = choose("", reading.w.t("record-none"), false);
    sheet.choice("links-to", "record-links", std::iter::once(none).chain(named).collect())
}

#[derive(Template)]
#[template(path = "record_decision.html")]
struct RecordPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    ids: Vec<(&'static str, String)>,
    draft: Draft<'a>,
    errors: &'a Errors,
    kind: Field<'a>,
    kinds: Vec<String>,
    day: Field<'a>,
    time: Field<'a>,
    person: Field<'a>,
    people: Vec<String>,
    maker_title: Field<'a>,
    level: Choice<'a>,
    urgent: bool,
    matters: Choice<'a>,
    text: Field<'a>,
    motive: Field<'a>,
    own: OwnFields<'a>,
    until: Field<'a>,
    document: Choice<'a>,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    #[tokio::test]
    async fn a_decision_by_night_is_recorded_as_it_was_and_starts_its_clocks() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/beslut/nytt");
        let typed = [
            ("kind", "D27 Omedelbart omhändertagande"),
            ("occurred", "2026-11-23"),
            ("occurred-time", "23:40"),
            ("person", "Ordförande Kvällsson"),
            ("level", "chair"),
            ("urgent", "yes"),
            ("matter", ""),
            ("text", "Alva omhändertas omedelbart."),
        ];
        for _ in 0..2 {
            assert_eq!(scene.fill(&ulla, &path, &typed[..7]).await.status, 303, "text is not demanded");
        }
        assert_eq!(scene.fill(&ulla, &path, &typed).await.status, 303);
        let line = scene.timeline(scene.alva).await;
        for words in ["Beslut infört i efterhand:", "Ordförande Kvällsson", "Alva omhändertas omedelbart."]
        {
            assert!(line.contains(words), "{words}");
        }
        let page = scene.at.get(&ulla, &scene.path("")).await;
        assert!(page.body.contains("class=\"clock brief"), "clocks run");
        assert!(page.body.contains("Åtgärd "));
    }

    #[tokio::test]
    async fn what_names_nothing_is_told_at_its_field_and_never_taken_for_nothing() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let nothing = scene.at.desk.house.new_id(scene.at.now()).to_string();
        for (name, value) in
            [("matter", "x"), ("document", &*nothing), ("links-to", &*nothing), ("not-opened", "solen")]
        {
            let typed = [("kind", "d03"), ("person", "Ulla"), ("motive", "Kvar."), (name, value)];
            let refused = scene.fill(&ulla, &scene.path("/beslut/nytt"), &typed).await;
            assert_eq!(refused.status, 422, "{name}");
            assert!(refused.body.contains(&format!("id=\"{name}-error\"")), "{name}");
            assert!(refused.body.contains("Kvar."), "{name}");
        }
    }

    #[tokio::test]
    async fn the_wrong_person_is_flagged_and_not_refused() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let typed = [
            ("kind", "d03"),
            ("occurred", "2026-11-24"),
            ("occurred-time", "08:55"),
            ("person", "Ulla"),
            ("level", "case_worker"),
            ("motive", "Redan gjort."),
        ];
        assert_eq!(scene.fill(&ulla, &scene.path("/beslut/nytt"), &typed).await.status, 303);
        assert!(scene.timeline(scene.alva).await.contains("Beslutat av någon utan beslutanderätt"));
    }

    #[tokio::test]
    async fn what_decision_and_by_whom_must_be_said() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let refused =
            scene.fill(&ulla, &scene.path("/beslut/nytt"), &[("kind", "något"), ("text", "Kvar.")]).await;
        assert_eq!(refused.status, 422);
        for at in ["id=\"kind-error\"", "id=\"person-error\"", "Kvar.</textarea>"] {
            assert!(refused.body.contains(at), "{at}");
        }
        let future = [("kind", "D27"), ("person", "X"), ("occurred", "2027-01-01")];
        let future = scene.fill(&ulla, &scene.path("/beslut/nytt"), &future).await;
        assert_eq!(future.status, 422);
        assert!(future.body.contains("id=\"occurred-error\""));
    }

    /// A report that came while an investigation ran, and was tied to it at a meeting.
    #[tokio::test]
    async fn what_only_some_types_ask_for_can_be_said_and_is_asked_at_its_field() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/beslut/nytt");
        let who = [
            ("occurred", "2026-11-24"),
            ("occurred-time", "08:55"),
            ("person", "Frida"),
            ("level", "unit_head"),
        ];
        let with =
            |more: &[(&'static str, &'static str)]| who.iter().chain(more).copied().collect::<Vec<_>>();
        let unlinked = scene.fill(&ulla, &path, &with(&[("kind", "D05")])).await;
        assert_eq!(unlinked.status, 422);
        assert!(unlinked.body.contains("id=\"links-to-error\""), "{}", unlinked.body);
        let long = "Ordförande\u{7}";
        let broken = scene.fill(&ulla, &path, &with(&[("kind", "D03"), ("maker-title", long)])).await;
        assert_eq!(broken.status, 422);
        assert!(broken.body.contains("id=\"maker-title-error\""), "the title is told at the title");
        let opened = with(&[("kind", "D02"), ("matter", "")]);
        assert_eq!(scene.fill(&ulla, &path, &opened).await.status, 303);
        let open = scene.at.desk.house.look(
            &scene.at.actor("ulla"),
            scene.at.now(),
            scene.alva.file,
            store::Part::Child,
        );
        let file = open.expect("hers").file;
        let (investigation, _) = file.running_investigations().next().expect("one was opened");
        let (investigation, report) = (investigation.to_string(), scene.alva.matter.to_string());
        let linked =
            [with(&[("kind", "D05")]), vec![("links-to", &*investigation), ("matter", &*report)]].concat();
        let done = scene.fill(&ulla, &path, &linked).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(scene.timeline(scene.alva).await.contains("Kopplas till"));
    }
}
