//! The practice Ramp's API tokens (R16, R18). Where the one in use ends, what was tested with it holds no longer.

use onramp_app::error::AppError;
use onramp_practice::control::{PracticeToken, PracticeTokenInfo};
use serde::Serialize;
use specta::Type;

use super::State;
use crate::adapters::practice_error;
use crate::state::Window;

/// The tokens, and which of them is in use here.
#[derive(Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PracticeTokens {
    /// Every token there was, the newest last.
    tokens: Vec<PracticeTokenInfo>,
    /// The fingerprint of the one that this window sends; `null` where there is none or the keychain does not tell.
    in_use: Option<String>,
}

/// Makes a token in place of all there were. It is shown once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn generate_practice_token(window: State<'_>) -> Result<PracticeToken, AppError> {
    // First: a token that was made is handed out whatever else fails.
    window.app.forget_probe().await?;
    window.practice()?.generate_token().await.map_err(practice_error)
}

/// The tokens by their fingerprints.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_practice_tokens(window: State<'_>) -> Result<PracticeTokens, AppError> {
    let tokens = window.practice()?.tokens().await.map_err(practice_error)?;
    Ok(PracticeTokens { tokens, in_use: in_use(&window).await })
}

/// Makes a token in place of one. It is shown once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rotate_practice_token(
    window: State<'_>,
    fingerprint: String,
) -> Result<PracticeToken, AppError> {
    forget_what_rests_on(&window, &fingerprint).await?;
    window.practice()?.rotate_token(&fingerprint).await.map_err(practice_error)
}

/// Ends a token.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke_practice_token(window: State<'_>, fingerprint: String) -> Result<(), AppError> {
    forget_what_rests_on(&window, &fingerprint).await?;
    window.practice()?.revoke_token(&fingerprint).await.map_err(practice_error)
}

/// Disconnects Entra: every token ends, the accounts stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn disconnect_practice(window: State<'_>) -> Result<(), AppError> {
    window.app.forget_probe().await?;
    window.practice()?.disconnect().await.map_err(practice_error)
}

/// A keychain that is shut tells nothing; the list is shown all the same.
async fn in_use(window: &Window) -> Option<String> {
    window.app.token_fingerprint().await.ok().flatten()
}

async fn forget_what_rests_on(window: &Window, fingerprint: &str) -> Result<(), AppError> {
    // Where it is not known which one is in use, it may be this one.
    match in_use(window).await {
        Some(used) if used != fingerprint => Ok(()),
        _ => window.app.forget_probe().await,
    }
}
