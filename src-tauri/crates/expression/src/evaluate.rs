//! From an expression and a person's attributes to a value.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use crate::check::signatures;
use crate::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::draw::Draw;
use crate::functions::{Function, function_in_any_case};
use crate::number::Number;
use crate::parser::{Parsed, Source};
use crate::syntax::{Arg, Expr, Operator, Span};
use crate::value::Value;

/// A person's attributes in the source directory. Names are case-sensitive; a missing one is null.
pub trait Attributes {
    /// The value of an attribute, `None` when the person has none.
    fn get(&self, name: &str) -> Option<&Value>;
}

impl Attributes for BTreeMap<String, Value> {
    fn get(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl<S: BuildHasher> Attributes for HashMap<String, Value, S> {
    fn get(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

/// The longest text or list that a function may give, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// The work one evaluation may take: a unit is a function called, sixteen bytes read, or a step of a regular expression.
pub const MAX_WORK: u64 = 2_000_000;

/// Evaluates an expression once, without a [`Context`]; for many people, [`compile`](Program::compile) it first.
///
/// # Errors
/// All errors of [`check`](crate::check()), or the one met while evaluating.
pub fn evaluate<S: Source + ?Sized>(
    expression: &S,
    attributes: &dyn Attributes,
) -> Result<Value, Vec<Diagnostic>> {
    Program::compile(expression)?.evaluate(attributes).map_err(|diagnostic| vec![diagnostic])
}

/// The value of a part of an expression that asks for no attribute.
///
/// # Errors
/// What keeps it from having a value.
pub(crate) fn evaluate_constant(expr: &Expr, context: &Context) -> Result<Value, Box<Diagnostic>> {
    Program::part(expr)?.evaluate_in(&BTreeMap::new(), context).map_err(Box::new)
}

/// What parts of an expression came to, by their places: those that were evaluated.
pub(crate) type Trace = BTreeMap<Span, Result<Value, Stop>>;

/// An expression without errors, ready to be evaluated any number of times.
#[derive(Debug, Clone)]
pub struct Program {
    root: Node,
}

impl Program {
    /// Resolves functions and constants.
    ///
    /// # Errors
    /// All errors of [`check`](crate::check()); warnings and information do not count.
    pub fn compile<S: Source + ?Sized>(expression: &S) -> Result<Self, Vec<Diagnostic>> {
        let parsed = expression.parsed();
        let mut errors: Vec<_> =
            parsed.diagnostics.iter().filter(|found| found.is_error()).cloned().collect();
        errors.extend(signatures(&parsed).into_iter().filter(Diagnostic::is_error));
        if errors.is_empty() { Ok(Self { root: node(&parsed)? }) } else { Err(errors) }
    }

    /// The value for one person, without a [`Context`]: nothing that asks for the time, the domain or the target has one.
    ///
    /// # Errors
    /// A finding of [`Phase::Evaluate`](crate::Phase::Evaluate).
    pub fn evaluate(&self, attributes: &dyn Attributes) -> Result<Value, Diagnostic> {
        self.evaluate_in(attributes, &Context::default())
    }

    /// The value for one person in a context. It ends within [`MAX_WORK`] and [`MAX_BYTES`].
    ///
    /// # Errors
    /// A finding of [`Phase::Evaluate`](crate::Phase::Evaluate).
    pub fn evaluate_in(&self, attributes: &dyn Attributes, context: &Context) -> Result<Value, Diagnostic> {
        self.run(attributes, context, None).map_err(|diagnostic| *diagnostic)
    }

    /// A part of an expression as a program of its own. The caller has made sure that it is without errors.
    pub(crate) fn part(expr: &Expr) -> Result<Self, Box<Diagnostic>> {
        Ok(Self { root: resolve(expr).map_err(Box::new)? })
    }

    /// [`evaluate_in`](Self::evaluate_in) that keeps what the parts inside came to.
    pub(crate) fn traced(
        &self,
        attributes: &dyn Attributes,
        context: &Context,
        trace: &RefCell<Trace>,
    ) -> Result<Value, Box<Diagnostic>> {
        self.run(attributes, context, Some(trace))
    }

    fn run(
        &self,
        attributes: &dyn Attributes,
        context: &Context,
        trace: Option<&RefCell<Trace>>,
    ) -> Result<Value, Box<Diagnostic>> {
        let run = Run {
            attributes,
            context,
            trace,
            random: RefCell::new(Draw::from_seed(context.seed)),
            work: Cell::new(0),
        };
        match self.root.value(&run) {
            Ok(value) => Ok(value.into_owned()),
            Err(Stop::Drop) => Ok(Value::Dropped),
            Err(Stop::Error(diagnostic)) => Err(diagnostic),
        }
    }
}

/// Why evaluation ends before there is a value.
#[derive(Debug, Clone)]
pub(crate) enum Stop {
    /// The target attribute leaves the flow, wherever in the expression that was decided.
    Drop,
    Error(Box<Diagnostic>),
}

/// One evaluation under way.
struct Run<'v> {
    attributes: &'v dyn Attributes,
    context: &'v Context,
    /// Where to keep what arguments come to.
    trace: Option<&'v RefCell<Trace>>,
    random: RefCell<Draw>,
    work: Cell<u64>,
}

impl Run<'_> {
    /// Takes some of the work that is left.
    fn spend(&self, work: u64) -> Result<(), Code> {
        let spent = self.work.get().saturating_add(work);
        self.work.set(spent);
        if spent > MAX_WORK { Err(Code::TooMuchWork) } else { Ok(()) }
    }
}

/// A node ready to be evaluated.
#[derive(Debug, Clone)]
enum Node {
    Constant(Value),
    Attribute(String),
    Call { function: &'static Function, args: Vec<Slot>, span: Span },
    Compare { left: Box<Slot>, operator: Operator, right: Box<Slot>, span: Span },
}

#[derive(Debug, Clone)]
struct Slot {
    /// `None`: empty.
    node: Option<Node>,
    span: Span,
}

fn node(parsed: &Parsed) -> Result<Node, Vec<Diagnostic>> {
    resolve(&parsed.tree).map_err(|diagnostic| vec![diagnostic])
}

/// Fails only for trees that were not made by the parser: their errors have no diagnostics of their own.
fn resolve(expr: &Expr) -> Result<Node, Diagnostic> {
    Ok(match expr {
        Expr::Attribute { name, .. } => Node::Attribute(name.clone()),
        Expr::Text { value, .. } => Node::Constant(Value::Text(value.clone())),
        Expr::Number { text, .. } => Node::Constant(Value::Number(text.clone())),
        Expr::Word { name, .. } => Node::Constant(Value::Text(name.clone())),
        Expr::Error { text, span, .. } => {
            return Err(Diagnostic::new(Code::ExpectedValue { found: text.clone() }, *span));
        }
        Expr::Call(call) => {
            let Some(function) = function_in_any_case(&call.name) else {
                return Err(Diagnostic::new(
                    Code::UnknownFunction { name: call.name.clone() },
                    call.name_span,
                ));
            };
            let args = call.args.iter().map(|arg| match arg {
                Arg::Empty(span) => Ok(Slot { node: None, span: *span }),
                Arg::Given(expr) => slot(expr),
            });
            Node::Call { function, args: args.collect::<Result<_, _>>()?, span: call.span }
        }
        Expr::Compare(comparison) => Node::Compare {
            left: Box::new(slot(&comparison.left)?),
            operator: comparison.operator,
            right: Box::new(slot(&comparison.right)?),
            span: comparison.span,
        },
    })
}

fn slot(expr: &Expr) -> Result<Slot, Diagnostic> {
    Ok(Slot { node: Some(resolve(expr)?), span: expr.span() })
}

impl Node {
    fn value<'v>(&'v self, run: &'v Run<'v>) -> Result<Cow<'v, Value>, Stop> {
        match self {
            Self::Constant(value) => Ok(Cow::Borrowed(value)),
            Self::Attribute(name) => Ok(match run.attributes.get(name) {
                Some(value) if value != &Value::Dropped => Cow::Borrowed(value),
                _ => Cow::Owned(Value::Null),
            }),
            Self::Call { function, args, span } => {
                let args = Args { slots: args, run, span: *span };
                let value = (function.run)(&args)?;
                args.bounded(value.bytes())?;
                Ok(Cow::Owned(value))
            }
            Self::Compare { left, operator, right, span } => {
                let args = Args { slots: &[], run, span: *span };
                let (left, right) = (args.of(left)?, args.of(right)?);
                args.compare(&left, *operator, &right).map(|holds| Cow::Owned(Value::Bool(holds)))
            }
        }
    }
}

/// The arguments of a call, evaluated when asked for. Each is evaluated again on every request: a function asks once per
/// slot, or nested calls would multiply the work at every level.
pub(crate) struct Args<'v> {
    slots: &'v [Slot],
    run: &'v Run<'v>,
    span: Span,
}

impl<'v> Args<'v> {
    /// The number of slots, empty ones included.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The value of a slot; null when it is empty or missing.
    pub(crate) fn value(&self, slot: usize) -> Result<Cow<'v, Value>, Stop> {
        self.slots.get(slot).map_or(Ok(Cow::Owned(Value::Null)), |slot| self.of(slot))
    }

    /// [`value`](Self::value), owned.
    pub(crate) fn owned(&self, slot: usize) -> Result<Value, Stop> {
        self.value(slot).map(Cow::into_owned)
    }

    /// The text of a slot; `None` for null. A list of one value counts as that value.
    pub(crate) fn text(&self, slot: usize) -> Result<Option<Cow<'v, str>>, Stop> {
        self.text_of(slot, self.value(slot)?)
    }

    /// The text of a value that came from a slot.
    pub(crate) fn text_of(&self, slot: usize, value: Cow<'v, Value>) -> Result<Option<Cow<'v, str>>, Stop> {
        let text = match value {
            Cow::Borrowed(value) => single(value).map(|text| text.map(Cow::Borrowed)),
            Cow::Owned(Value::Text(text) | Value::Number(text)) => Ok(Some(Cow::Owned(text))),
            Cow::Owned(value) => single(&value).map(|text| text.map(|text| Cow::Owned(text.to_owned()))),
        };
        text.map_err(|code| self.stop(slot, code))
    }

    /// Whether a slot holds something, whatever its value: an empty slot is an absent argument, `""` is a given one.
    pub(crate) fn given(&self, slot: usize) -> bool {
        self.slots.get(slot).is_some_and(|slot| slot.node.is_some())
    }

    /// The attribute that a slot's constant text names.
    pub(crate) fn named_attribute(&self, slot: usize) -> Option<Cow<'v, Value>> {
        match &self.slots.get(slot)?.node {
            Some(Node::Constant(Value::Text(name))) => self.run.attributes.get(name).map(Cow::Borrowed),
            _ => None,
        }
    }

    /// The whole number in a slot.
    pub(crate) fn integer(&self, slot: usize) -> Result<i64, Stop> {
        let text = self.text(slot)?.unwrap_or_default();
        Number::read(&text)
            .and_then(Number::whole)
            .ok_or_else(|| self.stop(slot, Code::NotANumber { value: text.into_owned() }))
    }

    /// Whether the condition in a slot holds: a truth value, `True` or `False` as text, or a number other than 0.
    pub(crate) fn condition(&self, slot: usize) -> Result<bool, Stop> {
        self.condition_of(slot, self.value(slot)?)
    }

    /// [`condition`](Self::condition) of a value that came from a slot.
    pub(crate) fn condition_of(&self, slot: usize, value: Cow<'v, Value>) -> Result<bool, Stop> {
        if let Value::Bool(holds) = *value {
            return Ok(holds);
        }
        let text = self.text_of(slot, value)?;
        let holds = text.as_deref().and_then(|text| match text {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            text => Number::read(text).map(|number| !number.is_zero()),
        });
        holds.ok_or_else(|| self.stop(slot, Code::NotACondition { value: text.map(Cow::into_owned) }))
    }

    /// An error about a slot.
    pub(crate) fn stop(&self, slot: usize, code: Code) -> Stop {
        let span = self.slots.get(slot).map_or(self.span, |slot| slot.span);
        Stop::Error(Box::new(Diagnostic::new(code, span)))
    }

    /// An error about the whole call.
    pub(crate) fn fail(&self, code: Code) -> Stop {
        Stop::Error(Box::new(Diagnostic::new(code, self.span)))
    }

    /// What may be asked of the world.
    pub(crate) fn context(&self) -> &'v Context {
        self.run.context
    }

    /// Draws from the random source of this evaluation.
    pub(crate) fn random<T>(&self, draw: impl FnOnce(&mut Draw) -> T) -> T {
        draw(&mut self.run.random.borrow_mut())
    }

    /// Takes some of the evaluation's work.
    pub(crate) fn spend(&self, work: u64) -> Result<(), Stop> {
        self.run.spend(work).map_err(|code| self.fail(code))
    }

    /// How much work the evaluation may still take.
    pub(crate) fn work_left(&self) -> u64 {
        MAX_WORK.saturating_sub(self.run.work.get())
    }

    /// Refuses a result beyond [`MAX_BYTES`].
    pub(crate) fn bounded(&self, bytes: usize) -> Result<(), Stop> {
        if bytes > MAX_BYTES { Err(self.fail(Code::TooLarge)) } else { Ok(()) }
    }

    fn of(&self, slot: &'v Slot) -> Result<Cow<'v, Value>, Stop> {
        let Some(node) = &slot.node else { return Ok(Cow::Owned(Value::Null)) };
        let value = node.value(self.run);
        if let Some(trace) = self.run.trace {
            trace.borrow_mut().insert(slot.span, value.as_deref().cloned().map_err(Stop::clone));
        }
        let value = value?;
        self.spend(1 + value.bytes() as u64 / 16)?;
        Ok(value)
    }

    /// Text compares case-sensitively and null as empty text; numbers compare as numbers, whether quoted or not.
    fn compare(&self, left: &Value, operator: Operator, right: &Value) -> Result<bool, Stop> {
        let here = |code| self.stop(usize::MAX, code);
        let typed = matches!(left, Value::Number(_)) || matches!(right, Value::Number(_));
        let left = single(left).map_err(here)?.unwrap_or_default();
        let right = single(right).map_err(here)?.unwrap_or_default();
        let numeric = || Number::read(left)?.compare(Number::read(right)?);
        let equal = || left == right || (typed && numeric() == Some(Ordering::Equal));
        let ordered = || numeric().ok_or_else(|| here(Code::NotComparable { operator }));
        Ok(match operator {
            Operator::Equal => equal(),
            Operator::NotEqual => !equal(),
            Operator::Greater => ordered()?.is_gt(),
            Operator::GreaterOrEqual => ordered()?.is_ge(),
            Operator::Less => ordered()?.is_lt(),
            Operator::LessOrEqual => ordered()?.is_le(),
        })
    }
}

/// The one text of a value; `None` for null.
fn single(value: &Value) -> Result<Option<&str>, Code> {
    match value {
        Value::List(values) => match values.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(only)),
            several => Err(Code::SeveralValues { count: several.len() }),
        },
        Value::Complex(values) => Err(Code::SeveralValues { count: values.len() }),
        value => Ok(value.text()),
    }
}
