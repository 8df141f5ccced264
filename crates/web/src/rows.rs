//! The rows of the lists: my day and the group. Whatever a row is about – a clock, a meeting, a proposal, a draft, a report –
//! it reads the same way: when, what to do, about whom.
//!
//! Drawn by `templates/parts/row.html`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};
use law::{Day, LawBook};
use record::{Actor, DisclosureId, DraftId, FileId, MatterId, Moment, Organisation, StaffId, UnitId};
use store::drafts::DraftRow;
use store::emergency::Standing;
use store::log_check::Month;
use store::{
    Broken, ClockRow, InFile, LeftOut, ListNames, MatterRow, MeetingRow, ProposalRow, ServiceRow, SharedRow,
};

use crate::clock_view;
use crate::disclosure_view;
use crate::format;
use crate::pages::drafts;
use crate::parts::Clock;
use crate::words::{Lang, Words};

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// `late`, `now`, `soon`, `calm`, `lapsed`: as a clock's class.
    pub class: &'static str,
    /// The first words: "3 dagar sen", "i dag 10.00".
    pub when: String,
    /// The day, for the eye and for machines.
    pub day: Option<Date>,
    /// The time of day, where one is set.
    pub time: Option<Time>,
    /// What to do.
    pub what: String,
    /// Where it is done.
    pub href: String,
    /// Whose file: a name, or that it is protected. Empty where nothing may be said.
    pub who: String,
    /// The name is held back because the person is protected.
    pub masked: bool,
    /// The matter's number.
    pub number: String,
    /// Who is responsible, in a group's list.
    pub worker: String,
    /// For whom who is away this is done, where it is theirs.
    pub instead_of: String,
    /// Why that day, for a clock.
    pub clock: Option<Clock<'static>>,
}

/// Makes rows of what the store's lists hold.
pub struct Lister<'a> {
    w: &'a Words,
    law: &'a LawBook,
    organisation: Arc<Organisation>,
    names: &'a ListNames,
    numbers: HashMap<MatterId, String>,
    today: Day,
    workers: bool,
    /// Whoever reads, and those they stand in for.
    reader: Option<&'a Actor>,
}

impl<'a> Lister<'a> {
    /// For lists with these names. Numbers of matters are taken from the matters themselves.
    pub fn new(
        w: &'a Words,
        house: &'a store::House,
        names: &'a ListNames,
        matters: &[InFile<MatterRow>],
        today: Day,
    ) -> Self {
        let numbers =
            matters.iter().filter_map(|one| Some((one.row.matter, one.row.number.clone()?))).collect();
        let organisation = house.organisation(today);
        Self { w, law: house.law, organisation, names, numbers, today, workers: false, reader: None }
    }

    /// Says in each row who is responsible: for the list of a group.
    #[must_use]
    pub fn with_workers(self) -> Self {
        Self { workers: true, ..self }
    }

    /// Says in each row that is the work of somebody who is away for whom the reader does it: for the list of a day.
    #[must_use]
    pub fn read_by(self, who: &'a Actor) -> Self {
        Self { reader: Some(who), ..self }
    }

    /// Clocks as rows. What is owed to several parties in one matter, such as telling each guardian, is one thing to do and one row.
    pub fn clocks<'b>(
        &'b self,
        clocks: impl IntoIterator<Item = &'b InFile<ClockRow>> + 'b,
    ) -> impl Iterator<Item = Row> + 'b {
        let mut seen = HashSet::new();
        let first = move |clock: &&InFile<ClockRow>| {
            let row = &clock.row;
            seen.insert((clock.file, row.matter, row.rule.clone(), row.about, row.nominal_on))
        };
        clocks.into_iter().filter(first).filter_map(|clock| self.clock(clock))
    }

    /// A clock; none when it has no day to list it by.
    pub fn clock(&self, clock: &InFile<ClockRow>) -> Option<Row> {
        let shown = clock_view::of_row(self.w, self.law, &clock.row, self.today)?;
        Some(Row {
            class: shown.class(),
            when: shown.words(self.w),
            day: Some(shown.day),
            what: shown.duty.clone().into_owned(),
            href: clock_view::address(&clock.row.rule, clock.file, clock.row.matter, clock.row.about),
            number: clock.row.matter.map(|matter| self.number(matter)).unwrap_or_default(),
            worker: self.worker(clock.row.main),
            instead_of: self.instead_of([clock.row.main, clock.row.second]),
            clock: Some(shown),
            ..self.row(clock.file)
        })
    }

    /// What the law asks for without a day, as rows: in its words instead of a day, with the day it began. Once for each matter, or for each
    /// decision the parties must be told of.
    pub fn undated<'b>(
        &'b self,
        clocks: impl IntoIterator<Item = &'b InFile<ClockRow>> + 'b,
    ) -> impl Iterator<Item = Row> + 'b {
        let mut seen = HashSet::new();
        let first = move |clock: &&InFile<ClockRow>| {
            seen.insert((clock.file, clock.row.matter, clock.row.rule.clone(), clock.row.about))
        };
        let row = |clock: &InFile<ClockRow>| {
            let told = clock_view::undated_row(self.w, self.law, &clock.row)?;
            let what = self.w.with(
                "row-undated",
                &[
                    ("duty", told.duty.into()),
                    ("day", told.since.into()),
                    ("provision", told.provision.into()),
                ],
            );
            Some(Row {
                when: told.when,
                what,
                href: clock_view::address(&clock.row.rule, clock.file, clock.row.matter, clock.row.about),
                number: clock.row.matter.map(|matter| self.number(matter)).unwrap_or_default(),
                worker: self.worker(clock.row.main),
                ..self.row(clock.file)
            })
        };
        clocks.into_iter().filter(first).filter_map(row)
    }

    /// A meeting to hold, or one that was held and waits for its note.
    pub fn meeting(&self, meeting: &InFile<MeetingRow>) -> Option<Row> {
        let at: Moment = meeting.row.at.parse().ok()?;
        let (day, today) = (Date::from(at.day), Date::from(self.today));
        let kind = self.choice("meeting_kind", &meeting.row.kind);
        let owes_note = meeting.row.awaits_note || at.day < self.today;
        let is_past = at.day < self.today;
        let when =
            if is_past { format::late_by(self.w, today, day) } else { format::relative(self.w, today, day) };
        let class = if owes_note || at.day == self.today { "now" } else { "soon" };
        let matter = meeting.row.matter;
        Some(Row {
            class,
            when,
            day: Some(day),
            time: at.minute.map(time),
            what: if owes_note { self.w.t1("row-write-note", "meeting", kind) } else { kind },
            href: if owes_note {
                format!("/akt/{}/anteckning?mote={}", meeting.file, meeting.row.meeting)
            } else {
                format!("/akt/{}", meeting.file)
            },
            number: matter.map(|matter| self.number(matter)).unwrap_or_default(),
            worker: self.worker(Some(meeting.row.worker)),
            instead_of: self.instead_of([Some(meeting.row.worker), None]),
            ..self.row(meeting.file)
        })
    }

    /// A proposal to decide.
    pub fn to_decide(&self, proposal: &InFile<ProposalRow>) -> Row {
        let what = self.w.t1("row-decide", "decision", self.decision(&proposal.row.kind));
        let instead_of = self.instead_of([proposal.row.to, None]);
        Row { class: "now", what, instead_of, ..self.proposal(proposal) }
    }

    /// A proposal that waits for somebody else.
    pub fn waiting(&self, proposal: &InFile<ProposalRow>) -> Row {
        let decision = self.decision(&proposal.row.kind);
        let what = match proposal.row.to.and_then(|to| self.organisation.member(to)) {
            Some(to) => self
                .w
                .with("row-waits-for", &[("who", to.name.clone().into()), ("decision", decision.into())]),
            None => self.w.t1("row-waits", "decision", decision),
        };
        Row { class: "calm", what, ..self.proposal(proposal) }
    }

    /// Where a proposal is answered: of an answer to a request for disclosure, where the request is tested.
    fn address(proposal: &InFile<ProposalRow>) -> String {
        let (file, row) = (proposal.file, &proposal.row);
        let answers = record::disclosure::answers().is_some_and(|kind| kind.as_str() == row.kind);
        if answers {
            disclosure_view::address(file, DisclosureId::new(row.decision.uuid()))
        } else {
            format!("/akt/{file}/forslag/{}", row.decision)
        }
    }

    fn proposal(&self, proposal: &InFile<ProposalRow>) -> Row {
        Row {
            when: self.waited(proposal.row.on),
            day: Some(proposal.row.on.into()),
            href: Self::address(proposal),
            number: self.number(proposal.row.matter),
            worker: self.worker(Some(proposal.row.by)),
            ..self.row(proposal.file)
        }
    }

    /// A report whose protection assessment is not signed.
    pub fn unassessed(&self, report: &InFile<MatterRow>) -> Row {
        let (opened, today) = (Date::from(report.row.opened_on), Date::from(self.today));
        let due =
            self.law.due_between("report.received", "protection_assessment.documented", report.row.opened_on);
        let late = due.and_then(|due| due.latest_lawful).is_some_and(|last| last < self.today);
        Row {
            class: if late { "late" } else { "now" },
            when: if late {
                format::late_by(self.w, today, opened)
            } else {
                format::relative(self.w, today, opened)
            },
            day: Some(opened),
            what: self.w.t("row-assess").into_owned(),
            href: format!("/akt/{}/arende/{}/skydd", report.file, report.row.matter),
            number: self.number(report.row.matter),
            worker: self.worker(report.row.main),
            ..self.row(report.file)
        }
    }

    /// A matter, by kind and where it stands.
    pub fn matter(&self, matter: &InFile<MatterRow>) -> Row {
        let key = format!("matter-{}-{}", matter.row.kind, matter.row.phase);
        Row {
            when: self.waited(matter.row.opened_on),
            day: Some(matter.row.opened_on.into()),
            what: self.w.t(&key).into_owned(),
            href: format!("/akt/{}", matter.file),
            number: self.number(matter.row.matter),
            worker: self.worker(matter.row.main),
            instead_of: self.instead_of([matter.row.main, matter.row.second]),
            ..self.row(matter.file)
        }
    }

    /// A service that somebody carries out.
    pub fn service(&self, service: &InFile<ServiceRow>) -> Row {
        self.matter(&InFile { file: service.file, row: service.row.matter.clone() })
    }

    /// An assignment that waits for somebody in the unit to take it.
    pub fn offered(&self, service: &InFile<ServiceRow>) -> Row {
        Row {
            class: "now",
            what: self.w.t("row-answer-assignment").into_owned(),
            href: format!("/akt/{}/arende/{}/uppdrag", service.file, service.row.matter.matter),
            ..self.service(service)
        }
    }

    /// A glass that somebody broke: who, and when. Whose file it was is told on its page, to whoever may read it.
    pub fn glass(&self, glass: &Broken) -> Row {
        let at = format::local(glass.at_us);
        Row {
            class: "now",
            when: self.w.t("row-glass-when").into_owned(),
            day: Some(at.date()),
            time: Some(at.time()),
            what: self.w.t("row-glass").into_owned(),
            href: format!("/nodoppning/{}", glass.id),
            worker: self.organisation.member(glass.by).map_or_else(String::new, |member| member.name.clone()),
            ..Row::empty()
        }
    }

    /// Ties that wait for somebody to settle them; no row where none do.
    pub fn ties(&self, waiting: usize) -> Option<Row> {
        (waiting > 0).then(|| Row {
            class: "now",
            when: self.w.t("row-ties-when").into_owned(),
            what: self.w.t1("row-ties", "n", waiting),
            href: "/kopplingar".to_owned(),
            ..Row::empty()
        })
    }

    /// A sealed account that was used and that nobody has looked into, or that is to be sealed.
    pub fn emergency(&self, one: &Standing) -> Row {
        let used = one.used.filter(|_| one.awaits_review()).map(|used| format::local(used.at_us));
        let key = if used.is_some() { "row-emergency-used" } else { "row-emergency-seal" };
        Row {
            class: "now",
            when: self.w.t("row-emergency-when").into_owned(),
            day: used.map(DateTime::date),
            time: used.map(DateTime::time),
            what: self.w.t1(key, "n", one.emergency.number()),
            href: "/konton".to_owned(),
            ..Row::empty()
        }
    }

    /// A month of a unit's reading that nobody has checked.
    pub fn log_check(&self, unit: UnitId, month: Month) -> Row {
        let of = self.organisation.known_unit(unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let words = [("unit", of.into()), ("month", format::month(self.w, month.first().into()).into())];
        Row {
            when: self.w.t("row-log-check-when").into_owned(),
            what: self.w.with("row-log-check", &words),
            href: format!("/loggkontroll/{unit}/{month}"),
            ..Row::empty()
        }
    }

    /// An unsigned draft.
    pub fn draft(&self, draft: &DraftRow) -> Row {
        let saved = Moment::of(jiff::Timestamp::from_microsecond(draft.updated_us).unwrap_or_default());
        let form = drafts::form_words(self.w, &draft.form);
        let about = draft.file.map(|file| self.row(FileId::new(file)));
        Row {
            class: "now",
            when: self.w.t("row-draft-when").into_owned(),
            day: Some(saved.day.into()),
            time: saved.minute.map(time),
            what: self.w.t1("row-draft", "form", form),
            href: format!("/utkast/{}", DraftId::new(draft.draft)),
            worker: self.worker(Some(StaffId::new(draft.owner))),
            ..about.unwrap_or_else(Row::empty)
        }
    }

    /// An investigation that is being written: the matter's text, whoever of its workers saved it last.
    pub fn shared(&self, text: &SharedRow) -> Row {
        let saved = Moment::of(jiff::Timestamp::from_microsecond(text.updated_us).unwrap_or_default());
        Row {
            class: "calm",
            when: self.w.t("row-shared-when").into_owned(),
            day: Some(saved.day.into()),
            what: self.w.t("row-shared").into_owned(),
            href: format!("/akt/{}/arende/{}/utredning", text.file, text.matter),
            number: self.number(text.matter),
            ..self.row(text.file)
        }
    }

    /// "väntat 3 dagar".
    fn waited(&self, since: Day) -> String {
        self.w.t1("row-waited", "n", format::days_between(since.into(), self.today.into()))
    }

    /// What a decision type is called.
    fn decision(&self, kind: &str) -> String {
        let kind = self.law.decision_types().iter().find(|one| one.id.as_str() == kind);
        kind.map_or_else(String::new, |kind| self.in_language(&kind.name_sv, &kind.name_en).to_owned())
    }

    fn choice(&self, list: &str, code: &str) -> String {
        let choice = self.law.choice(list, code);
        choice.map_or_else(|| code.to_owned(), |choice| self.in_language(&choice.sv, &choice.en).to_owned())
    }

    fn in_language<'b>(&self, sv: &'b str, en: &'b str) -> &'b str {
        if self.w.lang() == Lang::En { en } else { sv }
    }

    fn number(&self, matter: MatterId) -> String {
        self.numbers.get(&matter).cloned().unwrap_or_default()
    }

    fn worker(&self, staff: Option<StaffId>) -> String {
        let member = staff.filter(|_| self.workers).and_then(|staff| self.organisation.member(staff));
        member.map_or_else(String::new, |member| member.name.clone())
    }

    /// Of those whose work something is, the one who is away and for whom the reader does it. What is also the reader's own is their own.
    fn instead_of(&self, workers: [Option<StaffId>; 2]) -> String {
        let Some(who) = self.reader.filter(|who| !workers.contains(&Some(who.staff))) else {
            return String::new();
        };
        let away = workers.into_iter().flatten().find(|staff| who.in_place_of.contains(staff));
        let away = away.and_then(|staff| self.organisation.known(staff));
        away.map_or_else(String::new, |member| self.w.t1("row-instead-of", "who", member.name.as_str()))
    }

    /// A row about a file, with its name and nothing else.
    fn row(&self, file: FileId) -> Row {
        let masked = self.names.is_masked(file);
        let who = match self.names.of(file) {
            Some(card) => card.name().to_owned(),
            None if masked => self.w.t("row-masked").into_owned(),
            None => String::new(),
        };
        Row { who, masked, ..Row::empty() }
    }
}

impl Row {
    fn empty() -> Self {
        Self {
            class: "calm",
            when: String::new(),
            day: None,
            time: None,
            what: String::new(),
            href: String::new(),
            who: String::new(),
            masked: false,
            number: String::new(),
            worker: String::new(),
            instead_of: String::new(),
            clock: None,
        }
    }
}

/// What the lists have no room for, in a sentence; nothing where all of it is there.
pub fn left_out(w: &Words, of: impl IntoIterator<Item = LeftOut>) -> Option<String> {
    let mut counts = [
        ("left-out-matters", 0),
        ("left-out-clocks", 0),
        ("left-out-undated", 0),
        ("left-out-meetings", 0),
        ("left-out-proposals", 0),
    ];
    for LeftOut { clocks, undated, meetings, proposals, matters } in of {
        for ((_, sum), more) in counts.iter_mut().zip([matters, clocks, undated, meetings, proposals]) {
            *sum += more;
        }
    }
    let told = counts.iter().filter(|(_, n)| *n > 0).map(|(key, n)| w.t1(key, "n", *n));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| w.t1("left-out", "what", told.join(", ")))
}

/// The time of day of so many minutes after midnight.
fn time(minute: u16) -> Time {
    let (hour, minute) = (i8::try_from(minute / 60 % 24), i8::try_from(minute % 60));
    Time::constant(hour.unwrap_or_default(), minute.unwrap_or_default(), 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_no_room_is_told_in_number_and_nothing_is_said_where_all_is_there() {
        let w = Words::of(Lang::Sv);
        assert_eq!(left_out(w, [LeftOut::default(), LeftOut::default()]), None);
        let one = LeftOut { matters: 1, clocks: 30, ..LeftOut::default() };
        let other = LeftOut { clocks: 7, ..LeftOut::default() };
        let told = left_out(w, [one, other]).expect("a sentence");
        assert_eq!(told, "Allt får inte plats här. Det finns också 1 ärende till, 37 frister till.");
    }
}
