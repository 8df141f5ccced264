//! D08: a service is granted (11 kap. 1 § och 13 kap. 7 § SoL).

use super::{
    beginnings::{GRANTED_IN_JUNE, granted, heard, investigated, reported},
    deeds::*,
    story::Story,
};
use crate::words::*;
use law::Level;
use record::{
    Code, Field, MatterState, Refusal,
    decision::{CONSENT, Decision, Flag},
    service::Step,
};

pub(crate) fn stories() -> Vec<Story> {
    vec![
        begun_in_time(),
        the_father_declines(),
        never_begun(),
        a_girl_of_fifteen(),
        answers_an_application(),
        on_paper(),
        granted_on_paper_without_consent(),
        granted_on_paper_with_one_consent(),
    ]
}

fn ends() -> Step {
    Step::Ended { reason: Code::from("goal_reached"), result: None }
}

/// Granted, told, begun, planned, followed up, ended. Whoever it concerns may appeal for three weeks, each from the day they got it (44 §
/// FL).
fn begun_in_time() -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-06-15", "2026-09-15"));
    granted(Story::of("D08", "granted, begun and followed up"))
        .on(
            "Fri 2026-06-12",
            "The mother has it.",
            gets(d08().id, mother()),
            &["starts DL-025 mother by 2026-07-03"],
        )
        .on(
            "Mon 2026-06-15",
            "The father has it.",
            gets(d08().id, father()),
            &["starts DL-025 father by 2026-07-06"],
        )
        .on("Mon 2026-06-15", "The treatment begins.", steps(30, Step::Started), &["meets DL-032"])
        .on(
            "Tue 2026-06-23",
            "A plan is agreed, with another day to follow it up.",
            plans(30, "2026-08-31"),
            &["drops DL-044", "starts DL-044 by 2026-08-31"],
        )
        .seen("Fri 2026-07-03", &["DL-025 mother", "DL-025 father", "DL-044"])
        .seen("Sat 2026-07-04", &["DL-025 mother past", "DL-025 father", "DL-044"])
        .on(
            "Tue 2026-07-07",
            "Nobody has appealed.",
            happens(20, "decision.final"),
            &["meets DL-025 mother", "meets DL-025 father"],
        )
        .seen("Tue 2026-09-01", &["DL-044 overdue"])
        .on(
            "Tue 2026-09-01",
            "It is followed up, a day late.",
            follows_up(30, "2026-12-01"),
            &["meets DL-044", "starts DL-044 by 2026-12-01"],
        )
        .on("Mon 2026-11-30", "The goal is reached.", steps(30, ends()), &["drops DL-044"])
        .seen("Mon 2026-11-30", &[])
}

/// Both who have custody must consent (6 kap. 11 och 13 §§ FB). A committee may let it go ahead with one (6 kap. 13 a § FB, D12).
fn the_father_declines() -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-06-15", "2026-09-15"));
    let lacking = |lacking: Vec<_>, one: bool| Refusal::ConsentLacking {
        provision: "6 kap. 11 och 13 §§ FB".to_owned(),
        lacking,
        one_guardian: one.then(|| "D12".parse().unwrap()),
    };
    heard(investigated(Story::of("D08", "the father declines")))
        .refused(
            "Tue 2026-06-09",
            "Nobody has been asked.",
            decides(20, d08()),
            lacking(vec![mother(), father()], false),
        )
        .on("Tue 2026-06-09", "The mother consents.", says(20, mother(), "consents", "family_treatment"), &[])
        .on("Tue 2026-06-09", "The father declines.", says(20, father(), "declines", "family_treatment"), &[])
        .refused(
            "Tue 2026-06-09",
            "The father has not consented.",
            decides(20, d08()),
            lacking(vec![father()], true),
        )
        .on(
            "Wed 2026-06-17",
            "The committee lets it go ahead with the mother's consent.",
            records(20, decision("D12"), Level::Committee),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .on(
            "Wed 2026-06-17",
            "The mother is told.",
            posts(decision("D12").id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Wed 2026-06-17",
            "The father is told.",
            posts(decision("D12").id, father()),
            &["meets DL-024 father"],
        )
        .by(case_worker())
        .refused(
            "Thu 2026-06-18",
            "The delegation order gives it to a first social worker.",
            decides(20, d08()),
            is_for("D08", Level::FirstSocialWorker, "2.1"),
        )
        .by(first_social_worker())
        .refused(
            "Thu 2026-06-18",
            "Which service must be said.",
            decides(20, Decision { grants: Vec::new(), ..d08() }),
            Refusal::Missing(Field::Service),
        )
        .on(
            "Thu 2026-06-18",
            "Family treatment is granted.",
            decides(20, d08()),
            &[
                "meets DL-021",
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-032 by 2026-09-18",
                "starts DL-044 by 2026-09-15",
            ],
        )
        .so("the service is a matter of its own", |file| {
            matches!(file.file.matters[&matter(30)].state, MatterState::Service(_))
        })
}

/// Three months pass and nothing has begun: it is reported (34 kap. 1 § SoL), also when it stood still later.
fn never_begun() -> Story {
    granted(Story::of("D08", "not carried out"))
        .seen("Fri 2026-09-11", &["DL-032", "DL-044"])
        .seen("Sat 2026-09-12", &["DL-032 overdue", "DL-044"])
        .on(
            "Mon 2026-09-14",
            "It is reported that it has not been carried out.",
            steps(30, Step::NotCarriedOutReported),
            &["meets DL-032"],
        )
        .seen("Wed 2026-09-16", &["DL-044 overdue"])
        .on("Mon 2026-09-21", "It begins.", steps(30, Step::Started), &[])
        .on(
            "Wed 2026-09-30",
            "The therapist is ill.",
            steps(30, Step::Interrupted { motive: why("Behandlaren är sjuk.") }),
            &["starts DL-033 by 2026-12-30"],
        )
        .seen("Thu 2026-12-31", &["DL-033 overdue", "DL-044 overdue"])
        .on("Thu 2026-12-31", "The family ends it.", steps(30, ends()), &["drops DL-033", "drops DL-044"])
}

/// She is fifteen, and a party in her own right (3 kap. 4 § SoL): told and heard like her parents.
fn a_girl_is_heard(story: Story) -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-06-15", "2026-09-15"));
    reported(story.born("2010-05-05"))
        .on(
            "Thu 2026-04-30",
            "An investigation is opened.",
            decides(10, d02(20)),
            &[
                "meets DL-002",
                "drops DL-006",
                "starts DL-020 mother by 2026-04-30",
                "starts DL-020 father by 2026-04-30",
                "starts DL-020 child by 2026-04-30",
                "starts DL-021 by 2026-08-30 or 2026-08-31",
            ],
        )
        .on("Thu 2026-04-30", "She is told.", tells(20, child()), &["meets DL-020 child"])
        .on("Thu 2026-04-30", "The mother is told.", tells(20, mother()), &["meets DL-020 mother"])
        .on("Thu 2026-04-30", "The father is told.", tells(20, father()), &["meets DL-020 father"])
        .on("Mon 2026-05-04", "The investigation is signed.", writes(20), &[])
        .on(
            "Mon 2026-05-04",
            "The mother gets it.",
            shares(20, mother()),
            &["starts DL-023 mother by 2026-05-18"],
        )
        .on(
            "Mon 2026-05-04",
            "The father gets it.",
            shares(20, father()),
            &["starts DL-023 father by 2026-05-18"],
        )
        .on("Fri 2026-05-15", "The mother answers.", answers(20, mother()), &["meets DL-023 mother"])
        .on("Fri 2026-05-15", "The father answers.", answers(20, father()), &["meets DL-023 father"])
        .refused(
            "Fri 2026-05-15",
            "She has not been given it.",
            decides(20, d08()),
            demands("D08", "communicated", "25 § FL"),
        )
        .on("Fri 2026-05-15", "She gets it.", shares(20, child()), &["starts DL-023 child by 2026-05-29"])
        .on("Fri 2026-05-15", "She answers.", answers(20, child()), &["meets DL-023 child"])
}

/// How far her own consent is needed beside her parents' is inferred, so whoever decides is asked. She appeals within three weeks of having
/// got it (44 § FL): they end on Midsummer Eve, when the world rests until Monday (2 § lagen 1930:173).
fn a_girl_of_fifteen() -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-06-15", "2026-09-15"));
    let asks = Refusal::Asks {
        kind: "D08".parse().unwrap(),
        fact: CONSENT.to_owned(),
        provision: "21 kap. 1 § och 3 kap. 4 § SoL (2025:400)".to_owned(),
    };
    a_girl_is_heard(Story::of("D08", "a girl of fifteen"))
        .on("Fri 2026-05-15", "The mother consents.", says(20, mother(), "consents", "family_treatment"), &[])
        .on("Fri 2026-05-15", "The father consents.", says(20, father(), "consents", "family_treatment"), &[])
        .refused("Fri 2026-05-29", "She has not been asked.", decides(20, d08()), asks)
        .on("Fri 2026-05-29", "She consents.", says(20, child(), "consents", "family_treatment"), &[])
        .on(
            "Fri 2026-05-29",
            "Family treatment is granted.",
            decides(20, d08()),
            &[
                "meets DL-021",
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-024 child",
                // Saturday 29 August.
                "starts DL-032 by 2026-08-29 or 2026-08-31",
                "starts DL-044 by 2026-09-15",
            ],
        )
        // Three weeks end on Midsummer Eve.
        .on(
            "Fri 2026-05-29",
            "She is told face to face.",
            hands_over(d08().id, child()),
            &["meets DL-024 child", "starts DL-025 child by 2026-06-19 or 2026-06-22"],
        )
        .seen("Sat 2026-06-20", &["DL-024 mother", "DL-024 father", "DL-025 child past", "DL-032", "DL-044"])
        .on(
            "Mon 2026-06-22",
            "She appeals on the last lawful day.",
            happens(20, "appeal.received"),
            &["meets DL-025 child", "starts DL-027"],
        )
        .on("Tue 2026-06-23", "It goes to the court.", happens(20, "appeal.forwarded"), &["meets DL-027"])
}

/// The mother applied, waited six months and demanded a decision (12 § FL). It is granted within the four weeks.
fn answers_an_application() -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-11-30", "2027-02-01"));
    let story = investigated(Story::of("D08", "an application that had to wait")).on(
        "Mon 2026-05-04",
        "Her letter of 27 April is written into the investigation.",
        said_on("2026-04-27", 20, mother(), "applies"),
        &["starts DL-003b by 2026-04-27", "meets DL-003b", "starts DL-011 by 2026-10-27"],
    );
    heard(story)
        .on("Mon 2026-06-15", "The father consents.", says(20, father(), "consents", "family_treatment"), &[])
        .seen("Tue 2026-10-27", &["DL-011", "DL-021 overdue"])
        .on(
            "Wed 2026-10-28",
            "She demands a decision.",
            happens(20, "delay_claim.received"),
            &["meets DL-011", "starts DL-012 by 2026-11-25"],
        )
        .seen("Wed 2026-11-25", &["DL-012", "DL-021 overdue"])
        .seen("Thu 2026-11-26", &["DL-012 overdue", "DL-021 overdue"])
        .on(
            "Thu 2026-11-26",
            "It is granted.",
            decides(20, d08()),
            &[
                "meets DL-012",
                "meets DL-021",
                "starts DL-024 mother",
                "starts DL-024 father",
                "starts DL-032 by 2027-02-26",
                "starts DL-044 by 2027-02-01",
            ],
        )
}

/// A service that was granted on paper past what the law demands is recorded, flagged, and its clocks run.
fn on_paper() -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-06-15", "2026-09-15"));
    investigated(Story::of("D08", "granted on paper"))
        .on(
            "Thu 2026-06-11",
            "A case worker has granted it on paper.",
            records(20, d08(), Level::CaseWorker),
            GRANTED_IN_JUNE,
        )
        .flagged(&[
            Flag::Demanded("investigation_written".to_owned()),
            Flag::Demanded("communicated".to_owned()),
            Flag::Demanded("consent".to_owned()),
            Flag::WithoutAuthority(Level::FirstSocialWorker),
        ])
}

/// The father has said no, and it was granted on paper all the same. It is recorded, as what has happened is, and a reader is told that his
/// consent was lacking (6 kap. 11 och 13 §§ FB).
fn granted_on_paper_without_consent() -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-06-15", "2026-09-15"));
    heard(investigated(Story::of("D08", "granted on paper without consent")))
        .on("Tue 2026-06-09", "The mother consents.", says(20, mother(), "consents", "family_treatment"), &[])
        .on("Tue 2026-06-09", "The father declines.", says(20, father(), "declines", "family_treatment"), &[])
        .on(
            "Thu 2026-06-11",
            "It was granted on paper.",
            records(20, d08(), Level::UnitHead),
            GRANTED_IN_JUNE,
        )
        .flagged(&[Flag::Demanded("consent".to_owned())])
}

/// The committee has let it go ahead with the mother's consent (6 kap. 13 a § FB, D12): then no consent was lacking on paper either.
fn granted_on_paper_with_one_consent() -> Story {
    let d08 = || grants(service(30, "family_treatment", "2026-06-15", "2026-09-15"));
    heard(investigated(Story::of("D08", "granted on paper with one guardian's consent")))
        .on("Tue 2026-06-09", "The mother consents.", says(20, mother(), "consents", "family_treatment"), &[])
        .on("Tue 2026-06-09", "The father declines.", says(20, father(), "declines", "family_treatment"), &[])
        .on(
            "Wed 2026-06-10",
            "The committee lets it go ahead.",
            records(20, decision("D12"), Level::Committee),
            &["starts DL-024 mother", "starts DL-024 father"],
        )
        .on(
            "Wed 2026-06-10",
            "The mother is told.",
            posts(decision("D12").id, mother()),
            &["meets DL-024 mother"],
        )
        .on(
            "Wed 2026-06-10",
            "The father is told.",
            posts(decision("D12").id, father()),
            &["meets DL-024 father"],
        )
        .on(
            "Thu 2026-06-11",
            "It was granted on paper.",
            records(20, d08(), Level::UnitHead),
            GRANTED_IN_JUNE,
        )
        .flagged(&[])
}
