//! Words, numbers and characters that stand outside quotes, brackets and calls.

use super::Parser;
use super::conditions::{is_joining, is_logical, word_operator};
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{Arity, WORDS, function_in_any_case};
use crate::lexer::{TokenKind, is_invisible};
use crate::number::Number;
use crate::print::{print, quote};
use crate::syntax::Expr;

impl Parser<'_> {
    /// At a word, a number or a character of no meaning.
    pub(super) fn bare(&mut self, depth: usize) -> Expr {
        let start = self.span();
        let kind = self.kind();
        let count = self.run();
        if count > 1 {
            self.at += count;
            let span = start.to(self.previous_span());
            let word = self.slice(span).replace(is_invisible, "");
            let diagnostic = Diagnostic::new(Code::UnknownWord { word: word.clone() }, span);
            self.push(diagnostic.suggesting(quote(&word)));
            return self.error(span);
        }
        match kind {
            Some(TokenKind::Number) => self.number(),
            Some(TokenKind::Name) => self.word(depth),
            _ => {
                self.unexpected();
                self.error(start)
            }
        }
    }

    /// How many tokens from here on make up one text without quotes, such as `New York` or `2026-01-01`; 1 when it is one
    /// token.
    fn run(&self) -> usize {
        let tokens = self.tokens.get(self.at..).unwrap_or_default();
        let follows_on = |index: usize| match tokens.get(index..) {
            Some([next, rest @ ..]) => {
                let before = tokens[index - 1];
                let adjacent = before.span.end == next.span.start;
                let written = self.written(next.span);
                let called = rest.first().is_some_and(|token| token.kind == TokenKind::Open);
                match next.kind {
                    TokenKind::Name if adjacent => !called,
                    TokenKind::Name => {
                        !called
                            && before.kind != TokenKind::Other
                            && !is_logical(written)
                            && word_operator(written).is_none()
                    }
                    TokenKind::Number => adjacent || before.kind == TokenKind::Name,
                    TokenKind::Other if is_joining(written) => {
                        adjacent
                            && rest.first().is_some_and(|after| {
                                after.span.start == next.span.end
                                    && matches!(after.kind, TokenKind::Name | TokenKind::Number)
                            })
                    }
                    TokenKind::Other => adjacent && written != "]" && written != "}",
                    _ => false,
                }
            }
            _ => false,
        };
        // A character of no meaning begins a text only when something is attached to it.
        let mut count = 1;
        while follows_on(count) {
            count += 1;
        }
        count
    }

    fn number(&mut self) -> Expr {
        let span = self.take_span();
        let written = self.written(span);
        let text = match written.strip_prefix("&amp;") {
            Some(digits) => format!("&{digits}"),
            None => written.to_owned(),
        };
        if Number::read(&text).is_none() {
            self.report(Code::BadNumber { text }, span);
            return self.error(span);
        }
        Expr::Number { text, span }
    }

    fn word(&mut self, depth: usize) -> Expr {
        let span = self.take_span();
        let name = self.slice(span).replace(is_invisible, "");
        if WORDS.contains(&name.as_str()) {
            return Expr::Word { name, span };
        }
        if let Some(function) = function_in_any_case(&name) {
            if matches!(self.kind(), Some(TokenKind::Attribute { .. } | TokenKind::Text { opened: true, .. }))
            {
                let inner = self.operand(depth);
                let whole = span.to(inner.span());
                let call = format!("{}({})", function.name, print(&inner));
                let code = Code::MissingParentheses { function: function.name };
                self.push(Diagnostic::new(code, whole).suggesting(call).at(span));
                return self.error_with(whole, vec![inner]);
            }
            if matches!(function.arity(), Arity { most: Some(0), .. }) {
                let code = Code::MissingParentheses { function: function.name };
                self.push(Diagnostic::new(code, span).suggesting(format!("{}()", function.name)));
                return self.error(span);
            }
        }
        let instead = self.meant(&name);
        self.push(Diagnostic::new(Code::UnknownWord { word: name }, span).suggesting(instead));
        self.error(span)
    }

    /// What a lone word most likely stands for.
    fn meant(&self, name: &str) -> String {
        if let Some(word) = WORDS.iter().find(|word| word.eq_ignore_ascii_case(name)) {
            return (*word).to_owned();
        }
        match name.to_ascii_lowercase().as_str() {
            "true" => "\"True\"".to_owned(),
            "false" => "\"False\"".to_owned(),
            "null" | "nothing" | "nil" => "\"\"".to_owned(),
            // Source attributes begin with a small letter, a few such as IsSoftDeleted excepted.
            _ if self.constant_place && name.starts_with(|c: char| !c.is_lowercase()) => quote(name),
            // So rules for dynamic groups write an attribute.
            _ => format!("[{}]", name.strip_prefix("user.").unwrap_or(name)),
        }
    }

    /// At a character of no meaning.
    pub(super) fn unexpected(&mut self) {
        let span = self.take_span();
        let written = self.written(span);
        let Some(character) = written.chars().next() else { return };
        let diagnostic = Diagnostic::new(Code::UnexpectedCharacter { character }, span);
        // Invisible characters come along when an expression is copied from a page: removing them is the likely correction.
        let removed = is_invisible(character) || matches!(character, ']' | '}');
        self.push(if removed { diagnostic.suggesting("") } else { diagnostic });
    }
}
