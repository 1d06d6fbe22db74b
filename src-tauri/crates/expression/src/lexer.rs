//! The tokens of an expression. Lexing never fails and loses nothing: the tokens lie side by side and cover the text.

mod slips;

use crate::syntax::{Operator, Span};

pub(crate) use slips::is_invisible;

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands; the next token starts where it ends.
    pub span: Span,
}

/// What a token is. Foreign spellings (`'x'`, `{mail}`, `==`, `;`) have the kind of what they stand for; a diagnostic
/// names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// White space of any kind.
    Blank,
    /// A comment as in other languages: `//`, `--`, `/* */`, `<!-- -->`. The language has none.
    Comment,
    /// A string.
    Text {
        /// What stands around it.
        quotes: Quotes,
        /// The part between the quotes, escapes as written.
        inner: Span,
        /// Whether the opening quote is there.
        opened: bool,
        /// Whether the closing quote is there.
        closed: bool,
    },
    /// An attribute in brackets.
    Attribute {
        /// The name.
        inner: Span,
        /// Whether it stands in square brackets.
        square: bool,
        /// Whether the opening bracket is there.
        opened: bool,
        /// Whether the closing bracket is there.
        closed: bool,
    },
    /// A number as written, valid or not.
    Number,
    /// A name: of a function or a bare word.
    Name,
    /// A comparison operator, or a foreign spelling of one.
    Operator(Operator),
    /// `&&`, `||`, `!`: there is no such thing in the language.
    Logical,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// A character that is not of the language.
    Other,
}

impl TokenKind {
    /// Whether it has no meaning: white space and comments.
    #[must_use]
    pub fn is_trivia(self) -> bool {
        matches!(self, Self::Blank | Self::Comment)
    }
}

/// The quotes around a string; the language knows the straight ones alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quotes {
    /// `"x"`
    Straight,
    /// `“x”`
    Curly,
    /// `'x'`
    Single,
    /// `\"x\"`, as copied from JSON.
    Escaped,
    /// `""x""`, as copied from a table.
    Doubled,
    /// `&quot;x&quot;`, as copied from a page's source.
    Entity,
}

/// The longest attribute name looked for, so that unclosed brackets cannot make the work quadratic.
const LONGEST_NAME: usize = 512;

/// How many unclosed strings are given a likely end; after these, one goes to the end of the text, so that the work stays
/// linear.
const GUESSES: usize = 16;

/// All tokens of the text, in order and without gaps.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, guesses: GUESSES };
    let mut tokens = Vec::new();
    while let Some(first) = lexer.peek() {
        let start = lexer.at;
        let kind = lexer.next(first);
        tokens.push(Token { kind, span: Span::new(start, lexer.at) });
    }
    tokens
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    guesses: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    }

    /// At `first`, which is not the end.
    fn next(&mut self, first: char) -> TokenKind {
        if let Some(kind) = self.slip() {
            return kind;
        }
        let start = self.at;
        self.at += first.len_utf8();
        match first {
            c if c.is_whitespace() => {
                self.skip_while(char::is_whitespace);
                TokenKind::Blank
            }
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            ',' => TokenKind::Comma,
            '[' => self.attribute(),
            '"' => self.string(Quotes::Straight),
            '“' | '”' | '„' | '‟' | '″' => self.string(Quotes::Curly),
            '\'' | '‘' | '’' | '‚' | '`' => self.string(Quotes::Single),
            '&' if self.peek().is_some_and(|c| matches!(c, 'H' | 'h')) => self.number(),
            '-' if self.peek().is_some_and(|c| c.is_ascii_digit()) => self.number(),
            '0'..='9' => self.number(),
            c if c.is_alphabetic() || c == '_' => {
                self.skip_while(|c| is_name(c) || c == '.' || is_invisible(c));
                self.unopened(start).unwrap_or(TokenKind::Name)
            }
            _ => TokenKind::Other,
        }
    }

    /// After `[`. Brackets inside are matched, for names such as `addresses[type eq "work"].locality`.
    fn attribute(&mut self) -> TokenKind {
        let (start, rest) = (self.at, self.rest());
        let mut depth = 0_usize;
        for (offset, c) in rest.char_indices().take(LONGEST_NAME) {
            match c {
                '\n' | '\r' => break,
                '[' => depth += 1,
                ']' if depth > 0 => depth -= 1,
                ']' => {
                    self.at += offset + 1;
                    let inner = Span::new(start, start + offset);
                    return TokenKind::Attribute { inner, square: true, opened: true, closed: true };
                }
                _ => {}
            }
        }
        // Unclosed: the name most likely ended where something else begins.
        let end = rest.find([',', ')', ']', '=', '<', '>', '\n', '\r']).unwrap_or(rest.len());
        self.at += rest[..end].trim_end().len();
        TokenKind::Attribute { inner: Span::new(start, self.at), square: true, opened: true, closed: false }
    }

    /// After the opening quote.
    fn string(&mut self, quotes: Quotes) -> TokenKind {
        let (start, rest) = (self.at, self.rest());
        let mut chars = rest.char_indices();
        while let Some((offset, c)) = chars.next() {
            if let Some(length) = quotes.closing(c, rest, offset) {
                return self.closed(quotes, start, offset, length);
            }
            if c == '\\' && quotes != Quotes::Escaped {
                chars.next();
            }
        }
        let length = match self.guesses.checked_sub(1) {
            Some(left) => {
                self.guesses = left;
                slips::likely_end(rest)
            }
            None => rest.len(),
        };
        self.at = start + length;
        TokenKind::Text { quotes, inner: Span::new(start, self.at), opened: true, closed: false }
    }

    fn number(&mut self) -> TokenKind {
        // Letters belong to it, so that `10abc` is one bad number.
        self.skip_while(|c| is_name(c) || c == '.');
        TokenKind::Number
    }
}

impl Quotes {
    /// The length of the closing quote, if one stands at the offset, where `c` is.
    fn closing(self, c: char, rest: &str, offset: usize) -> Option<usize> {
        let after = || rest.get(offset..).unwrap_or_default();
        match self {
            Self::Straight => (c == '"').then_some(1),
            Self::Curly => matches!(c, '“' | '”' | '„' | '‟' | '″' | '"').then(|| c.len_utf8()),
            Self::Single => matches!(c, '\'' | '‘' | '’' | '‚' | '`').then(|| c.len_utf8()),
            Self::Escaped => (c == '\\' && after().starts_with("\\\"")).then_some(2),
            Self::Doubled => (c == '"' && after().starts_with("\"\"")).then_some(2),
            Self::Entity => (c == '&').then(|| slips::quote_entity(after())).flatten(),
        }
    }
}

/// The text between the quotes with its escapes resolved, and the places of unknown escapes, which keep their backslash.
pub(crate) fn unescape(text: &str, inner: Span) -> (String, Vec<(char, Span)>) {
    let mut value = String::new();
    let mut unknown = Vec::new();
    let mut chars = text.get(inner.start..inner.end).unwrap_or_default().char_indices();
    while let Some((offset, c)) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
            Some((at, other)) => {
                value.push('\\');
                value.push(other);
                let span = Span::new(inner.start + offset, inner.start + at + other.len_utf8());
                unknown.push((other, span));
            }
            None => value.push('\\'),
        }
    }
    (value, unknown)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
