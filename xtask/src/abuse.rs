//! `cargo xtask abuse`: what nobody means, asked of the real program. It says again what stands in `docs/abuse.md`.
//!
//! Not part of `cargo xtask test`: it takes some minutes, and schemathesis wants Python packages that nothing else here needs.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::run::{Build, Run, build_lykta, command, root, works};

/// Where the packages lie: beside what is built, so that nothing of the system is touched.
const PACKAGES: &str = "target/schemathesis";

/// The packages with their versions.
const PINNED: &str = "tests/api/schemathesis.txt";

/// Ten thousand requests at random, connections that nobody means, and whatever the description allows.
pub(crate) fn run(run: &mut Run) -> Result<()> {
    run.step("ten thousand requests at random", |run| {
        let arguments = ["test", "--locked", "--bin", "lykta", "abuse", "--", "--nocapture"];
        run.command(command("cargo", &arguments).env("REQUESTS", "10000"))
    })?;
    let lykta = run.step("program", |run| build_lykta(run, Build::Tested))?;
    let st = run.step("schemathesis", install)?;
    run.step("connections, and the description", |run| {
        run.command(command("python3", &["-B", "tests/api/abuse.py"]).args([&lykta, &st]))
    })
}

/// Makes an environment of its own with the pinned packages, or says what is missing.
fn install(run: &mut Run) -> Result<PathBuf> {
    if !works("python3", &["-c", "import venv, ensurepip"]) {
        bail!(
            "python3 with its venv is missing; install it with `sudo apt-get install python3 python3-venv`"
        );
    }
    let (packages, pinned) = (root().join(PACKAGES), root().join(PINNED));
    run.command(command("python3", &["-m", "venv"]).arg(&packages))?;
    let pip = packages.join("bin").join("pip");
    let fetched = run.command(
        command(text(&pip), &["install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&pinned),
    );
    if fetched.is_err() {
        bail!("the packages of {PINNED} could not be fetched: pip reaches no package index from here");
    }
    Ok(packages.join("bin").join("st"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the workspace lies where its name can be written")
}
