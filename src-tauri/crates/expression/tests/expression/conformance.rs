//! The cases in `tests/conformance` and the examples of the registry.

use std::collections::{BTreeMap, BTreeSet};

use onramp_expression::{Attributes, Context, Diagnostic, Phase, Program, Value, check, functions};
use serde_json::Value as Json;

/// The world in which examples and cases without one of their own are evaluated.
fn world() -> Context {
    Context::at("2026-03-04T15:06:07Z".parse().unwrap()).seeded(7).with_default_domain("example.com")
}

fn evaluate(text: &str, attributes: &dyn Attributes, context: &Context) -> Result<Value, Vec<Diagnostic>> {
    Program::compile(text)?.evaluate_in(attributes, context).map_err(|found| vec![found])
}

fn attribute(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => Value::Number(number.to_string()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(values) => {
            Value::List(values.iter().map(|value| value.as_str().unwrap().to_owned()).collect())
        }
        Json::Object(_) => panic!("no attribute is an object"),
    }
}

fn phase(name: &str) -> Phase {
    match name {
        "parse" => Phase::Parse,
        "signature" => Phase::Signature,
        "evaluate" => Phase::Evaluate,
        other => panic!("unknown phase {other}"),
    }
}

/// The context of a case.
fn context(case: &Json) -> Context {
    let given = &case["context"];
    let mut context = world();
    if let Some(now) = given["now"].as_str() {
        context.now = Some(now.parse().unwrap());
    }
    if let Some(existing) = given["existing"].as_array() {
        context = context.with_existing(existing.iter().filter_map(Json::as_str));
    }
    match given.get("defaultDomain") {
        Some(domain) => context.default_domain = domain.as_str().map(str::to_owned),
        None => context.default_domain = Some("example.com".to_owned()),
    }
    context
}

/// What is wrong with the answer to a case, if anything.
fn failure(case: &Json) -> Option<String> {
    let expression = case["expression"].as_str().unwrap();
    let attributes: BTreeMap<String, Value> = case["attributes"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), attribute(value)))
        .collect();
    let got = evaluate(expression, &attributes, &context(case));
    let flag = |name: &str| case[name] == true;
    let right = if flag("error") {
        let expected = phase(case["phase"].as_str().unwrap());
        got.as_ref().is_err_and(|found| found[0].phase == expected)
    } else if flag("dropped") {
        got == Ok(Value::Dropped)
    } else {
        // The service flows text: a truth value equals its spelling, a number its digits.
        got.as_ref().is_ok_and(|got| match (&case["expected"], got) {
            (Json::Null, got) => *got == Value::Null,
            (expected @ Json::Array(_), got) => *got == attribute(expected),
            (expected, got) => got.as_text().is_some() && got.as_text() == attribute(expected).as_text(),
        })
    };
    (!right).then(|| {
        let expected = match case["phase"].as_str() {
            Some(phase) => format!("an error in {phase}"),
            None if flag("dropped") => "dropped".to_owned(),
            None => case["expected"].to_string(),
        };
        format!("{}\n  {expression}\n  got      {got:?}\n  expected {expected}", case["id"])
    })
}

fn cases() -> Vec<Json> {
    serde_json::from_str(include_str!("../cases.json")).unwrap()
}

#[test]
fn every_settled_case_holds() {
    let failures: Vec<_> =
        cases().iter().filter(|case| case["ambiguous"] != true).filter_map(failure).collect();
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn ambiguous_cases_run_and_are_listed_where_they_differ() {
    for case in cases().iter().filter(|case| case["ambiguous"] == true) {
        if let Some(difference) = failure(case) {
            println!("differs from the closest reading: {difference}");
        }
    }
}

#[test]
fn case_ids_are_unique() {
    let cases = cases();
    let ids: BTreeSet<_> = cases.iter().map(|case| case["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), cases.len());
}

#[test]
fn every_function_has_examples_and_they_hold() {
    for function in functions() {
        assert!(!function.examples.is_empty(), "{} has no example", function.name);
        for example in function.examples {
            let mut attributes: BTreeMap<String, Value> = BTreeMap::new();
            for &(name, value) in example.attributes {
                let several = example.attributes.iter().filter(|other| other.0 == name).count() > 1;
                match attributes.get_mut(name) {
                    Some(Value::List(values)) => values.push(value.to_owned()),
                    _ if several => {
                        drop(attributes.insert(name.to_owned(), Value::List(vec![value.to_owned()])))
                    }
                    _ => drop(attributes.insert(name.to_owned(), value.into())),
                }
            }
            let got = evaluate(example.expression, &attributes, &world()).map(|value| value.as_text());
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
fn function_names_are_unique_and_documented() {
    let names: BTreeSet<_> = functions().map(|function| function.name).collect();
    assert_eq!(names.len(), functions().count());
    for function in functions() {
        assert!(function.summary.ends_with('.') && !function.summary.contains("  "), "{}", function.name);
        assert!(
            function.parameters.iter().all(|parameter| !parameter.summary.is_empty()),
            "{}",
            function.name
        );
    }
}
