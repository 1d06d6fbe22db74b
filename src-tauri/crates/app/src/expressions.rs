//! Evaluating expressions by themselves, for the command line and for cases kept as data.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use onramp_entra::{DirectoryUser, attribute_value};
use onramp_expression::{Context, Diagnostic, Program, Value};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::error::{AppError, Side};

/// What an expression gives for one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Evaluation {
    /// A value; `null` where there is none.
    Value {
        /// It.
        value: Json,
    },
    /// The attribute leaves the flow.
    Dropped {
        /// Always true.
        dropped: bool,
    },
    /// No value.
    Failed {
        /// Why.
        error: EvaluationError,
    },
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvaluationError {
    /// Stable code, such as `unknown-function`.
    pub code: String,
    /// `parse`, `signature` or `evaluate`.
    pub phase: onramp_expression::Phase,
    /// In a sentence.
    pub message: String,
    /// Where in the text, in characters.
    pub span: (usize, usize),
}

/// One case of a file of cases. What it may leave out may also be null.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// Its name, as it is given back.
    pub id: Json,
    /// The expression.
    pub expression: String,
    /// The person's attributes.
    #[serde(default)]
    pub attributes: Option<Map<String, Json>>,
    /// What the expression may ask of the world.
    #[serde(default)]
    pub context: Option<CaseContext>,
}

/// What an expression may ask of the world, as a case says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseContext {
    /// The time, in ISO 8601; UTC where it has no offset. The real one where it is not given.
    #[serde(default)]
    pub now: Option<String>,
    /// Values taken in the target.
    #[serde(default)]
    pub existing: Option<Vec<String>>,
    /// The tenant's default domain.
    #[serde(default)]
    pub default_domain: Option<String>,
}

impl CaseContext {
    /// For an evaluation that begins at a point in time.
    ///
    /// # Errors
    /// The text of [`now`](Self::now) where it is no time.
    fn at(self, begun: Timestamp) -> Result<Context, String> {
        let now = match self.now {
            Some(text) => time(&text).ok_or(text)?,
            None => begun,
        };
        let context = Context::at(now).with_existing(self.existing.unwrap_or_default());
        Ok(Context { default_domain: self.default_domain, ..context })
    }
}

/// A time with an offset, or one without, in UTC.
fn time(text: &str) -> Option<Timestamp> {
    let without_offset = || Offset::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    text.parse().ok().or_else(without_offset)
}

/// A case's answer: one line of `eval --cases`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseAnswer {
    /// The case's name.
    pub id: Json,
    /// What it gave.
    #[serde(flatten)]
    pub evaluation: Evaluation,
}

/// Evaluates one expression against one person's attributes.
pub fn evaluate_expression(
    expression: &str,
    attributes: &Map<String, Json>,
    context: &Context,
) -> Evaluation {
    let attributes: BTreeMap<String, Value> =
        attributes.iter().map(|(name, value)| (name.clone(), attribute_value(value))).collect();
    let value = Program::compile(expression)
        .and_then(|program| program.evaluate_in(&attributes, context).map_err(|error| vec![error]));
    match value {
        Ok(Value::Dropped) => Evaluation::Dropped { dropped: true },
        Ok(value) => Evaluation::Value { value: json(value) },
        Err(errors) => Evaluation::Failed { error: first(expression, &errors) },
    }
}

/// The context of an evaluation now: what is random in it follows from the time.
pub fn context_at(now: Timestamp) -> Context {
    Context::at(now).seeded(now.as_nanosecond() as u64)
}

/// The context of an evaluation for one person: what is random is theirs, and the same all through a run.
pub(crate) fn context_of(user: &DirectoryUser, now: Timestamp) -> Context {
    let mut seed = DefaultHasher::new();
    user.id.hash(&mut seed);
    now.hash(&mut seed);
    Context::at(now).seeded(seed.finish())
}

/// Evaluates a file of cases, each in its own context; what no context says is as of now.
///
/// # Errors
/// `cases.unreadable` where the text is no array of cases, or the time in a context is none.
pub fn evaluate_cases(text: &str, now: Timestamp) -> Result<Vec<CaseAnswer>, AppError> {
    let unreadable = |detail: String| {
        AppError::new(
            "cases.unreadable",
            Side::You,
            "The file is no array of cases.",
            "Each case is an object with id, expression and attributes.",
        )
        .detail(detail)
    };
    let cases: Vec<Case> = serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
    (0..)
        .zip(cases)
        .map(|(index, case)| {
            let context = case.context.unwrap_or_default().at(now);
            let context = context.map_err(|now| unreadable(format!("context.now of {}: {now}", case.id)))?;
            let context = context.seeded((now.as_nanosecond() as u64).wrapping_add(index));
            let attributes = case.attributes.unwrap_or_default();
            let evaluation = evaluate_expression(&case.expression, &attributes, &context);
            Ok(CaseAnswer { id: case.id, evaluation })
        })
        .collect()
}

/// Reads one person's attributes: a JSON object.
///
/// # Errors
/// `attributes.unreadable` where the text is none.
pub fn read_attributes(text: &str) -> Result<Map<String, Json>, AppError> {
    serde_json::from_str(text).map_err(|error| {
        AppError::new(
            "attributes.unreadable",
            Side::You,
            "The attributes are no JSON object.",
            "Write them as {\"givenName\": \"Ana\"}.",
        )
        .detail(error.to_string())
    })
}

fn json(value: Value) -> Json {
    match value {
        Value::Null | Value::Dropped => Json::Null,
        Value::Text(text) | Value::Number(text) => Json::String(text),
        Value::Bool(flag) => Json::Bool(flag),
        Value::List(values) => values.into_iter().map(Json::String).collect(),
        Value::Complex(values) => values
            .into_iter()
            .map(|members| {
                members.into_iter().map(|(name, value)| (name, json(value))).collect::<Map<_, _>>()
            })
            .map(Json::Object)
            .collect(),
    }
}

fn first(text: &str, errors: &[Diagnostic]) -> EvaluationError {
    let characters = |byte: usize| text.get(..byte).map_or(0, |start| start.chars().count());
    match errors.iter().find(|error| error.is_error()).or(errors.first()) {
        Some(error) => EvaluationError {
            code: error.code.as_str().to_owned(),
            phase: error.phase,
            message: error.message(),
            span: (characters(error.span.start), characters(error.span.end)),
        },
        None => EvaluationError {
            code: "blank".to_owned(),
            phase: onramp_expression::Phase::Parse,
            message: "There is no expression.".to_owned(),
            span: (0, 0),
        },
    }
}
