//! Practice Entra: a tenant that answers Microsoft Graph on 127.0.0.1 as its description says, and whose synchronization
//! jobs really run, against SCIM services on this computer and no other.
//!
//! Facts: `graph/README.md` and `graph/openapi.yaml`, sections as cited; names are Graph's.

mod admin;
mod batch;
mod beside;
mod call;
mod clock;
mod cycle;
mod dispatch;
mod error;
mod faults;
mod front;
mod graph;
mod jobs;
mod keeper;
mod odata;
mod secrets;
mod snapshot;
mod store;
mod tenant;

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinHandle;

pub use keeper::{KeeperError, KeeperFuture, MemoryKeeper, SecretKeeper};
pub use tenant::{AdminRole, TenantSettings};

pub(crate) use admin::{change, reset};
pub(crate) use error::GraphError;
pub(crate) use jobs::advance;
pub(crate) use snapshot::take as snapshot;
pub(crate) use store::settings;

use self::clock::Clock;
use self::faults::{Faults, Fresh, Holds};
use self::store::Store;
use crate::error::PracticeError;
use crate::guard::Guard;
use crate::ports;
use crate::serve::{Limits, Serving};

/// How often one job may provision on demand, and in which time (`graph/README.md` §7).
const ON_DEMAND_LIMIT: usize = 5;
const ON_DEMAND_TIME: SignedDuration = SignedDuration::from_secs(10);

/// What the tenant works on. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct EntraState {
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Clock,
    pub(crate) keeper: Arc<dyn SecretKeeper>,
    /// `http://127.0.0.1:PORT/v1.0`.
    pub(crate) base_url: Arc<str>,
    pub(crate) token: Arc<Token>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) fresh: Arc<Fresh>,
    pub(crate) holds: Arc<Holds>,
    /// What runs at the moment.
    pub(crate) jobs: Arc<jobs::Runtime>,
    /// Told when there may be something to run.
    pub(crate) wake: Arc<Notify>,
    /// Counts the turns of the scheduler.
    pub(crate) turns: watch::Sender<u64>,
    /// When each job last provisioned on demand.
    on_demand: Arc<Mutex<HashMap<String, VecDeque<Timestamp>>>>,
}

impl EntraState {
    /// Counts a provisioning on demand, or refuses it.
    pub(crate) fn on_demand_limit(&self, job: &str) -> Result<(), GraphError> {
        let now = self.clock.now();
        let mut times = self.on_demand.lock().unwrap_or_else(PoisonError::into_inner);
        let times = times.entry(job.to_owned()).or_default();
        while times.front().is_some_and(|time| now.duration_since(*time) >= ON_DEMAND_TIME) {
            times.pop_front();
        }
        match times.front() {
            Some(first) if times.len() >= ON_DEMAND_LIMIT => {
                let left = ON_DEMAND_TIME - now.duration_since(*first);
                let seconds = u32::try_from(left.as_secs() + 1).unwrap_or(1);
                Err(GraphError::new(429, "TooManyRequests", "Too many requests.").retry_after(Some(seconds)))
            }
            _ => {
                times.push_back(now);
                Ok(())
            }
        }
    }

    /// Waits until no job runs and none is due.
    pub(crate) async fn settled(&self) -> Result<(), PracticeError> {
        let mut turns = self.turns.subscribe();
        loop {
            turns.borrow_and_update();
            let (state, now) = (self.clone(), self.clock.now());
            if self.store.transact(move |data| jobs::is_idle(&state, data, now)).await? {
                return Ok(());
            }
            self.wake.notify_one();
            // The sender is ours.
            if turns.changed().await.is_err() {
                return Err(PracticeError::Interrupted);
            }
        }
    }

    /// Makes another token the valid one; the one before has expired.
    pub(crate) async fn accept_token(&self, token: &SecretString) -> Result<(), PracticeError> {
        let hash = hash(token.expose_secret());
        let text: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        self.store.transact(move |data| settings::set(data, settings::TOKEN_HASH, Some(&text))).await?;
        self.token.accept(hash);
        Ok(())
    }
}

/// The hash of the token that is valid. It is compared in constant time.
#[derive(Debug, Default)]
pub(crate) struct Token(Mutex<[u8; 32]>);

impl Token {
    fn accept(&self, hash: [u8; 32]) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = hash;
    }

    pub(crate) fn is(&self, token: &str) -> bool {
        let valid = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hash(token).ct_eq(&valid).into()
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A new token. It opens nothing but this tenant.
pub(crate) fn new_token() -> SecretString {
    let random = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()].map(|part| part.simple().to_string());
    SecretString::from(format!("graph_practice_{}", random.concat()))
}

/// How to start a tenant.
#[derive(Debug)]
pub(crate) struct EntraOptions {
    pub(crate) data_dir: PathBuf,
    /// 0: the port of last time if it is free, else any.
    pub(crate) port: u16,
    pub(crate) limits: Limits,
    pub(crate) keeper: Arc<dyn SecretKeeper>,
    /// `None`: a new one.
    pub(crate) token: Option<SecretString>,
}

/// A running tenant. Dropping it stops it.
#[derive(Debug)]
pub(crate) struct Entra {
    pub(crate) state: EntraState,
    pub(crate) token: SecretString,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
    scheduler: JoinHandle<()>,
}

impl Entra {
    /// Opens the data, serves Graph and runs the jobs.
    pub(crate) async fn start(options: EntraOptions) -> Result<Self, PracticeError> {
        let EntraOptions { data_dir, port, limits, keeper, token } = options;
        let store = Arc::new(Store::open_in(data_dir).await?);
        let remembered = store.transact(|data| settings::get(data, settings::PORT)).await?;
        let remembered = remembered.and_then(|port| port.parse().ok()).filter(|port| *port != 0);
        let listener: TcpListener = ports::listen(port, remembered).await?;
        let address = listener.local_addr().map_err(|source| PracticeError::Port { port, source })?;
        let number = address.port();
        store.transact(move |data| settings::set(data, settings::PORT, Some(&number.to_string()))).await?;

        let state = EntraState {
            clock: Clock::open(&store).await?,
            store,
            keeper,
            base_url: format!("http://{address}{}", front::VERSION).into(),
            token: Arc::default(),
            faults: Arc::default(),
            fresh: Arc::default(),
            holds: Arc::default(),
            jobs: Arc::default(),
            wake: Arc::default(),
            turns: watch::Sender::new(0),
            on_demand: Arc::default(),
        };
        let token = token.unwrap_or_else(new_token);
        state.accept_token(&token).await?;

        let (stop, stopped) = oneshot::channel();
        let guard = Guard { port: number, body_time: limits.body_time, body_limit: front::BODY_LIMIT };
        let front = front::Front::new(state.clone());
        let server = tokio::spawn(Serving { listener, tls: None, front, guard, limits }.run(stopped));
        let scheduler = tokio::spawn(jobs::run(state.clone()));
        tracing::info!(url = &*state.base_url, "the practice tenant listens");
        Ok(Self { state, token, stop: Some(stop), server, scheduler })
    }

    /// Stops serving; answers under way are given `grace`.
    pub(crate) async fn stop(mut self, grace: std::time::Duration) {
        self.scheduler.abort();
        self.stop.take();
        // What is held would wait for longer than anyone does.
        self.state.holds.release();
        if tokio::time::timeout(grace, &mut self.server).await.is_err() {
            self.server.abort();
            let _ = (&mut self.server).await;
        }
        let _ = (&mut self.scheduler).await;
    }
}

impl Drop for Entra {
    fn drop(&mut self) {
        self.server.abort();
        self.scheduler.abort();
    }
}
