//! `/driften`: what those who keep Lykta running can and cannot see. Open to everybody, without a login: to the child, the parent and the
//! reporter whom it is about, and to the municipality that buys the running of it.
//!
//! What it promises is SECURITY.md's *What stands in clear* in plain words; whoever changes one changes the other.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum_extra::extract::cookie::CookieJar;

use crate::desk::{Desk, Page, html};
use crate::routes::Routes;
use crate::shell::Shell;
use crate::visitor::words;
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().page("/driften", show)
}

/// Those who come near the data without being social workers: the messages that say who they are, what they see, and what they do not.
const ROLES: [[&str; 3]; 5] = [
    ["operators-database", "operators-database-sees", "operators-database-not"],
    ["operators-logs", "operators-logs-sees", "operators-logs-not"],
    ["operators-accounts", "operators-accounts-sees", "operators-accounts-not"],
    ["operators-keys", "operators-keys-sees", "operators-keys-not"],
    ["operators-machine", "operators-machine-sees", "operators-machine-not"],
];

#[derive(Template)]
#[template(path = "operators.html")]
struct OperatorsPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    roles: [[&'static str; 3]; 5],
}

async fn show(State(desk): State<Arc<Desk>>, jar: CookieJar) -> Page {
    let w = words(&jar);
    html(&OperatorsPage { w, shell: Shell::outside(&desk.site, w.t("operators-title")), roles: ROLES })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::scene::Scene;
    use crate::testing::TestDesk;

    #[tokio::test]
    async fn anybody_may_read_what_the_operators_see_and_nobody_is_named_there() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let (nobody, somebody) = (scene.at.get("", "/driften").await, scene.at.get(&ulla, "/driften").await);
        assert_eq!(nobody.status, StatusCode::OK);
        assert_eq!(nobody.body, somebody.body, "it is the same for everybody");
        assert!(!nobody.body.contains("Ulla") && !nobody.body.contains("Alva"));
        assert_eq!(TestDesk::in_earnest().get("", "/driften").await.status, StatusCode::OK);
    }

    #[tokio::test]
    async fn the_way_there_is_on_the_login_and_under_more() {
        let scene = Scene::new();
        let ulla = scene.at.login("ulla").await;
        for (cookie, path) in [("", "/logga-in"), (&*ulla, "/mer")] {
            assert!(scene.at.get(cookie, path).await.body.contains("href=\"/driften\""), "{path}");
        }
    }
}
