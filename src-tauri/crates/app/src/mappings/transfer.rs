//! Mappings in and out of files: Entra's schema as its portal shows and takes it, and our own format.

use onramp_mapping::{Document, Format};
use onramp_storage::Profile;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::changes::{RowChange, changes};
use super::document::{check_document, read_document};
use super::{MappingsView, Severity};
use crate::error::AppError;
use crate::ports::FilePicker;
use crate::session::{App, key};

/// The format of a mapping file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentFormat {
    /// Ours: the rows and nothing else.
    Onramp,
    /// Entra's synchronization schema: what *Review your schema* shows and takes.
    EntraSchema,
}

impl From<Format> for DocumentFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Onramp => Self::Onramp,
            Format::EntraSchema => Self::EntraSchema,
        }
    }
}

impl From<DocumentFormat> for Format {
    fn from(format: DocumentFormat) -> Self {
        match format {
            DocumentFormat::Onramp => Self::Onramp,
            DocumentFormat::EntraSchema => Self::EntraSchema,
        }
    }
}

/// A file looked at before it is imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    /// The file's name; empty for pasted text.
    pub name: String,
    /// The whole text, to be handed back for the import.
    pub text: String,
    /// What it is.
    pub format: DocumentFormat,
    /// How many rows it has for users.
    pub rows: u32,
    /// How many errors the check finds in it.
    pub errors: u32,
    /// How many warnings.
    pub warnings: u32,
    /// What the import would change in the table.
    pub changes: Vec<RowChange>,
}

/// A mapping as it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportedMapping {
    /// The name to suggest for the file.
    pub file_name: String,
    /// The text.
    pub text: String,
}

/// The file imported last. Kept whole: what we do not understand goes out again as it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ImportedFile {
    pub name: String,
    pub text: String,
}

impl ImportedFile {
    pub(super) fn document(&self) -> Result<Document, AppError> {
        read_document(&self.text)
    }
}

impl App {
    /// What a mapping text is, and what its import would change. Nothing is changed yet.
    ///
    /// # Errors
    /// `mapping.*` where the text is no mapping.
    pub fn preview_import(&self, name: &str, text: &str) -> Result<ImportPreview, AppError> {
        let current = self.table(&self.profile()?)?;
        let document = read_document(text)?;
        let found = check_document(&document).diagnostics;
        let count = |severity| found.iter().filter(|one| one.severity == severity).count();
        let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let table = document.table();
        Ok(ImportPreview {
            name: name.to_owned(),
            text: text.to_owned(),
            format: document.format().into(),
            rows: narrow(table.rows.len()),
            errors: narrow(count(Severity::Error)),
            warnings: narrow(count(Severity::Warning)),
            changes: changes(&current, &table),
        })
    }

    /// Lets the admin pick a file and looks at it. `None` where they picked none.
    ///
    /// # Errors
    /// Where the file can't be read, or is no mapping.
    pub async fn open_mapping_file(&self, files: &dyn FilePicker) -> Result<Option<ImportPreview>, AppError> {
        match files.open().await? {
            Some(file) => Ok(Some(self.preview_import(&file.name, &file.text)?)),
            None => Ok(None),
        }
    }

    /// Puts the rows of a mapping text in the table's place, and keeps the text for the export.
    ///
    /// # Errors
    /// `mapping.*` where the text is no mapping.
    pub fn import_mappings(&self, name: &str, text: &str) -> Result<MappingsView, AppError> {
        let document = read_document(text)?;
        let file = ImportedFile { name: name.to_owned(), text: text.to_owned() };
        self.write(&self.profile()?, key::IMPORTED_MAPPING, &file)?;
        self.change_table(|table| {
            *table = document.table();
            Ok(if name.is_empty() { "Import".to_owned() } else { format!("Import {name}") })
        })
    }

    /// The table in a format. Where a file of that format was imported, all else in it stays as it was.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn export_mappings(&self, format: DocumentFormat) -> Result<ExportedMapping, AppError> {
        let profile = self.profile()?;
        let table = self.table(&profile)?;
        let imported = match self.imported(&profile)? {
            Some(file) => Some(file.document()?).filter(|document| document.format() == format.into()),
            None => None,
        };
        let document = match imported {
            Some(mut document) => {
                document.adopt(&table);
                document
            }
            None => Document::of(table, format.into()),
        };
        let file_name = match format {
            DocumentFormat::Onramp => "ramp-mapping.json",
            DocumentFormat::EntraSchema => "entra-schema.json",
        };
        Ok(ExportedMapping { file_name: file_name.to_owned(), text: document.text().to_owned() })
    }

    /// Lets the admin pick a place and writes the table there. The place, or `None` where they picked none.
    ///
    /// # Errors
    /// Where the file can't be written.
    pub async fn save_mapping_file(
        &self,
        files: &dyn FilePicker,
        format: DocumentFormat,
    ) -> Result<Option<String>, AppError> {
        let exported = self.export_mappings(format)?;
        files.save(&exported.file_name, &exported.text).await
    }

    pub(super) fn imported(&self, profile: &Profile) -> Result<Option<ImportedFile>, AppError> {
        self.read(profile, key::IMPORTED_MAPPING)
    }
}
