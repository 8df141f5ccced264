//! `cargo xtask bench --postgres`: a country of municipalities in one PostgreSQL, and what one of them notices of it.
//!
//! Beside Lykta's own figures stand, on the same servers and in the same minutes, PostgreSQL's own measure of small transactions (pgbench)
//! and raw rows in SQLite: what a machine can do says little, what a program makes of it something.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use super::promise::{Limit, Promise, promise, render};
use super::{Figures, Options, load, read_figures, server::Server};
use crate::run::{Run, command, root};

/// The database.
const DATABASE: &str = "lykta";

/// Callers at the same time, and clients of pgbench.
const CLIENTS: &str = "16";

/// Seconds that pgbench works.
const SECONDS: u32 = 20;

/// Where among the towns, of each thousand, the one lies that is measured in: it has some hundred thousand inhabitants.
const MEASURED: u32 = 960;

/// From where on there are towns for all callers, one in each: the sixteenth from the end of 290, and less of a larger country.
const SPREAD: u32 = 948;

/// Where the county begins whose names one node holds: the largest hundredth of the towns has the inhabitants of the largest county.
const COUNTY: u32 = 986;

/// The largest of the towns, where names are searched.
const LARGEST: u32 = 1_000;

/// The figures, in the order of the table.
const FIGURES: [Promise; 31] = [
    promise(
        "worklists_per_second",
        "lists of the day (Min dag), read and written down, 16 callers, per s",
        Limit::AtLeast(5_000.0),
    ),
    promise("notes_per_second", "journal notes through `act`, 16 callers, per s", Limit::AtLeast(1_000.0)),
    promise("append_per_second", "bare append of a sealed entry, 16 callers, per s", Limit::AtLeast(2_000.0)),
    promise("worklists_in_one", "lists of the day, all 16 callers in one municipality, per s", Limit::None),
    promise("notes_in_one", "notes, all 16 callers in one municipality, per s", Limit::None),
    promise("append_in_one", "bare append, all 16 callers in one municipality, per s", Limit::None),
    promise(
        "notes_with_standby",
        "notes with a synchronous standby, as a share of those without",
        Limit::AtLeast(0.8),
    ),
    promise(
        "append_with_standby",
        "bare append with a synchronous standby, as a share of that without",
        Limit::AtLeast(0.8),
    ),
    promise(
        "name_search_ms",
        "a name search in the largest municipality, the slowest kind of three, ms (median)",
        Limit::Below(20.0),
    ),
    promise("verified_per_second", "entries that `lykta verify` checks, per s", Limit::AtLeast(1_000_000.0)),
    promise(
        "long_file_cpu_ms",
        "the page of a file with 1,000 entries, ms CPU of the program",
        Limit::Below(15.0),
    ),
    promise(
        "node_mb",
        "memory of a node with all names in the registers of the largest county, MB (PSS)",
        Limit::Below(250.0),
    ),
    promise("my_day_cpu_ms", "a worker's list (Min dag), ms CPU of the program", Limit::None),
    promise(
        "file_page_cpu_ms",
        "the page of one child's file, 40 entries, opened before, ms CPU of the program",
        Limit::None,
    ),
    promise(
        "long_file_first_cpu_ms",
        "a file with 1,000 entries, the first time, ms CPU of the program",
        Limit::None,
    ),
    promise("report_ms", "a report registered and durable, ms (median)", Limit::None),
    promise("pgbench_per_second", "pgbench, its own small transactions, 16 clients, per s", Limit::None),
    promise("notes_of_pgbench", "notes, as a share of pgbench's transactions", Limit::None),
    promise("append_of_pgbench", "bare append, as a share of pgbench's transactions", Limit::None),
    promise(
        "pgbench_with_standby",
        "pgbench with a synchronous standby, as a share of that without",
        Limit::None,
    ),
    promise("raw_rows_per_second", "raw insert of a note's rows in SQLite, in notes per s", Limit::None),
    promise("flush_ms", "one page flushed to this disk meanwhile, ms", Limit::None),
    promise("authorities", "municipalities", Limit::None),
    promise("reports", "reports of concern", Limit::None),
    promise("files", "files", Limit::None),
    promise("entries", "entries", Limit::None),
    promise("persons", "people among whom a name was searched", Limit::None),
    promise("node_persons", "people whose names that node holds", Limit::None),
    promise("database_gb", "the database, GB", Limit::None),
    promise("filled_per_second", "files filled in per s", Limit::None),
    promise("load_before", "load of the machine before", Limit::None),
];

/// Fills a country, measures, and writes the page.
pub(super) fn run(run: &mut Run, lykta: &Path, data: &Path, options: &Options) -> Result<()> {
    let server = run.step("server", |_| Server::start(data.join("postgres")))?;
    server.client("createdb", DATABASE)?;
    let keys = data.join("postgres-keys");
    if keys.exists() {
        fs::remove_dir_all(&keys)?;
    }
    let country = Country { lykta, keys: &keys, server: &server, options };
    let mut figures = Figures::new();
    run.step("a country", |run| country.fill(run, &mut figures))?;
    figures.insert("load_before".into(), load()?);
    run.step("raw rows in SQLite", |_| country.raw(&data.join("postgres-raw"), &mut figures))?;
    run.step("one node", |_| country.measure(&mut figures))?;
    run.step("pgbench", |_| pgbench(&server, &mut figures, "pgbench_per_second"))?;
    run.step("with a standby", |_| country.with_standby(data, &mut figures))?;
    share(&mut figures, "notes_of_pgbench", "notes_per_second", "pgbench_per_second")?;
    share(&mut figures, "append_of_pgbench", "append_per_second", "pgbench_per_second")?;
    let (table, broken) = render(&FIGURES, &figures, 0)?;
    println!("\n{table}");
    fs::write(root().join("docs/bench-postgres.md"), page(&table, options, &broken))?;
    fs::remove_dir_all(&keys)?;
    Ok(())
}

struct Country<'a> {
    lykta: &'a Path,
    keys: &'a Path,
    server: &'a Server,
    options: &'a Options,
}

impl Country<'_> {
    /// Its size, as the program's commands want to be told.
    fn size(&self) -> Vec<String> {
        let Options { authorities, years, share, .. } = self.options;
        let size = [
            ("--authorities", authorities.to_string()),
            ("--years", years.to_string()),
            ("--share", share.to_string()),
        ];
        size.into_iter().flat_map(|(name, value)| [name.to_owned(), value]).collect()
    }

    fn fill(&self, run: &mut Run, figures: &mut Figures) -> Result<()> {
        let started = Instant::now();
        let mut generate = command(&self.lykta.to_string_lossy(), &["generate", "--seed"]);
        generate.arg(self.options.seed.to_string()).args(self.size()).arg("--data").arg(self.keys);
        run.command(generate.env("LYKTA_DATABASE", self.server.url(DATABASE)))?;
        let took = started.elapsed().as_secs_f64();
        self.server.sql(DATABASE, "VACUUM ANALYZE")?;
        let count = |sql: &str| -> Result<f64> { Ok(self.server.sql(DATABASE, sql)?.parse()?) };
        let files = count("SELECT count(*) FROM lykta.view_file")?;
        figures.insert("files".into(), files);
        figures.insert(
            "reports".into(),
            count("SELECT count(*) FROM lykta.entry WHERE kind = 'report_received'")?,
        );
        figures.insert("entries".into(), count("SELECT sum(height) FROM lykta.head")?);
        figures.insert("database_gb".into(), count("SELECT pg_database_size(current_database()) / 1e9")?);
        figures.insert("authorities".into(), f64::from(self.options.authorities));
        figures.insert("filled_per_second".into(), files / took);
        Ok(())
    }

    /// Runs `lykta bench` in one of the towns.
    fn bench(&self, of_thousand: u32, more: &[&str]) -> Result<Figures> {
        let town = (self.options.authorities * of_thousand / 1000).max(1);
        let mut bench = command(&self.lykta.to_string_lossy(), &["bench", "--authority"]);
        bench.arg(town.to_string()).args(self.size()).args(more).arg("--data").arg(self.keys);
        measured(bench.env("LYKTA_DATABASE", self.server.url(DATABASE)))
    }

    fn raw(&self, place: &Path, figures: &mut Figures) -> Result<()> {
        let mut bench = command(
            &self.lykta.to_string_lossy(),
            &["bench", "--callers", CLIENTS, "--only", "raw", "--data"],
        );
        figures.extend(measured(bench.arg(place))?);
        Ok(fs::remove_dir_all(place)?)
    }

    fn measure(&self, figures: &mut Figures) -> Result<()> {
        figures.extend(self.bench(SPREAD, &["--towns", CLIENTS])?);
        let parts = "lists,reports,long,pages,worklists,notes";
        let mut in_one = self.bench(MEASURED, &["--callers", CLIENTS, "--only", parts])?;
        for name in ["worklists", "notes", "append"] {
            let figure = in_one.remove(&format!("{name}_per_second"));
            let figure = figure.with_context(|| format!("{name} were not measured"))?;
            figures.insert(format!("{name}_in_one"), figure);
        }
        figures.extend(in_one);
        figures.extend(self.bench(LARGEST, &["--only", "names,searches"])?);
        figures.extend(self.bench(COUNTY, &["--memory"])?);
        let started = Instant::now();
        let mut verify = command(&self.lykta.to_string_lossy(), &["verify"]);
        let done = verify.env("LYKTA_DATABASE", self.server.url(DATABASE)).stdin(Stdio::null()).output()?;
        ensure!(done.status.success(), "the record is not whole: {}", String::from_utf8_lossy(&done.stdout));
        let took = started.elapsed().as_secs_f64();
        let entries: f64 = self.server.sql(DATABASE, "SELECT sum(height) FROM lykta.head")?.parse()?;
        figures.insert("verified_per_second".into(), entries / took);
        Ok(())
    }

    /// The same notes, appends and transactions when a second server must have them too.
    fn with_standby(&self, data: &Path, figures: &mut Figures) -> Result<()> {
        let _standby = Server::follow(self.server, data.join("postgres-standby"))?;
        let mut with = self.bench(SPREAD, &["--towns", CLIENTS])?;
        pgbench(self.server, &mut with, "pgbench_per_second")?;
        // Or it would wait for one that is gone.
        self.server.sql("postgres", "ALTER SYSTEM RESET synchronous_standby_names")?;
        self.server.sql("postgres", "SELECT pg_reload_conf()")?;
        for (name, of) in [
            ("notes_with_standby", "notes_per_second"),
            ("append_with_standby", "append_per_second"),
            ("pgbench_with_standby", "pgbench_per_second"),
        ] {
            let part = with.get(of).with_context(|| format!("{of} was not measured"))?;
            let whole = figures.get(of).with_context(|| format!("{of} was not measured"))?;
            figures.insert(name.to_owned(), part / whole);
        }
        Ok(())
    }
}

/// Runs a command that prints figures, and reads them.
fn measured(bench: &mut std::process::Command) -> Result<Figures> {
    let output = bench.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "`lykta bench` ended with {}", output.status);
    let figures = read_figures(&String::from_utf8(output.stdout)?);
    println!("{figures:#?}");
    Ok(figures)
}

/// PostgreSQL's own transactions: three updates, a select and an insert.
fn pgbench(server: &Server, figures: &mut Figures, name: &str) -> Result<()> {
    let there = server.sql("postgres", "SELECT count(*) FROM pg_database WHERE datname = 'pgbench'")?;
    if there == "0" {
        server.client("createdb", "pgbench")?;
        server.client("pgbench", "-i -q -s 50 pgbench")?;
    }
    let told = server.client("pgbench", &format!("-c {CLIENTS} -j 2 -T {SECONDS} pgbench"))?;
    let line = told.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench said no tps")?;
    figures.insert(name.to_owned(), line.split(' ').next().context("a number")?.parse()?);
    Ok(())
}

fn share(figures: &mut Figures, name: &str, part: &str, whole: &str) -> Result<()> {
    let of = |name: &str| figures.get(name).copied().with_context(|| format!("{name} was not measured"));
    let share = of(part)? / of(whole)?;
    figures.insert(name.to_owned(), share);
    Ok(())
}

fn page(table: &str, options: &Options, broken: &[String]) -> String {
    let Options { authorities, years, share, seed, .. } = options;
    let broken = if broken.is_empty() { "none".to_owned() } else { broken.join(", ") };
    format!(
        "# Speed on PostgreSQL\n\nWritten by `cargo xtask bench --postgres --authorities {authorities} --years {years} --share {share} \
         --seed {seed}`; run it again rather than believe it.\n{}\n{table}\nPromises broken: {broken}.\n",
        include_str!("postgres.md")
    )
}
