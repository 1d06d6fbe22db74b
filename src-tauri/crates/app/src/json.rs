//! The shape of any JSON value for the generated bindings.

use std::collections::HashMap;

use serde::Serialize;
use specta::Type;

/// Any JSON value. It stands for [`serde_json::Value`] in the bindings, which know no 64-bit integers.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(untagged)]
pub enum JsonValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Text.
    String(String),
    /// An array.
    Array(Vec<JsonValue>),
    /// An object.
    Object(HashMap<String, JsonValue>),
}
