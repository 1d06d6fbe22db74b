//! The error message, RFC 7644 §3.12.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::syntax::ParseError;
use crate::urn;

/// A refusal as it stands in the body of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("SCIM error {status}{}: {detail}", scim_type.map(|kind| format!(" ({kind})")).unwrap_or_default())]
pub struct ScimError {
    /// Always [`urn::ERROR`].
    #[serde(default)]
    pub schemas: Vec<String>,
    /// What the client did wrong, for status 400 and 409. An unknown word reads as `None`.
    #[serde(default, deserialize_with = "known_type", skip_serializing_if = "Option::is_none")]
    pub scim_type: Option<ScimType>,
    /// For people.
    #[serde(default)]
    pub detail: String,
    /// The HTTP status; text on the wire. Entra tolerates a number, and so do we when reading.
    #[serde(serialize_with = "status_as_text", deserialize_with = "status_from_either")]
    pub status: u16,
}

/// The detail error keywords, RFC 7644 §3.12 table 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ScimType {
    /// The filter's syntax, or an operator that is not supported.
    InvalidFilter,
    /// The filter yields more than the service returns.
    TooMany,
    /// A unique value is held by another resource.
    Uniqueness,
    /// A read-only or immutable attribute.
    Mutability,
    /// The body's syntax or structure.
    InvalidSyntax,
    /// A PATCH path's syntax.
    InvalidPath,
    /// A PATCH path that leads nowhere.
    NoTarget,
    /// A value that is missing or does not fit.
    InvalidValue,
    /// The protocol version.
    InvalidVers,
    /// A value that must not stand in a URL.
    Sensitive,
}

impl ScimType {
    /// The keyword as it stands on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::InvalidVers => "invalidVers",
            Self::Sensitive => "sensitive",
        }
    }
}

impl fmt::Display for ScimType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ScimError {
    /// A refusal without a keyword.
    #[must_use]
    pub fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { schemas: vec![urn::ERROR.to_owned()], scim_type: None, detail: detail.into(), status }
    }

    /// A 400 with a keyword.
    #[must_use]
    pub fn bad_request(kind: ScimType, detail: impl Into<String>) -> Self {
        Self::new(400, detail).with_type(kind)
    }

    /// The same refusal with a keyword.
    #[must_use]
    pub fn with_type(mut self, kind: ScimType) -> Self {
        self.scim_type = Some(kind);
        self
    }

    /// A filter that cannot be read: 400 `invalidFilter`.
    #[must_use]
    pub fn invalid_filter(text: &str, error: &ParseError) -> Self {
        Self::bad_request(ScimType::InvalidFilter, format!("The filter cannot be read: {error}: {text}"))
    }

    /// A path that cannot be read: 400 `invalidPath`.
    #[must_use]
    pub fn invalid_path(text: &str, error: &ParseError) -> Self {
        Self::bad_request(ScimType::InvalidPath, format!("The path cannot be read: {error}: {text}"))
    }

    /// Reads a body as an error message, or `None` where it is none.
    #[must_use]
    pub fn from_body(body: &Value) -> Option<Self> {
        let is_error = body.get("schemas")?.as_array()?.iter().any(|schema| schema == urn::ERROR);
        if is_error { Self::deserialize(body).ok() } else { None }
    }
}

fn status_as_text<S: Serializer>(status: &u16, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(status)
}

fn status_from_either<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let status = match &value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|number| u16::try_from(number).ok()),
        _ => None,
    };
    status.ok_or_else(|| serde::de::Error::custom("status is neither a number nor text of one"))
}

fn known_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ScimType>, D::Error> {
    Ok(ScimType::deserialize(Value::deserialize(deserializer)?).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn is_written_as_the_rfc_shows_it() {
        let error = ScimError::new(409, "userName is taken").with_type(ScimType::Uniqueness);
        insta::assert_json_snapshot!(error, @r#"
        {
          "schemas": [
            "urn:ietf:params:scim:api:messages:2.0:Error"
          ],
          "scimType": "uniqueness",
          "detail": "userName is taken",
          "status": "409"
        }
        "#);
    }

    #[test]
    fn reads_what_other_services_write() {
        for (body, status, kind) in [
            (
                json!({"schemas": [urn::ERROR], "status": "400", "scimType": "invalidValue"}),
                400,
                Some(ScimType::InvalidValue),
            ),
            (json!({"schemas": [urn::ERROR], "status": 404, "detail": "gone"}), 404, None),
            (json!({"schemas": [urn::ERROR], "status": "400", "scimType": "homeMade"}), 400, None),
        ] {
            let error = ScimError::from_body(&body).expect("an error");
            assert_eq!((error.status, error.scim_type), (status, kind), "{body}");
        }
        assert_eq!(ScimError::from_body(&json!({"error": "no"})), None);
        assert_eq!(ScimError::from_body(&json!({"schemas": [urn::ERROR], "status": "soon"})), None);
    }

    #[test]
    fn every_keyword_is_the_same_in_json_and_in_text() {
        for kind in [
            ScimType::InvalidFilter,
            ScimType::TooMany,
            ScimType::Uniqueness,
            ScimType::Mutability,
            ScimType::InvalidSyntax,
            ScimType::InvalidPath,
            ScimType::NoTarget,
            ScimType::InvalidValue,
            ScimType::InvalidVers,
            ScimType::Sensitive,
        ] {
            assert_eq!(serde_json::to_value(kind).expect("JSON"), json!(kind.as_str()));
        }
    }
}
