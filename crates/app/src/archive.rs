//! A package for the archive: what is kept for ever of a file, as a folder that is read without Lykta.
//!
//! The layout is that of E-ARK CSIP, on which FGS Paketstruktur 2.0 rests: one root folder with METS.xml, which has the length and SHA-256 of
//! every other file. So the SHA-256 of METS.xml is that of the whole package, and the archive's receipt names it.
//!
//! The folder is written under another name, is flushed, is entered in the record as made, and only then gets its own: what bears a package's
//! name is whole, and is in the record.

mod erms;
mod mets;
mod premis;
mod xml;

use std::{
    fmt::Write as _,
    fs::{self, DirBuilder, File, OpenOptions},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, ensure};
use record::{Actor, DocumentId, FileId, Recorded, disposal::Package};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{Delivery, House, Now};
use web::archived::{self, Document};

/// Where the documents lie.
const DATA: &str = "representations/rep1/data";

/// What a folder that is not whole ends with.
const UNFINISHED: &str = "unfinished";

/// What the parts of a package are, for whoever opens it when nobody remembers Lykta.
const ABOUT: &str = include_str!("archive/las_mig.txt");

/// What is told of in the package besides its documents.
struct Told<'a> {
    /// The package's id.
    id: &'a str,
    delivery: &'a Delivery,
    documents: &'a [Document],
    /// The documents that came as files: the entry, the document and where it lies.
    originals: &'a [(i64, DocumentId, String)],
    /// The provision by which all of it is secret.
    secret: &'a str,
    who: &'a Actor,
    now: Now,
}

/// A file of the package, as METS names it.
struct Written {
    /// From the root folder.
    path: String,
    media: String,
    bytes: u64,
    sha256: String,
}

/// The folder as it is written.
struct Folder {
    root: PathBuf,
    files: Vec<Written>,
}

impl Folder {
    /// Puts a file in its place, flushed, for its owner's eyes only.
    fn put(&mut self, path: &str, media: &str, bytes: &[u8]) -> Result<String> {
        let place = self.root.join(path);
        let folder = place.parent().context("a file in the package lies in a folder")?;
        let sha256 = hex(bytes);
        let write = || -> std::io::Result<()> {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&place)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            File::open(folder)?.sync_all()
        };
        write().with_context(|| place.display().to_string())?;
        self.files.push(Written {
            path: path.to_owned(),
            media: media.to_owned(),
            bytes: u64::try_from(bytes.len())?,
            sha256: sha256.clone(),
        });
        Ok(sha256)
    }
}

/// Makes a package of what is kept for ever in a file, in a directory, and enters it in the record. Returns where it lies and what it is.
///
/// # Errors
/// Whatever stops it leaves no package, and nothing in the record.
pub(crate) fn deliver(
    house: &Arc<House>,
    who: &Actor,
    now: Now,
    file: FileId,
    to: &Path,
) -> Result<(PathBuf, Package)> {
    ensure!(to.is_dir(), "{} is no directory", to.display());
    let delivery = house.open_for_archive(who, now, file)?;
    let id = format!("lykta-{}", store::edge::id(now.micros()));
    let (place, unfinished) = (to.join(&id), to.join(format!("{id}.{UNFINISHED}")));
    let made = write_all(house, who, now, (&id, &delivery), &unfinished).and_then(|digest| {
        let package = Package { id, digest, parts: delivery.parts.clone() };
        house.package_made(who, now, file, package.clone())?;
        Ok(package)
    });
    let package = made.inspect_err(|_| {
        // What it holds is secret: nothing of it is left lying. Whether that went well changes nothing in what is told.
        let _ = fs::remove_dir_all(&unfinished);
    })?;
    let renamed = fs::rename(&unfinished, &place).and_then(|()| File::open(to)?.sync_all());
    renamed.with_context(|| format!("{} is whole but could not be renamed", unfinished.display()))?;
    Ok((place, package))
}

/// Writes everything and last METS.xml. Returns its digest.
fn write_all(
    house: &House,
    who: &Actor,
    now: Now,
    (id, delivery): (&str, &Delivery),
    root: &Path,
) -> Result<String> {
    DirBuilder::new().mode(0o700).create(root).with_context(|| root.display().to_string())?;
    let mut folder = Folder { root: root.to_owned(), files: Vec::new() };
    let documents = archived::documents(delivery, house.law, now);
    for document in &documents {
        let recorded = delivery.open.entry(document.seq).context("a document is drawn from its entry")?;
        folder.put(&page(document.seq), "text/html", document.html.as_bytes())?;
        folder.put(&entry(document.seq), "application/json", &payload(recorded)?)?;
    }
    let originals = write_originals(house, delivery, &mut folder)?;
    let told = Told {
        id,
        delivery,
        documents: &documents,
        originals: &originals,
        secret: &archived::provision_of_all(delivery, house.law, now),
        who,
        now,
    };
    folder.put("documentation/LAS-MIG.txt", "text/plain", ABOUT.as_bytes())?;
    folder.put("metadata/descriptive/erms.xml", "application/xml", &erms::erms(&told)?)?;
    let premis = premis::premis(&told, &folder.files)?;
    folder.put("metadata/preservation/premis.xml", "application/xml", &premis)?;
    let mets = mets::mets(&told, &folder.files)?;
    folder.put("METS.xml", "application/xml", &mets)
}

fn write_originals(
    house: &House,
    delivery: &Delivery,
    folder: &mut Folder,
) -> Result<Vec<(i64, DocumentId, String)>> {
    let mut originals = Vec::new();
    for (recorded, document) in delivery.originals() {
        let original = document.original.as_ref().context("only what came as a file")?;
        let bytes = house.delivered_original(delivery, document.id)?;
        let path = format!("{DATA}/{:05}-original.{}", recorded.seq, extension(&original.media_type));
        let sha256 = folder.put(&path, &original.media_type, &bytes)?;
        ensure!(sha256 == original.sha256, "the original of entry {} is not as it came", recorded.seq);
        originals.push((recorded.seq, document.id, path));
    }
    Ok(originals)
}

fn page(seq: i64) -> String {
    format!("{DATA}/{seq:05}.html")
}

fn entry(seq: i64) -> String {
    format!("{DATA}/{seq:05}.json")
}

/// An entry as it stands in the record.
fn payload(recorded: &Recorded) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec_pretty(&json!({
        "seq": recorded.seq,
        "at": recorded.at.to_string(),
        "occurred": recorded.occurred,
        "by": recorded.by,
        "law": recorded.law,
        "matter": recorded.matter,
        "number": recorded.number,
        "entry": recorded.entry,
    }))?)
}

/// The end of a file's name. The name it came with is never used as one; it stands in erms.xml.
fn extension(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/tiff" => "tif",
        "text/plain" => "txt",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/vnd.oasis.opendocument.text" => "odt",
        _ => "bin",
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // a string takes whatever is written
        text
    })
}

#[cfg(test)]
mod tests;
