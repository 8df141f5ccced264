//! `/akt/{file}/handelse`: something has happened that the law's clocks must know of: custody executed, a judgment final, an appeal received.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use record::{Command, DocumentId, FileId, MatterId, occurrence::Occurrence};
use serde::Deserialize;
use store::OpenFile;

use crate::choices::documents;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, see_other};
use crate::entry_words::event_name;
use crate::fields::{Choice, Field};
use crate::file_page::{
    self, Back, Hidden, Sheet, moment_now, moment_pairs, read_day, read_known, read_matter, read_moment,
    read_text, title,
};
use crate::kin;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/handelse", show, sign)
}

/// An occurrence as it is asked to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OccurrenceRequest {
    /// In which matter.
    pub matter: MatterId,
    /// What happened.
    pub occurrence: Occurrence,
}

impl OccurrenceRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::RecordOccurrence(self.matter, self.occurrence)
    }

    fn read(visitor: &Visitor, reading: &Reading<'_>, typed: &Typed) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let sought = typed.trimmed("kind").to_lowercase();
        let named = |event: &&String| event_name(reading, event).to_lowercase() == sought;
        let event = reading.law.events().iter().find(named).cloned();
        if event.is_none() {
            errors.push("kind", visitor.w.t("error-event"));
        }
        let at = read_moment(visitor, typed, "occurred", &mut errors);
        let until = read_day(visitor, typed, "until", &mut errors);
        let text = read_text(visitor, typed, "text", &mut errors);
        let matter = read_matter(visitor, reading.open, typed, &mut errors);
        let is_there = |id: &DocumentId| reading.open.file.documents.contains_key(id);
        let document = read_known(visitor, typed, "document", &mut errors, is_there);
        if matter.is_none() {
            errors.push("matter", visitor.w.t("error-event-matter"));
        }
        match (event, at, matter) {
            (Some(event), Some(at), Some(matter)) if errors.is_empty() => Ok(Self {
                matter,
                occurrence: Occurrence { event, at, until, text: text.map(record::Part::fact), document },
            }),
            _ => Err(errors),
        }
    }
}

/// `?arende=`: in which matter; `?slag=`: which event.
#[derive(Deserialize)]
struct Asked {
    arende: Option<String>,
    slag: Option<String>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let named = asked.arende.and_then(|text| text.parse::<MatterId>().ok());
    let likely = named.or_else(|| kin::likely_matter(open.file.matters.iter()));
    let mut pairs = moment_pairs("occurred", moment_now(&visitor));
    let reading = file_page::reading(&desk, &visitor, &open);
    let event = asked.slag.filter(|event| desk.house.law.events().contains(event));
    pairs.extend(event.map(|event| ("kind".to_owned(), event_name(&reading, &event))));
    pairs.push(("matter".to_owned(), likely.map(|matter| matter.to_string()).unwrap_or_default()));
    Ok(draw(&desk, &visitor, &open, &Typed::from_pairs(pairs), &Back::fresh()))
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let read = OccurrenceRequest::read(&visitor, &reading, &typed).map(OccurrenceRequest::into_command);
    let Some(back) = file_page::carry_out(&desk, &visitor, &open, &typed, read).await? else {
        return Ok(see_other(&format!("/akt/{}/tidslinje?gjort=handelse", open.id)));
    };
    Ok(draw(&desk, &visitor, &open, &typed, &back))
}

fn draw(desk: &Arc<Desk>, visitor: &Visitor, open: &OpenFile, typed: &Typed, back: &Back) -> Page {
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let all = open.file.matters.keys().rev();
    let matters = all.map(|id| choose(id.to_string(), reading.matter(*id), false)).collect();
    let page = OccurrencePage {
        w,
        shell: visitor.shell(
            desk,
            title(&reading, typed.id("matter"), &w.t("occurrence-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        kind: Field { focus: true, ..sheet.text("kind", "occurrence-kind") },
        events: offered(&reading),
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        matters: sheet.choice("matter", "label-matter", matters),
        until: Field { optional: true, ..sheet.day("until", "occurrence-until") },
        text: Field { optional: true, ..sheet.area("text", "occurrence-text", 3) },
        document: documents(&reading, sheet),
    };
    html_with(back.status, &page)
}

/// What the field suggests: not what has a form of its own.
fn offered(reading: &Reading<'_>) -> Vec<String> {
    let has_form = |event: &&String| reading.law.event_name(event).is_some_and(|name| name.own_form);
    reading
        .law
        .events()
        .iter()
        .filter(|event| !has_form(event))
        .map(|event| event_name(reading, event))
        .collect()
}

#[derive(Template)]
#[template(path = "occurrence.html")]
struct OccurrencePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    errors: &'a Errors,
    kind: Field<'a>,
    events: Vec<String>,
    day: Field<'a>,
    time: Field<'a>,
    matters: Choice<'a>,
    until: Field<'a>,
    text: Field<'a>,
    document: Choice<'a>,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    #[tokio::test]
    async fn an_event_is_found_by_its_name_and_stands_on_the_line() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let typed = [("kind", "begäran om överflyttning kom in"), ("text", "Familjen har flyttat hit.")];
        let done = scene.fill(&ulla, &scene.path("/handelse"), &typed).await;
        assert_eq!(done.location(), scene.path("/tidslinje?gjort=handelse"));
        let line = scene.timeline(scene.alva).await;
        assert!(
            line.contains("Begäran om överflyttning kom in") && line.contains("Familjen har flyttat hit.")
        );
    }

    #[tokio::test]
    async fn what_has_a_form_of_its_own_is_not_told_as_an_event() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &scene.path("/handelse")).await.body;
        assert!(page.contains("Begäran om överflyttning kom in"));
        let own =
            ["Anmälan visade sig vara något annat", "Anmälaren bad om återkoppling", "Utredning inleddes"];
        for name in own {
            assert!(!page.contains(&format!("value=\"{name}\"")), "{name} is not offered");
            let typed = [("kind", name), ("text", "Det var en ansökan.")];
            let refused = scene.fill(&ulla, &scene.path("/handelse"), &typed).await;
            assert_eq!(refused.status, 422, "{name}");
            assert!(refused.body.contains("Det var en ansökan."), "nothing typed is lost");
        }
    }

    #[tokio::test]
    async fn a_matter_or_a_document_that_is_not_there_is_told_at_its_field() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let nothing = scene.at.desk.house.new_id(scene.at.now()).to_string();
        for name in ["matter", "document"] {
            let typed = [("kind", "begäran om överflyttning kom in"), ("text", "Kvar."), (name, &*nothing)];
            let refused = scene.fill(&ulla, &scene.path("/handelse"), &typed).await;
            assert_eq!(refused.status, 422, "{name}");
            assert!(refused.body.contains(&format!("id=\"{name}-error\"")), "{name}");
            assert!(refused.body.contains("Kvar."), "{name}");
        }
    }

    #[tokio::test]
    async fn an_unknown_event_is_told_at_its_field() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let refused = scene.fill(&ulla, &scene.path("/handelse"), &[("kind", "solförmörkelse")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("id=\"kind-error\"") && refused.body.contains("solförmörkelse"));
    }
}
