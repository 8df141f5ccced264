//! The protection assessment, as a browser meets it.

use axum::http::StatusCode;
use record::{Entry, FileId, MatterId};
use store::Part;

use crate::testing::{Child, TestDesk};

fn page(child: Child) -> String {
    format!("/akt/{}/arende/{}/skydd", child.file, child.matter)
}

/// Two siblings in one call.
async fn siblings(desk: &TestDesk, cookie: &str) -> (FileId, MatterId, String) {
    let command = desk.get(cookie, "/anmalan").await.hidden("command").to_owned();
    let call = [
        ("command", command.as_str()),
        ("category", "POL"),
        ("reporter-role", "polisassistent"),
        ("channel", "phone"),
        ("arrived", "2026-11-24"),
        ("arrived-time", "08:30"),
        ("siblings", "yes"),
        ("child-1-given", "Malte"),
        ("child-2-given", "Iris"),
        ("concern", "Var ensamma hemma."),
    ];
    let answer = desk.post(cookie, "/anmalan", &call).await;
    let parts: Vec<&str> = answer.location().split(['/', '?']).collect();
    (parts[2].parse().expect("a file"), parts[4].parse().expect("a matter"), answer.location().to_owned())
}

#[tokio::test]
async fn siblings_of_one_call_are_assessed_on_one_page() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let (file, matter, address) = siblings(&desk, &mia).await;
    let form = desk.get(&mia, &address).await;
    assert!(form.body.contains("Iris"), "{}", form.body);
    let (command, seen) = (form.hidden("command"), form.hidden("seen"));
    let sibling = form.body.split("name=\"sibling\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let sibling = sibling.expect("a sibling to tick").to_owned();
    let (own, other) = (format!("only-{file}"), format!("only-{sibling}"));
    let said = format!("said-{sibling}");
    let typed = [
        ("command", command),
        ("seen", seen),
        ("text", "Jag har ringt Petra."),
        ("assessment", "Ingen behöver skyddas nu."),
        ("outcome", "no_immediate_need"),
        ("sibling", sibling.as_str()),
        (own.as_str(), "Malte är oskadd."),
        (other.as_str(), "Iris hämtas klockan 16."),
        ("child-words", "Jag var rädd."),
        (said.as_str(), "Jag sov."),
        ("occurred", "2026-11-24"),
        ("occurred-time", "08:58"),
    ];
    let path = format!("/akt/{file}/arende/{matter}/skydd");
    let answer = desk.post(&mia, &path, &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let house = &desk.desk.house;
    let texts = |file: FileId| {
        let open = house.look(&desk.actor("mia"), desk.now(), file, Part::Child).expect("readable");
        let parts = open.entries.iter().filter(|entry| matches!(entry.entry, Entry::ProtectionAssessed(_)));
        parts.flat_map(|entry| entry.entry.parts()).map(|part| part.text.to_string()).collect::<Vec<_>>()
    };
    let iris: FileId = sibling.parse().expect("a file");
    let common = ["Jag har ringt Petra.", "Ingen behöver skyddas nu."];
    assert_eq!(texts(file), [common[0], "Jag var rädd.", common[1], "Malte är oskadd."]);
    assert_eq!(texts(iris), [common[0], common[1], "Iris hämtas klockan 16.", "Jag sov."]);
    // Sent twice, written once; and the page then says that it is done.
    assert_eq!(desk.post(&mia, &path, &typed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(texts(iris).len(), 4);
    assert!(desk.get(&mia, &path).await.body.contains("Skyddsbedömningen är gjord"));
}

#[tokio::test]
async fn an_outcome_and_reasons_are_always_asked_for() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let form = desk.get(&mia, &page(child)).await;
    let base =
        [("command", form.hidden("command")), ("seen", form.hidden("seen")), ("occurred", "2026-11-24")];
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("assessment", "Trygg i natt.")], "outcome"),
        (&[("outcome", "no_immediate_need")], "text"),
        (&[("outcome", "no_immediate_need"), ("assessment", "Trygg."), ("occurred", "2026-11-23")], ""),
        (&[("outcome", "nonsense"), ("assessment", "Trygg i natt.")], "outcome"),
    ];
    for (more, field) in cases {
        let kept = base.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        let typed: Vec<_> = kept.chain(more.iter().copied()).collect();
        let answer = desk.post(&mia, &page(child), &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{more:?}");
        assert!(answer.body.contains(&format!("href=\"#{field}")), "{more:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn immediate_need_opens_the_investigation_in_the_same_act() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let answer = assess_need(&desk, &mia, child).await;
    assert!(answer.ends_with("gjort=skydd-inledd"), "{answer}");
    let open =
        desk.desk.house.look(&desk.actor("mia"), desk.now(), child.file, Part::Child).expect("readable");
    assert_eq!(open.file.running_investigations().count(), 1);
    let (_, investigation) = open.file.running_investigations().next().expect("one");
    let questions: Vec<_> =
        investigation.questions.iter().map(|question| question.text.to_string()).collect();
    assert_eq!(questions, ["Behöver barnet stöd eller skydd av socialnämnden, och i så fall vilket?"]);
}

#[tokio::test]
async fn who_may_not_open_one_sends_the_proposal_in_the_same_act() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    desk.distribute(child, "oskar");
    let oskar = desk.login("oskar").await;
    let answer = assess_need(&desk, &oskar, child).await;
    assert!(answer.ends_with("gjort=skydd-foreslagen"), "{answer}");
    let open =
        desk.desk.house.look(&desk.actor("oskar"), desk.now(), child.file, Part::Child).expect("readable");
    assert_eq!(open.file.running_investigations().count(), 0);
    assert_eq!(open.file.proposals.len(), 1);
    assert!(open.file.report(child.matter).expect("a report").protection.is_some());
}

/// On the fifth day it shows that the child needs protection after all.
#[tokio::test]
async fn a_wrong_assessment_is_made_anew_and_the_newest_rules() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    desk.assess(child);
    let done = desk.get(&mia, &page(child)).await;
    assert!(!done.body.contains("name=\"outcome\"") && done.body.contains("Bedöm på nytt"), "{}", done.body);
    let form = desk.get(&mia, &format!("{}?igen", page(child))).await;
    let typed = [
        ("command", form.hidden("command")),
        ("seen", form.hidden("seen")),
        ("again", form.hidden("again")),
        ("text", "Farmor ringde: pappa är på väg hem och har hotat."),
        ("outcome", "police_contacted"),
        ("occurred", "2026-11-24"),
        ("occurred-time", "08:59"),
    ];
    let answer = desk.post(&mia, &page(child), &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let open =
        desk.desk.house.look(&desk.actor("mia"), desk.now(), child.file, Part::Child).expect("readable");
    assert_eq!(open.file.running_investigations().count(), 1);
    assert!(open.file.report(child.matter).expect("a report").immediate);
    let signed = open.entries.iter().filter(|entry| matches!(entry.entry, Entry::ProtectionAssessed(_)));
    assert_eq!(signed.count(), 2, "both stand");
}

async fn assess_need(desk: &TestDesk, cookie: &str, child: Child) -> String {
    let form = desk.get(cookie, &page(child)).await;
    let typed = [
        ("command", form.hidden("command")),
        ("seen", form.hidden("seen")),
        ("text", "Pappa är våldsam och på väg hem."),
        ("outcome", "police_contacted"),
        ("occurred", "2026-11-24"),
        ("occurred-time", "08:58"),
    ];
    let answer = desk.post(cookie, &page(child), &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().to_owned()
}

#[tokio::test]
async fn another_units_report_is_not_there() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let umar = desk.login("umar").await;
    let theirs = desk.get(&umar, &page(child)).await;
    let nobodys =
        desk.get(&umar, &page(child).replace(&child.file.to_string(), &child.matter.to_string())).await;
    assert_eq!((theirs.status, nobodys.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(theirs.body, nobodys.body);
    let sent = desk.post(&umar, &page(child), &[("command", &child.matter.to_string())]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
}

/// A colleague signs while somebody writes: what was written is there to copy.
#[tokio::test]
async fn what_was_written_when_a_colleague_was_first_is_given_back() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let form = desk.get(&mia, &page(child)).await;
    desk.assess(child);
    let typed = [
        ("command", form.hidden("command")),
        ("seen", form.hidden("seen")),
        ("text", "Jag har pratat med läraren och med mormor."),
        ("outcome", "no_immediate_need"),
        ("occurred", "2026-11-24"),
        ("occurred-time", "08:58"),
    ];
    let answer = desk.post(&mia, &page(child), &typed).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(answer.body.contains("Jag har pratat med läraren och med mormor."), "{}", answer.body);
    assert!(!desk.get(&mia, &page(child)).await.body.contains("Det du skrev"));
}
