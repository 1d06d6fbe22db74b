//! A TLS handshake on its own, with a choice of versions: Entra's provisioning service speaks TLS 1.2.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::classify::tls_problem;
use crate::dial::{millis_since, open};
use crate::{HttpError, Phase, TlsProblem};

/// Which versions a handshake may settle on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsVersions {
    /// TLS 1.2 alone, as Entra's provisioning service.
    Only12,
    /// TLS 1.2 or 1.3.
    Any,
}

/// The version a handshake settled on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsVersion {
    /// TLS 1.2.
    V1_2,
    /// TLS 1.3.
    V1_3,
}

/// A handshake that ended in a trusted session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TlsFacts {
    /// The version both sides settled on.
    pub version: TlsVersion,
    /// How long the handshake took, without the TCP connection below it.
    pub millis: u32,
}

/// Connects, performs a TLS handshake verified by the platform's trust store, and closes again.
///
/// # Errors
/// [`HttpError::Tls`], [`HttpError::Connect`], [`HttpError::Timeout`], [`HttpError::Closed`], or
/// [`HttpError::InvalidUrl`] when `host` is neither a name nor an address.
pub async fn handshake(
    host: &str,
    address: SocketAddr,
    versions: TlsVersions,
    limit: Duration,
) -> Result<TlsFacts, HttpError> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(host.to_owned()).map_err(|_| HttpError::InvalidUrl)?;
    let connector = TlsConnector::from(Arc::new(client_config(versions)?));
    let stream = open(address, limit).await?;
    let started = Instant::now();
    let session = timeout(limit, connector.connect(name, stream))
        .await
        .map_err(|_| HttpError::Timeout { phase: Phase::Handshake, after_ms: millis_since(started) })?
        .map_err(|error| handshake_failure(&error, host))?;
    let version = match session.get_ref().1.protocol_version() {
        Some(rustls::ProtocolVersion::TLSv1_3) => TlsVersion::V1_3,
        _ => TlsVersion::V1_2,
    };
    Ok(TlsFacts { version, millis: millis_since(started) })
}

/// Makes ring the process's cryptography, which reqwest takes over. Asking twice changes nothing.
pub(crate) fn install_provider() {
    // Fails only when a provider is installed already, which is what is wanted.
    let _ = ring::default_provider().install_default();
}

fn client_config(versions: TlsVersions) -> Result<ClientConfig, HttpError> {
    install_provider();
    let provider =
        CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let versions: &[&rustls::SupportedProtocolVersion] = match versions {
        TlsVersions::Only12 => &[&rustls::version::TLS12],
        TlsVersions::Any => rustls::ALL_VERSIONS,
    };
    ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .and_then(|builder| builder.with_platform_verifier())
        .map(|builder| builder.with_no_client_auth())
        .map_err(|error| HttpError::Other { detail: error.to_string() })
}

fn handshake_failure(error: &std::io::Error, host: &str) -> HttpError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(tls) => HttpError::Tls { host: host.to_owned(), problem: tls_problem(tls) },
        None if is_close(error.kind()) => HttpError::Closed,
        None => HttpError::Tls { host: host.to_owned(), problem: TlsProblem::HandshakeFailed },
    }
}

fn is_close(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(kind, BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
}
