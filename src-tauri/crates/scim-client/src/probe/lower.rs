//! The layers below HTTP, each asked on its own so that a failure has its place.

use std::net::SocketAddr;
use std::time::Duration;

use onramp_http::{HttpClient, HttpError, ProxyServer, TlsProblem, TlsVersions, connect, resolve};

use super::{Finding, Layer, LayerResult};
use crate::ScimUrl;

/// How the service is reached, once the lower layers allow it.
pub(super) struct Route {
    pub(super) proxied: bool,
}

/// Judges DNS, TCP and TLS, and appends one result each until one fails.
pub(super) async fn reach(http: &HttpClient, url: &ScimUrl, results: &mut Vec<LayerResult>) -> Option<Route> {
    let limit = http.options().connect_timeout;
    let proxy = http.proxy_for(url.as_url());
    let addresses = dns(url, proxy.as_ref(), limit, results).await?;
    let address = tcp(&addresses, proxy.as_ref(), limit, results).await?;
    if proxy.is_some() {
        // The handshake runs inside the proxy's tunnel, so the first exchange judges it.
        return Some(Route { proxied: true });
    }
    tls(http, url, address, results).await?;
    Some(Route { proxied: false })
}

async fn dns(
    url: &ScimUrl,
    proxy: Option<&ProxyServer>,
    limit: Duration,
    results: &mut Vec<LayerResult>,
) -> Option<Vec<SocketAddr>> {
    let (host, port) = proxy.map_or((url.host(), url.port()), |proxy| (proxy.host.as_str(), proxy.port));
    match resolve(host, port, limit).await {
        Ok(resolved) => {
            let finding = if proxy.is_none() && url.is_address() {
                Finding::DnsNotNeeded { address: *resolved.addresses.first()? }
            } else {
                let addresses = resolved.addresses.clone();
                Finding::DnsResolved { host: host.to_owned(), addresses, proxy: proxy.cloned() }
            };
            results.push(LayerResult::new(Layer::Dns, finding, resolved.millis, None));
            Some(resolved.addresses)
        }
        Err(error) => fail(Layer::Dns, error, results),
    }
}

async fn tcp(
    addresses: &[SocketAddr],
    proxy: Option<&ProxyServer>,
    limit: Duration,
    results: &mut Vec<LayerResult>,
) -> Option<SocketAddr> {
    let mut failure = None;
    for &address in addresses {
        match connect(address, limit).await {
            Ok(millis) => {
                let finding = Finding::TcpOpen { address, proxy: proxy.cloned() };
                results.push(LayerResult::new(Layer::Tcp, finding, millis, None));
                return Some(address);
            }
            // The first address is the one the system prefers; its failure is the one to tell.
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    fail(Layer::Tcp, failure?, results)
}

async fn tls(
    http: &HttpClient,
    url: &ScimUrl,
    address: SocketAddr,
    results: &mut Vec<LayerResult>,
) -> Option<()> {
    if !url.is_https() {
        results.push(LayerResult::new(Layer::Tls, Finding::TlsNotUsed, 0, None));
        return Some(());
    }
    let as_entra =
        http.handshake(url.host(), address, TlsVersions::Only12).await.map_err(|failure| failure.error);
    let (finding, millis) = match as_entra {
        Ok(facts) => (Finding::TlsTrusted, facts.millis),
        Err(error) if may_be_the_version(&error) => {
            match http.handshake(url.host(), address, TlsVersions::Any).await {
                Ok(facts) => (Finding::TlsWithout12, facts.millis),
                Err(failure) => return fail(Layer::Tls, failure.error, results),
            }
        }
        Err(error) => return fail(Layer::Tls, error, results),
    };
    results.push(LayerResult::new(Layer::Tls, finding, millis, None));
    Some(())
}

/// Some servers close the connection instead of saying that they share no version.
fn may_be_the_version(error: &HttpError) -> bool {
    matches!(
        error,
        HttpError::Closed
            | HttpError::Tls { problem: TlsProblem::NoCommonProtocol | TlsProblem::HandshakeFailed, .. }
    )
}

fn fail<T>(layer: Layer, error: HttpError, results: &mut Vec<LayerResult>) -> Option<T> {
    let millis = match &error {
        HttpError::Timeout { after_ms, .. } => *after_ms,
        _ => 0,
    };
    results.push(LayerResult::new(layer, Finding::Failed(error), millis, None));
    None
}
