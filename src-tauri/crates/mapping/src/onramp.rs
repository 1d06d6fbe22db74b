//! Our own mapping format as JSON, read and changed without losing anything.
//!
//! The text is kept as it was read, members we do not know included, and only what an edit is about is changed.

use serde_json::{Value, json};

use crate::document::DocumentError;
use crate::lossless::{BOM, Edits, Item, JsonText, Member, Node};
use crate::model::{AttributeMapping, MappingTable};
use crate::places::places;
use crate::schema::EntraSchema;

/// The version of the format.
const VERSION: u64 = 1;

/// The member that holds the rows.
const ROWS: &str = "attributeMappings";

/// The member that carries the Entra schema a mapping was converted from.
const SCHEMA: &str = "entraSchema";

/// The members of a document that are ours.
const MEMBERS: [&str; 5] = ["onrampMapping", ROWS, "actions", "scope", SCHEMA];

/// The members of a row that are ours.
const ROW_MEMBERS: [&str; 8] = [
    "target",
    "type",
    "source",
    "defaultValue",
    "matchingPrecedence",
    "apply",
    "flowBehavior",
    "exportMissingReferences",
];

/// A mapping in our own format, lossless.
#[derive(Debug, Clone, PartialEq)]
pub struct OnrampMapping {
    json: JsonText,
    table: MappingTable,
}

impl OnrampMapping {
    /// Takes a document.
    ///
    /// # Errors
    /// [`DocumentError::NewerVersion`] for any version but 1, [`DocumentError::Unknown`] for what is no such document.
    pub(crate) fn new(json: JsonText) -> Result<Self, DocumentError> {
        match json.value().get("onrampMapping").and_then(Value::as_u64) {
            Some(VERSION) => {
                let table =
                    serde_json::from_value(json.value().clone()).map_err(|_| DocumentError::Unknown)?;
                Ok(Self { json, table })
            }
            Some(found) => Err(DocumentError::NewerVersion { found }),
            None => Err(DocumentError::Unknown),
        }
    }

    /// A document of this table and nothing else.
    pub fn of(table: &MappingTable) -> Self {
        let mut document = serde_json::Map::new();
        document.insert("onrampMapping".to_owned(), json!(VERSION));
        if let Value::Object(members) = json!(table) {
            document.extend(members);
        }
        Self { json: JsonText::of(document.into()), table: table.clone() }
    }

    /// The document as text, byte by byte what was read where nothing was changed.
    pub fn text(&self) -> &str {
        self.json.text()
    }

    /// The table.
    pub fn table(&self) -> &MappingTable {
        &self.table
    }

    /// Replaces the table. A row keeps its members that we do not know.
    pub fn set_table(&mut self, table: &MappingTable) {
        if self.table == *table {
            return;
        }
        let was = std::mem::replace(&mut self.table, table.clone());
        self.json.edit(&format!("/{ROWS}"), |list| {
            let nodes = list.items();
            let items = table.rows.iter().zip(places(&was.rows, &table.rows)).map(|(row, place)| {
                let before = place.and_then(|place| Some((place, nodes.get(place)?, was.rows.get(place)?)));
                match before {
                    Some((place, node, was)) => Item::Kept(place, edit_row(node, was, row)),
                    None => Item::New(json!(row)),
                }
            });
            Edits::elements(list, items.collect())
        });
        let after = json!(table);
        let changed = [("actions", was.actions != table.actions), ("scope", was.scope != table.scope)];
        let changes = changed.into_iter().filter(|(_, changed)| *changed);
        let changes = changes.map(|(name, _)| (name, member(&after, name))).collect();
        self.json.edit("", |document| Edits::members(document, changes));
    }

    /// A document of a schema's table that carries the schema along, so that converting back loses nothing. The
    /// schema's text stands in it as it is; that keeps even its white space.
    pub(crate) fn carrying(schema: &EntraSchema) -> Self {
        let plain = Self::of(&schema.table());
        let text = schema.text();
        let body = text.trim_start_matches(BOM);
        let mark = text.get(..text.len() - body.len()).unwrap_or_default();
        let Some(members) = plain.text().trim_end().strip_suffix('}').map(str::trim_end) else {
            return plain;
        };
        let text = format!("{mark}{members},\n  \"{SCHEMA}\": {body}}}\n");
        match JsonText::parse(&text) {
            Ok(json) => Self { json, table: plain.table },
            // JSON set into JSON is JSON, unless it nests too deep to be read again.
            Err(_) => plain,
        }
    }

    /// The text of the schema that is carried along, with the blanks around it.
    pub(crate) fn carried(&self) -> Option<String> {
        let text = self.json.text();
        let mark: String = text.chars().take_while(|c| *c == BOM).collect();
        let schema = self.json.at("", |document| {
            let place = document.entries().iter().rposition(|entry| entry.name == Some(SCHEMA))?;
            let entry = document.entries().into_iter().nth(place)?;
            if place + 1 < document.entries().len() {
                return Some(entry.value.text().to_owned());
            }
            // As we wrote it, the schema is the last member, and the blanks around it are its own.
            let head = text.get(entry.range.start..entry.value.range().start)?;
            let (_, before) = head.rsplit_once(": ").unwrap_or_default();
            let (_, behind) = *document.gaps().get(place)?;
            Some(format!("{before}{}{behind}", entry.value.text()))
        });
        Some(format!("{mark}{}", schema??))
    }

    /// What an Entra schema has no place for, by the names of the members: `note`, `attributeMappings[0].owner`.
    pub(crate) fn own_members(&self) -> Vec<String> {
        let document = self.json.value();
        let unknown = |value: &Value, ours: &[&str]| -> Vec<String> {
            let members = value.as_object().into_iter().flatten();
            members.map(|(name, _)| name.clone()).filter(|name| !ours.contains(&name.as_str())).collect()
        };
        let rows = document.get(ROWS).and_then(Value::as_array).into_iter().flatten().enumerate();
        let of_rows = rows.flat_map(|(index, row)| {
            unknown(row, &ROW_MEMBERS).into_iter().map(move |name| format!("{ROWS}[{index}].{name}"))
        });
        unknown(document, &MEMBERS).into_iter().chain(of_rows).collect()
    }
}

/// The edits that make a row of what stands there; one that stayed the same stays as it was written.
fn edit_row(node: &Node<'_>, was: &AttributeMapping, row: &AttributeMapping) -> Edits {
    let (before, after) = (json!(was), json!(row));
    let changed = ROW_MEMBERS.into_iter().filter(|name| before.get(name) != after.get(name));
    Edits::members(node, changed.map(|name| (name, member(&after, name))).collect())
}

/// A member as it is after an edit; ours are left out where they say nothing.
fn member(after: &Value, name: &str) -> Member {
    after.get(name).map_or(Member::Removed, |value| Member::Set(value.clone()))
}
