//! *Source Object Scope* and *Target Object Actions*: whom the mapping is for, and what Entra may do in Ramp.

use onramp_mapping::scope::{self, Arity, Clause, FilterGroup, Operator, Scope};
use onramp_mapping::{Diagnostic, MappingTable, ScopingFilter, TargetObjectActions};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::convert::{diagnostic, place};
use super::examine::count;
use super::{MappingDiagnostic, MappingsView};
use crate::error::AppError;
use crate::session::App;

/// *Target Object Actions*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Actions {
    /// *Create*.
    pub create: bool,
    /// *Update*, which deactivating is one of.
    pub update: bool,
    /// *Delete*.
    pub delete: bool,
}

/// The scoping filter as it is edited: one true group is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeFilter {
    /// The groups. None at all: everybody who is assigned.
    pub groups: Vec<ScopeGroup>,
}

/// The portal's *scoping filter*: every clause has to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeGroup {
    /// *Scoping filter title*.
    pub name: String,
    /// The clauses.
    pub clauses: Vec<ScopeClause>,
}

/// One condition on one source attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeClause {
    /// The source attribute.
    pub attribute: String,
    /// The operator, by the name that Graph and the portal give it.
    pub operator: String,
    /// What it is tested against; `null` where the operator takes nothing.
    pub value: Option<String>,
    /// Values after the first, which only Graph's shape has room for. They are kept.
    pub further_values: Vec<String>,
}

/// An operator to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeOperator {
    /// Its name.
    pub name: String,
    /// What it asks: "is exactly".
    pub phrase: String,
    /// Whether it is tested against a value.
    pub takes_value: bool,
}

/// What a filter does, while it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeExamination {
    /// How many of the assigned people are in scope.
    pub included: u32,
    /// How many people are assigned.
    pub assigned: u32,
    /// The assigned people, those that are out first.
    pub people: Vec<ScopedPerson>,
    /// Everything the check finds in the filter.
    pub diagnostics: Vec<MappingDiagnostic>,
    /// What helps, by the findings it is offered for.
    pub remedies: Vec<ScopeRemedy>,
}

/// A change that helps against a finding, while the filter is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeRemedy {
    /// The finding's code.
    pub code: String,
    /// The finding's group, counted from 0.
    pub group: Option<u32>,
    /// The finding's clause in the group, counted from 0.
    pub clause: Option<u32>,
    /// What it does.
    pub title: String,
    /// The filter with it.
    pub filter: ScopeFilter,
}

/// One person and the filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopedPerson {
    /// The person's key.
    pub key: String,
    /// Display name.
    pub name: String,
    /// Whether the person is in scope.
    pub included: bool,
    /// Why, in a sentence.
    pub sentence: String,
}

impl App {
    /// Checks a filter as it is edited, and counts who is in. A filter works beside the assignment, so only assigned
    /// people count. Nothing is saved.
    ///
    /// # Errors
    /// Where the directory can't be read.
    pub fn examine_scope(&self, filter: &ScopeFilter) -> Result<ScopeExamination, AppError> {
        let edited = to_filter(filter, &ScopingFilter::default());
        let scope = Scope::new(&edited);
        let directory = self.people()?;
        let mut people: Vec<_> = directory
            .users
            .iter()
            .filter(|user| user.assigned)
            .map(|user| {
                let explained = scope.explain(user);
                ScopedPerson {
                    key: user.id.clone(),
                    name: user.display_name(),
                    included: explained.included,
                    sentence: explained.sentence,
                }
            })
            .collect();
        people.sort_by_key(|person| person.included);
        let found = scope::check(&edited);
        Ok(ScopeExamination {
            included: count(people.iter().filter(|person| person.included).count()),
            assigned: count(people.len()),
            people,
            remedies: found.iter().flat_map(|finding| remedies(finding, &edited)).collect(),
            diagnostics: found.into_iter().map(diagnostic).collect(),
        })
    }

    /// Saves the scoping filter. What only Graph can set in it stays.
    ///
    /// # Errors
    /// Where the settings can't be read or written.
    pub fn save_scope(&self, filter: &ScopeFilter) -> Result<MappingsView, AppError> {
        self.change_table(|table| {
            table.scope = to_filter(filter, &table.scope);
            Ok("Source Object Scope".to_owned())
        })
    }

    /// Saves what Entra may do in Ramp.
    ///
    /// # Errors
    /// Where the settings can't be read or written.
    pub fn save_actions(&self, actions: Actions) -> Result<MappingsView, AppError> {
        self.change_table(|table| {
            let Actions { create, update, delete } = actions;
            table.actions = TargetObjectActions { create, update, delete };
            Ok("Target Object Actions".to_owned())
        })
    }
}

/// Every operator, in the portal's order.
pub fn scope_operators() -> Vec<ScopeOperator> {
    Operator::ALL
        .iter()
        .map(|operator| ScopeOperator {
            name: operator.name().to_owned(),
            phrase: operator.phrase().to_owned(),
            takes_value: operator.arity() != Some(Arity::Unary),
        })
        .collect()
}

fn remedies(finding: &Diagnostic, edited: &ScopingFilter) -> impl Iterator<Item = ScopeRemedy> {
    let table = MappingTable { scope: edited.clone(), ..MappingTable::default() };
    let (group, clause) = place(finding);
    finding.remedies.iter().filter_map(move |remedy| {
        Some(ScopeRemedy {
            code: finding.code.clone(),
            group,
            clause,
            title: remedy.title.clone(),
            filter: filter(&remedy.applied(&table)?.scope),
        })
    })
}

pub(super) fn actions(actions: TargetObjectActions) -> Actions {
    let TargetObjectActions { create, update, delete } = actions;
    Actions { create, update, delete }
}

pub(super) fn filter(filter: &ScopingFilter) -> ScopeFilter {
    let clause = |clause: &Clause| ScopeClause {
        attribute: clause.attribute.clone(),
        operator: clause.operator.name().to_owned(),
        value: clause.value.clone(),
        further_values: clause.further_values.clone(),
    };
    let group = |group: &FilterGroup| ScopeGroup {
        name: group.name.clone(),
        clauses: group.clauses.iter().map(clause).collect(),
    };
    ScopeFilter { groups: filter.groups.iter().map(group).collect() }
}

/// The edited groups in the place of `kept`'s; its experimental lists stay.
fn to_filter(edited: &ScopeFilter, kept: &ScopingFilter) -> ScopingFilter {
    let clause = |clause: &ScopeClause| {
        let operator = Operator::named(&clause.operator);
        // What was typed for another operator is not sent with one that takes nothing.
        let takes_value = operator.arity() != Some(Arity::Unary);
        Clause {
            attribute: clause.attribute.clone(),
            value: clause.value.clone().filter(|_| takes_value),
            further_values: if takes_value { clause.further_values.clone() } else { Vec::new() },
            operator,
        }
    };
    let group = |group: &ScopeGroup| FilterGroup {
        name: group.name.clone(),
        clauses: group.clauses.iter().map(clause).collect(),
    };
    ScopingFilter { groups: edited.groups.iter().map(group).collect(), ..kept.clone() }
}
