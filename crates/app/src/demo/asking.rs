//! The demo's pages and API in this process, and people of its staff who ask them, for tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::Timestamp;
use record::Actor;
use store::access_tokens::{self, New, Scope};
use store::{House, OpenFile};
use testhome::TestHome;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use web::desk::{DemoClock, Desk};
use web::shell::Site;

use super::tell;

/// The moment of all asking: nine in the morning of the day the demo was first started.
pub(super) fn nine() -> Timestamp {
    "2026-11-24T08:00:00Z".parse().unwrap()
}

/// Ids, by what they are of.
pub(super) type Known = BTreeMap<&'static str, Vec<String>>;

/// Everything in a file that an address can name.
pub(super) fn ids_in(open: &OpenFile) -> Known {
    fn told<'a>(ids: impl Iterator<Item = &'a (impl ToString + 'a)>) -> Vec<String> {
        ids.map(ToString::to_string).collect()
    }
    let file = &open.file;
    let all = [
        ("person", told(open.people.keys())),
        ("matter", told(file.matters.keys())),
        ("decision", told(file.decisions.keys())),
        ("document", told(file.documents.keys())),
        ("meeting", told(file.meetings.keys())),
    ];
    all.into_iter().filter(|(_, ids)| !ids.is_empty()).collect()
}

/// Both doors of a house.
pub(super) struct Doors {
    pub(super) house: Arc<House>,
    pub(super) home: TestHome,
    router: Router,
    runtime: Runtime,
}

/// Somebody who asks: by cookie in the pages, by token over the API.
pub(super) struct Asker {
    pub(super) login: String,
    pub(super) actor: Actor,
    pub(super) cookie: String,
    pub(super) token: String,
}

/// What was answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

/// The pages and the API before a house, by a clock that nobody has set forward.
pub(super) fn both_doors(house: &Arc<House>, clock: fn() -> Timestamp) -> Router {
    let site = Site::demo(house.establishment().municipality.clone());
    let desk = Desk::new(Arc::clone(house), site, DemoClock::new(clock, 0));
    web::app(Arc::clone(&desk), api::routes(desk))
}

impl Doors {
    pub(super) fn new(home: TestHome, house: Arc<House>) -> Self {
        let router = both_doors(&house, nine);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { house, home, router, runtime }
    }

    /// Logs somebody in, and gives them a token that may do everything they may.
    pub(super) fn asker(&self, login: &str) -> Asker {
        let form = Request::post("/logga-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(format!("login={login}")))
            .unwrap();
        let cookie = self.send(form).headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let actor = tell::actor(&self.house.organisation(record::Moment::of(nine()).day), login).unwrap();
        let new = New {
            authority: self.house.authority.0,
            account: actor.staff.uuid(),
            label: "test".to_owned(),
            scopes: Scope::ALL.to_vec(),
            now_us: nine().as_microsecond(),
            ends_us: nine().as_microsecond() + 3_600_000_000,
        };
        let token = self.house.db.write(move |tx| access_tokens::make(tx, &new)).unwrap().reveal();
        Asker { login: login.to_owned(), actor, cookie, token }
    }

    /// Asks, and waits for the whole answer.
    pub(super) fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let body = String::from_utf8_lossy(&body).into_owned();
            Answer { status: parts.status, headers: parts.headers, body }
        })
    }
}
