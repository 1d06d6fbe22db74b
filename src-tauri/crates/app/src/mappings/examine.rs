//! One row as it is typed: what the check says, and what it gives for one person. Asked on every keystroke, so it reads
//! nothing but the directory.

use onramp_entra::DirectoryUser;
use onramp_expression::{Context, Outcome, Part, Step, Value, explain};
use onramp_mapping::{self as mapping, AttributeMapping, MappingTable, RowOutcome, Source};
use serde::Serialize;
use serde_json::Value as Json;
use specta::Type;

use super::convert::{diagnostic, to_mapping};
use super::{MappingDiagnostic, MappingRow};
use crate::error::AppError;
use crate::expressions::context_of;
use crate::preview::find;
use crate::session::App;

/// What is known of a row while it is edited.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowExamination {
    /// Everything the check finds. Spans count characters.
    pub diagnostics: Vec<MappingDiagnostic>,
    /// What it gives for the picked person; `null` where nobody is picked.
    pub value: Option<LiveValue>,
}

/// A row's value for one person, with the way to it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LiveValue {
    /// The person's key.
    pub person: String,
    /// Every part of the source with its value, in the order of the text.
    pub steps: Vec<LiveStep>,
    /// What is sent; `null` where nothing is.
    #[specta(type = Option<crate::json::JsonValue>)]
    pub sent: Option<Json>,
    /// What becomes of it.
    pub outcome: LiveOutcome,
    /// What `sent` does not say: why nothing is sent, or when it is.
    pub note: Option<String>,
}

/// What becomes of a row's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum LiveOutcome {
    /// It is sent.
    Sent,
    /// The source is empty, so the default value is sent, on create only.
    Default,
    /// The source is empty: nothing is sent.
    Empty,
    /// The expression leaves the attribute out.
    Dropped,
    /// Sent by itself, once the referenced person is in Ramp.
    Reference,
    /// There is no value.
    Failed,
}

/// A part of a source and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LiveStep {
    /// Where it stands in the source, in characters, start and end.
    pub span: (u32, u32),
    /// How deep it is nested; the whole expression is 0.
    pub depth: u32,
    /// Its text.
    pub text: String,
    /// What it is.
    pub kind: LiveKind,
    /// How it went.
    pub state: LiveState,
    /// Its value as text, several joined by commas; `null` where there is none.
    pub value: Option<String>,
    /// Why there is no value, in a sentence.
    pub note: Option<String>,
}

/// What a part of a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum LiveKind {
    /// A source attribute.
    Attribute,
    /// A function's call.
    Call,
    /// A condition.
    Comparison,
}

/// How a part of a source went for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum LiveState {
    /// It has a value.
    Value,
    /// It was evaluated and there is no value.
    Empty,
    /// It leaves the attribute out.
    Dropped,
    /// It was not needed: another branch was taken.
    NotNeeded,
    /// It failed.
    Failed,
}

impl App {
    /// Checks one row as it is typed and evaluates it for one person. Nothing is saved or sent.
    ///
    /// # Errors
    /// Where the directory can't be read, or the person is not in it.
    pub fn examine_row(&self, row: &MappingRow, person: Option<&str>) -> Result<RowExamination, AppError> {
        let edited = to_mapping(row);
        let diagnostics = mapping::check_row(&edited)
            .into_iter()
            .map(|finding| MappingDiagnostic { row: Some(row.id.clone()), ..diagnostic(finding) })
            .collect();
        let value = match person {
            Some(key) => {
                let people = self.people()?;
                let user = find(&people, key)?;
                Some(live_value(&edited, user, &context_of(user, self.clock.now())))
            }
            None => None,
        };
        Ok(RowExamination { diagnostics, value })
    }
}

fn live_value(row: &AttributeMapping, user: &DirectoryUser, context: &Context) -> LiveValue {
    let table = MappingTable { rows: vec![row.clone()], ..MappingTable::default() };
    let evaluated = mapping::evaluate(&table, user, context).rows.pop();
    let outcome = evaluated.map_or(RowOutcome::Empty, |value| value.outcome);
    let (outcome, sent, note) = match outcome {
        RowOutcome::Sent(value) => (LiveOutcome::Sent, Some(value), None),
        RowOutcome::Default(value) => {
            (LiveOutcome::Default, Some(value), Some("the default value, on create only".to_owned()))
        }
        RowOutcome::Empty => (LiveOutcome::Empty, None, Some("empty, so nothing is sent".to_owned())),
        RowOutcome::Dropped => (LiveOutcome::Dropped, None, Some("left out by the expression".to_owned())),
        RowOutcome::Reference(_) => {
            (LiveOutcome::Reference, None, Some("sent by itself, after the create".to_owned()))
        }
        RowOutcome::Failed(errors) => {
            let why = errors.iter().find(|error| error.is_error()).or(errors.first());
            (LiveOutcome::Failed, None, why.map(onramp_expression::Diagnostic::message))
        }
        RowOutcome::NoPath => (LiveOutcome::Failed, None, Some("not a name that can be sent".to_owned())),
    };
    LiveValue { person: user.id.clone(), steps: steps(&row.source, user, context), sent, outcome, note }
}

fn steps(source: &Source, user: &DirectoryUser, context: &Context) -> Vec<LiveStep> {
    match source {
        Source::Direct(name) => {
            let span = (0, count(name.chars().count()));
            vec![attribute(name, name.clone(), span, 0, user)]
        }
        Source::Expression(text) => {
            let told = explain(text.as_str(), user, context);
            told.steps.into_iter().filter_map(|part| step(text, part)).collect()
        }
        Source::Constant(_) | Source::None => Vec::new(),
    }
}

/// A part as it is shown. Constants are their own value, and what can't be read is a finding: both are left out.
fn step(text: &str, step: Step) -> Option<LiveStep> {
    let kind = match step.part {
        Part::Attribute => LiveKind::Attribute,
        Part::Call => LiveKind::Call,
        Part::Comparison => LiveKind::Comparison,
        Part::Constant | Part::Error => return None,
    };
    let (state, value, note) = match step.outcome {
        Outcome::Value(Value::Dropped) => (LiveState::Dropped, None, None),
        Outcome::Value(value) => match shown(&value) {
            Some(value) => (LiveState::Value, Some(value), None),
            None => (LiveState::Empty, None, None),
        },
        Outcome::Failed(error) => (LiveState::Failed, None, Some(error.message())),
        Outcome::Stopped | Outcome::Faulty => (LiveState::Failed, None, None),
        Outcome::NotNeeded => (LiveState::NotNeeded, None, None),
    };
    Some(LiveStep {
        span: (characters(text, step.span.start), characters(text, step.span.end)),
        depth: count(step.depth),
        text: text.get(step.span.start..step.span.end)?.to_owned(),
        kind,
        state,
        value,
        note,
    })
}

fn attribute(name: &str, text: String, span: (u32, u32), depth: u32, user: &DirectoryUser) -> LiveStep {
    let value = user.attributes.get(name).and_then(shown);
    let state = if value.is_some() { LiveState::Value } else { LiveState::Empty };
    LiveStep { span, depth, text, kind: LiveKind::Attribute, state, value, note: None }
}

/// A value as it is shown beside its name; `None` where there is none.
pub(super) fn shown(value: &Value) -> Option<String> {
    match value {
        Value::List(values) if !values.is_empty() => Some(values.join(", ")),
        value => value.as_text(),
    }
}

/// Counts cross the boundary as 32 bits.
pub(super) fn count(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A place of a text in characters, as the window counts, from its place in bytes.
pub(super) fn characters(text: &str, byte: usize) -> u32 {
    count(text.get(..byte).map_or(0, |start| start.chars().count()))
}
