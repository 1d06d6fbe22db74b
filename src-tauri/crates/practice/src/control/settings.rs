//! Ramp's SCIM settings page (R3, R15, R16).

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Control;
use crate::error::PracticeError;
use crate::ramp::{Store, tokens};

/// The practice Ramp's SCIM settings page (R3, R16).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeSettings {
    /// Applies where a user has no location. `null` or blank: none.
    pub default_location: Option<String>,
    /// Applies where a user has no department. `null` or blank: none.
    pub default_department: Option<String>,
}

impl PracticeSettings {
    pub(crate) fn tidied(self) -> Self {
        let tidy =
            |name: Option<String>| name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        Self {
            default_location: tidy(self.default_location),
            default_department: tidy(self.default_department),
        }
    }
}

/// What else the page lets an admin choose (R15, R16).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeSyncOptions {
    /// Whether roles come from the identity provider's app roles (R15). Off: they follow from who reports to whom (R7).
    pub role_sync: bool,
    /// After how many days a deactivated user is terminated for good; `null`: never. Kept and shown, not acted on: a
    /// SCIM client never sees it happen.
    pub auto_termination_days: Option<u16>,
}

/// How the practice Ramp stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeStatus {
    /// The tenant URL.
    pub scim_url: String,
    /// How many users SCIM manages, deactivated ones included.
    pub users: u32,
    /// Whether there is a valid token.
    pub has_token: bool,
}

/// What the page says of the sync so far (R16).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeSyncSummary {
    /// When SCIM last changed something, RFC 3339. `null`: never.
    pub last_sync: Option<String>,
    /// How many accounts SCIM invited.
    pub invited: u32,
    /// How many of the accounts that SCIM knows are deactivated now.
    pub deactivated: u32,
}

impl Control {
    /// The settings.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn settings(&self) -> Result<PracticeSettings, PracticeError> {
        self.store.read(Store::settings).await
    }

    /// Stores the settings, names trimmed, and returns them as stored.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn set_settings(&self, settings: PracticeSettings) -> Result<PracticeSettings, PracticeError> {
        let settings = settings.tidied();
        let stored = settings.clone();
        self.store.write(move |data| Store::set_settings(data, &stored)).await?;
        Ok(settings)
    }

    /// Role sync and offboarding.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn sync_options(&self) -> Result<PracticeSyncOptions, PracticeError> {
        self.store.read(Store::sync_options).await
    }

    /// Stores role sync and offboarding.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn set_sync_options(&self, options: PracticeSyncOptions) -> Result<(), PracticeError> {
        self.store.write(move |data| Store::set_sync_options(data, options)).await
    }

    /// How the practice Ramp stands.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn status(&self) -> Result<PracticeStatus, PracticeError> {
        let scim_url = self.scim_url.to_string();
        self.store
            .read(move |data| {
                let users = Store::count_managed(data)?;
                Ok(PracticeStatus { scim_url, users, has_token: tokens::any_valid(data)? })
            })
            .await
    }

    /// When SCIM last changed something, and how much it did (R16).
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn sync_summary(&self) -> Result<PracticeSyncSummary, PracticeError> {
        self.store.read(Store::sync_summary).await
    }
}
