//! The answer to a query.

use serde::{Deserialize, Serialize};

use crate::urn;

/// One page of resources, RFC 7644 §3.4.2.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListResponse<T> {
    /// Always [`urn::LIST_RESPONSE`].
    #[serde(default)]
    pub schemas: Vec<String>,
    /// How many resources match, on all pages.
    pub total_results: usize,
    /// This page. Absent reads as empty, which RFC 7644 allows when nothing matches.
    #[serde(rename = "Resources", default = "Vec::new")]
    pub resources: Vec<T>,
    /// The number of the first resource on this page, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_index: Option<usize>,
    /// How many resources this page has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items_per_page: Option<usize>,
}

impl<T> ListResponse<T> {
    /// The page that begins at `start_index` (from 1) of `total_results` matches.
    #[must_use]
    pub fn page(resources: Vec<T>, total_results: usize, start_index: usize) -> Self {
        Self {
            schemas: vec![urn::LIST_RESPONSE.to_owned()],
            total_results,
            start_index: Some(start_index),
            items_per_page: Some(resources.len()),
            resources,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_empty_answer_still_has_its_resources() {
        let empty: ListResponse<Value> = ListResponse::page(Vec::new(), 0, 1);
        assert_eq!(
            serde_json::to_value(&empty).expect("JSON"),
            json!({"schemas": [urn::LIST_RESPONSE], "totalResults": 0, "Resources": [], "startIndex": 1, "itemsPerPage": 0})
        );
    }

    #[test]
    fn reads_an_answer_without_resources() {
        let list: ListResponse<Value> = serde_json::from_value(json!({"totalResults": 0})).expect("a list");
        assert!(list.resources.is_empty());
    }
}
