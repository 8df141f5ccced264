//! What is promised of a figure, and the table that says whether it was kept.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::Figures;

/// One promised figure.
pub(super) struct Promise {
    /// The name under which it is measured.
    pub(super) name: &'static str,
    /// What it means, for the reader of the table.
    pub(super) meaning: &'static str,
    pub(super) limit: Limit,
    /// Up to how many files the limit is promised.
    pub(super) holds: Holds,
    /// What comparable open systems were measured at: `OS2bos` / `CPIMS-DCS` / GNU Health.
    peers: &'static str,
}

#[derive(Clone, Copy)]
pub(super) enum Limit {
    Below(f64),
    AtLeast(f64),
    /// Reported beside the others, without a promise.
    None,
}

/// How far a promise reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Up to [`PROMISED`] files.
    Promised,
    /// However many: the figure does not grow, either.
    Flat,
}

/// The number of files that everything is promised for.
pub(super) const PROMISED: u32 = 100_000;

/// A figure that is flat is at most so many times as large with the most files as with [`PROMISED`]: what is more is no disturbance.
pub(super) const FLAT: f64 = 1.3;

pub(super) const fn promise(name: &'static str, meaning: &'static str, limit: Limit) -> Promise {
    Promise { name, meaning, limit, holds: Holds::Promised, peers: "–" }
}

impl Promise {
    pub(super) const fn flat(self) -> Self {
        Self { holds: Holds::Flat, ..self }
    }

    pub(super) const fn peers(self, peers: &'static str) -> Self {
        Self { peers, ..self }
    }
}

/// The promises, in the order of the table.
pub(super) const PROMISES: [Promise; 33] = [
    promise(
        "start_s",
        "start with data in place, login and first page (Min dag), s (median of 5)",
        Limit::Below(0.3),
    )
    .peers("7.0 / 5.4 / 1.8"),
    promise("idle_mb", "memory at rest after the first page, MB (PSS)", Limit::Below(80.0))
        .peers("471 / 690 / 256"),
    promise("my_day_cpu_ms", "a worker's list (Min dag), ms CPU", Limit::Below(3.0)).flat(),
    promise(
        "file_page_cpu_ms",
        "the page of one child's file, 40 entries, opened before, ms CPU",
        Limit::Below(3.0),
    )
    .flat()
    .peers("48 / 24 / 10.2 (app and database, one record)"),
    promise(
        "file_page_first_cpu_ms",
        "the page of a file in work, the first time since the start, ms CPU",
        Limit::Below(3.0),
    )
    .flat(),
    promise(
        "access_decision_us",
        "a decision whether somebody may open a part of a file, µs",
        Limit::Below(5.0),
    ),
    promise(
        "access_row_share",
        "the row of the access log, as a share of the page without it, CPU",
        Limit::Below(0.1),
    ),
    promise("long_file_cpu_ms", "the page of a file with 1,000 entries, ms CPU", Limit::Below(15.0)).flat(),
    promise("report_ms", "a report registered and durable, ms (median)", Limit::Below(5.0)),
    promise("name_search_ms", "a name search, the slowest kind of three, ms (median)", Limit::Below(20.0)),
    promise(
        "notes_per_second",
        "journal notes through `act`, 8 callers, files of 40 entries, per s",
        Limit::AtLeast(2_500.0),
    )
    .peers("52 created records per s (OS2bos, best)"),
    promise("notes_of_raw", "the same, as a share of a raw insert of as many rows", Limit::AtLeast(0.35)),
    promise("access_row_ms", "the row alone, until it is durable, ms (median)", Limit::None),
    promise("file_page_ms", "the page with its row, until it is answered, ms (median)", Limit::None),
    promise("group_cpu_ms", "a group's list (Gruppen), ms CPU", Limit::None),
    promise("reception_cpu_ms", "the reception's list, ms CPU", Limit::None),
    promise("long_file_first_cpu_ms", "a file with 1,000 entries, the first time, ms CPU", Limit::None),
    promise("report_cpu_ms", "a report registered, ms CPU", Limit::None),
    promise("flush_ms", "one page flushed to this disk meanwhile, ms (a report takes two)", Limit::None),
    promise("name_search_cpu_ms", "a name search, the slowest kind of three, ms CPU", Limit::None),
    promise("name_index_s", "the name index built in the background, s", Limit::None),
    promise("name_index_mb_per_100k", "memory of the name index for each 100,000 persons, MB", Limit::None),
    promise("settled_mb", "memory at rest with the name index built, MB (PSS)", Limit::None),
    promise("raw_rows_per_second", "raw insert of the same number of rows, in notes per s", Limit::None),
    promise("append_per_second", "bare append of a sealed entry, per s", Limit::None),
    promise("files", "files in the data", Limit::None).peers("1,769 / 5,000 / –"),
    promise("persons", "persons in the data", Limit::None),
    promise("matters_of_a_worker", "running matters of a worker", Limit::None),
    promise("disk_gb", "the data on disk, GB", Limit::None),
    promise("fill_per_second", "files filled in per s", Limit::None),
    promise("cores", "cores", Limit::None),
    promise("load_before", "load of the machine before", Limit::None),
    promise("load_after", "load of the machine after", Limit::None),
];

impl Promise {
    /// What was measured. A figure that was not measured is an error, not a blank.
    pub(super) fn value(&self, figures: &Figures) -> Result<f64> {
        figures.get(self.name).copied().with_context(|| format!("{} was not measured", self.name))
    }

    /// Whether it is promised for so many files.
    pub(super) fn is_promised(&self, files: u32) -> bool {
        !matches!(self.limit, Limit::None) && (self.holds == Holds::Flat || files <= PROMISED)
    }

    /// Whether it was kept, or not promised.
    pub(super) fn is_kept(&self, value: f64, files: u32) -> bool {
        match self.limit {
            Limit::Below(limit) => value < limit || !self.is_promised(files),
            Limit::AtLeast(limit) => value >= limit || !self.is_promised(files),
            Limit::None => true,
        }
    }
}

impl Limit {
    pub(super) fn words(self) -> String {
        match self {
            Self::Below(limit) => format!("< {limit}"),
            Self::AtLeast(limit) => format!("≥ {limit}"),
            Self::None => "–".into(),
        }
    }
}

/// Small numbers with two decimals, large ones without.
pub(super) fn shown(value: f64) -> String {
    let digits = if value < 10.0 { 2 } else { 0 };
    format!("{value:.digits$}")
}

/// The table and the names of the broken promises.
pub(super) fn render(promises: &[Promise], figures: &Figures, files: u32) -> Result<(String, Vec<String>)> {
    let mut table = String::from("| figure | measured | promise | kept | peers |\n|---|---|---|---|---|\n");
    let mut broken = Vec::new();
    for promise in promises {
        let value = promise.value(figures)?;
        let kept = promise.is_kept(value, files);
        let word = match (promise.is_promised(files), kept) {
            (false, _) => "–",
            (true, true) => "yes",
            (true, false) => "no",
        };
        if !kept {
            broken.push(promise.name.to_owned());
        }
        let Promise { meaning, peers, .. } = promise;
        let (value, limit) = (shown(value), promise.limit.words());
        writeln!(table, "| {meaning} | {value} | {limit} | {word} | {peers} |")?;
    }
    Ok((table, broken))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Figures that keep every promise.
    pub(in crate::bench) fn all_kept() -> Figures {
        let kept = PROMISES.iter().map(|promise| {
            let value = match promise.limit {
                Limit::Below(limit) => limit / 2.0,
                Limit::AtLeast(limit) => limit * 2.0,
                Limit::None => 1.0,
            };
            (promise.name.to_owned(), value)
        });
        kept.collect()
    }

    #[test]
    fn kept_promises_break_nothing() {
        let (table, broken) = render(&PROMISES, &all_kept(), PROMISED).unwrap();
        assert!(broken.is_empty(), "{broken:?}");
        assert_eq!(table.lines().count(), PROMISES.len() + 2);
    }

    #[test]
    fn a_broken_promise_is_named_and_a_missing_figure_is_an_error() {
        let mut figures = all_kept();
        figures.insert("start_s".into(), 0.31);
        assert_eq!(render(&PROMISES, &figures, PROMISED).unwrap().1, ["start_s"]);
        figures.remove("idle_mb");
        assert!(render(&PROMISES, &figures, PROMISED).unwrap_err().to_string().contains("idle_mb"));
    }

    #[test]
    fn beyond_what_is_promised_only_what_is_flat_is_held_to_it() {
        let mut figures = all_kept();
        figures.insert("start_s".into(), 0.31);
        figures.insert("my_day_cpu_ms".into(), 3.1);
        assert_eq!(render(&PROMISES, &figures, 10 * PROMISED).unwrap().1, ["my_day_cpu_ms"]);
    }
}
