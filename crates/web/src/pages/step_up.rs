//! `/logga-in/styrk`: whoever is logged in proves once more who they are, before something that is guarded more closely.
//!
//! A page asks for it with [`Visitor::expect_fresh`]. The session goes on under a new token; the one it had is dead, so that whoever may have
//! copied it earlier does not come along.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use store::sessions::{self, Proof};

use super::entering::For;
use super::login::Asked;
use super::passkey;
use super::provided::{Way, till, ways};
use crate::desk::{Desk, OrTrouble, Page, Typed, Visitor, blocking, html, not_found, see_other};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::visitor::{self, LEVEL, LIMITS, and_back, own_path};
use crate::words::Words;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::new().form("/logga-in/styrk", show, prove)
}

#[derive(Template)]
#[template(path = "step_up.html")]
struct StepUpPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    till: &'a str,
    ways: Vec<Way>,
    keys: bool,
    demo: bool,
}

async fn show(State(desk): State<Arc<Desk>>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    let w = visitor.w;
    let shell = visitor.shell(&desk, w.t("step-up-title"), Place::Elsewhere);
    let till = till(&asked);
    let (ways, keys) = (ways(&desk, For::StepUp, till), passkey::are_taken(&desk));
    html(&StepUpPage { w, shell, till, ways, keys, demo: desk.site.demo })
}

/// In the demo a press stands for the card and its code.
async fn prove(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    jar: CookieJar,
    typed: Typed,
) -> Result<Page, Page> {
    if !desk.site.demo {
        return Err(not_found());
    }
    let till = own_path(typed.get("till")).unwrap_or("/");
    let Some(former) = visitor::token(&desk.site, &jar) else { return Err(and_back("/logga-in", till)) };
    let staff = visitor.actor.staff.uuid();
    let renew = move |desk: &Desk| {
        let (real_us, authority) = (desk.clock.real().as_microsecond(), desk.house.authority.0);
        let proof = Proof { level: LEVEL, at_us: real_us };
        desk.house
            .db
            .write(move |tx| sessions::renew(tx, (authority, staff), &former, proof, real_us, LIMITS))
    };
    let token = blocking(&desk, renew).await?.or_trouble(&desk, &visitor)?;
    let Some(token) = token else { return Err(and_back("/logga-in", till)) };
    Ok((jar.add(visitor::carrying(&desk.site, &token)), see_other(till)).into_response())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use axum::Router;
    use axum::extract::State;
    use axum::http::{StatusCode, header};
    use axum::response::IntoResponse;
    use axum::routing::get;
    use jiff::{Timestamp, ToSpan as _};

    use crate::desk::{Desk, Page, Typed, Visitor};
    use crate::testing::{TestDesk, nine};
    use crate::visitor::{FRESH_US, LIMITS};

    /// Minutes past nine. Tests of one program run side by side, so each has a clock of its own.
    static CLOCKS: [AtomicI64; 3] = [const { AtomicI64::new(0) }; 3];

    fn at(clock: usize) -> Timestamp {
        nine() + CLOCKS[clock].load(Ordering::Relaxed).minutes()
    }

    fn set(clock: usize, minutes: i64) {
        CLOCKS[clock].store(minutes, Ordering::Relaxed);
    }

    async fn show(State(desk): State<Arc<Desk>>, visitor: Visitor) -> Result<Page, Page> {
        visitor.expect_fresh(&desk)?;
        Ok("guarded".into_response())
    }

    async fn send(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
        visitor.expect_fresh(&desk)?;
        Ok(format!("sent {}", typed.get("text")).into_response())
    }

    /// A page that asks for a fresh proof, as those for disclosures, sealed files, exports and changes of roles do.
    fn guarded(desk: &Arc<Desk>) -> Router {
        Router::new().route("/prov", get(show).post(send)).with_state(Arc::clone(desk))
    }

    /// ASVS V7.5.3 and V7.2.4: after a while who it is must be shown anew; the old token is then dead, and the way leads back.
    #[tokio::test]
    async fn v7_5_3_what_is_guarded_asks_who_it_is_and_leads_back() {
        let desk = TestDesk::by(|| at(0), guarded);
        let first = desk.login("ulla").await;
        assert_eq!(desk.get(&first, "/prov?a=1").await.body, "guarded", "just logged in");
        set(0, FRESH_US / 60_000_000);
        let asked = desk.get(&first, "/prov?a=1").await;
        assert_eq!(asked.location(), "/logga-in/styrk?till=%2Fprov%3Fa%3D1");
        let page = desk.get(&first, asked.location()).await;
        assert_eq!(page.hidden("till"), "/prov?a=1");
        let proved = desk.post(&first, "/logga-in/styrk", &[("till", "/prov?a=1")]).await;
        assert_eq!(proved.location(), "/prov?a=1");
        let second = proved.session();
        assert_ne!(first, second);
        assert_eq!(desk.get(&first, "/").await.location(), "/logga-in", "the old token is dead");
        assert_eq!(desk.get(&second, "/prov").await.body, "guarded");
        let elsewhere = desk.post(&second, "/logga-in/styrk", &[("till", "//evil.example")]).await;
        assert_eq!(elsewhere.location(), "/");
    }

    #[tokio::test]
    async fn a_form_that_is_stopped_is_given_back_and_sent_again() {
        let desk = TestDesk::by(|| at(1), guarded);
        let ulla = desk.login("ulla").await;
        set(1, 60);
        let text = "Lämnas ut till tingsrätten efter prövning mening för mening.";
        let stopped = desk.post(&ulla, "/prov", &[("text", text)]).await;
        assert_eq!(stopped.status, StatusCode::UNAUTHORIZED);
        assert!(stopped.body.contains(text) && stopped.body.contains("href=\"/logga-in/styrk\""));
        let ulla = desk.post(&ulla, "/logga-in/styrk", &[]).await.session();
        assert_eq!(desk.post(&ulla, "/prov", &[("text", text)]).await.body, format!("sent {text}"));
    }

    /// ASVS V7.3.1 and V7.3.2, by a steered clock: idle or old the session ends, and the draft is still there after the next login.
    #[tokio::test]
    async fn v7_3_1_v7_3_2_a_session_ends_idle_or_old_and_the_draft_waits() {
        let desk = TestDesk::by(|| at(2), guarded);
        let (idle, absolute) = (LIMITS.idle_us / 60_000_000, LIMITS.absolute_us / 60_000_000);
        let draft = "/utkast/0193a000-0000-7000-8000-000000000001?form=note";
        let ulla = desk.login("ulla").await;
        assert_eq!(
            desk.post(&ulla, draft, &[("text", "Halvskrivet om resan.")]).await.status,
            StatusCode::OK
        );
        set(2, idle - 1);
        assert_eq!(desk.get(&ulla, "/").await.status, StatusCode::OK, "a sign of life");
        set(2, 2 * idle - 2);
        assert_eq!(desk.get(&ulla, "/").await.status, StatusCode::OK);
        set(2, 3 * idle - 2);
        assert_eq!(desk.get(&ulla, "/").await.location(), "/logga-in", "idle");
        let lost = desk.post(&ulla, draft, &[("text", "Halvskrivet om resan. Mer.")]).await;
        assert!(lost.status == StatusCode::UNAUTHORIZED && lost.body.contains("Halvskrivet om resan. Mer."));

        let ulla = desk.login("ulla").await;
        let begun = 3 * idle - 2;
        let waits = desk.desk.house.drafts_of(&desk.actor("ulla")).expect("drafts");
        assert_eq!(waits.len(), 1, "the draft waits");
        let goes_on =
            desk.post(&ulla, draft, &[("text", "Halvskrivet om resan. Mer."), ("draft_version", "1")]);
        assert_eq!(goes_on.await.status, StatusCode::OK, "and is gone on with from where it was");
        for step in 1..absolute / 60 {
            set(2, begun + step * 60);
            assert_eq!(desk.get(&ulla, "/").await.status, StatusCode::OK, "busy for {step} hours");
        }
        set(2, begun + absolute);
        assert_eq!(desk.get(&ulla, "/").await.location(), "/logga-in", "old, however busy");
    }

    /// ASVS V3.3.1 to V3.3.4 and V3.4.1: over TLS every cookie is this host's, over TLS alone, and no script's; and nothing else is spoken.
    #[tokio::test]
    async fn v3_3_1_v3_4_1_over_tls_cookies_stay_there() {
        let desk = TestDesk::over_tls();
        let answer = desk.post("", "/logga-in", &[("login", "ulla")]).await;
        let ulla = answer.session();
        let chosen = desk.post(&ulla, "/mer/val", &[("sprak", "en"), ("tangenter", "av")]).await;
        let mut names = Vec::new();
        for cookie in [&answer, &chosen].iter().flat_map(|answer| answer.headers.get_all(header::SET_COOKIE))
        {
            let cookie = cookie.to_str().expect("a cookie");
            for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
                assert!(cookie.contains(part), "{part}: {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
            names.push(cookie.split('=').next().expect("a name").to_owned());
        }
        names.sort();
        assert_eq!(names, ["__Host-lykta", "lykta-sprak", "lykta-tangenter"], "no other cookie");
        assert_eq!(desk.get(&ulla, "/").await.status, StatusCode::OK);
        assert_eq!(desk.get(&ulla.replace("__Host-", ""), "/").await.location(), "/logga-in");
        let told = "max-age=31536000; includeSubDomains";
        assert_eq!(answer.headers[header::STRICT_TRANSPORT_SECURITY], told);
        let plain = TestDesk::new().get("", "/logga-in").await;
        assert!(!plain.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}
