//! What can be done to the practice tenant beside Graph: its time, its people, its bad days.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;

use super::graph_fault::{GraphEndpoint, GraphFault, GraphFaultSwitch, GraphHold, HeldRequest};
use crate::entra::{self, EntraState, TenantSettings, settings};
use crate::error::PracticeError;

/// A change in the directory that no set-up makes. People are named by object id or sign-in name, groups by object id or
/// name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum DirectoryChange {
    /// Gives a user's property a value, or takes it away.
    SetAttribute {
        /// Whose.
        user: String,
        /// Graph's name of the property.
        name: String,
        /// The value; none takes it away.
        value: Option<Value>,
    },
    /// Enables or disables an account.
    SetEnabled {
        /// Whose.
        user: String,
        /// Whether it is enabled.
        enabled: bool,
    },
    /// Gives a user a manager, or takes theirs away.
    SetManager {
        /// Whose.
        user: String,
        /// The manager.
        manager: Option<String>,
    },
    /// Deletes a user; they can be restored.
    Delete {
        /// Whom.
        user: String,
    },
    /// Restores a deleted user.
    Restore {
        /// Whom.
        user: String,
    },
    /// Removes a user for good, deleted before or not.
    Purge {
        /// Whom.
        user: String,
    },
    /// Puts a user or a group into a group.
    AddMember {
        /// The group.
        group: String,
        /// Who.
        member: String,
    },
    /// Takes a user or a group out of a group.
    RemoveMember {
        /// The group.
        group: String,
        /// Who.
        member: String,
    },
}

/// The practice tenant's own pages. Cheap to clone; works as long as the world runs.
#[derive(Debug, Clone)]
pub struct EntraControl {
    state: EntraState,
}

impl EntraControl {
    pub(crate) fn new(state: EntraState) -> Self {
        Self { state }
    }

    /// The tenant's time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.state.clock.now()
    }

    /// Moves the tenant's time forward and runs every cycle that falls due on the way. Answers what time it is then.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn advance(&self, by: Duration) -> Result<Timestamp, PracticeError> {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        entra::advance(&self.state, by).await?;
        Ok(self.now())
    }

    /// Waits until no job runs and none is due.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn settled(&self) -> Result<(), PracticeError> {
        self.state.settled().await
    }

    /// What the tenant and its admin have.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn settings(&self) -> Result<TenantSettings, PracticeError> {
        self.state.store.transact(|data| settings::read(data, settings::TENANT)).await
    }

    /// Changes what the tenant and its admin have.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn set_settings(&self, changed: TenantSettings) -> Result<(), PracticeError> {
        self.state.store.transact(move |data| settings::write(data, settings::TENANT, &changed)).await
    }

    /// Changes the directory.
    ///
    /// # Errors
    /// There is no such user or group, or the data cannot be written.
    pub async fn change(&self, change: DirectoryChange) -> Result<(), PracticeError> {
        let clock = self.state.clock.clone();
        self.state.store.transact(move |data| entra::change(data, &clock, &change)).await
    }

    /// Makes the tenant new: its people as they were, no application, no log. Time, settings and token stay.
    ///
    /// # Errors
    /// The data cannot be written, or a secret cannot be forgotten.
    pub async fn reset(&self) -> Result<(), PracticeError> {
        entra::reset(&self.state).await
    }

    /// The whole tenant, every resource by kind and id in a stable order; of a secret only that it is saved.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn snapshot(&self) -> Result<Value, PracticeError> {
        let state = self.state.clone();
        self.state.store.transact(move |data| entra::snapshot(&state, data)).await
    }

    /// Makes a new token. The one before has expired.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn renew_token(&self) -> Result<SecretString, PracticeError> {
        let token = entra::new_token();
        self.state.accept_token(&token).await?;
        Ok(token)
    }

    /// The faults that are switched on.
    #[must_use]
    pub fn faults(&self) -> Vec<GraphFaultSwitch> {
        self.state.faults.list()
    }

    /// Switches a fault on for the next `times` requests, or until it is cleared. It takes the place of the one that
    /// was on for the same endpoint. Gone when the world ends.
    pub fn set_fault(&self, endpoint: GraphEndpoint, fault: GraphFault, times: Option<u32>) {
        self.state.faults.set(GraphFaultSwitch { endpoint, fault, times });
    }

    /// Switches every fault off.
    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// Holds a write that is going to come.
    pub fn hold(&self, hold: GraphHold) {
        self.state.holds.arm(hold);
    }

    /// The holds that wait for their write.
    #[must_use]
    pub fn holds(&self) -> Vec<GraphHold> {
        self.state.holds.armed()
    }

    /// The writes that are held.
    #[must_use]
    pub fn held(&self) -> Vec<HeldRequest> {
        self.state.holds.held()
    }

    /// Waits until a write is held.
    pub async fn until_held(&self) -> Vec<HeldRequest> {
        self.state.holds.until_held().await
    }

    /// Lets go what is held, and forgets the holds that wait.
    pub fn release(&self) {
        self.state.holds.release();
    }
}
