//! Two of everything, in two units and two authorities, and every id in every place of every address as every kind of user: an id of what
//! is not theirs is an id of nothing.

use std::collections::BTreeMap;

use super::tests::{Ids, ask, assert_same, every, furnished};
use crate::scene::Scene;
use crate::testing::TestDesk;

/// Words that stand in Nils's files, in either authority, and nowhere else.
const HIS: [&str; 2] = ["Nils", "Bergqvarn"];

/// Ids that are no id: of a place in a file, a month, a section.
const NO_IDS: [&str; 4] = ["seq", "month", "section", "what"];

/// Nils, whom Umar has in the unit that Filip leads, with something of every kind in his file.
fn nils(at: &TestDesk) -> Ids {
    let nils = at.seed_child("Nils", "Bergqvarn");
    let to = at.actor("umar");
    let distribution = record::distribution::Distribution { main: to.staff, second: None, unit: to.unit };
    at.act("enar", nils.file, vec![record::Command::Distribute(nils.matter, distribution)])
        .expect("distributed");
    at.assess_as("umar", nils);
    furnished(at, (nils, nils.person), "umar", "filip")
}

/// The ids of one, but in one place of the address those of another.
fn mixed(own: &Ids, other: &Ids, place: &str, real: bool) -> Ids {
    let mut ids = own.clone();
    let of = |ids: &Ids| ids.iter().find(|(name, ..)| *name == place).expect("each has one").clone();
    for id in ids.iter_mut().filter(|(name, ..)| *name == place) {
        let (_, known, unknown) = of(other);
        id.1 = if real { known } else { unknown };
    }
    ids
}

/// Whoever receives reports may break the glass over any child of the authority, and reads the messages that were set aside in it.
fn is_receptions(login: &str, path: &str) -> bool {
    login == "mia" && (path == "/akt/{file}/nod" || path.starts_with("/meddelanden/{message}"))
}

/// What stands in an address in curly brackets.
fn places(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// Asks for everything with the ids of one, and in each place in turn those of another, as somebody to whom nothing of the other's opens.
/// Returns how many questions that were. Of the other it is said whether it is in the same authority.
async fn exchange(scene: &Scene, login: &str, own: &Ids, (other, here): (&Ids, bool)) -> usize {
    let cookie = scene.at.login(login).await;
    let mut asked = BTreeMap::new();
    for (method, route) in
        every().into_iter().filter(|(_, route)| !(here && is_receptions(login, route.path)))
    {
        // The units next door have the same ids as ours.
        let is_an_id = |place: &&str| !NO_IDS.contains(place) && (here || *place != "unit");
        for place in places(route.path).filter(is_an_id) {
            let foreign = ask(scene, &cookie, &method, &mixed(own, other, place, true), route, true).await;
            let unknown = ask(scene, &cookie, &method, &mixed(own, other, place, false), route, true).await;
            let what = format!("{login}: {method} {} with another {place}", route.path);
            assert_eq!(foreign.status, unknown.status, "{what}");
            assert_same(&foreign.body, &unknown.body, &what);
            assert!(
                !foreign.status.is_success() || route.path == "/utkast/{draft}",
                "{what}: {}",
                foreign.status
            );
            let told = format!("{} {}", foreign.location(), foreign.body);
            assert!(!HIS.iter().any(|word| told.contains(word)), "{what} tells of Nils");
            *asked.entry(what).or_insert(0) += 1;
        }
    }
    asked.len()
}

#[tokio::test]
async fn v8_2_2_an_id_of_another_unit_or_authority_is_an_id_of_nothing() {
    let scene = Scene::assessed();
    let alva = super::tests::full(&scene);
    let nils = nils(&scene.at);
    let elsewhere = self::nils(&scene.at.next_door());
    let mut asked = 0;
    for login in ["ulla", "oskar", "frida", "mia", "olga", "utskottet"] {
        asked += exchange(&scene, login, &alva, (&nils, true)).await;
        asked += exchange(&scene, login, &alva, (&elsewhere, false)).await;
    }
    // To whom both children's files open, here; and who has the one in Nils's unit.
    asked += exchange(&scene, "enar", &alva, (&elsewhere, false)).await;
    asked += exchange(&scene, "umar", &nils, (&elsewhere, false)).await;
    assert!(asked > 1000, "only {asked} questions");
}
