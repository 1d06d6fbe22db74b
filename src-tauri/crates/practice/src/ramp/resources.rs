//! What every kind of resource is asked in the same way: lists, searches, one by its id, and each write.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use onramp_scim::ScimError;
use onramp_scim::patch::PatchOp;
use onramp_scim::query::{Projection, Query};
use onramp_scim::schema::ResourceDefinition;
use rusqlite::Connection;
use serde_json::{Map, Value};

use super::RampState;
use super::extract::{Body, Id, Parameters};
use super::lists::{self, Candidates};
use super::preconditions::{self, IfMatch};
use super::reply::{self, Refusal};
use super::store::Writing;

/// A kind of resource the service keeps.
pub(super) trait Kind: Send + Sync + 'static {
    /// The attribute that is unique without case and has an index.
    const NAME: &'static str;
    /// Whether a PATCH is answered with the resource. Microsoft wants 204 for a group's.
    const PATCH_SHOWS: bool;

    /// What such a resource may have.
    fn definition(state: &RampState) -> &'static ResourceDefinition;

    /// The page a query without filter and order asks for, as it is shown, and how many there are in all.
    fn page(state: &RampState, data: &Connection, query: &Query) -> Result<(Vec<Value>, usize), Refusal>;

    /// Every resource the filter can mean, as it is shown, in the order they were made. The filter itself is still to be
    /// asked of each.
    fn candidates(state: &RampState, data: &Connection, query: &Query) -> Result<Vec<Value>, Refusal>;

    /// The answer to a query that need not be put together from parts, where it is one.
    fn at_once(_: &RampState, _: &Query) -> Result<Option<Response>, Refusal> {
        Ok(None)
    }

    /// The resource of this id as it is shown, without what the projection leaves out and would cost to read.
    fn show(
        state: &RampState,
        data: &Connection,
        id: &str,
        projection: &Projection,
    ) -> Result<Value, Refusal>;

    /// Stores an accepted resource, and shows it.
    fn make(state: &RampState, data: &Writing<'_>, resource: Map<String, Value>) -> Result<Value, Refusal>;

    /// Stores what `change` makes of a resource, and shows it.
    fn change(
        state: &RampState,
        data: &Writing<'_>,
        id: &str,
        if_match: &IfMatch,
        change: impl FnOnce(&Map<String, Value>) -> Result<Map<String, Value>, ScimError>,
    ) -> Result<Value, Refusal>;

    /// Deletes a resource.
    fn remove(state: &RampState, data: &Writing<'_>, id: &str, if_match: &IfMatch) -> Result<(), Refusal>;
}

/// The addresses of a kind of resource, all below `place`.
pub(super) fn routes<K: Kind>(place: &str) -> Router<RampState> {
    Router::new()
        .route(place, get(list::<K>).post(create::<K>))
        .route(&format!("{place}/.search"), post(search_by_post::<K>))
        .route(&format!("{place}/{{id}}"), get(read::<K>).patch(patch::<K>).put(put::<K>).delete(delete::<K>))
}

async fn list<K: Kind>(State(state): State<RampState>, parameters: Parameters) -> Result<Response, Refusal> {
    search::<K>(&state, parameters.query()?).await
}

async fn search_by_post<K: Kind>(
    State(state): State<RampState>,
    Body(body): Body,
) -> Result<Response, Refusal> {
    search::<K>(&state, Query::from_search_request(&body)?).await
}

async fn search<K: Kind>(state: &RampState, query: Query) -> Result<Response, Refusal> {
    let definition = K::definition(state);
    if let Some(filter) = &query.filter {
        definition.check_filter(filter, state.policy())?;
    }
    if let Some(answer) = K::at_once(state, &query)? {
        return Ok(answer);
    }
    if query.filter.is_none() && query.sort.is_none() {
        let (shown, asked) = (state.clone(), query.clone());
        let (page, total) = state.store.read(move |data| K::page(&shown, data, &asked)).await?;
        return Ok(lists::page_of(page, total, &query, definition));
    }
    let found = candidates::<K>(state, query.clone()).await?;
    Ok(lists::answer(found, &query, definition))
}

async fn candidates<K: Kind>(state: &RampState, query: Query) -> Result<Vec<Value>, Refusal> {
    let indexed = query.filter.as_ref().map(|filter| lists::candidates(filter, K::NAME));
    if indexed.is_some_and(|candidates| candidates != Candidates::All) {
        // A look-up of microseconds: handing it to another thread would cost more.
        return state.store.read_now(|data| K::candidates(state, data, &query));
    }
    let shown = state.clone();
    state.store.read(move |data| K::candidates(&shown, data, &query)).await
}

/// Every resource of this kind that matches, in the order they were made.
pub(super) async fn matching<K: Kind>(state: &RampState, query: &Query) -> Result<Vec<Value>, Refusal> {
    let definition = K::definition(state);
    if let Some(filter) = &query.filter {
        definition.check_filter(filter, state.policy())?;
    }
    let mut found = candidates::<K>(state, query.clone()).await?;
    if let Some(filter) = &query.filter {
        found.retain(|resource| definition.matches(filter, resource));
    }
    Ok(found)
}

async fn read<K: Kind>(
    State(state): State<RampState>,
    Id(id): Id,
    headers: HeaderMap,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let resource = state.store.read_now(|data| K::show(&state, data, &id, &projection))?;
    if preconditions::is_known(&headers, &resource) {
        return Ok(reply::not_modified(&resource));
    }
    Ok(reply::projected(StatusCode::OK, resource, &projection, K::definition(&state)))
}

async fn create<K: Kind>(
    State(state): State<RampState>,
    parameters: Parameters,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let resource = make::<K>(&state, body).await?;
    Ok(reply::projected(StatusCode::CREATED, resource, &projection, K::definition(&state)))
}

async fn patch<K: Kind>(
    State(state): State<RampState>,
    Id(id): Id,
    if_match: IfMatch,
    parameters: Parameters,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let resource = change_by_patch::<K>(&state, id, if_match, body).await?;
    // Who asks for attributes is given them (RFC 7644 §3.5.2).
    if !K::PATCH_SHOWS && projection == Projection::All {
        return Ok(reply::changed(&resource));
    }
    Ok(reply::projected(StatusCode::OK, resource, &projection, K::definition(&state)))
}

async fn put<K: Kind>(
    State(state): State<RampState>,
    Id(id): Id,
    if_match: IfMatch,
    parameters: Parameters,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let resource = change_by_put::<K>(&state, id, if_match, body).await?;
    Ok(reply::projected(StatusCode::OK, resource, &projection, K::definition(&state)))
}

async fn delete<K: Kind>(
    State(state): State<RampState>,
    Id(id): Id,
    if_match: IfMatch,
) -> Result<Response, Refusal> {
    remove::<K>(&state, id, if_match).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Makes a resource and returns it as it is shown.
pub(super) async fn make<K: Kind>(state: &RampState, body: Value) -> Result<Value, Refusal> {
    let resource = K::definition(state).accept(body, state.policy())?;
    let shown = state.clone();
    state.store.write(move |data| K::make(&shown, data, resource)).await
}

/// Applies a PATCH and returns the resource as it is shown.
pub(super) async fn change_by_patch<K: Kind>(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    body: Value,
) -> Result<Value, Refusal> {
    let patch = PatchOp::read(body)?;
    let (definition, policy) = (K::definition(state), state.policy());
    change::<K>(state, id, if_match, move |present| {
        let mut resource = present.clone();
        definition.patch(&mut resource, patch, policy)?;
        Ok(resource)
    })
    .await
}

/// Puts a whole resource in place of another and returns it as it is shown.
pub(super) async fn change_by_put<K: Kind>(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    body: Value,
) -> Result<Value, Refusal> {
    let (definition, policy) = (K::definition(state), state.policy());
    let mut resource = definition.accept(body, policy)?;
    change::<K>(state, id, if_match, move |present| {
        definition.finish(Some(present), &mut resource, policy)?;
        Ok(resource)
    })
    .await
}

async fn change<K: Kind>(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    change: impl FnOnce(&Map<String, Value>) -> Result<Map<String, Value>, ScimError> + Send + 'static,
) -> Result<Value, Refusal> {
    let shown = state.clone();
    state.store.write(move |data| K::change(&shown, data, &id, &if_match, change)).await
}

/// Deletes a resource.
pub(super) async fn remove<K: Kind>(state: &RampState, id: String, if_match: IfMatch) -> Result<(), Refusal> {
    let shown = state.clone();
    state.store.write(move |data| K::remove(&shown, data, &id, &if_match)).await
}
