//! What the editor asks at the caret: what fits there, which parameter of which function it is in, and what a name means.

use onramp_entra::DirectoryUser;
use onramp_expression::{Function, function};
use serde::Serialize;
use specta::Type;

use super::examine::count;
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
    /// All that fit there; the window narrows them down while a name is typed.
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
    /// Where the caret stands in it afterwards, in characters.
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
    let surroundings = Surroundings::of(text, place);
    let (name, slot) = surroundings.calls.last()?;
    let function = function(name)?;
    let slots = function.parameters.len().max(slot + 1);
    let parameters: Vec<_> =
        (0..slots).map_while(|slot| function.parameter(slot)).map(parameter_help).collect();
    Some(SignatureHelp {
        function: function.name.to_owned(),
        active: Some(count(*slot)).filter(|slot| (*slot as usize) < parameters.len()),
        parameters,
        summary: function.summary.to_owned(),
    })
}

/// Characters to a line of the editor in its panel.
const LINE: usize = 44;

/// The text laid out over lines; as it is where it can't be read.
pub fn format_expression(text: &str) -> String {
    onramp_expression::format(text, LINE)
}

fn completions(text: &str, place: u32, user: Option<&DirectoryUser>) -> Completions {
    let surroundings = Surroundings::of(text, place);
    let (from, to) = (surroundings.name.0, place);
    let options = match surroundings.inside {
        Inside::Text => Vec::new(),
        Inside::Attribute => source_attributes(user).into_iter().map(|one| attribute(one, "")).collect(),
        Inside::Code => {
            let functions = super::functions_in_order().map(call);
            functions.chain(source_attributes(user).into_iter().map(|one| attribute(one, "["))).collect()
        }
    };
    Completions { from, to, options }
}

fn call(function: &'static Function) -> CompletionOption {
    let signature = function.signature();
    CompletionOption {
        label: function.name.to_owned(),
        kind: CompletionKind::Function,
        insert: format!("{}()", function.name),
        caret: count(function.name.chars().count()) + 1,
        detail: signature.strip_prefix(function.name).unwrap_or(&signature).to_owned(),
        info: function.summary.to_owned(),
    }
}

fn attribute(attribute: SourceAttribute, opening: &str) -> CompletionOption {
    let insert = format!("{opening}{}]", attribute.name);
    CompletionOption {
        kind: CompletionKind::Attribute,
        caret: count(insert.chars().count()),
        insert,
        detail: attribute.sample.unwrap_or_default(),
        label: attribute.name,
        info: String::new(),
    }
}

fn hover(text: &str, place: u32, user: Option<&DirectoryUser>) -> Option<HoverHelp> {
    let surroundings = Surroundings::of(text, place);
    let characters: Vec<char> = text.chars().collect();
    let end = (place as usize..characters.len())
        .find(|at| characters.get(*at).is_none_or(|character| !is_of_a_name(*character)))
        .unwrap_or(characters.len());
    let span = (surroundings.name.0, count(end));
    let name: String = characters.get(span.0 as usize..end)?.iter().collect();
    match surroundings.inside {
        Inside::Text => None,
        Inside::Attribute => {
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
        Inside::Code => {
            let function = function(&name)?;
            Some(HoverHelp {
                span,
                title: function.signature(),
                text: function.summary.to_owned(),
                note: function.caution.to_owned(),
            })
        }
    }
}

/// What a place is in. It is read from the characters before the place alone: what follows is often not typed yet.
struct Surroundings {
    inside: Inside,
    /// The part of a name before the place, in characters.
    name: (u32, u32),
    /// The open calls, outermost first, each with the index of the slot the place is in.
    calls: Vec<(String, usize)>,
}

/// What kind of text a place is in.
enum Inside {
    Code,
    Text,
    Attribute,
}

impl Surroundings {
    fn of(text: &str, place: u32) -> Self {
        let mut calls = Vec::new();
        let mut inside = Inside::Code;
        let mut name = String::new();
        let mut escaped = false;
        for character in text.chars().take(place as usize) {
            match inside {
                Inside::Text if escaped => escaped = false,
                Inside::Text => match character {
                    '\\' => escaped = true,
                    '"' => inside = Inside::Code,
                    _ => {}
                },
                Inside::Attribute if character == ']' => (inside, name) = (Inside::Code, String::new()),
                Inside::Attribute => name.push(character),
                Inside::Code => match character {
                    '"' => (inside, name) = (Inside::Text, String::new()),
                    '[' => (inside, name) = (Inside::Attribute, String::new()),
                    '(' => calls.push((std::mem::take(&mut name), 0)),
                    ')' => {
                        calls.pop();
                        name.clear();
                    }
                    ',' => {
                        if let Some((_, slot)) = calls.last_mut() {
                            *slot += 1;
                        }
                        name.clear();
                    }
                    character if is_of_a_name(character) => name.push(character),
                    _ => name.clear(),
                },
            }
        }
        let begin = place.saturating_sub(count(name.chars().count()));
        Self { inside, name: (begin, place), calls }
    }
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.')
}
