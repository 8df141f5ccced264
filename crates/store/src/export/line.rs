//! The lines of an export: what is written, read back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use seal::{Leaf, Link, PublicKey, Signed};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::log;
use crate::walk;

/// The number of this form.
pub(super) const FORM: u32 = 1;

/// One line. Bytes are base64, ids UUIDs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Line {
    LyktaExport(Beginning),
    Checkpoint(Noted),
    Entry(Box<Entry>),
    Access(Access),
    Attachment(Attachment),
    Chunk(Chunk),
    Command(Command),
    End(End),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Beginning {
    pub(crate) form: u32,
    pub(crate) authority: i64,
    pub(crate) name: String,
    /// The height after which it begins, and the link there.
    pub(crate) after: i64,
    pub(crate) link: String,
    pub(crate) made_us: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Noted {
    pub(crate) note: String,
    pub(crate) key: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) height: i64,
    pub(crate) stream: Uuid,
    /// What the stream is about: no part of the evidence, but of what is needed to go on.
    pub(crate) subject: String,
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) version: u16,
    pub(crate) at_us: i64,
    pub(crate) actor: Uuid,
    pub(crate) key: Uuid,
    pub(crate) number: Option<String>,
    pub(crate) sealed: Option<String>,
    pub(crate) leaf: String,
    pub(crate) link: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Access {
    pub(crate) look: Uuid,
    pub(crate) at_us: i64,
    pub(crate) actor: Uuid,
    pub(crate) stream: Option<Uuid>,
    pub(crate) purpose: String,
    pub(crate) part: String,
    pub(crate) listed: Option<String>,
    pub(crate) root: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attachment {
    pub(crate) id: Uuid,
    pub(crate) key: Uuid,
    pub(crate) started_us: i64,
    pub(crate) chunks: i64,
    pub(crate) carried: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chunk {
    pub(crate) attachment: Uuid,
    pub(crate) part: i64,
    pub(crate) sealed: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Command {
    pub(crate) id: Uuid,
    pub(crate) actor: Uuid,
    pub(crate) at_us: i64,
    pub(crate) first_height: i64,
    pub(crate) last_height: i64,
    pub(crate) asked: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct End {
    pub(crate) height: i64,
    pub(crate) link: String,
    /// SHA-256 of every byte before this line.
    pub(crate) sum: String,
}

pub(crate) fn text_of(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

pub(crate) fn bytes_of(text: &str) -> Result<Vec<u8>> {
    BASE64.decode(text).map_err(|_| Error::Unreadable("base64"))
}

pub(crate) fn hash_of(text: &str) -> Result<[u8; 32]> {
    bytes_of(text)?.try_into().map_err(|_| Error::Unreadable("32 bytes"))
}

impl Noted {
    pub(super) fn of(signed: &Signed, key: &PublicKey) -> Self {
        Self { note: signed.to_string(), key: key.to_string() }
    }

    pub(crate) fn read(&self) -> Result<(Signed, PublicKey)> {
        let signed = self.note.parse().map_err(|_| Error::Unreadable("a checkpoint"))?;
        Ok((signed, self.key.parse().map_err(|_| Error::Unreadable("a public key"))?))
    }
}

impl Entry {
    pub(super) fn of(entry: &log::Entry, subject: String) -> Self {
        Self {
            height: entry.height,
            stream: entry.stream,
            subject,
            seq: entry.seq,
            kind: entry.kind.clone(),
            version: entry.version,
            at_us: entry.at_us,
            actor: entry.actor,
            key: entry.key,
            number: entry.number.clone(),
            sealed: entry.sealed.as_deref().map(text_of),
            leaf: text_of(entry.leaf.as_bytes()),
            link: text_of(entry.link.as_bytes()),
        }
    }

    pub(crate) fn read(&self, authority: i64) -> Result<log::Entry> {
        Ok(log::Entry {
            authority,
            height: self.height,
            stream: self.stream,
            seq: self.seq,
            kind: self.kind.clone(),
            version: self.version,
            at_us: self.at_us,
            actor: self.actor,
            key: self.key,
            number: self.number.clone(),
            sealed: self.sealed.as_deref().map(bytes_of).transpose()?,
            leaf: Leaf::from_bytes(hash_of(&self.leaf)?),
            link: Link::from_bytes(hash_of(&self.link)?),
        })
    }
}

impl Access {
    pub(super) fn of(looked: &walk::Looked) -> Self {
        Self {
            look: looked.look,
            at_us: looked.at_us,
            actor: looked.actor,
            stream: looked.stream,
            purpose: looked.purpose.clone(),
            part: looked.part.clone(),
            listed: looked.listed.as_deref().map(text_of),
            root: looked.root,
        }
    }

    pub(crate) fn read(&self, authority: i64) -> Result<walk::Looked> {
        Ok(walk::Looked {
            authority,
            look: self.look,
            at_us: self.at_us,
            actor: self.actor,
            stream: self.stream,
            purpose: self.purpose.clone(),
            part: self.part.clone(),
            listed: self.listed.as_deref().map(bytes_of).transpose()?,
            root: self.root,
        })
    }
}
