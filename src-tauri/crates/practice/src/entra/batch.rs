//! `$batch`: up to twenty requests in one, each with its own answer.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::EntraState;
use super::call::{Call, Reply};
use super::error::{GraphError, RequestIds};
use super::front::{self, Served};

/// How many parts a batch may have (`graph/README.md` §10).
const MOST: usize = 20;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    requests: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Part {
    id: String,
    method: String,
    url: String,
    #[serde(default)]
    headers: HashMap<String, String>,
    body: Option<Value>,
    #[serde(default)]
    depends_on: Vec<String>,
}

/// Serves the parts one after the other. They are answered in an order of their own, as Graph does.
pub(crate) async fn run(state: &EntraState, call: &Call, ids: &RequestIds) -> Served {
    let parts = match read(call) {
        Ok(parts) => parts,
        Err(refused) => return Served::Answer(Err(refused)),
    };
    let mut statuses: HashMap<String, u16> = HashMap::new();
    let mut responses = Vec::with_capacity(parts.len());
    for part in parts {
        let failed = part.depends_on.iter().any(|id| statuses.get(id).is_none_or(|status| *status >= 400));
        let answer = match failed {
            true => {
                let message = "A request this one depends on has failed.";
                Err(GraphError::new(424, "FailedDependency", message))
            }
            false => match part_of(state, &part).await {
                Served::Answer(answer) => answer,
                Served::Dropped => return Served::Dropped,
            },
        };
        let response = response(&part.id, answer, ids);
        let status = response.get("status").and_then(Value::as_u64).unwrap_or_default();
        statuses.insert(part.id, u16::try_from(status).unwrap_or(500));
        responses.push(response);
    }
    responses.reverse();
    Served::Answer(Ok(Reply::ok(json!({"responses": responses}))))
}

/// The parts, each behind those it depends on.
fn read(call: &Call) -> Result<Vec<Part>, GraphError> {
    call.query.allow(&[])?;
    let wrong = |message: String| GraphError::new(400, "BadRequest", message);
    let body = call.body.clone().unwrap_or_default();
    let batch: Batch = serde_json::from_value(body)
        .map_err(|error| wrong(format!("Invalid batch payload format: {error}.")))?;
    let mut parts = batch.requests;
    if parts.is_empty() || parts.len() > MOST {
        return Err(wrong(format!("Number of batch request steps has to be 1 to {MOST}.")));
    }
    for (place, part) in parts.iter().enumerate() {
        let earlier = parts.iter().take(place);
        if part.id.is_empty() || earlier.clone().any(|other| other.id == part.id) {
            return Err(wrong(format!(
                "Invalid batch payload: the id '{}' is empty or stands twice.",
                part.id
            )));
        }
        if !part.url.starts_with('/') {
            return Err(wrong(format!("Invalid batch payload: the url of '{}' begins without /.", part.id)));
        }
    }
    let mut ordered: Vec<Part> = Vec::with_capacity(parts.len());
    while !parts.is_empty() {
        let ready = parts
            .iter()
            .position(|part| part.depends_on.iter().all(|id| ordered.iter().any(|before| before.id == *id)));
        let Some(ready) = ready else {
            return Err(wrong("Invalid batch payload: dependsOn goes in a circle, or nowhere.".to_owned()));
        };
        ordered.push(parts.remove(ready));
    }
    Ok(ordered)
}

async fn part_of(state: &EntraState, part: &Part) -> Served {
    match call_of(part) {
        Ok(call) => front::serve(state, call).await,
        Err(refused) => Served::Answer(Err(refused)),
    }
}

fn call_of(part: &Part) -> Result<Call, GraphError> {
    let method = match part.method.as_str() {
        "GET" => Method::GET,
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        other => return Err(GraphError::bad_request(format!("The method {other} is not known."))),
    };
    let mut headers = HeaderMap::new();
    for (name, value) in &part.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            headers.insert(name, value);
        }
    }
    if part.body.is_some() && !headers.contains_key("content-type") {
        let message = format!("Write request id : {} does not contain Content-Type header or body.", part.id);
        return Err(GraphError::new(400, "BadRequest", message));
    }
    let call = Call::part(method, &part.url, &headers, part.body.clone())?;
    match call.segments.first().map(String::as_str) {
        Some("$batch") => Err(GraphError::bad_request("A batch holds no batch.")),
        _ => Ok(call),
    }
}

fn response(id: &str, answer: Result<Reply, GraphError>, ids: &RequestIds) -> Value {
    let mut headers = Map::new();
    let (status, body) = match answer {
        Ok(reply) => (reply.status, reply.body),
        Err(refused) => {
            if let Some(seconds) = refused.retry_after {
                headers.insert("Retry-After".to_owned(), seconds.to_string().into());
            }
            (refused.status, Some(refused.body(ids)))
        }
    };
    let mut response = json!({"id": id, "status": status});
    if body.is_some() {
        headers.insert("Content-Type".to_owned(), "application/json".into());
    }
    response["headers"] = headers.into();
    if let Some(body) = body {
        response["body"] = body;
    }
    response
}
