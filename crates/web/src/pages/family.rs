//! `/akt/{file}/personer`: the people around the child, and one more of them.
//!
//! Each fact says where it comes from and from when. Somebody with an exact identity number that is known here is taken as the person
//! they are, never registered once more. What changes about one of them is written on that person's own page,
//! [`person`](super::person).

mod facts;

use std::sync::Arc;

use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use law::Day;
use record::access::{Act, may};
use record::identity::IdentityNumber;
use record::person::{Birth, Person, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced};
use record::{Code, Command, CommandId, DraftId, FileId, PersonId};
use store::{Known, OpenFile, Step, Trouble, Wish};

use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html_with, see_other, trouble_page,
};
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, read_day, read_text, title};
use crate::format;
use crate::pages::drafts;
use crate::pages::report::protection;
use crate::parts::PersonHead;
use crate::reading::{Reading, choose, date};
use crate::refusals;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

pub(super) use facts::source_words;
pub use facts::{Facts, Source};

/// The form's name among drafts.
const FORM: &str = "person";

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/personer", show, add)
}

/// Somebody to add to the people around a child.
#[derive(Clone)]
pub struct AddPerson {
    /// The file.
    pub file: FileId,
    /// Who.
    pub who: Who,
    /// What they are to the child.
    pub facts: Facts,
}

/// Somebody known, or somebody new.
#[derive(Clone)]
pub enum Who {
    /// Has a stream already.
    Known(PersonId),
    /// Has none.
    New(PersonId, Box<Registration>),
}

impl AddPerson {
    /// The person first, then what the file learns; all or none.
    pub fn into_wish(self, id: CommandId, draft: Option<DraftId>) -> Wish {
        let (person, registered) = match self.who {
            Who::Known(person) => (person, None),
            Who::New(person, registration) => (person, Some(PersonCommand::Register(*registration))),
        };
        let register = registered.map(|command| Step::Person { person, commands: vec![command] });
        let commands = vec![Command::LearnFamily(self.facts.of(person))];
        let learn = Step::File { file: self.file, seen: None, commands };
        Wish { id, steps: register.into_iter().chain([learn]).collect(), draft }
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    OriginalUri(address): OriginalUri,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let kept = drafts::kept(&desk, &visitor, FORM, Some(open.id)).await?;
    let presets = vec![("as-of".to_owned(), visitor.now.today.to_string())];
    let done = done_words(visitor.w, address.query());
    draw(&desk, &visitor, &open, &kept.typed(presets), Back::fresh(), kept.view, done).await
}

async fn add(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let command = typed.command()?;
    let mut errors = Errors::none();
    let request = read(&desk, &visitor, &open, &typed, &mut errors).await?;
    let back = match request.filter(|_| errors.is_empty()) {
        Some(request) => {
            let wish = request.into_wish(command, typed.draft());
            match act(&desk, &visitor, wish).await? {
                Ok(()) => return Ok(see_other(&format!("/akt/{}/personer?gjort=person", open.id))),
                Err(back) => back,
            }
        }
        None => Back::wrong(errors),
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, FORM, Some(open.id)).await?;
    draw(&desk, &visitor, &open, &typed, back, draft, None).await
}

/// Carries out a wish about people; what is wrong with a person is told at the person's field.
pub(super) async fn act(desk: &Arc<Desk>, visitor: &Visitor, wish: Wish) -> Result<Result<(), Back>, Page> {
    let who = visitor.clone();
    let done = blocking(desk, move |desk| {
        desk.house.act_on_form(&who.actor, who.now, &wish, who.written.asked().as_deref())
    })
    .await?;
    let told = match done {
        Ok(_) => return Ok(Ok(())),
        Err(Trouble::PersonRefused { refusal, .. }) => refusals::person(visitor.w, refusal),
        Err(Trouble::Refused { refusal, .. }) => refusals::refusal(visitor.w, &refusal),
        Err(trouble) => return Err(trouble_page(&trouble)),
    };
    let field = match told.field {
        "name" => "given",
        "person" => "birth",
        "occurred" => "as-of",
        "kind" => "relation",
        other => other,
    };
    Ok(Err(Back::wrong(Errors::one(field, told.text))))
}

/// Reads the form. An exact number that is known here means the person who has it.
async fn read(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    errors: &mut Errors,
) -> Result<Option<AddPerson>, Page> {
    for field in typed.broken() {
        errors.push(field, visitor.w.t("refusal-broken-text"));
    }
    let facts = read_facts(visitor, typed, errors);
    let number = read_number(visitor, typed, errors);
    let birth = read_day(visitor, typed, "birth", errors);
    if facts.as_ref().is_some_and(|facts| facts.relation.is_none() && facts.custody.is_none()) {
        errors.push("relation", visitor.w.t("family-error-what"));
    }
    let (Some(facts), true) = (facts, errors.is_empty()) else { return Ok(None) };
    let known = match number {
        Some(number) => who_has(desk, visitor, number).await?,
        None => Vec::new(),
    };
    let who = match known.as_slice() {
        [] => {
            let new = PersonId::new(desk.house.new_id(visitor.now));
            Who::New(new, Box::new(registration(typed, number, birth, &facts)))
        }
        [known] if open.file.person() == Some(known.person) => {
            errors.push("number", visitor.w.t("family-error-the-child"));
            return Ok(None);
        }
        [known] if may_tie(desk, visitor, known.person, typed).await? => Who::Known(known.person),
        [_] => {
            // The same words for a name that does not agree and for somebody protected.
            errors.push("number", visitor.w.t("family-error-elsewhere"));
            return Ok(None);
        }
        _ => {
            errors.push("number", visitor.w.t("family-error-several"));
            return Ok(None);
        }
    };
    Ok(Some(AddPerson { file: open.id, who, facts }))
}

/// Who has an exact number, also where the reader may see nothing of them: the number was given by somebody who knows it.
pub(super) async fn who_has(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    number: IdentityNumber,
) -> Result<Vec<Known>, Page> {
    let who = visitor.clone();
    let known = blocking(desk, move |desk| desk.house.people_with(&who.actor, who.now, number)).await?;
    known.or_trouble(desk, visitor)
}

/// Would tying a known person to this file show the reader nothing that they do not know already?
async fn may_tie(desk: &Arc<Desk>, visitor: &Visitor, person: PersonId, typed: &Typed) -> Result<bool, Page> {
    let (who, name) =
        (visitor.actor.clone(), PersonName::new(typed.trimmed("given"), typed.trimmed("family")));
    let may = blocking(desk, move |desk| desk.house.may_tie(&who, person, &name)).await?;
    may.or_trouble(desk, visitor)
}

pub(super) fn read_number(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Option<IdentityNumber> {
    let text = typed.trimmed("number");
    if text.is_empty() {
        return None;
    }
    let number = IdentityNumber::parse(text, visitor.now.today);
    number.map_err(|error| errors.push("number", refusals::identity(visitor.w, error).text)).ok()
}

/// What somebody is to the child. Source and day are always asked: "who says so, and since when?" is.
pub(super) fn read_facts(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Option<Facts> {
    let w = visitor.w;
    let code = |name: &str| Some(typed.trimmed(name)).filter(|code| !code.is_empty()).map(Code::from);
    let source = Source::of(typed.trimmed("source"));
    if source.is_none() {
        errors.push("source", w.t("family-error-source"));
    }
    let as_of = read_day(visitor, typed, "as-of", errors);
    if as_of.is_none() {
        errors.push("as-of", w.t("family-error-as-of"));
    }
    let from = read_day(visitor, typed, "custody-from", errors);
    let language = read_text(visitor, typed, "language", errors);
    let (source, as_of) = (source?, as_of?);
    let lives_with_child = match typed.get("lives-with") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    Some(Facts {
        relation: code("relation"),
        lives_with_child,
        custody: code("custody").map(|kind| (kind, from)),
        language: language.map(|language| (language, typed.has("interpreter"))),
        source,
        as_of,
    })
}

fn registration(
    typed: &Typed,
    number: Option<IdentityNumber>,
    birth: Option<Day>,
    facts: &Facts,
) -> Registration {
    let (source, day) = (facts.source.of_person.clone(), facts.as_of);
    let level = protection(typed.get("protection"));
    let mut new = Registration::new(Sourced::new(level, source.clone(), day));
    let name = PersonName::new(typed.trimmed("given"), typed.trimmed("family"));
    new.name = (!name.full().is_empty()).then(|| Sourced::new(name, source.clone(), day));
    new.number = number.map(|number| Sourced::new(number, source.clone(), day));
    let birth = birth.or_else(|| number.and_then(|number| number.birth_from_number()));
    new.birth = birth.map(|born| Sourced::new(Birth { day: born, estimated: false }, source.clone(), day));
    let phone = typed.trimmed("phone");
    new.phone = (!phone.is_empty()).then(|| Sourced::new(phone.to_owned(), source, day));
    new
}

/// May the reader write about people in this file? Reception, once the file is somebody's, and who is only asked to decide may not.
pub(super) fn may_write(visitor: &Visitor, open: &OpenFile) -> bool {
    let basis = may(&visitor.actor, Act::Write, &open.access);
    basis.is_some_and(|basis| open.access.reaches_whole_file(basis))
}

/// One of the people, for the list.
struct Around {
    person: PersonId,
    name: String,
    /// "Mamma, ensam vårdnad sedan 4 mar 2019, bor med barnet".
    what: String,
    /// Where that comes from.
    source: String,
    number: Option<String>,
    protected: bool,
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    back: Back,
    draft: Draft<'static>,
    done: Option<String>,
) -> Result<Page, Page> {
    let w = visitor.w;
    let people = people(desk, visitor, open).await?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let page = FamilyPage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("family-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        hidden: Hidden::of(desk, visitor, open, typed),
        draft,
        done,
        errors: &back.errors,
        may_write: may_write(visitor, open),
        child: open.file.person().and_then(|child| around(&reading, child, people.get(&child))),
        around: open
            .file
            .family
            .persons()
            .into_iter()
            .filter(|person| Some(*person) != open.file.person())
            .filter_map(|person| around(&reading, person, people.get(&person)))
            .collect(),
        fields: PersonFields::of(&reading, sheet),
        facts: FactFields::of(&reading, sheet),
    };
    Ok(html_with(back.status, &page))
}

/// Everybody named in the file, as their own streams tell.
async fn people(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
) -> Result<std::collections::BTreeMap<PersonId, Person>, Page> {
    let open = open.clone();
    let work = move |desk: &Desk| {
        let one = |person: &PersonId| Ok((*person, desk.house.somebody_in(&open, *person)?));
        open.people.keys().map(one).collect::<store::Answer<_>>()
    };
    blocking(desk, work).await?.or_trouble(desk, visitor)
}

fn around(reading: &Reading<'_>, person: PersonId, stream: Option<&Person>) -> Option<Around> {
    let stream = stream?;
    let (what, source) = standing(reading, person);
    Some(Around {
        person,
        name: reading.full_name(person),
        what,
        source,
        number: stream.number.as_ref().map(|number| number.value.to_string()),
        protected: stream.is_protected(),
    })
}

/// What somebody is to the child today, and who says so.
pub(super) fn standing(reading: &Reading<'_>, person: PersonId) -> (String, String) {
    let w = reading.w;
    let family = &reading.open.file.family;
    let mut what = Vec::new();
    let mut sources = Vec::new();
    for relation in family.relations.iter().filter(|one| one.person == person && !one.ended) {
        what.push(reading.code("relation_kind", &relation.kind));
        if let Some(lives) = relation.lives_with_child {
            what.push(w.t(if lives { "family-lives" } else { "family-lives-elsewhere" }).into_owned());
        }
        sources.push(sourced(w, relation.source.as_str(), relation.as_of));
    }
    for custody in family.guardians.iter().filter(|one| one.person == person) {
        let kind = reading.code("guardianship_kind", &custody.kind).to_lowercase();
        let day = |day: Day| format::day_letter(w, date(day));
        what.push(match (custody.from, custody.to) {
            (None, None) => kind,
            (Some(from), None) => {
                w.with("family-custody-since", &[("kind", kind.into()), ("from", day(from).into())])
            }
            (None, Some(to)) => {
                w.with("family-custody-until", &[("kind", kind.into()), ("to", day(to).into())])
            }
            (Some(from), Some(to)) => w.with(
                "family-custody-ended",
                &[("kind", kind.into()), ("from", day(from).into()), ("to", day(to).into())],
            ),
        });
        sources.push(custody.source.to_string());
    }
    for language in family.languages.iter().filter(|one| one.person == person) {
        let key = if language.interpreter { "family-interpreter" } else { "family-speaks" };
        what.push(w.t1(key, "language", language.language.as_str()));
    }
    sources.dedup();
    (what.join(", "), sources.join("; "))
}

fn sourced(w: &Words, source: &str, as_of: Day) -> String {
    let day = format::day_letter(w, date(as_of));
    w.with("family-sourced", &[("source", source.into()), ("day", day.into())])
}

/// The fields about who somebody is.
struct PersonFields<'a> {
    number: Field<'a>,
    given: Field<'a>,
    family: Field<'a>,
    birth: Field<'a>,
    phone: Field<'a>,
    protection: Choice<'a>,
}

impl<'a> PersonFields<'a> {
    fn of(reading: &Reading<'_>, sheet: Sheet<'a>) -> Self {
        Self {
            number: sheet.fill(Field::identity_number("number", "report-number")),
            given: Field { width: 16, max: 100, ..sheet.text("given", "report-given") },
            family: Field { width: 18, max: 100, ..sheet.text("family", "report-family") },
            birth: sheet.day("birth", "report-birth").optional(),
            phone: Field { width: 18, max: 40, ..sheet.text("phone", "family-phone") }.optional(),
            protection: protection_choice(reading, sheet, ProtectionLevel::None),
        }
    }
}

/// The levels of protection, with the present one chosen.
pub(super) fn protection_choice<'a>(
    reading: &Reading<'_>,
    sheet: Sheet<'a>,
    now: ProtectionLevel,
) -> Choice<'a> {
    let now = match now {
        ProtectionLevel::None => "none",
        ProtectionLevel::Marked => "marked",
        ProtectionLevel::ProtectedRegistration => "protected_registration",
        ProtectionLevel::AssumedIdentity | ProtectionLevel::Unknown => "assumed_identity",
    };
    let typed = sheet.typed.trimmed("protection");
    let chosen = if typed.is_empty() { now } else { typed };
    let error = sheet.errors.of("protection").map(|text| text.to_owned().into());
    let options = reading.choices("protected_identity_level", chosen);
    Choice { name: "protection".into(), label_key: "report-protection", hint_key: None, error, options }
}

/// The fields about what somebody is to the child.
pub(super) struct FactFields<'a> {
    pub(super) relation: Choice<'a>,
    pub(super) lives_with: Choice<'a>,
    pub(super) custody: Choice<'a>,
    pub(super) custody_from: Field<'a>,
    pub(super) language: Field<'a>,
    pub(super) interpreter: bool,
    pub(super) source: Choice<'a>,
    pub(super) as_of: Field<'a>,
}

impl<'a> FactFields<'a> {
    pub(super) fn of(reading: &Reading<'_>, sheet: Sheet<'a>) -> Self {
        let with_none = |list: &str| {
            let mut options = vec![choose("", reading.w.t("family-none"), false)];
            options.extend(reading.choices(list, ""));
            options
        };
        let lives = [("", "report-knows-unknown"), ("yes", "report-knows-yes"), ("no", "report-knows-no")];
        let lives = lives.map(|(value, key)| choose(value, reading.w.t(key), false));
        Self {
            relation: sheet.choice("relation", "family-relation", with_none("relation_kind")),
            lives_with: sheet.choice("lives-with", "family-lives-with", lives.into()),
            custody: sheet.choice("custody", "family-custody", with_none("guardianship_kind")),
            custody_from: sheet.day("custody-from", "family-custody-from").optional(),
            language: Field { width: 18, ..sheet.text("language", "family-language") }.optional(),
            interpreter: sheet.ticked("interpreter"),
            source: source_choice(reading.w, sheet),
            as_of: sheet.day("as-of", "family-as-of"),
        }
    }
}

/// Who says so. Nobody is preset: a wrong source is worse than a question.
fn source_choice<'a>(w: &Words, sheet: Sheet<'a>) -> Choice<'a> {
    let sources = facts::SOURCES.map(|(value, key)| choose(value, w.t(key), false));
    let options = std::iter::once(choose("", w.t("report-choose"), false)).chain(sources).collect();
    sheet.choice("source", "family-source", options)
}

#[derive(Template)]
#[template(path = "family.html")]
struct FamilyPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    hidden: Hidden,
    draft: Draft<'a>,
    done: Option<String>,
    errors: &'a Errors,
    may_write: bool,
    child: Option<Around>,
    around: Vec<Around>,
    fields: PersonFields<'a>,
    facts: FactFields<'a>,
}

#[cfg(test)]
mod tests;
