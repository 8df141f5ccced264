//! Statements, each with what must be thought of before somebody reads it.

use record::report::Reporter;
use record::secrecy::{contact_visible_to, reporter_visible_to};
use record::text::{Audience, Ground};
use record::{Part, PartKind, Reader, Speaker, Verdict, visible_to};

use crate::parts::{Stated, Statement};
use crate::reading::Reading;
use crate::words::Words;

/// A statement, and what to think of before it is shown to somebody.
#[derive(Clone, Debug)]
pub struct StatementView {
    /// Kind and text.
    pub stated: Stated<'static>,
    /// Its place in the entry: what a quotation names.
    pub place: usize,
    /// Reminders, strongest first.
    pub reminders: Vec<Reminder>,
}

impl StatementView {
    /// Must it be kept from somebody, and not only be tested?
    pub fn is_kept(&self) -> bool {
        self.reminders.iter().any(|reminder| reminder.keep)
    }
}

/// A reminder from the secrecy rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Must be kept, not only tested.
    pub keep: bool,
    /// "Får inte visas för vårdnadshavarna (12 kap. 3 § OSL)".
    pub text: String,
}

/// What has to be tested before somebody reads an entry, once each, with whose statements it is about. What must be kept stands at its
/// statement and is not repeated here.
pub fn to_test(w: &Words, statements: &[StatementView]) -> Vec<(String, String)> {
    let mut tested: Vec<(String, Vec<String>)> = Vec::new();
    for one in statements {
        for reminder in one.reminders.iter().filter(|reminder| !reminder.keep) {
            let label = one.stated.label(w);
            match tested.iter_mut().find(|(text, _)| *text == reminder.text) {
                Some((_, labels)) if labels.contains(&label) => {}
                Some((_, labels)) => labels.push(label),
                None => tested.push((reminder.text.clone(), vec![label])),
            }
        }
    }
    tested.into_iter().map(|(text, labels)| (text, labels.join(", "))).collect()
}

/// Statements with their reminders.
pub fn statements<'p>(
    reading: &Reading<'_>,
    parts: impl IntoIterator<Item = &'p Part>,
) -> Vec<StatementView> {
    let view = |(place, part): (usize, &Part)| StatementView {
        stated: Stated { kind: statement(reading, part), text: text(reading, part).into() },
        place,
        reminders: reminders(reading, part),
    };
    parts.into_iter().enumerate().map(view).collect()
}

fn text(reading: &Reading<'_>, part: &Part) -> String {
    if part.is_withdrawn(&reading.open.file.moved_away) {
        return reading.w.t("statement-withdrawn").into_owned();
    }
    part.text.to_string()
}

fn statement(reading: &Reading<'_>, part: &Part) -> Statement<'static> {
    match (part.kind, &part.said_by) {
        (PartKind::Fact, _) => Statement::Fact,
        (PartKind::Assessment, _) => Statement::Assessment,
        (PartKind::Words, Some(Speaker::Child)) => Statement::Child(reading.child().into()),
        (PartKind::Words, Some(speaker)) => Statement::Said(reading.speaker(speaker).into()),
        (PartKind::Words, None) => Statement::Said(reading.w.t("speaker-unknown")),
    }
}

/// What the record reminds of: towards the guardians and towards the child, at most one line each. Reminders for others are
/// left out, since nothing is ever shown to others without a test.
pub fn reminders(reading: &Reading<'_>, part: &Part) -> Vec<Reminder> {
    let file = &reading.open.file;
    // Somebody from whom it is kept by name counts also where custody is not noted, or has ended.
    let named = part.keep.iter().filter_map(|keep| match keep.from {
        Audience::Person(person) if Some(person) != file.person() => Some(person),
        _ => None,
    });
    let guardians = file.guardians(reading.today).chain(named).map(Reader::Guardian);
    let strongest =
        guardians.map(|reader| visible_to(reader, part, file)).max_by_key(|verdict| weight(*verdict));
    let kept = part.keep.iter().find(|keep| keep.from == Audience::Guardians);
    // A label holds also where no guardian is known yet.
    let strongest = strongest.or(kept.map(|keep| Verdict::Keep { ground: keep.ground, party: true }));
    let towards_child = visible_to(Reader::Child, part, file);
    let told = [("guardians", strongest), ("child", Some(towards_child))];
    told.into_iter().filter_map(|(who, verdict)| reminder(reading, who, verdict?)).collect()
}

/// The same for who reported: a private reporter is kept from guardians and child until somebody has tested it.
pub fn reminders_of_reporter(reading: &Reading<'_>, reporter: &Reporter) -> Vec<Reminder> {
    towards_parties(reading, |reader| reporter_visible_to(reader, reporter))
}

/// And for how to reach them, which is theirs whoever they are.
pub fn reminders_of_contact(reading: &Reading<'_>, reporter: &Reporter) -> Vec<Reminder> {
    towards_parties(reading, |reader| contact_visible_to(reader, reporter))
}

fn towards_parties(reading: &Reading<'_>, verdict: impl Fn(Reader) -> Verdict) -> Vec<Reminder> {
    let guardian = reading.open.file.guardians(reading.today).next().or(reading.open.file.person());
    let told = [("guardians", guardian.map(Reader::Guardian)), ("child", Some(Reader::Child))];
    told.into_iter().filter_map(|(who, reader)| reminder(reading, who, verdict(reader?))).collect()
}

fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Show => 0,
        Verdict::Assess { .. } => 1,
        Verdict::Keep { .. } => 2,
    }
}

fn reminder(reading: &Reading<'_>, who: &'static str, verdict: Verdict) -> Option<Reminder> {
    let (keep, ground) = match verdict {
        Verdict::Show => return None,
        Verdict::Assess { ground, .. } => (false, ground),
        Verdict::Keep { ground, .. } => (true, ground),
    };
    let key = match (who, keep) {
        ("guardians", true) => "reminder-keep-guardians",
        ("guardians", false) => "reminder-assess-guardians",
        (_, true) => "reminder-keep-child",
        (_, false) => "reminder-assess-child",
    };
    Some(Reminder { keep, text: reading.w.t1(key, "ground", ground_provision(reading, ground)) })
}

/// Where a ground stands, as the law data cite it.
pub fn ground_provision(reading: &Reading<'_>, ground: Ground) -> String {
    let choice = reading.law.choice("osl_ground", ground.code());
    let provision = choice.and_then(|choice| choice.provision.as_ref());
    provision.map_or_else(|| ground.code().to_owned(), ToString::to_string)
}
