//! What an expression asks of its context, and the bounds of its work.

use std::collections::BTreeMap;

use onramp_expression::{Context, MAX_BYTES, Value};

use crate::conformance::{evaluate, world};

fn nobody() -> BTreeMap<String, Value> {
    BTreeMap::new()
}

fn text(expression: &str, context: &Context) -> String {
    evaluate(expression, &nobody(), context).unwrap().as_text().unwrap()
}

fn code(expression: &str, attributes: &BTreeMap<String, Value>, context: &Context) -> &'static str {
    evaluate(expression, attributes, context).unwrap_err()[0].code.as_str()
}

#[test]
fn a_context_that_knows_nothing_says_so() {
    for (expression, found) in [
        ("Now()", "no-clock"),
        (r#"FormatDateTime("10:00", , "HH:mm", "yyyy")"#, "date-format-mismatch"),
        ("DefaultDomain()", "no-default-domain"),
    ] {
        assert_eq!(code(expression, &nobody(), &Context::default()), found, "{expression}");
    }
    let empty = Context { default_domain: Some(String::new()), ..Context::default() };
    assert_eq!(code("DefaultDomain()", &nobody(), &empty), "no-default-domain");
}

#[test]
fn what_is_random_follows_from_the_seed() {
    for expression in ["Guid()", "RandomString(20, 1, 1, 1, 1)"] {
        let first = text(expression, &Context::default().seeded(1));
        assert_eq!(first, text(expression, &Context::default().seeded(1)), "{expression}");
        assert_ne!(first, text(expression, &Context::default().seeded(2)), "{expression}");
    }
    let two = text(r#"Join(" ", Guid(), Guid())"#, &world());
    let (left, right) = two.split_once(' ').unwrap();
    assert_ne!(left, right);
    let version_four = r#"Replace([g], , "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", , "ok", , )"#;
    let guid = BTreeMap::from([("g".to_owned(), Value::from(left))]);
    assert_eq!(evaluate(version_four, &guid, &world()), Ok("ok".into()));
}

#[test]
fn random_text_has_what_it_is_asked_for() {
    for seed in 0..200 {
        let made = text(r#"RandomString(12, 2, 3, 2, 4, "0aA!")"#, &Context::default().seeded(seed));
        let count = |wanted: fn(&char) -> bool| made.chars().filter(wanted).count();
        assert_eq!(made.chars().count(), 12, "{made}");
        assert!(count(char::is_ascii_digit) >= 2, "{made}");
        assert!(count(char::is_ascii_punctuation) >= 3, "{made}");
        assert!(count(char::is_ascii_uppercase) >= 2, "{made}");
        assert!(count(char::is_ascii_lowercase) >= 4, "{made}");
        assert!(!made.contains(['0', 'a', 'A', '!']), "{made}");
    }
    assert_eq!(code(r#"RandomString(4, 1, 0, 0, 0, "0123456789")"#, &nobody(), &world()), "nothing-to-draw");
    assert_eq!(code("RandomString(4, 3, 2, 0, 0)", &nobody(), &world()), "minimums-exceed-length");
}

#[test]
fn a_value_is_taken_in_any_case() {
    let taken = world().with_existing(["ada.king@example.com"]);
    let expression = r#"SelectUniqueValue("Ada.King@example.com", [none], "", "A.King@example.com")"#;
    assert_eq!(evaluate(expression, &nobody(), &taken), Ok("A.King@example.com".into()));
}

#[test]
fn roles_are_objects() {
    let roles = BTreeMap::from([("appRoleAssignments".to_owned(), Value::List(vec!["Admin".into()]))]);
    for (function, key) in
        [("AppRoleAssignmentsComplex", "displayName"), ("AssertiveAppRoleAssignmentsComplex", "display")]
    {
        let got = evaluate(&format!("{function}([appRoleAssignments])"), &roles, &world());
        let Ok(Value::Complex(values)) = got else { panic!("{got:?}") };
        let names: Vec<_> = values[0].iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["primary", "type", key, "value"]);
        assert_eq!(values[0][0].1, Value::Bool(false));
    }
    assert_eq!(
        evaluate("AppRoleAssignmentsComplex([appRoleAssignments])", &nobody(), &world()),
        Ok(Value::Null)
    );
}

#[test]
fn values_do_not_grow_without_bound() {
    let mut expression = "[a]".to_owned();
    for _ in 0..30 {
        expression = format!(r#"Replace({expression}, "a", , , "aaaaaaaa", , )"#);
    }
    let attributes = BTreeMap::from([("a".to_owned(), Value::from("a"))]);
    assert_eq!(code(&expression, &attributes, &world()), "too-large");
    let nested = format!("{}[a]{}", "ConvertToBase64(".repeat(90), ")".repeat(90));
    assert_eq!(code(&nested, &attributes, &world()), "too-large");
}

#[test]
fn work_does_not_grow_without_bound() {
    let big = BTreeMap::from([("big".to_owned(), Value::from("a".repeat(MAX_BYTES - 1)))]);
    let lengths = vec!["Left([big], 1)"; 40].join(", ");
    assert_eq!(code(&format!(r#"Join("", {lengths})"#), &big, &world()), "too-much-work");
    let needle = "a".repeat(2000) + "b";
    assert_eq!(code(&format!(r#"InStr([big], "{needle}")"#), &big, &world()), "too-much-work");
}
