//! Joining and cutting text. Lengths and positions count UTF-16 units, as .NET does: an emoji is two.

use super::{Family, Function, Kind, Page, Parameter, Repeat, Returns, example, required};
use crate::diagnostic::Code;
use crate::evaluate::{Args, Stop};
use crate::value::Value;

const SOURCE: Parameter = required("source", Kind::Text, "the text");

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "Append",
        family: Family::Text,
        summary: "Puts the suffix after the source, without a separator.",
        parameters: &[SOURCE, required("suffix", Kind::Text, "what to put after it")],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "Exactly two arguments: for more, use Join.",
        examples: &[example(
            r#"Append([mailNickname], "@example.com")"#,
            &[("mailNickname", "ada")],
            "ada@example.com",
        )],
        rule: None,
        run: |args| concatenate(args, &[0, 1]),
    },
    Function {
        name: "Prepend",
        family: Family::Text,
        summary: "Puts the prefix before the source, without a separator.",
        parameters: &[required("prefix", Kind::Text, "what to put before it"), SOURCE],
        repeat: None,
        returns: Returns::Text,
        page: Page::Graph,
        caution: "Listed by Microsoft Graph only; Append with the constant first does the same.",
        examples: &[example(
            r#"Prepend("SMTP:", [mail])"#,
            &[("mail", "ada@example.com")],
            "SMTP:ada@example.com",
        )],
        rule: None,
        run: |args| concatenate(args, &[0, 1]),
    },
    Function {
        name: "Join",
        family: Family::Text,
        summary: "Joins the sources with the separator between them. An empty source adds neither text nor separator; an \
                  attribute with several values adds each of them.",
        parameters: &[
            required("separator", Kind::Text, "what to put between the sources"),
            required("source", Kind::Values, "what to join"),
        ],
        repeat: Some(Repeat { parameters: 1, at_least: 1 }),
        returns: Returns::Text,
        page: Page::Reference,
        caution: "",
        examples: &[
            example(
                r#"Join(" ", [givenName], [surname])"#,
                &[("givenName", "Ada"), ("surname", "Lovelace")],
                "Ada Lovelace",
            ),
            example(
                r#"Join(", ", "", [surname], [givenName])"#,
                &[("givenName", "Ada"), ("surname", "King")],
                "King, Ada",
            ),
            example(
                r#"Join(";", [proxyAddresses])"#,
                &[("proxyAddresses", "a"), ("proxyAddresses", "b")],
                "a;b",
            ),
        ],
        rule: None,
        run: join,
    },
    Function {
        name: "Left",
        family: Family::Text,
        summary: "Gives the first characters of a text. A count beyond its end or below zero gives the whole text.",
        parameters: &[
            Parameter { key: "source", ..required("String", Kind::Text, "the text") },
            required("NumChars", Kind::Number, "how many characters"),
        ],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "",
        examples: &[
            example(r#"Left("John Doe", 3)"#, &[], "Joh"),
            example(r#"Left("John Doe", -1)"#, &[], "John Doe"),
        ],
        rule: None,
        run: left,
    },
    Function {
        name: "Mid",
        family: Family::Text,
        summary: "Gives a part of a text from a position counted from 1; a length beyond the end is cut.",
        parameters: &[
            SOURCE,
            required("start", Kind::Number, "the first character, 1 or more"),
            required("length", Kind::Number, "how many characters"),
        ],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "",
        examples: &[
            example("Mid([userPrincipalName], 1, 4)", &[("userPrincipalName", "johns@example.com")], "john"),
            example(r#"Mid("abc", "2", 99)"#, &[], "bc"),
        ],
        rule: None,
        run: mid,
    },
    Function {
        name: "Trim",
        family: Family::Text,
        summary: "Removes white space from both ends; of an attribute with several values, from each of them.",
        parameters: &[Parameter { key: "source", ..required("value", Kind::Values, "the text") }],
        repeat: None,
        returns: Returns::Values,
        page: Page::Sibling,
        caution: "",
        examples: &[example(r#"Trim(" Test ")"#, &[], "Test")],
        rule: None,
        run: trim,
    },
    Function {
        name: "StripSpaces",
        family: Family::Text,
        summary: "Removes every space, also between words; tabs and other white space stay.",
        parameters: &[SOURCE],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "",
        examples: &[example(r#"StripSpaces("Ada King Lovelace")"#, &[], "AdaKingLovelace")],
        rule: None,
        run: |args| map_text(args, |text| text.replace(' ', "")),
    },
    Function {
        name: "Len",
        family: Family::Text,
        summary: "Counts the characters of a text, or of a number as it is written; 0 when there is no value.",
        parameters: &[Parameter { key: "source", ..required("String", Kind::Text, "the text") }],
        repeat: None,
        returns: Returns::Number,
        page: Page::Reference,
        caution: "",
        examples: &[example("Len(42568.75)", &[], "8"), example("Len([nickname])", &[], "0")],
        rule: None,
        run: |args| Ok(Value::Number(args.text(0)?.unwrap_or_default().encode_utf16().count().to_string())),
    },
];

/// Null stays null: no page says otherwise for functions that change a single text.
pub(super) fn map_text(args: &Args<'_>, change: impl FnOnce(&str) -> String) -> Result<Value, Stop> {
    Ok(args.text(0)?.map_or(Value::Null, |text| Value::Text(change(&text))))
}

/// Text that grows piece by piece and stays within the limits.
pub(super) struct Growing<'a, 'v> {
    args: &'a Args<'v>,
    pub(super) text: String,
}

impl<'a, 'v> Growing<'a, 'v> {
    pub(super) fn new(args: &'a Args<'v>) -> Self {
        Self { args, text: String::new() }
    }

    pub(super) fn push(&mut self, piece: &str) -> Result<(), Stop> {
        self.args.bounded(self.text.len() + piece.len())?;
        self.text.push_str(piece);
        Ok(())
    }
}

/// Null adds nothing.
fn concatenate(args: &Args<'_>, slots: &[usize]) -> Result<Value, Stop> {
    let mut whole = Growing::new(args);
    for &slot in slots {
        whole.push(&args.text(slot)?.unwrap_or_default())?;
    }
    Ok(Value::Text(whole.text))
}

fn join(args: &Args<'_>) -> Result<Value, Stop> {
    let separator = args.text(0)?.unwrap_or_default();
    let mut whole = Growing::new(args);
    let mut add = |text: &str| {
        if text.is_empty() {
            return Ok(());
        }
        if !whole.text.is_empty() {
            whole.push(&separator)?;
        }
        whole.push(text)
    };
    for slot in 1..args.len() {
        match args.value(slot)? {
            value if matches!(*value, Value::List(_)) => {
                if let Value::List(values) = &*value {
                    values.iter().try_for_each(|value| add(value))?;
                }
            }
            value => add(&args.text_of(slot, value)?.unwrap_or_default())?,
        }
    }
    Ok(Value::Text(whole.text))
}

/// A part of a text in UTF-16 units. Half a character at its edges becomes U+FFFD, as .NET writes it out.
fn part(text: &str, start: usize, length: usize) -> String {
    if text.is_ascii() {
        let start = start.min(text.len());
        return text[start..].chars().take(length).collect();
    }
    let units: Vec<u16> = text.encode_utf16().skip(start).take(length).collect();
    String::from_utf16_lossy(&units)
}

fn left(args: &Args<'_>) -> Result<Value, Stop> {
    let text = args.text(0)?.unwrap_or_default();
    let count = args.integer(1)?;
    let taken = usize::try_from(count).map_or_else(|_| text.to_string(), |count| part(&text, 0, count));
    Ok(Value::Text(taken))
}

fn mid(args: &Args<'_>) -> Result<Value, Stop> {
    let text = args.text(0)?.unwrap_or_default();
    let (start, length) = (args.integer(1)?, args.integer(2)?);
    let out_of_range = |slot, value| args.stop(slot, Code::OutOfRange { function: "Mid", value });
    let before = usize::try_from(start.saturating_sub(1)).map_err(|_| out_of_range(1, start))?;
    let length = usize::try_from(length).map_err(|_| out_of_range(2, length))?;
    Ok(Value::Text(part(&text, before, length)))
}

fn trim(args: &Args<'_>) -> Result<Value, Stop> {
    let value = args.value(0)?;
    if let Value::List(values) = &*value {
        return Ok(Value::List(values.iter().map(|value| value.trim().to_owned()).collect()));
    }
    Ok(args.text_of(0, value)?.map_or(Value::Null, |text| Value::Text(text.trim().to_owned())))
}
