//! Constants that can never be equal to what they are compared with.

use crate::casing::Culture;
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{Returns, function_in_any_case};
use crate::number::Number;
use crate::syntax::{Arg, Call, Expr, Operator};

/// Attributes of Entra whose values are `True` and `False`.
const TRUTHS: &[&str] = &["IsSoftDeleted", "accountEnabled"];

/// Why a value can never be equal to a constant.
struct Never {
    /// A clause about the value.
    because: &'static str,
    /// The constant in the spelling that could be equal.
    meant: Option<String>,
}

/// Reports comparisons and keys that never hold.
pub(super) fn check(tree: &Expr, out: &mut Vec<Diagnostic>) {
    tree.walk(&mut |node| match node {
        Expr::Call(call) if call.name.eq_ignore_ascii_case("Switch") => switch(call, out),
        Expr::Compare(comparison) if matches!(comparison.operator, Operator::Equal | Operator::NotEqual) => {
            compare(&comparison.left, &comparison.right, out);
            compare(&comparison.right, &comparison.left, out);
        }
        _ => {}
    });
}

fn switch(call: &Call, out: &mut Vec<Diagnostic>) {
    let Some(source) = call.args.first().and_then(Arg::given) else { return };
    for key in call.args.iter().skip(2).step_by(2).filter_map(Arg::given) {
        if let Some((value, Never { because, meant })) = never_key(source, key) {
            let code = Code::NeverEqual { value, because };
            let found = Diagnostic::new(code, key.span());
            out.push(match meant {
                Some(meant) => found.suggesting(crate::print::quote(&meant)),
                None => found,
            });
        }
    }
}

fn compare(value: &Expr, constant: &Expr, out: &mut Vec<Diagnostic>) {
    if matches!(value, Expr::Text { .. } | Expr::Number { .. }) {
        return;
    }
    let Some((text, Never { because, meant })) = never_key(value, constant) else { return };
    // That Switch looks at upper and lower case is documented; of = it is not.
    out.push(match meant {
        Some(meant) => {
            let about = "whether = and <> look at upper and lower case";
            Diagnostic::new(Code::PagesDisagree { about }, constant.span())
                .suggesting(crate::print::quote(&meant))
        }
        None => Diagnostic::new(Code::NeverEqual { value: text, because }, constant.span()),
    });
}

/// [`never`] for a node, with the constant's text. Numbers are equal in more than one spelling, so of them only what
/// truth values are compared with is certain.
fn never_key(value: &Expr, constant: &Expr) -> Option<(String, Never)> {
    match constant {
        Expr::Text { value: text, .. } => Some((text.clone(), never(value, text)?)),
        Expr::Number { text, .. } if is_truth(value) => Some((text.clone(), never(value, text)?)),
        _ => None,
    }
}

fn is_truth(value: &Expr) -> bool {
    match value {
        Expr::Attribute { name, .. } => TRUTHS.contains(&name.as_str()),
        Expr::Call(call) => {
            function_in_any_case(&call.name).is_some_and(|function| function.returns == Returns::Boolean)
        }
        _ => false,
    }
}

/// Whether the value can be equal to the constant for nobody. Empty text is equal to a missing value and left out.
fn never(value: &Expr, constant: &str) -> Option<Never> {
    if constant.is_empty() {
        return None;
    }
    let no = |because| Some(Never { because, meant: None });
    match value {
        Expr::Text { value, .. } if value != constant => no("the text is another one"),
        Expr::Attribute { name, .. } if TRUTHS.contains(&name.as_str()) => truth(constant),
        Expr::Call(call) => never_given(call, constant),
        _ => None,
    }
}

fn truth(constant: &str) -> Option<Never> {
    if matches!(constant, "True" | "False") {
        return None;
    }
    let meant = ["True", "False"].into_iter().find(|word| constant.eq_ignore_ascii_case(word));
    Some(Never { because: "the value is True or False", meant: meant.map(str::to_owned) })
}

fn never_given(call: &Call, constant: &str) -> Option<Never> {
    let function = function_in_any_case(&call.name)?;
    let arg = |slot: usize| call.args.get(slot).and_then(Arg::given);
    let text = |slot: usize| match arg(slot) {
        Some(Expr::Text { value, .. }) => Some(value.as_str()),
        _ => None,
    };
    let no = |because| Some(Never { because, meant: None });
    let cased =
        |written: String, because| (written != constant).then_some(Never { because, meant: Some(written) });
    let characters = constant.chars().count();
    let longer = |slot: usize| match arg(slot) {
        Some(Expr::Number { text, .. } | Expr::Text { value: text, .. }) => Number::read(text)
            .and_then(Number::whole)
            .and_then(|count| usize::try_from(count).ok())
            .is_some_and(|count| characters > count),
        _ => false,
    };
    let plain = || Culture::named("").filter(|_| call.args.len() == 1);
    match function.name {
        "ToLower" => cased(plain()?.lower(constant), "the value has small letters only"),
        "ToUpper" => cased(plain()?.upper(constant), "the value has capital letters only"),
        "Trim" if constant.trim() != constant => no("the value has no blanks at its ends"),
        "StripSpaces" if constant.contains(' ') => no("the value has no blanks"),
        "Left" if longer(1) => no("the value is shorter"),
        "Mid" if longer(2) => no("the value is shorter"),
        "Append" if text(1).is_some_and(|suffix| !constant.ends_with(suffix)) => {
            no("the value ends in another way")
        }
        "Append" | "Prepend" if text(0).is_some_and(|prefix| !constant.starts_with(prefix)) => {
            no("the value begins in another way")
        }
        "IIF" => all([arg(1), arg(2)], constant),
        "Switch" => {
            let values = call.args.iter().skip(3).step_by(2).map(Arg::given);
            let default = call.args.get(1).map(Arg::given);
            // An empty default gives no value, which is equal to empty text alone.
            all(values.chain(default.filter(Option::is_some)), constant)
        }
        _ if function.returns == Returns::Boolean => truth(constant),
        _ if function.returns == Returns::Number && Number::read(constant).is_none() => {
            no("the value is a number")
        }
        _ => None,
    }
}

/// Whether none of several possible values can be equal to the constant.
fn all<'e>(values: impl IntoIterator<Item = Option<&'e Expr>>, constant: &str) -> Option<Never> {
    let mut meant = None;
    for value in values {
        let never = never(value?, constant)?;
        meant = meant.or(never.meant);
        if let Expr::Text { value, .. } = value?
            && value.eq_ignore_ascii_case(constant)
        {
            meant = Some(value.clone());
        }
    }
    Some(Never { because: "no value it can have is that", meant })
}
