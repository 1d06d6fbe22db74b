//! .NET's regular expressions in `Replace`.

use std::collections::BTreeMap;

use onramp_expression::{Context, Regex, Value};
use proptest::prelude::*;

use crate::conformance::evaluate;

fn replace(pattern: &str, replacement: &str, text: &str) -> Result<Value, &'static str> {
    let attributes: BTreeMap<String, Value> = [("p", pattern), ("r", replacement), ("t", text)]
        .map(|(name, value)| (name.to_owned(), value.into()))
        .into();
    evaluate("Replace([t], , [p], , [r], , )", &attributes, &Context::default())
        .map_err(|found| found[0].code.as_str())
}

#[test]
fn a_pattern_is_looked_for_anywhere() {
    for (pattern, text, found) in [
        ("sales", "SALES", false),
        ("(?i)sales", "SALES", true),
        ("^sales$", "presales", false),
        ("(?<=A)b(?!c)", "Abd", true),
        ("(?'n'a)\\k<n>", "xaay", true),
        ("[a-z-[aeiou]]", "aeiou", false),
        ("\\@domain\\.com$", "a@domain.com", true),
        ("", "anything", true),
    ] {
        assert_eq!(Regex::new(pattern).unwrap().is_match(text), Ok(found), "{pattern} in {text}");
    }
}

#[test]
fn hostile_patterns_are_refused_or_end() {
    for pattern in ["a{1000000000}", "a{99999999999999999999999}", "((a{900}){900}){900}", &"(".repeat(5000)]
    {
        assert!(Regex::new(pattern).is_err_and(|error| !error.why.is_empty()), "{}", &pattern[..10]);
    }
    let text = "a".repeat(60) + "b";
    for pattern in ["(a+)+$", "(?=a)(a|a)*\\1$", "((a*)*)*\\2c", "(?:(?:(?=)()){1000}){1000}", "(.*)*\\1x"] {
        let _ = Regex::new(pattern).map(|pattern| pattern.is_match(&text));
    }
}

#[test]
fn patterns_mean_what_they_mean_in_dotnet() {
    for (pattern, replacement, text, result) in [
        // empty matches, also right after another match
        ("a*", "-", "baaac", "-b--c-"),
        (".*", "x", "abc", "xx"),
        ("^", ">", "", ">"),
        // a last line feed
        ("$", "!", "a\n", "a!\n!"),
        (r"\z", "!", "a\n", "a\n!"),
        (r"\Aa|b\Z", "x", "ab\n", "xx\n"),
        ("(?m)^", ">", "a\nb", ">a\n>b"),
        ("(?m)$", "<", "a\nb", "a<\nb<"),
        (".", "x", "\n", "\n"),
        ("(?s).", "x", "\n", "x"),
        // numbers of groups
        ("(?<a>x)(y)", "$1$2", "xy", "yx"),
        ("(?<2>x)(y)", "$1$2", "xy", "yx"),
        ("(?n)(x)(?<a>y)", "$1", "xy", "y"),
        ("(?'q'x)", "<${q}>", "x", "<x>"),
        ("(?<n>a)|(?<n>b)", "<${n}>", "ab", "<a><b>"),
        // referring back
        (r"(\w)\1", "<$1>", "aab", "<a>b"),
        (r"(?<c>\w)\k<c>", "-", "aab", "-b"),
        (r"(?i)(a)\1", "-", "aA", "-"),
        // sets
        ("[a-z-[aeiou]]", "", "hello", "eo"),
        ("[[a]", "x", "[a", "xx"),
        ("[]a]", "x", "]a", "xx"),
        ("[^]]", "x", "]a", "]x"),
        (r"[\w-]+", "x", "a-b", "x"),
        ("[+--]", "x", "+,-.", "xxx."),
        (r"[\b]", "x", "\u{8}", "x"),
        ("(?i)[a-c]", "x", "Bd", "xd"),
        ("[&&~~]", "x", "a&b", "axb"),
        // looking around
        (r"(?<=\d{2,3})x", "!", "1x 12x 1234x", "1x 12! 1234!"),
        (r"(?<=(\w)\w)c", "<$1>", "abc", "ab<a>"),
        ("(?<!a)b", "x", "ab cb", "ab cx"),
        (r"\d+(?=€)", "n", "12€ 34", "n€ 34"),
        ("a(?!b)", "x", "ab ac", "ab xc"),
        // ways that are not gone back to, and ways that depend
        ("(?>a+)ab", "x", "aaab", "aaab"),
        ("(?(?=a)ab|cd)", "x", "ab cd ac", "x x ac"),
        ("(a)?(?(1)b|c)", "x", "ab c b", "x x b"),
        ("(?<q>a)?(?(q)b|c)", "x", "ab c b", "x x b"),
        // repetition
        ("a{,2}", "x", "a{,2}", "x"),
        ("a{2}", "x", "aaa", "xa"),
        ("a{2,}?", "x", "aaaa", "xx"),
        ("(?:a|b)+?b", "x", "aabb", "xb"),
        ("(a|ab)(c|bcd)(d*)", "$1,$2,$3", "abcd", "a,bcd,"),
        ("(a*)*b", "x", "aab", "x"),
        ("(a|b*)*c", "x", "abc", "x"),
        ("(?:)*a", "x", "a", "x"),
        ("(?:){3}a", "x", "a", "x"),
        // escapes
        (r"\u0041\x42", "x", "AB", "x"),
        (r"\/\:\<\_?", "x", "/:<", "bad"),
        (r"\/\:\<", "x", "/:<", "x"),
        (r"\t|\041", "x", "\t!", "xx"),
        (r"\bw", "W", "wow w", "Wow W"),
        (r"o\B", "0", "oo o", "0o o"),
        (r"\p{Lu}", "x", "aÄB", "axx"),
        (r"\P{L}+", "-", "a1!b", "a-b"),
        (r"\p{IsGreek}", "x", "aβ", "ax"),
        (r"\s", "_", "a\u{a0}b\t", "a_b_"),
        (r"\Ga", "x", "aaba", "xxba"),
        // UTF-16 units
        (".", "x", "😀", "xx"),
        ("😀+", "x", "a😀", "ax"),
        // options and comments
        ("(?i)STRASSE", "x", "Strasse", "x"),
        ("a(?i:b)c", "x", "aBc aBC", "x aBC"),
        ("(?i)a(?-i)b", "x", "Ab AB", "x AB"),
        ("(?x) a b # c", "x", "ab", "x"),
        ("a(?#comment)b", "x", "ab", "x"),
        // what is put there
        ("b", "[$&]", "abc", "a[b]c"),
        ("b", "$`|$'", "abc", "aa|cc"),
        ("b", "$$", "abc", "a$c"),
        ("b", "$9 ${no} $", "abc", "a$9 ${no} $c"),
        ("b", "$_", "abc", "aabcc"),
        ("(a)(b)", "$+", "ab", "b"),
        ("(a)", "${1}1", "a", "a1"),
        (r"(?<y>\d{4})-(?<m>\d\d)", "${m}/${y}", "2021-03", "03/2021"),
    ] {
        let expected = if result == "bad" { Err("bad-pattern") } else { Ok(Value::from(result)) };
        assert_eq!(replace(pattern, replacement, text), expected, "{pattern} in {text:?}");
    }
}

#[test]
fn patterns_that_cannot_be_read_say_why() {
    for pattern in [
        "(",
        ")",
        "[",
        "a**",
        "*a",
        "|*",
        "a{2,1}",
        "a{99999999999}",
        r"\",
        "(?<n",
        "(?<a-b>x)",
        r"\k<no>",
        r"\1",
        "[z-a]",
        r"\p{Nope}",
        "(?q)",
        r"\y",
        "(?P<n>a)",
        "(?(1)a|b|c)(x)",
        "[a-[b]c]",
        "((a{900}){900}){900}",
        &"(".repeat(100),
    ] {
        let why = Regex::new(pattern).unwrap_err().to_string();
        assert!(!why.is_empty() && !why.ends_with('.'), "{pattern}: {why}");
        assert_eq!(replace(pattern, "", "text"), Err("bad-pattern"), "{pattern}");
    }
}

#[test]
fn hostile_patterns_end() {
    let text = "a".repeat(60) + "b";
    for pattern in ["(a+)+$", "(a|a)*c", "(a?){50}a{50}c", r"(.*)*\1x", "(?=(a+))(a|a)*c", "((a*)*)*c"] {
        assert_eq!(replace(pattern, "", &text), Err("pattern-too-costly"), "{pattern}");
    }
    let long = "a".repeat(200_000);
    assert_eq!(replace(".*x", "", &long), Err("pattern-too-costly"));
    assert_eq!(replace("a", "b", &long), Ok(Value::from("b".repeat(200_000))));
    assert_eq!(replace("a", &"b".repeat(10), &long), Err("too-large"));
}

/// Whether a pattern can match nothing at some place.
fn can_be_empty(pattern: &str) -> bool {
    let text = "abc cb a";
    (0..=text.len()).any(|place| {
        let empty = format!(r"\A(?s:.{{{place}}})(?:{pattern})(?<=\A(?s:.{{{place}}}))");
        fancy_regex::Regex::new(&empty).is_ok_and(|empty| empty.is_match(text).unwrap_or(true))
    })
}

/// A pattern of what both engines read alike, for a text of few letters.
fn pattern() -> impl Strategy<Value = String> {
    let leaf =
        prop::sample::select(vec!["a", "b", "c", ".", "[ab]", "[^a]", r"\w", r"\b"]).prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("(?:{left}|{right})")),
            // How a loop goes on after an empty round is each engine's own affair.
            (
                inner.clone().prop_filter("an empty round", |inner| !can_be_empty(inner)),
                prop::sample::select(vec!["*", "+", "?", "*?", "+?", "??", "{1,2}", "{2}"])
            )
                .prop_map(|(inner, times)| format!("(?:{inner}){times}")),
            inner.clone().prop_map(|inner| format!("({inner})")),
            inner.clone().prop_map(|inner| format!("(?={inner})")),
            inner.clone().prop_map(|inner| format!("(?!{inner})")),
            inner.prop_map(|inner| format!("(?>{inner})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn where_another_engine_reads_the_same_it_finds_the_same(pattern in pattern(), text in "[abc ]{0,8}") {
        let Ok(other) = fancy_regex::Regex::new(&pattern) else { return Ok(()) };
        let Ok(Some(found)) = other.find(&text) else {
            if let Ok(None) = other.find(&text) {
                prop_assert_eq!(Regex::new(&pattern).unwrap().is_match(&text), Ok(false));
            }
            return Ok(());
        };
        // The first match alone, and then the rest of the text as it is.
        let first = format!(r"\A(?s:(?<before>.{{{}}})(?<match>{pattern})(?<rest>.*))\z", found.start());
        prop_assert_eq!(Regex::new(&pattern).unwrap().is_match(&text), Ok(true));
        let Ok(got) = replace(&first, "${match}", &text) else { return Ok(()) };
        prop_assert_eq!(got, Value::from(found.as_str()));
    }

    #[test]
    fn any_pattern_is_read_or_refused(pattern in "[ab(){}\\[\\]*+?|^$.<>=!:,'\\\\dkpx1-3-]{0,20}", text in "[ab1 ]{0,12}") {
        if let Ok(regex) = Regex::new(&pattern) {
            let _ = regex.is_match(&text);
            let replaced = replace(&pattern, "$1${a}", &text);
            let ends = replaced.is_ok() || replaced == Err("pattern-too-costly");
            prop_assert!(ends, "{:?}", replaced);
        }
    }
}
