//! The bottom of the store from outside: what it promises, tried on real files.
//!
//! One test program rather than one per subject, so that it is linked once.

mod access;
mod access_tokens;
mod accounts;
mod appending;
mod attachments;
mod backup;
mod drafts;
mod emergency;
mod evidence;
mod faults;
mod finding;
mod fixture;
mod group_commit;
mod kill;
mod messages;
mod passkeys;
mod secrecy;
mod sessions;
mod tampering;
mod verifying;
