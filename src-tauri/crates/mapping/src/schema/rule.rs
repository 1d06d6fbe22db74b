//! What a schema says beside its mapping of users: the rule it belongs to, its version, and the mapping of groups.

use serde_json::Value;

use super::EntraSchema;
use crate::lossless::{Edits, Member};

impl EntraSchema {
    /// Id of the synchronization rule that maps users: *provision on demand* wants it (`graph/README.md` §7).
    pub fn rule_id(&self) -> Option<&str> {
        self.json.value().pointer(&format!("{}/id", self.rule())).and_then(Value::as_str)
    }

    /// The version that the service gave it: another one after every save, whoever saved.
    pub fn version(&self) -> Option<&str> {
        self.json.value().get("version").and_then(Value::as_str)
    }

    /// Whether groups are provisioned too; `None` where nothing maps them.
    pub fn maps_groups(&self) -> Option<bool> {
        let (_, mapping) = self.group_mapping()?;
        Some(mapping.get("enabled").and_then(Value::as_bool).unwrap_or(true))
    }

    /// Switches the mapping of groups on or off; nothing else of it changes. Where there is none, nothing happens.
    pub fn set_maps_groups(&mut self, on: bool) {
        let differs = self.maps_groups().is_some_and(|was| was != on);
        if let Some((pointer, _)) = self.group_mapping().filter(|_| differs) {
            self.json.edit(&pointer, |mapping| {
                Edits::members(mapping, vec![("enabled", Member::Set(Value::Bool(on)))])
            });
        }
    }

    /// JSON pointer to the rule that maps users.
    fn rule(&self) -> &str {
        self.users.split_once("/objectMappings").map_or("", |(rule, _)| rule)
    }

    /// The rule's object mapping of groups, and JSON pointer to it.
    fn group_mapping(&self) -> Option<(String, &Value)> {
        let list = format!("{}/objectMappings", self.rule());
        let mappings = self.json.value().pointer(&list)?.as_array()?;
        let of_groups =
            |mapping: &&Value| mapping.get("sourceObjectName").and_then(Value::as_str) == Some("Group");
        let place = mappings.iter().position(|mapping| of_groups(&mapping))?;
        Some((format!("{list}/{place}"), &mappings[place]))
    }
}
