//! `/akt/{file}/utlamnande/{request}`: what somebody has asked for, item by item. Each is suggested by what the record reminds of, and each is
//! somebody's choice: shown, with words covered, or kept, and on what ground. The copy that comes of it is drawn before it is given out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use record::disclosure::{Disclosure, RequestState, Route};
use record::{Code, Command, DisclosureId, Part};
use store::OpenFile;

use self::items::{Group, fields};
use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, see_other};
use crate::disclosure_view::{self as view, address, route, who};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::pages::{disclosure_copy, drafts};
use crate::parts::{LetterBlock, PersonHead};
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

pub(super) mod items;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/utlamnande/{request}", show, give)
}

/// A request before somebody who tests it.
struct At<'a> {
    desk: &'a Desk,
    visitor: &'a Visitor,
    open: &'a OpenFile,
    id: DisclosureId,
    state: &'a RequestState,
}

impl<'a> At<'a> {
    fn find(desk: &'a Desk, visitor: &'a Visitor, open: &'a OpenFile, request: &str) -> Result<Self, Page> {
        view::whole(open)?;
        let (id, state) = view::request(open, request)?;
        Ok(Self { desk, visitor, open, id, state })
    }

    fn reading(&self) -> Reading<'a> {
        file_page::reading(self.desk, self.visitor, self.open)
    }

    fn form(&self) -> String {
        format!("disclosure-{}", self.id)
    }

    fn presets(&self) -> Vec<(String, String)> {
        let mut pairs = moment_pairs("occurred", moment_now(self.visitor));
        pairs
            .extend(grounds(&self.reading(), self.state).first().map(|id| ("ground".to_owned(), id.clone())));
        pairs.extend(items::presets(&self.reading(), &self.state.route));
        pairs
    }

    fn read(&self, typed: &Typed) -> Result<Disclosure, Errors> {
        let visitor = self.visitor;
        let mut errors = Errors::none();
        let at = read_moment(visitor, typed, "occurred", &mut errors);
        let test = read_text(visitor, typed, "motive", &mut errors).map(Part::assessment);
        let condition = read_text(visitor, typed, "condition", &mut errors);
        let way = typed.trimmed("way");
        if way.is_empty() {
            errors.push("way", visitor.w.t("error-disclosure-way"));
        }
        let items = items::read(visitor, &self.reading(), &self.state.route, typed, &mut errors);
        let Some(at) = at.filter(|_| errors.is_empty()) else { return Err(errors) };
        let ground = Code::from(typed.trimmed("ground"));
        let (request, way) = (self.id, Code::from(way));
        Ok(Disclosure { request, at, way, ground, items, test, condition, items_hash: String::new() })
    }
}

/// The grounds that the law has for this way and this reader, the likeliest first: a child asks for its own, a guardian for the child's.
fn grounds(reading: &Reading<'_>, state: &RequestState) -> Vec<String> {
    let row = reading.law.disclosure_route(state.route.code());
    let mut all = row.map(|row| row.grounds.clone()).unwrap_or_default();
    if state.route.person().is_some_and(|person| reading.open.file.person() != Some(person)) && all.len() > 1
    {
        all.rotate_left(1);
    }
    all
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, request)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &request)?;
    let kept = drafts::kept(&desk, &visitor, &at.form(), Some(open.id)).await?;
    let done = done_words(visitor.w, query.as_deref());
    Ok(draw(&at, &kept.typed(at.presets()), &Back::fresh(), kept.view, done))
}

async fn give(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, request)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &request)?;
    let back = match at.read(&typed) {
        _ if file_page::deed(&typed) == "preview" => Back::fresh(),
        Err(errors) => Back::wrong(errors),
        Ok(given) => {
            visitor.expect_fresh(&desk)?;
            let wish = file_page::wish(&typed, open.id, vec![Command::Disclose(given)])?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&view::copy_address(open.id, at.id))),
                Err(back) => back,
            }
        }
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &at.form(), Some(open.id)).await?;
    Ok(draw(&at, &typed, &back, draft, None))
}

fn draw(at: &At<'_>, typed: &Typed, back: &Back, draft: Draft<'static>, done: Option<String>) -> Page {
    let reading = at.reading();
    let w = at.visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let heading = route(&reading, at.state.route.code());
    let mut ways = vec![choose("", w.t("disclosure-way-none"), false)];
    ways.extend(reading.choices("notice_way", ""));
    let of_ground = |id: String| {
        let words = view::ground(&reading, &Code::from(id.as_str()));
        choose(id, words, false)
    };
    let chosen = items::read(at.visitor, &reading, &at.state.route, typed, &mut Errors::none());
    let preview = disclosure_copy::blocks(&reading, &at.state.route, &chosen, None);
    let asked = at.open.entry(at.state.seq).map(|one| one.entry.parts());
    let page = TestPage {
        w,
        shell: at.visitor.shell(at.desk, title(&reading, None, &heading), Place::Elsewhere),
        head: file_page::head(&reading),
        here: address(at.open.id, at.id),
        ledger: view::ledger_address(at.open.id),
        heading,
        who: who(&reading, &at.state.route),
        since: reading.moment(at.state.asked),
        asked: asked.and_then(|parts| parts.first().map(|part| part.text.to_string())).unwrap_or_default(),
        row: Law::of(&reading, &at.state.route),
        waits: at.state.is_waiting(),
        can_be_refused: at.state.can_be_refused(),
        copy: at.state.given.map(|_| view::copy_address(at.open.id, at.id)),
        decision: at.state.refused.map(|_| view::decision_address(at.open.id, at.id)),
        hidden: Hidden::of(at.desk, at.visitor, at.open, typed),
        draft,
        done,
        errors: &back.errors,
        since_seen: &back.since,
        groups: fields(&reading, &at.state.route, sheet),
        ground: sheet.choice(
            "ground",
            "disclosure-ground",
            grounds(&reading, at.state).into_iter().map(of_ground).collect(),
        ),
        way: sheet.choice("way", "disclosure-way", ways),
        motive: Field { optional: true, ..sheet.area("motive", "disclosure-test", 3) },
        condition: Field { optional: true, ..sheet.text("condition", "disclosure-condition") },
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        preview,
    };
    html_with(back.status, &page)
}

/// What the law says of a way: what it asks for, and how sure that is.
struct Law {
    rule: String,
    provision: String,
    unsure: bool,
}

impl Law {
    fn of(reading: &Reading<'_>, route: &Route) -> Self {
        let rule = match route {
            Route::OfficialDocument(_) => "disclosure-rule-official",
            Route::PartyInsight(_) => "disclosure-rule-party",
            Route::OwnData(_) => "disclosure-rule-own",
            Route::DataSubject(_) => "disclosure-rule-subject",
        };
        let row = reading.law.disclosure_route(route.code());
        Self {
            rule: reading.w.t(rule).into_owned(),
            provision: row.map(|row| row.provision.to_string()).unwrap_or_default(),
            unsure: row.is_none_or(|row| !row.certainty.on(reading.today).is_certain()),
        }
    }
}

#[derive(Template)]
#[template(path = "disclosure.html")]
struct TestPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    here: String,
    ledger: String,
    heading: String,
    who: String,
    since: String,
    asked: String,
    row: Law,
    waits: bool,
    can_be_refused: bool,
    copy: Option<String>,
    decision: Option<String>,
    hidden: Hidden,
    draft: Draft<'static>,
    done: Option<String>,
    errors: &'a Errors,
    since_seen: &'a [String],
    groups: Vec<Group<'a>>,
    ground: Choice<'a>,
    way: Choice<'a>,
    motive: Field<'a>,
    condition: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
    preview: Vec<LetterBlock<'static>>,
}

#[cfg(test)]
mod tests;
