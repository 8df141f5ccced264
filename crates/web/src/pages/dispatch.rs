//! `/akt/{file}/arende/{matter}/skicka/{what}`: what was drawn up in a matter goes to those it is for, each with a copy of their own.
//! `…/{seq}` is the copy as it was sent, a letter to print.
//!
//! What can be sent is a list ([`DrawnUp`]): the assignment, the service's plan, the investigation's plan. An investigation and a decision
//! go to the parties on pages of their own, for there the law says who must have them and when.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use record::dispatch::{Addressee, Dispatch};
use record::party_copy::PartyCopy;
use record::service::ServiceState;
use record::{
    Code, Command, Entry, FileId, MatterId, MatterState, PersonId, Recorded, SharingConsentId, Subject,
};
use store::OpenFile;

use self::copy::source;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, not_found, see_other};
use crate::entry_view::original;
use crate::fields::{Choice, Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::letter::{self, About, Around, Receiver};
use crate::pages::{drafts, sharing};
use crate::parts::{LetterBlock, PersonHead};
use crate::party::{self, Source, To, ToTest};
use crate::plain_letter::For;
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::sending::{Asked, NotSent, Sender};
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

mod copy;

/// The pages' addresses.
pub fn routes() -> Routes {
    Routes::new()
        .form("/akt/{file}/arende/{matter}/skicka/{what}", show, send)
        .page("/akt/{file}/arende/{matter}/skicka/{what}/{seq}", show_copy)
}

/// What is drawn up here and sent to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawnUp {
    /// What a provider is asked to do.
    Assignment,
    /// The plan of a service.
    ServicePlan,
    /// The plan of an investigation.
    Plan,
}

impl DrawnUp {
    const ALL: [Self; 3] = [Self::Assignment, Self::ServicePlan, Self::Plan];

    /// What an entry is, if it can be sent.
    pub fn of(entry: &Entry) -> Option<Self> {
        match original(entry) {
            Entry::AssignmentGiven(_) => Some(Self::Assignment),
            Entry::ServicePlanned(_) => Some(Self::ServicePlan),
            Entry::PlanSettled(_) => Some(Self::Plan),
            _ => None,
        }
    }

    /// The word in the address.
    fn word(self) -> &'static str {
        match self {
            Self::Assignment => "uppdrag",
            Self::ServicePlan => "genomforandeplan",
            Self::Plan => "utredningsplan",
        }
    }

    /// Its part of the names of messages, and of the draft.
    fn key(self) -> &'static str {
        match self {
            Self::Assignment => "assignment",
            Self::ServicePlan => "service_plan",
            Self::Plan => "plan",
        }
    }

    /// What an entry is called that tells of a copy sent.
    pub fn entry_key(self) -> &'static str {
        match self {
            Self::Assignment => "entry-dispatched-assignment",
            Self::ServicePlan => "entry-dispatched-service-plan",
            Self::Plan => "entry-dispatched-plan",
        }
    }

    /// The page where it is sent.
    pub fn address(self, file: FileId, matter: MatterId) -> String {
        format!("/akt/{file}/arende/{matter}/skicka/{}", self.word())
    }
}

/// Where an entry is sent from, if it is the newest of its kind in its matter and the reader writes there.
pub fn address_to_send(reading: &Reading<'_>, recorded: &Recorded) -> Option<String> {
    let (what, matter) = (DrawnUp::of(&recorded.entry)?, recorded.matter?);
    let newest = newest(reading.open, matter, what).is_some_and(|newest| newest.seq == recorded.seq);
    (newest && reading.writes_in(Some(matter))).then(|| what.address(reading.open.id, matter))
}

fn newest(open: &OpenFile, matter: MatterId, what: DrawnUp) -> Option<&Recorded> {
    let mut own = open.entries.iter().rev().filter(|entry| entry.matter == Some(matter));
    own.find(|entry| DrawnUp::of(&entry.entry) == Some(what)).map(AsRef::as_ref)
}

/// The page of a copy as it was sent.
pub fn address_of_sent(open: &OpenFile, recorded: &Recorded, dispatch: &Dispatch) -> Option<String> {
    let what = DrawnUp::of(&open.entry(dispatch.of)?.entry)?;
    Some(format!("{}/{}", what.address(open.id, recorded.matter?), recorded.seq))
}

/// Whether the assignment that stands in a service has been sent to a provider outside the authority.
pub fn is_sent_to_provider(reading: &Reading<'_>, matter: MatterId, service: &ServiceState) -> bool {
    let Some((given, _)) = service.assignment else { return false };
    reading.open.entries.iter().filter(|entry| entry.matter == Some(matter)).any(|entry| {
        let Entry::Dispatched(dispatch) = original(&entry.entry) else { return false };
        dispatch.of == given && matches!(dispatch.to, Addressee::Provider(_))
    })
}

/// Whom something was sent to, in words.
pub fn addressee(reading: &Reading<'_>, to: &Addressee) -> String {
    match to {
        Addressee::Person(person) => reading.full_name(*person),
        Addressee::Provider(lines) => lines.as_str().lines().next().unwrap_or_default().to_owned(),
    }
}

/// What is asked for: a copy to each of those for whom a way was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispatchRequest {
    /// The copies.
    pub copies: Vec<Dispatch>,
}

impl DispatchRequest {
    /// One command each, all in one step.
    pub fn into_commands(self) -> Vec<Command> {
        self.copies.into_iter().map(Command::Dispatch).collect()
    }

    fn read(at: &At<'_>, typed: &Typed) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let when = read_moment(at.visitor, typed, "occurred", &mut errors);
        let mut copies = Vec::new();
        for receiving in at.receivers() {
            let chosen = at.read_copy(&receiving, typed, &mut errors);
            let (ground, consent) = match &chosen {
                Some(_) => at.read_carrier(&receiving, typed, &mut errors),
                None => (None, None),
            };
            copies.extend(chosen.zip(when).map(|((to, way, copy), at_when)| {
                let (of, at) = (at.source.seq, at_when);
                Dispatch { of, to, at, way, copy, ground, consent }
            }));
        }
        if copies.is_empty() && errors.is_empty() {
            errors.push("content", at.visitor.w.t("error-dispatch-nobody"));
        }
        if errors.is_empty() { Ok(Self { copies }) } else { Err(errors) }
    }
}

/// Somebody it can go to.
enum Whom {
    Person(PersonId),
    Provider,
}

struct Receiving {
    whom: Whom,
    to: To,
}

/// The same without the page: letters are drawn as the page draws them.
pub fn asked(sender: Sender<'_>, place: (&str, &str), given: Typed) -> Asked {
    let Sender { desk, visitor, open } = sender;
    let at = At::find(desk, visitor, open, place).map_err(|_| NotSent::NotThere)?;
    let typed = given.over(at.presets());
    DispatchRequest::read(&at, &typed).map(DispatchRequest::into_commands).map_err(NotSent::Wrong)
}

/// What is sent, as it was drawn up last.
struct At<'a> {
    desk: &'a Desk,
    visitor: &'a Visitor,
    open: &'a OpenFile,
    matter: MatterId,
    what: DrawnUp,
    source: Source,
}

impl<'a> At<'a> {
    fn find(
        desk: &'a Desk,
        visitor: &'a Visitor,
        open: &'a OpenFile,
        (matter, what): (&str, &str),
    ) -> Result<Self, Page> {
        let (matter, _) = file_page::matter(open, matter)?;
        let what = DrawnUp::ALL.into_iter().find(|one| one.word() == what).ok_or_else(not_found)?;
        let newest = newest(open, matter, what).ok_or_else(not_found)?;
        let source = source(&letter::swedish(&file_page::reading(desk, visitor, open)), matter, newest);
        Ok(Self { desk, visitor, open, matter, what, source })
    }

    fn reading(&self) -> Reading<'a> {
        file_page::reading(self.desk, self.visitor, self.open)
    }

    fn here(&self) -> String {
        self.what.address(self.open.id, self.matter)
    }

    fn form(&self) -> String {
        format!("send_{}-{}", self.what.key(), self.matter)
    }

    /// Carried out by somebody outside the authority, who does not read it here.
    fn is_carried_out_outside(&self) -> bool {
        let state = self.open.file.matters.get(&self.matter).map(|matter| &matter.state);
        matches!(state, Some(MatterState::Service(service)) if service.grant.provider.is_none())
    }

    /// Whom it can go to: a provider outside the authority, the guardians, and the child when it can read what it gets.
    fn receivers(&self) -> Vec<Receiving> {
        let file = &self.open.file;
        let reading = self.reading();
        let provider = Receiving { whom: Whom::Provider, to: To::provider() };
        let provider = self.is_carried_out_outside().then_some(provider);
        let child = file.person().filter(|child| For::reads(&reading, *child));
        let childs = file.opened.as_ref().is_some_and(|opened| opened.subject == Subject::Child);
        let guardians = file.guardians(self.visitor.now.today);
        let persons = guardians.chain(child.filter(|_| childs));
        let person = |person| Receiving { whom: Whom::Person(person), to: To::person(file, person) };
        provider.into_iter().chain(persons.map(person)).collect()
    }

    fn copy(&self, to: &Receiving, typed: &Typed) -> PartyCopy {
        let sv = letter::swedish(&self.reading());
        let before = copy::before(&sv, self.what, &to.whom);
        self.source.copy(&self.open.file, &to.to, typed, (vec![before], Vec::new()))
    }

    /// The copy that somebody gets, if a way was chosen for them.
    fn read_copy(
        &self,
        to: &Receiving,
        typed: &Typed,
        errors: &mut Errors,
    ) -> Option<(Addressee, Code, PartyCopy)> {
        let field = |name: &str| to.to.name(name);
        let way = typed.trimmed(&field("way"));
        read_text(self.visitor, typed, &field("omitted"), errors);
        let addressee = match to.whom {
            Whom::Person(person) => Some(Addressee::Person(person)),
            Whom::Provider => {
                read_text(self.visitor, typed, &field("address"), errors).map(Addressee::Provider)
            }
        };
        match (way.is_empty(), addressee) {
            (true, _) => None,
            (false, Some(addressee)) => Some((addressee, Code::from(way), self.copy(to, typed))),
            (false, None) => {
                errors.push(field("address"), self.visitor.w.t("error-dispatch-address"));
                None
            }
        }
    }

    /// What a copy to a provider rests on: a provision, or a consent.
    fn read_carrier(
        &self,
        to: &Receiving,
        typed: &Typed,
        errors: &mut Errors,
    ) -> (Option<Code>, Option<SharingConsentId>) {
        if !matches!(to.whom, Whom::Provider) {
            return (None, None);
        }
        let name = to.to.name("rests");
        let Some((ground, consent)) = sharing::read_carrier(typed.trimmed(&name)) else {
            errors.push(name, self.visitor.w.t("refusal-nothing-carries"));
            return (None, None);
        };
        (Some(ground), consent)
    }

    /// What it may rest on, to choose among.
    fn carriers<'b>(&self, sheet: Sheet<'b>, to: &Receiving) -> Option<Choice<'b>> {
        let sort = self.open.entry(self.source.seq)?.entry.shares()?;
        let carriers = sharing::carriers(&self.reading(), sort, moment_now(self.visitor));
        let choice = || Choice {
            hint_key: Some("dispatch-rests-hint"),
            ..sheet.choice(to.to.name("rests"), "dispatch-rests", carriers)
        };
        matches!(to.whom, Whom::Provider).then(choice)
    }

    /// The copies that have been sent, newest first, with the number of each.
    fn sent(&self) -> impl Iterator<Item = (i64, &Dispatch)> {
        let own = self.open.entries.iter().rev().filter(|entry| entry.matter == Some(self.matter));
        own.filter_map(|recorded| match original(&recorded.entry) {
            Entry::Dispatched(dispatch)
                if self.open.entry(dispatch.of).and_then(|of| DrawnUp::of(&of.entry)) == Some(self.what) =>
            {
                Some((recorded.seq, dispatch))
            }
            _ => None,
        })
    }

    /// Where the provider was written to last in this matter.
    fn known_address(&self) -> Option<String> {
        let mut own = self.open.entries.iter().rev().filter(|entry| entry.matter == Some(self.matter));
        own.find_map(|recorded| match original(&recorded.entry) {
            Entry::Dispatched(Dispatch { to: Addressee::Provider(lines), .. }) => Some(lines.to_string()),
            _ => None,
        })
    }

    fn presets(&self) -> Vec<(String, String)> {
        let mut pairs = moment_pairs("occurred", moment_now(self.visitor));
        let to = self.receivers().into_iter().map(|one| one.to);
        pairs.extend(party::presets(&self.source, &self.open.file, to));
        pairs.extend(self.known_address().map(|lines| (To::provider().name("address"), lines)));
        pairs
    }
}

type Address = Path<(String, String, String)>;

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter, what)): Address,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Service).await?;
    let at = At::find(&desk, &visitor, &open, (&matter, &what))?;
    let kept = drafts::kept(&desk, &visitor, &at.form(), Some(open.id)).await?;
    let done = done_words(visitor.w, query.as_deref());
    Ok(draw(&at, &kept.typed(at.presets()), &Back::fresh(), kept.view, done))
}

async fn send(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter, what)): Address,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Note).await?;
    let at = At::find(&desk, &visitor, &open, (&matter, &what))?;
    let back = match DispatchRequest::read(&at, &typed) {
        _ if file_page::deed(&typed) == "preview" => Back::fresh(),
        _ if file_page::is_done(&desk, &visitor, &typed).await? => return Ok(see_other(&at.here())),
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let wish = file_page::wish(&typed, open.id, request.into_commands())?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&format!("{}?gjort=skickat", at.here()))),
                // What the record says of a ground is told where it was chosen.
                Err(back) => {
                    Back { errors: back.errors.told_at("reasons", &To::provider().name("rests")), ..back }
                }
            }
        }
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &at.form(), Some(open.id)).await?;
    Ok(draw(&at, &typed, &back, draft, None))
}

/// Somebody's part of the form.
struct Row<'a> {
    /// The ending of its fields' names.
    person: String,
    name: String,
    protected: bool,
    address: Option<Field<'a>>,
    rests: Option<Choice<'a>>,
    way: Choice<'a>,
    tests: Vec<ToTest>,
    omitted: Field<'a>,
    preview: Vec<LetterBlock<'static>>,
}

impl<'a> Row<'a> {
    fn of(at: &At<'_>, sheet: Sheet<'a>, to: &Receiving) -> Self {
        let reading = at.reading();
        let copy = at.copy(to, sheet.typed);
        let mut ways = vec![choose("", reading.w.t("party-not-yet"), false)];
        ways.extend(reading.choices("notice_way", sheet.typed.get(&to.to.name("way"))));
        let error = sheet.errors.of(&to.to.name("way")).map(|text| text.to_owned().into());
        let area = |name: &str, label| sheet.fill(Field::area(to.to.name(name), label).rows(2));
        let (name, protected, address) = match to.whom {
            Whom::Person(person) => (reading.full_name(person), reading.is_protected(person), None),
            Whom::Provider => {
                let address = area("address", "dispatch-address").rows(3);
                (reading.w.t("dispatch-provider").into_owned(), false, Some(address))
            }
        };
        Self {
            person: to.to.key().to_owned(),
            name,
            protected,
            address,
            rests: at.carriers(sheet, to),
            way: Choice {
                name: to.to.name("way").into(),
                label_key: "dispatch-way",
                hint_key: None,
                error,
                options: ways,
            },
            tests: at.source.to_test(&reading, &to.to, sheet.typed),
            omitted: Field { optional: true, ..area("omitted", "party-omitted") },
            preview: letter::blocks(&letter::swedish(&reading), &copy.blocks),
        }
    }
}

fn draw(at: &At<'_>, typed: &Typed, back: &Back, draft: Draft<'static>, done: Option<String>) -> Page {
    let reading = at.reading();
    let w = at.visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let heading = w.t(&format!("dispatch-title-{}", at.what.key())).into_owned();
    let words = |(seq, dispatch): (i64, &Dispatch)| {
        let key = if dispatch.of == at.source.seq { "dispatch-sent" } else { "dispatch-sent-earlier" };
        let values = [
            ("who", addressee(&reading, &dispatch.to).into()),
            ("how", reading.code("notice_way", &dispatch.way).into()),
            ("day", reading.day(dispatch.at.day).into()),
        ];
        (w.with(key, &values), format!("{}/{seq}", at.here()))
    };
    let rows = at.receivers();
    let page = DispatchPage {
        w,
        shell: at.visitor.shell(at.desk, title(&reading, Some(at.matter), &heading), Place::Elsewhere),
        head: file_page::head(&reading),
        here: at.here(),
        heading,
        back: copy::back(at),
        hidden: Hidden::of(at.desk, at.visitor, at.open, typed),
        draft,
        done,
        errors: &back.errors,
        since: &back.since,
        day: sheet.day("occurred", "note-day"),
        time: sheet.time("occurred-time", "note-time"),
        rows: if reading.writes_in(Some(at.matter)) {
            rows.iter().map(|to| Row::of(at, sheet, to)).collect()
        } else {
            Vec::new()
        },
        sent: at.sent().map(words).collect(),
    };
    html_with(back.status, &page)
}

#[derive(Template)]
#[template(path = "dispatch.html")]
struct DispatchPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    here: String,
    heading: String,
    /// Where it stands, and what the link there is called.
    back: (&'static str, String),
    hidden: Hidden,
    draft: Draft<'static>,
    done: Option<String>,
    errors: &'a Errors,
    since: &'a [String],
    day: Field<'a>,
    time: Field<'a>,
    rows: Vec<Row<'a>>,
    /// What has been sent, in words, and where the copy is.
    sent: Vec<(String, String)>,
}

impl DispatchPage<'_> {
    /// Something must be tested, so that a copy can come to look otherwise.
    fn is_tested(&self) -> bool {
        self.rows.iter().any(|row| !row.tests.is_empty())
    }
}

async fn show_copy(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter, what, seq)): Path<(String, String, String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Service).await?;
    let at = At::find(&desk, &visitor, &open, (&matter, &what))?;
    let seq: i64 = seq.parse().map_err(|_| not_found())?;
    let (_, dispatch) = at.sent().find(|(sent, _)| *sent == seq).ok_or_else(not_found)?;
    let recorded = open.entry(seq).ok_or_else(not_found)?;
    let to = match &dispatch.to {
        Addressee::Person(person) => letter::receiver(&desk, &visitor, &open, *person).await?,
        Addressee::Provider(lines) => {
            Receiver { lines: lines.as_str().lines().map(str::to_owned).collect(), protected: false }
        }
    };
    let reading = at.reading();
    let sv = letter::swedish(&reading);
    let title = Words::of(Lang::Sv).t(&format!("dispatch-letter-{}", at.what.key())).into_owned();
    let about = About { matter: at.matter, day: dispatch.at.day, by: recorded.by.clone(), title };
    let letter = letter::letter(&desk, &sv, about, &to, letter::blocks(&sv, &dispatch.copy.blocks));
    let around = Around {
        back: at.here(),
        back_key: "dispatch-back",
        remarks: to.remarks(visitor.w),
        title_key: "dispatch-copy",
        ..Around::default()
    };
    Ok(letter::page(&desk, &visitor, &reading, at.matter, letter, around))
}

#[cfg(test)]
mod tests;
