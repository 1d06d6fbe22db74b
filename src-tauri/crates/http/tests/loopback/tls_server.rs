//! TLS on loopback: an authority made for the test, certificates it signs, and servers that show them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

pub static ONLY_12: &[&SupportedProtocolVersion] = &[&rustls::version::TLS12];
pub static ONLY_13: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13];

/// An authority nobody trusts unless told to by its file.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    folder: tempfile::TempDir,
}

/// When a certificate is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Valid {
    /// For ages.
    Long,
    /// No more.
    Past,
    /// Not yet.
    Future,
    /// For ten days more.
    TenDays,
}

/// A certificate with its key.
pub struct Signed {
    pub certificate: CertificateDer<'static>,
    pub key: PrivateKeyDer<'static>,
}

impl Authority {
    pub fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Onramp test authority");
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem, folder: tempfile::tempdir().unwrap() }
    }

    /// The file that makes a client trust it.
    pub fn file(&self) -> PathBuf {
        let file = self.folder.path().join("authority.pem");
        std::fs::write(&file, &self.pem).unwrap();
        file
    }

    pub fn sign(&self, name: &str, valid: Valid) -> Signed {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        match valid {
            Valid::Long => {}
            Valid::Past => params.not_after = date_time_ymd(2020, 5, 1),
            Valid::Future => params.not_before = date_time_ymd(4000, 1, 1),
            Valid::TenDays => {
                let ten_days = std::time::Duration::from_secs(10 * 24 * 3600);
                params.not_after = (std::time::SystemTime::now() + ten_days).into();
            }
        }
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Signed {
            certificate: certificate.der().clone(),
            key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        }
    }
}

/// A TLS server that answers every request with `body` as JSON, limited to the given versions.
pub async fn tls_server(
    signed: Signed,
    versions: &'static [&'static SupportedProtocolVersion],
    body: &'static str,
) -> SocketAddr {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![signed.certificate], signed.key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut session) = acceptor.accept(stream).await else { return };
                let _ = session.read(&mut [0; 8192]).await;
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/scim+json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                let _ = session.write_all(answer.as_bytes()).await;
                let _ = session.shutdown().await;
            });
        }
    });
    address
}

/// A server that answers a TLS greeting with a fatal alert and nothing else.
pub async fn alerting_server(alert: u8) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 8192]).await;
                // An alert record of TLS 1.2 with level fatal (RFC 5246 §7.2).
                let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, alert]).await;
                // The other side hangs up; closing first could reset what is still on its way.
                while matches!(stream.read(&mut [0; 64]).await, Ok(1..)) {}
            });
        }
    });
    address
}
