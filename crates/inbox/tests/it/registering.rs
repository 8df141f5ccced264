//! What a message becomes in the record.

use crate::fixture::{
    Inbox, all_text, emergency, investigator, now, number, reception, registered, sample, set_aside, small,
};
use record::text::{Audience, Ground};
use record::{DocumentId, Entry, MatterState, Moment, Subject};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::OpenFile;

/// The report of a file that has one.
fn report(open: &OpenFile) -> &record::report::Report {
    let reports = open.entries.iter().filter_map(|entry| match &entry.entry {
        Entry::ReportReceived(report) => Some(report),
        _ => None,
    });
    let mut reports: Vec<_> = reports.collect();
    assert_eq!(reports.len(), 1);
    reports.remove(0)
}

#[test]
fn two_siblings_get_a_report_each_with_its_own_and_the_common() {
    let inbox = Inbox::new();
    let receipt = inbox.receive(&sample("school"));
    let kept = registered(&receipt);
    let numbers: Vec<_> = kept.iter().filter_map(|one| one.number.as_deref()).collect();
    assert_eq!(numbers, ["2026-1", "2026-2"]);
    let mut files = inbox.files(&receipt);
    files.sort_by_key(|open| open.child().map(|card| card.first_name().to_owned()));
    let [melker, tuva] = files.as_slice() else { panic!("{}", files.len()) };
    assert_eq!(
        (melker.child().expect("known").first_name(), tuva.child().expect("known").name()),
        ("Melker", "Tuva Lindmark")
    );
    let told = report(tuva);
    assert!(told.reporter.mandated && told.reporter.wants_feedback && told.violence);
    assert_eq!((told.child_knows, told.guardians_know), (Some(true), Some(false)));
    assert_eq!(report(melker).child_knows, Some(false));
    assert_eq!(told.siblings, [melker.file.person().expect("a person")]);
    assert_eq!(tuva.file.family.relations.len(), 1);
    assert!(told.reasons.iter().map(record::Code::as_str).eq(["psychological_violence", "school_absence"]));
    assert_eq!(
        told.arrival.received,
        Moment::of(now().instant),
        "the clocks run from when it was received here"
    );
    assert!(
        all_text(tuva).contains("borta från skolan elva dagar") && !all_text(melker).contains("elva dagar")
    );
    let running: Vec<String> =
        tuva.clocks.iter().filter(|clock| clock.is_running()).map(|clock| clock.rule.to_string()).collect();
    assert!(running.contains(&"DL-001".to_owned()) && running.contains(&"DL-002".to_owned()), "{running:?}");
    let secret =
        told.concern.iter().find(|part| part.text.as_str().contains("inte gå hem när")).expect("there");
    assert_eq!(secret.keep.iter().map(|keep| keep.from).collect::<Vec<_>>(), [Audience::Guardians]);
    let contacts =
        told.concern.iter().find(|part| part.text.as_str().contains("070-174 06 23")).expect("there");
    assert_eq!(contacts.keep.len(), 1, "a guardian's telephone is kept from the other");
}

#[test]
fn the_message_itself_lies_in_each_file_as_the_written_report() {
    let inbox = Inbox::new();
    let message = sample("school");
    let receipt = inbox.receive(&message);
    for open in inbox.files(&receipt) {
        let document: DocumentId = report(&open).document.expect("a document");
        let read = inbox.house.read_original(&reception(), now(), open.id, document).expect("read");
        assert_eq!(read.1, message.to_string().as_bytes());
        assert_eq!(read.0.title.as_str(), "Anmälan som meddelande, kvitto K2026-1");
        let grounds: Vec<Ground> = read.0.keep.iter().map(|keep| keep.ground).collect();
        assert_eq!(
            grounds,
            [Ground::ChildAgainstGuardian, Ground::PersonalCircumstances],
            "as what it holds"
        );
    }
}

#[test]
fn what_is_urgent_stands_first() {
    let inbox = Inbox::new();
    let mut message = sample("private");
    message["urgent"] = json!(true);
    let receipt = inbox.receive(&message);
    let open = inbox.files(&receipt).remove(0);
    assert_eq!(report(&open).concern[0].text.as_str(), "Anmälaren uppger att barnet behöver skydd genast.");
}

/// A child nobody knew: what identifies it stands in the person, and in the person alone.
#[test]
fn a_new_child_is_registered_with_what_is_known() {
    let inbox = Inbox::new();
    let receipt = inbox.receive(&sample("school"));
    let files = inbox.files(&receipt);
    let tuva =
        files.iter().find(|open| open.child().is_some_and(|card| card.first_name() == "Tuva")).expect("Tuva");
    let person = inbox.house.somebody_in(tuva, tuva.file.person().expect("a person")).expect("a person");
    let address = &person.shown_address().expect("an address").value;
    assert_eq!((address.street.as_str(), address.town.as_str()), ("Almvägen 4, Lgh 1102", "Lyktinge"));
    assert_eq!(person.shown_phone().map(|phone| phone.value.as_str()), Some("070-174 06 22"));
    assert!(!all_text(tuva).contains("Almvägen 4"));
}

#[test]
fn an_unknown_child_and_an_anonymous_neighbour() {
    let inbox = Inbox::new();
    let receipt = inbox.receive(&sample("private"));
    let open = inbox.files(&receipt).remove(0);
    let told = report(&open);
    assert!(told.reporter.anonymous && !told.reporter.mandated);
    assert_eq!(told.reporter.role.as_ref().map(record::Text::as_str), Some("till barnet: granne"));
    assert!(all_text(&open).contains("Antagen ålder: 7 år"));
    assert_eq!(open.child().map(store::NameCard::name), Some("Elis"));
}

#[test]
fn an_expected_child_is_information_in_the_expectant_parents_file() {
    let inbox = Inbox::new();
    let receipt = inbox.receive(&sample("unborn"));
    assert_eq!((registered(&receipt)[0].matter, registered(&receipt)[0].number.as_deref()), (None, None));
    let open = inbox.files(&receipt).remove(0);
    assert_eq!(open.file.opened.as_ref().map(|opened| opened.subject), Some(Subject::ExpectantParent));
    assert!(open.file.matters.is_empty());
    let text = all_text(&open);
    for words in
        ["Förälders missbruk", "Gun Ek", "2027-03-02", "teckenspråk", "Säkert meddelande", "Den gravida vet"]
    {
        assert!(text.contains(words), "{words}");
    }
}

/// Every word of a message about a child who is known stands in what was registered, somewhere a person reads it.
#[test]
fn nothing_that_a_message_says_is_dropped() {
    let inbox = Inbox::new();
    let mut message = sample("school");
    for (at, child) in message["children"].as_array().expect("children").iter().enumerate() {
        inbox.receive(&small(&format!("före {at}"), child["number"].as_str().expect("a number")));
    }
    message["children"][0]["description"] = json!("har fräknar");
    message["children"][0]["reporter_is"] = json!("mentor");
    message["children"][0]["assumed_age"] = json!(10);
    message["children"][0]["address"]["care_of"] = json!("Ekman");
    message["interpreter"] = json!({ "needed": true, "language": "samiska", "for_whom": "mormodern" });
    message["guardians"][0]["address"] = json!({ "line1": "Björkstigen 2", "line3": "Uppgång B" });
    message["reporter"]["address"] = json!({ "line1": "Ekgatan 5" });
    let receipt = inbox.receive(&message);
    let files = inbox.files(&receipt);
    let all: String = files.iter().map(all_text).collect();
    let mut words = Vec::new();
    strings(&message, "", &mut words);
    assert!(words.len() > 60, "{}", words.len());
    for (path, word) in words {
        let coded = ["/format", "/form", "/sent_at", "/children/0/protection"].contains(&path.as_str());
        // A number is how the child was found, a day of birth and a level are told in words; the rest stands as it was said.
        let number = path.ends_with("/number") && path.starts_with("/children");
        assert!(coded || number || all.contains(&word), "{path}: {word}");
    }
    assert!(all.contains("2026-11-20 14:05") && all.contains("inga kända"), "told in words");
}

fn strings(value: &Value, path: &str, into: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => into.push((path.to_owned(), text.clone())),
        Value::Array(all) => {
            all.iter().enumerate().for_each(|(at, one)| strings(one, &format!("{path}/{at}"), into));
        }
        Value::Object(all) => {
            all.iter().for_each(|(name, one)| strings(one, &format!("{path}/{name}"), into));
        }
        _ => {}
    }
}

#[test]
fn a_known_child_gets_one_more_report_in_the_same_file() {
    let inbox = Inbox::new();
    let number = number("2016-04-12", 242);
    let first = inbox.receive(&small("ett", &number));
    let second = inbox.receive(&small("två", &number));
    assert_eq!(registered(&first)[0].file, registered(&second)[0].file);
    assert_ne!(registered(&first)[0].matter, registered(&second)[0].matter);
    let open = inbox.files(&second).remove(0);
    assert!(open.file.matters.values().all(|matter| matches!(matter.state, MatterState::Report(_))));
    assert_eq!(open.file.matters.len(), 2);
}

/// A child whose file is somebody else's by now: the report is attached without the file being read, with its document, and nothing is
/// written of the family.
#[test]
fn a_report_about_somebody_elses_child_is_attached_blind() {
    let inbox = Inbox::new();
    let first = inbox.receive(&sample("school"));
    for kept in registered(&first) {
        let matter = record::MatterId::new(kept.matter.expect("a report"));
        let main = investigator();
        let to = record::distribution::Distribution { main: main.staff, second: None, unit: main.unit };
        let commands = vec![record::Command::Distribute(matter, to)];
        let file = record::FileId::new(kept.file);
        let steps = vec![store::Step::File { file, seen: None, commands }];
        let wish = store::Wish { id: record::CommandId::new(kept.file), steps, draft: None };
        inbox.house.act(&reception(), now(), &wish).expect("distributed");
    }
    let mut message = sample("school");
    message["message_id"] = json!("en till");
    message["report"]["concern"] = json!("Nu har det hänt igen.");
    let bytes = message.to_string();
    let receipt = inbox::receive(&inbox.house, &emergency(), now(), bytes.as_bytes()).expect("received");
    let files = |receipt| registered(receipt).iter().map(|kept| kept.file).collect::<BTreeSet<_>>();
    assert_eq!(files(&receipt), files(&first), "the same two files");
    for kept in registered(&receipt) {
        let file = record::FileId::new(kept.file);
        let open = inbox.house.look(&investigator(), now(), file, store::Part::Timeline).expect("opens");
        assert_eq!((open.file.matters.len(), open.file.documents.len()), (2, 2));
        assert_eq!(open.file.family.relations.len(), 1);
        assert!(all_text(&open).contains("Nu har det hänt igen."));
    }
}

/// A number that by mistake is two people's is nobody's to guess.
#[test]
fn a_number_of_several_people_waits_for_a_person() {
    let inbox = Inbox::new();
    let number = number("2016-04-12", 242);
    inbox.receive(&small("ett", &number));
    let twin = record::PersonId::new(uuid::Uuid::from_u128(77));
    let other = inbox.receive(&small("två", &crate::fixture::number("2016-04-13", 244)));
    let other = inbox.files(&other).remove(0);
    let known = other.file.person().expect("a person");
    assert_ne!(known, twin);
    let same = record::identity::IdentityNumber::synthetic(crate::fixture::day("2016-04-12"), 242);
    let source = record::person::FactSource::Document;
    let fact = record::person::PersonFact::Number(record::person::Sourced::new(same, source, now().today));
    let change = record::person::PersonCommand::ChangeFact { fact, reason: None };
    let steps = vec![store::Step::Person { person: known, commands: vec![change] }];
    let wish = store::Wish { id: record::CommandId::new(uuid::Uuid::from_u128(7)), steps, draft: None };
    inbox.house.act(&reception(), now(), &wish).expect("changed");
    let receipt = inbox.receive(&small("tre", &number));
    assert_eq!(
        set_aside(&receipt),
        ("several_people", "children[0].number: 2 personer här har numret. Någon måste välja vem.")
    );
}

#[test]
fn a_message_that_says_where_a_protected_child_is_is_kept_from_the_guardians() {
    let inbox = Inbox::new();
    let mut message = small("ett", &number("2016-04-12", 242));
    message["children"][0]["protection"] = json!("marked");
    message["children"][0]["address"] = json!({ "line1": "Gömstället 1" });
    let receipt = inbox.receive(&message);
    let open = inbox.files(&receipt).remove(0);
    assert!(!all_text(&open).contains("Gömstället"), "it stands in the person, who has no address to show");
    let documents = open.entries.iter().filter_map(|entry| match &entry.entry {
        Entry::DocumentReceived(document) => Some(&document.keep),
        _ => None,
    });
    let grounds: Vec<Ground> = documents.flatten().map(|keep| keep.ground).collect();
    assert_eq!(grounds, [Ground::Whereabouts]);
}

/// Somebody else's protected child: the report is attached blind, and where the child is is kept from the guardians.
#[test]
fn the_address_of_a_masked_child_is_kept_from_the_guardians() {
    let inbox = Inbox::new();
    let number = number("2016-04-12", 242);
    let mut first = small("ett", &number);
    first["children"][0]["protection"] = json!("marked");
    inbox.receive(&first);
    let mut second = small("två", &number);
    second["children"][0]["address"] = json!({ "line1": "Gömstället 1" });
    let bytes = second.to_string();
    let receipt = inbox::receive(&inbox.house, &emergency(), now(), bytes.as_bytes()).expect("received");
    let open = inbox.files(&receipt).remove(0);
    let reports = open.entries.iter().filter_map(|entry| match &entry.entry {
        Entry::ReportReceived(report) => Some(report),
        _ => None,
    });
    let hidden =
        reports.flat_map(|report| &report.concern).find(|part| part.text.as_str().contains("Gömstället"));
    let keep = &hidden.expect("there").keep;
    assert_eq!(
        keep.iter().map(|keep| (keep.from, keep.ground)).collect::<Vec<_>>(),
        [(Audience::Guardians, Ground::Whereabouts)]
    );
}
