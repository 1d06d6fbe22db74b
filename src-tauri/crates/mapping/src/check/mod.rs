//! The check of a table: exact names first, then everything a row or the table can get wrong.

mod difference;
mod expression;
mod fix;
mod name;
mod table;
mod words;

use std::ops::Range;

use crate::model::{AttributeMapping, MappingTable, Source};

pub use difference::Difference;
pub use fix::{apply_fix, fix_all, fix_row};
pub use name::{NameCheck, Slip, check_source_name, check_target_name};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Goes through, but probably not as meant.
    Warning,
    /// Breaks provisioning, for everyone or for some.
    Error,
}

/// The field a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The target name.
    Target,
    /// The source attribute, expression or constant.
    Source,
    /// The matching precedence.
    MatchingPrecedence,
    /// The table as a whole.
    Table,
    /// A name in the attribute list of Entra's schema.
    AttributeList,
}

/// Where a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Index of the row; `None` for the table.
    pub row: Option<usize>,
    /// The field of it.
    pub field: Field,
}

/// One finding, with words for an admin made when it is found: a table has ten rows, not ten thousand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `target.case`. Codes are never reused.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub subject: Subject,
    /// The name or expression as typed.
    pub text: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What would happen, in a sentence.
    pub consequence: String,
    /// The rule it rests on: `R2`, `M8`.
    pub rule: Option<String>,
    /// Where in the text, in characters.
    pub span: Option<Range<usize>>,
    /// Where the name parts from the right one.
    pub difference: Option<Difference>,
    /// The whole corrected text, where there is exactly one.
    pub fix: Option<String>,
    /// The whole corrected texts, where there are several and none can be chosen for the admin.
    pub offers: Vec<String>,
}

/// Checks a table: every row, then the table as a whole. Findings come in the order of the rows.
pub fn check(table: &MappingTable) -> Vec<Diagnostic> {
    let mut found: Vec<_> =
        table.rows.iter().enumerate().flat_map(|(index, row)| row_findings(Some(index), row)).collect();
    found.extend(table::check(table));
    found
}

/// Checks one row by itself, as it is typed.
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
