//! Dates with their times. Between functions they are text in the service's own form, in UTC; here they are read from the
//! forms that `CDate` takes, and written.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// The service's own form, in .NET's letters (`functions.json`: CDate, DateAdd, Now).
pub(crate) const OWN_FORMAT: &str = "M/d/yyyy h:mm:ss tt";

/// Windows file time of 1970-01-01: 100-nanosecond ticks since 1601-01-01.
const UNIX_EPOCH: i128 = 116_444_736_000_000_000;

/// The last file time that .NET reads: the end of year 9999.
const LAST_FILE_TIME: i64 = 2_650_467_743_999_999_999;

/// English names, as the Invariant culture has them.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
pub(crate) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// In the service's own form.
pub(crate) fn print(date: DateTime) -> String {
    let (hour, half) = twelve(date.hour());
    let (month, day, year) = (date.month(), date.day(), date.year());
    format!("{month}/{day}/{year:04} {hour}:{:02}:{:02} {half}", date.minute(), date.second())
}

/// The hour on a clock of twelve hours, and which half of the day it is in.
pub(crate) fn twelve(hour: i8) -> (i8, &'static str) {
    let half = if hour < 12 { "AM" } else { "PM" };
    (if hour % 12 == 0 { 12 } else { hour % 12 }, half)
}

/// A date that .NET can hold.
pub(crate) fn in_range(date: DateTime) -> Option<DateTime> {
    (1..=9999).contains(&date.year()).then_some(date)
}

/// What the clock shows, in UTC.
pub(crate) fn of_timestamp(now: Timestamp) -> DateTime {
    Offset::UTC.to_datetime(now)
}

/// As a Windows file time; `None` before 1601.
pub(crate) fn to_file_time(date: DateTime) -> Option<i64> {
    let nanoseconds = Offset::UTC.to_timestamp(date).ok()?.as_nanosecond();
    i64::try_from(nanoseconds.div_euclid(100) + UNIX_EPOCH).ok().filter(|ticks| *ticks >= 0)
}

/// From a Windows file time.
pub(crate) fn from_file_time(ticks: i64) -> Option<DateTime> {
    let within = (0..=LAST_FILE_TIME).contains(&ticks);
    let nanoseconds = (i128::from(ticks) - UNIX_EPOCH) * 100;
    let timestamp = within.then(|| Timestamp::from_nanosecond(nanoseconds).ok()).flatten()?;
    in_range(of_timestamp(timestamp))
}

/// A local time with its offset in minutes as the time in UTC.
pub(crate) fn to_utc(local: DateTime, minutes: i64) -> Option<DateTime> {
    local.checked_sub(SignedDuration::from_mins(minutes)).ok().and_then(in_range)
}

/// Reads a date in one of the forms that `CDate` takes, and turns it to UTC: ISO 8601, with a blank or a `T` before the
/// time, or with an offset and no time; month, day and year with slashes, in the service's own form too; English month
/// names. Without an offset it counts as UTC, for no page says otherwise.
pub(crate) fn read(text: &str) -> Option<DateTime> {
    let mut scan = Scan { rest: text.trim() };
    let date = scan.date()?;
    let blank = scan.blanks();
    let time = match scan.take('T') || scan.take('t') {
        true => scan.time()?,
        false if blank && scan.rest.starts_with(|c: char| c.is_ascii_digit()) => scan.time()?,
        false => Time::midnight(),
    };
    scan.blanks();
    let minutes = scan.offset()?;
    scan.rest.is_empty().then(|| to_utc(date.to_datetime(time), minutes)).flatten()
}

/// A reader of text from its beginning.
pub(crate) struct Scan<'t> {
    pub(crate) rest: &'t str,
}

impl<'t> Scan<'t> {
    pub(crate) fn take(&mut self, c: char) -> bool {
        let found = self.rest.strip_prefix(c);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// Takes a text in any case.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        let found = self.rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if found {
            self.rest = &self.rest[word.len()..];
        }
        found
    }

    /// Takes white space; whether there was some.
    pub(crate) fn blanks(&mut self) -> bool {
        let rest = self.rest.trim_start();
        let some = rest.len() < self.rest.len();
        self.rest = rest;
        some
    }

    /// Takes digits, as many as there are up to `most`; `None` for fewer than `least`.
    pub(crate) fn digits(&mut self, least: usize, most: usize) -> Option<&'t str> {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if count < least {
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        Some(digits)
    }

    pub(crate) fn number<T: std::str::FromStr>(&mut self, least: usize, most: usize) -> Option<T> {
        self.digits(least, most)?.parse().ok()
    }

    /// Takes one of the names, whole or cut to three letters; its place in the list.
    pub(crate) fn name(&mut self, names: &[&str]) -> Option<i8> {
        let whole = (0..).zip(names).find(|(_, name)| self.take_word(name));
        whole
            .or_else(|| (0..).zip(names).find(|(_, name)| self.take_word(&name[..3])))
            .map(|(place, _)| place)
    }

    fn date(&mut self) -> Option<Date> {
        if let Some(weekday) = self.name(&WEEKDAYS) {
            self.take(',');
            self.blanks();
            let date = self.date()?;
            return (date.weekday().to_sunday_zero_offset() == weekday).then_some(date);
        }
        if let Some(month) = self.name(&MONTHS) {
            self.blanks();
            let day = self.number(1, 2)?;
            self.take(',');
            self.blanks();
            return Date::new(self.number(4, 4)?, month + 1, day).ok();
        }
        let first = self.digits(1, 4)?;
        let separator = self.rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | ' '))?;
        self.take(separator);
        if first.len() <= 2 && self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let month = self.name(&MONTHS)?;
            if !self.take(separator) {
                return None;
            }
            return Date::new(self.number(4, 4)?, month + 1, first.parse().ok()?).ok();
        }
        let second = self.number(1, 2)?;
        if separator == ' ' || !self.take(separator) {
            return None;
        }
        match first.len() {
            4 => Date::new(first.parse().ok()?, second, self.number(1, 2)?).ok(),
            1 | 2 if separator != '.' => Date::new(self.number(4, 4)?, first.parse().ok()?, second).ok(),
            _ => None,
        }
    }

    fn time(&mut self) -> Option<Time> {
        let mut hour: i8 = self.number(1, 2)?;
        if !self.take(':') {
            return None;
        }
        let minute = self.number(2, 2)?;
        let (mut second, mut nanoseconds) = (0, 0);
        if self.take(':') {
            second = self.number(2, 2)?;
            if self.take('.') {
                nanoseconds = ticks(self.digits(1, 9)?)? * 100;
            }
        }
        let before = self.rest;
        self.blanks();
        if self.take_word("AM") {
            hour = of_twelve(hour, false)?;
        } else if self.take_word("PM") {
            hour = of_twelve(hour, true)?;
        } else {
            self.rest = before;
        }
        Time::new(hour, minute, second, nanoseconds).ok()
    }

    /// An offset in minutes, 0 where there is none; `None` when it cannot be read.
    fn offset(&mut self) -> Option<i64> {
        if ["Z", "GMT", "UTC"].iter().any(|zero| self.take_word(zero)) {
            return Some(0);
        }
        if self.rest.is_empty() {
            return Some(0);
        }
        self.signed_offset()
    }

    /// `+08`, `+08:00` or `+0800` in minutes.
    pub(crate) fn signed_offset(&mut self) -> Option<i64> {
        let sign = if self.take('+') {
            1
        } else if self.take('-') {
            -1
        } else {
            return None;
        };
        let hours: i64 = self.number(1, 2)?;
        self.take(':');
        let minutes: i64 =
            if self.rest.starts_with(|c: char| c.is_ascii_digit()) { self.number(2, 2)? } else { 0 };
        (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }
}

/// An hour of twelve as one of twenty-four.
pub(crate) fn of_twelve(hour: i8, afternoon: bool) -> Option<i8> {
    (0..=12).contains(&hour).then_some(hour % 12 + if afternoon { 12 } else { 0 })
}

/// The digits after a decimal point as 100-nanosecond ticks; more than seven are cut.
pub(crate) fn ticks(digits: &str) -> Option<i32> {
    let seven: String = digits.chars().chain(std::iter::repeat('0')).take(7).collect();
    seven.parse().ok()
}
