//! Rows that are not there.

use super::{Diagnostic, Edit, Field, NameCheck, Remedy, Severity, Subject, check_target_name, words};
use crate::model::MappingTable;
use crate::names::{self, Target};
use crate::recommended::recommended_row;

/// Rows that Ramp needs (R1–R3) or that people expect (M2). A misspelt row counts as there: its own finding says so.
pub(super) fn check(table: &MappingTable) -> Vec<Diagnostic> {
    let mapped: Vec<String> = table
        .rows
        .iter()
        .map(|row| match check_target_name(&row.target) {
            NameCheck::Near { expected, .. } => expected,
            _ => row.target.clone(),
        })
        .collect();
    names::TARGETS
        .iter()
        .filter(|target| !mapped.iter().any(|name| name == target.name))
        .filter_map(|target| missing_row(table, target))
        .collect()
}

fn missing_row(table: &MappingTable, target: &Target) -> Option<Diagnostic> {
    let severity = match target.row {
        _ if target.needed => Severity::Error,
        Some("M2" | "M6" | "M9") => Severity::Warning,
        Some("M10") => Severity::Info,
        _ => return None,
    };
    let (consequence, rule) = words::never_arrives(target.name);
    let consequence = consequence.split_once(". ").map_or(consequence.as_str(), |(_, rest)| rest);
    let subject = Subject { row: None, field: Field::Table };
    let finding = Diagnostic::new("table.missing-row", severity, subject, target.name)
        .saying(format!("No row maps {} ({}).", target.name, target.meaning), consequence)
        .remedied(recommended(table, target));
    Some(Diagnostic { rule, ..finding })
}

/// The recommended row, after the last of those that stand before it in Ramp's table.
fn recommended(table: &MappingTable, target: &Target) -> Option<Remedy> {
    let number: usize = target.row?.strip_prefix('M')?.parse().ok()?;
    let mut row = recommended_row(number)?;
    // Somebody else may have that precedence already.
    row.matching_precedence = row.matching_precedence.filter(|_| table.matching().is_empty());
    let before: Vec<_> = (1..number).filter_map(recommended_row).collect();
    let place = table.rows.iter().rposition(|there| before.iter().any(|row| row.target == there.target));
    let at = place.map_or(0, |place| place + 1);
    Some(Remedy::offered("Add the recommended row", vec![Edit::InsertRow { at, row }]))
}
