//! Scoping filters (the portal's *Source Object Scope*, Graph's `objectMapping.scope`): who is provisioned at all.
//!
//! Clauses of one group are joined by AND, groups by OR, and nothing nests deeper (`scoping.json`, `structure`). A filter
//! works beside the assignment, not in its place.

mod check;
mod evaluate;
mod explain;
mod graph;
mod operator;

use serde::{Deserialize, Serialize};

use crate::check::{Edit, Remedy};

pub use check::check;
pub use evaluate::{Scope, includes};
pub use explain::{ClauseExplanation, Explanation, GroupExplanation};
pub use operator::{Arity, Operator};

/// A scoping filter. Without any group there is no filter, and only the assignment decides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopingFilter {
    /// The normal ones: one true group is enough. Who leaves is deprovisioned.
    #[serde(default)]
    pub groups: Vec<FilterGroup>,
    /// Graph's `inputFilterGroups` (experimental): whoever fails is not even read, and so is *not* deprovisioned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input_filter_groups: Vec<FilterGroup>,
    /// Graph's `categoryFilterGroups` (experimental): whoever fails does not belong to this object mapping.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category_filter_groups: Vec<FilterGroup>,
}

/// A named group of clauses: the portal's *scoping filter*, Graph's `filterGroup`. Every clause has to hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FilterGroup {
    /// *Scoping filter title*.
    #[serde(default)]
    pub name: String,
    /// The clauses.
    #[serde(default)]
    pub clauses: Vec<Clause>,
}

/// One condition on one source attribute (Graph: `filterClause`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clause {
    /// *Target attribute* in the portal's words, though it is one of the source (Graph: `sourceOperandName`).
    pub attribute: String,
    /// How it is tested (Graph: `operatorName`).
    pub operator: Operator,
    /// What it is tested against; `None` where the operator takes nothing (Graph: `targetOperand.values`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Values after the first. Graph's shape has room for them; the portal writes one only, and no page says what
    /// more would mean. They are kept, and the check names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further_values: Vec<String>,
}

impl ScopingFilter {
    /// A filter of these groups.
    pub fn of(groups: Vec<FilterGroup>) -> Self {
        Self { groups, ..Self::default() }
    }

    /// Whether there is no filter at all.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
            && self.input_filter_groups.is_empty()
            && self.category_filter_groups.is_empty()
    }
}

impl ScopingFilter {
    /// The groups of all three lists in their order, as a finding's place counts them.
    pub fn all_groups(&self) -> impl Iterator<Item = &FilterGroup> {
        self.groups.iter().chain(&self.input_filter_groups).chain(&self.category_filter_groups)
    }

    /// The filter after a remedy for one of its findings; `None` where it does not fit, or changes nothing.
    pub fn remedied(&self, remedy: &Remedy) -> Option<Self> {
        let mut after = self.clone();
        let fits = remedy.edits.iter().all(|edit| after.apply(edit));
        (fits && after != *self).then_some(after)
    }

    /// Makes one change, where its group and clause are there; answers whether it was.
    pub(crate) fn apply(&mut self, edit: &Edit) -> bool {
        match edit {
            Edit::SetClause { group, clause, to } => {
                let mut groups = self
                    .groups
                    .iter_mut()
                    .chain(&mut self.input_filter_groups)
                    .chain(&mut self.category_filter_groups);
                let place = groups.nth(*group).and_then(|group| group.clauses.get_mut(*clause));
                place.map(|place| place.clone_from(to)).is_some()
            }
            Edit::RemoveGroup { group } => {
                let mut group = *group;
                for list in
                    [&mut self.groups, &mut self.input_filter_groups, &mut self.category_filter_groups]
                {
                    if group < list.len() {
                        list.remove(group);
                        return true;
                    }
                    group -= list.len();
                }
                false
            }
            _ => false,
        }
    }
}

impl Clause {
    /// A clause that tests an attribute against a value.
    pub fn binary(attribute: &str, operator: Operator, value: &str) -> Self {
        Self { value: Some(value.to_owned()), ..Self::unary(attribute, operator) }
    }

    /// A clause whose operator takes no value.
    pub fn unary(attribute: &str, operator: Operator) -> Self {
        Self { attribute: attribute.to_owned(), operator, value: None, further_values: Vec::new() }
    }
}
