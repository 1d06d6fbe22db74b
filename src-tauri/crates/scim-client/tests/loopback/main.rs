//! Client and probe against a loopback service that misbehaves on demand.

#[cfg(test)]
mod client;
#[cfg(test)]
mod probe;
#[cfg(test)]
mod retry;
#[cfg(test)]
mod service;
