//! Step *Done*.

use onramp_app::done::DoneSummary;
use onramp_app::error::AppError;

use super::State;

/// What was proven.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_summary(window: State<'_>) -> Result<DoneSummary, AppError> {
    window.app.summary()
}
