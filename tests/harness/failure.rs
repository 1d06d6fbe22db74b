//! Why a test could not go on.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thirtyfour::error::WebDriverError;

/// What the harness returns.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why a test could not go on. A test returns it with `?`; its `Debug` is the readable text.
#[derive(thiserror::Error)]
pub enum Failure {
    /// A condition did not come true in time.
    #[error("waited {limit:?} for {what}; {seen}")]
    TimedOut {
        /// What was waited for.
        what: String,
        /// How long.
        limit: Duration,
        /// What was there instead.
        seen: String,
    },
    /// A program could not be started, or ended when it should not.
    #[error("{program}: {why}")]
    Program {
        /// Its name.
        program: String,
        /// What happened.
        why: String,
    },
    /// Something was there and was not as expected.
    #[error("{0}")]
    Unexpected(String),
    /// The window's driver refused.
    #[error("WebDriver: {0}")]
    WebDriver(Box<WebDriverError>),
    /// A service could not be asked.
    #[error("HTTP: {0}")]
    Http(#[from] reqwest::Error),
    /// An answer was no JSON, or had another shape.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Failure {
    /// For `map_err` on file operations: names the file.
    pub fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
        move |source| Failure::File { path: path.to_owned(), source }
    }

    /// For `map_err` on starting or feeding a program.
    pub fn program(program: &str) -> impl FnOnce(std::io::Error) -> Failure {
        move |source| Failure::Program { program: program.to_owned(), why: source.to_string() }
    }
}

impl From<WebDriverError> for Failure {
    fn from(error: WebDriverError) -> Failure {
        Failure::WebDriver(Box::new(error))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
