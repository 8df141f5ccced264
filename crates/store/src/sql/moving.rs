//! Carrying a record from one register to another: what an export does not hold, and what both are compared by. Those with an id as their
//! key are read after the last one, the few others after so many.

use crate::tx::Sql;

pub(crate) const STREAMS: Sql = Sql("SELECT stream, subject, version FROM stream \
     WHERE authority = $1 AND stream > $2 ORDER BY stream LIMIT $3");

pub(crate) const ACCESS: Sql =
    Sql("SELECT look, at_us, actor, stream, purpose, part, listed, root FROM access \
     WHERE authority = $1 AND look > $2 ORDER BY look LIMIT $3");

pub(crate) const COMMANDS: Sql =
    Sql("SELECT command, actor, at_us, first_height, last_height, asked FROM command_seen \
     WHERE authority = $1 AND command > $2 ORDER BY command LIMIT $3");

pub(crate) const DRAFTS: Sql = Sql(
    "SELECT draft, owner, file, form, version, created_us, updated_us, epoch, wrapped, sealed FROM draft \
     WHERE authority = $1 AND draft > $2 ORDER BY draft LIMIT $3",
);

pub(crate) const DRAFT_PUT: Sql = Sql("INSERT INTO draft \
     (authority, draft, owner, file, form, version, created_us, updated_us, epoch, wrapped, sealed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING");

pub(crate) const ATTACHMENTS: Sql =
    Sql("SELECT attachment, key, started_us, chunks, carried, described FROM attachment \
     WHERE authority = $1 AND attachment > $2 ORDER BY attachment LIMIT $3");

pub(crate) const ATTACHMENT_PUT: Sql = Sql("INSERT INTO attachment \
     (authority, attachment, key, started_us, chunks, carried, described) VALUES ($1, $2, $3, $4, $5, $6, $7) \
     ON CONFLICT (authority, attachment) DO UPDATE \
     SET chunks = excluded.chunks, carried = excluded.carried, described = excluded.described");

pub(crate) const CHUNKS: Sql = Sql("SELECT attachment, part, sealed FROM attachment_chunk \
     WHERE authority = $1 AND attachment = $2 ORDER BY part");

pub(crate) const TOKENS: Sql =
    Sql("SELECT token, id, account, label, scopes, made_us, ends_us FROM access_token \
     WHERE authority = $1 ORDER BY token LIMIT $2 OFFSET $3");

pub(crate) const TOKEN_PUT: Sql = Sql("INSERT INTO access_token \
     (authority, token, id, account, label, scopes, made_us, ends_us) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING");

pub(crate) const ACCOUNTS: Sql = Sql("SELECT account, opened_us, closed_us, proved_us FROM account \
     WHERE authority = $1 ORDER BY account, opened_us LIMIT $2 OFFSET $3");

pub(crate) const ACCOUNT_PUT: Sql =
    Sql("INSERT INTO account (authority, account, opened_us, closed_us, proved_us) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");

pub(crate) const LOGINS: Sql = Sql("SELECT known, account, way, bound_us, ended_us FROM login \
     WHERE authority = $1 ORDER BY known, bound_us LIMIT $2 OFFSET $3");

pub(crate) const LOGIN_PUT: Sql =
    Sql("INSERT INTO login (authority, known, account, way, bound_us, ended_us) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING");

pub(crate) const PASSKEYS: Sql = Sql("SELECT known, key, mark FROM passkey \
     WHERE authority = $1 ORDER BY known LIMIT $2 OFFSET $3");

pub(crate) const PASSKEY_PUT: Sql =
    Sql("INSERT INTO passkey (authority, known, key, mark) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

pub(crate) const EMERGENCIES: Sql = Sql("SELECT seq, account, what, at_us FROM emergency_event \
     WHERE authority = $1 ORDER BY seq LIMIT $2 OFFSET $3");

pub(crate) const EMERGENCY_PUT: Sql =
    Sql("INSERT INTO emergency_event (authority, seq, account, what, at_us) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");

pub(crate) const MESSAGES: Sql = Sql(
    "SELECT message, year, number, at_us, today, account, content, sender, substance, standing, reason, earlier, \
     epoch, wrapped, sealed, details FROM message WHERE authority = $1 AND message > $2 ORDER BY message LIMIT $3",
);

pub(crate) const MESSAGE_PUT: Sql = Sql("INSERT INTO message \
     (authority, message, year, number, at_us, today, account, content, sender, substance, standing, reason, earlier, \
     epoch, wrapped, sealed, details) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO NOTHING");

pub(crate) const MESSAGE_MATTERS: Sql = Sql("SELECT message, file, matter, number FROM message_matter \
     WHERE authority = $1 ORDER BY message, file LIMIT $2 OFFSET $3");

pub(crate) const MESSAGE_MATTER_PUT: Sql =
    Sql("INSERT INTO message_matter (authority, message, file, matter, number) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");

pub(crate) const MESSAGES_HANDLED: Sql = Sql("SELECT message, at_us, account, words FROM message_handled \
     WHERE authority = $1 AND message > $2 ORDER BY message LIMIT $3");

pub(crate) const MESSAGE_HANDLED_PUT: Sql =
    Sql("INSERT INTO message_handled (authority, message, at_us, account, words) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");

pub(crate) const COUNTERS: Sql = Sql("SELECT series, year, last FROM counter \
     WHERE authority = $1 ORDER BY series, year LIMIT $2 OFFSET $3");

pub(crate) const COUNTER_PUT: Sql = Sql("INSERT INTO counter (authority, series, year, last) \
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

/// What has been destroyed and stays counted. What is there is counted anew where it arrives.
pub(crate) const TALLY_KEPT: Sql = Sql("SELECT year, measure, value, count FROM tally_kept \
     WHERE authority = $1 ORDER BY year, measure, value LIMIT $2 OFFSET $3");

pub(crate) const TALLY_KEPT_PUT: Sql =
    Sql("INSERT INTO tally_kept (authority, year, measure, value, count) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");

pub(crate) const SETTINGS: Sql = Sql("SELECT name, value FROM setting \
     WHERE authority = $1 AND name <> 'views' ORDER BY name LIMIT $2 OFFSET $3");

pub(crate) const SETTING_PUT: Sql = Sql("INSERT INTO setting (authority, name, value) \
     VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");

pub(crate) const REASONS: Sql =
    Sql("SELECT reason, file, actor, at_us, until_us, code, sealed, ground, unit FROM reading_reason \
     WHERE authority = $1 AND reason > $2 ORDER BY reason LIMIT $3");

pub(crate) const REASON_PUT: Sql = Sql("INSERT INTO reading_reason \
     (authority, reason, file, actor, at_us, until_us, code, sealed, ground, unit) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING");

pub(crate) const LOG_CHECKS: Sql = Sql(
    "SELECT unit, month, actor, signing, at_us, openings, explained, queued, drawn, sealed FROM log_check \
     WHERE authority = $1 ORDER BY unit, month, actor LIMIT $2 OFFSET $3",
);

pub(crate) const LOG_CHECK_PUT: Sql = Sql("INSERT INTO log_check \
     (authority, unit, month, actor, signing, at_us, openings, explained, queued, drawn, sealed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING");

pub(crate) const REVIEWS: Sql =
    Sql("SELECT reason, file, review, actor, at_us, outcome, sealed FROM reading_review \
     WHERE authority = $1 AND reason > $2 ORDER BY reason LIMIT $3");

pub(crate) const REVIEW_PUT: Sql = Sql("INSERT INTO reading_review \
     (authority, reason, file, review, actor, at_us, outcome, sealed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING");
