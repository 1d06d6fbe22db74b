//! Letters without their marks, by the table of `NormalizeDiacritics` (`functions.json`): independent of any culture.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Letters that are not a plain letter with a mark. Those that the table does not list are marked.
const LETTERS: [(char, &str); 13] = [
    ('ø', "oe"),
    ('Ø', "OE"),
    ('œ', "oe"), // listed with a macron only
    ('Œ', "OE"), // listed with a macron only
    ('æ', "ae"),
    ('Æ', "AE"),
    ('ß', "ss"),
    ('ẞ', "SS"), // not listed
    ('ł', "l"),
    ('Ł', "L"),
    ('ı', "i"),
    ('đ', "d"), // not listed
    ('Đ', "D"), // not listed
];

/// Takes the marks off Latin letters. Other scripts are not in the table and stay as they are.
pub(crate) fn strip(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let mut out = String::with_capacity(text.len());
    let mut latin = false;
    for c in decomposed.chars() {
        if is_mark(c) {
            if !latin {
                out.push(c);
            }
            continue;
        }
        latin = c.is_ascii_alphabetic() || LETTERS.iter().any(|(letter, _)| *letter == c);
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => out.push_str(plain),
            None => out.push(c),
        }
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(&out).into_owned()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
}

/// Whether the table leaves open what becomes of a letter: it is changed here although the table does not list it.
pub(crate) fn is_unlisted(c: char) -> bool {
    matches!(c, 'œ' | 'Œ' | 'ẞ' | 'đ' | 'Đ' | 'Ạ'..='ỹ')
}
