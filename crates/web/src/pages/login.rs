//! `/logga-in` and `/logga-ut`: who are you?
//!
//! Outside the demo the page leads to the providers of identities (`provided.rs`), and nowhere else: there is no way in by a password, and
//! none by one factor. The demo has a button per member of staff, and nobody behind a button is real.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use law::Level;
use record::StaffId;
use record::organisation::{Member, UnitKind};
use serde::Deserialize;
use store::Trouble;
use store::secret::Secret;
use store::sessions::{self, Proof};

use super::entering::For;
use super::provided::{self, Way, till, ways};
use super::{bind, passkey, step_up};
use crate::desk::{Desk, Page, Typed, blocking, html, not_found, see_other, trouble_page};
use crate::routes::Routes;
use crate::shell::Shell;
use crate::visitor::{self, LEVEL, LIMITS, and_back, own_path, words};
use crate::words::Words;

/// The routes of this page.
pub fn routes() -> Routes {
    let own =
        Routes::new().form("/logga-in", show, log_in).act("/logga-in/sprak", speak).act("/logga-ut", log_out);
    own.merge(step_up::routes()).merge(provided::routes()).merge(bind::routes()).merge(passkey::routes())
}

/// Where to go after the login.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) till: String,
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
    /// The providers of identities; none in a demo that has only its buttons.
    ways: Vec<Way>,
    /// Whether a key that somebody holds is a way in.
    keys: bool,
    /// The demo's buttons; none outside it.
    teams: Vec<Team>,
}

async fn show(State(desk): State<Arc<Desk>>, jar: CookieJar, Query(asked): Query<Asked>) -> Page {
    let (w, demo) = (words(&jar), desk.site.demo);
    if !demo && desk.providers.is_none() {
        return not_found();
    }
    let shell = Shell::outside(&desk.site, w.t(if demo { "login-title" } else { "login-title-real" }));
    let till = till(&asked);
    let ways = ways(&desk, For::Login, till);
    html(&LoginPage {
        w,
        shell,
        till,
        ways,
        keys: passkey::are_taken(&desk),
        teams: if demo { teams(w, &desk) } else { Vec::new() },
    })
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
    let former = visitor::token(&desk.site, &jar);
    let token = blocking(&desk, move |desk| begin(desk, former, staff));
    let token = token.await?.map_err(|error| trouble_page(&Trouble::Storage(error)))?;
    let till = own_path(typed.get("till")).unwrap_or("/").to_owned();
    Ok((jar.add(visitor::carrying(&desk.site, &token)), see_other(&till)).into_response())
}

/// Starts a session of the demo, where a press of a button stands for the card and its code, and ends the one this browser had.
fn begin(desk: &Desk, former: Option<Secret>, staff: StaffId) -> store::Result<Secret> {
    let (real_us, authority) = (desk.clock.real().as_microsecond(), desk.house.authority.0);
    let proof = Proof { level: LEVEL, at_us: real_us };
    desk.house.db.write(move |tx| {
        if let Some(former) = &former {
            sessions::end(tx, authority, former)?;
        }
        sessions::start(tx, authority, staff.uuid(), proof, real_us, LIMITS)
    })
}

/// The language is chosen here by whoever cannot read the page; inside it is chosen under Mer.
async fn speak(State(desk): State<Arc<Desk>>, jar: CookieJar, typed: Typed) -> Page {
    let till = own_path(typed.get("till")).unwrap_or("/");
    (visitor::remember_language(&desk.site, jar, &typed), and_back("/logga-in", till)).into_response()
}

/// What a browser has kept of this site goes; the language is a taste and stays.
const CLEARED: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

async fn log_out(State(desk): State<Arc<Desk>>, jar: CookieJar) -> Result<Page, Page> {
    if let Some(token) = visitor::token(&desk.site, &jar) {
        let end = move |desk: &Desk| {
            let authority = desk.house.authority.0;
            desk.house.db.write(move |tx| sessions::end(tx, authority, &token))
        };
        blocking(&desk, end).await?.map_err(|error| trouble_page(&Trouble::Storage(error)))?;
    }
    let gone = visitor::cookie(&desk.site, visitor::session_cookie(&desk.site), String::new());
    let clear = [(HeaderName::from_static("clear-site-data"), CLEARED)];
    Ok((jar.remove(gone), clear, see_other("/logga-in")).into_response())
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
        assert_eq!(nonsense.location(), "/logga-in");
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

    /// ASVS V7.4.1 and V14.3.1: the token is dead, also for whoever kept it, and the browser is told to forget.
    #[tokio::test]
    async fn v7_4_1_v14_3_1_who_has_logged_out_is_out() {
        let desk = TestDesk::new();
        let ulla = desk.login("ulla").await;
        assert_eq!(desk.get(&ulla, "/").await.status, StatusCode::OK);
        let out = desk.post(&ulla, "/logga-ut", &[]).await;
        assert_eq!(out.location(), "/logga-in");
        assert_eq!(out.headers["clear-site-data"], "\"cache\", \"storage\"");
        assert_eq!(desk.get(&ulla, "/").await.location(), "/logga-in");
    }

    /// ASVS V7.2.4: each login has a token of its own, and ends the session this browser had.
    #[tokio::test]
    async fn v7_2_4_a_login_gives_a_new_token_and_the_old_one_is_dead() {
        let desk = TestDesk::new();
        let first = desk.login("ulla").await;
        let answer = desk.post(&first, "/logga-in", &[("login", "mia")]).await;
        let second = answer.headers[header::SET_COOKIE].to_str().expect("a cookie").to_owned();
        let second = second.split(';').next().expect("the cookie");
        assert_ne!(first, second);
        assert_eq!(desk.get(&first, "/").await.location(), "/logga-in");
        assert_eq!(desk.get(second, "/").await.status, StatusCode::OK);
    }

    #[tokio::test]
    async fn an_unknown_login_is_not_found() {
        let desk = TestDesk::new();
        let answer = desk.post("", "/logga-in", &[("login", "nobody")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}
