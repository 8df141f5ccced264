//! From the words of a story to the texts and statements of the record.

use anyhow::{Context as _, Result};
use record::{Part, PartKind, PersonId, Speaker, Text, preliminary::ChildHeard};

use super::story::{Heard, Told};

/// A text. Stories break their lines where it suits the file; only a blank line parts paragraphs.
pub(super) fn text(written: &str) -> Result<Text> {
    let paragraphs =
        written.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n");
    Text::typed(&text)?.context("an empty text")
}

/// A text that may be missing.
pub(super) fn maybe(written: Option<&str>) -> Result<Option<Text>> {
    written.map(text).transpose()
}

/// The statements: facts, the child's words, what others said, the assessment.
pub(super) fn parts(told: &Told, person: &dyn Fn(&str) -> Option<PersonId>) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    if let Some(fact) = maybe(told.fact.as_deref())? {
        parts.push(Part::new(PartKind::Fact, fact));
    }
    if let Some(words) = maybe(told.child.as_deref())? {
        let part = Part::new(PartKind::Words, words).said_by(Speaker::Child);
        let kept = told.child_in_confidence;
        parts.push(if kept { part.in_confidence() } else { part });
    }
    for said in &told.said {
        let speaker = match (said.by.as_str(), person(&said.by)) {
            ("reporter", _) => Speaker::Reporter,
            (_, Some(person)) => Speaker::Person(person),
            (role, None) => Speaker::Other(text(role)?),
        };
        parts.push(Part::new(PartKind::Words, text(&said.text)?).said_by(speaker));
    }
    if let Some(assessment) = maybe(told.assessment.as_deref())? {
        parts.push(Part::new(PartKind::Assessment, assessment));
    }
    Ok(parts)
}

/// The child's part in a decision.
pub(super) fn heard(heard: &Heard) -> Result<ChildHeard> {
    Ok(match heard {
        Heard::Heard(words) => ChildHeard::heard(text(words)?),
        Heard::NotHeard(reason) => ChildHeard::NotHeard { reason: reason.clone(), words: None },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_story_file_are_not_lines_of_the_record() {
        assert_eq!(
            text("Alva ringde\n  i morse.\n\nHon grät.\n").unwrap().as_str(),
            "Alva ringde i morse.\n\nHon grät."
        );
        assert!(text(" \n ").is_err());
    }
}
