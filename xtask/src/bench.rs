//! `cargo xtask bench`: the promised speed, measured on this machine and kept in `docs/bench.md`.
//!
//! What happens inside the program is measured by the program: `lykta synth` fills an empty
//! directory with seeded synthetic files, `lykta bench` measures on them and prints one `name value` pair per line. What
//! only an outsider can see – time from start to first page, memory at rest – is measured here on the same data.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, bail};

use crate::run::{Build, Run, build_lykta, command, root};

/// How much data to measure on.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Number of children's files to create.
    #[arg(long, default_value_t = 20_000)]
    files: u32,
    /// Seed of the synthetic data, so that two runs measure the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// One promised figure.
struct Promise {
    /// The name under which it is measured.
    name: &'static str,
    /// What it means, for the reader of the table.
    meaning: &'static str,
    limit: Limit,
    /// What comparable open systems were measured at: `OS2bos` / `CPIMS-DCS` / GNU Health.
    peers: &'static str,
}

enum Limit {
    Below(f64),
    AtLeast(f64),
    /// Reported beside the others, without a promise.
    None,
}

/// The promises, in the order of the table.
const PROMISES: [Promise; 8] = [
    Promise {
        name: "start_s",
        meaning: "start with data in place, login and first page (Min dag), s (median of 5)",
        limit: Limit::Below(0.3),
        peers: "7.0 / 5.4 / 1.8",
    },
    Promise {
        name: "idle_mb",
        meaning: "memory at rest after the first page, MB (PSS)",
        limit: Limit::Below(80.0),
        peers: "471 / 690 / 256",
    },
    Promise {
        name: "file_page_cpu_ms",
        meaning: "the page of one child's file, ms CPU",
        limit: Limit::Below(3.0),
        peers: "48 / 24 / 10.2 (app and database, one record)",
    },
    Promise {
        name: "notes_per_second",
        meaning: "journal notes through `act`, 8 callers, files of 40 entries, per s",
        limit: Limit::AtLeast(2_500.0),
        peers: "52 created records per s (OS2bos, best)",
    },
    Promise {
        name: "notes_of_raw",
        meaning: "the same, as a share of a raw insert of as many rows",
        limit: Limit::AtLeast(0.35),
        peers: "–",
    },
    Promise {
        name: "raw_rows_per_second",
        meaning: "raw insert of the same number of rows, in notes per s",
        limit: Limit::None,
        peers: "–",
    },
    Promise {
        name: "append_per_second",
        meaning: "bare append of a sealed entry, per s",
        limit: Limit::None,
        peers: "–",
    },
    Promise { name: "files", meaning: "files in the data", limit: Limit::None, peers: "1,769 / 5,000 / –" },
];

type Figures = BTreeMap<String, f64>;

/// Builds, measures inside and outside, writes the table, and fails when a promise is broken.
pub(crate) fn run(run: &mut Run, options: &Options) -> Result<()> {
    let lykta = run.step("program", |run| build_lykta(run, Build::Measured))?;
    let data = lykta.with_file_name("bench-data");
    run.step("invented files", |run| fill(run, &lykta, &data, options))?;
    let mut figures = run.step("inside the program", |_| inside(&lykta, &data, options))?;
    run.step("outside the program", |_| {
        figures.insert("start_s".into(), start_time(&lykta, &data)?);
        figures.insert("idle_mb".into(), idle_memory(&lykta, &data)?);
        Ok(())
    })?;
    let (table, broken) = render(&figures)?;
    println!("\n{table}");
    fs::write(root().join("docs/bench.md"), page(&table, options))?;
    if broken.is_empty() { Ok(()) } else { bail!("promises broken: {}", broken.join(", ")) }
}

/// Fills a fresh directory.
fn fill(run: &mut Run, lykta: &Path, data: &Path, options: &Options) -> Result<()> {
    if data.exists() {
        fs::remove_dir_all(data)?;
    }
    let (files, seed) = (options.files.to_string(), options.seed.to_string());
    let arguments = ["synth", "--files", &files, "--seed", &seed, "--data"];
    run.command(command(&lykta.to_string_lossy(), &arguments).arg(data))
}

/// Runs `lykta bench` on it and reads its figures.
fn inside(lykta: &Path, data: &Path, options: &Options) -> Result<Figures> {
    let output = command(&lykta.to_string_lossy(), &["bench", "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        bail!("`lykta bench` ended with {}", output.status);
    }
    let mut figures = read_figures(&String::from_utf8(output.stdout)?);
    figures.insert("files".into(), f64::from(options.files));
    if let (Some(notes), Some(raw)) = (figures.get("notes_per_second"), figures.get("raw_rows_per_second")) {
        let share = notes / raw;
        figures.insert("notes_of_raw".into(), share);
    }
    Ok(figures)
}

/// `name value` lines; all other lines are talk.
fn read_figures(text: &str) -> Figures {
    let pairs = text.lines().filter_map(|line| line.trim().split_once(' '));
    pairs.filter_map(|(name, value)| Some((name.to_owned(), value.trim().parse().ok()?))).collect()
}

/// Median of five starts: from starting the process until a page has been answered.
fn start_time(lykta: &Path, data: &Path) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        let running = Running::start(lykta, data)?;
        running.first_page()?;
        times.push(started.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times[2])
}

/// Proportional share of memory two seconds after the first page, in millions of bytes.
fn idle_memory(lykta: &Path, data: &Path) -> Result<f64> {
    let running = Running::start(lykta, data)?;
    running.first_page()?;
    thread::sleep(Duration::from_secs(2));
    let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", running.child.id()))?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:")).context("no Pss line")?;
    let kib: f64 = line.split_whitespace().nth(1).context("no Pss figure")?.parse()?;
    Ok(kib * 1024.0 / 1e6)
}

/// A running program that is stopped when it goes out of scope, whatever happened.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    /// Starts the demo and reads its address from the first line that holds one.
    fn start(lykta: &Path, data: &Path) -> Result<Self> {
        let mut child = command(&lykta.to_string_lossy(), &["demo", "--port", "0", "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let mut running = Self { child, address: String::new() };
        let line = lines.map_while(Result::ok).find(|line| line.contains("http://"));
        let line = line.context("lykta printed no address")?;
        let after = line.split_once("http://").context("no address")?.1;
        after.split(['/', ' ']).next().context("no address")?.clone_into(&mut running.address);
        Ok(running)
    }

    /// Logs in as a first social worker and asks for her day, the first page of every morning.
    fn first_page(&self) -> Result<()> {
        let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).build().into();
        let login = agent
            .post(format!("http://{}/logga-in", self.address))
            .content_type("application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .send("login=frida")?;
        let cookie = login.headers().get("set-cookie").context("the login set no cookie")?.to_str()?;
        let cookie = cookie.split(';').next().unwrap_or_default();
        let mut page = agent.get(format!("http://{}/", self.address)).header("cookie", cookie).call()?;
        if page.status() != 200 {
            bail!("the first page answered {}", page.status());
        }
        let text = page.body_mut().read_to_string()?;
        if text.contains("</html>") { Ok(()) } else { bail!("the first page was cut off") }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Killing what has already ended is the only way this fails, and then nothing is left to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The table and the names of the broken promises. A figure that was not measured is an error, not a blank.
fn render(figures: &Figures) -> Result<(String, Vec<&'static str>)> {
    let mut table = String::from("| figure | measured | promise | kept | peers |\n|---|---|---|---|---|\n");
    let mut broken = Vec::new();
    for promise in &PROMISES {
        let value =
            *figures.get(promise.name).with_context(|| format!("{} was not measured", promise.name))?;
        let (limit, kept) = match promise.limit {
            Limit::Below(limit) => (format!("< {limit}"), value < limit),
            Limit::AtLeast(limit) => (format!("≥ {limit}"), value >= limit),
            Limit::None => ("–".into(), true),
        };
        let word = match (&promise.limit, kept) {
            (Limit::None, _) => "–",
            (_, true) => "yes",
            (_, false) => "no",
        };
        if !kept {
            broken.push(promise.name);
        }
        let digits = if value < 10.0 { 2 } else { 0 };
        let Promise { meaning, peers, .. } = promise;
        writeln!(table, "| {meaning} | {value:.digits$} | {limit} | {word} | {peers} |")?;
    }
    Ok((table, broken))
}

/// The page in the documentation.
fn page(table: &str, options: &Options) -> String {
    let Options { files, seed } = options;
    let cores = thread::available_parallelism().map_or(0, usize::from);
    format!(
        "# Speed\n\nWritten by `cargo xtask bench --files {files} --seed {seed}` on {cores} cores; run it again \
         rather than believe it.\nThe peers' figures (OS2bos / CPIMS-DCS / GNU Health) were measured by us on a \
         machine of the same size, with their own data.\n\n{table}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_kept() -> Figures {
        read_figures(
            "start_s 0.12\nidle_mb 40\nfile_page_cpu_ms 1.5\nnotes_per_second 3000\nnotes_of_raw 0.5\n\
             raw_rows_per_second 6000\nappend_per_second 9000\nfiles 20000",
        )
    }

    #[test]
    fn talk_between_figures_is_ignored() {
        let figures = read_figures("seeding\nfiles 20\nseeding done in 3 s\n  append_per_second 7.5 ");
        assert_eq!(figures.len(), 2);
        assert!((figures["append_per_second"] - 7.5).abs() < 1e-9);
    }

    #[test]
    fn kept_promises_break_nothing() {
        let (table, broken) = render(&all_kept()).unwrap();
        assert!(broken.is_empty(), "{broken:?}");
        assert_eq!(table.lines().count(), PROMISES.len() + 2);
    }

    #[test]
    fn a_broken_promise_is_named_and_a_missing_figure_is_an_error() {
        let mut figures = all_kept();
        figures.insert("start_s".into(), 0.31);
        assert_eq!(render(&figures).unwrap().1, ["start_s"]);
        figures.remove("idle_mb");
        assert!(render(&figures).unwrap_err().to_string().contains("idle_mb"));
    }
}
