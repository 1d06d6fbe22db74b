//! Attributes with several values.

use super::{Family, Function, Kind, Page, Returns, example, required};
use crate::diagnostic::Code;
use crate::evaluate::{Args, Stop};
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
        run: |args| Ok(Value::Number(values(args)?.len().to_string())),
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
