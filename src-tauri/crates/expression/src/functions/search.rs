//! Looking for text inside text.

use super::{Family, Function, Kind, Page, Parameter, Returns, example, optional, required};
use crate::casing::Culture;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Args, Stop};
use crate::syntax::{Arg, Call, Expr};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "InStr",
        family: Family::Text,
        summary: "Gives the position, counted from 1, where a text first stands in another; 0 when it does not.",
        parameters: &[
            required("value1", Kind::Text, "the text searched"),
            required("value2", Kind::Text, "the text looked for"),
            optional("start", Kind::Number, "the position to begin at, 1 or more"),
            optional("compareType", Kind::Word, "vbTextCompare or vbBinaryCompare, without quotes"),
        ],
        repeat: None,
        returns: Returns::Number,
        page: Page::Reference,
        caution: "No page says whether capital and small letters differ when the last slot is empty: here they do.",
        examples: &[
            example(r#"InStr("The quick brown fox", "quick")"#, &[], "5"),
            example(r#"InStr("repEated", "e", 3, vbBinaryCompare)"#, &[], "7"),
            example(r#"InStr("abc", "z")"#, &[], "0"),
        ],
        rule: Some(in_str_rule),
        run: in_str,
    },
    Function {
        name: "Word",
        family: Family::Text,
        summary: "Gives one word of a text by its position, counted from 1; empty text when there are fewer. Every \
                  character of the delimiters separates words.",
        parameters: &[
            Parameter { key: "source", ..required("String", Kind::Text, "the text") },
            required("WordNumber", Kind::Number, "the position, 1 or more"),
            required("delimiters", Kind::Text, "the characters between words"),
        ],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "No page says whether two delimiters side by side have an empty word between them: here they do not.",
        examples: &[
            example(r#"Word("The quick brown fox", 3, " ")"#, &[], "brown"),
            example(r#"Word("This,string!has&many separators", 3, ",!&#")"#, &[], "has"),
        ],
        rule: None,
        run: word,
    },
];

/// `InStr` as Visual Basic has it: nothing is found in empty text, and empty text is found where the search begins.
fn in_str(args: &Args<'_>) -> Result<Value, Stop> {
    let text = args.text(0)?.unwrap_or_default();
    let wanted = args.text(1)?.unwrap_or_default();
    let start = if args.given(2) { args.integer(2)? } else { 1 };
    let before = usize::try_from(start)
        .ok()
        .and_then(|start| start.checked_sub(1))
        .ok_or_else(|| args.stop(2, Code::OutOfRange { function: "InStr", value: start }))?;
    let compare = args.text(3)?.unwrap_or_default();
    let units = |text: &str| -> Result<Vec<u16>, Stop> {
        match &*compare {
            "" | "vbBinaryCompare" => Ok(text.encode_utf16().collect()),
            "vbTextCompare" => Ok(Culture::Invariant.upper(text).encode_utf16().collect()),
            other => {
                let options = "vbTextCompare and vbBinaryCompare";
                Err(args.stop(3, Code::BadOption { value: other.to_owned(), options }))
            }
        }
    };
    let (text, wanted) = (units(&text)?, units(&wanted)?);
    let found = match text.get(before..) {
        None | Some([]) => None,
        Some(_) if wanted.is_empty() => Some(before),
        Some(rest) => {
            // Each place compares up to the first difference: bound what long repetitions would cost.
            let mut places = rest.windows(wanted.len()).enumerate();
            loop {
                let Some((place, window)) = places.next() else { break None };
                let same = window.iter().zip(&wanted).take_while(|(left, right)| left == right).count();
                args.spend(1 + same as u64 / 8)?;
                if same == wanted.len() {
                    break Some(before + place);
                }
            }
        }
    };
    Ok(Value::Number(found.map_or(0, |place| place + 1).to_string()))
}

/// The case matters only where letters are looked for.
fn in_str_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    let letters = |value: &str| value.chars().any(char::is_alphabetic);
    if let Some(Arg::Given(Expr::Text { value, span })) = call.args.get(1)
        && letters(value)
        && !matches!(call.args.get(3), Some(Arg::Given(_)))
    {
        let about = "whether InStr minds capital and small letters where its last slot is empty";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, *span));
    }
}

fn word(args: &Args<'_>) -> Result<Value, Stop> {
    let text = args.text(0)?.unwrap_or_default();
    let number = args.integer(1)?;
    let delimiters = args.text(2)?.unwrap_or_default();
    let mut words = text.split(|c| delimiters.contains(c)).filter(|word| !word.is_empty());
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    Ok(Value::from(index.and_then(|index| words.nth(index)).unwrap_or_default()))
}
