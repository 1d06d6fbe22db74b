//! Whose certificates count: the system's store and, on top, a file somebody names.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use serde::{Deserialize, Serialize};

use crate::HttpError;

/// More than this is no file of certificates.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// Why a file of certificates can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum CaFileProblem {
    /// It is not there, or may not be read.
    #[error("the file can't be read")]
    Unreadable,
    /// It holds no `BEGIN CERTIFICATE`: it is empty, in another form (DER, PKCS #12), or holds something else.
    #[error("the file holds no certificate")]
    NoCertificate,
    /// A certificate in it is damaged, or has no form that can be trusted.
    #[error("a certificate in the file is damaged")]
    Damaged,
}

impl CaFileProblem {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "ca-file.unreadable",
            Self::NoCertificate => "ca-file.no-certificate",
            Self::Damaged => "ca-file.damaged",
        }
    }
}

/// The store through which a certificate came to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustedBy {
    /// This computer's own store. What a company put there counts too.
    System,
    /// The extra file alone.
    ExtraFile,
}

/// Reads every certificate of a PEM file (RFC 7468 §5); other things in it, such as keys, are passed over.
///
/// # Errors
/// [`HttpError::CaFile`].
pub(crate) fn read_ca_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, HttpError> {
    let failed = |problem| HttpError::CaFile { path: path.display().to_string(), problem };
    let size = std::fs::metadata(path).map_err(|_| failed(CaFileProblem::Unreadable))?.len();
    if size > LARGEST_FILE {
        return Err(failed(CaFileProblem::NoCertificate));
    }
    let bytes = std::fs::read(path).map_err(|_| failed(CaFileProblem::Unreadable))?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|_| failed(CaFileProblem::Damaged))?;
    if certificates.is_empty() {
        return Err(failed(CaFileProblem::NoCertificate));
    }
    let mut store = RootCertStore::empty();
    for certificate in &certificates {
        store.add(certificate.clone()).map_err(|_| failed(CaFileProblem::Damaged))?;
    }
    Ok(certificates)
}

/// Verifies as the platform does, then with the extra certificates, and keeps what it saw: which store it was that
/// trusted, and the chain, even where neither did.
pub(crate) struct Witness {
    system: Option<Verifier>,
    extra: Option<Verifier>,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Seen>,
}

/// What the other side presented.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// The server's own certificate first; empty where the handshake did not come so far.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) trusted_by: Option<TrustedBy>,
}

impl Witness {
    pub(crate) fn new(
        extra: &[CertificateDer<'static>],
        provider: Arc<CryptoProvider>,
    ) -> Result<Self, rustls::Error> {
        let system = Verifier::new(provider.clone());
        let (system, extra) = if extra.is_empty() {
            (Some(system?), None)
        } else {
            // A computer without any store of its own can still trust the file.
            (system.ok(), Some(Verifier::new_with_extra_roots(extra.to_vec(), provider.clone())?))
        };
        Ok(Self { system, extra, provider, seen: Mutex::default() })
    }

    pub(crate) fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn judge(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<TrustedBy, rustls::Error> {
        let ask =
            |verifier: &Verifier| verifier.verify_server_cert(end_entity, intermediates, name, ocsp, now);
        let by_system = match &self.system {
            Some(system) => ask(system),
            None => Err(CertificateError::UnknownIssuer.into()),
        };
        let refusal = match by_system {
            Ok(_) => return Ok(TrustedBy::System),
            Err(error) => error,
        };
        match &self.extra {
            Some(extra) => ask(extra).map(|_| TrustedBy::ExtraFile),
            None => Err(refusal),
        }
    }
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Witness").field("extra", &self.extra.is_some()).finish_non_exhaustive()
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let judged = self.judge(end_entity, intermediates, server_name, ocsp_response, now);
        let chain =
            std::iter::once(end_entity).chain(intermediates).map(|one| one.clone().into_owned()).collect();
        let seen = Seen { chain, trusted_by: judged.as_ref().ok().copied() };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = seen;
        judged.map(|_| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
