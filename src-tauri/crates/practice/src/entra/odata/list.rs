//! One answer from many objects: filter, search, order, page and select.

use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::filter::{Filter, at};
use super::kinds::{Entity, without_value};
use super::search::Search;
use crate::entra::call::Call;
use crate::entra::error::GraphError;

/// Where a list stands: what its links and its context begin with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'a> {
    /// The service's URL with its version.
    pub(crate) base: &'a str,
    /// The path below it.
    pub(crate) path: &'a str,
    /// What stands behind `$metadata#`.
    pub(crate) context: &'a str,
}

/// Which properties are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selection(Option<Vec<String>>);

/// What a `$skiptoken` says: go on behind this object, or at this place where it is gone.
#[derive(Debug, Serialize, Deserialize)]
struct Behind {
    id: String,
    place: usize,
}

impl Selection {
    /// Reads `$select`.
    pub(crate) fn read(select: Option<&str>, entity: &Entity) -> Result<Self, GraphError> {
        let Some(select) = select.filter(|select| *select != "*") else { return Ok(Self(None)) };
        let names: Vec<String> = select.split(',').map(|name| name.trim().to_owned()).collect();
        match names.iter().find(|name| !entity.has(name)) {
            None => Ok(Self(Some(names))),
            Some(unknown) => Err(GraphError::new(
                400,
                "BadRequest",
                format!(
                    "Could not find a property named '{unknown}' on type 'microsoft.graph.{}'.",
                    entity.name
                ),
            )),
        }
    }

    /// What of an object is shown. Annotations such as `@odata.type` stay.
    pub(crate) fn apply(&self, entity: &Entity, object: &Value) -> Value {
        let default = entity.default.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        let Some(names) = self.0.clone().or(default) else { return object.clone() };
        let annotations = object.as_object().into_iter().flatten();
        let mut shown: Map<String, Value> = annotations
            .filter(|(name, _)| name.starts_with('@'))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        for name in names {
            if let Some(value) = object.get(&name).cloned().or_else(|| without_value(&name)) {
                shown.insert(name, value);
            }
        }
        Value::Object(shown)
    }
}

/// A list's answer. `expand` adds to an object that is shown what hangs on the whole one.
pub(crate) fn list(
    entity: &Entity,
    call: &Call,
    page: Page<'_>,
    mut items: Vec<Value>,
    expand: impl Fn(&Value, &mut Value),
) -> Result<Value, GraphError> {
    let query = &call.query;
    query.allow(entity.options)?;
    let filter = query.filter.as_deref().map(|text| Filter::read(text, entity)).transpose()?;
    let search = query.search.as_deref().map(|text| Search::read(text, entity)).transpose()?;
    if entity.directory {
        directory_rules(call, filter.as_ref())?;
    }
    let selection = Selection::read(query.select.as_deref(), entity)?;
    let top = match query.top {
        Some(top) if top == 0 || top > entity.most => {
            let message = format!(
                "Invalid page size specified: '{top}'. Must be between 1 and {} inclusive.",
                entity.most
            );
            return Err(GraphError::bad_request(message));
        }
        top => top.unwrap_or(entity.page),
    };

    if let Some(filter) = filter {
        items.retain(|item| filter.matches(item, !entity.directory));
    }
    if let Some(search) = search {
        items.retain(|item| search.matches(item));
    }
    if let Some(orderby) = &query.orderby {
        order(entity, orderby, &mut items)?;
    }
    let count = items.len();
    let start = match &query.skiptoken {
        Some(token) => behind(&items, token)?,
        None => query.skip.unwrap_or_default(),
    };
    let on_page: Vec<&Value> = items.iter().skip(start).take(top).collect();

    let mut body = Map::new();
    let context = format!("{}/$metadata#{}", page.base, page.context);
    body.insert("@odata.context".to_owned(), context.into());
    if query.count {
        body.insert("@odata.count".to_owned(), count.into());
    }
    if let (true, Some(last)) = (start + on_page.len() < count, on_page.last()) {
        let id = last.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let token = token(&Behind { id, place: start + on_page.len() })?;
        body.insert("@odata.nextLink".to_owned(), next_link(call, page, &token).into());
    }
    let shown = on_page.into_iter().map(|item| {
        let mut shown = selection.apply(entity, item);
        expand(item, &mut shown);
        shown
    });
    body.insert("value".to_owned(), shown.collect());
    Ok(Value::Object(body))
}

/// One object's answer.
pub(crate) fn one(
    entity: &Entity,
    call: &Call,
    page: Page<'_>,
    item: &Value,
    expand: impl Fn(&Value, &mut Value),
) -> Result<Value, GraphError> {
    let selection = Selection::read(call.query.select.as_deref(), entity)?;
    let mut body = Map::new();
    let context = format!("{}/$metadata#{}/$entity", page.base, page.context);
    body.insert("@odata.context".to_owned(), context.into());
    let mut shown = selection.apply(entity, item);
    expand(item, &mut shown);
    if let Value::Object(shown) = shown {
        body.extend(shown);
    }
    Ok(Value::Object(body))
}

/// Advanced queries of the directory say so: `ConsistencyLevel: eventual`, and most of them `$count=true`.
fn directory_rules(call: &Call, filter: Option<&Filter>) -> Result<(), GraphError> {
    let query = &call.query;
    let needs_header = |what: &str| {
        Err(GraphError::unsupported_query(format!(
            "{what} needs the request header 'ConsistencyLevel: eventual'."
        )))
    };
    if query.search.is_some() && !call.eventual {
        return needs_header("$search");
    }
    if query.count && !call.eventual {
        return needs_header("$count");
    }
    if filter.is_some_and(Filter::has_contains) {
        let message = "The function 'contains' is not supported on objects of the directory.";
        return Err(GraphError::unsupported_query(message));
    }
    let advanced = filter.is_some_and(Filter::is_advanced)
        || (query.orderby.is_some() && (filter.is_some() || query.search.is_some()));
    if advanced && !(call.eventual && query.count) {
        let message = "This query needs the request header 'ConsistencyLevel: eventual' and '$count=true'.";
        return Err(GraphError::unsupported_query(message));
    }
    Ok(())
}

fn order(entity: &Entity, orderby: &str, items: &mut [Value]) -> Result<(), GraphError> {
    let mut keys = Vec::new();
    for key in orderby.split(',') {
        let mut words = key.split_whitespace();
        let property = words.next().unwrap_or_default();
        let descending = match words.next() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(GraphError::bad_request(format!("$orderby is not understood: {orderby}"))),
        };
        if words.next().is_some() || !entity.sortable.contains(&property) {
            let message = format!("Sorting is not supported by '{key}' of '{}'.", entity.name);
            return Err(GraphError::unsupported_query(message));
        }
        keys.push((property, descending));
    }
    items.sort_by(|one, other| {
        keys.iter().fold(Ordering::Equal, |order, (property, descending)| {
            let text = |item: &Value| at(item, property).as_str().unwrap_or_default().to_lowercase();
            let next = text(one).cmp(&text(other));
            order.then(if *descending { next.reverse() } else { next })
        })
    });
    Ok(())
}

/// The place in the list at which a page goes on.
fn behind(items: &[Value], token: &str) -> Result<usize, GraphError> {
    let wrong = || GraphError::new(400, "BadRequest", "The $skiptoken is not one of this service.");
    let text = URL_SAFE_NO_PAD.decode(token).map_err(|_| wrong())?;
    let behind: Behind = serde_json::from_slice(&text).map_err(|_| wrong())?;
    let found = items.iter().position(|item| item.get("id").and_then(Value::as_str) == Some(&behind.id));
    Ok(found.map_or(behind.place, |place| place + 1))
}

/// A token that means something to this service alone.
pub(crate) fn token(value: &impl Serialize) -> Result<String, GraphError> {
    let text = serde_json::to_vec(value).map_err(|_| GraphError::bad_request("No such page."))?;
    Ok(URL_SAFE_NO_PAD.encode(text))
}

fn next_link(call: &Call, page: Page<'_>, token: &str) -> String {
    let query = &call.query;
    let mut link = format!("{}{}?", page.base, page.path);
    let top = query.top.map(|top| top.to_string());
    let count = query.count.then(|| "true".to_owned());
    for (name, value) in [
        ("filter", &query.filter),
        ("search", &query.search),
        ("select", &query.select),
        ("expand", &query.expand),
        ("orderby", &query.orderby),
        ("top", &top),
        ("count", &count),
    ] {
        if let Some(value) = value {
            let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            link.push_str(&format!("${name}={value}&"));
        }
    }
    link.push_str(&format!("$skiptoken={token}"));
    link
}
