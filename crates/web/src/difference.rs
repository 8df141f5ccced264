//! The difference between two texts, word by word: what was taken away, what was added, what stands.

use similar::{ChangeTag, TextDiff};

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What became of it.
    pub kind: RunKind,
    /// The words, with the white space between them.
    pub text: String,
}

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// They stand in both texts.
    Stands,
    /// They stand only in the earlier.
    Gone,
    /// They stand only in the later.
    New,
}

/// The runs that lead from one text to another. None when nothing differs.
///
/// ```
/// use web::difference::{RunKind, between};
///
/// let runs = between("Alva får kontaktperson.", "Alva får familjebehandling.");
/// let told: Vec<_> = runs.iter().map(|run| (run.kind, run.text.trim())).collect();
/// assert_eq!(told[1..], [(RunKind::Gone, "kontaktperson."), (RunKind::New, "familjebehandling.")]);
/// assert!(between("Lika.", "Lika.").is_empty());
/// ```
pub fn between(earlier: &str, later: &str) -> Vec<Run> {
    if earlier == later {
        return Vec::new();
    }
    let mut runs: Vec<Run> = Vec::new();
    for change in TextDiff::from_words(earlier, later).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => RunKind::Stands,
            ChangeTag::Delete => RunKind::Gone,
            ChangeTag::Insert => RunKind::New,
        };
        match runs.last_mut().filter(|run| run.kind == kind) {
            Some(run) => run.text.push_str(change.value()),
            None => runs.push(Run { kind, text: change.value().to_owned() }),
        }
    }
    runs
}
