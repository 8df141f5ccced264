use super::*;
use crate::text::Code;
use law::Day;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    day("2026-11-24")
}

fn said<T>(value: T) -> Sourced<T> {
    Sourced::new(value, FactSource::SaidBy(Code::from("guardian")), day("2026-11-20"))
}

fn registered<T>(value: T) -> Sourced<T> {
    Sourced::new(value, FactSource::PopulationRegister, day("2026-11-23"))
}

fn reason() -> Option<Text> {
    Text::typed("Mormor läste fel i passet.").unwrap()
}

fn number(serial: u16) -> IdentityNumber {
    IdentityNumber::synthetic(day("2017-03-09"), serial)
}

fn home() -> Address {
    Address { care_of: None, street: "Fyrgatan 3".into(), postcode: "123 45".into(), town: "Lyktinge".into() }
}

fn alva() -> Registration {
    Registration {
        name: Some(said(PersonName::new("Alva", "Lykt"))),
        number: Some(said(number(238))),
        birth: Some(said(Birth { day: day("2017-03-09"), estimated: false })),
        sex: Some(said(LegalSex::Female)),
        address: Some(said(home())),
        phone: Some(said("070-174 06 00".into())),
        ..Registration::new(registered(ProtectionLevel::None))
    }
}

fn given(entries: &[PersonEntry]) -> Person {
    entries.iter().fold(Person::default(), evolve_person)
}

fn given_alva() -> Person {
    given(&[PersonEntry::PersonRegistered(alva())])
}

/// Decides in the demo, which is the stricter place, and folds what was written.
fn when(person: &Person, command: PersonCommand) -> Result<Person, PersonRefusal> {
    let entries = decide_person(person, command, today(), true)?;
    Ok(entries.iter().fold(person.clone(), evolve_person))
}

fn change(fact: PersonFact) -> PersonCommand {
    PersonCommand::ChangeFact { fact, reason: None }
}

fn register(registration: Registration) -> Result<Person, PersonRefusal> {
    when(&Person::default(), PersonCommand::Register(registration))
}

#[test]
fn a_child_is_registered() {
    let alva = register(alva()).unwrap();
    assert_eq!(alva.display_name().as_deref(), Some("Alva Lykt"));
    assert_eq!(alva.initials().as_deref(), Some("AL"));
    assert_eq!(alva.shown_address().unwrap().value, home());
    assert!(alva.shown_phone().is_some() && alva.history.is_empty() && !alva.is_protected());
    assert_eq!(alva.search_numbers(), [number(238)]);
    assert!(!alva.number_disagrees_with_birth());
    assert_eq!(
        when(&alva, PersonCommand::Register(self::alva())).unwrap_err(),
        PersonRefusal::AlreadyRegistered
    );
}

#[test]
fn an_unknown_child_is_somebody_too() {
    let nobody = Registration::new(registered(ProtectionLevel::None));
    let blank = Registration {
        name: Some(said(PersonName::new(" ", "\t"))),
        description: Some("  ".into()),
        phone: Some(said("070-174 06 01".into())),
        ..nobody.clone()
    };
    assert_eq!(register(nobody.clone()).unwrap_err(), PersonRefusal::NothingToKnowThemBy);
    assert_eq!(register(blank).unwrap_err(), PersonRefusal::NothingToKnowThemBy);

    let girl = Registration { description: Some(" okänd flicka,\r\nungefär 7 år ".into()), ..nobody };
    let girl = register(girl).unwrap();
    assert_eq!(girl.display_name().as_deref(), Some("okänd flicka, ungefär 7 år"));
    assert_eq!(girl.initials(), None);

    let known = when(&girl, change(PersonFact::Name(said(PersonName::new("Alva", "Lykt"))))).unwrap();
    assert_eq!(known.display_name().as_deref(), Some("Alva Lykt"));
}

#[test]
fn blank_parts_are_left_out_and_spaces_tidied() {
    let typed = Registration {
        name: Some(said(PersonName::new("  Alva  Maria ", "Lykt"))),
        address: Some(said(Address { care_of: Some(" ".into()), ..Address::default() })),
        phone: Some(said(String::new())),
        ..alva()
    };
    let person = register(typed).unwrap();
    assert_eq!(person.display_name().as_deref(), Some("Alva Maria Lykt"));
    assert!(person.shown_address().is_none() && person.shown_phone().is_none());
    let blank = when(&person, change(PersonFact::Address(said(Address::default()))));
    assert_eq!(blank.unwrap_err(), PersonRefusal::Blank(PersonField::Address));
}

#[test]
fn impossible_days_are_refused() {
    let born = |text: &str| {
        let birth = Some(said(Birth { day: day(text), estimated: false }));
        register(Registration { birth, ..alva() }).err()
    };
    assert_eq!(born("2026-11-24"), None);
    assert_eq!(born("2026-11-25"), Some(PersonRefusal::BirthInFuture));
    assert_eq!(born("1906-11-24"), None);
    assert_eq!(born("1905-11-25"), None, "still a hundred and twenty");
    assert_eq!(born("1905-11-24"), Some(PersonRefusal::BirthTooLongAgo));

    let tomorrow = Sourced::new(home(), FactSource::Document, day("2026-11-25"));
    let refusal = when(&given_alva(), change(PersonFact::Address(tomorrow))).unwrap_err();
    assert_eq!(refusal, PersonRefusal::DatedInFuture(PersonField::Address));
    assert_eq!(refusal.field(), PersonField::Address);
}

#[test]
fn a_number_that_disagrees_with_the_day_of_birth_is_flagged_not_refused() {
    let born = |text: &str, estimated| {
        let birth = Some(said(Birth { day: day(text), estimated }));
        register(Registration { birth, ..alva() }).unwrap().number_disagrees_with_birth()
    };
    assert!(!born("2017-03-11", false), "a nearby day");
    assert!(born("2017-04-09", false));
    assert!(born("2016-03-09", false));
    assert!(!born("2016-03-09", true), "only guessed");
}

#[test]
fn the_demo_refuses_what_could_be_a_living_persons_number() {
    let real: IdentityNumber = "98240301AA06".parse().unwrap();
    let given = given_alva();
    for command in [
        PersonCommand::Register(Registration { number: Some(said(real)), ..alva() }),
        change(PersonFact::Number(said(real))),
        PersonCommand::CorrectIdentity { wrong: number(238), right: Some(said(real)), reason: reason() },
    ] {
        let registers = matches!(command, PersonCommand::Register(_));
        let person = if registers { &Person::default() } else { &given };
        let refusal = decide_person(person, command.clone(), today(), true).unwrap_err();
        assert_eq!(refusal, PersonRefusal::RealNumberInDemo, "{command:?}");
        assert!(decide_person(person, command, today(), false).is_ok());
    }
}

#[test]
fn texts_have_limits_and_no_hidden_characters() {
    let named =
        |given: &str| register(Registration { name: Some(said(PersonName::new(given, ""))), ..alva() }).err();
    let field = PersonField::Name;
    assert_eq!(named(&"å".repeat(LIMITS.name)), None, "characters are counted, not bytes");
    assert_eq!(
        named(&"å".repeat(LIMITS.name + 1)),
        Some(PersonRefusal::TooLong { field, limit: LIMITS.name })
    );
    for hidden in ["Al\0va", "Al\u{1b}[2Jva", "Al\u{202e}va", "Al\u{2066}va", "Al\u{7f}va"] {
        assert_eq!(named(hidden), Some(PersonRefusal::ControlCharacter(field)));
    }
    let long = Address { street: "f".repeat(100), town: "l".repeat(101), ..Address::default() };
    let refusal = when(&given_alva(), change(PersonFact::Address(said(long)))).unwrap_err();
    assert_eq!(refusal, PersonRefusal::TooLong { field: PersonField::Address, limit: LIMITS.address });
    let source = FactSource::SaidBy(Code("x".repeat(LIMITS.source + 1)));
    let phone = PersonFact::Phone(Sourced::new("112".into(), source, today()));
    let refusal = when(&given_alva(), change(phone)).unwrap_err();
    assert_eq!(refusal, PersonRefusal::TooLong { field: PersonField::Phone, limit: LIMITS.source });
}

#[test]
fn a_new_fact_stands_and_the_old_one_is_kept() {
    let moved = Address { street: "Hamngatan 1".into(), ..home() };
    let person = when(&given_alva(), change(PersonFact::Address(registered(moved.clone())))).unwrap();
    assert_eq!(person.shown_address().unwrap().value, moved);
    let old = Replaced { fact: PersonFact::Address(said(home())), reason: None, was_wrong: false };
    assert_eq!(person.history, [old]);

    let again = when(&person, change(PersonFact::Address(registered(moved))));
    assert_eq!(again.unwrap_err(), PersonRefusal::NothingChanges(PersonField::Address));
    let confirmed = when(&given_alva(), change(PersonFact::Address(registered(home()))));
    assert!(confirmed.is_ok(), "the register confirms what was said");
    let nobody = when(&Person::default(), change(PersonFact::Address(said(home()))));
    assert_eq!(nobody.unwrap_err(), PersonRefusal::NotRegistered);
}

#[test]
fn a_replaced_number_still_finds_the_person_and_a_wrong_one_never() {
    let now = when(&given_alva(), change(PersonFact::Number(registered(number(24))))).unwrap();
    assert_eq!(now.search_numbers(), [number(24), number(238)]);
    let confirmed = when(&given_alva(), change(PersonFact::Number(registered(number(238))))).unwrap();
    assert_eq!(confirmed.search_numbers(), [number(238)], "once is enough");

    let correct = |wrong, right: Option<IdentityNumber>, reason| {
        when(&now, PersonCommand::CorrectIdentity { wrong, right: right.map(registered), reason })
    };
    let corrected = correct(number(24), Some(number(26)), reason()).unwrap();
    assert_eq!(corrected.search_numbers(), [number(26), number(238)]);
    assert_eq!(corrected.retired_numbers(), [number(24)]);

    let earlier = correct(number(238), None, reason()).unwrap();
    assert_eq!(earlier.search_numbers(), [number(24)], "an earlier number may prove wrong as well");
    let unknown = correct(number(24), None, reason()).unwrap();
    assert!(unknown.number.is_none() && unknown.search_numbers() == [number(238)]);

    assert_eq!(correct(number(24), Some(number(26)), None).unwrap_err(), PersonRefusal::MissingReason);
    assert_eq!(correct(number(99), None, reason()).unwrap_err(), PersonRefusal::NotThisPersonsNumber);
    let same = correct(number(24), Some(number(24)), reason());
    assert_eq!(same.unwrap_err(), PersonRefusal::NothingChanges(PersonField::Number));
    let twice =
        when(&corrected, PersonCommand::CorrectIdentity { wrong: number(24), right: None, reason: reason() });
    assert_eq!(twice.unwrap_err(), PersonRefusal::NotThisPersonsNumber);
}

#[test]
fn a_marked_persons_address_is_kept_but_not_shown() {
    let marked = Registration { protection: registered(ProtectionLevel::Marked), ..alva() };
    let person = register(marked).unwrap();
    assert!(person.is_protected() && person.shown_address().is_none() && person.shown_phone().is_none());
    let lifted = PersonFact::Protection(registered(ProtectionLevel::None));
    let why = PersonCommand::ChangeFact { fact: lifted.clone(), reason: reason() };
    assert!(when(&person, why).unwrap().shown_address().is_some());
    assert_eq!(
        when(&person, change(lifted)).unwrap_err(),
        PersonRefusal::MissingReason,
        "to lower is said why"
    );
}

#[test]
fn the_stronger_levels_keep_no_address_at_all() {
    use ProtectionLevel::{AssumedIdentity, ProtectedRegistration, Unknown};
    for level in [ProtectedRegistration, AssumedIdentity, Unknown] {
        let hidden = Registration { protection: registered(level), ..alva() };
        assert_eq!(register(hidden.clone()).unwrap_err(), PersonRefusal::AddressOfProtectedPerson);
        let hidden = register(Registration { address: None, ..hidden }).unwrap();
        let told = when(&hidden, change(PersonFact::Address(said(home()))));
        assert_eq!(told.unwrap_err(), PersonRefusal::AddressOfProtectedPerson);

        let moved = PersonFact::Address(registered(Address { street: "Hamngatan 1".into(), ..home() }));
        let moved = when(&given_alva(), change(moved)).unwrap();
        let raised = when(&moved, change(PersonFact::Protection(registered(level)))).unwrap();
        assert!(raised.history.iter().all(|replaced| replaced.fact.field() != PersonField::Address));
        let lifted = PersonFact::Protection(registered(ProtectionLevel::None));
        let lifted = PersonCommand::ChangeFact { fact: lifted, reason: reason() };
        let lifted = when(&raised, lifted).unwrap();
        assert!(lifted.shown_address().is_none(), "what is forgotten does not come back");
    }
}

#[test]
fn an_assumed_identity_is_not_linked_to_the_old_one() {
    let level = PersonFact::Protection(registered(ProtectionLevel::AssumedIdentity));
    let twice = when(&given_alva(), change(PersonFact::Number(said(number(24))))).unwrap();
    let assumed = when(&twice, change(level)).unwrap();
    assert_eq!(assumed.search_numbers(), [number(24)]);
    let linked = when(&assumed, change(PersonFact::Number(said(number(26)))));
    assert_eq!(linked.unwrap_err(), PersonRefusal::LinksAssumedIdentity);
}

#[test]
fn an_unreadable_level_of_protection_protects() {
    for written in
        [r#""sekretess2""#, "null", "true", "0", "1.5", "[]", "{}", r#""NONE""#, r#""""#, r#"{"none":1}"#]
    {
        let level: ProtectionLevel = serde_json::from_str(written).unwrap();
        assert_eq!(level, ProtectionLevel::Unknown, "{written}");
        assert!(level.is_protected() && level.forbids_address());
    }
    assert!(Person::default().is_protected(), "so does a stream that has not said");
    for (word, protected, no_address) in [
        ("none", false, false),
        ("marked", true, false),
        ("protected_registration", true, true),
        ("assumed_identity", true, true),
        ("unknown", true, true),
    ] {
        let level: ProtectionLevel = serde_json::from_value(word.into()).unwrap();
        assert_eq!(serde_json::to_value(level).unwrap(), word);
        assert_eq!((level.is_protected(), level.forbids_address()), (protected, no_address));
    }
}

#[test]
fn entries_are_stored_as_they_always_were() {
    let stored = [
        r#"{"person_registered":{"name":{"value":{"given":"Alva","family":"Lykt"},"source":{"said_by":"guardian"},"as_of":"2026-11-20"},"number":{"value":"201783092388","source":"document","as_of":"2026-11-20"},"birth":{"value":{"day":"2017-03-09","estimated":true},"source":"worker","as_of":"2026-11-20"},"sex":{"value":"female","source":"unknown","as_of":"2026-11-20"},"protection":{"value":"marked","source":"population_register","as_of":"2026-11-20"}}}"#,
        r#"{"person_fact_changed":{"fact":{"phone":{"value":"070-174 06 00","source":"worker","as_of":"2026-11-20"}},"reason":"Nytt."}}"#,
        r#"{"identity_corrected":{"wrong":"201783092388","reason":"Syskonets."}}"#,
    ];
    for text in stored {
        let entry: PersonEntry = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), text);
        assert!(text.contains(entry.kind()));
    }
}

#[test]
fn nothing_printed_for_a_log_says_who_it_is() {
    let entry =
        PersonEntry::PersonRegistered(Registration { description: Some("röd jacka".into()), ..alva() });
    let person = given_alva();
    let fact = PersonFact::Name(said(PersonName::new("Alva", "Lykt")));
    let moved = when(&person, change(PersonFact::Name(said(PersonName::new("Alma", "Lykt"))))).unwrap();
    let command = PersonCommand::Register(alva());
    let logs = [
        format!("{entry:#?}"),
        format!("{person:#?}"),
        format!("{:#?}", moved.history),
        format!("{fact:#?}"),
        format!("{command:#?}"),
        format!("{:#?} {:#?} {:#?}", person.name, person.birth, person.number),
        format!("{:#?} {:#?} {:#?}", home(), PersonName::new("Alva", "Lykt"), alva().birth.unwrap().value),
    ];
    for log in logs {
        for secret in ["Alva", "Lykt", "jacka", "2017", "238", "Fyrgatan", "070"] {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
    }
}

fn any_entry() -> impl Strategy<Value = PersonEntry> {
    let level =
        prop::sample::select(vec!["none", "marked", "protected_registration", "assumed_identity", "new"])
            .prop_map(|level| registered(serde_json::from_value(level.into()).unwrap()));
    let changed = |fact| PersonEntry::PersonFactChanged { fact, reason: None };
    prop_oneof![
        level.clone().prop_map(move |level| changed(PersonFact::Protection(level))),
        level.prop_map(|protection| PersonEntry::PersonRegistered(Registration { protection, ..alva() })),
        (1u16..5).prop_map(move |serial| changed(PersonFact::Number(said(number(serial))))),
        Just(changed(PersonFact::Address(said(home())))),
        (1u16..5, proptest::option::of(1u16..5)).prop_map(|(wrong, right)| PersonEntry::IdentityCorrected {
            wrong: number(wrong),
            right: right.map(|serial| said(number(serial))),
            reason: reason().unwrap(),
        }),
    ]
}

proptest! {
    #[test]
    fn any_history_folds_and_fails_closed(entries in prop::collection::vec(any_entry(), 0..12)) {
        let person = given(&entries);
        if person.is_protected() {
            prop_assert!(person.shown_address().is_none() && person.shown_phone().is_none());
        }
        if person.is_registered() && person.protection().forbids_address() {
            prop_assert!(person.history.iter().all(|replaced| replaced.fact.field() != PersonField::Address));
        }
        let now = person.number.as_ref().map(|number| number.value);
        for found in person.search_numbers() {
            prop_assert!(Some(found) == now || !person.retired_numbers().contains(&found));
        }
    }
}
