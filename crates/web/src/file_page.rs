//! What every page inside a child's file does alike: open it, head it, read a form about it, act, and come back with words when
//! that did not work.
//!
//! A form page has one function that draws it, from what is typed and what is wrong. The first time, what is "typed" are the
//! presets and the draft; after a refusal it is what the reader wrote. So nothing typed is ever lost, and nothing is drawn twice.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::StatusCode;
use law::Day;
use record::access::Basis;
use record::id::Id;
use record::{CommandId, FileId, Matter, MatterId, Moment, PersonId};
use store::{Done, OpenFile, Part, Step, Trouble, Wish};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, not_found};
use crate::entry_words;
use crate::fields::{Choice, Choose, Field};
use crate::file_clocks;
use crate::format;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose, date};
use crate::refusals;

/// Opens the file that an address names. The reading is written down before this returns.
///
/// # Errors
/// The finished answer: 404 alike for an address that names nothing and for a file that is not this reader's.
pub async fn open(desk: &Arc<Desk>, visitor: &Visitor, file: &str, part: Part) -> Result<OpenFile, Page> {
    let file: FileId = file.parse().map_err(|_| not_found())?;
    let (actor, now) = (visitor.actor.clone(), visitor.now);
    let looked = blocking(desk, move |desk| desk.house.look(&actor, now, file, part)).await?;
    let open = looked.or_trouble(desk, visitor)?;
    tell_of_glass(visitor, &open);
    Ok(open)
}

/// Lets the frame of the page say that the file is seen through a broken glass.
pub fn tell_of_glass(visitor: &Visitor, open: &OpenFile) {
    if let (Basis::Glass, Some(until)) = (open.basis, open.until_us) {
        let _of_several_the_first = visitor.glass.set(until);
    }
}

/// The file with what is needed to speak of it.
pub fn reading<'a>(desk: &'a Desk, visitor: &Visitor, open: &'a OpenFile) -> Reading<'a> {
    Reading {
        w: visitor.w,
        law: desk.house.law,
        organisation: &open.organisation,
        open,
        today: visitor.now.today,
    }
}

/// The matter that an address names, if it is one of this file's.
pub fn matter<'a>(open: &'a OpenFile, text: &str) -> Result<(MatterId, &'a Matter), Page> {
    let id: MatterId = text.parse().map_err(|_| not_found())?;
    open.file.matters.get(&id).map(|matter| (id, matter)).ok_or_else(not_found)
}

/// The title of a page in a file: the matter's number and what is done there, never a name.
pub fn title(reading: &Reading<'_>, matter: Option<MatterId>, what: &str) -> String {
    let number = matter.and_then(|id| reading.open.file.matters.get(&id)?.number.clone());
    let number =
        number.or_else(|| reading.open.file.matters.values().rev().find_map(|one| one.number.clone()));
    match number {
        Some(number) => format!("{} – {what}", reading.w.t1("matter-number", "n", number)),
        None => what.to_owned(),
    }
}

/// The slim head of a child's pages.
pub fn head(reading: &Reading<'_>) -> PersonHead<'static> {
    let w = reading.w;
    let file = &reading.open.file;
    let protected = file.person().is_some_and(|person| reading.is_protected(person));
    PersonHead {
        name: reading.child().into(),
        age: age(reading).into(),
        href: format!("/akt/{}", reading.open.id).into(),
        lives_with: lives_with(reading).into(),
        custody: custody(reading).into(),
        language: language(reading).map(Into::into),
        protected: protected.then(|| w.t("head-protected").into_owned().into()),
        reason: reading.by_words().map(|key| w.t(key).into_owned().into()),
        next: file_clocks::next(reading),
    }
}

/// "11 år"; nothing when nobody knows.
fn age(reading: &Reading<'_>) -> String {
    let birth = reading.open.file.birth().or_else(|| reading.open.child()?.birth());
    match birth {
        Some(birth) if birth <= reading.today => {
            reading.w.t1("head-age", "n", format::age(date(birth), date(reading.today)))
        }
        _ => reading.w.t("head-age-unknown").into_owned(),
    }
}

fn lives_with(reading: &Reading<'_>) -> String {
    let relations = reading.open.file.family.relations.iter();
    let near = relations.filter(|relation| !relation.ended && relation.lives_with_child == Some(true));
    let names: Vec<String> = near.map(|relation| reading.name(relation.person)).collect();
    if names.is_empty() {
        return reading.w.t("head-lives-unknown").into_owned();
    }
    reading.w.t1("head-lives", "who", and(reading, &names))
}

fn custody(reading: &Reading<'_>) -> String {
    let family = &reading.open.file.family;
    let now: Vec<PersonId> = family.guardians_on(reading.today).collect();
    let Some(kind) = family.guardians.iter().rev().find(|one| now.contains(&one.person)).map(|one| &one.kind)
    else {
        return reading.w.t("head-custody-unknown").into_owned();
    };
    let names: Vec<String> = now.iter().map(|person| reading.name(*person)).collect();
    let kind = reading.code("guardianship_kind", kind).to_lowercase();
    reading.w.with("head-custody", &[("who", and(reading, &names).into()), ("kind", kind.into())])
}

/// Languages other than Swedish, and who needs an interpreter.
fn language(reading: &Reading<'_>) -> Option<String> {
    let w = reading.w;
    let languages = reading.open.file.family.languages.iter();
    let told: Vec<String> = languages
        .filter(|one| one.interpreter || !one.language.as_str().eq_ignore_ascii_case("svenska"))
        .map(|one| {
            let key = if one.interpreter { "head-interpreter" } else { "head-language" };
            w.with(
                key,
                &[("who", reading.name(one.person).into()), ("what", one.language.to_string().into())],
            )
        })
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// "Karin, Pär och Melker".
pub fn and(reading: &Reading<'_>, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => {
            reading.w.with("list-and", &[("before", before.join(", ").into()), ("last", last.clone().into())])
        }
    }
}

/// Why a wish was not carried out, in words for the same page.
#[derive(Clone, Debug, Default)]
pub struct Back {
    /// The status of the answer: 422 or 409.
    pub status: StatusCode,
    /// What is wrong, at its fields.
    pub errors: Errors,
    /// What has happened since the page was drawn, newest last.
    pub since: Vec<String>,
}

impl Back {
    /// Nothing is wrong: the first drawing.
    pub fn fresh() -> Self {
        Self::default()
    }

    /// The form cannot be read as it is.
    pub fn wrong(errors: Errors) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, errors, since: Vec::new() }
    }
}

/// Carries out a wish from a page. What can be said at the form comes back as [`Back`]; the rest is a finished page.
pub async fn act(desk: &Arc<Desk>, visitor: &Visitor, wish: Wish) -> Result<Result<Done, Back>, Page> {
    let (actor, now) = (visitor.actor.clone(), visitor.now);
    let (asked, form) = (wish.clone(), visitor.written.asked());
    let done =
        blocking(desk, move |desk| desk.house.act_on_form(&actor, now, &asked, form.as_deref())).await?;
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(Trouble::Refused { step, refusal }) => {
            let named = wish.steps.get(step);
            let told = refusals::refusal(visitor.w, &refusal);
            if step == 0 {
                return Ok(Err(Back::wrong(Errors::one(told.field, told.text))));
            }
            let text = about_sibling(desk, visitor, named, told.text).await?;
            Ok(Err(Back::wrong(Errors::one(refusals::WHOLE_FORM, text))))
        }
        Err(Trouble::Conflict { file, since }) => Ok(Err(conflict(desk, visitor, file, &since).await?)),
        Err(trouble) => Err(trouble).or_trouble(desk, visitor),
    }
}

/// A refusal in another file than the one before the reader says whose it is.
async fn about_sibling(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    step: Option<&Step>,
    text: String,
) -> Result<String, Page> {
    let Some(Step::File { file, .. }) = step else { return Ok(text) };
    let (actor, now, file) = (visitor.actor.clone(), visitor.now, *file);
    let looked = blocking(desk, move |desk| desk.house.look(&actor, now, file, Part::Note)).await?;
    let Ok(theirs) = looked else { return Ok(text) };
    let who = reading(desk, visitor, &theirs).child();
    Ok(visitor.w.with("refusal-about", &[("who", who.into()), ("text", text.into())]))
}

/// A form with one command about one file: what comes back when it cannot be read or is not carried out, and nothing when it is done.
pub async fn carry_out(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    read: Result<record::Command, Errors>,
) -> Result<Option<Back>, Page> {
    let wished = match read {
        Ok(command) => Ok(wish(typed, open.id, vec![command])?),
        Err(errors) => Err(errors),
    };
    carry_out_wish(desk, visitor, wished).await
}

/// The same for a form that asks for more than one step, as when siblings are ticked.
pub async fn carry_out_wish(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    read: Result<Wish, Errors>,
) -> Result<Option<Back>, Page> {
    match read {
        Ok(wish) => Ok(act(desk, visitor, wish).await?.err()),
        Err(errors) => Ok(Some(Back::wrong(errors))),
    }
}

/// A file to act in. `None`: it is the sender's no more because of what this very form did when it was sent before.
pub async fn open_to_act(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    file: &str,
    part: Part,
    typed: &Typed,
) -> Result<Option<OpenFile>, Page> {
    match open(desk, visitor, file, part).await {
        Err(_) if is_done(desk, visitor, typed).await? => Ok(None),
        opened => opened.map(Some),
    }
}

/// Was this form sent before, and done? Then what its first sending settled is no news.
pub async fn is_done(desk: &Arc<Desk>, visitor: &Visitor, typed: &Typed) -> Result<bool, Page> {
    let (id, who, form) = (typed.command()?, visitor.actor.clone(), visitor.written.asked());
    blocking(desk, move |desk| desk.house.is_done(&who, id, form.as_deref())).await?.or_trouble(desk, visitor)
}

/// What came in between, by the headings of the entries.
async fn conflict(desk: &Arc<Desk>, visitor: &Visitor, file: FileId, since: &[i64]) -> Result<Back, Page> {
    let open = open(desk, visitor, &file.to_string(), Part::Note).await?;
    let reading = reading(desk, visitor, &open);
    let came = open.entries.iter().filter(|entry| since.contains(&entry.seq));
    let since = came.map(|entry| {
        let what = entry_words::title(&reading, &entry.entry);
        let when = reading.moment(Moment::of(entry.at));
        visitor.w.with(
            "since-entry",
            &[("what", what.into()), ("who", entry.by.name.clone().into()), ("when", when.into())],
        )
    });
    Ok(Back { status: StatusCode::CONFLICT, errors: Errors::none(), since: since.collect() })
}

/// A wish with one step.
pub fn wish(typed: &Typed, file: FileId, commands: Vec<record::Command>) -> Result<Wish, Page> {
    let steps = vec![Step::File { file, seen: typed.seen(), commands }];
    Ok(Wish { id: typed.command()?, steps, draft: typed.draft() })
}

/// What a form carries unseen: its own id, and the version of the file it was drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Hidden {
    /// The form's own id: sending it twice does it once.
    pub command: CommandId,
    /// The version seen.
    pub seen: i64,
}

impl Hidden {
    /// For a form drawn now. A refused form keeps its id: nothing was done under it. After a conflict the version is that of what
    /// the reader now has before their eyes.
    pub fn of(desk: &Desk, visitor: &Visitor, open: &OpenFile, typed: &Typed) -> Self {
        let command = typed.id("command").unwrap_or_else(|| CommandId::new(desk.house.new_id(visitor.now)));
        Self { command, seen: open.version() }
    }
}

/// A form's fields, filled with what is typed and marked with what is wrong.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// What is typed.
    pub typed: &'a Typed,
    /// What is wrong.
    pub errors: &'a Errors,
}

impl<'a> Sheet<'a> {
    /// Fills a field.
    pub fn fill(&self, field: Field<'a>) -> Field<'a> {
        let value = self.typed.get(&field.name).to_owned();
        let error = self.errors.of(&field.name).map(|text| text.to_owned().into());
        Field { value: value.into(), error, ..field }
    }

    /// One line.
    pub fn text(&self, name: &'static str, label_key: &'static str) -> Field<'a> {
        self.fill(Field::text(name, label_key))
    }

    /// Several lines.
    pub fn area(&self, name: &'static str, label_key: &'static str, rows: u8) -> Field<'a> {
        self.fill(Field { max: 60_000, ..Field::area(name, label_key) }.rows(rows))
    }

    /// A day.
    pub fn day(&self, name: &'static str, label_key: &'static str) -> Field<'a> {
        self.fill(Field::day(name, label_key))
    }

    /// A time of day.
    pub fn time(&self, name: &'static str, label_key: &'static str) -> Field<'a> {
        self.fill(Field::time(name, label_key))
    }

    /// A choice from one of the law's lists, or none of it.
    pub fn of_list(
        &self,
        reading: &Reading<'_>,
        name: &'static str,
        label_key: &'static str,
        (none_key, list): (&'static str, &str),
    ) -> Choice<'a> {
        let none = choose("", reading.w.t(none_key), false);
        self.choice(name, label_key, std::iter::once(none).chain(reading.choices(list, "")).collect())
    }

    /// A choice among answers whose chosen one is what is typed.
    pub fn choice(
        &self,
        name: impl Into<Cow<'static, str>>,
        label_key: &'static str,
        options: Vec<Choose<'static>>,
    ) -> Choice<'a> {
        let name = name.into();
        let options = options.into_iter().map(|one| {
            let chosen = self.typed.is(&name, &one.value);
            Choose { chosen, ..one }
        });
        let options = options.collect();
        let error = self.errors.of(&name).map(|text| text.to_owned().into());
        Choice { name, label_key, hint_key: None, error, options }
    }

    /// Is a box ticked?
    pub fn ticked(&self, name: &str) -> bool {
        !self.typed.get(name).is_empty()
    }
}

/// Which button was pressed. A hidden field before the buttons says what Ctrl+Enter means, so the last value counts.
pub fn deed(typed: &Typed) -> &str {
    typed.all("deed").last().copied().unwrap_or_default()
}

/// The pairs of a moment's two fields, for presets: `occurred` and `occurred-time`.
pub fn moment_pairs(name: &str, moment: Moment) -> Vec<(String, String)> {
    let time = moment.minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
    vec![(name.to_owned(), moment.day.to_string()), (format!("{name}-time"), time.unwrap_or_default())]
}

/// This moment in Sweden, on the day that is shown.
pub fn moment_now(visitor: &Visitor) -> Moment {
    Moment { day: visitor.now.today, ..Moment::of(visitor.now.instant) }
}

/// Reads a day field and its time field. Without a time the day alone is meant.
pub fn read_moment(
    visitor: &Visitor,
    typed: &Typed,
    name: &'static str,
    errors: &mut Errors,
) -> Option<Moment> {
    let (day, time) = (typed.trimmed(name), typed.trimmed(&format!("{name}-time")));
    let text = if time.is_empty() { day.to_owned() } else { format!("{day}T{time}") };
    let moment = text.parse().ok();
    if moment.is_none() {
        let only_time = day.parse::<Day>().is_ok();
        let field = if only_time { format!("{name}-time") } else { name.to_owned() };
        errors.push(field, visitor.w.t("error-moment"));
    }
    moment
}

/// Reads a day that may be left empty.
pub fn read_day(visitor: &Visitor, typed: &Typed, name: &'static str, errors: &mut Errors) -> Option<Day> {
    let text = typed.trimmed(name);
    if text.is_empty() {
        return None;
    }
    let day = text.parse().ok();
    if day.is_none() {
        errors.push(name, visitor.w.t("error-day"));
    }
    day
}

/// Reads the reasons of an act that must have them.
pub fn read_motive(visitor: &Visitor, typed: &Typed) -> Result<record::Text, Errors> {
    let mut errors = Errors::none();
    let motive = read_text(visitor, typed, "motive", &mut errors);
    motive.ok_or_else(|| {
        errors.push("motive", visitor.w.t("refusal-missing-motive"));
        errors
    })
}

/// Reads a longer text that may be left empty.
pub fn read_text(visitor: &Visitor, typed: &Typed, name: &str, errors: &mut Errors) -> Option<record::Text> {
    match record::Text::typed(typed.get(name)) {
        Ok(text) => text,
        Err(error) => {
            errors.push(name, refusals::text(visitor.w, "text", error).text);
            None
        }
    }
}

/// Reads an id that must name something there is: a colleague, a matter or a document of the file. An empty field names nothing and is
/// no error here; what names nothing that is there is told at its field, and never taken for an empty one.
pub fn read_known<Kind>(
    visitor: &Visitor,
    typed: &Typed,
    name: &str,
    errors: &mut Errors,
    is_there: impl Fn(&Id<Kind>) -> bool,
) -> Option<Id<Kind>> {
    read_all_known(visitor, typed, name, errors, is_there).first().copied()
}

/// The same for a field with several answers.
pub fn read_all_known<Kind>(
    visitor: &Visitor,
    typed: &Typed,
    name: &str,
    errors: &mut Errors,
    is_there: impl Fn(&Id<Kind>) -> bool,
) -> Vec<Id<Kind>> {
    let asked = typed.all(name).into_iter().map(str::trim).filter(|text| !text.is_empty());
    let (known, unknown): (Vec<_>, Vec<_>) =
        asked.map(|text| text.parse::<Id<Kind>>().ok().filter(&is_there)).partition(Option::is_some);
    if !unknown.is_empty() {
        errors.push(name, visitor.w.t("error-unknown-id"));
    }
    known.into_iter().flatten().collect()
}

/// The matter that a form is about: one of the file's, or none.
pub fn read_matter(
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<MatterId> {
    read_known(visitor, typed, "matter", errors, |id| open.file.matters.contains_key(id))
}
