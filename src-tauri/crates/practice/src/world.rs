//! Starting and stopping the practice world.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::control::{Control, EntraControl, PracticeSettings};
use crate::entra::{Entra, EntraOptions, MemoryKeeper, SecretKeeper};
use crate::error::PracticeError;
use crate::guard::Guard;
use crate::ports;
use crate::ramp::{self, RampState};
use crate::serve::{Limits, Serving};
use crate::tls::{self, Tls};

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
    /// Refuses what Entra sends beside the RFCs, as a stricter service would.
    pub strict: bool,
    /// Serves HTTPS with a certificate that clients have to refuse. `None`: plain HTTP.
    pub tls: Option<Tls>,
    /// Bounds on what one client can take.
    pub limits: Limits,
    /// Replaces the stored settings.
    pub settings: Option<PracticeSettings>,
    /// Replaces the valid token.
    pub token: Option<SecretString>,
    /// The port of practice Entra on 127.0.0.1; 0 as for `ramp_port`.
    pub graph_port: u16,
    /// The token for practice Entra. `None`: a new one at each start.
    pub graph_token: Option<SecretString>,
    /// Where practice Entra keeps the tokens it is given for SCIM services: never in its own data.
    pub keeper: Arc<dyn SecretKeeper>,
}

impl WorldOptions {
    /// Ramp's rules, the port, settings and token of last time.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            ramp_port: 0,
            rules: Rules::default(),
            strict: false,
            tls: None,
            limits: Limits::default(),
            settings: None,
            token: None,
            graph_port: 0,
            graph_token: None,
            keeper: Arc::new(MemoryKeeper::default()),
        }
    }
}

/// A running practice world. Dropping it stops it.
#[derive(Debug)]
pub struct World {
    state: RampState,
    authority: Option<PathBuf>,
    stop: Option<oneshot::Sender<()>>,
    server: Server,
    entra: Entra,
}

/// The task that serves. Dropping it ends it.
#[derive(Debug)]
struct Server(JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl World {
    /// Opens the data and serves it.
    ///
    /// # Errors
    /// The data cannot be opened, or a port that was asked for is taken.
    pub async fn start(options: WorldOptions) -> Result<Self, PracticeError> {
        let WorldOptions {
            data_dir,
            ramp_port,
            rules,
            strict,
            tls,
            limits,
            settings,
            token,
            graph_port,
            graph_token,
            keeper,
        } = options;
        let store = ramp::Store::open_in(data_dir.clone()).await?;
        let listener = ports::listen(ramp_port, store.read(ramp::Store::remembered_port).await?).await?;
        let listener = on_the_writing_thread(&store, listener, ramp_port)?;
        let address =
            listener.local_addr().map_err(|source| PracticeError::Port { port: ramp_port, source })?;
        store.write(move |data| ramp::Store::remember_port(data, address.port())).await?;

        let tls = tls.map(|tls| tls::acceptor(tls, &data_dir)).transpose()?;
        let (tls, authority) = tls.unzip();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let state = RampState::new(store, &format!("{scheme}://{address}/scim/v2"), rules).strict(strict);
        let control = state.control();
        if let Some(settings) = settings {
            control.set_settings(settings).await?;
        }
        if let Some(token) = token {
            control.accept_token(token).await?;
        }

        let (stop, stopped) = oneshot::channel();
        let guard =
            Guard { port: address.port(), body_time: limits.body_time, body_limit: limits.body_bytes };
        let front = ramp::Front::new(state.clone());
        // A sender that is dropped stops the server as well as one that sends.
        let server =
            Server(state.tasks().spawn(Serving { listener, tls, front, guard, limits }.run(stopped)));
        tracing::info!(url = state.base_url(), "the practice service listens");
        let entra = EntraOptions { data_dir, port: graph_port, limits, keeper, token: graph_token };
        let entra = Entra::start(entra).await?;
        Ok(Self { state, authority, stop: Some(stop), server, entra })
    }

    /// The tenant URL for Entra: `http://127.0.0.1:PORT/scim/v2`, or `https://` where that was asked for.
    #[must_use]
    pub fn scim_url(&self) -> String {
        self.state.base_url().to_owned()
    }

    /// The certificate of the authority behind a [`Tls`] world, as PEM: a client that is told to trust it takes the
    /// certificate, or says what else is wrong with it.
    #[must_use]
    pub fn authority_file(&self) -> Option<&Path> {
        self.authority.as_deref()
    }

    /// What Ramp's own pages offer.
    #[must_use]
    pub fn control(&self) -> Control {
        self.state.control()
    }

    /// The Graph URL of practice Entra, its version included: `http://127.0.0.1:PORT/v1.0`.
    #[must_use]
    pub fn graph_url(&self) -> String {
        self.entra.state.base_url.to_string()
    }

    /// The token that practice Entra took when it started.
    #[must_use]
    pub fn graph_token(&self) -> SecretString {
        self.entra.token.clone()
    }

    /// What can be done to practice Entra beside Graph.
    #[must_use]
    pub fn entra(&self) -> EntraControl {
        EntraControl::new(self.entra.state.clone())
    }

    /// Stops serving and waits until the ports are free again.
    pub async fn stop(self) {
        let Self { stop, mut server, entra, .. } = self;
        entra.stop(GRACE).await;
        drop(stop);
        if tokio::time::timeout(GRACE, &mut server.0).await.is_err() {
            server.0.abort();
            let _ = (&mut server.0).await;
        }
    }
}

/// The listener, and with it the connections it accepts, known to the thread that serves and writes.
fn on_the_writing_thread(
    store: &ramp::Store,
    listener: TcpListener,
    port: u16,
) -> Result<TcpListener, PracticeError> {
    let _there = store.tasks().enter();
    listener.into_std().and_then(TcpListener::from_std).map_err(|source| PracticeError::Port { port, source })
}
