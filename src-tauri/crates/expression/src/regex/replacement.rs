//! What is put in place of a match: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+` and `$_`. Anything else is literal.

use super::{Match, Regex};

/// A replacement, read for one regular expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replacement {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(Vec<u16>),
    Group(usize),
    /// What stands before the match, and after it.
    Before,
    After,
    /// The group with the highest number.
    Last,
    /// The whole text.
    Input,
}

impl Replacement {
    /// Reads a replacement. A group that the expression does not have stays as it is written.
    pub(crate) fn new(text: &str, regex: &Regex) -> Self {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(dollar) = rest.find('$') {
            literal.push_str(&rest[..dollar]);
            rest = &rest[dollar + 1..];
            let Some((part, length)) = substitution(rest, regex) else {
                literal.push('$');
                continue;
            };
            rest = &rest[length..];
            match part {
                Some(part) => {
                    parts.push(Part::Literal(std::mem::take(&mut literal).encode_utf16().collect()));
                    parts.push(part);
                }
                None => literal.push('$'),
            }
        }
        literal.push_str(rest);
        parts.push(Part::Literal(literal.encode_utf16().collect()));
        Self { parts }
    }

    /// Appends what a match is replaced with.
    pub(crate) fn write(&self, regex: &Regex, text: &[u16], found: &Match, out: &mut Vec<u16>) {
        let (start, end) = found.whole();
        for part in &self.parts {
            out.extend_from_slice(match part {
                Part::Literal(units) => units,
                Part::Group(slot) => slice(text, found.group(*slot)),
                Part::Before => slice(text, Some((0, start))),
                Part::After => slice(text, Some((end, text.len()))),
                Part::Last => {
                    let last = regex.groups.numbers.iter().max().map(|(_, slot)| *slot);
                    slice(text, last.and_then(|slot| found.group(slot)))
                }
                Part::Input => text,
            });
        }
    }
}

fn slice(text: &[u16], place: Option<(usize, usize)>) -> &[u16] {
    place.and_then(|(start, end)| text.get(start..end)).unwrap_or_default()
}

/// What a text after a `$` stands for, and how long that is; no part for a `$` itself, `None` when it stands for nothing.
fn substitution(rest: &str, regex: &Regex) -> Option<(Option<Part>, usize)> {
    let first = rest.chars().next()?;
    let simple = match first {
        '$' => None,
        '&' => Some(Part::Group(0)),
        '`' => Some(Part::Before),
        '\'' => Some(Part::After),
        '+' => Some(Part::Last),
        '_' => Some(Part::Input),
        '{' => {
            let end = rest.find('}')?;
            return regex.group(&rest[1..end]).map(|slot| (Some(Part::Group(slot)), end + 1));
        }
        // The longest number that is a group.
        '0'..='9' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            return (1..=digits).rev().find_map(|length| {
                regex.group(&rest[..length]).map(|slot| (Some(Part::Group(slot)), length))
            });
        }
        _ => return None,
    };
    Some((simple, 1))
}
