//! Every address, asked by nobody and by strangers.

use axum::http::{Method, StatusCode};
use record::disclosure::{DisclosureRequest, Route as Way, own_data};
use record::document::ReceivedDocument;
use record::meeting::Booking;
use record::report::Arrival;
use record::{Code, Command, DisclosureId, DocumentId, MeetingId, PersonId};

use super::Route;
use crate::pages;
use crate::scene::Scene;
use crate::testing::{Answer, Child, TestDesk, fact, text};

const WRITTEN: &str = "En text som någon har suttit länge med.";

/// What stands in the curly brackets of an address: the real one, and one that names nothing.
pub(super) type Ids = Vec<(&'static str, String, String)>;

/// Alva's file with something of every kind in it.
pub(super) fn full(scene: &Scene) -> Ids {
    let mut ids = furnished(&scene.at, (scene.alva, scene.karin), "ulla", "frida");
    for (name, known, _) in &mut ids {
        if ["person", "party"].contains(name) {
            *known = scene.karin.to_string();
        }
    }
    ids
}

/// A child's file with something of every kind in it, which one of the staff has and another leads; somebody has asked for what stands in it.
pub(super) fn furnished(at: &TestDesk, (child, asks): (Child, PersonId), worker: &str, leader: &str) -> Ids {
    let new = || at.desk.house.new_id(at.now());
    let (document, meeting) = (DocumentId::new(new()), MeetingId::new(new()));
    let received = ReceivedDocument {
        id: document,
        title: text("Intyg"),
        sender: text("BVC Lyktan"),
        channel: Code::from("letter"),
        arrival: Arrival::at("2026-11-24T08:10".parse().expect("a moment")),
        original: None,
        keep: vec![],
    };
    let booking = Booking {
        id: meeting,
        at: "2026-11-24T14:00".parse().expect("a moment"),
        kind: Code::from("child_talk"),
        with: vec![],
        child: true,
        worker: at.actor(worker).staff,
        place: None,
    };
    let matter = Some(child.matter);
    let commands = vec![Command::ReceiveDocument(matter, received), Command::BookMeeting(matter, booking)];
    at.act(worker, child.file, commands).expect("written");
    let request = DisclosureId::new(new());
    let asked = DisclosureRequest {
        id: request,
        at: "2026-11-24T08:55".parse().expect("a moment"),
        route: Way::OwnData(own_data::Asking { person: asks }),
        asked: fact("Allt som står."),
    };
    at.act(worker, child.file, vec![Command::RequestDisclosure(asked)]).expect("asked");
    let decision = at.propose(child, worker, "D03", leader);
    let unknown = || new().to_string();
    vec![
        ("file", child.file.to_string(), unknown()),
        ("matter", child.matter.to_string(), unknown()),
        ("person", child.person.to_string(), unknown()),
        ("party", child.person.to_string(), unknown()),
        ("document", document.to_string(), unknown()),
        ("decision", decision.to_string(), unknown()),
        ("meeting", meeting.to_string(), unknown()),
        ("request", request.to_string(), unknown()),
        ("draft", DRAFT.to_owned(), unknown()),
        ("glass", glass(at, child, leader), unknown()),
        ("unit", at.actor(worker).unit.to_string(), unknown()),
        ("month", "2026-11".to_owned(), "2026-11".to_owned()),
        ("message", at.set_aside(b"Alva", "not_json", true).to_string(), unknown()),
        ("seq", "2".to_owned(), "999".to_owned()),
        ("section", "child.education".to_owned(), "child.education".to_owned()),
        ("what", "uppdrag".to_owned(), "uppdrag".to_owned()),
    ]
}

/// Moa of reception has broken the glass over a child's file, and whoever leads its unit is told.
fn glass(at: &TestDesk, child: Child, leader: &str) -> String {
    let (house, now) = (&at.desk.house, at.now());
    let purpose = store::Reason { code: "danger".into(), words: text("Polisen har Alva hos sig.") };
    house.break_glass(&at.actor("moa"), now, child.file, &purpose).expect("reception may");
    let waits = house.glasses_to_review(&at.actor(leader)).expect("the list");
    waits.last().expect("they are told").id.to_string()
}

/// Acts that are one press, and read no form.
const BUTTONS: [&str; 2] = ["/utkast/{draft}/kasta", "/utkast/{draft}/overta"];

const DRAFT: &str = "0193a000-0000-7000-8000-000000000001";

/// An address with real ids, or with ids that name nothing. What a form says in its address is added.
pub(super) fn address(path: &str, ids: &Ids, real: bool) -> String {
    let path = match path {
        "/utkast/{draft}" => "/utkast/{draft}?form=note&file={file}",
        "/anmalan" => "/anmalan?akt={file}",
        other => other,
    };
    let put = |path: String, (name, known, unknown): &(&str, String, String)| {
        path.replace(&format!("{{{name}}}"), if real { known } else { unknown })
    };
    let path = ids.iter().fold(path.to_owned(), put);
    assert!(!path.contains('{'), "{path}: say in `full` what this stands for");
    path
}

/// The fields of any form, naming real things or nothing.
fn form(scene: &Scene, ids: &Ids, real: bool) -> Vec<(&'static str, String)> {
    let main = scene.at.actor("umar");
    let id = |name: &str| {
        let (_, known, unknown) = ids.iter().find(|(known, ..)| *known == name).expect("one of them");
        if real { known } else { unknown }.clone()
    };
    vec![
        ("command", "0193a000-0000-7000-8000-0000000000aa".to_owned()),
        ("seen", "1".to_owned()),
        ("text", WRITTEN.to_owned()),
        ("file", id("file")),
        ("matter", id("matter")),
        ("child-1-file", id("file")),
        ("q", id("file")),
        ("main", main.staff.to_string()),
    ]
}

pub(super) async fn ask(
    scene: &Scene,
    cookie: &str,
    method: &Method,
    ids: &Ids,
    route: Route,
    real: bool,
) -> Answer {
    let path = address(route.path, ids, real);
    if *method == Method::GET {
        return scene.at.get(cookie, &path).await;
    }
    let form = form(scene, ids, real);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    scene.at.post(cookie, &path, &form).await
}

/// Each address with each of its methods.
pub(super) fn every() -> Vec<(Method, Route)> {
    let routes = pages::routes();
    assert!(routes.table().len() > 30, "the table is the router's own");
    let methods = |route: &Route| {
        let ways = [(Method::GET, route.reads), (Method::POST, route.writes)];
        let route = *route;
        ways.into_iter().filter_map(move |(method, is)| is.then_some((method, route)))
    };
    routes.table().iter().flat_map(methods).collect()
}

/// Every id as the same word, so that two answers can be compared.
fn without_ids(body: &str) -> String {
    let hyphens = [8, 13, 18, 23];
    let fits = |(at, byte): (usize, &u8)| {
        if hyphens.contains(&at) { *byte == b'-' } else { byte.is_ascii_hexdigit() }
    };
    let is_id = |bytes: &[u8]| bytes.iter().enumerate().all(fits);
    let (bytes, mut told, mut at) = (body.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        if bytes.get(at..at + 36).is_some_and(is_id) {
            told.extend_from_slice(b"ID");
            at += 36;
        } else {
            told.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(told).expect("only ids were changed")
}

/// The same but for ids, line by line, so that a difference can be read.
pub(super) fn assert_same(foreign: &str, unknown: &str, asked: &str) {
    let (foreign, unknown) = (without_ids(foreign), without_ids(unknown));
    for (one, other) in foreign.lines().zip(unknown.lines()) {
        assert_eq!(one, other, "{asked}");
    }
    assert_eq!(foreign.lines().count(), unknown.lines().count(), "{asked}");
}

/// Nothing of the file is in an answer: no name, no identity number, no matter's number, no worker.
fn assert_silent(scene: &Scene, answer: &Answer, asked: &str) {
    let told = format!("{} {}", answer.location(), answer.body);
    let number = scene.alva.number.to_string();
    for secret in
        ["Alva", "Melker", "Karin", "Lövdahl", "Lövgränd", "hungrig", "2026-1<", "BVC Lyktan", &number]
    {
        assert!(!told.contains(secret), "{asked} tells {secret}: {told}");
    }
}

#[tokio::test]
async fn nobody_is_shown_the_login_and_loses_nothing() {
    let scene = Scene::assessed();
    let ids = full(&scene);
    for (method, route) in every() {
        let asked = format!("{method} {}", route.path);
        let answer = ask(&scene, "", &method, &ids, route, true).await;
        assert_silent(&scene, &answer, &asked);
        if method == Method::GET {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{asked}");
            assert!(answer.location().starts_with("/logga-in"), "{asked}: {}", answer.location());
        } else {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{asked}");
            assert!(answer.body.contains(WRITTEN), "{asked} loses what was written");
        }
    }
}

/// A worker and a leader of another unit: what is there and not theirs answers like what is not there.
#[tokio::test]
async fn to_a_stranger_nothing_is_there() {
    let scene = Scene::assessed();
    let ids = full(&scene);
    let saved = scene.at.login("ulla").await;
    let draft = address("/utkast/{draft}", &ids, true);
    assert_eq!(scene.at.post(&saved, &draft, &[("text", WRITTEN)]).await.status, StatusCode::OK);
    for login in ["umar", "filip"] {
        for (method, route) in every() {
            let asked = format!("{login}: {method} {}", route.path);
            let cookie = scene.at.login(login).await;
            let foreign = ask(&scene, &cookie, &method, &ids, route, true).await;
            let unknown = ask(&scene, &cookie, &method, &ids, route, false).await;
            assert_silent(&scene, &foreign, &asked);
            assert_eq!(foreign.status, unknown.status, "{asked}");
            assert_eq!(foreign.location(), unknown.location(), "{asked}");
            assert_same(&foreign.body, &unknown.body, &asked);
            if route.path.contains('{') {
                assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{asked}");
                let wrote = method == Method::POST && !BUTTONS.contains(&route.path);
                assert!(!wrote || foreign.body.contains(WRITTEN), "{asked} loses the text");
            }
            assert!(!foreign.status.is_server_error(), "{asked}");
        }
    }
}

/// In one's own file, too: what is not there, or stands in another file, is not there.
#[tokio::test]
async fn an_id_from_another_file_is_not_found_in_ones_own() {
    let scene = Scene::assessed();
    let mut ids = full(&scene);
    ids[0].1 = scene.melker.file.to_string();
    ids[2].1 = scene.at.seed_child("Nils", "Berg").person.to_string();
    ids[3].1 = ids[2].1.clone();
    let ulla = scene.at.login("ulla").await;
    for (method, route) in every() {
        let deep = route.path.starts_with("/akt/{file}/") && route.path.matches('{').count() > 1;
        // The number of an entry is not an id: each file has a second entry.
        if deep && !route.path.contains("{seq}") {
            let answer = ask(&scene, &ulla, &method, &ids, route, true).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {}", route.path);
            assert!(!answer.body.contains("Nils"), "{method} {}", route.path);
        }
    }
}

#[tokio::test]
async fn after_the_login_the_same_form_is_sent_again() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path =
        scene.report_path("/bestridande").replace(&format!("/arende/{}", scene.alva.matter), "/post/2");
    let page = scene.at.get(&ulla, &path).await;
    let typed =
        [("person", "Karin"), ("text", "Det stämmer inte alls att hon var hungrig <i>den</i> dagen.")];
    let kept = scene.send("", &path, &page, &typed).await;
    assert_eq!(kept.status, StatusCode::UNAUTHORIZED);
    assert!(kept.body.contains("/logga-in") && kept.body.contains("&#60;i&#62;"));
    let again = scene.send(&ulla, &path, &kept, &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert!(scene.timeline(scene.alva).await.contains("Det stämmer inte alls"));
}

/// The row of a group's list: without a choice the page is drawn again, and is the same whatever was named.
#[tokio::test]
async fn an_unfinished_distribution_tells_nothing_of_what_it_named() {
    let scene = Scene::assessed();
    let ids = full(&scene);
    let filip = scene.at.login("filip").await;
    let ask = async |real: bool| {
        let form = form(&scene, &ids, real);
        let form: Vec<_> = form.iter().filter(|(name, _)| *name != "main").collect();
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        scene.at.post(&filip, "/gruppen/fordela", &form).await
    };
    let (foreign, unknown) = (ask(true).await, ask(false).await);
    assert_same(&foreign.body, &unknown.body, "/gruppen/fordela");
}
