//! SCIM operations and the connection probe, layer by layer, over HTTP.
//!
//! [`ScimUrl`] and [`token`] judge what the admin pasted, [`ScimClient`] sends what the pure crates decided, and
//! [`probe`](probe::probe) asks a service what Entra's own connection test would ask, and a little more, to find the layer
//! at which it fails. Nothing here changes anything in the service, except a request given to [`ScimClient::send`] that does.
//! [`onramp_http::retry`] says which requests are sent again.

mod client;
pub mod probe;
pub mod token;
mod url;

pub use client::{ScimClient, ScimClientError, ScimExchange};
pub use onramp_http::{Pace, RetryPolicy, SystemPace};
pub use probe::{Finding, Layer, LayerResult, ListMember, PatchDialect, TlsConcern, Verdict};
pub use token::TokenProblem;
pub use url::{ParsedUrl, ScimUrl, UrlNote, UrlProblem};
