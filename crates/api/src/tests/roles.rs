//! Every operation, asked by every role: what is answered stands in docs/roles-api.md, which somebody reads when it changes. An operation
//! added tomorrow has no row there, and fails.
//!
//! `ROLES=write cargo test -p api roles` writes the table anew; read the difference before you commit it.

use axum::http::StatusCode;
use serde_json::{Value, json};
use testhome::expect_roles;

use super::described::operations;
use crate::testing::{Answer, Ask, Registered, Site, id};

/// Everybody who may ask: what they are to Alva's file, and who that is among the demo's people. Ulla has the file.
const ROLES: [(&str, &str); 9] = [
    ("worker", "ulla"),
    ("colleague", "oskar"),
    ("leader", "frida"),
    ("head", "enar"),
    ("reception", "mia"),
    ("elsewhere", "umar"),
    ("other leader", "filip"),
    ("open care", "olga"),
    ("committee", "utskottet"),
];

/// Acts on everybody's day and on the token itself: asked after all others.
const LAST: [&str; 2] = ["/practice/day", "/token"];

/// What stands in the curly brackets of an address: the real one, and one that names nothing.
type Ids = Vec<(&'static str, String, String)>;

/// Alva's file with an investigation, a document and a draft of Ulla's, and a message that was set aside.
async fn full(site: &Site) -> (Registered, Ids) {
    let here = site.report().await;
    site.distribute(&here, "ulla").await;
    let (ulla, matter, draft) = (site.all("ulla"), id(), id());
    site.open_investigation(&here, &ulla, &matter).await;
    let main = site.desk.organisation().by_login("ulla").expect("Ulla").clone();
    let given = json!({ "matter": matter, "distribution": { "main": main.staff, "unit": main.unit } });
    let acts = json!({ "acts": [{ "distribute": given }] });
    let frida = site.all("frida");
    let at = format!("/files/{}", here.file);
    let version = site.ask(Ask::get(&at).by(&frida)).await.headers[axum::http::header::ETAG].clone();
    let ask = Ask::post(&format!("{at}/acts"), &acts).by(&frida).once();
    site.ask(ask.with("if-match", version.to_str().expect("text"))).await.good();
    let sent = site.ask(Ask::bytes("/reports", b"{ trasig".to_vec()).by(&site.all("mia"))).await.good();
    let saved = json!({ "form": "note", "file": here.file, "fields": [{ "name": "text", "value": "Skolan ringde." }] });
    site.ask(Ask::put(&format!("/drafts/{draft}"), &saved).by(&ulla)).await.good();
    let documents = format!("/files/{}/documents?name=intyg.pdf", here.file);
    let kept = site.ask(Ask::bytes(&documents, b"%PDF-1.7 ett intyg".to_vec()).by(&ulla)).await.good();
    let document = kept["document"].as_str().expect("an id").to_owned();
    let received = json!({ "id": document, "title": "Intyg", "sender": "BVC Lyktan", "channel": "letter",
        "arrival": { "received": "2026-11-24T08:10", "deemed": "2026-11-24" }, "original": kept["original"] });
    let acts = json!({ "acts": [{ "receive_document": { "document": received } }] });
    site.ask(Ask::post(&format!("/files/{}/acts", here.file), &acts).by(&ulla).once()).await.good();
    let ids = vec![
        ("file", here.file.clone(), id()),
        ("matter", matter, id()),
        ("person", here.person.clone(), id()),
        ("document", document, id()),
        ("draft", draft, id()),
        ("receipt", sent["number"].as_str().expect("a number").to_owned(), "K1999-1".to_owned()),
        ("section", "analysis".to_owned(), "analysis".to_owned()),
        ("list", "reporter_category".to_owned(), "no_such_list".to_owned()),
    ];
    (here, ids)
}

fn filled(path: &str, ids: &Ids, real: bool) -> String {
    let put = |path: String, (name, known, unknown): &(&str, String, String)| {
        path.replace(&format!("{{{name}}}"), if real { known } else { unknown })
    };
    let path = ids.iter().fold(path.to_owned(), put);
    assert!(!path.contains('{'), "{path}: say in `full` what this stands for");
    path
}

/// What is sent: always of the right shape, so that who asks is what decides.
fn body(path: &str, person: &str, ids: &Ids, real: bool) -> Value {
    let (file, matter) = (filled("{file}", ids, real), filled("{matter}", ids, real));
    let note = json!({ "sign_note": { "note": { "at": "2026-11-24T08:55", "kind": "call",
        "parts": [{ "kind": "fact", "text": "Skolan ringde." }] } } });
    let field = json!([{ "name": "analysis", "value": "Skolan fungerar." }]);
    match path.rsplit('/').next().expect("a last part") {
        "search" => json!({ "name": "Alva" }),
        "settings" => json!({ "draft_days": 30 }),
        "day" => json!({ "days": 1 }),
        "{draft}" => json!({ "form": "note", "file": file, "fields": field }),
        "{section}" => json!({ "fields": field }),
        "signature" => json!({ "fingerprint": "0".repeat(64), "shown": [] }),
        "reasons" => json!({ "reason": "cover", "words": "Ulla är sjuk i dag." }),
        "wishes" => json!({ "files": [{ "file": file, "acts": [note] }] }),
        "acts" => json!({ "acts": [note] }),
        "moves" => json!({ "seqs": [2], "to": id() }),
        "letters" => {
            json!({ "about": { "opening": matter }, "to": [{ "person": person, "way": "letter" }] })
        }
        "handled" => json!({ "words": "Registrerad för hand." }),
        "take-over" | "documents" | "reports" => json!({}),
        other => panic!("{other}: say here what is sent"),
    }
}

async fn ask(
    site: &Site,
    token: &str,
    (path, method): (&str, &str),
    (here, ids): &(Registered, Ids),
    real: bool,
) -> Answer {
    let at = filled(path, ids, real);
    let written = |ask: Ask| ask.by(token).once().with("if-match", "\"1\"");
    let ask = match method {
        "get" => Ask::get(&at).by(token),
        "delete" => Ask::delete(&at).by(token),
        // Nobody has written in it yet: there is no version to have seen.
        "put" if path.ends_with("{section}") => Ask::put(&at, &body(path, &here.person, ids, real)).by(token),
        "put" => written(Ask::put(&at, &body(path, &here.person, ids, real))),
        _ if path.ends_with("/documents") => {
            Ask::bytes(&format!("{at}?name=a.pdf"), b"%PDF-1.7 a".to_vec()).by(token)
        }
        _ => written(Ask::post(&at, &body(path, &here.person, ids, real))),
    };
    site.ask(ask).await
}

/// What an answer is, in a word.
fn word(answer: &Answer) -> &'static str {
    let sort = answer.body["type"].as_str().unwrap_or_default();
    match answer.status {
        StatusCode::FORBIDDEN if sort == "reason-needed" => "reason",
        StatusCode::FORBIDDEN => "403",
        StatusCode::NOT_FOUND => "404",
        status if status.is_server_error() || status == StatusCode::UNAUTHORIZED => {
            panic!("no word for {answer:?}")
        }
        _ => "open",
    }
}

/// The operations in the order of asking.
fn in_order() -> Vec<(String, String)> {
    let root = |path: String| path.strip_prefix(crate::ROOT).expect("under the root").to_owned();
    let mut all: Vec<(String, String)> =
        operations().into_iter().map(|(path, method, _)| (root(path), method)).collect();
    all.sort_by_key(|(path, method)| {
        (LAST.iter().position(|last| path == last), method == "delete", path.clone())
    });
    all
}

/// What one role is answered everywhere, on a site of its own: what it does changes nothing for the others.
async fn answered(login: &str) -> Vec<&'static str> {
    let site = Site::new();
    let there = full(&site).await;
    let token = site.all(login);
    let mut words = Vec::new();
    for (path, method) in in_order() {
        let answer = ask(&site, &token, (&path, &method), &there, true).await;
        let told = word(&answer);
        if told == "404" && !path.ends_with("/token") {
            let unknown = ask(&site, &token, (&path, &method), &there, false).await;
            assert_eq!(answer.body, unknown.body, "{login}: {method} {path} tells the two apart");
        }
        words.push(told);
    }
    words
}

#[tokio::test]
async fn v8_2_1_each_role_is_answered_as_the_reviewed_table_says() {
    let mut columns = Vec::new();
    for (_, login) in ROLES {
        columns.push(answered(login).await);
    }
    let asked = in_order().into_iter().map(|(path, method)| (method.to_uppercase(), path));
    let again = "ROLES=write cargo test -p api roles";
    expect_roles(
        "roles-api.md",
        again,
        "operation",
        &ROLES.map(|(role, _)| role),
        &asked.collect::<Vec<_>>(),
        &columns,
    );
}
