//! What people meet when the database goes away: what they wrote is given back with a calm word, and sent again it stands once.

use axum::http::header;
use testhome::TestHome;

use crate::scene::Scene;
use crate::testing::{Answer, TestDesk, lyktinge, report};

/// Alva and Melker in a home that is chosen, and Ulla, who has them.
async fn scene_in(home: TestHome) -> (Scene, String) {
    let scene = Scene::registered_at(TestDesk::within(home, lyktinge()), &report());
    scene.at.distribute(scene.alva, "ulla");
    let ulla = scene.at.login("ulla").await;
    (scene, ulla)
}

/// An answer that gives back what was written, so that it can be sent again.
fn expect_given_back(answer: &Answer, title: &str, wrote: &str) {
    assert_eq!(answer.status, 503);
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    for words in [title, wrote, "Skicka igen"] {
        assert!(answer.body.contains(words), "{words} in {}", answer.body);
    }
}

async fn times_on_the_timeline(scene: &Scene, words: &str) -> usize {
    scene.timeline(scene.alva).await.matches(words).count()
}

#[tokio::test]
async fn a_form_sent_while_the_database_is_away_is_given_back_and_stands_once_when_it_is_there() {
    let (scene, ulla) = scene_in(TestHome::on_a_server_of_its_own()).await;
    let path = scene.path("/anteckning");
    let page = scene.at.get(&ulla, &path).await;
    scene.at.home.stop_server();
    let wrote = [("text", "Mormor ringde och var orolig.")];
    let away = scene.send(&ulla, &path, &page, &wrote).await;
    expect_given_back(&away, "Servern som sparar svarar inte just nu", wrote[0].1);
    let reading = scene.at.get(&ulla, &path).await;
    assert_eq!(reading.status, 503);
    assert!(reading.body.contains("Inget nytt har sparats"), "{}", reading.body);
    let stranger = scene.at.post("", "/logga-in", &[("login", "ulla")]).await;
    assert_eq!(stranger.status, 503, "nobody is let in who cannot be looked up");

    scene.at.home.start_server();
    assert_eq!(times_on_the_timeline(&scene, wrote[0].1).await, 0);
    for _ in 0..2 {
        assert_eq!(scene.send(&ulla, &path, &away, &[]).await.status, 303);
    }
    assert_eq!(times_on_the_timeline(&scene, wrote[0].1).await, 1);
}

/// The server has done it, and the answer is lost: it is said that this is not known, and the same form finds that it was done.
#[tokio::test]
async fn a_form_whose_answer_was_lost_is_given_back_and_stands_once() {
    let (scene, ulla) = scene_in(TestHome::over_a_line()).await;
    let (path, line) = (scene.path("/anteckning"), scene.at.home.line());
    let page = scene.at.get(&ulla, &path).await;
    let before = line.commits();
    let other = [("text", "Skolan ringde tillbaka.")];
    assert_eq!(scene.send(&ulla, &path, &page, &other).await.status, 303);
    let commits = line.commits() - before;

    let page = scene.at.get(&ulla, &path).await;
    line.cut_at(testhome::Cut::After, commits);
    line.close();
    let wrote = [("text", "Mormor ringde och var orolig.")];
    let lost = scene.send(&ulla, &path, &page, &wrote).await;
    line.open();
    expect_given_back(&lost, "Det är oklart om det sparades", wrote[0].1);
    assert_eq!(times_on_the_timeline(&scene, wrote[0].1).await, 1, "it was");
    assert_eq!(scene.send(&ulla, &path, &lost, &[]).await.status, 303);
    assert_eq!(times_on_the_timeline(&scene, wrote[0].1).await, 1);
}
