//! What the service says of itself, RFC 7644 §4.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use onramp_scim::resource::{
    AuthenticationScheme, Bulk, FilterSupport, ListResponse, Meta, ServiceProviderConfig, Supported,
};
use onramp_scim::schema::{
    ResourceDefinition, Schema, resource_type_schema, schema_schema, service_provider_config_schema,
};
use onramp_scim::{ScimError, urn};
use serde_json::{Value, json};

use super::definitions::Invite;
use super::extract::{Id, Parameters};
use super::reply::{self, Refusal};
use super::router::BODY_LIMIT;
use super::{RampState, Store, bulk, lists};

pub(super) async fn service_provider_config(State(state): State<RampState>) -> Response {
    let config = ServiceProviderConfig {
        schemas: vec![urn::SERVICE_PROVIDER_CONFIG.to_owned()],
        patch: Supported { supported: true },
        bulk: Bulk {
            supported: true,
            max_operations: bulk::MAX_OPERATIONS as u64,
            max_payload_size: BODY_LIMIT as u64,
        },
        filter: FilterSupport { supported: true, max_results: lists::MAX_COUNT as u64 },
        sort: Supported { supported: true },
        etag: Supported { supported: true },
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

/// The definitions with what a create must have by the rules that hold (R1, R2, R3).
async fn shown(state: &RampState) -> Result<[ResourceDefinition; 2], Refusal> {
    let settings = state.store.read(Store::settings).await?;
    Ok(state.definitions().shown(Invite {
        locality: settings.default_location.is_none(),
        department: settings.default_department.is_none(),
    }))
}

/// RFC 7644 §4: a filter on these is refused, so that nobody takes the whole list for what it found.
fn unfiltered(parameters: &Parameters) -> Result<(), ScimError> {
    if parameters.get("filter").is_some() {
        return Err(ScimError::new(403, "There is no filter at this address."));
    }
    Ok(())
}

fn described(document: impl serde::Serialize, kind: &str, location: String) -> Value {
    let mut document = json!(document);
    document["meta"] = json!({"resourceType": kind, "location": location});
    document
}

async fn all_resource_types(state: &RampState) -> Result<Vec<Value>, Refusal> {
    let types = shown(state).await?.map(|definition| definition.resource_type());
    let location = |id: &str| format!("{}/ResourceTypes/{id}", state.base_url());
    Ok(types.into_iter().map(|it| described(&it, "ResourceType", location(&it.id))).collect())
}

async fn all_schemas(state: &RampState) -> Result<Vec<Value>, Refusal> {
    let definitions = shown(state).await?;
    let own = [service_provider_config_schema(), resource_type_schema(), schema_schema()];
    let schemas: Vec<Schema> =
        definitions.iter().flat_map(ResourceDefinition::schemas).cloned().chain(own).collect();
    let location = |id: &str| format!("{}/Schemas/{id}", state.base_url());
    Ok(schemas.into_iter().map(|it| described(&it, "Schema", location(&it.id))).collect())
}

fn list(documents: Vec<Value>) -> Response {
    let total = documents.len();
    reply::scim(StatusCode::OK, &ListResponse::page(documents, total, 1))
}

fn one(documents: Vec<Value>, id: &str) -> Result<Response, Refusal> {
    match documents.into_iter().find(|document| document["id"] == id) {
        Some(document) => Ok(reply::scim(StatusCode::OK, &document)),
        None => Err(ScimError::new(404, format!("There is no {id} here.")).into()),
    }
}

pub(super) async fn resource_types(
    State(state): State<RampState>,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    unfiltered(&parameters)?;
    Ok(list(all_resource_types(&state).await?))
}

pub(super) async fn resource_type(State(state): State<RampState>, Id(id): Id) -> Result<Response, Refusal> {
    one(all_resource_types(&state).await?, &id)
}

pub(super) async fn schemas(
    State(state): State<RampState>,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    unfiltered(&parameters)?;
    Ok(list(all_schemas(&state).await?))
}

pub(super) async fn schema(State(state): State<RampState>, Id(id): Id) -> Result<Response, Refusal> {
    one(all_schemas(&state).await?, &id)
}
