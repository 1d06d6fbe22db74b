//! The tree of an expression.

use serde::Serialize;

/// A stretch of the expression's text, in UTF-8 bytes; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; equal to `start` for a place between characters.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A node of the tree. Equality compares spans too: compare [`print`](crate::print())ed forms to ignore white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// `[name]`: the value of an attribute of the source.
    Attribute {
        /// The text between the brackets, as written. Attribute names are case-sensitive.
        name: String,
        /// Brackets included.
        span: Span,
    },
    /// `"text"`: a constant.
    Text {
        /// The text meant, escapes resolved.
        value: String,
        /// Quotes included.
        span: Span,
    },
    /// `42568.75`, `-1` or `&HF7`: a number constant. To the service it is a string constant, so the spelling is kept.
    Number {
        /// As written.
        text: String,
        /// Where.
        span: Span,
    },
    /// A function with its arguments.
    Call(Call),
    /// `left = right`; documented only inside conditions.
    Compare(Comparison),
    /// A bare word that names a constant of the language, such as `vbBinaryCompare`.
    Word {
        /// As written.
        name: String,
        /// Where.
        span: Span,
    },
    /// A part that is not of the language; a diagnostic says why.
    Error {
        /// As written.
        text: String,
        /// What could be read inside, in the order of the text.
        parts: Vec<Expr>,
        /// Where.
        span: Span,
    },
}

/// A function call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The function's name as written; names are case-sensitive.
    pub name: String,
    /// Where the name is.
    pub name_span: Span,
    /// The slots between the parentheses; `F()` has none, `F(,)` two empty ones.
    pub args: Vec<Arg>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// A slot of a call. An empty slot is an absent argument, which is not the same as the given text `""`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Nothing, or only white space, between two commas: the place where the argument would be.
    Empty(Span),
    /// An argument.
    Given(Expr),
}

impl Arg {
    /// Where the slot's content is.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Empty(span) => *span,
            Self::Given(expr) => expr.span(),
        }
    }

    /// The argument, unless the slot is empty.
    #[must_use]
    pub fn given(&self) -> Option<&Expr> {
        match self {
            Self::Empty(_) => None,
            Self::Given(expr) => Some(expr),
        }
    }
}

/// A comparison of two values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Left of the operator.
    pub left: Box<Expr>,
    /// How the sides are compared.
    pub operator: Operator,
    /// Where the operator is.
    pub operator_span: Span,
    /// Right of the operator.
    pub right: Box<Expr>,
    /// From the left side to the right side.
    pub span: Span,
}

/// The comparison operators of conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
}

impl Operator {
    /// The spelling in the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
        }
    }
}

impl Expr {
    /// Where the node is in the text.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Attribute { span, .. }
            | Self::Text { span, .. }
            | Self::Number { span, .. }
            | Self::Word { span, .. }
            | Self::Error { span, .. } => *span,
            Self::Call(call) => call.span,
            Self::Compare(comparison) => comparison.span,
        }
    }

    /// The nodes directly below, in the order of the text; empty slots are left out.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let (args, sides, parts): (&[Arg], [Option<&Self>; 2], &[Self]) = match self {
            Self::Call(call) => (&call.args, [None, None], &[]),
            Self::Compare(comparison) => (&[], [Some(&*comparison.left), Some(&*comparison.right)], &[]),
            Self::Error { parts, .. } => (&[], [None, None], parts),
            _ => (&[], [None, None], &[]),
        };
        args.iter().filter_map(Arg::given).chain(sides.into_iter().flatten()).chain(parts)
    }

    /// Calls `visit` on this node and every node below it, each before what is below it, in the order of the text.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Self)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}

/// Every use of an attribute with its place, in the order of the text; a name used twice stands twice.
#[must_use]
pub fn attributes_used(expr: &Expr) -> Vec<(String, Span)> {
    let mut used = Vec::new();
    expr.walk(&mut |node| {
        if let Expr::Attribute { name, span } = node {
            used.push((name.clone(), *span));
        }
    });
    used
}
