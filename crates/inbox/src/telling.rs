//! What a message says and no field of a report holds, as text that somebody can read, in Swedish and under headings. Nothing is dropped.

use crate::message::{
    Address, Child, Form, Guardian, Organisation, Protection, ReportMessage, Reporter, Words,
};
use law::LawBook;
use record::Text;
use store::messages::Message;

/// Lines of a paragraph, one for each thing that was said.
#[derive(Default)]
pub(crate) struct Lines(Vec<String>);

impl Lines {
    fn say(&mut self, what: &str, words: Option<&str>) {
        if let Some(words) = words {
            self.0.push(format!("{what}: {words}"));
        }
    }

    fn yes_or_no(&mut self, what: &str, answer: Option<bool>) {
        self.say(what, answer.map(|answer| if answer { "ja" } else { "nej" }));
    }

    /// The lines under a heading; nothing, where nothing was said.
    pub(crate) fn under(self, heading: &str) -> Option<Text> {
        (!self.0.is_empty()).then(|| text(&format!("{heading}\n{}", self.0.join("\n"))))
    }

    fn joined(self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join("; "))
    }
}

/// A text made of words that are texts already. The limits of the format leave room for what is added.
pub(crate) fn text(words: &str) -> Text {
    Text::typed(words).ok().flatten().expect("texts that were read, and headings, within the limits")
}

/// A free text under a heading.
pub(crate) fn under<const MAX: usize>(heading: &str, words: &Words<MAX>) -> Text {
    text(&format!("{heading}\n{}", words.as_str()))
}

fn words<const MAX: usize>(words: Option<&Words<MAX>>) -> Option<&str> {
    words.map(Words::as_str)
}

/// An address on one line.
pub(crate) fn address(address: &Address) -> String {
    let care_of = address.care_of.as_ref().map(|name| format!("c/o {}", name.as_str()));
    let town = [words(address.postcode.as_ref()), words(address.town.as_ref())];
    let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let lines = [words(address.line2.as_ref()), words(address.line3.as_ref())];
    let mut all: Vec<&str> = care_of.as_deref().into_iter().collect();
    all.push(address.line1.as_str());
    all.extend(lines.into_iter().flatten());
    all.extend(Some(town.as_str()).filter(|town| !town.is_empty()));
    all.join(", ")
}

/// Where the reporter works: name, number and address.
fn organisation(organisation: &Organisation) -> String {
    let mut lines = vec![organisation.name.as_str().to_owned()];
    lines.extend(organisation.number.as_ref().map(|number| format!("org.nr {}", number.as_str())));
    lines.extend(organisation.address.as_ref().map(address));
    lines.join(", ")
}

/// The reporter's role and where they work, as it may stand outside the report: "rektor, Ängsbackens skola".
pub(crate) fn role(reporter: &Reporter) -> Option<String> {
    let at = reporter.organisation.as_ref().map(|at| at.name.as_str());
    let all: Vec<&str> = [words(reporter.role.as_ref()), at].into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The reporter's role in full, with what they are to this child.
pub(crate) fn role_in_full(reporter: &Reporter, child: &Child) -> Option<Text> {
    let mut all: Vec<String> = words(reporter.role.as_ref()).map(str::to_owned).into_iter().collect();
    all.extend(reporter.organisation.as_ref().map(organisation));
    all.extend(child.reporter_is.as_ref().map(|what| format!("till barnet: {}", what.as_str())));
    (!all.is_empty()).then(|| text(&all.join("; ")))
}

/// How the reporter is reached.
pub(crate) fn contact(reporter: &Reporter) -> Option<Text> {
    let mut lines = Lines::default();
    lines.say("telefon", words(reporter.phone.as_ref()));
    lines.say("e-post", words(reporter.email.as_ref()));
    lines.say("adress", reporter.address.as_ref().map(address).as_deref());
    lines.joined().map(|all| text(&all))
}

/// What is said of this child's own report beside its fields. `known`: the child is in the record already, and what the message says of
/// who it is changes nothing there; it stands here.
pub(crate) fn of_child(message: &ReportMessage, child: &Child, known: bool) -> Lines {
    let mut lines = Lines::default();
    if known {
        let name = child.name.as_ref().map(|name| {
            let halves = [words(name.given.as_ref()), words(name.family.as_ref())];
            halves.into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        lines.say("Namn enligt anmälan", name.as_deref().filter(|name| !name.is_empty()));
        lines.say("Beskrivning", words(child.description.as_ref()));
        lines.say("Född enligt anmälan", child.birth.map(|day| day.to_string()).as_deref());
        lines.yes_or_no("Födelsedagen är uppskattad", child.birth_estimated.then_some(true));
        lines.say("Skyddade personuppgifter enligt anmälan", child.protection.map(protection));
    }
    lines.say("Antagen ålder", child.assumed_age.map(|age| format!("{age} år")).as_deref());
    if !child.unborn {
        lines.say("Beräknad födsel", child.expected_birth.map(|day| day.to_string()).as_deref());
    }
    let who = if child.unborn { "Den gravida" } else { "Barnet" };
    if child.unborn || child.informed_reason.is_some() {
        lines.yes_or_no(&format!("{who} vet om anmälan"), child.informed);
    }
    lines.say("Skäl till att barnet har fått veta eller inte", words(child.informed_reason.as_ref()));
    let said_nothing = child.words_in_confidence && child.words.is_none();
    lines.yes_or_no(
        "Barnet vill inte att vårdnadshavarna får veta vad det har sagt",
        said_nothing.then_some(true),
    );
    lines.yes_or_no("Anmälaren uppger våld av närstående", message.violence_by_somebody_close);
    lines.yes_or_no("Anmälaren misstänker brott mot barnet", message.suspected_crime);
    // That it is so stands first of all, by itself.
    let not_urgent = message.urgent.filter(|urgent| !urgent);
    lines.yes_or_no("Anmälaren uppger att barnet behöver skydd genast", not_urgent);
    lines.yes_or_no("Anmälaren vill delta i ett anmälningsmöte", message.reporter.wants_meeting);
    if let Some(interpreter) = &message.interpreter {
        lines.yes_or_no("Tolk behövs", Some(interpreter.needed));
        lines.say("Språk", words(interpreter.language.as_ref()));
        lines.say("Tolk för", words(interpreter.for_whom.as_ref()));
    }
    lines.say("Andra som känner familjen", words(message.other_agencies.as_ref()));
    lines
}

fn protection(level: Protection) -> &'static str {
    match level {
        Protection::None => "inga kända",
        Protection::Marked => "sekretessmarkering",
        Protection::ProtectedRegistration => "skyddad folkbokföring",
        Protection::AssumedIdentity => "fingerade personuppgifter",
    }
}

/// How the child is reached, where the record does not take it up.
pub(crate) fn reached(child: &Child) -> Lines {
    let mut lines = Lines::default();
    lines.say("Adress", child.address.as_ref().map(address).as_deref());
    lines.say("Telefon", words(child.phone.as_ref()));
    lines
}

/// What an expected child's information has no fields for, since it is no report.
pub(crate) fn of_unborn(law: &LawBook, message: &ReportMessage) -> Lines {
    let mut lines = Lines::default();
    let sv = |list: &str, code: &str| {
        law.choice(list, code).map_or_else(|| code.to_owned(), |choice| choice.sv.clone())
    };
    lines.say("Anmälan kom genom", Some(&sv("arrival_channel", message.channel.as_str())));
    let reasons: Vec<String> =
        message.report.reasons.iter().map(|code| sv("reason", code.as_str())).collect();
    lines.say("Orsaker", Some(reasons.join(", ").as_str()).filter(|all| !all.is_empty()));
    lines.yes_or_no("Anmälaren vill vara anonym", message.reporter.anonymous.then_some(true));
    lines.yes_or_no("Anmälaren vill ha återkoppling", message.reporter.wants_feedback.then_some(true));
    lines
}

/// The family: guardians with what they know, and siblings that are not reported.
pub(crate) fn family(message: &ReportMessage) -> Lines {
    let mut lines = Lines::default();
    let siblings = message.children_are_siblings && message.children.len() > 1;
    lines.yes_or_no("Barnen i anmälan är syskon", siblings.then_some(true));
    for guardian in &message.guardians {
        lines.0.push(guardian_line(guardian));
        lines.say("  Skäl till att hen har fått veta eller inte", words(guardian.informed_reason.as_ref()));
    }
    for sibling in &message.siblings {
        let age = sibling.age.as_ref().map(|age| format!(" ({})", age.as_str())).unwrap_or_default();
        lines.say("Syskon som anmälan inte gäller", Some(&format!("{}{age}", sibling.name.as_str())));
        lines.say("  Om syskonet", words(sibling.note.as_ref()));
    }
    lines
}

fn guardian_line(guardian: &Guardian) -> String {
    let relation = guardian.relation.as_ref().map(|what| format!(", {}", what.as_str())).unwrap_or_default();
    let number = guardian.number.as_ref().map(|number| format!(", {}", number.as_str())).unwrap_or_default();
    let informed = match guardian.informed {
        Some(true) => "har fått veta om anmälan",
        Some(false) => "har inte fått veta om anmälan",
        None => "det står inte om hen har fått veta om anmälan",
    };
    format!("Vårdnadshavare: {}{relation}{number}; {informed}", guardian.name.as_str())
}

/// How the guardians are reached: apart, because one of them may be hiding from the other.
pub(crate) fn guardians_reached(message: &ReportMessage) -> Lines {
    let mut lines = Lines::default();
    for guardian in &message.guardians {
        let mut ways = Lines::default();
        ways.say("telefon", words(guardian.phone.as_ref()));
        ways.say("adress", guardian.address.as_ref().map(address).as_deref());
        lines.say(guardian.name.as_str(), ways.joined().as_deref());
    }
    lines
}

/// The envelope: which message this is, from where, to whom.
pub(crate) fn envelope(message: &ReportMessage, received: &Message) -> Text {
    let mut lines = Lines::default();
    lines.say("Kvitto", Some(&received.number.to_string()));
    let number = message.sender.organisation_number.as_ref();
    let number = number.map(|number| format!(" (org.nr {})", number.as_str())).unwrap_or_default();
    lines.say("Avsändande system", Some(&format!("{}{number}", message.sender.system.as_str())));
    lines.say("Avsändarens nummer på meddelandet", Some(message.message_id.as_str()));
    lines.say("Skickat", Some(&record::Moment::of(message.sent_at).to_string().replace('T', " ")));
    let to = &message.recipient;
    lines.say("Till", Some(&format!("{} ({})", to.municipality.as_str(), to.municipality_code.as_str())));
    let district = [words(to.district.as_ref()), words(to.district_code.as_ref())];
    let district = district.into_iter().flatten().collect::<Vec<_>>().join(" ");
    lines.say("Stadsdel", Some(district.as_str()).filter(|district| !district.is_empty()));
    let form = message.form.map(|form| match form {
        Form::Spoken => "muntlig, nedskriven av någon annan",
        Form::Written => "skriven av anmälaren",
    });
    lines.say("Anmälan är", form);
    lines.under("Om meddelandet").expect("a message has a number")
}
