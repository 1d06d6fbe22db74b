//! What the editor asks at the caret: what fits there, which parameter of which function it is in, and what a name means.

use onramp_entra::DirectoryUser;
use onramp_expression::{self as expression, Candidate, CandidateKind, Place, Subject};
use serde::Serialize;
use specta::Type;

use super::examine::{characters, count};
use super::help::{ParameterHelp, SourceAttribute, parameter_help, source_attributes};
use crate::error::AppError;
use crate::preview::find;
use crate::session::App;

/// What fits at a place of an expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Completions {
    /// Where the name begins that is replaced, in characters.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// All that fit there, the likeliest first; the window narrows them down while a name is typed.
    pub options: Vec<CompletionOption>,
}

/// One name that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CompletionOption {
    /// The name.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What is put in.
    pub insert: String,
    /// Where the caret stands afterwards, in characters from its start: it may be behind the bracket or quote that stands
    /// there already.
    pub caret: u32,
    /// Beside the name: parameters, or the picked person's value.
    pub detail: String,
    /// What it does; empty where the name says it.
    pub info: String,
}

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum CompletionKind {
    /// A function.
    Function,
    /// A source attribute.
    Attribute,
    /// A bare word of the language.
    Word,
    /// A text that the parameter knows.
    Constant,
    /// A comparison operator.
    Operator,
}

/// The call around a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignatureHelp {
    /// The function's name.
    pub function: String,
    /// Its parameters, those that repeat as often as they are given.
    pub parameters: Vec<ParameterHelp>,
    /// The parameter the place is in; `null` where the function takes no more.
    pub active: Option<u32>,
    /// What the function does.
    pub summary: String,
}

/// What stands at a place, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HoverHelp {
    /// The name's place, in characters, start and end.
    pub span: (u32, u32),
    /// Its signature, or the attribute's name.
    pub title: String,
    /// What it does, or the picked person's value.
    pub text: String,
    /// What Microsoft's pages warn of or leave open; empty when there is nothing to say.
    pub note: String,
}

impl App {
    /// What fits at a place of an expression, with the picked person's values. `place` counts characters.
    ///
    /// # Errors
    /// Where the directory can't be read, or the person is not in it.
    pub fn complete_expression(
        &self,
        text: &str,
        place: u32,
        person: Option<&str>,
    ) -> Result<Completions, AppError> {
        let directory = self.people()?;
        let user = person.map(|key| find(&directory, key)).transpose()?;
        Ok(completions(text, place, user))
    }

    /// What stands at a place of an expression. `place` counts characters.
    ///
    /// # Errors
    /// Where the directory can't be read, or the person is not in it.
    pub fn explain_name(
        &self,
        text: &str,
        place: u32,
        person: Option<&str>,
    ) -> Result<Option<HoverHelp>, AppError> {
        let directory = self.people()?;
        let user = person.map(|key| find(&directory, key)).transpose()?;
        Ok(hover(text, place, user))
    }
}

/// The call around a place, and the parameter the place is in. `place` counts characters.
pub fn signature_help(text: &str, place: u32) -> Option<SignatureHelp> {
    let call = expression::complete(text, byte(text, place)).call?;
    let slots = call.function.parameters.len().max(call.slot + 1);
    let parameters: Vec<_> =
        (0..slots).map_while(|slot| call.function.parameter(slot)).map(parameter_help).collect();
    Some(SignatureHelp {
        function: call.function.name.to_owned(),
        active: Some(count(call.slot)).filter(|_| call.slot < parameters.len()),
        parameters,
        summary: call.function.summary.to_owned(),
    })
}

/// Characters to a line of the editor in its panel.
const LINE: usize = 44;

/// The text laid out over lines; as it is where it can't be read.
pub fn format_expression(text: &str) -> String {
    expression::format(text, LINE)
}

fn completions(text: &str, place: u32, user: Option<&DirectoryUser>) -> Completions {
    let found = expression::complete(text, byte(text, place));
    // A parameter that takes a bare word takes no attribute.
    let takes_words = found.candidates.iter().any(|candidate| candidate.kind == CandidateKind::Word);
    let attributes = match found.place {
        Place::Attribute => source_attributes(user),
        Place::Value if !takes_words => source_attributes(user),
        _ => Vec::new(),
    };
    let (opening, closing) = match found.place {
        Place::Value => ("[", "]"),
        Place::Attribute => ("", if found.closed { "" } else { "]" }),
        Place::Text => ("", if found.closed { "" } else { "\"" }),
        _ => ("", ""),
    };
    let attributes = attributes.into_iter().map(|one| attribute(one, opening, closing));
    let candidates = found.candidates.into_iter().map(|one| match found.place {
        Place::Text => CompletionOption {
            caret: count(one.label.chars().count()) + 1,
            insert: format!("{}{closing}", one.insert),
            ..candidate(one)
        },
        _ => candidate(one),
    });
    Completions {
        from: characters(text, found.replace.start),
        to: characters(text, found.replace.end),
        options: candidates.chain(attributes).collect(),
    }
}

fn candidate(candidate: Candidate) -> CompletionOption {
    let signature = candidate.signature.strip_prefix(&*candidate.label);
    CompletionOption {
        kind: match candidate.kind {
            CandidateKind::Function => CompletionKind::Function,
            CandidateKind::Word => CompletionKind::Word,
            CandidateKind::Constant => CompletionKind::Constant,
            CandidateKind::Operator => CompletionKind::Operator,
        },
        caret: characters(&candidate.insert, candidate.caret),
        detail: signature.unwrap_or(&candidate.signature).to_owned(),
        insert: candidate.insert,
        label: candidate.label,
        info: candidate.summary.to_owned(),
    }
}

fn attribute(attribute: SourceAttribute, opening: &str, closing: &str) -> CompletionOption {
    CompletionOption {
        kind: CompletionKind::Attribute,
        insert: format!("{opening}{}{closing}", attribute.name),
        caret: count(opening.len() + attribute.name.chars().count()) + 1,
        detail: attribute.sample.unwrap_or_default(),
        label: attribute.name,
        info: String::new(),
    }
}

fn hover(text: &str, place: u32, user: Option<&DirectoryUser>) -> Option<HoverHelp> {
    let found = expression::hover(text, byte(text, place))?;
    let span = (characters(text, found.span.start), characters(text, found.span.end));
    match found.subject {
        Subject::Attribute(name) => {
            let known = source_attributes(user).into_iter().find(|one| one.name == name)?;
            Some(HoverHelp {
                span,
                title: name,
                text: match (known.sample, user) {
                    (Some(sample), Some(user)) => format!("{}: {sample}", user.display_name()),
                    (None, Some(user)) => format!("{} has no value", user.display_name()),
                    (_, None) => "Source attribute of the user".to_owned(),
                },
                note: String::new(),
            })
        }
        Subject::Function(call) => Some(HoverHelp {
            span,
            title: call.function.signature(),
            text: call.function.summary.to_owned(),
            note: call.function.caution.to_owned(),
        }),
        // What a constant is for is its parameter's to say.
        Subject::Constant(call) => {
            let parameter = call?.parameter()?;
            Some(HoverHelp {
                span,
                title: parameter.name.to_owned(),
                text: parameter.summary.to_owned(),
                note: String::new(),
            })
        }
        Subject::Operator(_) => None,
    }
}

/// Where a character begins, in bytes; the end of the text for one behind it.
fn byte(text: &str, place: u32) -> usize {
    text.char_indices().nth(place as usize).map_or(text.len(), |(byte, _)| byte)
}
