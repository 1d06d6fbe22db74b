//! What is known of the tenant and of the target.

use super::{Family, Function, Kind, Page, Repeat, Returns, example, required};
use crate::diagnostic::Code;
use crate::evaluate::{Args, Stop};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "SelectUniqueValue",
        family: Family::Target,
        summary: "Gives the first value that nobody has in the target yet. When all are taken, the person is put aside \
                  with an error.",
        parameters: &[required("uniqueValueRule", Kind::Text, "a value to try")],
        repeat: Some(Repeat { parameters: 1, at_least: 2 }),
        returns: Returns::Text,
        page: Page::Reference,
        caution: "Only for provisioning from HR into Active Directory, only when the account is created, only as the \
                  outermost function, and not in a matching attribute.",
        examples: &[example(
            r#"SelectUniqueValue(Join(".", [givenName], [surname]), Join(".", Left([givenName], 1), [surname]))"#,
            &[("givenName", "Ada"), ("surname", "King")],
            "Ada.King",
        )],
        rule: None,
        run: select_unique_value,
    },
    Function {
        name: "DefaultDomain",
        family: Family::Target,
        summary: "Gives the tenant's default verified domain.",
        parameters: &[],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "An error when the tenant has no default domain.",
        examples: &[example(
            r#"Join("@", [mailNickname], DefaultDomain())"#,
            &[("mailNickname", "ada")],
            "ada@example.com",
        )],
        rule: None,
        run: |args| match args.context().default_domain.as_deref().filter(|domain| !domain.is_empty()) {
            Some(domain) => Ok(Value::from(domain)),
            None => Err(args.fail(Code::NoDefaultDomain)),
        },
    },
];

/// A directory compares such values without regard to case. An empty value names nobody and is passed over.
fn select_unique_value(args: &Args<'_>) -> Result<Value, Stop> {
    let existing = &args.context().existing;
    args.spend(existing.len() as u64)?;
    for rule in 0..args.len() {
        let Some(value) = args.text(rule)?.filter(|value| !value.is_empty()) else { continue };
        let lower = value.to_lowercase();
        if !existing.contains(&*value) && !existing.iter().any(|taken| taken.to_lowercase() == lower) {
            return Ok(Value::Text(value.into_owned()));
        }
    }
    Err(args.fail(Code::AllTaken { count: args.len() }))
}
