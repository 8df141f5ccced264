//! A written investigation block by block, as the check shows it and as it is read and printed.

use record::{
    Part,
    party_copy::Block,
    preliminary::ChildHeard,
    written::{FactorKind, WrittenInvestigation},
};

use super::sections::Kind;
use crate::entry_view::{self, StatementView, original};
use crate::entry_words;
use crate::reading::Reading;

/// Statements under a heading.
pub(super) struct BlockView {
    /// The section it was written in.
    pub(super) code: String,
    /// The heading.
    pub(super) heading: String,
    /// A line under it: why the child was not heard.
    pub(super) remark: Option<String>,
    /// The questions it answers, in words.
    pub(super) answers: Vec<String>,
    /// What it says, each with where it is quoted from.
    pub(super) statements: Vec<(StatementView, Option<String>)>,
}

/// Where a statement is quoted from: "ur Hembesök, ons 3 mars".
fn source(reading: &Reading<'_>, part: &Part) -> Option<String> {
    let entry = reading.open.entry(part.quotes?.seq)?;
    let what = entry_words::title(reading, original(&entry.entry));
    let values = [("what", what.into()), ("when", reading.day(entry.occurred.day).into())];
    Some(reading.w.with("writing-from", &values))
}

/// The text in the order it is read. What is empty is not there.
pub(super) fn of(reading: &Reading<'_>, written: &WrittenInvestigation) -> Vec<BlockView> {
    let mut blocks = Vec::new();
    let mut put = |kind: Kind, heading: Option<String>, parts: Vec<&Part>| {
        let block = BlockView {
            code: kind.code().to_owned(),
            heading: heading.unwrap_or_else(|| kind.name(reading)),
            remark: None,
            answers: Vec::new(),
            statements: entry_view::statements(reading, parts.iter().copied())
                .into_iter()
                .zip(parts.iter().map(|part| source(reading, part)))
                .collect(),
        };
        blocks.push(block);
    };
    for section in &written.sections {
        put(Kind::Area(section.area.clone()), None, section.parts.iter().collect());
    }
    let said = written.child.iter().filter_map(|child| child.said().or_else(|| child.explained()));
    put(Kind::Child, None, said.chain(&written.child_said).collect());
    for (kind, key) in [(FactorKind::Protective, "writing-protects"), (FactorKind::Risk, "writing-risks")] {
        let factors = written.factors.iter().filter(|factor| factor.kind == kind);
        put(Kind::Factors, Some(reading.w.t(key).into_owned()), factors.map(|one| &one.part).collect());
    }
    for used in &written.instruments {
        let mut heading = vec![used.name.to_string()];
        heading.extend(used.version.iter().map(ToString::to_string));
        heading.extend(used.day.map(|day| reading.day(day)));
        put(Kind::Instruments, Some(heading.join(", ")), vec![&used.result]);
    }
    put(Kind::Analysis, None, written.analysis.iter().collect());
    put(Kind::Proposal, None, written.proposal.iter().collect());
    for (block, section) in blocks.iter_mut().zip(&written.sections) {
        let asked = section.answers.iter().filter_map(|at| written.questions.get(*at));
        block.answers = asked.map(|question| question.text.to_string()).collect();
    }
    if let Some(ChildHeard::NotHeard { reason, .. }) = &written.child
        && let Some(block) = blocks.iter_mut().find(|block| block.code == Kind::Child.code())
    {
        block.remark = Some(reading.code("child_not_heard_reason", reason));
    }
    blocks.retain(|block| !block.statements.is_empty() || block.remark.is_some());
    blocks
}

/// Every statement of the text, to ask what a party must not get of it.
pub(super) fn to_test(written: &WrittenInvestigation) -> Vec<Block> {
    let areas = written.sections.iter().flat_map(|section| &section.parts);
    let child = written.child.iter().filter_map(|child| child.said().or_else(|| child.explained()));
    let rest = written.factors.iter().map(|factor| &factor.part);
    let rest = rest.chain(written.instruments.iter().map(|used| &used.result)).chain(&written.analysis);
    let all = written.questions.iter().chain(areas).chain(child).chain(&written.child_said).chain(rest);
    vec![Block { heading: None, parts: all.chain(&written.proposal).cloned().collect() }]
}
