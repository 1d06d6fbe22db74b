//! Matching queries, and what the answers to them say.

use onramp_mapping::{Evaluated, MappingTable};
use onramp_scim::filter::Filter;
use onramp_scim::path::AttributePath;
use onramp_scim::request::{ScimAnswer, ScimRequest};
use serde_json::Value;

use crate::report::{Finding, Refused};

/// A person who is asked for by a matching attribute.
pub(super) struct MatchKey {
    path: AttributePath,
    value: String,
}

/// Matching attributes that have a value of the user's own, in order of precedence; each is tried alone (§6). A default
/// value is everyone's, and would match a stranger.
pub(super) fn keys(table: &MappingTable, evaluated: &Evaluated) -> Vec<MatchKey> {
    let matching = table.matching();
    matching
        .into_iter()
        .filter_map(|row| {
            let index = table.rows.iter().position(|candidate| std::ptr::eq(candidate, row))?;
            Some(MatchKey { path: AttributePath::parse(&row.target).ok()?, value: evaluated.text_of(index)? })
        })
        .collect()
}

/// The matching query (§6.1).
pub(super) fn look_for(key: &MatchKey) -> ScimRequest {
    let mut request = ScimRequest::get("/Users");
    request.query.push(("filter".to_owned(), Filter::eq(&key.path, &key.value).to_string()));
    request
}

pub(super) fn users_in(answer: Option<ScimAnswer>) -> Result<Vec<Value>, Finding> {
    match answer {
        Some(ScimAnswer { status: 200, body: Some(body) }) => {
            body.get("Resources")
                .map(|resources| resources.as_array().cloned().ok_or(Finding::NotAList))
                // A service may leave out an empty Resources (RFC 7644 §3.4.2).
                .unwrap_or_else(|| match body.get("totalResults").and_then(Value::as_u64) {
                    Some(0) => Ok(Vec::new()),
                    _ => Err(Finding::NotAList),
                })
        }
        Some(ScimAnswer { status: 200, body: None }) => Err(Finding::NotAList),
        answer => Err(Finding::Refused(refused(answer))),
    }
}

/// The user's `id`, which every resource must have (§4).
pub(super) fn id_of(user: &Value) -> Option<&str> {
    user.get("id").and_then(Value::as_str).filter(|id| !id.is_empty())
}

pub(super) fn refused(answer: Option<ScimAnswer>) -> Refused {
    let Some(answer) = answer else { return Refused { status: None, scim_type: None, detail: None } };
    let text = |key: &str| answer.body.as_ref()?.get(key)?.as_str().map(str::to_owned);
    Refused { status: Some(answer.status), scim_type: text("scimType"), detail: text("detail") }
}
