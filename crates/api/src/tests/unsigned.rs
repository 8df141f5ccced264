//! What is not signed yet, who may read for a reason, and what a page does besides.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use store::access_tokens::Scope;

use crate::testing::{Ask, Registered, Site, id};

fn fields(text: &str) -> Value {
    json!([{ "name": "text", "value": text }])
}

impl Site {
    /// Ulla has the matter.
    pub(super) async fn distribute(&self, here: &Registered, to: &str) {
        let main = self.desk.organisation().by_login(to).expect("one of the demo's people").clone();
        let mia = self.all("mia");
        let shown = self.ask(Ask::get(&format!("/files/{}", here.file)).by(&mia)).await;
        let version = shown.headers[header::ETAG].to_str().expect("text").to_owned();
        let distribution = json!({ "main": main.staff, "unit": main.unit });
        let acts =
            json!({ "acts": [{ "distribute": { "matter": here.matter, "distribution": distribution } }] });
        let ask = Ask::post(&format!("/files/{}/acts", here.file), &acts).by(&mia).once();
        self.ask(ask.with("if-match", &version)).await.good();
    }
}

#[tokio::test]
async fn a_draft_is_saved_read_signed_with_its_act_and_gone() {
    let site = Site::new();
    let (here, mia, draft) = (site.report().await, site.all("mia"), id());
    let at = format!("/drafts/{draft}");
    let text = |text: &str| json!({ "form": "note", "file": here.file, "fields": fields(text) });
    let first = site.ask(Ask::put(&at, &text("Skolan ringde.")).by(&mia)).await;
    assert_eq!(
        (first.headers[header::ETAG].to_str().expect("text"), &first.body),
        ("\"1\"", &json!({ "version": 1 }))
    );
    let other = site.ask(Ask::put(&at, &text("Ett annat fönster.")).by(&mia)).await;
    assert_eq!(other.problem(), (412, "draft-changed", ""), "begun anew over what is there");
    let second = Ask::put(&at, &text("Skolan ringde igen.")).by(&mia).with("if-match", "\"1\"");
    assert_eq!(site.ask(second).await.good(), json!({ "version": 2 }));
    let read = site.ask(Ask::get(&at).by(&mia)).await.good();
    assert_eq!((&read["fields"], &read["form"]), (&fields("Skolan ringde igen."), &json!("note")));
    let list = site.ask(Ask::get("/drafts").by(&mia)).await.good();
    assert_eq!(list["own"][0]["draft"], json!(draft));
    for stranger in ["oskar", "ulla"] {
        let token = site.all(stranger);
        assert_eq!(site.ask(Ask::get(&at).by(&token)).await.problem().0, 404, "{stranger}");
        assert_eq!(site.ask(Ask::delete(&at).by(&token)).await.problem().0, 404, "{stranger}");
        let take_over = Ask::post(&format!("{at}/take-over"), &json!({})).by(&token);
        assert_eq!(site.ask(take_over).await.problem().0, 404, "{stranger}");
    }
    let note = json!({ "at": "2026-11-24T08:55", "kind": "call",
        "parts": [{ "kind": "fact", "text": "Skolan ringde igen." }] });
    let acts = json!({ "acts": [{ "sign_note": { "matter": here.matter, "note": note } }], "draft": draft });
    site.ask(Ask::post(&format!("/files/{}/acts", here.file), &acts).by(&mia).once()).await.good();
    assert_eq!(site.ask(Ask::get(&at).by(&mia)).await.problem(), (404, "not-found", ""), "signed with it");
}

#[tokio::test]
async fn a_draft_is_thrown_away_and_one_that_does_not_fit_is_refused() {
    let site = Site::new();
    let (mia, draft) = (site.all("mia"), id());
    let at = format!("/drafts/{draft}");
    let of = |form: &str| json!({ "form": form, "fields": fields("Mitt.") });
    assert_eq!(
        site.ask(Ask::put(&at, &of("Alva Ek")).by(&mia)).await.problem(),
        (422, "wrong-shape", "form")
    );
    site.ask(Ask::put(&at, &of("report")).by(&mia)).await.good();
    let foreign = json!({ "form": "note", "file": id(), "fields": fields("Mitt.") });
    let ask = Ask::put(&format!("/drafts/{}", id()), &foreign).by(&mia);
    assert_eq!(site.ask(ask).await.problem(), (404, "not-found", ""));
    assert_eq!(site.ask(Ask::delete(&at).by(&mia)).await.good(), json!({ "draft": draft }));
    assert_eq!(site.ask(Ask::delete(&at).by(&mia)).await.problem().0, 404);
    let reads = site.token("mia", &[Scope::Read]);
    assert_eq!(site.ask(Ask::put(&at, &of("report")).by(&reads)).await.problem(), (403, "scope", ""));
}

/// A colleague in the unit says why, reads for an hour, and it stands under who has read; to others there is nothing to ask for.
#[tokio::test]
async fn a_reason_opens_a_file_and_stands_written() {
    let site = Site::new();
    let here = site.report().await;
    site.distribute(&here, "ulla").await;
    let (oskar, umar) = (site.all("oskar"), site.all("umar"));
    let at = |end: &str| format!("/files/{}{end}", here.file);
    assert_eq!(site.ask(Ask::get(&at("")).by(&oskar)).await.problem(), (403, "reason-needed", ""));
    let contact = site.ask(Ask::get(&at("/contact")).by(&oskar)).await.good();
    assert!(contact["worker"].is_string(), "{contact}");
    let stated = |code: &str| json!({ "reason": code, "words": "Ulla är sjuk i dag." });
    let unknown = Ask::post(&at("/reasons"), &stated("curious")).by(&oskar);
    assert_eq!(site.ask(unknown).await.problem(), (422, "refused", "reason"));
    for (who, asked) in [(&umar, &here.file), (&oskar, &id())] {
        let path = format!("/files/{asked}");
        assert_eq!(site.ask(Ask::get(&format!("{path}/contact")).by(who)).await.problem().0, 404);
        let ask = Ask::post(&format!("{path}/reasons"), &stated("cover")).by(who);
        assert_eq!(site.ask(ask).await.problem(), (404, "not-found", ""));
    }
    let holds = site.ask(Ask::post(&at("/reasons"), &stated("cover")).by(&oskar)).await.good();
    assert_eq!(holds["until"], "2026-11-24T09:00:00Z");
    let shown = site.ask(Ask::get(&at("")).by(&oskar)).await.good();
    assert_eq!(shown["basis"], "stated");
    let given = site.ask(Ask::get(&at("/reasons")).by(&site.all("ulla"))).await.good();
    assert_eq!((&given[0]["reason"], &given[0]["words"]), (&json!("cover"), &json!("Ulla är sjuk i dag.")));
}

#[tokio::test]
async fn a_unit_is_shown_to_those_who_lead_it() {
    let site = Site::new();
    let here = site.report().await;
    let (mia, oskar) = (site.all("mia"), site.all("oskar"));
    let groups = site.ask(Ask::get("/group").by(&mia)).await.good();
    assert_eq!(groups[0]["matters"][0]["matter"], json!(here.matter));
    assert_eq!(groups[0]["names"][0], json!({ "file": here.file, "name": "Alva Ekqvist" }));
    assert_eq!(site.ask(Ask::get("/group").by(&oskar)).await.problem(), (403, "not-leading", ""));
    let other = format!("/group?unit={}", id());
    assert_eq!(site.ask(Ask::get(&other).by(&mia)).await.problem(), (403, "not-leading", ""));
    assert_eq!(site.ask(Ask::get("/group?days=500").by(&mia)).await.problem(), (400, "days", "days"));
}

#[tokio::test]
async fn somebody_in_a_file_is_shown_with_the_source_of_each_fact() {
    let site = Site::new();
    let (here, mia) = (site.report().await, site.all("mia"));
    let at = format!("/files/{}/people/{}", here.file, here.person);
    let alva = site.ask(Ask::get(&at).by(&mia)).await.good();
    assert_eq!(
        (&alva["name"]["value"]["given"], &alva["name"]["source"]),
        (&json!("Alva"), &json!("worker"))
    );
    let nobody = Ask::get(&format!("/files/{}/people/{}", here.file, id())).by(&mia);
    assert_eq!(site.ask(nobody).await.problem(), (404, "not-found", ""));
    assert_eq!(site.ask(Ask::get(&at).by(&site.all("umar"))).await.problem().0, 404);
}

#[tokio::test]
async fn what_holds_for_the_authority_is_set_by_whoever_leads_it() {
    let site = Site::new();
    let (enar, mia) = (site.all("enar"), site.all("mia"));
    assert_eq!(site.ask(Ask::get("/settings").by(&mia)).await.good(), json!({ "draft_days": 3 }));
    let set = |days: i64| Ask::put("/settings", &json!({ "draft_days": days }));
    assert_eq!(site.ask(set(5).by(&mia)).await.problem(), (404, "not-found", ""));
    assert_eq!(site.ask(set(0).by(&enar)).await.problem(), (422, "wrong-shape", "draft_days"));
    assert_eq!(site.ask(set(5).by(&enar)).await.good(), json!({ "draft_days": 5 }));
}

#[tokio::test]
async fn the_practice_day_goes_forward_and_a_token_can_be_taken_away() {
    let site = Site::new();
    let mia = site.all("mia");
    let forward = |days: i64| Ask::post("/practice/day", &json!({ "days": days })).by(&mia);
    assert_eq!(site.ask(forward(14)).await.good(), json!({ "today": "2026-12-08", "days": 14 }));
    for days in [0, 367, -1] {
        assert_eq!(site.ask(forward(days)).await.problem(), (422, "wrong-shape", "days"));
    }
    assert_eq!(site.ask(Ask::delete("/token").by(&mia)).await.good(), json!({ "ended": true }));
    assert_eq!(site.ask(Ask::get("/me").by(&mia)).await.problem(), (401, "nobody", ""));
}

/// An investigation that is written over the API: sections with versions, and a signature bound to what was shown.
#[tokio::test]
async fn an_investigation_is_written_in_sections_and_signed_as_it_was_shown() {
    let site = Site::new();
    let here = site.report().await;
    site.distribute(&here, "ulla").await;
    let (ulla, matter) = (site.all("ulla"), id());
    site.open_investigation(&here, &ulla, &matter).await;
    let at = format!("/files/{}/matters/{matter}/investigation", here.file);
    let section = |code: &str, text: &str| {
        Ask::put(&format!("{at}/sections/{code}"), &json!({ "fields": [{ "name": code, "value": text }] }))
    };
    assert_eq!(
        site.ask(section("analysis", "Alva är trygg.").by(&ulla)).await.good(),
        json!({ "version": 1 })
    );
    let stale = site.ask(section("analysis", "Alva är otrygg.").by(&ulla)).await;
    assert_eq!(stale.problem(), (412, "draft-changed", ""));
    assert_eq!(site.ask(section("poems", "x").by(&ulla)).await.problem(), (404, "not-found", ""));
    let shown = site.ask(Ask::get(&at).by(&ulla)).await.good();
    assert_eq!(shown["text"]["analysis"][0]["text"], "Alva är trygg.");
    let saved = |shown: &Value| -> Value {
        let all = shown["sections"].as_array().expect("sections").iter().filter(|one| one["version"] != 0);
        all.map(|one| json!({ "section": one["section"], "version": one["version"] })).collect()
    };
    let signature = json!({ "fingerprint": shown["fingerprint"], "shown": saved(&shown) });
    let again = section("analysis", "Alva är trygg hemma.").with("if-match", "\"1\"").by(&ulla);
    assert_eq!(site.ask(again).await.good(), json!({ "version": 2 }));
    let sign = |signature: &Value| Ask::post(&format!("{at}/signature"), signature).by(&ulla);
    assert_eq!(site.ask(sign(&signature).once()).await.problem(), (409, "text-changed", ""));
    let shown = site.ask(Ask::get(&at).by(&ulla)).await.good();
    let signature = json!({ "fingerprint": shown["fingerprint"], "shown": saved(&shown) });
    let key = id();
    let signed = site.ask(sign(&signature).with("idempotency-key", &key)).await.good();
    assert_eq!(signed["already"], false);
    let again = site.ask(sign(&signature).with("idempotency-key", &key)).await.good();
    assert_eq!(again["already"], true, "sent twice, signed once");
    let gone = section("analysis", "För sent.").with("if-match", "\"2\"").by(&ulla);
    assert_eq!(site.ask(gone).await.problem(), (404, "not-found", ""));
    let entries = site.ask(Ask::get(&format!("/files/{}/entries", here.file)).by(&ulla)).await.good();
    let last = entries["entries"].as_array().and_then(|all| all.last()).expect("entries").clone();
    assert_eq!(last["entry"]["investigation_written"]["analysis"][0]["text"], "Alva är trygg hemma.");
    let umar = site.all("umar");
    assert_eq!(site.ask(Ask::get(&at).by(&umar)).await.problem(), (404, "not-found", ""));
    assert_eq!(site.ask(section("analysis", "x").by(&umar)).await.problem(), (404, "not-found", ""));
}

/// Whoever has been told is no longer among those to tell. A letter sent again is done already all the same.
#[tokio::test]
async fn a_letter_sent_again_with_its_key_has_gone_already_and_other_words_are_refused() {
    let site = Site::new();
    let here = site.report().await;
    site.distribute(&here, "ulla").await;
    let (ulla, matter, key) = (site.all("ulla"), id(), id());
    site.open_investigation(&here, &ulla, &matter).await;
    let at = format!("/files/{}", here.file);
    let version = site.ask(Ask::get(&at).by(&ulla)).await.headers[header::ETAG].clone();
    let letter =
        |way: &str| json!({ "about": { "opening": matter }, "to": [{ "person": here.person, "way": way }] });
    let send = |body: &Value, query: &str| {
        let ask = Ask::post(&format!("{at}/letters{query}"), body).by(&ulla).with("idempotency-key", &key);
        ask.with("if-match", version.to_str().expect("text"))
    };
    let trial = site.ask(send(&letter("letter"), "?trial=true")).await.good();
    assert!(trial["trial"][0]["notify_party"].is_object(), "{trial}");
    let first = site.ask(send(&letter("letter"), "")).await.good();
    assert_eq!(first, json!({ "done": { "already": false, "numbers": [] } }));
    let again = site.ask(send(&letter("letter"), "")).await.good();
    assert_eq!(again, json!({ "done": { "already": true, "numbers": [] } }));
    assert_eq!(site.ask(send(&letter("phone"), "")).await.problem(), (409, "sent-otherwise", ""));
    let entries = site.ask(Ask::get(&format!("{at}/entries")).by(&ulla)).await.good();
    let told = entries["entries"].as_array().expect("entries").iter();
    assert_eq!(told.filter(|entry| entry["entry"]["party_notified"].is_object()).count(), 1);
}

impl Site {
    /// Ulla assesses the report and opens an investigation.
    pub(super) async fn open_investigation(&self, here: &Registered, ulla: &str, matter: &str) {
        let at = format!("/files/{}", here.file);
        let shown = self.ask(Ask::get(&at).by(ulla)).await;
        let version = shown.headers[header::ETAG].to_str().expect("text").to_owned();
        let fact = json!({ "kind": "fact", "text": "Alva är i skolan till klockan 15." });
        let assessment = json!({ "made": "2026-11-24T09:00", "outcome": "no_immediate_need", "immediate": false,
            "parts": [fact] });
        let question = json!({ "kind": "assessment", "text": "Vad behöver Alva?" });
        let decision = json!({ "id": id(), "kind": "D02", "reasons": [{ "kind": "assessment", "text": "Oron är allvarlig." }],
            "opening": { "matter": matter, "questions": [question] } });
        let acts = json!({ "acts": [
            { "assess_protection": { "assessment": { "matter": here.matter, "assessment": assessment } } },
            { "make_decision": { "matter": here.matter, "decision": decision } },
        ] });
        let ask = Ask::post(&format!("{at}/acts"), &acts).by(ulla).once().with("if-match", &version);
        let answer = self.ask(ask).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
}
