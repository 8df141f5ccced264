//! Every address with every method, asked by every role of the real router: what is answered stands in docs/roles.md, which somebody reads
//! when it changes. A page added tomorrow has no row there, and fails.
//!
//! `ROLES=write cargo test -p web roles` writes the table anew; read the difference before you commit it.

use axum::http::StatusCode;
use testhome::expect_roles;

use super::Route;
use super::tests::{ask, every, full};
use crate::scene::Scene;
use crate::testing::Answer;

/// Who has come in with a sealed account: nobody of the staff.
const SEALED: &str = "reservkonto-1";

/// Everybody who may ask: what they are to Alva's file, and who that is in the scene. Ulla has the file, in the unit that Frida leads.
const ROLES: [(&str, &str); 11] = [
    ("nobody", ""),
    ("worker", "ulla"),
    ("colleague", "oskar"),
    ("leader", "frida"),
    ("head", "enar"),
    ("reception", "mia"),
    ("elsewhere", "umar"),
    ("other leader", "filip"),
    ("open care", "olga"),
    ("committee", "utskottet"),
    ("sealed account", SEALED),
];

/// What an answer is, in a word.
fn word(answer: &Answer) -> &'static str {
    match answer.status {
        StatusCode::UNAUTHORIZED => "login",
        StatusCode::SEE_OTHER if answer.location().starts_with("/logga-in") => "login",
        StatusCode::SEE_OTHER if answer.location().ends_with("/skal") => "reason",
        StatusCode::SEE_OTHER if answer.location() == "/konton" => "accounts",
        StatusCode::FORBIDDEN => "403",
        StatusCode::NOT_FOUND => "404",
        StatusCode::OK
        | StatusCode::SEE_OTHER
        | StatusCode::BAD_REQUEST
        | StatusCode::UNPROCESSABLE_ENTITY
        | StatusCode::CONFLICT => "open",
        other => panic!("no word for {other}"),
    }
}

/// What one role is answered everywhere, in a scene of its own: what it does changes nothing for the others.
async fn answered(login: &str) -> Vec<&'static str> {
    let scene = Scene::assessed();
    let ids = full(&scene);
    let mut words = Vec::new();
    for (method, route) in every() {
        let cookie = match login {
            "" => String::new(),
            SEALED => scene.at.emergency(),
            login => scene.at.login(login).await,
        };
        words.push(word(&ask(&scene, &cookie, &method, &ids, route, true).await));
    }
    words
}

#[tokio::test]
async fn each_role_is_answered_as_the_reviewed_table_says() {
    let mut columns = Vec::new();
    for (_, login) in ROLES {
        columns.push(answered(login).await);
    }
    assert!(columns[0].iter().all(|word| *word == "login"), "nobody gets past the login");
    let asked = every().into_iter().map(|(method, Route { path, .. })| (method.to_string(), path.to_owned()));
    let again = "ROLES=write cargo test -p web roles";
    expect_roles(
        "roles.md",
        again,
        "page",
        &ROLES.map(|(role, _)| role),
        &asked.collect::<Vec<_>>(),
        &columns,
    );
}
