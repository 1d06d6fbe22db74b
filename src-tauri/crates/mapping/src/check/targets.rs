//! Targets that get in each other's way.

use std::collections::HashMap;

use onramp_scim::urn;

use super::{Diagnostic, Edit, Field, NameCheck, Remedy, Severity, Subject, check_target_name, person};
use crate::model::{AttributeMapping, MappingTable};
use crate::names::{is_custom_extension, target};

pub(super) fn check(table: &MappingTable) -> Vec<Diagnostic> {
    let mut found = doubled(table);
    found.extend(conflicting(table));
    found.extend(formatted_name(table));
    found.extend(unknown_extensions(table));
    found
}

/// A target may be mapped once only (`graph/README.md` §6), and an attribute has one value however it is spelt.
fn doubled(table: &MappingTable) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, (usize, &AttributeMapping)> = HashMap::new();
    let mut found = Vec::new();
    let rows = table.rows.iter().enumerate().filter(|(_, row)| !row.target.trim().is_empty());
    for (index, row) in rows {
        let first = *seen.entry(attribute(&row.target)).or_insert((index, row));
        if first.0 != index {
            found.push(doubling(first, (index, row)));
        }
    }
    found
}

fn doubling(first: (usize, &AttributeMapping), second: (usize, &AttributeMapping)) -> Diagnostic {
    let remove = |(index, row): (usize, &AttributeMapping)| {
        let title = format!("Remove the row with {}", source_of(row));
        Remedy::offered(title, vec![Edit::RemoveRow { row: index }])
    };
    let at = |index| Subject { row: Some(index), field: Field::Target };
    if first.1.target == second.1.target {
        let finding = Diagnostic::new("target.doubled", Severity::Error, at(second.0), &second.1.target)
            .saying(
                format!("{} is mapped twice.", second.1.target),
                "Entra takes a target attribute once only and refuses the table.",
            );
        return match first.1 == second.1 {
            true => finding
                .remedied(Remedy::safe("Remove the second row", vec![Edit::RemoveRow { row: second.0 }])),
            false => finding.remedied(remove(second)).remedied(remove(first)),
        };
    }
    // The finding stands at the misspelt one: that is the row to look at.
    let is_right = |row: &AttributeMapping| check_target_name(&row.target) == NameCheck::Known;
    let (right, other) =
        if is_right(second.1) && !is_right(first.1) { (second, first) } else { (first, second) };
    Diagnostic::new("target.same-attribute", Severity::Error, at(other.0), &other.1.target)
        .saying(
            format!(
                "{} is the attribute {} in another spelling, and that is mapped too.",
                other.1.target, right.1.target
            ),
            "Entra sends both. Which of the two values Ramp keeps, if it takes either, nobody can say.",
        )
        .remedied(remove(other))
}

fn source_of(row: &AttributeMapping) -> String {
    match row.source.text() {
        "" => "no source".to_owned(),
        text => text.to_owned(),
    }
}

/// The attribute a target means, so that two spellings of one are the same: attribute names have no case
/// (RFC 7643 §2.1), and the core schema's URN may be left out.
fn attribute(target: &str) -> String {
    let short = target.strip_prefix(urn::USER).and_then(|rest| rest.strip_prefix(':')).unwrap_or(target);
    match check_target_name(short) {
        NameCheck::Near { expected, .. } => expected.to_lowercase(),
        _ => short.to_lowercase(),
    }
}

/// The whole of an attribute beside a part of it: `emails` and `emails[type eq "work"].value`.
fn conflicting(table: &MappingTable) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, whole) in table.rows.iter().enumerate() {
        let is_part = |row: &&AttributeMapping| {
            let rest = row.target.strip_prefix(&whole.target);
            !whole.target.is_empty() && rest.is_some_and(|rest| rest.starts_with(['[', '.']))
        };
        let Some(part) = table.rows.iter().find(is_part) else { continue };
        let subject = Subject { row: Some(index), field: Field::Target };
        found.push(
            Diagnostic::new("target.conflict", Severity::Error, subject, &whole.target)
                .saying(
                    format!(
                        "{} and {} are both mapped: one is a part of the other.",
                        whole.target, part.target
                    ),
                    "Entra sends the whole and the part beside each other, and one overwrites the other.",
                )
                .remedied(Remedy::offered(
                    format!("Remove the row {}", whole.target),
                    vec![Edit::RemoveRow { row: index }],
                )),
        );
    }
    found
}

/// A whole name that is not made of the same attributes as its parts can say something else than they do.
fn formatted_name(table: &MappingTable) -> Option<Diagnostic> {
    let index = table.rows.iter().position(|row| row.target == "name.formatted")?;
    let formatted = person::attributes(&table.rows.get(index)?.source);
    let parts = ["name.givenName", "name.familyName"].into_iter().filter_map(|part| table.row(part));
    let apart =
        parts.flat_map(|row| person::attributes(&row.source)).find(|name| !formatted.contains(name))?;
    let subject = Subject { row: Some(index), field: Field::Source };
    let source = table.rows.get(index)?.source.text();
    Some(
        Diagnostic::new("target.formatted-name", Severity::Warning, subject, source)
            .saying(
                format!("name.formatted is made without {apart}, of which the name’s parts are made."),
                "The whole name and its parts can disagree. Ramp shows first and last name; the whole is not needed.",
            )
            .remedied(Remedy::offered("Remove the row", vec![Edit::RemoveRow { row: index }])),
    )
}

/// An extension that Ramp's guide does not name. The admin's service may know it, so the name itself is right.
fn unknown_extensions(table: &MappingTable) -> impl Iterator<Item = Diagnostic> {
    let rows = table.rows.iter().enumerate();
    rows.filter(|(_, row)| is_custom_extension(&row.target)).map(|(index, row)| {
        let name = &row.target;
        let last = name.rsplit(':').next().unwrap_or_default();
        let known = format!("{}:{last}", urn::ENTERPRISE_USER);
        let subject = Subject { row: Some(index), field: Field::Target };
        let finding = Diagnostic::new("target.unknown-extension", Severity::Info, subject, name).saying(
            format!("Ramp’s guide names no extension but Enterprise User, and {name} is of another."),
            "Entra sends it as typed. Ramp will probably ignore it.",
        );
        Diagnostic { offers: target(&known).map(|_| known).into_iter().collect(), ..finding }
    })
}
