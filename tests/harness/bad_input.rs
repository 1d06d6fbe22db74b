//! What can be entered wrong, once for the command line and for the window: each row has its code.

use crate::misbehaving::Fault;

/// Where the URL leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// As typed.
    Typed(&'static str),
    /// A service that does something wrong.
    Service(Fault),
    /// The practice Ramp, with this after its URL.
    Practice(&'static str),
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct BadInput {
    /// The SCIM URL.
    pub place: Place,
    /// The token; `None` is the right one.
    pub token: Option<&'static str>,
    /// The code of what is wrong; `None` where nothing is.
    pub code: Option<&'static str>,
    /// Whose side it is on.
    pub side: &'static str,
}

const fn url(typed: &'static str, code: &'static str) -> BadInput {
    BadInput { place: Place::Typed(typed), token: None, code: Some(code), side: "you" }
}

const fn token(token: &'static str, code: &'static str) -> BadInput {
    BadInput { place: Place::Practice(""), token: Some(token), code: Some(code), side: "you" }
}

const fn service(fault: Fault, code: &'static str, side: &'static str) -> BadInput {
    BadInput { place: Place::Service(fault), token: None, code: Some(code), side }
}

/// Every row.
pub const ROWS: &[BadInput] = &[
    url("scim.ramp.example/scim/v2", "url.no-scheme"),
    url("https://admin:hunter22@scim.ramp.example/scim/v2", "url.has-credentials"),
    url("https://scim.ramp.example/scim/v2/Users", "url.ends-in-resource"),
    url("http://scim.ramp.example/scim/v2", "url.plain-http"),
    url("https://scim.ramp.example/scim /v2", "url.blank-inside"),
    url("ftp://scim.ramp.example/scim/v2", "url.not-http"),
    BadInput { place: Place::Practice("?aadOptscim062020"), token: None, code: None, side: "" },
    token("rp_practice 0123456789abcdef", "token.has-blanks"),
    token("rp_practice_\n0123456789abcdef", "token.has-line-breaks"),
    token("Bearer rp_practice_0123456789abcdef", "token.has-scheme"),
    // Its claims say that it ended on 1 January 2020.
    token("eyJhbGciOiJub25lIn0.eyJleHAiOjE1Nzc4MzY4MDB9.c2ln", "token.expired"),
    service(Fault::Html, "scim.html", "you"),
    service(Fault::Unauthorized, "auth.unauthorized", "you"),
    service(Fault::Forbidden, "auth.forbidden", "ramp"),
    service(Fault::FilterNotFound, "filter.not-found", "ramp"),
    service(Fault::TooManyRequests, "http.throttled", "ramp"),
    service(Fault::ServerError, "http.server-error", "ramp"),
    service(Fault::Silent, "http.timeout", "ramp"),
    service(Fault::Closes, "http.closed", "ramp"),
];
