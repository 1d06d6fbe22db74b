//! What a job remembers between cycles: who is who in the target, what was read of them, and what failed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::Timestamp;
use onramp_expression::{Value, attributes_used, parse};
use onramp_mapping::{MappingTable, Source};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::escrow::{Escrow, next_attempt};
use super::standing::{Member, Standing};
use crate::directory::DirectoryUser;

/// A person whom a cycle has been through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// Their id in the target; `None` where they are not there, or nobody looked.
    pub target_id: Option<String>,
    /// What the mappings read of them when it went well.
    pub fingerprint: String,
    /// Whether they are active in the target as far as this job did it.
    pub is_active: bool,
    /// The sign-in name, for the log of one who is gone.
    pub name: String,
}

/// Everything a job remembers, by object id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memory {
    /// Whom it has been through.
    pub links: BTreeMap<String, Link>,
    /// Who failed.
    pub escrows: BTreeMap<String, Escrow>,
}

/// How a task ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Both sides are equal now, or nothing was to be sent.
    Settled {
        /// Their id in the target, where they are there.
        target_id: Option<String>,
    },
    /// It failed, and is tried again.
    Failed {
        /// Their id in the target, where it is known all the same.
        target_id: Option<String>,
        /// Entra's code.
        code: String,
        /// In words.
        reason: String,
        /// Only the reference failed: the user stands.
        is_reference: bool,
    },
    /// They were deleted in the target, or are no longer looked after.
    Gone,
}

impl Memory {
    /// Takes in how the task of one person ended.
    pub fn settle(&mut self, member: &Member, fingerprint: &str, ending: Ending, now: Timestamp) {
        let id = member.user.id.as_str();
        let link = |target_id: Option<String>, is_active: bool| Link {
            target_id,
            fingerprint: fingerprint.to_owned(),
            is_active,
            name: member.user.text("userPrincipalName").unwrap_or_else(|| member.user.display_name()),
        };
        let is_active = member.standing == Standing::InScope;
        match ending {
            Ending::Gone => self.forget(id),
            Ending::Settled { target_id: Some(_) } if member.standing.is_out_of_scope() => {
                // Disabled once, and no longer managed (§6.4).
                self.forget(id);
            }
            Ending::Settled { target_id } => {
                self.escrows.remove(id);
                self.links.insert(id.to_owned(), link(target_id, is_active));
            }
            Ending::Failed { target_id, code, reason, is_reference } => {
                if is_reference {
                    self.links.insert(id.to_owned(), link(target_id.clone(), is_active));
                }
                if !self.fail(id, fingerprint, (code, reason, is_reference), now) {
                    // Given up: nobody looks again before the person changes.
                    let target_id =
                        target_id.or_else(|| self.links.get(id).and_then(|link| link.target_id.clone()));
                    self.links.insert(id.to_owned(), link(target_id, is_active));
                }
            }
        }
    }

    /// Takes in that the deletion of one who is gone from the source failed.
    pub fn deletion_failed(&mut self, id: &str, code: String, reason: String, now: Timestamp) {
        if !self.fail(id, PURGED, (code, reason, false), now) {
            self.forget(id);
        }
    }

    /// Nothing is known of a person any more.
    pub fn forget(&mut self, id: &str) {
        self.links.remove(id);
        self.escrows.remove(id);
    }

    /// Puts an object into escrow, or says that it has been there for long enough.
    fn fail(&mut self, id: &str, fingerprint: &str, failure: (String, String, bool), now: Timestamp) -> bool {
        // Somebody who changed meanwhile fails for the first time.
        let before = self.escrows.remove(id).filter(|escrow| escrow.fingerprint == fingerprint);
        let since = before.as_ref().map_or(now, |escrow| escrow.since);
        let Some(next_attempt) = next_attempt(since, now) else { return false };
        let (code, reason, is_reference) = failure;
        let escrow = Escrow {
            since,
            failures: before.map_or(0, |escrow| escrow.failures).saturating_add(1),
            next_attempt,
            fingerprint: fingerprint.to_owned(),
            code,
            reason,
            is_reference,
        };
        self.escrows.insert(id.to_owned(), escrow);
        true
    }
}

/// Stands for the fingerprint of somebody who is no longer in the source.
pub(super) const PURGED: &str = "purged";

/// The source attributes that a table's rows and filters read.
///
/// An incremental cycle leaves alone of whom these are the same as last time. It looks at the source, not at what values come
/// to: a change in the target is never noticed (§10), a manager who comes into scope later does not repair anybody (§6.6),
/// and `Now()` alone makes nobody due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAttributes(BTreeSet<String>);

impl ReadAttributes {
    /// Of a table.
    #[must_use]
    pub fn of(table: &MappingTable) -> Self {
        let mut names = BTreeSet::new();
        for row in &table.rows {
            match &row.source {
                Source::Direct(name) => drop(names.insert(name.clone())),
                Source::Expression(text) => {
                    names.extend(attributes_used(&parse(text).tree).into_iter().map(|(name, _)| name));
                }
                Source::Constant(_) | Source::None => {}
            }
        }
        let clauses = table.scope.all_groups().flat_map(|group| &group.clauses);
        names.extend(clauses.map(|clause| clause.attribute.clone()));
        Self(names)
    }

    /// A person's standing and values, as a hash.
    #[must_use]
    pub fn fingerprint(&self, member: &Member) -> String {
        let mut hash = Sha256::new();
        let mut put = |text: &str| {
            hash.update(text.len().to_le_bytes());
            hash.update(text);
        };
        put(&format!("{:?}", member.standing));
        for name in &self.0 {
            put(name);
            put(&text_of(&member.user, name));
        }
        let digest = hash.finalize();
        digest.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

fn text_of(user: &DirectoryUser, name: &str) -> String {
    match user.attributes.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(value) => format!("{value:?}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use onramp_mapping::recommended;
    use onramp_mapping::scope::{Clause, FilterGroup, Operator, Scope, ScopingFilter};
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::cycle::Entitlements;

    fn member(person: &Json, standing: Standing) -> Member {
        let user = DirectoryUser::from_graph(person).unwrap();
        let everyone = Entitlements::default().with_everyone(true);
        Member { standing, ..Member::new(user, false, &everyone, &Scope::new(&ScopingFilter::default())) }
    }

    fn now() -> Timestamp {
        "2026-11-24T09:00:00Z".parse().unwrap()
    }

    fn failed(is_reference: bool) -> Ending {
        let (code, reason) = ("EntryConflict".to_owned(), "taken".to_owned());
        Ending::Failed { target_id: is_reference.then(|| "u1".to_owned()), code, reason, is_reference }
    }

    #[test]
    fn the_fingerprint_is_of_what_the_table_reads() {
        let mut table = recommended();
        let ana = json!({"id": "ana", "city": "Lisbon", "jobTitle": "Analyst", "manager": {"id": "rui"}});
        let of = |person: &Json, table: &MappingTable| {
            ReadAttributes::of(table).fingerprint(&member(person, Standing::InScope))
        };
        let before = of(&ana, &table);
        let with = |name: &str, value: Json| {
            let mut person = ana.clone();
            person[name] = value;
            person
        };
        assert_eq!(of(&with("jobTitle", "Lead".into()), &table), before, "nothing reads the title");
        assert_ne!(of(&with("city", "Porto".into()), &table), before);
        assert_ne!(of(&with("manager", json!({"id": "eva"})), &table), before);
        let left = member(&ana, Standing::NotAssigned);
        assert_ne!(ReadAttributes::of(&table).fingerprint(&left), before);
        let clause = Clause::binary("jobTitle", Operator::Equals, "Analyst");
        table.scope = ScopingFilter::of(vec![FilterGroup { name: "title".into(), clauses: vec![clause] }]);
        let before = of(&ana, &table);
        assert_ne!(of(&with("jobTitle", "Lead".into()), &table), before, "the filter reads it now");
    }

    #[test]
    fn a_failure_waits_and_a_success_ends_it() {
        let ana = member(&json!({"id": "ana"}), Standing::InScope);
        let mut memory = Memory::default();
        memory.settle(&ana, "f1", failed(false), now());
        let escrow = memory.escrows["ana"].clone();
        assert_eq!((escrow.failures, escrow.since), (1, now()));
        assert!(memory.links.is_empty());

        let later = escrow.next_attempt;
        memory.settle(&ana, "f1", failed(false), later);
        assert_eq!((memory.escrows["ana"].failures, memory.escrows["ana"].since), (2, now()));
        memory.settle(&ana, "f2", failed(false), later);
        assert_eq!(
            (memory.escrows["ana"].failures, memory.escrows["ana"].since),
            (1, later),
            "somebody else now"
        );

        memory.settle(&ana, "f2", Ending::Settled { target_id: Some("u1".into()) }, later);
        assert!(memory.escrows.is_empty());
        assert_eq!(memory.links["ana"].target_id.as_deref(), Some("u1"));
    }

    #[test]
    fn after_28_days_it_is_given_up_until_the_person_changes() {
        let ana = member(&json!({"id": "ana"}), Standing::InScope);
        let mut memory = Memory::default();
        memory.settle(&ana, "f1", failed(false), now());
        memory.settle(&ana, "f1", failed(false), now() + SignedDuration::from_hours(28 * 24));
        assert!(memory.escrows.is_empty());
        assert_eq!(memory.links["ana"].fingerprint, "f1");
    }

    #[test]
    fn a_failed_reference_leaves_the_user_linked() {
        let ana = member(&json!({"id": "ana"}), Standing::InScope);
        let mut memory = Memory::default();
        memory.settle(&ana, "f1", failed(true), now());
        assert_eq!(memory.links["ana"].target_id.as_deref(), Some("u1"));
        assert!(memory.escrows["ana"].is_reference);
    }

    #[test]
    fn who_left_the_scope_is_no_longer_managed_and_who_is_disabled_is() {
        let settled = || Ending::Settled { target_id: Some("u1".into()) };
        for (standing, kept) in [
            (Standing::NotAssigned, false),
            (Standing::FilteredOut, false),
            (Standing::Disabled, true),
            (Standing::SoftDeleted, true),
        ] {
            let ana = member(&json!({"id": "ana"}), standing);
            let mut memory = Memory::default();
            memory.settle(&ana, "f1", settled(), now());
            assert_eq!(
                memory.links.get("ana").map(|link| link.is_active),
                kept.then_some(false),
                "{standing:?}"
            );
        }
    }
}
