//! JSON in which every name stands once.
//!
//! The standard leaves open what a name given twice means, and [`Value`] keeps the last. Somebody between the sender and us may have read the
//! first; so there is no such value here.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Begins what is said of a name that stands twice; the name follows.
pub(crate) const TWICE: &str = "a name stands twice: ";

/// A value, read.
pub(crate) struct Once(pub(crate) Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reading).map(Self)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_string<E>(self, it: String) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Once(one)) = from.next_element()? {
            all.push(one);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            let Once(one) = from.next_value()?;
            if all.contains_key(&name) {
                return Err(A::Error::custom(format_args!("{TWICE}{name}")));
            }
            all.insert(name, one);
        }
        Ok(all.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, String> {
        serde_json::from_str(text).map(|Once(value)| value).map_err(|error| error.to_string())
    }

    #[test]
    fn what_stands_once_is_read_as_ever() {
        let text = r#"{"a":[null,true,-1,18446744073709551615,1.5,"\u00e5",{}],"b":{"a":{"a":[]}}}"#;
        assert_eq!(read(text), Ok(serde_json::from_str(text).expect("JSON")));
    }

    #[test]
    fn twice_is_told_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"c":[],"\u0061":2}}]"#] {
            assert!(read(text).is_err_and(|error| error.starts_with("a name stands twice: a")));
        }
        assert!(read("{").is_err_and(|error| !error.starts_with(TWICE)));
    }
}
