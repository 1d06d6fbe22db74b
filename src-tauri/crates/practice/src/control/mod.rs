//! What an admin does on Ramp's own pages, for the window, the command line and tests.

use std::fmt;
use std::sync::Arc;

use onramp_ramp::Role;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::PracticeError;
use crate::ramp::{Store, token_hash};

/// The practice Ramp's API token. The one secret that is handed out, once, when it is made (R18).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeToken {
    /// The token, without `Bearer`.
    pub token: String,
}

impl fmt::Debug for PracticeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PracticeToken(…)")
    }
}

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

/// An account as Ramp's own pages show it, SCIM-managed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeAccount {
    /// Ramp's id, the same as the SCIM id.
    pub id: String,
    /// First and last name.
    pub name: String,
    /// The email.
    pub email: Option<String>,
    /// The location's name as Ramp has it (R4).
    pub location: Option<String>,
    /// The department's name as Ramp has it (R4).
    pub department: Option<String>,
    /// The manager's account (R5).
    pub manager_id: Option<String>,
    /// The role (R7).
    pub role: Role,
    /// Whether the account is active (R10).
    pub active: bool,
    /// Whether SCIM manages it: `false` before the first create and after a DELETE (R10, R17).
    pub scim_managed: bool,
    /// Who the invite email comes from (R8). `None` for an account that SCIM did not invite.
    pub invited_by: Option<InviteSender>,
}

/// Who an invite email comes from (R8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InviteSender {
    /// The account's owner.
    Owner,
    /// The manager's account.
    Manager(String),
}

/// The practice Ramp's own pages. Cheap to clone; works as long as the data folder is there.
#[derive(Debug, Clone)]
pub struct Control {
    store: Arc<Store>,
    scim_url: Arc<str>,
}

impl Control {
    pub(crate) fn new(store: Arc<Store>, scim_url: Arc<str>) -> Self {
        Self { store, scim_url }
    }

    /// Makes a token, which replaces the one there was. Only a hash of it is kept.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn generate_token(&self) -> Result<PracticeToken, PracticeError> {
        let random =
            [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()].map(|part| part.simple().to_string()).concat();
        let token = format!("rp_practice_{random}");
        self.accept_token(SecretString::from(token.clone())).await?;
        Ok(PracticeToken { token })
    }

    /// Makes `token` the valid one.
    pub(crate) async fn accept_token(&self, token: SecretString) -> Result<(), PracticeError> {
        let hash = token_hash(token.expose_secret());
        self.store.write(move |data| Store::set_token_hash(data, &hash)).await
    }

    /// The settings.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn settings(&self) -> Result<PracticeSettings, PracticeError> {
        self.store.read(|data| Store::settings(data)).await
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

    /// How the practice Ramp stands.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn status(&self) -> Result<PracticeStatus, PracticeError> {
        let scim_url = self.scim_url.to_string();
        self.store
            .read(move |data| {
                let users = Store::count_managed(data)?;
                Ok(PracticeStatus { scim_url, users, has_token: Store::token_hash(data)?.is_some() })
            })
            .await
    }

    /// Every account, in the order they were made.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn accounts(&self) -> Result<Vec<PracticeAccount>, PracticeError> {
        self.store.read(|data| Store::account_views(data)).await
    }

    /// Makes an account by hand in Ramp, which SCIM does not manage yet, and returns its id (R17).
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn add_account(
        &self,
        given_name: &str,
        family_name: &str,
        email: &str,
    ) -> Result<String, PracticeError> {
        let (given, family, email) = (given_name.to_owned(), family_name.to_owned(), email.to_owned());
        self.store.write(move |data| Store::add_unmanaged(data, given, family, email)).await
    }

    /// Gives an account a role by hand, which then no longer follows from who reports to it (R6, R7).
    ///
    /// # Errors
    /// No account has this id, or the data cannot be written.
    pub async fn set_role(&self, user_id: &str, role: Role) -> Result<(), PracticeError> {
        let id = user_id.to_owned();
        self.store.write(move |data| Store::set_role(data, &id, role)).await
    }

    /// Removes all users, locations, departments and the token. Settings and port stay.
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn clear(&self) -> Result<(), PracticeError> {
        self.store.write(|data| Store::clear(data)).await
    }
}
