//! Feedback to whoever reported, as a page.

use axum::http::StatusCode;
use law::DecisionTypeId;
use record::decision::Decision;
use record::{Code, Command, DecisionId};

use crate::scene::Scene;
use crate::testing::{Child, TestDesk, fact};

fn page(child: Child) -> String {
    format!("/akt/{}/arende/{}/aterkoppling", child.file, child.matter)
}

/// Assessed, and then decided.
fn not_opened(desk: &TestDesk, child: Child) {
    desk.assess(child);
    decided(desk, child);
}

/// Frida decides that no investigation is opened.
fn decided(desk: &TestDesk, child: Child) {
    let kind: DecisionTypeId = "D03".parse().expect("a type");
    let id = DecisionId::new(desk.desk.house.new_id(desk.now()));
    let decision = Decision {
        reasons: vec![fact("Behovet är tillgodosett.")],
        reason: Some(Code::from("need_already_met")),
        ..Decision::new(id, kind)
    };
    desk.act("frida", child.file, vec![Command::MakeDecision(child.matter, decision)]).expect("decided");
}

#[tokio::test]
async fn only_the_true_value_is_said_and_only_once() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let frida = desk.login("frida").await;
    let early = desk.get(&frida, &page(child)).await;
    assert!(early.body.contains("inget beslut att återkoppla än"), "{}", early.body);
    not_opened(&desk, child);
    let form = desk.get(&frida, &page(child)).await;
    assert!(form.body.contains("Utredning har inte inletts."), "{}", form.body);
    assert!(form.body.contains("Rektor Planteradsson"), "whom to call");
    assert_eq!(form.hidden("value"), "not_opened");
    let send = |value: &'static str| {
        vec![
            ("command", form.hidden("command")),
            ("seen", form.hidden("seen")),
            ("value", value),
            ("way", "phone"),
            ("occurred", "2026-11-24"),
            ("occurred-time", "08:59"),
        ]
    };
    let untrue = desk.post(&frida, &page(child), &send("opened")).await;
    assert_eq!(untrue.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(untrue.body.contains("stämmer inte med vad som beslutats"));
    let told = desk.post(&frida, &page(child), &send("not_opened")).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    assert!(desk.get(&frida, &page(child)).await.body.contains("Återkopplingen är klar"));
}

/// Somebody said too much on the telephone before anything was decided: it is told as it was, and the reporter still waits.
#[tokio::test]
async fn what_was_in_fact_said_is_recorded_with_what_was_wrong_with_it() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let frida = desk.login("frida").await;
    let form = desk.get(&frida, &page(child)).await;
    let typed = [
        ("command", form.hidden("command")),
        ("seen", form.hidden("seen")),
        ("way", "phone"),
        ("occurred", "2026-11-24"),
        ("occurred-time", "08:59"),
        ("do", "told"),
    ];
    let empty = desk.post(&frida, &page(child), &typed).await;
    assert!(empty.status == 422 && empty.body.contains("href=\"#said\""), "{}", empty.body);
    let said: Vec<_> = typed.into_iter().chain([("said", "opened")]).collect();
    let told = desk.post(&frida, &page(child), &said).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    let line = desk.get(&frida, &format!("/akt/{}/tidslinje", child.file)).await.body;
    assert!(line.contains("Inget var beslutat den dagen"), "{line}");
    not_opened(&desk, child);
    assert!(desk.get(&frida, &page(child)).await.body.contains("Utredning har inte inletts."), "still owed");
}

#[tokio::test]
async fn feedback_is_refused_only_with_reasons() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    not_opened(&desk, child);
    let frida = desk.login("frida").await;
    let form = desk.get(&frida, &page(child)).await;
    let base = [
        ("command", form.hidden("command")),
        ("seen", form.hidden("seen")),
        ("occurred", "2026-11-24"),
        ("do", "refuse"),
    ];
    let without = desk.post(&frida, &page(child), &base).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.body.contains("href=\"#motive\""));
    let with: Vec<_> = base.into_iter().chain([("motive", "Röjer att familjen är skyddad.")]).collect();
    assert_eq!(desk.post(&frida, &page(child), &with).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn reasons_written_while_a_colleague_told_the_reporter_are_given_back() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    not_opened(&desk, child);
    let frida = desk.login("frida").await;
    let form = desk.get(&frida, &page(child)).await;
    let typed = |command: &'static str, deed: &'static str| {
        vec![
            ("command", command.to_owned()),
            ("seen", form.hidden("seen").to_owned()),
            ("occurred", "2026-11-24".to_owned()),
            ("occurred-time", "08:59".to_owned()),
            ("way", "phone".to_owned()),
            ("do", deed.to_owned()),
            ("motive", "Röjer att familjen är skyddad.".to_owned()),
        ]
    };
    let send = async |typed: Vec<(&str, String)>| {
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        desk.post(&frida, &page(child), &typed).await
    };
    let (first, second) = ("0193a000-0000-7000-8000-0000000000a1", "0193a000-0000-7000-8000-0000000000a2");
    assert_eq!(send(typed(first, "give")).await.status, StatusCode::SEE_OTHER);
    let late = send(typed(second, "refuse")).await;
    assert!(late.status.is_client_error());
    assert!(late.body.contains("Det du skrev") && late.body.contains("Röjer att familjen är skyddad."));
    assert_eq!(send(typed(first, "give")).await.status, StatusCode::SEE_OTHER, "sent twice");
}

#[tokio::test]
async fn one_telling_is_about_every_child_of_the_report_and_the_decision_leads_to_it() {
    let scene = Scene::assessed();
    let frida = scene.at.login("frida").await;
    let path = scene.report_path("/aterkoppling");
    let typed = [("outcome", "D03"), ("motive", "Familjen har redan stöd."), ("deed", "check")];
    let check = scene.fill(&frida, &scene.report_path("/beslut"), &typed).await;
    assert!(check.body.contains("<h3>Melker</h3>"), "siblings in the report are ticked");
    let decided = scene.send(&frida, &scene.report_path("/beslut"), &check, &[]).await;
    assert_eq!(decided.location(), format!("{path}?gjort=beslut"));
    let form = scene.at.get(&frida, &path).await;
    assert!(form.body.contains("Melker: Utredning har inte inletts."), "{}", form.body);
    assert_eq!(scene.send(&frida, &path, &form, &[]).await.status, StatusCode::SEE_OTHER);
    for child in [scene.alva, scene.melker] {
        assert!(scene.at.get(&frida, &page(child)).await.body.contains("Återkopplingen är klar"));
    }
}

/// What is true of a sibling changes while the page is open: nothing is written, and the page says so.
#[tokio::test]
async fn a_ticked_sibling_of_whom_something_else_is_true_by_now_is_never_left_out_in_silence() {
    let scene = Scene::assessed();
    for child in [scene.alva, scene.melker] {
        decided(&scene.at, child);
    }
    let frida = scene.at.login("frida").await;
    let path = scene.report_path("/aterkoppling");
    let stale = format!("{}/opened", scene.melker.file);
    let refused = scene.fill(&frida, &path, &[("sibling", &stale)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"sibling-error\""), "{}", refused.body);
    for child in [scene.alva, scene.melker] {
        assert!(!scene.at.get(&frida, &page(child)).await.body.contains("Återkopplingen är klar"));
    }
    assert_eq!(scene.send(&frida, &path, &refused, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!scene.at.get(&frida, &page(scene.melker)).await.body.contains("Återkopplingen är klar"));
}
