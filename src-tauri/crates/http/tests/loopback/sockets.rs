//! Loopback listeners, and a client that reaches them directly.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use onramp_http::{Exchanged, HttpClient, HttpError, HttpOptions, HttpRequest, ProxyUse, Url};
use secrecy::SecretString;
use tokio::net::{TcpListener, TcpStream};

pub const TOKEN: &str = "ramp_0123456789abc7f3e";
pub const LIMIT: Duration = Duration::from_secs(5);

pub fn client() -> HttpClient {
    client_with(|_| {})
}

pub fn client_with(change: impl FnOnce(&mut HttpOptions)) -> HttpClient {
    let mut options = HttpOptions { proxy: ProxyUse::Never, ..HttpOptions::default() };
    change(&mut options);
    HttpClient::new(options).unwrap()
}

pub async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

pub async fn serve(router: Router) -> SocketAddr {
    let (listener, address) = listener().await;
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A server that hands every connection to `behave`.
pub async fn raw<F, Fut>(behave: F) -> SocketAddr
where
    F: Fn(TcpStream) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let (listener, address) = listener().await;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(behave(stream));
        }
    });
    address
}

/// A port nobody listens on. It was free a moment ago; the system does not hand it out again so soon.
pub async fn closed_port() -> SocketAddr {
    let (listener, address) = listener().await;
    drop(listener);
    address
}

pub async fn fetch(client: &HttpClient, url: &str) -> Exchanged {
    let mut request = HttpRequest::get(Url::parse(url).unwrap(), "test");
    request.bearer = Some(SecretString::from(TOKEN));
    client.send(request).await
}

pub async fn failure(client: &HttpClient, url: &str) -> HttpError {
    let exchanged = fetch(client, url).await;
    let error = exchanged.result.unwrap_err();
    assert_eq!(exchanged.record.failure.as_ref(), Some(&error), "the record tells the same");
    error
}
