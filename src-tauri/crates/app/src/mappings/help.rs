//! What the editor offers while a source is typed: attributes with a person's values, and functions with their
//! signatures.

use onramp_entra::DirectoryUser;
use onramp_expression::{Function, Parameter};
use onramp_mapping::names;
use serde::Serialize;
use specta::Type;

use super::examine::shown;
use crate::error::AppError;
use crate::preview::find;
use crate::session::App;

/// A source attribute with the picked person's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceAttribute {
    /// The exact name.
    pub name: String,
    /// The person's value as text; `null` where there is none or nobody is picked.
    pub sample: Option<String>,
    /// An extension attribute: of the on-premises set of fifteen, or a directory extension.
    pub extension: bool,
}

/// A function of the language, for completion and for its help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FunctionHelp {
    /// Its name, case-sensitive.
    pub name: String,
    /// How it is written: `Mid(source, start, length)`.
    pub signature: String,
    /// What it does.
    pub summary: String,
    /// What Microsoft's pages warn of or leave open; empty when there is nothing to say.
    pub caution: String,
    /// Its parameters in order.
    pub parameters: Vec<ParameterHelp>,
    /// An example, and what it gives.
    pub example: Option<ExampleHelp>,
}

/// A parameter of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ParameterHelp {
    /// Its name on Microsoft's page, with its round where it repeats: `key2`.
    pub label: String,
    /// What it is for.
    pub summary: String,
}

/// An expression with what it gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExampleHelp {
    /// The expression.
    pub expression: String,
    /// What it gives; `null` for no value.
    pub value: Option<String>,
}

impl App {
    /// Every source attribute: those Entra has, then those only this directory's person has.
    ///
    /// # Errors
    /// Where the directory can't be read, or the person is not in it.
    pub fn source_attributes(&self, person: Option<&str>) -> Result<Vec<SourceAttribute>, AppError> {
        let directory = self.people()?;
        Ok(source_attributes(person.map(|key| find(&directory, key)).transpose()?))
    }
}

pub(super) fn source_attributes(user: Option<&DirectoryUser>) -> Vec<SourceAttribute> {
    let known = names::SOURCES.iter().copied();
    let own = user.into_iter().flat_map(|user| user.attributes.keys().map(String::as_str));
    let own = own.filter(|name| is_extension(name) && !names::SOURCES.contains(name));
    known
        .chain(own)
        .map(|name| SourceAttribute {
            name: name.to_owned(),
            sample: user.and_then(|user| user.attributes.get(name)).and_then(shown),
            extension: is_extension(name),
        })
        .collect()
}

/// `extensionAttribute1` to `15`, and directory extensions such as `extension_9f3c…_badge`.
fn is_extension(name: &str) -> bool {
    name.starts_with("extensionAttribute") || name.starts_with("extension_")
}

/// Every function, by name.
pub fn functions() -> Vec<FunctionHelp> {
    let mut functions: Vec<_> = onramp_expression::functions().collect();
    functions.sort_by_key(|function| function.name);
    functions.into_iter().map(function_help).collect()
}

/// A parameter and the round it is in, counted from 1; 0 where it does not repeat.
pub(super) fn parameter_help((parameter, round): (&Parameter, usize)) -> ParameterHelp {
    let label = match (round, parameter.required) {
        (0, true) => parameter.name.to_owned(),
        (0, false) => format!("[{}]", parameter.name),
        (round, _) => format!("{}{round}", parameter.name),
    };
    ParameterHelp { label, summary: parameter.summary.to_owned() }
}

fn function_help(function: &Function) -> FunctionHelp {
    FunctionHelp {
        name: function.name.to_owned(),
        signature: function.signature(),
        summary: function.summary.to_owned(),
        caution: function.caution.to_owned(),
        parameters: function.parameters.iter().map(|one| parameter_help((one, 0))).collect(),
        example: function.examples.first().map(|example| ExampleHelp {
            expression: example.expression.to_owned(),
            value: example.value.map(str::to_owned),
        }),
    }
}
