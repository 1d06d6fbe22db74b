//! The client against loopback sockets that behave and misbehave.

#[cfg(test)]
mod certificates;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod proxies;
#[cfg(test)]
mod sockets;
#[cfg(test)]
mod tls_server;
