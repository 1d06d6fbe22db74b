//! Numbers, which the language keeps as text.

use std::cmp::Ordering;

/// A number read from text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// Whole numbers are exact: Active Directory times exceed what a double holds.
    Whole(i128),
    /// Anything with a decimal point.
    Decimal(f64),
}

impl Number {
    /// Reads a decimal or, in the Visual Basic spelling `&H…`, a hexadecimal number; surrounding white space is ignored.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix("&H").or_else(|| text.strip_prefix("&h")) {
            let all_hex = digits.chars().all(|c| c.is_ascii_hexdigit());
            return if all_hex { i128::from_str_radix(digits, 16).ok().map(Self::Whole) } else { None };
        }
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return None;
        }
        if unsigned.contains('.') {
            return text.parse().ok().map(Self::Decimal);
        }
        text.parse().ok().map(Self::Whole)
    }

    /// The whole number, also of a decimal without a fraction such as `2.0`.
    pub(crate) fn whole(self) -> Option<i64> {
        match self {
            Self::Whole(number) => i64::try_from(number).ok(),
            Self::Decimal(number) => {
                let exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
                exact.then_some(number as i64)
            }
        }
    }

    /// Whether it is 0.
    pub(crate) fn is_zero(self) -> bool {
        self.compare(Self::Whole(0)) == Some(Ordering::Equal)
    }

    /// Which is larger.
    pub(crate) fn compare(self, other: Self) -> Option<Ordering> {
        let double = |number| match number {
            Self::Whole(number) => number as f64,
            Self::Decimal(number) => number,
        };
        match (self, other) {
            (Self::Whole(left), Self::Whole(right)) => Some(left.cmp(&right)),
            (left, right) => double(left).partial_cmp(&double(right)),
        }
    }
}
