//! Well-formed expressions over every function: they read as they were printed, and evaluating them ends.
//!
//! Each byte of the input chooses the next part of the tree.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use onramp_expression::{
    Context, Diagnostic, Function, Phase, Value, check, evaluate, explain, functions, parse, print, quote,
};

static FUNCTIONS: LazyLock<Vec<&'static Function>> = LazyLock::new(|| functions().collect());

static PERSON: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    BTreeMap::from([
        ("text".to_owned(), Value::from("Ana Silva, Lisboa")),
        ("date".to_owned(), Value::from("2026-02-28T10:00:00Z")),
        ("number".to_owned(), Value::from("132223104000000000")),
        ("truth".to_owned(), Value::Bool(true)),
        ("list".to_owned(), Value::List(vec!["x".to_owned(), "y".to_owned()])),
    ])
});

/// Constants that functions have a use for.
const TEXTS: [&str; 20] = [
    "",
    " ",
    ",",
    "x",
    "a,b;c",
    "True",
    "yyyy",
    "m",
    "d",
    "yyyy-MM-dd",
    "M/d/yyyy h:mm:ss tt",
    "2026-01-31",
    "(?<n>[a-z]+)",
    "${n}",
    "n",
    "(a*)*b",
    "tr-TR",
    "Straße ø Å",
    "SGk=",
    "\\\"",
];

const NUMBERS: [&str; 8] = ["0", "1", "2", "-1", "250", "&HFF", "1.5", "9223372036854775807"];

struct Writer<'i> {
    input: &'i [u8],
    out: String,
}

impl Writer<'_> {
    fn next(&mut self) -> usize {
        let Some((&first, rest)) = self.input.split_first() else { return 0 };
        self.input = rest;
        usize::from(first)
    }

    fn value(&mut self, depth: usize) {
        let choice = self.next();
        match choice % 8 {
            0 => self.out.push_str("[none]"),
            1 => {
                let name = ["text", "date", "number", "truth", "list"][self.next() % 5];
                self.out.push_str(&format!("[{name}]"));
            }
            2 => {
                let text = TEXTS[self.next() % TEXTS.len()];
                self.out.push_str(&quote(text));
            }
            3 => {
                let number = NUMBERS[self.next() % NUMBERS.len()];
                self.out.push_str(number);
            }
            _ if depth > 12 => self.out.push_str("[text]"),
            _ => self.call(depth),
        }
    }

    fn call(&mut self, depth: usize) {
        let function = FUNCTIONS[self.next() % FUNCTIONS.len()];
        self.out.push_str(function.name);
        self.out.push('(');
        let arity = function.arity();
        let more = self.next() % 4;
        let count = match arity.most {
            Some(most) => most.min(arity.least + more),
            None => arity.least + more * arity.step,
        };
        for slot in 0..count {
            if slot > 0 {
                self.out.push_str(", ");
            }
            let required = function.parameter(slot).is_none_or(|(parameter, _)| parameter.required);
            if function.name == "IIF" && slot == 0 && self.next() % 2 == 0 {
                self.value(depth + 1);
                let operator = [" = ", " <> ", " > ", " <= "][self.next() % 4];
                self.out.push_str(operator);
                self.value(depth + 1);
            } else if required || self.next() % 2 == 0 {
                self.value(depth + 1);
            }
        }
        self.out.push(')');
    }
}

fuzz_target!(|input: &[u8]| {
    let mut writer = Writer { input, out: String::new() };
    writer.value(0);
    let text = writer.out;
    if text.chars().count() > 10_000 {
        return;
    }
    let parsed = parse(&text);
    assert_eq!(parsed.diagnostics.iter().find(|found| found.is_error()), None, "{text}");
    assert_eq!(print(&parsed.tree), text);
    let result = evaluate(&parsed, &*PERSON);
    let refused = check(&parsed).iter().any(|found| found.is_error() && found.phase != Phase::Evaluate);
    if let Err(found) = &result {
        assert!(found.iter().all(Diagnostic::is_error), "{text}: {found:?}");
        assert!(refused || found.iter().all(|found| found.phase == Phase::Evaluate), "{text}: {found:?}");
    } else {
        assert!(!refused, "{text}");
    }
    assert_eq!(explain(&parsed, &*PERSON, &Context::default()).result, result, "{text}");
});
