//! Whose certificates are trusted, and what a refused one still tells.

use std::path::PathBuf;

use onramp_http::{
    CaFileProblem, CertificateKey, HttpClient, HttpError, HttpOptions, TlsProblem, TlsVersion, TlsVersions,
    TrustedBy,
};

use crate::sockets::{client, client_with, failure, fetch};
use crate::tls_server::{Authority, ONLY_12, ONLY_13, Valid, alerting_server, tls_server};

fn trusting(authority: &Authority) -> HttpClient {
    client_with(|options| options.ca_file = Some(authority.file()))
}

#[tokio::test]
async fn the_extra_file_makes_its_authority_trusted() {
    let authority = Authority::new();
    let address =
        tls_server(authority.sign("localhost", Valid::Long), rustls::ALL_VERSIONS, r#"{"ok":true}"#).await;
    let url = format!("https://localhost:{}/", address.port());

    let client_without = client();
    assert_eq!(failure(&client_without, &url).await.code(), "tls.certificate-untrusted");
    let refused = client_without.handshake("localhost", address, TlsVersions::Any).await.unwrap_err();
    assert_eq!(refused.error.code(), "tls.certificate-untrusted");
    assert_eq!(refused.certificate.unwrap().issuer, "Onramp test authority", "what was shown is told");

    let with = trusting(&authority);
    let answer = fetch(&with, &url).await.result.unwrap();
    assert_eq!(answer.json().unwrap()["ok"], true);
    let facts = with.handshake("localhost", address, TlsVersions::Only12).await.unwrap();
    assert_eq!((facts.version, facts.trusted_by), (TlsVersion::V1_2, TrustedBy::ExtraFile));
    let certificate = facts.certificate.unwrap();
    assert_eq!(
        (certificate.subject.as_str(), certificate.self_issued, certificate.chain_length),
        ("localhost", false, 1)
    );
    assert_eq!(certificate.key, CertificateKey::Ec { bits: 256 });
    assert!(certificate.not_before < certificate.not_after);
    let facts = with.handshake("localhost", address, TlsVersions::Any).await.unwrap();
    assert_eq!(facts.version, TlsVersion::V1_3);

    let soon = tls_server(authority.sign("localhost", Valid::TenDays), rustls::ALL_VERSIONS, "{}").await;
    let soon = with.handshake("localhost", soon, TlsVersions::Any).await.unwrap().certificate.unwrap();
    assert!(soon.not_after < certificate.not_after, "the last day is read");
}

#[tokio::test]
async fn a_refused_certificate_is_named_by_its_fault() {
    let authority = Authority::new();
    let client = trusting(&authority);
    for (name, valid, problem) in [
        ("localhost", Valid::Past, TlsProblem::CertificateExpired),
        ("localhost", Valid::Future, TlsProblem::CertificateNotYetValid),
        ("other.example", Valid::Long, TlsProblem::CertificateWrongName),
    ] {
        let address = tls_server(authority.sign(name, valid), rustls::ALL_VERSIONS, "{}").await;
        let expected = HttpError::Tls { host: "localhost".to_owned(), problem, alert: None };
        let refused = client.handshake("localhost", address, TlsVersions::Only12).await.unwrap_err();
        assert_eq!(refused.error, expected);
        let certificate = refused.certificate.unwrap();
        assert_eq!(certificate.subject, name);
        if valid == Valid::Past {
            assert_eq!(certificate.not_after, 1_588_291_200, "1 May 2020");
        }
        assert_eq!(failure(&client, &format!("https://localhost:{}/", address.port())).await, expected);
    }
}

#[tokio::test]
async fn a_missing_version_is_told_from_an_alert() {
    let authority = Authority::new();
    let client = trusting(&authority);
    let newest = tls_server(authority.sign("localhost", Valid::Long), ONLY_13, "{}").await;
    let oldest = tls_server(authority.sign("localhost", Valid::Long), ONLY_12, "{}").await;

    let refused = client.handshake("localhost", newest, TlsVersions::Only12).await.unwrap_err().error;
    assert_eq!(refused.code(), "tls.no-common-protocol");
    for (address, version) in [(newest, TlsVersion::V1_3), (oldest, TlsVersion::V1_2)] {
        let facts = client.handshake("localhost", address, TlsVersions::Any).await.unwrap();
        assert_eq!(facts.version, version);
    }

    for (number, name, problem) in [
        (40, "handshake_failure", TlsProblem::NoCommonProtocol),
        (70, "protocol_version", TlsProblem::NoCommonProtocol),
        (80, "internal_error", TlsProblem::HandshakeFailed),
    ] {
        let address = alerting_server(number).await;
        let error = client.handshake("localhost", address, TlsVersions::Any).await.unwrap_err().error;
        let HttpError::Tls { problem: found, alert: Some(alert), .. } = error else { panic!("{error:?}") };
        assert_eq!((found, alert.to_string()), (problem, format!("{name} ({number})")));
    }
}

#[test]
fn a_file_that_makes_nothing_trusted_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    for (name, content, problem) in [
        ("absent.pem", None, CaFileProblem::Unreadable),
        ("empty.pem", Some(""), CaFileProblem::NoCertificate),
        ("der.pem", Some("0\u{82}\u{1}"), CaFileProblem::NoCertificate),
        ("key.pem", Some(key), CaFileProblem::NoCertificate),
        ("damaged.pem", Some(damaged), CaFileProblem::Damaged),
        ("cut.pem", Some("-----BEGIN CERTIFICATE-----\nAAAA\n"), CaFileProblem::Damaged),
    ] {
        let file: PathBuf = folder.path().join(name);
        if let Some(content) = content {
            std::fs::write(&file, content).unwrap();
        }
        let options = HttpOptions { ca_file: Some(file.clone()), ..HttpOptions::default() };
        let error = HttpClient::new(options).unwrap_err();
        assert_eq!(error, HttpError::CaFile { path: file.display().to_string(), problem }, "{name}");
    }
}
