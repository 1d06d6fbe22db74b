//! Edits of JSON text: members set and removed, elements put in, taken out and moved.

use std::ops::Range;

use serde_json::Value;

use super::node::Node;
use super::style::Style;

/// Replacements of parts of a text. They do not overlap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edits {
    splices: Vec<(Range<usize>, String)>,
}

/// What becomes of a member.
pub(crate) enum Member {
    /// It gets this value, and is added where it is missing.
    Set(Value),
    /// It goes.
    Removed,
    /// Its value is changed within.
    Within(Edits),
}

/// An element of an array after an edit.
pub(crate) enum Item {
    /// The element that stood at this index, changed within.
    Kept(usize, Edits),
    /// A new one.
    New(Value),
}

impl Edits {
    /// Whether nothing changes.
    pub(crate) fn is_empty(&self) -> bool {
        self.splices.is_empty()
    }

    /// Puts another value in the place of one.
    pub(crate) fn replace(node: &Node<'_>, value: &Value, lines: bool) -> Self {
        let range = node.range();
        let style = node.style();
        let text = style.write(value, lines, &line_indent(node.document(), range.start));
        Self { splices: vec![(range, text)] }
    }

    /// Changes members of an object.
    pub(crate) fn members(object: &Node<'_>, changes: Vec<(&str, Member)>) -> Self {
        let entries = object.entries();
        let style = object.style();
        let lines = match entries.is_empty() {
            true => style.lines,
            false => object.gaps().iter().any(|(before, _)| before.contains('\n')),
        };
        let mut edits = Self::default();
        let mut removed = Vec::new();
        let mut added = Vec::new();
        for (name, change) in changes {
            let place = entries.iter().rposition(|entry| entry.name == Some(name));
            match (place, change) {
                (Some(place), Member::Set(value)) => {
                    let node = entries[place].value;
                    if node.json() != value {
                        let lines = if node.is_filled() { node.text().contains('\n') } else { lines };
                        edits.extend(Self::replace(&node, &value, lines));
                    }
                }
                (None, Member::Set(value)) => added.push((name, value)),
                (Some(_), Member::Removed) => removed.push(name),
                (Some(_), Member::Within(within)) => edits.extend(within),
                (None, _) => {}
            }
        }
        if removed.is_empty() && added.is_empty() {
            return edits;
        }
        let kept =
            entries.iter().enumerate().filter(|(_, entry)| !entry.name.is_some_and(|n| removed.contains(&n)));
        let kept = kept.map(|(index, entry)| {
            let text = edits.apply(object.document(), entry.range.clone());
            Piece { was: Some(index), text }
        });
        let indent = inner_indent(object, style, lines);
        let new = added.into_iter().map(|(name, value)| {
            let text = format!(
                "{}{}{}",
                Value::String(name.to_owned()),
                style.colon,
                style.write(&value, lines, &indent)
            );
            Piece { was: None, text }
        });
        let pieces = kept.chain(new).collect();
        Self { splices: vec![(object.range(), arrange(object, style, ('{', '}'), pieces))] }
    }

    /// Makes these the elements of an array.
    pub(crate) fn elements(array: &Node<'_>, items: Vec<Item>) -> Self {
        let entries = array.entries();
        let in_place = items.len() == entries.len()
            && items
                .iter()
                .enumerate()
                .all(|(index, item)| matches!(item, Item::Kept(was, _) if *was == index));
        if in_place {
            let mut edits = Self::default();
            for item in items {
                if let Item::Kept(_, within) = item {
                    edits.extend(within);
                }
            }
            return edits;
        }
        let style = array.style();
        let sample = entries.iter().find(|entry| entry.value.is_filled());
        let lines = match sample {
            Some(sample) => sample.value.text().contains('\n'),
            None => style.lines,
        };
        let indent = inner_indent(array, style, style.lines);
        let pieces = items.into_iter().filter_map(|item| match item {
            Item::Kept(index, within) => {
                let range = entries.get(index)?.range.clone();
                Some(Piece { was: Some(index), text: within.apply(array.document(), range) })
            }
            Item::New(value) => Some(Piece { was: None, text: style.write(&value, lines, &indent) }),
        });
        let pieces = pieces.collect();
        Self { splices: vec![(array.range(), arrange(array, style, ('[', ']'), pieces))] }
    }

    fn extend(&mut self, other: Self) {
        self.splices.extend(other.splices);
    }

    /// A part of the text with the edits in it.
    pub(crate) fn apply(&self, text: &str, part: Range<usize>) -> String {
        let mut splices: Vec<_> = self
            .splices
            .iter()
            .filter(|(range, _)| part.start <= range.start && range.end <= part.end)
            .collect();
        splices.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(part.len());
        let mut from = part.start;
        for (range, new) in splices {
            out.push_str(text.get(from..range.start).unwrap_or_default());
            out.push_str(new);
            from = range.end;
        }
        out.push_str(text.get(from..part.end).unwrap_or_default());
        out
    }
}

/// An entry of a container after an edit: which one it was, and its text.
struct Piece {
    was: Option<usize>,
    text: String,
}

/// Sets entries into a container, each with the blanks it had, new ones with those of the others.
fn arrange(container: &Node<'_>, style: &Style, brackets: (char, char), pieces: Vec<Piece>) -> String {
    let (open, close) = brackets;
    if pieces.is_empty() {
        return format!("{open}{close}");
    }
    let gaps = container.gaps();
    let fresh = inner_gap(container, style);
    let first = gaps.first().map_or(fresh.as_str(), |(before, _)| before);
    let usual = gaps.get(1).map_or(
        if gaps.is_empty() || first.contains('\n') { first } else { style.comma.as_str() },
        |(before, _)| before,
    );
    let last = match gaps.last() {
        Some((_, behind)) => (*behind).to_owned(),
        None if style.lines => {
            format!("{}{}", style.newline, line_indent(container.document(), container.range().start))
        }
        None => String::new(),
    };
    let mut out = String::from(open);
    for (index, piece) in pieces.iter().enumerate() {
        let own = piece.was.filter(|was| *was > 0).and_then(|was| gaps.get(was));
        out.push_str(match index {
            0 => first,
            _ => own.map_or(usual, |(before, _)| before),
        });
        out.push_str(&piece.text);
        if index + 1 < pieces.len() {
            let behind = piece.was.filter(|was| was + 1 < gaps.len()).and_then(|was| gaps.get(was));
            out.push_str(behind.map_or("", |(_, behind)| behind));
            out.push(',');
        }
    }
    out.push_str(&last);
    out.push(close);
    out
}

/// The blanks before the first entry of a container that was empty.
fn inner_gap(container: &Node<'_>, style: &Style) -> String {
    match style.lines {
        true => format!("{}{}", style.newline, inner_indent(container, style, true)),
        false => String::new(),
    }
}

/// How far the entries of a container are set in.
fn inner_indent(container: &Node<'_>, style: &Style, lines: bool) -> String {
    let own = line_indent(container.document(), container.range().start);
    match container.gaps().first() {
        Some((before, _)) => before.rsplit_once('\n').map_or(own, |(_, indent)| indent.to_owned()),
        None if lines => own + &style.unit,
        None => own,
    }
}

/// The blanks at the start of the line that a place is in.
fn line_indent(text: &str, place: usize) -> String {
    let before = text.get(..place).unwrap_or_default();
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
}
