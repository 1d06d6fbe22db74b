//! Step *Attribute mappings*.

use onramp_app::error::AppError;
use onramp_app::mappings::{
    Completions, DocumentFormat, ExportedMapping, FunctionHelp, HoverHelp, ImportPreview, MappingRow,
    MappingsView, RoleSyncView, RowChange, RowExamination, SignatureHelp, SourceAttribute, TableVersion,
};
use tauri::AppHandle;

use super::State;
use crate::adapters::files::Files;

/// The table with its findings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_mappings(window: State<'_>) -> Result<MappingsView, AppError> {
    window.app.mappings()
}

/// Checks a row as it is typed, and evaluates it for one person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn examine_row(
    window: State<'_>,
    row: MappingRow,
    person: Option<String>,
) -> Result<RowExamination, AppError> {
    window.app.examine_row(&row, person.as_deref())
}

/// Source attributes with one person's values.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_source_attributes(
    window: State<'_>,
    person: Option<String>,
) -> Result<Vec<SourceAttribute>, AppError> {
    window.app.source_attributes(person.as_deref())
}

/// The functions of the expression language.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_functions() -> Result<Vec<FunctionHelp>, AppError> {
    Ok(onramp_app::mappings::functions())
}

/// What fits at a place of an expression.
#[tauri::command]
#[specta::specta]
pub(crate) async fn complete_expression(
    window: State<'_>,
    text: String,
    place: u32,
    person: Option<String>,
) -> Result<Completions, AppError> {
    window.app.complete_expression(&text, place, person.as_deref())
}

/// The call around a place of an expression.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_signature(text: String, place: u32) -> Result<Option<SignatureHelp>, AppError> {
    Ok(onramp_app::mappings::signature_help(&text, place))
}

/// What stands at a place of an expression.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explain_name(
    window: State<'_>,
    text: String,
    place: u32,
    person: Option<String>,
) -> Result<Option<HoverHelp>, AppError> {
    window.app.explain_name(&text, place, person.as_deref())
}

/// An expression laid out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn format_expression(text: String) -> Result<String, AppError> {
    Ok(onramp_app::mappings::format_expression(&text))
}

/// Takes the last change of the table back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_mappings(window: State<'_>) -> Result<MappingsView, AppError> {
    window.app.undo_mappings()
}

/// Brings back what was last undone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn redo_mappings(window: State<'_>) -> Result<MappingsView, AppError> {
    window.app.redo_mappings()
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
pub(crate) async fn get_planned_fixes(window: State<'_>) -> Result<Vec<RowChange>, AppError> {
    window.app.planned_fixes()
}

/// Applies every safe fix.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_all(window: State<'_>) -> Result<MappingsView, AppError> {
    window.app.fix_all()
}

/// Makes a change that a finding offers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn apply_remedy(
    window: State<'_>,
    row: Option<String>,
    code: String,
    title: String,
) -> Result<MappingsView, AppError> {
    window.app.apply_remedy(row.as_deref(), &code, &title)
}

/// Back to the recommended table.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_mappings(window: State<'_>) -> Result<MappingsView, AppError> {
    window.app.reset_mappings()
}

/// Role sync as it stands, and the pairs it offers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_role_sync(window: State<'_>) -> Result<RoleSyncView, AppError> {
    window.app.role_sync()
}

/// Switches role sync on with one of its pairs, or off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn switch_role_sync(
    window: State<'_>,
    candidate: Option<String>,
) -> Result<MappingsView, AppError> {
    window.app.switch_role_sync(candidate.as_deref())
}

/// What differs between two versions of the table.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_mapping_changes(
    window: State<'_>,
    before: TableVersion,
    after: TableVersion,
) -> Result<Vec<RowChange>, AppError> {
    window.app.mapping_changes(before, after)
}

/// Lets the admin pick a mapping file and looks at it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_mapping_file(
    window: State<'_>,
    host: AppHandle,
) -> Result<Option<ImportPreview>, AppError> {
    window.app.open_mapping_file(&Files(host)).await
}

/// What a mapping text is, and what its import would change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_import(
    window: State<'_>,
    name: String,
    text: String,
) -> Result<ImportPreview, AppError> {
    window.app.preview_import(&name, &text)
}

/// Puts the rows of a mapping text in the table's place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_mappings(
    window: State<'_>,
    name: String,
    text: String,
) -> Result<MappingsView, AppError> {
    window.app.import_mappings(&name, &text)
}

/// The table in a format.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_mappings(
    window: State<'_>,
    format: DocumentFormat,
) -> Result<ExportedMapping, AppError> {
    window.app.export_mappings(format)
}

/// Lets the admin pick a place and writes the table there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_mapping_file(
    window: State<'_>,
    host: AppHandle,
    format: DocumentFormat,
) -> Result<Option<String>, AppError> {
    window.app.save_mapping_file(&Files(host), format).await
}
