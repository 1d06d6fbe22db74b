//! `$search`: `"property:text"`, several of them joined by `AND` or `OR`.

use serde_json::Value;

use super::Entity;
use crate::entra::error::GraphError;

/// A search that was understood: one of the groups has to hold, each with all of its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Search(Vec<Vec<Term>>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    property: String,
    text: String,
}

/// Properties that are searched word by word; the others from their beginning.
const BY_WORD: [&str; 2] = ["displayName", "description"];

impl Search {
    /// Reads a search; every property in it has to be one that can be searched.
    pub(crate) fn read(text: &str, entity: &Entity) -> Result<Self, GraphError> {
        let wrong = || {
            let message = "The $search clause is not understood: each term is \"property:text\", in quotes.";
            GraphError::bad_request(message)
        };
        let mut groups = vec![Vec::new()];
        let mut rest = text.trim();
        loop {
            let quoted = rest.strip_prefix('"').ok_or_else(wrong)?;
            let (term, after) = closing(quoted).ok_or_else(wrong)?;
            let (property, text) = term.split_once(':').ok_or_else(wrong)?;
            if !entity.searchable.contains(&property) {
                let message = format!("The property '{property}' cannot be searched.");
                return Err(GraphError::bad_request(message));
            }
            let term = Term { property: property.to_owned(), text: text.trim().to_lowercase() };
            if let Some(group) = groups.last_mut() {
                group.push(term);
            }
            rest = after.trim_start();
            if rest.is_empty() {
                return Ok(Self(groups));
            }
            rest = if let Some(rest) = rest.strip_prefix("AND ") {
                rest.trim_start()
            } else if let Some(rest) = rest.strip_prefix("OR ") {
                groups.push(Vec::new());
                rest.trim_start()
            } else {
                return Err(wrong());
            };
        }
    }

    /// Whether an object is among those looked for.
    pub(crate) fn matches(&self, object: &Value) -> bool {
        self.0.iter().any(|terms| terms.iter().all(|term| term.matches(object)))
    }
}

impl Term {
    fn matches(&self, object: &Value) -> bool {
        let Some(value) = object.get(&self.property).and_then(Value::as_str) else { return false };
        let value = value.to_lowercase();
        if value.starts_with(&self.text) {
            return true;
        }
        // Every word looked for is the beginning of a word that is there.
        let words: Vec<&str> = value.split(|letter: char| !letter.is_alphanumeric()).collect();
        BY_WORD.contains(&self.property.as_str())
            && self.text.split_whitespace().all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
    }
}

/// Up to the closing quote; a quote after a backslash belongs to the text.
fn closing(text: &str) -> Option<(String, &str)> {
    let mut term = String::new();
    let mut letters = text.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '"' => return Some((term, text.get(index + 1..)?)),
            '\\' => term.push(letters.next()?.1),
            letter => term.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::USER;
    use super::*;

    #[test]
    fn words_are_found_by_their_beginning() {
        let user = json!({"displayName": "María José Peña García", "mail": "mj@contoso.example"});
        for (search, expected) in [
            (r#""displayName:jos""#, true),
            (r#""displayName:garcía maría""#, true),
            (r#""displayName:osé""#, false),
            (r#""mail:contoso""#, false),
            (r#""mail:mj@""#, true),
            (r#""displayName:x" OR "mail:mj""#, true),
            (r#""displayName:maría" AND "mail:x""#, false),
        ] {
            assert_eq!(Search::read(search, &USER).unwrap().matches(&user), expected, "{search}");
        }
        for search in
            ["", "ana", r#""ana""#, r#""nickname:x""#, r#""displayName:a" "mail:b""#, r#""displayName:a"#]
        {
            assert!(Search::read(search, &USER).is_err(), "{search}");
        }
    }
}
