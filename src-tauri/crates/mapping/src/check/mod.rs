//! The check of a table: exact names first, then everything a row or the table can get wrong.

mod actions;
mod catalogue;
mod defaults;
mod diagnostic;
mod difference;
mod expression;
mod fix;
mod matching;
mod missing;
mod name;
mod person;
mod remedy;
mod rows;
mod targets;
mod words;

use crate::model::{AttributeMapping, MappingTable, Source};
use crate::scope;

pub use catalogue::{CODES, CodeEntry};
pub use diagnostic::{Diagnostic, Field, Severity, Subject};
pub use difference::Difference;
pub use fix::{apply_fix, fix_all, fix_row, to_recommended};
pub use name::{NameCheck, Slip, check_source_name, check_target_name};
pub use remedy::{Edit, Remedy, apply_remedy};

/// Checks a table: every row, then the table as a whole, its actions and its scoping filter. Findings about rows come in
/// their order.
pub fn check(table: &MappingTable) -> Vec<Diagnostic> {
    let mut found: Vec<_> =
        table.rows.iter().enumerate().flat_map(|(index, row)| row_findings(Some(index), row)).collect();
    found.extend(targets::check(table));
    found.extend(matching::check(table));
    found.extend(defaults::check(table));
    found.extend(missing::check(table));
    found.extend(actions::check(table));
    found.extend(scope::check(&table.scope));
    found
}

/// Checks one row by itself, as it is typed. Remedies need the row's place in a table: [`check`] has them.
pub fn check_row(row: &AttributeMapping) -> Vec<Diagnostic> {
    row_findings(None, row)
}

fn row_findings(index: Option<usize>, row: &AttributeMapping) -> Vec<Diagnostic> {
    let at = |field| Subject { row: index, field };
    let mut found: Vec<_> = name::target_finding(&row.target, at(Field::Target)).into_iter().collect();
    match &row.source {
        Source::Direct(name) => found.extend(name::source_finding(name, at(Field::Source))),
        Source::Expression(text) => found.extend(expression::check(text, at(Field::Source))),
        Source::Constant(_) | Source::None => {}
    }
    found.extend(rows::check(index, row));
    found
}

/// Checks the names in a target attribute list (Entra's *Edit attribute list for customappsso*).
pub(crate) fn check_attribute_list<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    names
        .filter_map(|text| {
            let finding = name::target_finding(text, Subject { row: None, field: Field::AttributeList })?;
            // A name that only this admin's service knows belongs into the list: that is what the list is for.
            (finding.severity == Severity::Error).then_some(finding)
        })
        .collect()
}
