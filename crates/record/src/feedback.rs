//! Feedback to a mandated reporter (*återkoppling*, 19 kap. 6 § SoL): exactly one of three values, and nothing else.

use crate::{
    check,
    context::Context,
    entry::{Entry, NewEntry},
    file::{CaseFile, Recorded},
    id::MatterId,
    moment::Moment,
    refusal::{Field, Refusal},
    report::{ReportEnd, ReportState},
    text::{Code, Part},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The row of the law's grounds of disclosure that carries it: no consent is asked for.
pub const GROUND: &str = "U10";

/// All that may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackValue {
    /// An investigation has been opened.
    Opened,
    /// No investigation has been opened.
    NotOpened,
    /// An investigation was running already.
    AlreadyRunning,
}

impl FeedbackValue {
    /// What is true of a report that ended so; `None` where there is nothing to tell.
    pub fn of(end: &ReportEnd) -> Option<Self> {
        match end {
            ReportEnd::Opened(_) => Some(Self::Opened),
            ReportEnd::NotOpened => Some(Self::NotOpened),
            ReportEnd::Linked(_) => Some(Self::AlreadyRunning),
            ReportEnd::Rerouted => None,
        }
    }

    /// Its code in the value list `feedback_value`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::NotOpened => "not_opened",
            Self::AlreadyRunning => "already_running",
        }
    }
}

/// The reporter asks, after the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedbackRequest {
    /// When.
    pub at: Moment,
}

/// Feedback given, or refused as inappropriate with reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Feedback {
    /// Given.
    Given {
        /// When.
        at: Moment,
        /// What was said.
        value: FeedbackValue,
        /// How: a code of `notice_way`.
        way: Code,
    },
    /// Refused: inappropriate in view of the circumstances.
    Refused {
        /// When.
        at: Moment,
        /// Why.
        motive: Part,
    },
    /// Something else was in fact said, or to somebody else: it is recorded as it was, with what was wrong with it.
    Told {
        /// When.
        at: Moment,
        /// What was said.
        value: FeedbackValue,
        /// How: a code of `notice_way`.
        way: Code,
        /// What a reader should notice; settled when it is recorded.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        flags: Vec<FeedbackFlag>,
    },
}

/// What was wrong with feedback that was in fact given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackFlag {
    /// The reporter has no duty to report: nothing was to be said.
    NotMandated,
    /// It had been told already.
    Again,
    /// Nothing was decided that day.
    NothingDecided,
    /// It was not true.
    Untrue,
}

impl Feedback {
    fn at(&self) -> Moment {
        match self {
            Self::Given { at, .. } | Self::Refused { at, .. } | Self::Told { at, .. } => *at,
        }
    }
}

pub(crate) fn request(
    file: &CaseFile,
    matter: MatterId,
    request: FeedbackRequest,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let report = file.report(matter)?;
    if !report.mandated {
        return Err(Refusal::ReporterNotMandated);
    }
    if report.feedback_wanted.is_some() {
        return Err(Refusal::DoneAlready);
    }
    check::happened(cx, request.at, Field::Occurred)?;
    if request.at.day < report.arrival.received.day {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    let at = request.at;
    Ok(vec![NewEntry::new(Some(matter), at, Entry::FeedbackRequested(request))])
}

pub(crate) fn requested(file: &mut CaseFile, request: &FeedbackRequest, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    let day = request.at.day;
    let Some(report) = file.report_mut(matter) else { return };
    report.feedback_wanted = Some(day);
    file.happened("reporter.feedback_requested", day, Some(matter));
}

pub(crate) fn give(
    file: &CaseFile,
    matter: MatterId,
    feedback: Feedback,
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    if let Feedback::Told { at, value, way, .. } = feedback {
        return tell(file, matter, (at, value, way), cx);
    }
    let report = file.report(matter)?;
    if !report.mandated {
        return Err(Refusal::ReporterNotMandated);
    }
    if report.feedback_given {
        return Err(Refusal::DoneAlready);
    }
    let truth = report.end.as_ref().and_then(FeedbackValue::of).ok_or(Refusal::NothingDecidedYet)?;
    if let Feedback::Given { value, way, .. } = &feedback {
        check::code(cx, "notice_way", way, Field::Way)?;
        if *value != truth {
            return Err(Refusal::FeedbackDoesNotMatch);
        }
    }
    check::happened(cx, feedback.at(), Field::Occurred)?;
    if report.ended.is_some_and(|decided| feedback.at().day < decided) {
        return Err(Refusal::NothingDecidedYet);
    }
    Ok(vec![NewEntry::new(Some(matter), feedback.at(), Entry::FeedbackGiven(feedback))])
}

/// Records what was in fact said. What has happened is never refused, only what cannot be read.
fn tell(
    file: &CaseFile,
    matter: MatterId,
    (at, value, way): (Moment, FeedbackValue, Code),
    cx: &Context<'_>,
) -> Result<Vec<NewEntry>, Refusal> {
    let report = file.report(matter)?;
    check::code(cx, "notice_way", &way, Field::Way)?;
    check::happened(cx, at, Field::Occurred)?;
    if at.day < report.arrival.received.day {
        return Err(Refusal::BeforeArrival(Field::Occurred));
    }
    let flags = flags(report, at, value);
    Ok(vec![NewEntry::new(Some(matter), at, Entry::FeedbackGiven(Feedback::Told { at, value, way, flags }))])
}

fn flags(report: &ReportState, at: Moment, value: FeedbackValue) -> Vec<FeedbackFlag> {
    let decided = report.ended.filter(|ended| *ended <= at.day).and(report.end.as_ref());
    let truth = decided.and_then(FeedbackValue::of);
    let wrong = [
        (!report.mandated, FeedbackFlag::NotMandated),
        (report.feedback_given, FeedbackFlag::Again),
        (truth.is_none(), FeedbackFlag::NothingDecided),
        (truth.is_some_and(|truth| truth != value), FeedbackFlag::Untrue),
    ];
    wrong.into_iter().filter(|(is_so, _)| *is_so).map(|(_, flag)| flag).collect()
}

pub(crate) fn given(file: &mut CaseFile, feedback: &Feedback, by: &Recorded) {
    let Some(matter) = by.matter else { return };
    // What was said wrongly settles nothing: the reporter who is to be told still waits for the truth.
    if matches!(feedback, Feedback::Told { flags, .. } if !flags.is_empty()) {
        return;
    }
    if let Some(report) = file.report_mut(matter) {
        report.feedback_given = true;
    }
    let event = match feedback {
        Feedback::Given { .. } | Feedback::Told { .. } => "reporter.feedback_given",
        Feedback::Refused { .. } => "reporter.feedback_refused_as_inappropriate",
    };
    file.happened(event, feedback.at().day, Some(matter));
}
