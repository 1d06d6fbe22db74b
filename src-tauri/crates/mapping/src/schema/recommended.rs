//! A whole synchronization schema with the recommended table in it, as *Review your schema* takes it.
//!
//! Shapes: `graph/openapi.yaml`, `synchronizationSchema`. Names and ids: `graph/README.md` §3 and
//! `customappsso-default-mappings.json`.

use onramp_scim::urn;
use serde_json::{Value, json};

use super::{AttributeDefinition, AttributeType, EntraSchema, expected_definition};
use crate::lossless::JsonText;
use crate::model::MappingTable;
use crate::names::{SOURCES, TARGETS};
use crate::roles;

const SOURCE_DIRECTORY: &str = "Microsoft Entra ID";
const TARGET_DIRECTORY: &str = "customappsso";

/// The schema of a custom application whose users are mapped by `table`.
///
/// Groups are switched off: Ramp's guide provisions users only, and assigned groups bring their members all the same
/// (`entra-scim-client.md` §7).
pub fn recommended_schema(table: &MappingTable) -> EntraSchema {
    let mut schema = EntraSchema {
        json: JsonText::of(document()),
        users: "/synchronizationRules/0/objectMappings/1".to_owned(),
        attributes: Some("/directories/1/objects/0/attributes".to_owned()),
    };
    schema.set_table(table);
    schema.add_missing_attributes();
    schema
}

fn document() -> Value {
    json!({
        "synchronizationRules": [{
            "containerFilter": null,
            "editable": true,
            "groupFilter": null,
            "id": "03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8",
            "metadata": [{"key": "supportsProvisionOnDemand", "value": "true"}],
            "name": "USERGROUP_OUTBOUND_USERGROUP",
            "objectMappings": [
                object_mapping("Provision Microsoft Entra ID Groups", false, "Group", urn::GROUP, group_rows()),
                object_mapping("Provision Microsoft Entra ID Users", true, "User", urn::ENTERPRISE_USER, json!([])),
            ],
            "priority": 1,
            "sourceDirectoryName": SOURCE_DIRECTORY,
            "targetDirectoryName": TARGET_DIRECTORY,
        }],
        "directories": [source_directory(), target_directory()],
    })
}

fn object_mapping(name: &str, enabled: bool, source: &str, target: &str, rows: Value) -> Value {
    json!({
        "enabled": enabled,
        "flowTypes": "Add,Update,Delete",
        "metadata": [],
        "name": name,
        "scope": null,
        "sourceObjectName": source,
        "targetObjectName": target,
        "attributeMappings": rows,
    })
}

fn group_rows() -> Value {
    let row = |target: &str, source: &str, priority: u32| {
        json!({
            "defaultValue": null,
            "exportMissingReferences": false,
            "flowBehavior": "FlowWhenChanged",
            "flowType": "Always",
            "matchingPriority": priority,
            "targetAttributeName": target,
            "source": {
                "expression": format!("[{source}]"), "name": source, "type": "Attribute", "parameters": []
            },
        })
    };
    json!([
        row("displayName", "displayName", 1),
        row("externalId", "objectId", 0),
        row("members", "members", 0)
    ])
}

fn source_directory() -> Value {
    let users = SOURCES.iter().map(|name| {
        let text = AttributeDefinition::text(name);
        match *name {
            "objectId" => AttributeDefinition { anchor: true, ..text },
            "IsSoftDeleted" | "accountEnabled" | "dirSyncEnabled" => {
                AttributeDefinition { kind: AttributeType::Boolean, ..text }
            }
            "manager" => reference(name, &["User"]),
            "appRoleAssignments" => reference(name, &[]),
            "otherMails" | "proxyAddresses" => AttributeDefinition { multivalued: true, ..text },
            _ => text,
        }
    });
    let groups = [
        AttributeDefinition { anchor: true, ..AttributeDefinition::text("objectId") },
        AttributeDefinition { required: true, ..AttributeDefinition::text("displayName") },
        AttributeDefinition { multivalued: true, ..reference("members", &["User", "Group"]) },
    ];
    json!({
        "id": "66e4a8cc-1b7b-435e-95f8-f06cea133828",
        "name": SOURCE_DIRECTORY,
        "readOnly": true,
        "discoverabilities": "AttributeNames,AttributeDataTypes",
        "objects": [object("User", users), object("Group", groups.into_iter())],
    })
}

fn target_directory() -> Value {
    let id = || AttributeDefinition { anchor: true, required: true, ..AttributeDefinition::text("id") };
    // `roles` is one of the optional additions (R15): in the list only once role sync is wanted.
    let known = TARGETS.iter().filter(|target| !roles::is_role_target(target.name));
    let users = known.filter_map(|target| expected_definition(target.name));
    let groups = [
        id(),
        AttributeDefinition { required: true, ..AttributeDefinition::text("displayName") },
        AttributeDefinition::text("externalId"),
        AttributeDefinition {
            multivalued: true,
            ..reference("members", &[urn::ENTERPRISE_USER, urn::GROUP])
        },
    ];
    json!({
        "id": "09760868-cafb-47ac-9031-0a3262300427",
        "name": TARGET_DIRECTORY,
        "readOnly": false,
        "discoverabilities": "None",
        "objects": [
            object(urn::ENTERPRISE_USER, std::iter::once(id()).chain(users)),
            object(urn::GROUP, groups.into_iter()),
        ],
    })
}

fn reference(name: &str, objects: &[&str]) -> AttributeDefinition {
    AttributeDefinition {
        kind: AttributeType::Reference,
        referenced_objects: objects.iter().map(|object| (*object).to_owned()).collect(),
        ..AttributeDefinition::text(name)
    }
}

fn object(name: &str, attributes: impl Iterator<Item = AttributeDefinition>) -> Value {
    json!({
        "name": name,
        "supportedApis": [],
        "metadata": [],
        "attributes": attributes.map(|attribute| attribute.write()).collect::<Vec<_>>(),
    })
}
