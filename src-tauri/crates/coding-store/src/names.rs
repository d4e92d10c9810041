//! The written names of the domain's enums, as their serialized form has them, and JSON in columns.

use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The name a unit-like enum is written by ("inpatient").
pub(crate) fn name_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The value of a name in a column.
pub(crate) fn named<T: DeserializeOwned>(column: usize, name: String) -> rusqlite::Result<T> {
    serde_json::from_value(Value::String(name)).map_err(|_| misfit(column))
}

/// The value of a JSON text in a column. What the parser says is dropped, since it may quote the content.
pub(crate) fn from_json<T: DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|_| misfit(column))
}

/// A value that does not belong into the column it stands in.
pub(crate) fn misfit(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(
        column,
        Type::Text,
        "a value that does not belong there".into(),
    )
}

/// JSON with the members of every object in order of their names, without blanks.
pub(crate) fn canonical(value: &Value) -> String {
    fn write(value: &Value, out: &mut String) {
        match value {
            Value::Array(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write(item, out);
                }
                out.push(']');
            }
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(name, _)| *name);
                out.push('{');
                for (i, (name, item)) in members.into_iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    out.push_str(&Value::String(name.clone()).to_string());
                    out.push(':');
                    write(item, out);
                }
                out.push('}');
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                out.push_str(&value.to_string())
            }
        }
    }
    let mut out = String::new();
    write(value, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn canonical_json_orders_members_at_every_depth() {
        let value = json!({"b": [1, {"z": null, "a": "\"x\""}], "a": true});
        assert_eq!(
            canonical(&value),
            r#"{"a":true,"b":[1,{"a":"\"x\"","z":null}]}"#
        );
    }

    #[test]
    fn a_misfit_does_not_quote_what_it_met() {
        let error = from_json::<Vec<u8>>(3, "\"chest pain\"").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("chest"), "{error:?}");
    }
}
