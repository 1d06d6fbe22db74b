//! What paths and filters share: the cursor over the text and the error with its place.

use std::ops::Range;

/// How many brackets, parentheses and `not` may be open at once; more is hostile, not a query.
const MAX_DEPTH: usize = 48;

/// Where a path or a filter stops being one, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {}", span.start)]
pub struct ParseError {
    /// The bytes of the text that do not fit. Empty where something is missing at that place.
    pub span: Range<usize>,
    /// What does not fit.
    pub kind: ParseErrorKind,
}

/// The ways in which a path or a filter can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// There is no text.
    #[error("nothing to read")]
    Empty,
    /// A blank inside a path, where none may stand.
    #[error("a blank inside a path")]
    Blank,
    /// Not an attribute name: a letter, then letters, digits, `-` and `_` (RFC 7643 §2.1).
    #[error("not an attribute name")]
    InvalidName,
    /// More than attribute and sub-attribute: SCIM nests no deeper.
    #[error("more than one sub-attribute")]
    TooManyLevels,
    /// A schema's URN without the colon and the attribute that should follow.
    #[error("a schema without an attribute")]
    SchemaWithoutAttribute,
    /// A comparison operator (`eq`, `pr`, …) should stand here.
    #[error("an operator is missing")]
    ExpectedOperator,
    /// A value should stand here.
    #[error("a value is missing")]
    ExpectedValue,
    /// Neither text in quotes, a number, `true`, `false` nor `null`.
    #[error("not a value: text needs double quotes")]
    InvalidValue,
    /// A `[` without its `]`.
    #[error("a bracket is not closed")]
    UnclosedBracket,
    /// A `(` without its `)`.
    #[error("a parenthesis is not closed")]
    UnclosedParenthesis,
    /// A text without its closing quote.
    #[error("a text is not closed")]
    UnclosedString,
    /// More text where the path or filter should have ended.
    #[error("unexpected text")]
    UnexpectedText,
    /// Too many levels of brackets or parentheses.
    #[error("nested too deeply")]
    TooDeep,
}

impl ParseErrorKind {
    pub(crate) fn at(self, span: Range<usize>) -> ParseError {
        ParseError { span, kind: self }
    }
}

/// A position in the text being read.
pub(crate) struct Cursor<'a> {
    pub(crate) text: &'a str,
    pub(crate) pos: usize,
    depth: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, pos: 0, depth: 0 }
    }

    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.pos..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn here(&self) -> Range<usize> {
        self.pos..self.pos
    }

    pub(crate) fn to_end(&self) -> Range<usize> {
        self.pos..self.text.len()
    }

    pub(crate) fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.pos += expected.len_utf8();
        }
        found
    }

    pub(crate) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.pos += rest.len() - rest.trim_start().len();
    }

    /// The word at the cursor, without moving: up to a blank, a bracket, a parenthesis or a quote.
    pub(crate) fn peek_word(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || "[]()\"".contains(c)).unwrap_or(rest.len());
        &rest[..end]
    }

    pub(crate) fn word(&mut self) -> &'a str {
        let word = self.peek_word();
        self.pos += word.len();
        word
    }

    /// Moves past the word if it is `keyword`, whatever its case (RFC 7644 §3.4.2.2).
    pub(crate) fn eat_keyword(&mut self, keyword: &str) -> bool {
        let found = self.peek_word().eq_ignore_ascii_case(keyword);
        if found {
            self.pos += keyword.len();
        }
        found
    }

    pub(crate) fn descend(&mut self) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(ParseErrorKind::TooDeep.at(self.here())) } else { Ok(()) }
    }

    pub(crate) fn ascend(&mut self) {
        self.depth -= 1;
    }
}
