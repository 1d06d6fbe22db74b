//! The registry of functions: as documented in `tests/conformance/functions.json`, and its examples hold.

use std::collections::{BTreeMap, BTreeSet};

use onramp_expression::{Arity, Page, Value, check, function, functions};
use serde_json::Value as Json;

use crate::conformance::{evaluate, world};

fn documented() -> Vec<Json> {
    serde_json::from_str(include_str!("../../../../../tests/conformance/functions.json")).unwrap()
}

/// What the documented parameters say of the number of arguments.
fn arity(entry: &Json) -> Arity {
    let name = entry["name"].as_str().unwrap();
    let parameters = entry["params"].as_array().unwrap();
    let repeating = parameters.iter().filter(|parameter| parameter["repeating"] == true).count();
    let required =
        parameters.iter().rposition(|parameter| parameter["required"] == true).map_or(0, |last| last + 1);
    if repeating == 0 {
        // Sibling pages show it without its second slot.
        let least = if name == "FormatDateTime" { required - 1 } else { required };
        return Arity { least, most: Some(parameters.len()), step: 1 };
    }
    let minimum = usize::try_from(entry["minimum"].as_u64().unwrap_or(1)).unwrap();
    Arity { least: required - repeating + repeating * minimum, most: None, step: repeating }
}

#[test]
fn the_registry_is_what_is_documented() {
    let documented = documented();
    let names: BTreeSet<_> = documented.iter().map(|entry| entry["name"].as_str().unwrap()).collect();
    assert_eq!(functions().map(|function| function.name).collect::<BTreeSet<_>>(), names);
    assert_eq!(functions().count(), documented.len(), "a function stands twice");
    for entry in &documented {
        let name = entry["name"].as_str().unwrap();
        let known = function(name).unwrap();
        assert_eq!(known.arity(), arity(entry), "{name}");
        // Coalesce: its default cannot be told apart from a last source.
        let parameters = entry["params"].as_array().unwrap();
        let parameters = if name == "Coalesce" { &parameters[..1] } else { parameters };
        let stem = |name: &str| name.split("1..").next().unwrap().to_lowercase();
        let wanted: Vec<_> = parameters
            .iter()
            .map(|parameter| (stem(parameter["name"].as_str().unwrap()), parameter["required"] == true))
            .collect();
        let got: Vec<_> =
            known.parameters.iter().map(|parameter| (stem(parameter.name), parameter.required)).collect();
        assert_eq!(got, wanted, "{name}");
        assert_eq!(known.page == Page::Reference, entry["onMainPage"] == true, "{name}");
    }
}

/// The attributes of an example; one that stands several times has several values.
fn attributes(example: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let names: BTreeSet<_> = example.iter().map(|(name, _)| *name).collect();
    let value = |name: &str| {
        let values: Vec<_> = example
            .iter()
            .filter(|(other, _)| *other == name)
            .map(|(_, value)| (*value).to_owned())
            .collect();
        match values.as_slice() {
            [only] => Value::from(only.as_str()),
            _ => Value::List(values),
        }
    };
    names.into_iter().map(|name| (name.to_owned(), value(name))).collect()
}

#[test]
fn every_function_has_examples_and_they_hold() {
    for function in functions() {
        assert!(!function.examples.is_empty(), "{} has no example", function.name);
        for example in function.examples {
            let got = evaluate(example.expression, &attributes(example.attributes), &world());
            let got = got.map(|value| value.as_text());
            assert_eq!(got, Ok(example.value.map(str::to_owned)), "{}", example.expression);
            let found: Vec<_> =
                check(example.expression).into_iter().filter(|found| found.is_error()).collect();
            assert!(found.is_empty(), "{}: {found:?}", example.expression);
            assert!(
                example.expression.contains(function.name),
                "{} is no example of {}",
                example.expression,
                function.name
            );
        }
    }
}

#[test]
fn every_function_is_put_into_words() {
    for function in functions() {
        assert!(function.summary.ends_with('.') && !function.summary.contains("  "), "{}", function.name);
        assert!(function.caution.is_empty() || function.caution.ends_with('.'), "{}", function.name);
        assert!(!function.caution.contains("  "), "{}", function.name);
        assert!(
            function.parameters.iter().all(|parameter| !parameter.summary.is_empty()),
            "{}",
            function.name
        );
    }
}
