//! The same message twice, and the program that died in between.

use crate::fixture::{Inbox, all_text, emergency, now, number, reception, registered, set_aside, small};
use inbox::{Outcome, Rules};
use law::LawBook;
use serde_json::json;
use store::messages;

#[test]
fn the_same_bytes_again_are_answered_with_the_same_receipt() {
    let inbox = Inbox::new();
    let message = small("ett", &number("2016-04-12", 242));
    let first = inbox.receive(&message);
    assert!(!first.received_before && first.number == "K2026-1");
    let inbox = inbox.reopened();
    let again = inbox.receive(&message);
    assert!(again.received_before);
    assert_eq!((again.number, &again.outcome), (first.number.clone(), &first.outcome));
    assert_eq!(inbox.files(&first)[0].file.matters.len(), 1);
    assert_eq!(inbox.counts().received(), 1);
    let standing = |number: &str| inbox::standing(&inbox.house, &reception(), number).expect("asked");
    assert_eq!(standing("K2026-1").map(|receipt| receipt.outcome), Some(first.outcome));
    assert_eq!((standing("K2026-2"), standing("1")), (None, None));
}

#[test]
fn the_same_id_with_other_content_is_set_aside() {
    let inbox = Inbox::new();
    let first = inbox.receive(&small("ett", &number("2016-04-12", 242)));
    let mut other = small("ett", &number("2016-04-12", 242));
    other["report"]["concern"] = json!("Nu är det värre.");
    let second = inbox.receive(&other);
    let (reason, details) = set_aside(&second);
    assert!(reason == "id_reused" && details.contains("K2026-1"), "{details}");
    assert_eq!(inbox.files(&first)[0].file.matters.len(), 1);
    // Another system may use the same id.
    other["sender"]["system"] = json!("Ett annat");
    assert!(matches!(inbox.receive(&other).outcome, Outcome::Registered { .. }));
}

/// A broken message has used its id as well: what is corrected is another message.
#[test]
fn a_corrected_message_has_an_id_of_its_own() {
    let inbox = Inbox::new();
    let mut broken = small("ett", &number("2016-04-12", 242));
    broken["urgent"] = json!("kanske");
    assert_eq!(set_aside(&inbox.receive(&broken)).0, "wrong_shape");
    broken["urgent"] = json!(true);
    assert_eq!(set_aside(&inbox.receive(&broken)).0, "id_reused");
    broken["message_id"] = json!("två");
    assert!(matches!(inbox.receive(&broken).outcome, Outcome::Registered { .. }));
}

#[test]
fn the_same_report_under_another_id_is_told_and_not_registered_twice() {
    let inbox = Inbox::new();
    let mut message = small("ett", &number("2016-04-12", 242));
    let first = inbox.receive(&message);
    message["message_id"] = json!("två");
    message["sent_at"] = json!("2026-11-24T08:30:00Z");
    let second = inbox.receive(&message);
    let Outcome::SetAside { reason, repeats, .. } = &second.outcome else { panic!("{second:?}") };
    assert_eq!((reason.as_str(), repeats.as_deref()), ("received_before", Some(first.number.as_str())));
    assert_eq!(inbox.files(&first)[0].file.matters.len(), 1);
}

/// Received beside a running program, or received by one that died before it registered: the next run does it, once.
#[test]
fn what_was_received_and_not_registered_is_registered_by_the_next_run_and_once() {
    let inbox = Inbox::new();
    let rules = Rules { law: LawBook::sweden(), today: now().today, demo: true };
    let good = small("ett", &number("2016-04-12", 242)).to_string();
    let refused = small("två", &number("2026-11-23", 244)).to_string();
    let refused = refused.replace("\"channel\"", "\"received_at\":\"2026-11-01T10:00:00Z\",\"channel\"");
    let take = |bytes: &str| {
        inbox::receive_beside(inbox.home.home(), 1, &emergency(), now(), rules, bytes.as_bytes())
            .expect("received")
    };
    let (first, second) = (take(&good), take(&refused));
    assert_eq!((&first.outcome, &second.outcome), (&Outcome::Waiting, &Outcome::Waiting));
    assert_eq!(inbox.counts().waiting, 2);

    let inbox = inbox.reopened();
    assert_eq!(inbox::register_waiting(&inbox.house, now()), Ok(2));
    assert_eq!(inbox::register_waiting(&inbox.house, now()), Ok(0));
    let standing = |id| inbox::standing_beside(inbox.home.home(), 1, id).expect("read");
    let done = standing(first.id);
    assert_eq!((registered(&done).len(), done.number), (1, first.number));
    assert_eq!(set_aside(&standing(second.id)).0, "refused");
    let open = inbox.files(&standing(first.id)).remove(0);
    assert_eq!(open.file.matters.len(), 1);
    assert!(open.entries.iter().all(|entry| entry.by.staff == emergency().staff), "as whoever received it");
    // The same bytes again, now that they are no longer kept here.
    assert_eq!(registered(&inbox.receive_bytes(good.as_bytes())), registered(&standing(first.id)));
    let bytes = inbox.house.db.read(|tx| messages::bytes(tx, inbox.house.keys(), 1, first.id));
    assert_eq!(bytes, Ok(None), "they lie in the file, and nowhere else");
    assert!(all_text(&open).contains("anmalan-K2026-1.json"));
}

/// The sender asks again after a failure: the message is registered by that.
#[test]
fn receiving_again_goes_on_with_what_waits() {
    let inbox = Inbox::new();
    let rules = Rules { law: LawBook::sweden(), today: now().today, demo: true };
    let good = small("ett", &number("2016-04-12", 242)).to_string();
    let taken = inbox::receive_beside(inbox.home.home(), 1, &reception(), now(), rules, good.as_bytes());
    assert_eq!(taken.expect("received").outcome, Outcome::Waiting);
    let receipt = inbox.receive_bytes(good.as_bytes());
    assert!(receipt.received_before);
    assert_eq!(registered(&receipt).len(), 1);
}

#[test]
fn what_somebody_received_who_no_longer_may_waits_for_a_person() {
    let inbox = Inbox::new();
    let mut gone = reception();
    gone.staff = record::StaffId::new(uuid::Uuid::from_u128(999));
    let rules = Rules { law: LawBook::sweden(), today: now().today, demo: true };
    let good = small("ett", &number("2016-04-12", 242)).to_string();
    let taken =
        inbox::receive_beside(inbox.home.home(), 1, &gone, now(), rules, good.as_bytes()).expect("received");
    assert_eq!(inbox::register_waiting(&inbox.house, now()), Ok(1));
    let standing = inbox::standing_beside(inbox.home.home(), 1, taken.id).expect("read");
    assert_eq!(set_aside(&standing).0, "not_allowed");
}
