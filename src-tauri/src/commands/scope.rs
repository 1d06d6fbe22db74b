//! Step *Attribute mappings*: whom the mapping is for, and what Entra may do.

use onramp_app::error::AppError;
use onramp_app::mappings::{Actions, MappingsView, ScopeExamination, ScopeFilter, ScopeOperator};

use super::State;

/// Checks a scoping filter as it is edited, and counts who is in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn examine_scope(
    window: State<'_>,
    filter: ScopeFilter,
) -> Result<ScopeExamination, AppError> {
    window.app.examine_scope(&filter)
}

/// Saves the scoping filter.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_scope(window: State<'_>, filter: ScopeFilter) -> Result<MappingsView, AppError> {
    window.app.save_scope(&filter)
}

/// Saves what Entra may do in Ramp.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_actions(window: State<'_>, actions: Actions) -> Result<MappingsView, AppError> {
    window.app.save_actions(actions)
}

/// The operators of scoping filters.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_scope_operators() -> Result<Vec<ScopeOperator>, AppError> {
    Ok(onramp_app::mappings::scope_operators())
}
