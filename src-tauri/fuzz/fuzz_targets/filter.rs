//! Filters (RFC 7644 §3.4.2.2): reading never panics, what was read prints as text that reads the same, and matching it
//! against a user never panics.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use onramp_scim::filter::Filter;
use onramp_scim::schema::{Policy, ResourceDefinition};
use serde_json::{Value, json};

static DEFINITION: LazyLock<ResourceDefinition> = LazyLock::new(ResourceDefinition::user);

static USER: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "1",
        "userName": "ana@contoso.example",
        "active": true,
        "name": {"givenName": "Ana", "familyName": "Silva"},
        "emails": [{"type": "work", "value": "ana@contoso.example", "primary": true}, {"type": "home"}],
        "meta": {"created": "2026-01-02T03:04:05Z"},
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Finance", "manager": {"value": "2"}},
    })
});

fuzz_target!(|text: &str| {
    match Filter::parse(text) {
        Ok(filter) => {
            let printed = filter.to_string();
            let again = Filter::parse(&printed);
            assert_eq!(again.as_ref(), Ok(&filter), "printed as {printed:?}");
            let _ = DEFINITION.check_filter(&filter, Policy::default());
            let _ = DEFINITION.matches(&filter, &USER);
        }
        Err(error) => assert!(text.get(error.span.clone()).is_some(), "{error:?} lies outside the text"),
    }
});
