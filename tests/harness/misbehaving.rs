//! A service on loopback that does one thing wrong.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::{Failure, Result};

/// What it does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Answers a web page.
    Html,
    /// Answers this JSON, whatever was asked for.
    Json(&'static str),
    /// Knows no token.
    Unauthorized,
    /// Lets no token in.
    Forbidden,
    /// Answers 404 to a filter that matches nobody; lists users otherwise.
    FilterNotFound,
    /// Takes no more requests.
    TooManyRequests,
    /// Breaks.
    ServerError,
    /// Never answers.
    Silent,
    /// Closes the connection without a word.
    Closes,
}

/// The service. It ends with this.
#[derive(Debug)]
pub struct Misbehaving {
    url: String,
    task: JoinHandle<()>,
}

impl Misbehaving {
    /// Starts it on any free port.
    ///
    /// # Errors
    /// When no port can be opened.
    pub async fn start(fault: Fault) -> Result<Misbehaving> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(Failure::program("a service"))?;
        let address = listener.local_addr().map_err(Failure::program("a service"))?;
        let task = tokio::spawn(async move {
            let mut open = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                open.push(Arc::new(tokio::spawn(answer(stream, fault))));
            }
        });
        Ok(Misbehaving { url: format!("http://{address}/scim/v2"), task })
    }

    /// Its SCIM URL.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Misbehaving {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, fault: Fault) {
    let Some(request) = read_head(&mut stream).await else { return };
    let (status, kind, body) = match fault {
        Fault::Html => {
            ("200 OK", "text/html", "<!doctype html><title>Sign in</title><p>Sign in to go on.</p>")
        }
        Fault::Json(json) => ("200 OK", "application/json", json),
        Fault::Unauthorized => ("401 Unauthorized", "application/scim+json", r#"{"status":"401"}"#),
        Fault::Forbidden => ("403 Forbidden", "application/scim+json", r#"{"status":"403"}"#),
        Fault::FilterNotFound if request.contains("filter=") => {
            ("404 Not Found", "application/scim+json", r#"{"status":"404"}"#)
        }
        Fault::FilterNotFound => (
            "200 OK",
            "application/scim+json",
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}"#,
        ),
        Fault::TooManyRequests => ("429 Too Many Requests", "application/scim+json", r#"{"status":"429"}"#),
        Fault::ServerError => ("500 Internal Server Error", "text/plain", "it broke"),
        Fault::Silent => return std::future::pending().await,
        Fault::Closes => return,
    };
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    // A client that went away in between needs no answer.
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}

/// The request line and headers; `None` when the connection closes first, as a port check does.
async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut part).await.ok().filter(|read| *read > 0)?;
        head.extend_from_slice(part.get(..read)?);
    }
    String::from_utf8(head).ok()
}
