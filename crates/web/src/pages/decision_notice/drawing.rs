//! The page on which parties are told of a decision, drawn.

use askama::Template;
use law::{Appeal, Day};
use record::decision_notice::{DecisionNotice, DecisionTelling, Notified};
use record::party_copy::PartyCopy;
use record::{DecisionId, Entry, FileId, PersonId};

use super::{At, copy, reports};
use crate::desk::{Errors, Page, Typed, html_with};
use crate::entry_view::original;
use crate::fields::{Draft, Field};
use crate::file_page::{self, Back, Hidden, Sheet, title};
use crate::letter;
use crate::lix::Ease;
use crate::parts::PersonHead;
use crate::party::{self, Lists, PartyRow, name};
use crate::plain_letter::For;
use crate::shell::{Place, Shell};
use crate::words::Words;

const LISTS: Lists = Lists { way_key: "told-way", exceptions: "decision_notice_exception" };

impl At<'_> {
    pub(super) fn draw(
        &self,
        typed: &Typed,
        back: &Back,
        draft: Draft<'static>,
        done: Option<String>,
    ) -> Page {
        let reading = self.reading();
        let w = self.visitor.w;
        let sheet = Sheet { typed, errors: &back.errors };
        let caution = party::caution(self.open, &reports(&self.open.file, self.state.matter));
        let name = title(&reading, Some(self.state.matter), &w.t("told-title"));
        let rows = self.rows(sheet, caution.is_some());
        let page = DecisionNoticePage {
            w,
            shell: self.visitor.shell(self.desk, name, Place::Elsewhere),
            head: file_page::head(&reading),
            file: self.open.id,
            decision: self.id,
            what: reading.decision(&self.made.decision.kind),
            hidden: Hidden::of(self.desk, self.visitor, self.open, typed),
            draft,
            done,
            errors: &back.errors,
            since: &back.since,
            day: sheet.day("occurred", "told-day"),
            time: sheet.time("occurred-time", "note-time"),
            caution: caution
                .map(|why| if why == "violence" { "told-caution-violence" } else { "told-caution-kept" }),
            plain: self.plain_fields(sheet, &rows),
            rows,
            sent: self.sent(sheet),
        };
        html_with(back.status, &page)
    }

    fn rows<'t>(&self, sheet: Sheet<'t>, careful: bool) -> Vec<PartyRow<'t>> {
        let reading = self.reading();
        let nothing = party::Source { seq: self.source.seq, blocks: Vec::new() };
        let sv = letter::swedish(&reading);
        let drawn = |copy: PartyCopy, child: bool| {
            let blocks = letter::blocks(&sv, &copy.blocks);
            if child { letter::to_the_speaker(blocks) } else { blocks }
        };
        let row = |person: PersonId| {
            let (party, child) = (self.is_party(person), self.open.file.person() == Some(person));
            let source = if party { &self.source } else { &nothing };
            let copy = self.copy(person, sheet.typed);
            let left_out = super::told(self.state, person).map(|_| "told-left-out");
            let key = left_out.or((!party).then_some("notice-child"));
            PartyRow {
                remark: key.map(|key| reading.w.t(key).into_owned()),
                careful: careful && !child,
                plain: self.plain(person, sheet.typed).map(|copy| drawn(copy, child)).unwrap_or_default(),
                ..party::row(&reading, sheet, person, LISTS, (source, &copy))
            }
        };
        self.to_tell().into_iter().map(row).collect()
    }

    /// The worker's fields: for the child while the child is to be told, for the parents while one of them is.
    fn plain_fields<'t>(&self, sheet: Sheet<'t>, rows: &[PartyRow<'_>]) -> PlainFields<'t> {
        let reading = self.reading();
        let own =
            |person: &PersonId| Some(*person) == self.open.file.person() && For::reads(&reading, *person);
        let child = rows.iter().map(|row| row.person).find(own);
        let area = |name, label| Field { optional: true, ..sheet.area(name, label, 2) };
        let to = child.map(|child| For::reader(&reading, child));
        PlainFields {
            why: child.map(|_| Field { focus: sheet.errors.list().is_empty(), ..area("why", "told-why") }),
            said: child.map(|_| area("said", "told-said")),
            ease: to.and_then(|to| self.ease(sheet.typed, to)),
            parents: rows
                .iter()
                .any(|row| Some(row.person) != self.open.file.person())
                .then(|| area("why-parents", "told-why-parents")),
        }
    }

    /// How easy the worker's own words are, beside what the reader needs. A hint, never a hindrance.
    fn ease(&self, typed: &Typed, to: For) -> Option<String> {
        let w = self.visitor.w;
        let ease = Ease::of(&format!("{}\n{}", typed.get("why"), typed.get("said")));
        let limits = to.limits();
        let values = [
            ("lix", format!("{:.0}", ease.lix()).into()),
            ("mean", format!("{:.0}", ease.mean()).into()),
            ("longest", ease.longest.into()),
            ("most", format!("{:.0}", limits.lix).into()),
            ("most-mean", format!("{:.0}", limits.mean).into()),
            ("most-longest", limits.longest.into()),
        ];
        (ease.words > 0).then(|| w.with("told-ease", &values))
    }

    fn sent<'t>(&self, sheet: Sheet<'t>) -> Vec<Sent<'t>> {
        let reading = self.reading();
        let day = |day: Day| reading.day(day);
        let one = |notified: &Notified| {
            let person = notified.person;
            let told = self.open.entry(notified.seq).map(|recorded| original(&recorded.entry));
            let (how, notice, letter) = match told {
                Some(Entry::DecisionNotified(DecisionNotice { telling, .. })) => match telling {
                    DecisionTelling::Told { way, copy, letter, .. } => {
                        (reading.code("notice_way", way), !copy.blocks.is_empty(), letter.is_some())
                    }
                    DecisionTelling::Withheld { exception, .. } => {
                        (reading.code("decision_notice_exception", exception), false, false)
                    }
                },
                _ => (String::new(), false, false),
            };
            let key = if notified.told { "told-told" } else { "told-withheld" };
            let values = [
                ("who", reading.full_name(person).into()),
                ("how", how.into()),
                ("day", day(notified.on).into()),
            ];
            let waits = notified.told && notified.received.is_none();
            let field = |field: Field<'t>| Field { optional: true, ..sheet.fill(field) };
            Sent {
                seq: notified.seq,
                words: reading.w.with(key, &values),
                until: self.until(person, notified.received),
                notice,
                letter,
                got: waits.then(|| field(Field::day(name("got", person), "told-got"))),
                shown: waits.then(|| field(Field::text(name("shown", person), "told-shown"))),
            }
        };
        self.state.notified.iter().map(one).collect()
    }

    /// When somebody got it, and until when they may appeal.
    fn until(&self, person: PersonId, received: Option<Day>) -> Option<String> {
        let (received, reading) = (received?, self.reading());
        let last = copy::last_day(self.desk.house.law, received);
        let last = last.filter(|_| self.appeal == Appeal::Administrative && self.is_party(person));
        let got = ("day", reading.day(received).into());
        Some(match last {
            Some(last) => reading.w.with("told-got-until", &[got, ("last", reading.day(last).into())]),
            None => reading.w.with("told-got-on", &[got]),
        })
    }
}

/// What only the worker can write in the plain letters.
struct PlainFields<'a> {
    why: Option<Field<'a>>,
    said: Option<Field<'a>>,
    ease: Option<String>,
    parents: Option<Field<'a>>,
}

/// A party who has been told, or not with a reason.
struct Sent<'a> {
    /// The entry that holds what was sent.
    seq: i64,
    words: String,
    until: Option<String>,
    /// There is a formal notice to open.
    notice: bool,
    letter: bool,
    got: Option<Field<'a>>,
    shown: Option<Field<'a>>,
}

#[derive(Template)]
#[template(path = "decision_notice.html")]
struct DecisionNoticePage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    decision: DecisionId,
    what: String,
    hidden: Hidden,
    draft: Draft<'static>,
    done: Option<String>,
    errors: &'a Errors,
    since: &'a [String],
    day: Field<'a>,
    time: Field<'a>,
    /// Why the exception is asked about first.
    caution: Option<&'static str>,
    plain: PlainFields<'a>,
    rows: Vec<PartyRow<'a>>,
    sent: Vec<Sent<'a>>,
}

impl DecisionNoticePage<'_> {
    /// Is there anything left to note?
    fn waits(&self) -> bool {
        !self.rows.is_empty() || self.sent.iter().any(|sent| sent.got.is_some())
    }
}
