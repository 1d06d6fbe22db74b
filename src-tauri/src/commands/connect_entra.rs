//! Step *Connect Entra*.

use onramp_app::connect_entra::{EntraChoices, EntraView};
use onramp_app::entra::Assignee;
use onramp_app::error::AppError;

use super::State;

/// What is known of the Entra side.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_entra(window: State<'_>) -> Result<EntraView, AppError> {
    window.app.entra()
}

/// Signs in to the practice tenant on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_practice_entra(window: State<'_>) -> Result<EntraView, AppError> {
    let (graph_url, token) = window.practice_graph()?;
    window.app.connect_entra(&graph_url, token).await
}

/// Keeps what was chosen for the Entra side.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_entra_choices(
    window: State<'_>,
    choices: EntraChoices,
) -> Result<EntraView, AppError> {
    window.app.save_entra_choices(choices)
}

/// Groups and people whose name begins with a text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_assignees(window: State<'_>, text: String) -> Result<Vec<Assignee>, AppError> {
    window.app.find_assignees(&text).await
}
