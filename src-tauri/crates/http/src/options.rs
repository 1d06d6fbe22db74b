//! How the client behaves.

use std::path::PathBuf;
use std::time::Duration;

use crate::ProxyUse;

/// How an [`crate::HttpClient`] behaves.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// How long the connection may take, TLS included.
    pub connect_timeout: Duration,
    /// How long the status line and headers may take, counted from the start of the exchange. It ends the connecting
    /// too, where it is the shorter one.
    pub answer_timeout: Duration,
    /// How long an exchange may take from first to last byte.
    pub total_timeout: Duration,
    /// How many bytes of a body are read before the exchange fails.
    pub max_body_bytes: usize,
    /// The User-Agent header. It names Onramp: it does not imitate Entra, whose own is not known.
    pub user_agent: String,
    /// Which proxy counts.
    pub proxy: ProxyUse,
    /// A PEM file of certificates to trust on top of the system's store, such as a company's own authority.
    pub ca_file: Option<PathBuf>,
}

impl Default for HttpOptions {
    /// 10 s to connect, 20 s to begin the answer, 30 s in all, 8 MiB, the system's proxy and certificate store.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            answer_timeout: Duration::from_secs(20),
            total_timeout: Duration::from_secs(30),
            max_body_bytes: 8 * 1024 * 1024,
            user_agent: concat!("Onramp/", env!("CARGO_PKG_VERSION")).to_owned(),
            proxy: ProxyUse::System,
            ca_file: None,
        }
    }
}
