//! `/koppla`: whoever was given a code binds what they log in with to their account.
//!
//! The code is typed into a form and never stands in an address: addresses are written down by proxies and remembered by browsers.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use record::organisation::Member;
use store::Trouble;
use store::code::Code;
use store::emergency::Emergency;

use super::entering::{For, code_cookie, owner_of_code};
use super::passkey;
use super::provided::{Way, ways};
use crate::desk::{
    Desk, Errors, Page, Typed, blocking, done_words, html_with, not_found, see_other, trouble_page,
};
use crate::fields::Field;
use crate::routes::Routes;
use crate::shell::Shell;
use crate::visitor::{self, words};
use crate::words::Words;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::new().form("/koppla", show, take)
}

#[derive(Template)]
#[template(path = "bind.html")]
struct BindPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    errors: &'a Errors,
    code: Field<'a>,
    done: Option<String>,
    /// Whose account it is, once the code is known.
    name: Option<&'a str>,
    /// Whether it is a sealed one, which is bound to a key alone.
    sealed: bool,
    ways: Vec<Way>,
    /// Whether a key can be made.
    keys: bool,
}

/// The member of staff whose code it is.
async fn member_of(desk: &Arc<Desk>, w: &'static Words, code: Code) -> Result<Option<Member>, Page> {
    let now_us = desk.clock.real().as_microsecond();
    let found = blocking(desk, move |desk| owner_of_code(desk, w, &code, now_us)).await?;
    found.map_err(|error| trouble_page(&Trouble::Storage(error)))
}

async fn show(
    State(desk): State<Arc<Desk>>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let w = words(&jar);
    let code: Option<Code> = jar.get(code_cookie(&desk.site)).and_then(|cookie| cookie.value().parse().ok());
    let member = match code {
        Some(code) => member_of(&desk, w, code).await?,
        None => None,
    };
    let done = done_words(w, query.as_deref());
    draw(&desk, w, (member.as_ref(), done), &Errors::none(), StatusCode::OK)
}

async fn take(State(desk): State<Arc<Desk>>, jar: CookieJar, typed: Typed) -> Result<Page, Page> {
    let w = words(&jar);
    let code: Option<Code> = typed.get("kod").parse().ok();
    let known = match &code {
        Some(code) => member_of(&desk, w, code.clone()).await?.is_some(),
        None => false,
    };
    if let Some(code) = code.filter(|_| known) {
        let cookie = visitor::cookie(&desk.site, code_cookie(&desk.site), code.reveal());
        return Ok((jar.add(cookie), see_other("/koppla")).into_response());
    }
    let errors = Errors::one("kod", w.t("bind-wrong"));
    draw(&desk, w, (None, None), &errors, StatusCode::UNPROCESSABLE_ENTITY)
}

fn draw(
    desk: &Desk,
    w: &Words,
    (member, done): (Option<&Member>, Option<String>),
    errors: &Errors,
    status: StatusCode,
) -> Result<Page, Page> {
    if desk.providers.is_none() && !desk.site.demo {
        return Err(not_found());
    }
    let field = Field {
        width: 32,
        max: 60,
        focus: true,
        hint_key: Some("bind-hint"),
        ..Field::text("kod", "bind-code")
    };
    let error = errors.of("kod").map(|text| text.to_owned().into());
    let sealed = member.is_some_and(|member| Emergency::of(member.staff.uuid()).is_some());
    let page = BindPage {
        w,
        shell: Shell::outside(&desk.site, w.t("bind-title")),
        errors,
        code: Field { error, ..field },
        done,
        name: member.map(|member| &*member.name),
        sealed,
        ways: if sealed { Vec::new() } else { ways(desk, For::Bind, "/") },
        keys: passkey::are_taken(desk),
    };
    Ok(html_with(status, &page))
}

#[cfg(test)]
mod tests {
    use axum::http::{StatusCode, header};

    use crate::testing::TestDesk;

    #[tokio::test]
    async fn a_code_is_typed_and_leads_to_the_providers() {
        let desk = TestDesk::new().with_a_provider(true);
        let code = desk.code_of("ulla");
        let typed = code.reveal().to_lowercase().replace('-', " ");
        let taken = desk.post("", "/koppla", &[("kod", &typed)]).await;
        assert_eq!(taken.location(), "/koppla", "the code stands in no address");
        let cookie = taken.headers[header::SET_COOKIE].to_str().expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let page = desk.get(&format!("lykta-kod={}", code.reveal()), "/koppla").await;
        assert!(page.body.contains("Ulla") && page.body.contains("/logga-in/hos/kommunen?for=bind"));
        assert!(!page.body.contains(&code.reveal()), "nor on the page");
    }

    /// What is no code, one that nobody has and one that is used up are the same to whoever tries.
    #[tokio::test]
    async fn what_is_no_code_is_told_alike() {
        let desk = TestDesk::new().with_a_provider(true);
        let former = desk.code_of("ulla");
        let _latter = desk.code_of("ulla");
        let mut told = Vec::new();
        for wrong in ["", "kod", "0000-0000-0000-0000-0000-0000", &former.reveal()] {
            let answer = desk.post("", "/koppla", &[("kod", wrong)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(!answer.headers.contains_key(header::SET_COOKIE), "{wrong}");
            told.push(answer.body);
        }
        assert!(told.iter().all(|page| *page == told[0]));
        let nobody = TestDesk::in_earnest().get("", "/koppla").await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND, "there is no provider");
    }
}
