//! Which authority a request is for, where one program serves several.
//!
//! A session's cookie and a program's token say the number of their authority before what is secret: `2.` and 64 hexadecimal digits. That only
//! tells at which door the secret is shown; whether it opens is asked there, and only there. A number that is not its own leads to a door where
//! nobody knows it. Without a number it is the first authority's.
//!
//! Behind each door stands a whole site with one desk, which has one authority's record in its hands and no other's. So no page can show what
//! belongs to another: it would have nowhere to read it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use store::secret::Secret;
use tower::ServiceExt as _;

use crate::security::API_PATH;
use crate::shell::Site;
use crate::visitor;

/// A secret as whoever holds it shows it.
pub fn told(site: &Site, secret: &Secret) -> String {
    if site.several { format!("{}.{}", site.door, secret.reveal()) } else { secret.reveal() }
}

/// The secret in what is shown at a door, if it is shown at the right one.
pub fn shown(site: &Site, text: &str) -> Option<Secret> {
    let secret = match text.split_once('.') {
        None => text,
        Some((number, secret)) => (number.parse() == Ok(site.door)).then_some(secret)?,
    };
    secret.parse().ok()
}

/// A site, and whose door leads to it.
type Door = (Arc<Site>, Router);

/// The doors of all authorities as one router. The first is for everybody who shows nothing yet: it leads to the login.
///
/// Panics without any.
pub fn several(mut doors: Vec<Door>) -> Router {
    assert!(!doors.is_empty(), "a program serves somebody");
    if doors.len() == 1 {
        return doors.remove(0).1;
    }
    Router::new().fallback(through).with_state(Arc::new(doors))
}

async fn through(State(doors): State<Arc<Vec<Door>>>, request: Request<Body>) -> Response {
    let number = number(&doors[0].0, request.uri().path(), request.headers());
    let door = doors.iter().find(|(site, _)| Some(site.door) == number).unwrap_or(&doors[0]);
    match door.1.clone().oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

/// The number before the secret: of a program's token below the API, where no cookie is read, else of the session's cookie.
fn number(site: &Site, path: &str, headers: &HeaderMap) -> Option<i64> {
    let number = |text: &str| text.split_once('.')?.0.parse().ok();
    if path.starts_with(API_PATH) {
        let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        return number(value.split_once(' ')?.1.trim());
    }
    number(CookieJar::from_headers(headers).get(visitor::session_cookie(site))?.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(door: i64, several: bool) -> Site {
        Site { door, several, ..Site::demo("Lyktinge kommun") }
    }

    #[test]
    fn a_secret_is_known_at_its_own_door_alone() {
        let secret = Secret::of([7; 32]);
        let (alone, second) = (site(1, false), site(2, true));
        assert_eq!(told(&alone, &secret), secret.reveal());
        assert_eq!(told(&second, &secret), format!("2.{}", secret.reveal()));
        assert!(shown(&second, &told(&second, &secret)) == Some(secret.clone()));
        assert!(shown(&alone, &told(&second, &secret)).is_none());
        for wrong in ["", ".", "2.", "2.ab", "x.00", "2.2.00"] {
            assert!(shown(&second, wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_door_is_told_by_the_cookie_and_for_programs_by_the_token() {
        let site = site(1, true);
        let headers = |name: header::HeaderName, value: &str| {
            [(name, value.parse().expect("a header"))].into_iter().collect::<HeaderMap>()
        };
        let cookie = headers(header::COOKIE, "lykta=2.abc");
        let token = headers(header::AUTHORIZATION, "Bearer 3.abc");
        assert_eq!(number(&site, "/", &cookie), Some(2));
        assert_eq!(number(&site, "/api/v1/me", &cookie), None, "no cookie is read there");
        assert_eq!(number(&site, "/api/v1/me", &token), Some(3));
        assert_eq!(number(&site, "/", &token), None);
        assert_eq!(number(&site, "/", &headers(header::COOKIE, "lykta=abc")), None);
    }
}
