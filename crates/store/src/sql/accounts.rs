//! Who may log in, and with what.

use crate::tx::Sql;

pub(crate) const OPEN: Sql =
    Sql("INSERT INTO account (authority, account, opened_us) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");

/// Changes nothing, and holds the row: whoever closes the account waits for whoever is logging in, or comes first.
pub(crate) const HELD_OPEN: Sql = Sql("UPDATE account SET closed_us = NULL \
     WHERE authority = $1 AND account = $2 AND closed_us IS NULL");

/// As [`HELD_OPEN`], and notes when its owner last proved who they are.
pub(crate) const PROVED: Sql = Sql("UPDATE account SET proved_us = $1 \
     WHERE authority = $2 AND account = $3 AND closed_us IS NULL");

pub(crate) const CLOSE: Sql =
    Sql("UPDATE account SET closed_us = $1 WHERE authority = $2 AND account = $3 AND closed_us IS NULL");

pub(crate) const OF: Sql =
    Sql("SELECT opened_us, closed_us FROM account WHERE authority = $1 AND account = $2");

pub(crate) const ALL: Sql = Sql("SELECT account, opened_us, closed_us, proved_us FROM account \
     WHERE authority = $1 ORDER BY account, opened_us");

/// What the record tells of accounts that were opened and closed, oldest first.
pub(crate) const TOLD: Sql = Sql("SELECT number, kind, at_us FROM entry \
     WHERE authority = $1 AND stream = $2 AND kind IN ('account-opened', 'account-closed') ORDER BY seq");

pub(crate) const LOGIN_NEW: Sql = Sql("INSERT INTO login (authority, known, account, way, bound_us) \
     VALUES ($1, $2, $3, $4, $5)");

pub(crate) const WHOSE: Sql =
    Sql("SELECT account FROM login WHERE authority = $1 AND known = $2 AND ended_us IS NULL");

pub(crate) const LOGINS_OF: Sql = Sql("SELECT way, bound_us, ended_us FROM login \
     WHERE authority = $1 AND account = $2 ORDER BY bound_us");

pub(crate) const LOGINS_END: Sql = Sql("UPDATE login SET ended_us = $1 \
     WHERE authority = $2 AND account = $3 AND ended_us IS NULL");

/// A key that is bound again, when its account has been opened anew, has been made anew.
pub(crate) const PASSKEY_PUT: Sql =
    Sql("INSERT INTO passkey (authority, known, key, mark) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (authority, known) DO UPDATE SET key = excluded.key, mark = excluded.mark");

pub(crate) const PASSKEY: Sql = Sql("SELECT key, mark FROM passkey WHERE authority = $1 AND known = $2");

pub(crate) const QUESTION_NEW: Sql =
    Sql("INSERT INTO question (authority, token, kept, ends_us) VALUES ($1, $2, $3, $4)");

pub(crate) const QUESTION: Sql =
    Sql("SELECT kept FROM question WHERE authority = $1 AND token = $2 AND ends_us > $3");

pub(crate) const QUESTION_USED: Sql = Sql("DELETE FROM question WHERE authority = $1 AND token = $2");

pub(crate) const QUESTIONS_SWEPT: Sql = Sql("DELETE FROM question WHERE authority = $1 AND ends_us <= $2");

pub(crate) const CODE_NEW: Sql =
    Sql("INSERT INTO enrolment (authority, code, account, ends_us) VALUES ($1, $2, $3, $4)");

pub(crate) const CODE_FIND: Sql =
    Sql("SELECT account FROM enrolment WHERE authority = $1 AND code = $2 AND ends_us > $3");

pub(crate) const CODE_USED: Sql =
    Sql("DELETE FROM enrolment WHERE authority = $1 AND code = $2 AND ends_us > $3");

pub(crate) const CODES_END: Sql = Sql("DELETE FROM enrolment WHERE authority = $1 AND account = $2");
