//! `/akt/{file}/beslut/{decision}/underrattelse`: each party is told of a decision, or it is recorded why not (33 § FL), and when each of
//! them got it is written down: the time to appeal runs for each from that day (44 § FL). A child under fifteen is no party, and gets the
//! plain letter.
//!
//! `…/{seq}` is the notice as it was sent, `…/{seq}/brev` the plain letter that went with it. `/akt/{file}/arende/{matter}/underrattelse`
//! leads to the decision in a matter that somebody is still to be told of.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use law::{Appeal, Day};
use record::decision::{DecisionState, Made};
use record::decision_notice::{DecisionNotice, DecisionTelling, Notified, Receipt, received_at_once};
use record::party_copy::PartyCopy;
use record::{
    CaseFile, Code, Command, DecisionId, Entry, MatterId, MatterState, Moment, Part, PersonId, Reader,
    Recorded, Speaker, Subject, Text, Verdict, visible_to,
};
use store::OpenFile;

use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, not_found, see_other};
use crate::entry_view::original;
use crate::file_page::{self, Back, moment_now, moment_pairs, read_moment, read_text};
use crate::letter;
use crate::pages::drafts;
use crate::party::{self, Chosen, Source, To, name};
use crate::plain_letter::{For, PlainLetter};
use crate::reading::Reading;
use crate::routes::Routes;
use crate::sending::{Asked, NotSent, Sender};

mod copy;
mod drawing;
mod sent;

/// The pages' addresses.
pub fn routes() -> Routes {
    Routes::new()
        .form("/akt/{file}/beslut/{decision}/underrattelse", show, send)
        .page("/akt/{file}/beslut/{decision}/underrattelse/{seq}", sent::show_notice)
        .page("/akt/{file}/beslut/{decision}/underrattelse/{seq}/brev", sent::show_letter)
        .page("/akt/{file}/arende/{matter}/underrattelse", of_matter)
}

/// The newest decision in a matter that some party is still to be told of.
pub fn waiting(file: &CaseFile, matter: MatterId, day: Day) -> Option<DecisionId> {
    let waits = |state: &DecisionState| file.parties(day).any(|person| told(state, person).is_none());
    for_parties(file, matter).find(|(_, state)| waits(state)).map(|(id, _)| id)
}

/// The newest decision in a matter that the parties are told of.
pub fn newest(file: &CaseFile, matter: MatterId) -> Option<DecisionId> {
    for_parties(file, matter).next().map(|(id, _)| id)
}

/// The decisions in a matter that settle something for the parties, newest first.
fn for_parties(file: &CaseFile, matter: MatterId) -> impl Iterator<Item = (DecisionId, &DecisionState)> {
    let own = file.decisions.iter().filter(move |(_, state)| state.matter == matter && state.for_parties);
    let mut decisions: Vec<_> = own.map(|(id, state)| (*id, state)).collect();
    decisions.sort_by_key(|(_, state)| std::cmp::Reverse(state.seq));
    decisions.into_iter()
}

fn told(state: &DecisionState, person: PersonId) -> Option<&Notified> {
    state.notified.iter().find(|notified| notified.person == person)
}

/// What is asked for: parties told or not, and when somebody got what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionNoticeRequest {
    /// Told, or not with a reason.
    pub notices: Vec<DecisionNotice>,
    /// Got it.
    pub receipts: Vec<Receipt>,
}

impl DecisionNoticeRequest {
    /// One command each, all in one step.
    pub fn into_commands(self) -> Vec<Command> {
        let told = self.notices.into_iter().map(Command::NotifyDecision);
        told.chain(self.receipts.into_iter().map(Command::ReceiveNotice)).collect()
    }

    fn read(at: &At<'_>, typed: &Typed) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let visitor = at.visitor;
        for field in ["why", "said", "why-parents"] {
            read_text(visitor, typed, field, &mut errors);
        }
        let when = read_moment(visitor, typed, "occurred", &mut errors);
        let notices = when.map(|when| at.read_notices(typed, when, &mut errors)).unwrap_or_default();
        let receipts = at.read_receipts(typed, &mut errors);
        if notices.is_empty() && receipts.is_empty() && errors.is_empty() {
            errors.push("content", visitor.w.t("error-told-nobody"));
        }
        if errors.is_empty() { Ok(Self { notices, receipts }) } else { Err(errors) }
    }
}

/// The same without the page: letters are drawn as the page draws them.
pub fn asked(sender: Sender<'_>, decision: &str, given: Typed) -> Asked {
    let Sender { desk, visitor, open } = sender;
    let at = At::find(desk, visitor, open, decision).map_err(|_| NotSent::NotThere)?;
    let typed = given.over(at.presets());
    DecisionNoticeRequest::read(&at, &typed).map(DecisionNoticeRequest::into_commands).map_err(NotSent::Wrong)
}

/// The decision that somebody is told of.
struct At<'a> {
    desk: &'a Desk,
    visitor: &'a Visitor,
    open: &'a OpenFile,
    id: DecisionId,
    state: &'a DecisionState,
    made: &'a Made,
    appeal: Appeal,
    source: Source,
}

impl<'a> At<'a> {
    fn find(desk: &'a Desk, visitor: &'a Visitor, open: &'a OpenFile, text: &str) -> Result<Self, Page> {
        let id: DecisionId = text.parse().map_err(|_| not_found())?;
        let state = open.file.decisions.get(&id).ok_or_else(not_found)?;
        let recorded = open.entry(state.seq).ok_or_else(not_found)?;
        let made = made(recorded).ok_or_else(not_found)?;
        let sv = letter::swedish(&file_page::reading(desk, visitor, open));
        let source = copy::source(&sv, recorded, made);
        let appeal = record::decision::appeal(desk.house.law, &open.file, &made.decision, made.made.day);
        Ok(Self { desk, visitor, open, id, state, made, appeal, source })
    }

    fn reading(&self) -> Reading<'a> {
        file_page::reading(self.desk, self.visitor, self.open)
    }

    fn here(&self) -> String {
        format!("/akt/{}/beslut/{}/underrattelse", self.open.id, self.id)
    }

    fn form(&self) -> String {
        format!("told-{}", self.id)
    }

    fn is_party(&self, person: PersonId) -> bool {
        self.open.file.parties(self.visitor.now.today).any(|party| party == person)
    }

    /// Who is to be told: the parties, then a child who is too young to be one, then those who were left out with a reason.
    fn to_tell(&self) -> Vec<PersonId> {
        let file = &self.open.file;
        let childs = file.opened.as_ref().is_some_and(|opened| opened.subject == Subject::Child);
        let child = file.person().filter(|child| childs && !self.is_party(*child));
        let all = file.parties(self.visitor.now.today).chain(child);
        let (untold, known): (Vec<_>, Vec<_>) = all.partition(|person| told(self.state, *person).is_none());
        let left_out = |person: &PersonId| told(self.state, *person).is_some_and(|told| !told.told);
        untold.into_iter().chain(known.into_iter().filter(left_out)).collect()
    }

    /// Who must still be told or written to. A child too small to be written to is told by somebody who sits beside it.
    fn owed(&self) -> Vec<PersonId> {
        let reading = self.reading();
        let owed = |person: &PersonId| told(self.state, *person).is_none() && For::reads(&reading, *person);
        self.to_tell().into_iter().filter(owed).collect()
    }

    /// What is typed for those who are left: the child's two fields while the child is, the parents' while one of them is.
    fn left_for(&self, owed: &[PersonId], typed: &Typed) -> Vec<(String, String)> {
        let child = self.open.file.person().filter(|child| owed.contains(child));
        let mut common = if child.is_some() { vec!["why", "said"] } else { Vec::new() };
        if owed.len() > usize::from(child.is_some()) {
            common.push("why-parents");
        }
        party::left(typed, owed, &common)
    }

    /// Who has been sent it and has not been noted as having got it.
    fn awaited(&self) -> impl Iterator<Item = &Notified> {
        self.state.notified.iter().filter(|notified| notified.told && notified.received.is_none())
    }

    /// The day on which somebody who is told this way has it.
    fn received(&self, way: &str, on: Day) -> Option<Day> {
        received_at_once(self.desk.house.law.choice("notice_way", way)?, on)
    }

    /// The formal notice. A child who is no party gets none.
    fn copy(&self, person: PersonId, typed: &Typed) -> PartyCopy {
        if !self.is_party(person) {
            return PartyCopy::default();
        }
        let sv = letter::swedish(&self.reading());
        let on = typed.trimmed("occurred").parse().ok();
        let received = on.and_then(|on| self.received(typed.trimmed(&name("way", person)), on));
        let after = copy::how_to_appeal(&sv, self.appeal, received, &self.visitor.actor.name);
        let to = To::person(&self.open.file, person);
        self.source.copy(&self.open.file, &to, typed, (Vec::new(), vec![after]))
    }

    /// The plain letter beside it, with the worker's two fields.
    fn plain(&self, person: PersonId, typed: &Typed) -> Option<PartyCopy> {
        let sv = letter::swedish(&self.reading());
        if !For::reads(&sv, person) {
            return None;
        }
        let worker = &self.visitor.member;
        let letter = PlainLetter::about(&sv, person, self.made, self.appeal);
        let to_child = letter.to != For::Parents;
        let letter = PlainLetter {
            worker: &worker.name,
            phone: &worker.phone,
            why: party::text(typed.get(if to_child { "why" } else { "why-parents" })),
            said: party::text(typed.get("said")).filter(|_| to_child).map(|said| self.said(said)),
            ..letter
        };
        let blocks = letter.blocks(&sv);
        let file = &self.open.file;
        Some(PartyCopy::of(blocks, Reader::of(file, person), file, &BTreeSet::new()))
    }

    /// What the child has said, as it stands in the letter: a quotation where it was taken as it was.
    fn said(&self, said: Text) -> Part {
        let quoted = self.childs_words().into_iter().find(|part| part.text == said);
        quoted.unwrap_or_else(|| Part::words(Speaker::Child, said))
    }

    /// What the child has said in the decision, else in the investigation, without what it wants kept: a letter to a child lies on a table
    /// at home.
    fn childs_words(&self) -> Vec<Part> {
        let file = &self.open.file;
        let own = |part: &&Part| part.said_by == Some(Speaker::Child);
        let open = |part: &&Part| {
            let kept =
                |person| matches!(visible_to(Reader::Guardian(person), part, file), Verdict::Keep { .. });
            part.keep.is_empty() && !file.guardians(self.visitor.now.today).any(kept)
        };
        let of = |source: &Source| -> Vec<Part> {
            let parts = source.blocks.iter().flat_map(|block| &block.parts);
            parts.filter(own).filter(open).cloned().collect()
        };
        let decided = of(&self.source);
        if !decided.is_empty() {
            return decided;
        }
        let sv = letter::swedish(&self.reading());
        let written = crate::pages::communication::copy::source(&sv, self.state.matter);
        written.as_ref().map(of).unwrap_or_default()
    }

    fn read_notices(&self, typed: &Typed, at: Moment, errors: &mut Errors) -> Vec<DecisionNotice> {
        let mut notices = Vec::new();
        for person in self.to_tell() {
            let telling = match party::chosen(self.visitor, typed, person, errors) {
                Chosen::Nothing => continue,
                Chosen::Way(way) => DecisionTelling::Told {
                    received: self.received(&way, at.day),
                    way: Code(way),
                    copy: self.copy(person, typed),
                    letter: self.plain(person, typed),
                },
                Chosen::LeftOut(exception, motive) => {
                    DecisionTelling::Withheld { exception: Code(exception), motive: Part::assessment(motive) }
                }
            };
            notices.push(DecisionNotice { decision: self.id, person, at, telling });
        }
        notices
    }

    fn read_receipts(&self, typed: &Typed, errors: &mut Errors) -> Vec<Receipt> {
        let mut receipts = Vec::new();
        for person in self.awaited().map(|notified| notified.person) {
            let (got, shown) = (name("got", person), name("shown", person));
            let shown_by = read_text(self.visitor, typed, &shown, errors).map(Part::fact);
            let day = typed.trimmed(&got);
            match (day.is_empty(), day.parse()) {
                (true, _) if shown_by.is_none() => {}
                (true, _) => errors.push(got, self.visitor.w.t("error-told-day")),
                (false, Ok(on)) => receipts.push(Receipt { decision: self.id, person, on, shown_by }),
                (false, Err(_)) => errors.push(got, self.visitor.w.t("error-day")),
            }
        }
        receipts
    }

    fn presets(&self) -> Vec<(String, String)> {
        let mut pairs = moment_pairs("occurred", moment_now(self.visitor));
        let to = self.to_tell().into_iter().map(|person| To::person(&self.open.file, person));
        pairs.extend(party::presets(&self.source, &self.open.file, to));
        let said: Vec<String> = self.childs_words().iter().map(|part| part.text.to_string()).collect();
        pairs.push(("said".to_owned(), said.first().cloned().unwrap_or_default()));
        pairs
    }

    /// Where it goes from here when nobody is left: to whoever is to carry out what was granted, else to the child's page.
    fn onward(&self) -> String {
        match self.made.decision.grants.first() {
            Some(grant) => format!("/akt/{}/arende/{}/uppdrag", self.open.id, grant.matter),
            None => format!("/akt/{}", self.open.id),
        }
    }
}

fn made(recorded: &Recorded) -> Option<&Made> {
    match original(&recorded.entry) {
        Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => Some(made),
        _ => None,
    }
}

/// The reports behind the investigation that a decision was made in.
fn reports(file: &CaseFile, matter: MatterId) -> Vec<MatterId> {
    match file.matters.get(&matter).map(|matter| &matter.state) {
        Some(MatterState::Investigation(state)) => state.reports.clone(),
        _ => Vec::new(),
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &decision)?;
    let kept = drafts::kept(&desk, &visitor, &at.form(), Some(open.id)).await?;
    let done = done_words(visitor.w, query.as_deref());
    Ok(at.draw(&kept.typed(at.presets()), &Back::fresh(), kept.view, done))
}

async fn send(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &decision)?;
    let back = match DecisionNoticeRequest::read(&at, &typed) {
        _ if file_page::deed(&typed) == "preview" => Back::fresh(),
        _ if file_page::is_done(&desk, &visitor, &typed).await? => return Ok(see_other(&at.here())),
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let told: Vec<PersonId> = request.notices.iter().map(|notice| notice.person).collect();
            let wish = file_page::wish(&typed, open.id, request.into_commands())?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => {
                    let owed = at.owed().into_iter().filter(|person| !told.contains(person));
                    let owed: Vec<PersonId> = owed.collect();
                    let next = if owed.is_empty() && !told.is_empty() { at.onward() } else { at.here() };
                    let rest = at.left_for(&owed, &typed);
                    drafts::leave(&desk, &visitor, &at.form(), open.id, rest).await?;
                    return Ok(see_other(&format!("{next}?gjort=underrattat")));
                }
                Err(back) => back,
            }
        }
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &at.form(), Some(open.id)).await?;
    Ok(at.draw(&typed, &back, draft, None))
}

/// The clocks know the matter and not the decision: this finds it.
async fn of_matter(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    let (matter, _) = file_page::matter(&open, &matter)?;
    let decision = waiting(&open.file, matter, visitor.now.today).or_else(|| newest(&open.file, matter));
    let decision = decision.ok_or_else(not_found)?;
    Ok(see_other(&format!("/akt/{}/beslut/{decision}/underrattelse", open.id)))
}

#[cfg(test)]
mod tests;
