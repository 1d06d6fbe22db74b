//! .NET's custom and standard date formats in the Invariant culture: reading text exactly by one, and writing by one.
//!
//! Where .NET asks the machine for its time zone, the provisioning service runs in UTC.

use jiff::civil::{Date, DateTime, Time};

use crate::date::{self, MONTHS, Scan, WEEKDAYS, twelve};

/// What a date that was read knows of its zone (.NET's `DateTimeKind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    Unspecified,
    /// It had an offset and was turned to the machine's zone, which is UTC.
    Local,
    Utc,
}

/// Leading and trailing white space, and what a date without an offset means (.NET's `DateTimeStyles`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Styles {
    leading: bool,
    trailing: bool,
    inner: bool,
    adjust: bool,
    assume: bool,
    roundtrip: bool,
}

impl Styles {
    /// Of an empty slot: round trip of the zone, white space at both ends (`functions.json`: FormatDateTime).
    pub(crate) const DEFAULT: Self =
        Self { leading: true, trailing: true, inner: false, adjust: false, assume: false, roundtrip: true };

    /// The names of [`read`](Self::read), for a message.
    pub(crate) const NAMES: &'static str = "None, RoundtripKind, AssumeLocal, AssumeUniversal, AdjustToUniversal, \
                                            AllowLeadingWhite, AllowTrailingWhite, AllowInnerWhite, AllowWhiteSpaces \
                                            and NoCurrentDateDefault";

    /// Reads names with commas between them.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut styles = Self {
            leading: false,
            trailing: false,
            inner: false,
            adjust: false,
            assume: false,
            roundtrip: false,
        };
        for name in text.split(',') {
            let name = name.trim();
            let name = name.strip_prefix("DateTimeStyles.").unwrap_or(name);
            match name.to_ascii_lowercase().as_str() {
                "none" | "assumelocal" | "nocurrentdatedefault" => {}
                "roundtripkind" => styles.roundtrip = true,
                "assumeuniversal" => styles.assume = true,
                "adjusttouniversal" => styles.adjust = true,
                "allowleadingwhite" => styles.leading = true,
                "allowtrailingwhite" => styles.trailing = true,
                "allowinnerwhite" => styles.inner = true,
                "allowwhitespaces" => (styles.leading, styles.trailing, styles.inner) = (true, true, true),
                _ => return None,
            }
        }
        Some(styles)
    }
}

/// A part of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A letter with a meaning, and how often it stands.
    Field(char, usize),
    Literal(char),
}

/// A date format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Format {
    parts: Vec<Part>,
}

impl Format {
    /// Reads a format; `None` for one that .NET refuses.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let text = match (letters.next(), letters.next()) {
            (None, _) => return None,
            (Some(letter), None) => standard(letter)?,
            _ => text,
        };
        let mut parts = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\'' | '"' => loop {
                    match chars.next()? {
                        end if end == c => break,
                        '\\' => parts.push(Part::Literal(chars.next()?)),
                        inner => parts.push(Part::Literal(inner)),
                    }
                },
                '\\' => parts.push(Part::Literal(chars.next()?)),
                '%' => {
                    if chars.peek().is_none_or(|next| *next == '%') {
                        return None;
                    }
                }
                'd' | 'f' | 'F' | 'g' | 'h' | 'H' | 'K' | 'm' | 'M' | 's' | 't' | 'y' | 'z' => {
                    let mut count = 1;
                    while c != 'K' && chars.next_if_eq(&c).is_some() {
                        count += 1;
                    }
                    if matches!(c, 'f' | 'F') && count > 7 {
                        return None;
                    }
                    parts.push(Part::Field(c, count));
                }
                other => parts.push(Part::Literal(other)),
            }
        }
        Some(Self { parts })
    }

    /// Whether it has a letter, so many times exactly (0: any number).
    pub(crate) fn has(&self, letter: char, count: usize) -> bool {
        self.parts
            .iter()
            .any(|part| matches!(part, Part::Field(c, n) if *c == letter && (count == 0 || *n == count)))
    }

    /// Reads text that has exactly this format. What the format leaves out of the date comes from `today`.
    ///
    /// One thing is read more freely than .NET does: `hh` and `HH` take an hour of one digit, as the guides for HR
    /// sources need it.
    pub(crate) fn read(
        &self,
        text: &str,
        styles: Styles,
        today: impl FnOnce() -> Option<DateTime>,
    ) -> Option<(DateTime, Zone)> {
        let text = if styles.leading { text.trim_start() } else { text };
        let mut scan = Scan { rest: if styles.trailing { text.trim_end() } else { text } };
        let mut found = Fields::default();
        let mut parts = self.parts.iter().copied().peekable();
        while let Some(part) = parts.next() {
            if styles.inner {
                scan.blanks();
            }
            match part {
                Part::Literal('.') if matches!(parts.peek(), Some(Part::Field('F', _))) => {
                    if scan.take('.') {
                        continue;
                    }
                    parts.next();
                }
                Part::Literal(c) if styles.inner && c.is_whitespace() => {}
                Part::Literal(c) => {
                    if !scan.take(c) {
                        return None;
                    }
                }
                Part::Field(letter, count) => found.read(&mut scan, letter, count)?,
            }
        }
        if styles.inner {
            scan.blanks();
        }
        scan.rest.is_empty().then_some(())?;
        let local = found.date_time(today)?;
        let zone = match found.offset {
            Some(_) if styles.adjust => Zone::Utc,
            Some((_, true)) if styles.roundtrip => Zone::Utc,
            Some(_) => Zone::Local,
            None if styles.assume => {
                if styles.adjust {
                    Zone::Utc
                } else {
                    Zone::Local
                }
            }
            None => Zone::Unspecified,
        };
        Some((date::to_utc(local, found.offset.map_or(0, |(minutes, _)| minutes))?, zone))
    }

    /// Writes a date.
    pub(crate) fn print(&self, date: DateTime, zone: Zone) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match *part {
                Part::Literal(c) => out.push(c),
                Part::Field('F', count) => {
                    let digits = fraction(date, count);
                    let digits = digits.trim_end_matches('0');
                    // Without a fraction its point goes too.
                    if digits.is_empty() && out.ends_with('.') {
                        out.pop();
                    }
                    out.push_str(digits);
                }
                Part::Field(letter, count) => out.push_str(&field(date, zone, letter, count)),
            }
        }
        out
    }
}

fn fraction(date: DateTime, count: usize) -> String {
    let mut digits = format!("{:07}", date.subsec_nanosecond() / 100);
    digits.truncate(count);
    digits
}

fn field(date: DateTime, zone: Zone, letter: char, count: usize) -> String {
    let two = |number: i8| if count == 1 { number.to_string() } else { format!("{number:02}") };
    let name = |names: &[&str], place: i8| {
        let name =
            usize::try_from(place).ok().and_then(|place| names.get(place)).copied().unwrap_or_default();
        if count == 3 { name[..3].to_owned() } else { name.to_owned() }
    };
    match (letter, count) {
        ('d', 1 | 2) => two(date.day()),
        ('d', _) => name(&WEEKDAYS, date.weekday().to_sunday_zero_offset()),
        ('M', 1 | 2) => two(date.month()),
        ('M', _) => name(&MONTHS, date.month() - 1),
        ('y', 1 | 2) => two((date.year() % 100) as i8),
        ('y', _) => format!("{:0count$}", date.year()),
        ('h', _) => two(twelve(date.hour()).0),
        ('H', _) => two(date.hour()),
        ('m', _) => two(date.minute()),
        ('s', _) => two(date.second()),
        ('f', _) => fraction(date, count),
        ('t', 1) => twelve(date.hour()).1[..1].to_owned(),
        ('t', _) => twelve(date.hour()).1.to_owned(),
        ('g', _) => "A.D.".to_owned(),
        ('z', 1) => "+0".to_owned(),
        ('z', 2) => "+00".to_owned(),
        ('z', _) => "+00:00".to_owned(),
        ('K', _) => match zone {
            Zone::Unspecified => String::new(),
            Zone::Local => "+00:00".to_owned(),
            Zone::Utc => "Z".to_owned(),
        },
        _ => String::new(),
    }
}

/// The format behind a letter that stands alone. `U` writes and reads in UTC as everything does here.
fn standard(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => "MM/dd/yyyy",
        'D' => "dddd, dd MMMM yyyy",
        'f' => "dddd, dd MMMM yyyy HH:mm",
        'F' | 'U' => "dddd, dd MMMM yyyy HH:mm:ss",
        'g' => "MM/dd/yyyy HH:mm",
        'G' => "MM/dd/yyyy HH:mm:ss",
        'm' | 'M' => "MMMM dd",
        'o' | 'O' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
        'r' | 'R' => "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
        's' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
        't' => "HH:mm",
        'T' => "HH:mm:ss",
        'u' => "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
        'y' | 'Y' => "yyyy MMMM",
        _ => return None,
    })
}

/// What has been read of a date. A field that stands twice has to say the same twice.
#[derive(Debug, Default)]
struct Fields {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    weekday: Option<i8>,
    hour: Option<i8>,
    of_twelve: bool,
    afternoon: Option<bool>,
    minute: Option<i8>,
    second: Option<i8>,
    ticks: Option<i32>,
    /// In minutes, and whether it was written `Z`.
    offset: Option<(i64, bool)>,
}

/// Sets a field, or compares with what it was set to.
fn set<T: PartialEq>(field: &mut Option<T>, value: T) -> Option<()> {
    match field {
        Some(before) => (*before == value).then_some(()),
        None => {
            *field = Some(value);
            Some(())
        }
    }
}

impl Fields {
    fn read(&mut self, scan: &mut Scan<'_>, letter: char, count: usize) -> Option<()> {
        // One letter stands for one or two digits, two letters for exactly two.
        let two = |scan: &mut Scan<'_>| scan.number::<i8>(count.min(2), 2);
        match (letter, count) {
            ('d', 1 | 2) => set(&mut self.day, two(scan)?),
            ('d', _) => set(&mut self.weekday, scan.name(&WEEKDAYS)?),
            ('M', 1 | 2) => set(&mut self.month, two(scan)?),
            ('M', _) => set(&mut self.month, scan.name(&MONTHS)? + 1),
            ('y', 1 | 2) => {
                let year: i16 = scan.number(count, 2)?;
                // .NET's window of a hundred years that ends in 2049.
                set(&mut self.year, if year < 50 { 2000 + year } else { 1900 + year })
            }
            ('y', _) => set(&mut self.year, scan.number(count.min(4), 4)?),
            ('h', _) => {
                self.of_twelve = true;
                set(&mut self.hour, scan.number(1, 2)?)
            }
            ('H', _) => set(&mut self.hour, scan.number(1, 2)?),
            ('m', _) => set(&mut self.minute, two(scan)?),
            ('s', _) => set(&mut self.second, two(scan)?),
            ('f', _) => set(&mut self.ticks, date::ticks(scan.digits(count, count)?)?),
            ('F', _) => set(&mut self.ticks, date::ticks(scan.digits(0, count)?)?),
            ('t', _) => {
                let afternoon = if scan.take_word("A") {
                    false
                } else if scan.take_word("P") {
                    true
                } else {
                    return None;
                };
                if count > 1 && !scan.take_word("M") {
                    return None;
                }
                set(&mut self.afternoon, afternoon)
            }
            ('z', _) => set(&mut self.offset, (scan.signed_offset()?, false)),
            ('K', _) if scan.take('Z') => set(&mut self.offset, (0, true)),
            ('K', _) => match scan.rest.starts_with(['+', '-']) {
                true => set(&mut self.offset, (scan.signed_offset()?, false)),
                false => Some(()),
            },
            ('g', _) => (scan.take_word("A.D.") || scan.take_word("AD")).then_some(()),
            _ => None,
        }
    }

    fn date_time(&self, today: impl FnOnce() -> Option<DateTime>) -> Option<DateTime> {
        let hour = self.hour.unwrap_or(0);
        let hour = if self.of_twelve {
            date::of_twelve(hour, self.afternoon == Some(true))?
        } else {
            match self.afternoon {
                Some(afternoon) if afternoon != (hour >= 12) => return None,
                _ => hour,
            }
        };
        let nanoseconds = self.ticks.unwrap_or(0) * 100;
        let time = Time::new(hour, self.minute.unwrap_or(0), self.second.unwrap_or(0), nanoseconds).ok()?;
        let date = match (self.year, self.month, self.day) {
            (None, None, None) => today()?.date(),
            (None, month, day) => Date::new(today()?.year(), month.unwrap_or(1), day.unwrap_or(1)).ok()?,
            (Some(year), month, day) => Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?,
        };
        let weekday_fits =
            self.weekday.is_none_or(|weekday| date.weekday().to_sunday_zero_offset() == weekday);
        weekday_fits.then(|| date.to_datetime(time)).and_then(date::in_range)
    }
}
