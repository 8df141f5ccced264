//! `/delegationsordning`: who may decide what, by the board's order, with the law's floor beside each point; for everybody who works here.
//!
//! The draft of the next one is `draft.rs`.

mod draft;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use law::{Day, DecisionType, DelegationOrder, Floor, Level};
use record::organisation::may_organise;
use serde::Deserialize;

use crate::desk::{Desk, Page, Visitor, html};
use crate::format;
use crate::refusals;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

/// The order in force, and the draft of the next.
pub fn routes() -> Routes {
    Routes::new().page("/delegationsordning", show).form(
        "/delegationsordning/utkast",
        draft::show,
        draft::send,
    )
}

/// Which day's order, and what was just done.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    dag: String,
    #[serde(default)]
    gjort: String,
}

/// A point as it is read.
struct PointView {
    number: String,
    name: String,
    lowest: String,
    /// What the law says.
    floor: String,
    limits: Option<String>,
    four_eyes: bool,
}

/// A type of decision that the order does not name.
struct KeptView {
    name: String,
    floor: String,
}

/// An order, and where it is read.
struct OrderLink {
    words: String,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "delegation.html")]
struct DelegationPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    done: Option<String>,
    /// Name, day of adoption and first day; none where nothing is known on that day.
    order: Option<(String, String)>,
    points: Vec<PointView>,
    kept: Vec<KeptView>,
    all: Vec<OrderLink>,
    edits: bool,
    /// May see what was decided by it.
    lists: bool,
}

async fn show(State(desk): State<Arc<Desk>>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    let w = visitor.w;
    let today = visitor.now.today;
    let day: Day = asked.dag.parse().unwrap_or(today);
    let orders = desk.house.delegation();
    let order = orders.known_on(day);
    let law = Law { w, desk: &desk, day };
    let link = |one: &DelegationOrder| OrderLink {
        words: heading(w, one),
        href: format!("/delegationsordning?dag={}", one.valid_from),
        current: Some(one) == order,
    };
    let page = DelegationPage {
        w,
        shell: visitor.shell(&desk, w.t("delegation-title"), Place::More),
        done: (asked.gjort == "antagen").then(|| w.t("done-antagen").into_owned()),
        order: order.map(|order| (order.name.clone(), heading(w, order))),
        points: order.map(|order| law.points(order)).unwrap_or_default(),
        kept: law.kept(orders.on(day)),
        all: orders.all().iter().rev().map(link).collect(),
        edits: may_organise(&visitor.actor),
        lists: may_organise(&visitor.actor) || visitor.actor.level >= Level::Chair,
    };
    html(&page)
}

/// "Antagen 11 juni 2025, gäller från 1 juli 2025".
fn heading(w: &Words, order: &DelegationOrder) -> String {
    let day = |day: Day| format::day_letter(w, Date::from(day));
    let values = [("adopted", day(order.adopted).into()), ("from", day(order.valid_from).into())];
    w.with("delegation-heading", &values)
}

/// What the law says of the types of decision on a day.
struct Law<'a> {
    w: &'a Words,
    desk: &'a Desk,
    day: Day,
}

impl Law<'_> {
    /// The types in force, in the order of the law data.
    fn types(&self) -> impl Iterator<Item = &DecisionType> {
        let law = self.desk.house.law;
        law.decision_types().iter().filter(|kind| law.decision_type(&kind.id, self.day).is_ok())
    }

    fn name(&self, kind: &DecisionType) -> String {
        let name = match self.w.lang() {
            Lang::Sv => &kind.name_sv,
            Lang::En => &kind.name_en,
        };
        format!("{name} ({})", kind.id)
    }

    /// What the law lets be delegated, with the provision.
    fn floor(&self, kind: &DecisionType) -> String {
        let provision = kind.floor_provision.as_ref().map(ToString::to_string);
        let words = match kind.floor {
            Floor::Any => self.w.t("delegation-floor-any").into_owned(),
            Floor::Court => self.w.t("delegation-floor-court").into_owned(),
            Floor::SameAsChanged => self.w.t("delegation-floor-same").into_owned(),
            Floor::Committee | Floor::Board => {
                let level = refusals::level(self.w, kind.floor.level());
                self.w.t1("delegation-floor", "level", level)
            }
        };
        match provision {
            Some(provision) => format!("{words} ({provision})"),
            None => words,
        }
    }

    fn points(&self, order: &DelegationOrder) -> Vec<PointView> {
        let view = |point: &law::Point| {
            let kind = self.types().find(|kind| kind.id == point.decision_type);
            PointView {
                number: point.number.clone(),
                name: kind.map_or_else(|| point.decision_type.to_string(), |kind| self.name(kind)),
                lowest: self.w.t1("delegation-lowest", "level", refusals::level(self.w, point.lowest)),
                floor: kind.map(|kind| self.floor(kind)).unwrap_or_default(),
                limits: point.limits.clone(),
                four_eyes: point.four_eyes,
            }
        };
        order.points.iter().map(view).collect()
    }

    /// What has not left the board; what only a court decides never was the board's.
    fn kept(&self, order: &DelegationOrder) -> Vec<KeptView> {
        let kept = self.types().filter(|kind| order.point(&kind.id).is_none());
        let own = kept.filter(|kind| kind.floor.level() < Level::Court);
        own.map(|kind| KeptView { name: self.name(kind), floor: self.floor(kind) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestDesk;

    #[tokio::test]
    async fn everybody_reads_the_order_with_the_floor_of_the_law_beside_each_point() {
        let desk = TestDesk::new();
        let ulla = desk.login("ulla").await;
        let page = desk.get(&ulla, "/delegationsordning").await.body;
        assert!(page.contains("Antagen 11 juni 2025, gäller från 1 juli 2025"));
        assert!(page.contains("Omedelbart omhändertagande (D27)") && page.contains("30 kap. 7 §"), "{page}");
        assert!(!page.contains("/delegationsordning/utkast"), "she may not change it");
        let before = desk.get(&ulla, "/delegationsordning?dag=2025-06-30").await.body;
        assert!(before.contains("Ingen delegationsordning är känd"));
        let enar = desk.login("enar").await;
        assert!(desk.get(&enar, "/delegationsordning").await.body.contains("/delegationsordning/utkast"));
    }
}
