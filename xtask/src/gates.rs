//! `cargo xtask gates`: how many instructions the paths that everything rests on take, and whether that is more than they may.
//!
//! Valgrind counts them. The limits stand beside what is counted, in `crates/gates/benches/instructions.rs`.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::browser::install_packages;
use crate::run::{Run, command, root, works};

/// The program that runs Valgrind for the library, of the same version.
const RUNNER: &str = "gungraun-runner";

/// Installs what counting needs, and counts.
pub(crate) fn run(run: &mut Run) -> Result<()> {
    run.step("Valgrind", |run| {
        if works("valgrind", &["--version"]) { Ok(()) } else { install_packages(run, &["valgrind"]) }
    })?;
    let runner = run.step("runner", install)?;
    run.step("instructions", |run| {
        let mut bench = command("cargo", &["bench", "--package", "gates", "--locked"]);
        run.command(bench.env("GUNGRAUN_RUNNER", runner))
    })
}

/// The runner, made under `target/` where nothing else is touched.
fn install(run: &mut Run) -> Result<PathBuf> {
    let version = version()?;
    let place = root().join("target/tools").join(&version);
    let runner = place.join("bin").join(RUNNER);
    if !runner.exists() {
        let mut install = command("cargo", &["install", "--locked", RUNNER, "--version", &version, "--root"]);
        run.command(install.arg(place))?;
    }
    Ok(runner)
}

/// The library's version, which the runner's must be.
fn version() -> Result<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))?;
    let after =
        lock.split_once("name = \"gungraun\"\nversion = \"").context("gungraun is in no lock file")?.1;
    Ok(after.split('"').next().context("a version")?.to_owned())
}
