//! Somebody on duty for two municipalities, and somebody who works for one of them alone.

use axum::http::StatusCode;
use store::accounts::{Binding, By};
use store::sessions::Proof;

use crate::testing::{Child, TestDesk, nine};
use crate::town::{Town, identity};

/// How often a child's file has been opened, as the authority that has it knows. Asking is an opening.
fn readings(desk: &TestDesk, child: Child) -> usize {
    let (_, looked) = desk.desk.house.readers(&desk.actor("ulla"), desk.now(), child.file).expect("hers");
    looked.len()
}

/// Ulla has a child in each. In either authority she sees that one's child and never the other's, by every way to it; what she opens is written down
/// there and not in the other.
#[tokio::test]
async fn each_is_read_under_its_own_scope_and_log() {
    let town = Town::new();
    let children = [("Tindra", 0), ("Sigrid", 1)].map(|(name, which)| {
        let desk = &town.desks[which];
        let child = desk.seed_child(name, "Planterad");
        desk.distribute(child, "ulla");
        child
    });
    town.binds(0, "ulla", "7");
    town.binds(1, "ulla", "7");
    let (first, leads) = town.comes_in("7").expect("in");
    assert_eq!(leads, "/myndighet?till=%2Fmer", "they choose");
    assert!(first.starts_with("lykta=1."), "{first}");
    let page = town.get(&first, &leads).await;
    assert!(page.status == StatusCode::OK && page.body.contains("value=\"2\""), "{}", page.body);
    assert!(!page.body.contains("Tindra") && !page.body.contains("Sigrid"));

    let there = town.goes(&first, "2").await;
    assert_eq!(there.location(), "/");
    let second = there.session();
    assert!(second.starts_with("lykta=2."), "{second}");
    assert_eq!(town.get(&first, "/").await.location(), "/logga-in", "the session here has ended");
    let back = town.goes(&second, "1").await.session();
    let again = town.goes(&back, "2").await.session();
    for (cookie, own, other, which) in [
        (&again, children[1], children[0], 1),
        (&town.comes_in("7").expect("in").0, children[0], children[1], 0),
    ] {
        let (name, foreign) = if which == 1 { ("Sigrid", "Tindra") } else { ("Tindra", "Sigrid") };
        let day = town.get(cookie, "/").await.body;
        assert!(day.contains(name) && !day.contains(foreign), "{name}");
        let before = [0, 1].map(|which| readings(&town.desks[which], children[which]));
        assert_eq!(town.get(cookie, &format!("/akt/{}", own.file)).await.status, StatusCode::OK);
        let not = town.get(cookie, &format!("/akt/{}", other.file)).await;
        assert!(not.status == StatusCode::NOT_FOUND && !not.body.contains(foreign));
        let found = town.desks[0].post(cookie, "/sok", &[("q", &other.number.to_string())]).await;
        assert!(!found.body.contains(foreign), "nor by the number");
        let after = [0, 1].map(|which| readings(&town.desks[which], children[which]));
        assert!(
            after[which] > before[which] + 1 && after[1 - which] == before[1 - which] + 1,
            "{before:?} {after:?}"
        );
    }
}

/// A secret that is shown at another door than its own is nobody's there.
#[tokio::test]
async fn a_session_is_one_authoritys_whatever_number_is_written_before_it() {
    let town = Town::new();
    town.binds(0, "ulla", "7");
    town.binds(1, "ulla", "7");
    let (first, _) = town.comes_in("7").expect("in");
    let secret = first.strip_prefix("lykta=1.").expect("the first");
    for forged in [format!("lykta=2.{secret}"), format!("lykta=3.{secret}"), "lykta=2.".to_owned()] {
        assert_eq!(town.get(&forged, "/").await.location(), "/logga-in", "{forged}");
    }
    let second = town.goes(&first, "2").await.session();
    let secret = second.strip_prefix("lykta=2.").expect("the second");
    for forged in [format!("lykta=1.{secret}"), format!("lykta={secret}")] {
        assert_eq!(town.get(&forged, "/").await.location(), "/logga-in", "{forged}");
    }
    assert_eq!(town.get(&second, "/").await.status, StatusCode::OK);
}

/// Whoever has an account in one authority is led to no other: not by a guess, not by the same id there, and not by a login that somebody here has
/// bound to their account.
#[tokio::test]
async fn what_a_session_was_begun_with_leads_on_and_nothing_else_does() {
    let town = Town::new();
    town.binds(0, "ulla", "7");
    town.binds(1, "ulla", "7");
    town.binds(0, "mia", "8");
    // Somebody here has given themselves a code to Ulla's account: it is good here, and leads no further.
    town.binds(0, "ulla", "9");
    for subject in ["8", "9"] {
        let (cookie, leads) = town.comes_in(subject).expect("in");
        assert_eq!(leads, "/mer", "there is nothing to choose");
        let page = town.get(&cookie, "/myndighet").await;
        assert!(page.status == StatusCode::OK && !page.body.contains("name=\"authority\""), "{}", page.body);
        for number in ["2", "3", "1", "", "x"] {
            let no = town.goes(&cookie, number).await;
            assert_eq!(no.status, StatusCode::NOT_FOUND, "{subject} {number}");
        }
        assert_eq!(town.get(&cookie, "/").await.status, StatusCode::OK, "the session here goes on");
    }
    // The button of the demo stands for no login that another authority could know.
    let button = town.desks[0].login("ulla").await;
    assert_eq!(town.goes(&button, "2").await.status, StatusCode::NOT_FOUND);
}

/// Closed in one authority the account leads there no more, and in the other work goes on.
#[tokio::test]
async fn an_account_that_is_closed_there_leads_there_no_more() {
    let town = Town::new();
    town.binds(0, "ulla", "7");
    town.binds(1, "ulla", "7");
    let (first, _) = town.comes_in("7").expect("in");
    let second = town.goes(&first, "2").await.session();
    let (house, now_us) = (&town.desks[1].desk.house, nine().as_microsecond());
    let ulla = town.desks[1].actor("ulla").staff.uuid();
    let ended = house.close_account(ulla, By::Operator, now_us).expect("asked").expect("it was open");
    assert_eq!(ended.sessions, 1);
    assert_eq!(town.get(&second, "/").await.location(), "/logga-in");
    let (first, leads) = town.comes_in("7").expect("in the other");
    assert_eq!(leads, "/mer");
    assert_eq!(town.goes(&first, "2").await.status, StatusCode::NOT_FOUND);
    // Whoever is given a new code there has bound another login: the old one is not it.
    let code = house.open_account(ulla, By::Operator, (now_us + 1, now_us + 1_000_000)).expect("a code");
    assert_eq!(house.bind_login(&code, &identity("10"), now_us + 1), Ok(Binding::Bound(ulla)));
    assert_eq!(town.goes(&first, "2").await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.comes_in("10").expect("in").0.split('.').next(), Some("lykta=2"), "their own door");
}

/// Going back and forth makes no session last longer than a working day.
#[tokio::test]
async fn changing_authority_does_not_begin_the_day_anew() {
    let town = Town::new();
    town.binds(0, "ulla", "7");
    town.binds(1, "ulla", "7");
    let (first, _) = town.comes_in("7").expect("in");
    let second = town.goes(&first, "2").await.session();
    let secret = second.strip_prefix("lykta=2.").expect("the second").parse().expect("a secret");
    let house = &town.desks[1].desk.house;
    let (now_us, limits) = (nine().as_microsecond(), crate::visitor::LIMITS);
    let session = house.db.read(|tx| store::sessions::find(tx, 2, &secret, now_us, limits)).expect("read");
    let session = session.expect("it runs");
    assert_eq!(session.ends_us, now_us + limits.absolute_us, "when it would have ended");
    assert_eq!(session.proof, Proof { level: 3, at_us: now_us }, "and what was shown is what was shown");
    assert!(town.get(&second, "/myndighet").await.body.contains("value=\"1\""), "and back");
}
