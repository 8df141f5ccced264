use crate::{given::Given, service::granted, words::*};
use record::{
    Code, Command, Entry, Field, Part, Refusal, Text,
    dispatch::{Addressee, Dispatch},
    party_copy::{Block, PartyCopy},
    service::Assignment,
    sharing::SharingConsent,
    text::{Ground, Quote},
};

/// An assignment was given, as the last entry.
fn assigned() -> Given {
    granted().and(Command::Assign(
        matter(30),
        Assignment {
            at: moment("2026-11-24T13:00"),
            needs: vec![why("Han sover hos moster när han är rädd.").in_confidence()],
            wishes: Vec::new(),
            must_know: Vec::new(),
            report_back: None,
        },
    ))
}

fn to(given: &Given, addressee: Addressee, day: &str) -> Dispatch {
    let of = given.file.version;
    let part =
        Part { quotes: Some(Quote { seq: of, part: 0 }), ..why("Han sover hos moster när han är rädd.") };
    let blocks = vec![Block { heading: None, parts: vec![part] }];
    let copy = PartyCopy { blocks, withheld: Vec::new() };
    let ground = matches!(addressee, Addressee::Provider(_)).then(|| "U07".into());
    Dispatch { of, to: addressee, at: moment(day), way: "letter".into(), copy, ground, consent: None }
}

fn provider() -> Addressee {
    Addressee::Provider(Text::typed("Provbolaget AB\nTestgatan 1").unwrap().unwrap())
}

#[test]
fn a_copy_stands_as_it_was_sent_and_the_labels_follow_it() {
    let given = assigned();
    for addressee in [provider(), Addressee::Person(child())] {
        let sent = given.clone().and(Command::Dispatch(to(&given, addressee.clone(), "2026-11-24T13:00")));
        let last = sent.log.last().unwrap();
        let Entry::Dispatched(dispatch) = &last.entry else { panic!("not sent") };
        assert_eq!((last.matter, &dispatch.to), (Some(matter(30)), &addressee));
        assert_eq!(dispatch.copy.blocks[0].parts[0].keep.len(), 1, "the child's confidence is remembered");
        let outside = sent.file.service(matter(30)).unwrap().outside.clone().map(Addressee::Provider);
        assert_eq!(outside, Some(addressee).filter(|to| *to == provider()), "who carries it out");
    }
}

#[test]
fn what_was_not_drawn_up_here_is_not_sent() {
    let given = assigned();
    let early = to(&given, provider(), "2026-11-23T13:00");
    given.when(Command::Dispatch(early)).refused(&Refusal::BeforeArrival(Field::Occurred));
    let later = to(&given, provider(), "2026-11-25T13:00");
    given.when(Command::Dispatch(later)).refused(&Refusal::InFuture(Field::Occurred));
    let now = || to(&given, provider(), "2026-11-24T13:00");
    let decision = given.log.iter().find(|entry| entry.entry.is_decision()).unwrap().seq;
    given.when(Command::Dispatch(Dispatch { of: decision, ..now() })).refused(&Refusal::NotThatEntry);
    given.when(Command::Dispatch(Dispatch { of: 99, ..now() })).refused(&Refusal::NoSuchEntry);
    let nothing = Dispatch { copy: PartyCopy::default(), ..now() };
    given.when(Command::Dispatch(nothing)).refused(&Refusal::Missing(Field::Text));
    let stranger = to(&given, Addressee::Person(person(9)), "2026-11-24T13:00");
    given.when(Command::Dispatch(stranger)).refused(&Refusal::NotInFile(Field::Person));
}

/// Whoever builds a copy by hand is held to what the page leaves out: by the label of what is quoted, and by the words alone.
#[test]
fn what_is_kept_from_a_reader_is_in_no_copy_of_theirs() {
    let given = assigned();
    let mother = || to(&given, Addressee::Person(person(2)), "2026-11-24T13:00");
    let kept = Refusal::KeptFromReader(Ground::ChildAgainstGuardian);
    given.when(Command::Dispatch(mother())).refused(&kept);
    let with = |part: Part| {
        let copy =
            PartyCopy { blocks: vec![Block { heading: None, parts: vec![part] }], withheld: Vec::new() };
        Command::Dispatch(Dispatch { copy, ..mother() })
    };
    given.when(with(why("Han sover hos moster när han är rädd."))).refused(&kept);
    given.clone().and(with(why("Här är det som vi har kommit överens om.")));
    let openly = given.clone().and(note(vec![why("Han sover hos moster när han är rädd.")]));
    let again = Dispatch { of: given.file.version, ..mother() };
    let copy = PartyCopy {
        blocks: vec![Block { heading: None, parts: vec![why("Han sover hos moster när han är rädd.")] }],
        withheld: Vec::new(),
    };
    openly.and(Command::Dispatch(Dispatch { copy, ..again }));
}

/// Whatever goes to somebody who is neither the child nor has custody says what it rests on: a consent that holds and reaches, or a provision.
#[test]
fn what_goes_outside_rests_on_a_consent_or_a_provision() {
    let given = assigned();
    let with = |ground: Option<&str>, consent: Option<u128>| {
        let sent = to(&given, provider(), "2026-11-24T13:00");
        Command::Dispatch(Dispatch { ground: ground.map(Code::from), consent: consent.map(id), ..sent })
    };
    given.when(with(None, None)).refused(&Refusal::NothingCarries);
    given.when(with(Some("U18"), None)).refused(&Refusal::NothingCarries);
    let barred = Refusal::GroundBars { provision: "10 kap. 27 § OSL".into() };
    given.when(with(Some("U24"), None)).refused(&barred);
    for provision in ["U07", "U08"] {
        given.clone().and(with(Some(provision), None));
    }
    given.when(with(Some("U04"), None)).refused(&Refusal::NoConsentToShare);
    let consent = |kind: &str| {
        Command::ConsentToSharing(SharingConsent {
            id: id(700),
            by: child(),
            at: moment("2026-11-24T12:00"),
            to: text("Provbolaget AB"),
            purpose: text("Insatsen"),
            kinds: vec![kind.into()],
            extent: text("Det som utföraren behöver"),
            until: None,
        })
    };
    given.clone().and(consent("service")).and(with(Some("U04"), Some(700)));
    given
        .clone()
        .and(consent("health"))
        .when(with(Some("U04"), Some(700)))
        .refused(&Refusal::NoConsentToShare);
    let child = Dispatch { ground: None, ..to(&given, Addressee::Person(child()), "2026-11-24T13:00") };
    given.and(Command::Dispatch(child));
}
