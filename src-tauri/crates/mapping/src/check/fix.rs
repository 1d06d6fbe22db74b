//! Safe fixes, the ones with exactly one right answer; and the way to the recommended table.

use super::{Diagnostic, Edit, Field, NameCheck, Remedy, apply_remedy, check, check_target_name};
use crate::model::{AttributeMapping, MappingTable};
use crate::recommended::recommended;

/// Applies one finding's fix, or its safe remedy. Answers whether anything changed: a fix that would map a target twice
/// changes nothing.
pub fn apply_fix(table: &mut MappingTable, diagnostic: &Diagnostic) -> bool {
    if let Some(remedy) = diagnostic.remedies.iter().find(|remedy| remedy.safe) {
        return apply_remedy(table, remedy);
    }
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
    let rows = table.rows.len();
    let mut applied = Vec::new();
    // A row that a fix removed has no more findings: what stands there now is another one.
    while table.rows.len() == rows
        && let Some(next) = fix_next(table, |finding| finding.subject.row == Some(row))
        && applied.len() < bound(table)
    {
        applied.push(next);
    }
    applied
}

/// One fix at a time, each on what the last one left: those of one expression overlap.
fn fix_where(table: &mut MappingTable, concerns: impl Fn(&Diagnostic) -> bool) -> Vec<Diagnostic> {
    let mut applied = Vec::new();
    for _ in 0..bound(table) {
        let Some(next) = fix_next(table, &concerns) else { break };
        applied.push(next);
    }
    applied
}

fn fix_next(table: &mut MappingTable, concerns: impl Fn(&Diagnostic) -> bool) -> Option<Diagnostic> {
    check(table).into_iter().find(|finding| concerns(finding) && apply_fix(table, finding))
}

/// Each fix removes a finding, so fixing ends; this holds even if one did not.
fn bound(table: &MappingTable) -> usize {
    let rows: usize = table.rows.iter().map(|row| row.source.text().len() + 3).sum();
    rows + table.scope.all_groups().map(|group| 3 * group.clauses.len()).sum::<usize>()
}

/// What brings a table to the recommended one (M1–M10), row by row: names and sources are set right, rows that Ramp does
/// not know are removed, those that lack are added, and all target object actions are turned on (R19). Whom the scoping
/// filter lets in is the admin's choice and stays. `None` where nothing would change.
///
/// Nothing of it is safe to do unasked: the recommendation is no constraint, and a source of the admin's own choice is
/// replaced. [`Remedy::applied`] gives the table after it, to be shown first.
pub fn to_recommended(table: &MappingTable) -> Option<Remedy> {
    let wanted = recommended();
    let mut now = table.clone();
    // Misspelt names first, so that their rows are kept and not made anew.
    let mut edits: Vec<_> = (0..now.rows.len()).filter_map(|row| mended_target(&mut now, row)).collect();
    let surplus = (0..now.rows.len()).rev().filter(|index| {
        let target = &now.rows[*index].target;
        wanted.row(target).is_none() || now.rows[..*index].iter().any(|earlier| earlier.target == *target)
    });
    let surplus: Vec<_> = surplus.collect();
    for row in surplus {
        now.rows.remove(row);
        edits.push(Edit::RemoveRow { row });
    }
    for (at, row) in wanted.rows.iter().enumerate() {
        match now.rows.iter().position(|there| there.target == row.target) {
            Some(place) if place == at && differs_as_shown(&now.rows[at], row) => {
                edits.extend(differences(at, &now.rows[at], row));
            }
            place => {
                if let Some(place) = place {
                    now.rows.remove(place);
                    edits.push(Edit::RemoveRow { row: place });
                }
                edits.push(Edit::InsertRow { at, row: row.clone() });
                now.rows.insert(at, row.clone());
            }
        }
    }
    if now.actions != wanted.actions {
        edits.push(Edit::SetActions { actions: wanted.actions });
    }
    let remedy = Remedy::offered("Bring the table to the recommended one", edits);
    remedy.applied(table).is_some().then_some(remedy)
}

fn mended_target(table: &mut MappingTable, row: usize) -> Option<Edit> {
    let NameCheck::Near { expected, .. } = check_target_name(&table.rows.get(row)?.target) else {
        return None;
    };
    if table.row(&expected).is_some() {
        return None;
    }
    table.rows.get_mut(row)?.target.clone_from(&expected);
    Some(Edit::SetTarget { row, target: expected })
}

/// Whether two rows of one target differ only in what an edit can set. What the portal does not show needs a new row.
fn differs_as_shown(is: &AttributeMapping, wanted: &AttributeMapping) -> bool {
    let mut row = is.clone();
    row.source.clone_from(&wanted.source);
    row.matching_precedence = wanted.matching_precedence;
    row.default_value.clone_from(&wanted.default_value);
    row.apply = wanted.apply;
    row == *wanted
}

fn differences(row: usize, is: &AttributeMapping, wanted: &AttributeMapping) -> Vec<Edit> {
    let mut edits = Vec::new();
    if is.source != wanted.source {
        edits.push(Edit::SetSource { row, source: wanted.source.clone() });
    }
    if is.matching_precedence != wanted.matching_precedence {
        edits.push(Edit::SetMatchingPrecedence { row, precedence: wanted.matching_precedence });
    }
    if is.default_value != wanted.default_value {
        edits.push(Edit::SetDefaultValue { row, value: wanted.default_value.clone() });
    }
    if is.apply != wanted.apply {
        edits.push(Edit::SetApply { row, apply: wanted.apply });
    }
    edits
}
