//! Messages from other systems: numbered when they are durable, known again when they come again.

use std::sync::Arc;

use store::messages::{
    self, Counts, Fault, Handled, ID_REUSED, Message, New, Number, RECEIVED_BEFORE, Standing,
};
use store::{Error, Result, Sql};

use crate::fixture::{Fixture, NOW, OTHER, OURS, WORKER};

fn new(bytes: &str) -> New {
    New {
        authority: OURS,
        account: WORKER,
        now_us: NOW,
        today: "2026-12-01".parse().expect("a day"),
        bytes: bytes.as_bytes().to_vec(),
        sender: None,
        substance: None,
        fault: None,
    }
}

fn named(bytes: &str, sender: &str, substance: &str) -> New {
    New { sender: Some(sender.into()), substance: Some(substance.into()), ..new(bytes) }
}

fn fault(keep: bool) -> Fault {
    Fault { reason: "not_json", details: "Alva stod i meddelandet.".into(), keep }
}

impl Fixture {
    fn take(&self, new: New) -> (Message, bool) {
        self.try_take(new).expect("received")
    }

    fn try_take(&self, new: New) -> Result<(Message, bool)> {
        let keys = Arc::clone(&self.keys);
        self.of(new.authority).write(move |tx| messages::take(tx, &keys, &new))
    }

    fn bytes(&self, message: &Message) -> Option<Vec<u8>> {
        self.db.read(|tx| messages::bytes(tx, &self.keys, OURS, message.id)).expect("read")
    }

    fn counts(&self) -> Counts {
        self.db.read(|tx| messages::counts(tx, OURS)).expect("counted")
    }
}

#[test]
fn a_message_waits_under_its_number_with_its_bytes() {
    let fixture = Fixture::new();
    let (first, again) = fixture.take(new("ett"));
    assert!(!again && first.standing == Standing::Waiting);
    let (second, _) = fixture.take(new("två"));
    assert_eq!([first.number.to_string(), second.number.to_string()], ["K2026-1", "K2026-2"]);
    assert_eq!(fixture.bytes(&second).expect("kept"), "två".as_bytes());
    let waiting = |authority| fixture.db.read(|tx| messages::waiting(tx, authority)).expect("read");
    assert_eq!(waiting(OURS), [first.id, second.id]);
    assert!(waiting(OTHER).is_empty());
    let other = New { authority: OTHER, ..new("ett") };
    assert_eq!(fixture.take(other).0.number.to_string(), "K2026-1", "each authority has its own");
}

#[test]
fn the_same_bytes_are_the_same_message_also_after_a_restart() {
    let fixture = Fixture::new();
    let (first, _) = fixture.take(named("ett", "a", "x"));
    let fixture = fixture.reopened();
    assert_eq!(fixture.take(named("ett", "a", "x")), (first, true));
    assert_eq!(fixture.counts().received(), 1);
}

#[test]
fn an_id_that_comes_with_other_content_is_set_aside_and_stays_the_firsts() {
    let fixture = Fixture::new();
    let (first, _) = fixture.take(named("ett", "a", "x"));
    let (second, again) = fixture.take(named("två", "a", "y"));
    assert_eq!((second.standing, second.reason.as_deref()), (Standing::SetAside, Some(ID_REUSED)));
    assert_eq!((second.earlier, again), (Some(first.number), false));
    assert_eq!(fixture.take(named("två", "a", "y")), (second, true));
    assert_eq!(fixture.take(named("tre", "a", "z")).0.earlier, Some(first.number));
}

#[test]
fn the_same_report_in_another_envelope_is_set_aside() {
    let fixture = Fixture::new();
    let (first, _) = fixture.take(named("ett", "a", "x"));
    let (second, _) = fixture.take(named("ett igen", "b", "x"));
    assert_eq!((second.reason.as_deref(), second.earlier), (Some(RECEIVED_BEFORE), Some(first.number)));
    assert_eq!(fixture.take(named("ett om igen", "c", "x")).0.earlier, Some(first.number));
    assert_eq!(fixture.counts(), Counts { registered: 0, set_aside: 2, waiting: 1 });
}

#[test]
fn what_is_set_aside_keeps_its_reason_and_its_bytes_unless_they_may_not_be_kept() {
    let fixture = Fixture::new();
    let (kept, _) = fixture.take(New { fault: Some(fault(true)), ..new("ett") });
    assert_eq!(kept.details.as_deref(), Some("Alva stod i meddelandet."));
    assert_eq!(fixture.bytes(&kept), Some(b"ett".to_vec()));
    let (gone, _) = fixture.take(New { fault: Some(fault(false)), ..new("två") });
    assert_eq!((gone.reason.as_deref(), fixture.bytes(&gone)), (Some("not_json"), None));
    assert_eq!(format!("{kept:?}"), "Message(K2026-1, SetAside, Some(\"not_json\"))");
}

#[test]
fn a_waiting_message_is_set_aside_once() {
    let fixture = Fixture::new();
    let (message, _) = fixture.take(new("ett"));
    let set_aside = || {
        let (keys, id) = (Arc::clone(&fixture.keys), message.id);
        fixture.db.write(move |tx| messages::set_aside(tx, &keys, OURS, id, &fault(true))).expect("written")
    };
    assert_eq!([set_aside(), set_aside()], [true, false]);
    let (now, _) = fixture.take(new("ett"));
    assert_eq!(
        (now.standing, now.details.as_deref()),
        (Standing::SetAside, Some("Alva stod i meddelandet."))
    );
}

#[test]
fn what_was_done_about_a_message_stands_once_and_it_still_counts_as_set_aside() {
    let fixture = Fixture::new();
    let (waits, _) = fixture.take(new("ett"));
    let (first, _) = fixture.take(New { fault: Some(fault(true)), ..new("två") });
    let (second, _) = fixture.take(New { fault: Some(fault(false)), ..new("tre") });
    let aside = || fixture.db.read(|tx| messages::aside(tx, OURS, 10)).expect("read");
    assert_eq!(aside(), [second.id, first.id], "newest first");
    let handle = |id, words: &str| {
        let (keys, done) =
            (Arc::clone(&fixture.keys), Handled { at_us: NOW + 1, account: WORKER, words: words.into() });
        fixture.db.write(move |tx| messages::handle(tx, &keys, OURS, id, &done))
    };
    let counts = fixture.counts();
    assert_eq!(handle(first.id, "Alva är registrerad som 2026-7."), Ok(true));
    assert_eq!(handle(first.id, "Något annat."), Ok(false), "the first words stand");
    assert_eq!(handle(second.id, "Skickad igen."), Ok(true), "also where no bytes may be kept");
    assert!(matches!(handle(waits.id, "För tidigt."), Err(Error::Constraint(_))));
    assert!(aside().is_empty());
    assert_eq!(fixture.counts(), counts, "handled is still set aside");
    let read = fixture.db.read(|tx| messages::one(tx, &fixture.keys, OURS, first.id)).expect("read");
    let done = read.handled.expect("handled");
    assert_eq!((done.account, done.words.as_str()), (WORKER, "Alva är registrerad som 2026-7."));
    assert!(!format!("{done:?}").contains("Alva"));
    assert_eq!(fixture.bytes(&first), Some("två".as_bytes().to_vec()), "the message stays as it was");
    let lately = |now_us| fixture.db.read(|tx| messages::lately_handled(tx, OURS, now_us, 10)).expect("read");
    assert_eq!((lately(NOW).len(), lately(NOW + 1).len()), (0, 2));
}

#[test]
fn a_receipt_number_finds_its_message() {
    let fixture = Fixture::new();
    let (message, _) = fixture.take(new("ett"));
    let find = |text: &str| {
        let number: Number = text.parse().ok()?;
        fixture.db.read(|tx| messages::by_number(tx, OURS, number)).expect("read")
    };
    assert_eq!(find("K2026-1"), Some(message.id));
    for other in ["K2026-2", "K2025-1", "2026-1", "K2026", "K-1", "K2026--1", "K2026-1x", ""] {
        assert_eq!(find(other), None, "{other}");
    }
}

/// A number is drawn with what it is the number of, or not at all.
#[test]
fn what_is_not_kept_has_no_number() {
    let fixture = Fixture::new();
    let keys = Arc::clone(&fixture.keys);
    let undone: Result<()> = fixture.db.write(move |tx| {
        messages::take(tx, &keys, &new("ett"))?;
        Err(Error::Busy)
    });
    assert_eq!(undone, Err(Error::Busy));
    let large = vec![b' '; messages::MESSAGE_BYTES_MAX + 1];
    assert!(matches!(fixture.try_take(New { bytes: large, ..new("") }), Err(Error::TooLarge { .. })));
    assert_eq!(fixture.take(new("ett")).0.number.to_string(), "K2026-1");
}

#[test]
fn it_is_received_beside_a_running_program_and_nowhere_else() {
    let fixture = Fixture::in_files();
    let dir = fixture.db.dir();
    let (message, _) = messages::take_beside(dir, &new("ett")).expect("received");
    assert_eq!(fixture.take(new("ett")), (message.clone(), true));
    assert_eq!(messages::read_beside(dir, OURS, message.id).expect("read"), message);
    assert_eq!(messages::counts_beside(dir, OURS).expect("counted"), fixture.counts());
    let nowhere = tempfile::tempdir().expect("a directory");
    assert!(messages::take_beside(nowhere.path(), &new("ett")).is_err(), "no register, no message");
    assert_eq!(std::fs::read_dir(nowhere.path()).expect("listed").count(), 0, "nothing is made");
}

/// What was received is never removed, whoever has the connection.
#[test]
fn no_message_can_be_deleted() {
    const DELETE: Sql = Sql("DELETE FROM message WHERE authority = $1");
    let fixture = Fixture::new();
    fixture.take(new("ett"));
    assert!(fixture.db.write(|tx| tx.run(DELETE, &[OURS.into()])).is_err());
    assert_eq!(fixture.counts().received(), 1);
}

/// The files of the register hold no word of a message.
#[test]
fn nothing_of_a_message_stands_in_clear() {
    let fixture = Fixture::in_files();
    let message = named("Signhild Kajsdotter", "avsandarens-id", "Signhild");
    fixture.take(New { fault: Some(fault(true)), ..message });
    for file in std::fs::read_dir(fixture.db.dir()).expect("listed") {
        let content = std::fs::read(file.expect("a file").path()).expect("read");
        for word in ["Signhild", "avsandarens-id", "Alva"] {
            assert!(!content.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
        }
    }
}
