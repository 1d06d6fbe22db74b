//! Our own mapping format as JSON, read and changed without losing anything.
//!
//! The document is kept as it was read, members we do not know included, and only what an edit is about is changed.

use serde_json::{Map, Value, json};

use crate::document::DocumentError;
use crate::model::{AttributeMapping, MappingTable};

/// The version of the format.
const VERSION: u64 = 1;

/// The member that holds the rows.
const ROWS: &str = "attributeMappings";

/// The members of a row that are ours.
const ROW_MEMBERS: [&str; 6] = ["target", "type", "source", "defaultValue", "matchingPrecedence", "apply"];

/// A mapping in our own format, lossless.
#[derive(Debug, Clone, PartialEq)]
pub struct OnrampMapping {
    document: Map<String, Value>,
    table: MappingTable,
}

impl OnrampMapping {
    /// Takes a parsed document.
    ///
    /// # Errors
    /// [`DocumentError::NewerVersion`] for any version but 1, [`DocumentError::Unknown`] for what is no such document.
    pub fn new(document: Value) -> Result<Self, DocumentError> {
        let table = match document.get("onrampMapping").and_then(Value::as_u64) {
            Some(VERSION) => serde_json::from_value(document.clone()).map_err(|_| DocumentError::Unknown)?,
            Some(found) => return Err(DocumentError::NewerVersion { found }),
            None => return Err(DocumentError::Unknown),
        };
        match document {
            Value::Object(document) => Ok(Self { document, table }),
            _ => Err(DocumentError::Unknown),
        }
    }

    /// A document of these rows and nothing else.
    pub fn of(table: &MappingTable) -> Self {
        let mut document = Map::new();
        document.insert("onrampMapping".to_owned(), json!(VERSION));
        document.insert(ROWS.to_owned(), json!(table.rows));
        Self { document, table: table.clone() }
    }

    /// The whole document.
    pub fn as_object(&self) -> &Map<String, Value> {
        &self.document
    }

    /// The rows.
    pub fn table(&self) -> &MappingTable {
        &self.table
    }

    /// Replaces the rows. A row keeps its members that we do not know: it is found again by its target or, where the
    /// target is new, by its place.
    pub fn set_table(&mut self, table: &MappingTable) {
        let old = self.document.get(ROWS).and_then(Value::as_array).cloned().unwrap_or_default();
        let before = |index: usize, row: &AttributeMapping| {
            let by_target = self.table.rows.iter().position(|was| was.target == row.target);
            let place = by_target.or_else(|| {
                let was = self.table.rows.get(index)?;
                table.row(&was.target).is_none().then_some(index)
            })?;
            Some((self.table.rows.get(place)?, old.get(place)?.as_object()?))
        };
        let rows = table.rows.iter().enumerate().map(|(index, row)| match before(index, row) {
            Some((was, members)) => write_row(row, was, members),
            None => json!(row),
        });
        let rows = Value::Array(rows.collect());
        self.document.insert(ROWS.to_owned(), rows);
        self.table.clone_from(table);
    }
}

/// Writes a row over what stood there before; one that stayed the same stays as it was written.
fn write_row(row: &AttributeMapping, was: &AttributeMapping, members: &Map<String, Value>) -> Value {
    let mut out = members.clone();
    if row != was
        && let Value::Object(new) = json!(row)
    {
        for name in ROW_MEMBERS.iter().filter(|name| !new.contains_key(**name)) {
            out.shift_remove(*name);
        }
        out.extend(new);
    }
    Value::Object(out)
}
