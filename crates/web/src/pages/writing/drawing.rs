//! The page to write on, drawn.

use askama::Template;
use axum::http::StatusCode;
use record::{FileId, MatterId};

use super::At;
use super::mentions::{Mention, Statements};
use super::reading::{FACTORS, INSTRUMENTS, kind_code};
use super::sections::{Kind, Section, question_mark};
use crate::areas::{self, AreaGroup};
use crate::could_read::{self, CouldRead};
use crate::desk::{Page, html_with};
use crate::fields::{Choice, Field, FieldError};
use crate::file_page::{self, Sheet, title};
use crate::format;
use crate::kin::LinkedReport;
use crate::pages::drafts::time_of;
use crate::pages::preliminary::not_heard;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose};
use crate::said::{self, SaidField};
use crate::shell::{Place, Shell};
use crate::words::Words;
use record::written::FactorKind;

/// More than any text the record takes: what is too long must come here whole, to be told so.
const ANY_LENGTH: u32 = 4_000_000;

impl At {
    pub(super) fn page(&self, sections: &[Section], status: StatusCode, done: Option<String>) -> Page {
        let (reading, w) = (self.reading(), self.visitor.w);
        let statements = Statements::of(reading);
        let views: Vec<SectionView<'_>> = sections
            .iter()
            .enumerate()
            .map(|(place, section)| self.view(&statements, section, place == 0))
            .collect();
        let used: Vec<&str> = sections.iter().map(|section| section.kind.code()).collect();
        let mut more = areas::groups(&reading, |_| false);
        for group in &mut more {
            group.areas.retain(|(code, ..)| !used.contains(&code.as_str()));
        }
        let page = WritingPage {
            w,
            shell: self.visitor.shell(
                &self.desk,
                title(&reading, Some(self.matter), &w.t("writing-title")),
                Place::Elsewhere,
            ),
            head: file_page::head(&reading),
            file: self.open.id,
            matter: self.matter,
            done,
            errors: errors(sections),
            clashes: views.iter().filter(|view| view.theirs.is_some() || view.signed).count(),
            questions: self.state().questions.iter().map(|part| part.text.to_string()).collect(),
            signed: self.state().written.last().map(|version| (version.seq, reading.day(version.signed))),
            planned: self.state().plan.is_some(),
            reports: LinkedReport::all_of(&reading, self.state()),
            more,
            speakers: said::speakers(&reading),
            sections: views,
        };
        html_with(status, &page)
    }

    fn view<'a>(&'a self, statements: &Statements<'a>, section: &'a Section, first: bool) -> SectionView<'a> {
        let reading = self.reading();
        let sheet = Sheet { typed: &section.typed, errors: &section.errors };
        let code = section.kind.code();
        let draw = Draw { code, sheet, reading };
        let (quoted, mentions) = statements.for_section(&section.kind, &section.typed);
        let is = |kind: Kind| section.kind == kind;
        let area = matches!(section.kind, Kind::Area(_));
        let ticked = section.typed.all("answers");
        let questions = self.state().questions.iter().map(|question| {
            let mark = question_mark(question);
            let is_ticked = ticked.contains(&mark.as_str());
            (mark, question.text.to_string(), is_ticked)
        });
        SectionView {
            code,
            name: section.kind.name(&reading),
            version: section.version,
            mark: section.mark(),
            saved: self.saved(section),
            theirs: section.theirs.as_ref().map(|theirs| {
                let same = |name: &str, value: &str| section.typed.is(name, value);
                let texts = theirs.pairs().filter(|(name, value)| !is_tick(name) && !same(name, value));
                texts.map(|(_, value)| value.to_owned()).filter(|value| !value.trim().is_empty()).collect()
            }),
            signed: section.signed,
            quote_error: section.errors.of("quote").map(str::to_owned),
            quoted,
            mentions,
            said: if area { draw.said(first) } else { Vec::new() },
            questions: if area { questions.collect() } else { Vec::new() },
            child: is(Kind::Child).then(|| draw.child(first)),
            factors: if is(Kind::Factors) { draw.factors() } else { Vec::new() },
            instruments: if is(Kind::Instruments) { draw.instruments() } else { Vec::new() },
            text: match section.kind {
                Kind::Analysis => Some(draw.text("analysis", "writing-analysis-text", 8)),
                Kind::Proposal => Some(draw.text("proposal", "writing-proposal-text", 3)),
                _ => None,
            },
            empty: section.is_empty(),
        }
    }

    /// "Sparat 14.02", with the name where it was somebody else.
    fn saved(&self, section: &Section) -> String {
        let Some((by, at)) = section.saved else { return String::new() };
        let (reading, w) = (self.reading(), self.visitor.w);
        let instant = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
        let moment = record::Moment::of(instant);
        let when = if moment.day == reading.today {
            format::time(reading.w, time_of(at))
        } else {
            reading.moment(moment)
        };
        if by == self.visitor.actor.staff {
            return w.t1("draft-saved-at", "time", when);
        }
        w.with("writing-saved-by", &[("who", reading.staff(by).into()), ("when", when.into())])
    }
}

/// Boxes and choices: what they hold is shown where they stand.
fn is_tick(name: &str) -> bool {
    ["keep", "quote", "answers", "open", "child-not-heard"].contains(&name)
        || ["kind-", "area-"].iter().any(|start| name.starts_with(start))
}

/// The lines of the summary, with the fields' names as they stand on the page.
fn errors(sections: &[Section]) -> Vec<FieldError<'static>> {
    let of = |section: &Section| {
        let code = section.kind.code().to_owned();
        let lines = section.errors.list().into_iter();
        let line = |one: FieldError<'_>| FieldError {
            field: format!("{code}-{}", one.field).into(),
            text: one.text.into_owned().into(),
        };
        lines.map(line).collect::<Vec<_>>()
    };
    sections.iter().flat_map(of).collect()
}

/// Draws the fields of one section, under the section's name.
struct Draw<'a> {
    code: &'a str,
    sheet: Sheet<'a>,
    reading: Reading<'a>,
}

impl<'a> Draw<'a> {
    /// The field with the section's code before its name.
    fn here(&self, field: Field<'a>) -> Field<'a> {
        Field { name: format!("{}-{}", self.code, field.name).into(), max: ANY_LENGTH, ..field }
    }

    fn fill(&self, field: Field<'a>) -> Field<'a> {
        self.here(self.sheet.fill(field))
    }

    fn kept(&self, field: &str) -> bool {
        self.sheet.typed.is("keep", field)
    }

    /// The statements' fields, each with its name within the section.
    fn said(&self, first: bool) -> Vec<(String, SaidField<'a>)> {
        let fields = said::fields(&self.reading, self.sheet, "writing-facts").into_iter();
        let here = |field: SaidField<'a>| {
            let (local, focus) = (field.area.name.to_string(), first && field.area.focus);
            let area = self.here(Field { focus, ..field.area });
            (local, SaidField { area, by: field.by.map(|by| self.here(by)), ..field })
        };
        fields.map(here).collect()
    }

    fn text(&self, name: &'static str, label: &'static str, rows: u8) -> Text<'a> {
        Text {
            area: self.fill(Field::area(name, label).rows(rows)),
            local: name.to_owned(),
            keep: self.kept(name),
        }
    }

    fn child(&self, first: bool) -> ChildFields<'a> {
        let not_heard = not_heard(&self.reading, self.sheet, None);
        let view = self.text("child-view", "writing-child-text", 4);
        ChildFields {
            view: Text { area: Field { focus: first, ..view.area }, ..view },
            not_heard: self.choice(not_heard),
        }
    }

    fn choice(&self, choice: Choice<'a>) -> Choice<'a> {
        Choice { name: format!("{}-{}", self.code, choice.name).into(), ..choice }
    }

    /// The rows that are filled, and two more.
    fn rows(&self, field: &str, most: usize) -> usize {
        let filled = |row: &usize| !self.sheet.typed.trimmed(&format!("{field}-{row}")).is_empty();
        let last = (1..=most).filter(filled).max().unwrap_or(0);
        (last + 2).min(most)
    }

    fn of_row(&self, name: &str, row: usize, label: &'static str) -> Field<'a> {
        self.fill(Field { optional: false, ..Field::text(format!("{name}-{row}"), label) })
    }

    fn factors(&self) -> Vec<FactorRow<'a>> {
        let kinds = [(FactorKind::Protective, "writing-protective"), (FactorKind::Risk, "writing-risk")];
        let row = |row: usize| {
            let kinds = kinds.map(|(kind, key)| choose(kind_code(kind), self.reading.w.t(key), false));
            let local = format!("factor-{row}");
            FactorRow {
                kind: self.choice(self.sheet.choice(
                    format!("kind-{row}"),
                    "writing-factor-kind",
                    kinds.to_vec(),
                )),
                area: self.choice(self.area(row)),
                text: Text {
                    area: self.fill(Field::area(local.clone(), "writing-factor").rows(2)),
                    keep: self.kept(&local),
                    local,
                },
                by: self.of_row("by", row, "writing-according-to"),
            }
        };
        (1..=self.rows("factor", FACTORS)).map(row).collect()
    }

    fn area(&self, row: usize) -> Choice<'a> {
        let mut options = vec![choose("", self.reading.w.t("choose-none"), false)];
        options.extend(self.reading.choices(areas::LIST, ""));
        self.sheet.choice(format!("area-{row}"), "writing-factor-area", options)
    }

    fn instruments(&self) -> Vec<InstrumentRow<'a>> {
        let row = |row: usize| {
            let local = format!("result-{row}");
            InstrumentRow {
                name: self.of_row("name", row, "writing-instrument-name"),
                version: self.of_row("version", row, "writing-instrument-version"),
                day: self.fill(Field::day(format!("day-{row}"), "writing-instrument-day")),
                by: self.of_row("by", row, "writing-instrument-by"),
                result: Text {
                    area: self.fill(Field::area(local.clone(), "writing-instrument-result").rows(2)),
                    keep: self.kept(&local),
                    local,
                },
            }
        };
        (1..=self.rows("name", INSTRUMENTS).min(INSTRUMENTS)).map(row).collect()
    }
}

/// A text with the box that says who must not know.
struct Text<'a> {
    area: Field<'a>,
    /// Its name within the section.
    local: String,
    keep: bool,
}

struct ChildFields<'a> {
    view: Text<'a>,
    not_heard: Choice<'a>,
}

impl ChildFields<'_> {
    fn is_unfolded(&self) -> bool {
        let answered = self.not_heard.options.iter().any(|one| one.chosen && !one.value.is_empty());
        self.view.keep || answered || self.not_heard.error.is_some()
    }
}

struct FactorRow<'a> {
    kind: Choice<'a>,
    area: Choice<'a>,
    text: Text<'a>,
    by: Field<'a>,
}

struct InstrumentRow<'a> {
    name: Field<'a>,
    version: Field<'a>,
    day: Field<'a>,
    by: Field<'a>,
    result: Text<'a>,
}

/// A section, ready to be drawn.
struct SectionView<'a> {
    code: &'a str,
    name: String,
    version: i64,
    mark: String,
    saved: String,
    /// What a colleague has saved, where two texts stand beside each other.
    theirs: Option<Vec<String>>,
    signed: bool,
    quote_error: Option<String>,
    quoted: Vec<Mention>,
    mentions: Vec<Mention>,
    said: Vec<(String, SaidField<'a>)>,
    questions: Vec<(String, String, bool)>,
    child: Option<ChildFields<'a>>,
    factors: Vec<FactorRow<'a>>,
    instruments: Vec<InstrumentRow<'a>>,
    text: Option<Text<'a>>,
    empty: bool,
}

impl SectionView<'_> {
    /// Must the fold with voices, assessment and questions stand open?
    fn is_unfolded(&self) -> bool {
        let written = |(_, field): &(String, SaidField<'_>)| {
            !field.area.value.is_empty()
                || field.area.error.is_some()
                || field.by.as_ref().is_some_and(|by| by.error.is_some() || !by.value.is_empty())
        };
        let untied = matches!(self.questions.as_slice(), [(.., ticked)] if !ticked && !self.empty);
        let kept = self.said.first().is_some_and(|(_, facts)| facts.keep);
        untied || kept || self.said.iter().skip(1).any(written)
    }

    fn has_folded(&self) -> bool {
        self.said.iter().any(|(_, field)| field.folded)
    }
}

#[derive(Template)]
#[template(path = "writing.html")]
struct WritingPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    done: Option<String>,
    errors: Vec<FieldError<'static>>,
    /// How many sections have two texts.
    clashes: usize,
    questions: Vec<String>,
    /// What was last signed: its entry and its day.
    signed: Option<(i64, String)>,
    planned: bool,
    /// The reports that came while it ran.
    reports: Vec<LinkedReport>,
    sections: Vec<SectionView<'a>>,
    /// Areas that can be added.
    more: Vec<AreaGroup>,
    speakers: Vec<String>,
}

impl WritingPage<'_> {
    /// Who could read what is written: the same in every section, so it is said once.
    fn could_read(&self) -> Vec<CouldRead> {
        let first = self.sections.iter().find(|section| !section.said.is_empty());
        could_read::list(first.into_iter().flat_map(|section| &section.said).map(|(_, field)| field))
    }

    /// Nothing is planned and nothing added: then what to look into is the first question.
    fn has_no_area(&self) -> bool {
        self.sections.iter().all(|section| section.said.is_empty())
    }
}
