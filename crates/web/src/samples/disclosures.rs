//! Samples of what is asked for and given out of a file, and of consents to share.

use record::Part;
use record::text::{Audience, Ground, Speaker};

use super::Sampler;
use super::lists::LONG;
use crate::scene::Scene;
use crate::testing::{fact, text};

/// Something of each sort to test: a fact, a confidence, something about another person.
fn scene() -> Scene {
    let scene = Scene::assessed();
    let secret = Part::words(Speaker::Child, text("Jag sover hos moster."))
        .kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    let of_karin = Part { about: vec![scene.karin], ..fact("Karin är sjuk.") };
    scene.note_a_call("2026-11-24T08:55", vec![fact("Alva kom utan frukost."), secret, of_karin]);
    scene
}

/// The ledger, the four ways, what is tested, given and refused, and the register of consents.
pub(super) async fn disclosures(at: &mut Sampler) {
    let scene = scene();
    let (ledger, new) = (scene.path("/utlamnat"), scene.path("/utlamnande/ny"));
    at.opens("disclosures.html", &scene, "ulla", &ledger).await;
    at.opens("disclosure_request.html", &scene, "ulla", &new).await;
    at.sends("disclosure_request.html", &scene, "ulla", &new, &[]).await;
    let inquired = [("route", "official_document"), ("answer", "En uppsats"), ("text", LONG)];
    at.sends("disclosure_request.html", &scene, "ulla", &new, &inquired).await;
    at.sends("disclosure_request.html", &scene, "ulla", &new, &[("route", "party_insight")]).await;
    let (karin, alva) = (scene.karin.to_string(), scene.alva.person.to_string());
    let matter = scene.alva.matter.to_string();
    let ways: [&[(&str, &str)]; 7] = [
        &[("route", "own_data"), ("person", &karin)],
        &[("route", "own_data"), ("person", &alva)],
        &[("route", "data_subject"), ("person", &karin)],
        &[("route", "data_subject"), ("person", &alva)],
        &[("route", "party_insight"), ("person", &karin), ("matter", &matter)],
        &[("route", "official_document"), ("recipient", "Fack 7\n123 45 Lyktinge")],
        &[("route", "official_document"), ("why", "Forskning prövas annorlunda"), ("answer", "En uppsats")],
    ];
    for way in ways {
        let asked = [&[("text", "Allt som står.")], way].concat();
        let page = at.does(&scene, "ulla", &new, &asked).await;
        at.opens("disclosure.html", &scene, "ulla", &page).await;
        at.sends("disclosure.html", &scene, "ulla", &page, &[("condition", LONG)]).await;
        at.opens("disclosure.html", &scene, "ulla", &format!("{page}?visa=markta")).await;
        at.opens("disclosures.html", &scene, "ulla", &ledger).await;
        let given =
            [("way", "letter"), ("motive", "Prövat."), ("condition", "Får inte spridas."), (SHOWN, "show")];
        let mut copy = at.does(&scene, "ulla", &page, &given).await;
        if !copy.ends_with("/kopia") {
            copy = seconded(at, &scene, (&page, &copy)).await;
        }
        at.opens("letter.html", &scene, "ulla", &copy).await;
        refused(at, &scene, &page).await;
    }
    let page = at.does(&scene, "ulla", &new, &[("text", "Allt."), ("route", "official_document")]).await;
    let masked = [("how-1-f", "keep"), ("how-6-0", "mask"), ("hide-6-0", "finns inte"), ("way", "letter")];
    at.sends("disclosure.html", &scene, "ulla", &page, &masked).await;
    refused(at, &scene, &page).await;
    at.opens("timeline.html", &scene, "ulla", &scene.path("/tidslinje")).await;
    alone(at, &scene).await;
    lists(at, &scene).await;
    shared(at, &scene).await;
    at.opens("disclosures.html", &scene, "ulla", &scene.path("/utlamnat?gjort=lamnat")).await;
    at.opens("timeline.html", &scene, "ulla", &scene.path("/tidslinje")).await;
}

/// The first statement of the report.
const SHOWN: &str = "how-2-0";

/// What waits for a second person, as whoever tested it and as they see it: sent back once where it is to be given, and then sent. Where it leads.
async fn seconded(at: &mut Sampler, scene: &Scene, (page, tested): (&str, &str)) -> String {
    at.opens("disclosure.html", scene, "ulla", tested).await;
    at.opens("disclosure.html", scene, "ulla", &format!("{page}?prova=om")).await;
    at.opens("disclosure.html", scene, "frida", page).await;
    at.sends("disclosure.html", scene, "frida", page, &[("deed", "return")]).await;
    at.does(scene, "frida", page, &[("deed", "confirm")]).await
}

/// What waits across files: nothing, then one of each sort.
async fn lists(at: &mut Sampler, scene: &Scene) {
    at.opens("requests.html", scene, "olga", "/utlamnanden").await;
    let (new, karin) = (scene.path("/utlamnande/ny"), scene.karin.to_string());
    at.does(scene, "ulla", &new, &[("text", "Allt."), ("route", "data_subject"), ("person", &karin)]).await;
    let asked = [("text", "Allt."), ("route", "official_document")];
    at.does(scene, "ulla", &new, &asked).await;
    let page = at.does(scene, "ulla", &new, &asked).await;
    let tested = [("way", "letter"), ("motive", "Prövat."), (SHOWN, "show")];
    at.does(scene, "ulla", &page, &tested).await;
    for login in ["ulla", "frida"] {
        at.opens("requests.html", scene, login, "/utlamnanden").await;
    }
    at.does(scene, "frida", &page, &[("deed", "confirm")]).await;
}

/// Two that a day later nobody has come to: one that was tested once, and one that was sent back and tested anew.
async fn alone(at: &mut Sampler, scene: &Scene) {
    let (new, asked) = (scene.path("/utlamnande/ny"), [("text", "Allt."), ("route", "official_document")]);
    let page = at.does(scene, "ulla", &new, &asked).await;
    let tested = [("way", "letter"), ("motive", "Prövat."), (SHOWN, "show")];
    at.does(scene, "ulla", &page, &tested).await;
    let back = at.does(scene, "frida", &page, &[("deed", "return"), ("back", "Pröva om.")]).await;
    at.opens("disclosure.html", scene, "ulla", &back).await;
    at.does(scene, "ulla", &page, &[]).await;
    let other = at.does(scene, "ulla", &new, &asked).await;
    at.does(scene, "ulla", &other, &tested).await;
    scene.at.desk.clock.advance(1);
    at.opens("disclosure.html", scene, "ulla", &other).await;
    at.opens("disclosure.html", scene, "ulla", &page).await;
    let copy = at.does(scene, "ulla", &page, &[("deed", "confirm")]).await;
    at.opens("letter.html", scene, "ulla", &copy).await;
    at.opens("timeline.html", scene, "ulla", &scene.path("/tidslinje")).await;
}

/// A refusal, in part or in whole.
async fn refused(at: &mut Sampler, scene: &Scene, page: &str) {
    let refusing = format!("{page}/avslag");
    at.opens("disclosure_refusal.html", scene, "ulla", &refusing).await;
    at.sends("disclosure_refusal.html", scene, "ulla", &refusing, &[("occurred", "i går")]).await;
    let reasons = [("reasons", "26:1"), ("motive", "Det står inte klart.")];
    let tested = at.does(scene, "ulla", &refusing, &reasons).await;
    let decision = seconded(at, scene, (page, &tested)).await;
    at.opens("letter.html", scene, "ulla", &decision).await;
    at.opens("disclosure_refusal.html", scene, "ulla", &refusing).await;
    at.opens("disclosure.html", scene, "ulla", page).await;
}

/// Consents to share, and what is handed over.
async fn shared(at: &mut Sampler, scene: &Scene) {
    let (register, over) = (scene.path("/samtycken"), scene.path("/utlamnat/ny"));
    at.opens("sharing.html", scene, "ulla", &register).await;
    at.sends("sharing.html", scene, "ulla", &register, &[("until", "snart")]).await;
    let karin = scene.karin.to_string();
    for until in ["", "2027-06-30", "2027-01-01"] {
        let consent = [
            ("person", &*karin),
            ("recipient", "Ekbackens skola"),
            ("purpose", "Stöd"),
            ("kind", "contact"),
            ("text", "Att vi har kontakt"),
            ("until", until),
        ];
        at.does(scene, "ulla", &register, &consent).await;
    }
    let page = scene.at.get(&scene.at.login("ulla").await, &register).await.body;
    let id = page.split("name=\"revoke\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.expect("it can be taken back").to_owned();
    at.opens("handing_over.html", scene, "ulla", &over).await;
    at.sends("handing_over.html", scene, "ulla", &over, &[]).await;
    let handed = [
        ("recipient", "Ekbackens skola"),
        ("kind", "contact"),
        ("text", "Att familjen har kontakt."),
        ("reasons", "U04"),
        ("way", "phone"),
        ("consent", &*id),
        ("condition", "Får inte lämnas vidare."),
    ];
    at.does(scene, "ulla", &over, &handed).await;
    at.does(scene, "ulla", &register, &[("revoke", &id)]).await;
    at.sends("handing_over.html", scene, "ulla", &over, &handed).await;
    for done in ["delning", "aterkallat"] {
        at.opens("sharing.html", scene, "ulla", &format!("{register}?gjort={done}")).await;
    }
}
