//! Reading and writing the value at a path: names without case (RFC 7643 §2.1), as a service takes them, or byte by
//! byte, as Entra sends them (entra-scim-client.md §8.2).

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::AttributePath;
use super::case::{Case, key_of, template_of};
use crate::filter::Filter;
use crate::schema::Schema;
use crate::urn;

/// Whether an attribute of RFC 7643's user or group holds several values: its value is an array even when it must be
/// created.
fn is_multi_valued(attribute: &str) -> bool {
    static MULTI_VALUED: LazyLock<Vec<String>> = LazyLock::new(|| {
        let attributes = [Schema::user(), Schema::group()].into_iter().flat_map(|schema| schema.attributes);
        attributes.filter(|attribute| attribute.multi_valued).map(|attribute| attribute.name).collect()
    });
    MULTI_VALUED.iter().any(|name| name.eq_ignore_ascii_case(attribute))
}

/// The value at `path`, or `None` where there is none. Names are compared without case.
///
/// With a filter it is the first element that matches; a sub-attribute of several elements is an array of theirs.
#[must_use]
pub fn get(resource: &Value, path: &AttributePath) -> Option<Value> {
    get_by(Case::Ignored, resource, path)
}

/// As [`get`], but byte by byte as the path is typed, what its filter says included: `username` is not `userName`, and
/// `emails[type eq "Work"]` not `emails[type eq "work"]`.
#[must_use]
pub fn get_exact(resource: &Value, path: &AttributePath) -> Option<Value> {
    get_by(Case::Exact, resource, path)
}

/// As [`get`], in the members of a resource.
pub(crate) fn get_in(resource: &Map<String, Value>, path: &AttributePath) -> Option<Value> {
    value_at(Case::Ignored, attribute_in(Case::Ignored, resource, path)?, path)
}

fn get_by(case: Case, resource: &Value, path: &AttributePath) -> Option<Value> {
    value_at(case, attribute_by(case, resource, path)?, path)
}

fn value_at(case: Case, attribute: &Value, path: &AttributePath) -> Option<Value> {
    let sub_of = |element: &Value| match &path.sub_attribute {
        None => Some(element.clone()),
        Some(sub) => element.as_object().and_then(|object| case.member(object, sub)).cloned(),
    };
    match (&path.filter, attribute) {
        (Some(filter), Value::Array(elements)) => {
            elements.iter().filter(|element| case.matches(filter, element)).find_map(sub_of)
        }
        (Some(filter), single) => case.matches(filter, single).then(|| sub_of(single)).flatten(),
        (None, Value::Array(elements)) if path.sub_attribute.is_some() => {
            let values: Vec<Value> = elements.iter().filter_map(sub_of).collect();
            (!values.is_empty()).then_some(Value::Array(values))
        }
        (None, value) => sub_of(value),
    }
}

/// The attribute a path names, before its filter and sub-attribute.
pub(crate) fn attribute_of<'a>(resource: &'a Value, path: &AttributePath) -> Option<&'a Value> {
    attribute_by(Case::Ignored, resource, path)
}

fn attribute_by<'a>(case: Case, resource: &'a Value, path: &AttributePath) -> Option<&'a Value> {
    attribute_in(case, resource.as_object()?, path)
}

/// Entra queries and patches `manager` without its URN (entra-scim-client.md §6.6), so that one name is looked up in
/// the enterprise extension too.
fn attribute_in<'a>(case: Case, top: &'a Map<String, Value>, path: &AttributePath) -> Option<&'a Value> {
    match case.extension(path) {
        Some(urn) => case.member(case.member(top, urn)?.as_object()?, &path.attribute),
        None => case.member(top, &path.attribute).or_else(|| {
            let extension = case.member(top, urn::ENTERPRISE_USER)?.as_object()?;
            case.same(&path.attribute, "manager").then(|| case.member(extension, "manager")).flatten()
        }),
    }
}

/// Puts `value` at `path` and creates what is missing on the way: the object of a complex attribute, the object under
/// an extension's URN, and the element that a value filter names (`type eq "work"` makes one with that type). Names are
/// compared without case.
///
/// Returns `false`, and changes nothing, where the filter matches no element and names none that could be created
/// (`type ne "work"`).
pub fn set(resource: &mut Map<String, Value>, path: &AttributePath, value: Value) -> bool {
    set_by(Case::Ignored, resource, path, value)
}

/// As [`set`], but byte by byte as the path is typed: `Name.givenName` goes beside `name`, not into it.
pub fn set_exact(resource: &mut Map<String, Value>, path: &AttributePath, value: Value) -> bool {
    set_by(Case::Exact, resource, path, value)
}

fn set_by(case: Case, resource: &mut Map<String, Value>, path: &AttributePath, value: Value) -> bool {
    match &path.filter {
        None => {
            let attribute = attribute_mut(case, resource, path);
            match &path.sub_attribute {
                None => *attribute = value,
                Some(sub) => set_sub(case, attribute, sub, value, is_multi_valued(&path.attribute)),
            }
            true
        }
        Some(filter) => set_filtered(case, resource, path, filter, value),
    }
}

fn attribute_mut<'a>(
    case: Case,
    resource: &'a mut Map<String, Value>,
    path: &AttributePath,
) -> &'a mut Value {
    let container = match case.extension(path) {
        Some(urn) => as_object_mut(case.member_mut(resource, urn)),
        None => resource,
    };
    case.member_mut(container, &path.attribute)
}

/// The value as an object, which it becomes if it is none.
fn as_object_mut(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(object) => object,
        _ => unreachable!("made an object above"),
    }
}

/// The value as an array; a lone value becomes its first element.
fn as_array_mut(value: &mut Value) -> &mut Vec<Value> {
    if !value.is_array() {
        let lone = value.take();
        *value = Value::Array(if lone.is_null() { Vec::new() } else { vec![lone] });
    }
    match value {
        Value::Array(elements) => elements,
        _ => unreachable!("made an array above"),
    }
}

fn set_sub(case: Case, attribute: &mut Value, sub: &str, value: Value, multi_valued: bool) {
    if multi_valued || attribute.is_array() {
        let elements = as_array_mut(attribute);
        if elements.is_empty() {
            elements.push(Value::Object(Map::new()));
        }
        for element in elements {
            *case.member_mut(as_object_mut(element), sub) = value.clone();
        }
    } else {
        *case.member_mut(as_object_mut(attribute), sub) = value;
    }
}

fn set_filtered(
    case: Case,
    resource: &mut Map<String, Value>,
    path: &AttributePath,
    filter: &Filter,
    value: Value,
) -> bool {
    let template = template_of(filter);
    let matched = |element: &Value| case.matches(filter, element);
    let known = match attribute_in(case, resource, path) {
        Some(Value::Array(elements)) => elements.iter().any(matched),
        Some(single) => matched(single),
        None => false,
    };
    if !known && template.is_none() {
        return false;
    }
    let elements = as_array_mut(attribute_mut(case, resource, path));
    if !known {
        elements.push(Value::Object(template.clone().unwrap_or_default()));
    }
    for element in elements.iter_mut().filter(|element| matched(element)) {
        match &path.sub_attribute {
            Some(sub) => *case.member_mut(as_object_mut(element), sub) = value.clone(),
            None => *element = with_template(case, value.clone(), template.as_ref()),
        }
    }
    true
}

/// A replaced element keeps what its filter says of it, so that the same path finds it again.
fn with_template(case: Case, mut element: Value, template: Option<&Map<String, Value>>) -> Value {
    if let (Some(object), Some(template)) = (element.as_object_mut(), template) {
        for (name, value) in template {
            if case.key(object, name).is_none() {
                object.insert(name.clone(), value.clone());
            }
        }
    }
    element
}

/// Takes away the value at `path`, and the object or array around it where that leaves it empty (RFC 7643 §2.5: empty
/// is unassigned). Returns whether there was one.
pub fn remove(resource: &mut Map<String, Value>, path: &AttributePath) -> bool {
    match path.urn.as_deref().filter(|urn| !urn::is_core(urn)) {
        None => remove_in(resource, path),
        Some(urn) => {
            let Some(key) = key_of(resource, urn) else { return false };
            let Some(extension) = resource.get_mut(&key).and_then(Value::as_object_mut) else { return false };
            let removed = remove_in(extension, path);
            if removed && extension.is_empty() {
                resource.shift_remove(&key);
            }
            removed
        }
    }
}

fn remove_in(container: &mut Map<String, Value>, path: &AttributePath) -> bool {
    let Some(key) = key_of(container, &path.attribute) else { return false };
    let Some(attribute) = container.get_mut(&key) else { return false };
    let removed = match (&path.filter, &path.sub_attribute) {
        (None, None) => {
            *attribute = Value::Null;
            true
        }
        (None, Some(sub)) => match attribute {
            Value::Array(elements) => remove_sub_of_each(elements.iter_mut(), sub),
            _ => remove_sub(attribute, sub),
        },
        (Some(filter), sub) => remove_filtered(as_array_mut(attribute), filter, sub.as_deref()),
    };
    let empty = match attribute {
        Value::Null => true,
        Value::Array(elements) => elements.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    };
    if empty {
        container.shift_remove(&key);
    }
    removed
}

fn remove_sub(element: &mut Value, sub: &str) -> bool {
    let Some(object) = element.as_object_mut() else { return false };
    key_of(object, sub).is_some_and(|key| object.shift_remove(&key).is_some())
}

/// Every element, not only the first: `any` would stop there.
fn remove_sub_of_each<'a>(elements: impl Iterator<Item = &'a mut Value>, sub: &str) -> bool {
    elements.filter_map(|element| remove_sub(element, sub).then_some(())).count() > 0
}

fn remove_filtered(elements: &mut Vec<Value>, filter: &Filter, sub: Option<&str>) -> bool {
    match sub {
        None => {
            let before = elements.len();
            elements.retain(|element| !filter.matches_element(element));
            elements.len() < before
        }
        Some(sub) => {
            remove_sub_of_each(elements.iter_mut().filter(|element| filter.matches_element(element)), sub)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(text: &str) -> AttributePath {
        AttributePath::parse(text).expect(text)
    }

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn reads_every_shape_of_path() {
        let user = json!({
            "userName": "ana@contoso.example",
            "name": {"givenName": "Ana"},
            "emails": [{"type": "home", "value": "h@x"}, {"type": "work", "value": "w@x"}],
            crate::urn::ENTERPRISE_USER: {"department": "Finance", "manager": {"value": "m1"}},
        });
        for (text, expected) in [
            ("USERNAME", Some(json!("ana@contoso.example"))),
            ("urn:ietf:params:scim:schemas:core:2.0:User:userName", Some(json!("ana@contoso.example"))),
            ("name.givenName", Some(json!("Ana"))),
            ("name.familyName", None),
            (r#"emails[type eq "work"].value"#, Some(json!("w@x"))),
            (r#"emails[type eq "other"].value"#, None),
            (r#"emails[type eq "work"]"#, Some(json!({"type": "work", "value": "w@x"}))),
            ("emails.value", Some(json!(["h@x", "w@x"]))),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", Some(json!("Finance"))),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", Some(json!("m1"))),
            ("manager.value", Some(json!("m1"))),
            ("department", None),
        ] {
            assert_eq!(get(&user, &path(text)), expected, "{text}");
        }
    }

    #[test]
    fn writing_creates_what_is_missing() {
        let mut user = Map::new();
        for (text, value) in [
            ("userName", json!("ana")),
            ("name.givenName", json!("Ana")),
            (r#"emails[type eq "work"].value"#, json!("w@x")),
            (r#"addresses[type eq "work"].locality"#, json!("Lisbon")),
            (r#"addresses[type eq "work"].country"#, json!("PT")),
            (r#"roles[primary eq "True"].value"#, json!("Admin")),
            ("phoneNumbers.value", json!("1")),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", json!("Finance")),
            ("urn:ietf:params:scim:schemas:extension:Custom:2.0:User:tag", json!("x")),
        ] {
            assert!(set(&mut user, &path(text), value), "{text}");
        }
        assert_eq!(
            Value::Object(user),
            json!({
                "userName": "ana",
                "name": {"givenName": "Ana"},
                "emails": [{"type": "work", "value": "w@x"}],
                "addresses": [{"type": "work", "locality": "Lisbon", "country": "PT"}],
                "roles": [{"primary": true, "value": "Admin"}],
                "phoneNumbers": [{"value": "1"}],
                crate::urn::ENTERPRISE_USER: {"department": "Finance"},
                "urn:ietf:params:scim:schemas:extension:Custom:2.0:User": {"tag": "x"},
            })
        );
    }

    #[test]
    fn writing_finds_names_whatever_their_case() {
        let mut user = object(json!({"UserName": "a", "Emails": [{"Type": "Work", "Value": "old"}]}));
        assert!(set(&mut user, &path("userName"), json!("b")));
        assert!(set(&mut user, &path(r#"emails[type eq "work"].value"#), json!("new")));
        assert_eq!(
            Value::Object(user),
            json!({"UserName": "b", "Emails": [{"Type": "Work", "Value": "new"}]})
        );
    }

    #[test]
    fn as_typed_is_byte_by_byte() {
        let user = json!({
            "userName": "ana",
            "name": {"givenName": "Ana"},
            "emails": [{"type": "work", "value": "w@x"}],
            "roles": [{"primary": "True", "value": "Admin"}],
            crate::urn::ENTERPRISE_USER: {"department": "Finance", "manager": {"value": "m1"}},
        });
        let department = format!("{}:department", crate::urn::ENTERPRISE_USER);
        for (text, expected) in [
            ("userName", Some(json!("ana"))),
            ("username", None),
            ("urn:ietf:params:scim:schemas:core:2.0:User:userName", Some(json!("ana"))),
            ("urn:ietf:params:scim:schemas:core:2.0:user:userName", None),
            ("name.givenName", Some(json!("Ana"))),
            ("Name.givenName", None),
            ("name.givenname", None),
            (r#"emails[type eq "work"].value"#, Some(json!("w@x"))),
            (r#"emails[type eq "Work"].value"#, None),
            (r#"emails[Type eq "work"].value"#, None),
            (r#"roles[primary eq "True"].value"#, Some(json!("Admin"))),
            (department.as_str(), Some(json!("Finance"))),
            (department.to_lowercase().as_str(), None),
            ("manager.value", Some(json!("m1"))),
            ("Manager.value", None),
        ] {
            assert_eq!(get_exact(&user, &path(text)), expected, "{text}");
            let mut written = object(user.clone());
            assert!(set_exact(&mut written, &path(text), json!("new")), "{text}");
            let written = Value::Object(written);
            assert_eq!(get_exact(&written, &path(text)), Some(json!("new")), "{text}");
            if expected.is_none() {
                for right in
                    ["userName", "name.givenName", r#"emails[type eq "work"].value"#, department.as_str()]
                {
                    assert_eq!(get_exact(&written, &path(right)), get_exact(&user, &path(right)), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_filter_that_names_no_element_changes_nothing() {
        let mut user = Map::new();
        assert!(!set(&mut user, &path(r#"emails[type ne "work"].value"#), json!("x")));
        assert!(user.is_empty());
    }

    #[test]
    fn removing_leaves_no_empty_shell() {
        let mut user = object(json!({
            "name": {"givenName": "Ana"},
            "emails": [{"type": "work", "value": "w@x"}],
            crate::urn::ENTERPRISE_USER: {"department": "Finance"},
        }));
        assert!(!remove(&mut user, &path("title")));
        assert!(!remove(&mut user, &path(r#"emails[type eq "home"]"#)));
        assert!(remove(&mut user, &path("name.givenName")));
        assert!(remove(&mut user, &path(r#"emails[type eq "work"]"#)));
        assert!(remove(
            &mut user,
            &path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")
        ));
        assert_eq!(Value::Object(user), json!({}));
    }
}
