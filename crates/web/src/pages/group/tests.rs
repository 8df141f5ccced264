//! The group's page, asked as a browser asks it.

use super::*;
use crate::scene::Scene;
use crate::testing::{Answer, Child, TestDesk, large_house, report};

fn form<'a>(page: &'a Answer, child: Child, main: &'a str) -> Vec<(&'a str, String)> {
    vec![
        ("command", page.hidden("command").to_owned()),
        ("file", child.file.to_string()),
        ("matter", child.matter.to_string()),
        ("main", main.to_owned()),
        ("second", String::new()),
    ]
}

async fn send(desk: &TestDesk, cookie: &str, form: &[(&str, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    desk.post(cookie, "/gruppen/fordela", &form).await
}

#[tokio::test]
async fn one_button_gives_a_matter_to_somebody_and_twice_does_it_once() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Tindra", "Planterad");
    let frida = desk.login("frida").await;
    let page = desk.get(&frida, "/gruppen").await;
    assert!(page.body.contains("Tindra Planterad") && page.body.contains("Oskar Blom, utan behörighet"));
    let ulla = desk.actor("ulla");
    let staff = ulla.staff.to_string();
    let form = form(&page, child, &staff);
    assert_eq!(send(&desk, &frida, &form).await.location(), "/gruppen?gjort=fordelat");
    assert_eq!(send(&desk, &frida, &form).await.location(), "/gruppen?gjort=fordelat", "a double click");
    let open = desk.desk.house.look(&ulla, desk.now(), child.file, store::Part::Timeline).expect("hers now");
    let given = |entry: &&Arc<record::Recorded>| matches!(entry.entry, record::Entry::MatterDistributed(_));
    assert_eq!(open.entries.iter().filter(given).count(), 1);
    let page = desk.get(&frida, "/gruppen?gjort=fordelat").await.body;
    assert!(page.contains("Fördelat.") && page.contains("Ulla Ekdahl (1 ärende)"));
}

#[tokio::test]
async fn a_refused_row_says_why_and_keeps_what_was_chosen() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Tindra", "Planterad");
    let frida = desk.login("frida").await;
    let page = desk.get(&frida, "/gruppen").await;
    let ulla = desk.actor("ulla").staff.to_string();
    let answer = send(&desk, &frida, &form(&page, child, "")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Välj vem som ska handlägga ärendet."));
    let mut twice = form(&page, child, &ulla);
    twice[4].1.clone_from(&ulla);
    let answer = send(&desk, &frida, &twice).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(&format!("value=\"{ulla}\" selected")), "the choice is kept");
    assert!(
        answer.body.contains(&format!("href=\"#main-{}\"", child.matter)),
        "the summary leads to the row"
    );
}

#[tokio::test]
async fn in_a_large_house_the_lists_hold_the_own_units_and_one_more_that_is_chosen() {
    let (organisation, norr) = large_house();
    let desk = TestDesk::of(organisation);
    let child = desk.seed_child("Tindra", "Planterad");
    let frida = desk.login("frida").await;
    let page = desk.get(&frida, "/gruppen").await;
    assert!(page.body.contains(">Ulla Ekdahl</option>") && !page.body.contains("Nora Norrman"));
    assert!(page.body.contains(&format!("<option value=\"{norr}\">Utredning Norr</option>")));
    let page = desk.get(&frida, &format!("/gruppen?enhet=&alla=&folk={norr}")).await;
    assert!(page.body.contains(">Ulla Ekdahl</option>") && page.body.contains(">Nora Norrman 60</option>"));
    assert_eq!(page.hidden("folk"), norr.to_string());
    let stranger = desk.actor("norr60");
    let mut form = form(&page, child, "");
    form[3].1 = stranger.staff.to_string();
    form.push(("folk", norr.to_string()));
    let done = send(&desk, &frida, &form).await;
    assert_eq!(done.location(), format!("/gruppen?folk={norr}&gjort=fordelat"), "the choice stays");
    assert!(desk.desk.house.look(&stranger, desk.now(), child.file, store::Part::Timeline).is_ok());
}

#[tokio::test]
async fn whoever_has_a_matter_is_chosen_though_their_unit_is_not_in_the_lists() {
    let (organisation, norr) = large_house();
    let desk = TestDesk::of(organisation);
    let child = desk.seed_child("Tindra", "Planterad");
    let frida = desk.login("frida").await;
    let page = desk.get(&frida, &format!("/gruppen?folk={norr}")).await;
    let mut form = form(&page, child, "");
    form[3].1 = desk.actor("norr7").staff.to_string();
    let same = form[3].1.clone();
    form[4].1 = same; // twice: refused, and the page without the choice of unit
    let refused = send(&desk, &frida, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&format!("<option value=\"{}\" selected>Nora Norrman 7", form[3].1)));
}

#[tokio::test]
async fn who_does_not_lead_is_told_who_does() {
    let desk = TestDesk::new();
    desk.seed_child("Tindra", "Planterad");
    let page = desk.get(&desk.login("ulla").await, "/gruppen").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("Frida Månsson") && !page.body.contains("Tindra"));
}

#[tokio::test]
async fn another_units_matter_cannot_be_seen_or_given_away() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Tindra", "Planterad");
    let filip = desk.login("filip").await;
    let unit = desk.actor("mia").unit;
    let page = desk.get(&filip, &format!("/gruppen?enhet={unit}")).await;
    assert!(!page.body.contains("Tindra"));
    let umar = desk.actor("umar").staff.to_string();
    let mut form = form(&page, child, &umar);
    form[0].1 = desk.desk.house.new_id(desk.now()).to_string();
    let refused = send(&desk, &filip, &form).await;
    form[1].1 = desk.desk.house.new_id(desk.now()).to_string();
    let unknown = send(&desk, &filip, &form).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(refused.body, unknown.body, "not yours and not there are answered alike");
}

#[tokio::test]
async fn reception_distributes_what_it_has_received() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Tindra", "Planterad");
    desk.assess(child);
    let mia = desk.login("mia").await;
    let page = desk.get(&mia, "/gruppen").await;
    assert!(page.body.contains("Alla anmälningar är skyddsbedömda."));
    let umar = desk.actor("umar").staff.to_string();
    assert_eq!(send(&desk, &mia, &form(&page, child, &umar)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_one_report_opened_is_given_away_in_one_form_unless_a_box_is_cleared() {
    for (cleared, given) in [(false, 2), (true, 1)] {
        let scene = Scene::registered(&report());
        let frida = scene.at.login("frida").await;
        let page = scene.at.get(&frida, "/gruppen").await;
        assert_eq!(page.body.matches("Samma som ovan").count(), 1, "one form and one box");
        assert_eq!(page.body.matches("name=\"main\"").count(), 1);
        let ulla = scene.at.actor("ulla");
        let staff = ulla.staff.to_string();
        let mut form = form(&page, scene.alva, &staff);
        if !cleared {
            form.push(("also", format!("{}/{}", scene.melker.file, scene.melker.matter)));
        }
        assert_eq!(send(&scene.at, &frida, &form).await.status, StatusCode::SEE_OTHER);
        let hers = [scene.alva, scene.melker].into_iter().filter(|child| {
            scene.at.desk.house.look(&ulla, scene.at.now(), child.file, store::Part::Timeline).is_ok()
        });
        assert_eq!(hers.count(), given);
    }
}

/// What the law asks for in words has no day to stand on among the clocks, and is told all the same.
#[tokio::test]
async fn what_has_no_day_is_told_to_whoever_leads() {
    let scene = Scene::assessed();
    let frida = scene.at.login("frida").await;
    let page = scene.at.get(&frida, "/gruppen").await.body;
    let (_, undated) = page.split_once("utan bestämd dag</summary>").expect("the duties without a day");
    let undated = undated.split("</details>").next().expect("their list");
    assert!(undated.contains("Alva Lövdahl") && undated.contains("Utan tidsgräns"), "{undated}");
    assert!(undated.contains("Erbjud anmälningsmöte, sedan tis 24 nov 2026"), "with the day it began");
}

/// Somebody new has signed because it could not wait: whoever leads the group sees it until the decision.
#[tokio::test]
async fn an_assessment_without_the_qualification_is_told() {
    let scene = Scene::assessed();
    let frida = scene.at.login("frida").await;
    let told = "Skyddsbedömda utan behörighet";
    assert!(!scene.at.get(&frida, "/gruppen").await.body.contains(told));
    let scene = Scene::registered(&report());
    scene.at.distribute(scene.alva, "oskar");
    let oskar = scene.at.login("oskar").await;
    let form = scene.at.get(&oskar, &scene.report_path("/skydd")).await;
    assert_eq!(form.status, 200, "he has the file");
    let typed = [("outcome", "no_immediate_need"), ("text", "Skolan ser Alva varje dag.")];
    let done = scene.send(&oskar, &scene.report_path("/skydd"), &form, &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let frida = scene.at.login("frida").await;
    let page = scene.at.get(&frida, "/gruppen").await.body;
    assert!(page.contains(told), "{page}");
    let line = scene.at.get(&oskar, &scene.path("/tidslinje")).await.body;
    assert!(line.contains("Skriven under utan behörighet"));
}
