//! `attributes` and `excludedAttributes`, RFC 7644 §3.4.2.5.

use onramp_scim::path::{self, AttributePath};
use onramp_scim::{ScimError, ScimType};
use serde_json::{Map, Value};

use super::extract::Parameters;

/// Which attributes a client asked for. `id` and `schemas` always come.
pub(super) enum Projection {
    All,
    Only(Vec<AttributePath>),
    Without(Vec<AttributePath>),
}

impl Projection {
    pub(super) fn of(parameters: &Parameters) -> Result<Self, ScimError> {
        match (parameters.get("attributes"), parameters.get("excludedAttributes")) {
            (Some(_), Some(_)) => Err(ScimError::bad_request(
                ScimType::InvalidValue,
                "attributes and excludedAttributes exclude each other.",
            )),
            (Some(names), None) => Ok(Self::Only(paths(names))),
            (None, Some(names)) => Ok(Self::Without(paths(names))),
            (None, None) => Ok(Self::All),
        }
    }

    pub(super) fn apply(&self, resource: Value) -> Value {
        match (self, resource) {
            (Self::Only(paths), resource) => {
                let mut kept = Map::new();
                for name in ["schemas", "id"] {
                    if let Some(value) = resource.get(name) {
                        kept.insert(name.to_owned(), value.clone());
                    }
                }
                for path in paths {
                    if let Some(value) = path::get(&resource, path) {
                        keep(&mut kept, path, value);
                    }
                }
                Value::Object(kept)
            }
            (Self::Without(paths), Value::Object(mut object)) => {
                for path in paths.iter().filter(|path| !is_always_returned(path)) {
                    path::remove(&mut object, path);
                }
                Value::Object(object)
            }
            (_, resource) => resource,
        }
    }
}

fn keep(kept: &mut Map<String, Value>, path: &AttributePath, value: Value) {
    match (&path.sub_attribute, value) {
        // One sub-attribute of several elements: an element each.
        (Some(sub), Value::Array(values)) => {
            let elements =
                values.into_iter().map(|value| Value::Object(Map::from_iter([(sub.clone(), value)])));
            let whole = AttributePath { sub_attribute: None, ..path.clone() };
            path::set(kept, &whole, Value::Array(elements.collect()));
        }
        (_, value) => {
            path::set(kept, path, value);
        }
    }
}

fn is_always_returned(path: &AttributePath) -> bool {
    ["id", "schemas"].iter().any(|name| name.eq_ignore_ascii_case(&path.attribute))
}

/// A name that is none, such as a group's `members`, selects nothing.
fn paths(names: &str) -> Vec<AttributePath> {
    names.split(',').filter_map(|name| AttributePath::parse(name.trim()).ok()).collect()
}
