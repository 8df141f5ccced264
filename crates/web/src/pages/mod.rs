//! One file per page or act: its routes, what it asks for, what it answers, and its tests.
//!
//! To add a page: a file here, a template in `templates/`, its messages in `locales/sv/` and `locales/en/`, one line in
//! each of the two lists below, and a sample in `samples/`; without it a test fails.

use crate::routes::Routes;

pub mod accounts;
pub mod addendum;
pub mod assignment;
pub mod authority;
pub mod bind;
pub mod board_meeting;
pub mod child;
pub mod communication;
pub mod consent;
pub mod decision;
pub mod decision_notice;
pub mod decision_request;
pub mod decision_stands;
pub mod delegated;
pub mod delegation;
pub mod demo_day;
pub mod disclosure;
pub mod disclosure_copy;
pub mod disclosure_refusal;
pub mod disclosure_request;
pub mod disclosures;
pub mod dispatch;
pub mod disposal;
pub mod dispute;
pub mod document;
pub mod drafts;
mod emergency;
mod entering;
#[cfg(test)]
pub(crate) use entering::logged_in;
pub mod family;
pub mod feedback;
pub mod follow_up;
pub mod glass;
pub mod glass_review;
pub mod group;
pub mod handing_over;
pub mod log_check;
pub mod login;
pub mod meeting;
pub mod meeting_end;
pub mod more;
pub mod moving;
pub mod my_day;
pub mod note;
pub mod note_request;
pub mod notice;
pub mod occurrence;
pub mod operators;
pub mod organisation;
pub mod passkey;
pub mod person;
pub mod plan;
pub mod preliminary;
pub mod proposal;
pub mod protection;
pub mod provided;
pub mod readers;
pub mod readers_copy;
pub mod reason;
pub mod record_decision;
pub mod report;
pub mod report_lookup;
pub mod requests;
pub mod reroute;
pub mod search;
pub mod service;
pub mod service_plan;
pub mod set_aside;
pub mod sharing;
pub mod step_up;
pub mod tag;
pub mod tie;
pub mod timeline;
pub mod writing;

/// Every page that stands open: the way in, and what everybody may know.
pub fn open_routes() -> Routes {
    Routes::new().merge(login::routes()).merge(operators::routes())
}

/// Every page behind the login.
pub fn routes() -> Routes {
    Routes::new()
        .merge(accounts::routes())
        .merge(authority::routes())
        .merge(addendum::routes())
        .merge(assignment::routes())
        .merge(board_meeting::routes())
        .merge(child::routes())
        .merge(consent::routes())
        .merge(decision::routes())
        .merge(decision_stands::routes())
        .merge(communication::routes())
        .merge(delegated::routes())
        .merge(delegation::routes())
        .merge(organisation::routes())
        .merge(decision_notice::routes())
        .merge(demo_day::routes())
        .merge(disclosure::routes())
        .merge(disclosure_copy::routes())
        .merge(disclosure_refusal::routes())
        .merge(disclosure_request::routes())
        .merge(disclosures::routes())
        .merge(handing_over::routes())
        .merge(sharing::routes())
        .merge(dispatch::routes())
        .merge(disposal::routes())
        .merge(dispute::routes())
        .merge(document::routes())
        .merge(drafts::routes())
        .merge(family::routes())
        .merge(feedback::routes())
        .merge(follow_up::routes())
        .merge(glass::routes())
        .merge(glass_review::routes())
        .merge(group::routes())
        .merge(log_check::routes())
        .merge(more::routes())
        .merge(my_day::routes())
        .merge(meeting::routes())
        .merge(meeting_end::routes())
        .merge(moving::routes())
        .merge(note::routes())
        .merge(notice::routes())
        .merge(occurrence::routes())
        .merge(person::routes())
        .merge(plan::routes())
        .merge(preliminary::routes())
        .merge(proposal::routes())
        .merge(protection::routes())
        .merge(readers::routes())
        .merge(readers_copy::routes())
        .merge(reason::routes())
        .merge(record_decision::routes())
        .merge(report::routes())
        .merge(requests::routes())
        .merge(reroute::routes())
        .merge(search::routes())
        .merge(service::routes())
        .merge(service_plan::routes())
        .merge(set_aside::routes())
        .merge(tag::routes())
        .merge(tie::routes())
        .merge(timeline::routes())
        .merge(writing::routes())
}
