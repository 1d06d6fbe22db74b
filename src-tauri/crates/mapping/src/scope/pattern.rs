//! Patterns of a clause. No page names the engine; elsewhere the service uses .NET's, so its syntax is read here.

use fancy_regex::{Regex, RegexBuilder};

/// Steps back that one search may take. A hostile pattern ends here instead of never.
const BACKTRACK_LIMIT: usize = 100_000;

/// Bytes that a compiled pattern may take.
const SIZE_LIMIT: usize = 1 << 20;

/// How large the counts in `{n,m}` may be, multiplied as if all were nested: each round costs work, whether it steps
/// back or not.
const REPEAT_LIMIT: usize = 1_000_000;

/// Characters of a pattern that is read at all.
const LENGTH_LIMIT: usize = 4_096;

/// A pattern that can be searched for.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Regex);

/// A pattern that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PatternError {
    /// Not well formed.
    #[error("{0}")]
    Syntax(String),
    /// Longer, or with larger counts, than is worth the work.
    #[error("it is too large")]
    TooLarge,
}

/// A search that was given up: it would take too many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the pattern takes too many steps")]
pub(super) struct TooManySteps;

impl Pattern {
    pub(super) fn new(pattern: &str) -> Result<Self, PatternError> {
        if pattern.chars().count() > LENGTH_LIMIT || repeats(pattern) > REPEAT_LIMIT {
            return Err(PatternError::TooLarge);
        }
        RegexBuilder::new(&from_dotnet(pattern))
            .backtrack_limit(BACKTRACK_LIMIT)
            .delegate_size_limit(SIZE_LIMIT)
            .delegate_dfa_size_limit(SIZE_LIMIT)
            .build()
            .map(Self)
            .map_err(|error| PatternError::Syntax(reason(&error)))
    }

    /// Whether the pattern is found anywhere in the text: `^` and `$` make it exact (`scoping.json`, REGEX MATCH).
    pub(super) fn is_found_in(&self, text: &str) -> Result<bool, TooManySteps> {
        self.0.is_match(text).map_err(|_| TooManySteps)
    }
}

/// What is wrong, from the innermost of the engine's errors: the outer ones say where and in which stage, and the lines
/// before the last draw the pattern.
fn reason(error: &fancy_regex::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let message = innermost.to_string();
    let last = message.lines().last().unwrap_or_default();
    let what = last.rsplit(": ").next().unwrap_or(last).trim();
    if what.starts_with("error parsing pattern") {
        // The inner engine keeps the cause to itself.
        return "a class, a count or an escape in it is not well formed".to_owned();
    }
    let mut letters = what.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Writes .NET's character classes so that the engine reads them the same: a bracket, `&` or `~` inside a class is
/// a letter like any other, and `-[…]` at its end takes letters out.
fn from_dotnet(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    let mut depth = 0usize;
    let mut first = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            '[' if depth == 0 => {
                depth = 1;
                out.push(c);
                out.extend(chars.next_if_eq(&'^'));
                first = true;
                continue;
            }
            '-' if depth > 0 && !first && chars.peek() == Some(&'[') => {
                chars.next();
                depth += 1;
                out.push_str("--[");
                out.extend(chars.next_if_eq(&'^'));
                first = true;
                continue;
            }
            ']' if depth > 0 && first => out.push_str("\\]"),
            ']' if depth > 0 => {
                depth -= 1;
                out.push(c);
            }
            '[' | '&' | '~' if depth > 0 => {
                out.push('\\');
                out.push(c);
            }
            '(' if depth == 0 && starts_quoted_name(&mut chars.clone()) => {
                chars.next();
                chars.next();
                out.push_str("(?<");
                for letter in chars.by_ref().take_while(|letter| *letter != '\'') {
                    out.push(letter);
                }
                out.push('>');
            }
            c => out.push(c),
        }
        first = false;
    }
    out
}

/// Whether `?'` follows an opening parenthesis: .NET's other spelling of a named group.
fn starts_quoted_name(chars: &mut dyn Iterator<Item = char>) -> bool {
    chars.next() == Some('?') && chars.next() == Some('\'')
}

/// The counts of a pattern multiplied, the larger one of each pair.
fn repeats(pattern: &str) -> usize {
    let counts = pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number that is too long to be read is larger than any limit.
    let largest = |(counts, _): (&str, &str)| {
        counts.split(',').filter(is_number).map(|text| text.parse().unwrap_or(usize::MAX)).max()
    };
    counts.filter_map(largest).fold(1, |product: usize, count| product.saturating_mul(count.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_as_dotnet_reads_them() {
        for (pattern, text, found) in [
            ("sales", "SALES", false),
            ("(?i)sales", "SALES", true),
            ("^sales$", "presales", false),
            ("(?<=A)b(?!c)", "Abd", true),
            ("(?<n>a)\\k<n>", "xaay", true),
            ("(?'n'a)\\k<n>", "xaay", true),
            ("[[]", "a[b", true),
            ("[a-z-[aeiou]]", "aeiou", false),
            ("[a-z-[aeiou]]", "aexou", true),
            ("[&&]", "a & b", true),
            ("[]]", "]", true),
            ("\\@domain\\.com$", "a@domain.com", true),
            ("^\\d+$", "12", true),
            ("", "anything", true),
        ] {
            assert_eq!(Pattern::new(pattern).unwrap().is_found_in(text), Ok(found), "{pattern} in {text}");
        }
    }

    #[test]
    fn broken_patterns_say_why_and_hostile_ones_end() {
        for pattern in ["(", "a{", "[", "*a", "(?<", "\\", "a)"] {
            if let Err(PatternError::Syntax(why)) = Pattern::new(pattern) {
                assert!(!why.is_empty(), "{pattern}");
            }
        }
        for (pattern, why) in [
            ("(", "opening parenthesis without closing parenthesis"),
            ("*a", "target of repeat operator is invalid"),
            ("[z-a]", "a class, a count or an escape in it is not well formed"),
        ] {
            assert_eq!(Pattern::new(pattern).unwrap_err().to_string(), why, "{pattern}");
        }
        let text = "a".repeat(60) + "b";
        for pattern in
            ["(a+)+$", "(?=a)(a|a)*\\1$", "((a*)*)*\\2c", "(?:(?:(?=)()){1000}){1000}", "(.*)*\\1x"]
        {
            let _ = Pattern::new(pattern).map(|pattern| pattern.is_found_in(&text));
        }
        for pattern in
            ["a{1000000000}", "a{99999999999999999999999}", "((a{900}){900}){900}", &"(".repeat(5000)]
        {
            assert!(Pattern::new(pattern).is_err(), "{}", &pattern[..10]);
        }
    }
}
