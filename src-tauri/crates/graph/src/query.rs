//! Query options of OData.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a value in a query may hold unescaped (RFC 3986 §3.4), less what separates one from the next.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'(')
    .remove(b')')
    .remove(b'$')
    .remove(b',')
    .remove(b':')
    .remove(b'/');

/// Query options in the order they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(&'static str, String)>);

impl Query {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// `$select`.
    #[must_use]
    pub fn select(self, properties: &[&str]) -> Self {
        self.with("$select", properties.join(","))
    }

    /// `$filter` for one property that equals a text.
    #[must_use]
    pub fn equals(self, property: &str, text: &str) -> Self {
        self.with("$filter", format!("{property} eq {}", literal(text)))
    }
}

/// A text as OData writes it: in single quotes, those inside doubled.
#[must_use]
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl fmt::Display for Query {
    /// With its question mark; nothing where there is no option.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let mark = if index == 0 { '?' } else { '&' };
            write!(f, "{mark}{name}={}", utf8_percent_encode(value, VALUE))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_a_filter_keeps_to_its_quotes() {
        let query = Query::new().equals("displayName", "O'Hara & sons' SCIM").select(&["id", "appId"]);
        assert_eq!(
            query.to_string(),
            "?$filter=displayName%20eq%20%27O%27%27Hara%20%26%20sons%27%27%20SCIM%27&$select=id,appId"
        );
    }
}
