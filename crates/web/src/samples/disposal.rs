//! What is destroyed, from the plan to the quarantine.

use record::disposal::{DisposalEntry, because};

use super::Sampler;
use crate::pages::demo_day::set_forward;
use crate::scene::Scene;

/// A report that led to nothing, six years later.
pub(super) async fn disposal(at: &mut Sampler) {
    let scene = Scene::assessed();
    for child in [scene.alva, scene.melker] {
        scene.not_opened(child);
    }
    at.opens("disposal.html", &scene, "frida", "/gallring").await;
    at.opens("disposal_plan.html", &scene, "frida", "/gallring/plan").await;
    set_forward(&scene.at.desk, 2200).expect("the day is set");
    at.opens("disposal_plan.html", &scene, "frida", "/gallring/plan").await;
    let decision = because("Nämnden 2032-11-02, § 7").expect("words");
    for said in [
        DisposalEntry::ReadingConfirmed { row: "R5b".to_owned(), decision },
        DisposalEntry::MunicipalityNamed { code: "0000".to_owned() },
    ] {
        scene.at.desk.house.dispose(&scene.at.actor("frida"), scene.at.now(), said).expect("written");
    }
    at.opens("disposal_plan.html", &scene, "frida", "/gallring/plan").await;
    at.posts("disposal_plan.html", &scene, "frida", "/gallring/plan", &[]).await;

    let thing = format!("{}/{}", scene.alva.file, scene.alva.matter);
    let enar = scene.at.login("enar").await;
    scene.at.post(&enar, "/gallring/plan", &[("sak", &thing)]).await;
    at.opens("disposal.html", &scene, "enar", "/gallring?gjort=gallring-foreslagen").await;
    at.opens("disposal.html", &scene, "frida", "/gallring").await;
    at.opens("disposal.html", &scene, "filip", "/gallring").await;
    let proposal =
        scene.at.get(&scene.at.login("frida").await, "/gallring").await.hidden("proposal").to_owned();
    at.posts("disposal.html", &scene, "enar", "/gallring/beslut", &[("proposal", &proposal)]).await;
    let frida = scene.at.login("frida").await;
    scene.at.post(&frida, "/gallring/beslut", &[("proposal", &proposal)]).await;
    at.opens("disposal.html", &scene, "frida", "/gallring?gjort=gallring-beslutad").await;

    let one = format!("/gallring/sak?sak={thing}");
    at.opens("disposal_one.html", &scene, "frida", &one).await;
    at.opens("disposal_one.html", &scene, "filip", &one).await;
    at.posts("disposal_one.html", &scene, "frida", "/gallring/sak", &[("sak", &thing), ("what", "hold")])
        .await;
    let hold = [("sak", &*thing), ("what", "hold"), ("ground", "appeal"), ("why", "Beslutet är överklagat.")];
    scene.at.post(&frida, "/gallring/sak", &hold).await;
    at.opens("disposal.html", &scene, "frida", "/gallring").await;
}
