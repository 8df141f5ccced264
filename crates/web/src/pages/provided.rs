//! `/logga-in/hos/{provider}` and `/logga-in/svar`: to a provider of identities, and back.
//!
//! The way there is a link and not a form: a form may lead to no other site (`form-action` in the policy). While somebody is away nothing is
//! kept here. What they left for stands in a cookie of this browser, with the secret that the answer must fit; it is taken away by the
//! first answer, so that there is no second.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use jiff::Timestamp;
use login::{Person, Provider, Refused};
use serde::{Deserialize, Serialize};
use store::accounts::Identity;
use store::secret::Secret;
use store::sessions::Proof;
use store::{Trouble, edge};

use super::entering::{By, Entry, For, Proven, Settled, code_cookie, settle};
use super::login::Asked as Till;
use super::passkey::SEALED;
use crate::desk::{Desk, Page, abroad, blocking, later, not_found, see_other, told, trouble_page};
use crate::routes::Routes;
use crate::shell::Site;
use crate::visitor::{self, own_path};

/// The routes of these pages.
pub fn routes() -> Routes {
    Routes::new().page("/logga-in/hos/{provider}", leave).page("/logga-in/svar", answered)
}

/// How long somebody may be away, in seconds.
const AWAY_MAX: i64 = 600;

/// What the browser keeps meanwhile.
#[derive(Serialize, Deserialize)]
struct Errand {
    secret: String,
    provider: String,
    why: For,
    till: String,
    /// When they left, in seconds.
    left: i64,
}

fn errand_cookie(site: &Site) -> &'static str {
    if site.secure { "__Host-lykta-vag" } else { "lykta-vag" }
}

/// What is asked for in the address.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    till: String,
    #[serde(default = "login", rename = "for")]
    why: For,
}

fn login() -> For {
    For::Login
}

/// The address of a way, for a link.
pub(super) fn way(provider: &Provider, why: For, till: &str) -> String {
    let why = serde_html_form::to_string([("for", why)]).unwrap_or_default();
    let till = serde_html_form::to_string([("till", till)]).unwrap_or_default();
    format!("/logga-in/hos/{}?{why}&{till}", provider.code())
}

async fn leave(
    State(desk): State<Arc<Desk>>,
    jar: CookieJar,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let Some(providers) = desk.providers.clone() else { return Err(not_found()) };
    if providers.by_code(&code).is_none() {
        return Err(not_found());
    }
    let (secret, now) = (edge::secret(), desk.clock.real());
    let errand = Errand {
        secret: Secret::of(secret).reveal(),
        provider: code.clone(),
        why: asked.why,
        till: own_path(&asked.till).unwrap_or("/").to_owned(),
        left: now.as_second(),
    };
    let kept = serde_html_form::to_string(&errand).unwrap_or_default();
    let anew = asked.why == For::StepUp;
    let address = abroad(&desk, move |_| {
        let provider = providers.by_code(&code).expect("it was asked for above");
        provider.way(&login::Errand::by(secret), visitor::LEVEL, anew, now)
    });
    let address = address.await?.map_err(|refused| page_of(&errand.provider, &refused))?;
    let cookie = visitor::cookie(&desk.site, errand_cookie(&desk.site), kept);
    Ok((jar.add(cookie), see_other(&address)).into_response())
}

/// What a provider sends a browser back with.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
    /// Which provider it is (RFC 9207), where it says so.
    iss: Option<String>,
}

async fn answered(
    State(desk): State<Arc<Desk>>,
    jar: CookieJar,
    Query(answer): Query<Answer>,
) -> Result<Page, Page> {
    let kept = jar.get(errand_cookie(&desk.site)).map(|cookie| cookie.value().to_owned());
    let gone = visitor::cookie(&desk.site, errand_cookie(&desk.site), String::new());
    let jar = jar.remove(gone);
    let errand = kept.and_then(|kept| serde_html_form::from_str::<Errand>(&kept).ok());
    match come_back(&desk, &jar, errand, answer).await {
        Ok(Back { entry, till }) => {
            let code = visitor::cookie(&desk.site, code_cookie(&desk.site), String::new());
            let jar = jar.remove(code).add(entry.carried(&desk.site));
            Ok((jar, see_other(&entry.onward(&till))).into_response())
        }
        // The errand is over, however it went.
        Err(page) => Ok((jar, page).into_response()),
    }
}

/// Somebody is in.
struct Back {
    entry: Entry,
    till: String,
}

async fn come_back(
    desk: &Arc<Desk>,
    jar: &CookieJar,
    errand: Option<Errand>,
    answer: Answer,
) -> Result<Back, Page> {
    let now = desk.clock.real();
    let lost = || told(StatusCode::BAD_REQUEST, "login-lost");
    let Some(errand) = errand.filter(|errand| (0..AWAY_MAX).contains(&(now.as_second() - errand.left)))
    else {
        return Err(lost());
    };
    let Ok(secret) = errand.secret.parse::<Secret>() else { return Err(lost()) };
    let Some(providers) = desk.providers.clone() else { return Err(not_found()) };
    let Some(provider) = providers.by_code(&errand.provider) else { return Err(lost()) };
    let ours = login::Errand::by(secret.bytes()).is_answered_by(&answer.state);
    if !ours || answer.iss.as_deref().is_some_and(|issuer| issuer != provider.issuer()) {
        tracing::warn!(provider = errand.provider, "an answer belongs to no errand");
        return Err(lost());
    }
    if !answer.error.is_empty() || answer.code.is_empty() {
        return Err(told(StatusCode::FORBIDDEN, "login-stopped"));
    }
    let (code, why, at) = (errand.provider.clone(), errand.why, Arc::clone(&providers));
    let person = abroad(desk, move |_| {
        let provider = at.by_code(&code).expect("it was found above");
        provider.who(&login::Errand::by(secret.bytes()), &answer.code, why == For::StepUp, now)
    });
    let person = person.await?.map_err(|refused| page_of(&errand.provider, &refused))?;
    let former = visitor::token(&desk.site, jar);
    let code = jar.get(code_cookie(&desk.site)).and_then(|cookie| cookie.value().parse().ok());
    // Whoever does not say when somebody proved it has not said that it was now.
    let proof = Proof { level: person.level, at_us: person.proved.map_or(0, Timestamp::as_microsecond) };
    let Person { issuer, subject, .. } = person;
    let proven = Proven { by: By::Provider(Identity::Provided { issuer, subject }), proof };
    let settled = blocking(desk, move |desk| settle(desk, why, proven, (former, code)));
    let settled = settled.await?.map_err(|error| trouble_page(&Trouble::Storage(error)))?;
    match settled {
        Settled::In(entry) => Ok(Back { entry, till: own_path(&errand.till).unwrap_or("/").to_owned() }),
        Settled::Sealed => Err(see_other(SEALED)),
        Settled::No(key) => {
            tracing::warn!(provider = errand.provider, why = key, "somebody was not let in");
            Err(told(StatusCode::FORBIDDEN, key))
        }
    }
}

/// What a provider's refusal is told as. Why stands in the log: it helps whoever tends the provider, and nobody who tries.
fn page_of(provider: &str, refused: &Refused) -> Page {
    tracing::warn!(provider, why = %refused, "a login came to nothing");
    match refused {
        Refused::Away(_) => later("login-away"),
        Refused::Old => told(StatusCode::FORBIDDEN, "login-old"),
        Refused::Code(_) | Refused::Answer(_) => told(StatusCode::FORBIDDEN, "login-refused"),
    }
}

/// The providers as links, for the pages that lead there.
pub(super) struct Way {
    pub(super) name: String,
    pub(super) address: String,
}

/// A link for each provider.
pub(super) fn ways(desk: &Desk, why: For, till: &str) -> Vec<Way> {
    let all = desk.providers.iter().flat_map(|providers| providers.all());
    all.map(|provider| Way { name: provider.name().to_owned(), address: way(provider, why, till) }).collect()
}

/// Where somebody goes afterwards.
pub(super) fn till(asked: &Till) -> &str {
    own_path(&asked.till).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::testing::TestDesk;

    /// ASVS V6.3.3: outside the demo there is no button, no password and no other way in than a provider.
    #[tokio::test]
    async fn v6_3_3_outside_the_demo_a_provider_is_the_only_way_in() {
        let desk = TestDesk::in_earnest();
        assert_eq!(desk.get("", "/logga-in").await.status, StatusCode::NOT_FOUND, "nobody can be asked");
        let desk = desk.with_a_provider(false);
        let page = desk.get("", "/logga-in?till=/mer").await.body;
        assert!(page.contains("/logga-in/hos/kommunen?for=login&#38;till=%2Fmer"), "{page}");
        assert!(!page.contains("name=\"login\"") && !page.contains("type=\"password\""));
        for form in [&[("login", "ulla")][..], &[("login", "ulla"), ("password", "hemligt")]] {
            let answer = desk.post("", "/logga-in", form).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert!(!answer.headers.contains_key("set-cookie"));
        }
        let nobody = desk.post("", "/logga-in/styrk", &[]).await;
        assert!(nobody.location().starts_with("/logga-in?") && !nobody.headers.contains_key("set-cookie"));
    }

    /// Nobody listens at the port: that is said in words, at once, and what stood in the cookie is of no use.
    #[tokio::test]
    async fn a_provider_that_is_away_is_told_and_an_answer_to_nothing_is_refused() {
        let desk = TestDesk::new().with_a_provider(true);
        let away = desk.get("", "/logga-in/hos/kommunen").await;
        assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(away.body.contains("Inloggningstjänsten svarar inte"));
        assert_eq!(desk.get("", "/logga-in/hos/annan").await.status, StatusCode::NOT_FOUND);
        for (cookie, query) in [
            ("", "?code=a&state=b"),
            ("lykta-vag=nonsens", "?code=a&state=b"),
            ("lykta-vag=secret=00&provider=kommunen&why=login&till=/&left=0", "?code=a&state="),
            ("", ""),
        ] {
            let lost = desk.get(cookie, &format!("/logga-in/svar{query}")).await;
            assert_eq!(lost.status, StatusCode::BAD_REQUEST, "{cookie} {query}");
            assert!(lost.body.contains("Börja om från inloggningssidan"));
        }
    }
}
