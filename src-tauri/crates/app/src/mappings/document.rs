//! Mapping documents of either format, for hosts that read files.

use onramp_mapping::{Document, Format, recommended};
use serde::Serialize;

use super::convert::diagnostic;
use super::{MappingDiagnostic, Severity};
use crate::error::{AppError, Side};

/// What `mapping check` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Everything found, in the order of the rows.
    pub diagnostics: Vec<MappingDiagnostic>,
}

impl CheckReport {
    /// No error and no warning.
    pub fn is_clean(&self) -> bool {
        self.diagnostics.iter().all(|finding| finding.severity == Severity::Info)
    }
}

/// Checks a document of either format.
pub fn check_document(document: &Document) -> CheckReport {
    CheckReport { diagnostics: document.check().into_iter().map(diagnostic).collect() }
}

/// Reads a mapping document of either format.
///
/// # Errors
/// `mapping.*` where the text is neither.
pub fn read_document(text: &str) -> Result<Document, AppError> {
    Ok(Document::parse(text)?)
}

/// The recommended table as a document.
pub fn recommended_document(format: Format) -> Document {
    Document::of(recommended(), format)
}
