//! A whole synchronization schema with the recommended table in it, as *Review your schema* takes it.
//!
//! Shapes: `graph/openapi.yaml`, `synchronizationSchema`. Names and ids: `graph/README.md` §3 and
//! `customappsso-default-mappings.json`.

use onramp_scim::urn;
use serde_json::{Value, json};

use super::EntraSchema;
use crate::model::MappingTable;
use crate::names::{SOURCES, TARGETS, TargetType};

const SOURCE_DIRECTORY: &str = "Microsoft Entra ID";
const TARGET_DIRECTORY: &str = "customappsso";

/// The schema of a custom application whose users are mapped by `table`.
///
/// Groups are switched off: Ramp's guide provisions users only, and assigned groups bring their members all the same
/// (`entra-scim-client.md` §7).
pub fn recommended_schema(table: &MappingTable) -> EntraSchema {
    let mut schema = EntraSchema { document: document() };
    schema.set_table(table);
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
    let users = SOURCES.iter().map(|name| match *name {
        "objectId" => Attribute { anchor: true, ..Attribute::text(name) },
        "IsSoftDeleted" | "accountEnabled" | "dirSyncEnabled" => {
            Attribute { kind: "Boolean", ..Attribute::text(name) }
        }
        "manager" => Attribute { kind: "Reference", references: &["User"], ..Attribute::text(name) },
        "appRoleAssignments" => Attribute { kind: "Reference", ..Attribute::text(name) },
        "otherMails" | "proxyAddresses" => Attribute { multivalued: true, ..Attribute::text(name) },
        _ => Attribute::text(name),
    });
    let groups = [
        Attribute { anchor: true, ..Attribute::text("objectId") },
        Attribute { required: true, ..Attribute::text("displayName") },
        Attribute {
            kind: "Reference",
            multivalued: true,
            references: &["User", "Group"],
            ..Attribute::text("members")
        },
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
    let id = Attribute { anchor: true, required: true, ..Attribute::text("id") };
    // `roles` is one of the optional additions (R15): in the list only once role sync is wanted.
    let known = TARGETS.iter().filter(|target| !target.name.starts_with("roles")).map(|target| Attribute {
        kind: match target.kind {
            TargetType::String => "String",
            TargetType::Boolean => "Boolean",
            TargetType::Reference => "Reference",
        },
        required: target.name == "userName",
        references: if target.kind == TargetType::Reference { &[urn::ENTERPRISE_USER] } else { &[] },
        ..Attribute::text(target.name)
    });
    let groups = [
        Attribute { anchor: true, required: true, ..Attribute::text("id") },
        Attribute { required: true, ..Attribute::text("displayName") },
        Attribute::text("externalId"),
        Attribute {
            kind: "Reference",
            multivalued: true,
            references: &[urn::ENTERPRISE_USER, urn::GROUP],
            ..Attribute::text("members")
        },
    ];
    json!({
        "id": "09760868-cafb-47ac-9031-0a3262300427",
        "name": TARGET_DIRECTORY,
        "readOnly": false,
        "discoverabilities": "None",
        "objects": [
            object(urn::ENTERPRISE_USER, std::iter::once(id).chain(known)),
            object(urn::GROUP, groups.into_iter()),
        ],
    })
}

fn object<'a>(name: &str, attributes: impl Iterator<Item = Attribute<'a>>) -> Value {
    json!({
        "name": name,
        "supportedApis": [],
        "metadata": [],
        "attributes": attributes.map(Attribute::into_value).collect::<Vec<_>>(),
    })
}

/// An entry of an attribute list (Graph: `attributeDefinition`).
struct Attribute<'a> {
    name: &'a str,
    kind: &'a str,
    anchor: bool,
    required: bool,
    multivalued: bool,
    references: &'a [&'a str],
}

impl<'a> Attribute<'a> {
    fn text(name: &'a str) -> Self {
        Self { name, kind: "String", anchor: false, required: false, multivalued: false, references: &[] }
    }

    fn into_value(self) -> Value {
        let references = self.references.iter();
        json!({
            "anchor": self.anchor,
            "caseExact": false,
            "defaultValue": null,
            "flowNullValues": false,
            "multivalued": self.multivalued,
            "mutability": "ReadWrite",
            "name": self.name,
            "required": self.required,
            "type": self.kind,
            "apiExpressions": [],
            "metadata": [],
            "referencedObjects": references
                .map(|object| json!({"referencedObjectName": object, "referencedProperty": null}))
                .collect::<Vec<_>>(),
        })
    }
}
