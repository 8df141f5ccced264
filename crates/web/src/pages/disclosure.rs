//! `/akt/{file}/utlamnande/{request}`: what somebody has asked for, item by item. Each is suggested by what the record reminds of, and each is
//! somebody's choice: shown, with words covered, or kept, and on what ground. The copy that comes of it is drawn before it is given out.
//! `?visa=markta` shows only what something speaks against. Where the board's order demands a second person, what was tested waits here for
//! them.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use law::AskedBy;
use record::disclosure::{self, Disclosure, RequestState, Route, second_person};
use record::{Code, Command, DisclosureId, Part};
use store::OpenFile;

use self::items::Listing;
use self::second::Second;
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
mod second;

/// What an address says for each of the two.
const MARKED: &str = "visa=markta";
const ANEW: &str = "prova=om";

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
    /// Only what something speaks against is shown.
    marked: bool,
    /// Whoever has tested it does so once more.
    anew: bool,
}

impl<'a> At<'a> {
    fn find(
        desk: &'a Desk,
        visitor: &'a Visitor,
        open: &'a OpenFile,
        (request, query): (&str, Option<&str>),
    ) -> Result<Self, Page> {
        view::whole(open)?;
        let (id, state) = view::request(open, request)?;
        let says = |words: &str| query.is_some_and(|query| query.split('&').any(|part| part == words));
        Ok(Self { desk, visitor, open, id, state, marked: says(MARKED), anew: says(ANEW) })
    }

    fn here(&self) -> String {
        address(self.open.id, self.id)
    }

    /// Where the form goes, so that it comes back as it was.
    fn action(&self, marked: bool) -> String {
        let said = [(marked, MARKED), (self.anew, ANEW)];
        let said: Vec<&str> = said.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect();
        if said.is_empty() { self.here() } else { format!("{}?{}", self.here(), said.join("&")) }
    }

    /// Somebody may choose how each item is given: nobody has answered, and nothing waits for a second person unless it is tested anew.
    fn is_tested_here(&self) -> bool {
        self.state.is_waiting() && (self.anew || self.state.for_second.is_none())
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
        // What somebody has tested once is not chosen over again.
        let tested = second::last_tested(self.open, self.id).map(|given| self.as_tested(given));
        let tested = tested.unwrap_or_default();
        pairs.retain(|(name, _)| !tested.iter().any(|(kept, _)| kept == name));
        pairs.extend(tested);
        pairs
    }

    /// What was chosen before, for the form.
    fn as_tested(&self, given: &Disclosure) -> Vec<(String, String)> {
        let texts = [
            ("motive", given.test.as_ref().map(|test| test.text.to_string())),
            ("condition", given.condition.as_ref().map(ToString::to_string)),
            ("way", Some(given.way.as_str().to_owned())),
            ("ground", Some(given.ground.as_str().to_owned())),
        ];
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?)));
        texts.chain(items::chosen(&self.reading(), &self.state.route, &given.items)).collect()
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
        Ok(Disclosure {
            request,
            at,
            way,
            ground,
            items,
            test,
            condition,
            items_hash: String::new(),
            tested: None,
        })
    }
}

impl At<'_> {
    /// The copy, or this page where it first waits for a second person.
    fn after_testing(&self) -> String {
        let orders = self.desk.house.delegation();
        let waits = second_person::demanded(orders.on(self.visitor.now.today), &self.state.route, false);
        match waits {
            Some(_) => format!("{}?gjort=provat", self.here()),
            None => view::copy_address(self.open.id, self.id),
        }
    }
}

/// The grounds that the law has for this way and this reader, the likeliest first: whoever has custody asks for the child's, anybody else for
/// their own.
fn grounds(reading: &Reading<'_>, state: &RequestState) -> Vec<String> {
    let reader = state.route.reader(&reading.open.file, reading.today);
    let mut all: Vec<_> = disclosure::grounds(reading.law, &state.route, reader, reading.today).collect();
    all.sort_by_key(|row| row.asked_by != AskedBy::Guardian);
    all.into_iter().map(|row| row.id.clone()).collect()
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, request)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, (&request, query.as_deref()))?;
    let kept = drafts::kept(&desk, &visitor, &at.form(), Some(open.id)).await?;
    let done = done_words(visitor.w, query.as_deref());
    Ok(draw(&at, &kept.typed(at.presets()), &Back::fresh(), kept.view, done))
}

async fn give(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, request)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, (&request, query.as_deref()))?;
    let (read, after) = match file_page::deed(&typed) {
        "preview" => (None, String::new()),
        "confirm" | "return" => (Some(second::read(&at, &typed)), second::after(&at, &typed)),
        _ => (Some(at.read(&typed).map(Command::Disclose)), at.after_testing()),
    };
    let back = match read {
        None => Back::fresh(),
        Some(Err(errors)) => Back::wrong(errors),
        Some(Ok(command)) => {
            visitor.expect_fresh(&desk)?;
            let wish = file_page::wish(&typed, open.id, vec![command])?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&after)),
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
    let asked = at.open.entry(at.state.seq).map(|one| one.entry.parts());
    let page = TestPage {
        w,
        shell: at.visitor.shell(at.desk, title(&reading, None, &heading), Place::Elsewhere),
        head: file_page::head(&reading),
        here: at.here(),
        action: at.action(at.marked),
        ledger: view::ledger_address(at.open.id),
        heading,
        who: who(&reading, &at.state.route),
        since: reading.moment(at.state.asked),
        asked: asked.and_then(|parts| parts.first().map(|part| part.text.to_string())).unwrap_or_default(),
        row: Law::of(&reading, &at.state.route),
        can_be_refused: at.state.can_be_refused(),
        copy: at.state.given.map(|_| view::copy_address(at.open.id, at.id)),
        decision: at.state.refused.map(|_| view::decision_address(at.open.id, at.id)),
        hidden: Hidden::of(at.desk, at.visitor, at.open, typed),
        done,
        errors: &back.errors,
        since_seen: &back.since,
        sent_back: second::sent_back(&reading, at.state),
        second: Second::of(at, &reading, sheet),
        test: at.is_tested_here().then(|| Test::of(at, &reading, sheet, draft)),
    };
    html_with(back.status, &page)
}

/// The form in which each item is tested.
struct Test<'a> {
    listing: Listing<'a>,
    /// Where the form goes to be shown with all items, or only the marked ones: whichever is not shown now.
    other: String,
    marked: bool,
    draft: Draft<'static>,
    ground: Choice<'a>,
    way: Choice<'a>,
    motive: Field<'a>,
    condition: Field<'a>,
    day: Field<'a>,
    time: Field<'a>,
    preview: Vec<LetterBlock<'static>>,
    /// It goes to a second person first, by this point of the order.
    second: Option<String>,
}

impl<'a> Test<'a> {
    fn of(at: &At<'_>, reading: &Reading<'_>, sheet: Sheet<'a>, draft: Draft<'static>) -> Self {
        let (w, route) = (at.visitor.w, &at.state.route);
        let mut ways = vec![choose("", w.t("disclosure-way-none"), false)];
        ways.extend(reading.choices("notice_way", ""));
        let of_ground = |id: String| {
            let words = view::ground(reading, &Code::from(id.as_str()));
            choose(id, words, false)
        };
        let chosen = items::read(at.visitor, reading, route, sheet.typed, &mut Errors::none());
        let orders = at.desk.house.delegation();
        Self {
            listing: items::listing(reading, route, sheet, at.marked),
            other: at.action(!at.marked),
            marked: at.marked,
            draft,
            ground: sheet.choice(
                "ground",
                "disclosure-ground",
                grounds(reading, at.state).into_iter().map(of_ground).collect(),
            ),
            way: sheet.choice("way", "disclosure-way", ways),
            motive: Field { optional: true, ..sheet.area("motive", "disclosure-test", 3) },
            condition: Field { optional: true, ..sheet.text("condition", "disclosure-condition") },
            day: sheet.day("occurred", "note-day"),
            time: sheet.time("occurred-time", "note-time"),
            preview: disclosure_copy::blocks(reading, route, &chosen, None),
            second: second_person::demanded(orders.on(at.visitor.now.today), route, false),
        }
    }
}

/// What the law says of a way: what it asks for, and how sure that is.
struct Law {
    rule: String,
    provision: String,
    unsure: Option<String>,
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
            unsure: row.and_then(|row| view::unsure(reading, row.certainty)),
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
    action: String,
    ledger: String,
    heading: String,
    who: String,
    since: String,
    asked: String,
    row: Law,
    can_be_refused: bool,
    copy: Option<String>,
    decision: Option<String>,
    hidden: Hidden,
    done: Option<String>,
    errors: &'a Errors,
    since_seen: &'a [String],
    sent_back: Option<(String, String)>,
    second: Option<Second<'a>>,
    test: Option<Test<'a>>,
}

#[cfg(test)]
mod tests;
