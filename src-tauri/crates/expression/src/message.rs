//! The words of each finding.

use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{Arity, Kind, Parameter, function};
use crate::parser::{MAX_CHARACTERS, MAX_DEPTH};

/// One sentence: what is wrong and, where known, what to write instead.
pub(crate) fn message(diagnostic: &Diagnostic) -> String {
    let suggestion = diagnostic.suggestion.as_deref();
    match &diagnostic.code {
        Code::Blank => "The expression is empty.".to_owned(),
        Code::TooLong { characters } => {
            format!("The expression has {characters} characters; Entra takes at most {MAX_CHARACTERS}.")
        }
        Code::TooDeep => format!("The expression is nested more than {MAX_DEPTH} functions deep."),
        Code::UnexpectedCharacter { character } => match suggestion {
            Some("") => {
                format!("There is an invisible character (U+{:04X}) here: remove it.", u32::from(*character))
            }
            Some(instead) => format!("“{character}” does not belong here: write “{instead}” instead."),
            None => format!("“{}” does not belong here.", character.escape_debug()),
        },
        Code::ExpectedValue { found } if found.is_empty() => {
            "The expression ends where an attribute, a constant or a function is expected.".to_owned()
        }
        Code::ExpectedValue { found } => {
            format!("An attribute, a constant or a function is expected before “{found}”.")
        }
        Code::MissingComma => "A comma is missing between two arguments.".to_owned(),
        Code::UnclosedCall { function } => format!("The closing parenthesis of {function} is missing."),
        Code::MissingParentheses { function } => {
            format!("The arguments of {function} stand in parentheses: {}.", suggestion.unwrap_or("()"))
        }
        Code::UnopenedText => "The opening quote of this text is missing.".to_owned(),
        Code::UnclosedText => {
            "This text has no closing quote (inside text, a quote is written \\\" and a backslash \\\\)."
                .to_owned()
        }
        Code::UnclosedAttribute => "The closing bracket “]” of this attribute is missing.".to_owned(),
        Code::UnopenedAttribute => "The opening bracket “[” of this attribute is missing.".to_owned(),
        Code::WrongBrackets => "An attribute stands in square brackets.".to_owned(),
        Code::EmptyAttribute => "The brackets hold no attribute name.".to_owned(),
        Code::BadNumber { text } => format!("“{text}” is not a number."),
        Code::CurlyQuotes => "Text stands in straight double quotes, not in typographic ones.".to_owned(),
        Code::SingleQuotes => "Text stands in double quotes, not in single ones.".to_owned(),
        Code::EscapedQuotes => {
            "The quotes are written as JSON writes them inside a string: remove the backslashes.".to_owned()
        }
        Code::DoubledQuotes => "Text stands in one pair of quotes, not in two.".to_owned(),
        Code::HtmlEntity { entity } => match suggestion {
            Some(instead) if !instead.trim().is_empty() => {
                format!("“{entity}” comes from a page’s source: write {instead} instead.")
            }
            _ => format!("“{entity}” comes from a page’s source: write a blank instead."),
        },
        Code::Comment => "The language has no comments: remove this one.".to_owned(),
        Code::OddBlank { character } => format!(
            "This blank is not an ordinary one (U+{:04X}), as it is in text copied from a page: write an ordinary one.",
            u32::from(*character)
        ),
        Code::HiddenCharacter { character } => format!(
            "There is an invisible character (U+{:04X}) in this text, so it equals nothing that looks like it.",
            u32::from(*character)
        ),
        Code::LeadingEquals => "An expression does not begin with “=”: remove it.".to_owned(),
        Code::Concatenation { operator } => {
            format!("Text is not put together with “{operator}”: use Join or Append.")
        }
        Code::UnknownWord { word } => match suggestion {
            Some("\"\"") => format!("“{word}” is not known here: empty text is written \"\"."),
            Some(text) if text.starts_with('"') => {
                format!("“{word}” stands without quotes: text is written {text}.")
            }
            Some(text) if !text.starts_with('[') => {
                format!("“{word}” is not known here; did you mean {text}?")
            }
            _ => format!("“{word}” stands alone: an attribute is written [{word}] and text \"{word}\"."),
        },
        Code::UnknownOperator { operator } => match suggestion {
            Some(instead) => format!("The operator “{operator}” does not exist: write “{instead}”."),
            None => format!("The operator “{operator}” does not exist."),
        },
        Code::LogicalOperator { operator } => {
            format!(
                "Conditions cannot be combined with “{operator}”: nest one IIF in another, or use Not for the opposite."
            )
        }
        Code::ChainedComparison => {
            "A condition compares two values only: nest one IIF in another.".to_owned()
        }
        Code::Grouping => "Parentheses stand only after the name of a function.".to_owned(),
        Code::TrailingText => "The expression has ended before this text.".to_owned(),
        Code::UnknownEscape { character } => format!(
            "Microsoft's pages disagree on “\\{}”: the backslash is taken as it stands here; to be sure, write it twice \
             and test with provision on demand.",
            character.escape_debug()
        ),
        Code::FunctionCase { name, meant } => format!(
            "The function is written {meant} in Entra's reference. Entra's own pages disagree on whether {name} works too."
        ),
        Code::UnknownFunction { name } => match suggestion {
            Some(meant) => format!("There is no function {name}; did you mean {meant}?"),
            None => format!("There is no function {name} that can be evaluated here."),
        },
        Code::ArgumentCount { function, expected, given } => argument_count(function, *expected, *given),
        Code::EmptyRequired { function, parameter } => {
            format!("{function} needs its argument {parameter}; for empty text, write \"\".")
        }
        Code::ComparisonOutsideCondition => {
            "A comparison can only be the condition of IIF or CBool.".to_owned()
        }
        Code::WordNotAllowed { word } => format!("{word} has no meaning here."),
        Code::Nesting { inner, outer } => format!("{inner} cannot be used in {outer}."),
        Code::OtherAttribute { function, expected } => {
            format!("{function} works on the attribute {expected} alone.")
        }
        Code::PagesDisagree { about } => {
            format!("Entra's own pages disagree on {about}: test it with provision on demand.")
        }
        Code::DoubledKey { key } => format!("The key {key} stands twice: the second one is never reached."),
        Code::NeverEqual { value, because } => match suggestion {
            Some(meant) => format!("This is never equal to “{value}”, because {because}: write {meant}."),
            None => format!("This is never equal to “{value}”, because {because}."),
        },
        Code::AlwaysSame { holds: true } => "This condition holds for everybody.".to_owned(),
        Code::AlwaysSame { holds: false } => "This condition holds for nobody.".to_owned(),
        Code::SameEitherWay => "Both values are the same, so the condition decides nothing.".to_owned(),
        Code::DateFormatSlip { written: 'm', .. } => {
            "In a date format, m is the minute and M the month.".to_owned()
        }
        Code::DateFormatSlip { written, meant } => {
            format!("In a date format, {written} means nothing: write {meant}.")
        }
        Code::QuotedExpression => {
            "The whole expression stands in quotes, so that its text would be sent to everybody: remove them."
                .to_owned()
        }
        Code::WrongConstant { function, parameter, value } => {
            format!("{}, but “{value}” is not.", must_be(function, parameter))
        }
        Code::WrongResult { function, parameter, inner } => {
            format!("{}, but {inner} never gives that.", must_be(function, parameter))
        }
        Code::NotANumber { value } if value.is_empty() => {
            "A whole number is needed, but there is no value.".to_owned()
        }
        Code::NotANumber { value } => format!("A whole number is needed, but the value is “{value}”."),
        Code::OutOfRange { function, value } => format!("{function} cannot use the number {value} here."),
        Code::SeveralValues { count } => format!("One value is needed, but the person has {count}."),
        Code::NotACondition { value: Some(value) } => {
            format!("The condition is “{value}”, which is neither true nor false.")
        }
        Code::NotACondition { value: None } => {
            "The condition has no value, so it is neither true nor false.".to_owned()
        }
        Code::NotComparable { operator } => {
            format!("“{}” compares numbers, but one of the two values is not a number.", operator.as_str())
        }
        Code::BadCulture { culture } => format!("“{culture}” is not a culture; one is written like en-US."),
        Code::NoClock => "The expression asks for the current time, which is not known here.".to_owned(),
        Code::NoDefaultDomain => "The tenant has no default domain, or it is not known here.".to_owned(),
        Code::AllTaken { count } => {
            format!("All {count} values are taken in the target: add a rule that gives another one.")
        }
        Code::MinimumsExceedLength { sum, length } => {
            format!("The minimums add up to {sum} characters, but the text is only {length} long.")
        }
        Code::NothingToDraw { kind } => format!("No {kind} is left to draw: avoid fewer characters."),
        Code::Raised { message } => format!("The expression raises an error of its own: “{message}”."),
        Code::NotADate { value } if value.is_empty() => {
            "A date is needed, but there is no value: test it with IsPresent first.".to_owned()
        }
        Code::NotADate { value } => {
            format!("“{value}” is not a date with its time: text is turned into one with CDate, from a form like 2025-12-31T23:59:59Z.")
        }
        Code::DateOutOfRange => "The date is outside the years that can be written here.".to_owned(),
        Code::DateFormatMismatch { value, format } => {
            format!("“{value}” does not have the date format “{format}”.")
        }
        Code::BadDateFormat { format } => format!("“{format}” is not a date format; one is written like yyyy-MM-dd."),
        Code::BadInterval { interval } => {
            format!("“{interval}” is no interval: there are yyyy, m (months), ww, d, h, n (minutes) and s.")
        }
        Code::BadOption { value, options } => format!("“{value}” cannot be chosen here: there is {options}."),
        Code::BadBase64 => "The text is not base64.".to_owned(),
        Code::BadSid => "The value is not a binary security identifier, in base64 or as hexadecimal digits.".to_owned(),
        Code::EmptySearch => "Empty text cannot be looked for: give the text that is to be replaced.".to_owned(),
        Code::BadPattern { pattern, why } => format!("The regular expression “{pattern}” cannot be read: {why}."),
        Code::UnknownGroup { group } => format!("The regular expression has no group named “{group}”."),
        Code::PatternTooCostly => {
            "The regular expression tries too many ways on this text and was stopped: make it simpler, without \
             repetitions inside repetitions."
                .to_owned()
        }
        Code::ReplaceMode => {
            "Replace needs oldValue or regexPattern, and beside it replacementValue, template or (with \
             regexGroupName) replacementAttributeName."
                .to_owned()
        }
        Code::TooMuchWork => "The expression takes too much work for this person: it was stopped.".to_owned(),
        Code::TooLarge => {
            "The value grows beyond a million characters: the expression was stopped.".to_owned()
        }
    }
}

/// "Mid's length must be a whole number".
fn must_be(function: &str, parameter: &Parameter) -> String {
    let kind = match parameter.kind {
        Kind::Value | Kind::Text => "text",
        Kind::Number => "a whole number",
        Kind::Condition => "true or false",
        Kind::Values => "an attribute with several values",
        Kind::DateTime => "a date with its time",
        Kind::Word => "a word without quotes",
    };
    format!("{function}’s {} must be {kind}", parameter.name)
}

fn argument_count(name: &str, expected: Arity, given: usize) -> String {
    let signature = function(name).map(crate::functions::Function::signature).unwrap_or_default();
    let takes = match expected {
        Arity { least: 0, most: Some(0), .. } => "no arguments".to_owned(),
        Arity { least, most: Some(most), .. } if least == most => format!("exactly {}", arguments(least)),
        Arity { least, most: Some(most), .. } => format!("{least} to {}", arguments(most)),
        Arity { least, most: None, step: 0 | 1 } => format!("at least {}", arguments(least)),
        Arity { least, most: None, .. } => {
            return format!(
                "{name} needs an even number of arguments, at least {least}: the source, a default whose place may be empty, \
                 then a key and a value in turn. Here {given} {} given: {signature}.",
                if given == 1 { "is" } else { "are" }
            );
        }
    };
    format!("{name} takes {takes}, but {given} {} given: {signature}.", if given == 1 { "is" } else { "are" })
}

fn arguments(count: usize) -> String {
    if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") }
}
