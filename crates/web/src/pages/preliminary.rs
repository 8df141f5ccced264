//! `/akt/{file}/arende/{matter}/forhandsbedomning`: a step of the preliminary assessment.
//!
//! Contacts and days are counted beside the form. When they grow, the page says calmly that it begins to look like an investigation: the
//! law gives fourteen days to decide *whether* to investigate, with the reporter, the child, the guardians and our own files, and no more.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{
    Code, Command, FileId, MatterId, Part, Speaker,
    preliminary::{ChildHeard, PreliminaryAssessment},
    report::ReportState,
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::entry_view::{self, EntryView};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::pages::drafts;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::said::{self, SaidField};
use crate::shell::{Place, Shell};
use crate::siblings::own_name;
use crate::words::Words;

/// More contacts than this, and the step looks like an investigation: the reporter, each guardian, the child.
const CONTACTS_CALM: usize = 4;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/forhandsbedomning", show, sign)
}

/// A step as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreliminaryRequest {
    /// The report.
    pub matter: MatterId,
    /// The step.
    pub assessment: PreliminaryAssessment,
}

impl PreliminaryRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::AssessPreliminarily(self.matter, self.assessment)
    }

    fn read(
        visitor: &Visitor,
        reading: &Reading<'_>,
        matter: MatterId,
        typed: &Typed,
    ) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let parts: Vec<Part> = said::read(reading, visitor, typed, &mut errors);
        let made = read_moment(visitor, typed, "occurred", &mut errors);
        let contacts = typed.trimmed("contacts").parse().ok().filter(|n| *n <= 99);
        if contacts.is_none() {
            errors.push("contacts", visitor.w.t("error-contacts"));
        }
        let child = child_heard(visitor, typed, None, &mut errors);
        match (made, contacts) {
            (Some(made), Some(contacts)) if errors.is_empty() => {
                let earlier_weighed = typed.has("earlier");
                let assessment = PreliminaryAssessment { made, contacts, parts, earlier_weighed, child };
                Ok(Self { matter, assessment })
            }
            _ => Err(errors),
        }
    }
}

/// Reads what became of hearing the child. In the statements its words stand as its own; here only whether, and if not, why. What is
/// written is kept from the guardians where its box says so, whether the child was heard or not. Fields about a sibling carry its file.
pub(crate) fn child_heard(
    visitor: &Visitor,
    typed: &Typed,
    sibling: Option<FileId>,
    errors: &mut Errors,
) -> Option<ChildHeard> {
    let view = field_of("child-view", sibling);
    let written = read_text(visitor, typed, &view, errors);
    let reason = typed.trimmed(&field_of("child-not-heard", sibling));
    if reason.is_empty() {
        let words = Part::words(Speaker::Child, written?);
        return Some(ChildHeard::Heard(said::in_confidence(words, typed, &view)));
    }
    let words = written.map(|text| said::in_confidence(Part::fact(text), typed, &view));
    Some(ChildHeard::NotHeard { reason: Code::from(reason), words })
}

/// The name of a field about the child whose page it is, or about a sibling.
pub(crate) fn field_of(name: &str, sibling: Option<FileId>) -> String {
    sibling.map_or_else(|| name.to_owned(), |file| own_name(name, file))
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let kept = drafts::kept(&desk, &visitor, &form(&matter), Some(open.id)).await?;
    let mut presets = moment_pairs("occurred", moment_now(&visitor));
    presets.push(("contacts".to_owned(), "1".to_owned()));
    draw(&desk, &visitor, &open, &matter, &kept.typed(presets), &Back::fresh(), kept.view)
}

/// One draft per report.
fn form(matter: &str) -> String {
    format!("preliminary-{matter}")
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, _) = file_page::matter(&open, &matter)?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let back = match PreliminaryRequest::read(&visitor, &reading, id, &typed) {
        Ok(request) => {
            let wish = file_page::wish(&typed, open.id, vec![request.into_command()])?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&format!("/akt/{}?gjort=forhandsbedomning", open.id))),
                Err(back) => back,
            }
        }
        Err(errors) => Back::wrong(errors),
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &form(&matter), Some(open.id)).await?;
    draw(&desk, &visitor, &open, &matter, &typed, &back, draft)
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
) -> Result<Page, Page> {
    let (id, _) = file_page::matter(open, matter)?;
    let report = open.file.report(id).map_err(|_| not_found())?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let page = PreliminaryPage {
        w,
        shell: visitor.shell(desk, title(&reading, Some(id), &w.t("preliminary-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        errors: &back.errors,
        count: count(&reading, report),
        warning: warning(&reading, report),
        said: said::fields(&reading, sheet, "preliminary-text"),
        speakers: said::speakers(&reading),
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        contacts: Field { width: 4, kind: "number", ..sheet.text("contacts", "preliminary-contacts") },
        earlier: typed.has("earlier"),
        child_view: sheet.area("child-view", "preliminary-child", 2),
        keep: typed.is("keep", "child-view"),
        not_heard: not_heard(&reading, sheet, None),
        steps: steps(&reading, id),
    };
    Ok(html_with(back.status, &page))
}

/// The reasons for not hearing the child, with "the child was heard, or will be" first.
pub(crate) fn not_heard<'a>(reading: &Reading<'_>, sheet: Sheet<'a>, sibling: Option<FileId>) -> Choice<'a> {
    let mut options = vec![choose("", reading.w.t("child-heard-or-later"), false)];
    options.extend(reading.choices("child_not_heard_reason", ""));
    sheet.choice(field_of("child-not-heard", sibling), "preliminary-not-heard", options)
}

/// "3 kontakter, dag 9 av 14".
fn count(reading: &Reading<'_>, report: &ReportState) -> String {
    let day = report.arrival.deemed.days_until(reading.today);
    let values = [("contacts", report.contacts.into()), ("day", day.into())];
    // An extended assessment has a day of its own; the clock tells it.
    reading.w.with(if day > 14 { "preliminary-count-over" } else { "preliminary-count" }, &values)
}

fn warning(reading: &Reading<'_>, report: &ReportState) -> Option<String> {
    let days = report.arrival.deemed.days_until(reading.today);
    let over = report.extended.is_none() && days > 14;
    let key = match (report.contacts > CONTACTS_CALM, over) {
        (false, false) => return None,
        (true, _) => "preliminary-many",
        (false, true) => "preliminary-long",
    };
    Some(reading.w.t(key).into_owned())
}

/// The steps taken so far, newest first.
fn steps(reading: &Reading<'_>, matter: MatterId) -> Vec<EntryView> {
    let bands = entry_view::line(reading, None);
    let of_matter = |view: &EntryView| {
        reading.open.entry(view.seq).is_some_and(|entry| {
            let step = matches!(entry_view::original(&entry.entry), record::Entry::PreliminaryAssessed(_));
            step && entry.matter == Some(matter)
        })
    };
    bands.into_iter().flat_map(|band| band.entries).filter(of_matter).collect()
}

#[derive(Template)]
#[template(path = "preliminary.html")]
struct PreliminaryPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    draft: Draft<'a>,
    errors: &'a Errors,
    count: String,
    warning: Option<String>,
    said: Vec<SaidField<'a>>,
    speakers: Vec<String>,
    day: Field<'a>,
    time: Field<'a>,
    contacts: Field<'a>,
    earlier: bool,
    child_view: Field<'a>,
    keep: bool,
    not_heard: Choice<'a>,
    steps: Vec<EntryView>,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    #[tokio::test]
    async fn contacts_are_counted_and_many_are_told_calmly() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/forhandsbedomning");
        let first = scene.at.get(&ulla, &path).await;
        assert!(first.body.contains("Inga kontakter än, dag 0 av 14."));
        assert!(!first.body.contains("Det börjar likna en utredning"));
        let typed = [("text", "Skolan, BVC och fritids."), ("contacts", "5"), ("earlier", "yes")];
        assert_eq!(scene.fill(&ulla, &path, &typed).await.location(), scene.path("?gjort=forhandsbedomning"));
        let second = scene.at.get(&ulla, &path).await;
        assert!(second.body.contains("5 kontakter, dag 0 av 14."));
        assert!(second.body.contains("Det börjar likna en utredning"));
        assert!(second.body.contains("Skolan, BVC och fritids."), "earlier steps stand below");
    }

    /// Two tabs with one form: the second is never answered as if it had been the first, and its text can be sent as a new form.
    #[tokio::test]
    async fn a_form_sent_again_with_other_text_is_given_back() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/forhandsbedomning");
        let form = scene.at.get(&ulla, &path).await;
        for _ in 0..2 {
            let same = scene.send(&ulla, &path, &form, &[("text", "Skolan har ringt.")]).await;
            assert_eq!(same.status, 303);
        }
        let other = scene.send(&ulla, &path, &form, &[("text", "BVC har ringt också.")]).await;
        assert_eq!(other.status, 409);
        assert!(other.body.contains("redan skickat med annan text"), "{}", other.body);
        assert!(other.body.contains("BVC har ringt också."));
        assert_ne!(other.hidden("command"), form.hidden("command"));
        assert!(!scene.timeline(scene.alva).await.contains("BVC har ringt också."));
        assert_eq!(scene.send(&ulla, &path, &other, &[]).await.status, 303);
        let line = scene.timeline(scene.alva).await;
        assert_eq!(line.matches("Skolan har ringt.").count(), 1);
        assert_eq!(line.matches("BVC har ringt också.").count(), 1);
    }

    /// One box under the child's words keeps them from the guardians, here as in a note.
    #[tokio::test]
    async fn the_childs_words_keep_their_label_on_the_timeline() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/forhandsbedomning");
        let kept = "Ska inte visas för vårdnadshavarna (12 kap. 3 § OSL)";
        let typed =
            [("text", "Talade med barnet."), ("child-view", "Jag vill inte hem."), ("keep", "child-view")];
        scene.fill(&ulla, &path, &typed).await.location();
        let timeline = scene.at.get(&ulla, &scene.path("/tidslinje")).await;
        assert!(timeline.body.contains("Jag vill inte hem.") && timeline.body.contains(kept));
    }

    /// Why a child is not heard can be the child's own secret: the box holds there too.
    #[tokio::test]
    async fn why_the_child_was_not_heard_keeps_its_label() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/forhandsbedomning");
        let page = scene.at.get(&ulla, &path).await;
        let list = page.body.split("name=\"child-not-heard\"").nth(1).expect("the list");
        let reason = list.split("value=\"").nth(2).and_then(|rest| rest.split('"').next());
        let typed = [
            ("text", "Ringde skolan."),
            ("child-view", "Hon vågar inte för pappa."),
            ("child-not-heard", reason.expect("a reason")),
            ("keep", "child-view"),
        ];
        assert_eq!(scene.send(&ulla, &path, &page, &typed).await.status, 303);
        let line = scene.timeline(scene.alva).await;
        assert!(line.contains("Hon vågar inte för pappa."));
        assert!(line.contains("Ska inte visas för vårdnadshavarna (12 kap. 3 § OSL)"));
    }

    #[tokio::test]
    async fn an_empty_step_and_a_strange_number_are_refused() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/forhandsbedomning");
        assert!(scene.fill(&ulla, &path, &[]).await.body.contains("id=\"text-error\""));
        let many = scene.fill(&ulla, &path, &[("text", "Kvar."), ("contacts", "många")]).await;
        assert_eq!(many.status, 422);
        assert!(many.body.contains("id=\"contacts-error\"") && many.body.contains("Kvar."));
        let early = scene.fill(&ulla, &path, &[("text", "Kvar."), ("occurred", "2026-11-20")]).await;
        assert!(early.body.contains("id=\"occurred-error\""), "before the report arrived");
    }
}
