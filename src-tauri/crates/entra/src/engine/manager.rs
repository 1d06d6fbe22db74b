//! The manager, whom Entra looks up and sets by itself (§6.6).

use onramp_mapping::{Evaluated, RowOutcome, evaluate};
use onramp_scim::path::{self, AttributePath};
use onramp_scim::request::{ScimAnswer, ScimRequest};
use serde_json::Value;

use super::answers::{id_of, keys, look_for, refused, users_in};
use super::{Mode, Provisioning, State};
use crate::dialect::{Change, patch};
use crate::directory::DirectoryUser;
use crate::report::{Finding, ManagerAction, Report, flows, reference_id};

impl Provisioning {
    /// Whether there is a manager to be set.
    pub(super) fn wants_manager(&self) -> bool {
        matches!(self.report.manager, ManagerAction::NotInTarget { .. }) && self.manager_row().is_some()
    }

    pub(super) fn manager_request(&self) -> Option<ScimRequest> {
        if !self.wants_manager() {
            return None;
        }
        let manager = self.manager.as_ref()?;
        keys(&self.table, &evaluate(&self.table, manager, &self.context)).first().map(look_for)
    }

    pub(super) fn manager_found(&mut self, answer: Option<ScimAnswer>) {
        let found = users_in(answer).and_then(|found| match found.as_slice() {
            [] => Ok(None),
            [manager] => id_of(manager).map(|id| Some(id.to_owned())).ok_or(Finding::NoId),
            several => Err(Finding::Duplicate { count: several.len() }),
        });
        let id = match found {
            Ok(id) => id,
            Err(finding) => {
                self.report.manager = ManagerAction::LookupFailed(Box::new(finding));
                return self.after_manager();
            }
        };
        self.manager_is(id);
    }

    /// Plans or skips the manager's PATCH, now that it is known who they are in the target.
    pub(super) fn manager_is(&mut self, id: Option<String>) {
        let (Some(id), Some(row)) = (id, self.manager_row()) else { return self.after_manager() };
        let target = row.to_owned();
        let old = self.report.before.as_ref().and_then(|before| {
            let stored = path::get_exact(before, &AttributePath::parse(&target).ok()?)?;
            reference_id(&stored)
        });
        if old.as_ref().and_then(Value::as_str) == Some(id.as_str()) {
            self.report.manager = ManagerAction::AlreadyLinked { id };
            return self.after_manager();
        }
        let user = match (&self.report.resource_id, self.mode) {
            (Some(user), _) => user.clone(),
            // Known only once the create is answered.
            (None, Mode::DryRun) => "{id}".to_owned(),
            (None, Mode::Real) => return self.after_manager(),
        };
        let change = Change { target, old, new: Some(id.clone().into()) };
        self.report.then =
            Some(patch(&format!("/Users/{user}"), std::slice::from_ref(&change), self.dialect));
        if self.mode == Mode::Real {
            self.report.changes.push(change);
            self.report.manager = ManagerAction::Linked { id };
            self.state = State::SetManager;
        } else {
            self.report.manager = ManagerAction::WouldLink { id };
            self.after_manager();
        }
    }

    pub(super) fn manager_set(&mut self, answer: Option<ScimAnswer>) {
        if !answer.as_ref().is_some_and(|answer| matches!(answer.status, 200 | 204)) {
            self.report.changes.pop();
            self.report.manager = ManagerAction::Refused(refused(answer));
        }
        self.after_manager();
    }

    /// The manager's row, where it goes out on this write.
    pub(super) fn manager_row(&self) -> Option<&str> {
        let rows = self.report.evaluated.rows.iter();
        rows.filter(|value| matches!(value.outcome, RowOutcome::Reference(_))).find_map(|value| {
            let row = self.table.rows.get(value.row)?;
            flows(row, &value.outcome, self.report.before.is_none()).then_some(row.target.as_str())
        })
    }
}

impl Report {
    pub(super) fn manager_missing_from(&self, manager: Option<&DirectoryUser>) -> bool {
        manager.is_none() && matches!(self.manager, ManagerAction::NotInTarget { .. })
    }
}

/// Before anyone is asked, a mapped manager counts as not in the target.
pub(super) fn first_manager_action(evaluated: &Evaluated, user: &DirectoryUser) -> ManagerAction {
    let mapped = evaluated.rows.iter().any(|value| matches!(value.outcome, RowOutcome::Reference(_)));
    match (&user.manager, mapped) {
        (None, _) => ManagerAction::None,
        (Some(_), false) => ManagerAction::NotMapped,
        (Some(manager), true) => ManagerAction::NotInTarget {
            name: manager.display_name.clone().unwrap_or_else(|| manager.id.clone()),
        },
    }
}
