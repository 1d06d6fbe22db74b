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
    let mut applied = Vec::new();
    // Fixes to one expression overlap, so they are taken one at a time; each removes a finding, so this ends.
    let bound = table.rows.iter().map(|row| row.source.text().len() + 2).sum::<usize>();
    for _ in 0..bound {
        let Some(next) = check(table)
            .into_iter()
            .find(|finding| finding.fix.is_some() && apply_fix(&mut table.clone(), finding))
        else {
            break;
        };
        apply_fix(table, &next);
        applied.push(next);
    }
    applied
}
