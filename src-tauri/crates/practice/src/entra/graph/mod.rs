//! Graph's operations on the tenant, from a call to its reply, each in one transaction.

pub(crate) mod apps;
pub(crate) mod assignments;
pub(crate) mod deleted;
pub(crate) mod delta;
pub(crate) mod groups;
pub(crate) mod jobs;
pub(crate) mod logs;
pub(crate) mod people;
pub(crate) mod schema;
pub(crate) mod users;

use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::Value;

use super::EntraState;
use super::call::{Call, Reply};
use super::error::GraphError;
use super::odata::{self, Entity, Page};
use super::store::apps as stored_apps;
use super::store::jobs::{self as stored_jobs, JobRow};
use super::tenant::TenantSettings;

/// What an operation works on.
pub(crate) struct Cx<'a> {
    pub(crate) data: &'a Connection,
    pub(crate) call: &'a Call,
    pub(crate) state: &'a EntraState,
    pub(crate) now: Timestamp,
    pub(crate) settings: TenantSettings,
}

impl Cx<'_> {
    /// Whether an object shows already: the directory lags behind what was just created.
    pub(crate) fn shows(&self, id: &str) -> bool {
        !self.state.fresh.hides(id)
    }

    /// The same of each object of a list.
    pub(crate) fn showing(&self, items: Vec<Value>) -> Vec<Value> {
        let shows = |item: &Value| item.get("id").and_then(Value::as_str).is_none_or(|id| self.shows(id));
        items.into_iter().filter(shows).collect()
    }

    /// A service principal that is there and shows.
    pub(crate) fn service_principal(&self, id: &str) -> Result<Value, GraphError> {
        let found = stored_apps::service_principal(self.data, id)?;
        found.filter(|_| self.shows(id)).ok_or_else(|| GraphError::no_object(id))
    }

    /// A job of a service principal.
    pub(crate) fn job(&self, sp: &str, id: &str) -> Result<JobRow, GraphError> {
        self.service_principal(sp)?;
        let found = stored_jobs::by_id(self.data, id)?.filter(|job| job.sp == sp && self.shows(id));
        found.ok_or_else(|| GraphError::not_found(format!("The synchronization job {id} does not exist.")))
    }

    /// The path below the version.
    pub(crate) fn path(&self) -> String {
        self.call.segments.iter().fold(String::new(), |path, segment| path + "/" + segment)
    }

    /// A list of things on which nothing hangs.
    pub(crate) fn list(
        &self,
        entity: &Entity,
        context: &str,
        items: Vec<Value>,
    ) -> Result<Reply, GraphError> {
        self.list_with(entity, context, items, |_, _| {})
    }

    /// A list; `expand` adds what hangs on each.
    pub(crate) fn list_with(
        &self,
        entity: &Entity,
        context: &str,
        items: Vec<Value>,
        expand: impl Fn(&Value, &mut Value),
    ) -> Result<Reply, GraphError> {
        let path = self.path();
        let page = Page { base: &self.state.base_url, path: &path, context };
        odata::list(entity, self.call, page, items, expand).map(Reply::ok)
    }

    /// One thing; only `$select` can be asked of it.
    pub(crate) fn one(&self, entity: &Entity, context: &str, item: &Value) -> Result<Reply, GraphError> {
        self.call.query.allow(&["select"])?;
        self.one_with(entity, context, item, |_, _| {})
    }

    /// One thing with what hangs on it.
    pub(crate) fn one_with(
        &self,
        entity: &Entity,
        context: &str,
        item: &Value,
        expand: impl Fn(&Value, &mut Value),
    ) -> Result<Reply, GraphError> {
        let page = Page { base: &self.state.base_url, path: "", context };
        odata::one(entity, self.call, page, item, expand).map(Reply::ok)
    }

    /// The annotation of what stands in no collection.
    pub(crate) fn context(&self, of: &str) -> String {
        format!("{}/$metadata#{of}", self.state.base_url)
    }

    /// RFC 3339, as the directory writes times.
    pub(crate) fn time(&self) -> String {
        self.now.strftime("%FT%TZ").to_string()
    }
}

/// Takes members from a request's body. The first of them that cannot be set is refused.
fn merge(
    object: &mut Value,
    changes: &serde_json::Map<String, Value>,
    entity: &Entity,
    read_only: &[&str],
) -> Result<(), GraphError> {
    for (name, value) in changes.iter().filter(|(name, _)| !name.starts_with('@')) {
        if !entity.has(name) {
            let message = format!("Invalid property '{name}'.");
            return Err(GraphError::bad_request(message));
        }
        if read_only.contains(&name.as_str()) {
            return Err(GraphError::bad_request(format!(
                "Property '{name}' is read-only and cannot be set."
            )));
        }
        object[name] = value.clone();
    }
    Ok(())
}
