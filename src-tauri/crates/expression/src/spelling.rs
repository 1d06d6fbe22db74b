//! What is wrong with single tokens: foreign quotes, brackets, signs, entities and what copying leaves behind.

use crate::diagnostic::{Code, Diagnostic};
use crate::lexer::{Quotes, Token, TokenKind, is_invisible, unescape};
use crate::print::quote;
use crate::syntax::{Operator, Span};

/// The findings about tokens that can be told without their neighbours.
pub(crate) fn spelling(text: &str, tokens: &[Token], out: &mut Vec<Diagnostic>) {
    for &Token { kind, span } in tokens {
        let written = &text[span.start..span.end];
        match kind {
            TokenKind::Blank => blank(written, span, out),
            TokenKind::Comment => out.push(Diagnostic::new(Code::Comment, span).suggesting("")),
            TokenKind::Text { quotes, inner, opened, closed } => {
                self::text(text, span, (quotes, inner, opened, closed), out);
            }
            TokenKind::Attribute { inner, square, opened, closed } => {
                let code = match (square, opened, closed) {
                    (false, ..) => Code::WrongBrackets,
                    (_, false, _) => Code::UnopenedAttribute,
                    (.., false) => Code::UnclosedAttribute,
                    _ => continue,
                };
                let name = text[inner.start..inner.end].trim();
                if !name.is_empty() {
                    out.push(Diagnostic::new(code, span).suggesting(format!("[{name}]")));
                }
            }
            TokenKind::Name => invisible(written, span.start, out),
            TokenKind::Number => {
                if let Some(number) = written.strip_prefix("&amp;") {
                    out.push(entity("&amp;", span).suggesting(format!("&{number}")));
                }
            }
            TokenKind::Operator(operator) => self::operator(written, operator, span, out),
            TokenKind::Open | TokenKind::Close | TokenKind::Comma => {
                let meant = match kind {
                    TokenKind::Open => "(",
                    TokenKind::Close => ")",
                    _ => ",",
                };
                if let Some(character) = written.chars().next().filter(|_| written != meant) {
                    out.push(
                        Diagnostic::new(Code::UnexpectedCharacter { character }, span).suggesting(meant),
                    );
                }
            }
            // What they are depends on their neighbours: the parser says.
            TokenKind::Logical | TokenKind::Other => {}
        }
    }
}

fn entity(entity: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::HtmlEntity { entity: entity.to_owned() }, span)
}

/// White space other than blanks, tabs and line ends.
fn blank(written: &str, span: Span, out: &mut Vec<Diagnostic>) {
    if written.starts_with('&') {
        out.push(entity(written, span).suggesting(" "));
        return;
    }
    let mut odd = written.char_indices().filter(|(_, c)| !matches!(c, ' ' | '\t' | '\n' | '\r'));
    let Some((first, character)) = odd.next() else { return };
    let last = odd.next_back().unwrap_or((first, character));
    let place = Span::new(span.start + first, span.start + last.0 + last.1.len_utf8());
    let replacement: String = written[first..last.0 + last.1.len_utf8()]
        .chars()
        .map(|c| if matches!(c, '\t' | '\n' | '\r') { c } else { ' ' })
        .collect();
    out.push(Diagnostic::new(Code::OddBlank { character }, place).suggesting(replacement));
}

fn text(
    text: &str,
    span: Span,
    (quotes, inner, opened, closed): (Quotes, Span, bool, bool),
    out: &mut Vec<Diagnostic>,
) {
    let (value, escapes) = unescape(text, inner);
    let code = match quotes {
        _ if !opened => Code::UnopenedText,
        _ if !closed => Code::UnclosedText,
        Quotes::Straight => {
            for (character, span) in escapes {
                out.push(Diagnostic::new(Code::UnknownEscape { character }, span));
            }
            hidden(&text[inner.start..inner.end], inner.start, out);
            return;
        }
        Quotes::Curly => Code::CurlyQuotes,
        Quotes::Single => Code::SingleQuotes,
        Quotes::Escaped => Code::EscapedQuotes,
        Quotes::Doubled => Code::DoubledQuotes,
        Quotes::Entity => {
            let written = &text[span.start..inner.start];
            out.push(entity(written, span).suggesting(quote(&value)));
            return;
        }
    };
    out.push(Diagnostic::new(code, span).suggesting(quote(&value)));
}

/// Characters that nobody sees between others that one sees. Text made of them alone was written on purpose, to replace
/// them; joiners and direction marks belong to some scripts.
fn hidden(written: &str, start: usize, out: &mut Vec<Diagnostic>) {
    let hidden = |c: char| matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}');
    if !written.chars().any(char::is_alphanumeric) {
        return;
    }
    for (offset, character) in written.char_indices().filter(|&(_, c)| hidden(c)) {
        let span = Span::new(start + offset, start + offset + character.len_utf8());
        out.push(Diagnostic::new(Code::HiddenCharacter { character }, span).suggesting(""));
    }
}

fn invisible(written: &str, start: usize, out: &mut Vec<Diagnostic>) {
    for (offset, character) in written.char_indices().filter(|&(_, c)| is_invisible(c)) {
        let span = Span::new(start + offset, start + offset + character.len_utf8());
        out.push(Diagnostic::new(Code::UnexpectedCharacter { character }, span).suggesting(""));
    }
}

fn operator(written: &str, operator: Operator, span: Span, out: &mut Vec<Diagnostic>) {
    if written == operator.as_str() {
        return;
    }
    let code = match written {
        _ if written.contains('&') => Code::HtmlEntity { entity: written.to_owned() },
        _ => Code::UnknownOperator { operator: written.to_owned() },
    };
    out.push(Diagnostic::new(code, span).suggesting(operator.as_str()));
}
