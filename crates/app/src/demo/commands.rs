//! From a step of a story to the commands of the record.

use anyhow::{Context as _, Result, bail};
use record::{
    Command, MatterId, Part, PersonId, Speaker,
    distribution::Distribution,
    document::ReceivedDocument,
    feedback::{Feedback, FeedbackRequest, FeedbackValue},
    id::Id,
    investigation::{self, PartyNotice},
    meeting::{Booking, MeetingEnded},
    note::{Addendum, Dispute, Note},
    occurrence::Occurrence,
    preliminary::PreliminaryAssessment,
    protection::{AssessProtection, ProtectionAssessment},
    report::{Arrival, Report, Reporter, Rerouting, TagCorrection},
};
use store::OpenFile;

use super::{
    story::{self, Act, Told},
    tell::{Teller, Telling, actor, moment_of},
    words,
};

impl Teller<'_> {
    /// The commands of a step in one of its files.
    pub(super) fn commands(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        open: Option<&OpenFile>,
    ) -> Result<Vec<Command>> {
        let command = match &telling.step.act {
            Act::Open(_) => return Ok(Vec::new()),
            Act::Report(report) => self.report(telling, name, report)?,
            Act::Reroute(why) => Command::RerouteReport(
                self.in_matter(telling, name)?,
                Rerouting { motive: Part::assessment(words::text(&why.motive)?) },
            ),
            Act::CorrectTag(why) => {
                let correction =
                    TagCorrection { violence: false, motive: Part::assessment(words::text(&why.motive)?) };
                Command::CorrectTag(self.in_matter(telling, name)?, correction)
            }
            Act::Protection(protection) => self.protection(telling, name, protection)?,
            Act::Preliminary(step) => self.preliminary(telling, name, step)?,
            Act::Propose(proposal) => self.propose(telling, name, proposal)?,
            Act::SendBack(why) => Self::send_back(open, &why.motive)?,
            Act::DecideProposed(_) => self.decide_proposed(name, open)?,
            Act::Decide(decision) => self.decide(telling, name, decision)?,
            Act::RecordDecision(recorded) => self.record_decision(telling, name, recorded)?,
            Act::Notice(notice) => self.notice(telling, name, notice)?,
            Act::Plan(plan) => self.plan(telling, name, plan)?,
            Act::Stand(stand) => self.stand(telling, name, stand)?,
            Act::Write(written) => self.write_investigation(telling, name, written, open)?,
            Act::Share(share) => self.share(telling, name, share, open)?,
            Act::Reply(reply) => self.reply(telling, name, reply)?,
            Act::Notify(notify) => self.notify(telling, notify, open)?,
            Act::Receipt(receipt) => self.receipt(receipt, open)?,
            Act::Assign(assignment) => self.assign(telling, name, assignment, open)?,
            Act::AnswerAssignment(answer) => self.answer_assignment(telling, name, answer)?,
            Act::PlanService(plan) => self.plan_service(telling, name, plan)?,
            Act::Dispatch(dispatch) => self.dispatch(telling, name, dispatch, open)?,
            Act::StepService(step) => self.step_service(telling, name, step)?,
            Act::FollowUp(follow_up) => self.follow_up(telling, name, follow_up)?,
            Act::AskFeedback(_) => {
                let request = FeedbackRequest { at: moment_of(telling.now) };
                Command::RequestFeedback(self.in_matter(telling, name)?, request)
            }
            Act::Feedback(feedback) => self.feedback(telling, name, feedback, open)?,
            Act::Document(document) => self.document(telling, name, document)?,
            Act::Book(booking) => self.book(telling, name, booking)?,
            Act::EndMeeting(end) => {
                let id = self.cast.meeting(name, &end.name, self.draw(telling.now));
                Command::EndMeeting(MeetingEnded { id, end: end.end, at: moment_of(telling.now) })
            }
            Act::Distribute(distribution) => self.distribute(telling, name, distribution)?,
            Act::Note(note) => self.note(telling, name, note)?,
            Act::Addendum(addendum) => {
                let (to, parts) = (self.cast.note(name, &addendum.to)?, self.parts(&addendum.told)?);
                Command::AmendNote(Addendum { to, parts })
            }
            Act::Dispute(dispute) => self.dispute(name, dispute)?,
            Act::Occurrence(occurrence) => self.occurrence(telling, name, occurrence)?,
            Act::Unborn(unborn) => self.unborn(telling, unborn)?,
            Act::MoveNote(_) | Act::Read(_) | Act::Draft(_) => bail!("this step writes in its own way"),
        };
        Ok(vec![command])
    }

    /// The matter of a step that must be in one.
    pub(super) fn in_matter(&self, telling: &Telling<'_>, name: &str) -> Result<MatterId> {
        self.matter(telling, name)?.with_context(|| format!("no matter has begun in the file of {name:?}"))
    }

    pub(super) fn parts(&self, told: &Told) -> Result<Vec<Part>> {
        words::parts(told, &|name| self.cast.known(name))
    }

    /// What is told of all, and what concerns this child only.
    fn parts_of(&self, told: &Told, each: Option<&Told>) -> Result<Vec<Part>> {
        let mut parts = self.parts(told)?;
        if let Some(own) = each {
            parts.extend(self.parts(own)?);
        }
        Ok(parts)
    }

    fn people(&mut self, telling: &Telling<'_>, names: &[String]) -> Result<Vec<PersonId>> {
        names.iter().map(|name| self.person(telling.now, name)).collect()
    }

    fn report(&mut self, telling: &Telling<'_>, name: &str, report: &story::Report) -> Result<Command> {
        let siblings: Vec<String> =
            telling.step.files.iter().filter(|other| *other != name).cloned().collect();
        let siblings = self.people(telling, &siblings)?;
        let matter = self.cast.begin(name, &report.name, self.draw(telling.now));
        let reporter = Reporter {
            category: report.category.clone(),
            mandated: false, // settled by the category
            name: words::maybe(report.reporter.as_deref())?,
            role: words::maybe(report.role.as_deref())?,
            contact: words::maybe(report.contact.as_deref())?,
            anonymous: report.anonymous,
            wants_feedback: report.wants_feedback,
        };
        let report = Report {
            arrival: Arrival::at(self.moment(telling, report.received)),
            channel: report.channel.clone(),
            reporter,
            concern: self.parts(&report.told)?,
            reasons: report.reasons.clone(),
            violence: false, // settled by the reasons
            child_knows: report.child_knows,
            guardians_know: report.guardians_know,
            siblings,
            document: None,
        };
        Ok(Command::ReceiveReport(matter, report))
    }

    fn protection(&mut self, telling: &Telling<'_>, name: &str, step: &story::Protection) -> Result<Command> {
        let matter = self.in_matter(telling, name)?;
        let assessment = ProtectionAssessment {
            made: moment_of(telling.now),
            outcome: step.outcome.clone(),
            immediate: false, // settled by the outcome
            parts: self.parts_of(&step.told, step.each.get(name))?,
            measures: words::maybe(step.measures.as_deref())?.map(Part::fact),
            late: false, // settled by the days
            unqualified: false,
        };
        let opening = match &step.questions {
            Some(questions) => {
                let opening = self.opening_of(telling, name, "investigation", questions)?;
                self.cast.began(name, opening.matter);
                Some(opening)
            }
            None => None,
        };
        Ok(Command::AssessProtection(AssessProtection { matter, assessment, opening }))
    }

    fn preliminary(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &story::Preliminary,
    ) -> Result<Command> {
        let assessment = PreliminaryAssessment {
            made: moment_of(telling.now),
            contacts: step.contacts,
            parts: self.parts(&step.told)?,
            earlier_weighed: step.earlier_weighed,
            child: step.child.as_ref().map(words::heard).transpose()?,
        };
        Ok(Command::AssessPreliminarily(self.in_matter(telling, name)?, assessment))
    }

    fn notice(&mut self, telling: &Telling<'_>, name: &str, notice: &story::Notice) -> Result<Command> {
        let telling_of_it = match (&notice.way, &notice.exception) {
            (Some(way), None) => investigation::Telling::Told { way: way.clone(), letter: None },
            (None, Some(exception)) => investigation::Telling::withheld(
                exception.clone(),
                Part::assessment(words::text(notice.motive.as_deref().unwrap_or_default())?),
            ),
            _ => bail!("a notice has either a way or an exception"),
        };
        let person = self.person(telling.now, &notice.to)?;
        let notice = PartyNotice { person, at: moment_of(telling.now), telling: telling_of_it };
        Ok(Command::NotifyParty(self.in_matter(telling, name)?, notice))
    }

    fn feedback(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &story::Feedback,
        open: Option<&OpenFile>,
    ) -> Result<Command> {
        let matter = self.in_matter(telling, name)?;
        let at = moment_of(telling.now);
        let feedback = match (&step.way, &step.refused) {
            (Some(way), None) => {
                let report = open.context("the file is not open")?.file.report(matter)?;
                let value =
                    report.end.as_ref().and_then(FeedbackValue::of).context("the report has no outcome")?;
                Feedback::Given { at, value, way: way.clone() }
            }
            (None, Some(motive)) => Feedback::Refused { at, motive: Part::assessment(words::text(motive)?) },
            _ => bail!("feedback is either given in some way or refused"),
        };
        Ok(Command::GiveFeedback(matter, feedback))
    }

    fn document(&mut self, telling: &Telling<'_>, name: &str, step: &story::Document) -> Result<Command> {
        let document = ReceivedDocument {
            id: Id::new(self.house.new_id(telling.now)),
            title: words::text(&step.title)?,
            sender: words::text(&step.sender)?,
            channel: step.channel.clone(),
            arrival: Arrival::at(self.moment(telling, step.received)),
            original: None,
            keep: Vec::new(),
        };
        Ok(Command::ReceiveDocument(self.matter(telling, name)?, document))
    }

    fn book(&mut self, telling: &Telling<'_>, name: &str, step: &story::Booking) -> Result<Command> {
        let booking = Booking {
            id: self.cast.meeting(name, &step.name, self.draw(telling.now)),
            at: self.almanac.moment(step.when, true),
            kind: step.kind.clone(),
            worker: telling.who.staff,
            with: self.people(telling, &step.with)?,
            child: step.child,
            place: words::maybe(step.place.as_deref())?,
        };
        Ok(Command::BookMeeting(self.matter(telling, name)?, booking))
    }

    fn distribute(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &story::Distribution,
    ) -> Result<Command> {
        let main = actor(&self.house.organisation(telling.now.today), &step.to)?;
        let second = step
            .second
            .as_deref()
            .map(|login| actor(&self.house.organisation(telling.now.today), login))
            .transpose()?;
        let second = second.map(|second| second.staff);
        let distribution = Distribution { main: main.staff, second, unit: main.unit };
        Ok(Command::Distribute(self.in_matter(telling, name)?, distribution))
    }

    fn note(&mut self, telling: &Telling<'_>, name: &str, step: &story::Note) -> Result<Command> {
        let meeting = step.meeting.as_deref();
        let note = Note {
            at: self.moment(telling, step.happened),
            kind: step.kind.clone(),
            parts: self.parts_of(&step.told, step.each.get(name))?,
            with: self.people(telling, &step.with)?,
            child: step.child_took_part,
            meeting: meeting.map(|meeting| self.cast.meeting(name, meeting, self.draw(telling.now))),
            document: None,
            late: false, // settled by the days
        };
        Ok(Command::SignNote(self.matter(telling, name)?, note))
    }

    fn dispute(&mut self, name: &str, step: &story::Dispute) -> Result<Command> {
        let by = match step.by.as_str() {
            "child" => Speaker::Child,
            other => Speaker::Person(
                self.cast.known(other).with_context(|| format!("nobody is called {other:?}"))?,
            ),
        };
        let of = self.cast.note(name, &step.note)?;
        Ok(Command::DisputeEntry(Dispute { of, said: Part::words(by, words::text(&step.text)?) }))
    }

    fn occurrence(&mut self, telling: &Telling<'_>, name: &str, step: &story::Occurrence) -> Result<Command> {
        let occurrence = Occurrence {
            event: step.event.clone(),
            at: moment_of(telling.now),
            until: step.until.map(|until| self.almanac.day(until, true)),
            text: words::maybe(step.text.as_deref())?.map(Part::fact),
            document: None,
        };
        Ok(Command::RecordOccurrence(self.in_matter(telling, name)?, occurrence))
    }

    fn unborn(&mut self, telling: &Telling<'_>, step: &story::Unborn) -> Result<Command> {
        Ok(Command::ReceiveUnbornInformation(record::UnbornInformation {
            at: moment_of(telling.now),
            expected: step.expected.map(|expected| self.almanac.day(expected, false)),
            parts: self.parts(&step.told)?,
        }))
    }
}
