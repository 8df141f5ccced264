//! What holds for every answer, whatever page made it: headers, origin check, limits, and calm error pages.
//!
//! [`layers`] wraps the finished router once. Handlers never think of any of this; in particular a handler that
//! wants to refuse answers with a bare status, and the reader gets the page of `dress` in Swedish.
//!
//! The order, from the outside in, and why:
//!
//! 1. headers – outermost, so that also a refusal, a crash and a time-out carry the policy
//! 2. compression – only of what finally is sent
//! 3. error pages
//! 4. panic guard – a bug becomes a page with a reference number, and the log has the cause under the same number
//! 5. time-out
//! 6. origin check – before any body is read
//! 7. body limit

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::timeout::TimeoutLayer;

use crate::desk::drawn;
use crate::shell::{Shell, Site};
use crate::typed::FORM_BYTES_MAX;
use crate::visitor::{self, words};
use crate::words::Words;
use crate::written::{Anew, GivenBack, Told, Written};

/// The Content-Security-Policy of every answer. Scripts, styles, images and fonts come from ourselves or not at all;
/// nothing may frame us; no script may turn text into markup, save through a policy named `lykta`, which nobody has
/// made, because nothing has needed it.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    object-src 'none'; require-trusted-types-for 'script'; trusted-types lykta; report-to csp";

/// Where browsers report breaches of the policy.
pub const REPORT_PATH: &str = "/csp-report";

/// Where programs ask. Nothing below it reads a cookie, so no page can ask there in a visitor's name; and what it answers is JSON, also
/// when it refuses.
pub const API_PATH: &str = "/api/";

/// How long an answer may take. Every page is meant to need milliseconds; this is for when something hangs.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Headers that are the same on every answer.
const FIXED: [(HeaderName, HeaderValue); 6] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (HeaderName::from_static("reporting-endpoints"), HeaderValue::from_static("csp=\"/csp-report\"")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// What the layers must know of the running system.
#[derive(Clone, Debug)]
pub struct Guard {
    /// For the error pages.
    pub site: Arc<Site>,
    /// A number drawn by the binary at start. It begins every reference number, so that two runs never give the same.
    pub boot: u32,
}

/// Wraps the finished router in everything of this module. Call it last, and once.
pub fn layers(router: Router, guard: Guard) -> Router {
    let (boot, secure) = (guard.boot, guard.site.secure);
    router
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(middleware::from_fn(same_origin))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIME_LIMIT))
        .layer(CatchPanicLayer::custom(move |cause: Box<dyn Any + Send>| caught(boot, &*cause)))
        .layer(middleware::from_fn_with_state(guard, dress))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn_with_state(secure, headers))
}

/// Over TLS alone from now on, for a year, and so for everything below this name.
const TLS_ALONE: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// Puts the fixed headers on every answer, and `no-store` on all but the assets, which say `immutable` themselves.
async fn headers(State(secure): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        // An attachment carries a stricter policy of its own: sandbox.
        headers.entry(name).or_insert(value);
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TLS_ALONE);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Refuses every request that changes something unless one of our own pages sent it.
///
/// No token in each form: the browser itself says where a request comes from, in a header no script can set. Browsers
/// that do not (`Sec-Fetch-Site` is missing) send `Origin`, which must then be our own host. Neither: refused.
async fn same_origin(request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    let is_open = path == REPORT_PATH || path.starts_with(API_PATH);
    if is_reading || is_open || comes_from_us(request.headers()) {
        return next.run(request).await;
    }
    StatusCode::FORBIDDEN.into_response()
}

fn comes_from_us(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(_, host)| Some(host) == text(header::HOST))
}

/// The reference number of a caught panic, carried from the guard to the error page.
#[derive(Clone)]
struct Reference(String);

/// A bug that panicked. The cause goes to the log; the reader gets a number that leads there.
fn caught(boot: u32, cause: &(dyn Any + Send)) -> Response {
    static FAULTS: AtomicU32 = AtomicU32::new(1);
    let reference = format!("{boot:08X}-{}", FAULTS.fetch_add(1, Ordering::Relaxed));
    let text = cause.downcast_ref::<&str>().copied().map(str::to_owned);
    let text = text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
    // Our panics name code and never data; a test of the log holds us to that.
    tracing::error!(%reference, cause = %text, "a request panicked");
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Reference(reference));
    response
}

/// An error page: what happened, what to do, perhaps a number to quote, and what had been written.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    text: &'a str,
    reference: Option<&'a str>,
    back: Option<GivenBack>,
    /// Sending it once more can help.
    again: bool,
    /// A page that stands in between, where who it is must be shown.
    login: Option<&'a str>,
}

/// Gives every bare refusal a page, with the text that was sent. Answers that have a body of their own, HTML or JSON, are left alone.
async fn dress(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(API_PATH) {
        let w = visitor::accepted(request.headers());
        return as_problem(w, next.run(request).await);
    }
    let written = Written::default();
    request.extensions_mut().insert(written.clone());
    let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let w = words(&CookieJar::from_headers(request.headers()));
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || speaks_for_itself(response.headers()) {
        return response;
    }
    let reference = response.extensions().get::<Reference>().cloned();
    let told = response.extensions().get::<Told>().copied();
    let anew = response.extensions().get::<Anew>().copied();
    let mut back = written.given_back(&path);
    if let (Some(Anew(id)), Some(back)) = (anew, &mut back) {
        back.anew(id);
    }
    let key = told.map_or_else(|| key_of(status, back.is_some()), |told| told.0);
    let door = if key == visitor::STEP_UP { "/logga-in/styrk" } else { "/logga-in" };
    let login = (status == StatusCode::UNAUTHORIZED).then_some(door);
    let title_key = format!("{key}-title");
    let page = ErrorPage {
        w,
        shell: Shell::outside(&guard.site, w.t(&title_key)),
        text: &w.t(key),
        reference: reference.as_ref().map(|reference| reference.0.as_str()),
        again: back.is_some() && (login.is_some() || anew.is_some() || status.is_server_error()),
        login,
        back,
    };
    // A page that cannot be drawn must not become a second error: the bare status is still an answer.
    let Ok(html) = page.render() else { return status.into_response() };
    let mut dressed = drawn(&page, (status, Html(html)).into_response());
    if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
        dressed.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    for cookie in response.headers().get_all(header::SET_COOKIE) {
        dressed.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    dressed
}

/// Gives a program's bare refusal the shape that all its refusals have (RFC 9457); the sorts are described where the API is.
fn as_problem(w: &Words, response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || speaks_for_itself(response.headers()) {
        return response;
    }
    let sort = match status {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED => "not-so",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::GATEWAY_TIMEOUT => "slow",
        status if status.is_client_error() => "bad-request",
        _ => "fault",
    };
    let reference = response.extensions().get::<Reference>().map(|reference| &reference.0);
    let key = format!("api-{sort}");
    let title = w.t(&key);
    let body = json!({ "type": sort, "status": status.as_u16(), "title": title, "reference": reference })
        .to_string();
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
}

/// The messages of a status that says nothing more itself.
fn key_of(status: StatusCode, wrote: bool) -> &'static str {
    match status {
        StatusCode::NOT_FOUND if wrote => "given-back-gone",
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "error-not-found",
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        StatusCode::GATEWAY_TIMEOUT => "error-slow",
        status if status.is_client_error() => "error-refused",
        _ => "error-fault",
    }
}

fn speaks_for_itself(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    ["text/html", "application/json", "application/problem+json"].iter().any(|one| kind.starts_with(one))
}

/// `POST /csp-report`: a browser found a breach of the policy. Only the directive's name is kept; the address and
/// the sample in the report could hold text about a child.
pub async fn report(body: Bytes) -> impl IntoResponse {
    let reports: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let directive = reports[0]["body"]["effectiveDirective"].as_str().unwrap_or_default();
    let directive: String =
        directive.chars().filter(|c| c.is_ascii_lowercase() || *c == '-').take(40).collect();
    tracing::warn!(%directive, "a browser reported a breach of the content security policy");
    (StatusCode::NO_CONTENT, Body::empty())
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::routing::{get, post};
    use tower::ServiceExt;

    use super::*;

    fn app() -> Router {
        let site = Arc::new(Site::demo("Lyktinge kommun"));
        let router = Router::new()
            .route("/", get(async || Html("hej")))
            .route("/write", post(async |_: Bytes| "ok"))
            .route("/bug", get(async || -> StatusCode { panic!("a planted bug") }));
        layers(router, Guard { site, boot: 0xC0FF_EE00 })
    }

    async fn ask(
        request: axum::http::request::Builder,
        body: impl Into<Body>,
    ) -> (StatusCode, HeaderMap, String) {
        let response = app().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    fn post_to(path: &str) -> axum::http::request::Builder {
        Request::post(path).header("host", "lykta.example")
    }

    #[tokio::test]
    async fn every_answer_carries_the_policy() {
        for path in ["/", "/nowhere", "/bug", "/write"] {
            let (_, headers, _) = ask(Request::get(path), Body::empty()).await;
            assert_eq!(headers[header::CONTENT_SECURITY_POLICY], POLICY, "{path}");
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
            assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{path}");
            assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{path}");
        }
    }

    /// Not to read an answer, not to embed it, not to hold the window that shows it.
    #[tokio::test]
    async fn v3_4_2_v3_4_8_v3_5_8_another_site_gets_hold_of_nothing() {
        for (path, method) in
            [("/", "GET"), ("/", "OPTIONS"), ("/write", "OPTIONS"), ("/nowhere", "GET"), ("/bug", "GET")]
        {
            let request = Request::builder().method(method).uri(path);
            let asked = request
                .header("origin", "https://evil.example")
                .header("sec-fetch-site", "cross-site")
                .header("access-control-request-method", "POST");
            let (_, headers, _) = ask(asked, Body::empty()).await;
            let allows = headers.keys().find(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(allows, None, "{method} {path}");
            assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{method} {path}");
            assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{method} {path}");
        }
    }

    #[tokio::test]
    async fn v4_1_1_v4_1_4_v13_4_6_answers_say_their_characters_and_nothing_of_what_made_them() {
        for path in ["/", "/nowhere", "/bug"] {
            let (_, headers, _) = ask(Request::get(path), Body::empty()).await;
            assert_eq!(headers[header::CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
            for told in ["server", "x-powered-by", "via"] {
                assert!(!headers.contains_key(told), "{path} tells {told}");
            }
        }
        let (status, _, body) = ask(
            Request::builder()
                .method("TRACE")
                .uri("/")
                .header("cookie", "lykta=abc")
                .header("sec-fetch-site", "same-origin"),
            Body::empty(),
        )
        .await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        assert!(!body.contains("abc"), "nothing is sent back");
    }

    #[tokio::test]
    async fn only_our_own_pages_may_change_anything() {
        let status = async |request| ask(request, "x").await.0;
        let site = |value: &str| post_to("/write").header("sec-fetch-site", value);
        let origin = |value: &str| post_to("/write").header("origin", value);
        assert_eq!(status(site("same-origin")).await, StatusCode::OK);
        assert_eq!(status(site("cross-site")).await, StatusCode::FORBIDDEN);
        assert_eq!(status(site("same-site")).await, StatusCode::FORBIDDEN);
        assert_eq!(status(site("none")).await, StatusCode::FORBIDDEN);
        assert_eq!(status(origin("https://lykta.example")).await, StatusCode::OK);
        assert_eq!(status(origin("https://lykta.example.evil.example")).await, StatusCode::FORBIDDEN);
        assert_eq!(status(origin("null")).await, StatusCode::FORBIDDEN);
        assert_eq!(status(post_to("/write")).await, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn a_bug_becomes_a_calm_page_with_a_number() {
        let (status, _, body) = ask(Request::get("/bug"), Body::empty()).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(body.contains("Något gick fel hos oss"));
        assert!(body.contains("C0FFEE00-"));
        assert!(body.contains("inga riktiga personer"));
        assert!(!body.contains("planted"));
    }

    #[tokio::test]
    async fn too_large_is_said_so() {
        let request = post_to("/write").header("sec-fetch-site", "same-origin");
        let (status, _, body) = ask(request, vec![b'x'; FORM_BYTES_MAX + 1]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(body.contains("För stort"));
    }

    #[tokio::test]
    async fn what_is_not_there_reveals_nothing() {
        let (status, _, body) = ask(Request::get("/barn/201791240000"), Body::empty()).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(!body.contains("201791240000"));
    }
}
