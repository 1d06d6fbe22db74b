//! PATCH (RFC 7644 §3.5.2): reading and applying never panics; a patch that fails leaves the resource as it was, and no
//! patch touches the id.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use onramp_scim::patch::PatchOp;
use onramp_scim::schema::{Policy, ResourceDefinition};
use serde_json::{Map, Value, json};

static DEFINITION: LazyLock<ResourceDefinition> = LazyLock::new(ResourceDefinition::user);

static USER: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "1",
        "userName": "ana@contoso.example",
        "active": true,
        "name": {"givenName": "Ana", "familyName": "Silva"},
        "emails": [{"type": "work", "value": "ana@contoso.example", "primary": true}],
        "members": [{"value": "2"}, {"value": "3"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Finance", "manager": {"value": "2"}},
    });
    match user {
        Value::Object(user) => user,
        _ => Map::new(),
    }
});

fuzz_target!(|body: &[u8]| {
    let Ok(patch) = serde_json::from_slice::<PatchOp>(body) else { return };
    for strict in [false, true] {
        let policy = Policy { strict, ..Policy::default() };
        let mut user = USER.clone();
        match DEFINITION.patch(&mut user, patch.clone(), policy) {
            Ok(changed) => {
                assert_eq!(changed, user != *USER, "{patch:?}");
                assert_eq!(user.get("id"), USER.get("id"), "{patch:?}");
            }
            Err(error) => {
                assert!((400..500).contains(&error.status), "{error:?}");
                assert_eq!(user, *USER, "a failed patch changed something: {patch:?}");
            }
        }
    }
});
