//! Changes to a table that mend a finding, as data: they can be shown before they are made.

use crate::model::{Apply, AttributeMapping, MappingTable, Source, TargetObjectActions};
use crate::scope::Clause;

/// One change to a table. Rows are counted in the table that the change before it left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Another target for a row.
    SetTarget {
        /// Index of the row.
        row: usize,
        /// The exact name.
        target: String,
    },
    /// Another source for a row.
    SetSource {
        /// Index of the row.
        row: usize,
        /// The source.
        source: Source,
    },
    /// Another matching precedence for a row.
    SetMatchingPrecedence {
        /// Index of the row.
        row: usize,
        /// The precedence; `None` takes the row out of matching.
        precedence: Option<u32>,
    },
    /// No default value, or another one.
    SetDefaultValue {
        /// Index of the row.
        row: usize,
        /// The value.
        value: Option<String>,
    },
    /// Another moment for a row.
    SetApply {
        /// Index of the row.
        row: usize,
        /// The moment.
        apply: Apply,
    },
    /// A row more.
    InsertRow {
        /// The index it gets.
        at: usize,
        /// The row.
        row: AttributeMapping,
    },
    /// A row less.
    RemoveRow {
        /// Index of the row.
        row: usize,
    },
    /// Other *Target Object Actions*.
    SetActions {
        /// Which are on.
        actions: TargetObjectActions,
    },
    /// Another clause in a group of the scoping filter.
    SetClause {
        /// Index of the group, counted through Graph's three lists.
        group: usize,
        /// Index of the clause.
        clause: usize,
        /// The clause.
        to: Clause,
    },
    /// A group less in the scoping filter.
    RemoveGroup {
        /// Index of the group, counted through Graph's three lists.
        group: usize,
    },
}

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What it does, as a button says it: "Remove the row".
    pub title: String,
    /// Whether it can be applied without asking: it has one right outcome and takes nothing from anyone.
    pub safe: bool,
    /// The changes, in order.
    pub edits: Vec<Edit>,
}

impl Remedy {
    /// One that waits for the admin.
    pub(crate) fn offered(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safe: false, edits }
    }

    /// One that is applied with the fixes.
    pub(crate) fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { safe: true, ..Self::offered(title, edits) }
    }

    /// The table after it; `None` where it does not fit the table, or changes nothing.
    pub fn applied(&self, table: &MappingTable) -> Option<MappingTable> {
        let mut after = table.clone();
        let fits = self.edits.iter().all(|edit| edit.apply(&mut after));
        (fits && after != *table).then_some(after)
    }
}

/// Applies a remedy as a whole or not at all, and answers whether anything changed.
pub fn apply_remedy(table: &mut MappingTable, remedy: &Remedy) -> bool {
    match remedy.applied(table) {
        Some(after) => {
            *table = after;
            true
        }
        None => false,
    }
}

impl Edit {
    /// Makes the change, where its row is there; answers whether it was.
    fn apply(&self, table: &mut MappingTable) -> bool {
        let rows = &mut table.rows;
        match self {
            Self::InsertRow { at, row } if *at <= rows.len() => rows.insert(*at, row.clone()),
            Self::RemoveRow { row } if *row < rows.len() => drop(rows.remove(*row)),
            Self::InsertRow { .. } | Self::RemoveRow { .. } => return false,
            Self::SetActions { actions } => table.actions = *actions,
            Self::SetClause { .. } | Self::RemoveGroup { .. } => return table.scope.apply(self),
            Self::SetTarget { row, target } => {
                return set(rows, *row, |row| row.target.clone_from(target));
            }
            Self::SetSource { row, source } => return set(rows, *row, |row| row.source.clone_from(source)),
            Self::SetMatchingPrecedence { row, precedence } => {
                return set(rows, *row, |row| row.matching_precedence = *precedence);
            }
            Self::SetDefaultValue { row, value } => {
                return set(rows, *row, |row| row.default_value.clone_from(value));
            }
            Self::SetApply { row, apply } => return set(rows, *row, |row| row.apply = *apply),
        }
        true
    }
}

fn set(rows: &mut [AttributeMapping], index: usize, change: impl FnOnce(&mut AttributeMapping)) -> bool {
    rows.get_mut(index).map(change).is_some()
}
