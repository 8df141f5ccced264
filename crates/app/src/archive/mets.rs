//! METS.xml of the root folder (E-ARK CSIP 2.1.0 with the agents of E-ARK SIP): every other file with its length and SHA-256.

use super::{
    Told, Written,
    xml::{Xml, document, empty, within, words},
};

const NAMESPACES: [(&str, &str); 5] = [
    ("xmlns", "http://www.loc.gov/METS/"),
    ("xmlns:csip", "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"),
    ("xmlns:sip", "https://DILCIS.eu/XML/METS/SIPExtensionMETS"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("PROFILE", "https://earksip.dilcis.eu/profile/E-ARK-SIP-v2-1-0.xml"),
];

/// The groups of files, by the folder that each begins with.
const GROUPS: [(&str, &str, &str); 2] = [
    ("grp-documentation", "Documentation", "documentation/"),
    ("grp-rep1", "Representations/rep1", "representations/rep1/"),
];

/// The whole document.
pub(super) fn mets(told: &Told<'_>, files: &[Written]) -> std::io::Result<Vec<u8>> {
    let created = told.now.instant.to_string();
    let mut root = NAMESPACES.to_vec();
    root.extend([
        ("OBJID", told.id),
        ("TYPE", "Mixed"),
        ("csip:CONTENTINFORMATIONTYPE", "OTHER"),
        ("csip:OTHERCONTENTINFORMATIONTYPE", "Lykta 1: ERMS 2.1"),
    ]);
    document(|xml| {
        within(xml, "mets", &root, |xml| {
            header(xml, told, &created)?;
            metadata(xml, ("dmdSec", "dmd-erms"), ("OTHER", Some("ERMS")), of(files, "erms.xml"), &created)?;
            within(xml, "amdSec", &[("ID", "amd")], |xml| {
                metadata(
                    xml,
                    ("digiprovMD", "amd-premis"),
                    ("PREMIS", None),
                    of(files, "premis.xml"),
                    &created,
                )
            })?;
            file_section(xml, files, &created)?;
            structure(xml, told)
        })
    })
}

fn header(xml: &mut Xml, told: &Told<'_>, created: &str) -> std::io::Result<()> {
    let organisation = &told.delivery.open.organisation;
    let attributes = [("CREATEDATE", created), ("RECORDSTATUS", "NEW"), ("csip:OAISPACKAGETYPE", "SIP")];
    within(xml, "metsHdr", &attributes, |xml| {
        let software = [("ROLE", "CREATOR"), ("TYPE", "OTHER"), ("OTHERTYPE", "SOFTWARE")];
        within(xml, "agent", &software, |xml| {
            words(xml, "name", &[], "Lykta")?;
            words(xml, "note", &[("csip:NOTETYPE", "SOFTWARE VERSION")], env!("CARGO_PKG_VERSION"))
        })?;
        for role in ["ARCHIVIST", "CREATOR"] {
            within(xml, "agent", &[("ROLE", role), ("TYPE", "ORGANIZATION")], |xml| {
                words(xml, "name", &[], &format!("{}, {}", organisation.municipality, organisation.board))
            })?;
        }
        within(xml, "agent", &[("ROLE", "CREATOR"), ("TYPE", "INDIVIDUAL")], |xml| {
            words(xml, "name", &[], &format!("{}, {}", told.who.name, told.who.title))
        })
    })
}

fn of<'a>(files: &'a [Written], name: &str) -> Option<&'a Written> {
    files.iter().find(|file| file.path.ends_with(name))
}

/// A pointer to a file of metadata.
fn metadata(
    xml: &mut Xml,
    (section, id): (&str, &str),
    (kind, other): (&str, Option<&str>),
    file: Option<&Written>,
    created: &str,
) -> std::io::Result<()> {
    let Some(file) = file else { return Ok(()) };
    let bytes = file.bytes.to_string();
    let mut attributes = vec![
        ("LOCTYPE", "URL"),
        ("xlink:type", "simple"),
        ("xlink:href", file.path.as_str()),
        ("MDTYPE", kind),
        ("MIMETYPE", file.media.as_str()),
        ("SIZE", bytes.as_str()),
        ("CREATED", created),
        ("CHECKSUM", file.sha256.as_str()),
        ("CHECKSUMTYPE", "SHA-256"),
    ];
    attributes.extend(other.map(|other| ("OTHERMDTYPE", other)));
    within(xml, section, &[("ID", id), ("CREATED", created), ("STATUS", "CURRENT")], |xml| {
        empty(xml, "mdRef", &attributes)
    })
}

fn file_section(xml: &mut Xml, files: &[Written], created: &str) -> std::io::Result<()> {
    within(xml, "fileSec", &[("ID", "files")], |xml| {
        for (group, name, folder) in GROUPS {
            within(xml, "fileGrp", &[("ID", group), ("USE", name)], |xml| {
                let of_group = files.iter().enumerate().filter(|(_, file)| file.path.starts_with(folder));
                for (number, file) in of_group {
                    one_file(xml, (number, file), created)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })
}

fn one_file(xml: &mut Xml, (number, file): (usize, &Written), created: &str) -> std::io::Result<()> {
    let (id, bytes) = (format!("file-{number}"), file.bytes.to_string());
    let attributes = [
        ("ID", id.as_str()),
        ("MIMETYPE", &file.media),
        ("SIZE", &bytes),
        ("CREATED", created),
        ("CHECKSUM", &file.sha256),
        ("CHECKSUMTYPE", "SHA-256"),
    ];
    within(xml, "file", &attributes, |xml| {
        let at = [("LOCTYPE", "URL"), ("xlink:type", "simple"), ("xlink:href", file.path.as_str())];
        empty(xml, "FLocat", &at)
    })
}

fn structure(xml: &mut Xml, told: &Told<'_>) -> std::io::Result<()> {
    within(xml, "structMap", &[("ID", "structure"), ("TYPE", "PHYSICAL"), ("LABEL", "CSIP")], |xml| {
        within(xml, "div", &[("ID", "div-package"), ("LABEL", told.id)], |xml| {
            let metadata = [
                ("ID", "div-metadata"),
                ("LABEL", "Metadata"),
                ("DMDID", "dmd-erms"),
                ("ADMID", "amd-premis"),
            ];
            empty(xml, "div", &metadata)?;
            for (group, name, _) in GROUPS {
                let id = format!("div-{group}");
                within(xml, "div", &[("ID", &id), ("LABEL", name)], |xml| {
                    empty(xml, "fptr", &[("FILEID", group)])
                })?;
            }
            Ok(())
        })
    })
}
