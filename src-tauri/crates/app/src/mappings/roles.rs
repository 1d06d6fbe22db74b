//! Role sync (R15) as one switch: the pairs that it offers, and what to know before one of them is on.

use onramp_mapping::roles::{self, AppRole, RAMP_ROLES};
use onramp_mapping::{AttributeMapping, MappingTable};
use serde::Serialize;
use specta::Type;

use super::convert::severity;
use super::{MappingsView, Severity};
use crate::error::{AppError, Side};
use crate::session::App;

/// Whether the table sends roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum RoleSyncState {
    /// No row sends roles.
    Off,
    /// By one of the pairs, and nobody was tested with it.
    OnUntested,
    /// By rows that are none of the pairs.
    Custom,
}

/// Role sync as it stands, and what it offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleSyncView {
    /// The id of the candidate that is on.
    pub on: Option<String>,
    /// The rows that send roles where they are none of the candidates. A candidate takes their place.
    pub custom_rows: Vec<RoleSyncRow>,
    /// The app roles that the application must have.
    pub roles: Vec<RoleSyncRole>,
    /// What to know first.
    pub notes: Vec<RoleSyncNote>,
    /// The pairs of target and expression, the likeliest first.
    pub candidates: Vec<RoleSyncCandidate>,
}

/// A row that sends roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleSyncRow {
    /// The target name.
    pub target: String,
    /// Source attribute, expression or constant.
    pub source: String,
}

/// An app role that Ramp knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleSyncRole {
    /// The app role's *Value*, which Ramp compares byte by byte.
    pub value: String,
    /// The role's name in Ramp.
    pub name: String,
    /// Whether Ramp takes it only when a user is created.
    pub only_at_creation: bool,
}

/// Something to know about an app role, or about role sync as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleSyncNote {
    /// The app role's value; `null` where it is about all.
    pub role: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, in sentences.
    pub message: String,
}

/// A pair of target and expression that may be the one Ramp reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleSyncCandidate {
    /// Stable id, for the choice.
    pub id: String,
    /// The target name.
    pub target: String,
    /// The expression.
    pub expression: String,
    /// Why it may be the one.
    pub reason: String,
    /// What happens to a person with two app roles.
    pub two_roles: String,
    /// What happens in Ramp when a role is taken from a person.
    pub role_taken: String,
    /// Nobody has confirmed the pair.
    pub unconfirmed: bool,
    /// Why it can't be part of a plan yet; `null` where it can.
    pub blocker: Option<String>,
}

impl App {
    /// What role sync is, what it offers, and what to know first.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn role_sync(&self) -> Result<RoleSyncView, AppError> {
        let table = self.table(&self.profile()?)?;
        let on = roles::switched_on(&table);
        let custom = roles::role_rows(&table).filter(|_| on.is_none());
        let offered = offered();
        let note = |note: roles::RoleNote| RoleSyncNote {
            role: note.role,
            severity: severity(note.severity),
            message: note.message,
        };
        Ok(RoleSyncView {
            custom_rows: custom.map(|(_, row)| role_row(row)).collect(),
            on: on.map(|candidate| candidate.id.to_owned()),
            roles: offered.recognised.iter().map(|(_, role)| ramp_role(role)).collect(),
            notes: offered.notes.into_iter().map(note).collect(),
            candidates: offered.candidates.into_iter().map(candidate).collect(),
        })
    }

    /// Switches role sync on with a candidate, or off. Rows that send roles make place for it.
    ///
    /// # Errors
    /// Where there is no such candidate, or the settings can't be read or written.
    pub fn switch_role_sync(&self, candidate: Option<&str>) -> Result<MappingsView, AppError> {
        self.change_table(|table| {
            let Some(id) = candidate else {
                roles::switch_off(table);
                return Ok("Switch role sync off".to_owned());
            };
            let candidates = offered().candidates;
            let candidate = candidates.iter().find(|one| one.id == id).ok_or_else(no_such_candidate)?;
            let label = match state(table) {
                RoleSyncState::Off => "Switch role sync on",
                RoleSyncState::OnUntested | RoleSyncState::Custom => "Change role sync",
            };
            roles::switch_on(table, candidate);
            Ok(label.to_owned())
        })
    }
}

/// What role sync offers to an application with every app role that Ramp knows. Which ones the tenant's application has
/// is not known before Graph is connected.
fn offered() -> roles::RoleSync {
    roles::role_sync(
        &RAMP_ROLES.map(|role| AppRole { value: role.value.to_owned(), display_name: role.name.to_owned() }),
    )
}

pub(super) fn state(table: &MappingTable) -> RoleSyncState {
    match (roles::role_rows(table).next(), roles::switched_on(table)) {
        (None, _) => RoleSyncState::Off,
        (Some(_), Some(_)) => RoleSyncState::OnUntested,
        (Some(_), None) => RoleSyncState::Custom,
    }
}

fn role_row(row: &AttributeMapping) -> RoleSyncRow {
    RoleSyncRow { target: row.target.clone(), source: row.source.text().to_owned() }
}

fn ramp_role(role: &roles::RampRole) -> RoleSyncRole {
    RoleSyncRole {
        value: role.value.to_owned(),
        name: role.name.to_owned(),
        only_at_creation: role.only_at_creation,
    }
}

fn candidate(candidate: roles::RoleSyncCandidate) -> RoleSyncCandidate {
    RoleSyncCandidate {
        id: candidate.id.to_owned(),
        target: candidate.row.target.clone(),
        expression: candidate.row.source.text().to_owned(),
        reason: candidate.reason.to_owned(),
        two_roles: candidate.two_roles.to_owned(),
        role_taken: candidate.role_taken.to_owned(),
        unconfirmed: candidate.unconfirmed,
        // That a person's role arrived is seen in Ramp alone; nothing records it yet.
        blocker: candidate.plan_blocker(false).map(str::to_owned),
    }
}

fn no_such_candidate() -> AppError {
    AppError::new(
        "mappings.no-such-role-sync",
        Side::Onramp,
        "Role sync does not offer this pair of target and expression.",
        "Open Role sync again, and choose one of those it lists.",
    )
}
