//! What an editor shows at a place of the text: what fits, which parameter it is, what stands there.

use serde::Serialize;

use crate::functions::{Function, Kind, Parameter, Returns, WORDS, function_in_any_case, functions};
use crate::lexer::{Token, TokenKind, tokens};
use crate::parser::parse;
use crate::print::quote;
use crate::syntax::{Arg, Expr, Operator, Span};

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The part of the text that a candidate replaces: what has been typed of it, and what follows in the same word.
    pub replace: Span,
    /// What kind of place it is.
    pub place: Place,
    /// Whether the bracket or quote around the place is closed; where it is not, what is put in has to close it.
    pub closed: bool,
    /// What fits besides attributes, the likeliest first; not yet narrowed down to what has been typed.
    pub candidates: Vec<Candidate>,
    /// The call around the place.
    pub call: Option<CallSite>,
}

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Where a value begins: an attribute in brackets, a constant or a function.
    Value,
    /// Between the brackets of an attribute: a name alone.
    Attribute,
    /// Between the quotes of a text.
    Text,
    /// After a value: an operator, a comma or a closing parenthesis.
    After,
    /// In a comment or a number, where nothing can be offered.
    Nothing,
}

/// Something that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it is.
    pub kind: CandidateKind,
    /// What it is called.
    pub label: String,
    /// What to put in place of [`Completion::replace`].
    pub insert: String,
    /// Where the caret goes: a number of bytes into `insert`.
    pub caret: usize,
    /// A function's signature; for others empty.
    pub signature: String,
    /// What it is for: a sentence, or a phrase, or empty.
    pub summary: &'static str,
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CandidateKind {
    /// A function.
    Function,
    /// A bare word that is a constant of the language.
    Word,
    /// A text that the parameter knows.
    Constant,
    /// A comparison operator.
    Operator,
}

/// A call and the slot of it that a place is in.
#[derive(Debug, Clone, Copy)]
pub struct CallSite {
    /// The function.
    pub function: &'static Function,
    /// Where its name stands.
    pub name: Span,
    /// The slot, counted from 0.
    pub slot: usize,
    /// Which of the function's parameters the slot is for, counted from 0; `None` for one too many.
    pub parameter: Option<usize>,
    /// The repetition of that parameter, counted from 1; 0 where it does not repeat.
    pub round: usize,
}

impl PartialEq for CallSite {
    fn eq(&self, other: &Self) -> bool {
        // A name stands for one function alone.
        (self.function.name, self.name, self.slot) == (other.function.name, other.name, other.slot)
    }
}

impl Eq for CallSite {}

impl CallSite {
    fn new(function: &'static Function, name: Span, slot: usize) -> Self {
        let (parameter, round) = match function.parameter(slot) {
            Some((wanted, round)) => {
                let is_it = |parameter: &Parameter| std::ptr::eq(parameter, wanted);
                (function.parameters.iter().position(is_it), round)
            }
            None => (None, 0),
        };
        Self { function, name, slot, parameter, round }
    }

    /// The parameter the slot is for.
    #[must_use]
    pub fn parameter(&self) -> Option<&'static Parameter> {
        self.parameter.and_then(|index| self.function.parameters.get(index))
    }
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub subject: Subject,
}

/// What a place is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A function's name.
    Function(CallSite),
    /// An attribute.
    Attribute(String),
    /// A constant, and the slot it is given in.
    Constant(Option<CallSite>),
    /// A comparison operator.
    Operator(Operator),
}

/// What fits at a place of the text, in bytes; a place inside a character counts as the one before it.
#[must_use]
pub fn complete(text: &str, offset: usize) -> Completion {
    let offset = floor(text, offset);
    let all = tokens(text);
    let call = call_site(text, &all, offset);
    let here = Span::new(offset, offset);
    let token = all.iter().find(|token| holds(**token, offset));
    let (place, replace, closed) = match token.map(|token| (token.kind, token.span)) {
        Some((TokenKind::Attribute { inner, closed, .. }, _)) => (Place::Attribute, inner, closed),
        Some((TokenKind::Text { inner, closed, .. }, _)) => (Place::Text, inner, closed),
        Some((TokenKind::Name, span)) => (place_after(&all, span.start), span, true),
        Some((TokenKind::Comment | TokenKind::Number, _)) => (Place::Nothing, here, true),
        _ => (place_after(&all, offset), here, true),
    };
    let open = all.iter().find(|token| token.span.start >= replace.end && !token.kind.is_trivia());
    let called = open.is_some_and(|token| token.kind == TokenKind::Open);
    let candidates = match place {
        Place::Value => values(call.as_ref(), called),
        Place::Text => known_texts(call.as_ref()).map(|text| constant(text, (*text).to_owned())).collect(),
        Place::After if parameter_kind(call.as_ref()) == Some(Kind::Condition) => operators(),
        Place::After | Place::Attribute | Place::Nothing => Vec::new(),
    };
    Completion { replace, place, closed, candidates, call }
}

/// What stands at a place of the text, in bytes; `None` between things.
#[must_use]
pub fn hover(text: &str, offset: usize) -> Option<Hover> {
    let offset = floor(text, offset);
    let parsed = parse(text);
    let (mut node, mut site) = (&parsed.tree, None);
    loop {
        let inside = |span: Span| span.start <= offset && offset < span.end;
        if !inside(node.span()) {
            return None;
        }
        match node {
            Expr::Attribute { name, span } => {
                return Some(Hover { span: *span, subject: Subject::Attribute(name.clone()) });
            }
            Expr::Text { span, .. } | Expr::Number { span, .. } | Expr::Word { span, .. } => {
                return Some(Hover { span: *span, subject: Subject::Constant(site) });
            }
            Expr::Call(call) if inside(call.name_span) => {
                let site = CallSite::new(function_in_any_case(&call.name)?, call.name_span, 0);
                return Some(Hover { span: call.name_span, subject: Subject::Function(site) });
            }
            Expr::Call(call) => {
                let slot = call.args.iter().position(|arg| inside(arg.span()))?;
                site = function_in_any_case(&call.name)
                    .map(|function| CallSite::new(function, call.name_span, slot));
                node = call.args.get(slot).and_then(Arg::given)?;
            }
            Expr::Compare(comparison) if inside(comparison.operator_span) => {
                let subject = Subject::Operator(comparison.operator);
                return Some(Hover { span: comparison.operator_span, subject });
            }
            Expr::Compare(_) | Expr::Error { .. } => {
                // The slot takes the condition, not its sides.
                site = None;
                node = node.children().find(|child| inside(child.span()))?;
            }
        }
    }
}

fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

/// Whether a place is inside a token, or at the end of one that is still being written.
fn holds(token: Token, offset: usize) -> bool {
    let Span { start, end } = token.span;
    let open = match token.kind {
        TokenKind::Name | TokenKind::Comment | TokenKind::Number => true,
        TokenKind::Text { closed, opened, .. } | TokenKind::Attribute { closed, opened, .. } => {
            opened && !closed
        }
        _ => false,
    };
    start < offset && (offset < end || open && offset == end)
}

/// What may stand at a place, told by what stands before it.
fn place_after(tokens: &[Token], offset: usize) -> Place {
    let before = tokens.iter().take_while(|token| token.span.end <= offset);
    match before.filter(|token| !token.kind.is_trivia()).last().map(|token| token.kind) {
        None | Some(TokenKind::Open | TokenKind::Comma | TokenKind::Operator(_) | TokenKind::Logical) => {
            Place::Value
        }
        Some(_) => Place::After,
    }
}

/// The innermost call whose parentheses a place is between.
fn call_site(text: &str, tokens: &[Token], offset: usize) -> Option<CallSite> {
    let mut open: Vec<(Option<Span>, usize)> = Vec::new();
    let mut name = None;
    for token in tokens.iter().take_while(|token| token.span.end <= offset) {
        match token.kind {
            TokenKind::Open => open.push((name.take(), 0)),
            TokenKind::Comma => {
                if let Some((_, slot)) = open.last_mut() {
                    *slot += 1;
                }
            }
            TokenKind::Close => drop(open.pop()),
            _ => {}
        }
        if !token.kind.is_trivia() {
            name = (token.kind == TokenKind::Name).then_some(token.span);
        }
    }
    let (name, slot) = open.pop()?;
    let name = name?;
    let function = function_in_any_case(text.get(name.start..name.end)?)?;
    Some(CallSite::new(function, name, slot))
}

fn parameter_kind(call: Option<&CallSite>) -> Option<Kind> {
    call.and_then(CallSite::parameter).map(|parameter| parameter.kind)
}

/// Functions, bare words where the parameter takes them, and texts that it knows. `called`: a parenthesis follows already.
fn values(call: Option<&CallSite>, called: bool) -> Vec<Candidate> {
    let kind = parameter_kind(call);
    let mut found = Vec::new();
    if kind == Some(Kind::Word) {
        found.extend(WORDS.iter().map(|word| Candidate {
            kind: CandidateKind::Word,
            caret: word.len(),
            insert: (*word).to_owned(),
            label: (*word).to_owned(),
            signature: String::new(),
            summary: "",
        }));
        return found;
    }
    found.extend(known_texts(call).map(|text| constant(text, quote(text))));
    let mut all: Vec<_> = functions().collect();
    all.sort_by_key(|function| (!fits(function, kind), function.name));
    found.extend(all.into_iter().map(|known| function(known, called)));
    found
}

fn function(function: &'static Function, called: bool) -> Candidate {
    let (arguments, caret) = match () {
        () if called => ("", 0),
        () if function.parameters.is_empty() => ("()", 2),
        () => ("()", 1),
    };
    Candidate {
        kind: CandidateKind::Function,
        label: function.name.to_owned(),
        insert: format!("{}{arguments}", function.name),
        caret: function.name.len() + caret,
        signature: function.signature(),
        summary: function.summary,
    }
}

fn constant(text: &str, insert: String) -> Candidate {
    Candidate {
        kind: CandidateKind::Constant,
        label: text.to_owned(),
        caret: insert.len(),
        insert,
        signature: String::new(),
        summary: "",
    }
}

fn operators() -> Vec<Candidate> {
    use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let named = [
        (Equal, "equal"),
        (NotEqual, "not equal"),
        (Greater, "greater"),
        (GreaterOrEqual, "greater or equal"),
        (Less, "less"),
        (LessOrEqual, "less or equal"),
    ];
    named
        .map(|(operator, summary)| Candidate {
            kind: CandidateKind::Operator,
            label: operator.as_str().to_owned(),
            insert: operator.as_str().to_owned(),
            caret: operator.as_str().len(),
            signature: String::new(),
            summary,
        })
        .into()
}

/// Whether a function gives what a parameter takes.
fn fits(function: &Function, kind: Option<Kind>) -> bool {
    match kind {
        Some(Kind::Number) => function.returns == Returns::Number,
        Some(Kind::Condition) => function.returns == Returns::Boolean,
        Some(Kind::DateTime) => function.returns == Returns::DateTime,
        Some(Kind::Values) => matches!(function.returns, Returns::Values | Returns::Roles),
        _ => function.returns != Returns::Nothing,
    }
}

/// The texts a parameter knows, where it knows a few.
fn known_texts(call: Option<&CallSite>) -> impl Iterator<Item = &'static str> {
    let texts: &[&str] = match call.and_then(CallSite::parameter).map(|parameter| parameter.name) {
        // Units of DateAdd and DateDiff; m is months, n is minutes.
        Some("interval") => &["yyyy", "m", "ww", "d", "h", "n", "s"],
        _ => &[],
    };
    texts.iter().copied()
}
