//! Spellings of other languages and traces of copying: tokens that stand for something of the language.

use super::{Lexer, Quotes, TokenKind, is_name};
use crate::syntax::{Operator, Span};

/// Characters nobody sees; they come along when an expression is copied from a page.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

impl Lexer<'_> {
    /// A token in a foreign spelling, if one starts here.
    pub(super) fn slip(&mut self) -> Option<TokenKind> {
        match self.peek()? {
            '/' | '-' => self.comment(),
            '<' => self.comment().or_else(|| self.operator()),
            '&' => self.entity().or_else(|| self.operator()),
            '"' | '\\' => self.quotes(),
            '{' => self.braces(),
            c if c.is_ascii_alphanumeric() => None,
            _ => self.punctuation().or_else(|| self.operator()),
        }
    }

    fn comment(&mut self) -> Option<TokenKind> {
        let rest = self.rest();
        let upto = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        // `https://…` and `a--b` are text without quotes.
        let apart = !self.text[..self.at].ends_with(|c| is_name(c) || c == ':');
        let length = if apart && (rest.starts_with("//") || rest.starts_with("--")) {
            rest.find(['\n', '\r']).unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            upto("*/")
        } else if rest.starts_with("<!--") {
            upto("-->")
        } else {
            return None;
        };
        self.at += length;
        Some(TokenKind::Comment)
    }

    fn punctuation(&mut self) -> Option<TokenKind> {
        let c = self.peek()?;
        let kind = match c {
            ';' | '，' | '；' | '、' => TokenKind::Comma,
            '（' => TokenKind::Open,
            '）' => TokenKind::Close,
            _ => return None,
        };
        self.at += c.len_utf8();
        Some(kind)
    }

    /// Entities of a page's source, operators excepted.
    fn entity(&mut self) -> Option<TokenKind> {
        let rest = self.rest();
        if !rest.starts_with('&') {
            return None;
        }
        if let Some(length) = quote_entity(rest) {
            self.at += length;
            return Some(self.string(Quotes::Entity));
        }
        for (entity, kind) in [
            ("&nbsp;", TokenKind::Blank),
            ("&#160;", TokenKind::Blank),
            ("&amp;&amp;", TokenKind::Logical),
            ("&amp;H", TokenKind::Number),
            ("&amp;h", TokenKind::Number),
            ("&amp;", TokenKind::Other),
        ] {
            if rest.starts_with(entity) {
                self.at += entity.len();
                return Some(if kind == TokenKind::Number { self.number() } else { kind });
            }
        }
        None
    }

    fn operator(&mut self) -> Option<TokenKind> {
        use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let (first, mut length) = sign(self.rest())?;
        let after = |length: usize| self.rest().get(length..).and_then(sign);
        let mut second = after(length);
        // `===` and `!==` say no more than `==` and `!=`.
        if let ('=' | '!', Some(('=', more))) = (first, second)
            && let Some(('=', again)) = after(length + more)
        {
            second = Some(('=', more + again));
        }
        let (operator, two) = match (first, second.map(|(c, _)| c)) {
            ('<', Some('>')) => (NotEqual, true),
            ('<', Some('=')) => (LessOrEqual, true),
            ('>', Some('=')) => (GreaterOrEqual, true),
            ('=', Some('=')) => (Equal, true),
            ('!', Some('=')) => (NotEqual, true),
            ('=', Some('<')) => (LessOrEqual, true),
            ('=', Some('>')) => (GreaterOrEqual, true),
            ('=' | '＝', _) => (Equal, false),
            ('≠', _) => (NotEqual, false),
            ('≤', _) => (LessOrEqual, false),
            ('≥', _) => (GreaterOrEqual, false),
            ('<', _) => (Less, false),
            ('>', _) => (Greater, false),
            ('&', Some('&')) | ('|', Some('|')) => {
                self.at += length + second.map_or(0, |(_, more)| more);
                return Some(TokenKind::Logical);
            }
            ('!', _) => {
                self.at += length;
                return Some(TokenKind::Logical);
            }
            _ => return None,
        };
        if two {
            length += second.map_or(0, |(_, more)| more);
        }
        self.at += length;
        Some(TokenKind::Operator(operator))
    }

    /// `\"x\"` and `""x""`: quotes as JSON and tables write them.
    fn quotes(&mut self) -> Option<TokenKind> {
        let rest = self.rest();
        if rest.starts_with("\\\"") {
            self.at += 2;
            return Some(self.string(Quotes::Escaped));
        }
        let inside = rest.strip_prefix("\"\"")?;
        // After empty text no letter can follow, so this is no empty text.
        if !inside.starts_with(is_name) || !inside[inside.find('"')?..].starts_with("\"\"") {
            return None;
        }
        self.at += 2;
        Some(self.string(Quotes::Doubled))
    }

    /// `{mail}`.
    fn braces(&mut self) -> Option<TokenKind> {
        let name = self.rest().strip_prefix('{')?;
        let length = name.find(|c| !is_name(c) && c != '.' && c != ':')?;
        if length == 0 || !name[length..].starts_with('}') {
            return None;
        }
        let inner = Span::new(self.at + 1, self.at + 1 + length);
        self.at = inner.end + 1;
        Some(TokenKind::Attribute { inner, square: false, opened: true, closed: true })
    }

    /// After a word that started at `start`: whether it is an attribute or a text whose beginning is missing, as in
    /// `mail]` and `True",`.
    pub(super) fn unopened(&mut self, start: usize) -> Option<TokenKind> {
        let inner = Span::new(start, self.at);
        let rest = self.rest();
        if rest.starts_with(']') {
            self.at += 1;
            return Some(TokenKind::Attribute { inner, square: true, opened: false, closed: true });
        }
        let after = rest.strip_prefix('"')?.trim_start();
        if !after.is_empty() && !after.starts_with([',', ')']) {
            return None;
        }
        self.at += 1;
        Some(TokenKind::Text { quotes: Quotes::Straight, inner, opened: false, closed: true })
    }

    /// A string whose closing quote was found at `offset`.
    pub(super) fn closed(&mut self, quotes: Quotes, start: usize, offset: usize, length: usize) -> TokenKind {
        let rest = self.rest();
        let inside = rest[..offset].trim_end();
        // In `"False, "True"` the quote before True opens: what it seems to close ended before the comma.
        if let Some(before) = inside.strip_suffix(',')
            && rest[offset + length..].starts_with(is_name)
        {
            self.at = start + before.trim_end().len();
            let inner = Span::new(start, self.at);
            return TokenKind::Text { quotes, inner, opened: true, closed: false };
        }
        self.at = start + offset + length;
        TokenKind::Text { quotes, inner: Span::new(start, start + offset), opened: true, closed: true }
    }
}

/// A character that operators are made of, and how long it is as written.
fn sign(rest: &str) -> Option<(char, usize)> {
    for (entity, c) in [("&lt;", '<'), ("&gt;", '>')] {
        if rest.starts_with(entity) {
            return Some((c, entity.len()));
        }
    }
    let c = rest.chars().next()?;
    matches!(c, '=' | '<' | '>' | '!' | '＝' | '≠' | '≤' | '≥' | '&' | '|').then(|| (c, c.len_utf8()))
}

/// The length of the entity of a double quote at the start of the text.
pub(super) fn quote_entity(rest: &str) -> Option<usize> {
    ["&quot;", "&#34;", "&#x22;", "&ldquo;", "&rdquo;"]
        .iter()
        .find(|e| rest.starts_with(**e))
        .map(|e| e.len())
}

/// Where an unclosed string most likely ended: before a comma that another argument follows, else before the line's end
/// or the parentheses at the end of the text.
pub(super) fn likely_end(rest: &str) -> usize {
    for (comma, _) in rest.match_indices([',', '\n']) {
        let next = rest[comma + 1..].trim_start();
        let begins_argument = next.starts_with(['[', ',', ')']) || {
            let name = next.trim_start_matches(is_name);
            name.len() < next.len() && name.starts_with('(')
        };
        if begins_argument || rest[comma..].starts_with('\n') {
            return rest[..comma].trim_end_matches(|c: char| c == ')' || c.is_whitespace()).len();
        }
    }
    rest.trim_end_matches(|c: char| c == ')' || c.is_whitespace()).len()
}
