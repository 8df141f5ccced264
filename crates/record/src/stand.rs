//! Where each party stands to a service: applies, consents, does not, has changed their mind.
//!
//! A voluntary service rests on consent from the day it is granted to the day it ends, so each answer is kept with its day. Whether what
//! has been answered is *enough* depends on the child's age and the kind of service, and that is law data ([`law::ConsentRow`]).

use crate::{
    check,
    context::Context,
    decision::FOR_PARTY,
    entry::{Entry, NewEntry},
    file::{CaseFile, MatterState, Recorded},
    id::{MatterId, PersonId},
    moment::Moment,
    refusal::{Field, Refusal},
    text::{Code, Part},
};
use law::{ConsentRow, Day, LawBook, Need};
use serde::{Deserialize, Serialize};

/// The list of answers.
const ANSWERS: &str = "service_stand";

/// The answer that is an application: it starts the clocks of one.
const APPLIES: &str = "applies";

/// What somebody answers about a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// Who: a guardian, or the child whose file it is.
    pub person: PersonId,
    /// About which service: a code of `service_kind`.
    pub service: Code,
    /// The answer: a code of `service_stand`.
    pub answer: Code,
    /// When.
    pub at: Moment,
    /// In their words, or what they have applied for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Part>,
}

impl Stand {
    /// Whether somebody applies for the service, and must have an answer.
    pub fn is_application(&self) -> bool {
        self.answer.as_str() == APPLIES
    }
}

pub(crate) fn take(
    file: &CaseFile,
    matter: MatterId,
    stand: Stand,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    file.matter(matter)?;
    check::happened(cx, stand.at, Field::Occurred)?;
    check::after_birth(file, stand.at.day, Field::Occurred)?;
    check::code(cx, "service_kind", &stand.service, Field::Service)?;
    check::code(cx, ANSWERS, &stand.answer, Field::Answer)?;
    let known = file.person() == Some(stand.person) || file.family.persons().contains(&stand.person);
    if !known {
        return Err(Refusal::NotInFile(Field::Person));
    }
    let at = stand.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::StandTaken(stand))])
}

/// An application that may lead to an investigation (14 kap. 2 § SoL), and one that is made while what it is about is investigated or helped
/// with already: there is nothing left to open.
const APPLIED: &str = "application.received";
const APPLIED_WITHIN: &str = "application.received_within";

/// An application that was made in a report is answered in the investigation that takes the report over.
const TAKEN_OVER: &str = "application.taken_over";

/// Whether an event of the law data is an application, however it was recorded.
pub(crate) fn is_application(event: &str) -> bool {
    matches!(event, APPLIED | APPLIED_WITHIN)
}

pub(crate) fn taken(file: &mut CaseFile, stand: &Stand, by: &Recorded) {
    let day = stand.at.day;
    if let Some(matter) = by.matter.filter(|_| stand.is_application()) {
        applied(file, matter, if is_within(file, matter, day) { APPLIED_WITHIN } else { APPLIED }, day);
    }
    file.stands.push(stand.clone());
}

/// An application made on a day, where it is answered: one in a report that an investigation has taken over belongs there.
pub(crate) fn applied(file: &mut CaseFile, matter: MatterId, event: &str, day: Day) {
    let end = file
        .report(matter)
        .ok()
        .and_then(|report| Some((report.end.as_ref()?.investigation()?, report.ended?)));
    match end {
        Some((investigation, _)) if is_within(file, investigation, day) => {
            file.happened(APPLIED_WITHIN, day, Some(investigation));
        }
        Some((investigation, ended)) => {
            file.happened(event.to_owned(), day, Some(matter));
            follow(file, matter, investigation, ended);
        }
        None => file.happened(event.to_owned(), day, Some(matter)),
    }
}

/// What was applied for in a report, and has not been answered, follows the report into the investigation with its own day: from that day
/// the party may demand an answer after six months (12 § FL).
pub(crate) fn follow(file: &mut CaseFile, report: MatterId, investigation: MatterId, day: Day) {
    let made = unanswered(file, report);
    if made.is_empty() {
        return;
    }
    file.happened(TAKEN_OVER, day, Some(report));
    for applied in made {
        file.happened(APPLIED_WITHIN, applied, Some(investigation));
    }
}

/// The days of the applications in a matter after which no decision has been made there for the parties.
fn unanswered(file: &CaseFile, matter: MatterId) -> Vec<Day> {
    let here = file.events.iter().rev().filter(|event| event.matter == Some(matter.as_u128()));
    let open = here.take_while(|event| event.name != FOR_PARTY && event.name != TAKEN_OVER);
    let mut days: Vec<Day> =
        open.filter(|event| is_application(&event.name)).map(|event| event.day).collect();
    days.reverse();
    days
}

fn is_within(file: &CaseFile, matter: MatterId, day: Day) -> bool {
    let matter = file.matters.get(&matter);
    matter.is_some_and(|matter| !matches!(matter.state, MatterState::Report(_)) && matter.opened <= day)
}

/// Whether there is consent to a service on a day, and what is missing if not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent<'a> {
    /// The row of law.
    pub row: &'a ConsentRow,
    /// The way that is open, if any is.
    pub way: Option<&'a [Need]>,
    /// The guardians who do not consent, or have not been asked.
    pub lacking: Vec<PersonId>,
    /// Somebody who has custody consents, so that a decision may let the measure go ahead with one (6 kap. 13 a § FB), if the service
    /// is of those it covers.
    pub one_guardian: bool,
}

/// What the law asks for and what has been answered. `suitable`: the board finds it suitable to let the child's own consent be enough.
/// `None`: the law data have no row for such a service or age, or the child's age is not known.
pub fn consent<'a>(
    file: &CaseFile,
    service: &Code,
    suitable: bool,
    day: Day,
    law: &'a LawBook,
) -> Option<Consent<'a>> {
    let choice = law.choice("service_kind", service.as_str())?;
    let age = day.age_on(file.birth()?)?;
    let row = law.consent(choice.group.as_deref()?, age, day)?;
    let guardians: Vec<PersonId> = file.family.guardians_on(day).collect();
    let stands = |person: PersonId| consents(file, person, service, day, law);
    let lacking: Vec<PersonId> = guardians.iter().copied().filter(|guardian| !stands(*guardian)).collect();
    let child = file.person().is_some_and(stands);
    let way = row.way(|need| match need {
        Need::Guardians => !guardians.is_empty() && lacking.is_empty(),
        Need::Child => child,
        Need::Suitable => suitable,
    });
    let covered = law.one_guardian().services.iter().any(|code| code == service.as_str());
    let one_guardian = covered && !lacking.is_empty() && lacking.len() < guardians.len();
    Some(Consent { row, way, lacking, one_guardian })
}

/// The last thing somebody answered about a service, on a day or before.
pub fn last<'a>(file: &'a CaseFile, person: PersonId, service: &Code, day: Day) -> Option<&'a Stand> {
    let answers = file.stands.iter().filter(|stand| stand.person == person && stand.service == *service);
    answers.filter(|stand| stand.at.day <= day).max_by_key(|stand| stand.at)
}

/// Does an answer count as consent?
pub fn is_consent(answer: &Code, law: &LawBook) -> bool {
    law.choice(ANSWERS, answer.as_str()).is_some_and(|choice| choice.accepted)
}

fn consents(file: &CaseFile, person: PersonId, service: &Code, day: Day, law: &LawBook) -> bool {
    last(file, person, service, day).is_some_and(|stand| is_consent(&stand.answer, law))
}
