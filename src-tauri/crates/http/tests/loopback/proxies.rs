//! A manual proxy: what goes through it, what it refuses, and what it never learns.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use onramp_http::{HttpClient, HttpError, HttpOptions, ManualProxy, ProxyServer, ProxyUse};
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::sockets::{TOKEN, client_with, closed_port, failure, fetch, raw};
use crate::tls_server::{Authority, Valid, tls_server};

/// A small HTTP proxy that reaches one server whatever it is asked for, and the heads of the requests it got.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// `credentials` are the value of the header it wants; without them it lets everybody through.
    async fn start(target: SocketAddr, credentials: Option<&'static str>) -> Self {
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        let address = raw(move |mut stream| {
            let seen = Arc::clone(&seen);
            async move {
                let Some(head) = read_head(&mut stream).await else { return };
                let authorized = credentials.is_none_or(|wanted| head.contains(wanted));
                let connect = head.starts_with("CONNECT ");
                seen.lock().unwrap().push(head);
                let answer = match (authorized, connect) {
                    (false, _) => {
                        "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n"
                    }
                    (true, true) => "HTTP/1.1 200 Connection established\r\n\r\n",
                    (true, false) => "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}",
                };
                let _ = stream.write_all(answer.as_bytes()).await;
                if authorized && connect {
                    let Ok(mut server) = TcpStream::connect(target).await else { return };
                    let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
                }
            }
        })
        .await;
        Self { address, heads }
    }

    fn client(&self, change: impl FnOnce(&mut HttpOptions)) -> HttpClient {
        self.client_as(None, change)
    }

    fn client_as(&self, pair: Option<&str>, change: impl FnOnce(&mut HttpOptions)) -> HttpClient {
        let mut proxy = ManualProxy::parse(&format!("http://{}", self.address)).unwrap();
        if let Some(pair) = pair {
            proxy = proxy.with_credentials(&SecretString::from(pair)).unwrap();
        }
        client_with(|options| {
            options.proxy = ProxyUse::Manual(proxy);
            change(options);
        })
    }

    fn server(&self) -> ProxyServer {
        ProxyServer { host: self.address.ip().to_string(), port: self.address.port() }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

#[tokio::test]
async fn https_goes_through_a_tunnel_that_does_not_see_the_token() {
    let authority = Authority::new();
    let service =
        tls_server(authority.sign("scim.invalid", Valid::Long), rustls::ALL_VERSIONS, r#"{"ok":true}"#).await;
    let proxy = Proxy::start(service, None).await;
    let client = proxy.client(|options| options.ca_file = Some(authority.file()));

    // The name has no address: only the proxy is asked to reach it.
    let answer = fetch(&client, "https://scim.invalid/scim/v2/Users").await.result.unwrap();
    assert_eq!(answer.json().unwrap()["ok"], true);
    let heads = proxy.heads();
    assert!(heads[0].starts_with("CONNECT scim.invalid:443 HTTP/1.1\r\n"), "{heads:?}");
    assert!(!heads.concat().contains(TOKEN), "{heads:?}");

    // An untrusted certificate behind the tunnel is the service's, not the proxy's.
    let error = failure(&proxy.client(|_| {}), "https://scim.invalid/").await;
    assert_eq!(error.code(), "tls.certificate-untrusted");
}

#[tokio::test]
async fn loopback_is_reached_directly() {
    let service = raw(|mut stream| async move {
        let _ = read_head(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await;
    })
    .await;
    let proxy = Proxy::start(service, None).await;
    let client = proxy.client(|_| {});
    for host in ["127.0.0.1", "localhost"] {
        let answer = fetch(&client, &format!("http://{host}:{}/", service.port())).await.result.unwrap();
        assert_eq!(answer.status, 204, "{host}");
    }
    assert_eq!(proxy.heads(), Vec::<String>::new());
    let answer = fetch(&client, "http://scim.invalid/x").await.result.unwrap();
    assert_eq!(answer.status, 200);
    assert!(proxy.heads()[0].starts_with("GET http://scim.invalid/x HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_proxy_that_wants_credentials_is_named_and_given_them() {
    // ana:pass word 1
    const PAIR: &str = "ana:pass word 1";
    const HEADER: &str = "Basic YW5hOnBhc3Mgd29yZCAx";
    let authority = Authority::new();
    let service = tls_server(
        authority.sign("scim.invalid", Valid::Long),
        rustls::ALL_VERSIONS,
        r#"{"echo":"YW5hOnBhc3Mgd29yZCAx"}"#,
    )
    .await;
    let proxy = Proxy::start(service, Some(HEADER)).await;
    let trust = |options: &mut HttpOptions| options.ca_file = Some(authority.file());

    for client in [proxy.client(trust), proxy.client_as(Some("ana:wrong"), trust)] {
        let error = failure(&client, "https://scim.invalid/").await;
        assert_eq!(error, HttpError::ProxyAuthentication { server: proxy.server() });
        let refused = fetch(&client, "http://scim.invalid/").await.result.unwrap();
        assert_eq!(refused.status, 407, "without a tunnel the refusal is an answer");
    }

    let client = proxy.client_as(Some(PAIR), trust);
    for url in ["https://scim.invalid/", "http://scim.invalid/"] {
        let exchanged = fetch(&client, url).await;
        assert_eq!(exchanged.result.unwrap().status, 200, "{url}");
        let shown = format!("{:?} {client:?}", exchanged.record);
        for secret in ["YW5hOnBhc3Mgd29yZCAx", "pass word 1"] {
            assert!(!shown.contains(secret), "{secret} stands in {shown}");
        }
    }
}

#[tokio::test]
async fn a_proxy_that_does_not_connect_is_named() {
    let closed = closed_port().await;
    let refusing = raw(|mut stream| async move {
        let _ = read_head(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n").await;
    })
    .await;
    let plain = raw(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
        while matches!(stream.read(&mut [0; 64]).await, Ok(1..)) {}
    })
    .await;
    for (scheme, address) in [("http", closed), ("http", refusing), ("socks5h", closed), ("https", plain)] {
        let proxy = ManualProxy::parse(&format!("{scheme}://{address}")).unwrap();
        let server = ProxyServer { host: "127.0.0.1".to_owned(), port: address.port() };
        assert_eq!(proxy.server(), server);
        let client = client_with(|options| options.proxy = ProxyUse::Manual(proxy));
        let error = failure(&client, "https://scim.invalid/").await;
        assert_eq!(error, HttpError::Proxy { server }, "{scheme} {address}");
    }
}

#[tokio::test]
async fn a_socks_proxy_is_asked_for_the_name() {
    let authority = Authority::new();
    let service =
        tls_server(authority.sign("scim.invalid", Valid::Long), rustls::ALL_VERSIONS, r#"{"ok":true}"#).await;
    let address = raw(move |mut stream| async move {
        let mut greeting = [0; 3];
        stream.read_exact(&mut greeting).await.unwrap();
        assert_eq!(greeting, [5, 1, 0], "SOCKS 5, one method, no sign-in (RFC 1928 §3)");
        stream.write_all(&[5, 0]).await.unwrap();
        let mut request = [0; 4 + 1 + 12 + 2];
        stream.read_exact(&mut request).await.unwrap();
        assert_eq!(&request[..5], [5, 1, 0, 3, 12], "connect to a name of 12 letters (RFC 1928 §4)");
        assert_eq!(&request[5..17], b"scim.invalid");
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
        let mut server = TcpStream::connect(service).await.unwrap();
        let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
    })
    .await;
    let proxy = ManualProxy::parse(&format!("socks5h://{address}")).unwrap();
    let client = client_with(|options| {
        options.proxy = ProxyUse::Manual(proxy);
        options.ca_file = Some(authority.file());
    });
    let answer = fetch(&client, "https://scim.invalid/").await.result.unwrap();
    assert_eq!(answer.json().unwrap()["ok"], true);
}
