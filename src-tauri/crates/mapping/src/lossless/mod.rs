//! JSON text that is read as it stands and changed in place.
//!
//! A value tree forgets white space, the spelling of numbers and escapes, and members that stand twice. An admin who
//! compares two files wants to see the edit and nothing else, so the text itself is kept, and an edit replaces only the
//! bytes it is about.

mod edit;
mod node;
mod style;

use serde_json::Value;

pub(crate) use edit::{Edits, Item, Member};
pub(crate) use node::Node;
pub(crate) use style::{KeyOrders, pretty};

/// The mark that some programs put before UTF-8.
pub(crate) const BOM: char = '\u{feff}';

/// JSON text with its values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct JsonText {
    text: String,
    value: Value,
}

impl JsonText {
    /// Takes a text; a byte order mark before it is kept.
    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let value = serde_json::from_str(text.trim_start_matches(BOM))?;
        Ok(Self { text: text.to_owned(), value })
    }

    /// The text of a new document: indented, with a line break at its end.
    pub(crate) fn of(value: Value) -> Self {
        let mut text = pretty(&value);
        text.push('\n');
        Self { text, value }
    }

    /// The text, byte by byte.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What it says. Of a member that stands twice, the last counts.
    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// Looks at the text of the value at a JSON pointer.
    pub(crate) fn at<T>(&self, pointer: &str, look: impl FnOnce(&Node<'_>) -> T) -> Option<T> {
        node::read(&self.text, |root| root.pointer(pointer).map(|node| look(&node)))?
    }

    /// Changes the value at a JSON pointer (of names and indexes that need no escape). Nothing happens where there is
    /// none, or where the outcome would not be JSON.
    pub(crate) fn edit(&mut self, pointer: &str, change: impl FnOnce(&Node<'_>) -> Edits) {
        let Some(edits) = self.at(pointer, change).filter(|edits| !edits.is_empty()) else { return };
        let text = edits.apply(&self.text, 0..self.text.len());
        // Splices of well-formed values into well-formed text; a slip here must not cost an admin the file.
        let Ok(after) = Self::parse(&text) else {
            debug_assert!(false, "an edit left no JSON: {text}");
            return;
        };
        *self = after;
    }
}
