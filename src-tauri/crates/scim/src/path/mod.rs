//! Attribute paths, RFC 7644 §3.10 and §3.5.2: where in a resource a value lies.

mod access;
mod case;

use std::fmt;
use std::str::FromStr;

pub(crate) use access::{attribute_of, get_in};
pub use access::{get, get_exact, remove, set, set_exact};
pub(crate) use case::key_of;

pub use crate::syntax::{ParseError, ParseErrorKind};

use crate::filter::Filter;
use crate::syntax::Cursor;
use crate::urn;

/// A place in a resource: `userName`, `name.givenName`, `emails[type eq "work"].value` or
/// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`.
///
/// Names are kept as typed. Equality is exact; [`AttributePath::is_same_place`] compares as RFC 7643 §2.1 does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributePath {
    /// The schema's URN, without the colon before the attribute.
    pub urn: Option<String>,
    /// The attribute's name.
    pub attribute: String,
    /// The filter in brackets, which chooses elements of a multi-valued attribute.
    pub filter: Option<Box<Filter>>,
    /// The name after the dot.
    pub sub_attribute: Option<String>,
}

impl AttributePath {
    /// Reads a path.
    ///
    /// # Errors
    /// The place and the kind of the first thing that does not fit. Blanks count: RFC 7644's grammar allows none
    /// outside a value filter.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        if text.is_empty() {
            return Err(ParseErrorKind::Empty.at(0..0));
        }
        let path = parse_at(&mut cursor)?;
        match cursor.peek() {
            None => Ok(path),
            Some(c) if c.is_whitespace() => {
                Err(ParseErrorKind::Blank.at(cursor.pos..cursor.pos + c.len_utf8()))
            }
            Some(_) => Err(ParseErrorKind::UnexpectedText.at(cursor.to_end())),
        }
    }

    /// A path to one attribute at the top of a core resource.
    #[must_use]
    pub fn simple(attribute: impl Into<String>) -> Self {
        Self { urn: None, attribute: attribute.into(), filter: None, sub_attribute: None }
    }

    /// Whether both name the same place: names and URNs without case (RFC 7643 §2.1), a core URN the same as none.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        let urn_of =
            |path: &Self| path.urn.as_ref().filter(|urn| !urn::is_core(urn)).map(|urn| urn.to_lowercase());
        let lower = |name: &Option<String>| name.as_ref().map(|name| name.to_lowercase());
        urn_of(self) == urn_of(other)
            && self.attribute.eq_ignore_ascii_case(&other.attribute)
            && lower(&self.sub_attribute) == lower(&other.sub_attribute)
            && self.filter.as_ref().map(|filter| filter.to_string().to_lowercase())
                == other.filter.as_ref().map(|filter| filter.to_string().to_lowercase())
    }
}

impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(urn) = &self.urn {
            write!(f, "{urn}:")?;
        }
        f.write_str(&self.attribute)?;
        if let Some(filter) = &self.filter {
            write!(f, "[{filter}]")?;
        }
        if let Some(sub) = &self.sub_attribute {
            write!(f, ".{sub}")?;
        }
        Ok(())
    }
}

impl FromStr for AttributePath {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Reads one path at the cursor and leaves the cursor behind it.
pub(crate) fn parse_at(cursor: &mut Cursor<'_>) -> Result<AttributePath, ParseError> {
    let start = cursor.pos;
    let word = cursor.word();
    let span = start..cursor.pos;
    if word.is_empty() {
        return Err(match cursor.peek() {
            None => ParseErrorKind::Empty.at(span),
            Some(c) if c.is_whitespace() => ParseErrorKind::Blank.at(start..start + c.len_utf8()),
            Some(c) => ParseErrorKind::InvalidName.at(start..start + c.len_utf8()),
        });
    }
    let (urn, names, names_start) = match word.rfind(':') {
        Some(colon) => (Some(&word[..colon]), &word[colon + 1..], start + colon + 1),
        None => (None, word, start),
    };
    if let Some(urn) = urn {
        if urn::is_versioned(urn) {
            return Err(ParseErrorKind::SchemaWithoutAttribute.at(span));
        }
        if urn.is_empty() || !urn.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(ParseErrorKind::InvalidName.at(start..names_start));
        }
    }
    let (attribute, mut sub_attribute) = match names.split_once('.') {
        Some((attribute, sub)) => (attribute, Some((sub, names_start + attribute.len() + 1))),
        None => (names, None),
    };
    check_name(attribute, names_start)?;
    let mut filter = None;
    if sub_attribute.is_none() && cursor.eat('[') {
        filter = Some(Box::new(crate::filter::parse_in_brackets(cursor)?));
        if cursor.eat('.') {
            let sub_start = cursor.pos;
            sub_attribute = Some((cursor.word(), sub_start));
        }
    }
    if let Some((sub, sub_start)) = sub_attribute {
        if sub.contains('.') {
            return Err(ParseErrorKind::TooManyLevels.at(sub_start..sub_start + sub.len()));
        }
        check_name(sub, sub_start)?;
    }
    Ok(AttributePath {
        urn: urn.map(str::to_owned),
        attribute: attribute.to_owned(),
        filter,
        sub_attribute: sub_attribute.map(|(sub, _)| sub.to_owned()),
    })
}

/// RFC 7643 §2.1, with the leading `$` of `$ref`.
fn check_name(name: &str, start: usize) -> Result<(), ParseError> {
    let bare = name.strip_prefix('$').unwrap_or(name);
    let ok = bare.starts_with(|c: char| c.is_ascii_alphabetic())
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if ok { Ok(()) } else { Err(ParseErrorKind::InvalidName.at(start..start + name.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_text_survives_a_round_trip() {
        for text in [
            "userName",
            "name.givenName",
            r#"emails[type eq "work"].value"#,
            r#"emails[type eq "work"]"#,
            r#"addresses[type eq "work"].locality"#,
            r#"roles[primary eq "True"].value"#,
            r#"emails[type eq "a\"b\\c"].value"#,
            "members.$ref",
            "urn:ietf:params:scim:schemas:core:2.0:User:userName",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
            "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:tag",
        ] {
            let path = AttributePath::parse(text).expect(text);
            assert_eq!(path.to_string(), text);
            assert_eq!(AttributePath::parse(&path.to_string()).as_ref(), Ok(&path));
        }
    }

    #[test]
    fn splits_a_urn_at_its_last_colon() {
        let path =
            AttributePath::parse("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value");
        assert_eq!(
            path.expect("a path"),
            AttributePath {
                urn: Some(crate::urn::ENTERPRISE_USER.to_owned()),
                attribute: "manager".to_owned(),
                filter: None,
                sub_attribute: Some("value".to_owned()),
            }
        );
    }

    #[test]
    fn spacing_inside_a_filter_is_canonicalised() {
        let path = AttributePath::parse(r#"emails[ type  EQ "work" ].value"#).expect("a path");
        assert_eq!(path.to_string(), r#"emails[type eq "work"].value"#);
        assert_eq!(path, AttributePath::parse(r#"emails[type eq "work"].value"#).expect("a path"));
    }

    #[test]
    fn names_what_does_not_fit_and_where() {
        use ParseErrorKind::*;
        for (text, kind, span) in [
            ("", Empty, 0..0),
            (" userName", Blank, 0..1),
            ("userName ", Blank, 8..9),
            ("user name", Blank, 4..5),
            ("urn:ietf:params:scim:schemas: extension", InvalidName, 29..29),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", SchemaWithoutAttribute, 0..58),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department",
                SchemaWithoutAttribute,
                0..69,
            ),
            ("1name", InvalidName, 0..5),
            ("name.", InvalidName, 5..5),
            ("name.given.name", TooManyLevels, 5..15),
            ("[type]", InvalidName, 0..1),
            (r#"emails[type eq "work""#, UnclosedBracket, 6..21),
            (r#"emails[type eq "work].value"#, UnclosedString, 15..27),
            ("emails[type eq work].value", InvalidValue, 15..19),
            ("emails[type].value", ExpectedOperator, 11..11),
            (r#"emails[type eq "work"]value"#, UnexpectedText, 22..27),
            (r#"name.x[type eq "work"]"#, UnexpectedText, 6..22),
        ] {
            assert_eq!(AttributePath::parse(text), Err(ParseError { span, kind }), "{text}");
        }
    }

    #[test]
    fn the_same_place_ignores_case_and_a_core_urn() {
        let path = |text: &str| AttributePath::parse(text).expect(text);
        assert!(path("username").is_same_place(&path("urn:ietf:params:scim:schemas:core:2.0:User:userName")));
        assert!(
            path("emails[type eq \"work\"].value").is_same_place(&path("Emails[Type eq \"work\"].Value"))
        );
        assert!(
            !path("emails[type eq \"work\"].value").is_same_place(&path("emails[type eq \"home\"].value"))
        );
        assert!(
            !path("department").is_same_place(&path(&format!("{}:department", crate::urn::ENTERPRISE_USER)))
        );
    }
}
