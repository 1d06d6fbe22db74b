//! Date intervals, formats and dates that are given as constants.

use jiff::civil::DateTime;

use crate::date::{self, OWN_FORMAT};
use crate::date_format::{Format, Styles};
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{Returns, function_in_any_case};
use crate::print::quote;
use crate::syntax::{Arg, Call, Expr, Span};

/// Reports constants that no date function can use.
pub(super) fn check(name: &str, call: &Call, out: &mut Vec<Diagnostic>) {
    match name {
        "DateAdd" => {
            interval(call, out);
            own_dates(call, 2..3, out);
        }
        "DateDiff" => {
            interval(call, out);
            own_dates(call, 1..3, out);
        }
        "FormatDateTime" => formats(call, out),
        _ => {}
    }
}

fn text(call: &Call, slot: usize) -> Option<(&str, Span)> {
    match call.args.get(slot) {
        Some(Arg::Given(Expr::Text { value, span })) => Some((value, *span)),
        _ => None,
    }
}

fn interval(call: &Call, out: &mut Vec<Diagnostic>) {
    let Some((given, span)) = text(call, 0) else { return };
    let meant = match given {
        "yyyy" | "m" | "ww" | "d" | "h" | "n" | "s" => return,
        _ => match given.to_ascii_lowercase().trim_end_matches('s') {
            "y" | "yy" | "yyyy" | "year" => Some("yyyy"),
            "m" | "mm" | "month" => Some("m"),
            "w" | "ww" | "wk" | "week" => Some("ww"),
            "d" | "dd" | "day" => Some("d"),
            "h" | "hh" | "hour" => Some("h"),
            "mi" | "min" | "minute" => Some("n"),
            "sec" | "second" => Some("s"),
            _ => None,
        },
    };
    let found = Diagnostic::new(Code::BadInterval { interval: given.to_owned() }, span);
    out.push(match meant {
        Some(meant) => found.suggesting(quote(meant)),
        None => found,
    });
}

/// Dates in slots that take what `CDate`, `Now` and `DateAdd` give.
fn own_dates(call: &Call, slots: std::ops::Range<usize>, out: &mut Vec<Diagnostic>) {
    for (given, span) in slots.filter_map(|slot| text(call, slot)) {
        let Some(own) = Format::new(OWN_FORMAT) else { return };
        if own.read(given, Styles::DEFAULT, || None).is_some() {
            continue;
        }
        let found = Diagnostic::new(Code::NotADate { value: given.to_owned() }, span);
        out.push(match date::read(given) {
            Some(_) => found.suggesting(format!("CDate({})", quote(given))),
            None => found,
        });
    }
}

/// The formats of `FormatDateTime`, which sibling pages show without its second slot too.
fn formats(call: &Call, out: &mut Vec<Diagnostic>) {
    let slots = if call.args.len() < 4 { [1, 2] } else { [2, 3] };
    if call.args.len() == 4
        && let Some((styles, span)) = text(call, 1)
        && !styles.is_empty()
        && Styles::read(styles).is_none()
    {
        let code = Code::BadOption { value: styles.to_owned(), options: Styles::NAMES };
        out.push(Diagnostic::new(code, span));
    }
    for (given, span) in slots.into_iter().filter_map(|slot| text(call, slot)) {
        if Format::new(given).is_none() {
            out.push(Diagnostic::new(Code::BadDateFormat { format: given.to_owned() }, span));
        } else if let Some((written, meant, mended)) = slip(given) {
            let code = Code::DateFormatSlip { written, meant };
            out.push(Diagnostic::new(code, span).suggesting(quote(&mended)));
        }
    }
    if let (Some(Arg::Given(Expr::Call(source))), Some((given, span))) =
        (call.args.first(), text(call, slots[0]))
        && function_in_any_case(&source.name).is_some_and(|inner| inner.returns == Returns::DateTime)
        && Format::new(given).is_some_and(|format| !reads_own(&format))
    {
        let about = "whether FormatDateTime reads the date of another date function in this format; by the reference it \
                     comes as M/d/yyyy h:mm:ss tt";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, span).suggesting(quote(OWN_FORMAT)));
    }
}

/// Whether a format reads the date of a date function at least on some days.
fn reads_own(format: &Format) -> bool {
    let days = [DateTime::constant(1970, 1, 1, 1, 1, 1, 0), DateTime::constant(2026, 12, 12, 12, 12, 12, 0)];
    days.into_iter().any(|day| format.read(&date::print(day), Styles::DEFAULT, || None).is_some())
}

/// Letters of other languages' formats, which mean nothing here or something else: what is written, what was meant, and
/// the format with that.
fn slip(format: &str) -> Option<(char, char, String)> {
    let mut letters = Vec::new();
    let mut quoted = None;
    let mut escaped = false;
    for (at, c) in format.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\'' | '"' if quoted == Some(c) => quoted = None,
            '\'' | '"' if quoted.is_none() => quoted = Some(c),
            c if quoted.is_none() => letters.push((at, c)),
            _ => {}
        }
    }
    let has = |letter: char| letters.iter().any(|(_, c)| *c == letter);
    let (written, meant) = match () {
        () if has('Y') && !has('y') => ('Y', 'y'),
        () if has('D') && !has('d') => ('D', 'd'),
        // Minutes without an hour beside a year are the month.
        () if has('m') && has('y') && !has('M') && !has('h') && !has('H') => ('m', 'M'),
        () => return None,
    };
    // All slips of one format at once.
    let mended = format.char_indices().map(|(at, c)| match c {
        _ if !letters.contains(&(at, c)) => c,
        'Y' => 'y',
        'D' => 'd',
        'm' if !has('M') && !has('h') && !has('H') => 'M',
        c => c,
    });
    Some((written, meant, mended.collect()))
}
