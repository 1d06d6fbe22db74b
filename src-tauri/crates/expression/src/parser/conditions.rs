//! Conditions and what is written for them in other languages: AND, OR, NOT, chains, `+`.

use super::Parser;
use crate::diagnostic::{Code, Diagnostic};
use crate::lexer::TokenKind;
use crate::print::print;
use crate::syntax::{Arg, Call, Comparison, Expr, Operator, Span};

impl Parser<'_> {
    /// A value or a condition, with whatever is tied to it by AND and OR.
    pub(super) fn expression(&mut self, depth: usize) -> Expr {
        let first = self.condition(depth);
        if !self.at_logical() {
            return first;
        }
        let mut parts = vec![first];
        while self.at_logical() {
            let span = self.take_span();
            self.report(Code::LogicalOperator { operator: self.slice(span) }, span);
            while self.at_logical() {
                self.at += 1;
            }
            if self.at_slot_end() {
                break;
            }
            parts.push(self.condition(depth));
        }
        self.refused(parts)
    }

    /// One value, or two with a comparison operator between them.
    fn condition(&mut self, depth: usize) -> Expr {
        let left = self.value(depth);
        let Some((operator, operator_span)) = self.take_operator() else { return left };
        self.constant_place = true;
        let right = self.value(depth);
        let span = left.span().to(operator_span).to(right.span());
        let compare = Expr::Compare(Comparison {
            left: Box::new(left),
            operator,
            operator_span,
            right: Box::new(right),
            span,
        });
        let chain = self.span();
        if self.take_operator().is_none() {
            return compare;
        }
        self.report(Code::ChainedComparison, chain);
        let mut parts = vec![compare];
        loop {
            if self.at_slot_end() {
                break;
            }
            parts.push(self.value(depth));
            if self.take_operator().is_none() {
                break;
            }
        }
        self.refused(parts)
    }

    /// One operand, or several that are put together with `+` or `&`.
    fn value(&mut self, depth: usize) -> Expr {
        let told = self.diagnostics.len();
        let first = self.operand(depth);
        if !self.at_joining() {
            return first;
        }
        let sign = self.span();
        let mut parts = vec![first];
        while self.at_joining() {
            self.at += 1;
            if !self.at_slot_end() && !matches!(self.kind(), Some(TokenKind::Operator(_))) {
                parts.push(self.operand(depth));
            }
        }
        let code = Code::Concatenation { operator: self.slice(sign) };
        let span = parts.first().map_or(sign, Expr::span).to(self.previous_span());
        let sound = self.diagnostics.len() == told && parts.len() > 1;
        let joined = || format!("Join(\"\", {})", parts.iter().map(print).collect::<Vec<_>>().join(", "));
        let diagnostic = Diagnostic::new(code, span).at(sign);
        let diagnostic = if sound { diagnostic.suggesting(joined()) } else { diagnostic };
        self.push(diagnostic);
        self.error_with(span, parts)
    }

    fn at_joining(&self) -> bool {
        self.kind() == Some(TokenKind::Other) && is_joining(self.written(self.span()))
    }

    /// The comparison operator that stands here, if any: spelled as in the language, or as a word of another one.
    fn take_operator(&mut self) -> Option<(Operator, Span)> {
        let span = self.span();
        let (operator, span) = match self.kind()? {
            TokenKind::Operator(operator) => {
                self.at += 1;
                return Some((operator, span));
            }
            TokenKind::Name => (word_operator(self.written(span))?, span),
            TokenKind::Other if self.written(span) == "-" => {
                let word = self.tokens.get(self.at + 1)?.span;
                if word.start != span.end {
                    return None;
                }
                self.at += 1;
                (word_operator(self.written(word))?, span.to(word))
            }
            _ => return None,
        };
        self.at += 1;
        let code = Code::UnknownOperator { operator: self.slice(span) };
        self.push(Diagnostic::new(code, span).suggesting(operator.as_str()));
        Some((operator, span))
    }

    pub(super) fn at_logical(&self) -> bool {
        match self.kind() {
            Some(TokenKind::Logical) => true,
            Some(TokenKind::Name) => {
                self.kind_at(1) != Some(TokenKind::Open) && is_logical(self.written(self.span()))
            }
            _ => false,
        }
    }

    /// At an AND, OR or NOT where a value belongs.
    pub(super) fn negation(&mut self, depth: usize) -> Expr {
        let sign = self.take_span();
        let told = self.diagnostics.len();
        let alone = !self.at_logical();
        while self.at_logical() {
            self.at += 1;
        }
        let code = Code::LogicalOperator { operator: self.slice(sign) };
        if self.at_slot_end() || matches!(self.kind(), Some(TokenKind::Operator(_))) {
            self.report(code, sign);
            return self.error(sign);
        }
        let inner = self.operand(depth);
        let span = sign.to(inner.span());
        let not = matches!(self.written(sign), "!") || self.written(sign).eq_ignore_ascii_case("not");
        // Not takes a value, no comparison.
        let sound = alone && not && self.diagnostics.len() == told && self.at_slot_end();
        self.push(if sound {
            Diagnostic::new(code, span).suggesting(format!("Not({})", print(&inner))).at(sign)
        } else {
            Diagnostic::new(code, sign)
        });
        self.error_with(span, vec![inner])
    }

    /// Offers nested IIFs where the one thing wrong with a call of IIF is one AND or OR in its condition; `told` is how
    /// many findings there were before the call.
    pub(super) fn nest_conditions(&mut self, call: &Call, told: usize) {
        let [Arg::Given(Expr::Error { parts, .. }), Arg::Given(then), Arg::Given(otherwise)] =
            call.args.as_slice()
        else {
            return;
        };
        let ([left, right], [found]) =
            (parts.as_slice(), self.diagnostics.get_mut(told..).unwrap_or_default())
        else {
            return;
        };
        let Code::LogicalOperator { operator } = &found.code else { return };
        if !call.name.eq_ignore_ascii_case("IIF") {
            return;
        }
        let [left, right, then, otherwise] = [left, right, then, otherwise].map(print);
        let nested = match operator.to_ascii_lowercase().as_str() {
            "and" | "&&" | "&amp;&amp;" => {
                format!("IIF({left}, IIF({right}, {then}, {otherwise}), {otherwise})")
            }
            "or" | "||" => format!("IIF({left}, {then}, IIF({right}, {then}, {otherwise}))"),
            _ => return,
        };
        *found = found.clone().at(found.span).suggesting(nested);
        found.span = call.span;
    }

    /// Several values tied together in a way that the language does not know.
    fn refused(&self, parts: Vec<Expr>) -> Expr {
        let start = parts.first().map_or(self.span(), Expr::span);
        self.error_with(start.to(self.previous_span()), parts)
    }
}

pub(super) fn is_joining(sign: &str) -> bool {
    matches!(sign, "+" | "&" | "&amp;")
}

pub(super) fn is_logical(word: &str) -> bool {
    ["and", "or", "not", "xor"].iter().any(|operator| word.eq_ignore_ascii_case(operator))
}

/// The operators of filters and of PowerShell.
pub(super) fn word_operator(word: &str) -> Option<Operator> {
    Some(match word.to_ascii_lowercase().as_str() {
        "eq" | "equals" => Operator::Equal,
        "ne" => Operator::NotEqual,
        "gt" => Operator::Greater,
        "ge" => Operator::GreaterOrEqual,
        "lt" => Operator::Less,
        "le" => Operator::LessOrEqual,
        _ => return None,
    })
}
