//! A request and its answer.

use std::fmt;

use reqwest::Method;
use secrecy::SecretString;
use serde_json::Value;
use url::Url;

/// One request.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The full address, query included.
    pub url: Url,
    /// Further headers. `Content-Type` defaults to `application/json` when there is a body.
    pub headers: Vec<(String, String)>,
    /// The token for `Authorization: Bearer`, bare.
    pub bearer: Option<SecretString>,
    /// The JSON body.
    pub body: Option<Value>,
    /// Why it is sent, for the record: a stable name, not a sentence.
    pub purpose: String,
}

impl HttpRequest {
    /// A GET without a body.
    #[must_use]
    pub fn get(url: Url, purpose: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            url,
            headers: Vec::new(),
            bearer: None,
            body: None,
            purpose: purpose.into(),
        }
    }
}

/// A whole answer. Its text is not masked: show the [`ExchangeRecord`] instead.
#[derive(Clone)]
pub struct HttpResponse {
    /// The status code, any at all: judging it is the caller's affair.
    pub status: u16,
    /// Headers in the order they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as UTF-8, with replacement characters where it is not.
    pub body_text: String,
}

impl HttpResponse {
    /// The first header of that name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The media type of `Content-Type` in lower case, without parameters.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(value.split(';').next().unwrap_or(value).trim().to_ascii_lowercase())
    }

    /// The body as JSON, whatever the content type says; `None` when it does not parse.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body_text).ok()
    }

    /// Where a redirect points, as the server wrote it (empty when it did not say); `None` for every other answer.
    #[must_use]
    pub fn redirect(&self) -> Option<&str> {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
            .then(|| self.header("location").unwrap_or_default())
    }
}

impl fmt::Debug for HttpResponse {
    /// Leaves out headers and body: they may hold credentials and personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body_text.len())
            .finish_non_exhaustive()
    }
}
