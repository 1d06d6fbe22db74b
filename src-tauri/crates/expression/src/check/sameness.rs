//! Conditions and choices that choose nothing.

use std::collections::BTreeSet;

use super::constants::constant;
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Number;
use crate::parser::parse;
use crate::print::{print, quote};
use crate::syntax::{Arg, Call, Expr, Operator};
use crate::value::Value;

/// Reports conditions that come out the same for everybody, keys that stand twice, and an expression in quotes.
pub(super) fn check(tree: &Expr, out: &mut Vec<Diagnostic>) {
    if let Expr::Text { value, span } = tree
        && is_expression(value)
    {
        out.push(Diagnostic::new(Code::QuotedExpression, *span).suggesting(value.trim()));
    }
    tree.walk(&mut |node| {
        let Expr::Call(call) = node else { return };
        if call.name.eq_ignore_ascii_case("IIF") {
            condition(call, out);
        } else if call.name.eq_ignore_ascii_case("Switch") {
            keys(call, out);
        }
    });
}

/// A constant that reads as a call of a function without any fault: nobody wants that text as a value.
fn is_expression(text: &str) -> bool {
    text.contains('(')
        && {
            let parsed = parse(text);
            matches!(&parsed.tree, Expr::Call(call) if crate::functions::function_in_any_case(&call.name).is_some())
                && parsed.diagnostics.is_empty()
        }
}

fn condition(call: &Call, out: &mut Vec<Diagnostic>) {
    let [Arg::Given(condition), Arg::Given(then), Arg::Given(otherwise)] = call.args.as_slice() else {
        return;
    };
    if let Some(holds) = settled(condition) {
        out.push(Diagnostic::new(Code::AlwaysSame { holds }, condition.span()));
    } else if constant(then).is_some() && print(then) == print(otherwise) {
        out.push(Diagnostic::new(Code::SameEitherWay, otherwise.span()));
    }
}

/// How a condition comes out for everybody, if that is certain.
fn settled(condition: &Expr) -> Option<bool> {
    if let Expr::Compare(comparison) = condition
        && let (Expr::Attribute { name: left, .. }, Expr::Attribute { name: right, .. }) =
            (&*comparison.left, &*comparison.right)
        && left == right
    {
        return match comparison.operator {
            Operator::Equal => Some(true),
            Operator::NotEqual => Some(false),
            _ => None,
        };
    }
    match constant(condition)? {
        Value::Bool(holds) => Some(holds),
        Value::Text(text) | Value::Number(text) => match text.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            text => Number::read(text).map(|number| !number.is_zero()),
        },
        _ => None,
    }
}

/// The keys of a Switch are compared in order: the second of two equal ones is never reached.
fn keys(call: &Call, out: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for key in call.args.iter().skip(2).step_by(2).filter_map(Arg::given) {
        let (Expr::Text { value: text, span } | Expr::Number { text, span }) = key else { continue };
        if !seen.insert(text.as_str()) {
            out.push(Diagnostic::new(Code::DoubledKey { key: quote(text) }, *span));
        }
    }
}
