//! What an admin does on Ramp's own pages, and what can be done to the practice tenant beside Graph, for the window, the
//! command line and tests.

mod account;
mod entra;
mod event;
mod fault;
mod graph_fault;
mod settings;
mod token;

use std::path::PathBuf;
use std::sync::Arc;

pub use account::{InviteSender, PracticeAccount};
pub use entra::{DirectoryChange, EntraControl};
pub use event::{MAX_EVENTS, PracticeEmailWait, PracticeEvent, PracticeNews};
pub use fault::{Endpoint, Fault, FaultSwitch};
pub use graph_fault::{GraphEndpoint, GraphFault, GraphFaultSwitch, GraphHold, HeldRequest, HoldWhen};
pub use settings::{PracticeSettings, PracticeStatus, PracticeSyncOptions, PracticeSyncSummary};
pub use token::{PracticeToken, PracticeTokenInfo};

pub use crate::entra::{AdminRole, TenantSettings};
use crate::error::PracticeError;
use crate::ramp::{Faults, Store};

/// The practice Ramp's own pages. Cheap to clone; works as long as the data folder is there.
#[derive(Debug, Clone)]
pub struct Control {
    store: Arc<Store>,
    scim_url: Arc<str>,
    faults: Arc<Faults>,
}

impl Control {
    pub(crate) fn new(store: Arc<Store>, scim_url: Arc<str>, faults: Arc<Faults>) -> Self {
        Self { store, scim_url, faults }
    }

    /// The pages of a practice Ramp by its data folder, whether it is being served or not. Faults are those of a
    /// running service: here there are none, see [`Remote`](crate::Remote).
    ///
    /// # Errors
    /// The data cannot be opened.
    pub async fn open(data_dir: impl Into<PathBuf>) -> Result<Self, PracticeError> {
        let store = Store::open_in(data_dir.into()).await?;
        let port = store.read(Store::remembered_port).await?.unwrap_or_default();
        Ok(Self::new(store, format!("http://127.0.0.1:{port}/scim/v2").into(), Arc::default()))
    }

    /// Removes all users, locations, departments, events and tokens. Settings and port stay.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn clear(&self) -> Result<(), PracticeError> {
        self.store.write_tokens(|data| Store::clear(data)).await
    }
}

/// A time as people write it: `40m`, `6h`, `1d 12h`.
#[must_use]
pub fn duration(text: &str) -> Option<std::time::Duration> {
    let span: jiff::Span = text.parse().ok()?;
    let duration = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).ok()?;
    duration.try_into().ok()
}
