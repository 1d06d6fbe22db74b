//! A SCIM request and its answer as plain data, below a base URL: what an engine hands out and takes back.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The HTTP methods SCIM uses, RFC 7644 §3.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Read or query.
    Get,
    /// Create.
    Post,
    /// Change some attributes.
    Patch,
    /// Replace the whole resource.
    Put,
    /// Delete.
    Delete,
}

impl Method {
    /// The method as it stands on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One request, not yet tied to a server: no base URL, no token.
#[derive(Debug, Clone, PartialEq)]
pub struct ScimRequest {
    /// What to do.
    pub method: Method,
    /// The path below the base URL, with its leading slash: `/Users/ab12`.
    pub path: String,
    /// Query parameters, not yet percent-encoded, in the order they are sent.
    pub query: Vec<(String, String)>,
    /// The JSON body, for POST, PATCH and PUT.
    pub body: Option<Value>,
}

impl ScimRequest {
    fn new(method: Method, path: impl Into<String>, body: Option<Value>) -> Self {
        Self { method, path: path.into(), query: Vec::new(), body }
    }

    /// Reads the resource or collection at `path`.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path, None)
    }

    /// Creates `body` in the collection at `path`.
    #[must_use]
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::Post, path, Some(body))
    }

    /// Applies the PatchOp `body` to the resource at `path`.
    #[must_use]
    pub fn patch(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::Patch, path, Some(body))
    }

    /// Puts `body` in place of the resource at `path`.
    #[must_use]
    pub fn put(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::Put, path, Some(body))
    }

    /// Deletes the resource at `path`.
    #[must_use]
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path, None)
    }

    /// The same request with one more query parameter.
    #[must_use]
    pub fn with_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq)]
pub struct ScimAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body, where there is one and it is JSON.
    pub body: Option<Value>,
}

impl ScimAnswer {
    /// An answer with a body.
    #[must_use]
    pub fn new(status: u16, body: Value) -> Self {
        Self { status, body: Some(body) }
    }

    /// An answer without a body, such as 204.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, body: None }
    }

    /// Whether the status is one of 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
