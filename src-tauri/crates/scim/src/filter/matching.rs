//! Whether a resource matches a filter.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::{CompareOp, Filter, Literal};
use crate::path::{self, AttributePath};

/// Reads Entra's booleans as text: `"True"`, `"false"`, any case.
pub(crate) fn as_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// How a value at a path is compared with a literal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// With its case.
    pub(crate) case_exact: bool,
    /// As a point in time, whatever the offset it is written with.
    pub(crate) instant: bool,
}

/// What is known of the attribute at a path; the second path is the one whose brackets the first stands in.
type Known<'a> = &'a dyn Fn(&AttributePath, Option<&AttributePath>) -> Comparison;

impl Filter {
    /// Whether an element of a multi-valued attribute is one the filter in a path means. Text is compared without case:
    /// what elements say of themselves (`type`) is case-insensitive in RFC 7643. A boolean equals its text (`"True"`),
    /// because Entra sends both.
    ///
    /// Resources are matched by [`crate::schema::ResourceDefinition::matches`], which knows every attribute.
    pub(crate) fn matches_element(&self, element: &Value) -> bool {
        self.matches_by(element, &|_, _| Comparison::default())
    }

    pub(crate) fn matches_by(&self, resource: &Value, known: Known<'_>) -> bool {
        self.holds_for(resource, None, known)
    }

    fn holds_for(&self, resource: &Value, around: Option<&AttributePath>, known: Known<'_>) -> bool {
        match self {
            Self::And { terms } => terms.iter().all(|term| term.holds_for(resource, around, known)),
            Self::Or { terms } => terms.iter().any(|term| term.holds_for(resource, around, known)),
            Self::Not { inner, .. } => !inner.holds_for(resource, around, known),
            Self::Present { path, .. } => values(resource, path, known).iter().any(is_present),
            Self::ValuePath { path, .. } => !values(resource, path, known).is_empty(),
            Self::Compare { path, op, value, .. } => {
                compare(&values(resource, path, known), *op, value, known(path, around))
            }
        }
    }
}

/// Every value at the path, arrays spread out.
fn values(resource: &Value, path: &AttributePath, known: Known<'_>) -> Vec<Value> {
    // The elements of a simple multi-valued attribute are bare values: `value` names them.
    if !resource.is_object() {
        return if path.attribute.eq_ignore_ascii_case("value") {
            vec![resource.clone()]
        } else {
            Vec::new()
        };
    }
    let Some(attribute) = path::attribute_of(resource, path) else { return Vec::new() };
    let elements = match attribute {
        Value::Array(elements) => elements.as_slice(),
        single => std::slice::from_ref(single),
    };
    let chosen = elements.iter().filter(|element| {
        path.filter.as_ref().is_none_or(|filter| filter.holds_for(element, Some(path), known))
    });
    match &path.sub_attribute {
        None => chosen.cloned().collect(),
        Some(sub) => {
            let sub = AttributePath::simple(sub.as_str());
            chosen.flat_map(|element| values(element, &sub, known)).collect()
        }
    }
}

fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(object) => !object.is_empty(),
        _ => true,
    }
}

fn compare(found: &[Value], op: CompareOp, literal: &Literal, comparison: Comparison) -> bool {
    // RFC 7644 §3.4.2.2: without a sub-attribute, the default is `value`.
    let found: Vec<&Value> = found
        .iter()
        .map(|value| match value {
            Value::Object(object) => {
                path::key_of(object, "value").and_then(|key| object.get(&key)).unwrap_or(value)
            }
            other => other,
        })
        .filter(|value| !value.is_null())
        .collect();
    if *literal == Literal::Null {
        return match op {
            CompareOp::Eq => found.is_empty(),
            CompareOp::Ne => !found.is_empty(),
            _ => false,
        };
    }
    match op {
        CompareOp::Ne => !found.iter().any(|value| holds(value, CompareOp::Eq, literal, comparison)),
        _ => found.iter().any(|value| holds(value, op, literal, comparison)),
    }
}

fn holds(value: &Value, op: CompareOp, literal: &Literal, comparison: Comparison) -> bool {
    match (value, literal) {
        (Value::String(left), Literal::String(right)) => {
            if comparison.instant
                && let (Ok(left), Ok(right)) = (left.parse::<Timestamp>(), right.parse::<Timestamp>())
            {
                return holds_order(left.cmp(&right), op);
            }
            if comparison.case_exact {
                holds_text(left, op, right)
            } else {
                holds_text(&left.to_lowercase(), op, &right.to_lowercase())
            }
        }
        (Value::Bool(left), Literal::Bool(right)) => op == CompareOp::Eq && left == right,
        (Value::Bool(flag), Literal::String(text)) | (Value::String(text), Literal::Bool(flag)) => {
            op == CompareOp::Eq && as_bool(text) == Some(*flag)
        }
        (Value::Number(left), Literal::Number(right)) => match (left.as_f64(), right.as_f64()) {
            (Some(left), Some(right)) => left.partial_cmp(&right).is_some_and(|order| holds_order(order, op)),
            _ => false,
        },
        _ => false,
    }
}

fn holds_text(left: &str, op: CompareOp, right: &str) -> bool {
    match op {
        CompareOp::Co => left.contains(right),
        CompareOp::Sw => left.starts_with(right),
        CompareOp::Ew => left.ends_with(right),
        _ => holds_order(left.cmp(right), op),
    }
}

fn holds_order(order: Ordering, op: CompareOp) -> bool {
    match op {
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Co | CompareOp::Sw | CompareOp::Ew => false,
    }
}
