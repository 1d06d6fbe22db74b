//! The canonical text of a tree.

use std::fmt::Write as _;

use crate::syntax::{Arg, Expr};

/// The canonical text: one space after each comma and around each operator, no other white space outside strings, escapes
/// written as the language wants them. Every slot is kept, empty ones too. White space outside strings is the only thing
/// lost, so printing what was parsed from printed text changes nothing. Parts that are in error are printed as written.
#[must_use]
pub fn print(expr: &Expr) -> String {
    let mut out = String::new();
    write(expr, &mut out);
    out
}

/// A text as a constant of the language: in straight double quotes, `"` and `\` escaped.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

fn write(expr: &Expr, out: &mut String) {
    match expr {
        Expr::Attribute { name, .. } => {
            // Writing to a String cannot fail.
            let _ = write!(out, "[{name}]");
        }
        Expr::Text { value, .. } => out.push_str(&quote(value)),
        Expr::Number { text, .. } | Expr::Error { text, .. } => out.push_str(text),
        Expr::Word { name, .. } => out.push_str(name),
        Expr::Call(call) => {
            out.push_str(&call.name);
            out.push('(');
            for (index, arg) in call.args.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                if let Arg::Given(expr) = arg {
                    write(expr, out);
                }
            }
            out.push(')');
        }
        Expr::Compare(comparison) => {
            write(&comparison.left, out);
            let _ = write!(out, " {} ", comparison.operator.as_str());
            write(&comparison.right, out);
        }
    }
}
