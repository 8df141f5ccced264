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
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The list of answers.
const ANSWERS: &str = "service_stand";

/// The answer that is an application: it starts the clocks of one.
const APPLIES: &str = "applies";

/// What somebody answers about a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

/// An answer and where it was taken down. It counts in the [line](CaseFile::line_of) of that matter and in no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// In which matter. `None`: it came from another file without its matter, and counts for nothing that is decided here.
    pub matter: Option<MatterId>,
    /// The answer.
    pub stand: Stand,
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
    file.stands.push(Taken { matter: by.matter, stand: stand.clone() });
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
    /// A decision has let it go ahead without those who do not consent (6 kap. 13 a § FB).
    pub let_go: bool,
    /// Somebody who has custody consents, so that such a decision may be made, if the service is of those it covers. None has been.
    pub one_guardian: bool,
}

/// What the law asks for before a service is granted in a matter, and what has been answered in its line. `suitable`: the board finds it
/// suitable to let the child's own consent be enough. `None`: the law data have no row for such a service or age, or the child's age is not
/// known.
pub fn consent<'a>(
    file: &CaseFile,
    matter: MatterId,
    service: &Code,
    suitable: bool,
    day: Day,
    law: &'a LawBook,
) -> Option<Consent<'a>> {
    let choice = law.choice("service_kind", service.as_str())?;
    let age = day.age_on(file.birth()?)?;
    let row = law.consent(choice.group.as_deref()?, age, day)?;
    let answers = Answers::about(file, matter, service, law);
    let guardians: Vec<PersonId> = file.guardians(day).collect();
    let lacking = guardians.iter().copied().filter(|guardian| !answers.consents(*guardian, day));
    let lacking: Vec<PersonId> = lacking.collect();
    let covered = law.one_guardian().services.iter().any(|code| code == service.as_str());
    let one = covered && !lacking.is_empty() && lacking.len() < guardians.len();
    let let_go = one && lacking.iter().all(|guardian| answers.is_overridden(*guardian, day));
    let child = file.person().is_some_and(|child| answers.consents(child, day));
    let way = row.way(|need| match need {
        Need::Guardians => let_go || (!guardians.is_empty() && lacking.is_empty()),
        Need::Child => child,
        Need::Suitable => suitable,
    });
    Some(Consent { row, way, lacking, let_go, one_guardian: one && !let_go })
}

/// A running service for which there is no longer the consent that it rests on, from the day it is granted to the day it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutConsent<'a> {
    /// The row of law.
    pub row: &'a ConsentRow,
    /// Since when no way of the row has been open, while the service has run.
    pub since: Day,
    /// Whose consent it needs and who has answered otherwise, each with the day from which.
    pub by: Vec<(PersonId, Day)>,
}

/// Whether somebody whose consent a running service needs has answered that they do not consent, and no way is open without them. A guardian
/// whom a decision has let it go ahead without (6 kap. 13 a § FB) is not named for as long as another consents.
pub fn without_consent<'a>(
    file: &CaseFile,
    matter: MatterId,
    day: Day,
    law: &'a LawBook,
) -> Option<WithoutConsent<'a>> {
    let service = file.running_service(matter).ok()?;
    let (kind, suitable) = (&service.grant.service, service.grant.suitable.is_some());
    let lacking_on = |day| consent(file, matter, kind, suitable, day, law).filter(|it| it.way.is_none());
    let row = lacking_on(day)?.row;
    let answers = Answers::about(file, matter, kind, law);
    let needs =
        |need| row.ways.iter().any(|way| way.contains(&need) && (suitable || !way.contains(&Need::Suitable)));
    let guardians = file.guardians(day).filter(|_| needs(Need::Guardians));
    let asked = guardians.chain(file.person().filter(|_| needs(Need::Child)));
    let no: Vec<(PersonId, Day)> = asked.filter_map(|who| Some((who, answers.no_since(who, day)?))).collect();
    let (overridden, named): (Vec<_>, Vec<_>) =
        no.into_iter().partition(|(who, _)| answers.is_overridden(*who, day));
    let by = if named.is_empty() { overridden } else { named };
    let last = by.iter().map(|(_, since)| *since).max()?;
    let days = answers.days(day).rev().take_while(|day| lacking_on(*day).is_some());
    let since = days.last().unwrap_or(last).max(file.matter(matter).ok()?.opened);
    Some(WithoutConsent { row, since, by })
}

/// Whether anybody has applied for a service in the line of a matter: an application is answered where it was made, and a later
/// investigation asks for one of its own.
pub fn applied_for(file: &CaseFile, matter: MatterId) -> bool {
    taken_in_line(file, matter).any(Stand::is_application)
}

/// The last thing somebody answered about a service in the line of a matter, on a day or before.
pub fn last<'a>(
    file: &'a CaseFile,
    matter: MatterId,
    person: PersonId,
    service: &Code,
    day: Day,
) -> Option<&'a Stand> {
    let answers =
        taken_in_line(file, matter).filter(|stand| stand.person == person && stand.service == *service);
    answers.filter(|stand| stand.at.day <= day).max_by_key(|stand| stand.at)
}

/// What has been answered in the line of a matter, in the order it was taken down.
pub fn taken_in_line(file: &CaseFile, matter: MatterId) -> impl DoubleEndedIterator<Item = &Stand> {
    let line = file.line_of(matter);
    let counts = move |taken: &&Taken| taken.matter.is_some_and(|matter| line.contains(&matter));
    file.stands.iter().filter(counts).map(|taken| &taken.stand)
}

/// Does an answer count as consent?
pub fn is_consent(answer: &Code, law: &LawBook) -> bool {
    law.choice(ANSWERS, answer.as_str()).is_some_and(|choice| choice.accepted)
}

/// What has been answered about one service in the line of a matter, oldest first, and what has been decided past it.
struct Answers<'a> {
    stands: Vec<&'a Stand>,
    /// The days on which it was let go ahead with one guardian.
    let_go: Vec<Day>,
    law: &'a LawBook,
}

impl<'a> Answers<'a> {
    fn about(file: &'a CaseFile, matter: MatterId, service: &Code, law: &'a LawBook) -> Self {
        let mut stands: Vec<_> =
            taken_in_line(file, matter).filter(|stand| stand.service == *service).collect();
        stands.sort_by_key(|stand| stand.at);
        let line = file.line_of(matter);
        let lets = file.decisions.values().filter(|state| state.kind == law.one_guardian().decision);
        let let_go = lets.filter(|state| line.contains(&state.matter)).map(|state| state.made).collect();
        Self { stands, let_go, law }
    }

    /// What somebody had answered on a day, latest first.
    fn of(&self, person: PersonId, day: Day) -> impl Iterator<Item = &'a Stand> + '_ {
        self.stands.iter().rev().copied().filter(move |stand| stand.person == person && stand.at.day <= day)
    }

    fn consents(&self, person: PersonId, day: Day) -> bool {
        self.of(person, day).next().is_some_and(|stand| is_consent(&stand.answer, self.law))
    }

    /// Since when somebody has answered that they do not consent. `None`: they consent, or have not answered.
    fn no_since(&self, person: PersonId, day: Day) -> Option<Day> {
        let no = self.of(person, day).take_while(|stand| !is_consent(&stand.answer, self.law));
        no.last().map(|stand| stand.at.day)
    }

    /// Whether it was let go ahead without this guardian: one who did not consent on the day of the decision.
    fn is_overridden(&self, guardian: PersonId, day: Day) -> bool {
        self.let_go.iter().any(|made| *made <= day && !self.consents(guardian, *made))
    }

    /// The days on which somebody answered, up to a day.
    fn days(&self, until: Day) -> impl DoubleEndedIterator<Item = Day> + '_ {
        self.stands.iter().map(|stand| stand.at.day).filter(move |day| *day <= until)
    }
}
