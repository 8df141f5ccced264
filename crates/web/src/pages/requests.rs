//! `/utlamnanden`: requests for disclosure that wait for an answer, across files, for those who handle them: in one's own matters, and in the
//! units one leads. On top what waits for a second person; then what the law gives a day; then what it wants promptly, with how long it has
//! waited.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use store::{ClockRow, InFile, ProposalRow, Requests};

use crate::desk::{Desk, OrTrouble, Page, Visitor, blocking, html};
use crate::format;
use crate::reading::date;
use crate::routes::Routes;
use crate::rows::{self, Lister, Row};
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().page("/utlamnanden", show)
}

#[derive(Template)]
#[template(path = "requests.html")]
struct RequestsPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    left_out: Option<String>,
    for_second: Vec<Row>,
    dated: Vec<Row>,
    promptly: Vec<Row>,
}

async fn show(State(desk): State<Arc<Desk>>, visitor: Visitor) -> Result<Page, Page> {
    let (who, now, w) = (visitor.actor.clone(), visitor.now, visitor.w);
    let found = blocking(&desk, move |desk| desk.house.requests(&who, now)).await?;
    let found = found.or_trouble(&desk, &visitor)?;
    let lister = Lister::new(w, &desk.house, &found.names, &[], now.today).with_workers();
    let page = RequestsPage {
        w,
        shell: visitor.shell(&desk, w.t("requests-title"), Place::Elsewhere),
        left_out: rows::left_out(w, [found.left_out]),
        for_second: found.for_second.iter().map(|one| for_second(&lister, &visitor, one)).collect(),
        dated: lister.clocks(&found.waiting).collect(),
        promptly: promptly(&lister, &visitor, &found),
    };
    Ok(html(&page))
}

/// What one has tested oneself waits for others; anything else is to be looked at.
fn for_second(lister: &Lister<'_>, visitor: &Visitor, one: &InFile<ProposalRow>) -> Row {
    if one.row.by == visitor.actor.staff { lister.waiting(one) } else { lister.to_decide(one) }
}

/// What the law gives no day: how long each has waited stands where others have their day.
fn promptly(lister: &Lister<'_>, visitor: &Visitor, found: &Requests) -> Vec<Row> {
    let row = |one: &InFile<ClockRow>| {
        let days = format::days_between(date(one.row.started_on), date(visitor.now.today));
        let when = visitor.w.t1("requests-waited", "days", days);
        let class = if days > 1 { "now" } else { "soon" };
        lister.undated([one]).next().map(|row| Row {
            class,
            when,
            day: Some(one.row.started_on.into()),
            ..row
        })
    };
    found.waiting.iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    /// Whoever works with a file and whoever leads its unit see what waits there, with its age or its day; a colleague sees nothing of it.
    #[tokio::test]
    async fn those_who_handle_requests_see_what_waits() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        assert!(scene.at.get(&ulla, "/mer").await.body.contains("href=\"/utlamnanden\""), "the way there");
        assert!(scene.at.get(&ulla, "/utlamnanden").await.body.contains("Ingen väntar på svar"));
        let (new, karin) = (scene.path("/utlamnande/ny"), scene.karin.to_string());
        let form = [("route", "data_subject"), ("person", &*karin), ("text", "Allt.")];
        let subject = scene.fill(&ulla, &new, &form).await.location().to_owned();
        let form = [("route", "official_document"), ("text", "Allt om Alva.")];
        let public = scene.fill(&ulla, &new, &form).await.location().to_owned();
        for login in ["ulla", "frida"] {
            let page = scene.at.get(&scene.at.login(login).await, "/utlamnanden").await.body;
            assert!(page.contains(&subject) && page.contains(&public), "{login}: {page}");
            assert!(page.contains("Alva") && page.contains("I dag") && page.contains("24 dec"), "{page}");
        }
        for login in ["oskar", "olga", "mia"] {
            let page = scene.at.get(&scene.at.login(login).await, "/utlamnanden").await.body;
            assert!(!page.contains(&subject) && !page.contains("Alva"), "{login}: {page}");
        }
        let tested = [("how-2-0", "show"), ("way", "letter"), ("motive", "Prövat.")];
        scene.fill(&ulla, &public, &tested).await;
        let frida = scene.at.login("frida").await;
        let page = scene.at.get(&frida, "/utlamnanden").await.body;
        assert!(page.contains("Väntar på en andra person"), "{page}");
        scene.fill(&frida, &public, &[("deed", "confirm")]).await;
        let page = scene.at.get(&frida, "/utlamnanden").await.body;
        assert!(!page.contains(&public) && page.contains(&subject), "what is answered waits no more: {page}");
        scene.at.desk.clock.advance(3);
        let form = [("route", "official_document"), ("text", "Mer.")];
        let ulla = scene.at.login("ulla").await;
        scene.fill(&ulla, &new, &form).await;
        scene.at.desk.clock.advance(2);
        let page = scene.at.get(&scene.at.login("ulla").await, "/utlamnanden").await.body;
        assert!(page.contains("2 dagar"), "{page}");
    }
}
