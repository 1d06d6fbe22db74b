//! The `source` of an attribute mapping: `Attribute`, `Constant` or `Function` with its parameters as a tree
//! (Graph: `attributeMappingSource`).

use onramp_expression::{Arg, Call, Expr, print};
use serde_json::{Value, json};

use crate::model::Source;

/// Reads a source object. What has no expression text and no name counts as *None*.
pub(super) fn read(source: Option<&Value>) -> Source {
    let Some(source @ Value::Object(_)) = source else { return Source::None };
    let text = |key: &str| source.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    match source.get("type").and_then(Value::as_str) {
        Some("Attribute") => Source::Direct(text("name")),
        Some("Constant") => Source::Constant(text("name")),
        Some("Function") => Source::Expression(text("expression")),
        _ => Source::None,
    }
}

/// Writes a source object as Graph shows it.
pub(super) fn write(source: &Source) -> Value {
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
