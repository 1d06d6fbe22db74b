//! Safe fixes: the ones with exactly one right answer.

use super::{Diagnostic, Field, check};
use crate::model::MappingTable;

/// Applies one finding's fix. Answers whether anything changed: a fix that would map a target twice changes nothing.
pub fn apply_fix(table: &mut MappingTable, diagnostic: &Diagnostic) -> bool {
    let (Some(index), Some(fix)) = (diagnostic.subject.row, &diagnostic.fix) else { return false };
    let taken = table.rows.iter().any(|row| row.target == *fix);
    let Some(row) = table.rows.get_mut(index) else { return false };
    match diagnostic.subject.field {
        Field::Target if !taken => row.target.clone_from(fix),
        Field::Source => row.source = row.source.with_text(fix),
        _ => return false,
    }
    true
}

/// Applies every safe fix until none is left, and answers what was applied.
pub fn fix_all(table: &mut MappingTable) -> Vec<Diagnostic> {
    fix_where(table, |_| true)
}

/// Applies every safe fix of one row until none is left, and answers what was applied. `row` is its index.
pub fn fix_row(table: &mut MappingTable, row: usize) -> Vec<Diagnostic> {
    fix_where(table, |finding| finding.subject.row == Some(row))
}

/// One fix at a time, each on what the last one left: those of one expression overlap.
fn fix_where(table: &mut MappingTable, concerns: impl Fn(&Diagnostic) -> bool) -> Vec<Diagnostic> {
    let mut applied = Vec::new();
    // Each fix removes a finding, so this ends; the bound holds even if one did not.
    let bound = table.rows.iter().map(|row| row.source.text().len() + 2).sum::<usize>();
    for _ in 0..bound {
        let Some(next) =
            check(table).into_iter().find(|finding| concerns(finding) && apply_fix(table, finding))
        else {
            break;
        };
        applied.push(next);
    }
    applied
}
