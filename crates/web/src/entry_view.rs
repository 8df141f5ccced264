//! An entry of the record as the timeline shows it: a heading, who, when, and the statements with what must be thought of
//! before somebody reads them.
//!
//! [`line`](fn@line) turns a whole file into bands of entries, newest first. An addendum and a dispute stand with the note they are
//! about; what was moved away has left its number and nothing else; what the system noted by itself is folded. [`Reading`]
//! finds the names.

use jiff::civil::{Date, Time};
use record::{
    Author, Entry, Moment, Part, Recorded, Text,
    communication::{Communication, Sharing},
    decision::{Flag, Made},
    decision_notice::{DecisionNotice, DecisionTelling},
    feedback::{Feedback, FeedbackFlag},
    moving::MovedIn,
};
use std::collections::BTreeMap;

use crate::entry_facts;
use crate::entry_words;
use crate::pages::decision_stands;
use crate::pages::dispatch;
use crate::parts::{EntryKind, Statement};
use crate::reading::{Reading, date, time};

pub use self::line::{Band, line};
pub use self::statements::{
    Reminder, StatementView, ground_provision, reminders, reminders_of_contact, reminders_of_reporter,
    statements, to_test,
};

mod line;
mod statements;

/// One entry, ready to be drawn.
#[derive(Clone, Debug)]
pub struct EntryView {
    /// Its number in the file; its permanent address is `#p12`.
    pub seq: i64,
    /// What it is, for its mark and the filter.
    pub kind: EntryKind,
    /// The day it happened.
    pub day: Date,
    /// The time it happened, where known.
    pub time: Option<Time>,
    /// A heading of a few words.
    pub title: String,
    /// Name and title of who signed it.
    pub by: String,
    /// When it was written down, where that was another day than it happened.
    pub written: Option<String>,
    /// Which matter, in words.
    pub matter: Option<String>,
    /// What is said in a word or two: channel, reporter, outcome.
    pub facts: Vec<FactLine>,
    /// Its statements.
    pub statements: Vec<StatementView>,
    /// What a reader should notice: late, without authority, disputed.
    pub flags: Vec<String>,
    /// Addenda, oldest first.
    pub addenda: Vec<Follow>,
    /// Disputes, oldest first.
    pub disputes: Vec<Follow>,
    /// Numbers that stood elsewhere before and lead here.
    pub gone: Vec<i64>,
    /// The received document, where there is one to fetch.
    pub document: Option<String>,
    /// The page of its own that it has, and what the link is called: a decision as it stands, what was sent.
    pub page: Option<(String, &'static str)>,
    /// Says something in words, and the reader may add to it.
    pub can_be_added_to: bool,
    /// May be moved when it stands in the wrong file.
    pub is_movable: bool,
    /// The reader may contest and quote it.
    pub writes: bool,
}

/// A line of an entry: "Hur: Telefon".
#[derive(Clone, Debug)]
pub struct FactLine {
    /// The label's message.
    pub label_key: &'static str,
    /// The answer in the words of the page.
    pub answer: String,
    /// What somebody wrote, as they wrote it; after the answer where there are both.
    pub words: String,
    /// What to think of before somebody reads it.
    pub reminders: Vec<Reminder>,
}

impl FactLine {
    /// An answer of the page.
    pub fn new(label_key: &'static str, answer: impl Into<String>) -> Self {
        Self { label_key, answer: answer.into(), words: String::new(), reminders: Vec::new() }
    }

    /// What somebody has written.
    pub fn written(label_key: &'static str, words: &Text) -> Self {
        Self { words: words.to_string(), ..Self::new(label_key, "") }
    }

    /// Everything it says as one text.
    pub fn text(&self) -> String {
        [&*self.answer, &*self.words]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Something that was written about an entry later.
#[derive(Clone, Debug)]
pub struct Follow {
    /// Its own number.
    pub seq: i64,
    /// Who and when: "Ulla Berg, ons 25 nov 08.10".
    pub by: String,
    /// What it says.
    pub statements: Vec<StatementView>,
}

impl EntryView {
    /// Do the child's own words stand in it?
    pub fn has_child_voice(&self) -> bool {
        self.statements.iter().any(|one| matches!(one.stated.kind, Statement::Child(_)))
    }

    /// What a list shows of it: the first statement that must not be kept from anybody.
    pub fn beginning(&self) -> Option<&StatementView> {
        self.statements.iter().find(|one| !one.is_kept())
    }

    /// Everything in it as one small-lettered text, for the search inside the opened file.
    fn searchable(&self) -> String {
        let own = self
            .statements
            .iter()
            .chain(self.addenda.iter().chain(&self.disputes).flat_map(|f| &f.statements));
        let texts = own.map(|one| one.stated.text.as_ref());
        let facts = self.facts.iter().flat_map(|fact| [fact.answer.as_str(), fact.words.as_str()]);
        let all: Vec<&str> = texts.chain(facts).chain([self.title.as_str(), self.by.as_str()]).collect();
        all.join("\n").to_lowercase()
    }
}

/// The newest entries that people wrote, without what the system noted by itself.
pub fn latest(reading: &Reading<'_>, most: usize) -> Vec<EntryView> {
    let follows = Follows::default();
    let mut entries: Vec<&Recorded> = reading.open.entries.iter().map(AsRef::as_ref).collect();
    entries.retain(|entry| kind(&entry.entry) != EntryKind::System);
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.occurred, entry.seq)));
    entries.into_iter().take(most).map(|entry| view(reading, entry, &follows)).collect()
}

/// One entry by its number, with what was written about it.
pub fn one(reading: &Reading<'_>, seq: i64) -> Option<EntryView> {
    let entry = reading.open.entry(seq)?;
    let follows = follows(reading);
    Some(view(reading, entry, &follows))
}

/// An entry as it was where it was written: what has been moved is looked through.
pub fn original(entry: &Entry) -> &Entry {
    match entry {
        Entry::MovedIn(moved) => original(&moved.entry),
        other => other,
    }
}

/// Addenda and disputes, by the entry they are about.
#[derive(Default)]
struct Follows {
    addenda: BTreeMap<i64, Vec<Follow>>,
    disputes: BTreeMap<i64, Vec<Follow>>,
}

fn follows(reading: &Reading<'_>) -> Follows {
    let mut follows = Follows::default();
    for entry in &reading.open.entries {
        let by = format!("{}, {}", entry.by.name, reading.moment(Moment::of(entry.at)));
        match &entry.entry {
            Entry::NoteAmended(addendum) => {
                let statements = statements(reading, &addendum.parts);
                follows.addenda.entry(addendum.to).or_default().push(Follow {
                    seq: entry.seq,
                    by,
                    statements,
                });
            }
            Entry::EntryDisputed(dispute) => {
                let statements = statements(reading, [&dispute.said]);
                follows.disputes.entry(dispute.of).or_default().push(Follow {
                    seq: entry.seq,
                    by,
                    statements,
                });
            }
            _ => {}
        }
    }
    follows
}

fn views(reading: &Reading<'_>) -> Vec<(Moment, EntryView)> {
    let follows = follows(reading);
    let own = reading.open.entries.iter().filter(|entry| {
        let target = match &entry.entry {
            Entry::NoteAmended(addendum) => addendum.to,
            Entry::EntryDisputed(dispute) => dispute.of,
            _ => return true,
        };
        // About an entry that has been moved away: it stands alone.
        reading.open.entry(target).is_none()
    });
    own.map(|entry| (entry.occurred, view(reading, entry, &follows))).collect()
}

fn view(reading: &Reading<'_>, recorded: &Recorded, follows: &Follows) -> EntryView {
    let entry = original(&recorded.entry);
    let (by, at, arrived) = match &recorded.entry {
        Entry::MovedIn(moved) => (&moved.by, moved.at, Some(moved)),
        _ => (&recorded.by, recorded.at, None),
    };
    let written = Moment::of(at);
    let mut view = EntryView {
        seq: recorded.seq,
        kind: kind(entry),
        day: date(recorded.occurred.day),
        time: time(recorded.occurred),
        title: entry_words::title(reading, entry),
        by: signature(by),
        written: (written.day != recorded.occurred.day).then(|| reading.moment(written)),
        matter: recorded.matter.and_then(|matter| reading.numbered(matter)),
        facts: entry_facts::facts(reading, entry),
        statements: statements(reading, own_statements(entry)),
        flags: flags(reading, entry),
        addenda: follows.addenda.get(&recorded.seq).cloned().unwrap_or_default(),
        disputes: follows.disputes.get(&recorded.seq).cloned().unwrap_or_default(),
        gone: gone(entry),
        document: document(reading, entry),
        page: page(reading, recorded),
        can_be_added_to: can_be_added_to(&recorded.entry) && reading.adds_to(recorded.seq),
        is_movable: recorded.entry.is_movable() && !reading.is_provider(),
        writes: reading.writes_in(recorded.matter),
    };
    if !view.disputes.is_empty() {
        view.flags.push(reading.w.t("flag-disputed").into_owned());
    }
    view.flags.extend(arrived.map(|moved| moved_here(reading, moved, recorded)));
    view
}

/// What says something in words can be corrected beside them. What follows another entry is corrected there, and what the system noted by
/// itself is not somebody's words.
fn can_be_added_to(entry: &Entry) -> bool {
    !entry.parts().is_empty() && entry.follows().is_none() && kind(entry) != EntryKind::System
}

fn signature(by: &Author) -> String {
    format!("{}, {}", by.name, by.title)
}

fn moved_here(reading: &Reading<'_>, _moved: &MovedIn, recorded: &Recorded) -> String {
    let day = reading.moment(Moment::of(recorded.at));
    reading.w.with("flag-moved-here", &[("day", day.into()), ("who", recorded.by.name.clone().into())])
}

fn gone(entry: &Entry) -> Vec<i64> {
    match entry {
        Entry::MovedOut(moved) => moved.seqs.clone(),
        _ => Vec::new(),
    }
}

/// The address of a received original.
fn document(reading: &Reading<'_>, entry: &Entry) -> Option<String> {
    let id = match entry {
        Entry::DocumentReceived(document) => document.original.as_ref().map(|_| document.id),
        Entry::ReportReceived(report) => report.document,
        Entry::DecisionRecorded(made) => made.document,
        Entry::OccurrenceRecorded(occurrence) => occurrence.document,
        Entry::NoteSigned(note) => note.document,
        _ => None,
    };
    id.map(|id| format!("/akt/{}/dokument/{id}", reading.open.id))
}

/// The statements that an entry tells on the line. What a party was sent stands on its own page, as it was sent: here it would say once
/// more, for each of them, what its sources have said, and a child's words would seem to have been said on the day they were copied.
pub fn own_statements(entry: &Entry) -> Vec<&Part> {
    match entry {
        Entry::MaterialShared(Communication { sharing: Sharing::Given { .. }, .. })
        | Entry::DecisionNotified(DecisionNotice { telling: DecisionTelling::Told { .. }, .. })
        | Entry::Dispatched(_) => Vec::new(),
        _ => entry.statements(),
    }
}

/// The page that an entry has for itself, to read and to print, and what the link to it is called.
fn page(reading: &Reading<'_>, recorded: &Recorded) -> Option<(String, &'static str)> {
    let (file, seq) = (reading.open.id, recorded.seq);
    if !reading.open.shows(store::Part::Letter) && !reading.is_provider() {
        return None; // over a protected child the glass shows the timeline, and nothing that it leads to
    }
    match original(&recorded.entry) {
        Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => {
            let id = made.decision.id;
            let stands = reading.open.file.decisions.contains_key(&id);
            stands.then(|| (decision_stands::address(file, id), "entry-decision"))
        }
        Entry::InvestigationWritten(_) => {
            Some((format!("/akt/{file}/arende/{}/utredning/{seq}", recorded.matter?), "entry-investigation"))
        }
        Entry::MaterialShared(Communication { sharing: Sharing::Given { .. }, .. }) => {
            Some((format!("/akt/{file}/arende/{}/kommunicering/{seq}", recorded.matter?), "entry-sheet"))
        }
        Entry::DecisionNotified(DecisionNotice {
            decision, telling: DecisionTelling::Told { .. }, ..
        }) => Some((format!("/akt/{file}/beslut/{decision}/underrattelse/{seq}"), "entry-sheet")),
        Entry::Dispatched(dispatch) => {
            Some((dispatch::address_of_sent(reading.open, recorded, dispatch)?, "entry-sheet"))
        }
        Entry::Disclosed(given) => {
            Some((crate::disclosure_view::copy_address(file, given.request), "entry-sheet"))
        }
        Entry::DisclosureTested(tested) => {
            Some((crate::disclosure_view::address(file, tested.request()), "entry-testing"))
        }
        Entry::DisclosureRefused(refusal) => {
            Some((crate::disclosure_view::decision_address(file, refusal.request), "entry-decision"))
        }
        _ => Some((dispatch::address_to_send(reading, recorded)?, "entry-send")),
    }
}

/// Which mark and filter an entry has. Decisions, and the assessment that is as binding, have the only filled mark.
fn kind(entry: &Entry) -> EntryKind {
    match entry {
        Entry::ReportReceived(_) | Entry::UnbornInformationReceived(_) => EntryKind::Report,
        Entry::DecisionMade(_)
        | Entry::DecisionRecorded(_)
        | Entry::ProtectionAssessed(_)
        | Entry::ServiceGranted(_)
        | Entry::DisclosureRefused(_) => EntryKind::Decision,
        Entry::DocumentReceived(_)
        | Entry::InvestigationWritten(_)
        | Entry::PlanSettled(_)
        | Entry::ServicePlanned(_)
        | Entry::AssignmentGiven(_)
        | Entry::DisclosureTested(_)
        | Entry::Disclosed(_)
        | Entry::HandedOver(_) => EntryKind::Document,
        Entry::MeetingBooked(_) | Entry::MeetingEnded(_) => EntryKind::Meeting,
        Entry::NoteSigned(_)
        | Entry::NoteAmended(_)
        | Entry::EntryDisputed(_)
        | Entry::PreliminaryAssessed(_)
        | Entry::PartyNotified(_)
        | Entry::StandTaken(_)
        | Entry::MaterialShared(_)
        | Entry::ReplyReceived(_)
        | Entry::DecisionNotified(_)
        | Entry::NoticeReceived(_)
        | Entry::DisclosureSentBack(_)
        | Entry::AssignmentAnswered(_)
        | Entry::ServiceStepped(_)
        | Entry::Dispatched(_)
        | Entry::FollowedUp(_)
        | Entry::FeedbackGiven(_)
        | Entry::TagCorrected(_)
        | Entry::ReportRerouted(_)
        | Entry::OccurrenceRecorded(_)
        | Entry::DisclosureRequested(_)
        | Entry::SharingConsented(_)
        | Entry::SharingRevoked(_)
        | Entry::MovedOut(_) => EntryKind::Note,
        Entry::FileOpened(_)
        | Entry::FamilyLearnt(_)
        | Entry::MatterDistributed(_)
        | Entry::DecisionProposed(_)
        | Entry::ProposalReturned(_)
        | Entry::InvestigationOpened(_)
        | Entry::FeedbackRequested(_) => EntryKind::System,
        Entry::MovedIn(moved) => kind(&moved.entry),
    }
}

fn flags(reading: &Reading<'_>, entry: &Entry) -> Vec<String> {
    let w = reading.w;
    match entry {
        Entry::ProtectionAssessed(assessment) => {
            let immediate = assessment.immediate.then(|| w.t("flag-immediate").into_owned());
            let late = assessment.late.then(|| w.t("flag-assessed-late").into_owned());
            let unqualified = assessment.unqualified.then(|| w.t("flag-unqualified").into_owned());
            immediate.into_iter().chain(late).chain(unqualified).collect()
        }
        Entry::ReportReceived(report) if report.violence => vec![w.t("flag-violence").into_owned()],
        Entry::NoteSigned(note) if note.late => vec![w.t("flag-written-late").into_owned()],
        Entry::DecisionMade(made) | Entry::DecisionRecorded(made) => decision_flags(reading, made),
        Entry::FeedbackGiven(Feedback::Told { flags, .. }) => {
            flags.iter().map(|flag| w.t(told_key(*flag)).into_owned()).collect()
        }
        _ => Vec::new(),
    }
}

/// What was wrong with feedback that was in fact given.
fn told_key(flag: FeedbackFlag) -> &'static str {
    match flag {
        FeedbackFlag::NotMandated => "flag-told-not-mandated",
        FeedbackFlag::Again => "flag-told-again",
        FeedbackFlag::NothingDecided => "flag-told-nothing-decided",
        FeedbackFlag::Untrue => "flag-told-untrue",
    }
}

/// What is not as the law wants it with a decision, in words.
pub fn decision_flags(reading: &Reading<'_>, made: &Made) -> Vec<String> {
    let w = reading.w;
    let words = |flag: &Flag| match flag {
        Flag::WithoutAuthority(lowest) => w.t1("flag-without-authority", "level", reading.level(*lowest)),
        Flag::Demanded(fact) => w.t1("flag-demanded", "fact", w.t(fact_key(fact)).into_owned()),
        Flag::BarredBy(fact) => w.t1("flag-barred", "fact", w.t(fact_key(fact)).into_owned()),
        Flag::AfterTheLastDay => w.t("flag-after-the-last-day").into_owned(),
        Flag::RecordedLate => w.t("flag-recorded-late").into_owned(),
    };
    made.flags.iter().map(words).collect()
}

/// The message of a fact that the law's rows name.
pub fn fact_key(fact: &str) -> &'static str {
    match fact {
        "protection_assessed" => "fact-protection-assessed",
        "violence_tagged" => "fact-violence-tagged",
        "investigation_running" => "fact-investigation-running",
        "investigation_written" => "fact-investigation-written",
        "communicated" => "fact-communicated",
        "applied_for" => "fact-applied-for",
        "closed_without_service" => "fact-closed-without-service",
        record::decision::CONSENT => "fact-consent",
        record::facts::REASON_NOT_ACCEPTED => "fact-reason-not-accepted",
        record::facts::BEYOND_POWER => "fact-beyond-power",
        _ => "fact-other",
    }
}
