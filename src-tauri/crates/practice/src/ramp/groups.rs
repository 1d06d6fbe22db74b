//! `/Groups` and `/Groups/{id}`. Ramp's guide provisions users and says nothing of groups: they are kept as sent and change
//! no account.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use onramp_scim::patch::PatchOp;
use onramp_scim::query::{Projection, Query};
use onramp_scim::{ScimError, ScimType};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::RampState;
use super::extract::{Body, Id, Parameters};
use super::lists::{self, Candidates};
use super::preconditions::{self, IfMatch};
use super::reply::{self, Refusal};
use super::store::teams::{self, Member, Team};
use super::store::{self};

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
    let definition = &state.definitions().group;
    if let Some(filter) = &query.filter {
        definition.check_filter(filter, state.policy())?;
    }
    if query.filter.is_none() && query.sort.is_none() {
        let (shown, wanted) = (state.clone(), query.clone());
        let (page, total) = state
            .store
            .read(move |data| {
                let rows = teams::page(data, wanted.start_index - 1, lists::wanted(&wanted))?;
                let with_members = wanted.projection.shows("members");
                let page = rows.iter().map(|team| shown.presenter().group(data, team, with_members));
                Ok::<_, Refusal>((page.collect::<rusqlite::Result<_>>()?, teams::count(data)?))
            })
            .await?;
        return Ok(lists::page_of(page, total, &query, definition));
    }
    let found = all(state, &query).await?;
    Ok(lists::answer(found, &query, definition))
}

/// Every group the query may mean.
pub(super) async fn all(state: &RampState, query: &Query) -> Result<Vec<Value>, Refusal> {
    let (shown, query) = (state.clone(), query.clone());
    state
        .store
        .read(move |data| {
            let everything = |data: &Connection| teams::page(data, 0, usize::MAX);
            let rows = match &query.filter {
                None => everything(data)?,
                Some(filter) => match lists::candidates(filter, "displayName") {
                    Candidates::Name(name) => teams::by_display_name(data, name)?.into_iter().collect(),
                    Candidates::Id(id) => teams::by_id(data, id)?.into_iter().collect(),
                    Candidates::ExternalId(id) => teams::by_external_id(data, id)?,
                    Candidates::Email(_) | Candidates::All => everything(data)?,
                },
            };
            let asked = query
                .filter
                .as_ref()
                .is_some_and(|filter| filter.to_string().to_lowercase().contains("members"));
            let with_members = asked || query.projection.shows("members");
            let found = rows.iter().map(|team| shown.presenter().group(data, team, with_members));
            Ok::<_, Refusal>(found.collect::<rusqlite::Result<_>>()?)
        })
        .await
}

pub(super) async fn read(
    State(state): State<RampState>,
    Id(id): Id,
    headers: HeaderMap,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let with_members = projection.shows("members");
    let shown = state.clone();
    let group = state
        .store
        .read(move |data| Ok::<_, Refusal>(shown.presenter().group(data, &find(data, &id)?, with_members)?))
        .await?;
    if preconditions::is_known(&headers, &group) {
        return Ok(reply::not_modified(&group));
    }
    Ok(reply::projected(StatusCode::OK, group, &projection, &state.definitions().group))
}

pub(super) async fn create(
    State(state): State<RampState>,
    parameters: Parameters,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let group = make(&state, body).await?;
    Ok(reply::projected(StatusCode::CREATED, group, &projection, &state.definitions().group))
}

/// Makes a group and returns it as it is shown.
pub(super) async fn make(state: &RampState, body: Value) -> Result<Value, Refusal> {
    let resource = state.definitions().group.accept(body, state.policy())?;
    let shown = state.clone();
    state
        .store
        .write(move |data| {
            let mut team = Team::new(Map::new());
            store_as(data, &mut team, resource)?;
            Ok(shown.presenter().group(data, &team, true)?)
        })
        .await
}

pub(super) async fn patch(
    State(state): State<RampState>,
    Id(id): Id,
    if_match: IfMatch,
    parameters: Parameters,
    Body(body): Body,
) -> Result<Response, Refusal> {
    let projection = parameters.query()?.projection;
    let group = change_by_patch(&state, id, if_match, body).await?;
    // Microsoft wants 204 for a group's PATCH; who asks for attributes is given them (RFC 7644 §3.5.2).
    match projection {
        Projection::All => Ok(reply::changed(&group)),
        projection => Ok(reply::projected(StatusCode::OK, group, &projection, &state.definitions().group)),
    }
}

/// Applies a PATCH and returns the group as it is shown.
pub(super) async fn change_by_patch(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    body: Value,
) -> Result<Value, Refusal> {
    let patch = PatchOp::read(body)?;
    let (definition, policy) = (&state.definitions().group, state.policy());
    change(state, id, if_match, move |present| {
        let mut resource = present.clone();
        definition.patch(&mut resource, patch, policy)?;
        Ok(resource)
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
    let group = change_by_put(&state, id, if_match, body).await?;
    Ok(reply::projected(StatusCode::OK, group, &projection, &state.definitions().group))
}

/// Puts a whole group in place of another and returns it as it is shown.
pub(super) async fn change_by_put(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    body: Value,
) -> Result<Value, Refusal> {
    let (definition, policy) = (&state.definitions().group, state.policy());
    let resource = definition.accept(body, policy)?;
    change(state, id, if_match, move |present| {
        let mut resource = resource;
        definition.finish(Some(present), &mut resource, policy)?;
        Ok(resource)
    })
    .await
}

async fn change(
    state: &RampState,
    id: String,
    if_match: IfMatch,
    change: impl FnOnce(&Map<String, Value>) -> Result<Map<String, Value>, ScimError> + Send + 'static,
) -> Result<Value, Refusal> {
    let shown = state.clone();
    state
        .store
        .write(move |data| {
            let mut team = find(data, &id)?;
            if_match.check(team.version)?;
            let mut present = team.resource.clone();
            let members = teams::members(data, &id)?;
            if !members.is_empty() {
                let members = members.iter().map(|member| json!({"value": member.id})).collect();
                present.insert("members".to_owned(), Value::Array(members));
            }
            let changed = change(&present)?;
            if changed != present {
                store_as(data, &mut team, changed)?;
            }
            Ok(shown.presenter().group(data, &team, true)?)
        })
        .await
}

/// Stores a Group resource: itself, and its members in their own place.
fn store_as(data: &Connection, team: &mut Team, mut resource: Map<String, Value>) -> Result<(), Refusal> {
    let members = members_in(data, resource.shift_remove("members"))?;
    team.resource = resource;
    if let Some(holder) = teams::by_display_name(data, team.display_name())?
        && holder.id != team.id
    {
        let detail = format!("displayName: there is a group {} already.", holder.display_name());
        return Err(ScimError::new(409, detail).with_type(ScimType::Uniqueness).into());
    }
    teams::save(data, team)?;
    Ok(teams::set_members(data, &team.id, &members)?)
}

/// Who is meant, once each. Only somebody who is there can be in a group.
fn members_in(data: &Connection, members: Option<Value>) -> Result<Vec<Member>, Refusal> {
    let Some(Value::Array(elements)) = members else { return Ok(Vec::new()) };
    let mut found: Vec<Member> = Vec::with_capacity(elements.len());
    let mut seen = std::collections::HashSet::with_capacity(elements.len());
    for element in &elements {
        let invalid = |detail: String| ScimError::bad_request(ScimType::InvalidValue, detail);
        let Some(id) = element.get("value").and_then(Value::as_str) else {
            return Err(invalid("members.value is required.".to_owned()).into());
        };
        if !seen.insert(id) {
            continue;
        }
        let is_user = store::by_id(data, id)?.is_some_and(|account| account.managed);
        let is_team = !is_user && teams::by_id(data, id)?.is_some();
        if !is_user && !is_team {
            return Err(invalid(format!("members.value: there is no user or group {id}.")).into());
        }
        found.push(Member { id: id.to_owned(), is_team });
    }
    Ok(found)
}

pub(super) async fn delete(
    State(state): State<RampState>,
    Id(id): Id,
    if_match: IfMatch,
) -> Result<Response, Refusal> {
    remove(&state, id, if_match).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Deletes a group.
pub(super) async fn remove(state: &RampState, id: String, if_match: IfMatch) -> Result<(), Refusal> {
    state
        .store
        .write(move |data| {
            if_match.check(find(data, &id)?.version)?;
            Ok(teams::erase(data, &id)?)
        })
        .await
}

fn find(data: &Connection, id: &str) -> Result<Team, Refusal> {
    teams::by_id(data, id)?.ok_or_else(|| ScimError::new(404, format!("There is no group {id}.")).into())
}
