//! Drafts, as pages and as answers to their script.

use super::*;
use crate::testing::{Answer, Child, TestDesk};

const ID: &str = "0193a000-0000-7000-8000-000000000001";

/// Ulla has a child's matter and writes a note about it.
async fn writing() -> (TestDesk, Child, String) {
    let desk = TestDesk::new();
    let child = desk.seed_child("Tindra", "Planterad");
    desk.distribute(child, "ulla");
    let cookie = desk.login("ulla").await;
    (desk, child, cookie)
}

async fn save(desk: &TestDesk, cookie: &str, file: FileId, version: &str, text: &str) -> Answer {
    let form = [("draft_version", version), ("command", ID), ("text", text), ("kind", "a"), ("kind", "b")];
    desk.post(cookie, &format!("/utkast/{ID}?form=note&file={file}"), &form).await
}

#[tokio::test]
async fn what_is_written_is_kept_and_given_back() {
    let (desk, child, cookie) = writing().await;
    let answer = save(&desk, &cookie, child.file, "0", "Hon sa \"hej\".\r\nSedan gick vi.").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, r#"{"saved":"09.00","version":1}"#));
    let draft = desk.desk.house.draft(&desk.actor("ulla"), ID.parse().expect("an id"));
    let values = values_of(&draft.expect("a read").expect("a draft").text);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [pair("text", "Hon sa \"hej\".\nSedan gick vi."), pair("kind", "a"), pair("kind", "b")];
    assert_eq!(values, expected, "neither the form's id nor the version is text");
    let place = desk.get(&cookie, &format!("/utkast/{ID}")).await;
    assert_eq!(place.location(), format!("/akt/{}/anteckning", child.file));
}

#[tokio::test]
async fn another_window_is_told_and_neither_text_is_changed() {
    let (desk, child, cookie) = writing().await;
    save(&desk, &cookie, child.file, "0", "Först.").await;
    let answer = save(&desk, &cookie, child.file, "0", "Sist.").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Först."));
    assert_eq!(save(&desk, &cookie, child.file, "1", "Först och sist.").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_draft_is_its_authors_alone() {
    let (desk, child, cookie) = writing().await;
    save(&desk, &cookie, child.file, "0", "Mitt.").await;
    for login in ["umar", "frida"] {
        let other = desk.login(login).await;
        assert_eq!(desk.get(&other, &format!("/utkast/{ID}")).await.status, StatusCode::NOT_FOUND, "{login}");
        let answer = save(&desk, &other, child.file, "1", "Ditt.").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login}");
        let answer = desk.post(&other, &format!("/utkast/{ID}/kasta"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login}");
    }
}

/// Frida leads Ulla's group. After three days she may take over; Umar in the other group may never.
#[tokio::test]
async fn what_is_left_lying_can_be_taken_over_by_who_leads_the_unit() {
    let (desk, child, cookie) = writing().await;
    save(&desk, &cookie, child.file, "0", "Hembesök i dag.").await;
    let frida = desk.login("frida").await;
    let path = format!("/utkast/{ID}/overta");
    assert_eq!(desk.post(&frida, &path, &[]).await.status, StatusCode::NOT_FOUND, "too early");
    desk.desk.clock.advance(4);
    let umar = desk.login("umar").await;
    assert_eq!(desk.post(&umar, &path, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.post(&frida, &path, &[]).await.location(), "/?gjort=overtaget");
    assert_eq!(desk.get(&frida, &format!("/utkast/{ID}")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(save(&desk, &cookie, child.file, "1", "Jag är tillbaka.").await.status, StatusCode::NOT_FOUND);
    let read = desk.desk.house.readers(&desk.actor("frida"), desk.now(), child.file).expect("readers").1;
    assert!(read.iter().any(|look| look.part == "draft"), "taking over stands in the access log");
}

#[tokio::test]
async fn without_script_the_form_is_drawn_again() {
    let (desk, child, cookie) = writing().await;
    let request = axum::http::Request::post(format!("/utkast/{ID}?form=note&file={}", child.file))
        .header(header::COOKIE, &cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
        .body(axum::body::Body::from("draft_version=0&text=Hej"));
    let answer = desk.ask(request.expect("a request")).await;
    assert_eq!(answer.location(), format!("/akt/{}/anteckning", child.file));
}

#[tokio::test]
async fn without_script_a_second_window_gets_its_text_back() {
    let (desk, child, cookie) = writing().await;
    save(&desk, &cookie, child.file, "0", "Först.").await;
    let request = axum::http::Request::post(format!("/utkast/{ID}?form=note&file={}", child.file))
        .header(header::COOKIE, &cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html,*/*;q=0.8")
        .body(axum::body::Body::from("draft_version=0&text=Den+andra+texten."));
    let answer = desk.ask(request.expect("a request")).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Den andra texten.") && answer.body.contains("ett annat fönster"));
}

/// The matter is given to a colleague while Ulla writes: what she has written stays hers, and says nothing of the file.
#[tokio::test]
async fn who_loses_the_file_keeps_the_own_text() {
    let (desk, child, cookie) = writing().await;
    save(&desk, &cookie, child.file, "0", "Först.").await;
    desk.distribute(child, "oskar");
    assert_eq!(
        save(&desk, &cookie, child.file, "1", "Det jag skrev om besöket.").await.status,
        StatusCode::OK
    );
    let other = "0193a000-0000-7000-8000-000000000002";
    let path = format!("/utkast/{other}?form=note&file={}", child.file);
    let begun = desk.post(&cookie, &path, &[("text", "Nytt.")]).await;
    assert_eq!(begun.status, StatusCode::NOT_FOUND, "nothing new is begun");
    let day = desk.get(&cookie, "/").await;
    assert!(day.body.contains(&format!("/utkast/{ID}")) && !day.body.contains("Tindra"));
    let page = desk.get(&cookie, &format!("/utkast/{ID}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Det jag skrev om besöket.") && !page.body.contains("Tindra"));
    let thrown = desk.post(&cookie, &format!("/utkast/{ID}/kasta"), &[]).await;
    assert_eq!(thrown.location(), "/?gjort=kastat");
}

#[tokio::test]
async fn a_form_is_called_by_a_code_and_nothing_else() {
    let (desk, _, cookie) = writing().await;
    for name in ["Tindra%20Planterad", "", "a%2Fb"] {
        let answer = desk.post(&cookie, &format!("/utkast/{ID}?form={name}"), &[("text", "x")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
    }
}

/// Whether an address is one of a route's, whose last variable may have been filled in.
fn is_at(route: &str, address: &str) -> bool {
    let pairs = || route.split('/').zip(address.split('/'));
    route.split('/').count() == address.split('/').count()
        && pairs().all(|(route, own)| route == own || route == "{what}")
}

#[test]
fn every_form_is_found_again() {
    let file = FileId::new(uuid::Uuid::from_u128(7));
    assert_eq!(place_of_form("report", None), "/anmalan");
    let routes = crate::pages::routes();
    for (name, place) in FORMS {
        let about = match *name {
            "addendum" => "{seq}",
            "change" | "told" => "{decision}",
            "disclosure" => "{request}",
            _ => "{matter}",
        };
        let address = place.replace("{about}", about);
        let leads = |route: &crate::routes::Route| route.writes && is_at(route.path, &address);
        assert!(routes.table().iter().any(leads), "{address}");
        let about = if place.contains("{about}") { "-12" } else { "" };
        let found = place_of_form(&format!("{name}{about}"), (*name != "report").then_some(file));
        assert!(found.starts_with('/') && !found.contains('{') && found != format!("/akt/{file}"), "{found}");
        let key = format!("draft-form-{name}");
        assert!(Words::of(crate::words::Lang::Sv).has(&key), "{key}");
    }
    assert_eq!(place_of_form("addendum-12", Some(file)), format!("/akt/{file}/post/12/tillagg"));
    assert_eq!(place_of_form("protection-5", Some(file)), format!("/akt/{file}/arende/5/skydd"));
    assert_eq!(place_of_form("from-a-newer-program", Some(file)), format!("/akt/{file}"));
}
