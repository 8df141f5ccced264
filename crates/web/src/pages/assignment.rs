//! `/akt/{file}/arende/{matter}/uppdrag`: the assignment. Whoever is responsible picks from the signed investigation what the provider needs
//! to know; the provider takes it, or says why not.
//!
//! Nothing is retyped: a need is a tick beside its statement, and what is signed quotes it. What is not ticked is not the provider's to
//! read, and the page says so before anything is sent.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use record::{
    Command, FileId, MatterId, Moment, Part, PartKind, Speaker,
    service::{Assignment, AssignmentAnswer, ServiceState},
    text::Quote,
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, see_other};
use crate::entry_view::{self, StatementView};
use crate::fields::{Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, deed, moment_now, read_text, title};
use crate::letter;
use crate::pages::drafts;
use crate::pages::service::{self, AssignmentView, named};
use crate::parts::PersonHead;
use crate::reading::Reading;
use crate::routes::Routes;
use crate::said;
use crate::shell::{Place, Shell};
use crate::signed::Signed;
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/uppdrag", show, sign)
}

/// A statement of the signed investigation, to tick.
struct Need {
    value: String,
    quote: Quote,
    part: Part,
}

/// What the investigation says, statement by statement; of its newest version.
fn offered(reading: &Reading<'_>, service: &ServiceState) -> Vec<Need> {
    let Some(Signed { seq, entry, .. }) = Signed::last(reading.open, service.from) else { return Vec::new() };
    let statements = entry.statements().into_iter().enumerate();
    let need = |(place, part): (usize, &Part)| Need {
        value: format!("{seq}.{place}"),
        quote: Quote { seq, part: place },
        part: part.clone(),
    };
    statements.map(need).collect()
}

impl Need {
    /// The statement as it is quoted. What it quotes itself is remembered by the record as the source.
    fn quoted(&self) -> Part {
        Part { quotes: Some(self.quote), ..self.part.clone() }
    }

    fn is_source_of(&self, part: &Part) -> bool {
        part.quotes.is_some() && part.quotes == self.part.quotes.or(Some(self.quote))
    }
}

/// An assignment as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentRequest {
    /// The service.
    pub matter: MatterId,
    /// The assignment.
    pub assignment: Assignment,
}

impl AssignmentRequest {
    /// The command.
    pub fn into_command(self) -> Command {
        Command::Assign(self.matter, self.assignment)
    }

    fn read(
        reading: &Reading<'_>,
        visitor: &Visitor,
        (matter, service): (MatterId, &ServiceState),
        at: Moment,
        typed: &Typed,
    ) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let all = offered(reading, service);
        let ticked = typed.all("needs");
        if ticked.iter().any(|value| !all.iter().any(|need| need.value == **value)) {
            errors.push("needs", visitor.w.t("assignment-error-changed"));
        }
        let mut needs: Vec<Part> =
            all.iter().filter(|need| ticked.contains(&need.value.as_str())).map(Need::quoted).collect();
        let mut text = |name: &str| read_text(visitor, typed, name, &mut errors);
        needs.extend(text("own-need").map(Part::assessment));
        let child = text("wish-child").map(|words| Part::words(Speaker::Child, words));
        let family = text("wish-family").map(|words| (text("wish-by"), words));
        let family = family.map(|(by, words)| {
            let part = Part::new(PartKind::Words, words);
            match by {
                Some(by) => part.said_by(said::speaker(reading, by)),
                None => part,
            }
        });
        let must_know = text("must-know").map(Part::fact);
        let report_back = text("report-back").map(Part::assessment);
        if needs.is_empty() {
            errors.push("needs", visitor.w.t("assignment-error-needs"));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let assignment = Assignment {
            at,
            needs,
            wishes: child.into_iter().chain(family).collect(),
            must_know: must_know.into_iter().collect(),
            report_back,
        };
        Ok(Self { matter, assignment })
    }
}

fn read_answer(visitor: &Visitor, typed: &Typed) -> Result<AssignmentAnswer, Errors> {
    let mut errors = Errors::none();
    let accepted = deed(typed) != "decline";
    let remarks = read_text(visitor, typed, "remarks", &mut errors).map(Part::assessment);
    if !accepted && remarks.is_none() {
        errors.push("remarks", visitor.w.t("assignment-error-why-not"));
    }
    if errors.is_empty() { Ok(AssignmentAnswer { accepted, remarks }) } else { Err(errors) }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Service).await?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let (id, _, service) = named(&open, &matter)?;
    let anew = query.is_some_and(|query| query.split('&').any(|part| part == "nytt=ja"));
    let kept = drafts::kept(&desk, &visitor, &form_name(id), Some(open.id)).await?;
    let typed = kept.typed(presets(&reading, service, anew));
    draw(&desk, &visitor, &open, &matter, &typed, &Back::fresh(), kept.view)
}

fn form_name(matter: MatterId) -> String {
    format!("assignment-{matter}")
}

/// What the form starts with: how to report back, and when it is given anew what was given before.
fn presets(reading: &Reading<'_>, service: &ServiceState, anew: bool) -> Vec<(String, String)> {
    // What is given is Swedish, whatever the page speaks.
    let sv = letter::swedish(reading);
    let how = sv.w.t1("assignment-report-preset", "day", sv.day(service.review));
    let mut pairs =
        vec![("report-back".to_owned(), how), ("anew".to_owned(), if anew { "ja" } else { "" }.to_owned())];
    let Some((_, before)) = &service.assignment else { return pairs };
    let all = offered(reading, service);
    let sources =
        |part: &Part| all.iter().find(|need| need.is_source_of(part)).map(|need| need.value.clone());
    for need in &before.needs {
        pairs.push(match sources(need) {
            Some(value) => ("needs".to_owned(), value),
            None => ("own-need".to_owned(), need.text.to_string()),
        });
    }
    for wish in &before.wishes {
        match &wish.said_by {
            Some(Speaker::Child) => pairs.push(("wish-child".to_owned(), wish.text.to_string())),
            by => {
                pairs.push(("wish-family".to_owned(), wish.text.to_string()));
                pairs.extend(by.as_ref().map(|by| ("wish-by".to_owned(), reading.speaker(by))));
            }
        }
    }
    pairs.extend(before.must_know.iter().map(|part| ("must-know".to_owned(), part.text.to_string())));
    pairs
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let (id, _, service) = named(&open, &matter)?;
    let answers = matches!(deed(&typed), "accept" | "decline");
    let accepts = deed(&typed) == "accept";
    let read = if answers {
        read_answer(&visitor, &typed).map(|answer| Command::AnswerAssignment(id, answer))
    } else {
        AssignmentRequest::read(&reading, &visitor, (id, service), moment_now(&visitor), &typed)
            .map(AssignmentRequest::into_command)
    };
    let Some(back) = file_page::carry_out(&desk, &visitor, &open, &typed, read).await? else {
        let at = format!("/akt/{}/arende/{id}", open.id);
        return Ok(see_other(&match () {
            () if accepts => format!("{at}/genomforandeplan"),
            () if answers && reading.is_provider() => "/?gjort=sparat".to_owned(),
            () if answers => format!("{at}/insats?gjort=sparat"),
            () if service.grant.provider.is_none() => format!("{at}/skicka/uppdrag?gjort=uppdrag-skrivet"),
            () => format!("{at}/insats?gjort=uppdrag"),
        }));
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &form_name(id), Some(open.id)).await?;
    draw(&desk, &visitor, &open, &matter, &typed, &back, draft)
}

/// A statement with its box.
struct NeedView {
    value: String,
    ticked: bool,
    stated: StatementView,
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    matter: &str,
    typed: &Typed,
    back: &Back,
    draft: Draft<'static>,
) -> Result<Page, Page> {
    let reading = file_page::reading(desk, visitor, open);
    let (id, _, state) = named(open, matter)?;
    let sheet = Sheet { typed, errors: &back.errors };
    let w = visitor.w;
    let standing = AssignmentView::of(&reading, id, state);
    let part = PartIn::of(&reading, state, standing.is_none() || typed.is("anew", "ja"));
    let gives = part == PartIn::Giving;
    let needs = offered(&reading, state).into_iter().map(|need| NeedView {
        ticked: typed.is("needs", &need.value),
        stated: entry_view::statements(&reading, [&need.part]).remove(0),
        value: need.value,
    });
    let page = AssignmentPage {
        w,
        shell: visitor.shell(desk, title(&reading, Some(id), &w.t("assignment-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        matter: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        errors: &back.errors,
        since: &back.since,
        service: reading.code("service_kind", &state.grant.service),
        goal: entry_view::statements(&reading, [&state.grant.goal]),
        provider: service::provider(&reading, state),
        part,
        given: standing.filter(|_| !gives),
        needs: if gives { needs.collect() } else { Vec::new() },
        own_need: Field { optional: true, ..sheet.area("own-need", "assignment-own-need", 2) },
        wish_child: Field { optional: true, ..sheet.area("wish-child", "assignment-wish-child", 2) },
        wish_family: Field { optional: true, ..sheet.area("wish-family", "assignment-wish-family", 2) },
        wish_by: sheet.text("wish-by", "said-by"),
        speakers: said::speakers(&reading),
        must_know: Field { optional: true, ..sheet.area("must-know", "assignment-must-know", 3) },
        report_back: sheet.area("report-back", "assignment-report-back", 2),
        anew: typed.is("anew", "ja"),
        remarks: Field { optional: true, focus: true, ..sheet.area("remarks", "assignment-remarks", 3) },
        records_for_other: !reading.is_provider(),
    };
    Ok(html_with(back.status, &page))
}

/// What the reader does with the assignment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PartIn {
    /// Gives it, for the first time or anew.
    Giving,
    /// Answers it, or records the answer of somebody outside the authority.
    Answering,
    /// Only reads it.
    Reading,
}

impl PartIn {
    fn of(reading: &Reading<'_>, state: &ServiceState, to_give: bool) -> Self {
        let running = state.ended.is_none() && reading.writes();
        let own = reading.is_provider() || state.grant.provider.is_none();
        match (running, to_give && !reading.is_provider()) {
            (true, true) => Self::Giving,
            (true, false) if own && state.assignment.is_some() && state.accepted_by.is_none() => {
                Self::Answering
            }
            _ => Self::Reading,
        }
    }
}

#[derive(Template)]
#[template(path = "assignment.html")]
struct AssignmentPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    draft: Draft<'a>,
    errors: &'a Errors,
    since: &'a [String],
    service: String,
    goal: Vec<StatementView>,
    provider: String,
    part: PartIn,
    given: Option<AssignmentView>,
    needs: Vec<NeedView>,
    own_need: Field<'a>,
    wish_child: Field<'a>,
    wish_family: Field<'a>,
    wish_by: Field<'a>,
    speakers: Vec<String>,
    must_know: Field<'a>,
    report_back: Field<'a>,
    anew: bool,
    remarks: Field<'a>,
    /// The provider stands outside the authority: its answer is recorded by the worker.
    records_for_other: bool,
}

#[cfg(test)]
mod tests;
