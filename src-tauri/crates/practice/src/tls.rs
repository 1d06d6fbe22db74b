//! Certificates that a client has to refuse, made anew at each start.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::error::PracticeError;

/// What is wrong with the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Its authority is known to nobody. A client that is told to trust [`authority_file`](crate::World::authority_file)
    /// takes it.
    Untrusted,
    /// The same authority, and it ran out in 2021.
    Expired,
}

const AUTHORITY: &str = "practice-authority.pem";

/// What serves the certificate, and where the authority's own was written.
pub(crate) fn acceptor(tls: Tls, folder: &Path) -> Result<(TlsAcceptor, PathBuf), PracticeError> {
    let (config, authority) = config(tls).map_err(PracticeError::Certificate)?;
    let file = folder.join(AUTHORITY);
    std::fs::write(&file, authority).map_err(|source| PracticeError::Certificate(source.into()))?;
    Ok((TlsAcceptor::from(Arc::new(config)), file))
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn config(tls: Tls) -> Result<(ServerConfig, String), Failure> {
    let authority_key = KeyPair::generate()?;
    let mut authority = named("Practice authority, trusted by nobody", Vec::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let certificate = authority.self_signed(&authority_key)?;

    let key = KeyPair::generate()?;
    let mut leaf =
        named("Practice Ramp", vec!["127.0.0.1".to_owned(), "localhost".to_owned(), "::1".to_owned()])?;
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    if tls == Tls::Expired {
        leaf.not_before = date_time_ymd(2020, 1, 1);
        leaf.not_after = date_time_ymd(2021, 1, 1);
    }
    let leaf = leaf.signed_by(&key, &Issuer::from_params(&authority, &authority_key))?;

    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![leaf.der().clone(), certificate.der().clone()],
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der())),
        )?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((config, certificate.pem()))
}

/// Valid for a year from yesterday: clients refuse longer ones.
fn named(name: &str, hosts: Vec<String>) -> Result<CertificateParams, Failure> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    let day = |date: jiff::civil::Date| -> Result<_, Failure> {
        Ok(date_time_ymd(date.year().into(), u8::try_from(date.month())?, u8::try_from(date.day())?))
    };
    params.not_before = day(today.yesterday()?)?;
    params.not_after = day(today.saturating_add(jiff::Span::new().days(365)))?;
    Ok(params)
}
