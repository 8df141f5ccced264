//! What is kept beside the source: the schema, and the samples of the documentation.
//!
//! `SCHEMA=write cargo test -p inbox schema` writes the schema anew; the difference is then read like any other change.

use crate::fixture::{Inbox, docs, now, registered, sample};
use inbox::message::ReportMessage;
use inbox::{REASONS, Rules, examine, message};
use law::LawBook;
use serde_json::{Value, json};

#[test]
fn the_schema_that_is_kept_is_made_from_the_types() {
    let path = docs().join("report.schema.json");
    let made = serde_json::to_string_pretty(&message::schema()).expect("JSON") + "\n";
    if std::env::var_os("SCHEMA").is_some_and(|what| what == "write") {
        std::fs::write(&path, &made).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/messages/report.schema.json is not what the types say; write it anew and read what changed"
    );
}

#[test]
fn every_sample_is_registered_and_says_the_same_when_it_is_written_again() {
    let inbox = Inbox::new();
    for name in ["school", "private", "unborn"] {
        let sample = sample(name);
        let rules = Rules { law: LawBook::sweden(), today: now().today, demo: true };
        let examined = examine(sample.to_string().as_bytes(), rules);
        let message: Box<ReportMessage> = examined.message.unwrap_or_else(|| panic!("{name}"));
        let again = serde_json::to_value(&*message).expect("JSON");
        // What is not said may be written as what it then means, and nothing else differs.
        assert!(holds(&again, &sample), "{name}");
        assert!(!registered(&inbox.receive(&sample)).is_empty(), "{name}");
        assert_eq!(format!("{message:?}"), format!("ReportMessage({} children)", message.children.len()));
    }
}

/// Whether a value holds everything that another says.
fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, value)| whole.get(name).is_some_and(|mine| holds(mine, value)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(mine, value)| holds(mine, value))
        }
        // The same instant in another zone.
        (Value::String(whole), Value::String(part)) if part.contains('T') && part.contains(':') => {
            whole.parse::<jiff::Timestamp>().ok() == part.parse().ok()
        }
        _ => whole == part,
    }
}

#[test]
fn a_receipt_has_the_form_that_is_documented() {
    let inbox = Inbox::new();
    let receipt = serde_json::to_value(inbox.receive(&sample("private"))).expect("JSON");
    assert_eq!((&receipt["number"], &receipt["received_before"]), (&json!("K2026-1"), &json!(false)));
    let file = &receipt["outcome"]["files"][0];
    assert_eq!((&receipt["outcome"]["what"], &file["number"]), (&json!("registered"), &json!("2026-1")));
    assert!(file["file"].is_string() && file["matter"].is_string());
    assert!(receipt.get("id").is_none());
    let broken = serde_json::to_value(inbox.receive_bytes(b"{")).expect("JSON");
    let outcome = broken["outcome"].as_object().expect("an object");
    assert!(
        outcome.keys().eq(["details", "reason", "what"]) && outcome["what"] == "set_aside",
        "{outcome:?}"
    );
}

#[test]
fn the_page_names_every_reason_and_every_field() {
    let page = std::fs::read_to_string(docs().join("../messages.md")).expect("the page");
    for reason in REASONS {
        assert!(page.contains(&format!("`{reason}`")), "{reason}");
    }
    let schema = message::schema();
    let all = schema["$defs"].as_object().expect("definitions").values().chain([&schema]);
    let fields = all.filter_map(|one| one["properties"].as_object()).flat_map(|fields| fields.keys());
    for field in fields {
        let forms = [format!("{field}`"), format!("`{field}["), format!("`{field}.")];
        assert!(forms.iter().any(|form| page.contains(form)), "{field}");
    }
}
