//! What an answer says about the layers above TLS.

use onramp_http::{HttpError, HttpResponse, ProxyServer};
use onramp_scim::{MEDIA_TYPE, urn};
use serde_json::Value;

use super::{Finding, ListMember};

/// The answer to one request, as the probe keeps it.
pub(super) type Answer = Result<HttpResponse, HttpError>;

/// Whether something answers in HTTP, by itself, without failing.
pub(super) fn http(answer: &Answer, proxy: Option<&ProxyServer>) -> Finding {
    let response = match answer {
        Ok(response) => response,
        Err(HttpError::ProxyAuthentication { server }) => {
            return Finding::HttpProxyAuthentication { server: Some(server.clone()) };
        }
        Err(error) => return Finding::Failed(error.clone()),
    };
    let status = response.status;
    if let Some(location) = response.redirect() {
        return Finding::HttpRedirected { status, location: location.to_owned() };
    }
    match status {
        407 => Finding::HttpProxyAuthentication { server: proxy.cloned() },
        429 => Finding::HttpThrottled { retry_after: response.header("retry-after").map(str::to_owned) },
        // 501 is SCIM's way to refuse a filter (RFC 7644 §3.12): the service itself has answered.
        500 | 502.. => Finding::HttpServerError { status },
        _ => Finding::HttpAnswered { status },
    }
}

/// Whether the token is refused. A refusal is told by status alone; acceptance needs a SCIM answer, which a wrong URL
/// does not give.
pub(super) fn token_refused(response: &HttpResponse) -> Option<Finding> {
    match response.status {
        401 => Some(Finding::TokenUnauthorized {
            challenge: response.header("www-authenticate").map(str::to_owned),
        }),
        403 => Some(Finding::TokenForbidden),
        _ => None,
    }
}

/// Whether a successful answer is a SCIM list.
pub(super) fn shape(response: &HttpResponse) -> Finding {
    if is_html(response) {
        return Finding::ShapeHtml { status: response.status, title: title(&response.body_text) };
    }
    if response.body_text.trim().is_empty() {
        return Finding::ShapeEmptyBody { status: response.status };
    }
    let Some(body) = response.json() else {
        return Finding::ShapeNotJson { media_type: response.media_type() };
    };
    if body.is_array() {
        return Finding::ShapeBareArray;
    }
    let missing = missing_members(&body);
    match missing.as_slice() {
        [] if response.media_type().as_deref() == Some(MEDIA_TYPE) => Finding::ShapeList,
        [] => Finding::ShapeMediaType { found: response.media_type() },
        // Where nothing matches, the RFC lets `Resources` be absent.
        [ListMember::Resources] if total(&body) == Some(0) => Finding::ShapeWithoutResources,
        _ => Finding::ShapeNotAList { missing },
    }
}

/// Whether a filter that matches nobody was answered with nobody.
pub(super) fn filter(response: &HttpResponse) -> Finding {
    match (response.status, matches(response)) {
        (200..300, Some(0)) => Finding::FilterEmptyList,
        (200..300, Some(returned)) => Finding::FilterIgnored { returned },
        (404, _) => Finding::FilterNotFound,
        (status, _) => Finding::FilterRefused { status, scim_type: scim_type(response) },
    }
}

/// What the first page of one user says.
pub(super) fn users(answer: &Answer) -> Finding {
    let response = match answer {
        Ok(response) => response,
        Err(error) => return Finding::Failed(error.clone()),
    };
    if !is_success(response) {
        return Finding::UsersRefused { status: response.status };
    }
    let Some(body) = list(response) else { return Finding::UsersNotAList };
    let page = resources(&body);
    if page.iter().any(|user| user.get("id").and_then(Value::as_str).is_none_or(str::is_empty)) {
        return Finding::UsersWithoutId;
    }
    if page.len() > 1 {
        return Finding::UsersCountIgnored { returned: page.len() as u64 };
    }
    Finding::UsersReadable { total: total(&body).unwrap_or_default() }
}

/// What a filter on groups that matches none says.
pub(super) fn groups(answer: &Answer) -> Finding {
    let response = match answer {
        Ok(response) => response,
        Err(error) => return Finding::GroupsFailed(error.clone()),
    };
    if !is_success(response) {
        return Finding::GroupsRefused { status: response.status };
    }
    match matches(response) {
        Some(0) => Finding::GroupsEmptyList,
        Some(returned) => Finding::GroupsFilterIgnored { returned },
        None => Finding::GroupsNotAList,
    }
}

/// What the service declares (RFC 7643 §5).
pub(super) fn config(answer: &Answer) -> Finding {
    let response = match answer {
        Ok(response) => response,
        Err(error) => return Finding::ConfigFailed(error.clone()),
    };
    if !is_success(response) {
        return Finding::ConfigMissing { status: response.status };
    }
    let Some(body) = response.json().filter(Value::is_object) else { return Finding::ConfigNotScim };
    let supported = |pointer| body.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
    match (supported("/patch/supported"), supported("/filter/supported")) {
        (true, true) => Finding::ConfigDeclared,
        (patch, filter) => Finding::ConfigUndeclared { patch, filter },
    }
}

/// What `patch.supported` says, where the document is one.
pub(super) fn declares_patch(answer: &Answer) -> Option<bool> {
    answer
        .as_ref()
        .ok()
        .filter(|response| is_success(response))?
        .json()?
        .pointer("/patch/supported")?
        .as_bool()
}

pub(super) fn is_success(response: &HttpResponse) -> bool {
    (200..300).contains(&response.status)
}

/// Whether an answer is a SCIM list, perhaps an imperfect one.
pub(super) fn is_list(response: &HttpResponse) -> bool {
    is_success(response) && list(response).is_some()
}

/// Whether an answer is an error in SCIM's own form (RFC 7644 §3.12): then it is SCIM that answers at the URL.
pub(super) fn is_scim_error(response: &HttpResponse) -> bool {
    response.json().is_some_and(|body| has_schema(&body, urn::ERROR))
}

fn list(response: &HttpResponse) -> Option<Value> {
    response.json().filter(|body| match missing_members(body).as_slice() {
        [] => true,
        [ListMember::Resources] => total(body) == Some(0),
        _ => false,
    })
}

/// How many resources a list holds or claims, whichever is more.
fn matches(response: &HttpResponse) -> Option<u64> {
    let body = list(response)?;
    Some(total(&body).unwrap_or_default().max(resources(&body).len() as u64))
}

fn missing_members(body: &Value) -> Vec<ListMember> {
    [
        (ListMember::Schemas, has_schema(body, urn::LIST_RESPONSE)),
        (ListMember::TotalResults, total(body).is_some()),
        (ListMember::Resources, body.get("Resources").is_some_and(Value::is_array)),
    ]
    .into_iter()
    .filter_map(|(member, present)| (!present).then_some(member))
    .collect()
}

fn has_schema(body: &Value, schema: &str) -> bool {
    let schemas = body.get("schemas").and_then(Value::as_array);
    schemas.is_some_and(|schemas| {
        schemas.iter().filter_map(Value::as_str).any(|found| found.eq_ignore_ascii_case(schema))
    })
}

fn total(body: &Value) -> Option<u64> {
    body.get("totalResults").and_then(Value::as_u64)
}

fn resources(body: &Value) -> &[Value] {
    body.get("Resources").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn scim_type(response: &HttpResponse) -> Option<String> {
    response.json()?.get("scimType")?.as_str().map(str::to_owned)
}

fn is_html(response: &HttpResponse) -> bool {
    let start = response.body_text.trim_start().get(..14).unwrap_or_default().to_ascii_lowercase();
    matches!(response.media_type().as_deref(), Some("text/html" | "application/xhtml+xml"))
        || start.starts_with("<!doctype html")
        || start.starts_with("<html")
}

fn title(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower.get(open..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let title = html.get(start..end)?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then(|| title.chars().take(120).collect())
}
