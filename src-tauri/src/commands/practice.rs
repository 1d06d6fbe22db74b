//! The practice Ramp's SCIM settings page (R3, R15, R16).

use onramp_app::error::AppError;
use onramp_practice::control::{PracticeSettings, PracticeStatus, PracticeSyncOptions, PracticeSyncSummary};

use super::State;
use crate::adapters::practice_error;

/// The default location and department.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_practice_settings(window: State<'_>) -> Result<PracticeSettings, AppError> {
    window.practice()?.settings().await.map_err(practice_error)
}

/// Changes the default location and department.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_practice_settings(
    window: State<'_>,
    settings: PracticeSettings,
) -> Result<PracticeSettings, AppError> {
    window.practice()?.set_settings(settings).await.map_err(practice_error)
}

/// Role sync and offboarding.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_practice_options(window: State<'_>) -> Result<PracticeSyncOptions, AppError> {
    window.practice()?.sync_options().await.map_err(practice_error)
}

/// Changes role sync and offboarding.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_practice_options(
    window: State<'_>,
    options: PracticeSyncOptions,
) -> Result<PracticeSyncOptions, AppError> {
    window.practice()?.set_sync_options(options).await.map_err(practice_error)?;
    Ok(options)
}

/// When SCIM last changed something, and how much it did.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_practice_sync(window: State<'_>) -> Result<PracticeSyncSummary, AppError> {
    window.practice()?.sync_summary().await.map_err(practice_error)
}

/// How the practice Ramp stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_practice_status(window: State<'_>) -> Result<PracticeStatus, AppError> {
    window.practice()?.status().await.map_err(practice_error)
}
