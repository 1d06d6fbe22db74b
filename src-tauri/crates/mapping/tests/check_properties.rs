//! What holds of checks, fixes and scoping filters for anything at all.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use onramp_expression::Value;
use onramp_mapping::scope::{self, Clause, FilterGroup, Operator, Scope, ScopingFilter};
use onramp_mapping::{
    Apply, AttributeMapping, MappingTable, Severity, Source, TargetObjectActions, apply_remedy, check,
    fix_all, recommended, to_recommended,
};
use proptest::prelude::*;

fn target() -> impl Strategy<Value = String> {
    let known = recommended().rows.into_iter().map(|row| row.target);
    let others = [
        "name",
        "emails",
        "roles",
        "title",
        "displayName",
        "USERNAME",
        "name.formatted",
        "",
        " ",
        "emails[type eq 'work'].value",
    ];
    let any_known: Vec<_> = known.chain(others.map(str::to_owned)).collect();
    prop_oneof![6 => prop::sample::select(any_known), 1 => any::<String>()]
}

fn source() -> impl Strategy<Value = Source> {
    let names = [
        "mail",
        "Mail",
        "manager",
        "accountEnabled",
        "mailNickname",
        "jobTitle",
        "appRoleAssignments",
        "IsSoftDeleted",
        "",
    ];
    let expressions = [
        "Switch([IsSoftDeleted], , \"False\", \"False\", \"True\", \"True\")",
        "switch([issoftdeleted], , “False”, \"True\")",
        "Join(\" \", [givenName], [surname])",
        "[manager]",
        "\"x\"",
        "Coalesce(",
        "",
    ];
    prop_oneof![
        prop::sample::select(names.to_vec()).prop_map(|name| Source::Direct(name.to_owned())),
        prop::sample::select(expressions.to_vec()).prop_map(|text| Source::Expression(text.to_owned())),
        any::<String>().prop_map(Source::Expression),
        any::<String>().prop_map(Source::Constant),
        Just(Source::None),
    ]
}

fn row() -> impl Strategy<Value = AttributeMapping> {
    let precedence = prop_oneof![4 => Just(None), 1 => Just(Some(1)), 1 => any::<Option<u32>>()];
    let default = prop_oneof![4 => Just(None), 1 => any::<String>().prop_map(Some)];
    (target(), source(), precedence, default, any::<bool>()).prop_map(
        |(target, source, precedence, default, always)| {
            let mut row = AttributeMapping::direct(&target, "");
            row.source = source;
            row.matching_precedence = precedence;
            row.default_value = default;
            row.apply = if always { Apply::Always } else { Apply::OnlyDuringCreation };
            row
        },
    )
}

fn table() -> impl Strategy<Value = MappingTable> {
    let actions = any::<[bool; 3]>();
    (prop::collection::vec(row(), 0..8), actions, filter()).prop_map(
        |(rows, [create, update, delete], scope)| MappingTable {
            rows,
            actions: TargetObjectActions { create, update, delete },
            scope,
        },
    )
}

fn clause() -> impl Strategy<Value = Clause> {
    let attribute = prop::sample::select(&["city", "City", "accountEnabled", "manager", "x", ""][..]);
    let operators: Vec<_> = Operator::ALL
        .into_iter()
        .chain([Operator::Other("equals".into()), Operator::Other("?".into())])
        .collect();
    let value = prop_oneof![
        Just(None),
        any::<String>().prop_map(Some),
        "[a-z(){}*+?|\\\\0-9,^$=!<>\\[\\]-]{0,12}".prop_map(Some),
        Just(Some("9".to_owned())),
    ];
    (attribute, prop::sample::select(operators), value)
        .prop_map(|(attribute, operator, value)| Clause { value, ..Clause::unary(attribute, operator) })
}

fn filter() -> impl Strategy<Value = ScopingFilter> {
    let group = || {
        let clauses = prop::collection::vec(clause(), 0..4);
        clauses.prop_map(|clauses| FilterGroup { name: "people".to_owned(), clauses })
    };
    let groups = || prop::collection::vec(group(), 0..3);
    (groups(), groups()).prop_map(|(groups, input_filter_groups)| ScopingFilter {
        input_filter_groups,
        ..ScopingFilter::of(groups)
    })
}

fn person() -> impl Strategy<Value = BTreeMap<String, Value>> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<String>().prop_map(Value::Text),
        "[a-z0-9]{0,12}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| Value::Number(number.to_string())),
        prop::collection::vec("[a-z]{0,3}", 0..3).prop_map(Value::List),
    ];
    let name = prop::sample::select(&["city", "accountEnabled", "x"][..]).prop_map(str::to_owned);
    prop::collection::btree_map(name, value, 0..3)
}

proptest! {
    #[test]
    fn any_table_is_checked_in_whole_sentences(table in table()) {
        for finding in check(&table) {
            prop_assert!(!finding.message.is_empty() && !finding.consequence.is_empty(), "{finding:?}");
            prop_assert!(finding.subject.row.is_none_or(|row| row < table.rows.len()));
            let length = finding.text.chars().count();
            prop_assert!(finding.span.is_none_or(|span| span.start <= span.end && span.end <= length));
        }
    }

    #[test]
    fn fixing_ends_and_twice_is_once(table in table()) {
        let mut once = table;
        fix_all(&mut once);
        let mut twice = once.clone();
        prop_assert_eq!(fix_all(&mut twice), []);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn fixing_never_makes_an_error(table in table()) {
        let errors = |table: &MappingTable| {
            let found = check(table);
            found.iter().filter(|finding| finding.severity == Severity::Error && finding.code.starts_with("target.")).count()
        };
        let mut fixed = table.clone();
        fix_all(&mut fixed);
        prop_assert!(errors(&fixed) <= errors(&table));
    }

    #[test]
    fn every_remedy_fits_the_table_it_was_found_in(table in table()) {
        for remedy in check(&table).iter().flat_map(|finding| &finding.remedies) {
            prop_assert!(apply_remedy(&mut table.clone(), remedy), "{remedy:?}");
        }
    }

    #[test]
    fn every_table_can_be_brought_to_the_recommended_one(table in table()) {
        let after = to_recommended(&table).and_then(|remedy| remedy.applied(&table));
        let scope = table.scope.clone();
        prop_assert_eq!(after.unwrap_or(table), MappingTable { scope, ..recommended() });
    }

    #[test]
    fn any_filter_is_checked_and_its_remedies_fit(filter in filter()) {
        for finding in scope::check(&filter) {
            prop_assert!(!finding.message.is_empty() && !finding.consequence.is_empty());
            for remedy in &finding.remedies {
                prop_assert!(filter.remedied(remedy).is_some(), "{remedy:?}");
            }
        }
    }

    #[test]
    fn an_explanation_says_what_the_filter_does(filter in filter(), person in person()) {
        let scope = Scope::new(&filter);
        let explained = scope.explain(&person);
        prop_assert_eq!(explained.included, scope.includes(&person));
        let beginning = if explained.included { "In scope" } else { "Out of scope" };
        prop_assert!(explained.sentence.starts_with(beginning), "{}", explained.sentence);
        for group in &explained.groups {
            prop_assert_eq!(group.holds, group.clauses.iter().all(|clause| clause.holds));
        }
        prop_assert_eq!(ScopingFilter::from_graph(&filter.to_graph()).all_groups().count(), filter.all_groups().count());
    }
}
