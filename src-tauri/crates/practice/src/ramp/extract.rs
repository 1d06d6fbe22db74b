//! What a handler takes from a request, refused as SCIM where it does not fit.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use onramp_scim::query::Query;
use onramp_scim::{ScimError, ScimType};
use serde_json::Value;

use super::reply::Refusal;
use super::router::BODY_LIMIT;
use crate::guard;

/// The id in the path.
pub(super) struct Id(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(ScimError::new(404, "There is no such resource.").into()),
        }
    }
}

/// The query. Keys nobody asks for are ignored, such as the `aadOptscim062020` that belongs to Entra alone.
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// What they ask of a list, or of what is shown.
    pub(super) fn query(&self) -> Result<Query, ScimError> {
        Query::from_parameters(self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

/// A JSON object. The request's content type does not matter: the RFC's and plain JSON's are both in use.
pub(super) struct Body(pub(super) Value);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let bytes = guard::whole(request.into_body(), BODY_LIMIT).await.map_err(ScimError::from)?;
        match serde_json::from_slice(&bytes) {
            Ok(value @ Value::Object(_)) => Ok(Self(value)),
            Ok(_) => {
                Err(ScimError::bad_request(ScimType::InvalidSyntax, "The body is not a JSON object.").into())
            }
            Err(error) => {
                let detail =
                    format!("The body is not JSON: line {}, column {}.", error.line(), error.column());
                Err(ScimError::bad_request(ScimType::InvalidSyntax, detail).into())
            }
        }
    }
}
