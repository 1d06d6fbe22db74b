//! Dates and times. Between functions a date is text in the service's own form, in UTC.

use jiff::Span;
use jiff::civil::DateTime;

use super::{Family, Function, Kind, Page, Parameter, Returns, example, optional, required};
use crate::date::{self, OWN_FORMAT};
use crate::date_format::{Format, Styles, Zone};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Args, Stop};
use crate::syntax::{Arg, Call, Expr};
use crate::value::Value;

/// The function whose second slot sibling pages leave away.
pub(super) const WITHOUT_STYLES: &str = "FormatDateTime";

const INTERVAL: Parameter =
    required("interval", Kind::Text, "the unit: yyyy, m (month), ww, d, h, n (minute) or s");

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "Now",
        family: Family::Dates,
        summary: "Gives the current time, in UTC.",
        parameters: &[],
        repeat: None,
        returns: Returns::DateTime,
        page: Page::Reference,
        caution: "Another value at each evaluation, so a full cycle may update everybody.",
        examples: &[example(
            r#"FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")"#,
            &[],
            "2026-03-04",
        )],
        rule: None,
        run: |args| now(args).map(dated),
    },
    Function {
        name: "CDate",
        family: Family::Dates,
        summary: "Turns text such as 2020-03-16-07:00 into a date with its time, in UTC, for the other date functions.",
        parameters: &[Parameter {
            key: "source",
            ..required("expression", Kind::Text, "the text of a date")
        }],
        repeat: None,
        returns: Returns::DateTime,
        page: Page::Reference,
        caution: "Text without an offset is read as UTC: no page says which zone Entra takes. A value that is missing is an \
                  error: ask IsPresent first.",
        examples: &[example("CDate([hired])", &[("hired", "2020-03-16-07:00")], "3/16/2020 7:00:00 AM")],
        rule: None,
        run: c_date,
    },
    Function {
        name: "DateAdd",
        family: Family::Dates,
        summary: "Adds so many years, months, weeks, days, hours, minutes or seconds to a date; a number below zero takes \
                  them away.",
        parameters: &[
            INTERVAL,
            required("value", Kind::Number, "how many"),
            required("dateTime", Kind::DateTime, "a date; text has to go through CDate"),
        ],
        repeat: None,
        returns: Returns::DateTime,
        page: Page::Reference,
        caution: "A month is m and a minute is n. No page says what a month after 31 January is: here the last day of \
                  February.",
        examples: &[
            example(
                r#"DateAdd("d", -10, CDate([hired]))"#,
                &[("hired", "2012-03-16-07:00")],
                "3/6/2012 7:00:00 AM",
            ),
            example(r#"DateAdd("m", 1, CDate("2021-01-31"))"#, &[], "2/28/2021 12:00:00 AM"),
        ],
        rule: None,
        run: date_add,
    },
    Function {
        name: "DateDiff",
        family: Family::Dates,
        summary: "Counts from the first date to the second: below zero when the second is earlier. Days, hours, minutes \
                  and seconds are whole ones; years, months and weeks count how often a new one begins between the two.",
        parameters: &[
            INTERVAL,
            required("date1", Kind::DateTime, "a date; text has to go through CDate"),
            required("date2", Kind::DateTime, "a date; text has to go through CDate"),
        ],
        repeat: None,
        returns: Returns::Number,
        page: Page::Reference,
        caution: "A month is m and a minute is n. No page says how years, months and weeks are counted: here as Visual \
                  Basic does.",
        examples: &[
            example(
                r#"DateDiff("d", CDate([from]), CDate([to]))"#,
                &[("from", "2021-08-18+08:00"), ("to", "2021-08-31+08:00")],
                "13",
            ),
            example(r#"DateDiff("yyyy", CDate("2020-12-31"), CDate("2021-01-01"))"#, &[], "1"),
        ],
        rule: Some(date_diff_rule),
        run: date_diff,
    },
    Function {
        name: "FormatDateTime",
        family: Family::Dates,
        summary: "Reads a date that has exactly one format and writes it in another.",
        parameters: &[
            required("source", Kind::Text, "the text of a date"),
            optional(
                "dateTimeStyles",
                Kind::Text,
                "how it is read, such as AllowWhiteSpaces; usually left empty",
            ),
            required("inputFormat", Kind::Text, "the format it has, such as yyyyMMddHHmmss.fZ"),
            required("outputFormat", Kind::Text, "the format to write, such as yyyy-MM-dd"),
        ],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "Now, CDate and DateAdd give M/d/yyyy h:mm:ss tt: this has to be the input format around them. Without \
                  its second slot only sibling pages show it.",
        examples: &[
            example(
                r#"FormatDateTime([end], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")"#,
                &[("end", "20150123105347.1Z")],
                "2015-01-23",
            ),
            example(
                r#"FormatDateTime([end], , "yyyy-MM-dd", "dd.MM.yy")"#,
                &[("end", "2015-01-23")],
                "23.01.15",
            ),
        ],
        rule: Some(format_rule),
        run: format_date_time,
    },
    Function {
        name: "DateFromNum",
        family: Family::Dates,
        summary: "Turns the number that Active Directory keeps for a time into a date.",
        parameters: &[required("value", Kind::Number, "100-nanosecond ticks since 1601")],
        repeat: None,
        returns: Returns::DateTime,
        page: Page::Reference,
        caution: "",
        examples: &[example(
            "DateFromNum([lastLogonTimestamp])",
            &[("lastLogonTimestamp", "129699324000000000")],
            "1/1/2012 11:00:00 PM",
        )],
        rule: None,
        run: date_from_num,
    },
    Function {
        name: "NumFromDate",
        family: Family::Dates,
        summary: "Turns a date into the number that Active Directory keeps for it, as accountExpires needs it.",
        parameters: &[required("value", Kind::Text, "a date, such as 2020-12-31T23:59:59-08:00")],
        repeat: None,
        returns: Returns::Number,
        page: Page::Reference,
        caution: "The numbers that Microsoft's guides for HR sources print for it are wrong.",
        examples: &[example(r#"NumFromDate("1970-01-01T00:00:00Z")"#, &[], "116444736000000000")],
        rule: None,
        run: num_from_date,
    },
];

fn dated(date: DateTime) -> Value {
    Value::Text(date::print(date))
}

fn now(args: &Args<'_>) -> Result<DateTime, Stop> {
    args.context().now.map(date::of_timestamp).ok_or_else(|| args.fail(Code::NoClock))
}

/// The date in a slot, in any form that `CDate` reads.
fn any_date(args: &Args<'_>, slot: usize) -> Result<DateTime, Stop> {
    let text = args.text(slot)?.unwrap_or_default();
    date::read(&text).ok_or_else(|| args.stop(slot, Code::NotADate { value: text.into_owned() }))
}

/// The date in a slot, in the form that date functions give.
fn own_date(args: &Args<'_>, slot: usize) -> Result<DateTime, Stop> {
    let text = args.text(slot)?.unwrap_or_default();
    let read = Format::new(OWN_FORMAT).and_then(|own| own.read(&text, Styles::DEFAULT, || None));
    read.map(|(date, _)| date).ok_or_else(|| args.stop(slot, Code::NotADate { value: text.into_owned() }))
}

fn c_date(args: &Args<'_>) -> Result<Value, Stop> {
    any_date(args, 0).map(dated)
}

/// A unit of `DateAdd` and `DateDiff` (`functions.json`: DateAdd).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Interval {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

fn interval(args: &Args<'_>) -> Result<Interval, Stop> {
    let text = args.text(0)?.unwrap_or_default();
    Ok(match &*text {
        "yyyy" => Interval::Year,
        "m" => Interval::Month,
        "ww" => Interval::Week,
        "d" => Interval::Day,
        "h" => Interval::Hour,
        "n" => Interval::Minute,
        "s" => Interval::Second,
        _ => return Err(args.stop(0, Code::BadInterval { interval: text.into_owned() })),
    })
}

fn date_add(args: &Args<'_>) -> Result<Value, Stop> {
    let (interval, count) = (interval(args)?, args.integer(1)?);
    let date = own_date(args, 2)?;
    let span = match interval {
        Interval::Year => Span::new().try_years(count),
        Interval::Month => Span::new().try_months(count),
        Interval::Week => Span::new().try_weeks(count),
        Interval::Day => Span::new().try_days(count),
        Interval::Hour => Span::new().try_hours(count),
        Interval::Minute => Span::new().try_minutes(count),
        Interval::Second => Span::new().try_seconds(count),
    };
    let sum = span.and_then(|span| date.checked_add(span)).ok().and_then(date::in_range);
    sum.map(dated).ok_or_else(|| args.fail(Code::DateOutOfRange))
}

fn date_diff(args: &Args<'_>) -> Result<Value, Stop> {
    let interval = interval(args)?;
    let (from, to) = (own_date(args, 1)?, own_date(args, 2)?);
    let elapsed = to.duration_since(from).as_secs();
    let months = |date: DateTime| i64::from(date.year()) * 12 + i64::from(date.month());
    Ok(Value::from(match interval {
        Interval::Year => i64::from(to.year()) - i64::from(from.year()),
        Interval::Month => months(to) - months(from),
        Interval::Week => week(to) - week(from),
        Interval::Day => elapsed / 86_400,
        Interval::Hour => elapsed / 3_600,
        Interval::Minute => elapsed / 60,
        Interval::Second => elapsed,
    }))
}

/// The number of a date's week, counted from some week; weeks begin on Sunday.
fn week(date: DateTime) -> i64 {
    let days = date.duration_since(DateTime::constant(0, 1, 2, 0, 0, 0, 0)).as_secs().div_euclid(86_400);
    days.div_euclid(7)
}

fn date_diff_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    if let Some(Arg::Given(Expr::Text { value, span })) = call.args.first()
        && matches!(value.as_str(), "yyyy" | "m" | "ww")
    {
        let about =
            "whether DateDiff counts whole years, months and weeks or, as here, how often a new one begins";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, *span));
    }
}

/// The slots of the two formats: sibling pages leave the styles away.
fn formats(slots: usize) -> (usize, usize) {
    if slots < 4 { (1, 2) } else { (2, 3) }
}

fn format_date_time(args: &Args<'_>) -> Result<Value, Stop> {
    let (input, output) = formats(args.len());
    let styles = match args.len() {
        4.. => args.text(1)?.filter(|styles| !styles.is_empty()),
        _ => None,
    };
    let styles = match styles {
        None => Styles::DEFAULT,
        Some(names) => Styles::read(&names).ok_or_else(|| {
            args.stop(1, Code::BadOption { value: names.into_owned(), options: Styles::NAMES })
        })?,
    };
    let format = |slot| -> Result<(String, Format), Stop> {
        let text = args.text(slot)?.unwrap_or_default().into_owned();
        match Format::new(&text) {
            Some(format) => Ok((text, format)),
            None => Err(args.stop(slot, Code::BadDateFormat { format: text })),
        }
    };
    let ((input_text, input), (_, output)) = (format(input)?, format(output)?);
    let Some(source) = args.text(0)? else { return Ok(Value::Null) };
    let today = || args.context().now.map(date::of_timestamp);
    let (date, zone): (DateTime, Zone) = input.read(&source, styles, today).ok_or_else(|| {
        args.stop(0, Code::DateFormatMismatch { value: source.into_owned(), format: input_text })
    })?;
    Ok(Value::Text(output.print(date, zone)))
}

fn format_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    let (input, output) = formats(call.args.len());
    if call.args.len() == 3 {
        let about = "whether FormatDateTime may be written without its second slot, dateTimeStyles";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, call.name_span));
        if let Some(Arg::Empty(span)) = call.args.get(input) {
            let code = Code::EmptyRequired { function: WITHOUT_STYLES, parameter: "inputFormat" };
            out.push(Diagnostic::new(code, *span));
        }
    }
    for slot in [input, output] {
        let Some(Arg::Given(Expr::Text { value, span })) = call.args.get(slot) else { continue };
        let Some(format) = Format::new(value) else { continue };
        if slot == input && format.has('h', 2) {
            let about = "whether hh reads an hour of one digit";
            out.push(Diagnostic::new(Code::PagesDisagree { about }, *span));
        }
        if slot == input && (format.has('z', 0) || format.has('K', 0)) {
            let about =
                "whether FormatDateTime turns a time with an offset to UTC, as here, or leaves it as it is";
            out.push(Diagnostic::new(Code::PagesDisagree { about }, *span));
        }
    }
}

fn date_from_num(args: &Args<'_>) -> Result<Value, Stop> {
    date::from_file_time(args.integer(0)?).map(dated).ok_or_else(|| args.stop(0, Code::DateOutOfRange))
}

fn num_from_date(args: &Args<'_>) -> Result<Value, Stop> {
    let ticks = date::to_file_time(any_date(args, 0)?);
    ticks.map(Value::from).ok_or_else(|| args.stop(0, Code::DateOutOfRange))
}
