//! Pages, drawn in the program without a network: session, access rule, opening, clocks, template, access row.

use std::{sync::Arc, thread, time::Duration};

use anyhow::{Context as _, Result, ensure};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use record::Actor;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;
use web::{
    desk::{DemoClock, Desk},
    shell::Site,
};

use super::{Bench, ROUNDS, count, machine::cpu_ms, median};
use crate::edge;

/// Pages drawn in a round while the CPU is counted: enough that its hundredths of a second do not matter.
pub(super) const PAGES: usize = 500;

/// After so long the writer has folded in what was written before, and its work is not counted as the pages'.
const SETTLES: Duration = Duration::from_secs(2);

/// The longest answer read.
const BYTES_MAX: usize = 10 * 1024 * 1024;

/// The program's pages, and somewhere to run them.
pub(super) struct Pages {
    runtime: Runtime,
    app: Router,
}

impl Pages {
    pub(super) fn open(bench: &Bench) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let site = Site::demo(bench.house.establishment().municipality.clone());
        let app = {
            let _inside = runtime.enter();
            let desk = Desk::new(Arc::clone(&bench.house), site, DemoClock::new(edge::now, 0));
            web::app(Arc::clone(&desk), api::routes(desk))
        };
        Ok(Self { runtime, app })
    }

    /// Logs somebody in, and gives their cookie.
    pub(super) fn cookie(&self, bench: &Bench, who: &Actor) -> Result<String> {
        let login = bench.login(who)?;
        let form = Request::post("/logga-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(format!("login={login}")))?;
        let answer = self.runtime.block_on(self.app.clone().oneshot(form))?;
        let cookie = answer.headers().get(header::SET_COOKIE).context("a session")?.to_str()?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// Asks for a page and reads it to the end.
    pub(super) fn get(&self, cookie: &str, path: &str) -> Result<()> {
        let request = Request::get(path).header(header::COOKIE, cookie);
        self.answered(request.body(Body::empty())?, path)
    }

    /// Sends a form and reads the answer to the end.
    pub(super) fn post(&self, cookie: &str, path: &str, form: &str) -> Result<()> {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.answered(request.body(Body::from(form.to_owned()))?, path)
    }

    fn answered(&self, request: Request<Body>, path: &str) -> Result<()> {
        self.runtime.block_on(async {
            let answer = self.app.clone().oneshot(request).await?;
            ensure!(answer.status() == StatusCode::OK, "{path} answered {}", answer.status());
            to_bytes(answer.into_body(), BYTES_MAX).await?;
            Ok(())
        })
    }
}

/// CPU of a piece of work, in milliseconds for each of so many.
pub(super) fn cpu_of(number: usize, work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let before = cpu_ms()?;
    work()?;
    Ok((cpu_ms()? - before) / count(number))
}

/// The same in [`ROUNDS`] rounds, and the median.
pub(super) fn cpu_in_rounds(number: usize, mut work: impl FnMut(usize) -> Result<()>) -> Result<f64> {
    thread::sleep(SETTLES);
    let figures = (0..ROUNDS).map(|round| cpu_of(number, || work(round))).collect::<Result<_>>()?;
    Ok(median(figures))
}

impl Bench {
    /// The page of a file of forty entries that is visited again and again.
    pub(super) fn file_pages(&self, pages: &Pages) -> Result<f64> {
        let cookie = pages.cookie(self, &self.who)?;
        cpu_in_rounds(PAGES, |_| {
            (0..PAGES).try_for_each(|page| {
                let file = self.files[page % self.files.len()].file;
                pages.get(&cookie, &format!("/akt/{file}/tidslinje"))
            })
        })
    }
}
