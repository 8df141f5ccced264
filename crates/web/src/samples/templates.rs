//! Which templates there are, which page draws each, and which messages they name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What no page is drawn from by itself.
const FRAME: &str = "base.html";

/// The templates of pages. The parts have none of their own: they are drawn inside pages.
pub(super) fn on_disk() -> BTreeSet<String> {
    let all =
        fs::read_dir(folder("templates")).expect("the templates").map(|entry| entry.expect("a file").path());
    let pages =
        all.filter(|path| path.is_file()).filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    pages.filter(|name| name != FRAME).collect()
}

/// The template of each page struct, by the name of the struct's type: read from the sources, for the derive does not tell.
pub(super) fn by_page() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for path in files(&folder("src")) {
        let text = fs::read_to_string(&path).expect("a source");
        let module = module_of(&path);
        for part in text.split("#[template(path = \"").skip(1) {
            let (template, rest) = part.split_once('"').expect("a closed quotation");
            let name = rest.split_once("struct ").map_or("", |(_, rest)| rest);
            let name: String = name.chars().take_while(|letter| letter.is_alphanumeric()).collect();
            found.insert(format!("{module}::{name}"), template.to_owned());
        }
    }
    found
}

/// The name of a type without what stands in angle brackets.
pub(super) fn bare(name: &'static str) -> &'static str {
    name.split('<').next().unwrap_or(name)
}

/// Every message that a template or a part names, with the file that names it first.
pub(super) fn messages() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for path in files(&folder("templates")) {
        let text = fs::read_to_string(&path).expect("a template");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        for key in crate::words::named(&text) {
            found.entry(key.to_owned()).or_insert_with(|| name.clone());
        }
    }
    found
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every file in a folder and below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// `src/pages/note.rs` is `web::pages::note`.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(folder("src")).expect("a source").with_extension("");
    let words = inside.iter().filter_map(|word| word.to_str()).filter(|word| !["mod", "lib"].contains(word));
    std::iter::once("web").chain(words).collect::<Vec<_>>().join("::")
}
