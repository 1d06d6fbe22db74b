//! `sortBy` and `sortOrder`, RFC 7644 §3.4.2.3.

use std::cmp::Ordering;

use serde_json::Value;

use crate::path::{self, AttributePath};
use crate::schema::{NameMatching, ResourceDefinition, Type};

/// An order of resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub path: AttributePath,
    /// Which way.
    pub order: Order,
}

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The least first; those without a value last.
    #[default]
    Ascending,
    /// The greatest first; those without a value first.
    Descending,
}

impl Sort {
    /// Sorts resources by what the schemas say of the attribute. Equal ones keep their order.
    ///
    /// Of several values the primary one counts, else the first; of a complex one its `value`.
    pub fn apply(&self, resources: &mut Vec<Value>, definition: &ResourceDefinition) {
        let target = definition.find(&self.path, NameMatching::Caseless).map(|found| {
            let target = found.target();
            target.sub_attributes.iter().find(|sub| sub.name == "value").unwrap_or(target)
        });
        let case_exact = target.is_some_and(|target| target.case_exact);
        let instant = target.is_some_and(|target| target.kind == Type::DateTime);
        let mut keyed: Vec<(Option<Key>, Value)> = resources
            .drain(..)
            .map(|resource| {
                let value = one(path::get(&resource, &self.path));
                (value.and_then(|value| Key::of(value, case_exact, instant)), resource)
            })
            .collect();
        keyed.sort_by(|(left, _), (right, _)| {
            let order = match (left, right) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(left), Some(right)) => left.partial_cmp(right).unwrap_or(Ordering::Equal),
            };
            match self.order {
                Order::Ascending => order,
                Order::Descending => order.reverse(),
            }
        });
        resources.extend(keyed.into_iter().map(|(_, resource)| resource));
    }
}

/// The value that counts.
fn one(value: Option<Value>) -> Option<Value> {
    match value? {
        Value::Array(elements) => {
            let primary =
                elements.iter().position(|element| element.get("primary") == Some(&Value::Bool(true)));
            one(elements.into_iter().nth(primary.unwrap_or(0)))
        }
        Value::Object(object) => object.get("value").cloned(),
        value => Some(value),
    }
}

#[derive(PartialEq, PartialOrd)]
enum Key {
    Flag(bool),
    Number(f64),
    Instant(jiff::Timestamp),
    Text(String),
}

impl Key {
    fn of(value: Value, case_exact: bool, instant: bool) -> Option<Self> {
        match value {
            Value::Bool(flag) => Some(Self::Flag(flag)),
            Value::Number(number) => number.as_f64().map(Self::Number),
            Value::String(text) => match text.parse() {
                Ok(time) if instant => Some(Self::Instant(time)),
                _ if case_exact => Some(Self::Text(text)),
                _ => Some(Self::Text(text.to_lowercase())),
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sorts_by_what_counts() {
        let people = [
            json!({"id": "1", "userName": "b", "emails": [{"value": "z@x"}, {"value": "a@x", "primary": true}]}),
            json!({"id": "2", "userName": "A", "emails": [{"value": "b@x"}], "name": {"familyName": "Costa"}}),
            json!({"id": "3", "userName": "c", "meta": {"created": "2026-01-01T00:00:00+05:00"}}),
            json!({"id": "4", "userName": "d", "meta": {"created": "2025-12-31T20:00:00Z"}}),
        ];
        for (by, order, expected) in [
            ("userName", Order::Ascending, "2134"),
            ("USERNAME", Order::Descending, "4312"),
            ("emails.value", Order::Ascending, "2134"),
            ("emails", Order::Ascending, "1234"),
            ("name.familyName", Order::Ascending, "2134"),
            ("name.familyName", Order::Descending, "1342"),
            ("meta.created", Order::Ascending, "3412"),
            ("unheardOf", Order::Ascending, "1234"),
        ] {
            let mut sorted = people.to_vec();
            let path = AttributePath::parse(by).expect(by);
            Sort { path, order }.apply(&mut sorted, &ResourceDefinition::user());
            let ids: String = sorted.iter().filter_map(|it| it["id"].as_str()).collect();
            assert_eq!(ids, expected, "{by} {order:?}");
        }
    }
}
