//! Answers: every body is SCIM's media type, every refusal a SCIM error.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
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

/// A resource, with its address and entity tag as headers too (RFC 7644 §3.1, §3.3, §3.14).
pub(super) fn resource(status: StatusCode, body: &Value) -> Response {
    let mut response = scim(status, body);
    for (header, pointer) in [(LOCATION, "/meta/location"), (ETAG, "/meta/version")] {
        let value =
            body.pointer(pointer).and_then(Value::as_str).and_then(|text| HeaderValue::from_str(text).ok());
        if let Some(value) = value {
            response.headers_mut().insert(header, value);
        }
    }
    response
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

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Scim(error) => {
                let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                scim(status, &error)
            }
            Self::Unauthorized { token_sent } => {
                let (challenge, detail) = if token_sent {
                    (r#"Bearer realm="Ramp practice", error="invalid_token""#, "The token is not valid.")
                } else {
                    (r#"Bearer realm="Ramp practice""#, "The request has no bearer token.")
                };
                let mut response = scim(StatusCode::UNAUTHORIZED, &ScimError::new(401, detail));
                response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
                response
            }
            Self::Failed(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the practice service failed");
                let error = ScimError::new(500, "The practice service cannot use its data.");
                scim(StatusCode::INTERNAL_SERVER_ERROR, &error)
            }
        }
    }
}
