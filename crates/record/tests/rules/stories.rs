//! A story for each type of decision: what happens in a family's file over real weeks, and what it does to every clock.
//!
//! Each story is a table of lines (`story`), told to the record by `runner`, which compares exactly: a clock that should have moved and did
//! not fails it, and so does one that moved unasked. `coverage` counts from the law data that nothing is left out, `rows` tries each type of
//! decision against every column of its row, `can_fail` shows that all this can fail.

mod beginnings;
mod can_fail;
mod changes;
mod consent;
mod coverage;
mod d02;
mod d03;
mod d04;
mod d05;
mod d06;
mod d07;
mod d08;
mod d09;
mod d10;
mod d21;
mod d53;
mod d54;
mod deeds;
mod old_law;
mod rows;
mod runner;
mod story;

use runner::tell;
use story::Story;

/// The types of decision that the stories are about.
const TYPES: [&str; 12] =
    ["D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D21", "D53", "D54"];

/// Every story of what is right.
fn all() -> Vec<Story> {
    let of_types = [
        d02::stories(),
        d03::stories(),
        d04::stories(),
        d05::stories(),
        d06::stories(),
        d07::stories(),
        d08::stories(),
        d09::stories(),
        d10::stories(),
        d21::stories(),
        d53::stories(),
        d54::stories(),
    ];
    of_types.into_iter().flatten().chain(old_law::stories()).collect()
}

/// The record agrees with every story, line by line; else each disagreement is told.
#[test]
fn the_record_agrees_with_every_story() {
    let stories = all();
    let wrong: Vec<String> = stories.iter().filter_map(|story| tell(story).err()).collect();
    assert!(wrong.is_empty(), "{} of {} stories:\n\n{}", wrong.len(), stories.len(), wrong.join("\n\n"));
}
