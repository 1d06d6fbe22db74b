//! What the service says of itself, RFC 7644 §4.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use onramp_scim::resource::{
    AuthenticationScheme, FilterSupport, ListResponse, Meta, ServiceProviderConfig, Supported,
};
use onramp_scim::urn;
use serde_json::{Value, json};

use super::{RampState, reply, users, vocabulary};

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

pub(super) async fn resource_types(State(state): State<RampState>) -> Response {
    let user = json!({
        "schemas": [urn::RESOURCE_TYPE],
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "schema": urn::USER,
        "schemaExtensions": [{"schema": urn::ENTERPRISE_USER, "required": false}],
        "meta": {"resourceType": "ResourceType", "location": format!("{}/ResourceTypes/User", state.base_url())},
    });
    reply::scim(StatusCode::OK, &ListResponse::page(vec![user], 1, 1))
}

pub(super) async fn schemas() -> Response {
    let schemas: Vec<Value> = vocabulary::SCHEMAS
        .iter()
        .map(|(id, name, attributes)| {
            let attributes: Vec<Value> = attributes.iter().map(vocabulary::Attribute::describe).collect();
            json!({"schemas": [urn::SCHEMA], "id": id, "name": name, "attributes": attributes})
        })
        .collect();
    let total = schemas.len();
    reply::scim(StatusCode::OK, &ListResponse::page(schemas, total, 1))
}
