//! A signed-in tenant, and the journal beside it.

use std::sync::{Arc, Mutex, PoisonError};

use onramp_graph::{Graph, GraphUrl, Witness};
use onramp_http::{ExchangeRecord, HttpClient};
use onramp_storage::Store;
use secrecy::SecretString;

use super::found::bad_url;
use super::step::StoredPlan;
use crate::error::AppError;
use crate::ports::Clock;

/// A tenant that can be read and changed.
pub struct Tenant {
    pub(crate) graph: Graph,
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    /// The profile whose runs these are.
    pub(crate) profile: String,
    seen: Arc<Seen>,
}

impl Tenant {
    /// A tenant at a Graph address, with an access token. Nothing is sent yet.
    ///
    /// # Errors
    /// `entra.bad-address` where the address is none.
    pub fn new(
        http: HttpClient,
        graph_url: &str,
        token: SecretString,
        store: Store,
        clock: Arc<dyn Clock>,
        profile: impl Into<String>,
    ) -> Result<Self, AppError> {
        let url = GraphUrl::parse(graph_url).map_err(|problem| bad_url(&problem))?;
        let seen = Arc::new(Seen::default());
        let graph = Graph::new(http, url, token).with_witness(seen.clone());
        Ok(Self { graph, store, clock, profile: profile.into(), seen })
    }

    /// The Graph address that a run was made at; `None` where there is no such run.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub fn address_of(store: &Store, run: &str) -> Result<Option<String>, AppError> {
        Ok(store.run::<StoredPlan>(run)?.map(|run| run.plan.graph_url))
    }

    /// The same tenant by another client of Graph, such as one with another clock.
    #[must_use]
    pub fn with_graph(mut self, change: impl FnOnce(Graph) -> Graph) -> Self {
        self.graph = change(self.graph);
        self
    }

    /// Every exchange with Graph since the last call, masked.
    pub fn exchanges(&self) -> Vec<ExchangeRecord> {
        std::mem::take(&mut *self.seen.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn now(&self) -> String {
        self.clock.now().to_string()
    }
}

/// Keeps what went over the wire.
#[derive(Debug, Default)]
struct Seen(Mutex<Vec<ExchangeRecord>>);

/// Exchanges that are kept at most: a long first cycle is watched with many.
const KEPT: usize = 1_000;

impl Witness for Seen {
    fn saw(&self, record: &ExchangeRecord) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() == KEPT {
            seen.remove(0);
        }
        seen.push(record.clone());
    }
}
