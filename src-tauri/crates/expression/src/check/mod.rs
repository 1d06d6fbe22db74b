//! What can be said of an expression without a person's attributes.

mod constants;
mod dates;
mod matches;
mod names;
mod sameness;

use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{Function, Kind, function_in_any_case};
use crate::parser::{Parsed, Source};
use crate::syntax::{Arg, Call, Expr};

/// All findings about an expression, in the order of the text: those of its spelling, of functions, arguments and nesting,
/// and of constants that cannot work.
///
/// Errors of [`Phase::Parse`](crate::Phase::Parse) and [`Phase::Signature`](crate::Phase::Signature) keep it from being
/// evaluated. One of [`Phase::Evaluate`](crate::Phase::Evaluate) says that evaluation fails for everybody for whom it
/// comes to that place; it need not come there. Warnings and information keep nothing.
#[must_use]
pub fn check<S: Source + ?Sized>(expression: &S) -> Vec<Diagnostic> {
    let parsed = expression.parsed();
    let mut found = parsed.diagnostics.clone();
    found.extend(signatures(&parsed));
    constants::check(&parsed.tree, &mut found);
    matches::check(&parsed.tree, &mut found);
    sameness::check(&parsed.tree, &mut found);
    found.sort_by_key(|diagnostic| (diagnostic.label, diagnostic.span));
    // A rule of an outer call may find again what that of an inner one has found.
    found.dedup();
    found
}

/// The findings of [`Phase::Signature`](crate::Phase::Signature) alone.
pub(crate) fn signatures(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    expression(&parsed.tree, Kind::Value, &mut found);
    top_level(&parsed.tree, &mut found);
    found
}

/// `SelectUniqueValue` works at the top level alone (reference, section SelectUniqueValue).
fn top_level(tree: &Expr, out: &mut Vec<Diagnostic>) {
    let mut outer = true;
    tree.walk(&mut |node| {
        if let Expr::Call(call) = node
            && call.name.eq_ignore_ascii_case("SelectUniqueValue")
            && !outer
        {
            let code = Code::Nesting { inner: "SelectUniqueValue", outer: "another function" };
            out.push(Diagnostic::new(code, call.name_span));
        }
        outer = false;
    });
}

/// `place` is what the parameter takes in whose slot the expression stands.
fn expression(expr: &Expr, place: Kind, out: &mut Vec<Diagnostic>) {
    match expr {
        Expr::Call(call) => self::call(call, out),
        Expr::Compare(comparison) => {
            if place != Kind::Condition {
                out.push(Diagnostic::new(Code::ComparisonOutsideCondition, comparison.operator_span));
            }
            expression(&comparison.left, Kind::Value, out);
            expression(&comparison.right, Kind::Value, out);
        }
        // What could be read inside a part in error: the whole has its finding, so only calls and words matter there.
        Expr::Error { parts, .. } => parts.iter().for_each(|part| expression(part, Kind::Condition, out)),
        Expr::Word { name, span } if place != Kind::Word => {
            out.push(Diagnostic::new(Code::WordNotAllowed { word: name.clone() }, *span));
        }
        _ => {}
    }
}

fn call(call: &Call, out: &mut Vec<Diagnostic>) {
    let Some(function) = function_in_any_case(&call.name) else {
        let diagnostic = Diagnostic::new(Code::UnknownFunction { name: call.name.clone() }, call.name_span);
        out.push(match names::similar(&call.name) {
            Some(name) => diagnostic.suggesting(name),
            None => diagnostic,
        });
        // An unknown function may take a condition: do not report what follows from not knowing it.
        call.args.iter().filter_map(Arg::given).for_each(|arg| expression(arg, Kind::Condition, out));
        return;
    };
    if function.name != call.name {
        let code = Code::FunctionCase { name: call.name.clone(), meant: function.name };
        out.push(Diagnostic::new(code, call.name_span).suggesting(function.name));
    }
    count(function, call, out);
    for (slot, arg) in call.args.iter().enumerate() {
        let parameter = function.parameter(slot).map(|(parameter, _)| parameter);
        match arg {
            Arg::Empty(span) => {
                if let Some(parameter) = parameter.filter(|parameter| parameter.required) {
                    let code = Code::EmptyRequired { function: function.name, parameter: parameter.name };
                    out.push(Diagnostic::new(code, *span));
                }
            }
            Arg::Given(arg) => {
                expression(arg, parameter.map_or(Kind::Value, |parameter| parameter.kind), out)
            }
        }
    }
    if let Some(rule) = function.rule {
        rule(call, out);
    }
}

fn count(function: &'static Function, call: &Call, out: &mut Vec<Diagnostic>) {
    let (expected, given) = (function.arity(), call.args.len());
    if expected.allows(given) {
        return;
    }
    let surplus =
        expected.most.and_then(|most| Some(call.args.get(most)?.span().to(call.args.last()?.span())));
    let span = surplus.unwrap_or(call.name_span);
    out.push(Diagnostic::new(Code::ArgumentCount { function: function.name, expected, given }, span));
}
