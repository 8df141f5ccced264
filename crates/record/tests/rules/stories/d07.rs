//! D07: an investigation is closed without a service (20 kap. 3 § SoL).

use super::{
    beginnings::{closed, heard, investigated},
    deeds::*,
    story::Story,
};
use crate::words::*;
use law::Level;
use record::{
    Field, Refusal,
    decision::{Decision, Flag},
};

pub(crate) fn stories() -> Vec<Story> {
    vec![
        told_to_both(),
        after_the_last_day(),
        on_paper(),
        nothing_for_the_father(),
        answers_an_application(),
        from_an_emergency_home(),
    ]
}

/// Closed on the last weekday before the last day, told to both. It is open to legality review only (13 kap. KL): no time to appeal runs for
/// the parties.
fn told_to_both() -> Story {
    let d07 = || settling("D07");
    closed(Story::of("D07", "closed in time, and told to both"))
        .on("Tue 2026-09-01", "The mother has got the letter.", gets(d07().id, mother()), &[])
        .seen("Tue 2026-09-01", &[])
        .so("the investigation has ended", |file| file.file.running_investigations().next().is_none())
        .refused(
            "Tue 2026-09-01",
            "What is closed is not closed again.",
            decides(20, another(7, d07())),
            Refusal::MatterClosed,
        )
}

/// The law's demands first (14 kap. 3 § SoL, 25 § FL), then the summer: closed three days after the last day.
fn after_the_last_day() -> Story {
    let d07 = || settling("D07");
    investigated(Story::of("D07", "closed after the last day"))
        .by(first_social_worker())
        .refused(
            "Mon 2026-06-01",
            "It is not written.",
            decides(20, d07()),
            demands("D07", "investigation_written", "14 kap. 3 § SoL (2025:400)"),
        )
        .on("Mon 2026-08-17", "The investigation is signed.", writes(20), &[])
        .refused(
            "Mon 2026-08-17",
            "Nobody has been given it.",
            decides(20, d07()),
            demands("D07", "communicated", "25 § FL"),
        )
        .on(
            "Mon 2026-08-17",
            "The mother gets it.",
            shares(20, mother()),
            &["starts DL-023 mother by 2026-08-31"],
        )
        .on(
            "Mon 2026-08-17",
            "The father gets it.",
            shares(20, father()),
            &["starts DL-023 father by 2026-08-31"],
        )
        .on("Mon 2026-08-24", "The mother answers.", answers(20, mother()), &["meets DL-023 mother"])
        .seen("Sun 2026-08-30", &["DL-021", "DL-023 father"])
        .refused(
            "Mon 2026-08-31",
            "The father has the whole day to answer.",
            decides(20, d07()),
            demands("D07", "communicated", "25 § FL"),
        )
        .seen("Tue 2026-09-01", &["DL-021 overdue", "DL-023 father past"])
        .on(
            "Tue 2026-09-01",
            "His time is up.",
            happens(20, "communication.time_expired"),
            &["meets DL-023 father"],
        )
        .on(
            "Wed 2026-09-02",
            "The investigation is closed.",
            decides(20, d07()),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .so("the clock was met after its last lawful day", |file| {
            met_on(file, "DL-021") > file.clocks("DL-021")[0].due.latest_lawful
        })
}

/// Recorded as it was: never written, given to nobody, decided by a case worker.
fn on_paper() -> Story {
    investigated(Story::of("D07", "closed on paper"))
        .by(unit_head())
        .on(
            "Fri 2026-08-28",
            "A case worker has closed it on paper.",
            records(20, settling("D07"), Level::CaseWorker),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .flagged(&[
            Flag::Demanded("investigation_written".to_owned()),
            Flag::Demanded("communicated".to_owned()),
            Flag::WithoutAuthority(Level::FirstSocialWorker),
        ])
        .on(
            "Mon 2026-08-31",
            "The mother is told.",
            hands_over(settling("D07").id, mother()),
            &["meets DL-024 mother"],
        )
        .seen("Mon 2026-08-31", &["DL-024 father"])
}

/// The father has been there all along and wants no papers: giving him the material and telling him of the decision is obviously
/// unnecessary (25 och 33 §§ FL). It is recorded why, and that ends his clocks.
fn nothing_for_the_father() -> Story {
    let (d07, exception) = (|| settling("D07"), "obviously_unnecessary");
    investigated(Story::of("D07", "nothing for the father"))
        .on("Mon 2026-06-01", "The investigation is signed.", writes(20), &[])
        .on(
            "Mon 2026-06-01",
            "The mother gets it.",
            shares(20, mother()),
            &["starts DL-023 mother by 2026-06-15"],
        )
        .on("Mon 2026-06-08", "The mother answers.", answers(20, mother()), &["meets DL-023 mother"])
        .by(first_social_worker())
        .refused(
            "Mon 2026-06-08",
            "Nobody has said why the father has not been given it.",
            decides(20, d07()),
            demands("D07", "communicated", "25 § FL"),
        )
        .on("Mon 2026-06-08", "Somebody says why.", does_not_share(20, father(), exception), &[])
        .on(
            "Mon 2026-06-08",
            "The investigation is closed.",
            decides(20, d07()),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
        .on("Mon 2026-06-08", "The mother is told.", posts(d07().id, mother()), &["meets DL-024 mother"])
        .on(
            "Mon 2026-06-08",
            "Why the father is not told is recorded.",
            does_not_tell(d07().id, father(), exception),
            &["meets DL-024 father"],
        )
        .refused(
            "Tue 2026-06-09",
            "He who was not told has not got it.",
            gets(d07().id, father()),
            Refusal::NotInFile(Field::Person),
        )
}

/// The mother applied before the investigation was opened, and nothing is granted: the decision answers her (12 § FL).
fn answers_an_application() -> Story {
    let story = investigated(Story::of("D07", "closed, with an application to answer")).on(
        "Mon 2026-05-04",
        "Her letter of 27 April is written into the investigation.",
        said_on("2026-04-27", 20, mother(), "applies"),
        &["starts DL-003b by 2026-04-27", "meets DL-003b", "starts DL-011 by 2026-10-27"],
    );
    heard(story)
        .refused(
            "Mon 2026-06-15",
            "What is best for the child must be said.",
            decides(20, Decision { best_interests: None, ..settling("D07") }),
            Refusal::Missing(Field::BestInterests),
        )
        .on(
            "Mon 2026-06-15",
            "The investigation is closed.",
            decides(20, settling("D07")),
            &["meets DL-011", "meets DL-021", "starts DL-024 mother", "starts DL-024 father"],
        )
}

/// The child is in an emergency home when the investigation ends: at most two months more (22 kap. 4 § andra stycket SoL), a power that
/// ends by itself and is never moved.
fn from_an_emergency_home() -> Story {
    heard(investigated(Story::of("D07", "closed while the child is in an emergency home")))
        .on("Tue 2026-06-09", "He came to an emergency home.", happens(20, "jourhem.decided"), &[])
        .on(
            "Mon 2026-06-29",
            "The investigation is closed.",
            decides(20, settling("D07")),
            &["meets DL-021", "starts DL-024 mother", "starts DL-024 father", "starts DL-050 by 2026-08-29"],
        )
        .seen("Sat 2026-08-29", &["DL-024 mother", "DL-024 father", "DL-050"])
        .seen("Sun 2026-08-30", &["DL-024 mother", "DL-024 father", "DL-050 overdue"])
        .on("Mon 2026-08-31", "He goes home.", happens(20, "placement.moved_or_ended"), &["meets DL-050"])
}
