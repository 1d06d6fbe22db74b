//! PATCH held to the schemas of RFC 7643, lenient as Entra needs it and strict: entra-scim-client.md §16b, one departure
//! per row, and what holds for any PATCH at all.

#![expect(clippy::expect_used, clippy::panic, reason = "tests assert by panicking, in their helpers too")]

use onramp_scim::patch::PatchOp;
use onramp_scim::schema::{NameMatching, Policy, ResourceDefinition};
use onramp_scim::{ScimType, urn};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const ENTERPRISE: &str = urn::ENTERPRISE_USER;
const LENIENT: Policy = Policy { names: NameMatching::Caseless, strict: false };
const EXACT: Policy = Policy { names: NameMatching::Exact, strict: false };
const STRICT: Policy = Policy { names: NameMatching::Caseless, strict: true };

fn ana() -> Map<String, Value> {
    let user = json!({
        "schemas": [urn::USER, ENTERPRISE],
        "userName": "ana",
        "active": true,
        "name": {"givenName": "Ana"},
        "emails": [{"type": "work", "value": "w@x", "primary": true}],
        ENTERPRISE: {"department": "Finance", "manager": {"value": "m1"}},
    });
    user.as_object().cloned().expect("an object")
}

fn team() -> Map<String, Value> {
    let group = json!({"schemas": [urn::GROUP], "displayName": "Team", "members": [{"value": "u1"}, {"value": "u2"}]});
    group.as_object().cloned().expect("an object")
}

type Refused = (Option<ScimType>, String);

fn patched(
    definition: &ResourceDefinition,
    before: &Map<String, Value>,
    operations: &Value,
    policy: Policy,
) -> Result<Map<String, Value>, Refused> {
    let body = json!({"schemas": [urn::PATCH_OP], "Operations": operations});
    let patch = PatchOp::read(body).unwrap_or_else(|error| panic!("{operations}: {error}"));
    let mut resource = before.clone();
    match definition.patch(&mut resource, patch, policy) {
        Ok(changed) => {
            assert_eq!(changed, resource != *before, "{operations}");
            Ok(resource)
        }
        Err(error) => {
            assert_eq!(resource, *before, "a refused patch changes nothing: {operations}");
            assert_eq!(error.status, 400, "{operations}");
            Err((error.scim_type, error.detail))
        }
    }
}

/// What Entra sends its own way: lenient it has its effect, strict it is refused.
#[test]
fn where_entra_departs_from_the_rfcs() {
    let manager = format!("{ENTERPRISE}:manager");
    let department = format!("{ENTERPRISE}:department");
    let mobile = r#"phoneNumbers[type eq "mobile"].value"#;
    for (name, operations, pointer, expected) in [
        (
            "op in capitals",
            json!([{"op": "Replace", "path": "title", "value": "CFO"}]),
            "/title",
            json!("CFO"),
        ),
        (
            "active as text",
            json!([{"op": "replace", "path": "active", "value": "False"}]),
            "/active",
            json!(false),
        ),
        (
            "a dotted key without a path",
            json!([{"op": "replace", "value": {"name.familyName": "Silva"}}]),
            "/name",
            json!({"givenName": "Ana", "familyName": "Silva"}),
        ),
        (
            "a URN key without a path",
            json!([{"op": "replace", "value": {department.as_str(): "Sales"}}]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department",
            json!("Sales"),
        ),
        (
            "manager as text",
            json!([{"op": "replace", "path": manager, "value": "m2"}]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager",
            json!({"value": "m2"}),
        ),
        (
            "manager as an array of one",
            json!([{"op": "add", "path": manager, "value": [{"value": "m2"}]}]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager",
            json!({"value": "m2"}),
        ),
        (
            "an element that is not there yet",
            json!([{"op": "add", "path": mobile, "value": "555"}]),
            "/phoneNumbers",
            json!([{"type": "mobile", "value": "555"}]),
        ),
        (
            "an attribute no schema knows",
            json!([{"op": "replace", "path": "colour", "value": "red"}]),
            "/colour",
            Value::Null,
        ),
    ] {
        let lenient = patched(&ResourceDefinition::user(), &ana(), &operations, LENIENT)
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let found = Value::Object(lenient).pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(found, expected, "{name}");
        assert!(patched(&ResourceDefinition::user(), &ana(), &operations, STRICT).is_err(), "{name}, strict");
    }
    let listed = json!([{"op": "remove", "path": "members", "value": [{"value": "u1", "$ref": null}]}]);
    let left = patched(&ResourceDefinition::group(), &team(), &listed, LENIENT).expect("members by a list");
    assert_eq!(left["members"], json!([{"value": "u2"}]));
    assert!(patched(&ResourceDefinition::group(), &team(), &listed, STRICT).is_err());
}

#[test]
fn what_the_rfc_asks_for_is_fine_when_strict() {
    let manager = format!("{ENTERPRISE}:manager");
    for operations in [
        json!([{"op": "replace", "path": "active", "value": false}]),
        json!([{"op": "replace", "value": {"name": {"familyName": "Silva"}, "title": "CFO"}}]),
        json!([{"op": "replace", "value": {ENTERPRISE: {"department": "Sales"}}}]),
        json!([{"op": "replace", "path": manager, "value": {"value": "m2"}}]),
        json!([{"op": "remove", "path": manager}]),
        json!([{"op": "add", "path": "emails", "value": [{"type": "home", "value": "h@x"}]}]),
        json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "n@x"}]),
        json!([{"op": "remove", "path": "emails[type eq \"work\"]"}]),
    ] {
        for policy in [LENIENT, STRICT] {
            let after = patched(&ResourceDefinition::user(), &ana(), &operations, policy);
            assert_ne!(after.as_ref().map_err(|error| panic!("{operations}: {error:?}")), Ok(&ana()));
        }
    }
    let by_filter = json!([{"op": "remove", "path": "members[value eq \"u1\"]"}]);
    let left =
        patched(&ResourceDefinition::group(), &team(), &by_filter, STRICT).expect("members by a filter");
    assert_eq!(left["members"], json!([{"value": "u2"}]));
}

#[test]
fn characteristics_are_enforced() {
    use ScimType::{InvalidPath, InvalidValue, Mutability, NoTarget};
    let (user, group) = (ResourceDefinition::user(), ResourceDefinition::group());
    for (definition, before, operations, kind, names) in [
        (&user, ana(), json!([{"op": "replace", "path": "id", "value": "x"}]), Mutability, "id"),
        (&user, ana(), json!([{"op": "replace", "value": {"meta": {"version": "1"}}}]), Mutability, "meta"),
        (
            &user,
            ana(),
            json!([{"op": "add", "path": "groups", "value": [{"value": "g"}]}]),
            Mutability,
            "groups",
        ),
        (
            &user,
            ana(),
            json!([{"op": "replace", "path": format!("{ENTERPRISE}:manager.displayName"), "value": "Rui"}]),
            Mutability,
            "manager.displayName",
        ),
        (&user, ana(), json!([{"op": "remove", "path": "userName"}]), Mutability, "userName"),
        (
            &user,
            ana(),
            json!([{"op": "replace", "path": "userName", "value": null}]),
            InvalidValue,
            "userName",
        ),
        (
            &user,
            ana(),
            json!([{"op": "replace", "path": "userName", "value": " "}]),
            InvalidValue,
            "userName",
        ),
        (
            &user,
            ana(),
            json!([{"op": "replace", "path": "active", "value": "maybe"}]),
            InvalidValue,
            "active",
        ),
        (&user, ana(), json!([{"op": "replace", "path": "title", "value": 7}]), InvalidValue, "title"),
        (&user, ana(), json!([{"op": "replace", "path": "name", "value": "Ana"}]), InvalidValue, "name"),
        (&user, ana(), json!([{"op": "replace", "path": "emails[", "value": "x"}]), InvalidPath, "emails["),
        (&user, ana(), json!([{"op": "remove", "path": "emails[type eq \"home\"]"}]), NoTarget, "emails"),
        (&user, ana(), json!([{"op": "remove"}]), NoTarget, "path"),
        (
            &group,
            team(),
            json!([{"op": "replace", "path": "members[value eq \"u1\"].value", "value": "u3"}]),
            Mutability,
            "members.value",
        ),
        (&group, team(), json!([{"op": "remove", "path": "displayName"}]), Mutability, "displayName"),
    ] {
        let (found, detail) =
            patched(definition, &before, &operations, LENIENT).expect_err(&operations.to_string());
        assert_eq!(found, Some(kind), "{operations}: {detail}");
        assert!(detail.contains(names), "{operations}: {detail}");
    }
}

#[test]
fn nothing_means_unassigned() {
    let manager = format!("{ENTERPRISE}:manager");
    for (operations, pointer) in [
        (
            json!([{"op": "replace", "path": manager, "value": ""}]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager",
        ),
        (
            json!([{"op": "replace", "path": manager, "value": {"value": null}}]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager",
        ),
        (json!([{"op": "replace", "path": "name.givenName", "value": null}]), "/name"),
        (json!([{"op": "replace", "path": "name", "value": {"givenName": null}}]), "/name/givenName"),
        (json!([{"op": "replace", "path": "name", "value": {}}]), "/name"),
        (json!([{"op": "replace", "path": "emails", "value": []}]), "/emails"),
        (
            json!([{"op": "replace", "path": ENTERPRISE, "value": null}]),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ),
        (
            json!([{"op": "replace", "path": "phoneNumbers[type eq \"work\"].value", "value": null}]),
            "/phoneNumbers",
        ),
        (json!([{"op": "replace", "path": "password", "value": "secret"}]), "/password"),
    ] {
        let after = patched(&ResourceDefinition::user(), &ana(), &operations, LENIENT)
            .unwrap_or_else(|error| panic!("{operations}: {error:?}"));
        assert_eq!(Value::Object(after).pointer(pointer), None, "{operations}");
    }
    let gone =
        patched(&ResourceDefinition::user(), &ana(), &json!([{"op": "remove", "path": ENTERPRISE}]), LENIENT);
    assert_eq!(gone.expect("removed")["schemas"], json!([urn::USER]), "schemas follows what is in use");
}

#[test]
fn names_count_with_their_case_where_the_service_says_so() {
    let operations = json!([
        {"op": "Replace", "path": "Title", "value": "CFO"},
        {"op": "Replace", "path": "name.givenname", "value": "Anna"},
        {"op": "Replace", "path": "nickName", "value": "A"},
    ]);
    let exact = patched(&ResourceDefinition::user(), &ana(), &operations, EXACT).expect("passed over");
    assert_eq!((exact.get("title"), exact["name"].clone()), (None, json!({"givenName": "Ana"})));
    assert_eq!(exact["nickName"], json!("A"));
    let unheard_of = json!([
        {"op": "replace", "value": {"name": {"givenname": "Anna"}}},
        {"op": "replace", "path": "emails", "value": [{"Value": "x"}]},
        {"op": "replace", "path": format!("{ENTERPRISE}:manager"), "value": {"displayName": "Rui"}},
    ]);
    assert_eq!(patched(&ResourceDefinition::user(), &ana(), &unheard_of, EXACT), Ok(ana()));
    let caseless = patched(&ResourceDefinition::user(), &ana(), &operations, LENIENT).expect("understood");
    assert_eq!((&caseless["title"], &caseless["name"]), (&json!("CFO"), &json!({"givenName": "Anna"})));
}

#[test]
fn a_member_is_added_once() {
    let twice =
        json!([{"op": "Add", "path": "members", "value": [{"$ref": null, "value": "u1"}, {"value": "u3"}]}]);
    let after = patched(&ResourceDefinition::group(), &team(), &twice, LENIENT).expect("added");
    assert_eq!(after["members"], json!([{"value": "u1"}, {"value": "u2"}, {"value": "u3"}]));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z]{0,4}".prop_map(Value::from),
        Just(json!("True")),
        Just(json!({"value": "m2"})),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let key = prop_oneof![
            Just("value"),
            Just("type"),
            Just("primary"),
            Just("givenName"),
            Just("emails"),
            Just("manager"),
            Just("userName"),
            Just(ENTERPRISE),
            Just("name.familyName"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..3).prop_map(|members| Value::Object(
                members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

fn any_target() -> impl Strategy<Value = Option<String>> {
    let department = format!("{ENTERPRISE}:department");
    prop_oneof![
        Just(None),
        prop::sample::select(vec![
            "userName",
            "active",
            "name",
            "name.givenName",
            "emails",
            "emails.value",
            "emails[type eq \"work\"]",
            "emails[type eq \"home\"].value",
            "emails[type ne \"x\"].primary",
            "roles[primary eq \"True\"].value",
            "manager",
            "manager.value",
            "groups",
            "id",
            "meta.version",
            "colour",
            "phoneNumbers[not (type pr)].display",
            ENTERPRISE,
            urn::USER,
            "",
            "emails[",
            "x509Certificates",
        ])
        .prop_map(|path| Some(path.to_owned())),
        Just(Some(department)),
        "[a-z.\\[\\]:\" ]{0,12}".prop_map(Some),
    ]
}

fn any_operation() -> impl Strategy<Value = Value> {
    let op = prop::sample::select(vec!["add", "Add", "replace", "REPLACE", "remove", "Remove"]);
    (op, any_target(), prop::option::of(any_value())).prop_map(|(op, path, value)| {
        let mut operation = Map::from_iter([("op".to_owned(), json!(op))]);
        operation.extend(path.map(|path| ("path".to_owned(), json!(path))));
        operation.extend(value.map(|value| ("value".to_owned(), value)));
        Value::Object(operation)
    })
}

proptest! {
    /// Whatever the PATCH: no panic, all or nothing, and what is left is a resource the schemas accept as it is.
    #[test]
    fn any_patch_keeps_a_resource_a_resource(
        operations in prop::collection::vec(any_operation(), 1..5),
        strict in any::<bool>(),
        exact in any::<bool>(),
    ) {
        let names = if exact { NameMatching::Exact } else { NameMatching::Caseless };
        let policy = Policy { names, strict };
        let definition = ResourceDefinition::user();
        if let Ok(after) = patched(&definition, &ana(), &json!(operations), policy) {
            prop_assert!(after["userName"].as_str().is_some_and(|name| !name.trim().is_empty()));
            let accepted = definition.accept(Value::Object(after.clone()), policy);
            prop_assert_eq!(accepted.map_err(|error| error.detail), Ok(after));
        }
    }

    #[test]
    fn accepting_twice_is_accepting_once(body in any_value(), exact in any::<bool>()) {
        let names = if exact { NameMatching::Exact } else { NameMatching::Caseless };
        let policy = Policy { names, strict: false };
        let mut body = body;
        if let Some(object) = body.as_object_mut() {
            object.insert("userName".to_owned(), json!("ana"));
        }
        if let Ok(once) = ResourceDefinition::user().accept(body, policy) {
            let twice = ResourceDefinition::user().accept(Value::Object(once.clone()), policy);
            prop_assert_eq!(twice, Ok(once));
        }
    }
}
