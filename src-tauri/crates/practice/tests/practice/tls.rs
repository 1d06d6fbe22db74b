//! Certificates that have to be refused, over a real handshake.

use std::sync::Arc;

use onramp_practice::Tls;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error, RootCertStore};

use crate::wire::Wire;

/// Status line of a request, or why there was no handshake. `trusting`: the client was told of the authority.
async fn attempt(wire: &Wire, trusting: bool) -> Result<String, Error> {
    let mut roots = RootCertStore::empty();
    if trusting {
        let file = wire.world.authority_file().expect("an authority");
        roots.add(CertificateDer::from_pem_file(file).expect("a certificate")).expect("an authority's");
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("127.0.0.1").expect("a name");
    let connector = TlsConnector::from(Arc::new(config));
    let mut stream = match connector.connect(name, wire.connect().await).await {
        Ok(stream) => stream,
        Err(error) => {
            let why = error.into_inner().and_then(|inner| inner.downcast::<Error>().ok());
            return Err(*why.expect("a TLS error"));
        }
    };
    stream.write_all(wire.request("GET", "/scim/v2/Users", "").as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let text = String::from_utf8(answer).expect("text");
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_certificate_is_untrusted_or_expired_as_asked() {
    let untrusted = Wire::new(|options| options.tls = Some(Tls::Untrusted)).await;
    assert!(untrusted.world.scim_url().starts_with("https://127.0.0.1:"));
    let unknown = Error::InvalidCertificate(CertificateError::UnknownIssuer);
    assert_eq!(attempt(&untrusted, false).await, Err(unknown));
    assert_eq!(attempt(&untrusted, true).await, Ok("HTTP/1.1 200 OK".to_owned()));

    let expired = Wire::new(|options| options.tls = Some(Tls::Expired)).await;
    let why = attempt(&expired, true).await;
    assert!(
        matches!(why, Err(Error::InvalidCertificate(CertificateError::ExpiredContext { .. }))),
        "{why:?}"
    );
    expired.world.stop().await;
}
