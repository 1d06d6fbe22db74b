//! From text to tree. Parsing never fails: what cannot be read becomes an [`Expr::Error`] with a diagnostic.

mod bare;
mod conditions;

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexer::{Token, TokenKind, is_invisible, tokens, unescape};
use crate::spelling::spelling;
use crate::syntax::{Arg, Call, Expr, Span};

/// The most characters Entra takes in one expression (main reference page, April 2026).
pub const MAX_CHARACTERS: usize = 10_000;

/// Beyond so many characters a text is no expression but something pasted by mistake: it is told to be too long, not read.
const MAX_READ: usize = 10 * MAX_CHARACTERS;

/// The deepest nesting of calls read here, far beyond any published expression: it bounds the stack, not the language.
pub const MAX_DEPTH: usize = 100;

/// A read expression: always a tree, and what was found wrong with the spelling.
///
/// Nothing is lost: the [`tokens`](Self::tokens), white space and comments among them, lie side by side and cover the
/// text, and the span of every node of the tree begins and ends where tokens do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The text that was read.
    pub text: String,
    /// Its tokens, in order and without gaps.
    pub tokens: Vec<Token>,
    /// The tree; parts in error are [`Expr::Error`].
    pub tree: Expr,
    /// Findings of [`Phase::Parse`](crate::Phase::Parse) in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// An expression, read already or not: what [`check`](crate::check()) and [`evaluate`](crate::evaluate()) take.
pub trait Source {
    /// The read expression.
    fn parsed(&self) -> Cow<'_, Parsed>;
}

impl Source for Parsed {
    fn parsed(&self) -> Cow<'_, Parsed> {
        Cow::Borrowed(self)
    }
}

impl Source for str {
    fn parsed(&self) -> Cow<'_, Parsed> {
        Cow::Owned(parse(self))
    }
}

impl Source for String {
    fn parsed(&self) -> Cow<'_, Parsed> {
        Cow::Owned(parse(self))
    }
}

/// Reads an expression. A bare attribute (`[mail]`) and a bare constant are expressions too: so the schema of a
/// provisioning job writes direct and constant mappings.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let all = tokens(text);
    let tokens = all.iter().copied().filter(|token| !token.kind.is_trivia()).collect();
    let mut parser = Parser { text, tokens, at: 0, constant_place: false, diagnostics: Vec::new() };
    let readable = parser.is_readable();
    let tree = if readable { parser.whole() } else { parser.error(Span::new(0, text.len())) };
    let mut diagnostics = parser.diagnostics;
    if readable {
        spelling(text, &all, &mut diagnostics);
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.label, diagnostic.span));
    Parsed { text: text.to_owned(), tokens: all, tree, diagnostics }
}

struct Parser<'t> {
    text: &'t str,
    /// Those with a meaning.
    tokens: Vec<Token>,
    at: usize,
    /// Whether a constant is likelier here than an attribute.
    constant_place: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Parser<'_> {
    /// Tells when the text is too long; whether it is worth reading all the same.
    fn is_readable(&mut self) -> bool {
        let Some((start, _)) = self.text.char_indices().nth(MAX_CHARACTERS) else { return true };
        let characters = self.text.chars().count();
        self.report(Code::TooLong { characters }, Span::new(start, self.text.len()));
        characters <= MAX_READ
    }

    fn whole(&mut self) -> Expr {
        if self.kind().is_none() {
            let everything = Span::new(0, self.text.len());
            self.report(Code::Blank, everything);
            return self.error(everything);
        }
        // Spreadsheets begin their formulas so.
        if matches!(self.kind(), Some(TokenKind::Operator(_))) && self.slice(self.span()) == "=" {
            let span = self.take_span();
            self.push(Diagnostic::new(Code::LeadingEquals, span).suggesting(""));
        }
        let tree = self.expression(0);
        if self.kind().is_none() { tree } else { self.trailing(tree) }
    }

    /// After the expression, with something left. It is read, so that the tree holds it, but its own faults are not told.
    fn trailing(&mut self, tree: Expr) -> Expr {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let closers = rest.iter().all(|token| token.kind == TokenKind::Close);
        let span = Span::new(self.span().start, rest.last().map_or(self.text.len(), |token| token.span.end));
        let diagnostic = Diagnostic::new(Code::TrailingText, span);
        self.push(if closers { diagnostic.suggesting("") } else { diagnostic });
        let told = self.diagnostics.len();
        let whole = tree.span().to(span);
        let mut parts = vec![tree];
        while let Some(kind) = self.kind() {
            match kind {
                TokenKind::Close | TokenKind::Comma | TokenKind::Operator(_) => self.at += 1,
                _ => parts.push(self.expression(0)),
            }
        }
        self.diagnostics.truncate(told);
        self.error_with(whole, parts)
    }

    fn operand(&mut self, depth: usize) -> Expr {
        let span = self.span();
        match self.kind() {
            Some(TokenKind::Text { inner, .. }) => {
                self.at += 1;
                Expr::Text { value: unescape(self.text, inner).0, span }
            }
            Some(TokenKind::Attribute { inner, closed, .. }) => {
                self.at += 1;
                let mut name = self.slice(inner);
                if name.trim().is_empty() {
                    self.report(Code::EmptyAttribute, span);
                    return self.error(span);
                }
                if !closed {
                    name.truncate(name.trim_end().len());
                }
                Expr::Attribute { name, span }
            }
            Some(TokenKind::Logical) => self.negation(depth),
            Some(TokenKind::Name) if self.kind_at(1) == Some(TokenKind::Open) => self.call(depth),
            Some(TokenKind::Name) if self.at_logical() => self.negation(depth),
            Some(TokenKind::Name | TokenKind::Number | TokenKind::Other) => self.bare(depth),
            Some(TokenKind::Open) => self.group(depth),
            _ => {
                self.expected_value(span);
                // Before white space, so that the node lies inside the one it is missing from.
                let place = self.previous_span().end;
                if self.kind() == Some(TokenKind::Close) && depth == 0 {
                    self.at += 1;
                }
                self.error(Span::new(place, place))
            }
        }
    }

    fn expected_value(&mut self, span: Span) {
        let code = Code::ExpectedValue { found: self.slice(span) };
        let before = self.previous_span();
        // A comparison without its right side most likely asks for no value.
        if matches!(
            self.tokens.get(self.at.wrapping_sub(1)),
            Some(Token { kind: TokenKind::Operator(_), .. })
        ) {
            let gap = Span::new(before.end, before.end);
            self.push(Diagnostic::new(code, gap).suggesting(" \"\"").at(span));
        } else {
            self.report(code, span);
        }
    }

    /// At a name followed by `(`; white space between them is allowed.
    fn call(&mut self, depth: usize) -> Expr {
        let name_span = self.take_span();
        let open = self.span();
        if depth >= MAX_DEPTH {
            self.report(Code::TooDeep, name_span);
            self.skip_parentheses();
            return self.error(name_span.to(self.previous_span()));
        }
        self.at += 1;
        let told = self.diagnostics.len();
        let name = self.slice(name_span).replace(is_invisible, "");
        let mut args = Vec::new();
        if self.kind() != Some(TokenKind::Close) {
            self.arguments(&name, depth, &mut args);
        }
        let end = if self.kind() == Some(TokenKind::Close) {
            self.take_span()
        } else {
            let end = self.previous_span();
            let code = Code::UnclosedCall { function: name.clone() };
            let place = Span::new(end.end, end.end);
            self.push(Diagnostic::new(code, place).suggesting(")").at(name_span.to(open)));
            end
        };
        let call = Call { name, name_span, args, span: name_span.to(end) };
        self.nest_conditions(&call, told);
        Expr::Call(call)
    }

    /// After the opening parenthesis; ends at the closing one or at the end of the text.
    fn arguments(&mut self, name: &str, depth: usize, args: &mut Vec<Arg>) {
        loop {
            args.push(self.slot(name, args.len(), depth));
            while !self.at_slot_end() {
                if self.between_arguments() {
                    args.push(self.slot(name, args.len(), depth));
                }
            }
            if self.kind() != Some(TokenKind::Comma) {
                return;
            }
            self.at += 1;
        }
    }

    fn at_slot_end(&self) -> bool {
        matches!(self.kind(), None | Some(TokenKind::Comma | TokenKind::Close))
    }

    fn slot(&mut self, name: &str, index: usize, depth: usize) -> Arg {
        if self.at_slot_end() {
            let start = self.previous_span().end;
            return Arg::Empty(Span::new(start, self.span().start));
        }
        self.constant_place = index > 0 && matches!(name, "Switch" | "IIF");
        Arg::Given(self.expression(depth + 1))
    }

    /// After an argument that is followed by neither a comma nor the closing parenthesis. Whether another argument follows.
    fn between_arguments(&mut self) -> bool {
        if self.kind() == Some(TokenKind::Other) {
            self.unexpected();
            return !self.at_slot_end();
        }
        let gap = Span::new(self.previous_span().end, self.span().start);
        let comma = if gap.start == gap.end { ", " } else { "," };
        let place = Span::new(gap.start, gap.start);
        self.push(Diagnostic::new(Code::MissingComma, place).suggesting(comma).at(gap));
        true
    }

    /// At a `(` that follows no name.
    fn group(&mut self, depth: usize) -> Expr {
        let open = self.span();
        if depth >= MAX_DEPTH {
            self.report(Code::TooDeep, open);
            self.skip_parentheses();
            return self.error(open.to(self.previous_span()));
        }
        self.at += 1;
        let inner = self.expression(depth + 1);
        let end = if self.kind() == Some(TokenKind::Close) { self.take_span() } else { inner.span() };
        let inside = self.slice(inner.span());
        self.push(Diagnostic::new(Code::Grouping, open.to(end)).suggesting(inside).at(open));
        // The parentheses belong to the tree too.
        self.error_with(open.to(end), vec![inner])
    }

    /// At a `(`: goes past the parenthesis that closes it, without recursion.
    fn skip_parentheses(&mut self) {
        let mut open = 0_usize;
        while let Some(kind) = self.kind() {
            match kind {
                TokenKind::Open => open += 1,
                TokenKind::Close => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    fn kind(&self) -> Option<TokenKind> {
        self.kind_at(0)
    }

    fn kind_at(&self, ahead: usize) -> Option<TokenKind> {
        self.tokens.get(self.at + ahead).map(|token| token.kind)
    }

    fn span(&self) -> Span {
        let end = self.text.len();
        self.tokens.get(self.at).map_or(Span::new(end, end), |token| token.span)
    }

    fn take_span(&mut self) -> Span {
        let span = self.span();
        self.at += 1;
        span
    }

    fn previous_span(&self) -> Span {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(Span::new(0, 0), |token| token.span)
    }

    fn slice(&self, span: Span) -> String {
        self.written(span).to_owned()
    }

    fn written(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn error(&self, span: Span) -> Expr {
        self.error_with(span, Vec::new())
    }

    fn error_with(&self, span: Span, parts: Vec<Expr>) -> Expr {
        Expr::Error { text: self.slice(span), parts, span }
    }

    fn report(&mut self, code: Code, span: Span) {
        self.push(Diagnostic::new(code, span));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
