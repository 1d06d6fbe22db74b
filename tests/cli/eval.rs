//! `eval`: one expression, and the files of cases that the language is held to.

use onramp_tests::{Failure, Result};
use serde_json::{Value, json};

use crate::ctl::Ctl;

/// The published cases and our own, through the built program: one line each, in the file's order.
#[test]
fn a_file_of_cases_gives_a_line_for_each() -> Result<()> {
    let ctl = Ctl::new()?;
    for text in [
        include_str!("../conformance/cases.json"),
        include_str!("../conformance/own-cases.json"),
        include_str!("../conformance/rule-cases.json"),
    ] {
        let cases: Vec<Value> = serde_json::from_str(text)?;
        let file = ctl.file("cases.json", text)?;
        let lines = ctl.run(&["eval", "--cases", &file])?.ended_with(0)?.stdout;
        let answers: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        assert_eq!(answers.len(), cases.len());
        for (case, answer) in cases.iter().zip(&answers) {
            assert_eq!(answer["id"], case["id"]);
            if case["ambiguous"] != true {
                assert!(holds(case, answer), "{case:#}\n{answer:#}");
            }
        }
    }
    Ok(())
}

/// A truth value equals its spelling, a number its digits: the service flows text.
fn holds(case: &Value, answer: &Value) -> bool {
    let flowed = |value: &Value| match value {
        Value::Bool(true) => json!("True"),
        Value::Bool(false) => json!("False"),
        Value::Number(number) => json!(number.to_string()),
        other => other.clone(),
    };
    if case["error"] == true {
        return answer["error"]["phase"] == case["phase"] && answer["error"]["message"].is_string();
    }
    if case["dropped"] == true {
        return answer["dropped"] == true;
    }
    answer.get("value").is_some_and(|value| flowed(value) == flowed(&case["expected"]))
}

#[test]
fn one_expression_gives_its_value_or_says_where_it_is_wrong() -> Result<()> {
    let ctl = Ctl::new()?;
    let ada = ctl.file("ada.json", r#"{"givenName": "Ada", "surname": "King", "department": ""}"#)?;
    let eval = |expression: &str, code| -> Result<Value, Failure> {
        ctl.run(&["eval", "--expression", expression, "--attributes", &ada, "--json"])?
            .ended_with(code)?
            .json()
    };
    assert_eq!(eval(r#"Join(" ", [givenName], [surname])"#, 0)?, json!({ "value": "Ada King" }));
    assert_eq!(eval("IgnoreFlowIfNullOrEmpty([department])", 0)?, json!({ "dropped": true }));
    assert_eq!(eval("Len(Now()) > 10", 1)?["error"]["code"], "comparison-outside-condition");
    let error = eval(r#"Mid([givenName], "x", 1)"#, 1)?["error"].clone();
    assert_eq!((&error["code"], &error["span"]), (&json!("not-a-number"), &json!([17, 20])));
    Ok(())
}

#[test]
fn what_is_no_file_of_cases_is_a_usage_error() -> Result<()> {
    let ctl = Ctl::new()?;
    for text in ["milk", "{}", r#"[{"id": "x"}]"#] {
        let file = ctl.file("cases.json", text)?;
        ctl.run(&["eval", "--cases", &file, "--json"])?.ended_with(2)?;
    }
    ctl.run(&["eval"])?.ended_with(2)?;
    Ok(())
}
