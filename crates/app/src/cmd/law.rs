//! `lykta law`: the law data, asked from the command line.

use std::process::ExitCode;

use ::law::{LawBook, LawError, cli};
use clap::Subcommand;

use super::{MISASKED, complain, say};

/// What to ask.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// One line for scripts: `nominal=… latest_lawful=… provision="…" certainty=…`
    Due(Start),
    /// The same in Swedish words: how the days were counted, and how sure it is
    Explain(Start),
    /// Every rule: its id, length, certainty and name
    Rules,
}

/// A rule and the day it starts from.
#[derive(Debug, clap::Args)]
struct Start {
    /// The rule, such as DL-021
    #[arg(value_name = "ID")]
    rule: String,
    /// The day that is day zero, as 2026-10-31
    date: String,
    /// The child's date of birth, for rules that are counted from it
    #[arg(long, value_name = "DATE")]
    birth: Option<String>,
}

/// Answers; exit code 2 when the question cannot be answered.
pub(crate) fn run(args: &Args) -> ExitCode {
    match answer(&args.question) {
        Ok(text) => {
            say(text.trim_end());
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(error);
            ExitCode::from(MISASKED)
        }
    }
}

fn answer(question: &Question) -> Result<String, LawError> {
    match question {
        Question::Due(start) => cli::due_line(&start.rule, &start.date, start.birth.as_deref()),
        Question::Explain(start) => cli::explain(&start.rule, &start.date, start.birth.as_deref()),
        Question::Rules => Ok(rules()),
    }
}

fn rules() -> String {
    let lines = LawBook::sweden().rules().iter().map(|rule| {
        format!(
            "{:8} {:28} {:26} {}\n",
            rule.id,
            rule.length.to_string(),
            rule.certainty.to_string(),
            rule.name_sv
        )
    });
    lines.collect()
}
