//! Ramp's SCIM service: [`router`] over a [`RampState`].

mod auth;
mod beside;
mod bulk;
mod definitions;
mod discovery;
mod document;
mod extract;
mod faults;
mod groups;
mod lists;
mod preconditions;
mod present;
mod reply;
mod resources;
mod router;
mod search;
mod service;
mod store;
mod telling;
mod users;

use std::path::PathBuf;
use std::sync::Arc;

use onramp_scim::schema::Policy;

pub(crate) use auth::token_hash;
pub(crate) use faults::Faults;
pub use router::router;
pub(crate) use router::{BODY_LIMIT, Front};
pub(crate) use store::{Store, events, tokens};

use definitions::Definitions;
use present::Presenter;

use crate::control::Control;
use crate::error::PracticeError;
use crate::world::Rules;

/// What the service works on.
#[derive(Debug, Clone)]
pub struct RampState {
    store: Arc<Store>,
    base_url: Arc<str>,
    rules: Rules,
    strict: bool,
    faults: Arc<Faults>,
}

impl RampState {
    /// Opens the data in a folder for a service at `base_url`, without a port.
    ///
    /// # Errors
    /// The data cannot be opened.
    pub async fn open(
        data_dir: impl Into<PathBuf>,
        base_url: &str,
        rules: Rules,
    ) -> Result<Self, PracticeError> {
        Ok(Self::new(Store::open_in(data_dir.into()).await?, base_url, rules))
    }

    pub(crate) fn new(store: Arc<Store>, base_url: &str, rules: Rules) -> Self {
        Self { store, base_url: base_url.into(), rules, strict: false, faults: Arc::default() }
    }

    /// Whether to refuse what Entra sends beside the RFCs, as a stricter service would (entra-scim-client.md §16b).
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Whether the service is strict.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// The URL below which `/Users` lies.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What the service understands.
    fn definitions(&self) -> &'static Definitions {
        Definitions::of(self.rules)
    }

    /// How it takes what a client sends.
    fn policy(&self) -> Policy {
        self.definitions().policy(self.strict)
    }

    /// Where a server of this service runs best.
    pub(crate) fn tasks(&self) -> &tokio::runtime::Handle {
        self.store.tasks()
    }

    fn presenter(&self) -> Presenter<'_> {
        Presenter { base_url: &self.base_url, rules: self.rules }
    }

    /// What Ramp's own pages offer.
    #[must_use]
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.store), Arc::clone(&self.base_url), Arc::clone(&self.faults))
    }
}
