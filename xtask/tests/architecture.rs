//! The shape of the workspace, kept by a test: dependencies point one way, and the pure crates stay pure.
//!
//! `law <- record <- store <- web <- api <- app`, `seal <- store`, `law <- login <- web`, and `store <- inbox <- api, app`. Whoever breaks an arrow reads here why it exists:
//! a record that cannot reach storage or the network can be replayed, tested and understood on its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which of our own crates each crate may use. A crate that is missing here fails the test.
const MAY_USE: [(&str, &[&str]); 12] = [
    ("law", &[]),
    ("record", &["law"]),
    ("seal", &[]),
    ("store", &["law", "record", "seal"]),
    ("login", &["law"]),
    ("testhome", &["store"]),
    ("inbox", &["law", "record", "store"]),
    ("web", &["law", "login", "record", "store"]),
    ("api", &["inbox", "law", "record", "store", "web"]),
    ("app", &["api", "inbox", "law", "login", "record", "seal", "store", "web"]),
    ("gates", &[]),
    ("xtask", &[]),
];

/// Crates without clock, randomness, input, output or waiting.
const PURE: [&str; 3] = ["law", "record", "seal"];

/// Packages a pure crate may not depend on, not even through others.
const IMPURE_PACKAGES: [&str; 8] =
    ["tokio", "axum", "hyper", "rusqlite", "postgres", "ureq", "reqwest", "getrandom"];

/// Names a pure crate may not write, each with the reason.
const IMPURE_NAMES: [(&str, &str); 12] = [
    ("std::fs", "files are read at the edge"),
    ("std::net", "the network is at the edge"),
    ("std::env", "configuration is read in the binary"),
    ("std::process", "processes are started at the edge"),
    ("std::thread", "threads belong to the store and the web"),
    ("SystemTime", "time is an argument"),
    ("Instant::now", "time is an argument"),
    ("Timestamp::now", "time is an argument"),
    ("Zoned::now", "time is an argument"),
    ("getrandom", "randomness is an argument"),
    ("async fn", "waiting belongs to the web"),
    (".await", "waiting belongs to the web"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_path_buf()
}

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

/// Our own packages as listed by cargo: name and dependencies of the kinds `normal` and `build`.
fn own_packages(metadata: &serde_json::Value) -> BTreeMap<String, BTreeSet<String>> {
    let members = metadata["workspace_members"].as_array().expect("members");
    let packages = metadata["packages"].as_array().expect("packages").iter();
    packages
        .filter(|package| members.contains(&package["id"]))
        .map(|package| {
            let name = package["name"].as_str().expect("name").to_owned();
            let used = package["dependencies"].as_array().expect("dependencies").iter();
            let used = used.filter(|it| it["kind"].as_str() != Some("dev"));
            (name, used.filter_map(|it| it["name"].as_str()).map(str::to_owned).collect())
        })
        .collect()
}

/// The crate behind a directory of `crates/`, which may carry a longer package name.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
    let short = name.strip_prefix("lykta-").unwrap_or(name);
    let short = if short == "lykta" { "app" } else { short };
    MAY_USE.iter().find(|(crate_name, _)| *crate_name == short).map(|(_, uses)| *uses)
}

#[test]
fn dependencies_point_one_way() {
    let packages = own_packages(&metadata());
    assert!(packages.len() >= MAY_USE.len(), "a crate has disappeared: {:?}", packages.keys());
    for (name, uses) in &packages {
        let allowed = allowed(name).unwrap_or_else(|| panic!("{name} has no arrow in MAY_USE; give it one"));
        for ours in uses.iter().filter(|it| packages.contains_key(*it)) {
            assert!(allowed.contains(&ours.as_str()), "{name} may not depend on {ours}");
        }
    }
}

/// What a crate reaches when it is built alone. In the workspace others switch on parts of the same packages that it does not ask for.
#[test]
fn pure_crates_reach_no_impure_package() {
    for pure in PURE {
        let output = Command::new(env!("CARGO"))
            .args([
                "tree",
                "--locked",
                "--package",
                pure,
                "--edges",
                "normal",
                "--prefix",
                "none",
                "--format",
                "{p}",
            ])
            .current_dir(root())
            .output()
            .expect("cargo can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let tree = String::from_utf8(output.stdout).expect("names are UTF-8");
        let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(names.contains("serde") || names.contains("sha2"), "{pure}: {names:?}");
        for impure in IMPURE_PACKAGES {
            assert!(!names.contains(impure), "{pure} reaches {impure}");
        }
    }
}

#[test]
fn pure_sources_name_nothing_impure() {
    for pure in PURE {
        let files = rust_files(&root().join("crates").join(pure).join("src"));
        assert!(!files.is_empty(), "no sources of {pure}");
        for file in files {
            let text = fs::read_to_string(&file).expect("a source is text");
            for (number, line) in text.lines().enumerate() {
                if let Some(reason) = impure(line) {
                    panic!("{}:{}: {reason}\n{line}", file.display(), number + 1);
                }
            }
        }
    }
}

#[test]
fn the_scan_can_fail() {
    assert_eq!(impure("let now = Timestamp::now();"), Some("time is an argument"));
    assert_eq!(impure("// Timestamp::now is forbidden here"), None);
    assert_eq!(impure("let date = day.date();"), None);
}

/// Why a line is impure, if it is. Comments may talk about anything.
fn impure(line: &str) -> Option<&'static str> {
    let code = line.split("//").next().unwrap_or_default();
    IMPURE_NAMES.iter().find(|(name, _)| code.contains(name)).map(|(_, reason)| *reason)
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).expect("a source directory can be read") {
        let path = entry.expect("a directory entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}
