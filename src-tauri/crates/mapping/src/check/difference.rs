//! Where two names part, in characters, and how to say it.

/// The first character in which a name differs from the right one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its index, in characters from 0.
    pub index: usize,
    /// What stands there; `None` at the end of the name.
    pub found: Option<char>,
    /// What belongs there; `None` where the name should have ended.
    pub expected: Option<char>,
}

impl Difference {
    /// Compares byte by byte; `None` when both are the same.
    pub fn between(found: &str, expected: &str) -> Option<Self> {
        let (mut typed, mut right) = (found.chars(), expected.chars());
        let mut index = 0;
        loop {
            match (typed.next(), right.next()) {
                (None, None) => return None,
                (a, b) if a == b => index += 1,
                (a, b) => return Some(Self { index, found: a, expected: b }),
            }
        }
    }

    /// "character 11 is a capital N", counted from 1 as people count.
    pub fn sentence(&self) -> String {
        let place = self.index + 1;
        match (self.found, self.expected) {
            (Some(found), Some(expected)) if same_letter(found, expected) => {
                format!("character {place} is {}", describe(expected))
            }
            (Some(found), Some(expected)) => {
                format!("character {place} is {}, not {}", describe(expected), describe(found))
            }
            (Some(found), None) => {
                format!("nothing follows character {}, yet {} does", self.index, describe(found))
            }
            (None, Some(expected)) => format!("it goes on with {} as character {place}", describe(expected)),
            (None, None) => "they are the same".to_owned(),
        }
    }
}

fn same_letter(a: char, b: char) -> bool {
    a.eq_ignore_ascii_case(&b)
}

/// A character by name where its look would mislead.
fn describe(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\u{a0}' => "a non-breaking blank".to_owned(),
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => {
            format!("an invisible character (U+{:04X})", c as u32)
        }
        '.' => "a dot".to_owned(),
        ':' => "a colon".to_owned(),
        ';' => "a semicolon".to_owned(),
        '"' => "a straight double quote".to_owned(),
        '\'' => "a single quote".to_owned(),
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2018}' | '\u{2019}' => format!("a curly quote {c}"),
        c if c.is_ascii_uppercase() => format!("a capital {c}"),
        c if c.is_ascii_lowercase() => format!("a small {c}"),
        c if c.is_alphabetic() => format!("{c} from another alphabet (U+{:04X})", c as u32),
        c if c.is_whitespace() => format!("a blank (U+{:04X})", c as u32),
        c => format!("{c}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named_as_people_count() {
        for (found, expected, index, sentence) in [
            ("name.givenname", "name.givenName", 10, "character 11 is a capital N"),
            ("Active", "active", 0, "character 1 is a small a"),
            ("urn: ietf", "urn:ietf", 4, "character 5 is a small i, not a blank"),
            ("titles", "title", 5, "nothing follows character 5, yet a small s does"),
            ("titl", "title", 4, "it goes on with a small e as character 5"),
            ("a.b", "a:b", 1, "character 2 is a colon, not a dot"),
        ] {
            let difference = Difference::between(found, expected).unwrap();
            assert_eq!((difference.index, difference.sentence().as_str()), (index, sentence));
        }
        assert_eq!(Difference::between("active", "active"), None);
    }
}
