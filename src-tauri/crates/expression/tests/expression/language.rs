//! Readings of the language that the published cases do not pin down alone.

use std::collections::{BTreeMap, HashMap};

use onramp_expression::{
    Arg, Expr, Phase, Program, Span, Value, attributes_used, evaluate, function, parse, print, quote,
};

fn nobody() -> BTreeMap<String, Value> {
    BTreeMap::new()
}

fn code(expression: &str, attributes: &BTreeMap<String, Value>) -> &'static str {
    evaluate(expression, attributes).unwrap_err()[0].code.as_str()
}

#[test]
fn an_empty_slot_is_not_empty_text() {
    let parsed = parse("Switch([a], , \"\", \"x\",\n)");
    let Expr::Call(call) = &parsed.tree else { panic!("not a call") };
    let empty: Vec<_> = call.args.iter().map(|arg| matches!(arg, Arg::Empty(_))).collect();
    assert_eq!(empty, [false, true, false, false, true]);
    assert_eq!(call.args[1].span(), Span::new(11, 12));
}

#[test]
fn branches_not_taken_cannot_fail() {
    let failing = "Item([none], 9)";
    assert_eq!(evaluate(&format!(r#"IIF("a" = "a", "y", {failing})"#), &nobody()), Ok("y".into()));
    assert_eq!(
        evaluate(&format!(r#"Switch("k", {failing}, "k", "y", {failing}, "n")"#), &nobody()),
        Ok("y".into())
    );
    assert_eq!(evaluate(&format!(r#"Coalesce("y", {failing})"#), &nobody()), Ok("y".into()));
}

#[test]
fn nested_arguments_are_evaluated_once() {
    // Twice at each level would not end.
    for name in ["Trim", "CBool", "Not", "CStr", "ToLower", "IsPresent", "IgnoreFlowIfNullOrEmpty", "Count"] {
        let text = format!("{}\"True\"{}", format!("{name}(").repeat(100), ")".repeat(100));
        assert!(evaluate(&text, &nobody()).is_ok(), "{name}");
    }
}

#[test]
fn leaving_the_flow_leaves_it_from_any_depth() {
    let expression = r#"Append("x", IgnoreFlowIfNullOrEmpty([a]))"#;
    assert_eq!(evaluate(expression, &nobody()), Ok(Value::Dropped));
    assert_eq!(evaluate(expression, &HashMap::from([("a".to_owned(), Value::from("y"))])), Ok("xy".into()));
}

#[test]
fn evaluation_errors_have_their_place() {
    let several = BTreeMap::from([("a".to_owned(), Value::List(vec!["x".into(), "y".into()]))]);
    for (expression, attributes, code, at) in [
        (r#"Mid("abc", "x", 1)"#, &nobody(), "not-a-number", r#""x""#),
        (r#"Mid("abc", 1, -1)"#, &nobody(), "out-of-range", "-1"),
        ("Item([a], 3)", &several, "out-of-range", "3"),
        ("ToLower([a])", &several, "several-values", "[a]"),
        ("SingleAppRoleAssignment([a])", &several, "several-values", "[a]"),
        (r#"IIF([none], "y", "n")"#, &several, "not-a-condition", "[none]"),
        (r#"IIF("x" > 1, "y", "n")"#, &several, "not-comparable", r#""x" > 1"#),
        (r#"ToUpper("x", "not a culture")"#, &several, "bad-culture", r#""not a culture""#),
    ] {
        let found = &evaluate(expression, attributes).unwrap_err()[0];
        let got = (found.code.as_str(), &expression[found.span.start..found.span.end], found.phase);
        assert_eq!(got, (code, at, Phase::Evaluate), "{expression}");
        assert!(found.message().ends_with('.'), "{found}");
    }
}

#[test]
fn comparisons() {
    let person = BTreeMap::from([
        ("enabled".to_owned(), Value::Bool(true)),
        ("big".to_owned(), Value::from("132223104000000001")),
        ("level".to_owned(), Value::from("10")),
    ]);
    for (condition, holds) in [
        (r#"[enabled] = "True""#, true),
        ("[enabled]", true),
        (r#"[none] = """#, true),
        (r#""a" = "A""#, false),
        ("[level] = 10.0", true),
        (r#"[level] = "10.0""#, false),
        ("[level] > 9", true),
        (r#""10" > "9""#, true),
        ("[big] > 132223104000000000", true),
        ("&HF = 15", true),
        ("1 <> 1", false),
    ] {
        let got = evaluate(&format!(r#"IIF({condition}, "yes", "no")"#), &person);
        assert_eq!(got, Ok(if holds { "yes" } else { "no" }.into()), "{condition}");
    }
}

#[test]
fn letters_change_one_by_one() {
    for (expression, value) in [
        (r#"ToUpper("straße ŉ ᾳ")"#, "STRAßE ŉ ᾼ"),
        (r#"ToUpper("ı")"#, "ı"),
        (r#"ToUpper("ı", "en-US")"#, "I"),
        (r#"ToLower("İI", "az")"#, "iı"),
        (r#"ToLower("İI", "en-US")"#, "ii"),
        (r#"ToLower("ΟΔΟΣ")"#, "οδοσ"),
    ] {
        assert_eq!(evaluate(expression, &nobody()), Ok(value.into()), "{expression}");
    }
}

#[test]
fn attribute_names_may_hold_brackets() {
    let name = r#"urn:ietf:params:scim:schemas:core:2.0:User:addresses[type eq "work"].locality"#;
    let expression = format!("Trim([{name}])");
    assert_eq!(
        attributes_used(&parse(&expression).tree),
        [(name.to_owned(), Span::new(5, expression.len() - 1))]
    );
}

#[test]
fn attributes_stand_in_the_order_of_the_text() {
    let tree = parse("IIF([b] = [a], Trim([c]), [b])").tree;
    let names: Vec<_> = attributes_used(&tree).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["b", "a", "c", "b"]);
}

#[test]
fn printing_is_canonical() {
    for (text, printed) in [
        ("Join (\"-\",[a] , 1)", r#"Join("-", [a], 1)"#),
        ("Switch([a],,\"b\",\"c\",\n)", r#"Switch([a], , "b", "c", )"#),
        (r#" IIF([a]<>"\"","\\","\d")"#, r#"IIF([a] <> "\"", "\\", "\\d")"#),
        ("Trim( )", "Trim()"),
    ] {
        assert_eq!(print(&parse(text).tree), printed);
    }
    assert_eq!(quote(r#"a"\b"#), r#""a\"\\b""#);
}

#[test]
fn schema_keys_follow_the_slots() {
    let keys = |name: &str, count: usize| -> Vec<_> {
        (0..count).filter_map(|slot| function(name).unwrap().key(slot)).collect()
    };
    assert_eq!(keys("Join", 3), ["separator", "source1", "source2"]);
    assert_eq!(keys("Switch", 6), ["source", "defaultValue", "value1", "value1", "value2", "value2"]);
    assert_eq!(keys("Append", 3), ["source", "suffix"]);
    assert_eq!(function("Switch").unwrap().signature(), "Switch(source, [defaultValue], key, value, …)");
}

#[test]
fn a_program_serves_many_people() {
    let program = Program::compile("ToUpper([country])").unwrap();
    for (country, expected) in [("us", "US"), ("se", "SE")] {
        let person = HashMap::from([("country".to_owned(), Value::from(country))]);
        assert_eq!(program.evaluate(&person), Ok(expected.into()));
    }
}

#[test]
fn all_errors_are_reported_at_once() {
    let found = evaluate("Append(Frob([a]), ToLower())", &nobody()).unwrap_err();
    assert_eq!(
        found.iter().map(|found| found.code.as_str()).collect::<Vec<_>>(),
        ["unknown-function", "argument-count"]
    );
    assert_eq!(code("Append(Frob([a]), ToLower()", &nobody()), "unclosed-call");
}
