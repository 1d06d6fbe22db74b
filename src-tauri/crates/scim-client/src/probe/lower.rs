//! The layers below HTTP, each asked on its own so that a failure has its place.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use onramp_http::{
    HttpClient, HttpError, ProxyServer, ProxyUse, TlsFacts, TlsFailure, TlsProblem, TlsVersions, TrustedBy,
    connect, proxy_script, resolve,
};

use super::{Finding, Layer, LayerResult, TlsConcern};
use crate::ScimUrl;

/// Within this a certificate's last day is near.
const SOON: i64 = 30 * 24 * 60 * 60;

/// How the service is reached, once the lower layers allow it.
pub(super) struct Route {
    pub(super) proxy: Option<ProxyServer>,
}

/// Judges DNS, TCP and TLS, and appends one result each until one fails. `now` is in seconds since 1970-01-01 UTC.
pub(super) async fn reach(
    http: &HttpClient,
    url: &ScimUrl,
    now: i64,
    results: &mut Vec<LayerResult>,
) -> Option<Route> {
    let proxy = http.proxy_for(url.as_url());
    let direct = dns_and_tcp(http, url, proxy.as_ref(), results).await;
    let reached = match direct {
        // The handshake runs inside the proxy's tunnel, so the first exchange judges it.
        Some(_) if proxy.is_some() => Some(()),
        Some(address) => tls(http, url, address, now, results).await,
        None => None,
    };
    if reached.is_none() && proxy.is_none() && !url.is_loopback() {
        beside_a_script(http, results).await;
    }
    reached.map(|()| Route { proxy })
}

async fn dns_and_tcp(
    http: &HttpClient,
    url: &ScimUrl,
    proxy: Option<&ProxyServer>,
    results: &mut Vec<LayerResult>,
) -> Option<SocketAddr> {
    let limit = http.options().connect_timeout;
    let addresses = dns(url, proxy, limit, results).await?;
    tcp(&addresses, proxy, limit, results).await
}

/// Where a script names the proxy, a failure without one has an explanation.
async fn beside_a_script(http: &HttpClient, results: &mut [LayerResult]) {
    let Some(last) = results.last_mut() else { return };
    let Finding::Failed(error) = &last.finding else { return };
    if matches!(http.options().proxy, ProxyUse::System)
        && let Some(script) = proxy_script().await
    {
        let finding = Finding::ProxyScriptIgnored { error: error.clone(), script };
        *last = LayerResult::new(last.layer, finding, last.millis, None);
    }
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
            let addresses = resolved.addresses.clone();
            let private = proxy.is_none()
                && !url.is_loopback()
                && addresses.iter().all(|address| !is_of_the_internet(address.ip()));
            let finding = if private {
                Finding::DnsPrivate { host: host.to_owned(), addresses }
            } else if proxy.is_none() && url.is_address() {
                Finding::DnsNotNeeded { address: *resolved.addresses.first()? }
            } else {
                Finding::DnsResolved { host: host.to_owned(), addresses, proxy: proxy.cloned() }
            };
            results.push(LayerResult::new(Layer::Dns, finding, resolved.millis, None));
            Some(resolved.addresses)
        }
        Err(error) => fail(Layer::Dns, Finding::Failed(on_the_way(error, proxy)), results),
    }
}

/// Whether an address may be reached from the internet, by the registries of special addresses (RFC 6890).
fn is_of_the_internet(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            let shared_by_a_carrier = first == 100 && (64..128).contains(&second);
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
                || address.is_broadcast()
                || shared_by_a_carrier)
        }
        IpAddr::V6(address) => {
            !(address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local())
        }
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
    fail(Layer::Tcp, Finding::Failed(on_the_way(failure?, proxy)), results)
}

/// What keeps the proxy from being reached is no fault of the URL's host.
fn on_the_way(error: HttpError, proxy: Option<&ProxyServer>) -> HttpError {
    match proxy {
        Some(server) => HttpError::Proxy { server: server.clone() },
        None => error,
    }
}

async fn tls(
    http: &HttpClient,
    url: &ScimUrl,
    address: SocketAddr,
    now: i64,
    results: &mut Vec<LayerResult>,
) -> Option<()> {
    if !url.is_https() {
        results.push(LayerResult::new(Layer::Tls, Finding::TlsNotUsed, 0, None));
        return Some(());
    }
    let as_entra = http.handshake(url.host(), address, TlsVersions::Only12).await;
    let (facts, with_12) = match as_entra {
        Ok(facts) => (facts, true),
        Err(failure) if may_be_the_version(&failure.error) => {
            match http.handshake(url.host(), address, TlsVersions::Any).await {
                Ok(facts) => (facts, false),
                Err(failure) => return fail(Layer::Tls, refused(url.host(), failure), results),
            }
        }
        Err(failure) => return fail(Layer::Tls, refused(url.host(), failure), results),
    };
    let millis = facts.millis;
    results.push(LayerResult::new(Layer::Tls, trusted(facts, with_12, now), millis, None));
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

fn trusted(facts: TlsFacts, with_12: bool, now: i64) -> Finding {
    let certificate = facts.certificate;
    let weak = certificate.as_ref().is_some_and(|shown| shown.key.is_strong_enough() == Some(false));
    let soon = certificate.as_ref().is_some_and(|shown| shown.not_after < now.saturating_add(SOON));
    let concerns: Vec<_> = [
        (TlsConcern::Without12, !with_12),
        (TlsConcern::WeakKey, weak),
        (TlsConcern::ExtraFile, facts.trusted_by == TrustedBy::ExtraFile),
        (TlsConcern::ExpiresSoon, soon),
    ]
    .into_iter()
    .filter_map(|(concern, holds)| holds.then_some(concern))
    .collect();
    match concerns.is_empty() {
        true => Finding::TlsTrusted { certificate },
        false => Finding::TlsConcerns { certificate, concerns },
    }
}

fn refused(host: &str, failure: TlsFailure) -> Finding {
    let TlsFailure { error, certificate } = failure;
    match &error {
        HttpError::Tls {
            problem:
                TlsProblem::CertificateUntrusted
                | TlsProblem::CertificateExpired
                | TlsProblem::CertificateNotYetValid
                | TlsProblem::CertificateWrongName
                | TlsProblem::CertificateRevoked
                | TlsProblem::CertificateInvalid,
            ..
        } => Finding::TlsCertificate { error, certificate },
        // `protocol_version` (RFC 8446 §6.2) does tell: TLS 1.2 was offered and refused.
        HttpError::Tls { alert: Some(alert), .. } if alert.name != "protocol_version" => {
            Finding::TlsUnjudged { host: host.to_owned(), alert: Some(alert.clone()) }
        }
        HttpError::Closed => Finding::TlsUnjudged { host: host.to_owned(), alert: None },
        _ => Finding::Failed(error),
    }
}

fn fail<T>(layer: Layer, finding: Finding, results: &mut Vec<LayerResult>) -> Option<T> {
    let millis = match &finding {
        Finding::Failed(HttpError::Timeout { after_ms, .. }) => *after_ms,
        _ => 0,
    };
    results.push(LayerResult::new(layer, finding, millis, None));
    None
}

#[cfg(test)]
mod tests {
    use onramp_http::{Certificate, CertificateKey, TlsVersion};

    use super::*;

    #[test]
    fn addresses_of_the_internet_are_told_from_others() {
        for (address, expected) in [
            ("93.184.215.14", true),
            ("10.1.2.3", false),
            ("172.31.0.1", false),
            ("172.32.0.1", true),
            ("192.168.0.1", false),
            ("169.254.1.1", false),
            ("100.64.0.1", false),
            ("100.128.0.1", true),
            ("127.0.0.1", false),
            ("0.0.0.0", false),
            ("2606:2800:21f::1", true),
            ("fd00::1", false),
            ("fe80::1", false),
            ("::1", false),
            ("::ffff:10.0.0.1", false),
        ] {
            assert_eq!(is_of_the_internet(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn concerns_are_told_gravest_first() {
        let now = 1_000_000_000;
        let day = 24 * 60 * 60;
        let rsa = |bits| CertificateKey::Rsa { bits };
        let ec = |bits| CertificateKey::Ec { bits };
        use TlsConcern::{ExpiresSoon, ExtraFile, WeakKey, Without12};
        for (key, days, trusted_by, with_12, expected) in [
            (rsa(2048), 31, TrustedBy::System, true, vec![]),
            (rsa(1024), 31, TrustedBy::System, true, vec![WeakKey]),
            (ec(256), 29, TrustedBy::System, true, vec![ExpiresSoon]),
            (ec(224), 90, TrustedBy::ExtraFile, true, vec![WeakKey, ExtraFile]),
            (CertificateKey::Other { oid: "1.3.101.112".to_owned() }, 90, TrustedBy::System, true, vec![]),
            (rsa(1024), 1, TrustedBy::ExtraFile, false, vec![Without12, WeakKey, ExtraFile, ExpiresSoon]),
        ] {
            let certificate = Certificate {
                subject: "a.example".to_owned(),
                issuer: "An authority".to_owned(),
                self_issued: false,
                not_before: 0,
                not_after: now + days * day,
                key: key.clone(),
                chain_length: 2,
            };
            let facts = TlsFacts {
                version: TlsVersion::V1_2,
                millis: 1,
                trusted_by,
                certificate: Some(certificate.clone()),
            };
            let found = match trusted(facts, with_12, now) {
                Finding::TlsTrusted { .. } => vec![],
                Finding::TlsConcerns { concerns, .. } => concerns,
                other => panic!("{other:?}"),
            };
            assert_eq!(found, expected, "{key:?} {days} {trusted_by:?}");
        }
    }
}
