//! People who read without need, planted among those who have one; and the log check that must show each of them by the same night.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use law::Day;
use record::{Actor, FileId, StaffId, Text, log_check::Sign};
use store::{
    Now, Part, Reason,
    log_check::{LogCheck, Month},
};

use crate::{
    model::Phase,
    town::{Town, curious, reception},
};

/// One that was planted: who read what, on which day, and what must show it.
struct Planted {
    reader: StaffId,
    file: Option<FileId>,
    day: Day,
    sign: Sign,
}

/// How the reading of the year was judged, by unit and month.
#[derive(Default)]
pub(crate) struct Checked {
    /// Planted, by what must show them.
    pub(crate) planted: BTreeMap<Sign, usize>,
    pub(crate) openings: usize,
    pub(crate) explained: usize,
    /// Lines that somebody looks at, in each unit's month.
    pub(crate) lines: Vec<usize>,
}

impl Checked {
    /// How many in a thousand explain themselves.
    pub(crate) fn explained_of_thousand(&self) -> usize {
        self.explained * 1000 / self.openings.max(1)
    }
}

impl Town {
    /// Now and then somebody is curious. By the night it stands in the check of their unit.
    pub(crate) fn snoop(&mut self) {
        if self.rng.f64() > 0.4 || self.children.is_empty() {
            return;
        }
        let child = self.rng.usize(..self.children.len());
        let planted = match self.rng.u8(..6) {
            0 => self.states_a_reason(child),
            1 => self.breaks_a_glass(child),
            2 => self.looks_for_the_name(),
            3 => Some(self.reads_at_night(child)),
            4 => self.reads_many(),
            _ => self.reads_long_after(),
        };
        let Some(planted) = planted else { return };
        self.expect_shown(&planted);
        *self.checked.planted.entry(planted.sign).or_default() += 1;
    }

    /// A colleague gives a reason that is none.
    fn states_a_reason(&mut self, child: usize) -> Option<Planted> {
        let (colleague, file) = (self.draw_worker(), self.children[child].file);
        let reason = Reason { code: "other".into(), words: words("Ville se hur det gick.") };
        self.house().give_reason(&colleague, self.now(), file, &reason).ok()?;
        self.house().look(&colleague, self.now(), file, Part::Timeline).unwrap();
        Some(self.planted(&colleague, Some(file), Sign::Stated))
    }

    /// Reception breaks the glass over the child of somebody they know.
    fn breaks_a_glass(&mut self, child: usize) -> Option<Planted> {
        let file = self.children[child].file;
        let purpose = Reason { code: "present".into(), words: words("Ringde och frågade.") };
        self.house().break_glass(&reception(), self.now(), file, &purpose).ok()?;
        self.house().look(&reception(), self.now(), file, Part::Timeline).unwrap();
        Some(self.planted(&reception(), Some(file), Sign::Glass))
    }

    /// Somebody who leads reads of the family whose name they bear.
    fn looks_for_the_name(&mut self) -> Option<Planted> {
        let curious = curious(self.units());
        let family = curious.name.split(' ').next_back().unwrap().to_owned();
        let child = self.children.iter().find(|child| child.name.ends_with(&family))?.file;
        self.house().look(&curious, self.now(), child, Part::Child).unwrap();
        Some(self.planted(&curious, Some(child), Sign::SameName))
    }

    /// At two in the morning.
    fn reads_at_night(&mut self, child: usize) -> Planted {
        let (head, file) = (self.head(), self.children[child].file);
        let two: Timestamp = format!("{}T01:00:00Z", self.day).parse().unwrap();
        self.house().look(&head, Now { instant: two, today: self.day }, file, Part::Timeline).unwrap();
        self.planted(&head, Some(file), Sign::OutsideHours)
    }

    /// File after file, a minute each.
    fn reads_many(&mut self) -> Option<Planted> {
        let (head, noon) = (self.head(), format!("{}T11:00:00Z", self.day).parse::<Timestamp>().unwrap());
        let files: Vec<FileId> = self.children.iter().rev().take(25).map(|child| child.file).collect();
        if files.len() < 25 {
            return None;
        }
        for (minute, file) in (0..).zip(files) {
            let now = Now { instant: noon + SignedDuration::from_mins(minute), today: self.day };
            self.house().look(&head, now, file, Part::Child).unwrap();
        }
        Some(self.planted(&head, None, Sign::ManyFiles))
    }

    /// Where nothing has happened for long.
    fn reads_long_after(&mut self) -> Option<Planted> {
        let head = self.head();
        let closed =
            self.children.iter().filter(|child| child.matters.iter().all(|one| one.phase == Phase::Closed));
        let files: Vec<FileId> = closed.map(|child| child.file).collect();
        let ago = |file: &FileId| {
            let open = self
                .house()
                .look(&crate::town::observer(self.units()), self.now(), *file, Part::Child)
                .unwrap();
            open.entries.last().is_some_and(|entry| {
                Day::from(entry.at.to_zoned(record::stockholm()).date()).days_until(self.day) > 31
            })
        };
        let file = files.into_iter().find(ago)?;
        self.house().look(&head, self.now(), file, Part::Timeline).unwrap();
        Some(self.planted(&head, Some(file), Sign::LongAfter))
    }

    fn planted(&self, reader: &Actor, file: Option<FileId>, sign: Sign) -> Planted {
        Planted { reader: reader.staff, file, day: self.day, sign }
    }

    /// The check of the reader's unit shows it, in the month that runs.
    fn expect_shown(&self, planted: &Planted) {
        let unit = self.house().organisation(self.day).member(planted.reader).expect("works here").unit;
        let check = self.log_check(unit, Month::of(self.day));
        let shows = check.looked.iter().map(|one| &one.looked).any(|looked| {
            (looked.reader, looked.file, looked.day) == (planted.reader, planted.file, planted.day)
                && looked.signs.contains(&planted.sign)
        });
        assert!(shows, "{:?} of {} is not shown on {}", planted.sign, planted.reader, planted.day);
    }

    fn log_check(&self, unit: record::UnitId, month: Month) -> LogCheck {
        self.house().log_check(&crate::town::observer(self.units()), self.now(), unit, month).unwrap()
    }

    /// A month is over: how much explained itself, and how much somebody has to look at.
    pub(crate) fn judge_month(&mut self) {
        let month = Month::of(self.day).before();
        let units: Vec<record::UnitId> =
            self.house().organisation(self.day).units.iter().map(|unit| unit.id).collect();
        for unit in units {
            let check = self.log_check(unit, month);
            self.checked.openings += check.openings;
            self.checked.explained += check.explained;
            self.checked.lines.push(check.looked.len());
        }
    }
}

fn words(text: &str) -> Text {
    Text::typed(text).unwrap().unwrap()
}
