//! Running the binary.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

/// The binary under test with its arguments.
pub(crate) fn lykta(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lykta"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = lykta(arguments).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("no signal"), text(stdout), text(stderr))
}

/// A running demo. Killed when dropped.
pub(crate) struct Demo {
    child: Child,
    pub(crate) url: String,
    pub(crate) first_line: String,
}

impl Demo {
    /// Starts one on any free port and waits for its address.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(&["--data", data.to_str().expect("UTF-8")])
    }

    /// The same with these arguments.
    pub(crate) fn start_with(arguments: &[&str]) -> Self {
        let mut command = lykta(&["--port", "0"]);
        command.args(arguments);
        Self::start_as(&mut command)
    }

    /// The same, as somebody has prepared it.
    pub(crate) fn start_as(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let Some(first_line) = lines.next().map(|line| line.expect("UTF-8")) else {
            let mut why = String::new();
            child.stderr.take().expect("piped").read_to_string(&mut why).expect("UTF-8");
            panic!("it printed nothing and said: {why}");
        };
        let from = first_line.find("http://").expect("the first line holds the address");
        let url = first_line[from..]
            .split_whitespace()
            .next()
            .expect("an address")
            .trim_end_matches('/')
            .to_owned();
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url, first_line }
    }

    pub(crate) fn port(&self) -> u16 {
        self.url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port")
    }

    /// Sends a signal and waits: the exit code, and how long it took.
    pub(crate) fn end(mut self, signal: &str) -> (Option<i32>, Duration) {
        let asked = Instant::now();
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("kill runs").success());
        let status = self.child.wait().expect("it ends");
        (status.code(), asked.elapsed())
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the script that leaves a tail and its keys every five minutes, as it is installed.
pub(crate) fn tail(register: &Path, tails: &Path, keys: &Path) {
    let program = Path::new(env!("CARGO_BIN_EXE_lykta")).parent().expect("its directory");
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", program.display());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/tail.sh");
    let mut run = Command::new("sh");
    run.arg(script).env("PATH", path).env("LYKTA_REGISTER", register).env("LYKTA_AUTHORITIES", "1");
    let done = run.env("LYKTA_TAILS", tails).env("LYKTA_KEYS", keys).output().expect("run");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A demo that has been made and has ended.
pub(crate) fn made() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a directory");
    let data = folder.path().join("data");
    assert_eq!(Demo::start(&data).end("-TERM").0, Some(0));
    (folder, data)
}
