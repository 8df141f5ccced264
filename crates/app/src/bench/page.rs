//! The page of a file, drawn in the program without a network, in milliseconds of CPU: its own and the writer's.

use std::{fs, sync::Arc, thread, time::Duration};

use anyhow::{Context as _, Result, ensure};
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use tower::ServiceExt as _;
use web::{
    desk::{DemoClock, Desk},
    shell::Site,
};

use super::Bench;
use crate::edge;

/// Pages drawn while the CPU is counted: enough that its hundredths of a second do not matter.
const PAGES: u32 = 2_000;

/// After so long the writer has folded in what was written before, and its work is not counted as the pages'.
const SETTLES: Duration = Duration::from_secs(2);

/// The longest answer read.
const BYTES_MAX: usize = 10 * 1024 * 1024;

impl Bench {
    /// CPU of one file page: session, access rule, opening forty entries, clocks, template, access row.
    pub(crate) fn file_page_cpu_ms(&self) -> Result<f64> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            let site = Site { authority: self.house.organisation.municipality.clone(), demo: true };
            let desk = Desk::new(Arc::clone(&self.house), site, DemoClock::new(edge::now, 0));
            let app = web::app(Arc::clone(&desk), api::routes(desk));
            let login = self
                .house
                .organisation
                .member(self.who.staff)
                .context("the actor is a member")?
                .login
                .clone();
            let form = Request::post("/logga-in")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(Body::from(format!("login={login}")))?;
            let answer = app.clone().oneshot(form).await?;
            let cookie = answer.headers().get(header::SET_COOKIE).context("a session")?.to_str()?;
            let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
            thread::sleep(SETTLES);
            let before = cpu_ms()?;
            for page in 0..PAGES {
                let file = self.files[page as usize % self.files.len()].file;
                let request = Request::get(format!("/akt/{file}/tidslinje")).header(header::COOKIE, &cookie);
                let answer = app.clone().oneshot(request.body(Body::empty())?).await?;
                ensure!(answer.status() == StatusCode::OK, "the page answered {}", answer.status());
                to_bytes(answer.into_body(), BYTES_MAX).await?;
            }
            Ok((cpu_ms()? - before) / f64::from(PAGES))
        })
    }
}

/// CPU this process has used, in milliseconds, as Linux counts it: in hundredths of a second.
fn cpu_ms() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(") ").next().context("the form of /proc/self/stat")?;
    let fields: Vec<&str> = after_name.split(' ').collect();
    let ticks = |place: usize| -> Result<f64> { Ok(fields.get(place).context("a field")?.parse()?) };
    Ok((ticks(11)? + ticks(12)?) * 10.0)
}
