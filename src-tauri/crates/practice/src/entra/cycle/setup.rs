//! What a job's schema says for a cycle.

use onramp_entra::cycle::summary::Systems;
use onramp_mapping::{Document, MappingTable};
use serde_json::Value;

/// A schema as a cycle takes it.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// Rows, actions and filter for users.
    pub(crate) table: MappingTable,
    /// Whether users are provisioned at all (`enabled` of their object mapping).
    pub(crate) is_enabled: bool,
    /// `id` of the rule that maps users.
    pub(crate) rule_id: String,
    /// Both sides.
    pub(crate) systems: Systems,
    /// Directory ids of source and target, for the log.
    pub(crate) system_ids: (String, String),
}

/// A schema that maps no users.
#[derive(Debug, thiserror::Error)]
#[error("the schema cannot be used: {0}")]
pub(crate) struct SetupError(String);

/// What the log says of the job and its application.
#[derive(Debug, Clone)]
pub(crate) struct JobFacts {
    pub(crate) job_id: String,
    pub(crate) tenant_id: String,
    /// The tenant's domain, for `DefaultDomain`.
    pub(crate) domain: String,
    pub(crate) principal_id: String,
    pub(crate) principal_name: String,
    pub(crate) application_id: String,
}

impl Setup {
    /// Reads a synchronization schema.
    pub(crate) fn read(schema: &Value) -> Result<Self, SetupError> {
        let table = match Document::parse(&schema.to_string()) {
            Ok(Document::EntraSchema(schema)) => schema.table(),
            Ok(Document::Onramp(_)) => return Err(SetupError("it has no synchronizationRules".to_owned())),
            Err(error) => return Err(SetupError(error.to_string())),
        };
        let (rule, mapping) =
            users(schema).ok_or_else(|| SetupError("no object mapping maps users".to_owned()))?;
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let systems = Systems {
            source: text(rule, "sourceDirectoryName").unwrap_or_default(),
            target: text(rule, "targetDirectoryName").unwrap_or_default(),
            target_object: text(mapping, "targetObjectName").unwrap_or_default(),
        };
        let directories = schema.get("directories").and_then(Value::as_array);
        let id_of = |name: &str| {
            let named = |directory: &&Value| text(directory, "name").as_deref() == Some(name);
            let found = directories.into_iter().flatten().find(named);
            found.and_then(|directory| text(directory, "id")).unwrap_or_default()
        };
        Ok(Self {
            table,
            is_enabled: mapping.get("enabled").and_then(Value::as_bool).unwrap_or(true),
            rule_id: text(rule, "id").unwrap_or_default(),
            system_ids: (id_of(&systems.source), id_of(&systems.target)),
            systems,
        })
    }
}

/// What users are called in the target.
pub(crate) fn target_object(schema: &Value) -> Option<&str> {
    users(schema)?.1.get("targetObjectName")?.as_str()
}

/// The rule that maps users, and the object mapping in it.
fn users(schema: &Value) -> Option<(&Value, &Value)> {
    schema.get("synchronizationRules")?.as_array()?.iter().find_map(|rule| {
        let mappings = rule.get("objectMappings")?.as_array()?;
        let is_user =
            |mapping: &&Value| mapping.get("sourceObjectName").and_then(Value::as_str) == Some("User");
        Some((rule, mappings.iter().find(is_user)?))
    })
}
