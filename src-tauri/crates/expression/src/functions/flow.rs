//! Whether a value flows at all.

use super::{Family, Function, Kind, Page, Parameter, Returns, example, no_value, required};
use crate::diagnostic::Code;
use crate::evaluate::{Args, Stop};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
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
    },
    Function {
        name: "Redact",
        family: Family::Flow,
        summary: "Gives the value unchanged and hides it in the provisioning logs.",
        parameters: &[required("attribute/value", Kind::Value, "the value to hide")],
        repeat: None,
        returns: Returns::Chosen,
        page: Page::Reference,
        caution: "",
        examples: &[example("Redact([employeeId])", &[("employeeId", "4711")], "4711")],
        rule: None,
        run: |args| args.owned(0),
    },
    Function {
        name: "Error",
        family: Family::Flow,
        summary: "Stops with an error of your own for this person.",
        parameters: &[required("ErrorMessage", Kind::Text, "what the provisioning log is to say")],
        repeat: None,
        returns: Returns::Nothing,
        page: Page::Sibling,
        caution: "",
        examples: &[example(
            r#"IIF([country] = "US", "yes", Error("not in the US"))"#,
            &[("country", "US")],
            "yes",
        )],
        rule: None,
        run: |args| {
            let message = args.text(0)?.unwrap_or_default().into_owned();
            Err(args.fail(Code::Raised { message }))
        },
    },
];

fn ignore_flow(args: &Args<'_>) -> Result<Value, Stop> {
    let value = args.owned(0)?;
    if value.is_null_or_empty() { Err(Stop::Drop) } else { Ok(value) }
}
