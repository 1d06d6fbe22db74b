//! Entra's attribute-mapping expression language: lexer, parser, checks and evaluator.
//!
//! The language is the one of Microsoft Entra's provisioning service ("expression" attribute mappings), as its reference
//! for functions and its sibling pages describe it. This crate is pure: no clock, no randomness, no I/O.
//!
//! ```
//! use std::collections::BTreeMap;
//! use onramp_expression::{Value, evaluate};
//!
//! let ada = BTreeMap::from([("givenName".to_owned(), Value::from("Ada"))]);
//! assert_eq!(evaluate(r#"ToLower(Append([givenName], "@example.com"))"#, &ada), Ok(Value::from("ada@example.com")));
//! ```
//!
//! The road of a text: [`parse`] always gives a tree ([`Expr`]) and the [`Diagnostic`]s of its spelling; [`check`] adds those
//! of its meaning (functions, arguments, nesting, constants that cannot work); [`Program::compile`] refuses what has an error and gives
//! something that can be evaluated for many people without parsing again. What it may ask besides attributes (the time, what
//! is random, what is taken in the target) is a [`Context`].
//!
//! For an editor: [`explain()`] tells what every part came to for one person, [`format()`] lays a text out over lines,
//! [`complete()`] and [`hover()`] say what fits at a place and what stands there.

mod casing;
mod check;
mod complete;
mod context;
mod date;
mod date_format;
mod diacritics;
mod diagnostic;
mod draw;
mod evaluate;
mod explain;
mod format;
mod functions;
mod lexer;
mod message;
mod number;
mod parser;
mod print;
mod regex;
mod spelling;
mod syntax;
mod value;

pub use check::check;
pub use complete::{CallSite, Candidate, CandidateKind, Completion, Hover, Place, Subject, complete, hover};
pub use context::Context;
pub use diagnostic::{Code, Diagnostic, Phase, Severity};
pub use evaluate::{Attributes, MAX_BYTES, MAX_WORK, Program, evaluate};
pub use explain::{Explanation, Outcome, Part, Step, explain};
pub use format::format;
pub use functions::{
    Arity, Example, Family, Function, Kind, Page, Parameter, Repeat, Returns, function, function_in_any_case,
    functions,
};
pub use lexer::{Quotes, Token, TokenKind};
pub use parser::{MAX_CHARACTERS, MAX_DEPTH, Parsed, Source, parse};
pub use print::{print, quote};
pub use regex::{PatternError, Regex, TooCostly};
pub use syntax::{Arg, Call, Comparison, Expr, Operator, Span, attributes_used};
pub use value::{Members, Value};
