//! `/akt/{file}/arende/{matter}/hor-inte-hit`: what was registered as a report was something else: an application, a question.
//!
//! Said with reasons before anything is assessed; the report ends by it, and what was told stays in the file. A report about a child who
//! lives elsewhere is a report: it is assessed first. One that speaks of violence cannot end so.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::{Command, FileId, MatterId, report::Rerouting};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other};
use crate::fields::Field;
use crate::file_page::{self, Back, Hidden, Sheet, read_motive, title};
use crate::parts::PersonHead;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/hor-inte-hit", show, sign)
}

/// What it was instead, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RerouteRequest {
    /// The report.
    pub matter: MatterId,
    /// What it is, and where it has been sent.
    pub rerouting: Rerouting,
}

impl RerouteRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::RerouteReport(self.matter, self.rerouting)
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    draw(&desk, &visitor, &open, &matter, &Typed::default(), &Back::fresh())
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, _) = file_page::matter(&open, &matter)?;
    open.file.report(id).map_err(|_| not_found())?;
    let read = read_motive(&visitor, &typed).map(|motive| {
        RerouteRequest { matter: id, rerouting: Rerouting { motive: record::Part::assessment(motive) } }
            .into_command()
    });
    let Some(back) = file_page::carry_out(&desk, &visitor, &open, &typed, read).await? else {
        return Ok(see_other(&format!("/akt/{}?gjort=hor-inte-hit", open.id)));
    };
    draw(&desk, &visitor, &open, &matter, &typed, &back)
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let (id, _) = file_page::matter(open, matter)?;
    let report = open.file.report(id).map_err(|_| not_found())?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let page = ReroutePage {
        w: visitor.w,
        shell: visitor.shell(
            desk,
            title(&reading, Some(id), &visitor.w.t("reroute-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: open.id,
        matter: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        why_not: match (report.end.is_none() && report.protection.is_none(), report.violence) {
            (false, _) => Some("reroute-too-late"),
            (true, true) => Some("refusal-tagged-violent"),
            (true, false) => None,
        },
        motive: Field { focus: true, ..sheet.area("motive", "reroute-motive", 4) },
    };
    Ok(html_with(back.status, &page))
}

#[derive(Template)]
#[template(path = "reroute.html")]
struct ReroutePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    /// Why it cannot end so, where it cannot.
    why_not: Option<&'static str>,
    motive: Field<'a>,
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    #[tokio::test]
    async fn what_was_no_report_is_sent_on_with_words_and_its_clocks_end() {
        let scene = Scene::new();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/hor-inte-hit");
        assert!(scene.at.get(&ulla, &scene.path("")).await.body.contains(&path), "the way there");
        let empty = scene.fill(&ulla, &path, &[("motive", " ")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.body.contains("id=\"motive-error\""));
        let page = scene.at.get(&ulla, &path).await;
        let typed = [("motive", "Det var en ansökan om avlösning. Lämnad till funktionsstöd.")];
        for _ in 0..2 {
            let done = scene.send(&ulla, &path, &page, &typed).await;
            assert_eq!(done.location(), scene.path("?gjort=hor-inte-hit"), "sent twice, done once");
        }
        let line = scene.timeline(scene.alva).await;
        assert_eq!(line.matches("Det var en ansökan om avlösning.").count(), 1);
        let open = scene.at.desk.house.look(
            &scene.at.actor("ulla"),
            scene.at.now(),
            scene.alva.file,
            store::Part::Child,
        );
        assert!(open.expect("hers").file.report(scene.alva.matter).expect("a report").end.is_some());
    }

    #[tokio::test]
    async fn a_report_of_violence_is_assessed_and_the_page_promises_nothing_of_other_municipalities() {
        let scene = Scene::new();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/hor-inte-hit");
        let page = scene.at.get(&ulla, &path).await;
        assert!(page.body.contains("också om barnet bor i en annan kommun"), "{}", page.body);
        let motive = record::Part::assessment(crate::testing::text("Skolan berättar om slag."));
        let tag = record::report::TagCorrection { violence: true, motive };
        let tagged = vec![record::Command::CorrectTag(scene.alva.matter, tag)];
        scene.at.act("ulla", scene.alva.file, tagged).expect("tagged");
        let typed = [("motive", "Det var en ansökan.")];
        let refused = scene.fill(&ulla, &path, &typed).await;
        assert!(refused.status.is_client_error());
        assert!(refused.body.contains("Det var en ansökan."), "nothing typed is lost");
        assert!(refused.body.contains("märkt med våld"), "{}", refused.body);
        assert!(!scene.at.get(&ulla, &scene.path("")).await.body.contains(&path), "not offered");
    }

    #[tokio::test]
    async fn what_has_been_assessed_is_a_report_and_no_text_is_lost() {
        let scene = Scene::new();
        let ulla = scene.at.login("ulla").await;
        let path = scene.report_path("/hor-inte-hit");
        let page = scene.at.get(&ulla, &path).await;
        scene.assess();
        let late = scene.send(&ulla, &path, &page, &[("motive", "Det var en ansökan om avlösning.")]).await;
        assert!(late.status.is_client_error());
        assert!(late.body.contains("Det var en ansökan om avlösning."), "{}", late.body);
        assert!(!scene.at.get(&ulla, &scene.path("")).await.body.contains(&path), "no longer offered");
    }
}
