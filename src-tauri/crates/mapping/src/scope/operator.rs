//! The operators of a clause, by Graph's names and the portal's.

use serde::{Deserialize, Serialize};

/// How a clause tests its attribute. The names are those of `scoping.json`, `operators`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Operator {
    /// The text is exactly the value.
    Equals,
    /// The text is another one.
    NotEquals,
    /// The Boolean is true.
    IsTrue,
    /// The Boolean is false.
    IsFalse,
    /// There is no value.
    IsNull,
    /// There is a value.
    IsNotNull,
    /// The pattern is found in the text.
    RegexMatch,
    /// The pattern is not found in the text.
    NotRegexMatch,
    /// A larger integer.
    GreaterThan,
    /// An integer that is not smaller.
    GreaterThanOrEquals,
    /// The text contains the value.
    Includes,
    /// The text ends with the value.
    EndsWith,
    /// By the page's words: the text occurs within the value.
    Within,
    /// The opposite of [`Within`](Self::Within).
    NotWithin,
    /// Listed, and not supported.
    IsMemberOf,
    /// Listed without a word of explanation.
    Present,
    /// Listed without a word of explanation.
    ValidCertMatch,
    /// A name that no page lists, kept as written.
    Other(String),
}

/// Whether an operator takes a value (Graph: `scopeOperatorType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// The attribute alone.
    Unary,
    /// The attribute and one value.
    Binary,
}

impl Operator {
    /// All 17, in the order of `scoping.json`.
    pub const ALL: [Operator; 17] = [
        Self::Equals,
        Self::NotEquals,
        Self::IsTrue,
        Self::IsFalse,
        Self::IsNull,
        Self::IsNotNull,
        Self::RegexMatch,
        Self::NotRegexMatch,
        Self::GreaterThan,
        Self::GreaterThanOrEquals,
        Self::Includes,
        Self::EndsWith,
        Self::Within,
        Self::NotWithin,
        Self::IsMemberOf,
        Self::Present,
        Self::ValidCertMatch,
    ];

    /// The operator of exactly this name or other spelling. Any other name is [`Other`](Self::Other).
    pub fn named(name: &str) -> Self {
        let known =
            Self::ALL.into_iter().find(|known| known.name() == name || known.spellings().contains(&name));
        known.unwrap_or_else(|| Self::Other(name.to_owned()))
    }

    /// The name as Graph writes it and the portal shows it.
    pub fn name(&self) -> &str {
        match self {
            Self::Equals => "EQUALS",
            Self::NotEquals => "NOT EQUALS",
            Self::IsTrue => "IS TRUE",
            Self::IsFalse => "IS FALSE",
            Self::IsNull => "IS NULL",
            Self::IsNotNull => "IS NOT NULL",
            Self::RegexMatch => "REGEX MATCH",
            Self::NotRegexMatch => "NOT REGEX MATCH",
            Self::GreaterThan => "Greater_Than",
            Self::GreaterThanOrEquals => "Greater_Than_OR_EQUALS",
            Self::Includes => "Includes",
            Self::EndsWith => "ENDS_WITH",
            Self::Within => "&",
            Self::NotWithin => "!&",
            Self::IsMemberOf => "IsMemberOf",
            Self::Present => "PRESENT",
            Self::ValidCertMatch => "VALID CERT MATCH",
            Self::Other(name) => name,
        }
    }

    /// Other spellings that Microsoft's pages print for the same operator.
    pub fn spellings(&self) -> &'static [&'static str] {
        match self {
            Self::GreaterThan => &["GREATER_THAN"],
            Self::GreaterThanOrEquals => &["GREATER_THAN_OR_EQUALS"],
            Self::Includes => &["INCLUDES"],
            Self::IsMemberOf => &["IS_MEMBER_OF"],
            _ => &[],
        }
    }

    /// Whether it takes a value; of an unknown one nobody knows.
    pub fn arity(&self) -> Option<Arity> {
        match self {
            Self::IsTrue | Self::IsFalse | Self::IsNull | Self::IsNotNull | Self::Present => {
                Some(Arity::Unary)
            }
            Self::Other(_) => None,
            _ => Some(Arity::Binary),
        }
    }

    /// What it asks, to stand between an attribute and a value: "is exactly".
    pub fn phrase(&self) -> &str {
        self.phrases().0
    }

    /// What is so where it fails: "is not exactly".
    pub fn failing_phrase(&self) -> &str {
        self.phrases().1
    }

    fn phrases(&self) -> (&str, &str) {
        match self {
            Self::Equals => ("is exactly", "is not exactly"),
            Self::NotEquals => ("is not", "is exactly"),
            Self::IsTrue => ("is true", "is not true"),
            Self::IsFalse => ("is false", "is not false"),
            Self::IsNull => ("is empty", "is not empty"),
            Self::IsNotNull => ("has a value", "has no value"),
            Self::RegexMatch => ("matches", "does not match"),
            Self::NotRegexMatch => ("does not match", "matches"),
            Self::GreaterThan => ("is greater than", "is not greater than"),
            Self::GreaterThanOrEquals => ("is at least", "is less than"),
            Self::Includes => ("contains", "does not contain"),
            Self::EndsWith => ("ends with", "does not end with"),
            Self::Within => ("occurs within", "does not occur within"),
            Self::NotWithin => ("does not occur within", "occurs within"),
            Self::IsMemberOf => ("is a member of", "is not a member of"),
            Self::Present => ("is present", "is not present"),
            Self::ValidCertMatch => ("matches the certificate", "does not match the certificate"),
            Self::Other(name) => (name, name),
        }
    }
}

impl From<String> for Operator {
    fn from(name: String) -> Self {
        Self::named(&name)
    }
}

impl From<Operator> for String {
    fn from(operator: Operator) -> Self {
        match operator {
            Operator::Other(name) => name,
            known => known.name().to_owned(),
        }
    }
}
