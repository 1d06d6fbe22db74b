//! How a path's names, and what its filter says, are compared with a resource.

use serde_json::{Map, Value};

use super::AttributePath;
use crate::filter::{CompareOp, Filter, Literal, as_bool};
use crate::urn;

/// How names are compared, and with them what a value filter says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// As RFC 7643 §2.1 has it.
    Ignored,
    /// Byte by byte.
    Exact,
}

impl Case {
    pub(super) fn same(self, a: &str, b: &str) -> bool {
        match self {
            Self::Ignored => a.eq_ignore_ascii_case(b),
            Self::Exact => a == b,
        }
    }

    /// The key under which `name` stands in the object.
    pub(super) fn key(self, object: &Map<String, Value>, name: &str) -> Option<String> {
        if object.contains_key(name) {
            return Some(name.to_owned());
        }
        object.keys().find(|key| self.same(key, name)).cloned()
    }

    pub(super) fn member<'a>(self, object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
        object
            .get(name)
            .or_else(|| object.iter().find(|(key, _)| self.same(key, name)).map(|(_, value)| value))
    }

    pub(super) fn member_mut<'a>(self, object: &'a mut Map<String, Value>, name: &str) -> &'a mut Value {
        let key = self.key(object, name).unwrap_or_else(|| name.to_owned());
        object.entry(key).or_insert(Value::Null)
    }

    /// The URN of an extension; a core attribute stands at the top.
    pub(super) fn extension(self, path: &AttributePath) -> Option<&str> {
        let is_core = |urn: &str| match self {
            Self::Ignored => urn::is_core(urn),
            Self::Exact => urn == urn::USER || urn == urn::GROUP,
        };
        path.urn.as_deref().filter(|urn| !is_core(urn))
    }

    /// Whether the element is one that the filter means.
    pub(super) fn matches(self, filter: &Filter, element: &Value) -> bool {
        match (self, template_of(filter)) {
            (Self::Exact, Some(template)) => template.iter().all(|(name, expected)| {
                element.get(name).is_some_and(|found| match (expected, found) {
                    // `primary` is a boolean, even where a service keeps Entra's text of it.
                    (Value::Bool(flag), Value::String(text)) => as_bool(text) == Some(*flag),
                    (expected, found) => expected == found,
                })
            }),
            _ => filter.matches_element(element),
        }
    }
}

/// The key under which `name` stands in the object, whatever its case there.
pub(crate) fn key_of(object: &Map<String, Value>, name: &str) -> Option<String> {
    Case::Ignored.key(object, name)
}

/// The element that a filter of `eq` and `and` describes, or `None` for any other filter.
pub(super) fn template_of(filter: &Filter) -> Option<Map<String, Value>> {
    let mut template = Map::new();
    describe(filter, &mut template).then_some(template)
}

fn describe(filter: &Filter, into: &mut Map<String, Value>) -> bool {
    match filter {
        Filter::And { terms } => terms.iter().all(|term| describe(term, into)),
        Filter::Compare { path, op: CompareOp::Eq, value, .. }
            if path.urn.is_none() && path.filter.is_none() && path.sub_attribute.is_none() =>
        {
            let value = match value {
                // Entra writes roles[primary eq "True"]: `primary` is a boolean all the same.
                Literal::String(text) if path.attribute.eq_ignore_ascii_case("primary") => {
                    as_bool(text).map_or_else(|| Value::String(text.clone()), Value::Bool)
                }
                other => other.to_json(),
            };
            into.insert(path.attribute.clone(), value);
            true
        }
        _ => false,
    }
}
