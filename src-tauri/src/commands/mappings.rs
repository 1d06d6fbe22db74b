//! Step *Attribute mappings*.

use onramp_app::error::AppError;
use onramp_app::mappings::{MappingDiagnostic, MappingRow, MappingsView, PlannedFix};

use super::State;

/// The table with its findings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_mappings(window: State<'_>) -> Result<MappingsView, AppError> {
    window.app.mappings()
}

/// Checks a row as it is typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_row(row: MappingRow) -> Result<Vec<MappingDiagnostic>, AppError> {
    Ok(onramp_app::mappings::check_row(&row))
}

/// Saves a row, or adds it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_row(window: State<'_>, row: MappingRow) -> Result<MappingsView, AppError> {
    window.app.save_row(&row)
}

/// Removes a row.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_row(window: State<'_>, id: String) -> Result<MappingsView, AppError> {
    window.app.remove_row(&id)
}

/// Applies the exact fixes of a row.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_row(window: State<'_>, id: String) -> Result<MappingsView, AppError> {
    window.app.fix_row(&id)
}

/// What *Fix all* would change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_planned_fixes(window: State<'_>) -> Result<Vec<PlannedFix>, AppError> {
    window.app.planned_fixes()
}

/// Applies every safe fix.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_all(window: State<'_>) -> Result<MappingsView, AppError> {
    window.app.fix_all()
}

/// Back to the recommended table.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_mappings(window: State<'_>) -> Result<MappingsView, AppError> {
    window.app.reset_mappings()
}
