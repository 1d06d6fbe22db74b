//! Evaluating expressions by themselves, for the command line and for cases kept as data.

use std::collections::BTreeMap;

use onramp_entra::attribute_value;
use onramp_expression::{Diagnostic, Value, evaluate};
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

/// One case of a file of cases.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// Its name.
    pub id: String,
    /// The expression.
    pub expression: String,
    /// The person's attributes.
    #[serde(default)]
    pub attributes: Map<String, Json>,
}

/// A case's answer: one line of `eval --cases`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseAnswer {
    /// The case's name.
    pub id: String,
    /// What it gave.
    #[serde(flatten)]
    pub evaluation: Evaluation,
}

/// Evaluates one expression against one person's attributes.
pub fn evaluate_expression(expression: &str, attributes: &Map<String, Json>) -> Evaluation {
    let attributes: BTreeMap<String, Value> =
        attributes.iter().map(|(name, value)| (name.clone(), attribute_value(value))).collect();
    match evaluate(expression, &attributes) {
        Ok(Value::Dropped) => Evaluation::Dropped { dropped: true },
        Ok(value) => Evaluation::Value { value: json(value) },
        Err(errors) => Evaluation::Failed { error: first(expression, &errors) },
    }
}

/// Evaluates a file of cases.
///
/// # Errors
/// `cases.unreadable` where the text is no array of cases.
pub fn evaluate_cases(text: &str) -> Result<Vec<CaseAnswer>, AppError> {
    let cases: Vec<Case> = serde_json::from_str(text).map_err(|error| {
        AppError::new(
            "cases.unreadable",
            Side::You,
            "The file is no array of cases.",
            "Each case is an object with id, expression and attributes.",
        )
        .detail(error.to_string())
    })?;
    Ok(cases
        .into_iter()
        .map(|case| CaseAnswer {
            evaluation: evaluate_expression(&case.expression, &case.attributes),
            id: case.id,
        })
        .collect())
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
