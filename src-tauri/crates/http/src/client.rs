//! The client: sends one request, hands back the answer and the record of it.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::classify::{Target, request_failure};
use crate::dial::{SystemResolver, is_loopback, millis_since};
use crate::redact::Redactor;
use crate::tls::install_provider;
use crate::{ExchangeRecord, HttpError, Phase, ProxyServer};

/// How an [`HttpClient`] behaves.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// How long the connection may take, TLS included.
    pub connect_timeout: Duration,
    /// How long an exchange may take from first to last byte.
    pub total_timeout: Duration,
    /// How many bytes of a body are read before the exchange fails.
    pub max_body_bytes: usize,
    /// The User-Agent header. It names Onramp: it does not imitate Entra, whose own is not known.
    pub user_agent: String,
    /// Whether the system's proxy settings count.
    pub proxy: ProxyUse,
}

impl Default for HttpOptions {
    /// 10 s to connect, 30 s in all, 8 MiB, the system's proxy.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_body_bytes: 8 * 1024 * 1024,
            user_agent: concat!("Onramp/", env!("CARGO_PKG_VERSION")).to_owned(),
            proxy: ProxyUse::System,
        }
    }
}

/// Whether the system's proxy settings count. Loopback is reached directly either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyUse {
    /// The environment's and the operating system's settings.
    System,
    /// Every address is reached directly.
    Never,
}

/// One request.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The full address, query included.
    pub url: Url,
    /// Further headers. `Content-Type` defaults to `application/json` when there is a body.
    pub headers: Vec<(String, String)>,
    /// The token for `Authorization: Bearer`, bare.
    pub bearer: Option<SecretString>,
    /// The JSON body.
    pub body: Option<Value>,
    /// Why it is sent, for the record: a stable name, not a sentence.
    pub purpose: String,
}

impl HttpRequest {
    /// A GET without a body.
    #[must_use]
    pub fn get(url: Url, purpose: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            url,
            headers: Vec::new(),
            bearer: None,
            body: None,
            purpose: purpose.into(),
        }
    }
}

/// A whole answer. Its text is not masked: show the [`ExchangeRecord`] instead.
#[derive(Clone)]
pub struct HttpResponse {
    /// The status code, any at all: judging it is the caller's affair.
    pub status: u16,
    /// Headers in the order they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as UTF-8, with replacement characters where it is not.
    pub body_text: String,
}

impl HttpResponse {
    /// The first header of that name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The media type of `Content-Type` in lower case, without parameters.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(value.split(';').next().unwrap_or(value).trim().to_ascii_lowercase())
    }

    /// The body as JSON, whatever the content type says; `None` when it does not parse.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body_text).ok()
    }

    /// Where a redirect points, as the server wrote it (empty when it did not say); `None` for every other answer.
    #[must_use]
    pub fn redirect(&self) -> Option<&str> {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
            .then(|| self.header("location").unwrap_or_default())
    }
}

impl fmt::Debug for HttpResponse {
    /// Leaves out headers and body: they may hold credentials and personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body_text.len())
            .finish_non_exhaustive()
    }
}

/// What [`HttpClient::send`] hands back: the record always, the answer if there was one.
#[derive(Debug, Clone)]
pub struct Exchanged {
    /// What was asked and what came back, masked.
    pub record: ExchangeRecord,
    /// The answer, or why there is none.
    pub result: Result<HttpResponse, HttpError>,
}

/// Sends requests. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct HttpClient {
    shared: Arc<Shared>,
}

struct Shared {
    options: HttpOptions,
    direct: reqwest::Client,
    proxied: reqwest::Client,
    proxies: Option<Matcher>,
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

impl HttpClient {
    /// Makes a client. The proxy settings are read here, once.
    ///
    /// # Errors
    /// [`HttpError::Other`] when the platform's certificate verifier cannot be set up.
    pub fn new(options: HttpOptions) -> Result<Self, HttpError> {
        install_provider();
        let direct = build(&options, false)?;
        let (proxied, proxies) = match options.proxy {
            ProxyUse::System => (build(&options, true)?, Some(Matcher::from_system())),
            ProxyUse::Never => (direct.clone(), None),
        };
        Ok(Self { shared: Arc::new(Shared { options, direct, proxied, proxies }) })
    }

    /// The options it was made with.
    #[must_use]
    pub fn options(&self) -> &HttpOptions {
        &self.shared.options
    }

    /// The proxy through which an address would be reached, if any.
    #[must_use]
    pub fn proxy_for(&self, url: &Url) -> Option<ProxyServer> {
        if is_loopback(url) {
            return None;
        }
        let uri: http::Uri = url.as_str().parse().ok()?;
        let found = self.shared.proxies.as_ref()?.intercept(&uri)?;
        let port = found.uri().port_u16().unwrap_or(match found.uri().scheme_str() {
            Some("https") => 443,
            Some("socks4" | "socks4a" | "socks5" | "socks5h") => 1080,
            _ => 80,
        });
        Some(ProxyServer { host: found.uri().host()?.to_owned(), port })
    }

    /// Sends one request and reads the whole answer. Never follows a redirect, never retries.
    pub async fn send(&self, request: HttpRequest) -> Exchanged {
        let started = Instant::now();
        let redactor = Redactor::new(request.bearer.as_ref(), request.body.as_ref());
        let headers = headers_of(&request, &self.shared.options.user_agent);
        let mut record = ExchangeRecord {
            purpose: request.purpose.clone(),
            method: request.method.to_string(),
            url: redactor.url(&request.url),
            request_headers: Vec::new(),
            request_body: request.body.as_ref().map(|body| redactor.json(body)),
            status: None,
            response_headers: Vec::new(),
            response_body: None,
            millis: 0,
            failure: None,
        };
        let mut result = match headers {
            Ok(headers) => {
                record.request_headers = shown_headers(&headers, &redactor);
                self.exchange(request, headers, started, &mut record, &redactor).await
            }
            Err(error) => Err(error),
        };
        if let Err(HttpError::Other { detail }) = &mut result {
            *detail = redactor.text(detail);
        }
        record.millis = millis_since(started);
        record.failure = result.as_ref().err().cloned();
        // Neither path nor query: a filter may hold a mail address.
        tracing::debug!(
            purpose = record.purpose,
            method = record.method,
            status = record.status,
            millis = record.millis,
            failure = record.failure.as_ref().map(HttpError::code),
            "exchange ended"
        );
        Exchanged { record, result }
    }

    async fn exchange(
        &self,
        request: HttpRequest,
        headers: HeaderMap,
        started: Instant,
        record: &mut ExchangeRecord,
        redactor: &Redactor,
    ) -> Result<HttpResponse, HttpError> {
        if !matches!(request.url.scheme(), "http" | "https") {
            return Err(HttpError::InvalidUrl);
        }
        let host = request.url.host_str().ok_or(HttpError::InvalidUrl)?.to_owned();
        let port = request.url.port_or_known_default().unwrap_or_default();
        let proxy = self.proxy_for(&request.url);
        let target = Target { host: &host, port, proxy };
        let client = if is_loopback(&request.url) { &self.shared.direct } else { &self.shared.proxied };

        let mut builder = client.request(request.method, request.url).headers(headers);
        if let Some(body) = &request.body {
            builder = builder.body(body.to_string());
        }
        let mut answer = builder
            .send()
            .await
            .map_err(|error| request_failure(error, &target, Phase::Answer, millis_since(started)))?;

        let status = answer.status().as_u16();
        record.status = Some(status);
        record.response_headers = shown_headers(answer.headers(), redactor);
        let headers = answer.headers().iter().map(readable).collect();

        let limit = self.shared.options.max_body_bytes;
        let mut body = Vec::new();
        let mut failure = None;
        loop {
            match answer.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                    failure = Some(HttpError::BodyTooLarge { limit_bytes: limit as u64 });
                    break;
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => {
                    failure = Some(request_failure(error, &target, Phase::Body, millis_since(started)));
                    break;
                }
            }
        }
        let body_text = String::from_utf8_lossy(&body).into_owned();
        record.response_body = redactor.body(&body_text);
        match failure {
            Some(error) => Err(error),
            None => Ok(HttpResponse { status, headers, body_text }),
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that builds HTTP clients")]
fn build(options: &HttpOptions, proxied: bool) -> Result<reqwest::Client, HttpError> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(options.connect_timeout)
        .timeout(options.total_timeout)
        .dns_resolver(Arc::new(SystemResolver));
    let builder = if proxied { builder } else { builder.no_proxy() };
    builder.build().map_err(|error| HttpError::Other { detail: error.to_string() })
}

fn headers_of(request: &HttpRequest, user_agent: &str) -> Result<HeaderMap, HttpError> {
    let mut headers = HeaderMap::new();
    if let Some(token) = &request.bearer {
        let text = SecretString::from(format!("Bearer {}", token.expose_secret()));
        let mut value =
            HeaderValue::from_str(text.expose_secret()).map_err(|_| invalid_header("authorization"))?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    for (name, value) in &request.headers {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid_header(name))?;
        headers.insert(key, HeaderValue::from_str(value).map_err(|_| invalid_header(name))?);
    }
    if request.body.is_some() && !headers.contains_key(CONTENT_TYPE) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if !headers.contains_key(ACCEPT) {
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
    }
    let agent = HeaderValue::from_str(user_agent).map_err(|_| invalid_header("user-agent"))?;
    headers.insert(reqwest::header::USER_AGENT, agent);
    Ok(headers)
}

fn invalid_header(name: &str) -> HttpError {
    HttpError::InvalidHeader { name: name.to_ascii_lowercase() }
}

fn readable((name, value): (&HeaderName, &HeaderValue)) -> (String, String) {
    (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn shown_headers(headers: &HeaderMap, redactor: &Redactor) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|header| {
            let (name, value) = readable(header);
            let value = redactor.header(&name, &value);
            (name, value)
        })
        .collect()
}
