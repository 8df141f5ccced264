//! `POST /ovning/dag`: sets the demo's day forward, so that a story that takes weeks can be walked through in an afternoon.
//!
//! Only the demo has this. The number of days is kept as a setting, so that the next start goes on from the same day.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use store::Trouble;

use crate::desk::{Desk, OrTrouble, Page, Typed, Visitor, blocking, not_found, see_other};
use crate::routes::Routes;

/// The setting that holds how many days the demo has been set forward. The binary reads it at start.
pub const DAYS_SETTING: &str = "demo_days";

/// Most days at a time.
pub const STEP_MAX: u16 = 366;

/// The routes of this act.
pub fn routes() -> Routes {
    Routes::new().act("/ovning/dag", advance)
}

/// Sets the demo's day forward, by a number of days from 1 to [`STEP_MAX`]. Returns by how many in all.
///
/// # Errors
/// [`Trouble::NotFound`] where this is no demo.
pub fn set_forward(desk: &Desk, days: u16) -> store::Answer<i64> {
    if !desk.site.demo {
        return Err(Trouble::NotFound);
    }
    let total = desk.clock.advance(days);
    desk.house.set_setting(DAYS_SETTING, total.to_string())?;
    Ok(total)
}

async fn advance(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    if !desk.site.demo {
        return Err(not_found());
    }
    let days: Option<u16> = typed.get("days").parse().ok().filter(|days| (1..=STEP_MAX).contains(days));
    let Some(days) = days else { return Err(StatusCode::BAD_REQUEST.into_response()) };
    blocking(&desk, move |desk| set_forward(desk, days)).await?.or_trouble(&desk, &visitor)?;
    Ok(see_other("/?gjort=dag"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDesk;

    #[tokio::test]
    async fn the_day_goes_forward_is_kept_and_logs_nobody_out() {
        let desk = TestDesk::new();
        let ulla = desk.login("ulla").await;
        assert!(desk.get(&ulla, "/").await.body.contains("tis 24 nov 2026"));
        assert_eq!(desk.post(&ulla, "/ovning/dag", &[("days", "14")]).await.location(), "/?gjort=dag");
        let page = desk.get(&ulla, "/?gjort=dag").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("tis 8 dec 2026"));
        assert_eq!(desk.desk.house.setting(DAYS_SETTING).expect("a read").as_deref(), Some("14"));
    }

    #[tokio::test]
    async fn no_other_number_of_days_than_a_sensible_one() {
        let desk = TestDesk::new();
        let ulla = desk.login("ulla").await;
        for days in ["", "0", "-1", "367", "99999999999", "en"] {
            let answer = desk.post(&ulla, "/ovning/dag", &[("days", days)]).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{days}");
        }
        assert_eq!(desk.desk.clock.days(), 0);
    }
}
