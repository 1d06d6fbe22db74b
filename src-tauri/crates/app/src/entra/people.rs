//! The tenant's people, and who of them is assigned.

use std::collections::{BTreeMap, BTreeSet};

use onramp_entra::Directory;
use onramp_graph::Batch;
use onramp_graph::requests::directory;
use onramp_graph::wire::{AppRoleAssignment, Page, Principal};

use super::desired::{Assignee, AssigneeKind, Desired};
use super::found::{Asked, failed, in_words};
use super::tenant::Tenant;
use crate::error::{AppError, Side};
use crate::preview::find;

/// The people of a tenant as a plan sees them.
pub(crate) struct People {
    /// Everyone, with `assigned` as it will be once the plan is carried out.
    pub directory: Directory,
    /// How many are in each assigned group directly, by the group's object id.
    pub group_sizes: BTreeMap<String, usize>,
    /// Groups with members that come by another group only: those are not provisioned.
    pub nested: Vec<String>,
}

impl Tenant {
    /// The tenant's people, assigned as they are and as `desired` would have them.
    pub(crate) async fn people(
        &self,
        desired: &Desired,
        assignments: &[AppRoleAssignment],
    ) -> Result<People, AppError> {
        let doing = "reading the tenant’s people";
        let users = self.graph.list(directory::users()).await;
        let users = users.map_err(|failure| failed(failure, Asked::Read, doing))?;
        let mut people = Directory::from_values(&users)?;

        let groups = groups(desired, assignments);
        let mut direct: BTreeSet<String> = assigned_users(desired, assignments);
        let mut batch = Batch::new();
        let parts: Vec<_> = groups
            .iter()
            .map(|(id, name)| {
                let members = batch.add(directory::members(id));
                (id.clone(), name.clone(), members, batch.add(directory::transitive_members(id)))
            })
            .collect();
        let mut group_sizes = BTreeMap::new();
        let mut nested = Vec::new();
        if !parts.is_empty() {
            let doing = "reading the members of the groups";
            let mut answer =
                self.graph.batch(batch).await.map_err(|failure| failed(failure, Asked::Read, doing))?;
            for (id, name, members, all) in parts {
                let words = |error| in_words(error, Asked::Read, doing);
                let members = self.users_in(answer.take(members).map_err(words)?).await?;
                let all = self.users_in(answer.take(all).map_err(words)?).await?;
                if all.len() > members.len() {
                    nested.push(name);
                }
                group_sizes.insert(id, members.len());
                direct.extend(members);
            }
        }
        for user in &mut people.users {
            user.assign(desired.sync_all || direct.contains(&user.id));
        }
        Ok(People { directory: people, group_sizes, nested })
    }

    /// Groups and people whose name begins with a text (people also by sign-in name), groups first, 25 of each at most.
    pub(crate) async fn find_assignees(&self, text: &str) -> Result<Vec<Assignee>, AppError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let doing = "looking for groups and people";
        let mut batch = Batch::new();
        let (groups, people) =
            (batch.add(directory::search_groups(text)), batch.add(directory::search_users(text)));
        let mut answer =
            self.graph.batch(batch).await.map_err(|failure| failed(failure, Asked::Read, doing))?;
        let words = |error| in_words(error, Asked::Read, doing);
        let groups = answer.take(groups).map_err(words)?.value.into_iter().map(|group| Assignee {
            id: group.id,
            name: group.display_name,
            kind: AssigneeKind::Group,
        });
        let people = answer.take(people).map_err(words)?.value.into_iter().map(|person| Assignee {
            id: person.id,
            name: person.display_name,
            kind: AssigneeKind::User,
        });
        Ok(groups.chain(people).collect())
    }

    /// Whom a list of names means: a group by name or object id, or a person by sign-in name, mail, name or object id. Blank
    /// lines and those that begin with `#` mean nobody.
    ///
    /// # Errors
    /// `entra.unknown-assignee` and `person.ambiguous` for a name that means nobody or more than one, and `entra.*` where
    /// the tenant can't be read.
    pub async fn assignees(&self, names: &str) -> Result<Vec<Assignee>, AppError> {
        let names = names.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let names: Vec<_> = names.collect();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let doing = "reading the tenant’s groups and people";
        let words = |failure| failed(failure, Asked::Read, doing);
        let groups = self.graph.list(directory::groups()).await.map_err(words)?;
        let people = self.graph.list(directory::users()).await.map_err(words)?;
        let people = Directory::from_values(&people)?;
        names
            .into_iter()
            .map(|name| {
                let mut called = groups
                    .iter()
                    .filter(|group| group.id == name || group.display_name.eq_ignore_ascii_case(name));
                let (id, name, kind) = match (called.next(), called.next()) {
                    (Some(group), None) => {
                        (group.id.clone(), group.display_name.clone(), AssigneeKind::Group)
                    }
                    (Some(_), Some(_)) => return Err(ambiguous(name)),
                    (None, _) => match find(&people, name) {
                        Ok(user) => (user.id.clone(), user.display_name(), AssigneeKind::User),
                        Err(error) if error.code == "person.unknown" => return Err(nobody(name)),
                        Err(error) => return Err(error),
                    },
                };
                Ok(Assignee { id, name, kind })
            })
            .collect()
    }

    /// The users of a first page and of those after it.
    async fn users_in(&self, first: Page<Principal>) -> Result<Vec<String>, AppError> {
        let words = |failure| failed(failure, Asked::Read, "reading the members of the groups");
        let members = self.graph.rest_of(first, "read-members").await.map_err(words)?;
        Ok(members.into_iter().filter(Principal::is_user).map(|member| member.id).collect())
    }
}

/// Groups that are assigned or to be, by id and name.
fn groups(desired: &Desired, assignments: &[AppRoleAssignment]) -> BTreeMap<String, String> {
    let there = assignments
        .iter()
        .filter(|assignment| assignment.principal_type == "Group")
        .map(|assignment| (assignment.principal_id.clone(), assignment.principal_display_name.clone()));
    let wanted = of_kind(desired, AssigneeKind::Group).map(|group| (group.id.clone(), group.name.clone()));
    there.chain(wanted).collect()
}

fn assigned_users(desired: &Desired, assignments: &[AppRoleAssignment]) -> BTreeSet<String> {
    let there = assignments
        .iter()
        .filter(|assignment| assignment.principal_type == "User")
        .map(|assignment| assignment.principal_id.clone());
    there.chain(of_kind(desired, AssigneeKind::User).map(|user| user.id.clone())).collect()
}

fn of_kind(desired: &Desired, kind: AssigneeKind) -> impl Iterator<Item = &Assignee> {
    desired.assign.iter().filter(move |assignee| assignee.kind == kind)
}

fn nobody(name: &str) -> AppError {
    AppError::new(
        "entra.unknown-assignee",
        Side::You,
        format!("Neither a group nor a person in the tenant is called {name}."),
        "Name a group by its name, a person by sign-in name or mail, or either by object id.",
    )
}

fn ambiguous(name: &str) -> AppError {
    AppError::new(
        "entra.ambiguous-assignee",
        Side::You,
        format!("More than one group in the tenant is called {name}."),
        "Name it by its object id.",
    )
}
