//! The rows of the lists as they are read: columns in the order of their statements in `sql/views.rs`.

use super::{InFile, ServiceRow};
use crate::{
    Result, Row,
    views::{self, ClockRow, MatterRow, MeetingRow, ProposalRow},
};
use law::Day;
use record::{DecisionId, FileId, MatterId, MeetingId, PersonId, StaffId, UnitId};

pub(super) fn day_of(row: &Row, column: usize) -> Result<Day> {
    row.text(column)?.parse().map_err(|_| crate::Error::Unreadable("a day"))
}

pub(super) fn matter_of(row: &Row, column: usize) -> Result<Option<MatterId>> {
    let id = row.id(column)?;
    Ok((!id.is_nil()).then(|| MatterId::new(id)))
}

pub(super) fn clock_row(row: &Row) -> Result<InFile<ClockRow>> {
    let (subject, about) = (row.id(3)?, row.id(4)?);
    Ok(InFile {
        file: FileId::new(row.id(0)?),
        row: ClockRow {
            matter: matter_of(row, 1)?,
            rule: row.text(2)?,
            subject: (!subject.is_nil()).then(|| PersonId::new(subject)),
            about: (!about.is_nil()).then(|| DecisionId::new(about)),
            started_on: day_of(row, 5)?,
            nominal_on: row.maybe(6, day_of)?,
            latest_on: row.maybe(7, day_of)?,
            unit: UnitId::new(row.id(8)?),
            main: row.maybe(9, Row::id)?.map(StaffId::new),
            second: row.maybe(10, Row::id)?.map(StaffId::new),
        },
    })
}

pub(super) fn meeting_row(row: &Row) -> Result<InFile<MeetingRow>> {
    Ok(InFile {
        file: FileId::new(row.id(0)?),
        row: MeetingRow {
            meeting: MeetingId::new(row.id(1)?),
            matter: matter_of(row, 2)?,
            at: row.text(3)?,
            worker: StaffId::new(row.id(4)?),
            kind: row.text(5)?,
            awaits_note: row.truth(6)?,
        },
    })
}

pub(super) fn proposal_row(row: &Row) -> Result<InFile<ProposalRow>> {
    Ok(InFile {
        file: FileId::new(row.id(0)?),
        row: ProposalRow {
            decision: DecisionId::new(row.id(1)?),
            matter: MatterId::new(row.id(2)?),
            kind: row.text(3)?,
            to: row.maybe(4, Row::id)?.map(StaffId::new),
            unit: UnitId::new(row.id(5)?),
            by: StaffId::new(row.id(6)?),
            on: day_of(row, 7)?,
        },
    })
}

pub(super) fn matter_row(row: &Row) -> Result<InFile<MatterRow>> {
    let (kind, phase) = (row.text(2)?, row.text(3)?);
    Ok(InFile {
        file: FileId::new(row.id(0)?),
        row: MatterRow {
            matter: MatterId::new(row.id(1)?),
            kind: views::kind_code(&kind)?,
            phase: views::phase_code(&phase)?,
            number: row.maybe(4, Row::text)?,
            opened_on: day_of(row, 5)?,
            unit: UnitId::new(row.id(6)?),
            main: row.maybe(7, Row::id)?.map(StaffId::new),
            second: row.maybe(8, Row::id)?.map(StaffId::new),
            immediate: row.truth(9)?,
            unqualified: row.truth(11)?,
        },
    })
}

pub(super) fn service_row(row: &Row) -> Result<InFile<ServiceRow>> {
    let InFile { file, row: matter } = matter_row(row)?;
    Ok(InFile { file, row: ServiceRow { matter, taken: row.maybe(12, Row::id)?.is_some() } })
}
