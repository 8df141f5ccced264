//! `lykta retention deliver`: a package for the archive of a child of the demo, read back by what METS.xml says of it.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use quick_xml::{Reader, events::Event};
use sha2::{Digest as _, Sha256};

use crate::program::{made, run};

/// As Enar, who leads a unit.
fn retention(data: &Path, args: &[&str]) -> (i32, String, String) {
    let data = data.to_str().unwrap();
    run(&[&["retention", "--data", data, "--user", "enar"], args].concat())
}

/// The things of a file of which one matter is kept and another is not: what is kept, and the rest.
fn some_file(data: &Path) -> (String, Vec<String>, Vec<String>) {
    let (_, plan, _) = retention(data, &["plan", "--all"]);
    let all: Vec<(&str, &str, bool)> = plan
        .lines()
        .filter_map(|line| {
            let (thing, rest) = line.split_once(' ')?;
            let (file, matter) = thing.split_once('/')?;
            Some((file, matter, rest.contains(" standing=kept ")))
        })
        .collect();
    let of = |file: &str, kept: bool| -> Vec<String> {
        let own = all.iter().filter(|(one, _, is_kept)| *one == file && *is_kept == kept);
        own.map(|(_, matter, _)| (*matter).to_owned()).collect()
    };
    let both = |file: &&str| !of(file, true).is_empty() && !of(file, false).is_empty();
    let file = all.iter().map(|(file, ..)| *file).find(both).expect("a placed child with more in its file");
    (file.to_owned(), of(file, true), of(file, false))
}

fn told<'a>(out: &'a str, name: &str) -> &'a str {
    out.split([' ', '\n'])
        .find_map(|pair| pair.strip_prefix(name))
        .unwrap_or_else(|| panic!("{name} in {out}"))
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for one in fs::read_dir(folder).unwrap() {
        let path = one.unwrap().path();
        if path.is_dir() { files_under(&path, found) } else { found.push(path) }
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // a string takes whatever is written
        text
    })
}

/// Each file that METS names, with the length and SHA-256 that stand beside it.
fn named_in(mets: &[u8]) -> Vec<(String, u64, String)> {
    let mut reader = Reader::from_reader(mets);
    let (mut named, mut about) = (Vec::new(), (0, String::new()));
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return named,
            Event::Start(tag) | Event::Empty(tag) => {
                let value = |name: &str| {
                    let found = tag.try_get_attribute(name).unwrap();
                    found.map(|found| String::from_utf8(found.value.into_owned()).unwrap())
                };
                if let (Some(bytes), Some(sum)) = (value("SIZE"), value("CHECKSUM")) {
                    about = (bytes.parse().unwrap(), sum);
                }
                named.extend(value("xlink:href").map(|href| (href, about.0, about.1.clone())));
            }
            _ => {}
        }
    }
}

/// Read to its end by a reader that checks that every tag is closed; and by xmllint, where that is installed.
fn is_well_formed(path: &Path) {
    let bytes = fs::read(path).unwrap();
    let mut reader = Reader::from_reader(&*bytes);
    let mut open = 0;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{}: {error}", path.display())) {
            Event::Eof => break,
            Event::Start(tag) => {
                open += 1;
                tag.attributes().for_each(|one| assert!(one.is_ok(), "{}", path.display()));
            }
            Event::End(_) => open -= 1,
            _ => {}
        }
    }
    assert_eq!(open, 0, "{}", path.display());
    if let Ok(status) = Command::new("xmllint").arg("--noout").arg(path).status() {
        assert!(status.success(), "{}", path.display());
    }
}

#[test]
fn a_package_is_what_its_mets_says_and_holds_nothing_else() {
    let (folder, data) = made();
    let (file, kept, rest) = some_file(&data);
    let to = folder.path().join("arkiv");
    fs::create_dir(&to).unwrap();
    let (code, out, err) = retention(&data, &["deliver", &file, "--to", to.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    let (package, digest) = (PathBuf::from(told(&out, "package=")), told(&out, "digest=").to_owned());
    assert_eq!(fs::read_dir(&to).unwrap().count(), 1, "nothing unfinished beside it");

    let mets = fs::read(package.join("METS.xml")).unwrap();
    assert_eq!(hex(&mets), digest);
    let mut lying = Vec::new();
    files_under(&package, &mut lying);
    let lying: BTreeSet<PathBuf> = lying.into_iter().filter(|path| !path.ends_with("METS.xml")).collect();
    let named = named_in(&mets);
    let places: BTreeSet<PathBuf> = named.iter().map(|(path, ..)| package.join(path)).collect();
    assert_eq!(lying, places, "every file is named, and every name is a file");
    for (path, bytes, sum) in &named {
        let content = fs::read(package.join(path)).unwrap();
        assert_eq!((u64::try_from(content.len()).unwrap(), &hex(&content)), (*bytes, sum), "{path}");
    }
    lying
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "xml"))
        .for_each(|path| is_well_formed(path));
    is_well_formed(&package.join("METS.xml"));

    let text: String =
        lying.iter().map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()).collect();
    assert!(kept.iter().all(|matter| text.contains(matter)), "what is kept is there");
    assert!(rest.iter().all(|matter| !text.contains(matter)), "and nothing that is not");
    assert!(text.contains("26 kap. 1 § OSL") && text.contains("protectedIdentity"), "secrecy goes along");

    let other = "0".repeat(64);
    let received = |digest: &str| {
        retention(&data, &["delivered", &file, "--digest", digest, "--receipt", "Kommunarkivet 2026/17"])
    };
    assert!(received(&other).2.contains("another digest"));
    assert_eq!(received(&digest).0, 0);
    let more = format!("{file}/{}", rest[0]);
    let marked = ["mark", &more, "--ground", "parenthood", "--because", "S-protokoll i ärendet."];
    assert_eq!(retention(&data, &marked).0, 0);
    assert!(received(&digest).2.contains("deliver again"), "more is kept than the package holds");
}

#[test]
fn what_cannot_be_delivered_leaves_nothing_behind() {
    let (folder, data) = made();
    let to = folder.path().join("arkiv");
    let (file, ..) = some_file(&data);
    let place = to.to_str().unwrap();
    assert!(retention(&data, &["deliver", &file, "--to", place]).2.contains("is no directory"));
    fs::create_dir(&to).unwrap();
    let nobodys = "00000000-0000-0000-0000-0000000000ff";
    assert!(retention(&data, &["deliver", nobodys, "--to", place]).2.contains("nothing to deliver"));
    let (code, _, err) = run(&[
        "retention",
        "--data",
        data.to_str().unwrap(),
        "--user",
        "ulla",
        "deliver",
        &file,
        "--to",
        place,
    ]);
    assert!(code == 1 && err.contains("somebody who leads a unit"), "{err}");
    assert_eq!(fs::read_dir(&to).unwrap().count(), 0);
}
