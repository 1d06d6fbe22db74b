//! Upper and lower case as .NET does it, in which the provisioning service is written: one character becomes one
//! character (`ß` has no upper case), by the named culture, never by that of the machine.

/// The rules that matter to casing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Culture {
    /// No culture named.
    Invariant,
    /// Turkish and Azerbaijani: dotted and dotless i are two letters.
    Turkic,
    /// Any other.
    Other,
}

impl Culture {
    /// The culture of a name such as `tr-TR`; empty means invariant, `None` that it is no culture name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        if name.is_empty() {
            return Some(Self::Invariant);
        }
        let subtag =
            |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
        let language = name.split('-').next().unwrap_or_default();
        if !name.split('-').all(subtag) || language.len() < 2 || language.bytes().any(|b| b.is_ascii_digit())
        {
            return None;
        }
        let turkic = ["tr", "az"].iter().any(|turkic| language.eq_ignore_ascii_case(turkic));
        Some(if turkic { Self::Turkic } else { Self::Other })
    }

    pub(crate) fn lower(self, text: &str) -> String {
        text.chars().map(|c| self.lower_char(c)).collect()
    }

    pub(crate) fn upper(self, text: &str) -> String {
        text.chars().map(|c| self.upper_char(c)).collect()
    }

    pub(crate) fn lower_char(self, c: char) -> char {
        match (self, c) {
            (Self::Turkic, 'I') => 'ı',
            (Self::Turkic | Self::Other, 'İ') => 'i',
            (Self::Invariant, 'İ') => c,
            _ => only(c.to_lowercase()).unwrap_or(c),
        }
    }

    pub(crate) fn upper_char(self, c: char) -> char {
        match (self, c) {
            (Self::Turkic, 'i') => 'İ',
            (Self::Invariant, 'ı') => c,
            _ => only(c.to_uppercase()).unwrap_or_else(|| titlecase(c)),
        }
    }
}

/// The only character, if there is one alone.
fn only(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

/// Greek letters with iota subscript have a one-character upper case besides their two-character one.
fn titlecase(c: char) -> char {
    let by = match c {
        '\u{1F80}'..='\u{1F87}' | '\u{1F90}'..='\u{1F97}' | '\u{1FA0}'..='\u{1FA7}' => 8,
        '\u{1FB3}' | '\u{1FC3}' | '\u{1FF3}' => 9,
        _ => 0,
    };
    char::from_u32(u32::from(c) + by).unwrap_or(c)
}
