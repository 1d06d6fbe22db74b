//! Why a request to Graph brought nothing usable, as data.

use std::time::Duration;

use onramp_http::{ExchangeRecord, HttpError};

/// Graph's own refusal (`graph/README.md` §5, *Errors*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status, of the answer or of the part in a batch.
    pub status: u16,
    /// `error.code`; empty where the answer is not Graph's.
    pub code: String,
    /// `error.message`, unwrapped where the synchronization service put JSON into it.
    pub message: String,
    /// `request-id`, to name in a support case.
    pub request_id: Option<String>,
    /// How long Graph asks to wait, where that was longer than our patience.
    pub retry_after: Option<Duration>,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// No whole HTTP answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// Graph says no.
    #[error("Graph answers {} {}: {}", .0.status, .0.code, .0.message)]
    Refused(Refusal),
    /// Something on the way points elsewhere. It is not followed: the token would go to another address.
    #[error("the answer redirects with {status}")]
    Redirected {
        /// The status code, 301 to 308.
        status: u16,
    },
    /// A success whose body is not JSON, such as a gateway's page.
    #[error("the answer {status} is not JSON")]
    NotJson {
        /// The status code, 200 to 299.
        status: u16,
    },
    /// A success whose body is not what the description promises.
    #[error("the answer is not understood: {what}")]
    NotUnderstood {
        /// What could not be read, in the reader's words.
        what: String,
    },
    /// An id that would point to another resource. Nothing was sent.
    #[error("an id that is none")]
    UnsafeId,
}

impl GraphError {
    /// The refusal, where it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether Graph says that there is no such thing (any more, or not yet).
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.refusal().is_some_and(|refusal| matches!(refusal.status, 404 | 410))
    }
}

/// A failure with the exchange it rests on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// What went wrong.
    pub error: GraphError,
    /// The last exchange, masked; `None` where nothing was sent.
    pub record: Option<Box<ExchangeRecord>>,
}

impl From<GraphError> for Failure {
    fn from(error: GraphError) -> Self {
        Self { error, record: None }
    }
}
