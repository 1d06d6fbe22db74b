//! Name lookup and bare connections: the steps below HTTP, each on its own, for the connection probe.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::time::timeout;
use url::{Host, Url};

use crate::classify::connect_problem;
use crate::{HttpError, Phase};

/// The addresses of a host name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// In the order the system prefers; never empty.
    pub addresses: Vec<SocketAddr>,
    /// How long the lookup took.
    pub millis: u32,
}

/// Looks up a host with the system's resolver. An address literal is its own answer.
///
/// # Errors
/// [`HttpError::Dns`] when the name has no address, [`HttpError::Timeout`] when `limit` passed.
pub async fn resolve(host: &str, port: u16, limit: Duration) -> Result<Resolved, HttpError> {
    let started = Instant::now();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let addresses = timeout(limit, tokio::net::lookup_host((host, port)))
        .await
        .map_err(|_| HttpError::Timeout { phase: Phase::Resolve, after_ms: millis_since(started) })?
        .map(Iterator::collect::<Vec<_>>)
        .unwrap_or_default();
    if addresses.is_empty() {
        return Err(HttpError::Dns { host: host.to_owned() });
    }
    Ok(Resolved { addresses, millis: millis_since(started) })
}

/// Opens a TCP connection, closes it again, and tells how long the opening took in milliseconds.
///
/// # Errors
/// [`HttpError::Connect`] or [`HttpError::Timeout`].
pub async fn connect(address: SocketAddr, limit: Duration) -> Result<u32, HttpError> {
    let started = Instant::now();
    open(address, limit).await?;
    Ok(millis_since(started))
}

pub(crate) async fn open(address: SocketAddr, limit: Duration) -> Result<tokio::net::TcpStream, HttpError> {
    let started = Instant::now();
    timeout(limit, tokio::net::TcpStream::connect(address))
        .await
        .map_err(|_| HttpError::Timeout { phase: Phase::Connect, after_ms: millis_since(started) })?
        .map_err(|error| HttpError::Connect {
            host: address.ip().to_string(),
            port: address.port(),
            problem: connect_problem(error.kind()),
        })
}

/// Whether an address is on this computer: `localhost`, a name below it (RFC 6761 §6.3), or a loopback address.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).to_canonical().is_loopback(),
        None => false,
    }
}

pub(crate) fn millis_since(started: Instant) -> u32 {
    u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX)
}

/// A host name without an address, in a type of its own so that it can be recognised in reqwest's source chain.
#[derive(Debug, thiserror::Error)]
#[error("no address found")]
pub(crate) struct NoAddress {
    pub(crate) host: String,
}

/// The system's resolver, failing with [`NoAddress`].
pub(crate) struct SystemResolver;

impl reqwest::dns::Resolve for SystemResolver {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let host = name.as_str().to_owned();
        Box::pin(async move {
            let addresses = tokio::net::lookup_host((host.as_str(), 0))
                .await
                .map(Iterator::collect::<Vec<_>>)
                .unwrap_or_default();
            if addresses.is_empty() {
                return Err(NoAddress { host }.into());
            }
            Ok(Box::new(addresses.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_recognised() {
        for (url, expected) in [
            ("http://localhost:1/", true),
            ("http://practice.localhost/", true),
            ("http://LOCALHOST./", true),
            ("http://127.0.0.1/", true),
            ("http://127.8.8.8/", true),
            ("http://[::1]/", true),
            ("http://[::ffff:127.0.0.1]/", true),
            ("http://localhost.example/", false),
            ("http://10.0.0.1/", false),
            ("http://0.0.0.0/", false),
            ("data:x", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
