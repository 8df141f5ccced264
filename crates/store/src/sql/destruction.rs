//! Destroying a matter by the book: what is emptied, and what goes with it.

use crate::tx::Sql;

/// Everything in a stream that is sealed under a key.
pub(crate) const UNDER_KEY: Sql = Sql("SELECT height, leaf FROM entry \
     WHERE authority = $1 AND stream = $2 AND key = $3 AND sealed IS NOT NULL ORDER BY seq");

/// The entry keeps its place in the chain. Whose it was, when, by whom and about what goes with its words.
pub(crate) const EMPTY: Sql = Sql("UPDATE entry \
     SET stream = $1, seq = height, kind = 'destroyed', version = 1, at_us = 0, actor = $1, key = $2, number = NULL, sealed = NULL \
     WHERE authority = $3 AND height = $4");

pub(crate) const LEFT_IN_STREAM: Sql =
    Sql("SELECT seq FROM entry WHERE authority = $1 AND stream = $2 ORDER BY seq DESC LIMIT 1");

pub(crate) const STREAM_GONE: Sql = Sql("DELETE FROM stream WHERE authority = $1 AND stream = $2");

pub(crate) const PIECES_GONE: Sql =
    Sql("DELETE FROM attachment_chunk WHERE authority = $1 AND attachment IN \
     (SELECT attachment FROM attachment WHERE authority = $1 AND key = $2)");

pub(crate) const DOCUMENTS_GONE: Sql = Sql("DELETE FROM attachment WHERE authority = $1 AND key = $2");

/// Texts on their way in a matter belong to the matter.
pub(crate) const MATTER_DRAFTS_GONE: Sql = Sql("DELETE FROM draft WHERE authority = $1 AND owner = $2");

pub(crate) const FILE_DRAFTS_GONE: Sql = Sql("DELETE FROM draft WHERE authority = $1 AND file = $2");

pub(crate) const REASONS_GONE: Sql = Sql("DELETE FROM reading_reason WHERE authority = $1 AND file = $2");

pub(crate) const REVIEWS_GONE: Sql = Sql("DELETE FROM reading_review WHERE authority = $1 AND file = $2");

pub(crate) const MESSAGE_MATTERS_GONE: Sql =
    Sql("DELETE FROM message_matter WHERE authority = $1 AND file = $2 AND matter = $3");

pub(crate) const MESSAGE_FILES_GONE: Sql =
    Sql("DELETE FROM message_matter WHERE authority = $1 AND file = $2");

/// A command is remembered so that it is not done twice; of what has been destroyed it would tell who wrote when. The one that wrote the
/// entry at a height is the last that began no later.
pub(crate) const COMMAND_GONE: Sql = Sql("DELETE FROM command_seen WHERE authority = $1 AND first_height = \
     (SELECT max(c.first_height) FROM command_seen c WHERE c.authority = $1 AND c.first_height <= $2) AND last_height >= $2");

/// Keys whose destruction is recorded, in the order of the chain.
pub(crate) const RECORDED: Sql = Sql("SELECT height, number FROM entry \
     WHERE authority = $1 AND kind = 'key-destroyed' AND number > $2 ORDER BY number LIMIT $3");
