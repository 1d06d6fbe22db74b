//! Filters, RFC 7644 §3.4.2.2: the whole grammar, although Entra itself only sends `eq` and `and`.

mod matching;
mod parse;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde_json::{Number, Value};

pub(crate) use matching::{Comparison, as_bool};
pub(crate) use parse::parse_in_brackets;

pub use crate::syntax::{ParseError, ParseErrorKind};

use crate::path::AttributePath;

/// A filter over resources or over the elements of a multi-valued attribute.
///
/// Spans are bytes of the parsed text, empty for a filter built by hand; equality ignores them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Filter {
    /// `path op value`.
    Compare {
        /// What is compared. Its own filter may be set, as in `emails[type eq "work"].value eq "a@b"`.
        path: AttributePath,
        /// How.
        op: CompareOp,
        /// With what.
        value: Literal,
        /// Where it stands.
        span: Range<usize>,
    },
    /// `path pr`: there is a value.
    Present {
        /// What is looked for.
        path: AttributePath,
        /// Where it stands.
        span: Range<usize>,
    },
    /// `attribute[filter]`: some element of the attribute matches the filter in the path.
    ValuePath {
        /// The attribute with its filter.
        path: AttributePath,
        /// Where it stands.
        span: Range<usize>,
    },
    /// All of them: at least two, none of them an `And`.
    And {
        /// The operands from left to right.
        terms: Vec<Filter>,
    },
    /// Any of them: at least two, none of them an `Or`.
    Or {
        /// The operands from left to right.
        terms: Vec<Filter>,
    },
    /// `not (filter)`.
    Not {
        /// What must not hold.
        inner: Box<Filter>,
        /// Where it stands, from `not` to the parenthesis.
        span: Range<usize>,
    },
}

/// The comparison operators, RFC 7644 §3.4.2.2 table 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater than.
    Gt,
    /// Greater than or equal to.
    Ge,
    /// Less than.
    Lt,
    /// Less than or equal to.
    Le,
}

impl CompareOp {
    const ALL: [Self; 9] =
        [Self::Eq, Self::Ne, Self::Co, Self::Sw, Self::Ew, Self::Gt, Self::Ge, Self::Lt, Self::Le];

    /// The operator as it stands in a filter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }
}

/// A value in a filter: JSON without arrays and objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// Text in double quotes.
    String(String),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Bool(bool),
    /// `null`: no value.
    Null,
}

impl Literal {
    /// The value as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::String(text) => Value::String(text.clone()),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Bool(value) => Value::Bool(*value),
            Self::Null => Value::Null,
        }
    }
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// The place and the kind of the first thing that does not fit.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse::parse(text)
    }

    /// `path eq "value"`, the only query Entra makes.
    #[must_use]
    pub fn eq(path: &AttributePath, value: &str) -> Self {
        Self::Compare {
            path: path.clone(),
            op: CompareOp::Eq,
            value: Literal::String(value.to_owned()),
            span: 0..0,
        }
    }

    /// Both must hold. Joins into one flat `And`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut terms = Vec::new();
        for filter in [self, other] {
            match filter {
                Self::And { terms: inner } => terms.extend(inner),
                single => terms.push(single),
            }
        }
        Self::And { terms }
    }

    /// The bytes the filter was read from.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        match self {
            Self::Compare { span, .. }
            | Self::Present { span, .. }
            | Self::ValuePath { span, .. }
            | Self::Not { span, .. } => span.clone(),
            Self::And { terms } | Self::Or { terms } => {
                let start = terms.first().map_or(0, |term| term.span().start);
                start..terms.last().map_or(start, |term| term.span().end)
            }
        }
    }
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Compare { path, op, value, .. },
                Self::Compare { path: other_path, op: other_op, value: other_value, .. },
            ) => path == other_path && op == other_op && value == other_value,
            (Self::Present { path, .. }, Self::Present { path: other, .. })
            | (Self::ValuePath { path, .. }, Self::ValuePath { path: other, .. }) => path == other,
            (Self::And { terms }, Self::And { terms: other })
            | (Self::Or { terms }, Self::Or { terms: other }) => terms == other,
            (Self::Not { inner, .. }, Self::Not { inner: other, .. }) => inner == other,
            _ => false,
        }
    }
}

impl Eq for Filter {}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_json())
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare { path, op, value, .. } => write!(f, "{path} {} {value}", op.as_str()),
            Self::Present { path, .. } => write!(f, "{path} pr"),
            Self::ValuePath { path, .. } => write!(f, "{path}"),
            Self::Not { inner, .. } => write!(f, "not ({inner})"),
            Self::And { terms } => {
                for (index, term) in terms.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" and ")?;
                    }
                    // `and` binds tighter than `or`.
                    if matches!(term, Self::Or { .. }) {
                        write!(f, "({term})")?
                    } else {
                        write!(f, "{term}")?
                    }
                }
                Ok(())
            }
            Self::Or { terms } => {
                for (index, term) in terms.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" or ")?;
                    }
                    write!(f, "{term}")?;
                }
                Ok(())
            }
        }
    }
}

impl FromStr for Filter {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
