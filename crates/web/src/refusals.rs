//! The words of every *no*: what is wrong, and what to do about it, at the field where the question was.
//!
//! The record refuses with an enum and no text; here each refusal gets a field name and a sentence from
//! `locales/*/refusals.ftl`. A page turns what a command answered into [`Told`] and puts it in its list of errors:
//!
//! ```
//! use record::{Field, Refusal};
//! use web::refusals;
//! use web::words::{Lang, Words};
//!
//! let told = refusals::refusal(Words::of(Lang::Sv), &Refusal::InFuture(Field::Occurred));
//! assert_eq!(told.field, "occurred");
//! assert_eq!(told.text, "Tiden ligger i framtiden. Skriv när det hände.");
//! ```
//!
//! A form that names its fields as [`field_name`] does needs nothing more. One that asks the same question several times, once per
//! child, puts its own beginning before the name.

use law::{DecisionTypeId, Level, WhyNot};
use record::identity::IdentityError;
use record::person::{PersonField, PersonRefusal};
use record::text::TextError;
use record::{Field, FourEyes, Refusal};

use crate::format;
use crate::words::Words;

/// Where an answer belongs when it is about the form as a whole: the page's main part, which every page has.
pub const WHOLE_FORM: &str = "content";

/// A refusal in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The form field it belongs beside.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub text: String,
}

/// The name by which forms call a field of a command.
pub const fn field_name(field: Field) -> &'static str {
    match field {
        Field::Occurred => "occurred",
        Field::Arrived => "arrived",
        Field::DeemedArrival => "deemed",
        Field::Channel => "channel",
        Field::Reporter => "reporter",
        Field::Concern => "concern",
        Field::Reasons => "reasons",
        Field::Outcome => "outcome",
        Field::Motive => "motive",
        Field::Text => "text",
        Field::Until => "until",
        Field::Person => "person",
        Field::Way => "way",
        Field::ChildView => "child-view",
        Field::Questions => "questions",
        Field::Kind => "kind",
        Field::Depth => "depth",
        Field::Areas => "areas",
        Field::Checks => "checks",
        Field::Service => "service",
        Field::Answer => "answer",
        Field::Review => "review",
        Field::Goal => "goal",
        Field::BestInterests => "best-interests",
        Field::Paragraph => "paragraph",
    }
}

/// The name by which forms call a field of a person.
pub const fn person_field_name(field: PersonField) -> &'static str {
    match field {
        PersonField::Person => WHOLE_FORM,
        PersonField::Name => "name",
        PersonField::Description => "description",
        PersonField::Number => "number",
        PersonField::Birth => "birth",
        PersonField::Sex => "sex",
        PersonField::Address => "address",
        PersonField::Phone => "phone",
        PersonField::Protection => "protection",
        PersonField::Reason => "motive",
    }
}

/// A refused command, in words.
pub fn refusal(w: &Words, refusal: &Refusal) -> Told {
    let text = match refusal {
        Refusal::Missing(field) => w.t(&format!("refusal-missing-{}", field_name(*field))).into_owned(),
        Refusal::Demands { kind, fact, provision } => ruled(w, "refusal-demands", kind, fact, provision),
        Refusal::Barred { kind, fact, provision } => ruled(w, "refusal-barred", kind, fact, provision),
        Refusal::Asks { kind, fact, provision } => ruled(w, "refusal-asks", kind, fact, provision),
        Refusal::NotAuthorised { kind, lowest, why } => not_authorised(w, kind, *lowest, why),
        Refusal::FourEyes { point, lacking, .. } => w.t1(four_eyes(*lacking), "point", point.as_str()),
        Refusal::ConsentLacking { provision, one_guardian, .. } => {
            let key = if one_guardian.is_some() { "refusal-consent-one" } else { "refusal-consent" };
            w.t1(key, "provision", provision.as_str())
        }
        Refusal::BeyondPower { last, provision, .. } => {
            let last = format::day(w, (*last).into());
            w.with("refusal-beyond-power", &[("day", last.into()), ("provision", provision.as_str().into())])
        }
        Refusal::GroundBars { provision } => w.t1("refusal-ground-bars", "provision", provision.as_str()),
        Refusal::RecordedOnly(kind) => w.t1("refusal-recorded-only", "kind", kind.as_str()),
        simple => w.t(key(simple)).into_owned(),
    };
    Told { field: refusal.field().map_or(WHOLE_FORM, field_name), text }
}

/// A refusal's short name, which never changes: what programs go by.
pub fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Missing(_) => "missing",
        Refusal::RecordedOnly(_) => "recorded-only",
        Refusal::GroundBars { .. } => "ground-bars",
        Refusal::Demands { .. } => "demands",
        Refusal::Barred { .. } => "barred",
        Refusal::Asks { .. } => "asks",
        Refusal::ConsentLacking { .. } => "consent-lacking",
        Refusal::BeyondPower { .. } => "beyond-power",
        Refusal::NotAuthorised { .. } => "not-authorised",
        Refusal::FourEyes { .. } => "four-eyes",
        simple => key(simple).trim_start_matches("refusal-"),
    }
}

/// The same for a person's data.
pub fn person_code(refusal: PersonRefusal) -> &'static str {
    match refusal {
        PersonRefusal::TooLong { .. } => "person-too-long",
        simple => person_key(simple).trim_start_matches("refusal-"),
    }
}

/// Every short name there is, in order. A test holds the list to [`code`] and [`person_code`].
pub const CODES: [&str; 69] = [
    "asks",
    "barred",
    "before-arrival",
    "before-birth",
    "beyond-power",
    "consent-lacking",
    "control-character",
    "decisions-are-given",
    "demands",
    "done-already",
    "feedback-does-not-match",
    "file-already-open",
    "file-not-open",
    "four-eyes",
    "ground-bars",
    "has-its-own-form",
    "id-taken",
    "in-future",
    "kept-from-reader",
    "matter-closed",
    "missing",
    "moved-away",
    "no-consent-to-share",
    "no-such-decision",
    "no-such-entry",
    "no-such-matter",
    "no-such-meeting",
    "no-such-proposal",
    "no-such-request",
    "not-a-childs-file",
    "not-a-party",
    "not-against-the-child",
    "not-authorised",
    "not-in-file",
    "not-its-words",
    "not-later",
    "not-that-entry",
    "not-the-original",
    "not-their-data",
    "nothing-assigned",
    "nothing-carries",
    "nothing-decided-yet",
    "nothing-given",
    "nothing-to-correct",
    "nothing-written",
    "off-scale",
    "person-address-of-protected",
    "person-already-registered",
    "person-birth-in-future",
    "person-birth-too-long-ago",
    "person-blank",
    "person-dated-in-future",
    "person-links-assumed-identity",
    "person-missing-reason",
    "person-not-registered",
    "person-not-their-number",
    "person-nothing-changes",
    "person-nothing-to-know-them-by",
    "person-real-number-in-demo",
    "person-too-long",
    "proposal-exists",
    "reason-not-accepted",
    "recorded-only",
    "reporter-not-mandated",
    "tagged-violent",
    "text-has-changed",
    "tied",
    "unknown-code",
    "wrong-kind-of-matter",
];

/// What a short name stands for, in general words: those of the page, where they need no values.
pub fn meaning(w: &Words, code: &str) -> String {
    let has_values = matches!(
        code,
        "missing"
            | "recorded-only"
            | "demands"
            | "barred"
            | "asks"
            | "consent-lacking"
            | "beyond-power"
            | "ground-bars"
            | "not-authorised"
            | "four-eyes"
            | "person-too-long"
    );
    let key = if has_values { format!("refusal-means-{code}") } else { format!("refusal-{code}") };
    w.t(&key).into_owned()
}

/// The message of a refusal that needs no values.
fn key(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::FileNotOpen => "refusal-file-not-open",
        Refusal::FileAlreadyOpen => "refusal-file-already-open",
        Refusal::NotAChildsFile => "refusal-not-a-childs-file",
        Refusal::NoSuchMatter => "refusal-no-such-matter",
        Refusal::WrongKindOfMatter => "refusal-wrong-kind-of-matter",
        Refusal::MatterClosed => "refusal-matter-closed",
        Refusal::NoSuchEntry => "refusal-no-such-entry",
        Refusal::NotThatEntry => "refusal-not-that-entry",
        Refusal::MovedAway => "refusal-moved-away",
        Refusal::NotItsWords => "refusal-not-its-words",
        Refusal::KeptFromReader(_) => "refusal-kept-from-reader",
        Refusal::NotTheOriginal => "refusal-not-the-original",
        Refusal::IdTaken => "refusal-id-taken",
        Refusal::NoSuchMeeting => "refusal-no-such-meeting",
        Refusal::NoSuchProposal => "refusal-no-such-proposal",
        Refusal::UnknownCode { .. } => "refusal-unknown-code",
        Refusal::InFuture(_) => "refusal-in-future",
        Refusal::BeforeBirth(_) => "refusal-before-birth",
        Refusal::BeforeArrival(_) => "refusal-before-arrival",
        Refusal::NotLater(_) => "refusal-not-later",
        Refusal::ReasonNotAccepted(_) => "refusal-reason-not-accepted",
        Refusal::ReporterNotMandated => "refusal-reporter-not-mandated",
        Refusal::FeedbackDoesNotMatch => "refusal-feedback-does-not-match",
        Refusal::NothingDecidedYet => "refusal-nothing-decided-yet",
        Refusal::TaggedViolent => "refusal-tagged-violent",
        Refusal::DoneAlready => "refusal-done-already",
        Refusal::HasItsOwnForm => "refusal-has-its-own-form",
        Refusal::NothingToCorrect => "refusal-nothing-to-correct",
        Refusal::ProposalExists(_) => "refusal-proposal-exists",
        Refusal::NoSuchDecision => "refusal-no-such-decision",
        Refusal::NotInFile(_) => "refusal-not-in-file",
        Refusal::NothingWritten => "refusal-nothing-written",
        Refusal::Tied => "refusal-tied",
        Refusal::NothingAssigned => "refusal-nothing-assigned",
        Refusal::OffScale(_) => "refusal-off-scale",
        Refusal::TextHasChanged => "refusal-text-has-changed",
        Refusal::NoSuchRequest => "refusal-no-such-request",
        Refusal::NothingGiven => "refusal-nothing-given",
        Refusal::DecisionsAreGiven => "refusal-decisions-are-given",
        Refusal::NotAgainstTheChild => "refusal-not-against-the-child",
        Refusal::NotAParty => "refusal-not-a-party",
        Refusal::NotTheirData => "refusal-not-their-data",
        Refusal::NoConsentToShare => "refusal-no-consent-to-share",
        Refusal::NothingCarries => "refusal-nothing-carries",
        Refusal::Missing(_)
        | Refusal::RecordedOnly(_)
        | Refusal::Demands { .. }
        | Refusal::Barred { .. }
        | Refusal::Asks { .. }
        | Refusal::ConsentLacking { .. }
        | Refusal::BeyondPower { .. }
        | Refusal::GroundBars { .. }
        | Refusal::NotAuthorised { .. }
        | Refusal::FourEyes { .. } => "refusal-other",
    }
}

/// A row of law data speaks: which fact, and by what provision. A fact without words of its own has a general sentence.
fn ruled(w: &Words, sentence: &str, kind: &DecisionTypeId, fact: &str, provision: &str) -> String {
    let own = format!("{sentence}-{}", fact.replace('_', "-"));
    let key = if w.has(&own) { own.as_str() } else { sentence };
    let values = [("kind", kind.as_str().into()), ("fact", fact.into()), ("provision", provision.into())];
    w.with(key, &values)
}

/// Why four eyes are lacking, with what to do.
pub fn four_eyes(lacking: FourEyes) -> &'static str {
    match lacking {
        FourEyes::Unproposed => "four-eyes-unproposed",
        FourEyes::OwnProposal => "four-eyes-own",
        FourEyes::InTheirPlace => "four-eyes-in-place",
    }
}

fn not_authorised(w: &Words, kind: &DecisionTypeId, lowest: Level, why: &WhyNot) -> String {
    let lowest = level(w, lowest);
    let (key, ground) = match why {
        WhyNot::Floor { provision } => ("refusal-not-authorised-floor", provision.as_str()),
        WhyNot::DelegationOrder { point: Some(point) } => ("refusal-not-authorised-order", point.as_str()),
        WhyNot::DelegationOrder { point: None } => ("refusal-not-authorised-not-delegated", ""),
        WhyNot::Qualification => ("refusal-not-authorised-qualification", ""),
    };
    let values =
        [("kind", kind.as_str().into()), ("lowest", lowest.as_str().into()), ("ground", ground.into())];
    w.with(key, &values)
}

/// A level of the delegation order, as people call it.
pub fn level(w: &Words, level: Level) -> String {
    w.t(match level {
        Level::CaseWorker => "level-case-worker",
        Level::EmergencyDuty => "level-emergency-duty",
        Level::FirstSocialWorker => "level-first-social-worker",
        Level::UnitHead => "level-unit-head",
        Level::Chair => "level-chair",
        Level::Committee => "level-committee",
        Level::Board => "level-board",
        Level::Court => "level-court",
    })
    .into_owned()
}

/// A person's data that were not taken, in words.
pub fn person(w: &Words, refusal: PersonRefusal) -> Told {
    let text = match refusal {
        PersonRefusal::TooLong { limit, .. } => w.t1("refusal-person-too-long", "limit", limit),
        simple => w.t(person_key(simple)).into_owned(),
    };
    Told { field: person_field_name(refusal.field()), text }
}

fn person_key(refusal: PersonRefusal) -> &'static str {
    match refusal {
        PersonRefusal::AlreadyRegistered => "refusal-person-already-registered",
        PersonRefusal::NotRegistered => "refusal-person-not-registered",
        PersonRefusal::NothingToKnowThemBy => "refusal-person-nothing-to-know-them-by",
        PersonRefusal::Blank(_) => "refusal-person-blank",
        PersonRefusal::BirthInFuture => "refusal-person-birth-in-future",
        PersonRefusal::BirthTooLongAgo => "refusal-person-birth-too-long-ago",
        PersonRefusal::DatedInFuture(_) => "refusal-person-dated-in-future",
        PersonRefusal::RealNumberInDemo => "refusal-person-real-number-in-demo",
        PersonRefusal::AddressOfProtectedPerson => "refusal-person-address-of-protected",
        PersonRefusal::LinksAssumedIdentity => "refusal-person-links-assumed-identity",
        PersonRefusal::NotThisPersonsNumber => "refusal-person-not-their-number",
        PersonRefusal::NothingChanges(_) => "refusal-person-nothing-changes",
        PersonRefusal::MissingReason => "refusal-person-missing-reason",
        PersonRefusal::ControlCharacter(_) => "refusal-control-character",
        PersonRefusal::TooLong { .. } => "refusal-other",
    }
}

/// A text that is no identity number, in words.
pub fn identity(w: &Words, error: IdentityError) -> Told {
    let key = match error {
        IdentityError::WrongLength => "refusal-identity-length",
        IdentityError::NotDigits => "refusal-identity-digits",
        IdentityError::ImpossibleDate => "refusal-identity-date",
        IdentityError::NotBornYet => "refusal-identity-not-born",
        IdentityError::SerialZero => "refusal-identity-serial",
        IdentityError::WrongCheckDigit => "refusal-identity-check",
    };
    Told { field: "number", text: w.t(key).into_owned() }
}

/// A text that cannot be taken as it is, in words.
pub fn text(w: &Words, field: &'static str, error: TextError) -> Told {
    let text = match error {
        TextError::TooLong(length) => {
            let values = [("length", length.into()), ("limit", record::Text::MAX.into())];
            w.with("refusal-text-too-long", &values)
        }
        // What was broken on its way here arrives as the replacement character.
        TextError::ControlCharacter(0xFFFD) => w.t("refusal-broken-text").into_owned(),
        TextError::ControlCharacter(_) => w.t("refusal-control-character").into_owned(),
    };
    Told { field, text }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::words::Lang;
    use record::DecisionId;

    const FIELDS: [Field; 24] = [
        Field::Occurred,
        Field::Arrived,
        Field::DeemedArrival,
        Field::Channel,
        Field::Reporter,
        Field::Concern,
        Field::Reasons,
        Field::Outcome,
        Field::Motive,
        Field::Text,
        Field::Until,
        Field::Person,
        Field::Way,
        Field::ChildView,
        Field::Questions,
        Field::Kind,
        Field::Depth,
        Field::Areas,
        Field::Checks,
        Field::Service,
        Field::Answer,
        Field::Review,
        Field::Goal,
        Field::BestInterests,
    ];

    fn a_type() -> DecisionTypeId {
        "D02".parse().expect("a type of decision")
    }

    fn every_lack_of_eyes() -> [Refusal; 3] {
        let lacking = [FourEyes::Unproposed, FourEyes::OwnProposal, FourEyes::InTheirPlace];
        lacking.map(|lacking| Refusal::FourEyes { kind: a_type(), point: "1.2".to_owned(), lacking })
    }

    fn of_disclosure(provision: &str) -> [Refusal; 9] {
        [
            Refusal::NoSuchRequest,
            Refusal::NothingGiven,
            Refusal::DecisionsAreGiven,
            Refusal::NotAgainstTheChild,
            Refusal::NotAParty,
            Refusal::NotTheirData,
            Refusal::NoConsentToShare,
            Refusal::NothingCarries,
            Refusal::GroundBars { provision: provision.to_owned() },
        ]
    }

    fn every_refusal() -> Vec<Refusal> {
        let kind = a_type();
        let (fact, provision) = ("protection_assessed".to_owned(), "20 kap. 1 § SoL".to_owned());
        let proposal = DecisionId::new(uuid::Uuid::from_u128(7));
        let mut all = vec![
            Refusal::FileNotOpen,
            Refusal::FileAlreadyOpen,
            Refusal::NotAChildsFile,
            Refusal::NoSuchMatter,
            Refusal::WrongKindOfMatter,
            Refusal::MatterClosed,
            Refusal::NoSuchEntry,
            Refusal::NotThatEntry,
            Refusal::MovedAway,
            Refusal::NotItsWords,
            Refusal::KeptFromReader(record::text::Ground::Whereabouts),
            Refusal::NotTheOriginal,
            Refusal::IdTaken,
            Refusal::NoSuchMeeting,
            Refusal::NoSuchProposal,
            Refusal::UnknownCode { list: "reason".into(), code: "x".to_owned(), field: Field::Reasons },
            Refusal::RecordedOnly(kind.clone()),
            Refusal::Demands { kind: kind.clone(), fact: fact.clone(), provision: provision.clone() },
            Refusal::Barred {
                kind: kind.clone(),
                fact: "unheard_of".to_owned(),
                provision: provision.clone(),
            },
            Refusal::Asks { kind: kind.clone(), fact, provision: provision.clone() },
            Refusal::BeyondPower {
                kind: kind.clone(),
                last: "2027-02-28".parse().expect("a day"),
                provision: provision.clone(),
            },
            Refusal::ReasonNotAccepted("workload".to_owned()),
            Refusal::ReporterNotMandated,
            Refusal::FeedbackDoesNotMatch,
            Refusal::NothingDecidedYet,
            Refusal::TaggedViolent,
            Refusal::DoneAlready,
            Refusal::HasItsOwnForm,
            Refusal::NothingToCorrect,
            Refusal::ProposalExists(proposal),
            Refusal::NoSuchDecision,
            Refusal::NothingWritten,
            Refusal::NothingAssigned,
            Refusal::Tied,
            Refusal::OffScale(record::GoalId::new(uuid::Uuid::from_u128(8))),
            Refusal::TextHasChanged,
            Refusal::ConsentLacking {
                provision: provision.clone(),
                lacking: Vec::new(),
                one_guardian: Some(kind.clone()),
            },
            Refusal::ConsentLacking { provision: provision.clone(), lacking: Vec::new(), one_guardian: None },
        ];
        all.extend(of_disclosure(&provision));
        let whys = [
            WhyNot::Floor { provision },
            WhyNot::DelegationOrder { point: Some("1.2".to_owned()) },
            WhyNot::DelegationOrder { point: None },
            WhyNot::Qualification,
        ];
        all.extend(whys.map(|why| Refusal::NotAuthorised { kind: a_type(), lowest: Level::UnitHead, why }));
        all.extend(every_lack_of_eyes());
        for field in FIELDS {
            all.extend([Refusal::Missing(field), Refusal::InFuture(field), Refusal::NotLater(field)]);
            all.push(Refusal::NotInFile(field));
            all.extend([Refusal::BeforeBirth(field), Refusal::BeforeArrival(field)]);
        }
        all
    }

    #[test]
    fn every_refusal_has_words_in_every_language() {
        for w in Lang::ALL.map(Words::of) {
            for one in every_refusal() {
                let told = refusal(w, &one);
                // A missing message panics here; a sentence that does not end was cut short.
                assert!(told.text.ends_with('.'), "{one:?}: {}", told.text);
            }
        }
    }

    fn every_person_refusal() -> [PersonRefusal; 15] {
        let field = PersonField::Address;
        [
            PersonRefusal::AlreadyRegistered,
            PersonRefusal::NotRegistered,
            PersonRefusal::NothingToKnowThemBy,
            PersonRefusal::Blank(field),
            PersonRefusal::BirthInFuture,
            PersonRefusal::BirthTooLongAgo,
            PersonRefusal::DatedInFuture(field),
            PersonRefusal::RealNumberInDemo,
            PersonRefusal::AddressOfProtectedPerson,
            PersonRefusal::LinksAssumedIdentity,
            PersonRefusal::NotThisPersonsNumber,
            PersonRefusal::NothingChanges(field),
            PersonRefusal::MissingReason,
            PersonRefusal::TooLong { field, limit: 200 },
            PersonRefusal::ControlCharacter(field),
        ]
    }

    /// The names that the exhaustive matches of this file give, read in its own source: whoever adds a refusal must list it.
    fn names_in_the_source() -> BTreeSet<&'static str> {
        let source = include_str!("refusals.rs");
        let between = |from: &str, to: &str| {
            let (_, rest) = source.split_once(from).expect("where it begins");
            rest.split_once(to).expect("where it ends").0
        };
        [
            between("pub fn code(", "/// Every short name"),
            between("\nfn key(", "/// A row of law data"),
            between("\nfn person_key(", "/// A text that is no identity"),
        ]
        .into_iter()
        .flat_map(|part| part.split("=> \"").skip(1))
        .map(|rest| rest.split('"').next().unwrap_or_default().trim_start_matches("refusal-"))
        .filter(|name| *name != "other")
        .collect()
    }

    #[test]
    fn every_refusal_has_its_short_name_in_the_list_with_a_meaning_in_every_language() {
        let listed: BTreeSet<&str> = CODES.into();
        assert!(CODES.is_sorted() && listed.len() == CODES.len());
        assert_eq!(names_in_the_source(), listed);
        let refusals = every_refusal();
        let given = refusals.iter().map(code).chain(every_person_refusal().map(person_code));
        assert_eq!(given.collect::<BTreeSet<_>>(), listed);
        for w in Lang::ALL.map(Words::of) {
            assert!(CODES.iter().all(|code| meaning(w, code).ends_with('.')));
        }
    }

    #[test]
    fn every_refusal_about_a_person_has_words_in_every_language() {
        for w in Lang::ALL.map(Words::of) {
            for one in every_person_refusal() {
                assert!(person(w, one).text.ends_with('.'), "{one:?}");
            }
        }
    }

    #[test]
    fn a_number_is_refused_without_being_repeated() {
        let errors = [
            IdentityError::WrongLength,
            IdentityError::NotDigits,
            IdentityError::ImpossibleDate,
            IdentityError::NotBornYet,
            IdentityError::SerialZero,
            IdentityError::WrongCheckDigit,
        ];
        for w in Lang::ALL.map(Words::of) {
            let texts: BTreeSet<_> = errors.map(|error| identity(w, error).text).into();
            assert_eq!(texts.len(), errors.len(), "each error has a sentence of its own");
        }
    }

    #[test]
    fn the_answer_stands_at_the_field_that_asked() {
        let w = Words::of(Lang::Sv);
        let missing = refusal(w, &Refusal::Missing(Field::Motive));
        assert_eq!(missing, Told { field: "motive", text: "Skriv skälen.".to_owned() });
        assert_eq!(refusal(w, &Refusal::MatterClosed).field, WHOLE_FORM);
        let last = "2027-02-28".parse().expect("a day");
        let beyond =
            refusal(w, &Refusal::BeyondPower { kind: a_type(), last, provision: "23 kap.".to_owned() });
        assert_eq!(beyond.field, "until");
        assert!(beyond.text.contains("28 feb 2027 (23 kap.)"), "{}", beyond.text);
        assert_eq!(person(w, PersonRefusal::RealNumberInDemo).field, "number");
    }

    #[test]
    fn who_may_decide_is_said_by_name_of_the_level() {
        let w = Words::of(Lang::Sv);
        let why = WhyNot::DelegationOrder { point: Some("1.2".to_owned()) };
        let kind = a_type();
        let told = refusal(w, &Refusal::NotAuthorised { kind, lowest: Level::FirstSocialWorker, why });
        assert!(told.text.contains("förste socialsekreterare"), "{}", told.text);
        assert!(told.text.contains("punkt 1.2"), "{}", told.text);
    }
}
