//! How a set-up reaches the network where the computer's own settings do not do: through a proxy that was typed in, and
//! with certificates from a file. Loopback is reached directly all the same.

use std::path::PathBuf;

use onramp_http::{HttpClient, HttpError, HttpOptions, ManualProxy, ProxyProblem, ProxyUse};
use onramp_storage::{Profile, Vault, VaultKey};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{AppError, Side};
use crate::session::{App, key};
use crate::wizard::WizardState;

/// The form *Network*. An empty text counts as none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkSettings {
    /// The proxy's address, such as `http://proxy.example:3128`, without user and password; `null` for the system's
    /// settings.
    pub proxy: Option<String>,
    /// A PEM file of certificates to trust besides the system's; `null` for none.
    pub ca_file: Option<String>,
}

/// The settings as they are kept, and whether the proxy gets credentials. Those are in the keychain and have no way out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// The proxy's address.
    pub proxy: Option<String>,
    /// The file of extra certificates.
    pub ca_file: Option<String>,
    /// A user and a password are kept for the proxy.
    pub signs_in: bool,
}

/// What the form *Network* gives. The credentials are a secret from here on.
#[derive(Debug, Default)]
pub struct NetworkInput {
    /// The settings.
    pub settings: NetworkSettings,
    /// `user:password` for the proxy. `None` keeps what is kept, as long as the proxy stays the same; an empty text forgets
    /// it.
    pub credentials: Option<SecretString>,
    /// Keep the credentials in memory only, where the keychain can't be used.
    pub this_run_only: bool,
}

/// Settings and credentials together: what a client is built from.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// The settings.
    pub settings: NetworkSettings,
    /// `user:password` for the proxy.
    pub credentials: Option<SecretString>,
}

impl Network {
    /// A client that goes this way.
    ///
    /// # Errors
    /// `proxy.*` and `ca-file.*` for what can't be used.
    pub fn http_client(&self) -> Result<HttpClient, AppError> {
        let proxy = match (given(&self.settings.proxy), &self.credentials) {
            (None, None) => ProxyUse::System,
            // Credentials for no proxy would be kept for nobody knows whom.
            (None, Some(_)) => return Err(unusable(ProxyProblem::Unparsable)),
            (Some(text), None) => ProxyUse::Manual(ManualProxy::parse(text).map_err(unusable)?),
            (Some(text), Some(pair)) => {
                let proxy = ManualProxy::parse(text).and_then(|proxy| proxy.with_credentials(pair));
                ProxyUse::Manual(proxy.map_err(unusable)?)
            }
        };
        let ca_file = given(&self.settings.ca_file).map(PathBuf::from);
        Ok(HttpClient::new(HttpOptions { proxy, ca_file, ..HttpOptions::default() })?)
    }
}

fn unusable(problem: ProxyProblem) -> AppError {
    HttpError::ProxySetting { problem }.into()
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// A client that was made, and the settings it was made for.
pub(crate) struct Made {
    profile: String,
    view: NetworkView,
    client: HttpClient,
}

impl App {
    /// The open set-up's network settings; the system's own where none is open.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn network(&self) -> Result<NetworkView, AppError> {
        match self.open_profile()? {
            Some(profile) => self.network_of(&profile),
            None => Ok(NetworkView::default()),
        }
    }

    /// Checks and keeps the network settings of the open set-up. A connection test that went another way is forgotten.
    ///
    /// # Errors
    /// `proxy.*` and `ca-file.*` for what was entered, `keychain.*` where the credentials can't be kept; nothing is changed
    /// then.
    pub async fn save_network(&self, input: NetworkInput) -> Result<WizardState, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let before = self.network_of(&profile)?;
        let mut after = NetworkView {
            proxy: given(&input.settings.proxy).map(str::to_owned),
            ca_file: given(&input.settings.ca_file).map(str::to_owned),
            signs_in: false,
        };
        let pair = input.credentials.filter(|pair| !pair.expose_secret().is_empty() || before.signs_in);
        let forgets = pair.as_ref().is_some_and(|pair| pair.expose_secret().is_empty());
        let fresh = pair.filter(|pair| !pair.expose_secret().is_empty());
        // Credentials that were given for one proxy go to no other.
        let keeps = before.signs_in && fresh.is_none() && !forgets && before.proxy == after.proxy;
        after.signs_in = fresh.is_some() || keeps;

        let credentials = match &fresh {
            Some(pair) => Some(pair.clone()),
            None if keeps => Some(self.proxy_credentials(&profile).await?),
            None => None,
        };
        let settings = NetworkSettings { proxy: after.proxy.clone(), ca_file: after.ca_file.clone() };
        let client = Network { settings, credentials }.http_client()?;

        let vault_key = VaultKey::proxy_credentials(&profile.id);
        if let Some(pair) = &fresh {
            let vault: &dyn Vault = if input.this_run_only { &self.this_run } else { &*self.vault };
            vault.store(&vault_key, pair).await?;
        }
        if before.signs_in && !keeps {
            // What is no longer used must not outlive the choice; a keychain that does not work keeps nothing back.
            if fresh.is_none() || !input.this_run_only {
                self.this_run.delete(&vault_key).await?;
            }
            if fresh.is_none() || input.this_run_only {
                let _ = self.vault.delete(&vault_key).await;
            }
        }
        self.write(&profile, key::NETWORK, &after)?;
        if after != before || fresh.is_some() {
            self.store.remove_document(&profile.id, key::PROBE)?;
        }
        *self.made.lock().await = Some(Made { profile: profile.id, view: after, client });
        self.state()
    }

    /// The client of a profile's way.
    pub(crate) async fn http(&self, profile: &Profile) -> Result<HttpClient, AppError> {
        let view = self.network_of(profile)?;
        if view == NetworkView::default() {
            return Ok(self.http.clone());
        }
        let mut made = self.made.lock().await;
        if let Some(made) = made.as_ref().filter(|made| made.profile == profile.id && made.view == view) {
            return Ok(made.client.clone());
        }
        let credentials = match view.signs_in {
            true => Some(self.proxy_credentials(profile).await?),
            false => None,
        };
        let settings = NetworkSettings { proxy: view.proxy.clone(), ca_file: view.ca_file.clone() };
        let client = Network { settings, credentials }.http_client()?;
        *made = Some(Made { profile: profile.id.clone(), view, client: client.clone() });
        Ok(client)
    }

    /// Takes what a set-up that is forgotten kept for its proxy out of the vaults.
    pub(crate) async fn forget_proxy(&self, profile: &Profile) -> Result<(), AppError> {
        *self.made.lock().await = None;
        if self.network_of(profile)?.signs_in {
            let vault_key = VaultKey::proxy_credentials(&profile.id);
            self.this_run.delete(&vault_key).await?;
            self.vault.delete(&vault_key).await?;
        }
        Ok(())
    }

    fn network_of(&self, profile: &Profile) -> Result<NetworkView, AppError> {
        Ok(self.read(profile, key::NETWORK)?.unwrap_or_default())
    }

    async fn proxy_credentials(&self, profile: &Profile) -> Result<SecretString, AppError> {
        let vault_key = VaultKey::proxy_credentials(&profile.id);
        if let Some(pair) = self.this_run.load(&vault_key).await? {
            return Ok(pair);
        }
        self.vault.load(&vault_key).await?.ok_or_else(credentials_missing)
    }
}

fn credentials_missing() -> AppError {
    AppError::new(
        "proxy.credentials-missing",
        Side::You,
        "The user and password for the proxy are no longer there.",
        "Enter them again under Network.",
    )
}

/// A saved set-up's way, for hosts without a wizard.
///
/// # Errors
/// Where the settings can't be read, or the keychain does not give the credentials.
pub(crate) async fn stored_network(
    store: &onramp_storage::Store,
    vault: &dyn Vault,
    profile: &Profile,
) -> Result<Network, AppError> {
    let view: NetworkView = store.document(&profile.id, key::NETWORK)?.unwrap_or_default();
    let credentials = match view.signs_in {
        true => {
            let found = vault.load(&VaultKey::proxy_credentials(&profile.id)).await?;
            Some(found.ok_or_else(credentials_missing)?)
        }
        false => None,
    };
    Ok(Network { settings: NetworkSettings { proxy: view.proxy, ca_file: view.ca_file }, credentials })
}
