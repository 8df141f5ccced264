//! D54: a slip in a decision is corrected (36 § FL).

use super::{beginnings::granted, deeds::*, story::Story};
use crate::words::*;
use law::Level;
use record::{DecisionId, Field, Refusal, decision::Decision};

pub(crate) fn stories() -> Vec<Story> {
    vec![a_slip(), a_slip_of_what()]
}

fn d08() -> DecisionId {
    settling("D08").id
}

/// A slip is corrected by whoever sees it, with or without the qualification; nothing is settled by it and no clock hears of it.
fn a_slip() -> Story {
    granted(Story::of("D54", "a slip"))
        .by(unqualified())
        .refused(
            "Mon 2026-06-15",
            "How it should read must be said.",
            decides(30, Decision { wording: None, ..corrects(d08()) }),
            Refusal::Missing(Field::Text),
        )
        .on("Mon 2026-06-15", "The day was wrong.", decides(30, corrects(d08())), &[])
        .so("what is corrected knows it", |file| {
            file.file.decisions[&d08()].changed_by == [decision("D54").id]
        })
        .so("nobody must be told as of a decision", |file| {
            !file.file.decisions[&decision("D54").id].for_parties
        })
        .seen("Mon 2026-06-15", &["DL-032", "DL-044"])
}

/// A correction corrects something that stands in the file. It is appealed as what it corrects: whoever is told of it in a letter about the
/// service may appeal.
fn a_slip_of_what() -> Story {
    granted(Story::of("D54", "a slip of what"))
        .by(case_worker())
        .refused(
            "Mon 2026-06-15",
            "What is corrected must be said.",
            decides(30, Decision { changes: None, ..corrects(d08()) }),
            Refusal::Missing(Field::Outcome),
        )
        .refused(
            "Mon 2026-06-15",
            "It must stand here.",
            decides(30, corrects(id(12345))),
            Refusal::NoSuchDecision,
        )
        .on(
            "Tue 2026-06-16",
            "It was corrected on paper.",
            records(30, corrects(d08()), Level::CaseWorker),
            &[],
        )
        .on(
            "Wed 2026-06-17",
            "The mother is told.",
            hands_over(decision("D54").id, mother()),
            &["starts DL-025 mother by 2026-07-08"],
        )
        .seen("Thu 2026-07-09", &["DL-025 mother past", "DL-032", "DL-044"])
}
