//! A mapping as a file: our own format or Entra's schema, told apart by what is in it.

use serde_json::Value;

use crate::check::{Diagnostic, check, fix_all};
use crate::model::MappingTable;
use crate::onramp::OnrampMapping;
use crate::schema::{EntraSchema, SchemaError, recommended_schema};

/// The two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Ours: the rows and nothing else.
    Onramp,
    /// Entra's synchronization schema.
    EntraSchema,
}

/// A text that is no mapping.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Not JSON.
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// JSON of an Entra schema that maps no users.
    #[error("not a synchronization schema: {0}")]
    Schema(#[from] SchemaError),
    /// An Onramp mapping of another version: read as this one it might lose what that one means.
    #[error("an Onramp mapping of version {found}; this program reads version 1")]
    NewerVersion {
        /// The version it names.
        found: u64,
    },
    /// JSON of something else.
    #[error("neither an Onramp mapping nor an Entra schema")]
    Unknown,
}

/// A mapping document, lossless in its own format.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// Our own format.
    Onramp(OnrampMapping),
    /// Entra's schema.
    EntraSchema(EntraSchema),
}

impl Document {
    /// The document of a table in a format.
    pub fn of(table: MappingTable, format: Format) -> Self {
        match format {
            Format::Onramp => Self::Onramp(OnrampMapping::of(&table)),
            Format::EntraSchema => Self::EntraSchema(recommended_schema(&table)),
        }
    }

    /// Reads a text of either format.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
        if value.get("synchronizationRules").is_some() {
            return Ok(Self::EntraSchema(EntraSchema::new(value)?));
        }
        Ok(Self::Onramp(OnrampMapping::new(value)?))
    }

    /// Its format.
    pub fn format(&self) -> Format {
        match self {
            Self::Onramp(_) => Format::Onramp,
            Self::EntraSchema(_) => Format::EntraSchema,
        }
    }

    /// Its rows for users.
    pub fn table(&self) -> MappingTable {
        match self {
            Self::Onramp(mapping) => mapping.table().clone(),
            Self::EntraSchema(schema) => schema.table(),
        }
    }

    /// Everything the check finds, in the rows and in Entra's attribute list.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut found = check(&self.table());
        if let Self::EntraSchema(schema) = self {
            found.extend(schema.check_attribute_list());
        }
        found
    }

    /// Applies every safe fix and answers what was applied. The rest of the document stays as it was.
    pub fn fix(&mut self) -> Vec<Diagnostic> {
        let mut table = self.table();
        let mut applied = fix_all(&mut table);
        match self {
            Self::Onramp(mapping) => mapping.set_table(&table),
            Self::EntraSchema(schema) => {
                if !applied.is_empty() {
                    schema.set_table(&table);
                }
                applied.extend(schema.fix_attribute_list());
            }
        }
        applied
    }

    /// The document as text: indented JSON with a line break at its end.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let mut text = match self {
            Self::Onramp(mapping) => serde_json::to_string_pretty(mapping.as_object()),
            Self::EntraSchema(schema) => serde_json::to_string_pretty(schema.as_value()),
        }?;
        text.push('\n');
        Ok(text)
    }
}
