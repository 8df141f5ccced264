//! `/mer`: help, keys, language, and what the law data are worth.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use law::{Day, LawBook, Level};
use record::organisation::{Member, may_organise};

use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html_with, not_found, see_other,
};
use crate::fields::Field;
use crate::file_page::{Back, Sheet};
use crate::pages::drafts;
use crate::routes::Routes;
use crate::shell::{Place, RAIL, Shell};
use crate::visitor::{self, KEYS};
use crate::words::Words;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::new().page("/mer", show).act("/mer/val", choose).act("/mer/utkast", set_days)
}

/// A key and what it does.
struct Key {
    keys: &'static str,
    does: String,
    /// Can be switched off: it is a single letter.
    single: bool,
}

/// What stands in the law data, and how much of it somebody has checked.
struct LawStatus {
    version: String,
    rules: usize,
    by_act: usize,
    by_hand: usize,
    unreviewed: usize,
    uncertain: usize,
    decisions: usize,
}

impl LawStatus {
    fn of(law: &LawBook, today: Day) -> Self {
        let rules = law.rules();
        Self {
            version: law.version().to_owned(),
            rules: rules.len(),
            by_act: rules.iter().filter(|rule| rule.is_driven() && !rule.is_driven_by_hand_only()).count(),
            by_hand: rules.iter().filter(|rule| rule.is_driven_by_hand_only()).count(),
            unreviewed: rules.iter().filter(|rule| rule.reviewed_by.is_none()).count(),
            uncertain: rules.iter().filter(|rule| !rule.certainty.on(today).is_certain()).count(),
            decisions: law.decision_types().len(),
        }
    }
}

#[derive(Template)]
#[template(path = "more.html")]
struct MorePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    done: Option<String>,
    errors: &'a Errors,
    /// For whoever may set it.
    days: Option<Field<'a>>,
    /// For whoever leads a unit: its log check.
    checks: bool,
    /// Pages about the authority, each with what it is called.
    authority: Vec<(&'static str, &'static str)>,
    keys: Vec<Key>,
    single_keys: bool,
    law: LawStatus,
    demo: bool,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let done = done_words(visitor.w, query.as_deref());
    draw(&desk, &visitor, done, &Typed::default(), &Back::fresh()).await
}

/// After how many days the authority's drafts count as left lying: whoever leads a whole department may say.
async fn set_days(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    if !may_set(&visitor.member) {
        return Err(not_found());
    }
    let Some(days) = drafts::read_days(typed.get("draft-days")) else {
        let back = Back::wrong(Errors::one("draft-days", visitor.w.t("more-error-days")));
        return draw(&desk, &visitor, None, &typed, &back).await;
    };
    let set = blocking(&desk, move |desk| drafts::set_days(desk, days)).await?;
    set.or_trouble(&desk, &visitor)?;
    Ok(see_other("/mer?gjort=sparat"))
}

/// The pages about the authority that are the reader's: a meeting of the board is for whoever prepares or holds it.
fn authority(visitor: &Visitor) -> Vec<(&'static str, &'static str)> {
    let all = [
        ("/organisation", "organisation-title"),
        ("/delegationsordning", "delegation-title"),
        ("/kopplingar", "ties-say"),
        ("/sammantrade", "sammantrade-title"),
    ];
    let meets = may_organise(&visitor.actor) || visitor.actor.level >= Level::Chair;
    all.into_iter().filter(|(page, _)| meets || *page != "/sammantrade").collect()
}

/// Whoever leads a whole department sets what holds for the authority.
pub fn may_set(member: &Member) -> bool {
    member.level == Level::UnitHead
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    done: Option<String>,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let w = visitor.w;
    let days = blocking(desk, drafts::days).await?.or_trouble(desk, visitor)?;
    let kept = Typed::from_pairs([("draft-days".to_owned(), days.to_string())]);
    let sheet = Sheet { typed: if typed.has("draft-days") { typed } else { &kept }, errors: &back.errors };
    let page = MorePage {
        w,
        shell: visitor.shell(desk, w.t("rail-more"), Place::More),
        done,
        errors: &back.errors,
        days: may_set(&visitor.member).then(|| Field { width: 4, ..sheet.text("draft-days", "more-days") }),
        checks: !visitor.actor.manages.is_empty(),
        authority: authority(visitor),
        keys: keys(w),
        single_keys: visitor.single_keys,
        law: LawStatus::of(desk.house.law, visitor.now.today),
        demo: desk.site.demo,
    };
    Ok(html_with(back.status, &page))
}

fn keys(w: &Words) -> Vec<Key> {
    let key = |keys, does: &str, single| Key { keys, does: w.t(does).into_owned(), single };
    let mut all = vec![
        key("Ctrl K", "key-find", false),
        key("Ctrl ↵", "key-send", false),
        key("?", "key-help", true),
        key("1", "key-urgent", true),
        key("j", "key-next", true),
        key("k", "key-previous", true),
    ];
    all.extend(RAIL.iter().map(|word| key(word.letter, word.key, true)));
    all
}

/// Language and keys are a taste of this browser and stand in a cookie each.
async fn choose(State(desk): State<Arc<Desk>>, _: Visitor, jar: CookieJar, typed: Typed) -> Page {
    let mut jar = visitor::remember_language(&desk.site, jar, &typed);
    if typed.has("tangenter") {
        jar = jar.add(visitor::lasting(
            &desk.site,
            KEYS,
            if typed.get("tangenter") == "av" { "av" } else { "pa" },
        ));
    }
    (jar, see_other("/mer?gjort=sparat")).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use crate::testing::TestDesk;

    #[tokio::test]
    async fn the_law_data_say_that_nobody_has_reviewed_them() {
        let desk = TestDesk::new();
        let ulla = desk.login("ulla").await;
        let page = desk.get(&ulla, "/mer").await.body;
        let law = desk.desk.house.law;
        let unreviewed = law.rules().iter().filter(|rule| rule.reviewed_by.is_none()).count();
        assert!(unreviewed > 0 && page.contains(&format!("{unreviewed} av {}", law.rules().len())));
        assert!(page.contains(law.version()));
        let by_hand = law.rules().iter().filter(|rule| rule.is_driven_by_hand_only()).count();
        let driven = law.rules().iter().filter(|rule| rule.is_driven()).count();
        assert!(by_hand > 0 && page.contains(&format!("{} av reglerna", driven - by_hand)));
        assert!(page.contains(&format!("{by_hand} bara")), "told apart from those an act drives");
    }

    #[tokio::test]
    async fn single_letters_and_language_can_be_changed() {
        let desk = TestDesk::new();
        let ulla = desk.login("ulla").await;
        assert!(desk.get(&ulla, "/").await.body.contains("data-keys=\"on\""));
        let answer = desk.post(&ulla, "/mer/val", &[("sprak", "en"), ("tangenter", "av")]).await;
        let set = |name: &str| {
            let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
            cookies.filter_map(|cookie| cookie.to_str().ok()).any(|cookie| cookie.starts_with(name))
        };
        assert!(set("lykta-sprak=en;") && set("lykta-tangenter=av;"));
        let page = desk.get(&format!("{ulla}; lykta-sprak=en; lykta-tangenter=av"), "/").await.body;
        assert!(page.contains("<html lang=\"en\">") && page.contains("data-keys=\"off\""));
        assert!(page.contains("Nothing must be done today."));
    }

    #[tokio::test]
    async fn who_leads_the_department_says_when_a_draft_is_left_lying() {
        let desk = TestDesk::new();
        let (enar, ulla) = (desk.login("enar").await, desk.login("ulla").await);
        assert!(desk.get(&enar, "/mer").await.body.contains("name=\"draft-days\""));
        assert!(!desk.get(&ulla, "/mer").await.body.contains("name=\"draft-days\""));
        assert_eq!(desk.post(&ulla, "/mer/utkast", &[("draft-days", "7")]).await.status, 404);
        for wrong in ["", "0", "366", "en vecka"] {
            let answer = desk.post(&enar, "/mer/utkast", &[("draft-days", wrong)]).await;
            assert_eq!(answer.status, 422, "{wrong}");
            assert!(answer.body.contains("id=\"draft-days-error\""));
        }
        assert_eq!(desk.post(&enar, "/mer/utkast", &[("draft-days", "7")]).await.status, 303);
        assert!(desk.get(&enar, "/mer").await.body.contains("value=\"7\""));
    }
}
