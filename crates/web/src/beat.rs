//! Answers on the beat: how long an answer took to find says nothing of what was found.
//!
//! A file that is there and somebody else's takes a little more reading than one that is not there, and a child who is known a little more
//! than one who is not. The words, the code and the size of the answers are the same already ([`crate::desk::not_found`]); this makes the
//! time the same. An answer that would tell is held until the next [`BEAT`] since the question came. Equal work would be undone by the next
//! index or cache; a clock is not.
//!
//! Held are all answers *not found*, on pages and in the API, and those that carry [`OnTheBeat`]. A wait costs no thread.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::time::{Instant, sleep_until};

/// How far apart the moments are at which such an answer may leave. Several times what it takes to make one, and too short to be noticed.
pub const BEAT: Duration = Duration::from_millis(10);

/// The mark of an answer, in its extensions, that tells who is known by being there: those of a search.
#[derive(Clone, Copy, Debug)]
pub struct OnTheBeat;

/// Holds the answers of a site. The binary does it once, around everything; the tests within the program need not wait.
pub fn on_the_beat(site: Router) -> Router {
    site.layer(middleware::from_fn(hold))
}

/// Marks an answer.
pub fn mark(mut answer: Response) -> Response {
    answer.extensions_mut().insert(OnTheBeat);
    answer
}

async fn hold(request: Request, next: Next) -> Response {
    let came = Instant::now();
    let response = next.run(request).await;
    let tells =
        response.status() == StatusCode::NOT_FOUND || response.extensions().get::<OnTheBeat>().is_some();
    if tells {
        sleep_until(came + leaves_after(came.elapsed())).await;
    }
    response
}

/// How long after the question an answer leaves that took this long to make.
fn leaves_after(took: Duration) -> Duration {
    let beats = took.as_micros() / BEAT.as_micros() + 1;
    BEAT * u32::try_from(beats).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use axum::{body::Body, response::IntoResponse};
    use tower::ServiceExt;

    use super::*;

    #[test]
    fn what_took_longer_leaves_at_the_same_time() {
        let leaves = |micros| leaves_after(Duration::from_micros(micros)).as_millis();
        assert_eq!([leaves(0), leaves(300), leaves(9_999)], [10, 10, 10]);
        assert_eq!([leaves(10_000), leaves(19_999), leaves(20_000)], [20, 20, 30]);
    }

    #[tokio::test]
    async fn not_found_and_what_is_marked_is_held_and_nothing_else() {
        let site = Router::new()
            .route("/page", get(async || "a page"))
            .route("/search", get(async || axum::Extension(OnTheBeat).into_response()));
        let site = on_the_beat(site);
        for (path, held) in [("/page", false), ("/search", true), ("/nowhere", true)] {
            // Never shorter than a beat when held; how much longer is the machine's affair. What is not held is known by not waiting on
            // the timer: it is ready the first time it is asked.
            let question = Request::get(path).body(Body::empty()).unwrap();
            let mut answer = Box::pin(site.clone().oneshot(question));
            let at_once = is_ready(&mut answer).await;
            assert_eq!(at_once, !held, "{path}");
        }
    }

    /// Whether it is ready when it is asked once.
    async fn is_ready<F: Future + Unpin>(future: &mut F) -> bool {
        std::future::poll_fn(|context| {
            std::task::Poll::Ready(std::pin::Pin::new(&mut *future).poll(context).is_ready())
        })
        .await
    }
}
