//! `cargo xtask attack`: other people's tools against the running program. It writes `docs/attack.md`.
//!
//! Not part of `cargo xtask test`: it takes half an hour, and the tools are nothing else's need.

use anyhow::{Result, bail};

use crate::run::{Build, Run, build_lykta, command, root, works};

/// The tools, by the names of their Debian packages.
const TOOLS: [&str; 4] = ["python3", "ffuf", "sqlmap", "slowhttptest"];

/// Everything against a demo of its own, as people run it: how long answers take is judged, too.
pub(crate) fn run(run: &mut Run) -> Result<()> {
    run.step("tools", |_| tools())?;
    let lykta = run.step("program", |run| build_lykta(run, Build::Measured))?;
    run.step("attacks", |run| {
        run.command(
            command("python3", &["-B", "tests/attack/attack.py"])
                .arg(lykta)
                .arg(root().join("docs/attack.md")),
        )
    })
}

fn tools() -> Result<()> {
    let is_there = |tool: &&str| works("sh", &["-c", &format!("command -v {tool}")]);
    let missing: Vec<&str> = TOOLS.into_iter().filter(|tool| !is_there(tool)).collect();
    if !missing.is_empty() {
        bail!("missing: {0}; install with `sudo apt-get install {0}`", missing.join(" "));
    }
    Ok(())
}
