//! Messages from other systems.

use crate::tx::Sql;

pub(crate) const NEW: Sql =
    Sql("INSERT INTO message (authority, message, year, number, at_us, today, account, \
     content, sender, substance, standing, reason, earlier, epoch, wrapped, sealed, details) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");

pub(crate) const BY_CONTENT: Sql = Sql("SELECT message FROM message WHERE authority = $1 AND content = $2");

pub(crate) const BY_NUMBER: Sql =
    Sql("SELECT message FROM message WHERE authority = $1 AND year = $2 AND number = $3");

pub(crate) const BY_SENDER: Sql = Sql("SELECT message FROM message WHERE authority = $1 AND sender = $2");

/// The same report in another envelope: the first that was not set aside.
pub(crate) const BY_SUBSTANCE: Sql = Sql("SELECT message FROM message \
     WHERE authority = $1 AND substance = $2 AND standing <> 'set-aside' ORDER BY year, number LIMIT 1");

pub(crate) const ONE: Sql =
    Sql("SELECT m.year, m.number, m.at_us, m.today, m.account, m.standing, m.reason, \
     e.year, e.number, m.epoch, m.wrapped, m.details FROM message m \
     LEFT JOIN message e ON e.authority = m.authority AND e.message = m.earlier \
     WHERE m.authority = $1 AND m.message = $2");

pub(crate) const SEALED: Sql =
    Sql("SELECT epoch, wrapped, sealed FROM message WHERE authority = $1 AND message = $2");

pub(crate) const MATTERS: Sql = Sql("SELECT file, matter, number FROM message_matter \
     WHERE authority = $1 AND message = $2 ORDER BY number NULLS FIRST, file");

pub(crate) const MATTER_NEW: Sql =
    Sql("INSERT INTO message_matter (authority, message, file, matter, number) \
     VALUES ($1, $2, $3, $4, $5)");

pub(crate) const WAITING: Sql = Sql("SELECT message FROM message \
     WHERE authority = $1 AND standing = 'waiting' ORDER BY year, number LIMIT $2");

pub(crate) const COUNTS: Sql =
    Sql("SELECT standing, count(*) FROM message WHERE authority = $1 GROUP BY standing");

/// The bytes now lie in the files it led to.
pub(crate) const REGISTERED: Sql = Sql("UPDATE message SET standing = 'registered', epoch = NULL, \
     wrapped = NULL, sealed = NULL WHERE authority = $1 AND message = $2 AND standing = 'waiting'");

pub(crate) const SET_ASIDE: Sql =
    Sql("UPDATE message SET standing = 'set-aside', reason = $1, details = $2 \
     WHERE authority = $3 AND message = $4 AND standing = 'waiting'");

pub(crate) const OF_OTHER_EPOCHS: Sql = Sql("SELECT message, epoch, wrapped FROM message \
     WHERE authority = $1 AND message > $2 AND wrapped IS NOT NULL AND epoch <> $3 ORDER BY message LIMIT $4");

/// Only as it was read.
pub(crate) const REWRAP: Sql = Sql("UPDATE message SET epoch = $1, wrapped = $2 \
     WHERE authority = $3 AND message = $4 AND epoch = $5 AND wrapped = $6");

/// Set aside, and nobody has said what was done about it. Newest first.
pub(crate) const ASIDE: Sql = Sql("SELECT m.message FROM message m \
     WHERE m.authority = $1 AND m.standing = 'set-aside' AND NOT EXISTS (SELECT 1 FROM message_handled h \
     WHERE h.authority = m.authority AND h.message = m.message) ORDER BY m.year DESC, m.number DESC LIMIT $2");

pub(crate) const ASIDE_COUNT: Sql = Sql("SELECT count(*) FROM message m \
     WHERE m.authority = $1 AND m.standing = 'set-aside' AND NOT EXISTS (SELECT 1 FROM message_handled h \
     WHERE h.authority = m.authority AND h.message = m.message)");

pub(crate) const HANDLED: Sql =
    Sql("SELECT at_us, account, words FROM message_handled WHERE authority = $1 AND message = $2");

/// Those that somebody has done something about up to a time, the latest first.
pub(crate) const LATELY_HANDLED: Sql = Sql("SELECT message FROM message_handled \
     WHERE authority = $1 AND at_us <= $2 ORDER BY at_us DESC, message DESC LIMIT $3");

/// Once: of two at the same moment the first stands.
pub(crate) const HANDLED_NEW: Sql =
    Sql("INSERT INTO message_handled (authority, message, at_us, account, words) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (authority, message) DO NOTHING");
