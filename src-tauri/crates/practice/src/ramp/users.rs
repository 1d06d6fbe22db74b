//! Users: what Ramp's rules are asked about.

use axum::response::Response;
use onramp_scim::ScimError;
use onramp_scim::filter::Filter;
use onramp_scim::query::{Projection, Query};
use onramp_scim::schema::ResourceDefinition;
use rusqlite::Connection;
use serde_json::{Map, Value};

use super::document::Document;
use super::lists::{self, Candidates};
use super::preconditions::IfMatch;
use super::reply::{self, Refusal};
use super::resources::Kind;
use super::store::{self, Account, Text, Writing};
use super::{RampState, service};

/// `/Users`.
pub(super) struct Users;

impl Kind for Users {
    const NAME: &'static str = "userName";
    const PATCH_SHOWS: bool = true;

    fn definition(state: &RampState) -> &'static ResourceDefinition {
        &state.definitions().user
    }

    fn page(state: &RampState, data: &Connection, query: &Query) -> Result<(Vec<Value>, usize), Refusal> {
        let rows = store::page(data, query.start_index - 1, lists::wanted(query))?;
        Ok((shown(state, data, &rows)?, store::count_managed(data)?))
    }

    fn candidates(state: &RampState, data: &Connection, query: &Query) -> Result<Vec<Value>, Refusal> {
        let candidates =
            query.filter.as_ref().map_or(Candidates::All, |filter| lists::candidates(filter, Self::NAME));
        let mut rows = match candidates {
            Candidates::Name(name) => store::by_user_name(data, name)?.into_iter().collect(),
            Candidates::Id(id) => store::by_id(data, id)?.into_iter().collect(),
            Candidates::ExternalId(id) => store::by_external_id(data, id)?,
            Candidates::Email(email) => store::by_email(data, email)?,
            Candidates::All => store::all_managed(data)?,
        };
        rows.retain(|account| account.managed);
        shown(state, data, &rows)
    }

    /// `userName eq "…"` and nothing else, which Entra asks before every write.
    fn at_once(state: &RampState, query: &Query) -> Result<Option<Response>, Refusal> {
        let Some(filter @ Filter::Compare { .. }) = &query.filter else { return Ok(None) };
        let Candidates::Name(name) = lists::candidates(filter, Self::NAME) else { return Ok(None) };
        let asks_for_all =
            query.projection == Projection::All && query.start_index == 1 && query.count != Some(0);
        if !asks_for_all || query.sort.is_some() {
            return Ok(None);
        }
        let found = state.store.look_up(|data| store::text_by_user_name(data, name))?;
        Ok(match found {
            Text::Linked => None,
            Text::Nobody => Some(lists::page_of(Vec::new(), 0, query, Self::definition(state))),
            Text::Whole { id, document, created, last_modified, version } => {
                let times = [created.as_str(), last_modified.as_str()];
                Some(reply::text(state.presenter().list_of_one(&id, &document, times, version)))
            }
        })
    }

    fn show(state: &RampState, data: &Connection, id: &str, _: &Projection) -> Result<Value, Refusal> {
        Ok(state.presenter().user(data, &service::find(data, id)?)?)
    }

    fn make(state: &RampState, data: &Writing<'_>, resource: Map<String, Value>) -> Result<Value, Refusal> {
        let account = service::create(data, state.rules, document(state, resource))?;
        Ok(state.presenter().user(data, &account)?)
    }

    fn change(
        state: &RampState,
        data: &Writing<'_>,
        id: &str,
        if_match: &IfMatch,
        change: impl FnOnce(&Map<String, Value>) -> Result<Map<String, Value>, ScimError>,
    ) -> Result<Value, Refusal> {
        let account = service::update(data, state.rules, id, |account| {
            if_match.check(account.version)?;
            Ok(document(state, change(account.document.resource())?))
        })?;
        Ok(state.presenter().user(data, &account)?)
    }

    fn remove(state: &RampState, data: &Writing<'_>, id: &str, if_match: &IfMatch) -> Result<(), Refusal> {
        if_match.check(service::find(data, id)?.version)?;
        service::delete(data, state.rules, id)
    }
}

fn shown(state: &RampState, data: &Connection, rows: &[Account]) -> Result<Vec<Value>, Refusal> {
    Ok(rows.iter().map(|account| state.presenter().user(data, account)).collect::<rusqlite::Result<_>>()?)
}

fn document(state: &RampState, mut resource: Map<String, Value>) -> Document {
    state.definitions().settle(&mut resource);
    Document::new(resource)
}
