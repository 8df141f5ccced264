use crate::scene::Scene;
use axum::http::StatusCode;

const FORM: [(&str, &str); 8] = [
    ("questions", "Vad behöver Alva?\nHur kan skolan bli trygg?"),
    ("areas", "child.education"),
    ("areas", "parent.safety"),
    ("depth", "ordinary"),
    ("contacts", "Skolan: hur det går där"),
    ("child", "Två samtal, på skolan."),
    ("occurred", "2026-11-24"),
    ("occurred-time", "08:55"),
];

async fn planning() -> (Scene, String, String) {
    let scene = Scene::investigating();
    let ulla = scene.at.login("ulla").await;
    let path = scene.investigation_path("/plan");
    (scene, ulla, path)
}

fn form<'a>(command: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FORM.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    [("command", command)].into_iter().chain(kept).chain(changed.iter().copied()).collect()
}

#[tokio::test]
async fn what_is_likely_is_filled_in_and_signing_leads_to_the_writing() {
    let (scene, ulla, path) = planning().await;
    let desk = &scene.at;
    let page = desk.get(&ulla, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("value=\"child.education\" checked"), "the report speaks of school");
    assert!(page.body.contains("value=\"ordinary\" checked"));
    let command = page.hidden("command").to_owned();
    let done = desk.post(&ulla, &path, &form(&command, &[])).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, scene.investigation_path("/utredning?gjort=plan").as_str())
    );
    let file = scene.file_of_alva();
    let state = file.investigation(scene.investigation).expect("an investigation");
    let plan = state.plan.as_ref().expect("a plan");
    assert_eq!((plan.questions.len(), plan.areas.len(), plan.contacts.len()), (2, 2, 1));
}

#[tokio::test]
async fn what_is_missing_is_told_at_its_field_with_the_rest_kept() {
    let (scene, ulla, path) = planning().await;
    let desk = &scene.at;
    let command = desk.get(&ulla, &path).await.hidden("command").to_owned();
    for (wrong, field) in [
        (("questions", ""), "questions"),
        (("depth", ""), "depth"),
        (("depth", "bottomless"), "depth"),
        (("areas", "moon.dark_side"), "areas"),
        (("checks", "2020-01-01"), "checks"),
        (("occurred", "2026-13-01"), "occurred"),
        (("view-1", "Det är bra."), "view-by-1"),
    ] {
        let answer = desk.post(&ulla, &path, &form(&command, &[wrong])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "no error at {field}");
        assert!(answer.body.contains("Två samtal, på skolan."), "the rest is kept");
    }
}

#[tokio::test]
async fn a_later_plan_shows_what_it_changes_before_it_is_signed() {
    let (scene, ulla, path) = planning().await;
    let desk = &scene.at;
    let command = desk.get(&ulla, &path).await.hidden("command").to_owned();
    desk.post(&ulla, &path, &form(&command, &[])).await;
    let page = desk.get(&ulla, &path).await;
    assert!(page.body.contains("Planen som gäller är från"));
    let command = page.hidden("command").to_owned();
    let new = form(&command, &[("depth", "deep"), ("depth-reason", "Mer har kommit fram.")]);
    let shown = desk.post(&ulla, &path, &new).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("Bort: Djup: Ordinarie") && shown.body.contains("Nytt: Djup: Fördjupad"));
    let signed = [new, vec![("deed", "sign")]].concat();
    assert_eq!(desk.post(&ulla, &path, &signed).await.status, StatusCode::SEE_OTHER);
    let file = scene.file_of_alva();
    let state = file.investigation(scene.investigation).expect("an investigation");
    assert_eq!(state.plan.as_ref().expect("a plan").depth.as_str(), "deep");
}

#[tokio::test]
async fn only_an_investigation_of_ones_own_has_a_plan() {
    let (scene, ulla, path) = planning().await;
    let desk = &scene.at;
    let olga = desk.login("olga").await;
    assert_eq!(desk.get(&olga, &path).await.status, StatusCode::NOT_FOUND);
    let nowhere = scene.path("/arende/00000000-0000-7000-8000-000000000001/plan");
    assert_eq!(desk.get(&ulla, &nowhere).await.status, StatusCode::NOT_FOUND);
}
