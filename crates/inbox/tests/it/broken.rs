//! Everything that is no message is set aside with a reason, and kept.

use crate::fixture::{Inbox, day, investigator, now, number, set_aside, small};
use inbox::{MESSAGE_BYTES_MAX, NotReceived};
use serde_json::{Value, json};
use std::sync::Arc;
use store::messages;

/// A small message with one thing changed.
fn with(pointer: &str, value: Value) -> Value {
    let mut message = small("fel", &number("2016-04-12", 242));
    *message.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    message
}

/// A small message with one field more.
fn plus(pointer: &str, field: &str, value: Value) -> Value {
    let mut message = small("fel", &number("2016-04-12", 242));
    let object = message.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object");
    object.insert(field.to_owned(), value);
    message
}

fn without(field: &str) -> Value {
    let mut message = small("fel", &number("2016-04-12", 242));
    message.as_object_mut().expect("an object").remove(field).expect("there");
    message
}

#[test]
fn bytes_that_are_no_message_say_why() {
    let large = format!("{{\"format\": \"{}\"}}", "x".repeat(MESSAGE_BYTES_MAX));
    let cases: [(&[u8], &str, &str); 9] = [
        (b"", "empty", "tomt"),
        (b" \r\n\t", "empty", "tomt"),
        (large.as_bytes(), "too_large", "512 KiB"),
        (b"{\"format\": \"\xff\"}", "not_utf8", "Byte 13 "),
        (b"<anmalan/>", "not_json", "rad 1, tecken 1"),
        (b"{\"format\": \"lykta.report.v1\",\n", "not_json", "rad 2"),
        (b"{\"format\": \"lykta.report.v2\"}", "unknown_format", "lykta.report.v1"),
        (b"{\"messageId\": 1}", "unknown_format", "format saknas"),
        (b"[]", "unknown_format", "format saknas"),
    ];
    let inbox = Inbox::new();
    for (bytes, reason, words) in cases {
        let receipt = inbox.receive_bytes(bytes);
        let (found, details) = set_aside(&receipt);
        assert!(found == reason && details.contains(words), "{reason}: {found} {details}");
        let kept = inbox.house.db.read(|tx| messages::bytes(tx, inbox.house.keys(), 1, receipt.id));
        assert_eq!(kept.expect("read").as_deref(), Some(bytes), "{reason}");
        assert_eq!(inbox.receive_bytes(bytes).number, receipt.number, "{reason}");
    }
    assert_eq!((inbox.counts().received(), inbox.counts().set_aside), (9, 9));
}

#[test]
fn a_fault_of_the_shape_is_told_with_its_path_and_without_its_value() {
    let cases = [
        (without("report"), "meddelandet: fältet report saknas."),
        (with("/children/0/name/given", json!("  ")), "children[0].name.given: texten är tom"),
        (with("/children/0/name/given", json!("Tu\u{0}va")), "children[0].name.given: texten har ett tecken"),
        (with("/children/0/name/given", json!("T".repeat(101))), "texten är längre än 100 tecken"),
        (with("/children/0/number", json!(20_160_412)), "children[0].number: värdet är av fel slag."),
        (plus("/children/0", "fnr", json!("Tuva")), "children[0].fnr: fältet fnr finns inte i formatet."),
        (
            plus("/children/0", "protection", json!("Tuva")),
            "children[0].protection: värdet är inte ett av dem",
        ),
        (plus("/children/0", "birth", json!("2016-02-31")), "children[0].birth: värdet kan inte läsas."),
        (with("/sent_at", json!("i går")), "sent_at: värdet kan inte läsas."),
        (with("/sent_at", json!("2026-11-24T08:00:00")), "sent_at: värdet kan inte läsas."),
        (plus("", "urgent", json!("Tuva")), "urgent: värdet är av fel slag."),
    ];
    let inbox = Inbox::new();
    for (message, words) in cases {
        let receipt = inbox.receive(&message);
        let (reason, details) = set_aside(&receipt);
        assert!(matches!(reason, "wrong_shape"), "{words}: {reason} {details}");
        assert!(details.contains(words), "{words}: {details}");
        assert!(!details.contains("Tuva"), "{details}");
    }
}

#[test]
fn a_value_that_cannot_be_is_told_with_its_path() {
    let twice = number("2016-04-12", 242);
    let cases = [
        (with("/channel", json!("duva")), "channel: koden finns inte i listan arrival_channel."),
        (with("/reporter/category", json!("XXX")), "reporter.category: koden finns inte"),
        (plus("/report", "reasons", json!(["school_absence", "trots"])), "report.reasons[1]: koden"),
        (with("/recipient/municipality_code", json!("12a4")), "recipient.municipality_code: en kommunkod"),
        (with("/children", json!([])), "children: anmälan måste gälla minst ett barn."),
        (with("/children", json!(vec![json!({ "description": "okänd" }); 9])), "children: 9 är fler än 8."),
        (
            with("/children/0", json!({ "informed": true })),
            "children[0]: personnummer, namn eller beskrivning",
        ),
        (
            with("/children", json!([{ "number": twice }, { "number": twice }])),
            "children[1].number: samma barn",
        ),
        (with("/children/0/number", json!("20169612-2422")), "children[0].number: "),
        (plus("/children/0", "birth", json!("2027-01-01")), "children[0].birth: dagen ligger framåt"),
        (with("/reporter", json!({ "category": "SKO" })), "reporter: namn eller roll behövs"),
        (
            with("/reporter", json!({ "category": "PRI", "anonymous": true, "name": "Siv" })),
            "reporter.name: ",
        ),
        (
            with(
                "/children/0",
                json!({
                    "description": "okänd", "protection": "protected_registration",
                    "address": { "line1": "Almvägen 4" },
                }),
            ),
            "children[0].address: ingen adress får sparas",
        ),
    ];
    let inbox = Inbox::new();
    for (message, words) in cases {
        let receipt = inbox.receive(&message);
        let (reason, details) = set_aside(&receipt);
        assert!(reason == "wrong_value" && details.contains(words), "{words}: {reason} {details}");
    }
}

/// The demo stores no real number, so the bytes that held one are not kept: their sender still has them. The two here have the form of
/// regional reserve numbers; nobody has them.
#[test]
fn a_number_that_could_be_somebodys_is_refused_in_the_demo_and_not_kept() {
    let inbox = Inbox::new();
    let child = with("/children/0/number", json!("98240301AA06"));
    let guardian = plus("", "guardians", json!([{ "name": "Sanna", "number": "991981000010" }]));
    for (message, path) in [(child, "children[0].number: "), (guardian, "guardians[0].number: ")] {
        let receipt = inbox.receive(&message);
        let (reason, details) = set_aside(&receipt);
        assert!(reason == "real_number" && details.starts_with(path), "{reason} {details}");
        let kept = inbox.house.db.read(|tx| messages::bytes(tx, inbox.house.keys(), 1, receipt.id));
        assert_eq!(kept, Ok(None), "{path}");
        assert!(inbox.receive(&message).received_before, "{path}");
    }
}

/// Nor is anything else kept that holds one, however little of it can be read.
#[test]
fn a_broken_message_with_a_real_number_is_not_kept_either() {
    let inbox = Inbox::new();
    let unknown = with("/channel", json!("duva")).to_string();
    for bytes in [
        unknown.replace("Lyktinge", "991981000010").into_bytes(),
        b"{\"number\": \"98240301-AA06\"".to_vec(),
        b"\xff 991981000010".to_vec(),
    ] {
        let receipt = inbox.receive_bytes(&bytes);
        assert!(set_aside(&receipt).1.contains("har inte sparats"));
        let kept = inbox.house.db.read(|tx| messages::bytes(tx, inbox.house.keys(), 1, receipt.id));
        assert_eq!(kept, Ok(None));
    }
}

/// What only the record can say is a reason too: here a report from before the child was born.
#[test]
fn what_the_record_refuses_waits_for_a_person() {
    let inbox = Inbox::new();
    let mut message = small("tidigt", &number("2026-11-20", 242));
    message["received_at"] = json!("2026-11-01T10:00:00+01:00");
    let receipt = inbox.receive(&message);
    assert_eq!(set_aside(&receipt), ("refused", "Anmälan kom in före barnets födelsedag."));
    let mut message = small("sent", &number("2016-04-12", 242));
    message["received_at"] = json!("2026-11-25T10:00:00+01:00");
    let receipt = inbox.receive(&message);
    assert_eq!(set_aside(&receipt), ("refused", "received_at ligger framåt i tiden."));
    let found = inbox.house.find_number(&crate::fixture::reception(), now(), {
        record::identity::IdentityNumber::synthetic(day("2026-11-20"), 242)
    });
    assert!(found.expect("asked").is_empty(), "nobody was registered");
}

#[test]
fn whoever_receives_no_reports_receives_no_messages() {
    let inbox = Inbox::new();
    let bytes = small("ett", &number("2016-04-12", 242)).to_string();
    let refused = inbox::receive(&inbox.house, &investigator(), now(), bytes.as_bytes());
    assert_eq!(refused, Err(NotReceived::NotAllowed));
    assert_eq!(inbox::standing(&inbox.house, &investigator(), "K2026-1"), Err(NotReceived::NotAllowed));
    let large = vec![b' '; messages::MESSAGE_BYTES_MAX + 1];
    let refused = inbox::receive(&inbox.house, &crate::fixture::reception(), now(), &large);
    assert_eq!(refused, Err(NotReceived::TooLarge));
    assert_eq!(inbox.counts().received(), 0);
    assert_eq!(Arc::strong_count(&inbox.house), 1);
}
