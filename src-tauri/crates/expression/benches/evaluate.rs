//! How long one expression takes: reading it, checking it, and evaluating it for one person of a directory.

use std::collections::HashMap;

use divan::{Bencher, black_box};
use onramp_expression::{Program, Value, check, parse};

const EXPRESSION: &str = r#"IIF([country] = "USA", Join(" ", [givenName], Trim([surname])), Switch(ToLower([department]), "Other", "sales", "Sales", "it", Append("IT ", [country])))"#;

fn main() {
    divan::main();
}

fn person() -> HashMap<String, Value> {
    [("country", "Sweden"), ("givenName", "Ada"), ("surname", "King"), ("department", "IT")]
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .into()
}

#[divan::bench]
fn read() {
    black_box(parse(black_box(EXPRESSION)));
}

#[divan::bench]
fn read_and_check() {
    black_box(check(black_box(EXPRESSION)));
}

#[divan::bench]
fn evaluate_compiled(bencher: Bencher<'_, '_>) {
    let person = person();
    match Program::compile(EXPRESSION) {
        Ok(program) => bencher.bench(|| program.evaluate(black_box(&person))),
        Err(found) => assert!(found.is_empty(), "{found:?}"),
    }
}
