//! The areas an investigation looks into, as pages draw them: three groups, the child first.

use law::Choice;
use record::{Code, Part, Text};

use crate::reading::Reading;

/// The value list.
pub const LIST: &str = "investigation_area";

/// The groups in the order they are read, each with its heading.
const GROUPS: [(&str, &str); 3] =
    [("child", "areas-child"), ("parents", "areas-parents"), ("surroundings", "areas-surroundings")];

/// Areas that belong together.
#[derive(Clone, Debug)]
pub struct AreaGroup {
    /// The heading's message.
    pub heading: &'static str,
    /// Each with what it is called and whether it is ticked.
    pub areas: Vec<(String, String, bool)>,
}

/// Every area of today, in its group.
pub fn groups(reading: &Reading<'_>, ticked: impl Fn(&str) -> bool) -> Vec<AreaGroup> {
    let all = reading.law.list(LIST, reading.today);
    let of = |(group, heading): (&str, &'static str)| {
        let areas = all.iter().filter(|area| area.group.as_deref() == Some(group));
        let named = |area: &&Choice| {
            let words = reading.in_language(&area.sv, &area.en).to_owned();
            (area.code.clone(), words, ticked(&area.code))
        };
        AreaGroup { heading, areas: areas.map(named).collect() }
    };
    GROUPS.into_iter().map(of).collect()
}

/// The codes in the order of the list, whatever order they were chosen in.
pub fn in_order(reading: &Reading<'_>, mut codes: Vec<Code>) -> Vec<Code> {
    let all = reading.law.list(LIST, reading.today);
    codes.sort_by_key(|code| all.iter().position(|area| area.code == code.as_str()));
    codes.dedup();
    codes
}

/// Statements as lines of a field.
pub fn in_lines<'a>(parts: impl IntoIterator<Item = &'a Part>) -> String {
    parts.into_iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Lines of a field as statements. A line that stood there before is the same statement, with whose it is and from whom it is kept.
pub fn of_lines(text: Option<&Text>, before: &[Part], new: fn(Text) -> Part) -> Vec<Part> {
    let lines = text.into_iter().flat_map(|text| text.as_str().lines());
    let texts = lines.filter_map(|line| Text::typed(line).ok().flatten());
    texts
        .map(|text| before.iter().find(|part| part.text == text).cloned().unwrap_or_else(|| new(text)))
        .collect()
}
