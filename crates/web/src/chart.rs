//! The line of a goal over time, drawn on the server: one picture of straight lines and marks, with the table it was drawn from.
//!
//! Colour says nothing: who rated is told by the shape of the mark, and every line is drawn in the colour of the text, so that the picture
//! reads the same in dusk, in forced colours and on grey paper. Whole numbers are enough: a picture is 360 wide.

use jiff::civil::Date;
use law::Day;
use record::service::ServiceState;
use record::service_plan::Measure;

use crate::format;
use crate::goals::{self, Track};
use crate::reading::{Reading, date};

/// Where the lines are drawn, inside a picture of 360 by 150.
const LEFT: i64 = 34;
const RIGHT: i64 = 328;
const TOP: i64 = 22;
const BOTTOM: i64 = 122;

/// Marks, one for each who rates; with more than four they are used again.
const MARKS: [Mark; 4] = [Mark::Dot, Mark::Square, Mark::Triangle, Mark::Diamond];

/// How it was from the beginning.
const START: Mark = Mark::Cross;

/// The corners of a cross.
const CROSS: [(i64, i64); 12] = [
    (-2, -6),
    (2, -6),
    (2, -2),
    (6, -2),
    (6, 2),
    (2, 2),
    (2, 6),
    (-2, 6),
    (-2, 2),
    (-6, 2),
    (-6, -2),
    (-2, -2),
];

/// The shape of somebody's marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// ●
    Dot,
    /// ■
    Square,
    /// ▲
    Triangle,
    /// ◆
    Diamond,
    /// ✚
    Cross,
}

impl Mark {
    /// The same shape as a letter, for the words beside the picture.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Dot => "●",
            Self::Square => "■",
            Self::Triangle => "▲",
            Self::Diamond => "◆",
            Self::Cross => "✚",
        }
    }

    /// Its outline around a point, for a polygon.
    fn around(self, (x, y): (i64, i64)) -> String {
        let corners: &[(i64, i64)] = match self {
            Self::Dot => &[(-4, -2), (-2, -4), (2, -4), (4, -2), (4, 2), (2, 4), (-2, 4), (-4, 2)],
            Self::Square => &[(-4, -4), (4, -4), (4, 4), (-4, 4)],
            Self::Triangle => &[(0, -5), (5, 4), (-5, 4)],
            Self::Diamond => &[(0, -6), (5, 0), (0, 6), (-5, 0)],
            Self::Cross => &CROSS,
        };
        points(corners.iter().map(|(dx, dy)| (x + dx, y + dy)))
    }
}

/// One who rates: their line and marks.
#[derive(Clone, Debug)]
pub struct Series {
    /// Who.
    pub name: String,
    /// Their mark.
    pub mark: Mark,
    /// The line through the values, as a polyline's points.
    pub line: String,
    /// The marks, each as a polygon's points.
    pub marks: Vec<String>,
}

/// A line across the picture with a word: the target, or the day something began.
#[derive(Clone, Debug)]
pub struct Rule {
    /// How far across, or down.
    pub at: i64,
    /// The word.
    pub words: String,
}

/// How it was from the beginning: known, and said by nobody in particular.
#[derive(Clone, Debug)]
pub struct Start {
    /// Its mark, as a polygon's points.
    pub mark: String,
    /// The same shape as a letter.
    pub letter: &'static str,
}

/// A row of the table: a day, and what each said; empty where nobody said anything.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// The day.
    pub day: Date,
    /// In words.
    pub when: String,
    /// How it was from the beginning, on its day.
    pub start: String,
    /// Values in the order of the columns.
    pub values: Vec<String>,
}

/// The picture and the table.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows, in a sentence.
    pub title: String,
    /// The picture in words, for who does not see it.
    pub described: String,
    /// Where the lines begin.
    pub start: Option<Start>,
    /// Lines, the child's first.
    pub series: Vec<Series>,
    /// The target.
    pub target: Rule,
    /// The scale's ends.
    pub scale: Vec<Rule>,
    /// When the service began, stood still, ended.
    pub phases: Vec<Rule>,
    /// The first and the last day.
    pub days: [String; 2],
    /// The table.
    pub table: Vec<TableRow>,
}

/// The picture of a goal; none before there is anything to compare.
pub fn of(reading: &Reading<'_>, service: &ServiceState, track: &Track<'_>) -> Option<Chart> {
    let measure = track.goal.measure.as_ref()?;
    let days = track.days();
    let ([first, .., last], Some(title)) = (days.as_slice(), goals::finding(reading, track)) else {
        return None;
    };
    let place = Place { from: *first, to: *last, scale: scale(measure, track) };
    let raters = track.raters();
    let series = raters.iter().zip(MARKS.iter().cycle()).map(|(by, mark)| {
        let said = track.values.iter().filter(|value| value.by == *by).map(|value| (value.day, value.value));
        let said: Vec<_> = said.map(|value| place.of(value)).collect();
        let marks = said.iter().map(|point| mark.around(*point)).collect();
        let points = track.start.map(|value| place.of(value)).into_iter().chain(said);
        Series { name: goals::rater(reading, *by), mark: *mark, line: self::points(points), marks }
    });
    let series: Vec<Series> = series.collect();
    let who: Vec<String> = series.iter().map(|one| one.name.clone()).collect();
    let w = reading.w;
    let on = |day: Day| format::day_near(w, date(reading.today), date(day));
    let target = measure.target();
    Some(Chart {
        described: w.with(
            "chart-described",
            &[
                ("who", crate::file_page::and(reading, &who).into()),
                ("from", on(*first).into()),
                ("to", on(*last).into()),
            ],
        ),
        title,
        start: track.start.map(|value| Start { mark: START.around(place.of(value)), letter: START.letter() }),
        series,
        target: Rule { at: place.down(target), words: w.t("chart-target").into_owned() },
        scale: [place.scale.0, place.scale.1]
            .map(|value| Rule { at: place.down(value), words: goals::written(measure, value) })
            .to_vec(),
        phases: phases(reading, service, &place),
        days: [on(*first), on(*last)],
        table: table(reading, track, measure),
    })
}

/// The values between which the picture lies.
fn scale(measure: &Measure, track: &Track<'_>) -> (i32, i32) {
    match measure {
        Measure::Attainment { .. } => (-2, 2),
        Measure::Count { target, .. } => {
            let said = track.values.iter().map(|value| value.value);
            let highest = said.chain(track.start.map(|(_, value)| value)).max().unwrap_or_default();
            (0, highest.max(*target).max(1))
        }
    }
}

/// From days and values to places in the picture.
struct Place {
    from: Day,
    to: Day,
    scale: (i32, i32),
}

impl Place {
    fn of(&self, (day, value): (Day, i32)) -> (i64, i64) {
        (self.across(day), self.down(value))
    }

    fn across(&self, day: Day) -> i64 {
        let days = |to: Day| i64::from(format::days_between(date(self.from), date(to)));
        LEFT + (RIGHT - LEFT) * days(day) / days(self.to).max(1)
    }

    fn down(&self, value: i32) -> i64 {
        let (low, high) = self.scale;
        BOTTOM - (BOTTOM - TOP) * i64::from(value - low) / i64::from((high - low).max(1))
    }
}

fn phases(reading: &Reading<'_>, service: &ServiceState, place: &Place) -> Vec<Rule> {
    let marks = [
        ("chart-began", service.started),
        ("chart-paused", service.interrupted),
        ("chart-ended", service.ended),
    ];
    let within = marks.into_iter().filter_map(|(key, day)| {
        let day = day.filter(|day| *day > place.from && *day <= place.to)?;
        Some(Rule { at: place.across(day), words: reading.w.t(key).into_owned() })
    });
    within.collect()
}

fn table(reading: &Reading<'_>, track: &Track<'_>, measure: &Measure) -> Vec<TableRow> {
    let raters = track.raters();
    let row = |day: Day| {
        let start = track.start.filter(|(on, _)| *on == day);
        let value = |by: &record::follow_up::Rater| {
            let said = track.values.iter().rfind(|value| value.day == day && value.by == *by);
            said.map(|value| goals::written(measure, value.value)).unwrap_or_default()
        };
        let start = start.map(|(_, value)| goals::written(measure, value)).unwrap_or_default();
        let when = format::day_near(reading.w, date(reading.today), date(day));
        TableRow { day: date(day), when, start, values: raters.iter().map(value).collect() }
    };
    track.days().into_iter().map(row).collect()
}

/// Places as SVG writes them.
fn points(places: impl IntoIterator<Item = (i64, i64)>) -> String {
    let all: Vec<String> = places.into_iter().map(|(x, y)| format!("{x},{y}")).collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_its_place_between_the_ends_of_the_scale() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let place = Place { from: day("2026-11-24"), to: day("2026-12-04"), scale: (0, 5) };
        assert_eq!(place.of((day("2026-11-24"), 0)), (LEFT, BOTTOM));
        assert_eq!(place.of((day("2026-12-04"), 5)), (RIGHT, TOP));
        assert_eq!(place.of((day("2026-11-29"), 1)), (LEFT.midpoint(RIGHT), 102));
        let one_day = Place { to: day("2026-11-24"), ..place };
        assert_eq!(one_day.of((day("2026-11-24"), 5)), (LEFT, TOP), "nothing is divided by nothing");
    }

    #[test]
    fn no_two_marks_look_alike() {
        let outlines: Vec<String> = MARKS.iter().chain([&START]).map(|mark| mark.around((10, 10))).collect();
        for (at, outline) in outlines.iter().enumerate() {
            assert_eq!(outlines.iter().position(|other| other == outline), Some(at));
        }
    }
}
