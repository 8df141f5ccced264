//! What goes out on A4: one layout for notices, copies, decisions and plain letters.
//!
//! A page says what its letter is about ([`About`]), to whom ([`receiver`]) and what stands in it ([`blocks`] of a copy as it was sent, or
//! blocks of its own), and answers with [`page`]. Who sent it has signed it; a letter that is not sent yet is signed by its reader.

use std::sync::Arc;

use askama::Template;
use law::Day;
use record::party_copy::Block;
use record::{Author, MatterId, Part, PartKind, PersonId};
use store::OpenFile;

use crate::desk::{Desk, OrTrouble, Page, Visitor, blocking, html};
use crate::fields::Choose;
use crate::file_page::title;
use crate::parts::{Letter, LetterBlock, Paragraph};
use crate::reading::{Reading, date};
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

/// What a letter is about, and who signs it.
#[derive(Clone, Debug)]
pub struct About {
    /// The matter: its number is our reference.
    pub matter: MatterId,
    /// The day it was sent.
    pub day: Day,
    /// Who signs.
    pub by: Author,
    /// The heading.
    pub title: String,
}

/// Somebody a letter goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receiver {
    /// Name and address, as on an envelope.
    pub lines: Vec<String>,
    /// Protected in some way: the address is in nobody's hands here, and stands nowhere.
    pub protected: bool,
}

impl Receiver {
    /// What to know of them before a letter is sent.
    pub fn remarks(&self, w: &Words) -> Vec<String> {
        self.protected.then(|| w.t("letter-protected").into_owned()).into_iter().collect()
    }
}

/// The file as what is sent speaks of it: Swedish, whatever the page speaks.
pub fn swedish<'a>(reading: &Reading<'a>) -> Reading<'a> {
    Reading { w: Words::of(Lang::Sv), ..*reading }
}

/// Name and address of somebody in the file. Of somebody protected only the name.
///
/// # Errors
/// The finished answer: 404 for somebody who is not in the file.
pub async fn receiver(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    person: PersonId,
) -> Result<Receiver, Page> {
    let reader = (desk.clone(), open.clone());
    let somebody = blocking(desk, move |_| reader.0.house.somebody_in(&reader.1, person)).await?;
    let somebody = somebody.or_trouble(desk, visitor)?;
    let reading = crate::file_page::reading(desk, visitor, open);
    let mut lines = vec![reading.full_name(person)];
    if let Some(address) = somebody.shown_address().map(|address| address.value.clone()) {
        lines.extend(address.care_of.map(|name| format!("c/o {name}")));
        lines.push(address.street);
        lines.push(format!("{} {}", address.postcode, address.town));
    }
    Ok(Receiver { lines, protected: somebody.is_protected() })
}

/// The letter.
pub fn letter(
    desk: &Desk,
    reading: &Reading<'_>,
    about: About,
    receiver: &Receiver,
    body: Vec<LetterBlock<'static>>,
) -> Letter<'static> {
    let number = reading.open.file.matters.get(&about.matter).and_then(|matter| matter.number.clone());
    Letter {
        sender: vec![
            desk.site.authority.clone().into(),
            desk.organisation().board.clone().into(),
            reading.unit(about.by.unit).into(),
        ],
        receiver: receiver.lines.iter().cloned().map(Into::into).collect(),
        number: number.unwrap_or_default().into(),
        day: date(about.day),
        title: about.title.into(),
        body,
        signer: signer(desk, &about.by).into_iter().map(Into::into).collect(),
        for_child: false,
    }
}

/// Name and title as they were, the telephone as it is.
fn signer(desk: &Desk, by: &Author) -> Vec<String> {
    let w = Words::of(Lang::Sv);
    let organisation = desk.organisation();
    let member = organisation.member(by.staff);
    let phone = member.map(|member| w.t1("letter-phone", "phone", member.phone.clone()));
    [by.name.clone(), by.title.clone()].into_iter().chain(phone).collect()
}

/// The blocks of a copy as a letter draws them: whose words each statement is, kept apart.
pub fn blocks(reading: &Reading<'_>, blocks: &[Block]) -> Vec<LetterBlock<'static>> {
    let glossary = reading.w.t("letter-glossary");
    let one = |block: &Block| {
        // Beside something else an assessment says that it is one; under a heading of its own the heading says it.
        let mixed = block.parts.iter().any(|part| part.kind != PartKind::Assessment);
        LetterBlock {
            heading: block.heading.as_ref().map(|heading| heading.to_string().into()),
            paragraphs: block.parts.iter().map(|part| paragraph(reading, part, mixed)).collect(),
            glossary: false,
        }
    };
    let fold = |block: LetterBlock<'static>| match &block.heading {
        Some(heading) if *heading == glossary => as_glossary(block),
        _ => block,
    };
    blocks.iter().map(one).map(fold).collect()
}

/// The same to the one whose words they are: what a child has said stands as a quotation, and not under its own name.
pub fn to_the_speaker(blocks: Vec<LetterBlock<'static>>) -> Vec<LetterBlock<'static>> {
    let own = |paragraph: Paragraph<'static>| match paragraph.by {
        Some(_) => Paragraph { by: None, text: format!("”{}”", paragraph.text).into() },
        None => paragraph,
    };
    let one = |block: LetterBlock<'static>| {
        if block.glossary {
            return block;
        }
        LetterBlock { paragraphs: block.paragraphs.into_iter().map(own).collect(), ..block }
    };
    blocks.into_iter().map(one).collect()
}

/// The words of a glossary before what they mean: "Utredning: vi tar reda på …".
fn as_glossary(block: LetterBlock<'static>) -> LetterBlock<'static> {
    let split = |paragraph: Paragraph<'static>| match paragraph.text.split_once(": ") {
        Some((word, meaning)) => {
            Paragraph { by: Some(word.to_owned().into()), text: meaning.to_owned().into() }
        }
        None => paragraph,
    };
    let paragraphs = block.paragraphs.into_iter().map(split).collect();
    LetterBlock { paragraphs, glossary: true, ..block }
}

/// A statement as a paragraph. Facts stand as they are; words have their speaker before them, and an assessment beside other statements
/// says that it is one.
pub fn paragraph(reading: &Reading<'_>, part: &Part, mixed: bool) -> Paragraph<'static> {
    if part.is_withdrawn(&reading.open.file.moved_away) {
        return Paragraph { by: None, text: reading.w.t("statement-withdrawn").into_owned().into() };
    }
    let by = match (part.kind, &part.said_by) {
        (PartKind::Words, Some(speaker)) => Some(reading.speaker(speaker)),
        (PartKind::Words, None) => Some(reading.w.t("speaker-unknown").into_owned()),
        (PartKind::Assessment, _) if mixed => Some(reading.w.t("statement-assessment").into_owned()),
        _ => None,
    };
    Paragraph { by: by.map(Into::into), text: part.text.to_string().into() }
}

/// What stands above a letter on the screen, and is not printed.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Where the reader came from.
    pub back: String,
    /// The message of the link there.
    pub back_key: &'static str,
    /// What to know before it is sent, such as that the receiver is protected.
    pub remarks: Vec<String>,
    /// What the page is called in the browser.
    pub title_key: &'static str,
    /// What of it can be left out before it is sent, in the letter's own words: the page asks for itself anew without what is chosen.
    pub leave_out: Vec<Choose<'static>>,
}

impl Around {
    fn leaves_out(&self) -> bool {
        self.leave_out.iter().any(|one| one.chosen)
    }
}

/// What the address names something by that is left out.
pub const WITHOUT: &str = "utan";

/// The page with a letter on it.
pub fn page(
    desk: &Desk,
    visitor: &Visitor,
    reading: &Reading<'_>,
    matter: MatterId,
    letter: Letter<'_>,
    around: Around,
) -> Page {
    let w = visitor.w;
    let what = w.t(around.title_key);
    // A browser prints the page's title above the letter.
    let name = if letter.number.is_empty() { what.into_owned() } else { title(reading, Some(matter), &what) };
    html(&LetterPage {
        w,
        sv: Words::of(Lang::Sv),
        shell: visitor.shell(desk, name, Place::Elsewhere),
        around,
        letter,
    })
}

#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage<'a> {
    w: &'a Words,
    /// The letter's own words: it is sent in Swedish.
    sv: &'a Words,
    shell: Shell<'a>,
    around: Around,
    letter: Letter<'a>,
}
