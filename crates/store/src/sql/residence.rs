//! Where the record of an authority lives, when it is not simply here.

use crate::tx::Sql;

pub(crate) const OF: Sql = Sql("SELECT state, place FROM residence WHERE authority = $1");

pub(crate) const PUT: Sql = Sql("INSERT INTO residence (authority, state, place, at_us) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (authority) DO UPDATE \
     SET state = excluded.state, place = excluded.place, at_us = excluded.at_us");

pub(crate) const HERE: Sql = Sql("DELETE FROM residence WHERE authority = $1");
