//! Starting and stopping the practice world.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::control::{Control, PracticeSettings};
use crate::error::PracticeError;
use crate::ramp::{self, RampState};

/// How long [`World::stop`] lets answers under way finish.
const GRACE: Duration = Duration::from_secs(3);

/// Whose rules the service enforces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rules {
    /// Ramp's, all of them.
    #[default]
    Ramp,
    /// Those of any SCIM service: `userName` is required and unique (R1), nothing else is refused or filled in, a manager
    /// is kept as sent, and what is deleted is gone.
    Plain,
}

/// How to start a [`World`].
#[derive(Debug, Clone)]
pub struct WorldOptions {
    /// Where the data lies. Made if it is not there.
    pub data_dir: PathBuf,
    /// The port on 127.0.0.1. 0: the port of last time if it is free, else any, so that a URL once copied stays good.
    pub ramp_port: u16,
    /// Whose rules hold.
    pub rules: Rules,
    /// Replaces the stored settings.
    pub settings: Option<PracticeSettings>,
    /// Replaces the valid token.
    pub token: Option<SecretString>,
}

impl WorldOptions {
    /// Ramp's rules, the port, settings and token of last time.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), ramp_port: 0, rules: Rules::default(), settings: None, token: None }
    }
}

/// A running practice world. Dropping it stops it.
#[derive(Debug)]
pub struct World {
    state: RampState,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl World {
    /// Opens the data and serves it.
    ///
    /// # Errors
    /// The data cannot be opened, or `ramp_port` is taken.
    pub async fn start(options: WorldOptions) -> Result<Self, PracticeError> {
        let WorldOptions { data_dir, ramp_port, rules, settings, token } = options;
        let store = ramp::Store::open_in(data_dir).await?;
        let listener = listen(&store, ramp_port).await?;
        let address =
            listener.local_addr().map_err(|source| PracticeError::Port { port: ramp_port, source })?;
        store.write(move |data| ramp::Store::remember_port(data, address.port())).await?;

        let state = RampState::new(store, &format!("http://{address}/scim/v2"), rules);
        let control = state.control();
        if let Some(settings) = settings {
            control.set_settings(settings).await?;
        }
        if let Some(token) = token {
            control.accept_token(token).await?;
        }

        let (stop, stopped) = oneshot::channel();
        let router = ramp::router(state.clone());
        let server = tokio::spawn(async move {
            // A sender that is dropped stops the server as well as one that sends.
            let served = axum::serve(listener, router).with_graceful_shutdown(async {
                let _ = stopped.await;
            });
            if let Err(error) = served.await {
                tracing::error!(%error, "the practice service ended");
            }
        });
        tracing::info!(url = state.base_url(), "the practice service listens");
        Ok(Self { state, stop: Some(stop), server })
    }

    /// The tenant URL for Entra: `http://127.0.0.1:PORT/scim/v2`.
    #[must_use]
    pub fn scim_url(&self) -> String {
        self.state.base_url().to_owned()
    }

    /// What Ramp's own pages offer.
    #[must_use]
    pub fn control(&self) -> Control {
        self.state.control()
    }

    /// Stops serving and waits until the port is free again.
    pub async fn stop(mut self) {
        self.stop.take();
        if tokio::time::timeout(GRACE, &mut self.server).await.is_err() {
            self.server.abort();
            let _ = (&mut self.server).await;
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn listen(store: &Arc<ramp::Store>, asked: u16) -> Result<TcpListener, PracticeError> {
    let bind = |port: u16| async move {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        TcpListener::bind(address).await.map_err(|source| PracticeError::Port { port, source })
    };
    if asked != 0 {
        return bind(asked).await;
    }
    if let Some(port) = store.read(|data| ramp::Store::remembered_port(data)).await?
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
