//! What a program shows instead of a login: a token that is somebody's, reaches no further than they do, and no further than its scopes.
//!
//! Like a session only its hash stands here. It ends on its day, or when it is taken away.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::db;
use crate::edge;
use crate::error::Result;
use crate::home::Home;
use crate::secret::Secret;
use crate::sql::access_tokens as sql;
use crate::tx::Tx;

/// What a token may be used for, within what its owner may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Read: lists and files.
    Read,
    /// Write: every act but registering reports.
    Write,
    /// Register reports.
    Report,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Report];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Report => "report",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

/// A word that is no scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no scope; there are read, write and report")]
pub struct NoScope(String);

impl FromStr for Scope {
    type Err = NoScope;

    fn from_str(text: &str) -> std::result::Result<Self, NoScope> {
        Self::ALL.into_iter().find(|scope| scope.code() == text).ok_or_else(|| NoScope(text.to_owned()))
    }
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct New {
    /// The authority it is for.
    pub authority: i64,
    /// Whose it is.
    pub account: Uuid,
    /// What it is for, in a few words: no personal data.
    pub label: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Now, in microseconds.
    pub now_us: i64,
    /// When it ends.
    pub ends_us: i64,
}

/// A token that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The token's id, for taking it away.
    pub id: Uuid,
    /// Whose it is.
    pub account: Uuid,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
}

/// A token as its owner sees it in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub label: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made, in microseconds.
    pub made_us: i64,
    /// When it ends.
    pub ends_us: i64,
}

/// Makes a token. It is returned here and can never be read again.
pub fn make(tx: &mut dyn Tx, new: &New) -> Result<Secret> {
    let (token, id) = (Secret::drawn(), edge::blind_id());
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.code()).collect();
    let with = [
        new.authority.into(),
        (&token.hash()).into(),
        id.into(),
        new.account.into(),
        new.label.as_str().into(),
        scopes.join(" ").into(),
        new.now_us.into(),
        new.ends_us.into(),
    ];
    tx.run(sql::NEW, &with)?;
    Ok(token)
}

/// Makes a token in a register that a running program may have open: the token is one row, and nothing of it is kept in memory.
///
/// # Errors
/// [`Error::Schema`](crate::Error::Schema) if the register was last used by another version of the program.
pub fn make_beside(home: impl Into<Home>, new: &New) -> Result<Secret> {
    db::write_beside(&home.into(), new.authority, |tx| make(tx, new))
}

/// The token, if it still holds in the authority at whose door it is shown.
pub fn find(tx: &mut dyn Tx, authority: i64, token: &Secret, now_us: i64) -> Result<Option<Held>> {
    let row = tx.row(sql::FIND, &[authority.into(), (&token.hash()).into(), now_us.into()])?;
    let read = |row: crate::Row| {
        let scopes = scopes(&row.text(2)?);
        Ok(Held { id: row.id(0)?, account: row.id(1)?, scopes })
    };
    row.map(read).transpose()
}

/// The tokens of an account, oldest first.
pub fn of_account(tx: &mut dyn Tx, authority: i64, account: Uuid) -> Result<Vec<Listed>> {
    let rows = tx.rows(sql::OF_ACCOUNT, &[authority.into(), account.into()])?;
    let read = |row: &crate::Row| {
        Ok(Listed {
            id: row.id(0)?,
            label: row.text(1)?,
            scopes: scopes(&row.text(2)?),
            made_us: row.int(3)?,
            ends_us: row.int(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Takes a token away. Returns whether there was one.
pub fn end(tx: &mut dyn Tx, authority: i64, account: Uuid, id: Uuid) -> Result<bool> {
    Ok(tx.run(sql::END, &[authority.into(), account.into(), id.into()])? == 1)
}

/// Takes every token of an account away. Returns how many there were.
pub fn end_all(tx: &mut dyn Tx, authority: i64, account: Uuid) -> Result<u64> {
    tx.run(sql::END_ALL, &[authority.into(), account.into()])
}

/// A word that this program does not know gives nothing.
fn scopes(text: &str) -> Vec<Scope> {
    text.split(' ').filter_map(|word| word.parse().ok()).collect()
}
