//! Bytes become a message, or the reason why not, said in Swedish to whoever must do something about it, with the path of the fault.

use crate::message::{CHILDREN_MAX, Child, FORMAT, PEOPLE_MAX, REASONS_MAX, ReportMessage};
use law::{Day, LawBook};
use record::identity::{IdentityError, IdentityNumber};
use serde_json::Value;
use store::messages::{Fault, ID_REUSED, RECEIVED_BEFORE};

/// Most bytes in a message that is read. What is larger is kept and set aside: no report of concern is that long, and an entry of the
/// record must hold it.
pub const MESSAGE_BYTES_MAX: usize = 512 * 1024;

/// No bytes, or nothing but white space.
pub(crate) const EMPTY: &str = "empty";
/// More than [`MESSAGE_BYTES_MAX`].
pub(crate) const TOO_LARGE: &str = "too_large";
/// Bytes that are no text.
pub(crate) const NOT_UTF8: &str = "not_utf8";
/// Text that is no JSON.
pub(crate) const NOT_JSON: &str = "not_json";
/// Another format, or another version.
pub(crate) const UNKNOWN_FORMAT: &str = "unknown_format";
/// A field that is missing, unknown or of the wrong kind.
pub(crate) const WRONG_SHAPE: &str = "wrong_shape";
/// A value that cannot be.
pub(crate) const WRONG_VALUE: &str = "wrong_value";
/// A number that could be a living person's, in the demo.
pub(crate) const REAL_NUMBER: &str = "real_number";
/// Several people here have the number.
pub(crate) const SEVERAL_PEOPLE: &str = "several_people";
/// The record says no.
pub(crate) const REFUSED: &str = "refused";
/// The account may not register reports, or not this one.
pub(crate) const NOT_ALLOWED: &str = "not_allowed";

/// Every reason that a message can be set aside for.
pub const REASONS: [&str; 13] = [
    EMPTY,
    TOO_LARGE,
    NOT_UTF8,
    NOT_JSON,
    UNKNOWN_FORMAT,
    WRONG_SHAPE,
    WRONG_VALUE,
    REAL_NUMBER,
    SEVERAL_PEOPLE,
    REFUSED,
    NOT_ALLOWED,
    ID_REUSED,
    RECEIVED_BEFORE,
];

/// What bytes turned out to be.
#[derive(Debug, Default)]
pub struct Examined {
    /// The message, if it can be registered as far as can be told without the record.
    pub message: Option<Box<ReportMessage>>,
    /// The sender's own id, also of a message that cannot be read further.
    pub sender: Option<String>,
    /// What it says without its envelope: the same report sent anew has the same.
    pub substance: Option<String>,
    /// Why it is set aside.
    pub fault: Option<Fault>,
}

/// Under which law and where a message is examined.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// The law, for its lists.
    pub law: &'a LawBook,
    /// The day.
    pub today: Day,
    /// Only invented people may be registered.
    pub demo: bool,
}

pub(crate) fn fault(reason: &'static str, details: impl Into<String>) -> Fault {
    Fault { reason, details: details.into(), keep: true }
}

/// Reads a message as far as it goes.
pub fn examine(bytes: &[u8], rules: Rules<'_>) -> Examined {
    let mut examined = Examined::default();
    match read(bytes, rules, &mut examined) {
        Ok(message) => {
            examined.substance = Some(substance(&message));
            examined.message = Some(Box::new(message));
        }
        Err(fault) => examined.fault = Some(unless_real(fault, bytes, rules)),
    }
    examined
}

/// What is broken is kept, unless it holds a number that could be a living person's where none may be stored: however little of it can be
/// read. A telephone number may look like one; then the sender's copy has to do.
fn unless_real(mut fault: Fault, bytes: &[u8], rules: Rules<'_>) -> Fault {
    let real = |word: &str| {
        let number = IdentityNumber::parse(word, rules.today);
        number.is_ok_and(|number| !number.allowed_in_demo())
    };
    let text = String::from_utf8_lossy(bytes);
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+'));
    if rules.demo && fault.keep && words.any(real) {
        fault.keep = false;
        fault
            .details
            .push_str(" Meddelandet har inte sparats: ett nummer i det kan vara en verklig persons.");
    }
    fault
}

fn read(bytes: &[u8], rules: Rules<'_>, examined: &mut Examined) -> Result<ReportMessage, Fault> {
    if bytes.trim_ascii().is_empty() {
        return Err(fault(EMPTY, "Meddelandet är tomt."));
    }
    if bytes.len() > MESSAGE_BYTES_MAX {
        let kibibytes = MESSAGE_BYTES_MAX / 1024;
        let details =
            format!("Meddelandet är {} byte stort; ett meddelande får vara {kibibytes} KiB.", bytes.len());
        return Err(fault(TOO_LARGE, details));
    }
    let text = str::from_utf8(bytes)
        .map_err(|at| fault(NOT_UTF8, format!("Byte {} är inte text i UTF-8.", at.valid_up_to() + 1)))?;
    // Some systems put a mark before the text that says which end of a word comes first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).map_err(|at| {
        fault(NOT_JSON, format!("Texten är inte JSON: rad {}, tecken {}.", at.line(), at.column()))
    })?;
    examined.sender = sender(&value);
    match value.get("format").and_then(Value::as_str) {
        Some(FORMAT) => {}
        Some(_) => {
            return Err(fault(
                UNKNOWN_FORMAT,
                format!("Formatet är ett annat än {FORMAT}, som är det som läses här."),
            ));
        }
        None => return Err(fault(UNKNOWN_FORMAT, format!("Fältet format saknas; det ska vara {FORMAT}."))),
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let message: ReportMessage = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = match error.path().to_string() {
            path if path == "." => "meddelandet".to_owned(),
            path => path,
        };
        fault(WRONG_SHAPE, format!("{path}: {}.", in_swedish(&error.inner().to_string())))
    })?;
    checked(&message, rules).map(|()| message)
}

/// The sender's id of a message, with the system that it is unique in, however little else can be read.
fn sender(value: &Value) -> Option<String> {
    let id = value.get("message_id")?.as_str().map(str::trim).filter(|id| !id.is_empty())?;
    let system = value.pointer("/sender/system").and_then(Value::as_str).unwrap_or_default().trim();
    Some(format!("{system}\n{id}"))
}

/// What a message says without its envelope. Fields keep their order, and words are trimmed.
fn substance(message: &ReportMessage) -> String {
    let mut value = serde_json::to_value(message).expect("a message of owned text has a JSON form");
    if let Some(fields) = value.as_object_mut() {
        fields.remove("message_id");
        fields.remove("sent_at");
    }
    value.to_string()
}

/// What the reader of the shape says, in Swedish. Never a value: that may be a name, and it stands in the message.
fn in_swedish(error: &str) -> String {
    let named = |what: &str| error.split('`').nth(1).map(|field| format!("fältet {field} {what}"));
    let known = match error.split(" `").next().unwrap_or_default() {
        "missing field" => named("saknas"),
        "unknown field" => named("finns inte i formatet"),
        "duplicate field" => named("står två gånger"),
        "unknown variant" => Some("värdet är inte ett av dem som formatet har".to_owned()),
        _ => None,
    };
    known.unwrap_or_else(|| match error {
        own if own.starts_with("texten ") => {
            // The reader adds where in the text it stood; the path says it better.
            own.split(" at line ").next().unwrap_or(own).to_owned()
        }
        kind if kind.starts_with("invalid type") => "värdet är av fel slag".to_owned(),
        _ => "värdet kan inte läsas".to_owned(),
    })
}

/// What the shape does not say: codes, numbers, and what belongs together.
fn checked(message: &ReportMessage, rules: Rules<'_>) -> Result<(), Fault> {
    let limits = [
        ("children", message.children.len(), CHILDREN_MAX),
        ("siblings", message.siblings.len(), PEOPLE_MAX),
        ("guardians", message.guardians.len(), PEOPLE_MAX),
        ("report.reasons", message.report.reasons.len(), REASONS_MAX),
    ];
    for (path, count, most) in limits {
        if count > most {
            return wrong(path, &format!("{count} är fler än {most}"));
        }
    }
    if message.children.is_empty() {
        return wrong("children", "anmälan måste gälla minst ett barn");
    }
    let code = message.recipient.municipality_code.as_str();
    if code.len() != 4 || !code.bytes().all(|digit| digit.is_ascii_digit()) {
        return wrong("recipient.municipality_code", "en kommunkod har fyra siffror");
    }
    listed(rules, "arrival_channel", "channel", message.channel.as_str())?;
    listed(rules, "reporter_category", "reporter.category", message.reporter.category.as_str())?;
    for (at, reason) in message.report.reasons.iter().enumerate() {
        listed(rules, "reason", &format!("report.reasons[{at}]"), reason.as_str())?;
    }
    let reporter = &message.reporter;
    if reporter.anonymous && reporter.name.is_some() {
        return wrong("reporter.name", "den som är anonym har inget namn i meddelandet");
    }
    if !reporter.anonymous && reporter.name.is_none() && reporter.role.is_none() {
        return wrong("reporter", "namn eller roll behövs, om anmälaren inte är anonym");
    }
    for (at, guardian) in message.guardians.iter().enumerate() {
        let number = guardian.number.as_ref().map(crate::message::Words::as_str);
        identity(rules, &format!("guardians[{at}].number"), number)?;
    }
    let mut numbers = Vec::new();
    for (at, child) in message.children.iter().enumerate() {
        let number = check_child(child, at, rules)?;
        if number.is_some() && numbers.contains(&number) {
            return wrong(&format!("children[{at}].number"), "samma barn står två gånger");
        }
        numbers.push(number);
    }
    Ok(())
}

fn check_child(child: &Child, at: usize, rules: Rules<'_>) -> Result<Option<IdentityNumber>, Fault> {
    let path = |field: &str| format!("children[{at}]{field}");
    let named = child.name.as_ref().is_some_and(|name| name.given.is_some() || name.family.is_some());
    if child.number.is_none() && !named && child.description.is_none() {
        wrong(&path(""), "personnummer, namn eller beskrivning behövs")?;
    }
    if child.birth.is_some_and(|day| day > rules.today) {
        wrong(&path(".birth"), "dagen ligger framåt i tiden")?;
    }
    let hidden = child.protection.is_some_and(|level| crate::registering::level(level).forbids_address());
    if hidden && child.address.is_some() {
        wrong(&path(".address"), "ingen adress får sparas för den som har skyddad folkbokföring")?;
    }
    identity(rules, &path(".number"), child.number.as_ref().map(crate::message::Words::as_str))
}

fn wrong<T>(path: &str, what: &str) -> Result<T, Fault> {
    Err(fault(WRONG_VALUE, format!("{path}: {what}.")))
}

fn listed(rules: Rules<'_>, list: &str, path: &str, code: &str) -> Result<(), Fault> {
    match rules.law.choice(list, code).filter(|choice| choice.is_valid_on(rules.today)) {
        Some(_) => Ok(()),
        None => wrong(path, &format!("koden finns inte i listan {list}")),
    }
}

/// The number, if it is one that may be registered here.
pub(crate) fn identity(
    rules: Rules<'_>,
    path: &str,
    number: Option<&str>,
) -> Result<Option<IdentityNumber>, Fault> {
    let Some(number) = number else { return Ok(None) };
    let number = match IdentityNumber::parse(number, rules.today) {
        Ok(number) => number,
        Err(error) => return wrong(path, why(error)),
    };
    if rules.demo && !number.allowed_in_demo() {
        let details =
            format!("{path}: i övningen tas inga riktiga personnummer emot. Meddelandet har inte sparats.");
        return Err(Fault { reason: REAL_NUMBER, details, keep: false });
    }
    Ok(Some(number))
}

fn why(error: IdentityError) -> &'static str {
    match error {
        IdentityError::WrongLength => "ett personnummer har tio eller tolv siffror",
        IdentityError::NotDigits => "ett tecken som inte hör till ett personnummer",
        IdentityError::ImpossibleDate => "den dagen finns inte",
        IdentityError::NotBornYet => "födelsemånaden ligger framåt i tiden",
        IdentityError::SerialZero => "löpnumret 000 används inte",
        IdentityError::WrongCheckDigit => "kontrollsiffran stämmer inte",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_the_shape_are_told_in_swedish_and_never_quote_a_value() {
        let told = |error: &str| in_swedish(error);
        assert_eq!(told("missing field `report` at line 1 column 2"), "fältet report saknas");
        assert_eq!(told("unknown field `fnr`, expected one of `number`"), "fältet fnr finns inte i formatet");
        assert_eq!(told("duplicate field `name`"), "fältet name står två gånger");
        assert_eq!(told("invalid type: string \"Alva\", expected a boolean"), "värdet är av fel slag");
        assert_eq!(
            told("unknown variant `Alva`, expected `none`"),
            "värdet är inte ett av dem som formatet har"
        );
        assert_eq!(
            told("texten är tom; utelämna fältet i stället at line 3 column 9"),
            "texten är tom; utelämna fältet i stället"
        );
        assert_eq!(told("no such day: Alva"), "värdet kan inte läsas");
    }
}
