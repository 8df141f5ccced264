//! `/logga-in/nyckel` and `/logga-in/nyckel/svar`: a key that somebody holds is asked who they are, or made.
//!
//! A press asks; the page that comes holds the question, and its script hands it to the browser and sends the answer as a form. Nobody types who
//! they are, so nothing is told about who has an account. A question is kept here and answered once; the browser that was asked holds a secret of
//! it in a cookie, so that no other can answer.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use login::Passkeys;
use login::passkeys::{Claimed, Question, Unproved};
use serde::{Deserialize, Serialize};
use store::Trouble;
use store::code::Code;
use store::emergency::Emergency;
use store::passkeys::Passkey;
use store::secret::Secret;
use store::sessions::Proof;
use uuid::Uuid;

use super::entering::{By, For, Proven, Settled, code_cookie, owner_of_code, settle};
use crate::desk::{Desk, Page, Typed, blocking, html, not_found, see_other, told, trouble_page};
use crate::routes::Routes;
use crate::shell::{Shell, Site};
use crate::visitor::{self, own_path, words};
use crate::words::{Lang, Words};

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new().act("/logga-in/nyckel", ask).act("/logga-in/nyckel/svar", answered)
}

/// How long a question waits for its answer: as long as the browser is told that it may take.
const WAITS_US: i64 = 5 * 60 * 1_000_000;

/// Where somebody is told that a sealed account has a key.
pub(super) const SEALED: &str = "/koppla?gjort=reservkonto-forseglat";

/// What is kept until the answer comes.
#[derive(Serialize, Deserialize)]
struct Kept {
    why: For,
    till: String,
    question: String,
}

#[derive(Template)]
#[template(path = "passkey.html")]
struct PasskeyPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    /// Whether a key is made, and not asked.
    makes: bool,
    options: &'a str,
}

fn question_cookie(site: &Site) -> &'static str {
    if site.secure { "__Host-lykta-fraga" } else { "lykta-fraga" }
}

/// Whether keys are a way in here.
pub(super) fn are_taken(desk: &Desk) -> bool {
    passkeys(desk).is_some()
}

fn passkeys(desk: &Desk) -> Option<&Passkeys> {
    desk.providers.as_ref()?.passkeys()
}

fn code_of(desk: &Desk, jar: &CookieJar) -> Option<Code> {
    jar.get(code_cookie(&desk.site))?.value().parse().ok()
}

async fn ask(State(desk): State<Arc<Desk>>, jar: CookieJar, typed: Typed) -> Result<Page, Page> {
    if !are_taken(&desk) {
        return Err(not_found());
    }
    let why = match typed.get("for") {
        "bind" => For::Bind,
        "step-up" => For::StepUp,
        _ => For::Login,
    };
    let till = own_path(typed.get("till")).unwrap_or("/").to_owned();
    let code = code_of(&desk, &jar);
    let put = blocking(&desk, move |desk| put(desk, why, till, code.as_ref())).await?;
    let put = put.map_err(|error| trouble_page(&Trouble::Storage(error)))?;
    let (options, token) = put.map_err(|key| told(StatusCode::FORBIDDEN, key))?;
    let (w, makes) = (words(&jar), why == For::Bind);
    let title = w.t(if makes { "passkey-title-make" } else { "passkey-title" });
    let page = PasskeyPage { w, shell: Shell::outside(&desk.site, title), makes, options: &options };
    let cookie = visitor::cookie(&desk.site, question_cookie(&desk.site), token.reveal());
    Ok((jar.add(cookie), html(&page)).into_response())
}

/// Puts a question, and keeps what its answer is to be held against. Or why it is not put.
fn put(
    desk: &Desk,
    why: For,
    till: String,
    code: Option<&Code>,
) -> store::Result<Result<(String, Secret), &'static str>> {
    let passkeys = passkeys(desk).expect("it was asked whether they are taken");
    let now_us = desk.clock.real().as_microsecond();
    let question = if why == For::Bind {
        let w = Words::of(Lang::Sv);
        let member = code.map_or(Ok(None), |code| owner_of_code(desk, w, code, now_us))?;
        let Some(member) = member else { return Ok(Err("bind-no-code")) };
        passkeys.to_make(member.staff.uuid(), &member.login, &member.name)
    } else {
        passkeys.to_prove()
    };
    let Question { options, kept } = match question {
        Ok(question) => question,
        Err(unproved) => return Ok(Err(refused(&unproved))),
    };
    let kept = serde_json::to_string(&Kept { why, till, question: kept }).expect("words have a JSON form");
    let token = desk.house.ask_passkey(kept, now_us, now_us + WAITS_US)?;
    Ok(Ok((options, token)))
}

async fn answered(State(desk): State<Arc<Desk>>, jar: CookieJar, typed: Typed) -> Result<Page, Page> {
    if !are_taken(&desk) {
        return Err(not_found());
    }
    let token: Option<Secret> =
        jar.get(question_cookie(&desk.site)).and_then(|cookie| cookie.value().parse().ok());
    let (former, code) = (visitor::token(&desk.site, &jar), code_of(&desk, &jar));
    let gone = visitor::cookie(&desk.site, question_cookie(&desk.site), String::new());
    let jar = jar.remove(gone);
    let Some(token) = token else { return Err(told(StatusCode::BAD_REQUEST, "login-lost")) };
    let answer = typed.get("answer").to_owned();
    let held = blocking(&desk, move |desk| hold(desk, &token, &answer, (former, code))).await?;
    let held = held.map_err(|error| trouble_page(&Trouble::Storage(error)))?;
    let Some((till, settled)) = held else {
        return Ok((jar, told(StatusCode::BAD_REQUEST, "login-lost")).into_response());
    };
    let code = visitor::cookie(&desk.site, code_cookie(&desk.site), String::new());
    match settled {
        Settled::In(entry) => {
            let jar = jar.remove(code).add(entry.carried(&desk.site));
            Ok((jar, see_other(&entry.onward(&till))).into_response())
        }
        Settled::Sealed => Ok((jar.remove(code), see_other(SEALED)).into_response()),
        Settled::No(key) => {
            tracing::warn!(why = key, "somebody with a key was not let in");
            Ok((jar, told(StatusCode::FORBIDDEN, key)).into_response())
        }
    }
}

/// Holds an answer against its question, and where somebody goes then. None where there is no such question any more.
fn hold(
    desk: &Desk,
    token: &Secret,
    answer: &str,
    who: (Option<Secret>, Option<Code>),
) -> store::Result<Option<(String, Settled)>> {
    let (passkeys, now_us) =
        (passkeys(desk).expect("it was asked whether they are taken"), desk.clock.real().as_microsecond());
    let kept = desk.house.passkey_answered(token, now_us)?;
    let Some(Kept { why, mut till, question }) = kept.and_then(|kept| serde_json::from_str(&kept).ok())
    else {
        return Ok(None);
    };
    let key = if why == For::Bind {
        let made = passkeys.made(&question, answer);
        made.map(|made| Passkey { credential: made.credential, key: made.key })
    } else {
        let Claimed { account, credential } = match passkeys.claimed(answer) {
            Ok(claimed) => claimed,
            Err(unproved) => return Ok(Some((till, Settled::No(refused(&unproved))))),
        };
        if Emergency::of(account).is_some() && why == For::Login {
            "/konton".clone_into(&mut till);
        }
        let Some(known) = key_of(desk, account, &credential)? else {
            return Ok(Some((till, Settled::No("login-no-account"))));
        };
        let proved = passkeys.proved(&question, answer, &known.key);
        proved.map(|key| Passkey { credential, key })
    };
    let key = match key {
        Ok(key) => key,
        Err(unproved) => return Ok(Some((till, Settled::No(refused(&unproved))))),
    };
    let proof = Proof { level: passkeys.level(), at_us: now_us };
    let settled = settle(desk, why, Proven { by: By::Key(key), proof }, who)?;
    Ok(Some((till, settled)))
}

/// The key that calls itself so, in whichever authority it is bound to that account.
fn key_of(desk: &Desk, account: Uuid, credential: &[u8]) -> store::Result<Option<Passkey>> {
    for house in &desk.houses {
        if let Some(known) = house.passkey_of(account, credential)? {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// Why stands in the log: it helps whoever tends Lykta, and nobody who tries.
fn refused(why: &Unproved) -> &'static str {
    tracing::warn!(%why, "a key proved nothing");
    "login-refused"
}

#[cfg(test)]
mod tests {
    use axum::http::{StatusCode, header};

    use crate::testing::{Answer, TestDesk};

    const ANSWER: &str = "/logga-in/nyckel/svar";

    fn cookie(answer: &Answer) -> String {
        let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
        let cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        cookies.filter(|cookie| cookie.starts_with("lykta-fraga=")).collect()
    }

    /// What a key is asked tells nothing about who has one, and every question is another.
    #[tokio::test]
    async fn a_question_is_the_same_for_everybody_and_each_is_another() {
        let desk = TestDesk::new().with_a_provider(true);
        let first = desk.post("", "/logga-in/nyckel", &[("for", "login"), ("till", "/mer")]).await;
        assert_eq!(first.status, StatusCode::OK);
        assert!(first.body.contains("lykta.lyktinge.example") && first.body.contains("required"));
        assert!(!first.body.contains("allowCredentials&#34;:[{"), "nobody's keys are listed");
        let second = desk.post("", "/logga-in/nyckel", &[("for", "login")]).await;
        assert_ne!(first.body, second.body);
        assert_ne!(cookie(&first), cookie(&second));
        let unknown = desk.post("", "/logga-in/nyckel", &[("for", "bind")]).await;
        assert_eq!(unknown.status, StatusCode::FORBIDDEN, "a key is made for whoever has a code");
    }

    /// ASVS V6.3.3: an answer that proves nothing lets nobody in, and its question is gone.
    #[tokio::test]
    async fn v6_3_3_an_answer_that_proves_nothing_lets_nobody_in() {
        let desk = TestDesk::new().with_a_provider(true);
        let none = desk.post("", ANSWER, &[("answer", "{}")]).await;
        assert_eq!(none.status, StatusCode::BAD_REQUEST, "there was no question");
        for answer in [
            "",
            "{}",
            "null",
            r#"{"id":"AA","rawId":"AA","type":"public-key","response":{"authenticatorData":"AA","clientDataJSON":"AA","signature":"AA","userHandle":"AAAAAAAAAAAAAAAAAAAAAA"}}"#,
        ] {
            let asked = desk.post("", "/logga-in/nyckel", &[]).await;
            let refused = desk.post(&cookie(&asked), ANSWER, &[("answer", answer)]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{answer}");
            let cookies = refused.headers.get_all(header::SET_COOKIE).iter();
            assert!(cookies.into_iter().all(|set| !set.to_str().expect("text").starts_with("lykta=")));
            let again = desk.post(&cookie(&asked), ANSWER, &[("answer", answer)]).await;
            assert_eq!(again.status, StatusCode::BAD_REQUEST, "a question is answered once: {answer}");
        }
    }

    /// Where the file of settings says nothing of keys there are none.
    #[tokio::test]
    async fn without_a_word_in_the_settings_there_are_no_keys() {
        let desk = TestDesk::new();
        for path in ["/logga-in/nyckel", ANSWER] {
            assert_eq!(desk.post("", path, &[("answer", "{}")]).await.status, StatusCode::NOT_FOUND);
        }
        assert!(!desk.get("", "/logga-in").await.body.contains("/logga-in/nyckel"));
    }
}
