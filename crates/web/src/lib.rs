//! The pages of Lykta: Swedish, drawn on the server, the same with and without script.
//!
//! # How a page is made
//!
//! A page is a struct with `w` and `shell`, a template that extends `base.html`, and a handler:
//!
//! ```ignore
//! use askama::Template;
//! use web::parts::Clock;
//! use web::shell::{Place, Shell, Site};
//! use web::words::{Lang, Words};
//!
//! #[derive(Template)]
//! #[template(ext = "html", source = r#"
//! {%- extends "base.html" -%}
//! {%- import "parts/clock.html" as clock -%}
//! {%- block content -%}
//! <h1>{{ shell.title }}</h1>
//! {% for c in clocks %}{{ clock::clock(w, c) }}{% endfor %}
//! {%- endblock -%}
//! "#)] // in the house: path = "my_day.html"
//! struct MyDayPage<'a> {
//!     w: &'a Words,
//!     shell: Shell<'a>,
//!     clocks: Vec<Clock<'a>>,
//! }
//!
//! let w = Words::of(Lang::Sv);
//! let site = Site::demo("Lyktinge kommun");
//! let shell = Shell { place: Place::MyDay, ..Shell::outside(&site, w.t("rail-my-day")) };
//! let html = MyDayPage { w, shell, clocks: vec![] }.render()?;
//! assert!(html.contains("<title>Min dag · Lykta</title>"));
//! # Ok::<(), askama::Error>(())
//! ```
//!
//! | module | holds |
//! | --- | --- |
//! | [`desk`] | what every handler is given, and the answers all pages share |
//! | [`pages`] | one file per page or act |
//! | [`emergency`] | whoever comes in with a sealed account |
//! | [`shell`] | the frame: rail, banner, footer |
//! | [`words`] | every text, per language |
//! | [`door`] | which authority a request is for, where there are several |
//! | [`mod@format`] | days, times, numbers |
//! | [`parts`] | what the parts of a page need to know: clock, statement, timeline, head, letter |
//! | [`mod@letter`] | what goes out on A4 |
//! | [`party`] | what must be tested before a party is given a text |
//! | [`sending`] | what goes out, asked for without its page |
//! | [`plain_letter`], [`lix`] | letters in plain words, and how easy they are |
//! | [`fields`] | what form fields need to know |
//! | [`assets`] | style sheet, scripts, fonts, icons |
//! | [`routes`] | the table of every address |
//! | [`security`] | headers, origin check, limits, error pages |
//! | [`written`] | what was typed, given back when there is no form to draw again |
//! | [`gallery`] | every part in every state, for looking at |

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub mod appeal;
pub mod archived;
pub mod areas;
pub mod assets;
pub mod beat;
pub mod chart;
pub mod choices;
pub mod clock_view;
pub mod consent_view;
pub mod could_read;
pub mod desk;
pub mod difference;
pub mod disclosure_view;
pub mod door;
pub mod emergency;
pub mod entry_facts;
pub mod entry_view;
pub mod entry_words;
pub mod fields;
pub mod file_clocks;
pub mod file_page;
pub mod format;
pub mod gallery;
pub mod goals;
pub mod kin;
pub mod letter;
pub mod lix;
pub mod outage;
pub mod pages;
pub mod parts;
pub mod party;
pub mod plain_letter;
pub mod reading;
pub mod refusals;
pub mod rights;
pub mod routes;
pub mod rows;
pub mod said;
pub mod security;
pub mod sending;
pub mod shell;
pub mod siblings;
pub mod signed;
pub mod typed;
pub mod upload;
pub mod visitor;
pub mod words;
pub mod written;

mod archive;

#[cfg(test)]
mod away;
#[cfg(test)]
mod investigated;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod service_scene;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod town;

/// The routes every Lykta has before its first page: assets, policy reports, and in the demo the gallery.
///
/// Merge the pages into it, then wrap the whole once in [`security::layers`].
pub fn foundation(site: &Arc<shell::Site>) -> Router {
    let router = Router::new()
        .route("/assets/{hash}/{*path}", get(assets::serve))
        .route(security::REPORT_PATH, post(security::report));
    if site.demo { router.merge(gallery::routes(Arc::clone(site))) } else { router }
}

/// The whole site: foundation, pages, what stands beside them, and layers. What the binary serves and what the tests ask.
///
/// Panics when two pages claim the same address, which no test run survives.
pub fn app(desk: Arc<desk::Desk>, beside: Router) -> Router {
    let site = Arc::clone(&desk.site);
    // The low bits of an id are random: two runs of the binary give different reference numbers.
    let [.., a, b, c, d] = desk.house.new_id(desk.clock.now()).into_bytes();
    let boot = u32::from_be_bytes([a, b, c, d]);
    let open = pages::open_routes().open(Arc::clone(&desk));
    let router = foundation(&site).merge(open).merge(pages::routes().behind_login(desk)).merge(beside);
    security::layers(router, security::Guard { site, boot })
}
