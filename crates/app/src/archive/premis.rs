//! premis.xml: what each document is by its digest, and that it was drawn and delivered, when and by whom.

use super::{
    Told, Written,
    xml::{Xml, document, within, words},
};

const ROOT: [(&str, &str); 3] = [
    ("xmlns", "http://www.loc.gov/premis/v3"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("version", "3.0"),
];

/// The whole document.
pub(super) fn premis(told: &Told<'_>, files: &[Written]) -> std::io::Result<Vec<u8>> {
    document(|xml| {
        within(xml, "premis", &ROOT, |xml| {
            for file in files {
                object(xml, file)?;
            }
            within(xml, "event", &[], |xml| {
                identifier(xml, "event", &format!("{}-made", told.id))?;
                words(xml, "eventType", &[], "creation")?;
                words(xml, "eventDateTime", &[], &told.now.instant.to_string())?;
                within(xml, "linkingAgentIdentifier", &[], |xml| {
                    words(xml, "linkingAgentIdentifierType", &[], "local")?;
                    words(xml, "linkingAgentIdentifierValue", &[], "lykta")
                })
            })?;
            within(xml, "agent", &[], |xml| {
                identifier(xml, "agent", "lykta")?;
                words(xml, "agentName", &[], "Lykta")?;
                words(xml, "agentType", &[], "software")?;
                words(xml, "agentVersion", &[], env!("CARGO_PKG_VERSION"))
            })
        })
    })
}

fn object(xml: &mut Xml, file: &Written) -> std::io::Result<()> {
    within(xml, "object", &[("xsi:type", "file")], |xml| {
        identifier(xml, "object", &file.path)?;
        within(xml, "objectCharacteristics", &[], |xml| {
            within(xml, "fixity", &[], |xml| {
                words(xml, "messageDigestAlgorithm", &[], "SHA-256")?;
                words(xml, "messageDigest", &[], &file.sha256)
            })?;
            words(xml, "size", &[], &file.bytes.to_string())?;
            within(xml, "format", &[], |xml| {
                within(xml, "formatDesignation", &[], |xml| words(xml, "formatName", &[], &file.media))
            })
        })
    })
}

fn identifier(xml: &mut Xml, of: &str, value: &str) -> std::io::Result<()> {
    within(xml, &format!("{of}Identifier"), &[], |xml| {
        words(xml, &format!("{of}IdentifierType"), &[], "local")?;
        words(xml, &format!("{of}IdentifierValue"), &[], value)
    })
}
