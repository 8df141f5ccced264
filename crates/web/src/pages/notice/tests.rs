//! Telling those concerned, and the letters.

use record::report::Report;

use crate::scene::Scene;
use crate::testing::report;

/// Opens an investigation and returns the address of its notices.
async fn opened(scene: &Scene) -> String {
    let ulla = scene.at.login("ulla").await;
    let path = scene.report_path("/beslut");
    // About her alone, or telling would lead on to her brother.
    let typed = [("outcome", "D02"), ("motive", "Stor oro."), ("sibling", ""), ("deed", "check")];
    let check = scene.fill(&ulla, &path, &typed).await;
    let done = scene.send(&ulla, &path, &check, &[]).await;
    done.location().split('?').next().unwrap_or_default().to_owned()
}

/// A question may say what the child has said in confidence: it stands in the decision and in no guardian's letter.
#[tokio::test]
async fn a_question_that_would_tell_on_the_child_is_in_no_guardians_letter() {
    let scene = Scene::assessed();
    let ulla = scene.at.login("ulla").await;
    let path = scene.report_path("/beslut");
    let questions =
        [("questions", "Hur har Alva det hemma?"), ("questions-kept", "Slår pappa när han dricker?")];
    let typed = [("outcome", "D02"), ("motive", "Stor oro."), ("sibling", ""), ("deed", "check")];
    let check = scene.fill(&ulla, &path, &[&typed[..], &questions].concat()).await;
    assert!(check.body.contains("Slår pappa när han dricker?"), "who decides sees all of it");
    let told = scene
        .send(&ulla, &path, &check, &[])
        .await
        .location()
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned();
    assert!(scene.timeline(scene.alva).await.contains("Slår pappa när han dricker?"));
    let to_karin = format!("{}/{}", told.replace("underratta", "brev"), scene.karin);
    let letter = scene.at.get(&ulla, &to_karin).await.body;
    assert!(letter.contains("Hur har Alva det hemma?") && !letter.contains("Slår pappa"), "{letter}");
}

/// The fields that record that both guardians were told by letter.
fn both_by_letter(scene: &Scene) -> [(String, &'static str); 2] {
    [scene.karin, scene.par].map(|person| (format!("way-{person}"), "letter"))
}

/// Nobody is told by a key press alone: that somebody has been told is chosen for each.
#[tokio::test]
async fn nobody_is_chosen_beforehand() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let page = scene.at.get(&ulla, &path).await;
    assert!(page.body.contains("Anteckna att de har underrättats") && !page.body.contains(" selected>Brev"));
    let refused = scene.send(&ulla, &path, &page, &[]).await;
    assert_eq!(refused.status, 422);
    assert!(!scene.timeline(scene.alva).await.contains("Karin underrättad"));
}

/// Where the exception stands in relation to the question of how somebody was told.
fn exception_is_first(body: &str) -> bool {
    body.find("name=\"exception-") < body.find("name=\"way-")
}

#[tokio::test]
async fn the_exception_is_asked_about_first_when_the_report_is_tagged_violence() {
    let scene = Scene::with(&Report { violence: true, ..report() });
    scene.assess();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let page = scene.at.get(&ulla, &path).await.body;
    assert!(page.contains("märkt våld av närstående") && exception_is_first(&page), "{page}");
    assert!(page.contains("<details class=\"withhold\" open>"));
}

#[tokio::test]
async fn the_exception_is_asked_about_first_when_the_child_wants_something_kept() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let before = scene.at.get(&ulla, &path).await.body;
    assert!(!exception_is_first(&before) && !before.contains("inte ska underrättas</h2>"));
    let kept = [("text", "Samtal."), ("child-words", "Säg inget till pappa."), ("keep", "child-words")];
    assert_eq!(scene.fill(&ulla, &scene.path("/anteckning"), &kept).await.status, 303);
    let page = scene.at.get(&ulla, &path).await.body;
    assert!(exception_is_first(&page) && page.contains("(12 kap. 3 § OSL)"), "{page}");
}

#[tokio::test]
async fn both_guardians_are_noted_as_told_in_one_step() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let page = scene.at.get(&ulla, &path).await;
    assert!(page.body.contains("Karin Lövdahl") && page.body.contains("Pär Lövdahl"));
    assert!(page.body.contains("inte part ännu"), "a child of eleven is told in a suitable way");
    let both = both_by_letter(&scene);
    let done = scene.send(&ulla, &path, &page, &both.each_ref().map(|(name, way)| (&**name, *way))).await;
    assert_eq!(done.location(), format!("{path}?gjort=underrattat"));
    let after = scene.at.get(&ulla, &path).await;
    assert!(after.body.contains("Karin Lövdahl fick veta: Brev"));
    let line = scene.timeline(scene.alva).await;
    assert!(line.contains("Karin underrättad") && line.contains("Pär underrättad"));
    let card = scene.at.get(&ulla, &scene.path("")).await;
    assert!(!card.body.contains("Underrätta dem det gäller"));
}

#[tokio::test]
async fn leaving_somebody_out_needs_a_reason() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let (exception, motive) = (format!("exception-{}", scene.par), format!("motive-{}", scene.par));
    let refused = scene.fill(&ulla, &path, &[(&exception, "risk_for_child")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(&format!("id=\"{motive}-error\"")));
    let typed = [(&*exception, "police_interview_pending"), (&*motive, "Polisen hör honom på fredag.")];
    assert_eq!(scene.fill(&ulla, &path, &typed).await.status, 303);
    let line = scene.timeline(scene.alva).await;
    assert!(line.contains("Pär inte underrättad") && line.contains("Polisen hör honom på fredag."));
    // The interview passes; he is still to be told, and nothing is chosen for him beforehand.
    let again = scene.at.get(&ulla, &path).await;
    assert!(again.body.contains(&exception), "{}", again.body);
    assert!(scene.at.get(&ulla, &scene.path("")).await.body.contains("/underratta"));
    let way = format!("way-{}", scene.par);
    assert_eq!(scene.fill(&ulla, &path, &[(&*way, "phone")]).await.status, 303);
    assert!(scene.timeline(scene.alva).await.contains("Pär underrättad"));
}

#[tokio::test]
async fn the_letter_has_number_day_and_sender_and_never_a_protected_address() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let letters = path.replace("/underratta", "/brev");
    let karin = scene.at.get(&ulla, &format!("{letters}/{}", scene.karin)).await;
    for words in ["Vi har inlett en utredning", "Lövgränd 4", "24 november 2026", "Lyktinge", "24 mars 2027"]
    {
        assert!(karin.body.contains(words), "{words}");
    }
    let par = scene.at.get(&ulla, &format!("{letters}/{}", scene.par)).await;
    assert!(par.body.contains("Pär Lövdahl") && !par.body.contains("Hemliga gatan"));
    let title = karin.body.split("<title>").nth(1).unwrap_or_default();
    assert!(!title.split("</title>").next().unwrap_or_default().contains("Karin"));
}

/// Frida reads, in English, the letter that Ulla has sent.
#[tokio::test]
async fn a_letter_is_signed_by_who_sent_it_and_is_swedish() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let english = format!("{ulla}; lykta-sprak=en");
    let both = both_by_letter(&scene);
    let both = both.each_ref().map(|(name, way)| (&**name, *way));
    assert_eq!(scene.fill(&english, &path, &both).await.status, 303);
    let frida = format!("{}; lykta-sprak=en", scene.at.login("frida").await);
    let letter =
        scene.at.get(&frida, &format!("{}/{}", path.replace("/underratta", "/brev"), scene.karin)).await;
    let sheet = letter.body.split("<article class=\"letter\"").nth(1).expect("a letter");
    let sheet = sheet.split("</article>").next().expect("its end");
    assert!(sheet.contains("Ulla Ekdahl") && !sheet.contains("Frida"), "{sheet}");
    for words in ["Socialnämnden beslutade den 24 november 2026", "Vi har inlett en utredning", "sekretess"]
    {
        assert!(sheet.contains(words), "{words}: {sheet}");
    }
}

/// Each reader has words of their own; nobody is addressed as somebody else.
#[tokio::test]
async fn a_child_and_a_child_from_fifteen_are_told_in_their_own_words() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let letter = format!("{}/{}", path.replace("/underratta", "/brev"), scene.alva.person);
    let child = scene.at.get(&ulla, &letter).await.body;
    assert!(child.contains("Hej Alva") && child.contains("Du får fråga oss") && !child.contains("Ni "));
    let person = scene.path(&format!("/personer/{}", scene.alva.person));
    let page = scene.at.get(&ulla, &person).await;
    let born = [
        ("command", page.hidden("command")),
        ("do", "birth"),
        ("birth", "2010-04-09"),
        ("source", "register"),
        ("as-of", "2026-11-24"),
    ];
    assert_eq!(scene.at.post(&ulla, &person, &born).await.status, 303);
    let notices = scene.at.get(&ulla, &path).await.body;
    assert!(notices.contains("Alva") && !notices.contains("inte part ännu"), "she is a party now");
    assert!(scene.at.get(&ulla, &scene.path("")).await.body.contains("Informera barnet som blivit part"));
    let young = scene.at.get(&ulla, &letter).await.body;
    assert!(young.contains("Hej Alva") && !young.contains("Ni "), "never addressed as a guardian");
}

#[tokio::test]
async fn a_stranger_gets_no_letter_and_a_report_has_no_notices() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let letters = path.replace("/underratta", "/brev");
    let stranger = format!("{letters}/0192b0a0-0000-7000-8000-000000000001");
    assert_eq!(scene.at.get(&ulla, &stranger).await.status, 404);
    assert_eq!(scene.at.get(&ulla, &scene.report_path("/underratta")).await.status, 404);
    let umar = scene.at.login("umar").await;
    assert_eq!(scene.at.get(&umar, &format!("{letters}/{}", scene.karin)).await.status, 404);
}

#[tokio::test]
async fn reasons_written_while_a_colleague_told_everybody_are_given_back() {
    let scene = Scene::assessed();
    let path = opened(&scene).await;
    let ulla = scene.at.login("ulla").await;
    let page = scene.at.get(&ulla, &path).await;
    let both = both_by_letter(&scene);
    let both = both.each_ref().map(|(name, way)| (&**name, *way));
    assert_eq!(scene.fill(&ulla, &path, &both).await.status, 303);
    let (exception, motive) = (format!("exception-{}", scene.par), format!("motive-{}", scene.par));
    let typed = [(&*exception, "risk_for_child"), (&*motive, "Polisen hör honom på fredag.")];
    let late = scene.send(&ulla, &path, &page, &typed).await;
    assert_eq!(late.status, 422);
    assert!(late.body.contains("Polisen hör honom på fredag."));
}
