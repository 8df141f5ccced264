//! Every path on which the house writes, failing at each of its statements in turn: whatever happens where, nothing half done is seen.
//!
//! What is written is found in the statements themselves: a statement that changes something and has not failed here is named at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use record::{
    Command, DecisionId, DraftId, FileId,
    access::Part,
    decision::{Decision, Proposal},
    disposal::{DisposalEntry, DisposalId, Target, because},
    distribution::Distribution,
    document::ReceivedDocument,
    moving::MovedOut,
    person::{FactSource, PersonCommand, PersonFact, ProtectionLevel, Sourced},
    protection::{AssessProtection, ProtectionAssessment},
    report::Arrival,
};

use super::Fault;
use super::scene::{
    Scene, Sibling, colleague, fact, first, investigator, note, now, on, reception, second, text, unit,
};
use crate::access_tokens::{self, Scope};
use crate::accounts::{self, Binding, By, Identity};
use crate::code::Code;
use crate::emergency::{self, Emergency};
use crate::house::{DEMO_AUTHORITY, House};
use crate::log_check::Month;
use crate::messages::{self, Fault as Unfit, New};
use crate::originals::Incoming;
use crate::passkeys::Passkey;
use crate::sessions::{self, Proof};
use crate::sql::statements;
use crate::{Destroyed, DraftPlace, Reason, SharedPlace, SharedSaved, Shown, Step, Wish, log};

const OURS: i64 = DEMO_AUTHORITY.0;

/// What need not fail here, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("schema.rs", "the steps of the schema: crates/store/src/schema/interrupted.rs"),
    (
        "export.rs",
        "a restoration is made beside its place, and goes as a whole: crates/store/tests/bottom/backup.rs",
    ),
    ("moving.rs", "a place is no record until it is whole: crates/store/tests/story/moved.rs"),
    ("residence.rs", "the same, and one statement in a transaction"),
    ("keyring.rs", "a file of its own, with one statement in a transaction or the same one for each key"),
];

/// The views are written by one loop over their tables. These stand for all.
const VIEWS: [&str; 6] =
    ["view_file", "view_unit", "view_worker", "view_person", "view_matter", "view_clock"];

#[test]
fn every_statement_that_writes_may_fail() {
    let mut failed = BTreeSet::new();
    // A server is looked at more slowly, and has one way less to fail: whatever failed in it, it undoes all.
    let faults = if testhome::on_postgres() { &[Fault::After][..] } else { &[Fault::Before, Fault::After] };
    for fault in faults.iter().copied() {
        let mut scene = Scene::new(fault);
        let children = reported(&mut scene);
        people(&mut scene, children[0]);
        documents(&mut scene, children[0]);
        moved(&mut scene, children);
        decided(&mut scene, children[1]);
        read(&scene, children[0]);
        beside(&mut scene);
        received(&mut scene);
        kept(&mut scene);
        destroyed(&mut scene);
        scene.expect_whole();
        failed.extend(scene.house.db.failing.failed());
    }
    let left: Vec<String> = statements()
        .into_iter()
        .filter(|one| is_meant(&one.file.display().to_string(), &one.text))
        .map(|one| one.text)
        .filter(|text| !failed.contains(text.as_str()))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "written by no path here");
    assert!(failed.len() > 60, "{} statements have failed", failed.len());
}

/// Whether a statement writes, and is to fail here.
fn is_meant(file: &str, text: &str) -> bool {
    let lower = text.to_lowercase();
    let writes = ["insert ", "update ", "delete "].iter().any(|verb| lower.starts_with(verb));
    let elsewhere = ELSEWHERE.iter().any(|(name, _)| file.ends_with(name));
    let of_a_view = lower.contains(" view_");
    writes && !elsewhere && (!of_a_view || VIEWS.iter().any(|view| lower.contains(&format!(" {view} "))))
}

/// A report about siblings signs its draft; it is assessed, and a note is written about each.
fn reported(scene: &mut Scene) -> [Sibling; 2] {
    scene.all_or_nothing("another authority", |house| {
        house.db.of(2).write(|tx| log::create_authority(tx, 2, "Mörkhult"))
    });
    let draft = DraftId::new(scene.id());
    let place = |seen| DraftPlace { draft, form: "report".into(), file: None, seen };
    for seen in 0..2 {
        scene.all_or_nothing("a draft", |house| {
            house.save_draft(&reception(), now(), &place(seen), b"so far".to_vec())
        });
    }
    let (wish, children) = scene.siblings();
    scene.act("a report", &reception(), &Wish { draft: Some(draft), ..wish });
    assert_eq!(scene.house.draft(&reception(), draft), Ok(None), "signed");
    for child in children {
        let wish = scene.wish(child.file, vec![Command::AssessProtection(assessment(child))]);
        scene.act("an assessment", &reception(), &wish);
    }
    let steps = children.map(|child| Step::File {
        file: child.file,
        seen: None,
        commands: vec![note("Skolan ringde om båda.")],
    });
    let wish = Wish { steps: steps.into(), ..scene.wish(children[0].file, vec![]) };
    scene.act("a note about both", &reception(), &wish);
    children
}

/// A number is learnt, was wrong, and the child gets protection.
fn people(scene: &mut Scene, child: Sibling) {
    let today = now().today;
    let number = |text| record::identity::IdentityNumber::parse(text, today).expect("a test number");
    let known = |number| Sourced::new(number, FactSource::Worker, today);
    let (wrong, right) = (number("20170101-2393"), number("850101-2382"));
    let protection = Sourced::new(ProtectionLevel::Marked, FactSource::Worker, today);
    let changes = [
        PersonCommand::ChangeFact { fact: PersonFact::Number(known(wrong)), reason: None },
        PersonCommand::CorrectIdentity { wrong, right: Some(known(right)), reason: Some(text("Fel barn.")) },
        PersonCommand::ChangeFact { fact: PersonFact::Protection(protection), reason: None },
    ];
    for change in changes {
        let steps = vec![Step::Person { person: child.person, commands: vec![change] }];
        let wish = Wish { steps, ..scene.wish(child.file, vec![]) };
        scene.act("a fact about somebody", &reception(), &wish);
    }
}

/// A document is kept in pieces before the entry that carries it; what is left half kept is swept.
fn documents(scene: &mut Scene, child: Sibling) {
    let bytes = b"ett brev fr\xc3\xa5n skolan ".repeat(9000);
    let tomorrow = on("2026-11-26");
    let incoming = Incoming { name: "brev.txt", media_type: "text/plain", bytes: &bytes };
    let keep = |house: &Arc<House>| house.keep_original(now(), child.file, Some(child.matter), incoming);
    let before = scene.dump();
    let (id, original) = scene.tried("a document", keep, |statement| {
        scene.house.sweep(tomorrow.instant).expect("swept");
        assert!(scene.dump() == before, "a document that failed at {statement} was not swept");
    });
    let document = ReceivedDocument {
        id,
        title: text("Brev"),
        sender: text("Skolan"),
        channel: "letter".into(),
        arrival: Arrival::at("2026-11-24T08:40".parse().expect("a moment")),
        original: Some(original),
        keep: vec![],
    };
    let wish = scene.wish(child.file, vec![Command::ReceiveDocument(Some(child.matter), document)]);
    scene.act("a document is registered", &reception(), &wish);
    let read = scene.house.read_original(&reception(), now(), child.file, id).expect("read");
    assert!(read.1 == bytes);
    keep(&scene.house).expect("kept, and never registered");
    scene.all_or_nothing("what is left over", |house| house.sweep(tomorrow.instant));
}

/// A note in the wrong file leaves it and stands in the right one, or neither.
fn moved(scene: &mut Scene, [wrong, right]: [Sibling; 2]) {
    let wish = scene.wish(wrong.file, vec![note("Om syskonet.")]);
    scene.act("a note", &reception(), &wish);
    let open = scene.house.look(&reception(), now(), wrong.file, Part::Timeline).expect("open");
    let seqs = vec![open.version()];
    let arriving = Command::MoveIn(House::arriving(&open, &seqs));
    let out = Command::MoveOut(MovedOut { seqs, to: right.file });
    let steps = vec![
        Step::File { file: wrong.file, seen: Some(open.version()), commands: vec![out] },
        Step::File { file: right.file, seen: None, commands: vec![arriving] },
    ];
    let wish = Wish { steps, ..scene.wish(wrong.file, vec![]) };
    scene.act("a note is moved", &reception(), &wish);
}

/// A proposal is decided, the matter given to somebody, and what two people have written is signed.
fn decided(scene: &mut Scene, child: Sibling) {
    let decision = Decision::new(DecisionId::new(scene.id()), "D03".parse().expect("a type"));
    let decision = Decision { reasons: vec![fact("Skolan räcker till.")], ..decision };
    let proposal = Proposal { decision, to: Some(first().staff) };
    let wish = scene.wish(child.file, vec![Command::ProposeDecision(child.matter, proposal)]);
    scene.act("a proposal", &reception(), &wish);
    let to = Distribution { main: investigator().staff, second: Some(second().staff), unit: unit(2) };
    let earlier = Distribution { main: second().staff, second: None, ..to.clone() };
    for to in [earlier, to] {
        let wish = scene.wish(child.file, vec![Command::Distribute(child.matter, to)]);
        scene.act("a distribution", &first(), &wish);
    }

    let place = |seen| SharedPlace { file: child.file, matter: child.matter, section: "school".into(), seen };
    for seen in 0..2 {
        let saved = scene.all_or_nothing("a section", |house| {
            house.save_shared(&investigator(), now(), &place(seen), &format!("Avsnittet {seen}."))
        });
        assert_eq!(saved, SharedSaved::Done { version: seen + 1 });
    }
    let shown = Shown { matter: child.matter, sections: vec![("school".into(), 2)] };
    let wish = scene.wish(child.file, vec![note("Undertecknat.")]);
    scene.all_or_nothing("a signature", |house| {
        house.act_signing(&investigator(), now(), &wish, None, Some(&shown))
    });
    let left = scene.house.shared_drafts(&investigator(), child.file, child.matter);
    assert_eq!(left, Ok(vec![]), "signed");
}

/// Nobody is shown anything whose reading cannot be written down.
fn read(scene: &Scene, child: Sibling) {
    let who = &reception();
    scene.all_or_nothing("a file", |house| house.look(who, now(), child.file, Part::Child));
    scene.all_or_nothing("a day", |house| house.my_day(who, now(), now().today));
    scene.all_or_nothing("a group", |house| house.group(&first(), now(), unit(1), now().today));
    scene.all_or_nothing("a name", |house| house.find_name(who, now(), "tindra"));
    scene.all_or_nothing("a matter", |house| house.find_matter(who, now(), "2026-1"));
    scene.all_or_nothing("the readers", |house| house.readers(who, now(), child.file));
    let number = record::identity::IdentityNumber::parse("850101-2382", now().today).expect("a number");
    scene.all_or_nothing("a number", |house| house.people_with(who, now(), number));
    scene.all_or_nothing("a pack", |house| house.outage(who.staff.uuid(), now()));
}

/// What stands beside the record: drafts, settings, sessions, tokens, reasons.
fn beside(scene: &mut Scene) {
    let (wish, [child, _]) = scene.siblings();
    scene.house.act(&reception(), now(), &wish).expect("a second family");
    let reason = Reason { code: "cover".into(), words: text("Ersätter i dag.") };
    scene.all_or_nothing("a reason", |house| house.give_reason(&colleague(), now(), child.file, &reason));
    assert!(scene.house.look(&colleague(), now(), child.file, Part::Child).is_ok(), "it holds");

    broken_glass(scene);

    let draft = DraftId::new(scene.id());
    let place = DraftPlace { draft, form: "note".into(), file: Some(child.file), seen: 0 };
    scene.house.save_draft(&reception(), now(), &place, b"halvskrivet".to_vec()).expect("saved");
    let later = now().micros() + 1;
    scene.all_or_nothing("a draft is taken over", |house| {
        house.take_over_draft(&first(), now(), draft, later)
    });
    scene.all_or_nothing("a draft is thrown away", |house| house.remove_draft(&first(), draft));
    scene.all_or_nothing("a setting", |house| house.set_setting("municipality", "0000".into()));
    scene.all_or_nothing("a job", |house| {
        // Only a database has nodes that take turns.
        match house.db.home().database() {
            Some(_) => house.holds_job("register", now().micros()),
            None => house.db.write(|tx| tx.run(crate::sql::jobs::HOLD, &hold())).map(|_| true),
        }
    });
    logins(scene);
    accounts(scene);
    emergencies(scene);
}

/// An account is opened, bound to somebody, logged in with and closed.
fn accounts(scene: &mut Scene) {
    let (keys, account) = (Arc::clone(scene.house.keys()), scene.id());
    keys.ensure(OURS, &[seal::EVIDENCE]).expect("a key");
    let opened = |house: &Arc<House>, at: i64| {
        let keys = Arc::clone(&keys);
        house.db.write(move |tx| accounts::open(tx, &keys, (OURS, account), By::Operator, (at, at + 100)))
    };
    let code = scene.all_or_nothing("an account", |house| opened(house, 10));
    let identity = Identity::Provided { issuer: "https://idp.example".into(), subject: "7".into() };
    let bound = scene.all_or_nothing("an identity", |house| {
        let (keys, code, identity) = (Arc::clone(&keys), code.clone(), identity.clone());
        house.db.write(move |tx| accounts::bind(tx, &keys, OURS, &code, &identity, 20))
    });
    assert_eq!(bound, Binding::Bound(account));
    let (limits, proof) =
        (sessions::Limits { idle_us: 100, absolute_us: 500 }, Proof { level: 3, at_us: 30 });
    let token = scene.all_or_nothing("a login", |house| {
        let keys = Arc::clone(&keys);
        house.db.write(move |tx| accounts::log_in(tx, &keys, (OURS, account), proof, 30, limits))
    });
    assert!(token.is_some());
    let code = opened(&scene.house, 40).expect("another code");
    passkeys(scene, (account, &code));
    opened(&scene.house, 45).expect("a third code");
    let ended = scene.all_or_nothing("an account's end", |house| {
        let keys = Arc::clone(&keys);
        house.db.write(move |tx| accounts::close(tx, &keys, (OURS, account), By::Operator, 50))
    });
    assert_eq!(ended.map(|ended| ended.sessions), Some(1));
    // As a table is that came from a backup.
    let as_before = [OURS.into(), account.into(), 60_i64.into()];
    scene.house.db.write(move |tx| tx.run(crate::sql::accounts::OPEN, &as_before)).expect("opened");
    scene.all_or_nothing("a closing is repeated", |house| {
        house.db.write(|tx| accounts::close_again(tx, OURS))
    });
}

/// A sealed account is bound to a key, used, looked into and sealed anew; a backup knows less of it than the record.
fn emergencies(scene: &mut Scene) {
    let one = Emergency::First;
    let (limits, proof) =
        (sessions::Limits { idle_us: 100, absolute_us: 500 }, Proof { level: 3, at_us: 60 });
    for (credential, at) in [(8, 60), (9, 70)] {
        let code = scene.house.open_account(one.account(), By::Operator, (at, at + 100)).expect("a code");
        let key = Passkey { credential: vec![credential; 32], key: "{}".into() };
        let bound = scene.all_or_nothing("a seal", |house| house.bind_passkey(&code, &key, at));
        assert_eq!(bound, Binding::Bound(one.account()));
        let used = scene.all_or_nothing("the use of a sealed account", |house| {
            house.log_in(one.account(), None, proof, (at + 1, limits))
        });
        assert!(used.is_some());
    }
    let who = second();
    let waits = scene.house.emergencies_waiting(&who).expect("told");
    let seen = waits[0].used.expect("it was used").seq;
    let reviewed = scene.all_or_nothing("the review of its use", |house| {
        house.review_emergency(&who, (one, seen), "Provat.".into(), 80)
    });
    assert!(reviewed);
    scene.all_or_nothing("what the record tells", |house| {
        house.db.write(|tx| emergency::told_again(tx, OURS))
    });
}

/// A key is bound with a code, asked who somebody is, and kept as it is afterwards.
fn passkeys(scene: &mut Scene, (account, code): (uuid::Uuid, &Code)) {
    let key = Passkey { credential: vec![7; 32], key: "{}".into() };
    let bound = scene.all_or_nothing("a passkey", |house| house.bind_passkey(code, &key, 41));
    assert_eq!(bound, Binding::Bound(account));
    let token = scene.all_or_nothing("a question", |house| house.ask_passkey("asked".into(), 42, 44));
    let kept = scene.all_or_nothing("an answer", |house| house.passkey_answered(&token, 43));
    assert_eq!(kept.as_deref(), Some("asked"));
    let used = Passkey { key: r#"{"counter":1}"#.into(), ..key };
    scene.all_or_nothing("a key after its use", |house| house.keep_passkey(used.clone()));
    assert_eq!(scene.house.passkey_of(account, &used.credential), Ok(Some(used)));
}

/// Reception breaks the glass over a file that is somebody's, and somebody else looks into it.
fn broken_glass(scene: &mut Scene) {
    let (wish, [child, _]) = scene.siblings();
    scene.house.act(&reception(), now(), &wish).expect("a third family");
    let to = Distribution { main: investigator().staff, second: None, unit: unit(2) };
    let wish = scene.wish(child.file, vec![Command::Distribute(child.matter, to)]);
    scene.house.act(&first(), now(), &wish).expect("distributed");
    let purpose = Reason { code: "danger".into(), words: text("Barnet står här ute.") };
    scene.all_or_nothing("a broken glass", |house| {
        house.break_glass(&reception(), now(), child.file, &purpose)
    });
    assert!(scene.house.look(&reception(), now(), child.file, Part::Timeline).is_ok(), "it holds");
    let waits = scene.house.glasses_to_review(&first()).expect("a list");
    let found = Reason { code: "needed".into(), words: text("Hon ringde mig efteråt.") };
    scene.all_or_nothing("what was found", |house| house.review_glass(&first(), now(), waits[0].id, &found));
    assert_eq!(scene.house.glasses_to_review(&first()), Ok(vec![]), "closed");
    let (month, words) = (Month::of(now().today), text("Inget att anmärka."));
    scene.all_or_nothing("a checked month", |house| {
        let signed =
            house.sign_log_check(&first(), on("2026-12-02"), (unit(1), month), &BTreeMap::new(), &words);
        signed.map(|signed| {
            assert_eq!(signed, Ok(()), "nobody works in the unit, so there is nothing to look at");
        })
    });
}

/// Who is logged in, and which programs may ask.
fn logins(scene: &mut Scene) {
    let (limits, account) = (sessions::Limits { idle_us: 100_000_000, absolute_us: 500_000_000 }, scene.id());
    let proof = Proof { level: 3, at_us: 0 };
    let session = scene.all_or_nothing("a session", |house| {
        house.db.write(move |tx| sessions::start(tx, OURS, account, proof, 0, limits))
    });
    let session = scene.all_or_nothing("a step up", |house| {
        let session = session.clone();
        house.db.write(move |tx| {
            let renewed = sessions::renew(tx, (OURS, account), &session, proof, 1, limits)?;
            Ok(renewed.expect("it runs"))
        })
    });
    scene.all_or_nothing("a sign of life", |house| {
        let session = session.clone();
        house.db.write(move |tx| sessions::touch(tx, OURS, &session, 90_000_000))
    });
    scene.all_or_nothing("a goodbye", |house| {
        let session = session.clone();
        house.db.write(move |tx| sessions::end(tx, OURS, &session))
    });
    scene.all_or_nothing("what a session was begun with", |house| {
        house.session_known(&session, vec![(OURS, [7; 32])])
    });
    scene.all_or_nothing("all of somebody's sessions", |house| {
        house.db.write(move |tx| sessions::end_all(tx, OURS, account))
    });
    scene.all_or_nothing("old sessions", |house| {
        house.db.write(move |tx| sessions::sweep(tx, OURS, 0, limits))
    });
    let new = access_tokens::New {
        authority: OURS,
        account,
        label: "script".into(),
        scopes: vec![Scope::Read],
        now_us: 0,
        ends_us: 1,
    };
    scene.all_or_nothing("a token", |house| {
        let new = new.clone();
        house.db.write(move |tx| access_tokens::make(tx, &new))
    });
    let made = scene.house.db.read(|tx| access_tokens::of_account(tx, OURS, account)).expect("tokens");
    let id = made[0].id;
    scene.all_or_nothing("a token's end", |house| {
        house.db.write(move |tx| access_tokens::end(tx, OURS, account, id))
    });
}

fn hold() -> [crate::Value; 5] {
    let node = uuid::Uuid::from_u128(7);
    [OURS.into(), "register".into(), node.into(), 10_i64.into(), 0_i64.into()]
}

/// A message is received, and registered or set aside; somebody says what they did about that.
fn received(scene: &mut Scene) {
    let take = |words: &str| {
        let new = New {
            authority: OURS,
            account: reception().staff.uuid(),
            now_us: now().micros(),
            today: now().today,
            bytes: words.as_bytes().to_vec(),
            sender: Some(words.into()),
            substance: Some(words.into()),
            fault: None,
        };
        let (message, again) = scene.all_or_nothing("a message", |house| {
            let (keys, new) = (Arc::clone(house.keys()), new.clone());
            house.db.write(move |tx| messages::take(tx, &keys, &new))
        });
        assert!(!again);
        message.id
    };
    let (registered, unfit) = (take("ett"), take("två"));
    let (wish, _) = scene.siblings();
    scene.all_or_nothing("a message is registered", |house| {
        house.act_on_message(&reception(), now(), &wish, registered)
    });
    let fault = Unfit { reason: "unreadable", details: "rad 1".into(), keep: true };
    scene.all_or_nothing("a message is set aside", |house| {
        let (keys, fault) = (Arc::clone(house.keys()), fault.clone());
        house.db.write(move |tx| messages::set_aside(tx, &keys, OURS, unfit, &fault))
    });
    scene.all_or_nothing("what was done about it", |house| {
        house.handle_set_aside(&reception(), now(), unfit, &text("Avsändaren har skickat den igen."))
    });
}

/// Evidence, views that are counted anew, and keys that are wrapped anew: each may stop anywhere and be begun again.
fn kept(scene: &mut Scene) {
    let draft = DraftId::new(scene.id());
    let place = DraftPlace { draft, form: "note".into(), file: None, seen: 0 };
    scene.house.save_draft(&reception(), now(), &place, b"halvskrivet".to_vec()).expect("saved");
    scene.all_or_nothing("readings are covered", |house| house.cover_readings(now()));
    let nowhere = FileId::new(scene.id());
    scene.house.look(&first(), now(), nowhere, Part::Child).expect_err("nowhere");
    scene.again_and_again("a checkpoint", |house| house.take_checkpoint(now()));
    scene.all_or_nothing("a rebuild", House::rebuild);
    scene.house.set_setting("views", "stale".into()).expect("set");
    scene.all_or_nothing("stale views", House::refold_if_stale);
    let epoch = scene.again_and_again("a new epoch", |house| {
        let epoch = scene.keys.begin_epoch()?; // one more each time, or less would be left to do
        house.rotate(epoch).map(|_| epoch)
    });
    assert_eq!(scene.house.not_in(epoch).expect("counted").total(), 0);
}

/// What the law says must go: proposed, decided, and gone with all that hung on it, or not at all.
fn destroyed(scene: &mut Scene) {
    let (wish, [child, _]) = scene.siblings();
    scene.house.act(&reception(), now(), &wish).expect("a family");
    let decision = Decision::new(DecisionId::new(scene.id()), "D03".parse().expect("a type"));
    let decision = Decision { reasons: vec![fact("Skolan räcker till.")], ..decision };
    let assess = Command::AssessProtection(assessment(child));
    let decide = Command::MakeDecision(child.matter, decision);
    for command in [assess, decide] {
        let wish = scene.wish(child.file, vec![command]);
        scene.house.act(&first(), now(), &wish).expect("done");
    }
    let decision = because("Nämnden 2031-01-07, § 4").expect("a reason");
    let confirmed = DisposalEntry::ReadingConfirmed { row: "R5b".into(), decision };
    scene.all_or_nothing("a reading of the law", |house| {
        house.dispose(&first(), on("2031-01-08"), confirmed.clone())
    });
    let named = DisposalEntry::MunicipalityNamed { code: "0000".to_owned() };
    scene.house.dispose(&first(), on("2031-01-08"), named).expect("named");
    for (target, proposed, gone) in [
        (Target { file: child.file, matter: Some(child.matter) }, "2032-01-05", "2032-02-05"),
        (Target { file: child.file, matter: None }, "2032-02-05", "2032-03-20"),
    ] {
        let id = DisposalId::new(scene.id());
        scene.again_and_again("a proposal to destroy", |house| {
            house.propose_disposal(&first(), on(proposed), id, &[target])
        });
        scene.all_or_nothing("a decision to destroy", |house| {
            house.decide_proposal(&second(), on(proposed), id)
        });
        let destroyed = scene.all_or_nothing("a destruction", |house| {
            let mut destroyed = Destroyed::default();
            house.destroy_ripe(&first(), on(gone), &mut destroyed).map(|()| destroyed)
        });
        assert_eq!(destroyed.done.len(), 1, "{target:?}");
    }
    let decision = because("Nämnden 2035-12-01, § 9").expect("a reason");
    let kept = DisposalEntry::ReadingsKept { years: 5, decision };
    scene.house.dispose(&first(), on("2038-01-10"), kept).expect("decided");
    let gone =
        scene.all_or_nothing("old readings", |house| house.destroy_old_readings(&second(), on("2038-01-10")));
    assert!(gone > 0, "what was covered in 2026");
}

fn assessment(child: Sibling) -> AssessProtection {
    let assessment = ProtectionAssessment {
        made: "2026-11-24T09:00".parse().expect("a moment"),
        outcome: "no_immediate_need".into(),
        immediate: false,
        parts: vec![fact("Barnen är i skolan.")],
        measures: None,
        late: false,
        unqualified: false,
    };
    AssessProtection { matter: child.matter, assessment, opening: None }
}

/// The line is lost at every statement of an act: the store runs it again by itself, and it is done once.
#[test]
fn a_line_that_is_lost_at_any_statement_does_the_act_once() {
    if !testhome::on_postgres() {
        return; // there is no line to lose
    }
    let mut scene = Scene::new(Fault::Lost);
    let (wish, [child, _]) = scene.siblings();
    scene.house.act(&reception(), now(), &wish).expect("a family");
    for statement in 0.. {
        let number = i64::try_from(statement).expect("small");
        let wish = scene.wish(child.file, vec![note(&format!("Anteckning {number}."))]);
        scene.house.db.failing.at(statement, Fault::Lost);
        let done = scene.house.act(&reception(), now(), &wish).expect("run again");
        assert!(!done.already);
        let open = scene.house.look(&reception(), now(), child.file, Part::Timeline).expect("open");
        assert_eq!(open.version(), 3 + number, "statement {statement}");
        if scene.house.db.failing.went_well() {
            assert!(statement >= 10, "a note touches {statement} statements");
            break;
        }
    }
    scene.expect_whole();
}
