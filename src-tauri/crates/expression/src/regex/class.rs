//! Sets of UTF-16 units.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::casing::Culture;

/// A set such as `[a-z-[aeiou]]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Set {
    pub(super) negated: bool,
    pub(super) items: Vec<Item>,
    /// What is taken out of it again.
    pub(super) minus: Option<Box<Set>>,
    /// Whether capital and small letters are the same.
    pub(super) fold: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Range(u16, u16),
    Class(Class, bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Digit,
    Word,
    Space,
    Category(GeneralCategoryGroup),
}

impl Set {
    pub(super) fn has(&self, unit: u16) -> bool {
        let listed = |unit| self.items.iter().any(|item| item.has(unit));
        let found = listed(unit) || (self.fold && (listed(lower(unit)) || listed(upper(unit))));
        found != self.negated && !self.minus.as_ref().is_some_and(|minus| minus.has(unit))
    }

    /// What a look into it costs in steps.
    pub(super) fn cost(&self) -> u64 {
        1 + self.items.len() as u64 / 8 + self.minus.as_ref().map_or(0, |minus| minus.cost())
    }
}

impl Item {
    fn has(&self, unit: u16) -> bool {
        match self {
            Self::Range(first, last) => (*first..=*last).contains(&unit),
            Self::Class(class, negated) => class.has(unit) != *negated,
        }
    }
}

impl Class {
    fn has(self, unit: u16) -> bool {
        match self {
            Self::Digit => GeneralCategoryGroup::DecimalNumber.contains(category(unit)),
            Self::Word => is_word(unit),
            Self::Space => char::from_u32(unit.into()).is_some_and(char::is_whitespace),
            Self::Category(group) => group.contains(category(unit)),
        }
    }

    /// The class of a name in `\p{…}`: a general category, by its short name.
    pub(super) fn named(name: &str) -> Option<Self> {
        use GeneralCategoryGroup as G;
        let group = match name {
            "L" => G::Letter,
            "Lu" => G::UppercaseLetter,
            "Ll" => G::LowercaseLetter,
            "Lt" => G::TitlecaseLetter,
            "Lm" => G::ModifierLetter,
            "Lo" => G::OtherLetter,
            "M" => G::Mark,
            "Mn" => G::NonspacingMark,
            "Mc" => G::SpacingMark,
            "Me" => G::EnclosingMark,
            "N" => G::Number,
            "Nd" => G::DecimalNumber,
            "Nl" => G::LetterNumber,
            "No" => G::OtherNumber,
            "P" => G::Punctuation,
            "Pc" => G::ConnectorPunctuation,
            "Pd" => G::DashPunctuation,
            "Ps" => G::OpenPunctuation,
            "Pe" => G::ClosePunctuation,
            "Pi" => G::InitialPunctuation,
            "Pf" => G::FinalPunctuation,
            "Po" => G::OtherPunctuation,
            "S" => G::Symbol,
            "Sm" => G::MathSymbol,
            "Sc" => G::CurrencySymbol,
            "Sk" => G::ModifierSymbol,
            "So" => G::OtherSymbol,
            "Z" => G::Separator,
            "Zs" => G::SpaceSeparator,
            "Zl" => G::LineSeparator,
            "Zp" => G::ParagraphSeparator,
            "C" => G::Other,
            "Cc" => G::Control,
            "Cf" => G::Format,
            "Cs" => G::Surrogate,
            "Co" => G::PrivateUse,
            "Cn" => G::Unassigned,
            _ => return None,
        };
        Some(Self::Category(group))
    }
}

/// The blocks that patterns for names are likely to ask for (`\p{IsGreek}`).
pub(super) fn block(name: &str) -> Option<(u16, u16)> {
    Some(match name {
        "IsBasicLatin" => (0x0000, 0x007F),
        "IsLatin-1Supplement" => (0x0080, 0x00FF),
        "IsLatinExtended-A" => (0x0100, 0x017F),
        "IsLatinExtended-B" => (0x0180, 0x024F),
        "IsCombiningDiacriticalMarks" => (0x0300, 0x036F),
        "IsGreek" | "IsGreekandCoptic" => (0x0370, 0x03FF),
        "IsCyrillic" => (0x0400, 0x04FF),
        "IsHebrew" => (0x0590, 0x05FF),
        "IsArabic" => (0x0600, 0x06FF),
        "IsLatinExtendedAdditional" => (0x1E00, 0x1EFF),
        "IsGeneralPunctuation" => (0x2000, 0x206F),
        "IsHiragana" => (0x3040, 0x309F),
        "IsKatakana" => (0x30A0, 0x30FF),
        "IsCJKUnifiedIdeographs" => (0x4E00, 0x9FFF),
        "IsHangulSyllables" => (0xAC00, 0xD7AF),
        _ => return None,
    })
}

fn category(unit: u16) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get32(unit.into())
}

/// .NET's `\w`.
pub(super) fn is_word(unit: u16) -> bool {
    const WORD: GeneralCategoryGroup = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::NonspacingMark)
        .union(GeneralCategoryGroup::DecimalNumber)
        .union(GeneralCategoryGroup::ConnectorPunctuation);
    match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric() || byte == b'_',
        _ => WORD.contains(category(unit)),
    }
}

/// What `\b` takes for a part of a word: joiners too.
pub(super) fn is_boundary_word(unit: u16) -> bool {
    is_word(unit) || matches!(unit, 0x200C | 0x200D)
}

pub(super) fn lower(unit: u16) -> u16 {
    mapped(unit, |c| Culture::Invariant.lower_char(c))
}

fn upper(unit: u16) -> u16 {
    mapped(unit, |c| Culture::Invariant.upper_char(c))
}

fn mapped(unit: u16, change: impl Fn(char) -> char) -> u16 {
    char::from_u32(unit.into()).and_then(|c| u16::try_from(u32::from(change(c))).ok()).unwrap_or(unit)
}
