//! What would be written: a create, or the differences.

use onramp_mapping::RowOutcome;
use onramp_scim::path::{self, AttributePath};
use onramp_scim::request::ScimRequest;
use onramp_scim::urn;
use serde_json::{Value, json};

use super::Provisioning;
use crate::dialect::{Change, patch};
use crate::report::{Action, ManagerAction, SkipReason, flows, same};

impl Provisioning {
    pub(super) fn in_scope(&self) -> bool {
        self.user.assigned && self.user.enabled && self.report.scope.included
    }

    pub(super) fn plan_create(&mut self) {
        if !self.user.assigned {
            return self.skip(SkipReason::NotEffectivelyEntitled);
        }
        if !self.user.enabled {
            return self.skip(SkipReason::DisabledInSource);
        }
        if !self.report.scope.included {
            return self.skip(SkipReason::OutOfScope);
        }
        if !self.table.actions.create {
            return self.skip(SkipReason::CreateOff);
        }
        self.report.action = Action::Create;
        self.report.write = Some(ScimRequest::post("/Users", self.create_body()));
        self.after_planning();
    }

    /// The create body: core and enterprise schema always, `meta.resourceType` as Entra sends it (§6.2).
    pub(super) fn create_body(&self) -> Value {
        let mut body = json!({"schemas": [urn::USER, urn::ENTERPRISE_USER]});
        if let Some(members) = body.as_object_mut() {
            members.extend(self.report.evaluated.resource(&self.table));
            members.insert("meta".to_owned(), json!({"resourceType": "User"}));
        }
        body
    }

    pub(super) fn plan_update(&mut self, stored: &Value) {
        if !self.table.actions.update {
            return self.skip(SkipReason::UpdateOff);
        }
        let mut changes = self.changes(stored);
        if !self.in_scope() {
            // Somebody out of scope gets the disable and nothing else (§6.4).
            changes.retain(|change| change.target == "active");
            self.report.manager = ManagerAction::None;
            if !self.active_flows() {
                return self.skip(SkipReason::ActiveNotMapped);
            }
        }
        if self.manager_row().is_none() && matches!(self.report.manager, ManagerAction::NotInTarget { .. }) {
            self.report.manager = ManagerAction::NotMapped;
        }
        self.report.action = if self.in_scope() { Action::Update } else { Action::Disable };
        if !changes.is_empty() {
            let id = self.report.resource_id.clone().unwrap_or_default();
            self.report.write = Some(patch(&format!("/Users/{id}"), &changes, self.dialect));
        }
        self.report.changes = changes;
        self.after_planning();
    }

    /// Whether a change to someone who is there carries `active`.
    fn active_flows(&self) -> bool {
        self.report.evaluated.rows.iter().any(|value| {
            let row = self.table.rows.get(value.row);
            row.is_some_and(|row| row.target == "active" && flows(row, &value.outcome, false))
        })
    }

    /// Rows whose value differs from what the target has under exactly the typed name. Empty values are never sent (§6.7).
    pub(super) fn changes(&self, stored: &Value) -> Vec<Change> {
        let rows = self.report.evaluated.rows.iter();
        rows.filter_map(|value| {
            let row = self.table.rows.get(value.row)?;
            let RowOutcome::Sent(new) = &value.outcome else { return None };
            if !flows(row, &value.outcome, false) {
                return None;
            }
            let old = path::get_exact(stored, &AttributePath::parse(&row.target).ok()?);
            let changed = old.as_ref().is_none_or(|old| !same(old, new));
            changed.then(|| Change { target: row.target.clone(), old, new: Some(new.clone()) })
        })
        .collect()
    }
}
