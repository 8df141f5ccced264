//! A month of a unit's reading, from the running month to the signed one.

use axum::http::StatusCode;
use record::organisation::{Change, Post, Term};
use store::{Part, Reason};

use crate::scene::Scene;
use crate::testing::{Answer, TestDesk, text};

const WORDS: &str = "Jag har talat med Oskar, som vikarierade";

/// The page of Ulla's and Oskar's unit for a month.
fn path(desk: &TestDesk, month: &str) -> String {
    format!("/loggkontroll/{}/{month}", desk.actor("ulla").unit)
}

/// Ulla reads her own child; Oskar, without a part in it, for a reason; both in November.
fn november() -> Scene {
    let scene = Scene::assessed();
    let (house, now) = (&scene.at.desk.house, scene.at.now());
    house.look(&scene.at.actor("ulla"), now, scene.alva.file, Part::Child).expect("hers");
    let reason = Reason { code: "cover".into(), words: text("Ulla är på kurs och skolan ringde") };
    house.give_reason(&scene.at.actor("oskar"), now, scene.alva.file, &reason).expect("a colleague may");
    house.look(&scene.at.actor("oskar"), now, scene.alva.file, Part::Timeline).expect("it holds");
    house.look(&scene.at.actor("frida"), now, scene.alva.file, Part::Timeline).expect("she leads");
    scene
}

/// The names of the radio buttons that a page asks with.
fn asked(page: &Answer) -> Vec<String> {
    let fields = page.body.split("name=\"found-").skip(1);
    let mut names: Vec<String> =
        fields.filter_map(|rest| Some(format!("found-{}", rest.split_once('"')?.0))).collect();
    names.dedup();
    names
}

#[tokio::test]
async fn the_running_month_shows_at_once_what_must_be_looked_at() {
    let scene = november();
    let frida = scene.at.login("frida").await;
    let page = scene.at.get(&frida, &path(&scene.at, "2026-11")).await;
    assert_eq!(page.status, StatusCode::OK);
    for told in
        ["Utredningsgrupp 1", "november 2026", "Oskar Blom", "Angivet skäl", "skolan ringde", "Alva Lövdahl"]
    {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    assert!(!page.body.contains("Stickprov") || page.body.contains("Stickprovet dras"), "not yet drawn");
    assert!(page.body.contains("visas inte här"), "hers is another's to check");
    assert!(asked(&page).is_empty() && !page.body.contains("Underteckna kontrollen"));
    let early = scene.at.post(&frida, &path(&scene.at, "2026-11"), &[("words", WORDS)]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY || early.status == StatusCode::CONFLICT);
    assert!(early.body.contains("Månaden pågår"));
}

#[tokio::test]
async fn a_month_is_signed_with_an_outcome_for_everything_and_words() {
    let scene = november();
    let at = &scene.at;
    at.desk.clock.advance(10);
    let (frida, url) = (at.login("frida").await, path(at, "2026-11"));
    let page = at.get(&frida, &url).await;
    assert!(
        page.body.contains("Stickprov") && page.body.contains("Ulla Ekdahl"),
        "the sample: {}",
        page.body
    );
    let fields = asked(&page);
    assert!(fields.len() >= 2, "{fields:?}");

    let refused = at.post(&frida, &url, &[("words", WORDS), (&fields[0], "needed")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(WORDS) && refused.body.contains("checked"), "what was typed is kept");
    let mut form: Vec<(&str, &str)> = fields.iter().map(|name| (name.as_str(), "needed")).collect();
    let wordless = at.post(&frida, &url, &form).await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    form.push(("words", WORDS));
    for _ in 0..2 {
        let signed = at.post(&frida, &url, &form).await;
        assert_eq!(
            signed.location(),
            "/loggkontroll?gjort=undertecknat",
            "sent twice, done once: {}",
            signed.body
        );
    }
    let page = at.get(&frida, &url).await.body;
    assert!(page.contains("Undertecknad av <bdi>Frida Månsson") && page.contains(WORDS), "{page}");
    assert!(page.contains("Någon annan behöver också kontrollera: <bdi>Frida Månsson"), "her own reading");
    let list = at.get(&frida, "/loggkontroll?gjort=undertecknat").await.body;
    assert!(list.contains("november 2026") && list.contains("Frida Månsson"), "{list}");

    // Whoever else leads the unit sees what she read, and the month is done when they have signed as well.
    let enar = at.login("enar").await;
    let page = at.get(&enar, &url).await;
    let outcomes = asked(&page);
    let mut form: Vec<(&str, &str)> = outcomes.iter().map(|name| (name.as_str(), "needed")).collect();
    form.push(("words", "Också Fridas läsningar"));
    assert_eq!(at.post(&enar, &url, &form).await.status, StatusCode::SEE_OTHER);
    assert!(!at.get(&frida, &url).await.body.contains("Någon annan behöver också kontrollera"));
}

/// A glass that nobody has looked into holds the month open.
/// ASVS V7.5.3: what answers for a month of reading is signed by somebody who has just shown who they are.
#[tokio::test]
async fn v7_5_3_signing_asks_who_it_is_and_gives_back_what_was_typed() {
    let scene = november();
    let at = &scene.at;
    at.desk.clock.advance(10);
    let (frida, url) = (at.login_of_old("frida").await, path(at, "2026-11"));
    let fields = asked(&at.get(&frida, &url).await);
    let mut form: Vec<(&str, &str)> = fields.iter().map(|name| (name.as_str(), "needed")).collect();
    form.push(("words", WORDS));
    let stopped = at.post(&frida, &url, &form).await;
    assert!(stopped.status == StatusCode::UNAUTHORIZED && stopped.hidden("words") == WORDS);
    let frida = at.post(&frida, "/logga-in/styrk", &[]).await.session();
    assert_eq!(at.post(&frida, &url, &form).await.location(), "/loggkontroll?gjort=undertecknat");
}

/// Whoever has left the unit when the month is over has read in it all the same.
#[tokio::test]
async fn the_month_of_somebody_who_left_during_it_is_looked_at() {
    let scene = november();
    let at = &scene.at;
    let house = &at.desk.house;
    let oskar = at.actor("oskar").staff;
    let whole = house.establishment();
    let ends = |post: &Post| Post { term: Term { to: Some(at.now().today), ..post.term }, ..post.clone() };
    let own = whole.posts.iter().filter(|post| post.staff == oskar);
    let ended: Vec<Change> = own.map(|post| Change::Post(ends(post))).collect();
    assert!(!ended.is_empty(), "he had a post");
    house.organise(None, at.now(), ended).expect("his last day");
    at.desk.clock.advance(10);
    assert!(house.organisation(at.now().today).member(oskar).is_none(), "he is gone");
    let frida = at.login("frida").await;
    let page = at.get(&frida, &path(at, "2026-11")).await;
    assert!(page.body.contains("Oskar Blom") && page.body.contains("skolan ringde"), "{}", page.body);
}

#[tokio::test]
async fn a_month_waits_for_the_review_of_a_glass() {
    let scene = Scene::assessed();
    let at = &scene.at;
    let purpose = Reason { code: "danger".into(), words: text("Polisen har Alva hos sig") };
    at.desk.house.break_glass(&at.actor("moa"), at.now(), scene.alva.file, &purpose).expect("reception may");
    at.desk.clock.advance(10);
    let (frida, url) = (at.login("frida").await, format!("/loggkontroll/{}/2026-11", at.actor("moa").unit));
    let page = at.get(&frida, &url).await;
    assert!(page.body.contains("Nödöppning") && page.body.contains("Polisen har Alva"), "{}", page.body);
    let fields = asked(&page);
    let mut form: Vec<(&str, &str)> = fields.iter().map(|name| (name.as_str(), "needed")).collect();
    form.push(("words", WORDS));
    let waits = at.post(&frida, &url, &form).await;
    assert_eq!(waits.status, StatusCode::CONFLICT);
    assert!(waits.body.contains("En nödöppning är inte granskad") && waits.body.contains(WORDS));
    let glass = at.desk.house.glasses_to_review(&at.actor("frida")).expect("a list")[0].id;
    let found = Reason { code: "needed".into(), words: text("Moa ringde mig") };
    at.desk.house.review_glass(&at.actor("frida"), at.now(), glass, &found).expect("closed");
    assert_eq!(at.post(&frida, &url, &form).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn it_is_for_whoever_leads_the_unit_and_is_itself_in_the_log() {
    let scene = november();
    let at = &scene.at;
    for login in ["ulla", "oskar", "mia", "umar", "filip", "olga"] {
        let cookie = at.login(login).await;
        for month in ["2026-11", "2026-10", "nonsense"] {
            let answer = at.get(&cookie, &path(at, month)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login} {month}");
        }
    }
    assert_eq!(at.get(&at.login("ulla").await, "/loggkontroll").await.status, StatusCode::NOT_FOUND);
    let frida = at.login("frida").await;
    at.get(&frida, &path(at, "2026-11")).await;
    let (house, actor) = (&at.desk.house, at.actor("frida").staff.uuid());
    let looks = house.db.read(|tx| store::access_log::of_actor(tx, house.authority.0, actor, i64::MAX, 100));
    let looks =
        looks.expect("the log").into_iter().filter(|look| look.part == "log_check").collect::<Vec<_>>();
    let [look] = looks.as_slice() else { panic!("one row for one showing: {looks:?}") };
    assert_eq!(look.stream, None);
    let shown = house.db.read(|tx| store::access_log::listed(tx, house.keys(), house.authority.0, look.look));
    assert_eq!(shown.expect("sealed ids"), [scene.alva.file.uuid()]);
}
