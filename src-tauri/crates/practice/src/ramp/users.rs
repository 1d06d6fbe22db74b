//! `/Users` and `/Users/{id}`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use onramp_scim::ScimError;
use onramp_scim::filter::Filter;
use onramp_scim::patch::PatchOp;
use onramp_scim::query::{Projection, Query};
use rusqlite::Connection;
use serde_json::Value;

use super::document::Document;
use super::extract::{Body, Id, Parameters};
use super::lists::{self, Candidates};
use super::preconditions::{self, IfMatch};
use super::reply::{self, Refusal};
use super::store::{self, Account, Text};
use super::{RampState, service};

pub(super) async fn list(
    State(state): State<RampState>,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    search(&state, parameters.query()?).await
}

pub(super) async fn search_by_post(
    State(state): State<RampState>,
    Body(body): Body,
) -> Result<Response, Refusal> {
    search(&state, Query::from_search_request(&body)?).await
}

async fn search(state: &RampState, query: Query) -> Result<Response, Refusal> {
    let definition = &state.definitions().user;
    if let Some(filter) = &query.filter {
        definition.check_filter(filter, state.policy())?;
    }
    if let Some(answer) = by_name(state, &query)? {
        return Ok(answer);
    }
    let found = found(state, query.clone()).await?;
    Ok(match found {
        Found::Page { page, total } => lists::page_of(page, total, &query, definition),
        Found::Candidates(found) => lists::answer(found, &query, definition),
    })
}

/// The answer to `userName eq "…"` and nothing else, which Entra asks before every write.
fn by_name(state: &RampState, query: &Query) -> Result<Option<Response>, Refusal> {
    let Some(filter @ Filter::Compare { .. }) = &query.filter else { return Ok(None) };
    let Candidates::Name(name) = lists::candidates(filter, "userName") else { return Ok(None) };
    let asks_for_all =
        query.projection == Projection::All && query.start_index == 1 && query.count != Some(0);
    if !asks_for_all || query.sort.is_some() {
        return Ok(None);
    }
    let found = state.store.read_now(|data| Ok::<_, Refusal>(store::text_by_user_name(data, name)?))?;
    Ok(match found {
        Text::Linked => None,
        Text::Nobody => Some(lists::page_of(Vec::new(), 0, query, &state.definitions().user)),
        Text::Whole { id, document, created, last_modified, version } => {
            let times = [created.as_str(), last_modified.as_str()];
            Some(reply::text(state.presenter().list_of_one(&id, &document, times, version)))
        }
    })
}

/// Every user the query may mean.
pub(super) async fn all(state: &RampState, query: &Query) -> Result<Vec<Value>, Refusal> {
    let unpaged = Query { sort: None, start_index: 1, count: None, ..query.clone() };
    match found(state, Query { filter: unpaged.filter.or(Some(anything())), ..unpaged }).await? {
        Found::Page { page, .. } | Found::Candidates(page) => Ok(page),
    }
}

/// A filter that leaves every row open.
pub(super) fn anything() -> onramp_scim::filter::Filter {
    onramp_scim::filter::Filter::Present { path: onramp_scim::path::AttributePath::simple("id"), span: 0..0 }
}

enum Found {
    /// The page itself: nothing had to be looked at but the rows on it.
    Page { page: Vec<Value>, total: usize },
    /// What the filter is still to be asked of.
    Candidates(Vec<Value>),
}

async fn found(state: &RampState, query: Query) -> Result<Found, Refusal> {
    let indexed = query.filter.as_ref().map(|filter| lists::candidates(filter, "userName"));
    if indexed.is_some_and(|candidates| candidates != Candidates::All) {
        // A look-up of microseconds: handing it to another thread would cost more.
        return state.store.read_now(|data| rows(state, data, &query));
    }
    let shown = state.clone();
    state.store.read(move |data| rows(&shown, data, &query)).await
}

fn rows(state: &RampState, data: &Connection, query: &Query) -> Result<Found, Refusal> {
    let present = |account: &Account| state.presenter().user(data, account);
    let rows = match &query.filter {
        None if query.sort.is_none() => {
            let rows = store::page(data, query.start_index - 1, lists::wanted(query))?;
            let page = rows.iter().map(present).collect::<rusqlite::Result<_>>()?;
            return Ok(Found::Page { page, total: store::count_managed(data)? });
        }
        None => store::all_managed(data)?,
        Some(filter) => match lists::candidates(filter, "userName") {
            Candidates::Name(name) => store::by_user_name(data, name)?.into_iter().collect(),
            Candidates::Id(id) => store::by_id(data, id)?.into_iter().collect(),
            Candidates::ExternalId(id) => store::by_external_id(data, id)?,
            Candidates::Email(email) => store::by_email(data, email)?,
            Candidates::All => store::all_managed(data)?,
        },
    };
    let managed = rows.iter().filter(|account| account.managed);
    Ok(Found::Candidates(managed.map(present).collect::<rusqlite::Result<_>>()?))
}

pub(super) async fn read(
    State(state): State<RampState>,
    Id(id): Id,
    headers: HeaderMap,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let user = state
        .store
        .read_now(|data| Ok::<_, Refusal>(state.presenter().user(data, &service::find(data, &id)?)?))?;
    if preconditions::is_known(&headers, &user) {
        return Ok(reply::not_modified(&user));
    }
    Ok(reply::projected(StatusCode::OK, user, &projection, &state.definitions().user))
}

pub(super) async fn create(
    State(state): State<RampState>,
    parameters: Parameters,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let user = make(&state, body).await?;
    Ok(reply::projected(StatusCode::CREATED, user, &projection, &state.definitions().user))
}

/// Makes a user and returns it as it is shown.
pub(super) async fn make(state: &RampState, body: Value) -> Result<Value, Refusal> {
    let document = document(state, body)?;
    let shown = state.clone();
    state
        .store
        .write(move |data| {
            let account = service::create(data, shown.rules, document)?;
            Ok(shown.presenter().user(data, &account)?)
        })
        .await
}

fn document(state: &RampState, body: Value) -> Result<Document, ScimError> {
    let definitions = state.definitions();
    let mut resource = definitions.user.accept(body, state.policy())?;
    definitions.settle(&mut resource);
    Ok(Document::new(resource))
}

pub(super) async fn patch(
    State(state): State<RampState>,
    Id(id): Id,
    if_match: IfMatch,
    parameters: Parameters,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let user = change_by_patch(&state, id, if_match, body).await?;
    Ok(reply::projected(StatusCode::OK, user, &projection, &state.definitions().user))
}

/// Applies a PATCH and returns the user as it is shown.
pub(super) async fn change_by_patch(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    body: Value,
) -> Result<Value, Refusal> {
    let patch = PatchOp::read(body)?;
    let (definitions, policy) = (state.definitions(), state.policy());
    change(state, id, if_match, move |account| {
        let mut resource = account.document.resource().clone();
        definitions.user.patch(&mut resource, patch, policy)?;
        definitions.settle(&mut resource);
        Ok(Document::new(resource))
    })
    .await
}

pub(super) async fn put(
    State(state): State<RampState>,
    Id(id): Id,
    if_match: IfMatch,
    parameters: Parameters,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let user = change_by_put(&state, id, if_match, body).await?;
    Ok(reply::projected(StatusCode::OK, user, &projection, &state.definitions().user))
}

/// Puts a whole user in place of another and returns it as it is shown.
pub(super) async fn change_by_put(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    body: Value,
) -> Result<Value, Refusal> {
    let document = document(state, body)?;
    let (definitions, policy) = (state.definitions(), state.policy());
    change(state, id, if_match, move |account| {
        let mut resource = document.resource().clone();
        definitions.user.finish(Some(account.document.resource()), &mut resource, policy)?;
        definitions.settle(&mut resource);
        Ok(Document::new(resource))
    })
    .await
}

async fn change(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    change: impl FnOnce(&Account) -> Result<Document, ScimError> + Send + 'static,
) -> Result<Value, Refusal> {
    let shown = state.clone();
    state
        .store
        .write(move |data| {
            let account = service::update(data, shown.rules, &id, |account| {
                if_match.check(account.version)?;
                change(account)
            })?;
            Ok(shown.presenter().user(data, &account)?)
        })
        .await
}

pub(super) async fn delete(
    State(state): State<RampState>,
    Id(id): Id,
    if_match: IfMatch,
) -> Result<Response, Refusal> {
    remove(&state, id, if_match).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Deletes a user.
pub(super) async fn remove(state: &RampState, id: String, if_match: IfMatch) -> Result<(), Refusal> {
    let rules = state.rules;
    state
        .store
        .write(move |data| {
            if_match.check(service::find(data, &id)?.version)?;
            service::delete(data, rules, &id)
        })
        .await
}
