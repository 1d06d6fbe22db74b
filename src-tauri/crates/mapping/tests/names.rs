//! Damaged names, as data in names.json: each is found, explained, and mended to the exact one, or offered where more
//! than one may be meant. Right ones raise no alarm.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::{
    AttributeMapping, Diagnostic, MappingTable, Severity, check, check_row, fix_all, fix_row, recommended,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Names {
    damaged: Vec<Damaged>,
    ambiguous: Vec<Ambiguous>,
    right: Vec<Right>,
}

#[derive(Deserialize)]
struct Damaged {
    field: Field,
    damaged: String,
    code: String,
    fix: String,
}

#[derive(Deserialize)]
struct Ambiguous {
    field: Field,
    damaged: String,
    code: String,
    offers: Vec<String>,
}

#[derive(Deserialize)]
struct Right {
    field: Field,
    name: String,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Field {
    Target,
    Source,
}

fn names() -> Names {
    serde_json::from_str(include_str!("names.json")).unwrap()
}

fn found(field: Field, name: &str) -> Vec<Diagnostic> {
    let (row, area) = match field {
        Field::Target => (AttributeMapping::direct(name, "department"), "target."),
        Field::Source => (AttributeMapping::direct("title", name), "source."),
    };
    check_row(&row).into_iter().filter(|found| found.code.starts_with(area)).collect()
}

#[test]
fn a_damaged_name_is_found_explained_and_mended_to_the_exact_one() {
    let names = names();
    assert!(names.damaged.len() >= 60);
    let mut wrong = Vec::new();
    for case in &names.damaged {
        let found = found(case.field, &case.damaged);
        let seen: Vec<_> = found.iter().map(|found| (found.code.as_str(), found.fix.as_deref())).collect();
        if seen != [(case.code.as_str(), Some(case.fix.as_str()))] {
            wrong.push(format!("{:?}: {seen:?}, not ({:?}, {:?})", case.damaged, case.code, case.fix));
            continue;
        }
        let finding = &found[0];
        assert_eq!(finding.severity, Severity::Error);
        assert!(finding.message.contains(&case.fix), "{}", finding.message);
        assert!(finding.consequence.ends_with('.'), "{}", finding.consequence);
        let difference = finding.difference.as_ref().unwrap();
        let (typed, right): (Vec<_>, Vec<_>) = (case.damaged.chars().collect(), case.fix.chars().collect());
        assert_eq!(typed[..difference.index], right[..difference.index], "the first difference is the first");
        assert_ne!(typed.get(difference.index), right.get(difference.index));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_target_of_ramps_table_cites_its_rule() {
    for (damaged, rule) in
        [("username", "R1"), ("Active", "R10"), ("name.givenname", "R2"), ("externalID", "M7")]
    {
        assert_eq!(found(Field::Target, damaged)[0].rule.as_deref(), Some(rule), "{damaged}");
    }
}

#[test]
fn a_name_near_to_several_gets_every_offer_and_no_fix() {
    for case in names().ambiguous {
        let found = found(case.field, &case.damaged);
        assert_eq!((found[0].code.as_str(), &found[0].fix), (case.code.as_str(), &None), "{}", case.damaged);
        assert_eq!(found[0].offers, case.offers, "{}", case.damaged);
        assert!(case.offers.iter().all(|offer| found[0].message.contains(offer)), "{}", found[0].message);
    }
}

#[test]
fn right_names_raise_no_alarm() {
    let names = names();
    assert!(names.right.len() >= 60);
    for right in &names.right {
        assert_eq!(found(right.field, &right.name), [], "{}", right.name);
    }
}

#[test]
fn names_inside_expressions_are_looked_at_too() {
    let right = r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#;
    for damaged in [
        r#"Switch([isSoftDeleted], , "False", "True", "True", "False")"#,
        r#"switch([IsSoftDeleted], , "False", "True", "True", "False")"#,
        "Switch([IsSoftDeleted], , “False”, “True”, “True”, “False”)",
        "Switch([IsSoft\u{200b}Deleted], , \"False\", \"True\", \"True\", \"False\")",
    ] {
        let mut table = recommended();
        table.rows[1] = AttributeMapping::expression("active", damaged);
        assert!(!check(&table).is_empty(), "{damaged}");
        fix_all(&mut table);
        assert_eq!(table.rows[1].source.text(), right, "{damaged}");
    }
}

#[test]
fn the_whole_table_is_looked_at() {
    for (damage, code) in [
        ((|table| drop(table.rows.remove(0))) as fn(&mut MappingTable), "table.missing-row"),
        (|table| table.rows[0].matching_precedence = None, "matching.none"),
        (|table| table.rows[3].matching_precedence = Some(1), "matching.doubled"),
        (|table| table.rows[0].default_value = Some("nobody".into()), "matching.default"),
        (|table| table.rows[4].target = "name.givenName".into(), "target.doubled"),
        (|table| table.rows[8].target = "costCentre".into(), "target.unknown"),
    ] {
        let mut table = recommended();
        damage(&mut table);
        assert!(check(&table).iter().any(|found| found.code == code), "{code}: {:?}", check(&table));
    }
}

#[test]
fn fix_all_restores_the_recommended_table() {
    for damage in [str::to_uppercase, str::to_lowercase] as [fn(&str) -> String; 2] {
        let mut table = recommended();
        for row in &mut table.rows {
            row.target = damage(&row.target);
        }
        table.rows[1].source =
            table.rows[1].source.with_text(r#"switch([issoftdeleted], , "False", "True", "True", "False")"#);
        fix_all(&mut table);
        assert_eq!(table, recommended());
    }
}

#[test]
fn one_row_is_mended_whole_and_no_other() {
    let mut table = recommended();
    table.rows[0].target = "username".into();
    table.rows[1] = AttributeMapping::expression(
        "Active",
        "switch([issoftdeleted], , “False”, \"True\", \"True\", \"False\")",
    );
    let applied = fix_row(&mut table, 1);
    assert!(applied.len() >= 4, "{applied:?}");
    assert!(applied.iter().all(|finding| finding.subject.row == Some(1)), "{applied:?}");
    assert_eq!(table.rows[1], recommended().rows[1]);
    assert_eq!(table.rows[0].target, "username");
    assert_eq!(fix_row(&mut table, 1), []);
    assert_eq!(fix_row(&mut table, 99), []);
}

#[test]
fn a_fix_that_would_double_a_target_is_not_safe() {
    let mut table = recommended();
    table.rows[3].target = "username".into();
    let before = table.clone();
    assert_eq!(fix_all(&mut table).len(), 0);
    assert_eq!(table, before);
}

#[test]
fn an_attribute_by_its_name_elsewhere_is_offered_its_own() {
    for (typed, offer) in [
        ("name.firstName", "name.givenName"),
        ("lastName", "name.familyName"),
        ("userPrincipalName", "userName"),
        ("addresses[type eq \"work\"].city", "addresses[type eq \"work\"].locality"),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeId",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        ),
    ] {
        let found = found(Field::Target, typed);
        assert_eq!((found[0].code.as_str(), &found[0].fix), ("target.unknown", &None), "{typed}");
        assert_eq!(found[0].offers, [offer], "{typed}");
    }
}
