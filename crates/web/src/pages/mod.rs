//! One file per page or act: its routes, what it asks for, what it answers, and its tests.
//!
//! To add a page: a file here, a template in `templates/`, its messages in `locales/sv/` and `locales/en/`, and one
//! line in each of the two lists below.

use std::sync::Arc;

use axum::Router;

use crate::desk::Desk;

pub mod drafts;
pub mod login;
pub mod my_day;

/// Every page.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(drafts::routes())
        .merge(login::routes())
        .merge(my_day::routes())
}
