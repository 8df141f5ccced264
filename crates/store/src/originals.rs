//! Received documents, from the browser's upload into the sealed register and back out again.
//!
//! A page takes a document in two steps: [`House::keep_original`] stores the bytes under the key of the matter they belong to, and
//! the wish that registers the document carries what it returned,
//! word for word. If the wish is refused, or never comes, nothing refers to the bytes
//! and they are swept after a day.

use crate::{
    Result,
    attachments::{self, NewAttachment, Sum},
    edge,
    error::Error,
    house::{Answer, House, Now, Trouble},
    open::key_of,
    tx::Tx,
};
use record::{
    Actor, DocumentId, Entry, FileId, MatterId, NewEntry,
    access::Part,
    document::{Original, ReceivedDocument},
};

/// A document as it came: what the sender called it, and what its first bytes say that it is.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// The file's name; shown, never used as a path.
    pub name: &'a str,
    /// Media type, as recognised from the bytes and not as claimed.
    pub media_type: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}

impl House {
    /// Stores a document's bytes under the key of a matter, and returns what the entry that registers it must say.
    ///
    /// # Errors
    /// [`Error::TooLarge`] beyond [`attachments::ATTACHMENT_BYTES_MAX`].
    pub fn keep_original(
        &self,
        now: Now,
        file: FileId,
        matter: Option<MatterId>,
        incoming: Incoming<'_>,
    ) -> Result<(DocumentId, Original)> {
        let key = key_of(file, matter);
        self.keys.ensure(self.authority.0, &[key])?;
        let id = edge::id(now.micros());
        let new = NewAttachment { authority: self.authority.0, attachment: id, key, now_us: now.micros() };
        let mut bytes = incoming.bytes;
        let sum = attachments::receive(&self.db, &self.keys, new, &mut bytes)?;
        let original = Original {
            sha256: hexadecimal(&sum.hash),
            bytes: sum.bytes as u64,
            name: incoming.name.to_owned(),
            media_type: incoming.media_type.to_owned(),
        };
        let (authority, described) = (self.authority.0, self.described(&original));
        self.db.write(move |tx| attachments::describe(tx, authority, id, &described))?;
        Ok((DocumentId::new(id), original))
    }

    /// Whether the originals that new entries of a file tell of are those that were kept for it: the same bytes by the same name, under the
    /// same matter's key, and not registered before.
    pub(crate) fn are_kept(&self, tx: &mut dyn Tx, file: FileId, entries: &[NewEntry]) -> Result<bool> {
        for new in entries {
            let Entry::DocumentReceived(ReceivedDocument { id, original: Some(original), .. }) = &new.entry
            else {
                continue;
            };
            let (key, described) = (key_of(file, new.matter), self.described(original));
            if !attachments::is(tx, self.authority.0, id.uuid(), key, &described)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn described(&self, original: &Original) -> [u8; 32] {
        let Original { sha256, bytes, name, media_type } = original;
        let all = format!("original\n{sha256}\n{bytes}\n{media_type}\n{name}");
        *self.keys.form_token(self.authority.0, &all).as_bytes()
    }

    /// Opens a document of a file for a reader: what is registered of it, and its bytes, checked against their hash. Returns once the
    /// reading is written down.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] alike for a document that is not there, one that is no file, and one in somebody else's file.
    pub fn read_original(
        &self,
        who: &Actor,
        now: Now,
        file: FileId,
        document: DocumentId,
    ) -> Answer<(ReceivedDocument, Vec<u8>)> {
        let open = self.look(who, now, file, Part::Document)?;
        let seq = open.file.documents.get(&document).ok_or(Trouble::NotFound)?;
        let entry = open.entry(*seq).ok_or(Trouble::NotFound)?;
        let received = received(&entry.entry).ok_or(Trouble::NotFound)?;
        let original = received.original.as_ref().ok_or(Trouble::NotFound)?;
        let sum = sum_of(original)?;
        let bytes =
            self.db.read(|tx| attachments::read(tx, &self.keys, self.authority.0, document.uuid(), sum))?;
        Ok((received.clone(), bytes))
    }
}

/// The document an entry holds, also when it came from another file.
pub(crate) fn received(entry: &Entry) -> Option<&ReceivedDocument> {
    match entry {
        Entry::DocumentReceived(document) => Some(document),
        Entry::MovedIn(moved) => received(&moved.entry),
        _ => None,
    }
}

/// Length and hash as the entry has them.
pub(crate) fn sum_of(original: &Original) -> Result<Sum> {
    let unreadable = || Error::Unreadable("the hash of a document");
    let digits = original.sha256.as_bytes();
    let (pairs, []) = digits.as_chunks::<2>() else { return Err(unreadable()) };
    let bytes: Option<Vec<u8>> = pairs.iter().map(|pair| byte_of(*pair)).collect();
    let hash = bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(unreadable)?;
    let bytes = usize::try_from(original.bytes).map_err(|_| unreadable())?;
    Ok(Sum { bytes, hash })
}

fn byte_of(pair: [u8; 2]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).expect("four bits"));
        text.push(char::from_digit(u32::from(byte & 15), 16).expect("four bits"));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn original(sha256: &str) -> Original {
        let (name, media_type) = ("rapport.pdf".to_owned(), "application/pdf".to_owned());
        Original { sha256: sha256.to_owned(), bytes: 3, name, media_type }
    }

    #[test]
    fn a_hash_is_read_back_as_it_was_written() {
        let written = hexadecimal(&(0..32).collect::<Vec<u8>>());
        let sum = sum_of(&original(&written)).unwrap();
        assert_eq!(sum.hash.to_vec(), (0..32).collect::<Vec<u8>>());
        for damaged in ["", "00", "zz", &written[..63], &format!("{written}00")] {
            assert!(sum_of(&original(damaged)).is_err(), "{damaged}");
        }
    }
}
