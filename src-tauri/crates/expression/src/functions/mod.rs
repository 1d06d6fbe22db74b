//! The functions of the language, one file per family.
//!
//! To add a function, add a [`Function`] to the `FUNCTIONS` of its family (a new family: a file, and a line in
//! [`FAMILIES`]). Checks, completion, documentation and the tests of its examples follow from the entry.

mod conversion;
mod dates;
mod encoding;
mod flow;
mod generated;
mod letters;
mod logic;
mod presence;
mod replace;
mod roles;
mod search;
mod target;
mod text;
mod values;

use std::fmt;

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Args, Stop};
use crate::syntax::Call;
use crate::value::Value;

const FAMILIES: &[&[Function]] = &[
    logic::FUNCTIONS,
    presence::FUNCTIONS,
    text::FUNCTIONS,
    letters::FUNCTIONS,
    values::FUNCTIONS,
    conversion::FUNCTIONS,
    flow::FUNCTIONS,
    roles::FUNCTIONS,
    generated::FUNCTIONS,
    target::FUNCTIONS,
    dates::FUNCTIONS,
    encoding::FUNCTIONS,
    search::FUNCTIONS,
    replace::FUNCTIONS,
];

/// The bare words that are constants of the language.
pub(crate) const WORDS: &[&str] = &["vbTextCompare", "vbBinaryCompare", "Unicode", "ASCII", "UTF8"];

/// Every function known here, family by family.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    FAMILIES.iter().copied().flatten()
}

/// The function of exactly this name; names are case-sensitive.
#[must_use]
pub fn function(name: &str) -> Option<&'static Function> {
    functions().find(|function| function.name == name)
}

/// The function of this name in any case: Microsoft's pages disagree on the case of some names.
#[must_use]
pub fn function_in_any_case(name: &str) -> Option<&'static Function> {
    functions().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// A function: what it takes, what it does, how it is checked and evaluated.
pub struct Function {
    /// Its name, case-sensitive.
    pub name: &'static str,
    /// What it is about.
    pub family: Family,
    /// What it does, for an administrator: one or two sentences.
    pub summary: &'static str,
    /// Its parameters in order; those that repeat are the last ones.
    pub parameters: &'static [Parameter],
    /// Which of the last parameters repeat, if any.
    pub repeat: Option<Repeat>,
    /// What kind of value it gives.
    pub returns: Returns,
    /// Where Microsoft describes it.
    pub page: Page,
    /// What the pages warn of or leave open; empty when there is nothing to say.
    pub caution: &'static str,
    /// Examples; each of them runs as a test.
    pub examples: &'static [Example],
    /// Nesting rules and doubts beyond the parameters.
    pub(crate) rule: Option<fn(&Call, &mut Vec<Diagnostic>)>,
    /// The implementation. Arguments are evaluated when asked for, so a branch not taken costs nothing and cannot fail.
    pub(crate) run: fn(&Args<'_>) -> Result<Value, Stop>,
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function")
            .field("name", &self.name)
            .field("family", &self.family)
            .finish_non_exhaustive()
    }
}

/// What a function is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Choosing between values.
    Logic,
    /// Asking whether there is a value.
    Presence,
    /// Joining and cutting text.
    Text,
    /// Upper and lower case.
    Letters,
    /// Attributes with several values.
    Values,
    /// Numbers and truth values.
    Conversion,
    /// Whether a value flows at all.
    Flow,
    /// App roles.
    Roles,
    /// Values made at random.
    Generated,
    /// What is known of the tenant and the target.
    Target,
    /// Dates and times.
    Dates,
    /// Base64, hexadecimal and the binary forms of a directory.
    Encoding,
}

/// Where Microsoft describes a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// The reference for functions in attribute mappings.
    Reference,
    /// Only a sibling page, such as the one of cloud sync.
    Sibling,
    /// Only the function listing of Microsoft Graph.
    Graph,
}

/// A parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name on Microsoft's page.
    pub name: &'static str,
    /// Its key in a synchronization schema's `source.parameters`; a repeating one is followed by a number from 1.
    pub key: &'static str,
    /// Whether its slot may not be empty.
    pub required: bool,
    /// What it takes.
    pub kind: Kind,
    /// What it is for, a phrase.
    pub summary: &'static str,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Any value.
    Value,
    /// Text; numbers and truth values count as text.
    Text,
    /// A whole number, quoted or not.
    Number,
    /// A condition: a comparison, or a value that is true or false.
    Condition,
    /// One or several values.
    Values,
    /// A date with its time, as `CDate`, `Now`, `DateAdd` and `DateFromNum` give it.
    DateTime,
    /// A bare word.
    Word,
}

/// What kind of value a function gives. The service flows all of them as text, `Values` and `Roles` as several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Returns {
    /// One of its arguments, whatever that is.
    Chosen,
    /// Text.
    Text,
    /// A number.
    Number,
    /// `True` or `False`.
    Boolean,
    /// A date with its time as `M/d/yyyy h:mm:ss tt`, in UTC.
    DateTime,
    /// Several values, or one where it was given one.
    Values,
    /// Role objects ([`Value::Complex`]).
    Roles,
    /// Never a value.
    Nothing,
}

/// Repetition of the last parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Repeat {
    /// How many of the last parameters repeat together: 2 for the pairs of `Switch`.
    pub parameters: usize,
    /// How often at least.
    pub at_least: usize,
}

/// How many arguments a function takes; empty slots count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Arity {
    /// At least.
    pub least: usize,
    /// At most; `None` when its last parameters repeat.
    pub most: Option<usize>,
    /// By how many the count grows: 2 when pairs repeat.
    pub step: usize,
}

impl Arity {
    /// Whether a function with this arity takes so many arguments.
    #[must_use]
    pub fn allows(self, count: usize) -> bool {
        count >= self.least
            && self.most.is_none_or(|most| count <= most)
            && (self.step <= 1 || (count - self.least).is_multiple_of(self.step))
    }
}

/// An expression with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The expression.
    pub expression: &'static str,
    /// The person's attributes it needs; a multi-valued one stands several times.
    pub attributes: &'static [(&'static str, &'static str)],
    /// The value as text; `None` for null and for an attribute that leaves the flow.
    pub value: Option<&'static str>,
}

impl Function {
    /// How many arguments it takes.
    #[must_use]
    pub fn arity(&self) -> Arity {
        let count = self.parameters.len();
        match self.repeat {
            Some(Repeat { parameters, at_least }) => {
                let once = count - parameters.min(count);
                Arity { least: once + parameters * at_least, most: None, step: parameters }
            }
            None => {
                let last_required = self.parameters.iter().rposition(|parameter| parameter.required);
                let least = last_required.map_or(0, |index| index + 1);
                // Microsoft's pages show it without its second slot too.
                let shorter = usize::from(self.name == dates::WITHOUT_STYLES);
                Arity { least: least - shorter.min(least), most: Some(count), step: 1 }
            }
        }
    }

    /// The parameter of the slot with this index, counted from 0, and its repetition, counted from 1 (0: it does not repeat).
    #[must_use]
    pub fn parameter(&self, slot: usize) -> Option<(&'static Parameter, usize)> {
        let repeating = self.repeat.map_or(0, |repeat| repeat.parameters);
        let once = self.parameters.len().saturating_sub(repeating);
        if slot < once || repeating == 0 {
            return self.parameters.get(slot).map(|parameter| (parameter, 0));
        }
        let (round, place) = ((slot - once) / repeating, (slot - once) % repeating);
        self.parameters.get(once + place).map(|parameter| (parameter, round + 1))
    }

    /// The key of a slot in a synchronization schema's `source.parameters`, such as `source2`.
    #[must_use]
    pub fn key(&self, slot: usize) -> Option<String> {
        self.parameter(slot).map(|(parameter, round)| match round {
            0 => parameter.key.to_owned(),
            round => format!("{}{round}", parameter.key),
        })
    }

    /// How it is written: `Mid(source, start, length)`, `Switch(source, [defaultValue], key, value, …)`.
    #[must_use]
    pub fn signature(&self) -> String {
        let names = self.parameters.iter().map(|parameter| match parameter.required {
            true => parameter.name.to_owned(),
            false => format!("[{}]", parameter.name),
        });
        let more = self.repeat.map(|_| "…".to_owned());
        format!("{}({})", self.name, names.chain(more).collect::<Vec<_>>().join(", "))
    }
}

/// The name of the function a call's slot holds, if it holds a call.
pub(crate) fn inner_function(call: &Call, slot: usize) -> Option<&Call> {
    match call.args.get(slot).and_then(crate::syntax::Arg::given) {
        Some(crate::syntax::Expr::Call(inner)) => Some(inner),
        _ => None,
    }
}

/// The finding on a function that Microsoft Graph lists without a word on what it does.
fn only_listed(call: &Call, out: &mut Vec<Diagnostic>) {
    let about = "what this function does: only Microsoft Graph lists it, without a description";
    out.push(Diagnostic::new(Code::PagesDisagree { about }, call.name_span));
}

/// A required parameter whose schema key is its name.
const fn required(name: &'static str, kind: Kind, summary: &'static str) -> Parameter {
    Parameter { name, key: name, required: true, kind, summary }
}

/// A parameter whose slot may be empty or, at the end, missing.
const fn optional(name: &'static str, kind: Kind, summary: &'static str) -> Parameter {
    Parameter { name, key: name, required: false, kind, summary }
}

/// An example.
const fn example(
    expression: &'static str,
    attributes: &'static [(&'static str, &'static str)],
    value: &'static str,
) -> Example {
    Example { expression, attributes, value: Some(value) }
}

/// An example without a value.
const fn no_value(expression: &'static str, attributes: &'static [(&'static str, &'static str)]) -> Example {
    Example { expression, attributes, value: None }
}
