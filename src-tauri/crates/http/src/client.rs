//! The client: sends one request, hands back the answer and the record of it.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use rustls::pki_types::CertificateDer;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;
use url::Url;

use crate::classify::{Target, request_failure};
use crate::dial::{SystemResolver, is_loopback, millis_since};
use crate::proxy::Proxies;
use crate::redact::Redactor;
use crate::tls::{self, install_provider};
use crate::trust::read_ca_file;
use crate::{
    ExchangeRecord, HttpError, HttpOptions, HttpRequest, HttpResponse, Phase, ProxyServer, ProxyUse,
    TlsFacts, TlsFailure, TlsVersions,
};

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
    proxies: Proxies,
    extra_certificates: Vec<CertificateDer<'static>>,
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

impl HttpClient {
    /// Makes a client. The proxy settings and the file of extra certificates are read here, once.
    ///
    /// # Errors
    /// [`HttpError::CaFile`] for the file, [`HttpError::ProxySetting`] for a proxy that was typed in,
    /// [`HttpError::Other`] when the platform's certificate verifier cannot be set up.
    pub fn new(options: HttpOptions) -> Result<Self, HttpError> {
        install_provider();
        let extra_certificates = match &options.ca_file {
            Some(file) => read_ca_file(file)?,
            None => Vec::new(),
        };
        let direct = build(&options, &ProxyUse::Never, &extra_certificates)?;
        let proxied = match &options.proxy {
            ProxyUse::Never => direct.clone(),
            proxy => build(&options, proxy, &extra_certificates)?,
        };
        let proxies = Proxies::of(&options.proxy);
        Ok(Self { shared: Arc::new(Shared { options, direct, proxied, proxies, extra_certificates }) })
    }

    /// The options it was made with.
    #[must_use]
    pub fn options(&self) -> &HttpOptions {
        &self.shared.options
    }

    /// The proxy through which an address would be reached, if any.
    #[must_use]
    pub fn proxy_for(&self, url: &Url) -> Option<ProxyServer> {
        self.shared.proxies.server_for(url)
    }

    /// Connects directly, performs a TLS handshake that trusts what this client trusts, and closes again. Each half may
    /// take as long as a connection may.
    ///
    /// # Errors
    /// [`HttpError::Tls`], [`HttpError::Connect`], [`HttpError::Timeout`], [`HttpError::Closed`], or
    /// [`HttpError::InvalidUrl`] when `host` is neither a name nor an address; with the certificate, if one was shown.
    pub async fn handshake(
        &self,
        host: &str,
        address: SocketAddr,
        versions: TlsVersions,
    ) -> Result<TlsFacts, TlsFailure> {
        let Shared { options, extra_certificates, .. } = &*self.shared;
        tls::handshake(host, address, versions, options.connect_timeout, extra_certificates).await
    }

    /// Sends one request and reads the whole answer. Never follows a redirect, never retries.
    pub async fn send(&self, request: HttpRequest) -> Exchanged {
        let started = Instant::now();
        let secrets = self.shared.proxies.secrets();
        let redactor = Redactor::new(request.bearer.as_ref(), request.body.as_ref(), &secrets);
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
        let mut answer = timeout(self.shared.options.answer_timeout, builder.send())
            .await
            .map_err(|_| HttpError::Timeout { phase: Phase::Answer, after_ms: millis_since(started) })?
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
fn build(
    options: &HttpOptions,
    proxy: &ProxyUse,
    extra: &[CertificateDer<'static>],
) -> Result<reqwest::Client, HttpError> {
    let other = |error: reqwest::Error| HttpError::Other { detail: error.to_string() };
    let extra = extra.iter().map(|one| reqwest::Certificate::from_der(one)).collect::<Result<Vec<_>, _>>();
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(options.connect_timeout.min(options.answer_timeout))
        .timeout(options.total_timeout)
        .dns_resolver(Arc::new(SystemResolver))
        .tls_certs_merge(extra.map_err(other)?);
    let builder = match proxy {
        ProxyUse::System => builder,
        ProxyUse::Never => builder.no_proxy(),
        ProxyUse::Manual(proxy) => builder.no_proxy().proxy(proxy.as_reqwest()?),
    };
    builder.build().map_err(other)
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
