//! What can go wrong in the practice world itself, as opposed to a refusal by Ramp's rules.

use std::path::PathBuf;

/// A fault of the practice world. Carries data; the words for people are made at the edge.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PracticeError {
    /// The data folder cannot be made.
    #[error("cannot create the data folder {}", folder.display())]
    DataFolder {
        /// The folder asked for.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The port cannot be opened on the loopback interface.
    #[error("cannot listen on port {port}")]
    Port {
        /// The port asked for, 0 for any.
        port: u16,
        /// Why.
        source: std::io::Error,
    },
    /// The stored data cannot be read or written.
    #[error("the practice data cannot be used")]
    Data(#[from] rusqlite::Error),
    /// The stored data comes from a later version of this program.
    #[error("the practice data has version {found}, this program knows up to {known}")]
    NewerData {
        /// The version found.
        found: u32,
        /// The latest version this program reads.
        known: u32,
    },
    /// A write did not reach the disk; nothing of it is stored. Several writes share one commit, and its failure.
    #[error("the practice data was not written")]
    NotWritten(#[source] std::sync::Arc<rusqlite::Error>),
    /// The system gives no thread to write with.
    #[error("cannot start the thread that writes the practice data")]
    Thread(#[source] std::io::Error),
    /// No valid token has this fingerprint.
    #[error("no valid token {0}")]
    UnknownToken(String),
    /// No account has this id.
    #[error("no account {0}")]
    UnknownAccount(String),
    /// The practice tenant has no object of this id or name.
    #[error("no object {0} in the practice tenant")]
    UnknownObject(String),
    /// A secret of the practice tenant cannot be kept, read or forgotten.
    #[error(transparent)]
    Keeper(#[from] crate::entra::KeeperError),
    /// The certificate to serve cannot be made, or its authority's not written into the data folder.
    #[error("cannot make the practice certificate")]
    Certificate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The URL is not one of a practice Ramp, or of a practice tenant, on this computer.
    #[error("{0} is no practice service on this computer")]
    NotPractice(String),
    /// The running practice service does not answer.
    #[error("the practice service does not answer")]
    Unreachable(#[source] onramp_http::HttpError),
    /// The running practice service refuses.
    #[error("the practice service answers {status}")]
    Refused {
        /// The HTTP status: 401 for a token that is not valid.
        status: u16,
    },
    /// What runs there answers otherwise than a practice service.
    #[error("the answer is not a practice service's")]
    NotUnderstood,
    /// The work was cut off because the program is ending.
    #[error("interrupted")]
    Interrupted,
}

impl PracticeError {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DataFolder { .. } => "practice.data-folder",
            Self::Port { .. } => "practice.port",
            Self::Data(_) | Self::NotWritten(_) => "practice.data",
            Self::Thread(_) => "practice.thread",
            Self::UnknownToken(_) => "practice.unknown-token",
            Self::NewerData { .. } => "practice.newer-data",
            Self::UnknownAccount(_) => "practice.unknown-account",
            Self::Keeper(_) => "practice.keeper",
            Self::UnknownObject(_) => "practice.unknown-object",
            Self::Certificate(_) => "practice.certificate",
            Self::NotPractice(_) => "practice.not-here",
            Self::Unreachable(_) => "practice.unreachable",
            Self::Refused { .. } => "practice.refused",
            Self::NotUnderstood => "practice.not-understood",
            Self::Interrupted => "practice.interrupted",
        }
    }
}
