//! `Replace`: literal, by a template, or by a regular expression. The slots that are filled choose the mode.

use super::text::Growing;
use super::{Family, Function, Kind, Page, Returns, example, optional, required};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Args, Stop};
use crate::regex::{Match, Regex, Replacement, TooCostly};
use crate::syntax::{Arg, Call};
use crate::value::Value;

const SOURCE: usize = 0;
const OLD_VALUE: usize = 1;
const PATTERN: usize = 2;
const GROUP: usize = 3;
const REPLACEMENT: usize = 4;
const ATTRIBUTE: usize = 5;
const TEMPLATE: usize = 6;

pub(super) const FUNCTIONS: &[Function] = &[Function {
    name: "Replace",
    family: Family::Text,
    summary: "Replaces text, case-sensitively: a literal one, each match of a .NET regular expression, or one group of it. \
              With a template, puts the source in place of the old value there.",
    parameters: &[
        required("source", Kind::Text, "the text"),
        optional("oldValue", Kind::Text, "the literal text to replace"),
        optional(
            "regexPattern",
            Kind::Text,
            "a .NET regular expression; each of its backslashes is written twice",
        ),
        optional("regexGroupName", Kind::Text, "the group to replace, instead of the whole match"),
        optional("replacementValue", Kind::Text, "what to put there; with a pattern, ${name} is a group"),
        optional(
            "replacementAttributeName",
            Kind::Text,
            "where to take the group from when the source has no value",
        ),
        optional("template", Kind::Text, "a text in which the source takes the place of the old value"),
    ],
    repeat: None,
    returns: Returns::Text,
    page: Page::Reference,
    caution: "All slots are counted, so the commas of empty ones have to stand. Microsoft prints two results for the same \
              pattern [()\\s-]+: by its rules a plus sign stays.",
    examples: &[
        example(
            r#"Replace([mail], "@old.example", , , "@new.example", , )"#,
            &[("mail", "ada@old.example")],
            "ada@new.example",
        ),
        example(
            r#"Replace([user], "{x}", , , , , "{x}@example.com")"#,
            &[("user", "ada")],
            "ada@example.com",
        ),
        example(
            r#"Replace([mobile], , "\\+(?<code>\\d+) (?<number>.*)", , "0${number}", , )"#,
            &[("mobile", "+44 20 7946")],
            "020 7946",
        ),
        example(
            r#"Replace([mail], , "(?<Suffix>@.*)", "Suffix", "", , )"#,
            &[("mail", "ada@example.com")],
            "ada",
        ),
    ],
    rule: Some(replace_rule),
    run: replace,
}];

/// Which slots are filled has to make one of the documented modes.
fn replace_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    let given = |slot: usize| matches!(call.args.get(slot), Some(Arg::Given(_)));
    let literal = given(OLD_VALUE) && (given(REPLACEMENT) || given(TEMPLATE));
    let pattern = given(PATTERN) && (given(REPLACEMENT) || (given(GROUP) && given(ATTRIBUTE)));
    if !literal && !pattern {
        out.push(Diagnostic::new(Code::ReplaceMode, call.name_span));
    }
}

fn replace(args: &Args<'_>) -> Result<Value, Stop> {
    let source = args.text(SOURCE)?;
    if args.given(PATTERN) {
        if args.given(GROUP) && args.given(ATTRIBUTE) && !args.given(REPLACEMENT) {
            return match source.filter(|source| !source.is_empty()) {
                Some(source) => Ok(Value::Text(source.into_owned())),
                None => group_of_attribute(args),
            };
        }
        return match source {
            Some(source) => by_pattern(args, &source),
            None => Ok(Value::Null),
        };
    }
    let (Some(source), Some(old)) = (&source, args.text(OLD_VALUE)?) else {
        return Ok(source.map_or(Value::Null, |source| Value::Text(source.into_owned())));
    };
    if old.is_empty() {
        return Err(args.stop(OLD_VALUE, Code::EmptySearch));
    }
    if args.given(REPLACEMENT) {
        return literally(args, source, &old, &args.text(REPLACEMENT)?.unwrap_or_default());
    }
    literally(args, &args.text(TEMPLATE)?.unwrap_or_default(), &old, source)
}

fn literally(args: &Args<'_>, text: &str, old: &str, new: &str) -> Result<Value, Stop> {
    let mut out = Growing::new(args);
    for (index, piece) in text.split(old).enumerate() {
        if index > 0 {
            out.push(new)?;
        }
        out.push(piece)?;
    }
    Ok(Value::Text(out.text))
}

/// The pattern of a call, ready to be looked for.
fn pattern(args: &Args<'_>) -> Result<Option<Regex>, Stop> {
    let Some(pattern) = args.text(PATTERN)? else { return Ok(None) };
    let regex = Regex::new(&pattern).map_err(|error| {
        args.stop(PATTERN, Code::BadPattern { pattern: pattern.into_owned(), why: error.why })
    })?;
    args.spend(regex.size() as u64)?;
    Ok(Some(regex))
}

/// Looks within the work that the evaluation has left.
fn within<T>(args: &Args<'_>, look: impl FnOnce(&mut u64) -> Result<T, TooCostly>) -> Result<T, Stop> {
    let before = args.work_left();
    let mut left = before;
    let found = look(&mut left).map_err(|TooCostly| args.stop(PATTERN, Code::PatternTooCostly))?;
    args.spend(before - left)?;
    Ok(found)
}

fn by_pattern(args: &Args<'_>, source: &str) -> Result<Value, Stop> {
    let Some(regex) = pattern(args)? else { return Ok(Value::from(source)) };
    let new = args.text(REPLACEMENT)?.unwrap_or_default();
    let group = if args.given(GROUP) { Some(group(args, &regex)?) } else { None };
    let replacement = Replacement::new(&new, &regex);
    let new: Vec<u16> = new.encode_utf16().collect();
    let text: Vec<u16> = source.encode_utf16().collect();
    let matches = within(args, |left| regex.find_all(&text, left))?;
    let mut out = Vec::new();
    let mut done = 0;
    for found in &matches {
        let place = match group {
            // A group that took no part in the match: the match stays as it is.
            Some(slot) => found.group(slot),
            None => Some(found.whole()),
        };
        let Some((start, end)) = place.filter(|(start, _)| *start >= done) else { continue };
        out.extend_from_slice(text.get(done..start).unwrap_or_default());
        match group {
            Some(_) => out.extend_from_slice(&new),
            None => replacement.write(&regex, &text, found, &mut out),
        }
        args.bounded(out.len())?;
        done = end;
    }
    out.extend_from_slice(text.get(done..).unwrap_or_default());
    Ok(Value::Text(String::from_utf16_lossy(&out)))
}

/// The slot of the group that a call names.
fn group(args: &Args<'_>, regex: &Regex) -> Result<usize, Stop> {
    let name = args.text(GROUP)?.unwrap_or_default();
    regex.group(&name).ok_or_else(|| args.stop(GROUP, Code::UnknownGroup { group: name.into_owned() }))
}

/// The group as it is found in another attribute, which stands there in brackets or, as text, by its name.
fn group_of_attribute(args: &Args<'_>) -> Result<Value, Stop> {
    let value = match args.named_attribute(ATTRIBUTE) {
        Some(value) => args.text_of(ATTRIBUTE, value)?,
        None => args.text(ATTRIBUTE)?,
    };
    let (Some(value), Some(regex)) = (value, pattern(args)?) else { return Ok(Value::Null) };
    let group = group(args, &regex)?;
    let text: Vec<u16> = value.encode_utf16().collect();
    let found: Option<Match> = within(args, |left| regex.find(&text, 0, left))?;
    let units = found.and_then(|found| found.group(group)).and_then(|(start, end)| text.get(start..end));
    Ok(units.map_or(Value::Null, |units| Value::Text(String::from_utf16_lossy(units))))
}
