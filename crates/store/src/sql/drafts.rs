//! Drafts.

use crate::tx::Sql;

pub(crate) const NEW: Sql = Sql("INSERT INTO draft \
     (authority, draft, owner, file, form, version, created_us, updated_us, epoch, wrapped, sealed) \
     VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $7, $8, $9) ON CONFLICT (authority, draft) DO NOTHING");

pub(crate) const SAVE: Sql = Sql("UPDATE draft \
     SET version = $1, updated_us = $2, epoch = $3, wrapped = $4, sealed = $5 \
     WHERE authority = $6 AND draft = $7 AND owner = $8 AND version = $9");

pub(crate) const LOAD: Sql =
    Sql("SELECT draft, owner, file, form, version, updated_us, epoch, wrapped, sealed FROM draft \
     WHERE authority = $1 AND draft = $2 AND owner = $3");

pub(crate) const OF_OWNER: Sql = Sql("SELECT draft, owner, file, form, version, updated_us FROM draft \
     WHERE authority = $1 AND owner = $2 ORDER BY updated_us DESC, draft LIMIT $3");

pub(crate) const OLDER: Sql = Sql("SELECT draft, owner, file, form, version, updated_us FROM draft \
     WHERE authority = $1 AND updated_us < $2 AND form <> 'shared' ORDER BY updated_us, draft LIMIT $3");

pub(crate) const GIVE: Sql = Sql("UPDATE draft \
     SET owner = $1, version = $2, updated_us = $3, epoch = $4, wrapped = $5, sealed = $6 \
     WHERE authority = $7 AND draft = $8 AND owner = $9 AND version = $10");

pub(crate) const REMOVE: Sql = Sql("DELETE FROM draft WHERE authority = $1 AND draft = $2 AND owner = $3");

/// The sections of a matter's text, by id.
pub(crate) const SHARED_VERSIONS: Sql = Sql("SELECT draft, version FROM draft \
     WHERE authority = $1 AND owner = $2 AND form = $3 ORDER BY draft");

/// The same, held until the transaction ends: nobody saves in one of them meanwhile.
pub(crate) const SHARED_HOLD: Sql = Sql("UPDATE draft SET version = version \
     WHERE authority = $1 AND owner = $2 AND form = $3 RETURNING draft, version");

/// All of them are signed.
pub(crate) const REMOVE_SHARED: Sql =
    Sql("DELETE FROM draft WHERE authority = $1 AND owner = $2 AND form = $3");

/// Texts on their way in the matters of a responsible or second worker, one row for each matter: in the file where the matter is now.
pub(crate) const SHARED_OF_WORKER: Sql = Sql("SELECT m.file, d.owner, max(d.updated_us) FROM view_worker w \
     CROSS JOIN view_matter m CROSS JOIN draft d \
     WHERE w.authority = $1 AND w.staff = $2 AND m.authority = w.authority AND m.file = w.file \
     AND d.authority = m.authority AND d.owner = m.matter AND (m.main = $2 OR m.second = $2) AND d.form = $3 \
     GROUP BY m.file, d.owner ORDER BY max(d.updated_us) DESC, d.owner LIMIT $4");

pub(crate) const OF_OTHER_EPOCHS: Sql = Sql("SELECT draft, epoch, wrapped FROM draft \
     WHERE authority = $1 AND draft > $2 AND epoch <> $3 ORDER BY draft LIMIT $4");

/// Only as it was read: what has been saved meanwhile has a key of its own.
pub(crate) const REWRAP: Sql = Sql("UPDATE draft SET epoch = $1, wrapped = $2 \
     WHERE authority = $3 AND draft = $4 AND epoch = $5 AND wrapped = $6");
