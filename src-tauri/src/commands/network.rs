//! The form *Network* of *Connect Ramp*: the way to the service.

use onramp_app::error::AppError;
use onramp_app::network::{NetworkInput, NetworkSettings, NetworkView};
use onramp_app::wizard::WizardState;
use secrecy::SecretString;
use serde::Deserialize;
use specta::Type;

use super::State;

/// What the form gives. User and password become a secret while they are read, and have no way back out.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NetworkForm {
    /// Proxy and extra certificates.
    settings: NetworkSettings,
    /// `user:password` for the proxy; `null` keeps what is kept, an empty text forgets it.
    #[specta(type = Option<String>)]
    credentials: Option<SecretString>,
    /// Keep user and password in memory only.
    this_run_only: bool,
}

/// The open set-up's network settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_network(window: State<'_>) -> Result<NetworkView, AppError> {
    window.app.network()
}

/// Checks and keeps network settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_network(window: State<'_>, input: NetworkForm) -> Result<WizardState, AppError> {
    let NetworkForm { settings, credentials, this_run_only } = input;
    window.app.save_network(NetworkInput { settings, credentials, this_run_only }).await
}
