//! HTTP as it goes over a socket, where how a connection ends matters.

use onramp_practice::{World, WorldOptions};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A world on a real port.
pub struct Wire {
    pub world: World,
    pub token: String,
    _folder: TempDir,
}

/// All that came until the connection closed.
#[derive(Debug)]
pub struct Reply {
    pub text: String,
}

impl Reply {
    pub fn status(&self) -> u16 {
        self.text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
    }

    pub fn head(&self) -> &str {
        self.text.split_once("\r\n\r\n").map_or("", |(head, _)| head)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head().lines().filter_map(|line| line.split_once(": "));
        lines.clone().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(self.body()).expect("JSON")
    }
}

impl Wire {
    pub async fn new(change: impl FnOnce(&mut WorldOptions)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut options = WorldOptions::new(folder.path());
        change(&mut options);
        let world = World::start(options).await.expect("a world");
        let token = world.control().generate_token().await.expect("a token").token;
        Self { world, token, _folder: folder }
    }

    /// `127.0.0.1:PORT`.
    pub fn authority(&self) -> String {
        let url = self.world.scim_url();
        url.split('/').nth(2).expect("an authority").to_owned()
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.authority()).await.expect("a connection")
    }

    /// Sends text as it is and reads until the connection closes.
    pub async fn raw(&self, text: &str) -> Reply {
        let mut stream = self.connect().await;
        // The service may have closed it already, having seen enough.
        let _ = stream.write_all(text.as_bytes()).await;
        rest_of(stream).await
    }

    /// One request with the token, on a connection of its own.
    pub async fn send(&self, method: &str, path: &str, body: &str) -> Reply {
        self.raw(&self.request(method, path, body)).await
    }

    /// The text of such a request.
    pub fn request(&self, method: &str, path: &str, body: &str) -> String {
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
             Content-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n{body}",
            self.authority(),
            self.token,
            body.len()
        )
    }
}

/// Reads until the connection closes, in order or by a reset.
pub async fn rest_of(mut stream: TcpStream) -> Reply {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    Reply { text: String::from_utf8(bytes).expect("text") }
}
