//! `$batch`: up to twenty requests in one.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::client::{read, refusal, seconds, with};
use crate::error::{Failure, GraphError};
use crate::request::RawRequest;
use crate::{Graph, Request};

/// How many requests one batch takes (`graph/README.md` §10).
const LARGEST: usize = 20;

/// One request of a batch, to find its answer by.
#[derive(Debug)]
pub struct BatchPart<T>(usize, PhantomData<fn() -> T>);

/// Requests that are sent together. They run side by side: none may rest on another's effect.
#[derive(Debug, Clone, Default)]
pub struct Batch(Vec<RawRequest>);

/// The answers of a [`Batch`].
#[derive(Debug)]
pub struct BatchAnswer(BTreeMap<usize, Result<Value, GraphError>>);

#[derive(Deserialize)]
struct Responses {
    responses: Vec<Response>,
}

#[derive(Deserialize)]
struct Response {
    id: String,
    status: u16,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    body: Value,
}

impl Batch {
    /// Without a request.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a request.
    pub fn add<T>(&mut self, request: Request<T>) -> BatchPart<T> {
        self.0.push(request.raw);
        BatchPart(self.0.len() - 1, PhantomData)
    }
}

impl BatchAnswer {
    /// The answer to one request.
    ///
    /// # Errors
    /// What Graph said of this one, or that its answer is not understood.
    pub fn take<T: DeserializeOwned>(&mut self, part: BatchPart<T>) -> Result<T, GraphError> {
        let missing = || Err(GraphError::NotUnderstood { what: "a batch without this answer".to_owned() });
        self.0.remove(&part.0).unwrap_or_else(missing).and_then(read)
    }
}

impl Graph {
    /// Sends a batch, in parts of twenty. Of requests that were throttled only those are sent again, after the longest
    /// wait that was asked for (`graph/README.md` §5).
    ///
    /// # Errors
    /// Where a batch as a whole brought nothing; what became of a request in it is its own answer.
    pub async fn batch(&self, batch: Batch) -> Result<BatchAnswer, Failure> {
        let mut answers = BTreeMap::new();
        let mut waiting: Vec<_> = batch.0.into_iter().enumerate().collect();
        let mut attempt = 1;
        let mut spent = Duration::ZERO;
        while !waiting.is_empty() {
            let mut responses = BTreeMap::new();
            for requests in waiting.chunks(LARGEST) {
                responses.extend(self.send_part(requests).await?);
            }
            let mut longest = Duration::ZERO;
            waiting.retain(|(part, _)| {
                let Some(response) = responses.get(&part.to_string()) else { return false };
                let answer = answer(response);
                let wait = match &answer {
                    Err(GraphError::Refused(refused)) if matches!(refused.status, 429 | 503) => {
                        Some(refused.retry_after.unwrap_or(self.retry.first_wait.saturating_mul(attempt)))
                    }
                    _ => None,
                };
                answers.insert(*part, answer);
                longest = longest.max(wait.unwrap_or_default());
                wait.is_some()
            });
            let patient = attempt < self.retry.attempts
                && longest <= self.retry.longest_wait
                && spent + longest < self.retry.longest_in_all;
            if waiting.is_empty() || !patient {
                break;
            }
            self.pace.wait(longest).await;
            spent += longest;
            attempt += 1;
        }
        Ok(BatchAnswer(answers))
    }

    async fn send_part(
        &self,
        requests: &[(usize, RawRequest)],
    ) -> Result<BTreeMap<String, Response>, Failure> {
        let parts = requests.iter().map(|(part, request)| wire(*part, request)).collect::<Option<Vec<_>>>();
        let parts = parts.ok_or(GraphError::UnsafeId)?;
        let request = Request::<Value>::post("batch", &["$batch"], json!({ "requests": parts }));
        let (value, record) = self.value(request.raw).await?;
        let answer: Responses = read(value).map_err(|error| with(error, Some(record)))?;
        Ok(answer.responses.into_iter().map(|response| (response.id.clone(), response)).collect())
    }
}

fn wire(part: usize, request: &RawRequest) -> Option<Value> {
    let mut wire = Map::new();
    wire.insert("id".to_owned(), json!(part.to_string()));
    wire.insert("method".to_owned(), json!(request.method.as_str()));
    wire.insert("url".to_owned(), json!(request.path.as_deref()?));
    let mut headers = Map::new();
    if request.body.is_some() {
        headers.insert("Content-Type".to_owned(), json!("application/json"));
    }
    if request.advanced {
        headers.insert("ConsistencyLevel".to_owned(), json!("eventual"));
    }
    if !headers.is_empty() {
        wire.insert("headers".to_owned(), Value::Object(headers));
    }
    if let Some(body) = &request.body {
        wire.insert("body".to_owned(), body.clone());
    }
    Some(Value::Object(wire))
}

fn answer(response: &Response) -> Result<Value, GraphError> {
    let status = response.status;
    if (200..300).contains(&status) {
        return Ok(response.body.clone());
    }
    let wait = response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
    let wait = wait.and_then(|(_, value)| value.as_str()).and_then(seconds);
    Err(GraphError::Refused(refusal(status, Some(&response.body), wait)))
}
