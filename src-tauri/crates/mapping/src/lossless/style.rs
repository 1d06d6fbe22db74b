//! How a document is laid out, so that what is put into it looks like the rest.

use serde_json::{Map, Value};

use super::node::Node;

/// The layout of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether it is laid out over lines at all.
    pub(super) lines: bool,
    /// How a line ends.
    pub(super) newline: &'static str,
    /// One step of indentation.
    pub(super) unit: String,
    /// What stands between a name and its value.
    pub(super) colon: String,
    /// What stands behind a comma on one line.
    pub(super) comma: String,
}

impl Style {
    /// Ours: two blanks, a line for each value.
    pub(super) fn ours() -> Self {
        Self { lines: true, newline: "\n", unit: "  ".into(), colon: ": ".into(), comma: " ".into() }
    }

    /// The layout of a document, as its outermost value shows it.
    pub(super) fn of(root: &Node<'_>) -> Self {
        let body = root.text();
        let gaps = root.gaps();
        let unit = gaps.first().and_then(|(before, _)| before.rsplit_once('\n')).map(|(_, indent)| indent);
        let colon = root.entries().first().map(|entry| {
            let head = body
                .get(entry.range.start - root.range().start..entry.value.range().start - root.range().start);
            head.and_then(|head| head.rsplit_once('"')).map_or(": ", |(_, colon)| colon).to_owned()
        });
        let colon = colon.unwrap_or_else(|| ": ".to_owned());
        Self {
            lines: gaps.is_empty() || body.contains('\n'),
            newline: if body.contains("\r\n") { "\r\n" } else { "\n" },
            unit: unit.filter(|unit| !unit.is_empty()).unwrap_or("  ").to_owned(),
            comma: match gaps.get(1) {
                Some((before, _)) if !before.contains('\n') => (*before).to_owned(),
                _ => if colon == ":" { "" } else { " " }.to_owned(),
            },
            colon,
        }
    }

    /// A value as text, over lines or on one.
    pub(super) fn write(&self, value: &Value, lines: bool, indent: &str) -> String {
        let mut out = String::new();
        self.put(&mut out, value, lines, indent);
        out
    }

    fn put(&self, out: &mut String, value: &Value, lines: bool, indent: &str) {
        let inner = format!("{indent}{}", self.unit);
        let start = |out: &mut String, index: usize| match (lines, index) {
            (true, _) => *out += &format!("{}{}{inner}", if index > 0 { "," } else { "" }, self.newline),
            (false, 0) => {}
            (false, _) => *out += &format!(",{}", self.comma),
        };
        let end = |out: &mut String| {
            if lines {
                *out += &format!("{}{indent}", self.newline);
            }
        };
        match value {
            Value::Array(items) if !items.is_empty() => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    start(out, index);
                    self.put(out, item, lines, &inner);
                }
                end(out);
                out.push(']');
            }
            Value::Object(members) if !members.is_empty() => {
                out.push('{');
                for (index, (name, member)) in members.iter().enumerate() {
                    start(out, index);
                    *out += &format!("{}{}", Value::String(name.clone()), self.colon);
                    self.put(out, member, lines, &inner);
                }
                end(out);
                out.push('}');
            }
            leaf => *out += &leaf.to_string(),
        }
    }
}

/// A value as we lay out a new document.
pub(crate) fn pretty(value: &Value) -> String {
    Style::ours().write(value, true, "")
}

/// The orders in which a document gives the members of its objects.
#[derive(Debug, Default)]
pub(crate) struct KeyOrders(Vec<Vec<String>>);

impl KeyOrders {
    /// The orders found in a value.
    pub(crate) fn of(value: &Value) -> Self {
        let mut orders = Self::default();
        orders.collect(value);
        orders
    }

    fn collect(&mut self, value: &Value) {
        if let Value::Object(members) = value {
            let keys: Vec<_> = members.keys().cloned().collect();
            if keys.len() > 1 && !self.0.contains(&keys) {
                self.0.push(keys);
            }
        }
        children(value).for_each(|child| self.collect(child));
    }

    /// The same value with its members in the order that the document gives to such objects.
    pub(crate) fn apply(&self, value: Value) -> Value {
        match value {
            Value::Object(mut members) => {
                let like = self.0.iter().find(|order| members.keys().all(|key| order.contains(key)));
                let names: Vec<String> = match like {
                    Some(order) => order.clone(),
                    None => members.keys().cloned().collect(),
                };
                let ordered = names.into_iter().filter_map(|name| {
                    let member = members.remove(&name)?;
                    Some((name, self.apply(member)))
                });
                Value::Object(ordered.collect::<Map<_, _>>())
            }
            Value::Array(items) => items.into_iter().map(|item| self.apply(item)).collect(),
            leaf => leaf,
        }
    }
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Object(members) => Box::new(members.values()),
        Value::Array(items) => Box::new(items.iter()),
        _ => Box::new(std::iter::empty()),
    }
}
