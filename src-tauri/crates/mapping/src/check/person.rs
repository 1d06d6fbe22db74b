//! Somebody with no more attributes than everyone has: what is empty for them can be empty.

use std::collections::BTreeMap;

use onramp_expression::{Value, attributes_used};

use crate::model::Source;

/// Source attributes that differ from person to person, by Entra's own doing.
const UNIQUE: [&str; 6] = [
    "userPrincipalName",
    "originalUserPrincipalName",
    "objectId",
    "immutableId",
    "onPremisesSecurityIdentifier",
    "mail",
];

/// Source attributes that hold true or false (`customappsso-default-mappings.json`, `sourceAttributesInRealExport`).
const BOOLEAN: [&str; 3] = ["accountEnabled", "dirSyncEnabled", "IsSoftDeleted"];

/// The value of a source for somebody who has the least of everything; `None` where its expression is broken.
pub(super) fn least_value(source: &Source, soft_deleted: bool) -> Option<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let person = BTreeMap::from([
        ("objectId".to_owned(), text("6b1f5b2e-0000-4000-8000-000000000001")),
        ("userPrincipalName".to_owned(), text("ana.silva@contoso.example")),
        ("originalUserPrincipalName".to_owned(), text("ana.silva@contoso.example")),
        ("displayName".to_owned(), text("Ana Silva")),
        ("accountEnabled".to_owned(), Value::Bool(true)),
        ("IsSoftDeleted".to_owned(), Value::Bool(soft_deleted)),
    ]);
    match source {
        Source::Direct(name) => Some(person.get(name).cloned().unwrap_or_default()),
        Source::Constant(value) => Some(text(value)),
        Source::Expression(expression) => onramp_expression::evaluate(expression.as_str(), &person).ok(),
        Source::None => Some(Value::Null),
    }
}

/// Whether somebody may have no value.
pub(super) fn can_be_empty(source: &Source) -> bool {
    least_value(source, false).is_some_and(|value| value.is_null_or_empty())
}

/// The attributes a source reads.
pub(super) fn attributes(source: &Source) -> Vec<String> {
    match source {
        Source::Direct(name) => vec![name.clone()],
        Source::Expression(text) => {
            let parsed = onramp_expression::parse(text.as_str());
            attributes_used(&parsed.tree).into_iter().map(|(name, _)| name).collect()
        }
        Source::Constant(_) | Source::None => Vec::new(),
    }
}

/// Whether no two people can have the same value: something in it is nobody else's.
pub(super) fn is_unique(source: &Source) -> bool {
    attributes(source).iter().any(|name| UNIQUE.contains(&name.as_str()))
}

/// Whether an attribute holds true or false.
pub(super) fn is_boolean(name: &str) -> bool {
    BOOLEAN.contains(&name)
}
