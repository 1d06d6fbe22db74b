//! Answers: every body is SCIM's media type, every refusal a SCIM error.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use onramp_scim::query::Projection;
use onramp_scim::schema::ResourceDefinition;
use onramp_scim::{MEDIA_TYPE, ScimError};
use serde::Serialize;
use serde_json::Value;

use crate::error::PracticeError;

/// A body as SCIM.
pub(super) fn scim(status: StatusCode, body: &impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response
}

/// A body that is SCIM's JSON already.
pub(super) fn text(body: String) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], body).into_response()
}

/// What of a resource was asked for, with its address and entity tag as headers (RFC 7644 §3.1, §3.3, §3.14).
pub(super) fn projected(
    status: StatusCode,
    resource: Value,
    projection: &Projection,
    definition: &ResourceDefinition,
) -> Response {
    let headers = resource_headers(&resource);
    let mut response = scim(status, &projection.apply(resource, definition));
    response.headers_mut().extend(headers);
    response
}

/// A resource was changed; it is not shown.
pub(super) fn changed(resource: &Value) -> Response {
    (StatusCode::NO_CONTENT, resource_headers(resource)).into_response()
}

/// The client has this version already.
pub(super) fn not_modified(resource: &Value) -> Response {
    (StatusCode::NOT_MODIFIED, resource_headers(resource)).into_response()
}

fn resource_headers(body: &Value) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (header, pointer) in [(LOCATION, "/meta/location"), (ETAG, "/meta/version")] {
        let value =
            body.pointer(pointer).and_then(Value::as_str).and_then(|text| HeaderValue::from_str(text).ok());
        if let Some(value) = value {
            headers.insert(header, value);
        }
    }
    headers
}

/// Why a request was not served.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The client's doing.
    Scim(ScimError),
    /// No token, or not the valid one.
    Unauthorized {
        /// Whether there was a token.
        token_sent: bool,
    },
    /// Our own doing.
    Failed(PracticeError),
}

impl From<ScimError> for Refusal {
    fn from(error: ScimError) -> Self {
        Self::Scim(error)
    }
}

impl From<PracticeError> for Refusal {
    fn from(error: PracticeError) -> Self {
        Self::Failed(error)
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Refusal {
    /// The refusal as a client reads it.
    pub(super) fn into_error(self) -> ScimError {
        match self {
            Self::Scim(error) => error,
            Self::Unauthorized { token_sent: true } => ScimError::new(401, "The token is not valid."),
            Self::Unauthorized { token_sent: false } => {
                ScimError::new(401, "The request has no bearer token.")
            }
            Self::Failed(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the practice service failed");
                ScimError::new(500, "The practice service cannot use its data.")
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let challenge = match &self {
            Self::Unauthorized { token_sent: true } => {
                Some(r#"Bearer realm="Ramp practice", error="invalid_token""#)
            }
            Self::Unauthorized { token_sent: false } => Some(r#"Bearer realm="Ramp practice""#),
            _ => None,
        };
        let error = self.into_error();
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = scim(status, &error);
        if let Some(challenge) = challenge {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}
