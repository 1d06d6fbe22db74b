//! `/Users` and `/Users/{id}`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use onramp_scim::filter::{CompareOp, Filter, Literal};
use onramp_scim::patch::{self, PatchOp};
use onramp_scim::resource::ListResponse;
use onramp_scim::{ScimError, ScimType, urn};
use serde_json::{Value, json};

use super::document::Document;
use super::extract::{Body, Id, Parameters};
use super::projection::Projection;
use super::reply::{self, Refusal};
use super::store::{self, Account};
use super::{RampState, service, vocabulary};

/// How many users one answer has at most.
pub(super) const MAX_COUNT: usize = 200;
const DEFAULT_COUNT: usize = 100;

pub(super) async fn list(
    State(state): State<RampState>,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let filter = parameters
        .get("filter")
        .map(|text| Filter::parse(text).map_err(|error| ScimError::invalid_filter(text, &error)))
        .transpose()?;
    let start = number(&parameters, "startIndex")?.map_or(1, |start| start.max(1));
    let count = number(&parameters, "count")?.map_or(DEFAULT_COUNT, |count| count.min(MAX_COUNT));
    let projection = Projection::of(&parameters)?;

    let base_url = state.base_url.clone();
    let found: Vec<Value> = state
        .store
        .read(move |data| {
            let candidates = match filter.as_ref().and_then(user_name_in) {
                Some(name) => {
                    store::by_user_name(data, name)?.into_iter().filter(|account| account.managed).collect()
                }
                None => store::all_managed(data)?,
            };
            let mut found = Vec::new();
            for account in candidates {
                let resource = present(data, &base_url, &account)?;
                if filter.as_ref().is_none_or(|filter| filter.matches(&resource)) {
                    found.push(resource);
                }
            }
            Ok::<_, Refusal>(found)
        })
        .await?;
    let total = found.len();
    let page = found.into_iter().skip(start - 1).take(count).map(|user| projection.apply(user)).collect();
    Ok(reply::scim(StatusCode::OK, &ListResponse::<Value>::page(page, total, start)))
}

/// The name in `userName eq "…"`, which Entra asks before every write: worth the index.
fn user_name_in(filter: &Filter) -> Option<&str> {
    match filter {
        Filter::Compare { path, op: CompareOp::Eq, value: Literal::String(name), .. } => {
            let is_user_name = path.urn.is_none() && path.filter.is_none() && path.sub_attribute.is_none();
            (is_user_name && path.attribute.eq_ignore_ascii_case("userName")).then_some(name)
        }
        _ => None,
    }
}

/// A number of the query; below zero counts as zero (RFC 7644 §3.4.2.4).
fn number(parameters: &Parameters, name: &str) -> Result<Option<usize>, ScimError> {
    let Some(text) = parameters.get(name) else { return Ok(None) };
    match text.parse::<i64>() {
        Ok(number) => Ok(Some(usize::try_from(number).unwrap_or(0))),
        Err(_) => Err(ScimError::bad_request(ScimType::InvalidValue, format!("{name} is a whole number."))),
    }
}

pub(super) async fn read(
    State(state): State<RampState>,
    Id(id): Id,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let projection = Projection::of(&parameters)?;
    let base_url = state.base_url.clone();
    let user = state.store.read(move |data| present(data, &base_url, &service::find(data, &id)?)).await?;
    Ok(reply::resource(StatusCode::OK, &projection.apply(user)))
}

pub(super) async fn create(State(state): State<RampState>, Body(body): Body) -> Result<Response, Refusal> {
    let (base_url, rules) = (state.base_url.clone(), state.rules);
    let user = state
        .store
        .write(move |data| {
            let account = service::create(data, rules, &body)?;
            present(data, &base_url, &account)
        })
        .await?;
    Ok(reply::resource(StatusCode::CREATED, &user))
}

pub(super) async fn patch(
    State(state): State<RampState>,
    Id(id): Id,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let patch: PatchOp = serde_json::from_value(body).map_err(|error| {
        ScimError::bad_request(ScimType::InvalidSyntax, format!("The body is no PatchOp: {error}."))
    })?;
    let patch = vocabulary::understood(patch);
    change(state, id, move |account| {
        let mut resource = account.document.to_resource();
        patch::apply(&mut resource, &patch)?;
        Document::read(&Value::Object(resource))
    })
    .await
}

pub(super) async fn put(
    State(state): State<RampState>,
    Id(id): Id,
    Body(body): Body,
) -> Result<Response, Refusal> {
    change(state, id, move |_| Document::read(&body)).await
}

async fn change(
    state: RampState,
    id: String,
    change: impl FnOnce(&Account) -> Result<Document, ScimError> + Send + 'static,
) -> Result<Response, Refusal> {
    let (base_url, rules) = (state.base_url.clone(), state.rules);
    let user = state
        .store
        .write(move |data| {
            let account = service::update(data, rules, &id, change)?;
            present(data, &base_url, &account)
        })
        .await?;
    Ok(reply::resource(StatusCode::OK, &user))
}

pub(super) async fn delete(State(state): State<RampState>, Id(id): Id) -> Result<Response, Refusal> {
    let rules = state.rules;
    state.store.write(move |data| service::delete(data, rules, &id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The User resource of an account, complete.
fn present(data: &rusqlite::Connection, base_url: &str, account: &Account) -> Result<Value, Refusal> {
    let mut resource = account.document.to_resource();
    if let Some(id) = &account.document.manager
        && let Some(manager) = store::by_id(data, id)?
        && let Some(shown) = resource.get_mut(urn::ENTERPRISE_USER).and_then(|it| it.get_mut("manager"))
    {
        let name = manager.document.full_name();
        shown["$ref"] = json!(format!("{base_url}/Users/{id}"));
        if !name.is_empty() {
            shown["displayName"] = json!(name);
        }
    }
    let mut user = serde_json::Map::new();
    // `schemas` and `id` first, as every example has them.
    if let Some(schemas) = resource.shift_remove("schemas") {
        user.insert("schemas".to_owned(), schemas);
    }
    user.insert("id".to_owned(), json!(account.id));
    user.append(&mut resource);
    user.insert(
        "meta".to_owned(),
        json!({
            "resourceType": "User",
            "created": account.created,
            "lastModified": account.last_modified,
            "location": format!("{base_url}/Users/{}", account.id),
            "version": format!("W/\"{}\"", account.version),
        }),
    );
    Ok(Value::Object(user))
}
