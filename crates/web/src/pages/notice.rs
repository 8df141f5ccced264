//! `/akt/{file}/arende/{matter}/underratta`: everybody concerned is told that an investigation has been opened, or it is recorded why not
//! (20 kap. 4 § SoL). `…/brev/{party}` is the letter, as it was sent or as it will be.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use law::Appeal;
use record::{
    Author, Code, Command, Entry, FileId, MatterId, MatterState, Moment, PersonId, Reader, Text, Verdict,
    decision::Decision,
    investigation::{InvestigationState, PartyNotice, Telling},
    visible_to,
};
use store::{OpenFile, Part};

use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, not_found, see_other};
use crate::entry_view::original;
use crate::fields::{Choice, Field};
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::format;
use crate::kin;
use crate::letter::{self, About, Around};
use crate::parts::{LetterBlock, PersonHead};
use crate::party::{self, name};
use crate::reading::{Reading, choose, date};
use crate::routes::Routes;
use crate::sending::{Asked, NotSent, Sender};
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};
use crate::written::GivenBack;

/// The pages' addresses.
pub fn routes() -> Routes {
    Routes::new()
        .form("/akt/{file}/arende/{matter}/underratta", show, send)
        .page("/akt/{file}/arende/{matter}/brev/{party}", show_letter)
}

/// The notices as they are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRequest {
    /// The investigation.
    pub matter: MatterId,
    /// One per party that is told, or not.
    pub notices: Vec<PartyNotice>,
}

impl NoticeRequest {
    /// One command per party, all in one step.
    pub fn into_commands(self) -> Vec<Command> {
        self.notices.into_iter().map(|notice| Command::NotifyParty(self.matter, notice)).collect()
    }

    fn read(at: &At<'_>, typed: &Typed) -> Result<Self, Errors> {
        let (visitor, w) = (at.visitor, at.visitor.w);
        let mut errors = Errors::none();
        let mut notices = Vec::new();
        let when = read_moment(visitor, typed, "occurred", &mut errors);
        for person in at.untold() {
            let way = typed.trimmed(&name("way", person));
            let exception = typed.trimmed(&name("exception", person));
            if way.is_empty() && exception.is_empty() {
                continue;
            }
            let telling = if exception.is_empty() {
                let written = matches!(way, "letter" | "secure_message");
                let letter = written.then(|| at.letter_text(person)).flatten();
                Telling::Told { way: Code::from(way), letter: letter.map(record::Part::fact) }
            } else {
                let field = name("motive", person);
                let Some(motive) = read_text(visitor, typed, &field, &mut errors) else {
                    errors.push(field, w.t("error-notice-motive"));
                    continue;
                };
                Telling::withheld(Code::from(exception), record::Part::assessment(motive))
            };
            notices.extend(when.map(|at| PartyNotice { person, at, telling }));
        }
        if notices.is_empty() && errors.is_empty() {
            errors.push("content", w.t("error-notice-nobody"));
        }
        if errors.is_empty() { Ok(Self { matter: at.matter, notices }) } else { Err(errors) }
    }
}

/// The same without the page: letters are drawn as the page draws them.
pub fn asked(sender: Sender<'_>, matter: &str, given: Typed) -> Asked {
    let Sender { desk, visitor, open } = sender;
    let at = At::find(desk, visitor, open, matter).map_err(|_| NotSent::NotThere)?;
    let typed = given.over(moment_pairs("occurred", moment_now(visitor)));
    NoticeRequest::read(&at, &typed).map(NoticeRequest::into_commands).map_err(NotSent::Wrong)
}

/// The investigation the notices are about.
struct At<'a> {
    desk: &'a Desk,
    visitor: &'a Visitor,
    open: &'a OpenFile,
    matter: MatterId,
    state: &'a InvestigationState,
}

impl<'a> At<'a> {
    fn find(desk: &'a Desk, visitor: &'a Visitor, open: &'a OpenFile, text: &str) -> Result<Self, Page> {
        let (id, matter) = file_page::matter(open, text)?;
        match &matter.state {
            MatterState::Investigation(state) => Ok(Self { desk, visitor, open, matter: id, state }),
            _ => Err(not_found()),
        }
    }

    fn reading(&self) -> Reading<'a> {
        file_page::reading(self.desk, self.visitor, self.open)
    }

    /// Parties who are not told, and then those who were left out with a reason: they can always be told after all. A child under
    /// fifteen is no party, and is told in a suitable way: it stands among the first, so that it is not forgotten.
    fn untold(&self) -> Vec<PersonId> {
        let mut untold = self.state.untold(&self.open.file, self.visitor.now.today);
        let child = self.open.file.person();
        untold.extend(child.filter(|child| !self.is_named(*child) && !untold.contains(child)));
        let left_out: Vec<PersonId> =
            self.state.left_out().filter(|person| !untold.contains(person)).collect();
        untold.extend(left_out);
        untold
    }

    fn is_party(&self, person: PersonId) -> bool {
        let child = self.open.file.person() == Some(person);
        let today = self.visitor.now.today;
        if child { self.open.file.parties(today).any(|party| party == person) } else { self.is_named(person) }
    }

    fn is_named(&self, person: PersonId) -> bool {
        self.state.parties.iter().any(|party| party.person == person)
    }

    /// The last day of the investigation, by the clock that its end will stop.
    fn ends(&self) -> Option<String> {
        let law = self.desk.house.law;
        let closes = |clock: &&law::Clock| {
            let rule = law.rule(&clock.rule).ok();
            rule.is_some_and(|rule| rule.fulfilled_by.iter().any(|event| event == "investigation.closed"))
        };
        let mine = self.open.clocks.iter().filter(|clock| clock.matter == Some(self.matter.as_u128()));
        let nominal = mine.filter(closes).filter_map(|clock| clock.due.nominal).max()?;
        Some(format::day_letter(Words::of(Lang::Sv), date(nominal)))
    }

    /// How the decision that opened the investigation is challenged, as its type in the law data says.
    fn appeal(&self) -> Option<Appeal> {
        let opens = |decision: &Decision| {
            decision.opening.as_ref().is_some_and(|opening| opening.matter == self.matter)
        };
        let mut entries = self.open.entries.iter();
        let made = entries.find_map(|entry| match original(&entry.entry) {
            Entry::DecisionMade(made) | Entry::DecisionRecorded(made) if opens(&made.decision) => Some(made),
            _ => None,
        });
        let law = self.desk.house.law;
        let kind = match made {
            Some(made) => law.decision_type(&made.decision.kind, made.made.day).ok(),
            None => law.opening_type(self.state.opened),
        };
        kind.map(|kind| kind.appeal)
    }

    /// The letter's paragraphs, in plain words: to a guardian, to a child, or to a child from fifteen, who is a party. What is sent is
    /// Swedish, whatever the page speaks.
    fn body(&self, person: PersonId) -> Vec<String> {
        let w = Words::of(Lang::Sv);
        let reading = Reading { w, ..self.reading() };
        let reader = match (self.open.file.person() == Some(person), self.is_party(person)) {
            (true, true) => "-young",
            (true, false) => "-child",
            (false, _) => "",
        };
        let day = format::day_letter(w, date(self.state.opened));
        let values = [("child", reading.child_in_text().into()), ("day", day.into())];
        let told = |key: &str| w.with(&format!("{key}{reader}"), &values);
        let mut body = vec![told("letter-opened")];
        let questions = self.questions_for(person);
        if !questions.is_empty() {
            body.push(w.t1("letter-questions", "questions", questions.join(" ")));
        }
        if let Some(day) = self.ends() {
            body.push(w.t1("letter-ends", "day", day));
        }
        body.push(told("letter-how"));
        body.push(told("letter-rights"));
        body.extend(self.appeal().map(|appeal| w.t(appeal_key(appeal)).into_owned()));
        body
    }

    /// The questions that this reader may have: one that gives away what the child has said in confidence is not in the letter.
    fn questions_for(&self, person: PersonId) -> Vec<String> {
        let file = &self.open.file;
        let reader = Reader::of(file, person);
        let shown = |question: &&record::Part| visible_to(reader, question, file) == Verdict::Show;
        self.state.questions.iter().filter(shown).map(|question| question.text.to_string()).collect()
    }

    fn letter_text(&self, person: PersonId) -> Option<Text> {
        Text::typed(&self.body(person).join("\n\n")).ok().flatten()
    }

    /// What was sent to a party, when it was a letter.
    fn sent(&self, person: PersonId) -> Option<(Moment, Text, Author)> {
        self.open.entries.iter().rev().find_map(|entry| match original(&entry.entry) {
            Entry::PartyNotified(PartyNotice {
                person: to,
                at,
                telling: Telling::Told { letter: Some(letter), .. },
            }) if *to == person && entry.matter == Some(self.matter) => {
                Some((*at, letter.text.clone(), entry.by.clone()))
            }
            _ => None,
        })
    }

    fn rows(&self, sheet: Sheet<'a>, careful: bool) -> Vec<Row<'a>> {
        let reading = self.reading();
        let row = |person: PersonId| {
            let list = |field: &str, label, none: &'static str, list: &str| {
                let mut options = vec![choose("", reading.w.t(none), false)];
                options.extend(reading.choices(list, sheet.typed.get(&name(field, person))));
                let error = sheet.errors.of(&name(field, person)).map(|text| text.to_owned().into());
                Choice { name: name(field, person).into(), label_key: label, hint_key: None, error, options }
            };
            Row {
                person,
                name: reading.full_name(person),
                is_party: self.is_party(person),
                protected: reading.is_protected(person),
                careful: careful && self.open.file.person() != Some(person),
                way: list("way", "notice-way", "notice-not-now", "notice_way"),
                exception: list("exception", "notice-exception", "notice-no-exception", "notice_exception"),
                motive: sheet.fill(Field {
                    optional: true,
                    ..Field::area(name("motive", person), "notice-motive").rows(2)
                }),
            }
        };
        self.untold().into_iter().map(row).collect()
    }

    fn told(&self) -> Vec<Told> {
        let reading = self.reading();
        let told =
            self.state.parties.iter().filter_map(|party| Some((party.person, &party.told.as_ref()?.how)));
        told.map(|(person, telling)| {
            let (key, how) = match telling {
                Telling::Told { way, .. } => ("notice-told", reading.code("notice_way", way)),
                Telling::Withheld { exception, .. } => {
                    ("notice-withheld", reading.code("notice_exception", exception))
                }
            };
            let values = [("who", reading.full_name(person).into()), ("how", how.into())];
            Told { person, words: reading.w.with(key, &values), letter: self.sent(person).is_some() }
        })
        .collect()
    }
}

/// The sentence of a letter that says how the decision is challenged. If the law data change, the letter follows.
fn appeal_key(appeal: Appeal) -> &'static str {
    match appeal {
        Appeal::None => "letter-no-appeal",
        Appeal::Legality => "letter-appeal-legality",
        _ => "letter-appeal-administrative",
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &matter)?;
    let pairs = moment_pairs("occurred", moment_now(&visitor));
    // Nobody is chosen beforehand: that somebody has been told is recorded about each by name, after the letter has been sent.
    let done = done_words(visitor.w, query.as_deref());
    Ok(draw(&at, &Typed::from_pairs(pairs), &Back::fresh(), done))
}

async fn send(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Form).await?;
    let at = At::find(&desk, &visitor, &open, &matter)?;
    let command = typed.command()?;
    let back = match NoticeRequest::read(&at, &typed) {
        _ if file_page::is_done(&desk, &visitor, &typed).await? => return Ok(see_other(&here(&at, ""))),
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let mut wish = file_page::wish(&typed, open.id, request.into_commands())?;
            wish.id = command;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => {
                    let next = sibling_to_tell(&desk, &visitor, &at).await?;
                    let next = next.unwrap_or_else(|| here(&at, ""));
                    return Ok(see_other(&format!("{next}?gjort=underrattat")));
                }
                Err(back) => back,
            }
        }
    };
    Ok(draw(&at, &typed, &back, None))
}

/// Where the same is to be told about a sibling whose investigation was opened the same day: each child's parties get letters of their
/// own, one right after the other.
async fn sibling_to_tell(desk: &Arc<Desk>, visitor: &Visitor, at: &At<'_>) -> Result<Option<String>, Page> {
    let opened = at.state.opened;
    for sibling in kin::siblings(desk, visitor, &at.reading()).await? {
        let theirs = file_page::open(desk, visitor, &sibling.file.to_string(), Part::Form).await?;
        let waits = |matter: &record::Matter| match &matter.state {
            MatterState::Investigation(state) => {
                state.opened == opened && !state.untold(&theirs.file, visitor.now.today).is_empty()
            }
            _ => false,
        };
        if let Some((matter, _)) = theirs.file.matters.iter().find(|(_, matter)| waits(matter)) {
            return Ok(Some(format!("/akt/{}/arende/{matter}/underratta", sibling.file)));
        }
    }
    Ok(None)
}

fn here(at: &At<'_>, query: &str) -> String {
    format!("/akt/{}/arende/{}/underratta{query}", at.open.id, at.matter)
}

fn draw(at: &At<'_>, typed: &Typed, back: &Back, done: Option<String>) -> Page {
    let reading = at.reading();
    let w = at.visitor.w;
    let sheet = Sheet { typed, errors: &back.errors };
    let caution = party::caution(at.open, &at.state.reports);
    let page = NoticePage {
        w,
        shell: at.visitor.shell(
            at.desk,
            title(&reading, Some(at.matter), &w.t("notice-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: at.open.id,
        matter: at.matter,
        hidden: Hidden::of(at.desk, at.visitor, at.open, typed),
        done,
        errors: &back.errors,
        day: sheet.day("occurred", "notice-day"),
        time: sheet.time("occurred-time", "note-time"),
        caution: caution
            .map(|why| if why == "violence" { "notice-caution-violence" } else { "notice-caution-kept" }),
        rows: at.rows(sheet, caution.is_some()),
        told: at.told(),
        written: left_over(at, typed, back),
    };
    html_with(back.status, &page)
}

/// What was typed about somebody whom a colleague told meanwhile: their row is gone, the words are not.
fn left_over(at: &At<'_>, typed: &Typed, back: &Back) -> Option<GivenBack> {
    let untold = at.untold();
    let drawn = |name: &str| untold.iter().any(|person| name.ends_with(&person.to_string()));
    let left = typed.pairs().filter(|(name, _)| name.starts_with("motive-") && !drawn(name));
    let left = left.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let left = Typed::from_pairs(left.filter(|_| back.status.is_client_error()));
    GivenBack::of(&left, "")
}

/// A party not noted as told.
struct Row<'a> {
    person: PersonId,
    name: String,
    is_party: bool,
    protected: bool,
    /// The exception stands first: of the child itself nobody has to be warned.
    careful: bool,
    way: Choice<'a>,
    exception: Choice<'a>,
    motive: Field<'a>,
}

impl Row<'_> {
    /// Has anything been written about not telling?
    fn is_withheld(&self) -> bool {
        self.motive.error.is_some() || !self.motive.value.is_empty()
    }
}

/// A party who has been told, or not with a reason.
struct Told {
    person: PersonId,
    words: String,
    letter: bool,
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    matter: MatterId,
    hidden: Hidden,
    done: Option<String>,
    errors: &'a Errors,
    day: Field<'a>,
    time: Field<'a>,
    /// Why the exception is asked about first.
    caution: Option<&'static str>,
    rows: Vec<Row<'a>>,
    told: Vec<Told>,
    /// What was typed and has no field any more.
    written: Option<GivenBack>,
}

async fn show_letter(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter, party)): Path<(String, String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Letter).await?;
    let at = At::find(&desk, &visitor, &open, &matter)?;
    let person: PersonId = party.parse().map_err(|_| not_found())?;
    if !at.is_party(person) && open.file.person() != Some(person) {
        return Err(not_found());
    }
    let to = letter::receiver(&desk, &visitor, &open, person).await?;
    let reading = letter::swedish(&at.reading());
    let sent = at.sent(person);
    let w = visitor.w;
    let not_sent = sent.is_none().then(|| w.t("letter-draft").into_owned());
    let around = Around {
        back: here(&at, ""),
        back_key: "letter-back",
        remarks: not_sent.into_iter().chain(to.remarks(w)).collect(),
        title_key: "letter-page",
        ..Around::default()
    };
    // Who sent it has signed it; a letter that is not sent yet would be signed by its reader.
    let (day, body, by) = match sent {
        Some((sent, text, by)) => (sent.day, text.as_str().split("\n\n").map(str::to_owned).collect(), by),
        None => (visitor.now.today, at.body(person), visitor.actor.author()),
    };
    let about = About { matter: at.matter, day, by, title: reading.w.t("letter-title").into_owned() };
    let letter = letter::letter(&desk, &reading, about, &to, vec![LetterBlock::plain(body)]);
    Ok(letter::page(&desk, &visitor, &at.reading(), at.matter, letter, around))
}

#[cfg(test)]
mod tests;
