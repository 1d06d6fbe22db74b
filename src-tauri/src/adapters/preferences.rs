//! Window preferences in the store plugin: the theme, and nothing that matters.

use std::path::Path;

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_store::StoreExt;

const FILE: &str = "preferences.json";
const THEME: &str = "theme";

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What the window remembers about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preferences {
    /// The theme.
    pub theme: Theme,
}

/// Reads the preferences; what can't be read counts as not set.
pub(crate) fn read<R: Runtime>(app: &AppHandle<R>) -> Preferences {
    let Some(store) = open(app) else { return Preferences::default() };
    let theme = store.get(THEME).and_then(|value| serde_json::from_value(value).ok());
    Preferences { theme: theme.unwrap_or_default() }
}

/// Remembers the theme. A file that can't be written costs the preference, not the session.
pub(crate) fn set_theme<R: Runtime>(app: &AppHandle<R>, theme: Theme) -> Preferences {
    if let (Some(store), Ok(value)) = (open(app), serde_json::to_value(theme)) {
        store.set(THEME, value);
        if let Err(error) = store.save() {
            tracing::warn!(%error, "preferences were not saved");
        }
    }
    Preferences { theme }
}

fn open<R: Runtime>(app: &AppHandle<R>) -> Option<std::sync::Arc<tauri_plugin_store::Store<R>>> {
    let path = app.path().app_data_dir().ok()?.join(FILE);
    set_aside_if_damaged(&path);
    app.store(&path).map_err(|error| tracing::warn!(%error, "preferences could not be opened")).ok()
}

/// The plugin takes a damaged file without a word and writes over it, so it is looked at first.
fn set_aside_if_damaged(path: &Path) {
    let Ok(bytes) = std::fs::read(path) else { return };
    if serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&bytes).is_err() {
        let aside = path.with_extension("json.damaged");
        if let Err(error) = std::fs::rename(path, &aside) {
            tracing::warn!(%error, "damaged preferences could not be set aside");
        }
    }
}
