//! What a finding is made of.

use std::ops::Range;

use super::{Difference, Remedy};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Goes through, but probably not as meant.
    Warning,
    /// Breaks provisioning, for everyone or for some.
    Error,
}

/// The field a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The target name.
    Target,
    /// The source attribute, expression or constant.
    Source,
    /// The matching precedence.
    MatchingPrecedence,
    /// *Apply this mapping*.
    Apply,
    /// The table as a whole.
    Table,
    /// The *Target Object Actions*.
    Actions,
    /// The scoping filter.
    Scope {
        /// Index of the group, counted through Graph's three lists in their order; `None` for the whole filter.
        group: Option<usize>,
        /// Index of the clause in it.
        clause: Option<usize>,
    },
    /// A name in the attribute list of Entra's schema.
    AttributeList,
}

/// Where a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Index of the row; `None` for the table.
    pub row: Option<usize>,
    /// The field of it.
    pub field: Field,
}

/// One finding, with words for an admin made when it is found: a table has ten rows, not ten thousand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `target.case`; [`CODES`](super::CODES) lists them. Codes are never reused.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub subject: Subject,
    /// The name or expression as typed.
    pub text: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What would happen, in a sentence.
    pub consequence: String,
    /// The rule it rests on: `R2`, `M8`.
    pub rule: Option<String>,
    /// Where in the text, in characters.
    pub span: Option<Range<usize>>,
    /// Where the name parts from the right one.
    pub difference: Option<Difference>,
    /// The whole corrected text, where there is exactly one.
    pub fix: Option<String>,
    /// The whole corrected texts, where there are several and none can be chosen for the admin.
    pub offers: Vec<String>,
    /// Changes to more than the text of the field: a row, another source, an action. Those that are safe are applied
    /// with the fixes; the others wait for the admin.
    pub remedies: Vec<Remedy>,
}

impl Diagnostic {
    /// A finding about `text` that says nothing yet.
    pub(crate) fn new(code: impl Into<String>, severity: Severity, subject: Subject, text: &str) -> Self {
        Self {
            code: code.into(),
            severity,
            subject,
            text: text.to_owned(),
            message: String::new(),
            consequence: String::new(),
            rule: None,
            span: None,
            difference: None,
            fix: None,
            offers: Vec::new(),
            remedies: Vec::new(),
        }
    }

    /// What is wrong, and what would happen.
    pub(crate) fn saying(mut self, message: impl Into<String>, consequence: impl Into<String>) -> Self {
        self.message = message.into();
        self.consequence = consequence.into();
        self
    }

    /// The rule it rests on.
    pub(crate) fn by(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }

    /// A change that would mend it.
    pub(crate) fn remedied(mut self, remedy: impl Into<Option<Remedy>>) -> Self {
        self.remedies.extend(remedy.into());
        self
    }
}
