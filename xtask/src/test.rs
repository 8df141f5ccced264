//! `cargo xtask test`: everything that must hold before a change lands.

use anyhow::{Result, bail};

use crate::run::{Build, Run, build_lykta, command, works};
use crate::{browser, faults, gates};

/// Names the engine to the tests.
const ENGINE: &str = "LYKTA_TEST_ENGINE";

/// The packages whose tests open registers, and open them on either engine.
const ON_POSTGRES: [&str; 4] = ["store", "inbox", "web", "api"];

/// What is about SQLite's files alone, and has been run already.
const OF_FILES: [&str; 5] = ["tampering::", "verifying::", "kill::", "damaged::", "interrupted::"];

/// The browser scripts that are run on both engines: whole cases worked, two people at once, the program killed in the middle.
/// `LYKTA_TEST_ENGINE=postgres node tests/browser/runner.mjs` runs all there are.
const STORIES: [&str; 4] = ["opened.test", "linked.test", "together.test", "browser/kill.test"];

/// What befalls the server that writes, of the failover test's events: the first is reached by all three hosts, the second by `PgBouncer`.
const EVENTS: &str = "4";

/// A security token made of software, and what gives it its key: programs, and their packages.
const TOKEN: [(&str, &str); 2] = [("softhsm2-util", "softhsm2"), ("pkcs11-tool", "opensc")];

/// Programs that the failover test starts, and the Debian packages that bring them.
const SERVERS: [(&str, &str); 6] = [
    ("patroni", "patroni"),
    ("etcd", "etcd-server"),
    ("haproxy", "haproxy"),
    ("pgbouncer", "pgbouncer"),
    ("nft", "nftables"),
    ("openssl", "openssl"),
];

/// Sudden deaths in the second pass.
const DEATHS: &str = "20";

/// Cheap checks first, so that a mistake is told early; the browser last, because it needs the built program.
pub(crate) fn run(run: &mut Run) -> Result<()> {
    run.step("tools", components)?;
    run.step("format", |run| run.command(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    run.step("lints", |run| {
        let arguments = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
        run.command(&mut command("cargo", &arguments))?;
        // The program that can do without every library of others that is loaded while it runs.
        run.command(&mut command(
            "cargo",
            &["check", "--package", "lykta", "--no-default-features", "--locked"],
        ))
    })?;
    run.step("documentation", |run| {
        let arguments = ["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"];
        run.command(command("cargo", &arguments).env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    run.step("PostgreSQL", postgres)?;
    run.step("a security token", |run| programs(run, &TOKEN))?;
    let nextest = works("cargo", &["nextest", "--version"]);
    let with: &[&str] = if nextest { &["nextest", "run"] } else { &["test", "--lib", "--bins", "--tests"] };
    run.step("unit, property and story tests", |run| {
        run.command(command("cargo", with).args(["--workspace", "--no-fail-fast", "--locked"]))
    })?;
    run.step("the stories on PostgreSQL", |run| {
        let packages = ON_POSTGRES.iter().flat_map(|package| ["-p", package]);
        let mut tests = command("cargo", &["test", "--lib", "--tests", "--no-fail-fast", "--locked"]);
        tests.args(packages).arg("--").args(OF_FILES.iter().flat_map(|part| ["--skip", part]));
        run.command(tests.env(ENGINE, "postgres"))?;
        // The demo and what is asked of it; the program's own tests are about its arguments and files.
        let mut demo = command("cargo", &["test", "-p", "lykta", "--bin", "lykta", "--locked", "demo::"]);
        run.command(demo.env(ENGINE, "postgres"))
    })?;
    failover(run)?;
    run.step("documentation examples", |run| {
        run.command(&mut command("cargo", &["test", "--workspace", "--doc", "--locked"]))
    })?;
    let lykta = run.step("program", |run| build_lykta(run, Build::Tested))?;
    run.step("the example client", |run| {
        run.command(&mut command("python3", &["-B", "-m", "unittest", "discover", "tests/api"]))
    })?;
    run.step("requests in requests", |run| {
        let mut tests = command("python3", &["-B", "-m", "unittest", "discover", "tests/attack"]);
        run.command(tests.env("LYKTA", &lykta))
    })?;
    faults::ordinary(run, &lykta)?;
    run.step("browser tools", browser::install)?;
    run.step("browser tests", |run| {
        run.command(command("node", &["tests/browser/runner.mjs"]).env("LYKTA", &lykta))
    })?;
    run.step("browser stories on PostgreSQL", |run| {
        let mut stories = command("node", &["tests/browser/runner.mjs"]);
        stories.args(STORIES).env("LYKTA", &lykta).env("DEATHS", DEATHS);
        run.command(stories.env(ENGINE, "postgres"))
    })?;
    gates::run(run)
}

/// The tests start a server of their own from the installed programs; as root on Debian they are installed, anyone else is told how.
pub(crate) fn postgres(run: &mut Run) -> Result<()> {
    let there = "for it in /usr/lib/postgresql/*/bin/initdb; do test -x \"$it\" && exit 0; done; exit 1";
    if works("sh", &["-c", there]) {
        return Ok(());
    }
    browser::install_packages(run, &["postgresql"])
}

/// Three servers under Patroni, of which the one that writes is killed, hung and cut off. They run as users of their own and are cut off by
/// the kernel's firewall, so it takes root and six programs. Debian starts such servers when it installs them, so nobody's machine is given
/// them unasked: where they are not, the summary says that this was not run, and what it lacks.
fn failover(run: &mut Run) -> Result<()> {
    if !works("sh", &["-c", "test \"$(id -u)\" = 0"]) {
        run.leave_out(
            "failover",
            "it takes root: the servers run as users of their own and are cut off by the firewall",
        );
        return Ok(());
    }
    let lacks = lacking(&SERVERS);
    if !lacks.is_empty() {
        run.leave_out("failover", format!("it lacks servers: apt-get install {}", lacks.join(" ")));
        return Ok(());
    }
    run.step("failover", |run| {
        let arguments = ["test", "-p", "store", "--test", "failover", "--locked", "--", "--nocapture"];
        run.command(command("cargo", &arguments).env("EVENTS", EVENTS))
    })
}

/// Whether a program is not there.
fn missing(program: &str) -> bool {
    !works("sh", &["-c", &format!("command -v {program}")])
}

/// Installs the packages of the programs that are not there.
fn programs(run: &mut Run, wanted: &[(&str, &'static str)]) -> Result<()> {
    let lacks = lacking(wanted);
    if lacks.is_empty() { Ok(()) } else { browser::install_packages(run, &lacks) }
}

/// The packages of those programs that are not there.
fn lacking(wanted: &[(&str, &'static str)]) -> Vec<&'static str> {
    wanted.iter().filter(|(program, _)| missing(program)).map(|(_, package)| *package).collect()
}

/// The formatter and the linter are parts of a full Rust; with a minimal one they are added or named.
fn components(run: &mut Run) -> Result<()> {
    if works("cargo", &["fmt", "--version"]) && works("cargo", &["clippy", "--version"]) {
        return Ok(());
    }
    if works("rustup", &["--version"]) {
        return run.command(&mut command("rustup", &["component", "add", "rustfmt", "clippy"]));
    }
    bail!(
        "rustfmt and clippy are missing; install them, for example with `apt-get install rustfmt rust-clippy`"
    )
}
