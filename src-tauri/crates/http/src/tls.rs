//! A TLS handshake on its own, with a choice of versions: Entra's provisioning service speaks TLS 1.2.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::classify::tls_failure;
use crate::dial::{millis_since, open};
use crate::trust::Witness;
use crate::{Certificate, HttpError, Phase, TlsProblem, TrustedBy};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFacts {
    /// The version both sides settled on.
    pub version: TlsVersion,
    /// How long the handshake took, without the TCP connection below it.
    pub millis: u32,
    /// The store that made the certificate trusted.
    pub trusted_by: TrustedBy,
    /// The server's certificate; `None` where it can't be read.
    pub certificate: Option<Certificate>,
}

/// A handshake that did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFailure {
    /// What went wrong.
    pub error: HttpError,
    /// The server's certificate, where the handshake came so far and it can be read.
    pub certificate: Option<Certificate>,
}

impl From<HttpError> for TlsFailure {
    fn from(error: HttpError) -> Self {
        Self { error, certificate: None }
    }
}

/// Connects, performs a TLS handshake verified by the platform's trust store and the extra certificates, and closes again.
///
/// # Errors
/// [`HttpError::Tls`], [`HttpError::Connect`], [`HttpError::Timeout`], [`HttpError::Closed`], or
/// [`HttpError::InvalidUrl`] when `host` is neither a name nor an address.
pub(crate) async fn handshake(
    host: &str,
    address: SocketAddr,
    versions: TlsVersions,
    limit: Duration,
    extra: &[CertificateDer<'static>],
) -> Result<TlsFacts, TlsFailure> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(host.to_owned()).map_err(|_| HttpError::InvalidUrl)?;
    let provider = provider();
    let other = |error: rustls::Error| HttpError::Other { detail: error.to_string() };
    let witness = Arc::new(Witness::new(extra, provider.clone()).map_err(other)?);
    let config = client_config(versions, provider, Arc::clone(&witness)).map_err(other)?;
    let stream = open(address, limit).await?;
    let started = Instant::now();
    let session = timeout(limit, TlsConnector::from(Arc::new(config)).connect(name, stream))
        .await
        .map_err(|_| HttpError::Timeout { phase: Phase::Handshake, after_ms: millis_since(started) })?;
    let seen = witness.seen();
    let certificate = Certificate::read(&seen.chain);
    let session = match session {
        Ok(session) => session,
        Err(error) => return Err(TlsFailure { error: handshake_failure(&error, host), certificate }),
    };
    let version = match session.get_ref().1.protocol_version() {
        Some(rustls::ProtocolVersion::TLSv1_3) => TlsVersion::V1_3,
        _ => TlsVersion::V1_2,
    };
    let trusted_by = seen.trusted_by.unwrap_or(TrustedBy::System);
    Ok(TlsFacts { version, millis: millis_since(started), trusted_by, certificate })
}

/// Makes ring the process's cryptography, which reqwest takes over. Asking twice changes nothing.
pub(crate) fn install_provider() {
    // Fails only when a provider is installed already, which is what is wanted.
    let _ = ring::default_provider().install_default();
}

fn provider() -> Arc<CryptoProvider> {
    install_provider();
    CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()))
}

fn client_config(
    versions: TlsVersions,
    provider: Arc<CryptoProvider>,
    verifier: Arc<Witness>,
) -> Result<ClientConfig, rustls::Error> {
    let versions: &[&rustls::SupportedProtocolVersion] = match versions {
        TlsVersions::Only12 => &[&rustls::version::TLS12],
        TlsVersions::Any => rustls::ALL_VERSIONS,
    };
    let builder = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions)?;
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

fn handshake_failure(error: &std::io::Error, host: &str) -> HttpError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(tls) => tls_failure(tls, host),
        None if is_close(error.kind()) => HttpError::Closed,
        None => HttpError::Tls { host: host.to_owned(), problem: TlsProblem::HandshakeFailed, alert: None },
    }
}

fn is_close(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(kind, BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
}
