//! Telling the parties of a decision, the plain letters, and when somebody got them.

use record::preliminary::ChildHeard;
use record::service::Grant;
use record::text::{Audience, Ground};
use record::{Code, MatterId, Part, Speaker};

use crate::party::name;
use crate::scene::Scene;
use crate::testing::{Answer, fact, text};

const OPEN: &str = "Skolan har sett att Alva är hungrig.";
const TOLD: &str = "Jag vill äta frukost hemma.";
const KEPT: &str = "Pappa blir arg när jag berättar.";

/// Alva has been granted a contact person. What she has said stands in the decision; something of it she wants kept.
fn granted() -> (Scene, String) {
    let scene = Scene::assessed();
    let matter = scene.investigated();
    let grant = Grant {
        matter: MatterId::new(scene.at.desk.house.new_id(scene.at.now())),
        service: Code::from("contact_person"),
        from: "2026-12-01".parse().expect("a day"),
        until: None,
        extent: Some(fact("En gång i veckan.")),
        goal: fact("Alva har någon att prata med."),
        review: "2027-03-01".parse().expect("a day"),
        provider: None,
        suitable: None,
    };
    let kept = Part::words(Speaker::Child, text(KEPT));
    let kept = kept.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    let id = scene.decided(matter, "D08", |decision| record::decision::Decision {
        reasons: vec![fact(OPEN), kept],
        child: Some(ChildHeard::heard(text(TOLD))),
        best_interests: Some(Part::assessment(text("Det är bäst för Alva."))),
        grants: vec![grant],
        ..decision
    });
    let path = scene.path(&format!("/beslut/{id}/underrattelse"));
    (scene, path)
}

fn boxes(page: &Answer, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    let values = page.body.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    values.map(str::to_owned).collect()
}

/// The addresses of what was sent: notices and plain letters, in the order of the page.
fn sent(page: &str, path: &str) -> Vec<String> {
    let start = format!("{path}/");
    let links = page.split(&start).skip(1);
    links.filter_map(|rest| Some(format!("{path}/{}", rest.split('"').next()?))).collect()
}

#[tokio::test]
async fn each_guardian_is_told_without_what_that_one_must_not_have() {
    let (scene, path) = granted();
    let ulla = scene.at.login("ulla").await;
    let page = scene.at.get(&ulla, &path).await;
    assert_eq!(page.status, 200);
    let release = name("release", scene.karin);
    let tested = boxes(&page, &release);
    assert_eq!(tested.len(), 1, "what she wants kept has no box");
    let (karin, par) = (name("way", scene.karin), name("way", scene.par));
    let typed = [(&*karin, "in_person"), (&*par, "letter"), (&*release, &*tested[0])];
    let done = scene.send(&ulla, &path, &page, &typed).await;
    assert_eq!(
        done.location(),
        format!("{path}?gjort=underrattat"),
        "the child has not been told: {}",
        done.body
    );
    let after = scene.at.get(&ulla, &path).await.body;
    let letters = sent(&after, &path);
    assert_eq!(letters.len(), 4, "{letters:?}");
    let mut bodies = Vec::new();
    for letter in &letters {
        let body = scene.at.get(&ulla, letter).await.body;
        assert!(!body.contains(KEPT) && !body.contains("Hemliga gatan"), "{letter}");
        bodies.push(body);
    }
    for notice in [&bodies[0], &bodies[2]] {
        for words in [
            OPEN,
            "Alva har någon att prata med.",
            "Kontaktperson",
            "1 december 2026",
            "Det är bäst för Alva.",
        ] {
            assert!(notice.contains(words), "{words}");
        }
    }
    assert!(bodies[0].contains(TOLD) && !bodies[2].contains(TOLD), "released for one, not for the other");
    assert!(bodies[0].contains("senast den 15 december 2026"), "handed over: the day is known");
    assert!(bodies[2].contains("inom tre veckor från den dag då du fick del av beslutet"));
    assert!(bodies[1].contains("Alva får en kontaktperson") && !bodies[1].contains(TOLD));
}

#[tokio::test]
async fn a_child_under_fifteen_is_no_party_and_gets_the_plain_letter() {
    let (scene, path) = granted();
    let ulla = scene.at.login("ulla").await;
    let page = scene.at.get(&ulla, &path).await;
    assert!(page.body.contains("inte part ännu") && page.body.contains(TOLD), "her own words stand ready");
    let way = name("way", scene.alva.person);
    let typed = [(&*way, "in_person"), ("why", "Du sa att det är svårt. Det tycker vi också.")];
    let done = scene.send(&ulla, &path, &page, &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let letters = sent(&scene.at.get(&ulla, &path).await.body, &path);
    assert_eq!(letters.len(), 1, "a letter and no formal notice: {letters:?}");
    let letter = scene.at.get(&ulla, &letters[0]).await.body;
    for words in [
        "Hej Alva.",
        "Vad sa du?",
        TOLD,
        "Du får en kontaktperson.",
        "Du sa att det är svårt.",
        "Hjälpen kan börja den 1 december 2026.",
        "116 111",
        "for-child",
    ] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    assert!(!letter.contains(KEPT) && !letter.contains("kap."), "no paragraphs of law for a child");
    let notice = letters[0].trim_end_matches("/brev");
    assert_eq!(scene.at.get(&ulla, notice).await.location(), letters[0]);
}

/// The guardians are told first: what is written to the child is there when its turn comes.
#[tokio::test]
async fn what_is_written_to_the_child_is_kept_while_others_are_told() {
    let (scene, path) = granted();
    let ulla = scene.at.login("ulla").await;
    let why = "Du sa att det är svårt hemma.";
    let way = name("way", scene.karin);
    assert_eq!(scene.fill(&ulla, &path, &[("why", why), (&way, "letter")]).await.status, 303);
    let page = scene.at.get(&ulla, &path).await;
    assert!(page.body.contains(why), "{}", page.body);
    let way = name("way", scene.alva.person);
    assert_eq!(scene.send(&ulla, &path, &page, &[(&way, "in_person")]).await.status, 303);
    let letters = sent(&scene.at.get(&ulla, &path).await.body, &path);
    let letter = letters.iter().rfind(|letter| letter.ends_with("/brev")).expect("her letter");
    assert!(scene.at.get(&ulla, letter).await.body.contains(why));
    assert!(
        !scene.at.get(&ulla, &path).await.body.contains(&format!(">{why}")),
        "and is gone when it is sent"
    );
}

#[tokio::test]
async fn the_figures_of_the_workers_own_words_are_told_and_nothing_is_hindered() {
    let (scene, path) = granted();
    let ulla = scene.at.login("ulla").await;
    let hard = "Socialnämnden bedömer sammantaget att insatsens utformning motsvarar behovsbilden.";
    let typed = [("why", hard), ("deed", "preview")];
    let shown = scene.fill(&ulla, &path, &typed).await;
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("Läsaren behöver högst 25, 10 och 16") && shown.body.contains(hard));
    let way = name("way", scene.alva.person);
    assert_eq!(scene.fill(&ulla, &path, &[("why", hard), (&way, "letter")]).await.status, 303);
}

#[tokio::test]
async fn when_it_was_got_is_noted_and_the_last_day_follows() {
    let (scene, path) = granted();
    let ulla = scene.at.login("ulla").await;
    let both = [scene.karin, scene.par].map(|person| name("way", person));
    let typed = both.each_ref().map(|way| (&**way, "letter"));
    assert_eq!(scene.fill(&ulla, &path, &typed).await.status, 303);
    scene.at.desk.clock.advance(3);
    let (got, shown) = (name("got", scene.par), name("shown", scene.par));
    let wrong = scene.fill(&ulla, &path, &[(&shown, "Han ringde."), ("occurred", "2026-11-27")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains(&format!("id=\"{got}-error\"")) && wrong.body.contains("Han ringde."));
    let done = scene.fill(&ulla, &path, &[(&got, "2026-11-26"), (&shown, "Han ringde.")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = scene.at.get(&ulla, &path).await.body;
    assert!(page.contains("Fick det tor 26 nov och kan överklaga till tor 17 dec"), "{page}");
    assert!(!page.contains(&got), "asked for once");
    assert!(page.contains(&name("got", scene.karin)), "each has a time of their own");
    assert!(scene.timeline(scene.alva).await.contains("Pär har fått beslutet"));
}

#[tokio::test]
async fn nobody_is_told_by_a_key_alone_and_nothing_typed_is_lost() {
    let (scene, path) = granted();
    let ulla = scene.at.login("ulla").await;
    let typed = [("why", "Det jag skrev till Alva."), ("why-parents", "Det jag skrev till dem.")];
    let refused = scene.fill(&ulla, &path, &typed).await;
    assert_eq!(refused.status, 422);
    for kept in ["Det jag skrev till Alva.", "Det jag skrev till dem.", "Välj hur minst en person fick veta"]
    {
        assert!(refused.body.contains(kept), "{kept}");
    }
    let (exception, motive) = (name("exception", scene.par), name("motive", scene.par));
    let left_out = [(&*exception, "not_reached"), (&*motive, "Brevet kom tillbaka två gånger.")];
    assert_eq!(scene.fill(&ulla, &path, &left_out).await.status, 303);
    assert!(scene.timeline(scene.alva).await.contains("Brevet kom tillbaka två gånger."));
    assert!(
        scene.at.get(&ulla, &path).await.body.contains("underrättas inte, med skäl"),
        "can be told after all"
    );
}

#[tokio::test]
async fn when_everybody_is_told_the_assignment_is_next() {
    let (scene, path) = granted();
    let ulla = scene.at.login("ulla").await;
    let card = scene.at.get(&ulla, &scene.path("")).await.body;
    assert!(card.contains("Underrätta om beslutet") && card.contains("/underrattelse\""), "{card}");
    let ways = [scene.karin, scene.par, scene.alva.person].map(|person| name("way", person));
    let typed = ways.each_ref().map(|way| (&**way, "in_person"));
    let done = scene.fill(&ulla, &path, &typed).await;
    assert!(done.location().ends_with("/uppdrag?gjort=underrattat"), "{}", done.location());
    assert!(scene.at.get(&ulla, &path).await.body.contains("Alla har fått beslutet"));
    assert!(!scene.at.get(&ulla, &scene.path("")).await.body.contains("Underrätta om beslutet"));
}

#[tokio::test]
async fn a_clock_leads_to_the_decision_and_a_stranger_sees_nothing() {
    let (scene, path) = granted();
    let ulla = scene.at.login("ulla").await;
    let open = |login: &str| {
        let (actor, now, file) = (scene.at.actor(login), scene.at.now(), scene.alva.file);
        scene.at.desk.house.look(&actor, now, file, store::Part::Form)
    };
    let file = open("ulla").expect("open").file;
    let matter = file.decisions.values().find(|state| state.for_parties).expect("a decision").matter;
    let way = scene.path(&format!("/arende/{matter}/underrattelse"));
    assert_eq!(scene.at.get(&ulla, &way).await.location(), path);
    let umar = scene.at.login("umar").await;
    for path in [&path, &way] {
        assert_eq!(scene.at.get(&umar, path).await.status, 404);
    }
    for seq in ["1", "999", "x"] {
        assert_eq!(scene.at.get(&ulla, &format!("{path}/{seq}")).await.status, 404);
        assert_eq!(scene.at.get(&ulla, &format!("{path}/{seq}/brev")).await.status, 404);
    }
}

/// Frida reads, in English, the letter that Ulla has sent.
#[tokio::test]
async fn what_is_sent_is_swedish_and_signed_by_who_sent_it() {
    let (scene, path) = granted();
    let ulla = format!("{}; lykta-sprak=en", scene.at.login("ulla").await);
    assert_eq!(scene.fill(&ulla, &path, &[(&name("way", scene.karin), "letter")]).await.status, 303);
    let frida = format!("{}; lykta-sprak=en", scene.at.login("frida").await);
    for letter in sent(&scene.at.get(&frida, &path).await.body, &path) {
        let body = scene.at.get(&frida, &letter).await.body;
        let sheet = body.split("<article class=\"letter").nth(1).expect("a letter");
        let sheet = sheet.split("</article>").next().expect("its end");
        assert!(sheet.contains("Ulla Ekdahl") && !sheet.contains("Frida"), "{sheet}");
        assert!(sheet.contains("överklaga") && !sheet.contains("appeal"), "{sheet}");
    }
}
