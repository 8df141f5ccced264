//! `cargo xtask screens`: pictures of every page, to be looked at.

use anyhow::Result;

use crate::browser;
use crate::run::{Build, Run, build_lykta, command};

/// Saves every page in every form under `screens/` (kept out of the repository).
pub(crate) fn run(run: &mut Run) -> Result<()> {
    let lykta = run.step("program", |run| build_lykta(run, Build::Tested))?;
    run.step("browser tools", browser::install)?;
    run.step("screens", |run| {
        run.command(command("node", &["tests/browser/screens.mjs"]).env("LYKTA", &lykta))
    })
}
