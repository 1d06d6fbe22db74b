//! Whether a value flows at all.

use super::{Family, Function, Kind, Page, Parameter, Returns, example, no_value, required};
use crate::evaluate::{Args, Stop};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[Function {
    name: "IgnoreFlowIfNullOrEmpty",
    family: Family::Flow,
    summary: "Leaves the target attribute as it is when the value is null or empty text; otherwise gives the value.",
    parameters: &[Parameter { key: "source", ..required("expression", Kind::Value, "the value") }],
    repeat: None,
    returns: Returns::Chosen,
    page: Page::Reference,
    caution: "Not as the condition of IIF: put it around the IIF.",
    examples: &[
        example("IgnoreFlowIfNullOrEmpty([department])", &[("department", "Sales")], "Sales"),
        no_value("IgnoreFlowIfNullOrEmpty([department])", &[("department", "")]),
    ],
    rule: None,
    run: ignore_flow,
}];

fn ignore_flow(args: &Args<'_>) -> Result<Value, Stop> {
    let value = args.owned(0)?;
    if value.is_null_or_empty() { Err(Stop::Drop) } else { Ok(value) }
}
