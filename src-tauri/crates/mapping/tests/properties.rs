//! What holds for any table, however damaged.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::{AttributeMapping, Document, Format, MappingTable, check, fix_all, recommended};
use proptest::prelude::*;

/// Names as people damage them: pieces of right ones among anything.
fn name() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "userName",
        "name",
        "givenName",
        "emails",
        "[type eq \"work\"]",
        ".value",
        ":",
        ".",
        " ",
        "“",
        "\u{200b}",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "department",
        "\u{430}",
        "2.0User",
        "[",
        "]",
    ]);
    prop_oneof![prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat()), any::<String>()]
}

fn table() -> impl Strategy<Value = MappingTable> {
    let row = (name(), name(), any::<bool>()).prop_map(|(target, source, expression)| match expression {
        true => AttributeMapping::expression(&target, &format!("Trim({source}")),
        false => AttributeMapping::direct(&target, &source),
    });
    prop::collection::vec(row, 0..6).prop_map(|rows| MappingTable { rows, ..MappingTable::default() })
}

proptest! {
    #[test]
    fn a_check_never_panics_and_points_into_the_text(table in table()) {
        for finding in check(&table) {
            let length = finding.text.chars().count();
            prop_assert!(finding.span.is_none_or(|span| span.start <= span.end && span.end <= length));
            prop_assert!(!finding.message.is_empty());
        }
    }

    #[test]
    fn fixing_twice_is_fixing_once(table in table()) {
        let mut once = table;
        fix_all(&mut once);
        let mut twice = once.clone();
        prop_assert_eq!(fix_all(&mut twice), []);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn any_change_of_case_is_mended(flips in prop::collection::vec(any::<bool>(), 400)) {
        let mut table = recommended();
        let mut flips = flips.into_iter();
        for row in &mut table.rows {
            row.target = row.target.chars().map(|c| match flips.next() {
                Some(true) => c.to_ascii_uppercase(),
                _ => c,
            }).collect();
        }
        fix_all(&mut table);
        prop_assert_eq!(table, recommended());
    }
}

proptest! {
    // A schema is a document of a thousand lines.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn both_formats_keep_every_row(table in table()) {
        for format in [Format::Onramp, Format::EntraSchema] {
            let text = Document::of(table.clone(), format).text().to_owned();
            prop_assert_eq!(Document::parse(&text).unwrap().table(), table.clone());
        }
    }
}
