//! A story as it is written in `demo/stories/*.toml`: people, files, and what was done with them, step by step.
//!
//! Days are relative to the day the demo is first started, so that a fresh demo always has reports from today, clocks that are
//! close and clocks that have run out. Every table refuses words it does not know: a misspelt field stops the start.
//! `demo/stories/README.md` is the guide for whoever writes a story.

pub(crate) mod investigation;
pub(crate) mod service;

use std::{collections::BTreeMap, str::FromStr};

use record::{person::ProtectionLevel, text::Code};
use serde::{Deserialize, Deserializer, de::Error as _};

/// One family, or one lonely child.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    /// What it shows; for the reader of the file.
    pub(crate) title: String,
    /// People by the name the story calls them.
    #[serde(default)]
    pub(crate) person: BTreeMap<String, Person>,
    /// Files by whose they are.
    #[serde(default)]
    pub(crate) file: BTreeMap<String, File>,
    /// What was done, in order.
    #[serde(default)]
    pub(crate) step: Vec<Step>,
}

/// An invented person. The identity number is synthetic and dealt by the teller.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) given: Option<String>,
    pub(crate) family: Option<String>,
    /// Of somebody without a name.
    pub(crate) description: Option<String>,
    /// How old at the first start, as "8y 2mo" or "3w"; nothing when not known.
    pub(crate) age: Option<jiff::Span>,
    /// The age is a guess.
    #[serde(default)]
    pub(crate) estimated: bool,
    pub(crate) sex: Option<record::identity::LegalSex>,
    /// Has no number that anybody knows.
    #[serde(default)]
    pub(crate) unnumbered: bool,
    #[serde(default = "unprotected")]
    pub(crate) protection: ProtectionLevel,
    pub(crate) phone: Option<String>,
    /// Street, postcode, town.
    pub(crate) address: Option<[String; 3]>,
}

fn unprotected() -> ProtectionLevel {
    ProtectionLevel::None
}

/// A file that the first report (or the first step about it) opens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// The file is an expectant parent's own.
    #[serde(default)]
    pub(crate) expectant: bool,
    #[serde(default)]
    pub(crate) relations: Vec<Relation>,
    #[serde(default)]
    pub(crate) custody: Vec<Custody>,
    #[serde(default)]
    pub(crate) languages: Vec<Language>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Relation {
    pub(crate) who: String,
    /// A code of `relation_kind`.
    pub(crate) is: Code,
    pub(crate) lives_with_child: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Custody {
    pub(crate) who: String,
    /// A code of `guardianship_kind`.
    pub(crate) kind: Code,
    /// Since when, if not since birth.
    pub(crate) since: Option<When>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Language {
    pub(crate) who: String,
    pub(crate) speaks: String,
}

/// Something somebody did.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) at: When,
    /// The login of whoever did it.
    pub(crate) by: String,
    /// In whose files: one command over several when there are several.
    #[serde(rename = "in")]
    pub(crate) files: Vec<String>,
    /// In which matter, by the name the story gives it; the latest when nothing is said, and `file` for none.
    pub(crate) matter: Option<String>,
    #[serde(rename = "do")]
    pub(crate) act: Act,
}

/// What can be done. The names are those of the commands of the record.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    /// Only open the file.
    Open(Nothing),
    Report(Report),
    Reroute(Motive),
    CorrectTag(Motive),
    Protection(Protection),
    Preliminary(Preliminary),
    Propose(Proposal),
    /// Send the only open proposal back.
    SendBack(Motive),
    /// Decide the only open proposal, as it was proposed.
    DecideProposed(Nothing),
    Decide(Decision),
    RecordDecision(RecordedDecision),
    Notice(Notice),
    Plan(investigation::Plan),
    Stand(investigation::Stand),
    Write(investigation::Written),
    Share(investigation::Share),
    Reply(investigation::Reply),
    /// Tell a party of the latest decision.
    Notify(investigation::Notify),
    Receipt(investigation::Receipt),
    Assign(service::Assignment),
    AnswerAssignment(service::AssignmentAnswer),
    PlanService(service::ServicePlan),
    /// Send what was drawn up last in the matter.
    Dispatch(service::Dispatch),
    StepService(service::ServiceStep),
    FollowUp(service::FollowUp),
    AskFeedback(Nothing),
    Feedback(Feedback),
    Document(Document),
    Book(Booking),
    EndMeeting(MeetingEnd),
    Distribute(Distribution),
    Note(Note),
    Addendum(Addendum),
    Dispute(Dispute),
    Occurrence(Occurrence),
    Unborn(Unborn),
    MoveNote(Moving),
    /// Only read.
    Read(Reading),
    Draft(Draft),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Motive {
    pub(crate) motive: String,
}

/// What is told: facts, the child's words, others' words, the assessment. In that order in the entry, as in the forms.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Told {
    pub(crate) fact: Option<String>,
    #[serde(default)]
    pub(crate) said: Vec<Said>,
    /// In the child's own words.
    pub(crate) child: Option<String>,
    /// The child does not want the guardians to know what it said.
    #[serde(default)]
    pub(crate) child_in_confidence: bool,
    pub(crate) assessment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    /// `reporter`, somebody of the story, or a role in words.
    pub(crate) by: String,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// What the story calls the matter, if it has several.
    #[serde(default = "report_name")]
    pub(crate) name: String,
    pub(crate) channel: Code,
    /// A code of `reporter_category`.
    pub(crate) category: Code,
    pub(crate) reporter: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) contact: Option<String>,
    #[serde(default)]
    pub(crate) anonymous: bool,
    #[serde(default)]
    pub(crate) wants_feedback: bool,
    #[serde(default)]
    pub(crate) reasons: Vec<Code>,
    pub(crate) child_knows: Option<bool>,
    pub(crate) guardians_know: Option<bool>,
    /// When it came, if it was registered later.
    pub(crate) received: Option<When>,
    pub(crate) told: Told,
}

fn report_name() -> String {
    "report".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Protection {
    pub(crate) outcome: Code,
    pub(crate) told: Told,
    /// The assessment of each child, added to what is told of all.
    #[serde(default)]
    pub(crate) each: BTreeMap<String, Told>,
    pub(crate) measures: Option<String>,
    /// Open an investigation at once with these questions.
    pub(crate) questions: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preliminary {
    #[serde(default)]
    pub(crate) contacts: usize,
    #[serde(default)]
    pub(crate) earlier_weighed: bool,
    pub(crate) told: Told,
    pub(crate) child: Option<Heard>,
}

/// The child's part in a decision: its words, or the code of why it was not heard.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Heard {
    Heard(String),
    NotHeard(Code),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    pub(crate) kind: law::DecisionTypeId,
    /// A code of the list that goes with the kind.
    pub(crate) reason: Option<Code>,
    pub(crate) wording: Option<String>,
    #[serde(default)]
    pub(crate) reasons: Told,
    pub(crate) child: Option<Heard>,
    pub(crate) best_interests: Option<String>,
    pub(crate) until: Option<When>,
    /// Of the investigation to open.
    pub(crate) questions: Option<Vec<String>>,
    /// What the story calls the investigation to open.
    #[serde(default = "investigation_name")]
    pub(crate) opens: String,
    /// The running investigation a report belongs to.
    pub(crate) links_to: Option<String>,
    /// How the child's view was weighed.
    pub(crate) child_weight: Option<String>,
    /// Services that are granted.
    #[serde(default)]
    pub(crate) grant: Vec<service::Grant>,
    /// The investigation ends with it.
    #[serde(default)]
    pub(crate) closes: bool,
    /// What the story calls the follow-up that it opens.
    pub(crate) beside: Option<String>,
}

fn investigation_name() -> String {
    "investigation".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proposal {
    /// The login of whoever shall decide.
    pub(crate) to: Option<String>,
    pub(crate) decision: Decision,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedDecision {
    pub(crate) made: When,
    pub(crate) made_by: String,
    pub(crate) title: Option<String>,
    pub(crate) level: law::Level,
    #[serde(default)]
    pub(crate) urgent: bool,
    /// The name of a new matter for the measure; nothing when it is about the step's matter.
    pub(crate) opens_measure: Option<String>,
    pub(crate) decision: Decision,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notice {
    pub(crate) to: String,
    /// A code of `notice_way`; or else an exception and its reasons.
    pub(crate) way: Option<Code>,
    pub(crate) exception: Option<Code>,
    pub(crate) motive: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Feedback {
    /// A code of `notice_way`; what is said follows from how the report ended.
    pub(crate) way: Option<Code>,
    /// Why it would be inappropriate to tell.
    pub(crate) refused: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) sender: String,
    pub(crate) channel: Code,
    pub(crate) received: Option<When>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Booking {
    /// What the story calls the meeting.
    pub(crate) name: String,
    pub(crate) when: When,
    pub(crate) kind: Code,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    #[serde(default)]
    pub(crate) child: bool,
    pub(crate) place: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeetingEnd {
    pub(crate) name: String,
    pub(crate) end: record::meeting::MeetingEnd,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Distribution {
    /// The login of the responsible worker, whose unit gets the matter.
    pub(crate) to: String,
    pub(crate) second: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    /// What the story calls the note, if it comes back to it.
    pub(crate) name: Option<String>,
    pub(crate) kind: Code,
    /// When what it tells of happened, if not when it was written.
    pub(crate) happened: Option<When>,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    #[serde(default)]
    pub(crate) child_took_part: bool,
    pub(crate) meeting: Option<String>,
    pub(crate) told: Told,
    /// What concerns one child only, when the note goes to several files.
    #[serde(default)]
    pub(crate) each: BTreeMap<String, Told>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Addendum {
    pub(crate) to: String,
    pub(crate) told: Told,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dispute {
    pub(crate) note: String,
    pub(crate) by: String,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Occurrence {
    /// A name of the law data.
    pub(crate) event: String,
    pub(crate) text: Option<String>,
    pub(crate) until: Option<When>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unborn {
    pub(crate) expected: Option<When>,
    pub(crate) told: Told,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Moving {
    pub(crate) note: String,
    pub(crate) to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    pub(crate) part: ReadPart,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReadPart {
    Child,
    Timeline,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    /// The form, as its page calls it.
    pub(crate) form: String,
    /// The form is about the step's matter, not the whole file.
    #[serde(default)]
    pub(crate) of_matter: bool,
    /// A section of the text that the matter's workers write together.
    #[serde(default)]
    pub(crate) section: Option<String>,
    /// What is typed so far, by the names of the form's fields.
    pub(crate) fields: BTreeMap<String, String>,
}

/// A day counted from the first start, and a time of day: `-3 09:15`, `0 08:05`, `12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub(crate) days: i64,
    pub(crate) minute: Option<u16>,
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("not a day counted from the first start, as in \"-3 09:15\": {text:?}");
        let (days, time) = text.split_once(' ').map_or((text, None), |(days, time)| (days, Some(time)));
        let minute = |time: &str| {
            let (hour, minute) = time.split_once(':')?;
            let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let minute = time.map(|time| minute(time).ok_or_else(wrong)).transpose()?;
        Ok(Self { days: days.parse().map_err(|_| wrong())?, minute })
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_first_start() {
        assert_eq!("-3 09:15".parse(), Ok(When { days: -3, minute: Some(555) }));
        assert_eq!("12".parse(), Ok(When { days: 12, minute: None }));
        for wrong in ["", "x", "-3 9", "-3 24:00", "-3 09:60"] {
            assert!(wrong.parse::<When>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_misspelt_word_is_refused() {
        let story =
            |field: &str| toml::from_str::<Story>(&format!("title = \"x\"\n[person.a]\n{field} = \"Åsa\""));
        assert!(story("given").is_ok());
        assert!(story("gvien").is_err());
    }
}
