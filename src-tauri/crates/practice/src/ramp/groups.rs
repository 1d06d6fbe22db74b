//! Groups. Ramp's guide provisions users and says nothing of groups: they are kept as sent and change no account.

use std::collections::HashSet;

use onramp_scim::query::{Projection, Query};
use onramp_scim::schema::ResourceDefinition;
use onramp_scim::{ScimError, ScimType};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::RampState;
use super::lists::{self, Candidates};
use super::preconditions::IfMatch;
use super::reply::Refusal;
use super::resources::Kind;
use super::store::teams::{self, Member, Team};
use super::store::{self, Writing};

/// `/Groups`.
pub(super) struct Groups;

impl Kind for Groups {
    const NAME: &'static str = "displayName";
    const PATCH_SHOWS: bool = false;

    fn definition(state: &RampState) -> &'static ResourceDefinition {
        &state.definitions().group
    }

    fn page(state: &RampState, data: &Connection, query: &Query) -> Result<(Vec<Value>, usize), Refusal> {
        let rows = teams::page(data, query.start_index - 1, lists::wanted(query))?;
        Ok((shown(state, data, &rows, query)?, teams::count(data)?))
    }

    fn candidates(state: &RampState, data: &Connection, query: &Query) -> Result<Vec<Value>, Refusal> {
        let candidates =
            query.filter.as_ref().map_or(Candidates::All, |filter| lists::candidates(filter, Self::NAME));
        let rows = match candidates {
            Candidates::Name(name) => teams::by_display_name(data, name)?.into_iter().collect(),
            Candidates::Id(id) => teams::by_id(data, id)?.into_iter().collect(),
            Candidates::ExternalId(id) => teams::by_external_id(data, id)?,
            Candidates::Email(_) | Candidates::All => teams::page(data, 0, usize::MAX)?,
        };
        shown(state, data, &rows, query)
    }

    fn show(
        state: &RampState,
        data: &Connection,
        id: &str,
        projection: &Projection,
    ) -> Result<Value, Refusal> {
        Ok(state.presenter().group(data, &find(data, id)?, projection.shows("members"))?)
    }

    fn make(state: &RampState, data: &Writing<'_>, resource: Map<String, Value>) -> Result<Value, Refusal> {
        let mut team = Team::new(Map::new());
        store_as(data, &mut team, resource)?;
        Ok(state.presenter().group(data, &team, true)?)
    }

    fn change(
        state: &RampState,
        data: &Writing<'_>,
        id: &str,
        if_match: &IfMatch,
        change: impl FnOnce(&Map<String, Value>) -> Result<Map<String, Value>, ScimError>,
    ) -> Result<Value, Refusal> {
        let mut team = find(data, id)?;
        if_match.check(team.version)?;
        let mut present = team.resource.clone();
        let members = teams::members(data, id)?;
        if !members.is_empty() {
            let members = members.iter().map(|member| json!({"value": member.id})).collect();
            present.insert("members".to_owned(), Value::Array(members));
        }
        let changed = change(&present)?;
        if changed != present {
            store_as(data, &mut team, changed)?;
        }
        Ok(state.presenter().group(data, &team, true)?)
    }

    fn remove(_: &RampState, data: &Writing<'_>, id: &str, if_match: &IfMatch) -> Result<(), Refusal> {
        if_match.check(find(data, id)?.version)?;
        Ok(teams::erase(data, id)?)
    }
}

/// Groups as they are shown, with their members where the query is about them.
fn shown(state: &RampState, data: &Connection, rows: &[Team], query: &Query) -> Result<Vec<Value>, Refusal> {
    let asks_for_members =
        query.filter.as_ref().is_some_and(|filter| filter.to_string().to_lowercase().contains("members"));
    let with_members = asks_for_members || query.projection.shows("members");
    let shown = rows.iter().map(|team| state.presenter().group(data, team, with_members));
    Ok(shown.collect::<rusqlite::Result<_>>()?)
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
    let mut seen = HashSet::with_capacity(elements.len());
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

fn find(data: &Connection, id: &str) -> Result<Team, Refusal> {
    teams::by_id(data, id)?.ok_or_else(|| ScimError::new(404, format!("There is no group {id}.")).into())
}
