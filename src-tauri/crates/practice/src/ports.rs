//! Which port a service takes, so that a URL once copied stays good.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;

use crate::error::PracticeError;

/// Listens on the loopback interface: on the port that was asked for or, where that is 0, on the one of last time if it
/// is free, else on any.
pub(crate) async fn listen(asked: u16, remembered: Option<u16>) -> Result<TcpListener, PracticeError> {
    let bind = |port: u16| async move {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        TcpListener::bind(address).await.map_err(|source| PracticeError::Port { port, source })
    };
    if asked != 0 {
        return bind(asked).await;
    }
    if let Some(port) = remembered
        && let Ok(listener) = bind(port).await
    {
        return Ok(listener);
    }
    for _ in 0..TRIES {
        if let Ok(listener) = bind(lasting_port()).await {
            return Ok(listener);
        }
    }
    bind(0).await
}

/// How many ports are tried before the system chooses one.
const TRIES: usize = 16;

/// A port below those that systems lend to outgoing connections (from 32768 on Linux, 49152 elsewhere): one of those may
/// be lent to somebody else by the next start, and the URL would change.
fn lasting_port() -> u16 {
    let random = uuid::Uuid::new_v4().into_bytes();
    20_000 + u16::from_le_bytes([random[0], random[1]]) % 12_000
}
