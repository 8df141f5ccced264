//! Two people's way on the pages, and who may go it.

use axum::http::StatusCode;
use record::disposal::{DisposalEntry, because};

use crate::pages::demo_day::set_forward;
use crate::scene::Scene;

/// A report that led to nothing, six years later; the authority has decided how it reads the law. And the thing's address.
fn six_years_later() -> (Scene, String) {
    let scene = Scene::assessed();
    scene.not_opened(scene.alva);
    set_forward(&scene.at.desk, 2200).expect("the day is set");
    let decision = because("Nämnden 2032-11-02, § 7").expect("words");
    for said in [
        DisposalEntry::ReadingConfirmed { row: "R5b".to_owned(), decision },
        DisposalEntry::MunicipalityNamed { code: "0000".to_owned() },
    ] {
        scene.at.desk.house.dispose(&scene.at.actor("frida"), scene.at.now(), said).expect("written");
    }
    let thing = format!("{}/{}", scene.alva.file, scene.alva.matter);
    (scene, thing)
}

#[tokio::test]
async fn one_proposes_another_decides_and_a_third_step_waits_for_the_server() {
    let (scene, thing) = six_years_later();
    let (enar, frida) = (scene.at.login("enar").await, scene.at.login("frida").await);
    assert!(scene.at.get(&enar, "/gallring/plan").await.body.contains(&thing));
    let none = scene.at.post(&enar, "/gallring/plan", &[]).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    let asked = scene.at.post(&enar, "/gallring/plan", &[("sak", &thing)]).await;
    assert_eq!(asked.location(), "/gallring?gjort=gallring-foreslagen");
    let again = scene.at.post(&enar, "/gallring/plan", &[("sak", &thing)]).await;
    assert!(again.body.contains("står redan i ett förslag"), "{}", again.body);

    let proposal = scene.at.get(&frida, "/gallring").await.hidden("proposal").to_owned();
    assert!(
        !scene.at.get(&enar, "/gallring").await.body.contains(&proposal),
        "no button for whoever proposed"
    );
    let own = scene.at.post(&enar, "/gallring/beslut", &[("proposal", &proposal)]).await;
    assert!(own.status == StatusCode::CONFLICT && own.body.contains("får inte besluta"), "{}", own.body);
    let decided = scene.at.post(&frida, "/gallring/beslut", &[("proposal", &proposal)]).await;
    assert_eq!(decided.location(), "/gallring?gjort=gallring-beslutad");
    let page = scene.at.get(&frida, "/gallring").await.body;
    assert!(page.contains("28 dagar kvar") && page.contains("Alva"), "before the last lawful day: {page}");

    set_forward(&scene.at.desk, 40).expect("the day is set");
    let frida = scene.at.login("frida").await;
    assert!(scene.at.get(&frida, "/gallring").await.body.contains("Karantänen är slut"));
    let mut done = store::Destroyed::default();
    let ended = scene.at.desk.house.destroy_ripe(&scene.at.actor("frida"), scene.at.now(), &mut done);
    assert!(ended.is_ok() && done.done.len() == 1, "{ended:?}");
    let page = scene.at.get(&frida, "/gallring").await.body;
    assert!(
        page.contains("utfört av Frida") && !page.contains(&thing),
        "the protocol, and nothing of whose: {page}"
    );
}

#[tokio::test]
async fn a_thing_is_taken_out_held_and_let_go_with_reasons() {
    let (scene, thing) = six_years_later();
    let frida = scene.at.login("frida").await;
    let send = |what: &'static str, why: &'static str| {
        let typed = [
            ("sak", thing.clone()),
            ("what", what.to_owned()),
            ("ground", "appeal".to_owned()),
            ("why", why.to_owned()),
        ];
        let (at, frida) = (&scene.at, frida.clone());
        async move {
            let typed: Vec<(&str, &str)> =
                typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            at.post(&frida, "/gallring/sak", &typed).await
        }
    };
    assert_eq!(send("hold", "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is needed");
    assert_eq!(send("lift", "Klart.").await.status, StatusCode::CONFLICT, "nothing holds it");
    assert_eq!(send("hold", "Överklagat.").await.status, StatusCode::SEE_OTHER);
    assert!(scene.at.get(&frida, "/gallring").await.body.contains("Överklagande"));
    let refused = scene.at.post(&frida, "/gallring/plan", &[("sak", &thing)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "what is held is not proposed");
    assert_eq!(send("lift", "Avgjort.").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        scene.at.post(&frida, "/gallring/plan", &[("sak", &thing)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(send("restore", "Utlämnande begärt.").await.status, StatusCode::SEE_OTHER);
    assert!(!scene.at.get(&frida, "/gallring").await.body.contains(&thing));
}

#[tokio::test]
async fn whoever_leads_nothing_meets_no_such_page_and_no_name_is_shown_to_who_has_not_the_file() {
    let (scene, thing) = six_years_later();
    let ulla = scene.at.login("ulla").await;
    for path in ["/gallring", "/gallring/plan", &format!("/gallring/sak?sak={thing}")] {
        assert_eq!(scene.at.get(&ulla, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/gallring/plan", "/gallring/beslut", "/gallring/sak"] {
        let sent =
            scene.at.post(&ulla, path, &[("sak", &*thing), ("proposal", &scene.alva.file.to_string())]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
    }
    let filip = scene.at.login("filip").await;
    let plan = scene.at.get(&filip, "/gallring/plan").await.body;
    assert!(plan.contains("en akt som du inte har") && !plan.contains("Alva"), "{plan}");
}

/// To decide is to have just shown who one is.
#[tokio::test]
async fn a_login_of_old_does_not_decide() {
    let (scene, thing) = six_years_later();
    let enar = scene.at.login("enar").await;
    scene.at.post(&enar, "/gallring/plan", &[("sak", &thing)]).await;
    let frida = scene.at.login_of_old("frida").await;
    let proposal = scene.at.get(&frida, "/gallring").await.hidden("proposal").to_owned();
    let decided = scene.at.post(&frida, "/gallring/beslut", &[("proposal", &proposal)]).await;
    assert_ne!(decided.status, StatusCode::SEE_OTHER);
    assert!(scene.at.get(&frida, "/gallring").await.body.contains(&proposal), "it still waits");
}
