//! Sending what was drawn up: to a provider outside the authority, to the family.

use crate::party::To;
use crate::service_scene::{NOT_QUOTED, QUOTED, ServiceScene};
use crate::testing::Answer;

const ADDRESS: &str = "Provbolaget AB\nTestgatan 1\n123 45 Testköping";

/// The addresses of the copies that a page leads to.
fn copies(page: &Answer, path: &str) -> Vec<String> {
    let start = format!("href=\"{path}/");
    let found = page.body.match_indices(&start).map(|(at, _)| &page.body[at + start.len()..]);
    found.map(|rest| format!("{path}/{}", rest.split('"').next().unwrap_or_default())).collect()
}

#[tokio::test]
async fn a_provider_outside_gets_the_assignment_and_nothing_else() {
    let at = ServiceScene::granted_outside();
    let ulla = at.scene.at.login("ulla").await;
    let (seq, place) = at.quoted();
    let given = at.scene.fill(&ulla, &at.path("uppdrag"), &[("needs", &format!("{seq}.{place}"))]).await;
    let path = at.path("skicka/uppdrag");
    assert_eq!(given.location(), format!("{path}?gjort=uppdrag-skrivet"));
    let next = at.scene.at.get(&ulla, &at.path("insats")).await.body;
    assert!(next.contains("Skicka uppdraget till utföraren"), "the next thing is to send it");

    let nobody = at.scene.fill(&ulla, &path, &[]).await;
    assert!(nobody.status == 422 && nobody.body.contains("Välj hur minst en mottagare"));
    let nowhere = at.scene.fill(&ulla, &path, &[("way-provider", "letter")]).await;
    assert!(nowhere.status == 422 && nowhere.body.contains("id=\"address-provider-error\""));
    assert!(nowhere.body.contains("value=\"letter\" selected"), "what was chosen is still chosen");

    let nothing = [("way-provider", "letter"), ("address-provider", ADDRESS)];
    let carried = at.scene.fill(&ulla, &path, &nothing).await;
    assert!(
        carried.status == 422 && carried.body.contains("id=\"rests-provider-error\""),
        "{}",
        carried.body
    );
    assert!(carried.body.contains("10 kap. 2 § OSL") && carried.body.contains("26 kap. 9 § OSL"));
    assert!(carried.body.contains("Testgatan 1"), "and nothing typed is lost");

    let typed = [&nothing[..], &[("rests-provider", "U07")]].concat();
    let sent = at.scene.fill(&ulla, &path, &typed).await;
    assert_eq!(sent.location(), format!("{path}?gjort=skickat"));
    let page = at.scene.at.get(&ulla, &path).await;
    assert!(page.body.contains("Provbolaget AB, ") && page.body.contains("Testgatan 1"), "known next time");
    let letter = at.scene.at.get(&ulla, &copies(&page, &path)[0]).await.body;
    for words in ["Testgatan 1", "Uppdrag", QUOTED, "Att vi äter middag varje dag.", "gäller Alva"] {
        assert!(letter.contains(words), "{words}");
    }
    for words in [NOT_QUOTED, "Skälet till att barnets samtycke räcker."] {
        assert!(!letter.contains(words), "{words}");
    }
    let next = at.scene.at.get(&ulla, &at.path("insats")).await.body;
    assert!(next.contains("Skriv in utförarens svar"));
    assert!(at.scene.timeline(at.scene.alva).await.contains("Uppdraget skickat till Provbolaget AB"));
}

#[tokio::test]
async fn the_provider_sends_the_plan_and_a_childs_words_are_tested_first() {
    let at = ServiceScene::planned();
    let olga = at.scene.at.login("olga").await;
    let path = at.path("skicka/genomforandeplan");
    let page = at.scene.at.get(&olga, &path).await;
    assert!(!page.body.contains("name=\"way-provider\""), "she reads it here");
    let to = To::person(&at.open().file, at.scene.karin);
    let (way, release) = (to.name("way"), to.name("release"));

    at.scene.send(&olga, &path, &page, &[(&way, "in_person")]).await;
    let page = at.scene.at.get(&olga, &path).await;
    let without = at.scene.at.get(&olga, &copies(&page, &path)[0]).await.body;
    assert!(without.contains("Mål 1") && without.contains("middagar i veckan"));
    assert!(!without.contains("Jag äter middag hemma."), "nobody has tested it");

    let boxed = page.body.split(&format!("name=\"{release}\" value=\"")).nth(2).expect("the first goal");
    let value = boxed.split('"').next().expect("a value").to_owned();
    at.scene.send(&olga, &path, &page, &[(&way, "in_person"), (&release, &value)]).await;
    let page = at.scene.at.get(&olga, &path).await;
    let with = at.scene.at.get(&olga, &copies(&page, &path)[0]).await.body;
    assert!(with.contains("Jag äter middag hemma.") && !with.contains("Jag somnar i min egen säng."));
}

#[tokio::test]
async fn what_is_not_drawn_up_is_not_there_to_send() {
    let at = ServiceScene::planned();
    let (olga, ulla) = (at.scene.at.login("olga").await, at.scene.at.login("ulla").await);
    let of_investigation = |what: &str| at.scene.path(&format!("/arende/{}/skicka/{what}", at.investigation));
    for what in ["utredningsplan", "uppdrag", "vadsomhelst"] {
        assert_eq!(at.scene.at.get(&ulla, &of_investigation(what)).await.status, 404, "{what}");
        assert_eq!(at.scene.at.get(&olga, &of_investigation(what)).await.status, 404, "{what}");
    }
    let copy = format!("{}/1", at.path("skicka/uppdrag"));
    assert_eq!(at.scene.at.get(&ulla, &copy).await.status, 404, "the first entry is no copy");
}

/// A consent is offered where it holds for what is sent, and carries it to the receiver it was given for; not to another, and not when it is
/// taken back.
#[tokio::test]
async fn a_consent_carries_what_it_reaches_to_whom_it_was_given_for() {
    let at = ServiceScene::granted_outside();
    let ulla = at.scene.at.login("ulla").await;
    let (seq, place) = at.quoted();
    at.scene.fill(&ulla, &at.path("uppdrag"), &[("needs", &format!("{seq}.{place}"))]).await;
    let (path, register) = (at.path("skicka/uppdrag"), at.scene.path("/samtycken"));
    let karin = at.scene.karin.to_string();
    let consent = |kind| {
        let of = [("recipient", "Provbolaget AB"), ("purpose", "Insatsen"), ("text", "Det som behövs")];
        [&of[..], &[("person", &*karin), ("kind", kind)]].concat()
    };
    at.scene.fill(&ulla, &register, &consent("health")).await;
    let page = at.scene.at.get(&ulla, &path).await.body;
    assert!(!page.contains("value=\"U04:"), "what it does not reach it is not offered for");
    at.scene.fill(&ulla, &register, &consent("service")).await;
    let page = at.scene.at.get(&ulla, &path).await.body;
    let id = page.split("value=\"U04:").nth(1).and_then(|rest| rest.split('"').next()).expect("offered");
    let rests = format!("U04:{id}");
    let to =
        |address| [("way-provider", "letter"), ("address-provider", address), ("rests-provider", &*rests)];
    let other = at.scene.fill(&ulla, &path, &to("Annat bolag AB")).await;
    assert!(other.status == 422 && other.body.contains("räcker till allt som lämnas"), "{}", other.body);
    let sent = at.scene.fill(&ulla, &path, &to(ADDRESS)).await;
    assert_eq!(sent.location(), format!("{path}?gjort=skickat"), "{}", sent.body);
    let line = at.scene.timeline(at.scene.alva).await;
    assert!(line.contains("Vilar på") && line.contains("samtycke från"), "{line}");
    at.scene.fill(&ulla, &register, &[("revoke", id)]).await;
    assert!(!at.scene.at.get(&ulla, &path).await.body.contains("value=\"U04:"), "taken back");
}
