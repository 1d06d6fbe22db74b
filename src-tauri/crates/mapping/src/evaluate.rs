//! One user through the table: from source values to what is sent.

use onramp_expression::{Attributes, Context, Diagnostic as ExpressionError, Members, Program, Value};
use onramp_scim::path::{self, AttributePath};
use serde_json::{Map, Value as Json};

use crate::model::{AttributeMapping, MappingTable, Source};
use crate::names::{TargetType, target_type};

/// What became of one row.
#[derive(Debug, Clone, PartialEq)]
pub enum RowOutcome {
    /// This value is sent.
    Sent(Json),
    /// The source is empty and the default value is sent instead, on create only.
    Default(Json),
    /// The source is empty: nothing is sent (`entra-scim-client.md` §6.7).
    Empty,
    /// The expression took the attribute out of the flow.
    Dropped,
    /// A reference, sent by itself once the referenced user is in the target (§6.6). Holds the source's object id.
    Reference(String),
    /// The expression has no value for this user.
    Failed(Vec<ExpressionError>),
    /// The target is no attribute path: nothing can be sent.
    NoPath,
}

/// One row and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RowValue {
    /// Index of the row in the table.
    pub row: usize,
    /// The value in the source, where the row has a single source attribute.
    pub source: Value,
    /// What became of it.
    pub outcome: RowOutcome,
}

impl RowValue {
    /// The value as it would be sent on a create.
    pub fn sent(&self) -> Option<&Json> {
        match &self.outcome {
            RowOutcome::Sent(value) | RowOutcome::Default(value) => Some(value),
            _ => None,
        }
    }
}

/// A user's values for every row.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// One entry per row, in the table's order.
    pub rows: Vec<RowValue>,
}

impl Evaluated {
    /// The attributes of a create (RFC 7643 §3), without `schemas` and `meta`. References are left out.
    ///
    /// Names stand byte by byte as they are typed, because so Entra sends them (`entra-scim-client.md` §8.2):
    /// `Name.givenName` goes beside `name`, not into it.
    pub fn resource(&self, table: &MappingTable) -> Map<String, Json> {
        let mut resource = Map::new();
        for value in &self.rows {
            let (Some(sent), Some(row)) = (value.sent(), table.rows.get(value.row)) else { continue };
            if let Ok(path) = AttributePath::parse(&row.target) {
                path::set_exact(&mut resource, &path, sent.clone());
            }
        }
        resource
    }

    /// The value of a matching row as text, where the user has one of their own. A default value is everyone's: it
    /// tells nobody apart, and it is for creates only (§8.3).
    pub fn text_of(&self, row: usize) -> Option<String> {
        match &self.rows.get(row)?.outcome {
            RowOutcome::Sent(Json::String(text)) if !text.is_empty() => Some(text.clone()),
            RowOutcome::Sent(Json::String(_) | Json::Null) => None,
            RowOutcome::Sent(other) => Some(other.to_string()),
            _ => None,
        }
    }
}

/// Evaluates every row for one user. Values are typed by the target: `active` is a JSON boolean. `context` is what an
/// expression may ask of the world besides the user: the time, the tenant's domain.
pub fn evaluate(table: &MappingTable, user: &dyn Attributes, context: &Context) -> Evaluated {
    let rows = table.rows.iter().enumerate();
    let rows = rows.map(|(index, row)| evaluate_row(index, row, user, context)).collect();
    Evaluated { rows }
}

fn evaluate_row(index: usize, row: &AttributeMapping, user: &dyn Attributes, context: &Context) -> RowValue {
    let source = match &row.source {
        Source::Direct(name) => user.get(name).cloned().unwrap_or_default(),
        Source::Constant(text) => Value::Text(text.clone()),
        Source::Expression(_) | Source::None => Value::Null,
    };
    RowValue { row: index, outcome: outcome(row, &source, user, context), source }
}

fn outcome(row: &AttributeMapping, source: &Value, user: &dyn Attributes, context: &Context) -> RowOutcome {
    if AttributePath::parse(&row.target).is_err() {
        return RowOutcome::NoPath;
    }
    let value = match &row.source {
        Source::Expression(text) => match value_of(text, user, context) {
            Ok(value) => value,
            Err(errors) => return RowOutcome::Failed(errors),
        },
        _ => source.clone(),
    };
    let kind = target_type(&row.target);
    match (&value, kind) {
        (Value::Dropped, _) => RowOutcome::Dropped,
        (value, _) if value.is_null_or_empty() => match &row.default_value {
            Some(default) => RowOutcome::Default(typed(&Value::Text(default.clone()), kind)),
            None => RowOutcome::Empty,
        },
        (value, TargetType::Reference) => RowOutcome::Reference(value.as_text().unwrap_or_default()),
        (value, kind) => RowOutcome::Sent(typed(value, kind)),
    }
}

fn value_of(text: &str, user: &dyn Attributes, context: &Context) -> Result<Value, Vec<ExpressionError>> {
    Program::compile(text)?.evaluate_in(user, context).map_err(|error| vec![error])
}

/// One complex value: an object of its sub-attributes.
fn complex(members: &Members) -> Json {
    let member = |(name, value): &(String, Value)| (name.clone(), typed(value, TargetType::Boolean));
    Json::Object(members.iter().map(member).collect())
}

fn typed(value: &Value, kind: TargetType) -> Json {
    match (value, kind) {
        (Value::Bool(flag), TargetType::Boolean) => Json::Bool(*flag),
        (Value::List(values), _) => values.iter().cloned().map(Json::String).collect(),
        (Value::Complex(values), _) => values.iter().map(complex).collect(),
        (value, TargetType::Boolean) => match value.text() {
            Some(text) if text.eq_ignore_ascii_case("true") => Json::Bool(true),
            Some(text) if text.eq_ignore_ascii_case("false") => Json::Bool(false),
            text => text.map_or(Json::Null, |text| Json::String(text.to_owned())),
        },
        (value, _) => value.as_text().map_or(Json::Null, Json::String),
    }
}
