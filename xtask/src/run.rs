//! A run: steps in order, each with a headline and a time, the first failure ends it.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::counts::Counts;

/// The steps taken so far and the tests they counted.
pub(crate) struct Run {
    counts: Counts,
    steps: Vec<(&'static str, Duration)>,
    /// What could not be run here, and why.
    left_out: Vec<(&'static str, String)>,
}

/// Runs a task and prints its summary; the very last line is the count alone.
///
/// The exit code is 1 when a step failed, so that a caller needs no parsing.
pub(crate) fn finish(task: impl FnOnce(&mut Run) -> Result<()>) -> ExitCode {
    let mut run = Run { counts: Counts::default(), steps: Vec::new(), left_out: Vec::new() };
    let outcome = task(&mut run);
    println!("\n== Summary");
    for (name, time) in &run.steps {
        println!("   {:>7.1} s  {name}", time.as_secs_f64());
    }
    for (name, why) in &run.left_out {
        println!("   NOT RUN: {name}, for {why}");
    }
    if let Err(error) = &outcome {
        // A failed format check or build is no test, but a run that ends here must never read "0 failed".
        run.counts.failed = run.counts.failed.max(1);
        println!("   Stopped: {error:#}\n   Nothing after this step was run.");
    }
    println!("{}", run.counts);
    if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Run {
    /// Takes one step: headline, work, time.
    pub(crate) fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        println!("\n== {name}");
        let started = Instant::now();
        let outcome = work(self);
        let took = started.elapsed();
        self.steps.push((name, took));
        println!(
            "   {name}: {} in {:.1} s",
            if outcome.is_ok() { "ok" } else { "failed" },
            took.as_secs_f64()
        );
        outcome.with_context(|| format!("step \"{name}\" failed"))
    }

    /// Says of a step that it cannot be taken here. The summary says so too.
    pub(crate) fn leave_out(&mut self, name: &'static str, why: impl Into<String>) {
        let why = why.into();
        println!("\n== {name}: not run, for {why}");
        self.left_out.push((name, why));
    }

    /// Runs a command without standard input, passes its output on line by line, and adds the tests it reports.
    pub(crate) fn command(&mut self, command: &mut Command) -> Result<()> {
        let shown = show(command);
        println!("   $ {shown}");
        let mut child = command
            .current_dir(root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not start `{shown}`"))?;
        let out = child.stdout.take().map(|stream| thread::spawn(|| pass_on(stream)));
        let err = child.stderr.take().map(|stream| thread::spawn(|| pass_on(stream)));
        let status = child.wait()?;
        for reader in [out, err].into_iter().flatten() {
            self.counts += reader.join().expect("a reader that only prints does not panic");
        }
        if !status.success() {
            bail!("`{shown}` ended with {status}");
        }
        Ok(())
    }
}

/// Prints every line and returns the tests it summed up. Bytes that are no text are shown as replacement marks.
fn pass_on(stream: impl Read) -> Counts {
    let mut counts = Counts::default();
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        counts += Counts::from_line(&line);
    }
    counts
}

/// The command as a person would type it.
fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// A command with its arguments.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// Whether a program can be started and is content; its output is thrown away.
pub(crate) fn works(program: &str, arguments: &[&str]) -> bool {
    let status = command(program, arguments)
        .current_dir(root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask lies in the workspace").to_path_buf()
}

/// What a build is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// To be tested: shares everything already compiled with the tests before it, which halves the time of a clean run.
    Tested,
    /// To be measured: as people run it.
    Measured,
}

/// Builds the binary `lykta` and says where it lies.
pub(crate) fn build_lykta(run: &mut Run, build: Build) -> Result<PathBuf> {
    let (flags, folder): (&[&str], _) = match build {
        Build::Tested => (&[], "debug"),
        Build::Measured => (&["--release"], "release"),
    };
    run.command(command("cargo", &["build", "--locked", "--bin", "lykta"]).args(flags))?;
    let metadata = command("cargo", &["metadata", "--format-version=1", "--no-deps", "--locked"])
        .current_dir(root())
        .stdin(Stdio::null())
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout)?;
    let target = metadata["target_directory"].as_str().context("cargo metadata names no target directory")?;
    let binary = PathBuf::from(target).join(folder).join("lykta");
    if !binary.is_file() {
        bail!("the build left no binary at {}", binary.display());
    }
    Ok(binary)
}
