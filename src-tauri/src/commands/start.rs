//! Step *Start*, and the place in the wizard.

use onramp_app::error::AppError;
use onramp_app::wizard::{StepId, WizardState};

use super::State;

/// The state of everything.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_state(window: State<'_>) -> Result<WizardState, AppError> {
    window.app.state()
}

/// Opens or makes the practice set-up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_practice(window: State<'_>) -> Result<WizardState, AppError> {
    window.app.start_practice(&window.practice_url()?)
}

/// Remembers where the wizard stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn go_to_step(window: State<'_>, step: StepId) -> Result<WizardState, AppError> {
    window.app.go_to_step(step)
}

/// Forgets the set-up, and empties the practice Ramp.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_over(window: State<'_>, leave_token: bool) -> Result<WizardState, AppError> {
    let state = window.app.start_over(leave_token).await?;
    window.empty_practice().await;
    Ok(state)
}
