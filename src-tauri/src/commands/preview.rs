//! Step *Preview*.

use onramp_app::error::AppError;
use onramp_app::preview::{PersonPreview, PersonSummary};

use super::State;

/// Everyone in the directory.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_people(window: State<'_>) -> Result<Vec<PersonSummary>, AppError> {
    window.app.list_people()
}

/// The person previewed last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_preview_key(window: State<'_>) -> Result<Option<String>, AppError> {
    window.app.preview_key()
}

/// What would happen to one person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_person(window: State<'_>, key: String) -> Result<PersonPreview, AppError> {
    window.app.preview_person(&key).await
}
