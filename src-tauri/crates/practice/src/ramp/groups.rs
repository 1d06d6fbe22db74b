//! Groups: Ramp has none over SCIM. Entra's connection test asks for one all the same and wants an empty list, not a
//! 404 (entra-scim-client.md §5).

use axum::http::StatusCode;
use axum::response::Response;
use onramp_scim::ScimError;
use onramp_scim::resource::ListResponse;
use serde_json::Value;

use super::reply::{self, Refusal};

pub(super) async fn list() -> Response {
    reply::scim(StatusCode::OK, &ListResponse::<Value>::page(Vec::new(), 0, 1))
}

pub(super) async fn create() -> Refusal {
    let detail = "Ramp takes users over SCIM, not groups. Switch off Provision Microsoft Entra ID Groups.";
    ScimError::new(501, detail).into()
}

pub(super) async fn by_id() -> Refusal {
    ScimError::new(404, "There is no such group: Ramp takes users over SCIM, not groups.").into()
}
