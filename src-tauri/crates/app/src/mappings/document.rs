//! Mapping documents of either format, for hosts that read files.

use onramp_mapping::{self as mapping, Document, Format, recommended};
use serde::Serialize;
use specta::Type;

use super::convert::diagnostic;
use super::{MappingDiagnostic, Severity};
use crate::error::AppError;

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

/// What happened to a row or a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum MappingChangeKind {
    /// The second has a row more.
    Added,
    /// The second has a row less.
    Removed,
    /// A field or a setting is another one.
    Changed,
    /// The rows stand in another order.
    Moved,
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum MappingChangeField {
    /// The row as a whole.
    Row,
    /// The target name.
    Target,
    /// *Mapping type*.
    MappingType,
    /// The source attribute, expression or constant.
    Source,
    /// *Default value if null*.
    DefaultValue,
    /// *Matching precedence*.
    MatchingPrecedence,
    /// *Apply this mapping*.
    Apply,
    /// Graph's `flowBehavior`.
    FlowBehavior,
    /// Graph's `exportMissingReferences`.
    ExportMissingReferences,
    /// The order of the rows.
    Order,
    /// *Target Object Actions*: Create.
    Create,
    /// *Target Object Actions*: Update.
    Update,
    /// *Target Object Actions*: Delete.
    Delete,
    /// *Source Object Scope*.
    Scope,
    /// An entry of the target's attribute list.
    AttributeList,
}

/// One difference between two mappings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MappingChange {
    /// What happened.
    pub kind: MappingChangeKind,
    /// The target of the row; empty for what is about the whole table.
    pub target: String,
    /// What it is about.
    pub field: MappingChangeField,
    /// What the first has; `null` where it has nothing.
    pub before: Option<String>,
    /// What the second has; `null` where it has nothing.
    pub after: Option<String>,
    /// The difference in a sentence.
    pub message: String,
}

/// What `mapping diff` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DiffReport {
    /// Every difference, row by row.
    pub changes: Vec<MappingChange>,
}

/// What the second document has that the first has not.
pub fn diff_documents(before: &Document, after: &Document) -> DiffReport {
    DiffReport { changes: before.diff(after).into_iter().map(mapping_change).collect() }
}

/// A difference as it crosses the boundary.
pub(crate) fn mapping_change(change: mapping::Change) -> MappingChange {
    use mapping::ChangedField as Field;
    MappingChange {
        kind: match change.kind {
            mapping::ChangeKind::Added => MappingChangeKind::Added,
            mapping::ChangeKind::Removed => MappingChangeKind::Removed,
            mapping::ChangeKind::Changed => MappingChangeKind::Changed,
            mapping::ChangeKind::Moved => MappingChangeKind::Moved,
        },
        target: change.target,
        field: match change.field {
            Field::Row => MappingChangeField::Row,
            Field::Target => MappingChangeField::Target,
            Field::MappingType => MappingChangeField::MappingType,
            Field::Source => MappingChangeField::Source,
            Field::DefaultValue => MappingChangeField::DefaultValue,
            Field::MatchingPrecedence => MappingChangeField::MatchingPrecedence,
            Field::Apply => MappingChangeField::Apply,
            Field::FlowBehavior => MappingChangeField::FlowBehavior,
            Field::ExportMissingReferences => MappingChangeField::ExportMissingReferences,
            Field::Order => MappingChangeField::Order,
            Field::Create => MappingChangeField::Create,
            Field::Update => MappingChangeField::Update,
            Field::Delete => MappingChangeField::Delete,
            Field::Scope => MappingChangeField::Scope,
            Field::AttributeList => MappingChangeField::AttributeList,
        },
        before: change.before,
        after: change.after,
        message: change.message,
    }
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
