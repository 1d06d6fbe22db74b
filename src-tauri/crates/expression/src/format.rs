//! Laying an expression out over lines.

use crate::functions::function_in_any_case;
use crate::parser::{Parsed, parse};
use crate::syntax::{Arg, Call, Expr, Span};

/// How far a line is set in below the one that opened it.
const INDENT: usize = 4;

/// Lays an expression out for reading: on one line where it fits in `width` characters, else one argument a line, the
/// pairs of `Switch` together and empty arguments behind the one before. The meaning stays: the language pays no heed to
/// white space between arguments, and constants keep their spelling.
///
/// Formatting twice changes nothing more. A text with errors in its spelling is given back as it is, as is one that would
/// grow beyond what Entra takes ([`MAX_CHARACTERS`](crate::MAX_CHARACTERS)).
#[must_use]
pub fn format(text: &str, width: usize) -> String {
    let parsed = parse(text);
    if !is_sound(&parsed) {
        return text.to_owned();
    }
    let mut layout = Layout { text, width, out: String::new() };
    layout.expression(&parsed.tree, 0, 0);
    if is_sound(&parse(&layout.out)) { layout.out } else { text.to_owned() }
}

fn is_sound(parsed: &Parsed) -> bool {
    parsed.diagnostics.iter().all(|found| !found.is_error())
}

struct Layout<'t> {
    text: &'t str,
    width: usize,
    out: String,
}

impl Layout<'_> {
    /// `after` is how many characters have to follow on the last line: a comma, an operator.
    fn expression(&mut self, expr: &Expr, indent: usize, after: usize) {
        let mut line = String::new();
        self.on_one_line(expr, &mut line);
        if self.fits(&line, after) {
            self.out.push_str(&line);
            return;
        }
        match expr {
            Expr::Call(call) if !call.args.is_empty() => {
                self.write(call.name_span);
                self.out.push('(');
                self.arguments(call, indent + INDENT);
                self.new_line(indent);
                self.out.push(')');
            }
            Expr::Compare(comparison) => {
                let operator = comparison.operator.as_str();
                self.expression(&comparison.left, indent, operator.len() + 1);
                self.out.push(' ');
                self.out.push_str(operator);
                self.out.push(' ');
                self.expression(&comparison.right, indent, after);
            }
            _ => self.out.push_str(&line),
        }
    }

    fn arguments(&mut self, call: &Call, indent: usize) {
        let (alone, together) = groups(call);
        let (mut slot, mut rest) = (0, call.args.as_slice());
        while !rest.is_empty() {
            let length = if slot < alone { 1 } else { together }.min(rest.len());
            let (group, others) = rest.split_at(length);
            match group {
                [Arg::Empty(_)] if slot > 0 => {
                    self.out.push(' ');
                    if !others.is_empty() {
                        self.out.push(',');
                    }
                }
                _ => {
                    self.new_line(indent);
                    self.group(group, !others.is_empty(), indent);
                }
            }
            (slot, rest) = (slot + length, others);
        }
    }

    /// Arguments that belong together: on one line where they fit, else each on its own. `more`: others follow.
    fn group(&mut self, group: &[Arg], more: bool, indent: usize) {
        let mut line = String::new();
        self.list(group, &mut line);
        if self.fits(&line, usize::from(more)) {
            self.out.push_str(&line);
        } else {
            for (index, arg) in group.iter().enumerate() {
                let comma = index + 1 < group.len();
                if index > 0 {
                    self.new_line(indent);
                }
                if let Arg::Given(expr) = arg {
                    self.expression(expr, indent, usize::from(comma || more));
                }
                if comma {
                    self.out.push(',');
                }
            }
        }
        if more {
            self.out.push(',');
        }
    }

    fn on_one_line(&self, expr: &Expr, line: &mut String) {
        match expr {
            Expr::Call(call) => {
                line.push_str(self.written(call.name_span));
                line.push('(');
                self.list(&call.args, line);
                line.push(')');
            }
            Expr::Compare(comparison) => {
                self.on_one_line(&comparison.left, line);
                line.push(' ');
                line.push_str(comparison.operator.as_str());
                line.push(' ');
                self.on_one_line(&comparison.right, line);
            }
            leaf => line.push_str(self.written(leaf.span())),
        }
    }

    fn list(&self, args: &[Arg], line: &mut String) {
        for (index, arg) in args.iter().enumerate() {
            if index > 0 {
                line.push_str(", ");
            }
            if let Arg::Given(expr) = arg {
                self.on_one_line(expr, line);
            }
        }
    }

    fn fits(&self, line: &str, after: usize) -> bool {
        let column = self.out.rsplit('\n').next().map_or(0, |line| line.chars().count());
        column + line.chars().count() + after <= self.width
    }

    fn written(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn write(&mut self, span: Span) {
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        self.out.push_str(written);
    }

    fn new_line(&mut self, indent: usize) {
        // An empty argument leaves a blank behind the comma.
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// How many arguments stand alone at the beginning, and how many stand together after them.
fn groups(call: &Call) -> (usize, usize) {
    let Some(function) = function_in_any_case(&call.name) else { return (0, 1) };
    match function.repeat {
        Some(repeat) if repeat.parameters > 1 => {
            (function.parameters.len().saturating_sub(repeat.parameters), repeat.parameters)
        }
        _ => (0, 1),
    }
}
