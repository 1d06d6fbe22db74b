//! Numbers and truth values.

use super::{Family, Function, Kind, Page, Parameter, Returns, example, required};
use crate::evaluate::{Args, Stop};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "BitAnd",
        family: Family::Conversion,
        summary: "Gives the bits set in both numbers, for example to test a flag of userAccountControl. Hexadecimal \
                  numbers are written &HF7.",
        parameters: &[
            required("value1", Kind::Number, "a whole number"),
            required("value2", Kind::Number, "a whole number"),
        ],
        repeat: None,
        returns: Returns::Number,
        page: Page::Reference,
        caution: "",
        examples: &[
            example("BitAnd(&HF, &HF7)", &[], "7"),
            example("BitAnd([userAccountControl], 2)", &[("userAccountControl", "514")], "2"),
        ],
        rule: None,
        run: |args| Ok(Value::from(args.integer(0)? & args.integer(1)?)),
    },
    Function {
        name: "CBool",
        family: Family::Conversion,
        summary: "Gives True for a number other than 0 and for a comparison that holds, otherwise False.",
        parameters: &[Parameter {
            key: "source",
            ..required("Expression", Kind::Condition, "a number or a comparison")
        }],
        repeat: None,
        returns: Returns::Boolean,
        page: Page::Reference,
        caution: "",
        examples: &[
            example("CBool([a] = [b])", &[("a", "Sales"), ("b", "Sales")], "True"),
            example("CBool(0)", &[], "False"),
        ],
        rule: None,
        run: c_bool,
    },
    Function {
        name: "CStr",
        family: Family::Conversion,
        summary: "Gives the value as text; truth values become True or False.",
        parameters: &[Parameter {
            key: "source",
            ..required("value", Kind::Value, "a number or truth value")
        }],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "",
        examples: &[example("CStr(IsNull([x]))", &[], "True")],
        rule: None,
        run: |args| Ok(args.text(0)?.map_or(Value::Null, |text| Value::Text(text.into_owned()))),
    },
];

/// What is missing is not "other than 0"; text that is neither a number nor a truth value is an error, as for IIF.
fn c_bool(args: &Args<'_>) -> Result<Value, Stop> {
    let value = args.value(0)?;
    if value.is_null_or_empty() {
        return Ok(Value::Bool(false));
    }
    args.condition_of(0, value).map(Value::Bool)
}
