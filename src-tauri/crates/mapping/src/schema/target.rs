//! The target attribute list beside the Ramp profile: what Entra lists, and what Ramp reads.

use onramp_scim::urn;

use super::{AttributeDefinition, AttributeType, EntraSchema};
use crate::names::{self, Target, TargetType};
use crate::roles;

/// An attribute of the target: in Entra's list, in Ramp's table, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetAttribute {
    /// Its name.
    pub name: String,
    /// Its entry in Entra's list; `None` where it has to be added before it can be mapped.
    pub definition: Option<AttributeDefinition>,
    /// The entry it should have; `None` for a name that only this admin's service knows.
    pub expected: Option<AttributeDefinition>,
    /// What is known of it: the row of Ramp's table and what Ramp makes of it.
    pub profile: Option<&'static Target>,
    /// The values Ramp knows, where it knows a fixed list (R15).
    pub canonical_values: Vec<&'static str>,
    /// Whether a row maps it.
    pub mapped: bool,
    /// The matching precedence of that row.
    pub matching_precedence: Option<u32>,
}

impl TargetAttribute {
    /// Whether Entra's list gives it another type than its values need, or holds it as single or multi-valued
    /// where the other is meant.
    pub fn differs(&self) -> bool {
        match (&self.definition, &self.expected) {
            (Some(is), Some(should)) => is.kind != should.kind,
            _ => false,
        }
    }
}

impl EntraSchema {
    /// Entra's attribute list in its order, then what Ramp reads and the list lacks.
    pub fn target_attributes(&self) -> Vec<TargetAttribute> {
        let list = self.attributes();
        let table = self.table();
        let known = names::TARGETS.iter().filter(|target| target.row.is_some()).map(|target| target.name);
        let lacking: Vec<&str> = known.filter(|name| list.iter().all(|entry| entry.name != *name)).collect();
        let names = list.iter().map(|entry| entry.name.as_str()).chain(lacking);
        names
            .map(|name| TargetAttribute {
                name: name.to_owned(),
                definition: list.iter().find(|entry| entry.name == name).cloned(),
                expected: expected_definition(name),
                profile: names::target(name),
                canonical_values: canonical_values(name),
                mapped: table.row(name).is_some(),
                matching_precedence: table.row(name).and_then(|row| row.matching_precedence),
            })
            .collect()
    }
}

/// The entry that a known target has in Entra's list: its type, what is required and what it refers to. `None` for a
/// name that is no standard one; a custom extension is text.
pub fn expected_definition(name: &str) -> Option<AttributeDefinition> {
    let text = AttributeDefinition::text(name);
    let Some(target) = names::target(name) else {
        return (names::is_custom_extension(name) || names::is_scim_path(name)).then_some(text);
    };
    Some(match target.kind {
        TargetType::Boolean => AttributeDefinition { kind: AttributeType::Boolean, ..text },
        TargetType::Reference => AttributeDefinition {
            kind: AttributeType::Reference,
            referenced_objects: vec![urn::ENTERPRISE_USER.to_owned()],
            ..text
        },
        TargetType::String => AttributeDefinition { required: name == "userName", ..text },
    })
}

/// The values that Ramp tells apart.
fn canonical_values(name: &str) -> Vec<&'static str> {
    match name {
        "active" => vec!["True", "False"],
        name if roles::is_role_target(name) => roles::RAMP_ROLES.iter().map(|role| role.value).collect(),
        _ => Vec::new(),
    }
}
