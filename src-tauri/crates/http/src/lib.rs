//! The one HTTP client: TLS, time-outs and the redacted record of each exchange.
//!
//! Every request Onramp sends passes [`HttpClient::send`], which always hands back an [`ExchangeRecord`]: what was asked
//! and what came back, with the credentials already masked, fit to be shown, stored and copied into a support request.
//! Failures are data ([`HttpError`]), told apart by type and never by message text, because each needs another next step.
//!
//! Redirects are not followed: a SCIM service that redirects is misconfigured from Entra's point of view, and following
//! one would carry the token to another address. The answer is handed back and [`HttpResponse::redirect`] names the goal.
//!
//! Loopback addresses are always reached directly; everything else honours the system's proxy settings, or the one proxy
//! that was typed in. Certificates are judged by the system's store and, on top, by a file somebody names.
//!
//! This crate does not decide what to send. [`retry`] tells its callers whether a request may be sent again.

mod certificate;
mod classify;
mod client;
mod dial;
mod error;
mod message;
mod options;
mod proxy;
mod record;
mod redact;
pub mod retry;
mod script;
mod tls;
mod trust;

pub use certificate::{Certificate, CertificateKey};
pub use client::{Exchanged, HttpClient};
pub use dial::{Resolved, connect, is_loopback, resolve};
pub use error::{ConnectProblem, HttpError, Phase, ProxyServer, TlsAlert, TlsProblem};
pub use message::{HttpRequest, HttpResponse};
pub use options::HttpOptions;
pub use proxy::{ManualProxy, ProxyProblem, ProxyUse};
pub use record::{ExchangeRecord, RecordedBody};
pub use redact::{MASK, masked};
pub use reqwest::Method;
pub use retry::{Attempts, Pace, RetryPolicy, SystemPace};
pub use script::{ProxyScript, proxy_script};
pub use tls::{TlsFacts, TlsFailure, TlsVersion, TlsVersions};
pub use trust::{CaFileProblem, TrustedBy};
pub use url::Url;
