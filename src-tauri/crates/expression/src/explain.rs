//! What every part of an expression came to for one person.

use std::cell::RefCell;

use crate::check::signatures;
use crate::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Attributes, Program, Stop, Trace};
use crate::parser::{Parsed, Source};
use crate::syntax::{Expr, Span};
use crate::value::Value;

/// The result for one person, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What [`evaluate`](crate::evaluate()) gives in the same context.
    pub result: Result<Value, Vec<Diagnostic>>,
    /// Every part, each before those inside it, in the order of the text.
    pub steps: Vec<Step>,
}

/// One part of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it stands.
    pub span: Span,
    /// How many parts it stands inside of.
    pub depth: usize,
    /// What it is.
    pub part: Part,
    /// What it came to.
    pub outcome: Outcome,
}

/// What a part of an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// `[name]`
    Attribute,
    /// Text, a number or a bare word.
    Constant,
    /// A function with its arguments.
    Call,
    /// A comparison.
    Comparison,
    /// Something that could not be read.
    Error,
}

/// What a part of an expression came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A value; [`Value::Dropped`] where the attribute left the flow here or inside.
    Value(Value),
    /// An error that arose here.
    Failed(Diagnostic),
    /// An error inside it left it without a value.
    Stopped,
    /// It was not evaluated: another branch was taken.
    NotNeeded,
    /// It holds something that cannot be read or checked, so it was not evaluated.
    Faulty,
}

/// Evaluates an expression for one person and tells what each part came to. Parts are evaluated once, as
/// [`evaluate`](crate::evaluate()) does, so this costs little more.
///
/// Where the expression has errors, the result is those; the largest parts without any are evaluated all the same.
#[must_use]
pub fn explain<S: Source + ?Sized>(
    expression: &S,
    attributes: &dyn Attributes,
    context: &Context,
) -> Explanation {
    let parsed = expression.parsed();
    let errors = errors(&parsed);
    let trailing = errors.iter().find(|error| error.code == Code::TrailingText).map(|error| error.span);
    let mut explainer = Explainer { attributes, context, trailing, steps: Vec::new() };
    if errors.is_empty() {
        let result = explainer.sound(&parsed.tree, 0).map_err(|stop| vec![*stop]);
        return Explanation { result, steps: explainer.steps };
    }
    let places: Vec<Span> = errors.iter().flat_map(|error| [error.span, error.label]).collect();
    explainer.faulty(&parsed.tree, 0, &places);
    Explanation { result: Err(errors), steps: explainer.steps }
}

fn errors(parsed: &Parsed) -> Vec<Diagnostic> {
    let spelling = parsed.diagnostics.iter().filter(|found| found.is_error()).cloned();
    spelling.chain(signatures(parsed).into_iter().filter(Diagnostic::is_error)).collect()
}

struct Explainer<'e> {
    attributes: &'e dyn Attributes,
    context: &'e Context,
    /// What stands after the end of the expression: its own errors are not told, so nothing in it can be relied on.
    trailing: Option<Span>,
    steps: Vec<Step>,
}

impl Explainer<'_> {
    /// A part that may hold errors, at the places given.
    fn faulty(&mut self, expr: &Expr, depth: usize, places: &[Span]) {
        let span = expr.span();
        // An insertion at its end is about what follows.
        let inside = |place: &&Span| match place.start == place.end {
            true => span.start < place.start && place.end < span.end,
            false => span.start <= place.start && place.end <= span.end,
        };
        let places: Vec<Span> = places.iter().filter(inside).copied().collect();
        if places.is_empty() && !holds_error(expr) && !self.is_trailing(span) {
            // What it came to stands in the steps, a failure too.
            let _ = self.sound(expr, depth);
            return;
        }
        self.steps.push(Step { span, depth, part: part(expr), outcome: Outcome::Faulty });
        for child in expr.children() {
            self.faulty(child, depth + 1, &places);
        }
    }

    fn is_trailing(&self, span: Span) -> bool {
        self.trailing.is_some_and(|trailing| trailing.start <= span.start && span.end <= trailing.end)
    }

    /// A part without errors.
    fn sound(&mut self, expr: &Expr, depth: usize) -> Result<Value, Box<Diagnostic>> {
        let trace = RefCell::default();
        let result = Program::part(expr)?.traced(self.attributes, self.context, &trace);
        let mut trace = trace.into_inner();
        let whole = match &result {
            Ok(Value::Dropped) => Err(Stop::Drop),
            Ok(value) => Ok(value.clone()),
            Err(diagnostic) => Err(Stop::Error(diagnostic.clone())),
        };
        trace.insert(expr.span(), whole);
        self.told(expr, depth, &mut trace);
        result
    }

    /// Adds the steps of a part that was evaluated; whether an error arose inside.
    fn told(&mut self, expr: &Expr, depth: usize, trace: &mut Trace) -> bool {
        let span = expr.span();
        let outcome = match trace.remove(&span) {
            None => Outcome::NotNeeded,
            Some(Ok(value)) => Outcome::Value(value),
            Some(Err(Stop::Drop)) => Outcome::Value(Value::Dropped),
            Some(Err(Stop::Error(diagnostic))) => Outcome::Failed(*diagnostic),
        };
        let failed = matches!(outcome, Outcome::Failed(_));
        let at = self.steps.len();
        self.steps.push(Step { span, depth, part: part(expr), outcome });
        let mut inside = false;
        for child in expr.children() {
            inside |= self.told(child, depth + 1, trace);
        }
        if failed
            && inside
            && let Some(step) = self.steps.get_mut(at)
        {
            step.outcome = Outcome::Stopped;
        }
        failed
    }
}

fn part(expr: &Expr) -> Part {
    match expr {
        Expr::Attribute { .. } => Part::Attribute,
        Expr::Text { .. } | Expr::Number { .. } | Expr::Word { .. } => Part::Constant,
        Expr::Call(_) => Part::Call,
        Expr::Compare(_) => Part::Comparison,
        Expr::Error { .. } => Part::Error,
    }
}

fn holds_error(expr: &Expr) -> bool {
    matches!(expr, Expr::Error { .. }) || expr.children().any(holds_error)
}
