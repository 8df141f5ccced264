//! `/akt/{file}/tidslinje`: the whole file as one line of time.
//!
//! The filter is a choice in the address (`?visa=voice`, codes only) and works at once by the style sheet, without script. The search is a
//! POST inside the opened file: what is sought may be a name, and names stand in no address.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, RawQuery, State};
use record::FileId;
use serde::Deserialize;
use store::Part;

use crate::desk::{Desk, Page, Typed, Visitor, done_words, html};
use crate::entry_view::{self, Band};
use crate::file_page::{self, title};
use crate::parts::{FILTERS, PersonHead};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// From here on a timeline is long. A shorter one is laid out whole, so that it can be printed and looked over at once.
const LONG: usize = 300;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/tidslinje", show, search)
}

/// `?visa=`: which kind of entries stands out.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    visa: String,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let done = done_words(visitor.w, query.as_deref());
    draw(&desk, &visitor, &file, &asked.visa, "", done).await
}

/// The answer to a search is neither redirected to nor stored: it is gone when the page is left.
async fn search(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    draw(&desk, &visitor, &file, typed.get("visa"), typed.trimmed("sok"), None).await
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    file: &str,
    shown: &str,
    sought: &str,
    done: Option<String>,
) -> Result<Page, Page> {
    let open = file_page::open(desk, visitor, file, Part::Timeline).await?;
    let reading = file_page::reading(desk, visitor, &open);
    let bands = entry_view::line(&reading, Some(sought).filter(|sought| !sought.is_empty()));
    let found: usize = bands.iter().map(|band| band.entries.len()).sum();
    let page = TimelinePage {
        w: visitor.w,
        shell: visitor.shell(desk, title(&reading, None, &visitor.w.t("timeline-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        shown: FILTERS.iter().find(|(value, _)| *value == shown).map_or("all", |(value, _)| value),
        sought,
        found,
        long: found > LONG,
        done,
        bands,
    };
    Ok(html(&page))
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    shown: &'static str,
    sought: &'a str,
    found: usize,
    /// So many entries that what is out of view should not be laid out.
    long: bool,
    done: Option<String>,
    bands: Vec<Band>,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;
    use crate::testing::fact;
    use record::note::Note;
    use record::{Code, Command};

    #[tokio::test]
    async fn everything_stands_on_one_line_with_an_address_of_its_own() {
        let scene = Scene::assessed();
        let line = scene.timeline(scene.alva).await;
        for words in [
            "Anmälan: Skola",
            "Skyddsbedömning: Inget omedelbart behov av skydd",
            "id=\"p2\"",
            "href=\"#p2\"",
        ] {
            assert!(line.contains(words), "{words}");
        }
        assert!(line.contains("Har kommit hungrig till skolan"));
        assert!(line.contains("Fördelat till"), "traces are there");
        assert!(line.contains("<details class=\"body\">"), "and folded");
    }

    #[tokio::test]
    async fn the_address_chooses_the_filter_and_nothing_else() {
        let scene = Scene::new();
        let ulla = scene.at.login("ulla").await;
        let voice = scene.at.get(&ulla, &scene.path("/tidslinje?visa=voice")).await;
        assert!(voice.body.contains("value=\"voice\" id=\"visa-voice\" checked"));
        let strange = scene.at.get(&ulla, &scene.path("/tidslinje?visa=%3Cscript%3E")).await;
        assert!(strange.body.contains("value=\"all\" id=\"visa-all\" checked"));
    }

    #[tokio::test]
    async fn a_search_finds_words_in_this_file_only() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/tidslinje");
        let found = scene.at.post(&ulla, &path, &[("sok", "HUNGRIG")]).await;
        assert_eq!(found.status, 200);
        assert!(found.body.contains("En post hittades."));
        assert!(found.body.contains("Anmälan: Skola") && !found.body.contains("Skyddsbedömning:"));
        let nothing = scene.at.post(&ulla, &path, &[("sok", "giraff")]).await;
        assert!(nothing.body.contains("Ingenting hittades."));
        let umar = scene.at.login("umar").await;
        assert_eq!(scene.at.post(&umar, &path, &[("sok", "hungrig")]).await.status, 404);
    }

    #[tokio::test]
    async fn a_long_file_is_drawn_lean() {
        let scene = Scene::assessed();
        let note = |n: usize| Note {
            at: "2026-11-24T08:55".parse().expect("a moment"),
            kind: Code::from("call"),
            parts: vec![fact(&format!("Samtal nummer {n}."))],
            with: vec![],
            child: false,
            meeting: None,
            document: None,
            late: false,
        };
        let notes = (1..=320).map(|n| Command::SignNote(None, note(n))).collect();
        scene.at.act("ulla", scene.alva.file, notes).expect("signed");
        let line = scene.timeline(scene.alva).await;
        assert!(line.contains("class=\"timeline long\"") && line.contains("Samtal nummer 320."));
        let newest = line.find("Samtal nummer 320.").expect("the newest");
        assert!(newest < line.find("Samtal nummer 1.").expect("the oldest"), "newest first");
        // What one entry costs beside its text: 5,000 of them stay below five megabytes, and far below packed.
        assert!(line.len() / 330 < 1000, "{} bytes an entry", line.len() / 330);
    }
}
