//! Base64, hexadecimal and the binary forms of a directory.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::text::map_text;
use super::{Family, Function, Kind, Page, Parameter, Returns, example, optional, required};
use crate::diagnostic::Code;
use crate::evaluate::{Args, Stop};
use crate::value::Value;

const SOURCE: Parameter = required("source", Kind::Text, "the text");

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "ConvertToBase64",
        family: Family::Encoding,
        summary: "Gives the base64 of a text in UTF-16, the lower byte first, without a byte-order mark.",
        parameters: &[SOURCE],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "Not the base64 of UTF-8, which most other programs mean.",
        examples: &[example(r#"ConvertToBase64("Hello world!")"#, &[], "SABlAGwAbABvACAAdwBvAHIAbABkACEA")],
        rule: None,
        run: |args| {
            map_text(args, |text| {
                STANDARD.encode(text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>())
            })
        },
    },
    Function {
        name: "ConvertFromBase64",
        family: Family::Encoding,
        summary: "Gives the text behind base64: in UTF-16 unless ASCII or UTF8 is named.",
        parameters: &[SOURCE, optional("Encoding", Kind::Word, "Unicode, ASCII or UTF8, without quotes")],
        repeat: None,
        returns: Returns::Text,
        page: Page::Sibling,
        caution: "",
        examples: &[
            example(r#"ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")"#, &[], "Hello world!"),
            example(r#"ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)"#, &[], "Hello world!"),
        ],
        rule: None,
        run: from_base64,
    },
    Function {
        name: "ConvertToUTF8Hex",
        family: Family::Encoding,
        summary: "Gives the bytes of a text in UTF-8 as hexadecimal digits, in capital letters.",
        parameters: &[SOURCE],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "",
        examples: &[example(r#"ConvertToUTF8Hex("Hello world!")"#, &[], "48656C6C6F20776F726C6421")],
        rule: None,
        run: |args| map_text(args, |text| text.bytes().map(|byte| format!("{byte:02X}")).collect()),
    },
    Function {
        name: "StringFromSid",
        family: Family::Encoding,
        summary: "Gives the text form of a binary security identifier, such as S-1-5-32-544.",
        parameters: &[required(
            "ObjectSID",
            Kind::Text,
            "the identifier, in base64 or as hexadecimal digits",
        )],
        repeat: None,
        returns: Returns::Text,
        page: Page::Sibling,
        caution: "",
        examples: &[example(
            "StringFromSid([objectSid])",
            &[("objectSid", "AQIAAAAAAAUgAAAAIAIAAA==")],
            "S-1-5-32-544",
        )],
        rule: None,
        run: string_from_sid,
    },
    Function {
        name: "DNComponent",
        family: Family::Encoding,
        summary: "Gives the value of one component of a distinguished name, counted from 1 from the left.",
        parameters: &[
            required("dn", Kind::Text, "the distinguished name"),
            required("ComponentNumber", Kind::Number, "which component, 1 or more"),
        ],
        repeat: None,
        returns: Returns::Text,
        page: Page::Sibling,
        caution: "",
        examples: &[example(
            "DNComponent([dn], 2)",
            &[("dn", r"CN=King\, Ada,OU=Sales,DC=example")],
            "Sales",
        )],
        rule: None,
        run: dn_component,
    },
];

fn from_base64(args: &Args<'_>) -> Result<Value, Stop> {
    let encoding = args.text(1)?.unwrap_or_default();
    let Some(source) = args.text(0)? else { return Ok(Value::Null) };
    // .NET passes over white space inside.
    let packed: String = source.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(packed).map_err(|_| args.stop(0, Code::BadBase64))?;
    Ok(Value::Text(match &*encoding {
        "" | "Unicode" => utf16(&bytes),
        "UTF8" => String::from_utf8_lossy(&bytes).into_owned(),
        "ASCII" => bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' }).collect(),
        other => {
            let code = Code::BadOption { value: other.to_owned(), options: "Unicode, ASCII and UTF8" };
            return Err(args.stop(1, code));
        }
    }))
}

/// Text of UTF-16 with the lower byte first; half a character becomes U+FFFD.
fn utf16(bytes: &[u8]) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().copied().map(u16::from_le_bytes).collect();
    let mut text = String::from_utf16_lossy(&units);
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

fn string_from_sid(args: &Args<'_>) -> Result<Value, Stop> {
    let Some(text) = args.text(0)? else { return Ok(Value::Null) };
    let text = text.trim();
    if text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("S-")) {
        return Ok(Value::from(text));
    }
    let sid = hexadecimal(text).as_deref().and_then(sid);
    let sid = sid.or_else(|| STANDARD.decode(text).ok().as_deref().and_then(self::sid));
    sid.map(Value::Text).ok_or_else(|| args.stop(0, Code::BadSid))
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? * 16 + digit(*low)?)).collect()
}

/// Revision, count, authority (six bytes, the highest first) and so many numbers of four bytes, the lowest first.
fn sid(bytes: &[u8]) -> Option<String> {
    let [revision, count, authority @ ..] = bytes else { return None };
    let (authority, numbers) = authority.split_at_checked(6)?;
    let (numbers, rest) = numbers.as_chunks::<4>();
    if !rest.is_empty() || numbers.len() != usize::from(*count) || *revision != 1 {
        return None;
    }
    let authority = authority.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut text = format!("S-{revision}-{authority}");
    for number in numbers {
        text.push('-');
        text.push_str(&u32::from_le_bytes(*number).to_string());
    }
    Some(text)
}

fn dn_component(args: &Args<'_>) -> Result<Value, Stop> {
    let number = args.integer(1)?;
    let Some(dn) = args.text(0)? else { return Ok(Value::Null) };
    let components = components(&dn);
    usize::try_from(number)
        .ok()
        .and_then(|number| components.get(number.checked_sub(1)?))
        .map(|component| Value::Text(component_value(component)))
        .ok_or_else(|| args.stop(1, Code::OutOfRange { function: "DNComponent", value: number }))
}

/// Cuts a distinguished name at its commas, but not where one is escaped or in quotes (RFC 4514 §2.4, RFC 1779).
fn components(dn: &str) -> Vec<&str> {
    let (mut escaped, mut quoted) = (false, false);
    let cut = |c: char| {
        let separates = !escaped && !quoted && matches!(c, ',' | ';');
        quoted ^= !escaped && c == '"';
        escaped = !escaped && c == '\\';
        separates
    };
    dn.split(cut).collect()
}

/// What stands behind the `=`, without escapes and quotes.
fn component_value(component: &str) -> String {
    let value = component.split_once('=').map_or(component, |(_, value)| value).trim();
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        text.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    text
}
