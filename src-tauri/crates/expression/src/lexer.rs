//! The tokens of an expression. Lexing never fails: what is not of the language becomes a token of its own kind.

use crate::syntax::{Operator, Span};

/// A token and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenKind {
    /// A string, escapes resolved. `escapes` are the places of unknown escapes, which keep their backslash.
    Text {
        value: String,
        quotes: Quotes,
        closed: bool,
        escapes: Vec<(char, Span)>,
    },
    /// `[name]`.
    Attribute {
        name: String,
        closed: bool,
    },
    /// A number as written; `valid` unless it cannot be read.
    Number {
        valid: bool,
    },
    /// A name: of a function or a bare word.
    Word,
    /// A comparison operator; the reading of a foreign one (`==`) has `exact: false`.
    Operator {
        operator: Operator,
        exact: bool,
    },
    /// `&&`, `||`, `!`.
    Logical,
    Open,
    Close,
    Comma,
    /// Not of the language.
    Other(char),
    /// The end of the text.
    End,
}

/// The quotes around a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    Straight,
    Curly,
    Single,
}

/// The longest attribute name looked for, so that unclosed brackets cannot make the work quadratic.
const LONGEST_NAME: usize = 512;

/// All tokens of the text, the last of them [`TokenKind::End`].
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.next();
        let end = token.kind == TokenKind::End;
        tokens.push(token);
        if end {
            return tokens;
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
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

    fn next(&mut self) -> Token {
        self.skip_while(char::is_whitespace);
        let start = self.at;
        let Some(first) = self.peek() else {
            return Token { kind: TokenKind::End, span: Span::new(start, start) };
        };
        self.at += first.len_utf8();
        let kind = match first {
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            ',' => TokenKind::Comma,
            '[' => self.attribute(),
            '"' => self.string(Quotes::Straight),
            '“' | '”' | '„' | '‟' | '″' => self.string(Quotes::Curly),
            '\'' | '‘' | '’' | '‚' | '`' => self.string(Quotes::Single),
            '=' | '<' | '>' | '!' => self.operator(first),
            '&' if self.peek().is_some_and(|c| matches!(c, 'H' | 'h')) => self.number(start),
            '-' if self.peek().is_some_and(|c| c.is_ascii_digit()) => self.number(start),
            '0'..='9' => self.number(start),
            '&' | '|' if self.peek() == Some(first) => {
                self.at += first.len_utf8();
                TokenKind::Logical
            }
            c if c.is_alphabetic() || c == '_' => {
                self.skip_while(|c| is_name(c) || c == '.');
                TokenKind::Word
            }
            other => TokenKind::Other(other),
        };
        Token { kind, span: Span::new(start, self.at) }
    }

    /// After `[`. Brackets inside are matched, for names such as `addresses[type eq "work"].locality`.
    fn attribute(&mut self) -> TokenKind {
        let rest = self.rest();
        let mut depth = 0_usize;
        for (offset, c) in rest.char_indices().take(LONGEST_NAME) {
            match c {
                '\n' | '\r' => break,
                '[' => depth += 1,
                ']' if depth > 0 => depth -= 1,
                ']' => {
                    self.at += offset + 1;
                    return TokenKind::Attribute { name: rest[..offset].to_owned(), closed: true };
                }
                _ => {}
            }
        }
        // Unclosed: the name most likely ended where the next argument begins.
        let end = rest.find([',', ')', ']', '\n', '\r']).unwrap_or(rest.len());
        self.at += end;
        TokenKind::Attribute { name: rest[..end].trim_end().to_owned(), closed: false }
    }

    /// After the opening quote.
    fn string(&mut self, quotes: Quotes) -> TokenKind {
        let start = self.at;
        let mut value = String::new();
        let mut escapes = Vec::new();
        let mut chars = self.rest().char_indices();
        while let Some((offset, c)) = chars.next() {
            let closes = match quotes {
                Quotes::Straight => c == '"',
                Quotes::Curly => matches!(c, '“' | '”' | '„' | '‟' | '″' | '"'),
                Quotes::Single => matches!(c, '\'' | '‘' | '’' | '‚' | '`'),
            };
            if closes {
                self.at = start + offset + c.len_utf8();
                return TokenKind::Text { value, quotes, closed: true, escapes };
            }
            if c != '\\' {
                value.push(c);
                continue;
            }
            match chars.next() {
                Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                Some((at, other)) => {
                    value.push('\\');
                    value.push(other);
                    escapes.push((other, Span::new(start + offset, start + at + other.len_utf8())));
                }
                None => value.push('\\'),
            }
        }
        self.at = self.text.len();
        TokenKind::Text { value, quotes, closed: false, escapes }
    }

    fn operator(&mut self, first: char) -> TokenKind {
        use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let (operator, exact) = match (first, self.peek()) {
            ('<', Some('>')) => (NotEqual, true),
            ('<', Some('=')) => (LessOrEqual, true),
            ('>', Some('=')) => (GreaterOrEqual, true),
            ('=', Some('=')) => (Equal, false),
            ('!', Some('=')) => (NotEqual, false),
            ('=', Some('<')) => (LessOrEqual, false),
            ('=', Some('>')) => (GreaterOrEqual, false),
            ('=', _) => return TokenKind::Operator { operator: Equal, exact: true },
            ('<', _) => return TokenKind::Operator { operator: Less, exact: true },
            ('>', _) => return TokenKind::Operator { operator: Greater, exact: true },
            _ => return TokenKind::Logical,
        };
        self.at += 1;
        TokenKind::Operator { operator, exact }
    }

    /// From `start`, whose first character has been taken. Letters belong to it, so that `10abc` is one bad number.
    fn number(&mut self, start: usize) -> TokenKind {
        self.skip_while(|c| is_name(c) || c == '.');
        let text = self.text.get(start..self.at).unwrap_or_default();
        TokenKind::Number { valid: crate::number::Number::read(text).is_some() }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
