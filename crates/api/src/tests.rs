//! The second door from the outside: what is answered, what is refused, and that nothing is done twice or by nobody.

use axum::http::{StatusCode, header};
use record::identity::IdentityNumber;
use serde_json::{Value, json};
use store::access_tokens::Scope;

use crate::testing::{Ask, Registered, Site, id};

mod away;
mod closed;
mod described;
mod roles;
mod unsigned;

use described::operations;

#[tokio::test]
async fn without_a_token_there_is_nobody() {
    let site = Site::new();
    for (path, method, _) in operations() {
        let path = path.strip_prefix(crate::ROOT).expect("under the root").replace(['{', '}'], "");
        let ask = match method.as_str() {
            "get" => Ask::get(&path),
            "put" => Ask::put(&path, &json!({})),
            "delete" => Ask::delete(&path),
            _ => Ask::post(&path, &json!({})),
        };
        let answer = site.ask(ask).await;
        assert_eq!(answer.problem().0, 401, "{method} {path}");
        assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
    }
    let strange = site.ask(Ask::get("/me").by(&"ab".repeat(32))).await;
    assert_eq!(strange.problem(), (401, "nobody", ""));
}

/// A page of somebody else's can make a browser send a form with its cookies. Here that is nobody.
#[tokio::test]
async fn a_cookie_is_nobody_here() {
    let site = Site::new();
    let ask =
        Ask::post("/wishes", &json!({})).with("cookie", "lykta=abc").with("sec-fetch-site", "cross-site");
    assert_eq!(site.ask(ask).await.problem().0, 401);
}

#[tokio::test]
async fn a_token_reaches_no_further_than_its_scopes() {
    let site = Site::new();
    let here = Registered::new();
    let wish = here.wish(&site);
    let reads = site.token("mia", &[Scope::Read]);
    let refused = site.ask(Ask::post("/wishes", &wish).by(&reads).once()).await;
    assert_eq!(refused.problem(), (403, "scope", ""));
    let reports = site.token("mia", &[Scope::Report]);
    site.ask(Ask::post("/wishes", &wish).by(&reports).once()).await.good();
    let looks = site.ask(Ask::get(&format!("/files/{}", here.file)).by(&reports)).await;
    assert_eq!(looks.problem(), (403, "scope", ""));
    let note = json!({ "acts": [{ "receive_reply": {} }] });
    let shapeless = site.ask(Ask::post(&format!("/files/{}/acts", here.file), &note).by(&reads).once()).await;
    assert_eq!(shapeless.problem(), (422, "wrong-shape", "acts[0].receive_reply"));
}

#[tokio::test]
async fn what_is_sent_twice_is_done_once_and_the_same_key_means_the_same_thing() {
    let site = Site::new();
    let (mia, key) = (site.all("mia"), id());
    let here = Registered::new();
    let wish = here.wish(&site);
    let send = |wish: &Value| Ask::post("/wishes", wish).by(&mia).with("idempotency-key", &key);
    let first = site.ask(send(&wish)).await.good();
    let again = site.ask(send(&wish)).await.good();
    assert_eq!((first["already"].clone(), again["already"].clone()), (json!(false), json!(true)));
    assert_eq!(first["numbers"], again["numbers"]);
    assert_eq!(first["numbers"][0]["matter"], json!(here.matter));
    let mut other = wish.clone();
    other["files"][0]["acts"][1]["receive_report"]["report"]["channel"] = json!("letter");
    assert_eq!(site.ask(send(&other)).await.problem(), (409, "sent-otherwise", ""));
    let entries = site.ask(Ask::get(&format!("/files/{}/entries", here.file)).by(&mia)).await.good();
    assert_eq!(entries["entries"].as_array().map(Vec::len), Some(2));
}

/// A key says what is done with which file: the same move out of another file is another wish.
#[tokio::test]
async fn a_move_sent_again_is_done_once_and_its_key_does_not_move_out_of_another_file() {
    let site = Site::new();
    let (mia, key) = (site.all("mia"), id());
    let (wrong, right, third) = (site.report().await, site.report().await, site.report().await);
    let note = json!({ "at": "2026-11-24T08:55", "kind": "call", "parts": [{ "kind": "fact", "text": "Skolan ringde." }] });
    for file in [&wrong.file, &third.file] {
        let acts = json!({ "acts": [{ "sign_note": { "note": note } }] });
        site.ask(Ask::post(&format!("/files/{file}/acts"), &acts).by(&mia).once()).await.good();
    }
    let moved = json!({ "seqs": [3], "to": right.file });
    let send = |file: &str| {
        let ask = Ask::post(&format!("/files/{file}/moves"), &moved).by(&mia);
        ask.with("idempotency-key", &key).with("if-match", "\"3\"")
    };
    assert_eq!(site.ask(send(&wrong.file)).await.good()["already"], json!(false));
    assert_eq!(site.ask(send(&wrong.file)).await.good()["already"], json!(true));
    assert_eq!(site.ask(send(&third.file)).await.problem(), (409, "sent-otherwise", ""));
}

#[tokio::test]
async fn a_file_is_read_with_its_version_and_by_page() {
    let site = Site::new();
    let (here, mia) = (site.report().await, site.all("mia"));
    let at = format!("/files/{}", here.file);
    let shown = site.ask(Ask::get(&at).by(&mia)).await;
    assert_eq!(shown.headers[header::ETAG], "\"2\"");
    let shown = shown.good();
    assert_eq!(shown["matters"][0]["kind"], "report");
    assert_eq!(shown["people"][0]["name"], "Alva Ekqvist");
    assert!(
        shown["clocks"].as_array().is_some_and(|all| all.iter().any(|clock| clock["rule"] == "DL-002")),
        "{shown}"
    );
    let page = site.ask(Ask::get(&format!("{at}/entries?limit=1")).by(&mia)).await.good();
    assert_eq!((page["entries"][0]["seq"].clone(), page["next"].clone()), (json!(1), json!(1)));
    let last = site.ask(Ask::get(&format!("{at}/entries?after=1")).by(&mia)).await.good();
    assert_eq!((last["entries"][0]["seq"].clone(), last["next"].clone()), (json!(2), Value::Null));
    let none = site.ask(Ask::get(&format!("{at}/entries?limit=0")).by(&mia)).await;
    assert_eq!(none.problem(), (400, "limit", "limit"));
    let readers = site.ask(Ask::get(&format!("{at}/readers")).by(&mia)).await.good();
    assert!(readers.as_array().is_some_and(|all| all.len() >= 3), "each reading is a row: {readers}");
}

#[tokio::test]
async fn to_a_stranger_a_file_is_not_there() {
    let site = Site::new();
    let here = site.report().await;
    let stranger = site.all("oskar");
    for path in ["", "/entries", "/readers"] {
        let of = |file: &str| Ask::get(&format!("/files/{file}{path}")).by(&stranger);
        let (hidden, nowhere) = (site.ask(of(&here.file)).await, site.ask(of(&id())).await);
        assert_eq!(hidden.problem(), (404, "not-found", ""), "{path}");
        assert_eq!(hidden.body, nowhere.body, "{path}: the two must not be told apart");
    }
}

#[tokio::test]
async fn what_rests_on_reading_needs_the_version_that_was_read() {
    let site = Site::new();
    let (here, mia) = (site.report().await, site.all("mia"));
    let me = site.ask(Ask::get("/me").by(&mia)).await.good();
    let distribution = json!({ "main": me["staff"], "unit": me["unit"] });
    let acts = json!({ "acts": [{ "distribute": { "matter": here.matter, "distribution": distribution } }] });
    let send = || Ask::post(&format!("/files/{}/acts", here.file), &acts).by(&mia).once();
    assert_eq!(site.ask(send()).await.problem(), (428, "not-seen", "If-Match"));
    assert_eq!(site.ask(send().with("if-match", "\"two\"")).await.problem(), (400, "no-version", "If-Match"));
    let stale = site.ask(send().with("if-match", "\"1\"")).await;
    assert_eq!(stale.problem(), (412, "changed", ""));
    assert_eq!(stale.body["since"], json!({ "file": here.file, "entries": [2] }));
    let shown = site.ask(Ask::get(&format!("/files/{}", here.file)).by(&mia)).await;
    let version = shown.headers[header::ETAG].to_str().expect("text").to_owned();
    let answer = site.ask(send().with("if-match", &version)).await;
    assert_eq!(answer.status, StatusCode::OK, "the version that stands is as good as it gets: {answer:?}");
}

/// The same words as on the page, at the same field, in the language that was asked for.
#[tokio::test]
async fn a_refusal_says_what_the_page_says() {
    let site = Site::new();
    let here = Registered::new();
    let mut wish = here.wish(&site);
    wish["files"][0]["acts"][1]["receive_report"]["report"]["arrival"]["received"] =
        json!("2027-01-01T08:00");
    let send = || Ask::post("/wishes", &wish).by(&site.all("mia")).once();
    let refused = site.ask(send()).await;
    assert_eq!(refused.problem(), (422, "refused", "arrived"));
    let in_english = site.ask(send().with("accept-language", "en")).await;
    assert_ne!(refused.body["title"], in_english.body["title"]);
    let words = |lang| {
        let future = record::Refusal::InFuture(record::Field::Arrived);
        web::refusals::refusal(web::words::Words::of(lang), &future).text
    };
    assert_eq!(refused.body["title"], words(web::words::Lang::Sv));
    assert_eq!(in_english.body["title"], words(web::words::Lang::En));
    let nothing = site.ask(Ask::get(&format!("/files/{}", here.file)).by(&site.all("mia"))).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND, "nothing of it was written");
}

#[tokio::test]
async fn what_cannot_be_read_is_told_where_it_stands() {
    let site = Site::new();
    let mia = site.all("mia");
    let here = Registered::new();
    let good = here.wish(&site);
    let said = "/files/0/acts/1/receive_report/report/concern/0/text";
    let said_at = "files[0].acts[1].receive_report.report.concern[0].text";
    let cases = [
        (said, json!("  "), (422, "empty-text", said_at)),
        (said, json!("a\u{1}"), (422, "bad-text", said_at)),
        ("/files/0/file", json!("x"), (422, "wrong-shape", "files[0].file")),
        ("/files/0/acts/1", json!({ "no_such_act": {} }), (422, "wrong-shape", "files[0].acts[1]")),
    ];
    for (place, value, problem) in cases {
        let mut wish = good.clone();
        *wish.pointer_mut(place).expect("a place in it") = value;
        let answer = site.ask(Ask::post("/wishes", &wish).by(&mia).once()).await;
        assert_eq!(answer.problem(), problem);
    }
    let keyless = Ask::post("/wishes", &good).by(&mia);
    assert_eq!(site.ask(keyless).await.problem(), (400, "no-key", "Idempotency-Key"));
    let nothing = Ask::post("/wishes", &json!({})).by(&mia).once();
    assert_eq!(site.ask(nothing).await.problem(), (422, "nothing-to-do", ""));
    let elsewhere = site.ask(Ask::get("/nowhere").by(&mia)).await;
    assert_eq!(elsewhere.problem(), (404, "not-found", ""));
    let otherwise = site.ask(Ask::get("/wishes").by(&mia)).await;
    assert_eq!(otherwise.problem(), (405, "not-so", ""));
    let large = json!({ "people": [], "files": [], "x": "a".repeat(9 * 1024 * 1024) });
    assert_eq!(
        site.ask(Ask::post("/wishes", &large).by(&mia).once()).await.problem(),
        (413, "too-large", "")
    );
}

/// Two readers of the same words must not understand them differently: a proxy the first, this program the last.
#[tokio::test]
async fn v1_5_3_a_name_given_twice_is_refused() {
    let site = Site::new();
    let mia = site.all("mia");
    let here = Registered::new();
    let good = here.wish(&site).to_string();
    let (one, two) = ("\"channel\":\"phone\"", "\"channel\":\"phone\",\"channel\":\"letter\"");
    assert!(good.contains(one), "{good}");
    for twice in [
        good.replacen(one, two, 1),
        good.replacen("{\"", "{\"files\":[],\"", 1),
        good.replacen("\"acts\":", "\"acts\":[],\"acts\":", 1),
    ] {
        let ask = Ask::bytes("/wishes", twice.into_bytes()).with("content-type", "application/json");
        let refused = site.ask(ask.by(&mia).once()).await;
        assert_eq!((refused.problem().0, refused.problem().1), (422, "wrong-shape"));
    }
    let wish = here.wish(&site);
    site.ask(Ask::post("/wishes", &wish).by(&mia).once()).await.good();
    let twice = format!("/files/{}/entries?after=0&after=1", here.file);
    assert_eq!(site.ask(Ask::get(&twice).by(&mia)).await.problem().0, 400);
}

#[tokio::test]
async fn a_file_stands_once_in_a_wish() {
    let site = Site::new();
    let here = Registered::new();
    let mut wish = here.wish(&site);
    let twice = wish["files"][0].clone();
    wish["files"].as_array_mut().expect("files").push(twice);
    assert_eq!(
        site.ask(Ask::post("/wishes", &wish).by(&site.all("mia")).once()).await.problem(),
        (422, "twice", "")
    );
}

#[tokio::test]
async fn a_document_is_kept_registered_and_given_back_as_it_came() {
    let site = Site::new();
    let (here, mia) = (site.report().await, site.all("mia"));
    let at = format!("/files/{}/documents", here.file);
    let bytes = b"%PDF-1.7 en teckning".to_vec();
    let keep = |bytes: Vec<u8>| {
        Ask::bytes(&format!("{at}?name=teckning.pdf&matter={}", here.matter), bytes).by(&mia)
    };
    assert_eq!(site.ask(keep(b"MZ\x90".to_vec())).await.problem(), (422, "document", ""));
    let kept = site.ask(keep(bytes.clone())).await.good();
    let document = json!({
        "id": kept["document"], "title": "Teckning", "sender": "Granskolan", "channel": "email",
        "arrival": { "received": "2026-11-24T08:50", "deemed": "2026-11-24" },
        "original": kept["original"],
    });
    let acts = json!({ "acts": [{ "receive_document": { "matter": here.matter, "document": document } }] });
    let answer = site.ask(Ask::post(&format!("/files/{}/acts", here.file), &acts).by(&mia).once()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let id = kept["document"].as_str().expect("an id");
    let (headers, body) = site.ask_bytes(Ask::get(&format!("{at}/{id}")).by(&mia)).await;
    assert_eq!((body, headers[header::CONTENT_TYPE].to_str().expect("text")), (bytes, "application/pdf"));
    let stranger = site.ask(Ask::get(&format!("{at}/{id}")).by(&site.all("oskar"))).await;
    assert_eq!(stranger.problem(), (404, "not-found", ""));
}

/// What the layers around every route refuse has the shape and the names of all the other problems.
#[tokio::test]
async fn what_the_house_refuses_around_the_routes_has_the_same_shape() {
    let site = Site::new();
    let mia = site.all("mia");
    let answer = site.ask(Ask::get("/files/x").by(&mia)).await;
    assert_eq!(answer.problem(), (400, "bad-request", ""));
    assert!(answer.body["title"].as_str().is_some_and(|title| title.contains("läsa")), "{answer:?}");
    let large = Ask::bytes(&format!("/files/{}/documents?name=a.pdf", id()), vec![b'x'; 26 * 1024 * 1024]);
    assert_eq!(site.ask(large.by(&mia)).await.problem(), (413, "too-large", ""));
}

#[tokio::test]
async fn the_lists_answer() {
    let site = Site::new();
    let (here, mia) = (site.report().await, site.all("mia"));
    let day = site.ask(Ask::get("/worklist?days=30").by(&mia)).await.good();
    assert!(
        day["clocks"].as_array().is_some_and(|all| all.iter().all(|clock| clock["file"] == json!(here.file))),
        "{day}"
    );
    assert_eq!(site.ask(Ask::get("/worklist?days=401").by(&mia)).await.problem(), (400, "days", "days"));
    let found = site.ask(Ask::post("/search", &json!({ "name": "alva ekq" })).by(&mia)).await.good();
    assert_eq!(found[0]["files"], json!([here.file]));
    let both = json!({ "name": "alva", "matter": "2026-1" });
    assert_eq!(site.ask(Ask::post("/search", &both).by(&mia)).await.problem(), (422, "search-one", ""));
    let list = site.ask(Ask::get("/law/lists/reporter_category").by(&mia)).await.good();
    assert!(list.as_array().is_some_and(|all| all.iter().any(|choice| choice["code"] == "SKO")));
    assert_eq!(site.ask(Ask::get("/law/lists/nothing").by(&mia)).await.problem(), (404, "not-found", ""));
    for path in ["/law/decision-types", "/law/rules"] {
        let all = site.ask(Ask::get(path).by(&mia)).await.good();
        assert!(all.as_array().is_some_and(|all| all.len() > 50), "{path}");
    }
}

/// The demo, told over the API by a test of the program, does all the others.
#[tokio::test]
async fn acts_that_no_story_of_the_demo_does() {
    let site = Site::new();
    let (here, mia) = (site.report().await, site.all("mia"));
    let (person, me) = (here.person.clone(), site.ask(Ask::get("/me").by(&mia)).await.good());
    let basis = json!({ "kind": "fact", "text": "Alva är i skolan till klockan 15." });
    let assessment = json!({ "made": "2026-11-24T09:00", "outcome": "no_immediate_need", "immediate": false, "parts": [basis] });
    let assessed = json!({ "assessment": { "matter": here.matter, "assessment": assessment } });
    let meeting =
        json!({ "id": id(), "at": "2026-11-24T08:55", "kind": "family_meeting", "worker": me["staff"] });
    let (asks, asked) = ([id(), id()], json!({ "kind": "fact", "text": "Allt som står i akten." }));
    let number =
        |number: &IdentityNumber| json!({ "value": number, "source": "worker", "as_of": "2026-11-24" });
    let drawn = |serial| IdentityNumber::synthetic("2017-03-04".parse().expect("a day"), serial);
    let (wrong, right) = (&drawn(238), &drawn(239));
    let read = site.ask(Ask::get(&format!("/files/{}", here.file)).by(&mia)).await.good();
    let acts = json!({ "people": [{ "person": person, "acts": [
        { "change_fact": { "fact": { "number": number(wrong) } } },
        { "correct_identity": { "wrong": wrong, "right": number(right), "reason": "Fel siffra i slutet." } },
    ] }], "files": [{ "file": here.file, "seen": read["version"], "acts": [
        { "assess_protection": assessed },
        { "assess_protection_anew": assessed },
        { "request_feedback": { "matter": here.matter, "request": { "at": "2026-11-24T08:58" } } },
        { "book_meeting": { "matter": here.matter, "booking": meeting } },
        { "request_disclosure": { "request": { "id": asks[0], "at": "2026-11-24T08:58", "asked": asked,
            "route": { "official_document": {} } } } },
        { "disclose": { "disclosure": { "request": asks[0], "at": "2026-11-24T09:00", "way": "letter", "ground": "U06",
            "items": [{ "seq": 1, "what": "facts", "treatment": "shown" }], "test": asked } } },
        { "request_disclosure": { "request": { "id": asks[1], "at": "2026-11-24T08:58", "asked": asked,
            "route": { "own_data": { "person": person } } } } },
        { "refuse_disclosure": { "refusal": { "request": asks[1], "at": "2026-11-24T09:00",
            "grounds": ["reporter"], "motive": asked } } },
        { "consent_to_sharing": { "consent": { "id": asks[0], "by": person, "at": "2026-11-24T08:58", "to": "Skolan",
            "purpose": "Stöd", "kinds": ["contact"], "extent": "Att vi har kontakt" } } },
        { "hand_over": { "handed_over": { "at": "2026-11-24T08:59", "to": "Skolan", "ground": "U04", "way": "phone",
            "kinds": ["contact"], "what": asked, "consent": asks[0] } } },
        { "revoke_sharing": { "revoked": { "id": asks[0], "at": "2026-11-24T09:00" } } },
        { "end_meeting": { "ended": { "id": meeting["id"], "end": "held", "at": "2026-11-24T09:00" } } },
    ] }] });
    let answer = site.ask(Ask::post("/wishes", &acts).by(&mia).once()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    a_second_person_answers(&site, &here.file, asks).await;
}

/// Whoever leads the unit sends one answer that was tested, and another back.
async fn a_second_person_answers(site: &Site, file: &str, [given, refused]: [String; 2]) {
    let frida = site.all("frida");
    let entries = site.ask(Ask::get(&format!("/files/{file}/entries?limit=100")).by(&frida)).await.good();
    let all = entries["entries"].as_array().expect("a list");
    let tested = |request: &str| {
        let of = |one: &&Value| {
            let words = one.to_string();
            words.contains("disclosure_tested") && words.contains(request)
        };
        all.iter().find(of).expect("tested")["seq"].clone()
    };
    let confirmation = json!({ "request": given, "tested": tested(&given) });
    let motive = json!({ "kind": "assessment", "text": "Pröva om." });
    let back = json!({ "request": refused, "tested": tested(&refused), "motive": motive });
    let read = site.ask(Ask::get(&format!("/files/{file}")).by(&frida)).await.good();
    let acts = json!({ "files": [{ "file": file, "seen": read["version"], "acts": [
        { "confirm_disclosure": { "confirmation": confirmation } },
        { "send_disclosure_back": { "back": back } },
    ] }] });
    let answer = site.ask(Ask::post("/wishes", &acts).by(&frida).once()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
}

#[tokio::test]
async fn a_report_as_a_message_has_its_receipt_and_is_registered_once() {
    let site = Site::new();
    let (mia, sends) = (site.all("mia"), site.token("mia", &[Scope::Report]));
    let message: Value =
        serde_json::from_str(include_str!("../../../docs/messages/report-school.json")).expect("JSON");
    let first = site.ask(Ask::post("/reports", &message).by(&sends)).await.good();
    assert_eq!(first["outcome"]["what"], "registered", "{first}");
    let again = site.ask(Ask::post("/reports", &message).by(&sends)).await.good();
    assert_eq!((&again["number"], &again["received_before"]), (&first["number"], &json!(true)));
    let number = first["number"].as_str().expect("a number");
    let standing = site.ask(Ask::get(&format!("/reports/{number}")).by(&sends)).await.good();
    assert_eq!(standing["outcome"], first["outcome"]);
    let file = first["outcome"]["files"][0]["file"].as_str().expect("a file");
    site.ask(Ask::get(&format!("/files/{file}")).by(&mia)).await.good();

    let broken = site.ask(Ask::bytes("/reports", b"{".to_vec()).by(&sends)).await.good();
    assert_eq!(broken["outcome"]["what"], "set_aside", "what cannot be read is received too: {broken}");
    assert_ne!(broken["number"], first["number"]);
    let number = broken["number"].as_str().expect("a number");
    let asked = |lang: &str| Ask::get(&format!("/reports/{number}")).by(&sends).with("accept-language", lang);
    let (swedish, english) = (site.ask(asked("sv")).await.good(), site.ask(asked("en")).await.good());
    assert_eq!(
        (&swedish["why"], &english["why"]),
        (
            &json!("Texten är inte JSON: meddelandet är trasigt."),
            &json!("The text is not JSON: the message is broken.")
        )
    );
    assert_eq!((&english["outcome"], &first["why"]), (&broken["outcome"], &Value::Null));
    let stranger = site.token("oskar", &Scope::ALL);
    assert_eq!(
        site.ask(Ask::post("/reports", &message).by(&stranger)).await.problem(),
        (403, "not-reception", "")
    );
    let reads = site.token("mia", &[Scope::Read]);
    assert_eq!(site.ask(Ask::post("/reports", &message).by(&reads)).await.problem(), (403, "scope", ""));
    assert_eq!(site.ask(Ask::get("/reports/K1999-1").by(&mia)).await.problem(), (404, "not-found", ""));
}

#[tokio::test]
async fn what_is_set_aside_is_found_read_and_dealt_with_by_reception_and_nobody_else() {
    let site = Site::new();
    let mia = site.all("mia");
    let sent = site.ask(Ask::bytes("/reports", b"{ trasig".to_vec()).by(&mia)).await.good();
    let receipt = sent["number"].as_str().expect("a number").to_owned();
    let list = site.ask(Ask::get("/set-aside").by(&mia)).await.good();
    let (waits, at) = (&list["waiting"][0], format!("/set-aside/{receipt}"));
    assert_eq!((&waits["receipt"], &waits["reason"]), (&json!(receipt), &sent["outcome"]["reason"]));
    assert_eq!(waits["details"], sent["outcome"]["details"], "as its sender was told");
    assert_eq!(site.ask(Ask::get(&at).by(&mia)).await.good(), *waits);
    let (_, bytes) = site.ask_bytes(Ask::get(&format!("{at}/bytes")).by(&mia)).await;
    assert_eq!(bytes, b"{ trasig");

    let (handled, words) = (format!("{at}/handled"), json!({ "words": "Registrerad som 2026-7." }));
    let ulla = site.token("ulla", &Scope::ALL);
    for path in ["/set-aside", &at, &format!("{at}/bytes")] {
        assert_eq!(site.ask(Ask::get(path).by(&ulla)).await.problem(), (404, "not-found", ""), "{path}");
    }
    assert_eq!(site.ask(Ask::post(&handled, &words).by(&ulla)).await.problem(), (404, "not-found", ""));
    let sends = site.token("mia", &[Scope::Report]);
    assert_eq!(site.ask(Ask::get("/set-aside").by(&sends)).await.problem(), (403, "scope", ""));
    assert_eq!(site.ask(Ask::get("/set-aside/K1999-1").by(&mia)).await.problem(), (404, "not-found", ""));

    for said in [words, json!({ "words": "Något annat." })] {
        let done = site.ask(Ask::post(&handled, &said).by(&mia)).await.good();
        assert_eq!(done["handled"]["words"], "Registrerad som 2026-7.", "the first words stand");
    }
    let list = site.ask(Ask::get("/set-aside").by(&mia)).await.good();
    assert_eq!((&list["waiting"], &list["handled"][0]["receipt"]), (&json!([]), &json!(receipt)));
    let standing = site.ask(Ask::get(&format!("/reports/{receipt}")).by(&mia)).await.good();
    assert_eq!(standing["outcome"]["what"], "set_aside", "handled is still set aside");
}

/// A reason that a message is set aside for reads as a sentence on its page.
#[test]
fn every_reason_to_set_a_message_aside_has_words() {
    for reason in inbox::REASONS {
        for w in web::words::Lang::ALL.map(web::words::Words::of) {
            assert!(web::pages::set_aside::why(w, reason).ends_with('.'), "{reason}");
        }
    }
}
