//! What programs log in with.

use crate::tx::Sql;

pub(crate) const NEW: Sql =
    Sql("INSERT INTO access_token (authority, token, id, account, label, scopes, made_us, ends_us) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

pub(crate) const FIND: Sql =
    Sql("SELECT id, account, scopes FROM access_token WHERE authority = $1 AND token = $2 AND ends_us > $3");

pub(crate) const OF_ACCOUNT: Sql = Sql(
    "SELECT id, label, scopes, made_us, ends_us FROM access_token WHERE authority = $1 AND account = $2 \
     ORDER BY made_us",
);

pub(crate) const END_ALL: Sql = Sql("DELETE FROM access_token WHERE authority = $1 AND account = $2");

pub(crate) const END: Sql = Sql("DELETE FROM access_token WHERE authority = $1 AND account = $2 AND id = $3");
