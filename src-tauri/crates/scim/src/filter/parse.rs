//! From text to [`Filter`].

use serde_json::Number;

use super::{CompareOp, Filter, Literal};
use crate::path;
use crate::syntax::{Cursor, ParseError, ParseErrorKind};

pub(super) fn parse(text: &str) -> Result<Filter, ParseError> {
    let mut cursor = Cursor::new(text);
    let filter = or(&mut cursor)?;
    cursor.skip_blanks();
    if cursor.rest().is_empty() {
        Ok(filter)
    } else {
        Err(ParseErrorKind::UnexpectedText.at(cursor.to_end()))
    }
}

/// Reads the filter of a path after its `[`, up to and with the `]`.
pub(crate) fn parse_in_brackets(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    let bracket = cursor.pos - 1;
    cursor.descend()?;
    let filter = or(cursor)?;
    cursor.skip_blanks();
    if !cursor.eat(']') {
        return Err(ParseErrorKind::UnclosedBracket.at(bracket..cursor.pos));
    }
    cursor.ascend();
    Ok(filter)
}

fn or(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    let mut terms = Vec::new();
    loop {
        match and(cursor)? {
            Filter::Or { terms: inner } => terms.extend(inner),
            term => terms.push(term),
        }
        cursor.skip_blanks();
        if !cursor.eat_keyword("or") {
            return Ok(one_or(terms, |terms| Filter::Or { terms }));
        }
    }
}

fn and(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    let mut terms = Vec::new();
    loop {
        match term(cursor)? {
            Filter::And { terms: inner } => terms.extend(inner),
            term => terms.push(term),
        }
        cursor.skip_blanks();
        if !cursor.eat_keyword("and") {
            return Ok(one_or(terms, |terms| Filter::And { terms }));
        }
    }
}

fn one_or(mut terms: Vec<Filter>, join: impl FnOnce(Vec<Filter>) -> Filter) -> Filter {
    match (terms.pop(), terms.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            terms.push(last);
            join(terms)
        }
        (None, _) => join(terms),
    }
}

fn term(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    cursor.skip_blanks();
    let start = cursor.pos;
    if cursor.peek() == Some('(') {
        return in_parentheses(cursor);
    }
    if cursor.peek_word().eq_ignore_ascii_case("not") {
        cursor.word();
        cursor.skip_blanks();
        if cursor.peek() == Some('(') {
            let inner = Box::new(in_parentheses(cursor)?);
            return Ok(Filter::Not { inner, span: start..cursor.pos });
        }
        cursor.pos = start;
    }
    comparison(cursor)
}

fn in_parentheses(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    let open = cursor.pos;
    cursor.eat('(');
    cursor.descend()?;
    let filter = or(cursor)?;
    cursor.skip_blanks();
    if !cursor.eat(')') {
        return Err(ParseErrorKind::UnclosedParenthesis.at(open..cursor.pos));
    }
    cursor.ascend();
    Ok(filter)
}

fn comparison(cursor: &mut Cursor<'_>) -> Result<Filter, ParseError> {
    let start = cursor.pos;
    let path = path::parse_at(cursor)?;
    let end = cursor.pos;
    cursor.skip_blanks();
    let operator_start = cursor.pos;
    let word = cursor.peek_word();
    if word.eq_ignore_ascii_case("pr") {
        cursor.word();
        return Ok(Filter::Present { path, span: start..cursor.pos });
    }
    let Some(op) = CompareOp::ALL.into_iter().find(|op| op.as_str().eq_ignore_ascii_case(word)) else {
        let stands_alone =
            word.is_empty() || ["and", "or"].iter().any(|join| word.eq_ignore_ascii_case(join));
        if path.filter.is_some() && path.sub_attribute.is_none() && stands_alone {
            return Ok(Filter::ValuePath { path, span: start..end });
        }
        return Err(ParseErrorKind::ExpectedOperator.at(operator_start..operator_start + word.len()));
    };
    cursor.word();
    cursor.skip_blanks();
    let value = literal(cursor)?;
    Ok(Filter::Compare { path, op, value, span: start..cursor.pos })
}

fn literal(cursor: &mut Cursor<'_>) -> Result<Literal, ParseError> {
    if cursor.peek() == Some('"') {
        return string(cursor);
    }
    let start = cursor.pos;
    let word = cursor.word();
    match word {
        "" => Err(ParseErrorKind::ExpectedValue.at(start..start)),
        "true" => Ok(Literal::Bool(true)),
        "false" => Ok(Literal::Bool(false)),
        "null" => Ok(Literal::Null),
        _ => serde_json::from_str::<Number>(word)
            .map(Literal::Number)
            .map_err(|_| ParseErrorKind::InvalidValue.at(start..cursor.pos)),
    }
}

fn string(cursor: &mut Cursor<'_>) -> Result<Literal, ParseError> {
    let start = cursor.pos;
    let mut escaped = false;
    for (offset, c) in cursor.rest().char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => {
                let end = start + offset + 1;
                cursor.pos = end;
                return serde_json::from_str(&cursor.text[start..end])
                    .map(Literal::String)
                    .map_err(|_| ParseErrorKind::InvalidValue.at(start..end));
            }
            _ => {}
        }
    }
    Err(ParseErrorKind::UnclosedString.at(cursor.to_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::AttributePath;

    #[test]
    fn canonical_text_survives_a_round_trip() {
        for text in [
            r#"userName eq "ana@contoso.example""#,
            r#"userName eq "quote \" and backslash \\ and O'Brien é""#,
            r#"emails[type eq "work"].value eq "a@b""#,
            r#"emails[type eq "work" and value co "@b"]"#,
            r#"id eq "1" and urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq "2""#,
            "title pr",
            r#"title pr and userType eq "Employee""#,
            r#"a eq 1 and (b eq true or c eq null) and not (d ne 1.5)"#,
            r#"a eq 1 and b eq 2 or c eq 3"#,
            r#"meta.lastModified gt "2011-05-13T04:42:34Z""#,
        ] {
            assert_eq!(Filter::parse(text).expect(text).to_string(), text);
        }
    }

    #[test]
    fn operators_are_read_whatever_their_case_and_spacing() {
        let filter = Filter::parse(r#" userName  EQ "a"  AND (title PR)"#).expect("a filter");
        assert_eq!(filter.to_string(), r#"userName eq "a" and title pr"#);
        assert_eq!(filter.span(), 1..32);
    }

    #[test]
    fn parsing_finds_what_eq_builds() {
        let path = AttributePath::parse(r#"emails[type eq "work"].value"#).expect("a path");
        let built = Filter::eq(&path, r#"o"brien\"#);
        assert_eq!(built.to_string(), r#"emails[type eq "work"].value eq "o\"brien\\""#);
        assert_eq!(Filter::parse(&built.to_string()), Ok(built));
    }

    #[test]
    fn names_what_does_not_fit_and_where() {
        use ParseErrorKind::*;
        for (text, kind, span) in [
            ("", Empty, 0..0),
            ("userName", ExpectedOperator, 8..8),
            ("userName equals \"a\"", ExpectedOperator, 9..15),
            ("userName eq", ExpectedValue, 11..11),
            ("externalId eq jyoung", InvalidValue, 14..20),
            ("userName eq \"a", UnclosedString, 12..14),
            (r#"userName eq "\x""#, InvalidValue, 12..16),
            (r#"(userName eq "a""#, UnclosedParenthesis, 0..16),
            (r#"userName eq "a" x"#, UnexpectedText, 16..17),
            (r#"userName eq "a" and"#, Empty, 19..19),
        ] {
            assert_eq!(Filter::parse(text), Err(ParseError { span, kind }), "{text}");
        }
    }

    #[test]
    fn hostile_nesting_is_refused() {
        let text = format!("{}a pr", "(".repeat(100_000));
        assert_eq!(Filter::parse(&text).map_err(|error| error.kind), Err(ParseErrorKind::TooDeep));
        let text = "a[".repeat(100_000);
        assert_eq!(Filter::parse(&text).map_err(|error| error.kind), Err(ParseErrorKind::TooDeep));
    }
}
