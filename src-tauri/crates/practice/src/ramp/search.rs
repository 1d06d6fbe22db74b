//! `/.search` at the root, RFC 7644 §3.4.3: users and groups together.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use onramp_scim::query::Query;
use onramp_scim::resource::ListResponse;
use serde_json::Value;

use super::extract::Body;
use super::groups::Groups;
use super::reply::{self, Refusal};
use super::resources::{self, Kind};
use super::users::Users;
use super::{RampState, lists};

pub(super) async fn everywhere(
    State(state): State<RampState>,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let query = Query::from_search_request(&body)?;
    let (users, groups) = (Users::definition(&state), Groups::definition(&state));
    let mut found = resources::matching::<Users>(&state, &query).await?;
    found.extend(resources::matching::<Groups>(&state, &query).await?);
    if let Some(sort) = &query.sort {
        // One order over both kinds: an attribute only one of them has puts the other at the end.
        sort.apply(&mut found, users);
    }
    let total = found.len();
    let definition = |resource: &Value| match resource.pointer("/meta/resourceType") {
        Some(kind) if kind == groups.name() => groups,
        _ => users,
    };
    let page = found.into_iter().skip(query.start_index - 1).take(lists::wanted(&query)).map(|resource| {
        let definition = definition(&resource);
        query.projection.apply(resource, definition)
    });
    Ok(reply::scim(StatusCode::OK, &ListResponse::<Value>::page(page.collect(), total, query.start_index)))
}
