//! When the database goes away: what was not done is said to be so, what is not known is said to be so, and the same key finds out.

use serde_json::{Value, json};
use testhome::{Cut, TestHome};

use crate::testing::{Ask, Registered, Site, id};

fn note(here: &Registered, words: &str) -> Value {
    let note =
        json!({ "at": "2026-11-24T08:55", "kind": "call", "parts": [{ "kind": "fact", "text": words }] });
    json!({ "acts": [{ "sign_note": { "matter": here.matter, "note": note } }] })
}

async fn entries(site: &Site, here: &Registered, token: &str) -> usize {
    let asked = site.ask(Ask::get(&format!("/files/{}/entries", here.file)).by(token)).await.good();
    asked["entries"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn what_the_database_was_not_there_for_is_not_done_and_done_once_afterwards() {
    let site = Site::within(TestHome::on_a_server_of_its_own());
    let here = site.report().await;
    let (mia, key) = (site.all("mia"), id());
    let path = format!("/files/{}/acts", here.file);
    let acts = note(&here, "Skolan ringde igen.");
    let send = || Ask::post(&path, &acts).by(&mia).with("idempotency-key", &key);
    let before = entries(&site, &here, &mia).await;
    site.home.stop_server();
    let away = site.ask(send()).await;
    assert_eq!(away.problem(), (503, "away", ""));
    assert!(away.headers.contains_key("retry-after"));
    assert_eq!(site.ask(Ask::get("/worklist").by(&mia)).await.problem(), (503, "away", ""));
    site.home.start_server();
    assert_eq!(entries(&site, &here, &mia).await, before);
    assert_eq!(site.ask(send()).await.good()["already"], json!(false));
    assert_eq!(site.ask(send()).await.good()["already"], json!(true));
    assert_eq!(entries(&site, &here, &mia).await, before + 1);
}

#[tokio::test]
async fn what_is_in_doubt_is_said_to_be_so_and_the_same_key_finds_that_it_was_done() {
    let site = Site::within(TestHome::over_a_line());
    let here = site.report().await;
    let (mia, key, line) = (site.all("mia"), id(), site.home.line());
    let path = format!("/files/{}/acts", here.file);
    let before = line.commits();
    site.ask(Ask::post(&path, &note(&here, "Skolan ringde.")).by(&mia).once()).await.good();
    let commits = line.commits() - before;
    let stand = entries(&site, &here, &mia).await;
    let acts = note(&here, "Skolan ringde igen.");
    let send = || Ask::post(&path, &acts).by(&mia).with("idempotency-key", &key);
    line.cut_at(Cut::After, commits);
    line.close();
    let lost = site.ask(send()).await;
    line.open();
    assert_eq!(lost.problem(), (503, "in-doubt", ""));
    assert_eq!(site.ask(send()).await.good()["already"], json!(true));
    assert_eq!(entries(&site, &here, &mia).await, stand + 1);
}
