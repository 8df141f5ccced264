//! `cargo xtask faults`: what can break is broken, with people at work, and a ledger outside the system judges. It writes
//! `docs/faults.md` anew. Some of it runs with every `cargo xtask test`, for less long.
//!
//! The faults are data, and how each is made stands beside it: `tests/faults/faults.toml`.

use std::path::Path;

use anyhow::Result;

use crate::browser;
use crate::run::{Build, Run, build_lykta, command, works};

/// What makes the faults.
const TRIALS: &str = "tests/faults/run.py";

/// Where it is told what came of them.
const TABLE: &str = "docs/faults.md";

/// Programs that a computer is not born with, and the Debian packages that bring them.
const NEEDED: [(&str, &str); 2] = [("strace", "strace"), ("faketime", "faketime")];

/// All of them, for as long as they take: most of an hour.
pub(crate) fn run(run: &mut Run) -> Result<()> {
    run.step("PostgreSQL", crate::test::postgres)?;
    run.step("tools", install)?;
    run.step("the judge", judge)?;
    let lykta = run.step("program", |run| build_lykta(run, Build::Measured))?;
    run.step("faults", |run| trials(run, &lykta, &["--longer", "--write", TABLE]))
}

/// Those that are quick enough for every day.
pub(crate) fn ordinary(run: &mut Run, lykta: &Path) -> Result<()> {
    run.step("fault tools", install)?;
    run.step("the judge of faults", judge)?;
    run.step("faults", |run| trials(run, lykta, &["--ordinary"]))
}

fn trials(run: &mut Run, lykta: &Path, how: &[&str]) -> Result<()> {
    run.command(command("python3", &["-B", TRIALS]).arg(lykta).args(how))
}

/// It is told one lie after another.
fn judge(run: &mut Run) -> Result<()> {
    run.command(&mut command("python3", &["-B", "-m", "unittest", "discover", "tests/faults"]))
}

fn install(run: &mut Run) -> Result<()> {
    let missing = NEEDED.iter().filter(|(program, _)| !works(program, &["--version"]));
    let missing: Vec<&str> = missing.map(|(_, package)| *package).collect();
    if missing.is_empty() { Ok(()) } else { browser::install_packages(run, &missing) }
}
