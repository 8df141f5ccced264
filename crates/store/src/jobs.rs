//! Jobs that are done now and then for everybody, by one node at a time.
//!
//! Every job may be done twice without harm, because what it does it does in transactions that find it done. A lease saves the others the
//! trouble, and passes on by itself when a node is heard of no more.
//!
//! How a job went stands among the settings, so that every node knows what another has done, and whoever looks after the system can ask
//! ([`states_beside`]) what was not.

use law::Day;
use serde::{Deserialize, Serialize};

use crate::{
    Result,
    error::Error,
    home::Home,
    house::{House, Now},
    sql::{jobs as sql, settings},
    tx::Tx,
};

/// How long a node that says nothing more is still thought to be at it, in microseconds.
pub const LEASE_US: i64 = 10 * 1_000_000;

/// What the names of the settings begin with.
const PREFIX: &str = "job.";

/// Longest account of why a job failed.
const WHY_MAX: usize = 500;

/// How a job went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobState {
    /// The day that it was last done on.
    pub done: Option<Day>,
    /// And the moment, in microseconds.
    pub done_us: Option<i64>,
    /// What came of it, in a few words. No personal data.
    pub note: String,
    /// Why it has not been done since, if it was tried.
    pub failed: Option<JobFailed>,
}

/// A job that was tried and not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFailed {
    /// When it was tried last, in microseconds.
    pub at_us: i64,
    /// How often in a row.
    pub times: u32,
    /// Why.
    pub why: String,
}

impl House {
    /// Whether this node is to do a job now. Asked before each time it is done, more often than [`LEASE_US`].
    pub fn holds_job(&self, job: &'static str, now_us: i64) -> Result<bool> {
        self.holds_job_for(job, now_us, LEASE_US)
    }

    /// The same for a job that may take long: so long it is this node's, heard of or not.
    pub fn holds_job_for(&self, job: &'static str, now_us: i64, lease_us: i64) -> Result<bool> {
        if self.db.home().database().is_none() {
            return Ok(true); // a directory has one program
        }
        let (authority, node) = (self.authority.0, self.node);
        self.db.write(move |tx| {
            let until_us = now_us.saturating_add(lease_us);
            let with = [authority.into(), job.into(), node.into(), until_us.into(), now_us.into()];
            Ok(tx.run(sql::HOLD, &with)? == 1)
        })
    }

    /// How a job went last.
    pub fn job(&self, job: &'static str) -> Result<JobState> {
        let with = [self.authority.0.into(), format!("{PREFIX}{job}").into()];
        let row = self.db.read(|tx| tx.row(settings::GET, &with))?;
        row.map_or_else(|| Ok(JobState::default()), |row| read(&row.text(0)?))
    }

    /// Notes that a job was done.
    pub fn job_done(&self, job: &'static str, now: Now, note: String) -> Result<()> {
        let state = JobState { done: Some(now.today), done_us: Some(now.micros()), note, failed: None };
        self.note_job(job, &state)
    }

    /// Notes that a job was tried and not done; what it came to before stands.
    pub fn job_failed(&self, job: &'static str, now: Now, why: &str) -> Result<()> {
        let before = self.job(job)?;
        let times = before.failed.as_ref().map_or(1, |failed| failed.times.saturating_add(1));
        let why = why.chars().take(WHY_MAX).collect();
        let failed = Some(JobFailed { at_us: now.micros(), times, why });
        self.note_job(job, &JobState { failed, ..before })
    }

    fn note_job(&self, job: &'static str, state: &JobState) -> Result<()> {
        let authority = self.authority.0;
        let text = serde_json::to_string(state).expect("owned text has a JSON form");
        self.db.write(move |tx| {
            let with = [authority.into(), format!("{PREFIX}{job}").into(), text.as_str().into()];
            tx.run(settings::PUT, &with).map(|_| ())
        })
    }
}

fn read(text: &str) -> Result<JobState> {
    serde_json::from_str(text).map_err(|_| Error::Unreadable("how a job went"))
}

/// How every job went, by name, read beside a program that may be running. Needs no key.
pub fn states_beside(home: impl Into<Home>, authority: i64) -> Result<Vec<(String, JobState)>> {
    let mut connection = home.into().reader()?;
    connection.begin_read(Some(authority))?;
    let rows = connection.rows(settings::JOBS, &[authority.into()]);
    connection.end_read()?;
    let state = |row: &crate::Row| {
        let name = row.text(0)?;
        Ok((name.trim_start_matches(PREFIX).to_owned(), read(&row.text(1)?)?))
    };
    rows?.iter().map(state).collect()
}
