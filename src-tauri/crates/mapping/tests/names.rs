//! Damaged names: each is found and mended to the exact one. Right ones raise no alarm.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onramp_mapping::{AttributeMapping, MappingTable, check, check_row, fix_all, recommended};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn department() -> String {
    format!("{ENTERPRISE}:department")
}

#[test]
fn the_recommended_table_is_clean() {
    assert_eq!(check(&recommended()), []);
}

#[test]
fn a_damaged_target_is_mended_to_the_exact_name() {
    let department = department();
    for (damaged, code, exact) in [
        ("username", "target.case", "userName"),
        ("UserName", "target.case", "userName"),
        ("USERNAME", "target.case", "userName"),
        ("Active", "target.case", "active"),
        ("Emails[type eq \"work\"].value", "target.case", "emails[type eq \"work\"].value"),
        ("emails[type eq \"Work\"].value", "target.case", "emails[type eq \"work\"].value"),
        ("emails[type EQ \"work\"].Value", "target.case", "emails[type eq \"work\"].value"),
        ("name.givenname", "target.case", "name.givenName"),
        ("name.FamilyName", "target.case", "name.familyName"),
        ("externalID", "target.case", "externalId"),
        ("addresses[type eq \"work\"].Locality", "target.case", "addresses[type eq \"work\"].locality"),
        (" userName", "target.blank", "userName"),
        ("userName ", "target.blank", "userName"),
        ("user Name", "target.blank", "userName"),
        (
            "urn:ietf:params:scim:schemas: extension:enterprise:2.0:User: department",
            "target.blank",
            &department,
        ),
        ("userName\u{a0}", "target.invisible", "userName"),
        ("user\u{200b}Name", "target.invisible", "userName"),
        ("emails[type eq “work”].value", "target.quote", "emails[type eq \"work\"].value"),
        ("emails[type eq 'work'].value", "target.quote", "emails[type eq \"work\"].value"),
        ("userN\u{430}me", "target.look-alike", "userName"),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0User:department",
            "target.separator",
            &department,
        ),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department",
            "target.separator",
            &department,
        ),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User::department",
            "target.separator",
            &department,
        ),
        ("name:givenName", "target.separator", "name.givenName"),
        ("name.givenName.", "target.separator", "name.givenName"),
        ("emails.value", "target.incomplete", "emails[type eq \"work\"].value"),
        ("addresses.locality", "target.incomplete", "addresses[type eq \"work\"].locality"),
        ("department", "target.incomplete", &department),
        ("User:department", "target.incomplete", &department),
        ("givenName", "target.incomplete", "name.givenName"),
        ("usrName", "target.spelling", "userName"),
        ("name.familiyName", "target.spelling", "name.familyName"),
        (
            "urn:ietf:params:scim:schemas:extension:enterprize:2.0:User:department",
            "target.spelling",
            &department,
        ),
    ] {
        let found = check_row(&AttributeMapping::direct(damaged, "department"));
        assert_eq!(found.len(), 1, "{damaged:?}: {found:?}");
        assert_eq!((found[0].code.as_str(), found[0].fix.as_deref()), (code, Some(exact)), "{damaged:?}");
        assert!(!found[0].message.is_empty() && !found[0].consequence.is_empty());
    }
}

#[test]
fn a_damaged_source_is_mended_too() {
    for (damaged, exact) in [
        ("UserPrincipalName", "userPrincipalName"),
        ("mailNickName", "mailNickname"),
        ("givenname", "givenName"),
        ("employeeID", "employeeId"),
        ("isSoftDeleted", "IsSoftDeleted"),
        ("department ", "department"),
    ] {
        let found = check_row(&AttributeMapping::direct("externalId", damaged));
        assert_eq!(found[0].fix.as_deref(), Some(exact), "{damaged:?}");
    }
    let expression = r#"Switch([isSoftDeleted], , "False", "True", "True", "False")"#;
    let found = check_row(&AttributeMapping::expression("active", expression));
    assert_eq!(
        found[0].fix.as_deref(),
        Some(r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#)
    );
    let found =
        check_row(&AttributeMapping::expression("active", r#"switch([IsSoftDeleted], , "False", "True")"#));
    assert_eq!(found[0].fix.as_deref(), Some(r#"Switch([IsSoftDeleted], , "False", "True")"#));
}

#[test]
fn right_names_raise_no_alarm() {
    for name in [
        "userName",
        "displayName",
        "title",
        "nickName",
        "emails[type eq \"home\"].value",
        "emails[type eq \"billing\"].value",
        "phoneNumbers[type eq \"mobile\"].value",
        "addresses[type eq \"work\"].streetAddress",
        "roles[primary eq \"True\"].value",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter",
        "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:tag",
        "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:department",
        "urn:ietf:params:scim:schemas:extension:acme:1.0:User:costCenter",
    ] {
        assert_eq!(check_row(&AttributeMapping::direct(name, "department")), [], "{name}");
    }
    for name in
        ["extension_53c9e2c0aaaabbbbccccddddeeeeffff_acmeCostCenter", "extensionAttribute7", "objectId"]
    {
        assert_eq!(check_row(&AttributeMapping::direct("title", name)), [], "{name}");
    }
}

#[test]
fn a_name_near_to_two_gets_both_offers_and_no_fix() {
    let found = check_row(&AttributeMapping::direct("externalId", "extensionAttribute"));
    assert_eq!(found[0].code, "source.ambiguous");
    assert_eq!(found[0].fix, None);
    assert!(
        found[0].message.contains("extensionAttribute1 and to extensionAttribute2"),
        "{}",
        found[0].message
    );
}

#[test]
fn the_whole_table_is_looked_at() {
    for (damage, code) in [
        ((|table| drop(table.rows.remove(0))) as fn(&mut MappingTable), "table.missing-row"),
        (|table| table.rows[0].matching_precedence = None, "matching.none"),
        (|table| table.rows[3].matching_precedence = Some(1), "matching.doubled"),
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
    let mut table = recommended();
    for row in &mut table.rows {
        row.target = row.target.to_uppercase();
    }
    table.rows[1].source =
        table.rows[1].source.with_text(r#"switch([issoftdeleted], , "False", "True", "True", "False")"#);
    fix_all(&mut table);
    assert_eq!(table, recommended());
}

#[test]
fn a_fix_that_would_double_a_target_is_not_safe() {
    let mut table = recommended();
    table.rows[3].target = "username".into();
    let before = table.clone();
    assert_eq!(fix_all(&mut table).len(), 0);
    assert_eq!(table, before);
}
