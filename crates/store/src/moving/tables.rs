//! What is carried beside an export, and what both places are compared by.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::site::Site;
use crate::sql::{export as export_sql, moving as sql};
use crate::tx::Sql;
use crate::value::{Row, Value};

/// Rows of a transaction.
const PAGE: i64 = 1000;

/// A table of an authority's.
struct Table {
    read: Sql,
    /// None for what an export brings: then it is only compared.
    put: Option<Sql>,
    by: By,
    /// The columns that are ids, which one engine gives back as bytes.
    ids: &'static [usize],
}

/// How its rows are read in the order of its key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// After the id in the first column.
    Id,
    /// After so many. For tables whose key is no id: they are small.
    Count,
}

/// Takes some rows of a site.
type EachRows<'a> = dyn FnMut(&mut Site, Vec<Vec<Value>>) -> Result<()> + 'a;

/// In the order in which they refer to each other.
const TABLES: [Table; 19] = [
    Table { read: sql::STREAMS, put: None, by: By::Id, ids: &[0] },
    Table { read: sql::ACCESS, put: None, by: By::Id, ids: &[0, 2, 3] },
    Table { read: sql::COMMANDS, put: None, by: By::Id, ids: &[0, 1] },
    Table { read: sql::ATTACHMENTS, put: Some(sql::ATTACHMENT_PUT), by: By::Id, ids: &[0, 1] },
    Table { read: sql::DRAFTS, put: Some(sql::DRAFT_PUT), by: By::Id, ids: &[0, 1, 2] },
    Table { read: sql::MESSAGES, put: Some(sql::MESSAGE_PUT), by: By::Id, ids: &[0, 5, 11] },
    Table { read: sql::MESSAGE_MATTERS, put: Some(sql::MESSAGE_MATTER_PUT), by: By::Count, ids: &[0, 1, 2] },
    Table { read: sql::MESSAGES_HANDLED, put: Some(sql::MESSAGE_HANDLED_PUT), by: By::Id, ids: &[0, 2] },
    Table { read: sql::REASONS, put: Some(sql::REASON_PUT), by: By::Id, ids: &[0, 1, 2, 8] },
    Table { read: sql::REVIEWS, put: Some(sql::REVIEW_PUT), by: By::Id, ids: &[0, 1, 2, 3] },
    Table { read: sql::LOG_CHECKS, put: Some(sql::LOG_CHECK_PUT), by: By::Count, ids: &[0, 2, 3] },
    Table { read: sql::TOKENS, put: Some(sql::TOKEN_PUT), by: By::Count, ids: &[1, 2] },
    Table { read: sql::ACCOUNTS, put: Some(sql::ACCOUNT_PUT), by: By::Count, ids: &[0] },
    Table { read: sql::LOGINS, put: Some(sql::LOGIN_PUT), by: By::Count, ids: &[1] },
    Table { read: sql::PASSKEYS, put: Some(sql::PASSKEY_PUT), by: By::Count, ids: &[] },
    Table { read: sql::EMERGENCIES, put: Some(sql::EMERGENCY_PUT), by: By::Count, ids: &[1] },
    Table { read: sql::COUNTERS, put: Some(sql::COUNTER_PUT), by: By::Count, ids: &[] },
    Table { read: sql::TALLY_KEPT, put: Some(sql::TALLY_KEPT_PUT), by: By::Count, ids: &[] },
    Table { read: sql::SETTINGS, put: Some(sql::SETTING_PUT), by: By::Count, ids: &[] },
];

impl Table {
    /// Hands over its rows, some at a time, each value as it is put.
    fn each(&self, site: &mut Site, authority: i64, each: &mut EachRows<'_>) -> Result<()> {
        let (mut after, mut count) = (Uuid::nil(), 0_i64);
        loop {
            let with: [Value; 3] = match self.by {
                By::Id => [authority.into(), after.into(), PAGE.into()],
                By::Count => [authority.into(), PAGE.into(), count.into()],
            };
            let rows = site.read(authority, |tx| tx.rows(self.read, &with))?;
            let Some(last) = rows.last() else { return Ok(()) };
            if self.by == By::Id {
                after = last.id(0)?;
            }
            count += i64::try_from(rows.len()).expect("a page is small");
            let rows = rows.iter().map(|row| self.values(row)).collect::<Result<_>>()?;
            each(site, rows)?;
        }
    }

    fn values(&self, row: &Row) -> Result<Vec<Value>> {
        let value = |(column, value): (usize, &Value)| match value {
            Value::Bytes(_) if self.ids.contains(&column) => row.id(column).map(Value::Id),
            other => Ok(other.clone()),
        };
        row.values().iter().enumerate().map(value).collect()
    }
}

/// Carries what an export does not bring. Returns how many rows.
pub(super) fn carry(source: &mut Site, target: &mut Site, authority: i64) -> Result<u64> {
    let mut carried = 0;
    for table in &TABLES {
        let Some(put) = table.put else { continue };
        table.each(source, authority, &mut |_, rows| {
            carried += rows.len() as u64;
            target.write(authority, |tx| {
                for row in &rows {
                    tx.run(put, &[&[authority.into()], &row[..]].concat())?;
                }
                Ok(())
            })
        })?;
    }
    // The pieces of what no entry has carried yet: an export brings those of the others.
    each_document(source, authority, &mut |source, attachment, carried| {
        if carried {
            return Ok(());
        }
        let pieces = pieces(source, authority, attachment)?;
        target.write(authority, |tx| {
            for piece in &pieces {
                tx.run(export_sql::CHUNK_PUT, &[&[authority.into()], &piece[..]].concat())?;
            }
            Ok(())
        })
    })?;
    Ok(carried)
}

/// A sum over everything that is compared row by row.
pub(super) fn sum(site: &mut Site, authority: i64) -> Result<[u8; 32]> {
    let mut sum = Sha256::new();
    let head = site.read(authority, |tx| {
        tx.row(crate::sql::log::HEAD, &[authority.into()])?.ok_or(Error::UnknownAuthority(authority))
    })?;
    add(&mut sum, head.values());
    for table in &TABLES {
        add(&mut sum, &[table.read.0.into()]);
        table.each(site, authority, &mut |_, rows| {
            for row in &rows {
                add(&mut sum, row);
            }
            Ok(())
        })?;
    }
    each_document(site, authority, &mut |site, attachment, _| {
        for piece in pieces(site, authority, attachment)? {
            add(&mut sum, &piece);
        }
        Ok(())
    })?;
    Ok(sum.finalize().into())
}

/// Each value with its kind and length, so that none can slide into the next.
pub(super) fn add(sum: &mut Sha256, row: &[Value]) {
    for value in row {
        let (kind, bytes) = match value {
            Value::Null => (0_u8, Vec::new()),
            Value::Int(number) => (1, number.to_be_bytes().to_vec()),
            Value::Text(text) => (2, text.as_bytes().to_vec()),
            Value::Bytes(bytes) => (3, bytes.clone()),
            Value::Id(id) => (4, id.as_bytes().to_vec()),
        };
        sum.update([kind]);
        sum.update((bytes.len() as u64).to_be_bytes());
        sum.update(bytes);
    }
}

/// Hands over every document, and whether an entry carries it.
fn each_document(
    site: &mut Site,
    authority: i64,
    each: &mut dyn FnMut(&mut Site, Uuid, bool) -> Result<()>,
) -> Result<()> {
    let documents = &TABLES[3];
    documents.each(site, authority, &mut |site, rows| {
        for row in rows {
            let row = Row::new(row);
            each(site, row.id(0)?, row.maybe(4, Row::int)?.is_some())?;
        }
        Ok(())
    })
}

fn pieces(site: &mut Site, authority: i64, attachment: Uuid) -> Result<Vec<Vec<Value>>> {
    let rows = site.read(authority, |tx| tx.rows(sql::CHUNKS, &[authority.into(), attachment.into()]))?;
    rows.iter().map(|row| Ok(vec![row.id(0)?.into(), row.int(1)?.into(), row.bytes(2)?.into()])).collect()
}
