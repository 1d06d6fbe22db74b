//! The probe's lower layers: certificates, versions, alerts, private addresses and proxies.

use std::time::Duration;

use onramp_http::{HttpClient, HttpError, HttpOptions, ManualProxy, ProxyServer, ProxyUse};
use onramp_scim_client::{Finding, Layer, TlsConcern};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::probe::{ask_with, client_with, of, told, verdicts};
use crate::tls_server::{Authority, ONLY_12, ONLY_13, Valid, alerting_server, tls_server};

/// An empty list, whatever is asked.
const LIST: &str = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[],"startIndex":1,"itemsPerPage":0}"#;
/// The first moment of 2026.
const NOW: i64 = 1_767_225_600;
const TEN_DAYS: i64 = 10 * 24 * 60 * 60;

/// A client with time enough for a handshake on a busy computer.
fn patient(change: impl FnOnce(&mut HttpOptions)) -> HttpClient {
    client_with(|options| {
        options.total_timeout = Duration::from_secs(10);
        change(options);
    })
}

fn seconds_now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(now.as_secs()).unwrap()
}

#[tokio::test]
async fn the_certificate_is_judged_and_told() {
    use TlsConcern::{ExpiresSoon, ExtraFile, Without12};
    let authority = Authority::new();
    let trusting = patient(|options| options.ca_file = Some(authority.file()));
    for (valid, versions, now, concerns) in [
        (Valid::Long, rustls::ALL_VERSIONS, NOW, vec![ExtraFile]),
        (Valid::Long, ONLY_12, NOW, vec![ExtraFile]),
        (Valid::Long, ONLY_13, NOW, vec![Without12, ExtraFile]),
        (Valid::TenDays, ONLY_12, seconds_now(), vec![ExtraFile, ExpiresSoon]),
        (Valid::TenDays, ONLY_12, seconds_now() - 3 * TEN_DAYS, vec![ExtraFile]),
    ] {
        let address = tls_server(authority.sign("localhost", valid), versions, LIST).await;
        let results = ask_with(&trusting, &format!("https://localhost:{}/scim", address.port()), now).await;
        let Finding::TlsConcerns { certificate: Some(certificate), concerns: found } =
            &of(&results, Layer::Tls).finding
        else {
            panic!("{:?}", of(&results, Layer::Tls))
        };
        assert_eq!(found, &concerns, "{valid:?}");
        assert_eq!(
            (certificate.subject.as_str(), certificate.issuer.as_str()),
            ("localhost", "Onramp test authority")
        );
        assert_eq!(verdicts(&results), "pppWppppppWW", "{valid:?}");
    }

    let stranger = patient(|_| {});
    for (client, valid, name, code) in [
        (&stranger, Valid::Long, "localhost", "tls.certificate-untrusted"),
        (&trusting, Valid::Past, "localhost", "tls.certificate-expired"),
        (&trusting, Valid::Future, "localhost", "tls.certificate-not-yet-valid"),
        (&trusting, Valid::Long, "other.example", "tls.certificate-wrong-name"),
    ] {
        let address = tls_server(authority.sign(name, valid), rustls::ALL_VERSIONS, LIST).await;
        let results = ask_with(client, &format!("https://localhost:{}/scim", address.port()), NOW).await;
        assert_eq!((verdicts(&results).as_str(), told(&results)), ("pppF--------", vec![code]));
        let Finding::TlsCertificate { certificate: Some(certificate), .. } =
            &of(&results, Layer::Tls).finding
        else {
            panic!("{:?}", of(&results, Layer::Tls))
        };
        assert_eq!(certificate.subject, name);
    }
}

#[tokio::test]
async fn a_handshake_that_entra_might_complete_is_not_judged() {
    for (alert, expected, code) in [
        (40, "ppp?--------", "tls.unjudged"),
        (71, "ppp?--------", "tls.unjudged"),
        (80, "ppp?--------", "tls.unjudged"),
        // The version itself is refused, and 1.2 was offered.
        (70, "pppF--------", "tls.no-common-protocol"),
    ] {
        let address = alerting_server(alert).await;
        let client = patient(|_| {});
        let results = ask_with(&client, &format!("https://localhost:{}/scim", address.port()), NOW).await;
        assert_eq!((verdicts(&results).as_str(), told(&results)), (expected, vec![code]), "{alert}");
        match &of(&results, Layer::Tls).finding {
            Finding::TlsUnjudged { host, alert: Some(told) } => {
                assert_eq!((host.as_str(), told.number), ("localhost", alert));
            }
            Finding::Failed(HttpError::Tls { alert: Some(told), .. }) => assert_eq!(told.number, alert),
            other => panic!("{other:?}"),
        }
    }

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/scim", listener.local_addr().unwrap());
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let results = ask_with(&patient(|_| {}), &url, NOW).await;
    assert_eq!(told(&results), ["tls.unjudged"], "hanging up says nothing either");
}

#[tokio::test]
async fn an_address_that_is_not_of_the_internet_is_told() {
    // This computer, by an address that is not called loopback.
    let results = ask_with(&patient(|_| {}), "https://0.0.0.0:1/scim", NOW).await;
    assert_eq!(
        (verdicts(&results).as_str(), told(&results)),
        ("pWF---------", vec!["dns.private", "tcp.refused"])
    );
}

#[tokio::test]
async fn a_proxy_that_does_not_let_through_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let answer = "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Negotiate\r\ncontent-length: 0\r\n\r\n";
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    let proxied = |options: &mut HttpOptions| {
        options.proxy = ProxyUse::Manual(ManualProxy::parse(&address.to_string()).unwrap());
    };
    let results = ask_with(&patient(proxied), "https://scim.invalid/scim", NOW).await;
    assert_eq!(verdicts(&results), "ppp-F-------");
    let server = ProxyServer { host: "127.0.0.1".to_owned(), port: address.port() };
    assert_eq!(
        of(&results, Layer::Http).finding,
        Finding::HttpProxyAuthentication { server: Some(server.clone()) }
    );
    assert_eq!(of(&results, Layer::Tcp).finding, Finding::TcpOpen { address, proxy: Some(server) });

    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = free.local_addr().unwrap();
    drop(free);
    for (proxy, expected) in
        [(closed.to_string(), "ppF---------"), ("proxy.invalid:1".to_owned(), "pF----------")]
    {
        let client = patient(|options| options.proxy = ProxyUse::Manual(ManualProxy::parse(&proxy).unwrap()));
        let results = ask_with(&client, "https://scim.invalid/scim", NOW).await;
        assert_eq!((verdicts(&results).as_str(), told(&results)), (expected, vec!["http.proxy"]), "{proxy}");
    }
}
