//! What the browser tests need beside Rust: Chromium, Node and two pinned packages.
//!
//! As root on Debian they are installed; anyone else is told the exact command.

use std::fs;
use std::time::SystemTime;

use anyhow::{Result, bail};

use crate::run::{Run, command, root, works};

/// Programs the browser tests start, and the Debian packages that bring them.
const NEEDED: [(&str, &str); 4] =
    [("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm"), ("python3", "python3")];

/// Oldest Node that the test driver supports.
const OLDEST_NODE: u32 = 18;

/// Makes sure that Chromium, Node and the pinned packages are there.
pub(crate) fn install(run: &mut Run) -> Result<()> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(program, _)| !works(program, &["--version"]))
        .map(|(_, package)| *package)
        .collect();
    if !missing.is_empty() {
        install_packages(run, &[missing, vec!["fonts-liberation"]].concat())?;
    }
    let new_enough = format!("process.exit(parseInt(process.versions.node) >= {OLDEST_NODE} ? 0 : 1)");
    if !works("node", &["--eval", &new_enough]) {
        bail!("Node {OLDEST_NODE} or newer is needed; install a newer `nodejs`");
    }
    if packages_are_stale() {
        let arguments = ["--prefix", "tests/browser", "ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        run.command(&mut command("npm", &arguments))?;
    }
    Ok(())
}

/// Installs Debian packages as root; otherwise says what to type.
pub(crate) fn install_packages(run: &mut Run, missing: &[&str]) -> Result<()> {
    let typed = format!("apt-get install --yes --no-install-recommends {}", missing.join(" "));
    let root_user = works("sh", &["-c", "test \"$(id -u)\" = 0"]);
    if !(root_user && works("apt-get", &["--version"])) {
        bail!("missing: {}. Install it with `sudo {typed}`", missing.join(", "));
    }
    let quiet = ("DEBIAN_FRONTEND", "noninteractive");
    run.command(command("apt-get", &["update", "--quiet"]).env(quiet.0, quiet.1))?;
    run.command(command("sh", &["-c", &typed]).env(quiet.0, quiet.1))
}

/// Whether the installed packages are absent or older than the lock file that names them.
fn packages_are_stale() -> bool {
    let changed = |path: &str| fs::metadata(root().join(path)).and_then(|it| it.modified()).ok();
    let wanted: Option<SystemTime> = changed("tests/browser/package-lock.json");
    let installed = changed("tests/browser/node_modules/.package-lock.json");
    installed.is_none() || installed < wanted
}
