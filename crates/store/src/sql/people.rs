//! Finding people: tokens of identity numbers, and name cards.

use crate::tx::Sql;

pub(crate) const TOKEN_NEW: Sql =
    Sql("INSERT INTO person_token (authority, token, person) VALUES ($1, $2, $3) \
     ON CONFLICT (authority, token, person) DO NOTHING");

pub(crate) const TOKEN_REMOVE: Sql =
    Sql("DELETE FROM person_token WHERE authority = $1 AND token = $2 AND person = $3");

pub(crate) const TOKEN_FIND: Sql =
    Sql("SELECT person FROM person_token WHERE authority = $1 AND token = $2 ORDER BY person");

pub(crate) const CARD_PUT: Sql = Sql(
    "INSERT INTO name_card (authority, person, key, protected, height, sealed) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (authority, person) DO UPDATE \
     SET key = excluded.key, protected = excluded.protected, height = excluded.height, sealed = excluded.sealed",
);

/// For as many people as a page asks for at once.
pub(crate) const CARDS: Sql = Sql(
    "SELECT person, key, protected, height, sealed FROM name_card WHERE authority = $1 AND person IN ($2, $3, $4, $5, \
     $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)",
);

pub(crate) const CARD_REMOVE: Sql = Sql("DELETE FROM name_card WHERE authority = $1 AND person = $2");

pub(crate) const CARDS_AFTER: Sql = Sql("SELECT person, key, protected, height, sealed FROM name_card \
     WHERE authority = $1 AND (height > $2 OR height = $2 AND person > $3) ORDER BY height, person LIMIT $4");

pub(crate) const CARDS_CLEAR: Sql = Sql("DELETE FROM name_card WHERE authority = $1");

pub(crate) const TOKENS_CLEAR: Sql = Sql("DELETE FROM person_token WHERE authority = $1");

pub(crate) const TOKENS_ALL: Sql =
    Sql("SELECT token, person FROM person_token WHERE authority = $1 ORDER BY token, person");
