//! `If-Match` and `If-None-Match`, RFC 7644 §3.14: heeded where they are sent, never demanded.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use onramp_scim::{ScimError, version};
use serde_json::Value;

/// The version a write is meant for.
#[derive(Debug, Clone, Default)]
pub(super) struct IfMatch(pub(super) Option<String>);

impl IfMatch {
    /// 412 where the resource has another version.
    pub(super) fn check(&self, version: i64) -> Result<(), ScimError> {
        match &self.0 {
            Some(header) if !version::matches_any(header, &format!("W/\"{version}\"")) => Err(
                ScimError::new(412, format!("The resource has changed: its version is W/\"{version}\" now.")),
            ),
            _ => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(text(&parts.headers, &IF_MATCH)))
    }
}

fn text(headers: &HeaderMap, name: &axum::http::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Whether the client has this version of the resource already.
pub(super) fn is_known(headers: &HeaderMap, resource: &Value) -> bool {
    let version = resource.pointer("/meta/version").and_then(Value::as_str).unwrap_or_default();
    text(headers, &IF_NONE_MATCH).is_some_and(|header| version::matches_any(&header, version))
}
