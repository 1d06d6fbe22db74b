//! What the window remembers about itself.

use onramp_app::error::AppError;
use tauri::AppHandle;

use crate::adapters::preferences::{self, Preferences, Theme};

/// The preferences.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_preferences(app: AppHandle) -> Result<Preferences, AppError> {
    Ok(preferences::read(&app))
}

/// Remembers the theme.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_theme(app: AppHandle, theme: Theme) -> Result<Preferences, AppError> {
    Ok(preferences::set_theme(&app, theme))
}
