//! Choosing between values.

use super::{
    Family, Function, Kind, Page, Parameter, Repeat, Returns, example, inner_function, optional, required,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Args, Stop};
use crate::syntax::{Arg, Call, Expr};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "Switch",
        family: Family::Logic,
        summary: "Compares a value with keys, case-sensitively, and gives the value that belongs to the first equal key, \
                  otherwise the default.",
        parameters: &[
            required("source", Kind::Text, "the value compared"),
            optional("defaultValue", Kind::Value, "what to give when no key is equal"),
            Parameter { key: "value", ..required("key", Kind::Text, "a value to compare with") },
            required("value", Kind::Value, "what to give for this key"),
        ],
        repeat: Some(Repeat { parameters: 2, at_least: 1 }),
        returns: Returns::Chosen,
        page: Page::Reference,
        caution: "The default slot must be there even when it is empty. Not for reference attributes such as manager.",
        examples: &[
            example(
                r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#,
                &[("IsSoftDeleted", "False")],
                "True",
            ),
            example(r#"Switch([state], "Other", "NSW", "Sydney")"#, &[("state", "nsw")], "Other"),
            example(r#"Switch([costCenter], "set", "", "missing")"#, &[], "missing"),
        ],
        rule: Some(switch_rule),
        run: switch,
    },
    Function {
        name: "IIF",
        family: Family::Logic,
        summary: "Gives the second argument when the condition holds, otherwise the third.",
        parameters: &[
            required(
                "condition",
                Kind::Condition,
                "a comparison with =, <>, >, >=, < or <=, or a truth value",
            ),
            required("valueIfTrue", Kind::Value, "what to give when it holds"),
            required("valueIfFalse", Kind::Value, "what to give when it does not"),
        ],
        repeat: None,
        returns: Returns::Chosen,
        page: Page::Reference,
        caution: "There is no AND and no OR: nest one IIF in another. No page says whether = minds capital and small letters: \
                  here it does. Microsoft's reference says that conditions on an \
                  empty attribute fail, while its other pages use them.",
        examples: &[
            example(
                r#"IIF([country] = "USA", [country], [department])"#,
                &[("country", "USA"), ("department", "Sales")],
                "USA",
            ),
            example(
                r#"IIF([country] = "USA", "yes", IIF([state] = "CA", "yes", "no"))"#,
                &[("country", "MX"), ("state", "CA")],
                "yes",
            ),
        ],
        rule: Some(iif_rule),
        run: iif,
    },
    Function {
        name: "Coalesce",
        family: Family::Logic,
        summary: "Gives the first argument that is not null; the last one serves as the default.",
        parameters: &[required("source", Kind::Value, "a value that may be missing")],
        repeat: Some(Repeat { parameters: 1, at_least: 1 }),
        returns: Returns::Chosen,
        page: Page::Reference,
        caution: "Microsoft's pages disagree on whether empty text counts as a value.",
        examples: &[
            example(r#"Coalesce([preferredName], [givenName], "none")"#, &[("givenName", "Ada")], "Ada"),
            example(r#"Coalesce([preferredName], "none")"#, &[], "none"),
        ],
        rule: Some(coalesce_rule),
        run: coalesce,
    },
    Function {
        name: "Not",
        family: Family::Logic,
        summary: "Gives False when the value is True, and True for anything else, also when there is no value.",
        parameters: &[required("source", Kind::Value, "a truth value")],
        repeat: None,
        returns: Returns::Boolean,
        page: Page::Reference,
        caution: "",
        examples: &[
            example("Not([IsSoftDeleted])", &[("IsSoftDeleted", "True")], "False"),
            example("Not([IsSoftDeleted])", &[], "True"),
        ],
        rule: None,
        run: not,
    },
];

fn switch(args: &Args<'_>) -> Result<Value, Stop> {
    // A null source equals the key "".
    let source = args.text(0)?.unwrap_or_default();
    for key in (2..args.len()).step_by(2) {
        if args.text(key)?.unwrap_or_default() == source {
            return args.owned(key + 1);
        }
    }
    args.owned(1)
}

fn switch_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    if let Some(source) = inner_function(call, 0)
        && matches!(source.name.as_str(), "IsPresent" | "IsNull" | "IsNullOrEmpty")
    {
        let about = "whether Switch may test the result of IsPresent, IsNull or IsNullOrEmpty";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, source.span));
    }
}

fn iif(args: &Args<'_>) -> Result<Value, Stop> {
    args.owned(if args.condition(0)? { 1 } else { 2 })
}

fn iif_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    let Some(condition) = call.args.first().and_then(Arg::given) else { return };
    condition.walk(&mut |node| {
        if let Expr::Call(inner) = node
            && inner.name == "IgnoreFlowIfNullOrEmpty"
        {
            let code = Code::Nesting { inner: "IgnoreFlowIfNullOrEmpty", outer: "the condition of IIF" };
            out.push(Diagnostic::new(code, inner.name_span));
        }
    });
    if let Some(inner) = inner_function(call, 0)
        && matches!(inner.name.as_str(), "IsPresent" | "IsNullOrEmpty")
    {
        let about = "whether IsPresent and IsNullOrEmpty work as the condition of IIF";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, inner.span));
    }
}

fn coalesce(args: &Args<'_>) -> Result<Value, Stop> {
    for index in 0..args.len() {
        let value = args.value(index)?;
        if !value.is_null() {
            return Ok(value.into_owned());
        }
    }
    Ok(Value::Null)
}

fn coalesce_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    if call.args.len() > 1 {
        let about = "whether Coalesce goes on to the next argument when one is empty text";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, call.name_span));
    }
}

fn not(args: &Args<'_>) -> Result<Value, Stop> {
    let value = args.value(0)?;
    Ok(Value::Bool(!value.text().is_some_and(|text| text.eq_ignore_ascii_case("true"))))
}
