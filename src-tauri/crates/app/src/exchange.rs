//! One HTTP exchange as the window and the command line show it. Redaction happened in `onramp-http`, before this.

use serde::Serialize;
use specta::Type;

use crate::json::JsonValue;

/// A request that was sent, and what came back.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Why it was sent, in an admin's words: "looks for the manager".
    pub purpose: String,
    /// What was sent.
    pub request: ExchangeRequest,
    /// What came back; `null` when nothing did.
    pub response: Option<ExchangeResponse>,
    /// Why nothing came back.
    pub failure: Option<String>,
    /// From the first byte sent to the last byte read, in milliseconds.
    pub millis: u32,
}

/// The request half of an [`Exchange`].
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeRequest {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: String,
    /// The full URL, with its query.
    pub url: String,
    /// Headers in the order sent; `Authorization` shows no more than the token's last four characters.
    pub headers: Vec<Header>,
    /// The JSON body, if there was one.
    #[specta(type = Option<JsonValue>)]
    pub body: Option<serde_json::Value>,
}

/// The answer half of an [`Exchange`].
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeResponse {
    /// HTTP status code.
    pub status: u16,
    /// Headers in the order received.
    pub headers: Vec<Header>,
    /// The body: JSON where it is JSON, else its text as a JSON string.
    #[specta(type = Option<JsonValue>)]
    pub body: Option<serde_json::Value>,
}

/// A header line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, Type)]
pub struct Header {
    /// Field name as sent.
    pub name: String,
    /// Field value, redacted where it holds a secret.
    pub value: String,
}

impl Exchange {
    /// The exchange a record tells of, under a purpose in an admin's words.
    pub(crate) fn of(record: onramp_http::ExchangeRecord, purpose: &str) -> Self {
        let headers = |pairs: Vec<(String, String)>| {
            pairs.into_iter().map(|(name, value)| Header { name, value }).collect::<Vec<_>>()
        };
        let body = record.response_body.map(|body| match body {
            onramp_http::RecordedBody::Json(value) => value,
            onramp_http::RecordedBody::Text(text) => serde_json::Value::String(text),
        });
        Self {
            purpose: purpose.to_owned(),
            request: ExchangeRequest {
                method: record.method,
                url: record.url,
                headers: headers(record.request_headers),
                body: record.request_body,
            },
            response: record.status.map(|status| ExchangeResponse {
                status,
                headers: headers(record.response_headers),
                body,
            }),
            failure: record.failure.map(|failure| crate::words::http_failure(&failure).message),
            millis: record.millis,
        }
    }
}
