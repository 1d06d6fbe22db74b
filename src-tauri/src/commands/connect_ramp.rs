//! Step *Connect Ramp*.

use onramp_app::connect_ramp::{Connection, ProbeReport};
use onramp_app::error::AppError;
use onramp_app::wizard::WizardState;
use secrecy::SecretString;
use serde::Deserialize;
use specta::Type;

use super::State;

/// What the form gives. The token becomes a secret while it is read, and has no way back out.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConnectionInput {
    /// The SCIM URL as pasted.
    scim_url: String,
    /// The token as pasted; `null` keeps the stored one.
    #[specta(type = Option<String>)]
    token: Option<SecretString>,
    /// Keep the token in memory only.
    this_run_only: bool,
}

/// Checks and keeps URL and token.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_connection(
    window: State<'_>,
    input: ConnectionInput,
) -> Result<WizardState, AppError> {
    let ConnectionInput { scim_url, token, this_run_only } = input;
    window.app.save_connection(Connection { scim_url, token, this_run_only }).await
}

/// Tests the connection, layer by layer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn probe_ramp(window: State<'_>) -> Result<ProbeReport, AppError> {
    window.app.probe_ramp().await
}

/// The last test.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_probe(window: State<'_>) -> Result<Option<ProbeReport>, AppError> {
    window.app.last_probe()
}
