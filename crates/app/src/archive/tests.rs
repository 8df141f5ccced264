//! A package with what no child of the demo has: a document that came as a file, kept from a guardian, about somebody protected.

use std::{collections::BTreeSet, fs};

use record::{
    Command, CommandId, FileId, Text,
    document::ReceivedDocument,
    person::{FactSource, PersonCommand, PersonFact, ProtectionLevel, Sourced},
    report::Arrival,
    text::{Audience, Ground, Keep},
};
use store::{Delivery, House, Incoming, Now, Step, Wish};

use super::{Path, deliver};
use crate::demo::tests::started;

const LETTER: &[u8] = b"%PDF-1.7\nEtt intyg fr\xc3\xa5n BUP.\n%%EOF\n";

/// A file of which something that runs is kept for ever.
fn kept_file(house: &House, now: Now) -> (FileId, Delivery) {
    let organisation = house.organisation(now.today);
    let enar = organisation.by_login("enar").unwrap().actor();
    let groups = enar.manages.iter().map(|unit| house.group(&enar, now, *unit, now.today).unwrap());
    let files: BTreeSet<FileId> =
        groups.flat_map(|group| group.matters.iter().map(|one| one.file).collect::<Vec<_>>()).collect();
    let kept = files.into_iter().find_map(|file| {
        let delivery = house.open_for_archive(&enar, now, file).ok()?;
        let held =
            delivery.open.file.matters.values().any(|matter| matter.is_running() && matter.main.is_some());
        held.then_some((file, delivery))
    });
    kept.expect("a placed child with a worker")
}

fn text(words: &str) -> Text {
    Text::typed(words).unwrap().unwrap()
}

fn read(package: &Path, path: &str) -> String {
    fs::read_to_string(package.join(path)).unwrap()
}

#[test]
fn a_document_that_came_as_a_file_lies_there_as_it_came_with_what_is_secret_in_it_marked() {
    let (home, house, now) = started();
    let (file, delivery) = kept_file(&house, now);
    let running = delivery.open.file.matters.iter().find(|(_, one)| one.is_running() && one.main.is_some());
    let (matter, state) = running.unwrap();
    let worker = house.organisation(now.today).member(state.main.unwrap()).unwrap().actor();
    let incoming = Incoming { name: "../intyg om Å.pdf", media_type: "application/pdf", bytes: LETTER };
    let (id, original) = house.keep_original(now, file, Some(*matter), incoming).unwrap();
    let document = ReceivedDocument {
        id,
        title: text("Intyg"),
        sender: text("BUP"),
        channel: "letter".into(),
        arrival: Arrival::at(record::Moment::of(now.instant)),
        original: Some(original),
        keep: vec![Keep { from: Audience::Guardians, ground: Ground::ChildAgainstGuardian }],
    };
    let marked = Sourced::new(ProtectionLevel::Marked, FactSource::Worker, now.today);
    let protection = PersonCommand::ChangeFact { fact: PersonFact::Protection(marked), reason: None };
    let steps = vec![
        Step::File { file, seen: None, commands: vec![Command::ReceiveDocument(Some(*matter), document)] },
        Step::Person { person: delivery.open.file.person().unwrap(), commands: vec![protection] },
    ];
    let wish = Wish { id: CommandId::new(house.new_id(now)), steps, draft: None };
    house.act(&worker, now, &wish).unwrap();

    let to = home.dir().join("arkiv");
    fs::create_dir(&to).unwrap();
    let enar = house.organisation(now.today).by_login("enar").unwrap().actor();
    let (package, _) = deliver(&house, &enar, now, file, &to).unwrap();
    let erms = read(&package, "metadata/descriptive/erms.xml");
    let (_, record) = erms.split_once("<title>Intyg").expect("a record of its own");
    let (record, _) = record.split_once("</record>").unwrap();
    assert!(
        record.contains("12 kap. 3 § OSL"),
        "what is kept from a guardian says by which provision: {record}"
    );
    let (_, named) = record.split_once("name=\"../intyg om Å.pdf\"").expect("the name it came with");
    let (_, path) = named.split_once("path=\"").unwrap();
    let path = path.split('"').next().unwrap();
    assert!(path.starts_with("representations/rep1/data/") && path.ends_with("-original.pdf"), "{path}");
    assert_eq!(fs::read(package.join(path)).unwrap(), LETTER);
    assert!(
        erms.contains("<protectedIdentity>true</protectedIdentity>"),
        "the archive is told whom to protect"
    );
    assert!(
        read(&package, "METS.xml").contains(path)
            && read(&package, "metadata/preservation/premis.xml").contains(path)
    );
}
