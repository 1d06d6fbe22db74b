//! Asking whether there is a value.

use super::{Family, Function, Kind, Page, Parameter, Returns, example, only_listed, required};
use crate::value::Value;

const EXPRESSION: &[Parameter] =
    &[Parameter { key: "source", ..required("expression", Kind::Value, "the value asked about") }];

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "IsNull",
        family: Family::Presence,
        summary: "True when there is no value at all; empty text is a value.",
        parameters: EXPRESSION,
        repeat: None,
        returns: Returns::Boolean,
        page: Page::Reference,
        caution: "",
        examples: &[
            example("IsNull([displayName])", &[], "True"),
            example("IsNull([displayName])", &[("displayName", "")], "False"),
        ],
        rule: None,
        run: |args| args.value(0).map(|value| Value::Bool(value.is_null())),
    },
    Function {
        name: "IsNullOrEmpty",
        family: Family::Presence,
        summary: "True when there is no value or only empty text.",
        parameters: EXPRESSION,
        repeat: None,
        returns: Returns::Boolean,
        page: Page::Reference,
        caution: "Microsoft's reference calls it unsupported as the condition of IIF, while its other pages use it there.",
        examples: &[
            example("IsNullOrEmpty([displayName])", &[("displayName", "")], "True"),
            example("IsNullOrEmpty([displayName])", &[("displayName", "Ada")], "False"),
        ],
        rule: None,
        run: |args| args.value(0).map(|value| Value::Bool(value.is_null_or_empty())),
    },
    Function {
        name: "IsPresent",
        family: Family::Presence,
        summary: "True when there is a value other than empty text; a blank is a value.",
        parameters: EXPRESSION,
        repeat: None,
        returns: Returns::Boolean,
        page: Page::Reference,
        caution: "Not as the source of Switch.",
        examples: &[
            example("IsPresent([displayName])", &[("displayName", " ")], "True"),
            example("IsPresent([displayName])", &[], "False"),
        ],
        rule: None,
        run: |args| args.value(0).map(|value| Value::Bool(!value.is_null_or_empty())),
    },
    Function {
        name: "IsString",
        family: Family::Presence,
        summary: "True when there is a single value, for that can be text.",
        parameters: EXPRESSION,
        repeat: None,
        returns: Returns::Boolean,
        page: Page::Reference,
        caution: "No page says what it gives for a missing value or several values: here False.",
        examples: &[
            example("IsString([displayName])", &[("displayName", "Ada")], "True"),
            example("IsString([displayName])", &[], "False"),
        ],
        rule: None,
        run: |args| args.value(0).map(|value| Value::Bool(value.text().is_some())),
    },
    Function {
        name: "IsNothing",
        family: Family::Presence,
        summary: "True when there is no value at all, as IsNull.",
        parameters: &[required("source", Kind::Value, "the value asked about")],
        repeat: None,
        returns: Returns::Boolean,
        page: Page::Graph,
        caution: "Listed by Microsoft Graph only, without a word on what it does: write IsNull.",
        examples: &[example("IsNothing([displayName])", &[], "True")],
        rule: Some(only_listed),
        run: |args| args.value(0).map(|value| Value::Bool(value.is_null())),
    },
];
