//! The message: one report of concern, about one child or several, as another system sends it.
//!
//! The fields cover those of Norway's *Fiks Bekymringsmelding v2*, from public reporters and from private persons, and what Swedish
//! law asks besides. `docs/messages.md` maps them. A field that is not named here is a fault, not a surprise: a message that says more
//! than we understand must not be taken as if we had understood it.
//!
//! Nothing here prints what it holds.

#![expect(
    unused_qualifications,
    reason = "the derive of JsonSchema names the functions of `schema_with` by a path"
)]

use jiff::Timestamp;
use law::{Day, LawBook};
use record::Text;
use record::text::TextError;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::fmt;

/// The longest free text. Less than a text of the record may be, so that there is room for its heading.
pub const TEXT_MAX: usize = 50_000;

/// Most children in one message: as many as on the page where a report is registered by hand.
pub const CHILDREN_MAX: usize = 8;

/// Most guardians, and most siblings that are not themselves reported.
pub const PEOPLE_MAX: usize = 10;

/// Words of bounded length: never empty, trimmed, no control characters but line breaks and tabs.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words<const MAX: usize>(Text);

/// A name, a role, a number: on one line.
pub type Line = Words<100>;

/// A few sentences.
pub type Sentences = Words<2000>;

/// A free text.
pub type Prose = Words<TEXT_MAX>;

impl<const MAX: usize> Words<MAX> {
    /// The words.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The words as the record keeps them.
    pub fn text(&self) -> &Text {
        &self.0
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Words<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        let wrong = |why: String| serde::de::Error::custom(why);
        match Text::typed(&written) {
            Ok(Some(text)) if text.as_str().chars().count() <= MAX => Ok(Self(text)),
            Ok(None) => Err(wrong("texten är tom; utelämna fältet i stället".to_owned())),
            Ok(Some(_)) | Err(TextError::TooLong(_)) => {
                Err(wrong(format!("texten är längre än {MAX} tecken")))
            }
            Err(TextError::ControlCharacter(code)) => {
                Err(wrong(format!("texten har ett tecken som inte kan sparas (U+{code:04X})")))
            }
        }
    }
}

impl<const MAX: usize> JsonSchema for Words<MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Words{MAX}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX, "pattern": "\\S" })
    }
}

/// Which format, and which version of it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// This one.
    #[serde(rename = "lykta.report.v1")]
    V1,
}

/// The format that is understood.
pub const FORMAT: &str = "lykta.report.v1";

/// A report of concern for one child or several (*orosanmälan*).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportMessage {
    /// The format and its version.
    pub format: Format,
    /// The sender's own id of this message: unique within the sending system, and never used again, not even to correct.
    pub message_id: Line,
    /// The system that sends.
    pub sender: Sender,
    /// When it was sent.
    #[schemars(schema_with = "instant")]
    pub sent_at: Timestamp,
    /// When it reached the authority, where that was before this system received it: an e-service that the municipality itself runs. The
    /// clocks run from here. Left out: the moment it is received here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "instant")]
    pub received_at: Option<Timestamp>,
    /// How the reporter reached the authority: a code of the list `arrival_channel`.
    #[schemars(schema_with = "channels")]
    pub channel: Line,
    /// Whether the report was spoken or written from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Whom it is meant for.
    pub recipient: Recipient,
    /// Who reports.
    pub reporter: Reporter,
    /// Whom it is about, each in a report of their own.
    #[schemars(length(min = 1, max = CHILDREN_MAX))]
    pub children: Vec<Child>,
    /// Whether the children of the message are each other's siblings.
    #[serde(default)]
    pub children_are_siblings: bool,
    /// Siblings that the report is not about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = PEOPLE_MAX))]
    pub siblings: Vec<Sibling>,
    /// The guardians, as far as the reporter knows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = PEOPLE_MAX))]
    pub guardians: Vec<Guardian>,
    /// What is told.
    pub report: Told,
    /// Whether it is about violence by somebody close, against the child or seen by it. The guardians are then not to be told first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violence_by_somebody_close: Option<bool>,
    /// Whether the reporter suspects a crime against the child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspected_crime: Option<bool>,
    /// Whether the reporter thinks that the child needs protection at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<bool>,
    /// Whether somebody needs an interpreter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<Interpreter>,
    /// Other authorities and helpers that know the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_agencies: Option<Sentences>,
}

/// Never prints what it says.
impl fmt::Debug for ReportMessage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ReportMessage({} children)", self.children.len())
    }
}

/// The system that sends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// Its name, the same in every message: "E-tjänsten Orosanmälan".
    pub system: Line,
    /// The organisation that runs it, by number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_number: Option<Words<20>>,
}

/// Spoken or written.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Somebody told it, and somebody else wrote it down.
    Spoken,
    /// The reporter wrote it.
    Written,
}

/// Whom the message is meant for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The municipality's code, four digits.
    #[schemars(regex(pattern = r"^[0-9]{4}$"))]
    pub municipality_code: Words<4>,
    /// The municipality's name.
    pub municipality: Line,
    /// The code of a district, where the municipality has districts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_code: Option<Words<10>>,
    /// The district's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<Line>,
}

/// Who reports.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// What kind of reporter: a code of the list `reporter_category`. Whether they report by duty follows from it.
    #[schemars(schema_with = "categories")]
    pub category: Line,
    /// Wishes to be anonymous; then no name may be given.
    #[serde(default)]
    pub anonymous: bool,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Role: "klasslärare". One of name and role is needed, unless anonymous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Line>,
    /// Where they work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Organisation>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Words<40>>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Asks to be told whether an investigation was opened.
    #[serde(default)]
    pub wants_feedback: bool,
    /// Is willing to take part in a meeting about the report (*anmälningsmöte*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wants_meeting: Option<bool>,
}

/// An organisation that somebody reports from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name.
    pub name: Line,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Words<20>>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

/// An address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// *c/o*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_of: Option<Line>,
    /// Street and number.
    pub line1: Line,
    /// Second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<Line>,
    /// Third line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line3: Option<Line>,
    /// Postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<Words<10>>,
    /// Post town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town: Option<Line>,
}

/// A name in its two halves; one may be left out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Given name or names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Line>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Line>,
}

/// A child. One of number, name and description is needed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Child {
    /// Identity number, of ten or twelve characters; the child is found by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Words<20>>,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Somebody unknown in a few words: "okänd flicka, ungefär 7 år".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Words<200>>,
    /// An expected child: number, name, address and telephone are then the expectant parent's.
    #[serde(default)]
    pub unborn: bool,
    /// Expected day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "day")]
    pub expected_birth: Option<Day>,
    /// Day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "day")]
    pub birth: Option<Day>,
    /// The day of birth is guessed.
    #[serde(default)]
    pub birth_estimated: bool,
    /// Age in years as the reporter takes it to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 25))]
    pub assumed_age: Option<u8>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Words<40>>,
    /// Protected personal details, as far as the reporter knows. With protected registration or an assumed identity no address may be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
    /// Whether the child has been told of the report. Left out: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informed: Option<bool>,
    /// Why it has, or has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informed_reason: Option<Sentences>,
    /// What the reporter is to the child: "moster", "granne".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter_is: Option<Line>,
    /// What is told of this child alone. It stands in no other child's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concern: Option<Prose>,
    /// The child's own words, as the reporter retells them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Prose>,
    /// The child does not want the guardians to know what it has said.
    #[serde(default)]
    pub words_in_confidence: bool,
}

/// How far somebody's details are protected.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// Not at all.
    None,
    /// *Sekretessmarkering*.
    Marked,
    /// *Skyddad folkbokföring*.
    ProtectedRegistration,
    /// *Fingerade personuppgifter*.
    AssumedIdentity,
}

/// A sibling that the report is not about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sibling {
    /// Name, or what is known of it.
    pub name: Line,
    /// Age or day of birth, as the reporter says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Line>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sentences>,
}

/// A guardian, as the reporter knows them. They become no persons of the record before somebody has checked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guardian {
    /// Name.
    pub name: Line,
    /// Identity number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Words<20>>,
    /// What they are to the child: "mamma".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Line>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Words<40>>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Whether they have been told of the report. Left out: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informed: Option<bool>,
    /// Why they have, or have not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informed_reason: Option<Sentences>,
}

/// What is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// What the reporter is worried about, in their words.
    pub concern: Prose,
    /// What has been before: earlier events, what has been tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Prose>,
    /// How others see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_views: Option<Prose>,
    /// Codes of the list `reason`; the first is the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(schema_with = "reasons")]
    pub reasons: Vec<Line>,
}

/// An interpreter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interpreter {
    /// Whether one is needed.
    pub needed: bool,
    /// Into which language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Line>,
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<Line>,
}

fn instant(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date-time" })
}

fn day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

fn channels(_: &mut SchemaGenerator) -> Schema {
    codes("arrival_channel")
}

fn categories(_: &mut SchemaGenerator) -> Schema {
    codes("reporter_category")
}

fn reasons(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "maxItems": REASONS_MAX, "items": codes("reason") })
}

/// Most reasons in one report: as many as the list has, with room to grow.
pub const REASONS_MAX: usize = 40;

/// The codes of one of the law's lists.
fn codes(list: &str) -> Schema {
    let choices = LawBook::sweden().choices().iter().filter(|choice| choice.list == list);
    let mut codes: Vec<&str> = choices.map(|choice| choice.code.as_str()).collect();
    codes.dedup();
    json_schema!({ "type": "string", "enum": codes })
}

/// The schema of the format, made from these types.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(ReportMessage).to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("$id".to_owned(), FORMAT.into());
    }
    schema
}
