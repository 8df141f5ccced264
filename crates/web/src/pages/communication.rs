//! `/akt/{file}/arende/{matter}/kommunicering`: before the decision each party is given the investigation and a time to answer, or it is
//! recorded why not (25 § FL); and what they answer is written down. `…/{seq}` is the copy as it was sent.
//!
//! One page and one form: who has not been given it, who has and may answer, and where it goes from there. Nobody is chosen beforehand.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use law::Day;
use record::communication::{Communication, Reply, Shared, Sharing};
use record::investigation::InvestigationState;
use record::party_copy::PartyCopy;
use record::{CaseFile, Code, Command, Entry, FileId, MatterId, MatterState, Moment, PersonId, Speaker};
use store::OpenFile;

use self::copy::{around, source};
use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html_with, not_found, see_other,
};
use crate::entry_view::original;
use crate::fields::{Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::letter::{self, About, Around};
use crate::pages::drafts;
use crate::parts::PersonHead;
use crate::party::{self, Chosen, Lists, PartyRow, Source, To, name};
use crate::reading::Reading;
use crate::routes::Routes;
use crate::sending::{Asked, NotSent, Sender};
use crate::shell::{Place, Shell};
use crate::words::Words;

pub(crate) mod copy;

/// The pages' addresses.
pub fn routes() -> Routes {
    Routes::new()
        .form("/akt/{file}/arende/{matter}/kommunicering", show, send)
        .page("/akt/{file}/arende/{matter}/kommunicering/{seq}", show_copy)
}

/// The setting: how many days a party has to answer.
const DAYS_SETTING: &str = "reply_days";

/// Two weeks, where the authority has set nothing else: the law asks for a definite and reasonable time.
const DAYS: i64 = 14;

const LISTS: Lists = Lists { way_key: "share-way", exceptions: "communication_exception" };

/// Is the investigation written, and some party neither given it as it reads now nor left out on a ground?
pub fn waits(file: &CaseFile, state: &InvestigationState, day: Day) -> bool {
    let known = |person: PersonId| state.shared_with(person).is_some();
    !state.written.is_empty() && state.closed.is_none() && file.parties(day).any(|person| !known(person))
}

/// What is asked for: parties given the investigation or not, and what parties have answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunicationRequest {
    /// The investigation.
    pub matter: MatterId,
    /// Given, or not with a reason.
    pub shared: Vec<Communication>,
    /// Answered.
    pub replies: Vec<Reply>,
}

impl CommunicationRequest {
    /// One command each, all in one step.
    pub fn into_commands(self) -> Vec<Command> {
        let Self { matter, shared, replies } = self;
        let shared = shared.into_iter().map(|shared| Command::ShareMaterial(matter, shared));
        shared.chain(replies.into_iter().map(|reply| Command::ReceiveReply(matter, reply))).collect()
    }

    fn read(at: &At<'_>, typed: &Typed) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let when = read_moment(at.visitor, typed, "occurred", &mut errors);
        let shared = when.map(|when| at.read_shared(typed, when, &mut errors)).unwrap_or_default();
        let replies = when.map(|when| at.read_replies(typed, when, &mut errors)).unwrap_or_default();
        if shared.is_empty() && replies.is_empty() && errors.is_empty() {
            errors.push("content", at.visitor.w.t("error-share-nobody"));
        }
        if errors.is_empty() { Ok(Self { matter: at.matter, shared, replies }) } else { Err(errors) }
    }
}

/// The same without the page: letters are drawn as the page draws them.
pub fn asked(sender: Sender<'_>, matter: &str, given: Typed) -> Asked {
    let Sender { desk, visitor, open } = sender;
    let at = At::find(desk, visitor, open, matter).map_err(|_| NotSent::NotThere)?;
    let typed = given.over(at.presets(DAYS));
    CommunicationRequest::read(&at, &typed).map(CommunicationRequest::into_commands).map_err(NotSent::Wrong)
}

/// The investigation that is communicated.
struct At<'a> {
    desk: &'a Desk,
    visitor: &'a Visitor,
    open: &'a OpenFile,
    matter: MatterId,
    state: &'a InvestigationState,
    /// The investigation as it was signed last.
    source: Option<Source>,
}

impl<'a> At<'a> {
    fn find(desk: &'a Desk, visitor: &'a Visitor, open: &'a OpenFile, text: &str) -> Result<Self, Page> {
        let (matter, found) = file_page::matter(open, text)?;
        let MatterState::Investigation(state) = &found.state else { return Err(not_found()) };
        let source = source(&letter::swedish(&file_page::reading(desk, visitor, open)), matter);
        Ok(Self { desk, visitor, open, matter, state, source })
    }

    fn reading(&self) -> Reading<'a> {
        file_page::reading(self.desk, self.visitor, self.open)
    }

    fn here(&self) -> String {
        format!("/akt/{}/arende/{}", self.open.id, self.matter)
    }

    fn form(&self) -> String {
        format!("communication-{}", self.matter)
    }

    fn shared(&self, person: PersonId) -> Option<&Shared> {
        self.state.shared.iter().find(|shared| shared.person == person)
    }

    /// Who may be given it: first those who have not been, then those for whom it has been written anew since, then those left out.
    fn to_share(&self) -> Vec<PersonId> {
        if self.state.closed.is_some() {
            return Vec::new();
        }
        let rank = |person: &PersonId| match self.shared(*person) {
            None => Some(0),
            Some(shared) if shared.reply_by.is_none() => Some(2),
            Some(_) if self.state.shared_with(*person).is_none() => Some(1),
            Some(_) => None,
        };
        let parties = self.open.file.parties(self.visitor.now.today);
        let mut ranked: Vec<(u8, PersonId)> =
            parties.filter_map(|p| rank(&p).map(|rank| (rank, p))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, person)| person).collect()
    }

    /// Who has been given it and may answer: first those who have not.
    fn may_answer(&self) -> Vec<&Shared> {
        let mut given: Vec<&Shared> =
            self.state.shared.iter().filter(|shared| shared.reply_by.is_some()).collect();
        given.sort_by_key(|shared| shared.replied.is_some());
        given
    }

    fn copy(&self, person: PersonId, typed: &Typed) -> PartyCopy {
        let reply_by = typed.trimmed("until").parse().ok();
        let sv = letter::swedish(&self.reading());
        let around = around(&sv, person, reply_by, &self.visitor.actor.name);
        let to = To::person(&self.open.file, person);
        let copy = |source: &Source| source.copy(&self.open.file, &to, typed, around);
        self.source.as_ref().map(copy).unwrap_or_default()
    }

    fn read_shared(&self, typed: &Typed, at: Moment, errors: &mut Errors) -> Vec<Communication> {
        let visitor = self.visitor;
        let mut shared = Vec::new();
        for person in self.to_share() {
            let sharing = match party::chosen(visitor, typed, person, errors) {
                Chosen::Nothing => continue,
                Chosen::Way(way) => {
                    let Some(reply_by) = file_page::read_day(visitor, typed, "until", errors) else {
                        errors.push("until", visitor.w.t("error-share-until"));
                        continue;
                    };
                    Sharing::Given { way: Code(way), reply_by, copy: self.copy(person, typed) }
                }
                Chosen::LeftOut(exception, motive) => {
                    Sharing::Waived { exception: Code(exception), motive: record::Part::assessment(motive) }
                }
            };
            shared.push(Communication { person, at, sharing });
        }
        shared
    }

    fn read_replies(&self, typed: &Typed, at: Moment, errors: &mut Errors) -> Vec<Reply> {
        let mut replies = Vec::new();
        for Shared { person, .. } in self.may_answer() {
            let said = read_text(self.visitor, typed, &name("reply", *person), errors);
            let nothing = typed.has(&name("nothing", *person));
            let oral = typed.has(&name("oral", *person));
            if said.is_none() && !nothing {
                continue;
            }
            if said.is_some() && nothing {
                errors.push(name("reply", *person), self.visitor.w.t("error-reply-both"));
                continue;
            }
            let own = self.open.file.person() == Some(*person);
            let speaker = if own { Speaker::Child } else { Speaker::Person(*person) };
            let parts = said.map(|said| record::Part::words(speaker, said)).into_iter().collect();
            replies.push(Reply { person: *person, at, parts, oral });
        }
        replies
    }

    fn presets(&self, days: i64) -> Vec<(String, String)> {
        let last = self.visitor.now.today.plus_days(days);
        let mut pairs = moment_pairs("occurred", moment_now(self.visitor));
        pairs.push(("until".to_owned(), last.to_string()));
        let file = &self.open.file;
        let to = self.to_share().into_iter().map(|person| To::person(file, person));
        let general = |source: &Source| party::presets(source, file, to);
        pairs.extend(self.source.as_ref().map(general).unwrap_or_default());
        pairs
    }

    fn rows(&self, sheet: Sheet<'a>, careful: bool) -> Vec<PartyRow<'a>> {
        let reading = self.reading();
        let nothing = Source { seq: 0, blocks: Vec::new() };
        let source = self.source.as_ref().unwrap_or(&nothing);
        let row = |person: PersonId| {
            let copy = self.copy(person, sheet.typed);
            let key = match self.shared(person) {
                Some(shared) if shared.reply_by.is_none() => Some("share-left-out"),
                Some(_) => Some("share-earlier"),
                None => None,
            };
            PartyRow {
                remark: key.map(|key| reading.w.t(key).into_owned()),
                careful: careful && self.open.file.person() != Some(person),
                ..party::row(&reading, sheet, person, LISTS, (source, &copy))
            }
        };
        self.to_share().into_iter().map(row).collect()
    }

    fn given(&self, sheet: Sheet<'a>) -> Vec<Given<'a>> {
        let reading = self.reading();
        let one = |shared: &&Shared| {
            let person = shared.person;
            let day = |day: Option<Day>| day.map(|day| reading.day(day)).unwrap_or_default();
            let (key, last) = match shared.replied {
                Some(replied) => ("share-answered", day(Some(replied))),
                None => ("share-given", day(shared.reply_by)),
            };
            let values = [("who", reading.full_name(person).into()), ("day", last.into())];
            Given {
                person,
                seq: shared.seq,
                words: reading.w.with(key, &values),
                waits: shared.replied.is_none(),
                nothing: sheet.ticked(&name("nothing", person)),
                oral: sheet.ticked(&name("oral", person)),
                reply: sheet.fill(Field {
                    optional: true,
                    ..Field::area(name("reply", person), "share-reply").rows(2)
                }),
            }
        };
        self.may_answer().iter().map(one).collect()
    }

    /// Who has been left out, in words.
    fn left_out(&self) -> Vec<String> {
        let reading = self.reading();
        let left = self.state.shared.iter().filter(|shared| shared.reply_by.is_none());
        left.map(|shared| reading.w.t1("share-waived", "who", reading.full_name(shared.person))).collect()
    }

    /// Where it goes from here: to the decision when everybody has had their say, and back to the writing when somebody has answered.
    fn onward(&self) -> Vec<(&'static str, String)> {
        if self.state.closed.is_some() {
            return Vec::new();
        }
        let answered = self.state.shared.iter().any(|shared| shared.replied.is_some());
        let decide = self.is_over(self.state).then(|| ("share-decide", format!("{}/beslut", self.here())));
        let rewrite = answered.then(|| ("share-rewrite", format!("{}/utredning", self.here())));
        decide.into_iter().chain(rewrite).collect()
    }

    /// Everybody has had their say: the decision is next.
    fn is_over(&self, state: &InvestigationState) -> bool {
        !state.written.is_empty() && state.unheard(&self.open.file, self.visitor.now.today).next().is_none()
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &matter)?;
    let kept = drafts::kept(&desk, &visitor, &at.form(), Some(open.id)).await?;
    let days = blocking(&desk, |desk| desk.house.setting(DAYS_SETTING)).await?.or_trouble(&desk, &visitor)?;
    let presets = at.presets(days.and_then(|days| drafts::read_days(&days)).unwrap_or(DAYS));
    let done = done_words(visitor.w, query.as_deref());
    Ok(draw(&at, &kept.typed(presets), &Back::fresh(), kept.view, done))
}

async fn send(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &matter)?;
    let back = match CommunicationRequest::read(&at, &typed) {
        _ if file_page::deed(&typed) == "preview" => Back::fresh(),
        _ if file_page::is_done(&desk, &visitor, &typed).await? => {
            return Ok(see_other(&format!("{}/kommunicering", at.here())));
        }
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let said = request.replies.iter().any(|reply| !reply.parts.is_empty());
            let given: Vec<PersonId> = request.shared.iter().map(|shared| shared.person).collect();
            let wish = file_page::wish(&typed, open.id, request.into_commands())?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => {
                    let rest = at.to_share().into_iter().filter(|person| !given.contains(person));
                    let rest = party::left(&typed, &rest.collect::<Vec<_>>(), &[]);
                    drafts::leave(&desk, &visitor, &at.form(), open.id, rest).await?;
                    return after(&desk, &visitor, &at, said).await;
                }
                Err(back) => back,
            }
        }
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &at.form(), Some(open.id)).await?;
    Ok(draw(&at, &typed, &back, draft, None))
}

/// When everybody has had their say and nobody has said anything to think about, the decision is next; otherwise the page itself.
async fn after(desk: &Arc<Desk>, visitor: &Visitor, at: &At<'_>, said: bool) -> Result<Page, Page> {
    let open = file_page::open(desk, visitor, &at.open.id.to_string(), store::Part::Form).await?;
    let matter = open.file.matters.get(&at.matter).map(|matter| &matter.state);
    let Some(MatterState::Investigation(state)) = matter else { return Err(not_found()) };
    let decides = !said && state.closed.is_none() && at.is_over(state);
    let next = if decides { "beslut" } else { "kommunicering" };
    Ok(see_other(&format!("{}/{next}?gjort=kommunicerat", at.here())))
}

fn draw(at: &At<'_>, typed: &Typed, back: &Back, draft: Draft<'static>, done: Option<String>) -> Page {
    let reading = at.reading();
    let w = at.visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let caution = party::caution(at.open, &at.state.reports);
    let name = title(&reading, Some(at.matter), &w.t("share-title"));
    let page = CommunicationPage {
        w,
        shell: at.visitor.shell(at.desk, name, Place::Elsewhere),
        head: file_page::head(&reading),
        file: at.open.id,
        matter: at.matter,
        hidden: Hidden::of(at.desk, at.visitor, at.open, typed),
        draft,
        done,
        errors: &back.errors,
        since: &back.since,
        day: sheet.day("occurred", "share-day"),
        time: sheet.time("occurred-time", "note-time"),
        until: sheet.day("until", "share-until"),
        written: at.source.is_some(),
        unwritten: at.source.is_none() && at.state.closed.is_none(),
        caution: caution
            .map(|why| if why == "violence" { "share-caution-violence" } else { "share-caution-kept" }),
        rows: at.rows(sheet, caution.is_some()),
        given: at.given(sheet),
        left_out: at.left_out(),
        onward: at.onward(),
    };
    html_with(back.status, &page)
}

/// A party who has been given it.
struct Given<'a> {
    person: PersonId,
    /// The entry that holds the copy.
    seq: i64,
    words: String,
    /// Has not answered.
    waits: bool,
    nothing: bool,
    oral: bool,
    reply: Field<'a>,
}

impl Given<'_> {
    /// What is written here, or nobody has answered: then it stands open.
    fn is_open(&self) -> bool {
        self.waits || !self.reply.value.is_empty() || self.reply.error.is_some()
    }
}

#[derive(Template)]
#[template(path = "communication.html")]
struct CommunicationPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    draft: Draft<'static>,
    done: Option<String>,
    errors: &'a Errors,
    since: &'a [String],
    day: Field<'a>,
    time: Field<'a>,
    until: Field<'a>,
    /// There is something to give.
    written: bool,
    unwritten: bool,
    /// Why the exception is asked about first.
    caution: Option<&'static str>,
    rows: Vec<PartyRow<'a>>,
    given: Vec<Given<'a>>,
    left_out: Vec<String>,
    /// Where it goes from here.
    onward: Vec<(&'static str, String)>,
}

async fn show_copy(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter, seq)): Path<(String, String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Letter).await?;
    let (matter, _) = file_page::matter(&open, &matter)?;
    let seq: i64 = seq.parse().map_err(|_| not_found())?;
    let recorded = open.entry(seq).filter(|entry| entry.matter == Some(matter)).ok_or_else(not_found)?;
    let Entry::MaterialShared(Communication { person, at, sharing: Sharing::Given { copy, .. } }) =
        original(&recorded.entry)
    else {
        return Err(not_found());
    };
    let to = letter::receiver(&desk, &visitor, &open, *person).await?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let sv = letter::swedish(&reading);
    let about = About {
        matter,
        day: at.day,
        by: recorded.by.clone(),
        title: sv.w.t("share-letter-title").into_owned(),
    };
    let letter = letter::letter(&desk, &sv, about, &to, letter::blocks(&sv, &copy.blocks));
    let around = Around {
        back: format!("/akt/{}/arende/{matter}/kommunicering", open.id),
        back_key: "share-back",
        remarks: to.remarks(visitor.w),
        title_key: "share-copy",
        ..Around::default()
    };
    Ok(letter::page(&desk, &visitor, &reading, matter, letter, around))
}

#[cfg(test)]
mod tests;
