//! What the use cases need from their host, as narrow traits. A window, a command line and a test each bring their own.

use std::future::Future;
use std::pin::Pin;

use jiff::Timestamp;
use onramp_entra::Directory;
use onramp_ramp::Settings;

use crate::error::AppError;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The computer's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Knows the people of the Entra side.
pub trait DirectorySource: Send + Sync {
    /// Everyone, with managers by reference.
    ///
    /// # Errors
    /// Where the directory can't be read.
    fn directory(&self) -> Result<Directory, AppError>;
}

impl DirectorySource for Directory {
    fn directory(&self) -> Result<Directory, AppError> {
        Ok(self.clone())
    }
}

/// An answer still to come.
pub type PortFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send + 'a>>;

/// Knows Ramp's SCIM settings: they decide who is refused, and no SCIM request tells them (R3, R16).
pub trait RampSettings: Send + Sync {
    /// The settings now; an error where they can't be read.
    fn settings(&self) -> PortFuture<'_, Settings>;
}

impl RampSettings for Settings {
    fn settings(&self) -> PortFuture<'_, Settings> {
        Box::pin(async { Ok(self.clone()) })
    }
}

/// A file an admin picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickedFile {
    /// Its name, without the way to it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Lets the admin pick files. A host without a screen has none.
pub trait FilePicker: Send + Sync {
    /// Asks for a file and reads it; `None` where none was picked.
    fn open(&self) -> PortFuture<'_, Option<PickedFile>>;

    /// Asks for a place and writes a text there; the place, or `None` where none was picked.
    fn save<'a>(&'a self, suggested: &'a str, text: &'a str) -> PortFuture<'a, Option<String>>;
}
