//! What holds for every path and filter, not only for those we thought of.

use onramp_scim::filter::Filter;
use onramp_scim::path::{AttributePath, get, get_exact, set, set_exact};
use proptest::prelude::*;
use serde_json::{Map, Value};

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z][a-zA-Z0-9_-]{0,8}"
        .prop_filter("`not` before a parenthesis is an operator", |name| !name.eq_ignore_ascii_case("not"))
}

fn path_text() -> impl Strategy<Value = String> {
    let urn = prop_oneof![
        Just(String::new()),
        Just("urn:ietf:params:scim:schemas:extension:X:2.0:User:".to_owned())
    ];
    let tail = prop_oneof![
        Just(String::new()),
        name().prop_map(|sub| format!(".{sub}")),
        (name(), any::<String>(), name())
            .prop_map(|(attribute, value, sub)| format!("[{attribute} eq {}].{sub}", Value::String(value))),
    ];
    (urn, name(), tail).prop_map(|(urn, attribute, tail)| format!("{urn}{attribute}{tail}"))
}

fn filter_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (path_text(), any::<String>())
            .prop_map(|(path, value)| format!("{path} eq {}", Value::String(value))),
        (path_text(), any::<i32>()).prop_map(|(path, value)| format!("{path} ge {value}")),
        path_text().prop_map(|path| format!("{path} pr")),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left}) and ({right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left} or {right}")),
            inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

type Set = fn(&mut Map<String, Value>, &AttributePath, Value) -> bool;
type Get = fn(&Value, &AttributePath) -> Option<Value>;

proptest! {
    #[test]
    fn reading_never_panics(text in any::<String>()) {
        for error in [AttributePath::parse(&text).err(), Filter::parse(&text).err()].into_iter().flatten() {
            prop_assert!(text.get(error.span.clone()).is_some(), "{error:?} lies outside the text");
        }
    }

    #[test]
    fn reading_never_panics_on_near_misses(text in r#"[a-c:\[\]().\\" ]{0,24}( eq | and |pr)?[a-c:\[\]().\\" ]{0,12}"#) {
        for error in [AttributePath::parse(&text).err(), Filter::parse(&text).err()].into_iter().flatten() {
            prop_assert!(text.get(error.span.clone()).is_some(), "{error:?} lies outside the text");
        }
    }

    #[test]
    fn writing_a_path_and_reading_it_gives_it_back(text in path_text()) {
        let path = AttributePath::parse(&text).expect("a path");
        prop_assert_eq!(path.to_string(), text);
        prop_assert_eq!(AttributePath::parse(&path.to_string()), Ok(path));
    }

    #[test]
    fn writing_a_filter_and_reading_it_gives_it_back(text in filter_text()) {
        let filter = Filter::parse(&text).expect("a filter");
        prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
    }

    #[test]
    fn what_is_set_is_found(text in path_text(), value in "[a-z]{1,8}") {
        let path = AttributePath::parse(&text).expect("a path");
        let same = path.filter.as_ref().is_some_and(|filter| {
            filter.to_string().split(' ').next().map(str::to_lowercase) == path.sub_attribute.as_ref().map(|sub| sub.to_lowercase())
        });
        // A path whose filter compares the very value it sets stops matching once set.
        prop_assume!(!same);
        for (set, get) in [(set as Set, get as Get), (set_exact, get_exact)] {
            let mut resource = Map::new();
            prop_assert!(set(&mut resource, &path, Value::String(value.clone())));
            let found = get(&Value::Object(resource), &path);
            let found = match found { Some(Value::Array(mut one)) => one.pop(), other => other };
            prop_assert_eq!(found, Some(Value::String(value.clone())));
        }
    }
}
