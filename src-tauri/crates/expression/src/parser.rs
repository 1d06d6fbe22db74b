//! From text to tree. Parsing never fails: what cannot be read becomes an [`Expr::Error`] with a diagnostic.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic};
use crate::functions;
use crate::lexer::{Quotes, Token, TokenKind, tokens};
use crate::print::quote;
use crate::syntax::{Arg, Call, Comparison, Expr, Span};

/// The most characters Entra takes in one expression (main reference page, April 2026).
pub const MAX_CHARACTERS: usize = 10_000;

/// The deepest nesting of calls read here, far beyond any published expression: it bounds the stack, not the language.
pub const MAX_DEPTH: usize = 100;

/// A read expression: always a tree, and what was found wrong with the spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
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
    let mut parser = Parser { text, tokens: tokens(text), at: 0, diagnostics: Vec::new() };
    parser.check_length();
    let tree = parser.whole();
    let mut diagnostics = parser.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Parsed { tree, diagnostics }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Parser<'_> {
    fn check_length(&mut self) {
        if let Some((start, _)) = self.text.char_indices().nth(MAX_CHARACTERS) {
            let characters = self.text.chars().count();
            self.report(Code::TooLong { characters }, Span::new(start, self.text.len()));
        }
    }

    fn whole(&mut self) -> Expr {
        let everything = Span::new(0, self.text.len());
        if self.kind() == &TokenKind::End {
            self.report(Code::Blank, everything);
            return self.error(everything);
        }
        let tree = self.expression(0);
        if self.kind() != &TokenKind::End {
            let span = self.span();
            if self.at_logical() {
                self.report(Code::LogicalOperator { operator: self.slice(span) }, span);
            } else {
                self.report(Code::TrailingText, Span::new(span.start, self.text.trim_end().len()));
            }
        }
        tree
    }

    /// One value, or two with a comparison operator between them.
    fn expression(&mut self, depth: usize) -> Expr {
        let left = self.operand(depth);
        let TokenKind::Operator { operator, exact } = *self.kind() else { return left };
        let operator_span = self.take_span();
        if !exact {
            let code = Code::UnknownOperator { operator: self.slice(operator_span) };
            self.push(Diagnostic::new(code, operator_span).suggesting(operator.as_str()));
        }
        let right = self.operand(depth);
        let span = left.span().to(right.span());
        if matches!(self.kind(), TokenKind::Operator { .. }) {
            self.report(Code::ChainedComparison, self.span());
            while matches!(self.kind(), TokenKind::Operator { .. }) {
                self.at += 1;
                self.operand(depth);
            }
        }
        Expr::Compare(Comparison {
            left: Box::new(left),
            operator,
            operator_span,
            right: Box::new(right),
            span,
        })
    }

    fn operand(&mut self, depth: usize) -> Expr {
        let span = self.span();
        match self.kind().clone() {
            TokenKind::Text { value, quotes, closed, escapes } => {
                self.at += 1;
                self.text_literal(value, quotes, closed, &escapes, span)
            }
            TokenKind::Attribute { name, closed } => {
                self.at += 1;
                if !closed {
                    self.push(
                        Diagnostic::new(Code::UnclosedAttribute, span)
                            .suggesting(format!("[{}]", name.trim_end())),
                    );
                } else if name.trim().is_empty() {
                    self.report(Code::EmptyAttribute, span);
                    return self.error(span);
                }
                Expr::Attribute { name, span }
            }
            TokenKind::Number { valid } => {
                self.at += 1;
                let text = self.slice(span);
                if !valid {
                    self.report(Code::BadNumber { text: text.clone() }, span);
                    return Expr::Error { text, span };
                }
                Expr::Number { text, span }
            }
            TokenKind::Word if self.kind_at(1) == &TokenKind::Open => self.call(depth),
            TokenKind::Logical => self.logical(depth),
            TokenKind::Word if is_logical(&self.slice(span)) => self.logical(depth),
            TokenKind::Word => {
                self.at += 1;
                self.word(span)
            }
            TokenKind::Open => self.group(depth),
            TokenKind::Other(character) => {
                self.at += 1;
                self.push(unexpected(character, span));
                self.error(span)
            }
            TokenKind::Operator { .. } | TokenKind::Close | TokenKind::Comma | TokenKind::End => {
                self.report(Code::ExpectedValue { found: self.slice(span) }, span);
                if self.kind() == &TokenKind::Close && depth == 0 {
                    self.at += 1;
                }
                self.error(Span::new(span.start, span.start))
            }
        }
    }

    fn text_literal(
        &mut self,
        value: String,
        quotes: Quotes,
        closed: bool,
        escapes: &[(char, Span)],
        span: Span,
    ) -> Expr {
        for &(character, span) in escapes {
            self.report(Code::UnknownEscape { character }, span);
        }
        if !closed {
            self.report(Code::UnclosedText, span);
        } else if quotes != Quotes::Straight {
            let code = if quotes == Quotes::Curly { Code::CurlyQuotes } else { Code::SingleQuotes };
            self.push(Diagnostic::new(code, span).suggesting(quote(&value)));
        }
        Expr::Text { value, span }
    }

    fn word(&mut self, span: Span) -> Expr {
        let name = self.slice(span);
        if functions::WORDS.contains(&name.as_str()) {
            return Expr::Word { name, span };
        }
        let instead = match name.to_ascii_lowercase().as_str() {
            "true" => "\"True\"".to_owned(),
            "false" => "\"False\"".to_owned(),
            _ => format!("[{name}]"),
        };
        self.push(Diagnostic::new(Code::UnknownWord { word: name }, span).suggesting(instead));
        self.error(span)
    }

    /// At an AND, OR or NOT where a value belongs. What follows is read as the value, so that nothing is reported but the word.
    fn logical(&mut self, depth: usize) -> Expr {
        let span = self.span();
        self.report(Code::LogicalOperator { operator: self.slice(span) }, span);
        while self.at_logical() {
            self.at += 1;
        }
        if self.at_slot_end() { self.error(span) } else { self.operand(depth) }
    }

    fn at_logical(&self) -> bool {
        match self.kind() {
            TokenKind::Logical => true,
            TokenKind::Word => self.kind_at(1) != &TokenKind::Open && is_logical(&self.slice(self.span())),
            _ => false,
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
        let mut args = Vec::new();
        if self.kind() == &TokenKind::Close {
            let end = self.take_span();
            return self.finish_call(name_span, args, end);
        }
        loop {
            args.push(self.slot(depth));
            while !self.at_slot_end() {
                if self.between_arguments(depth) {
                    args.push(self.slot(depth));
                }
            }
            match self.kind() {
                TokenKind::Comma => self.at += 1,
                TokenKind::Close => {
                    let end = self.take_span();
                    return self.finish_call(name_span, args, end);
                }
                _ => {
                    let function = self.slice(name_span);
                    self.report(Code::UnclosedCall { function }, name_span.to(open));
                    let end = self.previous_span();
                    return self.finish_call(name_span, args, end);
                }
            }
        }
    }

    fn at_slot_end(&self) -> bool {
        matches!(self.kind(), TokenKind::Comma | TokenKind::Close | TokenKind::End)
    }

    fn finish_call(&self, name_span: Span, args: Vec<Arg>, end: Span) -> Expr {
        Expr::Call(Call { name: self.slice(name_span), name_span, args, span: name_span.to(end) })
    }

    fn slot(&mut self, depth: usize) -> Arg {
        if self.at_slot_end() {
            let start = self.previous_span().end;
            return Arg::Empty(Span::new(start, self.span().start));
        }
        Arg::Given(self.expression(depth + 1))
    }

    /// After an argument that is followed by neither a comma nor the closing parenthesis. Whether another argument follows.
    fn between_arguments(&mut self, depth: usize) -> bool {
        let span = self.span();
        match self.kind() {
            _ if self.at_logical() => {
                self.at += 1;
                self.report(Code::LogicalOperator { operator: self.slice(span) }, span);
            }
            TokenKind::Other(character) => {
                let diagnostic = unexpected(*character, span);
                self.at += 1;
                self.push(diagnostic);
                return !self.at_slot_end();
            }
            TokenKind::Operator { .. } => {
                self.at += 1;
                self.report(Code::ChainedComparison, span);
            }
            _ => {
                let gap = Span::new(self.previous_span().end, span.start);
                self.push(Diagnostic::new(Code::MissingComma, gap).suggesting(", "));
                return true;
            }
        }
        // What follows belongs to the condition just refused: read it for its own findings, not as an argument.
        if !self.at_slot_end() {
            self.expression(depth + 1);
        }
        false
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
        self.report(Code::Grouping, open);
        let inner = self.expression(depth + 1);
        if self.kind() == &TokenKind::Close {
            self.at += 1;
        }
        inner
    }

    /// At a `(`: goes past the parenthesis that closes it, without recursion.
    fn skip_parentheses(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.kind() {
                TokenKind::Open => open += 1,
                TokenKind::Close => open -= 1,
                TokenKind::End => return,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    fn kind(&self) -> &TokenKind {
        self.kind_at(0)
    }

    fn kind_at(&self, ahead: usize) -> &TokenKind {
        self.tokens.get(self.at + ahead).map_or(&TokenKind::End, |token| &token.kind)
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
        self.text.get(span.start..span.end).unwrap_or_default().to_owned()
    }

    fn error(&self, span: Span) -> Expr {
        Expr::Error { text: self.slice(span), span }
    }

    fn report(&mut self, code: Code, span: Span) {
        self.push(Diagnostic::new(code, span));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

fn is_logical(word: &str) -> bool {
    ["and", "or", "not", "xor"].iter().any(|operator| word.eq_ignore_ascii_case(operator))
}

/// Invisible characters come along when an expression is copied from a page: removing them is the likely correction.
fn unexpected(character: char, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnexpectedCharacter { character }, span);
    match character {
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => diagnostic.suggesting(""),
        ';' | '，' => diagnostic.suggesting(","),
        '（' => diagnostic.suggesting("("),
        '）' => diagnostic.suggesting(")"),
        _ => diagnostic,
    }
}
