//! `/Bulk`, RFC 7644 §3.7. Each operation is a write of its own: one that is refused takes no other with it.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use onramp_scim::bulk::{BulkOperation, BulkRequest, BulkResponse, BulkResult};
use onramp_scim::request::Method;
use onramp_scim::{ScimError, ScimType};
use serde_json::{Value, json};

use super::RampState;
use super::extract::Body;
use super::groups::Groups;
use super::preconditions::IfMatch;
use super::reply::{self, Refusal};
use super::resources::{self, Kind};
use super::users::Users;

/// How many operations one request has at most.
pub(super) const MAX_OPERATIONS: usize = 1000;

pub(super) async fn bulk(State(state): State<RampState>, Body(body): Body) -> Result<Response, Refusal> {
    let request = BulkRequest::read(body)?;
    if request.operations.len() > MAX_OPERATIONS {
        let detail = format!("A bulk request has {MAX_OPERATIONS} operations at most.");
        return Err(ScimError::new(413, detail).into());
    }
    let order = request.order();
    let mut results: Vec<Option<BulkResult>> = vec![None; request.operations.len()];
    let mut ids = HashMap::new();
    let mut errors = 0;
    for index in order {
        if request.fail_on_errors.is_some_and(|allowed| allowed > 0 && errors >= allowed) {
            break;
        }
        let operation = request.operations[index].clone();
        let (method, bulk_id) = (operation.method, operation.bulk_id.clone());
        let done = match operation.resolve(&ids) {
            Ok(operation) => perform(&state, operation).await,
            Err(error) => Err((error.into(), None)),
        };
        let result = BulkResult {
            method,
            bulk_id,
            version: None,
            location: None,
            response: None,
            status: String::new(),
        };
        results[index] = Some(match done {
            Ok(Done { status, resource, location }) => {
                if let (Some(name), Some(id)) = (&result.bulk_id, resource.get("id").and_then(Value::as_str))
                {
                    ids.insert(name.clone(), id.to_owned());
                }
                let version = resource.pointer("/meta/version").and_then(Value::as_str).map(str::to_owned);
                BulkResult { status: status.as_str().to_owned(), location: Some(location), version, ..result }
            }
            Err((refusal, location)) => {
                errors += 1;
                let error = refusal.into_error();
                BulkResult {
                    status: error.status.to_string(),
                    location,
                    response: Some(json!(error)),
                    ..result
                }
            }
        });
    }
    Ok(reply::scim(StatusCode::OK, &BulkResponse::new(results.into_iter().flatten().collect())))
}

struct Done {
    status: StatusCode,
    /// As it is shown; null where it is gone.
    resource: Value,
    location: String,
}

/// What was asked failed, and the address it was about, where there is one.
type Failed = (Refusal, Option<String>);

async fn perform(state: &RampState, operation: BulkOperation) -> Result<Done, Failed> {
    let BulkOperation { method, version, path, data, .. } = operation;
    let mut parts = path.trim_matches('/').split('/');
    let (kind, id, rest) = (parts.next().unwrap_or_default(), parts.next().map(str::to_owned), parts.next());
    let asked = Asked { method, id, if_match: IfMatch(version), data: data.unwrap_or_default() };
    match (kind, rest) {
        ("Users", None) => asked.of::<Users>(state, &path).await,
        ("Groups", None) => asked.of::<Groups>(state, &path).await,
        _ => Err((no_operation(method, &path), None)),
    }
}

fn no_operation(method: Method, path: &str) -> Refusal {
    let detail = format!("{method} {path} is no bulk operation of this service.");
    ScimError::bad_request(ScimType::InvalidPath, detail).into()
}

/// An operation on one kind of resource.
struct Asked {
    method: Method,
    id: Option<String>,
    if_match: IfMatch,
    data: Value,
}

impl Asked {
    async fn of<K: Kind>(self, state: &RampState, path: &str) -> Result<Done, Failed> {
        let Self { method, id, if_match, data } = self;
        let endpoint = K::definition(state).endpoint();
        let location = id.as_ref().map(|id| format!("{}{endpoint}/{id}", state.base_url()));
        let at = |refusal: Refusal| (refusal, location.clone());
        let (status, resource) = match (method, id) {
            (Method::Post, None) => {
                (StatusCode::CREATED, resources::make::<K>(state, data).await.map_err(at)?)
            }
            (Method::Put, Some(id)) => {
                let changed = resources::change_by_put::<K>(state, id, if_match, data).await;
                (StatusCode::OK, changed.map_err(at)?)
            }
            (Method::Patch, Some(id)) => {
                let changed = resources::change_by_patch::<K>(state, id, if_match, data).await;
                (StatusCode::OK, changed.map_err(at)?)
            }
            (Method::Delete, Some(id)) => {
                resources::remove::<K>(state, id, if_match).await.map_err(at)?;
                (StatusCode::NO_CONTENT, Value::Null)
            }
            _ => return Err(at(no_operation(method, path))),
        };
        let shown = resource.pointer("/meta/location").and_then(Value::as_str).map(str::to_owned);
        Ok(Done { status, location: shown.or(location).unwrap_or_default(), resource })
    }
}
