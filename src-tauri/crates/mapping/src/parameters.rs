//! The `source` of an attribute mapping: `Attribute`, `Constant` or `Function` with its parameters as a tree
//! (Graph: `attributeMappingSource`; `graph/README.md` §6).
//!
//! Entra runs the tree, the portal shows the text. An edited expression therefore gets its whole tree anew; connected,
//! Graph's `parseExpression` gives the same tree, and [`same_tree`] compares them.

use onramp_expression::{Arg, Call, Expr, print};
use serde_json::{Value, json};

use crate::model::Source;

/// Reads a source object. Null, and what is of no kind that Graph has, counts as *None*.
pub fn read_source(source: &Value) -> Source {
    let text = |key: &str| source.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    match source.get("type").and_then(Value::as_str) {
        Some("Attribute") => Source::Direct(text("name")),
        Some("Constant") => Source::Constant(text("name")),
        Some("Function") => Source::Expression(text("expression")),
        _ => Source::None,
    }
}

/// Writes a source object as Graph shows it: an expression with its tree, *None* as null.
///
/// An expression that is one attribute or one constant and nothing else is written as such, because that is what it is
/// to Entra: it reads back as [`Source::Direct`] or [`Source::Constant`] ([`canonical`]).
pub fn write_source(source: &Source) -> Value {
    match source {
        Source::Direct(name) => attribute(name),
        Source::Constant(text) => constant(text),
        Source::Expression(text) => {
            let parsed = onramp_expression::parse(text);
            let mut tree = match parsed.tree {
                Expr::Call(_) | Expr::Attribute { .. } | Expr::Text { .. } => node(&parsed.tree),
                // Not an expression Entra could take: kept as one all the same, so that nothing typed is lost.
                _ => json!({"expression": text, "name": "", "type": "Function", "parameters": []}),
            };
            tree["expression"] = Value::String(text.clone());
            tree
        }
        Source::None => Value::Null,
    }
}

/// A source as it reads back from Entra's schema: `[mail]` typed as an expression is a direct mapping there.
pub fn canonical(source: &Source) -> Source {
    match source {
        Source::Expression(_) => read_source(&write_source(source)),
        other => other.clone(),
    }
}

/// Whether two source objects are the same tree: kinds, names, keys and parameters. Their texts may differ, since
/// `parseExpression` writes blanks and empty slots its own way (`graph/README.md` §6).
pub fn same_tree(one: &Value, other: &Value) -> bool {
    let same = |key: &str| one.get(key).and_then(Value::as_str) == other.get(key).and_then(Value::as_str);
    let parameters =
        |source: &Value| source.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let (ours, theirs) = (parameters(one), parameters(other));
    same("type")
        && same("name")
        && ours.len() == theirs.len()
        && ours.iter().zip(&theirs).all(|(a, b)| {
            a.get("key") == b.get("key")
                && same_tree(a.get("value").unwrap_or(&Value::Null), b.get("value").unwrap_or(&Value::Null))
        })
}

fn attribute(name: &str) -> Value {
    json!({"expression": format!("[{name}]"), "name": name, "type": "Attribute", "parameters": []})
}

fn constant(text: &str) -> Value {
    json!({"expression": onramp_expression::quote(text), "name": text, "type": "Constant", "parameters": []})
}

/// One node of the tree. What the language does not know is written as a constant of its own text, so that the
/// document stays valid; the check names it.
fn node(expr: &Expr) -> Value {
    match expr {
        Expr::Attribute { name, .. } => attribute(name),
        Expr::Text { value, .. } => constant(value),
        Expr::Number { text, .. } => constant(text),
        Expr::Call(call) => json!({
            "expression": print(expr),
            "name": call.name,
            "type": "Function",
            "parameters": parameters(call),
        }),
        Expr::Compare(_) | Expr::Word { .. } | Expr::Error { .. } => {
            let text = print(expr);
            json!({"expression": text, "name": text, "type": "Constant", "parameters": []})
        }
    }
}

/// Given arguments with their keys; an empty slot is an absent parameter (`graph/README.md` §6).
fn parameters(call: &Call) -> Vec<Value> {
    let given = call.args.iter().enumerate();
    given
        .filter_map(|(index, arg)| match arg {
            Arg::Empty(_) => None,
            Arg::Given(expr) => Some(json!({"key": key(&call.name, index), "value": node(expr)})),
        })
        .collect()
}

/// The key of an argument, as the registry knows it; numbered for a function it does not know.
fn key(function: &str, index: usize) -> String {
    onramp_expression::function(function)
        .and_then(|known| known.key(index))
        .unwrap_or_else(|| format!("value{}", index + 1))
}
