//! Between the rows an admin edits and the mapping crate's own.

use onramp_mapping::{self as mapping, Apply, AttributeMapping, Source};

use super::examine::count;
use super::{
    ApplyMapping, FirstDifference, Fix, MappingDiagnostic, MappingField, MappingRow, MappingType,
    RemedyOffer, Severity,
};

pub(super) fn to_row(index: usize, row: &AttributeMapping) -> MappingRow {
    MappingRow {
        id: index.to_string(),
        target: row.target.clone(),
        mapping_type: mapping_type(&row.source),
        source: row.source.text().to_owned(),
        default_value: row.default_value.clone(),
        matching_precedence: row.matching_precedence,
        apply: match row.apply {
            Apply::OnlyDuringCreation => ApplyMapping::OnlyDuringCreation,
            // The portal has no words for the ways that only Graph can set; saving the row keeps them.
            _ => ApplyMapping::Always,
        },
    }
}

pub(crate) fn mapping_type(source: &Source) -> MappingType {
    match source {
        Source::Direct(_) => MappingType::Direct,
        Source::Expression(_) => MappingType::Expression,
        Source::Constant(_) => MappingType::Constant,
        Source::None => MappingType::None,
    }
}

pub(super) fn to_mapping(row: &MappingRow) -> AttributeMapping {
    let text = row.source.clone();
    AttributeMapping {
        target: row.target.clone(),
        source: match row.mapping_type {
            MappingType::Direct => Source::Direct(text),
            MappingType::Expression => Source::Expression(text),
            MappingType::Constant => Source::Constant(text),
            MappingType::None => Source::None,
        },
        default_value: row.default_value.clone().filter(|value| !value.is_empty()),
        matching_precedence: row.matching_precedence.filter(|precedence| *precedence > 0),
        apply: match row.apply {
            ApplyMapping::Always => Apply::Always,
            ApplyMapping::OnlyDuringCreation => Apply::OnlyDuringCreation,
        },
        ..AttributeMapping::direct("", "")
    }
}

pub(super) fn severity(severity: mapping::Severity) -> Severity {
    match severity {
        mapping::Severity::Error => Severity::Error,
        mapping::Severity::Warning => Severity::Warning,
        mapping::Severity::Info => Severity::Info,
    }
}

/// The group of a scoping filter that a finding is about, and the clause in it.
pub(super) fn place(finding: &mapping::Diagnostic) -> (Option<u32>, Option<u32>) {
    match finding.subject.field {
        mapping::Field::Scope { group, clause } => (group.map(count), clause.map(count)),
        _ => (None, None),
    }
}

/// A finding as it crosses the boundary.
pub(crate) fn diagnostic(finding: mapping::Diagnostic) -> MappingDiagnostic {
    let (group, clause) = place(&finding);
    MappingDiagnostic {
        code: finding.code,
        severity: severity(finding.severity),
        row: finding.subject.row.map(|index| index.to_string()),
        field: match finding.subject.field {
            mapping::Field::Target => MappingField::Target,
            mapping::Field::Source => MappingField::Source,
            mapping::Field::MatchingPrecedence => MappingField::MatchingPrecedence,
            mapping::Field::Apply => MappingField::Apply,
            mapping::Field::Table => MappingField::Table,
            mapping::Field::Actions => MappingField::Actions,
            mapping::Field::Scope { .. } => MappingField::Scope,
            mapping::Field::AttributeList => MappingField::AttributeList,
        },
        group,
        clause,
        subject: finding.text,
        message: finding.message,
        consequence: finding.consequence,
        rule: finding.rule,
        span: finding.span.map(|span| (count(span.start), count(span.end))),
        first_difference: finding.difference.map(|difference| FirstDifference {
            index: count(difference.index),
            found: difference.found.map(String::from),
            expected: difference.expected.map(String::from),
            sentence: difference.sentence(),
        }),
        fix: finding.fix.map(|replacement| Fix { replacement }),
        offers: finding.offers.into_iter().map(|replacement| Fix { replacement }).collect(),
        remedies: finding
            .remedies
            .into_iter()
            .map(|remedy| RemedyOffer { title: remedy.title, safe: remedy.safe })
            .collect(),
    }
}
