//! Giving the parties the investigation, and what they answer.

use record::report::Report;
use record::text::{Audience, Ground};
use record::{MatterId, Part, Speaker};

use crate::party::{To, name};
use crate::scene::Scene;
use crate::testing::{Answer, fact, report, text};

const OPEN: &str = "Skolan ringde i tisdags.";
const TOLD: &str = "Jag vill äta frukost.";
const KEPT: &str = "Pappa blir arg när jag berättar.";

/// Alva's investigation, written: a fact, something she has said, and something she wants kept.
fn written() -> (Scene, MatterId) {
    let scene = Scene::assessed();
    let matter = scene.investigated();
    scene.write(matter, statements());
    (scene, matter)
}

fn statements() -> Vec<Part> {
    let said = |words: &str| Part::words(Speaker::Child, text(words));
    let kept = said(KEPT).kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    vec![fact(OPEN), said(TOLD), kept]
}

fn path(scene: &Scene, matter: MatterId) -> String {
    scene.path(&format!("/arende/{matter}/kommunicering"))
}

/// What the box sends that releases a statement for somebody.
fn boxes(page: &Answer, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    let values = page.body.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    values.map(str::to_owned).collect()
}

/// The addresses of the copies as they were sent, in the order of the page.
fn copies(page: &str, path: &str) -> Vec<String> {
    let start = format!("{path}/");
    let links = page.split(&start).skip(1);
    links.filter_map(|rest| Some(format!("{path}/{}", rest.split('"').next()?))).collect()
}

#[tokio::test]
async fn two_guardians_who_live_apart_get_copies_of_their_own() {
    let (scene, matter) = written();
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    let page = scene.at.get(&ulla, &path).await;
    assert!(page.body.contains("Karin Lövdahl") && page.body.contains("Pär Lövdahl"));
    assert!(page.body.contains("value=\"2026-12-08\""), "two weeks to answer");
    let release = name("release", scene.karin);
    let tested = boxes(&page, &release);
    assert_eq!(tested.len(), 1, "what must be kept has no box: {tested:?}");
    let (karin, par) = (name("way", scene.karin), name("way", scene.par));
    let typed = [(&*karin, "letter"), (&*par, "in_person"), (&*release, &*tested[0])];
    let done = scene.send(&ulla, &path, &page, &typed).await;
    assert_eq!(done.location(), format!("{path}?gjort=kommunicerat"), "{}", done.body);
    let after = scene.at.get(&ulla, &path).await.body;
    let copies = copies(&after, &path);
    assert_eq!(copies.len(), 2, "{after}");
    let (karins, pars) = (scene.at.get(&ulla, &copies[0]).await, scene.at.get(&ulla, &copies[1]).await);
    for copy in [&karins, &pars] {
        assert!(copy.body.contains(OPEN) && !copy.body.contains(KEPT));
        assert!(
            copy.body.contains("8 december 2026") && copy.body.contains("En del uppgifter är utelämnade")
        );
        assert!(!copy.body.contains("Hemliga gatan") && !copy.body.contains("12 kap. 3 §"));
    }
    assert!(karins.body.contains(TOLD) && karins.body.contains("Lövgränd 4"));
    assert!(!pars.body.contains(TOLD), "what was tested for one is not given to the other");
}

/// A box that the page does not have, sent all the same.
#[tokio::test]
async fn what_must_be_kept_cannot_be_released() {
    let (scene, matter) = written();
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    let page = scene.at.get(&ulla, &path).await;
    let (way, release) = (name("way", scene.karin), name("release", scene.karin));
    let forged = boxes(&page, &release)[0].rsplit_once('.').map(|(start, _)| format!("{start}.2"));
    let forged = forged.expect("a value with places");
    let done = scene.send(&ulla, &path, &page, &[(&way, "letter"), (&release, &forged)]).await;
    assert_eq!(done.status, 303);
    let copy = copies(&scene.at.get(&ulla, &path).await.body, &path).remove(0);
    assert!(!scene.at.get(&ulla, &copy).await.body.contains(KEPT));
}

#[tokio::test]
async fn a_copy_once_sent_is_not_changed_by_what_is_labelled_later() {
    let (scene, matter) = written();
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    let (way, release) = (name("way", scene.karin), name("release", scene.karin));
    let page = scene.at.get(&ulla, &path).await;
    let tested = boxes(&page, &release).remove(0);
    assert_eq!(scene.send(&ulla, &path, &page, &[(&way, "letter"), (&release, &tested)]).await.status, 303);
    let copy = copies(&scene.at.get(&ulla, &path).await.body, &path).remove(0);
    let kept = |part: Part| part.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    scene.write(matter, statements().into_iter().map(kept).collect());
    let sent = scene.at.get(&ulla, &copy).await.body;
    assert!(sent.contains(TOLD) && sent.contains(OPEN));
    let again = scene.at.get(&ulla, &path).await;
    assert!(again.body.contains("har fått en tidigare version"), "it can be given anew");
    assert!(boxes(&again, &release).is_empty(), "now everything is kept");
}

#[tokio::test]
async fn nobody_is_chosen_beforehand_and_nothing_typed_is_lost() {
    let (scene, matter) = written();
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    let page = scene.at.get(&ulla, &path).await;
    let empty = scene.send(&ulla, &path, &page, &[]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("Välj hur minst en person fick utredningen"));
    let (motive, omitted) = (name("motive", scene.par), name("omitted", scene.karin));
    let (exception, way) = (name("exception", scene.par), name("way", scene.karin));
    let release = name("release", scene.karin);
    let tested = boxes(&page, &release).remove(0);
    let typed = [
        (&*motive, "Han flyttar med henne då."),
        (&*omitted, "Några rader om en annan person."),
        (&*way, "letter"),
        (&*release, &*tested),
        ("until", "2026-11-24"),
    ];
    let refused = scene.send(&ulla, &path, &page, &typed).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(&format!("id=\"{exception}-error\"")), "which exception?");
    for kept in ["Han flyttar med henne då.", "Några rader om en annan person.", "value=\"2026-11-24\""] {
        assert!(refused.body.contains(kept), "{kept}");
    }
    assert!(refused.body.contains(&format!("value=\"{tested}\" checked")), "a tick stands as it was");
    let early = [(&*way, "letter"), ("until", "2026-11-24")];
    let early = scene.send(&ulla, &path, &page, &early).await;
    assert_eq!(early.status, 422);
    assert!(early.body.contains("id=\"until-error\""), "no time to answer: {}", early.body);
}

#[tokio::test]
async fn an_exception_stands_first_where_a_parent_may_be_dangerous() {
    let scene = Scene::with(&Report { violence: true, ..report() });
    scene.assess();
    let matter = scene.investigated();
    scene.write(matter, vec![fact(OPEN)]);
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    // The report behind it is the one that is tagged.
    let page = scene.at.get(&ulla, &path).await.body;
    assert!(page.contains("märkt våld av närstående"), "{page}");
    assert!(page.find("name=\"exception-") < page.find("name=\"way-"));
    let (exception, motive) = (name("exception", scene.par), name("motive", scene.par));
    let typed = [(&*exception, "harder_to_carry_out"), (&*motive, "Han tar med sig barnen.")];
    assert_eq!(scene.fill(&ulla, &path, &typed).await.status, 303);
    let line = scene.timeline(scene.alva).await;
    assert!(line.contains("Pär fick inte ta del av utredningen") && line.contains("Han tar med sig barnen."));
}

#[tokio::test]
async fn an_answer_is_one_tick_or_their_words_and_then_the_decision_is_next() {
    let (scene, matter) = written();
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    let ways = [scene.karin, scene.par].map(|person| name("way", person));
    let typed = ways.each_ref().map(|way| (&**way, "letter"));
    assert_eq!(scene.fill(&ulla, &path, &typed).await.status, 303);
    let (reply, oral) = (name("reply", scene.karin), name("oral", scene.karin));
    let said = [(&*reply, "Det stämmer inte att hon var hungrig."), (&*oral, "1")];
    let answered = scene.fill(&ulla, &path, &said).await;
    assert_eq!(answered.location(), format!("{path}?gjort=kommunicerat"));
    assert!(scene.timeline(scene.alva).await.contains("Det stämmer inte att hon var hungrig."));
    let page = scene.at.get(&ulla, &path).await;
    assert!(page.body.contains("Skriv om utredningen") && !page.body.contains("Gå till beslutet"));
    let nothing = name("nothing", scene.par);
    let both = scene.fill(&ulla, &path, &[(&nothing, "1"), (&name("reply", scene.par), "Jo.")]).await;
    assert_eq!(both.status, 422);
    let last = scene.fill(&ulla, &path, &[(&nothing, "1")]).await;
    assert_eq!(last.location(), scene.path(&format!("/arende/{matter}/beslut?gjort=kommunicerat")));
    // A late answer is an answer.
    let late = scene.fill(&ulla, &path, &[(&name("reply", scene.par), "Jag vill lägga till något.")]).await;
    assert_eq!(late.status, 303, "{}", late.body);
}

/// The line links to what was sent, and a child's words are those of the day they were said.
#[tokio::test]
async fn a_copy_is_opened_from_the_timeline_and_not_told_there_again() {
    let (scene, matter) = written();
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    let before = scene.timeline(scene.alva).await.matches(OPEN).count();
    assert_eq!(scene.fill(&ulla, &path, &[(&name("way", scene.karin), "letter")]).await.status, 303);
    let line = scene.timeline(scene.alva).await;
    assert_eq!(line.matches(OPEN).count(), before);
    let copy = copies(&scene.at.get(&ulla, &path).await.body, &path).remove(0);
    assert!(line.contains("Öppna det som skickades") && line.contains(&copy), "{line}");
}

#[tokio::test]
async fn sent_twice_it_is_done_once() {
    let (scene, matter) = written();
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    let page = scene.at.get(&ulla, &path).await;
    let way = name("way", scene.karin);
    for _ in 0..2 {
        assert_eq!(scene.send(&ulla, &path, &page, &[(&way, "phone")]).await.status, 303);
    }
    assert_eq!(scene.timeline(scene.alva).await.matches("Karin fick ta del av utredningen").count(), 1);
}

#[tokio::test]
async fn what_is_not_written_cannot_be_given_and_a_stranger_sees_nothing() {
    let scene = Scene::assessed();
    let matter = scene.investigated();
    let (path, ulla) = (path(&scene, matter), scene.at.login("ulla").await);
    let page = scene.at.get(&ulla, &path).await.body;
    assert!(page.contains("Utredningen är inte skriven än") && !page.contains("name=\"way-"));
    assert_eq!(scene.at.get(&ulla, &scene.report_path("/kommunicering")).await.status, 404);
    for seq in ["1", "999", "abc"] {
        assert_eq!(scene.at.get(&ulla, &format!("{path}/{seq}")).await.status, 404, "{seq}");
    }
    let umar = scene.at.login("umar").await;
    assert_eq!(scene.at.get(&umar, &path).await.status, 404);
}

/// A child of fifteen is a party, and is spoken to as itself.
#[tokio::test]
async fn a_child_of_fifteen_gets_a_copy_too() {
    let (scene, matter) = written();
    let ulla = scene.at.login("ulla").await;
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
    let path = path(&scene, matter);
    assert_eq!(scene.fill(&ulla, &path, &[(&name("way", scene.alva.person), "in_person")]).await.status, 303);
    let copy = copies(&scene.at.get(&ulla, &path).await.body, &path).remove(0);
    let copy = scene.at.get(&ulla, &copy).await.body;
    assert!(copy.contains("hur du har det") && copy.contains(TOLD) && copy.contains(KEPT));
}

#[test]
fn a_box_of_an_earlier_version_releases_nothing() {
    let (scene, matter) = written();
    let open = |scene: &Scene| {
        let (actor, now, file) = (scene.at.actor("ulla"), scene.at.now(), scene.alva.file);
        scene.at.desk.house.look(&actor, now, file, store::Part::Form).expect("open")
    };
    let before = open(&scene);
    scene.write(matter, statements());
    let after = open(&scene);
    let source = |open: &store::OpenFile| {
        let reading = crate::reading::Reading {
            w: crate::words::Words::of(crate::words::Lang::Sv),
            law: scene.at.desk.house.law,
            organisation: &open.organisation,
            open,
            today: scene.at.now().today,
        };
        let source = super::copy::source(&reading, matter).expect("written");
        let typed = crate::desk::Typed::default();
        let boxes = source.to_test(&reading, &To::person(&after.file, scene.karin), &typed);
        (source, boxes.into_iter().find_map(|one| one.value).expect("something to test"))
    };
    let ((_, old), (new, current)) = (source(&before), source(&after));
    let copied = |value: String| {
        let typed = crate::desk::Typed::from_pairs([(name("release", scene.karin), value)]);
        let copy = new.copy(&after.file, &To::person(&after.file, scene.karin), &typed, (vec![], vec![]));
        copy.blocks.iter().flat_map(|block| &block.parts).any(|part| part.text.as_str() == TOLD)
    };
    assert!(copied(current) && !copied(old));
}
