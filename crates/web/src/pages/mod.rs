//! One file per page or act: its routes, what it asks for, what it answers, and its tests.
//!
//! To add a page: a file here, a template in `templates/`, its messages in `locales/sv/` and `locales/en/`, and one
//! line in each of the two lists below.

use std::sync::Arc;

use axum::Router;

use crate::desk::Desk;

pub mod demo_day;
pub mod drafts;
pub mod group;
pub mod login;
pub mod more;
pub mod my_day;
pub mod readers;
pub mod search;

/// Every page.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(demo_day::routes())
        .merge(drafts::routes())
        .merge(group::routes())
        .merge(login::routes())
        .merge(more::routes())
        .merge(my_day::routes())
        .merge(readers::routes())
        .merge(search::routes())
}
