//! What a cycle has to do, person by person, before anything is sent.

use std::collections::BTreeMap;

use jiff::Timestamp;
use onramp_mapping::MappingTable;
use serde::{Deserialize, Serialize};

use super::deletes::DeleteThreshold;
use super::memory::{Memory, PURGED, ReadAttributes};
use super::standing::{Member, Standing};

/// What kind of cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Everybody is read.
    Initial,
    /// Who changed since the watermark, and who is due again.
    Incremental,
}

/// Why somebody is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Nothing was known of them.
    Added,
    /// They changed, or everybody is read.
    Changed,
    /// They failed, and are due again.
    Retried,
    /// They are no longer in the source.
    Purged,
}

/// What is done with somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Goes through the engine: matched, or read by their id in the target.
    Provision {
        /// The id, where it is known.
        target_id: Option<String>,
    },
    /// Nothing is asked or sent; the log says why they are not provisioned.
    Skip,
    /// Deleted in the target.
    Delete {
        /// Their id there.
        target_id: String,
    },
    /// Held back, because too many would be disabled or deleted (`StagedDelete`).
    Stage {
        /// Their id in the target.
        target_id: String,
    },
    /// No longer looked after, without a word.
    Forget,
}

/// One person's part of a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Object id.
    pub person: String,
    /// Why they are read.
    pub occasion: Occasion,
    /// What is done.
    pub work: Work,
    /// What the mappings read of them, see [`ReadAttributes::fingerprint`].
    pub fingerprint: String,
    /// Would disable or delete somebody in the target.
    pub is_deletion: bool,
}

/// What a cycle has to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// In the order of the people, those who are gone last.
    pub tasks: Vec<Task>,
    /// How many would be disabled or deleted.
    pub deletions: usize,
    /// Where these are held back: how many would have gone through.
    pub held_back_above: Option<u64>,
}

/// How a cycle is planned, beside the people.
#[derive(Debug, Clone)]
pub struct Rules<'a> {
    /// Rows, actions and filter.
    pub table: &'a MappingTable,
    /// Initial or incremental.
    pub kind: Kind,
    /// `SkipOutOfScopeDeletions`: who leaves the scope is left alone.
    pub skip_out_of_scope_deletions: bool,
    /// *Prevent accidental deletion*.
    pub delete_threshold: DeleteThreshold,
    /// *Allow deletes*.
    pub force_deletes: bool,
    /// When.
    pub now: Timestamp,
}

/// Plans a cycle over everybody in the source, soft-deleted people included, and over who is remembered.
#[must_use]
pub fn plan(rules: &Rules<'_>, members: &[Member], memory: &Memory) -> Plan {
    let read = ReadAttributes::of(rules.table);
    let tasks = members.iter().filter_map(|member| of_member(rules, &read, member, memory));
    let mut tasks: Vec<_> = tasks.collect();
    let there: BTreeMap<&str, &Member> =
        members.iter().map(|member| (member.user.id.as_str(), member)).collect();
    let remembered = memory.links.keys().chain(memory.escrows.keys());
    let mut gone: Vec<&String> = remembered.filter(|id| !there.contains_key(id.as_str())).collect();
    gone.sort_unstable();
    gone.dedup();
    tasks.extend(gone.into_iter().filter_map(|id| of_purged(rules, id, memory)));

    let deletions = tasks.iter().filter(|task| task.is_deletion).count();
    let is_held_back = rules.delete_threshold.holds_back(deletions, rules.force_deletes);
    let held_back_above = rules.delete_threshold.limit.filter(|_| is_held_back);
    if is_held_back {
        tasks.iter_mut().filter(|task| task.is_deletion).for_each(stage);
    }
    Plan { tasks, deletions, held_back_above }
}

fn stage(task: &mut Task) {
    if let Work::Provision { target_id: Some(target_id) } | Work::Delete { target_id } = &task.work {
        task.work = Work::Stage { target_id: target_id.clone() };
    }
}

fn of_member(rules: &Rules<'_>, read: &ReadAttributes, member: &Member, memory: &Memory) -> Option<Task> {
    let id = &member.user.id;
    let (link, escrow) = (memory.links.get(id), memory.escrows.get(id));
    let target_id = link.and_then(|link| link.target_id.clone());
    let is_known = link.is_some() || escrow.is_some();
    let work = match member.standing {
        Standing::NotRead => return None,
        Standing::InScope => Work::Provision { target_id },
        Standing::Disabled => Work::Provision { target_id },
        // Who is deleted in the source is not read as such: only who was provisioned before is noticed.
        Standing::SoftDeleted => Work::Provision { target_id: Some(target_id?) },
        _ if target_id.is_some() && rules.skip_out_of_scope_deletions => Work::Forget,
        _ if target_id.is_some() => Work::Provision { target_id },
        Standing::NotAssigned if is_known => Work::Forget,
        Standing::NotAssigned => return None,
        Standing::NoRole | Standing::FilteredOut => Work::Skip,
    };
    let fingerprint = read.fingerprint(member);
    let occasion = match (link, escrow) {
        (_, Some(escrow)) if escrow.fingerprint == fingerprint => match escrow.next_attempt <= rules.now {
            true => Occasion::Retried,
            false if rules.kind == Kind::Initial => Occasion::Changed,
            false => return None,
        },
        (Some(link), None) if link.fingerprint == fingerprint && rules.kind == Kind::Incremental => {
            return None;
        }
        (None, None) => Occasion::Added,
        _ => Occasion::Changed,
    };
    let deactivates =
        matches!(work, Work::Provision { target_id: Some(_) }) && member.standing != Standing::InScope;
    // A disable is an update, and not sent where these are off.
    let is_deletion = deactivates && rules.table.actions.update && link.is_some_and(|link| link.is_active);
    Some(Task { person: id.clone(), occasion, work, fingerprint, is_deletion })
}

fn of_purged(rules: &Rules<'_>, id: &str, memory: &Memory) -> Option<Task> {
    let target_id = memory.links.get(id).and_then(|link| link.target_id.clone());
    let work = match target_id.filter(|_| rules.table.actions.delete) {
        Some(target_id) => Work::Delete { target_id },
        None => Work::Forget,
    };
    let escrow = memory.escrows.get(id).filter(|escrow| escrow.fingerprint == PURGED);
    let is_due = escrow.is_none_or(|escrow| escrow.next_attempt <= rules.now);
    if !is_due && rules.kind == Kind::Incremental && work != Work::Forget {
        return None;
    }
    let is_deletion = work != Work::Forget;
    let (person, fingerprint) = (id.to_owned(), PURGED.to_owned());
    Some(Task { person, occasion: Occasion::Purged, work, fingerprint, is_deletion })
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use onramp_mapping::scope::{Scope, ScopingFilter};
    use onramp_mapping::{TargetObjectActions, recommended};
    use serde_json::json;

    use super::*;
    use crate::cycle::{Ending, Entitlements};
    use crate::directory::DirectoryUser;

    fn now() -> Timestamp {
        "2026-11-24T09:00:00Z".parse().unwrap()
    }

    fn rules(table: &MappingTable, kind: Kind) -> Rules<'_> {
        Rules {
            table,
            kind,
            skip_out_of_scope_deletions: false,
            delete_threshold: DeleteThreshold::default(),
            force_deletes: false,
            now: now(),
        }
    }

    fn member(id: &str, standing: Standing) -> Member {
        let user = DirectoryUser::from_graph(&json!({"id": id, "userPrincipalName": id})).unwrap();
        let everyone = Entitlements::default().with_everyone(true);
        Member { standing, ..Member::new(user, false, &everyone, &Scope::new(&ScopingFilter::default())) }
    }

    /// A memory after everybody here was provisioned, in scope, as "u-<id>".
    fn remembered(ids: &[&str]) -> Memory {
        let mut memory = Memory::default();
        for id in ids {
            let member = member(id, Standing::InScope);
            let fingerprint = ReadAttributes::of(&recommended()).fingerprint(&member);
            memory.settle(
                &member,
                &fingerprint,
                Ending::Settled { target_id: Some(format!("u-{id}")) },
                now(),
            );
        }
        memory
    }

    fn works(plan: &Plan) -> Vec<(String, Work)> {
        plan.tasks.iter().map(|task| (task.person.clone(), task.work.clone())).collect()
    }

    fn provision(id: &str, target_id: Option<&str>) -> (String, Work) {
        (id.to_owned(), Work::Provision { target_id: target_id.map(str::to_owned) })
    }

    #[test]
    fn an_initial_cycle_reads_who_is_assigned_or_was_provisioned() {
        let members = [
            member("ana", Standing::InScope),
            member("off", Standing::Disabled),
            member("deleted", Standing::SoftDeleted),
            member("nobody", Standing::NotAssigned),
            member("zero", Standing::NoRole),
            member("porto", Standing::FilteredOut),
            member("unread", Standing::NotRead),
        ];
        let table = recommended();
        let plan = plan(&rules(&table, Kind::Initial), &members, &Memory::default());
        assert_eq!(
            works(&plan),
            [
                provision("ana", None),
                provision("off", None),
                ("zero".to_owned(), Work::Skip),
                ("porto".to_owned(), Work::Skip),
            ]
        );
        assert!(plan.tasks.iter().all(|task| task.occasion == Occasion::Added));
    }

    #[test]
    fn an_incremental_cycle_reads_who_changed() {
        let memory = remembered(&["ana", "off", "left", "deleted", "purged", "unread"]);
        let mut changed = member("ana", Standing::InScope);
        changed.user.attributes.insert("city".to_owned(), "Porto".into());
        let members = [
            changed,
            member("new", Standing::InScope),
            member("off", Standing::Disabled),
            member("left", Standing::NotAssigned),
            member("deleted", Standing::SoftDeleted),
            member("unread", Standing::NotRead),
        ];
        let table = recommended();
        let first = plan(&rules(&table, Kind::Incremental), &members, &memory);
        assert_eq!(
            works(&first),
            [
                provision("ana", Some("u-ana")),
                provision("new", None),
                provision("off", Some("u-off")),
                provision("left", Some("u-left")),
                provision("deleted", Some("u-deleted")),
                ("purged".to_owned(), Work::Delete { target_id: "u-purged".into() }),
            ]
        );
        assert_eq!(first.deletions, 4);

        let mut after = memory;
        for task in &first.tasks {
            match members.iter().find(|member| member.user.id == task.person) {
                Some(member) => {
                    let target_id = Some(format!("u-{}", task.person));
                    after.settle(member, &task.fingerprint, Ending::Settled { target_id }, now());
                }
                None => after.forget(&task.person),
            }
        }
        let second = plan(&rules(&table, Kind::Incremental), &members, &after);
        assert_eq!(works(&second), [], "nothing changed since");
        let again = plan(&rules(&table, Kind::Initial), &members, &after);
        assert_eq!(again.deletions, 0, "who is disabled already is not counted again");
        assert_eq!(again.tasks.len(), 4, "ana, new, off, deleted: {again:?}");
    }

    #[test]
    fn a_failure_is_left_alone_until_it_is_due_or_the_person_changes() {
        let ana = member("ana", Standing::InScope);
        let table = recommended();
        let print = ReadAttributes::of(&table).fingerprint(&ana);
        let mut memory = Memory::default();
        let ending =
            Ending::Failed { target_id: None, code: "c".into(), reason: "r".into(), is_reference: false };
        memory.settle(&ana, &print, ending, now());
        let occasion = |member: &Member, hours: i64| {
            let rules =
                Rules { now: now() + SignedDuration::from_hours(hours), ..rules(&table, Kind::Incremental) };
            plan(&rules, std::slice::from_ref(member), &memory).tasks.first().map(|task| task.occasion)
        };
        assert_eq!(occasion(&ana, 5), None);
        assert_eq!(occasion(&ana, 6), Some(Occasion::Retried));
        let mut changed = ana;
        changed.user.attributes.insert("city".to_owned(), "Porto".into());
        assert_eq!(occasion(&changed, 1), Some(Occasion::Changed));
    }

    #[test]
    fn skip_out_of_scope_deletions_leaves_leavers_alone_but_not_the_disabled() {
        let memory = remembered(&["left", "porto", "off"]);
        let members = [
            member("left", Standing::NotAssigned),
            member("porto", Standing::FilteredOut),
            member("off", Standing::Disabled),
        ];
        let table = recommended();
        let rules = Rules { skip_out_of_scope_deletions: true, ..rules(&table, Kind::Incremental) };
        let plan = plan(&rules, &members, &memory);
        assert_eq!(
            works(&plan),
            [
                ("left".to_owned(), Work::Forget),
                ("porto".to_owned(), Work::Forget),
                provision("off", Some("u-off"))
            ]
        );
    }

    #[test]
    fn without_the_action_delete_a_purged_person_is_forgotten() {
        let table = MappingTable {
            actions: TargetObjectActions { delete: false, ..TargetObjectActions::default() },
            ..recommended()
        };
        let plan = plan(&rules(&table, Kind::Incremental), &[], &remembered(&["purged"]));
        assert_eq!(works(&plan), [("purged".to_owned(), Work::Forget)]);
        assert_eq!(plan.deletions, 0);
    }

    #[test]
    fn above_the_threshold_every_deletion_is_held_back_and_nothing_else() {
        let memory = remembered(&["left", "purged", "ana"]);
        let members = [
            member("left", Standing::NotAssigned),
            member("ana", Standing::InScope),
            member("new", Standing::InScope),
        ];
        let table = recommended();
        let with = |limit, force_deletes| {
            let delete_threshold = DeleteThreshold { limit: Some(limit) };
            let rules = Rules { delete_threshold, force_deletes, ..rules(&table, Kind::Incremental) };
            plan(&rules, &members, &memory)
        };
        let held = with(1, false);
        assert_eq!(held.held_back_above, Some(1));
        assert_eq!(
            works(&held),
            [
                ("left".to_owned(), Work::Stage { target_id: "u-left".into() }),
                provision("new", None),
                ("purged".to_owned(), Work::Stage { target_id: "u-purged".into() }),
            ]
        );
        assert_eq!(with(2, false).held_back_above, None);
        assert_eq!(with(1, true).held_back_above, None);
    }
}
