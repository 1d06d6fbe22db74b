//! What each part of an expression came to.

use std::collections::BTreeMap;

use onramp_expression::{Context, Outcome, Value, explain};

fn ada() -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("givenName".to_owned(), Value::from("Ada")),
        ("country".to_owned(), Value::from("DE")),
        ("proxyAddresses".to_owned(), Value::List(vec!["x".into(), "y".into()])),
    ])
}

/// Each part on a line: set in by its depth, the text, then what it came to.
fn told(expression: &str) -> String {
    let explanation = explain(expression, &ada(), &Context::default());
    let lines = explanation.steps.iter().map(|step| {
        let outcome = match &step.outcome {
            Outcome::Value(Value::Dropped) => "dropped".to_owned(),
            Outcome::Value(Value::List(values)) => values.join("|"),
            Outcome::Value(value) => value.as_text().unwrap_or_else(|| "null".to_owned()),
            Outcome::Failed(found) => format!("failed: {}", found.code.as_str()),
            Outcome::Stopped => "stopped".to_owned(),
            Outcome::NotNeeded => "not needed".to_owned(),
            Outcome::Faulty => "faulty".to_owned(),
        };
        let text = &expression[step.span.start..step.span.end];
        format!("{}{text} -> {outcome}\n", "  ".repeat(step.depth))
    });
    lines.collect()
}

#[test]
fn branches_not_taken_are_not_needed() {
    assert_eq!(
        told(r#"IIF([country] = "DE", ToUpper([givenName]), Item([none], 9))"#),
        r#"IIF([country] = "DE", ToUpper([givenName]), Item([none], 9)) -> ADA
  [country] = "DE" -> True
    [country] -> DE
    "DE" -> DE
  ToUpper([givenName]) -> ADA
    [givenName] -> Ada
  Item([none], 9) -> not needed
    [none] -> not needed
    9 -> not needed
"#
    );
}

#[test]
fn the_error_stands_where_it_arose() {
    assert_eq!(
        told(r#"Append(Trim(Item([proxyAddresses], 3)), "x")"#),
        r#"Append(Trim(Item([proxyAddresses], 3)), "x") -> stopped
  Trim(Item([proxyAddresses], 3)) -> stopped
    Item([proxyAddresses], 3) -> failed: out-of-range
      [proxyAddresses] -> x|y
      3 -> 3
  "x" -> not needed
"#
    );
}

#[test]
fn leaving_the_flow_shows_on_the_way_out() {
    assert_eq!(
        told(r#"Append("x", IgnoreFlowIfNullOrEmpty([none]))"#),
        r#"Append("x", IgnoreFlowIfNullOrEmpty([none])) -> dropped
  "x" -> x
  IgnoreFlowIfNullOrEmpty([none]) -> dropped
    [none] -> null
"#
    );
}

#[test]
fn sound_parts_of_a_faulty_expression_have_values() {
    assert_eq!(
        told(r#"Append(ToUpper([givenName]), Frob([country]), 'x'"#),
        r#"Append(ToUpper([givenName]), Frob([country]), 'x' -> faulty
  ToUpper([givenName]) -> ADA
    [givenName] -> Ada
  Frob([country]) -> faulty
    [country] -> DE
  'x' -> faulty
"#
    );
    let result = explain("Frob([country])", &ada(), &Context::default()).result;
    assert_eq!(result.unwrap_err()[0].code.as_str(), "unknown-function");
}
