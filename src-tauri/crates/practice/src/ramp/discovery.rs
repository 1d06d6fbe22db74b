//! What the service says of itself, RFC 7644 §4.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use onramp_scim::resource::{
    AuthenticationScheme, FilterSupport, ListResponse, Meta, ServiceProviderConfig, Supported,
};
use onramp_scim::urn;
use serde_json::{Value, json};

use super::reply::Refusal;
use super::vocabulary::Required;
use super::{RampState, Store, reply, users, vocabulary};
use crate::world::Rules;

pub(super) async fn service_provider_config(State(state): State<RampState>) -> Response {
    let config = ServiceProviderConfig {
        schemas: vec![urn::SERVICE_PROVIDER_CONFIG.to_owned()],
        patch: Supported { supported: true },
        filter: FilterSupport { supported: true, max_results: users::MAX_COUNT as u64 },
        // Versions are told, but no request is judged by them (If-Match), so this is no support (RFC 7644 §3.14).
        etag: Supported { supported: false },
        authentication_schemes: vec![AuthenticationScheme {
            kind: "oauthbearertoken".to_owned(),
            name: "Bearer token".to_owned(),
            description: "The API token from Ramp's SCIM page.".to_owned(),
            primary: Some(true),
        }],
        meta: Some(Meta {
            resource_type: Some("ServiceProviderConfig".to_owned()),
            location: Some(format!("{}/ServiceProviderConfig", state.base_url())),
            ..Meta::default()
        }),
        ..ServiceProviderConfig::default()
    };
    reply::scim(StatusCode::OK, &config)
}

/// What a create must have by the rules that hold (R1, R2, R3).
async fn required(state: &RampState) -> Result<Required, Refusal> {
    let settings = state.store.read(|data| Store::settings(data)).await?;
    Ok(match state.rules {
        Rules::Plain => Required::UserName,
        Rules::Ramp => Required::Invite {
            locality: settings.default_location.is_none(),
            department: settings.default_department.is_none(),
        },
    })
}

pub(super) async fn resource_types(State(state): State<RampState>) -> Result<Response, Refusal> {
    let required = required(&state).await?;
    let user = json!({
        "schemas": [urn::RESOURCE_TYPE],
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "schema": urn::USER,
        "schemaExtensions": [{
            "schema": urn::ENTERPRISE_USER,
            "required": required.has(urn::ENTERPRISE_USER, "department", None),
        }],
        "meta": {"resourceType": "ResourceType", "location": format!("{}/ResourceTypes/User", state.base_url())},
    });
    Ok(reply::scim(StatusCode::OK, &ListResponse::page(vec![user], 1, 1)))
}

pub(super) async fn schemas(State(state): State<RampState>) -> Result<Response, Refusal> {
    let required = required(&state).await?;
    let schemas: Vec<Value> = vocabulary::SCHEMAS
        .iter()
        .map(|(id, name, attributes)| {
            let attributes: Vec<Value> =
                attributes.iter().map(|attribute| attribute.describe(id, required)).collect();
            json!({"schemas": [urn::SCHEMA], "id": id, "name": name, "attributes": attributes})
        })
        .collect();
    let total = schemas.len();
    Ok(reply::scim(StatusCode::OK, &ListResponse::page(schemas, total, 1)))
}
