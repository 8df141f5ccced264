//! `cargo xtask vendor`: fetches the few files we take from others, once, and writes down where they came from.
//!
//! The files are committed, so that neither building nor running Lykta needs Node or a network. To take a newer
//! version, change it in [`PACKAGES`], run the command and read the difference. [`check`] proves that what stands in
//! the repository is what the manifest says.
//!
//! Style sheets are changed in one way: every `data:` address becomes an SVG file beside the sheet, because allowing
//! `data:` in the Content-Security-Policy would allow far more than icons.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use sha2::{Digest, Sha256};

/// Where the files go, seen from the workspace's root.
const HOME: &str = "crates/web/assets/vendor";

/// One npm package and what we take from it.
struct Package {
    name: &'static str,
    version: &'static str,
    licence: &'static str,
    /// The folder below [`HOME`].
    folder: &'static str,
    /// (path in the package, name here).
    files: &'static [(&'static str, &'static str)],
}

/// Everything we take. Licence texts come along, since the licences ask for it.
const PACKAGES: [Package; 4] = [
    Package {
        name: "@digdir/designsystemet-css",
        version: "1.22.0",
        licence: "MIT",
        folder: "designsystemet",
        files: &[
            ("LICENSE", "LICENSE"),
            ("dist/src/button.css", "button.css"),
            ("dist/src/fieldset.css", "fieldset.css"),
            ("dist/src/input.css", "input.css"),
            ("dist/src/label.css", "label.css"),
            ("dist/src/link.css", "link.css"),
            ("dist/src/tag.css", "tag.css"),
        ],
    },
    Package {
        name: "@fontsource-variable/source-sans-3",
        version: "5.3.0",
        licence: "OFL-1.1",
        folder: "source-sans-3",
        files: &[
            ("LICENSE", "LICENSE"),
            ("files/source-sans-3-latin-wght-normal.woff2", "source-sans-3.woff2"),
            ("files/source-sans-3-latin-wght-italic.woff2", "source-sans-3-italic.woff2"),
        ],
    },
    Package {
        name: "@fontsource/atkinson-hyperlegible-next",
        version: "5.3.0",
        licence: "OFL-1.1",
        folder: "atkinson-hyperlegible-next",
        files: &[
            ("LICENSE", "LICENSE"),
            ("files/atkinson-hyperlegible-next-latin-400-normal.woff2", "regular.woff2"),
            ("files/atkinson-hyperlegible-next-latin-700-normal.woff2", "bold.woff2"),
        ],
    },
    Package { name: "lucide-static", version: "1.62.0", licence: "ISC", folder: "lucide", files: &ICONS },
];

/// The icons in use. Each stands beside a word; an icon nobody uses is taken out again.
const ICONS: [(&str, &str); 26] = [
    ("LICENSE", "LICENSE"),
    ("icons/arrow-right.svg", "arrow-right.svg"),
    ("icons/calendar.svg", "calendar.svg"),
    ("icons/check.svg", "check.svg"),
    ("icons/clock.svg", "clock.svg"),
    ("icons/ellipsis.svg", "ellipsis.svg"),
    ("icons/eye.svg", "eye.svg"),
    ("icons/file-text.svg", "file-text.svg"),
    ("icons/hand.svg", "hand.svg"),
    ("icons/house.svg", "house.svg"),
    ("icons/info.svg", "info.svg"),
    ("icons/languages.svg", "languages.svg"),
    ("icons/lock.svg", "lock.svg"),
    ("icons/mail.svg", "mail.svg"),
    ("icons/message-square-quote.svg", "message-square-quote.svg"),
    ("icons/paperclip.svg", "paperclip.svg"),
    ("icons/pen-line.svg", "pen-line.svg"),
    ("icons/phone-incoming.svg", "phone-incoming.svg"),
    ("icons/plus.svg", "plus.svg"),
    ("icons/printer.svg", "printer.svg"),
    ("icons/scale.svg", "scale.svg"),
    ("icons/search.svg", "search.svg"),
    ("icons/shield.svg", "shield.svg"),
    ("icons/sun.svg", "sun.svg"),
    ("icons/triangle-alert.svg", "triangle-alert.svg"),
    ("icons/users.svg", "users.svg"),
];

/// Fetches every package with `npm pack`, writes its files and the manifest.
pub(crate) fn run() -> Result<()> {
    let home = root().join(HOME);
    let work = std::env::temp_dir().join(format!("lykta-vendor-{}", std::process::id()));
    let mut manifest = String::from("# Written by `cargo xtask vendor`; change PACKAGES there, not here.\n");
    for package in &PACKAGES {
        let work = work.join(package.folder);
        let unpacked = fetch(package, &work)?;
        let folder = home.join(package.folder);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        writeln!(
            manifest,
            "\n[[package]]\nname = \"{}\"\nversion = \"{}\"\nlicence = \"{}\"",
            package.name, package.version, package.licence
        )?;
        for (from, to) in package.files {
            let source = unpacked.join(from);
            let bytes = fs::read(&source).with_context(|| format!("{} has no {from}", package.name))?;
            for (name, bytes) in prepare(package.folder, to, bytes)? {
                writeln!(
                    manifest,
                    "[[package.file]]\nfrom = \"{from}\"\npath = \"{}/{name}\"\nsha256 = \"{}\"",
                    package.folder,
                    sha256(&bytes)
                )?;
                fs::write(folder.join(name), bytes)?;
            }
        }
    }
    fs::write(home.join("manifest.toml"), manifest)?;
    fs::remove_dir_all(&work)?;
    check()
}

/// Recomputes the hash of every vendored file, and refuses a file the manifest does not know.
pub(crate) fn check() -> Result<()> {
    let home = root().join(HOME);
    let manifest = fs::read_to_string(home.join("manifest.toml"))?;
    let mut known = vec![home.join("manifest.toml")];
    let mut path = None;
    for line in manifest.lines() {
        if let Some(value) = quoted(line, "path") {
            path = Some(home.join(value));
        } else if let Some(value) = quoted(line, "sha256") {
            let path = path.take().context("the manifest has a hash without a path")?;
            let bytes = fs::read(&path).with_context(|| format!("{} is missing", path.display()))?;
            ensure!(sha256(&bytes) == value, "{} is not what the manifest says", path.display());
            known.push(path);
        }
    }
    for folder in fs::read_dir(&home)? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(folder)? {
            let file = file?.path();
            ensure!(known.contains(&file), "{} does not stand in the manifest", file.display());
        }
    }
    Ok(())
}

/// Downloads and unpacks one package; gives the folder with its files.
fn fetch(package: &Package, work: &Path) -> Result<PathBuf> {
    fs::create_dir_all(work)?;
    let wanted = format!("{}@{}", package.name, package.version);
    let packed = Command::new("npm").args(["pack", "--silent", &wanted]).current_dir(work).output();
    let packed = packed.context("npm is needed to fetch packages: apt install npm")?;
    ensure!(packed.status.success(), "npm pack {wanted}: {}", String::from_utf8_lossy(&packed.stderr));
    let listing = String::from_utf8(packed.stdout)?;
    let Some(archive) = listing.lines().last() else { bail!("npm pack {wanted} named no archive") };
    let unpacked = Command::new("tar").args(["xzf", archive]).current_dir(work).status()?;
    ensure!(unpacked.success(), "tar could not unpack {archive}");
    Ok(work.join("package"))
}

/// The files one source file becomes: itself, and for a style sheet one SVG per `data:` address.
fn prepare(folder: &str, name: &str, bytes: Vec<u8>) -> Result<Vec<(String, Vec<u8>)>> {
    let Some(stem) = name.strip_suffix(".css") else { return Ok(vec![(name.to_owned(), bytes)]) };
    let (css, images) = without_data_urls(&String::from_utf8(bytes)?, &format!("../vendor/{folder}/{stem}"))?;
    let images = images.into_iter().enumerate();
    let images = images.map(|(n, svg)| (format!("{stem}-{}.svg", n + 1), svg.into_bytes()));
    Ok([(name.to_owned(), css.into_bytes())].into_iter().chain(images).collect())
}

/// Replaces every `url("data:image/svg+xml…")` by `url("<stem>-<n>.svg")` and gives the images, in order.
fn without_data_urls(css: &str, stem: &str) -> Result<(String, Vec<String>)> {
    const START: &str = "url(\"data:image/svg+xml";
    let mut out = String::with_capacity(css.len());
    let mut images = Vec::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once(START) {
        let (address, tail) = after.split_once("\")").context("an address that does not end")?;
        let (_, encoded) = address.split_once(',').context("a data: address without data")?;
        images.push(percent_decode(encoded)?);
        write!(out, "{before}url(\"{stem}-{}.svg\")", images.len())?;
        rest = tail;
    }
    out.push_str(rest);
    ensure!(!out.contains("data:"), "{stem}.css has a data: address of another kind");
    Ok((out, images))
}

fn percent_decode(text: &str) -> Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'%' {
            let digits = tail.get(..2).context("a percent sign without two digits")?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits)?, 16)?);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    Ok(String::from_utf8(bytes)?)
}

/// The value of `key = "value"`.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_addresses_become_files() {
        let css = r#"a{b:url("data:image/svg+xml;charset=utf-8,%3Csvg%2F%3E") x}c{d:url("data:image/svg+xml,%C3%A5")}"#;
        let (css, images) = without_data_urls(css, "../vendor/x/alert").unwrap();
        assert_eq!(css, r#"a{b:url("../vendor/x/alert-1.svg") x}c{d:url("../vendor/x/alert-2.svg")}"#);
        assert_eq!(images, ["<svg/>", "å"]);
    }

    #[test]
    fn another_kind_of_data_is_refused() {
        assert!(without_data_urls(r#"a{b:url("data:font/woff2,x")}"#, "a").is_err());
        assert!(percent_decode("%4").is_err());
    }

    #[test]
    fn what_is_committed_is_what_the_manifest_says() {
        check().unwrap();
    }
}
