//! Finding a person by an exact identity number, without the number standing anywhere.
//!
//! The token is [`Keyring::token`](crate::keyring::Keyring::token) of the normalised number. Two persons may
//! share one, when a child has been registered twice: both are found, so that the mistake is seen.

use seal::Token;
use uuid::Uuid;

use crate::error::Result;
use crate::sql::people as sql;
use crate::tx::Tx;

/// Notes that a person has this number.
pub fn put(tx: &mut dyn Tx, authority: i64, token: Token, person: Uuid) -> Result<()> {
    tx.run(sql::TOKEN_NEW, &[authority.into(), token.as_bytes().into(), person.into()])?;
    Ok(())
}

/// Notes that a person does not have this number: it was wrong, or the person's last file is gone.
pub fn remove(tx: &mut dyn Tx, authority: i64, token: Token, person: Uuid) -> Result<()> {
    tx.run(sql::TOKEN_REMOVE, &[authority.into(), token.as_bytes().into(), person.into()])?;
    Ok(())
}

/// The persons with this number: none, one, or by mistake several.
pub fn find(tx: &mut dyn Tx, authority: i64, token: Token) -> Result<Vec<Uuid>> {
    tx.rows(sql::TOKEN_FIND, &[authority.into(), token.as_bytes().into()])?
        .iter()
        .map(|row| row.id(0))
        .collect()
}
/// Every token of an authority, before its views are counted anew.
pub(crate) fn clear(tx: &mut dyn Tx, authority: i64) -> Result<()> {
    tx.run(sql::TOKENS_CLEAR, &[authority.into()])?;
    Ok(())
}

/// Every token and whose it is, in order.
pub(crate) fn all(tx: &mut dyn Tx, authority: i64) -> Result<Vec<Vec<crate::Value>>> {
    let rows = tx.rows(sql::TOKENS_ALL, &[authority.into()])?;
    Ok(rows.iter().map(|row| row.values().to_vec()).collect())
}
