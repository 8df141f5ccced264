use record::Entry;

use crate::service_scene::{NOT_QUOTED, QUOTED, ServiceScene};

#[tokio::test]
async fn needs_are_ticked_and_quoted_and_nothing_is_retyped() {
    let at = ServiceScene::granted();
    let ulla = at.scene.at.login("ulla").await;
    let path = at.path("uppdrag");
    let page = at.scene.at.get(&ulla, &path).await;
    for words in [QUOTED, NOT_QUOTED, "Öppenvården ser beslutets mål", "Inget annat ur utredningen"] {
        assert!(page.body.contains(words), "{words}");
    }
    let nothing = at.scene.send(&ulla, &path, &page, &[("wish-child", "Inte på torsdagar.")]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.body.contains("id=\"needs-error\"") && nothing.body.contains("Inte på torsdagar."));
    let (seq, place) = at.quoted();
    let value = format!("{seq}.{place}");
    let done =
        at.scene.send(&ulla, &path, &page, &[("needs", &value), ("wish-child", "Inte på torsdagar.")]).await;
    assert_eq!(done.location(), at.path("insats?gjort=uppdrag"));
    let open = at.open();
    let given = open.entries.iter().find_map(|entry| match &entry.entry {
        Entry::AssignmentGiven(given) => Some(given),
        _ => None,
    });
    let given = given.expect("given");
    assert_eq!(given.needs.len(), 1);
    assert_eq!(given.needs[0].quotes.map(|quote| (quote.seq, quote.part)), Some((seq, place)));
    assert_eq!(given.needs[0].text.as_str(), QUOTED);
}

#[tokio::test]
async fn a_need_that_no_longer_stands_there_is_told() {
    let at = ServiceScene::granted();
    let ulla = at.scene.at.login("ulla").await;
    let typed = [("needs", "999.0"), ("must-know", "Hunden är arg.")];
    let refused = at.scene.fill(&ulla, &at.path("uppdrag"), &typed).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Utredningen har skrivits om") && refused.body.contains("Hunden är arg."));
}

#[tokio::test]
async fn the_provider_finds_it_on_the_day_and_takes_it_with_one_key() {
    let at = ServiceScene::assigned();
    let olga = at.scene.at.login("olga").await;
    let day = at.scene.at.get(&olga, "/").await.body;
    assert!(day.contains("Svara på uppdraget") && day.contains(&at.path("uppdrag")));
    assert!(day.contains("mark lit"), "it lights the lantern, as the list says");
    let umar = at.scene.at.login("umar").await;
    assert!(!at.scene.at.get(&umar, "/").await.body.contains("Svara på uppdraget"));
    let page = at.scene.at.get(&olga, &at.path("uppdrag")).await;
    assert!(page.body.contains(QUOTED) && !page.body.contains(NOT_QUOTED));
    let done = at.scene.send(&olga, &at.path("uppdrag"), &page, &[]).await;
    assert_eq!(done.location(), at.path("genomforandeplan"));
    let day = at.scene.at.get(&olga, "/").await.body;
    assert!(!day.contains("Svara på uppdraget") && day.contains("Alva"), "it is among her matters");
}

#[tokio::test]
async fn to_decline_takes_a_reason_and_the_worker_writes_anew() {
    let at = ServiceScene::assigned();
    let olga = at.scene.at.login("olga").await;
    let path = at.path("uppdrag");
    let without = at.scene.fill(&olga, &path, &[("deed", "decline")]).await;
    assert!(without.status == 422 && without.body.contains("id=\"remarks-error\""));
    let done = at.scene.fill(&olga, &path, &[("deed", "decline"), ("remarks", "Vi har ingen plats.")]).await;
    assert_eq!(done.location(), "/?gjort=sparat");
    let ulla = at.scene.at.login("ulla").await;
    let page = at.scene.at.get(&ulla, &at.path("insats")).await.body;
    assert!(page.contains("Vi har ingen plats.") && page.contains("Skriv uppdraget på nytt"));
    let anew = at.scene.at.get(&ulla, &at.path("uppdrag?nytt=ja")).await.body;
    let (seq, place) = at.quoted();
    assert!(anew.contains(&format!("value=\"{seq}.{place}\" checked")), "what was ticked is ticked again");
}

#[tokio::test]
async fn who_carries_it_out_does_not_write_the_assignment() {
    let at = ServiceScene::taken();
    let olga = at.scene.at.login("olga").await;
    let page = at.scene.at.get(&olga, &at.path("uppdrag?nytt=ja")).await.body;
    assert!(!page.contains("name=\"needs\"") && !page.contains(NOT_QUOTED));
}
