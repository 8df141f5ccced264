//! `cargo xtask bench`: the promised speed, measured on this machine and kept in `docs/bench.md`.
//!
//! What happens inside the program is measured by the program: `lykta generate` fills an empty
//! directory with seeded synthetic files, `lykta bench` measures on them and prints one `name value` pair per line. What
//! only an outsider can see – time from start to first page, memory at rest – is measured here on the same data.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, bail};

use self::promise::{PROMISES, render};
use crate::run::{Build, Run, build_lykta, command, root};

mod postgres;
mod promise;
mod scale;
mod server;

/// How much data to measure on.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Number of children's files to create.
    #[arg(long, default_value_t = 100_000)]
    files: u32,
    /// Seed of the synthetic data, so that two runs measure the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Several numbers of files, smallest first: writes `docs/scale.md` instead, with a column for each.
    #[arg(long, value_delimiter = ',')]
    curve: Vec<u32>,
    /// Where to make the files, in a directory for each number of them, which is removed when it has been measured. A million needs some 20 GB.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Only makes the files, for a later run with the same `--data` to measure on: filling takes long, and measuring wants a quiet machine.
    #[arg(long)]
    only_fill: bool,
    /// On PostgreSQL, with a country in it: writes `docs/bench-postgres.md` instead.
    #[arg(long, conflicts_with_all = ["curve", "only_fill"])]
    postgres: bool,
    /// Municipalities of that country.
    #[arg(long, default_value_t = 290)]
    authorities: u32,
    /// How many years of reports each has.
    #[arg(long, default_value_t = 1)]
    years: u32,
    /// Which part of the reports that there would be.
    #[arg(long, default_value_t = 1.0)]
    share: f64,
}

/// What was measured, by name.
type Figures = BTreeMap<String, f64>;

/// Builds, measures, writes the table, and fails when a promise is broken.
pub(crate) fn run(run: &mut Run, options: &Options) -> Result<()> {
    let lykta = run.step("program", |run| build_lykta(run, Build::Measured))?;
    let data = options.data.clone().unwrap_or_else(|| lykta.with_file_name("bench-data"));
    let sizes = if options.curve.is_empty() { vec![options.files] } else { options.curve.clone() };
    let size = |files| Size { lykta: &lykta, data: data.join(format!("{files}")), files, seed: options.seed };
    if options.postgres {
        return postgres::run(run, &lykta, &data, options);
    }
    if options.only_fill {
        return sizes.into_iter().try_for_each(|files| size(files).fill(run).map(|_| ()));
    }
    let mut measured = Vec::new();
    for files in sizes {
        measured.push((files, size(files).measure(run)?));
        if !options.curve.is_empty() {
            // After each, so that a run that is cut short has left what it knows.
            fs::write(root().join("docs/scale.md"), scale::page(&measured, options.seed)?)?;
        }
    }
    let (files, figures) = measured.last().context("no number of files")?;
    let (table, mut broken) = render(&PROMISES, figures, *files)?;
    println!("\n{table}");
    if options.curve.is_empty() {
        fs::write(root().join("docs/bench.md"), page(&table, options))?;
    } else {
        broken = scale::broken(&measured)?;
    }
    if broken.is_empty() { Ok(()) } else { bail!("promises broken: {}", broken.join(", ")) }
}

/// One number of files to measure on.
struct Size<'a> {
    lykta: &'a Path,
    data: PathBuf,
    files: u32,
    seed: u64,
}

impl Size<'_> {
    /// Measures inside and outside on a filled directory, and removes it.
    fn measure(&self, run: &mut Run) -> Result<Figures> {
        let filled = self.fill(run)?;
        let before = load()?;
        let disk = disk_gb(&self.data)?;
        // What was written just now is on the disk before anything is timed.
        run.command(&mut command("sync", &[]))?;
        let mut figures = Figures::new();
        // Outside first: what is measured inside adds to the data.
        run.step("outside the program", |_| {
            figures.insert("start_s".into(), start_time(self.lykta, &self.data)?);
            let (idle, settled) = idle_memory(self.lykta, &self.data)?;
            figures.insert("idle_mb".into(), idle);
            figures.insert("settled_mb".into(), settled);
            Ok(())
        })?;
        figures.extend(run.step("inside the program", |_| self.inside())?);
        let cores = thread::available_parallelism().map_or(0, usize::from);
        figures.insert("cores".into(), f64::from(u32::try_from(cores)?));
        figures.insert("load_before".into(), before);
        figures.insert("load_after".into(), load()?);
        figures.insert("disk_gb".into(), disk);
        figures.insert("files".into(), f64::from(self.files));
        figures.insert("fill_per_second".into(), f64::from(self.files) / filled);
        self.remove()?;
        Ok(figures)
    }

    /// Fills a fresh directory, unless that has been done before, and tells how many seconds it took. That is noted beside it when it is whole.
    fn fill(&self, run: &mut Run) -> Result<f64> {
        let begins = format!("seed {} filled in seconds ", self.seed);
        let noted = fs::read_to_string(self.note()).unwrap_or_default();
        if let Some(seconds) = noted.strip_prefix(&begins) {
            return Ok(seconds.trim().parse()?);
        }
        self.remove()?;
        let started = Instant::now();
        let (files, seed) = (self.files.to_string(), self.seed.to_string());
        let arguments = ["generate", "--files", &files, "--seed", &seed, "--data"];
        run.step("invented files", |run| {
            run.command(command(&self.lykta.to_string_lossy(), &arguments).arg(&self.data))
        })?;
        let seconds = started.elapsed().as_secs_f64();
        fs::write(self.note(), format!("{begins}{seconds}\n"))?;
        Ok(seconds)
    }

    fn note(&self) -> PathBuf {
        self.data.with_extension("filled")
    }

    fn remove(&self) -> Result<()> {
        if self.note().exists() {
            fs::remove_file(self.note())?;
        }
        if self.data.exists() {
            fs::remove_dir_all(&self.data)?;
        }
        Ok(())
    }

    /// Runs `lykta bench` on it and reads its figures.
    fn inside(&self) -> Result<Figures> {
        let output = command(&self.lykta.to_string_lossy(), &["bench", "--files"])
            .arg(self.files.to_string())
            .arg("--data")
            .arg(&self.data)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            bail!("`lykta bench` ended with {}", output.status);
        }
        let mut figures = read_figures(&String::from_utf8(output.stdout)?);
        if let (Some(notes), Some(raw)) =
            (figures.get("notes_per_second"), figures.get("raw_rows_per_second"))
        {
            let share = notes / raw;
            figures.insert("notes_of_raw".into(), share);
        }
        println!("{figures:#?}");
        Ok(figures)
    }
}

/// What everybody on the machine wants of it, over the last minute.
fn load() -> Result<f64> {
    let loads = fs::read_to_string("/proc/loadavg")?;
    Ok(loads.split(' ').next().context("the form of /proc/loadavg")?.parse()?)
}

/// Everything in a directory, in thousands of millions of bytes.
fn disk_gb(data: &Path) -> Result<f64> {
    let mut bytes = 0.0;
    for file in fs::read_dir(data)? {
        let length = u32::try_from(file?.metadata()?.len() / 1_000)?;
        bytes += f64::from(length) * 1e3;
    }
    Ok(bytes / 1e9)
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

/// Proportional share of memory two seconds after the first page, and when the name index has been built, in millions of bytes.
fn idle_memory(lykta: &Path, data: &Path) -> Result<(f64, f64)> {
    let running = Running::start(lykta, data)?;
    running.first_page()?;
    thread::sleep(Duration::from_secs(2));
    let idle = running.memory()?;
    // Whoever uses no CPU for a while has nothing more to build.
    let mut used = running.cpu_ticks()?;
    let mut quiet = 0;
    for _ in 0..600 {
        thread::sleep(Duration::from_secs(1));
        let now = running.cpu_ticks()?;
        quiet = if now - used < 2.0 { quiet + 1 } else { 0 };
        used = now;
        if quiet == 3 {
            break;
        }
    }
    Ok((idle, running.memory()?))
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

    fn memory(&self) -> Result<f64> {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let line = rollup.lines().find(|line| line.starts_with("Pss:")).context("no Pss line")?;
        let kib: f64 = line.split_whitespace().nth(1).context("no Pss figure")?.parse()?;
        Ok(kib * 1024.0 / 1e6)
    }

    /// Hundredths of a second of CPU.
    fn cpu_ticks(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after_name = stat.rsplit(") ").next().context("the form of stat")?;
        let fields: Vec<&str> = after_name.split(' ').collect();
        let ticks = |place: usize| -> Result<f64> { Ok(fields.get(place).context("a field")?.parse()?) };
        Ok(ticks(11)? + ticks(12)?)
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

/// The page in the documentation.
fn page(table: &str, options: &Options) -> String {
    let Options { files, seed, .. } = options;
    let cores = thread::available_parallelism().map_or(0, usize::from);
    format!(
        "# Speed\n\nWritten by `cargo xtask bench --files {files} --seed {seed}` on {cores} cores; run it again \
         rather than believe it.\nThe peers' figures (OS2bos / CPIMS-DCS / GNU Health) were measured by us on a \
         machine of the same size, with their own data.\nHow the figures grow with the number of files stands in \
         [scale.md](scale.md), and what the files are made of.\n\n{table}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talk_between_figures_is_ignored() {
        let figures = read_figures("seeding\nfiles 20\nseeding done in 3 s\n  append_per_second 7.5 ");
        assert_eq!(figures.len(), 2);
        assert!((figures["append_per_second"] - 7.5).abs() < 1e-9);
    }
}
