//! One request, and the type of its answer.

use std::fmt;
use std::marker::PhantomData;

use onramp_http::Method;
use serde_json::Value;

use crate::{Query, base};

/// An answer that says nothing more than its status.
pub type Done = serde::de::IgnoredAny;

/// A request below Graph's address whose answer is a `T`.
#[derive(Debug)]
pub struct Request<T> {
    pub(crate) raw: RawRequest,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self { raw: self.raw.clone(), answer: PhantomData }
    }
}

/// A request without the type of its answer.
#[derive(Clone)]
pub(crate) struct RawRequest {
    pub(crate) method: Method,
    /// Path and query; `None` where an id in it is none.
    pub(crate) path: Option<String>,
    pub(crate) body: Option<Value>,
    /// Asks for Graph's index, which `$search`, `$count` and some filters need (`graph/README.md` §5).
    pub(crate) advanced: bool,
    pub(crate) purpose: &'static str,
}

impl fmt::Debug for RawRequest {
    /// Without the body: it may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, path, purpose, .. } = self;
        f.debug_struct("Request")
            .field("purpose", purpose)
            .field("method", method)
            .field("path", path)
            .finish()
    }
}

impl<T> Request<T> {
    fn new(
        method: Method,
        purpose: &'static str,
        segments: &[&str],
        query: &Query,
        body: Option<Value>,
    ) -> Self {
        let path = base::path(segments, query);
        Self { raw: RawRequest { method, path, body, advanced: false, purpose }, answer: PhantomData }
    }

    pub(crate) fn get(purpose: &'static str, segments: &[&str], query: &Query) -> Self {
        Self::new(Method::GET, purpose, segments, query, None)
    }

    pub(crate) fn post(purpose: &'static str, segments: &[&str], body: impl Into<Option<Value>>) -> Self {
        Self::new(Method::POST, purpose, segments, &Query::new(), body.into())
    }

    pub(crate) fn put(purpose: &'static str, segments: &[&str], body: Value) -> Self {
        Self::new(Method::PUT, purpose, segments, &Query::new(), Some(body))
    }

    pub(crate) fn patch(purpose: &'static str, segments: &[&str], body: Value) -> Self {
        Self::new(Method::PATCH, purpose, segments, &Query::new(), Some(body))
    }

    pub(crate) fn delete(purpose: &'static str, segments: &[&str]) -> Self {
        Self::new(Method::DELETE, purpose, segments, &Query::new(), None)
    }

    pub(crate) fn advanced(mut self) -> Self {
        self.raw.advanced = true;
        self
    }

    /// Why it is sent: the name in the record of its exchange.
    #[must_use]
    pub fn purpose(&self) -> &'static str {
        self.raw.purpose
    }
}
