//! `eval`.

use onramp_app::error::{AppError, Side};
use onramp_app::expressions::{Evaluation, context_at, evaluate_cases, evaluate_expression, read_attributes};
use onramp_app::ports::{Clock as _, SystemClock};

use crate::args::EvalArgs;
use crate::failure::{Answer, Exit};
use crate::{input, output};

pub(crate) fn run(args: &EvalArgs, json: bool) -> Answer {
    let now = SystemClock.now();
    if let Some(file) = &args.cases {
        for answer in evaluate_cases(&input::read(file)?, now)? {
            output::json_line(&answer);
        }
        return Ok(Exit::Fine);
    }
    let (Some(expression), Some(attributes)) = (&args.expression, &args.attributes) else {
        return Err(AppError::new(
            "eval.nothing",
            Side::You,
            "There is nothing to evaluate.",
            "Give --expression with --attributes, or --cases.",
        ));
    };
    let attributes = read_attributes(&input::read(attributes)?)?;
    let evaluation = evaluate_expression(expression, &attributes, &context_at(now));
    match (json, &evaluation) {
        (true, _) => output::json(&evaluation),
        (false, Evaluation::Value { value }) => output::plain(&match value {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        }),
        (false, Evaluation::Dropped { .. }) => output::plain("(the attribute is left out)"),
        (false, Evaluation::Failed { error }) => {
            output::plain(expression);
            let (start, end) = error.span;
            output::plain(&format!("{}{}", " ".repeat(start), "^".repeat((end - start).max(1))));
            output::problem(&error.message);
        }
    }
    Ok(Exit::of(!matches!(evaluation, Evaluation::Failed { .. })))
}
