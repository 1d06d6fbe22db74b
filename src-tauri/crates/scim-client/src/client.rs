//! Sends SCIM requests to one service with one token.

use std::sync::Arc;

use onramp_http::{
    Attempts, ExchangeRecord, HttpClient, HttpError, HttpRequest, HttpResponse, Method, Pace, RetryPolicy,
    SystemPace, Url,
};
use onramp_scim::MEDIA_TYPE;
use onramp_scim::request::{self, ScimAnswer, ScimRequest};
use secrecy::SecretString;
use serde_json::Value;

use crate::ScimUrl;

/// A SCIM service and the token for it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ScimClient {
    http: HttpClient,
    url: ScimUrl,
    token: SecretString,
    retry: RetryPolicy,
    pace: Arc<dyn Pace>,
}

/// One exchange with the service: the record always, the answer if there was one.
#[derive(Debug, Clone)]
pub struct ScimExchange {
    /// Attempts before the last one, in order, masked: each ended as [`onramp_http::retry`] says it may be repeated.
    pub earlier: Vec<ExchangeRecord>,
    /// What was asked and what came back at last, masked.
    pub record: ExchangeRecord,
    /// The answer with any status code, or why there is none.
    pub answer: Result<ScimAnswer, ScimClientError>,
}

/// Why there is no SCIM answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScimClientError {
    /// No whole HTTP answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The service points elsewhere. Onramp does not follow: the token would go to another address.
    #[error("the service redirects with {status}")]
    Redirected {
        /// The status code, 301 to 308.
        status: u16,
        /// The target as the service wrote it; empty when it did not say.
        location: String,
    },
    /// A success whose body is not JSON, such as a sign-in page.
    #[error("the answer {status} is not JSON")]
    NotJson {
        /// The status code, 200 to 299.
        status: u16,
        /// The media type it claims, in lower case.
        media_type: Option<String>,
    },
    /// A resource's id that would point to another resource (`.` or `..`). Nothing was sent.
    #[error("the path of the request is not a resource's")]
    UnsafePath,
}

impl ScimClient {
    /// A client for a service, with the default [`RetryPolicy`]. Sends nothing yet.
    #[must_use]
    pub fn new(http: HttpClient, url: ScimUrl, token: SecretString) -> Self {
        Self { http, url, token, retry: RetryPolicy::default(), pace: Arc::new(SystemPace) }
    }

    /// The same client with another policy.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// The same client that waits by another clock.
    #[must_use]
    pub fn with_pace(self, pace: Arc<dyn Pace>) -> Self {
        Self { pace, ..self }
    }

    /// The service's base URL.
    #[must_use]
    pub fn url(&self) -> &ScimUrl {
        &self.url
    }

    /// Sends one request, again where [`onramp_http::retry`] allows it; `purpose` is a stable name for the records.
    pub async fn send(&self, request: &ScimRequest, purpose: &str) -> ScimExchange {
        let query = request.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let url = self.url.endpoint(&request.path, query);
        let wire = wire(method(request.method), url, &self.token, request.body.clone(), purpose);
        if request.path.split('/').any(|segment| matches!(segment, "." | "..")) {
            let (earlier, record) = (Vec::new(), unsent(&wire));
            return ScimExchange { earlier, record, answer: Err(ScimClientError::UnsafePath) };
        }
        let Attempts { earlier, last } = self.http.send_again(wire, &self.retry, &*self.pace).await;
        let answer = last.result.map_err(ScimClientError::from).and_then(|response| answer(&response));
        ScimExchange { earlier, record: last.record, answer }
    }
}

/// A request with the headers Entra sends.
pub(crate) fn wire(
    method: Method,
    url: Url,
    token: &SecretString,
    body: Option<Value>,
    purpose: &str,
) -> HttpRequest {
    let mut headers = vec![("Accept".to_owned(), MEDIA_TYPE.to_owned())];
    if body.is_some() {
        headers.push(("Content-Type".to_owned(), format!("{MEDIA_TYPE}; charset=utf-8")));
    }
    HttpRequest { method, url, headers, bearer: Some(token.clone()), body, purpose: purpose.to_owned() }
}

fn answer(response: &HttpResponse) -> Result<ScimAnswer, ScimClientError> {
    if let Some(location) = response.redirect() {
        return Err(ScimClientError::Redirected { status: response.status, location: location.to_owned() });
    }
    let body = response.json();
    let answer = ScimAnswer { status: response.status, body };
    // A refusal may come as anything from a gateway on the way: its status says enough.
    if answer.is_success() && answer.body.is_none() && !response.body_text.trim().is_empty() {
        return Err(ScimClientError::NotJson { status: response.status, media_type: response.media_type() });
    }
    Ok(answer)
}

fn method(method: request::Method) -> Method {
    match method {
        request::Method::Get => Method::GET,
        request::Method::Post => Method::POST,
        request::Method::Patch => Method::PATCH,
        request::Method::Put => Method::PUT,
        request::Method::Delete => Method::DELETE,
    }
}

fn unsent(request: &HttpRequest) -> ExchangeRecord {
    ExchangeRecord {
        purpose: request.purpose.clone(),
        method: request.method.to_string(),
        url: request.url.to_string(),
        request_headers: Vec::new(),
        request_body: request.body.clone(),
        status: None,
        response_headers: Vec::new(),
        response_body: None,
        millis: 0,
        failure: Some(HttpError::InvalidUrl),
    }
}
