//! Matching attributes: how Entra finds people who are in Ramp already.

use super::person::{can_be_empty, is_unique};
use super::{Diagnostic, Edit, Field, Remedy, Severity, Subject};
use crate::model::{AttributeMapping, MappingTable, Source};

/// Each matching attribute is tried alone, in order of precedence (`entra-scim-client.md` §6, §8.3).
pub(super) fn check(table: &MappingTable) -> Vec<Diagnostic> {
    let mut found: Vec<_> = none(table).into_iter().collect();
    for (index, row) in table.rows.iter().enumerate() {
        let Some(precedence) = row.matching_precedence else { continue };
        found.extend(doubled(table, index, row, precedence));
        found.extend(constant(index, row));
        found.extend(not_unique(index, row));
        found.extend(with_default(index, row));
    }
    found.extend(can_miss_somebody(table));
    found
}

fn at(index: usize) -> Subject {
    Subject { row: Some(index), field: Field::MatchingPrecedence }
}

fn is_constant(row: &AttributeMapping) -> bool {
    matches!(row.source, Source::Constant(_) | Source::None)
}

fn none(table: &MappingTable) -> Option<Diagnostic> {
    if table.rows.is_empty() || !table.matching().is_empty() {
        return None;
    }
    let user_name = table.rows.iter().position(|row| row.target == "userName");
    let remedy = user_name.map(|row| {
        Remedy::offered("Match by userName", vec![Edit::SetMatchingPrecedence { row, precedence: Some(1) }])
    });
    let subject = Subject { row: None, field: Field::Table };
    Some(
        Diagnostic::new("matching.none", Severity::Error, subject, "")
            .saying(
                "No attribute has a matching precedence.",
                "Entra can’t find people who are in Ramp already, and does not save the table.",
            )
            .remedied(remedy),
    )
}

fn doubled(
    table: &MappingTable,
    index: usize,
    row: &AttributeMapping,
    precedence: u32,
) -> Option<Diagnostic> {
    let mut earlier = table.rows.iter().take(index);
    let other = earlier.find(|other| other.matching_precedence == Some(precedence))?;
    let last = table.rows.iter().filter_map(|row| row.matching_precedence).max().unwrap_or(precedence);
    let next = last.checked_add(1).map(|next| {
        let edit = Edit::SetMatchingPrecedence { row: index, precedence: Some(next) };
        Remedy::offered(format!("Give {} the matching precedence {next}", row.target), vec![edit])
    });
    Some(
        Diagnostic::new("matching.doubled", Severity::Error, at(index), "")
            .saying(
                format!("{} and {} both have matching precedence {precedence}.", other.target, row.target),
                "Entra wants an order: one of them first.",
            )
            .remedied(next),
    )
}

fn constant(index: usize, row: &AttributeMapping) -> Option<Diagnostic> {
    is_constant(row).then(|| {
        Diagnostic::new("matching.constant", Severity::Error, at(index), "").saying(
            format!("{} is the same for everyone and can’t tell people apart.", row.target),
            "Everyone would be matched to one and the same user.",
        )
    })
}

fn not_unique(index: usize, row: &AttributeMapping) -> Option<Diagnostic> {
    if is_constant(row) || is_unique(&row.source) || row.source.text().trim().is_empty() {
        return None;
    }
    let source = row.source.text();
    Some(
        Diagnostic::new("matching.not-unique", Severity::Warning, at(index), source)
            .saying(
                format!("{} is used for matching, and two people can have the same {source}.", row.target),
                "Entra stops at more than one match, and with one match it may take over somebody else’s account.",
            )
            .by("R1"),
    )
}

fn with_default(index: usize, row: &AttributeMapping) -> Option<Diagnostic> {
    let default = row.default_value.as_deref().filter(|default| !default.is_empty())?;
    let remedy = Remedy::offered(
        "Take the default value away",
        vec![Edit::SetDefaultValue { row: index, value: None }],
    );
    Some(
        Diagnostic::new("matching.default", Severity::Warning, at(index), default)
            .saying(
                format!("{} is used for matching and has the default value {default}.", row.target),
                "The default is for new users only: nobody is looked for by it. People without a value of their own \
                 are skipped, or all created with the same one.",
            )
            .remedied(remedy),
    )
}

/// Everyone needs a value in at least one matching attribute, or is skipped (`ImportSkipped`).
fn can_miss_somebody(table: &MappingTable) -> Option<Diagnostic> {
    let matching = || table.rows.iter().enumerate().filter(|(_, row)| row.matching_precedence.is_some());
    if !matching().all(|(_, row)| !is_constant(row) && can_be_empty(&row.source)) {
        return None;
    }
    let (index, first) = matching().min_by_key(|(_, row)| row.matching_precedence)?;
    let source = first.source.text();
    Some(Diagnostic::new("matching.can-be-empty", Severity::Warning, at(index), source).saying(
        format!("{} is used for matching, and {source} can be empty.", first.target),
        "Entra skips everyone who has no value in any matching attribute. userPrincipalName is never empty.",
    ))
}
