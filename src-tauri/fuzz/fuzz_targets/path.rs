//! Attribute paths (RFC 7644 §3.5.2): reading never panics, what was read prints as text that reads the same, and what is
//! set at a path is found there, or nothing was changed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onramp_scim::path::{AttributePath, get, remove, set};
use serde_json::{Map, Value};

fuzz_target!(|text: &str| {
    let path = match AttributePath::parse(text) {
        Ok(path) => path,
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some(), "{error:?} lies outside the text");
            return;
        }
    };
    let printed = path.to_string();
    assert_eq!(AttributePath::parse(&printed).as_ref(), Ok(&path), "printed as {printed:?}");
    assert!(path.is_same_place(&path));

    let mut resource = Map::new();
    if set(&mut resource, &path, Value::from("x")) {
        // What is set may be what the filter looks at; then it does not match any more.
        let found = get(&Value::Object(resource.clone()), &path);
        assert!(
            path.filter.is_some() || found.is_some(),
            "{printed} was set in {resource:?} and is not found"
        );
    } else {
        assert!(resource.is_empty(), "{printed} could not be set and left {resource:?}");
    }
    remove(&mut resource, &path);
});
