//! `docs/security.md`, held to the tree: every test that it names is there, every row has its number and its state, and the figures are counted.
//!
//! Whether a test shows what a row says of it is for people to read; that it exists need not be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const ROWS: usize = 68;
const STATES: [&str; 4] = ["passing", "partly", "not applicable", "not yet"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_path_buf()
}

fn page() -> String {
    fs::read_to_string(root().join("docs/security.md")).expect("the page")
}

/// The cells of a row of a table.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inside = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(inside.split(" | ").collect())
}

/// The rows of the requirements: those that begin with a number.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let numbered = |row: &Vec<&str>| row[0].parse::<usize>().is_ok();
    page.lines().filter_map(cells).filter(numbered).collect()
}

/// The tests that a text names: what stands in backticks as a file and a name.
fn named(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('`').skip(1).step_by(2).filter_map(|quoted| quoted.split_once("::"))
}

/// Whether a source holds a test of this name.
fn holds(file: &str, source: &str, name: &str) -> bool {
    match file.rsplit_once('.').map(|(_, kind)| kind) {
        Some("rs") => source.match_indices(&format!("{name}(")).any(|(at, _)| is_test(&source[..at])),
        Some("mjs") => ['"', '`'].iter().any(|quote| {
            let title = format!("{quote}{name}{quote}");
            source.match_indices(&title).any(|(at, _)| source[..at].trim_end().ends_with("test("))
        }),
        Some("py") => name.starts_with("test_") && source.contains(&format!("def {name}(")),
        _ => false,
    }
}

/// Whether what stands before a function's name makes it a test: its attributes, on the lines above. The requirements that it shows may begin
/// its name (`v7_4_1_`); the page says them beside it.
fn is_test(before: &str) -> bool {
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let attributes = above.lines().rev().map(str::trim);
    let marked = attributes
        .take_while(|line| line.starts_with('#') || line.starts_with("//"))
        .any(|line| line == "#[test]" || line.starts_with("#[tokio::test"));
    let ids = line.rsplit_once("fn ").map(|(_, ids)| ids);
    marked && ids.is_some_and(|ids| ids.chars().all(|one| matches!(one, 'v' | '_' | '0'..='9')))
}

#[test]
fn every_test_that_is_named_is_there() {
    let page = page();
    let missing: Vec<String> = named(&page)
        .filter(|(file, name)| {
            let source = fs::read_to_string(root().join(file)).unwrap_or_default();
            !holds(file, &source, name)
        })
        .map(|(file, name)| format!("{file}::{name}"))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_row_has_its_number_its_requirement_and_its_state() {
    let page = page();
    let rows = rows(&page);
    let numbers: Vec<usize> = rows.iter().map(|row| row[0].parse().expect("a number")).collect();
    assert_eq!(numbers, (1..=ROWS).collect::<Vec<_>>());
    for row in &rows {
        let [number, requirement, _, state, shown] = row[..] else { panic!("five cells: {row:?}") };
        assert!(requirement.starts_with('V') && requirement.ends_with(')'), "{number}: {requirement}");
        assert!(STATES.contains(&state), "{number}: {state}");
        let tests = named(shown).count();
        let claims = ["passing", "partly"].contains(&state);
        assert_eq!(tests > 0, claims, "{number} is {state} and names {tests} tests");
        assert_eq!(shown.contains("Missing: "), state == "partly", "{number} is {state}");
    }
}

#[test]
fn the_states_are_counted() {
    let page = page();
    let mut counted = BTreeMap::from(STATES.map(|state| (state, 0)));
    for row in rows(&page) {
        *counted.entry(row[3]).or_default() += 1;
    }
    let told = page.lines().filter_map(cells).filter(|row| row.len() == 3 && STATES.contains(&row[0]));
    let told: BTreeMap<&str, usize> = told.map(|row| (row[0], row[2].parse().expect("a count"))).collect();
    assert_eq!(told, counted);
}

#[test]
fn the_search_can_fail() {
    let rust = "#[tokio::test]\n/// Words.\nasync fn it_holds() {}\n\nfn helper() {}\n\n    #[test]\n    fn one() {}\n#[test]\nfn v7_4_1_v14_3_1_two() {}\n";
    assert!(holds("a.rs", rust, "it_holds") && holds("a.rs", rust, "one") && holds("a.rs", rust, "two"));
    assert!(!holds("a.rs", rust, "wo") && !holds("a.rs", rust, "helper") && !holds("a.rs", rust, "it"));
    let browser = "test(\n  `a ${thing}`,\n  run);\ntest(\"b\", run);\nsay(\"c\");";
    assert!(holds("a.mjs", browser, "a ${thing}") && holds("a.mjs", browser, "b"));
    assert!(!holds("a.mjs", browser, "c") && !holds("a.mjs", browser, "d"));
    assert!(holds("a.py", "def test_x(self):", "test_x") && !holds("a.py", "def test_x(self):", "x"));
    assert_eq!(
        named("`a.rs::b` and `c` and `d.mjs::e: f`").collect::<Vec<_>>(),
        [("a.rs", "b"), ("d.mjs", "e: f")]
    );
    assert_eq!(cells("|---|---|"), None);
}
