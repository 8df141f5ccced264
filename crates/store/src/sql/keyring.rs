//! The keyring's statements. These, and only these, run in `keys.db`.

use crate::tx::Sql;

pub(crate) const KEYRING: Sql = Sql("SELECT fingerprint, epoch FROM keyring WHERE only_row = 1");

/// Whether any key has been made, whoever's.
pub(crate) const ANY_KEY: Sql = Sql("SELECT key FROM wrapped_key LIMIT 1");

pub(crate) const KEYRING_NEW: Sql =
    Sql("INSERT INTO keyring (only_row, fingerprint, epoch) VALUES (1, $1, $2)");

pub(crate) const KEY_NEW: Sql = Sql(
    "INSERT INTO wrapped_key (authority, key, epoch, wrapped) VALUES ($1, $2, $3, $4) ON CONFLICT (authority, key) DO NOTHING",
);

/// By its id, or by the mark that took its place when it was destroyed. Where both stood it would be destroyed.
pub(crate) const KEY: Sql =
    Sql("SELECT epoch, wrapped FROM wrapped_key WHERE authority = $1 AND key IN ($2, $3) \
     ORDER BY CASE WHEN wrapped IS NULL THEN 0 ELSE 1 END LIMIT 1");

/// The bytes go, and so does the id: a mark takes its place.
pub(crate) const KEY_DESTROY: Sql =
    Sql("UPDATE wrapped_key SET wrapped = NULL, destroyed_us = $1, key = $2 \
     WHERE authority = $3 AND key = $4 AND wrapped IS NOT NULL");

pub(crate) const KEYS_AFTER: Sql = Sql("SELECT key FROM wrapped_key \
     WHERE authority = $1 AND key > $2 AND wrapped IS NOT NULL ORDER BY key LIMIT $3");

/// Never back: of two who begin an epoch the newer stands.
pub(crate) const EPOCH_BEGIN: Sql = Sql("UPDATE keyring SET epoch = $1 WHERE only_row = 1 AND epoch < $1");

pub(crate) const KEYS_OF_OTHERS: Sql = Sql("SELECT key, epoch, wrapped FROM wrapped_key \
     WHERE authority = $1 AND key > $2 AND wrapped IS NOT NULL AND epoch <> $3 ORDER BY key LIMIT $4");

/// Only as it was read: a key that has been destroyed meanwhile stays so.
pub(crate) const KEY_REWRAP: Sql = Sql("UPDATE wrapped_key SET epoch = $1, wrapped = $2 \
     WHERE authority = $3 AND key = $4 AND epoch = $5 AND wrapped IS NOT NULL");

/// Rows as they are: for a copy of the ring.
pub(crate) const KEYS_WHOLE: Sql = Sql("SELECT key, epoch, wrapped, destroyed_us FROM wrapped_key \
     WHERE authority = $1 AND key > $2 ORDER BY key LIMIT $3");

pub(crate) const KEY_PUT: Sql = Sql(
    "INSERT INTO wrapped_key (authority, key, epoch, wrapped, destroyed_us) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (authority, key) DO UPDATE \
     SET epoch = excluded.epoch, wrapped = excluded.wrapped, destroyed_us = excluded.destroyed_us",
);

/// A living key of a copy. Where its mark stands it has been destroyed and stays so; where the key stands it is left as it is, unless the
/// copy has wrapped it in a later epoch.
pub(crate) const KEY_BRING: Sql =
    Sql("INSERT INTO wrapped_key (authority, key, epoch, wrapped) SELECT $1, $2, $3, $4 \
     WHERE NOT EXISTS (SELECT 1 FROM wrapped_key gone WHERE gone.authority = $1 AND gone.key = $5) \
     ON CONFLICT (authority, key) DO UPDATE SET epoch = excluded.epoch, wrapped = excluded.wrapped \
     WHERE wrapped_key.epoch < excluded.epoch");
