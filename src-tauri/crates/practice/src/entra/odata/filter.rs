//! `$filter`: comparisons, `in`, `startswith`, `endswith`, `contains`, with `and`, `or`, `not` and parentheses.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::Entity;
use crate::entra::error::GraphError;

/// A filter that was understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    Compare(String, Comparison, Literal),
    In(String, Vec<Literal>),
    Text(TextTest, String, String),
}

/// `eq` and its kin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

/// A function of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextTest {
    StartsWith,
    EndsWith,
    Contains,
}

/// A value in a filter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Time(Timestamp),
}

/// Nesting deeper than this is refused: it is no question an admin asks.
const DEPTH: usize = 20;

impl Filter {
    /// Reads a filter on an entity: every property in it has to be one that can be filtered there.
    pub(crate) fn read(text: &str, entity: &Entity) -> Result<Self, GraphError> {
        let mut parser = Parser { rest: text.trim(), entity, depth: 0 };
        let filter = parser.or()?;
        if parser.rest.is_empty() { Ok(filter) } else { Err(parser.wrong()) }
    }

    /// Whether it needs the advanced queries of the directory (`ConsistencyLevel: eventual` with `$count=true`).
    pub(crate) fn is_advanced(&self) -> bool {
        match self {
            Self::And(one, other) | Self::Or(one, other) => one.is_advanced() || other.is_advanced(),
            Self::Not(_) | Self::Compare(_, Comparison::Ne, _) | Self::Text(TextTest::EndsWith, ..) => true,
            Self::Compare(..) | Self::In(..) | Self::Text(..) => false,
        }
    }

    /// Whether it asks for a text within a text.
    pub(crate) fn has_contains(&self) -> bool {
        match self {
            Self::And(one, other) | Self::Or(one, other) => one.has_contains() || other.has_contains(),
            Self::Not(inner) => inner.has_contains(),
            Self::Text(test, ..) => *test == TextTest::Contains,
            Self::Compare(..) | Self::In(..) => false,
        }
    }

    /// Whether an object is among those asked for. The directory compares texts without case, the logs with it.
    pub(crate) fn matches(&self, object: &Value, case: bool) -> bool {
        match self {
            Self::And(one, other) => one.matches(object, case) && other.matches(object, case),
            Self::Or(one, other) => one.matches(object, case) || other.matches(object, case),
            Self::Not(inner) => !inner.matches(object, case),
            Self::Compare(path, comparison, literal) => {
                compares(at(object, path), *comparison, literal, case)
            }
            Self::In(path, literals) => {
                literals.iter().any(|literal| compares(at(object, path), Comparison::Eq, literal, case))
            }
            Self::Text(test, path, text) => {
                let found = at(object, path).as_str().map(|value| folded(value, case));
                let text = folded(text, case);
                found.is_some_and(|value| match test {
                    TextTest::StartsWith => value.starts_with(&text),
                    TextTest::EndsWith => value.ends_with(&text),
                    TextTest::Contains => value.contains(&text),
                })
            }
        }
    }
}

/// The value at a path such as `sourceIdentity/id`; null where there is none.
pub(super) fn at<'a>(object: &'a Value, path: &str) -> &'a Value {
    path.split('/').fold(object, |value, name| value.get(name).unwrap_or(&Value::Null))
}

fn folded(text: &str, case: bool) -> String {
    if case { text.to_owned() } else { text.to_lowercase() }
}

fn compares(value: &Value, comparison: Comparison, literal: &Literal, case: bool) -> bool {
    let order = match (value, literal) {
        (Value::Null, Literal::Null) => Some(Ordering::Equal),
        (Value::Bool(value), Literal::Bool(literal)) => Some(value.cmp(literal)),
        (Value::Number(value), Literal::Number(literal)) => {
            value.as_f64().and_then(|value| value.partial_cmp(literal))
        }
        (Value::String(value), Literal::Text(literal)) => {
            Some(folded(value, case).cmp(&folded(literal, case)))
        }
        (Value::String(value), Literal::Time(literal)) => {
            value.parse::<Timestamp>().ok().map(|value| value.cmp(literal))
        }
        _ => None,
    };
    match (order, comparison) {
        (None, comparison) => comparison == Comparison::Ne,
        (Some(order), Comparison::Eq) => order.is_eq(),
        (Some(order), Comparison::Ne) => order.is_ne(),
        (Some(order), Comparison::Gt) => order.is_gt(),
        (Some(order), Comparison::Ge) => order.is_ge(),
        (Some(order), Comparison::Lt) => order.is_lt(),
        (Some(order), Comparison::Le) => order.is_le(),
    }
}

struct Parser<'t> {
    rest: &'t str,
    entity: &'t Entity,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn wrong(&self) -> GraphError {
        let message = format!("Invalid filter clause: not understood from here on: {}", self.rest);
        GraphError::new(400, "BadRequest", message)
    }

    /// Takes a word that stands by itself.
    fn word(&mut self, word: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(word) else { return false };
        if rest.starts_with(|next: char| next.is_alphanumeric() || next == '_') {
            return false;
        }
        self.rest = rest.trim_start();
        true
    }

    fn sign(&mut self, sign: char) -> Result<(), GraphError> {
        let rest = self.rest.strip_prefix(sign).ok_or_else(|| self.wrong())?;
        self.rest = rest.trim_start();
        Ok(())
    }

    fn or(&mut self) -> Result<Filter, GraphError> {
        let mut filter = self.and()?;
        while self.word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.and()?));
        }
        Ok(filter)
    }

    fn and(&mut self) -> Result<Filter, GraphError> {
        let mut filter = self.term()?;
        while self.word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.term()?));
        }
        Ok(filter)
    }

    fn term(&mut self) -> Result<Filter, GraphError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.wrong());
        }
        let filter = self.nested();
        self.depth -= 1;
        filter
    }

    fn nested(&mut self) -> Result<Filter, GraphError> {
        if self.rest.starts_with('(') {
            self.sign('(')?;
            let filter = self.or()?;
            self.sign(')')?;
            return Ok(filter);
        }
        if self.word("not") {
            return Ok(Filter::Not(Box::new(self.term()?)));
        }
        for (name, test) in [
            ("startswith", TextTest::StartsWith),
            ("startsWith", TextTest::StartsWith),
            ("endswith", TextTest::EndsWith),
            ("endsWith", TextTest::EndsWith),
            ("contains", TextTest::Contains),
        ] {
            if self.word(name) {
                self.sign('(')?;
                let path = self.path()?;
                self.sign(',')?;
                let Literal::Text(text) = self.literal()? else { return Err(self.wrong()) };
                self.sign(')')?;
                return Ok(Filter::Text(test, path, text));
            }
        }
        let path = self.path()?;
        if self.word("in") {
            self.sign('(')?;
            let mut literals = vec![self.literal()?];
            while self.rest.starts_with(',') {
                self.sign(',')?;
                literals.push(self.literal()?);
            }
            self.sign(')')?;
            return Ok(Filter::In(path, literals));
        }
        for (name, comparison) in [
            ("eq", Comparison::Eq),
            ("ne", Comparison::Ne),
            ("gt", Comparison::Gt),
            ("ge", Comparison::Ge),
            ("lt", Comparison::Lt),
            ("le", Comparison::Le),
        ] {
            if self.word(name) {
                return Ok(Filter::Compare(path, comparison, self.literal()?));
            }
        }
        Err(self.wrong())
    }

    /// A property that can be filtered here.
    fn path(&mut self) -> Result<String, GraphError> {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '/');
        let end = self.rest.find(|letter| !is_part(letter)).unwrap_or(self.rest.len());
        let (path, rest) = self.rest.split_at(end);
        if path.is_empty() {
            return Err(self.wrong());
        }
        if !self.entity.filterable.contains(&path) {
            return Err(GraphError::unsupported_query(format!(
                "Unsupported or invalid query filter clause specified for property '{path}' of resource '{}'.",
                self.entity.name
            )));
        }
        self.rest = rest.trim_start();
        Ok(path.to_owned())
    }

    fn literal(&mut self) -> Result<Literal, GraphError> {
        if let Some(quoted) = self.rest.strip_prefix('\'') {
            return self.text(quoted);
        }
        for (word, literal) in
            [("null", Literal::Null), ("true", Literal::Bool(true)), ("false", Literal::Bool(false))]
        {
            if self.word(word) {
                return Ok(literal);
            }
        }
        let is_part =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '+');
        let end = self.rest.find(|letter| !is_part(letter)).unwrap_or(self.rest.len());
        let (bare, rest) = self.rest.split_at(end);
        let literal = match (bare.parse::<f64>(), bare.parse::<Timestamp>()) {
            (Ok(number), _) if number.is_finite() => Literal::Number(number),
            (_, Ok(time)) => Literal::Time(time),
            _ => return Err(self.wrong()),
        };
        self.rest = rest.trim_start();
        Ok(literal)
    }

    /// A quoted text; a quote in it is doubled.
    fn text(&mut self, quoted: &'t str) -> Result<Literal, GraphError> {
        let mut text = String::new();
        let mut letters = quoted.char_indices().peekable();
        while let Some((index, letter)) = letters.next() {
            if letter != '\'' {
                text.push(letter);
            } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
                text.push('\'');
            } else {
                self.rest = quoted.get(index + 1..).unwrap_or_default().trim_start();
                return Ok(Literal::Text(text));
            }
        }
        Err(self.wrong())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{PROVISIONING_LOG, USER};
    use super::*;

    #[test]
    fn what_matches() {
        let ana = json!({"id": "1", "displayName": "Ana O'Silva", "accountEnabled": true, "department": null,
            "mail": "ana@contoso.example"});
        for (filter, expected) in [
            ("displayName eq 'ana o''silva'", true),
            ("displayName ne 'Ana'", true),
            ("accountEnabled eq true and department eq null", true),
            ("accountEnabled eq false or startswith(mail,'ANA')", true),
            ("not (accountEnabled eq true)", false),
            ("id in ('2', '1')", true),
            ("endsWith(mail, '@contoso.example')", true),
            ("department ne null", false),
            ("(displayName eq 'x' or mail eq 'ana@contoso.example') and id eq '2'", false),
        ] {
            let read = Filter::read(filter, &USER).unwrap();
            assert_eq!(read.matches(&ana, false), expected, "{filter}");
        }
    }

    #[test]
    fn the_log_is_asked_by_time_and_path_and_with_case() {
        let entry = json!({"activityDateTime": "2026-11-24T10:41:31Z", "sourceIdentity": {"id": "A1"},
            "provisioningAction": "create"});
        for (filter, expected) in [
            ("activityDateTime gt 2026-11-24T10:00:00Z", true),
            ("activityDateTime lt 2026-11-24T10:00:00Z", false),
            ("sourceIdentity/id eq 'A1'", true),
            ("sourceIdentity/id eq 'a1'", false),
            ("contains(provisioningAction,'rea')", true),
        ] {
            assert_eq!(
                Filter::read(filter, &PROVISIONING_LOG).unwrap().matches(&entry, true),
                expected,
                "{filter}"
            );
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for filter in [
            "",
            "displayName",
            "displayName eq",
            "displayName eq 'open",
            "displayName eq 'a' trailing",
            "nickname eq 'a'",
            "assignedLicenses/any(x:x/skuId eq 'a')",
            "displayName like 'a'",
            "displayName eq bare",
            "startswith(displayName,3)",
            "(displayName eq 'a'",
        ] {
            let refused = Filter::read(filter, &USER).unwrap_err();
            assert_eq!(refused.status, 400, "{filter}");
        }
        let deep = format!("{}displayName eq 'a'{}", "(".repeat(500), ")".repeat(500));
        assert!(Filter::read(&deep, &USER).is_err());
    }
}
