//! A refusal in Graph's words (`graph/README.md` §5, *Errors*).

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::error::PracticeError;

/// What a request is refused with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GraphError {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Graph's code.
    pub(crate) code: &'static str,
    /// For people.
    pub(crate) message: String,
    /// Seconds in `Retry-After`.
    pub(crate) retry_after: Option<u32>,
}

/// Which request an error answers, and when.
#[derive(Debug, Clone)]
pub(crate) struct RequestIds {
    /// Made by the service.
    pub(crate) request: String,
    /// The client's own, or the service's where it gave none.
    pub(crate) client: String,
    /// By the tenant's clock.
    pub(crate) at: Timestamp,
}

impl GraphError {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }

    /// Most of what is wrong with a request to the directory.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "Request_BadRequest", message)
    }

    /// A query that Graph does not support, or that the practice tenant does not know.
    pub(crate) fn unsupported_query(message: impl Into<String>) -> Self {
        Self::new(400, "Request_UnsupportedQuery", message)
    }

    /// No object of the directory has this id.
    pub(crate) fn no_object(id: &str) -> Self {
        let message = format!(
            "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
        );
        Self::new(404, "Request_ResourceNotFound", message)
    }

    /// Nothing of this name in a service's own collection.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "ResourceNotFound", message)
    }

    /// A parameter that the synchronization service needs.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new(400, "RequestMissingRequiredParameter", format!("The request misses {parameter}."))
    }

    /// The caller may not do this.
    pub(crate) fn denied() -> Self {
        let message = "Insufficient privileges to complete the operation.";
        Self::new(403, "Authorization_RequestDenied", message)
    }

    /// No token, or none that is valid.
    pub(crate) fn unauthorized(message: &str) -> Self {
        Self::new(401, "InvalidAuthenticationToken", message)
    }

    pub(crate) fn retry_after(mut self, seconds: Option<u32>) -> Self {
        self.retry_after = seconds;
        self
    }

    /// The body: `{"error": {"code", "message", "innerError"}}`.
    pub(crate) fn body(&self, ids: &RequestIds) -> Value {
        json!({"error": {
            "code": self.code,
            "message": self.message,
            "innerError": {
                // Graph writes it without a zone.
                "date": ids.at.strftime("%FT%T").to_string(),
                "request-id": ids.request,
                "client-request-id": ids.client,
            },
        }})
    }
}

impl From<PracticeError> for GraphError {
    fn from(error: PracticeError) -> Self {
        tracing::warn!(error = &error as &dyn std::error::Error, "the practice tenant failed");
        Self::new(500, "InternalServerError", error.to_string())
    }
}

impl From<rusqlite::Error> for GraphError {
    fn from(error: rusqlite::Error) -> Self {
        PracticeError::from(error).into()
    }
}
