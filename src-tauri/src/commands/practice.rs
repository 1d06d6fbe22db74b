//! The practice Ramp's own pages.

use onramp_app::error::AppError;
use onramp_practice::control::{PracticeSettings, PracticeStatus, PracticeToken};

use super::State;
use crate::adapters::practice_error;

/// Makes a token. It is shown once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn generate_practice_token(window: State<'_>) -> Result<PracticeToken, AppError> {
    window.practice()?.generate_token().await.map_err(practice_error)
}

/// The SCIM settings page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_practice_settings(window: State<'_>) -> Result<PracticeSettings, AppError> {
    window.practice()?.settings().await.map_err(practice_error)
}

/// Changes the SCIM settings page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_practice_settings(
    window: State<'_>,
    settings: PracticeSettings,
) -> Result<PracticeSettings, AppError> {
    window.practice()?.set_settings(settings).await.map_err(practice_error)
}

/// How the practice Ramp stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_practice_status(window: State<'_>) -> Result<PracticeStatus, AppError> {
    window.practice()?.status().await.map_err(practice_error)
}
