//! The published facts in `tests/conformance/cases.json`, and our own cases beside them, from the same rules.

use std::collections::{BTreeMap, BTreeSet};

use onramp_expression::{Attributes, Context, Diagnostic, Phase, Program, Value};
use serde_json::{Value as Json, json};

const PUBLISHED: &str = include_str!("../../../../../tests/conformance/cases.json");
const OWN: &str = include_str!("../../../../../tests/conformance/own-cases.json");
/// Cases by someone who read the rules, and nothing of this crate.
const INDEPENDENT: &str = include_str!("../../../../../tests/conformance/rule-cases.json");
/// What we chose where Microsoft's pages are silent or contradict each other.
const CHOSEN: &str = include_str!("../../../../../tests/conformance/chosen.json");

/// The world in which cases without one of their own are evaluated.
pub(crate) fn world() -> Context {
    Context::at("2026-03-04T15:06:07Z".parse().unwrap()).seeded(7).with_default_domain("example.com")
}

pub(crate) fn evaluate(
    text: &str,
    attributes: &dyn Attributes,
    context: &Context,
) -> Result<Value, Vec<Diagnostic>> {
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
    if let Some(domain) = given.get("defaultDomain") {
        context.default_domain = domain.as_str().map(str::to_owned);
    }
    context
}

fn run(case: &Json) -> Result<Value, Vec<Diagnostic>> {
    let attributes: BTreeMap<String, Value> = case["attributes"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), attribute(value)))
        .collect();
    evaluate(case["expression"].as_str().unwrap(), &attributes, &context(case))
}

/// A value as the cases write it. The service flows text: a truth value equals its spelling, a number its digits.
fn flowed(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Dropped => json!({ "dropped": true }),
        Value::List(values) => json!(values),
        Value::Complex(values) => values.iter().map(|members| object(members)).collect(),
        single => json!(single.as_text()),
    }
}

fn object(members: &[(String, Value)]) -> Json {
    let member = |(name, value): &(String, Value)| match value {
        Value::Bool(truth) => (name.clone(), Json::Bool(*truth)),
        value => (name.clone(), flowed(value)),
    };
    Json::Object(members.iter().map(member).collect())
}

/// What a case came to, in the same form as [`expected`].
fn got(case: &Json) -> Json {
    match run(case) {
        Ok(value) => flowed(&value),
        Err(found) => match found[0].phase {
            Phase::Parse => json!({ "error": "parse" }),
            Phase::Signature => json!({ "error": "signature" }),
            Phase::Evaluate => json!({ "error": "evaluate" }),
        },
    }
}

fn expected(case: &Json) -> Json {
    if case["error"] == true {
        return json!({ "error": case["phase"] });
    }
    if case["dropped"] == true {
        return json!({ "dropped": true });
    }
    match &case["expected"] {
        single @ (Json::Bool(_) | Json::Number(_) | Json::String(_)) => flowed(&attribute(single)),
        other => other.clone(),
    }
}

fn cases() -> Vec<Json> {
    [PUBLISHED, OWN, INDEPENDENT]
        .iter()
        .flat_map(|text| serde_json::from_str::<Vec<Json>>(text).unwrap())
        .collect()
}

fn is_ambiguous(case: &Json) -> bool {
    case["ambiguous"] == true
}

#[test]
fn every_settled_case_holds() {
    let settled: Vec<_> = cases().into_iter().filter(|case| !is_ambiguous(case)).collect();
    let failures: Vec<_> = settled
        .iter()
        .filter(|case| got(case) != expected(case))
        .map(|case| {
            let text = case["expression"].as_str().unwrap_or_default();
            format!("{}\n  {text}\n  got      {:?}\n  expected {}", case["id"], run(case), expected(case))
        })
        .collect();
    println!("{} settled cases, {} of them hold", settled.len(), settled.len() - failures.len());
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
}

/// Each ambiguous case with what we chose, whether that is the reading closest to the text, and where it is not, what is.
#[test]
fn what_we_chose_where_the_pages_leave_it_open_is_written_down() {
    let chosen: Vec<_> = cases()
        .iter()
        .filter(|case| is_ambiguous(case))
        .map(|case| {
            let (got, closest) = (got(case), expected(case));
            let mut row = json!({ "id": case["id"], "chosen": got, "reason": case["reason"] });
            if got != closest {
                row["closest"] = closest;
            }
            println!("{}: {}", case["id"], row["chosen"]);
            row
        })
        .collect();
    let written: Vec<Json> = serde_json::from_str(CHOSEN).unwrap();
    assert_eq!(chosen, written, "tests/conformance/chosen.json should be:\n{}", lines(&chosen));
}

fn lines(rows: &[Json]) -> String {
    let rows: Vec<_> = rows.iter().map(|row| format!(" {row}")).collect();
    format!("[\n{}\n]", rows.join(",\n"))
}

#[test]
fn case_ids_are_unique_and_own_cases_say_which_rule() {
    let cases = cases();
    let ids: BTreeSet<_> = cases.iter().map(|case| case["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), cases.len());
    let own: Vec<Json> = serde_json::from_str(OWN).unwrap();
    assert!(own.len() >= 100);
    assert!(own.iter().all(|case| case["doc"].as_str().is_some_and(|doc| !doc.is_empty())));
}
