//! A whole site with an empty house, asked over the second door.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::Timestamp;
use law::DelegationOrder;
use record::organisation::Organisation;
use serde_json::{Value, json};
use store::House;
use store::access_tokens::{self, New, Scope};
use testhome::TestHome;
use tower::ServiceExt;
use uuid::Uuid;
use web::desk::{DemoClock, Desk};
use web::shell;

/// Tuesday 24 November 2026, nine in the morning.
pub(crate) fn nine() -> Timestamp {
    "2026-11-24T08:00:00Z".parse().expect("an instant")
}

/// Pages and API of an empty house.
pub(crate) struct Site {
    pub(crate) desk: Arc<Desk>,
    pub(crate) router: Router,
    described: Value,
    pub(crate) home: TestHome,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// Status, sort and field of a problem.
    pub(crate) fn problem(&self) -> (u16, &str, &str) {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json", "{self:?}");
        let text = |at: &str| self.body.pointer(at).and_then(Value::as_str).unwrap_or_default();
        (self.status.as_u16(), text("/type"), text("/at/field"))
    }

    /// What was asked for.
    pub(crate) fn good(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{self:?}");
        self.body
    }
}

/// A request to be sent.
pub(crate) struct Ask {
    request: axum::http::request::Builder,
    body: Body,
}

impl Ask {
    pub(crate) fn get(path: &str) -> Self {
        Self { request: Request::get(format!("{}{path}", crate::ROOT)), body: Body::empty() }
    }

    pub(crate) fn post(path: &str, body: &Value) -> Self {
        let request = Request::post(format!("{}{path}", crate::ROOT));
        Self {
            request: request.header("content-type", "application/json"),
            body: Body::from(body.to_string()),
        }
    }

    pub(crate) fn put(path: &str, body: &Value) -> Self {
        let request = Request::put(format!("{}{path}", crate::ROOT));
        Self {
            request: request.header("content-type", "application/json"),
            body: Body::from(body.to_string()),
        }
    }

    pub(crate) fn delete(path: &str) -> Self {
        Self { request: Request::delete(format!("{}{path}", crate::ROOT)), body: Body::empty() }
    }

    pub(crate) fn bytes(path: &str, bytes: Vec<u8>) -> Self {
        Self { request: Request::post(format!("{}{path}", crate::ROOT)), body: Body::from(bytes) }
    }

    /// As whoever holds a token.
    pub(crate) fn by(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value), body: self.body }
    }

    /// Once, under a key of its own.
    pub(crate) fn once(self) -> Self {
        let key = id();
        self.with("idempotency-key", &key)
    }
}

/// An id nobody has used.
pub(crate) fn id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(0x0193_a000_0000_7000, 0x8000_0000_0000_0000 | NEXT.fetch_add(1, Ordering::Relaxed))
        .to_string()
}

impl Site {
    pub(crate) fn new() -> Self {
        Self::within(TestHome::new())
    }

    pub(crate) fn within(home: TestHome) -> Self {
        let organisation: Organisation =
            toml::from_str(include_str!("../../app/demo/lyktinge.toml")).expect("the demo's organisation");
        let house =
            House::open_demo(home.home(), organisation, DelegationOrder::lyktinge()).expect("a house");
        let site = shell::Site::demo("Lyktinge kommun");
        let desk = Desk::new(house, site, DemoClock::new(nine, 0));
        let router = web::app(Arc::clone(&desk), crate::routes(Arc::clone(&desk)));
        let described = serde_json::to_value(crate::document()).expect("JSON");
        Self { desk, router, described, home }
    }

    /// The same house served in earnest, where a program is nobody without an account.
    pub(crate) fn in_earnest(self) -> Self {
        let site = shell::Site { demo: false, secure: true, ..shell::Site::demo("Lyktinge kommun") };
        let desk = Desk::new(Arc::clone(&self.desk.house), site, DemoClock::new(nine, 0));
        let router = web::app(Arc::clone(&desk), crate::routes(Arc::clone(&desk)));
        Self { desk, router, ..self }
    }

    /// A token of somebody's.
    pub(crate) fn token(&self, login: &str, scopes: &[Scope]) -> String {
        let organisation = self.desk.organisation();
        let member = organisation.by_login(login).expect("one of the demo's people");
        let now_us = nine().as_microsecond();
        let new = New {
            authority: self.desk.house.authority.0,
            account: member.staff.uuid(),
            label: "test".to_owned(),
            scopes: scopes.to_vec(),
            now_us,
            ends_us: now_us + 1_000_000,
        };
        let made = self.desk.house.db.write(move |tx| access_tokens::make(tx, &new)).expect("a token");
        made.reveal()
    }

    /// A token that may be used for everything.
    pub(crate) fn all(&self, login: &str) -> String {
        self.token(login, &Scope::ALL)
    }

    pub(crate) async fn ask(&self, ask: Ask) -> Answer {
        let (status, headers, bytes) = self.answer(ask).await;
        Answer { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }

    /// What is answered with something else than JSON.
    pub(crate) async fn ask_bytes(&self, ask: Ask) -> (HeaderMap, Vec<u8>) {
        let (status, headers, bytes) = self.answer(ask).await;
        assert_eq!(status, StatusCode::OK);
        (headers, bytes)
    }

    async fn answer(&self, ask: Ask) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = ask.request.body(ask.body).expect("a request");
        let asked = (request.method().as_str().to_lowercase(), request.uri().path().to_owned());
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        self.expect_described(&asked, parts.status, &bytes);
        (parts.status, parts.headers, bytes.to_vec())
    }

    /// Whatever is answered stands in the description: the status, and of a problem its sort.
    fn expect_described(&self, (method, path): &(String, String), status: StatusCode, body: &[u8]) {
        let fits = |template: &str| {
            let (asked, told): (Vec<_>, Vec<_>) = (path.split('/').collect(), template.split('/').collect());
            asked.len() == told.len() && asked.iter().zip(&told).all(|(a, t)| a == t || t.starts_with('{'))
        };
        let paths = self.described["paths"].as_object().expect("paths");
        let Some((_, item)) =
            paths.iter().find(|(template, item)| fits(template) && item[method].is_object())
        else {
            return;
        };
        let operation = &item[method];
        let told = &operation["responses"][status.as_str()];
        assert!(told.is_object(), "{method} {path} is answered {status}, which its description does not say");
        if status.is_client_error() || status.is_server_error() {
            let problem: Value = serde_json::from_slice(body).expect("a problem is JSON");
            let sort = problem["type"].as_str().expect("a sort");
            let described = told["description"].as_str().expect("a text");
            assert!(
                described.contains(&format!("`{sort}`")),
                "{method} {path}: {sort} is not in {described}"
            );
            if let Some(refusal) = problem["refusal"].as_str() {
                assert!(
                    web::refusals::CODES.contains(&refusal),
                    "{method} {path}: {refusal} is not described"
                );
            }
        }
    }

    /// Alva's file with a report in it, registered by Mia.
    pub(crate) async fn report(&self) -> Registered {
        let registered = Registered::new();
        let wish = registered.wish(self);
        self.ask(Ask::post("/wishes", &wish).by(&self.all("mia")).once()).await.good();
        registered
    }

    fn reception(&self) -> String {
        self.desk.organisation().by_login("mia").expect("Mia").unit.to_string()
    }
}

/// A file with a report in it.
pub(crate) struct Registered {
    pub(crate) person: String,
    pub(crate) file: String,
    pub(crate) matter: String,
}

impl Registered {
    pub(crate) fn new() -> Self {
        Self { person: id(), file: id(), matter: id() }
    }

    /// The wish that registers it, about somebody new.
    pub(crate) fn wish(&self, site: &Site) -> Value {
        let person = &self.person;
        let sourced = |value: Value| json!({ "value": value, "source": "worker", "as_of": "2026-11-24" });
        let registration = json!({
            "name": sourced(json!({ "given": "Alva", "family": "Ekqvist" })),
            "birth": sourced(json!({ "day": "2017-03-04" })),
            "protection": sourced(json!("none")),
        });
        let opened =
            json!({ "person": person, "subject": "child", "birth": "2017-03-04", "unit": site.reception() });
        let report = json!({
            "arrival": { "received": "2026-11-24T08:40", "deemed": "2026-11-24" },
            "channel": "phone",
            "reporter": {
                "category": "SKO", "mandated": true, "role": "klasslärare", "anonymous": false, "wants_feedback": false,
            },
            "concern": [{ "kind": "fact", "text": "Alva har blåmärken på armarna." }],
        });
        json!({
            "people": [{ "person": person, "acts": [{ "register": { "registration": registration } }] }],
            "files": [{ "file": self.file, "acts": [
                { "open_file": { "opened": opened } },
                { "receive_report": { "matter": self.matter, "report": report } },
            ] }],
        })
    }
}
