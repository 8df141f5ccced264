//! A delegation order as a table: how a municipality hands it over from a spreadsheet, and gets it back.
//!
//! ```text
//! punkt;beslut;lägst;villkor;fyra ögon
//! 1.2;D03;förste socialsekreterare;;
//! 2.1;D08;förste socialsekreterare;;ja
//! 3.4;D16;enhetschef;Högst fyra månader. Längre tid beslutas av utskottet.;
//! ```
//!
//! The separator is a semicolon, as Swedish spreadsheets write it, or a comma. The names of the columns may be Swedish or English and
//! stand in any order; levels may be written in Swedish or as their codes. A table without the last column asks for four eyes nowhere.

use super::{DelegationOrder, Point, PointFault, PointField, orders::POINTS_MAX};
use crate::{Day, LawBook, Level};
use csv::{ReaderBuilder, StringRecord, Trim, WriterBuilder};
use std::fmt;

/// Where a table of points is wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFault {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column, by its name in the file; empty: the whole line.
    pub field: String,
    /// What is wrong, for whoever runs the command.
    pub why: String,
}

impl fmt::Display for ListedFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}", self.line)?;
        if !self.field.is_empty() {
            write!(out, ", {}", self.field)?;
        }
        write!(out, ": {}", self.why)
    }
}

/// The fields of a point, each with the names its column may have; the first is the one that is written.
const COLUMNS: [(PointField, &[&str]); 5] = [
    (PointField::Number, &["punkt", "number"]),
    (PointField::DecisionType, &["beslut", "decision_type"]),
    (PointField::Lowest, &["lägst", "lowest"]),
    (PointField::Limits, &["villkor", "limits"]),
    (PointField::FourEyes, &["fyra ögon", "four_eyes"]),
];

/// How yes is written in a table, the first as it is written by us, and how no.
const YES: [&str; 3] = ["ja", "yes", "x"];
const NO: [&str; 3] = ["", "nej", "no"];

/// The levels that a point can name, each with the names it may be written by; the first is the one that is written.
const LEVELS: [(Level, &[&str]); 7] = [
    (Level::CaseWorker, &["socialsekreterare", "case_worker"]),
    (Level::EmergencyDuty, &["socialjour", "emergency_duty"]),
    (Level::FirstSocialWorker, &["förste socialsekreterare", "first_social_worker"]),
    (Level::UnitHead, &["enhetschef", "unit_head"]),
    (Level::Chair, &["ordförande", "chair"]),
    (Level::Committee, &["utskott", "committee"]),
    (Level::Board, &["nämnd", "board"]),
];

impl DelegationOrder {
    /// Reads the points of an order from a table and holds them to the law of the day the order begins.
    ///
    /// # Errors
    /// Every fault that was found, in the order of the lines: nothing of a table with a fault in it is taken.
    pub fn read_table(
        table: &str,
        (name, adopted, valid_from): (&str, Day, Day),
        law: &LawBook,
    ) -> Result<Self, Vec<ListedFault>> {
        let (points, lines, names) = read(table)?;
        let order = Self { name: name.to_owned(), adopted, valid_from, points };
        let told = |fault: PointFault| ListedFault {
            line: lines[fault.at],
            field: names.of(fault.field).to_owned(),
            why: fault.why.to_string(),
        };
        let faults: Vec<ListedFault> = order.faults(law).into_iter().map(told).collect();
        if faults.is_empty() { Ok(order) } else { Err(faults) }
    }

    /// Its points as a table that [`read_table`](Self::read_table) takes.
    pub fn to_table(&self) -> String {
        let mut table = WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        let head = COLUMNS.map(|(_, names)| names[0]);
        let line = |point: &Point| {
            let limits = point.limits.clone().unwrap_or_default();
            [
                point.number.clone(),
                point.decision_type.to_string(),
                level_name(point.lowest).to_owned(),
                limits,
                if point.four_eyes { YES[0].to_owned() } else { String::new() },
            ]
        };
        table.write_record(head).expect("a line into memory");
        for point in &self.points {
            table.write_record(line(point)).expect("a line into memory");
        }
        let bytes = table.into_inner().expect("memory is written to the end");
        String::from_utf8(bytes).expect("it was put together from text")
    }
}

/// How a level is written in a table: in Swedish.
fn level_name(level: Level) -> &'static str {
    let own = LEVELS.iter().find(|(one, _)| *one == level);
    own.map_or("domstol", |(_, names)| names[0])
}

fn level_of(text: &str) -> Option<Level> {
    let text = text.to_lowercase();
    LEVELS.iter().find(|(_, names)| names.contains(&text.as_str())).map(|(level, _)| *level)
}

/// Which column holds which field.
struct Names {
    head: StringRecord,
    /// None: the table has no such column and may do without.
    at: [Option<usize>; COLUMNS.len()],
}

impl Names {
    fn read(head: &StringRecord) -> Result<Self, ListedFault> {
        let found = |names: &[&str]| {
            let same = |name: &&str| head.iter().position(|column| column.to_lowercase() == **name);
            names.iter().find_map(same)
        };
        let mut at = [None; COLUMNS.len()];
        for (place, (field, names)) in COLUMNS.iter().enumerate() {
            let missing = || ListedFault {
                line: 1,
                field: names[0].to_owned(),
                why: format!("there is no column {}", names.join(" or ")),
            };
            at[place] = found(names);
            if at[place].is_none() && *field != PointField::FourEyes {
                return Err(missing());
            }
        }
        Ok(Self { head: head.clone(), at })
    }

    fn place(&self, field: PointField) -> Option<usize> {
        let own = COLUMNS.iter().position(|(one, _)| *one == field);
        self.at[own.expect("every field has a column")]
    }

    fn of(&self, field: PointField) -> &str {
        self.place(field).and_then(|place| self.head.get(place)).unwrap_or_default()
    }
}

/// The points, the line of each, and what the columns are called.
fn read(table: &str) -> Result<(Vec<Point>, Vec<u64>, Names), Vec<ListedFault>> {
    let table = table.strip_prefix('\u{feff}').unwrap_or(table); // spreadsheets begin a file with it
    let first = table.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).from_reader(table.as_bytes());
    let unreadable = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        vec![ListedFault { line, field: String::new(), why: error.to_string() }]
    };
    let head = reader.headers().map_err(|error| unreadable(&error))?;
    let names = Names::read(head).map_err(|fault| vec![fault])?;
    let (mut points, mut lines, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for row in reader.records() {
        let row = row.map_err(|error| unreadable(&error))?;
        let line = line_of(table, &row);
        match point(&row, &names) {
            Ok(point) => {
                points.push(point);
                lines.push(line);
            }
            Err((field, why)) => {
                faults.push(ListedFault { line, field: names.of(field).to_owned(), why });
            }
        }
        if points.len() > POINTS_MAX {
            let why = format!("an order has at most {POINTS_MAX} points");
            return Err(vec![ListedFault { line, field: String::new(), why }]);
        }
    }
    if points.is_empty() && faults.is_empty() {
        let why = "there is no point: an order without points gives nothing to anybody".to_owned();
        faults.push(ListedFault { line: 2, field: String::new(), why });
    }
    if faults.is_empty() { Ok((points, lines, names)) } else { Err(faults) }
}

/// Where a row begins: the reader's own answer stands before the empty lines that it has skipped.
fn line_of(table: &str, row: &StringRecord) -> u64 {
    let Some(position) = row.position() else { return 0 };
    let begins = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ahead = table.as_bytes().get(begins..).unwrap_or_default();
    let empty = ahead.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    position.line() + empty.filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>()
}

fn point(row: &StringRecord, names: &Names) -> Result<Point, (PointField, String)> {
    let cell = |field| names.place(field).and_then(|place| row.get(place)).unwrap_or_default();
    let kind = cell(PointField::DecisionType);
    let decision_type = kind.parse().map_err(|error| (PointField::DecisionType, format!("{error}")))?;
    let written = cell(PointField::Lowest);
    let unknown = || {
        let known: Vec<&str> = LEVELS.iter().map(|(_, names)| names[0]).collect();
        (PointField::Lowest, format!("`{written}` is no level; they are {}", known.join(", ")))
    };
    let eyes = cell(PointField::FourEyes).to_lowercase();
    if !YES.contains(&eyes.as_str()) && !NO.contains(&eyes.as_str()) {
        return Err((PointField::FourEyes, format!("`{eyes}` is neither {} nor empty", YES[0])));
    }
    let limits = Some(cell(PointField::Limits)).filter(|limits| !limits.is_empty());
    Ok(Point {
        number: cell(PointField::Number).to_owned(),
        decision_type,
        lowest: level_of(written).ok_or_else(unknown)?,
        limits: limits.map(str::to_owned),
        four_eyes: YES.contains(&eyes.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str) -> Result<DelegationOrder, Vec<String>> {
        let order = DelegationOrder::lyktinge();
        let heading = (order.name.as_str(), order.adopted, order.valid_from);
        let told = |faults: Vec<ListedFault>| faults.iter().map(ToString::to_string).collect();
        DelegationOrder::read_table(table, heading, LawBook::sweden()).map_err(told)
    }

    #[test]
    fn an_order_comes_back_from_its_table_as_it_was() {
        let order = DelegationOrder::lyktinge();
        assert_eq!(read(&order.to_table()), Ok(order.clone()));
        let english =
            order.to_table().replacen("punkt;beslut;lägst;villkor", "Number,Decision_Type,Lowest,Limits", 1);
        assert!(read(&english).is_err(), "one separator in the first line, another below");
        let commas = "\u{feff}lowest,number,limits,decision_type\ncase_worker,1.1,,D02\n";
        assert_eq!(read(commas).unwrap().points, order.points[..1]);
    }

    #[test]
    fn four_eyes_stand_in_a_column_that_a_table_may_do_without() {
        let mut order = DelegationOrder::lyktinge();
        order.points[1].four_eyes = true;
        assert_eq!(read(&order.to_table()), Ok(order.clone()));
        let table = "punkt;beslut;lägst;villkor;fyra ögon\n1;D02;enhetschef;;JA\n2;D03;enhetschef;;nej\n3;D08;nämnd;;\n";
        let eyes: Vec<bool> = read(table).unwrap().points.iter().map(|point| point.four_eyes).collect();
        assert_eq!(eyes, [true, false, false]);
        let faults = read(&table.replace("nej", "kanske")).unwrap_err();
        assert_eq!(faults, ["line 3, fyra ögon: `kanske` is neither ja nor empty"]);
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_column() {
        let table =
            "punkt;beslut;lägst;villkor\n1.1;D02;socialsekreterare;\n1.2;D03;chefen;\n1.3;DX;enhetschef;\n";
        let faults = read(table).unwrap_err();
        assert_eq!(faults.len(), 2);
        assert!(
            faults[0].starts_with("line 3, lägst: `chefen` is no level; they are socialsekreterare,"),
            "{faults:?}"
        );
        assert!(faults[1].starts_with("line 4, beslut: unknown decision type `DX`"), "{faults:?}");

        let low = "punkt;beslut;lägst;villkor\n4.1;D27;enhetschef;\n";
        assert!(read(low).unwrap_err()[0].starts_with("line 2, lägst: is below what the law allows"));
        let twice =
            "punkt;beslut;lägst;villkor\n1;D02;enhetschef;\n\n1;D03;enhetschef;\"a\nb\"\n2;D03;nämnd;\n";
        let faults = read(twice).unwrap_err();
        assert_eq!(faults[0], "line 4, punkt: stands in an earlier point as well", "empty lines count");
        assert!(faults[1].starts_with("line 6, beslut:"), "and so do lines inside a cell: {faults:?}");

        assert_eq!(read("").unwrap_err().len(), 1);
        assert_eq!(read("punkt;beslut;lägst;villkor\n").unwrap_err().len(), 1);
        assert!(read("punkt;beslut;villkor\n").unwrap_err()[0].contains("no column lägst or lowest"));
        assert!(read("punkt;beslut;lägst;villkor\n1.1;D02\n").unwrap_err()[0].starts_with("line 2"));
    }
}
