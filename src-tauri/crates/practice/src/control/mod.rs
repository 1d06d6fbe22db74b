//! What an admin does on Ramp's own pages, for the window, the command line and tests.

mod account;
mod event;
mod fault;
mod settings;
mod token;

use std::sync::Arc;

pub use account::{InviteSender, PracticeAccount};
pub use event::{MAX_EVENTS, PracticeEvent};
pub use fault::{Endpoint, Fault, FaultSwitch};
pub use settings::{PracticeSettings, PracticeStatus, PracticeSyncOptions, PracticeSyncSummary};
pub use token::{PracticeToken, PracticeTokenInfo};

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

    /// Removes all users, locations, departments, events and tokens. Settings and port stay.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn clear(&self) -> Result<(), PracticeError> {
        self.store.write(|data| Store::clear(data)).await
    }
}
