//! An account that is closed: whatever its owner had, in browsers and in programs, is nobody's from the next request on.

use axum::body::Body;
use axum::http::{Request, Response, header};
use serde_json::json;
use store::access_tokens::Scope;
use store::accounts::{By, Ended};
use tower::ServiceExt;

use crate::testing::{Ask, Site, id, nine};

/// A page of the same site, with a cookie, or a form that is sent to it.
async fn page(site: &Site, cookie: &str, path: &str, form: Option<&str>) -> Response<Body> {
    let request = if form.is_some() { Request::post(path) } else { Request::get(path) };
    let request = request
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.unwrap_or_default().to_owned()));
    site.router.clone().oneshot(request.expect("a request")).await.expect("an answer")
}

async fn log_in(site: &Site, login: &str) -> String {
    let answer = page(site, "", "/logga-in", Some(&format!("login={login}"))).await;
    let cookie = answer.headers()[header::SET_COOKIE].to_str().expect("a cookie").to_owned();
    cookie.split(';').next().expect("the cookie").to_owned()
}

fn leads_to_login(answer: &Response<Body>) -> bool {
    answer.headers().get(header::LOCATION).is_some_and(|to| to.as_bytes().starts_with(b"/logga-in"))
}

/// ASVS V7.4.2: closed at a page, by somebody else, while its owner has two browsers and two programs at work. What a program was about to
/// write is not written, and nobody else notices.
#[tokio::test]
async fn v7_4_2_closing_an_account_ends_its_programs_and_its_browsers_at_once() {
    let site = Site::new();
    let ulla = site.desk.organisation().by_login("ulla").expect("one of them").staff.uuid();
    let now_us = nine().as_microsecond();
    site.desk.house.open_account(ulla, By::Operator, (now_us, now_us + 1_000_000)).expect("an account");
    let programs = [site.all("ulla"), site.token("ulla", &[Scope::Read])];
    let browsers = [log_in(&site, "ulla").await, log_in(&site, "ulla").await];
    let (mia, enar) = (site.all("mia"), log_in(&site, "enar").await);
    let draft = format!("/drafts/{}", id());
    let keep = |text: &str| {
        let fields = json!([{ "name": "text", "value": text }]);
        Ask::put(&draft, &json!({ "form": "note", "file": null, "fields": fields })).by(&programs[0])
    };
    site.ask(keep("Halvskrivet.")).await.good();
    for browser in &browsers {
        assert!(page(&site, browser, "/", None).await.status().is_success());
    }

    let closed = page(&site, &enar, "/konton", Some(&format!("close={ulla}"))).await;
    assert_eq!(closed.headers()[header::LOCATION], "/konton?gjort=konto-stangt");
    for program in &programs {
        let asked = site.ask(Ask::get("/me").by(program)).await;
        assert_eq!(asked.problem(), (401, "nobody", ""));
    }
    let more = keep("Halvskrivet. Mer.").with("if-match", "\"1\"");
    assert_eq!(site.ask(more).await.problem(), (401, "nobody", ""));
    for browser in &browsers {
        assert!(leads_to_login(&page(&site, browser, "/", None).await), "with the very next request");
    }
    let drafts = site.desk.house.drafts_of(&site.desk.organisation().by_login("ulla").expect("she").actor());
    let versions: Vec<_> = drafts.expect("read").iter().map(|draft| draft.version).collect();
    assert_eq!(versions, [1], "nothing more was written, and what was there waits");
    assert!(site.ask(Ask::get("/me").by(&mia)).await.status.is_success());
    assert!(page(&site, &enar, "/", None).await.status().is_success());
}

/// Outside the demo a token holds only while its owner's account is open, however it came to be there: one that is made or brought back after
/// the closing opens nothing.
#[tokio::test]
async fn a_token_of_an_account_that_is_closed_is_nobodys_however_it_came() {
    let site = Site::new().in_earnest();
    let ulla = site.desk.organisation().by_login("ulla").expect("one of them").staff.uuid();
    let now_us = nine().as_microsecond();
    let before = site.all("ulla");
    let me = |token: &str| site.ask(Ask::get("/me").by(token));
    assert_eq!(me(&before).await.problem(), (401, "nobody", ""), "no account has been opened");
    let house = &site.desk.house;
    house.open_account(ulla, By::Operator, (now_us, now_us + 1_000_000)).expect("an account");
    assert!(me(&before).await.status.is_success());
    assert_eq!(house.close_account(ulla, By::Operator, now_us), Ok(Some(Ended { sessions: 0, tokens: 1 })));
    let after = site.all("ulla");
    for token in [&before, &after] {
        assert_eq!(me(token).await.problem(), (401, "nobody", ""));
    }
}
