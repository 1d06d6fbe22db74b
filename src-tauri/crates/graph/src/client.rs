//! The client: one request, its attempts, its answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use onramp_http::{
    Attempts, ExchangeRecord, HttpClient, HttpRequest, HttpResponse, Method, Pace, RetryPolicy, SystemPace,
    Url,
};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Failure, GraphError, Refusal};
use crate::request::RawRequest;
use crate::wire::Page;
use crate::{GraphUrl, Request};

/// Sees every exchange, masked, as it ends.
pub trait Witness: fmt::Debug + Send + Sync {
    /// One attempt, answered or not.
    fn saw(&self, record: &ExchangeRecord);
}

/// Microsoft Graph with a token. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Graph {
    http: HttpClient,
    url: GraphUrl,
    token: SecretString,
    pub(crate) retry: RetryPolicy,
    pub(crate) pace: Arc<dyn Pace>,
    witness: Option<Arc<dyn Witness>>,
}

/// Graph's throttling asks for up to some minutes (`graph/README.md` §10).
const PATIENCE: RetryPolicy = RetryPolicy {
    attempts: 5,
    longest_wait: Duration::from_secs(60),
    longest_in_all: Duration::from_secs(180),
    first_wait: Duration::from_secs(1),
};

/// How often what was just made is looked for, after 1, 2, 4, 8, 16 and 29 s: a minute in all (`graph/README.md` §9).
const LOOKS: u32 = 6;
const LONGEST_LOOK: Duration = Duration::from_secs(29);

/// Pages of one list that are read at most: a link that leads in a circle must end.
const MAX_PAGES: usize = 10_000;

impl Graph {
    /// A client. Sends nothing yet.
    #[must_use]
    pub fn new(http: HttpClient, url: GraphUrl, token: SecretString) -> Self {
        Self { http, url, token, retry: PATIENCE, pace: Arc::new(SystemPace), witness: None }
    }

    /// The same client with another patience.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// The same client that waits by another clock.
    #[must_use]
    pub fn with_pace(self, pace: Arc<dyn Pace>) -> Self {
        Self { pace, ..self }
    }

    /// The same client, seen by a witness.
    #[must_use]
    pub fn with_witness(self, witness: Arc<dyn Witness>) -> Self {
        Self { witness: Some(witness), ..self }
    }

    /// The address it goes to.
    #[must_use]
    pub fn url(&self) -> &GraphUrl {
        &self.url
    }

    /// Waits, by the client's own clock: between two looks at something that takes its time.
    pub async fn wait(&self, time: Duration) {
        self.pace.wait(time).await;
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// What came instead.
    pub async fn ask<T: DeserializeOwned>(&self, request: Request<T>) -> Result<T, Failure> {
        let (value, record) = self.value(request.raw).await?;
        read(value).map_err(|error| with(error, Some(record)))
    }

    /// Sends a request for what was just made, again for up to a minute while Graph says there is no such thing.
    ///
    /// # Errors
    /// What came instead, at the end.
    pub async fn ask_until_visible<T: DeserializeOwned>(&self, request: Request<T>) -> Result<T, Failure> {
        self.ask_until(request, |_| true).await
    }

    /// The same while the answer is not one that `seen` takes: a list may be there before what is in it.
    ///
    /// # Errors
    /// What came instead, at the end.
    pub async fn ask_until<T: DeserializeOwned>(
        &self,
        request: Request<T>,
        seen: impl Fn(&T) -> bool + Send,
    ) -> Result<T, Failure> {
        self.ask_within(LOOKS, request, seen).await
    }

    /// The same with so many looks before the last one, after 1, 2, 4 … seconds.
    ///
    /// # Errors
    /// What came instead, at the end.
    pub async fn ask_within<T: DeserializeOwned>(
        &self,
        looks: u32,
        request: Request<T>,
        seen: impl Fn(&T) -> bool + Send,
    ) -> Result<T, Failure> {
        for look in 0..looks {
            match self.ask(request.clone()).await {
                Ok(answer) if seen(&answer) => return Ok(answer),
                Err(failure) if !failure.error.is_missing() => return Err(failure),
                _ => {}
            }
            let wait = Duration::from_secs(2_u64.saturating_pow(look)).min(LONGEST_LOOK);
            tracing::debug!(purpose = request.purpose(), look, ?wait, "not visible yet");
            self.pace.wait(wait).await;
        }
        self.ask(request).await
    }

    /// All the items of a list, page by page.
    ///
    /// # Errors
    /// What came instead of a page.
    pub async fn list<T: DeserializeOwned>(&self, request: Request<Page<T>>) -> Result<Vec<T>, Failure> {
        let RawRequest { purpose, advanced, .. } = request.raw;
        let first = self.ask(request).await?;
        self.rest(first, purpose, advanced).await
    }

    /// The items of a first page that came with a batch, and of all that follow it.
    ///
    /// # Errors
    /// What came instead of a page.
    pub async fn rest_of<T: DeserializeOwned>(
        &self,
        first: Page<T>,
        purpose: &'static str,
    ) -> Result<Vec<T>, Failure> {
        self.rest(first, purpose, false).await
    }

    async fn rest<T: DeserializeOwned>(
        &self,
        mut page: Page<T>,
        purpose: &'static str,
        advanced: bool,
    ) -> Result<Vec<T>, Failure> {
        let mut items = page.value;
        for _ in 1..MAX_PAGES {
            let Some(link) = page.next_link else { return Ok(items) };
            let url = self.url.follow(&link).ok_or(GraphError::UnsafeId)?;
            let request = RawRequest { method: Method::GET, path: None, body: None, advanced, purpose };
            let (value, record) = self.send(url, request).await?;
            page = read(value).map_err(|error| with(error, Some(record)))?;
            items.extend(page.value);
        }
        Err(GraphError::NotUnderstood { what: "a list without an end".to_owned() }.into())
    }

    pub(crate) async fn value(&self, request: RawRequest) -> Result<(Value, ExchangeRecord), Failure> {
        let url = request.path.as_deref().and_then(|path| self.url.endpoint(path));
        let url = url.ok_or(GraphError::UnsafeId)?;
        self.send(url, request).await
    }

    async fn send(&self, url: Url, request: RawRequest) -> Result<(Value, ExchangeRecord), Failure> {
        let mut headers = vec![("Accept".to_owned(), "application/json".to_owned())];
        if request.advanced {
            headers.push(("ConsistencyLevel".to_owned(), "eventual".to_owned()));
        }
        let wire = HttpRequest {
            method: request.method,
            url,
            headers,
            bearer: Some(self.token.clone()),
            body: request.body,
            purpose: request.purpose.to_owned(),
        };
        let Attempts { earlier, last } = self.http.send_again(wire, &self.retry, &*self.pace).await;
        if let Some(witness) = &self.witness {
            earlier.iter().chain([&last.record]).for_each(|record| witness.saw(record));
        }
        let response = match last.result {
            Ok(response) => response,
            Err(error) => return Err(with(error.into(), Some(last.record))),
        };
        match answer(&response) {
            Ok(value) => Ok((value, last.record)),
            Err(error) => Err(with(error, Some(last.record))),
        }
    }
}

pub(crate) fn with(error: GraphError, record: Option<ExchangeRecord>) -> Failure {
    Failure { error, record: record.map(Box::new) }
}

/// Reads an answer's body. The words of a failure name what was to be read: serde's own may quote a value.
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> Result<T, GraphError> {
    let what = || std::any::type_name::<T>().replace("onramp_graph::wire::", "");
    serde_json::from_value(value).map_err(|_| GraphError::NotUnderstood { what: what() })
}

/// The body of a success; `null` for an empty one.
fn answer(response: &HttpResponse) -> Result<Value, GraphError> {
    let status = response.status;
    if response.redirect().is_some() {
        return Err(GraphError::Redirected { status });
    }
    let body = response.json();
    if !(200..300).contains(&status) {
        let wait = response.header("retry-after").and_then(seconds);
        return Err(GraphError::Refused(refusal(status, body.as_ref(), wait)));
    }
    match body {
        Some(body) => Ok(body),
        None if response.body_text.trim().is_empty() => Ok(Value::Null),
        None => Err(GraphError::NotJson { status }),
    }
}

/// A `Retry-After` in seconds, as Graph gives it.
pub(crate) fn seconds(text: &str) -> Option<Duration> {
    text.trim().parse().ok().map(Duration::from_secs)
}

/// What a refusal's body says.
pub(crate) fn refusal(status: u16, body: Option<&Value>, retry_after: Option<Duration>) -> Refusal {
    let text = |pointer: &str| body.and_then(|body| body.pointer(pointer)).and_then(Value::as_str);
    let message = text("/error/message").unwrap_or_default();
    // The synchronization service sometimes puts a whole JSON document into the message.
    let inner: Option<Value> = serde_json::from_str(message).ok();
    let unwrapped = inner.as_ref().and_then(|inner| {
        ["/error/message", "/message", "/Message"].iter().find_map(|at| inner.pointer(at)?.as_str())
    });
    Refusal {
        status,
        code: text("/error/code").unwrap_or_default().to_owned(),
        message: unwrapped.unwrap_or(message).to_owned(),
        request_id: ["/error/innerError/request-id", "/error/innererror/request-id"]
            .into_iter()
            .find_map(text)
            .map(str::to_owned),
        retry_after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_graph_said_however_it_is_wrapped() {
        for (body, code, message) in [
            (r#"{"error":{"code":"A","message":"b"}}"#, "A", "b"),
            (r#"{"error":{"code":"A","message":"{\"error\":{\"message\":\"inner\"}}"}}"#, "A", "inner"),
            (r#"{"error":{"code":"A","message":"{\"Message\":\"inner\"}"}}"#, "A", "inner"),
            (r#"{"error":"invalid"}"#, "", ""),
            ("[]", "", ""),
        ] {
            let body = serde_json::from_str(body).ok();
            let refusal = refusal(400, body.as_ref(), None);
            assert_eq!((refusal.code.as_str(), refusal.message.as_str()), (code, message), "{body:?}");
        }
        assert_eq!(refusal(502, None, None).code, "");
    }
}
