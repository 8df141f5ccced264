//! The law data themselves: complete, consistent, and as strict as the law.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use law::{
    Appeal, Authority, Certainty, Day, DecisionType, DelegationOrder, Effect, Elsewhere, Floor, LawBook,
    LawError, Level, Need, Obstacle, OnlyFor, Sources, WhyNot, authority,
};

fn today() -> Day {
    Day::new(2026, 11, 21).unwrap()
}

fn kind(id: &str) -> &'static DecisionType {
    LawBook::sweden().decision_type(&id.parse().unwrap(), today()).unwrap()
}

const LEVELS: [Level; 8] = [
    Level::CaseWorker,
    Level::EmergencyDuty,
    Level::FirstSocialWorker,
    Level::UnitHead,
    Level::Chair,
    Level::Committee,
    Level::Board,
    Level::Court,
];

#[test]
fn the_book_is_whole() {
    let book = LawBook::sweden();
    assert_eq!(book.rules().len(), 112);
    assert_eq!(book.decision_types().len(), 64);
    assert_eq!(book.version(), "2026-12-01.1");
    for number in 2..=64 {
        assert_eq!(kind(&format!("D{number:02}")).id.as_str(), format!("D{number:02}"));
    }
    assert_eq!(kind("D20b").floor, Floor::Committee);
    for rule in book.rules() {
        let texts = [&rule.name_sv, &rule.name_en, &rule.extension, &rule.source];
        assert!(texts.iter().all(|text| !text.trim().is_empty()), "{}", rule.id);
        assert!(!rule.starts_at.is_empty() && !rule.fulfilled_by.is_empty(), "{}", rule.id);
    }
}

#[test]
fn every_event_has_one_name_and_every_name_an_event() {
    let book = LawBook::sweden();
    let named: BTreeSet<&String> = book.event_names().keys().collect();
    assert_eq!(named, book.events().iter().collect());
    let words: BTreeSet<&str> = book.event_names().values().map(|name| name.sv.as_str()).collect();
    assert_eq!(words.len(), named.len(), "two events are called the same");
}

/// Whatever of a row a page can show is there in Swedish and in English; citations are Swedish in both.
#[test]
fn what_is_shown_is_said_in_both_languages() {
    let law = LawBook::sweden();
    let rules = law.rules().iter().map(|rule| (rule.id.to_string(), &rule.name_sv, &rule.name_en));
    let kinds = law.decision_types().iter().map(|kind| (kind.id.to_string(), &kind.name_sv, &kind.name_en));
    let choices = law.choices().iter().map(|choice| (choice.code.clone(), &choice.sv, &choice.en));
    for (row, sv, en) in rules.chain(kinds).chain(choices) {
        assert!(!sv.trim().is_empty() && !en.trim().is_empty(), "{row} has a name in one language only");
        // Counties and acts keep their names.
        let mut words = en.split_whitespace().filter(|word| word.starts_with(char::is_lowercase));
        assert!(!words.any(|word| word.contains(['å', 'ä', 'ö'])), "{row} is Swedish in English: {en}");
    }
    for kind in law.decision_types().iter().filter(|kind| kind.can_be_made_here) {
        assert_eq!(kind.contents.len(), kind.contents_en.len(), "{} tells its contents in both", kind.id);
    }
}

#[test]
fn no_row_claims_a_review_it_has_not_had() {
    let book = LawBook::sweden();
    assert!(book.rules().iter().all(|rule| rule.reviewed_by.is_none()));
    assert!(book.decision_types().iter().all(|kind| kind.reviewed_by.is_none()));
    assert!(book.choices().iter().all(|choice| choice.reviewed_by.is_none()));
    assert!(book.retention().iter().all(|row| row.reviewed_by.is_none()));
    assert!(book.disclosure_grounds().iter().all(|row| row.reviewed_by.is_none()));
    assert!(book.disclosure_routes().iter().all(|row| row.reviewed_by.is_none()));
}

#[test]
fn wrong_data_are_refused_with_the_reason() {
    let sources = Sources {
        decision_types: "decision_type = []",
        value_lists: "choice = []",
        events: "[event.\"a.b\"]\nsv = \"a\"\nen = \"a\"",
        retention: "ground = []\n[sample]\ncounties = []\nmunicipalities = []\ndays = []\nprovision = \"\"\nsource = \"\"\n\
                    [readings]\nleast_years = 5\nwhy_sv = \"\"\nwhy_en = \"\"\nprovision = \"\"\ncertainty = \"verified\"\nsource = \"\"\n[[retention]]\n\
                    id = \"R6\"\nname_sv = \"a\"\nname_en = \"a\"\nwhen = []\nrule = \"DL-001\"\ncertainty = \"verified\"\nsource = \"\"",
        ..Sources::sweden()
    };
    let refused = |deadlines: &str| match LawBook::parse(&Sources { deadlines, ..sources }) {
        Err(LawError::Data(why)) => why,
        other => panic!("{other:?}"),
    };
    let row = |more: &str| {
        format!(
            "version = \"x\"\n[[rule]]\nid = \"DL-001\"\nname_sv = \"a\"\nname_en = \"a\"\nstarts_at = [\"a.b\"]\n\
             length = \"P1D\"\nnature = \"retention\"\nfulfilled_by = []\nscope = \"file\"\nextension = \"\"\n\
             valid_from = \"2020-01-01\"\ncertainty = \"verified\"\nsource = \"\"\n{more}"
        )
    };
    let whole = row("provision = \"1 §\"\nwaiting_for = \"x\"\n");
    assert!(LawBook::parse(&Sources { deadlines: &whole, ..sources }).is_ok());
    let no_names = LawBook::parse(&Sources { deadlines: &whole, events: "[event]", ..sources });
    assert!(no_names.unwrap_err().to_string().contains("event a.b has no name"));
    assert!(refused(&row("provision = \"1 §\"")).contains("what drives it"));
    assert!(refused(&row("waiting_for = \"x\"")).contains("no provision"));
    assert!(refused(&format!("{whole}successor = \"DL-002\"")).contains("successor"));
    assert!(refused(&format!("{whole}valid_to = \"2019-12-31\"")).contains("ends before"));
    assert!(refused(&format!("{whole}typo = 1")).contains("typo"));
    assert!(refused(&whole.replace("P1D", "P1X")).contains("P1X"));
    let twice = format!("{whole}{}", whole.replace("version = \"x\"\n", ""));
    assert!(refused(&twice).contains("stands twice"));
}

/// What bounds a type of decision is a rule by which a power ends.
#[test]
fn a_bound_that_ends_no_power_is_refused() {
    let types = include_str!("../../../law-data/decision-types.toml");
    let parse = |types: &str| LawBook::parse(&Sources { decision_types: types, ..Sources::sweden() });
    assert!(parse(types).is_ok());
    for wrong in ["DL-021", "DL-999"] {
        let why = parse(&types.replace("\"DL-040b\"", &format!("\"{wrong}\""))).unwrap_err();
        assert!(why.to_string().contains(&format!("D21: {wrong} ends no power")), "{why}");
    }
}

/// What a keeping names is a rule of keeping, and only the last takes what is left.
#[test]
fn a_keeping_without_a_rule_or_an_end_is_refused() {
    let parse = |retention: &str| LawBook::parse(&Sources { retention, ..Sources::sweden() });
    let data = Sources::sweden().retention;
    for (from, to, why) in [
        ("\"DL-105\"", "\"DL-021\"", "R4: DL-021 is no rule of keeping"),
        ("[\"DL-100\"]", "[\"DL-999\"]", "R5: DL-999 is no rule of keeping"),
        ("when = []", "when = [\"served\"]", "takes what is left"),
        ("when = [\"placed\"]", "when = []", "takes what is left"),
        ("frozen_en", "source_en", "source_en"),
        ("id = \"R2\"", "id = \"R1\"", "stands twice"),
        ("\"placed\"", "\"plaxed\"", "plaxed"),
        ("\"report.not_opened\"", "\"report.not_there\"", "report.not_there, which is no event"),
    ] {
        let error = parse(&data.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(why), "{from} -> {to}: {error}");
    }
}

/// The floors of 30 kap. 6–10 §§ socialtjänstlagen, written down here a second time.
#[test]
fn the_floors_are_those_of_the_law() {
    let committee = [
        "D12", "D13", "D14", "D15", "D17", "D19", "D20", "D20b", "D23", "D24", "D26", "D27", "D28", "D29",
        "D30", "D31", "D32", "D33", "D35", "D36", "D37", "D38", "D39", "D41", "D42", "D43", "D44", "D45",
        "D47", "D48",
    ];
    let board = ["D25", "D50", "D57"];
    let chair = ["D19", "D20b", "D27", "D28", "D29", "D32", "D37", "D43", "D45", "D48"];
    for kind in LawBook::sweden().decision_types() {
        let id = kind.id.as_str();
        let expected = match id {
            "D53" => Floor::SameAsChanged,
            "D64" => Floor::Court,
            _ if committee.contains(&id) => Floor::Committee,
            _ if board.contains(&id) => Floor::Board,
            _ => Floor::Any,
        };
        assert_eq!(kind.floor, expected, "{id}");
        assert_eq!(kind.chair_when_urgent, chair.contains(&id), "{id}");
        let must_cite = matches!(kind.floor, Floor::Committee | Floor::Court);
        assert!(!must_cite || kind.floor_provision.is_some(), "{id} has a floor without a provision");
        let made_here = ["D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D21", "D53", "D54"];
        assert_eq!(kind.can_be_made_here, made_here.contains(&id), "{id}");
    }
    assert_eq!(kind("D27").appeal, Appeal::CourtExamines);
}

/// Whatever an order says, nobody below the floor may decide.
#[test]
fn the_floor_wins_over_any_order() {
    let mut lax = "name = \"lax\"\nadopted = \"2026-01-01\"\nvalid_from = \"2026-01-01\"\n".to_owned();
    for id in LawBook::sweden().decision_types().iter().map(|kind| &kind.id) {
        let point = format!("number = \"{id}\"\ndecision_type = \"{id}\"\nlowest = \"case_worker\"");
        lax = [lax, point].join("\n[[point]]\n");
    }
    let lax = DelegationOrder::parse(&lax).unwrap();
    for kind in LawBook::sweden().decision_types() {
        for level in LEVELS {
            for urgent in [false, true] {
                let allowed = authority(kind, level, true, urgent, &lax).is_allowed();
                let lawful = match kind.floor {
                    _ if level == Level::Court => true,
                    Floor::Court => false,
                    Floor::Any if level == Level::Chair => urgent,
                    Floor::Any => true,
                    _ if level == Level::Chair => urgent && kind.chair_when_urgent,
                    Floor::Committee => level >= Level::Committee,
                    Floor::Board | Floor::SameAsChanged => level == Level::Board,
                };
                assert_eq!(allowed, lawful, "{} {level:?} urgent={urgent}", kind.id);
            }
        }
    }
}

#[test]
fn lyktinge_keeps_to_the_law() {
    let order = DelegationOrder::lyktinge();
    for kind in LawBook::sweden().decision_types() {
        let Some(point) = order.point(&kind.id) else { continue };
        let floor = match kind.floor {
            Floor::Any => Level::CaseWorker,
            Floor::Committee => Level::Committee,
            Floor::Board | Floor::SameAsChanged => Level::Board,
            Floor::Court => Level::Court,
        };
        assert!(point.lowest >= floor, "point {} goes below the floor", point.number);
        let by = authority(kind, point.lowest, true, false, &order);
        assert_eq!(by, Authority::May { point: Some(point.number.clone()) }, "{}", kind.id);
    }
    for (id, lowest) in [
        ("D02", Level::CaseWorker),
        ("D03", Level::FirstSocialWorker),
        ("D04", Level::UnitHead),
        ("D05", Level::CaseWorker),
        ("D06", Level::FirstSocialWorker),
    ] {
        assert_eq!(order.point(&kind(id).id).unwrap().lowest, lowest, "{id}");
    }
}

#[test]
fn a_refusal_says_why_and_who() {
    let order = DelegationOrder::lyktinge();
    let refused = |id, level, qualified, urgent| match authority(kind(id), level, qualified, urgent, &order) {
        Authority::MayNot { lowest, why } => (lowest, why),
        Authority::May { .. } => panic!("{id} was allowed"),
    };
    let (lowest, why) = refused("D03", Level::CaseWorker, true, false);
    assert_eq!(
        (lowest, why),
        (Level::FirstSocialWorker, WhyNot::DelegationOrder { point: Some("1.2".to_owned()) })
    );
    let (lowest, why) = refused("D27", Level::UnitHead, true, true);
    let provision = "30 kap. 7 § SoL (2025:400)".to_owned();
    assert_eq!((lowest, why), (Level::Committee, WhyNot::Floor { provision }));
    assert_eq!(refused("D02", Level::CaseWorker, false, false), (Level::CaseWorker, WhyNot::Qualification));
    assert_eq!(refused("D25", Level::Committee, true, true).0, Level::Board);
    assert!(
        authority(kind("D02"), Level::Board, false, false, &order).is_allowed(),
        "members need no degree"
    );
}

#[test]
fn what_an_order_does_not_name_stays_with_the_board() {
    let empty = "name = \"x\"\nadopted = \"2026-01-01\"\nvalid_from = \"2026-01-01\"\npoint = []";
    let empty = DelegationOrder::parse(empty).unwrap();
    let lowest = |level| authority(kind("D02"), level, true, false, &empty);
    let kept = Authority::MayNot { lowest: Level::Board, why: WhyNot::DelegationOrder { point: None } };
    assert_eq!(lowest(Level::UnitHead), kept);
    assert_eq!(lowest(Level::Committee), kept);
    assert_eq!(lowest(Level::Board), Authority::May { point: None });
}

#[test]
fn an_order_with_two_opinions_is_refused() {
    let point = "[[point]]\nnumber = \"1\"\ndecision_type = \"D02\"\nlowest = \"case_worker\"\n";
    let twice =
        format!("name = \"x\"\nadopted = \"2026-01-01\"\nvalid_from = \"2026-01-01\"\n{point}{point}");
    assert!(matches!(DelegationOrder::parse(&twice), Err(LawError::Data(_))));
}

#[test]
fn the_value_lists_say_what_the_law_says() {
    let book = LawBook::sweden();
    let list = |name| book.list(name, today());
    assert_eq!(
        list("mandated_reporter_group").len(),
        23,
        "22 groups of 19:1, and family counselling of 19:2"
    );
    let categories: BTreeSet<&str> =
        list("reporter_category").iter().map(|choice| choice.code.as_str()).collect();
    for group in list("mandated_reporter_group") {
        assert!(categories.contains(group.group.as_deref().unwrap()), "{}", group.code);
        let category = book.choice("reporter_category", group.group.as_deref().unwrap()).unwrap();
        assert_eq!(group.mandated, category.mandated, "{} is counted in {}", group.code, category.code);
    }
    assert_eq!(list("reporter_category").iter().filter(|choice| choice.mandated == Some(true)).count(), 11);
    for choice in list("reason") {
        assert_eq!(choice.violence, choice.group.as_deref() == Some("violence"), "{}", choice.code);
    }
    assert_eq!(list("protection_outcome").iter().filter(|choice| !choice.immediate).count(), 1);
    assert!(!book.choice("extension_reason", "workload").unwrap().accepted);
    assert!(book.choice("extension_reason", "police_interview_first").unwrap().accepted);
    assert!(
        book.choice("extension_reason", "other_exceptional").unwrap().accepted,
        "the law has no closed list"
    );
    let before = Day::new(2025, 12, 31).unwrap();
    assert!(book.list("feedback_value", before).is_empty(), "the three values came with lag 2025:1501");
    assert!(list("no_such_list").is_empty());
}

/// Every service has a row for every age of a child or young person, and only one.
#[test]
fn the_consents_leave_no_age_and_no_service_out() {
    let book = LawBook::sweden();
    let groups: BTreeSet<&str> =
        book.list("service_kind", today()).iter().map(|choice| choice.group.as_deref().unwrap()).collect();
    for group in groups {
        for age in 0..=20 {
            let rows = book.consents().iter().filter(|row| row.group == group);
            let covering = rows.filter(|row| (row.from_age..=row.to_age).contains(&age)).count();
            assert_eq!(covering, 1, "{group} at {age}");
            let row = book.consent(group, age, today()).unwrap();
            assert!(
                row.reviewed_by.is_none()
                    && !row.ways.is_empty()
                    && row.ways.iter().all(|way| !way.is_empty())
            );
        }
    }
    let home = book.consent("home", 16, today()).unwrap();
    assert_eq!(home.ways, [[Need::Guardians, Need::Child]], "else compulsory care");
    let one = book.one_guardian();
    assert_eq!(kind(one.decision.as_str()).floor, Floor::Committee);
    for service in &one.services {
        let choice = book.choice("service_kind", service).unwrap();
        assert_eq!(choice.group.as_deref(), Some("personal"), "never a placement: {service}");
    }
}

/// The blocking conditions on what can be decided here: as strict as they must be, and on firm ground.
#[test]
fn a_report_of_violence_cannot_end_without_an_investigation() {
    let not_opening = kind("D03");
    let bar = &not_opening.barred_when[0];
    assert_eq!(bar.fact, "violence_tagged");
    assert!(bar.blocks_on(today()) && bar.enforced, "though nobody has read the newest regulations");
    let enforced = LawBook::sweden()
        .decision_types()
        .iter()
        .flat_map(|kind| kind.requires.iter().chain(&kind.barred_when));
    assert_eq!(
        enforced.filter(|condition| condition.enforced).count(),
        1,
        "the only one, and DESIGN.md says why"
    );
    for id in ["D02", "D03", "D05"] {
        let first = &kind(id).requires[0];
        assert_eq!((first.fact.as_str(), first.certainty), ("protection_assessed", Certainty::Verified));
    }
    let reasons = kind("D04").reason_list.as_deref().unwrap();
    assert!(!LawBook::sweden().list(reasons, today()).is_empty());
}

/// In a running investigation the record knows whether the parties have had their say; elsewhere whoever decides is asked.
#[test]
fn what_the_record_cannot_know_is_asked() {
    let said = &kind("D10").requires[1];
    assert_eq!((said.fact.as_str(), said.elsewhere), ("communicated", Elsewhere::Asked));
    let of = |as_wanted, investigated| said.obstacle(as_wanted, investigated, today());
    assert_eq!((of(true, true), of(false, true)), (None, Some(Obstacle::Blocks)));
    assert_eq!((of(true, false), of(false, false)), (Some(Obstacle::Asks), Some(Obstacle::Asks)));
    assert_eq!(kind("D10").requires[0].obstacle(false, false, today()), None, "nothing is investigated");
    assert_eq!(kind("D08").requires[0].obstacle(false, false, today()), Some(Obstacle::Blocks));
}

/// The grounds of 37–38 §§ FL and 14 kap. 9 § SoL, written down here a second time.
#[test]
fn a_change_to_the_detriment_has_a_ground() {
    let grounds = LawBook::sweden().list("change_ground", today());
    let detriment = |yes: bool| {
        let of = grounds.iter().filter(|ground| ground.detriment == yes);
        of.map(|ground| ground.provision.as_ref().unwrap().as_str()).collect::<Vec<_>>()
    };
    assert_eq!(detriment(false), ["37 § första stycket FL", "38 § FL"]);
    let second = [1, 2, 3].map(|point| format!("37 § andra stycket {point} FL"));
    let to = ["37 § första stycket FL", &second[0], &second[1], &second[2], "14 kap. 9 § SoL (2025:400)"];
    assert_eq!(detriment(true), to);
    let only: Vec<_> = grounds.iter().filter_map(|ground| ground.only_for).collect();
    let made_from = Day::new(2025, 7, 1).unwrap();
    assert_eq!(only, [OnlyFor { made_from, until_further_notice: true }]);
    let communicated = &kind("D53").requires[0];
    let covered = grounds.iter().filter(|ground| communicated.covers(Some(ground)) != ground.detriment);
    assert_eq!(covered.count(), 0);
    assert!(!communicated.covers(None));
}

/// A list is asked from somewhere, or says what it waits for: never both, never neither.
#[test]
fn every_value_list_is_used_or_waits() {
    let book = LawBook::sweden();
    let sources: String = ["record", "store", "web"].into_iter().map(source).collect();
    let of_a_type = |list: &str| {
        book.decision_types().iter().any(|kind| kind.reason_list.as_deref().is_some_and(|own| own == list))
    };
    let lists: BTreeSet<&str> = book.choices().iter().map(|choice| choice.list.as_str()).collect();
    for list in &lists {
        let used = of_a_type(list) || sources.contains(&format!("\"{list}\""));
        let waits = book.waiting_lists().iter().any(|waiting| waiting.list == *list);
        assert!(used != waits, "{list}: used {used}, waits {waits}");
    }
    for waiting in book.waiting_lists() {
        assert!(lists.contains(&*waiting.list) && !waiting.waiting_for.is_empty(), "{}", waiting.list);
    }
}

/// Everything a crate's source says, in one text.
fn source(name: &str) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src");
    let (mut folders, mut text) = (vec![root], String::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    text
}

/// The twenty-eight rows of the table that disclosures are tested by, each once and in its order.
#[test]
fn the_grounds_of_disclosure_are_whole() {
    let book = LawBook::sweden();
    let ids: Vec<&str> = book.disclosure_grounds().iter().map(|ground| ground.id.as_str()).collect();
    let numbered: Vec<String> = (1..=28).map(|number| format!("U{number:02}")).collect();
    assert_eq!(ids, numbered);
    for ground in book.disclosure_grounds() {
        let texts = [
            &ground.name_sv,
            &ground.name_en,
            &ground.to_sv,
            &ground.to_en,
            &ground.when_sv,
            &ground.when_en,
            &ground.source,
        ];
        assert!(texts.iter().all(|text| !text.trim().is_empty()), "{}", ground.id);
    }
    let routes: Vec<&str> = book.disclosure_routes().iter().map(|route| route.code.as_str()).collect();
    assert_eq!(routes, ["official_document", "party_insight", "own_data", "data_subject"]);
}

/// What bars is barred, what is unsure says so, and what began on a day did not hold the day before.
#[test]
fn a_ground_of_disclosure_says_no_more_than_is_known() {
    let book = LawBook::sweden();
    let ground = |id: &str| book.disclosure_ground(id).unwrap();
    let bars: Vec<&str> = book
        .disclosure_grounds()
        .iter()
        .filter(|one| one.effect == Effect::Bars)
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(bars, ["U22", "U23", "U24", "U25"], "no general clause, no whereabouts");
    for unsure in ["U06", "U09", "U18", "U20"] {
        assert!(!ground(unsure).certainty.on(today()).is_certain(), "{unsure} was not read in full");
    }
    let first = Day::new(2025, 12, 1).unwrap();
    assert!(ground("U15").is_valid_on(first) && !ground("U15").is_valid_on(first.plus_days(-1)));
    assert_eq!(book.disclosure_route("own_data").unwrap().appeal, Appeal::CourtOfAppeal);
}

#[test]
fn a_route_without_a_ground_that_allows_it_is_refused() {
    let parse = |disclosures: &str| LawBook::parse(&Sources { disclosures, ..Sources::sweden() });
    let data = Sources::sweden().disclosures;
    for (from, to, why) in [
        ("grounds = [\"U05\"]", "grounds = [\"U24\"]", "party_insight: no ground allows it"),
        ("grounds = [\"U05\"]", "grounds = []", "party_insight: no ground allows it"),
        ("id = \"U02\"", "id = \"U01\"", "stands twice"),
        ("duty = \"never\"", "duty = \"no\"", "it both bars and allows"),
        ("effect = \"bars\"", "effect = \"perhaps\"", "perhaps"),
    ] {
        let error = parse(&data.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(why), "{from} -> {to}: {error}");
    }
}
