//! The frame every page stands in: `templates/base.html` and what it needs to know.
//!
//! A page is a struct with two fields that every page has, `w` and `shell`, and its own:
//!
//! ```ignore
//! use askama::Template;
//! use web::shell::Shell;
//! use web::words::Words;
//!
//! #[derive(Template)]
//! #[template(
//!     ext = "html",
//!     source = r#"{% extends "base.html" %}{% block content %}<p>{{ greeting }}</p>{% endblock %}"#
//! )]
//! struct HelloPage<'a> {
//!     w: &'a Words,
//!     shell: Shell<'a>,
//!     greeting: &'a str,
//! }
//! ```
//!
//! The template is a file in `templates/` that extends `base.html` and fills the blocks `head` (the child's slim
//! head), `content`, and, when there is something worth having beside, `context`.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::assets;

/// What is the same for every page of a running Lykta.
#[derive(Clone, Debug)]
pub struct Site {
    /// The authority's name: "Lyktinge kommun".
    pub authority: String,
    /// Whether this is the demo: banner on every page and print, and the control that moves the day.
    pub demo: bool,
    /// The authority's number in its register: at whose door a session or a token is shown.
    pub door: i64,
    /// Whether this program serves other authorities too.
    pub several: bool,
    /// Whether browsers reach it over TLS, here or at a proxy before it. Cookies are then sent over TLS alone, and so is everything else.
    pub secure: bool,
}

impl Site {
    /// A practice municipality's, alone in its register, on this computer.
    pub fn demo(authority: impl Into<String>) -> Self {
        Self { authority: authority.into(), demo: true, door: 1, several: false, secure: false }
    }
}

/// One of the five words of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What I must do.
    MyDay,
    /// What the group must do.
    Group,
    /// Register a report of concern.
    Report,
    /// Find a child or a matter.
    Search,
    /// Everything else.
    More,
    /// A page under none of the five, such as a child's file.
    Elsewhere,
}

/// A word of the rail.
#[derive(Clone, Copy, Debug)]
pub struct RailWord {
    /// Which place it leads to.
    pub place: Place,
    /// Its message.
    pub key: &'static str,
    /// Its address.
    pub href: &'static str,
    /// Its letter, when single-letter keys are on.
    pub letter: &'static str,
    /// Its icon.
    pub icon: &'static str,
}

/// The five words, in order.
pub const RAIL: [RailWord; 5] = [
    RailWord { place: Place::MyDay, key: "rail-my-day", href: "/", letter: "d", icon: "sun" },
    RailWord { place: Place::Group, key: "rail-group", href: "/gruppen", letter: "g", icon: "users" },
    RailWord {
        place: Place::Report,
        key: "rail-report",
        href: "/anmalan",
        letter: "a",
        icon: "phone-incoming",
    },
    RailWord { place: Place::Search, key: "rail-search", href: "/sok", letter: "s", icon: "search" },
    RailWord { place: Place::More, key: "rail-more", href: "/mer", letter: "m", icon: "ellipsis" },
];

/// Who is logged in, as far as the frame shows it.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    /// Name of the worker.
    pub name: Cow<'a, str>,
    /// Role and unit: "Socialsekreterare, Utredning 1".
    pub role: Cow<'a, str>,
    /// How many things need this reader now. Above zero the lantern is lit.
    pub needs_now: u32,
    /// Whether single letters work as keys (WCAG 2.1.4: can be switched off).
    pub single_keys: bool,
    /// Whether they have come in with a sealed account: the frame says so, and leads nowhere else.
    pub emergency: bool,
}

/// What the frame of a page needs to know.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// The running system.
    pub site: &'a Site,
    /// The page's title. Never a name or an identity number: titles end up in histories and shared screens.
    pub title: Cow<'a, str>,
    /// Which word of the rail is current.
    pub place: Place,
    /// Who reads; none before login and on error pages, which then have no rail.
    pub reader: Option<Reader<'a>>,
    /// The day the page is drawn for.
    pub today: Option<Date>,
    /// Until when a broken glass shows the file on this page: told above everything else.
    pub glass: Option<String>,
}

impl<'a> Shell<'a> {
    /// A frame without a reader: login, errors.
    pub fn outside(site: &'a Site, title: impl Into<Cow<'a, str>>) -> Self {
        Self { site, title: title.into(), place: Place::Elsewhere, reader: None, today: None, glass: None }
    }

    /// Whether something needs the reader now.
    pub fn is_lit(&self) -> bool {
        self.reader.as_ref().is_some_and(|reader| reader.needs_now > 0)
    }

    /// `on` when single letters work as keys.
    pub fn keys(&self) -> &'static str {
        if self.reader.as_ref().is_some_and(|reader| reader.single_keys) { "on" } else { "off" }
    }

    /// Whether the reader has come in with a sealed account.
    pub fn is_emergency(&self) -> bool {
        self.reader.as_ref().is_some_and(|reader| reader.emergency)
    }

    /// The five words.
    pub const fn rail(&self) -> &'static [RailWord] {
        &RAIL
    }

    /// The address of an asset, with the build's hash in it.
    pub fn asset(&self, path: &str) -> String {
        assets::url(path)
    }
}
