//! Bulk requests, RFC 7644 §3.7.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{ScimError, ScimType};
use crate::request::Method;
use crate::urn;

/// Several operations in one request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BulkRequest {
    /// Always [`urn::BULK_REQUEST`].
    #[serde(default)]
    pub schemas: Vec<String>,
    /// After how many errors the service stops; `None`: it tries all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_on_errors: Option<u32>,
    /// What to do.
    #[serde(rename = "Operations")]
    pub operations: Vec<BulkOperation>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BulkOperation {
    /// POST, PUT, PATCH or DELETE.
    pub method: Method,
    /// The client's name for what a POST makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bulk_id: Option<String>,
    /// The version it is meant for, as in `If-Match`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Where: `/Users`, `/Users/ab12`, `/Groups/bulkId:g1`.
    pub path: String,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

/// What became of each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkResponse {
    /// Always [`urn::BULK_RESPONSE`].
    pub schemas: Vec<String>,
    /// In the order of the request; those after the last error allowed are missing.
    #[serde(rename = "Operations")]
    pub operations: Vec<BulkResult>,
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BulkResult {
    /// As in the request.
    pub method: Method,
    /// As in the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bulk_id: Option<String>,
    /// The resource's version after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The resource's address; missing for a POST that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The error, where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Value>,
    /// The HTTP status, as text.
    pub status: String,
}

impl BulkResponse {
    /// The answer with these results.
    #[must_use]
    pub fn new(operations: Vec<BulkResult>) -> Self {
        Self { schemas: vec![urn::BULK_RESPONSE.to_owned()], operations }
    }
}

const PREFIX: &str = "bulkId:";

impl BulkRequest {
    /// Reads a request's body.
    ///
    /// # Errors
    /// 400 `invalidSyntax` where it is none: a POST without its `bulkId`, a GET, a body that is missing.
    pub fn read(body: Value) -> Result<Self, ScimError> {
        let syntax = |detail: String| ScimError::bad_request(ScimType::InvalidSyntax, detail);
        let request: Self = serde_json::from_value(body)
            .map_err(|error| syntax(format!("The body is no BulkRequest: {error}.")))?;
        for (index, operation) in request.operations.iter().enumerate() {
            let number = index + 1;
            let problem = match operation.method {
                Method::Get => Some("GET is no bulk operation"),
                Method::Post if operation.bulk_id.as_deref().is_none_or(str::is_empty) => {
                    Some("a POST needs a bulkId")
                }
                Method::Post | Method::Put | Method::Patch if operation.data.is_none() => {
                    Some("data is missing")
                }
                _ => None,
            };
            if let Some(problem) = problem {
                return Err(syntax(format!("Operation {number}: {problem}.")));
            }
        }
        Ok(request)
    }

    /// The order in which the operations can be done: each after those that make what it refers to, otherwise as they
    /// stand. Those that refer to each other in a circle come last, in their own order, to be refused.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let makers: HashMap<&str, usize> = self
            .operations
            .iter()
            .enumerate()
            .filter_map(|(index, operation)| Some((operation.bulk_id.as_deref()?, index)))
            .collect();
        let needs: Vec<Vec<usize>> = self
            .operations
            .iter()
            .enumerate()
            .map(|(index, operation)| {
                let mut needed = Vec::new();
                references(operation, &mut |id| {
                    // What refers to itself, or to nothing, waits for nobody: it is refused in its turn.
                    needed.extend(makers.get(id).copied().filter(|maker| *maker != index));
                });
                needed
            })
            .collect();
        let mut done = vec![false; needs.len()];
        let mut order = Vec::with_capacity(needs.len());
        loop {
            let before = order.len();
            for index in 0..needs.len() {
                if !done[index] && needs[index].iter().all(|needed| done[*needed]) {
                    done[index] = true;
                    order.push(index);
                }
            }
            if order.len() == before {
                order.extend((0..needs.len()).filter(|index| !done[*index]));
                return order;
            }
        }
    }
}

impl BulkOperation {
    /// The operation with every `bulkId:…` in path and data replaced by the id it stands for.
    ///
    /// # Errors
    /// 409 where one stands for nothing that was made (RFC 7644 §3.7.1).
    pub fn resolve(mut self, ids: &HashMap<String, String>) -> Result<Self, ScimError> {
        let mut missing = None;
        let mut replace = |text: &mut String| {
            if let Some(name) = bulk_id_in(text) {
                match ids.get(name) {
                    Some(id) => *text = text.replacen(&format!("{PREFIX}{name}"), id, 1),
                    None => missing = Some(name.to_owned()),
                }
            }
        };
        replace(&mut self.path);
        if let Some(data) = &mut self.data {
            each_text(data, &mut replace);
        }
        match missing {
            None => Ok(self),
            Some(name) => {
                Err(ScimError::new(409, format!("bulkId:{name} stands for nothing that was made.")))
            }
        }
    }
}

fn references(operation: &BulkOperation, found: &mut impl FnMut(&str)) {
    if let Some(name) = bulk_id_in(&operation.path) {
        found(name);
    }
    if let Some(data) = &operation.data {
        each_text_in(data, &mut |text| {
            if let Some(name) = bulk_id_in(text) {
                found(name);
            }
        });
    }
}

/// The name after `bulkId:`, up to a quote, a bracket or a slash: it may stand in a path such as
/// `members[value eq "bulkId:u1"]`.
fn bulk_id_in(text: &str) -> Option<&str> {
    let (_, after) = text.split_once(PREFIX)?;
    let end = after.find(['"', ']', '/', ' ']).unwrap_or(after.len());
    (end > 0).then(|| &after[..end])
}

fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(elements) => elements.iter_mut().for_each(|element| each_text(element, change)),
        Value::Object(object) => object.values_mut().for_each(|member| each_text(member, change)),
        _ => {}
    }
}

fn each_text_in(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(elements) => elements.iter().for_each(|element| each_text_in(element, found)),
        Value::Object(object) => object.values().for_each(|member| each_text_in(member, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(operations: Value) -> BulkRequest {
        BulkRequest::read(json!({"schemas": [urn::BULK_REQUEST], "Operations": operations}))
            .expect("a request")
    }

    #[test]
    fn what_refers_comes_after_what_it_refers_to() {
        let group = |id: &str, member: &str| {
            json!({"method": "POST", "path": "/Groups", "bulkId": id,
                   "data": {"displayName": id, "members": [{"value": format!("bulkId:{member}")}]}})
        };
        let user = json!({"method": "POST", "path": "/Users", "bulkId": "u1", "data": {"userName": "ana"}});
        let patch = json!({"method": "PATCH", "path": "/Groups/bulkId:g1", "data": {"Operations": [
            {"op": "remove", "path": "members[value eq \"bulkId:u1\"]"}]}});
        for (operations, order) in [
            (json!([user, group("g1", "u1")]), vec![0, 1]),
            (json!([group("g1", "u1"), user]), vec![1, 0]),
            (json!([patch, group("g1", "u1"), user]), vec![2, 1, 0]),
            (json!([group("g1", "g2"), group("g2", "g1"), user]), vec![2, 0, 1]),
            (json!([group("g1", "g1"), group("g2", "nobody")]), vec![0, 1]),
        ] {
            assert_eq!(request(operations.clone()).order(), order, "{operations}");
        }
    }

    #[test]
    fn references_become_ids() {
        let ids = HashMap::from([("u1".to_owned(), "ab12".to_owned())]);
        let operation = BulkOperation {
            method: Method::Patch,
            bulk_id: None,
            version: None,
            path: "/Users/bulkId:u1".to_owned(),
            data: Some(
                json!({"Operations": [{"path": "members[value eq \"bulkId:u1\"]", "value": ["bulkId:u1"]}]}),
            ),
        };
        let resolved = operation.clone().resolve(&ids).expect("known");
        assert_eq!(resolved.path, "/Users/ab12");
        assert_eq!(
            resolved.data,
            Some(json!({"Operations": [{"path": "members[value eq \"ab12\"]", "value": ["ab12"]}]}))
        );
        let error = operation.resolve(&HashMap::new()).expect_err("unknown");
        assert_eq!(error.status, 409);
        assert!(error.detail.contains("u1"));
    }

    #[test]
    fn refuses_what_is_no_bulk_request() {
        for operation in [
            json!({"method": "GET", "path": "/Users"}),
            json!({"method": "POST", "path": "/Users", "data": {}}),
            json!({"method": "POST", "path": "/Users", "bulkId": "", "data": {}}),
            json!({"method": "PUT", "path": "/Users/1"}),
            json!({"method": "MOVE", "path": "/Users/1"}),
            json!({"method": "DELETE"}),
        ] {
            let read = BulkRequest::read(json!({"Operations": [operation]}));
            assert_eq!(
                read.map_err(|error| error.scim_type),
                Err(Some(ScimType::InvalidSyntax)),
                "{operation}"
            );
        }
        assert!(BulkRequest::read(json!({})).is_err());
    }
}
