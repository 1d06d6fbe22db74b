//! What was asked and what came back, fit to be shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::HttpError;

/// One exchange, with every credential already masked (see [`crate::masked`]). Plain data: it may be shown, stored, and
/// copied into a support request. It does hold the personal data of the request and answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeRecord {
    /// Why the request was sent, as the caller put it: a stable name, not a sentence.
    pub purpose: String,
    /// The request method, in capitals.
    pub method: String,
    /// The full address that was requested.
    pub url: String,
    /// The request's headers in the order they were set.
    pub request_headers: Vec<(String, String)>,
    /// The request's body; every body Onramp sends is JSON.
    pub request_body: Option<Value>,
    /// The answer's status code; absent when no answer came.
    pub status: Option<u16>,
    /// The answer's headers in the order they came.
    pub response_headers: Vec<(String, String)>,
    /// The answer's body; absent when none came or it was empty.
    pub response_body: Option<RecordedBody>,
    /// Milliseconds from the start of the exchange to the end of the answer or to the failure.
    pub millis: u32,
    /// Why there is no whole answer, if there is none.
    pub failure: Option<HttpError>,
}

/// An answer's body as it was understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "kebab-case")]
pub enum RecordedBody {
    /// The body parses as JSON, whatever its content type says.
    Json(Value),
    /// Anything else, decoded as UTF-8 with replacement characters.
    Text(String),
}
