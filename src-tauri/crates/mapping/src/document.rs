//! A mapping as a file: our own format or Entra's schema, told apart by what is in it.

use crate::check::{Diagnostic, check, fix_all};
use crate::diff::{Change, diff, diff_attributes};
use crate::lossless::JsonText;
use crate::model::MappingTable;
use crate::onramp::OnrampMapping;
use crate::roles::switched_on;
use crate::schema::{EntraSchema, SchemaError, recommended_schema};

/// The two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Ours: rows, actions and scoping filter, and what the document was converted from.
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

    /// Reads a text of either format. Its text is kept byte by byte.
    ///
    /// # Errors
    /// [`DocumentError`] where the text is neither.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        let json = JsonText::parse(text)?;
        if json.value().get("synchronizationRules").is_some() {
            return Ok(Self::EntraSchema(EntraSchema::new(json)?));
        }
        Ok(Self::Onramp(OnrampMapping::new(json)?))
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

    /// Replaces its table. The rest of the document stays as it was.
    pub fn set_table(&mut self, table: &MappingTable) {
        match self {
            Self::Onramp(mapping) => mapping.set_table(table),
            Self::EntraSchema(schema) => schema.set_table(table),
        }
    }

    /// Replaces its table for good: beside [`set_table`](Self::set_table), a schema whose table changed gets the attributes
    /// it needs, because Entra maps only what is in its list. Role sync with another pair than before also corrects the
    /// entry that is there: a list, or one text.
    pub fn adopt(&mut self, table: &MappingTable) {
        let before = self.table();
        self.set_table(table);
        if let Self::EntraSchema(schema) = self
            && before != *table
        {
            schema.add_missing_attributes();
            let candidate = switched_on(table).filter(|now| switched_on(&before).as_ref() != Some(now));
            if let Some(candidate) = candidate {
                schema.put_attribute(&candidate.attribute);
            }
        }
    }

    /// What `other` has that this has not: in the tables, and in the attribute lists where both are schemas.
    pub fn diff(&self, other: &Self) -> Vec<Change> {
        let mut changes = diff(&self.table(), &other.table());
        if let (Self::EntraSchema(before), Self::EntraSchema(after)) = (self, other) {
            changes.extend(diff_attributes(&before.attributes(), &after.attributes()));
        }
        changes
    }

    /// The document in a format. Nothing is lost between the two:
    ///
    /// - Our format carries the schema it came from in `entraSchema`, text and all, unless it is the one we would write
    ///   ourselves. Converting back sets the table into that schema again.
    /// - A schema has no room for members of our format that we do not know; Entra might refuse it. Those are named in
    ///   [`Converted::left_out`].
    pub fn convert(&self, format: Format) -> Converted {
        match (self, format) {
            (Self::Onramp(mapping), Format::EntraSchema) => {
                let carried =
                    mapping.carried().and_then(|text| EntraSchema::new(JsonText::parse(&text).ok()?).ok());
                let mut document =
                    Self::EntraSchema(carried.unwrap_or_else(|| recommended_schema(mapping.table())));
                document.adopt(mapping.table());
                Converted { document, left_out: mapping.own_members() }
            }
            (Self::EntraSchema(schema), Format::Onramp) => {
                let table = schema.table();
                let document = match recommended_schema(&table).text() == schema.text() {
                    true => OnrampMapping::of(&table),
                    false => OnrampMapping::carrying(schema),
                };
                Converted { document: Self::Onramp(document), left_out: Vec::new() }
            }
            _ => Converted { document: self.clone(), left_out: Vec::new() },
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
                let rows = schema.table().rows.len();
                if !applied.is_empty() {
                    schema.set_table(&table);
                }
                applied.extend(schema.fix_attribute_list());
                // A row that a fix put in may need its target in the list.
                if table.rows.len() > rows {
                    schema.add_missing_attributes();
                }
            }
        }
        applied
    }

    /// The document as text: what was read, and only the edits in it.
    pub fn text(&self) -> &str {
        match self {
            Self::Onramp(mapping) => mapping.text(),
            Self::EntraSchema(schema) => schema.text(),
        }
    }
}

/// A document in another format.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// The document.
    pub document: Document,
    /// What the other format has no place for, by the names of the members.
    pub left_out: Vec<String>,
}
