//! What every request has to pass before it is looked at: it names this computer, and its body comes whole, within
//! bounds and in time.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::response::{IntoResponse, Response};
use http_body::Body as _;
use hyper::body::Incoming;
use onramp_scim::{ScimError, ScimType};

use super::reply::Refusal;

/// What the guard holds requests against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard {
    /// The port the service listens on.
    pub(crate) port: u16,
    /// How long a body may take to arrive.
    pub(crate) body_time: Duration,
    /// The largest body, in bytes.
    pub(crate) body_limit: usize,
}

/// The whole of a body, or why it is refused.
pub(super) async fn whole(body: Body, limit: usize) -> Result<Bytes, ScimError> {
    axum::body::to_bytes(body, limit).await.map_err(|error| match is_too_large(&error) {
        true => ScimError::new(413, "The body is too large."),
        false => ScimError::bad_request(ScimType::InvalidSyntax, "The body ended early."),
    })
}

impl Guard {
    /// The request with its body read, or the answer that refuses it.
    pub(crate) async fn pass(self, request: Request<Incoming>) -> Result<Request, Response> {
        self.host(&request).map_err(IntoResponse::into_response)?;
        if request.body().is_end_stream() {
            return Ok(request.map(|_| Body::empty()));
        }
        let (parts, body) = request.into_parts();
        let read = tokio::time::timeout(self.body_time, whole(Body::new(body), self.body_limit));
        let refused = match read.await {
            Ok(Ok(bytes)) => return Ok(Request::from_parts(parts, Body::from(bytes))),
            Ok(Err(refused)) => refused,
            Err(_) => ScimError::new(408, "The body took too long."),
        };
        Err(Refusal::from(refused).into_response())
    }

    /// A page on the web may send a browser here under a name of its own (DNS rebinding): only names that mean this
    /// computer, with the port, are served (RFC 9110 §7.4, §15.5.20).
    fn host<B>(self, request: &Request<B>) -> Result<(), Refusal> {
        let mut hosts = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(ScimError::new(400, "The request names no host.").into());
        };
        let named = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        let aimed = request.uri().authority();
        if named.is_some_and(|host| self.is_here(&host)) && aimed.is_none_or(|host| self.is_here(host)) {
            Ok(())
        } else {
            Err(ScimError::new(421, "This service answers to 127.0.0.1 and localhost alone.").into())
        }
    }

    fn is_here(self, authority: &Authority) -> bool {
        let names = ["127.0.0.1", "localhost", "[::1]"];
        authority.port_u16() == Some(self.port)
            && !authority.as_str().contains('@')
            && names.iter().any(|name| name.eq_ignore_ascii_case(authority.host()))
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        source = cause.source();
    }
    false
}
