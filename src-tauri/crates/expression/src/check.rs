//! What can be said of an expression without a person's attributes.

use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{Function, Kind, function_in_any_case, functions};
use crate::parser::{Parsed, Source};
use crate::syntax::{Arg, Call, Expr};

/// All findings about an expression, in the order of the text: those of its spelling, then functions, arguments and
/// nesting. Errors keep it from being evaluated; warnings and information do not.
#[must_use]
pub fn check<S: Source + ?Sized>(expression: &S) -> Vec<Diagnostic> {
    let parsed = expression.parsed();
    let mut found = parsed.diagnostics.clone();
    found.extend(signatures(&parsed));
    found.sort_by_key(|diagnostic| (diagnostic.label, diagnostic.span));
    // A rule of an outer call may find again what that of an inner one has found.
    found.dedup();
    found
}

/// The findings of [`Phase::Signature`](crate::Phase::Signature) alone.
pub(crate) fn signatures(parsed: &Parsed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    expression(&parsed.tree, Kind::Value, &mut found);
    found
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
        out.push(match similar(&call.name) {
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

/// The function most likely meant: one of other languages that takes the same arguments, or one a few letters away.
fn similar(name: &str) -> Option<&'static str> {
    let wanted = name.to_lowercase();
    if let Some((_, meant)) = FOREIGN.iter().find(|(foreign, _)| *foreign == wanted) {
        return Some(meant);
    }
    // Three letters in ten may differ, so that short names do not all resemble each other.
    let limit = (wanted.chars().count() * 3 / 10).clamp(1, 3);
    functions()
        .map(|function| (distance(&wanted, &function.name.to_lowercase()), function.name))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Names in other languages of functions that take the same arguments, in small letters.
const FOREIGN: &[(&str, &str)] = &[
    ("if", "IIF"),
    ("iff", "IIF"),
    ("ifelse", "IIF"),
    ("isblank", "IsNullOrEmpty"),
    ("isempty", "IsNullOrEmpty"),
    ("isnullorwhitespace", "IsNullOrEmpty"),
    ("ifnull", "Coalesce"),
    ("nvl", "Coalesce"),
    ("length", "Len"),
    ("lcase", "ToLower"),
    ("lower", "ToLower"),
    ("lowercase", "ToLower"),
    ("tolowercase", "ToLower"),
    ("ucase", "ToUpper"),
    ("upper", "ToUpper"),
    ("uppercase", "ToUpper"),
    ("touppercase", "ToUpper"),
    ("proper", "PCase"),
    ("newguid", "Guid"),
    ("uuid", "Guid"),
    ("getdate", "Now"),
    ("utcnow", "Now"),
    ("removediacritics", "NormalizeDiacritics"),
];

/// How many insertions, removals, changes and swaps of neighbours lead from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if from.len().abs_diff(to.len()) > 3 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, &a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &b) in to.iter().enumerate() {
            let mut best = (above[j] + usize::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == to[j - 1] && from[i - 1] == b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[to.len()]
}
