//! erms.xml: the file, its matters and their documents in the words of E-ARK CITS ERMS 2.1, on which FGS Ärendehantering 2.0 rests.
//!
//! The person's file is an aggregation, each matter one in it, each entry a record. Everything is secret, and that stands on the file; what is
//! marked besides stands on its record. Somebody with protected identity is named as such.

use std::collections::BTreeMap;

use record::{MatterId, Recorded};
use web::archived::Document;

use super::{
    Told, entry, page,
    xml::{Xml, document, empty, within, words},
};

/// What there is of each entry: its document and the entry.
type Documents<'a> = BTreeMap<i64, (&'a Document, &'a Recorded)>;

/// The whole document.
pub(super) fn erms(told: &Told<'_>) -> std::io::Result<Vec<u8>> {
    let both = |one: &'_ Document| Some((one.seq, told.delivery.open.entry(one.seq)?));
    let entries: BTreeMap<i64, &Recorded> = told.documents.iter().filter_map(both).collect();
    let documents: Documents<'_> =
        told.documents.iter().filter_map(|one| Some((one.seq, (one, *entries.get(&one.seq)?)))).collect();
    document(|xml| {
        within(xml, "erms", &[("xmlns", "https://DILCIS.eu/XML/ERMS")], |xml| {
            control(xml, told)?;
            within(xml, "aggregations", &[], |xml| file(xml, told, &documents))
        })
    })
}

fn control(xml: &mut Xml, told: &Told<'_>) -> std::io::Result<()> {
    within(xml, "control", &[], |xml| {
        words(xml, "identification", &[("identificationType", "package")], told.id)?;
        within(xml, "maintenanceInformation", &[], |xml| {
            empty(xml, "maintenanceStatus", &[("value", "new")])?;
            within(xml, "maintenanceAgency", &[], |xml| {
                let organisation = &told.delivery.open.organisation;
                words(xml, "agencyName", &[], &organisation.municipality)?;
                words(xml, "agencyName", &[], &organisation.board)
            })?;
            within(xml, "maintenanceHistory", &[], |xml| {
                within(xml, "maintenanceEvent", &[], |xml| {
                    empty(xml, "eventType", &[("value", "created")])?;
                    words(xml, "eventDateTime", &[], &told.now.instant.to_string())?;
                    within(xml, "agent", &[("agentType", "responsible_person")], |xml| {
                        words(xml, "name", &[], &told.who.name)?;
                        words(xml, "role", &[], &told.who.title)
                    })
                })
            })
        })
    })
}

/// The person's file (*personakt*).
fn file(xml: &mut Xml, told: &Told<'_>, documents: &Documents<'_>) -> std::io::Result<()> {
    let (open, id) = (&told.delivery.open, told.delivery.open.id.to_string());
    let attributes = [("systemIdentifier", id.as_str()), ("aggregationType", "caseFile")];
    within(xml, "aggregation", &attributes, |xml| {
        words(xml, "objectId", &[], &id)?;
        words(xml, "title", &[], "Personakt")?;
        restriction(xml, told.secret)?;
        within(xml, "disposal", &[("disposable", "false")], |xml| {
            for row in &told.delivery.rows {
                words(xml, "disposalScheduleId", &[], row)?;
            }
            words(xml, "disposalAction", &[], "Bevaras")
        })?;
        within(xml, "agents", &[], |xml| {
            for (person, card) in &open.people {
                let role =
                    if open.file.person() == Some(*person) { "den akten avser" } else { "i barnets krets" };
                within(xml, "agent", &[("agentType", "counterpart")], |xml| {
                    words(xml, "name", &[], card.name())?;
                    if let Some(number) = card.number() {
                        words(xml, "idNumber", &[("idNumberType", "personal_identity_number")], number)?;
                    }
                    words(xml, "role", &[], role)?;
                    words(xml, "protectedIdentity", &[], if card.protected { "true" } else { "false" })
                })?;
            }
            Ok(())
        })?;
        let mut matters: Vec<MatterId> = documents.values().filter_map(|(_, entry)| entry.matter).collect();
        matters.sort_unstable();
        matters.dedup();
        for id in matters {
            matter(xml, told, id, documents)?;
        }
        records(xml, told, None, documents)
    })
}

fn matter(
    xml: &mut Xml,
    told: &Told<'_>,
    matter: MatterId,
    documents: &Documents<'_>,
) -> std::io::Result<()> {
    let id = matter.to_string();
    let known = told.delivery.open.file.matters.get(&matter);
    let attributes = [("systemIdentifier", id.as_str()), ("aggregationType", "caseFile")];
    within(xml, "aggregation", &attributes, |xml| {
        words(xml, "objectId", &[], &id)?;
        let number = known.and_then(|known| known.number.as_deref());
        if let Some(number) = number {
            words(xml, "extraId", &[("extraIdType", "reference_code")], number)?;
        }
        let title =
            number.map_or_else(|| "Ärende utan nummer".to_owned(), |number| format!("Ärende {number}"));
        words(xml, "title", &[], &title)?;
        if let Some(known) = known {
            within(xml, "dates", &[], |xml| {
                words(xml, "date", &[("dateType", "opened")], &known.opened.to_string())
            })?;
        }
        records(xml, told, Some(matter), documents)
    })
}

fn records(
    xml: &mut Xml,
    told: &Told<'_>,
    matter: Option<MatterId>,
    documents: &Documents<'_>,
) -> std::io::Result<()> {
    for (document, recorded) in documents.values().filter(|(_, recorded)| recorded.matter == matter) {
        record(xml, told, document, recorded)?;
    }
    Ok(())
}

/// A document (*handling*).
fn record(xml: &mut Xml, told: &Told<'_>, document: &Document, recorded: &Recorded) -> std::io::Result<()> {
    let number = document.seq.to_string();
    within(xml, "record", &[("systemIdentifier", &number), ("recordType", "document")], |xml| {
        words(xml, "objectId", &[], &number)?;
        words(xml, "runningNumber", &[], &number)?;
        words(xml, "title", &[], &document.title)?;
        for ground in &document.grounds {
            restriction(xml, ground)?;
        }
        within(xml, "agents", &[], |xml| {
            within(xml, "agent", &[("agentType", "creator")], |xml| {
                words(xml, "name", &[], &recorded.by.name)?;
                words(xml, "role", &[], &recorded.by.title)
            })
        })?;
        within(xml, "dates", &[], |xml| {
            words(xml, "date", &[("dateType", "created")], &recorded.at.to_string())?;
            let happened = [("dateType", "other"), ("otherDateType", "occurred")];
            words(xml, "date", &happened, &recorded.occurred.day.to_string())
        })?;
        appendix(xml, (&page(document.seq), "Handlingen att läsa"), &document.title, "text/html")?;
        let as_is = "Posten som den står i registret";
        appendix(xml, (&entry(document.seq), as_is), &document.title, "application/json")?;
        for (_, id, path) in told.originals.iter().filter(|(seq, ..)| *seq == document.seq) {
            let received = told.delivery.originals().find(|(_, received)| received.id == *id);
            let Some(original) = received.and_then(|(_, received)| received.original.as_ref()) else {
                continue;
            };
            appendix(xml, (path, "Handlingen som den kom in"), &original.name, &original.media_type)?;
        }
        Ok(())
    })
}

fn appendix(
    xml: &mut Xml,
    (path, description): (&str, &str),
    name: &str,
    format: &str,
) -> std::io::Result<()> {
    let attributes = [("name", name), ("description", description), ("fileFormat", format), ("path", path)];
    empty(xml, "appendix", &attributes)
}

fn restriction(xml: &mut Xml, provision: &str) -> std::io::Result<()> {
    within(xml, "restriction", &[("restrictionType", "confidential")], |xml| {
        words(xml, "regulation", &[], provision)
    })
}
