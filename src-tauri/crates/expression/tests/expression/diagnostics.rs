//! What is found, where, and what is suggested.

use onramp_expression::{Diagnostic, Severity, check, parse};

/// Expression, then for each finding: code, the text under its span, suggestion.
type Row = (&'static str, &'static [(&'static str, &'static str, Option<&'static str>)]);

const TABLE: &[Row] = &[
    ("", &[("blank", "", None)]),
    (r#"Append([a], "b")"#, &[]),
    (r#"append([a], "b")"#, &[("unknown-function", "append", Some("Append"))]),
    (r#"Apend([a], "b")"#, &[("unknown-function", "Apend", Some("Append"))]),
    (r#"Swicth([a], , "b", "c")"#, &[("unknown-function", "Swicth", Some("Switch"))]),
    ("IsNullorEmpty([a])", &[("unknown-function", "IsNullorEmpty", Some("IsNullOrEmpty"))]),
    ("Frobnicate([a])", &[("unknown-function", "Frobnicate", None)]),
    (r#"Append([a])"#, &[("argument-count", "Append", None)]),
    (r#"Append([a], "b", "c", "d")"#, &[("argument-count", r#""c", "d""#, None)]),
    (r#"Switch([a], "k", "v")"#, &[("argument-count", "Switch", None)]),
    (r#"Append( , "b")"#, &[("empty-required", " ", None)]),
    (r#"Append(“x”, "b")"#, &[("curly-quotes", "“x”", Some(r#""x""#))]),
    (r#"Append([a], 'b')"#, &[("single-quotes", "'b'", Some(r#""b""#))]),
    (r#"IIF([a] == "1", "y", "n")"#, &[("unknown-operator", "==", Some("="))]),
    (r#"IIF([a] != "1", "y", "n")"#, &[("unknown-operator", "!=", Some("<>"))]),
    (r#"IIF([a] = "1" AND [b] = "2", "y", "n")"#, &[("logical-operator", "AND", None)]),
    (r#"IIF([a] = "1" || [b] = "2", "y", "n")"#, &[("logical-operator", "||", None)]),
    (r#"IIF(NOT [a] = "1", "y", "n")"#, &[("logical-operator", "NOT", None)]),
    (r#"IIF(![a], "y", "n")"#, &[("logical-operator", "!", None)]),
    (r#"[a] AND [b]"#, &[("logical-operator", "AND", None)]),
    (r#"IIF([a] = [b] = [c], "y", "n")"#, &[("chained-comparison", "=", None)]),
    (r#"IIF(([a] = "1"), "y", "n")"#, &[("grouping", "(", None)]),
    (r#"Append(mail, "b")"#, &[("unknown-word", "mail", Some("[mail]"))]),
    (r#"Append(true, "b")"#, &[("unknown-word", "true", Some(r#""True""#))]),
    (r#"Append([a] "b")"#, &[("missing-comma", " ", Some(", "))]),
    (r#"Append([a]; "b")"#, &[("unexpected-character", ";", Some(","))]),
    ("Append([a]\u{200b}, \"b\")", &[("unexpected-character", "\u{200b}", Some(""))]),
    (r#"Append([a], "b""#, &[("unclosed-call", "Append(", None)]),
    (r#"Append([a], "b))"#, &[("unclosed-call", "Append(", None), ("unclosed-text", r#""b))"#, None)]),
    (r#"Append([a, "b")"#, &[("unclosed-attribute", "[a", Some("[a]"))]),
    (r#"Append([], "b")"#, &[("empty-attribute", "[]", None)]),
    ("BitAnd(&HG, 1)", &[("bad-number", "&HG", None)]),
    (r#"[a] + "b""#, &[("trailing-text", r#"+ "b""#, None)]),
    (r#"Trim([a]))"#, &[("trailing-text", ")", None)]),
    (r#"Append([a], "\d")"#, &[("unknown-escape", r"\d", None)]),
    (r#"[a] = "b""#, &[("comparison-outside-condition", "=", None)]),
    ("Trim(vbTextCompare)", &[("word-not-allowed", "vbTextCompare", None)]),
    (r#"IIF(IgnoreFlowIfNullOrEmpty([a]) = "x", "y", "n")"#, &[("nesting", "IgnoreFlowIfNullOrEmpty", None)]),
    (r#"IIF(IsPresent([a]), "y", "n")"#, &[("pages-disagree", "IsPresent([a])", None)]),
    (r#"Switch(IsPresent([a]), , "True", "y")"#, &[("pages-disagree", "IsPresent([a])", None)]),
    ("SingleAppRoleAssignment([roles])", &[("other-attribute", "[roles]", Some("[appRoleAssignments]"))]),
];

#[test]
fn findings_say_what_and_where() {
    for (expression, expected) in TABLE {
        let found = check(*expression);
        let got: Vec<_> = found
            .iter()
            .map(|found| {
                (
                    found.code.as_str(),
                    &expression[found.span.start..found.span.end],
                    found.suggestion.as_deref(),
                )
            })
            .collect();
        assert_eq!(got, *expected, "{expression}");
    }
}

#[test]
fn every_message_is_a_sentence() {
    for found in TABLE.iter().flat_map(|(expression, _)| check(*expression)) {
        let message = found.message();
        assert!(message.ends_with(['.', '?']) && message.len() > 20, "{message}");
        assert!(!message.contains("  ") && !message.contains('\n'), "{message}");
        assert_eq!(message, found.to_string());
    }
}

#[test]
fn a_suggestion_put_in_place_removes_the_finding() {
    for (expression, _) in TABLE {
        for found in check(*expression) {
            let Some(suggestion) = &found.suggestion else { continue };
            let mended =
                format!("{}{suggestion}{}", &expression[..found.span.start], &expression[found.span.end..]);
            assert!(
                check(mended.as_str()).iter().all(|after| !same(after, &found)),
                "{expression} -> {mended}"
            );
        }
    }
}

fn same(left: &Diagnostic, right: &Diagnostic) -> bool {
    left.code == right.code && left.span.start == right.span.start
}

#[test]
fn the_longest_expression_is_ten_thousand_characters() {
    // Characters, not bytes: each ü is two bytes.
    let of_length = |length: usize| format!("\"{}\"", "ü".repeat(length - 2));
    assert_eq!(check(&of_length(10_000)), []);
    let found = check(&of_length(10_001));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.as_str(), "too-long");
    assert_eq!(found[0].message(), "The expression has 10001 characters; Entra takes at most 10000.");
}

#[test]
fn hostile_nesting_is_a_finding_not_a_crash() {
    for open in
        ["Trim(", "(", "IIF(", "Trim([", "Trim(\"a\" Trim(", "[", "IIF([a] = ", "Switch(,", "NOT ", "!"]
    {
        for close in ["", ")"] {
            let text = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
            assert!(check(text.as_str()).iter().any(|found| found.severity() == Severity::Error), "{open}");
        }
    }
    let nested = |depth: usize| format!("{}[a]{}", "Trim(".repeat(depth), ")".repeat(depth));
    assert_eq!(check(&nested(100)), []);
    assert_eq!(check(&nested(101)).iter().map(|found| found.code.as_str()).collect::<Vec<_>>(), ["too-deep"]);
}

#[test]
fn spelling_is_found_without_knowing_functions() {
    assert_eq!(parse("Frobnicate([a])").diagnostics, []);
}
