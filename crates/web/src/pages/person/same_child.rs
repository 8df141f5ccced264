//! A child who was unknown turns out to be known: everything in this file goes to that child's own file.
//!
//! Nothing moves at the first press. A check page says what goes, to whom, what stays, and who has opened the file meanwhile; the press on
//! that page moves it, out here and in there, both or neither.

use std::sync::Arc;

use askama::Template;
use record::identity::IdentityNumber;
use record::moving::MovedOut;
use record::{Command, CommandId, FileId, Opened, PersonId, Subject};
use store::{House, Known, OpenFile, Step, Wish};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html, see_other};
use crate::entry_words;
use crate::file_page::{self, Back, Hidden, title};
use crate::pages::family::who_has;
use crate::pages::moving;
use crate::pages::readers::opened_since;
use crate::parts::PersonHead;
use crate::reading::Reading;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// Two files turn out to be about one child.
pub(super) struct Same {
    person: PersonId,
    file: Option<FileId>,
}

/// Somebody else who has the number that was given.
pub(super) async fn other_with(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    own: PersonId,
    number: Option<IdentityNumber>,
    errors: &mut Errors,
) -> Result<Option<Same>, Page> {
    let Some(number) = number else { return Ok(None) };
    let known = who_has(desk, visitor, number).await?;
    let others: Vec<Known> = known.into_iter().filter(|known| known.person != own).collect();
    match others.as_slice() {
        [] => Ok(None),
        [other] => Ok(Some(Same { person: other.person, file: other.files.first().copied() })),
        _ => {
            errors.push("number", visitor.w.t("family-error-several"));
            Ok(None)
        }
    }
}

/// The check page, or what came of the press on it. What cannot be done is told at the number on the person's page.
pub(super) async fn answer(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    (number, same): (Option<IdentityNumber>, &Same),
) -> Result<Result<Page, Back>, Page> {
    // The file that was told on the check page is the file it goes to: if another has come to be meant, it is checked anew.
    let target = same.file.map(|file| file.to_string()).unwrap_or_default();
    let done = || see_other(&format!("/akt/{}/tidslinje?gjort=flyttad", open.id));
    if file_page::deed(typed) != "move" || typed.get("target") != target {
        if file_page::is_done(desk, visitor, typed).await? {
            return Ok(Ok(done()));
        }
        return check(desk, visitor, open, typed, (number, same)).await.map(Ok);
    }
    match file_page::act(
        desk,
        visitor,
        request(desk, visitor, open, typed, (number, same)).into_wish(typed.command()?),
    )
    .await?
    {
        Ok(_) => Ok(Ok(done())),
        Err(back) => {
            let text = back.errors.list().first().map(|error| error.text.to_string());
            let at_number = |text| Errors::one("number", text);
            let errors = match text {
                None if !back.since.is_empty() => Errors::none(),
                text => at_number(text.unwrap_or_else(|| visitor.w.t("refusal-other").into_owned())),
            };
            Ok(Err(Back { errors, ..back }))
        }
    }
}

/// Everything that can be moved leaves this file for the other one, which is opened if there is none.
struct MoveAllRequest {
    seen: Option<i64>,
    out: (FileId, MovedOut),
    into: Vec<Command>,
}

impl MoveAllRequest {
    fn into_wish(self, id: CommandId) -> Wish {
        let (from, moved) = self.out;
        let to = moved.to;
        let steps = vec![
            Step::File { file: from, seen: self.seen, commands: vec![Command::MoveOut(moved)] },
            Step::File { file: to, seen: None, commands: self.into },
        ];
        Wish { id, steps, draft: None }
    }
}

fn request(
    desk: &Desk,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    (number, same): (Option<IdentityNumber>, &Same),
) -> MoveAllRequest {
    let seqs = movable(open);
    let new = || typed.id("opens").unwrap_or_else(|| FileId::new(desk.house.new_id(visitor.now)));
    let opening = Opened {
        person: same.person,
        subject: open.file.opened.as_ref().map_or(Subject::Child, |opened| opened.subject),
        birth: number.and_then(|number| number.birth_from_number()).or(open.file.birth()),
        unit: visitor.actor.unit,
    };
    let opening = same.file.is_none().then_some(Command::OpenFile(opening));
    let arriving = Command::MoveIn(House::arriving(open, &seqs));
    let to = same.file.unwrap_or_else(new);
    let into = opening.into_iter().chain([arriving]).collect();
    MoveAllRequest { seen: typed.seen(), out: (open.id, MovedOut { seqs, to }), into }
}

fn movable(open: &OpenFile) -> Vec<i64> {
    open.file.entries.iter().filter(|(_, meta)| meta.movable).map(|(seq, _)| *seq).collect()
}

async fn check(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    typed: &Typed,
    (number, same): (Option<IdentityNumber>, &Same),
) -> Result<Page, Page> {
    let w = visitor.w;
    let reading = file_page::reading(desk, visitor, open);
    let seqs = movable(open);
    let going: Vec<_> = open.entries.iter().filter(|entry| seqs.contains(&entry.seq)).collect();
    let first = going.iter().map(|entry| entry.at).min();
    let hidden = Hidden::of(desk, visitor, open, typed);
    let page = CheckPage {
        w,
        shell: visitor.shell(desk, title(&reading, None, &w.t("move-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        whose: open.file.person(),
        hidden: Hidden { seen: typed.seen().unwrap_or(hidden.seen), ..hidden },
        from: reading.child(),
        to: name_of(desk, visitor, open, number).await?,
        number: number.map(|number| number.to_string()).unwrap_or_default(),
        target: same.file.map(|file| file.to_string()).unwrap_or_default(),
        opens: desk.house.new_id(visitor.now).to_string(),
        stay: open.entries.len() - going.len(),
        going: going.iter().map(|entry| line(&reading, entry)).collect(),
        readers: opened_since(desk, visitor, open, first).await?,
    };
    Ok(html(&page))
}

/// "Journalanteckning, 24 nov 09.00".
fn line(reading: &Reading<'_>, entry: &record::Recorded) -> String {
    format!("{}, {}", entry_words::title(reading, &entry.entry), reading.moment(entry.occurred))
}

/// Whose file it goes to: the name where the reader may know it, else which unit has it.
async fn name_of(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    number: Option<IdentityNumber>,
) -> Result<String, Page> {
    let Some(number) = number else { return Ok(String::new()) };
    let (actor, now) = (visitor.actor.clone(), visitor.now);
    let hits = blocking(desk, move |desk| desk.house.find_number(&actor, now, number)).await?;
    let hits = hits.or_trouble(desk, visitor)?;
    let target = hits.iter().find_map(|hit| moving::found(hit, open.id, visitor.w, desk));
    let card = || hits.iter().find_map(|hit| Some(hit.card.as_ref()?.name().to_owned()));
    Ok(target.map(|target| target.words).filter(|words| !words.is_empty()).or_else(card).unwrap_or_default())
}

#[derive(Template)]
#[template(path = "move_all_check.html")]
struct CheckPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    whose: Option<PersonId>,
    hidden: Hidden,
    /// Whose file everything leaves.
    from: String,
    /// Whose file it goes to.
    to: String,
    number: String,
    /// That file; empty where it is opened by the move.
    target: String,
    /// The id the new file is to have.
    opens: String,
    going: Vec<String>,
    stay: usize,
    readers: Vec<String>,
}
