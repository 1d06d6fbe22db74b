//! Who is in a cycle, and as what: by assignment, account and scoping filter.

use std::collections::{BTreeMap, BTreeSet};

use onramp_expression::Value;
use onramp_mapping::scope::Scope;

use crate::directory::DirectoryUser;

/// The role id of an assignment without a role, *Default Access*. Whoever has nothing else is skipped in an application
/// that defines roles, as a new one does (`graph/README.md` §5).
pub const DEFAULT_ACCESS_ROLE: &str = "00000000-0000-0000-0000-000000000000";

/// One assignment of a person or a group to the application (Graph: `appRoleAssignment`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Object id of the person or group.
    pub principal: String,
    /// `appRoleId`.
    pub role_id: String,
    /// What `[appRoleAssignments]` gives for it, where the application has that role.
    pub role: Option<String>,
}

/// What a person is entitled to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entitlement {
    /// Assigned directly.
    pub directly: bool,
    /// Object ids of the assigned groups they are a direct member of.
    pub groups: BTreeSet<String>,
    /// At least one of the assignments gives a role that is not [`DEFAULT_ACCESS_ROLE`].
    pub has_role: bool,
    /// The roles, as `[appRoleAssignments]` gives them.
    pub roles: BTreeSet<String>,
}

impl Entitlement {
    /// Assigned at all, directly or by a group.
    #[must_use]
    pub fn is_assigned(&self) -> bool {
        self.directly || !self.groups.is_empty()
    }
}

/// Everybody's entitlements to one application.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entitlements {
    by_person: BTreeMap<String, Entitlement>,
    everyone: bool,
    default_access: bool,
}

impl Entitlements {
    /// From assignments and, for each assigned group, its *direct* members: who is in a nested group only is not
    /// provisioned (`graph/README.md` §5).
    #[must_use]
    pub fn of(assignments: &[Assignment], members: &BTreeMap<String, Vec<String>>) -> Self {
        let mut by_person: BTreeMap<String, Entitlement> = BTreeMap::new();
        for assignment in assignments {
            let mut entitle = |person: &str, group: Option<&str>| {
                let entitlement = by_person.entry(person.to_owned()).or_default();
                match group {
                    Some(group) => drop(entitlement.groups.insert(group.to_owned())),
                    None => entitlement.directly = true,
                }
                entitlement.has_role |= assignment.role_id != DEFAULT_ACCESS_ROLE;
                entitlement.roles.extend(assignment.role.clone());
            };
            match members.get(&assignment.principal) {
                Some(people) => {
                    people.iter().for_each(|person| entitle(person, Some(&assignment.principal)));
                }
                None => entitle(&assignment.principal, None),
            }
        }
        Self { by_person, everyone: false, default_access: false }
    }

    /// The same with `SyncAll` on: no assignment is asked for.
    #[must_use]
    pub fn with_everyone(self, everyone: bool) -> Self {
        Self { everyone, ..self }
    }

    /// The same where *Default Access* counts as a role: in an application that has none for people.
    #[must_use]
    pub fn with_default_access(self, default_access: bool) -> Self {
        Self { default_access, ..self }
    }

    /// What a person is entitled to by assignments.
    #[must_use]
    pub fn of_person(&self, id: &str) -> Entitlement {
        self.by_person.get(id).cloned().unwrap_or_default()
    }
}

/// How a person stands to the application in a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Provisioned.
    InScope,
    /// Not assigned, neither directly nor as a direct member of an assigned group.
    NotAssigned,
    /// Assigned with the default role alone: `IsEffectivelyEntitledForProvisioning` is false (§9).
    NoRole,
    /// One of Graph's experimental filters keeps them from being read, so nothing becomes of them.
    NotRead,
    /// The scoping filter leaves them out.
    FilteredOut,
    /// Deleted in the source, and restorable for 30 days.
    SoftDeleted,
    /// The account is disabled.
    Disabled,
}

impl Standing {
    /// Left the scope, as opposed to being disabled or deleted: the target's user is disabled, and no longer managed from
    /// then on (§6.4). `SkipOutOfScopeDeletions` is about these.
    #[must_use]
    pub fn is_out_of_scope(self) -> bool {
        matches!(self, Self::NotAssigned | Self::NoRole | Self::FilteredOut)
    }
}

/// A person as a cycle reads them.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// With the attributes that the service makes itself: `IsSoftDeleted`, `appRoleAssignments`.
    pub user: DirectoryUser,
    /// How they stand.
    pub standing: Standing,
    /// Assigned, by whatever way; with `SyncAll` everyone is.
    pub is_assigned: bool,
    /// Has a role that is not the default one; with `SyncAll` everyone counts.
    pub has_role: bool,
}

impl Member {
    /// Reads one person. `deleted` is the directory's soft delete.
    ///
    /// Where several things keep a person out, the first in the order of [`Standing`] counts, so that what is no longer
    /// managed is not taken for disabled.
    #[must_use]
    pub fn new(mut user: DirectoryUser, deleted: bool, entitlements: &Entitlements, scope: &Scope) -> Self {
        let entitlement = entitlements.of_person(&user.id);
        let is_assigned = entitlements.everyone || entitlement.is_assigned();
        let has_role =
            entitlements.everyone || entitlement.has_role || (is_assigned && entitlements.default_access);
        let account_enabled = user.enabled;
        user.assigned = is_assigned && has_role;
        user.enabled = account_enabled && !deleted;
        let roles = entitlement.roles.into_iter().collect::<Vec<_>>();
        user.attributes.insert("appRoleAssignments".to_owned(), Value::List(roles));
        let soft_deleted = !(user.assigned && user.enabled);
        user.attributes.insert("IsSoftDeleted".to_owned(), Value::Bool(soft_deleted));
        let standing = match () {
            () if !is_assigned => Standing::NotAssigned,
            () if !has_role => Standing::NoRole,
            () if !scope.reads(&user) => Standing::NotRead,
            () if !scope.includes(&user) => Standing::FilteredOut,
            () if deleted => Standing::SoftDeleted,
            () if !account_enabled => Standing::Disabled,
            () => Standing::InScope,
        };
        Self { user, standing, is_assigned, has_role }
    }
}

#[cfg(test)]
mod tests {
    use onramp_mapping::scope::{Clause, FilterGroup, Operator, ScopingFilter};
    use serde_json::json;

    use super::*;

    const USER_ROLE: &str = "18d14569-c3bd-439b-9a66-3a2aee01d14f";

    fn assigned(principal: &str, role_id: &str) -> Assignment {
        let role = (role_id == USER_ROLE).then(|| "User".to_owned());
        Assignment { principal: principal.to_owned(), role_id: role_id.to_owned(), role }
    }

    fn entitlements() -> Entitlements {
        let members = BTreeMap::from([
            ("pilot".to_owned(), vec!["eva".to_owned(), "ana".to_owned(), "inner".to_owned()]),
            ("inner".to_owned(), vec!["nested".to_owned()]),
        ]);
        let assignments = [
            assigned("ana", USER_ROLE),
            assigned("zero", DEFAULT_ACCESS_ROLE),
            assigned("both", DEFAULT_ACCESS_ROLE),
            assigned("both", USER_ROLE),
            assigned("pilot", USER_ROLE),
        ];
        Entitlements::of(&assignments, &members)
    }

    fn standing(id: &str, enabled: bool, deleted: bool, city: &str, everyone: bool) -> Standing {
        let clause = Clause::binary("city", Operator::Equals, "Lisbon");
        let scope = Scope::new(&ScopingFilter::of(vec![FilterGroup {
            name: "Lisbon".into(),
            clauses: vec![clause],
        }]));
        let person = json!({"id": id, "accountEnabled": enabled, "city": city});
        let person = DirectoryUser::from_graph(&person).unwrap();
        Member::new(person, deleted, &entitlements().with_everyone(everyone), &scope).standing
    }

    #[test]
    fn each_person_stands_by_the_first_thing_that_keeps_them_out() {
        for (id, enabled, deleted, city, expected) in [
            ("ana", true, false, "Lisbon", Standing::InScope),
            ("eva", true, false, "Lisbon", Standing::InScope),
            ("both", true, false, "Lisbon", Standing::InScope),
            ("nested", true, false, "Lisbon", Standing::NotAssigned),
            ("zero", true, false, "Lisbon", Standing::NoRole),
            ("ana", true, false, "Porto", Standing::FilteredOut),
            ("ana", false, false, "Porto", Standing::FilteredOut),
            ("ana", false, false, "Lisbon", Standing::Disabled),
            ("ana", true, true, "Lisbon", Standing::SoftDeleted),
            ("nobody", false, true, "Porto", Standing::NotAssigned),
        ] {
            let found = standing(id, enabled, deleted, city, false);
            assert_eq!(found, expected, "{id} {enabled} {deleted} {city}");
        }
    }

    #[test]
    fn with_sync_all_nobody_needs_an_assignment_but_the_filter_holds() {
        assert_eq!(standing("nested", true, false, "Lisbon", true), Standing::InScope);
        assert_eq!(standing("zero", true, false, "Lisbon", true), Standing::InScope);
        assert_eq!(standing("nested", true, false, "Porto", true), Standing::FilteredOut);
        assert_eq!(standing("nested", false, false, "Lisbon", true), Standing::Disabled);
    }

    #[test]
    fn default_access_counts_where_there_is_no_role() {
        let scope = Scope::new(&ScopingFilter::default());
        for (id, expected) in [("zero", Standing::InScope), ("nested", Standing::NotAssigned)] {
            let person = DirectoryUser::from_graph(&json!({"id": id})).unwrap();
            let entitlements = entitlements().with_default_access(true);
            assert_eq!(Member::new(person, false, &entitlements, &scope).standing, expected, "{id}");
        }
    }

    #[test]
    fn a_direct_assignment_and_a_group_add_up() {
        let ana = entitlements().of_person("ana");
        assert!(ana.directly && ana.has_role);
        assert_eq!(ana.groups, BTreeSet::from(["pilot".to_owned()]));
        assert_eq!(ana.roles, BTreeSet::from(["User".to_owned()]));
    }

    #[test]
    fn who_is_out_reads_as_soft_deleted() {
        let scope = Scope::new(&ScopingFilter::default());
        for (id, deleted, expected) in [("ana", false, false), ("ana", true, true), ("nested", false, true)] {
            let person = DirectoryUser::from_graph(&json!({"id": id})).unwrap();
            let member = Member::new(person, deleted, &entitlements(), &scope);
            assert_eq!(member.user.attributes["IsSoftDeleted"], Value::Bool(expected), "{id}");
        }
    }
}
