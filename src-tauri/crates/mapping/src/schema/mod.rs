//! Entra's synchronization schema as JSON, read and changed without losing anything.
//!
//! What Graph returns, and what *Review your schema* downloads and takes back (`graph/README.md` §6). The text is kept
//! as it was read; an edit replaces only the members it is about.

mod attribute;
mod object;
mod recommended;
mod row;
mod rule;
mod target;

use serde_json::Value;

use crate::check::{Diagnostic, check_attribute_list};
use crate::lossless::{Edits, Item, JsonText, KeyOrders, Member};
use crate::model::MappingTable;
use crate::places::places;
use crate::roles;
use crate::scope::ScopingFilter;

pub use attribute::{AttributeDefinition, AttributeType};
pub use recommended::recommended_schema;
pub use target::{TargetAttribute, expected_definition};

/// A document that is not a synchronization schema, or has no mapping of users.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// No `synchronizationRules` array.
    #[error("the document has no synchronizationRules")]
    NoRules,
    /// No object mapping whose source is `User`.
    #[error("no object mapping maps users")]
    NoUserMapping,
}

/// A synchronization schema (Graph: `synchronizationSchema`), lossless.
#[derive(Debug, Clone, PartialEq)]
pub struct EntraSchema {
    json: JsonText,
    /// JSON pointer to the object mapping of users.
    users: String,
    /// JSON pointer to the target's attribute list for users, where there is one.
    attributes: Option<String>,
}

impl EntraSchema {
    /// Takes a document; it must hold an object mapping of users.
    pub(crate) fn new(json: JsonText) -> Result<Self, SchemaError> {
        let rules = json.value().get("synchronizationRules").and_then(Value::as_array);
        let rules = rules.ok_or(SchemaError::NoRules)?;
        let (rule, mapping) = user_mapping(rules).ok_or(SchemaError::NoUserMapping)?;
        let users = format!("/synchronizationRules/{rule}/objectMappings/{mapping}");
        let attributes = attribute_list(json.value(), rule, &users);
        Ok(Self { json, users, attributes })
    }

    /// The document as text, byte by byte what was read where nothing was changed.
    pub fn text(&self) -> &str {
        self.json.text()
    }

    /// The whole document as a value, to send it.
    pub fn as_value(&self) -> &Value {
        self.json.value()
    }

    /// The rows, actions and scoping filter for users, as an admin sees them.
    pub fn table(&self) -> MappingTable {
        let Some(mapping) = self.json.value().pointer(&self.users) else { return MappingTable::default() };
        MappingTable {
            rows: rows(mapping).iter().map(row::read).collect(),
            actions: object::read_actions(mapping),
            scope: mapping.get("scope").map(ScopingFilter::from_graph).unwrap_or_default(),
        }
    }

    /// Replaces rows, actions and scoping filter for users. What stays the same keeps its text, and a row that changes
    /// keeps every member that the change is not about.
    pub fn set_table(&mut self, table: &MappingTable) {
        let was = self.table();
        if was.rows != table.rows {
            self.set_rows(&was, table);
        }
        let mut changes = Vec::new();
        if was.actions != table.actions {
            let before =
                self.json.value().pointer(&format!("{}/flowTypes", self.users)).and_then(Value::as_str);
            changes.push(("flowTypes", Member::Set(object::write_actions(table.actions, before))));
        }
        self.json.edit(&self.users, |mapping| {
            if was.scope != table.scope {
                changes.push(("scope", object::edit_scope(mapping.get("scope"), &table.scope)));
            }
            Edits::members(mapping, changes)
        });
    }

    fn set_rows(&mut self, was: &MappingTable, table: &MappingTable) {
        let before = self.json.value().pointer(&format!("{}/attributeMappings", self.users));
        let orders = before.map(KeyOrders::of).unwrap_or_default();
        if !before.is_some_and(Value::is_array) {
            let rows = table.rows.iter().map(|row| orders.apply(row::write(row))).collect();
            self.json.edit(&self.users, |mapping| {
                Edits::members(mapping, vec![("attributeMappings", Member::Set(rows))])
            });
            return;
        }
        self.json.edit(&format!("{}/attributeMappings", self.users), |list| {
            let nodes = list.items();
            let items = table.rows.iter().zip(places(&was.rows, &table.rows)).map(|(row, place)| {
                let before = place.and_then(|place| Some((place, nodes.get(place)?, was.rows.get(place)?)));
                match before {
                    Some((place, node, was)) => Item::Kept(place, row::edit(node, was, row, &orders)),
                    None => Item::New(orders.apply(row::write(row))),
                }
            });
            Edits::elements(list, items.collect())
        });
    }

    /// The target's attribute list for users.
    pub fn attributes(&self) -> Vec<AttributeDefinition> {
        self.attribute_entries().iter().map(AttributeDefinition::read).collect()
    }

    fn attribute_entries(&self) -> &[Value] {
        let list = self.attributes.as_deref().and_then(|pointer| self.json.value().pointer(pointer));
        list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Adds an attribute to the target's list, or corrects the one of that name. Answers whether anything changed;
    /// nothing does where the schema has no such list.
    pub fn put_attribute(&mut self, definition: &AttributeDefinition) -> bool {
        let place = self.attributes().iter().position(|entry| entry.name == definition.name);
        self.edit_attribute(place, definition)
    }

    /// Gives an attribute of the target's list its right name, and leaves the rest of the entry as it is. Answers
    /// whether it was done: not where the name is not there, or the right one is already.
    pub fn rename_attribute(&mut self, from: &str, to: &str) -> bool {
        let list = self.attributes();
        let (Some(place), None) =
            (list.iter().position(|entry| entry.name == from), list.iter().find(|entry| entry.name == to))
        else {
            return false;
        };
        self.edit_attribute(Some(place), &AttributeDefinition { name: to.to_owned(), ..list[place].clone() })
    }

    fn edit_attribute(&mut self, place: Option<usize>, definition: &AttributeDefinition) -> bool {
        let Some(pointer) = self.attributes.clone() else { return false };
        let before = self.json.text().len();
        let was = self.attributes();
        let orders = KeyOrders::of(&Value::Array(self.attribute_entries().to_vec()));
        match place {
            Some(place) => self.json.edit(&format!("{pointer}/{place}"), |node| definition.edit(node)),
            None => self.json.edit(&pointer, |list| {
                let kept = (0..list.items().len()).map(|index| Item::Kept(index, Edits::default()));
                let new = Item::New(orders.apply(definition.write()));
                Edits::elements(list, kept.chain([new]).collect())
            }),
        }
        before != self.json.text().len() || was != self.attributes()
    }

    /// Adds to the target's list what the rows need and Ramp or SCIM knows: Entra maps only to what is in the list
    /// (`graph/README.md` §6). Answers the names. A misspelt target is left to the check.
    pub fn add_missing_attributes(&mut self) -> Vec<String> {
        let there = self.attributes();
        let table = self.table();
        // Whether roles are a list hangs on the expression that sends them, not on the name.
        let of_roles = roles::switched_on(&table).map(|candidate| candidate.attribute);
        let definition = |name: &str| {
            of_roles.clone().filter(|entry| entry.name == name).or_else(|| expected_definition(name))
        };
        let missing = table.rows.into_iter().map(|row| row.target);
        let missing = missing.filter(|name| there.iter().all(|entry| entry.name != *name));
        missing
            .filter(|name| definition(name).is_some_and(|definition| self.put_attribute(&definition)))
            .collect()
    }

    /// Findings in the target's attribute list, which holds the names an admin typed there.
    pub fn check_attribute_list(&self) -> Vec<Diagnostic> {
        check_attribute_list(self.attribute_entries().iter().filter_map(|entry| entry.get("name")?.as_str()))
    }

    /// Renames misspelt names in the target's attribute list, where the right name is not there already.
    pub fn fix_attribute_list(&mut self) -> Vec<Diagnostic> {
        let findings = self.check_attribute_list().into_iter();
        findings
            .filter(|finding| {
                finding.fix.as_deref().is_some_and(|name| self.rename_attribute(&finding.text, name))
            })
            .collect()
    }
}

fn rows(mapping: &Value) -> &[Value] {
    mapping.get("attributeMappings").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The first object mapping of users: its rule and its place in it.
fn user_mapping(rules: &[Value]) -> Option<(usize, usize)> {
    rules.iter().enumerate().find_map(|(rule, value)| {
        let mappings = value.get("objectMappings")?.as_array()?;
        let users = |mapping: &Value| mapping.get("sourceObjectName").and_then(Value::as_str) == Some("User");
        Some((rule, mappings.iter().position(users)?))
    })
}

/// Where the attributes of the object that users are mapped to stand: found by the names of directory and object.
fn attribute_list(document: &Value, rule: usize, users: &str) -> Option<String> {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
    let directory = text(&format!("/synchronizationRules/{rule}/targetDirectoryName"))?;
    let object = text(&format!("{users}/targetObjectName"))?;
    let named = |pointer: &str, name: &str| {
        let values = document.pointer(pointer)?.as_array()?;
        values.iter().position(|value| value.get("name").and_then(Value::as_str) == Some(name))
    };
    let objects = format!("/directories/{}/objects", named("/directories", directory)?);
    let attributes = format!("{objects}/{}/attributes", named(&objects, object)?);
    document.pointer(&attributes)?.is_array().then_some(attributes)
}
