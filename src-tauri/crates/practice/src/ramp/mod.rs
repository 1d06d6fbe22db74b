//! Ramp's SCIM service: [`router`] over a [`RampState`].

mod auth;
mod discovery;
mod document;
mod extract;
mod groups;
mod projection;
mod reply;
mod router;
mod service;
mod store;
mod users;
mod vocabulary;

use std::path::PathBuf;
use std::sync::Arc;

pub(crate) use auth::token_hash;
pub use router::router;
pub(crate) use store::Store;

use crate::control::Control;
use crate::error::PracticeError;
use crate::world::Rules;

/// What the service works on.
#[derive(Debug, Clone)]
pub struct RampState {
    store: Arc<Store>,
    base_url: Arc<str>,
    rules: Rules,
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
        Self { store, base_url: base_url.into(), rules }
    }

    /// The URL below which `/Users` lies.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What Ramp's own pages offer.
    #[must_use]
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.store), Arc::clone(&self.base_url))
    }
}
