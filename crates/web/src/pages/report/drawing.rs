//! How the report's form is drawn: its rows, its reasons by group, and what stands beside it.

use askama::Template;
use record::{CommandId, FileId};
use store::Hit;

use super::reading::SOMEBODY_NEW;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html};
use crate::fields::{Choice, Choose, Draft, Field};
use crate::file_page::Sheet;
use crate::format;
use crate::pages::report_lookup::{Found, ROWS_MAX, Row, Shown, Sought, candidates};
use crate::parts::MayNot;
use crate::reading::{choose, date};
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

/// The longest line, in characters.
const LINE_MAX: u32 = 200;

/// The page.
#[derive(Template)]
#[template(path = "report.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one box or one fold of the page")]
pub(super) struct ReportPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    command: CommandId,
    draft: Draft<'a>,
    errors: &'a Errors,
    /// Nothing is typed yet: the cursor stands in the first field.
    fresh: bool,
    reception: bool,
    category: Choice<'a>,
    name: Field<'a>,
    role: Field<'a>,
    contact: Field<'a>,
    anonymous: bool,
    wants_feedback: bool,
    channel: Choice<'a>,
    day: Field<'a>,
    time: Field<'a>,
    deemed: Field<'a>,
    deemed_why: Field<'a>,
    /// How and when it came, in words: right as it stands most often.
    arrival: String,
    arrival_open: bool,
    rows: Vec<DrawnRow<'a>>,
    more_rows: bool,
    siblings: bool,
    children_error: Option<&'a str>,
    concern: Field<'a>,
    document_error: Option<&'a str>,
    reasons: Vec<Group>,
    child_knows: Choice<'a>,
    guardians_know: Choice<'a>,
    acute: bool,
    found: Vec<DrawnFound<'a>>,
}

/// The fields of one child.
#[expect(clippy::struct_excessive_bools, reason = "each is one box or one fold of the page")]
struct DrawnRow<'a> {
    n: usize,
    /// The file one came from, and whose it is.
    file: Option<(FileId, String)>,
    number: Field<'a>,
    given: Field<'a>,
    family: Field<'a>,
    birth: Field<'a>,
    description: Field<'a>,
    protection: Choice<'a>,
    estimated: bool,
    unborn: bool,
    expected: Field<'a>,
    /// More than number and name is filled in.
    more: bool,
    /// "Who is it?", when more than one answer is possible.
    pick: Option<Choice<'a>>,
    own: Field<'a>,
    words: Field<'a>,
    keep: bool,
    /// Something is written of this child alone.
    told: bool,
}

/// Reasons that belong together.
struct Group {
    words: String,
    options: Vec<Choose<'static>>,
}

/// What stands beside the form about one row.
struct DrawnFound<'a> {
    n: usize,
    shown: &'a [Shown],
    unknown_number: bool,
    nobody: bool,
}

pub(super) fn page<'a>(
    desk: &'a Desk,
    visitor: &'a Visitor,
    typed: &'a Typed,
    errors: &'a Errors,
    found: &'a [Found],
    draft: Draft<'static>,
) -> ReportPage<'a> {
    let w = visitor.w;
    let sheet = Sheet { typed, errors };
    let list = |list: &str, empty: bool| options(desk, visitor, list, empty);
    let rows: Vec<_> = Row::all(typed).map(|row| draw_row(desk, visitor, sheet, row, found)).collect();
    // Everybody named has been looked up, and nobody has to be picked: what comes next is what has happened.
    let all_found = !found.is_empty() && typed.has("command") && rows.iter().all(|row| row.pick.is_none());
    ReportPage {
        w,
        shell: visitor.shell(desk, w.t("report-title"), Place::Report),
        command: typed.id("command").unwrap_or_else(|| CommandId::new(desk.house.new_id(visitor.now))),
        draft,
        errors,
        fresh: !typed.has("command"),
        reception: visitor.actor.reception,
        category: sheet.choice("category", "report-category", list("reporter_category", true)),
        name: Field { width: 26, ..sheet.text("reporter-name", "report-name") },
        role: Field { width: 34, ..sheet.text("reporter-role", "report-role") },
        contact: Field { width: 20, ..sheet.text("reporter-contact", "report-contact") },
        anonymous: sheet.ticked("anonymous"),
        wants_feedback: sheet.ticked("wants-feedback"),
        channel: sheet.choice("channel", "report-channel", list("arrival_channel", false)),
        day: sheet.day("arrived", "report-day"),
        time: sheet.time("arrived-time", "report-time"),
        deemed: sheet.day("deemed", "report-deemed"),
        deemed_why: Field { width: 40, max: LINE_MAX, ..sheet.text("deemed-why", "report-deemed-why") },
        arrival: arrival(desk, visitor, typed),
        arrival_open: sheet.ticked("deemed")
            || ["arrived", "arrived-time", "channel", "deemed"]
                .iter()
                .any(|field| errors.of(field).is_some()),
        more_rows: rows.len() < ROWS_MAX,
        rows,
        siblings: sheet.ticked("siblings"),
        children_error: errors.of("children-legend"),
        concern: Field { focus: all_found, ..sheet.area("concern", "report-concern", 6) },
        document_error: errors.of("document"),
        reasons: reasons(desk, visitor, typed),
        child_knows: knows(w, sheet, "child-knows", "report-child-knows"),
        guardians_know: knows(w, sheet, "guardians-know", "report-guardians-know"),
        acute: typed.is("acute", "yes"),
        found: found.iter().map(|one| draw_found(visitor, typed, one)).collect(),
    }
}

/// "Telefon, tis 24 nov 08.55".
fn arrival(desk: &Desk, visitor: &Visitor, typed: &Typed) -> String {
    let w = visitor.w;
    let channel = desk.house.law.choice("arrival_channel", typed.trimmed("channel"));
    let channel = channel.map(|choice| words_of(w, choice)).unwrap_or_default();
    let day = typed.trimmed("arrived").parse().map(|day| format::day_short(w, date(day))).unwrap_or_default();
    let time = typed.trimmed("arrived-time").replace(':', ".");
    w.with("report-arrival", &[("channel", channel.into()), ("day", day.into()), ("time", time.into())])
}

fn draw_row<'a>(
    desk: &Desk,
    visitor: &Visitor,
    sheet: Sheet<'a>,
    row: Row<'a>,
    found: &[Found],
) -> DrawnRow<'a> {
    let name = |field: &str| Row::name(row.n, field);
    let line = |field: &str, key: &'static str, width: u8| {
        sheet.fill(Field { width, max: 100, ..Field::text(name(field), key) })
    };
    let area = |field: &str, key: &'static str| {
        sheet.fill(Field { max: 60_000, ..Field::area(name(field), key) }.rows(2))
    };
    let found = found.iter().find(|one| one.row == row.n);
    let file = row.get("file").parse::<FileId>().ok();
    let whose =
        found.and_then(|found| found.shown.first()).map_or_else(String::new, |shown| shown.name.clone());
    let wrong = |fields: &[&str]| fields.iter().any(|field| sheet.errors.of(&name(field)).is_some());
    let more = ["description", "protection", "unborn", "expected"];
    let own = ["own", "words", "keep"];
    DrawnRow {
        n: row.n,
        file: file.map(|file| (file, whose)),
        number: sheet.fill(Field::identity_number(name("number"), "report-number")),
        given: line("given", "report-given", 14),
        family: line("family", "report-family", 16),
        birth: line("birth", "report-birth", 10),
        description: sheet
            .fill(Field { max: LINE_MAX, ..Field::text(name("description"), "report-description") }),
        protection: protection(desk, visitor, row),
        estimated: row.filled("estimated"),
        unborn: row.filled("unborn"),
        expected: sheet.fill(Field::day(name("expected"), "report-expected")),
        more: more.iter().any(|field| row.filled(field) && row.get(field) != "none") || wrong(&more),
        pick: found.and_then(|found| pick(visitor, sheet, row, &found.hits)),
        own: area("own", "report-own"),
        words: area("words", "report-words"),
        keep: row.filled("keep"),
        // A child who has been looked up is spoken of: its own words have their place at once.
        told: found.iter().any(|one| one.row == row.n)
            || own.iter().any(|field| row.filled(field))
            || wrong(&own),
    }
}

/// The people a row may mean. One with the exact number is no question.
fn pick<'a>(visitor: &Visitor, sheet: Sheet<'a>, row: Row<'a>, hits: &[Hit]) -> Option<Choice<'a>> {
    let w = visitor.w;
    let among = candidates(row, visitor.now.today, hits);
    let exact = row.filled("number") || row.filled("file");
    if among.is_empty() || (exact && among.len() == 1) {
        return None;
    }
    let chosen = row.get("pick");
    let name = Row::name(row.n, "pick");
    let who = among.iter().map(|hit| {
        let card = hit.card.as_ref();
        let words = match (card.map(store::NameCard::name), card.and_then(store::NameCard::birth)) {
            (Some(name), Some(birth)) => {
                w.with("report-pick-born", &[("name", name.into()), ("day", birth.to_string().into())])
            }
            (Some(name), None) => name.to_owned(),
            (None, _) => w.t("lookup-protected").into_owned(),
        };
        choose(hit.person.to_string(), words, chosen == hit.person.to_string())
    });
    let mut options: Vec<_> = who.collect();
    if !exact {
        options.push(choose(SOMEBODY_NEW, w.t("report-pick-new"), chosen == SOMEBODY_NEW));
    }
    let error = sheet.errors.of(&name).map(|text| text.to_owned().into());
    Some(Choice { name: name.into(), label_key: "report-pick", hint_key: None, error, options })
}

fn protection<'a>(desk: &Desk, visitor: &Visitor, row: Row<'a>) -> Choice<'a> {
    let mut options = options(desk, visitor, "protected_identity_level", false);
    let chosen = if row.filled("protection") { row.get("protection") } else { "none" };
    for option in &mut options {
        option.chosen = option.value == chosen;
    }
    let name = Row::name(row.n, "protection").into();
    Choice { name, label_key: "report-protection", hint_key: None, error: None, options }
}

fn draw_found<'a>(visitor: &Visitor, typed: &'a Typed, found: &'a Found) -> DrawnFound<'a> {
    let row = Row::all(typed).find(|row| row.n == found.row);
    let asked = row.is_some_and(|row| !matches!(row.sought(visitor.now.today), Sought::Nobody));
    let nobody = asked && !found.unknown_number && found.shown.is_empty();
    DrawnFound { n: found.row, shown: &found.shown, unknown_number: found.unknown_number, nobody }
}

/// A law's value list as options, with or without an empty first one.
fn options(desk: &Desk, visitor: &Visitor, list: &str, empty: bool) -> Vec<Choose<'static>> {
    let w = visitor.w;
    let first = empty.then(|| choose("", w.t("report-choose"), false));
    let rows = desk.house.law.list(list, visitor.now.today).into_iter();
    first.into_iter().chain(rows.map(|row| choose(row.code.clone(), words_of(w, row), false))).collect()
}

fn words_of(w: &Words, row: &law::Choice) -> String {
    if w.lang() == Lang::Sv { row.sv.clone() } else { row.en.clone() }
}

/// The reasons by group, in the order of the law's list.
fn reasons(desk: &Desk, visitor: &Visitor, typed: &Typed) -> Vec<Group> {
    let w = visitor.w;
    let mut groups: Vec<(String, Group)> = Vec::new();
    for row in desk.house.law.list("reason", visitor.now.today) {
        let group = row.group.clone().unwrap_or_default();
        let option = choose(row.code.clone(), words_of(w, row), typed.is("reasons", &row.code));
        if let Some((_, known)) = groups.iter_mut().find(|(code, _)| *code == group) {
            known.options.push(option);
        } else {
            let key = format!("report-reasons-{group}");
            let words =
                if w.has(&key) { w.t(&key).into_owned() } else { w.t("report-reasons-other").into_owned() };
            groups.push((group, Group { words, options: vec![option] }));
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn knows<'a>(w: &Words, sheet: Sheet<'a>, name: &'static str, key: &'static str) -> Choice<'a> {
    let options = [("", "report-knows-unknown"), ("yes", "report-knows-yes"), ("no", "report-knows-no")];
    let options = options.map(|(value, key)| choose(value, w.t(key), false));
    sheet.choice(name, key, options.into())
}

/// Reports about any child are taken by reception; the page says who that is.
pub(super) fn may_not(desk: &Desk, visitor: &Visitor) -> Page {
    let w = visitor.w;
    let organisation = desk.organisation();
    let members = organisation.members.iter().filter(|member| member.reception);
    let who: Vec<_> = members.map(|member| format!("{}, {}", member.name, member.phone)).collect();
    let may_not = MayNot {
        what: w.t("report-may-not"),
        why: w.t("report-may-not-why"),
        ground: w.t("report-may-not-ground"),
        who: who.join("; ").into(),
        send: None,
    };
    html(&MayNotPage { w, shell: visitor.shell(desk, w.t("report-title"), Place::Report), may_not })
}

#[derive(Template)]
#[template(path = "report_may_not.html")]
struct MayNotPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    may_not: MayNot<'a>,
}
