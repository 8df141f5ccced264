use record::follow_up::Rater;
use record::service::{ServiceStep, Step};
use record::{Command, MatterState};

use crate::service_scene::{NOT_QUOTED, QUOTED, ServiceScene};
use crate::testing::fact;

#[tokio::test]
async fn the_child_page_leads_to_the_service_and_the_goal_stands_first() {
    let at = ServiceScene::granted();
    let ulla = at.scene.at.login("ulla").await;
    let child = at.scene.at.get(&ulla, &at.scene.path("")).await.body;
    assert!(child.contains(&at.path("insats")) && child.contains("Öppna insatsen"));
    let page = at.scene.at.get(&ulla, &at.path("insats")).await;
    assert_eq!(page.status, 200);
    let place = |words: &str| page.body.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(place("Att vi äter middag varje dag.") < place("Utförs av"));
    for words in ["Familjebehandling", "Öppenvården", "En gång i veckan.", "tills vidare", "Skriv uppdraget"]
    {
        assert!(page.body.contains(words), "{words}");
    }
    assert_eq!(
        at.scene.at.get(&ulla, &at.scene.report_path("/insats")).await.status,
        404,
        "a report is no service"
    );
}

#[tokio::test]
async fn a_service_begins_stands_still_goes_on_and_ends() {
    let at = ServiceScene::taken();
    let olga = at.scene.at.login("olga").await;
    let path = at.path("insats");
    let step = |typed: Vec<(&'static str, &'static str)>| {
        let (scene, path, olga) = (&at.scene, path.clone(), olga.clone());
        async move { scene.fill(&olga, &path, &typed).await }
    };
    let early = step(vec![("step", "interrupted"), ("words", "Olga är sjuk.")]).await;
    assert_eq!(early.status, 422, "what has not begun does not stand still");
    assert!(early.body.contains("Insatsen måste ha börjat") && early.body.contains("Olga är sjuk."));
    assert!(early.body.contains("id=\"step-error\""));
    assert_eq!(step(vec![("step", "started")]).await.status, 303);
    let without = step(vec![("step", "interrupted")]).await;
    assert!(without.status == 422 && without.body.contains("id=\"words-error\""));
    assert_eq!(step(vec![("step", "interrupted"), ("words", "Familjen har flyttat.")]).await.status, 303);
    assert!(at.scene.at.get(&olga, &path).await.body.contains("Står stilla sedan"));
    assert_eq!(step(vec![("step", "resumed")]).await.status, 303);
    let without = step(vec![("step", "ended"), ("words", "Nu äter de.")]).await;
    assert!(without.status == 422 && without.body.contains("id=\"reasons-error\""));
    assert!(without.body.contains("Nu äter de."));
    let done = step(vec![("step", "ended"), ("reasons", "goal_reached"), ("words", "Nu äter de.")]).await;
    assert_eq!(done.status, 303);
    let ulla = at.scene.at.login("ulla").await;
    let child = at.scene.at.get(&ulla, &at.scene.path("")).await.body;
    let closed = child.split("closed-matters").nth(1).expect("what has ended is folded");
    assert!(closed.contains("Familjebehandling"));
}

/// Three months after the decision nothing has been done: the clock shows and the page offers to record the report.
#[tokio::test]
async fn what_is_not_carried_out_is_offered_to_be_reported_when_its_day_has_come() {
    let at = ServiceScene::granted();
    let offer = "value=\"reported\"";
    let ulla = at.scene.at.login("ulla").await;
    assert!(!at.scene.at.get(&ulla, &at.path("insats")).await.body.contains(offer));
    at.scene.at.desk.clock.advance(100);
    let page = at.scene.at.get(&ulla, &at.path("insats")).await.body;
    assert!(page.contains(offer) && page.contains("sen"));
    assert_eq!(at.scene.fill(&ulla, &at.path("insats"), &[("step", "reported")]).await.status, 303);
    assert!(!at.scene.at.get(&ulla, &at.path("insats")).await.body.contains(offer));
}

#[tokio::test]
async fn values_over_time_are_a_line_a_table_and_a_sentence() {
    let at = ServiceScene::planned();
    at.scene.at.desk.clock.advance(60);
    at.follow_up("2027-01-20T10:00", &[(Rater::Child, 3), (Rater::Provider, 4)]);
    let olga = at.scene.at.login("olga").await;
    let page = at.scene.at.get(&olga, &at.path("insats")).await.body;
    assert!(page.contains("Middagar i veckan: från 1 till 3–4 av 5"), "nothing is averaged");
    let chart = page.split("<figure class=\"chart\">").nth(1).and_then(|rest| rest.split("</figure>").next());
    let chart = chart.expect("a chart");
    assert_eq!(chart.matches("<polyline").count(), 2, "one line for each who rated");
    assert!(chart.contains("<title ") && chart.contains("<desc ") && chart.contains("<table>"));
    assert!(!chart.contains("style="), "the policy would stop it");
    assert!(page.contains("−1 vid start, där 0 är målet"), "the other goal has no follow-up yet");
}

#[tokio::test]
async fn unchanged_is_said() {
    let at = ServiceScene::planned();
    at.scene.at.desk.clock.advance(60);
    at.follow_up("2027-01-20T10:00", &[(Rater::Worker, 1)]);
    let ulla = at.scene.at.login("ulla").await;
    let page = at.scene.at.get(&ulla, &at.path("insats")).await.body;
    assert!(page.contains("Middagar i veckan: oförändrat 1 av 5"));
}

/// A goal that is measured in another way begins anew: values on two scales are no line.
#[tokio::test]
async fn values_on_another_scale_are_not_compared() {
    let at = ServiceScene::planned();
    at.scene.at.desk.clock.advance(60);
    at.follow_up("2027-01-20T10:00", &[(Rater::Provider, 2)]);
    let olga = at.scene.at.login("olga").await;
    let typed = [("goal-1-measure", "gas"), ("goal-1-baseline", "-1"), ("asked", "yes")];
    assert_eq!(at.scene.fill(&olga, &at.path("genomforandeplan"), &typed).await.status, 303);
    let page = at.scene.at.get(&olga, &at.path("insats")).await.body;
    assert!(!page.contains("<polyline"), "the two meals were no step of the scale");
    assert_eq!(page.matches("−1 vid start, där 0 är målet").count(), 2);
}

/// Whoever carries out the service works in it and sees nothing else: every address of the file outside it answers as for a stranger,
/// and no word of the investigation that was not quoted is in any answer.
#[tokio::test]
async fn a_provider_sees_the_service_and_nothing_else() {
    let at = ServiceScene::planned();
    let own = [
        "",
        "/tidslinje",
        "/anteckning",
        "/mote",
        "/insats",
        "/uppdrag",
        "/genomforandeplan",
        "/uppfoljning",
    ];
    let also = ["/akt/{file}/post/{seq}/tillagg", "/akt/{file}/post/{seq}/bestridande"];
    let olga = at.scene.at.login("olga").await;
    let open = at.open();
    let seq = open.entries.iter().find(|entry| entry.matter == Some(at.service)).expect("the grant").seq;
    let foreign =
        open.entries.iter().find(|entry| entry.matter == Some(at.investigation)).expect("its own").seq;
    let mut opened = 0;
    for route in crate::pages::routes().table().iter().filter(|route| route.path.contains("{file}")) {
        for (matter, seq) in [(at.service, seq), (at.investigation, foreign)] {
            let path = route.path.replace("{file}", &at.scene.alva.file.to_string());
            let path = path.replace("{matter}", &matter.to_string()).replace("{seq}", &seq.to_string());
            let path = ["{person}", "{party}", "{document}", "{decision}", "{meeting}", "{draft}"]
                .iter()
                .fold(path, |path, word| path.replace(word, &at.scene.karin.to_string()));
            let page = if route.reads {
                at.scene.at.get(&olga, &path).await
            } else {
                let command = [("command", "0193a000-0000-7000-8000-0000000000aa")];
                at.scene.at.post(&olga, &path, &command).await
            };
            for secret in
                [NOT_QUOTED, "Hon behöver mat varje dag.", "barnets samtycke räcker", "Så har det bedömts"]
            {
                assert!(!page.body.contains(secret), "{path} tells {secret}");
            }
            let is_own = own.iter().any(|end| {
                let file = at.scene.alva.file;
                let of_file = path == format!("/akt/{file}{end}");
                of_file || path == format!("/akt/{file}/arende/{}{end}", at.service) && !end.is_empty()
            });
            let is_own = is_own || also.contains(&route.path) && seq != foreign;
            if is_own && page.status == 200 {
                opened += 1;
            } else {
                assert_eq!(page.status, 404, "{path}");
            }
        }
    }
    assert!(opened > 7, "{opened}: what is theirs opens");
    let quoted = at.scene.at.get(&olga, &at.path("insats")).await.body;
    assert!(quoted.contains(QUOTED), "what was quoted is theirs");
}

/// Notes are the provider's own, in the service and nowhere else.
#[tokio::test]
async fn a_provider_writes_notes_in_the_service_only() {
    let at = ServiceScene::planned();
    let olga = at.scene.at.login("olga").await;
    let path = at.scene.path("/anteckning");
    let (own, other) = (at.service.to_string(), at.investigation.to_string());
    let done = at.scene.fill(&olga, &path, &[("matter", &own), ("text", "Vi lagade mat.")]).await;
    assert_eq!(done.status, 303);
    assert!(at.scene.at.get(&olga, &at.scene.path("/tidslinje")).await.body.contains("Vi lagade mat."));
    for matter in ["", other.as_str()] {
        let answer = at.scene.fill(&olga, &path, &[("matter", matter), ("text", "Fel ställe.")]).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert!(answer.body.contains("Fel ställe."), "nothing typed is lost");
    }
    let stranger = at.scene.at.login("umar").await;
    assert_eq!(at.scene.at.get(&stranger, &at.path("insats")).await.status, 404);
}

#[tokio::test]
async fn the_same_step_sent_twice_is_done_once() {
    let at = ServiceScene::planned();
    let ulla = at.scene.at.login("ulla").await;
    let path = at.path("insats");
    let page = at.scene.at.get(&ulla, &path).await;
    let typed = [("step", "interrupted"), ("words", "Sommarlov.")];
    for _ in 0..2 {
        assert_eq!(at.scene.send(&ulla, &path, &page, &typed).await.status, 303);
    }
    let step = Step::Interrupted { motive: fact("Igen.") };
    let again = ServiceStep { at: "2026-11-24T08:58".parse().expect("a moment"), step };
    let refused = at.scene.at.act("ulla", at.scene.alva.file, vec![Command::StepService(at.service, again)]);
    assert!(refused.is_err());
}

/// Sent again, because the answer was lost, the form is as done as the first time, though its page is no longer the provider's.
#[tokio::test]
async fn ending_a_service_twice_is_no_error_to_whoever_carried_it_out() {
    for (page, typed) in [
        ("insats", [("step", "ended"), ("reasons", "goal_reached"), ("words", "Nu äter de.")]),
        ("uppfoljning", [("outcome", "end"), ("reasons", "goal_reached"), ("result", "Nu äter de.")]),
    ] {
        let at = ServiceScene::planned();
        let olga = at.scene.at.login("olga").await;
        let path = at.path(page);
        let form = at.scene.at.get(&olga, &path).await;
        let there = format!("{}?gjort=insats-avslutad", at.path("insats"));
        for _ in 0..2 {
            let done = at.scene.send(&olga, &path, &form, &typed).await;
            assert_eq!((done.status.as_u16(), done.location()), (303, there.as_str()), "{page}");
        }
        let after = at.scene.at.get(&olga, &there).await;
        assert_eq!(after.status, 200);
        assert!(after.body.contains("går fortfarande att läsa"));
        let MatterState::Service(service) = &at.open().file.matters[&at.service].state else {
            panic!("a service")
        };
        assert!(service.ended.is_some());
    }
}

/// What a provider has documented is its own to answer for: it reads it after the end, adds to its own notes, and does nothing else.
#[tokio::test]
async fn a_provider_reads_its_own_documentation_after_the_end() {
    let at = ServiceScene::planned();
    let olga = at.scene.at.login("olga").await;
    let (own, note) = (at.service.to_string(), at.scene.path("/anteckning"));
    assert_eq!(
        at.scene.fill(&olga, &note, &[("matter", &own), ("text", "Vi lagade mat.")]).await.status,
        303
    );
    let signed = at.open().version();
    let draft = "/utkast/0193a000-0000-7000-8000-0000000000d1";
    let half = [("text", "Halvskrivet."), ("draft_version", "0")];
    let kept = format!("{draft}?form=note&file={}", at.scene.alva.file);
    assert!(at.scene.at.post(&olga, &kept, &half).await.status.is_success());
    let end = [("step", "ended"), ("reasons", "goal_reached"), ("words", "Nu äter de.")];
    assert_eq!(at.scene.fill(&olga, &at.path("insats"), &end).await.status, 303);
    let ulla = at.scene.at.login("ulla").await;
    let later = [("matter", own.as_str()), ("text", "Mamman ringde efteråt.")];
    assert_eq!(at.scene.fill(&ulla, &note, &later).await.status, 303);

    for (page, told) in [
        (at.path("insats"), "Jag äter middag hemma."),
        (at.path("uppdrag"), QUOTED),
        (at.scene.path(""), "· avslutad ·"),
        (at.scene.path("/tidslinje"), "Vi lagade mat."),
    ] {
        let read = at.scene.at.get(&olga, &page).await;
        assert_eq!(read.status, 200, "{page}");
        assert!(read.body.contains(told), "{page}: {}", read.body);
        assert!(!read.body.contains("Mamman ringde efteråt."), "{page}");
        let content = read.body.split("<main").nth(1).and_then(|rest| rest.split("</main>").next());
        let content = content.expect("its content");
        assert!(!content.contains("name=\"command\""), "a form that would be refused: {page}");
        // Every way that is offered inside the file leads somewhere.
        for href in content.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if href.starts_with("/akt/") {
                assert_eq!(at.scene.at.get(&olga, href).await.status, 200, "{page}: {href}");
            }
        }
    }
    for closed in ["genomforandeplan", "uppfoljning", "samtycke", "beslut"] {
        assert_eq!(at.scene.at.get(&olga, &at.path(closed)).await.status, 404, "{closed}");
    }
    for closed in ["/anteckning", "/mote", "/lasare", "/post/1/bestridande"] {
        assert_eq!(at.scene.at.get(&olga, &at.scene.path(closed)).await.status, 404, "{closed}");
    }
    let given_back = at.scene.at.get(&olga, draft).await;
    assert_eq!(given_back.status, 200, "its form is closed: the bare text");
    assert!(given_back.body.contains("Halvskrivet."));
    let add = at.scene.path(&format!("/post/{signed}/tillagg"));
    assert!(at.scene.at.get(&olga, &at.scene.path("/tidslinje")).await.body.contains(&add));
    assert_eq!(at.scene.fill(&olga, &add, &[("text", "Det var i tisdags.")]).await.status, 303);
    assert!(at.scene.at.get(&olga, &at.scene.path("/tidslinje")).await.body.contains("Det var i tisdags."));
    let planned =
        at.open().entries.iter().find(|entry| entry.entry.kind() == "service_planned").map(|e| e.seq);
    let others = at.scene.path(&format!("/post/{}/tillagg", planned.expect("a plan")));
    assert_eq!(at.scene.at.get(&olga, &others).await.status, 404, "a plan is no note");
    let readers = at.scene.at.get(&ulla, &at.scene.path("/lasare")).await.body;
    assert!(readers.contains("Utförde en insats som är avslutad"));
    // It is no work any more.
    assert!(!at.scene.at.get(&olga, "/").await.body.contains(&at.path("insats")));
    let stranger = at.scene.at.login("umar").await;
    assert_eq!(at.scene.at.get(&stranger, &at.path("insats")).await.status, 404);
}

/// Somebody answers about the treatment on a day, in the service's own matter.
fn says(at: &ServiceScene, person: record::PersonId, answer: &str, on: &str) {
    let stand = record::stand::Stand {
        person,
        service: record::Code::from("family_treatment"),
        answer: record::Code::from(answer),
        at: on.parse().expect("a moment"),
        said: Some(record::Part::words(record::Speaker::Person(person), crate::testing::text(PRIVATE))),
    };
    at.act("ulla", Command::TakeStand(at.service, stand));
}

/// What a guardian said of it, and nobody but the authority reads.
const PRIVATE: &str = "Olga lyssnar inte på mig.";

/// Consent that is taken back while the service runs shows where the work is done, with what can be done; when it is given again, it goes.
#[tokio::test]
async fn a_service_without_consent_says_so_where_the_work_is_done() {
    let at = ServiceScene::planned();
    let ulla = at.scene.at.login("ulla").await;
    let [karin, par] = [at.scene.karin, at.scene.par];
    for person in [karin, par] {
        says(&at, person, "consents", "2026-11-24T08:58");
    }
    let (path, child) = (at.path("insats"), at.scene.path(""));
    assert!(!at.scene.at.get(&ulla, &path).await.body.contains("without-consent"));
    assert!(at.scene.at.get(&ulla, &child).await.body.contains("Öppna insatsen"));
    says(&at, par, "withdrawn", "2026-11-24T08:59");
    let page = at.scene.at.get(&ulla, &path).await.body;
    let end = format!("{path}?avsluta=ja");
    for words in [
        "Samtycket räcker inte",
        "saknas samtycke från Pär.",
        "till den dag den tar slut, 6 kap. 11 och 13 §§ FB.",
        &end,
        "/andra\"",
        &at.path("samtycke"),
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("saknas samtycke från Karin") && !page.contains(PRIVATE));
    let card = at.scene.at.get(&ulla, &child).await.body;
    assert!(card.contains("Vilar inte på samtycke sedan") && card.contains("Ta ställning till insatsen"));
    assert!(!card.contains("Öppna insatsen"));
    let ending = at.scene.at.get(&ulla, &end).await.body;
    assert!(ending.contains("id=\"steg\" open") && ending.contains("value=\"ended\" checked"), "{ending}");
    says(&at, par, "consents", "2026-11-24T09:00");
    assert!(!at.scene.at.get(&ulla, &path).await.body.contains("without-consent"));
    assert!(at.scene.at.get(&ulla, &child).await.body.contains("Öppna insatsen"));
}

/// Whoever carries it out is told that it no longer rests on consent, and since when: not who took it back, nor in what words.
#[tokio::test]
async fn a_provider_is_told_that_the_consent_is_gone_and_no_more() {
    let at = ServiceScene::planned();
    let olga = at.scene.at.login("olga").await;
    says(&at, at.scene.par, "withdrawn", "2026-11-24T08:59");
    let page = at.scene.at.get(&olga, &at.path("insats")).await.body;
    let notice = page.split("without-consent").nth(1).and_then(|rest| rest.split("</section>").next());
    let notice = notice.expect("a notice");
    assert!(notice.contains("Vilar inte på samtycke sedan") && notice.contains("Tala med den som ansvarar"));
    assert!(!notice.contains("Pär") && !notice.contains("href="), "{notice}");
    let card = at.scene.at.get(&olga, &at.scene.path("")).await.body;
    assert!(card.contains("Vilar inte på samtycke sedan") && card.contains("Öppna insatsen"));
    let line = at.scene.at.get(&olga, &at.scene.path("/tidslinje")).await.body;
    for page in [page, card, line] {
        assert!(!page.contains(PRIVATE) && !page.contains("Tar tillbaka sitt samtycke"));
    }
}
