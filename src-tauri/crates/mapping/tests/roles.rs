//! Role sync (R15): what the switch offers, says and demands.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::roles::{AppRole, RAMP_ROLES, role_sync, switch_off, switch_on, switched_on};
use onramp_mapping::{AttributeDefinition, Document, Format, Severity, check, recommended};

fn roles(values: &[&str]) -> Vec<AppRole> {
    let role = |value: &&str| AppRole { value: (*value).to_owned(), display_name: format!("Role {value}") };
    values.iter().map(role).collect()
}

#[test]
fn every_pair_is_unconfirmed_and_wants_a_test_first() {
    let values: Vec<_> = RAMP_ROLES.iter().map(|role| role.value).collect();
    let sync = role_sync(&roles(&values));
    assert_eq!(sync.recognised.len(), 5);
    assert_eq!(sync.candidates.len(), 5);
    for candidate in &sync.candidates {
        assert!(candidate.unconfirmed && candidate.needs_one_user_test, "{}", candidate.id);
        assert!(candidate.plan_blocker(false).is_some() && candidate.plan_blocker(true).is_none());
        assert!(!candidate.two_roles.is_empty() && !candidate.role_taken.is_empty());
        assert_eq!(candidate.attribute.name, candidate.row.target);
        let single = candidate.row.source.text().starts_with("Single");
        assert_eq!(candidate.attribute.multivalued, !single, "{}", candidate.id);
        assert_eq!(candidate.two_roles.contains("one role only"), single, "{}", candidate.id);
    }
    let ids: Vec<_> = sync.candidates.iter().map(|candidate| candidate.id).collect();
    insta::assert_snapshot!(ids.join(" "), @"roles-single roles-primary-single roles-ramp-type-single roles-assertive roles-complex");
}

#[test]
fn app_roles_are_compared_letter_by_letter() {
    for (value, severity, fix) in [
        ("BUSINESS_ADMIN", None, None),
        ("GUEST_USER", Some(Severity::Warning), None),
        ("business_admin", Some(Severity::Warning), Some("BUSINESS_ADMIN")),
        ("it admin", Some(Severity::Warning), Some("IT_ADMIN")),
        ("User", Some(Severity::Warning), None),
    ] {
        let sync = role_sync(&roles(&[value, "IT_ADMIN"]));
        let note = sync.notes.iter().find(|note| note.role.as_deref() == Some(value));
        assert_eq!(note.map(|note| note.severity), severity, "{value}");
        assert_eq!(note.and_then(|note| note.fix), fix, "{value}");
        assert!(sync.notes.iter().all(|note| note.severity != Severity::Error));
    }
    assert!(role_sync(&[]).notes.iter().any(|note| note.severity == Severity::Error));
}

#[test]
fn the_switch_puts_one_row_in_and_takes_it_out() {
    let sync = role_sync(&roles(&["IT_ADMIN"]));
    let mut table = recommended();
    assert_eq!(switched_on(&table), None);
    for candidate in &sync.candidates {
        switch_on(&mut table, candidate);
        assert_eq!(table.rows.len(), 11);
        assert_eq!(switched_on(&table).as_ref(), Some(candidate));
        let found = check(&table).into_iter().filter(|finding| finding.severity == Severity::Error);
        let names: Vec<_> =
            found.map(|finding| finding.code).filter(|code| !code.starts_with("expression.")).collect();
        assert_eq!(names, [] as [String; 0], "{}", candidate.id);
        // In a schema the target stands in the attribute list as well.
        let Document::EntraSchema(mut schema) = Document::of(table.clone(), Format::EntraSchema) else {
            panic!()
        };
        schema.put_attribute(&candidate.attribute);
        assert!(schema.attributes().contains(&candidate.attribute), "{}", candidate.id);
    }
    switch_off(&mut table);
    assert_eq!(table, recommended());
}

#[test]
fn a_schema_takes_the_pairs_entry_in_its_attribute_list() {
    let mut adopted = Document::of(recommended(), Format::EntraSchema);
    for candidate in role_sync(&[]).candidates {
        let mut table = recommended();
        switch_on(&mut table, &candidate);
        // A fresh schema, and one that had another pair before.
        adopted.adopt(&table);
        for document in [Document::of(table, Format::EntraSchema), adopted.clone()] {
            let Document::EntraSchema(schema) = document else { panic!() };
            assert!(schema.attributes().contains(&candidate.attribute), "{}", candidate.id);
        }
    }
}

#[test]
fn an_entry_that_was_made_by_hand_stays_while_its_pair_stays() {
    let sync = role_sync(&[]);
    let mut table = recommended();
    switch_on(&mut table, &sync.candidates[0]);
    let Document::EntraSchema(mut schema) = Document::of(table.clone(), Format::EntraSchema) else {
        panic!()
    };
    let by_hand = AttributeDefinition { case_exact: true, ..sync.candidates[0].attribute.clone() };
    schema.put_attribute(&by_hand);
    let mut document = Document::EntraSchema(schema);
    table.rows.remove(0);
    document.adopt(&table);
    let Document::EntraSchema(schema) = document else { panic!() };
    assert!(schema.attributes().contains(&by_hand));
}
