//! What is found, where, and what is suggested.

use onramp_expression::{
    Context, Diagnostic, MAX_DEPTH, Severity, check, complete, evaluate, explain, format, hover, parse, print,
};

/// Expression, then for each finding: code, the text under its span, suggestion.
type Row = (&'static str, &'static [(&'static str, &'static str, Option<&'static str>)]);

const TABLE: &[Row] = &[
    ("", &[("blank", "", None)]),
    (r#"Append([a], "b")"#, &[]),
    // functions
    (r#"append([a], "b")"#, &[("function-case", "append", Some("Append"))]),
    ("IsNullorEmpty([a])", &[("function-case", "IsNullorEmpty", Some("IsNullOrEmpty"))]),
    (r#"Apend([a], "b")"#, &[("unknown-function", "Apend", Some("Append"))]),
    (r#"Swicth([a], , "b", "c")"#, &[("unknown-function", "Swicth", Some("Switch"))]),
    (r#"If([a] = "x", "y", "n")"#, &[("unknown-function", "If", Some("IIF"))]),
    ("toLowerCase([a])", &[("unknown-function", "toLowerCase", Some("ToLower"))]),
    ("Frobnicate([a])", &[("unknown-function", "Frobnicate", None)]),
    (r#"Append([a])"#, &[("argument-count", "Append", None)]),
    (r#"Append([a], "b", "c", "d")"#, &[("argument-count", r#""c", "d""#, None)]),
    (r#"Switch([a], "k", "v")"#, &[("argument-count", "Switch", None)]),
    (r#"Append( , "b")"#, &[("empty-required", " ", None)]),
    // quotes
    (r#"Append(“x”, "b")"#, &[("curly-quotes", "“x”", Some(r#""x""#))]),
    (r#"Append("x”, "b")"#, &[("unclosed-text", r#""x”"#, Some(r#""x”""#))]),
    (r#"Append([a], 'b')"#, &[("single-quotes", "'b'", Some(r#""b""#))]),
    (r#"Append([a], \"b\")"#, &[("escaped-quotes", r#"\"b\""#, Some(r#""b""#))]),
    (r#"Append([a], ""b"")"#, &[("doubled-quotes", r#"""b"""#, Some(r#""b""#))]),
    (r#"Append([a], &quot;b&quot;)"#, &[("html-entity", "&quot;b&quot;", Some(r#""b""#))]),
    (r#"Append([a], "b)"#, &[("unclosed-text", r#""b"#, Some(r#""b""#))]),
    (r#"Append("b, [a])"#, &[("unclosed-text", r#""b"#, Some(r#""b""#))]),
    (r#"Append([a], b")"#, &[("unopened-text", r#"b""#, Some(r#""b""#))]),
    (
        r#"Switch([a], , "False, "True", True", "False")"#,
        &[
            ("unclosed-text", r#""False"#, Some(r#""False""#)),
            ("unopened-text", r#"True""#, Some(r#""True""#)),
        ],
    ),
    (r#"Append([a], "\d")"#, &[("unknown-escape", r"\d", None)]),
    ("Append([a], \"b\u{200b}\")", &[("hidden-character", "\u{200b}", Some(""))]),
    ("Append([a], \"\u{200b}\")", &[]),
    // brackets and parentheses
    (r#"Append([a, "b")"#, &[("unclosed-attribute", "[a", Some("[a]"))]),
    (r#"IIF([a = "x", "y", "n")"#, &[("unclosed-attribute", "[a", Some("[a]"))]),
    (r#"Append(a], "b")"#, &[("unopened-attribute", "a]", Some("[a]"))]),
    (r#"Append({a}, "b")"#, &[("wrong-brackets", "{a}", Some("[a]"))]),
    (r#"Append([], "b")"#, &[("empty-attribute", "[]", None)]),
    (r#"Trim([a]])"#, &[("unexpected-character", "]", Some(""))]),
    (r#"Append([a], "b""#, &[("unclosed-call", "Append(", Some(")"))]),
    (
        r#"Trim(Append([a], "b""#,
        &[("unclosed-call", "Trim(", Some(")")), ("unclosed-call", "Append(", Some(")"))],
    ),
    (r#"Append(Trim [a], "b")"#, &[("missing-parentheses", "Trim", Some("Trim([a])"))]),
    (r#"Trim([a]))"#, &[("trailing-text", ")", Some(""))]),
    (r#"Trim([a]) Trim([b])"#, &[("trailing-text", "Trim([b])", None)]),
    (r#"IIF(([a] = "1"), "y", "n")"#, &[("grouping", "(", Some(r#"[a] = "1""#))]),
    // commas
    (r#"Append([a] "b")"#, &[("missing-comma", " ", Some(","))]),
    (r#"Append([a]"b")"#, &[("missing-comma", "", Some(", "))]),
    (r#"Append([a]; "b")"#, &[("unexpected-character", ";", Some(","))]),
    (
        "Append（[a]，\"b\"）",
        &[
            ("unexpected-character", "（", Some("(")),
            ("unexpected-character", "，", Some(",")),
            ("unexpected-character", "）", Some(")")),
        ],
    ),
    // words
    (r#"Append(mail, "b")"#, &[("unknown-word", "mail", Some("[mail]"))]),
    (r#"Append(user.mail, "b")"#, &[("unknown-word", "user.mail", Some("[mail]"))]),
    (r#"Append(true, "b")"#, &[("unknown-word", "true", Some(r#""True""#))]),
    (r#"IIF([a] = null, "y", "n")"#, &[("unknown-word", "null", Some(r#""""#))]),
    (r#"IIF([a] = USA, "y", "n")"#, &[("unknown-word", "USA", Some(r#""USA""#))]),
    (r#"Append([a], New York)"#, &[("unknown-word", "New York", Some(r#""New York""#))]),
    (r#"Append([a], @contoso.com)"#, &[("unknown-word", "@contoso.com", Some(r#""@contoso.com""#))]),
    (r#"Append([a], 2026-01-01)"#, &[("unknown-word", "2026-01-01", Some(r#""2026-01-01""#))]),
    (
        r#"Append([a], https://x.example)"#,
        &[("unknown-word", "https://x.example", Some(r#""https://x.example""#))],
    ),
    // operators
    (r#"IIF([a] == "1", "y", "n")"#, &[("unknown-operator", "==", Some("="))]),
    (r#"IIF([a] != "1", "y", "n")"#, &[("unknown-operator", "!=", Some("<>"))]),
    (r#"IIF([a] !== "1", "y", "n")"#, &[("unknown-operator", "!==", Some("<>"))]),
    (r#"IIF([a] ≠ "1", "y", "n")"#, &[("unknown-operator", "≠", Some("<>"))]),
    (r#"IIF([a] &lt;&gt; "1", "y", "n")"#, &[("html-entity", "&lt;&gt;", Some("<>"))]),
    (r#"IIF([a] eq "1", "y", "n")"#, &[("unknown-operator", "eq", Some("="))]),
    (r#"IIF([a] -ne "1", "y", "n")"#, &[("unknown-operator", "-ne", Some("<>"))]),
    (r#"IIF([a] = , "y", "n")"#, &[("expected-value", ",", Some(" \"\""))]),
    (
        r#"IIF([a] = "1" AND [b] = "2", "y", "n")"#,
        &[("logical-operator", "AND", Some(r#"IIF([a] = "1", IIF([b] = "2", "y", "n"), "n")"#))],
    ),
    (
        r#"IIF([a] = "1" || [b] = "2", "y", "n")"#,
        &[("logical-operator", "||", Some(r#"IIF([a] = "1", "y", IIF([b] = "2", "y", "n"))"#))],
    ),
    (
        r#"IIF([a] AND [b] OR [c], "y", "n")"#,
        &[("logical-operator", "AND", None), ("logical-operator", "OR", None)],
    ),
    (r#"IIF(NOT [a] = "1", "y", "n")"#, &[("logical-operator", "NOT", None)]),
    (r#"IIF(![a], "y", "n")"#, &[("logical-operator", "!", Some("Not([a])"))]),
    (r#"[a] AND [b]"#, &[("logical-operator", "AND", None)]),
    (r#"IIF([a] = [b] = [c], "y", "n")"#, &[("chained-comparison", "=", None)]),
    (r#"[a] + "." + Trim([b])"#, &[("concatenation", "+", Some(r#"Join("", [a], ".", Trim([b]))"#))]),
    (r#"Trim([a] & "b")"#, &[("concatenation", "&", Some(r#"Join("", [a], "b")"#))]),
    (r#"=Trim([a])"#, &[("leading-equals", "=", Some(""))]),
    // what copying leaves behind
    ("Append([a]\u{200b}, \"b\")", &[("unexpected-character", "\u{200b}", Some(""))]),
    ("App\u{200b}end([a], \"b\")", &[("unexpected-character", "\u{200b}", Some(""))]),
    ("Append([a],\u{a0}\"b\")", &[("odd-blank", "\u{a0}", Some(" "))]),
    ("Append([a],&nbsp;\"b\")", &[("html-entity", "&nbsp;", Some(" "))]),
    ("Append([a], \"b\") // why", &[("comment", "// why", Some(""))]),
    ("/* why */ Append([a], \"b\")", &[("comment", "/* why */", Some(""))]),
    // numbers
    ("BitAnd(&HG, 1)", &[("bad-number", "&HG", None)]),
    ("BitAnd(&amp;HF, 1)", &[("html-entity", "&amp;HF", Some("&HF"))]),
    // several at once
    (
        r#"IIF([a] == “x”, Append(mail; 'b'), "n""#,
        &[
            ("unclosed-call", "IIF(", Some(")")),
            ("unknown-operator", "==", Some("=")),
            ("curly-quotes", "“x”", Some(r#""x""#)),
            ("unknown-word", "mail", Some("[mail]")),
            ("unexpected-character", ";", Some(",")),
            ("single-quotes", "'b'", Some(r#""b""#)),
        ],
    ),
    // places
    (r#"[a] = "b""#, &[("comparison-outside-condition", "=", None)]),
    ("Trim(vbTextCompare)", &[("word-not-allowed", "vbTextCompare", None)]),
    (r#"IIF(IgnoreFlowIfNullOrEmpty([a]) = "x", "y", "n")"#, &[("nesting", "IgnoreFlowIfNullOrEmpty", None)]),
    (r#"IIF(IsPresent([a]), "y", "n")"#, &[("pages-disagree", "IsPresent([a])", None)]),
    (r#"Switch(IsPresent([a]), , "True", "y")"#, &[("pages-disagree", "IsPresent([a])", None)]),
    ("SingleAppRoleAssignment([roles])", &[("other-attribute", "[roles]", Some("[appRoleAssignments]"))]),
];

#[test]
fn findings_say_what_and_where() {
    let mut failures = Vec::new();
    for (expression, expected) in TABLE {
        let found = check(*expression);
        let got: Vec<_> = found
            .iter()
            .map(|found| {
                (
                    found.code.as_str(),
                    &expression[found.label.start..found.label.end],
                    found.suggestion.as_deref(),
                )
            })
            .collect();
        if got != *expected {
            failures.push(format!("{expression}\n  got      {got:?}\n  expected {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
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
            // As long as Entra takes, and as is read at all.
            for length in [9_900, 99_000] {
                let count = length / (open.len() + close.len());
                let text = format!("{}{}", open.repeat(count), close.repeat(count));
                assert!(
                    check(text.as_str()).iter().any(|found| found.severity() == Severity::Error),
                    "{open}"
                );
            }
        }
    }
    let found = check("Trim(".repeat(200_000).as_str());
    assert_eq!(found.iter().map(|found| found.code.as_str()).collect::<Vec<_>>(), ["too-long"]);
    let nested = |depth: usize| format!("{}[a]{}", "Trim(".repeat(depth), ")".repeat(depth));
    assert_eq!(check(&nested(100)), []);
    assert_eq!(check(&nested(101)).iter().map(|found| found.code.as_str()).collect::<Vec<_>>(), ["too-deep"]);
}

#[test]
fn the_deepest_expressions_need_little_stack() {
    let nested =
        |open: &str, close: &str| format!("{}[a]{}", open.repeat(MAX_DEPTH), close.repeat(MAX_DEPTH));
    let texts = [
        nested("Trim(", ")"),
        nested("(", ")"),
        nested("IIF([a] = \"1\", ", ", \"n\")"),
        nested("IIF(", " = \"1\", \"y\", \"n\")"),
        nested("! Trim(", ")"),
        nested("[a] + Trim(", ")"),
        nested("[a] AND [b] OR Switch([a] = [b] = ", ", , \"k\", \"v\")"),
    ];
    let work = move || {
        let nobody = std::collections::BTreeMap::new();
        for text in &texts {
            let explained = explain(text, &nobody, &Context::default());
            assert_eq!(evaluate(text, &nobody), explained.result);
            assert!(!format(text, 60).is_empty() && !print(&parse(text).tree).is_empty());
            let refused = check(text).iter().any(Diagnostic::is_error);
            assert_eq!(refused, explained.result.is_err());
            let _ = (complete(text, text.len()), hover(text, text.len() / 2));
            drop(parse(text).tree.clone());
        }
    };
    // A thread of the window has two mebibytes.
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn spelling_is_found_without_knowing_functions() {
    assert_eq!(parse("Frobnicate([a])").diagnostics, []);
}
