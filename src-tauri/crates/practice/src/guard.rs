//! What every request has to pass before it is looked at: it names this computer, and its body comes whole, within
//! bounds and in time.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use http_body::Body as _;
use hyper::body::Incoming;

/// Why a request is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It names no host, or several.
    NoHost,
    /// It names another computer.
    OtherHost,
    /// Its body is larger than the limit.
    TooLarge,
    /// Its body ended early.
    Incomplete,
    /// Its body took too long.
    TooSlow,
}

impl Unfit {
    /// The HTTP status.
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::NoHost | Self::Incomplete => 400,
            Self::TooSlow => 408,
            Self::TooLarge => 413,
            Self::OtherHost => 421,
        }
    }

    /// For people.
    pub(crate) fn detail(self) -> &'static str {
        match self {
            Self::NoHost => "The request names no host.",
            Self::OtherHost => "This service answers to 127.0.0.1 and localhost alone.",
            Self::TooLarge => "The body is too large.",
            Self::Incomplete => "The body ended early.",
            Self::TooSlow => "The body took too long.",
        }
    }
}

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
pub(crate) async fn whole(body: Body, limit: usize) -> Result<Bytes, Unfit> {
    axum::body::to_bytes(body, limit).await.map_err(|error| match is_too_large(&error) {
        true => Unfit::TooLarge,
        false => Unfit::Incomplete,
    })
}

impl Guard {
    /// The request with its body read, or why it is refused.
    pub(crate) async fn pass(self, request: Request<Incoming>) -> Result<Request, Unfit> {
        self.host(&request)?;
        if request.body().is_end_stream() {
            return Ok(request.map(|_| Body::empty()));
        }
        let (parts, body) = request.into_parts();
        let read = tokio::time::timeout(self.body_time, whole(Body::new(body), self.body_limit));
        let bytes = read.await.unwrap_or(Err(Unfit::TooSlow))?;
        Ok(Request::from_parts(parts, Body::from(bytes)))
    }

    /// A page on the web may send a browser here under a name of its own (DNS rebinding): only names that mean this
    /// computer, with the port, are served (RFC 9110 §7.4, §15.5.20).
    fn host<B>(self, request: &Request<B>) -> Result<(), Unfit> {
        let mut hosts = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(Unfit::NoHost);
        };
        let named = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        let aimed = request.uri().authority();
        if named.is_some_and(|host| self.is_here(&host)) && aimed.is_none_or(|host| self.is_here(host)) {
            Ok(())
        } else {
            Err(Unfit::OtherHost)
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
