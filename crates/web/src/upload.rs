//! Forms that carry a document: reading them, and knowing a document from something else by its bytes.
//!
//! A refused upload must not cost what was typed beside it. A file that is too large or of an unknown kind is therefore read to its
//! end and becomes an [`Upload::Refused`], which the page tells at the field; only a form far beyond the limit is cut off (413).

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use record::document::Original;
use record::{DocumentId, FileId, MatterId};
use store::attachments::ATTACHMENT_BYTES_MAX;
use store::{Incoming, Now};
use unicode_normalization::UnicodeNormalization;

use crate::archive;
use crate::desk::Desk;
use crate::typed::Typed;
use crate::words::Words;
use crate::written::Written;

/// The largest form with a document, in bytes: a document at its limit, the texts, and room to say "too large" politely.
const UPLOAD_FORM_BYTES_MAX: usize = ATTACHMENT_BYTES_MAX + ATTACHMENT_BYTES_MAX / 4;

/// Longest name kept of a file, in characters.
const NAME_MAX: usize = 120;

/// Lets a route take documents: the limit of all other forms is far lower.
pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(UPLOAD_FORM_BYTES_MAX)
}

/// A posted form with the document that came with it, if one did. Takes both kinds of form body.
#[derive(Default)]
pub struct Posted {
    /// What was typed.
    pub typed: Typed,
    /// The document in the field `document`.
    pub upload: Option<Upload>,
}

/// A document from a browser.
pub enum Upload {
    /// One that can be taken.
    Taken(Document),
    /// One that cannot, and why.
    Refused(WhyRefused),
}

/// A document that can be taken.
pub struct Document {
    /// The file's name, made harmless.
    pub name: String,
    /// What its bytes say that it is.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Document {
    /// Takes bytes that came under a name, unless they are none or of no kind we know.
    ///
    /// # Errors
    /// Why they are not taken.
    pub fn of(name: &str, bytes: Vec<u8>) -> Result<Self, WhyRefused> {
        if bytes.is_empty() {
            return Err(WhyRefused::Empty);
        }
        let media_type = media_type(&bytes).ok_or(WhyRefused::UnknownKind)?;
        Ok(Self { name: harmless_name(name), media_type, bytes })
    }

    /// Seals the bytes under the key of a matter, or of the file. A document about several children is kept once per child, so that each
    /// copy can be moved and destroyed by itself.
    pub fn keep(
        &self,
        desk: &Desk,
        now: Now,
        file: FileId,
        matter: Option<MatterId>,
    ) -> store::Result<(DocumentId, Original)> {
        let incoming = Incoming { name: &self.name, media_type: self.media_type, bytes: &self.bytes };
        desk.house.keep_original(now, file, matter, incoming)
    }
}

/// Why a document was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyRefused {
    /// Over 25 MB.
    TooLarge,
    /// No bytes.
    Empty,
    /// Not of a kind that can be kept and opened again in many years.
    UnknownKind,
}

impl WhyRefused {
    /// What to say at the field.
    pub fn text(self, w: &Words) -> String {
        w.t(match self {
            Self::TooLarge => "upload-too-large",
            Self::Empty => "upload-empty",
            Self::UnknownKind => "upload-unknown-kind",
        })
        .into_owned()
    }
}

impl Upload {
    fn of(name: &str, bytes: Vec<u8>, whole: bool) -> Self {
        if !whole {
            return Self::Refused(WhyRefused::TooLarge);
        }
        Document::of(name, bytes).map_or_else(Self::Refused, Self::Taken)
    }
}

/// What a file is, by its first bytes, and an archive by the list of what it holds. The name's ending and the browser's claim are not asked: either can lie.
///
/// ```
/// use web::upload::media_type;
/// assert_eq!(media_type(b"%PDF-1.7 ..."), Some("application/pdf"));
/// assert_eq!(media_type(b"MZ\x90\x00"), None);
/// ```
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 7] = [
        (b"%PDF-", "application/pdf"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"{\\rtf", "application/rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    ];
    let plain = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind);
    plain.or_else(|| picture_of_phone(bytes)).or_else(|| archive::office(bytes))
}

/// HEIC, as telephones take pictures: the brand stands after a length.
fn picture_of_phone(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes.get(4..12)?;
    matches!(brand, b"ftypheic" | b"ftypheix" | b"ftypmif1").then_some("image/heic")
}

/// The file's own name without any path, and without characters that mean something to a computer or hide themselves.
///
/// ```
/// use web::upload::harmless_name;
/// assert_eq!(harmless_name("C:\\Mina filer\\rapport 3.pdf"), "rapport 3.pdf");
/// assert_eq!(harmless_name("../../etc/passwd"), "passwd");
/// assert_eq!(harmless_name("..\u{202e}\r\n"), "handling");
/// ```
pub fn harmless_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Some computers write å as a and a ring of its own, which is no letter.
    let kept =
        last.nfc().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '(' | ')' | ','));
    let name: String = kept.take(NAME_MAX).collect();
    let name = name.trim_matches([' ', '.']);
    if name.is_empty() { "handling".to_owned() } else { name.to_owned() }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = StatusCode;

    async fn from_request(request: Request, state: &S) -> Result<Self, StatusCode> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let typed = Typed::from_request(request, state).await?;
            return Ok(Self { typed, upload: None });
        }
        let wanted = Written::wanted(&request);
        let form = Multipart::from_request(request, state).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let posted = read(form).await.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => StatusCode::PAYLOAD_TOO_LARGE,
            // A form that is broken, or that a cut line has ended.
            _ => StatusCode::BAD_REQUEST,
        })?;
        let document = match &posted.upload {
            Some(Upload::Taken(document)) => Some(&*document.bytes),
            _ => None,
        };
        Written::keep(wanted.as_ref(), &posted.typed, document);
        Ok(posted)
    }
}

/// Reads the parts: texts as they stand, broken letters as U+FFFD, and the document.
async fn read(mut form: Multipart) -> Result<Posted, MultipartError> {
    let mut pairs = Vec::new();
    let mut upload = None;
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let (bytes, whole) = bytes_of(field).await?;
        match file_name {
            // A file field that was left alone comes as a nameless file without bytes.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(file) if name == "document" => upload = Some(Upload::of(&file, bytes, whole)),
            Some(_) => {}
            None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(Posted { typed: Typed::from_pairs(pairs), upload })
}

/// The bytes of a part, and whether they are all of it. What is over the limit is read and thrown away.
async fn bytes_of(mut field: Field<'_>) -> Result<(Vec<u8>, bool), MultipartError> {
    let mut bytes = Vec::new();
    let mut whole = true;
    while let Some(chunk) = field.chunk().await? {
        whole = whole && bytes.len() + chunk.len() <= ATTACHMENT_BYTES_MAX;
        if whole {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((bytes, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_what_it_is_and_not_by_its_name() {
        let known: [(&[u8], &str); 3] = [
            (b"%PDF-1.7\n", "application/pdf"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"\0\0\0\x18ftypheic", "image/heic"),
        ];
        for (bytes, kind) in known {
            assert_eq!(media_type(bytes), Some(kind));
        }
        let drawings = [
            &b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>"[..],
            b"<?xml version=\"1.0\"?><svg/>",
            b"\xef\xbb\xbf<svg/>",
            b"\x1f\x8bsvgz",
        ];
        for bytes in drawings {
            assert_eq!(media_type(bytes), None, "a drawing can hold script: {bytes:?}");
        }
        for bytes in [&b"MZ\x90"[..], b"PK\x03\x04 anything", b"<html>", b"#!/bin/sh", b"%PD", b""] {
            assert_eq!(media_type(bytes), None, "{bytes:?}");
        }
    }

    /// Whoever opens it is told one kind, the first, and no browser guesses another. What begins as no document is none, whatever comes after.
    #[test]
    fn v5_2_2_what_is_two_kinds_at_once_is_the_first_or_nothing() {
        let script = b"<html><script>alert(1)</script>";
        let both = |one: &[u8], other: &[u8]| [one, other].concat();
        for (first, kind) in [
            (&b"%PDF-1.7\n"[..], "application/pdf"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
        ] {
            for second in [&script[..], b"PK\x03\x04", b"MZ\x90", b"#!/bin/sh\n", b"GIF89a"] {
                assert_eq!(media_type(&both(first, second)), Some(kind));
            }
        }
        for (first, second) in [
            (&script[..], &b"%PDF-1.7\n"[..]),
            (b"MZ\x90", b"%PDF-1.7\n"),
            (b"PK\x03\x04", b"\xff\xd8\xff\xe0"),
            (b"GIF89a/*", b"*/=1;alert(1)"),
            (b"\n%PDF-1.7", script),
        ] {
            assert_eq!(media_type(&both(first, second)), None, "{first:?}");
        }
    }

    #[test]
    fn names_lead_nowhere() {
        for (name, kept) in [
            ("/etc/shadow", "shadow"),
            ("..\\..\\rapport.pdf", "rapport.pdf"),
            ("Orosanmälan åk 3.pdf", "Orosanmälan åk 3.pdf"),
            ("a\"; filename=evil.exe\r\n.pdf", "a filenameevil.exe.pdf"),
            ("", "handling"),
            ("...", "handling"),
            ("Orosanma\u{308}lan a\u{30a}k 3.pdf", "Orosanmälan åk 3.pdf"),
            ("rapport.exe\0.pdf", "rapport.exe.pdf"),
            ("rapport\u{202e}fdp.exe", "rapportfdp.exe"),
            ("\u{200b}\u{feff}\u{2066}rapport.pdf", "rapport.pdf"),
        ] {
            assert_eq!(harmless_name(name), kept);
        }
        assert_eq!(harmless_name(&"å".repeat(500)).chars().count(), NAME_MAX);
    }

    #[test]
    fn each_way_of_being_wrong_is_told_apart() {
        let why = |upload| match upload {
            Upload::Refused(why) => why,
            Upload::Taken(_) => panic!("taken"),
        };
        assert_eq!(why(Upload::of("a.pdf", Vec::new(), true)), WhyRefused::Empty);
        assert_eq!(why(Upload::of("a.pdf", b"%PDF-".to_vec(), false)), WhyRefused::TooLarge);
        assert_eq!(why(Upload::of("a.pdf", b"MZ".to_vec(), true)), WhyRefused::UnknownKind);
    }
}
