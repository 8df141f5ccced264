//! `/delegationsordning/utkast`: the draft of the board's next delegation order, and its adoption.
//!
//! The draft is a setting of the authority: it decides nothing, and one is enough. A point below the floor of the law is refused at its
//! field also in the draft. Adopted it is an entry of the record, and is never changed again.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use law::{
    Day, DecisionType, DecisionTypeId, DelegationOrder, Level, Point, PointFault, PointField, PointWhy,
};
use record::organisation::{OrganisationRefusal, may_organise};
use serde::{Deserialize, Serialize};
use store::{OrganisationTrouble, Trouble};

use super::Law;
use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, not_found, see_other, trouble_page,
};
use crate::fields::{Choice, Field};
use crate::file_page::{Back, Sheet, deed, read_day};
use crate::reading::{LEVELS, choose, level_code};
use crate::refusals::{self, WHOLE_FORM};
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The setting the draft is kept in.
const DRAFT: &str = "delegation_draft";

/// How a field says that four eyes are demanded.
const YES: &str = "yes";

/// Levels that a point can name.
const GIVEN: usize = LEVELS.len() - 1; // a court is given nothing

/// The draft as it is kept: what stands in the fields, and how often it has been saved.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Kept {
    version: u64,
    fields: Vec<(String, String)>,
}

impl Kept {
    fn read(desk: &Desk) -> store::Result<Self> {
        let kept = desk.house.setting(DRAFT)?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
    }

    fn write(&self, desk: &Desk) -> store::Result<()> {
        let text = serde_json::to_string(self).expect("fields of text have a JSON form");
        desk.house.set_setting(DRAFT, text)
    }
}

/// One type of decision, and what the draft says of it.
struct Row<'a> {
    legend: String,
    floor: String,
    number: Field<'a>,
    lowest: Choice<'a>,
    limits: Field<'a>,
    four_eyes: Choice<'a>,
}

#[derive(Template)]
#[template(path = "delegation_draft.html")]
struct DraftPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    errors: &'a Errors,
    seen: u64,
    saved: bool,
    name: Field<'a>,
    rows: Vec<Row<'a>>,
    adopted: Field<'a>,
    valid_from: Field<'a>,
    paragraph: Field<'a>,
}

/// The draft, or the order in force to begin one from.
pub(super) async fn show(State(desk): State<Arc<Desk>>, visitor: Visitor) -> Result<Page, Page> {
    if !may_organise(&visitor.actor) {
        return Err(not_found());
    }
    let kept = blocking(&desk, Kept::read).await?.or_trouble(&desk, &visitor)?;
    let is_kept = !kept.fields.is_empty();
    let fields = if kept.fields.is_empty() { in_force(&desk, &visitor) } else { kept.fields };
    let typed = Typed::from_pairs(fields);
    Ok(draw(&desk, &visitor, &typed, &Back::fresh(), (kept.version, is_kept)))
}

/// Saves the draft, or writes down that the board has adopted it.
pub(super) async fn send(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    typed: Typed,
) -> Result<Page, Page> {
    if !may_organise(&visitor.actor) {
        return Err(not_found());
    }
    let kept = blocking(&desk, Kept::read).await?.or_trouble(&desk, &visitor)?;
    let wrong = |errors| Ok(draw(&desk, &visitor, &typed, &Back::wrong(errors), (kept.version, false)));
    if typed.get("seen").parse() != Ok(kept.version) {
        return wrong(Errors::one(WHOLE_FORM, visitor.w.t("delegation-error-seen")));
    }
    let adopts = deed(&typed) == "adopt";
    let order = match read(&desk, &visitor, &typed, adopts) {
        Ok(order) => order,
        Err(errors) => return wrong(errors),
    };
    if !adopts {
        let draft = Kept { version: kept.version + 1, fields: of_form(&desk, &visitor, &typed) };
        blocking(&desk, move |desk| draft.write(desk)).await?.or_trouble(&desk, &visitor)?;
        return Ok(see_other("/delegationsordning/utkast?gjort=sparat"));
    }
    visitor.expect_fresh(&desk)?;
    let paragraph = Some(typed.trimmed("paragraph").to_owned()).filter(|text| !text.is_empty());
    let (actor, now) = (visitor.actor.clone(), visitor.now);
    let (adopting, version) = (order.clone(), kept.version + 1);
    let adopted = blocking(&desk, move |desk| {
        desk.house.adopt_delegation(Some(&actor), now, adopting, paragraph)?;
        Kept { version, fields: Vec::new() }.write(desk).map_err(OrganisationTrouble::from)
    });
    match adopted.await? {
        Ok(()) => Ok(see_other(&format!("/delegationsordning?dag={}&gjort=antagen", order.valid_from))),
        Err(OrganisationTrouble::Refused(refusal)) => wrong(refused(&visitor, &order, &refusal)),
        Err(OrganisationTrouble::Storage(error)) => Err(trouble_page(&Trouble::Storage(error))),
    }
}

fn draw(desk: &Desk, visitor: &Visitor, typed: &Typed, back: &Back, (seen, saved): (u64, bool)) -> Page {
    let w = visitor.w;
    let law = Law { w, desk, day: visitor.now.today };
    let sheet = Sheet { typed, errors: &back.errors };
    let page = DraftPage {
        w,
        shell: visitor.shell(desk, w.t("delegation-draft-title"), Place::More),
        errors: &back.errors,
        seen,
        saved,
        name: sheet.text("order-name", "delegation-name"),
        rows: law.types().filter(|kind| is_given(kind)).map(|kind| row(&law, sheet, kind)).collect(),
        adopted: sheet.day("adopted", "delegation-adopted"),
        valid_from: sheet.day("valid-from", "delegation-valid-from"),
        paragraph: Field { width: 20, ..sheet.text("paragraph", "delegation-paragraph") }.optional(),
    };
    html_with(back.status, &page)
}

/// Whether a board can give it to anybody: what only a court decides, and what follows another decision, has no point.
fn is_given(kind: &DecisionType) -> bool {
    kind.floor.level() < Level::Court && kind.floor != law::Floor::SameAsChanged
}

fn name(field: &str, kind: &DecisionTypeId) -> String {
    format!("{field}-{kind}")
}

fn row<'a>(law: &Law<'_>, sheet: Sheet<'a>, kind: &DecisionType) -> Row<'a> {
    let mut levels = vec![choose("", law.w.t("delegation-kept"), false)];
    // Only what the law allows is offered; what is sent all the same is refused.
    let given = LEVELS[..GIVEN].iter().filter(|level| **level >= kind.floor.level());
    levels.extend(given.map(|level| choose(level_code(*level), refusals::level(law.w, *level), false)));
    let eyes = [("", "delegation-four-eyes-no"), (YES, "delegation-four-eyes-yes")];
    let eyes = eyes.map(|(value, key)| choose(value, law.w.t(key), false)).into();
    Row {
        legend: law.name(kind),
        floor: law.floor(kind),
        number: Field { width: 8, ..sheet.fill(Field::text(name("number", &kind.id), "delegation-number")) },
        lowest: sheet.choice(name("lowest", &kind.id), "delegation-level", levels),
        limits: sheet.fill(Field::area(name("limits", &kind.id), "delegation-limits").rows(2)).optional(),
        four_eyes: sheet.choice(name("four-eyes", &kind.id), "delegation-four-eyes", eyes),
    }
}

/// The order in force as fields.
fn in_force(desk: &Desk, visitor: &Visitor) -> Vec<(String, String)> {
    let orders = desk.house.delegation();
    let order = orders.on(visitor.now.today);
    let fields = order.points.iter().flat_map(|point| {
        [
            (name("number", &point.decision_type), point.number.clone()),
            (name("lowest", &point.decision_type), level_code(point.lowest).to_owned()),
            (name("limits", &point.decision_type), point.limits.clone().unwrap_or_default()),
            (name("four-eyes", &point.decision_type), if point.four_eyes { YES } else { "" }.to_owned()),
        ]
    });
    std::iter::once(("order-name".to_owned(), order.name.clone())).chain(fields).collect()
}

/// The fields that belong to the draft, and no others.
fn of_form(desk: &Desk, visitor: &Visitor, typed: &Typed) -> Vec<(String, String)> {
    let law = Law { w: visitor.w, desk, day: visitor.now.today };
    let of_rows = law
        .types()
        .flat_map(|kind| ["number", "lowest", "limits", "four-eyes"].map(|field| name(field, &kind.id)));
    let own =
        ["order-name", "adopted", "valid-from", "paragraph"].map(str::to_owned).into_iter().chain(of_rows);
    own.filter(|name| typed.has(name)).map(|name| (name.clone(), typed.get(&name).to_owned())).collect()
}

/// The order as it is written. A draft needs no days yet: its points are held to today's law.
fn read(desk: &Desk, visitor: &Visitor, typed: &Typed, adopts: bool) -> Result<DelegationOrder, Errors> {
    let mut errors = Errors::none();
    let today = visitor.now.today;
    let mut day = |field: &'static str| {
        let day = read_day(visitor, typed, field, &mut errors);
        if day.is_none() && adopts {
            errors.push(field, visitor.w.t("error-day"));
        }
        day.unwrap_or(today)
    };
    let (adopted, valid_from): (Day, Day) = (day("adopted"), day("valid-from"));
    let law = Law { w: visitor.w, desk, day: today };
    let mut points: Vec<Point> =
        law.types().filter_map(|kind| point(visitor, typed, kind, &mut errors)).collect();
    points.sort_by_key(|point| sorting(&point.number));
    let order = DelegationOrder { name: typed.trimmed("order-name").to_owned(), adopted, valid_from, points };
    for fault in order.faults(desk.house.law) {
        let (field, text) = told(visitor.w, &order, &fault);
        errors.push(field, text);
    }
    if errors.is_empty() { Ok(order) } else { Err(errors) }
}

/// 1.10 after 1.9.
fn sorting(number: &str) -> Vec<(u32, String)> {
    let part = |part: &str| (part.parse().unwrap_or(u32::MAX), part.to_owned());
    number.split('.').map(part).collect()
}

/// A row's point; none where the type stays with the board.
fn point(visitor: &Visitor, typed: &Typed, kind: &DecisionType, errors: &mut Errors) -> Option<Point> {
    let cell = |field: &str| typed.trimmed(&name(field, &kind.id));
    let (number, lowest, limits) = (cell("number"), cell("lowest"), cell("limits"));
    if lowest.is_empty() {
        if !(number.is_empty() && limits.is_empty()) {
            errors.push(name("lowest", &kind.id), visitor.w.t("delegation-error-level"));
        }
        return None;
    }
    let level = LEVELS[..GIVEN].iter().copied().find(|level| level_code(*level) == lowest);
    if level.is_none() {
        errors.push(name("lowest", &kind.id), visitor.w.t("delegation-error-level"));
    }
    Some(Point {
        number: number.to_owned(),
        decision_type: kind.id.clone(),
        lowest: level?,
        limits: Some(limits.to_owned()).filter(|limits| !limits.is_empty()),
        four_eyes: cell("four-eyes") == YES,
    })
}

/// Where a fault is told, and in which words.
fn told(w: &Words, order: &DelegationOrder, fault: &PointFault) -> (String, String) {
    let field = match fault.field {
        PointField::Number | PointField::DecisionType => "number",
        PointField::Lowest => "lowest",
        PointField::Limits => "limits",
        PointField::FourEyes => "four-eyes",
    };
    let text = match &fault.why {
        PointWhy::Missing => w.t("delegation-error-number").into_owned(),
        PointWhy::TooLong(most) => w.t1("delegation-error-long", "n", *most),
        PointWhy::Twice => w.t("delegation-error-twice").into_owned(),
        PointWhy::Unknown(_) => w.t("delegation-error-unknown").into_owned(),
        PointWhy::BelowFloor { floor, provision } => {
            let values =
                [("level", refusals::level(w, *floor).into()), ("provision", provision.as_str().into())];
            w.with("delegation-error-floor", &values)
        }
    };
    (name(field, &order.points[fault.at].decision_type), text)
}

fn refused(visitor: &Visitor, order: &DelegationOrder, refusal: &OrganisationRefusal) -> Errors {
    let w = visitor.w;
    let (field, key) = match refusal {
        OrganisationRefusal::Points(faults) => {
            let mut errors = Errors::none();
            for fault in faults {
                let (field, text) = told(w, order, fault);
                errors.push(field, text);
            }
            return errors;
        }
        OrganisationRefusal::NoName => ("order-name", "delegation-error-name"),
        OrganisationRefusal::BeginsBeforeAdopted { .. } => ("valid-from", "delegation-error-begins"),
        OrganisationRefusal::NotAdoptedYet(_) => ("adopted", "delegation-error-ahead"),
        OrganisationRefusal::AdoptedTwice(_) => ("adopted", "delegation-error-adopted"),
        _ => (WHOLE_FORM, "delegation-error-points"),
    };
    Errors::one(field, w.t(key))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::testing::{Answer, TestDesk};

    const PATH: &str = "/delegationsordning/utkast";

    /// The whole form as it stands, with some fields otherwise.
    async fn sent(desk: &TestDesk, cookie: &str, changed: &[(&str, &str)]) -> Answer {
        let order = desk.desk.house.delegation().on(desk.now().today).clone();
        let seen = desk.get(cookie, PATH).await.hidden("seen").to_owned();
        let mut fields = vec![("seen".to_owned(), seen), ("order-name".to_owned(), order.name.clone())];
        for point in &order.points {
            fields.push((name("number", &point.decision_type), point.number.clone()));
            fields.push((name("lowest", &point.decision_type), level_code(point.lowest).to_owned()));
        }
        for (name, value) in changed {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        desk.post(cookie, PATH, &fields).await
    }

    #[tokio::test]
    async fn a_point_below_the_law_is_refused_at_its_field_in_the_draft_and_at_adoption() {
        let desk = TestDesk::new();
        let enar = desk.login("enar").await;
        let low = [("lowest-D27", "unit_head"), ("adopted", "2026-11-18"), ("valid-from", "2027-01-01")];
        for deed in ["save", "adopt"] {
            let answer = sent(&desk, &enar, &[&low[..], &[("deed", deed)]].concat()).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains("id=\"lowest-D27-error\""));
            assert!(answer.body.contains("30 kap. 7 §"), "with the provision");
        }
        assert_eq!(desk.desk.house.delegation().all().len(), 1);
    }

    #[tokio::test]
    async fn a_draft_is_kept_adopted_from_a_day_and_never_changes_what_was() {
        let desk = TestDesk::new();
        let enar = desk.login("enar").await;
        let saved = sent(&desk, &enar, &[("lowest-D03", "unit_head"), ("deed", "save")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let page = desk.get(&enar, PATH).await.body;
        let chosen = page.split("id=\"lowest-D03\"").nth(1).and_then(|rest| rest.split("</select>").next());
        assert!(chosen.is_some_and(|rest| rest.contains("value=\"unit_head\" selected")));
        assert_eq!(desk.desk.house.delegation().all().len(), 1, "a draft decides nothing");

        let days = [("adopted", "2026-11-18"), ("valid-from", "2027-01-01"), ("deed", "adopt")];
        let changed = [("lowest-D03", "unit_head"), ("four-eyes-D03", "yes")];
        let adopted = sent(&desk, &enar, &[&days[..], &changed].concat()).await;
        assert_eq!(
            adopted.location(),
            "/delegationsordning?dag=2027-01-01&gjort=antagen",
            "{}",
            adopted.body
        );
        let orders = desk.desk.house.delegation();
        let lowest = |day: &str| {
            let order = orders.on(day.parse().expect("a day"));
            order.point(&"D03".parse().expect("a type")).expect("a point").lowest
        };
        assert_eq!((lowest("2026-12-31"), lowest("2027-01-01")), (Level::FirstSocialWorker, Level::UnitHead));
        let eyes: Vec<_> = orders.all()[1].points.iter().filter(|point| point.four_eyes).collect();
        assert!(eyes.len() == 1 && eyes[0].decision_type.as_str() == "D03");
        let page = desk.get(&enar, "/delegationsordning?dag=2027-01-01").await.body;
        assert_eq!(page.matches("Fyra ögon:").count(), 1, "{page}");
        let again = sent(&desk, &enar, &days).await;
        assert!(again.body.contains("id=\"adopted-error\""), "one order a day");
    }

    /// ASVS V7.5.3: a draft is saved by whoever is logged in, an order adopted by whoever has just shown who they are.
    #[tokio::test]
    async fn v7_5_3_adopting_asks_who_it_is_and_gives_back_what_was_typed() {
        let desk = TestDesk::new();
        let enar = desk.login_of_old("enar").await;
        assert_eq!(sent(&desk, &enar, &[("deed", "save")]).await.status, StatusCode::SEE_OTHER);
        let days = [
            ("adopted", "2026-11-18"),
            ("valid-from", "2027-01-01"),
            ("paragraph", "§ 88"),
            ("deed", "adopt"),
        ];
        let stopped = sent(&desk, &enar, &days).await;
        assert!(stopped.status == StatusCode::UNAUTHORIZED && stopped.hidden("paragraph") == "§ 88");
        assert_eq!(desk.desk.house.delegation().all().len(), 1);
        let enar = desk.post(&enar, "/logga-in/styrk", &[]).await.session();
        assert_eq!(sent(&desk, &enar, &days).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.desk.house.delegation().all().len(), 2);
    }

    #[tokio::test]
    async fn what_is_wrong_is_told_at_its_field_and_only_a_unit_head_is_asked() {
        let desk = TestDesk::new();
        let enar = desk.login("enar").await;
        let days = [("adopted", "2026-11-18"), ("valid-from", "2027-01-01"), ("deed", "adopt")];
        for (field, value) in [
            ("valid-from", "2026-11-17"),
            ("adopted", "2026-12-24"),
            ("adopted", ""),
            ("order-name", " "),
            ("number-D02", ""),
            ("number-D02", "1.2"),
            ("lowest-D02", "chefen"),
        ] {
            let mut changed: Vec<_> = days.into_iter().filter(|(name, _)| *name != field).collect();
            changed.push((field, value));
            let answer = sent(&desk, &enar, &changed).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
            // Of two points with one number the later is told.
            let place = if value == "1.2" { "number-D03" } else { field };
            assert!(answer.body.contains(&format!("id=\"{place}-error\"")), "{field}={value}");
        }
        let stale = sent(&desk, &enar, &[("seen", "7"), ("deed", "save")]).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody else has saved it");
        let frida = desk.login("frida").await;
        assert_eq!(desk.get(&frida, PATH).await.status, StatusCode::NOT_FOUND);
        assert_eq!(desk.post(&frida, PATH, &[("deed", "adopt")]).await.status, StatusCode::NOT_FOUND);
    }
}
