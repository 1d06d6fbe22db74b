//! Role sync (R15): roles in Ramp from app roles in Entra, as one switch.
//!
//! Ramp's page on it names the app roles and the target `roles`; the rest is cut off in every copy we know. Microsoft's
//! pages have several pairs of target and expression (`entra-scim-client.md` §6.9), and which one Ramp reads is
//! *unconfirmed*. So the switch offers the pairs, and none may go into a plan before one person was tested with it.

use crate::check::Severity;
use crate::model::{AttributeMapping, MappingTable};
use crate::schema::AttributeDefinition;

/// An app role of the enterprise application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppRole {
    /// *Value*: what Ramp compares.
    pub value: String,
    /// *Display name*.
    pub display_name: String,
}

/// A role that Ramp takes from an app role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RampRole {
    /// The app role's value, byte by byte.
    pub value: &'static str,
    /// The role's name in Ramp.
    pub name: &'static str,
    /// Whether Ramp takes it only when a user is created.
    pub only_at_creation: bool,
}

const fn role(value: &'static str, name: &'static str) -> RampRole {
    RampRole { value, name, only_at_creation: false }
}

/// Every role that Ramp takes from an app role (R15).
pub const RAMP_ROLES: [RampRole; 5] = [
    role("BUSINESS_ADMIN", "Admin"),
    role("BUSINESS_USER", "Cardholder"),
    role("BUSINESS_BOOKKEEPER", "Bookkeeper"),
    RampRole { only_at_creation: true, ..role("GUEST_USER", "Guest") },
    role("IT_ADMIN", "IT Admin"),
];

/// The role of exactly this value.
pub fn ramp_role(value: &str) -> Option<&'static RampRole> {
    RAMP_ROLES.iter().find(|role| role.value == value)
}

/// Whether a target is `roles` or a part of it.
pub fn is_role_target(name: &str) -> bool {
    name.strip_prefix("roles").is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
}

/// The rows that send roles.
pub fn role_rows(table: &MappingTable) -> impl Iterator<Item = (usize, &AttributeMapping)> {
    table.rows.iter().enumerate().filter(|(_, row)| is_role_target(&row.target))
}

/// A pair of target and expression that may be the one Ramp reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSyncCandidate {
    /// Stable id, for the choice.
    pub id: &'static str,
    /// The row it adds.
    pub row: AttributeMapping,
    /// What the target's attribute list has to hold (*Edit attribute list for customappsso*).
    pub attribute: AttributeDefinition,
    /// Why it may be the one.
    pub reason: &'static str,
    /// What happens to a person with two app roles.
    pub two_roles: &'static str,
    /// What happens in Ramp when a role is taken from a person.
    pub role_taken: &'static str,
    /// Nobody has confirmed the pair. No candidate is confirmed so far.
    pub unconfirmed: bool,
    /// It may be part of a plan only after one person was tested with it.
    pub needs_one_user_test: bool,
}

impl RoleSyncCandidate {
    /// Why it can't be part of a plan yet; `None` once one person was tested with it.
    pub fn plan_blocker(&self, tested_on_one_user: bool) -> Option<&'static str> {
        (self.needs_one_user_test && !tested_on_one_user).then_some(
            "Test one person who has exactly one app role, and look at the role in Ramp: Ramp’s guide does not say \
             which form it reads.",
        )
    }
}

/// Something about an app role, or about role sync as a whole, that an admin has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleNote {
    /// The app role's value; `None` where it is about all.
    pub role: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, in sentences.
    pub message: String,
    /// The value that was meant, where there is exactly one.
    pub fix: Option<&'static str>,
}

/// What role sync would be for an application with these app roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSync {
    /// The app roles that Ramp knows, with the role each stands for.
    pub recognised: Vec<(AppRole, &'static RampRole)>,
    /// What to know first.
    pub notes: Vec<RoleNote>,
    /// The pairs, the likeliest first.
    pub candidates: Vec<RoleSyncCandidate>,
}

const SINGLE: &str = "SingleAppRoleAssignment([appRoleAssignments])";
const SINGLE_TWO_ROLES: &str = "Entra sends one role only. With two, its page says that any one of them is sent; admins \
    report that the person fails instead (“No more than one app role assignment was expected”). Give everyone one role.";
const SINGLE_TAKEN: &str = "Without a role nothing is sent, so Ramp keeps the last one.";

/// What role sync offers for the application's app roles.
pub fn role_sync(app_roles: &[AppRole]) -> RoleSync {
    let recognised = app_roles.iter().filter_map(|role| Some((role.clone(), ramp_role(&role.value)?)));
    RoleSync { recognised: recognised.collect(), notes: notes(app_roles), candidates: candidates() }
}

fn candidates() -> Vec<RoleSyncCandidate> {
    let candidate = |id, target: &str, expression: &str, reason| RoleSyncCandidate {
        id,
        row: AttributeMapping::expression(target, expression),
        attribute: AttributeDefinition::text(target),
        reason,
        two_roles: SINGLE_TWO_ROLES,
        role_taken: SINGLE_TAKEN,
        unconfirmed: true,
        needs_one_user_test: true,
    };
    let several = |candidate: RoleSyncCandidate, role_taken| RoleSyncCandidate {
        attribute: AttributeDefinition { multivalued: true, ..candidate.attribute.clone() },
        two_roles: "Entra sends both roles, none marked as the primary one. A person has one role in Ramp, and which of \
            the two it takes is not written anywhere.",
        role_taken,
        ..candidate
    };
    vec![
        candidate(
            "roles-single",
            "roles",
            SINGLE,
            "Ramp’s page asks for the attribute roles of type String with every other box empty, which fits one role as \
             text.",
        ),
        candidate(
            "roles-primary-single",
            r#"roles[primary eq "True"].value"#,
            SINGLE,
            "Microsoft’s page pairs this target with this expression.",
        ),
        candidate(
            "roles-ramp-type-single",
            r#"roles[type eq "rampUserRole"].value"#,
            SINGLE,
            "Ramp’s guide for Okta writes the role under this type.",
        ),
        several(
            candidate(
                "roles-assertive",
                "roles",
                "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])",
                "Microsoft recommends this expression for several roles.",
            ),
            "Entra replaces the whole list, so a role that is taken away goes in the target too.",
        ),
        several(
            candidate(
                "roles-complex",
                "roles",
                "AppRoleAssignmentsComplex([appRoleAssignments])",
                "Exports of other applications have this pair.",
            ),
            "Entra only adds to the list: a role that is taken away in Entra stays in the target.",
        ),
    ]
}

fn notes(app_roles: &[AppRole]) -> Vec<RoleNote> {
    let note = |role: Option<&AppRole>, severity, message: String| RoleNote {
        role: role.map(|role| role.value.clone()),
        severity,
        message,
        fix: None,
    };
    let mut notes = Vec::new();
    if !app_roles.iter().any(|role| ramp_role(&role.value).is_some()) {
        notes.push(note(
            None,
            Severity::Error,
            "The application has none of the app roles that Ramp knows. Add them first, and assign people to them."
                .to_owned(),
        ));
    }
    for role in app_roles {
        match ramp_role(&role.value) {
            Some(known) if known.only_at_creation => notes.push(note(
                Some(role),
                Severity::Warning,
                format!(
                    "Ramp takes {} ({}) only when a person is created. For someone who is in Ramp already it changes \
                     nothing.",
                    role.value, known.name
                ),
            )),
            Some(_) => {}
            None => {
                let meant = RAMP_ROLES.iter().find(|known| {
                    known.value.eq_ignore_ascii_case(role.value.trim())
                        || known.name.eq_ignore_ascii_case(role.value.trim())
                });
                notes.push(RoleNote {
                    fix: meant.map(|known| known.value),
                    ..note(
                        Some(role),
                        Severity::Warning,
                        match meant {
                            Some(known) => format!(
                                "The app role “{}” has the value {}; Ramp knows {} and compares letter by letter.",
                                role.display_name, role.value, known.value
                            ),
                            None => format!(
                                "Ramp does not know the app role “{}” (value {}): people who have it get no role by it.",
                                role.display_name, role.value
                            ),
                        },
                    )
                });
            }
        }
    }
    for message in [
        "Role sync needs Ramp’s full suite. A person without an app role keeps the role they have; a new one becomes \
         BUSINESS_USER.",
        "Roles are not sent while the scope is “Sync all users and groups”, nor by provision on demand with roles: \
         assign people to the app roles, and test in a cycle.",
    ] {
        notes.push(note(None, Severity::Info, message.to_owned()));
    }
    notes
}

/// Switches role sync on with one of the pairs: its row takes the place of every row that sends roles. Add the
/// candidate's `attribute` to the schema's list as well ([`crate::EntraSchema::put_attribute`]).
pub fn switch_on(table: &mut MappingTable, candidate: &RoleSyncCandidate) {
    let place = role_rows(table).next().map_or(table.rows.len(), |(index, _)| index);
    switch_off(table);
    table.rows.insert(place.min(table.rows.len()), candidate.row.clone());
}

/// Switches role sync off: nothing sends roles any more, and Ramp gives them as it does without (R7).
pub fn switch_off(table: &mut MappingTable) {
    table.rows.retain(|row| !is_role_target(&row.target));
}

/// The candidate that a table is switched on with, if it is one of them.
pub fn switched_on(table: &MappingTable) -> Option<RoleSyncCandidate> {
    let mut rows = role_rows(table);
    let (_, row) = rows.next()?;
    candidates().into_iter().find(|candidate| candidate.row == *row && rows.next().is_none())
}
