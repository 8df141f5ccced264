//! `/akt/{file}/personer/{person}`: what is known of one person, and what is new or was wrong.
//!
//! A fact that has *changed* was right in its time and stays in the history; a number that was *never* theirs is taken away and found by
//! no search. Of a protected person there is no address, neither here nor anywhere.
//!
//! A child who was unknown gets a number here. If that number is somebody's who is known already, the two are one child with two files:
//! what stands in this one can be moved to the other, and nothing is lost.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use record::family::{FamilyFact, Guardianship, LearntBirth, Relation};
use record::identity::IdentityNumber;
use record::person::{Address, Birth, Person, PersonCommand, PersonFact, PersonName, Sourced};
use record::{Command, CommandId, FileId, PersonId, Text};
use store::{OpenFile, Step, Wish};

use self::same_child::Same;
use self::telling::{filled, history, known};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html_with, not_found, see_other};
use crate::fields::{Choice, Field};
use crate::file_page::{self, Back, Hidden, Sheet, read_day, read_text, title};
use crate::pages::family::{self, FactFields, Facts, act, protection_choice, read_facts, read_number};
use crate::pages::report::protection;
use crate::parts::PersonHead;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

mod same_child;
mod telling;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/personer/{person}", show, change)
}

/// A change about one person.
#[derive(Clone, Debug)]
pub enum ChangePerson {
    /// In the person's own stream; and a day of birth also in the files about them, whose clocks run on it.
    Stream(Vec<PersonCommand>, Option<LearntBirth>),
    /// In the child's file: what they are to the child.
    Family(Vec<FamilyFact>),
}

impl ChangePerson {
    /// The wish. A change in the stream rests on the right to the file it is made from, which the page has tested. `own` are the files
    /// about the person.
    pub fn into_wish(self, id: CommandId, file: FileId, person: PersonId, own: &[FileId]) -> Wish {
        let learn =
            |file, facts| Step::File { file, seen: None, commands: vec![Command::LearnFamily(facts)] };
        let steps = match self {
            Self::Stream(commands, birth) => {
                let born = birth.iter().flat_map(|birth| {
                    own.iter().map(move |file| learn(*file, vec![FamilyFact::Birth(birth.clone())]))
                });
                std::iter::once(Step::Person { person, commands }).chain(born).collect()
            }
            Self::Family(facts) => vec![learn(file, facts)],
        };
        Wish { id, steps, draft: None }
    }

    fn fact(fact: PersonFact, reason: Option<Text>) -> Self {
        Self::Stream(vec![PersonCommand::ChangeFact { fact, reason }], None)
    }

    /// The same, and a day of birth with it.
    fn born(self, day: law::Day, estimated: bool, facts: &Facts) -> Self {
        let Self::Stream(mut commands, _) = self else { return self };
        let birth = Sourced::new(Birth { day, estimated }, facts.source.of_person.clone(), facts.as_of);
        commands.push(PersonCommand::ChangeFact { fact: PersonFact::Birth(birth), reason: None });
        let learnt = LearntBirth { day, source: facts.source.in_words.clone(), as_of: facts.as_of };
        Self::Stream(commands, Some(learnt))
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, person)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, who) = somebody(&desk, &visitor, &open, &person).await?;
    let presets = vec![("as-of".to_owned(), visitor.now.today.to_string())];
    Ok(draw(&desk, &visitor, &open, (id, &who), &Typed::from_pairs(presets), &Back::fresh(), false))
}

/// The person an address names, if the file names them.
async fn somebody(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    person: &str,
) -> Result<(PersonId, Person), Page> {
    let id: PersonId = person.parse().map_err(|_| not_found())?;
    let file = open.clone();
    let found = blocking(desk, move |desk| desk.house.somebody_in(&file, id)).await?;
    Ok((id, found.or_trouble(desk, visitor)?))
}

async fn change(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, person)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (id, who) = somebody(&desk, &visitor, &open, &person).await?;
    let command = typed.command()?;
    let mut errors = Errors::none();
    for field in typed.broken() {
        errors.push(field, visitor.w.t("refusal-broken-text"));
    }
    let number = read_number(&visitor, &typed, &mut errors);
    let is_child = open.file.person() == Some(id);
    let childs = open.file.opened.as_ref().is_some_and(|opened| opened.subject == record::Subject::Child);
    if is_child && childs && number.is_some_and(|number| is_grown(&visitor, number)) {
        errors.push("number", visitor.w.t("person-error-grown"));
    }
    let mut same: Option<Same> = None;
    if matches!(typed.get("do"), "number" | "correct" | "move") && errors.is_empty() {
        same = same_child::other_with(&desk, &visitor, id, number, &mut errors).await?;
    }
    if let Some(same) = same {
        if typed.get("do") == "move" && is_child {
            return match same_child::answer(&desk, &visitor, &open, &typed, (number, &same)).await? {
                Ok(page) => Ok(page),
                Err(back) => Ok(draw(&desk, &visitor, &open, (id, &who), &typed, &back, true)),
            };
        }
        let key = if is_child { "person-error-same-child" } else { "person-error-same" };
        let back = Back::wrong(Errors::one("number", visitor.w.t(key)));
        return Ok(draw(&desk, &visitor, &open, (id, &who), &typed, &back, is_child));
    }
    // Protection is given at once; whoever takes it away proves who they are.
    if lowers(&typed, &who) {
        visitor.expect_fresh(&desk)?;
    }
    let wanted = read(&visitor, &open, (id, &who), number, &typed, &mut errors);
    let back = match wanted.filter(|_| errors.is_empty()) {
        Some(change) => {
            let own = files_about(&desk, &visitor, id).await?;
            match act(&desk, &visitor, change.into_wish(command, open.id, id, &own)).await? {
                Ok(()) => return Ok(see_other(&format!("/akt/{}/personer?gjort=uppgift", open.id))),
                Err(back) => back,
            }
        }
        None => Back::wrong(errors),
    };
    Ok(draw(&desk, &visitor, &open, (id, &who), &typed, &back, false))
}

/// Is it the number of somebody too old for a child's file? The social services' young are up to twenty.
fn is_grown(visitor: &Visitor, number: IdentityNumber) -> bool {
    const YOUNG: i16 = 20;
    let age = number.birth_from_number().and_then(|birth| visitor.now.today.age_on(birth));
    age.is_some_and(|age| age > YOUNG)
}

/// The files about somebody that the reader may write in.
async fn files_about(desk: &Arc<Desk>, visitor: &Visitor, person: PersonId) -> Result<Vec<FileId>, Page> {
    let who = visitor.actor.clone();
    let own = blocking(desk, move |desk| desk.house.files_written_by(&who, person)).await?;
    own.or_trouble(desk, visitor)
}

/// Reads the one section whose button was pressed.
fn read(
    visitor: &Visitor,
    open: &OpenFile,
    (id, who): (PersonId, &Person),
    number: Option<IdentityNumber>,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<ChangePerson> {
    let w = visitor.w;
    let reason = read_text(visitor, typed, "motive", errors);
    let facts = read_facts(visitor, typed, errors)?;
    if lowers(typed, who) {
        let why = read_text(visitor, typed, "why-lowered", errors);
        if why.is_none() {
            errors.push("why-lowered", w.t("person-error-why-lowered"));
        }
        return Some(ChangePerson::fact(plain_fact(typed, &facts)?, why));
    }
    if let Some(fact) = plain_fact(typed, &facts) {
        return Some(ChangePerson::fact(fact, reason));
    }
    let source = facts.source.of_person.clone();
    match typed.get("do") {
        "birth" => {
            let Some(day) = read_day(visitor, typed, "birth", errors) else {
                errors.push("birth", w.t("refusal-bad-day"));
                return None;
            };
            Some(ChangePerson::Stream(Vec::new(), None).born(day, typed.has("estimated"), &facts))
        }
        "number" => {
            let Some(number) = number else {
                errors.push("number", w.t("refusal-identity-length"));
                return None;
            };
            let fact = PersonFact::Number(Sourced::new(number, source, facts.as_of));
            Some(born_by_number(ChangePerson::fact(fact, reason), who, Some(number), &facts))
        }
        "correct" => {
            let wrong = who.number.as_ref()?.value;
            let right = number.map(|number| Sourced::new(number, source, facts.as_of));
            let correct = PersonCommand::CorrectIdentity { wrong, right, reason };
            Some(born_by_number(ChangePerson::Stream(vec![correct], None), who, number, &facts))
        }
        "end-custody" => end_custody(visitor, open, id, (typed, facts), errors),
        "end-relation" => end_relation(open, id, facts),
        _ => {
            if facts.relation.is_none() && facts.custody.is_none() && facts.language.is_none() {
                errors.push("relation", w.t("family-error-what"));
            }
            Some(ChangePerson::Family(facts.of(id)))
        }
    }
}

/// Whether the form takes protection from somebody who has it.
fn lowers(typed: &Typed, who: &Person) -> bool {
    typed.get("do") == "protection" && protection(typed.get("protection")) < who.protection()
}

/// The fact of a section that holds one and needs no more than what is typed.
fn plain_fact(typed: &Typed, facts: &Facts) -> Option<PersonFact> {
    let (source, as_of) = (facts.source.of_person.clone(), facts.as_of);
    Some(match typed.get("do") {
        "name" => {
            let name = PersonName::new(typed.trimmed("given"), typed.trimmed("family"));
            PersonFact::Name(Sourced::new(name, source, as_of))
        }
        "protection" => {
            PersonFact::Protection(Sourced::new(protection(typed.get("protection")), source, as_of))
        }
        "address" => PersonFact::Address(Sourced::new(address(typed), source, as_of)),
        "phone" => PersonFact::Phone(Sourced::new(typed.trimmed("phone").to_owned(), source, as_of)),
        _ => return None,
    })
}

/// A number tells a day of birth that nobody knew, or only guessed.
fn born_by_number(
    change: ChangePerson,
    who: &Person,
    number: Option<IdentityNumber>,
    facts: &Facts,
) -> ChangePerson {
    let is_known = who.birth.as_ref().is_some_and(|birth| !birth.value.estimated);
    match number.and_then(|number| number.birth_from_number()).filter(|_| !is_known) {
        Some(day) => change.born(day, false, facts),
        None => change,
    }
}

fn address(typed: &Typed) -> Address {
    let care_of = typed.trimmed("care-of");
    Address {
        care_of: (!care_of.is_empty()).then(|| care_of.to_owned()),
        street: typed.trimmed("street").to_owned(),
        postcode: typed.trimmed("postcode").to_owned(),
        town: typed.trimmed("town").to_owned(),
    }
}

/// Custody that ended stays in the file, with its last day.
fn end_custody(
    visitor: &Visitor,
    open: &OpenFile,
    id: PersonId,
    (typed, facts): (&Typed, Facts),
    errors: &mut Errors,
) -> Option<ChangePerson> {
    let Some(to) = read_day(visitor, typed, "custody-to", errors) else {
        errors.push("custody-to", visitor.w.t("person-error-custody-to"));
        return None;
    };
    let running = open.file.family.guardians.iter().filter(|one| one.person == id && one.to.is_none());
    let running: Vec<&Guardianship> = running.collect();
    if running.iter().any(|one| one.from.is_some_and(|from| to < from)) {
        errors.push("custody-to", visitor.w.t("person-error-custody-order"));
        return None;
    }
    // Who says that it has ended is another than who said that it began; the first stands in the entry that said so.
    let source = facts.source.in_words;
    let ended = |one: &Guardianship| Guardianship { to: Some(to), source: source.clone(), ..one.clone() };
    let ended: Vec<_> = running.into_iter().map(|one| FamilyFact::Guardianship(ended(one))).collect();
    (!ended.is_empty()).then_some(ChangePerson::Family(ended))
}

fn end_relation(open: &OpenFile, id: PersonId, facts: Facts) -> Option<ChangePerson> {
    let (source, as_of) = (facts.source.in_words, facts.as_of);
    let standing = open.file.family.relations.iter().filter(|one| one.person == id && !one.ended);
    let ended = standing.map(|one| {
        FamilyFact::Relation(Relation { ended: true, source: source.clone(), as_of, ..one.clone() })
    });
    let ended: Vec<_> = ended.collect();
    (!ended.is_empty()).then_some(ChangePerson::Family(ended))
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    (id, who): (PersonId, &Person),
    typed: &Typed,
    back: &Back,
    offers_move: bool,
) -> Page {
    let w = visitor.w;
    let reading = file_page::reading(desk, visitor, open);
    let filled = filled(who, typed);
    let sheet = Sheet { typed: &filled, errors: &back.errors };
    let line =
        |name: &'static str, key: &'static str, width| Field { width, max: 100, ..sheet.text(name, key) };
    let (standing, source) = family::standing(&reading, id);
    let page = PersonPage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("person-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        whose: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        name: reading.full_name(id),
        is_child: open.file.person() == Some(id),
        standing,
        source,
        known: known(w, who),
        history: history(w, who),
        protected: who.is_protected(),
        has_number: who.number.is_some(),
        has_custody: open.file.family.guardians.iter().any(|one| one.person == id && one.to.is_none()),
        has_relation: open.file.family.relations.iter().any(|one| one.person == id && !one.ended),
        offers_move,
        may_write: family::may_write(visitor, open),
        given: line("given", "report-given", 16),
        family: line("family", "report-family", 18),
        birth: sheet.day("birth", "report-birth"),
        estimated: who.birth.as_ref().is_some_and(|birth| birth.value.estimated),
        number: sheet.fill(Field::identity_number("number", "report-number")),
        motive: Field { width: 50, max: 1000, ..sheet.text("motive", "person-motive") }.optional(),
        why_lowered: Field { width: 50, max: 1000, ..sheet.text("why-lowered", "person-why-lowered") }
            .hint("person-why-lowered-hint")
            .optional(),
        protection: protection_choice(&reading, sheet, who.protection()),
        care_of: line("care-of", "person-care-of", 20).optional(),
        street: line("street", "person-street", 26),
        postcode: line("postcode", "person-postcode", 8),
        town: line("town", "person-town", 16),
        phone: line("phone", "family-phone", 18),
        facts: FactFields::of(&reading, sheet),
        custody_to: sheet.day("custody-to", "person-custody-to"),
    };
    html_with(back.status, &page)
}

#[derive(Template)]
#[template(path = "person.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one box or one fold of the page")]
struct PersonPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    whose: PersonId,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    name: String,
    is_child: bool,
    standing: String,
    source: String,
    known: Vec<(String, String)>,
    history: Vec<(String, String)>,
    protected: bool,
    has_number: bool,
    has_custody: bool,
    has_relation: bool,
    offers_move: bool,
    may_write: bool,
    given: Field<'a>,
    family: Field<'a>,
    birth: Field<'a>,
    estimated: bool,
    number: Field<'a>,
    motive: Field<'a>,
    why_lowered: Field<'a>,
    protection: Choice<'a>,
    care_of: Field<'a>,
    street: Field<'a>,
    postcode: Field<'a>,
    town: Field<'a>,
    phone: Field<'a>,
    facts: FactFields<'a>,
    custody_to: Field<'a>,
}
