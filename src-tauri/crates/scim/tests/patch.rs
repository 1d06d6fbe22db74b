//! PATCH as Entra sends it: entra-scim-client.md §6.3 to §6.6 and §16b, one case per row.

#![expect(clippy::expect_used, clippy::panic, reason = "tests assert by panicking, in their helpers too")]

use onramp_scim::patch::PatchOp;
use onramp_scim::schema::{Policy, ResourceDefinition};
use onramp_scim::{ScimType, urn};
use serde_json::{Map, Value, json};

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

/// Patches a user or, where the test is about members, a group. What each must have is put in before and taken out after.
fn patched(before: &Value, operations: &Value) -> Result<(bool, Value), (u16, Option<ScimType>)> {
    let body = json!({"schemas": [urn::PATCH_OP], "Operations": operations});
    let patch = PatchOp::read(body).unwrap_or_else(|error| panic!("{operations}: {error}"));
    let of_group = [before, operations].iter().any(|it| it.to_string().contains("members"));
    let (definition, required) = match of_group {
        true => (ResourceDefinition::group(), "displayName"),
        false => (ResourceDefinition::user(), "userName"),
    };
    let mut resource = map(before.clone());
    let named = resource.contains_key(required);
    resource.entry(required).or_insert_with(|| json!("required"));
    definition.finish(None, &mut resource, Policy::default()).expect("a resource");
    let start = resource.clone();
    match definition.patch(&mut resource, patch, Policy::default()) {
        Ok(changed) => {
            resource.shift_remove("schemas");
            if !named {
                assert_eq!(resource.shift_remove(required), Some(json!("required")), "{operations}");
            }
            Ok((changed, Value::Object(resource)))
        }
        Err(error) => {
            assert_eq!(resource, start, "a refused patch changes nothing");
            Err((error.status, error.scim_type))
        }
    }
}

const ENTERPRISE: &str = urn::ENTERPRISE_USER;

fn enterprise(attribute: &str) -> String {
    format!("{ENTERPRISE}:{attribute}")
}

#[test]
fn changes_what_entra_asks_for() {
    let cases: Vec<(&str, Value, Value, Value)> = vec![
        (
            "capitalised op",
            json!({"displayName": "a"}),
            json!([{"op": "Replace", "path": "displayName", "value": "b"}]),
            json!({"displayName": "b"}),
        ),
        (
            "add of an absent single value",
            json!({}),
            json!([{"op": "Add", "path": "nickName", "value": "Babs"}]),
            json!({"nickName": "Babs"}),
        ),
        (
            "replace of an absent single value",
            json!({}),
            json!([{"op": "replace", "path": "externalId", "value": "x"}]),
            json!({"externalId": "x"}),
        ),
        (
            "dotted path",
            json!({"name": {"familyName": "S"}}),
            json!([{"op": "Replace", "path": "name.givenName", "value": "Ana"}]),
            json!({"name": {"familyName": "S", "givenName": "Ana"}}),
        ),
        (
            "enterprise URN path",
            json!({}),
            json!([{"op": "Add", "path": enterprise("department"), "value": "Retail"}]),
            json!({ENTERPRISE: {"department": "Retail"}}),
        ),
        (
            "core URN path",
            json!({"userName": "a"}),
            json!([{"op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:userName", "value": "b"}]),
            json!({"userName": "b"}),
        ),
        (
            "filter path, element there",
            json!({"emails": [{"type": "work", "value": "a"}, {"type": "home", "value": "h"}]}),
            json!([{"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "b"}]),
            json!({"emails": [{"type": "work", "value": "b"}, {"type": "home", "value": "h"}]}),
        ),
        (
            "filter path, no such element",
            json!({}),
            json!([{"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "b"}]),
            json!({"emails": [{"type": "work", "value": "b"}]}),
        ),
        (
            "add to an address not there",
            json!({}),
            json!([{"op": "Add", "path": "addresses[type eq \"work\"].formatted", "value": "18/2111"}]),
            json!({"addresses": [{"type": "work", "formatted": "18/2111"}]}),
        ),
        (
            "filter with a boolean as text",
            json!({}),
            json!([{"op": "add", "path": "roles[primary eq \"True\"].value", "value": "Admin"}]),
            json!({"roles": [{"primary": true, "value": "Admin"}]}),
        ),
        (
            "whole element replaced",
            json!({"emails": [{"type": "work", "value": "a", "primary": true}]}),
            json!([{"op": "replace", "path": "emails[type eq \"work\"]", "value": {"value": "b"}}]),
            json!({"emails": [{"type": "work", "value": "b", "primary": true}]}),
        ),
        (
            "without a path: plain, dotted and URN keys",
            json!({"name": {"givenName": "x"}}),
            json!([{"op": "replace", "value": {"displayName": "Bjfe", "name.givenName": "Kkom", "name.familyName": "Unua", enterprise("employeeNumber"): "Aklq"}}]),
            json!({"displayName": "Bjfe", "name": {"givenName": "Kkom", "familyName": "Unua"}, ENTERPRISE: {"employeeNumber": "Aklq"}}),
        ),
        (
            "without a path: nested as the resource is",
            json!({"name": {"givenName": "x", "familyName": "y"}, ENTERPRISE: {"department": "d"}}),
            json!([{"op": "replace", "value": {"name": {"givenName": "z"}, ENTERPRISE: {"employeeNumber": "7", "manager": "m1"}}}]),
            json!({"name": {"givenName": "z", "familyName": "y"}, ENTERPRISE: {"department": "d", "employeeNumber": "7", "manager": {"value": "m1"}}}),
        ),
        (
            "path of a whole extension",
            json!({}),
            json!([{"op": "add", "path": ENTERPRISE, "value": {"department": "d"}}]),
            json!({ENTERPRISE: {"department": "d"}}),
        ),
        (
            "active as text",
            json!({"active": true}),
            json!([{"op": "Replace", "path": "active", "value": "False"}]),
            json!({"active": false}),
        ),
        (
            "active as lower-case text",
            json!({"active": true}),
            json!([{"op": "Replace", "path": "active", "value": "false"}]),
            json!({"active": false}),
        ),
        (
            "active as a boolean",
            json!({"active": false}),
            json!([{"op": "replace", "path": "active", "value": true}]),
            json!({"active": true}),
        ),
        (
            "active without a path",
            json!({"active": true}),
            json!([{"op": "replace", "value": {"active": "False"}}]),
            json!({"active": false}),
        ),
        (
            "manager: array, path without URN",
            json!({}),
            json!([{"op": "Add", "path": "manager", "value": [{"$ref": "http://x/Users/m1", "value": "m1"}]}]),
            json!({ENTERPRISE: {"manager": {"value": "m1"}}}),
        ),
        (
            "manager: bare text",
            json!({}),
            json!([{"op": "add", "path": enterprise("manager"), "value": "m1"}]),
            json!({ENTERPRISE: {"manager": {"value": "m1"}}}),
        ),
        (
            "manager: object over another",
            json!({ENTERPRISE: {"manager": {"value": "m1", "displayName": "Old"}}}),
            json!([{"op": "replace", "path": enterprise("manager"), "value": {"value": "m2"}}]),
            json!({ENTERPRISE: {"manager": {"value": "m2"}}}),
        ),
        (
            "manager.value",
            json!({}),
            json!([{"op": "add", "path": enterprise("manager.value"), "value": "m1"}]),
            json!({ENTERPRISE: {"manager": {"value": "m1"}}}),
        ),
        (
            "manager removed",
            json!({ENTERPRISE: {"department": "d", "manager": {"value": "m1"}}}),
            json!([{"op": "remove", "path": enterprise("manager")}]),
            json!({ENTERPRISE: {"department": "d"}}),
        ),
        (
            "manager removed without URN",
            json!({ENTERPRISE: {"department": "d", "manager": {"value": "m1"}}}),
            json!([{"op": "Remove", "path": "manager"}]),
            json!({ENTERPRISE: {"department": "d"}}),
        ),
        (
            "manager emptied by text",
            json!({ENTERPRISE: {"manager": {"value": "m1"}}}),
            json!([{"op": "Replace", "path": enterprise("manager"), "value": ""}]),
            json!({}),
        ),
        (
            "manager emptied by object",
            json!({ENTERPRISE: {"manager": {"value": "m1"}}}),
            json!([{"op": "Replace", "path": enterprise("manager"), "value": {"value": ""}}]),
            json!({}),
        ),
        (
            "null takes a value away",
            json!({"title": "x"}),
            json!([{"op": "replace", "path": "title", "value": null}]),
            json!({}),
        ),
        (
            "empty text reads back empty",
            json!({"title": "x"}),
            json!([{"op": "replace", "path": "title", "value": ""}]),
            json!({"title": ""}),
        ),
        (
            "members added",
            json!({"members": [{"value": "u1"}]}),
            json!([{"op": "Add", "path": "members", "value": [{"value": "u2"}, {"value": "u1"}]}]),
            json!({"members": [{"value": "u1"}, {"value": "u2"}]}),
        ),
        (
            "members removed by list",
            json!({"members": [{"value": "u1"}, {"value": "u2"}]}),
            json!([{"op": "Remove", "path": "members", "value": [{"$ref": null, "value": "u1"}]}]),
            json!({"members": [{"value": "u2"}]}),
        ),
        (
            "members removed by filter",
            json!({"members": [{"value": "u1"}, {"value": "u2"}]}),
            json!([{"op": "remove", "path": "members[value eq \"u1\"]"}]),
            json!({"members": [{"value": "u2"}]}),
        ),
        (
            "last member removed",
            json!({"members": [{"value": "u1"}]}),
            json!([{"op": "Remove", "path": "members", "value": [{"value": "u1"}]}]),
            json!({}),
        ),
        (
            "all members removed",
            json!({"members": [{"value": "u1"}]}),
            json!([{"op": "remove", "path": "members"}]),
            json!({}),
        ),
        (
            "roles as JSON text",
            json!({}),
            json!([{"op": "Add", "path": "roles", "value": [{"value": "{\"id\":\"1\"}"}]}]),
            json!({"roles": [{"value": "{\"id\":\"1\"}"}]}),
        ),
        (
            "roles replaced",
            json!({"roles": [{"value": "a"}]}),
            json!([{"op": "replace", "path": "roles", "value": [{"value": "b"}]}]),
            json!({"roles": [{"value": "b"}]}),
        ),
        (
            "a new primary takes the mark",
            json!({"emails": [{"value": "a", "primary": true}]}),
            json!([{"op": "add", "path": "emails", "value": {"value": "b", "primary": true}}]),
            json!({"emails": [{"value": "a", "primary": false}, {"value": "b", "primary": true}]}),
        ),
        (
            "names without case",
            json!({"displayName": "a"}),
            json!([{"op": "replace", "path": "DISPLAYNAME", "value": "b"}]),
            json!({"displayName": "b"}),
        ),
        (
            "several operations in one",
            json!({"title": "a"}),
            json!([{"op": "Remove", "path": "title"}, {"op": "Add", "path": "title", "value": "b"}, {"op": "Replace", "path": "active", "value": "True"}]),
            json!({"title": "b", "active": true}),
        ),
    ];
    for (name, before, operations, after) in cases {
        assert_eq!(patched(&before, &operations), Ok((true, after)), "{name}");
    }
}

#[test]
fn says_when_nothing_changes() {
    for (before, operations) in [
        (json!({"active": true}), json!([{"op": "Replace", "path": "active", "value": "True"}])),
        (json!({"title": "a"}), json!([{"op": "replace", "path": "title", "value": "a"}])),
        (json!({}), json!([{"op": "remove", "path": "title"}])),
        (
            json!({"members": [{"value": "u1"}]}),
            json!([{"op": "Remove", "path": "members", "value": [{"value": "u9"}]}]),
        ),
        (json!({}), json!([])),
    ] {
        assert_eq!(patched(&before, &operations), Ok((false, before.clone())), "{operations}");
    }
}

#[test]
fn refuses_with_the_keyword_of_the_rfc() {
    use ScimType::*;
    for (operations, kind) in [
        (json!([{"op": "replace", "path": "id", "value": "x"}]), Mutability),
        (json!([{"op": "replace", "path": "meta.version", "value": "x"}]), Mutability),
        (json!([{"op": "replace", "value": {"id": "x"}}]), Mutability),
        (json!([{"op": "remove", "path": "urn:ietf:params:scim:schemas:core:2.0:User:id"}]), Mutability),
        (json!([{"op": "remove"}]), NoTarget),
        (json!([{"op": "remove", "path": "emails[type eq \"home\"]"}]), NoTarget),
        (json!([{"op": "replace", "path": "emails[type ne \"work\"].value", "value": "x"}]), NoTarget),
        (json!([{"op": "replace", "path": "emails[type eq work].value", "value": "x"}]), InvalidPath),
        (json!([{"op": "replace", "path": "user name", "value": "x"}]), InvalidPath),
        (json!([{"op": "add", "path": "title"}]), InvalidValue),
        (json!([{"op": "add", "value": "x"}]), InvalidValue),
        (json!([{"op": "replace", "path": "active", "value": "perhaps"}]), InvalidValue),
        (json!([{"op": "replace", "path": "emails[type eq \"work\"]", "value": "x"}]), InvalidValue),
        (json!([{"op": "add", "path": "manager", "value": [{"value": "a"}, {"value": "b"}]}]), InvalidValue),
        (json!([{"op": "replace", "path": "title", "value": "changed"}, {"op": "remove"}]), NoTarget),
    ] {
        let before = json!({"id": "1", "title": "a", "emails": [{"type": "work", "value": "w"}]});
        assert_eq!(patched(&before, &operations), Err((400, Some(kind))), "{operations}");
    }
}
