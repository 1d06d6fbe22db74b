//! `/.search` at the root, RFC 7644 §3.4.3: users and groups together.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use onramp_scim::query::Query;
use onramp_scim::resource::ListResponse;
use serde_json::Value;

use super::extract::Body;
use super::reply::{self, Refusal};
use super::{RampState, groups, lists, users};

pub(super) async fn everywhere(
    State(state): State<RampState>,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let query = Query::from_search_request(&body)?;
    let definitions = state.definitions();
    let mut found = Vec::new();
    for (definition, resources) in [
        (&definitions.user, users::all(&state, &query).await?),
        (&definitions.group, groups::all(&state, &query).await?),
    ] {
        if let Some(filter) = &query.filter {
            definition.check_filter(filter, state.policy())?;
        }
        let matching = resources.into_iter().filter(|resource| {
            query.filter.as_ref().is_none_or(|filter| definition.matches(filter, resource))
        });
        found.extend(matching.map(|resource| (definition, resource)));
    }
    if let Some(sort) = &query.sort {
        // One order over both kinds: an attribute only one of them has puts the other at the end.
        let mut resources: Vec<Value> = found.iter().map(|(_, resource)| resource.clone()).collect();
        sort.apply(&mut resources, &definitions.user);
        let place = |resource: &Value| resources.iter().position(|it| it["id"] == resource["id"]);
        found.sort_by_key(|(_, resource)| place(resource));
    }
    let total = found.len();
    let page: Vec<Value> = found
        .into_iter()
        .skip(query.start_index - 1)
        .take(lists::wanted(&query))
        .map(|(definition, resource)| query.projection.apply(resource, definition))
        .collect();
    Ok(reply::scim(StatusCode::OK, &ListResponse::<Value>::page(page, total, query.start_index)))
}
