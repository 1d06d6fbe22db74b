//! Entity tags, RFC 7644 §3.14 and RFC 9110 §8.8.3 and §13.1. Entra sends none, so none is ever demanded.

/// Whether `If-Match` lets a write through: the resource has one of these versions, or any at all for `*`.
///
/// Compared weakly, as RFC 7644 §3.14 shows versions (`W/"…"`), although RFC 9110 would have `If-Match` compare strongly:
/// a weak tag is the only one there is.
#[must_use]
pub fn matches_any(header: &str, version: &str) -> bool {
    tags(header).any(|tag| tag == "*" || opaque(tag) == opaque(version))
}

/// The tags of a list, commas inside quotes left alone.
fn tags(header: &str) -> impl Iterator<Item = &str> {
    let mut rest = header;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return None;
        }
        let mut quoted = false;
        let end = rest
            .char_indices()
            .find(|(_, c)| {
                quoted ^= *c == '"';
                *c == ',' && !quoted
            })
            .map_or(rest.len(), |(at, _)| at);
        let (tag, after) = rest.split_at(end);
        rest = after;
        Some(tag.trim_end())
    })
}

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_wildcards() {
        for (header, expected) in [
            (r#"W/"3""#, true),
            (r#""3""#, true),
            ("3", true),
            (r#"W/"2", W/"3""#, true),
            ("*", true),
            (r#"W/"2""#, false),
            (r#""a,3""#, false),
            ("", false),
            (", ,", false),
        ] {
            assert_eq!(matches_any(header, r#"W/"3""#), expected, "{header}");
        }
    }
}
