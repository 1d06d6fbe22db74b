//! What holds for any text.

use std::collections::{BTreeMap, BTreeSet};

use onramp_expression::{
    Arg, Call, Comparison, Context, Expr, Operator, Outcome, Part, Phase, Span, Value, check, complete,
    evaluate, explain, format, function, functions, hover, parse, print, quote,
};
use proptest::prelude::*;

/// Text made mostly of pieces of the language.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Switch(".to_owned()),
        Just("IIF(".to_owned()),
        Just("Join (".to_owned()),
        Just("Trim(".to_owned()),
        Just("IgnoreFlowIfNullOrEmpty(".to_owned()),
        Just("vbTextCompare".to_owned()),
        Just("AND".to_owned()),
        prop::sample::select(vec![
            "(", ")", "[", "]", ",", ", ", "\"", "\\", "“", "’", "=", "<>", ">=", "==", "!", "&H1F", "&",
            "-1", "4.5", " ", "\n", "+", "{a}", "]", "{", "&quot;", "&lt;", "&amp;", "\\\"", "\"\"", "//",
            "/*", "--", "；", "eq", "New", "York\"", "Now", "\u{a0}", "[a]", "[list]", "\"x\"", "\"\"",
            "\u{200b}", "é", "😀"
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A well-formed expression, with white space where it may be.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-zA-Z]{1,6}".prop_map(|name| format!("[{name}]")),
        any::<String>().prop_map(|text| quote(&text)),
        "-?[0-9]{1,5}(\\.[0-9]{1,3})?",
        "&H[0-9A-F]{1,4}",
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let names: Vec<_> = functions().map(|function| function.name).collect();
        let slot = prop_oneof![4 => inner.clone(), 1 => Just(" ".to_owned())];
        let call = (prop::sample::select(names), prop::collection::vec(slot, 0..6), "[ \n]{0,2}")
            .prop_map(|(name, slots, space)| format!("{name}{space}({})", slots.join(&format!("{space},"))));
        let condition =
            (inner.clone(), prop::sample::select(vec!["=", "<>", "<", " >= "]), inner.clone(), inner)
                .prop_map(|(left, operator, right, value)| {
                    format!("IIF({left}{operator}{right},{value}, {value} )")
                });
        prop_oneof![call, condition]
    })
}

/// A tree that the parser could have made, without places.
fn tree() -> impl Strategy<Value = Expr> {
    let span = Span::new(0, 0);
    let leaf = prop_oneof![
        r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,9}".prop_map(move |name| Expr::Attribute { name, span }),
        any::<String>().prop_map(move |value| Expr::Text { value, span }),
        "-?[0-9]{1,5}(\\.[0-9]{1,3})?|&H[0-9A-F]{1,4}".prop_map(move |text| Expr::Number { text, span }),
        Just(Expr::Word { name: "vbTextCompare".to_owned(), span }),
    ];
    let operator = prop::sample::select(vec![
        Operator::Equal,
        Operator::NotEqual,
        Operator::Greater,
        Operator::GreaterOrEqual,
        Operator::Less,
        Operator::LessOrEqual,
    ]);
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let compare =
            (inner.clone(), operator.clone(), inner.clone()).prop_map(move |(left, operator, right)| {
                Expr::Compare(Comparison {
                    left: Box::new(left),
                    operator,
                    operator_span: span,
                    right: Box::new(right),
                    span,
                })
            });
        let given = prop_oneof![3 => inner, 1 => compare].prop_map(Arg::Given);
        let arg = prop_oneof![4 => given, 1 => Just(Arg::Empty(span))];
        ("[A-Z][A-Za-z0-9]{0,7}", prop::collection::vec(arg, 0..6)).prop_map(move |(name, mut args)| {
            // One empty slot is written as none at all.
            if matches!(args.as_slice(), [Arg::Empty(_)]) {
                args.clear();
            }
            Expr::Call(Call { name, name_span: span, args, span })
        })
    })
}

/// The same tree without places.
fn anywhere(expr: &Expr) -> Expr {
    let span = Span::new(0, 0);
    match expr {
        Expr::Attribute { name, .. } => Expr::Attribute { name: name.clone(), span },
        Expr::Text { value, .. } => Expr::Text { value: value.clone(), span },
        Expr::Number { text, .. } => Expr::Number { text: text.clone(), span },
        Expr::Word { name, .. } => Expr::Word { name: name.clone(), span },
        Expr::Error { text, parts, .. } => {
            Expr::Error { text: text.clone(), parts: parts.iter().map(anywhere).collect(), span }
        }
        Expr::Call(call) => {
            let args = call.args.iter().map(|arg| match arg {
                Arg::Empty(_) => Arg::Empty(span),
                Arg::Given(expr) => Arg::Given(anywhere(expr)),
            });
            Expr::Call(Call { name: call.name.clone(), name_span: span, args: args.collect(), span })
        }
        Expr::Compare(comparison) => Expr::Compare(Comparison {
            left: Box::new(anywhere(&comparison.left)),
            operator: comparison.operator,
            operator_span: span,
            right: Box::new(anywhere(&comparison.right)),
            span,
        }),
    }
}

fn person() -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("a".to_owned(), Value::from("x")),
        ("list".to_owned(), Value::List(vec!["x".to_owned(), "y".to_owned()])),
    ])
}

/// Spans lie on character boundaries; tokens cover the text; nodes begin and end where tokens do, and lie inside the node
/// above and behind the one before.
fn spans_hold(text: &str) -> Result<(), TestCaseError> {
    let on_boundaries = |span: Span| text.get(span.start..span.end).is_some();
    for found in check(text) {
        prop_assert!(on_boundaries(found.span) && on_boundaries(found.label), "{found:?}");
        prop_assert!(!found.message().is_empty());
    }
    let parsed = parse(text);
    let mut rebuilt = String::new();
    let mut edges = BTreeSet::from([0, text.len()]);
    for token in &parsed.tokens {
        prop_assert_eq!(token.span.start, rebuilt.len());
        prop_assert!(token.span.end > token.span.start);
        rebuilt.push_str(&text[token.span.start..token.span.end]);
        edges.extend([token.span.start, token.span.end]);
    }
    prop_assert_eq!(rebuilt.as_str(), text);
    nested(&parsed.tree, &edges)
}

fn nested(node: &Expr, edges: &BTreeSet<usize>) -> Result<(), TestCaseError> {
    let span = node.span();
    prop_assert!(span.start <= span.end, "{node:?}");
    prop_assert!(edges.contains(&span.start) && edges.contains(&span.end), "{node:?}");
    let mut from = span.start;
    for child in node.children() {
        prop_assert!(child.span().start >= from && child.span().end <= span.end, "{child:?} in {node:?}");
        from = child.span().end;
        nested(child, edges)?;
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_checked_and_evaluated(text in prop_oneof![any::<String>(), pieces(), expression()]) {
        spans_hold(&text)?;
        match evaluate(&text, &person()) {
            // What fails in a place that evaluation does not come to is found all the same.
            Ok(_) => prop_assert!(
                check(text.as_str()).iter().all(|found| !found.is_error() || found.phase == Phase::Evaluate)
            ),
            Err(found) => prop_assert!(!found.is_empty()),
        }
    }

    #[test]
    fn printing_changes_nothing_but_white_space(text in prop_oneof![pieces(), expression()]) {
        let parsed = parse(&text);
        if parsed.diagnostics.iter().all(|found| !found.is_error()) {
            let printed = print(&parsed.tree);
            let again = parse(&printed);
            prop_assert_eq!(&again.diagnostics, &[]);
            prop_assert_eq!(print(&again.tree), printed.clone());
            prop_assert_eq!(evaluate(&printed, &person()).ok(), evaluate(&parsed, &person()).ok());
        }
    }

    #[test]
    fn formatting_changes_no_meaning(text in prop_oneof![any::<String>(), pieces(), expression()], width in 0_usize..90) {
        let formatted = format(&text, width);
        prop_assert_eq!(format(&formatted, width), formatted.clone());
        let (before, after) = (parse(&text), parse(&formatted));
        prop_assert_eq!(print(&before.tree), print(&after.tree));
        prop_assert_eq!(before.diagnostics.len() >= after.diagnostics.len(), true);
        prop_assert_eq!(evaluate(&before, &person()).ok(), evaluate(&after, &person()).ok());
    }

    #[test]
    fn explaining_agrees_with_evaluating(text in prop_oneof![any::<String>(), pieces(), expression()]) {
        let explanation = explain(&text, &person(), &Context::default());
        prop_assert_eq!(&explanation.result, &evaluate(&text, &person()));
        let mut nodes = Vec::new();
        parse(&text).tree.walk(&mut |node: &Expr| nodes.push(node.span()));
        let steps: Vec<_> = explanation.steps.iter().map(|step| step.span).collect();
        prop_assert_eq!(steps, nodes);
        // Each part by itself has the value that it had as a part.
        for step in &explanation.steps {
            let part = &text[step.span.start..step.span.end];
            if let Outcome::Value(value) = &step.outcome
                && step.part == Part::Call
                // What is random differs with what was drawn before.
                && !["Guid", "RandomString"].iter().any(|random| part.contains(random))
            {
                prop_assert_eq!(&evaluate(part, &person()), &Ok(value.clone()), "{} in {}", part, text);
            }
        }
    }

    #[test]
    fn every_place_can_be_asked_about(text in prop_oneof![any::<String>(), pieces(), expression()], offset in 0_usize..200) {
        let completion = complete(&text, offset);
        prop_assert!(text.get(completion.replace.start..completion.replace.end).is_some());
        for candidate in &completion.candidates {
            prop_assert!(candidate.insert.is_char_boundary(candidate.caret));
        }
        if let Some(found) = hover(&text, offset) {
            prop_assert!(text.get(found.span.start..found.span.end).is_some());
        }
    }

    #[test]
    fn a_printed_tree_reads_as_itself(tree in tree(), width in 0_usize..90) {
        let printed = print(&tree);
        prop_assert_eq!(&anywhere(&parse(&printed).tree), &tree);
        prop_assert_eq!(&anywhere(&parse(&format(&printed, width)).tree), &tree);
    }

    #[test]
    fn well_formed_text_has_no_spelling_errors(text in expression()) {
        prop_assert!(parse(&text).diagnostics.is_empty(), "{:?}", parse(&text).diagnostics);
    }

    #[test]
    fn any_text_survives_quoting(text in any::<String>()) {
        prop_assert_eq!(evaluate(&quote(&text), &person()), Ok(Value::Text(text)));
    }

    #[test]
    fn slots_beyond_the_parameters_are_known_only_where_they_repeat(slot in 0_usize..20) {
        for known in functions() {
            let within = slot < known.parameters.len() || known.repeat.is_some();
            prop_assert_eq!(function(known.name).and_then(|function| function.parameter(slot)).is_some(), within);
        }
    }
}
