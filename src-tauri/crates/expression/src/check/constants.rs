//! Constants that cannot work in their place.

use std::sync::LazyLock;

use jiff::Timestamp;

use super::dates;
use crate::casing::Culture;
use crate::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::evaluate_constant;
use crate::functions::{Function, Kind, Parameter, Returns, function_in_any_case};
use crate::number::Number;
use crate::regex::Regex;
use crate::syntax::{Arg, Call, Expr};
use crate::value::Value;

/// Functions whose value is not the same everywhere, or that fail because they are meant to.
const OUTSIDE: &[&str] = &["Guid", "RandomString", "DefaultDomain", "SelectUniqueValue", "Error"];

/// The first minute of a year and its last: what fails at both, fails at any time.
static TIMES: LazyLock<[Context; 2]> = LazyLock::new(|| {
    [1_767_225_600, 1_798_761_599]
        .map(|second| Timestamp::from_second(second).map_or_else(|_| Context::default(), Context::at))
});

/// Reports constant arguments that their functions refuse, and calls of constants alone that have no value.
pub(super) fn check(tree: &Expr, out: &mut Vec<Diagnostic>) {
    let before = out.len();
    tree.walk(&mut |node| {
        if let Expr::Call(call) = node
            && let Some(function) = function_in_any_case(&call.name)
        {
            arguments(function, call, out);
        }
    });
    // A call that holds a constant already refused would only say the same again.
    let told: Vec<_> = out.iter().skip(before).map(|found| found.span).collect();
    let mut calls = Vec::new();
    constant_calls(tree, &mut calls);
    for call in calls {
        let span = call.span();
        if told.iter().any(|told| span.start <= told.start && told.end <= span.end) {
            continue;
        }
        let [first, second] = TIMES.each_ref().map(|time| evaluate_constant(call, time));
        if let (Err(found), Err(again)) = (first, second)
            && found.code.as_str() == again.code.as_str()
        {
            out.push(*found);
        }
    }
}

/// The value of an expression that asks for nothing: no attribute, no time, nothing random. `None` also where it fails.
pub(super) fn constant(expr: &Expr) -> Option<Value> {
    if !is_constant(expr) {
        return None;
    }
    evaluate_constant(expr, &Context::default()).ok()
}

fn is_constant(expr: &Expr) -> bool {
    let mut constant = true;
    expr.walk(&mut |node| match node {
        Expr::Attribute { .. } | Expr::Error { .. } => constant = false,
        Expr::Call(call) if is_outside(call) || call.name.eq_ignore_ascii_case("Now") => constant = false,
        _ => {}
    });
    constant
}

fn is_outside(call: &Call) -> bool {
    OUTSIDE.iter().any(|name| name.eq_ignore_ascii_case(&call.name))
}

/// The largest calls that ask for nothing but the time. What `RandomString` takes can be tried, though not what it gives.
fn constant_calls<'e>(expr: &'e Expr, out: &mut Vec<&'e Expr>) -> bool {
    let before = out.len();
    let mut constant = !matches!(expr, Expr::Attribute { .. } | Expr::Error { .. });
    for child in expr.children() {
        constant &= constant_calls(child, out);
    }
    let Expr::Call(call) = expr else { return constant };
    if constant && (!is_outside(call) || call.name.eq_ignore_ascii_case("RandomString")) {
        out.truncate(before);
        out.push(expr);
    }
    constant && !is_outside(call)
}

fn arguments(function: &'static Function, call: &Call, out: &mut Vec<Diagnostic>) {
    for (slot, arg) in call.args.iter().enumerate() {
        let (Arg::Given(arg), Some((parameter, _))) = (arg, function.parameter(slot)) else { continue };
        let given = match arg {
            Expr::Text { value, .. } => Given::Constant(value),
            Expr::Number { text, .. } => Given::Constant(text),
            Expr::Call(inner) => match function_in_any_case(&inner.name) {
                Some(inner) => Given::Result(inner),
                None => continue,
            },
            _ => continue,
        };
        if let Some(code) = refused(function, parameter, &given) {
            out.push(Diagnostic::new(code, arg.span()));
        }
    }
    dates::check(function.name, call, out);
    if function.name == "Replace" {
        replace(call, out);
    }
}

/// The pattern of `Replace`, the group it is asked for, and the text it looks for.
fn replace(call: &Call, out: &mut Vec<Diagnostic>) {
    let slots: [Option<&Expr>; 4] = std::array::from_fn(|slot| call.args.get(slot).and_then(Arg::given));
    let [_, old, pattern, group] = slots;
    match pattern {
        Some(Expr::Text { value, span }) => match Regex::new(value) {
            Ok(regex) => {
                if let Some(Expr::Text { value: name, span }) = group
                    && regex.group(name).is_none()
                {
                    out.push(Diagnostic::new(Code::UnknownGroup { group: name.clone() }, *span));
                }
            }
            Err(error) => {
                let code = Code::BadPattern { pattern: value.clone(), why: error.why };
                out.push(Diagnostic::new(code, *span));
            }
        },
        Some(_) => {}
        None => {
            if let Some(Expr::Text { value, span }) = old
                && value.is_empty()
            {
                out.push(Diagnostic::new(Code::EmptySearch, *span));
            }
        }
    }
}

/// What is known of an argument.
enum Given<'e> {
    Constant(&'e str),
    Result(&'static Function),
}

/// Why an argument cannot work, when that is certain.
fn refused(function: &'static Function, parameter: &'static Parameter, given: &Given<'_>) -> Option<Code> {
    let wrong = match (given, parameter.kind) {
        (Given::Constant(text), Kind::Number) => Number::read(text).and_then(Number::whole).is_none(),
        (Given::Constant(text), Kind::Condition) => {
            !["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
                && Number::read(text).is_none()
        }
        (Given::Constant(name), Kind::Text) if parameter.name == "culture" => {
            return Culture::named(name).is_none().then(|| Code::BadCulture { culture: (*name).to_owned() });
        }
        (Given::Result(inner), Kind::Number) => {
            matches!(inner.returns, Returns::Boolean | Returns::DateTime | Returns::Roles)
        }
        (Given::Result(inner), Kind::Condition) => {
            matches!(inner.returns, Returns::DateTime | Returns::Roles)
        }
        _ => false,
    };
    if !wrong {
        return None;
    }
    let function = function.name;
    Some(match given {
        Given::Constant(value) => Code::WrongConstant { function, parameter, value: (*value).to_owned() },
        Given::Result(inner) => Code::WrongResult { function, parameter, inner: inner.name },
    })
}
