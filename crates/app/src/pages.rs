//! The pages for operators say what this program takes: every command line and every address on them is read as the program reads it, so that
//! a page cannot drift from its program.
//!
//! A command line is a line of a code block, with the variables that the page has exported before it. What stands in running text is an
//! abbreviation, so there only its words and options are asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{CommandFactory as _, Parser as _};
use store::Address;
use testhome::Authority;

use crate::Lykta;

/// What stands for something that only the reader has, and an example of it.
const PLACEHOLDERS: [(&str, &str); 3] = [
    ("THING", "0192f0c1-2d5a-8000-8000-000000000001/0192f0c1-2d5a-8000-8000-000000000002"),
    ("PROPOSAL", "0192f0c1-2d5a-8000-8000-000000000003"),
    ("AKT", "0192f0c1-2d5a-8000-8000-000000000001"),
];

/// A page, by its place in the tree.
struct Page {
    path: PathBuf,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn pages() -> Vec<Page> {
    let folder = fs::read_dir(root().join("docs/operations")).expect("the pages for operators");
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.expect("a page").path()).collect();
    paths.sort();
    paths.extend(
        ["README.md", "docs/operations.md", "docs/handbok/gallring.md"].map(|path| root().join(path)),
    );
    let read = |path: PathBuf| Page { text: fs::read_to_string(&path).expect("a text"), path };
    paths.into_iter().map(read).collect()
}

impl Page {
    /// The logical lines of its code blocks.
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let (mut inside, mut begun) = (false, String::new());
        for line in self.text.lines().map(str::trim) {
            if line.starts_with("```") {
                inside = !inside;
            } else if let Some(part) = line.strip_suffix('\\').filter(|_| inside) {
                begun.push_str(part);
            } else if inside {
                begun.push_str(line);
                lines.push(std::mem::take(&mut begun));
            }
        }
        assert!(!inside && begun.is_empty(), "{}: a code block does not end", self.path.display());
        lines
    }

    /// The code in its running text that begins with the program's name.
    fn named(&self) -> impl Iterator<Item = &str> {
        let running = self.text.split("```").step_by(2);
        running.flat_map(|text| text.split('`').skip(1).step_by(2)).filter(|code| code.starts_with("lykta "))
    }
}

/// The words of a line as a shell reads them, and the end of a command as a word of its own. What follows a `#` is a remark.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quote, mut quoted) = (None, false);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(end), letter) if letter == end => quote = None,
            (None, '\'' | '"') => (quote, quoted) = (Some(letter), true),
            (None, '#') if words.last().is_some_and(String::is_empty) && !quoted => break,
            (None, ' ') => {
                words.push(String::new());
                quoted = false;
            }
            (None, ';' | '|' | '&' | '>') => words.extend([";".to_owned(), String::new()]),
            (_, letter) => words.last_mut().expect("one at least").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The arguments of each command of this program in a line, after what the shell takes for itself. Variables are noted on the way.
fn commands(
    line: &str,
    exported: &mut BTreeMap<String, String>,
) -> Vec<(Vec<String>, BTreeMap<String, String>)> {
    let words = words(line);
    let mut found = Vec::new();
    for command in words.split(|word| word == ";") {
        let mut known = exported.clone();
        if command.first().is_some_and(|word| word == "unset") {
            exported.retain(|name, _| !command.contains(name));
            continue;
        }
        let exports = command.first().is_some_and(|word| word == "export");
        let mut rest = &command[usize::from(exports)..];
        while let Some((name, value)) = rest.first().and_then(|word| word.split_once('=')) {
            if !name.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_') {
                break;
            }
            known.insert(name.to_owned(), value.to_owned());
            rest = &rest[1..];
        }
        if exports {
            *exported = known;
            continue;
        }
        if rest.first().is_some_and(|word| word == "runuser") {
            let ours = rest.iter().position(|word| word == "--").map_or(rest.len(), |place| place + 1);
            rest = &rest[ours..];
        }
        if rest.first().is_some_and(|word| word == "lykta" || word == "lykta.new") {
            found.push((rest[1..].to_vec(), known));
        }
    }
    found
}

/// Adds what stands in a variable as the argument that reads it, which is how the program takes it.
fn with_variables(mut arguments: Vec<String>, known: &BTreeMap<String, String>) -> Vec<String> {
    let whole = Lykta::command();
    let mut command = &whole;
    for word in &arguments {
        command = command.find_subcommand(word).unwrap_or(command);
    }
    for argument in command.get_arguments() {
        let variable = argument.get_env().and_then(|name| name.to_str());
        let (Some(long), Some(value)) = (argument.get_long(), variable.and_then(|name| known.get(name)))
        else {
            continue;
        };
        if !arguments.iter().any(|word| *word == format!("--{long}")) {
            arguments.push(format!("--{long}={value}"));
        }
    }
    arguments
}

/// A command line as the program reads it.
fn read(arguments: &[String]) -> Result<(), String> {
    let filled = arguments.iter().map(|word| {
        let stands_for = PLACEHOLDERS.iter().find(|(name, _)| name == word);
        stands_for.map_or(word.clone(), |(_, example)| (*example).to_owned())
    });
    let line = std::iter::once("lykta".to_owned()).chain(filled);
    Lykta::try_parse_from(line).map(|_| ()).map_err(|error| error.to_string())
}

/// What stands in running text: subcommands and options that there are.
fn named(code: &str) -> Result<(), String> {
    let whole = Lykta::command();
    let mut command = &whole;
    let mut words = code.split_whitespace().skip(1).peekable();
    while let Some(next) = words.peek().and_then(|word| command.find_subcommand(word)) {
        command = next;
        words.next();
    }
    if command.has_subcommands() && words.peek().is_some_and(|word| word.chars().all(char::is_lowercase)) {
        return Err("there is no such command".to_owned());
    }
    let known = |option: &str| {
        let globals = whole.get_subcommands().flat_map(clap::Command::get_arguments);
        let mut all = command.get_arguments().chain(globals.filter(|argument| argument.is_global_set()));
        all.any(|argument| {
            argument.get_long().is_some_and(|long| option == format!("--{long}"))
                || argument.get_short().is_some_and(|short| option == format!("-{short}"))
        })
    };
    match words.find(|word| word.starts_with('-') && !known(word)) {
        Some(word) => Err(format!("there is no {word}")),
        None => Ok(()),
    }
}

#[test]
fn every_command_on_the_pages_is_one_that_this_program_takes() {
    let mut read_lines = 0;
    for page in pages() {
        let mut exported = BTreeMap::new();
        for line in page.lines() {
            for (arguments, known) in commands(&line, &mut exported) {
                let outcome = read(&with_variables(arguments, &known));
                assert_eq!(outcome, Ok(()), "{}: {line}", page.path.display());
                read_lines += 1;
            }
        }
        for code in page.named() {
            assert_eq!(named(code), Ok(()), "{}: {code}", page.path.display());
        }
    }
    assert!(read_lines > 30, "only {read_lines} command lines were found");
}

#[test]
fn the_commands_of_the_night_are_read_as_well() {
    let deployed = |name: &str| fs::read_to_string(root().join("deploy").join(name)).expect("the file");
    let mut found = 0;
    let (table, tail) = (deployed("lykta.cron"), deployed("tail.sh"));
    let of_table = table.lines().filter_map(|line| line.split_once("  lykta  ").map(|(_, command)| command));
    for line in of_table.chain(tail.lines().map(str::trim).filter(|line| line.starts_with("lykta "))) {
        let line = line.trim().replace("\"$authority\"", "2");
        for (arguments, _) in commands(&line, &mut BTreeMap::new()) {
            assert_eq!(read(&arguments), Ok(()), "{line}");
            found += 1;
        }
    }
    assert_eq!(found, 4);
}

#[test]
fn every_address_on_the_pages_is_one_that_this_program_calls() {
    let authority = Authority::new("Lyktinge");
    let mut addresses = 0;
    for page in pages() {
        let ends = |letter: char| letter.is_whitespace() || "'`\"<>)|".contains(letter);
        for (at, _) in page.text.match_indices("postgres://") {
            let url =
                page.text[at..].split(ends).next().unwrap_or_default().trim_end_matches([',', '.', ':', ';']);
            if url.starts_with("postgres://…") {
                continue; // what an address looks like
            }
            let read = Address::parse(url, Some(&authority.certificate()));
            assert!(read.is_ok(), "{}: {url}: {read:?}", page.path.display());
            addresses += 1;
        }
    }
    assert!(addresses > 15, "only {addresses} addresses were found");
}

/// Whoever follows a page comes to what it names: another page and its heading, or a file of `deploy/`.
#[test]
fn what_the_pages_lead_to_is_there() {
    for Page { path, text } in pages() {
        let folder = path.parent().expect("in a folder");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path.clone() } else { folder.join(file) };
            assert!(file.exists(), "{}: {target}", path.display());
            let has = |text: &str| text.lines().filter_map(heading_of).any(|found| found == heading);
            assert!(
                heading.is_empty() || has(&fs::read_to_string(&file).expect("a page")),
                "{}: {target}",
                path.display()
            );
        }
        for script in text.split("deploy/").skip(1) {
            let ends = |letter: char| !(letter.is_ascii_alphanumeric() || "_.-".contains(letter));
            let name = script.split(ends).next().unwrap_or_default().trim_end_matches('.');
            assert!(root().join("deploy").join(name).exists(), "{}: deploy/{name}", path.display());
        }
    }
}

/// A heading's name in an address.
fn heading_of(line: &str) -> Option<String> {
    let title = line.strip_prefix('#')?.trim_start_matches('#').trim();
    let kept = title.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    Some(kept.collect::<String>().to_lowercase().replace(' ', "-"))
}
