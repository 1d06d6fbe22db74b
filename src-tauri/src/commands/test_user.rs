//! Step *Test one user*.

use onramp_app::error::AppError;
use onramp_app::test_user::TestRun;

use super::State;

/// The last run.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_test_run(window: State<'_>) -> Result<Option<TestRun>, AppError> {
    window.app.last_run()
}

/// Reads only: what a real run would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dry_run_user(window: State<'_>, key: String) -> Result<TestRun, AppError> {
    window.app.dry_run_user(&key).await
}

/// Provisions one person for real.
#[tauri::command]
#[specta::specta]
pub(crate) async fn provision_user(window: State<'_>, key: String) -> Result<TestRun, AppError> {
    window.app.provision_user(&key).await
}

/// Puts the last real run back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clean_up_user(window: State<'_>) -> Result<TestRun, AppError> {
    window.app.clean_up_user().await
}
