//! Files the admin picks, by the system's own dialogs.

use std::path::PathBuf;

use onramp_app::error::{AppError, Side};
use onramp_app::ports::{FilePicker, PickedFile, PortFuture};
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

/// More than any schema has: a file beyond it was picked by mistake.
const LARGEST: u64 = 32 * 1024 * 1024;

/// The dialogs of the window.
pub(crate) struct Files(pub AppHandle);

impl FilePicker for Files {
    fn open(&self) -> PortFuture<'_, Option<PickedFile>> {
        Box::pin(async {
            let (answer, picked) = oneshot::channel();
            self.0.dialog().file().add_filter("JSON", &["json"]).pick_file(|file| drop(answer.send(file)));
            let Some(path) = path_of(picked.await)? else { return Ok(None) };
            let unreadable = |error: &dyn std::fmt::Display| {
                AppError::new(
                    "file.unreadable",
                    Side::You,
                    "The file could not be read.",
                    "Pick a JSON file that you may read.",
                )
                .detail(error.to_string())
            };
            let size = tokio::fs::metadata(&path).await.map_err(|error| unreadable(&error))?.len();
            if size > LARGEST {
                return Err(unreadable(&format!("It has {size} bytes; no mapping has that many.")));
            }
            let text = tokio::fs::read_to_string(&path).await.map_err(|error| unreadable(&error))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            Ok(Some(PickedFile { name: name.unwrap_or_default(), text }))
        })
    }

    fn save<'a>(&'a self, suggested: &'a str, text: &'a str) -> PortFuture<'a, Option<String>> {
        Box::pin(async move {
            let (answer, picked) = oneshot::channel();
            self.0
                .dialog()
                .file()
                .add_filter("JSON", &["json"])
                .set_file_name(suggested)
                .save_file(|file| drop(answer.send(file)));
            let Some(path) = path_of(picked.await)? else { return Ok(None) };
            tokio::fs::write(&path, text).await.map_err(|error| {
                AppError::new(
                    "file.unwritable",
                    Side::You,
                    "The file could not be written.",
                    "Pick a place that you may write to.",
                )
                .detail(error.to_string())
            })?;
            Ok(Some(path.display().to_string()))
        })
    }
}

/// The path that was picked. A dialog that went away without an answer counts as closed.
fn path_of(picked: Result<Option<FilePath>, oneshot::error::RecvError>) -> Result<Option<PathBuf>, AppError> {
    let Ok(Some(file)) = picked else { return Ok(None) };
    let path = file.into_path().map_err(|error| {
        AppError::new(
            "file.elsewhere",
            Side::You,
            "The file is not on this computer’s disk.",
            "Pick a file in a folder.",
        )
        .detail(error.to_string())
    })?;
    Ok(Some(path))
}
