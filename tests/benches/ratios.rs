//! What our own work costs, as a ratio to a reference measured in the same run: a figure that means the same on every
//! machine. Ratios to a reference need both sides timed in turn, hence no benchmark library.
// A benchmark prints its figures: that is its job.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use onramp_expression::{Context, Program, Value};
use onramp_mapping::{evaluate, recommended};

/// How long one batch of one side runs: long against the clock's grain, short against a scheduler's whims.
const BATCH: Duration = Duration::from_millis(5);

/// Batches per side. The fastest one counts: everything that disturbs makes a batch slower, nothing makes it faster.
const BATCHES: usize = 60;

/// M2 of the recommended table.
const SWITCH: &str = r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#;

fn main() {
    // `cargo bench` itself passes `--bench`.
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let benchmarks: [Benchmark; 3] = [
        ("recommended mapping for one user / serde_json writes the result", mapping_against_serialising),
        ("Switch, compiled once / the same match in Rust", switch_against_match),
        ("Switch, from its text / Switch, compiled once", text_against_compiled),
    ];
    for (name, benchmark) in benchmarks {
        if name.contains(&filter) {
            let Ratio { figure, reference } = benchmark();
            println!(
                "{name}: {figure:.0?} / {reference:.0?} = {:.1}",
                figure.as_secs_f64() / reference.as_secs_f64()
            );
        }
    }
}

fn mapping_against_serialising() -> Ratio {
    let (table, user) = (recommended(), person());
    let context = Context::default();
    let resource = evaluate(&table, &user, &context).resource(&table);
    ratio(
        || evaluate(black_box(&table), black_box(&user), &context).resource(&table),
        || serde_json::to_vec(black_box(&resource)),
    )
}

fn switch_against_match() -> Ratio {
    let user = person();
    let program = Program::compile(SWITCH);
    ratio(
        || program.as_ref().map(|program| program.evaluate(black_box(&user))),
        || match black_box(&user).get("IsSoftDeleted").and_then(Value::text) {
            Some("False") => Value::from("True"),
            Some("True") => Value::from("False"),
            _ => Value::from(""),
        },
    )
}

fn text_against_compiled() -> Ratio {
    let user = person();
    let program = Program::compile(SWITCH);
    ratio(
        || onramp_expression::evaluate(black_box(SWITCH), &user),
        || program.as_ref().map(|program| program.evaluate(black_box(&user))),
    )
}

fn person() -> BTreeMap<String, Value> {
    [
        ("userPrincipalName", "ana.silva@contoso.example"),
        ("IsSoftDeleted", "False"),
        ("mail", "ana.silva@contoso.example"),
        ("givenName", "Ana"),
        ("surname", "Silva"),
        ("city", "Lisbon"),
        ("mailNickname", "ana.silva"),
        ("employeeId", "100201"),
        ("department", "Finance"),
        ("manager", "28592cb2-7377-5d1c-8103-7bb48a8fc8e4"),
    ]
    .map(|(name, value)| (name.to_owned(), Value::from(value)))
    .into()
}

/// What is held against what, and how.
type Benchmark = (&'static str, fn() -> Ratio);

/// Time for one call on either side.
struct Ratio {
    figure: Duration,
    reference: Duration,
}

/// Times both sides in turn, so that a slower moment of the machine falls on both.
fn ratio<F, R>(mut figure: impl FnMut() -> F, mut reference: impl FnMut() -> R) -> Ratio {
    let (figure_calls, reference_calls) = (calls_per_batch(&mut figure), calls_per_batch(&mut reference));
    let mut best = Ratio { figure: Duration::MAX, reference: Duration::MAX };
    for _ in 0..BATCHES {
        best.figure = best.figure.min(batch(&mut figure, figure_calls));
        best.reference = best.reference.min(batch(&mut reference, reference_calls));
    }
    Ratio { figure: best.figure / figure_calls, reference: best.reference / reference_calls }
}

/// Doubles the number of calls until a batch is long enough.
fn calls_per_batch<T>(work: &mut impl FnMut() -> T) -> u32 {
    let mut calls = 1;
    while batch(work, calls) < BATCH {
        calls *= 2;
    }
    calls
}

fn batch<T>(work: &mut impl FnMut() -> T, calls: u32) -> Duration {
    let begin = Instant::now();
    for _ in 0..calls {
        black_box(work());
    }
    begin.elapsed()
}
