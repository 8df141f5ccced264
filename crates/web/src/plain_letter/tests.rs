//! Every letter that can be put together, held to how easy it must be.

use law::{Appeal, LawBook};
use record::decision::Decision;
use record::service::Grant;
use record::{Code, DecisionId, FileId, MatterId};

use super::*;
use crate::lix::Ease;
use crate::scene::Scene;
use crate::testing::{fact, text as words};
use crate::words::{Lang, Words};

const APPEALS: [Appeal; 3] = [Appeal::Administrative, Appeal::Legality, Appeal::CourtExamines];

fn grant(service: &str) -> Grant {
    Grant {
        matter: MatterId::new(uuid::Uuid::from_u128(8)),
        service: Code::from(service),
        from: "2026-12-01".parse().expect("a day"),
        until: Some("2027-05-31".parse().expect("a day")),
        extent: None,
        goal: fact("Frukost varje dag."),
        review: "2027-03-01".parse().expect("a day"),
        provider: None,
        suitable: None,
    }
}

/// Each type of decision that can be made here, without a service and with each; with and without a last day.
fn decisions(law: &LawBook) -> Vec<Decision> {
    let services: Vec<&str> =
        law.choices().iter().filter(|one| one.list == "service_kind").map(|one| &*one.code).collect();
    assert!(services.len() >= 12, "{services:?}");
    let mut all = Vec::new();
    for kind in law.decision_types().iter().filter(|kind| kind.can_be_made_here) {
        let bare = Decision::new(DecisionId::new(uuid::Uuid::from_u128(9)), kind.id.clone());
        let dated = Decision { until: Some("2027-02-28".parse().expect("a day")), ..bare.clone() };
        let granted = services
            .iter()
            .map(|service| Decision { grants: vec![grant(service)], ..dated.clone() })
            .collect::<Vec<_>>();
        all.extend([bare, dated].into_iter().chain(granted));
    }
    all
}

/// Draws every letter to one sort of reader, in a language, and hands each to a judge.
fn every(to: For, lang: Lang, mut judge: impl FnMut(&str, &[Block])) {
    let scene = Scene::new();
    let (actor, now) = (scene.at.actor("ulla"), scene.at.now());
    let file: FileId = scene.alva.file;
    let open = scene.at.desk.house.look(&actor, now, file, store::Part::Letter).expect("open");
    let house = &scene.at.desk.house;
    let reading = Reading {
        w: Words::of(lang),
        law: house.law,
        organisation: &open.organisation,
        open: &open,
        today: now.today,
    };
    for decision in decisions(house.law) {
        for appeal in APPEALS {
            for party in [false, true] {
                let letter = PlainLetter {
                    to,
                    party,
                    decision: &decision,
                    appeal,
                    child: "Alva".to_owned(),
                    worker: "Ulla Ekdahl",
                    phone: "0999-12 34 56",
                    why: None,
                    said: None,
                };
                let service = decision.grants.first().map_or("", |grant| grant.service.as_str());
                judge(&format!("{to:?} {} {service} {appeal:?}", decision.kind), &letter.blocks(&reading));
            }
        }
    }
}

/// What is read as running text: without headings, so that a short question does not make the rest seem easier.
fn running(blocks: &[Block]) -> String {
    let parts = blocks.iter().flat_map(|block| &block.parts);
    parts.map(|part| part.text.as_str().to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_letter_is_as_easy_as_its_reader_needs() {
    let mut hard = Vec::new();
    for to in For::ALL {
        every(to, Lang::Sv, |which, blocks| {
            let ease = Ease::of(&running(blocks));
            if !ease.is_within(to.limits()) {
                hard.push(format!(
                    "{which}: LIX {:.1}, {:.1} i snitt, {}",
                    ease.lix(),
                    ease.mean(),
                    ease.longest
                ));
            }
        });
    }
    hard.sort();
    hard.dedup();
    assert!(hard.is_empty(), "{} for hard:\n{}", hard.len(), hard.join("\n"));
}

/// Short texts hide behind their neighbours in a whole letter: each stands the test of its longest sentence alone, and none is left
/// without a full stop.
#[test]
fn every_text_is_whole_sentences_in_both_languages() {
    for lang in Lang::ALL {
        for to in For::ALL {
            every(to, lang, |which, blocks| {
                for part in blocks.iter().flat_map(|block| &block.parts) {
                    let text = part.text.as_str();
                    assert!(text.ends_with('.'), "{which}: {text}");
                    assert!(!text.contains("  ") && !text.contains(" ."), "{which}: {text}");
                }
            });
        }
    }
}

#[test]
fn a_letter_has_its_questions_in_order_and_explains_its_words() {
    let mut seen = false;
    every(For::Child, Lang::Sv, |which, blocks| {
        if !which.contains("D08 contact_person Administrative") {
            return;
        }
        seen = true;
        let headings: Vec<String> =
            blocks.iter().filter_map(|block| block.heading.as_ref()).map(ToString::to_string).collect();
        let expected = [
            "Vad handlade det om?",
            "Vad bestämdes?",
            "Vad händer nu?",
            "Om du inte håller med?",
            "Vem kan du prata med?",
            "Ord i brevet",
        ];
        assert_eq!(headings, expected);
        let text = running(blocks);
        assert!(text.contains("Hjälpen kan börja den 1 december 2026."), "{text}");
        assert!(text.contains("Domstol: ") && text.contains("Kontaktperson: "), "{text}");
        assert!(!text.contains("Familjehem: "), "only what stands in it is explained");
    });
    assert!(seen);
}

#[test]
fn what_the_worker_writes_stands_in_its_place_and_nowhere_else() {
    let scene = Scene::new();
    let (actor, now) = (scene.at.actor("ulla"), scene.at.now());
    let open = scene.at.desk.house.look(&actor, now, scene.alva.file, store::Part::Letter).expect("open");
    let house = &scene.at.desk.house;
    let reading = Reading {
        w: Words::of(Lang::Sv),
        law: house.law,
        organisation: &open.organisation,
        open: &open,
        today: now.today,
    };
    let decision =
        Decision::new(DecisionId::new(uuid::Uuid::from_u128(9)), "D07".parse().expect("a type of decision"));
    let letter = |to, why, said| PlainLetter {
        to,
        party: false,
        decision: &decision,
        appeal: Appeal::Legality,
        child: "Alva".to_owned(),
        worker: "Ulla",
        phone: "",
        why,
        said,
    };
    let said = Part::words(record::Speaker::Child, words("Jag vill bo hemma."));
    let blocks = letter(For::Child, Some(words("Det är bra hemma nu.")), Some(said)).blocks(&reading);
    let under = |heading: &str| {
        let block = blocks.iter().find(|block| block.heading.as_ref().is_some_and(|h| h.as_str() == heading));
        block.map(|block| running(std::slice::from_ref(block))).unwrap_or_default()
    };
    assert_eq!(under("Varför?"), "Det är bra hemma nu.");
    assert_eq!(under("Vad sa du?"), "Jag vill bo hemma.");
    let parents = running(&letter(For::Parents, None, None).blocks(&reading));
    assert!(parents.contains("Skälen står i beslutet"), "{parents}");
    assert!(!running(&blocks).contains("Telefonnumret"), "a telephone nobody has is not told");
}

/// The other letters that go out, from their messages: that an investigation has been opened, and what goes with a copy of it.
#[test]
fn the_other_letters_are_as_easy() {
    let w = Words::of(Lang::Sv);
    let values = [
        ("child", "Alva".into()),
        ("day", "24 november 2026".into()),
        ("worker", "Ulla Ekdahl".into()),
        ("provision", "25 § FL".into()),
    ];
    let letters: [(For, &[&str]); 5] = [
        (For::Child, &["letter-opened-child", "letter-how-child", "letter-rights-child"]),
        (For::Teen, &["letter-opened-young", "letter-how-young", "letter-rights-young", "letter-no-appeal"]),
        (For::Parents, &["letter-opened", "letter-ends", "letter-how", "letter-rights", "letter-no-appeal"]),
        (For::Teen, &["share-letter-opened-young", "share-letter-how", "share-letter-orally"]),
        (
            For::Parents,
            &["share-letter-opened", "share-letter-how", "share-letter-orally", "party-omitted-text"],
        ),
    ];
    for (to, keys) in letters {
        let text: Vec<String> = keys.iter().map(|key| w.with(key, &values)).collect();
        let ease = Ease::of(&text.join("\n"));
        assert!(ease.is_within(to.limits()), "{keys:?}: LIX {:.1}, {ease:?}", ease.lix());
    }
}
