//! The sections as they were written, read into the text that is signed.

use record::{
    Code, Part, PartKind, Text,
    preliminary::ChildHeard,
    written::{Factor, FactorKind, Instrument, Section as Signed, WrittenInvestigation},
};

use super::At;
use super::sections::{Kind, Section, question_mark};
use crate::desk::{Errors, Typed};
use crate::file_page::read_text;
use crate::pages::preliminary::child_heard;
use crate::said;

/// Most factors, and most instruments, that the page has fields for.
pub(super) const FACTORS: usize = 12;
pub(super) const INSTRUMENTS: usize = 4;

/// The code of a factor's kind in a form.
pub(super) const fn kind_code(kind: FactorKind) -> &'static str {
    match kind {
        FactorKind::Protective => "protective",
        FactorKind::Risk => "risk",
    }
}

impl At {
    /// The text as it would be signed. What is wrong stands in the sections, at its fields.
    pub(super) fn compile(&self, sections: &mut [Section]) -> WrittenInvestigation {
        let mut written = WrittenInvestigation {
            questions: self.state().questions.clone(),
            ..WrittenInvestigation::default()
        };
        for section in sections {
            let mut errors = Errors::none();
            let typed = &section.typed;
            match &section.kind {
                Kind::Area(area) => written.sections.extend(self.area(area, typed, &mut errors)),
                Kind::Child => (written.child, written.child_said) = self.child(typed, &mut errors),
                Kind::Factors => written.factors = self.factors(typed, &mut errors),
                Kind::Instruments => written.instruments = self.instruments(typed, &mut errors),
                Kind::Analysis => written.analysis.extend(self.own(typed, "analysis", &mut errors)),
                Kind::Proposal => written.proposal = self.own(typed, "proposal", &mut errors),
            }
            section.errors = errors;
        }
        written
    }

    fn area(&self, area: &Code, typed: &Typed, errors: &mut Errors) -> Option<Signed> {
        let mut parts = said::read(&self.reading(), &self.visitor, typed, errors);
        parts.extend(self.quotes(typed, errors));
        parts.sort_by_key(|part| match part.kind {
            PartKind::Fact => 0,
            PartKind::Words => 1,
            PartKind::Assessment => 2,
        });
        let ticked = typed.all("answers");
        let questions = self.state().questions.iter().enumerate();
        let answers = questions.filter(|(_, question)| ticked.contains(&question_mark(question).as_str()));
        let answers = answers.map(|(at, _)| at).collect();
        (!parts.is_empty()).then(|| Signed { area: area.clone(), answers, parts })
    }

    /// What is ticked among what the file says, as quotations. One that has left the file is told at its place.
    fn quotes(&self, typed: &Typed, errors: &mut Errors) -> Vec<Part> {
        let mut quotes = Vec::new();
        for asked in typed.all("quote") {
            match said::quotation(&self.reading(), asked) {
                Some(part) => quotes.push(part),
                None => errors.push("quote", self.visitor.w.t("error-writing-quote-gone")),
            }
        }
        quotes
    }

    /// The child's view: in the worker's own writing, else as it was written down before.
    fn child(&self, typed: &Typed, errors: &mut Errors) -> (Option<ChildHeard>, Vec<Part>) {
        let mut quotes = self.quotes(typed, errors);
        let written = child_heard(&self.visitor, typed, None, errors);
        if written.is_none() && !quotes.is_empty() {
            return (Some(ChildHeard::Heard(quotes.remove(0))), quotes);
        }
        (written, quotes)
    }

    fn factors(&self, typed: &Typed, errors: &mut Errors) -> Vec<Factor> {
        let mut factors = Vec::new();
        for row in 1..=FACTORS {
            let field = format!("factor-{row}");
            let Some(text) = read_text(&self.visitor, typed, &field, errors) else { continue };
            let area = typed.trimmed(&format!("area-{row}"));
            if self.reading().law.choice(crate::areas::LIST, area).is_none() {
                errors.push(format!("area-{row}"), self.visitor.w.t("refusal-missing-areas"));
            }
            let risk = typed.is(&format!("kind-{row}"), kind_code(FactorKind::Risk));
            let kind = if risk { FactorKind::Risk } else { FactorKind::Protective };
            let part = self.stated(typed, &field, &format!("by-{row}"), text, errors);
            factors.push(Factor { area: Code::from(area), kind, part });
        }
        factors
    }

    /// Somebody's words where somebody is named, else what the worker has come to.
    fn stated(&self, typed: &Typed, field: &str, by: &str, text: Text, errors: &mut Errors) -> Part {
        let part = match read_text(&self.visitor, typed, by, errors) {
            Some(who) => Part::words(said::speaker(&self.reading(), who), text),
            None => Part::assessment(text),
        };
        said::in_confidence(part, typed, field)
    }

    fn instruments(&self, typed: &Typed, errors: &mut Errors) -> Vec<Instrument> {
        let visitor = &self.visitor;
        let mut used = Vec::new();
        for row in 1..=INSTRUMENTS {
            let result_field = format!("result-{row}");
            let name = read_text(visitor, typed, &format!("name-{row}"), errors);
            let result = read_text(visitor, typed, &result_field, errors);
            let (name, result) = match (name, result) {
                (None, None) => continue,
                (Some(name), Some(result)) => (name, result),
                (None, _) => {
                    errors.push(format!("name-{row}"), visitor.w.t("error-writing-instrument"));
                    continue;
                }
                (_, None) => {
                    errors.push(result_field, visitor.w.t("error-writing-result"));
                    continue;
                }
            };
            let day = typed.trimmed(&format!("day-{row}")).to_owned();
            let read = day.parse().ok().filter(|day| *day <= visitor.now.today);
            if read.is_none() && !day.is_empty() {
                errors.push(format!("day-{row}"), visitor.w.t("error-day"));
            }
            let version = read_text(visitor, typed, &format!("version-{row}"), errors);
            let part = self.stated(typed, &result_field, &format!("by-{row}"), result, errors);
            used.push(Instrument { name, version, day: read, result: part });
        }
        used
    }

    fn own(&self, typed: &Typed, field: &str, errors: &mut Errors) -> Option<Part> {
        let text = read_text(&self.visitor, typed, field, errors)?;
        Some(said::in_confidence(Part::assessment(text), typed, field))
    }
}
