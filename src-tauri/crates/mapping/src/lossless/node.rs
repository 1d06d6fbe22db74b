//! A value in its text.

use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::Value;

use super::BOM;
use super::style::Style;

/// A value, and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    /// The whole document from the byte order mark on.
    text: &'a str,
    /// Length of the byte order mark before what was parsed.
    offset: usize,
    value: &'a ast::Value<'a>,
    style: &'a Style,
}

/// Reads a text that is JSON already and hands its root to `look`.
pub(super) fn read<T>(text: &str, look: impl FnOnce(Node<'_>) -> T) -> Option<T> {
    let body = text.trim_start_matches(BOM);
    let parsed = parse_to_ast(body, &CollectOptions::default(), &ParseOptions::default()).ok()?;
    let value = parsed.value?;
    let ours = Style::ours();
    let root = Node { text, offset: text.len() - body.len(), value: &value, style: &ours };
    let style = Style::of(&root);
    Some(look(Node { style: &style, ..root }))
}

impl<'a> Node<'a> {
    fn child(self, value: &'a ast::Value<'a>) -> Self {
        Self { value, ..self }
    }

    fn place(self, range: ast_range::Of) -> Range<usize> {
        range.start + self.offset..range.end + self.offset
    }

    /// How the document is laid out.
    pub(super) fn style(&self) -> &'a Style {
        self.style
    }

    /// The whole document.
    pub(crate) fn document(&self) -> &'a str {
        self.text
    }

    /// Its bytes in the document.
    pub(crate) fn range(&self) -> Range<usize> {
        self.place(ast_range::of(self.value))
    }

    /// Its text.
    pub(crate) fn text(&self) -> &'a str {
        self.text.get(self.range()).unwrap_or_default()
    }

    /// What it says.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.text()).unwrap_or_default()
    }

    /// The member of this name; where several have it, the last.
    pub(crate) fn get(&self, name: &str) -> Option<Node<'a>> {
        let object = self.value.as_object()?;
        let member = object.properties.iter().rev().find(|member| member.name.as_str() == name)?;
        Some(self.child(&member.value))
    }

    /// The elements of an array.
    pub(crate) fn items(&self) -> Vec<Node<'a>> {
        let elements = self.value.as_array().map(|array| array.elements.as_slice()).unwrap_or_default();
        elements.iter().map(|element| self.child(element)).collect()
    }

    /// The value at a JSON pointer of names and indexes that need no escape.
    pub(crate) fn pointer(&self, pointer: &str) -> Option<Node<'a>> {
        pointer.split('/').skip(1).try_fold(*self, |node, step| match step.parse::<usize>() {
            Ok(index) => node.items().get(index).copied(),
            Err(_) => node.get(step),
        })
    }

    /// Whether it is an object or an array with something in it.
    pub(crate) fn is_filled(&self) -> bool {
        !self.entries().is_empty()
    }

    /// Whether it is an object.
    pub(crate) fn is_object(&self) -> bool {
        self.value.as_object().is_some()
    }

    /// Where the members of an object (name and value) or the elements of an array stand.
    pub(crate) fn entries(&self) -> Vec<Entry<'a>> {
        match self.value {
            ast::Value::Object(object) => object
                .properties
                .iter()
                .map(|member| Entry {
                    name: Some(member.name.as_str()),
                    range: self.place((&member.range).into()),
                    value: self.child(&member.value),
                })
                .collect(),
            ast::Value::Array(array) => array
                .elements
                .iter()
                .map(|element| {
                    let value = self.child(element);
                    Entry { name: None, range: value.range(), value }
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// What stands before each entry since the last comma or the opening bracket, and behind each up to the next comma
    /// or the closing bracket: blanks and line breaks.
    pub(crate) fn gaps(&self) -> Vec<(&'a str, &'a str)> {
        let entries = self.entries();
        let whole = self.range();
        let between = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        (0..entries.len())
            .map(|index| {
                let start = entries[index].range.start;
                let before = match index.checked_sub(1) {
                    Some(last) => {
                        between(entries[last].range.end, start).split_once(',').map_or("", |(_, gap)| gap)
                    }
                    None => between(whole.start + 1, start),
                };
                let end = entries[index].range.end;
                let behind = match entries.get(index + 1) {
                    Some(next) => between(end, next.range.start).split_once(',').map_or("", |(gap, _)| gap),
                    None => between(end, whole.end - 1),
                };
                (before, behind)
            })
            .collect()
    }
}

/// A member or an element.
pub(crate) struct Entry<'a> {
    /// The member's name.
    pub(crate) name: Option<&'a str>,
    /// Name and value, or the element.
    pub(crate) range: Range<usize>,
    /// The value.
    pub(crate) value: Node<'a>,
}

/// The parser's own range, which is no `std` range.
mod ast_range {
    use jsonc_parser::ast::Value;
    use jsonc_parser::common::{Range, Ranged};

    pub(super) struct Of {
        pub(super) start: usize,
        pub(super) end: usize,
    }

    impl From<&Range> for Of {
        fn from(range: &Range) -> Self {
            Self { start: range.start, end: range.end }
        }
    }

    pub(super) fn of(value: &Value<'_>) -> Of {
        (&value.range()).into()
    }
}
