//! Text for people and JSON for machines. Colour only on a terminal, problems on standard error.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use onramp_app::error::AppError;
use serde::Serialize;

const GOOD: Style = AnsiColor::Green.on_default().bold();
const CAUTION: Style = AnsiColor::Yellow.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const QUIET: Style = Style::new().dimmed();

/// How a line came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Good,
    Caution,
    Bad,
    Quiet,
}

impl Mark {
    fn look(self) -> (Style, &'static str) {
        match self {
            Mark::Good => (GOOD, "✓"),
            Mark::Caution => (CAUTION, "!"),
            Mark::Bad => (BAD, "✗"),
            Mark::Quiet => (QUIET, "·"),
        }
    }
}

/// A line with its mark; a closed pipe is no fault.
pub(crate) fn line(mark: Mark, text: &str) {
    let (style, sign) = mark.look();
    let _ = writeln!(anstream::stdout(), "{style}{sign}{style:#} {text}");
}

/// What was done just now, on standard error: standard output is for the answer.
pub(crate) fn progress(mark: Mark, text: &str) {
    let (style, sign) = mark.look();
    let _ = writeln!(anstream::stderr(), "{style}{sign}{style:#} {text}");
}

/// A plain line.
pub(crate) fn plain(text: &str) {
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Text as it is, without a line break added.
pub(crate) fn verbatim(text: &str) {
    let _ = write!(anstream::stdout(), "{text}");
}

/// A secondary line, indented.
pub(crate) fn more(text: &str) {
    let _ = writeln!(anstream::stdout(), "  {QUIET}{text}{QUIET:#}");
}

/// A problem, on standard error.
pub(crate) fn problem(text: &str) {
    let _ = writeln!(anstream::stderr(), "{BAD}✗{BAD:#} {text}");
}

/// One JSON document.
pub(crate) fn json(value: &impl Serialize) {
    if let Ok(text) = serde_json::to_string_pretty(value) {
        plain(&text);
    }
}

/// One JSON line, flushed at once.
pub(crate) fn json_line(value: &impl Serialize) {
    if let Ok(text) = serde_json::to_string(value) {
        plain(&text);
        let _ = anstream::stdout().flush();
    }
}

/// A failure: in words on standard error, as JSON on standard output where that was asked for.
pub(crate) fn failure(error: &AppError, as_json: bool) {
    if as_json {
        json(&serde_json::json!({ "error": error }));
        return;
    }
    problem(&error.message);
    let _ = writeln!(anstream::stderr(), "  {}", error.next_action);
    for detail in &error.details {
        let _ = writeln!(anstream::stderr(), "  {QUIET}{detail}{QUIET:#}");
    }
}
