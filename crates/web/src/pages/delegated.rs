//! `/delegerade-beslut`: what was decided for the board, listed for its next meeting by number, type and day, without a name.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use law::{Day, Level};
use serde::Deserialize;
use store::Delegated;

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html, refused};
use crate::fields::Field;
use crate::file_page::Sheet;
use crate::format;
use crate::refusals;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

/// The page.
pub fn routes() -> Routes {
    Routes::new().page("/delegerade-beslut", show)
}

/// Which days; without, the last [`DAYS`].
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    fran: String,
    #[serde(default)]
    till: String,
}

/// How far back the list begins when nobody says: a month, as boards meet.
pub(super) const DAYS: i64 = 31;

/// A decision as the list names it.
struct Line {
    number: String,
    what: String,
    day: String,
    /// At which level, by which point of which order.
    by: String,
}

#[derive(Template)]
#[template(path = "delegated.html")]
struct ListPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    errors: &'a Errors,
    from: Field<'a>,
    to: Field<'a>,
    period: String,
    urgent: Vec<Line>,
    others: Vec<Line>,
    more: bool,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let w = visitor.w;
    let today = visitor.now.today;
    let begins = today.plus_days(1 - DAYS);
    let mut errors = Errors::none();
    let mut read = |field: &'static str, text: &str, otherwise: Day| {
        if text.trim().is_empty() {
            return otherwise;
        }
        text.trim().parse().unwrap_or_else(|_| {
            errors.push(field, w.t("error-day"));
            otherwise
        })
    };
    let (from, to) = (read("fran", &asked.fran, begins), read("till", &asked.till, today));
    if to < from {
        errors.push("till", w.t("organisation-error-backwards"));
    }
    let (actor, now) = (visitor.actor.clone(), visitor.now);
    let listed = blocking(&desk, move |desk| desk.house.delegated_decisions(&actor, now, from, to)).await?;
    let (decisions, more) = listed.or_trouble(&desk, &visitor)?;
    let (urgent, others): (Vec<_>, Vec<_>) = decisions.iter().partition(|one| one.level == Level::Chair);
    let line = |one: &&Delegated| of(w, &desk, one);
    let typed = Typed::from_pairs([
        ("fran".to_owned(), if asked.fran.is_empty() { from.to_string() } else { asked.fran }),
        ("till".to_owned(), if asked.till.is_empty() { to.to_string() } else { asked.till }),
    ]);
    let sheet = Sheet { typed: &typed, errors: &errors };
    let day = |day: Day| format::day_letter(w, Date::from(day));
    let page = ListPage {
        w,
        shell: visitor.shell(&desk, w.t("delegated-title"), Place::More),
        errors: &errors,
        from: sheet.day("fran", "organisation-from"),
        to: sheet.day("till", "organisation-to"),
        period: w.with("delegated-period", &[("from", day(from).into()), ("to", day(to).into())]),
        urgent: urgent.iter().map(line).collect(),
        others: others.iter().map(line).collect(),
        more,
    };
    Ok(if errors.is_empty() { html(&page) } else { refused(&page) })
}

fn of(w: &Words, desk: &Desk, one: &Delegated) -> Line {
    let kind = desk.house.law.decision_types().iter().find(|kind| kind.id == one.kind);
    let name = kind.map_or_else(String::new, |kind| match w.lang() {
        Lang::Sv => format!("{} ", kind.name_sv),
        Lang::En => format!("{} ", kind.name_en),
    });
    let day = |day: Day| format::day_letter(w, Date::from(day));
    let level = refusals::level(w, one.level);
    let by = match (&one.point, one.order) {
        (Some(point), Some(order)) => {
            let values =
                [("level", level.into()), ("point", point.as_str().into()), ("adopted", day(order).into())];
            w.with("delegated-by-point", &values)
        }
        _ => level,
    };
    Line {
        number: one.number.clone().unwrap_or_else(|| w.t("matter-unnumbered").into_owned()),
        what: format!("{name}({})", one.kind),
        day: day(one.made),
        by,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::scene::Scene;

    #[tokio::test]
    async fn what_officials_decided_is_listed_without_a_name() {
        let scene = Scene::investigating();
        let enar = scene.at.login("enar").await;
        let page = scene.at.get(&enar, "/delegerade-beslut").await.body;
        assert!(page.contains("Inleda utredning (D02)"), "{page}");
        assert!(page.contains("punkt 1.1 i ordningen antagen 11 juni 2025"), "{page}");
        for name in ["Alva", "Lövdahl", "Ulla Ekdahl", "Frida"] {
            assert!(!page.contains(name), "{name}");
        }
        assert!(page.contains("value=\"2026-10-25\""), "the last 31 days");
        let before = "/delegerade-beslut?fran=2026-10-01&till=2026-10-31";
        assert!(!scene.at.get(&enar, before).await.body.contains("(D02)"));
        let wrong = scene.at.get(&enar, "/delegerade-beslut?fran=2026-12-01&till=i+dag").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("id=\"till-error\"") && wrong.body.contains("value=\"i dag\""));
        let ulla = scene.at.login("ulla").await;
        assert_eq!(scene.at.get(&ulla, "/delegerade-beslut").await.status, StatusCode::NOT_FOUND);
    }
}
