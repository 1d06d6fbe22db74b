//! Expressions, as anybody may type them: whatever comes is read without losing a byte, checked, laid out, explained and
//! evaluated, and these agree with each other.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use onramp_expression::{
    Context, Diagnostic, Expr, Program, Span, Value, check, complete, evaluate, explain, format, hover,
    parse, print,
};

static PERSON: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    BTreeMap::from([
        ("a".to_owned(), Value::from("x")),
        ("mail".to_owned(), Value::from("Ana.Silva@contoso.example")),
        ("IsSoftDeleted".to_owned(), Value::Bool(false)),
        ("list".to_owned(), Value::List(vec!["x".to_owned(), "y".to_owned()])),
    ])
});

fuzz_target!(|text: &str| {
    let parsed = parse(text);
    let part = |span: Span| text.get(span.start..span.end).expect("spans lie on character boundaries");
    assert_eq!(parsed.tokens.iter().map(|token| part(token.span)).collect::<String>(), text);
    parsed.tree.walk(&mut |node: &Expr| drop(part(node.span())));

    let found = check(&parsed);
    for finding in &found {
        part(finding.span);
        part(finding.label);
        assert!(!finding.message().is_empty());
    }

    let formatted = format(text, 60);
    assert_eq!(format(&formatted, 60), formatted);
    let again = parse(&formatted);
    assert_eq!(print(&again.tree), print(&parsed.tree), "laid out as {formatted:?}");
    if !parsed.diagnostics.iter().any(Diagnostic::is_error) {
        let printed = print(&parsed.tree);
        assert_eq!(print(&parse(&printed).tree), printed);
    }

    let context = Context::default();
    let explanation = explain(&parsed, &*PERSON, &context);
    assert_eq!(explanation.result, evaluate(&parsed, &*PERSON));
    if let Ok(program) = Program::compile(&again) {
        assert_eq!(program.evaluate_in(&*PERSON, &context).ok(), explanation.result.clone().ok());
    }

    for offset in (0..=text.len()).step_by(1 + text.len() / 3) {
        part(complete(text, offset).replace);
        hover(text, offset).map(|found| part(found.span));
    }
});
