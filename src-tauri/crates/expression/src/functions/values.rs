//! Attributes with several values.

use std::collections::HashSet;

use super::{Family, Function, Kind, Page, Returns, example, required};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Args, Stop};
use crate::syntax::{Arg, Call, Expr};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "Count",
        family: Family::Values,
        summary: "Counts the values of an attribute.",
        parameters: &[required("attribute", Kind::Values, "an attribute with several values")],
        repeat: None,
        returns: Returns::Number,
        page: Page::Reference,
        caution: "",
        examples: &[example(
            "Count([proxyAddresses])",
            &[("proxyAddresses", "a"), ("proxyAddresses", "b")],
            "2",
        )],
        rule: None,
        run: |args| {
            let value = args.value(0)?;
            let count = match &*value {
                Value::List(values) => values.len(),
                Value::Complex(values) => values.len(),
                single => usize::from(!single.is_null()),
            };
            Ok(Value::Number(count.to_string()))
        },
    },
    Function {
        name: "Item",
        family: Family::Values,
        summary: "Gives one value of an attribute by its position, counted from 1.",
        parameters: &[
            required("attribute", Kind::Values, "an attribute with several values"),
            required("index", Kind::Number, "the position, 1 or more"),
        ],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "A position beyond the last value is an error.",
        examples: &[example(
            "Item([proxyAddresses], 2)",
            &[("proxyAddresses", "a"), ("proxyAddresses", "b")],
            "b",
        )],
        rule: None,
        run: item,
    },
    Function {
        name: "Split",
        family: Family::Values,
        summary: "Cuts a text at each place where the delimiter stands; pieces without text stay, and so do blanks.",
        parameters: &[
            required("source", Kind::Text, "the text"),
            required("delimiter", Kind::Text, "where to cut, usually one character"),
        ],
        repeat: None,
        returns: Returns::Values,
        page: Page::Reference,
        caution: "Microsoft's example leaves out the blank behind a comma, and its text does not say so: put Trim around it.",
        examples: &[
            example(r#"Item(Split([mail], "@"), 1)"#, &[("mail", "ada@example.com")], "ada"),
            example(r#"Count(Split("a,,b", ","))"#, &[], "3"),
        ],
        rule: Some(split_rule),
        run: split,
    },
    Function {
        name: "RemoveDuplicates",
        family: Family::Values,
        summary: "Gives each value of an attribute once, where it stands first. Capital and small letters differ.",
        parameters: &[required("attribute", Kind::Values, "an attribute with several values")],
        repeat: None,
        returns: Returns::Values,
        page: Page::Reference,
        caution: "No page says in which order the values come, or whether capital and small letters differ.",
        examples: &[example(
            r#"Join(",", RemoveDuplicates([proxyAddresses]))"#,
            &[("proxyAddresses", "b"), ("proxyAddresses", "a"), ("proxyAddresses", "b")],
            "b,a",
        )],
        rule: None,
        run: remove_duplicates,
    },
];

/// The values of the first argument; a single value counts as one, null as none.
fn values(args: &Args<'_>) -> Result<Vec<String>, Stop> {
    Ok(match &*args.value(0)? {
        Value::List(values) => values.clone(),
        value => value.as_text().into_iter().collect(),
    })
}

fn item(args: &Args<'_>) -> Result<Value, Stop> {
    let values = values(args)?;
    let position = args.integer(1)?;
    usize::try_from(position)
        .ok()
        .and_then(|position| position.checked_sub(1))
        .and_then(|index| values.into_iter().nth(index))
        .map(Value::Text)
        .ok_or_else(|| args.stop(1, Code::OutOfRange { function: "Item", value: position }))
}

fn split(args: &Args<'_>) -> Result<Value, Stop> {
    let Some(source) = args.text(0)? else { return Ok(Value::Null) };
    let delimiter = args.text(1)?.unwrap_or_default();
    if delimiter.is_empty() {
        return Ok(Value::List(vec![source.into_owned()]));
    }
    Ok(Value::List(source.split(&*delimiter).map(str::to_owned).collect()))
}

fn remove_duplicates(args: &Args<'_>) -> Result<Value, Stop> {
    let value = args.owned(0)?;
    let Value::List(values) = value else { return Ok(value) };
    let mut seen = HashSet::new();
    let first: Vec<_> = values.iter().filter(|value| seen.insert(value.as_str())).cloned().collect();
    Ok(Value::List(first))
}

fn split_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    if let Some(Arg::Given(Expr::Text { value, span })) = call.args.get(1)
        && value.chars().count() > 1
    {
        let about =
            "whether Split cuts at a delimiter of several characters as a whole, as here, or at each of them";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, *span));
    }
}
