//! `/logga-in` and `/logga-ut`: the demo's login, one button per member of staff.
//!
//! Only the demo has a login without a password; `serve` has no page here. Nobody behind a button is real.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use law::Level;
use record::organisation::{Member, UnitKind};
use serde::Deserialize;
use store::Trouble;
use store::secret::Secret;

use crate::desk::{Desk, Page, Typed, blocking, html, not_found, see_other, trouble_page};
use crate::routes::Routes;
use crate::shell::Shell;
use crate::visitor::{self, own_path, start_session, words};
use crate::words::Words;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::new().form("/logga-in", show, log_in).act("/logga-in/sprak", speak).act("/logga-ut", log_out)
}

/// Where to go after the login.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    till: String,
}

/// One button.
struct Account {
    login: String,
    name: String,
    role: String,
    does: String,
}

/// The accounts of a unit.
struct Team {
    name: String,
    accounts: Vec<Account>,
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    till: &'a str,
    teams: Vec<Team>,
}

async fn show(State(desk): State<Arc<Desk>>, jar: CookieJar, Query(asked): Query<Asked>) -> Page {
    if !desk.site.demo {
        return not_found();
    }
    let w = words(&jar);
    let shell = Shell::outside(&desk.site, w.t("login-title"));
    html(&LoginPage { w, shell, till: own_path(&asked.till).unwrap_or("/"), teams: teams(w, &desk) })
}

/// Everybody, by unit, in the order the organisation lists them.
fn teams(w: &Words, desk: &Desk) -> Vec<Team> {
    let organisation = desk.organisation();
    let team = |unit: &record::organisation::Unit| {
        let accounts = organisation.team(unit.id).map(|member| Account {
            login: member.login.clone(),
            name: member.name.clone(),
            role: member.title.clone(),
            does: w.t(does_key(member, unit.kind)).into_owned(),
        });
        Team { name: unit.name.clone(), accounts: accounts.collect() }
    };
    organisation.units.iter().map(team).filter(|team| !team.accounts.is_empty()).collect()
}

/// What the role does, as a message.
fn does_key(member: &Member, unit: UnitKind) -> &'static str {
    match (member.level, unit) {
        (Level::EmergencyDuty, _) => "login-does-duty",
        (Level::Committee, _) => "login-does-committee",
        (Level::UnitHead, _) => "login-does-head",
        (Level::FirstSocialWorker, _) => "login-does-first",
        (_, UnitKind::Reception) => "login-does-reception",
        (_, UnitKind::OpenCare) => "login-does-open-care",
        (_, UnitKind::FosterHome) => "login-does-foster-home",
        _ if !member.qualified => "login-does-new",
        _ => "login-does-investigation",
    }
}

async fn log_in(State(desk): State<Arc<Desk>>, jar: CookieJar, typed: Typed) -> Result<Page, Page> {
    let organisation = desk.organisation();
    let member = organisation.by_login(typed.get("login")).filter(|_| desk.site.demo);
    let Some(staff) = member.map(|member| member.staff) else { return Err(not_found()) };
    let former = visitor::token(&jar);
    let cookie = blocking(&desk, move |desk| {
        if let Some(former) = former {
            end_session(desk, former)?;
        }
        start_session(desk, staff)
    });
    let cookie = cookie.await?.map_err(|error| trouble_page(&Trouble::Storage(error)))?;
    let till = own_path(typed.get("till")).unwrap_or("/").to_owned();
    Ok((jar.add(cookie), see_other(&till)).into_response())
}

/// The language is chosen here by whoever cannot read the page; inside it is chosen under Mer.
async fn speak(jar: CookieJar, typed: Typed) -> Page {
    let till = serde_html_form::to_string([("till", own_path(typed.get("till")).unwrap_or("/"))])
        .unwrap_or_default();
    (visitor::remember_language(jar, &typed), see_other(&format!("/logga-in?{till}"))).into_response()
}

async fn log_out(State(desk): State<Arc<Desk>>, jar: CookieJar) -> Result<Page, Page> {
    if let Some(token) = visitor::token(&jar) {
        blocking(&desk, move |desk| end_session(desk, token))
            .await?
            .map_err(|error| trouble_page(&Trouble::Storage(error)))?;
    }
    let gone = visitor::cookie(visitor::COOKIE, String::new());
    Ok((jar.remove(gone), see_other("/logga-in")).into_response())
}

fn end_session(desk: &Desk, token: Secret) -> store::Result<bool> {
    let authority = desk.house.authority.0;
    desk.house.db.write(move |tx| store::sessions::end(tx, authority, &token))
}

#[cfg(test)]
mod tests {
    use axum::http::{StatusCode, header};

    use crate::testing::TestDesk;

    #[tokio::test]
    async fn each_role_has_a_button_that_leads_to_the_own_day() {
        let desk = TestDesk::new();
        let page = desk.get("", "/logga-in").await;
        for login in ["mia", "ulla", "frida", "enar", "utskottet", "jon"] {
            assert!(page.body.contains(&format!("value=\"{login}\"")), "{login}");
        }
        let answer = desk.post("", "/logga-in", &[("login", "ulla"), ("till", "/mer")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.location(), "/mer");
        let cookie = answer.headers[header::SET_COOKIE].to_str().expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    }

    /// Chosen before the login, it holds through the login and the page of the way back, and stands when one has logged out.
    #[tokio::test]
    async fn the_language_is_chosen_before_anybody_is_known() {
        let desk = TestDesk::new();
        let page = desk.get("", "/logga-in?till=/sok").await.body;
        assert!(page.contains("<html lang=\"sv\">") && page.contains("lang=\"en\">English</button>"));
        let chosen = desk.post("", "/logga-in/sprak", &[("sprak", "en"), ("till", "/sok")]).await;
        assert_eq!(chosen.location(), "/logga-in?till=%2Fsok");
        let cookie = chosen.headers[header::SET_COOKIE].to_str().expect("a cookie");
        assert!(cookie.starts_with("lykta-sprak=en;") && cookie.contains("Expires="), "{cookie}");
        let login = desk.get("lykta-sprak=en", chosen.location()).await.body;
        assert!(login.contains("Who are you today?") && login.contains("value=\"/sok\""));
        let ulla = desk.login("ulla").await;
        let search = desk.get(&format!("{ulla}; lykta-sprak=en"), "/sok").await.body;
        assert!(search.contains("<html lang=\"en\">") && search.contains("About the search"));
        let out = desk.post(&format!("{ulla}; lykta-sprak=en"), "/logga-ut", &[]).await;
        let cookies =
            out.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        assert!(cookies.into_iter().all(|cookie| !cookie.starts_with("lykta-sprak")), "the language stays");
        let nonsense =
            desk.post("", "/logga-in/sprak", &[("sprak", "tlh"), ("till", "//evil.example")]).await;
        assert_eq!(nonsense.location(), "/logga-in?till=%2F");
        assert!(!nonsense.headers.contains_key(header::SET_COOKIE));
    }

    #[tokio::test]
    async fn nobody_is_sent_to_another_site() {
        let desk = TestDesk::new();
        let answer = desk.post("", "/logga-in", &[("login", "ulla"), ("till", "//evil.example")]).await;
        assert_eq!(answer.location(), "/");
        let page = desk.get("", "/logga-in?till=https://evil.example").await;
        assert!(!page.body.contains("evil"));
    }

    #[tokio::test]
    async fn without_a_session_every_page_leads_to_the_login_and_back() {
        let desk = TestDesk::new();
        let answer = desk.get("", "/gruppen?gjort=fordelat").await;
        assert_eq!(answer.location(), "/logga-in?till=%2Fgruppen%3Fgjort%3Dfordelat");
        let answer = desk.get("lykta=0000", "/").await;
        assert_eq!(answer.location(), "/logga-in");
        let forged = format!("lykta={}", "0".repeat(64));
        assert_eq!(desk.get(&forged, "/").await.location(), "/logga-in");
    }

    #[tokio::test]
    async fn who_has_logged_out_is_out() {
        let desk = TestDesk::new();
        let ulla = desk.login("ulla").await;
        assert_eq!(desk.get(&ulla, "/").await.status, StatusCode::OK);
        assert_eq!(desk.post(&ulla, "/logga-ut", &[]).await.location(), "/logga-in");
        assert_eq!(desk.get(&ulla, "/").await.location(), "/logga-in");
    }

    #[tokio::test]
    async fn an_unknown_login_is_not_found() {
        let desk = TestDesk::new();
        let answer = desk.post("", "/logga-in", &[("login", "nobody")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}
