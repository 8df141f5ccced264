//! Whoever comes in with one of the two sealed accounts (*reservkonton*): nobody who works here, and at one page.
//!
//! It is asked where a session is read ([`crate::visitor`]), before any page is: what a page added tomorrow may show it need not know of
//! these accounts, for they do not come to it. The actor they are has no unit, leads nothing and so has no ground for any file.

use axum::http::StatusCode;
use law::Level;
use record::organisation::Member;
use record::{StaffId, UnitId};
use store::emergency::Emergency;
use store::sessions::Limits;
use uuid::Uuid;

use crate::desk::{Page, see_other, told};
use crate::visitor;
use crate::words::Words;

/// What such a session reaches: the accounts, and the page where one shows anew who one is.
const REACH: [&str; 2] = ["/konton", "/logga-in/styrk"];

/// How long it lasts in all: an hour, as a broken glass does.
pub const LIMITS: Limits = Limits { absolute_us: 3600 * 1_000_000, ..visitor::LIMITS };

/// Whoever acts with it. The words are those of the one who reads.
pub fn member(w: &Words, emergency: Emergency) -> Member {
    Member {
        staff: StaffId::new(emergency.account()),
        login: format!("reservkonto-{}", emergency.number()),
        name: w.t1("emergency-name", "n", emergency.number()),
        title: w.t("emergency-role").into_owned(),
        phone: String::new(),
        level: Level::CaseWorker,
        unit: UnitId::new(Uuid::nil()),
        manages: Vec::new(),
        reception: false,
        qualified: false,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    }
}

/// Lets it come to what it reaches, and nowhere else: all the rest answers alike, whatever is asked for.
///
/// # Errors
/// The finished answer; return it as it is with `?`.
pub fn expect_within_reach(path: &str) -> Result<(), Page> {
    match path {
        "/" => Err(see_other("/konton")),
        path if REACH.contains(&path) => Ok(()),
        _ => Err(told(StatusCode::FORBIDDEN, "emergency-reach")),
    }
}
