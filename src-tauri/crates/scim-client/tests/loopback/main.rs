//! Client and probe against a loopback service that misbehaves on demand.

#[cfg(test)]
mod client;
#[cfg(test)]
mod probe;
#[cfg(test)]
mod retry;
#[cfg(test)]
mod service;
#[cfg(test)]
#[path = "../../../http/tests/loopback/tls_server.rs"]
mod tls_server;
#[cfg(test)]
mod transport;
