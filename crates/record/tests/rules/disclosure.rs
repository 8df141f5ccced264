//! What is given out of a file: four ways to ask, each with its own test, and a copy in which what is kept has left no trace.

use crate::{
    given::{Given, given},
    words::*,
};
use law::LawBook;
use proptest::prelude::*;
use record::{
    Code, Command, Entry, Field, Part, Reader, Refusal, Text,
    disclosure::{
        self, Disclosure, DisclosureRefusal, DisclosureRequest, Item, Route, Treatment, What,
        copy::{self, Section, copy, places, suggested, verdict},
        data_subject,
        handing_over::HandingOver,
        official_document, own_data, party_insight,
    },
    document::{Original, ReceivedDocument},
    duties,
    family::{FamilyFact, Guardianship, Relation},
    report::{Report, Reporter},
    secrecy::of_private_reporter,
    text::{Audience, Ground, Span, Speaker},
};

pub(crate) const MOTHER: u128 = 2;
pub(crate) const FATHER: u128 = 3;
pub(crate) const REQUEST: u128 = 500;

pub(crate) const OPEN: &str = "Alva kom utan frukost till skolan i tisdags.";
const CHILDS: &str = "Jag vill inte att pappa får veta var jag sover.";
pub(crate) const FATHERS: &str = "Karin glömmer att hämta henne, säger han.";
const ELSEWHERE: &str = "Jag är rädd hemma hos pappa.";

/// A report, and a note in its matter: a fact, what the child has said in confidence, and what the father says of the mother.
pub(crate) fn told() -> Given {
    let parts = vec![
        fact(OPEN),
        said(Speaker::Child, CHILDS)
            .kept_from(Audience::Person(person(FATHER)), Ground::ChildAgainstGuardian),
        said(Speaker::Person(person(FATHER)), FATHERS),
    ];
    let note = Command::SignNote(Some(matter(10)), a_note(parts));
    let other = Command::SignNote(None, a_note(vec![said(Speaker::Child, ELSEWHERE)]));
    given([file(), guardian(MOTHER), guardian(FATHER), report(10), note, other])
}

pub(crate) fn of_party(number: u128) -> Route {
    Route::PartyInsight(party_insight::Asking { person: person(number), matter: matter(10) })
}

pub(crate) fn own(number: u128) -> Route {
    Route::OwnData(own_data::Asking { person: person(number) })
}

pub(crate) fn subject(number: u128) -> Route {
    Route::DataSubject(data_subject::Asking { person: person(number) })
}

pub(crate) fn public() -> Route {
    Route::OfficialDocument(official_document::Asking::default())
}

pub(crate) fn asked(route: Route) -> Command {
    let asked = fact("Allt ni har skrivit.");
    Command::RequestDisclosure(DisclosureRequest {
        id: id(REQUEST),
        at: moment("2026-11-24T09:00"),
        route,
        asked,
    })
}

/// Every item that the way reaches, as the model suggests it.
pub(crate) fn suggestions(given: &Given, route: &Route) -> Vec<Item> {
    let names = ["Karin".to_owned(), "Pär".to_owned()];
    let reached = given.log.iter().filter(|one| route.reaches(&given.file, one.matter));
    let reader = route.reader(&given.file, day("2026-11-24"));
    let items = reached.flat_map(|one| {
        places(&one.entry).map(|what| {
            let parts = one.entry.parts();
            let text = match what {
                What::Statement(place) => Some(parts[place].text.as_str()),
                What::Facts | What::Contact | What::Original => None,
            };
            let treatment = suggested(verdict(reader, &given.file, &one.entry, what), text, &names);
            Item { seq: one.seq, what, treatment, despite: None }
        })
    });
    items.collect()
}

pub(crate) fn answer(ground: &str, items: Vec<Item>) -> Disclosure {
    Disclosure {
        request: id(REQUEST),
        at: moment("2026-11-24T12:00"),
        way: "letter".into(),
        ground: ground.into(),
        items,
        test: Some(why("Det skulle röja vad barnet har berättat i förtroende.")),
        condition: None,
        items_hash: String::new(),
        tested: None,
    }
}

/// The copy as it stands in the ledger.
fn copied(given: &Given) -> Vec<Section> {
    let last = given.log.iter().rev().find_map(|one| match &one.entry {
        Entry::Disclosed(disclosure) => Some(disclosure),
        _ => None,
    });
    let entry = |seq| given.log.iter().find(|one| one.seq == seq).map(|one| &one.entry);
    copy(entry, &last.expect("given out").items)
}

fn words(sections: &[Section]) -> String {
    let parts = sections.iter().flat_map(|one| &one.parts);
    parts.flat_map(|part| [part.text.as_str(), "\n"]).collect()
}

/// One flow: asked for by a way, tested as suggested, given out, drawn.
fn flow(route: &Route, ground: &str) -> (Given, Vec<Section>) {
    let given = told().and(asked(route.clone()));
    let items = suggestions(&given, route);
    let given = given.and(Command::Disclose(answer(ground, items)));
    assert!(!given.file.disclosures[&id(REQUEST)].is_waiting());
    let sections = copied(&given);
    (given, sections)
}

#[test]
fn a_party_sees_the_matter_and_not_what_the_child_has_said_in_confidence() {
    let (given, sections) = flow(&of_party(FATHER), "U05");
    let words = words(&sections);
    assert!(words.contains(OPEN) && words.contains(FATHERS), "{words}");
    assert!(!words.contains("sover") && !words.contains("rädd"), "kept, and of no matter: {words}");
    assert_eq!(given.running("DL-131"), 0, "answered");
    let of_matter =
        |one: &Section| given.log[usize::try_from(one.seq).unwrap() - 1].matter == Some(matter(10));
    assert!(sections.iter().all(of_matter), "the matter, and nothing else of the file");
}

#[test]
fn a_guardian_is_given_all_about_the_child_but_what_protects_somebody() {
    let (_, sections) = flow(&own(MOTHER), "U02");
    let words = words(&sections);
    assert!(words.contains(OPEN));
    assert!(!words.contains("sover") && !words.contains("rädd"), "what a child says is tested: {words}");
    let masked = words.lines().find(|line| line.contains("hämta henne")).expect("the father's words");
    assert_eq!(masked, "█████ glömmer att hämta henne, säger han.", "names are covered until it is tested");
}

#[test]
fn a_child_is_given_its_own_words() {
    let (given, sections) = flow(&own(1), "U01");
    let words = words(&sections);
    assert!(words.contains(CHILDS) && words.contains(ELSEWHERE) && words.contains(OPEN), "{words}");
    let keeps = Treatment::Kept(Ground::ChildAgainstGuardian);
    let seq = given.log[4].seq;
    let items = vec![
        Item { seq, what: What::Statement(0), treatment: Treatment::Shown, despite: None },
        Item { seq, what: What::Statement(1), treatment: keeps, despite: None },
    ];
    let again = told().and(asked(own(1)));
    again.when(Command::Disclose(answer("U01", items))).refused(&Refusal::NotAgainstTheChild);
}

#[test]
fn a_data_subject_has_a_month_and_gets_what_is_theirs() {
    let waiting = told().and(asked(subject(MOTHER)));
    let [clock] = &waiting.clocks("DL-125")[..] else { panic!("one clock") };
    assert_eq!(clock.due.nominal, Some(day("2026-12-24")));
    let (given, sections) = flow(&subject(MOTHER), "U02");
    assert!(words(&sections).contains(OPEN));
    assert_eq!(given.running("DL-125"), 0);
}

#[test]
fn whoever_asks_for_a_document_need_not_say_who_they_are() {
    let given = told().and(asked(public()));
    assert_eq!(
        given.file.disclosures[&id(REQUEST)].route.person(),
        None,
        "nobody asked, and nothing is refused for it"
    );
    let all = suggestions(&given, &public());
    assert!(all.iter().all(|item| matches!(item.treatment, Treatment::Kept(_))), "kept until it is clear");
    given.when(Command::Disclose(answer("U06", all.clone()))).refused(&Refusal::NothingGiven);
    let open = Item { seq: 5, what: What::Statement(0), treatment: Treatment::Shown, despite: None };
    let items: Vec<Item> = all
        .into_iter()
        .map(|item| if (item.seq, item.what) == (5, open.what) { open.clone() } else { item })
        .collect();
    let untested = Disclosure { test: None, ..answer("U06", items.clone()) };
    given.when(Command::Disclose(untested)).refused(&Refusal::Missing(Field::Motive));
    let given = given.and(Command::Disclose(answer("U06", items)));
    assert_eq!(words(&copied(&given)), format!("{OPEN}\n"));
    assert_eq!(given.running("DL-126"), 0);
}

#[test]
fn each_way_has_its_own_grounds_and_its_own_people() {
    let given = told();
    for (route, ground) in
        [(of_party(FATHER), "U06"), (public(), "U05"), (own(1), "U05"), (subject(1), "U06")]
    {
        let given = given.clone().and(asked(route.clone()));
        let wrong = Refusal::UnknownCode {
            list: "disclosure_ground".into(),
            code: ground.to_owned(),
            field: Field::Reasons,
        };
        given.when(Command::Disclose(answer(ground, suggestions(&given, &route)))).refused(&wrong);
    }
    let stranger = Refusal::NotInFile(Field::Person);
    for (route, refusal) in
        [(of_party(9), Refusal::NotAParty), (own(9), Refusal::NotTheirData), (subject(9), stranger)]
    {
        given.when(asked(route)).refused(&refusal);
    }
    given.when(asked(of_party(1))).refused(&Refusal::NotAParty);
    let grown = given.on("2034-01-01");
    let late = DisclosureRequest {
        id: id(REQUEST),
        at: moment("2034-01-01"),
        route: own(MOTHER),
        asked: fact("Allt."),
    };
    grown.when(Command::RequestDisclosure(late)).refused(&Refusal::NotTheirData);
}

#[test]
fn what_must_be_kept_is_given_only_with_a_reason_of_its_own() {
    let given = told().and(asked(of_party(FATHER)));
    let items = |despite: Option<Text>| {
        vec![Item { seq: 5, what: What::Statement(1), treatment: Treatment::Shown, despite }]
    };
    let kept = Refusal::KeptFromReader(Ground::ChildAgainstGuardian);
    given.when(Command::Disclose(answer("U05", items(None)))).refused(&kept);
    let reason = Some(text("Alva har själv berättat det för honom."));
    let given = given.and(Command::Disclose(answer("U05", items(reason))));
    assert!(words(&copied(&given)).contains(CHILDS));
}

/// What is kept in one place is not given in another.
#[test]
fn the_same_words_are_kept_wherever_they_stand() {
    let again = Command::SignNote(Some(matter(10)), a_note(vec![fact(CHILDS)]));
    let longer = format!("Hon sade: {CHILDS} Sedan grät hon.");
    let within = Command::SignNote(Some(matter(10)), a_note(vec![fact(&longer)]));
    let given = told().and(again).and(within).and(asked(of_party(FATHER)));
    let shown =
        |seq, place| Item { seq, what: What::Statement(place), treatment: Treatment::Shown, despite: None };
    let kept = Item { treatment: Treatment::Kept(Ground::ChildAgainstGuardian), ..shown(5, 1) };
    let twice = vec![kept.clone(), shown(7, 0)];
    given
        .when(Command::Disclose(answer("U05", twice)))
        .refused(&Refusal::KeptFromReader(Ground::ChildAgainstGuardian));
    let given = given.and(Command::Disclose(answer("U05", vec![kept, shown(8, 0)])));
    assert_eq!(words(&copied(&given)), "Hon sade: █████ Sedan grät hon.\n");
}

#[test]
fn what_has_been_decided_is_always_given_to_a_party() {
    let decided = given([file(), guardian(MOTHER), guardian(FATHER), report(10), assessed(10)])
        .and(make(10, d02(20)))
        .and(asked(of_party(FATHER)));
    let (_, decision) = decided.file.decisions.iter().next().expect("a decision");
    let seq = decision.seq;
    let shown = Item { seq, what: What::Facts, treatment: Treatment::Shown, despite: None };
    let kept = Item {
        what: What::Statement(0),
        treatment: Treatment::Kept(Ground::PersonalCircumstances),
        ..shown.clone()
    };
    decided.when(Command::Disclose(answer("U05", vec![shown, kept]))).refused(&Refusal::DecisionsAreGiven);
}

#[test]
fn a_private_reporters_letter_is_kept_as_a_whole() {
    let private = Command::ReceiveReport(matter(11), a_private_report());
    let original = Original {
        sha256: "0".repeat(64),
        bytes: 3,
        name: "brev.pdf".into(),
        media_type: "application/pdf".into(),
    };
    let letter =
        ReceivedDocument { original: Some(original), keep: of_private_reporter().to_vec(), ..a_document(60) };
    let given =
        told().and(private).and(Command::ReceiveDocument(Some(matter(11)), letter)).and(asked(own(MOTHER)));
    for item in suggestions(&given, &own(MOTHER)).iter().filter(|item| matches!(item.seq, 7 | 8)) {
        let whole = matches!(item.what, What::Facts | What::Original);
        assert!(!whole || item.treatment == Treatment::Kept(Ground::Reporter), "{item:?}");
    }
    let original = Item { seq: 8, what: What::Original, treatment: Treatment::Shown, despite: None };
    given
        .when(Command::Disclose(answer("U02", vec![original])))
        .refused(&Refusal::KeptFromReader(Ground::Reporter));
}

/// Who reported, and how they said that they can be reached.
fn reported(mandated: bool, contact: Option<&str>) -> Given {
    let report = if mandated { a_report() } else { a_private_report() };
    let reporter = Reporter { mandated, contact: contact.map(text), ..report.reporter };
    let note = a_note(vec![fact("Läraren ringde igen och vill nås på 070-174 06 05 efter klockan tre.")]);
    given([
        file(),
        guardian(MOTHER),
        guardian(FATHER),
        Command::ReceiveReport(matter(10), Report { reporter, ..report }),
        Command::SignNote(Some(matter(10)), note),
    ])
}

/// Somebody who reports by duty is named to a party, a private reporter is not, and nobody's own number is handed out by default.
#[test]
fn how_to_reach_a_reporter_is_suggested_left_out_whoever_reported_and_by_every_way() {
    const NUMBER: &str = "070-174 06 05";
    let ways = [of_party(MOTHER), own(MOTHER), own(1), subject(MOTHER), subject(1), public()];
    let (personal, reporter) = (Ground::PersonalCircumstances, Ground::Reporter);
    for route in ways {
        let to_party = route.person().is_some();
        for mandated in [true, false] {
            let given = reported(mandated, Some(NUMBER)).and(asked(route.clone()));
            let items = suggestions(&given, &route);
            let of = |what| items.iter().find(|item| item.seq == 4 && item.what == what).unwrap();
            let ground = if mandated { personal } else { reporter };
            let named = if to_party && mandated { Treatment::Shown } else { Treatment::Kept(ground) };
            assert_eq!(of(What::Facts).treatment, named, "{} {mandated}", route.code());
            assert_eq!(of(What::Contact).treatment, Treatment::Kept(ground), "{} {mandated}", route.code());
        }
        let without = reported(true, None);
        assert!(suggestions(&without, &route).iter().all(|item| item.what != What::Contact));
        let none = Item { seq: 4, what: What::Contact, treatment: Treatment::Shown, despite: None };
        let refused = without.and(asked(route.clone())).when(Command::Disclose(answer("U02", vec![none])));
        assert!(refused.answer.is_err(), "there is none to give");
    }
}

/// It can be given by somebody who has tested it; a private reporter's only with a reason of its own. What is left out is covered elsewhere.
#[test]
fn how_to_reach_a_reporter_is_given_when_somebody_has_tested_it() {
    let item = |seq, what, treatment| Item { seq, what, treatment, despite: None };
    let contact = item(4, What::Contact, Treatment::Shown);
    let mandated = reported(true, Some("070-174 06 05")).and(asked(own(MOTHER)));
    let given = mandated.clone().and(Command::Disclose(answer("U02", vec![contact.clone()])));
    assert!(copied(&given)[0].contact, "tested, and given");
    let kept = item(4, What::Contact, Treatment::Kept(Ground::PersonalCircumstances));
    let note = item(5, What::Statement(0), Treatment::Shown);
    let given = mandated.and(Command::Disclose(answer("U02", vec![kept, note])));
    assert_eq!(words(&copied(&given)), "Läraren ringde igen och vill nås på █████ efter klockan tre.\n");
    let private = reported(false, Some("070-174 06 05")).and(asked(own(MOTHER)));
    private
        .when(Command::Disclose(answer("U02", vec![contact.clone()])))
        .refused(&Refusal::KeptFromReader(Ground::Reporter));
    let despite = Some(text("Grannen har själv berättat det."));
    private.and(Command::Disclose(answer("U02", vec![Item { despite, ..contact }])));
}

#[test]
fn a_private_reporters_name_is_covered_wherever_it_stands() {
    let names = ["Granne Ett".to_owned()];
    let covered = copy::without_reporter(Treatment::Shown, "Granne Ett ringde igen.", &names);
    let name = Span { from: 0, to: 10 };
    let spans = vec![name, Span { from: 0, to: 6 }];
    assert_eq!(covered, Treatment::Masked { spans, ground: Ground::Reporter });
    // Also where another name is covered, and keeps its own ground.
    let (spans, ground) = (vec![Span { from: 16, to: 21 }], Ground::PersonalCircumstances);
    let other = Treatment::Masked { spans, ground };
    match copy::without_reporter(other, "Granne Etts son Karin", &names) {
        Treatment::Masked { spans, ground: Ground::PersonalCircumstances } => {
            assert!(spans.contains(&Span { from: 0, to: 11 }), "the genitive goes with it: {spans:?}");
            assert!(spans.contains(&Span { from: 16, to: 21 }), "what was covered stays so: {spans:?}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(copy::without_reporter(Treatment::Shown, "Någon ringde.", &names), Treatment::Shown);
    let kept = Treatment::Kept(Ground::Whereabouts);
    assert_eq!(copy::without_reporter(kept.clone(), "Granne Ett", &names), kept, "nothing is let out by it");
}

#[test]
fn the_ledger_tells_exactly_what_was_given() {
    let (given, _) = flow(&own(MOTHER), "U02");
    let disclosed = |given: &Given| match &given.log.last().unwrap().entry {
        Entry::Disclosed(disclosure) => disclosure.clone(),
        other => panic!("{}", other.kind()),
    };
    let first = disclosed(&given);
    assert_eq!(first.items_hash.len(), 64);
    assert!(
        first
            .test
            .as_ref()
            .is_some_and(|test| test.keep.iter().any(|keep| keep.from == Audience::Person(person(MOTHER))))
    );
    let fewer = told().and(asked(own(MOTHER)));
    let mut items = suggestions(&fewer, &own(MOTHER));
    items.pop();
    let second = disclosed(&fewer.and(Command::Disclose(answer("U02", items))));
    assert_ne!(first.items_hash, second.items_hash, "another set of items is another disclosure");
    given.when(Command::Disclose(answer("U02", first.items))).refused(&Refusal::DoneAlready);
}

#[test]
fn two_who_ask_have_a_clock_each() {
    let second = DisclosureRequest {
        id: id(501),
        at: moment("2026-11-24T10:00"),
        route: own(FATHER),
        asked: fact("Allt om mitt barn."),
    };
    let given = told().and(asked(own(MOTHER))).and(Command::RequestDisclosure(second.clone()));
    assert_eq!(given.running("DL-126"), 2);
    let items = suggestions(&given, &own(MOTHER));
    let given = given.and(Command::Disclose(answer("U02", items)));
    assert_eq!(given.running("DL-126"), 1, "the other still waits");
    given.when(Command::RequestDisclosure(second)).refused(&Refusal::IdTaken);
}

pub(crate) fn refusal(at: &str) -> Command {
    let motive = why("Det står inte klart att uppgifterna kan lämnas ut utan att någon lider men.");
    let grounds = vec![Ground::PersonalCircumstances];
    let request = id(REQUEST);
    Command::RefuseDisclosure(DisclosureRefusal { request, at: moment(at), grounds, motive, tested: None })
}

#[test]
fn a_refusal_is_decided_once_and_ends_the_waiting() {
    told().when(refusal("2026-11-24T12:00")).refused(&Refusal::NoSuchRequest);
    let given = told().and(asked(public()));
    given.when(refusal("2026-11-23T12:00")).refused(&Refusal::BeforeArrival(Field::Occurred));
    let given = given.and(refusal("2026-11-24T12:00"));
    assert_eq!(given.running("DL-126"), 0);
    given.when(refusal("2026-11-24T12:30")).refused(&Refusal::DoneAlready);
    let (in_part, _) = flow(&own(MOTHER), "U02");
    in_part.and(refusal("2026-11-24T12:30"));
}

#[test]
fn what_is_handed_over_has_a_ground_that_allows_it() {
    let over = |ground: &str| HandingOver {
        at: moment("2026-11-24T12:00"),
        to: text("Polisen"),
        ground: ground.into(),
        way: "phone".into(),
        kinds: vec!["school".into()],
        what: fact("Var barnet går i skola."),
        consent: None,
        condition: None,
    };
    let given = told();
    given
        .when(Command::HandOver(over("U24")))
        .refused(&Refusal::GroundBars { provision: "10 kap. 27 § OSL".into() });
    given.when(Command::HandOver(over("U04"))).refused(&Refusal::NoConsentToShare);
    given.and(Command::HandOver(over("U18")));
}

#[test]
fn names_are_found_as_words_and_not_in_others() {
    let found = copy::spans_of("Pär bor hos pärlan, sade PÄR.", "Pär", true);
    assert_eq!(found, [Span { from: 0, to: 3 }, Span { from: 25, to: 28 }]);
    assert!(copy::spans_of("", "Pär", true).is_empty() && copy::spans_of("Pär", "", true).is_empty());
    let genitive = copy::spans_of("Pärs lägenhet, PÄRS bil, pärsson", "Pär", true);
    assert_eq!(genitive, [Span { from: 0, to: 4 }, Span { from: 15, to: 19 }]);
    assert_eq!(copy::spans_of("Max hund, Max", "Max", true).len(), 2);
    let words: Vec<&str> = copy::words_of_name("Karin von Lövdahl Ett").collect();
    assert_eq!(words, ["Karin von Lövdahl Ett", "Karin", "Lövdahl"]);
}

/// A statement, whom it is kept from, and what a person chooses for it.
fn statement() -> impl Strategy<Value = (String, bool, u8)> {
    ("[a-zåäö]{3,9}( [a-zåäö]{2,9}){0,5}", any::<bool>(), 0u8..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever is chosen: either it is refused, or no statement that is kept stands in the copy, and no covered letter does.
    #[test]
    fn what_is_kept_is_never_in_the_copy(all in prop::collection::vec(statement(), 1..9), route in 0usize..4) {
        let part = |(words, labelled, _): &(String, bool, u8)| {
            let part = said(Speaker::Child, words);
            if *labelled { part.kept_from(Audience::Guardians, Ground::ChildAgainstGuardian) } else { part }
        };
        let parts: Vec<Part> = all.iter().map(part).collect();
        let route = [of_party(FATHER), own(MOTHER), subject(MOTHER), public()][route].clone();
        let ground = ["U05", "U02", "U02", "U06"][["party_insight", "own_data", "data_subject", "official_document"]
            .iter().position(|code| *code == route.code()).unwrap()];
        let note = Command::SignNote(Some(matter(10)), a_note(parts));
        let given = given([file(), guardian(MOTHER), guardian(FATHER), report(10), note, asked(route)]);
        let items: Vec<Item> = all.iter().enumerate().map(|(place, (words, _, choice))| {
            let ground = Ground::PersonalCircumstances;
            let treatment = match choice {
                0 => Treatment::Kept(ground),
                1 => Treatment::Masked { spans: vec![Span { from: 0, to: words.chars().count() }], ground },
                _ => Treatment::Shown,
            };
            let despite = (*choice == 3).then(|| text("Prövat."));
            Item { seq: 5, what: What::Statement(place), treatment, despite }
        }).collect();
        let kept: Vec<&String> = all.iter().filter(|(.., choice)| *choice == 0).map(|(words, ..)| words).collect();
        if let Ok(entries) = given.when(Command::Disclose(answer(ground, items))).answer {
            let drawn = copied(&given.clone().write(&entries));
            let parts: Vec<String> = drawn.iter().flat_map(|one| &one.parts).map(|part| part.text.to_string()).collect();
            for words in kept {
                let long = words.chars().count() >= copy::KNOWN_BY;
                prop_assert!(!long || parts.iter().all(|part| !part.contains(words.as_str())), "{words} within {parts:?}");
            }
            let given = all.iter().filter(|(.., choice)| *choice != 0);
            prop_assert_eq!(parts.len(), given.clone().count());
            for ((words, _, choice), drawn) in given.zip(&parts) {
                prop_assert!(*choice != 1 || drawn == "█████", "{words} is drawn as {drawn}");
            }
        }
    }
}

/// The four readers are told apart.
#[test]
fn who_asks_is_the_reader_the_copy_is_tested_for() {
    let given = told();
    let reader = |route: Route, on: &str| route.reader(&given.file, day(on));
    let now = "2026-11-24";
    assert_eq!(reader(public(), now), Reader::Other);
    assert_eq!(reader(own(1), now), Reader::Child);
    assert_eq!(reader(of_party(FATHER), now), Reader::Guardian(person(FATHER)));
    assert_eq!(reader(subject(MOTHER), now), Reader::Guardian(person(MOTHER)));
    let grown = given.file.birth().unwrap().birthday(law::AGE_OF_MAJORITY).unwrap();
    for asked in [of_party(FATHER), own(FATHER), subject(MOTHER)] {
        assert_eq!(
            asked.reader(&given.file, grown),
            Reader::Other,
            "asked while there was custody, tested after it"
        );
    }
}

/// A step-father may ask what is written about him. That gives him nothing of what is written about the child.
#[test]
fn whoever_is_around_the_child_is_not_its_guardian_by_asking() {
    const STEP_FATHER: u128 = 4;
    let relation = Relation {
        person: person(STEP_FATHER),
        kind: Code::from("step_parent"),
        lives_with_child: Some(true),
        source: text("Mamman"),
        as_of: day("2026-11-24"),
        ended: false,
    };
    let given = told().and(Command::LearnFamily(vec![FamilyFact::Relation(relation)]));
    let route = subject(STEP_FATHER);
    assert_eq!(route.reader(&given.file, day("2026-11-24")), Reader::Other);
    let items = suggestions(&given, &route);
    assert!(
        !items.is_empty() && items.iter().all(|item| matches!(item.treatment, Treatment::Kept(_))),
        "{items:?}"
    );
    // Nor does what lets a guardian have the child's let him.
    let of_guardian = given.clone().and(asked(route)).when(Command::Disclose(answer("U02", items)));
    let code = "U02".to_owned();
    of_guardian.refused(&Refusal::UnknownCode {
        list: "disclosure_ground".into(),
        code,
        field: Field::Reasons,
    });
    // Nor is whoever had custody once.
    let ended = Guardianship {
        person: person(MOTHER),
        kind: Code::from("joint"),
        from: Some(day("2015-04-09")),
        to: Some(day("2026-01-01")),
        source: text("Tingsrätten"),
    };
    let given = told().and(Command::LearnFamily(vec![FamilyFact::Guardianship(ended)]));
    assert_eq!(subject(MOTHER).reader(&given.file, day("2026-11-24")), Reader::Other);
}

/// Whoever lists what waits for an answer lists just the clocks that requests start.
#[test]
fn the_rules_of_requests_are_those_that_a_request_starts() {
    for route in [of_party(MOTHER), own(MOTHER), subject(MOTHER), public()] {
        let given = told();
        let before: Vec<_> = duties(&given.file, LawBook::sweden()).into_iter().map(|one| one.rule).collect();
        let after = duties(&given.and(asked(route)).file, LawBook::sweden());
        let new: Vec<_> = after.into_iter().filter(|one| !before.contains(&one.rule)).collect();
        assert_eq!(new.len(), 1);
        assert!(disclosure::RULES.contains(&new[0].rule.as_str()), "{}", new[0].rule);
    }
}

/// A parent has no insight in a grown child's file by any way.
#[test]
fn whoever_had_a_child_that_is_grown_is_no_guardian_by_asking() {
    let note = Command::SignNote(Some(matter(10)), a_note(vec![fact(OPEN)]));
    let given = given([file_of_child_born("2007-04-09"), guardian(MOTHER), report(10), note]);
    given.when(asked(own(MOTHER))).refused(&Refusal::NotTheirData);
    assert_eq!(subject(MOTHER).reader(&given.file, day("2026-11-24")), Reader::Other);
}

#[test]
fn each_part_of_a_double_name_is_covered() {
    let words: Vec<&str> = copy::words_of_name("Anna-Karin Berg-Lövdahl").collect();
    for told in ["Lövdahl ringde.", "Anna ringde.", "Bergs son."] {
        assert!(words.iter().any(|word| !copy::spans_of(told, word, true).is_empty()), "{told}");
    }
}

/// What a computer writes as a letter and a ring after it is the same letter, and a letter with a ring is not the one without.
#[test]
fn a_name_is_found_however_its_letters_are_written() {
    let found = |told: &str, name: &str| !copy::spans_of(told, name, true).is_empty();
    for (told, name) in [
        ("A\u{30a}sas mamma", "Åsa"),
        ("Åsas mamma", "A\u{30a}sa"),
        ("ÅSA", "a\u{30a}sa"),
        ("Rene\u{301} ringde", "René"),
    ] {
        assert!(found(told, name), "{name} in {told}");
    }
    assert!(!found("Alva\u{30a} ringde", "Alva") && !found("Åsa", "sa") && !found("A\u{30a}sa", "sa"));
    let covered = text("Mormor Rene\u{301} ringde.").covered(&copy::spans_of(
        "Mormor Rene\u{301} ringde.",
        "René",
        true,
    ));
    assert_eq!(covered.as_str(), "Mormor █████ ringde.", "and what stands over it is covered with it");
}

/// What is given with a condition, or of one item of many, is given in part: a decision that can be appealed may still be asked for.
#[test]
fn a_copy_with_a_condition_or_of_one_item_can_still_be_refused() {
    let given = told().and(asked(public()));
    let items = |all: bool| {
        let shown = suggestions(&given, &public()).into_iter().take(if all { usize::MAX } else { 1 });
        let despite = Some(text("Prövat."));
        shown.map(|item| Item { treatment: Treatment::Shown, despite: despite.clone(), ..item }).collect()
    };
    for (all, condition) in [(true, Some(text("Bara för forskning."))), (false, None)] {
        let copy = Disclosure { condition: condition.clone(), ..answer("U06", items(all)) };
        let after = given.clone().and(Command::Disclose(copy));
        assert!(after.file.disclosures[&id(REQUEST)].can_be_refused(), "all {all}, {condition:?}");
    }
    let whole = given.clone().and(Command::Disclose(answer("U06", items(true))));
    assert!(!whole.file.disclosures[&id(REQUEST)].can_be_refused(), "nothing is left to refuse");
}
