//! What an ombudsman has criticised, retold: does Lykta show it, on the day it went wrong, and nothing else?
//!
//! Each file of `tests/decided` is one published decision: what happened, on days that its own words give, and what must be shown from
//! which day. `data` reads and checks a file, `carry` carries it out through the record's commands, `compare` looks at the file on every
//! day. `docs/beslut.md` says how to add one.

mod can_fail;
mod carry;
mod compare;
mod data;
mod lapsed;

use compare::tell;
use data::Decided;
use std::{fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/decided")
}

/// The name of every file without its ending, and its text.
fn texts() -> Vec<(String, String)> {
    let paths = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let named = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.map(named).collect()
}

/// The text of a file, in which some words are others.
fn text_with(name: &str, changes: &[(&str, &str)]) -> String {
    let text = fs::read_to_string(folder().join(format!("{name}.toml"))).unwrap();
    changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from} does not stand in {name}");
        text.replace(from, to)
    })
}

#[test]
fn lykta_shows_what_was_criticised_from_the_day_it_went_wrong_and_nothing_else() {
    let texts = texts();
    let wrong = |(name, text): &(String, String)| {
        let why = Decided::read(text).and_then(|decided| tell(&decided)).err()?;
        Some(format!("{name}: {why}"))
    };
    let wrong: Vec<String> = texts.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{} of {} decisions:\n\n{}", wrong.len(), texts.len(), wrong.join("\n\n"));
    assert!(texts.len() >= 5, "at least five decisions");
}

#[test]
fn a_file_is_named_after_its_decision_which_stands_in_the_table() {
    let page = fs::read_to_string(folder().join("../../../../docs/beslut.md")).unwrap();
    for (name, text) in texts() {
        let decided = Decided::read(&text).unwrap();
        assert_eq!(name, decided.name());
        assert!(page.contains(&format!("({})", decided.address)), "{name} is missing in docs/beslut.md");
    }
}
