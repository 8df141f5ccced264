//! The desk every page works at: the house with its record, the clock, and the few answers all pages share.
//!
//! This is where the asynchronous web meets the synchronous store, and [`blocking`] is the one door between them.
//!
//! | here | what it is for |
//! | --- | --- |
//! | [`Desk`] | the state of the router: `State<Arc<Desk>>` |
//! | [`DemoClock`] | what time it is; the demo can set it forward, nothing else can |
//! | [`blocking`] | runs work on the store, at most so much at once |
//! | [`Visitor`] | who asks, from the session cookie |
//! | [`Typed`], [`Errors`] | a posted form, and what is wrong in it |
//! | [`html`], [`refused`], [`see_other`], [`not_found`], [`trouble_page`] | answers |
//!
//! A handler reads like this:
//!
//! ```ignore
//! async fn show(State(desk): State<Arc<Desk>>, visitor: Visitor, Path(file): Path<FileId>) -> Result<Page, Page> {
//!     let who = visitor.clone();
//!     let open = blocking(&desk, move |desk| desk.house.look(&who.actor, who.now, file, Part::Child)).await?;
//!     let open = open.or_trouble(&desk, &visitor)?;
//!     Ok(html(&ChildPage { w: visitor.w, shell: visitor.shell(&desk, "…", Place::Elsewhere), open }))
//! }
//! ```

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use askama::Template;
use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use jiff::{Timestamp, ToSpan};
use login::Providers;
use record::{CommandId, Organisation};
use store::{House, Now, Trouble};
use tokio::sync::Semaphore;

use crate::shell::Site;
use crate::words::Words;
use crate::written::{Anew, Told};

pub use crate::typed::{Errors, Typed};
pub use crate::visitor::Visitor;

/// A finished answer: a page, a redirect, a refusal.
pub type Page = Response;

/// Most pieces of work on the store at the same time, running or waiting for a connection. Above it the answer is "try
/// again in a moment", since a queue without end helps nobody.
const WORK_MAX: usize = 64;

/// Most questions to providers of identities at the same time. One that does not answer must not take the places of those who work.
const ABROAD_MAX: usize = 16;

/// Seconds to wait before trying again when everything is busy.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

/// What every handler is given.
pub struct Desk {
    /// The record and everything around it.
    pub house: Arc<House>,
    /// Whose system this is, and whether it is the demo.
    pub site: Arc<Site>,
    /// What time it is.
    pub clock: DemoClock,
    /// Who can say who somebody is. Without any only the demo's buttons log in.
    pub providers: Option<Arc<Providers>>,
    /// All authorities that this program serves, this one among them: for whoever comes in, and for nothing that is read.
    pub houses: Vec<Arc<House>>,
    work: Arc<Semaphore>,
    abroad: Arc<Semaphore>,
}

impl Desk {
    /// Sets the desk of a demo whose buttons log in.
    pub fn new(house: Arc<House>, site: Site, clock: DemoClock) -> Arc<Self> {
        Self::with_providers(house, site, clock, None)
    }

    /// Sets the desk, with providers of identities.
    pub fn with_providers(
        house: Arc<House>,
        site: Site,
        clock: DemoClock,
        providers: Option<Providers>,
    ) -> Arc<Self> {
        let houses = vec![Arc::clone(&house)];
        Self::among(houses, house, site, clock, providers.map(Arc::new))
    }

    /// Sets the desk of one of several authorities.
    pub fn among(
        houses: Vec<Arc<House>>,
        house: Arc<House>,
        site: Site,
        clock: DemoClock,
        providers: Option<Arc<Providers>>,
    ) -> Arc<Self> {
        let (work, abroad) = (Semaphore::new(WORK_MAX), Semaphore::new(ABROAD_MAX));
        Arc::new(Self {
            house,
            site: Arc::new(site),
            clock,
            providers,
            houses,
            work: Arc::new(work),
            abroad: Arc::new(abroad),
        })
    }

    /// Who works here today, and where.
    pub fn organisation(&self) -> Arc<Organisation> {
        self.house.organisation(self.clock.now().today)
    }
}

/// The time, from a source the binary gives, and how many days the demo has been set forward.
///
/// Both the instant and the day move, so that what is written keeps its order. Days are added in Swedish local time: nine
/// o'clock stays nine o'clock when summer time begins or ends in between.
#[derive(Debug)]
pub struct DemoClock {
    source: fn() -> Timestamp,
    days: AtomicI64,
}

impl DemoClock {
    /// Furthest the demo can be set forward: ten years, far beyond any clock that a demo child can reach.
    pub const DAYS_MAX: i64 = 3660;

    /// A clock that stands `days` ahead of its source.
    pub fn new(source: fn() -> Timestamp, days: i64) -> Self {
        Self { source, days: AtomicI64::new(days.clamp(0, Self::DAYS_MAX)) }
    }

    /// The moment of an act: the instant, and the day in Europe/Stockholm.
    pub fn now(&self) -> Now {
        let zoned = self.real().to_zoned(record::stockholm());
        // Ten years from any instant a computer's clock shows lie inside the calendar.
        let zoned = zoned.saturating_add(self.days().days());
        Now { instant: zoned.timestamp(), today: zoned.date().into() }
    }

    /// The time without what the demo has added: for sessions, which a jump of a month must not end.
    pub fn real(&self) -> Timestamp {
        (self.source)()
    }

    /// How many days the demo has been set forward.
    pub fn days(&self) -> i64 {
        self.days.load(Ordering::Relaxed)
    }

    /// Sets the day further forward; never back, since what is recorded cannot be unwritten. Returns the new total.
    pub fn advance(&self, days: u16) -> i64 {
        let further = |now: i64| Some((now + i64::from(days)).min(Self::DAYS_MAX));
        let _before = self.days.fetch_update(Ordering::Relaxed, Ordering::Relaxed, further);
        self.days()
    }
}

/// Runs work on the store on a thread that may wait, and returns what it returns.
///
/// A browser that hangs up does not stop the work: what has begun is finished. A panic inside goes on outside, to the
/// guard that turns it into a page with a number.
///
/// # Errors
/// A finished "try again in a moment" (503) when too much is going on already; return it as it is with `?`.
pub async fn blocking<T: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> T + Send + 'static,
) -> Result<T, Page> {
    within(&desk.work, desk, |desk| store::lent(|| work(desk))).await
}

/// Asks a provider of identities, on a thread that may wait. Nothing of the store is touched here: what waits on another's server holds no
/// connection of ours.
///
/// # Errors
/// As [`blocking`].
pub async fn abroad<T: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> T + Send + 'static,
) -> Result<T, Page> {
    within(&desk.abroad, desk, work).await
}

async fn within<T: Send + 'static>(
    places: &Arc<Semaphore>,
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> T + Send + 'static,
) -> Result<T, Page> {
    let Ok(slot) = Arc::clone(places).try_acquire_owned() else { return Err(busy()) };
    let at = Arc::clone(desk);
    let task = tokio::task::spawn_blocking(move || {
        let _slot = slot;
        work(&at)
    });
    match task.await {
        Ok(done) => Ok(done),
        Err(fault) if fault.is_panic() => resume_unwind(fault.into_panic()),
        // The runtime is being shut down.
        Err(_) => Err(busy()),
    }
}

/// A page.
pub fn html(page: &impl Template) -> Page {
    html_with(StatusCode::OK, page)
}

/// A form that was refused: the same page again with what was typed, and 422.
pub fn refused(page: &impl Template) -> Page {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// A page with another status than 200.
pub fn html_with(status: StatusCode, page: &impl Template) -> Page {
    match page.render() {
        Ok(text) => drawn(page, (status, Html(text)).into_response()),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Notes on an answer which page it was drawn from, for the tests that ask whether every template has been drawn.
#[cfg(test)]
pub(crate) fn drawn<T: Template>(page: &T, answer: Page) -> Page {
    (Extension(crate::samples::DrawnFrom::page(page)), answer).into_response()
}

/// Outside the tests an answer is the answer.
#[cfg(not(test))]
pub(crate) fn drawn<T: Template>(_: &T, answer: Page) -> Page {
    answer
}

/// Where to go after something was done: 303, so that reloading the page does not send the form again.
pub fn see_other(path: &str) -> Page {
    let mut response = StatusCode::SEE_OTHER.into_response();
    match HeaderValue::from_str(path) {
        Ok(path) => response.headers_mut().insert(header::LOCATION, path),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    response
}

/// Not there, or not for this reader. The same bytes for both: the page is drawn by [`crate::security`] without
/// knowing what was asked for.
pub fn not_found() -> Page {
    StatusCode::NOT_FOUND.into_response()
}

/// The answer to a trouble that the page has no better words for.
///
/// A refusal or a conflict belongs at the form it came from; a page that lets one come here says only that nothing was
/// written and that the page should be opened anew.
pub fn trouble_page(trouble: &Trouble) -> Page {
    match trouble {
        Trouble::NotFound => not_found(),
        Trouble::ReasonNeeded(file) => see_other(&format!("/akt/{file}/skal")),
        Trouble::Storage(store::Error::Busy) => busy(),
        Trouble::Storage(error @ store::Error::Lost) => {
            tracing::error!(%error, "a commit in doubt");
            later("trouble-lost")
        }
        Trouble::Storage(error @ (store::Error::Away(_) | store::Error::Stopped)) => {
            tracing::error!(%error, "the database is away");
            later("trouble-away")
        }
        Trouble::Refused { .. } | Trouble::PersonRefused { .. } => {
            told(StatusCode::UNPROCESSABLE_ENTITY, "trouble-refused")
        }
        Trouble::SentOtherwise => told(StatusCode::CONFLICT, "trouble-sent"),
        Trouble::Conflict { .. } | Trouble::TextChanged => told(StatusCode::CONFLICT, "trouble-conflict"),
        Trouble::Newer => told(StatusCode::CONFLICT, "trouble-newer"),
        Trouble::Storage(store::Error::Elsewhere(residence)) => {
            tracing::error!(%residence, "nothing is written here");
            told(StatusCode::SERVICE_UNAVAILABLE, "trouble-elsewhere")
        }
        Trouble::Storage(error @ store::Error::DiskFull) => {
            tracing::error!(%error, "there is no room");
            told(StatusCode::INSUFFICIENT_STORAGE, "trouble-full")
        }
        Trouble::Storage(error) => {
            // Our errors name kinds and limits, never what stands in a record.
            tracing::error!(%error, "the store failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Turns an answer of the house into one of a handler: `house.look(…).or_trouble(&desk, &visitor)?`.
pub trait OrTrouble<T> {
    /// The value, or the finished page that says why not.
    fn or_trouble(self, desk: &Desk, visitor: &Visitor) -> Result<T, Page>;
}

impl<T> OrTrouble<T> for Result<T, Trouble> {
    fn or_trouble(self, desk: &Desk, visitor: &Visitor) -> Result<T, Page> {
        self.map_err(|trouble| {
            let mut page = trouble_page(&trouble);
            if trouble == Trouble::SentOtherwise {
                page.extensions_mut().insert(Anew(CommandId::new(desk.house.new_id(visitor.now))));
            }
            page
        })
    }
}

impl<T> OrTrouble<T> for Result<T, store::Error> {
    fn or_trouble(self, _: &Desk, _: &Visitor) -> Result<T, Page> {
        self.map_err(|error| trouble_page(&Trouble::Storage(error)))
    }
}

/// What was just done, told on the page that a 303 led to: `/gruppen?gjort=fordelat` shows the message `done-fordelat`.
///
/// A code and not a text, so that nobody can make a link that puts words into the page.
pub fn done_words(w: &Words, query: Option<&str>) -> Option<String> {
    let code = query?.split('&').find_map(|part| part.strip_prefix("gjort="))?;
    let key = format!("done-{code}");
    (code.len() <= 40 && w.has(&key)).then(|| w.t(&key).into_owned())
}

/// Says one thing, from the messages `{key}-title` and `{key}`. The page is drawn by [`crate::security`], which adds what was typed.
pub fn told(status: StatusCode, key: &'static str) -> Page {
    (status, Extension(Told(key))).into_response()
}

fn busy() -> Page {
    later("trouble-busy")
}

/// It may go better in a moment (503).
pub(crate) fn later(key: &'static str) -> Page {
    let mut page = told(StatusCode::SERVICE_UNAVAILABLE, key);
    page.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn nine() -> Timestamp {
        "2026-11-24T08:00:00Z".parse().expect("an instant")
    }

    /// No room on the disk is nobody's fault who writes, and is said in words: what was typed is given back beside them.
    #[test]
    fn a_full_disk_has_words_of_its_own_in_every_language() {
        let page = trouble_page(&Trouble::Storage(store::Error::DiskFull));
        assert_eq!(page.status(), StatusCode::INSUFFICIENT_STORAGE);
        let told = page.extensions().get::<Told>().expect("words").0;
        for w in Lang::ALL.map(Words::of) {
            assert!(w.t(&format!("{told}-title")).len() > 1 && w.t(told).ends_with('.'));
        }
    }

    /// Swedish summer time ends between these two days, and the time of day is still nine.
    #[test]
    fn the_day_moves_forward_and_the_time_of_day_stays() {
        fn october() -> Timestamp {
            "2026-10-20T07:00:00Z".parse().expect("an instant")
        }
        let clock = DemoClock::new(october, 0);
        assert_eq!(clock.now().today.to_string(), "2026-10-20");
        clock.advance(14);
        assert_eq!(clock.now().today.to_string(), "2026-11-03");
        assert_eq!(clock.now().instant.to_string(), "2026-11-03T08:00:00Z");
        assert_eq!(clock.real(), october());
    }

    #[test]
    fn the_demo_cannot_be_set_back_or_beyond_reason() {
        assert_eq!(DemoClock::new(nine, -3).days(), 0);
        let clock = DemoClock::new(nine, DemoClock::DAYS_MAX - 1);
        assert_eq!(clock.advance(30), DemoClock::DAYS_MAX);
    }

    #[test]
    fn only_known_codes_become_words() {
        let w = Words::of(Lang::Sv);
        assert!(done_words(w, Some("gjort=fordelat")).is_some());
        for query in [None, Some(""), Some("gjort="), Some("gjort=%3Cb%3E"), Some("gjort=no-such")] {
            assert_eq!(done_words(w, query), None, "{query:?}");
        }
    }

    #[test]
    fn a_redirect_never_carries_a_line_break() {
        assert_eq!(see_other("/gruppen").headers()[header::LOCATION], "/gruppen");
        assert_eq!(see_other("/x\r\nset-cookie: a=b").status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
