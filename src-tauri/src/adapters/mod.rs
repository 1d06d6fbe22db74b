//! The ports of the use cases, as the window fills them.

pub(crate) mod files;
mod keeper;
pub(crate) mod preferences;

pub(crate) use keeper::PracticeKeeper;
use onramp_app::error::AppError;
use onramp_app::parts::Settings;
use onramp_app::ports::{PortFuture, RampSettings};
use onramp_practice::PracticeError;
use onramp_practice::control::Control;

/// Ramp's settings as the practice service has them.
pub(crate) struct PracticeSettingsPage(pub Result<Control, AppError>);

impl RampSettings for PracticeSettingsPage {
    fn settings(&self) -> PortFuture<'_, Settings> {
        Box::pin(async {
            let settings = self.0.clone()?.settings().await.map_err(practice_error)?;
            Ok(Settings {
                default_location: settings.default_location,
                default_department: settings.default_department,
            })
        })
    }
}

/// A failure of the practice world as it crosses the boundary.
pub(crate) fn practice_error(error: PracticeError) -> AppError {
    AppError::practice(error.code(), error.to_string())
}
