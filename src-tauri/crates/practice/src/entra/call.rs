//! A request to Graph, taken apart once: from the wire, or as one part of a batch.

use std::fmt;

use axum::http::{HeaderMap, Method, Uri};
use serde_json::Value;

use super::error::GraphError;
use super::odata::Query;

/// One request.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The path below the version, decoded, segment by segment.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Query,
    /// `ConsistencyLevel: eventual` was asked for.
    pub(crate) eventual: bool,
    /// The body as JSON, where there is one.
    pub(crate) body: Option<Value>,
}

/// Without the body: it may hold a secret.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} /{}", self.method, self.segments.join("/"))
    }
}

/// What it is answered with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
}

impl Reply {
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: 200, body: Some(body) }
    }

    pub(crate) fn created(body: Value) -> Self {
        Self { status: 201, body: Some(body) }
    }

    pub(crate) fn no_content() -> Self {
        Self { status: 204, body: None }
    }
}

impl Call {
    /// Reads path, query and headers. `path` begins below the version.
    pub(crate) fn new(
        method: Method,
        path: &str,
        query: &str,
        headers: &HeaderMap,
        body: Option<Value>,
    ) -> Result<Self, GraphError> {
        let level = headers.get("consistencylevel").and_then(|value| value.to_str().ok());
        let eventual = match level {
            None => false,
            Some(level) if level.eq_ignore_ascii_case("eventual") => true,
            Some(level) => {
                let message = format!("The ConsistencyLevel header cannot be {level}.");
                return Err(GraphError::bad_request(message));
            }
        };
        Ok(Self { method, segments: segments(path)?, query: Query::read(query)?, eventual, body })
    }

    /// Reads a URL as a part of a batch gives it.
    pub(crate) fn part(
        method: Method,
        url: &str,
        headers: &HeaderMap,
        body: Option<Value>,
    ) -> Result<Self, GraphError> {
        let uri: Uri =
            encoded(url).parse().map_err(|_| GraphError::bad_request(format!("{url} is no URL.")))?;
        Self::new(method, uri.path(), uri.query().unwrap_or_default(), headers, body)
    }

    /// Whether it changes something where it succeeds. What only tests or reads by POST does not.
    pub(crate) fn writes(&self) -> bool {
        let last = self.segments.last().map_or("", String::as_str);
        self.method != Method::GET && !matches!(last, "$batch" | "validateCredentials" | "parseExpression")
    }

    /// The body, which has to be an object.
    pub(crate) fn object(&self) -> Result<&serde_json::Map<String, Value>, GraphError> {
        let object = self.body.as_ref().and_then(Value::as_object);
        object.ok_or_else(|| GraphError::bad_request("The request needs a JSON object as its body."))
    }

    /// The body's only members may be these.
    pub(crate) fn only(&self, known: &[&str]) -> Result<&serde_json::Map<String, Value>, GraphError> {
        let object = self.object()?;
        match object.keys().find(|name| !known.contains(&name.as_str()) && !name.starts_with('@')) {
            None => Ok(object),
            Some(unknown) => {
                Err(GraphError::bad_request(format!("The property '{unknown}' is not known here.")))
            }
        }
    }
}

/// What a batch's URL may hold as it is typed, such as blanks in a filter.
fn encoded(url: &str) -> String {
    let needs = |letter: char| matches!(letter, ' ' | '"' | '<' | '>' | '`') || !letter.is_ascii();
    let mut text = String::with_capacity(url.len());
    for letter in url.chars() {
        if needs(letter) {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                text.push_str(&format!("%{byte:02X}"));
            }
        } else {
            text.push(letter);
        }
    }
    text
}

fn segments(path: &str) -> Result<Vec<String>, GraphError> {
    let parts = path.trim_start_matches('/').split('/');
    let decoded = parts.map(|part| {
        let text = percent_encoding::percent_decode_str(part).decode_utf8();
        text.map(|text| text.into_owned())
    });
    decoded.collect::<Result<_, _>>().map_err(|_| GraphError::bad_request("The path is not UTF-8."))
}
