//! Entra's synchronization schema as JSON, read and changed without losing anything.
//!
//! What *Review your schema* downloads and takes back (`graph/README.md` §6): the whole document is kept as it was
//! read, and only the members that an edit is about are changed.

mod recommended;
mod source;

use serde_json::{Map, Value};

use crate::check::{Diagnostic, Field, check_attribute_list};
use crate::model::{Apply, AttributeMapping, MappingTable, Source};

pub use recommended::recommended_schema;

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
    document: Value,
}

impl EntraSchema {
    /// Takes a parsed document; it must hold an object mapping of users.
    pub fn new(document: Value) -> Result<Self, SchemaError> {
        if document.get("synchronizationRules").and_then(Value::as_array).is_none() {
            return Err(SchemaError::NoRules);
        }
        let schema = Self { document };
        match schema.user_mapping() {
            Some(_) => Ok(schema),
            None => Err(SchemaError::NoUserMapping),
        }
    }

    /// The whole document.
    pub fn as_value(&self) -> &Value {
        &self.document
    }

    /// The rows for users, as an admin sees them.
    pub fn table(&self) -> MappingTable {
        let rows = self
            .user_mapping()
            .and_then(|mapping| mapping.get("attributeMappings"))
            .and_then(Value::as_array);
        MappingTable { rows: rows.into_iter().flatten().map(read_row).collect(), ..MappingTable::default() }
    }

    /// Replaces the rows for users. A row that stayed the same keeps every member Entra gave it.
    pub fn set_table(&mut self, table: &MappingTable) {
        let Some(mapping) = self.user_mapping_mut() else { return };
        let old: Vec<Value> =
            mapping.get("attributeMappings").and_then(Value::as_array).cloned().unwrap_or_default();
        let new = table.rows.iter().enumerate().map(|(index, row)| {
            let before =
                old.iter().find(|before| read_row(before).target == row.target).or_else(|| old.get(index));
            write_row(row, before)
        });
        let new = Value::Array(new.collect());
        if let Some(mapping) = mapping.as_object_mut() {
            mapping.insert("attributeMappings".to_owned(), new);
        }
    }

    /// Findings in the target's attribute list, which holds the names an admin typed there.
    pub fn check_attribute_list(&self) -> Vec<Diagnostic> {
        check_attribute_list(self.target_attributes().iter().filter_map(|entry| entry.get("name")?.as_str()))
    }

    /// Renames misspelt names in the target's attribute list, where the right name is not there already.
    pub fn fix_attribute_list(&mut self) -> Vec<Diagnostic> {
        let findings = self.check_attribute_list();
        let mut applied = Vec::new();
        for finding in findings {
            debug_assert_eq!(finding.subject.field, Field::AttributeList);
            let Some(fix) = &finding.fix else { continue };
            let Some(entries) = self.target_attributes_mut() else { continue };
            let named = |entry: &Value, name: &str| entry.get("name").and_then(Value::as_str) == Some(name);
            if entries.iter().any(|entry| named(entry, fix)) {
                continue;
            }
            if let Some(entry) = entries.iter_mut().find(|entry| named(entry, &finding.text)) {
                entry["name"] = Value::String(fix.clone());
                applied.push(finding);
            }
        }
        applied
    }

    fn user_mapping(&self) -> Option<&Value> {
        let rules = self.document.get("synchronizationRules")?.as_array()?;
        rules
            .iter()
            .filter_map(|rule| rule.get("objectMappings")?.as_array())
            .flatten()
            .find(|m| maps_users(m))
    }

    fn user_mapping_mut(&mut self) -> Option<&mut Value> {
        let rules = self.document.get_mut("synchronizationRules")?.as_array_mut()?;
        let mappings = rules.iter_mut().filter_map(|rule| rule.get_mut("objectMappings")?.as_array_mut());
        mappings.flatten().find(|mapping| maps_users(mapping))
    }

    fn target_object(&self) -> Option<(String, String)> {
        let rules = self.document.get("synchronizationRules")?.as_array()?;
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        rules.iter().find_map(|rule| {
            let mapping =
                rule.get("objectMappings")?.as_array()?.iter().find(|mapping| maps_users(mapping))?;
            Some((text(rule, "targetDirectoryName")?, text(mapping, "targetObjectName")?))
        })
    }

    fn target_attributes(&self) -> &[Value] {
        let find = || {
            let (directory, object) = self.target_object()?;
            let directories = self.document.get("directories")?.as_array()?;
            let objects = named(directories, &directory)?.get("objects")?.as_array()?;
            named(objects, &object)?.get("attributes")?.as_array()
        };
        find().map_or(&[], Vec::as_slice)
    }

    fn target_attributes_mut(&mut self) -> Option<&mut Vec<Value>> {
        let (directory, object) = self.target_object()?;
        let directories = self.document.get_mut("directories")?.as_array_mut()?;
        let objects = named_mut(directories, &directory)?.get_mut("objects")?.as_array_mut()?;
        named_mut(objects, &object)?.get_mut("attributes")?.as_array_mut()
    }
}

fn named<'a>(values: &'a [Value], name: &str) -> Option<&'a Value> {
    values.iter().find(|value| value.get("name").and_then(Value::as_str) == Some(name))
}

fn named_mut<'a>(values: &'a mut [Value], name: &str) -> Option<&'a mut Value> {
    values.iter_mut().find(|value| value.get("name").and_then(Value::as_str) == Some(name))
}

fn maps_users(mapping: &Value) -> bool {
    mapping.get("sourceObjectName").and_then(Value::as_str) == Some("User")
}

fn read_row(row: &Value) -> AttributeMapping {
    let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
    AttributeMapping {
        target: text("targetAttributeName").unwrap_or_default(),
        source: source::read(row.get("source")),
        default_value: text("defaultValue").filter(|value| !value.is_empty()),
        matching_precedence: row
            .get("matchingPriority")
            .and_then(Value::as_u64)
            .and_then(|priority| u32::try_from(priority).ok())
            .filter(|priority| *priority > 0),
        apply: match text("flowType").as_deref() {
            Some("ObjectAddOnly") => Apply::OnlyDuringCreation,
            _ => Apply::Always,
        },
    }
}

/// Writes a row over what stood there before, changing only what differs.
fn write_row(row: &AttributeMapping, before: Option<&Value>) -> Value {
    let was = before.map(read_row);
    let mut out = match before {
        Some(Value::Object(members)) => members.clone(),
        _ => new_row(),
    };
    let same =
        |part: fn(&AttributeMapping) -> &Source| was.as_ref().is_some_and(|was| part(was) == part(row));
    out.insert("targetAttributeName".to_owned(), Value::String(row.target.clone()));
    if !same(|row| &row.source) {
        out.insert("source".to_owned(), source::write(&row.source));
    }
    if was.as_ref().map(|was| &was.default_value) != Some(&row.default_value) {
        out.insert("defaultValue".to_owned(), row.default_value.clone().map_or(Value::Null, Value::String));
    }
    out.insert("matchingPriority".to_owned(), row.matching_precedence.unwrap_or(0).into());
    if was.as_ref().map(|was| was.apply) != Some(row.apply) {
        let flow = match row.apply {
            Apply::Always => "Always",
            Apply::OnlyDuringCreation => "ObjectAddOnly",
        };
        out.insert("flowType".to_owned(), flow.into());
    }
    Value::Object(out)
}

/// The members of an attribute mapping in Graph's order, with the defaults of a new row.
fn new_row() -> Map<String, Value> {
    let members = [
        ("defaultValue", Value::Null),
        ("exportMissingReferences", Value::Bool(false)),
        ("flowBehavior", "FlowWhenChanged".into()),
        ("flowType", "Always".into()),
        ("matchingPriority", 0.into()),
        ("targetAttributeName", Value::Null),
        ("source", Value::Null),
    ];
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
