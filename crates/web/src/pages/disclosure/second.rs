//! What a second person sees of a request: what was tested, until when it waits for them, and what they may do with it.

use record::disclosure::second_person::{Confirmation, SentBack, Tested, Waiting};
use record::disclosure::{Disclosure, RequestState, answers};
use record::{Command, DisclosureId, Entry, Part};
use store::OpenFile;

use super::At;
use crate::desk::{Errors, Typed};
use crate::disclosure_view::{self as view, counted, ground, grounds};
use crate::fields::Field;
use crate::file_page::{self, Sheet, read_text};
use crate::pages::disclosure_copy;
use crate::parts::LetterBlock;
use crate::reading::Reading;

/// What waits for a second person.
pub(super) struct Second<'a> {
    /// Who tested it, when; by which point somebody else sees it; until when.
    pub told: [String; 3],
    /// It is to be refused.
    pub refuses: bool,
    /// The ground, how many items were given how, by which way; or the provisions.
    pub facts: Vec<String>,
    /// How the test came out.
    pub motive: String,
    /// The copy as it would be.
    pub preview: Vec<LetterBlock<'static>>,
    /// The entry that holds it: what is sent is this and nothing else.
    pub tested: i64,
    /// What the reader may do with it.
    pub may: May,
    /// Who else may, where the reader may not.
    pub who: String,
    /// Somebody has sent it back before.
    pub sent_back: bool,
    /// What to think of, where it is sent back.
    pub motive_back: Field<'a>,
}

/// What somebody may do with what waits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum May {
    /// Send it, as the second person, or send it back.
    Second,
    /// Send it without a second person: nobody came to it in time.
    Alone,
    /// Wait for somebody else.
    Wait,
}

impl May {
    pub(super) fn sends(self) -> bool {
        self != Self::Wait
    }

    pub(super) fn is_second(self) -> bool {
        self == Self::Second
    }
}

impl<'a> Second<'a> {
    pub(super) fn of(at: &At<'_>, reading: &Reading<'_>, sheet: Sheet<'a>) -> Option<Self> {
        let waiting = at.state.for_second.as_ref()?;
        let (facts, motive, preview) = of_tested(at, reading, &waiting.tested);
        Some(Self {
            told: told(at, reading, waiting),
            refuses: matches!(waiting.tested, Tested::Refuse(_)),
            facts,
            motive,
            preview,
            tested: waiting.seq,
            may: may(at, waiting),
            who: who(at, waiting),
            sent_back: at.state.sent_back.is_some(),
            motive_back: sheet.area("back", "disclosure-second-motive", 3),
        })
    }
}

fn told(at: &At<'_>, reading: &Reading<'_>, waiting: &Waiting) -> [String; 3] {
    let w = reading.w;
    let orders = at.desk.house.delegation();
    let point = answers().and_then(|kind| orders.on(reading.today).point(&kind).map(|it| it.number.clone()));
    let by = format!("{}, {}", waiting.by.name, waiting.by.title);
    [
        w.with(
            "disclosure-second-tested",
            &[("who", by.into()), ("when", reading.moment(waiting.at).into())],
        ),
        w.t1("disclosure-second-point", "point", point.unwrap_or_default()),
        w.t1("disclosure-second-until", "when", reading.moment(waiting.until)),
    ]
}

fn of_tested(
    at: &At<'_>,
    reading: &Reading<'_>,
    tested: &Tested,
) -> (Vec<String>, String, Vec<LetterBlock<'static>>) {
    match tested {
        Tested::Give(given) => {
            let facts = vec![
                ground(reading, &given.ground),
                counted(reading, &given.items),
                reading.code("notice_way", &given.way),
            ];
            let test = given.test.as_ref().map(|test| test.text.to_string()).unwrap_or_default();
            let preview = disclosure_copy::blocks(reading, &at.state.route, &given.items, Some(given));
            (facts, test, preview)
        }
        Tested::Refuse(refusal) => {
            (grounds(reading, refusal.grounds.clone()), refusal.motive.text.to_string(), Vec::new())
        }
    }
}

fn may(at: &At<'_>, waiting: &Waiting) -> May {
    let (actor, today) = (&at.visitor.actor, at.visitor.now.today);
    let orders = at.desk.house.delegation();
    let kind = answers().and_then(|id| at.desk.house.law.decision_type(&id, today).ok());
    let level = (actor.level, actor.qualified);
    let authorised =
        kind.is_some_and(|kind| law::authority(kind, level.0, level.1, false, orders.on(today)).is_allowed());
    match (authorised, waiting.is_second(actor)) {
        (true, true) => May::Second,
        (true, false) if waiting.goes_without(file_page::moment_now(at.visitor)) => May::Alone,
        _ => May::Wait,
    }
}

/// Who can see it instead: whoever leads the unit, and those who work with the file.
fn who(at: &At<'_>, waiting: &Waiting) -> String {
    let file = &at.open.file;
    let organisation = at.desk.organisation();
    let works =
        |staff| file.matters.values().any(|matter| [matter.main, matter.second].contains(&Some(staff)));
    let unit = file.matters.values().max_by_key(|matter| matter.opened).map(|matter| matter.unit);
    let near = organisation.members.iter().filter(|member| {
        let leads = unit.is_some_and(|unit| member.manages.contains(&unit));
        waiting.is_second(&member.actor()) && (leads || works(member.staff))
    });
    near.map(|member| format!("{}, {}", member.name, member.title)).collect::<Vec<_>>().join("; ")
}

/// What a second person, or whoever has waited long enough, sends.
pub(super) fn read(at: &At<'_>, typed: &Typed) -> Result<Command, Errors> {
    let (request, w) = (at.id, at.visitor.w);
    let mut errors = Errors::none();
    let tested = typed.trimmed("tested").parse().unwrap_or_default();
    if file_page::deed(typed) == "confirm" {
        return Ok(Command::ConfirmDisclosure(Confirmation { request, tested }));
    }
    let motive = read_text(at.visitor, typed, "back", &mut errors);
    if motive.is_none() && errors.is_empty() {
        errors.push("back", w.t("error-disclosure-second-motive"));
    }
    let back = |motive| SentBack { request, tested, motive: Part::assessment(motive) };
    motive.filter(|_| errors.is_empty()).map(|motive| Command::SendDisclosureBack(back(motive))).ok_or(errors)
}

/// Where it leads: to the copy, to the decision, or back here.
pub(super) fn after(at: &At<'_>, typed: &Typed) -> String {
    let refuses = at.state.for_second.as_ref().is_some_and(|it| matches!(it.tested, Tested::Refuse(_)));
    match file_page::deed(typed) {
        "confirm" if refuses => view::decision_address(at.open.id, at.id),
        "confirm" => view::copy_address(at.open.id, at.id),
        _ => format!("{}?gjort=tillbaka", at.here()),
    }
}

/// What was tested last, to give out.
pub(super) fn last_tested(open: &OpenFile, request: DisclosureId) -> Option<&Disclosure> {
    open.entries.iter().rev().find_map(|one| match &one.entry {
        Entry::DisclosureTested(Tested::Give(given)) if given.request == request => Some(given),
        _ => None,
    })
}

/// Who sent it back, and with which words, until it has been tested anew.
pub(super) fn sent_back(reading: &Reading<'_>, state: &RequestState) -> Option<(String, String)> {
    if state.for_second.is_some() || !state.is_waiting() {
        return None;
    }
    let one = reading.open.entry(state.sent_back?)?;
    let Entry::DisclosureSentBack(back) = &one.entry else { return None };
    let by = format!("{}, {}", one.by.name, reading.moment(one.occurred));
    Some((by, back.motive.text.to_string()))
}
