//! Step *Scope and start*.

use onramp_app::entra::{Consent, DriftReport, JobView, LogView, OnDemandView, Plan, RunAction, RunView};
use onramp_app::error::AppError;
use tauri::ipc::Channel;

use super::State;

/// What would be done to the tenant.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_entra(window: State<'_>) -> Result<Plan, AppError> {
    window.app.plan_entra().await
}

/// Carries a plan out, or goes on with it; `progress` is told of each action.
#[tauri::command]
#[specta::specta]
pub(crate) async fn apply_entra(
    window: State<'_>,
    run: String,
    people: Option<u32>,
    overwrite: bool,
    progress: Channel<RunAction>,
) -> Result<RunView, AppError> {
    // A window that went away needs no progress: the journal has it.
    let mut tell = |action: &RunAction| drop(progress.send(action.clone()));
    window.app.apply_entra(&run, Consent { people, overwrite }, &mut tell).await
}

/// Takes a run back; `progress` is told of each action.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_entra(
    window: State<'_>,
    run: String,
    progress: Channel<RunAction>,
) -> Result<RunView, AppError> {
    let mut tell = |action: &RunAction| drop(progress.send(action.clone()));
    window.app.undo_entra(&run, &mut tell).await
}

/// The runs of this set-up, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_entra_runs(window: State<'_>) -> Result<Vec<RunView>, AppError> {
    window.app.entra_runs()
}

/// How the job stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_entra_job(window: State<'_>) -> Result<Option<JobView>, AppError> {
    window.app.entra_job().await
}

/// What the job did, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_entra_logs(window: State<'_>) -> Result<Vec<LogView>, AppError> {
    window.app.entra_logs().await
}

/// What the tenant has otherwise than it should.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_entra_drift(window: State<'_>) -> Result<DriftReport, AppError> {
    window.app.entra_drift().await
}

/// Provisions one person through Entra, now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn provision_through_entra(
    window: State<'_>,
    person: String,
) -> Result<OnDemandView, AppError> {
    window.app.provision_through_entra(&person).await
}

/// Stops the job after the cycle under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_entra(window: State<'_>) -> Result<Option<JobView>, AppError> {
    window.app.pause_entra().await
}

/// Moves the practice tenant's time on: a cycle that is due runs now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn advance_practice(window: State<'_>, minutes: u32) -> Result<(), AppError> {
    window.advance_practice(minutes).await
}
