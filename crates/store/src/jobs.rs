//! Jobs that are done now and then for everybody, by one node at a time.
//!
//! Every job may be done twice without harm, because what it does it does in transactions that find it done. A lease saves the others the
//! trouble, and passes on by itself when a node is heard of no more.

use crate::{Result, house::House, sql::jobs as sql};

/// How long a node that says nothing more is still thought to be at it, in microseconds.
pub const LEASE_US: i64 = 10 * 1_000_000;

impl House {
    /// Whether this node is to do a job now. Asked before each time it is done, more often than [`LEASE_US`].
    pub fn holds_job(&self, job: &'static str, now_us: i64) -> Result<bool> {
        if self.db.home().database().is_none() {
            return Ok(true); // a directory has one program
        }
        let (authority, node) = (self.authority.0, self.node);
        self.db.write(move |tx| {
            let until_us = now_us.saturating_add(LEASE_US);
            let with = [authority.into(), job.into(), node.into(), until_us.into(), now_us.into()];
            Ok(tx.run(sql::HOLD, &with)? == 1)
        })
    }
}
