//! What differs between two tables.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::scope::{Clause, FilterGroup, Operator};
use onramp_mapping::{
    Apply, AttributeMapping, ChangeKind, ChangedField, Document, Format, MappingTable, Source, diff,
    recommended,
};
use proptest::prelude::*;

type Edit = fn(&mut MappingTable);

/// Each edit, and the sentences it is told in.
const EDITS: [(Edit, &[&str]); 14] = [
    (|_| {}, &[]),
    (|t| t.rows[0].target = "username".into(), &["username: the target was userName and is username."]),
    (
        |t| t.rows[2].source = Source::Direct("userPrincipalName".into()),
        &["emails[type eq \"work\"].value: the source was mail and is userPrincipalName."],
    ),
    (
        |t| t.rows[5].source = Source::Constant("Oslo".into()),
        &[
            "addresses[type eq \"work\"].locality: the mapping type was Direct and is Constant.",
            "addresses[type eq \"work\"].locality: the source was city and is Oslo.",
        ],
    ),
    (
        |t| t.rows[6].source = Source::None,
        &[
            "externalId: the mapping type was Direct and is None.",
            "externalId: the source was mailNickname; there is none now.",
        ],
    ),
    (
        |t| t.rows[5].default_value = Some("Oslo".into()),
        &["addresses[type eq \"work\"].locality: the default value if null is now Oslo; there was none."],
    ),
    (
        |t| t.rows[0].matching_precedence = None,
        &["userName: the matching precedence was 1; there is none now."],
    ),
    (
        |t| t.rows[3].apply = Apply::OnlyDuringCreation,
        &["name.givenName: when it is applied was Always and is Only during object creation."],
    ),
    (
        |t| t.rows.push(AttributeMapping::constant("title", "Boss")),
        &["title is mapped as well: the constant “Boss”."],
    ),
    (|t| drop(t.rows.remove(3)), &["name.givenName is not mapped any more (it was givenName)."]),
    (
        |t| t.rows[3] = AttributeMapping::direct("title", "jobTitle"),
        &["title is mapped as well: jobTitle.", "name.givenName is not mapped any more (it was givenName)."],
    ),
    (|t| t.rows.swap(3, 4), &["The rows stand in another order. Entra sends the same."]),
    (|t| t.actions.update = false, &["The target object action Update was on and is off."]),
    (
        |t| {
            let clauses = vec![
                Clause::binary("city", Operator::Equals, "Oslo"),
                Clause::unary("mail", Operator::IsNotNull),
            ];
            t.scope.groups.push(FilterGroup { name: "Oslo".into(), clauses });
        },
        &["The scoping filter is now “Oslo” (city EQUALS “Oslo” AND mail IS NOT NULL); there was none."],
    ),
];

#[test]
fn differences_are_told_in_an_admins_words() {
    for (edit, messages) in EDITS {
        let mut after = recommended();
        edit(&mut after);
        let changes = diff(&recommended(), &after);
        assert_eq!(changes.iter().map(|change| change.message.as_str()).collect::<Vec<_>>(), messages);
    }
}

#[test]
fn a_change_holds_what_was_and_what_is() {
    let mut after = recommended();
    after.rows[2].source = Source::Direct("userPrincipalName".into());
    let [change] = &diff(&recommended(), &after)[..] else { panic!("one change") };
    assert_eq!((change.kind, change.field), (ChangeKind::Changed, ChangedField::Source));
    assert_eq!(change.target, "emails[type eq \"work\"].value");
    assert_eq!(
        (change.before.as_deref(), change.after.as_deref()),
        (Some("mail"), Some("userPrincipalName"))
    );
}

#[test]
fn two_schemas_differ_in_their_attribute_lists_too() {
    let before = Document::of(recommended(), Format::EntraSchema);
    let text = before.text().replace("\"name\": \"title\"", "\"name\": \"Title\"");
    let text = text.replacen("\"type\": \"Boolean\"", "\"type\": \"String\"", 99);
    let after = Document::parse(&text).unwrap();
    let changes = before.diff(&after);
    let told: Vec<_> = changes.iter().map(|change| change.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "The attribute list had active as Boolean and has it as String.",
            "The attribute list has Title as well (String).",
            "The attribute list has no title any more (it was String).",
        ]
    );
    assert_eq!(before.diff(&Document::of(recommended(), Format::Onramp)), []);
}

fn table() -> impl Strategy<Value = MappingTable> {
    let text = || prop::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned);
    let row = (text(), text(), prop::option::of(1..3_u32), any::<bool>()).prop_map(
        |(target, source, precedence, flag)| AttributeMapping {
            matching_precedence: precedence,
            export_missing_references: flag,
            ..AttributeMapping::direct(&target, &source)
        },
    );
    (prop::collection::vec(row, 0..5), any::<bool>()).prop_map(|(rows, delete)| {
        let mut table = MappingTable { rows, ..MappingTable::default() };
        table.actions.delete = delete;
        table
    })
}

proptest! {
    /// No difference is told where there is none, and none is passed over.
    #[test]
    fn there_are_changes_exactly_where_tables_differ(a in table(), b in table()) {
        prop_assert_eq!(diff(&a, &a), []);
        prop_assert_eq!(diff(&a, &b).is_empty(), a == b);
        prop_assert!(diff(&a, &b).iter().all(|change| !change.message.is_empty() && change.before != change.after));
    }
}
