//! What is known of an expression without a person: each finding with a row that has it and one that nearly has it.

use onramp_expression::{Phase, Severity, check};

/// Code, expressions that have the finding with the text it underlines, expressions that do not have it.
type Row = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const TABLE: &[Row] = &[
    (
        "wrong-constant",
        &[
            (r#"Mid([a], 1, "x")"#, r#""x""#),
            (r#"Left([a], "")"#, r#""""#),
            ("Mid([a], 1.5, 2)", "1.5"),
            (r#"IIF("yes", [a], [b])"#, r#""yes""#),
            (r#"BitAnd([a], "two")"#, r#""two""#),
        ],
        &[
            r#"Mid([a], "1", 2.0)"#,
            "Mid([a], [b], -1)",
            "BitAnd([a], &HF)",
            r#"IIF([a], "x", "y")"#,
            r#"Left([a], Trim("3"))"#,
        ],
    ),
    (
        "wrong-result",
        &[("Left([a], IsNull([b]))", "IsNull([b])"), ("Mid([a], 1, Not([b]))", "Not([b])")],
        &["Left([a], Len([b]))", "Left([a], Trim([b]))", r#"IIF(Not([a]), "x", "y")"#],
    ),
    (
        "bad-culture",
        &[(r#"ToUpper([a], "not a culture")"#, r#""not a culture""#)],
        &[r#"ToUpper([a], "tr-TR")"#, "ToUpper([a], [b])", r#"ToUpper([a], "")"#, "ToUpper([a], )"],
    ),
    (
        // A call of constants alone is tried.
        "out-of-range",
        &[(r#"Append([a], Mid("abc", 1, -1))"#, "-1"), (r#"Item("one", 2)"#, "2")],
        &[r#"Append([a], Mid("abc", 1, 1))"#, "Mid([a], 1, -1)", "Item([a], 2)"],
    ),
    (
        "bad-interval",
        &[(r#"DateAdd("year", 1, Now())"#, r#""year""#), (r#"DateDiff("M", Now(), Now())"#, r#""M""#)],
        &[r#"DateAdd("yyyy", 1, Now())"#, "DateAdd([a], 1, Now())"],
    ),
    (
        "not-a-date",
        &[
            (r#"DateAdd("d", [a], "2026-01-31")"#, r#""2026-01-31""#),
            (r#"CDate("not a date")"#, r#""not a date""#),
        ],
        &[r#"DateAdd("d", [a], CDate("2026-01-31"))"#, r#"DateAdd("d", [a], "1/31/2026 12:00:00 AM")"#],
    ),
    (
        "bad-date-format",
        &[
            (r#"FormatDateTime([a], , "", "yyyy")"#, r#""""#),
            (r#"FormatDateTime([a], , "yyyy", "q'")"#, r#""q'""#),
        ],
        &[
            r#"FormatDateTime([a], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")"#,
            r#"FormatDateTime([a], , [b], "yyyy")"#,
        ],
    ),
    (
        "date-format-slip",
        &[
            (r#"FormatDateTime([a], , "yyyy-MM-dd", "YYYY-MM-DD")"#, r#""YYYY-MM-DD""#),
            (r#"FormatDateTime([a], , "yyyy-mm-dd", "yyyy")"#, r#""yyyy-mm-dd""#),
        ],
        &[
            r#"FormatDateTime([a], , "yyyy-MM-dd'T'HH:mm:ss", "dd.MM.yyyy 'Date'")"#,
            r#"FormatDateTime([a], , "M/d/yyyy h:mm:ss tt", "h:mm")"#,
        ],
    ),
    (
        "bad-option",
        &[(r#"FormatDateTime([a], "Sometimes", "yyyy", "yy")"#, r#""Sometimes""#)],
        &[r#"FormatDateTime([a], "None", "yyyy", "yy")"#, r#"FormatDateTime([a], , "yyyy", "yy")"#],
    ),
    (
        "bad-pattern",
        &[(r#"Replace([a], , "(x", , "y", , )"#, r#""(x""#)],
        &[r#"Replace([a], , "(?<n>x)+(?=y)", , "${n}", , )"#, r#"Replace([a], "(x", , , "y", , )"#],
    ),
    (
        "unknown-group",
        &[(r#"Replace([a], , "(?<n>x)", "m", "y", , )"#, r#""m""#)],
        &[r#"Replace([a], , "(?<n>x)", "n", "y", , )"#],
    ),
    ("empty-search", &[(r#"Replace([a], "", , , "y", , )"#, r#""""#)], &[r#"Replace([a], "x", , , "", , )"#]),
    (
        "out-of-range",
        &[("Append([a], RandomString(257, 1, 1, 1, 1))", "257")],
        &["RandomString(25, 1, 1, 1, 1)"],
    ),
    (
        "never-equal",
        &[
            (r#"Switch([IsSoftDeleted], , "true", "False", "False", "True")"#, r#""true""#),
            (r#"Switch([IsSoftDeleted], , 1, "False", "False", "True")"#, "1"),
            (r#"Switch(ToLower([a]), , "USA", "x")"#, r#""USA""#),
            (r#"Switch(ToUpper([a]), , "usa", "x")"#, r#""usa""#),
            (r#"Switch(Trim([a]), , "x ", "y")"#, r#""x ""#),
            (r#"Switch(StripSpaces([a]), , "New York", "y")"#, r#""New York""#),
            (r#"Switch(Left([a], 2), , "USA", "y")"#, r#""USA""#),
            (r#"Switch(Mid([a], 1, "2"), , "USA", "y")"#, r#""USA""#),
            (r#"Switch(Append([a], "-x"), , "b-y", "y")"#, r#""b-y""#),
            (r#"Switch(IIF([a] = "1", "x", "y"), , "z", "y")"#, r#""z""#),
            (r#"Switch(Switch([a], "n", "k", "v"), , "z", "y")"#, r#""z""#),
            (r#"Switch(Len([a]), , "five", "y")"#, r#""five""#),
            (r#"IIF(IsNull([a]) = "yes", "x", "y")"#, r#""yes""#),
            (r#"IIF("yes" <> IsNull([a]), "x", "y")"#, r#""yes""#),
            (r#"IIF([accountEnabled] = 1, "x", "y")"#, "1"),
        ],
        &[
            r#"Switch([IsSoftDeleted], , "True", "False", "", "x", "False", "True")"#,
            r#"Switch([a], , "true", "False")"#,
            r#"Switch(ToLower([a]), , "usa", "x", "", "y")"#,
            r#"Switch(ToLower([a], "tr-TR"), , "I", "x")"#,
            r#"Switch(Trim([a]), , "x y", "y")"#,
            r#"Switch(Left([a], 3), , "USA", "y")"#,
            r#"Switch(Left([a], -1), , "USA", "y")"#,
            r#"Switch(Left([a], [b]), , "USA", "y")"#,
            r#"Switch(Append([a], "-x"), , "b-x", "y")"#,
            r#"Switch(IIF([a] = "1", "x", [b]), , "z", "y")"#,
            r#"Switch(Switch([a], , "k", "z"), , "z", "y")"#,
            r#"Switch(Len([a]), , "5", "y")"#,
            r#"IIF(IsNull([a]) = "True", "x", "y")"#,
            r#"IIF([accountEnabled] = "True", "x", "y")"#,
        ],
    ),
    (
        // Whether = looks at the case is open, so this is no more than information.
        "pages-disagree",
        &[
            (r#"IIF([accountEnabled] = "true", "x", "y")"#, r#""true""#),
            (r#"IIF(ToLower([a]) = "USA", "x", "y")"#, r#""USA""#),
            (r#"FormatDateTime(Now(), , "yyyy-MM-dd", "yyyy")"#, r#""yyyy-MM-dd""#),
        ],
        &[
            r#"FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy")"#,
            r#"FormatDateTime(Now(), , "MM/d/yyyy h:mm:ss tt", "yyyy")"#,
            r#"IIF([a] = "true", "x", "y")"#,
            r#"IIF(ToLower([a]) = "usa", "x", "y")"#,
        ],
    ),
    (
        "doubled-key",
        &[
            (r#"Switch([a], , "k", "v", "l", "w", "k", "x")"#, r#""k""#),
            (r#"Switch([a], , "1", "v", 1, "w")"#, "1"),
        ],
        &[
            r#"Switch([a], , "k", "v", "K", "w")"#,
            r#"Switch([a], "k", "k", "k")"#,
            r#"Switch([a], , [k], "v", [k], "w")"#,
        ],
    ),
    (
        "always-same",
        &[
            (r#"IIF("a" = "b", [a], [b])"#, r#""a" = "b""#),
            (r#"IIF([a] = [a], "x", "y")"#, "[a] = [a]"),
            (r#"IIF("True", [a], [b])"#, r#""True""#),
            (r#"IIF(IsNull("x"), [a], [b])"#, r#"IsNull("x")"#),
        ],
        &[r#"IIF([a] = [b], "x", "y")"#, r#"IIF([a] > [a], "x", "y")"#, r#"IIF(IsNull([a]), "x", "y")"#],
    ),
    (
        "same-either-way",
        &[(r#"IIF([a] = "1", "x", "x")"#, r#""x""#)],
        &[r#"IIF([a] = "1", "x", "X")"#, r#"IIF([a] = "1", [b], "x")"#],
    ),
    (
        "quoted-expression",
        &[(r#""ToLower([mail])""#, r#""ToLower([mail])""#)],
        &[r#""ToLower (see below)""#, r#""Berlin (Mitte)""#, r#"Append("ToLower([mail])", [a])"#],
    ),
    (
        "nesting",
        &[("Trim(SelectUniqueValue([a], [b]))", "SelectUniqueValue")],
        &["SelectUniqueValue([a], [b])", "SelectUniqueValue(Trim([a]), [b])"],
    ),
];

#[test]
fn findings_come_where_they_are_certain_and_nowhere_else() {
    let mut failures = Vec::new();
    for (code, positive, negative) in TABLE {
        for (expression, place) in *positive {
            let found = check(*expression);
            let hit = found.iter().any(|found| {
                found.code.as_str() == *code && &expression[found.label.start..found.label.end] == *place
            });
            if !hit {
                failures.push(format!("{code} is missing at {place}: {expression}: {found:?}"));
            }
        }
        for expression in *negative {
            if check(*expression).iter().any(|found| found.code.as_str() == *code) {
                failures.push(format!("{code} is a false alarm: {expression}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_constant_in_a_branch_not_taken_is_found_but_does_not_keep_the_rest_from_working() {
    let expression = r#"IIF([a] = "1", Mid("abc", "x", 1), "n")"#;
    let found = check(expression);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].phase, found[0].severity()), (Phase::Evaluate, Severity::Error));
    assert_eq!(found[0].message(), "Mid’s start must be a whole number, but “x” is not.");
    let nobody = std::collections::BTreeMap::new();
    assert_eq!(onramp_expression::evaluate(expression, &nobody), Ok("n".into()));
}

#[test]
fn counts_are_told_in_words() {
    let words = |expression: &str| check(expression)[0].message();
    assert_eq!(
        words(r#"Switch([a], "k", "v")"#),
        "Switch needs an even number of arguments, at least 4: the source, a default whose place may be empty, then a key \
         and a value in turn. Here 3 are given: Switch(source, [defaultValue], key, value, …)."
    );
    assert_eq!(
        words("Append([a])"),
        "Append takes exactly 2 arguments, but 1 is given: Append(source, suffix)."
    );
}
