//! `docs/scale.md`: the same figures with more and more files, and whether what should be flat is.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::{
    Figures,
    promise::{FLAT, Holds, PROMISED, PROMISES, Promise, shown},
};

/// What was measured with so many files.
type Measured = (u32, Figures);

/// The page: a row for each figure, a column for each number of files.
pub(super) fn page(measured: &[Measured], seed: u64) -> Result<String> {
    let curve: Vec<String> = measured.iter().map(|(files, _)| files.to_string()).collect();
    let mut page = format!(
        "# Scale\n\nWritten by `cargo xtask bench --curve {} --seed {seed}`; run it again rather than believe it. ",
        curve.join(",")
    );
    page.push_str(include_str!("scale.md"));
    page.push_str(&table(measured)?);
    let broken = broken(measured)?;
    let told = if broken.is_empty() { "none".to_owned() } else { broken.join(", ") };
    writeln!(page, "\nPromises broken: {told}.")?;
    Ok(page)
}

fn table(measured: &[Measured]) -> Result<String> {
    let mut table = String::from("| figure |");
    for (files, _) in measured {
        write!(table, " {} files |", spaced(*files))?;
    }
    table.push_str(" promise | kept |\n|---|");
    table.push_str(&"---|".repeat(measured.len() + 2));
    table.push('\n');
    for promise in &PROMISES {
        let values =
            measured.iter().map(|(_, figures)| promise.value(figures)).collect::<Result<Vec<_>>>()?;
        write!(table, "| {} |", promise.meaning)?;
        for value in &values {
            write!(table, " {} |", shown(*value))?;
        }
        writeln!(table, " {} | {} |", promised(promise), kept(promise, measured)?)?;
    }
    Ok(table)
}

/// The limit, and whether it is to be flat beyond what is promised.
fn promised(promise: &Promise) -> String {
    let words = promise.limit.words();
    if promise.holds == Holds::Flat { format!("{words}, flat") } else { words }
}

/// Whether a promise was kept with each number of files that it was made for.
fn kept(promise: &Promise, measured: &[Measured]) -> Result<&'static str> {
    if !measured.iter().any(|(files, _)| promise.is_promised(*files)) {
        return Ok("–");
    }
    let mut all = is_flat(promise, measured)?;
    for (files, figures) in measured {
        all &= promise.is_kept(promise.value(figures)?, *files);
    }
    Ok(if all { "yes" } else { "no" })
}

/// The promises that were broken, each with the number of files.
pub(super) fn broken(measured: &[Measured]) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for promise in &PROMISES {
        for (files, figures) in measured {
            if !promise.is_kept(promise.value(figures)?, *files) {
                broken.push(format!("{} at {} files", promise.name, spaced(*files)));
            }
        }
        if !is_flat(promise, measured)? {
            broken.push(format!("{} is not flat", promise.name));
        }
    }
    Ok(broken)
}

/// Whether it grows no more than disturbance would explain, from the number of files that is promised for to the largest.
fn is_flat(promise: &Promise, measured: &[Measured]) -> Result<bool> {
    if promise.holds != Holds::Flat {
        return Ok(true);
    }
    let from = measured.iter().rfind(|(files, _)| *files <= PROMISED);
    let ((_, from), (_, to)) = (
        from.or(measured.first()).context("nothing was measured")?,
        measured.last().context("nothing was measured")?,
    );
    Ok(promise.value(to)? <= promise.value(from)? * FLAT)
}

/// `1 000 000`.
fn spaced(number: u32) -> String {
    let digits = number.to_string();
    let mut told = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            told.push(' ');
        }
        told.push(digit);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::promise::tests::all_kept;

    fn measured() -> Vec<Measured> {
        vec![(10_000, all_kept()), (100_000, all_kept()), (1_000_000, all_kept())]
    }

    #[test]
    fn a_figure_that_should_be_flat_and_grows_is_named_though_it_is_below_its_limit() {
        let mut measured = measured();
        assert_eq!(broken(&measured).unwrap(), [""; 0]);
        let before = measured[1].1["my_day_cpu_ms"];
        measured[2].1.insert("my_day_cpu_ms".into(), before * 1.5);
        assert_eq!(broken(&measured).unwrap(), ["my_day_cpu_ms is not flat"]);
    }

    #[test]
    fn what_is_broken_is_named_with_the_number_of_files() {
        let mut measured = measured();
        measured[1].1.insert("report_ms".into(), 7.0);
        measured[2].1.insert("report_ms".into(), 9.0); // nothing is promised there
        assert_eq!(broken(&measured).unwrap(), ["report_ms at 100 000 files"]);
        let page = page(&measured, 1).unwrap();
        assert!(page.contains("Promises broken: report_ms at 100 000 files."), "{page}");
        assert!(page.contains("--curve 10000,100000,1000000 --seed 1"), "{page}");
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!([7, 1_000, 10_000, 1_000_000].map(spaced), ["7", "1 000", "10 000", "1 000 000"]);
    }
}
