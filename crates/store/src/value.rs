//! What goes into a statement and what comes out of it, whichever the engine.

use uuid::Uuid;

use crate::error::{Error, Result};

/// A value bound to a statement, or read from a row.
///
/// Five kinds are enough for everything Lykta stores: instants are microseconds, days are ISO text, truth is
/// 0 or 1, and whatever is richer than that is sealed and therefore bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number, an instant in microseconds, or 0/1.
    Int(i64),
    /// Text: a code, a day, a matter number. Never anything about a person.
    Text(String),
    /// Sealed bytes, a hash, a token.
    Bytes(Vec<u8>),
    /// An id. (SQLite stores it as 16 bytes and gives it back as [`Value::Bytes`]; [`Row::id`] takes both.)
    Id(Uuid),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_owned())
    }
}

impl From<&[u8; 32]> for Value {
    fn from(value: &[u8; 32]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Id(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer. Columns are read by position, in the order the statement names them.
///
/// A value of an unexpected kind is an error, never a default: a damaged database is noticed where it is
/// read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(Vec<Value>);

impl Row {
    /// A row of these values.
    pub fn new(values: Vec<Value>) -> Self {
        Self(values)
    }

    /// The values, in order.
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64> {
        match self.value(column) {
            Value::Int(number) => Ok(*number),
            _ => Err(Error::Unreadable("a whole number")),
        }
    }

    /// A truth, stored as 0 or 1.
    pub fn truth(&self, column: usize) -> Result<bool> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Error::Unreadable("0 or 1")),
        }
    }

    /// Text.
    pub fn text(&self, column: usize) -> Result<String> {
        match self.value(column) {
            Value::Text(text) => Ok(text.clone()),
            _ => Err(Error::Unreadable("text")),
        }
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>> {
        match self.value(column) {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            _ => Err(Error::Unreadable("bytes")),
        }
    }

    /// A hash: exactly 32 bytes.
    pub fn hash(&self, column: usize) -> Result<[u8; 32]> {
        match self.value(column) {
            Value::Bytes(bytes) => bytes.as_slice().try_into().map_err(|_| Error::Unreadable("32 bytes")),
            _ => Err(Error::Unreadable("32 bytes")),
        }
    }

    /// An id.
    pub fn id(&self, column: usize) -> Result<Uuid> {
        match self.value(column) {
            Value::Id(id) => Ok(*id),
            Value::Bytes(bytes) => Uuid::from_slice(bytes).map_err(|_| Error::Unreadable("an id")),
            _ => Err(Error::Unreadable("an id")),
        }
    }

    /// The column as `read` reads it, or none if it is null: `row.maybe(3, Row::id)?`.
    pub fn maybe<T>(&self, column: usize, read: impl FnOnce(&Self, usize) -> Result<T>) -> Result<Option<T>> {
        match self.value(column) {
            Value::Null => Ok(None),
            _ => read(self, column).map(Some),
        }
    }

    fn value(&self, column: usize) -> &Value {
        &self.0[column] // A position outside the statement's columns is a mistake in the code, not in the data.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_from_either_form_and_from_nothing_else() {
        let id = Uuid::from_u128(5);
        let row = Row::new(vec![
            Value::Id(id),
            Value::Bytes(id.as_bytes().to_vec()),
            Value::Bytes(vec![1]),
            Value::Text(id.to_string()),
        ]);
        assert_eq!((row.id(0), row.id(1)), (Ok(id), Ok(id)));
        assert!(row.id(2).is_err());
        assert!(row.id(3).is_err());
    }

    #[test]
    fn a_wrong_kind_is_an_error_and_nothing_is_none() {
        let row = Row::new(vec![Value::Null, Value::Int(7)]);
        assert!(row.int(0).is_err());
        assert!(row.truth(1).is_err());
        assert_eq!(row.maybe(0, Row::int), Ok(None));
        assert_eq!(row.maybe(1, Row::int), Ok(Some(7)));
        assert!(row.maybe(1, Row::text).is_err());
    }
}
