//! The people around a child, as a browser meets them.

use axum::http::StatusCode;
use record::PersonId;
use record::person::ProtectionLevel;
use store::Part;

use crate::testing::{Answer, Child, TestDesk};

async fn send(desk: &TestDesk, cookie: &str, path: &str, more: &[(&str, &str)]) -> Answer {
    let form = desk.get(cookie, path).await;
    assert_eq!(form.status, StatusCode::OK, "{path}");
    let base = [
        ("command", form.hidden("command")),
        ("seen", form.hidden("seen")),
        ("source", "register"),
        ("as-of", "2026-11-24"),
    ];
    let kept = base.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    let typed: Vec<_> = kept.chain(more.iter().copied()).collect();
    desk.post(cookie, path, &typed).await
}

fn people(child: Child) -> String {
    format!("/akt/{}/personer", child.file)
}

fn mother(desk: &TestDesk, child: Child) -> PersonId {
    let open =
        desk.desk.house.look(&desk.actor("mia"), desk.now(), child.file, Part::Child).expect("readable");
    open.file.family.guardians[0].person
}

const JENNY: [(&str, &str); 7] = [
    ("number", "198989219848"),
    ("given", "Jenny"),
    ("family", "Lind"),
    ("relation", "mother"),
    ("lives-with", "yes"),
    ("custody", "sole"),
    ("custody-from", "2015-04-09"),
];

#[tokio::test]
async fn a_guardian_is_added_once_and_told_of_with_source_and_day() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let other = desk.seed_child("Bo", "Lind");
    let mia = desk.login("mia").await;
    let added = send(&desk, &mia, &people(child), &JENNY).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let page = desk.get(&mia, &people(child)).await;
    for words in ["Jenny Lind", "Mamma", "ensam vårdnad sedan 9 april 2015", "Folkbokföringen"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    // The same number in another child's file means the same person.
    assert_eq!(send(&desk, &mia, &people(other), &JENNY).await.status, StatusCode::SEE_OTHER);
    assert_eq!(mother(&desk, child), mother(&desk, other));
}

#[tokio::test]
async fn who_says_so_is_always_asked() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let number = child.number.to_string();
    let cases: [(&[(&str, &str)], &str); 5] = [
        (&[("given", "Jenny"), ("relation", "mother"), ("source", "")], "source"),
        (&[("given", "Jenny"), ("relation", "mother"), ("as-of", "2026-11-31")], "as-of"),
        (&[("given", "Jenny")], "relation"),
        (&[("number", "1234"), ("relation", "mother")], "number"),
        (&[("number", &number), ("relation", "mother")], "number"),
    ];
    for (typed, field) in cases {
        let answer = send(&desk, &mia, &people(child), typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}");
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{typed:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_protected_person_has_no_address_here() {
    let desk = TestDesk::new();
    let child = desk.seed_with("Alva", "Lind", ProtectionLevel::ProtectedRegistration);
    let mia = desk.login("mia").await;
    let path = format!("{}/{}", people(child), child.person);
    let page = desk.get(&mia, &path).await;
    assert!(
        page.body.contains("Skyddade uppgifter") && !page.body.contains("name=\"street\""),
        "{}",
        page.body
    );
    let sent = [("do", "address"), ("street", "Storgatan 1"), ("postcode", "111 11"), ("town", "Lyktinge")];
    let answer = send(&desk, &mia, &path, &sent).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Någon adress får inte finnas här"), "{}", answer.body);
}

#[tokio::test]
async fn a_wrong_number_is_corrected_with_a_reason() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let path = format!("{}/{}", people(child), child.person);
    let right = [("do", "correct"), ("number", "201784129825")];
    let without = send(&desk, &mia, &path, &right).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.body.contains("href=\"#motive\""), "{}", without.body);
    let with = [right[0], right[1], ("motive", "Skolan hade skrivit fel.")];
    assert_eq!(send(&desk, &mia, &path, &with).await.status, StatusCode::SEE_OTHER);
    let found =
        |number| desk.desk.house.find_number(&desk.actor("mia"), desk.now(), number).expect("an answer");
    assert!(found(child.number).is_empty(), "the wrong number finds nobody");
    let right = record::identity::IdentityNumber::parse("201784129825", desk.now().today).expect("a number");
    assert_eq!(found(right).len(), 1);
}

#[tokio::test]
async fn an_unknown_child_who_turns_out_to_be_known_moves_into_the_right_file() {
    let desk = TestDesk::new();
    let known = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let command = desk.get(&mia, "/anmalan").await.hidden("command").to_owned();
    let call = [
        ("command", command.as_str()),
        ("category", "POL"),
        ("reporter-role", "polisassistent"),
        ("channel", "phone"),
        ("arrived", "2026-11-24"),
        ("child-1-description", "okänd flicka i röd jacka"),
        ("concern", "Hittades ensam på stationen."),
    ];
    let answer = desk.post(&mia, "/anmalan", &call).await;
    let unknown: record::FileId =
        answer.location().split('/').nth(2).expect("a file").parse().expect("an id");
    let look =
        |file| desk.desk.house.look(&desk.actor("mia"), desk.now(), file, Part::Child).expect("readable");
    let person = look(unknown).file.person().expect("a child");
    let path = format!("/akt/{unknown}/personer/{person}");
    let grown = record::identity::IdentityNumber::synthetic(law::Day::new(1985, 5, 13).expect("a day"), 239)
        .to_string();
    let adult = send(&desk, &mia, &path, &[("do", "number"), ("number", &grown)]).await;
    assert_eq!(adult.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(adult.body.contains("Numret hör till en vuxen"), "{}", adult.body);
    let number = known.number.to_string();
    let asked = send(&desk, &mia, &path, &[("do", "number"), ("number", &number)]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("value=\"move\""), "{}", asked.body);
    let moa = desk.login("moa").await;
    desk.get(&moa, &format!("/akt/{unknown}/tidslinje")).await;
    let check = send(&desk, &mia, &path, &[("do", "move"), ("number", &number)]).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.body);
    for told in ["Är det samma barn?", "Alva", number.as_str(), desk.actor("moa").name.as_str()] {
        assert!(check.body.contains(told), "{told}");
    }
    assert_eq!(look(unknown).file.matters.len(), 1, "nothing has moved yet");
    let sure = |target: &'static str| {
        let target = if target.is_empty() { check.hidden("target") } else { target };
        let seen = ["command", "seen", "number", "opens", "do", "deed"];
        let mut form: Vec<_> = seen.map(|name| (name, check.hidden(name))).to_vec();
        form.push(("target", target));
        form
    };
    let elsewhere = desk.post(&mia, &path, &sure("0192b0a0-0000-7000-8000-000000000001")).await;
    assert_eq!(elsewhere.status, StatusCode::OK, "another file than the one that was told is told anew");
    let moved = desk.post(&mia, &path, &sure("")).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    assert_eq!(look(known.file).file.matters.len(), 2);
    assert!(look(unknown).file.matters.is_empty());
}

#[tokio::test]
async fn nobody_outside_the_file_is_opened_from_it() {
    let desk = TestDesk::new();
    let (child, other) = (desk.seed_child("Alva", "Lind"), desk.seed_child("Bo", "Ek"));
    let mia = desk.login("mia").await;
    let stranger = desk.get(&mia, &format!("{}/{}", people(child), other.person)).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let umar = desk.login("umar").await;
    assert_eq!(desk.get(&umar, &people(child)).await.status, StatusCode::NOT_FOUND);
}

/// Umar has a child of his own in the other unit, and the identity number of somebody in Ulla's file.
#[tokio::test]
async fn a_number_opens_no_door_to_somebody_in_another_units_file() {
    let desk = TestDesk::new();
    let (own, foreign) = (desk.seed_child("Nils", "Berg"), desk.seed_child("Alva", "Lind"));
    let hidden = desk.seed_with("Runa", "Gömd", ProtectionLevel::ProtectedRegistration);
    for (child, worker) in [(own, "umar"), (foreign, "ulla"), (hidden, "ulla")] {
        desk.distribute(child, worker);
    }
    let umar = desk.login("umar").await;
    let tie = async |number: &str, given: &str, family: &str| {
        let typed = [("number", number), ("given", given), ("family", family), ("relation", "sibling")];
        send(&desk, &umar, &people(own), &typed).await
    };
    let (number, protected) = (foreign.number.to_string(), hidden.number.to_string());
    let unnamed = tie(&number, "", "").await;
    let misnamed = tie(&number, "Alma", "Lind").await;
    let guarded = tie(&protected, "Runa", "Gömd").await;
    for answer in [&unnamed, &misnamed, &guarded] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert!(answer.body.contains("Numret hör till någon som är känd här"), "the same words for all");
    }
    assert!(!unnamed.body.contains("Alva") && !misnamed.body.contains("Alva"));
    let page = desk.get(&umar, &people(own)).await;
    assert!(!page.body.contains("Alva") && !page.body.contains("Runa"));
    // Whoever knows name and number of somebody without protection learns nothing by the tie.
    assert_eq!(tie(&number, "alva", "lind").await.status, StatusCode::SEE_OTHER);
    assert!(desk.get(&umar, &people(own)).await.body.contains("Alva"));
}

/// Fifteen on the day after tomorrow: the clocks that run on age follow the day of birth when it is corrected.
#[tokio::test]
async fn a_corrected_day_of_birth_reaches_the_childs_own_file() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let path = format!("{}/{}", people(child), child.person);
    let sent = [("do", "birth"), ("birth", "2011-11-26"), ("source", "guardian")];
    assert_eq!(send(&desk, &mia, &path, &sent).await.status, StatusCode::SEE_OTHER);
    let open =
        desk.desk.house.look(&desk.actor("mia"), desk.now(), child.file, Part::Child).expect("readable");
    assert_eq!(open.file.birth().map(|day| day.to_string()).as_deref(), Some("2011-11-26"));
    let page = desk.get(&mia, &path).await;
    assert!(
        page.body.contains("14 år") && page.body.contains("2011-11-26 (Vårdnadshavare, "),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("2015-04-09") && page.body.contains("gällde tidigare"),
        "what stood before is shown"
    );
}

#[tokio::test]
async fn protection_is_lowered_with_a_reason_and_raised_without() {
    let desk = TestDesk::new();
    let child = desk.seed_with("Alva", "Lind", ProtectionLevel::Marked);
    let mia = desk.login("mia").await;
    let path = format!("{}/{}", people(child), child.person);
    let lowered = [("do", "protection"), ("protection", "none")];
    let answer = send(&desk, &mia, &path, &lowered).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("href=\"#why-lowered\""), "{}", answer.body);
    let raised = [("do", "protection"), ("protection", "protected_registration")];
    assert_eq!(send(&desk, &mia, &path, &raised).await.status, StatusCode::SEE_OTHER);
    let why = [("do", "protection"), ("protection", "none"), ("why-lowered", "Skatteverket har upphört.")];
    assert_eq!(send(&desk, &mia, &path, &why).await.status, StatusCode::SEE_OTHER);
}
