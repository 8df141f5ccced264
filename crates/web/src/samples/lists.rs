//! The samples, by what they are about: the work lists here, the rest beside.

use law::Level;
use record::decision::{Decision, DecisionMaker, RecordDecision};
use record::document::ReceivedDocument;
use record::meeting::Booking;
use record::note::Note;
use record::organisation::{Change, Employee, Term, Unit, UnitKind};
use record::person::ProtectionLevel;
use record::report::Arrival;
use record::text::{Audience, Ground};
use record::{Code, Command, DecisionId, DocumentId, MatterId, MeetingId, Part, Speaker, UnitId};

use store::accounts::By;
use store::emergency::Emergency;

use super::{
    Sampler, decisions, disclosures, disposal, file, in_language, investigations, reports, services,
};
use crate::scene::Scene;
use crate::service_scene::ServiceScene;
use crate::testing::{TestDesk, fact, large_house, report, text};
use crate::town::Town;
use crate::words::Lang;

/// Longer than any line, with what HTML would take for its own.
pub(super) const LONG: &str = "En mening som är så lång att den inte får plats på någon rad, med <b>tecken</b> & \"citat\" som ingen ska tolka.";

/// Every sample.
pub(super) async fn all(at: &mut Sampler) {
    outside(at).await;
    work_lists(at).await;
    authority(at).await;
    set_aside(at).await;
    log_checks(at).await;
    disposal::disposal(at).await;
    reports::reports(at).await;
    reports::unborn(at).await;
    reports::protection(at).await;
    file::in_the_file(at).await;
    file::people(at).await;
    file::moves(at).await;
    decisions::decisions(at).await;
    decisions::investigations(at).await;
    investigations::writing(at).await;
    investigations::told(at).await;
    services::services(at).await;
    services::plans(at).await;
    services::sent(at).await;
    disclosures::disclosures(at).await;
}

/// Before the login, and when something is wrong.
async fn outside(at: &mut Sampler) {
    let scene = Scene::new();
    at.opens("login.html", &scene, "", "/logga-in").await;
    at.opens("operators.html", &scene, "", "/driften").await;
    at.opens("step_up.html", &scene, "ulla", "/logga-in/styrk?till=/mer").await;
    let provided = Scene::registered_at(TestDesk::new().with_a_provider(true), &report());
    at.opens("login.html", &provided, "", "/logga-in").await;
    at.opens("step_up.html", &provided, "ulla", "/logga-in/styrk").await;
    at.opens("bind.html", &provided, "", "/koppla").await;
    at.posts("bind.html", &provided, "", "/koppla", &[("kod", "K0D")]).await;
    at.posts("passkey.html", &provided, "", "/logga-in/nyckel", &[("for", "login")]).await;
    let code = format!("lykta-kod={}", provided.at.code_of("ulla").reveal());
    at.opens_with("bind.html", &provided, "ulla", &code, "/koppla").await;
    at.posts_with("passkey.html", &provided, &code, "/logga-in/nyckel", &[("for", "bind")]).await;
    let code = format!("lykta-kod={}", scene.at.code_of("ulla").reveal());
    at.opens_with("bind.html", &scene, "ulla", &code, "/koppla").await;
    let until = (provided.at.now().micros(), provided.at.now().micros() + 60_000_000);
    let code = provided.at.desk.house.open_account(Emergency::First.account(), By::Operator, until);
    let code = format!("lykta-kod={}", code.expect("a code").reveal());
    at.opens_with("bind.html", &provided, "ulla", &code, "/koppla").await;
    at.opens("error.html", &scene, "ulla", "/akt/0193a000-0000-7000-8000-000000000009").await;
    at.posts("error.html", &scene, "", &scene.path("/anteckning"), &[("text", LONG)]).await;
    at.posts("error.html", &scene, "umar", &scene.path("/anteckning"), &[("text", LONG)]).await;
    at.draws("gallery.html", &scene, "/galleri").await;
    at.draws("gallery_letter.html", &scene, "/galleri/brev").await;
}

/// What there is to do, for everybody who works here.
async fn work_lists(at: &mut Sampler) {
    let empty = Scene::registered(&report());
    let full = Scene::investigating();
    full.at.desk.clock.advance(20);
    let service = ServiceScene::assigned();
    for scene in [&empty, &full, &service.scene] {
        for login in ["mia", "ulla", "frida", "enar", "olga", "utskottet"] {
            at.opens("my_day.html", scene, login, "/").await;
        }
        at.opens("group.html", scene, "frida", "/gruppen").await;
        at.opens("group.html", scene, "enar", "/gruppen").await;
    }
    at.opens("my_day.html", &full, "ulla", "/?gjort=sparat").await;
    let page = empty.at.get(&empty.at.login("frida").await, "/gruppen").await;
    let nobody = [("file", page.hidden("file")), ("matter", page.hidden("matter"))];
    at.posts("group.html", &empty, "frida", "/gruppen/fordela", &nobody).await;
    at.opens("group.html", &empty, "filip", "/gruppen").await;
    let (organisation, norr) = large_house();
    let large = Scene::registered_at(TestDesk::of(organisation), &report());
    at.opens("group.html", &large, "frida", &format!("/gruppen?folk={norr}")).await;
    at.opens("group_may_not.html", &empty, "ulla", "/gruppen").await;
    at.opens("authority.html", &empty, "mia", "/myndighet").await;
    two_authorities(at).await;
    at.opens("more.html", &empty, "mia", "/mer").await;
    at.opens("more.html", &empty, "enar", "/mer?gjort=sparat").await;
    at.posts("more.html", &empty, "enar", "/mer/utkast", &[("draft-days", "en vecka")]).await;
    at.opens_with("more.html", &empty, "mia", "lykta-tangenter=av", "/mer").await;
    at.opens("search.html", &empty, "mia", "/sok").await;
    at.posts("search.html", &full, "oskar", "/sok", &[("q", "Melker")]).await;
    at.posts("search.html", &full, "ulla", "/sok", &[("q", "Ingenstans")]).await;
    for sought in ["Lövdahl", "Karin", "Ingenstans", "", &empty.alva.number.to_string(), "2026-1"] {
        at.posts("search.html", &empty, "mia", "/sok", &[("q", sought)]).await;
    }
}

/// Somebody who works for two authorities.
async fn two_authorities(at: &mut Sampler) {
    let town = Town::new();
    town.binds(0, "ulla", "7");
    town.binds(1, "ulla", "7");
    let (cookie, leads) = town.comes_in("7").expect("in");
    let mut pair = Vec::new();
    for lang in Lang::ALL {
        pair.push(town.get(&in_language(&cookie, lang), &leads).await);
    }
    at.lay_beside("authority.html", &leads, pair);
}

/// A sealed account as it stands from the day it is opened until it is sealed again.
async fn sealed(at: &mut Sampler, scene: &Scene) {
    let house = &scene.at.desk.house;
    let now_us = scene.at.now().micros();
    let code = house.open_account(Emergency::Second.account(), By::Operator, (now_us, now_us + 60_000_000));
    let code = format!("lykta-kod={}", code.expect("a code").reveal());
    at.opens_with("bind.html", scene, "ulla", &code, "/koppla").await;
    at.opens("bind.html", scene, "ulla", "/koppla?gjort=reservkonto-forseglat").await;
    let key = scene.at.emergency();
    at.posts_with("accounts.html", scene, &key, "/konton", &[]).await;
    at.posts_with("error.html", scene, &key, "/anmalan", &[("concern", LONG)]).await;
    at.opens("my_day.html", scene, "enar", "/").await;
    for form in [&[("reviewed", "1")][..], &[("reviewed", "1"), ("words-1", LONG)]] {
        at.posts("accounts.html", scene, "enar", "/konton", form).await;
    }
    let used = house.emergency_accounts().expect("read")[0].used.expect("it was used").seq;
    let of = (Emergency::First, used);
    let reviewed = house.review_emergency(&scene.at.actor("enar"), of, LONG.to_owned(), now_us);
    assert_eq!(reviewed, Ok(true));
    at.opens("accounts.html", scene, "enar", "/konton?gjort=reservkonto-granskat").await;
    at.opens("my_day.html", scene, "enar", "/").await;
    scene.at.seal(Emergency::First);
    at.opens("accounts.html", scene, "enar", "/konton").await;
}

/// Somebody who has a file is tied to the child and has left the day after; a colleague in another unit's file is tied too.
async fn ties(at: &mut Sampler) {
    let scene = Scene::investigating();
    let house = &scene.at.desk.house;
    let ulla = house.establishment().by_login("ulla").expect("one of the demo's people").clone();
    let employed = Term { from: None, to: Some(scene.at.now().today) };
    let leaves = Change::Employee(Employee { employed, ..ulla });
    house.organise(None, scene.at.now(), vec![leaves]).expect("she may leave");
    at.opens("organisation.html", &scene, "frida", "/organisation").await;
    let number = scene.alva.number.to_string();
    for (login, kind) in [("ulla", "relative"), ("oskar", "neighbour"), ("frida", "relative")] {
        let cookie = scene.at.login(login).await;
        scene.at.post(&cookie, "/kopplingar", &[("number", &*number), ("kind", kind)]).await;
    }
    at.opens("ties.html", &scene, "ulla", "/kopplingar?gjort=koppling").await;
    for login in ["frida", "enar", "filip"] {
        at.opens("ties.html", &scene, login, "/kopplingar").await;
        at.opens("my_day.html", &scene, login, "/").await;
    }
    at.posts("ties.html", &scene, "ulla", "/kopplingar", &[("number", "12")]).await;
    let shut = scene.path("/skal");
    at.opens("reason.html", &scene, "ulla", &shut).await;
}

/// Who works here, who is away and on duty, and what the board has delegated.
async fn authority(at: &mut Sampler) {
    let scene = Scene::new();
    let [mia, moa, jon] = ["mia", "moa", "jon"].map(|login| scene.at.actor(login).staff.to_string());
    let new = Unit {
        id: UnitId::new(uuid::Uuid::from_u128(7)),
        name: "Barnahus".to_owned(),
        kind: UnitKind::Investigation,
        under: Some(scene.at.actor("ulla").unit),
    };
    let change = Change::Unit { unit: new, term: Term::default() };
    scene.at.desk.house.organise(None, scene.at.now(), vec![change]).expect("a unit more");
    let (chart, order, draft) = ("/organisation", "/delegationsordning", "/delegationsordning/utkast");
    at.opens("organisation.html", &scene, "ulla", chart).await;
    let absence = |to| [("away", &*mia), ("away-from", "2026-11-24"), ("away-to", to), ("substitute", &*moa)];
    at.posts("organisation.html", &scene, "frida", "/organisation/franvaro", &absence("2026-11-01")).await;
    at.posts("organisation.html", &scene, "frida", "/organisation/jour", &[]).await;
    at.opens("organisation.html", &scene, "enar", chart).await;
    scene
        .at
        .desk
        .house
        .open_account(uuid::Uuid::from_u128(99), By::Operator, (0, 1))
        .expect("somebody who has left");
    at.opens("accounts.html", &scene, "enar", "/konton").await;
    sealed(at, &scene).await;
    let ulla = scene.at.actor("ulla").staff.to_string();
    at.posts("accounts.html", &scene, "enar", "/konton", &[("code", &ulla)]).await;
    let frida = scene.at.login("frida").await;
    scene.at.post(&frida, "/organisation/franvaro", &absence("")).await;
    let duty = [("on-duty", &*jon), ("duty-from", "2026-11-24"), ("duty-to", "2026-11-26")];
    scene.at.post(&frida, "/organisation/jour", &duty).await;
    at.opens("organisation.html", &scene, "frida", &format!("{chart}?gjort=franvaro")).await;
    ties(at).await;
    let mut eyes = law::DelegationOrder::lyktinge();
    (eyes.adopted, eyes.valid_from) = (scene.at.now().today, scene.at.now().today);
    eyes.points[0].four_eyes = true;
    scene.at.desk.house.adopt_delegation(None, scene.at.now(), eyes, None).expect("adopted");
    at.opens("delegation.html", &scene, "ulla", order).await;
    at.opens("delegation.html", &scene, "enar", &format!("{order}?gjort=antagen")).await;
    at.opens("delegation.html", &scene, "enar", &format!("{order}?dag=2025-01-01")).await;
    at.opens("delegation_draft.html", &scene, "enar", draft).await;
    at.sends("delegation_draft.html", &scene, "enar", draft, &[("lowest-D27", "case_worker")]).await;
    at.does(&scene, "enar", draft, &[("number-D02", "9.1"), ("limits-D02", LONG)]).await;
    at.opens("delegation_draft.html", &scene, "enar", draft).await;
    at.opens("delegated.html", &scene, "enar", "/delegerade-beslut").await;
    at.opens("delegated.html", &scene, "enar", "/delegerade-beslut?fran=2026-11-20&till=2026-11-10").await;
    let decided = Scene::investigating();
    at.opens("delegated.html", &decided, "utskottet", "/delegerade-beslut").await;
    meeting_of_board(at).await;
}

/// A meeting with nothing before it, with a matter, and after it; the chair has decided before, and one decision was recorded without a paragraph.
async fn meeting_of_board(at: &mut Sampler) {
    let page = "/sammantrade";
    at.opens("board_meeting.html", &Scene::assessed(), "utskottet", page).await;
    let scene = Scene::assessed();
    let record = |matter, level| {
        let id = DecisionId::new(scene.at.desk.house.new_id(scene.at.now()));
        let decision = Decision::new(id, "D27".parse().expect("a type"));
        let made = "2026-11-24T08:00".parse().expect("a moment");
        let made_by = DecisionMaker { name: "Sociala utskottet".to_owned(), title: None, level };
        let recorded = RecordDecision { matter, decision, made, made_by, urgent: true, document: None };
        scene.at.act("ulla", scene.alva.file, vec![Command::RecordDecision(recorded)]).expect("recorded");
    };
    let measure = || MatterId::new(scene.at.desk.house.new_id(scene.at.now()));
    record(measure(), Level::Chair);
    record(measure(), Level::Committee);
    let id = scene.at.propose(scene.alva, "ulla", "D03", "utskottet");
    at.opens("board_meeting.html", &scene, "utskottet", page).await;
    at.opens("board_meeting.html", &scene, "enar", "/sammantrade?dag=i+dag").await;
    let paper = scene.path(&format!("/forslag/{id}"));
    at.opens("proposal.html", &scene, "utskottet", &paper).await;
    at.does(
        &scene,
        "utskottet",
        &paper,
        &[("paragraph", "87"), ("dissent", "Maj Planterad"), ("deed", "decide")],
    )
    .await;
    at.opens("board_meeting.html", &scene, "utskottet", page).await;
}

/// A month of a unit's reading: running, over, and signed.
async fn log_checks(at: &mut Sampler) {
    let scene = Scene::assessed();
    let (house, now) = (&scene.at.desk.house, scene.at.now());
    let given =
        |code: &str| store::Reason { code: code.into(), words: text("Skolan ringde och Ulla är på kurs.") };
    house
        .give_reason(&scene.at.actor("oskar"), now, scene.alva.file, &given("cover"))
        .expect("a colleague may");
    house.break_glass(&scene.at.actor("moa"), now, scene.alva.file, &given("danger")).expect("reception may");
    let (protected, umars) = (
        scene.at.seed_with("Åsa", "Ängström", ProtectionLevel::Marked),
        scene.at.seed_child("Tindra", "Planterad"),
    );
    scene.at.distribute(protected, "ulla");
    scene.at.distribute(umars, "umar");
    house.break_glass(&scene.at.actor("moa"), now, umars.file, &given("danger")).expect("reception may");
    for file in [scene.alva.file, protected.file] {
        house.look(&scene.at.actor("ulla"), now, file, store::Part::Child).expect("hers");
    }
    house.look(&scene.at.actor("frida"), now, scene.alva.file, store::Part::Child).expect("she leads");
    let of = |login: &str| format!("/loggkontroll/{}/2026-11", scene.at.actor(login).unit);
    at.opens("log_checks.html", &scene, "frida", "/loggkontroll").await;
    at.opens("log_check.html", &scene, "frida", &of("ulla")).await;
    at.opens("log_check.html", &scene, "filip", &of("umar")).await;
    scene.at.desk.clock.advance(10);
    at.opens("log_check.html", &scene, "frida", &of("mia")).await;
    at.opens("log_check.html", &scene, "enar", &of("ulla")).await;
    at.posts("log_check.html", &scene, "frida", &of("ulla"), &[("words", LONG)]).await;
    let page = scene.at.get(&scene.at.login("frida").await, &of("ulla")).await.body;
    let asked: std::collections::BTreeSet<String> = page
        .split("name=\"found-")
        .skip(1)
        .filter_map(|rest| Some(format!("found-{}", rest.split_once('"')?.0)))
        .collect();
    let mut form: Vec<(&str, &str)> = asked.iter().map(|name| (name.as_str(), "needed")).collect();
    form.push(("words", "Jag har talat med Oskar."));
    at.does(&scene, "frida", &of("ulla"), &form).await;
    at.opens("log_check.html", &scene, "frida", &of("ulla")).await;
    at.opens("log_checks.html", &scene, "frida", "/loggkontroll?gjort=undertecknat").await;
}

/// Messages that wait for a person, and one that somebody has dealt with.
async fn set_aside(at: &mut Sampler) {
    let scene = Scene::new();
    at.opens("set_aside.html", &scene, "mia", "/meddelanden").await;
    let path = |id: uuid::Uuid| format!("/meddelanden/{id}");
    let broken = path(scene.at.set_aside(LONG.repeat(200).as_bytes(), "not_json", true));
    let empty = path(scene.at.set_aside(b"", "empty", true));
    let gone = path(scene.at.set_aside(b"ett nummer", "real_number", false));
    at.opens("my_day.html", &scene, "mia", "/").await;
    for one in [&broken, &empty, &gone] {
        at.opens("set_aside_one.html", &scene, "mia", one).await;
    }
    let again = path(scene.at.set_aside_again());
    at.opens("set_aside_one.html", &scene, "mia", &again).await;
    at.sends("set_aside_one.html", &scene, "mia", &broken, &[("words", " ")]).await;
    at.does(&scene, "mia", &broken, &[("words", LONG)]).await;
    at.sends("set_aside_one.html", &scene, "moa", &broken, &[("words", "Jag ringde skolan.")]).await;
    at.opens("set_aside_one.html", &scene, "moa", &broken).await;
    at.opens("set_aside.html", &scene, "moa", "/meddelanden?gjort=atgardat").await;
}

/// A child's file with something of every kind.
pub(super) fn full() -> (Scene, DocumentId, MeetingId) {
    let scene = Scene::investigating();
    let new = || scene.at.desk.house.new_id(scene.at.now());
    let (document, meeting) = (DocumentId::new(new()), MeetingId::new(new()));
    let received = ReceivedDocument {
        id: document,
        title: text("Intyg från förskolan"),
        sender: text("Förskolan Gläntan"),
        channel: Code::from("letter"),
        arrival: Arrival::at("2026-11-24T08:10".parse().expect("a moment")),
        original: None,
        keep: vec![],
    };
    let booking = Booking {
        id: meeting,
        at: "2026-11-24T14:00".parse().expect("a moment"),
        kind: Code::from("child_talk"),
        with: vec![scene.karin],
        child: true,
        worker: scene.at.actor("ulla").staff,
        place: Some(text("På förskolan, i vilrummet")),
    };
    let kept = Part::words(Speaker::Child, text("Jag är rädd när det är bråk."))
        .kept_from(Audience::Guardians, Ground::ChildAgainstGuardian);
    let note = Note {
        at: "2026-11-24T08:50".parse().expect("a moment"),
        kind: Code::from("child_talk"),
        parts: vec![
            fact(LONG),
            Part::words(Speaker::Person(scene.karin), text("Hon äter dåligt hemma.")),
            Part::words(Speaker::Reporter, text("Skolan märker det också.")),
            Part::words(Speaker::Other(text("Farmor Ångström")), text("Jag hjälper gärna.")),
            Part::assessment(text("Alva behöver någon att prata med på kvällarna.")),
            kept,
        ],
        with: vec![scene.karin],
        child: true,
        meeting: None,
        document: Some(document),
        late: false,
    };
    let matter = Some(scene.investigation);
    let commands = vec![
        Command::ReceiveDocument(matter, received),
        Command::BookMeeting(matter, booking),
        Command::SignNote(matter, note),
    ];
    scene.at.act("ulla", scene.alva.file, commands).expect("written");
    (scene, document, meeting)
}

/// The number of the last note's entry.
pub(super) fn noted(scene: &Scene) -> i64 {
    *scene.file_of_alva().notes.keys().next_back().expect("a note")
}
