//! Breaking the glass, from the search to the closed review.

use axum::http::StatusCode;
use record::person::{FactSource, PersonCommand, PersonFact, ProtectionLevel, Sourced};
use store::{HOLDS_US, Now, Part, Reason, Step, Trouble};

use crate::pages;
use crate::scene::Scene;
use crate::testing::{Answer, Child, TestDesk, text};

const WORDS: &str = "Polisen har Alva hos sig och frågar vart hon ska";
const FOUND: &str = "Jag har talat med Moa och polisen";
const BANNER: &str = "Nödöppnad akt. Du kan läsa till 10.00.";

fn path(child: Child, end: &str) -> String {
    format!("/akt/{}{end}", child.file)
}

/// Moa of reception breaks the glass, for a purpose.
async fn breaks(scene: &Scene, purpose: &str) -> Answer {
    let moa = scene.at.login("moa").await;
    let form = [("reason", purpose), ("words", WORDS)];
    scene.at.post(&moa, &path(scene.alva, "/nod"), &form).await
}

/// Where the review is, by the link on somebody's Min dag.
async fn review_link(desk: &TestDesk, login: &str) -> Option<String> {
    let day = desk.get(&desk.login(login).await, "/").await.body;
    let rest = day.split_once("href=\"/nodoppning/").map(|(_, rest)| rest)?;
    rest.split_once('"').map(|(id, _)| format!("/nodoppning/{id}"))
}

#[tokio::test]
async fn duty_is_led_by_the_exact_number_says_why_and_reads() {
    let scene = Scene::assessed();
    let (at, nod) = (&scene.at, path(scene.alva, "/nod"));
    let moa = at.login("moa").await;
    assert_eq!(at.get(&moa, &path(scene.alva, "")).await.status, StatusCode::NOT_FOUND);
    let by_name = at.post(&moa, "/sok", &[("q", "Alva")]).await.body;
    assert!(!by_name.contains("/nod"), "a name leads nowhere");
    let found = at.post(&moa, "/sok", &[("q", &scene.alva.number.to_string())]).await.body;
    assert!(found.contains(&format!("href=\"{nod}\"")), "{found}");

    let page = at.get(&moa, &nod).await.body;
    assert!(page.contains("Ulla Ekdahl") && page.contains("läsa till 10.00"), "whom to ask, until when");
    assert!(!page.contains("Alva"), "nothing of what stands in the file");
    for form in [[("reason", ""), ("words", WORDS)], [("reason", "danger"), ("words", " ")]] {
        let refused = at.post(&moa, &nod, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(form[0].1 == "danger" || refused.body.contains(WORDS), "what was typed is kept");
    }
    assert_eq!(at.get(&moa, &path(scene.alva, "")).await.status, StatusCode::NOT_FOUND, "not yet");

    let broken = breaks(&scene, "present").await;
    assert_eq!((broken.status, broken.location()), (StatusCode::SEE_OTHER, path(scene.alva, "").as_str()));
    let page = at.get(&moa, &path(scene.alva, "")).await.body;
    assert!(page.contains(BANNER) && page.contains("Alva") && !page.contains("/anteckning"), "{page}");
    let again = at.get(&moa, &nod).await;
    assert_eq!(again.location(), path(scene.alva, ""), "while it holds it is not broken again");
    let note = at.post(&moa, &path(scene.alva, "/anteckning"), &[("text", WORDS)]).await;
    assert_eq!(note.status, StatusCode::NOT_FOUND);
    assert!(note.body.contains(WORDS), "nothing typed is lost");
    let sibling = at.get(&moa, &path(scene.melker, "")).await;
    assert_eq!(sibling.status, StatusCode::NOT_FOUND, "one file, not the family's");
}

/// Whatever page of the file is opened through the glass: it says so, or it is not there.
#[tokio::test]
async fn every_page_of_the_file_says_that_the_glass_is_broken() {
    let scene = Scene::assessed();
    breaks(&scene, "danger").await;
    let moa = scene.at.login("moa").await;
    let (mut told, mut closed) = (0, 0);
    for route in pages::routes().table().iter().filter(|route| route.reads) {
        let rest = route
            .path
            .strip_prefix("/akt/{file}")
            .map(|rest| rest.replace("{matter}", &scene.alva.matter.to_string()));
        let Some(rest) = rest.filter(|rest| rest != "/nod").map(|rest| rest.replace("{seq}", "2")) else {
            continue;
        };
        let rest =
            rest.replace("{person}", &scene.karin.to_string()).replace("{party}", &scene.karin.to_string());
        if rest.contains('{') {
            continue;
        }
        let page = scene.at.get(&moa, &path(scene.alva, &rest)).await;
        match page.status {
            StatusCode::NOT_FOUND => closed += 1,
            StatusCode::OK => {
                assert!(page.body.contains(BANNER), "{rest}");
                told += 1;
            }
            other => panic!("{rest}: {other}"),
        }
    }
    assert!(told >= 3 && closed > 10, "{told} told, {closed} closed");
    let own = scene.at.get(&moa, "/sok").await.body;
    assert!(!own.contains("Nödöppnad akt"), "elsewhere nothing is told");
}

#[tokio::test]
async fn who_leads_the_unit_is_told_at_once_and_closes_it() {
    let scene = Scene::assessed();
    let at = &scene.at;
    assert_eq!(review_link(at, "frida").await, None);
    breaks(&scene, "danger").await;
    let link = review_link(at, "frida").await.expect("on her Min dag");
    let (frida, moa) = (at.login("frida").await, at.login("moa").await);
    assert!(at.get(&frida, "/").await.body.contains("mark lit"), "it lights the lantern");
    at.get(&moa, &path(scene.alva, "/tidslinje")).await;

    let page = at.get(&frida, &link).await.body;
    for told in ["Moa Yıldız", "Ett barn är i fara nu", WORDS, "Tidslinjen", "09.00–10.00"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("Lövdahl") && !page.contains("<title>Alva"), "the notice names no child");
    for login in ["moa", "mia", "ulla", "filip"] {
        let cookie = at.login(login).await;
        assert_eq!(at.get(&cookie, &link).await.status, StatusCode::NOT_FOUND, "{login}");
        let closed = at.post(&cookie, &link, &[("reason", "needed"), ("words", FOUND)]).await;
        assert_eq!(closed.status, StatusCode::NOT_FOUND, "{login}");
    }
    let empty = at.post(&frida, &link, &[("words", FOUND)]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.body.contains(FOUND));
    let readers = at.get(&frida, &path(scene.alva, "/lasare")).await.body;
    assert!(readers.contains("Granskas av den som leder enheten"), "{readers}");
    for _ in 0..2 {
        let closed = at.post(&frida, &link, &[("reason", "needed"), ("words", FOUND)]).await;
        assert_eq!(closed.location(), "/?gjort=granskat", "sent twice, done once");
    }
    let other = at.post(&frida, &link, &[("reason", "unfounded"), ("words", "Jag har ändrat mig")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "what is closed is closed");
    assert!(other.body.contains("Jag har ändrat mig") && other.body.contains(FOUND));

    assert_eq!(review_link(at, "frida").await, None);
    let readers = at.get(&at.login("ulla").await, &path(scene.alva, "/lasare")).await.body;
    for told in ["Moa Yıldız", "Nödöppning", WORDS, "Granskad av Frida Månsson", "Läsningen behövdes", FOUND]
    {
        assert!(readers.contains(told), "{told}: {readers}");
    }
}

/// Everybody else is answered as if there were no such file and no such page.
#[tokio::test]
async fn who_may_not_break_it_learns_nothing() {
    let scene = Scene::assessed();
    let at = &scene.at;
    let nowhere = format!("/akt/{}/nod", at.desk.house.new_id(at.now()));
    let form = [("reason", "danger"), ("words", WORDS)];
    for login in ["umar", "filip", "oskar", "olga", "enar", "ulla", "frida"] {
        let cookie = at.login(login).await;
        let (there, nothing) =
            (at.get(&cookie, &path(scene.alva, "/nod")).await, at.get(&cookie, &nowhere).await);
        assert_eq!((there.status, &there.body), (StatusCode::NOT_FOUND, &nothing.body), "{login}");
        let (sent, lost) = (
            at.post(&cookie, &path(scene.alva, "/nod"), &form).await,
            at.post(&cookie, &nowhere, &form).await,
        );
        assert_eq!((sent.status, lost.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{login}");
        assert!(sent.body.contains(WORDS) && sent.body.len() == lost.body.len(), "{login}");
        let found = at.post(&cookie, "/sok", &[("q", &scene.alva.number.to_string())]).await.body;
        assert!(!found.contains("/nod"), "{login}");
    }
    let jon = at.login("jon").await;
    assert_eq!(at.get(&jon, &nowhere).await.status, StatusCode::NOT_FOUND, "nor duty of what is not there");
    assert_eq!(review_link(at, "frida").await, None, "nothing was broken");
}

#[tokio::test]
async fn it_holds_for_an_hour() {
    let scene = Scene::assessed();
    breaks(&scene, "danger").await;
    let (house, moa, then) = (&scene.at.desk.house, scene.at.actor("moa"), scene.at.now());
    let after = |us: i64, who: &record::Actor| {
        let instant = jiff::Timestamp::from_microsecond(then.micros() + us).expect("an instant");
        house.look(who, Now { instant, ..then }, scene.alva.file, Part::Child)
    };
    assert!(after(HOLDS_US - 1, &moa).is_ok());
    assert_eq!(after(HOLDS_US, &moa).map(|_| ()), Err(Trouble::NotFound));
    assert_eq!(after(0, &scene.at.actor("mia")).map(|_| ()), Err(Trouble::NotFound), "each their own");
}

/// Danger and nothing else, the child's page and the timeline and nothing else, and nobody else who is protected by name.
#[tokio::test]
async fn over_a_protected_child_the_glass_shows_less() {
    let scene = Scene::assessed();
    let at = &scene.at;
    let marked =
        PersonFact::Protection(Sourced::new(ProtectionLevel::Marked, FactSource::Worker, at.now().today));
    let commands = vec![PersonCommand::ChangeFact { fact: marked, reason: None }];
    at.wish("ulla", vec![Step::Person { person: scene.alva.person, commands }]).expect("protected now");
    let moa = at.login("moa").await;
    let page = at.get(&moa, &path(scene.alva, "/nod")).await.body;
    assert!(page.contains("skyddade uppgifter") && !page.contains("value=\"present\""), "{page}");
    let refused = breaks(&scene, "present").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = Reason { code: "present".into(), words: text(WORDS) };
    let broken = at.desk.house.break_glass(&at.actor("moa"), at.now(), scene.alva.file, &words);
    assert_eq!(broken, Err(Trouble::NotFound), "nor without the page");

    assert_eq!(breaks(&scene, "danger").await.status, StatusCode::SEE_OTHER);
    let child = at.get(&moa, &path(scene.alva, "")).await.body;
    assert!(child.contains(BANNER) && child.contains("Karin") && !child.contains("Pär"), "{child}");
    let timeline = at.get(&moa, &path(scene.alva, "/tidslinje")).await;
    assert!(timeline.status == StatusCode::OK && timeline.body.contains("hungrig"));
    for closed in ["/lasare", "/personer", "/anteckning"] {
        let answer = at.get(&moa, &path(scene.alva, closed)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{closed}");
        assert!(!child.contains(&path(scene.alva, closed)), "no link leads nowhere: {closed}");
    }
}

/// Reception sees its own new report and nothing else. The glass shows the rest, and its own work goes on meanwhile.
#[tokio::test]
async fn reception_breaks_it_from_its_own_report_and_goes_on_working() {
    let scene = Scene::assessed();
    let at = &scene.at;
    let mia = at.login("mia").await;
    let matter = record::MatterId::new(at.desk.house.new_id(at.now()));
    let report = record::Command::ReceiveReport(matter, crate::testing::report());
    at.act("mia", scene.alva.file, vec![report]).expect("a second report");
    let link = format!("href=\"{}\"", path(scene.alva, "/nod"));
    let own = at.get(&mia, &path(scene.alva, "")).await.body;
    assert!(own.contains(&link) && !own.contains("Nödöppnad akt"), "{own}");
    let form = [("reason", "present"), ("words", WORDS)];
    assert_eq!(at.post(&mia, &path(scene.alva, "/nod"), &form).await.status, StatusCode::SEE_OTHER);
    let whole = at.get(&mia, &path(scene.alva, "")).await.body;
    assert!(whole.contains(BANNER) && whole.contains("2026-1") && !whole.contains(&link));
    let assess = at.get(&mia, &path(scene.alva, &format!("/arende/{matter}/skydd"))).await;
    assert_eq!(assess.status, StatusCode::OK, "her own form, on her own ground");
    assert!(!assess.body.contains("Nödöppnad akt"));
}
