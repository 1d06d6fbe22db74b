//! What only the whole table shows: missing rows, doubled targets, matching.

use super::{Diagnostic, Field, NameCheck, Severity, Subject, check_target_name, words};
use crate::model::{MappingTable, Source};
use crate::names::{self, Target};

pub(super) fn check(table: &MappingTable) -> Vec<Diagnostic> {
    let mut found = doubled(table);
    found.extend(matching(table));
    found.extend(missing(table));
    found
}

fn finding(
    code: &str,
    severity: Severity,
    subject: Subject,
    message: String,
    consequence: &str,
) -> Diagnostic {
    Diagnostic {
        code: code.to_owned(),
        severity,
        subject,
        text: String::new(),
        message,
        consequence: consequence.to_owned(),
        rule: None,
        span: None,
        difference: None,
        fix: None,
        offers: Vec::new(),
    }
}

/// A target may be mapped once only (Graph README §6).
fn doubled(table: &MappingTable) -> Vec<Diagnostic> {
    let rows = &table.rows;
    rows.iter()
        .enumerate()
        .filter(|(index, row)| {
            !row.target.is_empty() && rows[..*index].iter().any(|earlier| earlier.target == row.target)
        })
        .map(|(index, row)| Diagnostic {
            text: row.target.clone(),
            ..finding(
                "target.doubled",
                Severity::Error,
                Subject { row: Some(index), field: Field::Target },
                format!("{} is mapped twice.", row.target),
                "Entra takes a target attribute once only and refuses the table.",
            )
        })
        .collect()
}

/// Each matching attribute is tried alone, in order of precedence (`entra-scim-client.md` §6).
fn matching(table: &MappingTable) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !table.rows.is_empty() && table.matching().is_empty() {
        found.push(finding(
            "matching.none",
            Severity::Error,
            Subject { row: None, field: Field::Table },
            "No attribute has a matching precedence.".to_owned(),
            "Entra can’t find people who are in Ramp already, and does not save the table.",
        ));
    }
    for (index, row) in table.rows.iter().enumerate() {
        let subject = Subject { row: Some(index), field: Field::MatchingPrecedence };
        let Some(precedence) = row.matching_precedence else { continue };
        let earlier = &table.rows[..index];
        if let Some(other) = earlier.iter().find(|other| other.matching_precedence == Some(precedence)) {
            found.push(finding(
                "matching.doubled",
                Severity::Error,
                subject,
                format!("{} and {} both have matching precedence {precedence}.", other.target, row.target),
                "Entra wants an order: one of them first.",
            ));
        }
        if matches!(row.source, Source::Constant(_) | Source::None) {
            found.push(finding(
                "matching.constant",
                Severity::Error,
                subject,
                format!("{} is the same for everyone and can’t tell people apart.", row.target),
                "Everyone would be matched to one and the same user.",
            ));
        }
        if let Some(default) = row.default_value.as_deref().filter(|default| !default.is_empty()) {
            found.push(Diagnostic {
                text: default.to_owned(),
                ..finding(
                    "matching.default",
                    Severity::Warning,
                    subject,
                    format!("{} is used for matching and has the default value {default}.", row.target),
                    "The default is for new users only: nobody is looked for by it. People without a value of their \
                     own are skipped, or all created with the same one.",
                )
            });
        }
    }
    found
}

/// Rows that Ramp needs (R1–R3) or that people expect (M2). A misspelt row counts as there: its own finding says so.
fn missing(table: &MappingTable) -> Vec<Diagnostic> {
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
        .filter_map(missing_row)
        .collect()
}

fn missing_row(target: &Target) -> Option<Diagnostic> {
    let severity = match target.row {
        _ if target.needed => Severity::Error,
        Some("M2" | "M6" | "M9") => Severity::Warning,
        Some("M10") => Severity::Info,
        _ => return None,
    };
    let (consequence, rule) = words::never_arrives(target.name);
    let consequence = consequence.split_once(". ").map_or(consequence.as_str(), |(_, rest)| rest).to_owned();
    Some(Diagnostic {
        rule,
        text: target.name.to_owned(),
        ..finding(
            "table.missing-row",
            severity,
            Subject { row: None, field: Field::Table },
            format!("No row maps {} ({}).", target.name, target.meaning),
            &consequence,
        )
    })
}
